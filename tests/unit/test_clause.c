/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Station clause on sentences (tests/golden/clause), through split, parse and link as in the flow; and its limits: broken trees,
 * long chains, cost at n, 2n and 4n.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "clause/clause.h"
#include "clause_render.h"
#include "format/format.h"
#include "golden.h"
#include "link/link.h"
#include "parse/parse.h"
#include "split/split.h"

static arena program;
static split_tables *split;
static parse_model *model;
static parse_scratch *scratch;
static link_gazetteer *gazetteer;
static clause_tables *tables;

static int load(void **state)
{
    (void)state;
    ent_error err = {0};
    arena_init(&program, 0);
    int rc = split_tables_load(&split, &program, ".", &err);
    if (!rc) rc = parse_model_open(&model, &program, ".", "en", &err);
    if (!rc) rc = link_gazetteer_load(&gazetteer, &program, ".", &err);
    if (!rc) rc = clause_tables_load(&tables, &program, ".", &err);
    scratch = rc ? NULL : parse_scratch_new(model, PARSE_ISA_BEST);
    if (!rc && scratch) return 0;
    printf("%s\n", err.message);
    return -1;
}

static int unload(void **state)
{
    (void)state;
    parse_scratch_free(scratch);
    parse_model_close(model);
    arena_fini(&program);
    return 0;
}

/* "# " before the sentence: a headline. */
static void read_sentence(void *ctx, str input, buf *got)
{
    (void)ctx;
    arena mem;
    doc d;
    ent_error err;
    arena_init(&mem, 0);
    doc_init(&d, &mem);
    bool headline = str_starts(input, STR("# "));
    d.text = d.source = headline ? str_sub(input, 2, input.n) : input;
    d.published = cal_day(2024, 3, 14);
    d.blocks = arena_new(&mem, doc_block, 1);
    d.blocks[0] = (doc_block){.end = d.text.n, .kind = headline ? BLOCK_HEADING : BLOCK_PARAGRAPH};
    d.n_blocks = 1;
    int rc = split_run(split, &d, &err);
    if (!rc) rc = parse_run(model, scratch, &d, &err);
    if (!rc) rc = link_run(gazetteer, &d, &err);
    if (!rc) rc = clause_run(tables, &d, &err);
    if (rc) buf_printf(got, "error %d: %s\n", rc, err.message);
    else render_clauses(&d, got);
    arena_fini(&mem);
}

static void golden(void **state)
{
    (void)state;
    assert_int_equal(golden_check("tests/golden/clause", read_sentence, NULL), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(golden)};
    return cmocka_run_group_tests_name("clause", tests, load, unload);
}
