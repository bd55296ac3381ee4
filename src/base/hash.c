/* SPDX-License-Identifier: Apache-2.0 */
#define XXH_INLINE_ALL
#include "base/hash.h"

#include <xxhash.h>

uint64_t hash_bytes(const void *p, size_t n, uint64_t seed) { return XXH3_64bits_withSeed(p, n, seed); }

void hash_hex(const void *p, size_t n, char out[32])
{
    XXH128_hash_t h = XXH3_128bits(p, n);
    uint64_t part[2] = {h.high64, h.low64};
    for (int i = 0; i < 32; i++) out[i] = "0123456789abcdef"[part[i / 16] >> (60 - 4 * (i % 16)) & 15];
}

void map_init(map *m, arena *mem) { *m = (map){.mem = mem}; }

static bool is_key(const map *m, uint32_t index, str key)
{
    const map_text *x = &m->texts[index];
    return x->n <= MAP_SHORT ? x->n == key.n && (!key.n || !memcmp(x->byte, key.s, key.n)) : str_eq(m->keys[index], key);
}

static uint32_t find(const map *m, str key, uint64_t hash)
{
    if (!m->n_slots) return MAP_NONE;
    uint32_t mask = m->n_slots - 1, tag = (uint32_t)(hash >> 32);
    for (uint32_t i = (uint32_t)hash & mask; m->slots[i].index; i = (i + 1) & mask)
        if (m->slots[i].tag == tag && is_key(m, m->slots[i].index - 1, key)) return m->slots[i].index - 1;
    return MAP_NONE;
}

uint32_t map_find_hashed(const map *m, str key) { return find(m, key, hash_bytes(key.s, key.n, 0)); }

enum { MANY = 64 }; /* keys on their way at a time */

static void find_some(const map *m, const str *keys, uint32_t n, uint32_t *at)
{
    uint64_t hash[MANY];
    uint8_t asked[MANY], n_asked = 0;
    uint32_t mask = m->n_slots - 1;
    for (uint32_t i = 0; i < n; i++) {
        at[i] = MAP_NONE;
        if (!(m->seen[map_shape_row(keys[i])] & map_shape_bit(keys[i]))) continue;
        hash[i] = hash_bytes(keys[i].s, keys[i].n, 0);
        __builtin_prefetch(&m->slots[(uint32_t)hash[i] & mask]);
        asked[n_asked++] = (uint8_t)i;
    }
    for (uint32_t k = 0; k < n_asked; k++) {
        const map_slot *s = &m->slots[(uint32_t)hash[asked[k]] & mask];
        if (s->index && s->tag == (uint32_t)(hash[asked[k]] >> 32)) __builtin_prefetch(&m->texts[s->index - 1]);
    }
    for (uint32_t k = 0; k < n_asked; k++) at[asked[k]] = find(m, keys[asked[k]], hash[asked[k]]);
}

void map_find_many(const map *m, const str *keys, uint32_t n, uint32_t *at)
{
    for (uint32_t i = 0; i < n; i += MANY) find_some(m, keys + i, n - i < MANY ? n - i : MANY, at + i);
}

static void slot_take(map *m, map_slot s, uint32_t hash)
{
    uint32_t mask = m->n_slots - 1, i = hash & mask;
    while (m->slots[i].index) i = (i + 1) & mask;
    m->slots[i] = s;
}

static bool map_rehash(map *m)
{
    uint32_t n_slots = m->n_slots ? m->n_slots * 2 : 64;
    map_slot *slots = arena_new(m->mem, map_slot, n_slots);
    if (!slots) return false;
    m->slots = slots;
    m->n_slots = n_slots;
    for (uint32_t k = 0; k < m->n; k++) {
        uint64_t hash = hash_bytes(m->keys[k].s, m->keys[k].n, 0);
        slot_take(m, (map_slot){(uint32_t)(hash >> 32), k + 1}, (uint32_t)hash);
    }
    return true;
}

bool map_put(map *m, str key, uint32_t value)
{
    uint64_t hash = hash_bytes(key.s, key.n, 0);
    uint32_t at = find(m, key, hash);
    if (at != MAP_NONE) {
        m->values[at] = value;
        return true;
    }
    if ((m->n + 1) * 2 > m->n_slots && !map_rehash(m)) return false;
    uint32_t cap = m->cap;
    str *keys = arena_grow(m->mem, m->keys, sizeof *keys, m->n, m->n + 1, &cap);
    cap = m->cap;
    uint32_t *values = arena_grow(m->mem, m->values, sizeof *values, m->n, m->n + 1, &cap);
    cap = m->cap;
    map_text *texts = arena_grow(m->mem, m->texts, sizeof *texts, m->n, m->n + 1, &cap);
    if (!keys || !values || !texts) return false;
    m->texts = texts;
    m->keys = keys;
    m->values = values;
    m->cap = cap;
    keys[m->n] = key;
    values[m->n] = value;
    texts[m->n].n = key.n <= MAP_SHORT ? (uint8_t)key.n : MAP_SHORT + 1;
    if (key.n && key.n <= MAP_SHORT) memcpy(texts[m->n].byte, key.s, key.n);
    m->seen[map_shape_row(key)] |= map_shape_bit(key);
    m->n++;
    slot_take(m, (map_slot){(uint32_t)(hash >> 32), m->n}, (uint32_t)hash);
    return true;
}

void number_map_init(number_map *m, arena *mem) { *m = (number_map){.mem = mem}; }

/* Fibonacci hashing (Knuth, volume 3, 6.4): numbers of rows follow each other, and their products' upper bits lie far apart. */
static number_slot *number_map_at(const number_map *m, uint64_t key)
{
    uint32_t mask = m->n_slots - 1, i = (uint32_t)(key * 0x9E3779B97F4A7C15u >> 32) & mask;
    while (m->slots[i].value && m->slots[i].key != key) i = (i + 1) & mask;
    return &m->slots[i];
}

uint32_t number_map_get(const number_map *m, uint64_t key)
{
    const number_slot *s = m->n_slots ? number_map_at(m, key) : NULL;
    return s && s->value ? s->value - 1 : MAP_NONE;
}

static bool number_map_rehash(number_map *m)
{
    number_map old = *m;
    m->n_slots = old.n_slots ? old.n_slots * 2 : 64;
    m->slots = arena_new(m->mem, number_slot, m->n_slots);
    if (!m->slots) {
        *m = old;
        return false;
    }
    for (uint32_t i = 0; i < old.n_slots; i++)
        if (old.slots[i].value) *number_map_at(m, old.slots[i].key) = old.slots[i];
    return true;
}

bool number_map_put(number_map *m, uint64_t key, uint32_t value)
{
    if ((m->n + 1) * 2 > m->n_slots && !number_map_rehash(m)) return false;
    number_slot *s = number_map_at(m, key);
    m->n += !s->value;
    *s = (number_slot){key, value + 1};
    return true;
}
