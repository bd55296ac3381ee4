/* SPDX-License-Identifier: Apache-2.0 */
/*
 * WARC: the pages of a crawl.
 *
 *     "WARC/1.1" CRLF  name: value CRLF …  CRLF  block of Content-Length bytes  CRLF CRLF      one record; records follow one another
 *     block of a response:   "HTTP/1.1 200 OK" CRLF  name: value CRLF …  CRLF  body
 *
 * In: the reader's window. Out: the body of each response with status 200 and a textual type, also of resource and conversion records, with
 * its address and the charset that HTTP names. Bodies sent in chunks are joined, those sent as gzip, deflate or brotli unpacked; other codings come
 * out as binary data, so that they are reported. A record's block beyond the cap is read over. Packed files (.warc.gz) are unpack's business.
 * A record that is none, or whose length is wrong, costs itself: reading goes on at the next "WARC/" line, and the damage is told at the end.
 * Cost: linear; memory: one record up to the cap. Limits: revisit records have no body and are passed over.
 * Source: ISO 28500:2017 (WARC 1.1); RFC 9112 for chunks.
 */
#include <brotli/decode.h>
#include <zlib.h>

#include "page/reader.h"

enum { MAX_HEADER_BYTES = 1 << 16 };

bool warc_starts(str bytes) { return str_starts(bytes, STR("WARC/1.")) || str_starts(bytes, STR("WARC/0.")); }

/* End of the header block at the start of s, past its empty line; 0 when it does not end there. */
static uint32_t header_end(str s)
{
    for (uint32_t i = 0; i + 1 < s.n; i++) {
        const char *p = memchr(s.s + i, '\n', s.n - i);
        if (!p) return 0;
        i = (uint32_t)(p - s.s);
        if (i + 1 < s.n && s.s[i + 1] == '\n') return i + 2;
        if (i + 2 < s.n && s.s[i + 1] == '\r' && s.s[i + 2] == '\n') return i + 3;
    }
    return 0;
}

/* Value of a header, without bytes when absent. */
static str header(str head, const char *name)
{
    str want = str_from(name);
    while (head.s) {
        str line = str_cut(&head, '\n');
        const char *colon = line.n ? memchr(line.s, ':', line.n) : NULL;
        if (colon && str_eq_nocase(str_make(line.s, (size_t)(colon - line.s)), want)) return str_trim(str_make(colon + 1, line.n - (size_t)(colon + 1 - line.s)));
    }
    return STR_NONE;
}

static bool has_word(str s, const char *word)
{
    str want = str_from(word);
    for (uint32_t i = 0; i + want.n <= s.n; i++)
        if (str_eq_nocase(str_sub(s, i, i + want.n), want)) return true;
    return false;
}

static bool is_textual(str type) { return !type.n || has_word(type, "text/html") || has_word(type, "xhtml") || has_word(type, "text/plain"); }

/* "text/html; charset=x" → x. */
static str charset_of(str type)
{
    for (uint32_t i = 0; i + 8 < type.n; i++) {
        if (!str_eq_nocase(str_sub(type, i, i + 8), STR("charset="))) continue;
        uint32_t end = i + 8;
        while (end < type.n && type.s[end] != ';' && type.s[end] != ' ') end++;
        str name = str_sub(type, i + 8, end);
        if (name.n >= 2 && name.s[0] == '"' && name.s[name.n - 1] == '"') name = str_sub(name, 1, name.n - 1);
        return name;
    }
    return STR_NONE;
}

/* ---- bodies -------------------------------------------------------------------------------------------------------------- */

static void put_body(buf *out, str body, bool *cut)
{
    size_t room = DOC_CAP_BYTES > out->n ? DOC_CAP_BYTES - out->n : 0;
    *cut |= body.n > room;
    buf_put(out, body.s, body.n < room ? body.n : room);
}

/* Chunks, each "length in hex [;extension] CRLF bytes CRLF", to their joined bytes. What is no chunk is taken as it is. */
static void put_chunks(buf *out, str s, bool *cut)
{
    while (s.n) {
        uint64_t n = 0;
        uint32_t i = 0, digits = 0;
        for (; i < s.n && digits < 8; i++, digits++) {
            char c = (char)(s.s[i] | 32);
            if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) break;
            n = n << 4 | (uint64_t)(c <= '9' ? c - '0' : c - 'a' + 10);
        }
        const char *line = memchr(s.s, '\n', s.n);
        if (!digits || !line) {
            put_body(out, s, cut);
            return;
        }
        uint32_t begin = (uint32_t)(line - s.s) + 1, left = s.n - begin, take = n < left ? (uint32_t)n : left;
        if (!n) return;
        put_body(out, str_sub(s, begin, begin + take), cut);
        s = str_trim(str_sub(s, begin + take, s.n)).n ? str_sub(s, begin + take, s.n) : STR_NONE;
        while (s.n && (s.s[0] == '\r' || s.s[0] == '\n')) s = str_sub(s, 1, s.n);
    }
}

/* gzip or deflate (with or without zlib's frame) to its bytes; false when it is damaged before anything came. */
static bool put_inflated(buf *out, str body, bool *cut)
{
    unsigned char part[16384];
    static const int windows[] = {15 + 32, -15};
    bool over = false; /* more came than is kept: the rest is not even unpacked */
    for (int i = 0; i < 2; i++) {
        z_stream z = {.next_in = (unsigned char *)(uintptr_t)body.s, .avail_in = body.n};
        int rc = inflateInit2(&z, windows[i]);
        while (rc == Z_OK && !over) {
            z.next_out = part;
            z.avail_out = sizeof part;
            rc = inflate(&z, Z_NO_FLUSH);
            put_body(out, str_make((char *)part, sizeof part - z.avail_out), &over);
        }
        inflateEnd(&z);
        *cut |= over;
        if (out->n) return true;
    }
    return false;
}

/* Brotli to its bytes; false when nothing came. */
static bool put_brotli(buf *out, str body, bool *cut)
{
    unsigned char part[16384];
    BrotliDecoderState *state = BrotliDecoderCreateInstance(NULL, NULL, NULL);
    if (!state) return false;
    const uint8_t *next = (const uint8_t *)body.s;
    size_t left = body.n;
    bool over = false;
    for (BrotliDecoderResult rc = BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT; rc == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT && !over;) {
        uint8_t *to = part;
        size_t room = sizeof part;
        rc = BrotliDecoderDecompressStream(state, &left, &next, &room, &to, NULL);
        put_body(out, str_make((char *)part, sizeof part - room), &over);
    }
    BrotliDecoderDestroyInstance(state);
    *cut |= over;
    return out->n > 0;
}

/* ---- records ---------------------------------------------------------------------------------------------------------------- */

typedef struct warc_page {
    str body, type, url;
    bool chunked, packed, brotli, unknown; /* how the body was sent */
} warc_page;

static bool is_response(str block) { return str_starts(block, STR("HTTP/")); }

/* What a record holds for us; false when it is no page. */
static bool read_record(str head, str block, warc_page *page)
{
    str kind = header(head, "WARC-Type");
    bool response = str_eq_nocase(kind, STR("response"));
    if (!response && !str_eq_nocase(kind, STR("resource")) && !str_eq_nocase(kind, STR("conversion"))) return false;
    *page = (warc_page){.body = block, .type = header(head, "Content-Type"), .url = header(head, "WARC-Target-URI")};
    if (page->url.n > 2 && page->url.s[0] == '<') page->url = str_sub(page->url, 1, page->url.n - 1);
    if (!response || !is_response(block)) return !response && is_textual(page->type);
    uint32_t end = header_end(block);
    str http = str_sub(block, 0, end), status = http;
    str_cut(&status, ' ');
    if (!end || !status.s || !str_starts(str_trim(status), STR("200"))) return false;
    str coding = header(http, "Content-Encoding");
    page->body = str_sub(block, end, block.n);
    page->type = header(http, "Content-Type");
    page->chunked = has_word(header(http, "Transfer-Encoding"), "chunked");
    page->packed = has_word(coding, "gzip") || has_word(coding, "deflate");
    page->brotli = str_eq_nocase(coding, STR("br"));
    page->unknown = coding.n && !page->packed && !page->brotli && !has_word(coding, "identity");
    return is_textual(page->type);
}

static bool starts_packed(str s) { return s.n > 2 && ((unsigned char)s.s[0] == 0x1F || (unsigned char)s.s[0] == 0x78); }

/* The page's bytes, then its address and charset, into the buffer. */
static int give_page(page_reader *r, const warc_page *page, bool cut, page_input *in, buf *bytes, ent_error *err)
{
    buf joined;
    buf_init(&joined);
    if (page->chunked) put_chunks(&joined, page->body, &cut);
    str sent = page->chunked ? str_make(joined.s, joined.n) : page->body;
    bool unpacked = (page->packed && starts_packed(sent) && put_inflated(bytes, sent, &cut)) || (page->brotli && put_brotli(bytes, sent, &cut));
    if (!unpacked) put_body(bytes, sent, &cut); /* sent as it is, or said to be packed and is not */
    bool failed = joined.failed;
    buf_fini(&joined);
    uint32_t n = (uint32_t)bytes->n;
    str charset = charset_of(page->type);
    buf_str(bytes, page->url);
    buf_str(bytes, charset);
    if (failed || bytes->failed) return error_memory(err), -1;
    str all = str_make(bytes->s, bytes->n), body = str_sub(all, 0, n);
    page_kind kind = page->unknown || page_looks_binary(body) ? PAGE_BINARY : page_looks_html(body) ? PAGE_HTML : PAGE_PLAIN;
    *in = (page_input){.kind = kind, .path = str_from(r->path), .bytes = body, .line = r->line, .cut = cut, .url = str_sub(all, n, n + page->url.n), .charset = str_sub(all, n + page->url.n, all.n)};
    return 1;
}

/* First "WARC/1." in s from i on; s.n when there is none. */
static uint32_t find_version(str s, uint32_t i)
{
    for (; i < s.n; i++) {
        int64_t at = str_find(s, STR("WARC/"), i);
        if (at < 0) return s.n;
        i = (uint32_t)at;
        if (warc_starts(str_sub(s, i, s.n))) return i;
    }
    return s.n;
}

/* Where in s, from i on, a record begins; s.n when none does. Not only on a line of its own: damage may have cut the line before it. Of several versions
 * before one empty line the last is the record's, so that no byte is looked at more than twice. */
static uint32_t find_record(str s, uint32_t i)
{
    while ((i = find_version(s, i)) < s.n) {
        uint32_t n = header_end(str_sub(s, i, s.n)), end = i + n;
        if (!n) return s.n;
        for (uint32_t later; (later = find_version(str_sub(s, 0, end), i + 1)) < end;) i = later;
        if (header(str_sub(s, i, end), "WARC-Type").n) return i;
        i = end;
    }
    return s.n;
}

/* Over damage to the next record; false at the end of the file. */
static bool to_next_record(page_reader *r)
{
    for (;;) {
        str s = reader_rest(r);
        uint32_t at = find_record(s, 0), keep = s.n < MAX_HEADER_BYTES || r->end ? 0 : MAX_HEADER_BYTES; /* a header may lie over the edge */
        r->at += at < s.n ? at : s.n - keep;
        if (at < s.n) return true;
        if (r->end) return false;
        reader_fill(r, READER_STEP_BYTES + MAX_HEADER_BYTES);
    }
}

/* Header block of the record at the window's start, after damage that of the next one; none at the end of the file. */
static str record_head(page_reader *r)
{
    for (;;) {
        reader_fill(r, MAX_HEADER_BYTES);
        while (reader_rest(r).n && (reader_rest(r).s[0] == '\r' || reader_rest(r).s[0] == '\n')) r->at++;
        str s = reader_rest(r);
        if (!s.n) return STR_NONE;
        uint32_t end = warc_starts(s) ? header_end(s) : 0;
        uint32_t inner = end ? find_record(str_sub(s, 0, end), 1) : 0; /* a header that breaks off, and the next one */
        if (end && inner == end) return str_sub(s, 0, end);
        if (end) {
            reader_damage(r, "breaks off inside a record");
            r->at += inner;
            continue;
        }
        reader_damage(r, warc_starts(s) ? "breaks off inside a record" : "not a WARC record where one should begin");
        if (!to_next_record(r)) return STR_NONE;
    }
}

/* The true length of a record of `whole` bytes by its header: when no record and no end follows it, it ends where the next record begins, if the window
 * holds that one. */
static uint64_t true_length(page_reader *r, uint32_t n_head, uint64_t whole)
{
    enum { BEYOND = 64 };
    if (whole > DOC_CAP_BYTES) return whole;
    reader_fill(r, whole + BEYOND);
    str s = reader_rest(r);
    uint32_t i = whole < s.n ? (uint32_t)whole : s.n;
    if (str_starts(str_sub(s, i, s.n), STR("\r\n\r\n"))) return whole; /* ended as records end, whatever follows */
    while (i < s.n && (s.s[i] == '\r' || s.s[i] == '\n')) i++;
    if (whole <= s.n && (i == s.n || warc_starts(str_sub(s, i, s.n)))) return whole;
    uint32_t next = find_record(s, n_head);
    if (next < s.n) reader_damage(r, "the length of a WARC record is wrong");
    return next < s.n ? next : whole;
}

int warc_next(page_reader *r, page_input *in, buf *bytes, ent_error *err)
{
    for (;;) {
        str head = record_head(r);
        int64_t length = 0;
        if (!head.n) return 0;
        r->line++;
        if (!str_int(header(head, "Content-Length"), &length) || length < 0) {
            reader_damage(r, "a WARC record without Content-Length");
            r->at += head.n - 1;
            if (!to_next_record(r)) return 0;
            continue;
        }
        uint32_t n_head = head.n;
        uint64_t whole = true_length(r, n_head, (uint64_t)n_head + (uint64_t)length), want = whole < DOC_CAP_BYTES + MAX_HEADER_BYTES * 2 ? whole : DOC_CAP_BYTES + MAX_HEADER_BYTES * 2;
        reader_fill(r, want);
        str s = reader_rest(r);
        if (s.n < want) reader_damage(r, "breaks off inside a record");
        uint32_t end = s.n < want ? s.n : (uint32_t)want;
        warc_page page;
        head = str_sub(s, 0, n_head < end ? n_head : end);
        int got = read_record(head, str_sub(s, head.n, end), &page) ? give_page(r, &page, whole > want, in, bytes, err) : 0;
        reader_skip(r, whole);
        if (got) return got;
        buf_reset(bytes);
    }
}
