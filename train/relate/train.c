/* SPDX-License-Identifier: Apache-2.0 */
/*
 * entente-train-relate: makes the model of the back-off, models/relate.model, from sentences written for the project.
 *
 *     entente-train-relate OUT.model train/relate/TYPE.txt...
 *
 * Input: one file per type, named for it; a line is a sentence with the source in [brackets] and the target in {braces}. To these
 * it adds the examples of the code book's rules: the first event with an actor and a recipient gives source, target and type.
 * Method: multinomial logistic regression with an L2 penalty, fitted FITS times by AdaGrad over the sentences, shuffled by a fixed
 * generator, the weights being the mean of those after each epoch of the second half of every fit, so that the order matters less; features and their meaning are those of
 * src/code/guess.c, called here as the program calls them. Features that fewer than MIN_COUNT sentences have are left out; weights
 * are rounded to 1/32 of a doubling and clipped to a byte.
 * Why not a library: 150 lines, seconds, and the same bytes from the same compiler.
 * After training it prints how many of every tenth sentence a model without them gets right.
 * Source of the step rule: J. Duchi, E. Hazan, Y. Singer, "Adaptive Subgradient Methods", JMLR 12 (2011).
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "code/guess.h"
#include "code/pair.h"
#include "engine.h"

enum { MIN_COUNT = 2, EPOCHS = 24, FITS = 4, FOLDS = 10, MAX_LINE = 2000 };
static const double RATE = 0.15, DECAY = 0.03;

typedef struct sample { /* a sentence as the model sees it */
    uint32_t *id; /* [n] feature; after numbering: row, or MAP_NONE */
    uint32_t n, type;
} sample;

typedef struct trainer {
    ent_engine *engine;
    const code_book *book;
    parse_scratch *scratch;
    arena work, keep;
    sample *samples; /* [n] */
    uint32_t n, cap;
    uint32_t *rows;  /* [n_rows] feature of the row, ascending */
    uint32_t n_rows;
    double *weight, *square, *mean; /* [n_rows][GUESS_TYPES] */
} trainer;

static _Noreturn void stop(const char *what, const char *where)
{
    fprintf(stderr, "entente-train-relate: %s: %s\n", where, what);
    exit(1);
}

/* ---- sentences to samples ---------------------------------------------------------------------------------------------------- */

static void sample_add(trainer *tr, doc *d, str source, str target, uint32_t type)
{
    pair *p = arena_new(&tr->work, pair, 1);
    code_features *f = arena_new(&tr->work, code_features, 1);
    code_scan s;
    ent_error err = {0};
    if (!p || !f || pair_open(p, &s, tr->book, d, source, target, &err)) stop(err.message, "a sentence");
    code_guess_features(&s, f);
    pair_close(p, d);
    sample *grown = arena_grow(&tr->keep, tr->samples, sizeof *grown, tr->n, tr->n + 1, &tr->cap);
    uint32_t *id = arena_new(&tr->keep, uint32_t, f->n);
    if (!grown || !id) stop("out of memory", "samples");
    memcpy(id, f->id, f->n * sizeof *id);
    tr->samples = grown;
    tr->samples[tr->n++] = (sample){id, f->n, type};
}

/* Takes out the marks; the words between them are the actors. false when a mark is missing. */
static bool line_unmark(char *line, str *text, str *source, str *target)
{
    static const char marks[] = "[]{}";
    uint32_t at[4] = {0}, n = 0, seen = 0;
    for (const char *c = line; *c && *c != '\n'; c++) {
        const char *m = strchr(marks, *c);
        if (!m) line[n++] = *c;
        else at[m - marks] = n, seen |= 1u << (m - marks);
    }
    line[n] = 0;
    *text = str_make(line, n);
    if (seen != 15 || at[1] <= at[0] || at[3] <= at[2]) return false;
    *source = str_sub(*text, at[0], at[1]);
    *target = str_sub(*text, at[2], at[3]);
    return true;
}

static void file_add(trainer *tr, const char *path)
{
    const char *name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path, *dot = strchr(name, '.');
    uint32_t type = code_type_find(tr->book, str_make(name, dot ? (size_t)(dot - name) : strlen(name)));
    char line[MAX_LINE];
    FILE *in = fopen(path, "r");
    if (!in) stop("cannot be opened", path);
    if (type == MAP_NONE) stop("is not named for a type of the code book", path);
    while (fgets(line, sizeof line, in)) {
        str text, source, target;
        doc d;
        ent_error err = {0};
        if (line[0] == '#' || line[0] == '\n') continue;
        if (!line_unmark(line, &text, &source, &target)) stop(line, path);
        arena_reset(&tr->work);
        doc_init(&d, &tr->work);
        if (pipeline_text(tr->engine, tr->scratch, &d, text, CAL_NONE, STAGE_CLAUSE, &err)) stop(err.message, path);
        sample_add(tr, &d, source, target, type);
    }
    fclose(in);
}

static void examples_add(trainer *tr)
{
    for (uint32_t i = 0; i < code_example_count(tr->book); i++) {
        code_example x = code_example_get(tr->book, i);
        doc d;
        ent_error err = {0};
        if (x.counter) continue;
        arena_reset(&tr->work);
        doc_init(&d, &tr->work);
        if (pipeline_text(tr->engine, tr->scratch, &d, x.text, cal_parse(x.published), STAGE_CODE, &err)) stop(err.message, x.path);
        for (uint32_t e = 0; e < d.n_events; e++) {
            const doc_event *ev = &d.events[e];
            const doc_party *to = ev->n_recipients ? &ev->recipient[0] : ev->n_actors > 1 ? &ev->actor[1] : NULL;
            if (!to || !ev->n_actors) continue;
            str source = doc_text(&d, ev->actor[0].begin, ev->actor[0].end), target = doc_text(&d, to->begin, to->end);
            sample_add(tr, &d, source, target, code_type_find(tr->book, ev->event));
            break;
        }
    }
}

/* ---- numbering --------------------------------------------------------------------------------------------------------------- */

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static uint32_t row_find(const trainer *tr, uint32_t id)
{
    const uint32_t *at = bsearch(&id, tr->rows, tr->n_rows, sizeof id, by_number);
    return at ? (uint32_t)(at - tr->rows) : MAP_NONE;
}

static void number_rows(trainer *tr)
{
    size_t total = 0, n = 0;
    for (uint32_t i = 0; i < tr->n; i++) total += tr->samples[i].n;
    uint32_t *all = arena_new(&tr->keep, uint32_t, total);
    if (!all) stop("out of memory", "features");
    for (uint32_t i = 0; i < tr->n; i++)
        for (uint32_t k = 0; k < tr->samples[i].n; k++) all[n++] = tr->samples[i].id[k];
    qsort(all, n, sizeof *all, by_number);
    for (size_t i = 0, k; i < n; i = k) {
        for (k = i; k < n && all[k] == all[i];) k++;
        if (k - i >= MIN_COUNT) all[tr->n_rows++] = all[i];
    }
    tr->rows = all;
    for (uint32_t i = 0; i < tr->n; i++)
        for (uint32_t k = 0; k < tr->samples[i].n; k++) tr->samples[i].id[k] = row_find(tr, tr->samples[i].id[k]);
    tr->weight = arena_new(&tr->keep, double, (size_t)tr->n_rows * GUESS_TYPES);
    tr->square = arena_new(&tr->keep, double, (size_t)tr->n_rows * GUESS_TYPES);
    tr->mean = arena_new(&tr->keep, double, (size_t)tr->n_rows * GUESS_TYPES);
    if (!tr->weight || !tr->square || !tr->mean) stop("out of memory", "weights");
}

/* ---- fitting ----------------------------------------------------------------------------------------------------------------- */

static uint32_t chances(const trainer *tr, const sample *x, double p[GUESS_TYPES])
{
    uint32_t types = tr->book->n_types, best = 0;
    double total = 0;
    for (uint32_t t = 0; t < types; t++) p[t] = 0;
    for (uint32_t k = 0; k < x->n; k++)
        for (uint32_t t = 0; t < types && x->id[k] != MAP_NONE; t++) p[t] += tr->weight[(size_t)x->id[k] * GUESS_TYPES + t];
    for (uint32_t t = 1; t < types; t++)
        if (p[t] > p[best]) best = t;
    double top = p[best];
    for (uint32_t t = 0; t < types; t++) total += p[t] = exp(p[t] - top);
    for (uint32_t t = 0; t < types; t++) p[t] /= total;
    return best;
}

/* w ← w − rate · g / √Σg², g the gradient of the loss with its penalty. */
static void step(trainer *tr, const sample *x)
{
    double p[GUESS_TYPES];
    chances(tr, x, p);
    for (uint32_t k = 0; k < x->n; k++) {
        if (x->id[k] == MAP_NONE) continue;
        double *w = tr->weight + (size_t)x->id[k] * GUESS_TYPES, *q = tr->square + (size_t)x->id[k] * GUESS_TYPES;
        for (uint32_t t = 0; t < tr->book->n_types; t++) {
            double g = p[t] - (t == x->type) + DECAY * w[t];
            q[t] += g * g;
            w[t] -= q[t] > 0 ? RATE * g / sqrt(q[t]) : 0;
        }
    }
}

static void shuffle(uint32_t *order, uint32_t n, uint64_t *seed)
{
    for (uint32_t i = n; i > 1; i--) {
        *seed = *seed * 6364136223846793005u + 1442695040888963407u;
        uint32_t k = (uint32_t)((*seed >> 33) % i), was = order[i - 1];
        order[i - 1] = order[k];
        order[k] = was;
    }
}

/* Fits on all samples but every FOLDS-th from `out`; out == FOLDS: on all. */
static void fit(trainer *tr, uint32_t out)
{
    uint32_t *order = arena_new(&tr->keep, uint32_t, tr->n), n = 0;
    uint64_t seed = 20240229;
    if (!order) stop("out of memory", "order");
    size_t n_weights = (size_t)tr->n_rows * GUESS_TYPES;
    memset(tr->mean, 0, n_weights * sizeof *tr->mean);
    for (uint32_t i = 0; i < tr->n; i++)
        if (i % FOLDS != out) order[n++] = i;
    for (int epoch = 0; epoch < FITS * EPOCHS; epoch++) {
        if (epoch % EPOCHS == 0) {
            memset(tr->weight, 0, n_weights * sizeof *tr->weight);
            memset(tr->square, 0, n_weights * sizeof *tr->square);
        }
        shuffle(order, n, &seed);
        for (uint32_t i = 0; i < n; i++) step(tr, &tr->samples[order[i]]);
        for (size_t i = 0; epoch % EPOCHS >= EPOCHS / 2 && i < n_weights; i++) tr->mean[i] += tr->weight[i] / (FITS * (EPOCHS - EPOCHS / 2));
    }
    memcpy(tr->weight, tr->mean, n_weights * sizeof *tr->weight);
}

static uint32_t right_in(const trainer *tr, uint32_t fold, uint32_t *n)
{
    double p[GUESS_TYPES];
    uint32_t right = 0;
    for (uint32_t i = fold; i < tr->n; i += FOLDS, (*n)++) right += chances(tr, &tr->samples[i], p) == tr->samples[i].type;
    return right;
}

/* ---- writing ----------------------------------------------------------------------------------------------------------------- */

static void put_u32(unsigned char *p, uint32_t v)
{
    for (int i = 0; i < 4; i++) p[i] = (unsigned char)(v >> 8 * i);
}

static void model_write(const trainer *tr, const char *path)
{
    size_t n = GUESS_HEAD_BYTES + (size_t)tr->n_rows * (4 + GUESS_TYPES);
    unsigned char *out = calloc(1, n);
    FILE *f = fopen(path, "wb");
    if (!out || !f) stop("cannot be written", path);
    memcpy(out, GUESS_MAGIC, 8);
    put_u32(out + 8, GUESS_VERSION);
    put_u32(out + 12, tr->book->n_types);
    put_u32(out + 16, tr->n_rows);
    for (uint32_t t = 0; t < tr->book->n_types; t++) memcpy(out + 32 + t * GUESS_NAME_BYTES, tr->book->types[t].name.s, tr->book->types[t].name.n);
    for (uint32_t r = 0; r < tr->n_rows; r++) {
        put_u32(out + GUESS_HEAD_BYTES + (size_t)r * 4, tr->rows[r]);
        for (uint32_t t = 0; t < GUESS_TYPES; t++) {
            double w = round(tr->weight[(size_t)r * GUESS_TYPES + t] / log(2) * GUESS_UNIT);
            out[GUESS_HEAD_BYTES + (size_t)tr->n_rows * 4 + (size_t)r * GUESS_TYPES + t] = (unsigned char)(int8_t)(w < -127 ? -127 : w > 127 ? 127 : w);
        }
    }
    uint64_t sum = hash_bytes(out + 32, n - 32, 0);
    put_u32(out + 24, (uint32_t)sum);
    put_u32(out + 28, (uint32_t)(sum >> 32));
    if (fwrite(out, 1, n, f) != n || fclose(f)) stop("cannot be written", path);
    free(out);
}

int main(int argc, char **argv)
{
    trainer tr = {0};
    ent_error err = {0};
    uint32_t n = 0;
    if (argc < 3) stop("usage: entente-train-relate OUT.model TYPE.txt...", "arguments");
    if (ent_engine_new(&tr.engine, NULL, &err)) stop(err.message, "data");
    tr.book = tr.engine->code;
    tr.scratch = parse_scratch_new(tr.engine->parse, PARSE_ISA_BEST);
    arena_init(&tr.work, 0);
    arena_init(&tr.keep, 0);
    for (int i = 2; i < argc; i++) file_add(&tr, argv[i]);
    uint32_t n_own = tr.n;
    examples_add(&tr);
    number_rows(&tr);
    fit(&tr, 0);
    uint32_t right = right_in(&tr, 0, &n);
    fit(&tr, FOLDS);
    model_write(&tr, argv[1]);
    printf("%u sentences, %u examples of rules, %u features; held-out tenth %u of %u right\n", n_own, tr.n - n_own, tr.n_rows, right, n);
    parse_scratch_free(tr.scratch);
    arena_fini(&tr.work);
    arena_fini(&tr.keep);
    ent_engine_free(tr.engine);
    return 0;
}
