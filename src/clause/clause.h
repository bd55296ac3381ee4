/* SPDX-License-Identifier: Apache-2.0 */
/* Station clause: trees → predicates with roles, status and who says it. Knows grammar, knows no politics. */
#ifndef CLAUSE_H
#define CLAUSE_H

#include "doc.h"

typedef struct clause_tables clause_tables; /* light verbs, control verbs, cues of speech, modals, nominal events: text */
int clause_tables_load(clause_tables **out, arena *mem, const char *data_dir, ent_error *err);
/* Fills predicates, roles, attributions, predicate_at. Reads tokens and parse columns, and dates only to leave them out of roles. */
int clause_run(const clause_tables *t, doc *d, ent_error *err);

#endif
