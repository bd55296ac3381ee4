/* SPDX-License-Identifier: Apache-2.0 */
/* Word vectors cut down to codes: making the file, reading it. Method: src/parse/vectors.h. */
#ifndef TRAIN_VECTORS_H
#define TRAIN_VECTORS_H

#include "base/file.h"
#include "parse/vectors.h"

enum { VECTORS_STEP = 32 }; /* start is in 32nds */

typedef struct word_vectors {
    file_map map;
    const int8_t *start; /* [levels * centres][D]: what the rows of the codes begin as */
    parse_vectors table;
} word_vectors;

/* text: a word and 100 numbers a line, most frequent word first, as GloVe is published. Writes the file that vectors_read reads. Same text, same bytes. */
int vectors_make(const char *text, const char *out, ent_error *err);
int vectors_read(word_vectors *v, const char *path, ent_error *err);

#endif
