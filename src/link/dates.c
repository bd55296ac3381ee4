/* SPDX-License-Identifier: Apache-2.0 */
#include "link/internal.h"
struct link_date_tables {
    int unused;
};
int link_dates_load(link_date_tables **out, link_gazetteer *g, arena *mem, const char *data_dir, ent_error *err)
{
    (void)g;
    (void)data_dir;
    *out = arena_new(mem, link_date_tables, 1);
    return *out ? ENT_OK : error_memory(err);
}
int link_dates_run(const link_date_tables *t, doc *d, ent_error *err)
{
    (void)t;
    (void)d;
    (void)err;
    return ENT_OK;
}
