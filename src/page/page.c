/* SPDX-License-Identifier: Apache-2.0 */
#include "page/page.h"

#include <stdlib.h>

#include "base/file.h"

struct page_tables {
    int unused;
};
struct page_reader {
    file_in in;
    bool done;
};
int page_tables_load(page_tables **out, arena *mem, const char *data_dir, ent_error *err)
{
    (void)data_dir;
    *out = arena_new(mem, page_tables, 1);
    return *out ? ENT_OK : error_memory(err);
}
int page_open(page_reader **out, const char *path, ent_error *err)
{
    page_reader *r = calloc(1, sizeof *r);
    if (!r) return error_memory(err);
    int rc = file_open(&r->in, path, err);
    if (rc) free(r);
    else *out = r;
    return rc;
}
int page_next(page_reader *r, page_input *in, buf *bytes, ent_error *err)
{
    char part[65536];
    size_t got = 1;
    buf_reset(bytes);
    if (r->done) return 0;
    r->done = true;
    while (got) {
        if (file_get(&r->in, part, sizeof part, &got, err)) return -1;
        buf_put(bytes, part, got);
    }
    *in = (page_input){.kind = PAGE_PLAIN, .path = str_from(r->in.name), .bytes = str_make(bytes->s, bytes->n)};
    return 1;
}
void page_close(page_reader *r)
{
    if (!r) return;
    file_close(&r->in);
    free(r);
}
int page_read(const page_tables *t, const page_input *in, const page_options *o, doc *d, ent_error *err)
{
    (void)t;
    (void)err;
    d->path = in->path;
    d->source = in->bytes;
    d->text = in->bytes;
    d->published = o->published;
    d->url = o->url;
    return ENT_OK;
}
