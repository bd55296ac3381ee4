/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/hash.h"
#include "base/utf8.h"
#include "golden.h"
#include "story/alike.h"
#include "story/sketch.h"
#include "story/story.h"

static arena program;
static story_tables *tables;

static int load(void **state)
{
    (void)state;
    ent_error err;
    arena_init(&program, 0);
    if (!story_tables_load(&tables, &program, ".", &err)) return 0;
    printf("%s\n", err.message);
    return -1;
}

static int unload(void **state)
{
    (void)state;
    arena_fini(&program);
    return 0;
}

/* ---- texts and sketches ------------------------------------------------------------------------------------------------- */

static void hash_of(const char *text, char out[33])
{
    out[32] = 0;
    story_text_hash(str_from(text), out);
}

static void the_text_hash_sees_letters_and_digits_alone(void **state)
{
    (void)state;
    char a[33], b[33];
    hash_of("\"We met,\" he said —\n on May 3.", a);
    hash_of("we MET he\tsaid on may 3", b);
    assert_string_equal(a, b);
    hash_of("we met he said on may 4", b);
    assert_string_not_equal(a, b);
    hash_of("", a);
    hash_of("...", b);
    assert_string_equal(a, b);
    /* Parts longer than the buffer are chained: no change at any place goes unseen. */
    char text[5001];
    for (int i = 0; i < 5000; i++) text[i] = (char)('a' + i % 26);
    text[5000] = 0;
    hash_of(text, a);
    for (int i = 0; i < 5000; i += 97) {
        char was = text[i];
        text[i] = 'Z';
        hash_of(text, b);
        assert_true(was == 'z' || strcmp(a, b));
        text[i] = was;
    }
}

/* n sentences about a place, told with the verbs of one of two writers; every `skip`th is left out. */
static str page_text(arena *a, const char *verb, int first, int n, int skip)
{
    static const char *const towns[] = {"Brindlewick", "Castervale", "Dunmorrow", "Eskhaven", "Fallowmere", "Grantholm"};
    str text = STR("");
    for (int i = first; i < first + n; i++) {
        if (skip && i % skip == 0) continue;
        text = arena_printf(a, "%.*sThe council of %s %s %d barrels of tar for the harbour of %s in week %d. ", STR_ARG(text), towns[i % 6], verb, 100 + 37 * i, towns[(i * 5 + 1) % 6], i);
    }
    return text;
}

static sketch_relation relation(arena *a, str x, str y)
{
    char hx[32], hy[32];
    story_text_hash(x, hx);
    story_text_hash(y, hy);
    story_report rx = {.text_hash = str_make(hx, 32), .sketch = story_sketch(tables, x, a)}, ry = {.text_hash = str_make(hy, 32), .sketch = story_sketch(tables, y, a)};
    assert_int_equal(sketch_compare(&rx, &ry), sketch_compare(&ry, &rx));
    return sketch_compare(&rx, &ry);
}

static void sketches_tell_copies_from_stories(void **state)
{
    (void)state;
    arena a;
    arena_init(&a, 0);
    str whole = page_text(&a, "bought", 0, 40, 0);
    assert_int_equal(relation(&a, whole, whole), SKETCH_EXACT);
    assert_int_equal(relation(&a, whole, page_text(&a, "bought", 0, 40, 3)), SKETCH_COPY);    /* shortened */
    assert_int_equal(relation(&a, whole, page_text(&a, "purchased", 0, 40, 0)), SKETCH_COPY); /* a synonym in every sentence */
    str other = STR("In Brindlewick and Castervale nobody slept. Dunmorrow burned; Eskhaven sent pumps; from Fallowmere and Grantholm came sand.");
    assert_int_equal(relation(&a, whole, other), SKETCH_STORY);
    assert_int_equal(relation(&a, whole, STR("Prices of wool fell on Monday for the third day, traders said, and may fall again.")), SKETCH_OTHER);
    story_report x = {.text_hash = STR("a"), .sketch = STR("\x05")}, y = {.text_hash = STR("b"), .sketch = STR("\xff\xff\xff\xff garbage")};
    assert_int_equal(sketch_compare(&x, &y), SKETCH_OTHER); /* bytes that are no sketch */
    arena_fini(&a);
}

/* ---- pairs: golden ---------------------------------------------------------------------------------------------------------- */

static int32_t day_or_none(str s) { return str_is(s, "-") ? CAL_NONE : cal_parse(s); }

/* Takes "[trigger]" out of a sentence; "[[…]]" is the other event's and is only bared. */
static void bare(arena *a, str marked, story_report *r)
{
    char *out = arena_alloc(a, marked.n + 1u);
    uint32_t n = 0, begin = 0, end = 0;
    for (uint32_t i = 0; i < marked.n; i++) {
        bool twice = i + 1 < marked.n && marked.s[i + 1] == marked.s[i];
        if (marked.s[i] != '[' && marked.s[i] != ']') out[n++] = marked.s[i];
        else if (twice) i++;
        else if (marked.s[i] == '[') begin = n;
        else end = n;
    }
    r->text = (str){out, n};
    r->trigger = str_sub(r->text, begin, end);
    r->trigger_at = begin;
}

static str sorted_codes(arena *a, str list)
{
    char *out = arena_alloc(a, list.n + 1u);
    str all[12];
    uint32_t n = 0, o = 0;
    while (list.n) {
        str one = str_cut(&list, ',');
        uint32_t at = n++;
        while (at && str_cmp(all[at - 1], one) > 0) all[at] = all[at - 1], at--;
        all[at] = one;
    }
    for (uint32_t i = 0; i < n; i++) {
        if (i) out[o++] = ' ';
        memcpy(out + o, all[i].s, all[i].n);
        o += all[i].n;
    }
    return (str){out, o};
}

static void read_report(arena *a, str line, story_report *r)
{
    line = str_trim(line);
    r->event = str_cut(&line, ' ');
    str mode = str_cut(&line, ' ');
    r->mode = str_is(mode, "-") ? STR_NONE : mode;
    r->status = str_cut(&line, ' ');
    str parties = str_cut(&line, ' ');
    r->actors = sorted_codes(a, str_cut(&parties, '>'));
    r->recipients = sorted_codes(a, parties);
    str day = str_cut(&line, ' ');
    bool by_page = day.s[0] == '~';
    r->dated = str_is(day, "-") ? DATED_UNKNOWN : by_page ? DATED_DOCUMENT : DATED_EXPRESSION;
    r->start = r->stop = day_or_none(by_page ? str_sub(day, 1, day.n) : day);
    r->published = day_or_none(str_cut(&line, ' '));
    line = str_sub(line, 1, line.n);
    r->place = str_cut(&line, '}');
    r->place_kind = r->place.n ? STR("city") : STR_NONE;
    r->dead = r->injured = -1;
    bare(a, str_trim(line), r);
}

static void put_pages(arena *a, str how, story_report *x, story_report *y)
{
    x->doc_id = x->text_hash = STR("page x");
    y->doc_id = y->text_hash = STR("page y");
    if (str_is(how, "same")) {
        y->doc_id = y->text_hash = x->doc_id;
        y->text_at = str_eq(x->text, y->text) ? 0 : 1;
    }
    if (str_is(how, "copy") || str_is(how, "story")) x->sketch = story_sketch(tables, page_text(a, "bought", 0, 40, 0), a);
    if (str_is(how, "copy")) y->sketch = story_sketch(tables, page_text(a, "bought", 0, 40, 4), a);
    if (str_is(how, "story")) y->sketch = story_sketch(tables, STR("From Brindlewick to Castervale, Dunmorrow, Eskhaven, Fallowmere and Grantholm."), a);
}

static bool hopeless(arena *a, const story_report *x, const story_report *y)
{
    alike_view from, to;
    alike_view_make(tables, x, &from);
    alike_view_make(tables, y, &to);
    return alike_hopeless(&from, gist_make(&to, a));
}

static void judge(void *ctx, str input, buf *got)
{
    (void)ctx;
    arena a;
    arena_init(&a, 0);
    story_report x = {.id = STR("1")}, y = {.id = STR("2")};
    int64_t first = str_find(input, STR("||"), 0), second = str_find(input, STR("||"), (uint32_t)first + 2);
    if (first < 0 || second < 0) fail_msg("not three parts: %.*s", STR_ARG(input));
    read_report(&a, str_sub(input, (uint32_t)first + 2, (uint32_t)second), &x);
    read_report(&a, str_sub(input, (uint32_t)second + 2, input.n), &y);
    put_pages(&a, str_trim(str_sub(input, 0, (uint32_t)first)), &x, &y);
    const char *why, *back;
    uint32_t likeness = story_likeness(tables, &x, &y, &why);
    assert_int_equal(likeness, story_likeness(tables, &y, &x, &back));
    assert_string_equal(why, back);
    if (hopeless(&a, &x, &y) || hopeless(&a, &y, &x)) assert_int_equal(likeness, 0);
    buf_printf(got, "%s: %s\n", likeness ? "one" : "two", why);
    arena_fini(&a);
}

static void pairs_are_judged_as_people_do(void **state)
{
    (void)state;
    assert_int_equal(golden_check("tests/golden/story", judge, NULL), 0);
}

/* ---- settling, over a store in memory ------------------------------------------------------------------------------------------ */

typedef struct cell { /* a report under a key */
    uint32_t report, next;
} cell;

typedef struct memory {
    arena mem;
    story_report *reports; /* [n] */
    str *event;            /* [n] assigned */
    str *gist;             /* [n] noted; NULL: none are kept */
    uint32_t n;
    map by_id, by_key; /* key → first cell */
    cell *cells;
    uint32_t n_cells, cap_cells;
    uint64_t n_compared;
} memory;

static str key_name(const story_key *key) { return str_make((const char *)key, sizeof *key); }

static int find(void *ctx, story_key key, uint32_t most, story_row_fn each, void *each_ctx, ent_error *err)
{
    memory *m = ctx;
    (void)err;
    int rc = 0;
    for (uint32_t c = map_get(&m->by_key, key_name(&key)); !rc && most-- && c != MAP_NONE; c = m->cells[c].next) rc = each(each_ctx, m->cells[c].report);
    return rc;
}

static int at(void *ctx, int64_t row, story_each_fn each, void *each_ctx, ent_error *err)
{
    memory *m = ctx;
    (void)err;
    return each(each_ctx, &m->reports[row]);
}

static void put_one(memory *m, story_key key, uint32_t report)
{
    uint32_t first = map_get(&m->by_key, key_name(&key));
    for (uint32_t c = first; c != MAP_NONE; c = m->cells[c].next)
        if (m->cells[c].report == report) return;
    m->cells = arena_grow(&m->mem, m->cells, sizeof *m->cells, m->n_cells, m->n_cells + 1, &m->cap_cells);
    m->cells[m->n_cells] = (cell){report, first};
    map_put(&m->by_key, arena_str(&m->mem, key_name(&key)), m->n_cells++);
}

static int by_key(const void *p, const void *q)
{
    story_key a = *(const story_key *)p, b = *(const story_key *)q;
    return (a > b) - (a < b);
}

static int put(void *ctx, const story_key *keys, const int64_t *rows, uint32_t n, story_block_fn each, void *each_ctx, ent_error *err)
{
    memory *m = ctx;
    uint32_t n_before = m->n_cells, *under = arena_new(&m->mem, uint32_t, m->n + 1);
    story_key *sorted = arena_new(&m->mem, story_key, n + 1);
    int rc = 0;
    (void)err;
    for (uint32_t i = 0; i < n; i++) put_one(m, sorted[i] = keys[i], (uint32_t)rows[i]);
    qsort(sorted, n, sizeof *sorted, by_key);
    for (uint32_t i = 0; !rc && i < n; i++) {
        if (i && sorted[i] == sorted[i - 1]) continue;
        story_block b = {.key = sorted[i], .rows = under};
        for (uint32_t c = map_get(&m->by_key, key_name(&b.key)); c != MAP_NONE; c = m->cells[c].next) {
            under[b.n++] = m->cells[c].report;
            b.n_before += c < n_before;
        }
        b.n_rows = b.n;
        rc = each(each_ctx, &b);
    }
    return rc;
}

static int note(void *ctx, int64_t row, str gist, ent_error *err)
{
    memory *m = ctx;
    (void)err;
    m->gist[row] = arena_str(&m->mem, gist);
    return 0;
}

static int gist_of(void *ctx, int64_t row, arena *mem, str *out, ent_error *err)
{
    memory *m = ctx;
    (void)err;
    *out = m->gist[row].n ? arena_str(mem, m->gist[row]) : STR_NONE;
    return 0;
}

static int assign(void *ctx, const story_report *r, str event, ent_error *err)
{
    memory *m = ctx;
    (void)err;
    m->event[r->row] = arena_str(&m->mem, event);
    return 0;
}

static int assigned(void *ctx, int64_t row, uint64_t *to, ent_error *err)
{
    memory *m = ctx;
    (void)err;
    *to = m->event[row].n ? hash_bytes(m->event[row].s, m->event[row].n, 0) : 0;
    return 0;
}

static int keys(void *ctx, int64_t row, story_key out[STORY_MAX_KEYS], uint32_t *n, ent_error *err)
{
    memory *m = ctx;
    (void)err;
    *n = story_keys(tables, &m->mem, &m->reports[row], out);
    return 0;
}

enum { PAIRS_OF_STATES = 12 };

/* Made-up news: `n` documents, a few a day, each with two reports; the same happening comes in up to four pages. */
static void make_news(memory *m, uint32_t n, uint32_t per_day)
{
    static const char *const states[] = {"ARG", "BOL", "CHL", "DNK", "EST", "FIN", "GRC", "HUN"};
    static const char *const types[] = {"CONSULT", "ACCUSE", "SUPPORT", "SANCTION", "ASSAULT", "AGREE"};
    static const char *const things[] = {"trawlers", "pylons", "orchards", "sluices", "lanterns", "granaries", "viaducts", "kilns", "quarries", "ferries", "beacons", "mills"};
    arena_init(&m->mem, 0);
    map_init(&m->by_id, &m->mem);
    map_init(&m->by_key, &m->mem);
    m->n = 2 * n;
    m->n_compared = 0;
    m->cells = NULL;
    m->gist = NULL;
    m->n_cells = m->cap_cells = 0;
    m->reports = arena_new(&m->mem, story_report, m->n);
    m->event = arena_new(&m->mem, str, m->n);
    for (uint32_t i = 0; i < m->n; i++) {
        uint32_t page = i / 2, happening = page / 4 * 2 + i % 2, h = happening * 2654435761u;
        int32_t day = cal_day(2020, 1, 1) + (int32_t)(page / 4 * 4 / per_day);
        story_report *r = &m->reports[i];
        char id[33] = {0};
        hash_hex(&i, sizeof i, id);
        *r = (story_report){.id = arena_str(&m->mem, str_from(id)), .row = i, .doc_row = page, .event = str_from(types[h >> 8 & 3]), .status = STR("actual"), .start = CAL_NONE, .stop = CAL_NONE, .dead = -1, .injured = -1};
        r->doc_id = r->text_hash = arena_printf(&m->mem, "page %u", page);
        r->actors = str_from(states[h >> 12 & 3]);
        r->recipients = str_from(states[4 + (h >> 16 & 3)]);
        r->published = day + (int32_t)(page % 4 == 3);
        if (page % 4 != 2) r->start = r->stop = day;
        r->dated = page % 4 != 2 ? DATED_EXPRESSION : DATED_UNKNOWN;
        r->text = arena_printf(&m->mem, "The envoy spoke of %s and %s, of %s number %u, writer %u.", things[h >> 4 & 7], things[4 + (h >> 20 & 7)], things[h >> 24 & 7], happening, page % 4);
        r->text_at = i % 2 * 100;
        r->trigger = STR("spoke");
        r->trigger_at = 10;
        map_put(&m->by_id, r->id, i);
    }
}

static void settle(memory *m, const int64_t *rows, uint32_t n)
{
    ent_error err = {0};
    arena scratch;
    arena_init(&scratch, 0);
    story_store store = {.ctx = m, .put = put, .find = find, .at = at, .assign = assign, .assigned = assigned, .keys = keys, .n_compared = &m->n_compared};
    if (m->gist) store.note = note, store.gist = gist_of;
    if (story_settle(tables, &store, &scratch, rows, n, &err)) fail_msg("%s", err.message);
    arena_fini(&scratch);
}

/* One undated sentence in the words of n writers, months apart: they meet under rare words alone. */
static void make_echoes(memory *m, uint32_t n)
{
    arena_init(&m->mem, 0);
    map_init(&m->by_id, &m->mem);
    map_init(&m->by_key, &m->mem);
    m->n = n;
    m->n_compared = 0;
    m->cells = NULL;
    m->gist = NULL;
    m->n_cells = m->cap_cells = 0;
    m->reports = arena_new(&m->mem, story_report, n);
    m->event = arena_new(&m->mem, str, n);
    for (uint32_t i = 0; i < n; i++) {
        char id[33] = {0};
        hash_hex(&i, sizeof i, id);
        m->reports[i] = (story_report){.id = arena_str(&m->mem, str_from(id)), .row = i, .doc_row = i, .event = STR("ACCUSE"), .status = STR("actual"), .actors = STR("ARG"), .recipients = STR("BOL"),
                                       .text = arena_printf(&m->mem, "The envoy spoke of trawlers, pylons, orchards, sluices, lanterns, granaries, viaducts and kilns, writer %u.", i % 7),
                                       .trigger = STR("spoke"), .trigger_at = 10, .published = cal_day(2020, 1, 1) + 60 * (int32_t)i, .start = CAL_NONE, .stop = CAL_NONE, .dead = -1, .injured = -1};
        m->reports[i].doc_id = m->reports[i].text_hash = m->reports[i].id;
    }
}

static uint32_t happenings_of_echoes(uint32_t n, uint32_t per_run)
{
    memory m;
    uint32_t n_happenings = 0;
    make_echoes(&m, n);
    for (uint32_t i = 0; i < n; i += per_run) {
        int64_t rows[64];
        uint32_t k = 0;
        for (; k < per_run && i + k < n; k++) rows[k] = i + k;
        settle(&m, rows, k);
    }
    for (uint32_t i = 0; i < n; i++) n_happenings += str_eq(m.event[i], m.reports[i].id);
    arena_fini(&m.mem);
    return n_happenings;
}

/* What a block brought together falls apart when it fills up, as if it had been full from the start. */
static void a_full_block_brings_nobody_together(void **state)
{
    (void)state;
    static const uint32_t per_run[] = {60, 1, 7, 50};
    for (int k = 0; k < 4; k++) {
        assert_int_equal(happenings_of_echoes(STORY_BLOCK_MAX, per_run[k]), 1);
        assert_int_equal(happenings_of_echoes(60, per_run[k]), 60);
    }
}

static void shuffle(int64_t *rows, uint32_t n, uint64_t seed)
{
    for (uint32_t i = n; i > 1; i--) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        uint32_t k = (uint32_t)(seed >> 33) % i;
        int64_t x = rows[i - 1];
        rows[i - 1] = rows[k];
        rows[k] = x;
    }
}

/* Settles made-up news in a shuffled order, in runs of `per_run` reports. */
static void settle_in_runs(memory *m, uint32_t n, uint64_t seed, uint32_t per_run)
{
    make_news(m, n, 8);
    if (seed) m->gist = arena_new(&m->mem, str, m->n);
    int64_t *rows = arena_new(&m->mem, int64_t, m->n);
    for (uint32_t i = 0; i < m->n; i++) rows[i] = i;
    if (seed) shuffle(rows, m->n, seed);
    for (uint32_t i = 0; i < m->n; i += per_run) settle(m, rows + i, m->n - i < per_run ? m->n - i : per_run);
}

/* What a gist tells is so; one that is cut off tells nothing. */
static void a_gist_tells_whom_it_is_hopeless_to_compare(void **state)
{
    (void)state;
    memory m;
    uint32_t n_told = 0, n_alike = 0;
    make_news(&m, 100, 8);
    for (uint32_t i = 0; i < m.n; i++)
        for (uint32_t k = i + 1; k < m.n; k++) {
            bool told = hopeless(&m.mem, &m.reports[i], &m.reports[k]), alike = story_likeness(tables, &m.reports[i], &m.reports[k], NULL) > 0;
            assert_false(told && alike);
            n_told += told;
            n_alike += alike;
        }
    assert_true(n_alike > 300 && n_told > m.n * (m.n - 1) / 4);
    alike_view x;
    alike_view_make(tables, &m.reports[0], &x);
    str gist = gist_make(&x, &m.mem);
    for (uint32_t n = 0; n < gist.n; n++) assert_false(alike_hopeless(&x, str_sub(gist, 0, n)));
    arena_fini(&m.mem);
}

static void any_order_and_any_number_of_runs_give_the_same_happenings(void **state)
{
    (void)state;
    enum { DOCUMENTS = 400 };
    static const uint32_t per_run[] = {1000000, 1, 7, 100, 333};
    memory one, other;
    settle_in_runs(&one, DOCUMENTS, 0, 1000000);
    for (int k = 0; k < 5; k++) {
        settle_in_runs(&other, DOCUMENTS, 77u + (uint64_t)k, per_run[k]);
        for (uint32_t i = 0; i < one.n; i++) assert_true(str_eq(one.event[i], other.event[i]));
        arena_fini(&other.mem);
    }
    /* And they are the right ones: every happening has its four pages, but for one in a hundred; a few of the same day, dyad and type, told in
     * much the same words, are taken for one. */
    uint32_t wrong = 0;
    for (uint32_t i = 0; i < one.n; i++) wrong += !str_eq(one.event[i], one.event[i / 8 * 8 + i % 2]);
    assert_true(wrong * 100 < one.n);
    map events;
    map_init(&events, &one.mem);
    for (uint32_t i = 0; i < one.n; i++) map_put(&events, one.event[i], 1);
    assert_in_range(events.n, DOCUMENTS / 2 * 94 / 100, DOCUMENTS / 2 * 102 / 100);
    arena_fini(&one.mem);
}

static void the_smallest_id_names_the_happening(void **state)
{
    (void)state;
    memory m;
    settle_in_runs(&m, 100, 5, 50);
    for (uint32_t i = 0; i < m.n; i++) {
        assert_true(str_cmp(m.event[i], m.reports[i].id) <= 0);
        assert_true(str_eq(m.event[map_get(&m.by_id, m.event[i])], m.event[i]));
    }
    arena_fini(&m.mem);
}

/* A page tells an act in its lead and again with its day. A copy in other words is without a date, so that its own two are not alike; the
 * page shows that they are one. Without the page's second telling nothing does. */
static void two_tellings_of_a_copy_are_one_when_the_page_says_so(void **state)
{
    static const char *const told[] = {
        "SANCTION expel actual ECU>USA 2011-04-05 2011-04-08 {} Washington answered after Quito [threw out] its envoy because of a cable on the police.",
        "SANCTION expel actual ECU>USA 2011-04-05 2011-04-08 {} Ecuador [expelled] Ambassador Hilda Rowe on Tuesday after a newspaper had printed a cable that she signed.",
        "SANCTION expel actual ECU>USA - 2011-04-09 {} Washington replied after Quito [threw out] its envoy because of a cord on the police.",
        "SANCTION expel actual ECU>USA - 2011-04-09 {} Ecuador [expelled] Ambassador Hilda Rowe on Tuesday after a newspaper had revealed a cord that she signed.",
    };
    (void)state;
    for (uint32_t n_told = 3; n_told <= 4; n_told++) { /* 3: the page without its second sentence */
        memory m = {0};
        int64_t rows[4];
        arena_init(&m.mem, 0);
        map_init(&m.by_id, &m.mem);
        map_init(&m.by_key, &m.mem);
        m.reports = arena_new(&m.mem, story_report, 4);
        m.event = arena_new(&m.mem, str, 4);
        str page = story_sketch(tables, page_text(&m.mem, "bought", 0, 40, 0), &m.mem), copy = story_sketch(tables, page_text(&m.mem, "bought", 0, 40, 4), &m.mem);
        for (uint32_t i = 0; i < 4; i++) {
            if (n_told == 3 && i == 1) continue;
            story_report *r = &m.reports[m.n];
            *r = (story_report){.row = m.n, .doc_row = i / 2};
            read_report(&m.mem, str_from(told[i]), r);
            r->id = arena_printf(&m.mem, "%u", i);
            r->doc_id = r->text_hash = i < 2 ? STR("page") : STR("copy");
            r->sketch = i < 2 ? page : copy;
            r->text_at = i % 2;
            map_put(&m.by_id, r->id, m.n);
            rows[m.n] = m.n;
            m.n++;
        }
        settle(&m, rows, m.n);
        assert_int_equal(str_eq(m.event[m.n - 1], m.event[0]), n_told == 4);
        arena_fini(&m.mem);
    }
}

/* Twice the news costs twice the comparisons: 10,000 documents at eight a day. */
static void cost_is_linear_in_the_news(void **state)
{
    (void)state;
    uint64_t cost[3];
    for (int k = 0; k < 3; k++) {
        memory m;
        settle_in_runs(&m, 2500u << k, 0, 1000000);
        cost[k] = m.n_compared;
        arena_fini(&m.mem);
    }
    printf("pairs compared for 2500, 5000, 10000 documents of two reports: %llu %llu %llu\n", (unsigned long long)cost[0], (unsigned long long)cost[1], (unsigned long long)cost[2]);
    assert_true(cost[0] > 5000);
    assert_true(cost[1] < cost[0] * 5 / 2);
    assert_true(cost[2] < cost[1] * 5 / 2);
}

/* ---- stories of documents -------------------------------------------------------------------------------------------------------- */

/* Made-up pages: `per_story` documents on each of `n` stories (at most 676), with names and a number of their own, and words that all stories
 * share. Every fifth page has no day. */
static void make_pages(memory *m, uint32_t n, uint32_t per_story)
{
    static const char *const crops[] = {"water", "land", "food", "money", "paper"}, *const verbs[] = {"took", "held", "found", "made", "left", "sent"};
    arena_init(&m->mem, 0);
    map_init(&m->by_id, &m->mem);
    map_init(&m->by_key, &m->mem);
    m->n = n * per_story;
    m->n_compared = m->n_cells = m->cap_cells = 0;
    m->cells = NULL;
    m->gist = NULL;
    m->reports = arena_new(&m->mem, story_report, m->n);
    m->event = arena_new(&m->mem, str, m->n);
    for (uint32_t i = 0; i < m->n; i++) {
        uint32_t s = i / per_story, page = i % per_story;
        char id[33] = {0}, hash[32];
        hash_hex(&i, sizeof i, id);
        char mark[3] = {(char)('a' + s / 26 % 26), (char)('a' + s % 26)}; /* a stem has six letters */
        str text = arena_printf(&m->mem, "The %cea%s of %cor%s %s at %cun%s %u parts of %s, and %cal%s said to %cim%s that it was good, %u.", mark[0], mark, mark[1], mark, verbs[page % 6],
                                mark[0], mark, 100 + s * 37, crops[s % 5], mark[0], mark, mark[1], mark, page);
        story_text_hash(text, hash);
        m->reports[i] = (story_report){.id = arena_str(&m->mem, str_from(id)), .row = i, .doc_row = i, .text_hash = arena_str(&m->mem, str_make(hash, 32)), .sketch = story_sketch(tables, text, &m->mem),
                                       .published = i % 5 == 4 ? CAL_NONE : cal_day(2020, 1, 1) + (int32_t)(s + page), .start = CAL_NONE, .stop = CAL_NONE, .dead = -1, .injured = -1};
        map_put(&m->by_id, m->reports[i].id, i);
    }
}

static void find_stories(memory *m, const int64_t *rows, uint32_t n)
{
    ent_error err = {0};
    arena scratch;
    arena_init(&scratch, 0);
    story_store store = {.ctx = m, .put = put, .find = find, .at = at, .assign = assign, .assigned = assigned, .keys = keys, .n_compared = &m->n_compared};
    if (story_topics(tables, &store, &scratch, rows, n, &err)) fail_msg("%s", err.message);
    arena_fini(&scratch);
}

static void find_stories_in_runs(memory *m, uint32_t n, uint64_t seed, uint32_t per_run)
{
    make_pages(m, n, 6);
    int64_t *rows = arena_new(&m->mem, int64_t, m->n);
    for (uint32_t i = 0; i < m->n; i++) rows[i] = i;
    if (seed) shuffle(rows, m->n, seed);
    for (uint32_t i = 0; i < m->n; i += per_run) find_stories(m, rows + i, m->n - i < per_run ? m->n - i : per_run);
}

static void documents_of_one_story_find_each_other_in_any_order(void **state)
{
    (void)state;
    enum { STORIES = 60 };
    static const uint32_t per_run[] = {1000000, 1, 7, 100};
    memory one, other;
    find_stories_in_runs(&one, STORIES, 0, 1000000);
    for (int k = 0; k < 4; k++) {
        find_stories_in_runs(&other, STORIES, 77u + (uint64_t)k, per_run[k]);
        for (uint32_t i = 0; i < one.n; i++) assert_true(str_eq(one.event[i], other.event[i]));
        arena_fini(&other.mem);
    }
    for (uint32_t i = 0; i < one.n; i++) {
        assert_true(str_eq(one.event[i], one.event[i / 6 * 6])); /* its pages are one story, named after the page published first */
        assert_true(i < 6 || !str_eq(one.event[i], one.event[i - 6]));
        const story_report *first = &one.reports[map_get(&one.by_id, one.event[i])];
        assert_true(first->published != CAL_NONE && (one.reports[i].published == CAL_NONE || first->published <= one.reports[i].published));
    }
    arena_fini(&one.mem);
}

/* The same words a month later are another story, unless one text is made from the other. */
static void a_story_has_its_time(void **state)
{
    (void)state;
    memory m;
    make_pages(&m, 1, 6);
    m.reports[5].published = m.reports[0].published + 40;
    for (int64_t row = 0; row < m.n; row++) find_stories(&m, &row, 1);
    assert_true(str_eq(m.event[3], m.event[0]));
    assert_false(str_eq(m.event[5], m.event[0]));
    arena_fini(&m.mem);
}

static void stories_cost_as_much_as_there_is_news(void **state)
{
    (void)state;
    uint64_t cost[3];
    for (int k = 0; k < 3; k++) {
        memory m;
        find_stories_in_runs(&m, 150u << k, 0, 1000000);
        cost[k] = m.n_compared;
        arena_fini(&m.mem);
    }
    printf("pairs of documents compared for 150, 300, 600 stories of six: %llu %llu %llu\n", (unsigned long long)cost[0], (unsigned long long)cost[1], (unsigned long long)cost[2]);
    assert_true(cost[0] > 1000);
    assert_true(cost[1] < cost[0] * 5 / 2);
    assert_true(cost[2] < cost[1] * 5 / 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_text_hash_sees_letters_and_digits_alone), cmocka_unit_test(sketches_tell_copies_from_stories), cmocka_unit_test(pairs_are_judged_as_people_do),
        cmocka_unit_test(a_full_block_brings_nobody_together), cmocka_unit_test(a_gist_tells_whom_it_is_hopeless_to_compare), cmocka_unit_test(any_order_and_any_number_of_runs_give_the_same_happenings), cmocka_unit_test(the_smallest_id_names_the_happening),
        cmocka_unit_test(two_tellings_of_a_copy_are_one_when_the_page_says_so), cmocka_unit_test(cost_is_linear_in_the_news),
        cmocka_unit_test(documents_of_one_story_find_each_other_in_any_order), cmocka_unit_test(a_story_has_its_time), cmocka_unit_test(stories_cost_as_much_as_there_is_news),
    };
    return cmocka_run_group_tests_name("story", tests, load, unload);
}
