/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `entente dump --after STATION`: the spine's columns as NDJSON, one line per row, each with "doc" and "column", so that any
 * station can be looked at, tested and replaced alone. Attribution and predicate lines follow docs/format.md; the others
 * name the fields of src/doc.h.
 */
#include "format/format.h"

typedef struct line {
    json w;
    const doc *d;
} line;

static void line_open(line *l, const char *column, uint32_t begin, uint32_t end)
{
    json_open(&l->w, '{');
    json_key(&l->w, "doc");
    json_str(&l->w, l->d->id);
    json_key(&l->w, "column");
    json_str(&l->w, str_from(column));
    json_key(&l->w, "begin");
    json_int(&l->w, begin);
    json_key(&l->w, "end");
    json_int(&l->w, end);
}

static void line_close(line *l)
{
    json_close(&l->w, '}');
    json_line(&l->w);
}

static void put(line *l, const char *key, str s)
{
    json_key(&l->w, key);
    json_str_or_null(&l->w, s);
}

static void put_int(line *l, const char *key, int64_t v)
{
    json_key(&l->w, key);
    json_int(&l->w, v);
}

static void put_bool(line *l, const char *key, bool v)
{
    json_key(&l->w, key);
    json_flag(&l->w, v);
}

/* Byte span of tokens [a, b), [0,0] when empty. */
static void span_of(const doc *d, uint32_t a, uint32_t b, uint32_t out[2])
{
    out[0] = a < b ? d->tokens[a].begin : 0;
    out[1] = a < b ? d->tokens[b - 1].end : 0;
}

static void put_span(line *l, const char *key, uint32_t a, uint32_t b)
{
    uint32_t x[2];
    span_of(l->d, a, b, x);
    json_key(&l->w, key);
    json_open(&l->w, '[');
    json_int(&l->w, x[0]);
    json_int(&l->w, x[1]);
    json_close(&l->w, ']');
}

static void dump_page(line *l)
{
    for (uint32_t i = 0; i < l->d->n_blocks; i++) {
        const doc_block *b = &l->d->blocks[i];
        line_open(l, "block", b->begin, b->end);
        put(l, "kind", str_from(block_name(b->kind)));
        put_int(l, "source_begin", doc_source_byte(l->d, b->begin));
        put(l, "text", doc_text(l->d, b->begin, b->end));
        line_close(l);
    }
}

static void dump_split(line *l)
{
    const doc *d = l->d;
    for (uint32_t i = 0; i < d->n_sentences; i++) {
        const doc_sentence *s = &d->sentences[i];
        line_open(l, "sentence", s->begin, s->end);
        put_int(l, "tokens", s->tok_end - s->tok_begin);
        put_bool(l, "headline", s->headline);
        line_close(l);
        for (uint32_t t = s->tok_begin; t < s->tok_end; t++) {
            line_open(l, "token", d->tokens[t].begin, d->tokens[t].end);
            put(l, "form", doc_form(d, t));
            line_close(l);
        }
    }
}

static void dump_parse(line *l)
{
    const doc *d = l->d;
    for (uint32_t t = 0; d->upos && t < d->n_tokens; t++) {
        line_open(l, "word", d->tokens[t].begin, d->tokens[t].end);
        put_int(l, "token", t);
        put(l, "form", doc_form(d, t));
        put(l, "lemma", d->lemma[t]);
        put(l, "upos", str_from(upos_name(d->upos[t])));
        put_int(l, "head", d->head[t] == DOC_NONE ? -1 : (int64_t)d->head[t]);
        put(l, "deprel", str_from(deprel_name(d->deprel[t])));
        put(l, "ner", str_from(ner_name(d->ner[t])));
        line_close(l);
    }
}

static void dump_mentions(line *l)
{
    const doc *d = l->d;
    for (uint32_t i = 0; i < d->n_mentions; i++) {
        const doc_mention *m = &d->mentions[i];
        uint32_t x[2];
        span_of(d, m->tok_begin, m->tok_end, x);
        line_open(l, "mention", x[0], x[1]);
        put(l, "text", doc_text(d, x[0], x[1]));
        put(l, "head", doc_form(d, m->head));
        put(l, "basis", str_from(mention_name(m->basis)));
        json_key(&l->w, "actors");
        json_open(&l->w, '[');
        for (int k = 0; k < m->n_actors; k++) {
            const doc_actor *a = &d->actors[m->actor[k]];
            json_open(&l->w, '{');
            put(l, "code", a->code);
            put(l, "country", a->country);
            json_key(&l->w, "sector");
            json_open(&l->w, '[');
            for (int q = 0; q < a->n_sectors; q++) json_str(&l->w, a->sector[q]);
            json_close(&l->w, ']');
            put(l, "name", a->name);
            json_close(&l->w, '}');
        }
        json_close(&l->w, ']');
        line_close(l);
    }
}

static void dump_link(line *l)
{
    const doc *d = l->d;
    dump_mentions(l);
    for (uint32_t i = 0; i < d->n_dates; i++) {
        line_open(l, "date", d->dates[i].begin, d->dates[i].end);
        put(l, "text", doc_text(d, d->dates[i].begin, d->dates[i].end));
        put(l, "value", d->dates[i].value);
        line_close(l);
    }
    for (uint32_t i = 0; i < d->n_places; i++) {
        uint32_t x[2];
        span_of(d, d->places[i].tok_begin, d->places[i].tok_end, x);
        line_open(l, "place", x[0], x[1]);
        put(l, "name", d->places[i].name);
        put(l, "country", d->places[i].country);
        line_close(l);
    }
}

static void put_roles(line *l, const doc_predicate *p)
{
    json_key(&l->w, "roles");
    json_open(&l->w, '[');
    for (uint32_t r = p->role_begin; r < p->role_end; r++) {
        const doc_role *x = &l->d->roles[r];
        json_open(&l->w, '{');
        put(l, "role", str_from(role_name(x->role)));
        put_int(l, "begin", l->d->tokens[x->tok].begin);
        put_int(l, "end", l->d->tokens[x->tok].end);
        put(l, "text", doc_form(l->d, x->tok));
        put(l, "prep", x->prep);
        json_close(&l->w, '}');
    }
    json_close(&l->w, ']');
}

static void dump_clause(line *l)
{
    const doc *d = l->d;
    for (uint32_t i = 0; i < d->n_attributions; i++) {
        const doc_attribution *a = &d->attributions[i];
        uint32_t x[2];
        span_of(d, a->content_begin, a->content_end, x);
        line_open(l, "attribution", x[0], x[1]);
        put_span(l, "source", a->source_begin, a->source_end);
        put_span(l, "cue", a->cue_begin, a->cue_end);
        put_span(l, "content", a->content_begin, a->content_end);
        line_close(l);
    }
    for (uint32_t i = 0; i < d->n_predicates; i++) {
        const doc_predicate *p = &d->predicates[i];
        line_open(l, "predicate", d->tokens[p->tok].begin, d->tokens[p->tok].end);
        put(l, "lemma", p->lemma);
        put(l, "support", p->support);
        put(l, "status", str_from(status_name(p->status)));
        put(l, "polarity", str_from(p->factuality < 0 ? "negative" : "positive"));
        put_int(l, "factuality", p->factuality);
        put_roles(l, p);
        line_close(l);
    }
}

static void dump_code(line *l)
{
    const doc *d = l->d;
    for (uint32_t i = 0; i < d->n_events; i++) {
        const doc_event *e = &d->events[i];
        line_open(l, "event", e->trigger_begin, e->trigger_end);
        put(l, "event", e->event);
        put(l, "mode", e->mode);
        put(l, "status", str_from(status_name(e->status)));
        put(l, "rule", e->rule);
        line_close(l);
    }
}

bool format_dump(buf *out, const doc *d, str station)
{
    static const struct {
        const char *name;
        void (*dump)(line *);
    } stations[] = {{"page", dump_page}, {"split", dump_split}, {"parse", dump_parse}, {"link", dump_link}, {"clause", dump_clause}, {"code", dump_code}};
    line l = {.w = {.out = out}, .d = d};
    for (size_t i = 0; i < sizeof stations / sizeof *stations; i++) {
        if (!str_is(station, stations[i].name)) continue;
        stations[i].dump(&l);
        return true;
    }
    return false;
}
