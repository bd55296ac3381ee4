/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Golden files of the parser: an input line, expected lines, an empty line (golden.h). Trees and names are checked word by word, so that a
 * new model may differ where nobody looks.
 *   tests/golden/parse/trees.txt, names.txt   a sentence, tokens separated by spaces; then per word that matters
 *                                             form lemma UPOS relation head-form name      ("_": any; head of a root is "-")
 *   tests/golden/parse/lemmas.txt             form UPOS/XPOS; then the lemma
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "golden.h"
#include "parse/lemma.h"
#include "parse_doc.h"

static arena memory;
static parse_model *model;
static parse_scratch *scratch;

typedef struct golden {
    const char *path;
    str rest, line;
    uint32_t number, failures;
} golden;

static bool golden_line(golden *g)
{
    while (g->rest.s) {
        g->line = str_trim(str_cut(&g->rest, '\n'));
        g->number++;
        if (!str_starts(g->line, STR(";;"))) return true;
    }
    return false;
}

static void golden_open(golden *g, const char *path)
{
    *g = (golden){.path = path};
    assert_int_equal(file_read(&memory, path, 0, &g->rest, NULL), ENT_OK);
}

static void miss(golden *g, str got)
{
    g->failures++;
    print_error("%s:%u: expected '%.*s', got '%.*s'\n", g->path, g->number, STR_ARG(g->line), STR_ARG(got));
}

static str relation(const doc *d, uint32_t t)
{
    const char *sub = depsub_name(d->depsub[t]);
    return arena_printf(&memory, "%s%s%s", deprel_name(d->deprel[t]), *sub ? ":" : "", sub);
}

static str describe(const doc *d, uint32_t t)
{
    str form = doc_form(d, t), head = d->head[t] == DOC_NONE ? STR("-") : doc_form(d, d->head[t]), rel = relation(d, t);
    return arena_printf(&memory, "%.*s %.*s %s %.*s %.*s %s", STR_ARG(form), STR_ARG(d->lemma[t]), upos_name(d->upos[t]), STR_ARG(rel), STR_ARG(head), ner_name(d->ner[t]));
}

/* Field by field; "_" fits all, missing fields too. */
static bool fits(str want, str got)
{
    while (want.s) {
        str w = str_cut(&want, ' '), g = str_cut(&got, ' ');
        if (!str_is(w, "_") && !str_eq(w, g)) return false;
    }
    return true;
}

static void word_check(golden *g, const doc *d)
{
    str rest = g->line, form = str_cut(&rest, ' '), got = STR("no such word");
    for (uint32_t t = 0; t < d->n_tokens; t++) {
        if (!str_eq(doc_form(d, t), form)) continue;
        got = describe(d, t);
        if (fits(g->line, got)) return;
    }
    miss(g, got);
}

static void sentences_check(const char *path)
{
    golden g;
    doc d;
    uint32_t n = 0;
    golden_open(&g, path);
    while (golden_line(&g)) {
        if (!g.line.n) continue;
        test_doc(&d, &memory, g.line);
        assert_int_equal(parse_run(model, scratch, &d, NULL), ENT_OK);
        while (golden_line(&g) && g.line.n) word_check(&g, &d), n++;
    }
    assert_true(n > 10);
    assert_int_equal(g.failures, 0);
}

static void trees(void **state) { (void)state, sentences_check("tests/golden/parse/trees.txt"); }
static void names(void **state) { (void)state, sentences_check("tests/golden/parse/names.txt"); }

static uint32_t tag_find(str upos, str xpos)
{
    for (uint32_t t = 0; t < NET_TAGS; t++)
        if (str_is(upos, upos_name(model->tags[t].upos)) && str_eq(xpos, str_make(model->tags[t].xpos, model->tags[t].n_xpos))) return t;
    fail_msg("no tag %.*s/%.*s", STR_ARG(upos), STR_ARG(xpos));
    return 0;
}

static void lemma_of(void *ctx, str input, buf *got)
{
    (void)ctx;
    str xpos = input, form = str_cut(&xpos, ' '), upos = str_cut(&xpos, '/');
    lemma_form f;
    parse_lemma_form(form, &f);
    buf_str(got, parse_lemma(model, &memory, form, &f, tag_find(upos, xpos)));
}

static void lemmas(void **state)
{
    (void)state;
    uint32_t n = 0;
    assert_int_equal(golden_file("tests/golden/parse/lemmas.txt", lemma_of, NULL, &n), 0);
    assert_true(n > 50);
}

static int setup(void **state)
{
    (void)state;
    ent_error err = {0};
    arena_init(&memory, 0);
    int rc = parse_model_open(&model, &memory, ".", "en", &err);
    if (rc) print_error("%s\n", err.message);
    else scratch = parse_scratch_new(model, PARSE_ISA_BEST);
    return rc;
}

static int teardown(void **state)
{
    (void)state;
    parse_scratch_free(scratch);
    parse_model_close(model);
    arena_fini(&memory);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(trees), cmocka_unit_test(names), cmocka_unit_test(lemmas)};
    return cmocka_run_group_tests_name("parse golden", tests, setup, teardown);
}
