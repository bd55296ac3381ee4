/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pairs: which two are meant by "the two countries", "both governments", "the pair".
 *
 * in:  a noun or numeral that says there are two      out: MENTION_COREF with two actors, or nothing
 *
 * Exactly two: of this sentence; else the two the document is about; else of the sentences before. The pair a document is about is found by counting: the
 * two codes that act most often so far, when the third has at most two thirds of the second's. News of two parties says "both sides" long after their names,
 * with mediators in between; nearness alone takes the mediator. Who does something to "both presidents" is none of them.
 *
 * Cost: each looks at the mentions of three sentences, at most LINK_CANDIDATES_MAX; counting reads every mention once.
 */
#include "link/work.h"

static bool pair_has(const link_work *w, const uint32_t *pair, uint32_t n, uint32_t actor)
{
    for (uint32_t i = 0; i < n; i++)
        if (str_eq(w->d->actors[pair[i]].code, w->d->actors[actor].code)) return true;
    return false;
}

/* A state that is no more: it is named, but nobody speaks to it. */
static bool gone(const link_work *w, uint32_t actor)
{
    uint32_t body = link_body_find(w->g, w->d->actors[actor].code);
    return body != MAP_NONE && !link_holds(w->g->bodies[body].from, w->g->bodies[body].to, w->d->published);
}

/* Distinct codes among mentions of basis at most `worst`, before `limit`; more than two give 3. first: where the first was found. */
uint32_t link_codes_in(const link_work *w, uint32_t from, uint32_t to, uint32_t limit, uint8_t worst, bool people, uint32_t pair[LINK_PAIR], uint32_t *first)
{
    uint32_t n = 0;
    if (to - from > LINK_CANDIDATES_MAX) from = to - LINK_CANDIDATES_MAX;
    for (uint32_t i = from; i < to; i++) {
        const doc_mention *m = &w->d->mentions[i];
        if (m->head >= limit || m->basis > worst || m->basis == MENTION_BARE) continue;
        if (people && !(link_fits(w, m) & FIT_PERSON)) continue;
        for (uint32_t k = 0; k < m->n_actors; k++) {
            if (!w->d->actors[m->actor[k]].code.n || pair_has(w, pair, n, m->actor[k]) || gone(w, m->actor[k])) continue;
            if (n == LINK_PAIR) return LINK_PAIR + 1;
            if (!n) *first = i;
            pair[n++] = m->actor[k];
        }
    }
    return n;
}

/* The pair the document is about so far: the two codes acting most often, when the third comes far behind. */
static bool pair_of_document(const link_work *w, uint32_t pair[LINK_PAIR])
{
    uint32_t best[3] = {0}, who[3] = {DOC_NONE, DOC_NONE, DOC_NONE};
    for (uint32_t k = 0; k < w->tally.n; k++) {
        uint32_t n = w->tally.values[k];
        for (int r = 0; r < 3; r++) {
            if (n <= best[r]) continue;
            for (int q = 2; q > r; q--) best[q] = best[q - 1], who[q] = who[q - 1];
            best[r] = n;
            who[r] = k;
            break;
        }
    }
    if (best[1] < 2 || best[2] * 3 > best[1] * 2) return false;
    pair[0] = w->tally_actor[who[0]];
    pair[1] = w->tally_actor[who[1]];
    return true;
}

/* "the European Union and Japan urged both sides": who asks is not who is asked. */
static bool asked_by_pair(const link_work *w, uint32_t t, uint32_t first)
{
    return first != DOC_NONE && link_beside(w, t, w->d->mentions[first].head);
}

/* "Mr Petkov asked both presidents to Sofia": whoever does it to them is none of them. */
static bool acts_on_pair(const link_work *w, uint32_t t, const uint32_t *pair)
{
    uint32_t verb = link_head_of(w, t);
    unsigned rel = link_rel(w, t);
    if (verb == DOC_NONE || (rel != DEP_OBJ && rel != DEP_IOBJ && rel != DEP_OBL)) return false;
    for (uint32_t c = w->child[verb]; c != DOC_NONE; c = w->sibling[c]) {
        uint32_t m = link_rel(w, c) == DEP_NSUBJ ? w->d->mention_at[c] : DOC_NONE;
        if (m != DOC_NONE && w->d->mentions[m].n_actors == 1 && pair_has(w, pair, LINK_PAIR, w->d->mentions[m].actor[0])) return true;
    }
    return false;
}

/* Exactly two, of one sentence (0 this one, 1, 2 those before). */
static bool pair_of_sentence(const link_work *w, uint32_t t, int back, bool people, uint32_t pair[LINK_PAIR], uint32_t *first)
{
    uint32_t from = w->mention_begin[back], to = back ? w->mention_begin[back - 1] : w->d->n_mentions;
    uint32_t n = people ? link_codes_in(w, from, to, t, MENTION_COREF, true, pair, first) : 0;
    if (n != LINK_PAIR) n = link_codes_in(w, from, to, t, MENTION_COREF, false, pair, first);
    if (n < LINK_PAIR) n = link_codes_in(w, from, to, t, MENTION_PLACE, false, pair, first);
    return n == LINK_PAIR && !(back == 0 && asked_by_pair(w, t, *first));
}

/* "the two countries": the two of this sentence, else those the document is about, else those of the sentence before. */
static uint32_t pair_find(const link_work *w, uint32_t t, bool people, uint32_t pair[LINK_PAIR], uint32_t *first)
{
    if (pair_of_sentence(w, t, 0, people, pair, first) && !acts_on_pair(w, t, pair)) return LINK_PAIR;
    if (people && pair_of_sentence(w, t, 1, people, pair, first) && !acts_on_pair(w, t, pair)) return LINK_PAIR;
    *first = DOC_NONE;
    if (pair_of_document(w, pair) && !acts_on_pair(w, t, pair)) return LINK_PAIR;
    for (int back = 1; back < 3; back++)
        if (pair_of_sentence(w, t, back, people, pair, first) && !acts_on_pair(w, t, pair)) return LINK_PAIR;
    *first = DOC_NONE;
    return 0;
}

uint32_t link_pair_other(const link_work *w, uint32_t t, uint32_t actor)
{
    uint32_t pair[LINK_PAIR], first;
    str code = w->d->actors[actor].code;
    if (!pair_of_document(w, pair) && !pair_of_sentence(w, t, 1, false, pair, &first)) return DOC_NONE;
    bool is_first = str_eq(w->d->actors[pair[0]].code, code);
    return is_first || str_eq(w->d->actors[pair[1]].code, code) ? pair[is_first] : DOC_NONE;
}

/* Does the sentence before name two people whom nobody knows? "Both" are they. */
static bool two_strangers(const link_work *w)
{
    enum { REACH = 100 }; /* words */
    if (!w->sent || !w->d->ner) return false;
    const doc_sentence *x = &w->d->sentences[w->sent - 1];
    uint32_t n = 0;
    for (uint32_t t = x->tok_end > x->tok_begin + REACH ? x->tok_end - REACH : x->tok_begin; t < x->tok_end; t++) n += w->d->ner[t] == NER_B_PER && w->d->mention_at[t] == DOC_NONE;
    return n >= LINK_PAIR;
}

int link_pair(link_work *w, uint32_t t, bool people)
{
    uint32_t pair[LINK_PAIR], first = DOC_NONE;
    if (people && two_strangers(w)) return ENT_OK;
    if (pair_find(w, t, people, pair, &first) != LINK_PAIR) return ENT_OK;
    uint32_t added = link_mention_add(w, t, t + 1, t, pair, LINK_PAIR, MENTION_COREF);
    if (added == DOC_NONE) return error_memory(w->err);
    w->d->mentions[added].antecedent = first;
    return ENT_OK;
}

/* "The two signed", "both agreed", "the pair". */
bool link_pair_alone(const link_work *w, uint32_t t)
{
    unsigned rel = link_rel(w, t);
    if (rel != DEP_NSUBJ && rel != DEP_OBJ && rel != DEP_OBL) return false;
    bool definite = link_cue(w, t) & CUE_TWICE;
    for (uint32_t c = w->child[t]; c != DOC_NONE; c = w->sibling[c]) {
        unsigned below = link_rel(w, c);
        definite |= (link_cue(w, c) & CUE_ARTICLE) != 0;
        if (below == DEP_NMOD || below == DEP_COMPOUND || below == DEP_AMOD || below == DEP_CONJ) return false;
    }
    return definite;
}

/* "the two governments", "both armies": the role, twice. */
int link_pair_role(link_work *w, link_hit *h)
{
    uint32_t pair[LINK_PAIR], first = DOC_NONE;
    const link_role *r = &w->g->roles[h->role];
    if (pair_find(w, h->head, r->flags & ROLE_PERSON, pair, &first) != LINK_PAIR) return ENT_OK;
    for (int k = 0; k < LINK_PAIR; k++)
        if (w->d->actors[pair[k]].kind != ACTOR_PERSON) pair[k] = link_actor_of_role(w, pair[k], r, h->former, link_role_name(w, h, pair[k]), ACTOR_ROLE);
    h->mention = link_mention_add(w, h->begin, h->end, h->head, pair, LINK_PAIR, MENTION_COREF);
    if (h->mention == DOC_NONE) return error_memory(w->err);
    w->d->mentions[h->mention].antecedent = first;
    return ENT_OK;
}

/* Counts who acts, for pair_of_document; a sentence at a time. */
int link_tally(link_work *w)
{
    for (uint32_t i = w->mention_begin[0]; i < w->d->n_mentions; i++) {
        const doc_mention *m = &w->d->mentions[i];
        if (m->basis > MENTION_COREF) continue;
        for (uint8_t k = 0; k < m->n_actors; k++) {
            str code = w->d->actors[m->actor[k]].code;
            uint32_t at = map_find(&w->tally, code), cap = w->cap_tally;
            if (!code.n) continue;
            if (at != MAP_NONE) {
                w->tally.values[at]++;
                continue;
            }
            if (!map_put(&w->tally, code, 1)) return error_memory(w->err);
            w->tally_actor = arena_grow(w->mem, w->tally_actor, sizeof *w->tally_actor, w->tally.n - 1, w->tally.n, &cap);
            if (!w->tally_actor) return error_memory(w->err);
            w->cap_tally = cap;
            uint32_t body = link_body_of_code(w, code);
            w->tally_actor[w->tally.n - 1] = body == MAP_NONE ? m->actor[k] : link_actor_of_body(w, body);
        }
    }
    return ENT_OK;
}
