/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The flow on one screen.
 *
 *     bytes ─page─► text ─split─► sentences, tokens ─parse─► tags, trees, names ─link─► actors, dates, places
 *           ─clause─► predicates with roles ─code─► events
 *
 * A document that is not English is kept and not coded: nothing after page is run on it.
 *
 * Several documents go through a station before the next station begins. Each station has tables of its own, megabytes all in all, and a page of news
 * is too short to pay for fetching them: with sixteen pages at a time split, link, clause and code take a quarter to a third less time.
 */
#include "engine.h"

int stage_find(const char *name)
{
    static const char *const names[N_STAGES] = {"page", "split", "parse", "link", "clause", "code"};
    for (int i = 0; i < N_STAGES; i++)
        if (name && !strcmp(name, names[i])) return i;
    return -1;
}

static int station_run(const ent_engine *e, parse_scratch *scratch, doc *d, stage s, ent_error *err)
{
    switch (s) {
    case STAGE_SPLIT: return split_run(e->split, d, err);
    case STAGE_PARSE: return parse_run(e->parse, scratch, d, err);
    case STAGE_LINK: return link_run(e->link, d, err);
    case STAGE_CLAUSE: return clause_run(e->clause, d, err);
    case STAGE_CODE: return code_run(e->code, d, err);
    default: return ENT_OK;
    }
}

void pipeline_run_many(const ent_engine *e, parse_scratch *scratch, pipeline_doc *x, uint32_t n, stage upto)
{
    for (int s = STAGE_SPLIT; s <= (int)upto; s++)
        for (uint32_t i = 0; i < n; i++)
            if (!x[i].rc && s > (int)x[i].have && !(x[i].d->flags & DOC_F_LANGUAGE)) x[i].rc = station_run(e, scratch, x[i].d, (stage)s, x[i].err);
}

int pipeline_run(const ent_engine *e, parse_scratch *scratch, doc *d, stage have, stage upto, ent_error *err)
{
    pipeline_doc x = {.d = d, .have = have, .err = err};
    pipeline_run_many(e, scratch, &x, 1, upto);
    return x.rc;
}

int pipeline_text(const ent_engine *e, parse_scratch *scratch, doc *d, str text, int32_t published, stage upto, ent_error *err)
{
    char id[33] = {0};
    hash_hex(text.s, text.n, id);
    d->id = arena_str(d->mem, str_from(id));
    d->source = d->text = text;
    d->published = published;
    d->published_basis = published == CAL_NONE ? BASIS_NONE : BASIS_GIVEN;
    d->published_trust = published == CAL_NONE ? 0 : 1000;
    d->blocks = arena_new(d->mem, doc_block, 1);
    if (!d->blocks || !d->id.s) return error_memory(err);
    d->blocks[0] = (doc_block){.begin = 0, .end = text.n, .kind = BLOCK_PARAGRAPH};
    d->n_blocks = 1;
    return pipeline_run(e, scratch, d, STAGE_PAGE, upto, err);
}
