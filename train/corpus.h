/* SPDX-License-Identifier: Apache-2.0 */
/* Treebanks as the trainer needs them. */
#ifndef TRAIN_CORPUS_H
#define TRAIN_CORPUS_H

#include "base/hash.h"
#include "parse/feature.h"
#include "parse/model.h"

enum { TRAIN_NO_TAG = 0xFFFF };

typedef struct word {
    str form, lemma, xpos, misc;
    str feats_text;    /* the FEATS column */
    uint32_t feats;    /* as the treebank has them, all feat bits */
    uint8_t upos, deprel, depsub, ner;
    uint8_t other, doubt; /* of a silver name label: the next best, and its share of the two in percent; 0 elsewhere */
    str relation;      /* deprel with its subtype */
    uint16_t head;     /* 1..n, n + 1 for ROOT */
    uint16_t tag, label; /* ids of the model; TRAIN_NO_TAG before corpus_number */
    parse_features features;
} word;

typedef struct sentence {
    str id;
    word *words;    /* [n + 2]; 1..n, ROOT at n + 1 */
    uint32_t n;
    bool names;     /* ner is gold */
    bool entities;  /* its file has GUM's Entity attribute */
    bool silver;    /* labelled by the teacher, or marked (marked.h), not annotated */
    bool names_only; /* no tags, no tree */
} sentence;

typedef struct corpus {
    arena *mem;
    sentence *sentences;
    uint32_t n, cap, n_words;
} corpus;

/* Tags and labels, numbered by the training data. */
typedef struct inventory {
    parse_tag tags[NET_TAGS];
    uint32_t n_tags;
    uint32_t key_feats[NET_TAGS]; /* the features that tell tags of one XPOS apart */
    uint32_t n_lemma_classes;
    parse_label labels[NET_LABELS];
    str relations[NET_LABELS];
    uint32_t n_labels;
} inventory;

/* Appends a CoNLL-U file. Sentences of more than NET_TOKENS words are left out. */
int corpus_read(corpus *c, const char *path, ent_error *err);
/* The number of a name label in doc.h; NER_O for what is none of them. */
uint8_t ner_find(str label);
/* Name labels of a UNER file (IOB2), paired by sent_id; sentences that are tokenised otherwise keep none. */
int corpus_read_names(corpus *c, const char *path, ent_error *err);
/* Name labels of sentences whose file has GUM's entities. */
int corpus_derive_names(corpus *c, ent_error *err);
void inventory_learn(inventory *v, const corpus *c);
/* Sets tag and label of every word; one that the inventory lacks gets the closest. */
void corpus_number(corpus *c, const inventory *v);

#endif
