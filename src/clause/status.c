/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Status, tense and factuality of every predicate: what the writer presents as done, planned, possible, asked for, denied.
 *
 *     status = weaker of (context, own)      context: what the governor, condition or relation above makes of the clause
 *                                            own: negation, modal, future, "to" of a headline, on the clause's own words
 *
 * Method: heads before dependents. A governor's row in verbs.tsv turns its own final status into its complement's context; what
 * is governed by something uncertain is never more certain than it, except facts ("condemned the …"). Conjuncts without a finite
 * verb of their own share the first one's own status too ("may attack or kill", "did not call or write").
 * Factuality follows the scale of Saurí & Pustejovsky (FactBank, 2009): sign for polarity, size for certainty.
 * Alternative not taken: a trained regressor; it would be a few tenths better on that scale and could not say why.
 */
#include "clause/work.h"

/* ---- context ------------------------------------------------------------------------------------------------------------------ */

static uint8_t effect_status(uint8_t effect)
{
    switch (effect) {
    case EFFECT_PLANNED: return STATUS_PLANNED;
    case EFFECT_POSSIBLE: case EFFECT_DOUBTFUL: return STATUS_POSSIBLE;
    case EFFECT_REQUESTED: return STATUS_REQUESTED;
    case EFFECT_NEGATED: return STATUS_NEGATED;
    default: return STATUS_ACTUAL;
    }
}

/* What a governor of this status does to an act under this effect. */
static uint8_t apply(uint8_t governor, uint8_t effect, uint8_t when_negated)
{
    if (effect == EFFECT_FACT) return STATUS_ACTUAL;
    switch (governor) {
    case STATUS_ACTUAL: return effect_status(effect);
    case STATUS_NEGATED: return when_negated == EFFECT_NONE ? STATUS_POSSIBLE : effect_status(when_negated);
    case STATUS_CONDITIONAL: return STATUS_CONDITIONAL;
    case STATUS_PLANNED: return effect == EFFECT_ACTUAL || effect == EFFECT_PLANNED || effect == EFFECT_NONE ? STATUS_PLANNED : effect == EFFECT_NEGATED ? STATUS_NEGATED : effect_status(effect);
    default: return effect == EFFECT_REQUESTED ? STATUS_REQUESTED : effect == EFFECT_NEGATED ? STATUS_POSSIBLE : governor;
    }
}

static uint8_t weaker(uint8_t context, uint8_t own)
{
    if (context == STATUS_ACTUAL) return own;
    if (own == STATUS_ACTUAL) return context;
    if (context == STATUS_CONDITIONAL || own == STATUS_CONDITIONAL) return STATUS_CONDITIONAL;
    if (own == STATUS_NEGATED) return context == STATUS_NEGATED ? STATUS_POSSIBLE : STATUS_NEGATED;
    if (context == STATUS_NEGATED) return STATUS_NEGATED;
    if (context == STATUS_REQUESTED) return STATUS_REQUESTED;
    return own == STATUS_POSSIBLE || context == STATUS_POSSIBLE ? STATUS_POSSIBLE : context;
}

static bool is_condition(const clause_work *w, uint32_t clause)
{
    FOR_CHILDREN(w, k, clause)
        if (tree_is(w, k, DEP_MARK) && w->lex[k]->modal[MODAL_MARK] == STATUS_CONDITIONAL) return true;
    return false;
}

static bool has_condition(const clause_work *w, uint32_t tok)
{
    if (tok == DOC_NONE) return false;
    FOR_CHILDREN(w, c, tok) {
        if (!tree_is(w, c, DEP_ADVCL) && !(tree_is(w, c, DEP_CCOMP) && w->named[c] != DOC_NONE && w->d->predicates[w->named[c]].relation == REL_CONDITION)) continue;
        if (is_condition(w, c)) return true;
    }
    return false;
}

static bool is_indefinite(const clause_work *w, uint32_t noun)
{
    FOR_CHILDREN(w, c, noun) {
        if (tree_is(w, c, DEP_DET) && tree_word(w, c, WORD_DEFINITE)) return false;
        if (tree_is(w, c, DEP_NMOD) && tree_sub(w, c, SUB_POSS)) return false;
    }
    return true;
}

/* May the row of a governor be asked about this noun? Its object, passive subject, or the phrase that the row names. */
static bool is_argument(const clause_work *w, uint32_t top, const doc_predicate *q, const clause_pred *u, const clause_governor *g, bool by_prep)
{
    switch (w->rel[top]) {
    case DEP_OBJ: return true;
    case DEP_NMOD: return !tree_sub(w, top, SUB_POSS);
    case DEP_NSUBJ: return q && (q->passive || (!u->object.n && g->noun == EFFECT_ACTUAL));
    case DEP_OBL: return by_prep;
    default: return false;
    }
}

/* "its promise": of whoever is spoken of already. */
static bool is_own(const clause_work *w, uint32_t noun)
{
    uint32_t owner = tree_child(w, noun, DEP_NMOD);
    return owner != DOC_NONE && tree_sub(w, owner, SUB_POSS) && w->upos[owner] == UPOS_PRON;
}

/* "rejected a demand", "denied the accusation": what was asked or claimed by another stands, whatever becomes of it. Not so "abandoned its promise". */
bool status_answers(const clause_work *w, const clause_governor *g, uint32_t noun)
{
    bool answer = g->effect == EFFECT_NEGATED || (g->agent == CONTROL_NONE && g->noun == EFFECT_POSSIBLE);
    const clause_governor *asked = w->lex[noun]->governor[GOVERN_NOUN];
    if (asked && asked->effect == EFFECT_PLANNED && is_own(w, noun)) return false;
    return answer && (w->lex[noun]->speech[SPEECH_NOUN] || (asked && asked->effect == EFFECT_REQUESTED));
}

/* A bare noun under a verb, adjective or noun. */
static uint8_t noun_context(clause_work *w, uint32_t i)
{
    uint32_t top = tree_conj_first(w, w->p[i].noun), h = w->head[top], q = w->d->predicates[i].parent, head;
    if (h == DOC_NONE) return STATUS_ACTUAL;
    str prep = tree_prep(w, top, &head);
    bool phase = tree_word(w, h, WORD_PHASE) && tree_child_word(w, top, DEP_CASE, WORD_OF) != DOC_NONE && w->head[h] != DOC_NONE;
    if (phase) {
        top = h, h = w->head[h];
        prep = tree_prep(w, top, &head);
    }
    bool direct = q != DOC_NONE && w->named[h] == q;
    const clause_governor *g = NULL;
    if (direct) g = control_governor(w, q, prep);
    else if (w->upos[h] == UPOS_NOUN) g = tables_governor(w->t, GOVERN_NOUN, w->word[h], prep);
    if (phase && !(g && (g->noun == EFFECT_NEGATED || g->noun == EFFECT_POSSIBLE))) return STATUS_ACTUAL; /* "blocked the start of talks", not "announced" it */
    uint8_t above = q == DOC_NONE ? STATUS_ACTUAL : w->d->predicates[q].status;
    bool indefinite = is_indefinite(w, w->p[i].noun), by_prep = direct && prep.n && g && g != control_governor(w, q, STR_NONE);
    if (g && direct && status_answers(w, g, w->p[i].noun)) return STATUS_ACTUAL;
    if (g && g->noun && (indefinite || !g->noun_indefinite) && is_argument(w, top, direct ? &w->d->predicates[q] : NULL, direct ? &w->p[q] : NULL, g, by_prep))
        return apply(direct ? above : STATUS_ACTUAL, g->noun, g->negated);
    if (above == STATUS_ACTUAL || !indefinite || tree_child_word(w, top, DEP_CASE, WORD_PAST) != DOC_NONE) return STATUS_ACTUAL; /* "agreed to restore ties after a visit" */
    return above == STATUS_NEGATED ? STATUS_POSSIBLE : above;
}

static bool is_uncertain(const clause_governor *g) { return g->effect == EFFECT_POSSIBLE || g->effect == EFFECT_DOUBTFUL; }

/* What a noun makes uncertain ("claims that …"); whoever denies a claim that is nobody's denies its content. */
static uint8_t claimed(const clause_work *w, uint32_t i)
{
    uint32_t said = w->d->predicates[i].attribution;
    return said != DOC_NONE && w->d->attributions[said].denial ? STATUS_NEGATED : STATUS_POSSIBLE;
}

/* A clause that a governor takes as its complement. Finite ones keep their own modality: the effect of "told Y to …" is not that
 * of "told Y that …"; only a row "demand that", or one that makes its complement uncertain, counts. */
static uint8_t complement_context(clause_work *w, uint32_t i, uint32_t q)
{
    const clause_pred *p = &w->p[i];
    const doc_predicate *x = &w->d->predicates[q];
    uint32_t mark = tree_mark(w, p->top);
    str prep = mark == DOC_NONE || tree_word(w, mark, WORD_TO) ? STR_NONE : w->word[mark];
    if (mark != DOC_NONE && tree_word(w, mark, WORD_WHETHER)) return STATUS_POSSIBLE;
    const clause_governor *g = control_governor(w, q, p->finite ? tables_first(w->t, WORD_THAT) : prep);
    bool subjunctive = !p->finite && p->subject.n && tree_tag(w, p->verb, "VB") && tree_is(w, p->verb, DEP_CCOMP) && tree_child_word(w, p->verb, DEP_MARK, WORD_TO) == DOC_NONE;
    if (subjunctive && x->status == STATUS_NEGATED) return STATUS_POSSIBLE; /* "did not ask that he leave" */
    if (subjunctive && !(g && (g->effect == EFFECT_ACTUAL || g->effect == EFFECT_POSSIBLE))) return STATUS_REQUESTED;
    uint8_t effect = g ? g->effect : EFFECT_ACTUAL;
    bool own_row = g && p->finite && g != control_governor(w, q, STR_NONE);
    if (p->finite && !own_row && (effect == EFFECT_PLANNED || effect == EFFECT_REQUESTED || effect == EFFECT_ACTUAL || effect == EFFECT_NONE))
        return x->status == STATUS_ACTUAL || x->status == STATUS_PLANNED || x->status == STATUS_REQUESTED ? STATUS_ACTUAL : x->status == STATUS_CONDITIONAL ? STATUS_CONDITIONAL : STATUS_POSSIBLE;
    if (g && x->kind == PRED_NOUN && x->status == STATUS_ACTUAL && is_uncertain(g)) return claimed(w, i);
    return apply(x->status, effect, g ? g->negated : EFFECT_NONE);
}

static uint8_t relative_context(clause_work *w, uint32_t i)
{
    const clause_pred *p = &w->p[i];
    uint32_t h = w->head[p->verb], q = w->d->predicates[i].parent;
    if (h == DOC_NONE) return STATUS_ACTUAL;
    if (tree_child_word(w, h, DEP_DET, WORD_ANY) != DOC_NONE) return STATUS_POSSIBLE;
    const clause_governor *of = p->finite ? NULL : w->lex[h]->governor[GOVERN_NOUN];
    if (of && find_gerund_prep(w, p->verb).n) return apply(q == DOC_NONE ? STATUS_ACTUAL : w->d->predicates[q].status, of->noun ? of->noun : of->effect, of->negated); /* "the possibility of taking" */
    const clause_governor *told = p->finite && !tree_sub(w, p->verb, SUB_RELCL) && tree_child_word(w, p->verb, DEP_MARK, WORD_THAT) != DOC_NONE ? w->lex[h]->governor[GOVERN_NOUN] : NULL;
    if (told && is_uncertain(told)) return claimed(w, i); /* "the chance that X attacks" */
    if (p->finite || tree_child_word(w, p->verb, DEP_MARK, WORD_TO) == DOC_NONE) return STATUS_ACTUAL;
    if (p->subject.n && p->subject.at[0].tok == h) return q == DOC_NONE ? STATUS_ACTUAL : w->d->predicates[q].status; /* "the first to visit" */
    const clause_governor *g = w->lex[h]->governor[GOVERN_NOUN];
    return apply(STATUS_ACTUAL, g ? g->effect : EFFECT_PLANNED, EFFECT_POSSIBLE);
}

/* "Had X attacked Y, …", "Should X attack Y, …" */
static bool is_inverted(const clause_work *w, uint32_t verb)
{
    uint32_t first = w->sub_begin[verb], subject = tree_child(w, verb, DEP_NSUBJ);
    return subject != DOC_NONE && w->head[first] == verb && tree_is(w, first, DEP_AUX) && first < subject && subject < verb;
}

static uint8_t adverbial_context(clause_work *w, uint32_t i, uint32_t q)
{
    const clause_pred *p = &w->p[i];
    const doc_predicate *x = &w->d->predicates[q];
    uint32_t mark = tree_mark(w, p->top), when = tree_child_word(w, p->top, DEP_ADVMOD, WORD_TEMPORAL);
    int marked = mark == DOC_NONE ? MODAL_NONE : w->lex[mark]->modal[MODAL_MARK];
    if (marked == STATUS_NEGATED || marked == STATUS_POSSIBLE) return (uint8_t)marked;
    if (mark != DOC_NONE && mark + 1 < p->verb && tree_word(w, mark, WORD_AS) && tree_is(w, mark + 1, DEP_MARK)) return STATUS_POSSIBLE; /* "as if" */
    if (mark == DOC_NONE && is_inverted(w, p->verb)) return STATUS_CONDITIONAL;
    bool future = x->status == STATUS_PLANNED || x->status == STATUS_CONDITIONAL || x->status == STATUS_REQUESTED || x->status == STATUS_POSSIBLE;
    if (p->finite) {
        bool temporal = (mark != DOC_NONE && tree_word(w, mark, WORD_TEMPORAL)) || (when != DOC_NONE && when < p->verb);
        return temporal && future && mode_tense(w, p->verb) == TENSE_PRESENT ? STATUS_PLANNED : STATUS_ACTUAL;
    }
    if (tree_tag(w, p->verb, "VBN") || x->status == STATUS_NEGATED) return STATUS_ACTUAL;
    return x->status;
}

/* What an adjective without a row is enough for, or too much: "too weak to attack". */
static uint8_t purpose_context(const clause_work *w, const clause_pred *p, const doc_predicate *x)
{
    uint32_t h = w->head[p->verb];
    if (x->kind == PRED_STATE && h != DOC_NONE && w->upos[h] == UPOS_ADJ && tree_child_word(w, h, DEP_ADVMOD, WORD_TOO) != DOC_NONE) return STATUS_NEGATED;
    if (x->kind == PRED_STATE && h != DOC_NONE && tree_word(w, h, WORD_RANK)) return x->status; /* "was the first to ban" */
    return x->status == STATUS_ACTUAL || x->status == STATUS_PLANNED ? STATUS_PLANNED : x->status == STATUS_NEGATED ? STATUS_POSSIBLE : x->status;
}

static uint8_t context_of(clause_work *w, uint32_t i)
{
    const doc_predicate *x = &w->d->predicates[i];
    const clause_pred *p = &w->p[i];
    if (p->verb == DOC_NONE || (x->kind == PRED_NOUN && p->top == p->noun)) return noun_context(w, i);
    if (p->top == p->noun) return relative_context(w, i); /* "the sanctions imposed by …" */
    if (x->parent == DOC_NONE) return x->relation == REL_RELATIVE ? relative_context(w, i) : is_condition(w, p->verb) ? STATUS_CONDITIONAL : STATUS_ACTUAL;
    const doc_predicate *q = &w->d->predicates[x->parent];
    switch (x->relation) {
    case REL_COMPLEMENT: return complement_context(w, i, x->parent);
    case REL_CONJ: return w->p[x->parent].context;
    case REL_ADVERBIAL: return adverbial_context(w, i, x->parent);
    case REL_PURPOSE: return purpose_context(w, p, q);
    case REL_CONDITION: return STATUS_CONDITIONAL;
    case REL_RELATIVE: return relative_context(w, i);
    case REL_ARGUMENT: return p->noun == DOC_NONE ? apply(q->status, EFFECT_ACTUAL, EFFECT_NONE) : STATUS_ACTUAL;
    default: return STATUS_ACTUAL;
    }
}

/* "made it easier for X to attack", "time for X to leave": an infinitive with a subject of its own tells what might be done, and what is done there
 * stands elsewhere. */
static bool left_open(const clause_work *w, const clause_pred *p)
{
    return p->verb != DOC_NONE && tree_child_word(w, p->verb, DEP_MARK, WORD_TO) != DOC_NONE && tree_child_word(w, p->verb, DEP_MARK, WORD_FOR) != DOC_NONE &&
           tree_child(w, p->verb, DEP_NSUBJ) != DOC_NONE;
}

/* "skipped a summit at which he was to meet the king": planned for what may not have been. */
static bool lost_occasion(const clause_work *w, const doc_predicate *x, uint8_t own)
{
    if (x->relation != REL_RELATIVE || x->parent == DOC_NONE || own != STATUS_PLANNED) return false;
    const doc_predicate *q = &w->d->predicates[x->parent];
    return q->kind == PRED_NOUN && (q->status == STATUS_POSSIBLE || q->status == STATUS_NEGATED);
}

/* ---- the whole ---------------------------------------------------------------------------------------------------------------- */

/* "may attack or kill": the second verb stands under the first one's modal. Negation carries over "or", not over "and … -ed". */
static void share_mode(const clause_work *w, uint32_t i, uint8_t *own)
{
    const doc_predicate *x = &w->d->predicates[i];
    const clause_pred *p = &w->p[i];
    if (x->relation != REL_CONJ || x->parent == DOC_NONE || p->finite || p->verb == DOC_NONE) return;
    const clause_pred *q = &w->p[x->parent];
    bool either = tree_child_word(w, p->verb, DEP_CC, WORD_OR) != DOC_NONE;
    if (q->own == STATUS_NEGATED && !either && tree_child_word(w, p->verb, DEP_CC, WORD_BUT) != DOC_NONE) return;
    if (q->own != STATUS_NEGATED || *own != STATUS_NEGATED) *own = weaker(q->own, *own); /* "neither condemned nor sanctioned" */
}

/* A future, a modal or a governed act under "if" is conditional, whether "if" hangs on it or on its governor. */
static bool conditioned(const clause_work *w, uint32_t i)
{
    const doc_predicate *x = &w->d->predicates[i];
    const clause_pred *p = &w->p[i];
    if (has_condition(w, p->verb)) return true;
    return x->parent != DOC_NONE && x->relation == REL_COMPLEMENT && w->p[x->parent].own == STATUS_ACTUAL && has_condition(w, w->p[x->parent].verb);
}

static bool is_question(const clause_work *w, uint32_t i)
{
    const doc_sentence *s = &w->d->sentences[w->d->predicates[i].sent];
    for (uint32_t k = 0, t = s->tok_end; k < 4 && t-- > s->tok_begin; k++)
        if (tree_word(w, t, WORD_QUESTION)) return true;
    uint32_t first = s->tok_begin, verb = w->p[i].verb; /* "How Iraq invaded Kuwait", over an article */
    return verb != DOC_NONE && w->head[verb] == DOC_NONE && tree_tag(w, first, "WRB") && w->head[first] == verb && !tree_word(w, s->tok_end - 1, WORD_END);
}

static int8_t factuality_of(uint8_t status, bool negative, bool doubtful, bool reported)
{
    switch (status) {
    case STATUS_ACTUAL: return reported ? 1 : 3;
    case STATUS_NEGATED: return -3;
    case STATUS_PLANNED: return 2;
    case STATUS_POSSIBLE: return negative || doubtful ? -1 : 1;
    default: return negative ? -1 : 0;
    }
}

static bool is_doubtful(clause_work *w, uint32_t i)
{
    const doc_predicate *x = &w->d->predicates[i];
    const clause_governor *g = x->parent == DOC_NONE || x->relation != REL_COMPLEMENT ? NULL : control_governor(w, x->parent, STR_NONE);
    return g && g->effect == EFFECT_DOUBTFUL;
}

/* "is said to have …": told of, by nobody named. */
static bool hearsay(const clause_work *w, uint32_t i)
{
    const doc_predicate *x = &w->d->predicates[i];
    if (x->parent == DOC_NONE || x->relation != REL_COMPLEMENT) return false;
    const doc_predicate *q = &w->d->predicates[x->parent];
    return q->kind == PRED_VERB && q->passive && w->p[i].verb != DOC_NONE && tree_is(w, w->p[i].verb, DEP_XCOMP) && speech_hearsay(w, q->lemma);
}

static void settle(clause_work *w, uint32_t i)
{
    doc_predicate *x = &w->d->predicates[i];
    clause_pred *p = &w->p[i];
    clause_mode m = {0};
    mode_own(w, i, &m);
    const doc_attribution *a = x->attribution == DOC_NONE ? NULL : &w->d->attributions[x->attribution];
    p->finite = p->verb != DOC_NONE && mode_finite(w, p->verb);
    uint8_t own = mode_status(&m);
    if (m.would && (x->attribution != DOC_NONE || x->relation == REL_COMPLEMENT)) own = m.negated ? STATUS_NEGATED : STATUS_PLANNED;
    if (m.would && is_question(w, i)) own = STATUS_POSSIBLE;
    if (m.would && m.negated && x->relation == REL_NONE && !has_condition(w, p->verb)) own = STATUS_NEGATED; /* "he would not say" */
    share_mode(w, i, &own);
    p->context = context_of(w, i);
    if ((p->context == STATUS_ACTUAL || p->context == STATUS_PLANNED) && (left_open(w, p) || lost_occasion(w, x, own))) p->context = STATUS_POSSIBLE;
    if (m.ought && own == STATUS_POSSIBLE && (p->context == STATUS_REQUESTED || p->context == STATUS_PLANNED)) own = m.negated ? STATUS_NEGATED : STATUS_ACTUAL;
    p->own = own;
    if (a && a->denial && p->verb != DOC_NONE && p->context == STATUS_ACTUAL && (x->parent == DOC_NONE || w->d->predicates[x->parent].attribution != x->attribution)) p->context = STATUS_NEGATED; /* the top of what is denied */
    x->status = weaker(p->context, own);
    x->question = x->relation != REL_RELATIVE && is_question(w, i);
    x->reported = m.reported || hearsay(w, i) || (a && a->source_head == DOC_NONE && !a->quoted && !a->denial);
    bool loose = x->status == STATUS_PLANNED || x->status == STATUS_POSSIBLE || x->status == STATUS_REQUESTED || (m.would && x->status != STATUS_NEGATED);
    if (loose && p->verb != DOC_NONE && p->top != p->noun && conditioned(w, i)) x->status = STATUS_CONDITIONAL;
    bool sourced = a && a->source_head != DOC_NONE;
    if (x->status == STATUS_ACTUAL && ((x->reported && !sourced) || (x->question && x->parent == DOC_NONE))) x->status = STATUS_POSSIBLE;
    x->factuality = factuality_of(x->status, m.negated, is_doubtful(w, i), x->reported);
    x->tense = p->verb == DOC_NONE ? TENSE_NONE : (uint8_t)(x->status == STATUS_PLANNED && own == STATUS_PLANNED ? TENSE_FUTURE : mode_tense(w, p->verb));
    if (m.would && x->status == STATUS_NEGATED && x->tense == TENSE_PRESENT) x->tense = TENSE_FUTURE; /* "would not allow" is a will too */
}

void status_run(clause_work *w)
{
    for (uint32_t k = 0; k < w->n_order; k++)
        for (uint32_t i = w->topped[w->order[k]]; i != DOC_NONE; i = w->p[i].next) settle(w, i);
}
