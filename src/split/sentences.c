/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pass 2: tokens → sentences of one block.
 *
 * In: tokens of a block. Out: sentences with their spans, and which of them are headlines rather than prose.
 * Method: rules say where a sentence may end: after a stop ("." "!" "?" "…") or an abbreviation that can close one, behind the closing
 * quotes and brackets that follow, or without a stop where split_gap_open says so. Whether it does end there, learned weights say (boundary.c).
 * What is left without a letter or digit (a lone quote mark of found text) joins the sentence before it. A dateline ("SEOUL, April 10
 * (Agency) —") is a sentence of its own, so that the first clause of a report is read as a clause. A block that is a heading, or one
 * short piece without a closing stop among other blocks, is a headline.
 * Why rules for the candidates: what closes a quote and what a dateline is has one reason each; what ends a sentence has many weak ones.
 * Cost: linear in tokens. Limits: mail whose line ends are lost; it is not what Entente reads.
 */
#include "base/utf8.h"
#include "split/boundary.h"

enum { HEADLINE_MAX_TOKENS = 30, DATELINE_MAX_TOKENS = 20 };

static stop_kind stop_of(const split_tables *t, const doc *d, uint32_t tok)
{
    str w = doc_form(d, tok);
    char last = w.s[w.n - 1];
    if (w.s[0] == '.') return w.n == 1 ? FULL_STOP : DOTS;
    if (w.s[0] == '!' || w.s[0] == '?') return EXCLAIM;
    if (split_first_cp(d, tok) == 0x2026) return DOTS;
    if (split_first_cp(d, tok) == 0x3002) return FULL_STOP; /* ideographic */
    if (last == '.' && w.n > 1 && split_abbreviation(t, w) != ABBR_TITLE) return ABBREVIATED;
    return NO_STOP;
}

/* Does the mark close what stands before it? quote_open: a double quote is open in this block. */
static bool closes(const doc *d, uint32_t tok, uint32_t tok_end, bool quote_open)
{
    uint32_t cp = split_first_cp(d, tok);
    bool left = split_spaced_before(d, tok), right = d->tokens[tok].space_after || tok + 1 == tok_end;
    switch (cp) {
    case ')':
    case ']':
    case '}':
    case 0x201D:
    case 0xBB: return true;
    case 0x2019: return !left || right;
    case '"': return !left || (right && quote_open) || tok + 1 == tok_end;
    case '\'': return d->tokens[tok].end - d->tokens[tok].begin <= 2 && (!left || (right && !left));
    case 0x201C: return (left && right && quote_open) || tok + 1 == tok_end || (!left && right);
    default: return false;
    }
}

static bool quote_after(const doc *d, uint32_t tok, bool open)
{
    uint32_t cp = split_first_cp(d, tok);
    return cp == 0x201C ? true : cp == 0x201D ? false : cp == '"' ? !open : open;
}

static bool has_word(const doc *d, uint32_t begin, uint32_t end)
{
    for (uint32_t k = begin; k < end; k++) {
        uint32_t cp = split_first_cp(d, k);
        if (utf8_is_letter(cp) || utf8_is_digit(cp)) return true;
    }
    return false;
}

static void put(split_sentences *s, uint32_t block, uint32_t begin, uint32_t end, bool headline)
{
    doc *d = s->d;
    while (begin < end && !s->failed) {
        uint32_t stop = end - begin > DOC_CAP_SENTENCE_TOKENS ? begin + DOC_CAP_SENTENCE_TOKENS : end;
        doc_sentence *grown = arena_grow(d->mem, d->sentences, sizeof *d->sentences, d->n_sentences, d->n_sentences + 1, &s->cap);
        s->failed = !grown;
        if (s->failed) return;
        if (stop < end) d->flags |= DOC_F_LONGSENTENCE;
        d->sentences = grown;
        d->sentences[d->n_sentences++] = (doc_sentence){d->tokens[begin].begin, d->tokens[stop - 1].end, begin, stop, block, headline};
        begin = stop;
    }
}

/* A piece without a word joins the sentence before it, if the block has one. */
static void put_or_join(split_sentences *s, uint32_t block, uint32_t block_first, uint32_t begin, uint32_t end, bool headline)
{
    doc *d = s->d;
    if (begin == end) return;
    if (d->n_sentences > block_first && !has_word(d, begin, end) && end - d->sentences[d->n_sentences - 1].tok_begin <= DOC_CAP_SENTENCE_TOKENS) {
        d->sentences[d->n_sentences - 1].tok_end = end;
        d->sentences[d->n_sentences - 1].end = d->tokens[end - 1].end;
        return;
    }
    put(s, block, begin, end, headline);
}

/* The last sentence mark of the block, with closing quotes and brackets after it. */
static bool ends_with_stop(const split_sentences *s, uint32_t begin, uint32_t end)
{
    const doc *d = s->d;
    while (end > begin && !has_word(d, end - 1, end) && stop_of(s->t, d, end - 1) == NO_STOP && closes(d, end - 1, end, true)) end--;
    if (end == begin) return false;
    uint32_t cp = split_first_cp(d, end - 1);
    return stop_of(s->t, d, end - 1) != NO_STOP || cp == ':' || cp == ';' || cp == ',';
}

/* Large letters, figures and marks: what a dateline is made of. */
static bool in_dateline(const doc *d, uint32_t tok)
{
    uint32_t cp = split_first_cp(d, tok);
    return utf8_is_upper(cp) || utf8_is_digit(cp) || cp == ',' || cp == '.' || cp == '(' || cp == ')' || cp == '/';
}

static bool all_capitals(str w)
{
    bool any = false;
    for (uint32_t i = 0, n; i < w.n; i += n) {
        uint32_t cp = utf8_decode(w, i, &n);
        any |= utf8_is_upper(cp);
        if (split_is_small(cp)) return false;
    }
    return any;
}

/* End of "SEOUL, April 10 (Agency) —" at the head of a paragraph, or its beginning when there is none. A clause must follow. */
static uint32_t dateline_end(const doc *d, uint32_t begin, uint32_t end)
{
    for (uint32_t k = begin; k + 3 < end && k < begin + DATELINE_MAX_TOKENS; k++) {
        uint32_t cp = split_first_cp(d, k);
        bool dash = cp == 0x2014 || cp == 0x2013 || (cp == '-' && split_spaced_before(d, k) && d->tokens[k].space_after);
        if (!dash && !in_dateline(d, k)) return begin;
        if (dash) return k > begin && (split_first_cp(d, k - 1) == ')' || all_capitals(doc_form(d, begin))) && d->tokens[begin].end - d->tokens[begin].begin > 2 ? k + 1 : begin;
    }
    return begin;
}

/* End of the marks after the stop k that belong to its sentence: closing quotes and brackets, stops after those. */
static uint32_t closers_end(const split_sentences *s, uint32_t k, uint32_t tok_end, bool *quote_open)
{
    const doc *d = s->d;
    uint32_t next = k + 1;
    for (; next < tok_end; next++) {
        stop_kind kind = next > k + 1 ? stop_of(s->t, d, next) : NO_STOP;
        if (!closes(d, next, tok_end, *quote_open) && (kind == NO_STOP || kind == ABBREVIATED)) break;
        uint32_t cp = split_first_cp(d, next);
        *quote_open = cp == '"' || cp == 0x201C ? false : quote_after(d, next, *quote_open);
    }
    return next;
}

void split_block(split_sentences *s, uint32_t block, uint32_t tok_begin, uint32_t tok_end, bool may_be_headline)
{
    doc *d = s->d;
    uint32_t first = d->n_sentences, begin = tok_begin;
    bool quote_open = false;
    begin = dateline_end(d, tok_begin, tok_end);
    put_or_join(s, block, first, tok_begin, begin, begin > tok_begin);
    for (uint32_t k = begin; k < tok_end && !s->failed;) {
        stop_kind kind = stop_of(s->t, d, k);
        quote_open = quote_after(d, k, quote_open);
        uint32_t next = k + 1;
        if (kind == NO_STOP && !split_gap_open(d, k, tok_end)) {
            k = next;
            continue;
        }
        if (kind != NO_STOP) next = closers_end(s, k, tok_end, &quote_open);
        split_gap g = {d, s->t, tok_begin, tok_end, begin, k, next, (uint8_t)kind, quote_open};
        if (next < tok_end && (s->ends ? s->ends(s->ctx, &g) : split_gap_score(&g) > 0)) {
            put_or_join(s, block, first, begin, next, false);
            begin = next;
        }
        k = next;
    }
    bool whole = begin == tok_begin && tok_end - begin <= HEADLINE_MAX_TOKENS && may_be_headline;
    bool heading = block != DOC_NONE && d->blocks[block].kind == BLOCK_HEADING;
    put_or_join(s, block, first, begin, tok_end, heading || (whole && !ends_with_stop(s, begin, tok_end)));
    for (uint32_t i = first; heading && i < d->n_sentences; i++) d->sentences[i].headline = true;
}
