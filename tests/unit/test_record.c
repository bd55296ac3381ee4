/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ask/ask.h"
#include "base/file.h"
#include "engine.h"
#include "hand_doc.h"

static arena program;
static ent_engine engine; /* its story tables alone */
static char folder[] = "/tmp/entente-record-XXXXXX";
static char db[64];

static int load(void **state)
{
    (void)state;
    ent_error err;
    arena_init(&program, 0);
    if (!mkdtemp(folder)) return -1;
    snprintf(db, sizeof db, "%s/r.db", folder);
    if (!story_tables_load(&engine.story, &program, ".", &err) && !split_tables_load(&engine.split, &program, ".", &err)) return 0;
    printf("%s\n", err.message);
    return -1;
}

static int unload(void **state)
{
    (void)state;
    arena_fini(&program);
    return rmdir(folder); /* a closed record leaves no other files behind */
}

static void wipe(void)
{
    char name[80];
    static const char *const ends[] = {"", "-wal", "-shm"};
    for (int i = 0; i < 3; i++) {
        snprintf(name, sizeof name, "%s%s", db, ends[i]);
        unlink(name);
    }
}

static int each_begin(void **state)
{
    (void)state;
    wipe();
    return 0;
}

static int each_end(void **state) { return each_begin(state); }

/* ---- helpers ------------------------------------------------------------------------------------------------------------- */

static record *open_record(record_mode mode)
{
    record *r = NULL;
    ent_error err = {0};
    if (record_open(&r, db, mode, &err)) fail_msg("%s", err.message);
    return r;
}

static record_put put(record *r, hand_doc *h)
{
    ent_error err = {0};
    record_put what = RECORD_NEW;
    h->tables = engine.story;
    if (hand_put(r, h, &what, &err)) fail_msg("%s", err.message);
    hand_end(h);
    return what;
}

static void settle(record *r)
{
    ent_error err = {0};
    if (keep_settle(&engine, r, &err)) fail_msg("%s", err.message);
}

static void export_to(buf *out, ent_unit unit, const char *format)
{
    ent_error err = {0};
    ask_options o = {.since = CAL_NONE, .until = CAL_NONE};
    record *r = open_record(RECORD_READ);
    buf_reset(out);
    if (ask_export(r, unit, str_from(format), &o, (ent_sink){hand_write, out}, &err)) fail_msg("%s", err.message);
    record_close(r);
}

static uint32_t count(str hay, const char *needle)
{
    uint32_t n = 0;
    for (int64_t at = 0; (at = str_find(hay, str_from(needle), (uint32_t)at)) >= 0; at++) n++;
    return n;
}

static uint32_t exported(ent_unit unit, const char *needle)
{
    buf out = {0};
    export_to(&out, unit, "ndjson");
    uint32_t n = count(str_make(out.s, out.n), needle);
    buf_fini(&out);
    return n;
}

/* Everything that a reader of the record can see. */
static void all_exports(buf *out)
{
    buf one = {0};
    buf_reset(out);
    for (int u = 0; u < 3; u++)
        for (int f = 0; f < 2; f++) {
            export_to(&one, (ent_unit)u, f ? "csv" : "ndjson");
            buf_put(out, one.s, one.n);
        }
    buf_fini(&one);
}

static void visit(hand_doc *h, const char *path, const char *url, const char *published)
{
    hand_begin(h, path, url, published, "MOSCOW (NPA). The Chinese foreign minister Wang Yi arrived in Moscow on Wednesday. He will stay two days.");
    hand_event(h, "CONSULT visit actual CHN>RUS 2023-02-22", "arrived");
}

/* ---- keeping -------------------------------------------------------------------------------------------------------------- */

static void the_same_page_again_changes_nothing(void **state)
{
    (void)state;
    hand_doc h;
    buf first = {0}, second = {0};
    record *r = open_record(RECORD_WRITE);
    visit(&h, "a.html", NULL, "2023-02-23");
    assert_int_equal(put(r, &h), RECORD_NEW);
    settle(r);
    record_close(r);
    all_exports(&first);
    assert_true(first.n > 500);
    r = open_record(RECORD_WRITE);
    visit(&h, "a.html", NULL, "2023-02-23");
    assert_int_equal(put(r, &h), RECORD_UNCHANGED);
    settle(r);
    record_close(r);
    all_exports(&second);
    assert_int_equal(first.n, second.n);
    assert_memory_equal(first.s, second.s, first.n);
    buf_fini(&first);
    buf_fini(&second);
}

static void changed_text_is_a_new_version(void **state)
{
    (void)state;
    hand_doc h;
    record_counts n;
    record *r = open_record(RECORD_WRITE);
    visit(&h, "a.html", "http://npa.example/1", "2023-02-23");
    put(r, &h);
    settle(r);
    hand_begin(&h, "b.html", "http://npa.example/1", "2023-02-23", "China threatened Russia with sanctions on Thursday.");
    hand_event(&h, "THREATEN restrict actual CHN>RUS 2023-02-23", "threatened");
    assert_int_equal(put(r, &h), RECORD_VERSION);
    settle(r);
    assert_int_equal(record_count(r, &n, NULL), ENT_OK);
    assert_int_equal(n.documents, 1);
    assert_int_equal(n.versions, 2);
    assert_int_equal(n.reports, 1);
    assert_int_equal(n.events, 1);
    record_close(r);
    assert_int_equal(exported(ENT_UNIT_EVENTS, "\"CONSULT\""), 0);
    assert_int_equal(exported(ENT_UNIT_EVENTS, "\"THREATEN\""), 1);
    assert_int_equal(exported(ENT_UNIT_REPORTS, "\"superseded\":true"), 1);
    assert_int_equal(exported(ENT_UNIT_REPORTS, "\"superseded\":false"), 1);
    /* The old version read again is known, and does not come back. */
    r = open_record(RECORD_WRITE);
    visit(&h, "a.html", "http://npa.example/1", "2023-02-23");
    assert_int_equal(put(r, &h), RECORD_UNCHANGED);
    settle(r);
    record_close(r);
    assert_int_equal(exported(ENT_UNIT_EVENTS, "\"CONSULT\""), 0);
}

static void of_two_versions_the_later_published_is_current(void **state)
{
    (void)state;
    for (int order = 0; order < 2; order++) {
        hand_doc h;
        wipe();
        record *r = open_record(RECORD_WRITE);
        for (int i = 0; i < 2; i++) {
            if (i == order) {
                visit(&h, "a.html", "http://npa.example/1", "2023-02-23");
            } else {
                hand_begin(&h, "b.html", "http://npa.example/1", "2023-02-25", "China threatened Russia with sanctions on Friday.");
                hand_event(&h, "THREATEN restrict actual CHN>RUS 2023-02-24", "threatened");
            }
            put(r, &h);
        }
        settle(r);
        record_close(r);
        assert_int_equal(exported(ENT_UNIT_EVENTS, "\"CONSULT\""), 0);
        assert_int_equal(exported(ENT_UNIT_EVENTS, "\"THREATEN\""), 1);
    }
}

static void a_newer_reading_replaces_its_reports(void **state)
{
    (void)state;
    hand_doc h;
    record *r = open_record(RECORD_WRITE);
    visit(&h, "a.html", NULL, "2023-02-23");
    put(r, &h);
    settle(r);
    visit(&h, "a.html", NULL, "2023-02-23");
    h.version = "test 2";
    hand_event(&h, "AGREE - planned CHN>RUS -", "stay");
    assert_int_equal(put(r, &h), RECORD_REREAD);
    settle(r);
    record_close(r);
    assert_int_equal(exported(ENT_UNIT_REPORTS, "\"test 1\""), 0);
    assert_int_equal(exported(ENT_UNIT_REPORTS, "\"test 2\""), 2);
    assert_int_equal(exported(ENT_UNIT_EVENTS, "\n"), 2);
    assert_int_equal(exported(ENT_UNIT_DOCUMENTS, "\n"), 1);
}

static void copies_count_once(void **state)
{
    (void)state;
    static const char *const order[2][3] = {{"a.html", "b.html", "c.html"}, {"c.html", "a.html", "b.html"}};
    buf first = {0}, second = {0};
    for (int k = 0; k < 2; k++) {
        wipe();
        record *r = open_record(RECORD_WRITE);
        for (int i = 0; i < 3; i++) {
            hand_doc h;
            visit(&h, order[k][i], NULL, order[k][i][0] == 'b' ? "2023-02-22" : "2023-02-23");
            put(r, &h);
            settle(r);
        }
        record_close(r);
        all_exports(k ? &second : &first);
    }
    assert_int_equal(first.n, second.n);
    assert_memory_equal(first.s, second.s, first.n);
    assert_int_equal(exported(ENT_UNIT_EVENTS, "\n"), 1);
    assert_int_equal(exported(ENT_UNIT_EVENTS, "\"reports\":3,\"sources\":1,\"first_published\":\"2023-02-22\""), 1);
    assert_int_equal(exported(ENT_UNIT_DOCUMENTS, "\"copy_of\":null"), 1);
    assert_int_equal(exported(ENT_UNIT_DOCUMENTS, "\"independent\":true"), 1);
    buf_fini(&first);
    buf_fini(&second);
}

/* Forty sentences that a copy shares but for their verb, then what the page tells. */
static void page_of_forty(hand_doc *h, const char *path, const char *published, const char *verb, const char *last)
{
    buf text = {0};
    for (int i = 0; i < 40; i++) buf_printf(&text, "The council of Brindlewick %s %d barrels of tar for pier %d. ", verb, 100 + 37 * i, i * i % 23);
    buf_z(&text, last);
    buf_char(&text, 0);
    hand_begin(h, path, NULL, published, text.s);
    buf_fini(&text);
}

static void long_page(hand_doc *h, const char *path, const char *published, const char *verb, const char *event)
{
    page_of_forty(h, path, published, verb, "China thanked Russia on Wednesday.");
    hand_event(h, event, "thanked");
}

/* The same text with other words here and there, a year later by its page's date: one source, and its true date is the first one's. */
static void what_is_made_from_a_page_is_no_source_of_its_own(void **state)
{
    (void)state;
    for (int order = 0; order < 2; order++) {
        hand_doc h;
        wipe();
        record *r = open_record(RECORD_WRITE);
        for (int i = 0; i < 2; i++) {
            if (i == order) long_page(&h, "wire.html", "2023-02-23", "bought", "SUPPORT - actual CHN>RUS 2023-02-22");
            else long_page(&h, "spun.html", "2024-05-10", "purchased", "SUPPORT - actual CHN>RUS 2024-05-08");
            put(r, &h);
            settle(r);
        }
        record_close(r);
        assert_int_equal(exported(ENT_UNIT_EVENTS, "\"reports\":2,\"sources\":1,\"first_published\":\"2023-02-23\""), 1);
        assert_int_equal(exported(ENT_UNIT_REPORTS, "\"start\":\"2023-02-22\",\"end\":\"2023-02-22\",\"basis\":\"story\""), 1);
        assert_int_equal(exported(ENT_UNIT_DOCUMENTS, "\"published\":\"2024-05-10\",\"published_true\":\"2023-02-23\""), 1);
        assert_int_equal(exported(ENT_UNIT_DOCUMENTS, "\"independent\":false"), 1);
    }
}

/* The page's event in words that nothing can be coded from. */
static void spoilt_page(hand_doc *h, const char *path, const char *published)
{
    page_of_forty(h, path, published, "purchased", "Porcelain expressed thankfulness to Russia on Wednesday in the Grebbestad declaration.");
}

static void telling_page(hand_doc *h, const char *path, const char *published)
{
    page_of_forty(h, path, published, "bought", "China thanked Russia on Wednesday in the Grebbestad declaration.");
    hand_event(h, "SUPPORT - actual CHN>RUS 2023-02-22", "thanked");
}

/* What a copy says in spoilt words is a report of the same happening, in either order of reading, and no source; it goes when its original goes. */
static void a_copy_with_other_words_tells_what_its_source_tells(void **state)
{
    (void)state;
    buf first = {0}, second = {0};
    for (int order = 0; order < 2; order++) {
        hand_doc h;
        wipe();
        record *r = open_record(RECORD_WRITE);
        for (int i = 0; i < 2; i++) {
            if (i == order) telling_page(&h, "wire.html", "2023-02-23");
            else spoilt_page(&h, "spun.html", "2023-02-24");
            put(r, &h);
            settle(r);
        }
        record_close(r);
        all_exports(order ? &second : &first);
        assert_int_equal(exported(ENT_UNIT_EVENTS, "\n"), 1);
        assert_int_equal(exported(ENT_UNIT_EVENTS, "\"reports\":2,\"sources\":1,"), 1);
        assert_int_equal(exported(ENT_UNIT_REPORTS, "\"echo_of\":"), 1);
        assert_int_equal(exported(ENT_UNIT_REPORTS, "\"text\":\"Porcelain expressed thankfulness to Russia on Wednesday in the Grebbestad declaration.\""), 1);
    }
    assert_int_equal(first.n, second.n);
    assert_memory_equal(first.s, second.s, first.n);
    hand_doc h;
    record *r = open_record(RECORD_WRITE);
    hand_begin(&h, "wire.html", NULL, "2023-02-25", "The council of Brindlewick is on holiday.");
    put(r, &h);
    settle(r);
    record_close(r);
    assert_int_equal(exported(ENT_UNIT_EVENTS, "\n"), 0);
    assert_int_equal(exported(ENT_UNIT_REPORTS, "\"echo_of\":"), 0);
    buf_fini(&first);
    buf_fini(&second);
}

/* Lines of one NDJSON file without URL are documents of their own, not versions of each other. */
static void lines_of_one_file_are_no_versions(void **state)
{
    (void)state;
    hand_doc h;
    record *r = open_record(RECORD_WRITE);
    for (uint32_t i = 1; i <= 3; i++) {
        char text[80];
        snprintf(text, sizeof text, "China thanked Russia for the %uth time.", i);
        hand_begin(&h, "all.ndjson", NULL, "2023-02-23", text);
        h.d.line = i;
        hand_event(&h, "SUPPORT - actual CHN>RUS -", "thanked");
        assert_int_equal(put(r, &h), RECORD_NEW);
    }
    settle(r);
    record_close(r);
    assert_int_equal(exported(ENT_UNIT_DOCUMENTS, "\"superseded_by\":null"), 3);
}

/* When the report that held a happening together goes, the happening has a new name and the old one still finds it. */
static void an_event_outlives_its_first_report(void **state)
{
    (void)state;
    hand_doc h;
    ent_error err;
    arena a;
    arena_init(&a, 0);
    record *r = open_record(RECORD_WRITE);
    static const char *const urls[] = {"http://one.example/", "http://two.example/"};
    char ids[2][33];
    for (int i = 0; i < 2; i++) {
        visit(&h, "x.html", urls[i], "2023-02-23");
        memcpy(ids[i], h.d.events[0].id, 33);
        put(r, &h);
    }
    settle(r);
    int least = strcmp(ids[0], ids[1]) < 0 ? 0 : 1;
    str event;
    assert_int_equal(record_event_find(r, &a, str_from(ids[1 - least]), &event, &err), ENT_OK);
    assert_true(str_is(event, ids[least]));
    hand_begin(&h, "x.html", urls[least], "2023-02-23", "The page was withdrawn.");
    put(r, &h);
    settle(r);
    assert_int_equal(record_event_find(r, &a, str_from(ids[least]), &event, &err), ENT_OK);
    assert_true(str_is(event, ids[1 - least]));
    assert_int_equal(record_event_find(r, &a, STR("zz"), &event, &err), ENT_E_USAGE);
    assert_int_equal(record_event_find(r, &a, STR("0123456789"), &event, &err), ENT_E_NOTFOUND);
    record_close(r);
    arena_fini(&a);
}

/* ---- accidents --------------------------------------------------------------------------------------------------------------- */

static void put_numbered(record *r, int i)
{
    hand_doc h;
    char path[32], text[120];
    snprintf(path, sizeof path, "%d.html", i);
    snprintf(text, sizeof text, "Page %d of the agency. China thanked Russia for shipment %d on Wednesday.", i, i * 7919);
    hand_begin(&h, path, NULL, "2023-02-23", text);
    hand_event(&h, "SUPPORT - actual CHN>RUS 2023-02-22", "thanked");
    put(r, &h);
}

/* A run killed at any moment, then run again, ends like one that was not killed. */
static void a_killed_run_resumed_loses_and_doubles_nothing(void **state)
{
    (void)state;
    enum { PAGES = 300 };
    buf whole = {0}, resumed = {0};
    record *r = open_record(RECORD_WRITE);
    for (int i = 0; i < PAGES; i++) put_numbered(r, i);
    settle(r);
    record_close(r);
    all_exports(&whole);
    wipe();
    int n_killed = 0;
    for (int k = 0; k < 6; k++) {
        pid_t child = fork();
        if (!child) {
            r = open_record(RECORD_WRITE);
            for (int i = 0; i < PAGES; i++) put_numbered(r, i);
            settle(r);
            record_close(r);
            _exit(0);
        }
        usleep(2000u + 9000u * (unsigned)k);
        kill(child, SIGKILL);
        int status;
        waitpid(child, &status, 0);
        n_killed += WIFSIGNALED(status);
    }
    assert_true(n_killed > 0);
    r = open_record(RECORD_WRITE);
    for (int i = 0; i < PAGES; i++) put_numbered(r, i);
    settle(r);
    record_close(r);
    all_exports(&resumed);
    assert_int_equal(whole.n, resumed.n);
    assert_memory_equal(whole.s, resumed.s, whole.n);
    buf_fini(&whole);
    buf_fini(&resumed);
}

/* A limit on the size of files stands for a full disk. */
static void a_full_disk_is_told_and_leaves_nothing_half(void **state)
{
    (void)state;
    pid_t child = fork();
    if (!child) {
        struct rlimit limit = {2 << 20, 2 << 20};
        signal(SIGXFSZ, SIG_IGN);
        setrlimit(RLIMIT_FSIZE, &limit);
        record *r;
        ent_error err = {0};
        if (record_open(&r, db, RECORD_WRITE, &err)) _exit(2);
        for (int i = 0; i < 5000; i++) {
            hand_doc h;
            record_put what;
            char path[32];
            snprintf(path, sizeof path, "%d.html", i);
            visit(&h, path, NULL, "2023-02-23");
            int rc = hand_put(r, &h, &what, &err);
            hand_end(&h);
            if (rc) _exit(rc == ENT_E_IO && strstr(err.message, db) ? 0 : 3);
        }
        _exit(4);
    }
    int status;
    waitpid(child, &status, 0);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    record *r = open_record(RECORD_WRITE);
    record_counts n;
    settle(r);
    assert_int_equal(record_count(r, &n, NULL), ENT_OK);
    assert_true(n.documents > 10);
    assert_int_equal(n.documents, n.reports);
    record_close(r);
}

static void write_file(const char *bytes, size_t n)
{
    FILE *f = fopen(db, "wb");
    assert_non_null(f);
    if (n) assert_int_equal(fwrite(bytes, 1, n, f), n);
    fclose(f);
}

static void refused(record_mode mode, ent_code code, const char *words)
{
    record *r = (record *)1;
    ent_error err = {0};
    assert_int_equal(record_open(&r, db, mode, &err), code);
    assert_null(r);
    if (!strstr(err.message, words)) fail_msg("'%s' does not say '%s'", err.message, words);
}

static void what_is_no_record_is_refused(void **state)
{
    (void)state;
    refused(RECORD_READ, ENT_E_NOTFOUND, "no such record");
    write_file("<html>not a database, but long enough to be looked at</html>", 60);
    refused(RECORD_READ, ENT_E_FORMAT, "not a record");
    refused(RECORD_WRITE, ENT_E_FORMAT, "not a record");
    write_file("", 0);
    refused(RECORD_READ, ENT_E_FORMAT, "not a record");
    unlink(db);
    sqlite3 *foreign;
    assert_int_equal(sqlite3_open(db, &foreign), 0);
    assert_int_equal(sqlite3_exec(foreign, "CREATE TABLE documents(x)", NULL, NULL, NULL), 0);
    sqlite3_close(foreign);
    refused(RECORD_WRITE, ENT_E_FORMAT, "another program");
    unlink(db);
    record_close(open_record(RECORD_WRITE));
    assert_int_equal(sqlite3_open(db, &foreign), 0);
    assert_int_equal(sqlite3_exec(foreign, "PRAGMA user_version = 99", NULL, NULL, NULL), 0);
    sqlite3_close(foreign);
    refused(RECORD_WRITE, ENT_E_FORMAT, "layout 99");
}

static void a_record_is_read_where_nothing_may_be_written(void **state)
{
    (void)state;
    hand_doc h;
    record *r = open_record(RECORD_WRITE);
    visit(&h, "a.html", NULL, "2023-02-23");
    put(r, &h);
    settle(r);
    record_close(r);
    chmod(folder, 0555);
    chmod(db, 0444);
    pid_t child = fork();
    if (!child) { /* root may write everywhere */
        if (!getuid() && setuid(65534)) _exit(9);
        _exit((int)exported(ENT_UNIT_EVENTS, "\n"));
    }
    int status;
    waitpid(child, &status, 0);
    chmod(folder, 0755);
    chmod(db, 0644);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 1);
}

static void one_writer_at_a_time_many_readers(void **state)
{
    (void)state;
    hand_doc h;
    record *w = open_record(RECORD_WRITE);
    visit(&h, "a.html", NULL, "2023-02-23");
    put(w, &h);
    settle(w);
    assert_int_equal(exported(ENT_UNIT_EVENTS, "\n"), 1); /* while the writer has it open */
    record_close(w);
}

/* ---- search ------------------------------------------------------------------------------------------------------------------ */

static int count_documents(void *ctx, const record_document_row *row)
{
    (void)row;
    ++*(int *)ctx;
    return 0;
}

static int hits(record *r, const char *words)
{
    int n = 0;
    ent_error err = {0};
    int rc = record_find(r, str_from(words), count_documents, &n, &err);
    if (rc && rc != ENT_E_USAGE) fail_msg("%s: %s", words, err.message);
    return rc ? -1 : n;
}

static void search_words_are_never_syntax(void **state)
{
    (void)state;
    hand_doc h;
    record *r = open_record(RECORD_WRITE);
    visit(&h, "a.html", NULL, "2023-02-23");
    h.d.title = STR("Wang Yi in Moscow: \"no limits\"");
    put(r, &h);
    assert_int_equal(hits(r, "moscow wednesday"), 1);
    assert_int_equal(hits(r, "moscow tuesday"), 0);
    assert_int_equal(hits(r, "\"arrived in Moscow\""), 1);
    assert_int_equal(hits(r, "\"Moscow in arrived\""), 0);
    assert_int_equal(hits(r, "wedn*"), 1);
    assert_int_equal(hits(r, "limits"), 1);
    assert_int_equal(hits(r, "minister AND NOT"), 0); /* words like any other */
    assert_int_equal(hits(r, ""), -1);
    static const char *const hostile[] = {"\"", "\"\"", "a\"b", "*", "(", ")", "NEAR(", "title:", "-x", "^a", "{", "a OR", "'", "';--", "\xff\xfe", "\"unclosed phrase", "a*b*", "+", "—"};
    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) hits(r, hostile[i]);
    for (int c = 0; c < 256; c++) { /* every byte alone, and among letters */
        char words[] = {(char)c, ' ', 'a', (char)c, 'b'};
        int n = 0;
        ent_error err = {0};
        record_find(r, str_make(words, 5), count_documents, &n, &err);
        record_find(r, str_make(words, 1), count_documents, &n, &err);
    }
    record_close(r);
}

/* ---- block keys ------------------------------------------------------------------------------------------------------------------ */

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, each_begin, each_end)
    const struct CMUnitTest tests[] = {
        TEST(the_same_page_again_changes_nothing), TEST(changed_text_is_a_new_version), TEST(of_two_versions_the_later_published_is_current),
        TEST(a_newer_reading_replaces_its_reports), TEST(copies_count_once), TEST(what_is_made_from_a_page_is_no_source_of_its_own),
        TEST(a_copy_with_other_words_tells_what_its_source_tells), TEST(lines_of_one_file_are_no_versions), TEST(an_event_outlives_its_first_report),
        TEST(a_killed_run_resumed_loses_and_doubles_nothing), TEST(a_full_disk_is_told_and_leaves_nothing_half), TEST(what_is_no_record_is_refused),
        TEST(a_record_is_read_where_nothing_may_be_written), TEST(one_writer_at_a_time_many_readers), TEST(search_words_are_never_syntax),
    };
    return cmocka_run_group_tests_name("record", tests, load, unload);
}
