/* SPDX-License-Identifier: Apache-2.0 */
/* Inside of story: a sentence as a bag of weighted stems. */
#ifndef STORY_WORDS_H
#define STORY_WORDS_H

#include "story/story.h"

enum { WORDS_MAX = 48, WORDS_STEM_LETTERS = 6 };

typedef struct words_term {
    uint32_t hash;
    uint32_t weight;
} words_term;

typedef struct words_bag {
    words_term term[WORDS_MAX]; /* [n], in order of hash, no two alike, none without weight */
    uint32_t n;
    uint32_t total; /* sum of weights */
} words_bag;

typedef struct words_stem {
    char s[4 * WORDS_STEM_LETTERS];
    uint32_t n;       /* bytes of s */
    uint32_t letters; /* of the whole word */
    uint32_t begin;   /* byte of the text */
    bool number;
} words_stem;

/* The next stem from byte *at; false at the end. */
bool words_next(str text, uint32_t *at, words_stem *out);
uint32_t words_weight(const story_tables *t, const words_stem *s);
uint32_t words_hash(const words_stem *s);
/* The bag of a text without the words of `leave_out`; beyond WORDS_MAX stems the lightest go. */
void words_bag_make(const story_tables *t, str text, str leave_out, words_bag *out);
typedef struct words_type {
    uint32_t family; /* number of the family of neighbouring types; 0 when no table names the type */
    bool mutual;     /* actors and recipients count alike */
    bool daily;      /* what the same parties may do many times a day */
    bool single;     /* what they do once a day */
} words_type;

words_type words_type_of(const story_tables *t, str event);
/* Weight of the stems that both have. */
uint32_t words_shared(const words_bag *a, const words_bag *b);

#endif
