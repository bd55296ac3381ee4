/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Worst cases: shapes of input that bring a careless reader to n² work. Each is made at n, 2n and 4n and sent through all stations;
 * the cost of every station, in steps (steps.h), must grow in proportion: cost(4n) - cost(2n) at most MOST times cost(2n) - cost(n),
 * which is 2 for linear work, little more for n log n, and 4 for n². Differences, so that fixed costs do not hide growth; growth below
 * SMALL steps is not judged. A shape is `before`, n times `unit`, `after`.
 *
 * Records are filled with n, 2n and 4n documents of shapes that bring story and record to n²: all of one happening, all between one pair
 * of states, no two alike, every one a copy of the first. ent_run commits in the caller's thread, so the steps of this thread are those of
 * record and story alone.
 *
 * The judge is tried first on work of known growth.
 */
#define _GNU_SOURCE
#include <stdlib.h>
#include <unistd.h>

#include "flow.h"
#include "slow/steps.h"

#define MOST 2.7
#define MOST_PAIRS 4.4 /* reports of one happening are compared pair by pair, so those alone may grow as n² */
static const uint64_t SMALL = 20000;

typedef struct shape {
    const char *name;
    page_kind kind;
    unsigned n;
    const char *before, *unit, *after;
} shape;

#define HEAD "<!DOCTYPE html><html><head><title>A page</title></head><body><article><p>Talks were held in Geneva on Monday, officials said.</p>"
#define TEXT "Talks were held in Geneva on Monday, officials said.\n\n"

static const shape shapes[] = {
    {"nested div", PAGE_HTML, 5000, HEAD, "<div>", "deep"},
    {"nested inline", PAGE_HTML, 5000, HEAD "<p>", "<b><i>x", ""},
    {"unclosed paragraphs", PAGE_HTML, 5000, HEAD, "<p>A word of text.", ""},
    {"closed without opening", PAGE_HTML, 5000, HEAD, "</div></p></b>", ""},
    {"nested lists", PAGE_HTML, 3000, HEAD, "<ul><li>item", ""},
    {"nested tables", PAGE_HTML, 3000, HEAD, "<table><tr><td>x", ""},
    {"misnested", PAGE_HTML, 3000, HEAD, "<b><p>x</b><div>y</p>", "</div>"},
    {"angle brackets", PAGE_HTML, 20000, HEAD "<p>", "<", ""},
    {"ampersands", PAGE_HTML, 20000, HEAD "<p>", "&", ""},
    {"half entities", PAGE_HTML, 10000, HEAD "<p>", "&notan", ""},
    {"open comments", PAGE_HTML, 10000, HEAD, "<!--", ""},
    {"comment ends", PAGE_HTML, 10000, HEAD "<!--", "--", ""},
    {"open scripts", PAGE_HTML, 5000, HEAD, "<script>", ""},
    {"script ends", PAGE_HTML, 5000, HEAD "<script>", "</script", ""},
    {"open CDATA", PAGE_HTML, 5000, HEAD, "<![CDATA[", ""},
    {"attributes", PAGE_HTML, 10000, HEAD "<p ", "a=1 b='2' ", ">x"},
    {"open attribute", PAGE_HTML, 10000, HEAD, "<a href=\"x", ""},
    {"links", PAGE_HTML, 3000, HEAD, "<p><a href='/x'>Read more about this</a></p>", ""},
    {"titles", PAGE_HTML, 3000, "<html><head>", "<title>x</title><meta property='og:title' content='x'>", ""},
    {"date lines", PAGE_HTML, 3000, HEAD, "<span class=date>14 May 2024</span><time datetime='2024-05-14'>x</time>", ""},
    {"blank lines", PAGE_PLAIN, 8000, TEXT, "\n \n", TEXT},
    {"one long word", PAGE_PLAIN, 10000, TEXT, "a", ""},
    {"combining marks", PAGE_PLAIN, 8000, TEXT "a", "\xcc\x81", " end."},
    {"broken UTF-8", PAGE_PLAIN, 16000, TEXT, "\xe2\x82 a", ""},
    {"no full stop", PAGE_PLAIN, 6000, TEXT "It said", " and then more words", "."},
    {"initials", PAGE_PLAIN, 3000, TEXT, "A. B. ", "went home."},
    {"ellipses", PAGE_PLAIN, 3000, TEXT "Well", "... ", "then."},
    {"open quotes", PAGE_PLAIN, 3000, TEXT, "\"\xe2\x80\x9cHe ", ""},
    {"open brackets", PAGE_PLAIN, 3000, TEXT, "(", ""},
    {"numbers", PAGE_PLAIN, 3000, TEXT, "1,000.5-", ""},
    {"short sentences", PAGE_PLAIN, 600, TEXT, "Russia met China. It praised it. They left. ", ""},
    {"pronouns", PAGE_PLAIN, 600, TEXT "France spoke. ", "He said that they told him. ", ""},
    {"names", PAGE_PLAIN, 600, TEXT, "Sergei Lavrov met Wang Yi in the United States. ", ""},
    {"half names", PAGE_PLAIN, 600, TEXT, "the United Republic of the Democratic ", ""},
    {"paragraphs", PAGE_PLAIN, 600, TEXT, "Turkey and Greece held talks.\n\n", ""},
    {"dates", PAGE_PLAIN, 600, TEXT, "On Monday May 6, 2024, and last week, and two days ago, it rained. ", ""},
    {"list of actors", PAGE_PLAIN, 400, TEXT, "Russia, China, Iran, India and Turkey condemned Israel, Egypt, Syria and France. ", ""},
    {"chain of verbs", PAGE_PLAIN, 400, TEXT, "Russia attacked and bombed and shelled and seized and threatened to attack Ukraine. ", ""},
    {"chain of saying", PAGE_PLAIN, 400, TEXT, "Iran said that Iraq said that Syria said that Egypt said that Jordan had left. ", ""},
    {"chain of nouns", PAGE_PLAIN, 400, TEXT, "The talks of the minister of the government of the state of the union on the invasion of the coast went on. ", ""},
    {"sentence of 390 words", PAGE_PLAIN, 12, TEXT, "Russia attacked Ukraine and Iran left Iraq and ", "it ended."},
    {"JSON escapes", PAGE_NDJSON_LINE, 10000, "{\"text\":\"Talks were held in Geneva. ", "\\u0041\\n", "\"}"},
    {"nested JSON", PAGE_NDJSON_LINE, 5000, "{\"text\":\"Talks were held in Geneva.\",\"x\":", "[", "1"},
};

static str make(const shape *s, unsigned n, buf *out)
{
    buf_reset(out);
    buf_z(out, s->before);
    for (unsigned i = 0; i < n; i++) buf_z(out, s->unit);
    buf_z(out, s->after);
    return str_make(out->s, out->n);
}

static uint64_t cost_of_stage(flow *f, stage s, page_kind kind, str bytes)
{
    ent_error err;
    uint64_t before = steps;
    if (s == STAGE_PAGE) flow_page(f, kind, bytes, &err); /* input that cannot be used costs what it took to find out */
    else flow_stage(f, s, &err);
    return steps - before;
}

static bool in_proportion(const uint64_t cost[3], double most)
{
    int64_t first = (int64_t)cost[1] - (int64_t)cost[0], second = (int64_t)cost[2] - (int64_t)cost[1];
    return second < (int64_t)SMALL || (double)second <= most * (double)(first > 0 ? first : 0);
}

static int try_shape(flow *f, const shape *s, buf *bytes)
{
    uint64_t cost[N_STAGES][3];
    int n_failed = 0;
    for (int i = 0; i < 3; i++) {
        str page = make(s, s->n << i, bytes);
        for (int k = 0; k < N_STAGES; k++) cost[k][i] = cost_of_stage(f, k, s->kind, page);
    }
    for (int k = 0; k < N_STAGES; k++) {
        if (in_proportion(cost[k], MOST)) continue;
        n_failed++;
        printf("not ok: %s, %s: %llu, %llu, %llu steps at n, 2n, 4n (n = %u)\n", s->name, flow_stage_name[k], (unsigned long long)cost[k][0],
               (unsigned long long)cost[k][1], (unsigned long long)cost[k][2], s->n);
    }
    return n_failed;
}

/* ---- records ------------------------------------------------------------------------------------------------------------- */

typedef void (*news_fn)(FILE *out, unsigned i);

static const char *const states[] = {"France", "Germany", "Italy", "Spain", "Poland", "Egypt", "Iran", "Iraq", "India", "China", "Japan", "Ukraine", "Brazil", "Chile", "Peru", "Kenya", "Ghana"};
enum { N_NEWS_STATES = sizeof states / sizeof *states };

static void put_news(FILE *out, unsigned i, unsigned day, const char *a, const char *b, unsigned word)
{
    fprintf(out, "{\"id\":\"d%u\",\"url\":\"https://news.example/%u\",\"published\":\"20%02u-%02u-%02u\",\"text\":\"%s condemned %s on Monday, said agency number %u. %s and %s held talks.\"}\n", i, i,
            day / 336 % 90 + 10, day / 28 % 12 + 1, day % 28 + 1, a, b, word, b, a);
}

static void one_happening(FILE *out, unsigned i) { put_news(out, i, 100, "France", "Iran", i); }
static void one_pair(FILE *out, unsigned i) { put_news(out, i, i, "France", "Iran", i); }
static void no_two_alike(FILE *out, unsigned i) { put_news(out, i, i * 5, states[i % N_NEWS_STATES], states[(i / N_NEWS_STATES + i + 1) % N_NEWS_STATES], i); }
static void copies(FILE *out, unsigned i) { put_news(out, i, 100, "France", "Iran", 7); }
static void undated(FILE *out, unsigned i) { fprintf(out, "{\"id\":\"d%u\",\"text\":\"France condemned Iran, said agency number %u.\"}\n", i, i); }

static const struct {
    const char *name;
    news_fn put;
    double most;
} records[] = {{"one happening", one_happening, MOST_PAIRS}, {"copies", copies, MOST_PAIRS}, {"one pair of states", one_pair, MOST}, {"no two alike", no_two_alike, MOST}, {"undated", undated, MOST}};

static uint64_t cost_of_record(const ent_engine *e, news_fn put, unsigned n, uint64_t *reports)
{
    char news[] = "/tmp/entente-slow-XXXXXX", record[64];
    const char *path = news;
    ent_totals totals = {0};
    ent_error err = {0};
    int fd = mkstemp(news);
    FILE *out = fd < 0 ? NULL : fdopen(fd, "w");
    if (!out) return 0;
    for (unsigned i = 0; i < n; i++) put(out, i);
    fclose(out);
    snprintf(record, sizeof record, "%s.db", news);
    uint64_t before = steps;
    ent_job job = {.output = ENT_OUT_RECORD, .paths = &path, .n_paths = 1, .n_threads = 1, .record = record};
    if (ent_run(e, &job, &totals, &err)) printf("%s\n", err.message);
    before = steps - before;
    *reports = totals.record_reports;
    unlink(news);
    unlink(record);
    return before;
}

static int try_record(const ent_engine *e, size_t k)
{
    enum { N = 200 };
    uint64_t cost[3], reports = 0;
    for (int i = 0; i < 3; i++) cost[i] = cost_of_record(e, records[k].put, (unsigned)N << i, &reports);
    bool filled = reports >= N << 2;
    if (!filled) printf("not ok: %s: only %llu reports of %u documents\n", records[k].name, (unsigned long long)reports, N << 2);
    if (in_proportion(cost, records[k].most)) return !filled;
    printf("not ok: a record of %s: %llu, %llu, %llu steps for %d, %d, %d documents\n", records[k].name, (unsigned long long)cost[0], (unsigned long long)cost[1], (unsigned long long)cost[2], N,
           2 * N, 4 * N);
    return 1;
}

/* The judge on n, n log n and n² with a fixed cost before them. */
static int try_judge(void)
{
    uint64_t linear[3], sorted[3], square[3];
    for (uint64_t i = 0, n = 100000; i < 3; i++, n *= 2) {
        linear[i] = 5000000 + 7 * n;
        sorted[i] = 5000000 + n * (17 + i);
        square[i] = 5000000 + n * n / 1000;
    }
    int n_failed = !in_proportion(linear, MOST) + !in_proportion(sorted, MOST) + in_proportion(square, MOST);
    if (n_failed) printf("not ok: the judge takes one growth for another\n");
    return n_failed;
}

int main(void)
{
    flow f;
    buf bytes;
    int n_failed = try_judge(), n = 3;
    buf_init(&bytes);
    if (flow_open(&f)) return 1;
    uint64_t before = steps;
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++, n += N_STAGES) n_failed += try_shape(&f, &shapes[i], &bytes);
    for (size_t k = 0; k < sizeof records / sizeof *records; k++, n++) n_failed += try_record(f.engine, k);
    if (steps - before < 1000000) {
        printf("not ok: the build does not count steps\n");
        n_failed++;
    }
    flow_close(&f);
    buf_fini(&bytes);
    printf("%d passed, %d failed\n", n - n_failed, n_failed);
    return n_failed != 0;
}
