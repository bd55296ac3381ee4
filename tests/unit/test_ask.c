/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <json-c/json.h>
#include <unistd.h>

#include "ask/ask.h"
#include "engine.h"
#include "hand_doc.h"

static arena program;
static ent_engine engine; /* its story tables alone */
static char folder[] = "/tmp/entente-ask-XXXXXX";
static char db[64];
static record *r;
static buf out;

/* ---- a small record ------------------------------------------------------------------------------------------------------ */

static void put(hand_doc *h)
{
    ent_error err = {0};
    record_put what;
    h->tables = engine.story;
    if (hand_put(r, h, &what, &err)) fail_msg("%s", err.message);
    hand_end(h);
}

static void fill(void)
{
    hand_doc h;
    doc_event *e;
    hand_begin(&h, "wire.html", NULL, "2014-05-06",
               "DAKAR (NPA). Mali shelled a Togolese camp near Kidal on Monday, killing 12 people. Togo condemned the attack, its minister said. "
               "Togo may recall its envoy. Mali and Togo met in Lome on 3 April. A resolution on Mali was put to the vote.");
    h.d.publisher = STR("Northsea Press");
    h.d.title = STR("Mali shells, \"by mistake\", a camp");
    e = hand_event(&h, "ASSAULT heavy-weapons actual MLI>TGO 2014-05-05", "shelled");
    e->quad = 4;
    e->scale_tenths = -95;
    e->dead = 12;
    hand_place(&h, e, "Kidal", "city");
    e = hand_event(&h, "ACCUSE disapprove actual TGO>MLI -", "condemned");
    e->quad = 3;
    e->scale_tenths = -20;
    e->n_said_by = hand_parties(&h, STR("TGO"), e->said_by);
    e->said_by[0].begin = (uint32_t)str_find(h.d.text, STR("its minister"), 0);
    e->said_by[0].end = e->said_by[0].begin + 12;
    e = hand_event(&h, "SANCTION - possible TGO>MLI -", "recall");
    e->quad = 4;
    e->scale_tenths = -60;
    hand_event(&h, "CONSULT - actual MLI,TGO> 2014-04-03", "met");
    e = hand_event(&h, "REJECT - actual TGO>MLI 2014-05-06", "vote");
    e->quad = 3;
    e->vote = STR("abstain");
    put(&h);
    hand_begin(&h, "rewrite.html", NULL, "2014-05-07", "On Monday guns of Mali shelled a camp of Togo near Kidal; 15 were killed, the army of Togo said.");
    e = hand_event(&h, "ASSAULT heavy-weapons actual MLI>TGO 2014-05-05", "shelled");
    e->quad = 4;
    e->scale_tenths = -95;
    e->dead = 15;
    put(&h);
    hand_begin(&h, "other.html", NULL, "2015-01-02", "Mali thanked Benin for its help with the harvest.");
    hand_event(&h, "SUPPORT - actual MLI>BEN -", "thanked");
    put(&h);
    hand_begin(&h, "rebels.html", NULL, "2015-02-02", "Niger attacked rebels in Chad and thanked Chad.");
    e = hand_event(&h, "ASSAULT - actual NER>TCD -", "attacked");
    h.d.actors[e->recipient[0].actor].sector[h.d.actors[e->recipient[0].actor].n_sectors++] = STR("REB");
    hand_event(&h, "SUPPORT - actual NER>TCD -", "thanked");
    put(&h);
}

static int load(void **state)
{
    (void)state;
    ent_error err = {0};
    arena_init(&program, 0);
    if (!mkdtemp(folder) || story_tables_load(&engine.story, &program, ".", &err) || split_tables_load(&engine.split, &program, ".", &err)) return -1;
    snprintf(db, sizeof db, "%s/r.db", folder);
    if (record_open(&r, db, RECORD_WRITE, &err)) return -1;
    fill();
    if (keep_settle(&engine, r, &err)) return -1;
    record_close(r);
    return record_open(&r, db, RECORD_READ, &err) ? -1 : 0;
}

static int unload(void **state)
{
    (void)state;
    record_close(r);
    buf_fini(&out);
    arena_fini(&program);
    unlink(db);
    return rmdir(folder);
}

/* ---- helpers --------------------------------------------------------------------------------------------------------------- */

static const ask_options plain = {.since = CAL_NONE, .until = CAL_NONE};
static ent_error err;
#define SINK ((ent_sink){hand_write, &out})

static const char *text(void)
{
    buf_char(&out, 0);
    assert_false(out.failed);
    out.n--; /* the NUL is ours */
    return out.s;
}

static void has(const char *needle)
{
    if (!strstr(text(), needle)) fail_msg("no '%s' in:\n%s", needle, out.s);
}

static void has_not(const char *needle)
{
    if (strstr(text(), needle)) fail_msg("'%s' in:\n%s", needle, out.s);
}

/* No line of text for people is wider than 100 columns. */
static void check_width(void)
{
    uint32_t width = 0;
    for (const char *p = text(); *p; p++) {
        width = *p == '\n' ? 0 : width + ((*p & 0xC0) != 0x80);
        if (width > 100) fail_msg("a line of more than 100 columns:\n%s", out.s);
    }
}

static void dyad(const char *a, const char *b, const ask_options *o)
{
    buf_reset(&out);
    assert_int_equal(ask_dyad(r, (ask_name){str_from(a), STR_NONE}, (ask_name){str_from(b), STR("Name")}, o, SINK, &err), ENT_OK);
}

static json_object *parsed(void)
{
    json_object *o = json_tokener_parse(text());
    assert_non_null(o);
    return o;
}

static json_object *at(json_object *o, const char *path)
{
    json_object *v = NULL;
    if (json_pointer_get(o, path, &v)) fail_msg("no %s in %s", path, json_object_to_json_string(o));
    return v;
}

static int64_t number(json_object *o, const char *path) { return json_object_get_int64(at(o, path)); }
static const char *word(json_object *o, const char *path) { return json_object_get_string(at(o, path)); }

/* ---- time lines ------------------------------------------------------------------------------------------------------------- */

static void a_time_line_shows_all_and_counts_what_is_actual(void **state)
{
    (void)state;
    dyad("MLI", "TGO", &plain);
    check_width();
    has("MLI and Name (TGO)");
    has("[shelled] a");
    has("(possible)");
    has("vote: abstain");
    has("said by TGO; Northsea Press, 2014-05-06");
    has("2 reports, 2 sources");
    has("3 happenings, 2014-04-03 to 2014-05-05, 1 undated; mean scale -3.00 (-10 conflict to 10 cooperation)\nnot counted: 1 not actual, 1 abstention\n");
    has("verbal conflict: 1 ACCUSE\n");
    assert_true(strstr(out.s, "2014-04-03") < strstr(out.s, "2014-05-05  ASSAULT"));
    assert_true(strstr(out.s, "ASSAULT") < strstr(out.s, "undated"));
    dyad("TGO", "MLI", &plain); /* the order of asking does not matter */
    has("3 happenings");
}

static void a_time_line_in_json_is_one_object(void **state)
{
    (void)state;
    ask_options o = plain;
    o.json = true;
    o.by = STR("month");
    dyad("MLI", "TGO", &o);
    assert_int_equal(strchr(text(), '\n') - out.s, out.n - 1);
    json_object *x = parsed();
    assert_int_equal(json_object_array_length(at(x, "/events")), 5);
    assert_string_equal(word(x, "/events/0/event"), "CONSULT");
    assert_string_equal(word(x, "/actors/1/name"), "Name");
    assert_int_equal(number(x, "/events/1/reports"), 2);
    assert_int_equal(number(x, "/events/1/sources"), 2);
    assert_string_equal(word(x, "/events/1/disputes/0/about"), "dead");
    assert_int_equal(number(x, "/events/1/disputes/0/values/0/value"), 12);
    assert_int_equal(number(x, "/events/1/disputes/0/values/1/value"), 15);
    assert_string_equal(word(x, "/events/1/place/name"), "Kidal"); /* told by one of the two */
    assert_int_equal(number(x, "/summary/n"), 3);
    assert_int_equal(number(x, "/summary/quad/material_conflict"), 1);
    assert_int_equal(number(x, "/summary/types/ACCUSE"), 1);
    assert_string_equal(word(x, "/summary/mean_scale"), "-3");
    assert_string_equal(word(x, "/summary/periods/1/period"), "2014-05");
    assert_int_equal(number(x, "/summary/periods/1/n"), 1);
    json_object_put(x);
}

static void periods_and_statuses_narrow_a_time_line(void **state)
{
    (void)state;
    ask_options o = plain;
    o.since = cal_parse(STR("2014-05-01"));
    dyad("MLI", "TGO", &o);
    has_not("2014-04-03");
    has("2 happenings"); /* the undated one counts by its page */
    o.until = cal_parse(STR("2014-05-05"));
    dyad("MLI", "TGO", &o);
    has("1 happening,");
    o = plain;
    o.status = STR("possible,planned");
    dyad("MLI", "TGO", &o);
    has("SANCTION");
    has_not("ASSAULT");
    has("1 happening, 1 undated");
}

static void nothing_is_said_plainly(void **state)
{
    (void)state;
    dyad("MLI", "FJI", &plain);
    has("The record has nothing between the two.");
    dyad("TGO", "BEN", &plain);
    has("The record has nothing between the two.");
    buf_reset(&out);
    assert_int_equal(ask_actor(r, (ask_name){STR("FJI"), STR("Fiji")}, &plain, SINK, &err), ENT_OK);
    has("no happening of this actor");
    buf_reset(&out);
    assert_int_equal(ask_find(r, STR("zebra"), &plain, SINK, &err), ENT_OK);
    has("no document with these words");
}

static void partners_come_most_to_least(void **state)
{
    (void)state;
    ask_options o = plain;
    buf_reset(&out);
    assert_int_equal(ask_actor(r, (ask_name){STR("MLI"), STR("Mali")}, &plain, SINK, &err), ENT_OK);
    check_width();
    assert_true(strstr(text(), "TGO") < strstr(out.s, "BEN"));
    o.json = true;
    buf_reset(&out);
    assert_int_equal(ask_actor(r, (ask_name){STR("MLI"), STR("Mali")}, &o, SINK, &err), ENT_OK);
    json_object *x = parsed();
    assert_string_equal(word(x, "/partners/0/code"), "TGO");
    assert_int_equal(number(x, "/partners/0/n"), 3); /* not the possible one, not the abstention */
    assert_int_equal(number(x, "/partners/0/quad/verbal_conflict"), 1);
    assert_int_equal(number(x, "/partners/0/as_actor"), 1);
    assert_int_equal(number(x, "/partners/0/as_recipient"), 1);
    assert_int_equal(number(x, "/partners/0/mutual"), 1);
    assert_int_equal(number(x, "/partners/1/n"), 1);
    json_object_put(x);
}

static void an_armed_group_is_not_the_state_it_is_in(void **state)
{
    (void)state;
    ask_options o = plain;
    o.json = true;
    dyad("NER", "TCD", &plain);
    has("ASSAULT  (armed group)");
    has("1 happening, 1 undated");
    has("not counted: 1 of armed groups");
    buf_reset(&out);
    assert_int_equal(ask_actor(r, (ask_name){STR("NER"), STR("Niger")}, &o, SINK, &err), ENT_OK);
    json_object *x = parsed();
    assert_int_equal(json_object_array_length(at(x, "/partners")), 2);
    assert_int_equal(number(x, "/partners/0/armed_groups") + number(x, "/partners/1/armed_groups"), 1);
    json_object_put(x);
    buf_reset(&out);
    assert_int_equal(ask_actor(r, (ask_name){STR("TCD"), STR("Chad")}, &o, SINK, &err), ENT_OK);
    x = parsed();
    assert_int_equal(number(x, "/partners/0/n"), 1); /* what was done to the rebels was not done to Chad */
    json_object_put(x);
}

/* ---- one event, search -------------------------------------------------------------------------------------------------------- */

static void an_event_shows_its_reports_and_what_differs(void **state)
{
    (void)state;
    ask_options o = plain;
    o.json = true;
    dyad("MLI", "TGO", &o);
    json_object *x = parsed();
    char id[33];
    snprintf(id, sizeof id, "%s", word(x, "/events/1/event_id"));
    json_object_put(x);
    buf_reset(&out);
    assert_int_equal(ask_event(r, str_make(id, 8), &plain, SINK, &err), ENT_OK);
    check_width();
    has("differs: dead 12 (1 report), 15 (1 report)");
    has("2 reports from 2 independent sources");
    has("   1  2014-05-05  ASSAULT heavy-weapons  report ");
    has("rewrite.html, 2014-05-07");
    has("rule test, score 0.9");
    buf_reset(&out);
    assert_int_equal(ask_event(r, str_from(id), &o, SINK, &err), ENT_OK);
    x = parsed();
    assert_int_equal(json_object_array_length(at(x, "/reports")), 2);
    assert_string_equal(word(x, "/event/event_id"), id);
    json_object_put(x);
    assert_int_equal(ask_event(r, str_make(id, 5), &plain, SINK, &err), ENT_E_USAGE);
    assert_int_equal(ask_event(r, STR("ffffffffffffffffffffffffffffffff"), &plain, SINK, &err), ENT_E_NOTFOUND);
}

static void search_shows_titles_and_snippets(void **state)
{
    (void)state;
    ask_options o = plain;
    buf_reset(&out);
    assert_int_equal(ask_find(r, STR("togolese camp"), &plain, SINK, &err), ENT_OK);
    check_width();
    has("Mali shells, \"by mistake\", a camp");
    has("[Togolese] [camp]");
    has("document");
    o.json = true;
    buf_reset(&out);
    assert_int_equal(ask_find(r, STR("harvest"), &o, SINK, &err), ENT_OK);
    json_object *x = parsed();
    assert_string_equal(word(x, "/documents/0/path"), "other.html");
    json_object_put(x);
}

/* ---- exports -------------------------------------------------------------------------------------------------------------------- */

static void export_it(ent_unit unit, const char *format, const char *status)
{
    ask_options o = plain;
    o.status = str_from(status);
    buf_reset(&out);
    assert_int_equal(ask_export(r, unit, str_from(format), &o, SINK, &err), ENT_OK);
}

static uint32_t lines(void)
{
    uint32_t n = 0;
    for (const char *p = text(); *p; p++) n += *p == '\n';
    return n;
}

static void exports_have_a_line_for_everything(void **state)
{
    (void)state;
    export_it(ENT_UNIT_EVENTS, "ndjson", NULL);
    assert_int_equal(lines(), 8);
    export_it(ENT_UNIT_EVENTS, "ndjson", "possible");
    assert_int_equal(lines(), 1);
    export_it(ENT_UNIT_REPORTS, "ndjson", NULL);
    assert_int_equal(lines(), 9);
    export_it(ENT_UNIT_REPORTS, "ndjson", "actual");
    assert_int_equal(lines(), 8);
    export_it(ENT_UNIT_DOCUMENTS, "ndjson", NULL);
    assert_int_equal(lines(), 4);
    assert_int_equal(ask_export(r, ENT_UNIT_EVENTS, STR("xml"), &plain, SINK, &err), ENT_E_USAGE);
}

/* RFC 4180: every record has as many fields as the header; returns the field of a column in a record. */
static void csv_field(uint32_t record_n, const char *column, char *field, size_t cap)
{
    uint32_t row = 0, col = 0, n_cols = 0, wanted = UINT32_MAX;
    char cell[4096];
    size_t n = 0;
    *field = 0;
    bool quoted = false;
    for (const char *p = text(); *p; p++) {
        bool end = !quoted && (*p == ',' || *p == '\r');
        if (quoted && *p == '"' && p[1] == '"') cell[n++] = *p++;
        else if (*p == '"') quoted = !quoted;
        else if (!end) cell[n++] = *p;
        if (!end) continue;
        cell[n] = 0;
        if (!row && !strcmp(cell, column)) wanted = col;
        if (row == record_n && col == wanted) snprintf(field, cap, "%s", cell);
        n = 0;
        col++;
        if (*p == ',') continue;
        assert_int_equal(*++p, '\n');
        if (!row) n_cols = col;
        assert_int_equal(col, n_cols);
        row++;
        col = 0;
    }
    assert_int_not_equal(wanted, UINT32_MAX);
}

static void csv_keeps_every_character(void **state)
{
    (void)state;
    char field[4096];
    export_it(ENT_UNIT_EVENTS, "csv", NULL);
    csv_field(2, "event", field, sizeof field);
    assert_string_equal(field, "ASSAULT");
    csv_field(2, "title", field, sizeof field);
    assert_string_equal(field, "Mali shells, \"by mistake\", a camp");
    csv_field(2, "dead", field, sizeof field);
    assert_string_equal(field, "12");
    csv_field(2, "reports", field, sizeof field);
    assert_string_equal(field, "2");
    csv_field(1, "actor", field, sizeof field);
    assert_string_equal(field, "MLI;TGO");
    csv_field(1, "scale", field, sizeof field);
    assert_string_equal(field, "2.5");
    export_it(ENT_UNIT_REPORTS, "csv", NULL);
    csv_field(1, "superseded", field, sizeof field);
    assert_string_equal(field, "false");
    export_it(ENT_UNIT_DOCUMENTS, "csv", NULL);
    csv_field(3, "independent", field, sizeof field);
    assert_string_equal(field, "true");
}

static int stop(void *ctx, const char *bytes, size_t n)
{
    (void)bytes;
    (void)n;
    return ++*(int *)ctx > 2;
}

static void a_closed_sink_ends_quietly(void **state)
{
    (void)state;
    int n = 0;
    assert_int_equal(ask_export(r, ENT_UNIT_REPORTS, STR("ndjson"), &plain, (ent_sink){stop, &n}, &err), ENT_E_CLOSED);
    assert_int_equal(n, 3);
    export_it(ENT_UNIT_REPORTS, "ndjson", NULL); /* and the record goes on */
    assert_int_equal(lines(), 9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_time_line_shows_all_and_counts_what_is_actual), cmocka_unit_test(a_time_line_in_json_is_one_object),
        cmocka_unit_test(periods_and_statuses_narrow_a_time_line), cmocka_unit_test(nothing_is_said_plainly), cmocka_unit_test(partners_come_most_to_least),
        cmocka_unit_test(an_armed_group_is_not_the_state_it_is_in),
        cmocka_unit_test(an_event_shows_its_reports_and_what_differs), cmocka_unit_test(search_shows_titles_and_snippets),
        cmocka_unit_test(exports_have_a_line_for_everything), cmocka_unit_test(csv_keeps_every_character), cmocka_unit_test(a_closed_sink_ends_quietly),
    };
    return cmocka_run_group_tests_name("ask", tests, load, unload);
}
