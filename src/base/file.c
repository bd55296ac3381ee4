/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#ifndef ENTENTE_PREFIX_DATA
#define ENTENTE_PREFIX_DATA "/usr/local/share/entente"
#endif

int file_open(file_in *f, const char *path, ent_error *err)
{
    *f = (file_in){.fd = 0, .name = path};
    if (!strcmp(path, "-")) return ENT_OK;
    f->fd = open(path, O_RDONLY | O_CLOEXEC);
    return f->fd < 0 ? error_io(err, path) : ENT_OK;
}

int file_get(file_in *f, void *buffer, size_t n, size_t *got, ent_error *err)
{
    for (;;) {
        ssize_t k = read(f->fd, buffer, n);
        if (k >= 0) {
            *got = (size_t)k;
            return ENT_OK;
        }
        if (errno != EINTR) return error_io(err, f->name);
    }
}

void file_close(file_in *f)
{
    if (f->fd > 0) close(f->fd);
    f->fd = -1;
}

int file_read(arena *a, const char *path, size_t max, str *out, ent_error *err)
{
    file_in f;
    if (!max) max = (size_t)1 << 30;
    int rc = file_open(&f, path, err);
    if (rc) return rc;
    struct stat st;
    size_t cap = fstat(f.fd, &st) == 0 && st.st_size > 0 ? (size_t)st.st_size + 1 : 1 << 16, n = 0, got = 1;
    char *bytes = cap <= max + 1 ? arena_alloc(a, cap) : NULL;
    if (cap > max + 1) rc = error_set(err, ENT_E_FORMAT, -1, "%s: larger than %zu bytes", path, max);
    else if (!bytes) rc = error_memory(err);
    while (!rc && got) {
        if (n == cap) {
            char *more = cap > max ? NULL : arena_alloc(a, cap * 2);
            if (!more) {
                rc = cap > max ? error_set(err, ENT_E_FORMAT, -1, "%s: larger than %zu bytes", path, max) : error_memory(err);
                break;
            }
            memcpy(more, bytes, n);
            bytes = more;
            cap *= 2;
        }
        rc = file_get(&f, bytes + n, cap - n, &got, err);
        n += rc ? 0 : got;
    }
    file_close(&f);
    if (!rc) *out = str_make(bytes, n);
    return rc;
}

int file_map_open(file_map *m, const char *path, ent_error *err)
{
    *m = (file_map){0};
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat st;
    if (fd < 0 || fstat(fd, &st)) {
        int rc = error_io(err, path);
        if (fd >= 0) close(fd);
        return rc;
    }
    void *p = st.st_size > 0 ? mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0) : NULL;
    close(fd);
    if (p == MAP_FAILED) return error_io(err, path);
    *m = (file_map){p, (size_t)st.st_size};
    return ENT_OK;
}

void file_map_close(file_map *m)
{
    if (m->bytes) munmap((void *)(uintptr_t)m->bytes, m->n);
    *m = (file_map){0};
}

static int keep_all(const struct dirent *d) { return strcmp(d->d_name, ".") && strcmp(d->d_name, ".."); }
static int by_bytes(const struct dirent **a, const struct dirent **b) { return strcmp((*a)->d_name, (*b)->d_name); }

static int walk_folder(const char *path, file_visit_fn visit, file_bad_fn bad, void *ctx, int depth)
{
    struct dirent **entries;
    int n = depth > 64 ? (errno = ELOOP, -1) : scandir(path, &entries, keep_all, by_bytes), rc = 0;
    if (n < 0) {
        bad(ctx, path, strerror(errno));
        return 0;
    }
    for (int i = 0; i < n; i++) {
        char *child = NULL;
        size_t len = strlen(path);
        if (!rc && asprintf(&child, "%s%s%s", path, len && path[len - 1] == '/' ? "" : "/", entries[i]->d_name) >= 0) {
            struct stat st;
            if (lstat(child, &st)) bad(ctx, child, strerror(errno));
            else if (S_ISDIR(st.st_mode)) rc = walk_folder(child, visit, bad, ctx, depth + 1);
            else if (S_ISREG(st.st_mode) || (S_ISLNK(st.st_mode) && stat(child, &st) == 0 && S_ISREG(st.st_mode))) rc = visit(ctx, child);
            free(child);
        }
        free(entries[i]);
    }
    free(entries);
    return rc;
}

int file_walk(const char *path, file_visit_fn visit, file_bad_fn bad, void *ctx)
{
    struct stat st;
    if (strcmp(path, "-") && stat(path, &st)) {
        bad(ctx, path, strerror(errno));
        return 0;
    }
    if (strcmp(path, "-") && S_ISDIR(st.st_mode)) return walk_folder(path, visit, bad, ctx, 0);
    return visit(ctx, path);
}

int file_list(arena *a, const char *folder, const char *suffix, str **names, uint32_t *n, ent_error *err)
{
    struct dirent **entries;
    int k = scandir(folder, &entries, keep_all, by_bytes);
    if (k < 0) return error_io(err, folder);
    *names = arena_new(a, str, k ? k : 1);
    *n = 0;
    for (int i = 0; i < k; i++) {
        str name = str_from(entries[i]->d_name);
        if (*names && str_ends(name, str_from(suffix))) (*names)[(*n)++] = arena_str(a, name);
        free(entries[i]);
    }
    free(entries);
    return *names && !a->failed ? ENT_OK : error_memory(err);
}

bool file_exists(const char *path) { return access(path, R_OK) == 0; }

static bool is_data_dir(arena *a, str dir)
{
    str probe = arena_printf(a, "%.*s/codebook/ontology.tsv", STR_ARG(dir));
    return probe.s && file_exists(probe.s);
}

int file_data_dir(arena *a, const char *given, const char **out, ent_error *err)
{
    const char *env = getenv("ENTENTE_DATA");
    if (!given && env && *env) given = env;
    if (given) {
        *out = arena_str_c(a, str_from(given));
        if (is_data_dir(a, str_from(given))) return ENT_OK;
        return error_set(err, ENT_E_NOTFOUND, -1, "%s: no codebook/ontology.tsv there; set $ENTENTE_DATA to Entente's data folder", given);
    }
    char self[4096];
    ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
    str dir = str_make(self, n > 0 ? (size_t)n : 0);
    for (int up = 0; up < 3 && dir.n; up++) { /* program in build/ or build/tests/, or in PREFIX/bin */
        while (dir.n && dir.s[dir.n - 1] != '/') dir.n--;
        if (dir.n) dir.n--;
        str shared = arena_printf(a, "%.*s/share/entente", STR_ARG(dir));
        str found = is_data_dir(a, shared) ? shared : is_data_dir(a, dir) ? dir : STR_NONE;
        if (found.n) {
            *out = arena_str_c(a, found);
            return *out ? ENT_OK : error_memory(err);
        }
    }
    *out = ENTENTE_PREFIX_DATA;
    if (is_data_dir(a, str_from(*out))) return ENT_OK;
    return error_set(err, ENT_E_NOTFOUND, -1, "Entente's data (codebook, gazetteer, models) was not found; set $ENTENTE_DATA");
}

unsigned file_cores(void)
{
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n < 1 ? 1 : n > 256 ? 256 : (unsigned)n;
}
