/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Inside of ask: an export line taken apart, and text laid out for people. json-c reads; the strings are borrowed from the parsed line
 * and live until line_free.
 */
#ifndef ASK_LINE_H
#define ASK_LINE_H

#include <json-c/json.h>

#include "base/json.h"
#include "ask/ask.h"

enum { SHOW_COLUMNS = 100 };

/* ENT_E_FORMAT when the record's line is no JSON object. */
int line_parse(json_object **out, str line, ent_error *err);
void line_free(json_object *line);
/* The string at key, also of a number as it was written; STR_NONE for null, no such key, or a NULL object. */
str line_str(json_object *o, const char *key);
json_object *line_get(json_object *o, const char *key); /* NULL when null or not there */
/* Whether the report's happening knows its day better: the report tells none, has only its page's (later) day, or one that its happening
 * cannot have been on because the page is dated wrongly. */
bool line_misses_day(const record_row *row);
/* Gives the line the days of its happening, basis "story". */
void line_day_of_story(json_object *line, const record_row *row);
int64_t line_int(json_object *o, const char *key, int64_t otherwise);
size_t line_count(json_object *list);
json_object *line_at(json_object *list, size_t i);

/* ---- for people ------------------------------------------------------------------------------------------------- */

/* Words of `text` on lines of at most SHOW_COLUMNS, each after `indent` blanks; white space collapses. Ends the last line. */
void show_wrapped(buf *out, uint32_t indent, str text);
/* "2023-02-22", "2023-02", "2023", "2023-02-20..24", or "undated". */
void show_days(buf *out, int32_t start, int32_t stop);
void show_int_padded(buf *out, int64_t v, uint32_t width); /* right-aligned */
void show_padded(buf *out, str s, uint32_t width);         /* left-aligned, by characters */
/* "Russia, Belarus → Ukraine": names of the parties of a line. */
void show_parties(buf *out, json_object *line);
/* The sentence with its trigger in [brackets]; far ends of a long one cut. */
void show_quote(buf *out, json_object *line);
/* "says Wang Yi, quoted by Xinhua"; nothing when the writer asserts it. */
void show_said_by(buf *out, json_object *line);
/* Publisher, else path; date published. */
void show_source(buf *out, const record_row *row);
/* The first 12 digits of an id: enough to ask for it again. */
str show_id(str id);
/* One entry of a time line. */
int show_entry(buf *out, const record_row *row, ent_error *err);

#endif
