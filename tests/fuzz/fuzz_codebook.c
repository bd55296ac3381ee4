/* SPDX-License-Identifier: Apache-2.0 */
/* The reader of rule files and word lists: any bytes give rules or an error with file and line. Before a line "%%" stand lists, after it rules. */
#include "code/book.h"

static const char types[] = "type\tmode\tquad\tscale\tcameo\trecipient\tplanned\tplanned_cameo\trefused\nAID\t\t2\t10\t070\tyes\tAGREE\t033\nAGREE\t\t1\t2.5\t030\tno\nASSAULT\t\t4\t-9\t190\tno\nASSAULT\taerial\t4\t-9.5\t195\tno\n";
static const char codes[] = "code\tname\tgoldstein\n070\tAid\t7\n190\tForce\t-10\n";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    arena mem;
    ent_error err = {0};
    buf out;
    if (n > 1 << 16) return 0;
    arena_init(&mem, (size_t)64 << 20);
    buf_init(&out);
    code_book *b = code_book_new(&mem);
    str all = str_make((const char *)data, n), rules = all;
    int64_t part = str_find(all, STR("%%\n"), 0);
    int rc = b ? code_ontology_read(b, "types", str_from(types), &err) : 1;
    if (!rc) rc = code_cameo_read(b, "codes", str_from(codes), &err);
    if (!rc && part >= 0) {
        rules = str_sub(all, (uint32_t)part + 3, all.n);
        rc = code_lists_read(b, "lists", str_sub(all, 0, (uint32_t)part), &err);
    }
    if (!rc) rc = code_rules_read(b, "rules", rules, &err);
    if (!rc) {
        code_index_settle(b);
        rc = code_rule_list(b, true, &out, &err);
        for (uint32_t i = 0; i < code_rule_count(b); i++) rc |= code_rule_show(b, code_rule_name(b, i), &out, &err);
    }
    buf_fini(&out);
    arena_fini(&mem);
    return 0;
}
