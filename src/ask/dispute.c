/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Disputes: what the reports of one happening tell differently, side by side, with who says what.
 *
 * Compared are numbers of dead, injured and arrested, amounts in one unit, days told by an expression and a day wide, and towns; not
 * dates worked out from the date of a page that is dated wrongly, not a country beside a town in it. Nothing is decided: a value that one report has is listed
 * as one that ten have. Figures beside events are compared in figure.c. Whether it happened at all is a dispute of two happenings, since what is denied is coded apart from what is
 * reported: a negated one and an actual one of the same type and the same parties on the same days (query.c: Q_DENIED).
 *
 * `entente disputes` walks the happenings that have several reports, then the denied ones. Cost: linear in their reports. Limits: of a
 * happening with more than MERGE_MAX_REPORTS the first published are compared; of one fact MERGE_MAX_VALUES values are told apart.
 */
#include "ask/figure.h"
#include "ask/merge.h"
#include "base/hash.h"

typedef struct values { /* of one fact: which report tells which value */
    str value[MERGE_MAX_VALUES];
    uint32_t n;
    bool with_pages; /* each report with path, publisher and quote */
    uint8_t of[MERGE_MAX_REPORTS]; /* [m->n] number of the value + 1, 0: not told */
} values;

static const char *const facts[] = {"dead", "injured", "arrested", "amount", "date", "place"};
enum { N_FACTS = 6, FACT_AMOUNT = 3, FACT_DATE = 4, FACT_PLACE = 5 };

static str told(const merge_report *x, int fact, char day[16])
{
    if (fact == FACT_AMOUNT) { /* "12 soldiers" killed are told as dead already */
        str sum = line_str(line_get(x->line, "amount"), "value");
        for (int f = 0; f < FACT_AMOUNT; f++)
            if (str_eq(sum, line_str(line_get(x->line, "count"), facts[f]))) return STR_NONE;
        return sum;
    }
    if (fact < FACT_DATE) return line_str(line_get(x->line, "count"), facts[fact]);
    if (fact == FACT_DATE) {
        if (str_is(line_str(x->line, "mode"), "visit")) return STR_NONE; /* it lasts: who tells its second day tells of the same */
        if (x->misdated || x->dated != DATED_EXPRESSION || x->start == CAL_NONE || x->start != x->stop) return STR_NONE;
        cal_format(x->start, day);
        return str_from(day);
    }
    json_object *place = line_get(x->line, "place");
    return doc_place_is_town(line_str(place, "kind")) ? line_str(place, "name") : STR_NONE; /* a region may hold the town of another report */
}

/* Memory of m's arena holds the values. false when the reports agree. */
static bool collect(const merge *m, int fact, values *v)
{
    char day[16];
    str unit = STR_NONE;
    v->n = 0;
    for (uint32_t i = 0; i < m->n; i++) {
        str x = told(&m->reports[i], fact, day), in = fact == FACT_AMOUNT && x.n ? line_str(line_get(m->reports[i].line, "amount"), "unit") : unit;
        uint32_t k = 0;
        v->of[i] = 0;
        if (x.n && !v->n) unit = in;
        if (!x.n || !str_eq(in, unit)) continue; /* sums in two currencies are not compared */
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

static void put_page(json *w, const merge_report *x)
{
    const struct {
        const char *key;
        str value;
    } fields[] = {{"path", x->path}, {"publisher", x->publisher}, {"quote", line_str(line_get(x->line, "evidence"), "text")}};
    for (int i = 0; i < 3; i++) {
        json_key(w, fields[i].key);
        json_str_or_null(w, fields[i].value);
    }
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
        if (v->with_pages) put_page(w, &m->reports[i]);
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

/* {"about","values":[…]} without its first brace. */
static void put_fact(const merge *m, int f, const values *v, json *w)
{
    json_key(w, "about");
    json_str(w, str_from(facts[f]));
    json_key(w, "values");
    json_open(w, '[');
    for (uint32_t k = 0; k < v->n; k++) {
        json_open(w, '{');
        put_value(w, f, v->value[k]);
        put_sayers(m, v, k, w);
        put_reports_of(m, v, k, w);
        json_close(w, '}');
    }
    json_close(w, ']');
    json_close(w, '}');
}

void merge_disputes(const merge *m, json *w)
{
    values v = {.with_pages = false};
    json_open(w, '[');
    for (int f = 0; f < N_FACTS; f++) {
        if (!collect(m, f, &v)) continue;
        json_open(w, '{');
        put_fact(m, f, &v, w);
    }
    json_close(w, ']');
}

void merge_show_disputes(const merge *m, buf *out)
{
    values v = {.with_pages = false};
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

/* ---- all disputes of a record ---------------------------------------------------------------------------------------------- */

typedef struct dispute_list {
    record *r;
    const ask_options *o;
    ent_sink sink;
    ent_error *err;
    buf out, part;
    merge m;
    uint64_t n;
    arena mem;
    map told; /* "doc value" of the counts that reports of events dispute, so that no figure says it again */
} dispute_list;

static void open_dispute(dispute_list *l, json *w, const record_row *row)
{
    buf_z(&l->out, l->n++ ? "," : "");
    json_open(w, '{');
    json_key(w, "event_id");
    json_str_or_null(w, row->event_id);
    json_key(w, "story_id");
    json_str_or_null(w, row->story_id);
    json_key(w, "event");
    json_str_or_null(w, row->event);
}

static void show_sayer(dispute_list *l, const merge_report *x)
{
    char day[16];
    cal_format(x->published, day);
    show_said_by(&l->part, x->line);
    if (l->part.n) buf_z(&l->part, "; ");
    buf_str(&l->part, x->publisher.n ? x->publisher : x->path);
    if (*day) buf_printf(&l->part, ", %s", day);
    buf_z(&l->part, x->copy ? " (a copy): " : ": ");
    show_quote(&l->part, x->line);
    show_wrapped(&l->out, 8, str_make(l->part.s, l->part.n));
    buf_reset(&l->part);
}

static void show_fact(dispute_list *l, int f, const values *v)
{
    buf_printf(&l->out, "    %s\n", facts[f]);
    for (uint32_t k = 0; k < v->n; k++) {
        buf_printf(&l->out, "      %.*s\n", STR_ARG(v->value[k]));
        for (uint32_t i = 0; i < l->m.n; i++)
            if (v->of[i] == k + 1) show_sayer(l, &l->m.reports[i]);
    }
}

/* Remembers which documents tell which count. */
static int note_told(dispute_list *l, int f, const values *v)
{
    for (uint32_t i = 0; f < FACT_DATE && i < l->m.n; i++) {
        if (!v->of[i]) continue;
        str doc = line_str(line_get(l->m.reports[i].line, "doc"), "id"), value = v->value[v->of[i] - 1];
        str key = arena_printf(&l->mem, "%.*s %.*s", STR_ARG(doc), STR_ARG(value));
        if (!key.s || !map_put(&l->told, key, 1)) return error_memory(l->err);
    }
    return ENT_OK;
}

static int of_happening(void *ctx, const record_row *row)
{
    dispute_list *l = ctx;
    values v = {.with_pages = true};
    json w = {.out = &l->out};
    bool shown = false;
    if (row->n_reports < 2) return ENT_OK;
    int rc = merge_read(&l->m, l->r, row, l->err);
    for (int f = 0; !rc && f < N_FACTS; f++) {
        if (!collect(&l->m, f, &v)) continue;
        rc = note_told(l, f, &v);
        if (l->o->json) {
            open_dispute(l, &w, row);
            put_fact(&l->m, f, &v, &w);
            w.comma = false;
            continue;
        }
        l->n++;
        if (!shown) rc = show_entry(&l->out, row, l->err);
        shown = true;
        show_fact(l, f, &v);
    }
    if (shown) buf_char(&l->out, '\n');
    return rc ? rc : buf_flush(&l->out, l->sink, l->err);
}

/* ---- whether it happened ------------------------------------------------------------------------------------------------------ */

static int put_side_report(void *ctx, const record_row *row)
{
    dispute_list *l = ctx;
    json_object *line;
    json w = {.out = &l->out};
    int rc = line_parse(&line, row->line, l->err);
    if (rc) return rc;
    merge_report x = {.line = line, .publisher = row->publisher, .path = row->path, .copy = row->copy, .published = row->published};
    if (l->o->json) {
        if (l->out.n && l->out.s[l->out.n - 1] == '}') buf_char(&l->out, ',');
        json_open(&w, '{');
        json_key(&w, "id");
        json_str(&w, row->id);
        json_key(&w, "doc");
        json_str(&w, row->doc_id);
        put_page(&w, &x);
        json_close(&w, '}');
    } else {
        show_sayer(l, &x);
    }
    line_free(line);
    return ENT_OK;
}

static int put_side(dispute_list *l, str value, str event_id)
{
    record_query q = {.event_id = event_id, .since = CAL_NONE, .until = CAL_NONE};
    json w = {.out = &l->out};
    if (l->o->json) {
        json_open(&w, '{');
        json_key(&w, "value");
        json_str(&w, value);
        buf_z(&l->out, ",\"said_by\":[],\"reports\":[");
    } else {
        buf_printf(&l->out, "      %.*s\n", STR_ARG(value));
    }
    int rc = record_reports(l->r, &q, put_side_report, l, l->err);
    if (l->o->json) buf_z(&l->out, "]}");
    return rc;
}

static int head_of(dispute_list *l, const record_row *row, const char *about)
{
    json w = {.out = &l->out};
    if (!l->o->json) {
        l->n++;
        int rc = show_entry(&l->out, row, l->err);
        buf_printf(&l->out, "    %s\n", about);
        return rc;
    }
    open_dispute(l, &w, row);
    json_key(&w, "about");
    json_str(&w, str_from(about));
    json_key(&w, "values");
    buf_char(&l->out, '[');
    return ENT_OK;
}

static int denied_head(void *ctx, const record_row *row) { return head_of(ctx, row, "happened"); }
static int rivals_head(void *ctx, const record_row *row) { return head_of(ctx, row, "actor"); }

/* Two happenings that are two versions of one, as a dispute of two values. */
static int put_two(dispute_list *l, record_row_fn head, const str value[2], const str event_id[2])
{
    record_query q = {.event_id = event_id[0], .since = CAL_NONE, .until = CAL_NONE};
    int rc = record_events(l->r, &q, head, l, l->err);
    if (!rc) rc = put_side(l, value[0], event_id[0]);
    if (!rc && l->o->json) buf_char(&l->out, ',');
    if (!rc) rc = put_side(l, value[1], event_id[1]);
    buf_z(&l->out, l->o->json ? "]}" : "\n");
    return rc ? rc : buf_flush(&l->out, l->sink, l->err);
}

static int of_denied(void *ctx, str actual, str negated) { return put_two(ctx, denied_head, (const str[]){STR("yes"), STR("no")}, (const str[]){actual, negated}); }

/* ---- who did it --------------------------------------------------------------------------------------------------------------- */

/* The names of a happening's actors, into the list's arena. */
static int take_actors(void *ctx, const record_row *row)
{
    dispute_list *l = ctx;
    json_object *line;
    int rc = line_parse(&line, row->line, l->err);
    if (rc) return rc;
    buf_reset(&l->part);
    json_object *list = line_get(line, "actor");
    for (size_t i = 0; i < line_count(list); i++) {
        str name = line_str(line_at(list, i), "name"), code = line_str(line_at(list, i), "code");
        buf_printf(&l->part, "%s%.*s", i ? ", " : "", STR_ARG(name.n ? name : code));
    }
    line_free(line);
    return l->part.failed ? error_memory(l->err) : ENT_OK;
}

static int of_rivals(void *ctx, str a, str b)
{
    dispute_list *l = ctx;
    str id[] = {arena_str(&l->mem, a), arena_str(&l->mem, b)}, name[2];
    int rc = ENT_OK;
    for (int i = 0; !rc && i < 2; i++) {
        record_query q = {.event_id = id[i], .since = CAL_NONE, .until = CAL_NONE};
        rc = record_events(l->r, &q, take_actors, l, l->err);
        name[i] = arena_str(&l->mem, str_make(l->part.s, l->part.n));
        buf_reset(&l->part);
    }
    return rc ? rc : l->mem.failed ? error_memory(l->err) : put_two(l, rivals_head, name, id);
}

/* ---- figures beside events ------------------------------------------------------------------------------------------------------ */

static const char *const bounds[] = {"", "about", "at least", "at most"};

static bool says(const record_figure *a, const record_figure *b) { return a->value == b->value && a->bound == b->bound; }

static bool is_first_sayer(const record_figure *const *x, uint32_t i, uint32_t k)
{
    for (uint32_t p = i; p < k; p++)
        if (says(x[i], x[p]) && str_eq(x[p]->said_by, x[k]->said_by)) return false;
    return true;
}

static void put_figure_value(json *w, const record_figure *const *x, uint32_t n, uint32_t i)
{
    json_open(w, '{');
    json_key(w, "value");
    json_int(w, x[i]->value);
    json_key(w, "bound");
    json_str_or_null(w, str_from(bounds[x[i]->bound]));
    json_key(w, "said_by");
    json_open(w, '[');
    for (uint32_t k = i; k < n; k++)
        if (says(x[i], x[k]) && x[k]->said_by.n && is_first_sayer(x, i, k)) json_str(w, x[k]->said_by);
    json_close(w, ']');
    json_key(w, "reports");
    json_open(w, '[');
    for (uint32_t k = i; k < n; k++) {
        if (!says(x[i], x[k])) continue;
        const struct {
            const char *key;
            str value;
        } fields[] = {{"id", x[k]->report}, {"doc", x[k]->doc}, {"path", x[k]->path}, {"publisher", x[k]->publisher}, {"quote", x[k]->quote}};
        json_open(w, '{');
        for (int f = 0; f < 5; f++) {
            json_key(w, fields[f].key);
            json_str_or_null(w, fields[f].value);
        }
        json_close(w, '}');
    }
    json_close(w, ']');
    json_close(w, '}');
}

static bool is_first(const record_figure *const *x, uint32_t i)
{
    for (uint32_t k = 0; k < i; k++)
        if (says(x[k], x[i])) return false;
    return true;
}

static void show_figures(dispute_list *l, const record_figure *const *x, uint32_t n)
{
    buf_printf(&l->out, "    %.*s\n", STR_ARG(x[0]->unit));
    for (uint32_t i = 0; i < n; i++) {
        if (!is_first(x, i)) continue;
        buf_printf(&l->out, "      %s%s%lld\n", bounds[x[i]->bound], x[i]->bound ? " " : "", (long long)x[i]->value);
        for (uint32_t k = i; k < n; k++) {
            if (!says(x[i], x[k])) continue;
            char day[16];
            cal_format(x[k]->published, day);
            buf_str(&l->part, x[k]->publisher.n ? x[k]->publisher : x[k]->path);
            if (*day) buf_printf(&l->part, ", %s", day);
            if (x[k]->said_by.n) buf_printf(&l->part, ", from %.*s", STR_ARG(x[k]->said_by));
            buf_z(&l->part, x[k]->copy ? " (a copy): " : ": ");
            buf_str(&l->part, x[k]->quote);
            show_wrapped(&l->out, 8, str_make(l->part.s, l->part.n));
            buf_reset(&l->part);
        }
    }
    buf_char(&l->out, '\n');
}

/* Begins a dispute with the event that the first figure of them stands near to, or with the story alone. */
static int figure_head(void *ctx, const record_row *row)
{
    dispute_list *l = ctx;
    json w = {.out = &l->out};
    if (!l->o->json) return show_entry(&l->out, row, l->err);
    open_dispute(l, &w, row);
    return ENT_OK;
}

static bool is_told(dispute_list *l, const record_figure *const *x, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (map_get(&l->told, arena_printf(&l->mem, "%.*s %lld", STR_ARG(x[i]->doc), (long long)x[i]->value)) == MAP_NONE) return false;
    return true;
}

static int of_figures(figure_out *to, const record_figure *const *x, uint32_t n)
{
    dispute_list *l = to->ctx;
    json w = {.out = &l->out, .comma = true};
    str event = STR_NONE;
    if (is_told(l, x, n)) return ENT_OK;
    uint64_t before = l->n;
    int rc = ENT_OK;
    for (uint32_t i = 0; i < n && !event.n; i++) event = x[i]->event_id;
    record_query q = {.event_id = event, .since = CAL_NONE, .until = CAL_NONE};
    if (!rc && event.n) rc = record_events(l->r, &q, figure_head, l, l->err);
    if (rc) return rc;
    if (!l->o->json) {
        l->n++;
        show_figures(l, x, n);
        return buf_flush(&l->out, l->sink, l->err);
    }
    if (l->n == before) open_dispute(l, &w, &(record_row){.story_id = x[0]->story_id});
    w.comma = true;
    json_key(&w, "about");
    json_str(&w, x[0]->unit);
    json_key(&w, "values");
    json_open(&w, '[');
    for (uint32_t i = 0; i < n; i++)
        if (is_first(x, i)) put_figure_value(&w, x, n, i);
    json_close(&w, ']');
    json_close(&w, '}');
    return buf_flush(&l->out, l->sink, l->err);
}

int ask_disputes(record *r, const ask_options *o, ent_sink sink, ent_error *err)
{
    dispute_list l = {.r = r, .o = o, .sink = sink, .err = err};
    record_query q = {.since = o->since, .until = o->until, .status = o->status};
    merge_init(&l.m);
    arena_init(&l.mem, 0);
    map_init(&l.told, &l.mem);
    if (o->json) buf_z(&l.out, "{\"disputes\":[");
    int rc = record_events(r, &q, of_happening, &l, err);
    if (!rc) rc = record_denied(r, &q, of_denied, &l, err);
    if (!rc) rc = record_rivals(r, &q, of_rivals, &l, err);
    figure_out figures = {.ctx = &l, .err = err, .dispute = of_figures};
    if (!rc) rc = figure_disputes(r, &q, &figures);
    if (o->json) buf_z(&l.out, "]}\n");
    else if (!l.n) buf_z(&l.out, "The reports of the record agree.\n");
    if (!rc) rc = buf_flush(&l.out, sink, err);
    merge_fini(&l.m);
    arena_fini(&l.mem);
    buf_fini(&l.out);
    buf_fini(&l.part);
    return rc;
}
