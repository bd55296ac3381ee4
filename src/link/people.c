/* SPDX-License-Identifier: Apache-2.0 */
/*
 * People and their offices, bounded in time.
 *
 * in:  offices.tsv, a row for one person in one office      out: persons with a list of offices, newest first; their names as forms
 *
 * Who "Lavrov" speaks for depends on the day: the office held on the document's date gives the sector, the country stays when the office is
 * gone. So a person is kept once, with all offices, and nothing is decided at load. Dictionaries that bind a name to one code grow wrong by
 * the year; that, more than missing names, made the older ones stale.
 *
 * Three ways to be called, from the table's README: the full name and spellings of several words (anywhere); a one-word variant that is part
 * of the name (alone, from a year before the first office on); the surname (only after a title or after the full name, READ_TITLED).
 *
 * Cost: linear in the rows.
 */
#include "link/gazetteer.h"

enum { BYTES_OF_ROW = 64 }; /* rather too few: room that is not used costs nothing */

static uint32_t word_count(str s)
{
    uint32_t n = 0;
    while (s.s) n += str_cut(&s, ' ').n > 0;
    return n;
}

static bool word_of(str word, str name)
{
    while (name.s)
        if (str_eq(str_cut(&name, ' '), word)) return true;
    return false;
}

str link_surname(str name, str country)
{
    bool first = str_is(country, "CHN") || str_is(country, "PRK") || str_is(country, "KOR") || str_is(country, "TWN");
    str word = STR_NONE;
    while (name.s) {
        word = str_cut(&name, ' ');
        if (first) break;
    }
    return word;
}

/* "al-Assad" and "von der Leyen" begin a sentence with a capital: the form as it stands there, or STR_NONE. */
static str form_first(arena *mem, str form)
{
    bool particle = form.n && form.s[0] >= 'a' && form.s[0] <= 'z' && (memchr(form.s, ' ', form.n) || memchr(form.s, '-', form.n));
    char *first = particle ? arena_alloc(mem, form.n) : NULL;
    if (!first) return STR_NONE;
    memcpy(first, form.s, form.n);
    first[0] = (char)(first[0] - 'a' + 'A');
    return str_make(first, form.n);
}

static int form_add(link_gazetteer *g, const table *t, str form, link_reading r, ent_error *err)
{
    bool twice;
    str first = form_first(g->mem, form);
    if (link_reading_add(g, form, r, &twice) && (!first.n || link_reading_add(g, first, r, &twice))) return ENT_OK;
    return table_error(t, err, "'%.*s' is no form, or memory ran out", STR_ARG(form));
}

/* Forms of a person seen for the first time, or of one more row of his: spellings may come with any row. */
static int person_forms(link_gazetteer *g, const table *t, uint32_t person, ent_error *err)
{
    str variants = t->field[1];
    bool called = false; /* has a surname that stands alone */
    link_reading full = {.kind = KIND_PERSON, .from = CAL_NONE, .to = CAL_NONE, .ref = person, .line = t->line}, alone = {.kind = KIND_SURNAME, .from = CAL_NONE, .to = CAL_NONE, .ref = person, .line = t->line};
    int rc = word_count(t->field[0]) > 1 ? form_add(g, t, t->field[0], full, err) : ENT_OK;
    while (!rc && variants.s) {
        str one = str_trim(str_cut(&variants, '|'));
        if (!one.n) continue;
        bool single = word_count(one) == 1;
        called |= single && word_of(one, t->field[0]);
        rc = form_add(g, t, one, single ? alone : full, err);
    }
    if (rc || called || word_count(t->field[0]) < 2) return rc;
    alone.flags = READ_TITLED;
    return form_add(g, t, link_surname(t->field[0], t->field[2]), alone, err);
}

/* Puts an office into its person's list, newest first; an open beginning is oldest. */
static bool office_put(link_gazetteer *g, link_person *p, link_office o)
{
    if (!LINK_PUSH(g, offices, o)) return false;
    uint32_t *at = &p->offices;
    while (*at != LINK_NONE && g->offices[*at].from >= o.from) at = &g->offices[*at].next;
    g->offices[g->n_offices - 1].next = *at;
    *at = g->n_offices - 1;
    return true;
}

static uint32_t person_of_row(link_gazetteer *g, const table *t)
{
    uint32_t namesake = map_get(&g->person_by_name, t->field[0]);
    for (uint32_t p = namesake; p != LINK_NONE; p = g->persons[p].namesake)
        if (str_eq(g->persons[p].wikidata, t->field[7])) return p;
    link_person new = {.name = t->field[0], .wikidata = t->field[7], .country = t->field[2], .offices = LINK_NONE, .namesake = namesake};
    if (!LINK_PUSH(g, persons, new) || !map_put(&g->person_by_name, t->field[0], g->n_persons - 1)) return MAP_NONE;
    return g->n_persons - 1;
}

/* "2025+": still in office then, and nobody knows for how long; so it goes on. The day that is told must be one, and not before `from`. */
static int until_read(const table *t, link_office *o, ent_error *err)
{
    str until = t->field[6];
    bool open = until.n && until.s[until.n - 1] == '+';
    if (open) until.n--;
    if (!link_period(until, true, &o->to) || (open && !until.n)) return table_error(t, err, "'%.*s' is no date", STR_ARG(t->field[6]));
    if (o->from != CAL_NONE && o->to != CAL_NONE && o->from > o->to) return table_error(t, err, "'from' is after 'to'");
    if (open) o->to = CAL_NONE;
    return ENT_OK;
}

static int office_check(link_gazetteer *g, const table *t, link_office *o, ent_error *err)
{
    const str *f = t->field;
    if (!f[0].n) return table_error(t, err, "a person needs a name");
    if (f[2].n && link_body_find(g, f[2]) == MAP_NONE) return table_error(t, err, "unknown country '%.*s'", STR_ARG(f[2]));
    if (!f[2].n) return table_error(t, err, "'%.*s' needs a country or an organisation's code", STR_ARG(f[0]));
    if (!link_period(f[5], false, &o->from)) return table_error(t, err, "'%.*s' is no date", STR_ARG(f[5]));
    int rc = until_read(t, o, err);
    if (!rc) rc = link_wikidata_check(t, f[7], err);
    return rc ? rc : link_sector_check(g, t, f[4], err);
}

/* Some day belongs to both, the day of the change not counted: it is often given to both. */
static bool periods_meet(const link_office *a, const link_office *b)
{
    bool same = a->from == b->from && a->to == b->to;
    return same || ((a->to == CAL_NONE || b->from < a->to) && (b->to == CAL_NONE || a->from < b->to)); /* an open beginning is the smallest number */
}

static int office_row(link_gazetteer *g, const table *t, ent_error *err)
{
    const str *f = t->field;
    link_office o = {.title = f[3], .sector = f[4], .country = f[2], .line = t->line};
    int rc = office_check(g, t, &o, err);
    if (rc) return rc;
    uint32_t person = person_of_row(g, t);
    if (person == MAP_NONE) return error_memory(err);
    for (uint32_t i = g->persons[person].offices; i != LINK_NONE; i = g->offices[i].next) {
        const link_office *have = &g->offices[i];
        if (!periods_meet(have, &o)) continue;
        if (str_eq(have->title, o.title) && str_eq(have->country, o.country)) return table_error(t, err, "'%.*s' has this office in line %u for the same time", STR_ARG(f[0]), have->line);
        if (!str_eq(have->country, o.country) && link_state_exists(g, have->country) && link_state_exists(g, o.country))
            return table_error(t, err, "'%.*s' speaks for %.*s in line %u at the same time", STR_ARG(f[0]), STR_ARG(have->country), have->line);
    }
    if (!office_put(g, &g->persons[person], o)) return error_memory(err);
    bool again = g->persons[person].offices != g->n_offices - 1 || g->offices[g->n_offices - 1].next != LINK_NONE;
    return again && !f[1].n ? ENT_OK : person_forms(g, t, person, err); /* another row without spellings adds no form */
}

/* A surname is found alone from a year before the person's first office on, whichever row that stands in. */
static void surnames_date(link_gazetteer *g)
{
    for (uint32_t r = 0; r < g->n_readings; r++) {
        if (g->readings[r].kind != KIND_SURNAME) continue;
        uint32_t oldest = g->persons[g->readings[r].ref].offices;
        while (g->offices[oldest].next != LINK_NONE) oldest = g->offices[oldest].next;
        if (g->offices[oldest].from != CAL_NONE) g->readings[r].from = g->offices[oldest].from - 365;
    }
}

int link_people_load(link_gazetteer *g, const char *data_dir, ent_error *err)
{
    table t;
    int rc = link_table_open(&t, g, g->mem, data_dir, "offices.tsv", "name variants country office sector from to wikidata source", err), more = 0;
    if (!rc && (!LINK_RESERVE(g, persons, t.rest.n / BYTES_OF_ROW) || !LINK_RESERVE(g, offices, t.rest.n / BYTES_OF_ROW))) return error_memory(err);
    while (!rc && (more = table_next(&t, err)) > 0) rc = office_row(g, &t, err);
    surnames_date(g);
    return rc ? rc : more < 0 ? ENT_E_FORMAT : ENT_OK;
}

/* Of several offices on one day a government's comes first: a president who also leads his party speaks as president. */
uint32_t link_office_at(const link_gazetteer *g, uint32_t person, int32_t day)
{
    uint32_t found = LINK_NONE;
    for (uint32_t i = g->persons[person].offices; i != LINK_NONE; i = g->offices[i].next) {
        const link_office *o = &g->offices[i];
        if (!link_holds(o->from, o->to, day)) continue;
        if (str_is(o->sector, "GOV")) return i;
        if (found == LINK_NONE) found = i;
        if (day == CAL_NONE) break;
    }
    return found;
}
