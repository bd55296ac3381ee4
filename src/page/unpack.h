/* SPDX-License-Identifier: Apache-2.0 */
/* A file as a stream of bytes, unwrapped when its first bytes say gzip or zstd. */
#ifndef PAGE_UNPACK_H
#define PAGE_UNPACK_H

#include "base/file.h"

typedef struct unpack unpack;
/* path "-" is standard input. `path` must live as long as *out. */
int unpack_open(unpack **out, const char *path, ent_error *err);
/* Up to n bytes; *got 0 at the end. ENT_E_FORMAT when the packed stream is damaged or breaks off, ENT_E_IO when reading fails. */
int unpack_get(unpack *u, void *bytes, size_t n, size_t *got, ent_error *err);
void unpack_close(unpack *u);

#endif
