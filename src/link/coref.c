/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What pronouns and descriptions stand for.
 *
 * in:  the mentions of this sentence and of the two before it      out: mentions MENTION_COREF and MENTION_BARE at pronouns and role nouns
 *
 *   it, its           a state, an organisation, an institution        he, she, his     a person
 *   they, their       people in the plural, or names joined by "and"
 *   the two countries, both leaders, the two sides                    exactly two
 *   the country, the alliance, the group                              exactly one of that sort
 *   his Indian counterpart                                            the adjective's country, the office of "his"
 *   its defence minister, the army, police                            a role of whom the pronoun means, or of the one country there is
 *
 * Method, for a pronoun: climb from its verb to the verbs above; the first subject that fits is meant ("Moscow said it would …", "Bogotá recalled its
 * envoy"), unless an object between them fits as well ("A asked B to withdraw its troops": nobody). With no such subject, the only fitting one
 * of the sentence; else the only subject, or only one, of the nearest of the two sentences before. Two fit: nothing. This is Hobbs' search (1978, "Resolving pronoun
 * references") cut down to what parser trees bear; learned rankers do better on pronouns in general, but they cannot abstain in a way a reader can check.
 *
 * Cost: candidates are the mentions of three sentences; a pronoun reads them once. Sentences are capped, and so is the number looked at.
 */
#include "link/work.h"

enum { CANDIDATES_MAX = 96, CLIMB_MAX = 12, PAIR = 2 };
enum { DESCRIBES = CUE_STATE | CUE_IGO | CUE_ARMED | CUE_LEADER | CUE_SIDE };
enum { FIT_THING = 1, FIT_PERSON = 2, FIT_PLURAL = 4, FIT_STATE = 8, FIT_IGO = 16, FIT_ARMED = 32 };

/* ---- who fits ---------------------------------------------------------------------------------------------------------------- */

static const doc_actor *actor_of(const link_work *w, const doc_mention *m) { return &w->d->actors[m->actor[0]]; }

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

static bool is_modifier(const link_work *w, uint32_t t)
{
    unsigned rel = link_rel(w, t);
    return rel == DEP_AMOD || rel == DEP_COMPOUND || rel == DEP_FLAT;
}

static bool of_kind(const link_work *w, const doc_mention *m, link_kind kind)
{
    uint32_t match = w->match_at[m->head];
    return match != DOC_NONE && w->matches[match].kind == kind;
}

/* What a mention can be referred to as; 0: not at all. */
static unsigned fits(const link_work *w, const doc_mention *m)
{
    if (!m->n_actors || m->basis == MENTION_OWNED || m->basis == MENTION_BARE) return 0;
    const doc_actor *a = actor_of(w, m);
    const link_role *r = role_at(w, m->head);
    unsigned f = joined(w, m->head) || m->n_actors > 1 ? FIT_PLURAL : 0;
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
    if (of_kind(w, m, KIND_ADJECTIVE) || of_kind(w, m, KIND_PREFIX) || is_modifier(w, m->head)) return 0;
    return f | FIT_THING | FIT_STATE;
}

static bool is_subject(const link_work *w, uint32_t t) { return link_rel(w, link_first_conjunct(w, t)) == DEP_NSUBJ; }

/* Two mentions mean the same for the purpose: the same code; for people the same name. */
static bool same(const link_work *w, uint32_t a, uint32_t b, unsigned want)
{
    const doc_actor *x = actor_of(w, &w->d->mentions[a]), *y = actor_of(w, &w->d->mentions[b]);
    return want & FIT_PERSON ? str_eq(x->name, y->name) : str_eq(x->code, y->code);
}

/* Arguments of one verb are different parties: "the United States vetoed it". Possessives may well be the subject's. */
static bool beside(const link_work *w, uint32_t t, uint32_t other)
{
    uint32_t up = link_head_of(w, t);
    unsigned rel = link_rel(w, t);
    if (up == DOC_NONE || (rel != DEP_OBJ && rel != DEP_IOBJ && rel != DEP_OBL)) return false;
    return link_head_of(w, link_first_conjunct(w, other)) == up;
}

/* The only mention in [from, to) that fits and whose head is before `limit`; DOC_NONE when none, LINK_AMBIGUOUS when several. */
static uint32_t only(const link_work *w, uint32_t from, uint32_t to, uint32_t limit, unsigned want, bool subjects)
{
    uint32_t t = limit;
    uint32_t found = DOC_NONE;
    if (to - from > CANDIDATES_MAX) from = to - CANDIDATES_MAX;
    for (uint32_t i = from; i < to; i++) {
        const doc_mention *m = &w->d->mentions[i];
        if (m->head >= limit || !(fits(w, m) & want) || (subjects && !is_subject(w, m->head)) || beside(w, t, m->head)) continue;
        if (want & FIT_PLURAL && link_rel(w, m->head) == DEP_CONJ) continue; /* the first conjunct stands for all */
        if (found != DOC_NONE && !same(w, found, i, want)) return LINK_AMBIGUOUS;
        found = i;
    }
    return found;
}

static uint32_t clear(uint32_t mention) { return mention == LINK_AMBIGUOUS ? DOC_NONE : mention; }

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
        if (link_rel(w, c) == rel && m != DOC_NONE && c < t && !inside(w, t, c) && (fits(w, &w->d->mentions[m]) & want)) return m;
    }
    return DOC_NONE;
}

static bool has_subject(const link_work *w, uint32_t verb, uint32_t except)
{
    for (uint32_t c = w->child[verb]; c != DOC_NONE; c = w->sibling[c])
        if (link_rel(w, c) == DEP_NSUBJ && c != except) return true;
    return false;
}

/* Another subject above verb v that fits too. */
static bool rivalled(const link_work *w, uint32_t v, uint32_t t, unsigned want, uint32_t found)
{
    for (int steps = 0; steps < CLIMB_MAX && (v = link_head_of(w, v)) != DOC_NONE; steps++) {
        uint32_t m = child_fitting(w, v, DEP_NSUBJ, t, want);
        if (m != DOC_NONE && !same(w, m, found, want)) return true;
    }
    return false;
}

/* The first fitting subject above t. LINK_AMBIGUOUS where its object fits as well ("A told B to withdraw its troops"), or, for the subject of a
 * clause joined to another, where a higher subject does ("A said B had left and that it would …"). */
static uint32_t subject_above(const link_work *w, uint32_t t, unsigned want)
{
    unsigned slot = link_rel(w, t);
    bool own = slot == DEP_NSUBJ || slot == DEP_OBJ || slot == DEP_IOBJ || slot == DEP_OBL, below = false, joins = false;
    for (uint32_t v = link_head_of(w, t), steps = 0; v != DOC_NONE && steps < CLIMB_MAX; v = link_head_of(w, v), steps++) {
        unsigned tag = link_tag(w, v);
        if (tag != UPOS_VERB && tag != UPOS_AUX && link_rel(w, v) != DEP_ROOT) continue;
        if (below && (child_fitting(w, v, DEP_OBJ, t, want) != DOC_NONE || child_fitting(w, v, DEP_IOBJ, t, want) != DOC_NONE)) return LINK_AMBIGUOUS;
        uint32_t subject = own ? DOC_NONE : child_fitting(w, v, DEP_NSUBJ, t, want);
        if (subject != DOC_NONE) return joins && slot == DEP_NSUBJ && rivalled(w, v, t, want, subject) ? LINK_AMBIGUOUS : subject;
        if (!own && has_subject(w, v, t)) return DOC_NONE; /* a subject that does not fit: no farther */
        own = false;
        unsigned rel = link_rel(w, v);
        joins |= rel == DEP_CONJ || rel == DEP_ADVCL;
        below = rel == DEP_XCOMP || rel == DEP_ADVCL || rel == DEP_ACL || rel == DEP_CCOMP;
    }
    return DOC_NONE;
}

/* The antecedent of a pronoun at t, or DOC_NONE. */
static uint32_t antecedent(const link_work *w, uint32_t t, unsigned want)
{
    uint32_t m = subject_above(w, t, want);
    if (m != DOC_NONE) return clear(m);
    m = only(w, w->mention_begin[0], w->d->n_mentions, t, want, false);
    if (m == LINK_AMBIGUOUS) m = only(w, w->mention_begin[0], w->d->n_mentions, t, want, true);
    if (m != DOC_NONE) return clear(m);
    for (int back = 1; back < 3; back++) {
        uint32_t from = w->mention_begin[back], to = w->mention_begin[back - 1];
        m = only(w, from, to, t, want, false);
        if (m == LINK_AMBIGUOUS) m = only(w, from, to, t, want, true);
        if (m != DOC_NONE) return clear(m);
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

static int refer(link_work *w, uint32_t begin, uint32_t t, uint32_t m, bool plural, mention_basis basis)
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
        if (rel != DEP_OBL && (link_rel(w, c) == DEP_XCOMP || link_rel(w, c) == DEP_CCOMP) && c > t) return true;
    return false;
}

static unsigned pronoun_wants(const link_work *w, uint32_t t)
{
    static const struct {
        const char *word;
        unsigned want;
    } pronouns[] = {{"it", FIT_THING},    {"its", FIT_THING},   {"itself", FIT_THING}, {"he", FIT_PERSON},   {"she", FIT_PERSON},   {"him", FIT_PERSON},
                    {"his", FIT_PERSON},  {"her", FIT_PERSON},  {"they", FIT_PLURAL},  {"them", FIT_PLURAL}, {"their", FIT_PLURAL}};
    if (link_tag(w, t) != UPOS_PRON || link_rel(w, t) == DEP_EXPL) return 0;
    for (size_t i = 0; i < sizeof pronouns / sizeof *pronouns; i++)
        if (link_word_is(w, t, pronouns[i].word)) return i || acts_as_object(w, t) ? pronouns[i].want : 0;
    return 0;
}

/* ---- descriptions -------------------------------------------------------------------------------------------------------------- */

/* Bits of the words on the noun: definite, a pair, something else that narrows it. */
enum { HAS_THE = 1, HAS_PAIR = 2, HAS_OTHER = 4 };

static unsigned noun_frame(const link_work *w, uint32_t t)
{
    unsigned frame = 0;
    for (uint32_t c = w->child[t]; c != DOC_NONE; c = w->sibling[c]) {
        unsigned rel = link_rel(w, c);
        if (c < t && (link_cue(w, c) & CUE_PAIR)) frame |= HAS_PAIR;
        else if (link_word_is(w, c, "the") || link_word_is(w, c, "this") || link_word_is(w, c, "that") || link_word_is(w, c, "these")) frame |= HAS_THE;
        else if (rel == DEP_AMOD || rel == DEP_COMPOUND || rel == DEP_NMOD || rel == DEP_NUMMOD) frame |= HAS_OTHER;
    }
    return frame;
}

static bool pair_has(const link_work *w, const uint32_t *pair, uint32_t n, uint32_t actor)
{
    for (uint32_t i = 0; i < n; i++)
        if (str_eq(w->d->actors[pair[i]].code, w->d->actors[actor].code)) return true;
    return false;
}

/* Distinct codes among mentions of basis at most `worst`, before `limit`; more than two give 3. first: where the first was found. */
static uint32_t codes_in(const link_work *w, uint32_t from, uint32_t to, uint32_t limit, uint8_t worst, bool people, uint32_t pair[PAIR], uint32_t *first)
{
    uint32_t n = 0;
    if (to - from > CANDIDATES_MAX) from = to - CANDIDATES_MAX;
    for (uint32_t i = from; i < to; i++) {
        const doc_mention *m = &w->d->mentions[i];
        if (m->head >= limit || m->basis > worst || m->basis == MENTION_BARE) continue;
        if (people && !(fits(w, m) & FIT_PERSON)) continue;
        for (uint32_t k = 0; k < m->n_actors; k++) {
            if (!w->d->actors[m->actor[k]].code.n || pair_has(w, pair, n, m->actor[k])) continue;
            if (n == PAIR) return PAIR + 1;
            if (!n) *first = i;
            pair[n++] = m->actor[k];
        }
    }
    return n;
}

/* "the two countries": the nearest sentence that names exactly two; for leaders, exactly two people. */
static int pair_refer(link_work *w, uint32_t t, bool people)
{
    uint32_t pair[PAIR], first = DOC_NONE, limit = t;
    for (int back = 0; back < 3; back++) {
        uint32_t from = w->mention_begin[back], to = back ? w->mention_begin[back - 1] : w->d->n_mentions;
        uint32_t n = people ? codes_in(w, from, to, limit, MENTION_COREF, true, pair, &first) : 0;
        if (n != PAIR) n = codes_in(w, from, to, limit, MENTION_COREF, false, pair, &first);
        if (n < PAIR) n = codes_in(w, from, to, limit, MENTION_PLACE, false, pair, &first);
        if (n > PAIR) return ENT_OK;
        if (n < PAIR) continue;
        uint32_t added = link_mention_add(w, t, t + 1, t, pair, PAIR, MENTION_COREF);
        if (added == DOC_NONE) return error_memory(w->err);
        w->d->mentions[added].antecedent = first;
        return ENT_OK;
    }
    return ENT_OK;
}

static unsigned description_wants(uint32_t cues)
{
    return (cues & CUE_STATE ? FIT_STATE : 0u) | (cues & CUE_IGO ? FIT_IGO : 0u) | (cues & CUE_ARMED ? FIT_ARMED : 0u) | (cues & CUE_LEADER ? FIT_PERSON : 0u);
}

static bool under_place(const link_work *w, uint32_t t)
{
    uint32_t prep = link_case_of(w, t);
    return prep != DOC_NONE && (link_cue(w, prep) & CUE_PLACE);
}

static int description(link_work *w, uint32_t t, uint32_t cues)
{
    unsigned frame = noun_frame(w, t);
    if (frame & HAS_OTHER) return ENT_OK;
    if (frame & HAS_PAIR) return cues & (CUE_STATE | CUE_SIDE | CUE_LEADER) ? pair_refer(w, t, cues & CUE_LEADER) : ENT_OK;
    unsigned want = description_wants(cues);
    if (!(frame & HAS_THE) || !want || w->d->feats[t] & FEAT_PLUR) return ENT_OK;
    uint32_t m = DOC_NONE, pair[PAIR], first;
    for (int back = 0; back < 3 && m == DOC_NONE; back++) {
        uint32_t from = w->mention_begin[back], to = back ? w->mention_begin[back - 1] : w->d->n_mentions;
        if (want & FIT_STATE && codes_in(w, from, to, t, MENTION_PLACE, false, pair, &first) > 1) return ENT_OK;
        m = only(w, from, to, t, want, false);
    }
    if (clear(m) == DOC_NONE) return ENT_OK;
    return refer(w, t, t, m, false, under_place(w, t) ? MENTION_PLACE : MENTION_COREF);
}

/* "his Indian homologue": country by the adjective, office by the pronoun. */
static int counterpart(link_work *w, uint32_t t)
{
    uint32_t owner = DOC_NONE, pronoun = DOC_NONE;
    for (uint32_t c = w->child[t]; c != DOC_NONE && c < t; c = w->sibling[c]) {
        uint32_t match = w->match_at[c];
        if (match != DOC_NONE && w->matches[match].verdict != VERDICT_NOT && w->matches[match].kind < KIND_PERSON) owner = match;
        if (link_tag(w, c) == UPOS_PRON && w->d->mention_at[c] != DOC_NONE) pronoun = w->d->mention_at[c];
    }
    if (owner == DOC_NONE) return ENT_OK;
    const doc_actor *body = &w->d->actors[link_actor_of_match(w, &w->matches[owner], false)];
    uint32_t begin = w->matches[owner].begin < t ? w->matches[owner].begin : t;
    doc_actor a = {.code = body->code, .country = body->country, .cow = body->cow, .kind = ACTOR_ROLE};
    a.name = doc_text(w->d, w->d->tokens[begin].begin, w->d->tokens[t].end);
    if (pronoun != DOC_NONE) {
        const doc_actor *peer = actor_of(w, &w->d->mentions[pronoun]);
        for (; a.n_sectors < peer->n_sectors; a.n_sectors++) a.sector[a.n_sectors] = peer->sector[a.n_sectors];
    }
    uint32_t actor = link_actor_add(w, a);
    return link_mention_add(w, begin, t + 1, t, &actor, 1, MENTION_ROLE) == DOC_NONE ? error_memory(w->err) : ENT_OK;
}

/* ---- roles that have no owner -------------------------------------------------------------------------------------------------- */

static int role_refer(link_work *w, link_hit *h, uint32_t owner, uint32_t source, mention_basis basis)
{
    uint32_t end = h->name_end > h->end ? h->name_end : h->end;
    bool person = end > h->end;
    str name = doc_text(w->d, w->d->tokens[person ? h->end : h->begin].begin, w->d->tokens[end - 1].end);
    uint32_t actor = link_actor_of_role(w, owner, &w->g->roles[h->role], h->former, name, person ? ACTOR_PERSON : ACTOR_ROLE);
    uint32_t head = link_span_head(w, h->begin, end);
    h->mention = link_mention_add(w, h->begin, end, head, &actor, 1, basis);
    if (h->mention == DOC_NONE) return error_memory(w->err);
    w->d->mentions[h->mention].antecedent = basis == MENTION_COREF ? source : DOC_NONE;
    if (person) link_surname_keep(w, name, actor);
    return ENT_OK;
}

/* "envoy to Japan": Japan is where he is sent, and does not count among his owners. */
static bool sent_to(const link_work *w, const link_hit *h, uint32_t t)
{
    uint32_t prep = link_head_of(w, t) == h->head ? link_case_of(w, t) : DOC_NONE;
    return prep != DOC_NONE && link_word_is(w, prep, "to");
}

/* The one code of a sentence; DOC_NONE for none, LINK_AMBIGUOUS for several. */
static uint32_t one_code(const link_work *w, const link_hit *h, uint32_t from, uint32_t to)
{
    uint32_t found = DOC_NONE;
    if (to - from > CANDIDATES_MAX) return LINK_AMBIGUOUS;
    for (uint32_t i = from; i < to; i++) {
        const doc_mention *m = &w->d->mentions[i];
        if (m->basis == MENTION_BARE || !m->n_actors || sent_to(w, h, m->head)) continue;
        if (m->n_actors > 1 || (m->basis == MENTION_OWNED && w->match_at[m->head] != DOC_NONE)) return LINK_AMBIGUOUS; /* "Iran-backed" */
        if (!actor_of(w, m)->country.n) return LINK_AMBIGUOUS;
        if (found != DOC_NONE && !str_eq(actor_of(w, m)->code, w->d->actors[found].code)) return LINK_AMBIGUOUS;
        found = m->actor[0];
    }
    return found;
}

/* The one country of the sentence that stands as a place beside a verb or noun: where "rebels" are struck is whose they are. */
static uint32_t one_place(const link_work *w)
{
    uint32_t found = DOC_NONE;
    for (uint32_t i = w->mention_begin[0]; i < w->d->n_mentions; i++) {
        const doc_mention *m = &w->d->mentions[i];
        if (m->basis != MENTION_PLACE || !m->n_actors || actor_of(w, m)->kind != ACTOR_STATE) continue;
        uint32_t hit = link_head_of(w, m->head);
        if (hit != DOC_NONE && w->hit_at[hit] != DOC_NONE && w->hits[w->hit_at[hit]].mention != DOC_NONE) continue; /* "the ministry in Ankara" */
        if (found != DOC_NONE && !str_eq(actor_of(w, m)->code, w->d->actors[found].code)) return LINK_AMBIGUOUS;
        found = m->actor[0];
    }
    return found;
}

/* "Kurdish militia positions in northern Syria": people of no state belong to where they are, as things of it. */
static int placed(link_work *w, link_hit *h)
{
    uint32_t owner = clear(one_place(w)), t = h->head;
    if (owner == DOC_NONE) return ENT_OK;
    while (link_rel(w, t) == DEP_COMPOUND && link_head_of(w, t) != DOC_NONE && link_head_of(w, t) < w->end && link_head_of(w, t) > t) t = link_head_of(w, t);
    if (w->d->mention_at[t] != DOC_NONE) return ENT_OK;
    uint32_t actor = link_actor_of_role(w, owner, &w->g->roles[h->role], h->former, doc_text(w->d, w->d->tokens[h->begin].begin, w->d->tokens[t].end), ACTOR_ROLE);
    h->mention = link_mention_add(w, h->begin, t + 1, t, &actor, 1, MENTION_OWNED);
    return h->mention == DOC_NONE ? error_memory(w->err) : ENT_OK;
}

/* A role alone is taken up only where it is definite, or plural people, or an institution: "the president", "protesters", "police"; never where it is
 * one person of no office ("the man"), or stands abroad by its nature ("the embassy"). */
static bool bare_stands(const link_work *w, const link_hit *h)
{
    const link_role *r = &w->g->roles[h->role];
    bool civil = r->n_sectors && str_is(r->sector[0], "CVL"), many = r->flags & ROLE_PLURAL;
    if ((link_cue(w, h->head) & CUE_ABROAD) || (civil && !many)) return false;
    if (h->name_end > h->end || (r->flags & ROLE_INSTITUTION) || ((r->flags & ROLE_GROUP) && many)) return true;
    for (uint32_t t = h->begin, back = 0; t-- > w->begin && back < 3; back++) {
        if (link_word_is(w, t, "the")) return true;
        if (link_tag(w, t) != UPOS_ADJ && link_tag(w, t) != UPOS_NOUN) break;
    }
    return false;
}

/* Acted on by the only country there is: soldiers, rebels, civilians and officials are then as likely another's. */
static bool acted_on(const link_work *w, const link_hit *h)
{
    static const char *const others[] = {"MIL", "REB", "CVL", "GOV", "SPY", "UAF", "PRM"};
    const link_role *r = &w->g->roles[h->role];
    uint32_t first = link_first_conjunct(w, h->head), verb = link_head_of(w, first);
    unsigned rel = link_rel(w, first);
    bool foreign = !r->n_sectors;
    for (size_t i = 0; i < sizeof others / sizeof *others && !foreign; i++) foreign = str_is(r->sector[0], others[i]);
    if (!foreign || verb == DOC_NONE || (rel != DEP_OBJ && rel != DEP_IOBJ && rel != DEP_OBL)) return false;
    for (uint32_t c = w->child[verb]; c != DOC_NONE; c = w->sibling[c])
        if (link_rel(w, c) == DEP_NSUBJ && w->d->mention_at[c] != DOC_NONE) return w->d->mentions[w->d->mention_at[c]].basis != MENTION_BARE;
    return false;
}

/* "the ambassador", after "the Moroccan ambassador": the one mention of that role in the sentences before. */
static uint32_t role_again(const link_work *w, const link_hit *h)
{
    uint32_t found = DOC_NONE;
    for (uint32_t i = w->mention_begin[2]; i < w->mention_begin[0]; i++) {
        const doc_mention *m = &w->d->mentions[i];
        uint32_t hit = m->n_actors == 1 && (m->basis == MENTION_ROLE || m->basis == MENTION_NAME) ? w->hit_at[m->head] : DOC_NONE;
        if (hit == DOC_NONE || w->hits[hit].mention != i || w->hits[hit].role != h->role) continue;
        if (found != DOC_NONE && !same(w, found, i, 0)) return DOC_NONE;
        found = i;
    }
    return found;
}

static int bare(link_work *w, link_hit *h)
{
    if (!bare_stands(w, h)) return ENT_OK;
    uint32_t before = h->name_end == h->end ? role_again(w, h) : DOC_NONE;
    if (before != DOC_NONE) return role_refer(w, h, w->d->mentions[before].actor[0], before, MENTION_COREF);
    uint32_t owner = one_code(w, h, w->mention_begin[0], w->d->n_mentions);
    if (owner == LINK_AMBIGUOUS && (w->g->roles[h->role].flags & ROLE_GROUP)) owner = one_place(w);
    for (int back = 1; back < 3 && owner == DOC_NONE; back++) owner = one_code(w, h, w->mention_begin[back], w->mention_begin[back - 1]);
    if (clear(owner) == DOC_NONE || (acted_on(w, h) && clear(one_place(w)) == DOC_NONE)) return ENT_OK;
    return role_refer(w, h, owner, DOC_NONE, MENTION_BARE);
}

static int hit_resolve(link_work *w, link_hit *h)
{
    if (h->mention != DOC_NONE || w->d->mention_at[h->head] != DOC_NONE) return ENT_OK;
    if (h->pronoun != DOC_NONE) {
        uint32_t m = w->d->mention_at[h->pronoun];
        if (m == DOC_NONE || w->d->mentions[m].n_actors != 1) return ENT_OK;
        return role_refer(w, h, w->d->mentions[m].actor[0], m, MENTION_COREF);
    }
    uint32_t cues = link_cue(w, h->head), n = w->d->n_mentions;
    int rc = cues & DESCRIBES ? description(w, h->head, cues) : ENT_OK;
    if (rc || w->d->n_mentions > n || w->g->roles[h->role].flags & ROLE_THING) return rc;
    return h->ethnic ? placed(w, h) : bare(w, h);
}

static int token_resolve(link_work *w, uint32_t t)
{
    if (w->d->mention_at[t] != DOC_NONE) return ENT_OK;
    unsigned want = pronoun_wants(w, t);
    if (want) {
        uint32_t m = antecedent(w, t, want);
        return m == DOC_NONE ? ENT_OK : refer(w, t, t, m, want & FIT_PLURAL, MENTION_COREF);
    }
    if (link_tag(w, t) != UPOS_NOUN || w->hit_at[t] != DOC_NONE) return ENT_OK;
    uint32_t cues = link_cue(w, t);
    if (cues & CUE_COUNTERPART) return counterpart(w, t);
    return cues & DESCRIBES ? description(w, t, cues) : ENT_OK;
}

int link_coref_sentence(link_work *w)
{
    for (uint32_t t = w->begin; t < w->end; t++) {
        int rc = token_resolve(w, t);
        uint32_t hit = w->hit_at[t];
        if (!rc && hit != DOC_NONE && w->hits[hit].end == t + 1) rc = hit_resolve(w, &w->hits[hit]);
        if (rc) return rc;
    }
    return ENT_OK;
}
