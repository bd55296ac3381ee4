/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tables as text: the one reader of gazetteer/, clause and split tables.
 *
 *     # comment                          lines that start with '#', and empty lines, are skipped
 *     kind<TAB>form<TAB>code             the first other line names the columns
 *     name<TAB>Russia<TAB>RUS            every row has at least the required columns; missing ones are empty
 *
 * Fields are borrowed from the file's bytes, trimmed. Errors carry file and line: "gazetteer/names.tsv:17: ...".
 */
#ifndef BASE_TABLE_H
#define BASE_TABLE_H

#include "base/arena.h"
#include "base/error.h"

enum { TABLE_MAX_COLUMNS = 24 };

typedef struct table {
    const char *path;
    str rest;
    uint32_t line;                   /* of the row last read, from 1 */
    uint32_t n_columns;
    uint32_t wanted[TABLE_MAX_COLUMNS]; /* field number of the caller's column i */
    uint32_t n_wanted;
    str field[TABLE_MAX_COLUMNS];    /* of the row last read, in the caller's order */
} table;

/* Opens a table over bytes already in memory. columns: "form kind code"; a name that ends in '?' may be absent. */
int table_open(table *t, const char *path, str bytes, const char *columns, ent_error *err);
/* Next row into t->field. Returns 1, 0 at the end, or -1 with err set. */
int table_next(table *t, ent_error *err);
/* An ENT_E_FORMAT error at the current row. */
int table_error(const table *t, ent_error *err, const char *format, ...) PRINTF_LIKE(3, 4);

#endif
