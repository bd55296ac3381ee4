/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include "golden.h"
#include "base/file.h"
#include "page/page.h"

static arena program;
static page_tables *tables;

static int load(void **state)
{
    (void)state;
    ent_error err;
    arena_init(&program, 0);
    if (!page_tables_load(&tables, &program, ".", &err)) return 0;
    printf("%s\n", err.message);
    return -1;
}

static int unload(void **state)
{
    (void)state;
    arena_fini(&program);
    return 0;
}

/* ---- helpers ------------------------------------------------------------------------------------------------------------- */

/* What holds of every document: blocks in order, parted by a blank line, none empty; the map in order and inside the source. */
static void check_columns(const doc *d, bool news)
{
    uint32_t end = 0;
    for (uint32_t i = 0; i < d->n_blocks; i++) {
        assert_true(d->blocks[i].end > d->blocks[i].begin && d->blocks[i].end <= d->text.n);
        if (news && i) assert_true(d->blocks[i].begin == end + 2 && !memcmp(d->text.s + end, "\n\n", 2));
        assert_true(d->blocks[i].begin >= end);
        end = d->blocks[i].end;
    }
    if (news) assert_int_equal(end, d->text.n);
    for (uint32_t i = 0; i < d->n_map; i++) {
        assert_true(d->map[i].byte_off <= d->source.n);
        if (i) assert_true(d->map[i].text_off > d->map[i - 1].text_off);
    }
}

static int read_bytes(arena *mem, doc *d, page_kind kind, page_mode mode, str bytes, ent_error *err)
{
    arena_init(mem, DOC_CAP_ARENA);
    doc_init(d, mem);
    page_input in = {.kind = kind, .path = STR("p"), .bytes = bytes, .line = kind == PAGE_NDJSON_LINE};
    page_options o = {.mode = mode, .published = CAL_NONE};
    int rc = page_read(tables, &in, &o, d, err);
    if (!rc) check_columns(d, mode == PAGE_NEWS && kind != PAGE_NDJSON_LINE);
    return rc;
}

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

/* ---- golden pages --------------------------------------------------------------------------------------------------------- */

static void write_page(void *ctx, str input, buf *got)
{
    page_kind kind = *(page_kind *)ctx;
    arena mem;
    doc d;
    ent_error err;
    if (read_bytes(&mem, &d, kind, PAGE_NEWS, input, &err)) buf_printf(got, "error: %s\n", err.message);
    else {
        char day[16];
        if (d.title.n) buf_printf(got, "title: %.*s\n", STR_ARG(d.title));
        for (uint32_t i = 0; i < d.n_authors; i++) buf_printf(got, "author: %.*s\n", STR_ARG(d.authors[i]));
        if (d.publisher.n) buf_printf(got, "publisher: %.*s\n", STR_ARG(d.publisher));
        cal_format(d.published, day);
        if (d.published != CAL_NONE) buf_printf(got, "published: %s %s %u\n", day, basis_name(d.published_basis), d.published_trust);
        else if (d.published_text.n) buf_printf(got, "published: %.*s %s %u, no anchor\n", STR_ARG(d.published_text), basis_name(d.published_basis), d.published_trust);
        for (uint32_t i = 0; i < d.n_blocks; i++) {
            buf_printf(got, "%c ", "PHIQCT"[d.blocks[i].kind]);
            buf_str(got, doc_text(&d, d.blocks[i].begin, d.blocks[i].end));
            buf_char(got, '\n');
        }
    }
    arena_fini(&mem);
}

static void golden_plain(void **state)
{
    (void)state;
    page_kind kind = PAGE_PLAIN;
    assert_int_equal(golden_check("tests/golden/page", write_page, &kind), 0);
}

static void golden_feeds(void **state)
{
    (void)state;
    page_kind kind = PAGE_FEED_ITEM;
    assert_int_equal(golden_check("tests/golden/page-feed", write_page, &kind), 0);
}

/* Ten pages that tell one story in ten layouts, with all that stands around stories: what is read must be tests/pages/expected.txt, to the letter. */
static void layouts_tell_one_story(void **state)
{
    (void)state;
    static const char *const names[] = {"01-weblog", "02-ministry", "03-tables", "04-hashed", "05-amp", "06-journal", "07-wire", "08-gated", "09-magazine", "10-broken"};
    arena files;
    str expected, bytes;
    arena_init(&files, 0);
    assert_int_equal(file_read(&files, "tests/pages/expected.txt", 1 << 20, &expected, NULL), ENT_OK);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        arena mem;
        doc d;
        buf got;
        char path[64];
        snprintf(path, sizeof path, "tests/pages/%s.html", names[i]);
        assert_int_equal(file_read(&files, path, 1 << 20, &bytes, NULL), ENT_OK);
        assert_int_equal(read_bytes(&mem, &d, PAGE_HTML, PAGE_NEWS, bytes, NULL), ENT_OK);
        buf_init(&got);
        buf_printf(&got, "%.*s\n%.*s\n%.*s\n", STR_ARG(d.title), STR_ARG(d.n_authors == 1 ? d.authors[0] : STR("?")), STR_ARG(str_sub(d.published_text, 0, 10)));
        for (uint32_t k = 0; k < d.n_blocks; k++) buf_printf(&got, "%.*s\n", STR_ARG(doc_text(&d, d.blocks[k].begin, d.blocks[k].end)));
        if (!str_eq(str_make(got.s, got.n), expected)) fail_msg("%s: read as\n%.*s", path, STR_ARG(str_make(got.s, got.n)));
        buf_fini(&got);
        arena_fini(&mem);
    }
    arena_fini(&files);
}

/* Who wrote a page of a headline, what stands under it, prose, and what stands after that. */
static void authors_are_found_where_pages_name_them(void **state)
{
    (void)state;
    static const char prose[] = "<p>The two ministers met in the port on Tuesday, and they spoke for three hours about the fishing grounds that both countries claim.</p>"
                                "<p>They agreed that patrols would stop, that boats would be given back, and that a commission would meet again in the autumn of the year.</p>";
    static const struct {
        const char *head, *under, *after, *authors;
    } pages[] = {
        {"<meta name='twitter:label1' content='Written by'><meta name='twitter:data1' content='Mira Oldham'>", "", "", "Mira Oldham"},
        {"<meta name='twitter:label1' content='Time to read'><meta name='twitter:data1' content='Four minutes'>", "", "", ""},
        {"<meta name='author' content='21 Gulls Press'>", "", "", "21 Gulls Press"},
        {"", "<p>Mira Oldham</p><p>4 May 2023</p>", "", "Mira Oldham"},
        {"", "<p>World News</p><p>4 May 2023</p>", "", ""},
        {"", "<p>Mira Oldham, Jon Pell</p>", "", "Mira Oldham; Jon Pell"},
        {"", "<p>By the Harbour Team</p>", "", "the Harbour Team"},
        {"", "<p>By Mira Oldham, MPH, RN</p>", "", "Mira Oldham, MPH, RN"},
        {"", "<p>By Mira Oldham, CNN</p>", "", "Mira Oldham"},
        {"", "<p>By Mira Oldham and Jon Pell</p>", "", "Mira Oldham; Jon Pell"},
        {"", "<p>Fact checked by Jon Pell</p>", "", ""},
        {"", "<div><img src='x.jpg' alt='Portrait of Mira Oldham'></div><div>Mira Oldham</div><div>Our own reporter</div>", "", "Mira Oldham"},
        {"", "<div><img src='x.jpg' alt='The harbour at night'></div><div>Mira Oldham</div><div>Our own reporter</div>", "", "Mira Oldham"},
        {"", "", "<h4>Article written by:</h4><p>Mira Oldham</p>", "Mira Oldham"},
        {"", "", "<p>Written by Mira Oldham</p>", "Mira Oldham"},
        {"<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"author\":{\"name\":\"Mira Oldham and Jon Pell, The Harbour Post\"}}</script>", "", "", "Mira Oldham; Jon Pell"},
        {"<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"author\":{\"name\":\"Centre for Ports and Harbours\"}}</script>", "", "", "Centre for Ports and Harbours"},
    };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        arena mem;
        doc d;
        buf page, got;
        buf_init(&page);
        buf_init(&got);
        buf_printf(&page, "<html><head><title>Ministers meet in the port</title>%s</head><body><h1>Ministers meet in the port</h1>%s<article>%s</article>%s</body></html>", pages[i].head,
                   pages[i].under, prose, pages[i].after);
        assert_int_equal(read_bytes(&mem, &d, PAGE_HTML, PAGE_NEWS, str_make(page.s, page.n), NULL), ENT_OK);
        for (uint32_t k = 0; k < d.n_authors; k++) buf_printf(&got, "%s%.*s", k ? "; " : "", STR_ARG(d.authors[k]));
        if (!str_eq(str_make(got.s, got.n), str_from(pages[i].authors))) fail_msg("page %zu: \"%.*s\", not \"%s\"", i, STR_ARG(str_make(got.s, got.n)), pages[i].authors);
        arena_fini(&mem);
        buf_fini(&page);
        buf_fini(&got);
    }
}

static void golden_html(void **state)
{
    (void)state;
    page_kind kind = PAGE_HTML;
    assert_int_equal(golden_check("tests/golden/page-html", write_page, &kind), 0);
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

static void http_names_the_charset(void **state)
{
    (void)state;
    arena mem;
    doc d;
    arena_init(&mem, 0);
    doc_init(&d, &mem);
    page_input in = {.kind = PAGE_HTML, .path = STR("p"), .bytes = STR("<meta charset=koi8-r><p>\xCF\xF0\xE8\xE2\xE5\xF2 \x97 the envoy said so on Monday, in the evening."), .url = STR("http://x.example/2019/05/03/a"), .charset = STR("windows-1251")};
    page_options o = {.mode = PAGE_NEWS, .published = CAL_NONE, .url = STR("http://other.example/")};
    assert_int_equal(page_read(tables, &in, &o, &d, NULL), ENT_OK);
    assert_true(str_starts(d.text, STR("Привет — the envoy")));
    assert_true(str_is(d.url, "http://x.example/2019/05/03/a"));
    assert_int_equal(d.published, cal_parse(STR("2019-05-03")));
    arena_fini(&mem);
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

static void unusable_inputs_say_why(void **state)
{
    (void)state;
    static const struct {
        page_kind kind;
        str bytes;
        const char *message;
    } cases[] = {
        {PAGE_PLAIN, {" \n", 2}, "p: empty"},
        {PAGE_BINARY, {"\0\0", 2}, "p: binary data, not text"},
        {PAGE_NDJSON_LINE, {"{\"text\": \"no end", 16}, "p:1: not JSON: it breaks off at byte 16"},
        {PAGE_NDJSON_LINE, {"[1]", 3}, "p:1: not a JSON object"},
        {PAGE_NDJSON_LINE, {"{\"text\":3}", 10}, "p:1: has neither \"text\" nor \"html\""},
        {PAGE_NDJSON_LINE, {"{\"text\":\"a\"} x", 14}, "p:1: not JSON: unexpected character at byte 13"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        arena mem;
        doc d;
        ent_error err;
        assert_int_equal(read_bytes(&mem, &d, cases[i].kind, PAGE_NEWS, cases[i].bytes, &err), ENT_E_FORMAT);
        assert_string_equal(err.message, cases[i].message);
        arena_fini(&mem);
    }
    ent_error err;
    page_reader *r;
    assert_int_equal(page_open(&r, "/no/such/file", &err), ENT_E_IO);
}

/* ---- decoding --------------------------------------------------------------------------------------------------------------- */

static void check_text(page_kind kind, str bytes, const char *text, const char *charset, uint32_t flags)
{
    arena mem;
    doc d;
    ent_error err = {0};
    int rc = read_bytes(&mem, &d, kind, PAGE_VERBATIM, bytes, &err);
    if (rc) printf("%s\n", err.message);
    assert_int_equal(rc, ENT_OK);
    if (!str_eq(d.text, str_from(text)) || d.flags != flags) printf("got '%.*s' flags %x\n", STR_ARG(d.text), d.flags);
    assert_true(str_eq(d.text, str_from(text)));
    assert_true(str_eq(d.charset, str_from(charset)));
    assert_int_equal(d.flags, flags);
    arena_fini(&mem);
}

static void charsets_come_out_as_utf8(void **state)
{
    (void)state;
    check_text(PAGE_PLAIN, STR("plain"), "plain", "UTF-8", 0);
    check_text(PAGE_PLAIN, STR("\xEF\xBB\xBFmarked \xC3\xA9"), "marked é", "UTF-8", 0);
    check_text(PAGE_PLAIN, STR("\xFF\xFE" "c\0a\0\x19\x20"), "ca’", "UTF-16LE", 0);
    check_text(PAGE_PLAIN, STR("\xFE\xFF\0c\0a \x19\xD8\x3D\xDE\0"), "ca’😀", "UTF-16BE", 0);
    check_text(PAGE_PLAIN, STR("The minister \x93will not\x94 go \x96 he said, the envoy\x92s offer of 5 \x80 is not enough."), "The minister “will not” go – he said, the envoy’s offer of 5 € is not enough.", "WINDOWS-1252", 0);
    check_text(PAGE_PLAIN, STR("good \xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9 bad \xFF end"), "good éééééééééé bad \xEF\xBF\xBD end", "UTF-8", DOC_F_BADCHARSET);
    check_text(PAGE_PLAIN, STR("a nul \0 in the text"), "a nul \xEF\xBF\xBD in the text", "UTF-8", DOC_F_NUL);
}

static void text_encoded_twice_is_mended(void **state)
{
    (void)state;
    arena mem;
    doc d;
    str page = STR("Don\xC3\xA2\xE2\x82\xAC\xE2\x84\xA2t say \xC3\xA2\xC2\x80\xC2\x9Cno\xC3\xA2\xC2\x80\xC2\x9D in the caf\xC3\x83\xC2\xA9, the envoy said.");
    assert_int_equal(read_bytes(&mem, &d, PAGE_PLAIN, PAGE_NEWS, page, NULL), ENT_OK);
    assert_string_equal(arena_str_c(&mem, d.text), "Don’t say “no” in the café, the envoy said.");
    assert_int_equal(doc_source_byte(&d, (uint32_t)str_find(d.text, STR("envoy"), 0)), (uint32_t)str_find(page, STR("envoy"), 0));
    arena_fini(&mem);
    check_text(PAGE_PLAIN, STR("\xC3\xA2\xE2\x82\xAC\xE2\x84\xA2"), "\xC3\xA2\xE2\x82\xAC\xE2\x84\xA2", "UTF-8", 0); /* byte for byte */
    assert_int_equal(read_bytes(&mem, &d, PAGE_PLAIN, PAGE_NEWS, STR("The ch\xC3\xA2teau \xC3\x83\xC2\xA9, as it stands."), NULL), ENT_OK);
    assert_string_equal(arena_str_c(&mem, d.text), "The château Ã©, as it stands."); /* no mark says that it was encoded twice */
    arena_fini(&mem);
}

static void offsets_lead_back_to_bytes(void **state)
{
    (void)state;
    static const str pages[] = {{"\xEF\xBB\xBFOne \xC3\xA9 two.", 15}, {"One \x93two\x94 \x96 the end of \x93it\x94 here, and more of the same words. two", 64}, {"\xFF\xFEt\0w\0o\0", 8}};
    static const uint32_t at[] = {10, 5, 2};
    for (int i = 0; i < 3; i++) {
        arena mem;
        doc d;
        assert_int_equal(read_bytes(&mem, &d, PAGE_PLAIN, PAGE_VERBATIM, pages[i], NULL), ENT_OK);
        int64_t k = str_find(d.text, STR("two"), 0);
        assert_true(k >= 0);
        assert_int_equal(doc_source_byte(&d, (uint32_t)k), at[i]);
        arena_fini(&mem);
    }
    arena mem;
    doc d;
    str line = STR("{\"x\":{\"text\":\"no\"},\"text\" : \"a \\\"b\\\" \\u00e9\\ud83d\\ude00 two\\n\\nend\",\"id\":\"7\"}");
    assert_int_equal(read_bytes(&mem, &d, PAGE_NDJSON_LINE, PAGE_NEWS, line, NULL), ENT_OK);
    assert_true(str_is(d.text, "a \"b\" é😀 two\n\nend"));
    assert_true(str_is(d.id, "7"));
    assert_int_equal(d.n_blocks, 2);
    assert_int_equal(doc_source_byte(&d, (uint32_t)str_find(d.text, STR("two"), 0)), (uint32_t)str_find(line, STR("two"), 0));
    assert_int_equal(doc_source_byte(&d, (uint32_t)str_find(d.text, STR("end"), 0)), (uint32_t)str_find(line, STR("end"), 0));
    arena_fini(&mem);
}

/* ---- facts ------------------------------------------------------------------------------------------------------------------ */

static void lines_state_facts(void **state)
{
    (void)state;
    arena mem;
    doc d;
    str line = STR("{\"text\":\"Title Line\\n\\nby anna\\n\\nRead more\",\"title\":\"T\",\"author\":[\"A\",\"B\"],\"publisher\":\"P\",\"published\":\"2023-02-22T10:30:00Z\",\"url\":\"http://x.org/2001/01/01/a\"}");
    assert_int_equal(read_bytes(&mem, &d, PAGE_NDJSON_LINE, PAGE_NEWS, line, NULL), ENT_OK);
    assert_true(str_is(d.text, "Title Line\n\nby anna\n\nRead more"));
    assert_true(str_is(d.title, "T") && str_is(d.publisher, "P") && d.n_authors == 2 && str_is(d.authors[1], "B"));
    assert_int_equal(d.published, cal_parse(STR("2023-02-22")));
    assert_true(str_is(d.published_text, "2023-02-22T10:30:00Z"));
    assert_int_equal(d.published_basis, BASIS_GIVEN);
    assert_int_equal(d.published_trust, 1000);
    assert_int_equal(d.id.n, 32);
    arena_fini(&mem);
}

static void other_languages_are_flagged(void **state)
{
    (void)state;
    static const struct {
        const char *text, *language;
        bool flagged;
    } cases[] = {
        {"The two ministers met in the capital on Monday and agreed to open the border again next week.", "en", false},
        {"Les deux ministres se sont rencontrés lundi dans la capitale et ont décidé de rouvrir la frontière la semaine prochaine.", "fr", true},
        {"Hello", "en", false},
        {"Morocco forgave Guinea's debt.", "en", false}, /* too short to be sure */
        {"フランスは大使を召還した。", "ja", true},
        {"12345 67890 12345 67890 12345 67890 12345 67890 12345 67890 12345 67890 12345", "", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        arena mem;
        doc d;
        assert_int_equal(read_bytes(&mem, &d, PAGE_PLAIN, PAGE_NEWS, str_from(cases[i].text), NULL), ENT_OK);
        assert_string_equal(arena_str_c(&mem, d.language), cases[i].language);
        assert_int_equal((d.flags & DOC_F_LANGUAGE) != 0, cases[i].flagged);
        arena_fini(&mem);
    }
}

/* ---- tables ----------------------------------------------------------------------------------------------------------------- */

static void broken_tables_are_refused_with_their_line(void **state)
{
    (void)state;
    static const struct {
        const char *rows, *message;
    } cases[] = {
        {"kind\tform\nline\tshare\nlime\tx\n", ":3: kind 'lime' is none of line, start, list, tail, crumb, byline, reading, bio, office, noauthor, degree, topic"},
        {"kind\tform\nline\tshare\nlist\tshare\n", ":3: 'share' is there twice"},
        {"kind\tform\nline\tShare this!\n", ":2: 'Share this!' never matches: lines are compared as 'share this'"},
        {"kind\tform\nline\n", ":2: a form has 1 to 160 bytes"},
        {"kind\tname\n", ":1: column 'form' is missing"},
    };
    char folder[] = "/tmp/entente-test-page-XXXXXX", path[128], grammar[64];
    assert_non_null(mkdtemp(folder));
    snprintf(grammar, sizeof grammar, "%s/grammar", folder);
    assert_int_equal(mkdir(grammar, 0700), 0);
    snprintf(path, sizeof path, "%s/furniture.tsv", grammar);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        FILE *f = fopen(path, "w");
        assert_non_null(f);
        fputs(cases[i].rows, f);
        fclose(f);
        arena mem;
        page_tables *t;
        ent_error err;
        arena_init(&mem, 0);
        assert_int_equal(page_tables_load(&t, &mem, folder, &err), ENT_E_FORMAT);
        assert_true(!strncmp(err.message, path, strlen(path)));
        assert_string_equal(err.message + strlen(path), cases[i].message);
        arena_fini(&mem);
    }
    unlink(path);
    rmdir(grammar);
    rmdir(folder);
    arena mem;
    page_tables *t;
    arena_init(&mem, 0);
    assert_int_equal(page_tables_load(&t, &mem, "/no/such/folder", NULL), ENT_E_IO);
    arena_fini(&mem);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(golden_plain),
        cmocka_unit_test(authors_are_found_where_pages_name_them), cmocka_unit_test(golden_html), cmocka_unit_test(golden_feeds), cmocka_unit_test(layouts_tell_one_story),
        cmocka_unit_test(feeds_are_read_line_by_line),
        cmocka_unit_test(one_broken_first_line_keeps_a_feed),
        cmocka_unit_test(crawls_are_read_record_by_record), cmocka_unit_test(crawls_go_on_behind_damage), cmocka_unit_test(feeds_are_items),
        cmocka_unit_test(http_names_the_charset),
        cmocka_unit_test(damaged_streams_give_what_came),
        cmocka_unit_test(big_inputs_are_cut),
        cmocka_unit_test(kinds_are_told_by_content),
        cmocka_unit_test(unusable_inputs_say_why),
        cmocka_unit_test(charsets_come_out_as_utf8),
        cmocka_unit_test(text_encoded_twice_is_mended),
        cmocka_unit_test(offsets_lead_back_to_bytes),
        cmocka_unit_test(lines_state_facts),
        cmocka_unit_test(other_languages_are_flagged),
        cmocka_unit_test(broken_tables_are_refused_with_their_line),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
