/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Events of whole sentences, with everything that hangs on them: who says so, where, how many, how much, which vote. The rules' own
 * examples test types and parties; tests/golden/code tests the rest, through the whole flow. Input: "DATE sentence".
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "flow.h"
#include "golden.h"

static void put_parties(const doc *d, const doc_party *p, uint8_t n, buf *out)
{
    for (uint8_t i = 0; i < n; i++) {
        if (i) buf_char(out, ',');
        if (p[i].actor == DOC_NONE) buf_str(out, doc_text(d, p[i].begin, p[i].end));
        else buf_str(out, d->actors[p[i].actor].code);
    }
}

static void put_number(buf *out, const char *name, int64_t v)
{
    if (v >= 0) buf_printf(out, " %s=%lld", name, (long long)v);
}

/* Only what the sentence says: the first day, and the last where it is another; "undated" where what has happened is not even given the day of the text. */
static void put_date(const doc_event *e, buf *out)
{
    char day[16];
    if (e->dated == DATED_UNKNOWN && e->status == STATUS_ACTUAL) buf_z(out, " undated");
    if (e->dated != DATED_EXPRESSION || e->start == CAL_NONE) return;
    cal_format(e->start, day);
    buf_printf(out, " date=%s", day);
    cal_format(e->stop, day);
    if (e->stop != e->start) buf_printf(out, "..%s", day);
}

static void put_event(const doc *d, const doc_event *e, buf *out)
{
    buf_str(out, e->event);
    if (e->mode.n) buf_char(out, '.'), buf_str(out, e->mode);
    buf_char(out, ' ');
    put_parties(d, e->actor, e->n_actors, out);
    if (e->n_recipients) buf_z(out, " > "), put_parties(d, e->recipient, e->n_recipients, out);
    buf_printf(out, " %s", status_name(e->status));
    if (e->act_event.n) buf_printf(out, " act=%.*s", STR_ARG(e->act_event));
    if (e->n_said_by) buf_z(out, " said_by="), put_parties(d, e->said_by, e->n_said_by, out);
    put_date(e, out);
    put_number(out, "dead", e->dead);
    put_number(out, "injured", e->injured);
    put_number(out, "arrested", e->arrested);
    put_number(out, "amount", e->amount);
    if (e->amount >= 0) buf_char(out, ' '), buf_str(out, e->amount_unit);
    if (e->vote.n) buf_printf(out, " vote=%.*s", STR_ARG(e->vote));
    if (e->object_kind.n) buf_printf(out, " %.*s=\"%.*s\"", STR_ARG(e->object_kind), STR_ARG(e->object_name));
    buf_printf(out, " [%.*s]\n", STR_ARG(doc_text(d, e->trigger_begin, e->trigger_end)));
}

/* "DATE text" through the whole flow; an error is what was got. */
static bool code_input(flow *f, str text, buf *got)
{
    str date = str_cut(&text, ' ');
    ent_error err = {0};
    arena_reset(&f->mem);
    doc_init(&f->d, &f->mem);
    if (!pipeline_text(f->engine, f->scratch, &f->d, text, cal_parse(date), STAGE_CODE, &err)) return true;
    buf_printf(got, "%s\n", err.message);
    return false;
}

static void work(void *ctx, str input, buf *got)
{
    flow *f = ctx;
    if (!code_input(f, input, got)) return;
    for (uint32_t i = 0; i < f->d.n_events; i++) put_event(&f->d, &f->d.events[i], got);
    if (!f->d.n_events) buf_z(got, "none\n");
}

static void work_figures(void *ctx, str input, buf *got)
{
    static const char *const bounds[] = {"", "about ", "at least ", "at most "};
    flow *f = ctx;
    if (!code_input(f, input, got)) return;
    for (uint32_t i = 0; i < f->d.n_figures; i++) {
        const doc_figure *x = &f->d.figures[i];
        buf_printf(got, "%.*s: %s%lld", STR_ARG(x->unit), bounds[x->bound & 3], (long long)x->value);
        if (x->said_by.n) buf_printf(got, ", says %.*s", STR_ARG(x->said_by));
        buf_char(got, '\n');
    }
    if (!f->d.n_figures) buf_z(got, "none\n");
}

static void work_places(void *ctx, str input, buf *got)
{
    flow *f = ctx;
    if (!code_input(f, input, got)) return;
    for (uint32_t i = 0; i < f->d.n_events; i++) {
        const doc_event *e = &f->d.events[i];
        buf_printf(got, "%.*s %.*s\n", STR_ARG(e->event), STR_ARG(e->place == DOC_NONE ? STR("-") : f->d.places[e->place].name));
    }
    if (!f->d.n_events) buf_z(got, "none\n");
}

static void golden_places(void **state)
{
    flow f;
    (void)state;
    assert_int_equal(flow_open(&f), 0);
    assert_int_equal(golden_check("tests/golden/code-places", work_places, &f), 0);
    flow_close(&f);
}

static void golden_figures(void **state)
{
    flow f;
    (void)state;
    assert_int_equal(flow_open(&f), 0);
    assert_int_equal(golden_check("tests/golden/figures", work_figures, &f), 0);
    flow_close(&f);
}

static void golden_events(void **state)
{
    flow f;
    (void)state;
    assert_int_equal(flow_open(&f), 0);
    assert_int_equal(golden_check("tests/golden/code", work, &f), 0);
    flow_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(golden_events), cmocka_unit_test(golden_figures), cmocka_unit_test(golden_places)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
