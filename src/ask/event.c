/* SPDX-License-Identifier: Apache-2.0 */
/* One happening with all its reports; and the documents that hold some words. */
#include "ask/merge.h"

typedef struct page {
    record *r;
    const ask_options *o;
    ent_sink sink;
    ent_error *err;
    buf out, part;
    json w;
    uint64_t n;
} page;

static void page_init(page *p) { p->w.out = &p->out; }

static void page_fini(page *p)
{
    buf_fini(&p->out);
    buf_fini(&p->part);
}

static void end_part(page *p, uint32_t indent)
{
    show_wrapped(&p->out, indent, str_make(p->part.s, p->part.n));
    buf_reset(&p->part);
}

/* ---- one happening ---------------------------------------------------------------------------------------------------- */

static int show_report(void *ctx, const record_row *row)
{
    page *p = ctx;
    json_object *line;
    int rc = line_parse(&line, row->line, p->err);
    if (rc) return rc;
    p->n++;
    buf_printf(&p->out, "%4llu  ", (unsigned long long)p->n);
    show_days(&p->out, row->start, row->stop);
    buf_printf(&p->out, "  %.*s", STR_ARG(row->event));
    if (row->mode.n) buf_printf(&p->out, " %.*s", STR_ARG(row->mode));
    if (!str_is(row->status, "actual")) buf_printf(&p->out, "  (%.*s)", STR_ARG(row->status));
    buf_printf(&p->out, "  report %.*s%s\n", STR_ARG(show_id(row->id)), row->copy ? "  in a copy of another page's text" : "");
    show_parties(&p->part, line);
    end_part(p, 6);
    show_quote(&p->part, line);
    end_part(p, 6);
    show_said_by(&p->part, line);
    if (p->part.n) buf_z(&p->part, "; ");
    show_source(&p->part, row);
    if (row->title.n) buf_printf(&p->part, ": %.*s", STR_ARG(row->title));
    end_part(p, 6);
    str place = line_str(line_get(line, "place"), "name");
    buf_printf(&p->part, "rule %.*s, score %.*s", STR_ARG(line_str(line, "rule")), STR_ARG(line_str(line, "score")));
    if (place.n) buf_printf(&p->part, "; in %.*s", STR_ARG(place));
    if (row->url.n || row->publisher.n) buf_printf(&p->part, "; %.*s", STR_ARG(row->url.n ? row->url : row->path));
    end_part(p, 6);
    buf_char(&p->out, '\n');
    line_free(line);
    return buf_flush(&p->out, p->sink, p->err);
}

static int json_report(void *ctx, const record_row *row)
{
    page *p = ctx;
    if (row->line.n < 2) return 0;
    buf_z(&p->out, p->n++ ? "," : "");
    buf_put(&p->out, row->line.s, row->line.n - 1);
    json w = {.out = &p->out, .comma = true};
    json_key(&w, "copy");
    json_flag(&w, row->copy);
    json_close(&w, '}');
    return buf_flush(&p->out, p->sink, p->err);
}

static int show_event(void *ctx, const record_row *row)
{
    page *p = ctx;
    merge m;
    merge_init(&m);
    int rc = merge_read(&m, p->r, row, p->err);
    record_query q = {.event_id = row->event_id, .since = CAL_NONE, .until = CAL_NONE};
    if (!rc && p->o->json) {
        buf_z(&p->out, "{\"event\":");
        merge_line(&m, row, &p->out);
        buf_z(&p->out, ",\"reports\":[");
    } else if (!rc) {
        rc = show_entry(&p->out, row, p->err);
        merge_show_disputes(&m, &p->out);
        buf_printf(&p->out, "event %.*s: %d report%s from %d independent source%s\n\n", STR_ARG(row->event_id), row->n_reports, row->n_reports == 1 ? "" : "s",
                   row->n_sources, row->n_sources == 1 ? "" : "s");
    }
    if (!rc) rc = buf_flush(&p->out, p->sink, p->err);
    if (!rc) rc = record_reports(p->r, &q, p->o->json ? json_report : show_report, p, p->err);
    if (!rc && p->o->json) buf_z(&p->out, "]}\n");
    if (!rc) rc = buf_flush(&p->out, p->sink, p->err);
    merge_fini(&m);
    return rc;
}

int ask_event(record *r, str id, const ask_options *o, ent_sink sink, ent_error *err)
{
    arena mem;
    page p = {.r = r, .o = o, .sink = sink, .err = err};
    record_query q = {.since = CAL_NONE, .until = CAL_NONE};
    arena_init(&mem, 0);
    page_init(&p);
    int rc = record_event_find(r, &mem, id, &q.event_id, err);
    if (!rc) rc = record_events(r, &q, show_event, &p, err);
    page_fini(&p);
    arena_fini(&mem);
    return rc;
}

/* ---- full-text search -------------------------------------------------------------------------------------------------- */

enum { FIND_SHOWN = 50 }; /* for people; --json gives all */

static void json_day(json *w, const char *key, int32_t day)
{
    char text[16];
    cal_format(day, text);
    json_key(w, key);
    json_str_or_null(w, str_from(text));
}

static void json_found(page *p, const record_document_row *row)
{
    const struct {
        const char *key;
        str value;
    } fields[] = {{"doc", row->doc}, {"path", row->path}, {"url", row->url}, {"title", row->title}, {"publisher", row->publisher}, {"snippet", row->snippet}};
    json_open(&p->w, '{');
    for (int i = 0; i < 6; i++) {
        json_key(&p->w, fields[i].key);
        json_str_or_null(&p->w, fields[i].value);
    }
    json_day(&p->w, "published", row->published);
    json_close(&p->w, '}');
}

static void show_found(page *p, const record_document_row *row)
{
    char day[16];
    cal_format(row->published, day);
    buf_printf(&p->part, "%s  %.*s", *day ? day : "undated   ", STR_ARG(row->title.n ? row->title : row->doc));
    end_part(p, 0);
    if (row->publisher.n) buf_printf(&p->part, "%.*s, ", STR_ARG(row->publisher));
    buf_str(&p->part, row->path.n ? row->path : row->url);
    end_part(p, 4);
    buf_str(&p->part, row->snippet);
    end_part(p, 4);
    buf_char(&p->out, '\n');
}

static int found(void *ctx, const record_document_row *row)
{
    page *p = ctx;
    p->n++;
    if (p->o->json) json_found(p, row);
    else if (p->n <= FIND_SHOWN) show_found(p, row);
    return buf_flush(&p->out, p->sink, p->err);
}

int ask_find(record *r, str words, const ask_options *o, ent_sink sink, ent_error *err)
{
    page p = {.r = r, .o = o, .sink = sink, .err = err};
    page_init(&p);
    if (o->json) {
        json_open(&p.w, '{');
        json_key(&p.w, "words");
        json_str(&p.w, words);
        json_key(&p.w, "documents");
        json_open(&p.w, '[');
    }
    int rc = record_find(r, words, found, &p, err);
    if (!rc && o->json) {
        json_close(&p.w, ']');
        json_close(&p.w, '}');
        json_line(&p.w);
    } else if (!rc && !p.n) {
        buf_z(&p.out, "The record has no document with these words.\n");
    } else if (!rc) {
        buf_printf(&p.out, "%llu document%s", (unsigned long long)p.n, p.n == 1 ? "" : "s");
        if (p.n > FIND_SHOWN) buf_printf(&p.out, ", the best %d shown; --json gives all", FIND_SHOWN);
        buf_char(&p.out, '\n');
    }
    if (!rc) rc = buf_flush(&p.out, sink, err);
    page_fini(&p);
    return rc;
}
