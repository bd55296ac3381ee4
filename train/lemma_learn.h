/* SPDX-License-Identifier: Apache-2.0 */
/* Learning the lexicon of src/parse/lemma.c. */
#ifndef TRAIN_LEMMA_LEARN_H
#define TRAIN_LEMMA_LEARN_H

#include "corpus.h"

typedef struct lexicon {
    uint64_t *slots;
    uint32_t bits, n;
    parse_script *scripts;
    uint32_t n_scripts;
    uint32_t *feature_sets;
    uint32_t n_feature_sets;
} lexicon;

/* irregular: path of a table of upos, xpos, form, lemma, or NULL. Also sets tags' `lexical`. Memory from the corpus's arena. */
int lexicon_learn(lexicon *x, inventory *v, const corpus *c, const char *irregular, ent_error *err);

#endif
