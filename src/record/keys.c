/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Block keys: which reports and documents lie under a key.
 *
 * Input: rows with their keys (64-bit hashes), a settling's worth at a time. Output: what else lies under each, then and later; what shares a key
 * with a row that goes.
 *
 *     entries (key, row), sorted ──► a new run ──► runs alike in size are merged          look up: a page of every run
 *
 * Method: a log-structured merge tree (O'Neil and others, 1996) in two tables. Keys are hashes, thus even, so a run needs no index: its page b
 * holds, in order, the entries whose first bits are b, and bits are chosen so that a page holds some hundred. A settling probes pages in order
 * of key, once each, and writes its own entries as one run in one go. A run is merged with the newer ones when it is not larger than RUN_RATIO times
 * all of them, so an entry is written again a few times (the logarithm of the record's size), always in sequence.
 *
 * Why not a table with a row for every key: at a million events each settling touches nearly every page of such a tree, and its index by row once
 * more; that was most of what merging cost. A row's own keys are kept beside (key_rows), since they are needed when it goes: then its entries
 * are cut out of their pages.
 *
 * Cost: of a settling, its keys' pages read once for every run, of which there are a few; memory: the entries of the settling and what lies under
 * their keys, of a capped key not more than the cap. Limits: rows below 2^32. All within the caller's transaction.
 */
#include "record/keys.h"

#include <stdlib.h>

enum { KEY_BYTES = 8, ENTRY_BYTES = 12, PAGE_ENTRIES = 340, RUN_RATIO = 6, MAX_BITS = 24, PAGE_SHIFT = 32 };

typedef struct page { /* borrowed until page_done, or the next one is read */
    const unsigned char *bytes;
    uint32_t n; /* entries */
} page;

typedef struct entry {
    uint64_t key;
    uint32_t row;
    bool known; /* there already */
} entry;

static uint64_t get_bytes(const unsigned char *b, int n)
{
    uint64_t x = 0;
    for (int k = 0; k < n; k++) x |= (uint64_t)b[k] << 8 * k;
    return x;
}

static uint64_t key_at(const page *p, uint32_t i) { return get_bytes(p->bytes + (size_t)i * ENTRY_BYTES, KEY_BYTES); }

static uint32_t row_at(const page *p, uint32_t i)
{
    return (uint32_t)get_bytes(p->bytes + (size_t)i * ENTRY_BYTES + KEY_BYTES, ENTRY_BYTES - KEY_BYTES);
}

static void put_bytes(buf *out, uint64_t x, int n)
{
    char b[8];
    for (int k = 0; k < n; k++) b[k] = (char)(x >> 8 * k);
    buf_put(out, b, (size_t)n);
}

static uint32_t page_of(uint64_t key, uint32_t bits) { return bits ? (uint32_t)(key >> (64 - bits)) : 0; }

static uint32_t bits_for(uint64_t n)
{
    uint32_t bits = 0;
    while (bits < MAX_BITS && n >> bits > PAGE_ENTRIES) bits++;
    return bits;
}

/* ---- runs and pages ------------------------------------------------------------------------------------------------------ */

static int load_runs(record *r, ent_error *err)
{
    if (r->runs_known) return ENT_OK;
    sqlite3_stmt *q = db_query(r, Q_KEY_RUNS, err);
    int more;
    if (!q) return db_code(r);
    memset(r->n_runs, 0, sizeof r->n_runs);
    while ((more = db_step(r, q, err)) == 1) {
        int64_t unit = db_int(q, 1), bits = db_int(q, 2);
        if (unit < 0 || unit >= DB_UNITS || bits < 0 || bits > MAX_BITS || r->n_runs[unit] == DB_MAX_RUNS) {
            sqlite3_reset(q);
            return error_set(err, ENT_E_FORMAT, -1, "%s: the record is damaged (key_runs)", r->path);
        }
        r->runs[unit][r->n_runs[unit]++] = (db_key_run){.run = db_int(q, 0), .bits = (uint32_t)bits, .n = (uint64_t)db_int(q, 3)};
    }
    r->runs_known = more == 0;
    return more < 0 ? db_code(r) : ENT_OK;
}

static int64_t page_name(const db_key_run *run, uint32_t at) { return run->run << PAGE_SHIFT | at; }

static int read_page(record *r, const db_key_run *run, uint32_t at, page *out, ent_error *err)
{
    *out = (page){NULL, 0};
    sqlite3_stmt *q = db_query(r, Q_KEY_PAGE, err);
    if (!q) return db_code(r);
    db_bind_int(q, 1, page_name(run, at));
    int more = db_step(r, q, err);
    if (more <= 0) return more < 0 ? db_code(r) : ENT_OK;
    out->bytes = sqlite3_column_blob(q, 0);
    int n = sqlite3_column_bytes(q, 0);
    if (n % ENTRY_BYTES) return error_set(err, ENT_E_FORMAT, -1, "%s: the record is damaged (key_pages)", r->path);
    out->n = (uint32_t)n / ENTRY_BYTES;
    return ENT_OK;
}

static void page_done(record *r) { sqlite3_reset(r->query[Q_KEY_PAGE]); }

static int write_page(record *r, db_query_id id, const db_key_run *run, uint32_t at, const buf *bytes, ent_error *err)
{
    if (bytes->failed) return error_memory(err);
    sqlite3_stmt *q = db_query(r, id, err);
    if (!q) return db_code(r);
    db_bind_int(q, 1, page_name(run, at));
    sqlite3_bind_blob64(q, 2, bytes->n ? bytes->s : "", bytes->n, SQLITE_STATIC);
    return db_run(r, q, err);
}

/* The first entry that is not before (key, row). */
static uint32_t lower(const page *p, uint64_t key, uint32_t row)
{
    uint32_t low = 0, high = p->n;
    while (low < high) {
        uint32_t at = low + (high - low) / 2;
        uint64_t k = key_at(p, at);
        if (k < key || (k == key && row_at(p, at) < row)) low = at + 1;
        else high = at;
    }
    return low;
}

static uint32_t after(const page *p, uint32_t from, uint64_t key)
{
    uint32_t most = 16, at = from;
    while (at < p->n && at - from < most && key_at(p, at) == key) at++;
    if (at - from < most) return at;
    return key == UINT64_MAX ? p->n : lower(p, key + 1, 0);
}

static int note_run(record *r, record_unit unit, const db_key_run *run, ent_error *err)
{
    sqlite3_stmt *q = db_query(r, Q_KEY_RUN_PUT, err);
    if (!q) return db_code(r);
    db_bind_int(q, 1, run->run);
    db_bind_int(q, 2, unit);
    db_bind_int(q, 3, run->bits);
    db_bind_int(q, 4, (int64_t)run->n);
    return db_run(r, q, err);
}

static int drop_run(record *r, const db_key_run *run, ent_error *err)
{
    static const db_query_id ids[] = {Q_KEY_RUN_DROP, Q_KEY_PAGES_DROP};
    const int64_t from[] = {run->run, page_name(run, 0)}, to[] = {0, page_name(run, UINT32_MAX)};
    int rc = ENT_OK;
    for (int i = 0; !rc && i < 2; i++) {
        sqlite3_stmt *q = db_query(r, ids[i], err);
        if (!q) return db_code(r);
        db_bind_int(q, 1, from[i]);
        if (i) db_bind_int(q, 2, to[i]);
        rc = db_run(r, q, err);
    }
    return rc;
}

static int64_t next_run(const record *r)
{
    int64_t most = 0;
    for (int u = 0; u < DB_UNITS; u++)
        for (uint32_t i = 0; i < r->n_runs[u]; i++)
            if (r->runs[u][i].run > most) most = r->runs[u][i].run;
    return most + 1;
}

/* ---- merging runs ---------------------------------------------------------------------------------------------------------- */

typedef struct source { /* a run that is being merged: its pages one after another */
    db_key_run run;
    buf bytes;
    page now;
    uint64_t key; /* of the entry at `at` */
    uint32_t at, next_page;
} source;

typedef struct writer {
    record *r;
    db_key_run run;
    uint32_t page;
    buf bytes;
} writer;

/* Makes s->at an entry, or s->now empty at the end. */
static int refill(record *r, source *s, ent_error *err)
{
    int rc = ENT_OK;
    while (!rc && s->at == s->now.n) {
        page p;
        s->at = 0;
        s->now = (page){NULL, 0};
        if (s->next_page > page_of(UINT64_MAX, s->run.bits)) break;
        rc = read_page(r, &s->run, s->next_page++, &p, err);
        buf_reset(&s->bytes);
        if (!rc && p.n) buf_put(&s->bytes, (const char *)p.bytes, (size_t)p.n * ENTRY_BYTES);
        page_done(r);
        if (!rc && s->bytes.failed) rc = error_memory(err);
        if (!rc && p.n) s->now = (page){(const unsigned char *)s->bytes.s, p.n};
    }
    if (!rc && s->now.n) s->key = key_at(&s->now, s->at);
    return rc;
}

static int flush(writer *w, ent_error *err)
{
    int rc = w->bytes.n ? write_page(w->r, Q_KEY_PAGE_PUT, &w->run, w->page, &w->bytes, err) : ENT_OK;
    buf_reset(&w->bytes);
    return rc;
}

static int write_bytes(writer *w, uint64_t key, const unsigned char bytes[ENTRY_BYTES], ent_error *err)
{
    uint32_t at = page_of(key, w->run.bits);
    int rc = at == w->page ? ENT_OK : flush(w, err);
    w->page = at;
    w->run.n++;
    buf_put(&w->bytes, (const char *)bytes, ENTRY_BYTES);
    return rc;
}

static int write_entry(writer *w, uint64_t key, uint32_t row, ent_error *err)
{
    unsigned char bytes[ENTRY_BYTES];
    for (int k = 0; k < KEY_BYTES; k++) bytes[k] = (unsigned char)(key >> 8 * k);
    for (int k = KEY_BYTES; k < ENTRY_BYTES; k++) bytes[k] = (unsigned char)(row >> 8 * (k - KEY_BYTES));
    return write_bytes(w, key, bytes, err);
}

/* The source whose entry comes first; NULL at the end. */
static source *least_of(source *s, uint32_t n)
{
    source *least = NULL;
    for (uint32_t i = 0; i < n; i++) {
        if (!s[i].now.n) continue;
        if (!least || s[i].key < least->key || (s[i].key == least->key && row_at(&s[i].now, s[i].at) < row_at(&least->now, least->at))) least = &s[i];
    }
    return least;
}

static int merge_all(writer *w, source *s, uint32_t n, ent_error *err)
{
    int rc = ENT_OK;
    source *least;
    for (uint32_t i = 0; !rc && i < n; i++) rc = refill(w->r, &s[i], err);
    while (!rc && (least = least_of(s, n))) {
        rc = write_bytes(w, least->key, least->now.bytes + (size_t)least->at++ * ENTRY_BYTES, err);
        if (rc) break;
        if (least->at < least->now.n) least->key = key_at(&least->now, least->at);
        else rc = refill(w->r, least, err);
    }
    return rc ? rc : flush(w, err);
}

/* Merges the newest n runs of a unit into one. Where its pages divide the keys as those of the oldest of them do, that one is written over, page by page as it
 * has been read: it is by far the largest, and nothing of it need be taken away. */
static int merge(record *r, record_unit unit, uint32_t n, ent_error *err)
{
    db_key_run *from = &r->runs[unit][r->n_runs[unit] - n];
    source s[DB_MAX_RUNS];
    writer w = {.r = r, .run = {.run = next_run(r)}};
    uint64_t total = 0;
    for (uint32_t i = 0; i < n; i++) {
        s[i] = (source){.run = from[i]};
        buf_init(&s[i].bytes);
        total += from[i].n;
    }
    buf_init(&w.bytes);
    w.run.bits = bits_for(total);
    bool over = w.run.bits == from[0].bits;
    if (over) w.run.run = from[0].run;
    int rc = merge_all(&w, s, n, err);
    for (uint32_t i = 0; i < n; i++) {
        buf_fini(&s[i].bytes);
        if (!rc && !(over && !i)) rc = drop_run(r, &from[i], err);
    }
    buf_fini(&w.bytes);
    if (!rc) rc = note_run(r, unit, &w.run, err);
    *from = w.run;
    r->n_runs[unit] -= n - 1;
    return rc;
}

static int merge_alike(record *r, record_unit unit, ent_error *err)
{
    const db_key_run *run = r->runs[unit];
    uint32_t n = r->n_runs[unit], k = 1;
    if (n < 2) return ENT_OK;
    for (uint64_t newer = run[n - 1].n; k < n && (run[n - 1 - k].n <= RUN_RATIO * newer || n - k >= DB_MAX_RUNS - 1); k++) newer += run[n - 1 - k].n;
    return k > 1 ? merge(r, unit, k, err) : ENT_OK;
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
    entry *entries;
    block *blocks;
    hit *hits;
    uint32_t n, n_blocks, n_hits, cap_hits;
    arena *mem;
    ent_error *err;
} putting;

static int by_key(const void *p, const void *q)
{
    const entry *a = p, *b = q;
    return a->key != b->key ? (a->key > b->key) - (a->key < b->key) : (a->row > b->row) - (a->row < b->row);
}

static bool sort_entries(putting *p, const uint64_t *keys, const int64_t *rows, uint32_t n)
{
    p->entries = arena_new(p->mem, entry, n);
    p->blocks = arena_new(p->mem, block, n);
    if (!p->entries || !p->blocks) return false;
    for (uint32_t i = 0; i < n; i++) p->entries[i] = (entry){keys[i], (uint32_t)rows[i], false};
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

static bool add_hits(putting *p, uint32_t at, const page *in, uint32_t from, uint32_t to)
{
    hit *grown = arena_grow(p->mem, p->hits, sizeof *grown, p->n_hits, p->n_hits + (to - from), &p->cap_hits);
    if (!grown) return false;
    p->hits = grown;
    for (uint32_t i = from; i < to; i++) p->hits[p->n_hits++] = (hit){at, row_at(in, i)};
    return true;
}

/* What a page has under the key of a block. */
static bool look_in(putting *p, uint32_t at, const page *in)
{
    block *b = &p->blocks[at];
    entry *e = &p->entries[b->first];
    uint32_t most = most_of(e->key), from = lower(in, e->key, 0), to = after(in, from, e->key), room = most - (b->n_hits < most ? b->n_hits : most);
    if (from == to) return true;
    for (uint32_t i = 0; i < b->n; i++) {
        if (e[i].row > row_at(in, to - 1)) break;
        uint32_t k = lower(in, e[i].key, e[i].row);
        e[i].known |= k < to && row_at(in, k) == e[i].row;
    }
    b->n_before += to - from;
    uint32_t n = to - from < room ? to - from : room;
    b->n_hits += n;
    return add_hits(p, at, in, from, from + n);
}

static int look_in_run(putting *p, const db_key_run *run)
{
    page now = {NULL, 0};
    uint32_t have = UINT32_MAX;
    int rc = ENT_OK;
    for (uint32_t i = 0; !rc && i < p->n_blocks; i++) {
        uint32_t want = page_of(p->entries[p->blocks[i].first].key, run->bits);
        if (want != have) rc = read_page(p->r, run, want, &now, p->err);
        have = want;
        if (!rc && now.n && !look_in(p, i, &now)) rc = error_memory(p->err);
    }
    page_done(p->r);
    return rc;
}

static int write_run(putting *p)
{
    writer w = {.r = p->r, .run = {.run = next_run(p->r), .bits = bits_for(p->n)}};
    int rc = ENT_OK;
    buf_init(&w.bytes);
    for (uint32_t i = 0; !rc && i < p->n; i++)
        if (!p->entries[i].known) rc = write_entry(&w, p->entries[i].key, p->entries[i].row, p->err);
    if (!rc) rc = flush(&w, p->err);
    buf_fini(&w.bytes);
    if (rc || !w.run.n) return rc;
    p->r->runs[p->unit][p->r->n_runs[p->unit]++] = w.run;
    rc = note_run(p->r, p->unit, &w.run, p->err);
    return rc ? rc : merge_alike(p->r, p->unit, p->err);
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
            const entry *e = &p->entries[b->first + k];
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
        for (end = i; end < n && rows[end] == rows[i]; end++) put_bytes(bytes, keys[end], KEY_BYTES);
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
    int rc = load_runs(r, err);
    if (!rc) rc = note_rows(r, unit, keys, rows, n, err);
    if (!rc && !sort_entries(&p, keys, rows, n)) rc = error_memory(err);
    for (uint32_t i = 0; !rc && i < r->n_runs[unit]; i++) rc = look_in_run(&p, &r->runs[unit][i]);
    if (!rc) rc = write_run(&p);
    if (!rc) rc = give_blocks(&p, each, ctx);
    arena_fini(&mem);
    return rc;
}

/* ---- looking up ---------------------------------------------------------------------------------------------------------------- */

int record_by_key(record *r, record_unit unit, uint64_t key, uint32_t most, int (*each)(void *ctx, int64_t row), void *ctx, ent_error *err)
{
    int rc = load_runs(r, err);
    uint32_t given = 0;
    for (uint32_t i = 0; !rc && i < r->n_runs[unit] && given < most; i++) {
        const db_key_run *run = &r->runs[unit][i];
        page p;
        rc = read_page(r, run, page_of(key, run->bits), &p, err);
        for (uint32_t at = rc ? 0 : lower(&p, key, 0); !rc && at < p.n && given < most && key_at(&p, at) == key; at++, given++) rc = each(ctx, row_at(&p, at));
        page_done(r);
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
    *keys = arena_new(mem, uint64_t, bytes / KEY_BYTES + 1);
    const unsigned char *b = sqlite3_column_blob(q, 0);
    for (*n = 0; *keys && b && *n < bytes / KEY_BYTES; ++*n) (*keys)[*n] = get_bytes(b + (size_t)*n * KEY_BYTES, KEY_BYTES);
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

/* Cuts an entry out of the page that has it. */
static int cut(record *r, record_unit unit, uint64_t key, uint32_t row, ent_error *err)
{
    int rc = load_runs(r, err);
    for (uint32_t i = 0; !rc && i < r->n_runs[unit]; i++) {
        db_key_run *run = &r->runs[unit][i];
        page p;
        rc = read_page(r, run, page_of(key, run->bits), &p, err);
        uint32_t at = rc ? 0 : lower(&p, key, row);
        if (rc || at == p.n || key_at(&p, at) != key || row_at(&p, at) != row) {
            page_done(r);
            continue;
        }
        buf_reset(&r->scratch);
        buf_put(&r->scratch, (const char *)p.bytes, (size_t)at * ENTRY_BYTES);
        buf_put(&r->scratch, (const char *)p.bytes + ((size_t)at + 1) * ENTRY_BYTES, (size_t)(p.n - at - 1) * ENTRY_BYTES);
        page_done(r);
        run->n--;
        rc = write_page(r, Q_KEY_PAGE_SET, run, page_of(key, run->bits), &r->scratch, err);
        return rc ? rc : note_run(r, unit, run, err);
    }
    return rc;
}

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
        if (!rc) rc = cut(r, unit, keys[i], (uint32_t)row, err);
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
