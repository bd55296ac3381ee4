/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A growable byte buffer on the heap, for output lines. After an allocation failure `failed` is set and every further
 * put does nothing, so a writer checks once, at its end.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/error.h"
#include "base/str.h"

typedef struct buf {
    char *s;
    size_t n, cap;
    bool failed;
} buf;

void buf_init(buf *b);
void buf_fini(buf *b);
void buf_reset(buf *b);
void buf_put(buf *b, const char *s, size_t n);
void buf_str(buf *b, str s);
void buf_z(buf *b, const char *z);
void buf_char(buf *b, char c);
void buf_int(buf *b, int64_t v);
void buf_printf(buf *b, const char *format, ...) PRINTF_LIKE(2, 3);
/* Gives the buffer to the sink and empties it. ENT_E_CLOSED when the sink stops, ENT_E_MEMORY when the buffer failed. */
int buf_flush(buf *b, ent_sink sink, ent_error *err);

#endif
