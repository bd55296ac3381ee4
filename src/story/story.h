/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Station story: documents → copies; reports → one event per happening. docs/methods-story.md has the method and its figures.
 *
 * How it sees a million earlier events without seeing record: through story_store, a small interface that src/keep.c implements
 * over record. Likeness is a pure function of two reports and a word table. At the end of a run the connected components that were
 * touched are settled in canonical order, hard limits applied then; event_id is the smallest report id. So the same set of pages
 * gives the same happenings in any order of reading, in one run or in several.
 */
#ifndef STORY_H
#define STORY_H

#include "doc.h"

typedef struct story_tables story_tables; /* grammar/words.tsv: how much a shared word says */
int story_tables_load(story_tables **out, arena *mem, const char *data_dir, ent_error *err);

/* What story needs to know of a report; strings are borrowed from the store. */
typedef struct story_report {
    str id, doc_id;
    int64_t row, doc_row; /* the store's own numbers of it, and of its document */
    str event, mode, act, status;
    str actors, recipients; /* codes, sorted, joined by ' ' */
    str names;              /* names of the parties, sorted, joined by '|' */
    str text, trigger;      /* evidence sentence; the words that name the event */
    uint32_t text_at, trigger_at; /* byte of the sentence in the document, of the trigger in the sentence */
    str place, place_kind;
    str text_hash;          /* of the document: equal for exact copies */
    str sketch;             /* of the document */
    int32_t start, stop;    /* days or CAL_NONE */
    int32_t published;      /* day or CAL_NONE */
    uint8_t dated;          /* date_basis */
    int32_t dead, injured;  /* -1 not stated */
} story_report;

/* The name of a block, hashed: two that collide cost a comparison, never a wrong merge. */
typedef uint64_t story_key;

typedef int (*story_each_fn)(void *ctx, const story_report *r);
typedef int (*story_row_fn)(void *ctx, int64_t row);

typedef struct story_block {
    story_key key;
    const uint32_t *rows; /* [n_rows] in no order; all, unless the key is capped and the block larger than STORY_BLOCK_MAX */
    uint32_t n_rows, n, n_before; /* n: live reports under the key; n_before: as it was before these were put */
} story_block;
typedef int (*story_block_fn)(void *ctx, const story_block *b);

enum {
    STORY_MAX_KEYS = 48,
    STORY_CAPPED = 1, /* the bit of a key that names a block which is used only up to STORY_BLOCK_MAX reports */
    STORY_BLOCK_MAX = 48,
    STORY_SURE = 6000
};

typedef struct story_store {
    void *ctx;
    /* Puts report rows[i] under keys[i], the keys of a report together, then calls each for every key with what lies under it. */
    int (*put)(void *ctx, const story_key *keys, const int64_t *rows, uint32_t n, story_block_fn each, void *each_ctx, ent_error *err);
    /* Calls each for live reports under a block key, at most so many; with the store's number alone, for what is read already is read often. */
    int (*find)(void *ctx, story_key key, uint32_t most, story_row_fn each, void *each_ctx, ent_error *err);
    /* Calls each once with the report of this number. */
    int (*at)(void *ctx, int64_t row, story_each_fn each, void *each_ctx, ent_error *err);
    /* Keeps a report's gist: what of it is enough to tell most that it is not alike. NULL, as `gist` may be: everything is read. */
    int (*note)(void *ctx, int64_t row, str gist, ent_error *err);
    /* The gist last noted, in mem; empty when there is none. */
    int (*gist)(void *ctx, int64_t row, arena *mem, str *out, ent_error *err);
    /* Says that a report belongs to the happening `event_id`; of documents: that `doc_id` is a copy of `source`, or its own source. */
    int (*assign)(void *ctx, const story_report *r, str event_id, ent_error *err);
    /* The name, hashed, of what a row was last assigned to; 0 nothing yet. */
    int (*assigned)(void *ctx, int64_t row, uint64_t *to, ent_error *err);
    /* The keys that a row was put under. */
    int (*keys)(void *ctx, int64_t row, story_key keys[STORY_MAX_KEYS], uint32_t *n, ent_error *err);
    uint64_t *n_compared; /* NULL, or counts the pairs compared */
} story_store;

/* Fingerprint of a text for copies: letters and digits alone count, without case. 32 hex digits. */
void story_text_hash(str text, char out[32]);
/* What is kept of a document's text to tell near copies and stories by: some 1,200 bytes, in mem. Empty when memory ran out. */
str story_sketch(const story_tables *t, str text, arena *mem);
/* Block keys under which a report meets every report that it may merge with. Returns how many; 0 with mem->failed when memory ran out. */
uint32_t story_keys(const story_tables *t, arena *mem, const story_report *r, story_key keys[STORY_MAX_KEYS]);
/* Pure and symmetric: how surely two reports are of one happening; 0 they are not, STORY_SURE they are. why (may be NULL) gets one
 * line for people, static storage. */
uint32_t story_likeness(const story_tables *t, const story_report *a, const story_report *b, const char **why);
/* Why the reports of two happenings may not be one, however alike two of them are; NULL when nothing stands against it. */
const char *story_apart(const story_tables *t, const story_report *a, uint32_t n_a, const story_report *b, uint32_t n_b);
/* Assigns to every document that shares its text with a given one the first of its copies. The store is one of documents: as reports
 * with id, text_hash, sketch and published alone. */
int story_copies(const story_tables *t, const story_store *store, arena *scratch, const int64_t *rows, uint32_t n, ent_error *err);
/* Assigns to every document that tells of the same happening as a given one the first of their story. The store as for story_copies. */
int story_topics(const story_tables *t, const story_store *store, arena *scratch, const int64_t *rows, uint32_t n, ent_error *err);
/* The sentences of a copy, made ready in mem; NULL when memory ran out. */
typedef struct story_sentences story_sentences;
const story_sentences *story_sentences_make(const story_tables *t, arena *mem, const str *text, uint32_t n);
/* Which sentence of a copy tells what sentence i of another copy of the text tells, or DOC_NONE. */
uint32_t story_echo(const story_sentences *from, uint32_t i, const story_sentences *in);
/* Whether two event types are neighbours, so that one happening may be told as either. */
bool story_one_family(const story_tables *t, str event, str other);
/* Settles the components that hold the given reports. All memory is scratch's. */
int story_settle(const story_tables *t, const story_store *store, arena *scratch, const int64_t *rows, uint32_t n, ent_error *err);

#endif
