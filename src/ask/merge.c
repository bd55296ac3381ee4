/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One happening out of many reports.
 *
 * Input: a happening's row and its reports' lines. Output: one line with the same fields, and the disputes.
 *
 * The canonical report (record's choice: most specific date, earliest page) speaks for the happening. A field that it leaves null
 * is taken from the first other report that tells it; nothing is averaged and nothing told is overwritten, so every value stands in
 * some report's sentence. Where reports tell different values, the happening keeps the canonical one and the values are listed as a
 * dispute: with each value who says so and in which reports. Compared are numbers of dead, injured and arrested, days told by an
 * expression and a day wide, and towns; not dates worked out from the page's date, not a country beside a town in it.
 *
 * A line of one report is passed on byte for byte; only merged lines are written again by json-c, which keeps order of keys and the
 * digits of numbers.
 */
#include "ask/merge.h"

#include "base/hash.h"

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
                        .start = row->start, .stop = row->stop, .published = row->published, .dated = row->dated, .copy = row->copy};
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

/* ---- disputes ------------------------------------------------------------------------------------------------------------ */

typedef struct values { /* of one fact: which report tells which value */
    str value[MERGE_MAX_VALUES];
    uint32_t n;
    uint8_t of[MERGE_MAX_REPORTS]; /* [m->n] number of the value + 1, 0: not told */
} values;

static const char *const facts[] = {"dead", "injured", "arrested", "date", "place"};
enum { N_FACTS = 5, FACT_DATE = 3, FACT_PLACE = 4 };

static str told(const merge_report *x, int fact, char day[16])
{
    if (fact < FACT_DATE) return line_str(line_get(x->line, "count"), facts[fact]);
    if (fact == FACT_DATE) {
        if (x->dated != DATED_EXPRESSION || x->start == CAL_NONE || x->start != x->stop) return STR_NONE;
        cal_format(x->start, day);
        return str_from(day);
    }
    json_object *place = line_get(x->line, "place");
    return str_is(line_str(place, "kind"), "country") ? STR_NONE : line_str(place, "name");
}

/* Memory of m's arena holds the values. false when the reports agree. */
static bool collect(const merge *m, int fact, values *v)
{
    char day[16];
    v->n = 0;
    for (uint32_t i = 0; i < m->n; i++) {
        str x = told(&m->reports[i], fact, day);
        uint32_t k = 0;
        v->of[i] = 0;
        if (!x.n) continue;
        while (k < v->n && !str_eq(v->value[k], x)) k++;
        if (k == MERGE_MAX_VALUES) continue;
        if (k == v->n) v->value[v->n++] = arena_str((arena *)&m->mem, x);
        v->of[i] = (uint8_t)(k + 1);
    }
    return v->n > 1;
}

static str sayer(const merge_report *x)
{
    json_object *list = line_get(x->line, "said_by"), *last = line_at(list, line_count(list) ? line_count(list) - 1 : 0);
    str name = line_str(last, "name");
    return name.n ? name : line_str(last, "text");
}

static void put_sayers(const merge *m, const values *v, uint32_t k, json *w)
{
    str seen[MERGE_MAX_VALUES];
    uint32_t n = 0;
    json_key(w, "said_by");
    json_open(w, '[');
    for (uint32_t i = 0; i < m->n; i++) {
        str name = v->of[i] == k + 1 ? sayer(&m->reports[i]) : STR_NONE;
        uint32_t s = 0;
        while (s < n && !str_eq(seen[s], name)) s++;
        if (!name.n || s < n || n == MERGE_MAX_VALUES) continue;
        seen[n++] = name;
        json_str(w, name);
    }
    json_close(w, ']');
}

static void put_reports_of(const merge *m, const values *v, uint32_t k, json *w)
{
    json_key(w, "reports");
    json_open(w, '[');
    for (uint32_t i = 0; i < m->n; i++) {
        if (v->of[i] != k + 1) continue;
        json_open(w, '{');
        json_key(w, "id");
        json_str(w, line_str(m->reports[i].line, "id"));
        json_key(w, "doc");
        json_str(w, line_str(line_get(m->reports[i].line, "doc"), "id"));
        json_close(w, '}');
    }
    json_close(w, ']');
}

static void put_value(json *w, int fact, str value)
{
    int64_t number;
    json_key(w, "value");
    if (fact < FACT_DATE && str_int(value, &number)) json_int(w, number);
    else json_str(w, value);
}

void merge_disputes(const merge *m, json *w)
{
    values v;
    json_open(w, '[');
    for (int f = 0; f < N_FACTS; f++) {
        if (!collect(m, f, &v)) continue;
        json_open(w, '{');
        json_key(w, "about");
        json_str(w, str_from(facts[f]));
        json_key(w, "values");
        json_open(w, '[');
        for (uint32_t k = 0; k < v.n; k++) {
            json_open(w, '{');
            put_value(w, f, v.value[k]);
            put_sayers(m, &v, k, w);
            put_reports_of(m, &v, k, w);
            json_close(w, '}');
        }
        json_close(w, ']');
        json_close(w, '}');
    }
    json_close(w, ']');
}

void merge_show_disputes(const merge *m, buf *out)
{
    values v;
    for (int f = 0; f < N_FACTS; f++) {
        if (!collect(m, f, &v)) continue;
        buf_printf(out, "differs: %s ", facts[f]);
        for (uint32_t k = 0; k < v.n; k++) {
            uint32_t n = 0;
            for (uint32_t i = 0; i < m->n; i++) n += v.of[i] == k + 1;
            buf_printf(out, "%s%.*s (%u report%s)", k ? ", " : "", STR_ARG(v.value[k]), n, n == 1 ? "" : "s");
        }
        buf_char(out, '\n');
    }
}
