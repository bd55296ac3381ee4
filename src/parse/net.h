/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The shape of the network, in one place: inference and trainer share it, and a model file repeats it in its head, so that a file
 * of another shape is refused.
 *
 *   token ──30 rows, summed──► x [D] ──4 residual convolutions over i-r, i, i+r──► x [D] ─┬─► tag   [TAGS]   UPOS, XPOS, verb form
 *                                                                                             ├─► names [NER]    through NH, then Viterbi
 *                                                                                             ├─► U     [P × H]  what the token adds to the
 *                                                                                             │                  parser's hidden layer in each of P positions
 *                                                                                             └─► A, B  [LH]     the token as head, as dependent
 *   parser state ─► sum of P rows of U and C small context rows ─► ReLU ─► shift, left, right
 *   arc (h, m)   ─► A[h] + B[m] + row of the distance           ─► ReLU ─► label [LABELS]
 *
 * Inputs of every matrix are 0..127 and weights -127..127, so that a pair of products fits 16 bits (maddubs) and sums are exact in
 * 32 bits in any order: the same bits on every instruction set.
 */
#ifndef PARSE_NET_H
#define PARSE_NET_H

#include "doc.h"

enum {
    NET_D = 128,       /* width of the encoder */
    NET_LAYERS = 4,
    NET_H = 128,       /* hidden layer of the transition head */
    NET_LH = 64,       /* hidden layer of the labeller */
    NET_NH = 64,       /* hidden layer of the name head */
    NET_TAGS = 96,
    NET_LABELS = 64,
    NET_NER = 16,      /* columns; N_NER are used */
    NET_ACTIONS = 3,
    NET_POSITIONS = 13, /* S0 S1 S2 N0 N1 N2 and children: see transition.c */
    NET_CONTEXTS = 19,  /* small tables indexed by the state: see transition.c */
    NET_CONTEXT_ROWS = 512 + 5 * 64 + 6 * 400,
    NET_DISTANCES = 17, /* signed, binned distance of an arc, and "head is ROOT" */
    NET_TOKENS = DOC_CAP_PARSE_TOKENS,

    /* hashed rows */
    NET_WORD_ROWS = 1 << 15,
    NET_AFFIX_ROWS = 1 << 12, /* each of suffix 3, suffix 2, prefix 3, shape, suffix 4 */
    NET_AFFIXES = 5,
    NET_TRIGRAM_ROWS = 1 << 13,
    NET_TRIGRAMS = 12, /* at most, per token */
    NET_HASHED_ROWS = NET_WORD_ROWS + NET_AFFIXES * NET_AFFIX_ROWS + NET_TRIGRAM_ROWS,
    NET_FEATURES = 1 + NET_AFFIXES + NET_TRIGRAMS,

    /* rows of a word's vector, one of each level: vectors.h */
    NET_VECTOR_LEVELS = 12,
    NET_VECTOR_CENTRES = 256,
    NET_ROWS = NET_HASHED_ROWS + NET_VECTOR_LEVELS * NET_VECTOR_CENTRES,
    NET_ROWS_PER_TOKEN = NET_FEATURES + NET_VECTOR_LEVELS
};

/* A row's number is 16 bits, and a token's sum of rows, shifted by 3 at most (model.c), stays within 16 bits. */
_Static_assert(NET_ROWS <= 1 << 16, "rows");
_Static_assert(NET_ROWS_PER_TOKEN * 128 << 3 < 1 << 15, "sum of rows");

/* How far each layer looks to either side: 1 + 2 + 4 + 1 words in all. */
static const uint32_t net_reach[NET_LAYERS] = {1, 2, 4, 1};

/* Tags beyond UPOS that the tag-pair contexts know. */
enum { NET_UPOS_ROOT = N_UPOS, NET_UPOS_NONE, NET_UPOS_END, NET_N_UPOS };

#endif
