/* SPDX-License-Identifier: Apache-2.0 */
#include "base/utf8.h"

#include <utf8proc.h>

uint32_t utf8_decode(str s, uint32_t i, uint32_t *n)
{
    const unsigned char *p = (const unsigned char *)s.s + i;
    uint32_t left = s.n - i, c = p[0];
    *n = 1;
    if (c < 0x80) return c;
    uint32_t len = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;
    if (c < 0xC2 || c > 0xF4 || left < len) return UTF8_BAD;
    uint32_t cp = c & (0x7Fu >> len);
    for (uint32_t k = 1; k < len; k++) {
        if ((p[k] & 0xC0) != 0x80) return UTF8_BAD;
        cp = cp << 6 | (p[k] & 0x3F);
    }
    static const uint32_t least[5] = {0, 0, 0x80, 0x800, 0x10000};
    if (cp < least[len] || cp > 0x10FFFF || (cp >= 0xD800 && cp < 0xE000)) return UTF8_BAD;
    *n = len;
    return cp;
}

uint32_t utf8_encode(uint32_t cp, char *out)
{
    if (cp > 0x10FFFF || (cp >= 0xD800 && cp < 0xE000)) return 0;
    return (uint32_t)utf8proc_encode_char((utf8proc_int32_t)cp, (utf8proc_uint8_t *)out);
}

size_t utf8_valid(const char *s, size_t n)
{
    size_t i = 0;
    while (i < n) {
        uint64_t eight;
        if (n - i >= 8 && (memcpy(&eight, s + i, 8), !(eight & 0x8080808080808080u))) { /* ASCII */
            i += 8;
            continue;
        }
        if ((unsigned char)s[i] < 0x80) {
            i++;
            continue;
        }
        uint32_t len, left = n - i > 4 ? 4 : (uint32_t)(n - i);
        if (utf8_decode((str){s + i, left}, 0, &len) == UTF8_BAD) return i;
        i += len;
    }
    return n;
}

bool utf8_is_letter(uint32_t cp)
{
    if (cp < 0x80) return (cp | 32) >= 'a' && (cp | 32) <= 'z';
    utf8proc_category_t k = utf8proc_category((utf8proc_int32_t)cp);
    return k >= UTF8PROC_CATEGORY_LU && k <= UTF8PROC_CATEGORY_LO;
}

bool utf8_is_digit(uint32_t cp)
{
    if (cp < 0x80) return cp >= '0' && cp <= '9';
    return utf8proc_category((utf8proc_int32_t)cp) == UTF8PROC_CATEGORY_ND;
}

bool utf8_is_upper(uint32_t cp)
{
    if (cp < 0x80) return cp >= 'A' && cp <= 'Z';
    utf8proc_category_t k = utf8proc_category((utf8proc_int32_t)cp);
    return k == UTF8PROC_CATEGORY_LU || k == UTF8PROC_CATEGORY_LT;
}

bool utf8_is_mark(uint32_t cp)
{
    if (cp < 0x300) return false;
    utf8proc_category_t k = utf8proc_category((utf8proc_int32_t)cp);
    return k >= UTF8PROC_CATEGORY_MN && k <= UTF8PROC_CATEGORY_ME;
}

bool utf8_is_space(uint32_t cp)
{
    return cp == ' ' || (cp >= 9 && cp <= 13) || cp == 0xA0 || (cp >= 0x2000 && cp <= 0x200B) || cp == 0x202F || cp == 0x205F ||
           cp == 0x3000 || cp == 0x2028 || cp == 0x2029 || cp == 0x85 || cp == 0xFEFF;
}

static uint32_t base_letter(uint32_t cp)
{
    utf8proc_int32_t parts[4];
    int bound = 0;
    utf8proc_ssize_t n = utf8proc_decompose_char((utf8proc_int32_t)cp, parts, 4, UTF8PROC_DECOMPOSE, &bound);
    return n > 0 && n <= 4 ? (uint32_t)parts[0] : cp;
}

uint32_t utf8_fold_cp(uint32_t cp)
{
    if (cp < 0x80) return cp >= 'A' && cp <= 'Z' ? cp + 32 : cp;
    return base_letter((uint32_t)utf8proc_tolower((utf8proc_int32_t)cp));
}

/* Eight bytes at once: is none of them a capital or beyond ASCII? */
static bool plain_bytes(uint64_t x)
{
    const uint64_t high = 0x8080808080808080u;
    uint64_t from_a = (x & ~high) + 0x3F3F3F3F3F3F3F3Fu, past_z = (x & ~high) + 0x2525252525252525u;
    return !((x | (from_a & ~past_z)) & high);
}

/* Is there nothing to change? */
static bool is_plain(str s)
{
    uint64_t x;
    uint32_t a, b, i = 0;
    if (s.n >= 8) {
        for (; i + 8 <= s.n; i += 8) {
            memcpy(&x, s.s + i, 8);
            if (!plain_bytes(x)) return false;
        }
        memcpy(&x, s.s + s.n - 8, 8);
        return plain_bytes(x);
    }
    if (s.n >= 4) {
        memcpy(&a, s.s, 4);
        memcpy(&b, s.s + s.n - 4, 4);
        return plain_bytes((uint64_t)a << 32 | b);
    }
    for (; i < s.n; i++)
        if ((unsigned char)s.s[i] >= 0x80 || (s.s[i] >= 'A' && s.s[i] <= 'Z')) return false;
    return true;
}

static bool is_upper_byte(unsigned char c) { return c >= 'A' && c <= 'Z'; }

static str map_text(arena *a, str s, bool fold)
{
    uint32_t o = 0;
    if (is_plain(s)) return s; /* most words: nothing to copy */
    char *out = arena_alloc(a, (size_t)s.n * 3 / 2 + 8); /* lower case of a 2-byte letter has at most 3 bytes */
    if (!out) return STR_NONE;
    for (uint32_t i = 0, n; i < s.n; i += n) {
        unsigned char c = (unsigned char)s.s[i];
        n = 1;
        if (c < 0x80) {
            out[o++] = (char)(is_upper_byte(c) ? c + 32 : c);
            continue;
        }
        uint32_t cp = utf8_decode(s, i, &n);
        if (cp == UTF8_BAD) {
            out[o++] = s.s[i];
            continue;
        }
        uint32_t low = (uint32_t)utf8proc_tolower((utf8proc_int32_t)cp);
        if (fold) low = base_letter(low);
        o += utf8_encode(low, out + o);
    }
    return (str){out, o};
}

str utf8_lower(arena *a, str s) { return map_text(a, s, false); }
str utf8_fold(arena *a, str s) { return map_text(a, s, true); }
