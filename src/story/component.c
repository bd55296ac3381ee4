/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Components: what may be one, directly or over others, found block by block.
 *
 * Method. A report lies under several block keys; a pair is compared when it shares a block, once, by a pure measure. Starting from a
 * pending report, the blocks of every member are read and compared until nothing new is found. A component is thus a property of the
 * set of reports, whatever the order in which they came; a run takes up whole components and settles them anew.
 *
 * A capped block (STORY_CAPPED) that has more than STORY_BLOCK_MAX reports brings nobody together. So that this, too, depends on the
 * set alone, what such a block brought together in earlier runs is taken up again in the run that fills it. That is not the whole block where pairs are
 * joined surest first: a pair that ended apart joined nothing, so nothing changes when it goes; and one that shares a block without a cap stays.
 *
 * Of ten pairs that share a block, eight or nine differ in what a hundred bytes tell (story_store: the gist). So a member of a block is known by its
 * gist until one is met with which it may be alike, and only then is read.
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

enum { CACHE_BYTES = 96 << 20, FOUND_BITS = 16, FOUND_PARTS = 1 << FOUND_BITS };

typedef struct known { /* a report or document that was met in a block */
    int64_t row;
    component_member *is; /* NULL until it is read */
    str gist;             /* or empty: nothing is told of it but by reading it */
    uint32_t seen;        /* the one last compared with it, + 1 */
} known;

typedef struct block {
    uint32_t *member; /* [n] in known[] */
    uint32_t n;
} block;

typedef struct rows_of_key { /* what lies under a key of this run's reports */
    story_key key;
    uint32_t *row; /* [n]; NULL when the block brings nobody together */
    uint32_t n;
} rows_of_key;

enum { NO_BLOCK = 0xFFFFFFFD };

typedef struct explorer {
    const component_kind *kind;
    const story_tables *tables;
    const story_store *store;
    arena *mem;                 /* reports and blocks read */
    arena *run;                 /* what lives as long as the run */
    known *known;               /* [n_known] */
    block *blocks;              /* [n_blocks] */
    uint32_t n_known, cap_known, n_blocks, cap_blocks;
    number_map by_row, by_key, by_doc; /* by_doc: one of that document that has been read */
    story_key *keys; /* [n_keys] of this run's reports */
    int64_t *rows;   /* [n_keys] whose */
    rows_of_key *found; /* [n_found] in order of key */
    uint32_t *found_from; /* [FOUND_PARTS + 1] where in found[] the keys begin whose first bits are these */
    uint32_t n_keys, cap_keys, cap_rows, n_found, cap_found;
    uint32_t *queue; /* [n_queue] the component in hand, in known[] */
    component_edge *edges;
    uint32_t n_queue, cap_queue, n_edges, cap_edges;
    ent_error *err;
} explorer;

static void forget(explorer *x)
{
    arena_reset(x->mem);
    x->known = NULL;
    x->blocks = NULL;
    x->queue = NULL;
    x->edges = NULL;
    x->n_known = x->cap_known = x->n_blocks = x->cap_blocks = x->n_queue = x->cap_queue = x->n_edges = x->cap_edges = 0;
    number_map_init(&x->by_row, x->mem);
    number_map_init(&x->by_key, x->mem);
    number_map_init(&x->by_doc, x->mem);
}

/* ---- reports and blocks, read once --------------------------------------------------------------------------------------- */

/* What a report has of its document is kept once for all reports of it. */
static bool copy_report(explorer *x, uint32_t m, const story_report *from, story_report *to)
{
    uint32_t beside = number_map_get(&x->by_doc, (uint64_t)from->doc_row);
    const story_report *shared = beside == MAP_NONE ? NULL : &x->known[beside].is->report;
    *to = *from;
    str *const own[] = {&to->id, &to->event, &to->mode, &to->act, &to->status, &to->actors, &to->recipients, &to->names, &to->text, &to->trigger, &to->place, &to->place_kind};
    str *const of_document[] = {&to->doc_id, &to->text_hash, &to->sketch};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (own[i]->n) *own[i] = arena_str(x->mem, *own[i]);
    if (shared) {
        to->doc_id = shared->doc_id;
        to->text_hash = shared->text_hash;
        to->sketch = shared->sketch;
        return !x->mem->failed;
    }
    for (size_t i = 0; i < sizeof of_document / sizeof *of_document; i++)
        if (of_document[i]->n) *of_document[i] = arena_str(x->mem, *of_document[i]);
    return !x->mem->failed && number_map_put(&x->by_doc, (uint64_t)from->doc_row, m);
}

/* The place of a row in known[]. */
static int know(explorer *x, int64_t row, uint32_t *out)
{
    *out = number_map_get(&x->by_row, (uint64_t)row);
    if (*out != MAP_NONE) return ENT_OK;
    known *grown = arena_grow(x->mem, x->known, sizeof *grown, x->n_known, x->n_known + 1, &x->cap_known);
    if (!grown || !number_map_put(&x->by_row, (uint64_t)row, x->n_known)) return error_memory(x->err);
    x->known = grown;
    *out = x->n_known++;
    grown[*out] = (known){.row = row};
    return ENT_OK;
}

typedef struct reading {
    explorer *x;
    uint32_t m;
} reading;

static int take_member(void *ctx, const story_report *r)
{
    reading *g = ctx;
    component_member *m = arena_new(g->x->mem, component_member, 1);
    if (!m || !copy_report(g->x, g->m, r, &m->report)) return error_memory(g->x->err);
    m->view.report = &m->report;
    if (g->x->kind->has_views) alike_view_make(g->x->tables, &m->report, &m->view);
    g->x->known[g->m].is = m;
    return ENT_OK;
}

static int read_member(explorer *x, uint32_t m)
{
    reading one = {x, m};
    return x->known[m].is ? ENT_OK : x->store->at(x->store->ctx, x->known[m].row, take_member, &one, x->err);
}

typedef struct gathering {
    explorer *x;
    uint32_t *list;
    uint32_t n, cap;
} gathering;

static int gather(void *ctx, int64_t row)
{
    gathering *g = ctx;
    uint32_t *grown = arena_grow(g->x->mem, g->list, sizeof *grown, g->n, g->n + 1, &g->cap);
    if (!grown) return error_memory(g->x->err);
    g->list = grown;
    g->list[g->n++] = (uint32_t)row;
    return ENT_OK;
}

/* The rows under a key, by g; known without asking for those of this run's reports, which are nearly all. None when they are too many. */
static int rows_under(explorer *x, story_key key, gathering *g)
{
    uint32_t part = (uint32_t)(key >> (64 - FOUND_BITS)), low = x->found_from[part], high = x->found_from[part + 1], most = key & STORY_CAPPED ? STORY_BLOCK_MAX : UINT32_MAX - 1;
    while (low < high) {
        uint32_t at = low + (high - low) / 2;
        if (x->found[at].key < key) low = at + 1;
        else high = at;
    }
    if (low == x->found_from[part + 1] || x->found[low].key != key) {
        int rc = x->store->find(x->store->ctx, key, most + 1, gather, g, x->err);
        if (g->n > most) g->n = 0;
        return rc;
    }
    g->n = x->found[low].n;
    g->list = arena_new(x->mem, uint32_t, g->n);
    if (!g->list) return error_memory(x->err);
    if (g->n) memcpy(g->list, x->found[low].row, g->n * sizeof *g->list);
    return ENT_OK;
}

/* Makes places in known[] of rows. */
static int know_all(explorer *x, gathering *g)
{
    bool has_gists = x->kind->hopeless && x->store->gist;
    for (uint32_t i = 0; i < g->n; i++) {
        uint32_t m, before = x->n_known;
        int rc = know(x, g->list[i], &m);
        if (!rc && has_gists && m == before) rc = x->store->gist(x->store->ctx, g->list[i], x->mem, &x->known[m].gist, x->err);
        if (rc) return rc;
        g->list[i] = m;
    }
    return ENT_OK;
}

/* NO_BLOCK for a block that brings nobody together. */
static int read_block(explorer *x, story_key key, uint32_t *out)
{
    *out = number_map_get(&x->by_key, key);
    if (*out != MAP_NONE) return ENT_OK;
    gathering g = {.x = x};
    int rc = rows_under(x, key, &g);
    if (!rc && g.n > 1) rc = know_all(x, &g);
    if (rc) return rc;
    block *grown = arena_grow(x->mem, x->blocks, sizeof *grown, x->n_blocks, x->n_blocks + 1, &x->cap_blocks);
    *out = g.n > 1 ? x->n_blocks : NO_BLOCK;
    if (!grown || !number_map_put(&x->by_key, key, *out)) return error_memory(x->err);
    x->blocks = grown;
    if (g.n > 1) x->blocks[x->n_blocks++] = (block){g.list, g.n};
    return ENT_OK;
}

static int learn_keys(explorer *x, component_member *m)
{
    story_key keys[STORY_MAX_KEYS];
    if (m->keys) return ENT_OK;
    m->n_keys = x->kind->keys(x->tables, x->mem, &m->report, keys);
    m->keys = arena_new(x->mem, story_key, m->n_keys + 1);
    if (x->mem->failed) return error_memory(x->err);
    memcpy(m->keys, keys, m->n_keys * sizeof *keys);
    return ENT_OK;
}

static int read_blocks_of(explorer *x, component_member *m)
{
    if (learn_keys(x, m)) return ENT_E_MEMORY;
    m->blocks = arena_new(x->mem, uint32_t, m->n_keys + 1);
    if (x->mem->failed) return error_memory(x->err);
    m->expanded = true;
    for (uint32_t i = 0; i < m->n_keys; i++) {
        int rc = read_block(x, m->keys[i], &m->blocks[m->n_blocks]);
        if (rc) return rc;
        m->n_blocks += m->blocks[m->n_blocks] != NO_BLOCK;
    }
    return ENT_OK;
}

/* ---- one component -------------------------------------------------------------------------------------------------------- */

static int enter(explorer *x, uint32_t m)
{
    component_member *is = x->known[m].is;
    if (is->entered) return ENT_OK;
    uint32_t *grown = arena_grow(x->mem, x->queue, sizeof *grown, x->n_queue, x->n_queue + 1, &x->cap_queue);
    if (!grown) return error_memory(x->err);
    x->queue = grown;
    is->entered = true;
    is->at = x->n_queue;
    x->queue[x->n_queue++] = m;
    return ENT_OK;
}

static int compare(explorer *x, uint32_t a, uint32_t b)
{
    component_member *p = x->known[a].is;
    str gist = x->known[b].gist;
    if (x->store->n_compared) ++*x->store->n_compared;
    if (!x->known[b].is && gist.n && x->kind->hopeless(&p->view, gist)) return ENT_OK;
    int rc = read_member(x, b);
    uint32_t likeness = rc ? 0 : x->kind->likeness(&p->view, &x->known[b].is->view);
    if (!likeness) return rc;
    rc = enter(x, b);
    component_edge *grown = arena_grow(x->mem, x->edges, sizeof *grown, x->n_edges, x->n_edges + 1, &x->cap_edges);
    if (rc || !grown) return rc ? rc : error_memory(x->err);
    x->edges = grown;
    x->edges[x->n_edges++] = (component_edge){p->at, x->known[b].is->at, likeness};
    return ENT_OK;
}

/* Compares a member with all that share a block with it, but for those that were expanded before it: they have been compared then. */
static int expand(explorer *x, uint32_t m)
{
    component_member *is = x->known[m].is;
    int rc = read_blocks_of(x, is);
    for (uint32_t i = 0; !rc && i < is->n_blocks; i++) {
        block b = x->blocks[is->blocks[i]];
        for (uint32_t k = 0; !rc && k < b.n; k++) {
            known *other = &x->known[b.member[k]];
            if (b.member[k] == m || other->seen == m + 1 || (other->is && other->is->expanded)) continue;
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
    for (uint32_t i = 0; i < x->n_queue; i++) members[i] = x->known[x->queue[i]].is;
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

typedef struct worklist { /* rows whose components are to be settled */
    arena *mem;
    int64_t *rows;
    uint32_t n, cap;
} worklist;

typedef struct keying {
    explorer *x;
    worklist *work;
    arena block; /* until the next block */
} keying;

static int add_work(worklist *w, int64_t row, ent_error *err)
{
    int64_t *grown = arena_grow(w->mem, w->rows, sizeof *grown, w->n, w->n + 1, &w->cap);
    if (!grown) return error_memory(err);
    w->rows = grown;
    w->rows[w->n++] = row;
    return ENT_OK;
}

/* The member of a row, read when it is not there. */
static int member_of(explorer *x, int64_t row, uint32_t *out)
{
    int rc = know(x, row, out);
    return rc ? rc : read_member(x, *out);
}

/* Keeps what can be told of a member without reading it again. */
static int note_gist(explorer *x, const component_member *m)
{
    if (!x->kind->gist || !x->store->note) return ENT_OK;
    str gist = x->kind->gist(&m->view, x->mem);
    return gist.n ? x->store->note(x->store->ctx, m->report.row, gist, x->err) : error_memory(x->err);
}

static int take_keys(explorer *x, component_member *m)
{
    int rc = learn_keys(x, m);
    story_key *grown = arena_grow(x->run, x->keys, sizeof *grown, x->n_keys, x->n_keys + m->n_keys, &x->cap_keys);
    int64_t *rows = arena_grow(x->run, x->rows, sizeof *rows, x->n_keys, x->n_keys + m->n_keys, &x->cap_rows);
    if (rc || !grown || !rows) return error_memory(x->err);
    x->keys = grown;
    x->rows = rows;
    for (uint32_t i = 0; i < m->n_keys; i++) {
        grown[x->n_keys] = m->keys[i];
        rows[x->n_keys++] = m->report.row;
    }
    return ENT_OK;
}

/* A row of a block that no longer brings anybody together. */
typedef struct parting {
    uint64_t to; /* what it is assigned to; 0 nothing */
    story_key *keys;
    uint32_t n_keys;
} parting;

static int learn_parting(explorer *x, arena *mem, int64_t row, parting *p)
{
    p->keys = arena_new(mem, story_key, STORY_MAX_KEYS);
    if (!p->keys) return error_memory(x->err);
    int rc = x->store->assigned(x->store->ctx, row, &p->to, x->err);
    return rc || !p->to ? rc : x->store->keys(x->store->ctx, row, p->keys, &p->n_keys, x->err);
}

/* Whether two rows meet under a key without a cap, whatever becomes of the capped ones. */
static bool meet_anyway(const parting *a, const parting *b)
{
    for (uint32_t i = 0; i < a->n_keys; i++)
        for (uint32_t k = 0; !(a->keys[i] & STORY_CAPPED) && k < b->n_keys; k++)
            if (a->keys[i] == b->keys[k]) return true;
    return false;
}

/* Takes up again what such a block brought together. Where settling goes by edges, that is the rows that are of one happening and meet nowhere
 * else: the others lose no edge, or one that joined nothing. */
static int reopen(keying *k, const story_block *b)
{
    explorer *x = k->x;
    bool all = !x->kind->by_edges;
    arena_reset(&k->block);
    parting *p = arena_new(&k->block, parting, b->n_rows);
    int rc = p ? ENT_OK : error_memory(x->err);
    for (uint32_t i = 0; !rc && !all && i < b->n_rows; i++) rc = learn_parting(x, &k->block, b->rows[i], &p[i]);
    for (uint32_t i = 0; !rc && i < b->n_rows; i++) {
        bool parted = all;
        for (uint32_t j = 0; !parted && p[i].to && j < b->n_rows; j++) parted = j != i && p[j].to == p[i].to && !meet_anyway(&p[i], &p[j]);
        if (parted) rc = add_work(k->work, b->rows[i], x->err);
    }
    return rc;
}

/* Remembers a block, and reopens what a capped one that these fill up brought together in earlier runs. */
static int take_block(void *ctx, const story_block *b)
{
    keying *k = ctx;
    explorer *x = k->x;
    bool full = b->key & STORY_CAPPED && b->n > STORY_BLOCK_MAX, together = !full && b->n > 1;
    rows_of_key *grown = arena_grow(x->run, x->found, sizeof *grown, x->n_found, x->n_found + 1, &x->cap_found);
    uint32_t *rows = together ? arena_new(x->run, uint32_t, b->n_rows) : NULL;
    if (!grown || x->run->failed) return error_memory(x->err);
    if (together) memcpy(rows, b->rows, b->n_rows * sizeof *rows);
    x->found = grown;
    grown[x->n_found++] = (rows_of_key){b->key, rows, together ? b->n_rows : 0};
    return full && b->n_before > 1 && b->n_before <= STORY_BLOCK_MAX ? reopen(k, b) : ENT_OK;
}

/* The store gives its blocks in order of key. */
static int index_found(explorer *x)
{
    x->found_from = arena_new(x->run, uint32_t, FOUND_PARTS + 1);
    if (!x->found_from) return error_memory(x->err);
    for (uint32_t part = 0, i = 0; part <= FOUND_PARTS; part++) {
        while (i < x->n_found && x->found[i].key >> (64 - FOUND_BITS) < part) i++;
        x->found_from[part] = i;
    }
    return ENT_OK;
}

/* Puts every row under its keys. */
static int prepare(explorer *x, worklist *work, const int64_t *rows, uint32_t n)
{
    int rc = ENT_OK;
    forget(x);
    for (uint32_t i = 0; !rc && i < n; i++) {
        uint32_t m;
        rc = member_of(x, rows[i], &m);
        if (!rc) rc = take_keys(x, x->known[m].is);
        if (!rc) rc = note_gist(x, x->known[m].is);
        if (!rc) rc = add_work(work, rows[i], x->err);
        if (!rc && x->mem->used_bytes > CACHE_BYTES) forget(x);
    }
    keying k = {.x = x, .work = work};
    arena_init(&k.block, 0);
    if (!rc) rc = x->store->put(x->store->ctx, x->keys, x->rows, x->n_keys, take_block, &k, x->err);
    arena_fini(&k.block);
    return rc ? rc : index_found(x);
}

story_key component_key(char kind, bool capped, uint64_t a, uint64_t b)
{
    const uint64_t name[] = {(uint64_t)kind, a, b};
    return (hash_bytes(name, sizeof name, 0) & ~(uint64_t)STORY_CAPPED) | (capped ? STORY_CAPPED : 0);
}

/* Remembers over a reset of the cache whose components are done. */
static int note_settled(explorer *x, number_map *settled)
{
    for (uint32_t m = 0; m < x->n_known; m++) {
        if (!x->known[m].is || !x->known[m].is->entered) continue;
        if (!number_map_put(settled, (uint64_t)x->known[m].row, 1)) return error_memory(x->err);
    }
    forget(x);
    return ENT_OK;
}

static int settle_all(explorer *x, const worklist *work, number_map *settled)
{
    int rc = ENT_OK;
    for (uint32_t i = 0; !rc && i < work->n; i++) {
        uint32_t m;
        if (number_map_get(settled, (uint64_t)work->rows[i]) != MAP_NONE) continue;
        rc = member_of(x, work->rows[i], &m);
        if (!rc && !x->known[m].is->entered) rc = settle_component(x, m);
        if (!rc && x->mem->used_bytes > CACHE_BYTES) rc = note_settled(x, settled);
    }
    return rc;
}

int component_each(const component_kind *kind, const story_tables *t, const story_store *store, arena *scratch, const int64_t *rows, uint32_t n, ent_error *err)
{
    arena mem;
    number_map settled;
    arena_init(&mem, 0);
    number_map_init(&settled, scratch);
    explorer x = {.kind = kind, .tables = t, .store = store, .mem = &mem, .run = scratch, .err = err};
    worklist work = {.mem = scratch};
    int rc = prepare(&x, &work, rows, n);
    if (!rc) rc = settle_all(&x, &work, &settled);
    arena_fini(&mem);
    return rc;
}
