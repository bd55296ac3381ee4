/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Loading the gazetteer: states, organisations, names; the frame that the other loaders hang in.
 *
 * in:  DATA/gazetteer/(asterisk).tsv        out: one immutable link_gazetteer
 *
 * The order matters: sectors and states come first, because every later table is checked against them; names and organisations make the
 * forms that traps refer to; the vocabulary is closed last, when no new symbol can come.
 *
 * A fact that is wrong stops the load with file and line: unknown country or sector, bad date, a row given twice. It would otherwise be a
 * silent wrong actor in every document. All files read are hashed into the gazetteer's version.
 *
 * Cost: linear in the tables; tens of thousands of rows in some ten milliseconds. Memory: the bytes of the tables (fields are borrowed) and
 * the columns.
 */
#include "link/gazetteer.h"

#include "base/file.h"

int link_table_open(table *t, link_gazetteer *g, arena *mem, const char *data_dir, const char *name, const char *columns, ent_error *err)
{
    str path = arena_printf(mem, "%s/gazetteer/%s", data_dir, name), bytes;
    if (!path.s) return error_memory(err);
    const char *path_z = arena_str_c(mem, path);
    if (!path_z) return error_memory(err);
    if (!g || !g->source || !g->source->read(g->source->ctx, name, &bytes)) {
        int rc = file_read(mem, path_z, 0, &bytes, err);
        if (rc) return rc;
    }
    if (g) g->hash = hash_bytes(bytes.s, bytes.n, g->hash);
    return table_open(t, path_z, bytes, columns, err);
}

bool link_period(str text, bool last, int32_t *day)
{
    *day = CAL_NONE;
    if (!text.n) return true;
    *day = cal_parse(text);
    if (*day == CAL_NONE || (text.n != 4 && text.n != 7 && text.n != 10)) return false;
    if (!last || text.n == 10) return true;
    *day = cal_add_months(*day, text.n == 4 ? 12 : 1) - 1;
    return true;
}

static int period_read(const table *t, str from, str to, int32_t out[2], ent_error *err)
{
    if (!link_period(from, false, &out[0])) return table_error(t, err, "'%.*s' is no date", STR_ARG(from));
    if (!link_period(to, true, &out[1])) return table_error(t, err, "'%.*s' is no date", STR_ARG(to));
    if (out[0] != CAL_NONE && out[1] != CAL_NONE && out[0] > out[1]) return table_error(t, err, "'from' is after 'to'");
    return ENT_OK;
}

uint32_t link_body_find(const link_gazetteer *g, str code) { return map_get(&g->body_by_code, code); }

bool link_state_exists(const link_gazetteer *g, str code)
{
    uint32_t b = link_body_find(g, code);
    return b != MAP_NONE && g->bodies[b].kind == BODY_STATE;
}

link_form *link_form_put(link_gazetteer *g, str form)
{
    uint32_t *slot = link_trie_put(&g->names, form);
    if (!slot) return NULL;
    if (*slot == MAP_NONE) {
        if (!LINK_PUSH(g, forms, ((link_form){.text = form, .readings = LINK_NONE, .traps = LINK_NONE}))) return NULL;
        *slot = g->n_forms - 1;
    }
    return &g->forms[*slot];
}

bool link_reading_add(link_gazetteer *g, str form, link_reading r, bool *twice)
{
    link_form *f = link_form_put(g, form);
    uint32_t last = LINK_NONE;
    *twice = false;
    if (!f) return false;
    for (uint32_t i = f->readings; i != LINK_NONE; last = i, i = g->readings[i].next)
        if (g->readings[i].kind == r.kind && g->readings[i].ref == r.ref) return *twice = true;
    r.next = LINK_NONE;
    if (!LINK_PUSH(g, readings, r)) return false;
    *(last == LINK_NONE ? &f->readings : &g->readings[last].next) = g->n_readings - 1;
    return true;
}

/* ---- states ------------------------------------------------------------------------------------------------------------ */

static int body_put(link_gazetteer *g, const table *t, link_body b, ent_error *err)
{
    if (b.code.n && b.kind == BODY_STATE && link_body_find(g, b.code) != MAP_NONE) return table_error(t, err, "code '%.*s' is given twice", STR_ARG(b.code));
    if (!LINK_PUSH(g, bodies, b)) return error_memory(err);
    if (b.code.n && link_body_find(g, b.code) == MAP_NONE && !map_put(&g->body_by_code, b.code, g->n_bodies - 1)) return error_memory(err);
    return ENT_OK;
}

/* Correlates of War and Gleditsch-Ward number states from 2 (the United States) to 990 (Samoa). */
static int number_check(const table *t, str number, ent_error *err)
{
    int64_t n;
    if (!number.n || (str_int(number, &n) && n >= 2 && n < 1000)) return ENT_OK;
    return table_error(t, err, "'%.*s' is no number of a state", STR_ARG(number));
}

static int states_load(link_gazetteer *g, const char *data_dir, ent_error *err)
{
    table t;
    int rc = link_table_open(&t, g, g->mem, data_dir, "states.tsv", "code name cow gw from to wikidata source", err), more = 0;
    while (!rc && (more = table_next(&t, err)) > 0) {
        int32_t span[2];
        if (t.field[0].n != 3 || !t.field[1].n) return table_error(&t, err, "a state needs a code of three letters and a name");
        rc = period_read(&t, t.field[4], t.field[5], span, err);
        if (!rc) rc = number_check(&t, t.field[2], err);
        if (!rc) rc = number_check(&t, t.field[3], err);
        if (!rc) rc = link_wikidata_check(&t, t.field[6], err);
        if (!rc) rc = body_put(g, &t, (link_body){.code = t.field[0], .name = t.field[1], .cow = t.field[2], .wikidata = t.field[6], .country = t.field[0], .from = span[0], .to = span[1], .kind = BODY_STATE}, err);
    }
    return rc ? rc : more < 0 ? ENT_E_FORMAT : ENT_OK;
}

int link_wikidata_check(const table *t, str id, ent_error *err)
{
    int64_t number;
    bool ok = !id.n || (id.s[0] == 'Q' && id.n > 1 && id.s[1] != '0' && str_int(str_sub(id, 1, id.n), &number) && number > 0);
    return ok ? ENT_OK : table_error(t, err, "'%.*s' is no wikidata id", STR_ARG(id));
}

int link_sector_check(const link_gazetteer *g, const table *t, str sector, ent_error *err)
{
    if (!sector.n || map_get(&g->sectors, sector) != MAP_NONE) return ENT_OK;
    return table_error(t, err, "unknown sector '%.*s'", STR_ARG(sector));
}

static int sector_notes(const table *t, str note, uint8_t *out, ent_error *err)
{
    static const char *const names[] = {"alone", "foreign", "crowd", "field"};
    while (note.n) {
        str one = str_trim(str_cut(&note, ','));
        unsigned i = 0;
        while (i < sizeof names / sizeof *names && !str_is(one, names[i])) i++;
        if (i == sizeof names / sizeof *names) return table_error(t, err, "unknown note '%.*s'", STR_ARG(one));
        *out |= (uint8_t)(1u << i);
    }
    return ENT_OK;
}

static int sectors_load(link_gazetteer *g, const char *data_dir, ent_error *err)
{
    table t;
    int rc = link_table_open(&t, g, g->mem, data_dir, "sectors.tsv", "code name note?", err), more = 0;
    while (!rc && (more = table_next(&t, err)) > 0) {
        uint8_t notes = 0;
        rc = sector_notes(&t, t.field[2], &notes, err);
        if (!rc && !map_put(&g->sectors, t.field[0], notes)) return error_memory(err);
    }
    return rc ? rc : more < 0 ? ENT_E_FORMAT : ENT_OK;
}

/* ---- organisations --------------------------------------------------------------------------------------------------- */

static const char *const body_kind_names[N_BODY_KIND] = {"state", "igo", "armed", "party", "agency", "company", "media", "ngo"};

static int body_kind_find(str name)
{
    for (int i = 1; i < N_BODY_KIND; i++)
        if (str_is(name, body_kind_names[i])) return i;
    return -1;
}

/* Every spelling of `variants` (separated by '|') becomes a form with the reading. */
static int spellings_add(link_gazetteer *g, const table *t, str variants, link_reading r, ent_error *err)
{
    while (variants.s) {
        str one = str_trim(str_cut(&variants, '|'));
        bool twice;
        if (one.n && !link_reading_add(g, one, r, &twice)) return table_error(t, err, "'%.*s' is no form, or memory ran out", STR_ARG(one));
    }
    return ENT_OK;
}

/* A code of its own may be shared by several bodies (the agencies of the UN are UNO); the first row gives the code its name. */
static int organisation_row(link_gazetteer *g, const table *t, ent_error *err)
{
    const str *f = t->field;
    int32_t span[2];
    int kind = body_kind_find(f[3]);
    if (!f[1].n) return table_error(t, err, "an organisation needs a name");
    if (kind < 0) return table_error(t, err, "unknown kind '%.*s'", STR_ARG(f[3]));
    if (f[4].n && !link_state_exists(g, f[4])) return table_error(t, err, "unknown country '%.*s'", STR_ARG(f[4]));
    if (!f[0].n && kind == BODY_IGO) return table_error(t, err, "an international organisation needs a code");
    int rc = link_sector_check(g, t, f[5], err);
    if (!rc) rc = period_read(t, f[6], f[7], span, err);
    if (!rc) rc = link_wikidata_check(t, f[8], err);
    if (rc) return rc;
    link_body b = {.code = f[0].n ? f[0] : f[4], .name = f[1], .wikidata = f[8], .sector = f[5], .country = f[4], .from = span[0], .to = span[1], .kind = (uint8_t)kind};
    rc = body_put(g, t, b, err);
    if (rc) return rc;
    link_reading r = {.kind = KIND_ORG, .from = CAL_NONE, .to = CAL_NONE, .ref = g->n_bodies - 1, .line = t->line};
    rc = spellings_add(g, t, f[1], r, err);
    return rc ? rc : spellings_add(g, t, f[2], r, err);
}

/* A row before this one has its code, name and country. */
static bool organisation_known(const link_gazetteer *g, const table *t)
{
    str code = t->field[0].n ? t->field[0] : t->field[4];
    uint32_t form = t->field[1].n ? link_trie_get(&g->names, g->mem, t->field[1]) : MAP_NONE;
    for (uint32_t r = form == MAP_NONE ? LINK_NONE : g->forms[form].readings; r != LINK_NONE; r = g->readings[r].next) {
        const link_body *b = &g->bodies[g->readings[r].ref];
        if (g->readings[r].kind == KIND_ORG && str_eq(b->name, t->field[1]) && str_eq(b->code, code) && str_eq(b->country, t->field[4])) return true;
    }
    return false;
}

static int organisations_load(link_gazetteer *g, const char *data_dir, ent_error *err)
{
    table t;
    int rc = link_table_open(&t, g, g->mem, data_dir, "organisations.tsv", "code name variants kind country sector from to wikidata source", err), more = 0;
    while (!rc && (more = table_next(&t, err)) > 0) {
        if (organisation_known(g, &t)) return table_error(&t, err, "'%.*s' is given twice", STR_ARG(t.field[1]));
        rc = organisation_row(g, &t, err);
    }
    return rc ? rc : more < 0 ? ENT_E_FORMAT : ENT_OK;
}

/* ---- names ------------------------------------------------------------------------------------------------------------- */

static int name_kind_find(str name)
{
    static const struct {
        const char *name;
        uint8_t kind;
    } kinds[] = {{"name", KIND_NAME}, {"abbreviation", KIND_ABBREVIATION}, {"adjective", KIND_ADJECTIVE}, {"demonym", KIND_DEMONYM}, {"capital", KIND_CAPITAL}, {"seat", KIND_SEAT}, {"prefix", KIND_PREFIX}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_is(name, kinds[i].name)) return kinds[i].kind;
    return -1;
}

static int name_flags(const table *t, str note, link_reading *r, ent_error *err)
{
    while (note.n) {
        str one = str_trim(str_cut(&note, ','));
        bool ok = true;
        if (str_is(one, "place")) r->flags |= READ_PLACE;
        else if (str_is(one, "weak")) r->flags |= READ_WEAK;
        else if (str_starts(one, STR("until:"))) ok = link_period(str_sub(one, 6, one.n), true, &r->to);
        else if (str_starts(one, STR("since:"))) ok = link_period(str_sub(one, 6, one.n), false, &r->from);
        else ok = one.n == 0;
        if (!ok) return table_error(t, err, "unknown note '%.*s'", STR_ARG(one));
    }
    return ENT_OK;
}

/* Spellings that differ in accents only are one form, and welcome; the same row again is a slip. */
static int name_row(link_gazetteer *g, const table *t, ent_error *err)
{
    int kind = name_kind_find(t->field[0]);
    uint32_t body = link_body_find(g, t->field[2]);
    if (kind < 0) return table_error(t, err, "unknown kind '%.*s'", STR_ARG(t->field[0]));
    if (body == MAP_NONE) return table_error(t, err, "unknown code '%.*s'", STR_ARG(t->field[2]));
    link_reading r = {.kind = (uint8_t)kind, .from = CAL_NONE, .to = CAL_NONE, .ref = body, .line = t->line};
    int rc = name_flags(t, t->field[3], &r, err);
    if (rc) return rc;
    bool twice;
    if (!t->field[1].n || !link_reading_add(g, t->field[1], r, &twice)) return table_error(t, err, "'%.*s' is no form, or memory ran out", STR_ARG(t->field[1]));
    if (twice && str_eq(link_form_put(g, t->field[1])->text, t->field[1])) return table_error(t, err, "'%.*s' is given twice for %.*s", STR_ARG(t->field[1]), STR_ARG(t->field[2]));
    return ENT_OK;
}

static int names_load(link_gazetteer *g, const char *data_dir, ent_error *err)
{
    table t;
    int rc = link_table_open(&t, g, g->mem, data_dir, "names.tsv", "kind form code note?", err), more = 0;
    while (!rc && (more = table_next(&t, err)) > 0) rc = name_row(g, &t, err);
    return rc ? rc : more < 0 ? ENT_E_FORMAT : ENT_OK;
}

int link_bodies_load(link_gazetteer *g, const char *data_dir, ent_error *err)
{
    int rc = sectors_load(g, data_dir, err);
    if (!rc) rc = states_load(g, data_dir, err);
    if (!rc) rc = organisations_load(g, data_dir, err);
    return rc ? rc : names_load(g, data_dir, err);
}

/* ---- the whole ----------------------------------------------------------------------------------------------------------- */

static void gazetteer_init(link_gazetteer *g, arena *mem)
{
    g->mem = mem;
    link_trie_init(&g->names, &g->vocab, mem, false);
    link_trie_init(&g->roles_trie, &g->vocab, mem, true);
    link_trie_init(&g->topics_trie, &g->vocab, mem, true);
    map_init(&g->body_by_code, mem);
    map_init(&g->members_of, mem);
    map_init(&g->person_by_name, mem);
    map_init(&g->sectors, mem);
    map_init(&g->topic_names, mem);
    for (int k = 0; k < N_LINK_KIND; k++) g->class_traps[k] = LINK_NONE;
}

int link_gazetteer_load(link_gazetteer **out, arena *mem, const char *data_dir, ent_error *err) { return link_gazetteer_load_from(out, mem, data_dir, NULL, err); }

int link_gazetteer_load_from(link_gazetteer **out, arena *mem, const char *data_dir, const link_source *source, ent_error *err)
{
    *out = NULL;
    link_gazetteer *g = arena_new(mem, link_gazetteer, 1);
    if (!g) return error_memory(err);
    if (!link_vocab_init(&g->vocab, mem)) return error_memory(err);
    gazetteer_init(g, mem);
    if (!link_trie_reserve(&g->names, LINK_ROOM) || !LINK_RESERVE(g, forms, LINK_ROOM) || !LINK_RESERVE(g, readings, LINK_ROOM)) return error_memory(err);
    g->source = source;
    int rc = link_dates_load(&g->dates, g, mem, data_dir, err);
    if (!rc) rc = link_dates_index(g->dates, &g->vocab, err); /* before any other word */
    if (!rc) rc = link_bodies_load(g, data_dir, err);
    if (!rc) rc = link_members_load(g, data_dir, err);
    if (!rc) rc = link_people_load(g, data_dir, err);
    if (!rc) rc = link_places_load(&g->places, g, &g->vocab, mem, data_dir, err);
    if (!rc) rc = link_rules_load(g, data_dir, err);
    if (!rc) rc = link_gazetteer_check(g, data_dir, err);
    g->source = NULL;
    if (rc) return rc;
    link_vocab_close(&g->vocab);
    g->version = arena_printf(mem, "gazetteer-%08x", (unsigned)(g->hash >> 32));
    if (!g->version.s) return error_memory(err);
    *out = g;
    return ENT_OK;
}

str link_gazetteer_version(const link_gazetteer *g) { return g->version; }
