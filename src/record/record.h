/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Station record: documents, reports and happenings in one SQLite file; the only user of SQLite. docs/record.md has the tables.
 *
 *     record_document ──► documents, reports, parties     one transaction a document, or a batch of them
 *     record_settle_begin ──► record_pending ──► story ──► record_assign ──► record_settle_end ──► events     one transaction
 *
 * A killed run loses at most the document in hand, or the batch that it is in, and doubles nothing; what it left unsettled stays pending for the next.
 * One writer, many readers. A record belongs to one thread. Rows given to callbacks are borrowed until the callback returns.
 */
#ifndef RECORD_H
#define RECORD_H

#include "base/buf.h"
#include "doc.h"

typedef struct record record;

typedef enum record_mode { RECORD_WRITE, RECORD_READ } record_mode;
/* RECORD_WRITE creates the file when there is none. No file to read: ENT_E_NOTFOUND. No database, another program's, a later
 * layout or a damaged file: ENT_E_FORMAT. */
int record_open(record **out, const char *path, record_mode mode, ent_error *err);
void record_close(record *r);
/* From now on n documents share a transaction (1 when nobody says); closing and settling end it. What goes wrong undoes all of it. */
void record_batch(record *r, uint32_t n);

/* ---- writing ------------------------------------------------------------------------------------------------------ */

typedef enum record_put {
    RECORD_NEW,
    RECORD_UNCHANGED, /* the same page, read alike: nothing was written */
    RECORD_REREAD,    /* the same text, read otherwise (another version of the program, a date given now): its reports are replaced */
    RECORD_VERSION    /* changed text at the same place: the older version's reports are marked superseded */
} record_put;

/* What story needs of a document and record keeps for it. */
typedef struct record_marks {
    str text_hash; /* equal for exact copies */
    str sketch;    /* story's bytes, or empty */
} record_marks;

/* Puts a document and its events, in a transaction of its own or of the batch. lines[i] is the finished export line of event i (without event_id and story_id). */
int record_document(record *r, const doc *d, const str *lines, record_marks marks, str version, record_put *what, ent_error *err);

/* What is settled: the copies of documents first, then the happenings of reports. */
typedef enum record_unit { RECORD_DOCUMENTS, RECORD_STORIES, RECORD_REPORTS } record_unit; /* copies among documents; stories of documents */

/* Begins settling: opens the transaction that record_settle_end commits when rc is 0, and else undoes; then all stays pending. */
int record_settle_begin(record *r, ent_error *err);
/* Returns rc, or what went wrong. Makes the rows of the happenings that were touched. */
int record_settle_end(record *r, int rc, ent_error *err);
/* Rows, in order of id, of what no run has settled yet. */
int record_pending(record *r, record_unit unit, arena *mem, int64_t **rows, uint32_t *n, ent_error *err);

/* ---- the seam for story: src/keep.c passes these on ------------------------------------------------------------------ */

typedef struct record_report {
    str id, doc_id;
    int64_t row, doc_row;
    str event, mode, act, status;
    str actors, recipients; /* codes, sorted, joined by ' ' */
    str names;              /* names of the parties, sorted, joined by '|' */
    str text, trigger;      /* evidence sentence; the words that name the event */
    uint32_t text_at, trigger_at; /* byte of the sentence in the document, of the trigger in the sentence */
    str place, place_kind;
    str text_hash, sketch;  /* of the document */
    int32_t start, stop, published; /* days or CAL_NONE */
    uint8_t dated;                  /* date_basis */
    int32_t dead, injured;          /* -1 not stated */
} record_report;
typedef int (*record_report_fn)(void *ctx, const record_report *r);
/* Of a document only id, row, text_hash, sketch and published are set; it is assigned the document that it is a copy of, or itself. */

/* A block: what lies under a key. One whose key has the bit RECORD_CAPPED is of use up to RECORD_BLOCK_MAX rows, and beyond not looked at whole. */
enum { RECORD_CAPPED = 1, RECORD_BLOCK_MAX = 48 };
typedef struct record_block {
    uint64_t key;
    const uint32_t *rows; /* [n_rows] in no order; all of them, unless capped and too large */
    uint32_t n_rows, n, n_before; /* n: under the key; of them before these were put */
} record_block;
typedef int (*record_block_fn)(void *ctx, const record_block *b);
/* Puts row i under key i; the keys of a row stand together. Then calls each for every key, in order, with what lies under it now. Rows below 2^32. */
int record_keys_put(record *r, record_unit unit, const uint64_t *keys, const int64_t *rows, uint32_t n, record_block_fn each, void *ctx, ent_error *err);
/* The keys that a row was put under, `most` of them at most. */
int record_keys_of(record *r, record_unit unit, int64_t row, uint64_t *keys, uint32_t most, uint32_t *n, ent_error *err);
/* The rows under a key, in no order, `most` of them at most. */
int record_by_key(record *r, record_unit unit, uint64_t key, uint32_t most, int (*each)(void *ctx, int64_t row), void *ctx, ent_error *err);
/* Calls each once with what is in this row; ENT_E_NOTFOUND when nothing is. */
int record_at(record *r, record_unit unit, int64_t row, record_report_fn each, void *ctx, ent_error *err);
/* Keeps bytes of story's beside a report, in place of those that were there. */
int record_gist_put(record *r, int64_t report, str gist, ent_error *err);
/* They, in mem; empty when there are none. */
int record_gist(record *r, int64_t report, arena *mem, str *gist, ent_error *err);
/* Every live report of a happening, in order of id. */
int record_of_event(record *r, str event_id, record_report_fn each, void *ctx, ent_error *err);
int record_assign(record *r, record_unit unit, int64_t row, str to, ent_error *err);
/* The hash of what a row was last assigned to; 0 nothing yet. */
int record_assigned(record *r, record_unit unit, int64_t row, uint64_t *to, ent_error *err);

/* ---- echoes: what a copy tells in another's words; src/echo.c decides ------------------------------------------------- */

typedef struct record_copy {
    int64_t row;
    str id, path, url, title, publisher, text;
    int32_t published;
} record_copy;
typedef int (*record_copy_fn)(void *ctx, const record_copy *c);
typedef struct record_told { /* a report of a copy */
    int64_t row;
    str id, event_id, event, actors, trigger, text, line;
    uint32_t text_at;
} record_told;
typedef int (*record_told_fn)(void *ctx, const record_told *t);
typedef struct record_echo {
    int64_t report, copy; /* rows: whose words they are, and the document that has them too */
    str id, trigger, text, line;
    uint32_t text_at, trigger_at; /* bytes of the document */
} record_echo;

/* Groups of copies, by the id of their source, in which documents or happenings were touched since record_settle_begin. */
int record_echo_groups(record *r, arena *mem, str **sources, uint32_t *n, ent_error *err);
int record_echo_copies(record *r, str source, record_copy_fn each, void *ctx, ent_error *err);
/* Reports of a document that are its own and settled, in order of id. */
int record_echo_reports(record *r, int64_t copy, record_told_fn each, void *ctx, ent_error *err);
int record_echo_drop(record *r, int64_t copy, ent_error *err);
int record_echo_put(record *r, const record_echo *e, str event_id, ent_error *err);

/* ---- reading, for ask ------------------------------------------------------------------------------------------------- */

typedef struct record_counts {
    uint64_t documents, versions, reports, events; /* live documents and reports; versions: all documents */
} record_counts;
int record_count(record *r, record_counts *out, ent_error *err);

typedef struct record_query {
    str a, b;             /* party codes or countries; b empty: any. With both: on opposite sides, or both parties of something mutual */
    int32_t since, until; /* days or CAL_NONE; the event's days meet them */
    str status;           /* comma-separated list; empty: all */
    str event_id;         /* one happening, or empty */
    bool superseded;      /* record_reports: superseded ones too */
} record_query;

typedef struct record_row {
    str id, event_id, story_id, event, mode, status, vote, actors, recipients;
    str line; /* the export line of the report (of an event: of its canonical report) */
    str doc_id, path, url, title, publisher, text_hash;
    int32_t start, stop, published, first_published;
    int32_t event_start, event_stop; /* of the happening */
    uint8_t dated; /* date_basis */
    int32_t quad, scale_tenths;
    int32_t n_reports, n_sources; /* of the event; record_reports: 1, 1 */
    bool superseded;
    bool copy; /* the document is made from an earlier one */
    bool apart; /* record_events of a dyad: only armed groups within a country asked for took part for it */
} record_row;
typedef int (*record_row_fn)(void *ctx, const record_row *row);
/* Happenings in order of date (unknown dates last), then id. A callback's non-zero ends the walk and is returned. */
int record_events(record *r, const record_query *q, record_row_fn each, void *ctx, ent_error *err);
/* Reports in order of document id and place in the text. */
int record_reports(record *r, const record_query *q, record_row_fn each, void *ctx, ent_error *err);
/* The happening meant by an event id, a superseded event id, a report id, or an unambiguous beginning of 6 digits or more. */
int record_event_find(record *r, arena *mem, str id, str *event_id, ent_error *err);

/* Pairs of happenings of which one is actual and the other its denial: same type, same parties, days that meet. In order of the actual
 * one's date. */
typedef int (*record_denied_fn)(void *ctx, str actual_id, str negated_id);
int record_denied(record *r, const record_query *q, record_denied_fn each, void *ctx, ent_error *err);

/* Pairs of happenings that are one deed laid to different doors: same kind, same recipient, same town and day, one story, other actors. */
int record_rivals(record *r, const record_query *q, record_denied_fn each, void *ctx, ent_error *err);

typedef struct record_partner {
    str code, name;
    int64_t n, by_quad[5];          /* [quad 1..4]; [0] without */
    int64_t n_from, n_to, n_mutual; /* actor to partner, partner to actor, mutual */
    bool armed;                     /* armed groups in the country of that code, not the country */
} record_partner;
typedef int (*record_partner_fn)(void *ctx, const record_partner *p);
/* Whom q->a dealt with, most to least, then by code. */
int record_partners(record *r, const record_query *q, record_partner_fn each, void *ctx, ent_error *err);

typedef struct record_document_row {
    str doc, path, url, title, publisher, language, story_id, copy_of, superseded_by, snippet;
    int32_t published, published_true;
    bool independent;
} record_document_row;
typedef int (*record_document_fn)(void *ctx, const record_document_row *row);
/* All documents in order of id. */
int record_documents(record *r, const record_query *q, record_document_fn each, void *ctx, ent_error *err);
typedef struct record_figure {
    str group; /* the event whose documents are compared */
    str source; /* the document that this one is made from, itself when from none */
    str story_id, doc, path, publisher, unit, context, quote, said_by;
    str report, event_id; /* of the event told nearest to it, or empty */
    int64_t value;
    int32_t published; /* of a copy: its source's */
    uint8_t bound; /* figure_bound */
    uint8_t often; /* figure_often */
    bool copy;
} record_figure;
typedef int (*record_figure_fn)(void *ctx, const record_figure *f);
/* For every event the figures of the documents that report it, and of their stories, in order of event, unit, publication, document and place. */
int record_figures(record *r, const record_query *q, record_figure_fn each, void *ctx, ent_error *err);
/* Full-text search of live documents, best first: every word, "a phrase", begin*. Never a syntax error. */
int record_find(record *r, str words, record_document_fn each, void *ctx, ent_error *err);

#endif
