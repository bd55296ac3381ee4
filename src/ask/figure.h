/* SPDX-License-Identifier: Apache-2.0 */
/* Inside of ask: the figures that documents on one happening tell differently. */
#ifndef ASK_FIGURE_H
#define ASK_FIGURE_H

#include "base/arena.h"
#include "record/record.h"

typedef struct figure_out {
    void *ctx;
    ent_error *err;
    /* One dispute: figures of one unit of one event, in order of publication, of which some differ. */
    int (*dispute)(struct figure_out *to, const record_figure *const *figures, uint32_t n);
} figure_out;

/* Walks the figures of all stories whose documents meet the query. */
int figure_disputes(record *r, const record_query *q, figure_out *to);

#endif
