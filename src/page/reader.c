/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A file → documents' raw bytes, one at a time.
 *
 *     unpack ──► window ──kind by content──► whole file (HTML, plain, binary) | lines (NDJSON) | records (WARC) | items (feeds)
 *
 * In: a path. Out: per document its kind and at most DOC_CAP_BYTES bytes. The window holds what is not given out yet: one line, or one
 * page up to the cap; the rest of a longer page is not read at all, the rest of a longer line is read over.
 * Kind: binary by its magic number or share of control bytes; NDJSON when the file begins with '{' and one of the first lines is a JSON object
 * with text or html (so that one broken first line does not turn a feed into prose); HTML by its tags; else plain.
 * Damage in a packed stream is reported after everything before it was given out.
 */
#include <stdlib.h>

#include "page/reader.h"

enum { HEAD_BYTES = 1 << 16, SNIFF_LINES = 8 };

int page_open(page_reader **out, const char *path, ent_error *err)
{
    page_reader *r = calloc(1, sizeof *r);
    if (!r) return error_memory(err);
    r->path = path;
    buf_init(&r->window);
    buf_init(&r->feed_title);
    int rc = unpack_open(&r->in, path, err);
    if (rc) free(r);
    else *out = r;
    return rc;
}

void page_close(page_reader *r)
{
    if (!r) return;
    unpack_close(r->in);
    buf_fini(&r->window);
    buf_fini(&r->feed_title);
    free(r);
}

void reader_fill(page_reader *r, size_t want)
{
    static const char zeros[4096];
    if (r->at && (r->window.n - r->at < r->at || r->at > READER_STEP_BYTES)) {
        memmove(r->window.s, r->window.s + r->at, r->window.n - r->at);
        r->window.n -= r->at;
        r->at = 0;
    }
    while (!r->end && r->window.n - r->at < want) {
        size_t before = r->window.n, got = 0, step = want - (before - r->at) < READER_STEP_BYTES ? want - (before - r->at) : READER_STEP_BYTES;
        for (size_t k = 0; k < step; k += sizeof zeros) buf_put(&r->window, zeros, step - k < sizeof zeros ? step - k : sizeof zeros); /* room */
        if (r->window.failed) {
            r->rc = error_memory(&r->failure);
            r->end = r->failed = true;
            return;
        }
        r->rc = unpack_get(r->in, r->window.s + before, step, &got, &r->failure);
        r->window.n = before + got;
        r->failed = r->rc != ENT_OK;
        r->end = r->failed || !got;
    }
}

void reader_skip(page_reader *r, uint64_t n)
{
    for (;;) {
        uint64_t have = r->window.n - r->at, take = n < have ? n : have;
        r->at += take;
        n -= take;
        if (!n || r->end) return;
        reader_fill(r, n < READER_STEP_BYTES ? n : READER_STEP_BYTES);
    }
}

void reader_damage(page_reader *r, const char *what)
{
    if (r->failed || r->damaged) return;
    r->damaged = true;
    r->rc = error_set(&r->failure, ENT_E_FORMAT, -1, "%s: %s", r->path, what);
}

void reader_fail(page_reader *r, const char *what)
{
    r->end = true;
    r->at = r->window.n;
    if (r->failed) return;
    r->failed = true;
    r->rc = error_set(&r->failure, ENT_E_FORMAT, -1, "%s: %s", r->path, what);
}

/* Bytes of the line at the window's start without its newline, reading on as needed; at most the cap + 1. */
static uint32_t line_length(page_reader *r)
{
    size_t seen = 0;
    for (size_t want = READER_STEP_BYTES;; want *= 2) {
        reader_fill(r, want < DOC_CAP_BYTES + 1 ? want : DOC_CAP_BYTES + 1);
        str s = reader_rest(r);
        const char *p = s.n > seen ? memchr(s.s + seen, '\n', s.n - seen) : NULL;
        if (p) return (uint32_t)(p - s.s);
        seen = s.n;
        if (r->end || s.n > DOC_CAP_BYTES) return s.n;
    }
}

static bool is_ndjson(page_reader *r)
{
    uint32_t n = line_length(r);
    str s = reader_rest(r), line = str_trim(str_sub(s, 0, n));
    bool open = false;
    if (str_starts(line, STR("\xEF\xBB\xBF"))) line = str_trim(str_sub(line, 3, line.n));
    if (!line.n || line.s[0] != '{') return false;
    str brace = str_trim(str_sub(line, 1, line.n));
    if (brace.n && brace.s[0] != '"') return false;
    if (page_is_ndjson(line, &open) || (open && (n > DOC_CAP_BYTES || r->failed))) return true;
    str more = n < s.n ? str_sub(s, n + 1, s.n) : STR_NONE;
    for (int i = 1; i < SNIFF_LINES && more.s; i++) {
        str next = str_cut(&more, '\n');
        if (more.s && page_is_ndjson(next, &open)) return true;
    }
    return false;
}

static int give(page_reader *r, page_input *in, buf *bytes, page_kind kind, uint32_t n, bool cut, ent_error *err)
{
    buf_put(bytes, r->window.s + r->at, n);
    r->at += n;
    if (bytes->failed) return error_memory(err), -1;
    *in = (page_input){.kind = kind, .path = str_from(r->path), .bytes = str_make(bytes->s, bytes->n), .line = kind == PAGE_NDJSON_LINE ? r->line : 0, .cut = cut};
    return 1;
}

static int give_whole(page_reader *r, page_input *in, buf *bytes, ent_error *err)
{
    reader_fill(r, DOC_CAP_BYTES + 1);
    r->state = READ_DONE;
    str s = reader_rest(r);
    bool cut = s.n > DOC_CAP_BYTES;
    if (!s.n && r->failed) return 0;
    page_kind kind = page_looks_binary(s) ? PAGE_BINARY : page_looks_html(s) ? PAGE_HTML : PAGE_PLAIN;
    return give(r, in, bytes, kind, cut ? (uint32_t)DOC_CAP_BYTES : s.n, cut, err);
}

/* Over what is left of a line that was cut. */
static void skip_line(page_reader *r)
{
    for (;;) {
        str s = reader_rest(r);
        const char *p = s.n ? memchr(s.s, '\n', s.n) : NULL;
        r->at += p ? (size_t)(p - s.s) : s.n;
        if (p || r->end) return;
        reader_fill(r, READER_STEP_BYTES);
    }
}

static int give_line(page_reader *r, page_input *in, buf *bytes, ent_error *err)
{
    for (;;) {
        uint32_t n = line_length(r);
        str s = reader_rest(r);
        if (!s.n) {
            r->state = READ_DONE;
            return 0;
        }
        r->line++;
        bool cut = n > DOC_CAP_BYTES, whole = n < s.n || !r->failed;
        if (r->line == 1 && str_starts(s, STR("\xEF\xBB\xBF"))) r->at += 3, n -= 3;
        if (str_trim(str_sub(reader_rest(r), 0, n)).n && whole) {
            int got = give(r, in, bytes, PAGE_NDJSON_LINE, cut ? (uint32_t)DOC_CAP_BYTES : n, cut, err);
            if (cut) skip_line(r);
            r->at += r->at < r->window.n; /* the newline */
            return got;
        }
        r->at += n;
        r->at += r->at < r->window.n;
    }
}

int page_next(page_reader *r, page_input *in, buf *bytes, ent_error *err)
{
    int got = 0;
    buf_reset(bytes);
    if (r->state == READ_NEW) {
        reader_fill(r, HEAD_BYTES);
        r->state = warc_starts(reader_rest(r)) ? READ_WARC : feed_starts(reader_rest(r)) ? READ_FEED : is_ndjson(r) ? READ_LINES : READ_WHOLE;
    }
    if (r->state == READ_WHOLE) got = give_whole(r, in, bytes, err);
    else if (r->state == READ_LINES) got = give_line(r, in, bytes, err);
    else if (r->state == READ_WARC) got = warc_next(r, in, bytes, err);
    else if (r->state == READ_FEED) got = feed_next(r, in, bytes, err);
    if (got) return got;
    r->state = READ_DONE;
    if (!r->failed && !r->damaged) return 0;
    r->failed = r->damaged = false;
    if (err) *err = r->failure;
    return -1;
}
