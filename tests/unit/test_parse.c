/* SPDX-License-Identifier: Apache-2.0 */
/* Trees, lemmas and names of whole documents; model files that are not what they should be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/hash.h"
#include "parse/model.h"
#include "parse/names.h"
#include "parse/path.h"
#include "parse/transition.h"
#include "parse_doc.h"

static arena memory;
static parse_model *model;

static void parse_lines(doc *d, arena *mem, str lines, parse_isa isa)
{
    test_doc(d, mem, lines);
    parse_scratch *s = parse_scratch_new(model, isa);
    assert_non_null(s);
    assert_int_equal(parse_run(model, s, d, NULL), ENT_OK);
    parse_scratch_free(s);
}

/* One root; every head inside the sentence; following heads from any word ends at the root. */
static void check_tree(const doc *d, const doc_sentence *s)
{
    uint32_t roots = 0, n = s->tok_end - s->tok_begin;
    for (uint32_t t = s->tok_begin; t < s->tok_end; t++) {
        roots += d->head[t] == DOC_NONE;
        assert_int_equal(d->head[t] == DOC_NONE, d->deprel[t] == DEP_ROOT);
        uint32_t at = t, steps = 0;
        while (d->head[at] != DOC_NONE) {
            at = d->head[at];
            assert_in_range(at, s->tok_begin, s->tok_end - 1);
            assert_true(++steps < n);
        }
    }
    assert_int_equal(roots, 1);
}

static const char *const prose = "The two ministers met in Oslo on Friday and signed an agreement on fishing rights .\n"
                                 "Talks\n"
                                 "She said that the army had not crossed the river , although reports spoke of shelling near the bridge .\n"
                                 "“ We won ’t negotiate , ” the president ’s spokesman told reporters in Vienna — again .\n"
                                 ". . .\n"
                                 "\xff\xfe\x80 zażółć gęślą 日本 !\n";

static void trees_are_trees(void **state)
{
    (void)state;
    arena mem;
    doc d;
    arena_init(&mem, 0);
    parse_lines(&d, &mem, str_from(prose), PARSE_ISA_BEST);
    for (uint32_t i = 0; i < d.n_sentences; i++) check_tree(&d, &d.sentences[i]);
    assert_int_equal(d.flags, 0);
    arena_fini(&mem);
}

/* A pseudo-random text of n words; lines of different lengths. */
static str babble(arena *mem, uint32_t n, uint32_t per_line)
{
    static const char *const stock[] = {"the", "government", "of", "Norway", "said", ",", "that", "troops", "moved", "to", "Bergen", "and", "will", "attack", "-", "sanctions", "were", "imposed", "by", "it", ".", "€5bn", "US", "\"", "McX", "1,200", "talks"};
    buf b;
    buf_init(&b);
    uint32_t x = n * 2654435761u + per_line;
    for (uint32_t i = 0; i < n; i++) {
        x = x * 1664525u + 1013904223u;
        buf_z(&b, stock[(x >> 16) % (sizeof stock / sizeof *stock)]);
        buf_char(&b, per_line ? (i % per_line + 1 == per_line ? '\n' : ' ') : (x >> 8) % 9 ? ' ' : '\n');
    }
    str s = arena_str(mem, str_make(b.s, b.n));
    buf_fini(&b);
    return s;
}

static void check_same(const doc *a, const doc *b, uint32_t from_a, uint32_t from_b, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        uint32_t x = from_a + i, y = from_b + i;
        assert_int_equal(a->upos[x], b->upos[y]);
        assert_int_equal(a->feats[x], b->feats[y]);
        assert_int_equal(a->ner[x], b->ner[y]);
        assert_int_equal(a->deprel[x], b->deprel[y]);
        assert_int_equal(a->depsub[x], b->depsub[y]);
        assert_true(str_eq(a->lemma[x], b->lemma[y]));
        assert_true(str_eq(a->xpos[x], b->xpos[y]));
        assert_int_equal(a->head[x] == DOC_NONE ? DOC_NONE : a->head[x] - from_a, b->head[y] == DOC_NONE ? DOC_NONE : b->head[y] - from_b);
    }
}

static void paths_agree(void **state)
{
    (void)state;
    static const parse_isa isa[] = {PARSE_ISA_AVX2, PARSE_ISA_AVX512};
    arena mem;
    arena_init(&mem, 0);
    str text = babble(&mem, 3000, 0);
    doc plain, other;
    parse_lines(&plain, &mem, text, PARSE_ISA_SCALAR);
    for (int i = 0; i < 2; i++) {
        parse_scratch *s = parse_scratch_new(model, isa[i]);
        if (!strcmp(parse_scratch_isa(s), "scalar")) print_message("skipped: this processor or build lacks %s\n", i ? "AVX-512 VNNI" : "AVX2");
        parse_scratch_free(s);
        parse_lines(&other, &mem, text, isa[i]);
        check_same(&plain, &other, 0, 0, plain.n_tokens);
    }
    arena_fini(&mem);
}

static void neighbours_do_not_matter(void **state)
{
    (void)state;
    arena mem;
    arena_init(&mem, 0);
    doc all, one;
    parse_lines(&all, &mem, babble(&mem, 900, 0), PARSE_ISA_BEST);
    for (uint32_t i = 0; i < all.n_sentences; i += 3) {
        const doc_sentence *s = &all.sentences[i];
        parse_lines(&one, &mem, str_sub(all.text, s->begin, s->end), PARSE_ISA_BEST);
        check_same(&all, &one, s->tok_begin, 0, s->tok_end - s->tok_begin);
    }
    arena_fini(&mem);
}

static void long_sentences_get_no_tree(void **state)
{
    (void)state;
    arena mem;
    arena_init(&mem, 0);
    doc d;
    parse_lines(&d, &mem, babble(&mem, DOC_CAP_PARSE_TOKENS, DOC_CAP_PARSE_TOKENS), PARSE_ISA_BEST);
    assert_int_equal(d.flags, 0);
    check_tree(&d, &d.sentences[0]);
    for (uint32_t n = DOC_CAP_PARSE_TOKENS + 1; n <= DOC_CAP_SENTENCE_TOKENS; n += 599) {
        parse_lines(&d, &mem, babble(&mem, n, n), PARSE_ISA_BEST);
        assert_int_equal(d.flags, DOC_F_UNPARSED);
        for (uint32_t t = 0; t < n; t++) {
            assert_int_equal(d.head[t], DOC_NONE);
            assert_int_equal(d.deprel[t], DEP_DEP);
            assert_true(d.lemma[t].n > 0);
        }
    }
    arena_fini(&mem);
}

static void odd_documents(void **state)
{
    (void)state;
    arena mem;
    arena_init(&mem, 0);
    doc d;
    parse_lines(&d, &mem, STR(""), PARSE_ISA_BEST);
    assert_non_null(d.lemma);
    parse_lines(&d, &mem, STR("\n\nYes\n\n"), PARSE_ISA_BEST); /* sentences without tokens */
    assert_int_equal(d.n_tokens, 1);
    assert_int_equal(d.head[0], DOC_NONE);
    char huge[3000];
    memset(huge, 'a', sizeof huge);
    parse_lines(&d, &mem, str_make(huge, sizeof huge), PARSE_ISA_BEST);
    assert_int_equal(d.flags, DOC_F_LONGTOKEN);
    assert_int_equal(d.lemma[0].n, sizeof huge);
    arena tight;
    arena_init(&tight, 0);
    test_doc(&d, &tight, babble(&mem, 300, 20));
    tight.cap_bytes = tight.used_bytes + 1000; /* room for the tokens, not for the columns */
    parse_scratch *s = parse_scratch_new(model, PARSE_ISA_BEST);
    ent_error err = {0};
    assert_int_equal(parse_run(model, s, &d, &err), ENT_E_MEMORY);
    parse_scratch_free(s);
    arena_fini(&tight);
    arena_fini(&mem);
}

/* ---- transitions ---------------------------------------------------------------------------------------------------------- */

/* Any legal walk takes 2n steps and gives one root: the cost of a tree is linear whatever the scores say. */
static void every_walk_is_a_tree(void **state)
{
    (void)state;
    static parse_state s;
    static uint8_t upos[NET_TOKENS + 2];
    uint32_t x = 1;
    for (uint32_t n = 1; n <= NET_TOKENS; n = n * 2 > NET_TOKENS && n < NET_TOKENS ? NET_TOKENS : n * 2) {
        upos[n + 1] = NET_UPOS_ROOT;
        for (int walk = 0; walk < 200; walk++) {
            uint32_t steps = 0, roots = 0, p[NET_POSITIONS], c[NET_CONTEXTS];
            parse_state_init(&s, n, upos);
            while (!parse_state_done(&s)) {
                unsigned legal = parse_state_legal(&s);
                assert_int_not_equal(legal, 0);
                parse_state_view(&s, p, c);
                for (int i = 0; i < NET_POSITIONS; i++) assert_in_range(p[i], 0, n + 1);
                for (int i = 0; i < NET_CONTEXTS; i++) assert_in_range(c[i], parse_context_first[i], parse_context_first[i + 1] - 1u);
                parse_action a;
                do {
                    x = x * 1664525u + 1013904223u;
                    a = (parse_action)((x >> 20) % 3);
                } while (!(legal >> a & 1));
                if (a == ACTION_SHIFT) parse_state_shift(&s);
                else parse_state_attach(&s, parse_state_head(&s, a), 1 + (x >> 8) % (NET_LABELS - 2));
                steps++;
            }
            for (uint32_t i = 1; i <= n; i++) roots += s.head[i] == n + 1;
            assert_int_equal(roots, 1);
            assert_int_equal(steps, 2 * n);
        }
    }
}

/* ---- names ------------------------------------------------------------------------------------------------------------------ */

static void names_stay_well_formed(void **state)
{
    (void)state;
    enum { N = 200 };
    static int16_t score[N * NET_NER];
    static uint8_t back[N * N_NER], out[N];
    uint32_t x = 9;
    for (int round = 0; round < 50; round++) {
        for (int i = 0; i < N * NET_NER; i++) {
            x = x * 1664525u + 1013904223u;
            score[i] = (int16_t)(x >> 16);
        }
        parse_names(score, model->name_moves, N, back, out);
        for (int i = 0; i < N; i++) {
            assert_in_range(out[i], 0, N_NER - 1);
            if (out[i] && out[i] % 2 == 0) assert_true(i > 0 && (out[i - 1] == out[i] || out[i - 1] == out[i] - 1));
        }
    }
}

/* ---- model files -------------------------------------------------------------------------------------------------------------- */

static unsigned char *copy_model(void)
{
    unsigned char *p = malloc(model->map.n);
    assert_non_null(p);
    memcpy(p, model->map.bytes, model->map.n);
    return p;
}

static void refuses(const unsigned char *p, size_t n, const char *words)
{
    parse_model m = {0};
    ent_error err = {0};
    assert_int_equal(parse_model_read(&m, p, n, "x.model", &err), ENT_E_FORMAT);
    assert_non_null(strstr(err.message, words));
    assert_null(strchr(err.message, '\n'));
}

static void put32(unsigned char *p, size_t at, uint32_t v) { memcpy(p + at, &v, 4); }

/* A change that the checksum does not betray. */
static void reseal(unsigned char *p, size_t n)
{
    uint64_t size = n, sum = hash_bytes(p + 32, n - 32, 0);
    memcpy(p + 16, &size, 8);
    memcpy(p + 24, &sum, 8);
}

static void damaged_models_are_refused(void **state)
{
    (void)state;
    size_t n = model->map.n;
    unsigned char *p = copy_model();
    refuses(p, 0, "not a parser model");
    refuses(p, 127, "not a parser model");
    refuses(p, MODEL_HEAD, "cut short");
    refuses(p, n / 2, "cut short");
    refuses(p, n - 1, "cut short");
    put32(p, 8, MODEL_VERSION + 1);
    refuses(p, n, "model format");
    put32(p, 8, MODEL_VERSION);
    put32(p, 12, __builtin_bswap32(MODEL_ENDIAN));
    refuses(p, n, "byte order");
    put32(p, 12, MODEL_ENDIAN);
    p[0] ^= 1;
    refuses(p, n, "not a parser model");
    p[0] ^= 1;
    for (size_t i = 32; i < n; i += n / 97) {
        p[i] ^= 0x10;
        refuses(p, n, "checksum");
        p[i] ^= 0x10;
    }
    put32(p, 32, NET_D * 2);
    reseal(p, n);
    refuses(p, n, "shape");
    free(p);
}

static void hostile_models_are_refused(void **state)
{
    (void)state;
    size_t n = model->map.n;
    const unsigned char *from = model->map.bytes;
    struct {
        const void *at;
        uint32_t v;
        const char *words;
    } change[] = {
        {from + 100, 25, "sections"},                                 /* lexicon slots */
        {from + 104, 1 << 20, "sections"},                            /* scripts */
        {from + 96, NET_LABELS, "tables"},                            /* labels */
        {from + 112, 4, "numbers"},                                   /* embedding shift */
        {from + 120, PATH_SCALE_MOST + 1, "numbers"},                 /* scale of the action scores */
        {model->matrix[MAT_TAG].mult, (1 << 14) + 1, "matrix"},
        {model->matrix[MAT_CONV1].bias, 0x7FFFFFFF, "matrix"},
        {(const char *)model->matrix[MAT_STATE].bias - 64, 64, "sections"}, /* K */
        {(const char *)model->matrix[MAT_STATE].bias - 64 + 12, 31, "matrix"}, /* post */
        {(const char *)model->matrix[MAT_STATE].bias - 64 + 20, 32767, "numbers"}, /* high */
        {model->matrix[MAT_LABEL].w, 0x80808080, "matrix"},
        {model->context, 0x7FFF7FFF, "numbers"},
        {model->action, 0x7FFF7FFF, "numbers"},
        {model->scale, 40000, "numbers"},
        {model->name_moves, 1 << 30, "tables"},
        {&model->tags[3].upos, 0xFF, "tables"},
        {&model->labels[5], 0xFFFF, "tables"},
        {&model->scripts[7], 0xFF, "tables"},
    };
    for (size_t i = 0; i < sizeof change / sizeof *change; i++) {
        unsigned char *p = copy_model();
        put32(p, (size_t)((const unsigned char *)change[i].at - from), change[i].v);
        reseal(p, n);
        refuses(p, n, change[i].words);
        free(p);
    }
    unsigned char *p = calloc(n + 64, 1);
    memcpy(p, from, n);
    reseal(p, n + 64);
    refuses(p, n + 64, "do not fill the file");
    free(p);
}

static void missing_models_are_named(void **state)
{
    (void)state;
    arena mem;
    arena_init(&mem, 0);
    parse_model *m = NULL;
    ent_error err = {0};
    assert_int_equal(parse_model_open(&m, &mem, ".", "zz", &err), ENT_E_IO);
    assert_non_null(strstr(err.message, "./models/zz.model"));
    assert_int_equal(parse_model_open(&m, &mem, ".", "./Makefile", &err), ENT_E_FORMAT);
    assert_true(str_starts(parse_model_version(model), STR("en-")));
    assert_int_equal(parse_model_version(model).n, 11);
    arena_fini(&mem);
}

static int setup(void **state)
{
    (void)state;
    ent_error err = {0};
    arena_init(&memory, 0);
    int rc = parse_model_open(&model, &memory, ".", "en", &err);
    if (rc) print_error("%s\n", err.message);
    return rc;
}

static int teardown(void **state)
{
    (void)state;
    parse_model_close(model);
    arena_fini(&memory);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trees_are_trees),          cmocka_unit_test(paths_agree),
        cmocka_unit_test(neighbours_do_not_matter), cmocka_unit_test(long_sentences_get_no_tree),
        cmocka_unit_test(odd_documents),            cmocka_unit_test(every_walk_is_a_tree),
        cmocka_unit_test(names_stay_well_formed),   cmocka_unit_test(damaged_models_are_refused),
        cmocka_unit_test(hostile_models_are_refused), cmocka_unit_test(missing_models_are_named),
    };
    return cmocka_run_group_tests_name("parse", tests, setup, teardown);
}
