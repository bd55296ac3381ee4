/* SPDX-License-Identifier: Apache-2.0 */
/* Lemmas and lexical features: look-ups in the model's lexicon. The key functions are shared with the trainer, which fills it. */
#ifndef PARSE_LEMMA_H
#define PARSE_LEMMA_H

#include "parse/model.h"

typedef enum lexicon_kind {
    LEX_WHOLE,      /* lemma class, whole form → script */
    LEX_SUFFIX,     /* lemma class, end of the form → script */
    LEX_CANDIDATE,  /* lemma class, one byte i: the i-th script to try → script */
    LEX_KNOWN,      /* UPOS, lemma → 0: this lemma was seen */
    LEX_FEATURES    /* tag, form → feature set */
} lexicon_kind;

enum { LEMMA_MAX_SUFFIX = 6, LEMMA_MAX_CANDIDATES = 6, LEMMA_MAX_BYTES = DOC_CAP_TOKEN_BYTES + 16 };
#define LEXICON_NONE 0xFFFFFFFFu

/* A slot is key << 16 | value; the key is never 0. */
uint64_t parse_lexicon_key(lexicon_kind kind, uint32_t group, const char *s, uint32_t n);
uint32_t parse_lexicon_get(const parse_model *m, lexicon_kind kind, uint32_t group, const char *s, uint32_t n);

/* A form, folded, as it is and in lower case. */
typedef struct lemma_form {
    uint32_t n;
    char as_is[DOC_CAP_TOKEN_BYTES], low[DOC_CAP_TOKEN_BYTES];
} lemma_form;
void parse_lemma_form(str form, lemma_form *f);
/* Applies a script; returns the length, 0 when it does not fit the form. */
uint32_t parse_script_apply(const parse_script *s, const lemma_form *f, char out[LEMMA_MAX_BYTES]);

/* The lemma as a string of the arena, or `form` itself where they are equal. s NULL when memory ran out. */
str parse_lemma(const parse_model *m, arena *mem, str form, const lemma_form *f, uint32_t tag);
uint32_t parse_feats(const parse_model *m, const lemma_form *f, uint32_t tag);

#endif
