/* SPDX-License-Identifier: Apache-2.0 */
/* entente codebook: check runs every example of every rule, list names the rules, show prints those of one type. */
#include <string.h>

#include "cli.h"

typedef unsigned long long ull;

static int check(const ent_engine *engine, cli_out *out)
{
    ent_error err = {0};
    uint64_t n = 0, failed = 0;
    int code = ent_codebook_check(engine, out_begin(out), &n, &failed, &err);
    if (!code) out_print(out, "%llu passed, %llu failed\n", (ull)(n - failed), (ull)failed);
    int status = out_end(out, code, &err);
    return status == EXIT_DONE && failed ? EXIT_PARTIAL : status;
}

static int list_or_show(const ent_engine *engine, const char *type, bool json, cli_out *out)
{
    ent_error err = {0};
    ent_sink sink = out_begin(out);
    int code = type ? ent_codebook_show(engine, type, sink, &err) : ent_codebook_list(engine, json, sink, &err);
    return out_end(out, code, &err);
}

int cmd_codebook(const cli_args *args)
{
    static cli_out out;
    const char *what = args->operands[0], *type = args->n_operands > 1 ? args->operands[1] : NULL;
    bool is_check = !strcmp(what, "check"), is_show = !strcmp(what, "show");
    if ((!is_check && !is_show && strcmp(what, "list")) || is_show != (type != NULL)) {
        say("codebook takes check, list, or show TYPE; see `entente codebook --help`");
        return EXIT_USAGE;
    }
    ent_engine *engine = job_engine(args);
    if (!engine) return EXIT_FAILED;
    int status = is_check ? check(engine, &out) : list_or_show(engine, type, args_has(args, OPT_JSON), &out);
    ent_engine_free(engine);
    return status;
}
