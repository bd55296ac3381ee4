/* SPDX-License-Identifier: Apache-2.0 */
/* Writing the model file. Layout: src/parse/model.h. */
#ifndef TRAIN_WRITE_H
#define TRAIN_WRITE_H

#include "lemma_learn.h"
#include "quantise.h"

int model_write(const char *path, const quantised *q, const inventory *v, const lexicon *x, const parse_vectors *words, const char *name, ent_error *err);

#endif
