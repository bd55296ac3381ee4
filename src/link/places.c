/* SPDX-License-Identifier: Apache-2.0 */
#include "link/internal.h"
struct link_place_tables {
    int unused;
};
int link_places_load(link_place_tables **out, link_gazetteer *g, link_vocab *vocab, arena *mem, const char *data_dir, ent_error *err)
{
    (void)g;
    (void)vocab;
    (void)data_dir;
    *out = arena_new(mem, link_place_tables, 1);
    return *out ? ENT_OK : error_memory(err);
}
int link_places_run(const link_place_tables *t, const link_gazetteer *g, const link_pieces *p, doc *d, ent_error *err)
{
    (void)t;
    (void)g;
    (void)p;
    (void)d;
    (void)err;
    return ENT_OK;
}
str link_place_country(const link_place_tables *t, arena *scratch, str name)
{
    (void)t;
    (void)scratch;
    (void)name;
    return STR_NONE;
}
