/* SPDX-License-Identifier: Apache-2.0 */
/* Completions for bash, zsh and fish, written from the tables. */
#include <string.h>

#include "cli.h"

static void command_options(cli_out *out, const command *c, const char *before)
{
    for (unsigned id = 0; id < N_OPTIONS; id++)
        if (command_takes(c, id)) out_print(out, "%s--%s", before, options[id].name);
}

/* ---- bash ----------------------------------------------------------------------------------------------------------- */

void completions_bash(cli_out *out)
{
    out_print(out, "# Completion of entente for bash.\n_entente() {\n    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]}\n"
                   "    if ((COMP_CWORD == 1)); then\n        COMPREPLY=($(compgen -W '");
    for (size_t i = 0; i < n_commands; i++) out_print(out, "%s%s", i ? " " : "", commands[i].name);
    out_print(out, "' -- \"$word\"))\n        return\n    fi\n    case $before in\n");
    for (unsigned id = 0; id < N_OPTIONS; id++) {
        const option *o = &options[id];
        if (o->choices) out_print(out, "    --%s) COMPREPLY=($(compgen -W '%s' -- \"$word\")); return ;;\n", o->name, o->choices);
        else if (o->value) out_print(out, "    --%s) COMPREPLY=(); compopt -o default 2>/dev/null; return ;;\n", o->name);
    }
    out_print(out, "    esac\n    case $command in\n");
    for (size_t i = 0; i < n_commands; i++) {
        out_print(out, "    %s) [[ $word == -* ]] && COMPREPLY=($(compgen -W '", commands[i].name);
        command_options(out, &commands[i], " ");
        out_print(out, "' -- \"$word\"))%s ;;\n", commands[i].complete == OPERAND_PATHS ? " || compopt -o default" : "");
    }
    out_print(out, "    esac\n}\ncomplete -F _entente entente\n");
}

/* ---- zsh ------------------------------------------------------------------------------------------------------------ */

/* Inside single quotes, where a colon or a bracket would end the description. */
static void zsh_text(cli_out *out, const char *text)
{
    for (; *text; text++) {
        if (strchr("[]:\\", *text)) out_print(out, "\\%c", *text);
        else if (*text == '\'') out_print(out, "'\\''");
        else out_print(out, "%c", *text);
    }
}

static void zsh_option(cli_out *out, const option *o)
{
    out_print(out, " \\\n            '--%s[", o->name);
    zsh_text(out, o->meaning);
    out_print(out, "]");
    if (o->choices) out_print(out, ":%s:(%s)", o->value, o->choices);
    else if (o->value) out_print(out, ":%s:%s", o->value, strcmp(o->value, "FILE") ? "" : "_files");
    out_print(out, "'");
}

void completions_zsh(cli_out *out)
{
    out_print(out, "#compdef entente\n# Completion of entente for zsh.\n_entente() {\n    local -a names\n    names=(\n");
    for (size_t i = 0; i < n_commands; i++) {
        out_print(out, "        '%s:", commands[i].name);
        zsh_text(out, commands[i].summary);
        out_print(out, "'\n");
    }
    out_print(out, "    )\n    if ((CURRENT == 2)); then\n        _describe command names\n        return\n    fi\n    local name=$words[2]\n    shift words\n    ((CURRENT--))\n    case $name in\n");
    for (size_t i = 0; i < n_commands; i++) {
        const command *c = &commands[i];
        out_print(out, "        %s) _arguments", c->name);
        for (unsigned id = 0; id < N_OPTIONS; id++)
            if (command_takes(c, id)) zsh_option(out, &options[id]);
        out_print(out, " \\\n            '*:%s:%s' ;;\n", c->complete == OPERAND_PATHS ? "path" : "word", c->complete == OPERAND_PATHS ? "_files" : "");
    }
    out_print(out, "    esac\n}\n_entente \"$@\"\n");
}

/* ---- fish ----------------------------------------------------------------------------------------------------------- */

static void fish_text(cli_out *out, const char *text)
{
    for (; *text; text++) out_print(out, *text == '\'' || *text == '\\' ? "\\%c" : "%c", *text);
}

static void fish_option(cli_out *out, const command *c, const option *o)
{
    out_print(out, "complete -c entente -n '__fish_seen_subcommand_from %s' -l %s", c->name, o->name);
    if (o->choices) out_print(out, " -x -a '%s'", o->choices);
    else if (o->value) out_print(out, strcmp(o->value, "FILE") ? " -x" : " -r");
    out_print(out, " -d '");
    fish_text(out, o->meaning);
    out_print(out, "'\n");
}

void completions_fish(cli_out *out)
{
    out_print(out, "# Completion of entente for fish.\n");
    for (size_t i = 0; i < n_commands; i++) {
        const command *c = &commands[i];
        out_print(out, "complete -c entente -n __fish_use_subcommand -f -a %s -d '", c->name);
        fish_text(out, c->summary);
        out_print(out, "'\n");
        for (unsigned id = 0; id < N_OPTIONS; id++)
            if (command_takes(c, id)) fish_option(out, c, &options[id]);
        if (c->complete != OPERAND_PATHS) out_print(out, "complete -c entente -n '__fish_seen_subcommand_from %s' -f\n", c->name);
    }
}
