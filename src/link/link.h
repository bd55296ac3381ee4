/* SPDX-License-Identifier: Apache-2.0 */
/* Station link: names and phrases → actors, roles, places, dates; pronouns and "the two countries" → what they refer to. */
#ifndef LINK_H
#define LINK_H

#include "doc.h"

typedef struct link_gazetteer link_gazetteer; /* compiled from gazetteer/, immutable, shared by threads */
int link_gazetteer_load(link_gazetteer **out, arena *mem, const char *data_dir, ent_error *err);
str link_gazetteer_version(const link_gazetteer *g);

/* Fills actors, mentions, mention_at, dates, places. */
int link_run(const link_gazetteer *g, doc *d, ent_error *err);
/* Dates alone (needs tokens; uses tags where there are any). link_run calls it. */
int link_dates(const link_gazetteer *g, doc *d, ent_error *err);

/* The actor a user means by a code or a name ("RUS", "Russia", "the Kremlin", "NATO"). false when nothing is known. */
bool link_actor_find(const link_gazetteer *g, str name, doc_actor *out);
/* Display name of a code, or the code itself. */
str link_code_name(const link_gazetteer *g, str code);

#endif
