/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Settling: from likeness of pairs to happenings.
 *
 *     pending reports ─► block keys ─► components of "may be one" ─► edges, surest first ─► happenings within hard limits
 *
 * Method. A component is everything that can be reached from a pending report over pairs with a likeness, found block by block. Within
 * a component the pairs are taken surest first (then by the ids, so that the order of reading does not show) and joined as Kruskal
 * joins trees, unless the two happenings so far cannot be one:
 *     - the days they are told to be on are more than two apart, or they name two towns (near copies, of which one is
 *       dated wrongly, are excused: the page published first is believed),
 *     - one text tells both, in sentences that do not repeat each other.
 * Taking the surest first and refusing the impossible stops the chains that plain components make of a war's daily attacks.
 *
 * The result is a function of the component's reports alone, and a component of the set of all reports: so any order of reading
 * gives the same happenings, and so do several runs, because every run takes up whole components. event_id is the smallest id.
 *
 * Sources. Within a happening the documents are taken in order of publication; one that is made from an earlier one (sketch.c) has that
 * one as its source, so that copies count once.
 *
 * A capped block (keys.c) that becomes too large no longer brings anybody together; what it brought together in earlier runs is settled
 * anew in the run that fills it up, so that happenings depend on the set of reports and not on when they came.
 *
 * Cost: pairs compared = pairs that share a block (alike.c makes the blocks narrow), each compared once; joining is
 * O(E log E), and the limits are checked smaller side first. Memory: the reports of the blocks in hand; the cache is emptied
 * between components when it has grown beyond CACHE_BYTES.
 *
 * Source of the scheme: blocking and transitive closure with constraints, as in record linkage (Hernández and Stolfo 1995,
 * "The merge/purge problem"); constrained agglomeration as in Wagstaff and Cardie 2000.
 */
#include <stdlib.h>

#include "base/hash.h"
#include "story/alike.h"
#include "story/sketch.h"

enum { CACHE_BYTES = 256 << 20, DAYS_OF_HAPPENING = 2, SOURCES_COMPARED = 200, NONE = 0xFFFFFFFF };

typedef struct block {
    uint32_t *member; /* [n] in reports[] */
    uint32_t n;
} block;

typedef struct member { /* a report that has been read */
    story_report report;
    alike_view view;
    uint32_t *blocks; /* [n_blocks], once expanded */
    uint32_t n_blocks;
    bool entered;  /* in the component in hand, or in one settled */
    uint32_t seen; /* the report last compared with it, + 1 */
    /* the happening, while joining: */
    uint32_t up, size, next; /* parent; at a root: members; ring of members */
    int32_t first, last;     /* at a root: days told, or CAL_NONE */
    int32_t published;       /* at a root: the earliest */
    str place;               /* at a root: the town told, or empty */
    uint32_t same_text;      /* next member of the component in the same text, NONE at the end */
    uint32_t text_head;      /* first of them */
} member;

typedef struct edge {
    uint32_t a, b, likeness;
} edge;

typedef struct settling {
    const story_tables *tables;
    const story_store *store;
    arena *mem;       /* reports and blocks read */
    member **members; /* [n_members] */
    block *blocks;    /* [n_blocks] */
    uint32_t n_members, cap_members, n_blocks, cap_blocks;
    map by_id, by_key;
    uint32_t *queue; /* the component in hand */
    edge *edges;
    uint32_t n_queue, cap_queue, n_edges, cap_edges;
    ent_error *err;
} settling;

static void forget(settling *s)
{
    arena_reset(s->mem);
    s->members = NULL;
    s->blocks = NULL;
    s->queue = NULL;
    s->edges = NULL;
    s->n_members = s->cap_members = s->n_blocks = s->cap_blocks = s->n_queue = s->cap_queue = s->n_edges = s->cap_edges = 0;
    map_init(&s->by_id, s->mem);
    map_init(&s->by_key, s->mem);
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

static int add_member(settling *s, const story_report *r, uint32_t *out)
{
    *out = map_get(&s->by_id, r->id);
    if (*out != MAP_NONE) return ENT_OK;
    member **grown = arena_grow(s->mem, s->members, sizeof *grown, s->n_members, s->n_members + 1, &s->cap_members);
    member *m = arena_new(s->mem, member, 1);
    if (!grown || !m || !copy_report(s->mem, r, &m->report)) return error_memory(s->err);
    s->members = grown;
    alike_view_make(s->tables, &m->report, &m->view);
    if (!map_put(&s->by_id, m->report.id, s->n_members)) return error_memory(s->err);
    *out = s->n_members;
    s->members[s->n_members++] = m;
    return ENT_OK;
}

typedef struct gathering {
    settling *s;
    uint32_t *list;
    uint32_t n, cap;
} gathering;

static int gather(void *ctx, const story_report *r)
{
    gathering *g = ctx;
    uint32_t m;
    int rc = add_member(g->s, r, &m);
    if (rc) return rc;
    uint32_t *grown = arena_grow(g->s->mem, g->list, sizeof *grown, g->n, g->n + 1, &g->cap);
    if (!grown) return error_memory(g->s->err);
    g->list = grown;
    g->list[g->n++] = m;
    return ENT_OK;
}

/* Whether a block is too large to be used; just: by the reports of this run, so that what it brought together must be settled anew. */
static int is_full(settling *s, str key, bool *full, bool *just)
{
    uint32_t n, n_settled;
    int rc = s->store->size(s->store->ctx, key, STORY_BLOCK_MAX + 1, &n, &n_settled, s->err);
    *full = !rc && n > STORY_BLOCK_MAX;
    if (just) *just = *full && n_settled <= STORY_BLOCK_MAX;
    return rc;
}

static int read_block(settling *s, str key, uint32_t *out)
{
    *out = map_get(&s->by_key, key);
    if (*out != MAP_NONE) return ENT_OK;
    gathering g = {.s = s};
    bool full = false;
    int rc = key.s[0] == STORY_CAPPED ? is_full(s, key, &full, NULL) : ENT_OK;
    if (!rc && !full) rc = s->store->find(s->store->ctx, key, gather, &g, s->err);
    if (rc) return rc;
    block *grown = arena_grow(s->mem, s->blocks, sizeof *grown, s->n_blocks, s->n_blocks + 1, &s->cap_blocks);
    if (!grown || !map_put(&s->by_key, key, s->n_blocks)) return error_memory(s->err);
    s->blocks = grown;
    *out = s->n_blocks;
    s->blocks[s->n_blocks++] = (block){g.list, g.n};
    return ENT_OK;
}

static int read_blocks_of(settling *s, member *m)
{
    str keys[STORY_MAX_KEYS];
    uint32_t n = story_keys(s->tables, s->mem, &m->report, keys);
    m->blocks = arena_new(s->mem, uint32_t, n + 1);
    if (!n || !m->blocks) return error_memory(s->err);
    m->n_blocks = n;
    for (uint32_t i = 0; i < n; i++) {
        int rc = read_block(s, keys[i], &m->blocks[i]);
        if (rc) return rc;
    }
    return ENT_OK;
}

/* ---- a component ---------------------------------------------------------------------------------------------------------- */

static int enter(settling *s, uint32_t m)
{
    if (s->members[m]->entered) return ENT_OK;
    s->members[m]->entered = true;
    uint32_t *grown = arena_grow(s->mem, s->queue, sizeof *grown, s->n_queue, s->n_queue + 1, &s->cap_queue);
    if (!grown) return error_memory(s->err);
    s->queue = grown;
    s->queue[s->n_queue++] = m;
    return ENT_OK;
}

static int compare(settling *s, uint32_t a, uint32_t b)
{
    member *x = s->members[a], *y = s->members[b];
    if (s->store->n_compared) ++*s->store->n_compared;
    uint32_t likeness = alike_score(&x->view, &y->view, NULL);
    if (!likeness) return ENT_OK;
    edge *grown = arena_grow(s->mem, s->edges, sizeof *grown, s->n_edges, s->n_edges + 1, &s->cap_edges);
    if (!grown) return error_memory(s->err);
    s->edges = grown;
    s->edges[s->n_edges++] = (edge){a, b, likeness};
    return enter(s, b);
}

/* Compares the report at place q of the queue with all that share a block with it, but for those that came before it. */
static int expand(settling *s, uint32_t q, uint32_t *done)
{
    uint32_t m = s->queue[q];
    int rc = read_blocks_of(s, s->members[m]);
    for (uint32_t i = 0; !rc && i < s->members[m]->n_blocks; i++) {
        block b = s->blocks[s->members[m]->blocks[i]];
        for (uint32_t k = 0; !rc && k < b.n; k++) {
            member *other = s->members[b.member[k]];
            if (b.member[k] == m || other->seen == m + 1 || other->n_blocks) continue; /* n_blocks: expanded, so compared then */
            other->seen = m + 1;
            rc = compare(s, m, b.member[k]);
        }
    }
    *done = q + 1;
    return rc;
}

/* ---- happenings within a component ------------------------------------------------------------------------------------------ */

static uint32_t root_of(settling *s, uint32_t m)
{
    while (s->members[m]->up != m) m = s->members[m]->up = s->members[s->members[m]->up]->up;
    return m;
}

static bool tells_day(const story_report *r) { return r->start != CAL_NONE && r->stop == r->start; }

static void start_alone(settling *s, uint32_t m)
{
    member *x = s->members[m];
    x->up = x->next = m;
    x->size = 1;
    x->first = x->last = tells_day(&x->report) ? x->report.start : CAL_NONE;
    x->place = str_is(x->report.place_kind, "country") ? STR_NONE : x->report.place;
    x->published = x->report.published;
    x->same_text = NONE;
}

/* Chains the members of the component that stand in one text. */
static int chain_texts(settling *s)
{
    map heads;
    map_init(&heads, s->mem);
    for (uint32_t i = 0; i < s->n_queue; i++) {
        member *x = s->members[s->queue[i]];
        uint32_t head = map_get(&heads, x->report.text_hash);
        if (head == MAP_NONE) {
            if (!map_put(&heads, x->report.text_hash, s->queue[i])) return error_memory(s->err);
            x->text_head = s->queue[i];
        } else {
            x->text_head = head;
            x->same_text = s->members[head]->same_text;
            s->members[head]->same_text = s->queue[i];
        }
    }
    return ENT_OK;
}

static bool days_allow(const member *a, const member *b, uint32_t likeness)
{
    if (a->first == CAL_NONE || b->first == CAL_NONE || likeness < ALIKE_MISDATED) return true;
    int32_t first = a->first < b->first ? a->first : b->first, last = a->last > b->last ? a->last : b->last;
    return last - first <= DAYS_OF_HAPPENING;
}

/* Whether some text tells a member of each in sentences that do not repeat each other. a is the smaller. */
static bool texts_allow(settling *s, uint32_t a, uint32_t b)
{
    uint32_t m = a;
    do {
        member *x = s->members[m];
        for (uint32_t o = x->text_head; o != NONE; o = s->members[o]->same_text) {
            if (o == m || root_of(s, o) != b) continue;
            if (s->store->n_compared) ++*s->store->n_compared;
            if (!alike_score(&x->view, &s->members[o]->view, NULL)) return false;
        }
        m = x->next;
    } while (m != a);
    return true;
}

/* The days of two happenings that become one. Of near copies with different dates the earlier published is believed. */
static void join_days(member *x, member *y, uint32_t likeness)
{
    int32_t first = x->first, last = x->last;
    if (first == CAL_NONE) return;
    bool earlier = x->published != CAL_NONE && (y->published == CAL_NONE || x->published < y->published);
    if (y->first == CAL_NONE || (likeness < ALIKE_MISDATED && earlier)) {
        y->first = first;
        y->last = last;
    } else if (likeness >= ALIKE_MISDATED) {
        if (first < y->first) y->first = first;
        if (last > y->last) y->last = last;
    }
}

static void join(settling *s, uint32_t a, uint32_t b, uint32_t likeness) /* a into b */
{
    member *x = s->members[a], *y = s->members[b];
    uint32_t next = x->next;
    x->next = y->next;
    y->next = next;
    x->up = b;
    y->size += x->size;
    join_days(x, y, likeness);
    if (x->published != CAL_NONE && (y->published == CAL_NONE || x->published < y->published)) y->published = x->published;
    if (!y->place.n) y->place = x->place;
}

static void try_edge(settling *s, const edge *e)
{
    uint32_t a = root_of(s, e->a), b = root_of(s, e->b);
    if (a == b) return;
    if (s->members[a]->size > s->members[b]->size) {
        uint32_t swap = a;
        a = b;
        b = swap;
    }
    const member *x = s->members[a], *y = s->members[b];
    if (e->likeness < ALIKE_COPY && x->place.n && y->place.n && !str_eq(x->place, y->place)) return;
    if (!days_allow(x, y, e->likeness) || !texts_allow(s, a, b)) return;
    join(s, a, b, e->likeness);
}

typedef struct ranked { /* an edge with what orders it */
    edge e;
    str low, high;
} ranked;

static int by_rank(const void *p, const void *q)
{
    const ranked *a = p, *b = q;
    if (a->e.likeness != b->e.likeness) return a->e.likeness > b->e.likeness ? -1 : 1;
    int c = str_cmp(a->low, b->low);
    return c ? c : str_cmp(a->high, b->high);
}

static int join_all(settling *s)
{
    ranked *r = arena_new(s->mem, ranked, s->n_edges + 1);
    if (!r) return error_memory(s->err);
    for (uint32_t i = 0; i < s->n_edges; i++) {
        str a = s->members[s->edges[i].a]->report.id, b = s->members[s->edges[i].b]->report.id;
        bool ordered = str_cmp(a, b) < 0;
        r[i] = (ranked){s->edges[i], ordered ? a : b, ordered ? b : a};
    }
    qsort(r, s->n_edges, sizeof *r, by_rank);
    for (uint32_t i = 0; i < s->n_edges; i++) try_edge(s, &r[i].e);
    return ENT_OK;
}

/* ---- what is told to the store ------------------------------------------------------------------------------------------------ */

/* Canonical order of documents: published first, unknown last, then id. */
static int by_document(const void *p, const void *q)
{
    const story_report *a = &(*(member *const *)p)->report, *b = &(*(member *const *)q)->report;
    if (a->published != b->published) {
        if (a->published == CAL_NONE || b->published == CAL_NONE) return a->published == CAL_NONE ? 1 : -1;
        return a->published < b->published ? -1 : 1;
    }
    int c = str_cmp(a->doc_id, b->doc_id);
    return c ? c : str_cmp(a->id, b->id);
}

/* The earliest document that x's was made from; a copy beyond the first SOURCES_COMPARED sources counts as one more source. */
static str source_of(settling *s, const member *x, const story_report **sources, uint32_t *n)
{
    for (uint32_t i = 0; i < *n && i < SOURCES_COMPARED; i++) {
        if (s->store->n_compared) ++*s->store->n_compared;
        if (str_eq(sources[i]->doc_id, x->report.doc_id) || sketch_compare(sources[i], &x->report) >= SKETCH_COPY) return sources[i]->doc_id;
    }
    sources[(*n)++] = &x->report;
    return x->report.doc_id;
}

/* Every member of a happening gets the smallest id of it, and its source. */
static int assign_happening(settling *s, uint32_t root)
{
    uint32_t n = s->members[root]->size, n_sources = 0, at = root;
    member **all = arena_new(s->mem, member *, n);
    const story_report **sources = arena_new(s->mem, const story_report *, n);
    if (!all || !sources) return error_memory(s->err);
    for (uint32_t i = 0; i < n; i++, at = s->members[at]->next) all[i] = s->members[at];
    qsort(all, n, sizeof *all, by_document);
    str least = all[0]->report.id, source = STR_NONE;
    for (uint32_t i = 1; i < n; i++)
        if (str_cmp(all[i]->report.id, least) < 0) least = all[i]->report.id;
    for (uint32_t i = 0; i < n; i++) {
        if (!i || !str_eq(all[i]->report.doc_id, all[i - 1]->report.doc_id)) source = source_of(s, all[i], sources, &n_sources);
        int rc = s->store->assign(s->store->ctx, all[i]->report.id, least, source, s->err);
        if (rc) return rc;
    }
    return ENT_OK;
}

static int assign_all(settling *s)
{
    int rc = ENT_OK;
    for (uint32_t i = 0; !rc && i < s->n_queue; i++)
        if (root_of(s, s->queue[i]) == s->queue[i]) rc = assign_happening(s, s->queue[i]);
    return rc;
}

static int settle_component(settling *s, uint32_t from)
{
    uint32_t done = 0;
    s->n_queue = s->n_edges = 0;
    int rc = enter(s, from);
    while (!rc && done < s->n_queue) rc = expand(s, done, &done);
    for (uint32_t i = 0; !rc && i < s->n_queue; i++) start_alone(s, s->queue[i]);
    if (!rc) rc = chain_texts(s);
    if (!rc) rc = join_all(s);
    return rc ? rc : assign_all(s);
}

/* ---- the run ------------------------------------------------------------------------------------------------------------------ */

typedef struct worklist { /* ids of the reports whose components are to be settled */
    arena *mem;
    str *ids;
    uint32_t n, cap;
} worklist;

static int add_work(worklist *w, str id, ent_error *err)
{
    str *grown = arena_grow(w->mem, w->ids, sizeof *grown, w->n, w->n + 1, &w->cap);
    str own = arena_str(w->mem, id);
    if (!grown || !own.s) return error_memory(err);
    w->ids = grown;
    w->ids[w->n++] = own;
    return ENT_OK;
}

typedef struct keying {
    settling *s;
    worklist *work;
} keying;

static int put_keys(void *ctx, const story_report *r)
{
    settling *s = ctx;
    str keys[STORY_MAX_KEYS];
    uint32_t n = story_keys(s->tables, s->mem, r, keys);
    if (!n) return error_memory(s->err);
    for (uint32_t i = 0; i < n; i++) {
        int rc = s->store->put(s->store->ctx, r->id, keys[i], s->err);
        if (rc) return rc;
    }
    return ENT_OK;
}

static int take_id(void *ctx, const story_report *r)
{
    keying *k = ctx;
    return add_work(k->work, r->id, k->s->err);
}

/* What a block that this run has filled up brought together earlier goes on the worklist. */
static int reopen_full(void *ctx, const story_report *r)
{
    keying *k = ctx;
    str keys[STORY_MAX_KEYS];
    uint32_t n = story_keys(k->s->tables, k->s->mem, r, keys);
    if (!n) return error_memory(k->s->err);
    for (uint32_t i = 0; i < n; i++) {
        bool full, just;
        if (keys[i].s[0] != STORY_CAPPED || map_get(&k->s->by_key, keys[i]) != MAP_NONE) continue;
        int rc = is_full(k->s, keys[i], &full, &just);
        if (!rc && just) rc = k->s->store->find(k->s->store->ctx, keys[i], take_id, k, k->s->err);
        if (rc) return rc;
        if (!map_put(&k->s->by_key, keys[i], 0)) return error_memory(k->s->err); /* seen; forgotten with the cache */
    }
    return ENT_OK;
}

static int take_report(void *ctx, const story_report *r)
{
    gathering *g = ctx;
    return add_member(g->s, r, &g->n);
}

/* Puts every report under its keys, then reopens what must be. The cache is empty before and after. */
static int prepare(settling *s, worklist *work, const str *ids, uint32_t n)
{
    keying k = {s, work};
    int rc = ENT_OK;
    for (uint32_t i = 0; !rc && i < n; i++) {
        rc = s->store->get(s->store->ctx, ids[i], put_keys, s, s->err);
        if (!rc) rc = add_work(work, ids[i], s->err);
        arena_reset(s->mem);
    }
    forget(s);
    for (uint32_t i = 0; !rc && i < n; i++) {
        rc = s->store->get(s->store->ctx, ids[i], reopen_full, &k, s->err);
        if (s->mem->used_bytes > CACHE_BYTES) forget(s);
    }
    forget(s);
    return rc;
}

/* Remembers over a reset of the cache which reports' components are done. */
static int note_settled(settling *s, map *settled)
{
    for (uint32_t m = 0; m < s->n_members; m++) {
        if (!s->members[m]->entered) continue;
        str id = arena_str(settled->mem, s->members[m]->report.id);
        if (!id.s || !map_put(settled, id, 1)) return error_memory(s->err);
    }
    forget(s);
    return ENT_OK;
}

static int settle_all(settling *s, const worklist *work, map *settled)
{
    int rc = ENT_OK;
    for (uint32_t i = 0; !rc && i < work->n; i++) {
        gathering one = {.s = s};
        if (map_get(settled, work->ids[i]) != MAP_NONE) continue;
        rc = s->store->get(s->store->ctx, work->ids[i], take_report, &one, s->err);
        if (!rc && !s->members[one.n]->entered) rc = settle_component(s, one.n);
        if (!rc && s->mem->used_bytes > CACHE_BYTES) rc = note_settled(s, settled);
    }
    return rc;
}

int story_settle(const story_tables *t, const story_store *store, arena *scratch, const str *report_ids, uint32_t n, ent_error *err)
{
    arena mem;
    map settled;
    arena_init(&mem, 0);
    map_init(&settled, scratch);
    settling s = {.tables = t, .store = store, .mem = &mem, .err = err};
    worklist work = {.mem = scratch};
    int rc = prepare(&s, &work, report_ids, n);
    if (!rc) rc = settle_all(&s, &work, &settled);
    arena_fini(&mem);
    return rc;
}
