/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The actions of durations, sets and the clock.
 *
 * in:  a match      out: "P3M", "P1D", "XXXX-WXX-1", "1998-08-07T10:35"
 *
 * A duration has no days of its own, but "the past three months" has: they end, or begin, with the day of publication. A set tells how often;
 * it never dates an event. The hour of a clock time is kept in the value; start and stop are its day.
 */
#include "link/dates.h"

static time_unit span_unit(const time_match *m)
{
    const time_cap *c = time_get(m, TC_UNIT, 0), *s = time_get(m, TC_UNITS, 0);
    return (time_unit)(s ? s->value : c ? c->value : TU_DAY);
}

static void span_mod(const time_run *r, const time_match *m, doc_date *out)
{
    const time_cap *approx = time_get(m, TC_APPROX, 0);
    if (approx) out->mod = str_from(time_mods[approx->value]);
    if (time_is(r, m->begin, TJ_MORE)) out->mod = STR("MORE_THAN");
    else if (time_is(r, m->begin, TJ_LESS)) out->mod = STR("LESS_THAN");
    else if (time_is(r, m->begin, TJ_AT)) out->mod = time_is(r, m->begin + 1, TJ_LEAST) ? STR("EQUAL_OR_MORE") : STR("EQUAL_OR_LESS");
    else if (time_is(r, m->begin, TJ_UPTO)) out->mod = STR("EQUAL_OR_LESS");
}

static bool span(time_run *r, const time_match *m, doc_date *out, int32_t thousandths)
{
    out->type = DATE_DURATION;
    out->unit = time_doc_unit(span_unit(m));
    out->offset = thousandths == TIME_SEVERAL ? 0 : thousandths / 1000;
    out->value = time_duration(r->d->mem, thousandths, span_unit(m));
    span_mod(r, m, out);
    return true;
}

bool time_act_span(time_run *r, const time_match *m, doc_date *out)
{
    const time_cap *num = time_get(m, TC_NUM, 0);
    time_unit unit = span_unit(m);
    str last = doc_form(r->d, m->end - 1);
    if (last.s[0] >= 'A' && last.s[0] <= 'Z' && !(last.n > 1 && last.s[1] >= 'A' && last.s[1] <= 'Z') && m->begin > r->begin) return false; /* "60 Minutes" */
    if (unit == TU_QUARTER && time_is(r, m->end, TJ_OF)) return false;                                      /* "a quarter of" */
    if (num && num->value >= 1000000 && num->value < 2200000 && !time_get(m, TC_UNITS, 0)) return false;                                  /* "the 1988 quarter" */
    if (unit == TU_SECOND && num && num->value == 1000) return false; /* "a second" is more often the next one */
    int32_t half = num && num->value < TIME_SEVERAL - 500 && (r->tok[m->end - 1].mask & TC_BIT(TC_HALF)) && m->end - m->begin > 3 ? 500 : 0; /* "an hour and a half" */
    return span(r, m, out, num ? num->value + half : 1000);
}

/* "the past three months", "the next two days" */
static bool act_spanrel(time_run *r, const time_match *m, doc_date *out)
{
    const time_cap *num = time_get(m, TC_NUM, 0), *rel = time_get(m, TC_REL, 0);
    int32_t n = num ? num->value : TIME_SEVERAL;
    span(r, m, out, n);
    if (!rel) return true;
    out->anchor = ANCHOR_PUBLISHED;
    out->direction = (int8_t)rel->value;
    if (r->published == CAL_NONE || n == TIME_SEVERAL || n % 1000) return true;
    int32_t far = time_step(span_unit(m), r->published, rel->value * (n / 1000));
    out->start = rel->value < 0 ? far : r->published;
    out->stop = rel->value < 0 ? r->published : far;
    out->anchored = far != CAL_NONE;
    if (far == CAL_NONE) out->start = out->stop = CAL_NONE;
    return true;
}

static bool act_spanx(time_run *r, const time_match *m, doc_date *out)
{
    if (time_get(m, TC_UNITS, 0)) return span(r, m, out, TIME_SEVERAL);
    for (uint32_t t = m->begin; t < m->end; t++)
        if (r->tok[t].mask & TC_BIT(TC_UNITS)) {
            out->value = time_duration(r->d->mem, TIME_SEVERAL, (time_unit)time_value_of(r, t, TC_UNITS));
            out->unit = time_doc_unit((time_unit)time_value_of(r, t, TC_UNITS));
        }
    out->type = DATE_DURATION;
    if (!out->value.n) out->value = STR("PXX");
    return true;
}

static bool act_often(time_run *r, const time_match *m, doc_date *out)
{
    int32_t v = time_get(m, TC_OFTEN, 0)->value;
    out->type = DATE_SET;
    out->unit = time_doc_unit((time_unit)(v & 255));
    out->value = time_duration(r->d->mem, (v >> 8) * 1000, (time_unit)(v & 255));
    return true;
}

static bool act_set(time_run *r, const time_match *m, doc_date *out)
{
    const time_cap *num = time_get(m, TC_NUM, 0);
    int32_t n = num ? num->value : 1000;
    for (uint32_t t = m->begin; t < m->end; t++)
        if (time_is(r, t, TJ_OTHER)) n = 2000;
    span(r, m, out, n);
    out->type = DATE_SET;
    out->mod = STR_NONE;
    return true;
}

static bool act_setday(time_run *r, const time_match *m, doc_date *out)
{
    const time_cap *day = time_get(m, TC_WEEKDAY, 0), *days = time_get(m, TC_WEEKDAYS, 0), *part = time_get(m, TC_PART, 0);
    if (!day) day = days;
    out->type = DATE_SET;
    if (!day && part) return out->value = arena_printf(r->d->mem, "XXXX-XX-XXT%s", time_parts[part->value]), true;
    if (!day) return false;
    out->value = arena_printf(r->d->mem, "XXXX-WXX-%d%s%s", (int)day->value + 1, part ? "T" : "", part ? time_parts[part->value] : "");
    return true;
}

bool time_resolve_span(time_run *r, const time_match *m, doc_date *out)
{
    switch (m->rule->action) {
    case TA_SPAN: return time_act_span(r, m, out);
    case TA_SPANREL: return act_spanrel(r, m, out);
    case TA_SPANX: return act_spanx(r, m, out);
    case TA_SPAN1: return span(r, m, out, 1000);
    case TA_OFTEN: return act_often(r, m, out);
    case TA_SET: return act_set(r, m, out);
    case TA_SETDAY: return act_setday(r, m, out);
    case TA_SETMONTH:
        out->type = DATE_SET;
        out->value = arena_printf(r->d->mem, "XXXX-%02d", (int)time_get(m, TC_MONTH, 0)->value);
        return true;
    default: return false;
    }
}

/* ---- the clock ---------------------------------------------------------------------------------------------------------------- */

/* Minutes of the day; -1 when it is no time. */
static int32_t clock_minutes(const time_match *m)
{
    const time_cap *colon = time_get(m, TC_CLOCK, 0), *clock = colon ? colon : time_get(m, TC_DOTTED, 0), *hour = time_get(m, TC_DIGIT, 0), *word = time_get(m, TC_NUMBER, 0);
    const time_cap *half = time_get(m, TC_AMPM, 0), *part = time_get(m, TC_PART, 0), *noon = time_get(m, TC_NOON, 0);
    if (noon) return noon->value * 60;
    int32_t minutes = clock ? clock->value : hour ? hour->value <= 24 ? hour->value * 60 : -1 : word && word->value <= 24 ? word->value * 60 : -1;
    if (minutes < 0 || ((half || part) && minutes >= 13 * 60)) return -1;
    bool late = half ? half->value == 12 : part && part->value != 0;
    if ((half || part) && minutes >= 12 * 60) minutes -= 12 * 60;
    return minutes + (late ? 12 * 60 : 0);
}

/* The day beside the clock time, resolved by the rule that would have matched it alone. */
static bool clock_day(time_run *r, const time_match *m, doc_date *out)
{
    for (uint32_t i = 0; i < m->n_caps; i++) {
        uint8_t cls = m->cap[i].cls;
        if (cls != TC_WEEKDAY && cls != TC_DEICTIC && cls != TC_MONTH) continue;
        time_match day;
        return time_match_at(r, m->cap[i].tok, &day) && day.rule->action != TA_CLOCK && time_resolve(r, &day, out);
    }
    return false;
}

bool time_resolve_clock(time_run *r, const time_match *m, doc_date *out)
{
    int32_t minutes = clock_minutes(m);
    if (minutes < 0) return false;
    doc_date day = *out;
    bool beside = clock_day(r, m, &day);
    bool before = !beside && r->prev_start != CAL_NONE && r->prev_sent == r->sent && r->prev_unit == TU_DAY;
    if (beside) {
        out->anchor = day.anchor;
        out->direction = day.direction;
        out->offset = day.offset;
        out->anchored = day.anchored;
        out->unit = day.unit;
    } else {
        int32_t start = before ? r->prev_start : r->published;
        out->anchor = before ? ANCHOR_PREVIOUS : ANCHOR_PUBLISHED;
        day.start = day.stop = CAL_NONE;
        if (start != CAL_NONE) time_put_unit(r, &day, TU_DAY, start);
    }
    out->type = DATE_TIME;
    if (!beside) out->unit = minutes % 60 ? UNIT_MINUTE : UNIT_HOUR;
    span_mod(r, m, out);
    if (day.start == CAL_NONE) return true;
    out->start = out->stop = day.start;
    str ymd = str_sub(day.value, 0, day.value.n < 10 ? day.value.n : 10);
    out->value = arena_printf(r->d->mem, "%.*sT%02d:%02d", STR_ARG(ymd), (int)minutes / 60, (int)minutes % 60);
    return true;
}
