/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Role nouns: whose minister, whose army, whose warplanes.
 *
 * in:  hits[] and matches[] of a sentence, its tree      out: mentions MENTION_ROLE (or NAME, with a name known to the tables) at their heads
 *
 *   "Russian Foreign Minister Sergei Lavrov"       adjective → role → name: one mention, one actor
 *   "the foreign minister of China"                of-phrase
 *   "Israel's army chief"                          possessor, through the chain of modifiers
 *   "a spokesman for the Turkish defence ministry" for-phrase, the owner of the inner role is the outer one's
 *   "the defence ministry in Ankara"               institutions stand in their capital
 *   "Todor Petkov, Bulgaria's defence minister"    apposition, either way round
 *   "Defence Minister Todor Petkov of Bulgaria"    the of-phrase hangs from the name
 *
 * Owners are looked for in the tree below the role: modifiers before it first, the leftmost of them ("the US Iran envoy" is American), its conjuncts with it;
 * then phrases after it with of, for, from; then, for institutions and people in a capital, "in". Parsers err most in long noun phrases, so
 * when the tree has none, the word right before the role is asked. "to" never owns: the ambassador to Israel is somebody else's. A role that
 * has a possessive pronoun or nobody waits for coref.c.
 *
 * "former", "ousted": the country stays, the office (sector) goes.
 *
 * Cost: children of at most four levels; constant per role in practice, bounded by WALK_MAX always.
 */
#include "link/work.h"

enum { WALK_MAX = 64, OWNERS_MAX = DOC_MAX_MENTION_ACTORS };

typedef struct owners {
    uint32_t before[OWNERS_MAX], after[OWNERS_MAX]; /* matches */
    uint32_t n_before, n_after;
    uint32_t pronoun;
    bool ethnic, former;
    uint32_t steps;
} owners;

static bool usable(const link_work *w, uint32_t i)
{
    const link_match *m = &w->matches[i];
    return m->verdict != VERDICT_NOT && m->verdict != VERDICT_PLACE && link_hyphen(w, m) >= 0;
}

static void owner_note(owners *o, uint32_t match, bool before)
{
    if (before && o->n_before < OWNERS_MAX) o->before[o->n_before++] = match;
    if (!before && o->n_after < OWNERS_MAX) o->after[o->n_after++] = match;
}

static bool takes_name(const link_role *r) { return !(r->flags & (ROLE_THING | ROLE_INSTITUTION | ROLE_PLURAL)); }

/* Modifiers that stand before their noun. */
static bool modifies(const link_work *w, uint32_t c)
{
    unsigned rel = link_rel(w, c);
    return rel == DEP_AMOD || rel == DEP_COMPOUND || rel == DEP_FLAT || rel == DEP_DEP || (rel == DEP_NMOD && (link_sub(w, c) == SUB_POSS || link_case_of(w, c) == DOC_NONE));
}

/* An institution, or people, in the capital or country that stands after "in". */
static bool seated(const link_work *w, const link_hit *h, const link_match *m)
{
    const link_role *r = &w->g->roles[h->role];
    if (r->flags & ROLE_THING) return false;
    if (m->kind == KIND_CAPITAL || m->kind == KIND_SEAT) return true;
    return (m->kind == KIND_NAME || m->kind == KIND_ABBREVIATION) && !(r->sector_notes & SECTOR_FIELD) && (r->flags & (ROLE_INSTITUTION | ROLE_GROUP));
}

static void owners_below(const link_work *w, const link_hit *h, uint32_t t, int depth, bool before, owners *o);

static void owner_after(const link_work *w, const link_hit *h, uint32_t c, int depth, owners *o)
{
    uint32_t prep = link_case_of(w, c), match = w->match_at[c];
    if (link_rel(w, c) != DEP_NMOD || prep == DOC_NONE) return;
    bool of = link_cue(w, prep) & CUE_OWNER;
    if (match != DOC_NONE && w->matches[match].head == c) {
        if (of ? usable(w, match) : (link_cue(w, prep) & CUE_SEATED) && usable(w, match) && seated(w, h, &w->matches[match])) owner_note(o, match, false);
    } else if (of && match == DOC_NONE) {
        owners inner = {.pronoun = DOC_NONE, .steps = o->steps};
        owners_below(w, h, c, depth + 1, true, &inner);
        for (uint32_t i = 0; i < inner.n_before; i++) owner_note(o, inner.before[i], false);
        for (uint32_t i = 0; i < inner.n_after; i++) owner_note(o, inner.after[i], false);
        if (o->pronoun == DOC_NONE) o->pronoun = inner.pronoun;
        o->steps = inner.steps;
    }
}

static void owners_below(const link_work *w, const link_hit *h, uint32_t t, int depth, bool before, owners *o)
{
    for (uint32_t c = w->child[t]; c != DOC_NONE && o->steps < WALK_MAX; c = w->sibling[c], o->steps++) {
        if (c >= h->begin && c < h->end) continue;
        uint32_t match = w->match_at[c];
        cue_set cues = c < t ? link_cue(w, c) : 0;
        if (cues & CUE_FORMER) o->former = true;
        if ((cues & CUE_ETHNIC) && match == DOC_NONE) o->ethnic = true;
        if (match != DOC_NONE && link_hyphen(w, &w->matches[match]) < 0) o->ethnic = true; /* "Iran-backed": of no state that is named */
        if (match != DOC_NONE && w->matches[match].head == c && c < t && (modifies(w, c) || link_hyphen(w, &w->matches[match]) > 0)) {
            if (usable(w, match)) owner_note(o, match, before);
        } else if (c < t && modifies(w, c) && (link_tag(w, c) == UPOS_PRON || (link_sub(w, c) == SUB_POSS && (link_cue(w, c) & (CUE_STATE | CUE_IGO | CUE_ARMED))))) {
            if (o->pronoun == DOC_NONE) o->pronoun = c; /* "its army", "the country's army" */
        } else if (c < t && (modifies(w, c) || (link_cue(w, c) & CUE_LED)) && depth < 3) {
            owners_below(w, h, c, depth + 1, before, o);
        } else if (c > t && depth < 3) {
            owner_after(w, h, c, depth, o);
        }
    }
}

/* What stands right before the role, over at most two plain modifiers. */
static void owner_beside(const link_work *w, const link_hit *h, owners *o)
{
    for (uint32_t t = h->begin, back = 0; t-- > w->begin && back < 3; back++) {
        uint32_t match = w->match_at[t];
        if (link_word_is(w, t, "'s") || link_word_is(w, t, "’s")) continue;
        if (match != DOC_NONE) {
            if (usable(w, match)) owner_note(o, match, true);
            return;
        }
        unsigned tag = link_tag(w, t);
        if (link_cue(w, t) & CUE_ETHNIC) o->ethnic = true;
        if (tag == UPOS_PRON && link_rel(w, t) == DEP_NMOD && o->pronoun == DOC_NONE) o->pronoun = t;
        if (tag != UPOS_ADJ && tag != UPOS_NOUN && tag != UPOS_PROPN) return;
    }
}

/* "Defence Minister Todor Petkov [of Bulgaria]": the phrase hangs from the name, and the role with it. */
static void owner_of_name(const link_work *w, const link_hit *h, owners *o)
{
    uint32_t name = link_head_of(w, h->head);
    if (name == DOC_NONE || name < h->end || !takes_name(&w->g->roles[h->role]) || name >= link_run_end(w, h->end)) return;
    for (uint32_t c = w->child[name]; c != DOC_NONE && o->steps < WALK_MAX; c = w->sibling[c], o->steps++)
        if (c > name) owner_after(w, h, c, 0, o);
}

static owners owners_find(const link_work *w, const link_hit *h)
{
    owners o = {.pronoun = DOC_NONE};
    for (uint32_t t = h->begin; t < h->end; t++) owners_below(w, h, t, 0, true, &o);
    if (!o.n_before && !o.n_after && o.pronoun == DOC_NONE) owner_of_name(w, h, &o);
    if (h->begin > w->begin && (link_cue(w, h->begin - 1) & CUE_FORMER)) o.former = true;
    if (!o.n_before && !o.n_after && o.pronoun == DOC_NONE) owner_beside(w, h, &o);
    return o;
}

/* "Kyrgyz and [Tajik troops]", "the Kyrgyz and the [Tajik troops]", where the tree joins the adjective to the noun: the adjective before "and". */
static uint32_t adjective_before(const link_work *w, uint32_t match)
{
    const link_match *m = &w->matches[match];
    if (m->kind != KIND_ADJECTIVE || m->begin < w->begin + 2) return DOC_NONE;
    uint32_t joining = m->begin - 1 - !!(link_cue(w, m->begin - 1) & CUE_THE);
    if (joining == w->begin || !(link_cue(w, joining) & CUE_JOINING)) return DOC_NONE;
    uint32_t other = w->match_at[joining - 1];
    if (other == DOC_NONE || !usable(w, other)) return DOC_NONE;
    uint8_t kind = w->matches[other].kind;
    return kind == KIND_ADJECTIVE || kind == KIND_DEMONYM ? other : DOC_NONE;
}

/* "the Greek and the Turkish [ministers]", "Turkish, Saudi [ministers]", both on the noun: the adjective behind "and" or the comma. */
static uint32_t adjective_behind(const link_work *w, uint32_t match)
{
    const link_match *m = &w->matches[match];
    bool joined = m->end + 2 < w->end && (link_cue(w, m->end) & CUE_JOINING || link_word_is(w, m->end, ","));
    if (m->kind != KIND_ADJECTIVE || !joined) return DOC_NONE;
    uint32_t at = m->end + 1 + !!(link_cue(w, m->end + 1) & CUE_THE), other = w->match_at[at];
    if (other == DOC_NONE || w->matches[other].kind != KIND_ADJECTIVE || !usable(w, other)) return DOC_NONE;
    return link_head_of(w, w->matches[other].head) == link_head_of(w, m->head) && link_rel(w, w->matches[other].head) == DEP_AMOD ? other : DOC_NONE;
}

/* The actors of one owner and of those joined to it. */
static uint32_t owner_actors(link_work *w, uint32_t match, uint32_t out[OWNERS_MAX])
{
    uint32_t n = 0;
    out[n++] = link_actor_of_match(w, &w->matches[match], false);
    for (uint32_t c = w->child[w->matches[match].head]; c != DOC_NONE && n < OWNERS_MAX; c = w->sibling[c]) {
        uint32_t other = link_rel(w, c) == DEP_CONJ ? w->match_at[c] : DOC_NONE;
        if (other != DOC_NONE && other != match && usable(w, other)) out[n++] = link_actor_of_match(w, &w->matches[other], false);
    }
    uint32_t beside = adjective_before(w, match);
    if (beside == DOC_NONE) beside = adjective_behind(w, match);
    if (beside != DOC_NONE && n < OWNERS_MAX) out[n++] = link_actor_of_match(w, &w->matches[beside], false);
    return n;
}

/* ---- the name after a role ------------------------------------------------------------------------------------------------ */

/* A person of the tables right after the role, looked up once more with the owner's country. */
static uint32_t person_after(const link_work *w, const link_hit *h, str country, uint32_t *end)
{
    if (h->end >= w->end) return LINK_NONE;
    uint32_t match = w->match_at[h->end];
    if (match != DOC_NONE && w->matches[match].kind < KIND_PERSON) return LINK_NONE;
    uint32_t form = link_trie_match(&w->g->names, &w->p, h->end, w->end, end);
    if (form == MAP_NONE) return LINK_NONE;
    uint32_t person = link_person_choose(w, form, ADDRESS_TITLE, country);
    if (person == LINK_NONE && match != DOC_NONE) person = w->matches[match].ref;
    return person;
}

/* "Prime Minister Atal Behari [Vajpayee]": a first name spelt in a way the tables lack, then a surname of the owner's country. */
static uint32_t person_at_end(const link_work *w, uint32_t at, str country, uint32_t *end)
{
    uint32_t match = at < w->end ? w->match_at[at] : DOC_NONE;
    if (match == DOC_NONE || w->matches[match].kind != KIND_SURNAME || w->matches[match].begin != at) return LINK_NONE;
    uint32_t person = link_person_choose(w, w->matches[match].form, ADDRESS_TITLE, country);
    if (person != LINK_NONE) *end = w->matches[match].end;
    return person;
}

/* A surname after the role may have a stranger's name behind it: "President Kim Petras" is not the one we know. */
static bool name_goes_on(const link_work *w, uint32_t end) { return end < w->end && link_stranger(w, end) && !w->capitals; }

static str tokens_text(const link_work *w, uint32_t begin, uint32_t end)
{
    while (begin + 1 < end && link_tag(w, begin) == UPOS_DET) begin++;
    return doc_text(w->d, w->d->tokens[begin].begin, w->d->tokens[end - 1].end);
}

/* "Russian Foreign Minister Sergei Lavrov" begins with its owner. */
static uint32_t phrase_begin(const link_work *w, const link_hit *h, const owners *o)
{
    uint32_t begin = h->begin;
    if (o->n_before && w->matches[o->before[0]].begin < begin && begin - w->matches[o->before[0]].begin <= 6) begin = w->matches[o->before[0]].begin;
    return begin;
}

static int mention_named(link_work *w, link_hit *h, uint32_t begin, uint32_t end, uint32_t actor, mention_basis basis)
{
    uint32_t head = link_span_head(w, begin, end);
    h->mention = link_mention_add(w, begin, end, head, &actor, 1, basis);
    return h->mention == DOC_NONE ? error_memory(w->err) : ENT_OK;
}

static void person_take(link_work *w, const link_hit *h, uint32_t person, uint32_t actor)
{
    uint32_t match = w->match_at[h->end];
    w->named[person / 8] |= (uint8_t)(1u << (person % 8));
    if (match != DOC_NONE) w->matches[match].taken = true;
    link_surname_keep(w, w->d->actors[actor].name, actor);
}

/* A title from a country other than the table's: the text is believed, the name is kept. */
static uint32_t actor_titled(link_work *w, uint32_t person, const link_hit *h, const uint32_t *owner, uint32_t n, bool former)
{
    uint32_t actor = link_actor_of_person(w, person);
    if (!n || str_eq(w->d->actors[actor].code, w->d->actors[owner[0]].code)) return actor;
    return link_actor_of_role(w, owner[0], &w->g->roles[h->role], former, w->g->persons[person].name, ACTOR_PERSON);
}

/* The words of an unknown name belong to their role from now on. */
static void name_cover(link_work *w, const link_hit *h)
{
    for (uint32_t t = h->name_begin; t < h->name_end; t++) w->hit_at[t] = (uint32_t)(h - w->hits);
}

static uint32_t actor_unknown(link_work *w, const link_hit *h, uint32_t owner, bool former, uint32_t begin, uint32_t end)
{
    str name = tokens_text(w, begin, end);
    uint32_t actor = link_actor_of_role(w, owner, &w->g->roles[h->role], former, name, ACTOR_PERSON);
    link_surname_keep(w, name, actor);
    return actor;
}

/* ---- one role --------------------------------------------------------------------------------------------------------------- */

str link_role_name(const link_work *w, const link_hit *h, uint32_t owner)
{
    str words = tokens_text(w, h->begin, h->end), country = w->d->actors[owner].name;
    return arena_printf(w->d->mem, "%.*s of %.*s", STR_ARG(words), STR_ARG(country));
}

static int role_plain(link_work *w, link_hit *h, const owners *o, const uint32_t *owner, uint32_t n)
{
    uint32_t actors[OWNERS_MAX], begin = phrase_begin(w, h, o);
    str name = tokens_text(w, begin, h->end);
    for (uint32_t i = 0; i < n; i++) actors[i] = link_actor_of_role(w, owner[i], &w->g->roles[h->role], h->former, n > 1 ? link_role_name(w, h, owner[i]) : name, ACTOR_ROLE);
    h->mention = link_mention_add(w, begin, h->end, h->head, actors, n, MENTION_ROLE);
    return h->mention == DOC_NONE ? error_memory(w->err) : ENT_OK;
}

static int role_one(link_work *w, link_hit *h)
{
    owners o = owners_find(w, h);
    uint32_t owner[OWNERS_MAX], n = 0, end = h->end;
    if (o.n_before) n = owner_actors(w, o.before[0], owner);
    else if (o.n_after && o.pronoun == DOC_NONE) n = owner_actors(w, o.after[0], owner);
    h->pronoun = n ? DOC_NONE : o.pronoun;
    h->ethnic = o.ethnic;
    h->former = o.former;
    h->name_begin = h->name_end = h->end;
    const link_role *r = &w->g->roles[h->role];
    if (takes_name(r)) {
        uint32_t person = person_after(w, h, n ? w->d->actors[owner[0]].country : STR_NONE, &end);
        if (person != LINK_NONE && !name_goes_on(w, end)) {
            uint32_t actor = actor_titled(w, person, h, owner, n, h->former);
            person_take(w, h, person, actor);
            return mention_named(w, h, phrase_begin(w, h, &o), end, actor, MENTION_NAME);
        }
        end = link_run_end(w, h->end);
        person = n ? person_at_end(w, end, w->d->actors[owner[0]].country, &end) : LINK_NONE;
        h->name_end = end;
        if (person != LINK_NONE) {
            uint32_t actor = actor_titled(w, person, h, owner, n, h->former);
            w->matches[w->match_at[end - 1]].taken = true;
            person_take(w, h, person, actor);
            return mention_named(w, h, phrase_begin(w, h, &o), end, actor, MENTION_NAME);
        }
        name_cover(w, h);
        if (end > h->end && n) return mention_named(w, h, phrase_begin(w, h, &o), end, actor_unknown(w, h, owner[0], h->former, h->end, end), MENTION_ROLE);
    }
    return n ? role_plain(w, h, &o, owner, n) : ENT_OK;
}

int link_roles_sentence(link_work *w)
{
    for (uint32_t i = w->hit_begin; i < w->n_hits; i++) {
        int rc = role_one(w, &w->hits[i]);
        if (rc) return rc;
    }
    return ENT_OK;
}

/* ---- appositions ------------------------------------------------------------------------------------------------------------ */

/* "ambassador [to the United States]": the phrase that may stand between a role and its comma. */
static uint32_t phrase_end(const link_work *w, const link_hit *h)
{
    uint32_t t = h->end;
    if (t >= w->end || link_tag(w, t) != UPOS_ADP) return t;
    for (t++; t < w->end && t < h->end + 6; t++) {
        unsigned tag = link_tag(w, t);
        if (tag != UPOS_DET && tag != UPOS_PROPN && tag != UPOS_ADJ && tag != UPOS_NOUN) break;
    }
    return t;
}

/* "Bulgaria's defence minister, Todor Petkov," and the other way round, where the tree has it otherwise. */
static uint32_t name_between_commas(const link_work *w, const link_hit *h)
{
    uint32_t comma = phrase_end(w, h), after = comma + 1, begin = w->d->mentions[h->mention].tok_begin;
    if (after < w->end && link_word_is(w, comma, ",") && link_stranger(w, after)) {
        uint32_t end = link_run_end(w, after);
        if (end > after + 1 && end < w->end && link_word_is(w, end, ",")) return link_span_head(w, after, end);
    }
    if (begin > w->begin && link_tag(w, begin - 1) == UPOS_DET) begin--;
    if (begin < w->begin + 3 || !link_word_is(w, begin - 1, ",") || h->end >= w->end || !link_word_is(w, h->end, ",")) return DOC_NONE;
    bool known = w->match_at[begin - 2] != DOC_NONE && w->matches[w->match_at[begin - 2]].kind >= KIND_PERSON;
    if (known) return w->matches[w->match_at[begin - 2]].head;
    return link_stranger(w, begin - 2) && link_stranger(w, begin - 3) ? link_span_head(w, begin - 3, begin - 1) : DOC_NONE;
}

/* The name beside a role, joined by apposition in the tree: its token, or DOC_NONE. */
static uint32_t name_joined(const link_work *w, const link_hit *h)
{
    uint32_t up = link_head_of(w, h->head);
    if (link_rel(w, h->head) == DEP_APPOS && up != DOC_NONE && link_tag(w, up) == UPOS_PROPN) return up;
    for (uint32_t c = w->child[h->head]; c != DOC_NONE; c = w->sibling[c])
        if (link_rel(w, c) == DEP_APPOS && link_tag(w, c) == UPOS_PROPN) return c;
    return DOC_NONE;
}

static uint32_t name_beside(const link_work *w, const link_hit *h)
{
    uint32_t t = name_joined(w, h);
    return t != DOC_NONE || h->name_end > h->end ? t : name_between_commas(w, h);
}

static int name_adopt(link_work *w, const link_hit *h, uint32_t t)
{
    doc *d = w->d;
    doc_mention *role = &d->mentions[h->mention];
    uint32_t have = d->mention_at[t];
    if (have != DOC_NONE) {
        const doc_mention *name = &d->mentions[have];
        bool person = name->n_actors == 1 && d->actors[name->actor[0]].kind == ACTOR_PERSON;
        if (person && role->n_actors == 1 && str_eq(d->actors[name->actor[0]].code, d->actors[role->actor[0]].code)) role->actor[0] = name->actor[0];
        return ENT_OK;
    }
    if (!link_stranger(w, t) || role->n_actors != 1) return ENT_OK;
    uint32_t begin = t, end = link_run_end(w, t);
    if (w->capitals) return ENT_OK;
    while (begin > w->begin && link_stranger(w, begin - 1)) begin--;
    uint32_t actor = actor_unknown(w, h, role->actor[0], h->former, begin, end);
    if (actor == DOC_NONE) return error_memory(w->err);
    role->actor[0] = actor;
    return link_mention_add(w, begin, end, t, &actor, 1, MENTION_ROLE) == DOC_NONE ? error_memory(w->err) : ENT_OK;
}

/* "the minister of defence, NAME,": a role that says no country is the known person beside it. The comma may hang the name elsewhere in the phrase. */
static int role_of_person(link_work *w, link_hit *h)
{
    uint32_t t = name_joined(w, h), comma = phrase_end(w, h);
    if (t == DOC_NONE && comma + 1 < w->end && link_word_is(w, comma, ",") && w->match_at[comma + 1] != DOC_NONE) t = w->matches[w->match_at[comma + 1]].head;
    if (t == DOC_NONE || t < w->begin || t >= w->end || w->d->mention_at[t] == DOC_NONE || w->d->mention_at[h->head] != DOC_NONE || h->former) return ENT_OK;
    const doc_mention *name = &w->d->mentions[w->d->mention_at[t]];
    uint32_t actor = name->actor[0], end = name->tok_end;
    bool known = name->basis == MENTION_NAME && name->n_actors == 1 && w->d->actors[actor].kind == ACTOR_PERSON && name->tok_begin > h->head;
    if (!known || end >= w->end || !(link_tag(w, end) == UPOS_PUNCT)) return ENT_OK;
    h->mention = link_mention_add(w, h->begin, h->end, h->head, &actor, 1, MENTION_ROLE);
    return h->mention == DOC_NONE ? error_memory(w->err) : ENT_OK;
}

int link_appositions_sentence(link_work *w)
{
    for (uint32_t i = w->hit_begin; i < w->n_hits; i++) {
        link_hit *h = &w->hits[i];
        if (!takes_name(&w->g->roles[h->role])) continue;
        if (h->mention == DOC_NONE) {
            int rc = role_of_person(w, h);
            if (rc) return rc;
            continue;
        }
        uint32_t t = name_beside(w, h);
        int rc = t != DOC_NONE && t >= w->begin && t < w->end ? name_adopt(w, h, t) : ENT_OK;
        if (rc) return rc;
    }
    return ENT_OK;
}
