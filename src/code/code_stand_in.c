/* SPDX-License-Identifier: Apache-2.0 */
/* Until the code station lands. */
#include "code/code.h"
struct code_book { int unused; };
int code_book_load(code_book **out, arena *mem, const char *dir, ent_error *err) { (void)dir; *out = arena_new(mem, code_book, 1); return *out ? ENT_OK : error_memory(err); }
str code_book_version(const code_book *b) { (void)b; return STR("none"); }
int code_run(const code_book *b, doc *d, ent_error *err) { (void)b; (void)d; (void)err; return ENT_OK; }
int code_explain(const code_book *b, doc *d, buf *out, ent_error *err) { (void)b; (void)d; (void)out; (void)err; return ENT_OK; }
uint32_t code_example_count(const code_book *b) { (void)b; return 0; }
code_example code_example_get(const code_book *b, uint32_t i) { (void)b; (void)i; return (code_example){0}; }
bool code_example_check(const code_book *b, const code_example *x, doc *d, str *why) { (void)b; (void)x; (void)d; (void)why; return false; }
uint32_t code_rule_count(const code_book *b) { (void)b; return 0; }
str code_rule_name(const code_book *b, uint32_t i) { (void)b; (void)i; return STR_NONE; }
int code_rule_list(const code_book *b, bool j, buf *out, ent_error *err) { (void)b; (void)j; (void)out; (void)err; return ENT_OK; }
int code_rule_show(const code_book *b, str t, buf *out, ent_error *err) { (void)b; (void)t; (void)out; (void)err; return ENT_OK; }
int code_relate(const code_book *b, doc *d, str s, str t, bool f, code_candidate *o, uint32_t m, uint32_t *n, ent_error *err) { (void)b; (void)d; (void)s; (void)t; (void)f; (void)o; (void)m; *n = 0; (void)err; return ENT_OK; }
