/* SPDX-License-Identifier: Apache-2.0 */
/* Station split: text → sentences and tokens, as Universal Dependencies' English treebanks have them. */
#ifndef SPLIT_H
#define SPLIT_H

#include "doc.h"

typedef struct split_tables split_tables; /* abbreviations, contractions, … */
int split_tables_load(split_tables **out, arena *mem, const char *data_dir, ent_error *err);
/* Fills sentences and tokens from text and blocks. Linear in the text. */
int split_run(const split_tables *t, doc *d, ent_error *err);

#endif
