/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Counting happenings as they stream by.
 *
 * Time lines come in order of date, so a period is the last one or a new one; happenings without a date come last and are
 * a period of their own. Means are sums of tenths divided once, at the end, rounded to hundredths half away from zero. Memory grows with the
 * number of periods alone.
 */
#include "ask/tally.h"

static const char *const quads[5] = {"other", "verbal cooperation", "material cooperation", "verbal conflict", "material conflict"};

void tally_init(tally *t, arena *mem, str by) { *t = (tally){.mem = mem, .unit = by.n ? by.s[0] : 0, .first = CAL_NONE, .last = CAL_NONE}; }

static tally_reason reason_of(const record_row *row, const ask_options *o)
{
    if (row->apart) return TALLY_APART;
    if (str_is(row->vote, "abstain")) return TALLY_ABSTAINED;
    return o->status.n || str_is(row->status, "actual") ? TALLY_COUNTS : TALLY_NOT_ACTUAL;
}

static int32_t period_of(char unit, int32_t day)
{
    cal_date d = cal_civil(day);
    return unit == 'd' ? day : unit == 'm' ? cal_day(d.year, d.month, 1) : cal_day(d.year, 1, 1);
}

static void add_type(tally *t, const record_row *row, int quad)
{
    uint32_t i = 0;
    while (i < t->n_types && !str_is(row->event, t->type[i].event)) i++;
    if (i == TALLY_TYPES) return; /* a foreign record; the ontology has half as many */
    if (i == t->n_types) {
        uint32_t n = row->event.n < sizeof t->type[i].event - 1 ? row->event.n : sizeof t->type[i].event - 1;
        t->type[i] = (tally_type){.quad = quad};
        if (n) memcpy(t->type[i].event, row->event.s, n);
        t->n_types++;
    }
    t->type[i].n++;
    t->type[i].scale_tenths += row->scale_tenths;
}

static int add_period(tally *t, const record_row *row, int quad, ent_error *err)
{
    if (!t->unit) return ENT_OK;
    int32_t first = row->start == CAL_NONE ? CAL_NONE : period_of(t->unit, row->start);
    if (!t->n_periods || t->period[t->n_periods - 1].first_day != first) {
        tally_period *grown = arena_grow(t->mem, t->period, sizeof *grown, t->n_periods, t->n_periods + 1, &t->cap_periods);
        if (!grown) return error_memory(err);
        t->period = grown;
        t->period[t->n_periods++] = (tally_period){.first_day = first};
    }
    tally_period *p = &t->period[t->n_periods - 1];
    p->n++;
    p->by_quad[quad]++;
    p->scale_tenths += row->scale_tenths;
    return ENT_OK;
}

/* First and last day of all, each as exactly as it is told: of two that begin on one day the shorter. */
static void add_days(tally *t, int32_t start, int32_t stop)
{
    if (t->first == CAL_NONE || start < t->first || (start == t->first && stop < t->first_stop)) t->first = start, t->first_stop = stop;
    if (t->last == CAL_NONE || start > t->last || (start == t->last && stop < t->last_stop)) t->last = start, t->last_stop = stop;
}

int tally_add(tally *t, const record_row *row, const ask_options *o, ent_error *err)
{
    tally_reason reason = reason_of(row, o);
    t->n_left_out[reason]++;
    if (reason != TALLY_COUNTS) return ENT_OK;
    int quad = row->quad >= 1 && row->quad <= 4 ? row->quad : 0;
    t->n++;
    t->by_quad[quad]++;
    t->scale_tenths += row->scale_tenths;
    t->n_undated += row->start == CAL_NONE;
    if (row->start != CAL_NONE) add_days(t, row->start, row->stop == CAL_NONE ? row->start : row->stop);
    add_type(t, row, quad);
    return add_period(t, row, quad, err);
}

/* Sum of tenths over n, in hundredths. */
static int64_t mean(int64_t tenths, int64_t n)
{
    if (!n) return 0;
    int64_t twice = 20 * tenths;
    return (twice + (twice < 0 ? -n : n)) / (2 * n);
}

static void put_hundredths(buf *out, int64_t v) { buf_printf(out, "%s%lld.%02lld", v < 0 ? "-" : "", (long long)(v < 0 ? -v : v) / 100, (long long)(v < 0 ? -v : v) % 100); }

static str period_name(const tally *t, int32_t first, char text[16])
{
    if (first == CAL_NONE) return STR("undated");
    cal_format(first, text);
    return str_make(text, t->unit == 'd' ? 10 : t->unit == 'm' ? 7 : 4);
}

static void show_periods(const tally *t, buf *out)
{
    char text[16];
    if (!t->n_periods) return;
    buf_z(out, "\n            total  verbal coop.  material coop.  verbal confl.  material confl.  mean scale\n");
    for (uint32_t i = 0; i < t->n_periods; i++) {
        const tally_period *p = &t->period[i];
        show_padded(out, period_name(t, p->first_day, text), 12);
        show_int_padded(out, p->n, 5);
        show_int_padded(out, p->by_quad[1], 14);
        show_int_padded(out, p->by_quad[2], 16);
        show_int_padded(out, p->by_quad[3], 15);
        show_int_padded(out, p->by_quad[4], 17);
        buf_z(out, "       ");
        put_hundredths(out, mean(p->scale_tenths, p->n));
        buf_char(out, '\n');
    }
}

static void show_left_out(const tally *t, buf *out)
{
    static const char *const why[TALLY_REASONS] = {NULL, "not actual", "abstention", "of armed groups, not of the state they are in"};
    const char *before = "not counted: ";
    for (int i = 1; i < TALLY_REASONS; i++) {
        if (!t->n_left_out[i]) continue;
        buf_printf(out, "%s%lld %s", before, (long long)t->n_left_out[i], why[i]);
        before = ", ";
    }
    if (*before == ',') buf_char(out, '\n');
}

/* Every quad class, each with its types. */
static void show_counts(const tally *t, buf *out)
{
    for (int q = 1; q <= 5; q++) {
        if (!t->by_quad[q % 5]) continue;
        buf_printf(out, "    %6lld  %s", (long long)t->by_quad[q % 5], quads[q % 5]);
        const char *before = ": ";
        for (uint32_t i = 0; i < t->n_types; i++) {
            if (t->type[i].quad != q % 5) continue;
            buf_printf(out, "%s%lld %s", before, (long long)t->type[i].n, t->type[i].event);
            before = ", ";
        }
        buf_char(out, '\n');
    }
}

void tally_show(const tally *t, buf *out)
{
    buf_printf(out, "%lld happening%s", (long long)t->n, t->n == 1 ? "" : "s");
    if (t->first != CAL_NONE) {
        buf_z(out, ", ");
        show_days(out, t->first, t->first_stop);
        buf_z(out, " to ");
        show_days(out, t->last, t->last_stop);
    }
    if (t->n_undated) buf_printf(out, ", %lld undated", (long long)t->n_undated);
    if (t->n) {
        buf_z(out, "; mean scale ");
        put_hundredths(out, mean(t->scale_tenths, t->n));
        buf_z(out, " (-10 conflict to 10 cooperation)");
    }
    buf_char(out, '\n');
    show_left_out(t, out);
    show_counts(t, out);
    show_periods(t, out);
}

static void put_counts(json *w, int64_t n, const int64_t by_quad[5], int64_t tenths)
{
    static const char *const keys[5] = {NULL, "verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict"};
    json_key(w, "n");
    json_int(w, n);
    json_key(w, "quad");
    json_open(w, '{');
    for (int q = 1; q <= 4; q++) {
        json_key(w, keys[q]);
        json_int(w, by_quad[q]);
    }
    json_close(w, '}');
    json_key(w, "mean_scale");
    if (n) json_fixed(w, mean(tenths, n), 2);
    else json_null(w);
}

static void put_day(json *w, const char *key, int32_t day)
{
    char text[16];
    cal_format(day, text);
    json_key(w, key);
    json_str_or_null(w, str_from(text));
}

void tally_json(const tally *t, json *w)
{
    char text[16];
    put_counts(w, t->n, t->by_quad, t->scale_tenths);
    json_key(w, "not_counted");
    json_int(w, t->n_left_out[TALLY_NOT_ACTUAL] + t->n_left_out[TALLY_ABSTAINED] + t->n_left_out[TALLY_APART]);
    json_key(w, "undated");
    json_int(w, t->n_undated);
    put_day(w, "first", t->first);
    put_day(w, "last", t->last);
    json_key(w, "types");
    json_open(w, '{');
    for (uint32_t i = 0; i < t->n_types; i++) {
        json_key(w, t->type[i].event);
        json_int(w, t->type[i].n);
    }
    json_close(w, '}');
    json_key(w, "periods");
    json_open(w, '[');
    for (uint32_t i = 0; i < t->n_periods && t->period[i].first_day != CAL_NONE; i++) {
        json_open(w, '{');
        json_key(w, "period");
        json_str(w, period_name(t, t->period[i].first_day, text));
        put_counts(w, t->period[i].n, t->period[i].by_quad, t->period[i].scale_tenths);
        json_close(w, '}');
    }
    json_close(w, ']');
}
