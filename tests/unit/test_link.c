/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "golden.h"
#include "link/gazetteer.h"
#include "link_tree.h"

static arena program;
static link_gazetteer *gazetteer;

static int load(void **state)
{
    (void)state;
    ent_error err;
    arena_init(&program, 0);
    if (!link_gazetteer_load(&gazetteer, &program, ".", &err)) return 0;
    printf("%s\n", err.message);
    return -1;
}

static int unload(void **state)
{
    (void)state;
    arena_fini(&program);
    return 0;
}

/* ---- mentions ------------------------------------------------------------------------------------------------------------ */

static void check_columns(const doc *d)
{
    for (uint32_t i = 0; i < d->n_mentions; i++) {
        const doc_mention *m = &d->mentions[i];
        assert_true(m->tok_begin <= m->head && m->head < m->tok_end && m->tok_end <= d->n_tokens);
        assert_true(i == 0 || d->mentions[i - 1].tok_begin <= m->tok_begin);
        assert_in_range(m->n_actors, 1, DOC_MAX_MENTION_ACTORS);
        for (uint8_t k = 0; k < m->n_actors; k++) assert_true(m->actor[k] < d->n_actors);
        assert_true(m->antecedent == DOC_NONE || m->antecedent < d->n_mentions);
        assert_true(d->mention_at[m->head] < d->n_mentions);
    }
    for (uint32_t t = 0; t < d->n_tokens; t++) assert_true(d->mention_at[t] == DOC_NONE || d->mentions[d->mention_at[t]].head == t);
}

static void write_actor(const doc_actor *a, buf *got)
{
    buf_str(got, a->code.n ? a->code : STR("?"));
    for (uint8_t i = 0; i < a->n_sectors; i++) buf_printf(got, "/%.*s", STR_ARG(a->sector[i]));
    if (a->kind == ACTOR_PERSON) buf_printf(got, " %.*s", STR_ARG(a->name));
}

/* "Turkish warplanes [warplanes] role TUR/MIL" */
static void write_mentions(void *ctx, str input, buf *got)
{
    static const char *const bases[] = {"name", "role", "coref", "bare", "owned", "place"};
    (void)ctx;
    arena mem;
    doc d;
    arena_init(&mem, DOC_CAP_ARENA);
    tree_read(&mem, &d, input);
    assert_int_equal(link_run(gazetteer, &d, NULL), ENT_OK);
    check_columns(&d);
    for (uint32_t i = 0; i < d.n_mentions; i++) {
        const doc_mention *m = &d.mentions[i];
        buf_printf(got, "%.*s [%.*s] %s ", STR_ARG(doc_text(&d, d.tokens[m->tok_begin].begin, d.tokens[m->tok_end - 1].end)), STR_ARG(doc_form(&d, m->head)), bases[m->basis]);
        for (uint8_t k = 0; k < m->n_actors; k++) {
            if (k) buf_z(got, " + ");
            write_actor(&d.actors[m->actor[k]], got);
        }
        buf_char(got, '\n');
    }
    if (!d.n_mentions) buf_z(got, "-\n");
    arena_fini(&mem);
}

static void golden_mentions(void **state)
{
    (void)state;
    assert_int_equal(golden_check("tests/golden/link", write_mentions, NULL), 0);
}

/* ---- tables -------------------------------------------------------------------------------------------------------------- */

typedef struct small_tables {
    str name, rows; /* rows added to the table of this name */
} small_tables;

/* The smallest gazetteer: one state, and the columns of every table. */
static bool small_read(void *ctx, const char *name, str *bytes)
{
    static const struct {
        const char *name, *columns, *rows;
    } tables[] = {
        {"sectors.tsv", "code\tname\n", "GOV\tgovernment\n"},
        {"states.tsv", "code\tname\tcow\tgw\tfrom\tto\twikidata\tsource\n", "ATL\tAtlantis\t\t\t\t\t\tx\n"},
        {"organisations.tsv", "code\tname\tvariants\tkind\tcountry\tsector\tfrom\tto\twikidata\tsource\n", ""},
        {"members.tsv", "organisation\tcountry\tfrom\tto\tsource\n", ""},
        {"names.tsv", "kind\tform\tcode\tnote\n", "name\tAtlantis\tATL\n"},
        {"offices.tsv", "name\tvariants\tcountry\toffice\tsector\tfrom\tto\twikidata\tsource\n", ""},
        {"roles.tsv", "form\tsector\tnote\n", "king\tGOV\tperson\n"},
        {"cues.tsv", "kind\tform\tnote\n", "place\tin\n"},
        {"topics.tsv", "topic\tform\tweight\n", "sport\tgoal\t1\n"},
        {"places.tsv", "name\tcountry\tadmin1\tkind\tlat\tlon\tsource\n", ""},
        {"places_geonames.tsv", "name\tcountry\tadmin1\tkind\tlat\tlon\tsource\n", ""},
        {"traps.tsv", "form\tcontext\tverdict\n", ""},
    };
    const small_tables *s = ctx;
    static char room[12][4096];
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        if (strcmp(tables[i].name, name)) continue;
        int n = snprintf(room[i], sizeof room[i], "%s%s%.*s", tables[i].columns, tables[i].rows, str_is(s->name, name) ? (int)s->rows.n : 0, s->rows.s ? s->rows.s : "");
        *bytes = str_make(room[i], (size_t)n);
        return true;
    }
    *bytes = STR_NONE;
    return false;
}

/* "names.tsv: ROWS" → what loading says. */
static void write_load(void *ctx, str input, buf *got)
{
    (void)ctx;
    small_tables s = {.rows = input};
    s.name = str_cut(&s.rows, ':');
    s.rows = str_sub(s.rows, 1, s.rows.n); /* the blank after the colon */
    arena mem;
    arena_init(&mem, 0);
    link_gazetteer *g = NULL;
    ent_error err = {0};
    link_source source = {small_read, &s};
    int rc = link_gazetteer_load_from(&g, &mem, ".", &source, &err);
    buf_printf(got, "%s\n", rc ? err.message : "fine");
    assert_true(rc ? g == NULL : g != NULL);
    arena_fini(&mem);
}

static void golden_tables(void **state)
{
    (void)state;
    assert_int_equal(golden_check("tests/golden/link-tables", write_load, NULL), 0);
}

/* ---- users' words ---------------------------------------------------------------------------------------------------------- */

static void check_find(const char *words, const char *code, const char *name)
{
    doc_actor a;
    if (!code) {
        assert_false(link_actor_find(gazetteer, str_from(words), &a));
        return;
    }
    if (!link_actor_find(gazetteer, str_from(words), &a)) fail_msg("%s is not found", words);
    if (!str_is(a.code, code) || !str_is(a.name, name)) printf("%s: %.*s %.*s\n", words, STR_ARG(a.code), STR_ARG(a.name));
    assert_true(str_is(a.code, code) && str_is(a.name, name));
}

static void users_find_actors(void **state)
{
    (void)state;
    check_find("RUS", "RUS", "Russia");
    check_find(" Russia ", "RUS", "Russia");
    check_find("russia", "RUS", "Russia");
    check_find("Kremlin", "RUS", "Russia");
    check_find("the Kremlin", "RUS", "Russia");
    check_find("Moscow", "RUS", "Russia");
    check_find("Russian", "RUS", "Russia");
    check_find("nato", "NATO", "NATO");
    check_find("European Union", "EUR", "European Union");
    check_find("Sergei Lavrov", "RUS", "Sergei Lavrov");
    check_find("Atlantis", NULL, NULL);
    check_find("", NULL, NULL);
    assert_true(str_is(link_code_name(gazetteer, STR("DEU")), "Germany"));
    assert_true(str_is(link_code_name(gazetteer, STR("NATO")), "NATO"));
    assert_true(str_is(link_code_name(gazetteer, STR("XYZ")), "XYZ"));
}

static void memberships_have_years(void **state)
{
    (void)state;
    assert_true(link_is_member(gazetteer, STR("NATO"), STR("FRA"), cal_day(1995, 5, 1)));
    assert_false(link_is_member(gazetteer, STR("NATO"), STR("FIN"), cal_day(1995, 5, 1)));
    assert_true(link_is_member(gazetteer, STR("NATO"), STR("FIN"), CAL_NONE));
    assert_true(link_is_member(gazetteer, STR("EUR"), STR("GBR"), cal_day(2015, 1, 1)));
    assert_false(link_is_member(gazetteer, STR("EUR"), STR("GBR"), CAL_NONE));
    assert_false(link_is_member(gazetteer, STR("UNO"), STR("SUN"), CAL_NONE));
    assert_true(link_is_member(gazetteer, STR("UNO"), STR("SUN"), cal_day(1980, 1, 1)));
    assert_true(link_is_member(gazetteer, STR("WTO"), STR("CHN"), cal_day(2005, 1, 1))); /* a row of several states */
    assert_false(link_is_member(gazetteer, STR("WTO"), STR("CHN"), cal_day(1999, 1, 1)));
    assert_false(link_is_member(gazetteer, STR("XYZ"), STR("FRA"), CAL_NONE));
}

/* ---- pieces ---------------------------------------------------------------------------------------------------------------- */

static uint32_t form_of(const link_trie *t, const link_vocab *v, const char *text, const char *const *words, uint32_t n, uint32_t *end)
{
    arena mem;
    doc d;
    link_pieces p;
    arena_init(&mem, 0);
    doc_init(&d, &mem);
    d.text = str_from(text);
    d.tokens = arena_new(&mem, doc_token, n);
    for (uint32_t i = 0, at = 0; i < n; i++) {
        int64_t begin = str_find(d.text, str_from(words[i]), at);
        assert_true(begin >= 0);
        at = (uint32_t)begin + (uint32_t)strlen(words[i]);
        d.tokens[i] = (doc_token){.begin = (uint32_t)begin, .end = at};
    }
    d.n_tokens = n;
    assert_int_equal(link_pieces_make(v, &d, &p, NULL), ENT_OK);
    uint32_t value = link_trie_match(t, &p, 0, n, end);
    arena_fini(&mem);
    return value;
}

static void any_cut_finds_a_form(void **state)
{
    (void)state;
    arena mem;
    link_vocab v;
    link_trie t;
    uint32_t end = 0;
    arena_init(&mem, 0);
    assert_true(link_vocab_init(&v, &mem));
    link_trie_init(&t, &v, &mem, false);
    static const char *const forms[] = {"N'Djamena", "U.S.", "Bogotá", "Côte d'Ivoire", "United Nations", "United", "US", "Oman"};
    for (uint32_t i = 0; i < 8; i++) *link_trie_put(&t, str_from(forms[i])) = i;
    link_vocab_close(&v);
    assert_int_equal(form_of(&t, &v, "N’Djamena", (const char *[]){"N’Djamena"}, 1, &end), 0);
    assert_int_equal(form_of(&t, &v, "N'Djamena", (const char *[]){"N", "'Djamena"}, 2, &end), 0);
    assert_int_equal(form_of(&t, &v, "U. S. troops", (const char *[]){"U.", "S.", "troops"}, 3, &end), 1);
    assert_int_equal(end, 2);
    assert_int_equal(form_of(&t, &v, "Bogota", (const char *[]){"Bogota"}, 1, &end), 2);
    assert_int_equal(form_of(&t, &v, "CÔTE D'IVOIRE", (const char *[]){"CÔTE", "D'IVOIRE"}, 2, &end), 3);
    assert_int_equal(form_of(&t, &v, "COTE D'IVOIRE", (const char *[]){"COTE", "D'IVOIRE"}, 2, &end), 3);
    assert_int_equal(form_of(&t, &v, "UNITED NATIONS", (const char *[]){"UNITED", "NATIONS"}, 2, &end), 4);
    assert_int_equal(form_of(&t, &v, "United we", (const char *[]){"United", "we"}, 2, &end), 5);
    assert_int_equal(form_of(&t, &v, "us", (const char *[]){"us"}, 1, &end), MAP_NONE);
    assert_int_equal(form_of(&t, &v, "Omani", (const char *[]){"Omani"}, 1, &end), MAP_NONE);
    assert_int_equal(link_trie_get(&t, &mem, STR("U.S.")), 1);
    assert_int_equal(link_trie_get(&t, &mem, STR("U.")), MAP_NONE);
    arena_fini(&mem);
}

/* ---- limits ---------------------------------------------------------------------------------------------------------------- */

static void memory_may_run_out(void **state)
{
    (void)state;
    const char *line = "Russia/PROPN/2/nsubj attacked/VERB/0/root Ukraine/PROPN/2/obj || It/PRON/2/nsubj denied/VERB/0/root it/PRON/2/obj";
    int n_failed = 0, n_fine = 0;
    for (size_t cap = 1024; cap < 65536; cap += 512) {
        arena mem;
        doc d;
        ent_error err;
        arena_init(&mem, 0);
        tree_read(&mem, &d, str_from(line));
        arena tight;
        arena_init(&tight, cap);
        d.mem = &tight;
        int rc = link_run(gazetteer, &d, &err);
        assert_true(rc == ENT_OK || rc == ENT_E_MEMORY);
        n_failed += rc != ENT_OK;
        n_fine += rc == ENT_OK;
        arena_fini(&tight);
        arena_fini(&mem);
    }
    assert_true(n_failed > 0 && n_fine > 0);
}

static void no_tree_no_tags(void **state)
{
    (void)state;
    arena mem;
    doc d;
    arena_init(&mem, 0);
    tree_read(&mem, &d, STR("Russia/PROPN/2/nsubj attacked/VERB/0/root Ukraine/PROPN/2/obj"));
    d.upos = d.deprel = d.depsub = NULL;
    d.head = NULL;
    d.lemma = NULL;
    d.feats = NULL;
    assert_int_equal(link_run(gazetteer, &d, NULL), ENT_OK);
    assert_int_equal(d.n_mentions, 2);
    doc_init(&d, &mem);
    assert_int_equal(link_run(gazetteer, &d, NULL), ENT_OK);
    assert_int_equal(d.n_mentions, 0);
    arena_fini(&mem);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(golden_mentions),    cmocka_unit_test(golden_tables),   cmocka_unit_test(users_find_actors), cmocka_unit_test(memberships_have_years),
        cmocka_unit_test(any_cut_finds_a_form), cmocka_unit_test(memory_may_run_out), cmocka_unit_test(no_tree_no_tags),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
