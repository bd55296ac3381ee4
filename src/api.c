/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The public interface over the stations: the engine's life, the code book's tests, and questions to a record. Jobs are in
 * job.c, one sentence in explain.c and relate.c; include/entente.h has every contract.
 */
#include <stdlib.h>

#include "ask/ask.h"
#include "engine.h"

const char *ent_version(void) { return ENT_VERSION; }

/* ---- engine ----------------------------------------------------------------------------------------------------- */

static int load_all(ent_engine *e, const ent_engine_options *o, ent_error *err)
{
    arena *mem = &e->mem;
    int rc = file_data_dir(mem, o ? o->data_dir : NULL, &e->data_dir, err);
    if (!rc) rc = page_tables_load(&e->page, mem, e->data_dir, err);
    if (!rc) rc = split_tables_load(&e->split, mem, e->data_dir, err);
    if (!rc) rc = parse_model_open(&e->parse, mem, e->data_dir, o && o->model ? o->model : "en", err);
    if (!rc) rc = link_gazetteer_load(&e->link, mem, e->data_dir, err);
    if (!rc) rc = clause_tables_load(&e->clause, mem, e->data_dir, err);
    if (!rc) rc = code_book_load(&e->code, mem, e->data_dir, err);
    if (!rc) rc = story_tables_load(&e->story, mem, e->data_dir, err);
    if (rc) return rc;
    e->version = arena_printf(mem, "%s %.*s %.*s %.*s", ENT_VERSION, STR_ARG(code_book_version(e->code)), STR_ARG(link_gazetteer_version(e->link)), STR_ARG(parse_model_version(e->parse)));
    return e->version.s ? ENT_OK : error_memory(err);
}

int ent_engine_new(ent_engine **out, const ent_engine_options *options, ent_error *err)
{
    *out = NULL;
    ent_engine *e = calloc(1, sizeof *e);
    if (!e) return error_memory(err);
    arena_init(&e->mem, 0);
    int rc = load_all(e, options, err);
    if (rc) ent_engine_free(e);
    else *out = e;
    return rc;
}

void ent_engine_free(ent_engine *e)
{
    if (!e) return;
    if (e->parse) parse_model_close(e->parse);
    arena_fini(&e->mem);
    free(e);
}

const char *ent_engine_version(const ent_engine *e) { return e->version.s; }

/* ---- the code book ---------------------------------------------------------------------------------------------- */

static int check_example(const ent_engine *e, parse_scratch *scratch, doc *d, uint32_t i, bool *reached, buf *out, bool *passed, ent_error *err)
{
    code_example x = code_example_get(e->code, i);
    str why = STR_NONE;
    int rc = pipeline_text(e, scratch, d, x.text, cal_parse(x.published), STAGE_CODE, err);
    if (rc) return rc;
    *passed = code_example_check(e->code, &x, d, &why);
    for (uint32_t k = 0; !x.counter && k < d->n_events; k++)
        for (uint32_t r = 0; r < code_rule_count(e->code); r++)
            if (str_eq(code_rule_name(e->code, r), d->events[k].rule)) reached[r] = true;
    if (x.counter) rc = code_silenced(e->code, d, reached, err);
    if (!*passed) buf_printf(out, "%s:%u: %.*s: \"%.*s\": %.*s\n", x.path, x.line, STR_ARG(x.rule), STR_ARG(x.text), STR_ARG(why));
    return rc;
}

static int check_all(const ent_engine *e, parse_scratch *scratch, arena *mem, buf *out, ent_sink sink, uint64_t *n_failed, ent_error *err)
{
    uint32_t n = code_example_count(e->code), n_rules = code_rule_count(e->code);
    bool *reached = calloc(n_rules + 1, sizeof *reached);
    int rc = reached ? ENT_OK : error_memory(err);
    for (uint32_t i = 0; !rc && i < n; i++) {
        doc d;
        bool passed = false;
        arena_reset(mem);
        doc_init(&d, mem);
        rc = check_example(e, scratch, &d, i, reached, out, &passed, err);
        *n_failed += !rc && !passed;
        if (!rc) rc = buf_flush(out, sink, err);
    }
    for (uint32_t r = 0; !rc && r < n_rules; r++) {
        if (reached[r]) continue;
        buf_printf(out, "%.*s: no example reaches this rule\n", STR_ARG(code_rule_name(e->code, r)));
        ++*n_failed;
    }
    uint32_t n_shadows = 0;
    if (!rc) rc = code_shadows(e->code, out, &n_shadows, err);
    *n_failed += n_shadows;
    free(reached);
    return rc ? rc : buf_flush(out, sink, err);
}

int ent_codebook_check(const ent_engine *e, ent_sink sink, uint64_t *n_examples, uint64_t *n_failed, ent_error *err)
{
    arena mem;
    buf out;
    *n_examples = code_example_count(e->code);
    *n_failed = 0;
    parse_scratch *scratch = parse_scratch_new(e->parse, PARSE_ISA_BEST);
    if (!scratch) return error_memory(err);
    arena_init(&mem, DOC_CAP_ARENA);
    buf_init(&out);
    int rc = check_all(e, scratch, &mem, &out, sink, n_failed, err);
    buf_fini(&out);
    arena_fini(&mem);
    parse_scratch_free(scratch);
    return rc;
}

int ent_codebook_list(const ent_engine *e, int json, ent_sink sink, ent_error *err)
{
    buf out;
    buf_init(&out);
    int rc = code_rule_list(e->code, json != 0, &out, err);
    if (!rc) rc = buf_flush(&out, sink, err);
    buf_fini(&out);
    return rc;
}

int ent_codebook_show(const ent_engine *e, const char *type, ent_sink sink, ent_error *err)
{
    buf out;
    buf_init(&out);
    int rc = code_rule_show(e->code, str_from(type), &out, err);
    if (!rc) rc = buf_flush(&out, sink, err);
    buf_fini(&out);
    return rc;
}

/* ---- a record --------------------------------------------------------------------------------------------------- */

struct ent_record {
    record *r;
};

int ent_record_open(ent_record **out, const char *path, ent_error *err)
{
    *out = NULL;
    ent_record *x = calloc(1, sizeof *x);
    if (!x) return error_memory(err);
    int rc = record_open(&x->r, path, RECORD_READ, err);
    if (rc) free(x);
    else *out = x;
    return rc;
}

void ent_record_close(ent_record *x)
{
    if (!x) return;
    record_close(x->r);
    free(x);
}

static int read_day(const char *text, int32_t *day, ent_error *err)
{
    *day = text ? cal_parse(str_from(text)) : CAL_NONE;
    return text && *day == CAL_NONE ? error_set(err, ENT_E_USAGE, -1, "'%s' is not a date (YYYY-MM-DD)", text) : ENT_OK;
}

static int read_status(str list, ent_error *err)
{
    while (list.s) {
        str one = str_cut(&list, ',');
        bool known = false;
        for (unsigned i = 0; i < N_STATUS; i++) known |= str_is(one, status_name(i));
        if (one.n && !known) return error_set(err, ENT_E_USAGE, -1, "'%.*s' is no status (actual, planned, possible, conditional, requested, negated)", STR_ARG(one));
    }
    return ENT_OK;
}

static str name_of(const void *gazetteer, str code) { return link_code_name(gazetteer, code); }

static int read_options(const ent_engine *e, const ent_ask *a, ask_options *o, ent_error *err)
{
    *o = (ask_options){.since = CAL_NONE, .until = CAL_NONE, .name_of = e ? name_of : NULL, .names = e ? e->link : NULL, .data_dir = e ? e->data_dir : NULL};
    if (!a) return ENT_OK;
    o->by = str_from(a->by);
    o->status = str_from(a->status);
    o->json = a->json != 0;
    if (o->by.n && !str_is(o->by, "day") && !str_is(o->by, "month") && !str_is(o->by, "year"))
        return error_set(err, ENT_E_USAGE, -1, "'%s' is no period (day, month, year)", a->by);
    int rc = read_day(a->since, &o->since, err);
    if (!rc) rc = read_day(a->until, &o->until, err);
    if (!rc && o->since != CAL_NONE && o->until != CAL_NONE && o->since > o->until) return error_set(err, ENT_E_USAGE, -1, "--since %s is after --until %s", a->since, a->until);
    return rc ? rc : read_status(o->status, err);
}

/* A code is taken as it is; a name must be known to the gazetteer. */
static int read_actor(const ent_engine *e, const char *text, ask_name *out, ent_error *err)
{
    doc_actor a;
    str name = str_from(text);
    if (e && link_actor_find(e->link, name, &a)) {
        out->code = a.code.n ? a.code : a.country;
        out->name = a.name;
        return ENT_OK;
    }
    bool is_code = name.n >= 2 && name.n <= 10;
    for (uint32_t i = 0; is_code && i < name.n; i++) is_code = name.s[i] >= 'A' && name.s[i] <= 'Z';
    if (!is_code) return error_set(err, ENT_E_NOTFOUND, -1, "no actor is called '%s'; give a code (RUS, NATO) or a name (Russia, \"European Union\")", text);
    *out = (ask_name){name, e ? link_code_name(e->link, name) : name};
    return ENT_OK;
}

int ent_ask_dyad(ent_record *x, const ent_engine *e, const char *a, const char *b, const ent_ask *ask, ent_sink sink, ent_error *err)
{
    ask_options o;
    ask_name first, second;
    int rc = read_options(e, ask, &o, err);
    if (!rc) rc = read_actor(e, a, &first, err);
    if (!rc) rc = read_actor(e, b, &second, err);
    if (!rc && str_eq(first.code, second.code)) rc = error_set(err, ENT_E_USAGE, -1, "'%s' and '%s' are one actor; a dyad is two", a, b);
    return rc ? rc : ask_dyad(x->r, first, second, &o, sink, err);
}

int ent_ask_actor(ent_record *x, const ent_engine *e, const char *a, const ent_ask *ask, ent_sink sink, ent_error *err)
{
    ask_options o;
    ask_name name;
    int rc = read_options(e, ask, &o, err);
    if (!rc) rc = read_actor(e, a, &name, err);
    return rc ? rc : ask_actor(x->r, name, &o, sink, err);
}

int ent_ask_event(ent_record *x, const char *id, const ent_ask *ask, ent_sink sink, ent_error *err)
{
    ask_options o;
    int rc = read_options(NULL, ask, &o, err);
    return rc ? rc : ask_event(x->r, str_from(id), &o, sink, err);
}

int ent_ask_disputes(ent_record *x, const ent_ask *ask, ent_sink sink, ent_error *err)
{
    ask_options o;
    int rc = read_options(NULL, ask, &o, err);
    return rc ? rc : ask_disputes(x->r, &o, sink, err);
}

int ent_ask_why(ent_record *x, const ent_engine *e, const char *a, const char *b, const ent_ask *ask, ent_sink sink, ent_error *err)
{
    return why_pair(e, x->r, str_from(a), str_from(b), ask && ask->json, sink, err);
}

int ent_ask_find(ent_record *x, const char *words, const ent_ask *ask, ent_sink sink, ent_error *err)
{
    ask_options o;
    int rc = read_options(NULL, ask, &o, err);
    return rc ? rc : ask_find(x->r, str_from(words), &o, sink, err);
}

int ent_export(ent_record *x, const ent_engine *e, ent_unit unit, const char *format, const ent_ask *ask, ent_sink sink, ent_error *err)
{
    ask_options o;
    int rc = read_options(e, ask, &o, err);
    return rc ? rc : ask_export(x->r, unit, str_from(format), &o, sink, err);
}
