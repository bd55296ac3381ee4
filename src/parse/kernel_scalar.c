/* SPDX-License-Identifier: Apache-2.0 */
/* The network's arithmetic in plain C: the definition that the other two paths must match bit for bit. Formulas: kernel.h. */
#include "parse/kernel.h"

static int16_t requantise(int32_t acc, const parse_matrix *m, uint32_t o)
{
    int32_t y = ((acc >> m->pre) * m->mult[o] + (1 << (m->post - 1))) >> m->post;
    return (int16_t)(y < m->low ? m->low : y > m->high ? m->high : y);
}

static void multiply(uint32_t n, const uint8_t *x, uint32_t ldx, const parse_matrix *m, int16_t *y, uint32_t ldy)
{
    enum { BLOCK = 16 };
    for (uint32_t i = 0; i < n; i++) {
        const uint8_t *xi = x + (size_t)i * ldx;
        for (uint32_t o = 0; o < m->M; o += BLOCK) {
            int32_t acc[BLOCK];
            memcpy(acc, m->bias + o, sizeof acc);
            for (uint32_t k = 0; k < m->K; k += 4) {
                const int8_t *w = m->w + ((size_t)k / 4 * m->M + o) * 4;
                for (uint32_t j = 0; j < BLOCK; j++, w += 4) acc[j] += xi[k] * w[0] + xi[k + 1] * w[1] + xi[k + 2] * w[2] + xi[k + 3] * w[3];
            }
            for (uint32_t j = 0; j < BLOCK; j++) y[(size_t)i * ldy + o + j] = requantise(acc[j], m, o + j);
        }
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
