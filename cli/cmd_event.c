/* SPDX-License-Identifier: Apache-2.0 */
/* entente event: one event with all its reports. */
#include "cli.h"

static int ask(ent_record *record, const ent_engine *engine, const cli_args *args, const ent_ask *how, ent_sink sink, ent_error *err)
{
    (void)engine;
    return ent_ask_event(record, args->operands[0], how, sink, err);
}

int cmd_event(const cli_args *args) { return job_ask(args, false, ask); }
