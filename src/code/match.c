/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One predicate against the code book: which rules to try, whether one holds, which fires.
 *
 * Candidates come from the index by hash: the lemma, the lemma with the word before or after it, the support verb. They are
 * tried by rank, most specific first. A rule holds when its needs hold; it fires when its parties are there too. When none
 * fires, the first that holds is kept as a hit that is not full: it gives no event, but it can be the act of another
 * ("agreed to meet"). A silent rule that holds ends the search: no event.
 *
 * Needs that ask for a codable act resolve that predicate first, so resolution recurses along complements; the depth is capped
 * and a predicate under way answers "no rule", so a cycle of roles cannot hang. Cost: rules of one word × needs × roles.
 */
#include "code/scan.h"

/* ---- candidates ---------------------------------------------------------------------------------------------------------- */

static uint64_t word_bits(const code_scan *s, uint32_t tok)
{
    uint64_t bits = s->word[tok] == MAP_NONE ? 0 : UINT64_C(1) << (s->word[tok] & 63);
    return s->form[tok] == MAP_NONE ? bits : bits | UINT64_C(1) << (s->form[tok] & 63);
}

/* The words that stand in the roles of a predicate, titles before names too, as bits: what the gates of the rules are held against. Rules lie
 * all over the memory of the book, and most fail at their first word. */
static uint64_t role_bits(const code_scan *s, uint32_t pred)
{
    const doc *d = s->d;
    const doc_predicate *p = &d->predicates[pred];
    uint64_t bits = word_bits(s, p->tok) | UINT64_C(1) << 63; /* one always: rules without a gate stay */
    for (uint32_t i = p->role_begin; i < p->role_end; i++) {
        uint32_t t = d->roles[i].tok;
        if (t >= d->n_tokens) continue;
        bits |= word_bits(s, t);
        bool name = d->upos && d->upos[t] == UPOS_PROPN;
        for (uint32_t k = t; name && k > d->sentences[p->sent].tok_begin && t - k < SCAN_TITLE_BACK; k--) bits |= word_bits(s, k - 1);
    }
    return bits;
}

typedef struct try_list {
    const code_book *b;
    uint64_t bits; /* rules whose gate they do not open are left out */
    code_try *out;
    uint32_t n;
} try_list;

/* Appends the roots of the words of `text`. */
static size_t key_put(const code_book *b, char *key, size_t at, size_t cap, str text)
{
    for (str rest = text; rest.s;) {
        str word = code_word_root(b, str_cut(&rest, ' '));
        if (at + word.n + 2 > cap) return cap;
        if (at > 2) key[at++] = ' ';
        memcpy(key + at, word.s, word.n);
        at += word.n;
    }
    return at;
}

static void tries_take(try_list *l, const code_tries *found)
{
    for (uint32_t i = 0; found && i < found->n && l->n < CODE_MAX_CANDIDATES; i++) {
        if (!(found->item[i].gate & l->bits)) continue;
        __builtin_prefetch(&l->b->rules[found->item[i].rule].need);
        uint32_t at = l->n++;
        while (at && l->out[at - 1].rank > found->item[i].rank) l->out[at] = l->out[at - 1], at--;
        l->out[at] = found->item[i];
    }
}

/* The rules of two words in a row, or of a lemma of several words with nothing after it. */
static void tries_phrase(const code_scan *s, try_list *l, uint8_t kind, str a, str b)
{
    char key[160] = {"vlns"[kind], ':'};
    size_t n = key_put(s->b, key, 2, sizeof key, a);
    if (b.n) n = key_put(s->b, key, n, sizeof key, b);
    if (n < sizeof key) tries_take(l, code_index_get(s->b, str_make(key, n)));
}

static void tries_pair(const code_scan *s, try_list *l, uint8_t kind, uint32_t first, uint32_t second)
{
    if (second != MAP_NONE && code_leads(s->b, kind, first)) tries_phrase(s, l, kind, s->b->words.keys[first], s->b->words.keys[second]);
}

static uint32_t word_at(const code_scan *s, uint32_t tok, const doc_sentence *x) { return tok >= x->tok_begin && tok < x->tok_end ? s->word[tok] : MAP_NONE; }

/* The rules of a lemma, by its number when it is one word that the book knows. */
static void tries_lemma(const code_scan *s, try_list *l, uint8_t kind, str lemma, uint32_t word)
{
    if (word != MAP_NONE) tries_take(l, code_index_word(s->b, kind, word));
    else if (memchr(lemma.s, ' ', lemma.n)) tries_phrase(s, l, kind, lemma, STR_NONE);
}

uint32_t code_candidates(const code_scan *s, uint32_t pred, uint64_t bits, code_try out[CODE_MAX_CANDIDATES])
{
    const doc_predicate *p = &s->d->predicates[pred];
    const doc_sentence *x = &s->d->sentences[p->sent];
    try_list l = {s->b, bits, out, 0};
    bool phrase = memchr(p->lemma.s, ' ', p->lemma.n) != NULL;
    uint32_t word = p->kind == PRED_VERB ? code_form_find(s->b, p->lemma) : MAP_NONE, support;
    uint32_t before = p->tok > x->tok_begin ? word_at(s, p->tok - 1, x) : MAP_NONE, after = word_at(s, p->tok + 1, x);
    if (word == MAP_NONE && !phrase) word = code_word_guess(s->b, p->lemma);
    switch (p->kind) {
    case PRED_VERB:
        tries_lemma(s, &l, TRIGGER_VERB, p->lemma, word);
        if (!phrase) tries_pair(s, &l, TRIGGER_VERB, word, after);
        tries_lemma(s, &l, TRIGGER_LIGHT, p->lemma, word);
        break;
    case PRED_LIGHT:
        support = code_word_find(s->b, p->support);
        tries_lemma(s, &l, TRIGGER_LIGHT, p->support, support);
        tries_lemma(s, &l, TRIGGER_VERB, p->support, support);
        /* fall through */
    case PRED_NOUN:
        tries_lemma(s, &l, TRIGGER_NOUN, p->lemma, word);
        tries_pair(s, &l, TRIGGER_NOUN, before, word);
        break;
    case PRED_STATE:
        tries_lemma(s, &l, TRIGGER_STATE, p->lemma, word);
        tries_pair(s, &l, TRIGGER_STATE, word, after);
        break;
    }
    return l.n;
}

/* ---- needs --------------------------------------------------------------------------------------------------------------- */

static void consume(code_hit *h, uint32_t pred)
{
    if (pred != DOC_NONE && h->n_consumed < CODE_MAX_CONSUMED) h->consumed[h->n_consumed++] = pred;
}

/* Is the token a word of a state's or a person's name? "European Union" is no union, "Ann Baker" no baker: what must not stand there is a
 * common word. Titles before names and organisations such as "the Lebanese Army" keep their meaning. */
static bool in_name(const code_scan *s, uint32_t tok)
{
    uint32_t at = s->covered[tok];
    if (at == DOC_NONE || !s->d->upos || s->d->upos[tok] != UPOS_PROPN) return false;
    const doc_mention *m = &s->d->mentions[at];
    if (m->basis != MENTION_NAME || !m->n_actors) return false;
    const doc_actor *a = &s->d->actors[m->actor[0]];
    return a->kind != ACTOR_GROUP && a->kind != ACTOR_ROLE && !a->n_sectors;
}

/* A predicate that neither happened nor is denied. */
static bool is_unreal(const code_scan *s, uint32_t pred)
{
    return pred != DOC_NONE && s->d->predicates[pred].status != STATUS_ACTUAL && s->d->predicates[pred].status != STATUS_NEGATED;
}

/* The mention that is somebody in the role of an agent; NULL when there is none. */
static const doc_mention *agent_mention(const code_scan *s, const doc_role *r)
{
    uint32_t m = r->role == ROLE_AGENT && r->tok < s->d->n_tokens ? s->covered[r->tok] : DOC_NONE;
    return m != DOC_NONE && s->d->mentions[m].n_actors ? &s->d->mentions[m] : NULL;
}

static bool same_country(const doc *d, const doc_mention *a, const doc_mention *b)
{
    for (uint8_t i = 0; i < a->n_actors; i++)
        for (uint8_t k = 0; k < b->n_actors; k++) {
            const doc_actor *x = &d->actors[a->actor[i]], *y = &d->actors[b->actor[k]];
            if (code_same_actor(d, a->actor[i], b->actor[k]) || (x->country.n && str_eq(x->country, y->country))) return true;
        }
    return false;
}

/* Is the agent of `pred` among the agents of `act`, or has that no agent that is somebody? "France warned that Iran would strike" is no threat of France's. */
static bool is_own(const code_scan *s, uint32_t pred, uint32_t act)
{
    const doc *d = s->d;
    bool any = false;
    if (act == DOC_NONE) return false;
    for (uint32_t i = d->predicates[act].role_begin; i < d->predicates[act].role_end; i++) {
        const doc_mention *his = agent_mention(s, &d->roles[i]);
        for (uint32_t k = d->predicates[pred].role_begin; his && k < d->predicates[pred].role_end; k++) {
            const doc_mention *mine = agent_mention(s, &d->roles[k]);
            if (mine && same_country(d, mine, his)) return true;
        }
        any |= his != NULL;
    }
    return !any;
}

/* A light verb tells its noun in a clause of its own: "signed an accord that the other side threw out". */
static bool tells_itself(const code_scan *s, uint32_t pred) { return pred != DOC_NONE && s->d->predicates[pred].kind == PRED_LIGHT; }

static bool slot_satisfies(code_scan *s, const code_view *v, const code_need *n, const code_slot *slot, const code_rule *r, code_hit *h)
{
    code_filler f[CODE_MAX_FILLERS];
    uint32_t n_f = code_fillers(s, v, slot, f);
    for (uint32_t i = 0; i < n_f; i++) {
        if (n->ask == ASK_WORDS && !code_titled_in(s, f[i].tok, n->set)) continue;
        if (n->ask == ASK_WORDS && n->negative && in_name(s, f[i].tok) && code_word_in(s, f[i].tok, n->set)) continue;
        if (n->ask == ASK_MENTION && s->covered[f[i].tok] == DOC_NONE && (!s->d->mention_at || s->d->mention_at[f[i].tok] == DOC_NONE)) continue;
        if (n->ask == ASK_OPEN && (f[i].pred == DOC_NONE || s->d->predicates[f[i].pred].tense != TENSE_NONE)) continue;
        if (n->ask == ASK_UNREAL && !is_unreal(s, f[i].pred)) continue;
        if (n->ask == ASK_DENIED && (f[i].pred == DOC_NONE || s->d->predicates[f[i].pred].status != STATUS_NEGATED)) continue;
        if (n->ask == ASK_OWN && !is_own(s, v->pred, f[i].pred)) continue;
        if (n->ask == ASK_ACT) {
            const code_hit *act = f[i].pred == DOC_NONE || f[i].pred == v->pred ? NULL : code_resolve(s, f[i].pred);
            if (!act || act->rule == MAP_NONE || (n->mask && !(n->mask >> s->b->rules[act->rule].type & 1))) continue;
        }
        if (n->ask == ASK_WORDS && !n->negative && !r->keep_nouns && slot->then == AT_SELF && f[i].pred != v->pred && f[i].pred != v->noun && !tells_itself(s, f[i].pred)) consume(h, f[i].pred);
        return true;
    }
    return false;
}

static bool any_satisfies(code_scan *s, const code_view *v, const code_need *n, const code_rule *r, code_hit *h)
{
    for (uint8_t i = 0; i < n->slots.n; i++)
        if (slot_satisfies(s, v, n, &n->slots.slot[i], r, h)) return true;
    return false;
}

/* The predicate hangs on one of these words, or a light verb is one of them. */
static bool governed_by(const code_scan *s, const doc_predicate *p, uint32_t set)
{
    uint32_t support = p->kind == PRED_LIGHT ? code_word_find(s->b, p->support) : MAP_NONE;
    if (support != MAP_NONE && code_set_has(&s->b->sets[set], support)) return true;
    return p->parent != DOC_NONE && code_word_in(s, s->d->predicates[p->parent].tok, set);
}

static bool need_holds(code_scan *s, const code_view *v, const code_need *n, const code_rule *r, code_hit *h)
{
    const doc_predicate *p = &s->d->predicates[v->pred];
    switch (n->ask) {
    case ASK_TENSE: return n->mask >> p->tense & 1;
    case ASK_STATUS: return n->mask >> p->status & 1;
    case ASK_PASSIVE: return p->passive;
    case ASK_ADVERBIAL: return p->relation == REL_ADVERBIAL;
    case ASK_SENTENCE: return code_sentence_has(s, p->sent, n->set);
    case ASK_PARENT: return governed_by(s, p, n->set);
    default: return any_satisfies(s, v, n, r, h);
    }
}

static bool needs_hold(code_scan *s, const code_view *v, const code_rule *r, code_hit *h)
{
    for (uint32_t i = 0; i < r->n_needs; i++) {
        const code_need *n = &r->need[i];
        if (need_holds(s, v, n, r, h) != n->negative) continue;
        return code_why(s, "%s %.*s", n->negative ? "has what it must not:" : "lacks what it needs:", STR_ARG(n->text));
    }
    return true;
}

/* ---- act ------------------------------------------------------------------------------------------------------------------- */

static void act_find(code_scan *s, const code_view *v, const code_rule *r, code_hit *h)
{
    for (uint8_t i = 0; i < r->act.n; i++) {
        code_filler f[CODE_MAX_FILLERS];
        uint32_t n_f = code_fillers(s, v, &r->act.slot[i], f);
        for (uint32_t k = 0; k < n_f; k++) {
            if (f[k].pred == DOC_NONE || f[k].pred == v->pred || f[k].pred == v->noun) continue;
            const code_hit *act = code_resolve(s, f[k].pred);
            if (act->rule == MAP_NONE) continue;
            if (h->act == DOC_NONE) h->act = f[k].pred;
            consume(h, f[k].pred);
        }
        if (h->act != DOC_NONE) return;
    }
}

/* ---- parties --------------------------------------------------------------------------------------------------------------- */

/* A recipient that the rule wants and the clause lacks: that of the event whose agent is shared. */
static bool shared_find(code_scan *s, const code_view *v, code_hit *h)
{
    static const code_slot shared = {.where = AT_SHARED, .then = AT_SELF, .last = AT_SELF};
    const code_slots one = {&shared, 1, false};
    char *why = s->why;
    s->why = NULL; /* the reason stays what the rule's own slots lacked */
    bool found = code_parties(s, v, &one, false, h, h->recipient, &h->n_recipients, &h->penalty, "recipient");
    s->why = why;
    return found;
}

static bool parties_find(code_scan *s, const code_view *v, const code_rule *r, code_hit *h)
{
    if (!code_parties(s, v, &r->actor, r->symmetric, h, h->actor, &h->n_actors, &h->penalty, r->symmetric ? "parties" : "actor")) return false;
    if (r->symmetric) return h->n_actors > 1 ? true : code_why(s, "parties: only one is named");
    bool any = r->recipient.n && code_parties(s, v, &r->recipient, false, h, h->recipient, &h->n_recipients, &h->penalty, "recipient");
    if (!any && r->recipient.n && !r->recipient.optional) any = shared_find(s, v, h);
    return any || !r->recipient.n || r->recipient.optional;
}

/* ---- match ----------------------------------------------------------------------------------------------------------------- */

/* The view for a trigger; false when a light trigger's noun is not there. */
static bool view_make(const code_scan *s, uint32_t pred, const code_try *t, code_view *v)
{
    const doc_predicate *p = &s->d->predicates[pred];
    *v = (code_view){pred, DOC_NONE, DOC_NONE, p->kind == PRED_VERB && str_find(p->lemma, STR(" "), 0) < 0 ? t->particle : MAP_NONE};
    if (p->kind == PRED_LIGHT) {
        v->noun_tok = p->tok;
        return t->noun_set == MAP_NONE || code_word_in(s, p->tok, t->noun_set) || code_why(s, "'%.*s' is not a noun of this rule", STR_ARG(p->lemma));
    }
    if (t->noun_set == MAP_NONE) return true;
    for (uint32_t i = p->role_begin; i < p->role_end; i++) {
        const doc_role *r = &s->d->roles[i];
        if ((r->role != ROLE_PATIENT && r->role != ROLE_OBLIQUE) || r->tok == DOC_NONE || !code_word_in(s, r->tok, t->noun_set)) continue;
        v->noun_tok = r->tok;
        v->noun = r->pred != DOC_NONE ? r->pred : s->d->predicate_at ? s->d->predicate_at[r->tok] : DOC_NONE;
        if (v->noun == pred) v->noun = DOC_NONE;
        return true;
    }
    return code_why(s, "none of its nouns is what the verb acts on");
}

/* Parties are not cleared: there are none. A predicate tries a dozen rules, and most fail before they look for one. */
static void hit_clear(code_hit *h, uint32_t rule)
{
    memset(h, 0, offsetof(code_hit, actor));
    h->rule = rule;
    h->silenced = MAP_NONE;
    h->act = h->noun = h->noun_tok = DOC_NONE;
}

int code_match(code_scan *s, uint32_t pred, const code_try *t, code_hit *out)
{
    const code_rule *r = &s->b->rules[t->rule];
    code_view v;
    hit_clear(out, t->rule);
    if (!view_make(s, pred, t, &v)) return 0;
    out->view = true;
    out->noun = v.noun;
    out->noun_tok = v.noun_tok;
    out->particle = v.particle;
    if (!needs_hold(s, &v, r, out)) return 0;
    if (r->silent) return 2;
    act_find(s, &v, r, out);
    consume(out, v.noun);
    out->penalty = s->d->predicates[pred].kind == PRED_NOUN ? 50 : 0;
    out->full = parties_find(s, &v, r, out);
    return out->full ? 2 : 1;
}

void code_recipients(code_scan *s, uint32_t pred, code_hit *h)
{
    const code_view v = {pred, h->noun, h->noun_tok, h->particle};
    const code_slots *all = &s->b->rules[h->rule].recipient;
    char *why = s->why;
    s->why = NULL;
    for (uint8_t i = 0; i < all->n && !h->n_recipients; i++) {
        const code_slots one = {&all->slot[i], 1, false};
        if (one.slot->where != AT_STORY && one.slot->where != AT_BOTH) code_parties(s, &v, &one, false, h, h->recipient, &h->n_recipients, &h->penalty, "recipient");
    }
    s->why = why;
}

/* Its needs but those that want somebody in a slot. */
bool code_match_words(code_scan *s, uint32_t pred, const code_try *t)
{
    const code_rule *r = &s->b->rules[t->rule];
    code_hit h;
    code_view v;
    hit_clear(&h, t->rule);
    if (r->silent || !view_make(s, pred, t, &v)) return false;
    for (uint32_t i = 0; i < r->n_needs; i++)
        if (r->need[i].ask != ASK_MENTION && need_holds(s, &v, &r->need[i], r, &h) == r->need[i].negative) return false;
    return true;
}

static void resolve_now(code_scan *s, uint32_t pred, code_hit *h)
{
    code_try tries[CODE_MAX_CANDIDATES];
    uint32_t n = code_candidates(s, pred, role_bits(s, pred), tries);
    for (uint32_t i = 0; i < n; i++) __builtin_prefetch(s->b->rules[tries[i].rule].need);
    for (uint32_t i = 0; i < n; i++) {
        code_hit found;
        int how = code_match(s, pred, &tries[i], &found);
        if (how == 2 && s->b->rules[tries[i].rule].silent) {
            h->rule = MAP_NONE;
            h->silenced = tries[i].rule;
            return;
        }
        if (how == 2 || (how == 1 && h->rule == MAP_NONE)) {
            found.state = 1;
            *h = found;
        }
        if (how == 2) return;
    }
}

void code_pass_over(code_scan *s, uint32_t pred)
{
    hit_clear(&s->hit[pred], MAP_NONE);
    s->hit[pred].state = 2;
}

const code_hit *code_resolve(code_scan *s, uint32_t pred)
{
    code_hit *h = &s->hit[pred];
    if (h->state) return h;
    hit_clear(h, MAP_NONE);
    h->state = 1;
    char *why = s->why;
    s->why = NULL;
    if (s->depth++ < CODE_MAX_DEPTH) resolve_now(s, pred, h);
    s->depth--;
    s->why = why;
    h->state = 2;
    return h;
}
