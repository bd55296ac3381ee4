/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Silver trees: what several teachers agree on.
 *
 * Input: one text as each teacher read it (CoNLL-U of `entente parse`: same sentences, same words). Output: one tree a sentence, marked silver.
 * Method: a word's tag is the one most teachers give; heads are the projective tree with most votes; an arc's label is the one most of
 * its voters give; names are the labels of the teacher who agrees most with the others, since labels mixed word by word could
 * make spans that none saw. Where votes are even the first teacher decides. A sentence in which teachers agree on too few arcs is left out.
 * Why: the teachers' errors differ, so the vote is better than any of them (Sagae and Lavie 2006, "Parser Combination by Reparsing"), and a
 * small network that learns from it takes over most of the gain (Kuncoro et al. 2016, "Distilling an Ensemble of Greedy Dependency
 * Parsers into One MST Parser").
 * Best tree: Eisner 1996, "Three New Probabilistic Models for Dependency Parsing": spans whose head is at their left or right end,
 *
 *     open[i][j]   an arc between i and j, everything between them done      open = max_k  full →[i][k] + full ←[k+1][j] + arc
 *     full[i][j]   a head at one end, its side done                          full = max_k  open + full
 *
 * then the one word that hangs on ROOT is the r with most votes for full ←[1][r] + full →[r][n] + root[r].
 * Cost: n³ a sentence; sentences of more than MAX_WORDS are left out.
 */
#include "vote.h"

enum { MAX_WORDS = 80, LEFT = 0, RIGHT = 1, MOST = 16, AGREE = 75 }; /* AGREE: of a hundred votes */

typedef struct chart {
    int32_t arc[MAX_WORDS + 2][MAX_WORDS + 2]; /* [head][dependent] */
    int32_t open[2][MAX_WORDS + 2][MAX_WORDS + 2], full[2][MAX_WORDS + 2][MAX_WORDS + 2]; /* RIGHT: head at i; LEFT: head at j */
    uint8_t open_at[MAX_WORDS + 2][MAX_WORDS + 2], full_at[2][MAX_WORDS + 2][MAX_WORDS + 2];
} chart;

static void spans_fill(chart *c, uint32_t i, uint32_t j)
{
    int32_t most = -1;
    for (uint32_t k = i; k < j; k++) {
        int32_t v = c->full[RIGHT][i][k] + c->full[LEFT][k + 1][j];
        if (v > most) most = v, c->open_at[i][j] = (uint8_t)k;
    }
    c->open[RIGHT][i][j] = most + c->arc[i][j];
    c->open[LEFT][i][j] = most + c->arc[j][i];
    c->full[LEFT][i][j] = c->full[RIGHT][i][j] = -1;
    for (uint32_t k = i; k < j; k++) {
        int32_t v = c->full[LEFT][i][k] + c->open[LEFT][k][j];
        if (v > c->full[LEFT][i][j]) c->full[LEFT][i][j] = v, c->full_at[LEFT][i][j] = (uint8_t)k;
        v = c->open[RIGHT][i][k + 1] + c->full[RIGHT][k + 1][j];
        if (v > c->full[RIGHT][i][j]) c->full[RIGHT][i][j] = v, c->full_at[RIGHT][i][j] = (uint8_t)(k + 1);
    }
}

static void full_take(const chart *c, int side, uint32_t i, uint32_t j, word *w);

static void open_take(const chart *c, int side, uint32_t i, uint32_t j, word *w)
{
    uint32_t k = c->open_at[i][j];
    if (side == RIGHT) w[j].head = (uint16_t)i;
    else w[i].head = (uint16_t)j;
    full_take(c, RIGHT, i, k, w);
    full_take(c, LEFT, k + 1, j, w);
}

static void full_take(const chart *c, int side, uint32_t i, uint32_t j, word *w)
{
    if (i == j) return;
    uint32_t k = c->full_at[side][i][j];
    if (side == RIGHT) {
        open_take(c, RIGHT, i, k, w);
        full_take(c, RIGHT, k, j, w);
    } else {
        full_take(c, LEFT, i, k, w);
        open_take(c, LEFT, k, j, w);
    }
}

/* Sets the heads of s; returns the votes they have. */
static int32_t tree_vote(chart *c, sentence *s)
{
    uint32_t n = s->n, root = 1;
    for (uint32_t i = 1; i <= n; i++) c->full[LEFT][i][i] = c->full[RIGHT][i][i] = 0;
    for (uint32_t length = 1; length < n; length++)
        for (uint32_t i = 1; i + length <= n; i++) spans_fill(c, i, i + length);
    int32_t most = -1;
    for (uint32_t r = 1; r <= n; r++) {
        int32_t v = c->full[LEFT][1][r] + c->full[RIGHT][r][n] + c->arc[n + 1][r];
        if (v > most) most = v, root = r;
    }
    s->words[root].head = (uint16_t)(n + 1);
    full_take(c, LEFT, 1, root, s->words);
    full_take(c, RIGHT, root, n, s->words);
    return most;
}

/* Index of the value most teachers give; the first of equals. */
static uint32_t most_common(const uint32_t *v, uint32_t n)
{
    uint32_t best = 0, most = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t same = 0;
        for (uint32_t k = 0; k < n; k++) same += v[k] == v[i];
        if (same > most) most = same, best = i;
    }
    return best;
}

static void tags_vote(sentence *s, sentence *const *by, uint32_t n_by)
{
    for (uint32_t i = 1; i <= s->n; i++) {
        uint32_t v[MOST];
        for (uint32_t k = 0; k < n_by; k++) v[k] = by[k]->words[i].tag;
        const word *from = &by[most_common(v, n_by)]->words[i];
        s->words[i].tag = from->tag;
        s->words[i].upos = from->upos;
    }
}

static void labels_vote(sentence *s, sentence *const *by, uint32_t n_by)
{
    for (uint32_t i = 1; i <= s->n; i++) {
        uint32_t v[MOST], n = 0, voter[MOST];
        for (uint32_t k = 0; k < n_by; k++)
            if (by[k]->words[i].head == s->words[i].head) voter[n] = k, v[n++] = by[k]->words[i].label;
        const word *from = &by[n ? voter[most_common(v, n)] : 0]->words[i];
        s->words[i].label = from->label;
        s->words[i].deprel = from->deprel;
    }
}

static void names_vote(sentence *s, sentence *const *by, uint32_t n_by)
{
    uint32_t best = 0, most = 0;
    for (uint32_t k = 0; k < n_by; k++) {
        uint32_t same = 0;
        for (uint32_t j = 0; j < n_by; j++)
            for (uint32_t i = 1; i <= s->n; i++) same += by[k]->words[i].ner == by[j]->words[i].ner;
        if (same > most) most = same, best = k;
    }
    for (uint32_t i = 1; i <= s->n; i++) s->words[i].ner = by[best]->words[i].ner;
    s->names = true;
}

/* Arcs of every teacher; the first's count for a little more. */
static void arcs_count(chart *c, sentence *const *by, uint32_t n_by)
{
    uint32_t n = by[0]->n;
    for (uint32_t i = 0; i <= n + 1; i++) memset(c->arc[i], 0, (n + 2) * sizeof c->arc[i][0]);
    for (uint32_t k = 0; k < n_by; k++)
        for (uint32_t i = 1; i <= n; i++) c->arc[by[k]->words[i].head][i] += 100 + (k == 0);
}

static bool same_words(sentence *const *by, uint32_t n_by)
{
    for (uint32_t k = 1; k < n_by; k++) {
        if (by[k]->n != by[0]->n) return false;
        for (uint32_t i = 1; i <= by[0]->n; i++)
            if (!str_eq(by[k]->words[i].form, by[0]->words[i].form)) return false;
    }
    return true;
}

/* The first teacher's sentence becomes the voted one. */
static bool sentence_vote(chart *c, sentence *const *by, uint32_t n_by)
{
    sentence *s = by[0];
    if (s->n < 3 || s->n > MAX_WORDS || !same_words(by, n_by)) return false;
    tags_vote(s, by, n_by);
    names_vote(s, by, n_by);
    arcs_count(c, by, n_by);
    sentence voted = *s;
    static word words[MAX_WORDS + 2];
    voted.words = words;
    memcpy(words, s->words, (s->n + 2) * sizeof *words);
    int32_t votes = tree_vote(c, &voted);
    labels_vote(&voted, by, n_by);
    memcpy(s->words, words, (s->n + 2) * sizeof *words);
    s->silver = true;
    return (int64_t)votes * 100 >= (int64_t)AGREE * 100 * s->n * n_by;
}

static void labels_read(corpus *c)
{
    const str mark = STR("Entity=");
    for (uint32_t i = 0; i < c->n; i++)
        for (uint32_t k = 1; k <= c->sentences[i].n; k++) {
            word *w = &c->sentences[i].words[k];
            str first = w->misc;
            first = str_cut(&first, '|');
            if (!str_starts(first, mark)) continue;
            str label = str_sub(first, mark.n, first.n);
            for (unsigned b = 1; b < N_NER; b++)
                if (str_is(label, ner_name(b))) w->ner = (uint8_t)b;
        }
}

static bool corpus_append(corpus *c, const sentence *s)
{
    c->sentences = arena_grow(c->mem, c->sentences, sizeof *c->sentences, c->n, c->n + 1, &c->cap);
    if (!c->sentences) return false;
    c->sentences[c->n++] = *s;
    c->n_words += s->n;
    return true;
}

int corpus_vote(corpus *c, const char *const *paths, uint32_t n, const inventory *v, ent_error *err)
{
    static chart votes;
    corpus by[MOST];
    if (!n) return ENT_OK;
    if (n > MOST) return error_set(err, ENT_E_USAGE, -1, "more than %d teachers", MOST);
    for (uint32_t k = 0; k < n; k++) {
        by[k] = (corpus){.mem = c->mem};
        int rc = corpus_read(&by[k], paths[k], err);
        if (rc) return rc;
        if (by[k].n != by[0].n) return error_set(err, ENT_E_FORMAT, -1, "%s: %u sentences, the first teacher has %u", paths[k], by[k].n, by[0].n);
        labels_read(&by[k]);
        corpus_number(&by[k], v);
    }
    for (uint32_t i = 0; i < by[0].n; i++) {
        sentence *s[MOST];
        for (uint32_t k = 0; k < n; k++) s[k] = &by[k].sentences[i];
        if (sentence_vote(&votes, s, n) && !corpus_append(c, s[0])) return error_memory(err);
    }
    return ENT_OK;
}
