/* SPDX-License-Identifier: Apache-2.0 */
/* Scores of a model on a treebank, from gold tokens. */
#ifndef TRAIN_EVALUATE_H
#define TRAIN_EVALUATE_H

#include "corpus.h"

/* Prints one line: tags, features, lemmas, attachment, names; then words per CPU-second. */
int evaluate(const parse_model *m, const corpus *c, const char *name, parse_isa isa, int rounds, ent_error *err);

#endif
