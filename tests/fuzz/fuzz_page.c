/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The page reader: the first byte picks kind and mode, the rest are a document's bytes, as they come or as page_next cuts them. Whatever is read
 * holds what later stations rely on: valid UTF-8, blocks in order inside the text, a map in order inside the source.
 */
#include <stdlib.h>

#include "base/utf8.h"
#include "page/page.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const page_tables *tables(void)
{
    static arena mem;
    static page_tables *t;
    if (!t && page_tables_load(&t, &mem, ".", NULL)) abort();
    return t;
}

static void check(const doc *d, bool given)
{
    uint32_t end = 0;
    if (!given && utf8_valid(d->text.s, d->text.n) != d->text.n) abort();
    for (uint32_t i = 0; i < d->n_blocks; i++) {
        if (d->blocks[i].begin < end || d->blocks[i].end <= d->blocks[i].begin || d->blocks[i].end > d->text.n) abort();
        end = d->blocks[i].end;
    }
    for (uint32_t i = 0; i < d->n_map; i++) {
        if (d->map[i].byte_off > d->source.n || (i && d->map[i].text_off <= d->map[i - 1].text_off)) abort();
        if (d->map[i].linear && d->map[i].text_off < d->text.n && doc_source_byte(d, d->map[i].text_off) >= d->source.n) abort();
    }
    if (utf8_valid(d->title.s, d->title.n) != d->title.n || d->id.n == 0) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static const page_kind kinds[] = {PAGE_HTML, PAGE_PLAIN, PAGE_NDJSON_LINE, PAGE_FEED_ITEM};
    arena mem;
    doc d;
    ent_error err = {0};
    if (n < 1 || n > 1 << 18) return 0;
    arena_init(&mem, 256 << 20);
    doc_init(&d, &mem);
    page_input in = {.kind = kinds[data[0] % 4], .path = STR("p"), .bytes = str_make((const char *)data + 1, n - 1), .line = 1, .cut = data[0] & 64};
    page_options o = {.mode = data[0] & 128 ? PAGE_VERBATIM : PAGE_NEWS, .published = CAL_NONE};
    if (page_read(tables(), &in, &o, &d, &err) == ENT_OK) check(&d, in.kind == PAGE_NDJSON_LINE);
    else if (!err.message[0]) abort();
    arena_fini(&mem);
    return 0;
}
