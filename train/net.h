/* SPDX-License-Identifier: Apache-2.0 */
/* The network in floating point: parameters, one worker's activations, forward and backward. Shape: src/parse/net.h. */
#ifndef TRAIN_NET_H
#define TRAIN_NET_H

#include "corpus.h"
#include "gazetteer_names.h"
#include "matrix.h"
#include "noise.h"
#include "parse/transition.h"
#include "vectors.h"

enum { ROWS = NET_TOKENS + 4, STATE_WIDTH = NET_POSITIONS * NET_H, ACTION_WIDTH = 16 };

typedef struct net {
    matrix conv[NET_LAYERS], conv_bias[NET_LAYERS];
    matrix tag, tag_bias;
    matrix name1, name1_bias, name2, name2_bias, moves; /* moves [8][16]: 7 labels and start */
    matrix state, absent, context, action;
    matrix head, dependent, distance, label, label_bias;
    matrix *dense[32]; /* all of the above */
    uint32_t n_dense;
    matrix embedding;               /* [ROWS of net.h][D], updated where touched */
    unsigned char *touched[SHARDS]; /* [rows] */
    uint32_t *list[SHARDS], n_list[SHARDS];
    parse_vectors vectors;
    uint32_t n_tags, n_labels;
    uint8_t upos_of_tag[NET_TAGS];
} net;

typedef struct losses {
    double tag, name, action, label;
    uint64_t n_words, n_names, n_actions, n_labels;
} losses;

/* Row i of an activation is token i; row 0 and row n + 2 are the zero edges, n + 1 is ROOT. */
typedef struct worker {
    int id;
    const net *n;
    random_state r;
    float drop; /* 0: no drop-out, nothing random */
    float *x[NET_LAYERS + 1], *dx[NET_LAYERS + 1], *mask[NET_LAYERS + 1]; /* [rows][D] */
    float *relu[NET_LAYERS], *tmp;                                       /* [rows][D] */
    float *window[NET_LAYERS], *d_window;                                /* [rows][3D] */
    float *tag;                                                          /* [rows][TAGS] */
    float *hidden, *d_hidden;                                            /* [rows][NH] */
    float *name, *alpha, *beta;                                          /* [rows][16] */
    float *state, *d_state;                                              /* [rows][P][H] */
    float *head, *dependent, *d_head, *d_dependent;                      /* [rows][LH] */
    uint8_t skip_word[ROWS], skip_vector[ROWS], upos[ROWS];
    parse_state tree;
    float scale;   /* of every gradient of the sentence at work */
    struct noise noise; /* what augment made of a sentence */
    losses loss;
} worker;

void net_init(net *n, const inventory *v, const word_vectors *words, uint32_t seed);
void worker_init(worker *w, const net *n, int id);

/* encoder.c */
void encode(worker *w, const sentence *s, const uint32_t *frequency);
void encode_back(worker *w, const sentence *s);
/* Tag scores of every token into w->tag, best tags' UPOS into w->upos. */
void tag_scores(worker *w, uint32_t n);

/* chain.c */
void name_scores(worker *w, uint32_t n);
void names_train(worker *w, const sentence *s, float weight);

/* oracle.c */
void state_rows(worker *w, uint32_t n);
void tree_train(worker *w, const sentence *s, float explore);

/* augment.c: a variant of the sentence that lives in w until the next call. */
const sentence *augment(worker *w, const sentence *s, const gazetteer_names *g);

static inline float *at(float *base, uint32_t row, uint32_t width) { return base + (size_t)row * width; }
void softmax(float *z, uint32_t n);

#endif
