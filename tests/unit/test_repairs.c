/* SPDX-License-Identifier: Apache-2.0 */
/*
 * grammar/repairs.tsv row by row, on trees as a parser made them (the .conllu files of tests/golden/repairs), so that another parser model changes nothing here.
 * Each sentence names its row and the clauses that are read once the tree is mended:
 *
 *     # repair = NAME       of the row
 *     # headline = yes      when it is one
 *     # gives = WORD > WORD what hangs elsewhere now, and on which word
 *     # gives = CLAUSE      as tests/clause_render.h writes them, a line each
 *
 * Without the row it must give others; and every row must be named by a sentence.
 */
#define _DEFAULT_SOURCE /* mkdtemp */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/hash.h"
#include "clause_render.h"
#include "format/format.h"
#include "link/link.h"
#include "repair_rows.h"

static const char FOLDER[] = "tests/golden/repairs";

typedef struct sentence { /* of a golden file */
    str name, bytes;      /* of its row; all its lines */
    bool headline;
    uint32_t line;
} sentence;

static arena program;
static link_gazetteer *gazetteer;
static clause_tables *all;
static repair_rows rows;

static int load(void **state)
{
    (void)state;
    ent_error err = {0};
    arena_init(&program, 0);
    int rc = link_gazetteer_load(&gazetteer, &program, ".", &err);
    if (!rc) rc = clause_tables_load(&all, &program, ".", &err);
    if (rc) return printf("%s\n", err.message), -1;
    return repair_rows_begin(&rows) ? 0 : -1;
}

static int unload(void **state)
{
    (void)state;
    repair_rows_end(&rows);
    arena_fini(&program);
    return 0;
}

/* The words whose head is not the parser's. */
static void render_mended(const doc *d, buf *out)
{
    for (uint32_t t = 0; t < d->n_tokens; t++) {
        uint32_t h = d->clause_head ? d->clause_head[t] : d->head[t];
        if (h == d->head[t]) continue;
        str head = h == DOC_NONE ? STR("ROOT") : doc_form(d, h), word = doc_form(d, t);
        buf_printf(out, "%.*s > %.*s\n", STR_ARG(word), STR_ARG(head));
    }
}

static void read_clauses(const clause_tables *t, const sentence *x, buf *got)
{
    arena mem;
    doc d;
    ent_error err = {0};
    arena_init(&mem, 0);
    doc_init(&d, &mem);
    d.published = cal_day(2024, 3, 14);
    int rc = format_conllu_read(&d, STR("repairs"), x->bytes, true, &err);
    for (uint32_t i = 0; !rc && i < d.n_sentences; i++) d.sentences[i].headline = x->headline;
    if (!rc) rc = link_run(gazetteer, &d, &err);
    if (!rc) rc = clause_run(t, &d, &err);
    if (rc) buf_printf(got, "error %d: %s\n", rc, err.message);
    else render_mended(&d, got), render_clauses(&d, got);
    arena_fini(&mem);
}

static int check(const char *path, const sentence *x, str gives)
{
    arena mem;
    buf with, less;
    arena_init(&mem, 0);
    buf_init(&with);
    buf_init(&less);
    read_clauses(all, x, &with);
    clause_tables *rest = repair_rows_without(&rows, &mem, x->name);
    if (rest) read_clauses(rest, x, &less);
    bool right = str_eq(str_make(with.s, with.n), gives), needed = rest && !str_eq(str_make(less.s, less.n), gives);
    if (!right || !needed) printf("%s:%u: %.*s: %s\n%.*s", path, x->line, STR_ARG(x->name), right ? "the row changes nothing" : "gives", (int)with.n, with.s);
    buf_fini(&with);
    buf_fini(&less);
    arena_fini(&mem);
    return !right + !needed;
}

static bool comment(str line, str key, str *value)
{
    if (!str_starts(line, key)) return false;
    *value = str_sub(line, key.n, line.n);
    return true;
}

/* The sentences of one file; the rows they name are marked. */
static int check_file(const char *path, map *named)
{
    arena mem;
    buf gives;
    str all_bytes;
    ent_error err;
    int failed = 0;
    uint32_t line = 0;
    arena_init(&mem, 0);
    if (file_read(&mem, path, 0, &all_bytes, &err)) return printf("%s\n", err.message), 1;
    for (str rest = all_bytes; rest.n;) {
        sentence x = {.line = line + 1, .bytes = rest};
        buf_init(&gives);
        for (str one = {0}; rest.n; ) {
            str value;
            one = str_cut(&rest, '\n');
            line++;
            if (!one.n) break;
            if (comment(one, STR("# repair = "), &value)) x.name = value;
            else if (comment(one, STR("# headline = "), &value)) x.headline = str_is(value, "yes");
            else if (comment(one, STR("# gives = "), &value)) buf_printf(&gives, "%.*s\n", STR_ARG(value));
        }
        x.bytes.n = rest.n ? (uint32_t)(rest.s - x.bytes.s) : x.bytes.n;
        if (!x.name.n && str_trim(x.bytes).n) failed++, printf("%s:%u: no \"# repair = NAME\"\n", path, x.line);
        if (x.name.n) {
            failed += check(path, &x, str_make(gives.s, gives.n));
            map_put(named, arena_str(&program, x.name), 1);
        }
        buf_fini(&gives);
    }
    arena_fini(&mem);
    return failed;
}

static void each_row(void **state)
{
    (void)state;
    str *names;
    uint32_t n;
    ent_error err;
    map named;
    int failed = 0;
    map_init(&named, &program);
    assert_int_equal(file_list(&program, FOLDER, ".conllu", &names, &n, &err), ENT_OK);
    for (uint32_t i = 0; i < n; i++) failed += check_file(arena_str_c(&program, arena_printf(&program, "%s/%.*s", FOLDER, STR_ARG(names[i]))), &named);
    for (str rest = rows.rows; rest.n;) {
        str name = repair_rows_name(str_cut(&rest, '\n'));
        if (!name.n || map_get(&named, name) != MAP_NONE) continue;
        printf("grammar/repairs.tsv: no sentence of %s is of the row '%.*s'\n", FOLDER, STR_ARG(name));
        failed++;
    }
    assert_int_equal(failed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_row)};
    return cmocka_run_group_tests(tests, load, unload);
}
