/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Speed and memory. One JSON line per station, two for the whole, one for the start.
 *
 *     samples/ ─► sentences ──┬─► articles of 500 words in 60 KB of HTML, no two alike (a fixed shuffle)
 *     ordinary.txt, no events ─┘       │
 *                                     ├─► `entente read --jobs 1` on a quarter of the pages and on all of them: CPU time and
 *                                     │   peak memory of that process, so that growth with the number of pages would show
 *                                     └─► stations one by one in this process, a group of pages at a time, one thread, CPU time of each
 *
 * Pages per second are per CPU-second of one core. Wall-clock time is not reported: other work on the machine would be in it.
 * The pages of samples/ are denser in events than the news; ORDINARY of 100 sentences are of ordinary.txt, which brings the articles to about twice
 * as many events per 500 words as hand-counted news stories have.
 * usage: bench ENTENTE SAMPLES_FOLDER ORDINARY WORK_FOLDER N_PAGES
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "flow.h"

enum { WORDS_PER_PAGE = 500, BYTES_PER_PAGE = 60 * 1024, MAX_SENTENCES = 2000, STARTS = 20, STATION_PAGES = 500, ORDINARY = 60 };

typedef struct corpus { /* [0]: of the samples, [1]: ordinary */
    str sentence[2][MAX_SENTENCES];
    unsigned words[2][MAX_SENTENCES], n[2];
} corpus;

static _Noreturn void die(const char *what)
{
    fprintf(stderr, "bench: %s\n", what);
    exit(1);
}

/* ---- the pages ------------------------------------------------------------------------------------------------------ */

static void take_sentences(const doc *d, corpus *c, int kind, arena *keep)
{
    for (uint32_t i = 0; i < d->n_sentences && c->n[kind] < MAX_SENTENCES; i++) {
        const doc_sentence *s = &d->sentences[i];
        if (s->headline || s->tok_end - s->tok_begin < 6) continue;
        c->words[kind][c->n[kind]] = s->tok_end - s->tok_begin;
        c->sentence[kind][c->n[kind]++] = arena_str(keep, doc_text(d, s->begin, s->end));
    }
}

static void read_sentences(flow *f, const char *path, page_kind kind, corpus *c, arena *keep)
{
    ent_error err;
    str bytes;
    if (file_read(keep, path, 0, &bytes, &err)) die(err.message);
    if (!flow_page(f, kind, bytes, &err) && !flow_stage(f, STAGE_SPLIT, &err)) take_sentences(&f->d, c, kind == PAGE_PLAIN, keep);
}

static void read_corpus(flow *f, const char *samples, const char *ordinary, corpus *c, arena *keep)
{
    ent_error err;
    str *names;
    uint32_t n;
    if (file_list(keep, samples, ".html", &names, &n, &err)) die(err.message);
    for (uint32_t i = 0; i < n; i++) read_sentences(f, arena_printf(keep, "%s/%.*s", samples, STR_ARG(names[i])).s, PAGE_HTML, c, keep);
    read_sentences(f, ordinary, PAGE_PLAIN, c, keep);
    if (c->n[0] < 20 || c->n[1] < 20) die("too few sentences in the samples");
}

/* A small fixed generator (Marsaglia, Xorshift RNGs, 2003), so that the pages are the same everywhere. */
static unsigned draw(uint64_t *state, unsigned below)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return (unsigned)(*state >> 33) % below;
}

static void put_furniture(buf *b, size_t upto, unsigned page)
{
    for (unsigned i = 0; b->n < upto; i++)
        buf_printf(b, "<li class=\"menu-item item-%u\"><a href=\"https://news.example/section/%u/story-%u.html?from=menu&amp;pos=%u\" title=\"Read more\">Read more about it</a></li>\n", i,
                   i % 9, i * 37 + page, i);
}

/* Other states and other days on every page, so that happenings are told a few times each, as in news, and not once by every page. */
static const char *const states[] = {"India",  "China",   "Turkey", "Greece", "Russia", "Ukraine", "Egypt",   "Sudan",  "Brazil", "Chile",   "Japan",  "Vietnam",
                                     "Poland", "Belarus", "Iran",   "Iraq",   "France", "Algeria", "Serbia",  "Kosovo", "Kenya",  "Somalia", "Mexico", "Cuba"};
enum { N_STATES = sizeof states / sizeof *states };

static void put_sentence(buf *b, str s, unsigned shift)
{
    for (uint32_t i = 0; i < s.n;) {
        unsigned k = 0;
        while (k < N_STATES && !str_starts(str_sub(s, i, s.n), str_from(states[k]))) k++;
        buf_z(b, k < N_STATES ? states[(k + shift) % N_STATES] : "");
        if (k < N_STATES) i += (uint32_t)strlen(states[k]);
        else buf_char(b, s.s[i++]);
    }
    buf_char(b, ' ');
}

static void make_page(const corpus *c, unsigned page, buf *b)
{
    uint64_t state = 88172645463325252u + page * 2654435761u;
    unsigned shift = draw(&state, N_STATES), year = 1992 + draw(&state, 32), month = 1 + draw(&state, 12), day = 1 + draw(&state, 28);
    buf_reset(b);
    buf_printf(b, "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Report %u</title><meta property=\"article:published_time\" content=\"%04u-%02u-%02u\"><script>", page,
               year, month, day);
    while (b->n < BYTES_PER_PAGE / 3) buf_z(b, "window.q=window.q||[];q.push({slot:'top',size:[728,90],lazy:true});");
    buf_z(b, "</script></head><body><nav><ul>");
    put_furniture(b, BYTES_PER_PAGE / 2, page);
    buf_printf(b, "</ul></nav><article><h1>Report %u</h1>\n", page);
    for (unsigned words = 0, i = 0; words < WORDS_PER_PAGE; i++) {
        int kind = draw(&state, 100) < ORDINARY;
        unsigned k = draw(&state, c->n[kind]);
        words += c->words[kind][k];
        if (i % 3 == 0) buf_z(b, i ? "</p>\n<p>" : "<p>");
        put_sentence(b, c->sentence[kind][k], shift);
    }
    buf_z(b, "</p></article><aside><ul>");
    put_furniture(b, BYTES_PER_PAGE - 32, page);
    buf_z(b, "</ul></aside></body></html>");
}

static void write_pages(const corpus *c, const char *folder, unsigned begin, unsigned end)
{
    char path[4096];
    buf page;
    buf_init(&page);
    for (unsigned i = begin; i < end; i++) {
        make_page(c, i, &page);
        snprintf(path, sizeof path, "%s/%06u.html", folder, i);
        FILE *out = fopen(path, "wb");
        if (!out || fwrite(page.s, 1, page.n, out) != page.n || fclose(out)) die(path);
    }
    buf_fini(&page);
}

/* ---- the whole program ------------------------------------------------------------------------------------------------ */

/* CPU seconds and peak memory of one run of the program, its output thrown away. Status 2, as of an empty input, is a good end. */
static double run_program(char *const *argv, double *peak_mb)
{
    pid_t child = fork();
    if (child == 0) {
        int null = open("/dev/null", O_RDWR);
        for (int i = 0; i < 3; i++) dup2(null, i);
        execv(argv[0], argv);
        _exit(127);
    }
    int status;
    struct rusage use;
    if (child < 0 || wait4(child, &status, 0, &use) < 0 || !WIFEXITED(status) || (WEXITSTATUS(status) & ~2)) die("the program failed");
    *peak_mb = (double)use.ru_maxrss / 1024;
    return (double)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) + 1e-6 * (double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec);
}

static void run_whole(char *entente, const char *work, unsigned n_pages)
{
    char record[4096], pages[4096];
    double peak_mb;
    snprintf(record, sizeof record, "%s/%u.db", work, n_pages);
    snprintf(pages, sizeof pages, "%s/pages", work);
    unlink(record);
    double s = run_program((char *[]){entente, "read", "--jobs", "1", "--record", record, pages, NULL}, &peak_mb);
    printf("{\"station\":\"whole\",\"pages\":%u,\"pages_per_s\":%.0f,\"mb_per_s\":%.1f,\"words_per_s\":%.0f,\"peak_mb\":%.1f}\n", n_pages, n_pages / s,
           (double)n_pages * BYTES_PER_PAGE / 1e6 / s, (double)n_pages * WORDS_PER_PAGE / s, peak_mb);
}

static void run_start(char *entente)
{
    double seconds = 0, peak_mb;
    for (int i = 0; i < STARTS; i++) seconds += run_program((char *[]){entente, "code", "-", NULL}, &peak_mb);
    printf("{\"station\":\"start\",\"ms\":%.1f,\"peak_mb\":%.1f}\n", seconds * 1000 / STARTS, peak_mb);
}

/* ---- stations --------------------------------------------------------------------------------------------------------- */

static double cpu_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* Documents go through the stations in groups, as in a run. */
static void run_stations(const flow *f, const corpus *c, unsigned n_pages)
{
    static flow group[PIPELINE_MANY];
    static buf page[PIPELINE_MANY];
    double seconds[N_STAGES] = {0}, bytes = 0, words = 0, events = 0;
    ent_error err;
    for (unsigned k = 0; k < PIPELINE_MANY; k++) {
        group[k] = (flow){.engine = f->engine, .scratch = f->scratch};
        arena_init(&group[k].mem, DOC_CAP_ARENA);
        buf_init(&page[k]);
    }
    for (unsigned i = 0, n; i < n_pages; i += n) {
        n = n_pages - i < PIPELINE_MANY ? n_pages - i : PIPELINE_MANY;
        for (unsigned k = 0; k < n; k++) make_page(c, i + k, &page[k]);
        for (int s = 0; s < N_STAGES; s++) {
            double begin = cpu_seconds();
            for (unsigned k = 0; k < n; k++)
                if (s == STAGE_PAGE ? flow_page(&group[k], PAGE_HTML, str_make(page[k].s, page[k].n), &err) : flow_stage(&group[k], (stage)s, &err)) die(err.message);
            seconds[s] += cpu_seconds() - begin;
        }
        for (unsigned k = 0; k < n; k++) bytes += (double)page[k].n, words += group[k].d.n_tokens, events += group[k].d.n_events;
    }
    for (int s = 0; s < N_STAGES; s++)
        printf("{\"station\":\"%s\",\"pages\":%u,\"pages_per_s\":%.0f,\"mb_per_s\":%.1f,\"words_per_s\":%.0f}\n", flow_stage_name[s], n_pages, n_pages / seconds[s],
               bytes / 1e6 / seconds[s], words / seconds[s]);
    fprintf(stderr, "a page has %.1f KB of HTML, %.0f words and %.1f events\n", bytes / 1024 / n_pages, words / n_pages, events / n_pages);
    for (unsigned k = 0; k < PIPELINE_MANY; k++) {
        buf_fini(&page[k]);
        arena_fini(&group[k].mem);
    }
}

/* ---- tables ------------------------------------------------------------------------------------------------------------- */

static int gazetteer_load(arena *mem, const char *data, ent_error *err)
{
    link_gazetteer *g;
    return link_gazetteer_load(&g, mem, data, err);
}

static int book_load(arena *mem, const char *data, ent_error *err)
{
    code_book *b;
    return code_book_load(&b, mem, data, err);
}

/* Every load begins with memory fresh from the system, as that of a program does. */
static void run_load(const char *what, int (*load)(arena *, const char *, ent_error *), const char *data)
{
    double seconds = 0, bytes = 0;
    ent_error err;
    for (int i = 0; i < STARTS; i++) {
        arena mem;
        arena_init(&mem, 0);
        double begin = cpu_seconds();
        if (load(&mem, data, &err)) die(err.message);
        seconds += cpu_seconds() - begin;
        bytes = (double)mem.used_bytes;
        arena_fini(&mem);
    }
    printf("{\"load\":\"%s\",\"ms\":%.1f,\"mb\":%.1f}\n", what, seconds * 1000 / STARTS, bytes / 1e6);
}

int main(int argc, char **argv)
{
    if (argc != 6 || atoi(argv[5]) < 4) die("usage: bench ENTENTE SAMPLES_FOLDER ORDINARY WORK_FOLDER N_PAGES");
    static corpus c;
    unsigned n = (unsigned)atoi(argv[5]);
    char pages[4096];
    flow f;
    arena keep;
    arena_init(&keep, 0);
    if (flow_open(&f)) return 1;
    read_corpus(&f, argv[2], argv[3], &c, &keep);
    snprintf(pages, sizeof pages, "%s/pages", argv[4]);
    mkdir(argv[4], 0777);
    mkdir(pages, 0777);
    write_pages(&c, pages, 0, n / 4);
    run_whole(argv[1], argv[4], n / 4);
    write_pages(&c, pages, n / 4, n);
    run_whole(argv[1], argv[4], n);
    run_stations(&f, &c, n < STATION_PAGES ? n : STATION_PAGES);
    run_load("gazetteer", gazetteer_load, f.engine->data_dir);
    run_load("codebook", book_load, f.engine->data_dir);
    run_start(argv[1]);
    arena_fini(&keep);
    flow_close(&f);
    return 0;
}
