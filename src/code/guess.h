/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The back-off: a linear model that proposes a type for two given actors of one sentence where no rule does. Internal to src/code
 * and to its trainer, train/relate/.
 */
#ifndef CODE_GUESS_H
#define CODE_GUESS_H

#include "code/scan.h"

enum {
    GUESS_MAX_FEATURES = 1024, /* of one pair; what comes later in the sentence is not seen */
    GUESS_TYPES = 16,          /* columns of the file */
    GUESS_NAME_BYTES = 16,
    GUESS_HEAD_BYTES = 32 + GUESS_TYPES * GUESS_NAME_BYTES,
    GUESS_UNIT = 32 /* a weight of 32 doubles the odds */
};
#define GUESS_MAGIC "ENTRELAT"
#define GUESS_VERSION 1u

typedef struct code_features {
    uint32_t id[GUESS_MAX_FEATURES]; /* sorted, each once */
    uint32_t n;
} code_features;

/* What is known of a pair: mention 0 of the document is the source, mention 1 (when there) the target. The scan has run. */
void code_guess_features(code_scan *s, code_features *out);
/* relate.c, for a predicate for which a rule holds: how much of the pair the rule binds, at least RELATE_SURE for one of the two and RELATE_BOTH for both; and
 * the type by which relate answers, with its status. */
enum { RELATE_SURE = 400, RELATE_BOTH = 700 };
int32_t code_relate_score(const code_scan *s, uint32_t pred);
str code_relate_type(const code_scan *s, uint32_t pred, uint8_t *status);
/* Chance in thousandths of every type of the book, by its number there; 0 for a type that the model does not know. */
void code_guess_chances(const code_guess *g, const code_features *f, uint16_t chance[CODE_MAX_TYPES]);
/* Reads a model from bytes that outlive it. A damaged file is refused with a message that names `path`. */
int code_guess_read(code_guess *g, const code_book *b, const char *path, str bytes, ent_error *err);

#endif
