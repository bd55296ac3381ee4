/* SPDX-License-Identifier: Apache-2.0 */
/* Inside of story: what is kept of a document's text to tell copies and stories by. */
#ifndef STORY_SKETCH_H
#define STORY_SKETCH_H

#include "story/story.h"

typedef enum sketch_relation {
    SKETCH_OTHER, /* nothing in common */
    SKETCH_STORY, /* the same names: one story told by two writers */
    SKETCH_COPY,  /* the same runs of words: one text is made from the other */
    SKETCH_EXACT  /* equal but for case, space and punctuation */
} sketch_relation;

enum { SKETCH_TOPIC = 48 };
typedef struct sketch_term {
    uint32_t hash, weight;
} sketch_term;

/* What a document is about: its heaviest stems, in ascending order of hash; how many. */
uint32_t sketch_topic(const story_report *r, sketch_term out[SKETCH_TOPIC]);
/* Relation of the documents of two reports. */
sketch_relation sketch_compare(const story_report *a, const story_report *b);
/* The `want` smallest hashes of the document's runs of words; how many there are. */
uint32_t sketch_least_runs(const story_report *r, uint32_t *out, uint32_t want);
/* The same of its names. */
uint32_t sketch_least_names(const story_report *r, uint32_t *out, uint32_t want);

#endif
