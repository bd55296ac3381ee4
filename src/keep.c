/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keeping: the seam between story and record. story sees earlier documents and reports only through its story_store; here that
 * interface is filled in over record's functions: for documents, whose copies are found first and then their stories, and for reports. What
 * is not settled stays pending in the record, so a killed run is settled by the next one.
 */
#include "engine.h"

typedef struct keeping { /* a store's context */
    record *r;
    record_unit unit;
} keeping;

typedef struct relay {
    story_each_fn each;
    void *ctx;
} relay;

story_report keep_story_report(const record_report *r)
{
    return (story_report){.id = r->id, .row = r->row, .doc_row = r->doc_row, .doc_id = r->doc_id, .event = r->event, .mode = r->mode, .act = r->act, .status = r->status, .actors = r->actors,
                      .recipients = r->recipients, .names = r->names, .text = r->text, .trigger = r->trigger, .text_at = r->text_at, .trigger_at = r->trigger_at,
                      .place = r->place, .place_kind = r->place_kind, .text_hash = r->text_hash, .sketch = r->sketch, .start = r->start, .stop = r->stop,
                      .published = r->published, .dated = r->dated, .dead = r->dead, .injured = r->injured};
}

static int relay_report(void *ctx, const record_report *r)
{
    relay *to = ctx;
    story_report s = keep_story_report(r);
    return to->each(to->ctx, &s);
}

_Static_assert((int)STORY_CAPPED == (int)RECORD_CAPPED && (int)STORY_BLOCK_MAX == (int)RECORD_BLOCK_MAX, "story's caps are record's");

typedef struct block_relay {
    story_block_fn each;
    void *ctx;
} block_relay;

static int relay_block(void *ctx, const record_block *b)
{
    block_relay *to = ctx;
    story_block s = {.key = b->key, .rows = b->rows, .n_rows = b->n_rows, .n = b->n, .n_before = b->n_before};
    return to->each(to->ctx, &s);
}

static int store_put(void *ctx, const story_key *keys, const int64_t *rows, uint32_t n, story_block_fn each, void *each_ctx, ent_error *err)
{
    keeping *k = ctx;
    block_relay to = {each, each_ctx};
    return record_keys_put(k->r, k->unit, keys, rows, n, relay_block, &to, err);
}

static int store_find(void *ctx, story_key key, uint32_t most, story_row_fn each, void *each_ctx, ent_error *err)
{
    keeping *k = ctx;
    return record_by_key(k->r, k->unit, key, most, each, each_ctx, err);
}

static int store_at(void *ctx, int64_t row, story_each_fn each, void *each_ctx, ent_error *err)
{
    keeping *k = ctx;
    relay to = {each, each_ctx};
    return record_at(k->r, k->unit, row, relay_report, &to, err);
}

static int store_note(void *ctx, int64_t row, str gist, ent_error *err) { return record_gist_put(((keeping *)ctx)->r, row, gist, err); }

static int store_gist(void *ctx, int64_t row, arena *mem, str *out, ent_error *err) { return record_gist(((keeping *)ctx)->r, row, mem, out, err); }

static int store_assign(void *ctx, const story_report *r, str to, ent_error *err)
{
    keeping *k = ctx;
    return record_assign(k->r, k->unit, r->row, to, err);
}

static int store_assigned(void *ctx, int64_t row, uint64_t *to, ent_error *err)
{
    keeping *k = ctx;
    return record_assigned(k->r, k->unit, row, to, err);
}

static int store_keys(void *ctx, int64_t row, story_key keys[STORY_MAX_KEYS], uint32_t *n, ent_error *err)
{
    keeping *k = ctx;
    return record_keys_of(k->r, k->unit, row, keys, STORY_MAX_KEYS, n, err);
}

static int settle_unit(const ent_engine *e, record *r, record_unit unit, ent_error *err)
{
    static int (*const settle[])(const story_tables *, const story_store *, arena *, const int64_t *, uint32_t, ent_error *) = {story_copies, story_topics, story_settle};
    arena mem;
    arena_init(&mem, 0);
    int64_t *rows = NULL;
    uint32_t n = 0;
    keeping k = {r, unit};
    story_store store = {.ctx = &k, .put = store_put, .find = store_find, .at = store_at, .note = store_note, .gist = store_gist, .assign = store_assign, .assigned = store_assigned, .keys = store_keys};
    int rc = record_pending(r, unit, &mem, &rows, &n, err);
    if (!rc && n) rc = settle[unit](e->story, &store, &mem, rows, n, err);
    arena_fini(&mem);
    return rc;
}

int keep_settle(const ent_engine *e, record *r, ent_error *err)
{
    int rc = record_settle_begin(r, err);
    if (rc) return rc;
    for (int unit = RECORD_DOCUMENTS; !rc && unit <= RECORD_REPORTS; unit++) rc = settle_unit(e, r, (record_unit)unit, err);
    if (!rc) rc = echo_settle(e, r, err);
    return record_settle_end(r, rc, err);
}
