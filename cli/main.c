/* SPDX-License-Identifier: Apache-2.0 */
/* The program: finds the command, reads its arguments, runs it. Exit status is in cli.h and in every command's help. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

static int unknown(const char *name)
{
    const command *near = command_near(name);
    if (near) say("there is no command '%s'; did you mean '%s'? See `entente help`", name, near->name);
    else say("there is no command '%s'; see `entente help`", name);
    return EXIT_USAGE;
}

static int general_help(void)
{
    static cli_out out;
    out_begin(&out);
    help_general(&out);
    return out_end(&out, ENT_OK, NULL);
}

static int run(const command *c, int argc, char **argv)
{
    static cli_out out;
    cli_args args;
    const char **words = calloc((size_t)argc + 1, sizeof *words);
    int status = EXIT_USAGE;
    if (!words) {
        say("out of memory");
        return EXIT_FAILED;
    }
    if (args_parse(&args, c, argc, argv, words)) {
        if (args_has(&args, OPT_HELP)) {
            out_begin(&out);
            help_command(&out, c);
            status = out_end(&out, ENT_OK, NULL);
        } else {
            status = c->run(&args);
        }
    }
    free(words);
    return status;
}

int main(int argc, char **argv)
{
    signal(SIGPIPE, SIG_IGN); /* a closed pipe and a file past its limit are errors of write, see out.c */
    signal(SIGXFSZ, SIG_IGN);
    if (argc < 2) {
        say("which command? See `entente help`");
        return EXIT_USAGE;
    }
    const char *name = argv[1];
    if (!strcmp(name, "--help") || !strcmp(name, "-h")) return general_help();
    if (!strcmp(name, "--version")) name = "version";
    const command *c = command_find(name);
    return c ? run(c, argc - 2, argv + 2) : unknown(name);
}
