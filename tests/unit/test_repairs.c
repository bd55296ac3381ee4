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
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/hash.h"
#include "clause/clause.h"
#include "clause_render.h"
#include "format/format.h"
#include "link/link.h"

static const char FOLDER[] = "tests/golden/repairs";
static const char *const tables[] = {"verbs.tsv", "light.tsv", "nominals.tsv", "speech.tsv", "modals.tsv", "prepositions.tsv", "joined.tsv", "function.tsv"};

typedef struct sentence { /* of a golden file */
    str name, bytes;      /* of its row; all its lines */
    bool headline;
    uint32_t line;
} sentence;

static arena program;
static link_gazetteer *gazetteer;
static clause_tables *all;
static str rows; /* repairs.tsv */
static char without[] = "/tmp/entente-repairs-XXXXXX";

static const char *in_folder(const char *name)
{
    static char path[256];
    snprintf(path, sizeof path, "%s/grammar/%s", without, name);
    return path;
}

static int load(void **state)
{
    (void)state;
    ent_error err = {0};
    char path[256], target[512], here[256];
    arena_init(&program, 0);
    int rc = link_gazetteer_load(&gazetteer, &program, ".", &err);
    if (!rc) rc = clause_tables_load(&all, &program, ".", &err);
    if (!rc) rc = file_read(&program, "grammar/repairs.tsv", 0, &rows, &err);
    if (rc) return printf("%s\n", err.message), -1;
    snprintf(path, sizeof path, "%s", mkdtemp(without));
    if (!getcwd(here, sizeof here) || mkdir(in_folder(""), 0700)) return -1;
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        snprintf(target, sizeof target, "%s/grammar/%s", here, tables[i]);
        if (symlink(target, in_folder(tables[i]))) return -1;
    }
    return 0;
}

static int unload(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) unlink(in_folder(tables[i]));
    unlink(in_folder("repairs.tsv"));
    rmdir(in_folder(""));
    rmdir(without);
    arena_fini(&program);
    return 0;
}

/* The second column, or nothing when the line is no row. */
static str row_name(str line)
{
    if (!line.n || line.s[0] == '#' || str_starts(line, STR("pass\t"))) return STR_NONE;
    str_cut(&line, '\t');
    return str_cut(&line, '\t');
}

static clause_tables *tables_without(arena *mem, str name)
{
    FILE *f = fopen(in_folder("repairs.tsv"), "wb");
    clause_tables *t = NULL;
    ent_error err = {0};
    if (!f) return NULL;
    for (str rest = rows; rest.n;) {
        str line = str_cut(&rest, '\n');
        if (!str_eq(row_name(line), name)) fprintf(f, "%.*s\n", STR_ARG(line));
    }
    fclose(f);
    if (clause_tables_load(&t, mem, without, &err)) printf("%s\n", err.message);
    return t;
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
    clause_tables *rest = tables_without(&mem, x->name);
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
    for (str rest = rows; rest.n;) {
        str name = row_name(str_cut(&rest, '\n'));
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
