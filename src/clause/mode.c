/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a clause's own words say of its status: negation, modals, future, "reportedly", "to" of a headline; and its tense.
 *
 * In: the dependents of the word that carries the clause, of the noun that names the act, and of the arguments ("no agreement
 * was reached"). Out: a clause_mode, a set of marks that status.c weighs against what stands above the clause.
 * "not only" and "did not … until" negate nothing. Cost: the dependents, once.
 */
#include "clause/work.h"

static void mode_add(clause_mode *m, int status)
{
    switch (status) {
    case STATUS_PLANNED: m->planned = true; break;
    case STATUS_POSSIBLE: m->possible = true; break;
    case STATUS_REQUESTED: m->requested = true; break;
    case STATUS_NEGATED: m->negated = true; break;
    case MODAL_REPORTED: m->reported = true; break;
    case MODAL_WOULD: m->would = true; break;
    default: break;
    }
}

static bool followed_by(const clause_work *w, uint32_t tok, word_class word)
{
    return tok + 1 < w->d->n_tokens && tree_word(w, tok + 1, word);
}

/* "Under no circumstances will Ethiopia attack": the auxiliary stands before the subject, right behind the phrase at `tok`. */
static bool inverted_after(const clause_work *w, uint32_t tok, uint32_t verb)
{
    uint32_t aux = tok + 1, subject = tree_child(w, verb, DEP_NSUBJ);
    return subject != DOC_NONE && aux < subject && w->head[aux] == verb && tree_is(w, aux, DEP_AUX);
}

/* "has yet to sign", "is yet to sign" */
static bool yet_to(const clause_work *w, uint32_t aux, uint32_t verb)
{
    bool either = tree_word(w, aux, WORD_HAVE) || tree_word(w, aux, WORD_BE);
    return either && followed_by(w, aux, WORD_YET) && aux + 2 < verb && tree_word(w, aux + 2, WORD_TO);
}

/* "Never has X supplied": the negation hangs on the auxiliary. */
static bool is_denied(const clause_work *w, uint32_t aux)
{
    FOR_CHILDREN(w, c, aux)
        if (tree_is(w, c, DEP_ADVMOD) && w->lex[c]->modal[MODAL_ADVERB] == STATUS_NEGATED && !followed_by(w, c, WORD_ONLY) && !followed_by(w, c, WORD_UNTIL)) return true;
    return false;
}

/* Words beside the verb, adjective or noun that carries the clause. */
static void mode_words(const clause_work *w, uint32_t tok, clause_mode *m)
{
    FOR_CHILDREN(w, c, tok) {
        switch (w->rel[c]) {
        case DEP_AUX:
            m->ought |= tree_word(w, c, WORD_OUGHT);
            mode_add(m, w->lex[c]->modal[MODAL_AUX]);
            m->negated |= yet_to(w, c, tok) || is_denied(w, c);
            break;
        case DEP_COP: m->negated |= yet_to(w, c, tok); break;
        case DEP_ADVMOD: case DEP_CC: case DEP_DISCOURSE:
            if (tree_word(w, c, WORD_NOT) && followed_by(w, c, WORD_ONLY)) break;
            mode_add(m, w->lex[c]->modal[MODAL_ADVERB]);
            m->negated |= followed_by(w, c, WORD_THAN) && tree_word(w, c, WORD_INSTEAD); /* "rather than attack" */
            if (tree_word(w, c, WORD_LONGER)) m->negated |= tree_child_word(w, c, DEP_ADVMOD, WORD_NO) != DOC_NONE || tree_child_word(w, c, DEP_DET, WORD_NO) != DOC_NONE || (c && tree_word(w, c - 1, WORD_NO));
            break;
        case DEP_MARK: case DEP_CASE:
            if (tree_word(w, c, WORD_INSTEAD)) m->negated = true;
            break;
        case DEP_DET:
            if (w->lex[c]->modal[MODAL_DET] == STATUS_NEGATED) m->negated = true;
            break;
        case DEP_ADVCL: case DEP_OBL:
            if (c < tok && tree_is(w, c, DEP_OBL) && inverted_after(w, c, tok) && mode_nobody(w, c)) m->negated = true;
            m->until |= tree_child_word(w, c, DEP_MARK, WORD_UNTIL) != DOC_NONE || tree_child_word(w, c, DEP_CASE, WORD_UNTIL) != DOC_NONE; break;
        default: break;
        }
    }
}

/* "No agreement was reached", "nobody came", "neither X nor Y came"; who said no said something. */
bool mode_nobody(const clause_work *w, uint32_t tok)
{
    if (w->lex[tok]->modal[MODAL_DET] == STATUS_NEGATED) return w->d->upos[tok] != UPOS_INTJ;
    uint32_t first = w->sub_begin[tok]; /* "not a shot was heard" */
    if (tree_word(w, first, WORD_NOT) && first < tok && tree_word(w, first + 1, WORD_SINGLE)) return true;
    FOR_CHILDREN(w, c, tok)
        if ((tree_is(w, c, DEP_DET) || tree_is(w, c, DEP_CC) || tree_is(w, c, DEP_ADVMOD)) && w->lex[c]->modal[MODAL_DET] == STATUS_NEGATED) return true;
    return false;
}

static void mode_arguments(const clause_work *w, const clause_pred *p, clause_mode *m)
{
    FOR_CHILDREN(w, c, p->verb)
        if ((tree_is(w, c, DEP_NSUBJ) || tree_is(w, c, DEP_OBJ)) && c != p->noun) m->negated |= mode_nobody(w, c);
}

/* Adjectives and determiners on the noun of an act. */
static void mode_noun(const clause_work *w, uint32_t noun, clause_mode *m)
{
    FOR_CHILDREN(w, c, noun) {
        if (tree_is(w, c, DEP_AMOD) || tree_is(w, c, DEP_COMPOUND)) {
            mode_add(m, tables_modal(w->t, MODAL_ADJ, doc_form(w->d, c)));
            mode_add(m, w->lex[c]->modal[MODAL_ADJ]);
        } else if (tree_is(w, c, DEP_DET)) {
            mode_add(m, w->lex[c]->modal[MODAL_DET]);
        } else if (tree_is(w, c, DEP_ADVMOD) || tree_is(w, c, DEP_CASE)) {
            if (tree_word(w, c, WORD_NOT) && followed_by(w, c, WORD_ONLY)) continue;
            if (tree_word(w, c, WORD_NOT) || tree_word(w, c, WORD_WITHOUT)) m->negated = true;
            mode_add(m, w->lex[c]->modal[MODAL_ADVERB]);
        }
    }
}

/* No "for", "with" or "in order" beside "to". */
static bool one_mark(const clause_work *w, uint32_t verb)
{
    uint32_t n = 0;
    FOR_CHILDREN(w, c, verb) n += tree_is(w, c, DEP_MARK);
    return n == 1;
}

/* "is to visit", "Putin to visit" and "Update: Putin to visit" in a headline, "visit" as an order. */
static void mode_infinitive(const clause_work *w, const clause_pred *p, clause_mode *m)
{
    uint32_t verb = p->verb;
    bool to = tree_child_word(w, verb, DEP_MARK, WORD_TO) != DOC_NONE, root = w->head[verb] == DOC_NONE;
    bool be = tree_child_word(w, verb, DEP_AUX, WORD_BE) != DOC_NONE && tree_tag(w, verb, "VB") && !m->possible && !m->planned && !m->would;
    bool subject = tree_child(w, verb, DEP_NSUBJ) != DOC_NONE;
    if (to && (be || (subject && one_mark(w, verb)))) m->planned = true;
    if (root && !to && !subject && tree_tag(w, verb, "VB") && tree_child(w, verb, DEP_AUX) == DOC_NONE && (w->d->feats[verb] & FEAT_IMP)) m->requested = true;
}

bool mode_finite(const clause_work *w, uint32_t verb)
{
    if (tree_tag(w, verb, "VBD") || tree_tag(w, verb, "VBZ") || tree_tag(w, verb, "VBP")) return true;
    FOR_CHILDREN(w, c, verb) {
        if (!tree_is(w, c, DEP_AUX) && !tree_is(w, c, DEP_COP)) continue;
        if (tree_tag(w, c, "MD") || tree_tag(w, c, "VBD") || tree_tag(w, c, "VBZ") || tree_tag(w, c, "VBP")) return true;
    }
    return false;
}

/* "going to", "about to" and the like are governors; here only the bare words count. */
void mode_own(const clause_work *w, uint32_t i, clause_mode *m)
{
    const clause_pred *p = &w->p[i];
    if (p->verb != DOC_NONE) {
        mode_words(w, p->verb, m);
        mode_arguments(w, p, m);
        mode_infinitive(w, p, m);
    }
    if (p->noun != DOC_NONE) mode_noun(w, p->noun, m);
    if (m->negated && m->until && !m->planned) m->negated = false; /* "did not leave until"; "will not leave until" is a refusal for now */
    if (m->negated && w->d->predicates[i].kind == PRED_NOUN && p->verb == DOC_NONE && m->possible) m->possible = false;
    if (m->negated && p->noun != DOC_NONE && tree_child_word(w, p->noun, DEP_DET, WORD_ANY) != DOC_NONE) m->possible = false; /* "has not signed any pact" */
}

uint8_t mode_status(const clause_mode *m)
{
    if (m->would) return STATUS_CONDITIONAL;
    if (m->possible) return STATUS_POSSIBLE;
    if (m->requested) return STATUS_REQUESTED;
    if (m->negated) return STATUS_NEGATED;
    return m->planned ? STATUS_PLANNED : STATUS_ACTUAL;
}


/* ---- tense ---------------------------------------------------------------------------------------------------------------------- */

pred_tense mode_tense(const clause_work *w, uint32_t verb)
{
    bool past = false, present = false;
    FOR_CHILDREN(w, c, verb) {
        if (!tree_is(w, c, DEP_AUX) && !tree_is(w, c, DEP_COP)) continue;
        if (w->lex[c]->modal[MODAL_AUX] == STATUS_PLANNED) return TENSE_FUTURE;
        if (tree_tag(w, c, "MD")) present = true;
        if (tree_tag(w, c, "VBD") || tree_tag(w, c, "VBN")) past = true;
        if (tree_word(w, c, WORD_HAVE) && tree_tag(w, verb, "VBN")) past = true;
        if (tree_tag(w, c, "VBZ") || tree_tag(w, c, "VBP")) present = true;
    }
    if (past || tree_tag(w, verb, "VBD")) return TENSE_PAST;
    if (present || tree_tag(w, verb, "VBZ") || tree_tag(w, verb, "VBP")) return TENSE_PRESENT;
    return tree_tag(w, verb, "VBN") ? TENSE_PAST : TENSE_NONE;
}
