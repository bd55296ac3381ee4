/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Roles of nouns that name acts: "X's invasion of Y", "talks between X and Y", "Russian support for Y", "X's arrest by Y".
 *
 * Method: the noun's class in nominals.tsv says what a possessor and an "of" phrase are; "by" is always the agent, "between" and
 * "among" are parties, any other preposition is an oblique. A capitalised adjective before the noun is an agent, as is a name
 * written in capitals ("US", "NATO"); another name before the noun ("Iran sanctions", "Gaza ceasefire") may be either side: it is
 * marked as guessed, or taken as what the act is about where the table says so. A mutual noun's names before it are its parties.
 * When nothing in the phrase acts, the governor may say who does: "X began its withdrawal", "X accused Y of aggression".
 * Cost: the noun's own dependents, a fixed number of passes.
 */
#include "clause/work.h"

typedef struct nominal_view {
    const clause_nominal *n;
    uint32_t pred, noun;
    bool of, by, owner, with; /* which phrases are there */
    bool acted; /* an agent or party has been found */
} nominal_view;

static bool is_case(const clause_work *w, uint32_t tok, word_class prep)
{
    return tree_child_word(w, tok, DEP_CASE, prep) != DOC_NONE;
}

static bool is_owner(const clause_work *w, uint32_t c) { return tree_is(w, c, DEP_NMOD) && tree_sub(w, c, SUB_POSS); }

static bool starts_upper(const clause_work *w, uint32_t tok)
{
    str lemma = w->d->lemma[tok].n ? w->d->lemma[tok] : doc_form(w->d, tok);
    return lemma.n && ((lemma.s[0] >= 'A' && lemma.s[0] <= 'Z') || (lemma.s[0] & 0x80));
}

/* "US", "U.S.", "NATO": capitals and stops only. */
static bool is_acronym(const clause_work *w, uint32_t tok)
{
    str s = doc_form(w->d, tok);
    for (uint32_t i = 0; i < s.n; i++)
        if ((s.s[i] < 'A' || s.s[i] > 'Z') && s.s[i] != '.') return false;
    return s.n > 1;
}

static void look(const clause_work *w, nominal_view *v)
{
    FOR_CHILDREN(w, c, v->noun) {
        if (is_owner(w, c)) v->owner = true;
        else if (tree_is(w, c, DEP_NMOD) || tree_is(w, c, DEP_OBL)) {
            v->of |= is_case(w, c, WORD_OF);
            v->by |= is_case(w, c, WORD_BY) && !w->dated[c];
            v->with |= is_case(w, c, WORD_WITH) || is_case(w, c, WORD_BETWEEN);
        }
    }
    const doc_predicate *x = &w->d->predicates[v->pred];
    for (uint32_t r = x->role_begin; r < w->d->n_roles; r++) v->acted |= w->d->roles[r].role == ROLE_AGENT || w->d->roles[r].role == ROLE_PARTY;
}

static int add_fillers(clause_work *w, nominal_view *v, role_kind role, uint32_t tok, role_basis basis, str prep)
{
    clause_fillers f = {.n = 0};
    uint32_t a = tree_antecedent(w, tok);
    tree_fill(w, a == DOC_NONE ? tok : a, a == DOC_NONE ? basis : FILL_RELATIVE, &f);
    if (f.n && (role == ROLE_AGENT || role == ROLE_PARTY)) v->acted = true;
    return role_add_all(w, v->pred, role, &f, prep);
}

static int add_owner(clause_work *w, nominal_view *v, uint32_t c)
{
    if (w->dated[c]) return ENT_OK;
    const doc_predicate *x = &w->d->predicates[v->pred];
    if (x->kind == PRED_LIGHT && v->acted && w->upos[c] == UPOS_PRON) return ENT_OK; /* "X held its meeting" */
    bool suffers = v->n && v->n->class == CLASS_AFFECT && !v->of;
    return add_fillers(w, v, suffers ? ROLE_PATIENT : ROLE_AGENT, c, FILL_MODIFIER, STR_NONE);
}

static int add_phrase(clause_work *w, nominal_view *v, uint32_t c)
{
    uint32_t head;
    str prep = tree_prep(w, c, &head);
    if (!prep.n || w->dated[head]) return ENT_OK;
    bool mutual = v->n && v->n->class == CLASS_MUTUAL;
    if (tables_is(w->t, prep, WORD_BY)) return add_fillers(w, v, ROLE_AGENT, head, FILL_DIRECT, STR_NONE);
    if (tables_is(w->t, prep, WORD_BETWEEN)) return add_fillers(w, v, ROLE_PARTY, head, FILL_DIRECT, prep);
    if (mutual && tables_is(w->t, prep, WORD_WITH)) return add_fillers(w, v, ROLE_PARTY, head, FILL_DIRECT, prep);
    if (!tables_is(w->t, prep, WORD_OF)) return role_phrase(w, v->pred, c, FILL_DIRECT);
    if (v->n && v->n->class == CLASS_INTRANS && !v->owner && !v->by && !v->acted) return add_fillers(w, v, ROLE_AGENT, head, FILL_DIRECT, prep);
    if (mutual && !v->owner) return add_fillers(w, v, v->acted ? ROLE_OBLIQUE : ROLE_PARTY, head, FILL_DIRECT, prep);
    return add_fillers(w, v, mutual ? ROLE_OBLIQUE : ROLE_PATIENT, head, FILL_DIRECT, prep);
}

/* "condemned the invasion of X by Y", "postponed his visit to X": the tree may hang a phrase of the noun on the verb. "by" is of no
 * use to an active verb; another phrase counts for the noun, as a guess, when it stands right after it. */
static int add_stray(clause_work *w, nominal_view *v)
{
    uint32_t h = w->head[v->noun], q = h == DOC_NONE ? DOC_NONE : w->named[h];
    if (q == DOC_NONE || q == v->pred || !tree_is(w, v->noun, DEP_OBJ) || w->d->predicates[q].passive || !v->n) return ENT_OK;
    int rc = ENT_OK;
    FOR_CHILDREN(w, c, h) {
        if (rc || !tree_is(w, c, DEP_OBL) || c < v->noun || w->dated[c] || w->upos[c] == UPOS_NUM) continue;
        if (is_case(w, c, WORD_BY)) rc = v->acted ? ENT_OK : add_fillers(w, v, ROLE_AGENT, c, FILL_GUESSED, STR_NONE);
        else if (w->sub_begin[c] == w->sub_end[v->noun] && !is_case(w, c, WORD_IN) && !is_case(w, c, WORD_AT)) rc = role_phrase(w, v->pred, c, FILL_GUESSED);
    }
    return rc;
}

static int add_name(clause_work *w, nominal_view *v, uint32_t c, bool adjective)
{
    bool mutual = v->n && v->n->class == CLASS_MUTUAL, body = w->d->ner[c] == NER_B_ORG || w->d->ner[c] == NER_I_ORG;
    bool guess = !adjective && !body && !is_acronym(w, c);
    clause_fillers f = {.n = 0};
    tree_fill(w, c, FILL_MODIFIER, &f);
    FOR_CHILDREN(w, k, c) { /* "US-China talks": one name may hang on the other */
        uint32_t low = k < c ? k : c;
        bool paired = (k + 2 == c || c + 2 == k) && tree_word(w, low + 1, WORD_JOINER);
        if (mutual && paired) tree_fill(w, k, FILL_MODIFIER, &f);
    }
    if (mutual && (f.n > 1 || v->acted || v->with)) {
        v->acted = true;
        return role_add_all(w, v->pred, ROLE_PARTY, &f, STR_NONE);
    }
    bool theme = !adjective && v->n && (v->n->theme || v->n->class == CLASS_AFFECT) && (guess || v->acted);
    if (theme || (guess && v->acted)) {
        for (uint8_t k = 0; k < f.n; k++) f.at[k].basis = FILL_GUESSED;
        return v->of ? ENT_OK : role_add_all(w, v->pred, ROLE_PATIENT, &f, STR_NONE);
    }
    if (v->acted && w->d->predicates[v->pred].kind == PRED_LIGHT) return ENT_OK;
    for (uint8_t k = 0; guess && k < f.n; k++) f.at[k].basis = FILL_GUESSED;
    if (!guess) v->acted = true;
    return role_add_all(w, v->pred, ROLE_AGENT, &f, STR_NONE);
}

/* "US-led invasion": who leads acts. */
static int add_led(clause_work *w, nominal_view *v, uint32_t c)
{
    if (!tree_word(w, c, WORD_LEAD) && !tree_word(w, c, WORD_LEAD)) return ENT_OK;
    int rc = ENT_OK;
    FOR_CHILDREN(w, k, c)
        if (!rc && w->upos[k] == UPOS_PROPN) rc = add_fillers(w, v, ROLE_AGENT, k, FILL_MODIFIER, STR_NONE);
    return rc;
}

/* "police firing", "army raid": a common noun before an act acts where it is known to be somebody. */
static bool acts(const clause_work *w, const nominal_view *v, uint32_t c)
{
    uint32_t m = w->d->mention_at[c];
    return w->upos[c] == UPOS_NOUN && m != DOC_NONE && v->n && v->n->class == CLASS_TRANS && !v->n->theme && !v->acted && (w->d->mentions[m].basis == MENTION_BARE || w->d->mentions[m].basis == MENTION_ROLE);
}

static int add_names(clause_work *w, nominal_view *v)
{
    int rc = ENT_OK;
    FOR_CHILDREN(w, c, v->noun) {
        if (rc || w->dated[c]) continue;
        bool name = w->upos[c] == UPOS_PROPN || (w->upos[c] == UPOS_ADJ && starts_upper(w, c));
        bool before = c < v->noun;
        if (before && tree_is(w, c, DEP_AMOD) && name) rc = add_name(w, v, c, true);
        else if (before && tree_is(w, c, DEP_COMPOUND) && name) rc = add_name(w, v, c, w->upos[c] == UPOS_ADJ);
        else if (before && tree_is(w, c, DEP_COMPOUND) && acts(w, v, c)) rc = add_fillers(w, v, ROLE_AGENT, c, FILL_MODIFIER, STR_NONE);
        else if (before && tree_is(w, c, DEP_AMOD)) rc = add_led(w, v, c);
    }
    return rc;
}

/* ---- what stands outside the phrase --------------------------------------------------------------------------------------------- */

/* "X's visit and talks": the second noun has the first's owner. */
static int share_owner(clause_work *w, nominal_view *v)
{
    uint32_t first = w->head[v->noun];
    if (!tree_is(w, v->noun, DEP_CONJ) || first == DOC_NONE || w->d->predicate_at[first] == DOC_NONE || tree_child(w, v->noun, DEP_DET) != DOC_NONE) return ENT_OK;
    const doc_predicate *x = &w->d->predicates[w->d->predicate_at[first]];
    int rc = ENT_OK;
    for (uint32_t r = x->role_begin; !rc && r < x->role_end; r++) {
        doc_role y = w->d->roles[r];
        bool owner = y.role == ROLE_AGENT && y.tok < first && (y.basis == FILL_MODIFIER || x->kind == PRED_LIGHT);
        if (owner) rc = role_add(w, v->pred, ROLE_AGENT, y.tok, FILL_SHARED, STR_NONE);
        v->acted |= owner;
    }
    return rc;
}

/* "X began a withdrawal", "X accused Y of aggression": verbs.tsv says who acts. */
static int agent_above(clause_work *w, nominal_view *v)
{
    uint32_t top = tree_conj_first(w, v->noun), h = w->head[top], head;
    uint32_t q = h == DOC_NONE ? DOC_NONE : w->named[h];
    if (q == DOC_NONE || q == v->pred || w->d->predicates[q].role_end == 0 || (v->n && v->n->class == CLASS_AFFECT)) return ENT_OK;
    str prep = tree_prep(w, top, &head);
    const clause_governor *g = control_governor(w, q, prep);
    if (!tree_is(w, top, DEP_OBJ) && !(prep.n && g != control_governor(w, q, STR_NONE))) return ENT_OK;
    if (!g || status_answers(w, g, v->noun) || g->agent == CONTROL_NONE || g->agent == CONTROL_RAISE || !g->noun) return ENT_OK;
    const doc_predicate *x = &w->d->predicates[q];
    bool mutual = v->n && v->n->class == CLASS_MUTUAL && !v->with && g->agent == CONTROL_SUBJECT && w->p[q].subject.n > 1;
    int rc = ENT_OK;
    for (uint32_t r = x->role_begin; !rc && r < x->role_end; r++) {
        doc_role y = w->d->roles[r];
        bool fits = g->agent == CONTROL_SUBJECT ? y.role == ROLE_AGENT : g->agent == CONTROL_OBJECT ? y.role == ROLE_RECIPIENT || (y.role == ROLE_PATIENT && !tree_is(w, top, DEP_OBJ)) : y.role == ROLE_OBLIQUE && str_eq(y.prep, g->agent_prep);
        if (!fits || y.tok == v->noun || y.tok == top || w->d->predicate_at[y.tok] != DOC_NONE) continue;
        rc = role_add(w, v->pred, mutual ? ROLE_PARTY : ROLE_AGENT, y.tok, y.basis > FILL_CONTROLLED ? y.basis : FILL_CONTROLLED, STR_NONE);
        v->acted = true;
    }
    return rc;
}

/* "Russian drills", "US support": a name that surely acts stands before the noun, so the governor is not asked. */
static bool acts_before(const clause_work *w, const nominal_view *v)
{
    FOR_CHILDREN(w, c, v->noun) {
        if (c > v->noun || w->dated[c]) continue;
        if (tree_is(w, c, DEP_AMOD) && w->upos[c] != UPOS_VERB && starts_upper(w, c)) return true;
        if (tree_is(w, c, DEP_COMPOUND) && (is_acronym(w, c) || w->d->ner[c] == NER_B_ORG || w->d->ner[c] == NER_I_ORG)) return true;
    }
    return false;
}

/* A clause that the noun governs: "the decision to leave", "a warning that …". */
static int add_clauses(clause_work *w, nominal_view *v)
{
    int rc = ENT_OK;
    FOR_CHILDREN(w, c, v->noun) {
        bool clause = (tree_is(w, c, DEP_ACL) && !tree_sub(w, c, SUB_RELCL) && tree_mark(w, c) != DOC_NONE) || tree_is(w, c, DEP_CCOMP) || tree_is(w, c, DEP_XCOMP);
        if (!rc && clause && w->named[c] != DOC_NONE && w->named[c] != v->pred) rc = role_add(w, v->pred, ROLE_COMPLEMENT, c, FILL_DIRECT, STR_NONE);
    }
    return rc;
}

int nominal_roles(clause_work *w, uint32_t pred)
{
    nominal_view v = {.n = w->p[pred].lex ? w->p[pred].lex->nominal : tables_nominal(w->t, w->d->predicates[pred].lemma), .pred = pred, .noun = w->p[pred].noun};
    int rc = ENT_OK;
    look(w, &v);
    FOR_CHILDREN(w, c, v.noun)
        if (!rc && is_owner(w, c)) rc = add_owner(w, &v, c);
    FOR_CHILDREN(w, c, v.noun)
        if (!rc && (tree_is(w, c, DEP_NMOD) || (tree_is(w, c, DEP_OBL) && w->p[pred].verb != v.noun)) && !is_owner(w, c)) rc = add_phrase(w, &v, c);
    if (!rc && w->d->predicates[pred].kind == PRED_NOUN) rc = add_stray(w, &v);
    bool bare = w->d->predicates[pred].kind == PRED_NOUN;
    if (!rc && !v.acted && bare && !acts_before(w, &v)) rc = agent_above(w, &v);
    if (!rc) rc = add_names(w, &v);
    if (!rc && !v.acted) rc = share_owner(w, &v);
    return rc ? rc : add_clauses(w, &v);
}
