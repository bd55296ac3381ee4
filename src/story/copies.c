/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Copies: which documents are made from one text, so that they count as one source.
 *
 * Input: the sketches of documents (sketch.c), as story_report with id, text_hash, sketch and published alone. Output: for every
 * document the first of its copies: published first (unknown last), then by id; its own id when it is the first or no copy.
 *
 * Documents meet under the smallest hashes of their runs of words: two texts of which one is made from the other share a part J of
 * their runs, so of the RUN_KEYS smallest about J × RUN_KEYS; with J = 0.1, the least that is taken for a copy, one text in
 * forty misses its source at first sight, and another copy commonly brings the two together. Runs that are everybody's ("the United
 * States of") make capped blocks, which are not used. Exact copies meet under their text's hash.
 *
 * Components are taken whole, without further limits: a copy of a copy is a copy.
 */
#include "base/hash.h"
#include "story/component.h"
#include "story/sketch.h"

enum { RUN_KEYS = 36 };

static uint32_t keys_of(const story_tables *t, arena *mem, const story_report *r, story_key keys[STORY_MAX_KEYS])
{
    uint32_t run[RUN_KEYS], n = 0, n_runs = sketch_least_runs(r, run, RUN_KEYS);
    (void)t, (void)mem;
    if (n_runs) keys[n++] = component_key('=', false, hash_bytes(r->text_hash.s, r->text_hash.n, 0), 0); /* a text without words is nobody's copy */
    for (uint32_t i = 0; i < n_runs; i++) keys[n++] = component_key('r', true, run[i], 0);
    return n;
}

static uint32_t likeness(const alike_view *a, const alike_view *b) { return sketch_compare(a->report, b->report) >= SKETCH_COPY; }

static int settle(component *c)
{
    const story_report *first = &c->member[0]->report;
    int rc = ENT_OK;
    for (uint32_t m = 1; m < c->n; m++)
        if (component_comes_before(&c->member[m]->report, first)) first = &c->member[m]->report;
    for (uint32_t m = 0; !rc && m < c->n; m++) rc = c->store->assign(c->store->ctx, &c->member[m]->report, first->id, c->err);
    return rc;
}

int story_copies(const story_tables *t, const story_store *store, arena *scratch, const int64_t *rows, uint32_t n, ent_error *err)
{
    static const component_kind documents = {.keys = keys_of, .likeness = likeness, .settle = settle, .by_edges = true};
    return component_each(&documents, t, store, scratch, rows, n, err);
}
