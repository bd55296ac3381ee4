/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Calendar units: first day, steps, TIMEX3 value.
 *
 * in:  a unit and a day in it      out: value ("1998-W05", "2023-Q1", "199"), first and last day
 *
 * Weeks are ISO weeks (Monday first; the week of a year's first Thursday is its W01), a weekend is their Saturday and Sunday. Seasons are those of
 * the northern hemisphere by whole months, winter named by the year in which it begins. A decade's value is its first three figures, a century's
 * its first two, as TIMEX3 has it (Ferro et al., "TIDES 2005 standard for the annotation of temporal expressions").
 */
#include "link/dates.h"

const char *const time_parts[] = {"MO", "AF", "EV", "NI", "DT", "MI"};
const char *const time_mods[] = {"START", "MID", "END", "APPROX", "LESS_THAN", "MORE_THAN"};
const char *const time_refs[] = {"PAST_REF", "PRESENT_REF", "FUTURE_REF"};
const char *const time_seasons[] = {"SP", "SU", "FA", "WI"};

uint8_t time_doc_unit(time_unit unit)
{
    static const uint8_t units[N_TIME_UNIT] = {UNIT_MINUTE, UNIT_MINUTE, UNIT_HOUR, UNIT_DAY, UNIT_WEEK, UNIT_WEEKEND, UNIT_WEEK, UNIT_MONTH, UNIT_QUARTER, UNIT_YEAR, UNIT_DECADE, UNIT_CENTURY, UNIT_CENTURY};
    return units[unit];
}

static int32_t years_floor(int32_t day, int32_t n) { return cal_day(cal_civil(day).year / n * n, 1, 1); }

int32_t time_floor(time_unit unit, int32_t day)
{
    cal_date c = cal_civil(day);
    switch (unit) {
    case TU_WEEK:
    case TU_FORTNIGHT: return day - cal_weekday(day);
    case TU_WEEKEND: return day - cal_weekday(day) + 5;
    case TU_MONTH: return cal_day(c.year, c.month, 1);
    case TU_QUARTER: return cal_day(c.year, (c.month - 1) / 3 * 3 + 1, 1);
    case TU_YEAR: return cal_day(c.year, 1, 1);
    case TU_DECADE: return years_floor(day, 10);
    case TU_CENTURY: return years_floor(day, 100);
    case TU_MILLENNIUM: return years_floor(day, 1000);
    default: return day;
    }
}

int32_t time_step(time_unit unit, int32_t day, int32_t n)
{
    static const int16_t days[N_TIME_UNIT] = {0, 0, 0, 1, 7, 7, 14, 0, 0, 0, 0, 0, 0};
    static const int16_t months[N_TIME_UNIT] = {0, 0, 0, 0, 0, 0, 0, 1, 3, 12, 120, 1200, 12000};
    if (n > 100000 || n < -100000) return CAL_NONE;
    if (days[unit]) return day + days[unit] * n;
    if (!months[unit]) return day;
    if (n > 9000 * 12 / months[unit] || n < -9000 * 12 / months[unit]) return CAL_NONE;
    return cal_add_months(day, months[unit] * n);
}

static str week_value(arena *mem, int32_t monday, const char *tail)
{
    int32_t year = cal_civil(monday + 3).year, week = (monday + 3 - cal_day(year, 1, 1)) / 7 + 1;
    return arena_printf(mem, "%04d-W%02d%s", (int)year, (int)week, tail);
}

static char *put_digits(char *p, int32_t n, int width)
{
    for (int i = width; i-- > 0; n /= 10) p[i] = (char)('0' + n % 10);
    return p + width;
}

/* "2023-02-22", "2023-02" or "2023": most dates are such, and printf takes longer than all else about them. */
static str plain_value(arena *mem, cal_date c, time_unit unit)
{
    char room[10], *p = put_digits(room, c.year, 4);
    if (unit != TU_YEAR) *p++ = '-', p = put_digits(p, c.month, 2);
    if (unit < TU_WEEK) *p++ = '-', p = put_digits(p, c.day, 2);
    return arena_str(mem, str_make(room, (size_t)(p - room)));
}

static str unit_value(arena *mem, time_unit unit, int32_t first)
{
    cal_date c = cal_civil(first);
    if (c.year >= 0 && c.year < 10000 && (unit < TU_WEEK || unit == TU_MONTH || unit == TU_YEAR)) return plain_value(mem, c, unit);
    switch (unit) {
    case TU_WEEK:
    case TU_FORTNIGHT: return week_value(mem, first, "");
    case TU_WEEKEND: return week_value(mem, first - 5, "-WE");
    case TU_MONTH: return arena_printf(mem, "%04d-%02d", (int)c.year, (int)c.month);
    case TU_QUARTER: return arena_printf(mem, "%04d-Q%d", (int)c.year, (int)(c.month - 1) / 3 + 1);
    case TU_YEAR: return arena_printf(mem, "%04d", (int)c.year);
    case TU_DECADE: return arena_printf(mem, "%03d", (int)c.year / 10);
    case TU_CENTURY: return arena_printf(mem, "%02d", (int)c.year / 100);
    case TU_MILLENNIUM: return arena_printf(mem, "%d", (int)c.year / 1000);
    default: return arena_printf(mem, "%04d-%02d-%02d", (int)c.year, (int)c.month, (int)c.day);
    }
}

void time_put_unit(time_run *r, doc_date *out, time_unit unit, int32_t day)
{
    if (day == CAL_NONE || time_floor(unit, day) == CAL_NONE) return;
    int32_t next = time_step(unit, time_floor(unit, day), 1);
    if (next == CAL_NONE) return; /* at the end of the calendar */
    out->start = time_floor(unit, day);
    out->stop = unit == TU_WEEKEND ? out->start + 1 : unit < TU_DAY ? out->start : next - 1;
    out->value = unit_value(r->d->mem, unit, out->start);
    out->unit = time_doc_unit(unit);
}

void time_put_season(time_run *r, doc_date *out, int32_t season, int32_t year)
{
    out->start = cal_day(year, 3 + 3 * season, 1);
    if (out->start == CAL_NONE) return;
    out->stop = cal_add_months(out->start, 3) - 1;
    out->value = arena_printf(r->d->mem, "%04d-%s", (int)year, time_seasons[season]);
    out->unit = UNIT_SEASON;
}

/* n and a half of a unit is told in the next smaller one where TIMEX3 does so: "PT1H30M"; else with a point: "P2.5Y". */
str time_duration(arena *mem, int32_t thousandths, time_unit unit)
{
    static const char *const letters[N_TIME_UNIT] = {"S", "M", "H", "D", "W", "WE", "W", "M", "Q", "Y", "Y", "Y", "Y"};
    const char *t = unit <= TU_HOUR ? "T" : "", *letter = letters[unit];
    if (thousandths == TIME_SEVERAL && unit >= TU_DECADE) letter = unit == TU_DECADE ? "DE" : "CE";
    if (thousandths == TIME_SEVERAL) return arena_printf(mem, "P%sX%s", t, letter);
    int64_t n = thousandths;
    if (unit == TU_FORTNIGHT) n *= 2;
    if (unit >= TU_DECADE) n *= unit == TU_DECADE ? 10 : unit == TU_CENTURY ? 100 : 1000;
    if (n % 1000 == 0) return arena_printf(mem, "P%s%lld%s", t, (long long)(n / 1000), letter);
    if (n % 1000 == 500 && (unit == TU_MINUTE || unit == TU_HOUR)) {
        const char *small = unit == TU_HOUR ? "30M" : "30S";
        if (n < 1000) return arena_printf(mem, "PT%s", small);
        return arena_printf(mem, "PT%lld%s%s", (long long)(n / 1000), letter, small);
    }
    if (n % 100 == 0) return arena_printf(mem, "P%s%lld.%lld%s", t, (long long)(n / 1000), (long long)(n % 1000 / 100), letter);
    return arena_printf(mem, "P%s%lld.%03lld%s", t, (long long)(n / 1000), (long long)(n % 1000), letter);
}
