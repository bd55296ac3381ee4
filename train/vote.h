/* SPDX-License-Identifier: Apache-2.0 */
/* Silver trees from the votes of several models. */
#ifndef TRAIN_VOTE_H
#define TRAIN_VOTE_H

#include "corpus.h"

/* Reads one text as n models parsed it and appends the sentences they agree on, voted, numbered by v and marked silver. */
int corpus_vote(corpus *c, const char *const *paths, uint32_t n, const inventory *v, ent_error *err);

#endif
