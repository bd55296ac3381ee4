/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "format/format.h"

static const char two_sentences[] =
    "# sent_id = a-1\n# text = They don't trust Geneva.\n"
    "1\tThey\tthey\tPRON\tPRP\tCase=Nom\t4\tnsubj\t_\t_\n"
    "2-3\tdon't\t_\t_\t_\t_\t_\t_\t_\t_\n"
    "2\tdo\tdo\tAUX\tVBP\tMood=Ind|VerbForm=Fin\t4\taux\t_\t_\n"
    "3\tn't\tnot\tPART\tRB\tPolarity=Neg\t4\tadvmod\t_\t_\n"
    "4\ttrust\ttrust\tVERB\tVB\tVerbForm=Inf\t0\troot\t_\t_\n"
    "5\tGeneva\tGeneva\tPROPN\tNNP\tNumber=Sing\t4\tobj\t_\tSpaceAfter=No\n"
    "6\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_\n\n"
    "# sent_id = a-2\n"
    "1-2\tdunno\t_\t_\t_\t_\t_\t_\t_\t_\n"
    "1\tdont\tdo\tAUX\tVB\t_\t2\taux\t_\t_\n"
    "2\tknow\tknow\tVERB\tVB\t_\t0\troot\t_\t_\n\n";

static int read_conllu(arena *a, doc *d, const char *text, ent_error *err)
{
    arena_init(a, 0);
    doc_init(d, a);
    return format_conllu_read(d, STR("in"), str_from(text), true, err);
}

static void conllu_comes_back_as_it_went_in(void **state)
{
    (void)state;
    arena a;
    doc d;
    ent_error err;
    buf out;
    assert_int_equal(read_conllu(&a, &d, two_sentences, &err), ENT_OK);
    assert_int_equal(d.n_sentences, 2);
    assert_true(str_is(d.text, "They don't trust Geneva. dunno "));
    assert_true(str_is(doc_form(&d, 2), "n't"));
    assert_true(str_is(doc_form(&d, 6), "dont")); /* the text does not spell it */
    assert_int_equal(d.head[0], 3);
    assert_int_equal(d.deprel[5], DEP_PUNCT);
    buf_init(&out);
    format_conllu(&out, &d);
    buf_char(&out, 0);
    /* Case=Nom is no feature of the spine; everything else returns byte for byte */
    str want = arena_printf(&a, "%s", two_sentences);
    char *gone = strstr((char *)(uintptr_t)want.s, "Case=Nom");
    gone[0] = '_';
    memmove(gone + 1, gone + 8, strlen(gone + 8) + 1);
    assert_string_equal(out.s, want.s);
    buf_fini(&out);
    arena_fini(&a);
}

static void conllu_errors_name_the_line(void **state)
{
    (void)state;
    static const struct {
        const char *text, *message;
    } cases[] = {
        {"1\ta\tb\n", "in:1: not ten columns"},
        {"# x\n2\ta\t_\tX\t_\t_\t0\troot\t_\t_\n", "in:2: word numbers must run 1, 2, 3 …"},
        {"1\ta\t_\tX\t_\t_\tx\troot\t_\t_\n", "in:1: HEAD is not a number"},
        {"1\ta\t_\tX\t_\t_\t7\troot\t_\t_\n\n", "in:2: HEAD is beyond the sentence"},
        {"1-2\ta\t_\t_\t_\t_\t_\t_\t_\t_\n1\ta\t_\tX\t_\t_\t0\troot\t_\t_\n\n", "in:3: a multi-word token lacks words"},
        {"3-4\ta\t_\t_\t_\t_\t_\t_\t_\t_\n", "in:1: a range that does not fit its words"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        arena a;
        doc d;
        ent_error err;
        assert_int_equal(read_conllu(&a, &d, cases[i].text, &err), ENT_E_FORMAT);
        assert_string_equal(err.message, cases[i].message);
        arena_fini(&a);
    }
}

static void dump_knows_its_stations(void **state)
{
    (void)state;
    arena a;
    doc d;
    ent_error err;
    buf out;
    assert_int_equal(read_conllu(&a, &d, two_sentences, &err), ENT_OK);
    buf_init(&out);
    assert_true(format_dump(&out, &d, STR("split")));
    buf_char(&out, 0);
    assert_non_null(strstr(out.s, "\"column\":\"token\",\"begin\":5,\"end\":7,\"form\":\"do\""));
    assert_false(format_dump(&out, &d, STR("kitchen")));
    buf_fini(&out);
    arena_fini(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(conllu_comes_back_as_it_went_in),
        cmocka_unit_test(conllu_errors_name_the_line),
        cmocka_unit_test(dump_knows_its_stations),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
