/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading the model file.
 *
 * Input: a file laid out as in model.h. Output: a parse_model whose pointers go into the mapping; nothing is copied.
 * Method: check magic, byte order, version, length, checksum and shape, then walk the sections with a cursor; every size follows from
 * the head, so no offset is read from the file. Last come the bounds that make the arithmetic safe: multipliers, shifts and biases so
 * that no 32-bit sum overflows, row sums of the parser's hidden layer within 16 bits, table entries within their enumerations.
 * After that inference needs no check of its own: no file, however made, can make it leave its arrays or its integers.
 * Why mmap: the embedding is nine tenths of the file and only the rows of words that occur are touched; threads share it.
 * Cost: one pass over the bytes for the checksum, about 2 ms.
 */
#include "parse/model.h"

#include "base/hash.h"
#include "parse/path.h"

const uint16_t parse_matrix_shape[N_MATRICES][2] = {
    [MAT_CONV0] = {3 * NET_D, NET_D},     [MAT_CONV1] = {3 * NET_D, NET_D},
    [MAT_CONV2] = {3 * NET_D, NET_D},     [MAT_CONV3] = {3 * NET_D, NET_D},     [MAT_TAG] = {NET_D, NET_TAGS},
    [MAT_NAME1] = {NET_D, NET_NH},        [MAT_NAME2] = {NET_NH, NET_NER},
    [MAT_STATE] = {NET_D, NET_POSITIONS * NET_H}, [MAT_HEAD] = {NET_D, NET_LH},
    [MAT_DEPENDENT] = {NET_D, NET_LH},    [MAT_LABEL] = {NET_LH, NET_LABELS},
};

int32_t parse_matrix_pre(uint32_t K)
{
    int32_t pre = 0;
    while ((uint64_t)2 * 127 * 127 * K >> (16 + pre)) pre++;
    return pre;
}

void parse_model_shape(uint32_t shape[MODEL_SHAPE])
{
    const uint32_t s[MODEL_SHAPE] = {NET_D,         NET_LAYERS,       NET_H,         NET_LH,        NET_NH,         NET_TAGS,         NET_LABELS,   NET_NER, NET_POSITIONS,
                                     NET_CONTEXTS,  NET_CONTEXT_ROWS, NET_DISTANCES, NET_WORD_ROWS, NET_AFFIX_ROWS, NET_TRIGRAM_ROWS, NET_TRIGRAMS};
    memcpy(shape, s, sizeof s);
}

typedef struct cursor {
    const unsigned char *bytes;
    size_t at, n;
    bool failed;
} cursor;

static const void *take(cursor *c, size_t n_bytes)
{
    size_t from = (c->at + MODEL_ALIGN - 1) / MODEL_ALIGN * MODEL_ALIGN;
    if (c->failed || from > c->n || n_bytes > c->n - from) {
        c->failed = true;
        return c->bytes;
    }
    c->at = from + n_bytes;
    return c->bytes + from;
}

static uint32_t get32(const unsigned char *p)
{
    uint32_t v;
    memcpy(&v, p, 4);
    return v;
}

static uint64_t get64(const unsigned char *p)
{
    uint64_t v;
    memcpy(&v, p, 8);
    return v;
}

static int head_check(const unsigned char *b, size_t n, const char *name, ent_error *err)
{
    if (n < MODEL_HEAD || memcmp(b, MODEL_MAGIC, 8) != 0) return error_set(err, ENT_E_FORMAT, 0, "%s: not a parser model", name);
    if (get32(b + 12) == __builtin_bswap32(MODEL_ENDIAN)) return error_set(err, ENT_E_FORMAT, 12, "%s: model was written for the other byte order", name);
    if (get32(b + 12) != MODEL_ENDIAN) return error_set(err, ENT_E_FORMAT, 12, "%s: model is damaged (byte-order mark)", name);
    if (get32(b + 8) != MODEL_VERSION) return error_set(err, ENT_E_FORMAT, 8, "%s: model format %u, this program reads %d", name, get32(b + 8), MODEL_VERSION);
    if (get64(b + 16) != n)
        return error_set(err, ENT_E_FORMAT, 16, "%s: model is cut short or has bytes after its end (%zu bytes, head says %llu)", name, n, (unsigned long long)get64(b + 16));
    if (get64(b + 24) != hash_bytes(b + 32, n - 32, 0)) return error_set(err, ENT_E_FORMAT, 24, "%s: model is damaged (checksum)", name);
    uint32_t shape[MODEL_SHAPE];
    parse_model_shape(shape);
    if (memcmp(b + 32, shape, sizeof shape) != 0) return error_set(err, ENT_E_FORMAT, 32, "%s: model has another shape than this program's network", name);
    return ENT_OK;
}

static void matrix_take(cursor *c, parse_matrix *m)
{
    const int32_t *head = take(c, 8 * sizeof *head);
    if (c->failed) return;
    *m = (parse_matrix){.K = (uint32_t)head[0], .M = (uint32_t)head[1], .pre = head[2], .post = head[3], .low = head[4], .high = head[5]};
    if (m->K > 1024 || m->M > 4096) {
        c->failed = true;
        return;
    }
    m->bias = take(c, m->M * sizeof *m->bias);
    m->mult = take(c, m->M * sizeof *m->mult);
    m->w = take(c, (size_t)m->K * m->M);
}

static void sections_take(parse_model *m, cursor *c)
{
    m->embedding = take(c, (size_t)NET_ROWS * NET_D);
    m->scale = take(c, N_SCALES * sizeof *m->scale);
    for (int i = 0; i < N_MATRICES; i++) matrix_take(c, &m->matrix[i]);
    m->absent = take(c, NET_POSITIONS * NET_H * sizeof *m->absent);
    m->context = take(c, (size_t)NET_CONTEXT_ROWS * NET_H * sizeof *m->context);
    m->action = take(c, NET_ACTIONS * NET_H * sizeof *m->action);
    m->distance = take(c, NET_DISTANCES * NET_LH * sizeof *m->distance);
    m->name_moves = take(c, NER_WIDTH * NER_WIDTH * sizeof *m->name_moves);
    m->tags = take(c, NET_TAGS * sizeof *m->tags);
    m->labels = take(c, NET_LABELS * sizeof *m->labels);
    m->feature_sets = take(c, m->n_feature_sets * sizeof *m->feature_sets);
    m->scripts = take(c, m->n_scripts * sizeof *m->scripts);
    m->lexicon = take(c, sizeof *m->lexicon << m->lexicon_bits);
    m->vectors.key = take(c, sizeof *m->vectors.key << m->vectors.bits);
    m->vectors.code = take(c, sizeof *m->vectors.code << m->vectors.bits);
    take(c, MODEL_NAME);
}

static bool matrix_sound(const parse_matrix *m, int which)
{
    int32_t limit = (int32_t)(127 * 127 * m->K);
    if (m->K != parse_matrix_shape[which][0] || m->M != parse_matrix_shape[which][1] || m->pre != parse_matrix_pre(m->K)) return false;
    if (m->post < 1 || m->post > 30 || m->low < -32767 || m->low > m->high || m->high > 32767) return false;
    for (uint32_t o = 0; o < m->M; o++)
        if (m->bias[o] < -limit || m->bias[o] > limit || m->mult[o] < 0 || m->mult[o] > 1 << 14) return false;
    const signed char least = -127;
    for (size_t i = 0; i < (size_t)m->K * m->M; i++)
        if (m->w[i] < least) return false;
    return true;
}

static int32_t largest(const int16_t *v, size_t n)
{
    int32_t most = 0;
    for (size_t i = 0; i < n; i++) {
        int32_t a = v[i] < 0 ? -v[i] : v[i];
        if (a > most) most = a;
    }
    return most;
}

/* Row sums of the hidden layer stay within 16 bits, and the action scores within 32. */
static bool hidden_sound(const parse_model *m)
{
    int32_t sum = NET_POSITIONS * m->matrix[MAT_STATE].high, absent = NET_POSITIONS * largest(m->absent, NET_POSITIONS * NET_H);
    if (absent > sum) sum = absent;
    for (int i = 0; i < NET_CONTEXTS; i++) sum += largest(m->context + (size_t)parse_context_first[i] * NET_H, (size_t)(parse_context_first[i + 1] - parse_context_first[i]) * NET_H);
    if (sum > 32767 || m->matrix[MAT_STATE].low != -m->matrix[MAT_STATE].high) return false;
    for (int a = 0; a < NET_ACTIONS; a++) {
        int32_t total = 0;
        for (int k = 0; k < NET_H; k++) total += largest(m->action + a * NET_H + k, 1);
        if (total > 65535) return false;
    }
    int32_t arc = m->matrix[MAT_HEAD].high + m->matrix[MAT_DEPENDENT].high + largest(m->distance, NET_DISTANCES * NET_LH) + 64;
    return arc <= 32767 && m->matrix[MAT_HEAD].low == -m->matrix[MAT_HEAD].high && m->matrix[MAT_DEPENDENT].low == -m->matrix[MAT_DEPENDENT].high;
}

static bool encoder_sound(const parse_model *m)
{
    for (int i = 0; i <= SCALE_NAMES; i++)
        if (m->scale[i] < 0 || m->scale[i] > 32767) return false;
    for (int i = MAT_CONV0; i <= MAT_CONV3; i++)
        if (m->matrix[i].low != 0) return false;
    return m->matrix[MAT_NAME1].low == 0 && m->action_scale <= PATH_SCALE_MOST && m->embed_shift <= 3; /* 30 rows · 128 << 3 < 32768 */
}

static bool tables_sound(const parse_model *m)
{
    if (m->n_labels < 1 || m->n_labels >= NET_LABELS) return false;
    for (int i = 0; i < NET_TAGS; i++)
        if (m->tags[i].upos >= N_UPOS || m->tags[i].n_xpos > sizeof m->tags[i].xpos) return false;
    for (int i = 0; i < NET_LABELS; i++)
        if (m->labels[i].deprel >= N_DEPREL || m->labels[i].depsub >= N_DEPSUB) return false;
    for (uint32_t i = 0; i < m->n_scripts; i++)
        if (m->scripts[i].letters >= N_CASE || m->scripts[i].n_add > sizeof m->scripts[i].add) return false;
    for (int i = 0; i < NER_WIDTH * NER_WIDTH; i++)
        if (m->name_moves[i] < -(1 << 21) || m->name_moves[i] > 1 << 20) return false;
    bool room = false, vector_room = false; /* a probe ends at an empty slot */
    for (uint32_t i = 0; i < 1u << m->lexicon_bits && !room; i++) room = !m->lexicon[i];
    for (uint32_t i = 0; i < 1u << m->vectors.bits && !vector_room; i++) vector_room = !m->vectors.key[i];
    return room && vector_room;
}

int parse_model_read(parse_model *m, const unsigned char *bytes, size_t n, const char *name, ent_error *err)
{
    int rc = head_check(bytes, n, name, err);
    if (rc) return rc;
    m->n_labels = get32(bytes + 96);
    m->lexicon_bits = get32(bytes + 100);
    m->n_scripts = get32(bytes + 104);
    m->n_feature_sets = get32(bytes + 108);
    m->embed_shift = get32(bytes + 112);
    m->vectors.bits = get32(bytes + 116);
    m->action_scale = get32(bytes + 120);
    bool counts = m->lexicon_bits >= 1 && m->lexicon_bits <= 24 && m->vectors.bits >= 1 && m->vectors.bits <= 24 && m->n_scripts <= 1 << 16 && m->n_feature_sets <= 1 << 16;
    cursor c = {bytes, MODEL_HEAD, n, !counts};
    if (counts) sections_take(m, &c);
    if (c.failed || c.at != n) return error_set(err, ENT_E_FORMAT, -1, "%s: model is damaged (sections do not fill the file)", name);
    for (int i = 0; i < N_MATRICES; i++)
        if (!matrix_sound(&m->matrix[i], i)) return error_set(err, ENT_E_FORMAT, -1, "%s: model is damaged (matrix %d out of bounds)", name, i);
    if (!encoder_sound(m) || !hidden_sound(m)) return error_set(err, ENT_E_FORMAT, -1, "%s: model is damaged (numbers out of bounds)", name);
    if (!tables_sound(m)) return error_set(err, ENT_E_FORMAT, -1, "%s: model is damaged (tables)", name);
    return ENT_OK;
}

static void version_set(parse_model *m, const char *name)
{
    const char *slash = strrchr(name, '/'), *base = slash ? slash + 1 : name;
    uint32_t sum = (uint32_t)get64(m->map.bytes + 24), n = 0;
    while (n < 2 && base[n] && base[n] != '.') {
        m->version[n] = base[n];
        n++;
    }
    m->version[n++] = '-';
    for (int i = 7; i >= 0; i--) m->version[n++] = "0123456789abcdef"[sum >> (4 * i) & 15];
}

int parse_model_open(parse_model **out, arena *mem, const char *data_dir, const char *name_or_path, ent_error *err)
{
    const char *path = name_or_path;
    if (!strchr(path, '/')) path = arena_printf(mem, "%s/models/%s.model", data_dir, name_or_path).s;
    parse_model *m = arena_new(mem, parse_model, 1);
    if (!m || !path) return error_memory(err);
    int rc = file_map_open(&m->map, path, err);
    if (rc) return rc;
    rc = parse_model_read(m, m->map.bytes, m->map.n, path, err);
    if (rc) {
        file_map_close(&m->map);
        return rc;
    }
    version_set(m, path);
    *out = m;
    return ENT_OK;
}

void parse_model_close(parse_model *m)
{
    if (m) file_map_close(&m->map);
}

str parse_model_version(const parse_model *m) { return str_from(m->version); }
