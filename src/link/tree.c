/* SPDX-License-Identifier: Apache-2.0 */
/* Small questions to the tree and to the words, shared by the files of link. Each is a few array reads; none searches a sentence. */
#include "base/utf8.h"
#include "link/work.h"

/* How much a relation looks like that of a whole phrase; parsers hang parts of long names outside by mistake. */
static int weight_as_head(unsigned rel)
{
    switch (rel) {
    case DEP_NSUBJ: case DEP_OBJ: case DEP_IOBJ: case DEP_OBL: return 4;
    case DEP_NMOD: case DEP_CONJ: case DEP_APPOS: case DEP_ROOT: return 3;
    case DEP_PUNCT: case DEP_CASE: case DEP_DET: case DEP_CC: return 1;
    default: return 2;
    }
}

uint32_t link_span_head(const link_work *w, uint32_t begin, uint32_t end)
{
    uint32_t best = end - 1;
    int best_weight = 0;
    for (uint32_t t = begin; t < end; t++) {
        uint32_t h = link_head_of(w, t);
        if (h == DOC_NONE && link_rel(w, t) != DEP_ROOT) continue;
        if (h != DOC_NONE && h >= begin && h < end) continue;
        int weight = weight_as_head(link_rel(w, t));
        if (weight <= best_weight) continue;
        best = t;
        best_weight = weight;
    }
    return best;
}

static cue_set cue_of_word(const link_work *w, uint32_t t)
{
    uint32_t first = w->p.begin[t], n = w->p.begin[t + 1] - first;
    if (n == 2) { /* "Mr." */
        str form = doc_form(w->d, t);
        if (form.s[form.n - 1] == '.') n = 1;
    }
    return n == 1 ? w->g->vocab.words[w->p.low[first]].cue : 0;
}

/* Lemmas wait in a batch, as pieces do in pieces.c. */
enum { BATCH = 16 };
typedef struct batch {
    uint32_t tok[BATCH];
    uint64_t hash[BATCH];
    str lemma[BATCH];
    char room[BATCH][LINK_PIECE_MAX];
    uint32_t n;
} batch;

static void batch_add(batch *b, uint32_t t, str lemma)
{
    b->tok[b->n] = t;
    b->lemma[b->n] = link_piece_lower(lemma, b->room[b->n]);
    b->hash[b->n] = link_vocab_hash(b->lemma[b->n]);
    b->n++;
}

static void batch_flush(link_work *w, batch *b)
{
    const link_vocab *v = &w->g->vocab;
    link_vocab_fetch(v, b->hash, b->n);
    for (uint32_t i = 0; i < b->n; i++) w->cue[b->tok[i]] = v->words[link_vocab_find(v, b->lemma[i], b->hash[i])].cue;
    b->n = 0;
}

/* The lemma, where it is another word than the form, which has been asked. */
static bool other_lemma(const link_work *w, uint32_t t)
{
    str lemma = w->d->lemma ? w->d->lemma[t] : STR_NONE, form = doc_form(w->d, t);
    if (!lemma.n || lemma.n > LINK_PIECE_MAX || (lemma.n == form.n && lemma.s == form.s)) return false;
    return lemma.n != form.n || !str_eq_nocase(lemma, form);
}

bool link_cues_mark(link_work *w)
{
    batch b;
    b.n = 0;
    w->cue = arena_new(w->mem, cue_set, w->d->n_tokens);
    for (uint32_t t = 0; w->cue && t < w->d->n_tokens; t++) {
        w->cue[t] = cue_of_word(w, t);
        if (w->cue[t] || !other_lemma(w, t)) continue;
        batch_add(&b, t, w->d->lemma[t]);
        if (b.n == BATCH) batch_flush(w, &b);
    }
    if (w->cue) batch_flush(w, &b);
    return w->cue != NULL;
}

uint32_t link_first_conjunct(const link_work *w, uint32_t t)
{
    for (int steps = 0; steps < 8 && link_rel(w, t) == DEP_CONJ && link_head_of(w, t) != DOC_NONE; steps++) t = link_head_of(w, t);
    return t;
}

static uint32_t case_child(const link_work *w, uint32_t t)
{
    for (uint32_t c = w->child[t]; c != DOC_NONE; c = w->sibling[c])
        if (link_rel(w, c) == DEP_CASE && c < t) return c;
    return DOC_NONE;
}

uint32_t link_case_of(const link_work *w, uint32_t t)
{
    uint32_t c = case_child(w, t);
    if (c != DOC_NONE || link_rel(w, t) != DEP_CONJ) return c;
    return case_child(w, link_first_conjunct(w, t));
}

bool link_word_is(const link_work *w, uint32_t t, const char *word)
{
    if (t == DOC_NONE) return false;
    str form = doc_form(w->d, t);
    uint32_t i = 0;
    for (; i < form.n && word[i]; i++) {
        char c = form.s[i] >= 'A' && form.s[i] <= 'Z' ? (char)(form.s[i] | 32) : form.s[i];
        if (c != word[i]) return false;
    }
    return i == form.n && !word[i];
}

bool link_upper_other(str form)
{
    uint32_t n;
    return form.n && utf8_is_upper(utf8_decode(form, 0, &n));
}

static bool owned_by(const link_work *w, uint32_t t)
{
    uint32_t prep = link_case_of(w, t);
    return prep == DOC_NONE || (link_cue(w, prep) & (CUE_GENITIVE | CUE_AWAY));
}

unsigned link_noun_frame(const link_work *w, uint32_t t)
{
    unsigned frame = 0;
    for (uint32_t c = w->child[t]; c != DOC_NONE; c = w->sibling[c]) {
        unsigned rel = link_rel(w, c);
        if (c < t && (link_cue(w, c) & CUE_PAIR)) frame |= link_cue(w, c) & CUE_TWICE ? FRAME_PAIR | FRAME_THE : FRAME_PAIR;
        else if (link_cue(w, c) & CUE_THE) frame |= FRAME_THE;
        else if (rel == DEP_NMOD && c > t && !owned_by(w, c)) frame |= FRAME_AFTER;
        else if (rel == DEP_AMOD || rel == DEP_COMPOUND || rel == DEP_NMOD || rel == DEP_NUMMOD) frame |= FRAME_OTHER;
    }
    return (frame & FRAME_PAIR) && !(frame & FRAME_THE) ? FRAME_OTHER : frame; /* "two men" are not the two */
}
