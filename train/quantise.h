/* SPDX-License-Identifier: Apache-2.0 */
/* From floating point to the integers of src/parse/kernel.h. */
#ifndef TRAIN_QUANTISE_H
#define TRAIN_QUANTISE_H

#include "net.h"

typedef struct quantised {
    int8_t *embedding;
    uint32_t embed_shift, action_scale;
    int32_t scale[N_SCALES];
    parse_matrix matrix[N_MATRICES]; /* arrays on the heap */
    int16_t absent[STATE_WIDTH], *context, action[NET_ACTIONS * NET_H], distance[NET_DISTANCES * NET_LH];
    int32_t moves[NER_WIDTH * NER_WIDTH];
} quantised;

/* Ranges are taken from the first sentences of the training data. */
void quantise(quantised *q, worker *w, const corpus *c);

#endif
