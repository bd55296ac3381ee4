/* SPDX-License-Identifier: Apache-2.0 */
/* Learning where sentences end: the weights of src/split/boundary.c. */
#ifndef TRAIN_SPLIT_LEARN_H
#define TRAIN_SPLIT_LEARN_H

#include "base/error.h"

/* Reads the running text of CoNLL-U files ("# text", "# newpar"), learns, writes a table of weights to out. The station's other tables come
 * from data_dir. */
int split_learn(const char *out, const char *data_dir, const char *const *paths, int n_paths, ent_error *err);

#endif
