/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Character references: &name; &#10; &#x0A;.
 *
 * The table of names is generated (tools/gen_entities.py). As in browsers the longest known name wins, some names need no ';', and the
 * numbers 128 to 159 mean windows-1252. Cost: names have at most 31 letters, so a look-up is a few dozen steps.
 * Source: WHATWG HTML Living Standard, 13.2.5.72 to 80 and 13.5.
 */
#include "base/utf8.h"
#include "page/html.h"

static const struct {
    const char *name, *text;
    bool open;
} entities[] = {
#include "page/entities.inc"
};
enum { N_ENTITIES = sizeof entities / sizeof *entities, MAX_NAME = 32 };

static bool is_alnum(char c) { return ((c | 32) >= 'a' && (c | 32) <= 'z') || (c >= '0' && c <= '9'); }

static int find_entity(str name)
{
    int low = 0, high = N_ENTITIES - 1;
    while (low <= high) {
        int mid = (low + high) / 2, c = str_cmp(name, str_from(entities[mid].name));
        if (!c) return mid;
        if (c < 0) high = mid - 1;
        else low = mid + 1;
    }
    return -1;
}

static uint32_t named(str s, uint32_t i, char out[8], uint32_t *n_out)
{
    uint32_t n = 0;
    while (i + 1 + n < s.n && n < MAX_NAME && is_alnum(s.s[i + 1 + n])) n++;
    bool closed = i + 1 + n < s.n && s.s[i + 1 + n] == ';';
    for (uint32_t k = n; k > 1; k--) {
        int e = find_entity(str_sub(s, i + 1, i + 1 + k));
        if (e < 0 || !(entities[e].open || (k == n && closed))) continue;
        *n_out = (uint32_t)strlen(entities[e].text);
        memcpy(out, entities[e].text, *n_out);
        return 1 + k + (k == n && closed);
    }
    return 0;
}

static uint32_t from_windows_1252(uint32_t cp)
{
    static const uint16_t upper[32] = {0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D, 0x017D, 0x8F,
                                       0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D, 0x017E, 0x0178};
    return cp >= 0x80 && cp < 0xA0 ? upper[cp - 0x80] : cp;
}

static int digit_value(char c, bool hex)
{
    if (c >= '0' && c <= '9') return c - '0';
    char l = (char)(c | 32);
    return hex && l >= 'a' && l <= 'f' ? l - 'a' + 10 : -1;
}

static uint32_t numeric(str s, uint32_t i, char out[8], uint32_t *n_out)
{
    uint32_t k = i + 2, cp = 0;
    bool hex = k < s.n && (s.s[k] | 32) == 'x';
    k += hex;
    uint32_t first = k;
    for (int v; k < s.n && (v = digit_value(s.s[k], hex)) >= 0; k++)
        if (cp <= 0x10FFFF) cp = cp * (hex ? 16 : 10) + (uint32_t)v;
    if (k == first) return 0;
    cp = from_windows_1252(cp);
    *n_out = cp ? utf8_encode(cp, out) : 0;
    if (!*n_out) *n_out = utf8_encode(0xFFFD, out);
    return k - i + (k < s.n && s.s[k] == ';');
}

uint32_t html_entity(str s, uint32_t i, char out[8], uint32_t *n_out)
{
    if (i + 1 >= s.n) return 0;
    return s.s[i + 1] == '#' ? numeric(s, i, out, n_out) : named(s, i, out, n_out);
}

str html_decode(arena *mem, str s)
{
    char *out = arena_alloc(mem, (size_t)s.n * 2 + 8);
    uint32_t n = 0;
    for (uint32_t i = 0; out && i < s.n;) {
        char one[8] = {s.s[i]};
        uint32_t n_one = 1, used = s.s[i] == '&' ? html_entity(s, i, one, &n_one) : 0;
        i += used ? used : 1;
        if (n_one == 2 && !memcmp(one, "\xC2\xA0", 2)) one[0] = ' ', n_one = 1;
        if (n_one == 1 && (unsigned char)one[0] <= ' ') {
            if (n && out[n - 1] != ' ') out[n++] = ' ';
        } else {
            memcpy(out + n, one, n_one);
            n += n_one;
        }
    }
    while (n && out[n - 1] == ' ') n--;
    return str_make(out, out ? n : 0);
}
