/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The run over a document: which hits become events, and which of two events that tell one happening stays.
 *
 *   resolve every predicate ─► mark what is used up ─► status, or abstain ─► event (event.c) ─► drop doubles ─► order, ids
 *
 * Abstaining is the rule of the house: no event from a question, from a sentence of sport or markets, from a list item, from a
 * hit without its parties, from what did not happen. A negated act is told only when somebody denies it or when the text names
 * both sides; what was agreed, refused or threatened is the `act` of that event and none of its own; what was asked for is an
 * event with status requested.
 *
 * Doubles: within a sentence, two events of one type whose parties are the same, or one's a part of the other's, are one
 * happening unless their dates differ; the better scored stays. Each event is compared with the dozen before it, so a long
 * sentence costs in proportion to its length.
 */
#include "base/utf8.h"
#include "code/event.h"

#include <stdlib.h>

enum { RUN_DOUBLES_BACK = 12 }; /* events of the sentence that an event is compared with */

/* ---- what is used up ------------------------------------------------------------------------------------------------------- */

/* "called on X to withdraw from the border with Y", "to end its occupation of Y": not from whoever asks. Nor does a body of states have anything that X could leave. */
static bool is_for_others(const code_scan *s, const code_hit *h, const code_hit *act)
{
    const doc *d = s->d;
    if (!code_has_home(d, h->actor[0].actor)) return true;
    for (uint32_t m = s->mentions.first[h->act]; m != DOC_NONE; m = s->mentions.next[m]) {
        bool third = d->mentions[m].n_actors > 0;
        for (uint8_t i = 0; third && i < act->n_actors; i++) third = !code_same_actor(d, d->mentions[m].actor[0], act->actor[i].actor);
        for (uint8_t i = 0; third && i < h->n_actors; i++) third = !code_same_actor(d, d->mentions[m].actor[0], h->actor[i].actor);
        if (third) return true;
    }
    for (uint32_t i = d->predicates[h->act].role_begin; i < d->predicates[h->act].role_end; i++)
        if (d->roles[i].role == ROLE_OBLIQUE && code_listed(s->b, d->roles[i].prep, s->b->set_place_from)) return true;
    return false;
}

/* What was asked for: who was asked is its actor, and without another recipient it is for the one who asks, or at home. */
static void act_complete(code_scan *s, const code_hit *h)
{
    code_hit *act = h->act == DOC_NONE ? NULL : &s->hit[h->act];
    if (!act || act->rule == MAP_NONE || !h->full) return;
    const code_rule *r = &s->b->rules[act->rule];
    /* "sought an apology from X": the grammar of the noun gives it to the one who asks */
    bool asker = s->d->predicates[h->act].kind == PRED_NOUN && act->n_actors == 1 && h->n_actors && code_same_actor(s->d, act->actor[0].actor, h->actor[0].actor);
    if ((!act->n_actors || asker) && h->n_recipients) {
        memcpy(act->actor, h->recipient, sizeof act->actor);
        act->n_actors = h->n_recipients;
        act->n_recipients = 0;
        if (r->recipient.n && !r->symmetric) code_recipients(s, h->act, act);
    }
    bool helps = s->b->types[r->type].quad == 2; /* material cooperation: asked for by who is to have it */
    if (act->n_recipients || !act->n_actors || !h->n_actors) helps = false;
    if (helps && r->recipient.optional && !r->domestic) helps = !is_for_others(s, h, act);
    if (helps && !r->symmetric && r->recipient.n && !(r->domestic && !code_has_home(s->d, act->actor[0].actor))) {
        const doc_party *from = r->domestic ? act->actor : h->actor;
        act->n_recipients = r->domestic ? act->n_actors : h->n_actors;
        memcpy(act->recipient, from, sizeof act->recipient);
    }
    act->full = act->n_actors && (r->symmetric ? act->n_actors > 1 : act->n_recipients || !r->recipient.n || r->recipient.optional);
}

static bool is_same_type(const code_scan *s, uint32_t pred, uint32_t type)
{
    uint32_t rule = s->hit[pred].rule;
    return rule != MAP_NONE && s->b->rules[rule].type == type;
}

static void mark_used(code_scan *s, uint32_t pred)
{
    const code_hit *h = &s->hit[pred];
    if (h->rule == MAP_NONE || s->used[pred] == 1) return;
    const code_rule *r = &s->b->rules[h->rule];
    if (!h->full && !h->n_consumed) return;
    if (r->act_also) act_complete(s, h);
    const doc *d = s->d;
    for (uint32_t q = h->full ? s->children.first[pred] : DOC_NONE; q != DOC_NONE; q = s->children.next[q])
        if (d->predicates[q].relation == REL_PURPOSE) s->used[q] = 1;
    for (uint8_t i = 0; i < h->n_consumed; i++) {
        uint32_t q = h->consumed[i];
        if (q == pred || s->used[q] == 1) continue;
        if (!h->full && is_same_type(s, q, r->type)) continue; /* "the expulsion by X was announced": the noun tells it all, the verb nobody's */
        bool also = r->act_also && q == h->act;
        s->used[q] = also ? 2 : 1;
        s->used_status[q] = r->act_status;
        for (uint32_t c = also || q != h->act ? DOC_NONE : s->children.first[q]; c != DOC_NONE; c = s->children.next[c]) { /* "agreed to stop and to withdraw" */
            const doc_predicate *x = &d->predicates[c];
            if (x->relation == REL_CONJ && x->kind == PRED_VERB && x->tense == TENSE_NONE && x->status == d->predicates[q].status && !s->used[c]) s->used[c] = 1;
        }
    }
}

/* "reopened the border it had closed with Y": what is taken back is no news, and tells with whom. */
static void take_back(code_scan *s, uint32_t pred)
{
    const doc_predicate *p = &s->d->predicates[pred];
    code_hit *back = p->relation != REL_RELATIVE || p->parent == DOC_NONE || p->kind == PRED_NOUN ? NULL : &s->hit[p->parent];
    const code_hit *h = &s->hit[pred];
    if (!back || p->tense != TENSE_PAST || s->d->predicates[p->parent].sent != p->sent || back->rule == MAP_NONE || h->rule == MAP_NONE || !back->n_actors || !h->full || !h->n_actors) return;
    const code_rule *r = &s->b->rules[back->rule];
    uint32_t on = code_heads(s->d)[p->tok];
    bool object = s->d->predicates[p->parent].tok == on; /* "removed the tariffs" is one word */
    for (uint32_t i = s->d->predicates[p->parent].role_begin; i < s->d->predicates[p->parent].role_end; i++) object |= s->d->roles[i].role == ROLE_PATIENT && s->d->roles[i].tok == on;
    if (!object || s->b->types[r->type].quad != 2 || s->b->types[s->b->rules[h->rule].type].quad != 4 || !code_same_actor(s->d, back->actor[0].actor, h->actor[0].actor)) return;
    s->used[pred] = 1;
    if (back->n_recipients || r->symmetric) return;
    memcpy(back->recipient, h->recipient, sizeof back->recipient);
    back->n_recipients = h->n_recipients;
    back->full = back->n_recipients > 0;
}

/* ---- status ---------------------------------------------------------------------------------------------------------------- */

static bool has_source(const doc *d, uint32_t attribution)
{
    for (uint32_t a = attribution, steps = 0; a != DOC_NONE && steps < 16; a = d->attributions[a].outer, steps++)
        if (d->attributions[a].source_end > d->attributions[a].source_begin) return true;
    return false;
}

static bool told_negated(const code_scan *s, const doc_predicate *p, const code_hit *h)
{
    const doc *d = s->d;
    for (uint32_t a = p->attribution, steps = 0; a != DOC_NONE && steps < 16; a = d->attributions[a].outer, steps++)
        if (d->attributions[a].denial) return true;
    bool others = false; /* somebody else on the other side: what a state does not do at home is no news */
    for (uint8_t i = 0; i < h->n_recipients; i++) others |= !h->n_actors || !code_same_actor(d, h->recipient[i].actor, h->actor[0].actor);
    return p->kind != PRED_NOUN && h->n_actors && others;
}

/* A rule that wants just this status and gives another ("does not plan to" is an actual refusal) overrides it, as it does an actual one. */
uint8_t code_rule_status(const code_rule *r, uint8_t status)
{
    bool asked = status == STATUS_ACTUAL;
    for (uint32_t i = 0; i < r->n_needs; i++) asked |= r->need[i].ask == ASK_STATUS && !r->need[i].negative && r->need[i].mask >> status & 1;
    return asked && r->status != N_STATUS ? r->status : status;
}

bool code_is_refusal(const code_scan *s, uint32_t pred)
{
    const doc_predicate *p = &s->d->predicates[pred];
    const code_hit *h = &s->hit[pred];
    return p->status == STATUS_NEGATED && p->tense == TENSE_FUTURE && h->rule != MAP_NONE && s->b->types[s->b->rules[h->rule].type].refused.n;
}

static bool sentence_codable(code_scan *s, uint32_t sent)
{
    const doc *d = s->d;
    const doc_sentence *x = &d->sentences[sent];
    if (x->block != DOC_NONE && x->block < d->n_blocks) {
        uint8_t kind = d->blocks[x->block].kind;
        if (x->headline && (kind == BLOCK_TABLE || kind == BLOCK_CAPTION || kind == BLOCK_ITEM)) return code_why(s, "a title, caption or list item, not prose");
    }
    return !code_sentence_silent(s, sent) || code_why(s, "the sentence speaks of sport, markets, art or weather");
}

/* "Spain visit Morocco": one state with a verb of the plural is its team. Names in -s are of the plural themselves, and "demanded that Spain
 * apologise" is no plural. */
static bool is_team(const code_scan *s, const doc_predicate *p)
{
    const doc *d = s->d;
    uint32_t n = 0, who = DOC_NONE;
    if (!d->xpos || p->kind == PRED_NOUN || p->relation == REL_COMPLEMENT || !str_is(d->xpos[p->tok], "VBP")) return false;
    for (uint32_t i = p->role_begin; i < p->role_end; i++)
        if (d->roles[i].role == ROLE_AGENT && d->roles[i].basis == FILL_DIRECT) n++, who = d->roles[i].tok;
    if (n != 1 || who == DOC_NONE || who > p->tok || d->upos[who] != UPOS_PROPN || str_ends(doc_form(d, who), STR("s"))) return false;
    uint32_t m = s->covered[who];
    return m != DOC_NONE && d->mentions[m].basis == MENTION_NAME && d->mentions[m].n_actors == 1 && d->actors[d->mentions[m].actor[0]].kind == ACTOR_STATE;
}

/* The party in whose words the token stands, or n. */
static uint8_t party_at(const doc *d, uint32_t tok, const doc_party *party, uint8_t n)
{
    uint8_t i = 0;
    while (i < n && !(tok != DOC_NONE && d->tokens[tok].begin >= party[i].begin && d->tokens[tok].begin < party[i].end)) i++;
    return i;
}

/* "X or Y" in the act's own clause: one of them, and the text does not say which; Y need not be anybody we know. */
static bool is_either(const code_scan *s, uint32_t pred, const doc_party *party, uint8_t n)
{
    const doc *d = s->d;
    const uint32_t *heads = code_heads(d);
    const doc_sentence *x = &d->sentences[d->predicates[pred].sent];
    if (!n || s->b->set_either == MAP_NONE || !heads) return false;
    for (uint32_t t = x->tok_begin; t < x->tok_end; t++) {
        if (d->upos[t] != UPOS_CCONJ || s->owner[t] != pred || heads[t] == DOC_NONE || !code_word_in(s, t, s->b->set_either)) continue;
        uint32_t second = heads[t], first = d->deprel[second] == DEP_CONJ ? heads[second] : DOC_NONE;
        uint8_t a = party_at(d, first, party, n), b = party_at(d, second, party, n);
        bool both = a < n && b < n, named = first != DOC_NONE && (d->upos[first] == UPOS_PROPN || d->upos[second] == UPOS_PROPN); /* "soldiers or policemen of X" are X's */
        if (both ? a != b || n > 1 : (a < n || b < n) && named) return true;
    }
    return false;
}

/* One of several who may have acted, or, in what helps somebody, may have gained. Who is denied, banned or threatened with "or" is each of them. */
static bool is_unsure_who(const code_scan *s, uint32_t pred, const code_hit *h)
{
    if (s->d->predicates[pred].status == STATUS_NEGATED) return false;
    return is_either(s, pred, h->actor, h->n_actors) || (s->b->types[s->b->rules[h->rule].type].quad <= 2 && is_either(s, pred, h->recipient, h->n_recipients));
}

/* "In a war game, X invaded Y": told within a work or a game, on the clause or on those above that it hangs on. Not "in a series of attacks". */
static bool is_framed(const code_scan *s, uint32_t pred)
{
    enum { UP = 4 };
    const doc *d = s->d;
    for (uint32_t steps = 0; s->b->set_frame != MAP_NONE && pred != DOC_NONE && steps < UP; pred = d->predicates[pred].parent, steps++)
        for (uint32_t i = d->predicates[pred].role_begin; i < d->predicates[pred].role_end; i++) {
            const doc_role *r = &d->roles[i];
            bool in = r->role == ROLE_OBLIQUE && r->tok != DOC_NONE && str_is(r->prep, "in") && code_word_in(s, r->tok, s->b->set_frame);
            if (in && !(r->tok + 1 < d->n_tokens && s->b->set_date_of != MAP_NONE && code_word_in(s, r->tok + 1, s->b->set_date_of))) return true;
        }
    return false;
}

/* "rebels armed by X", "Backed by X, Y …": how things stand, by the way. */
static bool is_epithet(const code_scan *s, uint32_t pred)
{
    const doc *d = s->d;
    const doc_predicate *p = &d->predicates[pred];
    if (!p->passive || p->kind != PRED_VERB || (p->relation != REL_RELATIVE && p->relation != REL_ADVERBIAL) || s->b->set_standing == MAP_NONE || !code_word_in(s, p->tok, s->b->set_standing)) return false;
    const uint32_t *heads = code_heads(d);
    for (uint32_t t = d->sentences[p->sent].tok_begin; t < p->tok; t++)
        if (heads[t] == p->tok && d->upos[t] == UPOS_AUX) return false;
    return true;
}

bool code_event_status(code_scan *s, uint32_t pred, uint8_t *status)
{
    const doc_predicate *p = &s->d->predicates[pred];
    const code_hit *h = &s->hit[pred];
    if (h->rule == MAP_NONE) return code_why(s, "no rule fires");
    const code_rule *r = &s->b->rules[h->rule];
    if (!h->full) return code_why(s, "parties are missing");
    if (s->used[pred] == 1) return code_why(s, "it is part of another event of the sentence");
    if (p->question) return code_why(s, "it is a question");
    if (is_epithet(s, pred)) return code_why(s, "it tells how things stand, by the way");
    if (is_framed(s, pred)) return code_why(s, "it is told in a work or a game");
    if (!sentence_codable(s, p->sent)) return false;
    if (is_team(s, p)) return code_why(s, "a state with a verb of the plural is its team");
    if (is_unsure_who(s, pred, h)) return code_why(s, "it is one of them, and the text does not say which");
    *status = code_rule_status(r, p->status);
    if (s->used[pred] == 2 && *status == STATUS_NEGATED) return code_why(s, "it is asked not to be done");
    if (s->used[pred] == 2) *status = s->used_status[pred];
    if (*status == STATUS_ACTUAL && p->reported && !has_source(s->d, p->attribution)) *status = STATUS_POSSIBLE;
    if (*status == STATUS_NEGATED && code_is_refusal(s, pred)) *status = STATUS_ACTUAL;
    if (*status == STATUS_NEGATED && !told_negated(s, p, h)) return code_why(s, "it did not happen, and nobody denies it");
    return true;
}

/* ---- doubles --------------------------------------------------------------------------------------------------------------- */

static bool parties_within(const doc *d, const doc_party *a, uint8_t n_a, const doc_party *b, uint8_t n_b)
{
    for (uint8_t i = 0; i < n_a; i++) {
        bool there = false;
        for (uint8_t k = 0; k < n_b; k++) there |= code_same_actor(d, a[i].actor, b[k].actor);
        if (!there) return false;
    }
    return true;
}

/* Is everyone in a, on either side, in b, where all are actors? "Two soldiers of X were killed in a clash with Y" tells one fight. */
static bool all_within(const doc *d, const doc_event *a, const doc_event *b)
{
    return a->n_recipients && parties_within(d, a->actor, a->n_actors, b->actor, b->n_actors) && parties_within(d, a->recipient, a->n_recipients, b->actor, b->n_actors);
}

/* Two verbs that stand side by side tell two acts ("recalled its envoy and closed the border"), unless one only adds detail or both are done in one
 * mode ("summoned the envoy and protested"). */
static bool side_by_side(const code_scan *s, const doc_event *a, const doc_event *b)
{
    const doc_predicate *p = &s->d->predicates[a->predicate], *q = &s->d->predicates[b->predicate];
    if (p->kind == PRED_NOUN || q->kind == PRED_NOUN || str_eq(a->rule, b->rule) || (a->mode.n && str_eq(a->mode, b->mode))) return false;
    if (s->b->rules[s->hit[a->predicate].rule].detail || s->b->rules[s->hit[b->predicate].rule].detail) return false;
    bool joined = (q->relation == REL_CONJ && q->parent == a->predicate) || (p->relation == REL_CONJ && p->parent == b->predicate); /* "said it [had recalled its envoy and closed …]" */
    joined |= q->relation == REL_CONJ && p->relation == REL_COMPLEMENT && q->parent == p->parent; /* "said it had recalled …, and closed …" */
    return joined || ((p->relation == REL_NONE || p->relation == REL_CONJ) && (q->relation == REL_NONE || q->relation == REL_CONJ));
}

/* Only those who act are on the other side, because nobody else is named: "opened fire". */
static bool at_home(const doc *d, const doc_event *e)
{
    return e->n_recipients && e->n_actors && parties_within(d, e->recipient, e->n_recipients, e->actor, e->n_actors);
}

/* "opened fire, wounding a farmer of Y": the second tells at whom. */
static bool tells_at_whom(const doc *d, const doc_event *a, const doc_event *b)
{
    return at_home(d, a) && !at_home(d, b) && b->n_recipients && parties_within(d, a->actor, a->n_actors, b->actor, b->n_actors);
}

static bool same_happening(const code_scan *s, const doc_event *a, const doc_event *b)
{
    const doc *d = s->d;
    if (side_by_side(s, a, b)) return false;
    if (!str_eq(a->event, b->event) || a->status != b->status || a->sent != b->sent) return false;
    if (a->dated == DATED_EXPRESSION && b->dated == DATED_EXPRESSION && (a->start > b->stop || b->start > a->stop)) return false;
    if (tells_at_whom(d, a, b) || tells_at_whom(d, b, a)) return true;
    if (a->reciprocal != b->reciprocal) return a->reciprocal ? all_within(d, b, a) : all_within(d, a, b);
    bool ab = parties_within(d, a->actor, a->n_actors, b->actor, b->n_actors) && parties_within(d, a->recipient, a->n_recipients, b->recipient, b->n_recipients);
    bool ba = parties_within(d, b->actor, b->n_actors, a->actor, a->n_actors) && parties_within(d, b->recipient, b->n_recipients, a->recipient, a->n_recipients);
    return ab || ba;
}

/* "marched to the consulate, a week after a crowd stoned the embassy": the news is the main clause. */
static bool is_aside(const code_scan *s, const doc_event *of, const doc_event *e)
{
    const doc_predicate *p = &s->d->predicates[e->predicate];
    return p->relation == REL_ADVERBIAL && p->parent == of->predicate;
}

/* The one that says more: more parties, then the act itself before a detail of it, then the main clause, then score, then the earlier one. */
static bool better(const code_scan *s, const doc_event *a, const doc_event *b)
{
    uint32_t n_a = a->n_actors + a->n_recipients, n_b = b->n_actors + b->n_recipients;
    bool a_detail = s->b->rules[s->hit[a->predicate].rule].detail, b_detail = s->b->rules[s->hit[b->predicate].rule].detail;
    if (n_a != n_b) return n_a > n_b;
    if (tells_at_whom(s->d, a, b) || tells_at_whom(s->d, b, a)) return tells_at_whom(s->d, b, a);
    if (a_detail != b_detail) return b_detail;
    if (is_aside(s, a, b) || is_aside(s, b, a)) return is_aside(s, a, b);
    return a->score_thousandths >= b->score_thousandths;
}

static void drop_doubles(const code_scan *s)
{
    doc *d = s->d;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < d->n_events; i++) {
        bool drop = false;
        for (uint32_t k = kept; k-- > 0 && kept - k <= RUN_DOUBLES_BACK && d->events[k].sent == d->events[i].sent && !drop;) {
            if (!same_happening(s, &d->events[k], &d->events[i])) continue;
            if (!better(s, &d->events[k], &d->events[i])) {
                uint32_t begin = d->events[i].trigger_begin;
                d->events[k] = d->events[i];
                d->events[k].trigger_begin = begin;
            }
            drop = true;
        }
        if (!drop) d->events[kept++] = d->events[i];
    }
    d->n_events = kept;
}

static int by_trigger(const void *a, const void *b)
{
    const doc_event *x = a, *y = b;
    if (x->trigger_begin != y->trigger_begin) return x->trigger_begin < y->trigger_begin ? -1 : 1;
    return x->predicate < y->predicate ? -1 : x->predicate > y->predicate;
}

/* ---- run ------------------------------------------------------------------------------------------------------------------- */

/* The marks of a word, or of its words. */
static uint32_t marks_of(const code_book *b, str words)
{
    uint32_t marks = 0;
    while (words.s && words.n) {
        uint32_t bits = map_get(&b->elsewhere, code_word_root(b, str_cut(&words, ' ')));
        if (bits != MAP_NONE) marks |= bits;
    }
    return marks;
}

static uint32_t predicate_marks(const code_scan *s, uint32_t pred)
{
    const doc_predicate *p = &s->d->predicates[pred];
    return marks_of(s->b, p->lemma) | marks_of(s->b, p->support);
}

static bool role_marked(const code_scan *s, uint32_t pred, uint8_t bit)
{
    const doc *d = s->d;
    for (uint32_t i = d->predicates[pred].role_begin; i < d->predicates[pred].role_end; i++) {
        uint32_t t = d->roles[i].tok;
        if (t != DOC_NONE && (marks_of(s->b, code_lower(s, t)) | (d->lemma ? marks_of(s->b, utf8_lower(d->mem, d->lemma[t])) : 0)) & bit) return true;
    }
    return predicate_marks(s, pred) & bit;
}

/* An event has an actor, and nearly every rule looks for it in the sentence: more than half of the predicates of news stand in sentences in
 * which nobody is named, and are passed over. What is left are words such as "the two agreed", once parties were told of. */
static bool tells_by_halves(const code_scan *s, uint32_t first)
{
    const doc *d = s->d;
    uint32_t sent = d->predicates[first].sent, end = first;
    bool verb = false;
    if (!s->n_told) return false;
    for (; end < d->n_predicates && d->predicates[end].sent == sent; end++) {
        uint32_t marks = predicate_marks(s, end);
        if (marks & ELSEWHERE_ALONE) return true;
        verb |= marks & ELSEWHERE_VERB;
    }
    for (uint32_t p = first; verb && p < end; p++)
        if (role_marked(s, p, ELSEWHERE_NOUN)) return true;
    return false;
}

enum { NAMED_UNKNOWN, NAMED_SOMEBODY, NAMED_NOBODY };

/* Asked of every predicate in order; the first of a sentence answers for all. */
static bool can_tell(code_scan *s, uint32_t pred, uint8_t *named)
{
    uint8_t *sent = &named[s->d->predicates[pred].sent];
    if (s->read[s->d->predicates[pred].sent]) return true;
    if (*sent == NAMED_UNKNOWN) *sent = tells_by_halves(s, pred) ? NAMED_SOMEBODY : NAMED_NOBODY;
    if (*sent == NAMED_SOMEBODY) code_scan_words(s, s->d->predicates[pred].sent);
    return *sent == NAMED_SOMEBODY;
}

static bool named_find(code_scan *s, uint8_t **named)
{
    doc *d = s->d;
    *named = arena_new(d->mem, uint8_t, d->n_sentences);
    for (uint32_t m = 0, k = 0; *named && m < d->n_mentions; m++) {
        const doc_mention *x = &d->mentions[m];
        if (!x->n_actors) continue;
        if (k >= d->n_sentences || d->sentences[k].tok_begin > x->head || d->sentences[k].tok_end <= x->head) k = doc_sentence_of(d, x->head);
        if (k < d->n_sentences) (*named)[k] = NAMED_SOMEBODY;
    }
    return *named != NULL;
}

int code_scan_run(code_scan *s)
{
    doc *d = s->d;
    uint32_t cap = 0;
    uint8_t *named;
    d->events = NULL;
    d->n_events = 0;
    if (!named_find(s, &named)) return error_memory(s->err);
    for (uint32_t p = 0; p < d->n_predicates; p++) {
        if (!can_tell(s, p, named)) {
            code_pass_over(s, p);
            continue;
        }
        code_resolve(s, p);
        code_told_add(s, p);
    }
    for (uint32_t p = 0; p < d->n_predicates; p++) take_back(s, p);
    for (uint32_t p = 0; p < d->n_predicates; p++) mark_used(s, p);
    for (uint32_t p = 0; p < d->n_predicates; p++) {
        uint8_t status;
        if (!code_event_status(s, p, &status)) continue;
        if (d->n_events == DOC_CAP_EVENTS) {
            d->flags |= DOC_F_MANYEVENTS;
            break;
        }
        doc_event *grown = arena_grow(d->mem, d->events, sizeof *grown, d->n_events, d->n_events + 1, &cap);
        if (!grown) return error_memory(s->err);
        d->events = grown;
        code_event_make(s, p, status, &d->events[d->n_events++]);
    }
    if (d->n_events) qsort(d->events, d->n_events, sizeof *d->events, by_trigger);
    drop_doubles(s);
    if (d->n_events) qsort(d->events, d->n_events, sizeof *d->events, by_trigger);
    int rc = code_figures(s);
    return rc || d->mem->failed ? error_memory(s->err) : code_event_ids(d, s->err);
}

int code_run(const code_book *b, doc *d, ent_error *err)
{
    code_scan s;
    int rc = code_scan_begin(&s, b, d, false, err);
    return rc ? rc : code_scan_run(&s);
}
