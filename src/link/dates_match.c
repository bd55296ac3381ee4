/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Shapes of tokens, and the rule that matches at a token.
 *
 * in:  the tokens' letters and figures      out: masks of classes; for a token, the rule with the longest expression and what its elements took
 *
 * A pattern is matched by walking its elements, an optional one first taken and only then left out. Numbers and years in words are the only elements
 * of several tokens; they are greedy. Patterns have at most 16 elements, and a rule is tried only where the first token may begin it and the next
 * may go on with it, so the cost per token is bounded by the table, not by the text.
 *
 * "May", "March" and the seasons are also other words. A month needs its capital unless it is of class `anycase`; these two also the company of a
 * date or the tag of a name.
 */
#include "link/dates.h"

/* ---- shapes -------------------------------------------------------------------------------------------------------------- */

static bool digit(char c) { return c >= '0' && c <= '9'; }

/* Reads n figures at *at; -1 when there are fewer. */
static int32_t figures(str s, uint32_t *at, uint32_t n)
{
    int32_t v = 0;
    if (*at + n > s.n) return -1;
    for (uint32_t i = 0; i < n; i++, ++*at) {
        if (!digit(s.s[*at])) return -1;
        v = v * 10 + s.s[*at] - '0';
    }
    return v;
}

static uint32_t count_figures(str s, uint32_t at)
{
    uint32_t n = 0;
    while (at + n < s.n && digit(s.s[at + n])) n++;
    return n;
}

/* "2023-02-22", "2023-02-22T10:30", "20230222" */
static bool shape_iso(str s)
{
    if (s.n == 8 && count_figures(s, 0) == 8) {
        uint32_t at = 0;
        int32_t y = figures(s, &at, 4), m = figures(s, &at, 2), d = figures(s, &at, 2);
        return y >= 1900 && y < 2100 && cal_day(y, m, d) != CAL_NONE;
    }
    return s.n >= 10 && (s.n == 10 || s.s[10] == 'T') && cal_parse(str_sub(s, 0, 10)) != CAL_NONE && s.s[4] == '-';
}

/* "02/22/2023", "22.02.2023", "2/22/23": three numbers with one kind of sign between them */
static bool shape_slash(str s)
{
    uint32_t a = count_figures(s, 0), b, c;
    if (a < 1 || a > 2 || a >= s.n || (s.s[a] != '/' && s.s[a] != '.' && s.s[a] != '-')) return false;
    b = count_figures(s, a + 1);
    if (b < 1 || b > 2 || a + 1 + b >= s.n || s.s[a + 1 + b] != s.s[a]) return false;
    c = count_figures(s, a + b + 2);
    return (c == 4 || (c == 2 && s.s[a] == '/')) && a + b + 2 + c == s.n;
}

/* "10:30", "7:15:20"; with sign '.': "8.30" */
static bool shape_clock(str s, char sign, int32_t *minutes)
{
    uint32_t h = count_figures(s, 0), at = 0;
    if (h < 1 || h > 2 || s.n < h + 3 || s.s[h] != sign || (sign == '.' && s.n != h + 3)) return false;
    int32_t hour = figures(s, &at, h), minute;
    at++;
    minute = figures(s, &at, 2);
    if (at < s.n && s.s[at] == ':') {
        at++;
        if (figures(s, &at, 2) < 0) return false;
    }
    *minutes = hour * 60 + minute;
    return at == s.n && hour <= 24 && minute >= 0 && minute < 60;
}

static uint64_t number_mask(str s, uint32_t n, int32_t v)
{
    uint64_t mask = TC_BIT(TC_DIGIT);
    if (n <= 2 && v >= 1 && v <= 31) mask |= TC_BIT(TC_DAY);
    if (n == 4 && v >= 1000 && v < 2200) mask |= TC_BIT(TC_YEAR);
    (void)s;
    return mask;
}

/* "1990s", "90s", "'90s" with its apostrophe: the figures of the decade, 199; -1 when it is none. */
static int32_t decade_of(str s)
{
    uint32_t at = s.n && s.s[0] == '\'' ? 1 : 0, n = count_figures(s, at);
    if (s.n && (unsigned char)s.s[0] == 0xE2 && s.n > 3) at = 3, n = count_figures(s, 3); /* ’ */
    if ((n != 4 && n != 2) || s.s[at + n - 1] != '0') return -1;
    str tail = str_sub(s, at + n, s.n);
    if (!str_is(tail, "s") && !str_is(tail, "'s") && !str_is(tail, "\xE2\x80\x99s")) return -1;
    int32_t v = figures(s, &at, n);
    if (n == 4) return v >= 1000 && v < 2200 ? v / 10 : -1;
    return 190 + v / 10;
}

/* Whether a word, or a part of one, has that job. */
static bool word_does(const link_date_tables *t, str s, time_job job)
{
    char low[8];
    if (s.n > sizeof low) return false;
    for (uint32_t i = 0; i < s.n; i++) low[i] = s.s[i] >= 'A' && s.s[i] <= 'Z' ? (char)(s.s[i] + 32) : s.s[i];
    uint32_t w = time_word_find(t, str_make(low, s.n));
    return w != TIME_NONE && (t->words[w].jobs & (1u << job));
}

static void shape_figures(const link_date_tables *t, str s, time_tok *k)
{
    uint32_t n = count_figures(s, 0), at = 0;
    if (n && n <= 9) {
        k->num = figures(s, &at, n);
        str tail = str_sub(s, n, s.n);
        if (!tail.n) k->mask |= number_mask(s, n, k->num);
        else if (k->num >= 1 && k->num <= 31 && word_does(t, tail, TJ_NTH)) k->mask |= TC_BIT(TC_DAYORD);
        else if (shape_iso(s)) k->mask |= TC_BIT(TC_ISO);
        else if (shape_slash(s)) k->mask |= TC_BIT(TC_SLASH);
        else if (shape_clock(s, ':', &k->num)) k->mask |= TC_BIT(TC_CLOCK);
        else if (shape_clock(s, '.', &k->num)) k->mask |= TC_BIT(TC_DOTTED) | TC_BIT(TC_NUMBER);
        else if (tail.s[0] == ',' || tail.s[0] == '.') k->mask |= TC_BIT(TC_NUMBER); /* "1,200", "2.5": read again by number_at */
    }
    if (shape_iso(s)) k->mask = (k->mask & ~TC_BIT(TC_DIGIT)) | TC_BIT(TC_ISO);
    int32_t decade = decade_of(s);
    if (decade >= 0) {
        k->mask = TC_BIT(TC_DECADE);
        k->num = decade;
    }
}

static const uint64_t capital_classes = TC_BIT(TC_MONTH) | TC_BIT(TC_WEEKDAY) | TC_BIT(TC_WEEKDAYS) | TC_BIT(TC_SHORTDAY) | TC_BIT(TC_FEAST);

static void shape_known(const link_date_tables *t, uint32_t w, str s, time_tok *k)
{
    k->word = w;
    k->jobs = t->words[w].jobs;
    k->mask |= t->words[w].mask;
    if (!(s.s[0] >= 'A' && s.s[0] <= 'Z') && !(k->mask & TC_BIT(TC_ANYCASE))) k->mask &= ~capital_classes;
}

static void shape_word(const link_date_tables *t, str s, time_tok *k)
{
    char low[TIME_WORD_ROOM];
    if (s.n >= sizeof low || !t->by_look[time_look(s)]) return;
    for (uint32_t i = 0; i < s.n; i++) low[i] = s.s[i] >= 'A' && s.s[i] <= 'Z' ? (char)(s.s[i] + 32) : s.s[i];
    uint32_t w = time_word_find(t, str_make(low, s.n));
    if (w != TIME_NONE) shape_known(t, w, s, k);
}

/* *k is zero before. */
static void shape_of(const link_date_tables *t, str s, time_tok *k)
{
    k->word = TIME_NONE;
    if (!s.n) return;
    unsigned char c = (unsigned char)s.s[0];
    bool letter = (c | 32) >= 'a' && (c | 32) <= 'z', mid = s.n > 4 && s.s[3] == '-';
    if (letter && !mid) { /* nearly every token */
        shape_word(t, s, k);
        return;
    }
    if (mid && word_does(t, str_sub(s, 0, 3), TJ_MID)) {
        k->mid = true;
        s = str_sub(s, 4, s.n);
    }
    c = (unsigned char)s.s[0];
    if (digit(s.s[0]) || c == '\'' || c == 0xE2) shape_figures(t, s, k);
    if (!(k->mask & TC_BIT(TC_DECADE))) {
        if (s.n == 3 && c == 0xE2 && (unsigned char)s.s[1] == 0x80) { /* – — ’ */
            unsigned char last = (unsigned char)s.s[2];
            s = last == 0x93 || last == 0x94 ? STR("-") : last == 0x99 ? STR("'") : s;
        } else if (s.n == 4 && c == 0xE2 && (unsigned char)s.s[1] == 0x80 && (unsigned char)s.s[2] == 0x99 && s.s[3] == 's') {
            s = STR("'s");
        }
        shape_word(t, s, k);
    }
    if (s.n == 1 && c != '-' && memchr(".,;:!?()\"", s.s[0], 9)) k->mask |= TC_BIT(TC_PUNCT);
}

enum { ASK = TIME_NONE - 1 }; /* in the place of a word: not known yet */

/* A token of letters that is one piece: its symbol says whether it is a word of the table, and nearly none is. */
static uint32_t word_by_symbol(const time_run *r, uint32_t tok)
{
    const link_pieces *p = r->pieces;
    const doc *d = r->d;
    uint32_t first = p->begin[tok];
    if (p->begin[tok + 1] - first != 1) return ASK;
    char c = d->text.s[d->tokens[tok].begin] | 32;
    if (c < 'a' || c > 'z') return ASK;
    uint32_t sym = p->low[first], w = sym < r->t->n_symbols ? r->t->by_symbol[sym] : 0;
    if (!w) return TIME_NONE;
    __builtin_prefetch(&r->t->words[w - 1]);
    return w - 1;
}

/* Words that symbols tell, before one is read, so that their lines are fetched side by side. */
static void words_by_symbol(time_run *r)
{
    bool pieces = r->pieces && !r->d->forms;
    for (uint32_t i = 0; i < r->d->n_tokens; i++) r->tok[i].word = pieces ? word_by_symbol(r, i) : ASK;
}

/* The word's length: what differs has an accent, which the pieces do not show. */
static bool spelt_so(const time_run *r, uint32_t tok, uint32_t w) { return w != ASK && r->t->words[w].text.n == r->d->tokens[tok].end - r->d->tokens[tok].begin; }

int time_shapes(time_run *r, ent_error *err)
{
    r->tok = arena_new(r->d->mem, time_tok, r->d->n_tokens + 1);
    if (!r->tok) return error_memory(err);
    words_by_symbol(r);
    for (uint32_t i = 0; i < r->d->n_tokens; i++) {
        time_tok *k = &r->tok[i];
        if (k->word != TIME_NONE) {
            if (spelt_so(r, i, k->word)) shape_known(r->t, k->word, doc_form(r->d, i), k);
            else shape_of(r->t, doc_form(r->d, i), k);
        }
        if (i && (k[-1].mask & TC_BIT(TC_MONEY))) k->mask &= ~(TC_BIT(TC_DAY) | TC_BIT(TC_YEAR)); /* "$12 December 27" */
    }
    return ENT_OK;
}

int32_t time_value_of(const time_run *r, uint32_t tok, time_class cls)
{
    const time_tok *k = &r->tok[tok];
    if (cls >= TC_DIGIT || k->word == TIME_NONE) return k->num;
    for (uint32_t v = r->t->words[k->word].values; v != TIME_NONE; v = r->t->values[v].next)
        if (r->t->values[v].cls == cls) return r->t->values[v].value;
    return k->num;
}

/* ---- numbers ------------------------------------------------------------------------------------------------------------- */

static bool in(const time_run *r, uint32_t t) { return t < r->end; }
static bool has(const time_run *r, uint32_t t, time_class cls) { return in(r, t) && (r->tok[t].mask & TC_BIT(cls)); }

/* "1,200", "2.5", "14": thousandths; -1 when too large or malformed. */
static int64_t figures_thousandths(str s)
{
    int64_t whole = 0, part = 0, scale = 100;
    uint32_t i = 0;
    for (; i < s.n && (digit(s.s[i]) || (s.s[i] == ',' && count_figures(s, i + 1) == 3)); i++)
        if (digit(s.s[i]) && (whole = whole * 10 + s.s[i] - '0') > 1000000) return -1;
    if (i < s.n && s.s[i] == '.')
        for (i++; i < s.n && digit(s.s[i]); i++, scale /= 10) part += (s.s[i] - '0') * scale;
    return i == s.n ? whole * 1000 + part : -1;
}

/* "3/4" alone, or after a whole number: thousandths, else 0. */
static int64_t fraction_thousandths(const time_run *r, uint32_t t)
{
    str s = in(r, t) ? doc_form(r->d, t) : STR_NONE;
    return s.n == 3 && s.s[1] == '/' && digit(s.s[0]) && digit(s.s[2]) && s.s[2] > s.s[0] ? (s.s[0] - '0') * 1000 / (s.s[2] - '0') : 0;
}

/* Words and figures of one number from t: "twenty-five", "two hundred and five", "3.5 million", "5 1/2". Returns tokens taken. */
static uint32_t number_words(const time_run *r, uint32_t t, int64_t *out)
{
    int64_t sum = 0, last = 0;
    uint32_t i = t;
    while (in(r, i)) {
        int64_t v = -1;
        if (has(r, i, TC_DIGIT) || (has(r, i, TC_NUMBER) && digit(doc_form(r->d, i).s[0]))) {
            if (i != t || (v = figures_thousandths(doc_form(r->d, i))) < 0) break;
        } else if (has(r, i, TC_NUMBER)) {
            v = (int64_t)time_value_of(r, i, TC_NUMBER) * 1000;
            if (i > t && (last < 20000 || last >= 100000 || v >= 10000) && last < 100000) break;
        } else if (has(r, i, TC_TIMES) && i > t) {
            int64_t times = time_value_of(r, i, TC_TIMES);
            if (sum > 1000000000 / times) break;
            sum *= times;
            last = times * 1000;
            i++;
            continue;
        } else if (i > t && in(r, i + 1) && has(r, i + 1, TC_NUMBER) && !digit(doc_form(r->d, i + 1).s[0])
                   && ((time_is(r, i, TJ_HYPHEN) && last >= 20000 && last < 100000) || (time_is(r, i, TJ_AND) && last >= 100000))) {
            i++;
            continue;
        } else {
            break;
        }
        sum += v;
        last = v;
        i++;
    }
    int64_t fraction = i > t ? fraction_thousandths(r, i) : 0;
    *out = sum + fraction;
    return i - t + (fraction > 0);
}

/* "a", "a few", "half an", "several", "a couple of", "dozens of", "two and a half", "14". Returns tokens taken, 0 for no number. */
static uint32_t number_at(const time_run *r, uint32_t t, int32_t *out)
{
    uint32_t i = t, n = 0;
    int64_t v = 0;
    bool article = time_is(r, i, TJ_ONE);
    if (article) i++;
    if (has(r, i, TC_SEVERAL)) {
        *out = TIME_SEVERAL;
        return i + 1 - t;
    }
    if (has(r, i, TC_COUPLE) || has(r, i, TC_DOZEN)) {
        bool plural = has(r, i, TC_DOZEN) && !article;
        *out = plural ? TIME_SEVERAL : (has(r, i, TC_COUPLE) ? 2 : 12) * 1000;
        return i + 1 + time_is(r, i + 1, TJ_OF) - t;
    }
    if (has(r, i, TC_HALF)) {
        *out = 500;
        i++;
        return i + (!article && time_is(r, i, TJ_ONE)) - t;
    }
    if (article && has(r, i, TC_TIMES)) {
        *out = time_value_of(r, i, TC_TIMES) * 1000;
        return *out <= 1000000 ? i + 1 - t : 0;
    }
    if (article) {
        *out = 1000;
        return has(r, i, TC_UNIT) || (time_is(r, i, TJ_HYPHEN) && has(r, i + 1, TC_UNIT)) ? 1 : 0;
    }
    n = number_words(r, i, &v);
    if (n && time_is(r, i + n, TJ_AND) && time_is(r, i + n + 1, TJ_ONE) && has(r, i + n + 2, TC_HALF)) {
        v += 500;
        n += 3;
    }
    if (!n || v < 0 || v > 1000000000) return 0;
    *out = (int32_t)v;
    return n;
}

/* number_at, asked once per token: many rules have a number at the same place. */
static uint32_t number_get(const time_run *r, uint32_t t, int32_t *out)
{
    time_tok *k = &r->tok[t];
    if (!(k->mask & TIME_NUM_BEGINS) && !(k->jobs & (1u << TJ_ONE))) return 0;
    if (!k->counted) {
        uint32_t n = number_at(r, t, &k->count);
        k->counted = (uint16_t)(1 + (n < UINT16_MAX ? n : UINT16_MAX - 1));
    }
    *out = k->count;
    return k->counted - 1u;
}

/* "nineteen ninety-six", "twenty twenty-two"; after "year" also "two thousand (and) five". */
static uint32_t spoken_year(const time_run *r, uint32_t t, int32_t *out)
{
    int32_t first = has(r, t, TC_NUMBER) ? time_value_of(r, t, TC_NUMBER) : 0, second;
    int64_t v;
    if (first == 2 && has(r, t + 1, TC_TIMES) && t > r->begin && time_is(r, t - 1, TJ_YEAR)) {
        uint32_t n = number_words(r, t, &v);
        *out = (int32_t)(v / 1000);
        return v >= 2000000 && v < 2100000 ? n : 0;
    }
    if (first < 18 || first > 20 || digit(doc_form(r->d, t).s[0])) return 0;
    uint32_t i = t + 1 + time_is(r, t + 1, TJ_HYPHEN);
    if (!has(r, i, TC_NUMBER) || digit(doc_form(r->d, i).s[0])) return 0;
    uint32_t n = number_words(r, i, &v);
    second = v % 1000 ? 0 : (int32_t)(v / 1000);
    *out = first * 100 + second;
    return second >= 10 && second < 100 && (first != 20 || second < 60) ? i + n - t : 0;
}

/* ---- elements -------------------------------------------------------------------------------------------------------------- */

/* "May" and "March" are months where a figure follows, a word of dates precedes, or the tagger took them for a name. */
static bool month_stands(const time_run *r, uint32_t t)
{
    str s = doc_form(r->d, t);
    int32_t month = time_value_of(r, t, TC_MONTH);
    if (s.n == 3 && month != 5 && s.s[2] != '.') { /* "Jan Kavan" */
        uint32_t after = t + 1 + (time_is(r, t + 1, TJ_HYPHEN) || time_is(r, t + 1, TJ_STROKE)); /* "05-Aug-2016" */
        bool dated = has(r, after, TC_DAY) || has(r, after, TC_DAYORD) || has(r, after, TC_YEAR);
        return dated || (t > r->begin && (r->tok[t - 1].mask & (TC_BIT(TC_DAY) | TC_BIT(TC_DAYORD) | TC_BIT(TC_YEARLY))));
    }
    bool led_on = time_is(r, t + 1, TJ_OF) || time_is(r, t + 1, TJ_FOR) || time_is(r, t + 1, TJ_ON); /* "the March for Life" */
    if (month == 3 && led_on && !has(r, t + 2, TC_YEAR) && !has(r, t + 2, TC_REL) && !has(r, t + 2, TC_THIS)) return false;
    if (r->tok[t].mid || (month != 3 && month != 5) || s.s[s.n - 1] == '.') return true;
    uint32_t next = t + 1 + (in(r, t + 1) && str_is(doc_form(r->d, t + 1), ","));
    if (has(r, next, TC_DAY) || has(r, next, TC_YEAR) || has(r, t + 1, TC_DAYORD)) return true;
    if (t > r->begin) {
        uint64_t before = r->tok[t - 1].mask;
        if (before & (TC_BIT(TC_YEARLY) | TC_BIT(TC_EARLYLATE) | TC_BIT(TC_REL) | TC_BIT(TC_THIS) | TC_BIT(TC_DAY) | TC_BIT(TC_DAYORD) | TC_BIT(TC_EACH)))
            return !r->d->upos || (r->d->upos[t] != UPOS_AUX && r->d->upos[t] != UPOS_VERB);
    }
    return r->d->upos && r->d->upos[t] == UPOS_PROPN && t > r->begin;
}

static uint32_t element_take(const time_run *r, const time_element *e, uint32_t t, time_cap *cap)
{
    if (!in(r, t)) return 0;
    const time_tok *k = &r->tok[t];
    cap->tok = t;
    if (e->mask & TC_BIT(TC_NUM)) {
        uint32_t n = number_get(r, t, &cap->value);
        cap->cls = TC_NUM;
        if (n) return n;
    }
    if (e->mask & TC_BIT(TC_SAYYEAR)) {
        uint32_t n = spoken_year(r, t, &cap->value);
        cap->cls = TC_SAYYEAR;
        if (n) return n;
    }
    uint64_t bits = e->mask & k->mask & ~(TC_BIT(TC_NUM) | TC_BIT(TC_SAYYEAR));
    if ((bits & TC_BIT(TC_MONTH)) && !month_stands(r, t)) bits &= ~TC_BIT(TC_MONTH);
    if (bits) {
        cap->cls = (uint8_t)__builtin_ctzll(bits);
        cap->value = time_value_of(r, t, (time_class)cap->cls);
        return 1;
    }
    if (k->word == TIME_NONE || k->mid) return 0;
    for (uint32_t i = 0; i < e->n_words; i++) {
        if (e->word[i] != k->word) continue;
        cap->cls = TC_LITERAL;
        cap->value = (int32_t)k->word;
        return 1;
    }
    return 0;
}

static bool walk(const time_run *r, const time_rule *rule, uint32_t i, uint32_t t, time_match *m)
{
    if (i == rule->n_els) {
        if (m->end == TIME_NONE) m->end = t;
        return true;
    }
    const time_element *e = &r->t->elements[rule->el_begin + i];
    if (e->kind == EL_OPEN) {
        m->begin = t;
        return walk(r, rule, i + 1, t, m);
    }
    if (e->kind == EL_CLOSE) {
        m->end = t;
        if (walk(r, rule, i + 1, t, m)) return true;
        m->end = TIME_NONE;
        return false;
    }
    uint32_t n = element_take(r, e, t, &m->cap[m->n_caps]);
    if (n) {
        m->n_caps++;
        if (walk(r, rule, i + 1, t + n, m)) return true;
        m->n_caps--;
    }
    return e->optional && walk(r, rule, i + 1, t, m);
}

/* Commas and hyphens at the ends were taken by elements that may be missing. */
static void trim(const time_run *r, time_match *m)
{
    while (m->end > m->begin && (str_is(doc_form(r->d, m->end - 1), ",") || time_is(r, m->end - 1, TJ_HYPHEN) || time_is(r, m->end - 1, TJ_OF))) m->end--;
    while (m->begin < m->end && (str_is(doc_form(r->d, m->begin), ",") || time_is(r, m->begin, TJ_HYPHEN))) m->begin++;
}

/* The captures are filled as they are taken. */
static void match_begin(time_match *m, const time_rule *rule, uint32_t t, uint32_t sent)
{
    m->rule = rule;
    m->begin = t;
    m->end = TIME_NONE;
    m->sent = sent;
    m->n_caps = 0;
}

/* Token t may be what comes next; beyond the sentence nothing may. */
static bool may_go_on(const time_run *r, const time_next *next, uint32_t t)
{
    if (next->any) return true;
    if (!in(r, t)) return false;
    const time_tok *k = &r->tok[t];
    return (k->mask & next->classes) || (k->word != TIME_NONE && (next->words >> (k->word % 64) & 1));
}

/* Tries the rules that begin at t and go on at `then`. */
static void try_list(const time_run *r, const time_list *l, uint32_t t, uint32_t then, time_match *best)
{
    if (!may_go_on(r, &l->next, then)) return;
    for (uint32_t i = 0; i < l->n; i++) {
        if (!may_go_on(r, &l->start[i].next, then) || !may_go_on(r, &l->start[i].then, then + 1)) continue;
        time_match m;
        match_begin(&m, &r->t->rules[l->start[i].rule], t, r->sent);
        if (!walk(r, m.rule, 0, t, &m)) continue;
        trim(r, &m);
        uint32_t have = best->rule ? best->end - best->begin : 0, n = m.end - m.begin;
        if (n > have || (n == have && n && m.rule < best->rule)) *best = m;
    }
}

bool time_match_at(const time_run *r, uint32_t t, time_match *out)
{
    const time_tok *k = &r->tok[t];
    int32_t count;
    out->rule = NULL;
    uint32_t n = number_get(r, t, &count);
    if (n) try_list(r, &r->t->by_number, t, t + n, out);
    for (uint64_t bits = k->mask & r->t->starts; bits; bits &= bits - 1) try_list(r, &r->t->by_class[__builtin_ctzll(bits)], t, t + 1, out);
    if (k->word != TIME_NONE && !k->mid) try_list(r, &r->t->by_word[k->word], t, t + 1, out);
    return out->rule != NULL;
}
