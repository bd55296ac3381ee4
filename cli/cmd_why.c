/* SPDX-License-Identifier: Apache-2.0 */
/* entente why: why two reports, or two events, were or were not taken for one. */
#include "cli.h"

static int ask(ent_record *record, const ent_engine *engine, const cli_args *args, const ent_ask *how, ent_sink sink, ent_error *err)
{
    return ent_ask_why(record, engine, args->operands[0], args->operands[1], how, sink, err);
}

int cmd_why(const cli_args *args) { return job_ask(args, true, ask); }
