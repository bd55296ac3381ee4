/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Dates of the calendar: days, months, years, quarters, seasons, decades, ranges, and the year of what names none.
 *
 * in:  a match; the day of publication, the years the text names, the tense      out: value, days, and whether they hold without a guess
 *
 * The year of "February 22": with a day of publication the nearest that fits the tense; a weekday beside it must fit too. Without one, a weekday
 * leaves a few years (22 February is a Wednesday in 2012, 2017, 2023); when the text names a year and only one of them lies within a year of
 * a year named, it is that one. Nothing else is guessed.
 */
#include "link/dates.h"

#include <stdlib.h>

enum { NEAR_DAYS = 100 }; /* a date this near is meant whatever the tense says */

static bool one_of(const char *set, char c) { return c && strchr(set, c); }

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

int32_t time_pick(int32_t before, int32_t after, int32_t published, int direction)
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
    int32_t d = time_pick(before, after, at, time_direction(r, m));
    return d == CAL_NONE ? CAL_NONE : cal_civil(d).year;
}

/* ---- dates of the calendar ---------------------------------------------------------------------------------------------- */

void time_named(doc_date *out, bool open_year)
{
    out->anchor = open_year ? ANCHOR_PUBLISHED : ANCHOR_ABSOLUTE;
    out->anchored = out->start != CAL_NONE;
}

int32_t time_named_year(const time_match *m)
{
    int32_t y = time_cap_value(m, TC_YEAR, CAL_NONE);
    return y != CAL_NONE ? y : time_cap_value(m, TC_SAYYEAR, CAL_NONE);
}

static int32_t named_day(const time_match *m)
{
    int32_t d = time_cap_value(m, TC_DAY, 0);
    if (!d) d = time_cap_value(m, TC_DAYORD, 0);
    return d ? d : time_cap_value(m, TC_ORDINAL, 0);
}

/* "Wednesday the 22nd": the nearest month in which it is one; "on the 22nd": the last one, in a clause of the future the next. */
static bool weekday_and_day(time_run *r, const time_match *m, doc_date *out, int32_t weekday, int32_t day)
{
    int32_t before = CAL_NONE, after = CAL_NONE, pub = r->published;
    if (pub == CAL_NONE) return time_relative(out, ANCHOR_PUBLISHED, TU_DAY, 0, false), true;
    for (int32_t n = -6; n <= 6; n++) {
        cal_date c = cal_civil(time_step(TU_MONTH, time_floor(TU_MONTH, pub), n));
        int32_t d = day_in(c.year, c.month, day, weekday);
        if (d == CAL_NONE) continue;
        if (d <= pub) before = d;
        else if (after == CAL_NONE) after = d;
    }
    int32_t best = before == CAL_NONE || (weekday < 0 && after != CAL_NONE && time_direction(r, m) > 0) ? after : before;
    if (weekday >= 0 && after != CAL_NONE && before != CAL_NONE && after - pub < pub - before) best = after;
    if (best == CAL_NONE) return false;
    time_put_unit(r, out, TU_DAY, best);
    if (time_get(m, TC_PART, 0)) time_add_part(r, out, time_get(m, TC_PART, 0)->value);
    return time_named(out, true), true;
}

/* "the 25th anniversary" is no day of the month. */
static bool counts_among(const time_run *r, uint32_t next)
{
    const doc *d = r->d;
    return d->upos && next < r->end && (d->upos[next] == UPOS_NOUN || d->upos[next] == UPOS_PROPN || d->upos[next] == UPOS_ADJ);
}

/* "between June and August 2021", "from November 3 to February 5, 2021": the year stands once, with the later of the two; else CAL_NONE. */
static int32_t year_shared(const time_run *r, const time_match *m, int32_t month, int32_t day)
{
    const time_match *next = r->next;
    if (!month || !next || next->rule->action != TA_DATE || next->sent != m->sent || next->begin != m->end + 1 || !time_is(r, m->end, TJ_LINKS)) return CAL_NONE;
    int32_t year = time_named_year(next), until = time_cap_value(next, TC_MONTH, 0), last = named_day(next);
    if (year == CAL_NONE || !until) return CAL_NONE;
    return month > until || (month == until && day > last) ? year - 1 : year;
}

bool time_act_date(time_run *r, const time_match *m, doc_date *out)
{
    int32_t year = time_named_year(m), month = time_cap_value(m, TC_MONTH, 0), day = named_day(m);
    int32_t weekday = time_cap_value(m, TC_WEEKDAY, time_cap_value(m, TC_SHORTDAY, -1));
    const time_cap *this_rel = time_get(m, TC_LITERAL, 0);
    bool relative_year = this_rel && (time_literal(r, m, TJ_THIS) || time_literal(r, m, TJ_LAST) || time_literal(r, m, TJ_NEXT));
    if (year == CAL_NONE && !this_rel && !time_get(m, TC_REL, 0)) year = year_shared(r, m, month, day);
    bool open = year == CAL_NONE;
    if (!month && day && weekday < 0 && counts_among(r, m->end)) return false;
    if (!month && day) return weekday_and_day(r, m, out, weekday, day);
    if (day > 31 || (month && day > cal_month_days(2000, month))) return false;
    time_put_mod(r, m, out);
    if (time_get(m, TC_REL, 0) && r->published != CAL_NONE) {
        int32_t d = cal_day(cal_civil(r->published).year, month, day), rel = time_cap_value(m, TC_REL, 0);
        year = cal_civil(r->published).year + (rel < 0 && d >= r->published ? -1 : rel > 0 && d <= r->published);
    } else if (relative_year && r->published != CAL_NONE) year = cal_civil(r->published).year + m->rule->arg;
    else if (open) year = year_guess(r, m, month, day, weekday);
    if (!open && weekday >= 0 && day && cal_weekday(cal_day(year, month, day)) != weekday && cal_day(year, month, day) != CAL_NONE) out->mod = STR("APPROX");
    time_unit unit = day ? TU_DAY : month ? TU_MONTH : TU_YEAR;
    if (year != CAL_NONE) time_put_unit(r, out, unit, cal_day(year, month ? month : 1, day ? day : 1));
    else out->unit = time_doc_unit(unit);
    if (year != CAL_NONE && out->start == CAL_NONE) return false;
    return time_named(out, open), true;
}

/* "the second Monday of May", "the last Friday of next month", "the 20th of this month" */
static bool act_nthday(time_run *r, const time_match *m, doc_date *out)
{
    const time_cap *weekday = time_get(m, TC_WEEKDAY, 0), *rel = time_get(m, TC_REL, 0), *ordinal = time_get(m, TC_ORDINAL, 0);
    int32_t month = time_cap_value(m, TC_MONTH, 0), year = time_named_year(m), pub = r->published, first = CAL_NONE;
    bool last = weekday && !ordinal, open = year == CAL_NONE;
    if (rel && rel->tok < m->begin + 3 && weekday && rel->tok < weekday->tok) rel = time_get(m, TC_REL, 1); /* "the last Friday of" */
    if (month && open) year = year_guess(r, m, month, 0, -1);
    if (month && year != CAL_NONE) first = cal_day(year, month, 1);
    if (!month && pub != CAL_NONE) first = time_step(TU_MONTH, time_floor(TU_MONTH, pub), rel ? rel->value : 0);
    out->unit = UNIT_DAY;
    if (first == CAL_NONE) return time_named(out, true), true;
    int32_t length = cal_month_days(cal_civil(first).year, cal_civil(first).month), day = time_cap_value(m, TC_DAYORD, 1);
    if (weekday) day = 1 + (weekday->value - cal_weekday(first) + 7) % 7 + ((last ? 5 : ordinal->value) - 1) * 7;
    while (last && day > length) day -= 7;
    if (day > length) return false;
    time_put_unit(r, out, TU_DAY, first + day - 1);
    return time_named(out, open), true;
}

/* The number stands right against another sign: "$1995", "-1995", "No.1995". */
static bool glued(const doc *d, uint32_t t, const char *signs) { return d->tokens[t].end == d->tokens[t + 1].begin && one_of(signs, d->text.s[d->tokens[t].end - 1]); }

/* The tree says that it counts things: "2000 soldiers"; but not far ones: "in 2000 the last soldiers". */
static bool counts(const doc *d, uint32_t t, bool led)
{
    if (!d->upos || !d->head || !d->deprel || !d->feats || d->deprel[t] != DEP_NUMMOD) return false;
    uint32_t h = d->head[t];
    return h != DOC_NONE && h > t && (d->feats[h] & FEAT_PLUR) && !(led && h > t + 1);
}

/* A number of four figures is a year when it counts nothing. Of our time it needs a word before it or a tree, of other times a firm word. */
static bool year_stands(const time_run *r, const time_match *m, int32_t year)
{
    uint32_t t = m->begin;
    const doc *d = r->d;
    uint64_t before = t > r->begin ? r->tok[t - 1].mask : 0, after = t + 1 < r->end ? r->tok[t + 1].mask : 0;
    bool modern = year >= 1900 && year < 2060, led = before & TC_BIT(TC_YEARLY);
    if (year < 1400 || year > 2100 || (after & TC_BIT(TC_COUNTED))) return false;
    if (modern && t > r->begin && time_is(r, t - 1, TJ_THE)) return true; /* "the 1992 protests" */
    if ((t > r->begin && glued(d, t - 1, "$-/#.")) || counts(d, t, led && modern)) return false;
    if (t + 1 < r->end && glued(d, t, "0123456789") && one_of("-/", d->text.s[d->tokens[t + 1].begin]) && !(led && modern)) return false;
    return modern ? led || d->upos : before & TC_BIT(TC_FIRMLY);
}

static bool act_year(time_run *r, const time_match *m, doc_date *out)
{
    int32_t year = time_cap_value(m, TC_YEAR, 0);
    if (!year_stands(r, m, year)) return false;
    time_put_unit(r, out, TU_YEAR, cal_day(year, 1, 1));
    return time_named(out, false), true;
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
    return time_named(out, false), true;
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
    time_named(out, false);
    out->anchored = us == CAL_NONE || eu == CAL_NONE || us == eu;
    return true;
}

static bool act_fixed(time_run *r, const time_match *m, doc_date *out)
{
    time_put_unit(r, out, TU_DAY, time_cap_value(m, TC_FIXED, CAL_NONE));
    return time_named(out, false), true;
}

static bool act_decade(time_run *r, const time_match *m, doc_date *out)
{
    time_put_mod(r, m, out);
    time_put_unit(r, out, TU_DECADE, cal_day(time_cap_value(m, TC_DECADE, 0) * 10, 1, 1));
    return time_named(out, false), out->start != CAL_NONE;
}

static bool act_century(time_run *r, const time_match *m, doc_date *out)
{
    int32_t n = named_day(m);
    if (n < 1 || n > 31) return false;
    time_put_mod(r, m, out);
    time_put_unit(r, out, TU_CENTURY, cal_day((n - 1) * 100, 1, 1));
    return time_named(out, false), out->start != CAL_NONE;
}

/* The year that REL or THIS names; CAL_NONE without a day of publication. */
static int32_t relative_year(const time_run *r, const time_match *m)
{
    const time_cap *rel = time_get(m, TC_REL, 0);
    if (r->published == CAL_NONE || (!rel && !time_get(m, TC_THIS, 0))) return CAL_NONE;
    return cal_civil(r->published).year + (rel ? rel->value : 0);
}

void time_spoke_of_quarter(time_run *r, const doc_date *quarter)
{
    r->quarter = quarter->start;
    r->quarter_sent = r->sent;
}

static bool act_quarter(time_run *r, const time_match *m, doc_date *out)
{
    int32_t n = time_cap_value(m, TC_QUARTER, 0) ? time_cap_value(m, TC_QUARTER, 0) : named_day(m), year = time_named_year(m), pub = r->published;
    bool open = year == CAL_NONE;
    if (n < 1 || n > 4) return false;
    if (open) year = relative_year(r, m);
    if (year == CAL_NONE && pub != CAL_NONE) {
        /* The last that has begun; in a clause of the future the nearer one: "expects a loss for the third quarter" is said in October of the one that ended. */
        cal_date c = cal_civil(pub);
        int32_t since_end = c.month - n * 3;
        year = c.month >= n * 3 - 2 ? c.year : c.year - 1;
        if (since_end < 0 && year < c.year) since_end += 12;
        if (time_direction(r, m) > 0 && since_end > 5) year++;
    }
    if (year != CAL_NONE) time_put_unit(r, out, TU_QUARTER, cal_day(year, n * 3 - 2, 1));
    out->unit = UNIT_QUARTER;
    time_spoke_of_quarter(r, out);
    return time_named(out, open), true;
}

static bool act_half(time_run *r, const time_match *m, doc_date *out)
{
    int32_t n = time_cap_value(m, TC_ORDINAL, 2), year = time_named_year(m);
    bool open = year == CAL_NONE;
    if (n > 2) return false;
    if (open && r->published != CAL_NONE) year = cal_civil(r->published).year;
    if (year != CAL_NONE) {
        out->start = cal_day(year, n == 1 ? 1 : 7, 1);
        out->stop = cal_add_months(out->start, 6) - 1;
        out->value = arena_printf(r->d->mem, "%04d-H%d", (int)year, (int)n);
    }
    out->unit = UNIT_MONTH;
    return time_named(out, open), true;
}

/* Past by default: the season that has begun last; the one to come after "next" and in a clause of the future. */
static bool act_season(time_run *r, const time_match *m, doc_date *out)
{
    int32_t season = time_cap_value(m, TC_SEASON, time_cap_value(m, TC_PLAINSEASON, -1)), year = time_named_year(m), pub = r->published;
    bool open = year == CAL_NONE, ambiguous = season == 2 && (r->tok[m->end - 1].mask & (TC_BIT(TC_SEASON) | TC_BIT(TC_PLAINSEASON))) == TC_BIT(TC_SEASON); /* "fall" */
    const time_cap *rel = time_get(m, TC_REL, 0);
    if (ambiguous && r->d->upos && r->d->upos[m->end - 1] == UPOS_VERB) return false;
    time_put_mod(r, m, out);
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
    if (open) time_relative(out, ANCHOR_PUBLISHED, TU_MONTH, rel ? rel->value : 0, out->start != CAL_NONE);
    else time_named(out, false);
    out->unit = UNIT_SEASON;
    return true;
}

/* "last June", "next March": the nearest before, after. */
static bool act_month(time_run *r, const time_match *m, doc_date *out)
{
    int32_t month = time_cap_value(m, TC_MONTH, 0), rel = time_cap_value(m, TC_REL, 0), pub = r->published;
    if (time_literal(r, m, TJ_PAST)) rel = -1;
    if (time_literal(r, m, TJ_COMING)) rel = 1;
    if (pub != CAL_NONE) {
        cal_date c = cal_civil(pub);
        int32_t year = c.year;
        if (rel < 0 && month >= c.month) year--;
        if (rel > 0 && month <= c.month) year++;
        if (!rel && month > c.month + 9) year--;
        time_put_unit(r, out, TU_MONTH, cal_day(year, month, 1));
    }
    return time_relative(out, ANCHOR_PUBLISHED, TU_MONTH, rel, pub != CAL_NONE), true;
}

/* ---- ranges ---------------------------------------------------------------------------------------------------------------- */

static bool year_range(time_run *r, const time_match *m, doc_date *out)
{
    int32_t from = time_cap_value(m, TC_YEAR, 0);
    const time_cap *second = time_get(m, TC_YEAR, 1);
    int32_t to = second ? second->value : time_cap_value(m, TC_DIGIT, -1);
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
    return time_named(out, false), true;
}

/* The nth of the days, whether written 3 or 3rd. */
static const time_cap *range_day(const time_match *m, uint32_t nth)
{
    for (uint32_t i = 0; i < m->n_caps; i++)
        if ((m->cap[i].cls == TC_DAY || m->cap[i].cls == TC_DAYORD) && nth-- == 0) return &m->cap[i];
    return NULL;
}

static bool act_range(time_run *r, const time_match *m, doc_date *out)
{
    const time_cap *d1 = range_day(m, 0), *d2 = range_day(m, 1), *m1 = time_get(m, TC_MONTH, 0), *m2 = time_get(m, TC_MONTH, 1);
    if (!m1) return year_range(r, m, out);
    if (!d1 || !d2) return false;
    int32_t year = time_named_year(m), first = m1->value, second = m2 ? m2->value : first;
    bool open = year == CAL_NONE;
    if (open) year = year_guess(r, m, first, d1->value, -1);
    out->unit = UNIT_DAY;
    if (year == CAL_NONE) return time_named(out, true), true;
    out->start = cal_day(year - (!open && first > second), first, d1->value);
    out->stop = cal_day(year + (open && first > second), second, d2->value);
    if (out->start == CAL_NONE || out->stop == CAL_NONE || out->start > out->stop) return false;
    char a[16], b[16];
    cal_format(out->start, a);
    cal_format(out->stop, b);
    out->value = arena_printf(r->d->mem, "%s/%s", a, b);
    return time_named(out, open), true;
}

/* ---- all ---------------------------------------------------------------------------------------------------------------------- */

bool time_resolve_calendar(time_run *r, const time_match *m, doc_date *out)
{
    switch (m->rule->action) {
    case TA_ISO: return act_iso(r, m, out);
    case TA_SLASH: return act_slash(r, m, out);
    case TA_FIXED: return act_fixed(r, m, out);
    case TA_DATE: return time_act_date(r, m, out);
    case TA_NTHDAY: return act_nthday(r, m, out);
    case TA_YEAR: return act_year(r, m, out);
    case TA_DECADE: return act_decade(r, m, out);
    case TA_CENTURY: return act_century(r, m, out);
    case TA_QUARTER: return act_quarter(r, m, out);
    case TA_HALF: return act_half(r, m, out);
    case TA_SEASON: return act_season(r, m, out);
    case TA_MONTH: return act_month(r, m, out);
    case TA_RANGE: return act_range(r, m, out);
    default: return false;
    }
}
