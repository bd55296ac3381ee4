/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A JSON writer over a buffer. Commas are its business:
 *
 *     json_open(w, '{'); json_key(w, "doc"); json_str(w, id); json_close(w, '}'); json_line(w);
 *
 * Bytes that are not UTF-8 are written as U+FFFD, control characters escaped, so every line is valid JSON.
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/buf.h"

typedef struct json {
    buf *out;
    bool comma; /* the next value needs a comma before it */
} json;

void json_open(json *w, char bracket);
void json_close(json *w, char bracket);
void json_key(json *w, const char *key);
void json_str(json *w, str s);
/* null when s.s is NULL or empty. */
void json_str_or_null(json *w, str s);
void json_int(json *w, int64_t v);
/* v / 10^decimals, exact: json_fixed(w, -65, 1) writes -6.5. Trailing zeros are dropped. */
void json_fixed(json *w, int64_t v, int decimals);
void json_flag(json *w, bool v);
void json_null(json *w);
/* Bytes that are JSON already. */
void json_raw(json *w, str s);
/* Ends the line. */
void json_line(json *w);

#endif
