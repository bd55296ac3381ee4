/* SPDX-License-Identifier: Apache-2.0 */
/* The second look of the parser: no worse than the greedy path, a bounded number of steps, one tree. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "parse/path.h"

enum { NAT = 1 << 16 }; /* score of one nat, with the scale below */

typedef struct net { /* stands in for the network */
    uint64_t seed, n_scored, n_labelled;
    bool garden; /* scores of garden_scores instead of random ones */
} net;

static uint64_t mix(uint64_t h)
{
    h = (h ^ h >> 31) * 0xD6E8FEB86659FD93u;
    return h ^ h >> 29;
}

/* Sure of the first move of three words by a hair, and of nothing good after it. */
static void garden_scores(const parse_state *s, int32_t score[NET_ACTIONS])
{
    score[ACTION_SHIFT] = score[ACTION_LEFT] = score[ACTION_RIGHT] = 0;
    if (s->front == 2 && s->depth == 1) {
        score[ACTION_LEFT] = NAT / 10;
        return;
    }
    if (!s->head[1]) score[ACTION_SHIFT] = 6 * NAT; /* where the word was kept, all is plain */
}

static void score(void *ctx, const parse_state *s, int32_t score[NET_ACTIONS])
{
    net *f = ctx;
    f->n_scored++;
    if (f->garden) {
        garden_scores(s, score);
        return;
    }
    for (uint32_t a = 0; a < NET_ACTIONS; a++)
        score[a] = (int32_t)(mix(f->seed + s->front * 131u + s->depth * 7919u + (s->depth ? s->stack[s->depth - 1] * 31u : 0) + a) % (4 * NAT)) - 2 * NAT;
}

static uint32_t label(void *ctx, const parse_state *s, uint32_t head, uint32_t dependent)
{
    ((net *)ctx)->n_labelled++;
    return head == s->n + 1 ? 0 : 1 + (head * 7 + dependent) % 40;
}

/* -log of the probability of a path's moves, exactly; of the greedy ones where path is NULL. */
static double loss_exact(net *f, const parse_path *path, uint32_t n, const uint8_t *tags_of)
{
    static parse_state s;
    double sum = 0;
    parse_state_init(&s, n, tags_of);
    for (uint32_t i = 0; !parse_state_done(&s); i++) {
        unsigned legal = parse_state_legal(&s);
        int32_t z[NET_ACTIONS], best = -1;
        score(f, &s, z);
        for (int32_t a = 0; a < NET_ACTIONS; a++)
            if (legal >> a & 1 && (best < 0 || z[a] > z[best])) best = a;
        int32_t move = path ? path->move[i].action : best;
        double all = 0;
        for (int32_t a = 0; a < NET_ACTIONS; a++)
            if (legal >> a & 1) all += exp((double)(z[a] - z[move]) / NAT);
        sum += log(all);
        if (move == ACTION_SHIFT) parse_state_shift(&s);
        else parse_state_attach(&s, parse_state_head(&s, (parse_action)move), 1);
    }
    return sum;
}

static void tree_check(const parse_state *s, uint32_t n)
{
    uint32_t roots = 0;
    for (uint32_t i = 1; i <= n; i++) {
        uint32_t h = i, steps = 0;
        while (h != n + 1 && steps++ <= n) h = s->head[h];
        assert_int_equal(h, n + 1);
        roots += s->head[i] == n + 1;
        assert_int_equal(s->label[i], s->head[i] == n + 1 ? 0 : 1 + (s->head[i] * 7 + i) % 40);
    }
    assert_int_equal(roots, 1);
}

static parse_state tree;
static parse_path path, detour;
static uint8_t tags_of[NET_TOKENS + 2];
static const uint32_t SCALE = ((uint64_t)PATH_NAT << PATH_SCALE_BITS) / NAT;

static void a_second_look_is_no_worse(void **state)
{
    (void)state;
    uint32_t better = 0;
    for (uint32_t seed = 1; seed <= 200; seed++) {
        uint32_t n = 1 + seed % 60;
        net f = {.seed = seed * 1000003u};
        parse_scorer k = {score, label, &f, SCALE};
        parse_path_best(&k, &tree, n, tags_of, &path, &detour);
        tree_check(&tree, n);
        assert_int_equal(path.n, 2 * n);
        double greedy = loss_exact(&f, NULL, n, tags_of), found = loss_exact(&f, &path, n, tags_of);
        assert_true(found <= greedy + .1 * n); /* the parser's losses are polynomials, close to these */
        better += found < greedy - 1e-6;
    }
    assert_true(better > 100);
}

static void a_garden_path_is_left(void **state)
{
    (void)state;
    net f = {.garden = true};
    parse_scorer k = {score, label, &f, SCALE};
    parse_path_best(&k, &tree, 3, tags_of, &path, &detour);
    assert_int_equal(path.move[0].action, ACTION_SHIFT);
    assert_int_equal(path.move[1].action, ACTION_SHIFT); /* greedily LEFT, by a tenth of a nat */
    tree_check(&tree, 3);
}

static void looks_are_counted(void **state)
{
    (void)state;
    for (uint32_t n = 50; n <= NET_TOKENS; n *= 2) {
        net f = {.seed = n};
        parse_scorer k = {score, label, &f, 0}; /* every move is even: as many looks as there may be */
        parse_path_best(&k, &tree, n, tags_of, &path, &detour);
        tree_check(&tree, n);
        assert_true(f.n_scored <= 2 * n * (1 + PATH_LOOKS));
        assert_true(f.n_labelled <= n * (1 + PATH_LOOKS) * 2);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_second_look_is_no_worse),
        cmocka_unit_test(a_garden_path_is_left),
        cmocka_unit_test(looks_are_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
