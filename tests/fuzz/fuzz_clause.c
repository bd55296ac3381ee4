/* SPDX-License-Identifier: Apache-2.0 */
/* Any tree at all, broken ones too: predicates, roles and attributions stay inside the document and no chain of them closes. */
#include <stdlib.h>

#include "clause/clause.h"
#include "format/format.h"

static clause_tables *tables_once(void)
{
    static arena mem;
    static clause_tables *tables;
    ent_error err;
    if (!tables) {
        arena_init(&mem, 0);
        if (clause_tables_load(&tables, &mem, ".", &err)) abort();
    }
    return tables;
}

#define WANT(x) do { if (!(x)) abort(); } while (0)

static void check_predicates(const doc *d)
{
    for (uint32_t i = 0; i < d->n_predicates; i++) {
        const doc_predicate *p = &d->predicates[i];
        WANT(p->tok < d->n_tokens && p->trig_begin <= p->tok && p->tok < p->trig_end && p->trig_end <= d->n_tokens);
        WANT(p->role_begin <= p->role_end && p->role_end <= d->n_roles && p->status < N_STATUS && d->predicate_at[p->tok] == i);
        WANT(p->parent == DOC_NONE || p->parent < d->n_predicates);
        WANT(p->attribution == DOC_NONE || p->attribution < d->n_attributions);
        for (uint32_t r = p->role_begin; r < p->role_end; r++) WANT(d->roles[r].tok < d->n_tokens && (d->roles[r].pred == DOC_NONE || d->roles[r].pred < d->n_predicates));
        uint32_t steps = 0;
        for (uint32_t q = p->parent; q != DOC_NONE; q = d->predicates[q].parent) WANT(steps++ <= d->n_predicates);
    }
}

static void check_attributions(const doc *d)
{
    for (uint32_t a = 0; a < d->n_attributions; a++) {
        const doc_attribution *x = &d->attributions[a];
        WANT(x->source_begin <= x->source_end && x->source_end <= d->n_tokens && x->cue_begin < x->cue_end && x->cue_end <= d->n_tokens);
        WANT(x->content_begin < x->content_end && x->content_end <= d->n_tokens);
        uint32_t steps = 0;
        for (uint32_t o = x->outer; o != DOC_NONE; o = d->attributions[o].outer) WANT(o < d->n_attributions && steps++ <= d->n_attributions);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    arena mem;
    doc d;
    ent_error err;
    if (n > 1 << 18) return 0;
    const clause_tables *tables = tables_once();
    arena_init(&mem, 64 << 20);
    doc_init(&d, &mem);
    if (format_conllu_read(&d, STR("fuzz"), str_make((const char *)data, n), true, &err) == ENT_OK && clause_run(tables, &d, &err) == ENT_OK) {
        check_predicates(&d);
        check_attributions(&d);
    }
    arena_fini(&mem);
    return 0;
}
