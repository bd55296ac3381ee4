/* SPDX-License-Identifier: Apache-2.0 */
/* entente disputes: what the reports of one event tell differently, with who says what. */
#include "cli.h"

static int ask(ent_record *record, const ent_engine *engine, const cli_args *args, const ent_ask *how, ent_sink sink, ent_error *err)
{
    (void)engine;
    (void)args;
    return ent_ask_disputes(record, how, sink, err);
}

int cmd_disputes(const cli_args *args) { return job_ask(args, false, ask); }
