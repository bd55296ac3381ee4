/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The main text as it grows, with its map to the source and its blocks.
 *
 * A piece of the map is begun only where text and source fall out of step, so plain runs cost nothing. The map that leaves the
 * station leads to the bytes read: page_out_finish walks each linear piece through the decoding's map (binary search per piece).
 */
#include "page/parts.h"

void page_out_init(page_out *o, arena *mem, uint32_t n_expected)
{
    *o = (page_out){.mem = mem};
    o->s = arena_grow(mem, NULL, 1, 0, n_expected + 16, &o->cap);
    o->failed = !o->s;
}

static void put_piece(page_out *o, uint32_t byte_off, bool linear)
{
    doc_piece *last = o->n_map ? &o->map[o->n_map - 1] : NULL;
    if (last && linear && last->linear && last->byte_off + (o->n - last->text_off) == byte_off) return;
    doc_piece *grown = arena_grow(o->mem, o->map, sizeof *o->map, o->n_map, o->n_map + 1, &o->cap_map);
    if (!grown) {
        o->failed = true;
        return;
    }
    o->map = grown;
    o->map[o->n_map++] = (doc_piece){o->n, byte_off, linear};
}

void page_out_put(page_out *o, const char *s, uint32_t n, uint32_t byte_off, bool linear)
{
    if (o->failed || !n) return;
    char *grown = arena_grow(o->mem, o->s, 1, o->n, o->n + n, &o->cap);
    if (!grown) {
        o->failed = true;
        return;
    }
    o->s = grown;
    put_piece(o, byte_off, linear);
    memcpy(o->s + o->n, s, n);
    o->n += n;
}

void page_out_gap(page_out *o, uint32_t byte_off)
{
    if (o->n) page_out_put(o, "\n\n", 2, byte_off, false);
}

void page_out_block(page_out *o, uint32_t begin, uint32_t end, doc_block_kind kind)
{
    if (o->failed || begin == end) return;
    doc_block *grown = arena_grow(o->mem, o->blocks, sizeof *o->blocks, o->n_blocks, o->n_blocks + 1, &o->cap_blocks);
    if (!grown) {
        o->failed = true;
        return;
    }
    o->blocks = grown;
    o->blocks[o->n_blocks++] = (doc_block){.begin = begin, .end = end, .kind = (uint8_t)kind};
}

/* Piece of the decoding's map that holds byte `at`. */
static uint32_t piece_of(const page_source *source, uint32_t at)
{
    uint32_t low = 0, high = source->n_map;
    while (high - low > 1) {
        uint32_t mid = low + (high - low) / 2;
        if (source->map[mid].text_off <= at) low = mid;
        else high = mid;
    }
    return low;
}

static uint32_t through(const doc_piece *p, uint32_t at) { return p->linear ? p->byte_off + (at - p->text_off) : p->byte_off; }

/* One piece [text_off, end) of the text, linear in the decoded source, as pieces over the bytes read. */
static void compose_piece(page_out *o, const page_source *source, doc_piece piece, uint32_t end)
{
    uint32_t k = piece_of(source, piece.byte_off), at = piece.byte_off, stop = piece.linear ? piece.byte_off + (end - piece.text_off) : at + 1;
    while (at < stop && !o->failed) {
        o->n = piece.text_off + (at - piece.byte_off);
        put_piece(o, through(&source->map[k], at), piece.linear && source->map[k].linear);
        if (++k == source->n_map) break;
        at = source->map[k].text_off;
    }
}

bool page_out_over(page_out *o, const page_source *source)
{
    page_out composed = {.mem = o->mem};
    for (uint32_t i = 0; i < o->n_map && source->n_map; i++) compose_piece(&composed, source, o->map[i], i + 1 < o->n_map ? o->map[i + 1].text_off : o->n);
    if (o->failed || composed.failed) return false;
    if (source->n_map) o->map = composed.map, o->n_map = composed.n_map;
    return true;
}

int page_out_finish(page_out *o, const page_source *source, doc *d, ent_error *err)
{
    if (!page_out_over(o, source)) return error_memory(err);
    d->text = str_make(o->s, o->n);
    d->map = o->map;
    d->n_map = o->n_map;
    d->blocks = o->blocks;
    d->n_blocks = o->n_blocks;
    return ENT_OK;
}
