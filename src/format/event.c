/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One event as a JSON line, and one document as a JSON line: the fields of docs/format.md in its order. Numbers that have
 * decimals are integers of tenths or thousandths inside, so the same event gives the same bytes everywhere.
 */
#include "format/format.h"

static void put_day(json *w, int32_t day)
{
    char text[16];
    cal_format(day, text);
    json_str_or_null(w, str_from(text));
}

static void put_key_str(json *w, const char *key, str s)
{
    json_key(w, key);
    json_str(w, s);
}

static void put_key_or_null(json *w, const char *key, str s)
{
    json_key(w, key);
    json_str_or_null(w, s);
}

static void put_key_int(json *w, const char *key, int64_t v)
{
    json_key(w, key);
    json_int(w, v);
}

static void put_source(json *w, const doc *d)
{
    json_key(w, "doc");
    json_open(w, '{');
    put_key_str(w, "id", d->id);
    put_key_or_null(w, "path", d->path);
    put_key_or_null(w, "url", d->url);
    put_key_or_null(w, "title", d->title);
    put_key_or_null(w, "publisher", d->publisher);
    json_key(w, "published");
    put_day(w, d->published);
    json_close(w, '}');
}

static void put_party(json *w, const doc *d, const doc_party *p)
{
    static const doc_actor nobody = {0};
    const doc_actor *a = p->actor == DOC_NONE ? &nobody : &d->actors[p->actor];
    json_open(w, '{');
    put_key_or_null(w, "code", a->code);
    put_key_or_null(w, "country", a->country);
    put_key_or_null(w, "cow", a->cow);
    json_key(w, "sector");
    json_open(w, '[');
    for (int i = 0; i < a->n_sectors; i++) json_str(w, a->sector[i]);
    json_close(w, ']');
    put_key_or_null(w, "name", a->name);
    put_key_or_null(w, "text", doc_text(d, p->begin, p->end));
    put_key_int(w, "begin", p->begin);
    put_key_int(w, "end", p->end);
    put_key_or_null(w, "wikidata", a->wikidata);
    json_close(w, '}');
}

static void put_parties(json *w, const doc *d, const char *key, const doc_party *p, uint32_t n)
{
    json_key(w, key);
    json_open(w, '[');
    for (uint32_t i = 0; i < n; i++) put_party(w, d, &p[i]);
    json_close(w, ']');
}

static void put_kind(json *w, const doc_event *e)
{
    put_key_str(w, "event", e->event);
    put_key_or_null(w, "mode", e->mode);
    json_key(w, "context");
    json_open(w, '[');
    for (int i = 0; i < e->n_contexts; i++) json_str(w, e->context[i]);
    json_close(w, ']');
    json_key(w, "act");
    if (e->act_event.n) {
        json_open(w, '{');
        put_key_str(w, "event", e->act_event);
        put_key_or_null(w, "mode", e->act_mode);
        json_close(w, '}');
    } else {
        json_null(w);
    }
    put_key_or_null(w, "cameo", e->cameo);
    put_key_int(w, "quad", e->quad);
    json_key(w, "scale");
    json_fixed(w, e->scale_tenths, 1);
    json_key(w, "goldstein");
    if (e->cameo.n) json_fixed(w, e->goldstein_tenths, 1);
    else json_null(w);
}

static void put_date(json *w, const doc *d, const doc_event *e)
{
    static const char *const basis[] = {"unknown", "expression", "document", "story"};
    json_key(w, "date");
    json_open(w, '{');
    json_key(w, "start");
    put_day(w, e->start);
    json_key(w, "end");
    put_day(w, e->stop);
    put_key_str(w, "basis", str_from(basis[e->dated & 3]));
    json_key(w, "text");
    if (e->date == DOC_NONE) json_null(w);
    else json_str(w, doc_text(d, d->dates[e->date].begin, d->dates[e->date].end));
    json_close(w, '}');
}

static void put_degrees(json *w, const char *key, int32_t micro)
{
    json_key(w, key);
    if (micro == INT32_MIN) json_null(w);
    else json_fixed(w, micro, 6);
}

static void put_place(json *w, const doc *d, uint32_t place)
{
    json_key(w, "place");
    if (place == DOC_NONE) {
        json_null(w);
        return;
    }
    const doc_place *p = &d->places[place];
    json_open(w, '{');
    put_key_str(w, "name", p->name);
    put_key_or_null(w, "country", p->country);
    put_key_or_null(w, "admin1", p->admin1);
    put_degrees(w, "lat", p->lat_micro);
    put_degrees(w, "lon", p->lon_micro);
    put_key_or_null(w, "kind", p->kind);
    put_key_str(w, "text", doc_text(d, d->tokens[p->tok_begin].begin, d->tokens[p->tok_end - 1].end));
    json_close(w, '}');
}

static void put_object(json *w, const doc *d, const doc_event *e)
{
    json_key(w, "object");
    if (!e->object_kind.n) {
        json_null(w);
        return;
    }
    json_open(w, '{');
    put_key_str(w, "kind", e->object_kind);
    put_key_or_null(w, "name", e->object_name);
    put_key_or_null(w, "text", doc_text(d, e->object_begin, e->object_end));
    put_key_int(w, "begin", e->object_begin);
    put_key_int(w, "end", e->object_end);
    json_close(w, '}');
}

static void put_numbers(json *w, const doc *d, const doc_event *e)
{
    const struct {
        const char *key;
        int32_t n;
    } counts[] = {{"dead", e->dead}, {"injured", e->injured}, {"arrested", e->arrested}};
    json_key(w, "count");
    json_open(w, '{');
    for (int i = 0; i < 3; i++)
        if (counts[i].n >= 0) put_key_int(w, counts[i].key, counts[i].n);
    json_close(w, '}');
    json_key(w, "amount");
    if (e->amount < 0) {
        json_null(w);
        return;
    }
    json_open(w, '{');
    put_key_int(w, "value", e->amount);
    put_key_or_null(w, "unit", e->amount_unit);
    put_key_str(w, "text", doc_text(d, e->amount_begin, e->amount_end));
    json_close(w, '}');
}

static void put_said_by(json *w, const doc *d, const doc_event *e)
{
    json_key(w, "said_by");
    json_open(w, '[');
    for (uint32_t i = 0; i < e->n_said_by; i++) {
        const doc_party *p = &e->said_by[i];
        const doc_actor *a = p->actor == DOC_NONE ? NULL : &d->actors[p->actor];
        json_open(w, '{');
        put_key_or_null(w, "code", a ? a->code : STR_NONE);
        put_key_or_null(w, "name", a ? a->name : STR_NONE);
        put_key_str(w, "text", doc_text(d, p->begin, p->end));
        json_close(w, '}');
    }
    json_close(w, ']');
}

static void put_evidence(json *w, const doc *d, const doc_event *e)
{
    const doc_sentence *s = &d->sentences[e->sent];
    json_key(w, "evidence");
    json_open(w, '{');
    put_key_str(w, "text", doc_text(d, s->begin, s->end));
    put_key_int(w, "begin", s->begin);
    put_key_int(w, "end", s->end);
    json_key(w, "trigger");
    json_open(w, '[');
    json_int(w, e->trigger_begin);
    json_int(w, e->trigger_end);
    json_close(w, ']');
    json_close(w, '}');
}

void format_event(buf *out, const doc *d, const doc_event *e, str version)
{
    json w = {.out = out};
    json_open(&w, '{');
    put_key_str(&w, "id", str_from(e->id));
    put_source(&w, d);
    put_kind(&w, e);
    put_parties(&w, d, "actor", e->actor, e->n_actors);
    put_parties(&w, d, "recipient", e->recipient, e->n_recipients);
    json_key(&w, "reciprocal");
    json_flag(&w, e->reciprocal);
    put_key_str(&w, "status", str_from(status_name(e->status)));
    put_said_by(&w, d, e);
    put_date(&w, d, e);
    put_place(&w, d, e->place);
    put_object(&w, d, e);
    put_key_or_null(&w, "vote", e->vote);
    put_numbers(&w, d, e);
    put_evidence(&w, d, e);
    put_key_str(&w, "rule", e->rule);
    json_key(&w, "score");
    json_fixed(&w, e->score_thousandths, 3);
    put_key_str(&w, "version", version);
    json_close(&w, '}');
}

void format_document(buf *out, const doc *d)
{
    json w = {.out = out};
    json_open(&w, '{');
    put_key_str(&w, "doc", d->id);
    put_key_or_null(&w, "path", d->path);
    put_key_or_null(&w, "url", d->url);
    put_key_or_null(&w, "title", d->title);
    json_key(&w, "author");
    json_open(&w, '[');
    for (uint32_t i = 0; i < d->n_authors; i++) json_str(&w, d->authors[i]);
    json_close(&w, ']');
    put_key_or_null(&w, "publisher", d->publisher);
    json_key(&w, "published");
    if (d->published_text.n) json_str(&w, d->published_text);
    else put_day(&w, d->published);
    put_key_str(&w, "published_basis", str_from(basis_name(d->published_basis)));
    json_key(&w, "published_trust");
    json_fixed(&w, d->published_trust, 3);
    put_key_or_null(&w, "language", d->language);
    put_key_str(&w, "text", d->text);
    json_key(&w, "flags");
    json_open(&w, '[');
    for (unsigned i = 0; i < N_DOC_FLAGS; i++)
        if (d->flags >> i & 1) json_str(&w, str_from(flag_name(i)));
    json_close(&w, ']');
    json_close(&w, '}');
    json_line(&w);
}

void format_dates(buf *out, const doc *d)
{
    static const char *const types[] = {"DATE", "TIME", "DURATION", "SET"};
    json w = {.out = out};
    for (uint32_t i = 0; i < d->n_dates; i++) {
        const doc_date *x = &d->dates[i];
        json_open(&w, '{');
        put_key_str(&w, "doc", d->id);
        put_key_int(&w, "begin", x->begin);
        put_key_int(&w, "end", x->end);
        put_key_str(&w, "text", doc_text(d, x->begin, x->end));
        put_key_str(&w, "type", str_from(types[x->type & 3]));
        put_key_or_null(&w, "value", x->value);
        put_key_or_null(&w, "mod", x->mod);
        json_key(&w, "anchored");
        json_flag(&w, x->anchored);
        json_close(&w, '}');
        json_line(&w);
    }
}
