/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Dense products on blocks of 4 rows × 64 columns that stay in registers (compiler vectors, so that the same text serves every width
 * of register), and Adam (Kingma and Ba 2015) with β = .9, .99.
 */
#include "matrix.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef float vec __attribute__((vector_size(64)));
enum { LANES = 16 };

void random_seed(random_state *r, uint64_t a, uint64_t b)
{
    uint64_t s = (a + 1) * 0x9E3779B97F4A7C15ull ^ (b + 1) * 0xD1B54A32D192ED03ull;
    s = (s ^ s >> 30) * 0xBF58476D1CE4E5B9ull;
    s = (s ^ s >> 27) * 0x94D049BB133111EBull;
    r->s = (s ^ s >> 31) | 1;
}

uint32_t random_u32(random_state *r)
{
    r->s ^= r->s >> 12;
    r->s ^= r->s << 25;
    r->s ^= r->s >> 27;
    return (uint32_t)(r->s * 0x2545F4914F6CDD1Dull >> 32);
}

float random_unit(random_state *r) { return (float)(random_u32(r) >> 8) * (1.f / 16777216.f); }

void *floats_new(size_t n)
{
    size_t bytes = (n * sizeof(float) + 63) / 64 * 64;
    void *p = aligned_alloc(64, bytes);
    if (!p) abort();
    return memset(p, 0, bytes);
}

void matrix_new(matrix *a, uint32_t K, uint32_t M, float scale, random_state *r)
{
    size_t n = (size_t)K * M;
    *a = (matrix){.K = K, .M = M, .w = floats_new(n), .m = floats_new(n), .v = floats_new(n)};
    for (int i = 0; i < SHARDS; i++) a->g[i] = floats_new(n);
    for (size_t i = 0; i < n; i++) a->w[i] = (random_unit(r) * 2 - 1) * scale;
}

void matrix_transposable(matrix *a)
{
    a->t = floats_new((size_t)a->K * a->M);
    matrix_transpose(a);
}

void matrix_transpose(matrix *a)
{
    if (!a->t) return;
    for (uint32_t k0 = 0; k0 < a->K; k0 += LANES)
        for (uint32_t o0 = 0; o0 < a->M; o0 += LANES)
            for (uint32_t k = k0; k < k0 + LANES; k++)
                for (uint32_t o = o0; o < o0 + LANES; o++) a->t[(size_t)o * a->K + k] = a->w[(size_t)k * a->M + o];
}

/* nb ≤ 4 rows × width vectors; a missing row repeats the one before it and is not stored. */
static inline __attribute__((always_inline)) void block(const int width, uint32_t nb, const float *x, uint32_t ldx, uint32_t K, const float *w, uint32_t M, float *y,
                                                        uint32_t ldy, int add)
{
    vec a[4][4] = {0};
    const float *x0 = x, *x1 = nb > 1 ? x0 + ldx : x0, *x2 = nb > 2 ? x1 + ldx : x1, *x3 = nb > 3 ? x2 + ldx : x2;
    for (uint32_t k = 0; k < K; k++) {
        const vec *wk = (const vec *)(w + (size_t)k * M);
#pragma GCC unroll 4
        for (int j = 0; j < width; j++) {
            a[0][j] += wk[j] * x0[k];
            a[1][j] += wk[j] * x1[k];
            a[2][j] += wk[j] * x2[k];
            a[3][j] += wk[j] * x3[k];
        }
    }
#pragma GCC unroll 4
    for (uint32_t r = 0; r < 4; r++)
#pragma GCC unroll 4
        for (int j = 0; j < width; j++)
            if (r < nb) {
                vec *to = (vec *)(y + (size_t)r * ldy) + j;
                *to = add ? *to + a[r][j] : a[r][j];
            }
}

void multiply(uint32_t n, const float *x, uint32_t ldx, uint32_t K, const float *w, uint32_t M, float *y, uint32_t ldy, int add)
{
    for (uint32_t o = 0, width; o < M; o += width * LANES) {
        width = M - o >= 64 ? 4 : M - o >= 32 ? 2 : 1;
        for (uint32_t i = 0; i < n; i += 4) {
            uint32_t nb = n - i < 4 ? n - i : 4;
            const float *xi = x + (size_t)i * ldx;
            float *yi = y + (size_t)i * ldy + o;
            if (width == 4) block(4, nb, xi, ldx, K, w + o, M, yi, ldy, add);
            else if (width == 2) block(2, nb, xi, ldx, K, w + o, M, yi, ldy, add);
            else block(1, nb, xi, ldx, K, w + o, M, yi, ldy, add);
        }
    }
}

/* Four inputs × width vectors of the gradient, summed over n rows. */
static inline __attribute__((always_inline)) void gradient_block(const int width, uint32_t n, const float *x, uint32_t ldx, const float *dy, uint32_t ldy, float *g, uint32_t M)
{
    vec a[4][4];
#pragma GCC unroll 4
    for (int r = 0; r < 4; r++)
#pragma GCC unroll 4
        for (int j = 0; j < width; j++) a[r][j] = ((vec *)(g + (size_t)r * M))[j];
    for (uint32_t i = 0; i < n; i++) {
        const float *xi = x + (size_t)i * ldx;
        const vec *d = (const vec *)(dy + (size_t)i * ldy);
#pragma GCC unroll 4
        for (int j = 0; j < width; j++) {
            a[0][j] += d[j] * xi[0];
            a[1][j] += d[j] * xi[1];
            a[2][j] += d[j] * xi[2];
            a[3][j] += d[j] * xi[3];
        }
    }
#pragma GCC unroll 4
    for (int r = 0; r < 4; r++)
#pragma GCC unroll 4
        for (int j = 0; j < width; j++) ((vec *)(g + (size_t)r * M))[j] = a[r][j];
}

void multiply_back(uint32_t n, const float *x, uint32_t ldx, const matrix *a, int worker, const float *dy, uint32_t ldy, float *dx, uint32_t lddx)
{
    uint32_t M = a->M;
    for (uint32_t o = 0, width; o < M; o += width * LANES) {
        width = M - o >= 64 ? 4 : M - o >= 32 ? 2 : 1;
        for (uint32_t k = 0; k < a->K; k += 4) {
            float *g = a->g[worker] + (size_t)k * M + o;
            if (width == 4) gradient_block(4, n, x + k, ldx, dy + o, ldy, g, M);
            else if (width == 2) gradient_block(2, n, x + k, ldx, dy + o, ldy, g, M);
            else gradient_block(1, n, x + k, ldx, dy + o, ldy, g, M);
        }
    }
    if (dx) multiply(n, dy, ldy, M, a->t, a->K, dx, lddx, 1);
}

float gradients_gather(float scale, float *const g[SHARDS], size_t n)
{
    float squares = 0;
    for (size_t i = 0; i < n; i++) {
        float d = 0;
        for (int k = 0; k < SHARDS; k++) {
            d += g[k][i];
            g[k][i] = 0;
        }
        g[0][i] = d *= scale;
        squares += d * d;
    }
    return squares;
}

void adam_values(const adam *o, float *w, float *g, float *m, float *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        float d = g[i] * o->scale;
        g[i] = 0;
        m[i] = .9f * m[i] + .1f * d;
        v[i] = .99f * v[i] + .01f * d * d;
        w[i] -= o->rate * (m[i] / o->correct1) / (sqrtf(v[i] / o->correct2) + 1e-6f);
    }
}
