/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether an act without another target was done at home, where `self` stands for its target: "police killed protesters" is of one country. It is not
 * taken for that when the clause, one beside it, or whoever tells of it lets the people or the place be another country's.
 */
#include "code/scan.h"

/* The country of a token's mention, or "". */
static str country_at(const code_scan *s, uint32_t tok)
{
    uint32_t m = tok == DOC_NONE ? DOC_NONE : s->covered[tok];
    return m == DOC_NONE || !s->d->mentions[m].n_actors ? STR_NONE : s->d->actors[s->d->mentions[m].actor[0]].country;
}

static bool is_elsewhere(str country, str home) { return country.n && !str_eq(country, home); }

static bool has_sector(const code_scan *s, uint32_t actor, uint32_t set)
{
    const doc_actor *a = &s->d->actors[actor];
    for (uint8_t i = 0; i < a->n_sectors; i++)
        if (code_sector_in(s, a->sector[i], set)) return true;
    return false;
}

/* "X expelled workers of Y who had protested": whoever others deal with need not be at home. */
static bool is_guest(code_scan *s, uint32_t pred, const code_hit *h)
{
    const doc_predicate *p = &s->d->predicates[pred];
    if (p->relation != REL_RELATIVE || p->parent == DOC_NONE || s->d->predicates[p->parent].sent != p->sent || !h->n_actors) return false;
    const code_hit *above = code_resolve(s, p->parent);
    if (!above || above->rule == MAP_NONE || !above->full || !above->n_actors) return false;
    bool guest = !code_same_actor(s->d, above->actor[0].actor, h->actor[0].actor);
    if (guest) code_why(s, "self: the clause is about people that others deal with");
    return guest;
}

/* "stormed a post of Y and detained five men": the verb before it, with the same doer, was done to somebody of another country. */
static bool is_joined_to_others(code_scan *s, uint32_t pred, const code_hit *h)
{
    const doc_predicate *p = &s->d->predicates[pred];
    if (p->relation != REL_CONJ || p->parent == DOC_NONE || s->d->predicates[p->parent].sent != p->sent || !h->n_actors) return false;
    const code_hit *before = code_resolve(s, p->parent);
    if (!before || before->rule == MAP_NONE || !before->full || !before->n_actors || !before->n_recipients || !code_same_actor(s->d, before->actor[0].actor, h->actor[0].actor)) return false;
    str home = s->d->actors[h->actor[0].actor].country;
    for (uint8_t i = 0; i < before->n_recipients; i++)
        if (str_eq(s->d->actors[before->recipient[i].actor].country, home)) return false;
    code_why(s, "self: the verb before it was done to another country's");
    return true;
}

/* Does the clause tell of what was done to somebody of another country, or `anything` else of one? */
static bool tells_of_others(const code_scan *s, uint32_t clause, str home, bool anything)
{
    const doc *d = s->d;
    for (uint32_t i = d->predicates[clause].role_begin; i < d->predicates[clause].role_end; i++) {
        uint32_t t = d->roles[i].tok, m = (anything || d->roles[i].role == ROLE_PATIENT) && t != DOC_NONE ? d->mention_at[t] : DOC_NONE;
        str country = m == DOC_NONE || !d->mentions[m].n_actors ? STR_NONE : d->actors[d->mentions[m].actor[0]].country;
        if (country.n && !str_eq(country, home)) return true;
    }
    return false;
}

/* "Soldiers of X died when fighters of Y stormed a post", "fired at a base that houses troops of X", "killed men who had come from X": not at home. */
static bool is_at_others(code_scan *s, uint32_t pred, const code_hit *h)
{
    const doc *d = s->d;
    const doc_predicate *p = &d->predicates[pred];
    if (!h->n_actors || !d->mention_at) return false;
    str home = d->actors[h->actor[0].actor].country;
    bool others = p->relation == REL_ADVERBIAL && p->parent != DOC_NONE && d->predicates[p->parent].sent == p->sent && tells_of_others(s, p->parent, home, false);
    for (uint32_t c = s->children.first[pred]; c != DOC_NONE && !others; c = s->children.next[c]) others = d->predicates[c].relation == REL_RELATIVE && tells_of_others(s, c, home, true);
    if (others) code_why(s, "self: a clause beside it tells of people of another country");
    return others;
}

/* "A man of X set fire to a bus; the police of Y arrested him": whom a pronoun means that nobody resolved may be from elsewhere. */
static bool is_somebody_told(const code_scan *s, uint32_t pred, const code_hit *h)
{
    enum { TOLD_BACK = 60 }; /* words */
    const doc *d = s->d;
    const doc_predicate *p = &d->predicates[pred];
    if (!h->n_actors || !d->upos || !d->mention_at) return false;
    str home = d->actors[h->actor[0].actor].country;
    for (uint32_t i = p->role_begin; i < p->role_end; i++) {
        uint32_t t = d->roles[i].tok;
        if (d->roles[i].role != ROLE_PATIENT || t == DOC_NONE || d->upos[t] != UPOS_PRON || d->mention_at[t] != DOC_NONE || !(d->feats[t] & FEAT_P3) || d->feats[t] & FEAT_NEUT) continue;
        uint32_t from = d->sentences[p->sent ? p->sent - 1 : 0].tok_begin;
        for (uint32_t k = t - from > TOLD_BACK ? t - TOLD_BACK : from; k < t; k++) {
            const doc_mention *m = d->mention_at[k] == DOC_NONE ? NULL : &d->mentions[d->mention_at[k]];
            if (!m || !m->n_actors || m->basis == MENTION_PLACE) continue;
            str country = d->actors[m->actor[0]].country;
            if (country.n && !str_eq(country, home)) return code_why(s, "self: the pronoun may mean somebody of another country"), true;
        }
    }
    return false;
}

/* "Soldiers of X shelled a village, Y said": the army of another country than the speaker's was hardly at home. */
static bool is_told_by_others(const code_scan *s, uint32_t pred, str home, const code_hit *h)
{
    const doc *d = s->d;
    uint32_t said = d->predicates[pred].attribution;
    if (said == DOC_NONE || !has_sector(s, h->actor[0].actor, s->b->set_self_abroad)) return false;
    return is_elsewhere(country_at(s, d->attributions[said].source_head), home);
}

/* "A court of X found a soldier of Y guilty of killing a man": the dead may be of either. */
static bool is_tried_by_others(const code_scan *s, uint32_t pred, str home)
{
    enum { UP = 3 };
    const doc *d = s->d;
    uint32_t up = d->predicates[pred].parent;
    for (uint32_t steps = 0; up != DOC_NONE && steps < UP; up = d->predicates[up].parent, steps++)
        for (uint32_t i = d->predicates[up].role_begin; i < d->predicates[up].role_end; i++) {
            uint32_t t = d->roles[i].role == ROLE_AGENT ? d->roles[i].tok : DOC_NONE;
            if (is_elsewhere(country_at(s, t), home) && has_sector(s, d->mentions[s->covered[t]].actor[0], s->b->set_self_court)) return true;
        }
    return false;
}

/* The clause names a place or thing of another country ("near the port of Y", "a house in a suburb of Y"), or leads over a border. One at the border with Y is at home. */
static bool is_abroad(const code_scan *s, uint32_t pred, str home, const code_hit *h)
{
    const doc *d = s->d;
    const doc_predicate *p = &d->predicates[pred];
    for (uint32_t i = p->role_begin; i < p->role_end; i++)
        if (d->roles[i].role == ROLE_OBLIQUE && d->roles[i].tok != DOC_NONE && code_listed(s->b, d->roles[i].prep, s->b->set_place_across) && code_word_in(s, d->roles[i].tok, s->b->set_place_edge)) return true;
    for (uint32_t m = s->mentions.first[pred]; m != DOC_NONE; m = s->mentions.next[m]) {
        uint32_t t = d->mentions[m].head;
        bool acts = d->tokens[t].begin >= h->actor[0].begin && d->tokens[t].end <= h->actor[0].end;
        if (!acts && is_elsewhere(country_at(s, t), home) && !code_is_beyond(s, t)) return true;
    }
    return false;
}

bool code_at_home(code_scan *s, uint32_t pred, const code_hit *h)
{
    if (!h->n_actors || !s->d->mention_at) return true;
    str home = s->d->actors[h->actor[0].actor].country;
    if (is_guest(s, pred, h) || is_at_others(s, pred, h) || is_joined_to_others(s, pred, h) || is_somebody_told(s, pred, h)) return false;
    if (is_told_by_others(s, pred, home, h)) return code_why(s, "self: another country tells of it");
    if (is_tried_by_others(s, pred, home)) return code_why(s, "self: a court of another country tries it");
    return !is_abroad(s, pred, home, h) || code_why(s, "self: the clause names another country, or a border that is crossed");
}
