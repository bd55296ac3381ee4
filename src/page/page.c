/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The station: one document's bytes into the page columns.
 *
 * In: raw bytes with their kind. Out: text, map, blocks, title, authors, publisher, published, language, id, flags.
 * Method: decode (charset.c), then by kind html.c …, plain.c, ndjson.c; the language is guessed from the main text, since menus and
 * headers mislead. Pure: nothing but the document's arena is written. Limits: one document per page.
 */
#include "page/page.h"

#include <stdio.h>

#include "base/utf8.h"
#include "page/lang.h"
#include "page/parts.h"

/* ---- kind ---------------------------------------------------------------------------------------------------------------- */

enum { SNIFF_BYTES = 65536, BINARY_BYTES = 8192 };

bool page_looks_binary(str bytes)
{
    static const str magics[] = {{"\x89PNG", 4}, {"%PDF-", 5}, {"\x7F" "ELF", 4}, {"PK\3\4", 4}, {"GIF8", 4}, {"\xFF\xD8\xFF", 3}, {"\0asm", 4}, {"\xD0\xCF\x11\xE0", 4}, {"SQLite format 3", 15}, {"wOFF", 4}, {"wOF2", 4}, {"OggS", 4}, {"ID3", 3}, {"\x1F\x8B", 2}, {"BZh", 3}, {"\xFD" "7zXZ", 5}};
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++)
        if (str_starts(bytes, magics[i])) return true;
    if (str_starts(bytes, STR("\xFF\xFE")) || str_starts(bytes, STR("\xFE\xFF"))) return false;
    uint32_t n = bytes.n < BINARY_BYTES ? bytes.n : BINARY_BYTES, control = 0, nul_even = 0, nul_odd = 0;
    for (uint32_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)bytes.s[i];
        if (c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != '\b' && c != 0x1B) control++;
        if (!c) *(i & 1 ? &nul_odd : &nul_even) += 1;
    }
    bool wide = n >= 4 && (nul_even * 20 < nul_odd || nul_odd * 20 < nul_even) && control == nul_even + nul_odd && control * 5 > n * 2; /* UTF-16 without its mark */
    return !wide && control * 20 > n;
}

/* Letters of the tag after '<' at i, 0 when there is none. */
static uint32_t tag_length(str s, uint32_t i)
{
    uint32_t n = 0;
    while (i + n < s.n && ((s.s[i + n] | 32) >= 'a') && ((s.s[i + n] | 32) <= 'z')) n++;
    return n;
}

static bool is_page_tag(str name)
{
    static const char *const tags[] = {"html", "head", "body", "div", "p", "meta", "article", "title", "table", "span", "a", "ul", "section", "main", "script", "style", "link", "pre", "font", "center", "br", "td", "b", "i", "em", "strong", "nav", "header", "form", "img", "base", "noscript", "frameset", "blockquote", "amp"};
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (str_eq_nocase(name, str_from(tags[i]))) return true;
    return false;
}

static uint32_t after_space(str s, uint32_t i)
{
    while (i < s.n && ((unsigned char)s.s[i] <= ' ')) i++;
    return i;
}

/* Past white space, comments and an XML declaration. */
static uint32_t after_prologue(str s)
{
    uint32_t i = after_space(s, str_starts(s, STR("\xEF\xBB\xBF")) ? 3 : 0);
    for (;;) {
        bool comment = str_starts(str_sub(s, i, s.n), STR("<!--")), declaration = str_starts(str_sub(s, i, s.n), STR("<?xml"));
        if (!comment && !declaration) return i;
        int64_t end = str_find(s, comment ? STR("-->") : STR("?>"), i);
        if (end < 0) return i;
        i = after_space(s, (uint32_t)end + (comment ? 3 : 2));
    }
}

static bool tags_say_html(str s)
{
    uint32_t first = after_prologue(s), hits = 0;
    bool tag_first = first < s.n && s.s[first] == '<';
    uint32_t end = tag_first ? s.n : first + 4096 < s.n ? first + 4096 : s.n;
    for (uint32_t i = first; i + 1 < end; i++) {
        const char *p = memchr(s.s + i, '<', end - i);
        if (!p) break;
        i = (uint32_t)(p - s.s) + 1;
        if (s.n - i >= 12 && str_eq_nocase(str_sub(s, i, i + 12), STR("!doctype htm"))) return true;
        uint32_t from = i + (i < s.n && s.s[i] == '/'), n = tag_length(s, from);
        hits += n && is_page_tag(str_sub(s, from, from + n));
        if (hits && (tag_first || hits >= 2)) return true;
    }
    return false;
}

bool page_looks_html(str bytes)
{
    str head = str_make(bytes.s, bytes.n < SNIFF_BYTES ? bytes.n : SNIFF_BYTES);
    bool wide = head.n >= 4 && (str_starts(head, STR("\xFF\xFE")) || str_starts(head, STR("\xFE\xFF")) || (head.s[0] == '<' && !head.s[1]) || (!head.s[0] && head.s[1] == '<'));
    if (!wide) return tags_say_html(head);
    char narrow[4096];
    uint32_t n = 0;
    for (uint32_t i = 0; i < head.n && n < sizeof narrow; i++)
        if (head.s[i] && (unsigned char)head.s[i] < 0x80) narrow[n++] = head.s[i];
    return tags_say_html(str_make(narrow, n));
}

/* ---- finish -------------------------------------------------------------------------------------------------------------- */

enum { SHORT_BYTES = 60, GUESS_BYTES = 3000 };

/* A sentence of a few names looks like any language ("Morocco forgave Guinea's debt."); what is not English tells no event anyway. */
static bool short_and_plain(str text)
{
    if (text.n >= SHORT_BYTES) return false;
    for (uint32_t i = 0; i < text.n; i++)
        if ((unsigned char)text.s[i] >= 0x80) return false;
    return true;
}

/* English unless CLD2 is sure of another language: a short or mixed text is kept. */
static void guess_language(doc *d)
{
    int reliable = 0;
    uint32_t n = d->text.n < GUESS_BYTES ? d->text.n : GUESS_BYTES;
    while (n < d->text.n && n && ((unsigned char)d->text.s[n] & 0xC0) == 0x80) n--;
    str guess = str_from(page_lang_guess(d->text.s, (int)n, &reliable));
    bool known = guess.n && !str_is(guess, "un") && reliable && !short_and_plain(d->text);
    bool given_english = d->language.n >= 2 && (d->language.s[0] | 32) == 'e' && (d->language.s[1] | 32) == 'n';
    bool foreign = known ? !str_is(guess, "en") && !(n < SHORT_BYTES && given_english) : d->language.n && !given_english;
    if (foreign) d->flags |= DOC_F_LANGUAGE;
    if (d->language.n) return;
    d->language = known ? guess : n < SHORT_BYTES || !str_is(guess, "un") ? STR("en") : STR("");
}

static int set_id(str content, doc *d, ent_error *err)
{
    if (d->id.n) return ENT_OK;
    str name = d->url.n ? d->url : d->path;
    char *all = arena_alloc(d->mem, (size_t)name.n + 1 + content.n), hex[32];
    if (!all) return error_memory(err);
    memcpy(all, name.s ? name.s : "", name.n);
    all[name.n] = '\n';
    memcpy(all + name.n + 1, content.s ? content.s : "", content.n);
    hash_hex(all, (size_t)name.n + 1 + content.n, hex);
    d->id = arena_str(d->mem, str_make(hex, 32));
    return d->id.s ? ENT_OK : error_memory(err);
}

int page_finish(const page_options *o, str content, doc *d, ent_error *err)
{
    if (!d->url.n) d->url = o->url;
    if (d->published_trust < DOC_ANCHOR_TRUST) d->published = CAL_NONE; /* published_text still tells the reader */
    if (d->published == CAL_NONE && o->published != CAL_NONE) {
        char iso[16];
        cal_format(o->published, iso);
        d->published = o->published;
        d->published_text = arena_str(d->mem, str_from(iso));
        d->published_basis = BASIS_GIVEN;
        d->published_trust = 1000;
    }
    if (!str_trim(d->text).n) d->flags |= DOC_F_NOTEXT;
    else guess_language(d);
    return set_id(content, d, err);
}

/* ---- reading ------------------------------------------------------------------------------------------------------------- */

int page_read(const page_tables *t, const page_input *in, const page_options *o, doc *d, ent_error *err)
{
    d->path = in->path;
    d->source = in->bytes;
    d->url = in->url.n ? in->url : o->url;
    if (in->cut) d->flags |= DOC_F_TOOBIG;
    if (in->kind == PAGE_NDJSON_LINE) return page_ndjson(t, in, o, d, err);
    if (!str_trim(in->bytes).n) return error_set(err, ENT_E_FORMAT, -1, "%.*s: empty", STR_ARG(in->path));
    if (in->kind == PAGE_BINARY) {
        d->flags |= DOC_F_BINARY;
        return error_set(err, ENT_E_FORMAT, -1, "%.*s: binary data, not text", STR_ARG(in->path));
    }
    page_source source;
    bool feed = in->kind == PAGE_FEED_ITEM, html = in->kind == PAGE_HTML || feed;
    str declared = in->charset.n || !html || feed ? in->charset : page_declared_charset(in->bytes);
    int rc = page_decode(t, d->mem, in->bytes, declared, in->cut, d, &source, err);
    if (!rc && (html || o->mode == PAGE_NEWS)) rc = page_mend(d->mem, &source, err);
    if (!rc) rc = feed ? page_feed_item(t, &source, in->publisher, d, err) : html ? page_html(t, &source, d, err) : page_plain(t, &source, o->mode == PAGE_NEWS, d, err);
    if (!rc && (html || o->mode == PAGE_NEWS)) page_date_in_dateline(t, d);
    return rc ? rc : page_finish(o, in->bytes, d, err);
}
