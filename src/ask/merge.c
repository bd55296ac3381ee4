/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One happening out of many reports.
 *
 * Input: a happening's row and its reports' lines. Output: one line with the same fields, and the disputes.
 *
 * The canonical report (record's choice: most specific date, earliest page) speaks for the happening. A field that it leaves null
 * is taken from the first other report that tells it; nothing is averaged and nothing told is overwritten, so every value stands in
 * some report's sentence. What reports tell differently is listed beside it (dispute.c).
 *
 * A line of one report is passed on byte for byte; only merged lines are written again by json-c, which keeps order of keys and the
 * digits of numbers.
 */
#include "ask/merge.h"

void merge_init(merge *m)
{
    *m = (merge){.n = 0};
    arena_init(&m->mem, 0);
}

static void clear(merge *m)
{
    for (uint32_t i = 0; i < m->n; i++) line_free(m->reports[i].line);
    line_free(m->canonical);
    m->canonical = NULL;
    m->reports = NULL;
    m->n = m->cap = 0;
    arena_reset(&m->mem);
}

void merge_fini(merge *m)
{
    clear(m);
    arena_fini(&m->mem);
}

typedef struct reader {
    merge *m;
    ent_error *err;
} reader;

static int add_report(void *ctx, const record_row *row)
{
    reader *r = ctx;
    merge *m = r->m;
    if (m->n == MERGE_MAX_REPORTS) return 0;
    merge_report *grown = arena_grow(&m->mem, m->reports, sizeof *grown, m->n, m->n + 1, &m->cap);
    if (!grown) return error_memory(r->err);
    m->reports = grown;
    merge_report *x = &m->reports[m->n];
    *x = (merge_report){.publisher = arena_str(&m->mem, row->publisher), .path = arena_str(&m->mem, row->path), .text_hash = arena_str(&m->mem, row->text_hash),
                        .start = row->start, .stop = row->stop, .published = row->published, .dated = row->dated, .copy = row->copy, .misdated = line_misses_day(row)};
    if (m->mem.failed) return error_memory(r->err);
    int rc = line_parse(&x->line, row->line, r->err);
    if (!rc) m->n++;
    return rc;
}

/* Puts the canonical report first; the others keep their order. */
static void canonical_first(merge *m, str id)
{
    for (uint32_t i = 1; i < m->n; i++) {
        if (!str_eq(line_str(m->reports[i].line, "id"), id)) continue;
        merge_report x = m->reports[i];
        memmove(m->reports + 1, m->reports, i * sizeof x);
        m->reports[0] = x;
        return;
    }
}

int merge_read(merge *m, record *r, const record_row *row, ent_error *err)
{
    reader to = {m, err};
    record_query q = {.event_id = row->event_id, .since = CAL_NONE, .until = CAL_NONE};
    clear(m);
    if (row->n_reports <= 1) return ENT_OK;
    int rc = line_parse(&m->canonical, row->line, err);
    if (!rc) rc = record_reports(r, &q, add_report, &to, err);
    if (!rc) canonical_first(m, row->id);
    return rc;
}

/* ---- the merged line --------------------------------------------------------------------------------------------------- */

static bool is_untold(json_object *v) { return !v || (json_object_is_type(v, json_type_object) && !json_object_object_length(v)); }

static void fill(merge *m, const char *key)
{
    for (uint32_t i = 1; i < m->n && is_untold(line_get(m->canonical, key)); i++) {
        json_object *v = line_get(m->reports[i].line, key);
        if (!is_untold(v)) json_object_object_add(m->canonical, key, json_object_get(v));
    }
}

void merge_fill(merge *m)
{
    static const char *const filled[] = {"mode", "place", "object", "vote", "count", "amount"};
    for (size_t i = 0; m->n > 1 && i < sizeof filled / sizeof *filled; i++) fill(m, filled[i]);
}

void merge_line(merge *m, const record_row *row, buf *out)
{
    char day[16];
    str line = row->line;
    if (m->n > 1) {
        merge_fill(m);
        line = str_from(json_object_to_json_string_ext(m->canonical, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE));
    }
    buf_put(out, line.s, line.n ? line.n - 1 : 0);
    json w = {.out = out, .comma = true};
    json_key(&w, "reports");
    json_int(&w, row->n_reports);
    json_key(&w, "sources");
    json_int(&w, row->n_sources);
    cal_format(row->first_published, day);
    json_key(&w, "first_published");
    json_str_or_null(&w, str_from(day));
    json_key(&w, "disputes");
    merge_disputes(m, &w);
    json_key(&w, "event_id");
    json_str(&w, row->event_id);
    json_key(&w, "story_id");
    json_str_or_null(&w, row->story_id);
    json_close(&w, '}');
}
