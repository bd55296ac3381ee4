/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Arenas: memory with one lifetime. Three lifetimes exist: program (model, code book, gazetteer), worker (scratch), document.
 *
 *     chunk ──► chunk ──► chunk          allocation bumps a pointer in the last chunk; a chunk doubles the one before
 *     reset: keep the largest chunk, free the rest; nothing is freed singly
 *
 * An arena may carry a cap. When an allocation fails (cap or system) the arena is marked `failed` and arena_alloc returns
 * NULL; a station checks for NULL where it allocates and returns ENT_E_MEMORY, and the document is flagged, not lost.
 * Columns of unknown length grow by arena_grow: the last allocation grows in place, else it is copied once per doubling.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

typedef struct arena_chunk arena_chunk;
typedef struct arena {
    arena_chunk *last;
    size_t used_bytes; /* given out since the last reset */
    size_t cap_bytes;  /* 0: no cap */
    bool failed;
} arena;

void arena_init(arena *a, size_t cap_bytes);
void arena_fini(arena *a);
void arena_reset(arena *a);
/* Zeroed, aligned to 16. NULL on failure. n == 0 gives a valid pointer. */
void *arena_alloc(arena *a, size_t n_bytes);
/* Room for `want` items: returns `items` itself while *cap suffices, else a larger copy of the first `n`. NULL on failure. */
void *arena_grow(arena *a, void *items, size_t item_bytes, uint32_t n, uint32_t want, uint32_t *cap);
/* Copies; arena_str_c adds a NUL after the bytes (not counted). s.s is NULL on failure. */
str arena_str(arena *a, str s);
const char *arena_str_c(arena *a, str s);
str arena_printf(arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));

#define arena_new(a, T, n) ((T *)arena_alloc((a), sizeof(T) * (size_t)(n)))

#endif
