/* SPDX-License-Identifier: Apache-2.0 */
/* entente text: main text and facts of pages. */
#include "cli.h"

int cmd_text(const cli_args *args)
{
    return job_lines(args, args_has(args, OPT_JSON) ? ENT_OUT_TEXT_JSON : ENT_OUT_TEXT);
}
