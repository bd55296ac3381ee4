/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The two streams. Standard output carries data and nothing else, behind one 64 KB buffer and write(2), so that a full disk or a
 * closed pipe is seen where it happens: a closed pipe ends the program quietly with status 0 (the reader has what it wanted), any
 * other failure with a message and status 3. Standard error carries messages, one line each, and on a terminal the progress line.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli.h"

enum { PROGRESS_EVERY_MS = 200 };

/* ---- standard output ---------------------------------------------------------------------------------------------- */

static void out_flush(cli_out *out)
{
    for (size_t at = 0; at < out->n && !out->failure;) {
        ssize_t k = write(STDOUT_FILENO, out->bytes + at, out->n - at);
        if (k > 0) at += (size_t)k;
        else if (k < 0 && errno != EINTR) out->failure = errno;
    }
    out->n = 0;
}

static int out_write(void *ctx, const char *bytes, size_t n)
{
    cli_out *out = ctx;
    while (n && !out->failure) {
        size_t room = sizeof out->bytes - out->n, k = n < room ? n : room;
        memcpy(out->bytes + out->n, bytes, k);
        out->n += k;
        bytes += k;
        n -= k;
        if (out->n == sizeof out->bytes) out_flush(out);
    }
    if (out->unbuffered) out_flush(out);
    return out->failure;
}

ent_sink out_begin(cli_out *out)
{
    out->n = 0;
    out->failure = 0;
    out->unbuffered = isatty(STDOUT_FILENO);
    return (ent_sink){out_write, out};
}

void out_print(cli_out *out, const char *format, ...)
{
    char text[4096];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (n > 0) out_write(out, text, (size_t)n < sizeof text ? (size_t)n : sizeof text - 1);
}

int out_end(cli_out *out, int code, const ent_error *err)
{
    out_flush(out);
    if (out->failure == EPIPE) return EXIT_DONE;
    if (out->failure) {
        say("cannot write to standard output: %s", strerror(out->failure));
        return EXIT_FAILED;
    }
    return say_error(code, err);
}

/* ---- standard error ------------------------------------------------------------------------------------------------- */

void say(const char *format, ...)
{
    char line[2048];
    va_list args;
    va_start(args, format);
    vsnprintf(line, sizeof line, format, args);
    va_end(args);
    for (char *c = line; *c; c++)
        if ((unsigned char)*c < ' ' || *c == 0x7f) *c = '?';
    fprintf(stderr, "entente: %s\n", line);
}

int say_error(int code, const ent_error *err)
{
    switch (code) {
    case ENT_OK:
    case ENT_E_CLOSED: return EXIT_DONE;
    case ENT_E_PARTIAL: return EXIT_PARTIAL; /* each input was named when it was met */
    default: say("%s", err->message); return code == ENT_E_USAGE ? EXIT_USAGE : EXIT_FAILED;
    }
}

void say_problem(void *ctx, const char *input, const char *reason)
{
    cli_progress *p = ctx;
    if (p) progress_end(p);
    say("%s: %s", input, reason);
}

/* ---- progress -------------------------------------------------------------------------------------------------------- */

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void progress_begin(cli_progress *p)
{
    *p = (cli_progress){.on = isatty(STDERR_FILENO), .begin_ms = now_ms()};
    p->last_ms = p->begin_ms;
}

void progress_step(void *progress, const ent_totals *so_far)
{
    cli_progress *p = progress;
    if (!p->on) return;
    int64_t now = now_ms();
    if (now - p->last_ms < PROGRESS_EVERY_MS) return;
    p->last_ms = now;
    p->shown = true;
    unsigned long long n = so_far->documents;
    fprintf(stderr, "\r\033[K%llu documents, %llu words, %llu events, %llu documents/s", n, (unsigned long long)so_far->words,
            (unsigned long long)so_far->events, n * 1000 / (unsigned long long)(now - p->begin_ms));
}

void progress_end(cli_progress *p)
{
    if (p->shown) fputs("\r\033[K", stderr);
    p->shown = false;
}
