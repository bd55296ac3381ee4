/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The name head: a linear-chain conditional random field (Lafferty, McCallum and Pereira 2001) over a small hidden layer.
 *
 *     α[i][b] = z[i][b] + log Σ_a exp(α[i-1][a] + move[a][b])        ∂loss/∂z[i][b] = p(b at i) - [b is gold]
 *
 * Moves that IOB forbids are left out of the sums, as in decoding. Where the teacher doubted, gold is both of its labels, each by its share.
 */
#include <math.h>

#include "net.h"

static const float NEVER = -1e9f;

static int allowed(uint32_t from, uint32_t to) { return to % 2 == 1 || to == 0 || from == to || from == to - 1; }

static float move_score(const net *n, uint32_t from, uint32_t to) { return allowed(from, to) ? n->moves.w[from * NET_NER + to] : NEVER; }

static float log_sum(const float *v, uint32_t n)
{
    float most = v[0], sum = 0;
    for (uint32_t i = 1; i < n; i++) most = v[i] > most ? v[i] : most;
    for (uint32_t i = 0; i < n; i++) sum += expf(v[i] - most);
    return most + logf(sum);
}

void name_scores(worker *w, uint32_t n)
{
    multiply(n, at(w->x[NET_LAYERS], 1, NET_D), NET_D, NET_D, w->n->name1.w, NET_NH, at(w->hidden, 1, NET_NH), NET_NH, 0);
    for (uint32_t i = 1; i <= n; i++)
        for (uint32_t k = 0; k < NET_NH; k++) {
            float v = at(w->hidden, i, NET_NH)[k] + w->n->name1_bias.w[k];
            at(w->hidden, i, NET_NH)[k] = v > 0 ? v : 0;
        }
    multiply(n, at(w->hidden, 1, NET_NH), NET_NH, NET_NH, w->n->name2.w, NET_NER, at(w->name, 1, NET_NER), NET_NER, 0);
    for (uint32_t i = 1; i <= n; i++)
        for (uint32_t k = 0; k < N_NER; k++) at(w->name, i, NET_NER)[k] += w->n->name2_bias.w[k];
}

/* α and β; returns log Z. Row 0's label is START. */
static float forward_backward(worker *w, uint32_t n)
{
    float t[N_NER];
    for (uint32_t i = 1; i <= n; i++)
        for (uint32_t b = 0; b < N_NER; b++) {
            float into = move_score(w->n, NER_START, b);
            if (i > 1) {
                for (uint32_t a = 0; a < N_NER; a++) t[a] = at(w->alpha, i - 1, NET_NER)[a] + move_score(w->n, a, b);
                into = log_sum(t, N_NER);
            }
            at(w->alpha, i, NET_NER)[b] = at(w->name, i, NET_NER)[b] + into;
        }
    for (uint32_t b = 0; b < N_NER; b++) at(w->beta, n, NET_NER)[b] = 0;
    for (uint32_t i = n; i-- > 1;)
        for (uint32_t a = 0; a < N_NER; a++) {
            for (uint32_t b = 0; b < N_NER; b++) t[b] = move_score(w->n, a, b) + at(w->name, i + 1, NET_NER)[b] + at(w->beta, i + 1, NET_NER)[b];
            at(w->beta, i, NET_NER)[a] = log_sum(t, N_NER);
        }
    return log_sum(at(w->alpha, n, NET_NER), N_NER);
}

/*
 * What the sentence says: the marginals of a chain with two labels a word, the teacher's best and its next, each with its share, in which IOB
 * holds. So what is asked for can be had; where nothing is doubted it is the labels themselves.
 */
typedef struct gold {
    float label[ROWS][2], move[ROWS][2][2]; /* of words 1..n; move[i][x][y]: from x of the word before, START at word 1 */
} gold;

static uint32_t label_of(const word *w, int x) { return x ? w->other : w->ner; }
static float share_of(const word *w, int x) { return x ? .01f * w->doubt : 1 - .01f * w->doubt; }
static float may_follow(const sentence *s, uint32_t i, int x, int y)
{
    if (i == 1) return x == 0 && allowed(NER_START, label_of(&s->words[1], y));
    return (float)allowed(label_of(&s->words[i - 1], x), label_of(&s->words[i], y));
}

static void gold_sums(const sentence *s, gold *g)
{
    static _Thread_local float ahead[ROWS][2], behind[ROWS][2]; /* sum to one at each word */
    ahead[0][0] = 1, ahead[0][1] = 0;
    for (uint32_t i = 1; i <= s->n; i++) {
        for (int y = 0; y < 2; y++) ahead[i][y] = share_of(&s->words[i], y) * (ahead[i - 1][0] * may_follow(s, i, 0, y) + ahead[i - 1][1] * may_follow(s, i, 1, y));
        float sum = ahead[i][0] + ahead[i][1];
        for (int y = 0; y < 2; y++) ahead[i][y] /= sum;
    }
    behind[s->n][0] = behind[s->n][1] = 1;
    for (uint32_t i = s->n; i; i--) {
        float sum = 0;
        for (int x = 0; x < 2; x++)
            for (int y = 0; y < 2; y++) sum += g->move[i][x][y] = ahead[i - 1][x] * may_follow(s, i, x, y) * share_of(&s->words[i], y) * behind[i][y];
        for (int x = 0; x < 2; x++) {
            behind[i - 1][x] = 0;
            for (int y = 0; y < 2; y++) {
                behind[i - 1][x] += may_follow(s, i, x, y) * share_of(&s->words[i], y) * behind[i][y];
                g->move[i][x][y] /= sum;
            }
        }
        for (int y = 0; y < 2; y++) g->label[i][y] = g->move[i][0][y] + g->move[i][1][y];
        float most = behind[i - 1][0] > behind[i - 1][1] ? behind[i - 1][0] : behind[i - 1][1];
        for (int x = 0; x < 2; x++) behind[i - 1][x] /= most;
    }
}

static void moves_back(worker *w, const sentence *s, const gold *gold, float log_z, float weight)
{
    float *g = w->n->moves.g[w->id];
    for (uint32_t i = 1; i <= s->n; i++) {
        uint32_t from = i > 1 ? s->words[i - 1].ner : NER_START, to = s->words[i].ner;
        for (int x = 0; x < (i > 1 ? 2 : 1); x++)
            for (int y = 0; y < 2; y++) g[(i > 1 ? label_of(&s->words[i - 1], x) : (uint32_t)NER_START) * NET_NER + label_of(&s->words[i], y)] -= weight * gold->move[i][x][y];
        w->loss.name -= move_score(w->n, from, to) + at(w->name, i, NET_NER)[to];
        for (uint32_t b = 0; b < N_NER; b++) {
            float rest = at(w->name, i, NET_NER)[b] + at(w->beta, i, NET_NER)[b] - log_z;
            if (i == 1) g[NER_START * NET_NER + b] += weight * expf(move_score(w->n, NER_START, b) + rest);
            for (uint32_t a = 0; i > 1 && a < N_NER; a++)
                if (allowed(a, b)) g[a * NET_NER + b] += weight * expf(at(w->alpha, i - 1, NET_NER)[a] + move_score(w->n, a, b) + rest);
        }
    }
}

void names_train(worker *w, const sentence *s, float weight)
{
    uint32_t n = s->n;
    name_scores(w, n);
    float log_z = forward_backward(w, n), *bias = w->n->name2_bias.g[w->id];
    w->loss.name += log_z;
    w->loss.n_names += n;
    static _Thread_local gold gold;
    gold_sums(s, &gold);
    moves_back(w, s, &gold, log_z, weight);
    for (uint32_t i = 1; i <= n; i++) {
        float *z = at(w->name, i, NET_NER);
        for (uint32_t b = 0; b < N_NER; b++) z[b] = weight * (expf(at(w->alpha, i, NET_NER)[b] + at(w->beta, i, NET_NER)[b] - log_z));
        for (int y = 0; y < 2; y++) z[label_of(&s->words[i], y)] -= weight * gold.label[i][y];
        for (uint32_t b = N_NER; b < NET_NER; b++) z[b] = 0;
        for (uint32_t b = 0; b < N_NER; b++) bias[b] += z[b];
    }
    memset(at(w->d_hidden, 1, NET_NH), 0, (size_t)n * NET_NH * sizeof(float));
    multiply_back(n, at(w->hidden, 1, NET_NH), NET_NH, &w->n->name2, w->id, at(w->name, 1, NET_NER), NET_NER, at(w->d_hidden, 1, NET_NH), NET_NH);
    bias = w->n->name1_bias.g[w->id];
    for (uint32_t i = 1; i <= n; i++)
        for (uint32_t k = 0; k < NET_NH; k++) {
            float *d = at(w->d_hidden, i, NET_NH);
            if (at(w->hidden, i, NET_NH)[k] <= 0) d[k] = 0;
            bias[k] += d[k];
        }
    multiply_back(n, at(w->x[NET_LAYERS], 1, NET_D), NET_D, &w->n->name1, w->id, at(w->d_hidden, 1, NET_NH), NET_NH, at(w->dx[NET_LAYERS], 1, NET_D), NET_D);
}
