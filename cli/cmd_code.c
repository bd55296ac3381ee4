/* SPDX-License-Identifier: Apache-2.0 */
/* entente code: events of pages as NDJSON, no record. */
#include "cli.h"

int cmd_code(const cli_args *args)
{
    return job_lines(args, ENT_OUT_EVENTS);
}
