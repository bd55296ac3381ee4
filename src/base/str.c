/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "base/str.h"

static char lower_ascii(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

bool str_eq_nocase(str a, str b)
{
    if (a.n != b.n) return false;
    for (uint32_t i = 0; i < a.n; i++)
        if (lower_ascii(a.s[i]) != lower_ascii(b.s[i])) return false;
    return true;
}

int str_cmp(str a, str b)
{
    uint32_t n = a.n < b.n ? a.n : b.n;
    int c = n ? memcmp(a.s, b.s, n) : 0;
    if (c) return c;
    return a.n < b.n ? -1 : a.n > b.n;
}

static bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

str str_trim(str a)
{
    while (a.n && is_space(a.s[0])) a.s++, a.n--;
    while (a.n && is_space(a.s[a.n - 1])) a.n--;
    return a;
}

str str_cut(str *rest, char sep)
{
    str whole = *rest;
    const char *p = whole.n ? memchr(whole.s, sep, whole.n) : NULL;
    if (!p) {
        *rest = STR_NONE;
        return whole;
    }
    uint32_t k = (uint32_t)(p - whole.s);
    *rest = (str){p + 1, whole.n - k - 1};
    return (str){whole.s, k};
}

int64_t str_find(str hay, str needle, uint32_t from)
{
    if (from > hay.n) return -1;
    if (needle.n == 0) return from;
    const char *p = hay.n - from >= needle.n ? memmem(hay.s + from, hay.n - from, needle.s, needle.n) : NULL;
    return p ? p - hay.s : -1;
}

bool str_int(str a, int64_t *out)
{
    uint32_t i = 0;
    bool minus = a.n && a.s[0] == '-';
    if (minus) i = 1;
    if (i == a.n || a.n - i > 18) return false;
    int64_t v = 0;
    for (; i < a.n; i++) {
        if (a.s[i] < '0' || a.s[i] > '9') return false;
        v = v * 10 + (a.s[i] - '0');
    }
    *out = minus ? -v : v;
    return true;
}
