/* SPDX-License-Identifier: Apache-2.0 */
/* `--help`, general and of each command, written from the tables. */
#include <string.h>

#include "cli.h"

enum { WIDTH = 96, MEANING = 22 }; /* MEANING: the column where what an option does begins; the longest option leaves a blank before it */

/* Text in lines of at most WIDTH bytes, each after `indent` blanks (begun: the first has them already); a newline in the text stays. */
static void wrap(cli_out *out, const char *text, int indent, bool begun)
{
    for (; *text; begun = false) {
        size_t n = strcspn(text, "\n"), room = WIDTH - (size_t)indent;
        if (n > room)
            for (n = room; n > 1 && text[n] != ' ';) n--;
        out_print(out, "%*s%.*s\n", n && !begun ? indent : 0, "", (int)n, text);
        text += n;
        if (*text) text++;
    }
}

/* Commands are not wrapped: they are there to be copied. */
static void lines(cli_out *out, const char *text)
{
    for (size_t n; *text; text += n + (text[n] != '\0')) {
        n = strcspn(text, "\n");
        out_print(out, "  %.*s\n", (int)n, text);
    }
}

void help_general(cli_out *out)
{
    out_print(out, "entente: reads the news and keeps the record of relations between states\n\n"
                   "usage: entente COMMAND [OPTIONS] [ARGUMENTS]\n\n");
    for (size_t i = 0; i < n_commands; i++) out_print(out, "  %-9s %s\n", commands[i].name, commands[i].summary);
    out_print(out, "\nPATH is a file, a folder, or - for standard input; HTML, plain text, NDJSON, WARC,\n"
                   "RSS or Atom, also compressed.\n"
                   "`entente COMMAND --help` has the options and an example. Start with:\n\n"
                   "  entente read samples\n  entente dyad Turkey Greece\n");
}

static void usage(cli_out *out, const command *c)
{
    out_print(out, "usage: entente %s", c->name);
    for (unsigned id = 0; id < OPT_HELP; id++)
        if (command_takes(c, id)) out_print(out, " [--%s%s%s]", options[id].name, options[id].value ? " " : "", options[id].value ? options[id].value : "");
    out_print(out, "%s%s\n\n", *c->operands ? " " : "", c->operands);
}

void help_command(cli_out *out, const command *c)
{
    out_print(out, "entente %s: %s\n\n", c->name, c->summary);
    usage(out, c);
    wrap(out, c->description, 0, false);
    out_print(out, "\n");
    for (unsigned id = 0; id < N_OPTIONS; id++) {
        const option *o = &options[id];
        if (!command_takes(c, id)) continue;
        int n = (int)strlen(o->name) + (o->value ? 1 + (int)strlen(o->value) : 0);
        out_print(out, "  --%s%s%s%*s", o->name, o->value ? " " : "", o->value ? o->value : "", MEANING - 4 - n, "");
        wrap(out, o->meaning, MEANING, true);
    }
    out_print(out, "\nexample:\n");
    lines(out, c->example);
    out_print(out, "\nexit status: 0 done, 1 usage, 2 some inputs could not be used and the rest was done, 3 failed\n");
}
