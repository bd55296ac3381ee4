/* SPDX-License-Identifier: Apache-2.0 */
/* entente version: the program's version, and the string of all versions that every event carries. */
#include "cli.h"

int cmd_version(const cli_args *args)
{
    static cli_out out;
    out_begin(&out);
    out_print(&out, "entente %s\n", ent_version());
    ent_engine *engine = job_engine(args);
    if (engine) out_print(&out, "program, code book, gazetteer, model: %s\n", ent_engine_version(engine));
    int status = out_end(&out, ENT_OK, NULL);
    if (!engine && !status) status = EXIT_FAILED;
    ent_engine_free(engine);
    return status;
}
