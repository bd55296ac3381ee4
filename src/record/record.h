/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Station record: documents, reports and events in one SQLite file; the only user of SQLite. docs/record.md has the tables.
 * One writer; every document is one transaction, so a killed run loses at most the document in hand and doubles nothing.
 */
#ifndef RECORD_H
#define RECORD_H

#include "base/buf.h"
#include "doc.h"

typedef struct record record;

typedef enum record_mode { RECORD_WRITE, RECORD_READ } record_mode;
/* RECORD_WRITE creates the file when there is none. A file that is not a record of Entente, or of a later layout, is ENT_E_FORMAT. */
int record_open(record **out, const char *path, record_mode mode, ent_error *err);
void record_close(record *r);

typedef enum record_put { RECORD_NEW, RECORD_UNCHANGED, RECORD_VERSION } record_put;
/* Puts a document and its events. lines[i] is the finished export line of event i (without event_id and story_id). The same document
 * again changes nothing; the same URL with changed text is a new version and the old reports are marked superseded. */
int record_document(record *r, const doc *d, const str *lines, str text_hash, str version, record_put *what, ent_error *err);
/* Assigns happenings to all reports that are new since the last call (uses story through the store given by pipeline). */
int record_pending(record *r, arena *mem, str **report_ids, uint32_t *n, ent_error *err);
int record_pending_done(record *r, ent_error *err);

/* The seam for story: see story.h; pipeline.c wraps these. */
typedef struct record_report {
    str id, doc_id, event, mode, status, actors, recipients, text, copy_of;
    int32_t start, stop, published;
} record_report;
typedef int (*record_report_fn)(void *ctx, const record_report *r);
int record_reports_by_key(record *r, str key, record_report_fn each, void *ctx, ent_error *err);
int record_report_get(record *r, arena *mem, str id, record_report *out, ent_error *err);
int record_key_put(record *r, str report_id, str key, ent_error *err);
int record_assign(record *r, str report_id, str event_id, ent_error *err);

typedef struct record_counts {
    uint64_t documents, versions, reports, events;
} record_counts;
int record_count(record *r, record_counts *out, ent_error *err);

/* Reading, for ask. Rows are borrowed until the next call; each may return non-zero to stop. */
typedef struct record_query {
    str a, b;             /* party codes or countries; b empty: any. With both: on opposite sides, or both among actors */
    int32_t since, until; /* days or CAL_NONE */
    str status;           /* comma-separated list; empty: all */
    str event_id;         /* one happening, or empty */
} record_query;
typedef struct record_row {
    str id, event_id, story_id, doc_id, event, mode, status, actors, recipients, line; /* line: the export line */
    str path, url, title, publisher, evidence;
    int32_t start, stop, published;
    int32_t scale_tenths, quad;
    bool copy; /* the document is a copy of an earlier one */
} record_row;
typedef int (*record_row_fn)(void *ctx, const record_row *row);
int record_reports(record *r, const record_query *q, record_row_fn each, void *ctx, ent_error *err);

typedef struct record_document_row {
    str doc, path, url, title, publisher, language, story_id, copy_of, snippet;
    int32_t published;
    bool independent;
} record_document_row;
typedef int (*record_document_fn)(void *ctx, const record_document_row *row);
/* words empty: all documents in order of id; else full-text search, best first. */
int record_documents(record *r, str words, record_document_fn each, void *ctx, ent_error *err);

#endif
