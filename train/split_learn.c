/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The weights of sentence boundaries.
 *
 * Input: treebanks as running text: the sentences of a paragraph with one space between, their ends known. Output: models/sentences.tsv.
 * Method: the station itself cuts each paragraph, with the treebank answering in place of the weights, so that what is learned is exactly
 * what will be asked; each gap that was asked about is an example.
 *
 *     paragraphs ──split_words, split_block──► gaps with features and answers ──FTRL──► weights ──× 256, rounded──► table
 *
 * Logistic regression by FTRL-Proximal (McMahan et al. 2013, "Ad Click Prediction: a View from the Trenches"): its L1 term leaves most features
 * without a row, which keeps the table readable. A few paragraphs are read again as careless web pages would have them (enum spoil).
 * Cost: seconds. Deterministic: fixed order, one thread.
 */
#define _GNU_SOURCE /* qsort_r */
#include "split_learn.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/utf8.h"
#include "split/boundary.h"

enum { MAX_SENTENCES = 1 << 12, PASSES = 12, SPOIL_ONE_IN = 12, SCALE = 256 };
static const double ALPHA = .2, BETA = 1, L1 = 8, L2 = .2;

typedef struct example {
    uint32_t feature[GAP_FEATURES];
    uint8_t n, ends;
} example;

/* One paragraph in SPOIL_ONE_IN is read again in each of these ways. */
typedef enum spoil {
    SPOIL_CAPITALS,
    SPOIL_SMALL,
    SPOIL_STARTS, /* sentences begin small */
    SPOIL_GLUED,  /* no space after a stop */
    SPOIL_CURLY,  /* “ ” for " */
    N_SPOIL
} spoil;

typedef struct learner {
    arena mem;
    split_tables *tables;
    map ids;
    double *z, *n; /* [ids], FTRL's sums */
    example *examples;
    uint32_t n_examples, cap_examples, cap_weights;
    str sentences[MAX_SENTENCES];    /* of the paragraph being read */
    uint32_t n_sentences;
    buf text;                        /* the paragraph as it is asked about */
    uint32_t ends[MAX_SENTENCES];    /* bytes of text after which a sentence ends, rising */
    uint32_t at;                     /* first of ends that may still lie ahead */
    uint32_t paragraph;
    bool failed;
} learner;

/* ---- examples ------------------------------------------------------------------------------------------------------------ */

static bool truth(learner *l, const split_gap *g)
{
    const doc_token *tokens = g->d->tokens;
    while (l->at < l->n_sentences && l->ends[l->at] < tokens[g->next - 1].end) l->at++;
    return l->at < l->n_sentences && l->ends[l->at] <= tokens[g->next].begin;
}

static bool answer(void *ctx, const split_gap *g)
{
    learner *l = ctx;
    gap_features f;
    example e = {.ends = truth(l, g)};
    split_gap_describe(g, &f);
    for (uint32_t i = 0; i < f.n; i++) {
        uint32_t id = map_get(&l->ids, f.text[i]);
        if (id == MAP_NONE) {
            id = l->ids.n;
            str key = arena_str(&l->mem, f.text[i]);
            l->failed |= !key.s || !map_put(&l->ids, key, id);
        }
        e.feature[e.n++] = id;
    }
    example *grown = arena_grow(&l->mem, l->examples, sizeof *grown, l->n_examples, l->n_examples + 1, &l->cap_examples);
    if (!grown) return l->failed = true;
    l->examples = grown;
    l->examples[l->n_examples++] = e;
    return e.ends;
}

static void paragraph_ask(learner *l)
{
    arena mem;
    doc d;
    arena_init(&mem, 0);
    doc_init(&d, &mem);
    d.text = str_make(l->text.s, l->text.n);
    split_tokens words = {.d = &d, .t = l->tables};
    split_words(&words, 0, d.text.n);
    split_sentences s = {.d = &d, .t = l->tables, .ends = answer, .ctx = l};
    l->at = 0;
    split_block(&s, DOC_NONE, 0, d.n_tokens, true);
    l->failed |= words.failed || s.failed;
    arena_fini(&mem);
}

static void sentence_put(learner *l, str s, spoil how)
{
    bool open = true, start = true;
    for (uint32_t i = 0; i < s.n; i++) {
        char c = s.s[i];
        bool large = c >= 'A' && c <= 'Z', small = c >= 'a' && c <= 'z';
        if ((how == SPOIL_SMALL && large) || (how == SPOIL_STARTS && large && start)) c = (char)(c + 32);
        if (how == SPOIL_CAPITALS && small) c = (char)(c - 32);
        start &= !large && !small;
        if (how == SPOIL_CURLY && c == '"') {
            buf_z(&l->text, open ? "\xE2\x80\x9C" : "\xE2\x80\x9D");
            open = !open;
        } else {
            buf_char(&l->text, c);
        }
    }
}

/* how N_SPOIL: as it stands. */
static void paragraph_read(learner *l, spoil how)
{
    buf_reset(&l->text);
    for (uint32_t i = 0; i < l->n_sentences; i++) {
        bool stopped = l->text.n && (l->text.s[l->text.n - 1] == '.' || l->text.s[l->text.n - 1] == '?');
        if (i && !(how == SPOIL_GLUED && stopped)) buf_char(&l->text, ' ');
        sentence_put(l, l->sentences[i], how);
        l->ends[i] = (uint32_t)l->text.n;
    }
    paragraph_ask(l);
}

static void paragraph_end(learner *l)
{
    if (!l->n_sentences) return;
    uint32_t turn = l->paragraph++ % SPOIL_ONE_IN;
    paragraph_read(l, N_SPOIL);
    if (turn < N_SPOIL) paragraph_read(l, (spoil)turn);
    l->n_sentences = 0;
}

static int treebank_read(learner *l, const char *path, ent_error *err)
{
    const str text = STR("# text ="), paragraph = STR("# newpar"), document = STR("# newdoc");
    arena mem;
    str bytes;
    arena_init(&mem, 0);
    int rc = file_read(&mem, path, 0, &bytes, err);
    while (!rc && bytes.s) {
        str line = str_cut(&bytes, '\n');
        if (str_starts(line, paragraph) || str_starts(line, document)) paragraph_end(l);
        if (l->n_sentences == MAX_SENTENCES) paragraph_end(l);
        if (str_starts(line, text)) l->sentences[l->n_sentences++] = str_trim(str_sub(line, text.n, line.n));
    }
    if (!rc) paragraph_end(l);
    arena_fini(&mem);
    return rc ? rc : l->failed || l->text.failed ? error_memory(err) : ENT_OK;
}

/* ---- weights ---------------------------------------------------------------------------------------------------------------- */

static double weight_of(const learner *l, uint32_t id)
{
    double z = l->z[id], l1 = id ? L1 : 0; /* the bias is free */
    if (fabs(z) <= l1) return 0;
    return -(z - (z < 0 ? -l1 : l1)) / ((BETA + sqrt(l->n[id])) / ALPHA + L2);
}

static void learn_from(learner *l, const example *e)
{
    double w[GAP_FEATURES + 1], score = w[0] = weight_of(l, 0);
    for (uint32_t i = 0; i < e->n; i++) score += w[i + 1] = weight_of(l, e->feature[i]);
    double g = 1 / (1 + exp(-score)) - e->ends;
    for (uint32_t i = 0; i <= e->n; i++) {
        uint32_t id = i ? e->feature[i - 1] : 0;
        double n = l->n[id] + g * g;
        l->z[id] += g - (sqrt(n) - sqrt(l->n[id])) / ALPHA * w[i];
        l->n[id] = n;
    }
}

static bool learn(learner *l)
{
    l->z = calloc(l->ids.n, sizeof *l->z);
    l->n = calloc(l->ids.n, sizeof *l->n);
    uint32_t *order = malloc(l->n_examples * sizeof *order);
    if (!l->z || !l->n || !order) return free(order), false;
    for (uint32_t i = 0; i < l->n_examples; i++) order[i] = i;
    uint64_t random = 1;
    for (int pass = 0; pass < PASSES; pass++) {
        for (uint32_t i = l->n_examples; i > 1; i--) {
            random = random * 6364136223846793005ull + 1442695040888963407ull;
            uint32_t k = (uint32_t)((random >> 33) % i), swap = order[i - 1];
            order[i - 1] = order[k];
            order[k] = swap;
        }
        for (uint32_t i = 0; i < l->n_examples; i++) learn_from(l, &l->examples[order[i]]);
    }
    free(order);
    return true;
}

static int by_name(const void *a, const void *b, void *keys) { return str_cmp(((str *)keys)[*(const uint32_t *)a], ((str *)keys)[*(const uint32_t *)b]); }

static int weights_write(const learner *l, const char *out, ent_error *err)
{
    uint32_t *ids = malloc(l->ids.n * sizeof *ids), n = 0;
    FILE *f = ids ? fopen(out, "wb") : NULL;
    if (!f) return free(ids), error_io(err, out);
    fputs("# Where sentences end: weights of features (src/split/boundary.c says what they are), added up; above 0 a sentence ends.\n"
          "# Learned by `make model-sentences` from treebanks, so under their licence, CC BY-SA 4.0: sentences.card.md.\n"
          "weight\tfeature\n",
          f);
    for (uint32_t id = 0; id < l->ids.n; id++)
        if (lround(weight_of(l, id) * SCALE) && utf8_valid(l->ids.keys[id].s, l->ids.keys[id].n) == l->ids.keys[id].n) ids[n++] = id;
    qsort_r(ids, n, sizeof *ids, by_name, l->ids.keys);
    for (uint32_t i = 0; i < n; i++) fprintf(f, "%ld\t%.*s\n", lround(weight_of(l, ids[i]) * SCALE), STR_ARG(l->ids.keys[ids[i]]));
    fprintf(stderr, "sentences: %u gaps, %u features, %u weights\n", l->n_examples, l->ids.n, n);
    free(ids);
    bool bad = ferror(f);
    return fclose(f) || bad ? error_io(err, out) : ENT_OK;
}

int split_learn(const char *out, const char *data_dir, const char *const *paths, int n_paths, ent_error *err)
{
    learner *l = calloc(1, sizeof *l);
    if (!l) return error_memory(err);
    arena_init(&l->mem, 0);
    buf_init(&l->text);
    map_init(&l->ids, &l->mem);
    l->failed = !map_put(&l->ids, STR("bias"), 0);
    int rc = split_tables_load_rules(&l->tables, &l->mem, data_dir, err);
    for (int i = 0; !rc && i < n_paths; i++) rc = treebank_read(l, paths[i], err);
    if (!rc && !l->n_examples) rc = error_set(err, ENT_E_USAGE, -1, "no paragraphs with '# text' lines");
    if (!rc && !learn(l)) rc = error_memory(err);
    if (!rc) rc = weights_write(l, out, err);
    buf_fini(&l->text);
    arena_fini(&l->mem);
    free(l->z);
    free(l->n);
    free(l);
    return rc;
}
