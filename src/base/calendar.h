/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Calendar arithmetic on days since 1970-01-01 (proleptic Gregorian), shared by link and story. An unknown day is CAL_NONE.
 * Method: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms" (2013): days_from_civil, civil_from_days.
 */
#ifndef BASE_CALENDAR_H
#define BASE_CALENDAR_H

#include "base/str.h"

#define CAL_NONE INT32_MIN

typedef struct cal_date {
    int32_t year, month, day; /* 1..12, 1..31 */
} cal_date;

int32_t cal_day(int32_t year, int32_t month, int32_t day); /* CAL_NONE when there is no such date */
cal_date cal_civil(int32_t day);
int32_t cal_weekday(int32_t day); /* 0 Monday .. 6 Sunday */
int32_t cal_month_days(int32_t year, int32_t month);
/* Adds months, clipping the day to the month's length. */
int32_t cal_add_months(int32_t day, int32_t months);
/* "2023-02-22" with anything after it, also "2023-02" and "2023" (first day). CAL_NONE when not a date. */
int32_t cal_parse(str iso);
/* Writes "YYYY-MM-DD" and a NUL; "" for CAL_NONE. */
void cal_format(int32_t day, char out[16]);

#endif
