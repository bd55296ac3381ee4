/* SPDX-License-Identifier: Apache-2.0 */
/* Station ask: record → time lines, partners, events, search, exports. Read-only; sees record only through record.h. */
#ifndef ASK_H
#define ASK_H

#include "record/record.h"

typedef struct ask_options {
    int32_t since, until;
    str by, status; /* by: "day", "month", "year" or "" */
    bool json;
} ask_options;
typedef struct ask_name { /* an actor as asked for */
    str code, name;
} ask_name;

int ask_dyad(record *r, ask_name a, ask_name b, const ask_options *o, ent_sink sink, ent_error *err);
int ask_actor(record *r, ask_name a, const ask_options *o, ent_sink sink, ent_error *err);
int ask_event(record *r, str id, const ask_options *o, ent_sink sink, ent_error *err);
int ask_find(record *r, str words, const ask_options *o, ent_sink sink, ent_error *err);
int ask_export(record *r, ent_unit unit, str format, const ask_options *o, ent_sink sink, ent_error *err);

#endif
