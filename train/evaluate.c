/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Scores of a model, through the library itself: a document is made of the gold tokens, parse_run fills it, its columns are compared.
 *   UPOS, XPOS, FEATS (all bits of doc.h's feat), LEMMA (case ignored)      per word
 *   UAS, LAS (universal part of the relation), LASsub (with the subtype)    per word, punctuation included
 *   names: F1 over spans, and per kind                                      where the treebank has names; of marked text nothing else
 * Speed is words per CPU-second of this process over parse_run alone, best of the rounds.
 */
#include "evaluate.h"

#include <stdio.h>
#include <time.h>

static bool doc_fill(doc *d, arena *mem, const corpus *c)
{
    doc_init(d, mem);
    uint32_t bytes = 0, t = 0;
    for (uint32_t i = 0; i < c->n; i++)
        for (uint32_t k = 1; k <= c->sentences[i].n; k++) bytes += c->sentences[i].words[k].form.n + 1;
    char *text = arena_alloc(mem, bytes);
    d->tokens = arena_new(mem, doc_token, c->n_words);
    d->sentences = arena_new(mem, doc_sentence, c->n);
    if (mem->failed) return false;
    bytes = 0;
    for (uint32_t i = 0; i < c->n; i++) {
        const sentence *s = &c->sentences[i];
        d->sentences[i] = (doc_sentence){.begin = bytes, .tok_begin = t, .tok_end = t + s->n, .block = DOC_NONE};
        for (uint32_t k = 1; k <= s->n; k++) {
            str form = s->words[k].form;
            memcpy(text + bytes, form.s, form.n);
            d->tokens[t++] = (doc_token){.begin = bytes, .end = bytes + form.n, .space_after = true};
            bytes += form.n;
            text[bytes++] = ' ';
        }
        d->sentences[i].end = bytes;
    }
    d->text = str_make(text, bytes);
    d->n_tokens = t;
    d->n_sentences = c->n;
    return true;
}

typedef struct spans {
    uint32_t right[4], gold[4], found[4]; /* by kind 1..3, [0] all */
} spans;

static bool span_begins(const uint8_t *ner, uint32_t i) { return ner[i] % 2 == 1; }
static uint32_t span_end(const uint8_t *ner, uint32_t n, uint32_t i)
{
    uint8_t inside = (uint8_t)(ner[i] + 1);
    for (i++; i < n && ner[i] == inside;) i++;
    return i;
}

static void spans_count(spans *x, const uint8_t *gold, const uint8_t *found, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        bool g = span_begins(gold, i), f = span_begins(found, i);
        if (g) x->gold[(gold[i] + 1) / 2]++, x->gold[0]++;
        if (f) x->found[(found[i] + 1) / 2]++, x->found[0]++;
        if (g && f && gold[i] == found[i] && span_end(gold, n, i) == span_end(found, n, i)) x->right[(gold[i] + 1) / 2]++, x->right[0]++;
    }
}

static double f1(const spans *x, int kind)
{
    uint32_t all = x->gold[kind] + x->found[kind];
    return all ? 200.0 * x->right[kind] / all : 0;
}

typedef struct scores {
    uint32_t n, upos, xpos, feats, lemma, uas, las, sub;
    spans names;
} scores;

static void word_score(scores *x, const doc *d, uint32_t first, uint32_t n, uint32_t k, const word *w)
{
    uint32_t t = first + k - 1, head = d->head[t] == DOC_NONE ? n + 1 : d->head[t] - first + 1;
    bool attached = head == w->head, las = attached && d->deprel[t] == w->deprel;
    x->n++;
    x->upos += d->upos[t] == w->upos;
    x->xpos += str_eq(d->xpos[t], w->xpos);
    x->feats += d->feats[t] == w->feats;
    x->lemma += str_eq_nocase(d->lemma[t], w->lemma);
    x->uas += attached;
    x->las += las;
    x->sub += las && d->depsub[t] == w->depsub;
}

static scores score(const doc *d, const corpus *c)
{
    scores x = {0};
    uint32_t t = 0;
    for (uint32_t i = 0; i < c->n; i++) {
        const sentence *s = &c->sentences[i];
        uint8_t gold[NET_TOKENS];
        for (uint32_t k = 1; k <= s->n; k++) {
            gold[k - 1] = s->words[k].ner;
            word_score(&x, d, t, s->n, k, &s->words[k]);
        }
        if (s->names) spans_count(&x.names, gold, d->ner + t, s->n);
        t += s->n;
    }
    return x;
}

static double cpu_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

int evaluate(const parse_model *m, const corpus *c, const char *name, parse_isa isa, int rounds, ent_error *err)
{
    arena text, out;
    doc d, filled;
    arena_init(&text, 0);
    arena_init(&out, 0);
    parse_scratch *s = parse_scratch_new(m, isa);
    int rc = s && doc_fill(&filled, &text, c) ? ENT_OK : error_memory(err);
    double best = 1e9;
    for (int i = 0; !rc && i < rounds; i++) {
        arena_reset(&out);
        d = filled;
        d.mem = &out;
        double began = cpu_seconds();
        rc = parse_run(m, s, &d, err);
        double took = cpu_seconds() - began;
        if (took < best) best = took;
    }
    if (!rc) {
        scores x = score(&d, c);
        double p = 100.0 / x.n;
        printf("%-28s", name);
        if (c->n && !c->sentences[0].names_only)
            printf(" UPOS %.2f XPOS %.2f FEATS %.2f LEMMA %.2f UAS %.2f LAS %.2f LASsub %.2f", p * x.upos, p * x.xpos, p * x.feats, p * x.lemma, p * x.uas, p * x.las, p * x.sub);
        if (x.names.gold[0]) printf(" names %.2f (PER %.2f ORG %.2f LOC %.2f)", f1(&x.names, 0), f1(&x.names, 1), f1(&x.names, 2), f1(&x.names, 3));
        printf(" | %s %.0f words/s\n", parse_scratch_isa(s), x.n / best);
    }
    parse_scratch_free(s);
    arena_fini(&out);
    arena_fini(&text);
    return rc;
}
