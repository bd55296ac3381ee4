/* SPDX-License-Identifier: Apache-2.0 */
/* Streams of pages: feeds, crawls, packed files; what is told of each document in them, and what damage, size and kind do. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include "base/file.h"
#include "page/page.h"

/* ---- helpers ------------------------------------------------------------------------------------------------------------- */

static const char *write_temp(const void *bytes, size_t n)
{
    static char path[] = "/tmp/entente-test-page-XXXXXX";
    memcpy(path + sizeof path - 7, "XXXXXX", 6);
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, n), (ssize_t)n);
    close(fd);
    return path;
}

/* Reads a file of these bytes to its end: kinds and bytes of the documents as a list, and how it ended. */
typedef struct reading {
    uint32_t n;
    page_kind kind[8];
    uint32_t line[8], bytes[8];
    bool cut[8];
    char first[64], url[64], charset[32];
    int end; /* 0 or -1 */
    ent_error err;
} reading;

static reading read_file(const void *bytes, size_t n)
{
    reading r = {0};
    const char *path = write_temp(bytes, n);
    page_reader *reader;
    page_input in;
    buf b;
    buf_init(&b);
    assert_int_equal(page_open(&reader, path, &r.err), ENT_OK);
    while ((r.end = page_next(reader, &in, &b, &r.err)) == 1) {
        assert_true(in.bytes.n <= DOC_CAP_BYTES);
        if (r.n < 8) r.kind[r.n] = in.kind, r.line[r.n] = in.line, r.bytes[r.n] = in.bytes.n, r.cut[r.n] = in.cut;
        if (!r.n) snprintf(r.url, sizeof r.url, "%.*s", STR_ARG(in.url)), snprintf(r.charset, sizeof r.charset, "%.*s", STR_ARG(in.charset));
        if (!r.n) snprintf(r.first, sizeof r.first, "%.*s", STR_ARG(in.bytes));
        r.n++;
    }
    page_close(reader);
    buf_fini(&b);
    unlink(path);
    return r;
}

/* ---- streams ---------------------------------------------------------------------------------------------------------------- */

static const char feed[] = "{\"text\":\"One is here.\"}\n\n{\"broken\n{\"html\":\"<p>Two\"}\n{\"text\":\"Three\"}";

static void check_feed(const reading *r)
{
    assert_int_equal(r->n, 4);
    for (int i = 0; i < 4; i++) assert_int_equal(r->kind[i], PAGE_NDJSON_LINE);
    assert_int_equal(r->line[0], 1);
    assert_int_equal(r->line[1], 3);
    assert_int_equal(r->line[3], 5);
    assert_string_equal(r->first, "{\"text\":\"One is here.\"}");
    assert_int_equal(r->end, 0);
}

static size_t gzip(const void *in, size_t n, unsigned char *out, size_t cap)
{
    z_stream z = {0};
    assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_in = (unsigned char *)(uintptr_t)in;
    z.avail_in = (uInt)n;
    z.next_out = out;
    z.avail_out = (uInt)cap;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    deflateEnd(&z);
    return cap - z.avail_out;
}

static void feeds_are_read_line_by_line(void **state)
{
    (void)state;
    unsigned char packed[4096];
    reading r = read_file(feed, sizeof feed - 1);
    check_feed(&r);
    size_t n = gzip(feed, sizeof feed - 1, packed, sizeof packed);
    r = read_file(packed, n);
    check_feed(&r);
    size_t half = gzip(feed, 24, packed, sizeof packed); /* two members */
    n = half + gzip(feed + 24, sizeof feed - 1 - 24, packed + half, sizeof packed - half);
    r = read_file(packed, n);
    check_feed(&r);
    n = ZSTD_compress(packed, sizeof packed, feed, sizeof feed - 1, 3);
    r = read_file(packed, n);
    check_feed(&r);
}

static void one_broken_first_line_keeps_a_feed(void **state)
{
    (void)state;
    const char broken[] = "{\"text\": \"no end\n{\"text\":\"Two\"}\n";
    reading r = read_file(broken, sizeof broken - 1);
    assert_int_equal(r.n, 2);
    assert_int_equal(r.kind[0], PAGE_NDJSON_LINE);
    const char prose[] = "{This} is no feed.\n{\"text\":\"Two\"}\n";
    r = read_file(prose, sizeof prose - 1);
    assert_int_equal(r.n, 1);
    assert_int_equal(r.kind[0], PAGE_PLAIN);
}

/* A WARC record of an HTTP response. */
static size_t put_record(char *out, const char *type, const char *url, const char *http, const char *body, size_t n_body)
{
    size_t n = (size_t)sprintf(out, "WARC/1.0\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\nContent-Type: application/http\r\nContent-Length: %zu\r\n\r\n%s", type, url, strlen(http) + n_body, http);
    memcpy(out + n, body, n_body);
    memcpy(out + n + n_body, "\r\n\r\n", 4);
    return n + n_body + 4;
}

#define HTTP(headers) "HTTP/1.1 200 OK\r\n" headers "\r\n"

static size_t put_crawl(char *out)
{
    unsigned char packed[512];
    size_t n = (size_t)sprintf(out, "WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 4\r\n\r\nx: y\r\n\r\n");
    n += put_record(out + n, "request", "http://x.example/", "GET / HTTP/1.1\r\n\r\n", "", 0);
    n += put_record(out + n, "response", "http://x.example/a", HTTP("Content-Type: text/html; charset=\"windows-1252\"\r\n"), "<p>One\x92s page", 13);
    n += put_record(out + n, "response", "http://x.example/b", "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n", "<p>gone", 7);
    n += put_record(out + n, "response", "http://x.example/c.png", HTTP("Content-Type: image/png\r\n"), "\x89PNG", 4);
    n += put_record(out + n, "response", "http://x.example/d", HTTP("Content-Type: text/html\r\nTransfer-Encoding: chunked\r\n"), "4\r\n<p>T\r\n3;x=y\r\nwo.\r\n0\r\n\r\n", 26);
    size_t k = gzip("<p>Three.", 9, packed, sizeof packed);
    n += put_record(out + n, "response", "http://x.example/e", HTTP("Content-Type: text/html\r\nContent-Encoding: gzip\r\n"), (char *)packed, k);
    return n + put_record(out + n, "response", "http://x.example/f", HTTP("Content-Type: text/html\r\nContent-Encoding: br\r\n"), "\x0b\x02\x80", 3);
}

static void check_crawl(const reading *r)
{
    static const page_kind kinds[] = {PAGE_HTML, PAGE_HTML, PAGE_HTML, PAGE_BINARY};
    static const uint32_t bytes[] = {13, 7, 9, 3}, lines[] = {3, 6, 7, 8};
    assert_int_equal(r->end, 0);
    assert_int_equal(r->n, 4);
    for (int i = 0; i < 4; i++) {
        assert_int_equal(r->kind[i], kinds[i]);
        assert_int_equal(r->bytes[i], bytes[i]);
        assert_int_equal(r->line[i], lines[i]);
    }
    assert_string_equal(r->url, "http://x.example/a");
    assert_string_equal(r->charset, "windows-1252");
}

static void crawls_are_read_record_by_record(void **state)
{
    (void)state;
    char crawl[8192];
    unsigned char packed[8192];
    size_t n = put_crawl(crawl);
    reading r = read_file(crawl, n);
    check_crawl(&r);
    size_t k = gzip(crawl, n, packed, sizeof packed);
    r = read_file(packed, k);
    check_crawl(&r);
    r = read_file(crawl, n - 6); /* breaks off in the last record */
    assert_int_equal(r.n, 4);
    assert_int_equal(r.end, -1);
    assert_non_null(strstr(r.err.message, "breaks off"));
    memcpy(crawl + n, "rubbish", 7);
    r = read_file(crawl, n + 7);
    assert_int_equal(r.n, 4);
    assert_int_equal(r.end, -1);
    assert_non_null(strstr(r.err.message, "not a WARC record"));
}

/* A length that lies, a header without one, rubbish between records, a damaged member of a packed crawl: each costs itself. */
static void feeds_are_items(void **state)
{
    (void)state;
    static const char rss[] = "<?xml version=\"1.0\" encoding=\"windows-1252\"?>\n<!-- x --><rss version=\"2.0\"><channel><title>The Wire</title>"
                              "<item><title>One</title><description><![CDATA[</item> not yet]]></description></item>\n<item><title>Two</title></item></channel></rss>";
    static const char atom[] = "<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry><title>One</title></entry><entry><title>Cut";
    reading r = read_file(rss, sizeof rss - 1);
    assert_int_equal(r.n, 2);
    assert_int_equal(r.kind[0], PAGE_FEED_ITEM);
    assert_int_equal(r.line[1], 2);
    assert_int_equal(r.bytes[0], strlen("<item><title>One</title><description><![CDATA[</item> not yet]]></description>"));
    assert_string_equal(r.charset, "windows-1252");
    assert_int_equal(r.end, 0);
    r = read_file(atom, sizeof atom - 1);
    assert_int_equal(r.n, 2);
    assert_int_equal(r.end, 0);
    r = read_file("<rss><channel><title>None</title></channel></rss>", 49);
    assert_int_equal(r.n, 0);
    assert_int_equal(r.end, -1);
    assert_non_null(strstr(r.err.message, "a feed without items"));
}

static void crawls_go_on_behind_damage(void **state)
{
    (void)state;
    static const char *const bad[] = {"WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: text/html\r\nContent-Length: 9999\r\n\r\n<p>Too long a length.\r\n\r\n",
                                      "WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: text/html\r\nContent-Length: 5\r\n\r\n<p>Too short a length.\r\n\r\n",
                                      "WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: text/html\r\n\r\n<p>No length.\r\n\r\n", "<p>rubbish WARC/1.0 and more\r\n\r\n"};
    static const char *const why[] = {"length of a WARC record is wrong", "length of a WARC record is wrong", "without Content-Length", "not a WARC record"};
    char crawl[8192];
    unsigned char packed[8192];
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        size_t n = put_record(crawl, "response", "http://x.example/1", HTTP("Content-Type: text/html\r\n"), "<p>First.", 9);
        n += (size_t)sprintf(crawl + n, "%s", bad[i]);
        n += put_record(crawl + n, "response", "http://x.example/a", HTTP("Content-Type: text/html\r\n"), "<p>Last.", 8);
        reading r = read_file(crawl, n);
        assert_int_equal(r.n, i < 2 ? 3 : 2);
        assert_int_equal(r.bytes[r.n - 1], 8);
        if (i < 2) assert_true(r.bytes[1] > 20 && r.bytes[1] < 40);
        assert_int_equal(r.end, -1);
        assert_non_null(strstr(r.err.message, why[i]));
    }
    size_t k = 0, member[3];
    for (int i = 0; i < 3; i++) {
        size_t n = put_record(crawl, "response", "http://x.example/a", HTTP("Content-Type: text/html\r\n"), "<p>One.", 7);
        member[i] = k;
        k += gzip(crawl, n, packed + k, sizeof packed - k);
    }
    memset(packed + member[1] + 30, 0xFF, 40);
    reading r = read_file(packed, k);
    assert_int_equal(r.n, 2);
    assert_int_equal(r.end, -1);
    assert_non_null(strstr(r.err.message, "damaged gzip data"));
}

static void damaged_streams_give_what_came(void **state)
{
    (void)state;
    unsigned char packed[20000];
    char text[200000];
    for (size_t i = 0; i < sizeof text; i++) text[i] = i % 50 == 49 ? '\n' : (char)('a' + (i * i / 7) % 26);
    size_t n = gzip(text, sizeof text, packed, sizeof packed);
    reading r = read_file(packed, n / 2);
    assert_int_equal(r.n, 1);
    assert_true(r.bytes[0] > 0 && r.bytes[0] < sizeof text);
    assert_int_equal(r.end, -1);
    assert_int_equal(r.err.code, ENT_E_FORMAT);
    assert_non_null(strstr(r.err.message, "breaks off"));
    memset(packed + n / 2, 0xAA, 64);
    r = read_file(packed, n);
    assert_int_equal(r.end, -1);
    assert_int_equal(r.err.code, ENT_E_FORMAT);
    n = ZSTD_compress(packed, sizeof packed, text, sizeof text, 3);
    r = read_file(packed, n - 9);
    assert_int_equal(r.end, -1);
    assert_int_equal(r.err.code, ENT_E_FORMAT);
}

static void big_inputs_are_cut(void **state)
{
    (void)state;
    size_t n = DOC_CAP_BYTES + 100000;
    char *big = malloc(n + 64);
    memset(big, 'a', n);
    reading r = read_file(big, n);
    assert_int_equal(r.n, 1);
    assert_true(r.cut[0]);
    assert_int_equal(r.bytes[0], DOC_CAP_BYTES);
    memcpy(big, "{\"text\":\"", 9); /* a long line, then a short one */
    size_t tail = (size_t)sprintf(big + n, "\"}\n{\"text\":\"short\"}\n");
    r = read_file(big, n + tail);
    assert_int_equal(r.n, 2);
    assert_true(r.cut[0] && !r.cut[1]);
    assert_int_equal(r.kind[0], PAGE_NDJSON_LINE);
    assert_int_equal(r.line[1], 2);
    free(big);
}

static void kinds_are_told_by_content(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t n;
        page_kind kind;
    } cases[] = {
#define CASE(s, k) {s, sizeof s - 1, k}
        CASE("<!DOCTYPE html><title>x</title>", PAGE_HTML),
        CASE("\xEF\xBB\xBF \n<!-- c --><?xml version=\"1.0\"?><HTML>", PAGE_HTML),
        CASE("<p>One paragraph", PAGE_HTML),
        CASE("Stray words <div><p>and tags</p></div>", PAGE_HTML),
        CASE("a < b and c > d", PAGE_PLAIN),
        CASE("The <b> tag alone", PAGE_PLAIN),
        CASE("{\"a\":1}", PAGE_PLAIN),
        CASE("\x89PNG\r\n\x1a\n", PAGE_BINARY),
        CASE("%PDF-1.4 and text", PAGE_BINARY),
        CASE("\x7f" "ELF\1\1", PAGE_BINARY),
        CASE("\0\0\0\1\2\3\4\5", PAGE_BINARY),
        CASE("\xFF\xFE" "a\0b\0", PAGE_PLAIN),
        CASE("\xFF\xFE<\0p\0>\0", PAGE_HTML),
        CASE("<\0h\0t\0m\0l\0>\0", PAGE_HTML),
#undef CASE
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        reading r = read_file(cases[i].bytes, cases[i].n);
        assert_int_equal(r.n, 1);
        if (r.kind[0] != cases[i].kind) printf("case %zu\n", i);
        assert_int_equal(r.kind[0], cases[i].kind);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(feeds_are_read_line_by_line),
        cmocka_unit_test(one_broken_first_line_keeps_a_feed),
        cmocka_unit_test(crawls_are_read_record_by_record),
        cmocka_unit_test(feeds_are_items),
        cmocka_unit_test(crawls_go_on_behind_damage),
        cmocka_unit_test(damaged_streams_give_what_came),
        cmocka_unit_test(big_inputs_are_cut),
        cmocka_unit_test(kinds_are_told_by_content),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
