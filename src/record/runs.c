/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sorted runs of entries (key, row): how block keys lie in the record.
 *
 * Input: the entries of a settling, in order. Output: pages of them; the page on which a key is looked for.
 *
 *     entries ──► a new run ──► runs alike in size are merged          look up: a page of every run
 *
 * Method: a log-structured merge tree (O'Neil and others, 1996) in two tables. Keys are hashes, thus even, so a run needs no index: its page b
 * holds, in order, the entries whose first bits are b, and bits are chosen so that a page holds some hundred. A run is merged with the newer ones when
 * it is not larger than RUN_RATIO times all of them, so an entry is written again a few times (the logarithm of the record's size), always in sequence.
 *
 * Why not a table with a row for every key: at a million events each settling touches nearly every page of such a tree, and its index by row once
 * more; that was most of what merging cost.
 *
 * Cost: a page of every run, of which there are a few, for a key; memory: a page of every run that is merged. All within the caller's transaction.
 */
#include "record/runs.h"

enum { PAGE_ENTRIES = 340, RUN_RATIO = 6, MAX_BITS = 24, PAGE_SHIFT = 32 };

static uint32_t bits_for(uint64_t n)
{
    uint32_t bits = 0;
    while (bits < MAX_BITS && n >> bits > PAGE_ENTRIES) bits++;
    return bits;
}

/* ---- runs and pages ------------------------------------------------------------------------------------------------------ */

int runs_load(record *r, ent_error *err)
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

int runs_page(record *r, const db_key_run *run, uint32_t at, runs_leaf *out, ent_error *err)
{
    *out = (runs_leaf){NULL, 0};
    sqlite3_stmt *q = db_query(r, Q_KEY_PAGE, err);
    if (!q) return db_code(r);
    db_bind_int(q, 1, page_name(run, at));
    int more = db_step(r, q, err);
    if (more <= 0) return more < 0 ? db_code(r) : ENT_OK;
    out->bytes = sqlite3_column_blob(q, 0);
    int n = sqlite3_column_bytes(q, 0);
    if (n % RUNS_ENTRY_BYTES) return error_set(err, ENT_E_FORMAT, -1, "%s: the record is damaged (key_pages)", r->path);
    out->n = (uint32_t)n / RUNS_ENTRY_BYTES;
    return ENT_OK;
}

void runs_page_done(record *r) { sqlite3_reset(r->query[Q_KEY_PAGE]); }

static int write_page(record *r, db_query_id id, const db_key_run *run, uint32_t at, const buf *bytes, ent_error *err)
{
    if (bytes->failed) return error_memory(err);
    sqlite3_stmt *q = db_query(r, id, err);
    if (!q) return db_code(r);
    db_bind_int(q, 1, page_name(run, at));
    sqlite3_bind_blob64(q, 2, bytes->n ? bytes->s : "", bytes->n, SQLITE_STATIC);
    return db_run(r, q, err);
}

uint32_t runs_lower(const runs_leaf *p, uint64_t key, uint32_t row)
{
    uint32_t low = 0, high = p->n;
    while (low < high) {
        uint32_t at = low + (high - low) / 2;
        uint64_t k = runs_key_at(p, at);
        if (k < key || (k == key && runs_row_at(p, at) < row)) low = at + 1;
        else high = at;
    }
    return low;
}

uint32_t runs_after(const runs_leaf *p, uint32_t from, uint64_t key)
{
    uint32_t most = 16, at = from;
    while (at < p->n && at - from < most && runs_key_at(p, at) == key) at++;
    if (at - from < most) return at;
    return key == UINT64_MAX ? p->n : runs_lower(p, key + 1, 0);
}

int runs_note(record *r, record_unit unit, const db_key_run *run, ent_error *err)
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
    runs_leaf now;
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
        runs_leaf p;
        s->at = 0;
        s->now = (runs_leaf){NULL, 0};
        if (s->next_page > runs_page_of(UINT64_MAX, s->run.bits)) break;
        rc = runs_page(r, &s->run, s->next_page++, &p, err);
        buf_reset(&s->bytes);
        if (!rc && p.n) buf_put(&s->bytes, (const char *)p.bytes, (size_t)p.n * RUNS_ENTRY_BYTES);
        runs_page_done(r);
        if (!rc && s->bytes.failed) rc = error_memory(err);
        if (!rc && p.n) s->now = (runs_leaf){(const unsigned char *)s->bytes.s, p.n};
    }
    if (!rc && s->now.n) s->key = runs_key_at(&s->now, s->at);
    return rc;
}

static int flush(writer *w, ent_error *err)
{
    int rc = w->bytes.n ? write_page(w->r, Q_KEY_PAGE_PUT, &w->run, w->page, &w->bytes, err) : ENT_OK;
    buf_reset(&w->bytes);
    return rc;
}

static int write_bytes(writer *w, uint64_t key, const unsigned char bytes[RUNS_ENTRY_BYTES], ent_error *err)
{
    uint32_t at = runs_page_of(key, w->run.bits);
    int rc = at == w->page ? ENT_OK : flush(w, err);
    w->page = at;
    w->run.n++;
    buf_put(&w->bytes, (const char *)bytes, RUNS_ENTRY_BYTES);
    return rc;
}

static int write_entry(writer *w, uint64_t key, uint32_t row, ent_error *err)
{
    unsigned char bytes[RUNS_ENTRY_BYTES];
    for (int k = 0; k < RUNS_KEY_BYTES; k++) bytes[k] = (unsigned char)(key >> 8 * k);
    for (int k = RUNS_KEY_BYTES; k < RUNS_ENTRY_BYTES; k++) bytes[k] = (unsigned char)(row >> 8 * (k - RUNS_KEY_BYTES));
    return write_bytes(w, key, bytes, err);
}

/* The source whose entry comes first; NULL at the end. */
static source *least_of(source *s, uint32_t n)
{
    source *least = NULL;
    for (uint32_t i = 0; i < n; i++) {
        if (!s[i].now.n) continue;
        if (!least || s[i].key < least->key || (s[i].key == least->key && runs_row_at(&s[i].now, s[i].at) < runs_row_at(&least->now, least->at))) least = &s[i];
    }
    return least;
}

static int merge_all(writer *w, source *s, uint32_t n, ent_error *err)
{
    int rc = ENT_OK;
    source *least;
    for (uint32_t i = 0; !rc && i < n; i++) rc = refill(w->r, &s[i], err);
    while (!rc && (least = least_of(s, n))) {
        rc = write_bytes(w, least->key, least->now.bytes + (size_t)least->at++ * RUNS_ENTRY_BYTES, err);
        if (rc) break;
        if (least->at < least->now.n) least->key = runs_key_at(&least->now, least->at);
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
    if (!rc) rc = runs_note(r, unit, &w.run, err);
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

int runs_put(record *r, record_unit unit, const runs_entry *e, uint32_t n, ent_error *err)
{
    writer w = {.r = r, .run = {.run = next_run(r), .bits = bits_for(n)}};
    int rc = ENT_OK;
    buf_init(&w.bytes);
    for (uint32_t i = 0; !rc && i < n; i++)
        if (!e[i].known) rc = write_entry(&w, e[i].key, e[i].row, err);
    if (!rc) rc = flush(&w, err);
    buf_fini(&w.bytes);
    if (rc || !w.run.n) return rc;
    r->runs[unit][r->n_runs[unit]++] = w.run;
    rc = runs_note(r, unit, &w.run, err);
    return rc ? rc : merge_alike(r, unit, err);
}

int runs_cut(record *r, record_unit unit, uint64_t key, uint32_t row, ent_error *err)
{
    int rc = runs_load(r, err);
    for (uint32_t i = 0; !rc && i < r->n_runs[unit]; i++) {
        db_key_run *run = &r->runs[unit][i];
        runs_leaf p;
        rc = runs_page(r, run, runs_page_of(key, run->bits), &p, err);
        uint32_t at = rc ? 0 : runs_lower(&p, key, row);
        if (rc || at == p.n || runs_key_at(&p, at) != key || runs_row_at(&p, at) != row) {
            runs_page_done(r);
            continue;
        }
        buf_reset(&r->scratch);
        buf_put(&r->scratch, (const char *)p.bytes, (size_t)at * RUNS_ENTRY_BYTES);
        buf_put(&r->scratch, (const char *)p.bytes + ((size_t)at + 1) * RUNS_ENTRY_BYTES, (size_t)(p.n - at - 1) * RUNS_ENTRY_BYTES);
        runs_page_done(r);
        run->n--;
        rc = write_page(r, Q_KEY_PAGE_SET, run, runs_page_of(key, run->bits), &r->scratch, err);
        return rc ? rc : runs_note(r, unit, run, err);
    }
    return rc;
}
