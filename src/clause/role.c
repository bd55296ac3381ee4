/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who does what to whom: roles of verbs, states and light pairs.
 *
 * In: predicates of find.c. Out: roles, one row per conjunct, contiguous per predicate; and, for the predicates below, the
 * surface subject and object. Method: read the verb's own dependents; undo the passive (its subject is the deep object, its
 * "by" phrase the agent); put the antecedent for a relative pronoun and the modified noun for a participle's missing subject;
 * what is still missing comes from control.c. Temporal expressions are left out.
 * A phrase that the tree hangs on the object may belong to the verb ("remove troops from X"): such a row is kept, marked as
 * guessed, so that a later station can weigh it.
 */
#include "clause/work.h"

int role_add(clause_work *w, uint32_t pred, role_kind role, uint32_t tok, role_basis basis, str prep)
{
    doc *d = w->d;
    for (uint32_t r = d->predicates[pred].role_begin; r < d->n_roles; r++)
        if (d->roles[r].tok == tok && d->roles[r].role == role && str_eq(d->roles[r].prep, prep)) return ENT_OK;
    d->roles = arena_grow(d->mem, d->roles, sizeof *d->roles, d->n_roles, d->n_roles + 1, &w->cap_roles);
    if (!d->roles) return error_memory(w->err);
    uint32_t at = w->named[tok] == pred ? DOC_NONE : d->predicate_at[tok] != DOC_NONE ? d->predicate_at[tok] : role == ROLE_COMPLEMENT ? w->named[tok] : DOC_NONE;
    d->roles[d->n_roles++] = (doc_role){.role = (uint8_t)role, .basis = (uint8_t)basis, .tok = tok, .pred = at, .prep = prep};
    return ENT_OK;
}

int role_add_all(clause_work *w, uint32_t pred, role_kind role, const clause_fillers *f, str prep)
{
    int rc = ENT_OK;
    for (uint8_t i = 0; !rc && i < f->n; i++) rc = role_add(w, pred, role, f->at[i].tok, f->at[i].basis, prep);
    return rc;
}

/* A prepositional phrase and its conjuncts, each with its own preposition where it has one. */
int role_phrase(clause_work *w, uint32_t pred, uint32_t tok, role_basis basis)
{
    uint32_t head;
    str prep = tree_prep(w, tok, &head);
    if (!prep.n || w->dated[head] || map_get(&w->t->phrase, prep) == 1) return ENT_OK;
    uint32_t antecedent = tree_antecedent(w, head);
    clause_fillers f = {.n = 0};
    tree_fill(w, antecedent == DOC_NONE ? head : antecedent, antecedent == DOC_NONE ? basis : FILL_RELATIVE, &f);
    int rc = ENT_OK;
    for (uint8_t i = 0; !rc && i < f.n; i++) {
        uint32_t own_head;
        str own = f.at[i].tok == head || antecedent != DOC_NONE ? STR_NONE : tree_prep(w, f.at[i].tok, &own_head);
        bool conjunct = own.n && tree_is(w, f.at[i].tok, DEP_CONJ);
        rc = role_add(w, pred, ROLE_OBLIQUE, f.at[i].tok, f.at[i].basis, conjunct ? own : prep);
    }
    return rc;
}

/* ---- subject and object on the surface ---------------------------------------------------------------------------------------- */

/* "both of which", "most of whom": the pronoun below a quantity. */
static uint32_t relative_of(const clause_work *w, uint32_t tok)
{
    uint32_t a = tree_antecedent(w, tok);
    if (a != DOC_NONE) return a;
    FOR_CHILDREN(w, c, tok) {
        if (!tree_is(w, c, DEP_NMOD) || tree_sub(w, c, SUB_POSS) || tree_child_word(w, c, DEP_CASE, WORD_OF) == DOC_NONE) continue;
        a = tree_antecedent(w, c);
        if (a != DOC_NONE) return a;
    }
    return DOC_NONE;
}

/* A relative pronoun whose clause the tree hangs on a verb: what that verb acts on, when it stands before; else nothing. */
static uint32_t stray_relative(const clause_work *w, uint32_t tok)
{
    uint32_t clause = w->head[tok], verb = clause == DOC_NONE ? DOC_NONE : w->head[clause];
    uint32_t object = verb == DOC_NONE || w->upos[verb] != UPOS_VERB ? DOC_NONE : tree_child(w, verb, DEP_OBJ);
    return object != DOC_NONE && object < tok ? object : DOC_NONE;
}

static void fill_argument(clause_work *w, uint32_t tok, clause_fillers *out)
{
    uint32_t a = relative_of(w, tok);
    if (a == DOC_NONE && tree_tag(w, tok, "WDT")) {
        a = stray_relative(w, tok);
        if (a != DOC_NONE) tree_fill(w, a, FILL_GUESSED, out);
        return;
    }
    tree_fill(w, a == DOC_NONE ? tok : a, a != DOC_NONE ? FILL_RELATIVE : w->guessed[tok] ? FILL_GUESSED : FILL_DIRECT, out);
}

static bool has_relative(const clause_work *w, uint32_t verb)
{
    FOR_CHILDREN(w, c, verb)
        if (relative_of(w, c) != DOC_NONE) return true;
    FOR_CHILDREN(w, c, verb)
        if (tree_is(w, c, DEP_NSUBJ) || tree_is(w, c, DEP_OBJ)) { /* "X, whose observers stayed" */
            FOR_CHILDREN(w, k, c)
                if (tree_word(w, k, WORD_WHOSE) || tree_tag(w, k, "WP$")) return true;
        } else if (tree_is(w, c, DEP_ADVMOD) && tree_word(w, c, WORD_CIRCUMSTANCE)) return true;
    return false;
}

/* "said that the army left": "that" is no object. */
static bool stray_that(const clause_work *w, uint32_t verb, uint32_t c)
{
    return c < verb && tree_is(w, verb, DEP_CCOMP) && tree_word(w, c, WORD_THAT) && w->sub_begin[verb] == c;
}

static void surface(clause_work *w, uint32_t i)
{
    clause_pred *p = &w->p[i];
    uint32_t verb = p->verb, h = w->head[verb];
    bool complement = false;
    FOR_CHILDREN(w, c, verb) {
        if (tree_is(w, c, DEP_NSUBJ) && !tree_sub(w, c, SUB_OUTER)) fill_argument(w, c, &p->subject);
        else if (tree_is(w, c, DEP_OBJ) && !stray_that(w, verb, c)) fill_argument(w, c, &p->object);
        complement |= tree_is(w, c, DEP_XCOMP) || tree_is(w, c, DEP_CCOMP);
    }
    if (!tree_is(w, verb, DEP_ACL) || h == DOC_NONE) return;
    if (!tree_sub(w, verb, SUB_RELCL)) {
        bool participle = tree_tag(w, verb, "VBG") || tree_tag(w, verb, "VBN");
        if (!p->subject.n && participle && tree_mark(w, verb) == DOC_NONE) tree_fill(w, h, FILL_CONTROLLED, &p->subject);
    } else if (!has_relative(w, verb)) {
        if (!p->subject.n) tree_fill(w, h, FILL_RELATIVE, &p->subject);
        else if (!p->object.n && !complement && !w->d->predicates[i].passive) tree_fill(w, h, FILL_RELATIVE, &p->object);
    }
}

static void drop_filler(clause_fillers *f, uint32_t tok)
{
    uint8_t n = 0;
    for (uint8_t i = 0; i < f->n; i++)
        if (f->at[i].tok != tok) f->at[n++] = f->at[i];
    f->n = n;
}

/* "shelled, stormed and burned X": the object stands once, after the last verb, and is everyone's. Which verbs go without an object
 * no tree says, so it counts as a guess. */
static void share_object(clause_work *w, uint32_t i)
{
    clause_pred *p = &w->p[i];
    uint32_t verb = p->verb, first = tree_conj_first(w, verb), at = verb;
    const clause_governor *g = control_governor(w, i, STR_NONE);
    if (p->object.n || w->d->predicates[i].passive || (g && (g->mutual || g->intransitive))) return;
    FOR_CHILDREN(w, c, verb)
        if (c > verb && (tree_is(w, c, DEP_OBL) || tree_is(w, c, DEP_XCOMP) || tree_is(w, c, DEP_CCOMP) || tree_is(w, c, DEP_ADVCL))) return;
    FOR_CHILDREN(w, c, first) {
        if (!tree_is(w, c, DEP_CONJ) || c <= verb) continue;
        if (c > at + 3 || w->upos[c] != UPOS_VERB || tree_child(w, c, DEP_NSUBJ) != DOC_NONE) return;
        uint32_t object = tree_child(w, c, DEP_OBJ);
        if (object != DOC_NONE) {
            if (object > c) tree_fill(w, object, FILL_GUESSED, &p->object);
            return;
        }
        at = c;
    }
    uint32_t object = first == verb ? DOC_NONE : tree_child(w, first, DEP_OBJ);
    if (object != DOC_NONE && object > verb && w->upos[first] == UPOS_VERB) tree_fill(w, object, FILL_SHARED, &p->object);
}

/* ---- phrases ------------------------------------------------------------------------------------------------------------------ */

static int clause_role(clause_work *w, uint32_t i, uint32_t c)
{
    uint32_t inner = w->named[c];
    str prep = find_gerund_prep(w, c);
    if (tree_is(w, c, DEP_ADVCL) || tree_is(w, c, DEP_ACL)) {
        bool complement = inner != DOC_NONE && w->d->predicates[inner].relation == REL_COMPLEMENT && w->d->predicates[inner].parent == i;
        return complement ? role_add(w, i, ROLE_COMPLEMENT, c, FILL_DIRECT, prep) : ENT_OK;
    }
    if (inner != DOC_NONE && w->d->predicates[inner].relation == REL_CONDITION) return ENT_OK;
    if (inner == DOC_NONE || w->d->predicates[inner].kind == PRED_STATE) {
        if (!tree_is(w, c, DEP_XCOMP)) return inner == DOC_NONE ? ENT_OK : role_add(w, i, ROLE_COMPLEMENT, c, FILL_DIRECT, STR_NONE);
        clause_fillers f = {.n = 0};
        tree_fill(w, c, FILL_DIRECT, &f);
        return role_add_all(w, i, ROLE_PREDICATE, &f, STR_NONE);
    }
    return role_add(w, i, ROLE_COMPLEMENT, c, FILL_DIRECT, prep);
}

static bool is_by_agent(clause_work *w, uint32_t i, uint32_t c)
{
    if (!w->d->predicates[i].passive) return false;
    bool by = tree_child_word(w, c, DEP_CASE, WORD_BY) != DOC_NONE;
    uint32_t content = tree_content(w, c);
    return by && !w->dated[c] && w->upos[content] != UPOS_NUM && w->upos[content] != UPOS_SYM && !tree_word(w, content, WORD_PERCENT);
}

/* "accused by X of …ing": the tree may hang the clause on X. */
static int phrase_clauses(clause_work *w, uint32_t i, uint32_t tok)
{
    int rc = ENT_OK;
    FOR_CHILDREN(w, c, tok)
        if (!rc && tree_is(w, c, DEP_ACL)) rc = clause_role(w, i, c);
    return rc;
}

/* Takes the "by" phrases among the dependents of `from` that stand after `after`. */
static int take_agents(clause_work *w, uint32_t i, uint32_t from, uint8_t rel, uint32_t after, role_basis basis)
{
    int rc = ENT_OK;
    FOR_CHILDREN(w, c, from) {
        if (rc || w->rel[c] != rel || c < after || !is_by_agent(w, i, c)) continue;
        clause_fillers f = {.n = 0};
        tree_fill(w, c, basis, &f);
        rc = role_add_all(w, i, ROLE_AGENT, &f, STR_NONE);
    }
    return rc;
}

/* "bombed and occupied by X": one phrase for both. "imposed on X by Y": the tree may hang "by Y" on X. */
static int stray_agent(clause_work *w, uint32_t i)
{
    const doc_predicate *x = &w->d->predicates[i];
    uint32_t verb = w->p[i].verb;
    for (uint32_t r = x->role_begin; r < w->d->n_roles; r++)
        if (w->d->roles[r].role == ROLE_AGENT) return ENT_OK;
    int rc = tree_is(w, verb, DEP_CONJ) ? take_agents(w, i, w->head[verb], DEP_OBL, verb, FILL_SHARED) : ENT_OK;
    FOR_CHILDREN(w, v, verb)
        if (!rc && tree_is(w, v, DEP_CONJ) && v <= verb + 4 && w->upos[v] == UPOS_VERB && tree_child(w, v, DEP_NSUBJ) == DOC_NONE) rc = take_agents(w, i, v, DEP_OBL, v, FILL_SHARED);
    FOR_CHILDREN(w, o, verb)
        if (!rc && tree_is(w, o, DEP_OBL) && w->d->predicate_at[o] == DOC_NONE) rc = take_agents(w, i, o, DEP_NMOD, o, FILL_GUESSED);
    return rc;
}

/* "removed its military from X": the tree may hang "from X" on the object. */
static int object_phrases(clause_work *w, uint32_t i)
{
    const clause_pred *p = &w->p[i];
    int rc = ENT_OK;
    for (uint8_t k = 0; !rc && k < p->object.n; k++) {
        uint32_t o = p->object.at[k].tok;
        if (w->d->predicate_at[o] != DOC_NONE || p->object.at[k].basis == FILL_RELATIVE) continue;
        rc = phrase_clauses(w, i, o);
        FOR_CHILDREN(w, c, o) {
            if (rc || !tree_is(w, c, DEP_NMOD) || tree_sub(w, c, SUB_POSS) || c < o || tree_child_word(w, c, DEP_CASE, WORD_OF) != DOC_NONE) continue;
            rc = role_phrase(w, i, c, FILL_GUESSED);
        }
    }
    return rc;
}

static int phrases(clause_work *w, uint32_t i)
{
    const clause_pred *p = &w->p[i];
    int rc = ENT_OK;
    FOR_CHILDREN(w, c, p->verb) {
        if (rc || c == p->noun) continue;
        switch (w->rel[c]) {
        case DEP_IOBJ: {
            clause_fillers f = {.n = 0};
            fill_argument(w, c, &f);
            rc = role_add_all(w, i, ROLE_RECIPIENT, &f, STR_NONE);
            if (!rc) rc = phrase_clauses(w, i, c);
            break;
        }
        case DEP_OBL: case DEP_NMOD:
            if (tree_sub(w, c, SUB_POSS) || (p->noun != DOC_NONE && w->d->predicate_at[tree_content(w, c)] == i)) break;
            if (is_by_agent(w, i, c)) {
                clause_fillers f = {.n = 0};
                fill_argument(w, c, &f);
                rc = role_add_all(w, i, ROLE_AGENT, &f, STR_NONE);
            } else {
                rc = role_phrase(w, i, c, FILL_DIRECT);
            }
            if (!rc) rc = phrase_clauses(w, i, c);
            break;
        case DEP_XCOMP: case DEP_CCOMP: case DEP_ADVCL: rc = clause_role(w, i, c); break;
        case DEP_ADVMOD: /* "the country where …" */
            if (tree_word(w, c, WORD_WHERE) && tree_is(w, p->verb, DEP_ACL) && tree_sub(w, p->verb, SUB_RELCL)) rc = role_add(w, i, ROLE_OBLIQUE, w->head[p->verb], FILL_RELATIVE, tables_first(w->t, WORD_IN));
            break;
        default: break;
        }
    }
    return rc;
}

/* ---- the kinds ----------------------------------------------------------------------------------------------------------------- */

static bool has_phrase(clause_work *w, uint32_t tok, word_class prep)
{
    FOR_CHILDREN(w, c, tok)
        if ((tree_is(w, c, DEP_OBL) || tree_is(w, c, DEP_NMOD)) && tree_child_word(w, c, DEP_CASE, prep) != DOC_NONE) return true;
    return false;
}

static int verb_roles(clause_work *w, uint32_t i)
{
    clause_pred *p = &w->p[i];
    const doc_predicate *x = &w->d->predicates[i];
    surface(w, i);
    if (!p->subject.n) control_subject(w, i);
    share_object(w, i);
    const clause_governor *g = control_governor(w, i, STR_NONE);
    bool mutual = g && g->mutual && !x->passive && p->subject.n > 1 && !has_phrase(w, p->verb, WORD_WITH) && !has_phrase(w, p->verb, WORD_AGAINST);
    if (mutual && p->object.n) mutual = tree_word(w, p->verb, WORD_EXCHANGE);
    uint32_t inner = tree_child(w, p->verb, DEP_XCOMP);
    bool raised = g && g->control == CONTROL_RAISE && inner != DOC_NONE && w->named[inner] != DOC_NONE && find_verbal(&w->d->predicates[w->named[inner]]);
    role_kind subject = x->passive ? p->object.n ? ROLE_RECIPIENT : ROLE_PATIENT : mutual ? ROLE_PARTY : ROLE_AGENT;
    int rc = raised ? ENT_OK : role_add_all(w, i, subject, &p->subject, STR_NONE);
    if (!rc) rc = role_add_all(w, i, ROLE_PATIENT, &p->object, STR_NONE);
    if (!rc) rc = phrases(w, i);
    if (!rc) rc = object_phrases(w, i);
    if (!rc && x->passive) rc = stray_agent(w, i);
    bool apart = tree_child_word(w, p->verb, DEP_PUNCT, WORD_SEMICOLON) != DOC_NONE; /* "X shot at a plane; Y reported another" */
    uint32_t told = tree_is(w, p->verb, DEP_PARATAXIS) && p->subject.n && !apart ? w->head[p->verb] : DOC_NONE; /* "…, X said" */
    const clause_speech *row = told == DOC_NONE || w->named[told] == DOC_NONE ? NULL : find_speech(w, i);
    return rc || !row || !row->clause ? rc : role_add(w, i, ROLE_COMPLEMENT, told, FILL_DIRECT, STR_NONE);
}

static int light_roles(clause_work *w, uint32_t i)
{
    static const role_kind subject_role[N_LIGHT_SUBJECT] = {ROLE_AGENT, ROLE_PATIENT, ROLE_RECIPIENT, ROLE_AGENT};
    clause_pred *p = &w->p[i];
    surface(w, i);
    drop_filler(&p->subject, p->noun);
    drop_filler(&p->object, p->noun);
    if (!p->subject.n && !w->d->predicates[i].passive && p->top == p->verb) control_subject(w, i);
    drop_filler(&p->subject, p->noun);
    const clause_nominal *n = w->lex[p->noun]->nominal;
    bool with = has_phrase(w, p->verb, WORD_WITH) || has_phrase(w, p->noun, WORD_WITH) || has_phrase(w, p->noun, WORD_BETWEEN);
    bool parties = n && n->class == CLASS_MUTUAL && p->subject.n > 1 && p->light == LIGHT_AGENT && !with, passive = w->d->predicates[i].passive;
    bool given = passive && p->light == LIGHT_AGENT && tree_is(w, p->noun, DEP_OBJ); /* "X was given a loan" */
    role_kind subject = given ? ROLE_RECIPIENT : parties ? ROLE_PARTY : subject_role[p->light];
    int rc = passive && !given ? ENT_OK : role_add_all(w, i, subject, &p->subject, STR_NONE);
    if (!rc) rc = phrases(w, i);
    if (!rc && passive) rc = stray_agent(w, i);
    return rc ? rc : nominal_roles(w, i);
}

static int state_roles(clause_work *w, uint32_t i)
{
    clause_pred *p = &w->p[i];
    uint32_t head;
    surface(w, i);
    if (!p->subject.n) control_subject(w, i);
    int rc = role_add_all(w, i, ROLE_AGENT, &p->subject, STR_NONE);
    if (!rc) rc = role_add(w, i, ROLE_PREDICATE, p->verb, FILL_DIRECT, tree_prep(w, p->verb, &head));
    FOR_CHILDREN(w, c, p->verb)
        if (!rc && tree_is(w, c, DEP_NMOD) && tree_sub(w, c, SUB_POSS)) {
            clause_fillers f = {.n = 0};
            tree_fill(w, c, FILL_MODIFIER, &f);
            rc = role_add_all(w, i, ROLE_OBLIQUE, &f, tables_first(w->t, WORD_OF));
        }
    return rc ? rc : phrases(w, i);
}

static int noun_roles(clause_work *w, uint32_t i)
{
    clause_pred *p = &w->p[i];
    int rc = nominal_roles(w, i);
    if (!rc && p->verb != DOC_NONE && p->verb != p->noun) rc = phrases(w, i); /* "there were talks with X" */
    return rc;
}

int role_run(clause_work *w)
{
    static int (*const roles_of[])(clause_work *, uint32_t) = {[PRED_VERB] = verb_roles, [PRED_NOUN] = noun_roles, [PRED_LIGHT] = light_roles, [PRED_STATE] = state_roles};
    int rc = ENT_OK;
    w->cap_roles = w->d->n_predicates * 2 + 4;
    w->d->roles = arena_new(w->d->mem, doc_role, w->cap_roles);
    if (!w->d->roles) return error_memory(w->err);
    for (uint32_t k = 0; !rc && k < w->n_order; k++)
        for (uint32_t i = w->topped[w->order[k]]; !rc && i != DOC_NONE; i = w->p[i].next) {
            doc_predicate *x = &w->d->predicates[i];
            x->role_begin = w->d->n_roles;
            rc = roles_of[x->kind](w, i);
            x->role_end = w->d->n_roles;
        }
    return rc;
}
