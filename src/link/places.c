/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Places: towns, regions, waters, bases, crossings, and countries where they are places.
 *
 * in:  tokens, pieces, mentions (in any order), names of entities      out: d->places, in order, none overlapping
 *
 * A form of places.tsv is looked for at each token, longest first. What also names an actor (a state, a capital) is a place only where the
 * mention over it says so: Moscow acts in "Moscow protested" and is a place in "in Moscow"; that judgement is link's, made once. A country
 * mentioned as a place has the point of its own row.
 *
 * Towns are called like people, months of peace and other towns, so a form needs support: a word of place before it, the name of its country or
 * region after a comma, its country mentioned in the document, or the tag of a location. A name of several places is the one whose country
 * stands after the comma; else the one whose country the document mentions; two such, or none, and no support: it is left out. "Moscow, Idaho" is Idaho.
 *
 * Why not a geocoder with millions of rows: nearly all of its names are words of something else, and one wrong point spoils a map more than ten
 * missing ones. Whoever misses a town adds a row.
 *
 * Cost: one trie walk per token; the spans of mentions are marked once. Linear.
 */
#include "link/gazetteer.h"

typedef struct place_row {
    str name, country, admin1, kind;
    int32_t lat_micro, lon_micro;
    uint32_t next; /* of the same form, or LINK_NONE */
    bool actor;    /* the form also names a state or its capital */
} place_row;

struct link_place_tables {
    arena *mem;
    link_trie forms; /* → first row */
    place_row *rows; uint32_t n_rows, cap_rows;
    map country;     /* code → row of kind country */
};

/* ---- loading ------------------------------------------------------------------------------------------------------------ */

/* "-12.34" → -12340000. At most 6 places; false when it is no number or out of range. */
static bool degrees_read(str s, int32_t limit, int32_t *out)
{
    bool minus = s.n && s.s[0] == '-';
    int64_t micro = 0, scale = 1000000;
    uint32_t i = minus, digits = 0;
    for (bool point = false; i < s.n; i++) {
        if (s.s[i] == '.' && !point) {
            point = true;
            continue;
        }
        if (s.s[i] < '0' || s.s[i] > '9' || micro > 1000000000) return false;
        if (point && (scale /= 10) == 0) return false;
        micro = point ? micro + (s.s[i] - '0') * scale : micro * 10 + (int64_t)(s.s[i] - '0') * 1000000;
        digits++;
    }
    *out = (int32_t)(minus ? -micro : micro);
    return digits && micro <= (int64_t)limit * 1000000;
}

/* The form names a state or a capital, and so stands in the table of names too. */
static bool names_actor(const link_gazetteer *g, arena *scratch, str form)
{
    uint32_t f = link_trie_get(&g->names, scratch, form);
    for (uint32_t r = f == MAP_NONE ? LINK_NONE : g->forms[f].readings; r != LINK_NONE; r = g->readings[r].next)
        if (g->readings[r].kind == KIND_NAME || g->readings[r].kind == KIND_CAPITAL || g->readings[r].kind == KIND_SEAT) return true;
    return false;
}

static int row_link(link_place_tables *t, const table *row, place_row p, ent_error *err)
{
    uint32_t *slot = link_trie_put(&t->forms, p.name), last = LINK_NONE;
    if (!slot) return table_error(row, err, "'%.*s' is no form, or memory ran out", STR_ARG(p.name));
    for (uint32_t i = *slot == MAP_NONE ? LINK_NONE : *slot; i != LINK_NONE; last = i, i = t->rows[i].next)
        if (str_eq(t->rows[i].country, p.country)) return table_error(row, err, "'%.*s' is given twice for '%.*s'", STR_ARG(p.name), STR_ARG(p.country));
    if (!LINK_PUSH(t, rows, p)) return error_memory(err);
    *(last == LINK_NONE ? slot : &t->rows[last].next) = t->n_rows - 1;
    if (!str_is(p.kind, "country")) return ENT_OK;
    return map_put(&t->country, p.country, t->n_rows - 1) ? ENT_OK : error_memory(err);
}

static int row_read(link_place_tables *t, const link_gazetteer *g, const table *row, ent_error *err)
{
    const str *f = row->field;
    place_row p = {.name = f[0], .country = f[1], .admin1 = f[2], .kind = f[3], .next = LINK_NONE};
    if (!p.name.n || !p.kind.n) return table_error(row, err, "a place needs a name and a kind");
    if (p.country.n && !link_state_exists(g, p.country)) return table_error(row, err, "unknown country '%.*s'", STR_ARG(p.country));
    if (!p.country.n && str_is(p.kind, "country")) return table_error(row, err, "a country needs its code");
    if (!degrees_read(f[4], 90, &p.lat_micro)) return table_error(row, err, "'%.*s' is no latitude", STR_ARG(f[4]));
    if (!degrees_read(f[5], 180, &p.lon_micro)) return table_error(row, err, "'%.*s' is no longitude", STR_ARG(f[5]));
    p.actor = names_actor(g, t->mem, p.name);
    return row_link(t, row, p, err);
}

/* The table made by hand comes first: the first row of a form is the place most often meant. */
int link_places_load(link_place_tables **out, link_gazetteer *g, link_vocab *vocab, arena *mem, const char *data_dir, ent_error *err)
{
    static const char *const files[] = {"places.tsv", "places_geonames.tsv"};
    link_place_tables *t = *out = arena_new(mem, link_place_tables, 1);
    if (!t) return error_memory(err);
    t->mem = mem;
    link_trie_init(&t->forms, vocab, mem, false);
    if (!link_trie_reserve(&t->forms, LINK_ROOM / 2) || !LINK_RESERVE(t, rows, LINK_ROOM / 4)) return error_memory(err);
    map_init(&t->country, mem);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        table row;
        int rc = link_table_open(&row, g, mem, data_dir, files[i], "name country admin1 kind lat lon source?", err), more = 0;
        while (!rc && (more = table_next(&row, err)) > 0) rc = row_read(t, g, &row, err);
        if (rc || more < 0) return rc ? rc : ENT_E_FORMAT;
    }
    return ENT_OK;
}

/* ---- one document --------------------------------------------------------------------------------------------------------- */

typedef struct place_work {
    const link_place_tables *t;
    const link_gazetteer *g;
    const link_pieces *p;
    doc *d;
    uint32_t begin, end;  /* tokens of the sentence */
    uint32_t *mention;    /* [T] shortest mention over the token, or DOC_NONE */
    map countries;        /* codes that the document mentions */
    link_start *starts;   /* names of the sentence at hand */
    uint32_t n_starts, cap_starts, next_start;
    map chosen;           /* name → the row that a country after a comma picked before */
    uint32_t cap_places;
} place_work;

static bool spans_mark(place_work *w)
{
    doc *d = w->d;
    w->mention = arena_new(d->mem, uint32_t, d->n_tokens + 1);
    if (!w->mention) return false;
    for (uint32_t t = 0; t < d->n_tokens; t++) w->mention[t] = DOC_NONE;
    for (uint32_t i = 0; i < d->n_mentions; i++) {
        const doc_mention *m = &d->mentions[i];
        for (uint32_t t = m->tok_begin; t < m->tok_end; t++) {
            const doc_mention *have = w->mention[t] == DOC_NONE ? NULL : &d->mentions[w->mention[t]];
            if (!have || m->tok_end - m->tok_begin < have->tok_end - have->tok_begin) w->mention[t] = i;
        }
        for (uint8_t k = 0; k < m->n_actors; k++) {
            str country = d->actors[m->actor[k]].country;
            if (country.n && !map_put(&w->countries, country, 1)) return false;
        }
    }
    return true;
}

static bool word_is(const place_work *w, uint32_t t, const char *z) { return t >= w->begin && t < w->end && str_eq_nocase(doc_form(w->d, t), str_from(z)); }

static cue_set cue_of(const place_work *w, uint32_t t)
{
    if (w->p->begin[t + 1] - w->p->begin[t] != 1) return 0;
    return w->g->vocab.words[w->p->low[w->p->begin[t]]].cue;
}

/* "in Kandahar", "the city of Kandahar", "to the Golan Heights": the word before the article decides. */
static bool led_by_place(const place_work *w, uint32_t t)
{
    if (t > w->begin && (cue_of(w, t - 1) & CUE_ARTICLE)) t--;
    if (t == w->begin) return false;
    return cue_of(w, t - 1) & (CUE_PLACE | CUE_LOCATION | CUE_TOWARD | CUE_AWAY | CUE_GENITIVE);
}

static uint8_t tag_of(const doc *d, uint32_t t) { return d->ner ? d->ner[t] : NER_O; }

/* A person, or a longer name of which the form is a part: "London Breed", "Kandahar University". That a tag calls the form alone a person
 * proves nothing: names it never saw are people to a tagger. */
static bool within_name(const place_work *w, uint32_t begin, uint32_t end)
{
    const doc *d = w->d;
    if (tag_of(d, begin) == NER_I_PER || (end < w->end && tag_of(d, end) == NER_I_PER)) return true;
    for (uint32_t t = begin; t < end; t++) {
        const doc_mention *m = w->mention[t] == DOC_NONE ? NULL : &d->mentions[w->mention[t]];
        if (m && d->actors[m->actor[0]].kind == ACTOR_PERSON && m->tok_end - m->tok_begin <= 4) return true;
    }
    if (begin > w->begin && (cue_of(w, begin - 1) & (CUE_FIRST | CUE_TITLE)) && !led_by_place(w, begin)) return true;
    return end < w->end && (cue_of(w, end) & CUE_COMPANY);
}

/* The row that the name after a comma picks: "Tripoli, Lebanon", "Springfield, Ohio". *other: that name belongs to no row. */
static uint32_t row_by_comma(const place_work *w, uint32_t first, uint32_t end, bool *other)
{
    uint32_t after = end + 1, stop, rows;
    *other = false;
    if (!word_is(w, end, ",") || after >= w->end) return LINK_NONE;
    rows = link_trie_match(&w->t->forms, w->p, after, w->end, &stop);
    if (rows == MAP_NONE) return LINK_NONE;
    const place_row *next = &w->t->rows[rows];
    bool country = str_is(next->kind, "country"), region = str_is(next->kind, "region");
    if (!country && !region) return LINK_NONE;
    for (uint32_t i = first; i != LINK_NONE; i = w->t->rows[i].next) {
        const place_row *row = &w->t->rows[i];
        for (uint32_t k = rows; k != LINK_NONE; k = w->t->rows[k].next)
            if (str_eq(row->country, w->t->rows[k].country) && (country || !row->admin1.n || !w->t->rows[k].admin1.n || str_eq(row->admin1, w->t->rows[k].admin1))) return i;
    }
    *other = region && led_by_place(w, end - 1); /* "in Moscow, Idaho", but not "Moscow, Crimea and …" */
    return LINK_NONE;
}

/* The only row whose country the document mentions; LINK_NONE when there is none or more than one. */
static uint32_t row_by_document(const place_work *w, uint32_t first)
{
    uint32_t found = LINK_NONE;
    for (uint32_t i = first; i != LINK_NONE; i = w->t->rows[i].next) {
        if (!w->t->rows[i].country.n || map_get(&w->countries, w->t->rows[i].country) == MAP_NONE) continue;
        if (found != LINK_NONE) return LINK_NONE;
        found = i;
    }
    return found;
}

static uint32_t row_choose(place_work *w, uint32_t first, uint32_t begin, uint32_t end)
{
    bool other, one = w->t->rows[first].next == LINK_NONE;
    uint32_t row = row_by_comma(w, first, end, &other);
    if (row != LINK_NONE) {
        return map_put(&w->chosen, w->t->rows[first].name, row) ? row : LINK_NONE; /* out of memory is told by the arena */
    }
    if (other || within_name(w, begin, end)) return LINK_NONE;
    uint32_t before = map_get(&w->chosen, w->t->rows[first].name);
    row = before != MAP_NONE ? before : row_by_document(w, first);
    if (row != LINK_NONE) return row;
    bool located = tag_of(w->d, begin) == NER_B_LOC || !w->t->rows[first].country.n || end - begin > 1;
    return one && (led_by_place(w, begin) || located) ? first : LINK_NONE;
}

/* ---- output ---------------------------------------------------------------------------------------------------------------- */

static uint32_t head_of(const doc *d, uint32_t begin, uint32_t end)
{
    for (uint32_t t = end; d->head && t-- > begin;)
        if (d->head[t] == DOC_NONE || d->head[t] < begin || d->head[t] >= end) return t;
    return end - 1;
}

static bool place_add(place_work *w, uint32_t begin, uint32_t end, const place_row *row)
{
    doc *d = w->d;
    d->places = arena_grow(d->mem, d->places, sizeof *d->places, d->n_places, d->n_places + 1, &w->cap_places);
    if (!d->places) return false;
    d->places[d->n_places++] = (doc_place){begin, end, head_of(d, begin, end), row->name, row->country, row->admin1, row->kind, row->lat_micro, row->lon_micro};
    return true;
}

/* The mention over token t, when it says that a state is a place there; NULL else. */
static const doc_mention *as_place(const place_work *w, uint32_t t)
{
    const doc_mention *m = w->mention[t] == DOC_NONE ? NULL : &w->d->mentions[w->mention[t]];
    return m && m->basis == MENTION_PLACE ? m : NULL;
}

/* The country of a mention that is a place and begins here. */
static const place_row *country_row(const place_work *w, const doc_mention *m, uint32_t t)
{
    if (!m || m->tok_begin != t || m->n_actors != 1) return NULL;
    uint32_t row = map_get(&w->t->country, w->d->actors[m->actor[0]].country);
    return row == MAP_NONE ? NULL : &w->t->rows[row];
}

/* The row in the country that the mention names. */
static uint32_t row_of_actor(const place_work *w, const doc_mention *m, uint32_t first)
{
    for (uint32_t i = first; i != LINK_NONE; i = w->t->rows[i].next)
        if (str_eq(w->t->rows[i].country, w->d->actors[m->actor[0]].country)) return i;
    return LINK_NONE;
}

/* Every name of the sentence before one is judged, so that the lines of their rows are fetched side by side. */
static bool names_find(place_work *w)
{
    w->n_starts = w->next_start = 0;
    for (uint32_t t = w->begin, end; t < w->end; t++) {
        uint32_t row = link_trie_match(&w->t->forms, w->p, t, w->end, &end);
        if (row == MAP_NONE) continue;
        __builtin_prefetch(&w->t->rows[row]);
        w->starts = arena_grow(w->d->mem, w->starts, sizeof *w->starts, w->n_starts, w->n_starts + 1, &w->cap_starts);
        if (!w->starts) return false;
        w->starts[w->n_starts++] = (link_start){t, end, row};
    }
    return true;
}

/* Token by token, from left to right. */
static uint32_t name_at(place_work *w, uint32_t t, uint32_t *end)
{
    while (w->next_start < w->n_starts && w->starts[w->next_start].begin < t) w->next_start++;
    if (w->next_start == w->n_starts || w->starts[w->next_start].begin != t) return MAP_NONE;
    *end = w->starts[w->next_start].end;
    return w->starts[w->next_start].value;
}

/* "Trinidad and Tobago": no part of an actor's name is a place of its own. */
static bool in_actor_name(const place_work *w, uint32_t t)
{
    const doc_mention *m = w->mention[t] == DOC_NONE ? NULL : &w->d->mentions[w->mention[t]];
    return m && m->basis == MENTION_NAME && m->tok_begin < t;
}

/* Places at token t; *end is the token to go on from. */
static bool place_at(place_work *w, uint32_t t, uint32_t *end)
{
    uint32_t stop = t + 1, first = name_at(w, t, &stop), row = LINK_NONE;
    const doc_mention *m = as_place(w, t);
    *end = t + 1;
    if (in_actor_name(w, t)) return true;
    if (first != MAP_NONE && (!w->t->rows[first].actor || m)) row = row_choose(w, first, t, stop);
    if (first != MAP_NONE && row == LINK_NONE && w->t->rows[first].actor && m) row = row_of_actor(w, m, first);
    if (row != LINK_NONE) {
        *end = stop;
        return place_add(w, t, stop, &w->t->rows[row]);
    }
    const place_row *country = first == MAP_NONE ? country_row(w, m, t) : NULL;
    if (!country) return true;
    *end = m->tok_end;
    return place_add(w, t, m->tok_end, country);
}

/* "Tripoli, Lebanon" is one place: the country after the comma adds nothing. */
static uint32_t skip_country(const place_work *w, uint32_t end)
{
    const doc *d = w->d;
    const doc_place *last = d->n_places ? &d->places[d->n_places - 1] : NULL;
    uint32_t stop, rows;
    if (!last || last->tok_end != end || str_is(last->kind, "country") || !word_is(w, end, ",") || end + 1 >= w->end) return end;
    rows = link_trie_match(&w->t->forms, w->p, end + 1, w->end, &stop);
    if (rows == MAP_NONE || !str_eq(w->t->rows[rows].country, last->country)) return end;
    return str_is(w->t->rows[rows].kind, "country") || (str_is(w->t->rows[rows].kind, "region") && str_eq(w->t->rows[rows].admin1, last->admin1) && last->admin1.n) ? stop : end;
}

int link_places_run(const link_place_tables *t, const link_gazetteer *g, const link_pieces *p, doc *d, ent_error *err)
{
    place_work w = {.t = t, .g = g, .p = p, .d = d};
    d->places = NULL;
    d->n_places = 0;
    map_init(&w.countries, d->mem);
    map_init(&w.chosen, d->mem);
    if (!spans_mark(&w)) return error_memory(err);
    for (uint32_t s = 0; s < d->n_sentences; s++) {
        w.begin = d->sentences[s].tok_begin;
        w.end = d->sentences[s].tok_end;
        if (!names_find(&w)) return error_memory(err);
        for (uint32_t i = w.begin; i < w.end;) {
            uint32_t end;
            if (!(p->tries[i] & t->forms.bit) && w.mention[i] == DOC_NONE) { /* nearly every token */
                i++;
                continue;
            }
            if (!place_at(&w, i, &end)) return error_memory(err);
            i = end > i + 1 || (d->n_places && d->places[d->n_places - 1].tok_end == end) ? skip_country(&w, end) : end;
        }
    }
    return d->mem->failed ? error_memory(err) : ENT_OK;
}

bool link_place_known(const link_place_tables *t, const link_pieces *p, uint32_t begin, uint32_t end, str country)
{
    uint32_t stop = begin, row = link_trie_match(&t->forms, p, begin, end, &stop);
    if (row == MAP_NONE || stop != end) return false;
    while (row != LINK_NONE && !str_eq(t->rows[row].country, country)) row = t->rows[row].next;
    return row != LINK_NONE;
}

str link_place_country(const link_place_tables *t, arena *scratch, str name)
{
    uint32_t first = link_trie_get(&t->forms, scratch, name);
    if (first == MAP_NONE || t->rows[first].next != LINK_NONE) return STR_NONE;
    return t->rows[first].country;
}
