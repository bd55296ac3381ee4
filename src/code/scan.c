/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The state of a run: every token's word in the code book, the mention that covers it, the predicate it belongs to.
 *
 * Input: a document up to station clause. Cost: linear in tokens: one hash lookup each; the predicate above a token is found by
 * walking heads upwards until a token whose answer is known, and writing the answer back along the path.
 */
#include "base/utf8.h"
#include "code/scan.h"

static void look_up(code_scan *s, uint32_t t)
{
    const doc *d = s->d;
    str lemma = d->lemma ? d->lemma[t] : STR_NONE;
    uint32_t form = code_word_find(s->b, utf8_lower(d->mem, doc_form(d, t)));
    s->word[t] = lemma.n ? code_word_find(s->b, utf8_lower(d->mem, lemma)) : MAP_NONE;
    if (s->word[t] == MAP_NONE) s->word[t] = form;
    if (s->word[t] == MAP_NONE && lemma.n && d->upos && (d->upos[t] == UPOS_VERB || d->upos[t] == UPOS_NOUN)) s->word[t] = code_word_guess(s->b, utf8_lower(d->mem, lemma));
    s->form[t] = form == s->word[t] ? MAP_NONE : form;
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
        at = d->head ? d->head[at] : DOC_NONE;
    }
    for (uint32_t k = t; k != DOC_NONE && s->owner[k] == UNKNOWN; k = d->head ? d->head[k] : DOC_NONE) {
        s->owner[k] = answer;
        if (k == at) break;
    }
}

int code_scan_begin(code_scan *s, const code_book *b, doc *d, ent_error *err)
{
    *s = (code_scan){.b = b, .d = d, .err = err, .block = DOC_NONE};
    s->word = arena_new(d->mem, uint32_t, d->n_tokens);
    s->form = arena_new(d->mem, uint32_t, d->n_tokens);
    s->covered = arena_new(d->mem, uint32_t, d->n_tokens);
    s->named = arena_new(d->mem, uint32_t, d->n_tokens);
    s->owner = arena_new(d->mem, uint32_t, d->n_tokens);
    s->hit = arena_new(d->mem, code_hit, d->n_predicates);
    s->used = arena_new(d->mem, uint8_t, d->n_predicates);
    s->used_status = arena_new(d->mem, uint8_t, d->n_predicates);
    s->silent = arena_new(d->mem, uint8_t, d->n_sentences);
    if (d->mem->failed) return error_memory(err);
    for (uint32_t t = 0; t < d->n_tokens; t++) look_up(s, t);
    name_tokens(s);
    for (uint32_t t = 0; t < d->n_tokens; t++) s->owner[t] = DOC_NONE - 1;
    for (uint32_t t = 0; t < d->n_tokens; t++) own_path(s, t);
    cover_mentions(s);
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
    if (s->form[tok] != MAP_NONE && code_set_has(x, s->form[tok])) return true;
    if (s->word[tok] == MAP_NONE) return false;
    if (code_set_has(x, s->word[tok])) return true;
    for (uint32_t i = 0; i < x->n_phrases; i++)
        if (phrase_at(s, tok, &x->phrase[i])) return true;
    return false;
}

bool code_sentence_has(const code_scan *s, uint32_t sent, uint32_t set)
{
    const doc_sentence *x = &s->d->sentences[sent];
    for (uint32_t t = x->tok_begin; t < x->tok_end; t++)
        if (code_word_in(s, t, set)) return true;
    return false;
}
