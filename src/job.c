/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ent_run: a job from its inputs to its output.
 *
 *     paths ─walk─► page_next (caller's thread) ─► [group] ─► stations (workers) ─► [group] ─► sink or record (caller's thread)
 *
 * A slot holds one document from its bytes to its output lines and has an arena of its own; a group of slots goes through the stations together
 * (pipeline.c says why). Memory is bounded by the number of slots, whatever the number of pages. Output follows input order (base/ordered.h). An input that cannot be used is named with
 * its reason and the rest goes on; only a closed or broken sink, or a record that cannot be written, ends a job early.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/ordered.h"
#include "engine.h"
#include "format/format.h"
#include "story/story.h"

enum { CONLLU_CHUNK_BYTES = 1 << 18, MAX_THREADS = 64, SETTLE_REPORTS = 16384, BATCH_DOCUMENTS = 256 };
enum { GROUP_BYTES = 1 << 19, KEEP_BYTES = 1 << 22 }; /* of inputs in one group; what a slot keeps of its memory from one input to the next */

typedef struct slot {
    arena mem;
    doc d;
    buf bytes, path, out; /* path: the walk's own is gone before the worker is done */
    page_input in;
    bool is_conllu;
    str *lines; /* [n_events] in `out`, for the record */
    char text_hash[32];
    str sketch;
    int rc;
    ent_error err;
} slot;

typedef struct group {
    slot slot[PIPELINE_MANY];
    uint32_t n;
    size_t n_bytes;
} group;

typedef struct job_run {
    const ent_engine *engine;
    const ent_job *job;
    page_options page;
    stage upto;
    parse_scratch *scratch[MAX_THREADS];
    unsigned n_threads;
    ordered *order;
    group *open;       /* the group that is being filled, or NULL */
    uint64_t n_inputs; /* put into groups so far */
    record *record; /* NULL until there is something to keep */
    uint32_t n_unsettled; /* reports put into it since the last settling */
    ent_totals totals;
    uint64_t n_partly; /* inputs used in part */
    uint64_t n_visited; /* files met by the walk */
    ent_error *err;
    int fatal; /* from a commit or from memory: the job ends */
} job_run;

/* Names an input and the reason; a reason that begins with the input's name, as stations write it, loses that beginning. */
static void report(job_run *r, const char *input, const char *reason)
{
    size_t n = strlen(input);
    if (!strncmp(reason, input, n) && reason[n] == ':') reason += n + 1;
    while (*reason == ' ') reason++;
    if (r->job->problem) r->job->problem(r->job->problem_ctx, input, reason);
}

static int skip(job_run *r, const char *input, const ent_error *err)
{
    report(r, input, err->message);
    r->totals.skipped++;
    return ENT_OK;
}

/* ---- workers --------------------------------------------------------------------------------------------------- */

static int read_document(job_run *r, slot *s)
{
    if (!s->is_conllu) return page_read(r->engine->page, &s->in, &r->page, &s->d, &s->err);
    return format_conllu_read(&s->d, s->in.path, s->in.bytes, false, &s->err);
}

static int put_events(job_run *r, slot *s)
{
    doc *d = &s->d;
    s->lines = arena_new(&s->mem, str, d->n_events + 1);
    size_t *begin = arena_new(&s->mem, size_t, d->n_events + 1);
    if (!s->lines || !begin) return error_memory(&s->err);
    for (uint32_t i = 0; i < d->n_events; i++) {
        begin[i] = s->out.n;
        format_event(&s->out, d, &d->events[i], r->engine->version);
        buf_char(&s->out, '\n');
    }
    begin[d->n_events] = s->out.n;
    if (s->out.failed) return error_memory(&s->err);
    for (uint32_t i = 0; i < d->n_events; i++) s->lines[i] = str_make(s->out.s + begin[i], begin[i + 1] - begin[i] - 1);
    return ENT_OK;
}

static int put_output(job_run *r, slot *s)
{
    switch (r->job->output) {
    case ENT_OUT_TEXT:
        buf_str(&s->out, s->d.text);
        buf_z(&s->out, "\n\n");
        return ENT_OK;
    case ENT_OUT_TEXT_JSON: format_document(&s->out, &s->d); return ENT_OK;
    case ENT_OUT_CONLLU: format_conllu(&s->out, &s->d); return ENT_OK;
    case ENT_OUT_DATES: format_dates(&s->out, &s->d); return ENT_OK;
    case ENT_OUT_DUMP: format_dump(&s->out, &s->d, str_from(r->job->station)); return ENT_OK;
    case ENT_OUT_RECORD:
        story_text_hash(s->d.text, s->text_hash);
        s->sketch = story_sketch(r->engine->story, s->d.text, &s->mem);
        return put_events(r, s);
    case ENT_OUT_EVENTS: return put_events(r, s);
    }
    return ENT_OK;
}

/* What an unusually large input needed is given back. */
static void slot_clear(slot *s)
{
    if (s->mem.used_bytes > KEEP_BYTES) {
        arena_fini(&s->mem);
        arena_init(&s->mem, DOC_CAP_ARENA);
    }
    arena_reset(&s->mem);
    buf_reset(&s->out);
    doc_init(&s->d, &s->mem);
}

static void work(void *ctx, unsigned worker, void *p)
{
    job_run *r = ctx;
    group *g = p;
    pipeline_doc x[PIPELINE_MANY];
    for (uint32_t i = 0; i < g->n; i++) {
        slot *s = &g->slot[i];
        slot_clear(s);
        x[i] = (pipeline_doc){&s->d, s->is_conllu ? STAGE_SPLIT : STAGE_PAGE, read_document(r, s), &s->err};
        s->d.line = s->in.line;
    }
    pipeline_run_many(r->engine, r->scratch[worker], x, g->n, r->upto);
    for (uint32_t i = 0; i < g->n; i++) {
        slot *s = &g->slot[i];
        s->rc = x[i].rc ? x[i].rc : put_output(r, s);
        if (!s->rc && s->out.failed) s->rc = error_memory(&s->err);
    }
}

/* ---- commits --------------------------------------------------------------------------------------------------- */

static void report_skip(job_run *r, const slot *s)
{
    char name[512];
    if (s->in.line) snprintf(name, sizeof name, "%.*s:%u", STR_ARG(s->in.path), s->in.line);
    else snprintf(name, sizeof name, "%.*s", STR_ARG(s->in.path));
    skip(r, name, &s->err);
}

/* Says what was lost of a document that is kept. */
static void report_flags(job_run *r, const slot *s)
{
    static const struct {
        uint32_t flag;
        bool partly;
        const char *reason;
    } notes[] = {
        {DOC_F_TOOBIG, true, "larger than 16 MB: only the first 16 MB were read"},
        {DOC_F_MEMORY, true, "needs more memory than one document may have: read in part"},
        {DOC_F_MANYEVENTS, true, "more than 4096 events: the rest was left out"},
        {DOC_F_BADCHARSET, false, "not all its bytes fit the charset it states or shows; what could not be read became U+FFFD"},
        {DOC_F_NUL, false, "NUL bytes were replaced by U+FFFD"},
        {DOC_F_DEEP, false, "tags nested deeper than 512 were read as if flat"},
        {DOC_F_UNPARSED, false, "has a sentence of more than 400 words, which was not parsed"},
    };
    const char *name = arena_str_c((arena *)s->d.mem, s->in.path);
    for (size_t i = 0; name && i < sizeof notes / sizeof *notes; i++) {
        if (!(s->d.flags & notes[i].flag)) continue;
        report(r, name, notes[i].reason);
        r->n_partly += notes[i].partly;
    }
}

/* A new record is made with its first document: a run that could read nothing leaves none behind. */
static int need_record(job_run *r, ent_error *err)
{
    if (r->record) return ENT_OK;
    int rc = record_open(&r->record, r->job->record, RECORD_WRITE, err);
    if (!rc) record_batch(r->record, BATCH_DOCUMENTS);
    return rc;
}

/* Puts a document into the record; whenever SETTLE_REPORTS wait to be settled they are, so that memory does not grow with the run. */
static int keep_document(job_run *r, slot *s)
{
    record_put what;
    int rc = need_record(r, r->err);
    if (!rc) rc = record_document(r->record, &s->d, s->lines, (record_marks){str_make(s->text_hash, 32), s->sketch}, r->engine->version, &what, r->err);
    r->n_unsettled += s->d.n_events + 1; /* a page without an event waits, too */
    if (!rc && r->n_unsettled >= SETTLE_REPORTS) {
        r->n_unsettled = 0;
        rc = keep_settle(r->engine, r->record, r->err);
    }
    return rc;
}

static int commit_one(job_run *r, slot *s)
{
    if (s->rc) {
        report_skip(r, s);
        return ENT_OK;
    }
    report_flags(r, s);
    int rc = r->job->output == ENT_OUT_RECORD ? keep_document(r, s) : buf_flush(&s->out, r->job->sink, r->err);
    if (rc) return rc;
    r->totals.documents++;
    r->totals.undated += s->d.published == CAL_NONE;
    r->totals.words += s->d.n_tokens;
    r->totals.events += s->d.n_events;
    if (r->job->progress) r->job->progress(r->job->progress_ctx, &r->totals);
    return ENT_OK;
}

static int commit(void *ctx, void *p)
{
    job_run *r = ctx;
    group *g = p;
    for (uint32_t i = 0; i < g->n && !r->fatal; i++) r->fatal = commit_one(r, &g->slot[i]);
    g->n = 0;
    g->n_bytes = 0;
    return r->fatal;
}

/* ---- inputs ---------------------------------------------------------------------------------------------------- */

/* A free slot, or NULL when the job has ended. It is filled and put; one that is not put is taken again. */
static slot *slot_take(job_run *r)
{
    if (!r->open) r->open = ordered_take(r->order);
    return r->open ? &r->open->slot[r->open->n] : NULL;
}

/* On one thread a group is as large as pays; on many the first are small, so that no thread waits for a share of a short run. */
static uint32_t group_most(const job_run *r)
{
    uint64_t most = r->n_threads == 1 ? PIPELINE_MANY : 1 + r->n_inputs / (8 * r->n_threads);
    return most < PIPELINE_MANY ? (uint32_t)most : PIPELINE_MANY;
}

static void group_give(job_run *r)
{
    if (!r->open || !r->open->n) return;
    r->open = NULL;
    ordered_give(r->order);
}

/* What cannot be read at all is named after what stands before it. */
static int skip_path(job_run *r, const char *path, const ent_error *err)
{
    group_give(r);
    return skip(r, path, err);
}

static void slot_put(job_run *r, slot *s)
{
    group *g = r->open;
    g->n++;
    g->n_bytes += s->in.bytes.n;
    r->n_inputs++;
    if (g->n >= group_most(r) || g->n_bytes >= GROUP_BYTES) group_give(r);
}

static void keep_path(slot *s, const char *path)
{
    buf_reset(&s->path);
    buf_z(&s->path, path);
    s->in.path = str_make(s->path.s, s->path.n);
}

static int read_pages(job_run *r, const char *path)
{
    ent_error err = {0};
    page_reader *reader;
    if (page_open(&reader, path, &err)) return skip_path(r, path, &err);
    int more = 1;
    while (more == 1) {
        slot *s = slot_take(r);
        if (!s) break;
        s->is_conllu = false;
        if (s->bytes.cap > KEEP_BYTES) buf_fini(&s->bytes);
        more = page_next(reader, &s->in, &s->bytes, &err);
        keep_path(s, path);
        if (more == 1) slot_put(r, s);
    }
    if (more < 0) skip_path(r, path, &err);
    page_close(reader);
    return r->fatal;
}

/* End of the piece of CoNLL-U that begins at `at`: after a blank line, some 256 KB on. */
static uint32_t conllu_cut(str all, uint32_t at)
{
    if (all.n - at <= CONLLU_CHUNK_BYTES) return all.n;
    int64_t end = str_find(all, STR("\n\n"), at + CONLLU_CHUNK_BYTES);
    return end < 0 ? all.n : (uint32_t)end + 2;
}

static int read_conllu(job_run *r, const char *path)
{
    arena mem;
    str all;
    ent_error err = {0};
    arena_init(&mem, 0);
    if (file_read(&mem, path, 0, &all, &err)) {
        arena_fini(&mem);
        return skip_path(r, path, &err);
    }
    for (uint32_t at = 0, end; at < all.n; at = end) {
        slot *s = slot_take(r);
        if (!s) break;
        end = conllu_cut(all, at);
        buf_reset(&s->bytes);
        buf_put(&s->bytes, all.s + at, end - at);
        s->is_conllu = true;
        s->in = (page_input){.kind = PAGE_PLAIN, .bytes = str_make(s->bytes.s, s->bytes.n)};
        keep_path(s, path);
        slot_put(r, s);
    }
    arena_fini(&mem);
    return r->fatal;
}

static int visit(void *ctx, const char *path)
{
    job_run *r = ctx;
    r->n_visited++;
    return r->job->pretokenised ? read_conllu(r, path) : read_pages(r, path);
}

static void bad_path(void *ctx, const char *path, const char *reason)
{
    job_run *r = ctx;
    r->n_visited++;
    group_give(r);
    report(r, path, reason);
    r->totals.skipped++;
}

/* Every path, in the order given. What holds no file is named; standard input is there once, however often it is asked for. */
static void walk_paths(job_run *r)
{
    bool read_stdin = false;
    for (size_t i = 0; i < r->job->n_paths && !r->fatal; i++) {
        const char *path = r->job->paths[i];
        uint64_t before = r->n_visited;
        bool is_stdin = !strcmp(path, "-");
        if (is_stdin && read_stdin) continue;
        read_stdin |= is_stdin;
        file_walk(path, visit, bad_path, r);
        if (!r->fatal && r->n_visited == before) bad_path(r, path, "an empty folder: nothing to read");
    }
}

/* ---- the job --------------------------------------------------------------------------------------------------- */

static int settings(job_run *r, ent_error *err)
{
    static const stage upto[] = {[ENT_OUT_TEXT] = STAGE_PAGE, [ENT_OUT_TEXT_JSON] = STAGE_PAGE, [ENT_OUT_CONLLU] = STAGE_PARSE, [ENT_OUT_DATES] = STAGE_LINK,
                                 [ENT_OUT_EVENTS] = STAGE_CODE, [ENT_OUT_DUMP] = STAGE_CODE, [ENT_OUT_RECORD] = STAGE_CODE};
    const ent_job *job = r->job;
    r->upto = upto[job->output];
    r->page = (page_options){.mode = job->output == ENT_OUT_CONLLU || job->output == ENT_OUT_DATES ? PAGE_VERBATIM : PAGE_NEWS, .published = CAL_NONE, .url = str_from(job->url)};
    if (job->published && (r->page.published = cal_parse(str_from(job->published))) == CAL_NONE)
        return error_set(err, ENT_E_USAGE, -1, "'%s' is not a date (YYYY-MM-DD)", job->published);
    if (job->output == ENT_OUT_DUMP) {
        int s = stage_find(job->station);
        if (s < 0) return error_set(err, ENT_E_USAGE, -1, "there is no station '%s' (page, split, parse, link, clause, code)", job->station ? job->station : "");
        r->upto = (stage)s;
    }
    unsigned n = job->n_threads ? job->n_threads : file_cores();
    r->n_threads = n > MAX_THREADS ? MAX_THREADS : n;
    return ENT_OK;
}

static void slots_free(group *g)
{
    for (unsigned i = 0; i < PIPELINE_MANY; i++) {
        arena_fini(&g->slot[i].mem);
        buf_fini(&g->slot[i].bytes);
        buf_fini(&g->slot[i].path);
        buf_fini(&g->slot[i].out);
    }
}

static int run_groups(job_run *r, group *groups, unsigned n_groups, ent_error *err)
{
    void *at[2 * MAX_THREADS + 2];
    for (unsigned i = 0; i < n_groups; i++) {
        for (unsigned k = 0; k < PIPELINE_MANY; k++) arena_init(&groups[i].slot[k].mem, DOC_CAP_ARENA);
        at[i] = &groups[i];
    }
    r->order = ordered_new((ordered_ops){work, commit}, r, at, n_groups, r->n_threads);
    if (!r->order) return error_memory(err);
    walk_paths(r);
    group_give(r);
    int rc = ordered_finish(r->order);
    for (unsigned i = 0; i < n_groups; i++) slots_free(&groups[i]);
    return rc;
}

static int finish_record(job_run *r, ent_error *err)
{
    record_counts n;
    int rc = keep_settle(r->engine, r->record, err);
    if (!rc) rc = record_count(r->record, &n, err);
    if (!rc) {
        r->totals.record_documents = n.documents;
        r->totals.record_reports = n.reports;
        r->totals.record_events = n.events;
    }
    return rc;
}

int ent_run(const ent_engine *engine, const ent_job *job, ent_totals *totals, ent_error *err)
{
    job_run r = {.engine = engine, .job = job, .err = err};
    int rc = settings(&r, err);
    if (rc) return rc;
    if (job->output == ENT_OUT_RECORD && file_exists(job->record) && (rc = need_record(&r, err))) return rc;
    unsigned n_groups = r.n_threads == 1 ? 2 : 2 * r.n_threads + 2;
    group *groups = calloc(n_groups, sizeof *groups);
    bool ready = groups != NULL;
    for (unsigned i = 0; ready && i < r.n_threads; i++) ready = (r.scratch[i] = parse_scratch_new(engine->parse, PARSE_ISA_BEST)) != NULL;
    rc = ready ? run_groups(&r, groups, n_groups, err) : error_memory(err);
    for (unsigned i = 0; i < r.n_threads; i++) parse_scratch_free(r.scratch[i]);
    free(groups);
    if (!rc && r.record) rc = finish_record(&r, err);
    if (r.record) record_close(r.record);
    if (totals) *totals = r.totals;
    if (!rc && (r.totals.skipped || r.n_partly)) rc = error_set(err, ENT_E_PARTIAL, -1, "%llu inputs could not be used or were used in part", (unsigned long long)(r.totals.skipped + r.n_partly));
    return rc;
}
