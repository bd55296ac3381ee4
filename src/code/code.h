/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Station code: clauses → events, by the code book. Knows politics, knows no grammar beyond the roles of doc.h.
 */
#ifndef CODE_H
#define CODE_H

#include "base/buf.h"
#include "doc.h"

typedef struct code_book code_book; /* compiled rules, immutable, shared by threads */
/* Loads DATA/codebook/ontology.tsv and the .rules files beside it. A syntax error names file and line. */
int code_book_load(code_book **out, arena *mem, const char *data_dir, ent_error *err);
str code_book_version(const code_book *b);

/* Fills events. Ids are made from document id, evidence, trigger, event, mode and parties. */
int code_run(const code_book *b, doc *d, ent_error *err);

/* As code_run, and writes for people, for every predicate, the rules tried, the one that fired, and why the others did not. */
int code_explain(const code_book *b, doc *d, buf *out, ent_error *err);

/* Examples of the code book: text and what must come of it. The caller runs the stations, code_example_check compares. */
typedef struct code_example {
    str rule;
    const char *path;
    uint32_t line;
    bool counter;
    str text, published, expect; /* expect: as written in the rule file */
} code_example;
uint32_t code_example_count(const code_book *b);
code_example code_example_get(const code_book *b, uint32_t i);
/* true when d's events are what the example asks for; else *why says what came instead (in d's arena). */
bool code_example_check(const code_book *b, const code_example *x, doc *d, str *why);
/* Marks in by_rule[rules] the silent rules that stop a predicate of the document: those give no event by which to see them. */
int code_silenced(const code_book *b, doc *d, bool *by_rule, ent_error *err);
/* Writes one line for every word of a rule that another rule always takes before it, and counts them. */
int code_shadows(const code_book *b, buf *out, uint32_t *n, ent_error *err);
uint32_t code_rule_count(const code_book *b);
str code_rule_name(const code_book *b, uint32_t i);
int code_rule_list(const code_book *b, bool json, buf *out, ent_error *err);
int code_rule_show(const code_book *b, str type, buf *out, ent_error *err);

/* Relation between two given actors (spans of d->text); event "" when it abstains. candidates best first. */
typedef struct code_candidate {
    str event, mode, rule;
    uint8_t status;
    uint16_t score_thousandths;
} code_candidate;
int code_relate(const code_book *b, doc *d, str source, str target, bool forced, code_candidate *out, uint32_t max, uint32_t *n, ent_error *err);

#endif
