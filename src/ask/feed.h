/* SPDX-License-Identifier: Apache-2.0 */
/* Inside of ask: happenings as rows of the tables that other event feeds publish, for scripts that were written for those. */
#ifndef ASK_FEED_H
#define ASK_FEED_H

#include "ask/line.h"
#include "base/hash.h"

/* What a row needs beside the event's line: names and codes that the feeds use, read from the data folder. */
typedef struct feed_tables {
    arena mem;
    map state, sector, role, cameo, fips; /* code → index into text: name of a state, of a sector, CAMEO's role of a sector, name of a CAMEO code, FIPS 10-4 code */
    str *text;
    uint32_t n, cap;
} feed_tables;

typedef struct feed feed;

/* "icews", "polecat", "gdelt"; NULL for any other name. */
const feed *feed_find(str name);
/* ENT_E_FORMAT with file and line when a table is not what it should be. */
int feed_tables_load(feed_tables *t, const char *data_dir, ent_error *err);
void feed_tables_free(feed_tables *t);
/* The line of column names; nothing for a feed that has none. */
void feed_head(const feed *f, buf *out);
/* The rows of one event: for polecat one, its parties listed; for icews and gdelt one for each actor with each recipient (of a mutual event
 * each party with each other), and one without the other side when there is none. id: that of the happening or report. */
void feed_rows(const feed *f, const feed_tables *t, const record_row *row, json_object *line, str id, buf *out);

#endif
