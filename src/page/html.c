/* SPDX-License-Identifier: Apache-2.0 */
/*
 * HTML → main text: the steps in order, and the kept lines as blocks of the document.
 *
 * In: decoded source. Out: text, map, blocks, title, authors, publisher, published, url.
 * Lines of the tree carry a map to the source; the pieces of the kept ones are copied. Cost: linear.
 */
#include "page/html.h"

static doc_block_kind kind_of(const html_tree *t, const html_line *l)
{
    return l->heading ? BLOCK_HEADING : (doc_block_kind)t->nodes[l->node].kind;
}

/* Copies text [begin, end) with its map; *piece is the piece that holds begin or one before it. */
static void copy_mapped(page_out *o, const page_out *from, uint32_t begin, uint32_t end, uint32_t *piece)
{
    while (*piece + 1 < from->n_map && from->map[*piece + 1].text_off <= begin) ++*piece;
    for (uint32_t at = begin, k = *piece; at < end; k++) {
        const doc_piece *p = &from->map[k];
        uint32_t stop = k + 1 < from->n_map && from->map[k + 1].text_off < end ? from->map[k + 1].text_off : end;
        page_out_put(o, from->s + at, stop - at, p->linear ? p->byte_off + (at - p->text_off) : p->byte_off, p->linear);
        at = stop;
    }
}

static int put_lines(html_tree *t, ent_error *err)
{
    page_out o;
    uint32_t piece = 0, n = 0;
    for (uint32_t i = 0; i < t->n_lines; i++) n += t->lines[i].keep ? t->lines[i].end - t->lines[i].begin + 2 : 0;
    page_out_init(&o, t->mem, n);
    for (uint32_t i = 0; i < t->n_lines; i++) {
        const html_line *l = &t->lines[i];
        if (!l->keep) continue;
        while (piece + 1 < t->text.n_map && t->text.map[piece + 1].text_off <= l->begin) piece++;
        page_out_gap(&o, t->text.map[piece].byte_off);
        uint32_t begin = o.n;
        copy_mapped(&o, &t->text, l->begin, l->end, &piece);
        page_out_block(&o, begin, o.n, kind_of(t, l));
    }
    return page_out_finish(&o, t->source, t->d, err);
}

int page_html(const page_tables *t, const page_source *source, doc *d, ent_error *err)
{
    html_tree tree = {.t = t, .source = source, .mem = d->mem, .d = d};
    int rc = html_tree_build(&tree, err);
    if (!rc) rc = html_facts(&tree, err);
    if (!rc) html_choose(&tree);
    if (!rc) rc = html_facts_from_lines(&tree, err);
    return rc ? rc : put_lines(&tree, err);
}
