/* SPDX-License-Identifier: Apache-2.0 */
/* Parameters, their products and their optimiser. */
#ifndef TRAIN_MATRIX_H
#define TRAIN_MATRIX_H

#include <stddef.h>
#include <stdint.h>

/* Parts of a batch, each with gradients of its own that are summed in order: the sums are the same for any number of threads. */
enum { SHARDS = 4 };

/* w[k * M + o]: input-major. M is a multiple of 16; K too where the gradient of the input is asked for. */
typedef struct matrix {
    uint32_t K, M;
    float *w;
    float *g[SHARDS]; /* gradient of each shard */
    float *m, *v;      /* Adam's moments */
    float *t;          /* transposed copy, or NULL */
} matrix;

/* xorshift64*; one stream per sentence, so that the order of threads does not matter. */
typedef struct random {
    uint64_t s;
} random_state;
void random_seed(random_state *r, uint64_t a, uint64_t b);
uint32_t random_u32(random_state *r);
float random_unit(random_state *r); /* [0, 1) */

void *floats_new(size_t n);
/* Uniform in ±scale. */
void matrix_new(matrix *a, uint32_t K, uint32_t M, float scale, random_state *r);
void matrix_transposable(matrix *a);
void matrix_transpose(matrix *a);
/* y[n][M] = x[n][K] w, or += where add. */
void multiply(uint32_t n, const float *x, uint32_t ldx, uint32_t K, const float *w, uint32_t M, float *y, uint32_t ldy, int add);
/* g += xᵀ dy; dx += dy wᵀ unless dx is NULL. */
void multiply_back(uint32_t n, const float *x, uint32_t ldx, const matrix *a, int worker, const float *dy, uint32_t ldy, float *dx, uint32_t lddx);
/* Moves the sum of all shards' gradients, scaled, to the first; returns the sum of its squares. */
float gradients_gather(float scale, float *const g[SHARDS], size_t n);
/* One step of Adam over n values by gradient g times scale; g is zero afterwards. */
typedef struct adam {
    float rate, correct1, correct2, scale;
} adam;
void adam_values(const adam *o, float *w, float *g, float *m, float *v, size_t n);

#endif
