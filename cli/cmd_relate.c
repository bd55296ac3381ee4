/* SPDX-License-Identifier: Apache-2.0 */
/* entente relate: the relation between two given actors, NDJSON in and out. */
#include "cli.h"

int cmd_relate(const cli_args *args)
{
    static cli_out out;
    ent_error err = {0};
    ent_job job = {0};
    if (!job_fill(&job, args)) return EXIT_USAGE;
    ent_engine *engine = job_engine(args);
    if (!engine) return EXIT_FAILED;
    job.sink = out_begin(&out);
    int code = ent_relate(engine, &job, args_has(args, OPT_FORCED), &err);
    ent_engine_free(engine);
    return out_end(&out, code, &err);
}
