/* SPDX-License-Identifier: Apache-2.0 */
/* entente dyad: time line of two actors, each entry with its evidence. */
#include "cli.h"

static int ask(ent_record *record, const ent_engine *engine, const cli_args *args, const ent_ask *how, ent_sink sink, ent_error *err)
{
    return ent_ask_dyad(record, engine, args->operands[0], args->operands[1], how, sink, err);
}

int cmd_dyad(const cli_args *args) { return job_ask(args, true, ask); }
