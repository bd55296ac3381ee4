/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Headlines. Treebanks have few, news has many: Words With Capitals, WORDS IN CAPITALS, no full stop. Now and then a training
 * sentence is read in one of these ways, so that case alone does not make a word a name.
 */
#include "net.h"

static const float TITLE = .06f, CAPITALS = .02f, NO_STOP = .05f;

static bool stays_small(const word *w)
{
    return w->form.n <= 3 && (w->upos == UPOS_ADP || w->upos == UPOS_DET || w->upos == UPOS_CCONJ || w->upos == UPOS_PART || w->upos == UPOS_SCONJ);
}

static void recase(word *w, bool all)
{
    char form[DOC_CAP_TOKEN_BYTES];
    uint32_t n = w->form.n < sizeof form ? w->form.n : sizeof form;
    memcpy(form, w->form.s, n);
    for (uint32_t i = 0; i < (all ? n : 1); i++)
        if (form[i] >= 'a' && form[i] <= 'z') form[i] = (char)(form[i] - 32);
    parse_featurise(str_make(form, n), &w->features);
}

/* The last word, when it is a full stop on which nothing hangs. */
static void stop_drop(sentence *s)
{
    word *w = s->words;
    uint32_t n = s->n;
    if (n < 2 || !str_is(w[n].form, ".") || w[n].head == n + 1) return;
    for (uint32_t i = 1; i < n; i++)
        if (w[i].head == n) return;
    for (uint32_t i = 1; i < n; i++)
        if (w[i].head == n + 1) w[i].head = (uint16_t)n;
    w[n] = w[n + 1];
    s->n--;
}

const sentence *augment(worker *w, const sentence *s)
{
    float dice = random_unit(&w->r), stop = random_unit(&w->r);
    bool title = dice < TITLE, capitals = !title && dice < TITLE + CAPITALS;
    if (!title && !capitals && stop >= NO_STOP) return s;
    w->changed = *s;
    w->changed.words = w->changed_words;
    memcpy(w->changed_words, s->words, (s->n + 2) * sizeof *s->words);
    for (uint32_t i = 1; i <= s->n && (title || capitals); i++)
        if (capitals || i == 1 || !stays_small(&s->words[i])) recase(&w->changed_words[i], capitals);
    if (title || capitals || stop < NO_STOP) stop_drop(&w->changed);
    return &w->changed;
}
