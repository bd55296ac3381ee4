/* SPDX-License-Identifier: Apache-2.0 */
/* What commands share: the engine, a job from its options, a question to a record. */
#include <limits.h>
#include <stdlib.h>

#include "cli.h"

ent_engine *job_engine(const cli_args *args)
{
    ent_engine *engine;
    ent_error err = {0};
    int code = ent_engine_new(&engine, &(ent_engine_options){.model = args->value[OPT_MODEL]}, &err);
    if (!code) return engine;
    say("%s", err.message);
    return NULL;
}

/* Threads of --jobs: 0 when not given, -1 after a message. */
static int threads(const cli_args *args)
{
    const char *text = args->value[OPT_JOBS];
    if (!text) return 0;
    char *end;
    long n = strtol(text, &end, 10);
    if (end != text && !*end && n >= 1 && n <= 1024) return (int)n;
    say("--jobs takes a number of threads from 1 to 1024, not '%s'", text);
    return -1;
}

bool job_fill(ent_job *job, const cli_args *args)
{
    int n = threads(args);
    job->paths = args->operands;
    job->n_paths = args->n_operands;
    job->n_threads = n < 0 ? 0 : (unsigned)n;
    job->published = args->value[OPT_PUBLISHED];
    job->url = args->value[OPT_URL];
    job->station = args->value[OPT_AFTER];
    job->pretokenised = args_has(args, OPT_PRETOKENISED);
    job->problem = say_problem;
    return n >= 0;
}

int job_lines(const cli_args *args, ent_output output)
{
    static cli_out out;
    ent_error err = {0};
    cli_progress progress;
    ent_job job = {.output = output};
    if (!job_fill(&job, args)) return EXIT_USAGE;
    ent_engine *engine = job_engine(args);
    if (!engine) return EXIT_FAILED;
    job.sink = out_begin(&out);
    progress_begin(&progress);
    if (out.unbuffered) progress.on = false; /* lines of data show the progress themselves */
    job.problem_ctx = job.progress_ctx = &progress;
    job.progress = progress_step;
    int code = ent_run(engine, &job, NULL, &err);
    progress_end(&progress);
    ent_engine_free(engine);
    return out_end(&out, code, &err);
}

const char *job_record(const cli_args *args)
{
    const char *env = getenv("ENTENTE_RECORD");
    if (args->value[OPT_RECORD]) return args->value[OPT_RECORD];
    return env && *env ? env : "entente.db";
}

int job_ask(const cli_args *args, bool needs_engine, job_ask_fn ask)
{
    static cli_out out;
    ent_error err = {0};
    ent_record *record;
    ent_ask how = {args->value[OPT_SINCE], args->value[OPT_UNTIL], args->value[OPT_BY], args->value[OPT_STATUS], args_has(args, OPT_JSON)};
    int code = ent_record_open(&record, job_record(args), &err);
    if (code) return say_error(code, &err);
    ent_engine *engine = needs_engine ? job_engine(args) : NULL;
    if (needs_engine && !engine) {
        ent_record_close(record);
        return EXIT_FAILED;
    }
    code = ask(record, engine, args, &how, out_begin(&out), &err);
    ent_record_close(record);
    ent_engine_free(engine);
    return out_end(&out, code, &err);
}
