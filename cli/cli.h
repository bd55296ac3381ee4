/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The command line. One table of commands (commands.c) and one of options (options.c) make everything that speaks of them:
 *
 *     commands[] + options[] ──► main.c: parsing, messages, exit status
 *                            ├─► help.c: `--help`, general and of each command
 *                            ├─► man.c: the manual page
 *                            └─► completions.c: bash, zsh, fish
 *
 * A command is a file cmd_NAME.c with one function; a new one is a row in the table and that file. Data goes to standard output,
 * everything else to standard error. The library is seen through entente.h alone, as any other program would see it.
 */
#ifndef CLI_H
#define CLI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "entente.h"

enum { EXIT_DONE = 0, EXIT_USAGE = 1, EXIT_PARTIAL = 2, EXIT_FAILED = 3 };

/* ---- the tables ------------------------------------------------------------------------------------------------- */

typedef enum option_id {
    OPT_AFTER, OPT_BY, OPT_DOCUMENTS, OPT_FORCED, OPT_FORMAT, OPT_JOBS, OPT_JSON, OPT_MODEL, OPT_PRETOKENISED, OPT_PUBLISHED, OPT_RECORD,
    OPT_REPORTS, OPT_SINCE, OPT_STATUS, OPT_UNTIL, OPT_URL, OPT_HELP, N_OPTIONS
} option_id;

typedef enum operand_kind { OPERAND_NONE, OPERAND_PATHS, OPERAND_WORDS } operand_kind; /* what a shell should complete */

typedef struct option {
    const char *name;    /* without the dashes */
    const char *value;   /* name of its value for people, or NULL for a switch */
    const char *choices; /* space-separated values a shell may offer, or NULL */
    const char *meaning;
} option;

/* What the user typed, checked against the command's row. */
typedef struct cli_args {
    const struct command *command;
    const char *value[N_OPTIONS]; /* "" for a switch that was given; NULL: not given */
    const char *const *operands;
    size_t n_operands;
} cli_args;

typedef struct command {
    const char *name;
    const char *operands; /* for the usage line */
    operand_kind complete;
    unsigned min_operands, max_operands;
    uint32_t options; /* bit per option_id; OPT_HELP goes without saying */
    const char *summary;
    const char *description; /* whole sentences; paragraphs separated by one blank line */
    const char *example;     /* command lines, one a line */
    int (*run)(const cli_args *args); /* returns the exit status */
} command;

extern const option options[N_OPTIONS];
extern const command commands[];
extern const size_t n_commands;

const command *command_find(const char *name);
/* The command whose name is nearest to a mistyped one, or NULL when none is near. */
const command *command_near(const char *name);
static inline bool command_takes(const command *c, unsigned id) { return id == OPT_HELP || (c->options >> id & 1); }

/* ---- options.c --------------------------------------------------------------------------------------------------- */

/* Fills args from argv after the command's name. words is storage for the operands, argc long. False: a message was printed. */
bool args_parse(cli_args *args, const command *c, int argc, char **argv, const char **words);
static inline bool args_has(const cli_args *args, option_id id) { return args->value[id] != NULL; }

/* ---- out.c: the two streams --------------------------------------------------------------------------------------- */

/* Standard output behind a buffer. Nothing more is written after the first failure, whose errno is kept. */
typedef struct cli_out {
    size_t n;
    bool unbuffered; /* a terminal sees every line at once */
    int failure;     /* errno, or 0 */
    char bytes[1 << 16];
} cli_out;

ent_sink out_begin(cli_out *out);
void out_print(cli_out *out, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Writes what is left and turns the end of a job into an exit status, with a message where one is due. */
int out_end(cli_out *out, int code, const ent_error *err);

/* "entente: ..." on standard error, one line; control bytes that a file name may hold are shown as '?'. */
void say(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Exit status of a failure of the library, after its message. */
int say_error(int code, const ent_error *err);
/* An ent_problem_fn. */
void say_problem(void *ctx, const char *input, const char *reason);

/* One line on a terminal, rewritten a few times a second; silent elsewhere. */
typedef struct cli_progress {
    bool on, shown;
    int64_t begin_ms, last_ms;
} cli_progress;

void progress_begin(cli_progress *p);
/* An ent_progress_fn. */
void progress_step(void *progress, const ent_totals *so_far);
void progress_end(cli_progress *p);

/* ---- job.c: what commands share ------------------------------------------------------------------------------------ */

/* Loads the engine, or says why not and returns NULL. */
ent_engine *job_engine(const cli_args *args);
/* Fills a job with the options and operands every reading command understands; false after a message. */
bool job_fill(ent_job *job, const cli_args *args);
/* Pages in, lines out on standard output: the whole of code, text, parse, dates and dump. */
int job_lines(const cli_args *args, ent_output output);
/* --record, else $ENTENTE_RECORD, else ./entente.db. */
const char *job_record(const cli_args *args);
/* Opens the record and calls ask with it, the options of an asking command, and a sink on standard output. */
typedef int (*job_ask_fn)(ent_record *record, const ent_engine *engine, const cli_args *args, const ent_ask *ask, ent_sink sink, ent_error *err);
int job_ask(const cli_args *args, bool needs_engine, job_ask_fn ask);

/* ---- help.c, man.c, completions.c ----------------------------------------------------------------------------------- */

void help_general(cli_out *out);
void help_command(cli_out *out, const command *c);
void man_page(cli_out *out);
void completions_bash(cli_out *out);
void completions_zsh(cli_out *out);
void completions_fish(cli_out *out);

/* ---- cmd_NAME.c ------------------------------------------------------------------------------------------------------ */

int cmd_actor(const cli_args *args);
int cmd_code(const cli_args *args);
int cmd_codebook(const cli_args *args);
int cmd_dates(const cli_args *args);
int cmd_disputes(const cli_args *args);
int cmd_dump(const cli_args *args);
int cmd_dyad(const cli_args *args);
int cmd_event(const cli_args *args);
int cmd_explain(const cli_args *args);
int cmd_export(const cli_args *args);
int cmd_find(const cli_args *args);
int cmd_help(const cli_args *args);
int cmd_parse(const cli_args *args);
int cmd_read(const cli_args *args);
int cmd_relate(const cli_args *args);
int cmd_text(const cli_args *args);
int cmd_version(const cli_args *args);
int cmd_why(const cli_args *args);

#endif
