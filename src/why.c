/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Why two reports, or two events, were or were not taken for one.
 *
 *     two ids ─► their happenings ─► the reports of both ─► likeness of pairs (story) ─► one line, or a chain of lines
 *
 * Of one happening: the verdict on the two reports themselves, or where that is "no" the shortest chain of reports that holds them
 * together, link by link. Of two: the most alike pair of a report of each; when there is one, the limit that keeps the two apart all the
 * same; else what stands between the two that were asked for. The verdicts are those of settling (story_likeness, story_apart), worked
 * out again from the record and kept nowhere, so they are true of the rules in hand.
 *
 * Cost: the pairs of at most MOST reports of each. Limits: of a larger happening the first MOST by id are looked at; a happening
 * settled by an older version of the program may be told as not joined by this one.
 */
#include "base/json.h"
#include "engine.h"

enum { MOST = 200 };

typedef struct side { /* a happening, and the report of it that was asked for */
    arena *mem;
    str id, event_id;
    story_report report[MOST];
    uint32_t n, asked;
} side;

typedef struct why_link {
    const story_report *a, *b;
    uint32_t likeness;
    const char *why;
} why_link;

typedef struct answer {
    const story_tables *t;
    arena mem;
    side *a, *b;
    why_link *links; /* [n] */
    uint32_t n;
    bool one;    /* the two are one happening */
    const char *apart;
} answer;

/* ---- reading ------------------------------------------------------------------------------------------------------------ */

static int take_report(void *ctx, const record_report *r)
{
    side *s = ctx;
    if (s->n == MOST) return ENT_OK;
    story_report x = keep_story_report(r);
    str *const fields[] = {&x.id, &x.doc_id, &x.event, &x.mode, &x.act, &x.status, &x.actors, &x.recipients, &x.names, &x.text, &x.trigger, &x.place, &x.place_kind,
                           &x.text_hash, &x.sketch};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) *fields[i] = arena_str(s->mem, *fields[i]);
    if (x.id.n >= s->id.n && str_eq(str_sub(x.id, 0, s->id.n), s->id)) s->asked = s->n;
    s->report[s->n++] = x;
    return ENT_OK;
}

static int read_side(answer *x, record *r, str id, side **out, ent_error *err)
{
    side *s = *out = arena_new(&x->mem, side, 1);
    if (!s) return error_memory(err);
    *s = (side){.mem = &x->mem, .id = id};
    int rc = record_event_find(r, &x->mem, id, &s->event_id, err);
    if (!rc) rc = record_of_event(r, s->event_id, take_report, s, err);
    if (!rc && x->mem.failed) rc = error_memory(err);
    return rc || s->n ? rc : error_set(err, ENT_E_NOTFOUND, -1, "no event or report %.*s", STR_ARG(id));
}

/* ---- judging ------------------------------------------------------------------------------------------------------------ */

static why_link judge(const answer *x, const story_report *a, const story_report *b)
{
    why_link l = {.a = a, .b = b};
    l.likeness = story_likeness(x->t, a, b, &l.why);
    return l;
}

/* The shortest chain of alike reports from one to the other, breadth first, written backwards from the goal. */
static void find_chain(answer *x, const side *s, uint32_t from, uint32_t to)
{
    uint32_t queue[MOST], n = 0, before[MOST];
    for (uint32_t i = 0; i < s->n; i++) before[i] = DOC_NONE;
    before[to] = to;
    queue[n++] = to;
    for (uint32_t done = 0; done < n && before[from] == DOC_NONE; done++)
        for (uint32_t i = 0; i < s->n; i++) {
            if (before[i] != DOC_NONE || !judge(x, &s->report[queue[done]], &s->report[i]).likeness) continue;
            before[i] = queue[done];
            queue[n++] = i;
        }
    for (uint32_t at = from; before[from] != DOC_NONE && at != to; at = before[at]) x->links[x->n++] = judge(x, &s->report[at], &s->report[before[at]]);
}

static uint32_t place_of(const side *s, const story_report *r)
{
    for (uint32_t i = 0; i < s->n; i++)
        if (str_eq(s->report[i].id, r->id)) return i;
    return DOC_NONE;
}

static void judge_one(answer *x)
{
    const story_report *a = &x->a->report[x->a->asked], *b = &x->b->report[x->b->asked];
    uint32_t to = place_of(x->a, b);
    x->one = true;
    if (to == DOC_NONE || to == x->a->asked) return;
    find_chain(x, x->a, x->a->asked, to);
    if (!x->n) x->links[x->n++] = judge(x, a, b);
}

static void judge_two(answer *x)
{
    why_link best = judge(x, &x->a->report[x->a->asked], &x->b->report[x->b->asked]);
    for (uint32_t i = 0; i < x->a->n; i++)
        for (uint32_t k = 0; k < x->b->n; k++) {
            why_link l = judge(x, &x->a->report[i], &x->b->report[k]);
            if (l.likeness > best.likeness) best = l;
        }
    x->links[x->n++] = best;
    if (best.likeness) x->apart = story_apart(x->t, x->a->report, x->a->n, x->b->report, x->b->n);
    if (best.likeness && !x->apart) x->apart = "nothing stands against it, but they share no block, or a surer pair came first";
}

/* ---- writing ------------------------------------------------------------------------------------------------------------- */

static str short_id(str id) { return str_sub(id, 0, id.n < 12 ? id.n : 12); }

static void show_report_line(buf *out, const story_report *r)
{
    char day[16];
    cal_format(r->start, day);
    buf_printf(out, "    %.*s  %s  %.*s %.*s%s%.*s\n", STR_ARG(short_id(r->id)), *day ? day : "undated", STR_ARG(r->event), STR_ARG(r->actors), r->recipients.n ? " → " : "",
               STR_ARG(r->recipients));
    buf_printf(out, "        \"%.*s\"\n", STR_ARG(r->text));
}

static void show_answer(const answer *x, buf *out)
{
    if (x->one && !x->n) buf_printf(out, "Both ids are of one report of event %.*s.\n", STR_ARG(short_id(x->a->event_id)));
    else if (x->one) buf_printf(out, "One event, %.*s%s:\n", STR_ARG(short_id(x->a->event_id)), x->n > 1 ? ", over others" : "");
    else buf_printf(out, "Two events, %.*s and %.*s:\n", STR_ARG(short_id(x->a->event_id)), STR_ARG(short_id(x->b->event_id)));
    for (uint32_t i = 0; i < x->n; i++) {
        const why_link *l = &x->links[i];
        show_report_line(out, l->a);
        buf_printf(out, "  %s: %s\n", l->likeness ? "alike" : "not alike", l->why);
        if (i + 1 == x->n) show_report_line(out, l->b);
    }
    if (x->apart) buf_printf(out, "Kept apart: %s.\n", x->apart);
}

static void json_answer(const answer *x, buf *out)
{
    json w = {.out = out};
    json_open(&w, '{');
    json_key(&w, "merged");
    json_flag(&w, x->one);
    json_key(&w, "event_ids");
    json_open(&w, '[');
    json_str(&w, x->a->event_id);
    json_str(&w, x->b->event_id);
    json_close(&w, ']');
    json_key(&w, "links");
    json_open(&w, '[');
    for (uint32_t i = 0; i < x->n; i++) {
        json_open(&w, '{');
        json_key(&w, "a");
        json_str(&w, x->links[i].a->id);
        json_key(&w, "b");
        json_str(&w, x->links[i].b->id);
        json_key(&w, "alike");
        json_flag(&w, x->links[i].likeness != 0);
        json_key(&w, "why");
        json_str(&w, str_from(x->links[i].why));
        json_close(&w, '}');
    }
    json_close(&w, ']');
    json_key(&w, "kept_apart");
    json_str_or_null(&w, str_from(x->apart));
    json_close(&w, '}');
    json_line(&w);
}

int why_pair(const ent_engine *e, record *r, str a, str b, bool as_json, ent_sink sink, ent_error *err)
{
    answer x = {.t = e->story};
    buf out;
    arena_init(&x.mem, 0);
    buf_init(&out);
    int rc = read_side(&x, r, a, &x.a, err);
    if (!rc) rc = read_side(&x, r, b, &x.b, err);
    if (!rc && !(x.links = arena_new(&x.mem, why_link, MOST))) rc = error_memory(err);
    if (!rc) {
        if (str_eq(x.a->event_id, x.b->event_id)) judge_one(&x);
        else judge_two(&x);
        if (as_json) json_answer(&x, &out);
        else show_answer(&x, &out);
        rc = buf_flush(&out, sink, err);
    }
    buf_fini(&out);
    arena_fini(&x.mem);
    return rc;
}
