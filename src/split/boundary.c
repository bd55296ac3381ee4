/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sentence boundaries: a linear classifier over candidate gaps.
 *
 * In: a gap between two tokens of a block. Out: a score; above 0 the sentence ends there.
 * Method: logistic regression, each feature a piece of text with a whole number for its weight, added up:
 *
 *     … signed  .  ”  │  The  envoy …          score = bias + Σ weight[feature]
 *         p     stop  │  q    q2
 *
 *   stop   its kind, what closes after it, spaces around it, whether a quote is open
 *   p      the word before it, its form and whether the tables know it as an abbreviation or initial
 *   q, q2  kind (large, small, capitals, figure, quote, bracket, dash, other), the word, whether a starter (tokens.tsv)
 *   length of the sentence so far
 * Why a classifier: whether "U.S. The" or "5 p.m. He" is a boundary, or whether a bare line end is one, is many weak hints, and rules for them
 * had grown to contradict one another. Why linear and in text: each cut can be explained by a few rows, the table is read and mended by hand,
 * and a sum of whole numbers is the same on every machine. Which gaps are candidates, what closes a sentence and datelines stay rules.
 * Source: Gillick 2009, "Sentence Boundary Detection and the Problem with the U.S."; Palmer and Hearst 1997. Trained by train/split_learn.c.
 * Cost: about fourteen look-ups a candidate, a candidate in about five tokens. Limits: docs/methods-split.md.
 */
#include "split/boundary.h"

#include "base/utf8.h"

enum { WORD_BYTES = 20 };

uint32_t split_first_cp(const doc *d, uint32_t tok)
{
    uint32_t n;
    return utf8_decode(d->text, d->tokens[tok].begin, &n);
}

bool split_spaced_before(const doc *d, uint32_t tok) { return tok == 0 || d->tokens[tok - 1].space_after; }
bool split_is_small(uint32_t cp) { return utf8_is_letter(cp) && !utf8_is_upper(cp) && cp < 0x500; }

/* ---- what a token looks like: one letter each -------------------------------------------------------------------------- */

static char class_of(const doc *d, uint32_t tok, uint32_t end)
{
    if (tok >= end) return 'E';
    uint32_t cp = split_first_cp(d, tok), n = d->tokens[tok].end - d->tokens[tok].begin;
    switch (cp) {
    case '"': case 0x201C: case 0x201D: case 0xAB: case 0xBB: return 'q';
    case '\'': case 0x2018: case 0x2019: case '`': return n > 1 && cp != '`' ? 'c' : 'q';
    case '(': case '[': case '{': return 'b';
    case ')': case ']': case '}': return 'B';
    case '-': case 0x2013: case 0x2014: return n > 1 || cp != '-' ? 'D' : 'd';
    case ',': case ';': return ',';
    case ':': return n > 1 ? 'e' : ':';
    case '*': case '>': case '<': case '#': case '=': case '~': case '_': case '|': case 0x2022: case 0xB7: return '*';
    case '.': case '!': case '?': case 0x2026: return '.';
    default: break;
    }
    if (utf8_is_digit(cp)) return n > 4 ? '9' : n == 4 ? '4' : '1';
    if (!utf8_is_letter(cp)) return 'o';
    if (!utf8_is_upper(cp)) return split_is_small(cp) ? 's' : 'u';
    if (n == 1) return cp == 'I' || cp == 'A' ? 'I' : 'L';
    str w = doc_form(d, tok);
    uint32_t large = 0;
    for (uint32_t i = 0; i < w.n && i < WORD_BYTES; i++) large += !(w.s[i] >= 'a' && w.s[i] <= 'z');
    return large == w.n || large == WORD_BYTES ? 'C' : 'T';
}

static char stop_of_gap(const split_gap *g)
{
    static const char kinds[N_STOPS] = {'-', '.', '!', ':', 'a'};
    return kinds[g->kind];
}

/* What stands between stop and gap. */
static char closed_by(const split_gap *g)
{
    if (g->next == g->stop + 1) return '-';
    char c = class_of(g->d, g->stop + 1, g->next);
    return g->next == g->stop + 2 ? c : c == 'q' || c == 'B' ? 'Q' : 'M';
}

static char spaces(const split_gap *g)
{
    bool before = split_spaced_before(g->d, g->stop), after = g->d->tokens[g->next - 1].space_after;
    return before ? (after ? '3' : '1') : (after ? '2' : '0');
}

static char length_bin(uint32_t n) { return n < 3 ? (char)('0' + n) : n < 5 ? '3' : n < 8 ? '5' : n < 15 ? '8' : n < 30 ? 'f' : 'z'; }

/* ---- features ------------------------------------------------------------------------------------------------------------ */

static void put(gap_features *f, const char *name, const char *classes, str a, str b)
{
    char *to = f->bytes + f->n * GAP_FEATURE_BYTES, *s = to;
    while (*name) *s++ = *name++;
    *s++ = '|';
    while (*classes) *s++ = *classes++;
    for (int k = 0; k < 2; k++) {
        str w = k ? b : a;
        if (!w.s) continue;
        *s++ = '|';
        for (uint32_t i = 0; i < w.n && i < WORD_BYTES; i++) {
            char c = w.s[i];
            *s++ = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c >= '0' && c <= '9' ? '0' : (unsigned char)c < ' ' ? '?' : c);
        }
    }
    f->text[f->n++] = str_make(to, (size_t)(s - to));
}

static str form_of(const doc *d, uint32_t tok, uint32_t end) { return tok < end ? doc_form(d, tok) : STR("E"); }

/* How the tables know the word before a full stop (or the abbreviation itself) and the word after it. */
static void table_classes(const split_gap *g, char out[4])
{
    const doc *d = g->d;
    bool own = g->kind == ABBREVIATED;
    uint32_t begin = own || g->kind == NO_STOP || g->stop == g->block_begin ? g->stop : g->stop - 1;
    str w = doc_text(d, d->tokens[begin].begin, d->tokens[g->stop].end), q = doc_form(d, g->next);
    abbr_kind kind = split_abbreviation(g->t, w);
    out[0] = (char)('0' + kind);
    out[1] = w.n == 2 ? 'i' : own && w.n > 3 && memchr(w.s, '.', w.n - 1) ? 'd' : '-'; /* J.  U.S. */
    out[2] = q.n <= SPLIT_MAX_FORM && map_get(&g->t->starter, q) != MAP_NONE ? 's' : '-';
    out[3] = 0;
}

void split_gap_describe(const split_gap *g, gap_features *f)
{
    const doc *d = g->d;
    uint32_t end = g->block_end, before = g->kind == NO_STOP || g->kind == ABBREVIATED || g->stop == g->sent_begin ? g->stop : g->stop - 1;
    char stop = stop_of_gap(g), closed = closed_by(g), space = spaces(g);
    char p = class_of(d, before, g->next), q = class_of(d, g->next, end), q2 = class_of(d, g->next + 1, end);
    char length = length_bin(g->next - g->sent_begin), left = length_bin(end - g->next), open = g->quote_open ? 'o' : '-', tables[4];
    char p2 = before > g->sent_begin ? class_of(d, before - 1, end) : 'S', first = class_of(d, g->sent_begin, end);
    str pw = form_of(d, before, end), qw = form_of(d, g->next, end), q2w = form_of(d, g->next + 1, end);
    str p2w = before > g->sent_begin ? doc_form(d, before - 1) : STR("S");
    table_classes(g, tables);
    f->n = 0;
    put(f, "stop", (char[]){stop, closed, q, space, 0}, STR_NONE, STR_NONE);
    put(f, "shape", (char[]){stop, closed, p, q, q2, 0}, STR_NONE, STR_NONE);
    put(f, "around", (char[]){stop, p2, p, q, q2, 0}, STR_NONE, STR_NONE);
    put(f, "length", (char[]){stop, q, length, 0}, STR_NONE, STR_NONE);
    put(f, "left", (char[]){stop, q, left, p, 0}, STR_NONE, STR_NONE);
    put(f, "label", (char[]){stop, first, length, p, 0}, STR_NONE, STR_NONE);
    put(f, "quote", (char[]){stop, closed, q, open, 0}, STR_NONE, STR_NONE);
    put(f, "table", (char[]){stop, tables[0], tables[1], tables[2], q, 0}, STR_NONE, STR_NONE);
    put(f, "p", (char[]){stop, q, 0}, pw, STR_NONE);
    put(f, "q", (char[]){stop, q, p, 0}, qw, STR_NONE);
    put(f, "q2", (char[]){stop, q, q2, 0}, q2w, STR_NONE);
    put(f, "p2", (char[]){stop, p, 0}, p2w, STR_NONE);
    put(f, "word", (char[]){stop, tables[2], 0}, pw, STR_NONE);
    put(f, "next", (char[]){stop, q, 0}, qw, q2w);
    put(f, "edge", (char[]){stop, length, left, p, q, 0}, STR_NONE, STR_NONE);
}

/* "art. five", "Gen. staff": what the tables call an abbreviation, before a small letter. */
static bool is_abbreviation_inside(const split_gap *g)
{
    if (!split_is_small(split_first_cp(g->d, g->next)) || g->next != g->stop + 1) return false;
    uint32_t begin = g->kind == FULL_STOP && g->stop > g->block_begin && !split_spaced_before(g->d, g->stop) ? g->stop - 1 : g->stop;
    return split_abbreviation(g->t, doc_text(g->d, g->d->tokens[begin].begin, g->d->tokens[g->stop].end)) != ABBR_NONE;
}

int32_t split_gap_score(const split_gap *g)
{
    if (is_abbreviation_inside(g)) return 0;
    gap_features f;
    split_gap_describe(g, &f);
    int32_t score = g->t->bias;
    for (uint32_t i = 0; i < f.n; i++) {
        uint32_t at = map_get(&g->t->weight, f.text[i]);
        if (at != MAP_NONE) score += (int32_t)at - SPLIT_WEIGHT_ZERO;
    }
    return score;
}

bool split_gap_open(const doc *d, uint32_t k, uint32_t block_end)
{
    if (k + 1 >= block_end || !d->tokens[k].space_after) return false;
    char p = class_of(d, k, block_end), q = class_of(d, k + 1, block_end);
    if (p == 'b' || p == ',' || q == ',' || q == '.' || q == ':' || q == 'B' || q == 'u') return false;
    if ((p == 's' && (q == 'I' || q == '1' || q == '4' || q == '9')) || (p == 'T' && q == 'T') || ((p == 'd' || p == '1') && q == 'T')) return false; /* hardly ever */
    return q != 's' || p == ':' || p == 'B' || p == 'e' || p == 'D' || p == '*';
}
