/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keeping: the seam between story and record. story sees earlier reports only through its story_store; here that interface
 * is filled in over record's functions. Reports stay "pending" in the record until they were settled, so a killed run is
 * settled by the next one.
 */
#include "engine.h"
#include "story/story.h"

typedef struct relay {
    story_each_fn each;
    void *ctx;
} relay;

static int relay_report(void *ctx, const record_report *r)
{
    relay *to = ctx;
    story_report s = {.id = r->id, .doc_id = r->doc_id, .event = r->event, .mode = r->mode, .act = r->act, .status = r->status, .actors = r->actors,
                      .recipients = r->recipients, .names = r->names, .text = r->text, .trigger = r->trigger, .text_at = r->text_at, .trigger_at = r->trigger_at, .place = r->place, .place_kind = r->place_kind,
                      .text_hash = r->text_hash, .sketch = r->sketch, .start = r->start, .stop = r->stop, .published = r->published, .dated = r->dated,
                      .dead = r->dead, .injured = r->injured};
    return to->each(to->ctx, &s);
}

static int store_get(void *ctx, str id, story_each_fn each, void *each_ctx, ent_error *err)
{
    relay to = {each, each_ctx};
    return record_report_get(ctx, id, relay_report, &to, err);
}

static int store_find(void *ctx, str key, story_each_fn each, void *each_ctx, ent_error *err)
{
    relay to = {each, each_ctx};
    return record_reports_by_key(ctx, key, relay_report, &to, err);
}

static int store_size(void *ctx, str key, uint32_t most, uint32_t *n, uint32_t *n_settled, ent_error *err)
{
    return record_key_size(ctx, key, most, n, n_settled, err);
}

static int store_put(void *ctx, str report_id, str key, ent_error *err) { return record_key_put(ctx, report_id, key, err); }
static int store_assign(void *ctx, str report_id, str event_id, str source, ent_error *err) { return record_assign(ctx, report_id, event_id, source, err); }

int keep_settle(const ent_engine *e, record *r, ent_error *err)
{
    arena mem;
    arena_init(&mem, 0);
    str *ids = NULL;
    uint32_t n = 0;
    int rc = record_pending(r, &mem, &ids, &n, err);
    story_store store = {.ctx = r, .get = store_get, .find = store_find, .size = store_size, .put = store_put, .assign = store_assign};
    if (!rc && n) rc = story_settle(e->story, &store, &mem, ids, n, err);
    if (!rc) rc = record_pending_done(r, err);
    arena_fini(&mem);
    return rc;
}
