/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Station story: documents → copies; reports → one event per happening.
 *
 * How it sees a million earlier events without seeing record: through story_store, a small interface that pipeline.c implements
 * over record. May-merge is a pure function of two reports. At the end of a run the connected components that were touched are
 * settled in canonical order (date, id); event_id is the smallest report id, so the same set of pages gives the same events in any
 * order of reading.
 */
#ifndef STORY_H
#define STORY_H

#include "doc.h"

/* What story needs to know of a report; strings are borrowed from the store or the doc. */
typedef struct story_report {
    str id, doc_id;
    str event, mode, status;
    str actors, recipients; /* codes, sorted, joined by ' ' */
    str text;               /* evidence sentence */
    int32_t start, stop;    /* days or CAL_NONE */
    int32_t published;      /* day or CAL_NONE */
    str copy_of;            /* id of the document this one copies, or its own id */
} story_report;

typedef int (*story_each_fn)(void *ctx, const story_report *r);

typedef struct story_store {
    void *ctx;
    /* Calls each for every live report whose block key is the given one, in order of id. */
    int (*find)(void *ctx, str key, story_each_fn each, void *each_ctx, ent_error *err);
    /* Puts a report under a block key (a report may have several). */
    int (*put)(void *ctx, str report_id, str key, ent_error *err);
    /* Says that report `report_id` belongs to the happening `event_id`. */
    int (*assign)(void *ctx, str report_id, str event_id, ent_error *err);
} story_store;

/* Fingerprint of a text for copies: white space, case and punctuation do not count. 32 hex digits. */
void story_text_hash(str text, char out[32]);
/* Block keys under which a report may meet others that it may merge with; at most max. */
uint32_t story_keys(arena *a, const story_report *r, str *keys, uint32_t max);
/* Pure: may these two reports be of one happening? why (may be NULL) gets one line for people. */
bool story_may_merge(const story_report *a, const story_report *b, const char **why);
/* Settles the components that contain the given report ids. */
int story_settle(const story_store *store, arena *scratch, const str *report_ids, uint32_t n, ent_error *err);

#endif
