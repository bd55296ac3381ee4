/* SPDX-License-Identifier: Apache-2.0 */
/* entente actor: whom an actor dealt with, most to least, and how. */
#include "cli.h"

static int ask(ent_record *record, const ent_engine *engine, const cli_args *args, const ent_ask *how, ent_sink sink, ent_error *err)
{
    return ent_ask_actor(record, engine, args->operands[0], how, sink, err);
}

int cmd_actor(const cli_args *args) { return job_ask(args, true, ask); }
