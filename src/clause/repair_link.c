/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Repairs of one link that a pattern of grammar/repairs.tsv cannot say, because they look at every word between two others:
 *
 *     "recalled …, cancelled …", the first as an adverbial   a finite verb that nothing opens is joined
 *     "that August"                                          is a time, no subject
 *     "talks between A and B/nsubj failed"                   a second subject after "and" is joined to the noun before
 *
 * Cost: each token looks at its neighbours in the tree and a few words to each side.
 */
#include "clause/work.h"

/* "X recalled/advcl its envoy, cancelled/root talks and put …": nothing opens the first. */
static void link_first_verb(clause_work *w, uint32_t t, const doc_sentence *s)
{
    uint32_t h = w->head[t], b = s->tok_begin;
    if (w->upos[t] != UPOS_VERB || w->rel[t] != DEP_ADVCL || h == DOC_NONE || h < t || w->head[h] != DOC_NONE || w->upos[h] != UPOS_VERB) return;
    if (!repair_past_or_present(w, t) || !repair_past_or_present(w, h) || !tree_word(w, h - 1, WORD_COMMA) || repair_child(w, t, DEP_AUX, b, t) != DOC_NONE) return;
    if (repair_child(w, t, DEP_MARK, b, t) != DOC_NONE || repair_child(w, h, DEP_NSUBJ, b, h) != DOC_NONE || t == b) return;
    for (uint32_t k = b; k < t; k++)
        if (w->upos[k] == UPOS_SCONJ || tree_tag(w, k, "WRB") || tree_word(w, k, WORD_COMMA)) return;
    repair_swap(w, h, t, DEP_CONJ);
    w->guessed[h] = 0;
    for (uint32_t c = h + 1; c < s->tok_end; c++)
        if (w->head[c] == h && w->rel[c] == DEP_CONJ && w->upos[c] == UPOS_VERB && tree_tag(w, c, "VB")) w->xpos[c] = STR("VBD");
}

/* "…, bombed by X that August, broke off …" */
static void link_that_month(clause_work *w, uint32_t t, const doc_sentence *s)
{
    uint32_t time = t + 1;
    if (!tree_word(w, t, WORD_THAT) || t <= s->tok_begin + 1 || time + 1 >= s->tok_end || !w->dated[time] || w->upos[time] != UPOS_PROPN || w->rel[time] == DEP_NMOD) return;
    if (w->upos[time + 1] != UPOS_PUNCT && w->upos[time + 1] != UPOS_CCONJ) return;
    uint32_t verb = t;
    while (verb-- > s->tok_begin && w->upos[verb] != UPOS_VERB && !tree_word(w, verb, WORD_COMMA)) {}
    if (verb < s->tok_begin || verb >= t || w->upos[verb] != UPOS_VERB || repair_above(w, time, verb) || repair_above(w, t, verb)) return;
    repair_attach(w, time, verb, DEP_OBL);
    repair_attach(w, t, time, DEP_DET);
}

/* "Talks between the rebels and the army/nsubj failed", "Not the army but the rebels/nsubj broke" */
static void link_second_after_and(clause_work *w, uint32_t t, const doc_sentence *s)
{
    uint32_t verb = w->head[t], cc = t, first = DOC_NONE;
    if (w->rel[t] != DEP_NSUBJ || verb == DOC_NONE || verb < t || !tree_nominal(w, t)) return;
    while (cc > s->tok_begin && t - cc < REPAIR_NEAR && w->upos[cc] != UPOS_CCONJ)
        if (w->head[--cc] != t && w->upos[cc] != UPOS_CCONJ) return;
    if (w->upos[cc] != UPOS_CCONJ || cc < s->tok_begin + 1 || !tree_nominal(w, cc - 1) || w->dated[cc - 1]) return;
    for (uint32_t k = s->tok_begin; k < cc && first == DOC_NONE; k++)
        if (w->head[k] == verb && w->rel[k] == DEP_NSUBJ) first = k;
    if (first == DOC_NONE) return;
    if (tree_word(w, cc, WORD_BUT)) { /* it is the second that acts */
        if (tree_word(w, s->tok_begin, WORD_NOT)) repair_attach(w, first, t, DEP_DEP);
        return;
    }
    repair_attach(w, t, cc - 1, DEP_CONJ);
    repair_attach(w, cc, t, DEP_CC);
}

void repair_links(clause_work *w, uint32_t t, const doc_sentence *s)
{
    link_first_verb(w, t, s);
    link_that_month(w, t, s);
    link_second_after_and(w, t, s);
}
