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

#include <stdlib.h>

#include "base/hash.h"

enum { CACHE_BYTES = 256 << 20 };

typedef struct block {
    uint32_t *member; /* [n] in members[] */
    uint32_t n;
} block;

typedef struct component_key_entry {
    story_key key;
    int64_t row;
    uint32_t size; /* not counted beyond STORY_BLOCK_MAX + 1 */
} component_key_entry;

typedef struct explorer {
    const component_kind *kind;
    const story_tables *tables;
    const story_store *store;
    arena *mem;                 /* reports and blocks read */
    arena *run;                 /* what lives as long as the run */
    component_member **members; /* [n_members] all that have been read */
    block *blocks;              /* [n_blocks] */
    uint32_t n_members, cap_members, n_blocks, cap_blocks;
    map by_row, by_key; /* of the bytes of a row's number, of a key */
    component_key_entry *keyed; /* [n_keyed] the keys of this run's reports, in order, each with the size of its block */
    uint32_t n_keyed, cap_keyed;
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
    map_init(&x->by_row, x->mem);
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
    *out = map_get(&x->by_row, str_make((const char *)&r->row, sizeof r->row));
    if (*out != MAP_NONE) return ENT_OK;
    component_member **grown = arena_grow(x->mem, x->members, sizeof *grown, x->n_members, x->n_members + 1, &x->cap_members);
    component_member *m = arena_new(x->mem, component_member, 1);
    if (!grown || !m || !copy_report(x->mem, r, &m->report)) return error_memory(x->err);
    x->members = grown;
    m->view.report = &m->report;
    if (x->kind->has_views) alike_view_make(x->tables, &m->report, &m->view);
    if (!map_put(&x->by_row, str_make((const char *)&m->report.row, sizeof m->report.row), x->n_members)) return error_memory(x->err);
    *out = x->n_members;
    x->members[x->n_members++] = m;
    return ENT_OK;
}

typedef struct gathering {
    explorer *x;
    uint32_t *list;
    uint32_t n, cap, last; /* last: the member read last */
} gathering;

static int take_member(void *ctx, const story_report *r)
{
    gathering *g = ctx;
    return add_member(g->x, r, &g->last);
}

static int gather(void *ctx, int64_t row)
{
    gathering *g = ctx;
    uint32_t m = map_get(&g->x->by_row, str_make((const char *)&row, sizeof row));
    if (m == MAP_NONE) {
        int rc = g->x->store->at(g->x->store->ctx, row, take_member, g, g->x->err);
        if (rc) return rc;
        m = g->last;
    }
    uint32_t *grown = arena_grow(g->x->mem, g->list, sizeof *grown, g->n, g->n + 1, &g->cap);
    if (!grown) return error_memory(g->x->err);
    g->list = grown;
    g->list[g->n++] = m;
    return ENT_OK;
}

/* Size of a block; known without asking for those of this run's reports, which are nearly all. */
static int size_of(explorer *x, story_key key, uint32_t *size)
{
    uint32_t low = 0, high = x->n_keyed, n_settled;
    while (low < high) {
        uint32_t at = low + (high - low) / 2;
        if (x->keyed[at].key < key) low = at + 1;
        else high = at;
    }
    if (low == x->n_keyed || x->keyed[low].key != key) return x->store->size(x->store->ctx, key, STORY_BLOCK_MAX + 1, size, &n_settled, x->err);
    *size = x->keyed[low].size;
    return ENT_OK;
}

/* A component's order may not depend on the order of reading, as rows do. Nearly sorted lists of a few, and of a busy week's hundreds: by insertion
 * from the right place. */
static void sort_by_id(const explorer *x, uint32_t *list, uint32_t n)
{
    for (uint32_t i = 1; i < n; i++) {
        uint32_t m = list[i], low = 0, high = i;
        while (low < high) {
            uint32_t at = low + (high - low) / 2;
            if (str_cmp(x->members[list[at]]->report.id, x->members[m]->report.id) < 0) low = at + 1;
            else high = at;
        }
        memmove(list + low + 1, list + low, (i - low) * sizeof *list);
        list[low] = m;
    }
}

/* MAP_NONE for a block that brings nobody together. */
static int read_block(explorer *x, story_key key, uint32_t *out)
{
    uint32_t size;
    str name = str_make((const char *)&key, sizeof key);
    *out = map_get(&x->by_key, name);
    if (*out != MAP_NONE) return ENT_OK;
    gathering g = {.x = x};
    int rc = size_of(x, key, &size);
    if (rc || size < 2 || (key & STORY_CAPPED && size > STORY_BLOCK_MAX)) return rc;
    rc = x->store->find(x->store->ctx, key, gather, &g, x->err);
    if (rc) return rc;
    sort_by_id(x, g.list, g.n);
    block *grown = arena_grow(x->mem, x->blocks, sizeof *grown, x->n_blocks, x->n_blocks + 1, &x->cap_blocks);
    name = arena_str(x->mem, name);
    if (!grown || !name.s || !map_put(&x->by_key, name, x->n_blocks)) return error_memory(x->err);
    x->blocks = grown;
    *out = x->n_blocks;
    x->blocks[x->n_blocks++] = (block){g.list, g.n};
    return ENT_OK;
}

static int read_blocks_of(explorer *x, component_member *m)
{
    story_key keys[STORY_MAX_KEYS];
    uint32_t n = x->kind->keys(x->tables, x->mem, &m->report, keys);
    m->blocks = arena_new(x->mem, uint32_t, n + 1);
    if (x->mem->failed) return error_memory(x->err);
    m->expanded = true;
    for (uint32_t i = 0; i < n; i++) {
        int rc = read_block(x, keys[i], &m->blocks[m->n_blocks]);
        if (rc) return rc;
        m->n_blocks += m->blocks[m->n_blocks] != MAP_NONE;
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
            if (b.member[k] == m || other->seen == m + 1 || other->expanded) continue;
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

static int take_keys(void *ctx, const story_report *r)
{
    explorer *x = ctx;
    story_key keys[STORY_MAX_KEYS];
    uint32_t n = x->kind->keys(x->tables, x->mem, r, keys);
    component_key_entry *grown = arena_grow(x->run, x->keyed, sizeof *grown, x->n_keyed, x->n_keyed + n, &x->cap_keyed);
    if (x->mem->failed || !grown) return error_memory(x->err);
    x->keyed = grown;
    for (uint32_t i = 0; i < n; i++) grown[x->n_keyed++] = (component_key_entry){.key = keys[i], .row = r->row};
    return ENT_OK;
}

static int take_id(void *ctx, const story_report *r)
{
    keying *k = ctx;
    return add_work(k->work, r->id, k->x->err);
}

static int take_row(void *ctx, int64_t row)
{
    keying *k = ctx;
    return k->x->store->at(k->x->store->ctx, row, take_id, k, k->x->err);
}

static int by_key(const void *p, const void *q)
{
    const component_key_entry *a = p, *b = q;
    return a->key != b->key ? (a->key > b->key) - (a->key < b->key) : (a->row > b->row) - (a->row < b->row);
}

/* Puts the entries [begin, end) of one key, learns the size of the block, and reopens what a capped block that they fill up brought
 * together in earlier runs. */
static int put_block(explorer *x, worklist *work, uint32_t begin, uint32_t end)
{
    keying k = {x, work};
    story_key key = x->keyed[begin].key;
    uint32_t size = 0, n_settled = 0;
    int rc = ENT_OK;
    for (uint32_t i = begin; !rc && i < end; i++) rc = x->store->put(x->store->ctx, x->keyed[i].row, key, x->err);
    if (!rc) rc = x->store->size(x->store->ctx, key, STORY_BLOCK_MAX + 1, &size, &n_settled, x->err);
    for (uint32_t i = begin; i < end; i++) x->keyed[i].size = size;
    bool just_full = key & STORY_CAPPED && size > STORY_BLOCK_MAX && n_settled <= STORY_BLOCK_MAX;
    return rc || !just_full ? rc : x->store->find(x->store->ctx, key, take_row, &k, x->err);
}

/* Puts every id under its keys, in order of key, so that a store that sorts its keys touches each part of them once. */
static int prepare(explorer *x, worklist *work, const str *ids, uint32_t n)
{
    int rc = ENT_OK;
    for (uint32_t i = 0; !rc && i < n; i++) {
        rc = x->store->get(x->store->ctx, ids[i], take_keys, x, x->err);
        if (!rc) rc = add_work(work, ids[i], x->err);
        arena_reset(x->mem);
    }
    forget(x);
    if (x->n_keyed) qsort(x->keyed, x->n_keyed, sizeof *x->keyed, by_key);
    for (uint32_t i = 0, end; !rc && i < x->n_keyed; i = end) {
        for (end = i + 1; end < x->n_keyed && x->keyed[end].key == x->keyed[i].key;) end++;
        rc = put_block(x, work, i, end);
    }
    return rc;
}

story_key component_key(char kind, bool capped, uint64_t a, uint64_t b)
{
    const uint64_t name[] = {(uint64_t)kind, a, b};
    return (hash_bytes(name, sizeof name, 0) & ~(uint64_t)STORY_CAPPED) | (capped ? STORY_CAPPED : 0);
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

static int settle_all(explorer *x, const worklist *work, map *settled)
{
    int rc = ENT_OK;
    for (uint32_t i = 0; !rc && i < work->n; i++) {
        gathering one = {.x = x};
        if (map_get(settled, work->ids[i]) != MAP_NONE) continue;
        rc = x->store->get(x->store->ctx, work->ids[i], take_member, &one, x->err);
        if (!rc && !x->members[one.last]->entered) rc = settle_component(x, one.last);
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
    explorer x = {.kind = kind, .tables = t, .store = store, .mem = &mem, .run = scratch, .err = err};
    worklist work = {.mem = scratch};
    int rc = prepare(&x, &work, ids, n);
    if (!rc) rc = settle_all(&x, &work, &settled);
    arena_fini(&mem);
    return rc;
}
