/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The state of a run: every token's word in the code book, the mention that covers it, the predicate it belongs to.
 *
 * Input: a document up to station clause. Cost: linear in tokens: two hash lookups each, in the sentences that can give an event (run.c
 * says which, and asks for them); the predicate above a token is found by walking heads upwards until a token whose answer is known, and
 * writing the answer back along the path.
 */
#include "base/utf8.h"
#include "code/scan.h"

enum { SCAN_SOME = 32 }; /* tokens whose words are looked up at a time */

str code_lower(const code_scan *s, uint32_t t)
{
    if (!s->lower[t].s) s->lower[t] = utf8_lower(s->d->mem, doc_form(s->d, t));
    return s->lower[t];
}

/* The lemma in small letters; that of the form when both are the same. */
static str lemma_of(const code_scan *s, uint32_t t)
{
    const doc *d = s->d;
    if (d->joined && d->joined[t].n) return d->joined[t];
    str lemma = d->lemma ? d->lemma[t] : STR_NONE;
    if (!lemma.n) return STR_NONE;
    str lower = code_lower(s, t);
    if (str_eq(lemma, doc_form(d, t))) return lower;
    lemma = utf8_lower(d->mem, lemma);
    return str_eq(lemma, lower) ? lower : lemma;
}

/* form: the number of the form; s->word[t] holds that of the lemma. */
static void settle_word(code_scan *s, uint32_t t, str lemma, uint32_t form)
{
    const doc *d = s->d;
    if (s->word[t] == MAP_NONE) s->word[t] = form;
    if (s->word[t] == MAP_NONE && lemma.n && d->upos && (d->upos[t] == UPOS_VERB || d->upos[t] == UPOS_NOUN)) s->word[t] = code_word_guess(s->b, lemma);
    s->form[t] = form == s->word[t] || (d->joined && d->joined[t].n) ? MAP_NONE : form;
    if (s->word[t] != MAP_NONE && s->named[t] != DOC_NONE) __builtin_prefetch(&s->b->trigger_of[s->word[t] * 4]);
}

static uint32_t unit_of_words(const code_scan *s, str lower, str lemma)
{
    uint32_t unit = map_get(&s->b->units, lower);
    return unit != MAP_NONE || !lemma.n || lemma.s == lower.s ? unit : map_get(&s->b->units, lemma);
}

uint32_t code_unit_at(const code_scan *s, uint32_t t) { return unit_of_words(s, code_lower(s, t), lemma_of(s, t)); }

/* Puts an item before those that are there: items come last first. */
static void chain_put(code_chain *c, uint32_t pred, uint32_t item)
{
    if (pred == DOC_NONE) return;
    c->next[item] = c->first[pred];
    c->first[pred] = item;
}

/* The words of [begin, end), at most SCAN_SOME; the last first, for the chain of units. */
static void words_read(code_scan *s, uint32_t begin, uint32_t end)
{
    str key[2 * SCAN_SOME], lemma[SCAN_SOME];
    uint32_t at[2 * SCAN_SOME], n = end - begin;
    if (begin >= end) return;
    for (uint32_t i = 0; i < n; i++) {
        str lower = code_lower(s, begin + i);
        lemma[i] = lemma_of(s, begin + i);
        key[2 * i] = code_word_root(s->b, lower);
        key[2 * i + 1] = lemma[i].s == lower.s ? STR_NONE : code_word_root(s->b, lemma[i]);
    }
    map_find_many(&s->b->words, key, 2 * n, at);
    for (uint32_t i = n; i-- > 0;) {
        uint32_t t = begin + i;
        s->word[t] = lemma[i].s == s->lower[t].s ? at[2 * i] : at[2 * i + 1];
        settle_word(s, t, lemma[i], at[2 * i]);
        if (unit_of_words(s, s->lower[t], lemma[i]) != MAP_NONE) chain_put(&s->units, s->owner[t], t);
    }
}

void code_scan_words(code_scan *s, uint32_t sent)
{
    const doc_sentence *x = &s->d->sentences[sent];
    if (s->read[sent]) return;
    s->read[sent] = 1;
    for (uint32_t end = x->tok_end, begin; end > x->tok_begin; end = begin) {
        begin = end - x->tok_begin > SCAN_SOME ? end - SCAN_SOME : x->tok_begin;
        words_read(s, begin, end);
    }
}

static void cover_mentions(code_scan *s)
{
    const doc *d = s->d;
    for (uint32_t t = 0; t < d->n_tokens; t++) s->covered[t] = DOC_NONE;
    for (uint32_t m = 0; m < d->n_mentions; m++)
        for (uint32_t t = d->mentions[m].tok_begin; t < d->mentions[m].tok_end && t < d->n_tokens; t++)
            if (s->covered[t] == DOC_NONE) s->covered[t] = m;
}

static void name_tokens(code_scan *s)
{
    const doc *d = s->d;
    for (uint32_t t = 0; t < d->n_tokens; t++) s->named[t] = d->predicate_at ? d->predicate_at[t] : DOC_NONE;
    for (uint32_t p = 0; p < d->n_predicates; p++) {
        const doc_predicate *x = &d->predicates[p];
        if (x->kind != PRED_LIGHT && x->kind != PRED_STATE) continue;
        for (uint32_t t = x->trig_begin; t < x->trig_end && t < d->n_tokens; t++)
            if (s->named[t] == DOC_NONE) s->named[t] = p;
    }
}

/* Fills owner[] for the path from t upwards. SEEN marks a path under way, so a broken tree ends the walk too. */
static void own_path(code_scan *s, uint32_t t)
{
    enum { UNKNOWN = DOC_NONE - 1 };
    const doc *d = s->d;
    const uint32_t *heads = code_heads(d);
    uint32_t at = t, answer = DOC_NONE, steps = 0;
    while (at != DOC_NONE && steps++ <= d->n_tokens) {
        if (s->owner[at] != UNKNOWN) {
            answer = s->owner[at];
            break;
        }
        if (s->named[at] != DOC_NONE) {
            answer = s->named[at];
            break;
        }
        at = heads ? heads[at] : DOC_NONE;
    }
    for (uint32_t k = t; k != DOC_NONE && s->owner[k] == UNKNOWN; k = heads ? heads[k] : DOC_NONE) {
        s->owner[k] = answer;
        if (k == at) break;
    }
}

uint32_t code_span_head(const doc *d, uint32_t begin, uint32_t end)
{
    const uint32_t *heads = code_heads(d);
    for (uint32_t t = begin; t < end && heads; t++)
        if (heads[t] == DOC_NONE || heads[t] < begin || heads[t] >= end) return t;
    return begin;
}

static uint32_t owner_of(const code_scan *s, uint32_t tok) { return tok < s->d->n_tokens ? s->owner[tok] : DOC_NONE; }

static bool chain_new(doc *d, code_chain *c, uint32_t n)
{
    c->first = arena_new(d->mem, uint32_t, d->n_predicates);
    c->next = arena_new(d->mem, uint32_t, n);
    for (uint32_t p = 0; c->first && p < d->n_predicates; p++) c->first[p] = DOC_NONE;
    return c->first && c->next;
}

static bool chains_make(code_scan *s)
{
    doc *d = s->d;
    if (!chain_new(d, &s->children, d->n_predicates) || !chain_new(d, &s->mentions, d->n_mentions) || !chain_new(d, &s->dates, d->n_dates) ||
        !chain_new(d, &s->places, d->n_places) || !chain_new(d, &s->units, d->n_tokens)) return false;
    for (uint32_t i = d->n_predicates; i-- > 0;) chain_put(&s->children, d->predicates[i].parent, i);
    for (uint32_t i = d->n_mentions; i-- > 0;) chain_put(&s->mentions, owner_of(s, d->mentions[i].head), i);
    for (uint32_t i = d->n_dates; i-- > 0;) chain_put(&s->dates, owner_of(s, code_span_head(d, d->dates[i].tok_begin, d->dates[i].tok_end)), i);
    for (uint32_t i = d->n_places; i-- > 0;) chain_put(&s->places, owner_of(s, code_span_head(d, d->places[i].tok_begin, d->places[i].tok_end)), i);
    return true;
}

int code_scan_begin(code_scan *s, const code_book *b, doc *d, bool whole, ent_error *err)
{
    *s = (code_scan){.b = b, .d = d, .err = err, .block = DOC_NONE};
    s->word = arena_new(d->mem, uint32_t, d->n_tokens);
    s->form = arena_new(d->mem, uint32_t, d->n_tokens);
    s->lower = arena_new(d->mem, str, d->n_tokens);
    s->read = arena_new(d->mem, uint8_t, d->n_sentences);
    s->covered = arena_new(d->mem, uint32_t, d->n_tokens);
    s->named = arena_new(d->mem, uint32_t, d->n_tokens);
    s->owner = arena_new(d->mem, uint32_t, d->n_tokens);
    s->hit = arena_new(d->mem, code_hit, d->n_predicates);
    s->told = arena_new(d->mem, uint32_t, d->n_predicates);
    s->used = arena_new(d->mem, uint8_t, d->n_predicates);
    s->used_status = arena_new(d->mem, uint8_t, d->n_predicates);
    s->silent = arena_new(d->mem, uint8_t, d->n_sentences);
    s->has = arena_new(d->mem, uint32_t, b->n_sets);
    if (d->mem->failed) return error_memory(err);
    for (uint32_t t = 0; t < d->n_tokens; t++) s->word[t] = s->form[t] = MAP_NONE;
    name_tokens(s);
    for (uint32_t t = 0; t < d->n_tokens; t++) s->owner[t] = DOC_NONE - 1;
    for (uint32_t t = 0; t < d->n_tokens; t++) own_path(s, t);
    cover_mentions(s);
    if (!chains_make(s)) return error_memory(err);
    for (uint32_t i = 0; whole && i < d->n_sentences; i++) code_scan_words(s, i);
    return d->mem->failed ? error_memory(err) : ENT_OK;
}

static bool phrase_at(const code_scan *s, uint32_t tok, const code_phrase *p)
{
    for (uint32_t lead = 0; lead < p->n; lead++) {
        if (p->word[lead] != s->word[tok] || lead > tok || tok - lead + p->n > s->d->n_tokens) continue;
        uint32_t i = 0;
        while (i < p->n && s->word[tok - lead + i] == p->word[i]) i++;
        if (i == p->n) return true;
    }
    return false;
}

bool code_word_in(const code_scan *s, uint32_t tok, uint32_t set)
{
    const code_set *x = &s->b->sets[set];
    if (!code_set_may(x, s->word[tok]) && !code_set_may(x, s->form[tok])) return false;
    if (s->form[tok] != MAP_NONE && code_set_has(x, s->form[tok])) return true;
    if (s->word[tok] == MAP_NONE) return false;
    if (code_set_has(x, s->word[tok])) return true;
    for (uint32_t i = 0; i < x->n_phrases; i++)
        if (phrase_at(s, tok, &x->phrase[i])) return true;
    return false;
}

/* "March" of a date is no march. */
static bool is_calendar_name(const doc *d, uint32_t t)
{
    if (!d->upos || d->upos[t] != UPOS_PROPN) return false;
    uint32_t n = code_dates_ended(d, t);
    return n < d->n_dates && d->dates[n].tok_begin <= t;
}

bool code_sentence_has(code_scan *s, uint32_t sent, uint32_t set)
{
    const doc_sentence *x = &s->d->sentences[sent];
    if (s->has[set] / 2 == sent + 1) return s->has[set] & 1;
    bool has = false;
    for (uint32_t t = x->tok_begin; t < x->tok_end && !has; t++) has = code_word_in(s, t, set) && !is_calendar_name(s->d, t);
    s->has[set] = (sent + 1) * 2 + has;
    return has;
}

bool code_titled_in(const code_scan *s, uint32_t tok, uint32_t set)
{
    const doc *d = s->d;
    if (code_word_in(s, tok, set)) return true;
    if (!d->upos || !d->head || d->upos[tok] != UPOS_PROPN) return false;
    const doc_sentence *x = &d->sentences[doc_sentence_of(d, tok)];
    for (uint32_t t = tok; t > x->tok_begin && tok - t < SCAN_TITLE_BACK; t--) {
        uint8_t rel = d->deprel[t - 1];
        bool title = rel == DEP_COMPOUND || rel == DEP_FLAT || rel == DEP_APPOS || (rel == DEP_NMOD && d->depsub && d->depsub[t - 1] == SUB_DESC);
        if (title && d->head[t - 1] == tok && d->upos[t - 1] != UPOS_ADJ && code_word_in(s, t - 1, set)) return true;
    }
    return false;
}
