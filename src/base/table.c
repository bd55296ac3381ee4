/* SPDX-License-Identifier: Apache-2.0 */
#include "base/table.h"

#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>

static bool next_line(table *t, str *line)
{
    while (t->rest.s) {
        *line = str_cut(&t->rest, '\n');
        t->line++;
        if (line->n && line->s[line->n - 1] == '\r') line->n--;
        if (line->n && line->s[0] != '#' && (line->s[0] > ' ' || str_trim(*line).n)) return true;
    }
    return false;
}

static uint32_t split_fields(str line, str *fields)
{
    uint32_t n = 0;
    for (uint32_t i = 0, begin = 0; i <= line.n; i++) { /* fields are short: a byte at a time is quicker than calling memchr */
        if (i < line.n && line.s[i] != '\t') continue;
        if (n == TABLE_MAX_COLUMNS) return TABLE_MAX_COLUMNS + 1;
        fields[n++] = str_trim(str_sub(line, begin, i));
        begin = i + 1;
    }
    return n;
}

int table_error(const table *t, ent_error *err, const char *format, ...)
{
    char text[320];
    va_list ap;
    va_start(ap, format);
    vsnprintf(text, sizeof text, format, ap);
    va_end(ap);
    return error_set(err, ENT_E_FORMAT, -1, "%s:%u: %s", t->path, t->line, text);
}

static int find_column(table *t, const str *header, str want, ent_error *err)
{
    bool optional = want.s[want.n - 1] == '?';
    if (optional) want.n--;
    for (uint32_t i = 0; i < t->n_columns; i++) {
        if (!str_eq(header[i], want)) continue;
        t->wanted[t->n_wanted++] = i;
        return ENT_OK;
    }
    if (!optional) return table_error(t, err, "column '%.*s' is missing", STR_ARG(want));
    t->wanted[t->n_wanted++] = TABLE_MAX_COLUMNS;
    return ENT_OK;
}

int table_open(table *t, const char *path, str bytes, const char *columns, ent_error *err)
{
    *t = (table){.path = path, .rest = bytes.n ? bytes : STR_NONE};
    str line, header[TABLE_MAX_COLUMNS];
    if (!next_line(t, &line)) return table_error(t, err, "no line that names the columns");
    t->n_columns = split_fields(line, header);
    if (t->n_columns > TABLE_MAX_COLUMNS) return table_error(t, err, "more than %d columns", TABLE_MAX_COLUMNS);
    str want = str_from(columns);
    while (want.s) {
        str name = str_cut(&want, ' ');
        int rc = name.n ? find_column(t, header, name, err) : ENT_OK;
        if (rc) return rc;
    }
    return ENT_OK;
}

int table_next(table *t, ent_error *err)
{
    str line, fields[TABLE_MAX_COLUMNS + 1];
    if (!next_line(t, &line)) return 0;
    if (utf8_valid(line.s, line.n) != line.n) return table_error(t, err, "not valid UTF-8"), -1;
    uint32_t n = split_fields(line, fields);
    if (n > t->n_columns) return table_error(t, err, "%u fields, but %u columns are named", n, t->n_columns), -1;
    for (uint32_t i = 0; i < t->n_wanted; i++) t->field[i] = t->wanted[i] < n ? fields[t->wanted[i]] : STR_NONE;
    return 1;
}
