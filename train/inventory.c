/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which tags and labels the model has.
 *
 * A tag is UPOS, XPOS and the features that a word's neighbours decide: tense, verb form, mood and voice of verbs; interrogative or
 * relative of wh-words. Other features follow from the tag (kept in it) or from the form (lemma_learn.c). The most frequent tags are kept;
 * a rarer one counts as the most frequent of its UPOS. Labels are relations with their subtypes; 0 is root.
 */
#include <stdlib.h>

#include "corpus.h"

enum { VERB_KEY = FEAT_PAST | FEAT_PRES | FEAT_FIN | FEAT_INF | FEAT_PART | FEAT_GER | FEAT_IND | FEAT_IMP | FEAT_SUBJUNCTIVE | FEAT_PASS,
       VERB_PERSON = FEAT_SING | FEAT_PLUR | FEAT_P1 | FEAT_P2 | FEAT_P3, MAX_SEEN = 1024 };

static uint32_t key_of(const word *w)
{
    if (w->upos == UPOS_VERB || w->upos == UPOS_AUX) return w->feats & VERB_KEY;
    if (w->xpos.n && w->xpos.s[0] == 'W') return w->feats & (FEAT_INT | FEAT_REL);
    return 0;
}

typedef struct seen {
    uint8_t upos;
    str xpos;
    uint32_t key, n, bit[32];
} seen;

static bool seen_is(const seen *s, const word *w) { return s->upos == w->upos && s->key == key_of(w) && str_eq(s->xpos, w->xpos); }

static uint32_t seen_find(seen *s, uint32_t n, const word *w)
{
    for (uint32_t i = 0; i < n; i++)
        if (seen_is(&s[i], w)) return i;
    return n;
}

/* More frequent first; a tie by name, so that the order never depends on the sort. */
static int by_count(const void *a, const void *b)
{
    const seen *x = a, *y = b;
    if (x->n != y->n) return x->n < y->n ? 1 : -1;
    if (x->upos != y->upos) return x->upos < y->upos ? -1 : 1;
    if (x->key != y->key) return x->key < y->key ? -1 : 1;
    return str_cmp(x->xpos, y->xpos);
}

/* A feature belongs to the tag when most of its words have it; person and number of a verb only when nearly all do. */
static uint32_t common_feats(const seen *s)
{
    uint32_t feats = 0;
    for (int b = 0; b < 32; b++) {
        bool strict = (s->upos == UPOS_VERB || s->upos == UPOS_AUX) && VERB_PERSON >> b & 1;
        if ((uint64_t)s->bit[b] * 10 > (uint64_t)s->n * (strict ? 9 : 5)) feats |= 1u << b;
    }
    return feats;
}

static uint8_t lemma_class(const inventory *v, const seen *s)
{
    for (uint32_t i = 0; i < v->n_tags; i++)
        if (v->tags[i].upos == s->upos && str_eq(str_make(v->tags[i].xpos, v->tags[i].n_xpos), s->xpos)) return v->tags[i].lemma_class;
    return (uint8_t)v->n_lemma_classes;
}

static void tag_add(inventory *v, const seen *s)
{
    parse_tag *t = &v->tags[v->n_tags];
    t->feats = common_feats(s);
    t->upos = s->upos;
    t->n_xpos = (uint8_t)(s->xpos.n < sizeof t->xpos ? s->xpos.n : sizeof t->xpos);
    memcpy(t->xpos, s->xpos.s, t->n_xpos);
    t->lemma_class = lemma_class(v, s);
    if (t->lemma_class == v->n_lemma_classes) v->n_lemma_classes++;
    v->key_feats[v->n_tags++] = s->key;
}

static void labels_learn(inventory *v, const corpus *c)
{
    v->labels[0] = (parse_label){DEP_ROOT, SUB_NONE, {0}};
    v->relations[0] = STR("root");
    v->n_labels = 1;
    for (uint32_t i = 0; i < c->n; i++)
        for (uint32_t k = 1; k <= c->sentences[i].n; k++) {
            const word *w = &c->sentences[i].words[k];
            uint32_t l = 0;
            while (l < v->n_labels && !str_eq(v->relations[l], w->relation)) l++;
            if (l < v->n_labels || l == NET_LABELS - 1) continue;
            v->relations[l] = w->relation;
            v->labels[l] = (parse_label){w->deprel, w->depsub, {0}};
            v->n_labels++;
        }
}

void inventory_learn(inventory *v, const corpus *c)
{
    seen *all = calloc(MAX_SEEN, sizeof *all);
    uint32_t n = 0;
    if (!all) abort();
    for (uint32_t i = 0; i < c->n; i++)
        for (uint32_t k = 1; k <= c->sentences[i].n; k++) {
            const word *w = &c->sentences[i].words[k];
            uint32_t at = seen_find(all, n, w);
            if (at == MAX_SEEN) continue;
            if (at == n) all[n++] = (seen){.upos = w->upos, .xpos = w->xpos, .key = key_of(w)};
            all[at].n++;
            for (int b = 0; b < 32; b++) all[at].bit[b] += w->feats >> b & 1;
        }
    qsort(all, n, sizeof *all, by_count);
    memset(v, 0, sizeof *v);
    for (uint32_t i = 0; i < n && i < NET_TAGS; i++) tag_add(v, &all[i]);
    free(all);
    labels_learn(v, c);
}

static uint16_t tag_of(const inventory *v, const word *w)
{
    uint32_t key = key_of(w);
    uint16_t same = TRAIN_NO_TAG;
    for (uint16_t i = 0; i < v->n_tags; i++) {
        const parse_tag *t = &v->tags[i];
        if (t->upos != w->upos) continue;
        if (v->key_feats[i] == key && str_eq(str_make(t->xpos, t->n_xpos), w->xpos)) return i;
        if (same == TRAIN_NO_TAG) same = i;
    }
    return same == TRAIN_NO_TAG ? 0 : same;
}

static uint16_t label_of(const inventory *v, const word *w)
{
    uint16_t same = 0;
    for (uint16_t l = 0; l < v->n_labels; l++) {
        if (str_eq(v->relations[l], w->relation)) return l;
        if (!same && v->labels[l].deprel == w->deprel) same = l;
    }
    return same;
}

void corpus_number(corpus *c, const inventory *v)
{
    for (uint32_t i = 0; i < c->n; i++)
        for (uint32_t k = 1; k <= c->sentences[i].n; k++) {
            word *w = &c->sentences[i].words[k];
            w->tag = tag_of(v, w);
            w->label = label_of(v, w);
        }
}
