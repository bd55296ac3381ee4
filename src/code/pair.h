/* SPDX-License-Identifier: Apache-2.0 */
/* Two given actors in the place of a document's mentions. Internal to src/code and to train/relate/. */
#ifndef CODE_PAIR_H
#define CODE_PAIR_H

#include "code/scan.h"

enum { PAIR_SOURCE, PAIR_TARGET };

typedef struct pair {
    doc_actor actor[2];
    doc_mention mention[2];
    /* the document's own, until close */
    doc_actor *actors;
    doc_mention *mentions;
    uint32_t *mention_at, n_actors, n_mentions;
} pair;

/* Puts the two in place and runs the rules. p stays where it is until pair_close, which the caller calls in every case; a side whose
 * words do not stand in the text has no mention. */
int pair_open(pair *p, code_scan *s, const code_book *b, doc *d, str source, str target, ent_error *err);
void pair_close(pair *p, doc *d);

#endif
