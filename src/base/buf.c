/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void buf_init(buf *b) { *b = (buf){0}; }

void buf_fini(buf *b)
{
    free(b->s);
    *b = (buf){0};
}

void buf_reset(buf *b)
{
    b->n = 0;
    b->failed = false;
}

static bool buf_room(buf *b, size_t more)
{
    if (b->failed) return false;
    if (b->cap - b->n >= more) return true;
    size_t cap = b->cap ? b->cap : 256;
    while (cap - b->n < more) {
        if (cap > SIZE_MAX / 2) return !(b->failed = true);
        cap *= 2;
    }
    char *p = realloc(b->s, cap);
    if (!p) return !(b->failed = true);
    b->s = p;
    b->cap = cap;
    return true;
}

void buf_put(buf *b, const char *s, size_t n)
{
    if (!n || !buf_room(b, n)) return;
    memcpy(b->s + b->n, s, n);
    b->n += n;
}

void buf_str(buf *b, str s) { buf_put(b, s.s, s.n); }
void buf_z(buf *b, const char *z) { buf_put(b, z, strlen(z)); }
void buf_char(buf *b, char c) { buf_put(b, &c, 1); }

void buf_int(buf *b, int64_t v)
{
    char digits[24], *at = digits + sizeof digits;
    uint64_t rest = v < 0 ? -(uint64_t)v : (uint64_t)v;
    do *--at = (char)('0' + rest % 10);
    while (rest /= 10);
    if (v < 0) *--at = '-';
    buf_put(b, at, (size_t)(digits + sizeof digits - at));
}

void buf_printf(buf *b, const char *format, ...)
{
    va_list ap, again;
    va_start(ap, format);
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, format, ap);
    va_end(ap);
    if (n >= 0 && buf_room(b, (size_t)n + 1)) {
        vsnprintf(b->s + b->n, (size_t)n + 1, format, again);
        b->n += (size_t)n;
    }
    va_end(again);
}

int buf_flush(buf *b, ent_sink sink, ent_error *err)
{
    if (b->failed) return error_memory(err);
    size_t n = b->n;
    b->n = 0;
    if (n && sink.write && sink.write(sink.ctx, b->s, n)) return error_set(err, ENT_E_CLOSED, -1, "output closed");
    return ENT_OK;
}
