/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The vocabulary: numbers for the pieces that stand in any table, and what a document must know about each.
 *
 * in:  pieces of at most LINK_PIECE_MAX bytes      out: symbols from 1; a row per symbol
 *
 * A document meets each of its words once or twice and the parser has filled the caches with its own matrices, so what a look-up costs is the
 * number of cache lines it touches, not its instructions. Hence an open-addressed table of (part of the hash, symbol), which answers "in no
 * table" from one line, and one row of 32 bytes that has the text itself where it is short and everything asked about a symbol: its lower case,
 * its cues, whether a trap looks for it, which tries have a form that begins with it. A general map would touch four lines for the same.
 *
 * Cost: one line for an unknown piece, two for a known one. Memory: some 60 bytes a symbol.
 */
#include "link/internal.h"

static const char *text_of(const link_word *w) { return w->n_bytes > LINK_WORD_ROOM ? w->text : w->room; }

void link_vocab_fetch(const link_vocab *v, const uint64_t *hash, uint32_t n)
{
    uint32_t mask = v->n_slots - 1;
    for (uint32_t i = 0; i < n; i++) __builtin_prefetch(&v->slots[(uint32_t)hash[i] & mask]);
    for (uint32_t i = 0; i < n; i++) {
        const link_symbol_slot *s = &v->slots[(uint32_t)hash[i] & mask];
        if (s->tag == (uint32_t)(hash[i] >> 32)) __builtin_prefetch(&v->words[s->sym]);
    }
}

/* memcmp without a call for all but long pieces: link_bytes_load has every byte of up to eight. */
static bool same_bytes(const char *a, const char *b, uint32_t n)
{
    if (n > 16) return !memcmp(a, b, n);
    return link_bytes_load(a, n) == link_bytes_load(b, n) && (n <= 8 || link_bytes_load(a + n - 8, 8) == link_bytes_load(b + n - 8, 8));
}

uint32_t link_vocab_find(const link_vocab *v, str s, uint64_t hash)
{
    uint32_t tag = (uint32_t)(hash >> 32), mask = v->n_slots - 1;
    for (uint32_t i = (uint32_t)hash & mask; v->slots[i].sym; i = (i + 1) & mask) {
        if (v->slots[i].tag != tag) continue;
        const link_word *w = &v->words[v->slots[i].sym];
        if (w->n_bytes == s.n && same_bytes(text_of(w), s.s, s.n)) return v->slots[i].sym;
    }
    return LINK_SYM_NONE;
}

uint32_t link_vocab_get(const link_vocab *v, str s)
{
    return s.n && s.n <= LINK_PIECE_MAX ? link_vocab_find(v, s, link_vocab_hash(s)) : LINK_SYM_NONE;
}

static void slot_take(link_symbol_slot *slots, uint32_t n_slots, uint64_t hash, uint32_t sym)
{
    uint32_t i = (uint32_t)hash & (n_slots - 1);
    while (slots[i].sym) i = (i + 1) & (n_slots - 1);
    slots[i] = (link_symbol_slot){(uint32_t)(hash >> 32), sym};
}

static bool slots_set(link_vocab *v, uint32_t n)
{
    link_symbol_slot *slots = arena_new(v->mem, link_symbol_slot, n);
    if (!slots) return false;
    for (uint32_t sym = 1; sym < v->n; sym++) slot_take(slots, n, link_vocab_hash(str_make(text_of(&v->words[sym]), v->words[sym].n_bytes)), sym);
    v->slots = slots;
    v->n_slots = n;
    return true;
}

bool link_vocab_init(link_vocab *v, arena *mem)
{
    *v = (link_vocab){.mem = mem, .n = 1};
    v->words = arena_grow(mem, NULL, sizeof *v->words, 0, LINK_ROOM, &v->cap);
    return v->words && slots_set(v, 2 * LINK_ROOM);
}

uint32_t link_vocab_put(link_vocab *v, str s)
{
    uint32_t sym = link_vocab_get(v, s);
    if (sym != LINK_SYM_NONE || !s.n || s.n > LINK_PIECE_MAX) return sym;
    if ((v->n + 1) * 2 > v->n_slots && !slots_set(v, v->n_slots * 2)) return LINK_SYM_NONE;
    link_word *words = arena_grow(v->mem, v->words, sizeof *words, v->n, v->n + 1, &v->cap);
    const char *own = s.n > LINK_WORD_ROOM ? arena_str(v->mem, s).s : s.s;
    if (!words || !own) return LINK_SYM_NONE;
    v->words = words;
    link_word *w = &words[v->n];
    *w = (link_word){.n_bytes = (uint8_t)s.n};
    if (s.n > LINK_WORD_ROOM) w->text = own;
    else memcpy(w->room, own, s.n);
    slot_take(v->slots, v->n_slots, link_vocab_hash(s), v->n);
    return v->n++;
}

void link_vocab_close(link_vocab *v)
{
    for (uint32_t sym = 1; sym < v->n; sym++) {
        char room[LINK_PIECE_MAX];
        str text = str_make(text_of(&v->words[sym]), v->words[sym].n_bytes), low = link_piece_lower(text, room);
        v->words[sym].low = str_eq(low, text) ? sym : link_vocab_get(v, low);
    }
}
