/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pass 1: text → words.
 *
 * In: a block of text. Out: tokens with spans, space_after, mwt.
 * Method: one scanner. At a letter or digit it takes the longest word by the rules below, else one mark or a run of one mark.
 *
 *     address    http://…, www.…, a@b.c, example.com/path       whole, without closing punctuation
 *     number     1,000.50  10:30  22.02.2023  11/28/2000  713-853-3989; a unit is cut off ("7|pm"), an ordinal ending is not
 *     word       letters, digits, marks; inside it also ' (O'Neill), & between capitals (AT&T), - after a prefix (non-avian),
 *                . between single letters (U.S.) and in names (example.com); "end.Start" lacks a space and is cut
 *     stop       goes with an abbreviation (tables), an acronym (U.S.) or an initial (J. Smith), else is a token
 *     cut        don't → do|n't, Russia's → Russia|'s, parents' → parents|', cannot → can|not: a multi-word token
 *
 * Look-ahead is either kept (the token ends there) or remembered (no_mail_before), so the whole is linear in the bytes.
 * Why not a generated automaton: a dozen of the decisions need a table or one word of context, and a reader can follow this.
 * Limits: scripts without spaces come out as one token per run of letters.
 */
#include "base/utf8.h"
#include "split/tables.h"

static const uint32_t RIGHT_QUOTE = 0x2019, LEFT_QUOTE = 0x2018;

/* ---- characters ------------------------------------------------------------------------------------------------------ */

static bool ascii_alpha(unsigned char c) { return (c | 32) >= 'a' && (c | 32) <= 'z'; }
static bool ascii_digit(unsigned char c) { return c >= '0' && c <= '9'; }

/* Byte at i, 0 at or after the end of the block. */
static unsigned char at(const split_tokens *s, uint32_t i) { return i < s->end ? (unsigned char)s->d->text.s[i] : 0; }

/* Code point at i and its length; 0 at the end. */
static uint32_t cp_at(const split_tokens *s, uint32_t i, uint32_t *n)
{
    unsigned char c = at(s, i);
    *n = 1;
    if (c < 0x80) return c;
    return utf8_decode(str_make(s->d->text.s, s->end), i, n);
}

static uint32_t cp_before(const split_tokens *s, uint32_t i)
{
    uint32_t n, k = i;
    if (i <= s->begin) return 0;
    do k--;
    while (k > s->begin && i - k < 4 && ((unsigned char)s->d->text.s[k] & 0xC0) == 0x80);
    return utf8_decode(str_make(s->d->text.s, i), k, &n);
}

static bool is_alpha(uint32_t cp) { return cp < 0x80 ? ascii_alpha((unsigned char)cp) : utf8_is_letter(cp); }
static bool is_word(uint32_t cp)
{
    if (cp < 0x80) return ascii_alpha((unsigned char)cp) || ascii_digit((unsigned char)cp) || cp == '_';
    return utf8_is_letter(cp) || utf8_is_digit(cp) || utf8_is_mark(cp) || cp == 0xAD || cp == 0x200C || cp == 0x200D;
}
static bool is_space(uint32_t cp) { return utf8_is_space(cp); }
static bool is_apostrophe(uint32_t cp) { return cp == '\'' || cp == RIGHT_QUOTE || cp == '`' || cp == 0x2BC; }
static bool is_upper_ascii(unsigned char c) { return c >= 'A' && c <= 'Z'; }

static bool starts_nocase(const split_tokens *s, uint32_t i, str low)
{
    return s->end - i >= low.n && str_eq_nocase(str_sub(s->d->text, i, i + low.n), low);
}

static uint32_t skip_spaces(const split_tokens *s, uint32_t i)
{
    uint32_t n, cp;
    while (i < s->end && ((cp = cp_at(s, i, &n)), is_space(cp))) i += n;
    return i;
}

static uint32_t word_run(const split_tokens *s, uint32_t i)
{
    uint32_t n;
    while (i < s->end && is_word(cp_at(s, i, &n))) i += n;
    return i;
}

static uint32_t digit_run(const split_tokens *s, uint32_t i)
{
    while (ascii_digit(at(s, i))) i++;
    return i;
}

/* ---- output ---------------------------------------------------------------------------------------------------------- */

static uint32_t emit(split_tokens *s, uint32_t begin, uint32_t end, uint8_t mwt)
{
    doc *d = s->d;
    doc_token *grown = arena_grow(d->mem, d->tokens, sizeof *d->tokens, d->n_tokens, d->n_tokens + 1, &s->cap);
    if (!grown) {
        s->failed = true;
        return end;
    }
    uint32_t n;
    if (end - begin > DOC_CAP_TOKEN_BYTES) d->flags |= DOC_F_LONGTOKEN;
    d->tokens = grown;
    d->tokens[d->n_tokens++] = (doc_token){.begin = begin, .end = end, .mwt = mwt, .space_after = end >= s->end || is_space(cp_at(s, end, &n))};
    return end;
}

/* ---- addresses ------------------------------------------------------------------------------------------------------- */

/* End of the address whose first character is at i: up to white space or quotes, less what closes a sentence. */
static uint32_t address_end(const split_tokens *s, uint32_t i)
{
    uint32_t j = i, n, cp;
    bool bracket = false;
    while (j < s->end && (cp = cp_at(s, j, &n), !is_space(cp)) && cp != '<' && cp != '>' && cp != '"' && cp != 0x201C && cp != 0x201D) {
        if (cp == '(') bracket = true;
        j += n;
    }
    while (j > i + 1 && (memchr(".,;:!?'", at(s, j - 1), 7) || (!bracket && (at(s, j - 1) == ')' || at(s, j - 1) == ']')))) j--;
    return j;
}

static bool starts_url(const split_tokens *s, uint32_t i)
{
    if (!memchr("hHwWfFmM", at(s, i), 8)) return false;
    return starts_nocase(s, i, STR("http://")) || starts_nocase(s, i, STR("https://")) || starts_nocase(s, i, STR("www.")) ||
           starts_nocase(s, i, STR("ftp://")) || starts_nocase(s, i, STR("mailto:"));
}

static bool is_mail_char(unsigned char c) { return ascii_alpha(c) || ascii_digit(c) || c == '.' || c == '_' || c == '%' || c == '+' || c == '-'; }

/* End of a mail address at i, or i. */
static uint32_t mail_end(split_tokens *s, uint32_t i)
{
    uint32_t j = i;
    if (i < s->no_mail_before) return i;
    while (is_mail_char(at(s, j))) j++;
    if (at(s, j) != '@' || !(ascii_alpha(at(s, j + 1)) || ascii_digit(at(s, j + 1)))) {
        s->no_mail_before = j;
        return i;
    }
    for (j++; is_mail_char(at(s, j)); j++) {}
    while (at(s, j - 1) == '.' || at(s, j - 1) == '-') j--;
    return j;
}

/* ---- cutting a word into a multi-word token ---------------------------------------------------------------------------- */

/* Start of the last part of [begin, end) ("'s", "n't"), or begin. */
static uint32_t suffix_start(const split_tokens *s, uint32_t begin, uint32_t end)
{
    str text = s->d->text;
    for (uint32_t k = end; k > begin + 1 && end - k < 8; k--) {
        uint32_t n, cp = cp_at(s, k - 1, &n);
        if ((at(s, k - 1) & 0xC0) == 0x80 || !is_apostrophe(cp)) continue;
        uint32_t value = split_lookup(&s->t->suffix, str_sub(text, k - 1 + n, end));
        if (value == MAP_NONE) return begin;
        bool not = value == 2;
        if (not && (k - 2 <= begin || (at(s, k - 2) | 32) != 'n')) return begin;
        return not ? k - 2 : k - 1;
    }
    return begin;
}

static uint32_t emit_word(split_tokens *s, uint32_t begin, uint32_t end)
{
    str text = s->d->text;
    uint32_t whole = end - begin <= 16 ? split_lookup(&s->t->whole, str_sub(text, begin, end)) : MAP_NONE;
    if (whole != MAP_NONE && end - begin >= 2 && memchr(text.s + begin, 0xE2, end - begin) == NULL) {
        split_cut c = s->t->cuts[whole];
        emit(s, begin, begin + c.first, c.second ? 3 : 2);
        if (c.second) emit(s, begin + c.first, begin + c.first + c.second, 0);
        return emit(s, begin + c.first + c.second, end, 0);
    }
    uint32_t cut = suffix_start(s, begin, end);
    if (cut == begin) return emit(s, begin, end, 0);
    uint32_t inner = suffix_start(s, begin, cut); /* wouldn't've */
    emit(s, begin, inner > begin ? inner : cut, inner > begin ? 3 : 2);
    if (inner > begin) emit(s, inner, cut, 0);
    return emit(s, cut, end, 0);
}

/* "parents'": an apostrophe after s that closes no quote. */
static uint32_t emit_plural_possessive(split_tokens *s, uint32_t begin, uint32_t end)
{
    uint32_t n, cp = cp_at(s, end, &n), m;
    if (s->single_open || !is_apostrophe(cp) || cp == '`' || (at(s, end - 1) | 32) != 's' || is_word(cp_at(s, end + n, &m))) return end;
    uint32_t next = skip_spaces(s, end + n);
    if (next == end + n || next >= s->end) return end;
    emit(s, begin, end, 2);
    return emit(s, end, end + n, 0);
}

/* ---- stops ----------------------------------------------------------------------------------------------------------- */

static bool is_starter(const split_tokens *s, uint32_t i)
{
    uint32_t end = word_run(s, i);
    return end > i && end - i <= SPLIT_MAX_FORM && map_get(&s->t->starter, str_sub(s->d->text, i, end)) != MAP_NONE;
}

/* "on X.": with the word before it, a single capital that is no initial. */
static bool is_no_initial(const split_tokens *s, uint32_t begin, uint32_t dot)
{
    uint32_t from = begin;
    if (begin < 2 || at(s, begin - 1) != ' ') return false;
    for (from--; from && dot - from < SPLIT_MAX_FORM && ascii_alpha(at(s, from - 1)); from--) {}
    return split_abbreviation(s->t, str_sub(s->d->text, from, dot + 1)) == ABBR_STOP;
}

/* Does the stop at `dot` go with the word [begin, dot)? The character after it is not part of a word. */
static bool stop_belongs(const split_tokens *s, uint32_t begin, uint32_t dot)
{
    uint32_t next = skip_spaces(s, dot + 1), n, cp = cp_at(s, next, &n);
    bool inner = memchr(s->d->text.s + begin, '.', dot - begin < 12 ? dot - begin : 12) != NULL;
    if (at(s, dot + 1) == '.') return false;
    switch (dot - begin < SPLIT_MAX_FORM ? split_abbreviation(s->t, str_sub(s->d->text, begin, dot + 1)) : ABBR_NONE) {
    case ABBR_TITLE:
    case ABBR_OPEN: return true;
    case ABBR_NUMBER: return ascii_digit((unsigned char)cp);
    case ABBR_MONTH: return ascii_digit((unsigned char)cp) || next == s->end || !(is_alpha(cp) && utf8_is_upper(cp));
    case ABBR_NONE:
    case ABBR_STOP: break;
    }
    if (inner && (dot - begin < 3 || at(s, dot - 2) == '.')) return true; /* U.S. */
    if (dot - begin != 1 || !is_upper_ascii(at(s, begin)) || next == s->end || is_no_initial(s, begin, dot)) return false;
    return next > dot + 1 && is_alpha(cp) && !is_starter(s, next); /* J. Smith */
}

/* End of the name with dots whose first dot is at `dot` (an ASCII letter or digit follows), or 0 when the dot ends a sentence whose space is missing. */
static uint32_t dotted_end(const split_tokens *s, uint32_t begin, uint32_t dot)
{
    uint32_t j = dot, last = dot, dots = 0;
    while (at(s, j) == '.' && (ascii_alpha(at(s, j + 1)) || ascii_digit(at(s, j + 1)))) {
        last = j;
        dots++;
        for (j++; ascii_alpha(at(s, j)) || ascii_digit(at(s, j)) || at(s, j) == '-' || at(s, j) == '_'; j++) {}
    }
    if (!dots) return 0; /* a letter beyond ASCII */
    while (at(s, j - 1) == '-') j--;
    bool known = split_lookup(&s->t->domain, str_sub(s->d->text, last + 1, j)) != MAP_NONE;
    if (known && at(s, j) == '/') return address_end(s, begin);
    if (known || dots > 1) return j;
    bool single = dot - begin == 1 || j - dot == 2; /* U.S, v.2 */
    return single || ascii_digit(at(s, dot + 1)) ? j : 0;
}

/* ---- words ----------------------------------------------------------------------------------------------------------- */

/* May the mark at j stand inside the word [begin, j) ? The characters on both sides are known to be word characters. */
static bool joins(const split_tokens *s, uint32_t begin, uint32_t j, uint32_t after)
{
    unsigned char c = at(s, j), next = at(s, after), prev = at(s, j - 1);
    if (c == '&') return is_upper_ascii(prev) && is_upper_ascii(next) && j - begin <= 4;
    if (c == '*') return ascii_alpha(prev) && ascii_alpha(next);
    if (c == '/') return j - begin == 1 && ascii_alpha(prev) && prev != 'I';
    if (c == '-' && j - begin <= 8)
        return (ascii_alpha(next) || (next >= 0x80) || j - begin >= 3) && split_lookup(&s->t->prefix, str_sub(s->d->text, begin, j)) != MAP_NONE;
    uint32_t n, cp = cp_at(s, j, &n);
    return is_apostrophe(cp) && is_alpha(cp_before(s, j)) && is_alpha(cp_at(s, after, &n));
}

/* "Gen.Smith", "No.5": an abbreviation whose space is missing. */
static bool glued_abbreviation(const split_tokens *s, uint32_t begin, uint32_t dot)
{
    if (dot - begin >= SPLIT_MAX_FORM) return false;
    abbr_kind kind = split_abbreviation(s->t, str_sub(s->d->text, begin, dot + 1));
    return kind == ABBR_TITLE ? is_upper_ascii(at(s, dot + 1)) : kind == ABBR_NUMBER && ascii_digit(at(s, dot + 1));
}

/* The word that starts at `begin` and is known to reach `j`. */
static uint32_t word(split_tokens *s, uint32_t begin, uint32_t j)
{
    for (;;) {
        uint32_t n, m;
        j = word_run(s, j);
        uint32_t cp = cp_at(s, j, &n), next = cp_at(s, j + n, &m);
        if (j >= s->end) break;
        if (cp == '.' && next >= 0x80 && is_word(next)) break; /* names with dots are ASCII */
        if (cp == '.' && is_word(next) && next != '_') {
            if (glued_abbreviation(s, begin, j)) return emit(s, begin, j + 1, 0);
            uint32_t end = dotted_end(s, begin, j);
            if (!end) break;
            j = end;
            if (at(s, j) == '.' && !is_word(cp_at(s, j + 1, &m))) continue;
            if (at(s, j) == '/' || (at(s, j - 1) == '/')) return emit(s, begin, j, 0);
            continue;
        }
        if (cp == '.' && stop_belongs(s, begin, j)) return emit(s, begin, j + 1, 0);
        if (cp == '$' && j - begin <= 3 && is_upper_ascii(at(s, begin)) && ascii_digit((unsigned char)next)) return emit(s, begin, j + 1, 0);
        if (!is_word(next) || !joins(s, begin, j, j + n)) break;
        j += n;
    }
    uint32_t possessive = emit_plural_possessive(s, begin, j);
    return possessive > j ? possessive : emit_word(s, begin, j);
}

/* Telephone numbers and dates keep their hyphens, ranges do not: end of the run at i, or i. */
static uint32_t hyphened_number_end(const split_tokens *s, uint32_t begin, uint32_t i)
{
    uint32_t j = i, groups = 1, last = 0, first = i - begin;
    while (at(s, j) == '-' && ascii_digit(at(s, j + 1))) {
        uint32_t k = digit_run(s, j + 1);
        last = k - j - 1;
        groups++;
        j = k;
    }
    return groups > 2 || (groups == 2 && first == 3 && last == 4) ? j : i;
}

static uint32_t number_end(const split_tokens *s, uint32_t begin, uint32_t i)
{
    for (;;) {
        i = digit_run(s, i);
        unsigned char c = at(s, i);
        if (!ascii_digit(at(s, i + 1))) return i;
        if (c == ',' && (digit_run(s, i + 1) - i - 1) != 3) return i;
        if (c == '-') {
            uint32_t end = hyphened_number_end(s, begin, i);
            return end;
        }
        if (c != ',' && c != '.' && c != ':' && c != '/') return i;
        i++;
    }
}

static uint32_t number(split_tokens *s, uint32_t begin, uint32_t digits)
{
    uint32_t end = number_end(s, begin, digits), n, letters = end;
    while (ascii_alpha(at(s, letters))) letters++;
    if (letters == end) return is_word(cp_at(s, end, &n)) || at(s, end) == '.' || is_apostrophe(cp_at(s, end, &n)) ? word(s, begin, end) : emit(s, begin, end, 0);
    bool clock = at(s, end + 1) == '.' && (at(s, end + 2) | 32) == 'm' && ((at(s, end) | 32) == 'a' || (at(s, end) | 32) == 'p');
    bool unit = clock || (!ascii_digit(at(s, letters)) && split_lookup(&s->t->unit, str_sub(s->d->text, end, letters)) != MAP_NONE);
    return unit ? emit(s, begin, end, 0) : word(s, begin, end);
}

/* ---- marks ----------------------------------------------------------------------------------------------------------- */

static uint32_t same_run(const split_tokens *s, uint32_t i, const char *set)
{
    uint32_t j = i;
    while (at(s, j) && strchr(set, at(s, j))) j++;
    return j;
}

/* ":)", ";-)", ":D": end, or i. */
static uint32_t emoticon_end(const split_tokens *s, uint32_t i)
{
    uint32_t j = i + 1, n;
    uint32_t before = cp_before(s, i);
    if (before && !is_space(before)) return i;
    if (at(s, j) == '-' || at(s, j) == '\'') j++;
    if (!at(s, j) || !strchr(")(DPp]", at(s, j))) return i;
    return is_word(cp_at(s, j + 1, &n)) ? i : j + 1;
}

/* A code point with what modifies it: marks, variation selectors, joined emoji. */
static uint32_t symbol_end(const split_tokens *s, uint32_t i)
{
    uint32_t n, cp;
    cp_at(s, i, &n);
    i += n;
    while (i < s->end && (cp = cp_at(s, i, &n)) >= 0x300) {
        bool joiner = cp == 0x200D;
        if (!joiner && !utf8_is_mark(cp) && !(cp >= 0x1F3FB && cp <= 0x1F3FF)) break;
        i += n;
        if (joiner && i < s->end && !is_space(cp_at(s, i, &n))) i += n;
    }
    return i;
}

/* 'em, '90s, a detached 's; else a quote mark. */
static uint32_t apostrophe(split_tokens *s, uint32_t i)
{
    uint32_t n, m, cp = cp_at(s, i, &n), end = word_run(s, i + n), before = cp_before(s, i);
    bool free_left = !before || is_space(before) || before == '(' || before == '"' || before == 0x201C;
    if (at(s, i) == '\'' && at(s, i + 1) == '\'') return emit(s, i, i + 2, 0);
    if (at(s, i) == '`' && at(s, i + 1) == '`') return emit(s, i, i + 2, 0);
    if (end - i - n <= 5 && end > i + n && cp != LEFT_QUOTE) {
        str form = str_sub(s->d->text, i, end), rest = str_sub(s->d->text, i + n, end);
        if (split_lookup(&s->t->clip, form) != MAP_NONE) return emit_word(s, i, end);
        if (free_left && rest.n >= 2 && rest.n <= 3 && ascii_digit((unsigned char)rest.s[0]) && ascii_digit((unsigned char)rest.s[1])) return emit(s, i, end, 0);
        if (!s->single_open && split_lookup(&s->t->suffix, rest) == 1 && !is_apostrophe(cp_at(s, end, &m))) return emit(s, i, end, 0);
    }
    bool opens = cp == LEFT_QUOTE || (free_left && i + n < s->end && !is_space(cp_at(s, i + n, &m)));
    s->single_open = opens;
    return emit(s, i, i + n, 0);
}

static uint32_t mark(split_tokens *s, uint32_t i)
{
    uint32_t n, m, cp = cp_at(s, i, &n), next = cp_at(s, i + n, &m), end = i;
    uint32_t before = cp_before(s, i);
    bool free_left = !before || is_space(before) || before == '(';
    switch (cp) {
    case '.':
        if (free_left && ascii_digit((unsigned char)next)) return number(s, i, i + 1);
        return emit(s, i, same_run(s, i, "."), 0);
    case '!':
    case '?': return emit(s, i, same_run(s, i, "!?"), 0);
    case '-': return emit(s, i, same_run(s, i, "-"), 0);
    case '*': return emit(s, i, same_run(s, i, "*"), 0);
    case '~': return emit(s, i, same_run(s, i, "~"), 0);
    case '<': return emit(s, i, same_run(s, i, "<"), 0);
    case '>': return emit(s, i, same_run(s, i, ">"), 0);
    case '+': return ascii_digit((unsigned char)next) && free_left ? number(s, i, i + 1) : emit(s, i, same_run(s, i, "+"), 0);
    case ':':
    case ';':
    case '=':
        end = emoticon_end(s, i);
        return emit(s, i, end > i ? end : cp == '=' ? same_run(s, i, "=") : i + 1, 0);
    case '#':
    case '@': return is_alpha(next) && free_left ? emit(s, i, word_run(s, i + n), 0) : emit(s, i, i + 1, 0);
    case 0x2026:
        for (end = i; cp_at(s, end, &n) == 0x2026;) end += n;
        return emit(s, i, end, 0);
    default: return is_apostrophe(cp) || cp == LEFT_QUOTE ? apostrophe(s, i) : emit(s, i, symbol_end(s, i), 0);
    }
}

static uint32_t next_token(split_tokens *s, uint32_t i)
{
    uint32_t n, cp = cp_at(s, i, &n);
    if (!is_word(cp)) return mark(s, i);
    if (starts_url(s, i)) return emit(s, i, address_end(s, i), 0);
    uint32_t end = cp < 0x80 && cp != '_' ? mail_end(s, i) : i;
    if (end > i) return emit(s, i, end, 0);
    return ascii_digit((unsigned char)(cp < 0x80 ? cp : 0)) ? number(s, i, i) : word(s, i, i);
}

void split_words(split_tokens *s, uint32_t begin, uint32_t end)
{
    s->begin = begin;
    s->end = end;
    s->single_open = false;
    s->no_mail_before = begin;
    for (uint32_t i = skip_spaces(s, begin); i < end && !s->failed; i = skip_spaces(s, i)) i = next_token(s, i);
}
