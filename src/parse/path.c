/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A second look at moves that were nearly even.
 *
 * Input: scores of moves, state by state. Output: a tree.
 * Method: the greedy parse is kept as a path of moves. Then, for the move with the smallest lead, the next best is made instead and the parser
 * goes on greedily from there until it stands where the old path stood at the same step (same stack, same front), or at the end. Of both paths
 * the more probable stays, and the next move is looked at, PATH_LOOKS times at most (after Choi and McCallum 2013, "Transition-based Dependency
 * Parsing with Selectional Branching"; they keep whole paths, here a detour that comes back costs its own steps alone).
 * Loss of a move against each other legal one, with m its lead in nats: log(1 + exp(-m)), by max(0, -m) + max(0, 4 - |m|)² / 23 in integers,
 * at most .08 off. A path's loss is the sum over its moves.
 * Why not a beam: it multiplies the cost of every step, also of the nine in ten that are sure.
 * Cost: two steps a word, and for each look the steps of the detour and a walk over the moves before it.
 */
#include "parse/path.h"

static int32_t loss_of(int64_t lead)
{
    int64_t size = lead < 0 ? -lead : lead, near = size < 4 * PATH_NAT ? 4 * PATH_NAT - size : 0;
    return (int32_t)((lead < 0 ? size : 0) + near * near / (23 * PATH_NAT));
}

/* The move to make: forced, or the best. */
static void move_choose(const parse_scorer *k, const parse_state *s, uint32_t forced, struct parse_move *m)
{
    unsigned legal = parse_state_legal(s);
    int32_t score[NET_ACTIONS];
    m->loss = 0;
    m->lead = INT32_MAX;
    m->second = PATH_NO_MOVE;
    m->action = ACTION_SHIFT;
    if (legal == 1u << ACTION_SHIFT) return;
    k->score(k->ctx, s, score);
    uint32_t best = PATH_NO_MOVE, second = PATH_NO_MOVE;
    for (uint32_t a = 0; a < NET_ACTIONS; a++) {
        if (!(legal >> a & 1)) continue;
        if (best == PATH_NO_MOVE || score[a] > score[best]) second = best, best = a;
        else if (second == PATH_NO_MOVE || score[a] > score[second]) second = a;
    }
    m->action = (uint8_t)(forced == PATH_NO_MOVE ? best : forced);
    for (uint32_t a = 0; a < NET_ACTIONS; a++)
        if (legal >> a & 1 && a != m->action) m->loss += loss_of(((int64_t)score[m->action] - score[a]) * k->scale >> PATH_SCALE_BITS);
    if (forced != PATH_NO_MOVE || second == PATH_NO_MOVE) return;
    int64_t lead = ((int64_t)score[best] - score[second]) * k->scale >> PATH_SCALE_BITS;
    m->lead = lead < INT32_MAX ? (int32_t)lead : INT32_MAX;
    m->second = (uint8_t)second;
}

/* A parser on its way: the state, and what else the looks share. */
typedef struct walk {
    const parse_scorer *k;
    parse_state *s;
    uint64_t below[NET_TOKENS + 2]; /* [depth] hash of the words of the stack up to there */
    uint16_t head[NET_TOKENS + 2];  /* [dependent] arc whose label was asked for last; it depends on nothing else */
    uint8_t label[NET_TOKENS + 2];
} walk;

static void move_make(walk *w, uint32_t action)
{
    parse_state *s = w->s;
    if (action == ACTION_SHIFT) {
        w->below[s->depth + 1] = (w->below[s->depth] ^ s->front) * 0xD6E8FEB86659FD93u;
        parse_state_shift(s);
        return;
    }
    uint32_t head = parse_state_head(s, (parse_action)action), dependent = parse_state_dependent(s);
    if (w->head[dependent] != head) {
        w->head[dependent] = (uint16_t)head;
        w->label[dependent] = (uint8_t)w->k->label(w->k->ctx, s, head, dependent);
    }
    parse_state_attach(s, head, w->label[dependent]);
}

/* Goes on from step `from`, there with the move `forced`, until it meets the old path or the end; returns the step. */
static uint32_t path_extend(walk *w, uint32_t from, uint32_t forced, const parse_path *old, parse_path *path)
{
    uint32_t i = from;
    for (; !parse_state_done(w->s); i++) {
        struct parse_move *m = &path->move[i];
        m->state = w->below[w->s->depth] * 0x9E3779B97F4A7C15u + w->s->front;
        if (old && i > from && m->state == old->move[i].state) return i;
        move_choose(w->k, w->s, i == from ? forced : PATH_NO_MOVE, m);
        move_make(w, m->action);
    }
    return path->n = i;
}

static void path_walk(walk *w, const parse_path *p, uint32_t to, uint32_t n, const uint8_t *upos)
{
    parse_state_init(w->s, n, upos);
    for (uint32_t i = 0; i < to; i++) move_make(w, p->move[i].action);
}

static int64_t loss_between(const parse_path *p, uint32_t from, uint32_t to)
{
    int64_t sum = 0;
    for (uint32_t i = from; i < to; i++) sum += p->move[i].loss;
    return sum;
}

/* The move with the smallest lead, or the end. */
static uint32_t move_nearest(const parse_path *p)
{
    uint32_t at = p->n;
    int32_t least = PATH_EVEN;
    for (uint32_t i = 0; i < p->n; i++)
        if (p->move[i].second != PATH_NO_MOVE && p->move[i].lead < least) least = p->move[i].lead, at = i;
    return at;
}

void parse_path_best(const parse_scorer *k, parse_state *s, uint32_t n, const uint8_t *upos, parse_path *path, parse_path *detour)
{
    walk w = {.k = k, .s = s};
    parse_state_init(s, n, upos);
    path_extend(&w, 0, PATH_NO_MOVE, NULL, path);
    uint32_t look = 0;
    for (; look < PATH_LOOKS; look++) {
        uint32_t at = move_nearest(path);
        if (at == path->n) break;
        path_walk(&w, path, at, n, upos);
        uint32_t second = path->move[at].second;
        path->move[at].second = PATH_NO_MOVE;
        uint32_t to = path_extend(&w, at, second, path, detour);
        if (loss_between(detour, at, to) < loss_between(path, at, to)) memcpy(&path->move[at], &detour->move[at], (to - at) * sizeof path->move[0]);
    }
    if (look) path_walk(&w, path, path->n, n, upos);
}
