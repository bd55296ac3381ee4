/* SPDX-License-Identifier: Apache-2.0 */
/* One document through page and the stations, one after another, as tests/slow and tests/bench measure them. */
#ifndef FLOW_H
#define FLOW_H

#include <stdio.h>

#include "engine.h"

static const char *const flow_stage_name[N_STAGES] = {"page", "split", "parse", "link", "clause", "code"};

typedef struct flow {
    ent_engine *engine;
    parse_scratch *scratch;
    arena mem;
    doc d;
} flow;

static inline int flow_open(flow *f)
{
    ent_error err;
    if (ent_engine_new(&f->engine, NULL, &err)) return fprintf(stderr, "%s\n", err.message), 1;
    f->scratch = parse_scratch_new(f->engine->parse, PARSE_ISA_BEST);
    arena_init(&f->mem, DOC_CAP_ARENA);
    return f->scratch == NULL;
}

static inline void flow_close(flow *f)
{
    arena_fini(&f->mem);
    parse_scratch_free(f->scratch);
    ent_engine_free(f->engine);
}

static inline int flow_page(flow *f, page_kind kind, str bytes, ent_error *err)
{
    page_input in = {.kind = kind, .path = STR("page"), .bytes = bytes, .cut = bytes.n > DOC_CAP_BYTES, .line = kind == PAGE_NDJSON_LINE};
    page_options o = {.mode = PAGE_NEWS, .published = CAL_NONE};
    arena_reset(&f->mem);
    doc_init(&f->d, &f->mem);
    return page_read(f->engine->page, &in, &o, &f->d, err);
}

static inline int flow_stage(flow *f, stage s, ent_error *err) { return pipeline_run(f->engine, f->scratch, &f->d, s - 1, s, err); }

#endif
