/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From what a rule took to a date: the actions of the calendar and of deixis.
 *
 * in:  a match; the day of publication, the dates before, the tense      out: symbol (anchor, unit, direction, offset) and value, start, stop
 *
 * Three anchors. A date that names its year needs none. "Last week" is counted from the day of publication; without one it stays unresolved: value
 * "", no days. "Five years later" and "the same day" are counted from the last date of the calendar before it.
 *
 * The year of "February 22": with a day of publication the nearest that fits the tense; a weekday beside it must fit too. Without one, a weekday
 * leaves a few years (22 February is a Wednesday in 2012, 2017, 2023); when the text names a year and only one of them lies within a year of
 * a year named, it is that one. Nothing else is guessed.
 *
 * `anchored` says that the value holds without a guess: the anchor is known, and no date before had to stand in for it.
 */
#include "link/dates.h"

#include <stdlib.h>

enum { NEAR_DAYS = 100 }; /* a date this near is meant whatever the tense says */

static bool one_of(const char *set, char c) { return c && strchr(set, c); }

static int32_t cap_value(const time_match *m, time_class cls, int32_t otherwise)
{
    const time_cap *c = time_get(m, cls, 0);
    return c ? c->value : otherwise;
}

static bool literal(const time_run *r, const time_match *m, const char *word)
{
    for (uint32_t i = 0; i < m->n_caps; i++)
        if (m->cap[i].cls == TC_LITERAL && str_eq_nocase(doc_form(r->d, m->cap[i].tok), str_from(word))) return true;
    return false;
}

static void put_mod(const time_run *r, const time_match *m, doc_date *out)
{
    static const time_class classes[] = {TC_EARLYLATE, TC_EARLIERLATER, TC_EDGE, TC_APPROX};
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
        const time_cap *c = time_get(m, classes[i], 0);
        if (c) out->mod = str_from(time_mods[c->value]);
    }
    for (uint32_t t = m->begin; t < m->end; t++)
        if (r->tok[t].mid) out->mod = STR("MID");
}

static void relative(doc_date *out, date_anchor anchor, time_unit unit, int32_t offset, bool anchored)
{
    out->anchor = (uint8_t)anchor;
    out->unit = time_doc_unit(unit);
    out->offset = offset < 0 ? -offset : offset;
    out->direction = (int8_t)((offset > 0) - (offset < 0));
    out->anchored = anchored;
}

/* A unit n away from the day of publication. */
static bool from_published(time_run *r, doc_date *out, time_unit unit, int32_t n)
{
    bool known = r->published != CAL_NONE;
    if (known) time_put_unit(r, out, unit, time_step(unit, time_floor(unit, r->published), n));
    relative(out, ANCHOR_PUBLISHED, unit, n, known && out->start != CAL_NONE);
    return true;
}

static void add_part(time_run *r, doc_date *out, int32_t part)
{
    if (!out->value.n) return;
    out->type = DATE_TIME;
    out->value = arena_printf(r->d->mem, "%.*sT%s", STR_ARG(out->value), time_parts[part]);
}

/* ---- the year of a date that names none ------------------------------------------------------------------------------- */

/* Day of month and weekday in a year; the weekday -1 any. The 29th of February is looked for in leap years. */
static int32_t day_in(int32_t year, int32_t month, int32_t day, int32_t weekday)
{
    int32_t d = cal_day(year, month, day);
    return d != CAL_NONE && (weekday < 0 || cal_weekday(d) == weekday) ? d : CAL_NONE;
}

static int32_t year_of_weekday(const time_run *r, int32_t month, int32_t day, int32_t weekday)
{
    int32_t found = CAL_NONE;
    for (int32_t y = 1900; y < 2100; y++) {
        if (day_in(y, month, day, weekday) == CAL_NONE) continue;
        bool near = false;
        for (uint32_t i = 0; i < r->n_years; i++) near |= r->years[i] >= y - 1 && r->years[i] <= y + 1;
        if (!near) continue;
        if (found != CAL_NONE) return CAL_NONE;
        found = y;
    }
    return found;
}

static int32_t pick(int32_t before, int32_t after, int32_t published, int direction)
{
    if (before == CAL_NONE || after == CAL_NONE) return before == CAL_NONE ? after : before;
    int32_t back = published - before, ahead = after - published;
    if (direction < 0 && ahead > NEAR_DAYS) return before;
    if (direction > 0 && back > NEAR_DAYS) return after;
    if (direction > 0 && back > 1) return after;
    return back <= ahead ? before : after;
}

/* The year of a month, or of a month and day; CAL_NONE when it stays open. */
static int32_t year_guess(const time_run *r, const time_match *m, int32_t month, int32_t day, int32_t weekday)
{
    int32_t pub = r->published, before = CAL_NONE, after = CAL_NONE;
    if (pub == CAL_NONE) return day && weekday >= 0 ? year_of_weekday(r, month, day, weekday) : CAL_NONE;
    int32_t at = day ? pub : time_floor(TU_MONTH, pub), year = cal_civil(pub).year;
    for (int32_t y = year - 28; y <= year + 28; y++) {
        int32_t d = day_in(y, month, day ? day : 1, weekday);
        if (d == CAL_NONE) continue;
        if (d <= at) before = d;
        else if (after == CAL_NONE) after = d;
    }
    int32_t d = pick(before, after, at, time_direction(r, m));
    return d == CAL_NONE ? CAL_NONE : cal_civil(d).year;
}

/* ---- dates of the calendar ---------------------------------------------------------------------------------------------- */

static void named(doc_date *out, bool open_year)
{
    out->anchor = open_year ? ANCHOR_PUBLISHED : ANCHOR_ABSOLUTE;
    out->anchored = out->start != CAL_NONE;
}

static int32_t named_year(const time_match *m)
{
    int32_t y = cap_value(m, TC_YEAR, CAL_NONE);
    return y != CAL_NONE ? y : cap_value(m, TC_SAYYEAR, CAL_NONE);
}

static int32_t named_day(const time_match *m)
{
    int32_t d = cap_value(m, TC_DAY, 0);
    if (!d) d = cap_value(m, TC_DAYORD, 0);
    return d ? d : cap_value(m, TC_ORDINAL, 0);
}

/* "Wednesday the 22nd": the nearest month in which it is one. */
static bool weekday_and_day(time_run *r, const time_match *m, doc_date *out, int32_t weekday, int32_t day)
{
    (void)m;
    int32_t best = CAL_NONE;
    if (r->published == CAL_NONE) return relative(out, ANCHOR_PUBLISHED, TU_DAY, 0, false), true;
    for (int32_t n = -6; n <= 6; n++) {
        cal_date c = cal_civil(time_step(TU_MONTH, time_floor(TU_MONTH, r->published), n));
        int32_t d = day_in(c.year, c.month, day, weekday);
        if (d != CAL_NONE && (best == CAL_NONE || labs((long)d - r->published) < labs((long)best - r->published))) best = d;
    }
    if (best == CAL_NONE) return false;
    time_put_unit(r, out, TU_DAY, best);
    return named(out, true), true;
}

static bool act_date(time_run *r, const time_match *m, doc_date *out)
{
    int32_t year = named_year(m), month = cap_value(m, TC_MONTH, 0), day = named_day(m), weekday = cap_value(m, TC_WEEKDAY, cap_value(m, TC_SHORTDAY, -1));
    const time_cap *this_rel = time_get(m, TC_LITERAL, 0);
    bool relative_year = this_rel && (literal(r, m, "this") || literal(r, m, "last") || literal(r, m, "next"));
    bool open = year == CAL_NONE;
    if (!month && day) return weekday_and_day(r, m, out, weekday, day);
    if (day > 31 || (month && day > cal_month_days(2000, month))) return false;
    put_mod(r, m, out);
    if (time_get(m, TC_REL, 0) && r->published != CAL_NONE) {
        int32_t d = cal_day(cal_civil(r->published).year, month, day), rel = cap_value(m, TC_REL, 0);
        year = cal_civil(r->published).year + (rel < 0 && d >= r->published ? -1 : rel > 0 && d <= r->published);
    } else if (relative_year && r->published != CAL_NONE) year = cal_civil(r->published).year + m->rule->arg;
    else if (open) year = year_guess(r, m, month, day, weekday);
    if (!open && weekday >= 0 && day && cal_weekday(cal_day(year, month, day)) != weekday && cal_day(year, month, day) != CAL_NONE) out->mod = STR("APPROX");
    time_unit unit = day ? TU_DAY : month ? TU_MONTH : TU_YEAR;
    if (year != CAL_NONE) time_put_unit(r, out, unit, cal_day(year, month ? month : 1, day ? day : 1));
    else out->unit = time_doc_unit(unit);
    if (year != CAL_NONE && out->start == CAL_NONE) return false;
    return named(out, open), true;
}

/* A number of four figures is a year when it counts nothing. */
static bool year_stands(const time_run *r, const time_match *m, int32_t year)
{
    uint32_t t = m->begin;
    const doc *d = r->d;
    bool led = t > r->begin && (r->tok[t - 1].mask & TC_BIT(TC_YEARLY));
    if (t + 1 < r->end && (r->tok[t + 1].mask & TC_BIT(TC_COUNTED))) return false;
    bool the = t > r->begin && str_eq_nocase(doc_form(d, t - 1), STR("the"));
    if (the && year >= 1900 && year < 2040) return true;
    if (t > r->begin && one_of("$-/#.", d->text.s[d->tokens[t - 1].begin]) && d->tokens[t - 1].end == d->tokens[t].begin) return false;
    if (t + 1 < r->end && d->tokens[t + 1].begin == d->tokens[t].end && one_of("-/", d->text.s[d->tokens[t + 1].begin])) led = led && year >= 1900;
    if (d->upos && d->head && d->deprel && d->feats && d->deprel[t] == DEP_NUMMOD && d->head[t] != DOC_NONE && (d->feats[d->head[t]] & FEAT_PLUR) && d->head[t] > t
        && !(led && year >= 1900 && year < 2060 && d->head[t] > t + 1))
        return false;
    if (year < 1400 || year > 2100) return false;
    if (year >= 1900 && year < 2060) return led || d->upos != NULL;
    return led && t > r->begin && !str_is(doc_form(d, t - 1), ",") && !str_is(doc_form(d, t - 1), "and") && !str_is(doc_form(d, t - 1), "than") && !str_is(doc_form(d, t - 1), "of")
           && !str_is(doc_form(d, t - 1), "the") && !str_is(doc_form(d, t - 1), "to") && !str_is(doc_form(d, t - 1), "for");
}

static bool act_year(time_run *r, const time_match *m, doc_date *out)
{
    int32_t year = cap_value(m, TC_YEAR, 0);
    if (!year_stands(r, m, year)) return false;
    time_put_unit(r, out, TU_YEAR, cal_day(year, 1, 1));
    return named(out, false), true;
}

/* "2023-02-22T10:30:00Z" is one date, however it was cut into tokens. */
static str iso_text(const time_run *r, doc_date *out)
{
    str text = r->d->text;
    uint32_t end = out->end;
    while (end < text.n && end < out->begin + 32 && one_of("0123456789:.+-TZ", text.s[end])) end++;
    while (end > out->end && one_of(":.+-", text.s[end - 1])) end--;
    while (out->tok_end < r->end && r->d->tokens[out->tok_end].end <= end) out->end = r->d->tokens[out->tok_end++].end;
    return doc_text(r->d, out->begin, out->end);
}

static bool act_iso(time_run *r, const time_match *m, doc_date *out)
{
    str s = doc_form(r->d, m->cap[0].tok);
    if (s.n > 10) s = iso_text(r, out);
    int64_t n = 0;
    int32_t day = s.n == 8 && str_int(s, &n) ? cal_day((int32_t)(n / 10000), (int32_t)(n / 100 % 100), (int32_t)(n % 100)) : cal_parse(str_sub(s, 0, 10));
    if (day == CAL_NONE) return false;
    time_put_unit(r, out, TU_DAY, day);
    if (s.n > 11) {
        out->type = DATE_TIME;
        out->value = arena_str(r->d->mem, s);
    }
    return named(out, false), true;
}

/* Day and month in the order that only fits; where both do, the American with strokes, the European with points: then it is a guess. */
static bool act_slash(time_run *r, const time_match *m, doc_date *out)
{
    str s = doc_form(r->d, m->cap[0].tok);
    char sign = memchr(s.s, '/', s.n) ? '/' : memchr(s.s, '.', s.n) ? '.' : '-';
    int64_t a, b, y;
    if (!str_int(str_cut(&s, sign), &a) || !str_int(str_cut(&s, sign), &b) || !str_int(s, &y)) return false;
    if (s.n == 2) y += y < 70 ? 2000 : 1900;
    int32_t us = cal_day((int32_t)y, (int32_t)a, (int32_t)b), eu = cal_day((int32_t)y, (int32_t)b, (int32_t)a);
    int32_t day = us == CAL_NONE ? eu : eu == CAL_NONE || sign == '/' ? us : eu;
    if (day == CAL_NONE) return false;
    time_put_unit(r, out, TU_DAY, day);
    named(out, false);
    out->anchored = us == CAL_NONE || eu == CAL_NONE || us == eu;
    return true;
}

static bool act_fixed(time_run *r, const time_match *m, doc_date *out)
{
    time_put_unit(r, out, TU_DAY, cap_value(m, TC_FIXED, CAL_NONE));
    return named(out, false), true;
}

static bool act_decade(time_run *r, const time_match *m, doc_date *out)
{
    put_mod(r, m, out);
    time_put_unit(r, out, TU_DECADE, cal_day(cap_value(m, TC_DECADE, 0) * 10, 1, 1));
    return named(out, false), out->start != CAL_NONE;
}

static bool act_century(time_run *r, const time_match *m, doc_date *out)
{
    int32_t n = named_day(m);
    if (n < 1 || n > 31) return false;
    put_mod(r, m, out);
    time_put_unit(r, out, TU_CENTURY, cal_day((n - 1) * 100, 1, 1));
    return named(out, false), out->start != CAL_NONE;
}

/* The year that REL or THIS names; CAL_NONE without a day of publication. */
static int32_t relative_year(const time_run *r, const time_match *m)
{
    const time_cap *rel = time_get(m, TC_REL, 0);
    if (r->published == CAL_NONE || (!rel && !time_get(m, TC_THIS, 0))) return CAL_NONE;
    return cal_civil(r->published).year + (rel ? rel->value : 0);
}

static bool act_quarter(time_run *r, const time_match *m, doc_date *out)
{
    int32_t n = named_day(m), year = named_year(m), pub = r->published;
    bool open = year == CAL_NONE;
    if (n < 1 || n > 4) return false;
    if (open) year = relative_year(r, m);
    if (year == CAL_NONE && pub != CAL_NONE) { /* the last that has begun, in a clause of the future the next */
        cal_date c = cal_civil(pub);
        year = c.month >= n * 3 - 2 ? c.year : c.year - 1;
        if (time_direction(r, m) > 0 && (year < c.year || c.month > n * 3)) year++;
    }
    if (year != CAL_NONE) time_put_unit(r, out, TU_QUARTER, cal_day(year, n * 3 - 2, 1));
    out->unit = UNIT_QUARTER;
    r->quarter = out->start;
    return named(out, open), true;
}

static bool act_half(time_run *r, const time_match *m, doc_date *out)
{
    int32_t n = cap_value(m, TC_ORDINAL, 2), year = named_year(m);
    bool open = year == CAL_NONE;
    if (n > 2) return false;
    if (open && r->published != CAL_NONE) year = cal_civil(r->published).year;
    if (year != CAL_NONE) {
        out->start = cal_day(year, n == 1 ? 1 : 7, 1);
        out->stop = cal_add_months(out->start, 6) - 1;
        out->value = arena_printf(r->d->mem, "%04d-H%d", (int)year, (int)n);
    }
    out->unit = UNIT_MONTH;
    return named(out, open), true;
}

/* Past by default: the season that has begun last; the one to come after "next" and in a clause of the future. */
static bool act_season(time_run *r, const time_match *m, doc_date *out)
{
    int32_t season = cap_value(m, TC_SEASON, cap_value(m, TC_PLAINSEASON, -1)), year = named_year(m), pub = r->published;
    bool open = year == CAL_NONE, ambiguous = season == 2 && str_eq_nocase(doc_form(r->d, m->end - 1), STR("fall"));
    const time_cap *rel = time_get(m, TC_REL, 0);
    if (ambiguous && r->d->upos && r->d->upos[m->end - 1] == UPOS_VERB) return false;
    put_mod(r, m, out);
    if (open && pub != CAL_NONE) {
        int32_t begins = 3 + 3 * season, month = cal_civil(pub).month;
        int direction = rel ? rel->value : time_get(m, TC_THIS, 0) ? 0 : time_direction(r, m);
        bool begun = month >= begins, within = begun && month < begins + 3;
        year = cal_civil(pub).year;
        if (direction < 0 && !begun) year--;
        if (rel && rel->value < 0 && within) year--;
        if (direction > 0 && begun && !(within && !rel)) year++;
    }
    if (year != CAL_NONE) time_put_season(r, out, season, year);
    out->unit = UNIT_SEASON;
    if (open) relative(out, ANCHOR_PUBLISHED, TU_MONTH, rel ? rel->value : 0, out->start != CAL_NONE);
    else named(out, false);
    out->unit = UNIT_SEASON;
    return true;
}

/* "last June", "next March": the nearest before, after. */
static bool act_month(time_run *r, const time_match *m, doc_date *out)
{
    int32_t month = cap_value(m, TC_MONTH, 0), rel = cap_value(m, TC_REL, 0), pub = r->published;
    if (literal(r, m, "past")) rel = -1;
    if (literal(r, m, "coming")) rel = 1;
    if (pub != CAL_NONE) {
        cal_date c = cal_civil(pub);
        int32_t year = c.year;
        if (rel < 0 && month >= c.month) year--;
        if (rel > 0 && month <= c.month) year++;
        if (!rel && month > c.month + 9) year--;
        time_put_unit(r, out, TU_MONTH, cal_day(year, month, 1));
    }
    return relative(out, ANCHOR_PUBLISHED, TU_MONTH, rel, pub != CAL_NONE), true;
}

/* ---- ranges ---------------------------------------------------------------------------------------------------------------- */

static bool year_range(time_run *r, const time_match *m, doc_date *out)
{
    int32_t from = cap_value(m, TC_YEAR, 0);
    const time_cap *second = time_get(m, TC_YEAR, 1);
    int32_t to = second ? second->value : cap_value(m, TC_DIGIT, -1);
    if (!second && m->end - m->begin == 3) {
        str s = doc_form(r->d, m->end - 1);
        if (s.n != 2) return false;
        to += from / 100 * 100;
    }
    if (from < 1400 || from > 2100 || to <= from || to > from + 120) return false;
    out->start = cal_day(from, 1, 1);
    out->stop = cal_day(to, 12, 31);
    out->value = arena_printf(r->d->mem, "%04d/%04d", (int)from, (int)to);
    out->unit = UNIT_YEAR;
    return named(out, false), true;
}

static bool act_range(time_run *r, const time_match *m, doc_date *out)
{
    const time_cap *d1 = time_get(m, TC_DAY, 0), *d2 = time_get(m, TC_DAY, 1), *m1 = time_get(m, TC_MONTH, 0), *m2 = time_get(m, TC_MONTH, 1);
    if (!m1) return year_range(r, m, out);
    if (!d1 || !d2) return false;
    int32_t year = named_year(m), first = m1->value, second = m2 ? m2->value : first;
    bool open = year == CAL_NONE;
    if (open) year = year_guess(r, m, first, d1->value, -1);
    out->unit = UNIT_DAY;
    if (year == CAL_NONE) return named(out, true), true;
    out->start = cal_day(year - (!open && first > second), first, d1->value);
    out->stop = cal_day(year + (open && first > second), second, d2->value);
    if (out->start == CAL_NONE || out->stop == CAL_NONE || out->start > out->stop) return false;
    char a[16], b[16];
    cal_format(out->start, a);
    cal_format(out->stop, b);
    out->value = arena_printf(r->d->mem, "%s/%s", a, b);
    return named(out, open), true;
}

/* ---- from the day of publication ---------------------------------------------------------------------------------------------- */

static bool act_deictic(time_run *r, const time_match *m, doc_date *out)
{
    const time_cap *part = time_get(m, TC_PART, 0);
    from_published(r, out, TU_DAY, cap_value(m, TC_DEICTIC, 0));
    put_mod(r, m, out);
    if (part) add_part(r, out, part->value);
    return true;
}

static bool act_night(time_run *r, const time_match *m, doc_date *out, int32_t days, int32_t part)
{
    from_published(r, out, TU_DAY, days);
    put_mod(r, m, out);
    out->type = DATE_TIME;
    add_part(r, out, part);
    return true;
}

/* The day in question: the one named last in this sentence, else the day of publication. */
static void day_in_question(time_run *r, doc_date *out)
{
    bool before = r->prev_start != CAL_NONE && r->prev_sent == r->sent && r->prev_unit == TU_DAY;
    if (before) time_put_unit(r, out, TU_DAY, r->prev_start);
    else if (r->published != CAL_NONE) time_put_unit(r, out, TU_DAY, r->published);
    relative(out, before ? ANCHOR_PREVIOUS : ANCHOR_PUBLISHED, TU_DAY, 0, false);
}

static bool act_partof(time_run *r, const time_match *m, doc_date *out)
{
    const time_cap *deictic = time_get(m, TC_DEICTIC, 0);
    if (deictic || literal(r, m, "this")) from_published(r, out, TU_DAY, deictic ? deictic->value : 0);
    else day_in_question(r, out);
    put_mod(r, m, out);
    if (literal(r, m, "mid")) out->mod = STR("MID");
    out->type = DATE_TIME;
    add_part(r, out, cap_value(m, TC_PART, 0));
    return true;
}

/* The weekday meant: counted by REL, by the week named, or by the tense. */
static int32_t weekday_day(const time_run *r, const time_match *m, int32_t weekday, int32_t *direction)
{
    const time_cap *rel = time_get(m, TC_REL, 0), *day = time_get(m, TC_WEEKDAY, 0);
    int32_t pub = r->published, this_one = pub - cal_weekday(pub) + weekday;
    bool of_week = (rel && rel->tok > day->tok) || (time_get(m, TC_THIS, 0) && time_get(m, TC_THIS, 0)->tok > day->tok);
    if (of_week) return *direction = rel ? rel->value : 0, this_one + 7 * *direction;
    if (time_get(m, TC_THIS, 0)) return *direction = 0, this_one;
    if (m->rule->arg) return *direction = m->rule->arg > 0 ? 1 : -1, *direction > 0 ? (this_one > pub ? this_one : this_one + 7) : (this_one < pub ? this_one : this_one - 7);
    int32_t past = this_one < pub ? this_one : this_one - 7, next = this_one > pub ? this_one : this_one + 7;
    if (literal(r, m, "past")) return *direction = -1, past;
    if (literal(r, m, "coming")) return *direction = 1, next;
    if (rel) return *direction = rel->value, rel->value < 0 ? past : next;
    *direction = time_direction(r, m) > 0 ? 1 : -1;
    if (this_one == pub) return pub;
    return *direction > 0 ? next : past;
}

static bool act_weekday(time_run *r, const time_match *m, doc_date *out)
{
    int32_t weekday = cap_value(m, TC_WEEKDAY, 0), direction = 0;
    const time_cap *part = time_get(m, TC_PART, 0);
    if (r->published != CAL_NONE) time_put_unit(r, out, TU_DAY, weekday_day(r, m, weekday, &direction) + m->rule->arg);
    else if (time_get(m, TC_REL, 0)) direction = cap_value(m, TC_REL, 0);
    relative(out, ANCHOR_PUBLISHED, TU_DAY, 0, r->published != CAL_NONE);
    out->direction = (int8_t)direction;
    if (out->start != CAL_NONE) out->offset = out->start > r->published ? out->start - r->published : r->published - out->start;
    put_mod(r, m, out);
    if (part) add_part(r, out, part->value);
    return true;
}

static bool act_unit(time_run *r, const time_match *m, doc_date *out)
{
    int32_t unit = cap_value(m, TC_UNIT, TU_DAY), n = cap_value(m, TC_REL, 0);
    if (literal(r, m, "past")) n = -1;
    if (literal(r, m, "coming")) n = 1;
    if (unit < TU_DAY || (unit == TU_DAY && n == 0 && !r->d->upos)) return false;
    from_published(r, out, (time_unit)unit, n);
    put_mod(r, m, out);
    return true;
}

static bool last_token_is(const time_run *r, const time_match *m, const char *word) { return str_eq_nocase(doc_form(r->d, m->end - 1), str_from(word)); }

/* "the weekend", "the quarter", "the end of the year": which one is not said. */
static bool act_theunit(time_run *r, const time_match *m, doc_date *out)
{
    int32_t pub = r->published, unit = cap_value(m, TC_UNIT, last_token_is(r, m, "weekend") ? TU_WEEKEND : last_token_is(r, m, "quarter") ? TU_QUARTER : TU_YEAR), n = 0;
    if (unit < TU_DAY || (m->end < r->end && str_is(doc_form(r->d, m->end), "of"))) return false; /* "the quarter of a million" */
    if (unit == TU_WEEKEND) n = time_direction(r, m) > 0 || (pub != CAL_NONE && cal_weekday(pub) > 4) ? 0 : -1;
    if (unit == TU_QUARTER && r->quarter == CAL_NONE) n = -1;
    if (unit == TU_QUARTER && r->quarter != CAL_NONE) {
        time_put_unit(r, out, TU_QUARTER, r->quarter);
        relative(out, ANCHOR_PREVIOUS, TU_QUARTER, 0, true);
    } else {
        from_published(r, out, (time_unit)unit, n);
    }
    put_mod(r, m, out);
    return true;
}

static bool act_weekof(time_run *r, const time_match *m, doc_date *out)
{
    if (!act_date(r, m, out)) return false;
    if (out->start != CAL_NONE) time_put_unit(r, out, TU_WEEK, out->start);
    out->unit = UNIT_WEEK;
    return true;
}

/* The end of the year that is nearest. */
static bool act_yearend(time_run *r, const time_match *m, doc_date *out)
{
    (void)m;
    if (r->published != CAL_NONE) {
        cal_date c = cal_civil(r->published);
        time_put_unit(r, out, TU_YEAR, cal_day(c.month < 5 ? c.year - 1 : c.year, 12, 31));
        out->start = cal_day(c.month < 5 ? c.year - 1 : c.year, 12, 1);
    }
    out->mod = STR("END");
    return relative(out, ANCHOR_PUBLISHED, TU_YEAR, 0, r->published != CAL_NONE), true;
}

static int32_t feast_day(int32_t feast, int32_t year)
{
    int32_t month = feast >> 16, nth = feast >> 8 & 255, low = feast & 255;
    if (!nth) return cal_day(year, month, low);
    int32_t first = cal_day(year, month, 1), day = first + (low - cal_weekday(first) + 7) % 7 + (nth - 1) * 7;
    while (cal_civil(day).month != month || (nth < 9 && day < first)) day -= 7;
    return day;
}

static bool act_feast(time_run *r, const time_match *m, doc_date *out)
{
    int32_t feast = cap_value(m, TC_FEAST, m->rule->arg), year = named_year(m), pub = r->published;
    const time_cap *rel = time_get(m, TC_REL, 0);
    bool open = year == CAL_NONE;
    if (!open) {
        time_put_unit(r, out, TU_DAY, feast_day(feast, year));
    } else if (pub != CAL_NONE) {
        int32_t now = feast_day(feast, cal_civil(pub).year), past = now <= pub ? now : feast_day(feast, cal_civil(pub).year - 1), next = now > pub ? now : feast_day(feast, cal_civil(pub).year + 1);
        time_put_unit(r, out, TU_DAY, rel ? (rel->value < 0 ? past : next) : pick(past, next, pub, time_direction(r, m)));
    }
    return named(out, open), true;
}

/* ---- counted from a point --------------------------------------------------------------------------------------------------- */

static bool count_of(const time_match *m, int32_t *n)
{
    int32_t v = cap_value(m, TC_NUM, 1000);
    if (v == TIME_SEVERAL) return false;
    *n = v / 1000;
    return v % 1000 == 0 && *n <= 100000;
}

static time_unit unit_of(const time_match *m)
{
    const time_cap *c = time_get(m, TC_UNIT, 0), *s = time_get(m, TC_UNITS, 0);
    if (c && s) return (time_unit)(c->tok < s->tok ? c : s)->value;
    return (time_unit)(c ? c->value : s ? s->value : TU_DAY);
}

/* What stands for a date that is n units away: hours fall on the day itself, decades count as years. */
static void put_shifted(time_run *r, doc_date *out, int32_t from, time_unit unit, int32_t n)
{
    time_unit grain = unit < TU_DAY ? TU_DAY : unit == TU_FORTNIGHT ? TU_WEEK : unit == TU_WEEKEND ? TU_WEEKEND : unit > TU_YEAR ? TU_YEAR : unit;
    time_put_unit(r, out, grain, time_step(unit, from, n));
}

static bool act_shift(time_run *r, const time_match *m, doc_date *out)
{
    const time_cap *second = time_get(m, TC_UNIT, 1);
    time_unit unit = unit_of(m);
    int32_t n, sign = m->rule->arg;
    bool told = count_of(m, &n), previous = m->rule->previous && r->prev_start != CAL_NONE;
    int32_t from = previous ? (sign > 0 && r->prev_unit <= TU_DAY ? r->prev_stop : r->prev_start) : r->published;
    if (unit == TU_SECOND && !told) return false;
    if (second && second->value == TU_QUARTER && from != CAL_NONE) /* "the year-ago quarter" */
        time_put_unit(r, out, TU_QUARTER, time_step(unit, r->quarter != CAL_NONE ? r->quarter : time_step(TU_QUARTER, from, -1), sign));
    else if (told && from != CAL_NONE) put_shifted(r, out, from, unit, sign * n);
    else if (!told) out->value = str_from(time_refs[sign < 0 ? 0 : 2]);
    relative(out, m->rule->previous ? ANCHOR_PREVIOUS : ANCHOR_PUBLISHED, unit, told ? sign * n : sign, told && from != CAL_NONE && previous == m->rule->previous);
    put_mod(r, m, out);
    return true;
}

/* "two days before March 3, 2022" */
static bool act_shiftfrom(time_run *r, const time_match *m, doc_date *out)
{
    doc_date base = *out;
    int32_t n;
    if (!count_of(m, &n) || !act_date(r, m, &base)) return false;
    if (base.start != CAL_NONE) put_shifted(r, out, base.start, unit_of(m), m->rule->arg * n);
    relative(out, ANCHOR_PREVIOUS, unit_of(m), m->rule->arg * n, base.anchored);
    return true;
}

/* "the same day", "the following week", "that year", "the previous Friday": by the date before. */
static bool act_step(time_run *r, const time_match *m, doc_date *out)
{
    int32_t n = cap_value(m, TC_PREV, literal(r, m, "next") ? 1 : 0), from = r->prev_start;
    const time_cap *weekday = time_get(m, TC_WEEKDAY, 0), *month = time_get(m, TC_MONTH, 0);
    time_unit unit = month ? TU_MONTH : weekday ? TU_DAY : time_get(m, TC_UNIT, 0) || !literal(r, m, "next") ? unit_of(m) : TU_DAY;
    if (unit < TU_DAY) return false;
    if (from != CAL_NONE && weekday) {
        int32_t this_one = from - cal_weekday(from) + weekday->value;
        time_put_unit(r, out, TU_DAY, n < 0 ? (this_one < from ? this_one : this_one - 7) : (this_one > from ? this_one : this_one + 7));
    } else if (from != CAL_NONE && month) {
        int32_t back = cal_civil(from).month - month->value;
        time_put_unit(r, out, TU_MONTH, time_step(TU_MONTH, time_floor(TU_MONTH, from), n < 0 ? -(back > 0 ? back : back + 12) : (back < 0 ? -back : 12 - back)));
    } else if (from != CAL_NONE && time_floor(unit, from) != CAL_NONE) {
        time_put_unit(r, out, unit, time_step(unit, time_floor(unit, from), n));
    }
    relative(out, ANCHOR_PREVIOUS, unit, n, out->start != CAL_NONE && r->prev_unit <= unit);
    put_mod(r, m, out);
    return true;
}

static bool act_nextday(time_run *r, const time_match *m, doc_date *out)
{
    if (r->prev_start != CAL_NONE) time_put_unit(r, out, TU_DAY, r->prev_start + 1);
    relative(out, ANCHOR_PREVIOUS, TU_DAY, 1, out->start != CAL_NONE && r->prev_unit <= TU_DAY);
    out->type = DATE_TIME;
    add_part(r, out, cap_value(m, TC_PART, 0));
    return true;
}

static bool act_ref(time_run *r, const time_match *m, doc_date *out, int32_t ref)
{
    (void)r;
    (void)m;
    out->value = str_from(time_refs[ref]);
    out->anchor = ANCHOR_NONE;
    out->direction = (int8_t)(ref - 1);
    return true;
}

/* ---- all ---------------------------------------------------------------------------------------------------------------------- */

static bool act(time_run *r, const time_match *m, doc_date *out)
{
    switch (m->rule->action) {
    case TA_ISO: return act_iso(r, m, out);
    case TA_SLASH: return act_slash(r, m, out);
    case TA_FIXED: return act_fixed(r, m, out);
    case TA_DATE: return act_date(r, m, out);
    case TA_YEAR: return act_year(r, m, out);
    case TA_DECADE: return act_decade(r, m, out);
    case TA_CENTURY: return act_century(r, m, out);
    case TA_QUARTER: return act_quarter(r, m, out);
    case TA_HALF: return act_half(r, m, out);
    case TA_SEASON: return act_season(r, m, out);
    case TA_MONTH: return act_month(r, m, out);
    case TA_RANGE: return act_range(r, m, out);
    case TA_DEICTIC: return act_deictic(r, m, out);
    case TA_SHIFTDAY: return from_published(r, out, TU_DAY, m->rule->arg);
    case TA_TONIGHT: return act_night(r, m, out, 0, cap_value(m, TC_TONIGHT, 0));
    case TA_LASTNIGHT: return act_night(r, m, out, -1, 3);
    case TA_PARTOF: return act_partof(r, m, out);
    case TA_WEEKDAY: return act_weekday(r, m, out);
    case TA_UNIT: return act_unit(r, m, out);
    case TA_THEUNIT: return act_theunit(r, m, out);
    case TA_WEEKOF: return act_weekof(r, m, out);
    case TA_YEAREND: return act_yearend(r, m, out);
    case TA_SHIFT: return act_shift(r, m, out);
    case TA_SHIFTFROM: return act_shiftfrom(r, m, out);
    case TA_VAGUELY: return act_ref(r, m, out, m->rule->arg);
    case TA_STEP: return act_step(r, m, out);
    case TA_NEXTDAY: return act_nextday(r, m, out);
    case TA_REF: return act_ref(r, m, out, cap_value(m, TC_VAGUE, cap_value(m, TC_VAGUEADJ, cap_value(m, TC_CURRENT, 1))));
    case TA_FEAST: return act_feast(r, m, out);
    case TA_CLOCK: return time_resolve_clock(r, m, out);
    case TA_NONE: return false;
    default: return time_resolve_span(r, m, out);
    }
}

static uint8_t grain(const doc_date *x)
{
    switch (x->unit) {
    case UNIT_WEEK:
    case UNIT_WEEKEND: return TU_WEEK;
    case UNIT_MONTH:
    case UNIT_SEASON: return TU_MONTH;
    case UNIT_QUARTER: return TU_QUARTER;
    case UNIT_YEAR: return TU_YEAR;
    case UNIT_DECADE: return TU_DECADE;
    case UNIT_CENTURY: return TU_CENTURY;
    default: return TU_DAY;
    }
}

bool time_resolve(time_run *r, const time_match *m, doc_date *out)
{
    *out = (doc_date){.tok_begin = m->begin, .tok_end = m->end, .type = DATE_DATE, .anchor = ANCHOR_NONE, .unit = UNIT_DAY, .start = CAL_NONE, .stop = CAL_NONE};
    out->begin = r->d->tokens[m->begin].begin;
    out->end = r->d->tokens[m->end - 1].end;
    if (m->begin == m->end || !act(r, m, out)) return false;
    out->anchored &= out->start != CAL_NONE; /* counted out of the calendar */
    if (out->type != DATE_DATE && out->type != DATE_TIME) return true;
    if (out->start == CAL_NONE || out->stop == CAL_NONE) return true;
    r->prev_start = out->start;
    r->prev_stop = out->stop;
    r->prev_unit = grain(out);
    r->prev_sent = r->sent;
    return true;
}
