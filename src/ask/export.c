/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Exports: happenings, reports or documents, as NDJSON, CSV, or a table of another event feed.
 *
 * NDJSON is the contract of docs/format.md. A report's line is the one that was recorded, byte for byte, with event_id, story_id and
 * superseded before its last brace; only a report whose happening knows its day better (ask/line.h) takes that, with basis "story". CSV (RFC 4180: commas, CRLF, quotes doubled, a header line) is the same taken apart into columns;
 * several parties in one field are parted by ';'. Rows as other event feeds have them are made in feed.c. docs/ask.md lists the columns.
 */
#include "ask/feed.h"
#include "ask/merge.h"

typedef struct export {
    record *r;
    ent_sink sink;
    ent_error *err;
    buf out, cell;
    merge m;
    bool csv;
    const feed *feed; /* NULL: NDJSON or CSV */
    feed_tables tables;
} export;

/* ---- cells ------------------------------------------------------------------------------------------------------------- */

static void put_cell(export *x, str s, bool first)
{
    bool quote = false;
    for (uint32_t i = 0; i < s.n; i++) quote |= s.s[i] == ',' || s.s[i] == '"' || s.s[i] == '\n' || s.s[i] == '\r';
    quote |= s.n && (s.s[0] == ' ' || s.s[s.n - 1] == ' ');
    if (!first) buf_char(&x->out, ',');
    if (quote) buf_char(&x->out, '"');
    for (uint32_t i = 0; i < s.n; i++) {
        if (s.s[i] == '"') buf_char(&x->out, '"');
        buf_char(&x->out, s.s[i]);
    }
    if (quote) buf_char(&x->out, '"');
}

/* Values of one key of every item of a list, parted by ';'; of a list within, its strings by ' '. */
static str joined(export *x, json_object *list, const char *key, const char *otherwise)
{
    buf_reset(&x->cell);
    for (size_t i = 0; i < line_count(list); i++) {
        json_object *item = line_at(list, i), *inner = line_get(item, key);
        if (i) buf_char(&x->cell, ';');
        if (json_object_is_type(inner, json_type_array)) {
            for (size_t k = 0; k < line_count(inner); k++) buf_printf(&x->cell, "%s%s", k ? " " : "", json_object_get_string(line_at(inner, k)));
            continue;
        }
        str s = line_str(item, key);
        buf_str(&x->cell, s.n || !otherwise ? s : line_str(item, otherwise));
    }
    return str_make(x->cell.s, x->cell.n);
}

static str contexts(export *x, json_object *list)
{
    buf_reset(&x->cell);
    for (size_t i = 0; i < line_count(list); i++) buf_printf(&x->cell, "%s%s", i ? ";" : "", json_object_get_string(line_at(list, i)));
    return str_make(x->cell.s, x->cell.n);
}

/* A column of the report's line: the key, or the key within an object. */
static const struct {
    const char *name, *object, *key;
} columns[] = {
    {"id", NULL, "id"},
    {"date_start", "date", "start"}, {"date_end", "date", "end"}, {"date_basis", "date", "basis"},
    {"event", NULL, "event"}, {"mode", NULL, "mode"}, {"act", "act", "event"}, {"act_mode", "act", "mode"}, {"status", NULL, "status"}, {"vote", NULL, "vote"},
    {"quad", NULL, "quad"}, {"scale", NULL, "scale"}, {"cameo", NULL, "cameo"}, {"goldstein", NULL, "goldstein"},
    {"place", "place", "name"}, {"place_country", "place", "country"}, {"lat", "place", "lat"}, {"lon", "place", "lon"},
    {"object", "object", "name"}, {"object_kind", "object", "kind"},
    {"dead", "count", "dead"}, {"injured", "count", "injured"}, {"arrested", "count", "arrested"}, {"amount", "amount", "value"}, {"amount_unit", "amount", "unit"},
    {"doc", "doc", "id"}, {"path", "doc", "path"}, {"url", "doc", "url"}, {"title", "doc", "title"}, {"publisher", "doc", "publisher"}, {"published", "doc", "published"},
    {"evidence", "evidence", "text"}, {"evidence_begin", "evidence", "begin"}, {"evidence_end", "evidence", "end"},
    {"rule", NULL, "rule"}, {"score", NULL, "score"}, {"version", NULL, "version"},
};

/* Columns of lists. */
static const struct {
    const char *name, *list, *key, *otherwise;
} list_columns[] = {
    {"actor", "actor", "code", "country"}, {"actor_country", "actor", "country", NULL}, {"actor_name", "actor", "name", "text"}, {"actor_sector", "actor", "sector", NULL},
    {"recipient", "recipient", "code", "country"}, {"recipient_country", "recipient", "country", NULL}, {"recipient_name", "recipient", "name", "text"},
    {"recipient_sector", "recipient", "sector", NULL}, {"said_by", "said_by", "name", "text"},
};

enum { N_COLUMNS = sizeof columns / sizeof *columns, N_LIST_COLUMNS = sizeof list_columns / sizeof *list_columns };

static void csv_head(export *x)
{
    buf_z(&x->out, "event_id,story_id");
    for (size_t i = 0; i < N_COLUMNS; i++) buf_printf(&x->out, ",%s", columns[i].name);
    for (size_t i = 0; i < N_LIST_COLUMNS; i++) buf_printf(&x->out, ",%s", list_columns[i].name);
    buf_z(&x->out, ",context,reports,sources,first_published,superseded,reciprocal\r\n");
}

static void csv_row(export *x, const record_row *row, json_object *line)
{
    char day[16];
    cal_format(row->first_published, day);
    put_cell(x, row->event_id, true);
    put_cell(x, row->story_id, false);
    for (size_t i = 0; i < N_COLUMNS; i++) put_cell(x, line_str(columns[i].object ? line_get(line, columns[i].object) : line, columns[i].key), false);
    for (size_t i = 0; i < N_LIST_COLUMNS; i++) put_cell(x, joined(x, line_get(line, list_columns[i].list), list_columns[i].key, list_columns[i].otherwise), false);
    put_cell(x, contexts(x, line_get(line, "context")), false);
    buf_printf(&x->out, ",%d,%d,%s,%s", row->n_reports, row->n_sources, day, row->superseded ? "true" : "false");
    put_cell(x, line_str(line, "reciprocal"), false);
    buf_z(&x->out, "\r\n");
}

/* ---- happenings and reports ------------------------------------------------------------------------------------------------ */

/* A row of a table, of a line taken apart. */
static void put_row(export *x, const record_row *row, json_object *line, str id)
{
    if (x->feed) feed_rows(x->feed, &x->tables, row, line, id, &x->out);
    else csv_row(x, row, line);
}

static int export_event(void *ctx, const record_row *row)
{
    export *x = ctx;
    int rc = merge_read(&x->m, x->r, row, x->err);
    if (rc) return rc;
    if (x->csv || x->feed) {
        json_object *line = NULL;
        merge_fill(&x->m);
        if (!x->m.canonical && (rc = line_parse(&line, row->line, x->err))) return rc;
        put_row(x, row, line ? line : x->m.canonical, row->event_id);
        line_free(line);
    } else {
        merge_line(&x->m, row, &x->out);
        buf_char(&x->out, '\n');
    }
    return buf_flush(&x->out, x->sink, x->err);
}

static void put_report(export *x, const record_row *row, str line)
{
    buf_put(&x->out, line.s, line.n - 1);
    json w = {.out = &x->out, .comma = true};
    json_key(&w, "event_id");
    json_str_or_null(&w, row->event_id);
    json_key(&w, "story_id");
    json_str_or_null(&w, row->story_id);
    json_key(&w, "superseded");
    json_flag(&w, row->superseded);
    json_close(&w, '}');
    json_line(&w);
}

static int export_report(void *ctx, const record_row *row)
{
    export *x = ctx;
    json_object *line = NULL;
    bool other_day = line_misses_day(row);
    if (row->line.n < 2) return error_set(x->err, ENT_E_FORMAT, -1, "the record is damaged: a report has no line");
    if (x->csv || x->feed || other_day) {
        int rc = line_parse(&line, row->line, x->err);
        if (rc) return rc;
        if (other_day) line_day_of_story(line, row);
    }
    if (x->csv || x->feed) put_row(x, row, line, row->id);
    else put_report(x, row, other_day ? str_from(json_object_to_json_string_ext(line, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE)) : row->line);
    line_free(line);
    return buf_flush(&x->out, x->sink, x->err);
}

/* ---- documents ------------------------------------------------------------------------------------------------------------- */

static int export_document(void *ctx, const record_document_row *row)
{
    export *x = ctx;
    char published[16], published_true[16];
    cal_format(row->published, published);
    cal_format(row->published_true, published_true);
    const struct {
        const char *key;
        str value;
    } fields[] = {{"doc", row->doc}, {"path", row->path}, {"url", row->url}, {"title", row->title}, {"publisher", row->publisher}, {"language", row->language},
                  {"published", str_from(published)}, {"published_true", str_from(published_true)}, {"story_id", row->story_id}, {"copy_of", row->copy_of},
                  {"superseded_by", row->superseded_by}};
    enum { N = sizeof fields / sizeof *fields };
    json w = {.out = &x->out};
    if (!x->csv) json_open(&w, '{');
    for (int i = 0; i < N; i++) {
        if (x->csv) {
            put_cell(x, fields[i].value, i == 0);
            continue;
        }
        json_key(&w, fields[i].key);
        json_str_or_null(&w, fields[i].value);
    }
    if (x->csv) {
        buf_printf(&x->out, ",%s\r\n", row->independent ? "true" : "false");
    } else {
        json_key(&w, "independent");
        json_flag(&w, row->independent);
        json_close(&w, '}');
        json_line(&w);
    }
    return buf_flush(&x->out, x->sink, x->err);
}

/* The first line of a table. */
static void put_head(export *x, ent_unit unit)
{
    if (x->feed) feed_head(x->feed, &x->out);
    else if (x->csv && unit == ENT_UNIT_DOCUMENTS) buf_z(&x->out, "doc,path,url,title,publisher,language,published,published_true,story_id,copy_of,superseded_by,independent\r\n");
    else if (x->csv) csv_head(x);
}

int ask_export(record *r, ent_unit unit, str format, const ask_options *o, ent_sink sink, ent_error *err)
{
    export x = {.r = r, .sink = sink, .err = err, .csv = str_is(format, "csv"), .feed = feed_find(format)};
    record_query q = {.since = o->since, .until = o->until, .status = o->status, .superseded = true};
    if (!x.csv && !x.feed && !str_is(format, "ndjson"))
        return error_set(err, ENT_E_USAGE, -1, "there is no export format '%.*s' (ndjson, csv, icews, polecat, gdelt)", STR_ARG(format));
    if (x.feed && unit == ENT_UNIT_DOCUMENTS) return error_set(err, ENT_E_USAGE, -1, "%.*s is a format of events, not of documents; take ndjson or csv", STR_ARG(format));
    if (x.feed && !o->data_dir) return error_set(err, ENT_E_USAGE, -1, "%.*s needs the data folder, which an engine knows", STR_ARG(format));
    if (x.feed && !q.status.n) q.status = str_from("actual");
    int rc = x.feed ? feed_tables_load(&x.tables, o->data_dir, err) : ENT_OK;
    merge_init(&x.m);
    put_head(&x, unit);
    if (!rc) rc = buf_flush(&x.out, sink, err);
    if (!rc && unit == ENT_UNIT_EVENTS) rc = record_events(r, &q, export_event, &x, err);
    if (!rc && unit == ENT_UNIT_REPORTS) rc = record_reports(r, &q, export_report, &x, err);
    if (!rc && unit == ENT_UNIT_DOCUMENTS) rc = record_documents(r, &q, export_document, &x, err);
    merge_fini(&x.m);
    feed_tables_free(&x.tables);
    buf_fini(&x.out);
    buf_fini(&x.cell);
    return rc;
}
