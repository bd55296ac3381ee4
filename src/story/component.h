/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Inside of story: everything that can be reached from a report (or, for copies, from a document) over pairs that may be one.
 *
 *     pending ids ─► keys put ─► blocks ─► pairs compared ─► component: members and edges ─► settle (the caller's)
 */
#ifndef STORY_COMPONENT_H
#define STORY_COMPONENT_H

#include "story/alike.h"

typedef struct component_member {
    story_report report;
    alike_view view;
    uint32_t at;       /* place in the component */
    story_key *keys;   /* [n_keys] NULL until they are asked for */
    uint32_t n_keys;
    uint32_t *blocks;  /* [n_blocks] that hold others, once expanded */
    uint32_t n_blocks;
    bool expanded;
    bool entered;      /* in the component in hand, or in one settled */
} component_member;

typedef struct component_edge {
    uint32_t a, b; /* places in the component */
    uint32_t likeness;
} component_edge;

typedef struct component {
    arena *mem; /* for settle's own needs, until the component is done */
    component_member **member; /* [n] */
    component_edge *edge;      /* [n_edges] */
    uint32_t n, n_edges;
    const story_store *store;
    ent_error *err;
} component;

typedef struct component_kind {
    uint32_t (*keys)(const story_tables *t, arena *mem, const story_report *r, story_key keys[STORY_MAX_KEYS]);
    uint32_t (*likeness)(const alike_view *a, const alike_view *b); /* pure and symmetric; 0: no edge */
    str (*gist)(const alike_view *a, arena *mem);          /* NULL, or what hopeless takes, made once and kept by the store; empty when memory ran out */
    bool (*hopeless)(const alike_view *a, str gist);       /* NULL, or says of many pairs that their likeness is 0 */
    int (*settle)(component *c);
    bool by_edges;  /* what settle makes of a component does not change when an edge goes between two members that it did not assign to one */
    bool has_views; /* likeness reads more of a view than its report */
} component_kind;

/* Puts the given rows under their keys, and settles every component that one of them is in. */
int component_each(const component_kind *kind, const story_tables *t, const story_store *store, arena *scratch, const int64_t *rows, uint32_t n, ent_error *err);
/* The key of a block: its kind, whether it is capped, and what names it among its kind. */
story_key component_key(char kind, bool capped, uint64_t a, uint64_t b);
/* Published first (unknown last), then by id. */
bool component_comes_before(const story_report *a, const story_report *b);
void component_count(const component *c); /* one more pair compared */

#endif
