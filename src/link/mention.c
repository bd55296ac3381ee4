/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names to mentions: how sure the words name the actor as an actor.
 *
 * in:  matches of a sentence, its tree      out: mentions with basis NAME, PLACE or OWNED at the heads of names; OWNED at the nouns they own
 *
 * The slot decides. A name under "in", "at", "near" is a place; under "to" and "from" it is one after words of motion only. A capital is
 * the government where something acts or is addressed (subject, object, agent, "with", "against", "by"), and a town after a noun of places
 * ("the outskirts of"), as the goal of a verb ("visited Kyiv", "shelled Kyiv"), in a dateline, before a comma and its country, and as modifier of an ordinary
 * noun ("Moscow suburbs"). The actor is filled in all the same, so that the code book may still ask who the host of a visit is.
 *
 * A modifier joined by a hyphen owns only with "led" and its like: "US-led coalition", not "Iran-backed militia".
 *
 * A state's name inside somebody else's proper name ("Michael Jordan", "China Daily") is no mention: the other capitalised word that no
 * table knows, joined by flat or compound, gives it away. In headlines capitals say nothing, so there this rule rests.
 *
 * Why not a trained classifier: place or actor is annotated in no free corpus of news, and a rule can be read, tested and disputed.
 *
 * Cost: constant per match (children of a token are few; conjunct chains are cut at eight).
 */
#include "link/work.h"

static bool is_country(uint8_t kind) { return kind == KIND_NAME || kind == KIND_ABBREVIATION; }
static bool is_person(uint8_t kind) { return kind == KIND_PERSON || kind == KIND_SURNAME; }
static bool is_noun(const link_work *w, uint32_t t) { return link_tag(w, t) == UPOS_NOUN || link_tag(w, t) == UPOS_PROPN; }

static bool known_token(const link_work *w, uint32_t t) { return w->match_at[t] != DOC_NONE || w->hit_at[t] != DOC_NONE; }

bool link_stranger(const link_work *w, uint32_t t)
{
    return link_tag(w, t) == UPOS_PROPN && (link_upper(w, t) || w->small) && !known_token(w, t) && !(link_cue(w, t) & (CUE_TITLE | CUE_CALENDAR));
}

/* Part of a longer proper name that the tables do not have. */
static bool inside_stranger(const link_work *w, const link_match *m)
{
    if (w->capitals || is_person(m->kind) || m->kind == KIND_ADJECTIVE || m->kind == KIND_DEMONYM) return false;
    unsigned rel = link_rel(w, m->head);
    uint32_t up = link_head_of(w, m->head);
    if ((rel == DEP_FLAT || rel == DEP_COMPOUND) && up != DOC_NONE && link_stranger(w, up) && (up + 1 == m->begin || up == m->end)) return true;
    for (uint32_t c = w->child[m->head]; c != DOC_NONE; c = w->sibling[c])
        if ((link_rel(w, c) == DEP_FLAT || link_rel(w, c) == DEP_COMPOUND) && link_stranger(w, c) && (c + 1 == m->begin || c == m->end)) return true;
    return false;
}

int link_hyphen(const link_work *w, const link_match *m)
{
    if (m->end + 1 >= w->end || !link_word_is(w, m->end, "-")) return 0;
    if (w->match_at[m->end + 1] != DOC_NONE) return 0; /* "US-China" */
    unsigned tag = link_tag(w, m->end + 1);
    if (tag != UPOS_VERB && tag != UPOS_ADJ) return 0;
    return link_cue(w, m->end + 1) & CUE_LED ? 1 : -1;
}

/* "BISHKEK, April 30 (Wire) — At least": a name first in the sentence, a dash after a few words, no verb between: the token of the dash, else
 * the sentence's first. */
static uint32_t dateline_end(const link_work *w)
{
    uint32_t first = w->match_begin < w->n_matches ? w->matches[w->match_begin].begin : w->end;
    if (first != w->begin) return w->begin;
    for (uint32_t t = w->matches[w->match_begin].end; t < w->end && t < first + 16; t++) {
        str form = doc_form(w->d, t);
        unsigned tag = link_tag(w, t);
        if (str_is(form, "—") || str_is(form, "–") || str_is(form, "--") || (str_is(form, "-") && w->d->tokens[t - 1].space_after)) return t;
        if (tag == UPOS_VERB || tag == UPOS_AUX || tag == UPOS_ADP) break;
    }
    return w->begin;
}

/* "Paris, France": the next name is the same country's. */
static bool before_own_country(const link_work *w, const link_match *m)
{
    if (m->end + 1 >= w->end || !link_word_is(w, m->end, ",")) return false;
    uint32_t next = w->match_at[m->end + 1];
    return next != DOC_NONE && is_country(w->matches[next].kind) && w->matches[next].ref == m->place;
}

static bool governed_by(const link_work *w, uint32_t t, cue_set cues)
{
    uint32_t h = link_head_of(w, link_first_conjunct(w, t));
    return h != DOC_NONE && (link_cue(w, h) & cues);
}

/* "suspended flights to Cairo", where the parser hangs Cairo on the verb. */
static bool object_moves(const link_work *w, uint32_t t)
{
    uint32_t verb = link_head_of(w, link_first_conjunct(w, t));
    if (verb == DOC_NONE || link_rel(w, link_first_conjunct(w, t)) != DEP_OBL) return false;
    for (uint32_t c = w->child[verb]; c != DOC_NONE && c < t; c = w->sibling[c])
        if (link_rel(w, c) == DEP_OBJ && (link_cue(w, c) & CUE_MOTION)) return true;
    return false;
}

/* The preposition makes it a place, whoever it is. */
static bool under_place(const link_work *w, uint32_t t)
{
    uint32_t prep = link_case_of(w, t);
    if (prep == DOC_NONE) return false;
    if (link_cue(w, prep) & CUE_PLACE) return true;
    if (link_cue(w, prep) & CUE_TOWARD) return governed_by(w, t, CUE_MOTION) || object_moves(w, t);
    if (link_cue(w, prep) & CUE_AWAY) return governed_by(w, t, CUE_MOTION) && link_rel(w, link_first_conjunct(w, t)) == DEP_OBL;
    return (link_cue(w, prep) & CUE_GENITIVE) && governed_by(w, t, CUE_LOCATION);
}

/* A city of government as a place. */
static bool city_is_place(const link_work *w, const link_match *m)
{
    uint32_t first = link_first_conjunct(w, m->head), up = link_head_of(w, first);
    unsigned rel = link_rel(w, first), sub = link_sub(w, first);
    if (rel == DEP_OBJ || (rel == DEP_NSUBJ && sub == SUB_PASS)) return governed_by(w, m->head, CUE_GOAL);
    if (rel == DEP_COMPOUND || rel == DEP_AMOD) return up != DOC_NONE && !known_token(w, up);
    uint32_t prep = link_case_of(w, m->head);
    if (prep != DOC_NONE && (link_cue(w, prep) & CUE_GENITIVE)) return up == DOC_NONE || (w->hit_at[up] == DOC_NONE && !(link_cue(w, up) & CUE_WILL));
    return false;
}

/* Towns that are rarely meant as governments act only where something speaks or decides. */
static bool rarely_acts(const link_work *w, const link_match *m)
{
    uint32_t first = link_first_conjunct(w, m->head);
    if (!(m->flags & READ_PLACE)) return false;
    return link_rel(w, first) != DEP_NSUBJ || link_sub(w, first) == SUB_PASS || !governed_by(w, m->head, CUE_SPEECH);
}

static mention_basis basis_of(const link_work *w, const link_match *m)
{
    if (m->verdict == VERDICT_PLACE) return MENTION_PLACE;
    if (m->verdict == VERDICT_OWNED) return MENTION_OWNED;
    int joined = link_hyphen(w, m);
    if (joined < 0) return MENTION_OWNED;
    if (joined > 0 || is_person(m->kind)) return MENTION_NAME;
    if (m->kind == KIND_ADJECTIVE || m->kind == KIND_DEMONYM || m->kind == KIND_PREFIX) return MENTION_NAME;
    if (under_place(w, m->head)) return MENTION_PLACE;
    bool city = m->kind == KIND_CAPITAL || m->place != m->ref; /* or a seat that is a city: Brussels */
    if (city && (before_own_country(w, m) || city_is_place(w, m))) return MENTION_PLACE;
    return rarely_acts(w, m) ? MENTION_PLACE : MENTION_NAME;
}

/* Another, certain actor in the sentence, for weak names. */
static bool supported(const link_work *w, uint32_t self)
{
    for (uint32_t i = w->match_begin; i < w->n_matches; i++)
        if (i != self && !(w->matches[i].flags & READ_WEAK) && w->matches[i].verdict != VERDICT_NOT) return true;
    return false;
}

/* Words of a person's name before the part that matched: "Mr.", "M .", first names. */
static uint32_t person_begin(const link_work *w, uint32_t begin)
{
    uint32_t t = begin;
    while (t > w->begin && t + 4 > begin) {
        uint32_t before = t - 1;
        if (link_word_is(w, before, ".") && before > w->begin && (link_cue(w, before - 1) & CUE_TITLE)) before--;
        else if (!(link_cue(w, before) & CUE_TITLE)) break;
        t = before;
    }
    return t;
}

/* "Melania Trump" is not the president: a capitalised stranger right before a surname alone. */
static bool other_first_name(const link_work *w, const link_match *m)
{
    if (m->kind != KIND_SURNAME || m->begin == w->begin || w->capitals) return false;
    uint32_t before = m->begin - 1;
    str name = w->g->persons[m->ref].name;
    if (!link_stranger(w, before) || str_find(name, doc_form(w->d, before), 0) >= 0) return false;
    return link_head_of(w, before) == m->head || link_head_of(w, m->head) == before;
}

/* "(NPA) —": the agency in a dateline that split has cut. */
static bool is_credit(const link_work *w, const link_match *m)
{
    if (m->begin == w->begin || m->end + 1 >= w->end || !link_word_is(w, m->begin - 1, "(") || !link_word_is(w, m->end, ")")) return false;
    str next = doc_form(w->d, m->end + 1);
    return str_is(next, "—") || str_is(next, "–") || str_is(next, "-") || str_is(next, "--");
}

/* "Tripoli, Lebanon": a capital's name before another country's that has a town so called is that town. */
static void town_elsewhere(link_work *w, link_match *m)
{
    if (m->kind != KIND_CAPITAL || m->end + 1 >= w->end || !link_word_is(w, m->end, ",")) return;
    uint32_t next = w->match_at[m->end + 1];
    if (next == DOC_NONE || !is_country(w->matches[next].kind) || w->matches[next].ref == m->place) return;
    if (!link_place_known(w->g->places, &w->p, m->begin, m->end, w->g->bodies[w->matches[next].ref].code)) return;
    m->ref = m->place = w->matches[next].ref;
    m->verdict = VERDICT_PLACE;
}

/* "Belgium's minister regretted that X broke with Brussels": beside its own country a seat may be either's, and is a place. */
static bool seat_beside_country(const link_work *w, const link_match *m)
{
    if (m->kind != KIND_SEAT || m->place == m->ref) return false;
    for (uint32_t i = w->match_begin; i < w->n_matches; i++) {
        const link_match *x = &w->matches[i];
        if (x != m && x->verdict != VERDICT_NOT && x->ref == m->place && !is_person(x->kind) && x->kind != KIND_ORG) return true;
    }
    return false;
}

/* Before the mentions, so that roles, owners and coreference see only what holds. */
void link_verdicts_settle(link_work *w)
{
    uint32_t dateline = dateline_end(w);
    for (uint32_t i = w->match_begin; i < w->n_matches; i++) {
        link_match *m = &w->matches[i];
        if (m->verdict == VERDICT_NONE && (inside_stranger(w, m) || other_first_name(w, m) || is_credit(w, m))) m->verdict = VERDICT_NOT;
        if (!m->verdict) town_elsewhere(w, m);
        if (!m->verdict && seat_beside_country(w, m)) m->verdict = VERDICT_PLACE;
        if ((m->flags & READ_WEAK) && !supported(w, i)) m->verdict = VERDICT_NOT;
        if (m->end <= dateline && !m->verdict) m->verdict = m->kind == KIND_ORG || is_person(m->kind) ? VERDICT_NOT : VERDICT_PLACE;
        if (is_person(m->kind)) m->begin = person_begin(w, m->begin);
        else if (w->g->bodies[m->ref].kind >= BODY_COMPANY) m->verdict = VERDICT_NOT;
    }
}

int link_mentions_sentence(link_work *w)
{
    for (uint32_t i = w->match_begin; i < w->n_matches; i++) {
        link_match *m = &w->matches[i];
        if (m->verdict == VERDICT_NOT || m->taken) continue;
        m->head = link_span_head(w, m->begin, m->end);
        mention_basis basis = basis_of(w, m);
        uint32_t actor = link_actor_of_match(w, m, basis == MENTION_PLACE);
        m->mention = link_mention_add(w, m->begin, m->end, m->head, &actor, 1, basis);
        if (m->mention == DOC_NONE) return error_memory(w->err);
        if (is_person(m->kind)) link_surname_keep(w, w->d->actors[actor].name, actor);
    }
    return ENT_OK;
}

/* ---- things and parts -------------------------------------------------------------------------------------------------- */

/* "Turkish F-16s": the modifier of the first half of a name with a hyphen is that of the whole. */
static uint32_t whole_noun(const link_work *w, uint32_t noun)
{
    bool half = noun + 2 < w->end && link_rel(w, noun) == DEP_COMPOUND && link_head_of(w, noun) == noun + 2 && link_word_is(w, noun + 1, "-");
    return half && is_noun(w, noun + 2) && w->d->mention_at[noun + 2] == DOC_NONE ? noun + 2 : noun;
}

/* The noun that mention `x` modifies, when it is nobody's yet; DOC_NONE when it owns nothing. */
static uint32_t owned_noun(const link_work *w, const doc_mention *x)
{
    uint32_t noun = link_head_of(w, link_first_conjunct(w, x->head));
    unsigned rel = link_rel(w, link_first_conjunct(w, x->head));
    bool thing = noun != DOC_NONE && noun >= w->begin && noun < w->end && (is_noun(w, noun) || (link_tag(w, noun) == UPOS_ADJ && link_sub(w, x->head) == SUB_POSS)); /* "Israel's right", taken for an adjective */
    if (!thing || w->d->mention_at[noun] != DOC_NONE) return DOC_NONE;
    uint32_t hit = w->hit_at[noun];
    if (hit != DOC_NONE && w->hits[hit].mention != DOC_NONE) return DOC_NONE; /* inside a longer mention */
    if (rel == DEP_AMOD || rel == DEP_COMPOUND) return whole_noun(w, noun);
    if (rel != DEP_NMOD || (link_cue(w, noun) & CUE_RELATED)) return DOC_NONE; /* "its neighbour" is somebody else; "its Greek ally" is not */
    uint32_t prep = link_case_of(w, x->head);
    if (link_sub(w, x->head) == SUB_POSS || prep == DOC_NONE) return x->head < noun ? noun : DOC_NONE;
    return (link_cue(w, prep) & CUE_GENITIVE) && !(link_cue(w, noun) & CUE_EVENT) ? noun : DOC_NONE;
}

/* "tens of thousands of Armenians", "two of the generals": the head of the phrase is a word of number, the actor stands after "of". */
static uint32_t part_noun(const link_work *w, uint32_t t)
{
    uint32_t up = link_head_of(w, t), prep = link_case_of(w, t);
    if (link_rel(w, t) != DEP_NMOD || up == DOC_NONE || prep == DOC_NONE || !(link_cue(w, prep) & CUE_GENITIVE)) return DOC_NONE;
    if (w->d->mention_at[up] != DOC_NONE) return DOC_NONE;
    return link_tag(w, up) == UPOS_NUM || (link_cue(w, up) & CUE_PART) ? up : DOC_NONE;
}

static bool is_people(const link_work *w, const doc_mention *x)
{
    const doc_actor *a = &w->d->actors[x->actor[0]];
    uint32_t m = w->match_at[x->head];
    if (x->basis == MENTION_ROLE || x->basis == MENTION_BARE || a->kind == ACTOR_GROUP) return true;
    return m != DOC_NONE && (w->matches[m].kind == KIND_DEMONYM || w->matches[m].kind == KIND_ADJECTIVE);
}

static int parts_add(link_work *w, uint32_t i)
{
    doc_mention x = w->d->mentions[i];
    uint32_t t = x.head;
    for (int steps = 0; steps < 3 && x.n_actors && is_people(w, &x); steps++) {
        t = part_noun(w, t);
        if (t == DOC_NONE) break;
        if (link_mention_add(w, t, t + 1, t, x.actor, x.n_actors, x.basis) == DOC_NONE) return error_memory(w->err);
    }
    return ENT_OK;
}

static bool owns(const doc_mention *x) { return x->n_actors && (x->basis == MENTION_NAME || x->basis == MENTION_ROLE || x->basis == MENTION_COREF); }

/* "the Kyrgyz side attacked": the side is the actor, unless it is where something lies. */
static bool is_self(const link_work *w, uint32_t noun)
{
    uint32_t prep = link_case_of(w, noun);
    if (!(link_cue(w, noun) & CUE_SELF)) return false;
    for (uint32_t c = w->child[noun]; c != DOC_NONE; c = w->sibling[c])
        if (link_rel(w, c) == DEP_NMOD && c > noun) return false; /* "of the border" */
    return prep == DOC_NONE || !(link_cue(w, prep) & (CUE_PLACE | CUE_AWAY | CUE_UPON | CUE_TOWARD));
}

static bool is_state(const link_work *w, uint32_t t)
{
    const doc_mention *m = t >= w->begin && t < w->end && w->d->mention_at[t] != DOC_NONE ? &w->d->mentions[w->d->mention_at[t]] : NULL;
    return m && m->basis == MENTION_NAME && m->n_actors == 1 && w->d->actors[m->actor[0]].kind == ACTOR_STATE;
}

/* "the Kyrgyz-Tajik border": the mention on the other side of a hyphen, or DOC_NONE. */
static uint32_t hyphened(const link_work *w, const doc_mention *x)
{
    uint32_t before = x->tok_begin, after = x->tok_end;
    if (before >= w->begin + 2 && link_word_is(w, before - 1, "-") && is_state(w, before - 2)) return w->d->mention_at[before - 2];
    return after + 1 < w->end && link_word_is(w, after, "-") && is_state(w, after + 1) ? w->d->mention_at[after + 1] : DOC_NONE;
}

/* Owners joined by "and" or a hyphen own together: their actors are gathered on the noun. */
static int thing_add(link_work *w, uint32_t noun, const doc_mention *x)
{
    uint32_t actors[DOC_MAX_MENTION_ACTORS], n = 0;
    for (uint32_t k = 0; k < x->n_actors; k++) actors[n++] = x->actor[k];
    for (uint32_t c = w->child[x->head]; c != DOC_NONE && n < DOC_MAX_MENTION_ACTORS; c = w->sibling[c]) {
        uint32_t other = link_rel(w, c) == DEP_CONJ ? w->d->mention_at[c] : DOC_NONE;
        if (other != DOC_NONE && w->d->mentions[other].n_actors) actors[n++] = w->d->mentions[other].actor[0];
    }
    uint32_t beside = n == 1 ? hyphened(w, x) : DOC_NONE;
    if (beside != DOC_NONE) actors[n++] = w->d->mentions[beside].actor[0];
    uint32_t begin = x->tok_begin < noun && noun - x->tok_begin <= 6 ? x->tok_begin : noun;
    return link_mention_add(w, begin, noun + 1, noun, actors, n, is_self(w, noun) ? MENTION_ROLE : MENTION_OWNED) == DOC_NONE ? error_memory(w->err) : ENT_OK;
}

int link_owned_sentence(link_work *w)
{
    uint32_t n = w->d->n_mentions;
    for (uint32_t i = w->mention_begin[0]; i < n; i++) {
        doc_mention x = w->d->mentions[i];
        if (!owns(&x)) continue;
        int rc = parts_add(w, i);
        uint32_t noun = rc ? DOC_NONE : owned_noun(w, &x);
        if (noun != DOC_NONE) rc = thing_add(w, noun, &x);
        if (rc) return rc;
    }
    return ENT_OK;
}
