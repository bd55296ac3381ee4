/* SPDX-License-Identifier: Apache-2.0 */
/* Writes the model file: sections in the order of src/parse/model.h, head and checksum last. */
#include "write.h"

#include <stdio.h>

#include "base/buf.h"

static void put(buf *b, const void *p, size_t n)
{
    static const char zero[MODEL_ALIGN];
    buf_put(b, zero, (MODEL_ALIGN - b->n % MODEL_ALIGN) % MODEL_ALIGN);
    buf_put(b, p, n);
}

static void put_matrix(buf *b, const parse_matrix *m)
{
    int32_t head[8] = {(int32_t)m->K, (int32_t)m->M, m->pre, m->post, m->low, m->high, 0, 0};
    put(b, head, sizeof head);
    put(b, m->bias, m->M * sizeof *m->bias);
    put(b, m->mult, m->M * sizeof *m->mult);
    put(b, m->w, (size_t)m->K * m->M);
}

static void put_sections(buf *b, const quantised *q, const inventory *v, const lexicon *x, const parse_vectors *words, const char *name)
{
    put(b, q->embedding, (size_t)NET_ROWS * NET_D);
    put(b, q->scale, sizeof q->scale);
    for (int i = 0; i < N_MATRICES; i++) put_matrix(b, &q->matrix[i]);
    put(b, q->absent, sizeof q->absent);
    put(b, q->context, (size_t)NET_CONTEXT_ROWS * NET_H * sizeof *q->context);
    put(b, q->action, sizeof q->action);
    put(b, q->distance, sizeof q->distance);
    put(b, q->moves, sizeof q->moves);
    put(b, v->tags, sizeof v->tags);
    put(b, v->labels, sizeof v->labels);
    put(b, x->feature_sets, x->n_feature_sets * sizeof *x->feature_sets);
    put(b, x->scripts, x->n_scripts * sizeof *x->scripts);
    put(b, x->slots, sizeof *x->slots << x->bits);
    put(b, words->key, sizeof *words->key << words->bits);
    put(b, words->code, sizeof *words->code << words->bits);
    char title[MODEL_NAME] = {0};
    snprintf(title, sizeof title, "%s", name);
    put(b, title, sizeof title);
}

int model_write(const char *path, const quantised *q, const inventory *v, const lexicon *x, const parse_vectors *words, const char *name, ent_error *err)
{
    static const char empty[MODEL_HEAD];
    buf b;
    buf_init(&b);
    buf_put(&b, empty, sizeof empty);
    put_sections(&b, q, v, x, words, name);
    if (b.failed) return error_memory(err);
    uint32_t number[2] = {MODEL_VERSION, MODEL_ENDIAN}, shape[MODEL_SHAPE];
    uint32_t counts[MODEL_COUNTS] = {v->n_labels, x->bits, x->n_scripts, x->n_feature_sets, q->embed_shift, words->bits, q->action_scale};
    uint64_t size = b.n;
    parse_model_shape(shape);
    memcpy(b.s, MODEL_MAGIC, 8);
    memcpy(b.s + 8, number, sizeof number);
    memcpy(b.s + 16, &size, 8);
    memcpy(b.s + 32, shape, sizeof shape);
    memcpy(b.s + 96, counts, sizeof counts);
    uint64_t sum = hash_bytes(b.s + 32, b.n - 32, 0);
    memcpy(b.s + 24, &sum, 8);
    FILE *f = fopen(path, "wb");
    bool ok = f && fwrite(b.s, 1, b.n, f) == b.n;
    if (f && fclose(f)) ok = false;
    buf_fini(&b);
    return ok ? ENT_OK : error_io(err, path);
}
