/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The state of a training between two epochs, on disk, so that one that was killed goes on where it was and ends with the same bytes.
 *
 * File: "ENTTRAIN", a struct checkpoint, then of every matrix in the order of net_init, the embedding last, the weights and both moments of Adam,
 * as numbers of this machine; at the end the hash of all that (u64). It is read again by the machine that wrote it.
 */
#ifndef TRAIN_CHECKPOINT_H
#define TRAIN_CHECKPOINT_H

#include "net.h"

typedef struct checkpoint {
    uint64_t key;             /* of data and options; a file with another key is of another training */
    uint64_t epochs, updates; /* done */
} checkpoint;

/* Key of a corpus: all that is learned from it. */
uint64_t checkpoint_key(const corpus *c);
/* Writes beside `path` and renames, so that a file under that name is whole. */
int checkpoint_write(const net *n, const checkpoint *at, const char *path, ent_error *err);
/* Takes weights and moments from the file. False, and the net unchanged, when there is none, it is damaged, or of another key than at->key. */
bool checkpoint_read(net *n, checkpoint *at, const char *path);

#endif
