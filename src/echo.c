/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Echoes: a page made from another tells what that one tells, also where its words were spoilt on the way.
 *
 *     group of copies ─► texts cut into sentences (split) ─► for each report of one copy whose happening another copy does not tell:
 *     its counterpart there (story_echo) ─► a row of `reports` with echo_of, that other copy's sentence as evidence
 *
 * Sites that carry a wire and hide it replace "imposed sanctions" by "imposed consequences" and "the European Union" by "the Ecu Union". Nothing
 * of that can be coded, and no list of such synonyms would ever be complete; but the page is known to be a copy (story/copies.c), so the sentence
 * that stands where the wire's stood tells the same event. Such a report is marked (`echo_of`), counts as no source of its own, since
 * copies never do, and takes no part in settling: it neither joins happenings nor names them.
 *
 * A sentence that has a report of its own of the same family keeps that one alone. Everything is told anew for a group in which a document or a
 * happening was touched, so the rows are a function of the group, whatever the order of reading.
 *
 * Cost: copies × reports × sentences of a group; of a group the first MOST_COPIES by id and of a text the first MOST_SENTENCES sentences are looked at.
 */
#include <json-c/json.h>

#include "base/json.h"
#include "engine.h"

enum { MOST_COPIES = 32, MOST_SENTENCES = 400 };

typedef struct echo_copy {
    record_copy is;
    str *sentence;             /* [n_sentences] in is.text */
    const story_sentences *in; /* the same, for story */
    record_told *told;         /* [n_told] */
    uint32_t n_sentences, n_told, cap_told;
} echo_copy;

typedef struct echo_group {
    const ent_engine *e;
    record *r;
    arena mem;
    ent_error *err;
    echo_copy copy[MOST_COPIES];
    uint32_t n;
    echo_copy *reading; /* whose reports are read */
} echo_group;

/* ---- reading a group ---------------------------------------------------------------------------------------------------- */

static int take_copy(void *ctx, const record_copy *c)
{
    echo_group *g = ctx;
    if (g->n == MOST_COPIES) return record_echo_drop(g->r, c->row, g->err);
    echo_copy *to = &g->copy[g->n++];
    *to = (echo_copy){.is = *c};
    str *const fields[] = {&to->is.id, &to->is.path, &to->is.url, &to->is.title, &to->is.publisher, &to->is.text};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) *fields[i] = arena_str(&g->mem, *fields[i]);
    return g->mem.failed ? error_memory(g->err) : record_echo_drop(g->r, c->row, g->err);
}

static int take_told(void *ctx, const record_told *t)
{
    echo_group *g = ctx;
    echo_copy *c = g->reading;
    c->told = arena_grow(&g->mem, c->told, sizeof *c->told, c->n_told, c->n_told + 1, &c->cap_told);
    if (!c->told) return error_memory(g->err);
    record_told *to = &c->told[c->n_told++];
    *to = *t;
    str *const fields[] = {&to->id, &to->event_id, &to->event, &to->actors, &to->trigger, &to->text, &to->line};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) *fields[i] = arena_str(&g->mem, *fields[i]);
    return g->mem.failed ? error_memory(g->err) : ENT_OK;
}

static int cut(echo_group *g, echo_copy *c)
{
    doc d;
    doc_init(&d, &g->mem);
    d.source = d.text = c->is.text;
    int rc = split_run(g->e->split, &d, g->err);
    if (rc) return rc;
    c->n_sentences = d.n_sentences < MOST_SENTENCES ? d.n_sentences : MOST_SENTENCES;
    c->sentence = arena_new(&g->mem, str, c->n_sentences + 1);
    if (!c->sentence) return error_memory(g->err);
    for (uint32_t i = 0; i < c->n_sentences; i++) c->sentence[i] = str_sub(c->is.text, d.sentences[i].begin, d.sentences[i].end);
    c->in = story_sentences_make(g->e->story, &g->mem, c->sentence, c->n_sentences);
    return c->in ? ENT_OK : error_memory(g->err);
}

static int read_group(echo_group *g, str source)
{
    g->n = 0;
    arena_reset(&g->mem);
    int rc = record_echo_copies(g->r, source, take_copy, g, g->err);
    for (uint32_t i = 0; !rc && g->n > 1 && i < g->n; i++) {
        g->reading = &g->copy[i];
        rc = record_echo_reports(g->r, g->copy[i].is.row, take_told, g, g->err);
        if (!rc) rc = cut(g, &g->copy[i]);
    }
    return rc;
}

/* ---- the line of an echo: the report's own, with the copy's document and sentence ------------------------------------------- */

static void set_str(json_object *o, const char *key, str s)
{
    json_object_object_add(o, key, s.n ? json_object_new_string_len(s.s, (int)s.n) : NULL);
}

/* What was quoted from the other text is quoted from this one if it is there, and else not. */
static void move_quote(json_object *o, str sentence, uint32_t at)
{
    json_object *text = NULL;
    if (!o || !json_object_is_type(o, json_type_object) || !json_object_object_get_ex(o, "text", &text) || !text) return;
    str quoted = str_make(json_object_get_string(text), (size_t)json_object_get_string_len(text));
    int64_t found = quoted.n ? str_find(sentence, quoted, 0) : -1;
    bool spans = json_object_object_get_ex(o, "begin", NULL);
    if (found < 0) set_str(o, "text", STR_NONE);
    if (!spans) return;
    json_object_object_add(o, "begin", found < 0 ? NULL : json_object_new_int64(at + found));
    json_object_object_add(o, "end", found < 0 ? NULL : json_object_new_int64(at + found + (int64_t)quoted.n));
}

static void move_quotes(json_object *line, str sentence, uint32_t at)
{
    static const char *const lists[] = {"actor", "recipient", "said_by"}, *const objects[] = {"date", "place", "object", "amount"};
    json_object *v = NULL;
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (json_object_object_get_ex(line, lists[i], &v) && json_object_is_type(v, json_type_array))
            for (size_t k = 0; k < json_object_array_length(v); k++) move_quote(json_object_array_get_idx(v, k), sentence, at);
    for (size_t i = 0; i < sizeof objects / sizeof *objects; i++)
        if (json_object_object_get_ex(line, objects[i], &v)) move_quote(v, sentence, at);
}

static json_object *doc_of(const record_copy *c)
{
    char day[16];
    cal_format(c->published, day);
    json_object *o = json_object_new_object();
    set_str(o, "id", c->id);
    set_str(o, "path", c->path);
    set_str(o, "url", c->url);
    set_str(o, "title", c->title);
    set_str(o, "publisher", c->publisher);
    set_str(o, "published", str_from(day));
    return o;
}

static void set_evidence(json_object *line, const record_echo *e)
{
    json_object *o = json_object_new_object(), *span = json_object_new_array();
    set_str(o, "text", e->text);
    json_object_object_add(o, "begin", json_object_new_int64(e->text_at));
    json_object_object_add(o, "end", json_object_new_int64(e->text_at + e->text.n));
    json_object_array_add(span, json_object_new_int64(e->trigger_at));
    json_object_array_add(span, json_object_new_int64(e->trigger_at + e->trigger.n));
    json_object_object_add(o, "trigger", span);
    json_object_object_add(line, "evidence", o);
}

static int write_line(echo_group *g, const record_told *t, const record_copy *c, record_echo *e)
{
    json_tokener *reader = json_tokener_new();
    json_object *line = reader ? json_tokener_parse_ex(reader, t->line.s, (int)t->line.n) : NULL;
    if (reader) json_tokener_free(reader);
    if (!line || !json_object_is_type(line, json_type_object)) {
        json_object_put(line);
        return error_set(g->err, ENT_E_FORMAT, -1, "the record is damaged: the line of a report is no JSON object");
    }
    set_str(line, "id", e->id);
    json_object_object_add(line, "doc", doc_of(c));
    move_quotes(line, e->text, e->text_at);
    set_evidence(line, e);
    set_str(line, "echo_of", t->id);
    e->line = arena_str(&g->mem, str_from(json_object_to_json_string_ext(line, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE)));
    json_object_put(line);
    return e->line.s ? ENT_OK : error_memory(g->err);
}

/* ---- what a copy repeats ------------------------------------------------------------------------------------------------------ */

static bool tells(const echo_copy *c, str event_id)
{
    for (uint32_t i = 0; i < c->n_told; i++)
        if (str_eq(c->told[i].event_id, event_id)) return true;
    return false;
}

static bool share_a_code(str a, str b)
{
    while (a.n) {
        str code = str_cut(&a, ' ');
        for (str rest = b; rest.n;)
            if (str_eq(str_cut(&rest, ' '), code)) return true;
    }
    return false;
}

/* The sentence has a report of its own of the same family and one of the actors: what is told there is known, and is something else. */
static bool tells_otherwise(const echo_group *g, const echo_copy *c, str sentence, const record_told *t)
{
    for (uint32_t i = 0; i < c->n_told; i++) {
        const record_told *own = &c->told[i];
        uint32_t at = own->text_at, begin = (uint32_t)(sentence.s - c->is.text.s);
        if (at + own->text.n <= begin || at >= begin + sentence.n || !story_one_family(g->e->story, own->event, t->event)) continue;
        if (share_a_code(own->actors, t->actors) || !own->actors.n) return true;
    }
    return false;
}

static int put_echo(echo_group *g, const echo_copy *c, const record_told *t, str sentence)
{
    char id[33] = {0};
    str seed = arena_printf(&g->mem, "%.*s %.*s", STR_ARG(c->is.id), STR_ARG(t->id));
    if (!seed.s) return error_memory(g->err);
    hash_hex(seed.s, seed.n, id);
    int64_t trigger = str_find(sentence, t->trigger, 0);
    record_echo e = {.report = t->row, .copy = c->is.row, .id = arena_str(&g->mem, str_from(id)), .text = sentence, .text_at = (uint32_t)(sentence.s - c->is.text.s)};
    e.trigger = trigger < 0 ? str_sub(sentence, 0, 0) : str_sub(sentence, (uint32_t)trigger, (uint32_t)trigger + t->trigger.n);
    e.trigger_at = (uint32_t)(e.trigger.s - c->is.text.s);
    int rc = e.id.s ? write_line(g, t, &c->is, &e) : error_memory(g->err);
    return rc ? rc : record_echo_put(g->r, &e, t->event_id, g->err);
}

/* The sentence of a copy that holds a byte of its text, or DOC_NONE. */
static uint32_t sentence_at(const echo_copy *c, uint32_t byte)
{
    for (uint32_t i = 0; i < c->n_sentences; i++)
        if (c->is.text.s + byte < c->sentence[i].s + c->sentence[i].n) return i;
    return DOC_NONE;
}

static int echoes_of(echo_group *g, const echo_copy *c)
{
    map done;
    int rc = ENT_OK;
    map_init(&done, &g->mem);
    for (uint32_t s = 0; !rc && s < g->n; s++) {
        const echo_copy *from = &g->copy[s];
        for (uint32_t i = 0; !rc && from != c && i < from->n_told; i++) {
            const record_told *t = &from->told[i];
            if (tells(c, t->event_id) || map_get(&done, t->event_id) != MAP_NONE) continue;
            uint32_t own = sentence_at(from, t->text_at), at = own == DOC_NONE ? DOC_NONE : story_echo(from->in, own, c->in);
            if (at == DOC_NONE || tells_otherwise(g, c, c->sentence[at], t)) continue;
            if (!map_put(&done, t->event_id, 1)) return error_memory(g->err);
            rc = put_echo(g, c, t, c->sentence[at]);
        }
    }
    return rc;
}

int echo_settle(const ent_engine *e, record *r, ent_error *err)
{
    arena mem;
    str *sources = NULL;
    uint32_t n = 0;
    echo_group *g;
    arena_init(&mem, 0);
    int rc = record_echo_groups(r, &mem, &sources, &n, err);
    g = rc || !n ? NULL : arena_new(&mem, echo_group, 1);
    if (!g) {
        arena_fini(&mem);
        return rc || !n ? rc : error_memory(err);
    }
    *g = (echo_group){.e = e, .r = r, .err = err};
    arena_init(&g->mem, 0);
    for (uint32_t i = 0; !rc && i < n; i++) {
        rc = read_group(g, sources[i]);
        for (uint32_t k = 0; !rc && g->n > 1 && k < g->n; k++) rc = echoes_of(g, &g->copy[k]);
    }
    arena_fini(&g->mem);
    arena_fini(&mem);
    return rc;
}
