/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What pronouns stand for.
 *
 * in:  the mentions of this sentence and of the two before it      out: MENTION_COREF at pronouns; descriptions go to describe.c
 *
 *   it, its          a state, an organisation, an institution        he, she, his, her     a person
 *   they, their      people in the plural, or names joined by "and"
 *
 * Method: climb from the pronoun's verb to the verbs above; the first subject that fits is meant ("Moscow said it would …", "Bogotá recalled
 * its envoy"), unless an object between them fits as well ("A told B to withdraw its troops": nobody). With no such subject, the only
 * fitting mention of the sentence; else the only one, or the only subject, of the nearest of the two sentences before. Two fit: nothing.
 *
 * This is the search of Jerry Hobbs ("Resolving pronoun references", Lingua 44, 1978) cut down to what parser trees bear. Learned rankers do
 * better on pronouns in general, but they cannot abstain in a way a reader can check, and most pronouns of news mean no actor at all.
 *
 * Cost: a pronoun climbs at most CLIMB_MAX heads and reads the mentions of three sentences once, at most LINK_CANDIDATES_MAX of each, and the last REACH
 * words of each for role nouns that nobody owns.
 * Limits: nothing is known of anybody's gender; cataphora ("After its defeat, Iraq …") is found only through the subject above.
 */
#include "link/work.h"

enum { CLIMB_MAX = 12, REACH = 100 }; /* heads; words */

/* ---- who fits ---------------------------------------------------------------------------------------------------------------- */

const doc_actor *link_first_actor(const link_work *w, const doc_mention *m) { return &w->d->actors[m->actor[0]]; }

static const link_role *role_at(const link_work *w, uint32_t t)
{
    uint32_t h = w->hit_at[t];
    return h == DOC_NONE ? NULL : &w->g->roles[w->hits[h].role];
}

static bool joined(const link_work *w, uint32_t t)
{
    for (uint32_t c = w->child[t]; c != DOC_NONE; c = w->sibling[c])
        if (link_rel(w, c) == DEP_CONJ && w->d->mention_at[c] != DOC_NONE) return true;
    return false;
}

bool link_modifier(const link_work *w, uint32_t t)
{
    unsigned rel = link_rel(w, t);
    return rel == DEP_AMOD || rel == DEP_COMPOUND || rel == DEP_FLAT;
}

static bool of_kind(const link_work *w, const doc_mention *m, link_kind kind)
{
    uint32_t match = w->match_at[m->head];
    return match != DOC_NONE && w->matches[match].kind == kind;
}

unsigned link_fits(const link_work *w, const doc_mention *m)
{
    if (!m->n_actors || m->basis == MENTION_OWNED || m->basis == MENTION_BARE) return 0;
    const doc_actor *a = link_first_actor(w, m);
    const link_role *r = role_at(w, m->head);
    bool several = joined(w, m->head) || m->n_actors > 1;
    unsigned f = several ? FIT_PLURAL : 0;
    if (m->basis == MENTION_PLACE) return a->kind == ACTOR_STATE && of_kind(w, m, KIND_NAME) ? FIT_STATE : 0;
    if (a->kind == ACTOR_PERSON) return f | FIT_PERSON;
    if (a->kind == ACTOR_GROUP) return f | FIT_THING | FIT_PLURAL | FIT_ARMED;
    if (a->kind == ACTOR_ORGANISATION) return f | FIT_THING | (a->country.n ? 0u : FIT_IGO);
    if (a->kind == ACTOR_ROLE && r) {
        if (r->flags & ROLE_THING) return 0;
        if (r->flags & ROLE_PLURAL) return f | FIT_PLURAL;
        return f | (r->flags & ROLE_PERSON ? FIT_PERSON : FIT_THING);
    }
    if (a->kind != ACTOR_STATE) return f;
    if (of_kind(w, m, KIND_DEMONYM)) return f | FIT_PLURAL;
    if (of_kind(w, m, KIND_ADJECTIVE) || of_kind(w, m, KIND_PREFIX) || link_modifier(w, m->head)) return 0;
    return f | FIT_STATE | (several || link_rel(w, m->head) == DEP_CONJ ? 0u : FIT_THING);
}

static bool is_subject(const link_work *w, uint32_t t) { return link_rel(w, link_first_conjunct(w, t)) == DEP_NSUBJ; }

bool link_same(const link_work *w, uint32_t a, uint32_t b, unsigned want)
{
    const doc_actor *x = link_first_actor(w, &w->d->mentions[a]), *y = link_first_actor(w, &w->d->mentions[b]);
    return want & FIT_PERSON ? str_eq(x->name, y->name) : str_eq(x->code, y->code);
}

static bool has_own_subject(const link_work *w, uint32_t verb)
{
    for (uint32_t c = w->child[verb]; c != DOC_NONE; c = w->sibling[c])
        if (link_rel(w, c) == DEP_NSUBJ) return true;
    return false;
}

/* The verb whose subject a joined verb shares: "met X and urged him". The verb itself when it has its own. */
static uint32_t sharing(const link_work *w, uint32_t verb)
{
    for (int steps = 0; steps < CLIMB_MAX && link_rel(w, verb) == DEP_CONJ && !has_own_subject(w, verb) && link_head_of(w, verb) != DOC_NONE; steps++) verb = link_head_of(w, verb);
    return verb;
}

/* Arguments of one verb are different parties: "the United States vetoed it", "X met Y and urged him". Possessives may well be the subject's. */
bool link_beside(const link_work *w, uint32_t t, uint32_t other)
{
    uint32_t up = link_head_of(w, t), noun = link_first_conjunct(w, other);
    unsigned rel = link_rel(w, t);
    if (up == DOC_NONE || (rel != DEP_OBJ && rel != DEP_IOBJ && rel != DEP_OBL)) return false;
    if (link_head_of(w, noun) == up) return true;
    if (link_rel(w, noun) == DEP_APPOS) noun = link_head_of(w, noun); /* "X's president, Y, met Z" */
    return noun != DOC_NONE && link_rel(w, noun) == DEP_NSUBJ && link_head_of(w, noun) == sharing(w, up);
}

/* "the bank, whose report it called a lie": in a clause on a noun a pronoun that is its subject means somebody else. */
static bool tells_of(const link_work *w, uint32_t mention, uint32_t t, unsigned want)
{
    uint32_t v = link_head_of(w, t);
    if (link_rel(w, t) != DEP_NSUBJ || v == DOC_NONE || link_rel(w, v) != DEP_ACL || link_sub(w, v) != SUB_RELCL) return false;
    uint32_t noun = link_head_of(w, v), told = noun == DOC_NONE ? DOC_NONE : w->d->mention_at[noun];
    return told != DOC_NONE && w->d->mentions[told].n_actors && link_same(w, mention, told, want);
}

uint32_t link_only(const link_work *w, uint32_t from, uint32_t to, uint32_t t, unsigned want, bool subjects)
{
    uint32_t found = DOC_NONE;
    if (to - from > LINK_CANDIDATES_MAX) from = to - LINK_CANDIDATES_MAX;
    for (uint32_t i = from; i < to; i++) {
        const doc_mention *m = &w->d->mentions[i];
        if (m->head >= t || !(link_fits(w, m) & want) || (subjects && !is_subject(w, m->head)) || link_beside(w, t, m->head) || tells_of(w, i, t, want)) continue;
        if (want & FIT_PLURAL && link_rel(w, m->head) == DEP_CONJ) continue; /* the first conjunct stands for all */
        if (found != DOC_NONE && !link_same(w, found, i, want)) return LINK_AMBIGUOUS;
        found = i;
    }
    return found;
}

uint32_t link_clear(uint32_t mention) { return mention == LINK_AMBIGUOUS ? DOC_NONE : mention; }

/* ---- climbing ------------------------------------------------------------------------------------------------------------------ */

static bool inside(const link_work *w, uint32_t t, uint32_t top)
{
    for (int steps = 0; steps < CLIMB_MAX && t != DOC_NONE; steps++, t = link_head_of(w, t))
        if (t == top) return true;
    return false;
}

static uint32_t child_fitting(const link_work *w, uint32_t verb, unsigned rel, uint32_t t, unsigned want)
{
    for (uint32_t c = w->child[verb]; c != DOC_NONE; c = w->sibling[c]) {
        uint32_t m = w->d->mention_at[c];
        if (link_rel(w, c) == rel && m != DOC_NONE && c < t && !inside(w, t, c) && (link_fits(w, &w->d->mentions[m]) & want)) return m;
    }
    return DOC_NONE;
}

/* A subject that does not hold t itself, and that t may stand for: "he" is no plural. */
static bool has_subject(const link_work *w, uint32_t verb, uint32_t t)
{
    bool one = w->d->feats && (w->d->feats[t] & FEAT_SING);
    for (uint32_t c = w->child[verb]; c != DOC_NONE; c = w->sibling[c])
        if (link_rel(w, c) == DEP_NSUBJ && !inside(w, t, c) && !(one && (w->d->feats[c] & FEAT_PLUR))) return true;
    return false;
}

/* Another subject above verb v that fits too. */
static bool rivalled(const link_work *w, uint32_t v, uint32_t t, unsigned want, uint32_t found)
{
    for (int steps = 0; steps < CLIMB_MAX && (v = link_head_of(w, v)) != DOC_NONE; steps++) {
        uint32_t m = child_fitting(w, v, DEP_NSUBJ, t, want);
        if (m != DOC_NONE && !link_same(w, m, found, want)) return true;
    }
    return false;
}

/* "said it deeply regretted": what the tree has for the object of saying is the subject of the clause that is said. */
static bool begins_clause(const link_work *w, uint32_t t)
{
    uint32_t verb = link_head_of(w, t);
    if (link_rel(w, t) != DEP_OBJ || verb == DOC_NONE || t != verb + 1 || !(link_cue(w, verb) & CUE_SPEECH)) return false;
    for (uint32_t c = w->child[verb]; c != DOC_NONE; c = w->sibling[c])
        if (link_rel(w, c) == DEP_CCOMP && c > t && !has_subject(w, c, t)) return true;
    return false;
}

/* Somebody of another country than the subject, named between verb v and t, and not as who did it ("condemned by X"). */
static bool other_between(const link_work *w, uint32_t v, uint32_t t, uint32_t subject)
{
    const doc_actor *s = link_first_actor(w, &w->d->mentions[subject]);
    uint32_t to = w->d->n_mentions, from = to - w->mention_begin[0] > LINK_CANDIDATES_MAX ? to - LINK_CANDIDATES_MAX : w->mention_begin[0];
    for (uint32_t i = from; i < to; i++) {
        const doc_mention *m = &w->d->mentions[i];
        uint32_t prep = m->head > v && m->head < t ? link_case_of(w, m->head) : DOC_NONE;
        if (m->head <= v || m->head >= t || !m->n_actors || (prep != DOC_NONE && link_cue(w, prep) & CUE_DOER)) continue;
        const doc_actor *a = link_first_actor(w, m);
        if (!str_eq(a->country.n ? a->country : a->code, s->country.n ? s->country : s->code)) return true;
    }
    return false;
}

/* "broke with X over its raids", "left X after its troops fired": the reason for an act may be a deed of either side. "own" points back to the subject. */
static bool gives_reason(const link_work *w, uint32_t t, uint32_t v, uint32_t subject)
{
    uint32_t noun = link_head_of(w, t), below = t;
    if (link_rel(w, t) != DEP_NMOD || noun == DOC_NONE || t > noun) return false;
    for (uint32_t c = w->child[noun]; c != DOC_NONE; c = w->sibling[c])
        if (link_cue(w, c) & CUE_REFLEXIVE) return false;
    for (uint32_t x = noun, steps = 0; x != v && x != DOC_NONE && steps < CLIMB_MAX; below = x, x = link_head_of(w, x), steps++) {
        bool clause = link_rel(w, x) == DEP_ADVCL;
        if (clause && link_rel(w, below) != DEP_NSUBJ) return false; /* "after it lost its fleet" */
        for (uint32_t c = w->child[x]; c != DOC_NONE; c = w->sibling[c])
            if ((link_rel(w, c) == DEP_CASE || clause) && link_cue(w, c) & (CUE_REASON | CUE_OCCASION | (clause ? CUE_WHILE : 0))) return other_between(w, v, t, subject);
    }
    return false;
}

/* The first fitting subject above t. LINK_AMBIGUOUS where its object fits as well ("A told B to withdraw its troops"), or, for the subject of a
 * clause joined to another, where a higher subject does ("A said B had left and that it would …"), or what is owned is given as the reason (gives_reason). */
static uint32_t subject_above(const link_work *w, uint32_t t, unsigned want)
{
    unsigned slot = link_rel(w, t);
    bool own = slot == DEP_NSUBJ || slot == DEP_OBJ || slot == DEP_IOBJ || slot == DEP_OBL, below = false, beside = false, joins = false;
    if (begins_clause(w, t)) own = false;
    for (uint32_t v = link_head_of(w, t), steps = 0; v != DOC_NONE && steps < CLIMB_MAX; v = link_head_of(w, v), steps++) {
        unsigned tag = link_tag(w, v);
        if (tag != UPOS_VERB && tag != UPOS_AUX && link_rel(w, v) != DEP_ROOT) continue;
        if (below && (child_fitting(w, v, DEP_OBJ, t, want) != DOC_NONE || child_fitting(w, v, DEP_IOBJ, t, want) != DOC_NONE)) return LINK_AMBIGUOUS;
        if (beside && child_fitting(w, v, DEP_OBL, t, want) != DOC_NONE) return LINK_AMBIGUOUS; /* "A sold arms to B before it went to war" */
        uint32_t subject = own ? DOC_NONE : child_fitting(w, v, DEP_NSUBJ, t, want);
        if (subject != DOC_NONE) return (joins && slot == DEP_NSUBJ && rivalled(w, v, t, want, subject)) || gives_reason(w, t, v, subject) ? LINK_AMBIGUOUS : subject;
        if (!own && has_subject(w, v, t)) return below && !beside ? DOC_NONE : LINK_AMBIGUOUS; /* "people lost their lives", "the editor fled after he met X": the subject is meant, and is nobody */
        unsigned rel = link_rel(w, v);
        own = own && slot != DEP_NSUBJ && rel == DEP_CONJ && !has_own_subject(w, v);
        joins |= rel == DEP_CONJ || rel == DEP_ADVCL;
        beside = rel == DEP_ADVCL && slot == DEP_NSUBJ;
        below = rel == DEP_XCOMP || rel == DEP_ADVCL || rel == DEP_ACL || rel == DEP_CCOMP;
    }
    return DOC_NONE;
}

/* "thanked Cuba for its doctors", "backed Cuba in its war": what somebody is praised, blamed or paid for, or helped in, is his. "own" points back
 * to the subject. */
static uint32_t object_judged(const link_work *w, uint32_t t, unsigned want)
{
    uint32_t noun = link_head_of(w, t), up = noun == DOC_NONE ? DOC_NONE : link_head_of(w, noun), prep;
    if (up == DOC_NONE || link_rel(w, t) != DEP_NMOD || (prep = link_case_of(w, noun)) == DOC_NONE) return DOC_NONE;
    bool helped = (link_cue(w, prep) & CUE_SEATED) && (link_cue(w, up) & CUE_HELPS);
    if (!helped && !(link_cue(w, prep) & CUE_REASON)) return DOC_NONE;
    for (uint32_t c = w->child[noun]; c != DOC_NONE; c = w->sibling[c])
        if (link_cue(w, c) & CUE_REFLEXIVE) return DOC_NONE;
    if (link_tag(w, up) == UPOS_VERB) return child_fitting(w, up, DEP_OBJ, t, want);
    uint32_t m = link_rel(w, up) == DEP_OBJ ? w->d->mention_at[up] : DOC_NONE;
    return m != DOC_NONE && (link_fits(w, &w->d->mentions[m]) & want) ? m : DOC_NONE;
}

/* "expelled 41 diplomats after Delhi had threatened to strip them": people of the same sentence, though nobody knows whose, come before those of
 * another. */
static bool people_before(const link_work *w, uint32_t t)
{
    for (uint32_t u = t > w->begin + REACH ? t - REACH : w->begin; u < t && w->d->feats; u++)
        if (w->hit_at[u] != DOC_NONE && (w->d->feats[u] & FEAT_PLUR)) return true;
    return false;
}

/* "…, the army said. It blamed …": an institution of nobody knows whom acts in the sentence `back` before this one. */
static bool institution_before(const link_work *w, int back)
{
    if (w->sent < (uint32_t)back) return false;
    const doc_sentence *x = &w->d->sentences[w->sent - (uint32_t)back];
    for (uint32_t u = x->tok_end > x->tok_begin + REACH ? x->tok_end - REACH : x->tok_begin; u < x->tok_end; u++) {
        const link_hit *h = w->hit_at[u] == DOC_NONE ? NULL : &w->hits[w->hit_at[u]];
        if (h && h->head == u && h->mention == DOC_NONE && !(w->g->roles[h->role].flags & (ROLE_PERSON | ROLE_PLURAL | ROLE_THING)) && is_subject(w, u)) return true;
    }
    return false;
}

/* "After talks, which X and Y mediated, they agreed": names in a clause on a noun, which the pronoun stands outside of, are told by the way. */
static bool by_the_way(const link_work *w, uint32_t mention, uint32_t t)
{
    uint32_t v = w->d->mentions[mention].head;
    for (int steps = 0; steps < CLIMB_MAX && v != DOC_NONE; steps++, v = link_head_of(w, v))
        if (link_rel(w, v) == DEP_ACL && link_sub(w, v) == SUB_RELCL) return !inside(w, t, v);
    return false;
}

/* The antecedent of a pronoun at t, or DOC_NONE. */
static uint32_t antecedent(const link_work *w, uint32_t t, unsigned want)
{
    uint32_t m = object_judged(w, t, want);
    if (m == DOC_NONE) m = subject_above(w, t, want);
    if (m != DOC_NONE) return link_clear(m);
    m = link_only(w, w->mention_begin[0], w->d->n_mentions, t, want, false);
    if (m == LINK_AMBIGUOUS) m = link_only(w, w->mention_begin[0], w->d->n_mentions, t, want, true);
    if (want & FIT_PLURAL && link_clear(m) != DOC_NONE && by_the_way(w, m, t)) return DOC_NONE;
    if (m != DOC_NONE) return link_clear(m);
    if (want & FIT_PLURAL && people_before(w, t)) return DOC_NONE;
    for (int back = 1; back < 3; back++) {
        uint32_t from = w->mention_begin[back], to = w->mention_begin[back - 1];
        if (want & FIT_THING && institution_before(w, back)) return DOC_NONE;
        m = link_only(w, from, to, t, want, false);
        if (m == LINK_AMBIGUOUS) m = link_only(w, from, to, t, want, true);
        if (m != DOC_NONE) return link_clear(m);
    }
    return DOC_NONE;
}

/* ---- pronouns ------------------------------------------------------------------------------------------------------------------ */

/* The actors of an antecedent; for plurals those of its conjuncts too. */
static uint32_t antecedent_actors(const link_work *w, uint32_t m, bool plural, uint32_t out[DOC_MAX_MENTION_ACTORS])
{
    const doc_mention *x = &w->d->mentions[m];
    uint32_t n = 0;
    for (uint32_t k = 0; k < x->n_actors; k++) out[n++] = x->actor[k];
    if (!plural) return n;
    for (uint32_t c = w->child[x->head]; c != DOC_NONE && n < DOC_MAX_MENTION_ACTORS; c = w->sibling[c]) {
        uint32_t other = link_rel(w, c) == DEP_CONJ ? w->d->mention_at[c] : DOC_NONE;
        if (other != DOC_NONE && w->d->mentions[other].n_actors) out[n++] = w->d->mentions[other].actor[0];
    }
    return n;
}

int link_refer(link_work *w, uint32_t begin, uint32_t t, uint32_t m, bool plural, mention_basis basis)
{
    uint32_t actors[DOC_MAX_MENTION_ACTORS], n = antecedent_actors(w, m, plural, actors);
    uint32_t added = link_mention_add(w, begin, t + 1, t, actors, n, basis);
    if (added == DOC_NONE) return error_memory(w->err);
    w->d->mentions[added].antecedent = m;
    return ENT_OK;
}

/* "it" as an object is mostly a thing; it acts when it has a verb of its own: "help it fight", "told it to leave". */
static bool acts_as_object(const link_work *w, uint32_t t)
{
    uint32_t verb = link_head_of(w, t);
    unsigned rel = link_rel(w, t);
    if (rel != DEP_OBJ && rel != DEP_IOBJ && rel != DEP_OBL) return true;
    for (uint32_t c = verb == DOC_NONE ? DOC_NONE : w->child[verb]; c != DOC_NONE; c = w->sibling[c])
        if (rel != DEP_OBL && (link_rel(w, c) == DEP_XCOMP || link_rel(w, c) == DEP_CCOMP) && c > t && link_tag(w, c) == UPOS_VERB) return true;
    return false;
}

/* "Berlin said it regretted that …": the parser may see nobody in this "it". */
static bool opens_what_is_said(const link_work *w, uint32_t t)
{
    uint32_t verb = link_head_of(w, t);
    return verb != DOC_NONE && t < verb && link_tag(w, verb) == UPOS_VERB && link_rel(w, verb) == DEP_CCOMP;
}

/* "Chad closed the border, and Sudan accused it of …": only somebody is accused. The sentence must name one alone whom it can be. */
static bool is_dealt_with(const link_work *w, uint32_t t)
{
    uint32_t verb = link_head_of(w, t);
    return link_rel(w, t) == DEP_OBJ && verb != DOC_NONE && link_cue(w, verb) & CUE_SOMEBODY && link_cue(w, t) & CUE_NEUTER && !acts_as_object(w, t);
}

static unsigned pronoun_wants(const link_work *w, uint32_t t)
{
    cue_set cues = link_cue(w, t);
    if (link_tag(w, t) != UPOS_PRON || (link_rel(w, t) == DEP_EXPL && !opens_what_is_said(w, t))) return 0;
    if (cues & CUE_IT) return !(cues & CUE_NEUTER) || acts_as_object(w, t) || is_dealt_with(w, t) ? FIT_THING : 0;
    return cues & CUE_PERSON ? FIT_PERSON : cues & CUE_THEY ? FIT_PLURAL : 0;
}

/* A verb that hangs on a noun before it, as whatever. */
static bool clause_of_noun(const link_work *w, uint32_t v)
{
    uint32_t up = link_head_of(w, v);
    bool noun = up != DOC_NONE && up < v && (link_tag(w, up) == UPOS_NOUN || link_tag(w, up) == UPOS_PROPN);
    return link_rel(w, v) == DEP_ACL || (noun && link_tag(w, v) == UPOS_VERB);
}

/* A verb, said of whom the word "whose" at t stands for, that hangs on a verb before it. */
static bool clause_of_verb(const link_work *w, uint32_t v, uint32_t t)
{
    uint32_t up = link_head_of(w, v);
    return v > t && up != DOC_NONE && up < t && link_tag(w, v) == UPOS_VERB && link_tag(w, up) == UPOS_VERB;
}

/* "talks between the army and the rebels, whose fighters …": under a noun that is nobody, or a verb, who stands right before the comma. */
static uint32_t mention_right_before(const link_work *w, uint32_t head, uint32_t t)
{
    if (t < head + 3 || link_tag(w, t - 1) != UPOS_PUNCT) return DOC_NONE;
    uint32_t up = t - 2;
    for (int steps = 0; steps < CLIMB_MAX && up != DOC_NONE && up != head; steps++) up = link_head_of(w, up);
    return up == head ? w->d->mention_at[t - 2] : DOC_NONE;
}

/* "Germany and Britain, whose first tanks …": the noun that the clause hangs on, and of several the nearest, who is meant in either reading. */
static int whose_resolve(link_work *w, uint32_t t)
{
    uint32_t v = t;
    for (int steps = 0; steps < CLIMB_MAX && v != DOC_NONE && !clause_of_noun(w, v) && !clause_of_verb(w, v, t); steps++) v = link_head_of(w, v);
    uint32_t noun = v == DOC_NONE ? DOC_NONE : link_head_of(w, v), m = noun == DOC_NONE || noun >= t ? DOC_NONE : w->d->mention_at[noun];
    for (uint32_t c = m == DOC_NONE ? DOC_NONE : w->child[noun]; c != DOC_NONE; c = w->sibling[c])
        if (c < t && link_rel(w, c) == DEP_CONJ && w->d->mention_at[c] != DOC_NONE) m = w->d->mention_at[c];
    if (m == DOC_NONE && noun != DOC_NONE) m = mention_right_before(w, noun, t);
    if (m == DOC_NONE || w->d->mentions[m].basis == MENTION_OWNED || w->d->mentions[m].basis == MENTION_BARE) return ENT_OK;
    return link_refer(w, t, t, m, false, MENTION_COREF);
}

/* A noun that is no name and no role. */
static bool bare_noun(const link_work *w, uint32_t t)
{
    return (link_tag(w, t) == UPOS_NOUN || link_tag(w, t) == UPOS_PROPN) && w->hit_at[t] == DOC_NONE && w->match_at[t] == DOC_NONE;
}

int link_token_resolve(link_work *w, uint32_t t)
{
    if (w->d->mention_at[t] != DOC_NONE) return ENT_OK;
    unsigned want = pronoun_wants(w, t);
    if (link_cue(w, t) & CUE_WHOSE) return whose_resolve(w, t);
    if (want) {
        uint32_t m = is_dealt_with(w, t) ? link_clear(link_only(w, w->mention_begin[0], w->d->n_mentions, t, want, false)) : antecedent(w, t, want);
        return m == DOC_NONE ? ENT_OK : link_refer(w, t, t, m, want & FIT_PLURAL, MENTION_COREF);
    }
    if (link_cue(w, t) & CUE_PAIR && link_pair_alone(w, t)) return link_pair(w, t, true);
    if (!bare_noun(w, t)) return ENT_OK;
    cue_set cues = link_cue(w, t);
    uint32_t n = w->d->n_mentions;
    int rc = link_echo(w, t);
    if (rc || w->d->n_mentions > n) return rc;
    if (cues & CUE_COUNTERPART) return link_counterpart(w, t);
    if (cues & CUE_RELATED) {
        rc = link_related(w, t);
        if (rc || w->d->n_mentions > n) return rc;
    }
    return cues & LINK_DESCRIBES ? link_description(w, t, cues) : ENT_OK;
}

int link_coref_sentence(link_work *w)
{
    const cue_set referring = CUE_IT | CUE_PERSON | CUE_THEY | CUE_WHOSE | CUE_PAIR | CUE_COUNTERPART | CUE_RELATED | LINK_DESCRIBES;
    for (uint32_t t = w->begin; t < w->end; t++) {
        uint32_t hit = w->hit_at[t];
        if (hit == DOC_NONE && !(link_cue(w, t) & referring) && (!w->echoes.n || !bare_noun(w, t))) continue; /* nearly every token */
        int rc = link_token_resolve(w, t);
        if (!rc && hit != DOC_NONE && w->hits[hit].end == t + 1) rc = link_hit_resolve(w, &w->hits[hit]);
        if (rc) return rc;
    }
    int rc = link_echoes_keep(w);
    return rc ? rc : link_tally(w);
}
