/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Slots: from "recipient patient(owned), on, patient.agent" to the parties that stand there.
 *
 * A slot names a role of the clause, or a preposition; after a dot, a role of the predicate that fills it. Fillers are tokens;
 * a token counts as a party when a mention stands on it whose basis and kind the slot allows. Slots are in order of preference:
 * the first that has a party is taken, because "X attacked Y in Z" must not list Z beside Y. Symmetric rules take all of them.
 * Every doubt costs: the penalties below are subtracted from a score of 1000. They are round numbers, set once and not fitted.
 */
#include "base/utf8.h"
#include "code/scan.h"

#include <stdarg.h>
#include <stdio.h>

static const uint16_t basis_cost[] = {[MENTION_NAME] = 0, [MENTION_ROLE] = 20, [MENTION_COREF] = 80, [MENTION_BARE] = 150, [MENTION_OWNED] = 100, [MENTION_PLACE] = 120};
enum { STORY_COST = 250 };
static const uint16_t fill_cost[] = {[FILL_DIRECT] = 0, [FILL_SHARED] = 20, [FILL_CONTROLLED] = 30, [FILL_RELATIVE] = 20, [FILL_MODIFIER] = 40, [FILL_GUESSED] = 150};

bool code_why(const code_scan *s, const char *format, ...)
{
    if (!s->why) return false;
    va_list ap;
    va_start(ap, format);
    vsnprintf(s->why, s->why_cap, format, ap);
    va_end(ap);
    return false;
}

static uint32_t pred_of(const code_scan *s, const doc_role *r)
{
    if (r->pred != DOC_NONE) return r->pred;
    return r->tok < s->d->n_tokens && s->d->predicate_at ? s->d->predicate_at[r->tok] : DOC_NONE;
}

static bool role_is(const code_scan *s, const doc_role *r, uint8_t where, uint32_t prep)
{
    static const uint8_t role_of[] = {[AT_AGENT] = ROLE_AGENT, [AT_PATIENT] = ROLE_PATIENT, [AT_RECEIVER] = ROLE_RECIPIENT, [AT_PARTY] = ROLE_PARTY,
                                      [AT_COMPLEMENT] = ROLE_COMPLEMENT, [AT_PREDICATE] = ROLE_PREDICATE};
    if (where == AT_PREP) return (r->role == ROLE_OBLIQUE || r->role == ROLE_COMPLEMENT) && r->prep.n && code_word_find(s->b, r->prep) == prep;
    if (where == AT_OBLIQUE) return r->role == ROLE_OBLIQUE;
    if (where == AT_PATIENT && r->role == ROLE_COMPLEMENT && r->pred != DOC_NONE) return s->d->predicates[r->pred].kind == PRED_NOUN; /* "called off a visit" */
    return where <= AT_PREDICATE && r->role == role_of[where];
}

static uint32_t role_fillers(const code_scan *s, uint32_t pred, uint8_t where, uint32_t prep, code_filler *out, uint32_t n)
{
    const doc *d = s->d;
    if (pred == DOC_NONE) return n;
    const doc_predicate *p = &d->predicates[pred];
    for (uint32_t i = p->role_begin; i < p->role_end && n < CODE_MAX_FILLERS; i++)
        if (d->roles[i].tok != DOC_NONE && role_is(s, &d->roles[i], where, prep)) out[n++] = (code_filler){d->roles[i].tok, pred_of(s, &d->roles[i]), d->roles[i].basis};
    return n;
}

/* "sent X tanks", read as two objects: the first is who receives. Joined objects ("sent tanks and shells") are not that. */
static uint32_t first_of_two(const code_scan *s, uint32_t pred, code_filler *out)
{
    const doc *d = s->d;
    code_filler f[CODE_MAX_FILLERS];
    uint32_t n = role_fillers(s, pred, AT_PATIENT, 0, f, 0);
    if (n < 2 || d->predicates[pred].passive || !d->deprel || !d->mention_at || d->mention_at[f[0].tok] == DOC_NONE) return 0;
    if (d->deprel[f[1].tok] == DEP_CONJ || f[1].tok < f[0].tok) return 0;
    out[0] = f[0];
    return 1;
}

static uint32_t purpose_fillers(const code_scan *s, uint32_t pred, code_filler *out)
{
    const doc *d = s->d;
    uint32_t n = 0;
    for (uint32_t q = s->children.first[pred]; q != DOC_NONE && n < CODE_MAX_FILLERS; q = s->children.next[q])
        if (d->predicates[q].relation == REL_PURPOSE) out[n++] = (code_filler){d->predicates[q].tok, q, FILL_DIRECT};
    return n;
}

static uint32_t place_fillers(const code_scan *s, const code_view *v, uint8_t where, uint32_t prep, code_filler *out)
{
    if (where == AT_SUBJECT) {
        out[0] = (code_filler){s->d->predicates[v->pred].tok, DOC_NONE, FILL_MODIFIER};
        return 1;
    }
    if (where == AT_PARENT) {
        uint32_t parent = s->d->predicates[v->pred].parent;
        if (parent == DOC_NONE) return 0;
        out[0] = (code_filler){s->d->predicates[parent].tok, parent, FILL_GUESSED};
        return 1;
    }
    if (where == AT_PURPOSE) return purpose_fillers(s, v->pred, out);
    uint32_t n = role_fillers(s, v->pred, where, prep, out, 0);
    if (where != AT_AGENT || !n) n = role_fillers(s, v->noun, where, prep, out, n); /* "restored the sanctions of X": X does not restore them */
    if (where == AT_PATIENT && !n) n = role_fillers(s, v->pred, AT_RECEIVER, prep, out, n); /* "warned X against …": parsers waver */
    if (where == AT_RECEIVER && !n) n = first_of_two(s, v->pred, out);
    if (where == AT_PATIENT && v->particle != MAP_NONE) n = role_fillers(s, v->pred, AT_PREP, v->particle, out, n);
    /* the noun of a light verb is also what the verb acts on: "cancelled talks" */
    if (where == AT_PATIENT && v->noun_tok != DOC_NONE && n < CODE_MAX_FILLERS) out[n++] = (code_filler){v->noun_tok, v->noun, FILL_DIRECT};
    return n;
}

/* Does the token hang below `top` with no other predicate between? In the tree as the clause station has mended it. */
static bool hangs_below(const code_scan *s, uint32_t tok, uint32_t top)
{
    const uint32_t *heads = code_heads(s->d);
    for (uint32_t t = tok, steps = 0; t != DOC_NONE && steps < 8; t = heads ? heads[t] : DOC_NONE, steps++) {
        if (t == top) return tok != top;
        if (s->named[t] != DOC_NONE && s->named[t] != s->named[top]) return false;
        if (s->d->upos && (s->d->upos[t] == UPOS_VERB || s->d->upos[t] == UPOS_AUX)) return false; /* "X, which has ties to Y, called": a clause of its own */
    }
    return false;
}

/* Does the preposition stand before the token? */
static bool cased_by(const code_scan *s, uint32_t tok, uint32_t prep, uint32_t first)
{
    const doc *d = s->d;
    const uint32_t *heads = code_heads(d);
    for (uint32_t steps = 0; heads && d->deprel[tok] == DEP_CONJ && heads[tok] != DOC_NONE && steps < 8; steps++) tok = heads[tok];
    for (uint32_t t = tok; heads && t > first && tok - t < 8; t--)
        if (heads[t - 1] == tok && d->deprel[t - 1] == DEP_CASE && s->word[t - 1] == prep) return true;
    return false;
}

/* "a camp near the border with X": X lies beyond it. */
bool code_is_beyond(const code_scan *s, uint32_t tok)
{
    const uint32_t *heads = code_heads(s->d);
    uint32_t noun = heads && s->d->deprel[tok] == DEP_NMOD && s->d->depsub && s->d->depsub[tok] != SUB_POSS ? heads[tok] : DOC_NONE;
    return noun != DOC_NONE && s->b->set_place_edge != MAP_NONE && code_word_in(s, noun, s->b->set_place_edge);
}

/* Mentions inside the noun phrase of `tok`, as they stand in the text; prep: those after this preposition only. */
static uint32_t within_fillers(const code_scan *s, uint32_t tok, uint32_t prep, code_filler *out, uint32_t n)
{
    const doc *d = s->d;
    uint32_t owner = s->owner[tok], first = d->sentences[doc_sentence_of(d, tok)].tok_begin;
    if (owner == DOC_NONE) return n;
    for (uint32_t m = s->mentions.first[owner]; m != DOC_NONE && n < CODE_MAX_FILLERS; m = s->mentions.next[m])
        if (hangs_below(s, d->mentions[m].head, tok) && (prep == MAP_NONE ? !code_is_beyond(s, d->mentions[m].head) : cased_by(s, d->mentions[m].head, prep, first))) out[n++] = (code_filler){d->mentions[m].head, DOC_NONE, FILL_MODIFIER};
    return n;
}

/* "hackers working for X", "drones launched by X", "a tanker carrying X's crude": what stands after the preposition, or is acted on, in a participle's
 * clause on the noun. */
static uint32_t participle_fillers(const code_scan *s, uint32_t tok, uint8_t where, uint32_t prep, code_filler *out, uint32_t n)
{
    const doc *d = s->d;
    const uint32_t *heads = code_heads(d);
    bool by = where == AT_PREP && prep != MAP_NONE && str_is(s->b->words.keys[prep], "by");
    for (uint32_t q = s->owner[tok] == DOC_NONE ? DOC_NONE : s->children.first[s->owner[tok]]; q != DOC_NONE; q = s->children.next[q]) {
        const doc_predicate *p = &d->predicates[q];
        if (p->relation != REL_RELATIVE || p->kind != PRED_VERB || !heads || heads[p->tok] != tok) continue;
        if (by ? p->passive : p->tense == TENSE_NONE) n = role_fillers(s, q, by ? AT_AGENT : where, prep, out, n);
    }
    return n;
}

/* "its part in the treaty with X": nouns that are predicates of their own, after the preposition in the noun phrase of `tok`. */
static uint32_t noun_fillers(const code_scan *s, uint32_t tok, uint32_t prep, code_filler *out, uint32_t n)
{
    const doc *d = s->d;
    uint32_t owner = s->owner[tok], first = d->sentences[doc_sentence_of(d, tok)].tok_begin;
    const uint32_t *heads = code_heads(d);
    for (uint32_t q = owner == DOC_NONE ? DOC_NONE : s->children.first[owner]; q != DOC_NONE && n < CODE_MAX_FILLERS; q = s->children.next[q]) {
        const doc_predicate *p = &d->predicates[q];
        uint32_t above = heads && p->kind == PRED_NOUN ? heads[p->tok] : DOC_NONE;
        if (above != DOC_NONE && (above == tok || hangs_below(s, above, tok)) && cased_by(s, p->tok, prep, first)) out[n++] = (code_filler){p->tok, q, FILL_MODIFIER};
    }
    return n;
}

/* What stands in the role `then` of each of `from`. */
static uint32_t next_fillers(const code_scan *s, const code_view *v, const code_filler *from, uint32_t n_from, uint8_t then, uint32_t prep, code_filler *out)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < n_from; i++) {
        if (then == AT_WITHIN) n = within_fillers(s, from[i].tok, MAP_NONE, out, n);
        if (then == AT_PREP && from[i].pred == DOC_NONE) n = within_fillers(s, from[i].tok, prep, out, n);
        bool noun = from[i].pred == DOC_NONE || s->d->predicates[from[i].pred].kind == PRED_NOUN; /* also "a proposal submitted by X" */
        if ((then == AT_PREP || (then == AT_PATIENT && from[i].pred == DOC_NONE)) && noun) n = participle_fillers(s, from[i].tok, then, prep, out, n);
        if (then == AT_WITHIN || from[i].pred == DOC_NONE || from[i].pred == v->pred) continue;
        code_view inner = {from[i].pred, DOC_NONE, DOC_NONE, MAP_NONE};
        code_filler more[CODE_MAX_FILLERS];
        uint32_t n_more = place_fillers(s, &inner, then, prep, more);
        for (uint32_t k = 0; k < n_more && n < CODE_MAX_FILLERS; k++) out[n++] = more[k];
    }
    return n;
}

/* "the withdrawal of troops from X": parsers hang "from" on the troops. What hangs on the subject of a verb is not that: "the envoy to X called". */
static uint32_t below_fillers(const code_scan *s, uint32_t pred, uint32_t prep, code_filler *out)
{
    const doc_predicate *p = &s->d->predicates[pred];
    uint32_t n = within_fillers(s, p->tok, prep, out, 0), kept = 0;
    for (uint32_t i = 0; i < n; i++)
        if (p->kind != PRED_VERB || p->passive || out[i].tok > p->tok) out[kept++] = out[i];
    return kept;
}

uint32_t code_fillers(const code_scan *s, const code_view *v, const code_slot *slot, code_filler out[CODE_MAX_FILLERS])
{
    code_filler first[CODE_MAX_FILLERS], middle[CODE_MAX_FILLERS];
    if (slot->where == AT_SPEAKER) {
        uint32_t a = s->d->predicates[v->pred].attribution, source = a == DOC_NONE ? DOC_NONE : s->d->attributions[a].source_head;
        if (source != DOC_NONE) out[0] = (code_filler){source, DOC_NONE, FILL_GUESSED};
        return source != DOC_NONE;
    }
    if (slot->then == AT_SELF || slot->where == AT_ACT) {
        uint32_t direct = place_fillers(s, v, slot->where, slot->prep, out);
        return direct || slot->where != AT_PREP ? direct : below_fillers(s, v->pred, slot->prep, out);
    }
    uint32_t n = place_fillers(s, v, slot->where, slot->prep, first);
    if (slot->last == AT_SELF) return next_fillers(s, v, first, n, slot->then, slot->then_prep, out);
    uint32_t n_middle = next_fillers(s, v, first, n, slot->then, slot->then_prep, middle);
    for (uint32_t i = 0; i < n && slot->then == AT_PREP; i++)
        if (first[i].pred == DOC_NONE) n_middle = noun_fillers(s, first[i].tok, slot->then_prep, middle, n_middle);
    return next_fillers(s, v, middle, n_middle, slot->last, slot->last_prep, out);
}

/* ---- parties ------------------------------------------------------------------------------------------------------------- */

bool code_same_actor(const doc *d, uint32_t a, uint32_t b)
{
    if (a == b) return true;
    if (a == DOC_NONE || b == DOC_NONE) return false;
    const doc_actor *x = &d->actors[a], *y = &d->actors[b];
    if (x->code.n && y->code.n) return str_eq(x->code, y->code);
    return x->name.n && str_eq(x->name, y->name);
}

static bool party_add(const doc *d, doc_party *out, uint8_t *n, uint32_t actor, const doc_mention *m)
{
    if (actor >= d->n_actors || (!d->actors[actor].code.n && !d->actors[actor].country.n)) return false;
    for (uint8_t i = 0; i < *n; i++)
        if (code_same_actor(d, out[i].actor, actor)) return true;
    if (*n == DOC_MAX_PARTIES) return false;
    out[(*n)++] = (doc_party){actor, d->tokens[m->tok_begin].begin, d->tokens[m->tok_end - 1].end};
    return true;
}

bool code_listed(const code_book *b, str word, uint32_t set)
{
    uint32_t w = set == MAP_NONE || !word.n ? MAP_NONE : code_word_find(b, word);
    return w != MAP_NONE && code_set_has(&b->sets[set], w);
}

bool code_sector_in(const code_scan *s, str sector, uint32_t set)
{
    return code_listed(s->b, utf8_lower(s->d->mem, sector), set);
}

/* Students, companies, banks: they act for themselves, not for their country. */
static bool is_civil(const code_scan *s, const doc_actor *a)
{
    if ((a->kind != ACTOR_ROLE && a->kind != ACTOR_PERSON) || !a->n_sectors || !str_eq(a->code, a->country)) return false;
    return code_sector_in(s, a->sector[0], s->b->set_civil);
}

/* The mention on a filler, when the slot lets it be a party. */
static uint32_t filler_mention(const code_scan *s, const code_slot *slot, uint32_t tok, bool acting)
{
    const doc *d = s->d;
    uint32_t m = d->mention_at ? d->mention_at[tok] : DOC_NONE;
    if (m == DOC_NONE) m = s->covered[tok];
    if (m == DOC_NONE) return DOC_NONE;
    const doc_mention *x = &d->mentions[m];
    str words = doc_text(d, d->tokens[x->tok_begin].begin, d->tokens[x->tok_end - 1].end);
    if (!(slot->bases >> x->basis & 1)) return code_why(s, "'%.*s' is a mention by %s, which the slot does not take", STR_ARG(words), mention_name(x->basis)), DOC_NONE;
    if (!x->n_actors || x->actor[0] >= d->n_actors) return DOC_NONE;
    if (slot->kinds && !(slot->kinds >> d->actors[x->actor[0]].kind & 1)) return code_why(s, "'%.*s' is not of the kind the slot takes", STR_ARG(words)), DOC_NONE;
    if (acting && !slot->civil && is_civil(s, &d->actors[x->actor[0]])) return code_why(s, "'%.*s' acts for itself, not for its country", STR_ARG(words)), DOC_NONE;
    return m;
}

/* The country that a group belongs to, where the document has it as an actor; else the actor itself. */
static uint32_t country_of(const doc *d, uint32_t actor)
{
    str country = d->actors[actor].country;
    if (!country.n || d->actors[actor].kind == ACTOR_STATE) return actor;
    for (uint32_t i = 0; i < d->n_actors; i++)
        if (str_eq(d->actors[i].code, country) && d->actors[i].kind == ACTOR_STATE) return i;
    return actor;
}

static void party_put(const doc *d, doc_party *out, uint8_t *n, doc_party p)
{
    for (uint8_t i = 0; i < *n; i++)
        if (code_same_actor(d, out[i].actor, p.actor)) return;
    if (*n < DOC_MAX_PARTIES) out[(*n)++] = p;
}

/* The event whose agent this predicate shares: "visited X, [promising] aid", "recalled its envoy from X and [closed] the border". */
static const code_hit *shared_hit(code_scan *s, uint32_t pred)
{
    const doc *d = s->d;
    const doc_predicate *p = &d->predicates[pred];
    if (p->parent == DOC_NONE || (p->relation != REL_CONJ && p->relation != REL_ADVERBIAL) || d->predicates[p->parent].sent != p->sent) return NULL;
    bool shared = false;
    for (uint32_t i = p->role_begin; i < p->role_end; i++) shared |= d->roles[i].role == ROLE_AGENT && (d->roles[i].basis == FILL_SHARED || d->roles[i].basis == FILL_CONTROLLED);
    const code_hit *h = shared ? code_resolve(s, p->parent) : NULL;
    return h && h->rule != MAP_NONE && h->full ? h : NULL;
}

/* "shelled X, [killing] six": what only adds detail to an act of its own type was done to whom that was done, not at home. NULL when it does not. */
static const code_hit *detail_of(code_scan *s, uint32_t pred, const code_hit *h)
{
    const code_rule *r = &s->b->rules[h->rule];
    const code_hit *whole = r->detail ? shared_hit(s, pred) : NULL;
    return whole && s->b->rules[whole->rule].type == r->type ? whole : NULL;
}

/* "its tariffs": the actor again, which is no recipient; `self` says where that is meant. */
static bool is_its_own(const code_scan *s, const code_hit *h, uint32_t mention)
{
    const doc *d = s->d;
    const doc_mention *m = &d->mentions[mention];
    if (!d->upos || d->upos[m->tok_begin] != UPOS_PRON) return false;
    for (uint8_t k = 0; k < h->n_actors; k++)
        if (m->n_actors == 1 && code_same_actor(d, m->actor[0], h->actor[k].actor)) return true;
    return false;
}

/* "Hezbollah said Israel had killed two of its commanders": whose they are is open when they would be the actor's own and another tells of it. */
static bool may_be_speakers(const code_scan *s, uint32_t pred, const code_hit *h, uint32_t mention)
{
    enum { NEAR = 4 }; /* words between the pronoun and its noun */
    const doc *d = s->d;
    const doc_mention *m = &d->mentions[mention];
    uint32_t said = d->predicates[pred].attribution, source = said == DOC_NONE ? DOC_NONE : d->attributions[said].source_head;
    uint32_t speaker = source == DOC_NONE ? DOC_NONE : s->covered[source];
    if (speaker == DOC_NONE || !d->upos || m->n_actors != 1 || h->n_actors != 1 || d->mentions[speaker].n_actors != 1) return false;
    if (!str_eq(d->actors[m->actor[0]].country, d->actors[h->actor[0].actor].country) || code_same_actor(d, d->mentions[speaker].actor[0], h->actor[0].actor)) return false;
    for (uint32_t t = m->head > NEAR ? m->head - NEAR : 0; t < m->head; t++)
        if (d->upos[t] == UPOS_PRON && d->feats[t] & FEAT_P3 && code_heads(d)[t] == m->head) return true;
    return false;
}

/* May the clause mean parties that it does not name? "The ministers agreed", "was agreed", not "Congress agreed" or "I agreed". */
static bool leaves_open(const code_scan *s, uint32_t pred, uint8_t n_known)
{
    const doc *d = s->d;
    const doc_predicate *p = &d->predicates[pred];
    bool acted = p->passive;
    if (p->kind == PRED_NOUN || !d->feats) return false;
    for (uint32_t i = p->role_begin; i < p->role_end; i++) {
        const doc_role *r = &d->roles[i];
        if ((r->role != ROLE_AGENT && r->role != ROLE_PARTY) || r->tok == DOC_NONE) continue;
        if (d->feats[r->tok] & (FEAT_P1 | FEAT_P2)) return false;
        bool act = d->predicate_at && d->predicate_at[r->tok] != DOC_NONE; /* "the truce began" */
        bool nobody = d->upos[r->tok] == UPOS_PRON && (s->covered[r->tok] == DOC_NONE || !d->mentions[s->covered[r->tok]].n_actors); /* "he met the premier": who he is, the text has not told */
        if ((!n_known || nobody) && !act && !(d->feats[r->tok] & FEAT_PLUR) && d->upos[r->tok] != UPOS_NUM) return false;
        acted = true;
    }
    return acted;
}

/* "other allies", "the court" */
static bool is_other(const code_scan *s, uint32_t tok)
{
    enum { NEAR = 3 };
    uint32_t first = s->d->sentences[doc_sentence_of(s->d, tok)].tok_begin;
    if (code_word_in(s, tok, s->b->set_story_others)) return true;
    for (uint32_t t = tok; t-- > first && t + NEAR >= tok;)
        if (code_heads(s->d)[t] == tok && code_word_in(s, t, s->b->set_story_others)) return true;
    return false;
}

/* Is somebody on the other side who is not one of those that the text has told of? */
static bool is_stranger(const code_scan *s, uint32_t pred)
{
    const doc *d = s->d;
    if (!d->head || s->b->set_story_others == MAP_NONE) return false;
    for (uint32_t i = d->predicates[pred].role_begin; i < d->predicates[pred].role_end; i++) {
        const doc_role *r = &d->roles[i];
        if ((r->role == ROLE_PATIENT || r->role == ROLE_RECIPIENT) && r->tok != DOC_NONE && is_other(s, r->tok)) return true;
    }
    return false;
}

/* A clause that names one side, or none of two: see told.c. */
static void story_parties(code_scan *s, const code_view *v, uint8_t where, const code_hit *h, bool acting, doc_party *out, uint8_t *n, uint16_t *penalty)
{
    const code_rule *r = &s->b->rules[h->rule];
    bool mutual = acting && r->symmetric;
    const doc_party *known = mutual ? out : h->actor;
    uint8_t n_known = mutual ? *n : h->n_actors, found;
    doc_party other[2];
    if (mutual ? *n > 1 || !leaves_open(s, v->pred, *n) : acting || !n_known || is_stranger(s, v->pred)) return;
    for (uint8_t i = 1; i < n_known && where != AT_BOTH; i++)
        if (!code_same_actor(s->d, known[i].actor, known[0].actor)) return; /* of whom? */
    found = where == AT_BOTH ? code_told_both(s, v->pred, known, n_known, other) : code_told_other(s, v->pred, mutual, known, n_known, other);
    for (uint8_t i = 0; i < found; i++) party_put(s->d, out, n, other[i]);
    if (found) *penalty = (uint16_t)(*penalty + STORY_COST);
}

static void slot_parties(code_scan *s, const code_view *v, const code_slot *slot, const code_hit *h, bool acting, doc_party *out, uint8_t *n, uint16_t *penalty)
{
    const doc *d = s->d;
    if (slot->where == AT_ACT) {
        const code_hit *act = h->act == DOC_NONE ? NULL : &s->hit[h->act];
        for (uint8_t i = 0; act && i < (slot->then ? act->n_recipients : act->n_actors); i++) party_put(d, out, n, slot->then ? act->recipient[i] : act->actor[i]);
        return;
    }
    if (slot->where == AT_SHARED) {
        const code_hit *from = is_stranger(s, v->pred) ? NULL : shared_hit(s, v->pred);
        for (uint8_t i = 0; from && i < from->n_recipients; i++) party_put(d, out, n, from->recipient[i]);
        if (*n) *penalty = (uint16_t)(*penalty + 200);
        return;
    }
    if (slot->where == AT_STORY || slot->where == AT_BOTH) {
        story_parties(s, v, slot->where, h, acting, out, n, penalty);
        return;
    }
    if (slot->where == AT_SELF) {
        if (!code_at_home(s, v->pred, h)) return;
        const code_hit *whole = detail_of(s, v->pred, h);
        for (uint8_t i = 0; whole && i < whole->n_recipients; i++) party_put(d, out, n, whole->recipient[i]);
        if (*n) return;
        for (uint8_t i = 0; i < h->n_actors; i++) /* an organisation is nowhere at home */
            if (d->actors[h->actor[i].actor].country.n) party_put(d, out, n, (doc_party){country_of(d, h->actor[i].actor), h->actor[i].begin, h->actor[i].end});
        return;
    }
    code_filler f[CODE_MAX_FILLERS];
    uint32_t n_f = code_fillers(s, v, slot, f);
    for (uint32_t i = 0; i < n_f; i++) {
        uint32_t m = filler_mention(s, slot, f[i].tok, acting);
        bool any = false;
        if (m == DOC_NONE || (!acting && (is_its_own(s, h, m) || may_be_speakers(s, v->pred, h, m)))) continue;
        for (uint8_t k = 0; k < d->mentions[m].n_actors; k++) any |= party_add(d, out, n, d->mentions[m].actor[k], &d->mentions[m]);
        if (any) *penalty = (uint16_t)(*penalty + basis_cost[d->mentions[m].basis] + fill_cost[f[i].basis]);
    }
}

bool code_has_home(const doc *d, uint32_t actor) { return d->actors[actor].kind != ACTOR_ORGANISATION || d->actors[actor].country.n; }

/* Takes off the recipients whoever is an actor too, where the rule does not make that possible. */
static void others_only(const code_scan *s, const code_hit *h, doc_party *out, uint8_t *n)
{
    if (out != h->recipient) return;
    bool domestic = s->b->rules[h->rule].domestic;
    uint8_t kept = 0;
    for (uint8_t i = 0; i < *n; i++) {
        bool same = false;
        for (uint8_t k = 0; k < h->n_actors; k++) same |= code_same_actor(s->d, out[i].actor, h->actor[k].actor) && !(domestic && code_has_home(s->d, h->actor[k].actor));
        if (!same) out[kept++] = out[i];
    }
    if (*n && !kept) code_why(s, "recipient: the actor itself");
    *n = kept;
}

bool code_parties(code_scan *s, const code_view *v, const code_slots *slots, bool all, const code_hit *h, doc_party *out, uint8_t *n, uint16_t *penalty, const char *name)
{
    char places[160];
    size_t used = 0;
    if (s->why) s->why[0] = 0;
    for (uint8_t i = 0; i < slots->n; i++) {
        slot_parties(s, v, &slots->slot[i], h, out == h->actor, out, n, penalty);
        others_only(s, h, out, n);
        if (*n && !all) return true;
    }
    if (*n) return true;
    if (!s->why || s->why[0]) return false; /* the reason is there: a mention of the wrong sort */
    places[0] = 0;
    for (uint8_t i = 0; i < slots->n && used < sizeof places - 40; i++) {
        buf b;
        buf_init(&b);
        code_slot_text(s->b, &slots->slot[i], &b);
        used += (size_t)snprintf(places + used, sizeof places - used, "%s%.*s", i ? "/" : "", (int)(b.n < 38 ? b.n : 38), b.s ? b.s : "");
        buf_fini(&b);
    }
    return code_why(s, "%s: nobody named in %s", name, places);
}
