/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bytes → UTF-8, with a map back.
 *
 * In: the bytes of a page and the label it declares, if any. Out: valid UTF-8 without NUL; a piece of the map wherever the two fall
 * out of step; the charset's name; flags when bytes had to be replaced by U+FFFD.
 * Order of belief: byte order mark; bytes that are valid UTF-8 (no other charset's text is, by accident, beyond a few words); the
 * declared label, which must fit; else uchardet's guess, else windows-1252, in which every byte of a damaged page shows as something.
 * Bytes that are mostly UTF-8 with a few bad ones are repaired, not converted.
 * Why not iconv over the whole: it gives no positions. Runs of ASCII are copied; the rest goes through a table of 128 entries
 * (single-byte charsets) or through iconv one character at a time. Cost: linear; multi-byte text pays one iconv call per character.
 * Limits: ISO-2022 and other stateful charsets are not told; UTF-32 neither.
 * Source for labels: WHATWG Encoding Standard; tables: iconv.
 */
#include <errno.h>
#include <iconv.h>
#include <uchardet.h>

#include "base/utf8.h"
#include "page/parts.h"

enum { PRESCAN_BYTES = 16384, GUESS_BYTES = 65536 };
#define REPLACEMENT "\xEF\xBF\xBD"

/* ---- what the document declares ------------------------------------------------------------------------------------------ */

static bool is_label_char(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' || c == ':'; }

/* Value after `name` and '=' in s, with or without quotes. */
static str label_after(str s, const char *name)
{
    size_t n = strlen(name);
    for (uint32_t i = 0; i + n < s.n; i++) {
        if (!str_eq_nocase(str_sub(s, i, i + (uint32_t)n), str_from(name))) continue;
        uint32_t k = i + (uint32_t)n;
        while (k < s.n && s.s[k] == ' ') k++;
        if (k == s.n || s.s[k] != '=') continue;
        for (k++; k < s.n && (s.s[k] == ' ' || s.s[k] == '"' || s.s[k] == '\''); k++) {}
        uint32_t end = k;
        while (end < s.n && is_label_char(s.s[end])) end++;
        if (end > k) return str_sub(s, k, end);
    }
    return STR_NONE;
}

str page_declared_charset(str bytes)
{
    str head = str_make(bytes.s, bytes.n < PRESCAN_BYTES ? bytes.n : PRESCAN_BYTES);
    for (uint32_t i = 0; i + 5 < head.n; i++) {
        const char *p = memchr(head.s + i, '<', head.n - i);
        if (!p) break;
        i = (uint32_t)(p - head.s);
        bool xml = str_starts(str_sub(head, i, head.n), STR("<?xml"));
        if (!xml && (head.n - i < 5 || !str_eq_nocase(str_sub(head, i, i + 5), STR("<meta")))) continue;
        const char *end = memchr(p, '>', head.n - i);
        str label = label_after(str_make(p, end ? (size_t)(end - p) : head.n - i), xml ? "encoding" : "charset");
        if (label.n) return label;
    }
    return STR_NONE;
}

/* ---- conversions --------------------------------------------------------------------------------------------------------- */

static int finish(page_out *o, page_source *out, ent_error *err)
{
    if (o->failed) return error_memory(err);
    *out = (page_source){str_make(o->s, o->n), o->map, o->n_map};
    return ENT_OK;
}

static uint32_t ascii_run(str s, uint32_t i)
{
    uint64_t w;
    for (; i + 8 <= s.n; i += 8) {
        memcpy(&w, s.s + i, 8);
        /* any byte with its high bit, or zero: w - 1 per byte borrows into the high bit only for zero bytes once no high bit is set */
        if ((w & 0x8080808080808080u) || ((w - 0x0101010101010101u) & 0x8080808080808080u)) break;
    }
    while (i < s.n && (unsigned char)s.s[i] < 0x80 && s.s[i]) i++;
    return i;
}

static void put_replacement(page_out *o, uint32_t at, doc *d, bool nul)
{
    d->flags |= nul ? DOC_F_NUL : DOC_F_BADCHARSET;
    page_out_put(o, REPLACEMENT, 3, at, false);
}

/* A sequence that the cap cut in two is dropped, not flagged. */
static bool is_cut_sequence(str s, uint32_t i)
{
    unsigned char c = (unsigned char)s.s[i];
    uint32_t want = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;
    return c >= 0xC2 && s.n - i < want;
}

int page_repair(arena *mem, str bytes, bool cut, doc *d, page_source *out, ent_error *err)
{
    page_out o;
    page_out_init(&o, mem, bytes.n);
    for (uint32_t i = 0, from = 0; i < bytes.n;) {
        from = i;
        while (i < bytes.n && (i = ascii_run(bytes, i)) < bytes.n) {
            uint32_t n;
            if (!bytes.s[i] || utf8_decode(bytes, i, &n) == UTF8_BAD) break;
            i += n;
        }
        page_out_put(&o, bytes.s + from, i - from, from, true);
        if (i == bytes.n || (cut && is_cut_sequence(bytes, i))) break;
        put_replacement(&o, i, d, !bytes.s[i]);
        i++;
    }
    return finish(&o, out, err);
}

/* The 128 upper characters of a single-byte charset; false when it is not one. */
static bool single_byte_table(iconv_t cd, char table[128][4], uint8_t n[128])
{
    for (int i = 0; i < 128; i++) {
        char in = (char)(0x80 + i), *from = &in, *to = table[i];
        size_t in_left = 1, out_left = 4;
        iconv(cd, NULL, NULL, NULL, NULL);
        n[i] = 0;
        if (iconv(cd, &from, &in_left, &to, &out_left) != (size_t)-1) n[i] = (uint8_t)(4 - out_left);
        else if (errno == EINVAL) return false;
    }
    return true;
}

static void convert_single(page_out *o, str bytes, iconv_t cd, char table[128][4], const uint8_t n[128], doc *d)
{
    (void)cd;
    for (uint32_t i = 0; i < bytes.n && !o->failed;) {
        uint32_t end = ascii_run(bytes, i);
        page_out_put(o, bytes.s + i, end - i, i, true);
        for (i = end; i < bytes.n && ((unsigned char)bytes.s[i] >= 0x80 || !bytes.s[i]); i++) {
            unsigned char c = (unsigned char)bytes.s[i];
            if (!c || !n[c - 0x80]) put_replacement(o, i, d, !c);
            else page_out_put(o, table[c - 0x80], n[c - 0x80], i, false);
        }
    }
}

/* One character of at most 4 bytes at i; its length, or 0 when there is none. */
static uint32_t convert_one(iconv_t cd, str bytes, uint32_t i, char out[8], size_t *n_out)
{
    for (uint32_t n = 1; n <= 4 && i + n <= bytes.n; n++) {
        char *from = (char *)(uintptr_t)bytes.s + i, *to = out;
        size_t in_left = n, out_left = 8;
        iconv(cd, NULL, NULL, NULL, NULL);
        if (iconv(cd, &from, &in_left, &to, &out_left) != (size_t)-1) {
            *n_out = 8 - out_left;
            return n;
        }
        if (errno != EINVAL) return 0;
    }
    return 0;
}

static void convert_multi(page_out *o, str bytes, iconv_t cd, bool wide, doc *d)
{
    for (uint32_t i = 0; i < bytes.n && !o->failed;) {
        uint32_t end = wide ? i : ascii_run(bytes, i);
        page_out_put(o, bytes.s + i, end - i, i, true);
        if ((i = end) == bytes.n) break;
        char one[8];
        size_t n_out = 0;
        uint32_t n = convert_one(cd, bytes, i, one, &n_out);
        if (!n || (n_out == 1 && !one[0])) put_replacement(o, i, d, n != 0);
        else page_out_put(o, one, (uint32_t)n_out, i, false);
        i += n ? n : wide && i + 2 <= bytes.n ? 2 : 1;
    }
}

/* ENT_E_NOTFOUND when iconv does not know the charset. */
static int convert(arena *mem, str bytes, const char *from, doc *d, page_source *out, ent_error *err)
{
    bool wide = !strncmp(from, "UTF-16", 6);
    iconv_t cd = iconv_open("UTF-8", from);
    if (cd == (iconv_t)-1) return error_set(err, ENT_E_NOTFOUND, -1, "charset '%s' is not known", from);
    page_out o;
    page_out_init(&o, mem, bytes.n);
    char table[128][4];
    uint8_t n[128];
    if (!wide && single_byte_table(cd, table, n)) convert_single(&o, bytes, cd, table, n, d);
    else convert_multi(&o, bytes, cd, wide, d);
    iconv_close(cd);
    return finish(&o, out, err);
}

/* ---- the choice ------------------------------------------------------------------------------------------------------------ */

typedef struct utf8_census {
    uint32_t good, bad; /* multi-byte sequences; bytes that start none */
} utf8_census;

static utf8_census count_sequences(str bytes)
{
    utf8_census c = {0};
    for (uint32_t i = 0, n; (i = ascii_run(bytes, i)) < bytes.n; i += n) {
        n = 1;
        if (!bytes.s[i]) continue;
        if (utf8_decode(bytes, i, &n) != UTF8_BAD) c.good++;
        else if (bytes.n - i >= 4) c.bad++;
    }
    return c;
}

/* The text around the first byte beyond ASCII says more than the head of the file. */
static const char *guess(str bytes, char room[64])
{
    uint32_t first = ascii_run(bytes, 0), from = first > 1024 ? first - 1024 : 0, n = bytes.n - from < GUESS_BYTES ? bytes.n - from : GUESS_BYTES;
    uchardet_t u = uchardet_new();
    room[0] = 0;
    if (!u) return room;
    if (!uchardet_handle_data(u, bytes.s + from, n)) {
        uchardet_data_end(u);
        strncpy(room, uchardet_get_charset(u), 63);
        room[63] = 0;
    }
    uchardet_delete(u);
    return room;
}

static const char *iconv_name(const page_tables *t, arena *mem, str label)
{
    char low[64];
    uint32_t n = label.n < sizeof low ? label.n : (uint32_t)sizeof low;
    for (uint32_t i = 0; i < n; i++) low[i] = (char)(label.s[i] >= 'A' && label.s[i] <= 'Z' ? label.s[i] + 32 : label.s[i]);
    uint32_t k = map_get(&t->charset, str_make(low, n));
    return arena_str_c(mem, k == MAP_NONE ? label : t->charset_names[k]);
}

static int convert_named(const page_tables *t, arena *mem, str bytes, str label, doc *d, page_source *out, ent_error *err)
{
    const char *name = iconv_name(t, mem, label);
    if (!name) return error_memory(err);
    int rc = strcmp(name, "UTF-8") ? convert(mem, bytes, name, d, out, err) : ENT_E_NOTFOUND;
    if (!rc) d->charset = str_from(name);
    return rc;
}

/* Not valid UTF-8 and not, by its good sequences, damaged UTF-8. */
static int convert_legacy(const page_tables *t, arena *mem, str bytes, str declared, doc *d, page_source *out, ent_error *err)
{
    char room[64];
    int rc = declared.n ? convert_named(t, mem, bytes, declared, d, out, err) : ENT_E_NOTFOUND;
    if (rc != ENT_E_NOTFOUND) return rc;
    if (declared.n) d->flags |= DOC_F_BADCHARSET; /* the page says something else than it is */
    rc = convert_named(t, mem, bytes, str_from(guess(bytes, room)), d, out, err);
    return rc != ENT_E_NOTFOUND ? rc : convert_named(t, mem, bytes, STR("windows-1252"), d, out, err);
}

static void shift_map(page_source *source, uint32_t n)
{
    for (uint32_t i = 0; i < source->n_map; i++) source->map[i].byte_off += n;
}

/* UTF-16, told by its mark or by a '<' of two bytes; ENT_E_NOTFOUND when it is not. */
static int decode_wide(arena *mem, str bytes, doc *d, page_source *out, ent_error *err)
{
    bool little = str_starts(bytes, STR("\xFF\xFE")), big = str_starts(bytes, STR("\xFE\xFF")), marked = little || big;
    if (!marked && bytes.n >= 4) {
        little = bytes.s[0] == '<' && !bytes.s[1] && !bytes.s[3];
        big = !bytes.s[0] && bytes.s[1] == '<' && !bytes.s[2];
    }
    if (!little && !big) return ENT_E_NOTFOUND;
    d->charset = little ? STR("UTF-16LE") : STR("UTF-16BE");
    int rc = convert(mem, str_sub(bytes, marked ? 2 : 0, bytes.n), d->charset.s, d, out, err);
    if (!rc && marked) shift_map(out, 2);
    return rc;
}

int page_decode(const page_tables *t, arena *mem, str bytes, str declared, bool cut, doc *d, page_source *out, ent_error *err)
{
    enum { FEW_BAD = 3 };
    int rc = decode_wide(mem, bytes, d, out, err);
    if (rc != ENT_E_NOTFOUND) return rc;
    utf8_census c = count_sequences(bytes);
    bool repairable = c.bad * 10 <= c.good || (c.bad <= FEW_BAD && str_eq_nocase(declared, STR("utf-8")));
    if (c.bad && !repairable) return convert_legacy(t, mem, bytes, declared, d, out, err);
    d->charset = STR("UTF-8");
    uint32_t mark = str_starts(bytes, STR("\xEF\xBB\xBF")) ? 3 : 0;
    str rest = str_sub(bytes, mark, bytes.n);
    *out = (page_source){.text = rest};
    if (ascii_run(rest, 0) < rest.n && (memchr(rest.s, 0, rest.n) || utf8_valid(rest.s, rest.n) != rest.n)) {
        rc = page_repair(mem, rest, cut, d, out, err);
        shift_map(out, mark);
        return rc;
    }
    if (!mark) return ENT_OK;
    out->map = arena_new(mem, doc_piece, 1);
    if (!out->map) return error_memory(err);
    out->map[0] = (doc_piece){0, mark, true};
    out->n_map = 1;
    return ENT_OK;
}
