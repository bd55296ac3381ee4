/* SPDX-License-Identifier: Apache-2.0 */
/* Parameters at the start (uniform, scaled by fan-in; hashed rows ±1/4, rows of vectors as
 * vectors.h has them) and one worker's memory. */
#include "net.h"

#include <math.h>
#include <stdlib.h>

static void add(net *n, matrix *a, uint32_t K, uint32_t M, float scale, random_state *r)
{
    matrix_new(a, K, M, scale, r);
    n->dense[n->n_dense++] = a;
}

void net_init(net *n, const inventory *v, const word_vectors *words, uint32_t seed)
{
    random_state r;
    memset(n, 0, sizeof *n);
    random_seed(&r, 20 + seed, 26);
    float wide = sqrtf(3.f / NET_D);
    for (int l = 0; l < NET_LAYERS; l++) {
        add(n, &n->conv[l], 3 * NET_D, NET_D, sqrtf(3.f / (3 * NET_D)), &r);
        add(n, &n->conv_bias[l], 1, NET_D, 0, &r);
        matrix_transposable(&n->conv[l]);
    }
    add(n, &n->tag, NET_D, NET_TAGS, wide, &r);
    add(n, &n->tag_bias, 1, NET_TAGS, 0, &r);
    add(n, &n->name1, NET_D, NET_NH, wide, &r);
    add(n, &n->name1_bias, 1, NET_NH, 0, &r);
    add(n, &n->name2, NET_NH, NET_NER, sqrtf(3.f / NET_NH), &r);
    add(n, &n->name2_bias, 1, NET_NER, 0, &r);
    add(n, &n->moves, NER_WIDTH, NET_NER, 0, &r);
    add(n, &n->state, NET_D, STATE_WIDTH, sqrtf(1.f / NET_D), &r);
    add(n, &n->absent, 1, STATE_WIDTH, .1f, &r);
    add(n, &n->context, NET_CONTEXT_ROWS, NET_H, .1f, &r);
    add(n, &n->action, NET_H, ACTION_WIDTH, sqrtf(3.f / NET_H), &r);
    add(n, &n->head, NET_D, NET_LH, wide, &r);
    add(n, &n->dependent, NET_D, NET_LH, wide, &r);
    add(n, &n->distance, NET_DISTANCES, NET_LH, .1f, &r);
    add(n, &n->label, NET_LH, NET_LABELS, sqrtf(3.f / NET_LH), &r);
    add(n, &n->label_bias, 1, NET_LABELS, 0, &r);
    matrix *back[] = {&n->tag, &n->name1, &n->name2, &n->state, &n->head, &n->dependent};
    for (size_t i = 0; i < sizeof back / sizeof *back; i++) matrix_transposable(back[i]);
    matrix_new(&n->embedding, NET_ROWS, NET_D, .25f, &r);
    for (size_t i = 0; i < (size_t)NET_VECTOR_LEVELS * NET_VECTOR_CENTRES * NET_D; i++) n->embedding.w[(size_t)NET_HASHED_ROWS * NET_D + i] = (float)words->start[i] / VECTORS_STEP;
    n->vectors = words->table;
    for (int i = 0; i < SHARDS; i++) {
        n->touched[i] = calloc(NET_ROWS, 1);
        n->list[i] = calloc(NET_ROWS, sizeof *n->list[i]);
        if (!n->touched[i] || !n->list[i]) abort();
    }
    n->n_tags = v->n_tags;
    n->n_labels = v->n_labels;
    for (uint32_t i = 0; i < v->n_tags; i++) n->upos_of_tag[i] = v->tags[i].upos;
}

void worker_init(worker *w, const net *n, int id)
{
    memset(w, 0, sizeof *w);
    w->id = id;
    w->n = n;
    for (int l = 0; l <= NET_LAYERS; l++) {
        w->x[l] = floats_new((size_t)ROWS * NET_D);
        w->dx[l] = floats_new((size_t)ROWS * NET_D);
        w->mask[l] = floats_new((size_t)ROWS * NET_D);
        if (l == NET_LAYERS) continue;
        w->relu[l] = floats_new((size_t)ROWS * NET_D);
        w->window[l] = floats_new((size_t)ROWS * 3 * NET_D);
    }
    w->d_window = floats_new((size_t)ROWS * 3 * NET_D);
    w->tmp = floats_new((size_t)ROWS * NET_D);
    w->tag = floats_new((size_t)ROWS * NET_TAGS);
    w->hidden = floats_new((size_t)ROWS * NET_NH);
    w->d_hidden = floats_new((size_t)ROWS * NET_NH);
    w->name = floats_new((size_t)ROWS * NET_NER);
    w->alpha = floats_new((size_t)ROWS * NET_NER);
    w->beta = floats_new((size_t)ROWS * NET_NER);
    w->state = floats_new((size_t)ROWS * STATE_WIDTH);
    w->d_state = floats_new((size_t)ROWS * STATE_WIDTH);
    w->head = floats_new((size_t)ROWS * NET_LH);
    w->d_head = floats_new((size_t)ROWS * NET_LH);
    w->dependent = floats_new((size_t)ROWS * NET_LH);
    w->d_dependent = floats_new((size_t)ROWS * NET_LH);
}

void softmax(float *z, uint32_t n)
{
    float most = z[0], sum = 0;
    for (uint32_t i = 1; i < n; i++) most = z[i] > most ? z[i] : most;
    for (uint32_t i = 0; i < n; i++) sum += z[i] = expf(z[i] - most);
    for (uint32_t i = 0; i < n; i++) z[i] /= sum;
}
