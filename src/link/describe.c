/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Descriptions: what a noun stands for that names nobody.
 *
 * in:  nouns with cues and role nouns without an owner, in token order      out: MENTION_COREF, MENTION_BARE, MENTION_OWNED
 *
 *   the two countries, both governments     exactly two: of this sentence, of the document, of the sentences before
 *   the Court, the union                    the last word of an organisation's name
 *   the country, the alliance, the group    exactly one of that sort
 *   his Indian counterpart                  the adjective's country, the office of "his"
 *   its defence minister                    a role of whom the pronoun means
 *   the ambassador                          the one of that role named before
 *   the army, police                        MENTION_BARE: of the one country the sentence allows
 *
 * The pair a document is about is found by counting: the two codes that act most often so far, when the third has at most two thirds of
 * the second's. News of two parties says "both sides" long after their names, with mediators in between; nearness alone takes the mediator.
 *
 * A role alone is the weakest evidence there is, so it has the most conditions: see bare_stands and acted_on.
 *
 * Cost: each looks at the mentions of three sentences, at most LINK_CANDIDATES_MAX; counting reads every mention once.
 */
#include "link/work.h"

enum { PAIR = 2 };

/* Bits of the words on the noun: definite, a pair, something else that narrows it. */
enum { HAS_THE = 1, HAS_PAIR = 2, HAS_OTHER = 4 };

static unsigned noun_frame(const link_work *w, uint32_t t)
{
    unsigned frame = 0;
    for (uint32_t c = w->child[t]; c != DOC_NONE; c = w->sibling[c]) {
        unsigned rel = link_rel(w, c);
        if (c < t && (link_cue(w, c) & CUE_PAIR)) frame |= link_word_is(w, c, "both") ? HAS_PAIR | HAS_THE : HAS_PAIR;
        else if (link_cue(w, c) & CUE_THE) frame |= HAS_THE;
        else if (rel == DEP_AMOD || rel == DEP_COMPOUND || rel == DEP_NMOD || rel == DEP_NUMMOD) frame |= HAS_OTHER;
    }
    return (frame & HAS_PAIR) && !(frame & HAS_THE) ? HAS_OTHER : frame; /* "two men" are not the two */
}

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
static uint32_t codes_in(const link_work *w, uint32_t from, uint32_t to, uint32_t limit, uint8_t worst, bool people, uint32_t pair[PAIR], uint32_t *first)
{
    uint32_t n = 0;
    if (to - from > LINK_CANDIDATES_MAX) from = to - LINK_CANDIDATES_MAX;
    for (uint32_t i = from; i < to; i++) {
        const doc_mention *m = &w->d->mentions[i];
        if (m->head >= limit || m->basis > worst || m->basis == MENTION_BARE) continue;
        if (people && !(link_fits(w, m) & FIT_PERSON)) continue;
        for (uint32_t k = 0; k < m->n_actors; k++) {
            if (!w->d->actors[m->actor[k]].code.n || gone(w, m->actor[k]) || pair_has(w, pair, n, m->actor[k])) continue;
            if (n == PAIR) return PAIR + 1;
            if (!n) *first = i;
            pair[n++] = m->actor[k];
        }
    }
    return n;
}

/* The pair the document is about so far: the two codes acting most often, when the third comes far behind. */
static bool pair_of_document(const link_work *w, uint32_t pair[PAIR])
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

/* Exactly two, of one sentence (0 this one, 1, 2 those before). */
static bool pair_of_sentence(const link_work *w, uint32_t t, int back, bool people, uint32_t pair[PAIR], uint32_t *first)
{
    uint32_t from = w->mention_begin[back], to = back ? w->mention_begin[back - 1] : w->d->n_mentions;
    uint32_t n = people ? codes_in(w, from, to, t, MENTION_COREF, true, pair, first) : 0;
    if (n != PAIR) n = codes_in(w, from, to, t, MENTION_COREF, false, pair, first);
    if (n < PAIR) n = codes_in(w, from, to, t, MENTION_PLACE, false, pair, first);
    return n == PAIR && !(back == 0 && asked_by_pair(w, t, *first));
}

/* "the two countries": the two of this sentence, else those the document is about, else those of the sentence before. */
static uint32_t pair_find(const link_work *w, uint32_t t, bool people, uint32_t pair[PAIR], uint32_t *first)
{
    if (pair_of_sentence(w, t, 0, people, pair, first)) return PAIR;
    if (people && pair_of_sentence(w, t, 1, people, pair, first)) return PAIR;
    *first = DOC_NONE;
    if (pair_of_document(w, pair)) return PAIR;
    for (int back = 1; back < 3; back++)
        if (pair_of_sentence(w, t, back, people, pair, first)) return PAIR;
    *first = DOC_NONE;
    return 0;
}

int link_pair(link_work *w, uint32_t t, bool people)
{
    uint32_t pair[PAIR], first = DOC_NONE;
    if (pair_find(w, t, people, pair, &first) != PAIR) return ENT_OK;
    uint32_t added = link_mention_add(w, t, t + 1, t, pair, PAIR, MENTION_COREF);
    if (added == DOC_NONE) return error_memory(w->err);
    w->d->mentions[added].antecedent = first;
    return ENT_OK;
}

/* "The two signed", "both agreed", "the pair". */
bool link_pair_alone(const link_work *w, uint32_t t)
{
    unsigned rel = link_rel(w, t);
    if (rel != DEP_NSUBJ && rel != DEP_OBJ && rel != DEP_OBL) return false;
    bool definite = link_word_is(w, t, "both");
    for (uint32_t c = w->child[t]; c != DOC_NONE; c = w->sibling[c]) {
        unsigned below = link_rel(w, c);
        definite |= link_word_is(w, c, "the");
        if (below == DEP_NMOD || below == DEP_COMPOUND || below == DEP_AMOD || below == DEP_CONJ) return false;
    }
    return definite;
}

/* "the two governments", "both armies": the role, twice. */
static int pair_role(link_work *w, link_hit *h)
{
    uint32_t pair[PAIR], first = DOC_NONE;
    const link_role *r = &w->g->roles[h->role];
    if (pair_find(w, h->head, r->flags & ROLE_PERSON, pair, &first) != PAIR) return ENT_OK;
    for (int k = 0; k < PAIR; k++)
        if (w->d->actors[pair[k]].kind != ACTOR_PERSON) pair[k] = link_actor_of_role(w, pair[k], r, h->former, link_role_name(w, h, pair[k]), ACTOR_ROLE);
    h->mention = link_mention_add(w, h->begin, h->end, h->head, pair, PAIR, MENTION_COREF);
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
            uint32_t body = link_body_find(w->g, code);
            w->tally_actor[w->tally.n - 1] = body == MAP_NONE ? m->actor[k] : link_actor_of_body(w, body);
        }
    }
    return ENT_OK;
}

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
    unsigned frame = noun_frame(w, t);
    if (!(frame & HAS_THE) || frame & (HAS_OTHER | HAS_PAIR) || link_modifier(w, t)) return ENT_OK;
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
    unsigned frame = noun_frame(w, t);
    if (frame & HAS_OTHER) return ENT_OK;
    if (frame & HAS_PAIR) return cues & (CUE_STATE | CUE_SIDE | CUE_LEADER) ? link_pair(w, t, cues & CUE_LEADER) : ENT_OK;
    unsigned want = description_wants(cues);
    if (!(frame & HAS_THE) || !want || w->d->feats[t] & FEAT_PLUR) return ENT_OK;
    uint32_t m = DOC_NONE, pair[PAIR], first;
    for (int back = 0; back < 3 && m == DOC_NONE; back++) {
        uint32_t from = w->mention_begin[back], to = back ? w->mention_begin[back - 1] : w->d->n_mentions;
        if (want & FIT_STATE && codes_in(w, from, to, t, MENTION_PLACE, false, pair, &first) > 1) return ENT_OK;
        m = link_only(w, from, to, t, want, false);
    }
    if (link_clear(m) == DOC_NONE) return ENT_OK;
    return link_refer(w, t, t, m, false, under_place(w, t) ? MENTION_PLACE : MENTION_COREF);
}

/* "his Indian homologue": country by the adjective, office by the pronoun. */
int link_counterpart(link_work *w, uint32_t t)
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
        const doc_actor *peer = link_first_actor(w, &w->d->mentions[pronoun]);
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
    if (to - from > LINK_CANDIDATES_MAX) return LINK_AMBIGUOUS;
    for (uint32_t i = from; i < to; i++) {
        const doc_mention *m = &w->d->mentions[i];
        if (m->basis == MENTION_BARE || !m->n_actors || sent_to(w, h, m->head)) continue;
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

static bool sector_among(const link_role *r, const char *list) { return r->n_sectors && str_find(str_from(list), r->sector[0], 0) >= 0; }

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

/* A role alone is taken up only where it is definite ("the president"), or plural people ("protesters"), or an institution without an article
 * ("police"); never where it stands abroad by its nature ("the embassy"), modifies another noun ("police equipment"), or is somebody whose side
 * nobody takes ("doctors", "banks"). */
static bool bare_stands(const link_work *w, const link_hit *h)
{
    const link_role *r = &w->g->roles[h->role];
    bool many = r->flags & ROLE_PLURAL, group = (r->flags & ROLE_GROUP) && many, named = h->name_end > h->end;
    uint32_t det = determiner(w, h), up = link_head_of(w, h->head);
    if (!sector_among(r, "GOV MIL COP LEG JUD REB OPP PTY SPY LAB CVL PRM") || (link_cue(w, h->head) & CUE_ABROAD)) return false;
    if (link_modifier(w, h->head) && up != DOC_NONE && w->hit_at[up] == DOC_NONE) return false;
    if (owned_otherwise(w, h)) return false;
    if (sector_among(r, "CVL") && !(many && link_rel(w, h->head) == DEP_NSUBJ && link_sub(w, h->head) != SUB_PASS)) return false;
    if (det != DOC_NONE && !link_word_is(w, det, "the")) return false;
    if (named || group) return true;
    if (r->flags & ROLE_INSTITUTION) return !many || det != DOC_NONE || link_word_is(w, h->head, "police");
    return det != DOC_NONE && !many;
}

static bool is_subject_of(const link_work *w, uint32_t t) { return link_rel(w, link_first_conjunct(w, t)) == DEP_NSUBJ; }

/* The country's own name is another argument of the same verb: "the army attacked Ukraine" is not Ukraine's army. */
static bool against_owner(const link_work *w, const link_hit *h, uint32_t owner)
{
    uint32_t verb = link_head_of(w, link_first_conjunct(w, h->head));
    if (verb == DOC_NONE || link_tag(w, verb) != UPOS_VERB || !is_subject_of(w, h->head)) return false;
    for (uint32_t i = w->mention_begin[0]; i < w->d->n_mentions; i++) {
        const doc_mention *m = &w->d->mentions[i];
        if (m->basis > MENTION_COREF || !m->n_actors || !str_eq(link_first_actor(w, m)->code, w->d->actors[owner].code)) continue;
        if (link_head_of(w, link_first_conjunct(w, m->head)) == verb) return true;
    }
    return false;
}

/* Soldiers, rebels, civilians and officials that something is done to are as likely another country's as the only one's that is named. */
static bool may_be_foreign(const link_work *w, const link_hit *h) { return sector_among(&w->g->roles[h->role], "MIL REB CVL GOV SPY PRM") && !is_subject_of(w, h->head); }

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

/* The country that the text is said to be about. */
static uint32_t home(link_work *w)
{
    uint32_t body = w->d->country.n ? link_body_find(w->g, w->d->country) : LINK_NONE;
    return body == LINK_NONE || w->g->bodies[body].kind != BODY_STATE ? DOC_NONE : link_actor_of_body(w, body);
}

static int bare(link_work *w, link_hit *h)
{
    if (!bare_stands(w, h)) return ENT_OK;
    uint32_t before = h->name_end == h->end ? role_again(w, h) : DOC_NONE;
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
    for (uint32_t c = w->child[h->head]; c != DOC_NONE && !there; c = w->sibling[c]) there = c > h->head && c <= h->end + 1 && link_word_is(w, c, "there");
    if (!there && !(h->end < w->end && link_word_is(w, h->end, "there"))) return DOC_NONE;
    for (uint32_t t = h->begin; t-- > w->begin;) {
        uint32_t m = w->d->mention_at[t], match = w->match_at[t];
        if (m == DOC_NONE || w->d->mentions[m].n_actors != 1) continue;
        if (w->d->mentions[m].basis == MENTION_PLACE || (match != DOC_NONE && w->matches[match].kind == KIND_CAPITAL)) return m;
    }
    return DOC_NONE;
}

int link_hit_resolve(link_work *w, link_hit *h)
{
    if (h->mention != DOC_NONE || w->d->mention_at[h->head] != DOC_NONE) return ENT_OK;
    int owned = owner_described(w, h);
    if (owned || h->mention != DOC_NONE) return owned;
    uint32_t place = place_meant(w, h);
    if (place != DOC_NONE) return role_refer(w, h, w->d->mentions[place].actor[0], place, MENTION_COREF);
    if (h->pronoun != DOC_NONE) {
        uint32_t m = w->d->mention_at[h->pronoun];
        if (m == DOC_NONE || w->d->mentions[m].n_actors != 1) return ENT_OK;
        return role_refer(w, h, w->d->mentions[m].actor[0], m, MENTION_COREF);
    }
    cue_set cues = link_cue(w, h->head);
    uint32_t n = w->d->n_mentions;
    if (noun_frame(w, h->head) & HAS_PAIR && w->g->roles[h->role].flags & ROLE_PLURAL) return pair_role(w, h);
    int rc = link_echo(w, h->head);
    if (!rc && w->d->n_mentions == n && cues & LINK_DESCRIBES) rc = link_description(w, h->head, cues);
    if (rc || w->d->n_mentions > n || w->g->roles[h->role].flags & ROLE_THING) return rc;
    return h->ethnic ? placed(w, h) : bare(w, h);
}

