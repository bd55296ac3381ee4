/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Hashes and one map. hash_bytes is xxh3 (the one file that includes xxhash is hash.c); the map is open addressing over
 * borrowed strings, keys kept in insertion order beside it so that walks are deterministic.
 */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include "base/arena.h"

uint64_t hash_bytes(const void *p, size_t n, uint64_t seed);
/* 128 bits as 32 hex digits, no NUL. For ids: feed parts through a buf with separators. */
void hash_hex(const void *p, size_t n, char out[32]);

#define MAP_NONE 0xFFFFFFFFu

typedef struct map_slot {
    uint32_t tag;   /* the hash's upper half: most keys that are not there are told without reading one that is */
    uint32_t index; /* into keys + 1, 0 empty */
} map_slot;

enum { MAP_SHORT = 15 };
typedef struct map_text { /* a key beside its slot's index, so that comparing it reads one cache line and not the text it was borrowed from */
    char byte[MAP_SHORT];
    uint8_t n; /* more than MAP_SHORT: compare the key itself */
} map_text;

/* str → uint32_t. Memory comes from the arena given at init; keys are borrowed. */
typedef struct map {
    arena *mem;
    map_slot *slots; /* [n_slots] */
    str *keys;       /* [n] */
    map_text *texts; /* [n] the same, when they are short */
    uint32_t *values; /* [n] */
    uint32_t n, cap, n_slots;
    uint32_t seen[256]; /* by first and last byte, a bit per length: a key whose shape is not here needs no hash */
} map;

void map_init(map *m, arena *mem);
/* Index in insertion order of a key whose shape is there, or MAP_NONE; map_find asks for the shape first. */
uint32_t map_find_hashed(const map *m, str key);

static inline uint32_t map_shape_row(str key) { return key.n ? (unsigned char)(key.s[0] + 7 * key.s[key.n - 1]) : 0; }
static inline uint32_t map_shape_bit(str key) { return (uint32_t)1 << (key.n & 31); }

/* Index in insertion order, or MAP_NONE; values[index] may then be changed. Most keys asked for are of no table: those cost no call. */
static inline uint32_t map_find(const map *m, str key) { return m->seen[map_shape_row(key)] & map_shape_bit(key) ? map_find_hashed(m, key) : MAP_NONE; }

/* The same for many keys at once: at[i] of keys[i]. Hashes, then fetches of slots and of texts that overlap, then answers: a document's words
 * meet tables that other work has pushed out of the nearest memory, and waiting once for many costs little more than waiting once for one. */
void map_find_many(const map *m, const str *keys, uint32_t n, uint32_t *at);

/* The value of key, or MAP_NONE. */
static inline uint32_t map_get(const map *m, str key)
{
    uint32_t i = map_find(m, key);
    return i == MAP_NONE ? MAP_NONE : m->values[i];
}
/* Sets or replaces. false when memory ran out. */
bool map_put(map *m, str key, uint32_t value);

typedef struct number_slot {
    uint64_t key;
    uint32_t value; /* + 1; 0 empty */
} number_slot;

/* uint64_t → uint32_t, without order. Values below MAP_NONE - 1. */
typedef struct number_map {
    arena *mem;
    number_slot *slots; /* [n_slots] */
    uint32_t n, n_slots;
} number_map;

void number_map_init(number_map *m, arena *mem);
/* The value of key, or MAP_NONE. */
uint32_t number_map_get(const number_map *m, uint64_t key);
/* Sets or replaces. false when memory ran out. */
bool number_map_put(number_map *m, uint64_t key, uint32_t value);

#endif
