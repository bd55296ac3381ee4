/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Repairs of names that hang where no name can: beside a verb without a subject, inside a list, under a verb that has done with them.
 *
 *     "On 24 August Algeria cut …"                     a name right before a finite verb that has no subject is its subject
 *     "voted against it and India abstained"           likewise when it was joined to a noun of the clause before
 *     "Macron had assured him France would deliver …"  the noun before the auxiliary is the subject of what is assured
 *     "of China, Russia and Iran"                      between a name and one joined to it, a name after a comma is joined too
 *     "called home its observers"                      a noun with an article or owner is no predicate of a verb without object
 *     "There he and his host settled …"                with its subject before it, the verb has no expletive "there"
 *     "a warrant for Omar al-Bashir"                   a name does not go on from the preposition before it: it hangs by it
 *     "Egypt, bombed by X, broke off …"                with the name as the root: the finite verb after the comma is the main one
 *
 * Each asks for words side by side and for a gap in the tree that only this fills, so that it does not matter which parser left it.
 * Cost: one pass, a few words to each side.
 */
#include "clause/work.h"

static bool is_proper(const clause_work *w, uint32_t t) { return w->upos[t] == UPOS_PROPN && !w->dated[t]; }

static uint32_t subject_of(const clause_work *w, uint32_t verb, const doc_sentence *s) { return repair_child(w, verb, DEP_NSUBJ, s->tok_begin, s->tok_end); }

/* First word of a name that ends at t: "Viktor Orban". */
static uint32_t name_begin(const clause_work *w, uint32_t t, const doc_sentence *s)
{
    while (t > s->tok_begin && is_proper(w, t - 1) && (w->head[t - 1] == t || w->head[t] == t - 1)) t--;
    return t;
}

static void put(clause_work *w, uint32_t t, uint32_t head, uint8_t rel)
{
    repair_attach(w, t, head, rel);
    w->guessed[t] = 1;
}

/* "On 24 August 2021 Algeria cut …": the parser took the name for a part of the verb. */
static void before_verb(clause_work *w, uint32_t t, const doc_sentence *s)
{
    uint32_t verb = t + 1, first = name_begin(w, t, s);
    bool loose = w->rel[t] == DEP_COMPOUND || w->rel[t] == DEP_AMOD || w->rel[t] == DEP_NMOD || w->rel[t] == DEP_DEP || w->rel[t] == DEP_ADVMOD;
    if (!loose || verb >= s->tok_end || w->head[t] != verb || w->upos[verb] != UPOS_VERB || !repair_past_or_present(w, verb)) return;
    if (subject_of(w, verb, s) != DOC_NONE || repair_child(w, t, DEP_CASE, first > s->tok_begin ? first - 1 : first, t) != DOC_NONE) return;
    put(w, t, verb, DEP_NSUBJ);
}

/* "… against it and India abstained": a verb without subject after a name that "and" joins to a noun before. */
static void joined_to_noun(clause_work *w, uint32_t t, const doc_sentence *s)
{
    uint32_t verb = t + 1, first = name_begin(w, t, s), noun = w->head[t];
    if (w->rel[t] != DEP_CONJ || noun == DOC_NONE || noun > first || first == s->tok_begin || verb >= s->tok_end) return;
    uint32_t cc = first - 1, above = w->head[verb];
    if (w->rel[cc] != DEP_CC || w->head[cc] != t || w->upos[verb] != UPOS_VERB || !repair_past_or_present(w, verb) || w->rel[verb] != DEP_CONJ) return;
    if (above == DOC_NONE || above > noun || w->upos[above] != UPOS_VERB || subject_of(w, verb, s) != DOC_NONE || subject_of(w, above, s) == DOC_NONE) return;
    put(w, t, verb, DEP_NSUBJ);
    put(w, cc, verb, DEP_CC);
}

/* "told the BBC that Macron had assured him France would deliver": France is assured nothing, it would deliver. */
static void before_auxiliary(clause_work *w, uint32_t t, const doc_sentence *s)
{
    uint32_t teller = w->head[t], verb = t + 1 < s->tok_end ? w->head[t + 1] : DOC_NONE;
    if ((w->rel[t] != DEP_OBJ && w->rel[t] != DEP_IOBJ) || teller == DOC_NONE || teller > t || w->upos[teller] != UPOS_VERB || !w->lex[teller]->speech[SPEECH_VERB]) return;
    if (verb == DOC_NONE || verb < t + 2 || verb == teller || w->rel[t + 1] != DEP_AUX || !tree_tag(w, t + 1, "MD") || w->upos[verb] != UPOS_VERB) return;
    uint32_t other = subject_of(w, verb, s), above = w->head[verb];
    if (other != DOC_NONE && (other > teller || above == DOC_NONE || above > other)) return;
    if (other != DOC_NONE) put(w, other, above, DEP_OBJ);
    for (uint32_t k = teller, i = 0; k != DOC_NONE && i < DOC_CAP_PARSE_TOKENS; k = w->head[k], i++)
        if (k == verb) return;
    put(w, t, verb, DEP_NSUBJ);
    put(w, verb, teller, DEP_CCOMP);
}

/* "China, Russia and Iran": the one in the middle. */
static void in_list(clause_work *w, uint32_t t, const doc_sentence *s)
{
    uint32_t h = w->head[t], first = name_begin(w, t, s);
    if ((w->rel[t] != DEP_NMOD && w->rel[t] != DEP_APPOS) || h == DOC_NONE || h > t || !is_proper(w, h) || first < s->tok_begin + 2 || t + 2 >= s->tok_end) return;
    uint32_t next = t + 1 + tree_word(w, t + 1, WORD_COMMA);
    if (!tree_word(w, first - 1, WORD_COMMA) || first - 2 != h || w->rel[next] != DEP_CC || next > t + 1 || repair_child(w, t, DEP_CASE, h, t) != DOC_NONE) return;
    uint32_t last = w->head[next];
    if (last != DOC_NONE && last > next && w->rel[last] == DEP_CONJ && w->head[last] == h) put(w, t, h, DEP_CONJ);
}

/* "called home its observers", read as what something is called. */
static void owned_object(clause_work *w, uint32_t t, const doc_sentence *s)
{
    uint32_t verb = w->head[t];
    if (w->rel[t] != DEP_XCOMP || w->upos[t] != UPOS_NOUN || verb == DOC_NONE || verb > t || w->upos[verb] != UPOS_VERB || tree_tag(w, verb, "VBN")) return;
    bool owned = repair_child(w, t, DEP_DET, verb, t) != DOC_NONE || (repair_child(w, t, DEP_NMOD, verb, t) != DOC_NONE && w->sub[repair_child(w, t, DEP_NMOD, verb, t)] == SUB_POSS);
    if (owned && repair_child(w, verb, DEP_OBJ, s->tok_begin, s->tok_end) == DOC_NONE && repair_child(w, t, DEP_COP, verb, t) == DOC_NONE) put(w, t, verb, DEP_OBJ);
}

static void expletive(clause_work *w, uint32_t t, const doc_sentence *s)
{
    uint32_t verb = w->head[t];
    if (w->rel[t] != DEP_EXPL || !tree_word(w, t, WORD_THERE) || verb == DOC_NONE || verb < t || w->upos[verb] != UPOS_VERB) return;
    uint32_t subject = subject_of(w, verb, s);
    if (subject != DOC_NONE && subject > t && subject < verb) w->rel[t] = DEP_ADVMOD;
}

/* The finite verb after the comma that closes what stands beside the root, below it in the tree; DOC_NONE when there is none. */
static uint32_t main_verb(const clause_work *w, uint32_t root, uint32_t from, const doc_sentence *s)
{
    for (uint32_t t = from; t < s->tok_end; t++) {
        uint32_t aux = repair_child(w, t, DEP_AUX, root, t), first = aux == DOC_NONE ? t : aux, up = w->head[t], subject = subject_of(w, t, s);
        if (w->upos[t] != UPOS_VERB || !repair_finite(w, first) || !tree_word(w, first - 1, WORD_COMMA) || repair_child(w, t, DEP_MARK, root, t) != DOC_NONE) continue;
        for (int i = 0; i < WORK_MAX_CLIMB && up != DOC_NONE && up != root; i++) up = w->head[up];
        if (up == root && (subject == DOC_NONE || w->dated[subject])) return t;
    }
    return DOC_NONE;
}

/* "Chad, attacked by Y, severed/amod ties": the participle after the comma is finite, what it was hung on is its object. */
static uint32_t finite_adjective(clause_work *w, uint32_t root, uint32_t from, const doc_sentence *s)
{
    for (uint32_t t = from; t < s->tok_end; t++) {
        uint32_t noun = w->head[t];
        if (w->rel[t] != DEP_AMOD || !tree_tag(w, t, "VBN") || w->upos[t] != UPOS_VERB || noun < t || noun == DOC_NONE || w->head[noun] != root || !tree_word(w, t - 1, WORD_COMMA)) continue;
        if (repair_child(w, noun, DEP_CC, root, noun) != DOC_NONE || repair_child(w, noun, DEP_DET, root, noun) != DOC_NONE) continue;
        w->xpos[t] = STR("VBD");
        put(w, t, root, DEP_CONJ);
        put(w, noun, t, DEP_OBJ);
        return t;
    }
    return DOC_NONE;
}

static void named_root(clause_work *w, const doc_sentence *s)
{
    uint32_t root = s->tok_begin, participle;
    while (root < s->tok_end && w->head[root] != DOC_NONE) root++;
    if (root + 4 >= s->tok_end || root > s->tok_begin + REPAIR_NEAR || !is_proper(w, root) || !tree_word(w, root + 1, WORD_COMMA)) return;
    participle = root + 2 + (w->upos[root + 2] == UPOS_ADV);
    if (w->head[participle] != root || w->upos[participle] != UPOS_VERB || subject_of(w, participle, s) != DOC_NONE || repair_child(w, participle, DEP_AUX, root, participle) != DOC_NONE) return;
    uint32_t verb = main_verb(w, root, participle + 1, s);
    if (verb == DOC_NONE) verb = finite_adjective(w, root, participle + 1, s);
    if (verb == DOC_NONE) return;
    uint32_t subject = subject_of(w, verb, s);
    if (subject != DOC_NONE) put(w, subject, participle, DEP_OBL);
    for (uint32_t t = participle + 1; t < verb; t++)
        if (w->head[t] == verb && w->upos[t] != UPOS_PUNCT && w->rel[t] != DEP_AUX) put(w, t, participle, w->rel[t]);
    put(w, participle, root, DEP_ACL);
    if (tree_tag(w, participle, "VBD")) w->xpos[participle] = STR("VBN");
    w->head[verb] = DOC_NONE;
    w->rel[verb] = DEP_ROOT;
    w->sub[verb] = SUB_NONE;
    put(w, root, verb, DEP_NSUBJ);
}

/* "a warrant for Omar al-Bashir": the parser took the preposition for the first part of the name. */
static void after_preposition(clause_work *w, uint32_t t, const doc_sentence *s)
{
    uint32_t prep = t > s->tok_begin ? t - 1 : t, above = w->head[prep];
    if (w->rel[t] != DEP_FLAT || w->head[t] != prep || w->upos[prep] != UPOS_ADP || above == DOC_NONE || above == t) return;
    put(w, t, above, tree_nominal(w, above) ? DEP_NMOD : DEP_OBL);
    put(w, prep, t, DEP_CASE);
}

void repair_names(clause_work *w, const doc_sentence *s)
{
    named_root(w, s);
    for (uint32_t t = s->tok_begin; t < s->tok_end; t++) {
        expletive(w, t, s);
        if (w->head[t] == DOC_NONE || !tree_nominal(w, t) || w->dated[t]) continue;
        before_auxiliary(w, t, s);
        owned_object(w, t, s);
        if (!is_proper(w, t)) continue;
        after_preposition(w, t, s);
        before_verb(w, t, s);
        joined_to_noun(w, t, s);
        in_list(w, t, s);
    }
}
