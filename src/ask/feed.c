/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tables of ICEWS (Boschee et al. 2015, the weekly files of its Dataverse), POLECAT (Halterman et al. 2023) and GDELT 2.0 (event codebook of
 * 19 February 2015), tab-separated, one column of theirs a line here. docs/ask.md says what each holds; a column for which the record
 * has nothing is left as the feed leaves what it does not know: empty, in POLECAT "None". Nothing is guessed to fill one.
 */
#include "ask/feed.h"

#include "base/file.h"
#include "base/table.h"

/* ---- tables -------------------------------------------------------------------------------------------------------------- */

void feed_tables_free(feed_tables *t) { arena_fini(&t->mem); }

static int tables_put(feed_tables *t, map *m, str code, str text, ent_error *err)
{
    if (t->n == t->cap) {
        uint32_t cap = t->cap ? 2 * t->cap : 1024;
        str *more = arena_new(&t->mem, str, cap);
        if (!more) return error_memory(err);
        if (t->n) memcpy(more, t->text, t->n * sizeof *more);
        t->text = more;
        t->cap = cap;
    }
    t->text[t->n] = text;
    return map_put(m, code, t->n++) ? ENT_OK : error_memory(err);
}

static int table_load(feed_tables *t, map *m, const char *data_dir, const char *name, const char *columns, ent_error *err)
{
    str path = arena_printf(&t->mem, "%s/%s", data_dir, name), bytes;
    const char *path_z = path.s ? arena_str_c(&t->mem, path) : NULL;
    if (!path_z) return error_memory(err);
    table rows;
    int more = 0, rc = file_read(&t->mem, path_z, 0, &bytes, err);
    if (!rc) rc = table_open(&rows, path_z, bytes, columns, err);
    while (!rc && (more = table_next(&rows, err)) > 0) {
        bool whole = rows.field[0].n && (rows.field[1].n || m == &t->role); /* CAMEO has no role for some sectors */
        rc = whole ? tables_put(t, m, rows.field[0], rows.field[1], err) : table_error(&rows, err, "a row needs a code and what it stands for");
    }
    return rc ? rc : more < 0 ? ENT_E_FORMAT : ENT_OK;
}

int feed_tables_load(feed_tables *t, const char *data_dir, ent_error *err)
{
    *t = (feed_tables){0};
    const struct {
        map *m;
        const char *name, *columns;
    } tables[] = {{&t->state, "gazetteer/states.tsv", "code name"}, {&t->sector, "gazetteer/sectors.tsv", "code name"}, {&t->role, "gazetteer/sectors.tsv", "code cameo?"},
                  {&t->cameo, "codebook/cameo.tsv", "code name"}, {&t->fips, "gazetteer/iso/fips.tsv", "code3 fips"}};
    int rc = ENT_OK;
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) map_init(tables[i].m, &t->mem);
    for (size_t i = 0; !rc && i < sizeof tables / sizeof *tables; i++) rc = table_load(t, tables[i].m, data_dir, tables[i].name, tables[i].columns, err);
    return rc;
}

static str find(const feed_tables *t, const map *m, str code)
{
    uint32_t i = map_get(m, code);
    return i == MAP_NONE ? STR_NONE : t->text[i];
}

/* ---- what a cell is made from ----------------------------------------------------------------------------------------------- */

typedef struct feed_row {
    const feed_tables *t;
    const record_row *row;
    json_object *line, *party[2]; /* the event; the actor and the recipient of this row, NULL for nobody */
    str id;
    uint32_t pair;     /* of the rows of one event, from 0 */
    const char *a, *b; /* what the column's line says */
    buf *out;
} feed_row;

typedef void (*feed_cell)(const feed_row *f);

/* White space that would end a cell or a row becomes a blank. */
static void put(buf *out, str s)
{
    for (uint32_t i = 0; i < s.n; i++) buf_char(out, s.s[i] == '\t' || s.s[i] == '\n' || s.s[i] == '\r' ? ' ' : s.s[i]);
}

static json_object *side(const feed_row *f, const char *who) { return f->party[*who == 'r']; }

static void id(const feed_row *f) { put(f->out, f->id); }

static void story(const feed_row *f) { put(f->out, f->row->story_id); }

/* The value at b, or at b within a. */
static void value(const feed_row *f) { put(f->out, line_str(f->a ? line_get(f->line, f->a) : f->line, f->b)); }

static void constant(const feed_row *f) { buf_z(f->out, f->a); }

/* ---- parties ------------------------------------------------------------------------------------------------------------- */

static void name_of(json_object *party, buf *out)
{
    str name = line_str(party, "name");
    put(out, name.n ? name : line_str(party, "text"));
}

static void party_name(const feed_row *f) { name_of(side(f, f->a), f->out); }

static void party_value(const feed_row *f) { put(f->out, line_str(side(f, f->a), f->b)); }

static void party_state(const feed_row *f) { put(f->out, find(f->t, &f->t->state, line_str(side(f, f->a), "country"))); }

static void party_sectors(const feed_row *f)
{
    json_object *sectors = line_get(side(f, f->a), "sector");
    for (size_t i = 0; i < line_count(sectors); i++) {
        if (i) buf_char(f->out, ',');
        put(f->out, find(f->t, &f->t->sector, str_from(json_object_get_string(line_at(sectors, i)))));
    }
}

/* The code of an organisation or armed group: one that is no state's. */
static str group_of(json_object *party)
{
    str code = line_str(party, "code");
    return str_eq(code, line_str(party, "country")) ? STR_NONE : code;
}

static void party_group(const feed_row *f) { put(f->out, group_of(side(f, f->a))); }

/* The party's roles in CAMEO's codes, at most three: number `which` of them, from '1', or all in a row for '*'. Sectors that CAMEO does not have are passed over. */
static void put_roles(const feed_row *f, char which)
{
    json_object *sectors = line_get(side(f, f->a), "sector");
    char n = '0';
    for (size_t i = 0; i < line_count(sectors) && n < '3'; i++) {
        str role = find(f->t, &f->t->role, str_from(json_object_get_string(line_at(sectors, i))));
        if (!role.n) continue;
        n++;
        if (which == '*' || which == n) put(f->out, role);
    }
}

static void party_role(const feed_row *f) { put_roles(f, *f->b); }

static void party_code(const feed_row *f)
{
    json_object *party = side(f, f->a);
    put(f->out, line_str(party, "country"));
    put(f->out, group_of(party));
    put_roles(f, '*');
}

/* Every party's name (without b) or value at b, for POLECAT's lists; of a list within, its values by ", ". One without it leaves its place "None". */
static void parties(const feed_row *f)
{
    json_object *list = line_get(f->line, f->a);
    for (size_t i = 0; i < line_count(list); i++) {
        json_object *party = line_at(list, i), *inner = f->b ? line_get(party, f->b) : NULL;
        if (i) buf_z(f->out, "; ");
        size_t before = f->out->n;
        if (!f->b) name_of(party, f->out);
        else if (!json_object_is_type(inner, json_type_array)) put(f->out, line_str(party, f->b));
        for (size_t k = 0; k < line_count(inner); k++) buf_printf(f->out, "%s%s", k ? ", " : "", json_object_get_string(line_at(inner, k)));
        if (f->out->n == before) buf_z(f->out, "None");
    }
}

/* The first sector of every party. */
static void parties_primary(const feed_row *f)
{
    json_object *list = line_get(f->line, f->a);
    for (size_t i = 0; i < line_count(list); i++) {
        json_object *sectors = line_get(line_at(list, i), "sector");
        buf_printf(f->out, "%s%s", i ? "; " : "", line_count(sectors) ? json_object_get_string(line_at(sectors, 0)) : "None");
    }
}

/* ---- what and when --------------------------------------------------------------------------------------------------------- */

static str cameo_of(const feed_row *f) { return line_str(f->line, "cameo"); }

static void cameo_name(const feed_row *f) { put(f->out, find(f->t, &f->t->cameo, cameo_of(f))); }

/* The first *a digits of the code. */
static void cameo_part(const feed_row *f)
{
    str code = cameo_of(f);
    uint32_t n = (uint32_t)(*f->a - '0');
    put(f->out, str_sub(code, 0, n < code.n ? n : code.n));
}

/* GDELT's class of a CAMEO root: 01 to 05, 06 to 08, 09 to 13, 14 to 20. */
static void cameo_quad(const feed_row *f)
{
    str code = cameo_of(f);
    if (code.n < 2) return;
    int root = (code.s[0] - '0') * 10 + code.s[1] - '0';
    buf_char(f->out, root <= 5 ? '1' : root <= 8 ? '2' : root <= 13 ? '3' : '4');
}

static void quad_name(const feed_row *f)
{
    static const char *const names[] = {"", "VERBAL COOPERATION", "MATERIAL COOPERATION", "VERBAL CONFLICT", "MATERIAL CONFLICT"};
    int64_t quad = line_int(f->line, "quad", 0);
    buf_z(f->out, names[quad >= 1 && quad <= 4 ? quad : 0]);
}

static void contexts(const feed_row *f)
{
    json_object *list = line_get(f->line, "context");
    for (size_t i = 0; i < line_count(list); i++) buf_printf(f->out, "%s%s", i ? "; " : "", json_object_get_string(line_at(list, i)));
}

/* The event's first day as a: 'd' 20230222, 'm' 202302, 'y' 2023, 'f' 2023.2247, GDELT's share of the year, (30 (month - 1) + day) / 365. */
static void day_as(const feed_row *f)
{
    int32_t day = cal_parse(line_str(line_get(f->line, "date"), "start"));
    if (day == CAL_NONE) return;
    cal_date d = cal_civil(day);
    if (*f->a == 'd') buf_printf(f->out, "%04d%02d%02d", d.year, d.month, d.day);
    else if (*f->a == 'm') buf_printf(f->out, "%04d%02d", d.year, d.month);
    else if (*f->a == 'y') buf_printf(f->out, "%04d", d.year);
    else buf_printf(f->out, "%04d.%04d", d.year, (((d.month - 1) * 30 + d.day) * 10000 + 182) / 365);
}

static void day_added(const feed_row *f)
{
    if (f->row->first_published == CAL_NONE) return;
    cal_date d = cal_civil(f->row->first_published);
    buf_printf(f->out, "%04d%02d%02d000000", d.year, d.month, d.day);
}

static void number(const feed_row *f) { buf_int(f->out, *f->a == 's' ? f->row->n_sources : f->row->n_reports); }

/* A number for readers that want one: the first 13 digits of the id, 52 bits, which a double holds; one more for each further pair. */
static void id_number(const feed_row *f)
{
    uint64_t n = 0;
    for (uint32_t i = 0; i < 13 && i < f->id.n; i++) {
        char c = f->id.s[i];
        n = n * 16 + (uint64_t)(c <= '9' ? c - '0' : c - 'a' + 10);
    }
    buf_int(f->out, (int64_t)((n + f->pair) & 0xFFFFFFFFFFFFFu));
}

/* ---- where ------------------------------------------------------------------------------------------------------------------- */

static str place(const feed_row *f, const char *key) { return line_str(line_get(f->line, "place"), key); }

static void place_state(const feed_row *f) { put(f->out, find(f->t, &f->t->state, place(f, "country"))); }

/* The place's name when its kind is a. */
static void place_when(const feed_row *f) { if (str_is(place(f, "kind"), f->a)) put(f->out, place(f, "name")); }

/* GDELT's kinds: 1 country, 2 US state, 3 US city, 4 city, 5 region; any other place is told as a city is, by its point. */
static void geo_type(const feed_row *f)
{
    str kind = place(f, "kind");
    bool us = str_is(place(f, "country"), "USA"), region = str_is(kind, "region");
    if (place(f, "name").n) buf_char(f->out, str_is(kind, "country") ? '1' : us ? region ? '2' : '3' : region ? '5' : '4');
}

static void geo_full(const feed_row *f)
{
    str parts[] = {place(f, "name"), place(f, "admin1"), find(f->t, &f->t->state, place(f, "country"))};
    put(f->out, parts[0]);
    for (int i = 1; i < 3; i++)
        if (parts[i].n && !str_eq(parts[i], parts[i - 1])) buf_z(f->out, ", "), put(f->out, parts[i]);
}

static void geo_fips(const feed_row *f) { put(f->out, find(f->t, &f->t->fips, place(f, "country"))); }

/* ---- the feeds ----------------------------------------------------------------------------------------------------------------- */

typedef struct feed_column {
    const char *name;
    feed_cell cell; /* NULL: nothing in the record says it */
    const char *a, *b;
} feed_column;

static const feed_column icews_columns[] = {
    {"Event ID", id, 0, 0},
    {"Event Date", value, "date", "start"},
    {"Source Name", party_name, "actor", 0},
    {"Source Sectors", party_sectors, "actor", 0},
    {"Source Country", party_state, "actor", 0},
    {"Event Text", cameo_name, 0, 0},
    {"CAMEO Code", value, 0, "cameo"},
    {"Intensity", value, 0, "goldstein"},
    {"Target Name", party_name, "recipient", 0},
    {"Target Sectors", party_sectors, "recipient", 0},
    {"Target Country", party_state, "recipient", 0},
    {"Story ID", story, 0, 0},
    {"Sentence Number", 0, 0, 0},
    {"Publisher", value, "doc", "publisher"},
    {"City", place_when, "city", 0},
    {"District", 0, 0, 0},
    {"Province", value, "place", "admin1"},
    {"Country", place_state, 0, 0},
    {"Latitude", value, "place", "lat"},
    {"Longitude", value, "place", "lon"},
};

static const feed_column polecat_columns[] = {
    {"Event ID", id, 0, 0},
    {"Event Date", value, "date", "start"},
    {"Event Type", value, 0, "event"},
    {"Event Mode", value, 0, "mode"},
    {"Intensity", value, 0, "scale"},
    {"Quad Code", quad_name, 0, 0},
    {"Contexts", contexts, 0, 0},
    {"Actor Name", parties, "actor", 0},
    {"Actor Country", parties, "actor", "country"},
    {"Actor COW", parties, "actor", "cow"},
    {"Primary Actor Sector", parties_primary, "actor", 0},
    {"Actor Sectors", parties, "actor", "sector"},
    {"Actor Title", 0, 0, 0},
    {"Actor Name Raw", parties, "actor", "text"},
    {"Wikipedia Actor ID", 0, 0, 0},
    {"Recipient Name", parties, "recipient", 0},
    {"Recipient Country", parties, "recipient", "country"},
    {"Recipient COW", parties, "recipient", "cow"},
    {"Primary Recipient Sector", parties_primary, "recipient", 0},
    {"Recipient Sectors", parties, "recipient", "sector"},
    {"Recipient Title", 0, 0, 0},
    {"Recipient Name Raw", parties, "recipient", "text"},
    {"Wikipedia Recipient ID", 0, 0, 0},
    {"Placename", value, "place", "name"},
    {"City", place_when, "city", 0},
    {"District", 0, 0, 0},
    {"Province", value, "place", "admin1"},
    {"Country", value, "place", "country"},
    {"Latitude", value, "place", "lat"},
    {"Longitude", value, "place", "lon"},
    {"GeoNames ID", 0, 0, 0},
    {"Raw Placename", value, "place", "text"},
    {"Feature Type", value, "place", "kind"},
    {"Source", value, "doc", "publisher"},
    {"Publication Date", value, "doc", "published"},
    {"Story People", 0, 0, 0},
    {"Story Organizations", 0, 0, 0},
    {"Story Locations", 0, 0, 0},
    {"Language", constant, "English", 0}, /* no other is read */
    {"Version", value, 0, "version"},
};

#define GDELT_ACTOR(n, who)                                                                                                                                            \
    {"Actor" n "Code", party_code, who, 0}, {"Actor" n "Name", party_name, who, 0}, {"Actor" n "CountryCode", party_value, who, "country"},                            \
        {"Actor" n "KnownGroupCode", party_group, who, 0}, {"Actor" n "EthnicCode", 0, 0, 0}, {"Actor" n "Religion1Code", 0, 0, 0}, {"Actor" n "Religion2Code", 0, 0, 0}, \
        {"Actor" n "Type1Code", party_role, who, "1"}, {"Actor" n "Type2Code", party_role, who, "2"}, {"Actor" n "Type3Code", party_role, who, "3"}

#define GDELT_NOWHERE(n)                                                                                                                                     \
    {n "Geo_Type", 0, 0, 0}, {n "Geo_FullName", 0, 0, 0}, {n "Geo_CountryCode", 0, 0, 0}, {n "Geo_ADM1Code", 0, 0, 0}, {n "Geo_ADM2Code", 0, 0, 0}, {n "Geo_Lat", 0, 0, 0}, \
        {n "Geo_Long", 0, 0, 0}, {n "Geo_FeatureID", 0, 0, 0}

static const feed_column gdelt_columns[] = {
    {"GLOBALEVENTID", id_number, 0, 0},
    {"SQLDATE", day_as, "d", 0},
    {"MonthYear", day_as, "m", 0},
    {"Year", day_as, "y", 0},
    {"FractionDate", day_as, "f", 0},
    GDELT_ACTOR("1", "actor"),
    GDELT_ACTOR("2", "recipient"),
    {"IsRootEvent", 0, 0, 0},
    {"EventCode", value, 0, "cameo"},
    {"EventBaseCode", cameo_part, "3", 0},
    {"EventRootCode", cameo_part, "2", 0},
    {"QuadClass", cameo_quad, 0, 0},
    {"GoldsteinScale", value, 0, "goldstein"},
    {"NumMentions", number, "reports", 0},
    {"NumSources", number, "sources", 0},
    {"NumArticles", 0, 0, 0},
    {"AvgTone", 0, 0, 0},
    GDELT_NOWHERE("Actor1"),
    GDELT_NOWHERE("Actor2"),
    {"ActionGeo_Type", geo_type, 0, 0},
    {"ActionGeo_FullName", geo_full, 0, 0},
    {"ActionGeo_CountryCode", geo_fips, 0, 0},
    {"ActionGeo_ADM1Code", 0, 0, 0},
    {"ActionGeo_ADM2Code", 0, 0, 0},
    {"ActionGeo_Lat", value, "place", "lat"},
    {"ActionGeo_Long", value, "place", "lon"},
    {"ActionGeo_FeatureID", 0, 0, 0},
    {"DATEADDED", day_added, 0, 0},
    {"SOURCEURL", value, "doc", "url"},
};

struct feed {
    const char *name;
    const feed_column *columns;
    size_t n;
    const char *missing;
    bool head, pairs; /* has a line of names; has a row for each pair */
};

#define COLUMNS(c) c, sizeof c / sizeof *c
static const feed feeds[] = {
    {"icews", COLUMNS(icews_columns), "", true, true},
    {"polecat", COLUMNS(polecat_columns), "None", true, false},
    {"gdelt", COLUMNS(gdelt_columns), "", false, true},
};

const feed *feed_find(str name)
{
    for (size_t i = 0; i < sizeof feeds / sizeof *feeds; i++)
        if (str_is(name, feeds[i].name)) return &feeds[i];
    return NULL;
}

void feed_head(const feed *f, buf *out)
{
    for (size_t i = 0; f->head && i < f->n; i++) buf_printf(out, "%s%s", i ? "\t" : "", f->columns[i].name);
    if (f->head) buf_char(out, '\n');
}

static void put_row(const feed *f, feed_row *r, buf *out)
{
    for (size_t i = 0; i < f->n; i++) {
        const feed_column *c = &f->columns[i];
        if (i) buf_char(out, '\t');
        size_t before = out->n;
        r->a = c->a, r->b = c->b;
        if (c->cell) c->cell(r);
        if (out->n == before) buf_z(out, f->missing);
    }
    buf_char(out, '\n');
}

void feed_rows(const feed *f, const feed_tables *t, const record_row *row, json_object *line, str event_id, buf *out)
{
    json_object *actors = line_get(line, "actor"), *others = line_get(line, "recipient");
    bool mutual = json_object_get_boolean(line_get(line, "reciprocal")) && line_count(actors) > 1;
    if (mutual) others = actors;
    feed_row r = {.t = t, .row = row, .line = line, .id = event_id, .out = out};
    size_t n = line_count(actors), m = line_count(others);
    for (size_t i = 0; i < (n && f->pairs ? n : 1); i++) {
        for (size_t k = 0; k < (m && f->pairs ? m : 1); k++) {
            if (mutual && f->pairs && i == k) continue;
            r.party[0] = line_at(actors, i);
            r.party[1] = line_at(others, k);
            put_row(f, &r, out);
            r.pair++;
        }
    }
}
