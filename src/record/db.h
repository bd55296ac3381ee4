/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Inside of record: the open database, its cached statements, and the few verbs that the rest of the station speaks.
 *
 *     sqlite3_stmt *q = db_query(r, Q_DOCUMENT_PUT, err);     prepared on first use, reset and unbound at every later one
 *     db_bind_str(q, 1, d->id); ...
 *     rc = db_run(r, q, err);                                 to its end;   db_step: one row, 1, 0 or -1
 *
 * A statement is busy until it is stepped to its end or fetched again, so nothing may use the one that a callback is in.
 */
#ifndef RECORD_DB_H
#define RECORD_DB_H

#include <sqlite3.h>

#include "record/record.h"

enum { DB_APPLICATION_ID = 0x456E7465 /* "Ente" */, DB_LAYOUT = 11, DB_UNITS = RECORD_REPORTS + 1, DB_MAX_RUNS = 40 };

typedef struct db_key_run { /* runs.c */
    int64_t run;
    uint64_t n;    /* entries */
    uint32_t bits; /* of a key, that say which page it is on */
} db_key_run;

typedef enum db_query_id {
    Q_BEGIN, Q_COMMIT, Q_ROLLBACK,
    Q_SAME_KEY, Q_DOCUMENT_PUT, Q_DOCUMENT_SET, Q_DOCUMENT_SUPERSEDE, Q_DOCUMENT_PEND, Q_TEXT_PUT, Q_MARKS_PUT, Q_FTS_PUT, Q_FTS_DROP,
    Q_REPORT_PEND, Q_ROWS_OF, Q_REPORTS_TOUCH, Q_REPORTS_SUPERSEDE, Q_REPORTS_DROP, Q_REPORT_TAKE, Q_REPORT_PUT, Q_LINE_PUT, Q_PARTY_PUT, Q_OBJECT_PUT, Q_FIGURE_PUT, Q_FIGURES_DROP, Q_FIGURE_EVENTS, Q_FIGURE_DOCUMENTS, Q_FIGURES,
    Q_KEY_RUNS, Q_KEY_RUN_PUT, Q_KEY_RUN_DROP, Q_KEY_PAGE, Q_KEY_PAGE_PUT, Q_KEY_PAGE_SET, Q_KEY_PAGES_DROP, Q_KEY_ROW, Q_KEY_ROW_PUT, Q_KEY_ROW_DROP, Q_GIST, Q_GIST_PUT, Q_GIST_DROP,
    Q_DOCUMENTS_PENDING, Q_DOCUMENTS_SETTLED, Q_DOCUMENT_AT, Q_REPORT_AT, Q_DOCUMENT_TOUCH, Q_DOCUMENT_ASSIGN, Q_STORY_ASSIGN,
    Q_PENDING, Q_SETTLED, Q_REPORTS_OF, Q_EVENT_OF, Q_SOURCE_OF, Q_STORY_OF, Q_ASSIGN, Q_TOUCH,
    Q_TOUCHED, Q_TOUCHED_CLEAR, Q_REPORTS_SHORT, Q_EVENT_PUT, Q_EVENT_DROP, Q_ALIAS_PUT, Q_ALIAS_DROP, Q_HEIR,
    Q_ECHO_PENDING, Q_ECHO_REGROUP, Q_ECHO_GROUPS, Q_ECHO_COPIES, Q_ECHO_REPORTS, Q_ECHO_TOUCH, Q_ECHO_DROP, Q_ECHO_PUT, Q_ECHO_PARTIES, Q_ECHO_OBJECT, Q_ECHO_CLEAR,
    Q_COUNT, Q_EVENT_IDS, Q_DYAD_IDS, Q_EVENT_ROW, Q_REPORTS, Q_EVENT_REPORTS, Q_ID_FIND, Q_ALIAS_FIND, Q_PARTNERS, Q_DENIED, Q_RIVALS, Q_DOCUMENTS, Q_FIND, Q_FOUND,
    N_QUERIES
} db_query_id;

struct record {
    sqlite3 *db;
    char *path;
    bool in_transaction;
    uint32_t batch, n_batched; /* documents to a transaction; in the open one */
    sqlite3_stmt *query[N_QUERIES];
    buf scratch;
    db_key_run runs[DB_UNITS][DB_MAX_RUNS]; /* oldest first; as of this transaction when runs_known */
    uint32_t n_runs[DB_UNITS];
    bool runs_known;
};

/* The text of a query; query.c. */
const char *db_sql(db_query_id id);
/* The layout of a new record; schema.c. */
extern const char db_schema[];

/* The error of the last SQLite call as ours: a damaged or foreign file ENT_E_FORMAT, what the system refused ENT_E_IO. */
int db_error(record *r, int sqlite_rc, ent_error *err);
/* The code of the last failure. */
int db_code(record *r);
/* NULL with err set. */
sqlite3_stmt *db_query(record *r, db_query_id id, ent_error *err);
/* 1 a row, 0 the end (the statement is reset), -1 with err set. */
int db_step(record *r, sqlite3_stmt *q, ent_error *err);
/* Steps to the end. */
int db_run(record *r, sqlite3_stmt *q, ent_error *err);

/* Pages held in memory: CACHE_LEAST and a part of the record, at most CACHE_MOST. So small records take little, and large ones no more than that. */
int db_fit_cache(record *r, ent_error *err);
int db_begin(record *r, ent_error *err);
/* Commits when rc is 0, else rolls back; returns rc or what commit said. */
int db_end(record *r, int rc, ent_error *err);

/* An empty string is bound as NULL by _or_null, as '' by _str. The bytes must live until the statement is done. */
void db_bind_str(sqlite3_stmt *q, int column, str s);
void db_bind_or_null(sqlite3_stmt *q, int column, str s);
void db_bind_int(sqlite3_stmt *q, int column, int64_t v);
/* ISO text, NULL for CAL_NONE; copied. */
void db_bind_day(sqlite3_stmt *q, int column, int32_t day);
str db_str(sqlite3_stmt *q, int column); /* STR_NONE for NULL */
int64_t db_int(sqlite3_stmt *q, int column);
int32_t db_day(sqlite3_stmt *q, int column);

#endif
