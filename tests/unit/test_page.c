/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sys/stat.h>
#include <unistd.h>

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

/* ---- what comes in ---------------------------------------------------------------------------------------------------------- */

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
        cmocka_unit_test(authors_are_found_where_pages_name_them),
        cmocka_unit_test(golden_html),
        cmocka_unit_test(golden_feeds),
        cmocka_unit_test(layouts_tell_one_story),
        cmocka_unit_test(http_names_the_charset),
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
