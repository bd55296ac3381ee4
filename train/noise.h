/* SPDX-License-Identifier: Apache-2.0 */
/* Sentences as the web spoils them, with trees that stay right. For scoring (a noisy copy of a treebank) and for training. */
#ifndef TRAIN_NOISE_H
#define TRAIN_NOISE_H

#include "corpus.h"

typedef enum noise_kind {
    NOISE_CAPITALS, /* TALKS HELD IN NORTH: all letters large, no final stop */
    NOISE_NO_STOP,  /* the final stop is missing */
    NOISE_SMALL,    /* no large letter is left */
    NOISE_QUOTES,   /* quote marks and apostrophes lost, doubled, turned round or mangled by a wrong charset */
    NOISE_ORDER,    /* as out of a translator: articles lost, adjectives after their nouns */
    N_NOISE
} noise_kind;

enum { NOISE_BYTES = (NET_TOKENS + 2) * (DOC_CAP_TOKEN_BYTES + 1) };

/* One sentence at work. Large: keep it off the stack. */
typedef struct noise {
    uint64_t random;
    sentence s;                 /* the sentence as it is by now; its words are `words` */
    word words[NET_TOKENS + 2]; /* 1..s.n, ROOT at s.n + 1 */
    char bytes[NOISE_BYTES];    /* changed forms */
    uint32_t n_bytes;
} noise;

/* Takes a copy of s. The same seed and sentence give the same noise, whatever went before. */
void noise_begin(noise *x, uint64_t seed, const sentence *s);
/* Applies one kind; false when it finds nothing to spoil, and then nothing has changed. Tags, labels, names and heads go with the words;
 * features are those of the new forms. What x->s shows lives until the next noise_begin. */
bool noise_apply(noise *x, noise_kind kind);
/* One kind at least, drawn evenly among those that apply, and each other kind one time in four. */
void noise_any(noise *x);
/* A number in 0 .. n - 1. */
uint32_t noise_draw(noise *x, uint32_t n);

/* Every sentence of c with noise_any, in place; new words and forms come from the corpus's arena. */
int corpus_spoil(corpus *c, uint64_t seed, ent_error *err);
/* CoNLL-U. MISC keeps SpaceAfter and has the names as Entity=, under a comment `# names = marked` where they are known; multi-word tokens are plain words. */
int corpus_write(const corpus *c, const char *path, ent_error *err);

#endif
