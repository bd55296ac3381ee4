/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Echoes in the record: rows of `reports` that are of a copy and repeat another report of its group (`echo_of`). They belong to the happening of
 * that report, count among its reports and never make it, name it, or hold it together; src/echo.c says when one is written.
 */
#include "record/db.h"

int record_echo_groups(record *r, arena *mem, str **sources, uint32_t *n, ent_error *err)
{
    sqlite3_stmt *q = db_query(r, Q_ECHO_GROUPS, err);
    uint32_t cap = 0;
    int more = 0;
    *sources = NULL;
    *n = 0;
    while (q && (more = db_step(r, q, err)) == 1) {
        str *grown = arena_grow(mem, *sources, sizeof **sources, *n, *n + 1, &cap);
        if (!grown) return sqlite3_reset(q), error_memory(err);
        *sources = grown;
        grown[(*n)++] = arena_str(mem, db_str(q, 0));
    }
    return !q || more < 0 ? db_code(r) : mem->failed ? error_memory(err) : ENT_OK;
}

typedef int (*row_fn)(sqlite3_stmt *q, const void *each, void *ctx);

/* Gives every row to a callback, until one says no. */
static int walk(record *r, sqlite3_stmt *q, row_fn give, const void *each, void *ctx, ent_error *err)
{
    int more = 0, stop = 0;
    while (!stop && (more = db_step(r, q, err)) == 1) stop = give(q, each, ctx);
    if (stop) sqlite3_reset(q);
    return stop ? stop : more < 0 ? db_code(r) : ENT_OK;
}

static int give_copy(sqlite3_stmt *q, const void *each, void *ctx)
{
    record_copy c = {.row = db_int(q, 0), .id = db_str(q, 1), .path = db_str(q, 2), .url = db_str(q, 3), .title = db_str(q, 4), .publisher = db_str(q, 5),
                     .published = db_day(q, 6), .text = db_str(q, 7)};
    return (*(const record_copy_fn *)each)(ctx, &c);
}

int record_echo_copies(record *r, str source, record_copy_fn each, void *ctx, ent_error *err)
{
    sqlite3_stmt *q = db_query(r, Q_ECHO_COPIES, err);
    if (!q) return db_code(r);
    db_bind_str(q, 1, source);
    return walk(r, q, give_copy, &each, ctx, err);
}

static int give_told(sqlite3_stmt *q, const void *each, void *ctx)
{
    record_told t = {.row = db_int(q, 0), .id = db_str(q, 1), .event_id = db_str(q, 2), .event = db_str(q, 3), .text_at = (uint32_t)db_int(q, 4), .trigger = db_str(q, 5),
                     .text = db_str(q, 6), .line = db_str(q, 7), .actors = db_str(q, 8)};
    return (*(const record_told_fn *)each)(ctx, &t);
}

int record_echo_reports(record *r, int64_t copy, record_told_fn each, void *ctx, ent_error *err)
{
    sqlite3_stmt *q = db_query(r, Q_ECHO_REPORTS, err);
    if (!q) return db_code(r);
    db_bind_int(q, 1, copy);
    return walk(r, q, give_told, &each, ctx, err);
}

static int run_on(record *r, db_query_id id, int64_t a, int64_t b, ent_error *err)
{
    sqlite3_stmt *q = db_query(r, id, err);
    if (!q) return db_code(r);
    db_bind_int(q, 1, a);
    if (b) db_bind_int(q, 2, b);
    return db_run(r, q, err);
}

int record_echo_drop(record *r, int64_t copy, ent_error *err)
{
    int rc = run_on(r, Q_ECHO_TOUCH, copy, 0, err);
    return rc ? rc : run_on(r, Q_ECHO_DROP, copy, 0, err);
}

int record_echo_put(record *r, const record_echo *e, str event_id, ent_error *err)
{
    sqlite3_stmt *q = db_query(r, Q_ECHO_PUT, err);
    if (!q) return db_code(r);
    const int64_t at[] = {e->text_at, e->text_at + e->text.n, e->trigger_at, e->trigger_at + e->trigger.n};
    db_bind_int(q, 1, e->report);
    db_bind_str(q, 2, e->id);
    db_bind_int(q, 3, e->copy);
    for (int i = 0; i < 4; i++) db_bind_int(q, 4 + i, at[i]);
    db_bind_str(q, 8, e->trigger);
    db_bind_str(q, 9, e->text);
    int rc = db_run(r, q, err);
    int64_t report = !rc && sqlite3_changes(r->db) ? sqlite3_last_insert_rowid(r->db) : 0;
    if (rc || !report) return rc;
    q = db_query(r, Q_LINE_PUT, err);
    if (!q) return db_code(r);
    db_bind_int(q, 1, report);
    db_bind_str(q, 2, e->line);
    rc = db_run(r, q, err);
    if (!rc) rc = run_on(r, Q_ECHO_PARTIES, e->report, report, err);
    if (!rc) rc = run_on(r, Q_ECHO_OBJECT, e->report, report, err);
    if (rc) return rc;
    q = db_query(r, Q_TOUCH, err);
    if (!q) return db_code(r);
    db_bind_str(q, 1, event_id);
    return db_run(r, q, err);
}
