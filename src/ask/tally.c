/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Counting happenings as they stream by.
 *
 * Time lines come in order of date, so a period is the last one or a new one; happenings without a date count in the totals and
 * in no period. Means are sums of tenths divided once, at the end, rounded to hundredths half away from zero. Memory grows with the
 * number of periods alone.
 */
#include "ask/tally.h"

static const char *const quads[5] = {"other", "verbal cooperation", "material cooperation", "verbal conflict", "material conflict"};

void tally_init(tally *t, arena *mem, str by) { *t = (tally){.mem = mem, .unit = by.n ? by.s[0] : 0, .first = CAL_NONE, .last = CAL_NONE}; }

bool tally_counts(const record_row *row, const ask_options *o) { return !str_is(row->vote, "abstain") && (o->status.n || str_is(row->status, "actual")); }

static int32_t period_of(char unit, int32_t day)
{
    cal_date d = cal_civil(day);
    return unit == 'd' ? day : unit == 'm' ? cal_day(d.year, d.month, 1) : cal_day(d.year, 1, 1);
}

static void add_type(tally *t, const record_row *row)
{
    uint32_t i = 0;
    while (i < t->n_types && !str_is(row->event, t->type[i].event)) i++;
    if (i == TALLY_TYPES) return; /* a foreign record; the ontology has half as many */
    if (i == t->n_types) {
        uint32_t n = row->event.n < sizeof t->type[i].event - 1 ? row->event.n : sizeof t->type[i].event - 1;
        t->type[i] = (tally_type){0};
        if (n) memcpy(t->type[i].event, row->event.s, n);
        t->n_types++;
    }
    t->type[i].n++;
    t->type[i].scale_tenths += row->scale_tenths;
}

static int add_period(tally *t, const record_row *row, int quad, ent_error *err)
{
    if (!t->unit || row->start == CAL_NONE) return ENT_OK;
    int32_t first = period_of(t->unit, row->start);
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

int tally_add(tally *t, const record_row *row, const ask_options *o, ent_error *err)
{
    if (!tally_counts(row, o)) {
        t->n_left_out++;
        return ENT_OK;
    }
    int quad = row->quad >= 1 && row->quad <= 4 ? row->quad : 0;
    t->n++;
    t->by_quad[quad]++;
    t->scale_tenths += row->scale_tenths;
    t->n_undated += row->start == CAL_NONE;
    if (row->start != CAL_NONE && (t->first == CAL_NONE || row->start < t->first)) t->first = row->start;
    if (row->start != CAL_NONE && (t->last == CAL_NONE || row->start > t->last)) t->last = row->start;
    add_type(t, row);
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

void tally_show(const tally *t, buf *out)
{
    char a[16], b[16];
    cal_format(t->first, a);
    cal_format(t->last, b);
    buf_printf(out, "%lld happening%s", (long long)t->n, t->n == 1 ? "" : "s");
    if (*a) buf_printf(out, ", %s to %s", a, b);
    if (t->n_undated) buf_printf(out, ", %lld undated", (long long)t->n_undated);
    if (t->n) {
        buf_z(out, "; mean scale ");
        put_hundredths(out, mean(t->scale_tenths, t->n));
    }
    if (t->n_left_out) buf_printf(out, "; %lld not actual, not counted", (long long)t->n_left_out);
    buf_char(out, '\n');
    for (int q = 1; q <= 5; q++)
        if (t->by_quad[q % 5]) buf_printf(out, "    %6lld  %s\n", (long long)t->by_quad[q % 5], quads[q % 5]);
    for (uint32_t i = 0; i < t->n_types; i++) buf_printf(out, "    %6lld  %s\n", (long long)t->type[i].n, t->type[i].event);
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
    json_int(w, t->n_left_out);
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
    for (uint32_t i = 0; i < t->n_periods; i++) {
        json_open(w, '{');
        json_key(w, "period");
        json_str(w, period_name(t, t->period[i].first_day, text));
        put_counts(w, t->period[i].n, t->period[i].by_quad, t->period[i].scale_tenths);
        json_close(w, '}');
    }
    json_close(w, ']');
}
