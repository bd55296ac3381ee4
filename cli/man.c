/* SPDX-License-Identifier: Apache-2.0 */
/* The manual page, in the man macros, written from the tables. */
#include <string.h>

#include "cli.h"

/* Text with what roff would take for its own made plain: backslashes, hyphens that must stay ASCII, leading dots and quotes. */
static void roff(cli_out *out, const char *text)
{
    for (bool fresh = true; *text; text++) {
        if (fresh && (*text == '.' || *text == '\'')) out_print(out, "\\&");
        fresh = *text == '\n';
        if (*text == '\\') out_print(out, "\\e");
        else if (*text == '-') out_print(out, "\\-");
        else out_print(out, "%c", *text);
    }
}

static void man_command(cli_out *out, const command *c)
{
    out_print(out, ".SS entente %s ", c->name);
    roff(out, c->operands);
    out_print(out, "\n");
    roff(out, c->description);
    out_print(out, "\n");
    for (unsigned id = 0; id < OPT_HELP; id++) {
        if (!command_takes(c, id)) continue;
        out_print(out, ".TP\n.B \\-\\-%s", options[id].name);
        if (options[id].value) out_print(out, " \\fI%s\\fR", options[id].value);
        out_print(out, "\n");
        roff(out, options[id].meaning);
        out_print(out, "\n");
    }
    out_print(out, ".PP\n.nf\n");
    roff(out, c->example);
    out_print(out, "\n.fi\n");
}

void man_page(cli_out *out)
{
    out_print(out, ".TH ENTENTE 1 \"\" \"entente %s\" \"User Commands\"\n.SH NAME\nentente \\- reads the news and keeps the record of relations between states\n"
                   ".SH SYNOPSIS\n.B entente\n.I COMMAND\n[\\fIOPTIONS\\fR] [\\fIARGUMENTS\\fR]\n.SH DESCRIPTION\n", ent_version());
    roff(out, "Reads news pages (HTML, plain text, NDJSON, WARC, RSS, Atom, also compressed) and keeps the record of relations between states: who did what to whom, when, where, "
              "on whose word, each entry with the sentence that proves it. A PATH is a file, a folder, or - for standard input; its kind is told by content. "
              "Data goes to standard output, messages and progress to standard error.\n");
    out_print(out, ".SH COMMANDS\n");
    for (size_t i = 0; i < n_commands; i++) man_command(out, &commands[i]);
    out_print(out, ".SH EXIT STATUS\n0 done; 1 usage; 2 some inputs could not be used, each was named with its reason, the rest was done; 3 failed. "
                   "A closed pipe ends the program quietly with 0.\n"
                   ".SH ENVIRONMENT\n.TP\n.B ENTENTE_RECORD\nthe record, where \\-\\-record is not given\n"
                   ".TP\n.B ENTENTE_DATA\nfolder with codebook, gazetteer, grammar and models\n"
                   ".SH FILES\n.TP\n.I entente.db\nthe record in the current folder, where nothing else is given: an SQLite database\n");
}
