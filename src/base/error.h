/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The error idiom: a function that can fail returns an int, 0 or an ent_code; the detail goes to a caller-owned ent_error.
 *
 *     if (x > cap) return error_set(err, ENT_E_FORMAT, off, "%s: %u columns, at most %u", path, x, cap);
 *
 * err may be NULL everywhere. The first message stays: error_set overwrites, error_prefix adds a name in front.
 */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include "entente.h"

#if defined(__GNUC__)
#define PRINTF_LIKE(f, a) __attribute__((format(printf, f, a)))
#else
#define PRINTF_LIKE(f, a)
#endif

/* Fills err and returns code. offset -1: no position. */
int error_set(ent_error *err, ent_code code, int64_t offset, const char *format, ...) PRINTF_LIKE(4, 5);
/* errno's text for an I/O failure on `name`. Returns ENT_E_IO. */
int error_io(ent_error *err, const char *name);
int error_memory(ent_error *err);

#endif
