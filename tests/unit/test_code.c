/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Station code on documents built by hand: clauses are stated, not parsed, so that a failure here is a failure of the matcher.
 * The book under test has its own few rules over the shipped ontology; the shipped rules are tested by their examples.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "code/book.h"
#include "base/file.h"
#include "code/scan.h"

/* ---- a book ---------------------------------------------------------------------------------------------------------------- */

static const char rules_text[] =
    "type ASSAULT\n"
    "rule attack\n"
    "  verb attack, strike\n"
    "  noun attack\n"
    "  actor agent, by\n"
    "  recipient patient(owned place), on\n"
    "rule with-weapon\n"
    "  verb strike\n"
    "  need with = missile, air raid\n"
    "  mode aerial\n"
    "  actor agent\n"
    "  recipient patient\n"
    "type SANCTION\n"
    "rule impose\n"
    "  light impose, slap : sanction, export ban\n"
    "  actor agent\n"
    "  recipient on, patient.on\n"
    "  cameo 163\n"
    "type CONSULT\n"
    "rule meet\n"
    "  verb meet\n"
    "  light hold : talk\n"
    "  parties agent, patient, with\n"
    "rule visit\n"
    "  verb visit\n"
    "  mode visit\n"
    "  actor agent\n"
    "  recipient patient(place)\n"
    "type REQUEST\n"
    "rule urge\n"
    "  verb urge\n"
    "  actor agent\n"
    "  recipient patient\n"
    "  act complement\n"
    "  also requested\n"
    "type REJECT\n"
    "rule refuse\n"
    "  verb refuse\n"
    "  need complement act CONSULT\n"
    "  actor agent\n"
    "  recipient? act.recipient\n"
    "  act complement\n"
    "type ACCUSE\n"
    "rule condemn\n"
    "  verb condemn\n"
    "  actor agent\n"
    "  recipient patient.agent, patient\n"
    "rule idle\n"
    "  verb condemn\n"
    "  need patient = weather\n"
    "  silent\n"
    "type COERCE\n"
    "rule arrest\n"
    "  verb arrest\n"
    "  actor agent\n"
    "  recipient patient(bare), self\n"
    "  domestic\n";

static int table_read(code_book *b, const char *name, int (*read)(code_book *, const char *, str, ent_error *), ent_error *err)
{
    char path[200];
    str bytes;
    snprintf(path, sizeof path, "codebook/%s", name);
    int rc = file_read(b->mem, path, 0, &bytes, err);
    return rc ? rc : read(b, path, bytes, err);
}

static code_book *book_tables(arena *mem)
{
    ent_error err = {0};
    code_book *b = code_book_new(mem);
    assert_non_null(b);
    assert_int_equal(table_read(b, "forms.tsv", code_forms_read, &err), 0);
    assert_int_equal(table_read(b, "ontology.tsv", code_ontology_read, &err), 0);
    assert_int_equal(table_read(b, "cameo.tsv", code_cameo_read, &err), 0);
    assert_int_equal(table_read(b, "contexts.tsv", code_contexts_read, &err), 0);
    assert_int_equal(table_read(b, "numbers.tsv", code_numbers_read, &err), 0);
    return b;
}

static code_book *book_make(arena *mem)
{
    ent_error err = {0};
    code_book *b = book_tables(mem);
    assert_int_equal(code_rules_read(b, "test.rules", str_from(rules_text), &err), 0);
    code_index_settle(b);
    return b;
}

/* ---- a document: one sentence, words parted by spaces, every head the first verb unless told ------------------------------------ */

typedef struct maker {
    arena *mem;
    doc d;
    doc_actor actor[8];
    doc_mention mention[8];
    doc_predicate pred[8];
    doc_role role[16];
    doc_sentence sentence;
    doc_date date[4];
    doc_attribution attribution[2];
} maker;

static void doc_words(maker *m, arena *mem, const char *text)
{
    memset(m, 0, sizeof *m);
    m->mem = mem;
    doc *d = &m->d;
    doc_init(d, mem);
    d->id = STR("doc");
    d->text = str_from(text);
    uint32_t n = 1;
    for (uint32_t i = 0; i < d->text.n; i++) n += text[i] == ' ';
    d->tokens = arena_new(mem, doc_token, n);
    d->lemma = arena_new(mem, str, n);
    d->upos = arena_new(mem, uint8_t, n);
    d->deprel = arena_new(mem, uint8_t, n);
    d->depsub = arena_new(mem, uint8_t, n);
    d->feats = arena_new(mem, uint32_t, n);
    d->head = arena_new(mem, uint32_t, n);
    d->mention_at = arena_new(mem, uint32_t, n);
    d->predicate_at = arena_new(mem, uint32_t, n);
    for (uint32_t i = 0, t = 0; t < n; t++) {
        uint32_t end = i;
        while (end < d->text.n && text[end] != ' ') end++;
        d->tokens[t] = (doc_token){i, end, true, 0};
        d->lemma[t] = str_sub(d->text, i, end);
        d->head[t] = d->mention_at[t] = d->predicate_at[t] = DOC_NONE;
        i = end + 1;
    }
    d->n_tokens = n;
    m->sentence = (doc_sentence){0, d->text.n, 0, n, DOC_NONE, false};
    d->sentences = &m->sentence;
    d->n_sentences = 1;
    d->actors = m->actor;
    d->mentions = m->mention;
    d->predicates = m->pred;
    d->roles = m->role;
    d->dates = m->date;
    d->attributions = m->attribution;
}

static void doc_actor_at(maker *m, uint32_t tok, const char *code, uint8_t basis)
{
    doc *d = &m->d;
    m->actor[d->n_actors] = (doc_actor){.code = str_from(code), .country = str_from(code), .name = str_from(code), .kind = ACTOR_STATE};
    m->mention[d->n_mentions] = (doc_mention){.tok_begin = tok, .tok_end = tok + 1, .head = tok, .actor = {d->n_actors}, .n_actors = 1, .basis = basis, .antecedent = DOC_NONE};
    d->n_actors++;
    d->mention_at[tok] = d->n_mentions++;
}

static uint32_t doc_pred(maker *m, uint32_t tok, uint8_t kind, const char *lemma, const char *support)
{
    doc *d = &m->d;
    uint32_t p = d->n_predicates++;
    m->pred[p] = (doc_predicate){.tok = tok, .trig_begin = tok, .trig_end = tok + 1, .lemma = str_from(lemma), .support = str_from(support), .kind = kind,
                                 .tense = TENSE_PAST, .factuality = 3, .parent = DOC_NONE, .attribution = DOC_NONE, .role_begin = d->n_roles, .role_end = d->n_roles};
    d->predicate_at[tok] = p;
    return p;
}

/* Roles of the predicate made last. */
static void doc_role_at(maker *m, uint8_t role, const char *prep, uint32_t tok, uint32_t pred)
{
    doc *d = &m->d;
    m->role[d->n_roles++] = (doc_role){.role = role, .basis = FILL_DIRECT, .tok = tok, .pred = pred, .prep = str_from(prep)};
    m->pred[d->n_predicates - 1].role_end = d->n_roles;
}

/* ---- helpers ------------------------------------------------------------------------------------------------------------------ */

typedef struct fixture {
    arena mem;
    code_book *book;
    maker m;
} fixture;

static int setup(void **state)
{
    fixture *f = calloc(1, sizeof *f);
    arena_init(&f->mem, 0);
    f->book = book_make(&f->mem);
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    fixture *f = *state;
    arena_fini(&f->mem);
    free(f);
    return 0;
}

static void expect(fixture *f, const char *want)
{
    ent_error err = {0};
    code_example x = {.expect = str_from(want)};
    str why = STR_NONE;
    assert_int_equal(code_run(f->book, &f->m.d, &err), 0);
    if (!code_example_check(f->book, &x, &f->m.d, &why)) fail_msg("expected %s, got %.*s", want, STR_ARG(why));
}

/* ---- matching ------------------------------------------------------------------------------------------------------------------- */

static void verb_with_parties(void **state)
{
    fixture *f = *state;
    doc_words(&f->m, &f->mem, "Xland attacked Yland");
    doc_actor_at(&f->m, 0, "XXX", MENTION_NAME);
    doc_actor_at(&f->m, 2, "YYY", MENTION_NAME);
    doc_pred(&f->m, 1, PRED_VERB, "attack", "");
    doc_role_at(&f->m, ROLE_AGENT, "", 0, DOC_NONE);
    doc_role_at(&f->m, ROLE_PATIENT, "", 2, DOC_NONE);
    expect(f, "ASSAULT XXX > YYY actual");
    const doc_event *e = &f->m.d.events[0];
    assert_int_equal(e->quad, 4);
    assert_int_equal(e->scale_tenths, -90);
    assert_int_equal(e->goldstein_tenths, -100);
    assert_int_equal(e->score_thousandths, 1000);
    assert_int_equal(strlen(e->id), 32);
    assert_true(str_is(e->rule, "assault.attack"));
}

static void abstains_without_recipient(void **state)
{
    fixture *f = *state;
    doc_words(&f->m, &f->mem, "Xland attacked yesterday");
    doc_actor_at(&f->m, 0, "XXX", MENTION_NAME);
    doc_pred(&f->m, 1, PRED_VERB, "attack", "");
    doc_role_at(&f->m, ROLE_AGENT, "", 0, DOC_NONE);
    expect(f, "none");
}

static void basis_must_be_allowed(void **state)
{
    fixture *f = *state;
    for (int allowed = 0; allowed < 2; allowed++) {
        doc_words(&f->m, &f->mem, allowed ? "Xland visited Ytown" : "Xland met Ytown");
        doc_actor_at(&f->m, 0, "XXX", MENTION_NAME);
        doc_actor_at(&f->m, 2, "YYY", MENTION_PLACE);
        doc_pred(&f->m, 1, PRED_VERB, allowed ? "visit" : "meet", "");
        doc_role_at(&f->m, ROLE_AGENT, "", 0, DOC_NONE);
        doc_role_at(&f->m, ROLE_PATIENT, "", 2, DOC_NONE);
        expect(f, allowed ? "CONSULT XXX > YYY actual mode=visit" : "none");
    }
}

static void most_specific_rule_first(void **state)
{
    fixture *f = *state;
    for (int air = 0; air < 2; air++) {
        doc_words(&f->m, &f->mem, air ? "Xland struck Yland with air raid" : "Xland struck Yland with a broom");
        doc_actor_at(&f->m, 0, "XXX", MENTION_NAME);
        doc_actor_at(&f->m, 2, "YYY", MENTION_NAME);
        doc_pred(&f->m, 1, PRED_VERB, "strike", "");
        doc_role_at(&f->m, ROLE_AGENT, "", 0, DOC_NONE);
        doc_role_at(&f->m, ROLE_PATIENT, "", 2, DOC_NONE);
        doc_role_at(&f->m, ROLE_OBLIQUE, "with", 5, DOC_NONE);
        expect(f, air ? "ASSAULT XXX > YYY mode=aerial" : "ASSAULT XXX > YYY mode=-");
    }
}

static void light_verb_either_way(void **state)
{
    fixture *f = *state;
    doc_words(&f->m, &f->mem, "Xland imposed sanction on Yland"); /* as the clause station sees a light verb */
    doc_actor_at(&f->m, 0, "XXX", MENTION_NAME);
    doc_actor_at(&f->m, 4, "YYY", MENTION_NAME);
    doc_pred(&f->m, 2, PRED_LIGHT, "sanction", "impose");
    doc_role_at(&f->m, ROLE_AGENT, "", 0, DOC_NONE);
    doc_role_at(&f->m, ROLE_OBLIQUE, "on", 4, DOC_NONE);
    expect(f, "SANCTION XXX > YYY actual cameo=163");

    doc_words(&f->m, &f->mem, "Xland slapped export ban on Yland"); /* as a verb with a noun that is a predicate of its own */
    doc_actor_at(&f->m, 0, "XXX", MENTION_NAME);
    doc_actor_at(&f->m, 5, "YYY", MENTION_NAME);
    doc_pred(&f->m, 3, PRED_NOUN, "ban", "");
    doc_role_at(&f->m, ROLE_OBLIQUE, "on", 5, DOC_NONE);
    doc_pred(&f->m, 1, PRED_VERB, "slap", "");
    doc_role_at(&f->m, ROLE_AGENT, "", 0, DOC_NONE);
    doc_role_at(&f->m, ROLE_PATIENT, "", 3, DOC_NONE);
    expect(f, "SANCTION XXX > YYY actual cameo=163");
}

static void symmetric_needs_two(void **state)
{
    fixture *f = *state;
    for (int both = 0; both < 2; both++) {
        doc_words(&f->m, &f->mem, "Xland held talk with Yland");
        doc_actor_at(&f->m, 0, "XXX", MENTION_NAME);
        doc_actor_at(&f->m, 4, both ? "YYY" : "XXX", MENTION_NAME);
        doc_pred(&f->m, 2, PRED_LIGHT, "talk", "hold");
        doc_role_at(&f->m, ROLE_AGENT, "", 0, DOC_NONE);
        doc_role_at(&f->m, ROLE_OBLIQUE, "with", 4, DOC_NONE);
        expect(f, both ? "CONSULT XXX,YYY actual" : "none");
    }
}

static void request_and_what_is_asked(void **state)
{
    fixture *f = *state;
    doc_words(&f->m, &f->mem, "Xland urged Yland to visit Zland");
    doc_actor_at(&f->m, 0, "XXX", MENTION_NAME);
    doc_actor_at(&f->m, 2, "YYY", MENTION_NAME);
    doc_actor_at(&f->m, 5, "ZZZ", MENTION_PLACE);
    doc_pred(&f->m, 1, PRED_VERB, "urge", "");
    doc_role_at(&f->m, ROLE_AGENT, "", 0, DOC_NONE);
    doc_role_at(&f->m, ROLE_PATIENT, "", 2, DOC_NONE);
    doc_role_at(&f->m, ROLE_COMPLEMENT, "", 4, 1);
    doc_pred(&f->m, 4, PRED_VERB, "visit", "");
    doc_role_at(&f->m, ROLE_AGENT, "", 2, DOC_NONE);
    doc_role_at(&f->m, ROLE_PATIENT, "", 5, DOC_NONE);
    f->m.pred[1].status = STATUS_REQUESTED;
    expect(f, "REQUEST XXX > YYY actual act=CONSULT.visit ; CONSULT YYY > ZZZ requested mode=visit");
}

static void refused_act_is_no_event(void **state)
{
    fixture *f = *state;
    doc_words(&f->m, &f->mem, "Xland refused to visit Yland");
    doc_actor_at(&f->m, 0, "XXX", MENTION_NAME);
    doc_actor_at(&f->m, 4, "YYY", MENTION_PLACE);
    doc_pred(&f->m, 1, PRED_VERB, "refuse", "");
    doc_role_at(&f->m, ROLE_AGENT, "", 0, DOC_NONE);
    doc_role_at(&f->m, ROLE_COMPLEMENT, "", 3, 1);
    doc_pred(&f->m, 3, PRED_VERB, "visit", "");
    doc_role_at(&f->m, ROLE_AGENT, "", 0, DOC_NONE);
    doc_role_at(&f->m, ROLE_PATIENT, "", 4, DOC_NONE);
    expect(f, "REJECT XXX > YYY actual act=CONSULT");
}

static void planned_act_changes_type(void **state)
{
    fixture *f = *state;
    doc_words(&f->m, &f->mem, "Xland will visit Yland");
    doc_actor_at(&f->m, 0, "XXX", MENTION_NAME);
    doc_actor_at(&f->m, 3, "YYY", MENTION_PLACE);
    doc_pred(&f->m, 2, PRED_VERB, "visit", "");
    doc_role_at(&f->m, ROLE_AGENT, "", 0, DOC_NONE);
    doc_role_at(&f->m, ROLE_PATIENT, "", 3, DOC_NONE);
    f->m.pred[0].status = STATUS_PLANNED;
    expect(f, "AGREE XXX > YYY planned act=CONSULT.visit cameo=036");
}

static void silent_rule_and_inner_agent(void **state)
{
    fixture *f = *state;
    doc_words(&f->m, &f->mem, "Xland condemned attack by Yland");
    doc_actor_at(&f->m, 0, "XXX", MENTION_NAME);
    doc_actor_at(&f->m, 4, "YYY", MENTION_NAME);
    doc_pred(&f->m, 2, PRED_NOUN, "attack", "");
    doc_role_at(&f->m, ROLE_AGENT, "by", 4, DOC_NONE);
    doc_pred(&f->m, 1, PRED_VERB, "condemn", "");
    doc_role_at(&f->m, ROLE_AGENT, "", 0, DOC_NONE);
    doc_role_at(&f->m, ROLE_PATIENT, "", 2, 0);
    expect(f, "ACCUSE XXX > YYY actual");

    doc_words(&f->m, &f->mem, "Xland condemned weather");
    doc_actor_at(&f->m, 0, "XXX", MENTION_NAME);
    doc_actor_at(&f->m, 2, "YYY", MENTION_NAME);
    doc_pred(&f->m, 1, PRED_VERB, "condemn", "");
    doc_role_at(&f->m, ROLE_AGENT, "", 0, DOC_NONE);
    doc_role_at(&f->m, ROLE_PATIENT, "", 2, DOC_NONE);
    expect(f, "none");

    bool silenced[32] = {false};
    assert_true(f->book->n_rules <= 32);
    assert_int_equal(code_silenced(f->book, &f->m.d, silenced, &(ent_error){0}), ENT_OK);
    for (uint32_t r = 0; r < f->book->n_rules; r++) assert_int_equal(silenced[r], str_is(f->book->rules[r].name, "accuse.idle"));
}

static void hidden_words_are_listed(void **state)
{
    static const char hiding[] =
        "type ASSAULT\n"
        "rule bomb\n  verb bomb, bombard\n  actor agent\n  recipient patient(owned)\n"
        "rule shell\n  verb shell, bombard\n  actor agent\n  recipient patient\n"
        "rule pound\n  verb bombard\n  need with = gun\n  actor agent\n  recipient patient\n";
    fixture *f = *state;
    ent_error err = {0};
    buf out;
    uint32_t n;
    buf_init(&out);
    code_book *b = book_tables(&f->mem);
    assert_int_equal(code_rules_read(b, "h.rules", str_from(hiding), &err), 0);
    code_index_settle(b);
    assert_int_equal(code_shadows(b, &out, &n, &err), ENT_OK);
    assert_int_equal(n, 1);
    assert_true(str_is(str_make(out.s, out.n), "h.rules:6: assault.shell: \"bombard\" never gets past assault.bomb\n"));
    buf_fini(&out);
}

static void domestic_has_one_country_twice(void **state)
{
    fixture *f = *state;
    doc_words(&f->m, &f->mem, "Xland arrested rebels");
    doc_actor_at(&f->m, 0, "XXX", MENTION_NAME);
    doc_pred(&f->m, 1, PRED_VERB, "arrest", "");
    doc_role_at(&f->m, ROLE_AGENT, "", 0, DOC_NONE);
    doc_role_at(&f->m, ROLE_PATIENT, "", 2, DOC_NONE);
    expect(f, "COERCE XXX > XXX actual");
}

static void doubles_become_one(void **state)
{
    fixture *f = *state;
    doc_words(&f->m, &f->mem, "Xland attacked Yland the attack by Xland on Yland");
    doc_actor_at(&f->m, 0, "XXX", MENTION_NAME);
    doc_actor_at(&f->m, 2, "YYY", MENTION_NAME);
    doc_actor_at(&f->m, 6, "XXX", MENTION_NAME);
    doc_actor_at(&f->m, 8, "YYY", MENTION_NAME);
    doc_pred(&f->m, 1, PRED_VERB, "attack", "");
    doc_role_at(&f->m, ROLE_AGENT, "", 0, DOC_NONE);
    doc_role_at(&f->m, ROLE_PATIENT, "", 2, DOC_NONE);
    doc_pred(&f->m, 4, PRED_NOUN, "attack", "");
    doc_role_at(&f->m, ROLE_AGENT, "by", 6, DOC_NONE);
    doc_role_at(&f->m, ROLE_OBLIQUE, "on", 8, DOC_NONE);
    expect(f, "ASSAULT XXX > YYY actual");
}

static void questions_and_sport_are_silent(void **state)
{
    fixture *f = *state;
    for (int question = 0; question < 2; question++) {
        doc_words(&f->m, &f->mem, question ? "Xland attacked Yland before noon" : "Xland attacked Yland goalkeeper twice");
        doc_actor_at(&f->m, 0, "XXX", MENTION_NAME);
        doc_actor_at(&f->m, 2, "YYY", MENTION_NAME);
        doc_pred(&f->m, 1, PRED_VERB, "attack", "");
        doc_role_at(&f->m, ROLE_AGENT, "", 0, DOC_NONE);
        doc_role_at(&f->m, ROLE_PATIENT, "", 2, DOC_NONE);
        f->m.pred[0].question = question;
        expect(f, "none");
    }
}

/* ---- date and source --------------------------------------------------------------------------------------------------------------- */

static void date_and_source_of_the_clause(void **state)
{
    fixture *f = *state;
    doc_words(&f->m, &f->mem, "Xland attacked Yland Monday said Wang");
    doc_actor_at(&f->m, 0, "XXX", MENTION_NAME);
    doc_actor_at(&f->m, 2, "YYY", MENTION_NAME);
    doc_actor_at(&f->m, 5, "WWW", MENTION_NAME);
    doc_pred(&f->m, 1, PRED_VERB, "attack", "");
    doc_role_at(&f->m, ROLE_AGENT, "", 0, DOC_NONE);
    doc_role_at(&f->m, ROLE_PATIENT, "", 2, DOC_NONE);
    f->m.pred[0].attribution = 0;
    f->m.attribution[0] = (doc_attribution){.source_begin = 5, .source_end = 6, .source_head = 5, .outer = DOC_NONE};
    f->m.d.n_attributions = 1;
    f->m.d.published = cal_day(2020, 5, 6);
    f->m.date[0] = (doc_date){.tok_begin = 3, .tok_end = 4, .type = DATE_DATE, .unit = UNIT_DAY, .start = cal_day(2020, 5, 4), .stop = cal_day(2020, 5, 4)};
    f->m.d.n_dates = 1;
    f->m.d.head[3] = 1;
    expect(f, "ASSAULT XXX > YYY actual 2020-05-04 said_by=WWW");
    assert_int_equal(f->m.d.events[0].dated, DATED_EXPRESSION);
    f->m.d.head[3] = DOC_NONE; /* the date hangs elsewhere: the page's date stands in, and says so */
    expect(f, "ASSAULT XXX > YYY actual 2020-05-06 said_by=WWW");
    assert_int_equal(f->m.d.events[0].dated, DATED_DOCUMENT);
}

static void weeks_are_given_as_months(void **state)
{
    (void)state;
    int32_t start, stop;
    doc_date week = {.unit = UNIT_WEEK, .start = cal_day(2023, 5, 8), .stop = cal_day(2023, 5, 14)}, season = {.unit = UNIT_SEASON, .start = cal_day(2023, 9, 1), .stop = cal_day(2023, 11, 30)};
    code_date_days(&week, &start, &stop);
    assert_int_equal(start, cal_day(2023, 5, 1));
    assert_int_equal(stop, cal_day(2023, 5, 31));
    code_date_days(&season, &start, &stop);
    assert_int_equal(start, cal_day(2023, 1, 1));
    assert_int_equal(stop, cal_day(2023, 12, 31));
}

/* ---- explain, relate ------------------------------------------------------------------------------------------------------------------ */

static void explain_names_what_failed(void **state)
{
    fixture *f = *state;
    ent_error err = {0};
    buf out;
    buf_init(&out);
    doc_words(&f->m, &f->mem, "Xland struck a deal");
    doc_actor_at(&f->m, 0, "XXX", MENTION_NAME);
    doc_pred(&f->m, 1, PRED_VERB, "strike", "");
    doc_role_at(&f->m, ROLE_AGENT, "", 0, DOC_NONE);
    assert_int_equal(code_explain(f->book, &f->m.d, &out, &err), 0);
    str text = str_make(out.s, out.n);
    assert_true(str_find(text, STR("lacks what it needs: with = missile, air raid"), 0) > 0);
    assert_true(str_find(text, STR("recipient: nobody named in patient/on"), 0) > 0);
    buf_fini(&out);
}

static void relate_finds_the_pair(void **state)
{
    fixture *f = *state;
    ent_error err = {0};
    code_candidate c[4];
    uint32_t n;
    doc_words(&f->m, &f->mem, "Somebody attacked somewhere while rain fell");
    doc_pred(&f->m, 1, PRED_VERB, "attack", "");
    doc_role_at(&f->m, ROLE_AGENT, "", 0, DOC_NONE);
    doc_role_at(&f->m, ROLE_PATIENT, "", 2, DOC_NONE);
    assert_int_equal(code_relate(f->book, &f->m.d, STR("Somebody"), STR("somewhere"), false, c, 4, &n, &err), 0);
    assert_int_equal(n, 1);
    assert_true(str_is(c[0].event, "ASSAULT") && c[0].score_thousandths == 899);
    assert_int_equal(f->m.d.n_mentions, 0); /* the document is as before */
    assert_int_equal(code_relate(f->book, &f->m.d, STR("rain"), STR("nothing"), false, c, 4, &n, &err), 0);
    assert_int_equal(n, 0);
    assert_int_equal(code_relate(f->book, &f->m.d, STR("rain"), STR("nothing"), true, c, 4, &n, &err), 0);
    assert_int_equal(n, 1);
}

/* ---- the format ------------------------------------------------------------------------------------------------------------------------ */

static void bad_rules_say_where_and_why(void **state)
{
    static const struct {
        const char *text, *message;
    } bad[] = {
        {"rule x\n", "t.rules:1: 'rule' before 'type'"},
        {"type NOTHING\n", "t.rules:1: 'NOTHING' is no type"},
        {"type AID\nrule x\n actor agent\n", "t.rules:2: rule 'aid.x' has no verb, light, noun or state"},
        {"type AID\nrule x\n verb give\n", "t.rules:2: rule 'aid.x' has no actor and no parties"},
        {"type AID\nrule x\n verb give\n actor agent\nrule x\n", "t.rules:5: rule 'aid.x' stands twice, first at t.rules:2"},
        {"type AID\nrule x\n verb Give\n", "t.rules:3: 'Give': words are written in lower case"},
        {"type AID\nrule x\n light give aid\n", "t.rules:3: expected 'light VERBS : NOUNS'"},
        {"type AID\nrule x\n verb @helpers\n", "t.rules:3: no list named 'helpers' (lists.txt names them, before their use)"},
        {"type AID\nrule x\n mode fast\n", "t.rules:3: type has no mode 'fast'"},
        {"type AID\nrule x\n cameo 999\n", "t.rules:3: '999' is no CAMEO code"},
        {"type AID\nrule x\n context sport\n", "t.rules:3: 'sport' is no context"},
        {"type AID\nrule x\n actor Agent\n", "t.rules:3: 'Agent' is no slot and no preposition"},
        {"type AID\nrule x\n actor agent(tall)\n", "t.rules:3: 'tall' in brackets: expected bare, owned, place, civil, only, state or organisation"},
        {"type AID\nrule x\n need tense soon\n", "t.rules:3: tense is past, present, future or none"},
        {"type AID\nrule x\n example \"A\"\n", "t.rules:3: expected '= TYPE ACTOR > RECIPIENT status date' after the sentence"},
        {"type AID\nrule x\n example then \"A\" = none\n", "t.rules:3: 'then' is no date"},
        {"type AID\nrule x\n colour red\n", "t.rules:3: 'colour' is no key"},
        {"type AID\n verb give\n", "t.rules:2: 'verb' outside a rule"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        arena mem;
        ent_error err = {0};
        arena_init(&mem, 0);
        code_book *b = book_tables(&mem);
        assert_int_equal(code_rules_read(b, "t.rules", str_from(bad[i].text), &err), ENT_E_FORMAT);
        assert_string_equal(err.message, bad[i].message);
        arena_fini(&mem);
    }
}

static void shipped_book_is_whole(void **state)
{
    static const char *const types[] = {"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"};
    arena mem;
    ent_error err = {0};
    code_book *b;
    (void)state;
    arena_init(&mem, 0);
    if (code_book_load(&b, &mem, ".", &err)) fail_msg("%s", err.message);
    assert_int_equal(b->n_types, 16);
    for (size_t i = 0; i < 16; i++) assert_true(str_is(b->types[i].name, types[i]));
    for (uint32_t r = 0; r < b->n_rules; r++) {
        uint32_t examples = 0, counters = 0;
        for (uint32_t i = 0; i < b->n_examples; i++) {
            if (!str_eq(b->examples[i].rule, b->rules[r].name)) continue;
            if (b->examples[i].counter) counters++;
            else examples++;
        }
        if (!counters || (examples < 2 && !b->rules[r].silent)) fail_msg("%.*s has %u examples and %u counter-examples", STR_ARG(b->rules[r].name), examples, counters);
    }
    arena_fini(&mem);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        T(verb_with_parties), T(abstains_without_recipient), T(basis_must_be_allowed), T(most_specific_rule_first), T(light_verb_either_way),
        T(symmetric_needs_two), T(request_and_what_is_asked), T(refused_act_is_no_event), T(planned_act_changes_type), T(silent_rule_and_inner_agent), T(hidden_words_are_listed),
        T(domestic_has_one_country_twice), T(doubles_become_one), T(questions_and_sport_are_silent), T(date_and_source_of_the_clause),
        T(weeks_are_given_as_months), T(explain_names_what_failed), T(relate_finds_the_pair), T(bad_rules_say_where_and_why), T(shipped_book_is_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
