/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "golden.h"
#include "split/split.h"

static arena program;
static split_tables *tables;

static int load(void **state)
{
    (void)state;
    ent_error err;
    arena_init(&program, 0);
    if (!split_tables_load(&tables, &program, ".", &err)) return 0;
    printf("%s\n", err.message);
    return -1;
}

static int unload(void **state)
{
    (void)state;
    arena_fini(&program);
    return 0;
}

static void split_text(arena *mem, doc *d, str text)
{
    arena_init(mem, DOC_CAP_ARENA);
    doc_init(d, mem);
    d->text = text;
    assert_int_equal(split_run(tables, d, NULL), ENT_OK);
}

/* What holds of every output: spans in order, inside the text, sentences cover all tokens, nothing but white space between. */
static void check_columns(const doc *d)
{
    uint32_t end = 0, tok = 0;
    for (uint32_t t = 0; t < d->n_tokens; t++) {
        assert_true(d->tokens[t].begin >= end && d->tokens[t].end > d->tokens[t].begin);
        for (uint32_t i = end; i < d->tokens[t].begin; i++) assert_true((unsigned char)d->text.s[i] <= ' ' || (unsigned char)d->text.s[i] >= 0x80);
        end = d->tokens[t].end;
    }
    assert_true(end <= d->text.n);
    for (uint32_t s = 0; s < d->n_sentences; s++) {
        assert_int_equal(d->sentences[s].tok_begin, tok);
        tok = d->sentences[s].tok_end;
        assert_true(tok > d->sentences[s].tok_begin);
        assert_int_equal(d->sentences[s].begin, d->tokens[d->sentences[s].tok_begin].begin);
        assert_int_equal(d->sentences[s].end, d->tokens[tok - 1].end);
    }
    assert_int_equal(tok, d->n_tokens);
}

static void write_sentences(void *ctx, str input, buf *got)
{
    (void)ctx;
    arena mem;
    doc d;
    split_text(&mem, &d, input);
    check_columns(&d);
    for (uint32_t s = 0; s < d.n_sentences; s++) {
        uint32_t bars = 0;
        if (d.sentences[s].headline) buf_z(got, "# ");
        for (uint32_t t = d.sentences[s].tok_begin; t < d.sentences[s].tok_end; t++) {
            if (t > d.sentences[s].tok_begin) buf_char(got, bars ? '|' : ' ');
            bars = d.tokens[t].mwt ? d.tokens[t].mwt - 1u : bars ? bars - 1 : 0;
            buf_str(got, doc_form(&d, t));
        }
        buf_char(got, '\n');
    }
    arena_fini(&mem);
}

static void golden_sentences(void **state)
{
    (void)state;
    assert_int_equal(golden_check("tests/golden/split", write_sentences, NULL), 0);
}

static void blocks_part_sentences(void **state)
{
    (void)state;
    arena mem;
    doc d;
    arena_init(&mem, 0);
    doc_init(&d, &mem);
    d.text = STR("Ministers meet. In Rome\n\nThey met. It went well");
    doc_block blocks[] = {{0, 23, BLOCK_HEADING}, {25, 47, BLOCK_PARAGRAPH}};
    d.blocks = blocks;
    d.n_blocks = 2;
    assert_int_equal(split_run(tables, &d, NULL), ENT_OK);
    check_columns(&d);
    assert_int_equal(d.n_sentences, 4);
    assert_true(d.sentences[0].headline && d.sentences[1].headline);
    assert_false(d.sentences[2].headline || d.sentences[3].headline);
    assert_int_equal(d.sentences[1].block, 0);
    assert_int_equal(d.sentences[2].block, 1);
    assert_int_equal(d.sentences[2].begin, 25);
    assert_true(d.tokens[4].space_after);  /* Rome, last of its block */
    assert_false(d.tokens[1].space_after); /* meet| . */
    arena_fini(&mem);
}

/* A repeated piece as one text of about n bytes. */
static str repeated(arena *mem, const char *piece, size_t n)
{
    size_t k = strlen(piece);
    char *s = arena_alloc(mem, n + k);
    for (size_t i = 0; i < n; i += k) memcpy(s + i, piece, k);
    return str_make(s, n / k * k);
}

static void caps_are_flagged(void **state)
{
    (void)state;
    arena text, mem;
    doc d;
    arena_init(&text, 0);
    split_text(&mem, &d, repeated(&text, "word ", 5 << 20)); /* one sentence of 5 MB */
    check_columns(&d);
    assert_true(d.flags & DOC_F_LONGSENTENCE);
    assert_int_equal(d.n_tokens, 1048576);
    for (uint32_t s = 0; s < d.n_sentences; s++) assert_true(d.sentences[s].tok_end - d.sentences[s].tok_begin <= DOC_CAP_SENTENCE_TOKENS);
    arena_fini(&mem);
    split_text(&mem, &d, repeated(&text, "a", 1 << 20)); /* one token of 1 MB */
    assert_int_equal(d.n_tokens, 1);
    assert_int_equal(d.flags, DOC_F_LONGTOKEN);
    arena_fini(&mem);
    split_text(&mem, &d, STR(" \n\n\t \n"));
    assert_int_equal(d.n_tokens + d.n_sentences, 0);
    arena_fini(&mem);
    arena_fini(&text);
}

static void memory_may_run_out(void **state)
{
    (void)state;
    arena text, mem;
    doc d;
    arena_init(&text, 0);
    arena_init(&mem, 4096);
    doc_init(&d, &mem);
    d.text = repeated(&text, "a b. C ", 100000);
    ent_error err;
    assert_int_equal(split_run(tables, &d, &err), ENT_E_MEMORY);
    arena_fini(&mem);
    arena_fini(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(golden_sentences),
        cmocka_unit_test(blocks_part_sentences),
        cmocka_unit_test(caps_are_flagged),
        cmocka_unit_test(memory_may_run_out),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
