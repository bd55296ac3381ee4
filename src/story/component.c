/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Components: what may be one, directly or over others, found block by block.
 *
 * Method. A report lies under several block keys; a pair is compared when it shares a block, once, by a pure measure. Starting from a
 * pending report, the blocks of every member are read and compared until nothing new is found. A component is thus a property of the
 * set of reports, whatever the order in which they came; a run takes up whole components and settles them anew.
 *
 * A capped block (STORY_CAPPED) that has more than STORY_BLOCK_MAX reports brings nobody together. So that this, too, depends on the
 * set alone, what such a block brought together in earlier runs is taken up again in the run that fills it.
 *
 * Cost: the pairs that share a block, each once; blocks without a cap are bounded by time (a week), so the cost grows with the
 * news and not with its square. Memory: the reports of the blocks in hand; the cache is emptied between components when it has
 * grown beyond CACHE_BYTES.
 *
 * Source of the scheme: blocking with transitive closure (Hernández and Stolfo, "The merge/purge problem for large databases", 1995).
 */
#include "story/component.h"

#include "base/hash.h"

enum { CACHE_BYTES = 256 << 20 };

typedef struct block {
    uint32_t *member; /* [n] in members[] */
    uint32_t n;
} block;

typedef struct explorer {
    const component_kind *kind;
    const story_tables *tables;
    const story_store *store;
    arena *mem;                 /* reports and blocks read */
    component_member **members; /* [n_members] all that have been read */
    block *blocks;              /* [n_blocks] */
    uint32_t n_members, cap_members, n_blocks, cap_blocks;
    map by_id, by_key;
    uint32_t *queue; /* [n_queue] the component in hand, in members[] */
    component_edge *edges;
    uint32_t n_queue, cap_queue, n_edges, cap_edges;
    ent_error *err;
} explorer;

static void forget(explorer *x)
{
    arena_reset(x->mem);
    x->members = NULL;
    x->blocks = NULL;
    x->queue = NULL;
    x->edges = NULL;
    x->n_members = x->cap_members = x->n_blocks = x->cap_blocks = x->n_queue = x->cap_queue = x->n_edges = x->cap_edges = 0;
    map_init(&x->by_id, x->mem);
    map_init(&x->by_key, x->mem);
}

/* ---- reports and blocks, read once --------------------------------------------------------------------------------------- */

static bool copy_report(arena *mem, const story_report *from, story_report *to)
{
    *to = *from;
    str *const fields[] = {&to->id, &to->doc_id, &to->event, &to->mode, &to->act, &to->status, &to->actors, &to->recipients, &to->names,
                           &to->text, &to->trigger, &to->place, &to->place_kind, &to->text_hash, &to->sketch};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        if (!fields[i]->n) continue;
        *fields[i] = arena_str(mem, *fields[i]);
        if (!fields[i]->s) return false;
    }
    return true;
}

static int add_member(explorer *x, const story_report *r, uint32_t *out)
{
    *out = map_get(&x->by_id, r->id);
    if (*out != MAP_NONE) return ENT_OK;
    component_member **grown = arena_grow(x->mem, x->members, sizeof *grown, x->n_members, x->n_members + 1, &x->cap_members);
    component_member *m = arena_new(x->mem, component_member, 1);
    if (!grown || !m || !copy_report(x->mem, r, &m->report)) return error_memory(x->err);
    x->members = grown;
    m->view.report = &m->report;
    if (x->kind->has_views) alike_view_make(x->tables, &m->report, &m->view);
    if (!map_put(&x->by_id, m->report.id, x->n_members)) return error_memory(x->err);
    *out = x->n_members;
    x->members[x->n_members++] = m;
    return ENT_OK;
}

typedef struct gathering {
    explorer *x;
    uint32_t *list;
    uint32_t n, cap;
} gathering;

static int gather(void *ctx, const story_report *r)
{
    gathering *g = ctx;
    uint32_t m;
    int rc = add_member(g->x, r, &m);
    if (rc) return rc;
    uint32_t *grown = arena_grow(g->x->mem, g->list, sizeof *grown, g->n, g->n + 1, &g->cap);
    if (!grown) return error_memory(g->x->err);
    g->list = grown;
    g->list[g->n++] = m;
    return ENT_OK;
}

/* Whether a capped block is too large to be used; just: by the reports of this run. */
static int is_full(explorer *x, str key, bool *full, bool *just)
{
    uint32_t n, n_settled;
    int rc = x->store->size(x->store->ctx, key, STORY_BLOCK_MAX + 1, &n, &n_settled, x->err);
    *full = !rc && n > STORY_BLOCK_MAX;
    if (just) *just = *full && n_settled <= STORY_BLOCK_MAX;
    return rc;
}

static int read_block(explorer *x, str key, uint32_t *out)
{
    *out = map_get(&x->by_key, key);
    if (*out != MAP_NONE) return ENT_OK;
    gathering g = {.x = x};
    bool full = false;
    int rc = key.s[0] == STORY_CAPPED ? is_full(x, key, &full, NULL) : ENT_OK;
    if (!rc && !full) rc = x->store->find(x->store->ctx, key, gather, &g, x->err);
    if (rc) return rc;
    block *grown = arena_grow(x->mem, x->blocks, sizeof *grown, x->n_blocks, x->n_blocks + 1, &x->cap_blocks);
    if (!grown || !map_put(&x->by_key, key, x->n_blocks)) return error_memory(x->err);
    x->blocks = grown;
    *out = x->n_blocks;
    x->blocks[x->n_blocks++] = (block){g.list, g.n};
    return ENT_OK;
}

static int read_blocks_of(explorer *x, component_member *m)
{
    str keys[STORY_MAX_KEYS];
    uint32_t n = x->kind->keys(x->tables, x->mem, &m->report, keys);
    m->blocks = arena_new(x->mem, uint32_t, n + 1);
    if (x->mem->failed) return error_memory(x->err);
    m->n_blocks = n;
    for (uint32_t i = 0; i < n; i++) {
        int rc = read_block(x, keys[i], &m->blocks[i]);
        if (rc) return rc;
    }
    return ENT_OK;
}

/* ---- one component -------------------------------------------------------------------------------------------------------- */

static int enter(explorer *x, uint32_t m)
{
    if (x->members[m]->entered) return ENT_OK;
    uint32_t *grown = arena_grow(x->mem, x->queue, sizeof *grown, x->n_queue, x->n_queue + 1, &x->cap_queue);
    if (!grown) return error_memory(x->err);
    x->queue = grown;
    x->members[m]->entered = true;
    x->members[m]->at = x->n_queue;
    x->queue[x->n_queue++] = m;
    return ENT_OK;
}

static int compare(explorer *x, uint32_t a, uint32_t b)
{
    component_member *p = x->members[a], *q = x->members[b];
    if (x->store->n_compared) ++*x->store->n_compared;
    uint32_t likeness = x->kind->likeness(&p->view, &q->view);
    if (!likeness) return ENT_OK;
    int rc = enter(x, b);
    component_edge *grown = arena_grow(x->mem, x->edges, sizeof *grown, x->n_edges, x->n_edges + 1, &x->cap_edges);
    if (rc || !grown) return rc ? rc : error_memory(x->err);
    x->edges = grown;
    x->edges[x->n_edges++] = (component_edge){p->at, q->at, likeness};
    return ENT_OK;
}

/* Compares a member with all that share a block with it, but for those that were expanded before it: they have been compared then. */
static int expand(explorer *x, uint32_t m)
{
    int rc = read_blocks_of(x, x->members[m]);
    for (uint32_t i = 0; !rc && i < x->members[m]->n_blocks; i++) {
        block b = x->blocks[x->members[m]->blocks[i]];
        for (uint32_t k = 0; !rc && k < b.n; k++) {
            component_member *other = x->members[b.member[k]];
            if (b.member[k] == m || other->seen == m + 1 || other->n_blocks) continue;
            other->seen = m + 1;
            rc = compare(x, m, b.member[k]);
        }
    }
    return rc;
}

static int settle_component(explorer *x, uint32_t from)
{
    x->n_queue = x->n_edges = 0;
    int rc = enter(x, from);
    for (uint32_t done = 0; !rc && done < x->n_queue; done++) rc = expand(x, x->queue[done]);
    component_member **members = rc ? NULL : arena_new(x->mem, component_member *, x->n_queue);
    if (rc || !members) return rc ? rc : error_memory(x->err);
    for (uint32_t i = 0; i < x->n_queue; i++) members[i] = x->members[x->queue[i]];
    component c = {.mem = x->mem, .member = members, .edge = x->edges, .n = x->n_queue, .n_edges = x->n_edges, .store = x->store, .err = x->err};
    return x->kind->settle(&c);
}

bool component_comes_before(const story_report *a, const story_report *b)
{
    if (a->published != b->published) {
        if (a->published == CAL_NONE || b->published == CAL_NONE) return b->published == CAL_NONE;
        return a->published < b->published;
    }
    return str_cmp(a->id, b->id) < 0;
}

void component_count(const component *c)
{
    if (c->store->n_compared) ++*c->store->n_compared;
}

/* ---- the run ------------------------------------------------------------------------------------------------------------------ */

typedef struct worklist { /* ids whose components are to be settled */
    arena *mem;
    str *ids;
    uint32_t n, cap;
} worklist;

typedef struct keying {
    explorer *x;
    worklist *work;
} keying;

static int add_work(worklist *w, str id, ent_error *err)
{
    str *grown = arena_grow(w->mem, w->ids, sizeof *grown, w->n, w->n + 1, &w->cap);
    str own = arena_str(w->mem, id);
    if (!grown || !own.s) return error_memory(err);
    w->ids = grown;
    w->ids[w->n++] = own;
    return ENT_OK;
}

static int put_keys(void *ctx, const story_report *r)
{
    explorer *x = ctx;
    str keys[STORY_MAX_KEYS];
    uint32_t n = x->kind->keys(x->tables, x->mem, r, keys);
    if (x->mem->failed) return error_memory(x->err);
    for (uint32_t i = 0; i < n; i++) {
        int rc = x->store->put(x->store->ctx, r->id, keys[i], x->err);
        if (rc) return rc;
    }
    return ENT_OK;
}

static int take_id(void *ctx, const story_report *r)
{
    keying *k = ctx;
    return add_work(k->work, r->id, k->x->err);
}

/* Reopens what a block that this run has filled up brought together earlier. */
static int reopen_full(void *ctx, const story_report *r)
{
    keying *k = ctx;
    explorer *x = k->x;
    str keys[STORY_MAX_KEYS];
    uint32_t n = x->kind->keys(x->tables, x->mem, r, keys);
    if (x->mem->failed) return error_memory(x->err);
    for (uint32_t i = 0; i < n; i++) {
        bool full, just;
        if (keys[i].s[0] != STORY_CAPPED || map_get(&x->by_key, keys[i]) != MAP_NONE) continue;
        int rc = is_full(x, keys[i], &full, &just);
        if (!rc && just) rc = x->store->find(x->store->ctx, keys[i], take_id, k, x->err);
        if (rc) return rc;
        if (!map_put(&x->by_key, keys[i], 0)) return error_memory(x->err); /* seen; forgotten with the cache */
    }
    return ENT_OK;
}

/* Puts every id under its keys, then reopens what must be. The cache is empty before and after. */
static int prepare(explorer *x, worklist *work, const str *ids, uint32_t n)
{
    keying k = {x, work};
    int rc = ENT_OK;
    for (uint32_t i = 0; !rc && i < n; i++) {
        rc = x->store->get(x->store->ctx, ids[i], put_keys, x, x->err);
        if (!rc) rc = add_work(work, ids[i], x->err);
        arena_reset(x->mem);
    }
    forget(x);
    for (uint32_t i = 0; !rc && i < n; i++) {
        rc = x->store->get(x->store->ctx, ids[i], reopen_full, &k, x->err);
        if (x->mem->used_bytes > CACHE_BYTES) forget(x);
    }
    forget(x);
    return rc;
}

/* Remembers over a reset of the cache whose components are done. */
static int note_settled(explorer *x, map *settled)
{
    for (uint32_t m = 0; m < x->n_members; m++) {
        if (!x->members[m]->entered) continue;
        str id = arena_str(settled->mem, x->members[m]->report.id);
        if (!id.s || !map_put(settled, id, 1)) return error_memory(x->err);
    }
    forget(x);
    return ENT_OK;
}

static int take_member(void *ctx, const story_report *r)
{
    gathering *g = ctx;
    return add_member(g->x, r, &g->n);
}

static int settle_all(explorer *x, const worklist *work, map *settled)
{
    int rc = ENT_OK;
    for (uint32_t i = 0; !rc && i < work->n; i++) {
        gathering one = {.x = x};
        if (map_get(settled, work->ids[i]) != MAP_NONE) continue;
        rc = x->store->get(x->store->ctx, work->ids[i], take_member, &one, x->err);
        if (!rc && !x->members[one.n]->entered) rc = settle_component(x, one.n);
        if (!rc && x->mem->used_bytes > CACHE_BYTES) rc = note_settled(x, settled);
    }
    return rc;
}

int component_each(const component_kind *kind, const story_tables *t, const story_store *store, arena *scratch, const str *ids, uint32_t n, ent_error *err)
{
    arena mem;
    map settled;
    arena_init(&mem, 0);
    map_init(&settled, scratch);
    explorer x = {.kind = kind, .tables = t, .store = store, .mem = &mem, .err = err};
    worklist work = {.mem = scratch};
    int rc = prepare(&x, &work, ids, n);
    if (!rc) rc = settle_all(&x, &work, &settled);
    arena_fini(&mem);
    return rc;
}
