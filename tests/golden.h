/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Golden files: blocks parted by an empty line; the first line of a block is the input, the rest is what is expected.
 * In the input \n and \t stand for the characters. Lines that start with ";;" are comments.
 *
 *     golden_check("tests/golden/split", work, ctx)    runs every *.txt of the folder; work writes what it got, a line each
 *
 * Prints the first line that differs with file and line number; returns the number of failed blocks, -1 when nothing was run.
 */
#ifndef GOLDEN_H
#define GOLDEN_H

#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/file.h"

typedef void (*golden_fn)(void *ctx, str input, buf *got);

static inline str golden_unescape(arena *a, str line)
{
    char *out = arena_alloc(a, line.n + 1u);
    uint32_t n = 0;
    for (uint32_t i = 0; i < line.n; i++) {
        bool escape = line.s[i] == '\\' && i + 1 < line.n && (line.s[i + 1] == 'n' || line.s[i + 1] == 't');
        out[n++] = !escape ? line.s[i] : line.s[i + 1] == 'n' ? '\n' : '\t';
        i += escape;
    }
    return (str){out, n};
}

static inline int golden_block(const char *path, uint32_t line, str input, str expected, golden_fn work, void *ctx, arena *a)
{
    buf got;
    buf_init(&got);
    work(ctx, golden_unescape(a, input), &got);
    str have = str_make(got.s, got.n), want = expected;
    int failed = 0;
    for (uint32_t k = 1; !failed && (have.n || want.n); k++) {
        str h = str_cut(&have, '\n'), w = str_cut(&want, '\n');
        if (str_eq(h, w)) continue;
        printf("%s:%u: input:    %.*s\n  expected: %.*s\n  got:      %.*s\n", path, line + k, STR_ARG(input), STR_ARG(w), STR_ARG(h));
        failed = 1;
    }
    buf_fini(&got);
    return failed;
}

static inline int golden_file(const char *path, golden_fn work, void *ctx, uint32_t *n_blocks)
{
    arena a;
    arena_init(&a, 0);
    str rest;
    ent_error err;
    int failed = 0;
    if (file_read(&a, path, 0, &rest, &err)) return printf("%s\n", err.message), 1;
    uint32_t line = 0, first = 0;
    str input = STR_NONE, expected = STR_NONE;
    while (rest.s || input.s) {
        str one = rest.s ? str_cut(&rest, '\n') : STR_NONE;
        line++;
        if (one.n >= 2 && one.s[0] == ';' && one.s[1] == ';') continue;
        if (one.n && !input.s) input = one, first = line, expected = STR_NONE;
        else if (one.n) expected = expected.s ? str_make(expected.s, (size_t)(one.s + one.n - expected.s)) : one;
        else if (input.s) {
            failed += golden_block(path, first, input, expected, work, ctx, &a);
            ++*n_blocks;
            input = STR_NONE;
        }
    }
    arena_fini(&a);
    return failed;
}

static inline int golden_check(const char *folder, golden_fn work, void *ctx)
{
    arena a;
    arena_init(&a, 0);
    str *names;
    uint32_t n, n_blocks = 0;
    ent_error err;
    int failed = 0;
    if (file_list(&a, folder, ".txt", &names, &n, &err)) return printf("%s\n", err.message), -1;
    for (uint32_t i = 0; i < n; i++) {
        str path = arena_printf(&a, "%s/%.*s", folder, STR_ARG(names[i]));
        failed += golden_file(arena_str_c(&a, path), work, ctx, &n_blocks);
    }
    arena_fini(&a);
    return n_blocks ? failed : -1;
}

#endif
