/* SPDX-License-Identifier: Apache-2.0 */
/* entente help: all commands, one command, the manual page, or the completions for a shell. */
#include <string.h>

#include "cli.h"

static bool whole(cli_out *out, const char *what)
{
    static const struct {
        const char *name;
        void (*write)(cli_out *);
    } texts[] = {{"man", man_page}, {"bash", completions_bash}, {"zsh", completions_zsh}, {"fish", completions_fish}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (strcmp(what, texts[i].name)) continue;
        texts[i].write(out);
        return true;
    }
    return false;
}

int cmd_help(const cli_args *args)
{
    static cli_out out;
    const char *what = args->n_operands ? args->operands[0] : NULL;
    const command *c = what ? command_find(what) : NULL;
    out_begin(&out);
    if (!what) help_general(&out);
    else if (c) help_command(&out, c);
    else if (!whole(&out, what)) {
        say("there is no command '%s'; see `entente help`", what);
        return EXIT_USAGE;
    }
    return out_end(&out, ENT_OK, NULL);
}
