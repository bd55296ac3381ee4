/* SPDX-License-Identifier: Apache-2.0 */
/* Large chunks come from the system and go back to it, so that what was a settling's is not held between the small pieces of everybody else. */
#define _DEFAULT_SOURCE
#include "base/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

struct arena_chunk {
    arena_chunk *before;
    size_t size, used; /* bytes of data */
    size_t dirty;      /* bytes ever given out: those after are still zero */
    _Alignas(16) unsigned char data[];
};

enum { FIRST_CHUNK = 1 << 16, LARGEST_STEP = 1 << 24, MAPPED_LEAST = 1 << 20 };

/* Zeroed. */
static arena_chunk *chunk_new(size_t size)
{
    if (size < MAPPED_LEAST) return calloc(1, sizeof(arena_chunk) + size);
    void *p = mmap(NULL, sizeof(arena_chunk) + size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return p == MAP_FAILED ? NULL : p;
}

static void chunk_free(arena_chunk *c)
{
    if (c->size < MAPPED_LEAST) free(c);
    else munmap(c, sizeof *c + c->size);
}

void arena_init(arena *a, size_t cap_bytes) { *a = (arena){.cap_bytes = cap_bytes}; }

void arena_fini(arena *a)
{
    for (arena_chunk *c = a->last, *before; c; c = before) {
        before = c->before;
        chunk_free(c);
    }
    *a = (arena){.cap_bytes = a->cap_bytes};
}

void arena_reset(arena *a)
{
    arena_chunk *keep = a->last;
    for (arena_chunk *c = a->last; c; c = c->before)
        if (c->size > keep->size) keep = c;
    if (keep && keep->size > LARGEST_STEP) keep = NULL; /* one huge document must not stay */
    for (arena_chunk *c = a->last, *before; c; c = before) {
        before = c->before;
        if (c != keep) chunk_free(c);
    }
    if (keep) {
        keep->before = NULL;
        keep->used = 0;
    }
    a->last = keep;
    a->used_bytes = 0;
    a->failed = false;
}

static arena_chunk *chunk_add(arena *a, size_t need)
{
    size_t size = a->last ? a->last->size * 2 : FIRST_CHUNK;
    if (size > LARGEST_STEP) size = LARGEST_STEP;
    if (size < need) size = need;
    arena_chunk *c = size < SIZE_MAX - sizeof *c ? chunk_new(size) : NULL; /* fresh pages are zero already, and stay untouched until they are used */
    if (!c) return NULL;
    c->before = a->last;
    c->size = size;
    return a->last = c;
}

void *arena_alloc(arena *a, size_t n_bytes)
{
    size_t n = (n_bytes + 15) & ~(size_t)15;
    if (n < n_bytes || a->failed || (a->cap_bytes && a->used_bytes + n > a->cap_bytes)) {
        a->failed = true;
        return NULL;
    }
    arena_chunk *c = a->last;
    if (!c || c->size - c->used < n) c = chunk_add(a, n);
    if (!c) {
        a->failed = true;
        return NULL;
    }
    void *p = c->data + c->used;
    if (c->used < c->dirty) memset(p, 0, c->dirty - c->used < n ? c->dirty - c->used : n);
    c->used += n;
    if (c->dirty < c->used) c->dirty = c->used;
    a->used_bytes += n;
    return p;
}

void *arena_grow(arena *a, void *items, size_t item_bytes, uint32_t n, uint32_t want, uint32_t *cap)
{
    if (items && want <= *cap) return items;
    uint64_t room = *cap ? (uint64_t)*cap * 2 : 16;
    while (room < want) room *= 2;
    if (room > UINT32_MAX) {
        a->failed = true;
        return NULL;
    }
    void *p = arena_alloc(a, item_bytes * room);
    if (!p) return NULL;
    if (n) memcpy(p, items, item_bytes * n);
    *cap = (uint32_t)room;
    return p;
}

const char *arena_str_c(arena *a, str s)
{
    char *p = arena_alloc(a, (size_t)s.n + 1);
    if (p && s.n) memcpy(p, s.s, s.n);
    return p;
}

str arena_str(arena *a, str s)
{
    const char *p = arena_str_c(a, s);
    return p ? (str){p, s.n} : STR_NONE;
}

str arena_printf(arena *a, const char *format, ...)
{
    va_list ap, again;
    va_start(ap, format);
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, format, ap);
    va_end(ap);
    char *p = n < 0 ? NULL : arena_alloc(a, (size_t)n + 1);
    if (p) vsnprintf(p, (size_t)n + 1, format, again);
    va_end(again);
    return p ? (str){p, (uint32_t)n} : STR_NONE;
}
