/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Descriptions: what a noun stands for that names nobody.
 *
 * in:  nouns with cues, in token order      out: MENTION_COREF, MENTION_ROLE
 *
 *   the Court, the union                    the last word of an organisation's name
 *   the country, the alliance, the group    exactly one of that sort
 *   its neighbour, Cuba's ally              the other of the two that are spoken of
 *   his Indian counterpart                  the adjective's country, the office of "his"
 *
 * Pairs are pair.c's, roles without an owner bare.c's.
 *
 * Cost: each looks at the mentions of three sentences, at most LINK_CANDIDATES_MAX.
 */
#include "link/work.h"

/* ---- echoes of names ------------------------------------------------------------------------------------------------------------ */

static bool under_place(const link_work *w, uint32_t t)
{
    uint32_t prep = link_case_of(w, t);
    return prep != DOC_NONE && (link_cue(w, prep) & CUE_PLACE);
}

/* "the Court" after "the International Criminal Court": the last word of an organisation's name, definite and alone. */
int link_echo(link_work *w, uint32_t t)
{
    char room[32];
    str word = doc_form(w->d, t);
    if (!w->echoes.n || word.n > sizeof room) return ENT_OK;
    for (uint32_t i = 0; i < word.n; i++) room[i] = word.s[i] >= 'A' && word.s[i] <= 'Z' ? (char)(word.s[i] | 32) : word.s[i];
    uint32_t actor = map_get(&w->echoes, str_make(room, word.n));
    if (actor >= w->d->n_actors) return ENT_OK;
    unsigned frame = link_noun_frame(w, t);
    if (!(frame & FRAME_THE) || frame & (FRAME_OTHER | FRAME_PAIR | FRAME_AFTER) || link_modifier(w, t)) return ENT_OK;
    return link_mention_add(w, t, t + 1, t, &actor, 1, under_place(w, t) ? MENTION_PLACE : MENTION_COREF) == DOC_NONE ? error_memory(w->err) : ENT_OK;
}

static bool echo_keep(link_work *w, str name, uint32_t actor)
{
    str word = STR_NONE;
    uint32_t n = 0;
    while (name.s) word = str_cut(&name, ' '), n++;
    if (n < 2 || word.n < 4 || word.n > 30) return true;
    str low = arena_str(w->mem, word);
    if (!low.s) return false;
    for (uint32_t i = 0; i < low.n; i++) ((char *)low.s)[i] = low.s[i] >= 'A' && low.s[i] <= 'Z' ? (char)(low.s[i] | 32) : low.s[i];
    uint32_t have = map_get(&w->echoes, low);
    if (have == actor || have == LINK_AMBIGUOUS) return true;
    return map_put(&w->echoes, low, have == MAP_NONE || str_eq(w->d->actors[have].code, w->d->actors[actor].code) ? actor : LINK_AMBIGUOUS);
}

/* Organisations of this sentence, by the last words of their names as written and in full. */
int link_echoes_keep(link_work *w)
{
    for (uint32_t i = w->match_begin; i < w->n_matches; i++) {
        const link_match *m = &w->matches[i];
        if (m->kind != KIND_ORG || m->mention == DOC_NONE) continue;
        uint32_t actor = w->d->mentions[m->mention].actor[0];
        str text = doc_text(w->d, w->d->tokens[m->begin].begin, w->d->tokens[m->end - 1].end);
        if (!echo_keep(w, text, actor) || !echo_keep(w, w->g->bodies[m->ref].name, actor)) return error_memory(w->err);
    }
    return ENT_OK;
}

static unsigned description_wants(cue_set cues)
{
    return (cues & CUE_STATE ? FIT_STATE : 0u) | (cues & CUE_IGO ? FIT_IGO : 0u) | (cues & CUE_ARMED ? FIT_ARMED : 0u) | (cues & CUE_LEADER ? FIT_PERSON : 0u);
}

int link_description(link_work *w, uint32_t t, cue_set cues)
{
    unsigned frame = link_noun_frame(w, t);
    if (frame & FRAME_OTHER || (frame & FRAME_AFTER && !(frame & FRAME_PAIR))) return ENT_OK;
    if (frame & FRAME_PAIR) return cues & (CUE_STATE | CUE_SIDE | CUE_LEADER) ? link_pair(w, t, cues & CUE_LEADER) : ENT_OK;
    unsigned want = description_wants(cues);
    if (!(frame & FRAME_THE) || !want || w->d->feats[t] & FEAT_PLUR) return ENT_OK;
    uint32_t m = DOC_NONE, pair[LINK_PAIR], first;
    for (int back = 0; back < 3 && m == DOC_NONE; back++) {
        uint32_t from = w->mention_begin[back], to = back ? w->mention_begin[back - 1] : w->d->n_mentions;
        if (want & FIT_STATE && link_codes_in(w, from, to, t, MENTION_PLACE, false, pair, &first) > 1) return ENT_OK;
        m = link_only(w, from, to, t, want, false);
    }
    if (link_clear(m) == DOC_NONE) return ENT_OK;
    return link_refer(w, t, t, m, false, under_place(w, t) ? MENTION_PLACE : MENTION_COREF);
}

/* "its neighbour", "Cuba's ally": the other one, where one of the two that are spoken of is the owner. A name beside it says it itself. */
int link_related(link_work *w, uint32_t t)
{
    uint32_t owner = DOC_NONE;
    for (uint32_t c = w->child[t]; c != DOC_NONE; c = w->sibling[c]) {
        if (c < t && link_sub(w, c) == SUB_POSS) owner = w->d->mention_at[c];
        else if ((c < t && link_rel(w, c) != DEP_CASE) || link_rel(w, c) == DEP_APPOS || link_rel(w, c) == DEP_FLAT) return ENT_OK;
    }
    if (owner == DOC_NONE || w->d->mentions[owner].n_actors != 1 || link_modifier(w, t) || w->d->feats[t] & FEAT_PLUR) return ENT_OK;
    uint32_t other = link_pair_other(w, t, w->d->mentions[owner].actor[0]);
    if (other == DOC_NONE || w->d->actors[other].kind != ACTOR_STATE) return ENT_OK;
    uint32_t begin = w->d->mentions[owner].tok_begin;
    return link_mention_add(w, begin, t + 1, t, &other, 1, under_place(w, t) ? MENTION_PLACE : MENTION_COREF) == DOC_NONE ? error_memory(w->err) : ENT_OK;
}

static bool is_owner(const link_work *w, uint32_t match)
{
    return match != DOC_NONE && w->matches[match].verdict != VERDICT_NOT && w->matches[match].kind < KIND_PERSON;
}

/* Somebody of the match's country, in the office of `peer` (or NULL). */
static uint32_t counterpart_add(link_work *w, uint32_t match, uint32_t t, const doc_actor *peer)
{
    const doc_actor *body = &w->d->actors[link_actor_of_match(w, &w->matches[match], false)];
    doc_actor a = {.code = body->code, .country = body->country, .cow = body->cow, .kind = ACTOR_ROLE};
    uint32_t begin = w->matches[match].begin < t ? w->matches[match].begin : t;
    a.name = doc_text(w->d, w->d->tokens[begin].begin, w->d->tokens[t].end);
    for (; peer && a.n_sectors < peer->n_sectors; a.n_sectors++) a.sector[a.n_sectors] = peer->sector[a.n_sectors];
    return link_actor_add(w, a);
}

/* "his Indian homologue", "his Indian and Nepalese counterparts": countries by the adjectives, office by the pronoun. */
int link_counterpart(link_work *w, uint32_t t)
{
    uint32_t owner = DOC_NONE, pronoun = DOC_NONE, actors[DOC_MAX_MENTION_ACTORS], n = 0;
    for (uint32_t c = w->child[t]; c != DOC_NONE && c < t; c = w->sibling[c]) {
        if (is_owner(w, w->match_at[c])) owner = w->match_at[c];
        if (link_tag(w, c) == UPOS_PRON && w->d->mention_at[c] != DOC_NONE) pronoun = w->d->mention_at[c];
    }
    if (owner == DOC_NONE) return ENT_OK;
    doc_actor peer = {0};
    if (pronoun != DOC_NONE) peer = *link_first_actor(w, &w->d->mentions[pronoun]);
    actors[n++] = counterpart_add(w, owner, t, &peer);
    for (uint32_t c = w->child[w->matches[owner].head]; c != DOC_NONE && c < t && n < DOC_MAX_MENTION_ACTORS; c = w->sibling[c])
        if (link_rel(w, c) == DEP_CONJ && is_owner(w, w->match_at[c])) actors[n++] = counterpart_add(w, w->match_at[c], t, &peer);
    uint32_t begin = w->matches[owner].begin < t ? w->matches[owner].begin : t;
    return link_mention_add(w, begin, t + 1, t, actors, n, MENTION_ROLE) == DOC_NONE ? error_memory(w->err) : ENT_OK;
}
