/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Repairs of one link that a pattern of grammar/repairs.tsv cannot say, because they look at every word between two others:
 *
 *     "is due to visit", with the subject as the head        the adjective is the head
 *     "voted against it and India abstained"                 a noun cannot be joined across a verb
 *     "recalled …, cancelled …", the first as an adverbial   a finite verb that nothing opens is joined
 *     "that August"                                          is a time, no subject
 *     "prisoners whom the rebels released/acl were"          the clause hangs on the noun before the pronoun
 *     "talks between A and B/nsubj failed"                   a second subject after "and" is joined to the noun before
 *     "called off a strike/obl", "denied … the raid/conj"    a noun without preposition or "and" is the object
 *
 * Cost: each token looks at its neighbours in the tree and a few words to each side.
 */
#include "clause/work.h"

static bool above(const clause_work *w, uint32_t upper, uint32_t lower)
{
    for (uint32_t i = 0; lower != DOC_NONE && i < DOC_CAP_PARSE_TOKENS; lower = w->head[lower], i++)
        if (lower == upper) return true;
    return false;
}

/* "The minister/root is/cop due/advmod to visit" */
static void link_copula(clause_work *w, uint32_t t, const doc_sentence *s)
{
    uint32_t noun = w->head[t];
    if (noun != DOC_NONE && noun < t && w->rel[noun] == DEP_COP) noun = w->head[noun]; /* it may hang on "is" */
    if (w->upos[t] != UPOS_ADJ || noun == DOC_NONE || noun > t || !tree_nominal(w, noun) || w->rel[t] == DEP_CONJ) return;
    uint32_t cop = repair_child(w, noun, DEP_COP, noun, t);
    if (cop == DOC_NONE || cop + 2 < t) return;
    repair_swap(w, noun, t, DEP_NSUBJ);
    w->guessed[noun] = 0;
    for (uint32_t c = cop; c < s->tok_end; c++)
        if (w->head[c] == noun && w->rel[c] != DEP_ACL) w->head[c] = t;
    for (uint32_t c = t + 1; c < s->tok_end; c++) /* "due to visit" */
        if (w->head[c] == t && w->rel[c] == DEP_ADVCL && tree_tag(w, c, "VB") && tree_tag(w, c - 1, "TO")) w->rel[c] = DEP_XCOMP;
}

/* "voted against it and India abstained": a verb stands between the noun and what it is joined to. */
static void link_across(clause_work *w, uint32_t t, const doc_sentence *s)
{
    uint32_t h = w->head[t], verb = t + 1;
    if (w->rel[t] != DEP_CONJ || h == DOC_NONE || h > t || !tree_nominal(w, t) || t == s->tok_begin || w->upos[t - 1] != UPOS_CCONJ) return;
    while (verb < s->tok_end && w->upos[verb] == UPOS_AUX) verb++;
    if (verb >= s->tok_end || w->upos[verb] != UPOS_VERB || !repair_finite(w, t + 1) || repair_child(w, verb, DEP_NSUBJ, s->tok_begin, s->tok_end) != DOC_NONE) return;
    bool crossed = false;
    for (uint32_t k = h; k < t; k++) crossed |= w->upos[k] == UPOS_VERB && (w->rel[k] != DEP_ACL || w->head[k] != h);
    if (crossed && !above(w, t, verb)) repair_attach(w, t, verb, DEP_NSUBJ);
}

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
    if (!tree_word(w, t, WORD_THAT) || t <= s->tok_begin + 1 || time + 1 >= s->tok_end || !w->dated[time] || w->rel[time] == DEP_NMOD) return;
    if (w->upos[time + 1] != UPOS_PUNCT && w->upos[time + 1] != UPOS_CCONJ) return;
    uint32_t verb = t;
    while (verb-- > s->tok_begin && w->upos[verb] != UPOS_VERB && !tree_word(w, verb, WORD_COMMA)) {}
    if (verb < s->tok_begin || verb >= t || w->upos[verb] != UPOS_VERB || above(w, time, verb) || above(w, t, verb)) return;
    repair_attach(w, time, verb, DEP_OBL);
    repair_attach(w, t, time, DEP_DET);
}

/* "called off a strike/obl", "neither denied nor confirmed the raid/conj" */
static void link_bare_object(clause_work *w, uint32_t t, const doc_sentence *s)
{
    uint32_t verb = w->head[t], h = verb;
    if ((w->rel[t] != DEP_OBL && w->rel[t] != DEP_CONJ) || verb == DOC_NONE || verb > t || w->upos[verb] != UPOS_VERB || w->dated[t]) return;
    if (w->upos[t] != UPOS_NOUN && w->upos[t] != UPOS_PROPN) return;
    if (w->upos[t] == UPOS_NOUN && repair_child(w, t, DEP_DET, verb, t) == DOC_NONE && repair_child(w, t, DEP_AMOD, verb, t) == DOC_NONE) return;
    if (repair_child(w, t, DEP_CASE, verb, t) != DOC_NONE || repair_child(w, t, DEP_CC, verb, t) != DOC_NONE || repair_child(w, t, DEP_NUMMOD, verb, t) != DOC_NONE) return;
    for (uint32_t k = t; --k > h;) {
        if (tree_word(w, k, WORD_COMMA) || (tree_nominal(w, k) && w->head[k] != t) || (w->upos[k] == UPOS_ADP && w->rel[k] != DEP_COMPOUND)) return;
        if (w->upos[k] == UPOS_VERB) verb = k;
    }
    if (tree_tag(w, verb, "VBN") && repair_child(w, verb, DEP_NSUBJ, s->tok_begin, verb) == DOC_NONE) return;
    for (uint32_t k = s->tok_begin; k < s->tok_end; k++)
        if (w->head[k] == verb && (w->rel[k] == DEP_OBJ || w->rel[k] == DEP_CCOMP || w->rel[k] == DEP_XCOMP)) return;
    if (!above(w, t, verb)) repair_attach(w, t, verb, DEP_OBJ);
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

/* "the prisoners whom/obl [the rebels/nsubj released/acl] were weak": the verb belongs to the pronoun, its noun is its subject. */
static void link_whom(clause_work *w, uint32_t t, const doc_sentence *s)
{
    uint32_t verb = t + 1, main = w->head[t];
    if (w->rel[t] != DEP_NSUBJ || main == DOC_NONE || verb >= main || w->upos[verb] != UPOS_VERB || w->head[verb] != t || w->rel[verb] != DEP_ACL) return;
    uint32_t pronoun = t;
    while (pronoun > s->tok_begin && t - pronoun < REPAIR_NEAR && (pronoun == t || w->head[pronoun] == t)) pronoun--;
    if (pronoun == s->tok_begin || !tree_word(w, pronoun, WORD_GAP) || !tree_nominal(w, pronoun - 1)) return;
    uint32_t noun = pronoun - 1;
    if (w->head[main] == noun && w->rel[main] == DEP_ACL) repair_swap(w, noun, main, DEP_NSUBJ);
    repair_attach(w, verb, noun, DEP_ACL);
    w->sub[verb] = SUB_RELCL;
    w->xpos[verb] = STR("VBD");
    repair_attach(w, pronoun, verb, DEP_OBJ);
    repair_attach(w, t, verb, DEP_NSUBJ);
}

void repair_links(clause_work *w, uint32_t t, const doc_sentence *s)
{
    link_copula(w, t, s);
    link_across(w, t, s);
    link_first_verb(w, t, s);
    link_that_month(w, t, s);
    link_whom(w, t, s);
    link_second_after_and(w, t, s);
    link_bare_object(w, t, s);
}
