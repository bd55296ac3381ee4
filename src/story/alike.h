/* SPDX-License-Identifier: Apache-2.0 */
/* Inside of story: a report with what is worked out from it once, and the measure of two such. */
#ifndef STORY_ALIKE_H
#define STORY_ALIKE_H

#include "base/buf.h"
#include "story/words.h"

/* Ranks of likeness: pairs are joined from the top down. Every verdict stays below the next rank. */
enum {
    ALIKE_MISDATED = 2000, /* below: one page is made from the other, and the date of one is wrong */
    ALIKE_NO_DAY = 2000,
    ALIKE_NEAR_DAY = 3000,
    ALIKE_SAME_DAY = 4000, /* also: a text that repeats itself */
    ALIKE_COPY = 5999,     /* one sentence in two texts */
    ALIKE_TRIGGER_STEMS = 4
};

typedef struct alike_view {
    const story_report *report;
    words_bag words; /* of the evidence, without the names of the parties */
    uint32_t trigger[ALIKE_TRIGGER_STEMS], n_trigger; /* hashes of the trigger's stems */
    uint64_t sentence, page; /* hashes of the evidence, and of the page's text */
    words_type type;
    char status; /* class: 'a' actual, 'n' negated, 'o' other */
} alike_view;

void alike_view_make(const story_tables *t, const story_report *r, alike_view *out);
/* gist.c: a view in some hundred bytes, in mem (empty when that ran out), and of them the view, in pieces of the bytes, as far as alike_hopeless needs it. */
str gist_make(const alike_view *x, arena *mem);
bool gist_read(str gist, story_report *report, alike_view *out); /* false: not a gist */
/* Whether the score with the report of this gist is 0, told without either page's sketch; false: it may be anything. */
bool alike_hopeless(const alike_view *x, str gist);
/* As story_likeness. */
uint32_t alike_score(const alike_view *a, const alike_view *b, const char **why);
/* The place is a town or smaller. */
bool alike_names_town(const story_report *r);
/* Days that say something: known, and no wider than a month. */
bool alike_is_dated(const story_report *r);

#endif
