/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading for ask: counts, happenings, reports, partners, documents, full-text search.
 *
 * Rows are streamed: a walk holds one row, whatever the size of the record. Walks over happenings take ids in order of date
 * from one statement and fetch every row by a second, so that what is sorted is ids and dates, not lines of two kilobytes.
 *
 * A user's search words never reach SQLite as syntax: every word becomes a quoted string (double quotes doubled), which FTS5 reads
 * as a phrase of its tokens; "quoted words" stay one phrase; a trailing * asks for the words that begin so.
 */
#include "record/keys.h"

enum { STALE_DAYS = 7 }; /* a copy that says it was published later than this after its source is dated wrongly */

static void read_row(sqlite3_stmt *q, record_row *out)
{
    *out = (record_row){.id = db_str(q, 0), .event_id = db_str(q, 1), .story_id = db_str(q, 2), .event = db_str(q, 3), .mode = db_str(q, 4), .status = db_str(q, 5),
                        .actors = db_str(q, 6), .recipients = db_str(q, 7), .line = db_str(q, 8), .doc_id = db_str(q, 9), .path = db_str(q, 10), .url = db_str(q, 11),
                        .title = db_str(q, 12), .publisher = db_str(q, 13), .text_hash = db_str(q, 14), .start = db_day(q, 15), .stop = db_day(q, 16),
                        .published = db_day(q, 17), .dated = (uint8_t)(db_int(q, 18) & 3), .quad = (int32_t)db_int(q, 19), .scale_tenths = (int32_t)db_int(q, 20),
                        .superseded = db_int(q, 21) != 0, .vote = db_str(q, 22), .copy = db_int(q, 23) != 0, .event_start = db_day(q, 24),
                        .event_stop = db_day(q, 25), .n_reports = (int32_t)db_int(q, 26), .n_sources = (int32_t)db_int(q, 27), .first_published = db_day(q, 28)};
}

static void bind_query(sqlite3_stmt *q, const record_query *query)
{
    db_bind_str(q, 1, query->a);
    db_bind_str(q, 2, query->b);
    db_bind_day(q, 3, query->since);
    db_bind_day(q, 4, query->until);
    db_bind_str(q, 5, query->status);
}

/* Calls each for every row; the statement is reset at the end, whatever it was. */
static int walk_rows(record *r, sqlite3_stmt *q, record_row_fn each, void *ctx, ent_error *err)
{
    record_row row;
    int more = 0, stop = 0;
    while (!stop && (more = db_step(r, q, err)) == 1) {
        read_row(q, &row);
        stop = each(ctx, &row);
    }
    if (stop) sqlite3_reset(q);
    return stop ? stop : more < 0 ? db_code(r) : ENT_OK;
}

/* The happening of an id; apart: between others than those asked for. */
static int event_row(record *r, str id, bool apart, record_row_fn each, void *ctx, ent_error *err)
{
    sqlite3_stmt *q = db_query(r, Q_EVENT_ROW, err);
    record_row row;
    int stop = 0;
    if (!q) return db_code(r);
    db_bind_str(q, 1, id);
    int more = db_step(r, q, err);
    if (more == 1) {
        read_row(q, &row);
        row.apart = apart;
        stop = each(ctx, &row);
        sqlite3_reset(q);
    }
    return stop ? stop : more < 0 ? db_code(r) : ENT_OK;
}

int record_events(record *r, const record_query *query, record_row_fn each, void *ctx, ent_error *err)
{
    if (query->event_id.n) return event_row(r, query->event_id, false, each, ctx, err);
    sqlite3_stmt *q = db_query(r, query->b.n ? Q_DYAD_IDS : Q_EVENT_IDS, err);
    int more = 0, stop = 0;
    if (!q) return db_code(r);
    bind_query(q, query);
    while (!stop && (more = db_step(r, q, err)) == 1) stop = event_row(r, db_str(q, 0), query->b.n && !db_int(q, 1), each, ctx, err);
    if (stop) sqlite3_reset(q);
    return stop ? stop : more < 0 ? db_code(r) : ENT_OK;
}

int record_reports(record *r, const record_query *query, record_row_fn each, void *ctx, ent_error *err)
{
    sqlite3_stmt *q = db_query(r, query->event_id.n ? Q_EVENT_REPORTS : Q_REPORTS, err);
    if (!q) return db_code(r);
    if (query->event_id.n) {
        db_bind_str(q, 1, query->event_id);
    } else {
        bind_query(q, query);
        db_bind_int(q, 1, query->superseded);
    }
    return walk_rows(r, q, each, ctx, err);
}

/* ---- an event by its id ------------------------------------------------------------------------------------------------ */

typedef struct id_search {
    record *r;
    arena *mem;
    str id, found;
    bool ambiguous, superseded;
} id_search;

static int look_in(id_search *s, db_query_id table, ent_error *err)
{
    sqlite3_stmt *q = db_query(s->r, table, err);
    int more;
    if (!q) return db_code(s->r);
    db_bind_str(q, 1, s->id);
    while ((more = db_step(s->r, q, err)) == 1) {
        str event = db_str(q, 1);
        s->superseded |= db_int(q, 2) != 0;
        if (!event.n) continue;
        s->ambiguous |= s->found.n && !str_eq(s->found, event);
        s->found = arena_str(s->mem, event);
        if (!s->found.s) return sqlite3_reset(q), error_memory(err);
    }
    return more < 0 ? db_code(s->r) : ENT_OK;
}

static bool is_hex(str s)
{
    for (uint32_t i = 0; i < s.n; i++)
        if (!((s.s[i] >= '0' && s.s[i] <= '9') || (s.s[i] >= 'a' && s.s[i] <= 'f'))) return false;
    return s.n >= 6 && s.n <= 32;
}

int record_event_find(record *r, arena *mem, str id, str *event_id, ent_error *err)
{
    id_search s = {.r = r, .mem = mem, .id = id};
    if (!is_hex(id)) return error_set(err, ENT_E_USAGE, -1, "'%.*s' is no event: an id is 32 digits 0-9 a-f, or its first 6 or more", STR_ARG(id));
    int rc = look_in(&s, Q_ID_FIND, err);
    if (!rc && !s.found.n) rc = look_in(&s, Q_ALIAS_FIND, err);
    if (rc) return rc;
    if (s.ambiguous) return error_set(err, ENT_E_USAGE, -1, "'%.*s' begins several ids; give more digits", STR_ARG(id));
    if (!s.found.n && s.superseded) return error_set(err, ENT_E_NOTFOUND, -1, "report %.*s is of an older version of its page; the newer one no longer has it", STR_ARG(id));
    if (!s.found.n) return error_set(err, ENT_E_NOTFOUND, -1, "%s: no event or report %.*s", r->path, STR_ARG(id));
    *event_id = s.found;
    return ENT_OK;
}

/* ---- partners, documents, counts ------------------------------------------------------------------------------------------ */

int record_partners(record *r, const record_query *query, record_partner_fn each, void *ctx, ent_error *err)
{
    sqlite3_stmt *q = db_query(r, Q_PARTNERS, err);
    int more = 0, stop = 0;
    if (!q) return db_code(r);
    bind_query(q, query);
    while (!stop && (more = db_step(r, q, err)) == 1) {
        record_partner p = {.code = db_str(q, 0), .n = db_int(q, 1), .n_from = db_int(q, 6), .n_to = db_int(q, 7), .n_mutual = db_int(q, 8), .armed = db_int(q, 9) != 0};
        for (int i = 1; i <= 4; i++) p.by_quad[i] = db_int(q, 1 + i);
        stop = each(ctx, &p);
    }
    if (stop) sqlite3_reset(q);
    return stop ? stop : more < 0 ? db_code(r) : ENT_OK;
}

static int walk_pairs(record *r, db_query_id id, const record_query *query, record_denied_fn each, void *ctx, ent_error *err)
{
    sqlite3_stmt *q = db_query(r, id, err);
    int more = 0, stop = 0;
    if (!q) return db_code(r);
    bind_query(q, query);
    while (!stop && (more = db_step(r, q, err)) == 1) stop = each(ctx, db_str(q, 0), db_str(q, 1));
    if (stop) sqlite3_reset(q);
    return stop ? stop : more < 0 ? db_code(r) : ENT_OK;
}

int record_denied(record *r, const record_query *query, record_denied_fn each, void *ctx, ent_error *err) { return walk_pairs(r, Q_DENIED, query, each, ctx, err); }

int record_rivals(record *r, const record_query *query, record_denied_fn each, void *ctx, ent_error *err) { return walk_pairs(r, Q_RIVALS, query, each, ctx, err); }

/* Puts the documents that tell what the event tells, as a JSON list: its own, those of their stories, those that share two keys with its own. */
static int put_documents(record *r, str event, arena *mem, buf *out, ent_error *err)
{
    sqlite3_stmt *q = db_query(r, Q_FIGURE_DOCUMENTS, err);
    int64_t last = 0;
    int more = 0, rc = ENT_OK;
    if (!q) return db_code(r);
    db_bind_str(q, 1, event);
    buf_char(out, '[');
    while (!rc && (more = db_step(r, q, err)) == 1) {
        uint32_t *beside, n = 0;
        if (db_int(q, 0) != last) rc = keys_beside(r, db_int(q, 0), RECORD_BLOCK_MAX, mem, &beside, &n, err);
        last = db_int(q, 0);
        for (uint32_t i = 0; i < n; i++) buf_printf(out, "%u,", beside[i]);
        buf_printf(out, "%lld,", (long long)db_int(q, 1));
    }
    buf_z(out, "0]");
    if (rc) sqlite3_reset(q);
    return rc ? rc : more < 0 ? db_code(r) : out->failed ? error_memory(err) : ENT_OK;
}

static int walk_figures(record *r, str event, str documents, record_figure_fn each, void *ctx, ent_error *err)
{
    sqlite3_stmt *q = db_query(r, Q_FIGURES, err);
    int more = 0, stop = 0;
    if (!q) return db_code(r);
    db_bind_str(q, 1, event);
    db_bind_str(q, 2, documents);
    while (!stop && (more = db_step(r, q, err)) == 1) {
        record_figure f = {.group = db_str(q, 0), .doc = db_str(q, 1), .path = db_str(q, 2), .publisher = db_str(q, 3), .published = db_day(q, 4), .copy = db_int(q, 5),
                           .unit = db_str(q, 6), .value = db_int(q, 7), .bound = (uint8_t)(db_int(q, 8) & 3), .context = db_str(q, 9), .quote = db_str(q, 10),
                           .report = db_str(q, 11), .event_id = db_str(q, 12), .story_id = db_str(q, 13), .said_by = db_str(q, 14), .often = (uint8_t)db_int(q, 15), .source = db_str(q, 16)};
        stop = each(ctx, &f);
    }
    if (stop) sqlite3_reset(q);
    return stop ? stop : more < 0 ? db_code(r) : ENT_OK;
}

static int figures_of_event(record *r, str event, record_figure_fn each, void *ctx, ent_error *err)
{
    arena mem;
    buf documents;
    arena_init(&mem, 0);
    buf_init(&documents);
    int rc = put_documents(r, event, &mem, &documents, err);
    if (!rc) rc = walk_figures(r, event, str_make(documents.s, documents.n), each, ctx, err);
    buf_fini(&documents);
    arena_fini(&mem);
    return rc;
}

int record_figures(record *r, const record_query *query, record_figure_fn each, void *ctx, ent_error *err)
{
    sqlite3_stmt *q = db_query(r, Q_FIGURE_EVENTS, err);
    int more = 0, stop = 0;
    if (!q) return db_code(r);
    bind_query(q, query); /* while it is stepped, all that is read here is of one moment */
    r->runs_known = r->in_transaction;
    while (!stop && (more = db_step(r, q, err)) == 1) stop = figures_of_event(r, db_str(q, 0), each, ctx, err);
    if (stop) sqlite3_reset(q);
    return stop ? stop : more < 0 ? db_code(r) : ENT_OK;
}

static void read_document(sqlite3_stmt *q, record_document_row *out)
{
    *out = (record_document_row){.doc = db_str(q, 0), .path = db_str(q, 1), .url = db_str(q, 2), .title = db_str(q, 3), .publisher = db_str(q, 4),
                                 .language = db_str(q, 5), .published = db_day(q, 6), .published_true = db_day(q, 6), .story_id = db_str(q, 7),
                                 .superseded_by = db_str(q, 8), .copy_of = db_str(q, 9), .snippet = db_str(q, 12)};
    int32_t source_published = db_day(q, 10);
    if (str_eq(out->copy_of, out->doc)) out->copy_of = STR_NONE;
    out->independent = !out->copy_of.n && !out->superseded_by.n;
    bool stale = out->published == CAL_NONE || (source_published != CAL_NONE && out->published > source_published + STALE_DAYS);
    if (out->copy_of.n && stale) out->published_true = source_published;
    if (out->published_true == CAL_NONE) out->published_true = db_day(q, 11);
}

static int walk_documents(record *r, sqlite3_stmt *q, record_document_fn each, void *ctx, ent_error *err)
{
    record_document_row row;
    int more = 0, stop = 0;
    while (!stop && (more = db_step(r, q, err)) == 1) {
        read_document(q, &row);
        stop = each(ctx, &row);
    }
    if (stop) sqlite3_reset(q);
    return stop ? stop : more < 0 ? db_code(r) : ENT_OK;
}

int record_documents(record *r, const record_query *query, record_document_fn each, void *ctx, ent_error *err)
{
    sqlite3_stmt *q = db_query(r, Q_DOCUMENTS, err);
    if (!q) return db_code(r);
    bind_query(q, query);
    return walk_documents(r, q, each, ctx, err);
}

static bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); } /* as str_trim has it */

/* One word, or the words between double quotes, from *rest into the buffer as an FTS5 string. */
static void put_word(buf *out, str *rest)
{
    bool phrase = rest->s[0] == '"';
    uint32_t begin = phrase, end = begin;
    while (end < rest->n && (phrase ? rest->s[end] != '"' : !is_blank(rest->s[end]))) end++;
    bool prefix = !phrase && end > begin + 1 && rest->s[end - 1] == '*';
    buf_char(out, '"');
    for (uint32_t i = begin; i < end - prefix; i++) {
        if (rest->s[i] == '"') buf_char(out, '"');
        buf_char(out, rest->s[i] ? rest->s[i] : ' ');
    }
    buf_z(out, prefix ? "\"* " : "\" ");
    if (phrase && end < rest->n) end++;
    *rest = str_sub(*rest, end, rest->n);
}

static bool put_match(buf *out, str words)
{
    buf_reset(out);
    for (words = str_trim(words); words.n; words = str_trim(words)) put_word(out, &words);
    return out->n > 0;
}

static int found_row(record *r, str match, int64_t doc, record_document_fn each, void *ctx, ent_error *err)
{
    sqlite3_stmt *q = db_query(r, Q_FOUND, err);
    if (!q) return db_code(r);
    db_bind_str(q, 1, match);
    db_bind_int(q, 2, doc);
    return walk_documents(r, q, each, ctx, err);
}

int record_find(record *r, str words, record_document_fn each, void *ctx, ent_error *err)
{
    int more = 0, stop = 0;
    if (!put_match(&r->scratch, words)) return error_set(err, ENT_E_USAGE, -1, "no words to search for");
    if (r->scratch.failed) return error_memory(err);
    str match = str_make(r->scratch.s, r->scratch.n);
    sqlite3_stmt *q = db_query(r, Q_FIND, err);
    if (!q) return db_code(r);
    db_bind_str(q, 1, match);
    while (!stop && (more = db_step(r, q, err)) == 1) stop = found_row(r, match, db_int(q, 0), each, ctx, err);
    if (stop) sqlite3_reset(q);
    return stop ? stop : more < 0 ? db_code(r) : ENT_OK;
}

int record_count(record *r, record_counts *out, ent_error *err)
{
    sqlite3_stmt *q = db_query(r, Q_COUNT, err);
    if (!q) return db_code(r);
    if (db_step(r, q, err) != 1) return db_code(r);
    *out = (record_counts){.documents = (uint64_t)db_int(q, 0), .versions = (uint64_t)db_int(q, 1), .reports = (uint64_t)db_int(q, 2), .events = (uint64_t)db_int(q, 3)};
    sqlite3_reset(q);
    return ENT_OK;
}
