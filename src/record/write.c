/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writing: a document with its reports, in one transaction, or in that of its batch: a commit costs as much as several documents, and full text
 * is written out at each.
 *
 * Input: a doc, the export lines of its events, story's marks. Output: rows, or RECORD_UNCHANGED and nothing.
 *
 * A page is known by its key: its URL, else its path, else (a line of an NDJSON file without URL) path and id. Under one key:
 *     the same text, read alike            nothing is written, so that reading a folder again leaves the file as it was
 *     the same text, read otherwise        (another version of the program, a date given now) the reports are replaced: they
 *                                          are a reading of the text, and the newer reading is the one to keep
 *     the same text, another path          the smaller path stays, so that the order of reading does not show
 *     another text                         a new version. The later published is current; when that does not tell, the one read
 *                                          later. The older version stays, its reports marked superseded, out of all totals
 * "The same text" is told by a hash of the exact bytes; the hash for copies, which ignores case and punctuation, is story's.
 *
 * When reports go, what shares a block with them becomes pending, so that a happening they held together may fall apart.
 */
#include <stdlib.h>

#include "base/hash.h"
#include "record/keys.h"

enum { MAX_LINEAGE = 16 };

typedef struct known { /* what the record has under a key */
    int64_t same;         /* document with the same text, 0 none */
    int64_t current[MAX_LINEAGE];
    int32_t current_published[MAX_LINEAGE];
    uint32_t n_current;
    bool same_is_current, unchanged;
} known;

typedef struct reading {
    record *r;
    const doc *d;
    const str *lines;
    record_marks marks;
    str version;
    buf key, parts;
    char exact[32], all[32];
} reading;

/* Runs a statement on one document number. */
static int run_on(record *r, db_query_id id, int64_t doc, ent_error *err)
{
    sqlite3_stmt *q = db_query(r, id, err);
    if (!q) return db_code(r);
    db_bind_int(q, 1, doc);
    return db_run(r, q, err);
}

static int run_all_on(record *r, const db_query_id *ids, int n, int64_t doc, ent_error *err)
{
    int rc = ENT_OK;
    for (int i = 0; !rc && i < n; i++) rc = run_on(r, ids[i], doc, err);
    return rc;
}

/* ---- what a reading is ----------------------------------------------------------------------------------------------- */

static void put_part(buf *b, str s)
{
    buf_int(b, s.n);
    buf_char(b, ':');
    buf_str(b, s);
}

static int describe(reading *x, ent_error *err)
{
    const doc *d = x->d;
    str place = d->url.n ? d->url : d->path;
    buf_str(&x->key, place);
    if (!d->url.n && d->line) {
        buf_char(&x->key, '#');
        buf_str(&x->key, d->id);
    }
    hash_hex(d->text.s, d->text.n, x->exact);
    const str parts[] = {x->version, d->id, d->title, d->publisher, d->language, d->published_text, str_make(x->exact, 32)};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) put_part(&x->parts, parts[i]);
    buf_printf(&x->parts, "%d %u %u", d->published, d->published_basis, d->flags);
    for (uint32_t i = 0; i < d->n_events; i++) put_part(&x->parts, x->lines[i]);
    if (x->key.failed || x->parts.failed) return error_memory(err);
    hash_hex(x->parts.s, x->parts.n, x->all);
    return ENT_OK;
}

static void see(const reading *x, sqlite3_stmt *q, known *k)
{
    bool same_key = db_int(q, 1), same_text = db_int(q, 3), is_current = db_int(q, 5);
    str path = db_str(q, 2);
    if (same_text && !k->same) {
        bool other_place = !str_eq(path, x->d->path) && str_eq(db_str(q, 7), x->version);
        k->same = db_int(q, 0);
        k->same_is_current = is_current;
        k->unchanged = str_eq(db_str(q, 4), str_make(x->all, 32)) || (other_place && str_cmp(path, x->d->path) < 0);
    }
    if (same_key && is_current && k->n_current < MAX_LINEAGE) {
        k->current_published[k->n_current] = db_day(q, 6);
        k->current[k->n_current++] = db_int(q, 0);
    }
}

static int look_up(const reading *x, known *k, ent_error *err)
{
    sqlite3_stmt *q = db_query(x->r, Q_SAME_KEY, err);
    int more;
    if (!q) return db_code(x->r);
    db_bind_str(q, 1, str_make(x->key.s, x->key.n));
    db_bind_str(q, 2, x->d->id);
    db_bind_str(q, 3, str_make(x->exact, 32));
    while ((more = db_step(x->r, q, err)) == 1) see(x, q, k);
    return more < 0 ? db_code(x->r) : ENT_OK;
}

/* ---- the document's row ------------------------------------------------------------------------------------------------ */

/* Title and text, into their table or into the index. As values: a statement that reads rows would make FTS5 write out what it holds for every document of
 * a batch. */
static int put_text(reading *x, int64_t doc, db_query_id into, ent_error *err)
{
    sqlite3_stmt *q = db_query(x->r, into, err);
    if (!q) return db_code(x->r);
    db_bind_int(q, 1, doc);
    db_bind_or_null(q, 2, x->d->title);
    db_bind_str(q, 3, x->d->text);
    return db_run(x->r, q, err);
}

static int put_marks(reading *x, int64_t doc, ent_error *err)
{
    sqlite3_stmt *q = db_query(x->r, Q_MARKS_PUT, err);
    if (!q) return db_code(x->r);
    db_bind_int(q, 1, doc);
    db_bind_str(q, 2, x->d->id);
    db_bind_str(q, 3, x->marks.text_hash);
    db_bind_day(q, 4, x->d->published);
    if (x->marks.sketch.n) sqlite3_bind_blob64(q, 5, x->marks.sketch.s, x->marks.sketch.n, SQLITE_STATIC);
    return db_run(x->r, q, err);
}

static int put_document(reading *x, int64_t replace, int64_t *out, ent_error *err)
{
    const doc *d = x->d;
    record *r = x->r;
    sqlite3_stmt *q = db_query(r, replace ? Q_DOCUMENT_SET : Q_DOCUMENT_PUT, err);
    if (!q) return db_code(r);
    buf *lists = &r->scratch;
    buf_reset(lists);
    for (uint32_t i = 0; i < d->n_authors; i++) {
        if (i) buf_z(lists, "; ");
        buf_str(lists, d->authors[i]);
    }
    size_t n_authors = lists->n;
    for (unsigned i = 0; i < N_DOC_FLAGS; i++) {
        if (!(d->flags >> i & 1)) continue;
        if (lists->n > n_authors) buf_char(lists, ' ');
        buf_z(lists, flag_name(i));
    }
    if (lists->failed) return error_memory(err);
    const str text[] = {d->url, d->title, d->publisher, str_make(lists->s, n_authors), d->language};
    db_bind_str(q, 1, d->id);
    db_bind_str(q, 2, str_make(x->key.s, x->key.n));
    db_bind_or_null(q, 3, d->path);
    for (int i = 0; i < 5; i++) db_bind_or_null(q, 4 + i, text[i]);
    db_bind_day(q, 9, d->published);
    db_bind_str(q, 10, str_from(basis_name(d->published_basis)));
    db_bind_int(q, 11, d->published_trust);
    db_bind_or_null(q, 12, lists->s ? str_make(lists->s + n_authors, lists->n - n_authors) : STR_NONE);
    db_bind_str(q, 13, x->version);
    db_bind_str(q, 14, x->marks.text_hash);
    db_bind_str(q, 15, str_make(x->exact, 32));
    db_bind_str(q, 16, str_make(x->all, 32));
    if (replace) db_bind_int(q, 17, replace);
    int rc = db_run(r, q, err);
    *out = replace ? replace : sqlite3_last_insert_rowid(r->db);
    if (!rc) rc = put_text(x, *out, Q_TEXT_PUT, err);
    return rc ? rc : put_marks(x, *out, err);
}

/* ---- reports ------------------------------------------------------------------------------------------------------------- */

static void sort_unique(str *list, uint32_t *n)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < *n; i++) {
        str one = list[i];
        uint32_t at = kept;
        while (at && str_cmp(list[at - 1], one) > 0) at--;
        if (!one.n || (at && str_eq(list[at - 1], one))) continue;
        memmove(list + at + 1, list + at, (kept - at) * sizeof *list);
        list[at] = one;
        kept++;
    }
    *n = kept;
}

static str join(buf *out, const str *list, uint32_t n, char between)
{
    size_t begin = out->n;
    for (uint32_t i = 0; i < n; i++) {
        if (i) buf_char(out, between);
        buf_str(out, list[i]);
    }
    return (str){NULL, (uint32_t)(out->n - begin)}; /* the buffer may still move: only the length holds */
}

static const doc_actor *actor_of(const doc *d, const doc_party *p)
{
    static const doc_actor nobody = {0};
    return p->actor < d->n_actors ? &d->actors[p->actor] : &nobody;
}

static uint32_t codes_of(const doc *d, const doc_party *p, uint32_t n, str *out)
{
    for (uint32_t i = 0; i < n; i++) out[i] = actor_of(d, &p[i])->code.n ? actor_of(d, &p[i])->code : actor_of(d, &p[i])->country;
    sort_unique(out, &n);
    return n;
}

/* The three joined lists of a report: actors' codes, recipients' codes, names. */
static void party_lists(const doc *d, const doc_event *e, buf *out, str lists[3])
{
    str one[2 * DOC_MAX_PARTIES];
    buf_reset(out);
    uint32_t n = codes_of(d, e->actor, e->n_actors, one);
    lists[0] = join(out, one, n, ' ');
    n = codes_of(d, e->recipient, e->n_recipients, one);
    lists[1] = join(out, one, n, ' ');
    n = 0;
    for (uint32_t i = 0; i < e->n_actors; i++) one[n++] = actor_of(d, &e->actor[i])->name;
    for (uint32_t i = 0; i < e->n_recipients; i++) one[n++] = actor_of(d, &e->recipient[i])->name;
    sort_unique(one, &n);
    lists[2] = join(out, one, n, '|');
    const char *at = out->s;
    for (int i = 0; i < 3; at += lists[i++].n) lists[i].s = at;
}

static void bind_numbers(sqlite3_stmt *q, const doc *d, const doc_event *e)
{
    const doc_sentence *s = &d->sentences[e->sent];
    const int32_t counts[] = {e->dead, e->injured, e->arrested};
    db_bind_int(q, 8, e->quad);
    db_bind_int(q, 9, e->scale_tenths);
    db_bind_int(q, 10, e->goldstein_tenths);
    db_bind_day(q, 15, e->start);
    db_bind_day(q, 16, e->stop);
    if (e->start != CAL_NONE) db_bind_int(q, 17, e->stop == CAL_NONE ? 1 : (int64_t)e->stop - e->start + 1);
    db_bind_int(q, 18, e->dated);
    for (int i = 0; i < 3; i++)
        if (counts[i] >= 0) db_bind_int(q, 23 + i, counts[i]);
    db_bind_int(q, 27, e->score_thousandths);
    db_bind_int(q, 28, s->begin);
    db_bind_int(q, 29, s->end);
    db_bind_int(q, 30, e->trigger_begin);
    db_bind_int(q, 31, e->trigger_end);
    db_bind_str(q, 32, doc_text(d, e->trigger_begin, e->trigger_end));
    db_bind_str(q, 33, doc_text(d, s->begin, s->end));
}

static int put_line(record *r, int64_t report, str line, ent_error *err)
{
    sqlite3_stmt *q = db_query(r, Q_LINE_PUT, err);
    if (!q) return db_code(r);
    db_bind_int(q, 1, report);
    db_bind_str(q, 2, line);
    return db_run(r, q, err);
}

static int put_report(reading *x, int64_t document, const doc_event *e, str line, bool superseded, int64_t *report, ent_error *err)
{
    const doc *d = x->d;
    str lists[3];
    sqlite3_stmt *q = db_query(x->r, Q_REPORT_PUT, err);
    if (!q) return db_code(x->r);
    party_lists(d, e, &x->r->scratch, lists);
    if (x->r->scratch.failed) return error_memory(err);
    db_bind_str(q, 1, str_from(e->id));
    db_bind_int(q, 2, document);
    db_bind_int(q, 3, superseded);
    db_bind_str(q, 4, e->event);
    db_bind_or_null(q, 5, e->mode);
    db_bind_or_null(q, 6, e->act_event);
    db_bind_str(q, 7, str_from(status_name(e->status)));
    db_bind_or_null(q, 11, e->cameo);
    for (int i = 0; i < 3; i++) db_bind_str(q, 12 + i, lists[i]);
    if (e->place != DOC_NONE) {
        db_bind_or_null(q, 19, d->places[e->place].name);
        db_bind_or_null(q, 20, d->places[e->place].kind);
        db_bind_or_null(q, 21, d->places[e->place].country);
    }
    db_bind_or_null(q, 22, e->vote);
    db_bind_str(q, 26, e->rule);
    bind_numbers(q, d, e);
    int rc = db_run(x->r, q, err);
    *report = !rc && sqlite3_changes(x->r->db) ? sqlite3_last_insert_rowid(x->r->db) : 0;
    return *report ? put_line(x->r, *report, line, err) : rc;
}

/* Joined by a blank, in the scratch: valid until it is used again. */
static str sectors_of(reading *x, const doc_actor *a)
{
    buf *out = &x->r->scratch;
    buf_reset(out);
    uint32_t n = join(out, a->sector, a->n_sectors, ' ').n;
    return str_make(out->s, n);
}

static int put_parties(reading *x, int64_t report, const char *side, const doc_party *p, uint32_t n, ent_error *err)
{
    static const char *const kinds[] = {"state", "person", "organisation", "group", "role"};
    int rc = ENT_OK;
    for (uint32_t i = 0; !rc && i < n; i++) {
        const doc_actor *a = actor_of(x->d, &p[i]);
        sqlite3_stmt *q = db_query(x->r, Q_PARTY_PUT, err);
        if (!q) return db_code(x->r);
        db_bind_int(q, 1, report);
        db_bind_str(q, 2, str_from(side));
        db_bind_int(q, 3, i);
        db_bind_or_null(q, 4, a->code);
        db_bind_or_null(q, 5, a->country);
        if (p[i].actor < x->d->n_actors) db_bind_str(q, 6, str_from(kinds[a->kind % 5]));
        db_bind_or_null(q, 7, sectors_of(x, a));
        db_bind_or_null(q, 8, a->name);
        db_bind_or_null(q, 9, doc_text(x->d, p[i].begin, p[i].end));
        db_bind_or_null(q, 10, a->wikidata);
        rc = db_run(x->r, q, err);
    }
    return rc;
}

static int put_object(reading *x, int64_t report, const doc_event *e, ent_error *err)
{
    if (!e->object_kind.n) return ENT_OK;
    sqlite3_stmt *q = db_query(x->r, Q_OBJECT_PUT, err);
    if (!q) return db_code(x->r);
    db_bind_int(q, 1, report);
    db_bind_str(q, 2, e->object_kind);
    db_bind_or_null(q, 3, e->object_name);
    db_bind_or_null(q, 4, doc_text(x->d, e->object_begin, e->object_end));
    return db_run(x->r, q, err);
}

/* A report of this id that an older version left behind makes room: the text still says it. */
static int make_room(reading *x, db_query_id how, str id, ent_error *err)
{
    sqlite3_stmt *q = db_query(x->r, how, err);
    if (!q) return db_code(x->r);
    db_bind_str(q, 1, id);
    return db_run(x->r, q, err);
}

/* A live report; *report is 0 when another document has it. */
static int put_live(reading *x, int64_t doc, const doc_event *e, str line, int64_t *report, ent_error *err)
{
    str id = str_from(e->id);
    int rc = make_room(x, Q_ALIAS_DROP, id, err);
    if (!rc) rc = put_report(x, doc, e, line, false, report, err);
    if (rc || *report) return rc;
    rc = make_room(x, Q_REPORT_TAKE, id, err);
    if (rc || !sqlite3_changes(x->r->db)) return rc;
    return put_report(x, doc, e, line, false, report, err);
}

static int put_figures(reading *x, int64_t doc, ent_error *err)
{
    int rc = run_on(x->r, Q_FIGURES_DROP, doc, err);
    for (uint32_t i = 0; !rc && i < x->d->n_figures; i++) {
        const doc_figure *f = &x->d->figures[i];
        const doc_sentence *s = &x->d->sentences[f->sent];
        sqlite3_stmt *q = db_query(x->r, Q_FIGURE_PUT, err);
        if (!q) return db_code(x->r);
        const int64_t numbers[] = {f->value, f->bound};
        db_bind_int(q, 1, doc);
        db_bind_int(q, 2, i);
        db_bind_str(q, 3, f->unit);
        for (int k = 0; k < 2; k++) db_bind_int(q, 4 + k, numbers[k]);
        db_bind_str(q, 6, f->context);
        db_bind_int(q, 7, s->begin);
        db_bind_int(q, 8, s->end);
        db_bind_or_null(q, 9, f->said_by);
        db_bind_int(q, 10, f->often);
        rc = db_run(x->r, q, err);
    }
    return rc;
}

static int put_reports(reading *x, int64_t doc, bool superseded, ent_error *err)
{
    int rc = put_figures(x, doc, err);
    for (uint32_t i = 0; !rc && i < x->d->n_events; i++) {
        const doc_event *e = &x->d->events[i];
        int64_t report = 0;
        rc = superseded ? put_report(x, doc, e, x->lines[i], true, &report, err) : put_live(x, doc, e, x->lines[i], &report, err);
        if (rc || !report) continue;
        rc = put_parties(x, report, "actor", e->actor, e->n_actors, err);
        if (!rc) rc = put_parties(x, report, "recipient", e->recipient, e->n_recipients, err);
        if (!rc) rc = put_parties(x, report, "said_by", e->said_by, e->n_said_by, err);
        if (!rc) rc = put_object(x, report, e, err);
    }
    return rc;
}

/* ---- the three ways a document comes in ---------------------------------------------------------------------------------- */

/* The numbers of a document's reports. */
static int rows_of(record *r, int64_t doc, arena *mem, int64_t **rows, uint32_t *n, ent_error *err)
{
    uint32_t cap = 0;
    int more;
    sqlite3_stmt *q = db_query(r, Q_ROWS_OF, err);
    if (!q) return db_code(r);
    db_bind_int(q, 1, doc);
    *rows = NULL;
    for (*n = 0; (more = db_step(r, q, err)) == 1; ++*n) {
        *rows = arena_grow(mem, *rows, sizeof **rows, *n, *n + 1, &cap);
        if (!*rows) return sqlite3_reset(q), error_memory(err);
        (*rows)[*n] = db_int(q, 0);
    }
    return more < 0 ? db_code(r) : ENT_OK;
}

/* Takes a document and its reports out of their blocks and happenings. */
static int leave(record *r, int64_t doc, ent_error *err)
{
    static const db_query_id before[] = {Q_REPORTS_TOUCH, Q_HEIR, Q_ALIAS_PUT};
    arena mem;
    arena_init(&mem, 0);
    int64_t *rows = NULL;
    uint32_t n = 0;
    int rc = rows_of(r, doc, &mem, &rows, &n, err);
    if (!rc) rc = run_all_on(r, before, 3, doc, err);
    if (!rc) rc = run_on(r, Q_ECHO_DROP, doc, err); /* Q_REPORTS_TOUCH has named their happenings */
    for (uint32_t i = 0; !rc && i < n; i++) rc = keys_leave(r, RECORD_REPORTS, rows[i], err);
    if (!rc) rc = keys_leave(r, RECORD_DOCUMENTS, doc, err);
    if (!rc) rc = keys_leave(r, RECORD_STORIES, doc, err);
    arena_fini(&mem);
    return rc ? rc : run_on(r, Q_DOCUMENT_PEND, doc, err);
}

static int supersede(record *r, int64_t old, int64_t by, ent_error *err)
{
    int rc = leave(r, old, err);
    if (!rc) rc = run_on(r, Q_REPORTS_SUPERSEDE, old, err);
    if (!rc) rc = run_on(r, Q_FTS_DROP, old, err);
    sqlite3_stmt *q = rc ? NULL : db_query(r, Q_DOCUMENT_SUPERSEDE, err);
    if (rc || !q) return rc ? rc : db_code(r);
    db_bind_int(q, 1, old);
    db_bind_int(q, 2, by);
    return db_run(r, q, err);
}

/* The version of the place that is published later than what comes in, or 0. */
static int64_t later_version(const known *k, int32_t published)
{
    for (uint32_t i = 0; i < k->n_current; i++)
        if (published != CAL_NONE && k->current_published[i] != CAL_NONE && k->current_published[i] > published) return k->current[i];
    return 0;
}

static int put_version(reading *x, const known *k, ent_error *err)
{
    int64_t doc = 0, later = later_version(k, x->d->published);
    int rc = put_document(x, 0, &doc, err);
    for (uint32_t i = 0; !rc && !later && i < k->n_current; i++) rc = supersede(x->r, k->current[i], doc, err);
    if (!rc) rc = put_reports(x, doc, later != 0, err);
    if (rc || !later) return rc ? rc : put_text(x, doc, Q_FTS_PUT, err);
    sqlite3_stmt *q = db_query(x->r, Q_DOCUMENT_SUPERSEDE, err);
    if (!q) return db_code(x->r);
    db_bind_int(q, 1, doc);
    db_bind_int(q, 2, later);
    return db_run(x->r, q, err);
}

static int replace_reading(reading *x, const known *k, ent_error *err)
{
    int64_t doc;
    int rc = leave(x->r, k->same, err);
    if (!rc) rc = run_on(x->r, Q_REPORTS_DROP, k->same, err);
    if (!rc && k->same_is_current) rc = run_on(x->r, Q_FTS_DROP, k->same, err);
    if (!rc) rc = put_document(x, k->same, &doc, err);
    if (!rc && k->same_is_current) rc = put_text(x, k->same, Q_FTS_PUT, err);
    return rc ? rc : put_reports(x, k->same, !k->same_is_current, err);
}

static int put_reading(reading *x, record_put *what, ent_error *err)
{
    known k = {0};
    int rc = describe(x, err);
    if (!rc) rc = look_up(x, &k, err);
    if (rc) return rc;
    *what = k.same ? (k.unchanged ? RECORD_UNCHANGED : RECORD_REREAD) : k.n_current ? RECORD_VERSION : RECORD_NEW;
    if (*what == RECORD_UNCHANGED) return ENT_OK;
    return *what == RECORD_REREAD ? replace_reading(x, &k, err) : put_version(x, &k, err);
}

int record_document(record *r, const doc *d, const str *lines, record_marks marks, str version, record_put *what, ent_error *err)
{
    reading x = {.r = r, .d = d, .lines = lines, .marks = marks, .version = version};
    int rc = r->in_transaction ? ENT_OK : db_begin(r, err);
    r->n_batched++;
    if (!rc) rc = put_reading(&x, what, err);
    if (r->in_transaction && (rc || r->n_batched >= r->batch)) {
        r->n_batched = 0;
        rc = db_end(r, rc, err);
    }
    buf_fini(&x.key);
    buf_fini(&x.parts);
    return rc;
}

void record_batch(record *r, uint32_t n) { r->batch = n; }
