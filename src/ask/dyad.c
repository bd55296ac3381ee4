/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How two actors stand, and whom one actor dealt with.
 *
 * `dyad` writes every happening between the two in order of date, of whatever status, each with its evidence; then a summary. What is
 * not actual is marked and left out of the totals, as are an abstention in a vote and the deeds of armed groups within a state. `actor` counts, for every partner, happenings by quad
 * class and by direction; the counting is SQLite's.
 */
#include "ask/merge.h"
#include "ask/tally.h"

typedef struct time_line {
    const ask_options *o;
    ent_sink sink;
    ent_error *err;
    record *r;
    arena mem;
    buf out;
    json w;
    tally sum;
    uint64_t n;
} time_line;

static int entry(void *ctx, const record_row *row)
{
    time_line *t = ctx;
    int rc = tally_add(&t->sum, row, t->o, t->err);
    if (rc) return rc;
    t->n++;
    if (!t->o->json) {
        rc = show_entry(&t->out, row, t->err);
        return rc ? rc : buf_flush(&t->out, t->sink, t->err);
    }
    merge m;
    merge_init(&m);
    rc = merge_read(&m, t->r, row, t->err);
    if (!rc) {
        buf_z(&t->out, t->n > 1 ? "," : "");
        merge_line(&m, row, &t->out);
        rc = buf_flush(&t->out, t->sink, t->err);
    }
    merge_fini(&m);
    return rc;
}

static void put_name(buf *out, ask_name a)
{
    buf_str(out, a.name.n ? a.name : a.code);
    if (a.name.n && !str_eq(a.name, a.code)) buf_printf(out, " (%.*s)", STR_ARG(a.code));
}

static void json_name(json *w, ask_name a)
{
    json_open(w, '{');
    json_key(w, "code");
    json_str(w, a.code);
    json_key(w, "name");
    json_str_or_null(w, a.name);
    json_close(w, '}');
}

static void open_dyad(time_line *t, ask_name a, ask_name b)
{
    if (t->o->json) {
        json_open(&t->w, '{');
        json_key(&t->w, "actors");
        json_open(&t->w, '[');
        json_name(&t->w, a);
        json_name(&t->w, b);
        json_close(&t->w, ']');
        json_key(&t->w, "events");
        json_open(&t->w, '[');
        return;
    }
    put_name(&t->out, a);
    buf_z(&t->out, " and ");
    put_name(&t->out, b);
    buf_z(&t->out, "\n\n");
}

static void close_dyad(time_line *t)
{
    if (t->o->json) {
        json_close(&t->w, ']');
        json_key(&t->w, "summary");
        json_open(&t->w, '{');
        tally_json(&t->sum, &t->w);
        json_close(&t->w, '}');
        json_close(&t->w, '}');
        buf_char(&t->out, '\n');
    } else if (!t->n) {
        buf_z(&t->out, "The record has nothing between the two");
        if (t->o->since != CAL_NONE || t->o->until != CAL_NONE || t->o->status.n) buf_z(&t->out, " in this period and of this status");
        buf_z(&t->out, ".\n");
    } else {
        tally_show(&t->sum, &t->out);
    }
}

int ask_dyad(record *r, ask_name a, ask_name b, const ask_options *o, ent_sink sink, ent_error *err)
{
    time_line t = {.o = o, .sink = sink, .err = err, .r = r};
    record_query q = {.a = a.code, .b = b.code, .since = o->since, .until = o->until, .status = o->status};
    arena_init(&t.mem, 0);
    buf_init(&t.out);
    t.w.out = &t.out;
    tally_init(&t.sum, &t.mem, o->by);
    open_dyad(&t, a, b);
    int rc = buf_flush(&t.out, sink, err);
    if (!rc) rc = record_events(r, &q, entry, &t, err);
    if (!rc) {
        close_dyad(&t);
        rc = buf_flush(&t.out, sink, err);
    }
    buf_fini(&t.out);
    arena_fini(&t.mem);
    return rc;
}

/* ---- partners ------------------------------------------------------------------------------------------------------------- */

static void json_partner(time_line *t, const record_partner *p)
{
    static const char *const quads[5] = {NULL, "verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict"};
    json *w = &t->w;
    json_open(w, '{');
    json_key(w, "code");
    json_str(w, p->code);
    json_key(w, "name");
    json_str_or_null(w, t->o->name_of ? t->o->name_of(t->o->names, p->code) : STR_NONE);
    json_key(w, "n");
    json_int(w, p->n);
    json_key(w, "armed_groups");
    json_flag(w, p->armed);
    json_key(w, "quad");
    json_open(w, '{');
    for (int i = 1; i <= 4; i++) {
        json_key(w, quads[i]);
        json_int(w, p->by_quad[i]);
    }
    json_close(w, '}');
    const struct {
        const char *key;
        int64_t n;
    } ways[] = {{"as_actor", p->n_from}, {"as_recipient", p->n_to}, {"mutual", p->n_mutual}};
    for (int i = 0; i < 3; i++) {
        json_key(w, ways[i].key);
        json_int(w, ways[i].n);
    }
    json_close(w, '}');
}

static void show_partner(time_line *t, const record_partner *p)
{
    str name = t->o->name_of ? t->o->name_of(t->o->names, p->code) : STR_NONE;
    buf label;
    buf_init(&label);
    put_name(&label, (ask_name){p->code, name});
    if (p->armed) buf_z(&label, ", armed groups");
    show_padded(&t->out, str_make(label.s, label.n), 34);
    show_int_padded(&t->out, p->n, 6);
    for (int i = 1; i <= 4; i++) show_int_padded(&t->out, p->by_quad[i], 8);
    show_int_padded(&t->out, p->n_from, 9);
    show_int_padded(&t->out, p->n_to, 9);
    show_int_padded(&t->out, p->n_mutual, 9);
    buf_char(&t->out, '\n');
    buf_fini(&label);
}

static int partner(void *ctx, const record_partner *p)
{
    time_line *t = ctx;
    if (!t->n++ && !t->o->json) {
        buf_z(&t->out, "                                         verbal  mater.  verbal  mater.       as       as\n");
        buf_z(&t->out, "with                               total   coop.   coop.  confl.  confl.    actor  recip.   mutual\n");
    }
    if (t->o->json) json_partner(t, p);
    else show_partner(t, p);
    return buf_flush(&t->out, t->sink, t->err);
}

static void open_actor(time_line *t, ask_name a)
{
    if (t->o->json) {
        json_open(&t->w, '{');
        json_key(&t->w, "actor");
        json_name(&t->w, a);
        json_key(&t->w, "partners");
        json_open(&t->w, '[');
        return;
    }
    put_name(&t->out, a);
    buf_z(&t->out, "\n\n");
}

static void close_actor(time_line *t)
{
    if (t->o->json) {
        json_close(&t->w, ']');
        json_close(&t->w, '}');
        buf_char(&t->out, '\n');
    } else if (!t->n) {
        buf_z(&t->out, "The record has no happening of this actor with another that counts.\n");
    }
}

int ask_actor(record *r, ask_name a, const ask_options *o, ent_sink sink, ent_error *err)
{
    time_line t = {.o = o, .sink = sink, .err = err, .r = r};
    record_query q = {.a = a.code, .since = o->since, .until = o->until, .status = o->status.n ? o->status : STR("actual")};
    buf_init(&t.out);
    t.w.out = &t.out;
    open_actor(&t, a);
    int rc = record_partners(r, &q, partner, &t, err);
    if (!rc) {
        close_actor(&t);
        rc = buf_flush(&t.out, sink, err);
    }
    buf_fini(&t.out);
    return rc;
}
