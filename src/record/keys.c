/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Block keys: which reports and documents lie under a key.
 *
 * Input: rows with their keys (64-bit hashes), a settling's worth at a time. Output: what else lies under each, then and later; what shares a key
 * with a row that goes.
 *
 * Method: entries (key, row) lie in sorted runs (runs.c). A settling probes their pages in order of key, once each, and writes its own entries as one
 * run in one go. A row's own keys are kept beside (key_rows), since they are needed when it goes: then its entries are cut out of their pages.
 *
 * Cost: of a settling, its keys' pages read once for every run, of which there are a few; memory: the entries of the settling and what lies under
 * their keys, of a capped key not more than the cap. Limits: rows below 2^32. All within the caller's transaction.
 */
#include "record/keys.h"

#include <stdlib.h>

#include "record/runs.h"

static void put_bytes(buf *out, uint64_t x, int n)
{
    char b[8];
    for (int k = 0; k < n; k++) b[k] = (char)(x >> 8 * k);
    buf_put(out, b, (size_t)n);
}

/* ---- putting a settling's keys ----------------------------------------------------------------------------------------------- */

typedef struct block { /* the entries of one key */
    uint32_t first, n;
    uint32_t n_before;            /* under it already */
    uint32_t first_hit, n_hits;   /* of them that are given */
} block;

typedef struct hit {
    uint32_t block, row;
} hit;

typedef struct putting {
    record *r;
    record_unit unit;
    runs_entry *entries;
    block *blocks;
    hit *hits;
    uint32_t n, n_blocks, n_hits, cap_hits;
    arena *mem;
    ent_error *err;
} putting;

static int by_key(const void *p, const void *q)
{
    const runs_entry *a = p, *b = q;
    return a->key != b->key ? (a->key > b->key) - (a->key < b->key) : (a->row > b->row) - (a->row < b->row);
}

static bool sort_entries(putting *p, const uint64_t *keys, const int64_t *rows, uint32_t n)
{
    p->entries = arena_new(p->mem, runs_entry, n);
    p->blocks = arena_new(p->mem, block, n);
    if (!p->entries || !p->blocks) return false;
    for (uint32_t i = 0; i < n; i++) p->entries[i] = (runs_entry){keys[i], (uint32_t)rows[i], false};
    qsort(p->entries, n, sizeof *p->entries, by_key);
    for (uint32_t i = 0; i < n; i++) {
        if (i && !by_key(&p->entries[i], &p->entries[i - 1])) continue;
        p->entries[p->n++] = p->entries[i];
        if (p->n == 1 || p->entries[p->n - 1].key != p->entries[p->n - 2].key) p->blocks[p->n_blocks++] = (block){.first = p->n - 1};
        p->blocks[p->n_blocks - 1].n++;
    }
    return true;
}

/* How much a block may hold and be used. */
static uint32_t most_of(uint64_t key) { return key & RECORD_CAPPED ? RECORD_BLOCK_MAX : UINT32_MAX; }

static bool add_hits(putting *p, uint32_t at, const runs_leaf *in, uint32_t from, uint32_t to)
{
    hit *grown = arena_grow(p->mem, p->hits, sizeof *grown, p->n_hits, p->n_hits + (to - from), &p->cap_hits);
    if (!grown) return false;
    p->hits = grown;
    for (uint32_t i = from; i < to; i++) p->hits[p->n_hits++] = (hit){at, runs_row_at(in, i)};
    return true;
}

/* What a page has under the key of a block. */
static bool look_in(putting *p, uint32_t at, const runs_leaf *in)
{
    block *b = &p->blocks[at];
    runs_entry *e = &p->entries[b->first];
    uint32_t most = most_of(e->key), from = runs_lower(in, e->key, 0), to = runs_after(in, from, e->key), room = most - (b->n_hits < most ? b->n_hits : most);
    if (from == to) return true;
    for (uint32_t i = 0; i < b->n; i++) {
        if (e[i].row > runs_row_at(in, to - 1)) break;
        uint32_t k = runs_lower(in, e[i].key, e[i].row);
        e[i].known |= k < to && runs_row_at(in, k) == e[i].row;
    }
    b->n_before += to - from;
    uint32_t n = to - from < room ? to - from : room;
    b->n_hits += n;
    return add_hits(p, at, in, from, from + n);
}

static int look_in_run(putting *p, const db_key_run *run)
{
    runs_leaf now = {NULL, 0};
    uint32_t have = UINT32_MAX;
    int rc = ENT_OK;
    for (uint32_t i = 0; !rc && i < p->n_blocks; i++) {
        uint32_t want = runs_page_of(p->entries[p->blocks[i].first].key, run->bits);
        if (want != have) rc = runs_page(p->r, run, want, &now, p->err);
        have = want;
        if (!rc && now.n && !look_in(p, i, &now)) rc = error_memory(p->err);
    }
    runs_page_done(p->r);
    return rc;
}

/* Every block with its rows: those that were there, by place of the block, and the new ones. */
static int give_blocks(putting *p, record_block_fn each, void *ctx)
{
    uint32_t *row = arena_new(p->mem, uint32_t, p->n_hits + p->n + 1), sum = 0;
    if (!row) return error_memory(p->err);
    for (uint32_t i = 0; i < p->n_blocks; i++) {
        p->blocks[i].first_hit = sum;
        sum += p->blocks[i].n_hits + p->blocks[i].n;
        p->blocks[i].n_hits = 0;
    }
    for (uint32_t i = 0; i < p->n_hits; i++) {
        block *b = &p->blocks[p->hits[i].block];
        row[b->first_hit + b->n_hits++] = p->hits[i].row;
    }
    int rc = ENT_OK;
    for (uint32_t i = 0; !rc && i < p->n_blocks; i++) {
        block *b = &p->blocks[i];
        uint32_t n_new = 0;
        for (uint32_t k = 0; k < b->n; k++) {
            const runs_entry *e = &p->entries[b->first + k];
            if (!e->known) row[b->first_hit + b->n_hits + n_new++] = e->row;
        }
        record_block out = {.key = p->entries[b->first].key, .rows = &row[b->first_hit], .n_rows = b->n_hits + n_new, .n = b->n_before + n_new, .n_before = b->n_before};
        rc = each(ctx, &out);
    }
    return rc;
}

static int note_rows(record *r, record_unit unit, const uint64_t *keys, const int64_t *rows, uint32_t n, ent_error *err)
{
    buf *bytes = &r->scratch;
    int rc = ENT_OK;
    for (uint32_t i = 0, end; !rc && i < n; i = end) {
        buf_reset(bytes);
        for (end = i; end < n && rows[end] == rows[i]; end++) put_bytes(bytes, keys[end], RUNS_KEY_BYTES);
        if (bytes->failed) return error_memory(err);
        if (rows[i] < 0 || rows[i] > UINT32_MAX) return error_set(err, ENT_E_FORMAT, -1, "%s: more than 4,294,967,295 reports", r->path);
        sqlite3_stmt *q = db_query(r, Q_KEY_ROW_PUT, err);
        if (!q) return db_code(r);
        db_bind_int(q, 1, unit);
        db_bind_int(q, 2, rows[i]);
        sqlite3_bind_blob64(q, 3, bytes->s, bytes->n, SQLITE_STATIC);
        rc = db_run(r, q, err);
    }
    return rc;
}

int record_keys_put(record *r, record_unit unit, const uint64_t *keys, const int64_t *rows, uint32_t n, record_block_fn each, void *ctx, ent_error *err)
{
    arena mem;
    arena_init(&mem, 0);
    putting p = {.r = r, .unit = unit, .mem = &mem, .err = err};
    int rc = runs_load(r, err);
    if (!rc) rc = note_rows(r, unit, keys, rows, n, err);
    if (!rc && !sort_entries(&p, keys, rows, n)) rc = error_memory(err);
    for (uint32_t i = 0; !rc && i < r->n_runs[unit]; i++) rc = look_in_run(&p, &r->runs[unit][i]);
    if (!rc) rc = runs_put(r, unit, p.entries, p.n, err);
    if (!rc) rc = give_blocks(&p, each, ctx);
    arena_fini(&mem);
    return rc;
}

/* ---- looking up ---------------------------------------------------------------------------------------------------------------- */

int record_by_key(record *r, record_unit unit, uint64_t key, uint32_t most, int (*each)(void *ctx, int64_t row), void *ctx, ent_error *err)
{
    int rc = runs_load(r, err);
    uint32_t given = 0;
    for (uint32_t i = 0; !rc && i < r->n_runs[unit] && given < most; i++) {
        const db_key_run *run = &r->runs[unit][i];
        runs_leaf p;
        rc = runs_page(r, run, runs_page_of(key, run->bits), &p, err);
        for (uint32_t at = rc ? 0 : runs_lower(&p, key, 0); !rc && at < p.n && given < most && runs_key_at(&p, at) == key; at++, given++) rc = each(ctx, runs_row_at(&p, at));
        runs_page_done(r);
    }
    return rc;
}

typedef struct row_list {
    uint32_t *row;
    uint32_t n, cap;
    arena *mem;
    ent_error *err;
} row_list;

static int add_row(void *ctx, int64_t row)
{
    row_list *l = ctx;
    uint32_t *grown = arena_grow(l->mem, l->row, sizeof *grown, l->n, l->n + 1, &l->cap);
    if (!grown) return error_memory(l->err);
    l->row = grown;
    l->row[l->n++] = (uint32_t)row;
    return ENT_OK;
}

/* The keys that a row lies under. */
static int keys_of(record *r, record_unit unit, int64_t row, arena *mem, uint64_t **keys, uint32_t *n, ent_error *err)
{
    *n = 0;
    *keys = NULL;
    sqlite3_stmt *q = db_query(r, Q_KEY_ROW, err);
    if (!q) return db_code(r);
    db_bind_int(q, 1, unit);
    db_bind_int(q, 2, row);
    int more = db_step(r, q, err);
    if (more <= 0) return more < 0 ? db_code(r) : ENT_OK;
    size_t bytes = (size_t)sqlite3_column_bytes(q, 0);
    *keys = arena_new(mem, uint64_t, bytes / RUNS_KEY_BYTES + 1);
    const unsigned char *b = sqlite3_column_blob(q, 0);
    for (*n = 0; *keys && b && *n < bytes / RUNS_KEY_BYTES; ++*n) (*keys)[*n] = runs_get(b + (size_t)*n * RUNS_KEY_BYTES, RUNS_KEY_BYTES);
    sqlite3_reset(q);
    return *keys ? ENT_OK : error_memory(err);
}

int record_keys_of(record *r, record_unit unit, int64_t row, uint64_t *keys, uint32_t most, uint32_t *n, ent_error *err)
{
    arena mem;
    uint64_t *all;
    arena_init(&mem, 0);
    int rc = keys_of(r, unit, row, &mem, &all, n, err);
    if (*n > most) *n = most;
    if (!rc && *n) memcpy(keys, all, *n * sizeof *keys);
    arena_fini(&mem);
    return rc;
}

static int by_number(const void *p, const void *q)
{
    uint32_t a = *(const uint32_t *)p, b = *(const uint32_t *)q;
    return (a > b) - (a < b);
}

int keys_beside(record *r, int64_t doc, uint32_t most, arena *mem, uint32_t **docs, uint32_t *n, ent_error *err)
{
    row_list l = {.mem = mem, .err = err};
    int rc = ENT_OK;
    for (int unit = RECORD_DOCUMENTS; !rc && unit <= RECORD_STORIES; unit++) {
        uint64_t *keys;
        uint32_t n_keys;
        rc = keys_of(r, (record_unit)unit, doc, mem, &keys, &n_keys, err);
        for (uint32_t i = 0; !rc && i < n_keys; i++) {
            uint32_t before = l.n;
            rc = record_by_key(r, (record_unit)unit, keys[i], most + 1, add_row, &l, err);
            if (l.n - before > most) l.n = before;
        }
    }
    if (l.n) qsort(l.row, l.n, sizeof *l.row, by_number);
    *docs = l.row;
    *n = 0;
    for (uint32_t i = 0, end; i < l.n; i = end) {
        for (end = i + 1; end < l.n && l.row[end] == l.row[i];) end++;
        if (end - i > 1) l.row[(*n)++] = l.row[i];
    }
    return rc;
}

/* ---- rows that go ---------------------------------------------------------------------------------------------------------------- */

static int run_on_row(record *r, db_query_id id, int64_t row, ent_error *err)
{
    sqlite3_stmt *q = db_query(r, id, err);
    if (!q) return db_code(r);
    db_bind_int(q, 1, row);
    return db_run(r, q, err);
}

int keys_leave(record *r, record_unit unit, int64_t row, ent_error *err)
{
    arena mem;
    arena_init(&mem, 0);
    uint64_t *keys;
    uint32_t n;
    int rc = keys_of(r, unit, row, &mem, &keys, &n, err);
    for (uint32_t i = 0; !rc && i < n; i++) {
        row_list beside = {.mem = &mem, .err = err};
        uint32_t most = most_of(keys[i]);
        /* One that is too large, and stays so without this row, has brought nobody together and does not now. */
        if (most < UINT32_MAX) most++;
        rc = record_by_key(r, unit, keys[i], most < UINT32_MAX ? most + 1 : most, add_row, &beside, err);
        for (uint32_t k = 0; !rc && beside.n <= most && k < beside.n; k++) rc = run_on_row(r, unit == RECORD_REPORTS ? Q_REPORT_PEND : Q_DOCUMENT_PEND, beside.row[k], err);
        if (!rc) rc = runs_cut(r, unit, keys[i], (uint32_t)row, err);
    }
    arena_fini(&mem);
    sqlite3_stmt *q = rc || !n ? NULL : db_query(r, Q_KEY_ROW_DROP, err);
    if (rc || !n) return rc;
    if (!q) return db_code(r);
    db_bind_int(q, 1, unit);
    db_bind_int(q, 2, row);
    rc = db_run(r, q, err);
    return rc || unit != RECORD_REPORTS ? rc : run_on_row(r, Q_GIST_DROP, row, err);
}
