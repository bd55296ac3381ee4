/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Text with its names marked in place (train/marked/README.md):
 *
 *     I called [PER Marisol] at [ORG Tri-County Plumbing] in [LOC Yuma].
 */
#ifndef TRAIN_MARKED_H
#define TRAIN_MARKED_H

#include "corpus.h"

/*
 * Appends to c the sentences of `words` (CoNLL-U of the same text without its marks, of which only the words are read) with the names that are marked
 * in `text`: silver, names only. A sentence whose letters do not stand in the text is left out and adds to *left_out. A bad mark is an error
 * with its line.
 */
int marked_read(corpus *c, const char *text, const char *words, uint32_t *left_out, ent_error *err);

#endif
