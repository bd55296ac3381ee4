/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/calendar.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/ordered.h"
#include "base/sort.h"
#include "base/table.h"
#include "base/utf8.h"

static void arena_keeps_its_cap(void **state)
{
    (void)state;
    arena a;
    arena_init(&a, 1000);
    char *p = arena_alloc(&a, 100);
    assert_non_null(p);
    for (int i = 0; i < 100; i++) assert_int_equal(p[i], 0);
    assert_null(arena_alloc(&a, 2000));
    assert_true(a.failed);
    assert_null(arena_alloc(&a, 1)); /* once failed, failed until the reset */
    arena_reset(&a);
    assert_non_null(arena_alloc(&a, 900));
    assert_null(arena_alloc(&a, SIZE_MAX - 4));
    arena_fini(&a);
}

static void arena_grows_columns(void **state)
{
    (void)state;
    arena a;
    arena_init(&a, 0);
    uint32_t cap = 0, *items = NULL;
    for (uint32_t n = 0; n < 10000; n++) {
        items = arena_grow(&a, items, sizeof *items, n, n + 1, &cap);
        items[n] = n * 3;
    }
    for (uint32_t n = 0; n < 10000; n++) assert_int_equal(items[n], n * 3);
    assert_true(a.used_bytes < 10000 * sizeof *items * 4); /* doubling, not copying at every step */
    arena_fini(&a);
}

static void strings_cut_and_find(void **state)
{
    (void)state;
    str rest = STR("a::b");
    assert_true(str_is(str_cut(&rest, ':'), "a"));
    assert_true(str_is(str_cut(&rest, ':'), ""));
    assert_non_null(rest.s);
    assert_true(str_is(str_cut(&rest, ':'), "b"));
    assert_null(rest.s);
    assert_int_equal(str_find(STR("abcabc"), STR("ca"), 0), 2);
    assert_int_equal(str_find(STR("abcabc"), STR("ca"), 3), -1);
    int64_t v;
    assert_true(str_int(STR("-42"), &v));
    assert_int_equal(v, -42);
    assert_false(str_int(STR("4x"), &v));
    assert_false(str_int(STR(""), &v));
}

static void utf8_takes_only_valid_bytes(void **state)
{
    (void)state;
    uint32_t n;
    assert_int_equal(utf8_decode(STR("\xE2\x82\xAC"), 0, &n), 0x20AC);
    assert_int_equal(n, 3);
    assert_int_equal(utf8_decode(STR("\xC0\x80"), 0, &n), UTF8_BAD);      /* overlong */
    assert_int_equal(utf8_decode(STR("\xED\xA0\x80"), 0, &n), UTF8_BAD);  /* surrogate */
    assert_int_equal(utf8_decode(STR("\xF4\x90\x80\x80"), 0, &n), UTF8_BAD);
    assert_int_equal(utf8_decode(STR("\xE2\x82"), 0, &n), UTF8_BAD);      /* cut short */
    assert_int_equal(utf8_valid("ab\xFF", 3), 2);
    arena a;
    arena_init(&a, 0);
    assert_true(str_is(utf8_lower(&a, STR("Élysée KREML")), "élysée kreml"));
    assert_true(str_is(utf8_fold(&a, STR("Élysée Ürümqi")), "elysee urumqi"));
    arena_fini(&a);
}

static void map_keeps_order_and_values(void **state)
{
    (void)state;
    arena a;
    map m;
    arena_init(&a, 0);
    map_init(&m, &a);
    for (uint32_t i = 0; i < 5000; i++) assert_true(map_put(&m, arena_printf(&a, "key %u", i), i));
    assert_true(map_put(&m, STR("key 7"), 70));
    assert_int_equal(map_get(&m, STR("key 7")), 70);
    assert_int_equal(map_get(&m, STR("key 4999")), 4999);
    assert_int_equal(map_get(&m, STR("key 5000")), MAP_NONE);
    assert_int_equal(m.n, 5000);
    assert_true(str_is(m.keys[3], "key 3"));
    arena_fini(&a);
}

/* Many keys at once, more than are on their way at a time, some of no table, one empty; and a map without any. */
static void map_finds_many(void **state)
{
    (void)state;
    enum { N = 200 };
    arena a;
    map m, none;
    str key[N];
    uint32_t at[N];
    arena_init(&a, 0);
    map_init(&m, &a);
    map_init(&none, &a);
    for (uint32_t i = 0; i < 300; i += 3) assert_true(map_put(&m, arena_printf(&a, "word %u", i), i));
    for (uint32_t i = 0; i < N; i++) key[i] = i == 7 ? STR_NONE : arena_printf(&a, "word %u", i);
    map_find_many(&m, key, N, at);
    for (uint32_t i = 0; i < N; i++) assert_int_equal(at[i], map_find(&m, key[i]));
    assert_int_equal(at[150], 50);
    map_find_many(&none, key, N, at);
    for (uint32_t i = 0; i < N; i++) assert_int_equal(at[i], MAP_NONE);
    arena_fini(&a);
}

static void number_map_keeps_values(void **state)
{
    (void)state;
    arena a;
    number_map m;
    arena_init(&a, 0);
    number_map_init(&m, &a);
    assert_int_equal(number_map_get(&m, 0), MAP_NONE);
    for (uint32_t i = 0; i < 5000; i++) assert_true(number_map_put(&m, (uint64_t)i << (i % 40), i));
    assert_true(number_map_put(&m, 0, 7)); /* replaced */
    assert_int_equal(number_map_get(&m, 0), 7);
    assert_int_equal(number_map_get(&m, (uint64_t)4999 << (4999 % 40)), 4999);
    assert_int_equal(number_map_get(&m, UINT64_MAX), MAP_NONE);
    arena_fini(&a);
}

static void numbers_are_sorted(void **state)
{
    (void)state;
    enum { MOST = 700 };
    static uint64_t v[MOST], spare[MOST];
    uint64_t draw = 88172645463325252u;
    for (uint32_t n = 0; n <= MOST; n = n < 30 ? n + 1 : n + 67) {
        uint64_t sum = 0;
        for (uint32_t i = 0; i < n; i++) {
            draw ^= draw << 13, draw ^= draw >> 7, draw ^= draw << 17;
            v[i] = draw >> (n % 60);
            sum += v[i];
        }
        sort_numbers(v, spare, n);
        for (uint32_t i = 0; i < n; i++) {
            assert_true(!i || v[i - 1] <= v[i]);
            sum -= v[i];
        }
        assert_true(!sum);
    }
}

static void json_is_always_valid(void **state)
{
    (void)state;
    buf b;
    buf_init(&b);
    json w = {.out = &b};
    json_open(&w, '{');
    json_key(&w, "a\"b");
    json_str(&w, STR("line\n\x01 \xFF é"));
    json_key(&w, "n");
    json_open(&w, '[');
    json_fixed(&w, -65, 1);
    json_fixed(&w, 1000, 3);
    json_fixed(&w, 12340, 4);
    json_str_or_null(&w, STR_NONE);
    json_close(&w, ']');
    json_close(&w, '}');
    json_line(&w);
    buf_char(&b, 0);
    assert_string_equal(b.s, "{\"a\\\"b\":\"line\\n\\u0001 \xEF\xBF\xBD é\",\"n\":[-6.5,1,1.234,null]}\n");
    buf_fini(&b);
}

static void table_errors_name_the_line(void **state)
{
    (void)state;
    table t;
    ent_error err;
    assert_int_equal(table_open(&t, "x.tsv", STR("# c\nform\tcode\nRussia\tRUS\n\nGhana\nA\tB\tC\n"), "code form note?", &err), ENT_OK);
    assert_int_equal(table_next(&t, &err), 1);
    assert_true(str_is(t.field[0], "RUS"));
    assert_true(str_is(t.field[1], "Russia"));
    assert_int_equal(t.field[2].n, 0);
    assert_int_equal(table_next(&t, &err), 1);
    assert_int_equal(t.field[0].n, 0);
    assert_int_equal(table_next(&t, &err), -1);
    assert_string_equal(err.message, "x.tsv:6: 3 fields, but 2 columns are named");
    assert_int_equal(table_open(&t, "x.tsv", STR("form\n"), "code", &err), ENT_E_FORMAT);
    assert_string_equal(err.message, "x.tsv:1: column 'code' is missing");
}

static void calendar_knows_the_days(void **state)
{
    (void)state;
    assert_int_equal(cal_day(1970, 1, 1), 0);
    assert_int_equal(cal_weekday(cal_day(2023, 2, 22)), 2); /* a Wednesday */
    assert_int_equal(cal_day(2023, 2, 29), CAL_NONE);
    assert_int_equal(cal_parse(STR("2024-02-29T10:00:00Z")), cal_day(2024, 2, 29));
    assert_int_equal(cal_parse(STR("2024-2-9")), CAL_NONE);
    assert_int_equal(cal_parse(STR("2024-13-01")), CAL_NONE);
    assert_int_equal(cal_add_months(cal_day(2024, 1, 31), 1), cal_day(2024, 2, 29));
    assert_int_equal(cal_add_months(cal_day(2024, 1, 31), -2), cal_day(2023, 11, 30));
    for (int32_t day = -200000; day < 200000; day += 37) {
        cal_date c = cal_civil(day);
        assert_int_equal(cal_day(c.year, c.month, c.day), day);
        char is[16], due[16];
        cal_format(day, is);
        snprintf(due, sizeof due, "%04d-%02d-%02d", (int)c.year % 100000, (int)c.month, (int)c.day);
        assert_string_equal(is, due);
    }
}

typedef struct numbers {
    unsigned next, stop_at;
} numbers;
static void slow_for_even(void *ctx, unsigned worker, void *slot)
{
    (void)ctx;
    (void)worker;
    unsigned *x = slot;
    for (volatile unsigned i = 0; i < (*x % 2 ? 10u : 20000u); i++) {}
}
static int expect_next(void *ctx, void *slot)
{
    numbers *n = ctx;
    assert_int_equal(*(unsigned *)slot, n->next);
    return ++n->next == n->stop_at ? 7 : 0;
}

static void ordered_commits_in_order(void **state)
{
    (void)state;
    for (unsigned threads = 1; threads <= 8; threads += 3) {
        unsigned values[18];
        void *slots[18];
        for (int i = 0; i < 18; i++) slots[i] = &values[i];
        numbers n = {0, 0};
        ordered *o = ordered_new((ordered_ops){slow_for_even, expect_next}, &n, slots, 18, threads);
        for (unsigned i = 0; i < 500; i++) {
            *(unsigned *)ordered_take(o) = i;
            ordered_give(o);
        }
        assert_int_equal(ordered_finish(o), 0);
        assert_int_equal(n.next, 500);
    }
}

static void ordered_stops_when_a_commit_says_so(void **state)
{
    (void)state;
    unsigned values[6], given = 0;
    void *slots[6], *slot;
    for (int i = 0; i < 6; i++) slots[i] = &values[i];
    numbers n = {0, 10};
    ordered *o = ordered_new((ordered_ops){slow_for_even, expect_next}, &n, slots, 6, 3);
    while (given < 1000 && (slot = ordered_take(o))) {
        *(unsigned *)slot = given++;
        ordered_give(o);
    }
    assert_int_equal(ordered_finish(o), 7);
    assert_true(given < 1000);
    assert_int_equal(n.next, 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arena_keeps_its_cap),         cmocka_unit_test(arena_grows_columns),          cmocka_unit_test(strings_cut_and_find),
        cmocka_unit_test(utf8_takes_only_valid_bytes), cmocka_unit_test(map_keeps_order_and_values), cmocka_unit_test(map_finds_many),   cmocka_unit_test(number_map_keeps_values),
        cmocka_unit_test(numbers_are_sorted), cmocka_unit_test(json_is_always_valid),
        cmocka_unit_test(table_errors_name_the_line),  cmocka_unit_test(calendar_knows_the_days),      cmocka_unit_test(ordered_commits_in_order),
        cmocka_unit_test(ordered_stops_when_a_commit_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
