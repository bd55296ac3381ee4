/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Roles that have no owner: "its defence minister", "the ambassador", "the army".
 *
 * in:  role nouns that role.c left to nobody, in token order      out: MENTION_COREF, MENTION_BARE, MENTION_OWNED
 *
 *   the foreign ministers of the two countries    of whom the description means
 *   its defence minister                          a role of whom the pronoun means
 *   the navy there                                of the place named before
 *   the ambassador                                the one of that role named before
 *   the army, police                              MENTION_BARE: of the one country the sentence allows
 *
 * A role alone is the weakest evidence there is, so it has the most conditions: see bare_stands, against_owner and may_be_foreign.
 *
 * Cost: each looks at the mentions of three sentences, at most LINK_CANDIDATES_MAX.
 */
#include "link/work.h"

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
    return prep != DOC_NONE && (link_cue(w, prep) & CUE_TOWARD);
}

/* "the border with Ecuador": Ecuador is on its other side. */
static bool across_border(const link_work *w, uint32_t t)
{
    uint32_t noun = link_rel(w, t) == DEP_NMOD ? link_head_of(w, t) : DOC_NONE, prep = link_case_of(w, t);
    return noun != DOC_NONE && prep != DOC_NONE && (link_cue(w, noun) & CUE_LOCATION) && !(link_cue(w, prep) & (CUE_GENITIVE | CUE_PLACE));
}

/* The one code of a sentence; DOC_NONE for none, LINK_AMBIGUOUS for several. */
static uint32_t one_code(const link_work *w, const link_hit *h, uint32_t from, uint32_t to)
{
    uint32_t found = DOC_NONE;
    if (to - from > LINK_CANDIDATES_MAX) return LINK_AMBIGUOUS;
    for (uint32_t i = from; i < to; i++) {
        const doc_mention *m = &w->d->mentions[i];
        if (m->basis == MENTION_BARE || !m->n_actors || sent_to(w, h, m->head) || across_border(w, m->head)) continue;
        if (m->n_actors > 1 || (m->basis == MENTION_OWNED && w->match_at[m->head] != DOC_NONE)) return LINK_AMBIGUOUS; /* "Iran-backed" */
        if (!link_first_actor(w, m)->country.n) return LINK_AMBIGUOUS;
        if (found != DOC_NONE && !str_eq(link_first_actor(w, m)->code, w->d->actors[found].code)) return LINK_AMBIGUOUS;
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
        if (m->basis != MENTION_PLACE || !m->n_actors || link_first_actor(w, m)->kind != ACTOR_STATE) continue;
        uint32_t hit = link_head_of(w, m->head);
        if (hit != DOC_NONE && w->hit_at[hit] != DOC_NONE && w->hits[w->hit_at[hit]].mention != DOC_NONE) continue; /* "the ministry in Ankara" */
        if (found != DOC_NONE && !str_eq(link_first_actor(w, m)->code, w->d->actors[found].code)) return LINK_AMBIGUOUS;
        found = m->actor[0];
    }
    return found;
}

/* "Kurdish militia positions in northern Syria": people of no state belong to where they are, as things of it. */
static int placed(link_work *w, link_hit *h)
{
    uint32_t owner = link_clear(one_place(w)), t = h->head;
    if (owner == DOC_NONE) return ENT_OK;
    while (link_rel(w, t) == DEP_COMPOUND && link_head_of(w, t) != DOC_NONE && link_head_of(w, t) < w->end && link_head_of(w, t) > t) t = link_head_of(w, t);
    if (w->d->mention_at[t] != DOC_NONE) return ENT_OK;
    uint32_t actor = link_actor_of_role(w, owner, &w->g->roles[h->role], h->former, doc_text(w->d, w->d->tokens[h->begin].begin, w->d->tokens[t].end), ACTOR_ROLE);
    h->mention = link_mention_add(w, h->begin, t + 1, t, &actor, 1, MENTION_OWNED);
    return h->mention == DOC_NONE ? error_memory(w->err) : ENT_OK;
}

/* The word before the noun phrase: "the", "a" …; DOC_NONE when there is none. */
static uint32_t determiner(const link_work *w, const link_hit *h)
{
    for (uint32_t c = w->child[h->head]; c != DOC_NONE && c < h->head; c = w->sibling[c])
        if (link_tag(w, c) == UPOS_DET) return c;
    return h->begin > w->begin && link_tag(w, h->begin - 1) == UPOS_DET ? h->begin - 1 : DOC_NONE;
}

/* Something in the phrase says whose it is, though not in a way that was understood: "other governments", "the leader of the separatists". */
static bool owned_otherwise(const link_work *w, const link_hit *h)
{
    for (uint32_t c = w->child[h->head]; c != DOC_NONE; c = w->sibling[c]) {
        if (c < h->head && (link_cue(w, c) & CUE_OTHER)) return true;
        if (c < h->end || link_rel(w, c) != DEP_NMOD || (w->g->roles[h->role].flags & ROLE_INSTITUTION)) continue;
        uint32_t prep = link_case_of(w, c);
        if (prep != DOC_NONE && (link_cue(w, prep) & CUE_OWNER)) return true;
    }
    return false;
}

/* The token by which a role and the name behind it hang in the sentence. */
static uint32_t hanging(const link_work *w, const link_hit *h) { return link_span_head(w, h->begin, h->name_end > h->end ? h->name_end : h->end); }

static bool is_subject_of(const link_work *w, uint32_t t) { return link_rel(w, link_first_conjunct(w, t)) == DEP_NSUBJ; }

/* The country that the text is said to be about. */
static uint32_t home(link_work *w)
{
    uint32_t body = w->d->country.n ? link_body_find(w->g, w->d->country) : LINK_NONE;
    return body == LINK_NONE || w->g->bodies[body].kind != BODY_STATE ? DOC_NONE : link_actor_of_body(w, body);
}

/* "was jailed by a court": also where the parser has a phrase and no agent. */
static bool is_agent(const link_work *w, uint32_t t)
{
    uint32_t prep = link_case_of(w, t), verb = link_head_of(w, t);
    if (link_sub(w, t) == SUB_AGENT) return true;
    if (link_rel(w, t) != DEP_OBL || prep == DOC_NONE || !(link_cue(w, prep) & CUE_DOER) || verb == DOC_NONE) return false;
    for (uint32_t c = w->child[verb]; c != DOC_NONE && c < verb; c = w->sibling[c])
        if (link_sub(w, c) == SUB_PASS) return true;
    return false;
}

static bool is_judge(const link_work *w, const link_hit *h) { return w->g->roles[h->role].n_sectors && str_is(w->g->roles[h->role].sector[0], "JUD"); }

/* "A court jailed …", "by magistrate NAME", in a text that is said to be about one country and names no other here: that country's. */
static bool at_home(const link_work *w, const link_hit *h)
{
    if (!w->d->country.n || !((w->g->roles[h->role].flags & ROLE_INSTITUTION) || is_judge(w, h))) return false;
    for (uint32_t i = w->mention_begin[0]; i < w->d->n_mentions; i++)
        if (w->d->mentions[i].n_actors && !str_eq(link_first_actor(w, &w->d->mentions[i])->country, w->d->country)) return false;
    return is_subject_of(w, hanging(w, h)) || is_agent(w, hanging(w, h));
}

/* A role alone is taken up only where it is definite ("the president"), or plural people ("protesters"), or an institution without an article
 * ("police"); never where it stands abroad by its nature ("the embassy"), modifies a noun that is no act ("police equipment"), or is somebody whose side
 * nobody takes ("doctors", "banks"). */
static bool bare_stands(const link_work *w, const link_hit *h)
{
    const link_role *r = &w->g->roles[h->role];
    bool many = r->flags & ROLE_PLURAL, group = (r->flags & ROLE_GROUP) && many, named = h->name_end > h->end;
    uint32_t det = determiner(w, h), up = link_head_of(w, h->head);
    if (!(r->sector_notes & SECTOR_ALONE) || (h->end - h->begin == 1 && (link_cue(w, h->head) & CUE_ABROAD))) return false;
    if (link_modifier(w, h->head) && up != DOC_NONE && w->hit_at[up] == DOC_NONE && !(link_cue(w, up) & CUE_EVENT)) return false;
    if (owned_otherwise(w, h)) return false;
    if (r->sector_notes & SECTOR_CROWD && !(many && link_rel(w, h->head) == DEP_NSUBJ && link_sub(w, h->head) != SUB_PASS)) return false;
    if (det != DOC_NONE && !(link_cue(w, det) & CUE_ARTICLE)) return at_home(w, h);
    if (named || group) return true;
    if (r->flags & ROLE_INSTITUTION) return !many || det != DOC_NONE;
    if (det == DOC_NONE && !many && is_judge(w, h)) return at_home(w, h);
    return det != DOC_NONE && !many;
}

/* The country's own name is another argument of the same verb: "the army attacked Ukraine" is not Ukraine's army. */
static bool against_owner(const link_work *w, const link_hit *h, uint32_t owner)
{
    uint32_t top = hanging(w, h), verb = link_head_of(w, link_first_conjunct(w, top));
    if (verb == DOC_NONE || link_tag(w, verb) != UPOS_VERB || !is_subject_of(w, top)) return false;
    for (uint32_t i = w->mention_begin[0]; i < w->d->n_mentions; i++) {
        const doc_mention *m = &w->d->mentions[i];
        if (m->basis > MENTION_COREF || !m->n_actors || !str_eq(link_first_actor(w, m)->code, w->d->actors[owner].code)) continue;
        if (link_head_of(w, link_first_conjunct(w, m->head)) == verb) return true;
    }
    return false;
}

/* Soldiers, rebels, civilians and officials that something is done to are as likely another country's as the only one's that is named. */
static bool may_be_foreign(const link_work *w, const link_hit *h)
{
    uint32_t top = hanging(w, h);
    return (w->g->roles[h->role].sector_notes & SECTOR_FOREIGN) && !is_subject_of(w, top) && link_sub(w, top) != SUB_AGENT;
}

/* "the ambassador", after "the Moroccan ambassador": the one mention of that role in the sentences before. */
static uint32_t role_again(const link_work *w, const link_hit *h)
{
    uint32_t found = DOC_NONE;
    for (uint32_t i = w->mention_begin[2]; i < w->mention_begin[0]; i++) {
        const doc_mention *m = &w->d->mentions[i];
        uint32_t hit = m->n_actors == 1 && (m->basis == MENTION_ROLE || m->basis == MENTION_NAME) ? w->hit_at[m->head] : DOC_NONE;
        if (hit == DOC_NONE || w->hits[hit].mention != i || w->hits[hit].role != h->role) continue;
        if (found != DOC_NONE && !link_same(w, found, i, 0)) return DOC_NONE;
        found = i;
    }
    return found;
}

/* "the spokesman", "the ambassador": nobody's alone, but whoever was called so before. */
static bool abroad_again(const link_work *w, const link_hit *h)
{
    uint32_t det = determiner(w, h);
    if (!(link_cue(w, h->head) & CUE_ABROAD) || (w->g->roles[h->role].flags & (ROLE_PLURAL | ROLE_THING | ROLE_INSTITUTION)) || owned_otherwise(w, h)) return false;
    return det != DOC_NONE && (link_cue(w, det) & CUE_ARTICLE) && !link_modifier(w, h->head);
}

static int bare(link_work *w, link_hit *h)
{
    bool stands = bare_stands(w, h);
    if (!stands && !abroad_again(w, h)) return ENT_OK;
    uint32_t before = h->name_end == h->end ? role_again(w, h) : DOC_NONE;
    if (before == DOC_NONE && !stands) return ENT_OK;
    if (before != DOC_NONE) return role_refer(w, h, w->d->mentions[before].actor[0], before, MENTION_COREF);
    uint32_t owner = one_code(w, h, w->mention_begin[0], w->d->n_mentions);
    if (owner == LINK_AMBIGUOUS && (w->g->roles[h->role].flags & ROLE_GROUP)) owner = one_place(w);
    for (int back = 1; back < 3 && owner == DOC_NONE; back++) owner = one_code(w, h, w->mention_begin[back], w->mention_begin[back - 1]);
    if (owner == DOC_NONE) owner = home(w);
    if (link_clear(owner) == DOC_NONE || against_owner(w, h, owner)) return ENT_OK;
    if (may_be_foreign(w, h) && link_clear(one_place(w)) == DOC_NONE) return ENT_OK;
    return role_refer(w, h, owner, DOC_NONE, MENTION_BARE);
}

/* "the foreign ministers of the two countries", "the president of the union": a description after the role is resolved first. */
static int owner_described(link_work *w, link_hit *h)
{
    uint32_t owner[DOC_MAX_MENTION_ACTORS], n = 0, source = DOC_NONE;
    for (uint32_t c = w->child[h->head]; c != DOC_NONE && !n; c = w->sibling[c]) {
        uint32_t prep = c > h->head && link_rel(w, c) == DEP_NMOD && c < w->end ? link_case_of(w, c) : DOC_NONE;
        if (prep == DOC_NONE || !(link_cue(w, prep) & CUE_OWNER)) continue;
        int rc = link_token_resolve(w, c);
        if (rc) return rc;
        source = w->d->mention_at[c];
        if (source == DOC_NONE || w->d->mentions[source].basis != MENTION_COREF) continue;
        for (; n < w->d->mentions[source].n_actors; n++) owner[n] = w->d->mentions[source].actor[n];
    }
    if (!n) return ENT_OK;
    for (uint32_t k = 0; k < n; k++) owner[k] = link_actor_of_role(w, owner[k], &w->g->roles[h->role], h->former, link_role_name(w, h, owner[k]), ACTOR_ROLE);
    h->mention = link_mention_add(w, h->begin, h->end, h->head, owner, n, MENTION_COREF);
    if (h->mention == DOC_NONE) return error_memory(w->err);
    w->d->mentions[h->mention].antecedent = source;
    return ENT_OK;
}

/* "the navy there": the nearest town or country before it in the sentence that stands as a place or for its government. */
static uint32_t place_meant(const link_work *w, const link_hit *h)
{
    bool there = false;
    for (uint32_t c = w->child[h->head]; c != DOC_NONE && !there; c = w->sibling[c]) there = c > h->head && c <= h->end + 1 && (link_cue(w, c) & CUE_YONDER);
    if (!there && !(h->end < w->end && (link_cue(w, h->end) & CUE_YONDER))) return DOC_NONE;
    for (uint32_t t = h->begin; t-- > w->begin;) {
        uint32_t m = w->d->mention_at[t], match = w->match_at[t];
        if (m == DOC_NONE || w->d->mentions[m].n_actors != 1) continue;
        if (w->d->mentions[m].basis == MENTION_PLACE || (match != DOC_NONE && w->matches[match].kind == KIND_CAPITAL)) return m;
    }
    return DOC_NONE;
}

/* "In Harare, Information Minister Todor Petkov …": who holds an office, and is not known from elsewhere, is at home in the capital that opens the sentence. */
static uint32_t opening_capital(const link_work *w, const link_hit *h)
{
    const link_role *r = &w->g->roles[h->role];
    uint32_t at = w->begin + 1, match = at < w->end ? w->match_at[at] : DOC_NONE;
    if (!(r->flags & ROLE_PERSON) || (r->flags & ROLE_PLURAL) || h->name_end == h->end || match == DOC_NONE || !(link_cue(w, w->begin) & CUE_SEATED)) return DOC_NONE;
    const link_match *m = &w->matches[match];
    uint32_t after = m->end + (m->end < w->end && link_word_is(w, m->end, ",")), mention = w->d->mention_at[m->head];
    if (m->begin != at || m->kind != KIND_CAPITAL || mention == DOC_NONE || w->d->mentions[mention].n_actors != 1 || h->begin < after || h->begin > after + 3) return DOC_NONE;
    for (uint32_t t = after; t < h->begin; t++)
        if (w->match_at[t] != DOC_NONE || w->hit_at[t] != DOC_NONE) return DOC_NONE;
    return is_subject_of(w, hanging(w, h)) ? mention : DOC_NONE;
}

int link_hit_resolve(link_work *w, link_hit *h)
{
    if (h->mention != DOC_NONE || w->d->mention_at[h->head] != DOC_NONE) return ENT_OK;
    int owned = owner_described(w, h);
    if (owned || h->mention != DOC_NONE) return owned;
    uint32_t place = place_meant(w, h);
    if (place == DOC_NONE && h->pronoun == DOC_NONE) place = opening_capital(w, h);
    if (place != DOC_NONE) return role_refer(w, h, w->d->mentions[place].actor[0], place, MENTION_COREF);
    if (h->pronoun != DOC_NONE && link_cue(w, h->head) & CUE_RELATED) return ENT_OK; /* "his host" is another's */
    if (h->pronoun != DOC_NONE) {
        uint32_t m = w->d->mention_at[h->pronoun];
        if (m == DOC_NONE || w->d->mentions[m].n_actors != 1) return ENT_OK;
        return role_refer(w, h, w->d->mentions[m].actor[0], m, MENTION_COREF);
    }
    cue_set cues = link_cue(w, h->head);
    uint32_t n = w->d->n_mentions;
    if (link_noun_frame(w, h->head) & FRAME_PAIR && w->g->roles[h->role].flags & ROLE_PLURAL) return link_pair_role(w, h);
    int rc = link_echo(w, h->head);
    if (!rc && w->d->n_mentions == n && cues & LINK_DESCRIBES) rc = link_description(w, h->head, cues);
    if (rc || w->d->n_mentions > n || w->g->roles[h->role].flags & ROLE_THING) return rc;
    return h->ethnic ? placed(w, h) : bare(w, h);
}
