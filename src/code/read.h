/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the two halves of the rule reader share: read.c knows the keys of a rule, slots_read.c the places in a clause that its values
 * name ("patient(owned), on") and what is asked of them ("need patient = envoy"). Internal to the reader.
 */
#ifndef CODE_READ_H
#define CODE_READ_H

#include "code/book.h"

typedef struct code_reader {
    code_book *b;
    const char *path;
    code_lines lines;
    uint32_t type;
    code_rule *rule; /* the one being read, not yet in the book */
    ent_error *err;
} code_reader;

#define FAIL(r, ...) code_error((r)->err, (r)->path, (r)->lines.first, __VA_ARGS__)

/* Number of `name` in a table of names, or -1. */
int code_name_find(const char *const *names, int n, str name);
/* A list of slots; keeps out->optional. */
int code_slots_read(code_reader *r, str text, code_slots *out);
int code_status_read(code_reader *r, str v, uint8_t *out);
/* Appends a condition to the rule being read. */
int code_need_read(code_reader *r, str v, bool negative);
/* Appends an example or counter-example of the rule being read to the book. */
int code_example_read(code_reader *r, str v, bool counter);

#endif
