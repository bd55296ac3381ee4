/* SPDX-License-Identifier: Apache-2.0 */
/* Names by kind and number of words, of the gazetteer and of the text itself, for augment.c. */
#ifndef TRAIN_GAZETTEER_NAMES_H
#define TRAIN_GAZETTEER_NAMES_H

#include "corpus.h"

enum { GAZETTEER_WORDS = 4, GAZETTEER_KINDS = 3 }; /* kinds: 0 person, 1 organisation, 2 place, as the B labels of doc.h halved */

typedef struct gazetteer_name {
    str word[GAZETTEER_WORDS];
} gazetteer_name;

typedef struct gazetteer_names {
    struct gazetteer_list {
        gazetteer_name *name;
        uint32_t n, cap;
    } list[GAZETTEER_KINDS][GAZETTEER_WORDS]; /* by kind and number of words less one */
    uint32_t n;
} gazetteer_names;

/* Reads offices, organisations, states and places of a gazetteer folder. */
int gazetteer_names_read(gazetteer_names *g, arena *mem, const char *folder, ent_error *err);
/* Adds each name of the corpus once: all words proper nouns with a large letter, of which the teacher is sure. */
int gazetteer_names_add(gazetteer_names *g, const corpus *c, ent_error *err);
/* The name that number draws, or NULL where there is none of that length. */
const gazetteer_name *gazetteer_draw(const gazetteer_names *g, uint32_t kind, uint32_t words, uint32_t number);

#endif
