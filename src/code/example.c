/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Examples of the code book as tests: compares what a document gave with what its rule file says must come of the sentence.
 *
 *     SANCTION USA > IRN actual 2023-02-24            type, actors, recipients, status, date
 *     AGREE USA > UKR planned act=AID                 key=value: mode, act, vote, said_by, object, dead, injured, arrested
 *     CONSULT RUS,CHN ; REQUEST RUS > CHN             several events, in any order
 *     REQUEST RUS > CHN +                             further events may come
 *     none                                            no event at all
 *
 * What is left out is not checked. Codes of parties are compared as sets. An event that nobody asked for fails the example.
 */
#include "code/read.h"

enum { EXAMPLE_MAX_EVENTS = 16 };

/* ---- reading -------------------------------------------------------------------------------------------------------------- */

int code_example_read(code_reader *r, str v, bool counter)
{
    code_book *b = r->b;
    int64_t open = str_find(v, STR("\""), 0), close = -1;
    for (uint32_t i = v.n; i-- > 0 && close < 0;)
        if (v.s[i] == '"') close = i;
    if (open < 0 || close <= open + 1) return FAIL(r, "expected DATE \"sentence\" = what must come of it");
    str date = str_trim(str_sub(v, 0, (uint32_t)open)), expect = str_trim(str_sub(v, (uint32_t)close + 1, v.n));
    if (expect.n && expect.s[0] == '=') expect = str_trim(str_sub(expect, 1, expect.n));
    else if (!counter || expect.n) return FAIL(r, "expected '= TYPE ACTOR > RECIPIENT status date' after the sentence");
    if (date.n && cal_parse(date) == CAL_NONE) return FAIL(r, "'%.*s' is no date", STR_ARG(date));
    code_example *grown = arena_grow(b->mem, b->examples, sizeof *grown, b->n_examples, b->n_examples + 1, &b->cap_examples);
    if (!grown) return error_memory(r->err);
    b->examples = grown;
    str text = str_sub(v, (uint32_t)open + 1, (uint32_t)close);
    b->examples[b->n_examples++] = (code_example){r->rule->name, r->path, r->lines.first, counter, text, date, expect.n ? expect : STR("none")};
    return ENT_OK;
}

/* ---- checking ------------------------------------------------------------------------------------------------------------- */

/* Does a comma list of codes name exactly these parties? */
static bool codes_equal(const doc *d, str list, const doc_party *p, uint8_t n)
{
    uint8_t wanted = 0;
    for (str rest = list; rest.s;) {
        str code = str_trim(str_cut(&rest, ','));
        if (!code.n || str_is(code, "-")) continue;
        bool there = false;
        for (uint8_t i = 0; i < n; i++) {
            const doc_actor *a = p[i].actor == DOC_NONE ? NULL : &d->actors[p[i].actor];
            there |= a ? str_eq(a->code.n ? a->code : a->country, code) || str_eq(a->country, code) : str_eq_nocase(doc_text(d, p[i].begin, p[i].end), code);
        }
        if (!there) return false;
        wanted++;
    }
    return wanted == n;
}

static bool number_equal(str v, int32_t n)
{
    int64_t want;
    return str_int(v, &want) && want == n;
}

static bool option_holds(const doc *d, const doc_event *e, str key, str v)
{
    if (str_is(key, "mode")) return str_eq(e->mode, v) || (!e->mode.n && str_is(v, "-"));
    if (str_is(key, "act")) {
        str mode = v, type = str_cut(&mode, '.');
        return (str_eq(e->act_event, type) || (!e->act_event.n && str_is(v, "-"))) && (!mode.s || str_eq(e->act_mode, mode));
    }
    if (str_is(key, "vote")) return str_eq(e->vote, v);
    if (str_is(key, "object")) return str_eq(e->object_kind, v);
    if (str_is(key, "cameo")) return str_eq(e->cameo, v);
    if (str_is(key, "said_by")) return codes_equal(d, v, e->said_by, e->n_said_by);
    if (str_is(key, "dead")) return number_equal(v, e->dead);
    if (str_is(key, "injured")) return number_equal(v, e->injured);
    if (str_is(key, "arrested")) return number_equal(v, e->arrested);
    return false;
}

static bool date_holds(const doc_event *e, str w)
{
    char start[16];
    cal_format(e->start, start);
    return str_starts(str_from(start), w);
}

/* "TYPE A,B > C status date key=value …" */
static bool event_holds(const doc *d, const doc_event *e, str want)
{
    str rest = want, type = str_cut(&rest, ' ');
    bool recipients = false, actors = false;
    if (!str_eq(type, e->event)) return false;
    for (uint32_t i = 0; rest.s; i++) {
        str w = str_trim(str_cut(&rest, ' ')), value = w, key;
        if (!w.n) continue;
        key = str_cut(&value, '=');
        bool ok;
        if (str_is(w, ">")) {
            recipients = true;
            continue;
        }
        if (value.s) ok = option_holds(d, e, key, value);
        else if (status_find(w) >= 0) ok = str_is(w, status_name(e->status));
        else if (w.s[0] >= '0' && w.s[0] <= '9') ok = date_holds(e, w);
        else if (recipients) ok = codes_equal(d, w, e->recipient, e->n_recipients);
        else ok = actors = codes_equal(d, w, e->actor, e->n_actors);
        if (!ok) return false;
    }
    return recipients || !actors || !e->n_recipients;
}

static void describe_parties(const doc *d, const doc_party *p, uint8_t n, buf *out)
{
    for (uint8_t i = 0; i < n; i++) {
        if (i) buf_char(out, ',');
        if (p[i].actor == DOC_NONE) buf_str(out, doc_text(d, p[i].begin, p[i].end));
        else buf_str(out, d->actors[p[i].actor].code.n ? d->actors[p[i].actor].code : d->actors[p[i].actor].country);
    }
}

static str describe(doc *d)
{
    buf b;
    buf_init(&b);
    for (uint32_t i = 0; i < d->n_events; i++) {
        const doc_event *e = &d->events[i];
        char start[16];
        cal_format(e->start, start);
        buf_printf(&b, "%s%.*s ", i ? " ; " : "", STR_ARG(e->event));
        describe_parties(d, e->actor, e->n_actors, &b);
        if (e->n_recipients) buf_z(&b, " > ");
        describe_parties(d, e->recipient, e->n_recipients, &b);
        buf_printf(&b, " %s %s", status_name(e->status), start);
        if (e->mode.n) buf_printf(&b, " mode=%.*s", STR_ARG(e->mode));
        if (e->act_event.n) buf_printf(&b, " act=%.*s", STR_ARG(e->act_event));
        if (e->n_said_by) buf_z(&b, " said_by="), describe_parties(d, e->said_by, e->n_said_by, &b);
        buf_printf(&b, " [%.*s]", STR_ARG(e->rule));
    }
    str s = d->n_events ? arena_str(d->mem, str_make(b.s, b.n)) : STR("none");
    buf_fini(&b);
    return s;
}

bool code_example_check(const code_book *b, const code_example *x, doc *d, str *why)
{
    (void)b;
    bool taken[EXAMPLE_MAX_EVENTS] = {false}, ok = d->n_events <= EXAMPLE_MAX_EVENTS;
    str rest = str_trim(x->expect);
    bool more = str_ends(rest, STR("+"));
    if (more) rest = str_trim(str_sub(rest, 0, rest.n - 1));
    if (str_is(rest, "none")) rest = STR_NONE;
    uint32_t wanted = 0;
    while (ok && rest.s) {
        str want = str_trim(str_cut(&rest, ';'));
        uint32_t i = 0;
        if (!want.n) continue;
        while (i < d->n_events && (taken[i] || !event_holds(d, &d->events[i], want))) i++;
        ok = i < d->n_events;
        if (ok) taken[i] = true;
        wanted++;
    }
    if (ok && !more) ok = wanted == d->n_events;
    if (!ok) *why = describe(d);
    return ok;
}
