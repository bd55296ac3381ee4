/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The flow on one screen.
 *
 *     bytes ─page─► text ─split─► sentences, tokens ─parse─► tags, trees, names ─link─► actors, dates, places
 *           ─clause─► predicates with roles ─code─► events
 *
 * A document that is not English is kept and not coded: nothing after page is run on it.
 */
#include "engine.h"

int stage_find(const char *name)
{
    static const char *const names[N_STAGES] = {"page", "split", "parse", "link", "clause", "code"};
    for (int i = 0; i < N_STAGES; i++)
        if (name && !strcmp(name, names[i])) return i;
    return -1;
}

int pipeline_run(const ent_engine *e, parse_scratch *scratch, doc *d, stage have, stage upto, ent_error *err)
{
    int rc = ENT_OK;
    if (d->flags & DOC_F_LANGUAGE) return ENT_OK;
    for (int s = have + 1; !rc && s <= (int)upto; s++) {
        switch (s) {
        case STAGE_SPLIT: rc = split_run(e->split, d, err); break;
        case STAGE_PARSE: rc = parse_run(e->parse, scratch, d, err); break;
        case STAGE_LINK: rc = link_run(e->link, d, err); break;
        case STAGE_CLAUSE: rc = clause_run(e->clause, d, err); break;
        case STAGE_CODE: rc = code_run(e->code, d, err); break;
        default: break;
        }
    }
    return rc;
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
