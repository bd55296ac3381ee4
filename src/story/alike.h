/* SPDX-License-Identifier: Apache-2.0 */
/* Inside of story: a report with what is worked out from it once, and the measure of two such. */
#ifndef STORY_ALIKE_H
#define STORY_ALIKE_H

#include "base/buf.h"
#include "story/words.h"

/* Ranks of likeness: pairs are joined from the top down. Every verdict stays below the next rank. */
enum {
    ALIKE_MISDATED = 2000, /* below: near copies, and the date of one is wrong */
    ALIKE_NO_DAY = 2000,
    ALIKE_NEAR_DAY = 3000,
    ALIKE_SAME_DAY = 4000, /* also: a text that repeats itself */
    ALIKE_COPY = 5999      /* one sentence in two texts */
};

typedef struct alike_view {
    const story_report *report;
    words_bag words; /* of the evidence, without the names of the parties */
    uint32_t family;
    char status; /* class: 'a' actual, 'n' negated, 'o' other */
} alike_view;

void alike_view_make(const story_tables *t, const story_report *r, alike_view *out);
/* As story_likeness. */
uint32_t alike_score(const alike_view *a, const alike_view *b, const char **why);
/* Both in one text, or in exact copies of it. */
bool alike_same_text(const story_report *a, const story_report *b);

#endif
