/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Encoder and tag head, forward and backward.
 *
 *     x0[i] = drop(ReLU(Σ_f E[row_f(i)]))            x_{l+1}[i] = x_l[i] + drop(ReLU(W_l · x_l[i-r, i, i+r] + b_l))
 *
 * In training the word's own row is left out now and then, the more often the rarer the word (Kiperwasser and Goldberg 2016), so that
 * affixes, shape and trigrams learn to carry a word by themselves; more seldom the rows of its vector, for words that have none.
 */
#include <math.h>

#include "net.h"

static const float RARE = 5.f, ALWAYS = .02f, NO_VECTOR = .03f;

static void drop(worker *w, float *x, float *mask)
{
    if (w->drop <= 0) return;
    float keep = 1 / (1 - w->drop);
    for (uint32_t k = 0; k < NET_D; k++) {
        mask[k] = random_unit(&w->r) < w->drop ? 0 : keep;
        x[k] *= mask[k];
    }
}

static void embed(worker *w, const sentence *s, uint32_t i, const uint32_t *frequency)
{
    parse_features f = s->words[i].features;
    float *x = at(w->x[0], i, NET_D);
    w->skip_word[i] = w->skip_vector[i] = 0;
    if (w->drop > 0 && i <= s->n) {
        float count = (float)frequency[f.word >> 12];
        w->skip_word[i] = random_unit(&w->r) < RARE / (RARE + count) || random_unit(&w->r) < ALWAYS;
        w->skip_vector[i] = random_unit(&w->r) < NO_VECTOR;
    }
    if (!w->skip_vector[i] && i <= s->n) parse_vector_rows(&w->n->vectors, &f);
    memset(x, 0, NET_D * sizeof *x);
    for (uint32_t j = w->skip_word[i]; j < f.n; j++) {
        const float *e = at(w->n->embedding.w, f.row[j], NET_D);
        for (uint32_t k = 0; k < NET_D; k++) x[k] += e[k];
    }
    for (uint32_t k = 0; k < NET_D; k++) x[k] = x[k] > 0 ? x[k] : 0;
    drop(w, x, at(w->mask[0], i, NET_D));
}

/* Words i - reach, i and i + reach of n + 1 side by side; zero beyond the sentence. */
static void windows_fill(const float *x, float *window, uint32_t n, uint32_t reach)
{
    for (uint32_t i = 1; i <= n + 1; i++)
        for (uint32_t k = 0; k < 3; k++) {
            float *to = at(window, i, 3 * NET_D) + k * NET_D;
            uint32_t from = i + k * reach; /* reach too far */
            if (from > reach && from - reach <= n + 1) memcpy(to, x + (size_t)(from - reach) * NET_D, NET_D * sizeof *to);
            else memset(to, 0, NET_D * sizeof *to);
        }
}

static void windows_back(float *dx, float *d_window, uint32_t n, uint32_t reach)
{
    for (uint32_t i = 1; i <= n + 1; i++)
        for (uint32_t k = 0; k < 3; k++) {
            uint32_t from = i + k * reach;
            if (from <= reach || from - reach > n + 1) continue;
            float *to = at(dx, from - reach, NET_D), *d = at(d_window, i, 3 * NET_D) + k * NET_D;
            for (uint32_t j = 0; j < NET_D; j++) to[j] += d[j];
        }
}

void encode(worker *w, const sentence *s, const uint32_t *frequency)
{
    uint32_t n = s->n;
    for (int l = 0; l <= NET_LAYERS; l++) {
        memset(w->x[l], 0, NET_D * sizeof(float));
        memset(at(w->x[l], n + 2, NET_D), 0, NET_D * sizeof(float));
    }
    for (uint32_t i = 1; i <= n + 1; i++) embed(w, s, i, frequency);
    for (int l = 0; l < NET_LAYERS; l++) {
        windows_fill(w->x[l], w->window[l], n, net_reach[l]);
        multiply(n + 1, at(w->window[l], 1, 3 * NET_D), 3 * NET_D, 3 * NET_D, w->n->conv[l].w, NET_D, at(w->relu[l], 1, NET_D), NET_D, 0);
        for (uint32_t i = 1; i <= n + 1; i++) {
            float *r = at(w->relu[l], i, NET_D), *x = at(w->x[l], i, NET_D), *y = at(w->x[l + 1], i, NET_D);
            for (uint32_t k = 0; k < NET_D; k++) {
                float v = r[k] + w->n->conv_bias[l].w[k];
                y[k] = r[k] = v > 0 ? v : 0;
            }
            drop(w, y, at(w->mask[l + 1], i, NET_D));
            for (uint32_t k = 0; k < NET_D; k++) y[k] += x[k];
        }
    }
}

static void embed_back(worker *w, const sentence *s, uint32_t i)
{
    parse_features f = s->words[i].features;
    if (!w->skip_vector[i] && i <= s->n) parse_vector_rows(&w->n->vectors, &f);
    float *d = at(w->dx[0], i, NET_D), *mask = at(w->mask[0], i, NET_D), *x = at(w->x[0], i, NET_D);
    for (uint32_t k = 0; k < NET_D; k++) d[k] = x[k] > 0 ? d[k] * mask[k] : 0;
    net *n = (net *)w->n; /* own columns of the shared net: gradients and lists of this worker */
    for (uint32_t j = w->skip_word[i]; j < f.n; j++) {
        uint32_t row = f.row[j];
        if (!n->touched[w->id][row]) {
            n->touched[w->id][row] = 1;
            n->list[w->id][n->n_list[w->id]++] = row;
        }
        float *g = at(n->embedding.g[w->id], row, NET_D);
        for (uint32_t k = 0; k < NET_D; k++) g[k] += d[k];
    }
}

void encode_back(worker *w, const sentence *s)
{
    uint32_t n = s->n;
    for (int l = NET_LAYERS - 1; l >= 0; l--) {
        float *bias = w->n->conv_bias[l].g[w->id];
        memset(w->dx[l], 0, (size_t)(n + 3) * NET_D * sizeof(float));
        for (uint32_t i = 1; i <= n + 1; i++) {
            float *dy = at(w->dx[l + 1], i, NET_D), *mask = at(w->mask[l + 1], i, NET_D), *r = at(w->relu[l], i, NET_D), *d = at(w->tmp, i, NET_D), *dx = at(w->dx[l], i, NET_D);
            for (uint32_t k = 0; k < NET_D; k++) {
                d[k] = r[k] > 0 ? dy[k] * mask[k] : 0;
                bias[k] += d[k];
                dx[k] += dy[k];
            }
        }
        memset(at(w->d_window, 1, 3 * NET_D), 0, (size_t)(n + 1) * 3 * NET_D * sizeof(float));
        multiply_back(n + 1, at(w->window[l], 1, 3 * NET_D), 3 * NET_D, &w->n->conv[l], w->id, at(w->tmp, 1, NET_D), NET_D, at(w->d_window, 1, 3 * NET_D), 3 * NET_D);
        windows_back(w->dx[l], w->d_window, n, net_reach[l]);
    }
    for (uint32_t i = 1; i <= n + 1; i++) embed_back(w, s, i);
}

void tag_scores(worker *w, uint32_t n)
{
    multiply(n, at(w->x[NET_LAYERS], 1, NET_D), NET_D, NET_D, w->n->tag.w, NET_TAGS, at(w->tag, 1, NET_TAGS), NET_TAGS, 0);
    for (uint32_t i = 1; i <= n; i++) {
        float *z = at(w->tag, i, NET_TAGS);
        uint32_t best = 0;
        for (uint32_t k = 0; k < w->n->n_tags; k++) {
            z[k] += w->n->tag_bias.w[k];
            if (z[k] > z[best]) best = k;
        }
        w->upos[i] = w->n->upos_of_tag[best];
    }
    w->upos[n + 1] = NET_UPOS_ROOT;
}
