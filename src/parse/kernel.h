/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The integer arithmetic of the network: six functions, once per instruction set, the same bits from each.
 *
 * Numbers. Activations are u8 in 0..127 or i16; weights are s8; accumulators are i32 and cannot overflow. A matrix's result is
 * brought back to i16 by a fixed-point multiplier per column (no floating point anywhere):
 *
 *     acc = bias[o] + Σ_k x[k] w[k,o]                       |acc| ≤ 2 · 127 · 127 · K < 2^(16 + pre)
 *     y[o] = clamp(((acc >> pre) · mult[o] + 2^(post-1)) >> post, low, high)          0 ≤ mult ≤ 2^14, so < 2^30
 *
 * Right shifts of negative numbers are arithmetic (gcc and clang define them so).
 */
#ifndef PARSE_KERNEL_H
#define PARSE_KERNEL_H

#include "parse/net.h"

enum { KERNEL_MAX_K = 3 * NET_D > NET_LH ? 3 * NET_D : NET_LH };

/* A matrix in the model file; K a multiple of 4, M of 16. Weights of four successive inputs lie together: [K/4][M][4]. */
typedef struct parse_matrix {
    uint32_t K, M;
    int32_t pre, post, low, high;
    const int32_t *bias; /* [M] */
    const int32_t *mult; /* [M] */
    const int8_t *w;     /* [K/4][M][4] */
} parse_matrix;

typedef struct parse_kernels {
    const char *name;
    /* y[i][o] for n rows; row i of x begins at x + i * ldx and is K long (rows may overlap: a convolution). */
    void (*multiply)(uint32_t n, const uint8_t *x, uint32_t ldx, const parse_matrix *m, int16_t *y, uint32_t ldy);
    /* x[D] = max(0, Σ rows) << shift. */
    void (*embed)(const int8_t *table, const uint16_t *row, uint32_t n, uint32_t shift, int16_t *x);
    /* x = min(x + r, 32767) over n values (n a multiple of 32); r NULL adds nothing. q = min(127, (x · mult + 2^14) >> 15). x, r ≥ 0. */
    void (*residual)(uint32_t n, int16_t *x, const int16_t *r, int32_t mult, uint8_t *q);
    /* z = max(0, Σ rows) [H]; score[a] = Σ_k z[k] weight[a][k]. Row sums fit 16 bits, scores 32: checked when the model is read. */
    void (*actions)(const int16_t *const *row, uint32_t n, const int16_t *weight, int32_t score[NET_ACTIONS]);
    /* z = clamp((a + b + c + 64) >> 7, 0, 127) [LH]. */
    void (*arc)(const int16_t *a, const int16_t *b, const int16_t *c, uint8_t *z);
    /* First place of the largest of n values (n a multiple of 32). */
    uint32_t (*best)(const int16_t *y, uint32_t n);
} parse_kernels;

extern const parse_kernels parse_kernels_scalar;
const parse_kernels *parse_kernels_avx2(void);   /* NULL where the build or the processor lacks it */
const parse_kernels *parse_kernels_avx512(void);

#endif
