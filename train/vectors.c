/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Residual quantisation of word vectors.
 *
 * Input: published vectors. Output, little-endian: "ENTWORDS", u32 log2 of slots, u32 0; i8 start [levels * centres][D]; u32 keys; u8 codes
 * (the table of src/parse/vectors.h).
 * Method: vectors are centred and brought to length 1. Per level: 256 centres by k-means over the most frequent words, begun at words spread
 * evenly over them; then every word takes its nearest centre and passes on what that leaves. The rows of the embedding start as
 * the centres under one random projection to D, so that a word's rows sum to its (projected) vector before training begins.
 * Why not the vectors themselves: 200,000 of them are 20 MB even as bytes; their codes are 2.4 MB and keep most of the variance (printed).
 * Cost: half a minute.
 */
#include "vectors.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "matrix.h"

enum { DIM = 100, WORDS = 200000, SAMPLE = 60000, ROUNDS = 12, BITS = 18, HEAD = 16 };
static const char MAGIC[] = "ENTWORDS";
static const float SPREAD = 1.f; /* standard deviation of a word's rows, summed; the hashed rows have .6 */

typedef struct maker {
    float (*v)[DIM];
    uint8_t (*code)[NET_VECTOR_LEVELS];
    uint32_t *key, n;
    float centre[NET_VECTOR_LEVELS][NET_VECTOR_CENTRES][DIM];
} maker;

static bool has_letter(const char *s)
{
    for (; *s && *s != ' '; s++)
        if ((*s >= 'a' && *s <= 'z') || (unsigned char)*s >= 0x80) return true;
    return false;
}

static bool line_read(maker *m, char *line)
{
    char *space = strchr(line, ' ');
    if (!space) return false;
    parse_features f;
    parse_featurise(str_make(line, (uint32_t)(space - line)), &f);
    m->key[m->n] = f.word ? f.word : 1;
    for (int k = 0; k < DIM; k++) {
        char *end;
        m->v[m->n][k] = strtof(space, &end);
        if (end == space) return false;
        space = end;
    }
    m->n++;
    return true;
}

static int text_read(maker *m, const char *path, ent_error *err)
{
    static char line[1 << 14];
    FILE *f = fopen(path, "r");
    if (!f) return error_io(err, path);
    int64_t number = 0;
    int rc = ENT_OK;
    while (!rc && m->n < WORDS && fgets(line, sizeof line, f)) {
        number++;
        if (has_letter(line) && !line_read(m, line)) rc = error_set(err, ENT_E_FORMAT, -1, "%s:%lld: not a word and %d numbers", path, (long long)number, DIM);
    }
    fclose(f);
    if (!rc && m->n < NET_VECTOR_CENTRES) rc = error_set(err, ENT_E_FORMAT, -1, "%s: only %u words", path, m->n);
    return rc;
}

static void normalise(maker *m)
{
    float mean[DIM] = {0};
    for (uint32_t i = 0; i < m->n; i++)
        for (int k = 0; k < DIM; k++) mean[k] += m->v[i][k] / (float)m->n;
    for (uint32_t i = 0; i < m->n; i++) {
        float sum = 1e-9f;
        for (int k = 0; k < DIM; k++) {
            m->v[i][k] -= mean[k];
            sum += m->v[i][k] * m->v[i][k];
        }
        for (int k = 0; k < DIM; k++) m->v[i][k] /= sqrtf(sum);
    }
}

static uint8_t nearest(const float centre[NET_VECTOR_CENTRES][DIM], const float *half, const float *v)
{
    float most = -1e9f;
    uint32_t best = 0;
    for (uint32_t c = 0; c < NET_VECTOR_CENTRES; c++) {
        float dot = -half[c];
        for (int k = 0; k < DIM; k++) dot += centre[c][k] * v[k];
        if (dot > most) most = dot, best = c;
    }
    return (uint8_t)best;
}

static void halves(const float centre[NET_VECTOR_CENTRES][DIM], float *half)
{
    for (uint32_t c = 0; c < NET_VECTOR_CENTRES; c++) {
        half[c] = 0;
        for (int k = 0; k < DIM; k++) half[c] += centre[c][k] * centre[c][k] / 2;
    }
}

/* One round of k-means over the first n words; a centre without words stays. */
static void centres_move(maker *m, uint32_t level, uint32_t n)
{
    static double sum[NET_VECTOR_CENTRES][DIM];
    uint32_t count[NET_VECTOR_CENTRES] = {0};
    float half[NET_VECTOR_CENTRES];
    memset(sum, 0, sizeof sum);
    halves(m->centre[level], half);
    for (uint32_t i = 0; i < n; i++) {
        uint8_t c = nearest(m->centre[level], half, m->v[i]);
        count[c]++;
        for (int k = 0; k < DIM; k++) sum[c][k] += m->v[i][k];
    }
    for (uint32_t c = 0; c < NET_VECTOR_CENTRES; c++)
        for (int k = 0; k < DIM && count[c]; k++) m->centre[level][c][k] = (float)(sum[c][k] / count[c]);
}

static void level_make(maker *m, uint32_t level)
{
    uint32_t n = m->n < SAMPLE ? m->n : SAMPLE;
    float half[NET_VECTOR_CENTRES];
    double left = 0;
    for (uint32_t c = 0; c < NET_VECTOR_CENTRES; c++) memcpy(m->centre[level][c], m->v[(uint64_t)c * n / NET_VECTOR_CENTRES], sizeof m->v[0]);
    for (int round = 0; round < ROUNDS; round++) centres_move(m, level, n);
    halves(m->centre[level], half);
    for (uint32_t i = 0; i < m->n; i++) {
        uint8_t c = m->code[i][level] = nearest(m->centre[level], half, m->v[i]);
        for (int k = 0; k < DIM; k++) {
            m->v[i][k] -= m->centre[level][c][k];
            left += m->v[i][k] * m->v[i][k];
        }
    }
    fprintf(stderr, "level %2u: %.1f %% of the variance is left\n", level + 1, 100 * left / m->n);
}

static void start_put(const maker *m, buf *b)
{
    static float project[NET_D][DIM];
    random_state r;
    random_seed(&r, 100, 128);
    for (int o = 0; o < NET_D; o++)
        for (int k = 0; k < DIM; k++) project[o][k] = (2 * random_unit(&r) - 1) * sqrtf(3) * SPREAD;
    for (uint32_t l = 0; l < NET_VECTOR_LEVELS; l++)
        for (uint32_t c = 0; c < NET_VECTOR_CENTRES; c++)
            for (int o = 0; o < NET_D; o++) {
                float v = 0;
                for (int k = 0; k < DIM; k++) v += project[o][k] * m->centre[l][c][k];
                long step = lrintf(v * VECTORS_STEP);
                buf_char(b, (char)(step > 127 ? 127 : step < -127 ? -127 : step));
            }
}

static bool table_put(const maker *m, buf *b)
{
    uint32_t *key = calloc(1u << BITS, sizeof *key);
    uint8_t(*code)[NET_VECTOR_LEVELS] = calloc(1u << BITS, sizeof *code);
    if (key && code) {
        parse_vectors t = {key, (const uint8_t(*)[NET_VECTOR_LEVELS])code, BITS};
        for (uint32_t i = 0; i < m->n; i++) {
            uint32_t at = parse_vector_slot(&t, m->key[i]);
            if (key[at]) continue; /* the more frequent word keeps it */
            key[at] = m->key[i];
            memcpy(code[at], m->code[i], sizeof code[at]);
        }
        buf_put(b, (const char *)key, sizeof *key << BITS);
        buf_put(b, (const char *)code, sizeof *code << BITS);
    }
    bool ok = key && code;
    free(key);
    free(code);
    return ok;
}

static int file_write(const maker *m, const char *path, ent_error *err)
{
    buf b;
    buf_init(&b);
    const uint32_t head[2] = {BITS, 0};
    buf_put(&b, MAGIC, 8);
    buf_put(&b, (const char *)head, sizeof head);
    start_put(m, &b);
    bool made = table_put(m, &b) && !b.failed;
    FILE *f = made ? fopen(path, "wb") : NULL;
    bool ok = f && fwrite(b.s, 1, b.n, f) == b.n;
    if (f && fclose(f)) ok = false;
    buf_fini(&b);
    return !made ? error_memory(err) : ok ? ENT_OK : error_io(err, path);
}

int vectors_make(const char *text, const char *out, ent_error *err)
{
    maker *m = calloc(1, sizeof *m);
    if (!m || !(m->v = calloc(WORDS, sizeof *m->v)) || !(m->code = calloc(WORDS, sizeof *m->code)) || !(m->key = calloc(WORDS, sizeof *m->key))) abort();
    int rc = text_read(m, text, err);
    if (!rc) {
        normalise(m);
        for (uint32_t l = 0; l < NET_VECTOR_LEVELS; l++) level_make(m, l);
        rc = file_write(m, out, err);
    }
    free(m->v);
    free(m->code);
    free(m->key);
    free(m);
    return rc;
}

int vectors_read(word_vectors *v, const char *path, ent_error *err)
{
    int rc = file_map_open(&v->map, path, err);
    if (rc) return rc;
    const unsigned char *b = v->map.bytes;
    const size_t start = (size_t)NET_VECTOR_LEVELS * NET_VECTOR_CENTRES * NET_D, slots = (size_t)1 << BITS;
    uint32_t bits = 0;
    if (v->map.n >= HEAD) memcpy(&bits, b + 8, sizeof bits);
    if (bits != BITS || memcmp(b, MAGIC, 8) != 0 || v->map.n != HEAD + start + slots * (sizeof(uint32_t) + NET_VECTOR_LEVELS))
        return error_set(err, ENT_E_FORMAT, -1, "%s: no word vectors of this program", path);
    v->start = (const int8_t *)b + HEAD;
    v->table = (parse_vectors){(const uint32_t *)(const void *)(b + HEAD + start), (const uint8_t(*)[NET_VECTOR_LEVELS])(b + HEAD + start + slots * sizeof(uint32_t)), BITS};
    return ENT_OK;
}
