/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Text that was encoded twice: "donâ€™t" → "don’t".
 *
 * In: decoded source. Out: the same, or a mended copy with its map. UTF-8 that some program once took for windows-1252 or Latin-1 shows each
 * character beyond ASCII as two to four; turned back into bytes they are valid UTF-8 again, which happens by accident to nobody's prose.
 * Only pages in which typographic marks stand so (the lead "â" with "€" or a C1 control after it) are mended at all; then every such run is.
 * Not applied where the text is the caller's byte for byte. Cost: one search; a second pass over pages that need it.
 */
#include "base/utf8.h"
#include "page/parts.h"

/* The byte that windows-1252 or Latin-1 shows as cp; 0 when none above 0x7F does. */
static unsigned byte_of(uint32_t cp)
{
    static const uint16_t upper[32] = {0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
                                       0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178};
    if (cp >= 0x80 && cp <= 0xFF) return cp;
    for (unsigned i = 0; cp > 0xFF && i < 32; i++)
        if (upper[i] == cp) return 0x80 + i;
    return 0;
}

/* The character whose UTF-8 bytes the run at i shows: its bytes into out, their number returned, the run's length in *used; else 0. */
static uint32_t twice_encoded(str s, uint32_t i, char out[4], uint32_t *used)
{
    uint32_t n, at = i, want = 0, have = 0;
    while (at < s.n && have < 4) {
        unsigned b = byte_of(utf8_decode(s, at, &n));
        if (!b || (have && (b & 0xC0) != 0x80)) return 0;
        if (!have) want = b >= 0xF0 && b < 0xF5 ? 4 : b >= 0xE0 && b < 0xF0 ? 3 : b >= 0xC2 && b < 0xE0 ? 2 : 0;
        if (!want) return 0;
        out[have++] = (char)b;
        at += n;
        if (have == want) break;
    }
    *used = at - i;
    return have == want && want && utf8_valid(out, want) == want ? want : 0;
}

int page_mend(arena *mem, page_source *source, ent_error *err)
{
    str s = source->text;
    if (str_find(s, STR("\xC3\xA2\xC2\x80"), 0) < 0 && str_find(s, STR("\xC3\xA2\xE2\x82\xAC"), 0) < 0) return ENT_OK;
    page_out o;
    page_out_init(&o, mem, s.n);
    for (uint32_t i = 0, from = 0, used = 0; i <= s.n && !o.failed; i += used) {
        char one[4];
        const char *p = i < s.n ? memchr(s.s + i, 0xC3, s.n - i) : NULL; /* all leads that occur are Ã or â; Â is C3's neighbour */
        const char *q = i < s.n ? memchr(s.s + i, 0xC2, p ? (size_t)(p - s.s - i) : s.n - i) : NULL;
        if (q) p = q;
        i = p ? (uint32_t)(p - s.s) : s.n;
        uint32_t n = i < s.n ? twice_encoded(s, i, one, &used) : 0;
        if (!n) used = 1;
        if (!n && i < s.n) continue;
        page_out_put(&o, s.s + from, i - from, from, true);
        if (n) page_out_put(&o, one, n, i, false);
        from = i + used;
    }
    if (o.failed || !page_out_over(&o, source)) return error_memory(err);
    *source = (page_source){str_make(o.s, o.n), o.map, o.n_map};
    return ENT_OK;
}
