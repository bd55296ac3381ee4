/* SPDX-License-Identifier: Apache-2.0 */
/* The moves that build a tree, and a second look at those that were nearly even. */
#ifndef PARSE_PATH_H
#define PARSE_PATH_H

#include "parse/transition.h"

enum {
    PATH_STEPS = 2 * NET_TOKENS + 2,
    PATH_NAT = 1 << 8,        /* one nat, in units of loss */
    PATH_EVEN = 2 * PATH_NAT, /* a lead below this is looked at */
    PATH_LOOKS = 16,          /* in one sentence, at most */
    PATH_NO_MOVE = 255,
    PATH_SCALE_BITS = 24,
    PATH_SCALE_MOST = 1 << 20 /* a scale up to here keeps every loss within 32 bits */
};

typedef struct parse_path {
    uint32_t n;
    struct parse_move {
        uint64_t state;       /* hash of stack and front before the move */
        int32_t loss, lead;   /* -log of its probability; how far it was before the next best */
        uint8_t action, second; /* second: the next best, PATH_NO_MOVE where there is none to look at */
    } move[PATH_STEPS];
} parse_path;

/* What the network says. Labels depend on head, dependent and the number of words alone. */
typedef struct parse_scorer {
    void (*score)(void *ctx, const parse_state *s, int32_t score[NET_ACTIONS]);
    uint32_t (*label)(void *ctx, const parse_state *s, uint32_t head, uint32_t dependent);
    void *ctx;
    uint32_t scale; /* units of loss in 2^PATH_SCALE_BITS of a score */
} parse_scorer;

/* Builds the tree of n words into s; upos as for parse_state_init, path and detour are room. */
void parse_path_best(const parse_scorer *scorer, parse_state *s, uint32_t n, const uint8_t *upos, parse_path *path, parse_path *detour);

#endif
