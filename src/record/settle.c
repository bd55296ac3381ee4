/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Settling, as the record sees it: what is pending, the seam through which story reads reports and assigns them to happenings, and
 * the row that every happening touched gets at the end.
 *
 *     record_settle_begin (BEGIN) ──► record_pending ──► story: keys, by key, assign ──► record_settle_end: events made again, COMMIT
 *
 * A happening's row is a function of its live reports alone: the canonical report (query.c: Q_CANONICAL), how many reports, how
 * many independent sources (exact copies of one text count once), when it was first published. So it does not matter in which
 * order, or in how many runs, its reports came.
 *
 * Cost: linear in the reports of the happenings touched.
 */
#include "base/hash.h"
#include "record/db.h"

int record_settle_begin(record *r, ent_error *err)
{
    int rc = r->in_transaction ? db_end(r, ENT_OK, err) : ENT_OK; /* a batch of documents */
    if (!rc) rc = db_begin(r, err);
    if (!rc) rc = db_fit_cache(r, err);
    sqlite3_stmt *q = rc ? NULL : db_query(r, Q_ECHO_PENDING, err);
    return rc ? rc : q ? db_run(r, q, err) : db_code(r);
}

int record_pending(record *r, record_unit unit, arena *mem, int64_t **rows, uint32_t *n, ent_error *err)
{
    sqlite3_stmt *q = db_query(r, unit != RECORD_REPORTS ? Q_DOCUMENTS_PENDING : Q_PENDING, err);
    uint32_t cap = 0;
    int more = 0;
    *rows = NULL;
    *n = 0;
    while (q && (more = db_step(r, q, err)) == 1) {
        int64_t *grown = arena_grow(mem, *rows, sizeof **rows, *n, *n + 1, &cap);
        if (!grown) return sqlite3_reset(q), error_memory(err);
        *rows = grown;
        grown[(*n)++] = db_int(q, 0);
    }
    return !q || more < 0 ? db_code(r) : ENT_OK;
}

/* ---- the seam ------------------------------------------------------------------------------------------------------ */

static str blob(sqlite3_stmt *q, int column)
{
    const void *bytes = sqlite3_column_blob(q, column);
    return bytes ? str_make(bytes, (size_t)sqlite3_column_bytes(q, column)) : STR_NONE;
}

static void read_report(sqlite3_stmt *q, record_report *out)
{
    *out = (record_report){.id = db_str(q, 0), .doc_id = db_str(q, 1), .event = db_str(q, 2), .mode = db_str(q, 3), .act = db_str(q, 4), .status = db_str(q, 5),
                           .actors = db_str(q, 6), .recipients = db_str(q, 7), .names = db_str(q, 8), .text = db_str(q, 9), .trigger = db_str(q, 10),
                           .place = db_str(q, 11), .place_kind = db_str(q, 12), .text_hash = db_str(q, 13), .sketch = blob(q, 14), .start = db_day(q, 15),
                           .stop = db_day(q, 16), .published = db_day(q, 17), .dated = (uint8_t)(db_int(q, 18) & 3), .dead = -1, .injured = -1};
    out->row = db_int(q, 23);
    out->doc_row = db_int(q, 24);
    out->text_at = (uint32_t)db_int(q, 21);
    out->trigger_at = (uint32_t)db_int(q, 22) - out->text_at;
    if (sqlite3_column_type(q, 19) != SQLITE_NULL) out->dead = (int32_t)db_int(q, 19);
    if (sqlite3_column_type(q, 20) != SQLITE_NULL) out->injured = (int32_t)db_int(q, 20);
}

static void read_document(sqlite3_stmt *q, record_report *out)
{
    *out = (record_report){.id = db_str(q, 0), .row = db_int(q, 4), .doc_row = db_int(q, 4), .doc_id = db_str(q, 0), .text_hash = db_str(q, 1), .sketch = blob(q, 2), .published = db_day(q, 3), .start = CAL_NONE,
                           .stop = CAL_NONE, .dead = -1, .injured = -1};
}

static int walk(record *r, record_unit unit, sqlite3_stmt *q, record_report_fn each, void *ctx, uint32_t *n, ent_error *err)
{
    record_report row;
    int more = 0, stop = 0;
    for (*n = 0; !stop && (more = db_step(r, q, err)) == 1; ++*n) {
        if (unit != RECORD_REPORTS) read_document(q, &row);
        else read_report(q, &row);
        stop = each(ctx, &row);
    }
    if (stop) sqlite3_reset(q);
    return stop ? stop : more < 0 ? db_code(r) : ENT_OK;
}

int record_at(record *r, record_unit unit, int64_t row, record_report_fn each, void *ctx, ent_error *err)
{
    uint32_t n;
    sqlite3_stmt *q = db_query(r, unit != RECORD_REPORTS ? Q_DOCUMENT_AT : Q_REPORT_AT, err);
    if (!q) return db_code(r);
    db_bind_int(q, 1, row);
    int rc = walk(r, unit, q, each, ctx, &n, err);
    return rc || n ? rc : error_set(err, ENT_E_NOTFOUND, -1, "%s: no report or document in row %lld", r->path, (long long)row);
}

int record_of_event(record *r, str event_id, record_report_fn each, void *ctx, ent_error *err)
{
    uint32_t n;
    sqlite3_stmt *q = db_query(r, Q_REPORTS_OF, err);
    if (!q) return db_code(r);
    db_bind_str(q, 1, event_id);
    return walk(r, RECORD_REPORTS, q, each, ctx, &n, err);
}

int record_gist_put(record *r, int64_t report, str gist, ent_error *err)
{
    sqlite3_stmt *q = db_query(r, Q_GIST_PUT, err);
    if (!q) return db_code(r);
    db_bind_int(q, 1, report);
    sqlite3_bind_blob64(q, 2, gist.s, gist.n, SQLITE_STATIC);
    return db_run(r, q, err);
}

int record_gist(record *r, int64_t report, arena *mem, str *gist, ent_error *err)
{
    sqlite3_stmt *q = db_query(r, Q_GIST, err);
    if (!q) return db_code(r);
    db_bind_int(q, 1, report);
    *gist = STR_NONE;
    int more = db_step(r, q, err);
    if (more <= 0) return more < 0 ? db_code(r) : ENT_OK;
    str bytes = blob(q, 0);
    if (bytes.n) *gist = arena_str(mem, bytes);
    sqlite3_reset(q);
    return mem->failed ? error_memory(err) : ENT_OK;
}

static int touch(record *r, str event_id, ent_error *err)
{
    sqlite3_stmt *q = db_query(r, Q_TOUCH, err);
    if (!q) return db_code(r);
    db_bind_str(q, 1, event_id);
    return db_run(r, q, err);
}

static int move(record *r, int64_t report, str event_id, ent_error *err)
{
    sqlite3_stmt *q = db_query(r, Q_ASSIGN, err);
    if (!q) return db_code(r);
    db_bind_int(q, 1, report);
    db_bind_str(q, 2, event_id);
    int rc = db_run(r, q, err);
    return rc ? rc : touch(r, event_id, err);
}

static int assign_report(record *r, int64_t report, str event_id, ent_error *err)
{
    sqlite3_stmt *q = db_query(r, Q_EVENT_OF, err);
    if (!q) return db_code(r);
    db_bind_int(q, 1, report);
    int more = db_step(r, q, err);
    if (more < 0) return db_code(r);
    if (!more) return error_set(err, ENT_E_NOTFOUND, -1, "%s: no report in row %lld", r->path, (long long)report);
    str old = db_str(q, 0);
    int rc = ENT_OK;
    bool moved = !str_eq(old, event_id);
    if (moved && old.n) rc = touch(r, old, err);
    sqlite3_reset(q);
    return rc || !moved ? rc : move(r, report, event_id, err);
}

static int run_with(record *r, db_query_id id, int64_t row, str to, ent_error *err)
{
    sqlite3_stmt *q = db_query(r, id, err);
    if (!q) return db_code(r);
    db_bind_int(q, 1, row);
    db_bind_str(q, 2, to);
    return db_run(r, q, err);
}

/* The happenings that a document's reports are of count their sources anew when its source changes; and its copies are others. */
static int touch_for(record *r, db_query_id what, int64_t doc, ent_error *err)
{
    sqlite3_stmt *q = db_query(r, what, err);
    if (!q) return db_code(r);
    db_bind_int(q, 1, doc);
    return db_run(r, q, err);
}

int record_assign(record *r, record_unit unit, int64_t row, str to, ent_error *err)
{
    if (unit == RECORD_REPORTS) return assign_report(r, row, to, err);
    if (unit == RECORD_STORIES) return run_with(r, Q_STORY_ASSIGN, row, to, err);
    int rc = run_with(r, Q_DOCUMENT_ASSIGN, row, to, err);
    if (rc || !sqlite3_changes(r->db)) return rc;
    rc = touch_for(r, Q_ECHO_REGROUP, row, err);
    return rc ? rc : touch_for(r, Q_DOCUMENT_TOUCH, row, err);
}

int record_assigned(record *r, record_unit unit, int64_t row, uint64_t *to, ent_error *err)
{
    static const db_query_id ids[] = {[RECORD_DOCUMENTS] = Q_SOURCE_OF, [RECORD_STORIES] = Q_STORY_OF, [RECORD_REPORTS] = Q_EVENT_OF};
    sqlite3_stmt *q = db_query(r, ids[unit], err);
    if (!q) return db_code(r);
    db_bind_int(q, 1, row);
    *to = 0;
    int more = db_step(r, q, err);
    if (more < 0) return db_code(r);
    str name = more ? db_str(q, 0) : STR_NONE;
    if (name.n) *to = hash_bytes(name.s, name.n, 0);
    sqlite3_reset(q);
    return ENT_OK;
}

/* ---- the rows of happenings ------------------------------------------------------------------------------------------ */

static int drop_event(record *r, str id, ent_error *err)
{
    sqlite3_stmt *q = db_query(r, Q_EVENT_DROP, err);
    if (!q) return db_code(r);
    db_bind_str(q, 1, id);
    return db_run(r, q, err);
}

typedef struct gist { /* what tells which of two reports is canonical */
    int64_t report, days;
    bool undated, not_told; /* told: the day, by an expression */
    bool nameless; /* the page names no publisher */
    int32_t published;
    str id;
} gist;

typedef struct happening {
    arena *mem;
    gist best;
    map sources;
    uint32_t n_reports;
    int32_t first_published;
} happening;

/* Most specific date, told by an expression rather than by the page's date; then the earliest page, one that names its publisher; then the smallest id. */
static bool is_better(const gist *a, const gist *b)
{
    if (a->undated != b->undated) return b->undated;
    if (a->days != b->days) return a->days < b->days;
    if (a->not_told != b->not_told) return b->not_told;
    if (a->published != b->published) return b->published == CAL_NONE || (a->published != CAL_NONE && a->published < b->published);
    if (a->nameless != b->nameless) return b->nameless;
    return str_cmp(a->id, b->id) < 0;
}

static bool see_report(happening *h, sqlite3_stmt *q)
{
    gist g = {.report = db_int(q, 0), .id = db_str(q, 1), .published = db_day(q, 3), .undated = db_int(q, 4) != 0, .days = db_int(q, 5), .not_told = db_int(q, 6) != DATED_EXPRESSION,
              .nameless = db_int(q, 8) != 0};
    str source = db_str(q, 2);
    if (map_find(&h->sources, source) == MAP_NONE) {
        source = arena_str(h->mem, source);
        if (!source.s || !map_put(&h->sources, source, 1)) return false;
    }
    if (g.published != CAL_NONE && (h->first_published == CAL_NONE || g.published < h->first_published)) h->first_published = g.published;
    h->n_reports++;
    if (db_int(q, 7) || (h->best.report && !is_better(&g, &h->best))) return true; /* an echo is nobody's own reading */
    g.id = arena_str(h->mem, g.id);
    h->best = g;
    return g.id.s != NULL;
}

static int put_event(record *r, str id, const happening *h, ent_error *err)
{
    sqlite3_stmt *put = db_query(r, Q_EVENT_PUT, err);
    if (!put) return db_code(r);
    db_bind_str(put, 1, id);
    db_bind_int(put, 2, h->best.report);
    db_bind_int(put, 3, h->n_reports);
    db_bind_int(put, 4, h->sources.n);
    db_bind_day(put, 5, h->first_published);
    return db_run(r, put, err);
}

static int remake_event(record *r, str id, arena *mem, ent_error *err)
{
    sqlite3_stmt *q = db_query(r, Q_REPORTS_SHORT, err);
    int more = 0;
    if (!q) return db_code(r);
    happening h = {.mem = mem, .first_published = CAL_NONE};
    map_init(&h.sources, mem);
    db_bind_str(q, 1, id);
    while ((more = db_step(r, q, err)) == 1)
        if (!see_report(&h, q)) return sqlite3_reset(q), error_memory(err);
    if (more < 0) return db_code(r);
    return h.best.report ? put_event(r, id, &h, err) : drop_event(r, id, err);
}

static int remake_touched(record *r, ent_error *err)
{
    int more = 0, rc = ENT_OK;
    sqlite3_stmt *q = db_query(r, Q_TOUCHED, err);
    if (!q) return db_code(r);
    arena mem;
    arena_init(&mem, 0);
    while (!rc && (more = db_step(r, q, err)) == 1) {
        arena_reset(&mem);
        rc = remake_event(r, db_str(q, 0), &mem, err);
    }
    arena_fini(&mem);
    if (rc) sqlite3_reset(q);
    return rc ? rc : more < 0 ? db_code(r) : ENT_OK;
}

int record_settle_end(record *r, int rc, ent_error *err)
{
    static const db_query_id closing[] = {Q_DOCUMENTS_SETTLED, Q_SETTLED, Q_TOUCHED_CLEAR, Q_ECHO_CLEAR};
    if (!rc) rc = remake_touched(r, err);
    for (int i = 0; !rc && i < 4; i++) {
        sqlite3_stmt *q = db_query(r, closing[i], err);
        rc = q ? db_run(r, q, err) : db_code(r);
    }
    return db_end(r, rc, err);
}
