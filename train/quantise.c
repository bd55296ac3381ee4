/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Quantising after training.
 *
 * Weights: one scale per column, ±127 at the column's largest. Activations: u8 with one scale per layer, 127 at four fifths of the
 * largest value seen (clipping the rare rest costs less than coarser steps for all). The residual stream is i16 in units of the embedding's
 * own step divided by a power of two, so that the embedding's sum needs a shift only. Results of a matrix are i16 in a unit chosen per
 * matrix; the per-column factors become multipliers of 14 bits and one shift (kernel.h).
 * The hidden layer of the parser gets the largest unit for which no sum of rows can leave 16 bits: the loader checks the same bound.
 * Cost in accuracy: below 0.1 LAS, measured by the trainer on every run (the scores it prints are those of the integers).
 */
#include "quantise.h"

#include "parse/path.h"

#include <math.h>
#include <stdlib.h>

enum { RANGE_SENTENCES = 1500 };
static const float CLIP = .8f;

typedef struct ranges {
    float x[NET_LAYERS + 1], hidden, tag, name, state, arc, label;
} ranges;

static float widest(float most, const float *v, size_t n)
{
    for (size_t i = 0; i < n; i++) most = fmaxf(most, fabsf(v[i]));
    return most;
}

/* The labeller's scores are bounded from its parts, as arcs are not built here. */
static float label_range(const net *n, float arc)
{
    float most = 0;
    for (uint32_t q = 0; q < n->n_labels; q++) {
        float sum = fabsf(n->label_bias.w[q]);
        for (uint32_t k = 0; k < NET_LH; k++) sum += fmaxf(0, n->label.w[k * NET_LABELS + q]) * arc;
        most = fmaxf(most, sum);
    }
    return most / 4;
}

static ranges ranges_find(worker *w, const corpus *c)
{
    ranges r = {0};
    w->drop = 0;
    for (uint32_t i = 0; i < c->n && i < RANGE_SENTENCES; i++) {
        const sentence *s = &c->sentences[i];
        uint32_t n = s->n;
        encode(w, s, NULL);
        for (int l = 0; l <= NET_LAYERS; l++) r.x[l] = widest(r.x[l], at(w->x[l], 1, NET_D), (size_t)(n + 1) * NET_D);
        tag_scores(w, n);
        name_scores(w, n);
        state_rows(w, n);
        r.tag = widest(r.tag, at(w->tag, 1, NET_TAGS), (size_t)n * NET_TAGS);
        r.hidden = widest(r.hidden, at(w->hidden, 1, NET_NH), (size_t)n * NET_NH);
        r.name = widest(r.name, at(w->name, 1, NET_NER), (size_t)n * NET_NER);
        r.state = widest(r.state, at(w->state, 1, STATE_WIDTH), (size_t)(n + 1) * STATE_WIDTH);
        r.arc = widest(r.arc, at(w->head, 1, NET_LH), (size_t)(n + 1) * NET_LH);
        r.arc = widest(r.arc, at(w->dependent, 1, NET_LH), (size_t)(n + 1) * NET_LH);
    }
    r.name = widest(r.name, w->n->moves.w, NER_WIDTH * NET_NER);
    r.label = label_range(w->n, 2 * r.arc);
    return r;
}

static int32_t clamp(float v, int32_t most) { return v > (float)most ? most : v < (float)-most ? -most : (int32_t)lrintf(v); }

/* in: value of one step of the u8 input; out: value of one step of the i16 result. used: columns beyond it never win a maximum. */
static parse_matrix matrix_quantise(const matrix *a, const float *bias, float in, float out, int32_t low, int32_t high, uint32_t used)
{
    uint32_t K = a->K, M = a->M;
    int8_t *w = calloc((size_t)K, M);
    int32_t *b = calloc(M, sizeof *b), *mult = calloc(M, sizeof *mult);
    float *factor = calloc(M, sizeof *factor), most = 1e-12f;
    if (!w || !b || !mult || !factor) abort();
    int32_t limit = (int32_t)(127 * 127 * K), pre = parse_matrix_pre(K), post = 1;
    for (uint32_t o = 0; o < used; o++) {
        float top = 1e-6f;
        for (uint32_t k = 0; k < K; k++) top = fmaxf(top, fabsf(a->w[(size_t)k * M + o]));
        float step = top / 127;
        for (uint32_t k = 0; k < K; k++) w[((size_t)(k / 4) * M + o) * 4 + k % 4] = (int8_t)clamp(a->w[(size_t)k * M + o] / step, 127);
        b[o] = bias ? clamp(bias[o] / (step * in), limit) : 0;
        factor[o] = step * in / out * (float)(1 << pre);
        most = fmaxf(most, factor[o]);
    }
    while (post < 30 && most * (float)(1u << (post + 1)) <= 16384) post++;
    for (uint32_t o = 0; o < used; o++) mult[o] = clamp(factor[o] * (float)(1u << post), 1 << 14);
    for (uint32_t o = used; o < M; o++) {
        b[o] = -limit;
        mult[o] = 1 << 14;
    }
    free(factor);
    return (parse_matrix){K, M, pre, post, low, high, b, mult, w};
}

static float encoder_quantise(quantised *q, const net *n, const ranges *r)
{
    size_t size = (size_t)NET_ROWS * NET_D;
    float most = widest(1e-6f, n->embedding.w, size), step = most / 127;
    q->embedding = calloc(size, 1);
    if (!q->embedding) abort();
    for (size_t i = 0; i < size; i++) q->embedding[i] = (int8_t)clamp(n->embedding.w[i] / step, 127);
    q->embed_shift = 3;
    while (q->embed_shift && r->x[NET_LAYERS] / step * (float)(1 << q->embed_shift) > 30000) q->embed_shift--;
    float unit = step / (float)(1 << q->embed_shift), in[NET_LAYERS + 1];
    for (int l = 0; l <= NET_LAYERS; l++) {
        q->scale[l] = clamp(32768 * unit / (r->x[l] * CLIP / 127), 32767);
        in[l] = unit * 32768 / (float)q->scale[l];
    }
    for (int l = 0; l < NET_LAYERS; l++) q->matrix[MAT_CONV0 + l] = matrix_quantise(&n->conv[l], n->conv_bias[l].w, in[l], unit, 0, 32767, NET_D);
    return in[NET_LAYERS];
}

static void names_quantise(quantised *q, const net *n, const ranges *r, float in)
{
    float hidden = r->hidden / 30000, out = r->name * 2 / 32767;
    q->matrix[MAT_NAME1] = matrix_quantise(&n->name1, n->name1_bias.w, in, hidden, 0, 32767, NET_NH);
    q->scale[SCALE_NAMES] = clamp(32768 * hidden / (r->hidden * CLIP / 127), 32767);
    q->matrix[MAT_NAME2] = matrix_quantise(&n->name2, n->name2_bias.w, hidden * 32768 / (float)q->scale[SCALE_NAMES], out, -32767, 32767, N_NER);
    for (uint32_t a = 0; a < NER_WIDTH; a++)
        for (uint32_t b = 0; b < NER_WIDTH; b++) {
            bool never = b == NER_START || (b && b % 2 == 0 && a != b && a + 1 != b);
            q->moves[a * NER_WIDTH + b] = never ? -(1 << 21) : clamp(n->moves.w[a * NET_NER + b] / out, 1 << 20);
        }
}

/* Largest |v| of every context table, summed: what the tables can add to one hidden unit. */
static float context_reach(const net *n)
{
    float sum = 0;
    for (int i = 0; i < NET_CONTEXTS; i++) sum += widest(0, at(n->context.w, parse_context_first[i], NET_H), (size_t)(parse_context_first[i + 1] - parse_context_first[i]) * NET_H);
    return sum;
}

static void tree_quantise(quantised *q, const net *n, const ranges *r, float in)
{
    float state = widest(r->state * 1.05f, n->absent.w, STATE_WIDTH), unit = (NET_POSITIONS * state + context_reach(n)) / 32600;
    int32_t high = (int32_t)(state / unit);
    q->matrix[MAT_STATE] = matrix_quantise(&n->state, NULL, in, unit, -high, high, STATE_WIDTH);
    for (uint32_t i = 0; i < STATE_WIDTH; i++) q->absent[i] = (int16_t)clamp(n->absent.w[i] / unit, high);
    q->context = calloc((size_t)NET_CONTEXT_ROWS * NET_H, sizeof *q->context);
    if (!q->context) abort();
    for (uint32_t i = 0; i < NET_CONTEXT_ROWS * NET_H; i++) q->context[i] = (int16_t)clamp(n->context.w[i] / unit, 32767);
    float total = 0;
    for (uint32_t a = 0; a < NET_ACTIONS; a++) {
        float sum = 0;
        for (uint32_t k = 0; k < NET_H; k++) sum += fabsf(n->action.w[k * ACTION_WIDTH + a]);
        total = fmaxf(total, sum);
    }
    for (uint32_t a = 0; a < NET_ACTIONS; a++)
        for (uint32_t k = 0; k < NET_H; k++) q->action[a * NET_H + k] = (int16_t)clamp(n->action.w[k * ACTION_WIDTH + a] / total * 65400, 32767);
    q->action_scale = (uint32_t)clamp(unit * total / 65400 * PATH_NAT * (1 << PATH_SCALE_BITS), PATH_SCALE_MOST);
}

static void labels_quantise(quantised *q, const net *n, const ranges *r, float in)
{
    const int32_t high = 10000;
    float unit = r->arc / 8128; /* 64 of 127 steps after the shift by 7, so that a sum of two has room */
    q->matrix[MAT_HEAD] = matrix_quantise(&n->head, NULL, in, unit, -high, high, NET_LH);
    q->matrix[MAT_DEPENDENT] = matrix_quantise(&n->dependent, NULL, in, unit, -high, high, NET_LH);
    for (uint32_t i = 0; i < NET_DISTANCES * NET_LH; i++) q->distance[i] = (int16_t)clamp(n->distance.w[i] / unit, high);
    q->matrix[MAT_LABEL] = matrix_quantise(&n->label, n->label_bias.w, unit * 128, r->label / 32767, -32767, 32767, n->n_labels);
}

void quantise(quantised *q, worker *w, const corpus *c)
{
    ranges r = ranges_find(w, c);
    memset(q, 0, sizeof *q);
    float in = encoder_quantise(q, w->n, &r);
    q->matrix[MAT_TAG] = matrix_quantise(&w->n->tag, w->n->tag_bias.w, in, r.tag * 1.5f / 32767, -32767, 32767, w->n->n_tags);
    names_quantise(q, w->n, &r, in);
    tree_quantise(q, w->n, &r, in);
    labels_quantise(q, w->n, &r, in);
}
