/* SPDX-License-Identifier: Apache-2.0 */
/* The training loop. */
#ifndef TRAIN_TRAIN_H
#define TRAIN_TRAIN_H

#include "net.h"

typedef struct train_options {
    uint32_t epochs, batch, seed, threads; /* threads: 1..SHARDS; any number gives the same bytes */
    float rate, drop, tag_weight, name_weight, silver_weight, explore;
    float longest; /* a batch's gradient; a longer one is cut */
    uint32_t warm_up, explore_from; /* updates */
} train_options;

train_options train_defaults(void);
/* Trains n; prints one line per epoch to standard error. With a path of a checkpoint (NULL: none) it goes on after the epoch of which the file is; the file
 * is written after each epoch but the last. One that cannot be written is named, and the training goes on. An error when the losses are no numbers any more. */
int train_run(net *n, const corpus *c, const gazetteer_names *names, const train_options *o, const char *checkpoint_path, ent_error *err);

#endif
