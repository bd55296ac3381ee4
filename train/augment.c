/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Variants of training sentences, made anew each time one is read.
 *
 * Noise (noise.h) and headlines: Words With Capitals, WORDS IN CAPITALS, no letters large, stops and quotes lost, articles dropped, so that case
 * and punctuation alone decide nothing.
 * Names: a treebank has few, the gazetteer many. A name whose words are all proper nouns is now and then replaced by one of its kind and
 * length from the gazetteer or from elsewhere in the text, so that the rows of those words are learned as names, with the treebank's contexts around them.
 */
#include <stdlib.h>

#include "gazetteer_names.h"
#include "net.h"

static const float NAME = .15f, TITLE = .04f;
/* By noise_kind, of a thousand. */
static const uint32_t OFTEN[N_NOISE] = {[NOISE_CAPITALS] = 30, [NOISE_NO_STOP] = 40, [NOISE_SMALL] = 30, [NOISE_QUOTES] = 40, [NOISE_ORDER] = 25};

static bool stays_small(const word *w)
{
    return w->form.n <= 3 && (w->upos == UPOS_ADP || w->upos == UPOS_DET || w->upos == UPOS_CCONJ || w->upos == UPOS_PART || w->upos == UPOS_SCONJ);
}

static void title(word *w)
{
    char form[DOC_CAP_TOKEN_BYTES];
    uint32_t n = w->form.n < sizeof form ? w->form.n : sizeof form;
    memcpy(form, w->form.s, n);
    if (n && form[0] >= 'a' && form[0] <= 'z') form[0] = (char)(form[0] - 32);
    parse_featurise(str_make(form, n), &w->features);
}

/* First word after a name that begins at i; 0 when one of its words is no proper noun. */
static uint32_t name_end(const sentence *s, uint32_t i)
{
    uint8_t inside = (uint8_t)(s->words[i].ner + 1);
    bool proper = true;
    uint32_t end = i;
    do proper &= s->words[end++].upos == UPOS_PROPN;
    while (end <= s->n && s->words[end].ner == inside);
    return proper ? end : 0;
}

static void names_swap(worker *w, sentence *s, const gazetteer_names *g)
{
    for (uint32_t i = 1; i <= s->n; i++) {
        if (s->words[i].ner % 2 == 0 || random_unit(&w->r) >= NAME) continue;
        uint32_t end = name_end(s, i), kind = s->words[i].ner / 2;
        const gazetteer_name *to = end ? gazetteer_draw(g, kind, end - i, random_u32(&w->r)) : NULL;
        for (uint32_t k = 0; to && k < end - i; k++) {
            s->words[i + k].form = to->word[k];
            parse_featurise(to->word[k], &s->words[i + k].features);
        }
    }
}

const sentence *augment(worker *w, const sentence *s, const gazetteer_names *g)
{
    noise *x = &w->noise;
    noise_begin(x, random_u32(&w->r), s);
    if (g->n && s->names) names_swap(w, &x->s, g);
    if (random_unit(&w->r) < TITLE) {
        for (uint32_t i = 1; i <= x->s.n; i++)
            if (i == 1 || !stays_small(&x->words[i])) title(&x->words[i]);
        noise_apply(x, NOISE_NO_STOP);
        return &x->s;
    }
    for (noise_kind k = 0; k < N_NOISE; k++)
        if (random_u32(&w->r) % 1000 < OFTEN[k]) noise_apply(x, k);
    return &x->s;
}
