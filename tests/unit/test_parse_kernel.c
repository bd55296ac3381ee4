/* SPDX-License-Identifier: Apache-2.0 */
/* The three instruction paths give the same bits, on random numbers and at the ends of every range. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "parse/model.h"

enum { N_ROWS = 11, MAX_K = 384, MAX_M = NET_POSITIONS * NET_H };

static uint64_t seed = 7;
static uint32_t next(void)
{
    seed = seed * 6364136223846793005ull + 1442695040888963407ull;
    return (uint32_t)(seed >> 33);
}

/* Random, or pinned to one end, or alternating between the ends. */
static int32_t number(int mode, int32_t low, int32_t high, uint32_t i)
{
    if (mode == 1) return high;
    if (mode == 2) return low;
    if (mode == 3) return i & 1 ? high : low;
    return low + (int32_t)(next() % (uint32_t)(high - low + 1));
}

static const parse_kernels *paths[2];
static void each_path(void (*check)(const parse_kernels *))
{
    int n = 0;
    for (int i = 0; i < 2; i++)
        if (paths[i]) check(paths[i]), n++;
    if (!n) {
        print_message("skipped: this processor or build has neither AVX2 nor AVX-512 VNNI\n");
        skip();
    }
}

static void check_multiply(const parse_kernels *k)
{
    static uint8_t x[(N_ROWS + 2) * NET_D];
    static int8_t w[MAX_K * MAX_M];
    static int32_t bias[MAX_M], mult[MAX_M];
    static int16_t a[N_ROWS * MAX_M], b[N_ROWS * MAX_M];
    for (int which = 0; which < N_MATRICES; which++)
        for (int mode = 0; mode < 4; mode++) {
            uint32_t K = parse_matrix_shape[which][0], M = parse_matrix_shape[which][1];
            int32_t limit = (int32_t)(127 * 127 * K);
            for (uint32_t i = 0; i < sizeof x; i++) x[i] = (uint8_t)number(mode ? 1 : 0, 0, 127, i);
            for (uint32_t i = 0; i < K * M; i++) w[i] = (int8_t)number(mode, -127, 127, i);
            for (uint32_t o = 0; o < M; o++) bias[o] = number(mode, -limit, limit, o), mult[o] = number(mode ? 1 : 0, 0, 1 << 14, o);
            parse_matrix m = {K, M, parse_matrix_pre(K), 14 + (int32_t)(next() % 4), mode == 3 ? 0 : -32767, 32767, bias, mult, w};
            for (uint32_t n = 1; n <= N_ROWS; n += n < 6 ? 1 : 5) {
                memset(a, 1, sizeof a);
                memset(b, 2, sizeof b);
                parse_kernels_scalar.multiply(n, x, NET_D, &m, a, M);
                k->multiply(n, x, NET_D, &m, b, M);
                assert_memory_equal(a, b, n * M * sizeof *a);
            }
        }
}

static void check_embed(const parse_kernels *k)
{
    static int8_t table[64 * NET_D];
    uint16_t row[NET_ROWS_PER_TOKEN];
    int16_t a[NET_D], b[NET_D];
    for (int mode = 0; mode < 3; mode++)
        for (uint32_t shift = 0; shift <= 3; shift++) {
            for (uint32_t i = 0; i < sizeof table; i++) table[i] = (int8_t)number(mode, -128, 127, i);
            for (uint32_t i = 0; i < NET_ROWS_PER_TOKEN; i++) row[i] = (uint16_t)(next() % 64);
            parse_kernels_scalar.embed(table, row, NET_ROWS_PER_TOKEN, shift, a);
            k->embed(table, row, NET_ROWS_PER_TOKEN, shift, b);
            assert_memory_equal(a, b, sizeof a);
        }
}

static void check_residual(const parse_kernels *k)
{
    enum { N = 3 * NET_D };
    int16_t xa[N], xb[N], r[N];
    uint8_t qa[N], qb[N];
    for (int mode = 0; mode < 3; mode++)
        for (int with = 0; with < 2; with++) {
            int32_t mult = number(mode, 0, 32767, 0);
            for (uint32_t i = 0; i < N; i++) xa[i] = xb[i] = (int16_t)number(mode, 0, 32767, i), r[i] = (int16_t)number(mode, 0, 32767, i);
            parse_kernels_scalar.residual(N, xa, with ? r : NULL, mult, qa);
            k->residual(N, xb, with ? r : NULL, mult, qb);
            assert_memory_equal(xa, xb, sizeof xa);
            assert_memory_equal(qa, qb, sizeof qa);
        }
}

static void check_actions(const parse_kernels *k)
{
    enum { N = NET_POSITIONS + NET_CONTEXTS };
    static int16_t value[N * NET_H], weight[NET_ACTIONS * NET_H];
    const int16_t *row[N];
    int32_t a[NET_ACTIONS], b[NET_ACTIONS];
    for (int mode = 0; mode < 4; mode++) {
        for (uint32_t i = 0; i < N * NET_H; i++) value[i] = (int16_t)number(mode, -32767 / N, 32767 / N, i);
        for (uint32_t i = 0; i < NET_ACTIONS * NET_H; i++) weight[i] = (int16_t)number(mode, -511, 511, i);
        for (uint32_t i = 0; i < N; i++) row[i] = value + i * NET_H;
        parse_kernels_scalar.actions(row, N, weight, a);
        k->actions(row, N, weight, b);
        assert_memory_equal(a, b, sizeof a);
    }
}

static void check_arc(const parse_kernels *k)
{
    int16_t v[3][NET_LH];
    uint8_t a[NET_LH], b[NET_LH];
    for (int mode = 0; mode < 4; mode++) {
        for (uint32_t i = 0; i < 3 * NET_LH; i++) v[i / NET_LH][i % NET_LH] = (int16_t)number(mode, -10900, 10900, i);
        parse_kernels_scalar.arc(v[0], v[1], v[2], a);
        k->arc(v[0], v[1], v[2], b);
        assert_memory_equal(a, b, sizeof a);
    }
}

static void check_best(const parse_kernels *k)
{
    int16_t y[NET_TAGS];
    for (int round = 0; round < 400; round++) {
        int32_t width = round % 4 == 0 ? 2 : 32767; /* few values: ties, which go to the first */
        for (uint32_t i = 0; i < NET_TAGS; i++) y[i] = (int16_t)number(round < 3 ? round : 0, -width, width, i);
        assert_int_equal(parse_kernels_scalar.best(y, NET_TAGS), k->best(y, NET_TAGS));
        assert_int_equal(parse_kernels_scalar.best(y, NET_LABELS), k->best(y, NET_LABELS));
    }
}

static void multiply_agrees(void **state) { (void)state, each_path(check_multiply); }
static void embed_agrees(void **state) { (void)state, each_path(check_embed); }
static void residual_agrees(void **state) { (void)state, each_path(check_residual); }
static void actions_agree(void **state) { (void)state, each_path(check_actions); }
static void arc_agrees(void **state) { (void)state, each_path(check_arc); }
static void best_agrees(void **state) { (void)state, each_path(check_best); }

/* The definition itself, on a case worked by hand: (3·2 - 4·5 + 10) = -4; ((-4 >> pre) · mult + half) >> post. */
static void multiply_follows_its_formula(void **state)
{
    (void)state;
    uint8_t x[4] = {3, 4, 0, 0};
    int8_t w[64] = {2, -5, 0, 0};
    int32_t bias[16] = {10, 1000}, mult[16] = {16384, 8192};
    int16_t y[16];
    parse_matrix m = {4, 16, 1, 13, -32767, 32767, bias, mult, w};
    parse_kernels_scalar.multiply(1, x, 4, &m, y, 16);
    assert_int_equal(y[0], -4);
    assert_int_equal(y[1], 500);
    assert_int_equal(y[2], 0);
}

int main(void)
{
    paths[0] = parse_kernels_avx2();
    paths[1] = parse_kernels_avx512();
    for (int i = 0; i < 2; i++)
        if (!paths[i]) print_message("skipped: this processor or build lacks %s\n", i ? "AVX-512 VNNI" : "AVX2");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(multiply_follows_its_formula), cmocka_unit_test(multiply_agrees), cmocka_unit_test(embed_agrees), cmocka_unit_test(residual_agrees),
        cmocka_unit_test(actions_agree),                cmocka_unit_test(arc_agrees),      cmocka_unit_test(best_agrees),
    };
    return cmocka_run_group_tests_name("parse kernels", tests, NULL, NULL);
}
