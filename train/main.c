/* SPDX-License-Identifier: Apache-2.0 */
/*
 * entente-train: makes and scores the parser model.
 *
 *     entente-train --out models/en.model --train A.conllu --train B.conllu --names A.iob2 --dev C.conllu --dev-names C.iob2
 *     entente-train --model models/en.model --dev C.conllu          scores only; --noise SEED: also on the same sentences spoiled (noise.h); --marked: names of marked text (marked.h)
 *     entente-train --noisy OUT.conllu --noise SEED --dev C.conllu  writes the spoiled copy
 *     entente-train --merged OUT.conllu --train A.conllu --names A.iob2  the treebanks in one file, their names in MISC (teacher/README.md)
 *     entente-train --silver-from X.conllu --silver OUT.tsv               what the teacher read, as labels without words (silver.h)
 *     entente-train --vectors-from glove.6B.100d.txt --vectors OUT  word vectors as the trainer needs them (vectors.h)
 *     entente-train --sentences OUT.tsv --train A.conllu            weights of sentence boundaries (split_learn.h)
 *
 * Flow: read treebanks ─► number tags and labels ─► train (train.c) ─► quantise ─► learn lemmas ─► write ─► open as the library does and score.
 * `make model` has the options of the shipped model. Same files, same machine and compiler: same bytes.
 */
#include <stdio.h>
#include <stdlib.h>

#include "evaluate.h"
#include "lemma_learn.h"
#include "marked.h"
#include "noise.h"
#include "quantise.h"
#include "silver.h"
#include "split_learn.h"
#include "train.h"
#include "write.h"

enum { MAX_FILES = 16 };

typedef struct options {
    const char *out, *model, *noisy, *merged, *silver, *silver_from, *sentences, *isa, *irregular, *gazetteer, *vectors, *vectors_from, *checkpoint;
    const char *train[MAX_FILES], *text[MAX_FILES], *names[MAX_FILES], *dev[MAX_FILES], *dev_names[MAX_FILES], *marked[MAX_FILES], *marked_words[MAX_FILES];
    int n_train, n_text, n_names, n_dev, n_dev_names, n_marked, n_marked_words, rounds;
    int64_t noise; /* seed; below 0: none */
    train_options train_with;
} options;

static int usage(void)
{
    fprintf(stderr, "usage: entente-train (--out FILE --vectors FILE --train FILE... [--names FILE...] | --vectors-from TEXT --vectors FILE | --model FILE | --noisy FILE | --merged FILE | --silver-from FILE --silver FILE | --sentences FILE) [--dev FILE...] [--dev-names FILE...]\n"
                    "                     [--silver FILE --text FILE...] [--marked FILE... --marked-words FILE...] [--gazetteer FOLDER] [--checkpoint FILE] [--noise SEED] [--irregular TABLE] [--epochs N] [--batch N] [--seed N] [--threads N]\n"
                    "                     [--rate X] [--name-weight X] [--silver-weight X] [--isa scalar|avx2|avx512] [--rounds N]\n");
    return 2;
}

static int file_add(const char **list, int *n, const char *path)
{
    if (*n == MAX_FILES) return 0;
    list[(*n)++] = path;
    return 1;
}

static int option_take(options *o, const char *name, const char *value)
{
    if (!strcmp(name, "--out")) o->out = value;
    else if (!strcmp(name, "--model")) o->model = value;
    else if (!strcmp(name, "--noisy")) o->noisy = value;
    else if (!strcmp(name, "--merged")) o->merged = value;
    else if (!strcmp(name, "--sentences")) o->sentences = value;
    else if (!strcmp(name, "--noise")) o->noise = atoll(value);
    else if (!strcmp(name, "--isa")) o->isa = value;
    else if (!strcmp(name, "--irregular")) o->irregular = value;
    else if (!strcmp(name, "--train")) return file_add(o->train, &o->n_train, value);
    else if (!strcmp(name, "--silver")) o->silver = value;
    else if (!strcmp(name, "--silver-from")) o->silver_from = value;
    else if (!strcmp(name, "--text")) return file_add(o->text, &o->n_text, value);
    else if (!strcmp(name, "--marked")) return file_add(o->marked, &o->n_marked, value);
    else if (!strcmp(name, "--marked-words")) return file_add(o->marked_words, &o->n_marked_words, value);
    else if (!strcmp(name, "--gazetteer")) o->gazetteer = value;
    else if (!strcmp(name, "--vectors")) o->vectors = value;
    else if (!strcmp(name, "--vectors-from")) o->vectors_from = value;
    else if (!strcmp(name, "--names")) return file_add(o->names, &o->n_names, value);
    else if (!strcmp(name, "--dev")) return file_add(o->dev, &o->n_dev, value);
    else if (!strcmp(name, "--dev-names")) return file_add(o->dev_names, &o->n_dev_names, value);
    else if (!strcmp(name, "--epochs")) o->train_with.epochs = (uint32_t)atoi(value);
    else if (!strcmp(name, "--batch")) o->train_with.batch = (uint32_t)atoi(value);
    else if (!strcmp(name, "--seed")) o->train_with.seed = (uint32_t)atoi(value);
    else if (!strcmp(name, "--threads")) o->train_with.threads = (uint32_t)atoi(value);
    else if (!strcmp(name, "--silver-weight")) o->train_with.silver_weight = (float)atof(value);
    else if (!strcmp(name, "--rate")) o->train_with.rate = (float)atof(value);
    else if (!strcmp(name, "--name-weight")) o->train_with.name_weight = (float)atof(value);
    else if (!strcmp(name, "--checkpoint")) o->checkpoint = value;
    else if (!strcmp(name, "--rounds")) o->rounds = atoi(value);
    else return 0;
    return 1;
}

static parse_isa isa_find(const char *name)
{
    if (!name) return PARSE_ISA_BEST;
    return !strcmp(name, "scalar") ? PARSE_ISA_SCALAR : !strcmp(name, "avx2") ? PARSE_ISA_AVX2 : PARSE_ISA_AVX512;
}

static int treebanks_read(corpus *c, const options *o, ent_error *err)
{
    int rc = ENT_OK;
    for (int i = 0; !rc && i < o->n_train; i++) rc = corpus_read(c, o->train[i], err);
    for (int i = 0; !rc && i < o->n_names; i++) rc = corpus_read_names(c, o->names[i], err);
    return rc ? rc : corpus_derive_names(c, err);
}

static int marked_add(corpus *c, const options *o, ent_error *err)
{
    uint32_t before = c->n, left_out = 0;
    int rc = ENT_OK;
    for (int i = 0; !rc && i < o->n_marked; i++) rc = marked_read(c, o->marked[i], o->marked_words[i], &left_out, err);
    if (!rc && o->n_marked) fprintf(stderr, "names marked in %u sentences; %u were not found in the marked text\n", c->n - before, left_out);
    return rc;
}

static int model_make(const options *o, ent_error *err)
{
    arena mem;
    arena_init(&mem, 0);
    corpus c = {.mem = &mem}, all;
    static inventory v;
    static net n;
    static worker w;
    static quantised q;
    static gazetteer_names names;
    word_vectors words = {0};
    lexicon x;
    int rc = treebanks_read(&c, o, err);
    if (!rc && o->gazetteer) rc = gazetteer_names_read(&names, &mem, o->gazetteer, err);
    if (!rc) rc = vectors_read(&words, o->vectors, err);
    if (!rc && !c.n) rc = error_set(err, ENT_E_USAGE, -1, "no training sentences");
    if (!rc) {
        inventory_learn(&v, &c);
        corpus_number(&c, &v);
        all = c;
        if (o->silver) rc = silver_read(&all, o->silver, o->text, (uint32_t)o->n_text, &v, err);
        if (!rc) rc = marked_add(&all, o, err);
        if (!rc) rc = gazetteer_names_add(&names, &all, err);
    }
    if (!rc) {
        fprintf(stderr, "%u sentences, %u words; silver: %u, %u; %u tags, %u labels; %u names to swap in\n", c.n, c.n_words, all.n - c.n, all.n_words - c.n_words, v.n_tags,
                v.n_labels, names.n);
        net_init(&n, &v, &words, o->train_with.seed);
        rc = train_run(&n, &all, &names, &o->train_with, o->checkpoint, err);
    }
    if (!rc) {
        worker_init(&w, &n, 0);
        quantise(&q, &w, &c);
        rc = lexicon_learn(&x, &v, &c, o->irregular, err);
    }
    if (!rc) {
        fprintf(stderr, "lexicon: %u entries, %u scripts, %u feature sets\n", x.n, x.n_scripts, x.n_feature_sets);
        rc = model_write(o->out, &q, &v, &x, &words.table, "English: UD EWT, GUM (free genres), UNER EWT", err);
        if (!rc && o->checkpoint) remove(o->checkpoint);
    }
    file_map_close(&words.map);
    arena_fini(&mem);
    return rc;
}

static int model_score(const options *o, const char *path, ent_error *err)
{
    arena mem;
    arena_init(&mem, 0);
    parse_model *m = NULL;
    int rc = parse_model_open(&m, &mem, ".", path, err);
    for (int i = 0; !rc && i < o->n_dev; i++) {
        corpus c = {.mem = &mem};
        const char *slash = strrchr(o->dev[i], '/');
        rc = corpus_read(&c, o->dev[i], err);
        for (int k = 0; !rc && k < o->n_dev_names; k++) rc = corpus_read_names(&c, o->dev_names[k], err);
        if (!rc) rc = corpus_derive_names(&c, err);
        if (!rc) rc = evaluate(m, &c, slash ? slash + 1 : o->dev[i], isa_find(o->isa), o->rounds, err);
        if (rc || o->noise < 0) continue;
        rc = corpus_spoil(&c, (uint64_t)o->noise, err);
        if (!rc) rc = evaluate(m, &c, "  with noise", isa_find(o->isa), 1, err);
    }
    corpus c = {.mem = &mem};
    if (!rc && o->model) rc = marked_add(&c, o, err); /* what it has not read: a training has */
    if (!rc && c.n) rc = evaluate(m, &c, "marked text", isa_find(o->isa), 1, err);
    parse_model_close(m);
    arena_fini(&mem);
    return rc;
}

static int noisy_make(const options *o, ent_error *err)
{
    arena mem;
    arena_init(&mem, 0);
    corpus c = {.mem = &mem};
    int rc = ENT_OK;
    for (int i = 0; !rc && i < o->n_dev; i++) rc = corpus_read(&c, o->dev[i], err);
    if (!rc) rc = corpus_spoil(&c, o->noise < 0 ? 0 : (uint64_t)o->noise, err);
    if (!rc) rc = corpus_write(&c, o->noisy, err);
    arena_fini(&mem);
    return rc;
}

static int merged_make(const options *o, ent_error *err)
{
    arena mem;
    arena_init(&mem, 0);
    corpus c = {.mem = &mem};
    int rc = treebanks_read(&c, o, err);
    if (!rc) rc = corpus_write(&c, o->merged, err);
    arena_fini(&mem);
    return rc;
}

static int silver_make(const options *o, ent_error *err)
{
    arena mem;
    arena_init(&mem, 0);
    corpus c = {.mem = &mem};
    int rc = corpus_read(&c, o->silver_from, err);
    if (!rc) rc = silver_write(&c, o->silver, err);
    arena_fini(&mem);
    return rc;
}

int main(int argc, char **argv)
{
    options o = {.rounds = 5, .noise = -1, .train_with = train_defaults()};
    for (int i = 1; i < argc; i += 2)
        if (i + 1 == argc || !option_take(&o, argv[i], argv[i + 1])) return usage();
    int tasks = !!o.out + !!o.model + !!o.noisy + !!o.merged + !!o.silver_from + !!o.sentences + !!o.vectors_from;
    if (tasks != 1 || ((o.out || o.vectors_from) && !o.vectors) || (o.silver_from && !o.silver) || o.n_marked != o.n_marked_words) return usage();
    if (!o.train_with.batch || !o.train_with.epochs || o.train_with.threads < 1 || o.train_with.threads > SHARDS) return usage();
    ent_error err = {0};
    int rc = ENT_OK;
    if (o.vectors_from) rc = vectors_make(o.vectors_from, o.vectors, &err);
    else if (o.out) rc = model_make(&o, &err);
    else if (o.noisy) rc = noisy_make(&o, &err);
    else if (o.merged) rc = merged_make(&o, &err);
    else if (o.silver_from) rc = silver_make(&o, &err);
    else if (o.sentences) rc = split_learn(o.sentences, ".", o.train, o.n_train, &err);
    if (!rc && (o.out || o.model)) rc = model_score(&o, o.out ? o.out : o.model, &err);
    if (rc) fprintf(stderr, "entente-train: %s\n", err.message);
    return rc ? 1 : 0;
}
