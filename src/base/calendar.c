/* SPDX-License-Identifier: Apache-2.0 */
#include "base/calendar.h"

#include <stdio.h>

static bool is_leap(int32_t y) { return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0; }

int32_t cal_month_days(int32_t year, int32_t month)
{
    static const int8_t days[13] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (month < 1 || month > 12) return 0;
    return days[month] + (month == 2 && is_leap(year));
}

int32_t cal_day(int32_t y, int32_t m, int32_t d)
{
    if (y < -9999 || y > 9999 || m < 1 || m > 12 || d < 1 || d > cal_month_days(y, m)) return CAL_NONE;
    y -= m <= 2;
    int32_t era = (y >= 0 ? y : y - 399) / 400, yoe = y - era * 400;
    int32_t doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
    return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

cal_date cal_civil(int32_t z)
{
    z += 719468;
    int32_t era = (z >= 0 ? z : z - 146096) / 146097, doe = z - era * 146097;
    int32_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365, doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int32_t mp = (5 * doy + 2) / 153, m = mp < 10 ? mp + 3 : mp - 9;
    return (cal_date){yoe + era * 400 + (m <= 2), m, doy - (153 * mp + 2) / 5 + 1};
}

int32_t cal_weekday(int32_t day) { return ((day + 3) % 7 + 7) % 7; }

int32_t cal_add_months(int32_t day, int32_t months)
{
    if (day == CAL_NONE) return CAL_NONE;
    cal_date c = cal_civil(day);
    int32_t k = c.year * 12 + c.month - 1 + months, y = k >= 0 ? k / 12 : (k - 11) / 12, m = k - y * 12 + 1;
    int32_t last = cal_month_days(y, m);
    return cal_day(y, m, c.day < last ? c.day : last);
}

static int32_t digits(str s, uint32_t at, uint32_t n)
{
    int32_t v = 0;
    if (at + n > s.n) return -1;
    for (uint32_t i = at; i < at + n; i++) {
        if (s.s[i] < '0' || s.s[i] > '9') return -1;
        v = v * 10 + s.s[i] - '0';
    }
    return v;
}

int32_t cal_parse(str s)
{
    int32_t y = digits(s, 0, 4), m = 1, d = 1;
    if (y < 0 || (s.n > 4 && s.s[4] != '-')) return CAL_NONE;
    if (s.n > 4 && (m = digits(s, 5, 2)) < 0) return CAL_NONE;
    if (s.n > 7 && (s.s[7] != '-' || (d = digits(s, 8, 2)) < 0)) return CAL_NONE;
    if (s.n > 10 && s.s[10] >= '0' && s.s[10] <= '9') return CAL_NONE;
    return cal_day(y, m, d);
}

static char *put_digits(char *out, int32_t v, int n)
{
    for (int i = n; i--; v /= 10) out[i] = (char)('0' + v % 10);
    return out + n;
}

void cal_format(int32_t day, char out[16])
{
    out[0] = 0;
    if (day == CAL_NONE) return;
    cal_date c = cal_civil(day);
    if (c.year < 0 || c.year > 9999) {
        snprintf(out, 16, "%04d-%02d-%02d", (int)c.year % 100000, (int)c.month % 100, (int)c.day % 100);
        return;
    }
    out = put_digits(out, c.year, 4); /* every row of a record has days: by hand, not by printf */
    *out++ = '-';
    out = put_digits(out, c.month, 2);
    *out++ = '-';
    *put_digits(out, c.day, 2) = 0;
}
