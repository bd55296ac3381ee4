/* SPDX-License-Identifier: Apache-2.0 */
/* Inside of ask: one happening out of its reports, and where they contradict each other. */
#ifndef ASK_MERGE_H
#define ASK_MERGE_H

#include "ask/line.h"

enum { MERGE_MAX_REPORTS = 500, MERGE_MAX_VALUES = 64 };

typedef struct merge_report {
    json_object *line;
    str publisher, path, text_hash;
    int32_t start, stop, published;
    uint8_t dated;
    bool copy, misdated; /* misdated: its happening knows its day better */
} merge_report;

/* The reports of one happening in memory, the canonical one first. Of a happening with more than MERGE_MAX_REPORTS the first
 * published are kept; counts are of all. */
typedef struct merge {
    arena mem;
    merge_report *reports; /* [n] */
    uint32_t n, cap;
    json_object *canonical; /* of the row that began it: a line of its own; NULL when there is one report */
} merge;

void merge_init(merge *m);
void merge_fini(merge *m);
/* Reads all reports of the happening of `row` (a row of record_events); nothing when it has one. */
int merge_read(merge *m, record *r, const record_row *row, ent_error *err);
/* Fills in, in the canonical line, what it does not tell and another report does. */
void merge_fill(merge *m);
/* The line of the happening: the canonical report's fields, filled in, then reports, sources, first_published, disputes, event_id, story_id. No newline. */
void merge_line(merge *m, const record_row *row, buf *out);
/* `[{"about","values":[{"value","said_by":[],"reports":[{"id","doc"}]}]}]` */
void merge_disputes(const merge *m, json *w);
/* The same for people, a line each; nothing when they agree. */
void merge_show_disputes(const merge *m, buf *out);

#endif
