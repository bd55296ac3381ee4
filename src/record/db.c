/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Opening a record, its statement cache and its errors.
 *
 * Input: a path. Output: an open SQLite database that is surely a record of Entente, or a reason why not.
 *
 * A record is told by application_id ("Ente") and user_version (the layout) in SQLite's header, so that another program's
 * database is never written to. An empty file or a database without tables becomes a record when it is opened for writing. The
 * file is treated as foreign input: defensive mode, untrusted schema, cell sizes checked; what a damaged page makes SQLite
 * say becomes ENT_E_FORMAT.
 *
 * WAL with synchronous=NORMAL: a process may be killed at any moment and every committed document is there; a power cut may
 * undo the last documents but never tears one, and reading the same pages again brings them back. Full synchronisation
 * would cost one disk flush a document for that last bit.
 *
 * A reader's connection may write nothing (query_only), but is opened like a writer's where the file allows it, since only such a
 * connection can clear away the -wal and -shm files when it is the last to leave. In a folder where nothing may be written SQLite
 * cannot make the -shm file that WAL wants; then, and only when no -wal file is there to be missed, the file is read as immutable.
 */
#include "record/db.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"

enum { BUSY_MS = 10000, CACHE_LEAST = 3072, CACHE_PART = 16, CACHE_MOST = 32768 }; /* pages of 8 KiB */

static int code_of(int sqlite_rc)
{
    switch (sqlite_rc & 0xFF) {
    case SQLITE_NOMEM: return ENT_E_MEMORY;
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
    case SQLITE_ERROR: /* no such table or column: not our layout */
    case SQLITE_SCHEMA:
    case SQLITE_MISMATCH:
    case SQLITE_CONSTRAINT:
    case SQLITE_FORMAT: return ENT_E_FORMAT;
    default: return ENT_E_IO;
    }
}

int db_error(record *r, int sqlite_rc, ent_error *err)
{
    const char *what = r->db ? sqlite3_errmsg(r->db) : sqlite3_errstr(sqlite_rc);
    switch (sqlite_rc & 0xFF) {
    case SQLITE_NOMEM: return error_memory(err);
    case SQLITE_NOTADB: return error_set(err, ENT_E_FORMAT, -1, "%s: not a record (not a database)", r->path);
    case SQLITE_CORRUPT: return error_set(err, ENT_E_FORMAT, -1, "%s: the record is damaged (%s)", r->path, what);
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return error_set(err, ENT_E_IO, -1, "%s: another program is writing this record", r->path);
    case SQLITE_FULL: return error_set(err, ENT_E_IO, -1, "%s: disk full; nothing of the last document was written", r->path);
    default: return error_set(err, code_of(sqlite_rc), -1, "%s: %s", r->path, what);
    }
}

int db_code(record *r)
{
    int code = code_of(sqlite3_errcode(r->db));
    return code ? code : ENT_E_IO;
}

sqlite3_stmt *db_query(record *r, db_query_id id, ent_error *err)
{
    if (r->query[id]) {
        sqlite3_reset(r->query[id]);
        sqlite3_clear_bindings(r->query[id]);
        return r->query[id];
    }
    int rc = sqlite3_prepare_v3(r->db, db_sql(id), -1, SQLITE_PREPARE_PERSISTENT, &r->query[id], NULL);
    if (rc) db_error(r, rc, err);
    return r->query[id];
}

int db_step(record *r, sqlite3_stmt *q, ent_error *err)
{
    int rc = sqlite3_step(q);
    if (rc == SQLITE_ROW) return 1;
    if (rc != SQLITE_DONE) db_error(r, rc, err);
    sqlite3_reset(q);
    return rc == SQLITE_DONE ? 0 : -1;
}

int db_run(record *r, sqlite3_stmt *q, ent_error *err)
{
    int rc;
    while ((rc = sqlite3_step(q)) == SQLITE_ROW) continue;
    int code = rc == SQLITE_DONE ? ENT_OK : db_error(r, rc, err);
    sqlite3_reset(q);
    return code;
}

int db_begin(record *r, ent_error *err)
{
    sqlite3_stmt *q = db_query(r, Q_BEGIN, err);
    if (!q) return db_code(r);
    int rc = db_run(r, q, err);
    r->in_transaction = !rc;
    r->runs_known = false;
    r->n_batched = 0;
    return rc;
}

int db_end(record *r, int rc, ent_error *err)
{
    sqlite3_stmt *q;
    if (!r->in_transaction) return rc;
    r->in_transaction = r->runs_known = false;
    if (!rc) {
        q = db_query(r, Q_COMMIT, err);
        rc = q ? db_run(r, q, err) : db_code(r);
        if (!rc) return ENT_OK;
    }
    /* A failed commit, or a full disk, may have ended the transaction already; the first error is the one to tell. */
    if (!sqlite3_get_autocommit(r->db) && (q = db_query(r, Q_ROLLBACK, NULL))) db_run(r, q, NULL);
    return rc;
}

/* ---- binding and reading ------------------------------------------------------------------------------------------- */

void db_bind_str(sqlite3_stmt *q, int column, str s) { sqlite3_bind_text64(q, column, s.s ? s.s : "", s.n, SQLITE_STATIC, SQLITE_UTF8); }

void db_bind_or_null(sqlite3_stmt *q, int column, str s)
{
    if (s.n) db_bind_str(q, column, s);
    else sqlite3_bind_null(q, column);
}

void db_bind_int(sqlite3_stmt *q, int column, int64_t v) { sqlite3_bind_int64(q, column, v); }

void db_bind_day(sqlite3_stmt *q, int column, int32_t day)
{
    char text[16];
    cal_format(day, text);
    if (day == CAL_NONE) sqlite3_bind_null(q, column);
    else sqlite3_bind_text(q, column, text, -1, SQLITE_TRANSIENT);
}

/* As a blob: asked for text, SQLite copies it to put a NUL behind. */
str db_str(sqlite3_stmt *q, int column)
{
    const char *s = sqlite3_column_blob(q, column);
    return s ? str_make(s, (size_t)sqlite3_column_bytes(q, column)) : STR_NONE;
}

int64_t db_int(sqlite3_stmt *q, int column) { return sqlite3_column_int64(q, column); }

int32_t db_day(sqlite3_stmt *q, int column)
{
    str s = db_str(q, column);
    return s.n ? cal_parse(s) : CAL_NONE;
}

/* ---- opening ------------------------------------------------------------------------------------------------------- */

static int exec(record *r, const char *sql, ent_error *err)
{
    int rc = sqlite3_exec(r->db, sql, NULL, NULL, NULL);
    return rc ? db_error(r, rc, err) : ENT_OK;
}

/* The first number that a statement gives. */
static int ask_int(record *r, const char *sql, int64_t *out, ent_error *err)
{
    sqlite3_stmt *q = NULL;
    int rc = sqlite3_prepare_v2(r->db, sql, -1, &q, NULL);
    if (!rc) rc = sqlite3_step(q);
    *out = rc == SQLITE_ROW ? sqlite3_column_int64(q, 0) : 0;
    int code = rc == SQLITE_ROW || rc == SQLITE_DONE ? ENT_OK : db_error(r, rc, err);
    sqlite3_finalize(q);
    return code;
}

static int create(record *r, ent_error *err)
{
    int rc = exec(r, "PRAGMA page_size=8192; PRAGMA journal_mode=WAL; BEGIN IMMEDIATE", err);
    int64_t tables = 0;
    if (!rc) rc = ask_int(r, "SELECT count(*) FROM sqlite_schema", &tables, err); /* another writer may have come first */
    if (!rc && !tables) rc = exec(r, db_schema, err);
    if (!rc) rc = exec(r, "COMMIT", err);
    return rc;
}

static int check_kind(record *r, record_mode mode, ent_error *err)
{
    int64_t application = 0, layout = 0, tables = 0;
    int rc = ask_int(r, "PRAGMA application_id", &application, err);
    if (!rc) rc = ask_int(r, "PRAGMA user_version", &layout, err);
    if (!rc) rc = ask_int(r, "SELECT count(*) FROM sqlite_schema", &tables, err);
    if (rc) return rc;
    if (!application && !layout && !tables && mode == RECORD_WRITE) return create(r, err);
    if (application != DB_APPLICATION_ID) return error_set(err, ENT_E_FORMAT, -1, "%s: not a record of Entente (another program's database)", r->path);
    if (layout != DB_LAYOUT)
        return error_set(err, ENT_E_FORMAT, -1, "%s: a record of layout %lld; this version reads layout %d: read the pages again into a new record", r->path, (long long)layout, DB_LAYOUT);
    return ENT_OK;
}

int db_fit_cache(record *r, ent_error *err)
{
    int64_t n_pages = 0;
    char sql[64];
    int rc = ask_int(r, "PRAGMA page_count", &n_pages, err);
    int64_t n = CACHE_LEAST + n_pages / CACHE_PART;
    if (rc) return rc;
    snprintf(sql, sizeof sql, "PRAGMA cache_size=%d", (int)(n < CACHE_MOST ? n : CACHE_MOST));
    return exec(r, sql, err);
}

static int settings(record *r, record_mode mode, ent_error *err)
{
    sqlite3_busy_timeout(r->db, BUSY_MS);
    sqlite3_extended_result_codes(r->db, 1);
    sqlite3_db_config(r->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(r->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(r->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    sqlite3_db_config(r->db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
    int rc = exec(r, "PRAGMA foreign_keys=ON; PRAGMA cell_size_check=ON; PRAGMA temp_store=FILE", err);
    if (!rc) rc = check_kind(r, mode, err);
    if (!rc) rc = db_fit_cache(r, err);
    if (!rc) rc = exec(r, mode == RECORD_WRITE ? "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA wal_autocheckpoint=16000" : "PRAGMA query_only=ON", err);
    return rc;
}

/* "file:…?immutable=1" with every byte that is special in a URI escaped. */
static void put_immutable(buf *out, const char *path)
{
    buf_z(out, "file:");
    for (const unsigned char *p = (const unsigned char *)path; *p; p++) {
        bool plain = (*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') || (*p >= '0' && *p <= '9') || strchr("/._-~", *p);
        if (plain) buf_char(out, (char)*p);
        else buf_printf(out, "%%%02x", *p);
    }
    buf_z(out, "?immutable=1");
    buf_char(out, 0);
}

static bool has_wal(record *r)
{
    buf_reset(&r->scratch);
    buf_printf(&r->scratch, "%s-wal", r->path);
    buf_char(&r->scratch, 0);
    return r->scratch.failed || file_exists(r->scratch.s);
}

static int open_immutable(record *r, ent_error *err)
{
    sqlite3_close(r->db);
    r->db = NULL;
    buf_reset(&r->scratch);
    put_immutable(&r->scratch, r->path);
    if (r->scratch.failed) return error_memory(err);
    int rc = sqlite3_open_v2(r->scratch.s, &r->db, SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, NULL);
    return rc ? db_error(r, rc, err) : settings(r, RECORD_READ, err);
}

static int open_file(record *r, record_mode mode, ent_error *err)
{
    if (mode == RECORD_READ && !file_exists(r->path)) return error_set(err, ENT_E_NOTFOUND, -1, "%s: no such record; 'entente read' makes one", r->path);
    int rc = sqlite3_open_v2(r->path, &r->db, SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_READWRITE | (mode == RECORD_WRITE ? SQLITE_OPEN_CREATE : 0), NULL);
    if (rc) return db_error(r, rc, err);
    rc = settings(r, mode, err);
    if (rc == ENT_E_IO && mode == RECORD_READ && !has_wal(r)) rc = open_immutable(r, err);
    return rc;
}

/* SQLite gives a meaning of its own to names that begin with "file:" or ":"; ours are files. */
static char *name_of(const char *path)
{
    bool special = path[0] == ':' || !strncmp(path, "file:", 5);
    size_t n = strlen(path) + 1;
    char *name = malloc(n + 2);
    if (!name) return NULL;
    if (special) memcpy(name, "./", 2);
    memcpy(name + (special ? 2 : 0), path, n);
    return name;
}

int record_open(record **out, const char *path, record_mode mode, ent_error *err)
{
    *out = NULL;
    record *r = calloc(1, sizeof *r);
    if (!r) return error_memory(err);
    buf_init(&r->scratch);
    r->batch = 1;
    r->path = name_of(path);
    int rc = r->path ? open_file(r, mode, err) : error_memory(err);
    if (rc) record_close(r);
    else *out = r;
    return rc;
}

void record_close(record *r)
{
    if (!r) return;
    if (r->in_transaction) db_end(r, ENT_OK, NULL); /* the last batch */
    for (int i = 0; i < N_QUERIES; i++) sqlite3_finalize(r->query[i]);
    sqlite3_close(r->db); /* rolls back what is open */
    buf_fini(&r->scratch);
    free(r->path);
    free(r);
}
