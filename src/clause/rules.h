/* SPDX-License-Identifier: Apache-2.0 */
/* Repairs by pattern: grammar/repairs.tsv in memory, and its matcher. Internal to src/clause. */
#ifndef CLAUSE_RULES_H
#define CLAUSE_RULES_H

#include "base/table.h"
#include "clause/work.h"

typedef enum repair_pass { REPAIR_HEADS, REPAIR_PAIRS, REPAIR_NAMES, REPAIR_LINKS, REPAIR_LAST, N_REPAIR_PASS } repair_pass;

/* Reads the table; every row of it must be understood. */
int repair_rules_read(clause_tables *t, table *tab, ent_error *err);
/* Tries the rows of a pass on one word, on every word of a sentence. */
void repair_rules_word(clause_work *w, repair_pass pass, uint32_t t, const doc_sentence *s);
void repair_rules_run(clause_work *w, repair_pass pass, const doc_sentence *s);

#endif
