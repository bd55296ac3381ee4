/* SPDX-License-Identifier: Apache-2.0 */
/* entente parse: sentences, words and trees as CoNLL-U. */
#include "cli.h"

int cmd_parse(const cli_args *args)
{
    return job_lines(args, ENT_OUT_CONLLU);
}
