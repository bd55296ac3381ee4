/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tables of station clause without one row of grammar/repairs.tsv: a folder of links to the others and a copy of that one.
 *
 *     repair_rows_begin(&x)          x: zeroed; reads the rows from here
 *     repair_rows_without(&x, …)     the tables less the row of that name; NULL and a printed reason when they cannot be had
 *     repair_rows_end(&x)            the folder goes
 */
#ifndef REPAIR_ROWS_H
#define REPAIR_ROWS_H

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "clause/clause.h"

static const char *const repair_rows_others[] = {"verbs.tsv", "light.tsv", "nominals.tsv", "speech.tsv", "modals.tsv", "prepositions.tsv", "joined.tsv", "function.tsv"};

typedef struct repair_rows {
    arena mem;
    str rows; /* bytes of repairs.tsv */
    char folder[64];
} repair_rows;

static inline const char *repair_rows_path(const repair_rows *x, const char *name)
{
    static char path[256];
    snprintf(path, sizeof path, "%s/grammar/%s", x->folder, name);
    return path;
}

static inline bool repair_rows_begin(repair_rows *x)
{
    char here[256], target[512];
    ent_error err;
    arena_init(&x->mem, 0);
    if (file_read(&x->mem, "grammar/repairs.tsv", 0, &x->rows, &err)) return printf("%s\n", err.message), false;
    snprintf(x->folder, sizeof x->folder, "/tmp/entente-repairs-XXXXXX");
    if (!mkdtemp(x->folder) || !getcwd(here, sizeof here) || mkdir(repair_rows_path(x, ""), 0700)) return false;
    for (size_t i = 0; i < sizeof repair_rows_others / sizeof *repair_rows_others; i++) {
        snprintf(target, sizeof target, "%s/grammar/%s", here, repair_rows_others[i]);
        if (symlink(target, repair_rows_path(x, repair_rows_others[i]))) return false;
    }
    return true;
}

static inline void repair_rows_end(repair_rows *x)
{
    if (!x->folder[0]) return;
    for (size_t i = 0; i < sizeof repair_rows_others / sizeof *repair_rows_others; i++) unlink(repair_rows_path(x, repair_rows_others[i]));
    unlink(repair_rows_path(x, "repairs.tsv"));
    rmdir(repair_rows_path(x, ""));
    rmdir(x->folder);
    arena_fini(&x->mem);
}

/* The name of the row that this line is, or nothing. */
static inline str repair_rows_name(str line)
{
    if (!line.n || line.s[0] == '#' || str_starts(line, STR("pass\t"))) return STR_NONE;
    str_cut(&line, '\t');
    return str_cut(&line, '\t');
}

static inline clause_tables *repair_rows_without(const repair_rows *x, arena *mem, str name)
{
    FILE *f = fopen(repair_rows_path(x, "repairs.tsv"), "wb");
    clause_tables *t = NULL;
    ent_error err = {0};
    if (!f) return printf("%s: cannot be written\n", repair_rows_path(x, "repairs.tsv")), NULL;
    for (str rest = x->rows; rest.n;) {
        str line = str_cut(&rest, '\n');
        if (!str_eq(repair_rows_name(line), name)) fprintf(f, "%.*s\n", STR_ARG(line));
    }
    fclose(f);
    if (!clause_tables_load(&t, mem, x->folder, &err)) return t;
    printf("%s\n", err.message);
    return NULL;
}

#endif
