/* SPDX-License-Identifier: Apache-2.0 */
/* A program of somebody else's: it has an arena_init of its own, sees only entente.h, and is C and C++ alike. */
#include <entente.h>
#include <stdio.h>
#include <string.h>

int arena_init(void);
int arena_init(void) { return 42; }

static int count(void *ctx, const char *bytes, size_t n)
{
    (void)bytes;
    *(size_t *)ctx += n;
    return 0;
}

int main(void)
{
    ent_engine *engine;
    ent_error err;
    size_t n = 0;
    ent_sink sink = {count, &n};
    const char *sentence = "France recalled its ambassador to Turkey on Monday.";
    if (ent_engine_new(&engine, NULL, &err)) return printf("%s\n", err.message), 1;
    int code = ent_explain(engine, sentence, strlen(sentence), "2024-05-14", sink, &err);
    ent_engine_free(engine);
    printf("%s %d %s\n", ent_version(), arena_init(), !code && n ? "explained" : err.message);
    return code;
}
