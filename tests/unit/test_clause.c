/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Station clause on sentences (tests/golden/clause), through split, parse and link as in the flow; and its limits: broken trees,
 * deep nesting, long lists, full memory, wrong tables. Cost at n, 2n and 4n is tests/slow's.
 */
#define _DEFAULT_SOURCE /* mkdtemp */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sys/stat.h>
#include <unistd.h>

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

/* ---- trees from CoNLL-U, the way a test can break them ------------------------------------------------------------------- */

static int run_conllu(arena *mem, doc *d, str bytes, ent_error *err)
{
    arena_init(mem, 0);
    doc_init(d, mem);
    int rc = format_conllu_read(d, STR("test"), bytes, true, err);
    return rc ? rc : clause_run(tables, d, err);
}

static void put_word(buf *b, uint32_t id, const char *form, const char *upos, const char *xpos, uint32_t head, const char *rel)
{
    buf_printf(b, "%u\t%s\t%s\t%s\t%s\t_\t%u\t%s\t_\t_\n", id, form, form, upos, xpos, head, rel);
}

/* Words on a cycle of heads are reached from no root: nothing is read from them, and the sentence beside them is. */
static void cycle(void **state)
{
    (void)state;
    arena mem;
    doc d;
    ent_error err;
    buf b;
    buf_init(&b);
    put_word(&b, 1, "Iran", "PROPN", "NNP", 2, "nsubj");
    put_word(&b, 2, "left", "VERB", "VBD", 0, "root");
    put_word(&b, 3, "Iraq", "PROPN", "NNP", 4, "nsubj");
    put_word(&b, 4, "stayed", "VERB", "VBD", 5, "conj");
    put_word(&b, 5, "slept", "VERB", "VBD", 4, "conj");
    assert_int_equal(run_conllu(&mem, &d, str_make(b.s, b.n), &err), ENT_OK);
    assert_int_equal(d.n_predicates, 1);
    assert_int_equal(d.predicates[0].tok, 1);
    assert_int_equal(d.n_roles, 1);
    arena_fini(&mem);
    buf_fini(&b);
}

/* A document that was not parsed, and one without words, are no error and give nothing. */
static void unparsed(void **state)
{
    (void)state;
    arena mem;
    doc d;
    ent_error err;
    assert_int_equal(run_conllu(&mem, &d, STR("1\tIran\t_\tVERB\tVBD\t_\t_\t_\t_\t_\n2\tleft\t_\tVERB\tVBD\t_\t_\t_\t_\t_\n"), &err), ENT_OK);
    assert_int_equal(d.n_predicates, 0);
    arena_fini(&mem);
    assert_int_equal(run_conllu(&mem, &d, STR(""), &err), ENT_OK);
    assert_int_equal(d.n_predicates, 0);
    arena_fini(&mem);
}

/* n sayings inside each other: every one is attributed to the one outside it, through all of them. */
static void nesting(void **state)
{
    (void)state;
    enum { N = 3000 };
    arena mem;
    doc d;
    ent_error err;
    buf b;
    buf_init(&b);
    for (uint32_t i = 0; i < N; i++) {
        put_word(&b, 2 * i + 1, "he", "PRON", "PRP", 2 * i + 2, "nsubj");
        buf_printf(&b, "%u\tsaid\tsay\tVERB\tVBD\t_\t%u\t%s\t_\t_\n", 2 * i + 2, 2 * i, i ? "ccomp" : "root");
    }
    assert_int_equal(run_conllu(&mem, &d, str_make(b.s, b.n), &err), ENT_OK);
    assert_int_equal(d.n_predicates, N);
    assert_int_equal(d.n_attributions, N - 1);
    uint32_t depth = 0;
    for (uint32_t a = d.predicates[N - 1].attribution; a != DOC_NONE; a = d.attributions[a].outer) depth++;
    assert_int_equal(depth, N - 1);
    arena_fini(&mem);
    buf_fini(&b);
}

/* More conjuncts than a role may have: the first ones count, the rest is left out. */
static void many_actors(void **state)
{
    (void)state;
    arena mem;
    doc d;
    ent_error err;
    buf b;
    buf_init(&b);
    put_word(&b, 1, "Iran", "PROPN", "NNP", 42, "nsubj");
    for (uint32_t i = 2; i <= 41; i++) put_word(&b, i, "Oman", "PROPN", "NNP", 1, "conj");
    put_word(&b, 42, "left", "VERB", "VBD", 0, "root");
    assert_int_equal(run_conllu(&mem, &d, str_make(b.s, b.n), &err), ENT_OK);
    assert_int_equal(d.n_roles, 12);
    assert_int_equal(d.roles[0].tok, 0);
    arena_fini(&mem);
    buf_fini(&b);
}

/* The document's own tree stays as the parser left it, whatever the station repairs for itself. */
static void columns_kept(void **state)
{
    (void)state;
    arena mem;
    doc d;
    ent_error err;
    str tree = STR("1\tIran\tiran\tPROPN\tNNP\t_\t0\troot\t_\t_\n2\tto\tto\tPART\tTO\t_\t3\tmark\t_\t_\n3\tleave\tleave\tVERB\tVB\t_\t1\tacl\t_\t_\n");
    assert_int_equal(run_conllu(&mem, &d, tree, &err), ENT_OK);
    assert_int_equal(d.n_predicates, 1);
    assert_int_equal(d.predicates[0].status, STATUS_PLANNED);
    assert_int_equal(d.roles[d.predicates[0].role_begin].role, ROLE_AGENT);
    assert_true(d.head[0] == DOC_NONE && d.head[2] == 0 && d.deprel[2] == DEP_ACL);
    arena_fini(&mem);
}

/* A full arena is an error with a code, not a crash, wherever it strikes. */
static void out_of_memory(void **state)
{
    (void)state;
    str bytes;
    ent_error err = {0};
    arena text;
    arena_init(&text, 0);
    assert_int_equal(file_read(&text, "tests/fuzz/corpus/clause/parsed.conllu", 0, &bytes, &err), ENT_OK);
    uint32_t failed = 0, passed = 0;
    for (size_t cap = 512; cap < (1 << 18); cap += 1021) {
        arena mem;
        doc d;
        arena_init(&mem, 0);
        doc_init(&d, &mem);
        assert_int_equal(format_conllu_read(&d, STR("test"), bytes, true, &err), ENT_OK);
        mem.cap_bytes = mem.used_bytes + cap;
        int rc = clause_run(tables, &d, &err);
        assert_true(rc == ENT_OK || rc == ENT_E_MEMORY);
        failed += rc != ENT_OK;
        passed += rc == ENT_OK;
        arena_fini(&mem);
    }
    assert_true(failed && passed);
    arena_fini(&text);
}

/* ---- tables that are wrong ------------------------------------------------------------------------------------------------- */

static void write_file(const char *folder, const char *name, const char *text)
{
    char path[256];
    snprintf(path, sizeof path, "%s/grammar/%s", folder, name);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

static str function_words; /* every class must be there: the table itself */

/* Loads a folder whose tables are right but for one; the message must hold `want`. */
static void expect_error(const char *folder, const char *name, const char *text, const char *want)
{
    arena mem;
    clause_tables *t;
    ent_error err = {0};
    write_file(folder, "verbs.tsv", "word\tkind\tcontrol\teffect\tnegated\tnoun\tagent\tform\nagree\tverb\tsubject\tplanned\tpossible\tplanned\tsubject\n");
    write_file(folder, "light.tsv", "verb\tslot\tsubject\tnouns\npay\tobj\tagent\tvisit\n");
    write_file(folder, "nominals.tsv", "noun\tclass\tcompound\nvisit\tintrans\tagent\n");
    write_file(folder, "speech.tsv", "word\tkind\ttakes\tprep\tstance\nsay\tverb\tcq\t-\t-\n");
    write_file(folder, "modals.tsv", "word\tkind\tstatus\nmay\taux\tpossible\n");
    write_file(folder, "prepositions.tsv", "before\tnoun\tafter\non\tbehalf\tof\n");
    write_file(folder, "joined.tsv", "form\tkind\tword\ncease-fire\tnoun\tceasefire\n");
    write_file(folder, "function.tsv", function_words.s);
    write_file(folder, "repairs.tsv", "pass\tname\twhen\tthen\nlinks\tinfinitive\tt:ccomp t/VB h=^t h<t\tt:xcomp\n");
    if (name) write_file(folder, name, text);
    arena_init(&mem, 0);
    int rc = clause_tables_load(&t, &mem, folder, &err);
    if (!want) assert_int_equal(rc, ENT_OK);
    else assert_true(rc == ENT_E_FORMAT && strstr(err.message, want) && strstr(err.message, ":2:"));
    arena_fini(&mem);
}

static void bad_tables(void **state)
{
    (void)state;
    char folder[] = "/tmp/entente-clause-XXXXXX", path[256];
    arena mem;
    ent_error err;
    arena_init(&mem, 0);
    assert_int_equal(file_read(&mem, "grammar/function.tsv", 0, &function_words, &err), ENT_OK);
    function_words.s = arena_str_c(&mem, function_words);
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/grammar", folder);
    assert_int_equal(mkdir(path, 0700), 0);
    expect_error(folder, NULL, NULL, NULL);
    expect_error(folder, "verbs.tsv", "word\tkind\tcontrol\teffect\tnegated\tnoun\tagent\nagree\tverb\tsubject\tsoon\t-\t-\t-\n", "effect");
    expect_error(folder, "verbs.tsv", "word\tkind\tcontrol\teffect\tnegated\tnoun\tagent\nagree\tthing\tsubject\tplanned\t-\t-\t-\n", "kind 'thing'");
    expect_error(folder, "light.tsv", "verb\tslot\tsubject\tnouns\npay\tobj\tpayer\tvisit\n", "subject 'payer'");
    expect_error(folder, "nominals.tsv", "noun\tclass\tcompound\nvisit\tmotion\tagent\n", "class 'motion'");
    expect_error(folder, "speech.tsv", "word\tkind\ttakes\tprep\tstance\nsay\tverb\tz\t-\t-\n", "takes 'z'");
    expect_error(folder, "modals.tsv", "word\tkind\tstatus\nmay\taux\tperhaps\n", "status 'perhaps'");
    expect_error(folder, "joined.tsv", "form\tkind\tword\nceasefire\tnoun\ttruce\n", "no word with one hyphen");
    expect_error(folder, "joined.tsv", "form\tkind\tword\ncease-fire\tthing\ttruce\n", "noun or verb");
    expect_error(folder, "function.tsv", "class\twords\tuse\nto\tto", "class 'that' has no words");
    expect_error(folder, "function.tsv", "class\twords\tuse\nparticle\tup\n", "class 'particle' does not exist");
    static const char *const rows[][3] = {
        {"t:ccomp", "", "an action are wanted"},        {"t:complement", "t:obj", "no relation"},         {"t:obl h=^g", "t:obj", "not bound"},
        {"t:obl h=^t h#have", "t:obj", "nothing is asked"}, {"t:obl t~nowhere", "t:obj", "no class"},      {"t:obl t/verb", "t:obj", "no tag"},
        {"t:obl t@odd", "t:obj", "can be asked"},       {"t:obl", "t>h:obj", "can be done"},               {"t:obl c=t.thing", "t:obj", "no place"},
        {"t:obl t:obj:none", "t:obj", "no relation"},   {"t:obl", "t!h", "can be done"},                   {"t:obl", "t/verb", "no tag"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[256];
        snprintf(text, sizeof text, "pass\tname\twhen\tthen\nlinks\tx\t%s\t%s\n", rows[i][0], rows[i][1]);
        expect_error(folder, "repairs.tsv", text, rows[i][2]);
    }
    expect_error(folder, "repairs.tsv", "pass\tname\twhen\tthen\nnever\tx\tt:obl\tt:obj\n", "pass 'never'");
    static const char *const names[] = {"verbs.tsv", "light.tsv", "nominals.tsv", "speech.tsv", "modals.tsv", "prepositions.tsv", "joined.tsv", "function.tsv", "repairs.tsv"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "%s/grammar/%s", folder, names[i]);
        unlink(path);
    }
    snprintf(path, sizeof path, "%s/grammar", folder);
    rmdir(path);
    rmdir(folder);
    arena_fini(&mem);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(golden),       cmocka_unit_test(cycle),        cmocka_unit_test(unparsed),      cmocka_unit_test(nesting),
        cmocka_unit_test(many_actors),  cmocka_unit_test(columns_kept), cmocka_unit_test(out_of_memory), cmocka_unit_test(bad_tables),
    };
    return cmocka_run_group_tests_name("clause", tests, load, unload);
}
