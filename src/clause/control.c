/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The subject that is not there: shared by conjoined verbs, handed down by control and raising, borrowed by participles.
 *
 *     X agreed to visit          subject of the governor     (verbs.tsv: control subject)
 *     X urged Y to leave         object                      (control object; a passive's surface subject is that object)
 *     X called on Y to leave     the preposition's phrase    (control "on")
 *     X left, accusing Y of …    subject, then object: "of" makes the second a complement
 *     X's plan to leave          possessor of the noun, or the subject of the verb that has it ("made a plan to")
 *     X arrested and jailed Y    subject of the first verb
 *
 * What no table and no structure decides stays empty: a wrong actor costs more than a missing one. Cost: constant per predicate.
 */
#include "base/utf8.h"
#include "clause/work.h"

static void take(const clause_fillers *from, uint8_t basis, clause_fillers *out)
{
    for (uint8_t i = 0; i < from->n && out->n < WORK_MAX_FILLERS; i++)
        out->at[out->n++] = (clause_filler){from->at[i].tok, from->at[i].basis > basis ? from->at[i].basis : basis};
}

/* Fillers of a role that a predicate above has by now. */
static void take_role(const clause_work *w, uint32_t pred, role_kind role, str prep, clause_fillers *out)
{
    const doc_predicate *x = &w->d->predicates[pred];
    for (uint32_t r = x->role_begin; r < x->role_end && out->n < WORK_MAX_FILLERS; r++) {
        const doc_role *y = &w->d->roles[r];
        if (y->role != role || (prep.n && !str_eq(y->prep, prep))) continue;
        out->at[out->n++] = (clause_filler){y->tok, y->basis > FILL_CONTROLLED ? y->basis : FILL_CONTROLLED};
    }
}

const clause_governor *control_governor(clause_work *w, uint32_t pred, str prep)
{
    const doc_predicate *x = &w->d->predicates[pred];
    bool that = tables_is(w->t, prep, WORD_THAT);
    if (!prep.n || that) prep = w->p[pred].by.n ? w->p[pred].by : prep;
    switch (x->kind) {
    case PRED_VERB:
        if (prep.n == 0 || (that = tables_is(w->t, prep, WORD_THAT))) { /* "going", "expected": a form may have a row of its own */
            const clause_governor *g = tables_governor(w->t, GOVERN_VERB, utf8_lower(w->d->mem, doc_form(w->d, x->tok)), STR_NONE);
            if (g && !that) return g;
        }
        return find_governor(w, pred, GOVERN_VERB, prep);
    case PRED_STATE: return find_governor(w, pred, w->upos[x->tok] == UPOS_NOUN ? GOVERN_NOUN : GOVERN_ADJ, prep); /* "is on the brink of" */
    default: return find_governor(w, pred, GOVERN_NOUN, prep);
    }
}

/* ---- complement of a verb or adjective ------------------------------------------------------------------------------------------ */

static void from_verb(clause_work *w, uint32_t i, uint32_t q, str prep)
{
    clause_pred *p = &w->p[i];
    const clause_pred *u = &w->p[q];
    const doc_predicate *x = &w->d->predicates[q];
    const clause_governor *g = control_governor(w, q, prep);
    uint8_t control = g ? g->control : CONTROL_NONE;
    if (control == CONTROL_RAISE && x->kind == PRED_VERB && !x->passive && u->object.n && tree_is(w, p->verb, DEP_XCOMP)) {
        take(&u->object, FILL_CONTROLLED, &p->subject); /* "expects X to leave" */
        return;
    }
    if (x->passive || x->kind == PRED_STATE || control == CONTROL_RAISE) {
        take(&u->subject, FILL_CONTROLLED, &p->subject);
        return;
    }
    if (control == CONTROL_PREP) {
        take_role(w, q, ROLE_OBLIQUE, g->control_prep, &p->subject);
        if (p->subject.n) return;
    }
    if (control != CONTROL_SUBJECT) {
        take_role(w, q, ROLE_RECIPIENT, STR_NONE, &p->subject);
        if (!p->subject.n) take(&u->object, g || prep.n ? FILL_CONTROLLED : FILL_GUESSED, &p->subject);
        if (p->subject.n || (g && prep.n)) return; /* "warned against bombing X": whoever would */
    }
    if (control == CONTROL_SUBJECT && u->object.n && tree_is(w, p->verb, DEP_XCOMP) && !tree_word(w, x->tok, WORD_PROMISE) && !prep.n && x->kind == PRED_VERB) {
        take(&u->object, FILL_CONTROLLED, &p->subject); /* "wants X to leave" */
        return;
    }
    take(&u->subject, FILL_CONTROLLED, &p->subject);
}

/* ---- infinitive of a noun ---------------------------------------------------------------------------------------------------- */

static void from_noun(clause_work *w, uint32_t i, uint32_t noun)
{
    clause_pred *p = &w->p[i];
    uint32_t q = w->d->predicate_at[noun];
    const clause_governor *g = w->lex[noun]->governor[GOVERN_NOUN];
    if (g && g->control == CONTROL_OBJECT) { /* "a call on X to …", "a demand that" */
        if (q == DOC_NONE) return;
        const clause_words *asked = &w->t->words[WORD_ASKED];
        for (uint32_t k = 0; k < asked->n && !p->subject.n; k++) take_role(w, q, ROLE_OBLIQUE, asked->word[k], &p->subject);
        if (!p->subject.n) take_role(w, q, ROLE_PATIENT, STR_NONE, &p->subject);
        return;
    }
    if (q != DOC_NONE) {
        take_role(w, q, ROLE_AGENT, STR_NONE, &p->subject);
        if (!p->subject.n) take_role(w, q, ROLE_PARTY, STR_NONE, &p->subject);
        if (p->subject.n) return;
    }
    FOR_CHILDREN(w, c, noun)
        if (tree_is(w, c, DEP_NMOD) && tree_sub(w, c, SUB_POSS)) tree_fill(w, c, FILL_CONTROLLED, &p->subject);
    FOR_CHILDREN(w, c, noun) /* "the first leader to visit" */
        if (!p->subject.n && tree_is(w, c, DEP_AMOD) && tree_word(w, c, WORD_RANK)) tree_fill(w, noun, FILL_CONTROLLED, &p->subject);
    uint32_t h = w->head[noun];
    bool owned = g && g->control == CONTROL_SUBJECT && h != DOC_NONE && tree_is(w, noun, DEP_OBJ) && w->named[h] != DOC_NONE && !tree_word(w, h, WORD_OTHERS);
    if (!p->subject.n && owned && !w->d->predicates[w->named[h]].passive) take(&w->p[w->named[h]].subject, FILL_CONTROLLED, &p->subject);
}

/* "accused it of aggression by shooting down a drone": who is accused shot. */
static bool by_whom_accused(clause_work *w, uint32_t q, str prep)
{
    if (!tables_is(w->t, prep, WORD_BY) || !w->p[q].object.n || w->d->predicates[q].kind != PRED_VERB) return false;
    str of = tables_first(w->t, WORD_OF);
    const clause_governor *g = control_governor(w, q, of);
    return g && g != control_governor(w, q, STR_NONE) && g->control == CONTROL_OBJECT && g->effect == EFFECT_POSSIBLE;
}

/* ---- which of them ------------------------------------------------------------------------------------------------------------- */

void control_subject(clause_work *w, uint32_t i)
{
    clause_pred *p = &w->p[i];
    uint32_t verb = p->verb, h = w->head[verb];
    if (h == DOC_NONE || tree_child(w, verb, DEP_CSUBJ) != DOC_NONE || tree_child(w, verb, DEP_EXPL) != DOC_NONE) return;
    uint32_t q = w->named[h], mark = tree_mark(w, verb);
    str prep = mark == DOC_NONE || tree_word(w, mark, WORD_TO) ? STR_NONE : w->word[mark];
    switch (w->rel[verb]) {
    case DEP_CONJ:
        if (q != DOC_NONE && q != i) take(&w->p[q].subject, FILL_SHARED, &p->subject);
        break;
    case DEP_XCOMP: case DEP_CCOMP:
        if (q != DOC_NONE && q != i && mode_finite(w, verb) && tree_is(w, h, DEP_ACL) && tree_sub(w, h, SUB_RELCL)) { /* "the army, X said, had left" */
            uint32_t noun = w->head[h];
            if (noun != DOC_NONE && w->p[q].subject.n && w->p[q].subject.at[0].tok != noun) tree_fill(w, noun, FILL_RELATIVE, &p->subject);
            break;
        }
        if (q != DOC_NONE && q != i && !(tree_is(w, verb, DEP_CCOMP) && mode_finite(w, verb))) from_verb(w, i, q, prep);
        break;
    case DEP_ADVCL:
        if (q == DOC_NONE || q == i || mode_finite(w, verb) || tables_is(w->t, prep, WORD_THAN)) break;
        if (tables_is(w->t, prep, WORD_AS) && !tree_tag(w, verb, "VBG")) break; /* "as expected"; but "was quoted as saying" */
        if (tables_is(w->t, prep, WORD_AS)) prep = tables_first(w->t, WORD_OF);
        if (w->d->predicates[i].relation == REL_COMPLEMENT || tables_is(w->t, prep, WORD_GERUND)) from_verb(w, i, q, prep);
        else take(by_whom_accused(w, q, prep) ? &w->p[q].object : &w->p[q].subject, FILL_CONTROLLED, &p->subject);
        break;
    case DEP_ACL:
        if (tree_sub(w, verb, SUB_RELCL)) break;
        if (q == DOC_NONE && w->d->predicates[i].relation == REL_COMPLEMENT) from_verb(w, i, w->d->predicates[i].parent, prep); /* "accusing X of …" */
        else from_noun(w, i, h);
        break;
    default: break;
    }
}
