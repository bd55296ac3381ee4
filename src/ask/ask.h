/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Station ask: record → time lines, partners, events, search, exports. Read-only; sees record only through record.h. docs/ask.md
 * has the keys and columns of every answer.
 *
 * Every answer is for people (plain lines of at most 100 columns), or with `json` one JSON object on one line. Rows are
 * streamed, so memory does not grow with the record. Totals take actual happenings only unless `status` says otherwise.
 */
#ifndef ASK_H
#define ASK_H

#include "record/record.h"

typedef struct ask_options {
    int32_t since, until; /* days or CAL_NONE */
    str by, status;       /* by: "day", "month", "year" or ""; status: comma-separated list or "" */
    bool json;
    str (*name_of)(const void *names, str code); /* name of a code, for people; may be NULL */
    const void *names;
    const char *data_dir; /* where the tables of other feeds are; may be NULL */
} ask_options;

typedef struct ask_name { /* an actor as asked for */
    str code, name;
} ask_name;

int ask_dyad(record *r, ask_name a, ask_name b, const ask_options *o, ent_sink sink, ent_error *err);
int ask_actor(record *r, ask_name a, const ask_options *o, ent_sink sink, ent_error *err);
/* id: of an event or a report, or an unambiguous beginning of at least 6 digits. */
int ask_event(record *r, str id, const ask_options *o, ent_sink sink, ent_error *err);
int ask_find(record *r, str words, const ask_options *o, ent_sink sink, ent_error *err);
/* What reports of one happening tell differently, and what some report and others deny. */
int ask_disputes(record *r, const ask_options *o, ent_sink sink, ent_error *err);
/* format: "ndjson", "csv": all statuses unless o->status says otherwise; "icews", "polecat", "gdelt": the actual ones unless it does, no documents, and data_dir is needed. */
int ask_export(record *r, ent_unit unit, str format, const ask_options *o, ent_sink sink, ent_error *err);

#endif
