/* SPDX-License-Identifier: Apache-2.0 */
#include "checkpoint.h"

#include <stdio.h>

#include "base/file.h"

static const char MAGIC[8] = "ENTTRAIN";

uint64_t checkpoint_key(const corpus *c)
{
    uint64_t key = c->n;
    for (uint32_t i = 0; i < c->n; i++) {
        const sentence *s = &c->sentences[i];
        key = hash_bytes((const unsigned char[]){s->names, s->silver, s->names_only}, 3, key);
        for (uint32_t k = 1; k <= s->n; k++) {
            const word *w = &s->words[k];
            const uint16_t label[] = {w->head, w->tag, w->label, w->ner, w->other, w->doubt};
            key = hash_bytes(label, sizeof label, hash_bytes(w->form.s, w->form.n, key));
        }
    }
    return key;
}

typedef struct part {
    float *at;
    size_t bytes;
} part;
enum { MOST_PARTS = 3 * (sizeof((net *)0)->dense / sizeof(matrix *) + 1) };

static uint32_t matrix_parts(const matrix *m, part *to)
{
    size_t bytes = (size_t)m->K * m->M * sizeof(float);
    to[0] = (part){m->w, bytes}, to[1] = (part){m->m, bytes}, to[2] = (part){m->v, bytes};
    return 3;
}

static uint32_t parts_of(const net *n, part to[MOST_PARTS])
{
    uint32_t k = 0;
    for (uint32_t i = 0; i < n->n_dense; i++) k += matrix_parts(n->dense[i], to + k);
    return k + matrix_parts(&n->embedding, to + k);
}

static bool file_write(FILE *f, const net *n, const checkpoint *at)
{
    part parts[MOST_PARTS];
    uint32_t k = parts_of(n, parts);
    uint64_t sum = hash_bytes(at, sizeof *at, 0);
    bool ok = fwrite(MAGIC, sizeof MAGIC, 1, f) && fwrite(at, sizeof *at, 1, f);
    for (uint32_t i = 0; ok && i < k; i++) {
        ok = fwrite(parts[i].at, parts[i].bytes, 1, f);
        sum = hash_bytes(parts[i].at, parts[i].bytes, sum);
    }
    return ok && fwrite(&sum, sizeof sum, 1, f);
}

int checkpoint_write(const net *n, const checkpoint *at, const char *path, ent_error *err)
{
    char beside[4096];
    if (snprintf(beside, sizeof beside, "%s.part", path) >= (int)sizeof beside) return error_set(err, ENT_E_USAGE, -1, "%s: the path is too long", path);
    FILE *f = fopen(beside, "wb");
    bool ok = f && file_write(f, n, at);
    if (f && fclose(f)) ok = false;
    if (ok && !rename(beside, path)) return ENT_OK;
    int rc = error_io(err, path);
    remove(beside);
    return rc;
}

/* Whether the bytes are a whole checkpoint of the key. */
static bool is_whole(const file_map *m, const part *parts, uint32_t k, uint64_t key)
{
    size_t need = sizeof MAGIC + sizeof(checkpoint) + sizeof(uint64_t), from = sizeof MAGIC + sizeof(checkpoint);
    for (uint32_t i = 0; i < k; i++) need += parts[i].bytes;
    checkpoint at;
    if (m->n != need || memcmp(m->bytes, MAGIC, sizeof MAGIC)) return false;
    memcpy(&at, m->bytes + sizeof MAGIC, sizeof at);
    uint64_t sum = hash_bytes(&at, sizeof at, 0);
    for (uint32_t i = 0; i < k; from += parts[i++].bytes) sum = hash_bytes(m->bytes + from, parts[i].bytes, sum);
    return at.key == key && !memcmp(m->bytes + from, &sum, sizeof sum);
}

bool checkpoint_read(net *n, checkpoint *at, const char *path)
{
    part parts[MOST_PARTS];
    uint32_t k = parts_of(n, parts);
    file_map m;
    ent_error none = {0};
    if (!file_exists(path) || file_map_open(&m, path, &none)) return false;
    bool whole = is_whole(&m, parts, k, at->key);
    if (whole) {
        const unsigned char *from = m.bytes + sizeof MAGIC;
        memcpy(at, from, sizeof *at);
        from += sizeof *at;
        for (uint32_t i = 0; i < k; from += parts[i++].bytes) memcpy(parts[i].at, from, parts[i].bytes);
        for (uint32_t i = 0; i < n->n_dense; i++) matrix_transpose(n->dense[i]);
    }
    file_map_close(&m);
    return whole;
}
