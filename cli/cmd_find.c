/* SPDX-License-Identifier: Apache-2.0 */
/* entente find: full-text search of the documents of a record. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

static int ask(ent_record *record, const ent_engine *engine, const cli_args *args, const ent_ask *how, ent_sink sink, ent_error *err)
{
    (void)engine;
    size_t n = 1;
    for (size_t i = 0; i < args->n_operands; i++) n += strlen(args->operands[i]) + 1;
    char *words = malloc(n);
    if (!words) {
        *err = (ent_error){ENT_E_MEMORY, -1, "out of memory"};
        return ENT_E_MEMORY;
    }
    size_t at = 0;
    for (size_t i = 0; i < args->n_operands; i++) at += (size_t)snprintf(words + at, n - at, "%s%s", i ? " " : "", args->operands[i]);
    int code = ent_ask_find(record, words, how, sink, err);
    free(words);
    return code;
}

int cmd_find(const cli_args *args) { return job_ask(args, false, ask); }
