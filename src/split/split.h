/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Station split: text → sentences and tokens, cut as Universal Dependencies' English treebanks (EWT, GUM) cut them.
 *
 *     text, blocks ──words──► tokens, multi-word tokens ──sentences──► sentences, headline
 *
 * Hyphens between words are tokens ("peace - keeping") unless the first part is a prefix; "don't", "Russia's" and "cannot" are
 * multi-word tokens. A sentence never crosses a block; where a document has no blocks, blank lines part paragraphs.
 */
#ifndef SPLIT_H
#define SPLIT_H

#include "doc.h"

/* Abbreviations, contractions, prefixes, …: grammar/abbreviations.tsv, contractions.tsv, tokens.tsv; models/sentences.tsv. Program lifetime, immutable. */
typedef struct split_tables split_tables;
/* Memory comes from `mem`. ENT_E_FORMAT names file and line; ENT_E_IO when a table is missing. */
int split_tables_load(split_tables **out, arena *mem, const char *data_dir, ent_error *err);
/* Fills sentences and tokens from text and blocks. Linear in the text. Flags DOC_F_LONGSENTENCE, DOC_F_LONGTOKEN.
 * ENT_E_MEMORY when the document's arena is full. */
int split_run(const split_tables *t, doc *d, ent_error *err);

#endif
