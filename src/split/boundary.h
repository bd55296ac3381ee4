/* SPDX-License-Identifier: Apache-2.0 */
/* Does a sentence end here? The learned half of pass 2: what a gap between two tokens looks like, and what its features weigh. */
#ifndef SPLIT_BOUNDARY_H
#define SPLIT_BOUNDARY_H

#include "split/tables.h"

typedef enum stop_kind { NO_STOP, FULL_STOP, EXCLAIM, DOTS, ABBREVIATED, N_STOPS } stop_kind;

/* A place where a sentence may end: after token next - 1. All numbers are tokens. */
struct split_gap {
    const doc *d;
    const split_tables *t;
    uint32_t block_begin, block_end;
    uint32_t sent_begin; /* of the sentence that may end */
    uint32_t stop;       /* the stop before the gap, or, without one, the last token before it */
    uint32_t next;       /* first token after the gap; tokens between stop and next are marks that close */
    uint8_t kind;        /* stop_kind */
    bool quote_open;     /* a double quote is still open after the gap */
};

enum { GAP_FEATURES = 16, GAP_FEATURE_BYTES = 96 };

/* A gap's features as text, e.g. "stop+next|.|the": the keys of models/sentences.tsv. */
typedef struct gap_features {
    uint32_t n;
    str text[GAP_FEATURES]; /* [n], in bytes */
    char bytes[GAP_FEATURES * GAP_FEATURE_BYTES];
} gap_features;

void split_gap_describe(const split_gap *g, gap_features *f);
/* Sum of the weights: above 0 the sentence ends. */
int32_t split_gap_score(const split_gap *g);
/* Could a sentence end after token k, though no stop stands there? Only such gaps are weighed. */
bool split_gap_open(const doc *d, uint32_t k, uint32_t block_end);

uint32_t split_first_cp(const doc *d, uint32_t tok);
bool split_spaced_before(const doc *d, uint32_t tok);
bool split_is_small(uint32_t cp); /* a small letter of a script with case */

#endif
