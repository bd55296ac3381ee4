/* SPDX-License-Identifier: Apache-2.0 */
/* entente dates: temporal expressions as NDJSON. */
#include "cli.h"

int cmd_dates(const cli_args *args)
{
    return job_lines(args, ENT_OUT_DATES);
}
