/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one table of options, and the reading of a command line against it. An option means the same in every command that takes
 * it. `--name VALUE` and `--name=VALUE`; options and operands in any order; `--` ends the options; `-` is an operand.
 * Not getopt_long: its messages cannot name the command's help, and it would need a second table.
 */
#include <string.h>

#include "cli.h"

const option options[N_OPTIONS] = {
    [OPT_AFTER] = {"after", "STATION", "page split parse link clause code", "the station: page, split, parse, link, clause or code"},
    [OPT_BY] = {"by", "SPAN", "day month year", "one line per day, month or year"},
    [OPT_DOCUMENTS] = {"documents", NULL, NULL, "one line per document"},
    [OPT_FORCED] = {"forced", NULL, NULL, "always answer, never abstain"},
    [OPT_FORMAT] = {"format", "FORMAT", "ndjson csv icews polecat gdelt", "ndjson (the default), csv, or a table as these feeds have it: icews, polecat, gdelt"},
    [OPT_JOBS] = {"jobs", "N", NULL, "threads (default: as many as cores); the output is the same for any number"},
    [OPT_JSON] = {"json", NULL, NULL, "one line of JSON per answer instead of text for people"},
    [OPT_MODEL] = {"model", "NAME", NULL, "name or file of the language model (default: en)"},
    [OPT_PRETOKENISED] = {"pretokenised", NULL, NULL, "the input is CoNLL-U; keep its words and sentences"},
    [OPT_PUBLISHED] = {"published", "DATE", NULL, "day of publication (YYYY-MM-DD) of documents that state none"},
    [OPT_RECORD] = {"record", "FILE", NULL, "the record (default: $ENTENTE_RECORD, else ./entente.db)"},
    [OPT_REPORTS] = {"reports", NULL, NULL, "one line per report, not merged"},
    [OPT_SINCE] = {"since", "DATE", NULL, "first day (YYYY-MM-DD)"},
    [OPT_STATUS] = {"status", "LIST", "actual planned possible conditional requested negated",
                    "only events of these, separated by commas: actual, planned, possible, conditional, requested, negated (default: all are shown, the actual ones counted)"},
    [OPT_UNTIL] = {"until", "DATE", NULL, "last day (YYYY-MM-DD)"},
    [OPT_URL] = {"url", "URL", NULL, "address of the input, where it does not state its own"},
    [OPT_HELP] = {"help", NULL, NULL, "what the command does, with an example"},
};

static bool complain(const command *c, const char *what, const char *word, size_t n)
{
    say("%s %.*s; see `entente %s --help`", what, (int)n, word, c->name);
    return false;
}

/* One option at argv[*i]; *i moves past its value. */
static bool take_option(cli_args *args, const command *c, int argc, char **argv, int *i)
{
    const char *word = argv[*i], *equals = strchr(word, '=');
    size_t n = equals ? (size_t)(equals - word) : strlen(word);
    if (!strcmp(word, "-h")) {
        args->value[OPT_HELP] = "";
        return true;
    }
    for (unsigned id = 0; id < N_OPTIONS; id++) {
        const option *o = &options[id];
        if (n < 3 || strlen(o->name) != n - 2 || strncmp(word, "--", 2) || strncmp(word + 2, o->name, n - 2) || !command_takes(c, id)) continue;
        if (args->value[id] && o->value) return complain(c, "given twice:", word, n);
        if (!o->value && equals) return complain(c, "no value goes with", word, n);
        if (o->value && !equals && *i + 1 >= argc) return complain(c, "a value is missing after", word, n);
        args->value[id] = !o->value ? "" : equals ? equals + 1 : argv[++*i];
        return true;
    }
    return complain(c, "unknown option", word, n);
}

static bool count_operands(const cli_args *args, const command *c)
{
    if (args->n_operands < c->min_operands) return complain(c, "missing", c->operands, strlen(c->operands));
    if (args->n_operands > c->max_operands) return complain(c, "one word too many:", args->operands[c->max_operands], strlen(args->operands[c->max_operands]));
    return true;
}

bool args_parse(cli_args *args, const command *c, int argc, char **argv, const char **words)
{
    *args = (cli_args){.command = c, .operands = words};
    bool only_operands = false;
    for (int i = 0; i < argc; i++) {
        if (!only_operands && !strcmp(argv[i], "--")) only_operands = true;
        else if (only_operands || argv[i][0] != '-' || !argv[i][1]) words[args->n_operands++] = argv[i];
        else if (!take_option(args, c, argc, argv, &i)) return false;
    }
    return args_has(args, OPT_HELP) || count_operands(args, c);
}
