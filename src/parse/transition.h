/* SPDX-License-Identifier: Apache-2.0 */
/* The transition system: state, legal moves, and what the network sees of a state. Shared by inference and trainer. */
#ifndef PARSE_TRANSITION_H
#define PARSE_TRANSITION_H

#include "parse/net.h"

typedef enum parse_action { ACTION_SHIFT, ACTION_LEFT, ACTION_RIGHT } parse_action;

/* Tokens are 1..n, ROOT is n + 1 at the end of the buffer, 0 is none. Every array is indexed by token. */
typedef struct parse_state {
    uint32_t n, front, depth;
    const uint8_t *upos; /* [n + 2], upos[n + 1] = NET_UPOS_ROOT; borrowed */
    uint16_t stack[NET_TOKENS + 2];
    uint16_t head[NET_TOKENS + 2];
    uint8_t label[NET_TOKENS + 2];
    uint16_t left[NET_TOKENS + 2], left2[NET_TOKENS + 2];   /* last and last but one dependent attached on that side */
    uint16_t right[NET_TOKENS + 2], right2[NET_TOKENS + 2];
    uint8_t n_left[NET_TOKENS + 2], n_right[NET_TOKENS + 2]; /* at most 3 */
} parse_state;

/* First row of each context table, and the end of the last. */
extern const uint16_t parse_context_first[NET_CONTEXTS + 1];

/* n in 1..NET_TOKENS. */
void parse_state_init(parse_state *s, uint32_t n, const uint8_t *upos);
static inline bool parse_state_done(const parse_state *s) { return s->front == s->n + 1 && s->depth == 0; }
/* Bits 1 << action. Never 0 before the end; exactly one token ever gets ROOT as its head. */
unsigned parse_state_legal(const parse_state *s);
/* Token in each position, 0 for none; row of each context table. */
void parse_state_view(const parse_state *s, uint32_t position[NET_POSITIONS], uint32_t context[NET_CONTEXTS]);
/* The arc that LEFT or RIGHT would make. */
static inline uint32_t parse_state_dependent(const parse_state *s) { return s->stack[s->depth - 1]; }
static inline uint32_t parse_state_head(const parse_state *s, parse_action a) { return a == ACTION_LEFT ? s->front : s->stack[s->depth - 2]; }
/* Row of the labeller's distance table. */
uint32_t parse_state_distance(const parse_state *s, uint32_t head, uint32_t dependent);
void parse_state_shift(parse_state *s);
/* Pops the dependent and hangs it on head. */
void parse_state_attach(parse_state *s, uint32_t head, uint32_t label);

#endif
