/* SPDX-License-Identifier: Apache-2.0 */
/* Token → rows of the embedding table. Shared by inference and trainer, so both see the same words. */
#ifndef PARSE_FEATURE_H
#define PARSE_FEATURE_H

#include "parse/net.h"

typedef struct parse_features {
    uint16_t n;
    uint16_t row[NET_ROWS_PER_TOKEN]; /* [n] word first, then affixes and shape, then trigrams; then the vector's: vectors.h */
    uint32_t word;              /* hash of the folded form */
} parse_features;

/* The form as the model reads it: typographic quotes and dashes as ASCII, ASCII letters in lower case when `lower`.
 * At most DOC_CAP_TOKEN_BYTES bytes are read; out has room for that many. Returns the length. */
uint32_t parse_fold(str form, bool lower, char *out);
void parse_featurise(str form, parse_features *f);
/* The artificial ROOT at the end of the buffer. */
void parse_featurise_root(parse_features *f);

#endif
