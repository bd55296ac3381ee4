/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Contexts of a paragraph, and sentences that speak of sport, markets, art or weather.
 *
 * Both come from contexts.tsv, words that hint at a context. A paragraph has the contexts whose words it uses, most used first.
 * A sentence is silent when it holds one strong word of a silence ("--sport": striker, quarter-final) or two different weak ones ("-sport":
 * match, coach, goal): "Croatia's captain struck twice" must not become an attack. The choice per sentence, not per page, keeps
 * a minister's visit in a story about a tournament. Only works of fiction ("---fiction": thriller, in the film) silence the rest of the paragraph too. Cost: each paragraph's tokens are counted once.
 */
#include "code/scan.h"

enum { SPEAKS = 1, SILENT, SILENT_ON /* and so is the rest of its paragraph */ };

static uint64_t word_bits(const code_scan *s, uint32_t w) { return w != MAP_NONE && w < s->b->n_context_words ? s->b->word_contexts[w] : 0; }

/* Contexts that a token hints at, by itself or with the words after it. */
static uint64_t token_bits(const code_scan *s, uint32_t t, uint32_t end)
{
    uint64_t bits = word_bits(s, s->word[t]);
    if (!code_leads(s->b, LEADS_CONTEXT, s->word[t])) return bits;
    char phrase[CODE_CONTEXT_BYTES];
    size_t n = 0;
    for (uint32_t k = t; k < end && k < t + CODE_CONTEXT_WORDS && s->word[k] != MAP_NONE; k++) {
        str word = s->b->words.keys[s->word[k]];
        if (n + word.n + 1 > sizeof phrase) break;
        if (n) phrase[n++] = ' ';
        memcpy(phrase + n, word.s, word.n);
        n += word.n;
        if (k > t) bits |= word_bits(s, map_get(&s->b->words, str_make(phrase, n)));
    }
    return bits;
}

/* What the sentence's own words make of it. */
static uint8_t silence_of(const code_scan *s, uint32_t sent)
{
    const doc_sentence *x = &s->d->sentences[sent];
    uint64_t strong = 0, once = 0, twice = 0;
    uint32_t first[64]; /* word of each context that was seen once: one word twice is one hint ("defence ministers met the defence minister") */
    for (uint32_t t = x->tok_begin; t < x->tok_end; t++) {
        uint64_t bits = token_bits(s, t, x->tok_end);
        strong |= bits & s->b->silent_strong;
        for (uint64_t weak = bits & s->b->silent_weak; weak; weak &= weak - 1) {
            unsigned c = (unsigned)__builtin_ctzll(weak);
            if (!(once >> c & 1)) first[c] = s->word[t];
            else if (first[c] != s->word[t]) twice |= 1ull << c;
        }
        once |= bits;
    }
    return strong & s->b->silent_block ? SILENT_ON : strong || twice ? SILENT : SPEAKS;
}

bool code_sentence_silent(code_scan *s, uint32_t sent)
{
    const doc *d = s->d;
    uint32_t from = sent, block = d->sentences[sent].block;
    while (!s->silent[from] && from && block != DOC_NONE && d->sentences[from - 1].block == block) from--;
    for (uint32_t i = from; i <= sent; i++) {
        if (s->silent[i]) continue;
        code_scan_words(s, i);
        bool on = i > from && s->silent[i - 1] == SILENT_ON;
        s->silent[i] = on ? (uint8_t)SILENT_ON : silence_of(s, i);
    }
    return s->silent[sent] != SPEAKS;
}

static void count_block(code_scan *s, uint32_t sent)
{
    const doc *d = s->d;
    uint32_t count[64] = {0}, first = sent, last = sent, n_all = s->b->contexts.n;
    s->block = d->sentences[sent].block;
    if (s->block != DOC_NONE) {
        while (first && d->sentences[first - 1].block == s->block) first--;
        while (last + 1 < d->n_sentences && d->sentences[last + 1].block == s->block) last++;
    }
    for (uint32_t i = first; i <= last; i++) code_scan_words(s, i);
    for (uint32_t t = d->sentences[first].tok_begin; t < d->sentences[last].tok_end; t++)
        for (uint64_t bits = token_bits(s, t, d->sentences[last].tok_end); bits; bits &= bits - 1) count[__builtin_ctzll(bits)]++;
    for (s->n_block_contexts = 0; s->n_block_contexts < DOC_MAX_CONTEXTS;) {
        uint32_t best = 0, n = 0;
        for (uint32_t c = 0; c < n_all; c++)
            if (count[c] > n && s->b->contexts.keys[c].s[0] != '-') best = c, n = count[c];
        if (!n) return;
        count[best] = 0;
        s->block_contexts[s->n_block_contexts++] = (uint8_t)best;
    }
}

static void context_add(doc_event *e, str c)
{
    for (uint8_t i = 0; i < e->n_contexts; i++)
        if (str_eq(e->context[i], c)) return;
    if (e->n_contexts < DOC_MAX_CONTEXTS) e->context[e->n_contexts++] = c;
}

void code_contexts(code_scan *s, uint32_t sent, const code_rule *r, doc_event *e)
{
    for (uint8_t i = 0; i < r->n_contexts; i++) context_add(e, r->context[i]);
    if (s->d->sentences[sent].block == DOC_NONE || s->d->sentences[sent].block != s->block) count_block(s, sent);
    for (uint8_t i = 0; i < s->n_block_contexts; i++) context_add(e, s->b->contexts.keys[s->block_contexts[i]]);
}
