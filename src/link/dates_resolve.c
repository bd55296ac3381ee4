/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From what a rule took to a date: deixis, and what is counted from a point.
 *
 * in:  a match; the day of publication, the dates before, the tense      out: symbol (anchor, unit, direction, offset) and value, start, stop
 *
 * Three anchors. A date that names its year needs none. "Last week" is counted from the day of publication; without one it stays unresolved: value
 * "", no days. "Five years later" and "the same day" are counted from the last date of the calendar before it.
 *
 * `anchored` says that the value holds without a guess: the anchor is known, and no date before had to stand in for it.
 */
#include "link/dates.h"

bool time_literal(const time_run *r, const time_match *m, time_job job)
{
    for (uint32_t i = 0; i < m->n_caps; i++)
        if (m->cap[i].cls == TC_LITERAL && time_is(r, m->cap[i].tok, job)) return true;
    return false;
}

void time_put_mod(const time_run *r, const time_match *m, doc_date *out)
{
    static const time_class classes[] = {TC_EARLYLATE, TC_EARLIERLATER, TC_EDGE, TC_APPROX};
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
        const time_cap *c = time_get(m, classes[i], 0);
        if (c) out->mod = str_from(time_mods[c->value]);
    }
    for (uint32_t t = m->begin; t < m->end; t++)
        if (r->tok[t].mid) out->mod = STR("MID");
}

void time_relative(doc_date *out, date_anchor anchor, time_unit unit, int32_t offset, bool anchored)
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
    time_relative(out, ANCHOR_PUBLISHED, unit, n, known && out->start != CAL_NONE);
    return true;
}

void time_add_part(time_run *r, doc_date *out, int32_t part)
{
    if (!out->value.n) return;
    out->type = DATE_TIME;
    out->value = arena_printf(r->d->mem, "%.*sT%s", STR_ARG(out->value), time_parts[part]);
}

/* ---- from the day of publication ---------------------------------------------------------------------------------------------- */

static bool act_deictic(time_run *r, const time_match *m, doc_date *out)
{
    const time_cap *part = time_get(m, TC_PART, 0);
    from_published(r, out, TU_DAY, time_cap_value(m, TC_DEICTIC, 0));
    time_put_mod(r, m, out);
    if (part) time_add_part(r, out, part->value);
    return true;
}

static bool act_night(time_run *r, const time_match *m, doc_date *out, int32_t days, int32_t part)
{
    from_published(r, out, TU_DAY, days);
    time_put_mod(r, m, out);
    out->type = DATE_TIME;
    time_add_part(r, out, part);
    return true;
}

/* The day in question: the one named last in this sentence, else the day of publication. */
static void day_in_question(time_run *r, doc_date *out)
{
    bool before = r->prev_start != CAL_NONE && r->prev_sent == r->sent && r->prev_unit == TU_DAY;
    if (before) time_put_unit(r, out, TU_DAY, r->prev_start);
    else if (r->published != CAL_NONE) time_put_unit(r, out, TU_DAY, r->published);
    time_relative(out, before ? ANCHOR_PREVIOUS : ANCHOR_PUBLISHED, TU_DAY, 0, false);
}

static bool act_partof(time_run *r, const time_match *m, doc_date *out)
{
    const time_cap *deictic = time_get(m, TC_DEICTIC, 0);
    if (deictic || time_literal(r, m, TJ_THIS)) from_published(r, out, TU_DAY, deictic ? deictic->value : 0);
    else day_in_question(r, out);
    time_put_mod(r, m, out);
    if (time_literal(r, m, TJ_MID)) out->mod = STR("MID");
    out->type = DATE_TIME;
    time_add_part(r, out, time_cap_value(m, TC_PART, 0));
    return true;
}

/* The weekday meant: counted by REL, by the week named, or by the tense. */
static int32_t weekday_day(const time_run *r, const time_match *m, int32_t weekday, int32_t *direction)
{
    const time_cap *rel = time_get(m, TC_REL, 0);
    int32_t pub = r->published, this_one = pub - cal_weekday(pub) + weekday;
    bool of_week = (rel || time_get(m, TC_THIS, 0)) && time_literal(r, m, TJ_WEEK); /* "Tuesday of last week", "next week on Tuesday" */
    if (of_week) return *direction = rel ? rel->value : 0, this_one + 7 * *direction;
    if (time_get(m, TC_THIS, 0)) return *direction = 0, this_one;
    int32_t past = this_one < pub ? this_one : this_one - 7, next = this_one > pub ? this_one : this_one + 7;
    if (m->rule->arg) return *direction = m->rule->arg > 0 ? 1 : -1, *direction > 0 ? next : past; /* "a week from Friday" */
    if (time_literal(r, m, TJ_PAST)) return *direction = -1, past;
    if (time_literal(r, m, TJ_COMING)) return *direction = 1, next;
    if (rel) return *direction = rel->value, rel->value < 0 ? past : next;
    *direction = time_direction(r, m) > 0 ? 1 : -1;
    if (this_one == pub) return pub;
    return *direction > 0 ? next : past;
}

static bool act_weekday(time_run *r, const time_match *m, doc_date *out)
{
    int32_t weekday = time_cap_value(m, TC_WEEKDAY, 0), direction = 0;
    const time_cap *part = time_get(m, TC_PART, 0);
    if (r->published != CAL_NONE) time_put_unit(r, out, TU_DAY, weekday_day(r, m, weekday, &direction) + m->rule->arg);
    else if (time_get(m, TC_REL, 0)) direction = time_cap_value(m, TC_REL, 0);
    time_relative(out, ANCHOR_PUBLISHED, TU_DAY, 0, r->published != CAL_NONE);
    out->direction = (int8_t)direction;
    if (out->start != CAL_NONE) out->offset = out->start > r->published ? out->start - r->published : r->published - out->start;
    time_put_mod(r, m, out);
    if (part) time_add_part(r, out, part->value);
    return true;
}

/* "the past decade": not the one before this, but the ten years until today. */
static bool past_years(time_run *r, doc_date *out, time_unit unit)
{
    time_relative(out, ANCHOR_PUBLISHED, unit, -1, r->published != CAL_NONE);
    out->type = DATE_DURATION;
    out->value = time_duration(r->d->mem, 1000, unit);
    if (r->published == CAL_NONE) return true;
    out->start = time_step(unit, r->published, -1);
    out->stop = out->start == CAL_NONE ? CAL_NONE : r->published;
    return true;
}

static bool act_unit(time_run *r, const time_match *m, doc_date *out)
{
    int32_t unit = time_cap_value(m, TC_UNIT, TU_DAY), n = time_cap_value(m, TC_REL, 0);
    if (time_literal(r, m, TJ_PAST)) n = -1;
    if (time_literal(r, m, TJ_COMING)) n = 1;
    if (unit < TU_DAY || (unit == TU_DAY && n == 0 && !r->d->upos)) return false;
    const time_cap *rel = time_get(m, TC_REL, 0);
    if (unit >= TU_DECADE && rel && time_is(r, rel->tok, TJ_PAST)) return past_years(r, out, (time_unit)unit);
    from_published(r, out, (time_unit)unit, n);
    time_put_mod(r, m, out);
    return true;
}

/* "the weekend", "the quarter", "the end of the year": which one is not said. */
static bool act_theunit(time_run *r, const time_match *m, doc_date *out)
{
    bool named = r->tok[m->end - 1].mask & TC_BIT(TC_UNIT);
    int32_t pub = r->published, unit = time_cap_value(m, TC_UNIT, named ? time_value_of(r, m->end - 1, TC_UNIT) : TU_YEAR), n = 0;
    if (unit < TU_DAY || time_is(r, m->end, TJ_OF)) return false; /* "the quarter of a million" */
    if (unit == TU_WEEKEND) n = time_direction(r, m) > 0 || (pub != CAL_NONE && cal_weekday(pub) > 4) ? 0 : -1;
    if (unit == TU_QUARTER && r->quarter == CAL_NONE) n = -1;
    if (unit == TU_QUARTER && r->quarter != CAL_NONE) {
        time_put_unit(r, out, TU_QUARTER, r->quarter);
        time_relative(out, ANCHOR_PREVIOUS, TU_QUARTER, 0, true);
    } else {
        from_published(r, out, (time_unit)unit, n);
    }
    time_put_mod(r, m, out);
    return true;
}

static bool act_weekof(time_run *r, const time_match *m, doc_date *out)
{
    if (!time_act_date(r, m, out)) return false;
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
    return time_relative(out, ANCHOR_PUBLISHED, TU_YEAR, 0, r->published != CAL_NONE), true;
}

/* Easter Sunday of the western churches: the computus of Meeus, Jones and Butcher (Nature, 20 April 1876). */
static int32_t easter_day(int32_t year)
{
    int32_t a = year % 19, b = year / 100, c = year % 100, g = (8 * b + 13) / 25, h = (19 * a + b - b / 4 - g + 15) % 30;
    int32_t l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7, m = (a + 11 * h + 19 * l) / 433, month = (h + l - 7 * m + 90) / 25;
    return cal_day(year, month, (h + l - 7 * m + 33 * month + 19) % 32);
}

static int32_t feast_day(int32_t feast, int32_t year)
{
    int32_t month = feast >> 16, nth = feast >> 8 & 255, low = feast & 255;
    if (month == TIME_EASTER) return easter_day(year) + low - 128;
    if (!nth) return cal_day(year, month, low);
    int32_t first = cal_day(year, month, 1), day = first + (low - cal_weekday(first) + 7) % 7 + (nth - 1) * 7;
    while (cal_civil(day).month != month || (nth < 9 && day < first)) day -= 7;
    return day;
}

static bool act_feast(time_run *r, const time_match *m, doc_date *out)
{
    int32_t feast = time_cap_value(m, TC_FEAST, m->rule->arg), year = time_named_year(m), pub = r->published;
    const time_cap *rel = time_get(m, TC_REL, 0);
    bool open = year == CAL_NONE;
    if (!open) {
        time_put_unit(r, out, TU_DAY, feast_day(feast, year));
    } else if (pub != CAL_NONE) {
        int32_t this_year = cal_civil(pub).year, now = feast_day(feast, this_year);
        int32_t past = now <= pub ? now : feast_day(feast, this_year - 1), next = now > pub ? now : feast_day(feast, this_year + 1);
        time_put_unit(r, out, TU_DAY, rel ? (rel->value < 0 ? past : next) : time_pick(past, next, pub, time_direction(r, m)));
    }
    return time_named(out, open), true;
}

/* ---- counted from a point --------------------------------------------------------------------------------------------------- */

bool time_count_of(const time_match *m, int32_t *n)
{
    int32_t v = time_cap_value(m, TC_NUM, 1000);
    if (v == TIME_SEVERAL) return false;
    *n = v / 1000;
    return v % 1000 == 0 && *n <= 100000;
}

time_unit time_unit_of(const time_match *m)
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

/* In a report of figures "a year earlier" is the quarter at hand, a year before; it stands where figures are compared. */
static bool compares_quarters(const time_run *r, const time_match *m, time_unit unit, int32_t n)
{
    enum { FIGURES_NEAR = 24, QUARTER_NEAR = 4 };
    if (unit != TU_YEAR || n != -1 || r->quarter == CAL_NONE || r->sent > r->quarter_sent + QUARTER_NEAR) return false;
    uint32_t from = m->begin > r->begin + FIGURES_NEAR ? m->begin - FIGURES_NEAR : r->begin, to = m->end + FIGURES_NEAR < r->end ? m->end + FIGURES_NEAR : r->end;
    for (uint32_t t = from; t < to; t++)
        if (r->tok[t].mask & TC_BIT(TC_FIGURE)) return true;
    return false;
}

static bool act_shift(time_run *r, const time_match *m, doc_date *out)
{
    const time_cap *second = time_get(m, TC_UNIT, 1);
    time_unit unit = time_unit_of(m);
    int32_t n, sign = m->rule->arg;
    bool told = time_count_of(m, &n), previous = m->rule->previous && r->prev_start != CAL_NONE;
    int32_t from = previous ? (sign > 0 && r->prev_unit <= TU_DAY ? r->prev_stop : r->prev_start) : r->published;
    if (unit == TU_SECOND && !told) return false;
    if (second && second->value == TU_QUARTER && from != CAL_NONE) /* "the year-ago quarter" */
        time_put_unit(r, out, TU_QUARTER, time_step(unit, r->quarter != CAL_NONE ? r->quarter : time_step(TU_QUARTER, from, -1), sign));
    else if (told && from != CAL_NONE && compares_quarters(r, m, unit, sign * n))
        time_put_unit(r, out, TU_QUARTER, time_step(TU_YEAR, r->quarter, sign));
    else if (told && from != CAL_NONE) put_shifted(r, out, from, unit, sign * n);
    else if (!told) out->value = str_from(time_refs[sign < 0 ? 0 : 2]);
    time_relative(out, m->rule->previous ? ANCHOR_PREVIOUS : ANCHOR_PUBLISHED, unit, told ? sign * n : sign, told && from != CAL_NONE && previous == m->rule->previous);
    time_put_mod(r, m, out);
    return true;
}

/* "will leave in two weeks" is a date; "built in two weeks" is how long it took. */
static bool act_ahead(time_run *r, const time_match *m, doc_date *out)
{
    int32_t n;
    if (r->published == CAL_NONE || time_direction(r, m) <= 0 || !time_count_of(m, &n) || time_unit_of(m) < TU_HOUR || time_unit_of(m) == TU_QUARTER) return time_act_span(r, m, out);
    put_shifted(r, out, r->published, time_unit_of(m), n);
    time_relative(out, ANCHOR_PUBLISHED, time_unit_of(m), n, true);
    return true;
}

/* "the same day", "the following week", "that year", "the previous Friday": by the date before. */
static bool act_step(time_run *r, const time_match *m, doc_date *out)
{
    int32_t n = time_cap_value(m, TC_PREV, time_literal(r, m, TJ_NEXT) ? 1 : 0), from = r->prev_start;
    const time_cap *weekday = time_get(m, TC_WEEKDAY, 0), *month = time_get(m, TC_MONTH, 0);
    time_unit unit = month ? TU_MONTH : weekday ? TU_DAY : time_get(m, TC_UNIT, 0) || !time_literal(r, m, TJ_NEXT) ? time_unit_of(m) : TU_DAY;
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
    time_relative(out, ANCHOR_PREVIOUS, unit, n, out->start != CAL_NONE && r->prev_unit <= unit);
    time_put_mod(r, m, out);
    return true;
}

static bool act_nextday(time_run *r, const time_match *m, doc_date *out)
{
    if (r->prev_start != CAL_NONE) time_put_unit(r, out, TU_DAY, r->prev_start + 1);
    time_relative(out, ANCHOR_PREVIOUS, TU_DAY, 1, out->start != CAL_NONE && r->prev_unit <= TU_DAY);
    out->type = DATE_TIME;
    time_add_part(r, out, time_cap_value(m, TC_PART, 0));
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
    case TA_DEICTIC: return act_deictic(r, m, out);
    case TA_SHIFTDAY: return from_published(r, out, TU_DAY, m->rule->arg);
    case TA_TONIGHT: return act_night(r, m, out, 0, time_cap_value(m, TC_TONIGHT, 0));
    case TA_LASTNIGHT: return act_night(r, m, out, -1, 3);
    case TA_PARTOF: return act_partof(r, m, out);
    case TA_WEEKDAY: return act_weekday(r, m, out);
    case TA_UNIT: return act_unit(r, m, out);
    case TA_THEUNIT: return act_theunit(r, m, out);
    case TA_WEEKOF: return act_weekof(r, m, out);
    case TA_YEAREND: return act_yearend(r, m, out);
    case TA_SHIFT: return act_shift(r, m, out);
    case TA_VAGUELY: return act_ref(r, m, out, m->rule->arg);
    case TA_STEP: return act_step(r, m, out);
    case TA_NEXTDAY: return act_nextday(r, m, out);
    case TA_AHEAD: return act_ahead(r, m, out);
    case TA_REF: return act_ref(r, m, out, time_cap_value(m, TC_VAGUE, time_cap_value(m, TC_VAGUEADJ, time_cap_value(m, TC_CURRENT, 1))));
    case TA_FEAST: return act_feast(r, m, out);
    case TA_CLOCK: return time_resolve_clock(r, m, out);
    case TA_NONE: return false;
    default: return m->rule->action <= TA_RANGE ? time_resolve_calendar(r, m, out) : time_resolve_span(r, m, out);
    }
}

uint8_t time_grain(const doc_date *x)
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
    return true;
}

void time_remember(time_run *r, const doc_date *x)
{
    if (x->type != DATE_DATE && x->type != DATE_TIME) return;
    if (x->start == CAL_NONE || x->stop == CAL_NONE) return;
    r->prev_start = x->start;
    r->prev_stop = x->stop;
    r->prev_unit = time_grain(x);
    r->prev_sent = r->sent;
}
