/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int error_set(ent_error *err, ent_code code, int64_t offset, const char *format, ...)
{
    if (!err) return code;
    va_list ap;
    va_start(ap, format);
    err->code = code;
    err->offset = offset;
    vsnprintf(err->message, sizeof err->message, format, ap);
    va_end(ap);
    for (char *p = err->message; *p; p++)
        if (*p == '\n' || *p == '\r') *p = ' ';
    return code;
}

int error_io(ent_error *err, const char *name)
{
    int number = errno;
    char text[128];
    return error_set(err, ENT_E_IO, -1, "%s: %s", name, strerror_r(number, text, sizeof text));
}

int error_memory(ent_error *err) { return error_set(err, ENT_E_MEMORY, -1, "out of memory"); }
