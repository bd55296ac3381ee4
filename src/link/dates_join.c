/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A count of units that stands before a date and is counted from it: "two weeks before May 13", "three days after Easter", "the day before yesterday's".
 *
 * in:  a duration, a word of class `offset`, a date, side by side      out: one date
 *
 * Both halves are found and resolved by their own rules, so whatever is a date can be counted from. Weeks and days from a day give a day; all else is as
 * coarse as the coarser half. "For three days from Monday" counts nothing: it tells how long.
 */
#include "link/dates.h"

/* The word between the two, when they make one; else TIME_NONE. */
static uint32_t offset_word(const time_run *r, const doc_date *span, const doc_date *date)
{
    uint32_t t = span->tok_end;
    bool how_long = span->tok_begin > r->begin && time_is(r, span->tok_begin - 1, TJ_FOR);
    if (span->type != DATE_DURATION || span->tok_begin < r->begin || span->start != CAL_NONE || how_long) return TIME_NONE;
    if ((date->type != DATE_DATE && date->type != DATE_TIME) || t + 1 != date->tok_begin) return TIME_NONE;
    return r->tok[t].mask & TC_BIT(TC_OFFSET) ? t : TIME_NONE;
}

bool time_join(time_run *r, const time_match *counted, const doc_date *span, doc_date *date)
{
    uint32_t word = offset_word(r, span, date);
    const time_cap *num = time_get(counted, TC_NUM, 0);
    time_unit unit = time_unit_of(counted), base = (time_unit)time_grain(date);
    int32_t n = 1, from = date->start;
    if (word == TIME_NONE || unit < TU_DAY || (num && !time_count_of(counted, &n))) return false;
    n *= time_value_of(r, word, TC_OFFSET);
    bool anchored = date->anchored;
    date->tok_begin = span->tok_begin;
    date->begin = span->begin;
    date->type = DATE_DATE;
    date->value = date->mod = STR_NONE;
    date->start = date->stop = CAL_NONE;
    time_unit grain = unit <= TU_FORTNIGHT && base == TU_DAY ? TU_DAY : unit > base ? unit : base;
    if (from != CAL_NONE) time_put_unit(r, date, grain, time_step(unit, from, n));
    time_relative(date, ANCHOR_PREVIOUS, unit, n, anchored && date->start != CAL_NONE);
    return true;
}
