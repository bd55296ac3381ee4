/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Temporal expressions. Golden files in tests/golden/dates: "@2023-02-22 words" (the day of publication may be missing); expected is a line for each
 * expression:
 *
 *     last week | DATE 2023-W07 2023-02-13..2023-02-19 published-1week
 *
 * type, value, mod in brackets, first and last day, and the symbol: anchor, direction, offset and unit; "?" after it: not anchored.
 * tests/golden/dates-tree has sentences with their trees (link_tree.h), for what hangs on the tense.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "golden.h"
#include "link/dates.h"
#include "link_tree.h"
#include "split/split.h"

static arena program;
static link_date_tables *tables;
static split_tables *cutter;
static link_vocab vocab;

static int load(void **state)
{
    (void)state;
    ent_error err;
    arena_init(&program, 0);
    if (!link_dates_load(&tables, NULL, &program, ".", &err) && !split_tables_load(&cutter, &program, ".", &err) && link_vocab_init(&vocab, &program)
        && !link_dates_index(tables, &vocab, &err)) {
        link_vocab_close(&vocab);
        return 0;
    }
    printf("%s\n", err.message);
    return -1;
}

static int unload(void **state)
{
    (void)state;
    arena_fini(&program);
    return 0;
}

static void write_symbol(const doc_date *x, buf *got)
{
    static const char *const anchors[] = {"absolute", "published", "previous", "none"};
    static const char *const units[] = {"day", "week", "weekend", "month", "quarter", "season", "year", "decade", "century", "hour", "minute"};
    buf_printf(got, " %s", anchors[x->anchor]);
    if (x->anchor == ANCHOR_PUBLISHED || x->anchor == ANCHOR_PREVIOUS) buf_printf(got, "%s%d%s", x->direction < 0 ? "-" : "+", (int)x->offset, units[x->unit]);
    if (!x->anchored) buf_z(got, "?");
}

static void write_dates(const doc *d, buf *got)
{
    static const char *const types[] = {"DATE", "TIME", "DURATION", "SET"};
    for (uint32_t i = 0; i < d->n_dates; i++) {
        const doc_date *x = &d->dates[i];
        char from[16], to[16];
        assert_true(x->tok_begin < x->tok_end && x->tok_end <= d->n_tokens && x->begin < x->end && x->end <= d->text.n);
        assert_true(i == 0 || d->dates[i - 1].tok_end <= x->tok_begin);
        assert_true((x->start == CAL_NONE) == (x->stop == CAL_NONE) && x->start <= x->stop);
        cal_format(x->start, from);
        cal_format(x->stop, to);
        buf_printf(got, "%.*s | %s %.*s", STR_ARG(doc_text(d, x->begin, x->end)), types[x->type], STR_ARG(x->value.n ? x->value : STR("-")));
        if (x->mod.n) buf_printf(got, " [%.*s]", STR_ARG(x->mod));
        if (from[0]) buf_printf(got, " %s..%s", from, to);
        write_symbol(x, got);
        buf_char(got, '\n');
    }
    if (!d->n_dates) buf_z(got, "-\n");
}

/* Both ways of knowing words: by their letters, and by the symbols of a vocabulary. */
static void run_twice(doc *d)
{
    link_pieces p;
    assert_int_equal(link_dates_run(tables, NULL, d, NULL), ENT_OK);
    const doc_date *dates = d->dates;
    uint32_t n = d->n_dates;
    assert_int_equal(link_pieces_make(&vocab, d, &p, NULL), ENT_OK);
    assert_int_equal(link_dates_run(tables, &p, d, NULL), ENT_OK);
    assert_int_equal(d->n_dates, n);
    for (uint32_t i = 0; i < n; i++) {
        const doc_date *a = &dates[i], *b = &d->dates[i];
        assert_true(a->begin == b->begin && a->end == b->end && a->type == b->type && a->start == b->start && a->stop == b->stop && str_eq(a->value, b->value));
    }
}

static void dates_of(arena *mem, doc *d, str text, int32_t published)
{
    doc_init(d, mem);
    d->text = text;
    d->published = published;
    doc_block *block = arena_new(mem, doc_block, 1);
    *block = (doc_block){.end = text.n, .kind = BLOCK_PARAGRAPH};
    d->blocks = block;
    d->n_blocks = 1;
    assert_int_equal(split_run(cutter, d, NULL), ENT_OK);
    run_twice(d);
}

static void plain_case(void *ctx, str input, buf *got)
{
    (void)ctx;
    arena mem;
    doc d;
    int32_t published = CAL_NONE;
    arena_init(&mem, DOC_CAP_ARENA);
    if (input.n && input.s[0] == '@') published = cal_parse(str_sub(str_cut(&input, ' '), 1, 11));
    dates_of(&mem, &d, input, published);
    write_dates(&d, got);
    arena_fini(&mem);
}

static void tree_case(void *ctx, str input, buf *got)
{
    (void)ctx;
    arena mem;
    doc d;
    arena_init(&mem, DOC_CAP_ARENA);
    tree_read(&mem, &d, input);
    for (uint32_t t = 0; t < d.n_tokens; t++) /* the notation has no features: verbs in -d, but for participles, are the past */
        if (d.upos[t] == UPOS_VERB && str_ends(doc_form(&d, t), STR("d")) && !str_eq(doc_form(&d, t), d.lemma[t])) d.feats[t] = FEAT_PAST | FEAT_FIN;
    run_twice(&d);
    write_dates(&d, got);
    arena_fini(&mem);
}

static void golden_plain(void **state)
{
    (void)state;
    assert_int_equal(golden_check("tests/golden/dates", plain_case, NULL), 0);
}

static void golden_tree(void **state)
{
    (void)state;
    assert_int_equal(golden_check("tests/golden/dates-tree", tree_case, NULL), 0);
}

/* ---- every day of publication ----------------------------------------------------------------------------------------- */

static doc_date only(arena *mem, const char *text, int32_t published)
{
    doc d;
    dates_of(mem, &d, str_from(text), published);
    assert_int_equal(d.n_dates, 1);
    return d.dates[0];
}

/* Over five years of days: what is relative lies where it must, and nothing but the calendar is asked. */
static void relative_days_hold_on_every_day(void **state)
{
    (void)state;
    arena mem;
    arena_init(&mem, DOC_CAP_ARENA);
    for (int32_t day = cal_day(2019, 12, 1); day < cal_day(2024, 3, 1); day++) {
        arena_reset(&mem);
        assert_int_equal(only(&mem, "They met yesterday.", day).start, day - 1);
        doc_date friday = only(&mem, "They met on Friday.", day);
        assert_true(cal_weekday(friday.start) == 4 && friday.start <= day && friday.start > day - 7);
        doc_date week = only(&mem, "They met last week.", day);
        assert_true(cal_weekday(week.start) == 0 && week.stop == week.start + 6 && week.stop < day && week.stop >= day - 7);
        doc_date month = only(&mem, "They met last month.", day);
        assert_int_equal(month.stop + 1, cal_day(cal_civil(day).year, cal_civil(day).month, 1));
        doc_date march = only(&mem, "They met on March 3.", day);
        assert_true(labs((long)march.start - day) <= 184);
        assert_int_equal(only(&mem, "They met two weeks ago.", day).start, day - 14 - cal_weekday(day));
    }
    arena_fini(&mem);
}

/* ISO 8601's own examples of week numbers at the turn of years. */
static void weeks_are_iso_weeks(void **state)
{
    (void)state;
    static const struct {
        int32_t y, m, d;
        const char *value;
    } weeks[] = {{2005, 1, 1, "2004-W53"}, {2007, 1, 1, "2007-W01"}, {2008, 12, 29, "2009-W01"}, {2010, 1, 3, "2009-W53"}, {2012, 1, 1, "2011-W52"}, {2020, 12, 31, "2020-W53"}};
    arena mem;
    arena_init(&mem, DOC_CAP_ARENA);
    for (size_t i = 0; i < sizeof weeks / sizeof *weeks; i++) {
        doc_date x = only(&mem, "They meet this week.", cal_day(weeks[i].y, weeks[i].m, weeks[i].d));
        assert_true(str_is(x.value, weeks[i].value));
    }
    arena_fini(&mem);
}

/* ---- tables ------------------------------------------------------------------------------------------------------------ */

static void bad_tables_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *rows, *message;
    } bad[] = {
        {"planet\tmars\t1\n", "unknown kind 'planet'"},
        {"month\tsmarch\t13\n", "'13' is no value of 'month'"},
        {"unit\tmoon\tlunation\n", "'lunation' is no value of 'unit'"},
        {"month\tmay day\t5\n", "'may day' is not one word"},
        {"month\tmay\t5\nmonth\tmay\t5\n", "'may' is given twice"},
        {"rule\tMOON\tdate\n", "unknown class 'MOON'"},
        {"rule\tMONTH\tguess\n", "unknown action 'guess'"},
        {"rule\tNUM UNIT ago\tshift yesterday -1\n", "shift counts from 'published' or 'previous'"},
        {"rule\tMONTH?\tdate\n", "a rule needs an element that may not be missing"},
        {"rule\ta?|b MONTH\tdate\n", "'?' stands at the end of an element"},
        {"rule\tFEAST\tfeast 13-01\n", "'13-01' is no argument of 'feast'"},
        {"often\tdaily\tP0D\n", "'P0D' is no value of 'often'"},
        {"job\tweek\tmonth\n", "unknown job 'month'"},
        {"job\t\tweek\n", "'' is not one word"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        arena mem;
        ent_error err = {0};
        link_date_tables *t;
        arena_init(&mem, 0);
        str bytes = arena_printf(&mem, "kind\tform\tvalue\n%s", bad[i].rows);
        assert_int_equal(link_dates_read(&t, &mem, "time.tsv", bytes, &err), ENT_E_FORMAT);
        if (!strstr(err.message, bad[i].message)) fail_msg("expected %s, got %s", bad[i].message, err.message);
        assert_non_null(strstr(err.message, "time.tsv:"));
        arena_fini(&mem);
    }
}

static void memory_may_run_out(void **state)
{
    (void)state;
    for (size_t cap = 1 << 10; cap < 1 << 16; cap += 1 << 12) {
        arena mem;
        doc d;
        arena_init(&mem, cap);
        doc_init(&d, &mem);
        d.text = STR("They met on Friday, March 3, 2023, and two days later.");
        if (split_run(cutter, &d, NULL) == ENT_OK && link_dates_run(tables, NULL, &d, NULL) == ENT_OK) assert_int_equal(d.n_dates, 2);
        arena_fini(&mem);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(golden_plain),
        cmocka_unit_test(golden_tree),
        cmocka_unit_test(relative_days_hold_on_every_day),
        cmocka_unit_test(weeks_are_iso_weeks),
        cmocka_unit_test(bad_tables_are_refused),
        cmocka_unit_test(memory_may_run_out),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
