/* SPDX-License-Identifier: Apache-2.0 */
#include "parse/parse.h"
#include <stdlib.h>
struct parse_model {
    int unused;
};
struct parse_scratch {
    int unused;
};
int parse_model_open(parse_model **out, arena *mem, const char *data_dir, const char *name_or_path, ent_error *err)
{
    (void)data_dir;
    (void)name_or_path;
    *out = arena_new(mem, parse_model, 1);
    return *out ? ENT_OK : error_memory(err);
}
void parse_model_close(parse_model *m) { (void)m; }
str parse_model_version(const parse_model *m)
{
    (void)m;
    return STR("none");
}
parse_scratch *parse_scratch_new(const parse_model *m, parse_isa isa)
{
    (void)m;
    (void)isa;
    return calloc(1, sizeof(parse_scratch));
}
void parse_scratch_free(parse_scratch *s) { free(s); }
int parse_run(const parse_model *m, parse_scratch *s, doc *d, ent_error *err)
{
    (void)m;
    (void)s;
    (void)d;
    (void)err;
    return ENT_OK;
}
