/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Places. Golden files in tests/golden/places: sentences with their trees (link_tree.h); expected is a line for each place:
 *
 *     Kandahar | city AFG 31.610000 65.710000 Kandahar
 *
 * words, kind, country ("-": none), degrees, name, and the first division in brackets.
 */
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

static void put_degrees(buf *got, int32_t micro)
{
    assert_int_not_equal(micro, INT32_MIN);
    buf_printf(got, " %s%d.%06d", micro < 0 ? "-" : "", abs(micro / 1000000), abs(micro % 1000000));
}

static void write_places(void *ctx, str input, buf *got)
{
    (void)ctx;
    arena mem;
    doc d;
    arena_init(&mem, DOC_CAP_ARENA);
    tree_read(&mem, &d, input);
    assert_int_equal(link_run(gazetteer, &d, NULL), ENT_OK);
    for (uint32_t i = 0; i < d.n_places; i++) {
        const doc_place *p = &d.places[i];
        assert_true(p->tok_begin <= p->head && p->head < p->tok_end && p->tok_end <= d.n_tokens);
        assert_true(i == 0 || d.places[i - 1].tok_end <= p->tok_begin);
        buf_printf(got, "%.*s | %.*s %.*s", STR_ARG(doc_text(&d, d.tokens[p->tok_begin].begin, d.tokens[p->tok_end - 1].end)), STR_ARG(p->kind), STR_ARG(p->country.n ? p->country : STR("-")));
        put_degrees(got, p->lat_micro);
        put_degrees(got, p->lon_micro);
        buf_printf(got, " %.*s", STR_ARG(p->name));
        if (p->admin1.n) buf_printf(got, " [%.*s]", STR_ARG(p->admin1));
        buf_char(got, '\n');
    }
    if (!d.n_places) buf_z(got, "-\n");
    arena_fini(&mem);
}

static void golden_places(void **state)
{
    (void)state;
    assert_int_equal(golden_check("tests/golden/places", write_places, NULL), 0);
}

/* Every state of today has a point, and a name of one country is found for users. */
static void every_state_has_a_point(void **state)
{
    (void)state;
    arena scratch;
    arena_init(&scratch, 0);
    for (uint32_t i = 0; i < gazetteer->n_bodies; i++) {
        const link_body *b = &gazetteer->bodies[i];
        if (b->kind != BODY_STATE || b->to != CAL_NONE) continue;
        str country = link_place_country(gazetteer->places, &scratch, b->name);
        if (!str_eq(country, b->code) && !str_is(b->name, "Georgia")) fail_msg("%.*s has no row of its own in places.tsv", STR_ARG(b->name));
    }
    assert_true(str_is(link_place_country(gazetteer->places, &scratch, STR("Kandahar")), "AFG"));
    assert_int_equal(link_place_country(gazetteer->places, &scratch, STR("Tripoli")).n, 0);
    assert_int_equal(link_place_country(gazetteer->places, &scratch, STR("Nowhere")).n, 0);
    arena_fini(&scratch);
}

static bool rows_of(void *ctx, const char *name, str *bytes)
{
    *bytes = strcmp(name, "places_geonames.tsv") ? *(const str *)ctx : STR("name\tcountry\tadmin1\tkind\tlat\tlon\n");
    return !strncmp(name, "places", 6);
}

static void bad_rows_are_refused(void **state)
{
    (void)state;
    static const char *const bad[][2] = {
        {"Kandahar\tAFX\t\tcity\t31.61\t65.71\n", "unknown country 'AFX'"},
        {"Kandahar\tAFG\t\tcity\t91\t65.71\n", "'91' is no latitude"},
        {"Kandahar\tAFG\t\tcity\t31.61\t6S.71\n", "'6S.71' is no longitude"},
        {"Kandahar\tAFG\t\tcity\t31.61\t-180.01\n", "'-180.01' is no longitude"},
        {"Kandahar\tAFG\t\tcity\t\t65.71\n", "'' is no latitude"},
        {"Kandahar\tAFG\t\tcity\t31.6.1\t65.71\n", "'31.6.1' is no latitude"},
        {"Kandahar\tAFG\t\t\t31.61\t65.71\n", "a place needs a name and a kind"},
        {"Nowhere\t\t\tcountry\t1\t1\n", "a country needs its code"},
        {"Kandahar\tAFG\t\tcity\t31.61\t65.71\nKandahar\tAFG\t\tbase\t1\t1\n", "'Kandahar' is given twice for 'AFG'"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        arena mem;
        ent_error err = {0};
        link_gazetteer *g;
        arena_init(&mem, 0);
        str bytes = arena_printf(&mem, "name\tcountry\tadmin1\tkind\tlat\tlon\n%s", bad[i][0]);
        link_source source = {rows_of, &bytes};
        assert_int_equal(link_gazetteer_load_from(&g, &mem, ".", &source, &err), ENT_E_FORMAT);
        if (!strstr(err.message, bad[i][1])) fail_msg("expected %s, got %s", bad[i][1], err.message);
        assert_non_null(strstr(err.message, "places.tsv:"));
        arena_fini(&mem);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(golden_places),
        cmocka_unit_test(every_state_has_a_point),
        cmocka_unit_test(bad_rows_are_refused),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
