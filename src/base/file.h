/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The operating system's files, behind few functions; nothing else in src opens a path (SQLite opens its own).
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/arena.h"
#include "base/error.h"

/* Whole file into the arena, at most max bytes (0: 1 GiB); a longer one is ENT_E_FORMAT. */
int file_read(arena *a, const char *path, size_t max, str *out, ent_error *err);

/* A file mapped read-only. */
typedef struct file_map {
    const unsigned char *bytes;
    size_t n;
} file_map;
int file_map_open(file_map *m, const char *path, ent_error *err);
void file_map_close(file_map *m);

/* Sequential reading; "-" is standard input. */
typedef struct file_in {
    int fd;
    const char *name;
} file_in;
int file_open(file_in *f, const char *path, ent_error *err);
/* Up to n bytes; *got 0 at the end. */
int file_get(file_in *f, void *buffer, size_t n, size_t *got, ent_error *err);
void file_close(file_in *f);

/* Every regular file below the folder, in byte order of names, depth first; calls visit with the path as the folder was given.
 * Unreadable folders go to `bad` and the walk goes on. A plain file is visited itself. Links to folders are not followed. */
typedef int (*file_visit_fn)(void *ctx, const char *path);
typedef void (*file_bad_fn)(void *ctx, const char *path, const char *reason);
int file_walk(const char *path, file_visit_fn visit, file_bad_fn bad, void *ctx);

/* Names (not paths) of a folder's entries that end in `suffix`, in byte order. */
int file_list(arena *a, const char *folder, const char *suffix, str **names, uint32_t *n, ent_error *err);
bool file_exists(const char *path);

/* The folder of codebook/, gazetteer/ and models/: `given`, $ENTENTE_DATA, beside the running program's build tree, the prefix. */
int file_data_dir(arena *a, const char *given, const char **out, ent_error *err);
unsigned file_cores(void);

#endif
