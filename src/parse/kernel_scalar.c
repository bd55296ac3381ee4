/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The network's arithmetic on any processor: the definition that the other two paths must match bit for bit. Formulas: kernel.h.
 *
 * Plain C, but for the products of matrices, where nine tenths of the time go: they use vectors of sixteen bytes, which gcc and clang make out of
 * whatever the machine has, and one instruction of SSE2, which every x86-64 has. Written out in plain C they were three times as slow;
 * loops that the compiler was to make vectors of by itself, thirteen times.
 */
#include "parse/kernel.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

static int16_t requantise(int32_t acc, const parse_matrix *m, uint32_t o)
{
    int32_t y = ((acc >> m->pre) * m->mult[o] + (1 << (m->post - 1))) >> m->post;
    return (int16_t)(y < m->low ? m->low : y > m->high ? m->high : y);
}

/*
 * The products, in vectors of sixteen bytes that gcc and clang make out of whatever the machine has. A product of 127 · 127 fits 16 bits; each
 * pair of neighbours, which belong to the same result, is added in 32 bits. Four inputs x and the weights of two results j, j + 1:
 *
 *     acc[j]     += (x0 w[j][0] + x1 w[j][1], x2 w[j][2] + x3 w[j][3])        both halves are added at the end
 *     acc[j + 1] += (x0 w[j+1][0] + …       , …                      )
 *
 * The weights of BLOCK results are widened to 16 bits once and serve all rows: at most K · BLOCK · 2 bytes, which stay in the first-level cache.
 */
typedef int8_t i8x8 __attribute__((vector_size(8)));
typedef uint8_t u8x8 __attribute__((vector_size(8)));
typedef int16_t i16x8 __attribute__((vector_size(16)));
typedef uint32_t u32x4 __attribute__((vector_size(16)));
typedef int32_t i32x4 __attribute__((vector_size(16)));

enum { BLOCK = 16, PARTS = BLOCK / 2 };
#define UNROLL _Pragma("GCC unroll 8")

static inline i32x4 pair_products(i16x8 x, i16x8 w)
{
#ifdef __SSE2__
    return (i32x4)_mm_madd_epi16((__m128i)x, (__m128i)w);
#else
    i32x4 v = (i32x4)(x * w);
    return (v >> 16) + ((i32x4)((u32x4)v << 16) >> 16);
#endif
}

static void widen(const parse_matrix *m, uint32_t o, i16x8 *wide)
{
    const int8_t *w = m->w + (size_t)o * 4;
    for (uint32_t k = 0; k < m->K; k += 4, w += (size_t)m->M * 4, wide += PARTS)
        for (uint32_t j = 0; j < PARTS; j++) {
            i8x8 v;
            memcpy(&v, w + 8 * j, sizeof v);
            wide[j] = __builtin_convertvector(v, i16x8);
        }
}

static inline i16x8 four_twice(const uint8_t *x)
{
    uint32_t four;
    memcpy(&four, x, sizeof four);
    uint64_t twice = four * 0x100000001ull;
    u8x8 v;
    memcpy(&v, &twice, sizeof v);
    return __builtin_convertvector(v, i16x8);
}

/* BLOCK results of one row. */
static void tile(const uint8_t *x, const i16x8 *wide, const parse_matrix *m, uint32_t o, int16_t *y)
{
    i32x4 acc[PARTS] = {{0}};
    for (uint32_t k = 0; k < m->K; k += 4, wide += PARTS) {
        i16x8 four = four_twice(x + k);
        UNROLL
        for (uint32_t j = 0; j < PARTS; j++) acc[j] += pair_products(four, wide[j]);
    }
    for (uint32_t j = 0; j < PARTS; j++) {
        y[o + 2 * j] = requantise(m->bias[o + 2 * j] + acc[j][0] + acc[j][1], m, o + 2 * j);
        y[o + 2 * j + 1] = requantise(m->bias[o + 2 * j + 1] + acc[j][2] + acc[j][3], m, o + 2 * j + 1);
    }
}

static void multiply(uint32_t n, const uint8_t *x, uint32_t ldx, const parse_matrix *m, int16_t *y, uint32_t ldy)
{
    i16x8 wide[KERNEL_MAX_K / 4 * PARTS];
    for (uint32_t o = 0; o < m->M; o += BLOCK) {
        widen(m, o, wide);
        for (uint32_t i = 0; i < n; i++) tile(x + (size_t)i * ldx, wide, m, o, y + (size_t)i * ldy);
    }
}

static void embed(const int8_t *table, const uint16_t *row, uint32_t n, uint32_t shift, int16_t *x)
{
    memset(x, 0, NET_D * sizeof *x);
    for (uint32_t i = 0; i < n; i++) {
        const int8_t *e = table + (size_t)row[i] * NET_D;
        for (uint32_t k = 0; k < NET_D; k++) x[k] = (int16_t)(x[k] + e[k]);
    }
    for (uint32_t k = 0; k < NET_D; k++) x[k] = (int16_t)(x[k] > 0 ? x[k] << shift : 0);
}

static void residual(uint32_t n, int16_t *x, const int16_t *r, int32_t mult, uint8_t *q)
{
    for (uint32_t k = 0; k < n; k++) {
        int32_t v = x[k] + (r ? r[k] : 0);
        x[k] = (int16_t)(v > 32767 ? 32767 : v);
        v = (x[k] * mult + (1 << 14)) >> 15;
        q[k] = (uint8_t)(v > 127 ? 127 : v);
    }
}

static void actions(const int16_t *const *row, uint32_t n, const int16_t *weight, int32_t score[NET_ACTIONS])
{
    int16_t z[NET_H] = {0};
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < NET_H; k++) z[k] = (int16_t)(z[k] + row[i][k]);
    for (uint32_t a = 0; a < NET_ACTIONS; a++) {
        score[a] = 0;
        for (uint32_t k = 0; k < NET_H; k++)
            if (z[k] > 0) score[a] += z[k] * weight[a * NET_H + k];
    }
}

static void arc(const int16_t *a, const int16_t *b, const int16_t *c, uint8_t *z)
{
    for (uint32_t k = 0; k < NET_LH; k++) {
        int32_t v = (a[k] + b[k] + c[k] + 64) >> 7;
        z[k] = (uint8_t)(v < 0 ? 0 : v > 127 ? 127 : v);
    }
}

static uint32_t best(const int16_t *y, uint32_t n)
{
    uint32_t b = 0;
    for (uint32_t k = 1; k < n; k++)
        if (y[k] > y[b]) b = k;
    return b;
}

const parse_kernels parse_kernels_scalar = {"scalar", multiply, embed, residual, actions, arc, best};
