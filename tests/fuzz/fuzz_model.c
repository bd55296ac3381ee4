/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Model files: any bytes are refused with a message or give a model that parses without leaving its arrays or its integers.
 *
 *   first byte even    the rest is a file
 *   first byte odd     the rest are patches of the shipped model, eight bytes each (offset, value), under a fresh checksum: so the fuzzer
 *                      gets past the checksum to the bounds behind it
 *
 * A model that is accepted parses a few lines on every path, which must agree.
 */
#include <stdlib.h>

#include "base/hash.h"
#include "parse/model.h"
#include "unit/parse_doc.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const char *const lines = "The ministers met in Oslo on Friday , officials said .\n\xff\xe2\x80 1,200 “ zażółć ” won ’t\nNo\n";

static void parse_with(const parse_model *m, parse_isa isa, arena *mem, doc *d)
{
    test_doc(d, mem, str_from(lines));
    parse_scratch *s = parse_scratch_new(m, isa);
    if (!s || parse_run(m, s, d, NULL)) abort();
    parse_scratch_free(s);
}

static void same(const doc *a, const doc *b)
{
    for (uint32_t t = 0; t < a->n_tokens; t++) {
        if (a->head[t] != DOC_NONE && a->head[t] >= a->n_tokens) abort();
        if (a->head[t] != b->head[t] || a->deprel[t] != b->deprel[t] || a->upos[t] != b->upos[t] || a->ner[t] != b->ner[t] || !str_eq(a->lemma[t], b->lemma[t])) abort();
    }
}

static void try_model(const unsigned char *bytes, size_t n)
{
    parse_model m = {0};
    ent_error err = {0};
    if (parse_model_read(&m, bytes, n, "fuzz", &err)) {
        if (!err.message[0] || strchr(err.message, '\n')) abort();
        return;
    }
    arena mem;
    doc plain, other;
    arena_init(&mem, 0);
    parse_with(&m, PARSE_ISA_SCALAR, &mem, &plain);
    parse_with(&m, PARSE_ISA_AVX2, &mem, &other);
    same(&plain, &other);
    parse_with(&m, PARSE_ISA_AVX512, &mem, &other);
    same(&plain, &other);
    arena_fini(&mem);
}

static uint32_t get32(const uint8_t *p)
{
    uint32_t v;
    memcpy(&v, p, 4);
    return v;
}

static void try_patches(const uint8_t *data, size_t n)
{
    static unsigned char *bytes;
    static file_map shipped;
    if (!bytes) {
        if (file_map_open(&shipped, "models/en.model", NULL) || !(bytes = malloc(shipped.n))) abort();
        memcpy(bytes, shipped.bytes, shipped.n);
    }
    for (size_t i = 0; i + 8 <= n; i += 8) memcpy(bytes + get32(data + i) % (shipped.n - 3), data + i + 4, 4);
    uint64_t sum = hash_bytes(bytes + 32, shipped.n - 32, 0);
    memcpy(bytes + 24, &sum, 8);
    try_model(bytes, shipped.n);
    for (size_t i = 0; i + 8 <= n; i += 8) {
        uint32_t at = get32(data + i) % (shipped.n - 3);
        memcpy(bytes + at, shipped.bytes + at, 4);
    }
    memcpy(bytes, shipped.bytes, MODEL_HEAD);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    if (n && data[0] & 1) {
        try_patches(data + 1, n - 1);
    } else if (n) {
        unsigned char *aligned = malloc(n);
        if (!aligned) abort();
        memcpy(aligned, data + 1, n - 1);
        try_model(aligned, n - 1);
        free(aligned);
    }
    return 0;
}
