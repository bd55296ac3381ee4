/* SPDX-License-Identifier: Apache-2.0 */
/* entente dump: the columns after a station as NDJSON. */
#include "cli.h"

int cmd_dump(const cli_args *args)
{
    if (!args_has(args, OPT_AFTER)) {
        say("which station? --after page, split, parse, link, clause or code");
        return EXIT_USAGE;
    }
    return job_lines(args, ENT_OUT_DUMP);
}
