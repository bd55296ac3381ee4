/* SPDX-License-Identifier: Apache-2.0 */
/* entente explain: why a sentence gives the events it gives. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cli.h"

enum { SENTENCE_BYTES = 1 << 16 };

/* Standard input as a string, or NULL after a message. */
static const char *stdin_read(void)
{
    static char text[SENTENCE_BYTES + 1];
    size_t n = fread(text, 1, sizeof text, stdin);
    if (ferror(stdin)) say("standard input: %s", strerror(errno));
    else if (n == sizeof text) say("standard input: more than %d bytes; explain takes one sentence (entente code takes whole texts)", SENTENCE_BYTES);
    else {
        text[n] = 0;
        return text;
    }
    return NULL;
}

int cmd_explain(const cli_args *args)
{
    static cli_out out;
    ent_error err = {0};
    const char *sentence = strcmp(args->operands[0], "-") ? args->operands[0] : stdin_read();
    if (!sentence) return EXIT_FAILED;
    ent_engine *engine = job_engine(args);
    if (!engine) return EXIT_FAILED;
    int code = ent_explain(engine, sentence, strlen(sentence), args->value[OPT_PUBLISHED], out_begin(&out), &err);
    ent_engine_free(engine);
    return out_end(&out, code, &err);
}
