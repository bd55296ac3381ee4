/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Training the transition head and the labeller on one sentence.
 *
 * Method: a dynamic oracle (Goldberg and Nivre 2013, "Training Deterministic Parsers with Non-Deterministic Oracles") counts for every
 * legal move the gold arcs it makes unreachable; the loss is -log of the probability of all cheapest moves together. The parser then mostly
 * follows its own choice, so that it learns to go on after its own errors. For arc-hybrid with ROOT at the end:
 *
 *     LEFT   loses the dependents of s0 in the buffer, and s0's head if it is s1 or beyond the front
 *     RIGHT  loses the dependents of s0 in the buffer, and s0's head if it is in the buffer
 *     SHIFT  loses the front's dependents on the stack, and its head if it is on the stack below the top
 *
 * Counting is linear in the sentence at every step, which is quadratic; training can afford it.
 */
#include <math.h>

#include "net.h"

void state_rows(worker *w, uint32_t n)
{
    const float *x = at(w->x[NET_LAYERS], 1, NET_D);
    multiply(n + 1, x, NET_D, NET_D, w->n->state.w, STATE_WIDTH, at(w->state, 1, STATE_WIDTH), STATE_WIDTH, 0);
    multiply(n + 1, x, NET_D, NET_D, w->n->head.w, NET_LH, at(w->head, 1, NET_LH), NET_LH, 0);
    multiply(n + 1, x, NET_D, NET_D, w->n->dependent.w, NET_LH, at(w->dependent, 1, NET_LH), NET_LH, 0);
}

static void costs(const parse_state *s, const word *words, uint32_t cost[NET_ACTIONS])
{
    uint32_t n = s->n, b = s->front, s0 = s->depth ? s->stack[s->depth - 1] : 0, s1 = s->depth > 1 ? s->stack[s->depth - 2] : 0;
    cost[0] = cost[1] = cost[2] = 0;
    if (s0) {
        uint32_t lost = 0, h = words[s0].head;
        for (uint32_t i = b; i <= n; i++) lost += words[i].head == s0;
        cost[ACTION_LEFT] = lost + (s1 && h == s1) + (h > b);
        cost[ACTION_RIGHT] = lost + (h >= b);
    }
    if (b <= n)
        for (uint32_t i = 0; i < s->depth; i++) cost[ACTION_SHIFT] += (words[s->stack[i]].head == b) + (i + 1 < s->depth && words[b].head == s->stack[i]);
}

/* What a step saw, for its backward pass. */
typedef struct step {
    uint32_t position[NET_POSITIONS], context[NET_CONTEXTS];
    float z[NET_H], p[NET_ACTIONS], raw[NET_ACTIONS];
} step;

static void step_forward(worker *w, unsigned legal, step *t)
{
    const net *n = w->n;
    parse_state_view(&w->tree, t->position, t->context);
    memset(t->z, 0, sizeof t->z);
    for (uint32_t j = 0; j < NET_POSITIONS; j++) {
        const float *u = t->position[j] ? at(w->state, t->position[j], STATE_WIDTH) + j * NET_H : n->absent.w + j * NET_H;
        for (uint32_t k = 0; k < NET_H; k++) t->z[k] += u[k];
    }
    for (uint32_t j = 0; j < NET_CONTEXTS; j++) {
        const float *u = at(n->context.w, t->context[j], NET_H);
        for (uint32_t k = 0; k < NET_H; k++) t->z[k] += u[k];
    }
    float o[NET_ACTIONS] = {0};
    for (uint32_t k = 0; k < NET_H; k++) {
        t->z[k] = t->z[k] > 0 ? t->z[k] : 0;
        for (uint32_t a = 0; a < NET_ACTIONS; a++) o[a] += t->z[k] * n->action.w[k * ACTION_WIDTH + a];
    }
    for (uint32_t a = 0; a < NET_ACTIONS; a++) t->p[a] = t->raw[a] = legal >> a & 1 ? o[a] : -1e9f;
    softmax(t->p, NET_ACTIONS);
}

static void step_backward(worker *w, const step *t, const float d[NET_ACTIONS])
{
    const net *n = w->n;
    float dz[NET_H];
    for (uint32_t k = 0; k < NET_H; k++) {
        float v = 0;
        for (uint32_t a = 0; a < NET_ACTIONS; a++) {
            v += d[a] * n->action.w[k * ACTION_WIDTH + a];
            n->action.g[w->id][k * ACTION_WIDTH + a] += d[a] * t->z[k];
        }
        dz[k] = t->z[k] > 0 ? v : 0;
    }
    for (uint32_t j = 0; j < NET_POSITIONS; j++) {
        float *u = t->position[j] ? at(w->d_state, t->position[j], STATE_WIDTH) + j * NET_H : n->absent.g[w->id] + j * NET_H;
        for (uint32_t k = 0; k < NET_H; k++) u[k] += dz[k];
    }
    for (uint32_t j = 0; j < NET_CONTEXTS; j++) {
        float *u = at(n->context.g[w->id], t->context[j], NET_H);
        for (uint32_t k = 0; k < NET_H; k++) u[k] += dz[k];
    }
}

/* Learns one move and returns the one to make: the parser's own with probability explore, else the best of the cheapest. */
static parse_action action_train(worker *w, const sentence *s, float explore)
{
    unsigned legal = parse_state_legal(&w->tree);
    if (legal == 1u << ACTION_SHIFT) return ACTION_SHIFT;
    step t;
    uint32_t cost[NET_ACTIONS], least = UINT32_MAX;
    step_forward(w, legal, &t);
    costs(&w->tree, s->words, cost);
    for (uint32_t a = 0; a < NET_ACTIONS; a++)
        if (legal >> a & 1 && cost[a] < least) least = cost[a];
    int own = -1, gold = -1;
    float right = 1e-9f, d[NET_ACTIONS];
    for (int a = 0; a < NET_ACTIONS; a++) {
        if (!(legal >> a & 1)) continue;
        if (own < 0 || t.raw[a] > t.raw[own]) own = a;
        if (cost[a] != least) continue;
        right += t.p[a];
        if (gold < 0 || t.raw[a] > t.raw[gold]) gold = a;
    }
    for (uint32_t a = 0; a < NET_ACTIONS; a++) d[a] = w->scale * (t.p[a] - (legal >> a & 1 && cost[a] == least ? t.p[a] / right : 0));
    w->loss.action -= logf(right);
    w->loss.n_actions++;
    step_backward(w, &t, d);
    return (parse_action)(random_unit(&w->r) < explore ? own : gold);
}

static void label_backward(worker *w, const float *z, float *y, uint32_t h, uint32_t m, uint32_t e)
{
    const net *n = w->n;
    for (uint32_t q = 0; q < NET_LABELS; q++) n->label_bias.g[w->id][q] += y[q];
    for (uint32_t k = 0; k < NET_LH; k++) {
        if (z[k] <= 0) continue;
        float v = 0;
        for (uint32_t q = 0; q < NET_LABELS; q++) {
            v += y[q] * n->label.w[k * NET_LABELS + q];
            n->label.g[w->id][k * NET_LABELS + q] += z[k] * y[q];
        }
        at(w->d_head, h, NET_LH)[k] += v;
        at(w->d_dependent, m, NET_LH)[k] += v;
        at(n->distance.g[w->id], e, NET_LH)[k] += v;
    }
}

/* The label the network gives the arc; learned where the arc is right. An arc from ROOT is 0 without asking. */
static uint32_t label_train(worker *w, const sentence *s, uint32_t h, uint32_t m)
{
    if (h == s->n + 1) return 0;
    const net *n = w->n;
    uint32_t e = parse_state_distance(&w->tree, h, m), best = 1;
    float z[NET_LH], y[NET_LABELS];
    for (uint32_t k = 0; k < NET_LH; k++) {
        float v = at(w->head, h, NET_LH)[k] + at(w->dependent, m, NET_LH)[k] + at(n->distance.w, e, NET_LH)[k];
        z[k] = v > 0 ? v : 0;
    }
    memcpy(y, n->label_bias.w, sizeof y);
    for (uint32_t k = 0; k < NET_LH; k++)
        for (uint32_t q = 0; q < NET_LABELS; q++) y[q] += z[k] * n->label.w[k * NET_LABELS + q];
    y[0] = -1e9f;
    for (uint32_t q = 1; q < n->n_labels; q++)
        if (y[q] > y[best]) best = q;
    if (s->words[m].head == h) {
        softmax(y, n->n_labels);
        for (uint32_t q = n->n_labels; q < NET_LABELS; q++) y[q] = 0;
        w->loss.label -= logf(y[s->words[m].label] + 1e-9f);
        w->loss.n_labels++;
        y[s->words[m].label] -= 1;
        for (uint32_t q = 0; q < NET_LABELS; q++) y[q] *= w->scale;
        label_backward(w, z, y, h, m, e);
    }
    return best;
}

void tree_train(worker *w, const sentence *s, float explore)
{
    uint32_t n = s->n;
    state_rows(w, n);
    memset(w->d_state, 0, (size_t)(n + 2) * STATE_WIDTH * sizeof(float));
    memset(w->d_head, 0, (size_t)(n + 2) * NET_LH * sizeof(float));
    memset(w->d_dependent, 0, (size_t)(n + 2) * NET_LH * sizeof(float));
    parse_state_init(&w->tree, n, w->upos);
    while (!parse_state_done(&w->tree)) {
        parse_action a = action_train(w, s, explore);
        if (a == ACTION_SHIFT) {
            parse_state_shift(&w->tree);
            continue;
        }
        uint32_t h = parse_state_head(&w->tree, a);
        parse_state_attach(&w->tree, h, label_train(w, s, h, parse_state_dependent(&w->tree)));
    }
    const float *x = at(w->x[NET_LAYERS], 1, NET_D);
    float *dx = at(w->dx[NET_LAYERS], 1, NET_D);
    multiply_back(n + 1, x, NET_D, &w->n->state, w->id, at(w->d_state, 1, STATE_WIDTH), STATE_WIDTH, dx, NET_D);
    multiply_back(n + 1, x, NET_D, &w->n->head, w->id, at(w->d_head, 1, NET_LH), NET_LH, dx, NET_D);
    multiply_back(n + 1, x, NET_D, &w->n->dependent, w->id, at(w->d_dependent, 1, NET_LH), NET_LH, dx, NET_D);
}
