/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Dates of a page: in meta data, in its address, on a visible line.
 *
 * In: a short string. Out: the first full date in it (year, month, day), and whether anything but a date is said.
 * Forms: 2023-02-22(T10:30:00Z), 2023/2/22, 20230222, 22.02.2023, 02/22/2023, February 22, 2023, 22nd (of) Feb. 2023.
 * In d/m/y and m/d/y the part above 12 is the day; both up to 12 is read as month first with slashes, unless the line's own word is of a
 * language that puts the day first; as day first with stops and hyphens.
 * Years before 1900 and after 2100 are no dates. Dates in running text are the business of the station link; this one only needs the
 * page's own. Cost: linear in the string, of which the first 300 bytes are read.
 */
#include "base/calendar.h"
#include "page/parts.h"

enum { MAX_BYTES = 300, MAX_ITEMS = 48, MIN_YEAR = 1900, MAX_YEAR = 2100 };

/* A number or a word of the string. */
typedef struct item {
    uint32_t begin, end;
    int32_t number;  /* -1: a word */
    uint8_t digits;
    uint8_t kind, value; /* date_word and its value */
    char before;     /* the mark right before it, 0 for a space or none */
} item;

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80); }

static void classify_word(const page_tables *t, str s, item *w)
{
    char low[24];
    uint32_t n = w->end - w->begin;
    if (n > sizeof low) return;
    for (uint32_t i = 0; i < n; i++) {
        char c = s.s[w->begin + i];
        low[i] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
    }
    uint32_t k = map_get(&t->date_word, str_make(low, n));
    if (k == MAP_NONE) return;
    w->kind = (uint8_t)(k >> 8);
    w->value = (uint8_t)(k & 255);
}

static uint32_t read_items(const page_tables *t, str s, item *items)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < s.n && n < MAX_ITEMS;) {
        if (!is_digit(s.s[i]) && !is_letter(s.s[i])) {
            i++;
            continue;
        }
        item *w = &items[n++];
        *w = (item){.begin = i, .number = -1, .before = i && s.s[i - 1] != ' ' ? s.s[i - 1] : 0};
        if (is_digit(s.s[i])) {
            for (w->number = 0; i < s.n && is_digit(s.s[i]); i++, w->digits++) w->number = w->digits < 8 ? w->number * 10 + (s.s[i] - '0') : w->number;
            bool ordinal = i + 2 <= s.n && (!memcmp(s.s + i, "st", 2) || !memcmp(s.s + i, "nd", 2) || !memcmp(s.s + i, "rd", 2) || !memcmp(s.s + i, "th", 2)) && (i + 2 == s.n || !is_letter(s.s[i + 2]));
            if (ordinal) i += 2;
            w->end = i;
        } else {
            while (i < s.n && (is_letter(s.s[i]) || (s.s[i] == '.' && i + 1 < s.n && is_letter(s.s[i + 1])))) i++;
            w->end = i;
            classify_word(t, s, w);
            n -= w->kind == DATE_WORD_JOINT;
        }
    }
    return n;
}

static int32_t day_of(int32_t year, int32_t month, int32_t day)
{
    return year < MIN_YEAR || year > MAX_YEAR ? CAL_NONE : cal_day(year, month, day);
}

static bool is_year(const item *w) { return w->digits == 4 && w->number >= MIN_YEAR && w->number <= MAX_YEAR; }
static bool is_small(const item *w) { return w->digits == 1 || w->digits == 2; }

/* The date whose first item is w[0], of at most n items; *used items. day_first: of 8/4/2011. */
static int32_t date_at(const item *w, uint32_t n, bool day_first, uint32_t *used)
{
    *used = 3;
    if (w->digits == 8) {
        *used = 1;
        return day_of(w->number / 10000, w->number / 100 % 100, w->number % 100);
    }
    if (n < 3) return CAL_NONE;
    char mark = w[1].before;
    bool marked = mark && strchr("-/.", mark) && w[2].before == mark;
    if (is_year(w) && is_small(w + 1) && is_small(w + 2) && marked) return day_of(w->number, w[1].number, w[2].number);
    if (is_small(w) && is_small(w + 1) && is_year(w + 2) && marked) {
        bool swapped = w->number > 12 || (w[1].number <= 12 && (day_first || mark != '/'));
        return swapped ? day_of(w[2].number, w[1].number, w->number) : day_of(w[2].number, w->number, w[1].number);
    }
    if (w->kind == DATE_WORD_MONTH && is_small(w + 1) && is_year(w + 2)) return day_of(w[2].number, w->value, w[1].number);
    if (is_year(w) && w[1].kind == DATE_WORD_MONTH && is_small(w + 2)) return day_of(w->number, w[1].value, w[2].number);
    if (!is_small(w)) return CAL_NONE;
    if (w[1].kind == DATE_WORD_MONTH && is_year(w + 2)) return day_of(w[2].number, w[1].value, w->number);
    if (marked && mark == '.' && is_small(w + 1) && w[2].digits == 2) return day_of(2000 + w[2].number, w[1].number, w->number);
    return CAL_NONE;
}

/* Beside the date: weekday, cue, clock; a number only as part of a time. */
static bool is_dateish(const item *w)
{
    if (w->number < 0) return w->kind != DATE_WORD_NONE || (w->end - w->begin == 1);
    return w->digits <= 4;
}

page_date page_date_find(const page_tables *t, str s)
{
    item items[MAX_ITEMS];
    bool whole = s.n <= MAX_BYTES;
    if (!whole) s.n = MAX_BYTES;
    uint32_t n = read_items(t, s, items), used = 0;
    page_date found = {.day = CAL_NONE};
    for (uint32_t i = 0; i < n; i++) {
        bool day_first = items[0].kind == DATE_WORD_CUE && items[0].value == 2;
        int32_t day = date_at(items + i, n - i, day_first, &used);
        if (day == CAL_NONE) continue;
        found = (page_date){day, items[i].begin, items[i + used - 1].end, whole && n < MAX_ITEMS, items[0].kind == DATE_WORD_CUE && items[0].value};
        for (uint32_t k = 0; k < n; k++)
            if ((k < i || k >= i + used) && !is_dateish(&items[k])) found.alone = false;
        break;
    }
    return found;
}

/* A group of digits of the URL at i. */
static uint32_t digits_at(str s, uint32_t i, int32_t *value)
{
    uint32_t n = 0;
    for (*value = 0; i + n < s.n && is_digit(s.s[i + n]) && n < 9; n++) *value = *value * 10 + (s.s[i + n] - '0');
    return n;
}

static uint32_t month_at(str s, uint32_t i, int32_t *month)
{
    static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";
    for (*month = 1; *month <= 12; ++*month)
        if (i + 3 <= s.n && str_eq_nocase(str_sub(s, i, i + 3), str_make(names + 3 * (*month - 1), 3))) return 3;
    return digits_at(s, i, month);
}

page_date page_date_in_url(str url)
{
    for (uint32_t i = 1; i + 8 <= url.n; i++) {
        int32_t year, month, day;
        if (!is_digit(url.s[i]) || is_digit(url.s[i - 1])) continue;
        uint32_t n = digits_at(url, i, &year);
        if (n == 8) {
            int32_t when = day_of(year / 10000, year / 100 % 100, year % 100);
            if (when != CAL_NONE) return (page_date){when, i, i + 8, false, false};
        }
        char mark = i + n < url.n ? url.s[i + n] : 0;
        if (n == 2 && mark == '-' && i + 10 <= url.n && url.s[i + 5] == '-' && digits_at(url, i + 3, &month) == 2 && digits_at(url, i + 6, &day) == 4) {
            int32_t when = day_of(day, month, year); /* 29-10-2021 */
            if (when != CAL_NONE) return (page_date){when, i, i + 10, false, false};
        }
        if (n != 4 || (mark != '/' && mark != '-' && mark != '_')) continue;
        uint32_t m = month_at(url, i + 5, &month), k = i + 5 + m;
        if (m < 1 || m > 3 || k >= url.n || url.s[k] != mark) continue;
        uint32_t e = digits_at(url, k + 1, &day);
        int32_t when = e >= 1 && e <= 2 ? day_of(year, month, day) : CAL_NONE;
        if (when != CAL_NONE) return (page_date){when, i, k + 1 + e, false, false};
    }
    return (page_date){.day = CAL_NONE};
}

/* "2023-02-22T10:30:00+01:00" as it stands, else the day alone. */
static str iso_text(arena *mem, str s, const page_date *at)
{
    char day[16];
    cal_format(at->day, day);
    if (at->end - at->begin != 10 || memcmp(s.s + at->begin, day, 10)) return arena_str(mem, str_from(day));
    uint32_t end = at->end;
    if (end + 5 < s.n && (s.s[end] == 'T' || s.s[end] == ' ') && is_digit(s.s[end + 1]))
        for (end++; end < s.n && (is_digit(s.s[end]) || strchr(":.+-Z", s.s[end])); end++) {}
    return arena_str(mem, str_sub(s, at->begin, end));
}

void page_date_offer(const page_tables *t, doc *d, str text, doc_basis basis, uint16_t trust)
{
    page_date at = basis == BASIS_URL ? page_date_in_url(text) : page_date_find(t, text);
    if (at.day == CAL_NONE) return;
    if (d->published == CAL_NONE) {
        d->published = at.day;
        d->published_text = iso_text(d->mem, text, &at);
        d->published_basis = (uint8_t)basis;
        d->published_trust = trust;
        return;
    }
    int64_t apart = (int64_t)d->published - at.day;
    bool local = apart == 1 && (basis == BASIS_URL || basis == BASIS_TEXT) && d->published_text.n > 10;
    if (local) { /* a time in UTC, after midnight there: the address and the reader's line have the day of the place */
        char day[16];
        cal_format(at.day, day);
        d->published = at.day;
        d->published_text = arena_str(d->mem, str_from(day));
        d->published_basis = (uint8_t)basis;
    } else if ((apart > 2 || apart < -2) && basis != d->published_basis) d->published_trust = (uint16_t)(d->published_trust * 2 / 3);
}

/* End of the dateline: the dash after a place in capitals near the beginning; 0 when the text opens without one. */
static uint32_t dateline_end(str text)
{
    enum { MAX_DATELINE = 80, MIN_CAPITALS = 3 };
    static const str dashes[] = {{" - ", 3}, {" -- ", 4}, {"\xe2\x80\x93", 3}, {"\xe2\x80\x94", 3}};
    str head = str_sub(text, 0, text.n < MAX_DATELINE ? text.n : MAX_DATELINE);
    uint32_t n = 0;
    while (n < head.n && head.s[n] >= 'A' && head.s[n] <= 'Z') n++;
    if (n < MIN_CAPITALS) return 0;
    int64_t best = 0;
    for (size_t i = 0; i < sizeof dashes / sizeof *dashes; i++) {
        int64_t at = str_find(head, dashes[i], n);
        if (at > 0 && (!best || at < best)) best = at;
    }
    return (uint32_t)best;
}

void page_date_in_dateline(const page_tables *t, doc *d)
{
    if (d->published == CAL_NONE) page_date_offer(t, d, str_sub(d->text, 0, dateline_end(d->text)), BASIS_TEXT, 500);
}
