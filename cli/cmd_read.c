/* SPDX-License-Identifier: Apache-2.0 */
/* entente read: pages into a record, and on standard error what became of them. */
#include <stdio.h>

#include "cli.h"

static void count(uint64_t n, const char *what, const char *after)
{
    fprintf(stderr, "%llu %s%s%s", (unsigned long long)n, what, n == 1 ? "" : "s", after);
}

static void summarise(const ent_totals *t, const char *record)
{
    count(t->documents, "document", " read, ");
    count(t->skipped, "input", " skipped, ");
    count(t->words, "word", ", ");
    count(t->events, "report", " of events\n");
    if (t->undated) count(t->undated, "document", t->undated == 1 ? " states no day of publication; give it with --published\n" : " state no day of publication; give it with --published\n");
    if (!t->record_documents) {
        fprintf(stderr, "nothing is in the record %s\n", record);
        return;
    }
    fprintf(stderr, "the record %s holds ", record);
    count(t->record_documents, "document", ", ");
    count(t->record_reports, "report", ", ");
    count(t->record_events, "event", "\n");
}

int cmd_read(const cli_args *args)
{
    ent_error err = {0};
    ent_totals totals = {0};
    cli_progress progress;
    ent_job job = {.output = ENT_OUT_RECORD, .record = job_record(args), .problem_ctx = &progress, .progress = progress_step, .progress_ctx = &progress};
    if (!job_fill(&job, args)) return EXIT_USAGE;
    ent_engine *engine = job_engine(args);
    if (!engine) return EXIT_FAILED;
    progress_begin(&progress);
    int code = ent_run(engine, &job, &totals, &err);
    progress_end(&progress);
    ent_engine_free(engine);
    if (code == ENT_OK || code == ENT_E_PARTIAL) summarise(&totals, job.record);
    return say_error(code, &err);
}
