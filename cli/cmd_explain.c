/* SPDX-License-Identifier: Apache-2.0 */
/* entente explain: why a sentence gives the events it gives. */
#include <string.h>

#include "cli.h"

int cmd_explain(const cli_args *args)
{
    static cli_out out;
    ent_error err = {0};
    const char *sentence = args->operands[0];
    ent_engine *engine = job_engine(args);
    if (!engine) return EXIT_FAILED;
    int code = ent_explain(engine, sentence, strlen(sentence), args->value[OPT_PUBLISHED], out_begin(&out), &err);
    ent_engine_free(engine);
    return out_end(&out, code, &err);
}
