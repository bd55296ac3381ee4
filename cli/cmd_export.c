/* SPDX-License-Identifier: Apache-2.0 */
/* entente export: the record by happening, report or document, as NDJSON, CSV or a table of another event feed. */
#include <string.h>

#include "cli.h"

static int ask(ent_record *record, const ent_engine *engine, const cli_args *args, const ent_ask *how, ent_sink sink, ent_error *err)
{
    const char *format = args->value[OPT_FORMAT];
    ent_unit unit = args_has(args, OPT_REPORTS) ? ENT_UNIT_REPORTS : args_has(args, OPT_DOCUMENTS) ? ENT_UNIT_DOCUMENTS : ENT_UNIT_EVENTS;
    return ent_export(record, engine, unit, format ? format : "ndjson", how, sink, err);
}

int cmd_export(const cli_args *args)
{
    if (args_has(args, OPT_REPORTS) && args_has(args, OPT_DOCUMENTS)) {
        say("--reports and --documents exclude each other; see `entente export --help`");
        return EXIT_USAGE;
    }
    const char *format = args->value[OPT_FORMAT];
    return job_ask(args, format && strcmp(format, "ndjson") && strcmp(format, "csv"), ask);
}
