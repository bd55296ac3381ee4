/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `entente relate`: the relation between two given actors. NDJSON {"id","text","source","target"} in, one line out for each:
 * {"id","event","mode","status","score","rule","candidates"}; event is null when no rule binds the two, unless forced.
 * A broken line is named with its number and the rest goes on.
 */
#include <json.h>
#include <stdio.h>

#include "base/json.h"
#include "engine.h"

enum { MAX_CANDIDATES = 8 };

typedef struct relate_run {
    const ent_engine *engine;
    const ent_job *job;
    parse_scratch *scratch;
    arena mem;
    buf out;
    bool forced;
    uint64_t n_bad;
} relate_run;

static void put_name(json *w, const char *key, str s)
{
    json_key(w, key);
    json_str_or_null(w, s);
}

static void put_answer(relate_run *r, str id_json, const code_candidate *c, uint32_t n)
{
    static const code_candidate none = {0};
    const code_candidate *best = n ? &c[0] : &none;
    json w = {.out = &r->out};
    json_open(&w, '{');
    json_key(&w, "id");
    json_raw(&w, id_json);
    put_name(&w, "event", best->event);
    put_name(&w, "mode", best->mode);
    put_name(&w, "status", n ? str_from(status_name(best->status)) : STR_NONE);
    json_key(&w, "score");
    json_fixed(&w, best->score_thousandths, 3);
    put_name(&w, "rule", best->rule);
    json_key(&w, "candidates");
    json_open(&w, '[');
    for (uint32_t i = 0; i < n; i++) {
        json_open(&w, '{');
        put_name(&w, "event", c[i].event);
        json_key(&w, "score");
        json_fixed(&w, c[i].score_thousandths, 3);
        json_close(&w, '}');
    }
    json_close(&w, ']');
    json_close(&w, '}');
    json_line(&w);
}

static str json_field(arena *a, struct json_object *o, const char *key)
{
    struct json_object *v;
    if (!json_object_object_get_ex(o, key, &v) || !json_object_is_type(v, json_type_string)) return STR_NONE;
    return arena_str(a, str_make(json_object_get_string(v), (size_t)json_object_get_string_len(v)));
}

static int relate_object(relate_run *r, struct json_object *o, ent_error *err)
{
    struct json_object *id = NULL;
    doc d;
    doc_init(&d, &r->mem);
    str text = json_field(&r->mem, o, "text"), source = json_field(&r->mem, o, "source"), target = json_field(&r->mem, o, "target"), published = json_field(&r->mem, o, "published");
    if (!text.n || !source.n || !target.n) return error_set(err, ENT_E_FORMAT, -1, "needs \"text\", \"source\" and \"target\"");
    json_object_object_get_ex(o, "id", &id);
    str id_json = arena_str(&r->mem, str_from(json_object_to_json_string_ext(id, JSON_C_TO_STRING_PLAIN)));
    code_candidate c[MAX_CANDIDATES];
    uint32_t n = 0;
    int rc = pipeline_text(r->engine, r->scratch, &d, text, cal_parse(published), STAGE_CLAUSE, err);
    if (!rc) rc = code_relate(r->engine->code, &d, source, target, r->forced, c, MAX_CANDIDATES, &n, err);
    if (!rc) put_answer(r, id_json, c, n);
    return rc;
}

static int relate_line(relate_run *r, const page_input *in, ent_error *err)
{
    enum json_tokener_error why = json_tokener_success;
    arena_reset(&r->mem);
    const char *line = arena_str_c(&r->mem, in->bytes);
    if (!line) return error_memory(err);
    struct json_object *o = json_tokener_parse_verbose(line, &why);
    if (!o || !json_object_is_type(o, json_type_object)) {
        json_object_put(o);
        return error_set(err, ENT_E_FORMAT, -1, "not a JSON object: %s", json_tokener_error_desc(why));
    }
    int rc = relate_object(r, o, err);
    json_object_put(o);
    return rc;
}

static void relate_bad(relate_run *r, const char *path, uint32_t line, const char *reason)
{
    char name[512];
    if (line) snprintf(name, sizeof name, "%s:%u", path, line);
    else snprintf(name, sizeof name, "%s", path);
    if (r->job->problem) r->job->problem(r->job->problem_ctx, name, reason);
    r->n_bad++;
}

static int relate_path(relate_run *r, const char *path, ent_error *err)
{
    page_reader *reader;
    page_input in;
    ent_error bad = {0};
    buf bytes;
    int more = 1, rc = ENT_OK;
    if (page_open(&reader, path, &bad)) return relate_bad(r, path, 0, bad.message), ENT_OK;
    buf_init(&bytes);
    while (!rc && more == 1) {
        more = page_next(reader, &in, &bytes, &bad);
        if (more < 0) relate_bad(r, path, 0, bad.message);
        if (more != 1) break;
        if (in.kind != PAGE_NDJSON_LINE) relate_bad(r, path, 0, "not NDJSON with \"text\", \"source\" and \"target\"");
        else if (relate_line(r, &in, &bad)) relate_bad(r, path, in.line, bad.message);
        rc = buf_flush(&r->out, r->job->sink, err);
    }
    buf_fini(&bytes);
    page_close(reader);
    return rc;
}

int ent_relate(const ent_engine *engine, const ent_job *job, int forced, ent_error *err)
{
    relate_run r = {.engine = engine, .job = job, .forced = forced != 0, .scratch = parse_scratch_new(engine->parse, PARSE_ISA_BEST)};
    int rc = r.scratch ? ENT_OK : error_memory(err);
    arena_init(&r.mem, DOC_CAP_ARENA);
    buf_init(&r.out);
    for (size_t i = 0; !rc && i < job->n_paths; i++) rc = relate_path(&r, job->paths[i], err);
    buf_fini(&r.out);
    arena_fini(&r.mem);
    parse_scratch_free(r.scratch);
    if (!rc && r.n_bad) rc = error_set(err, ENT_E_PARTIAL, -1, "%llu inputs could not be used", (unsigned long long)r.n_bad);
    return rc;
}
