/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Documents built by hand, as the stations leave them, for tests of record, story and ask. A document is a few lines:
 *
 *     hand_doc h;
 *     hand_begin(&h, "a.html", NULL, "2023-02-23", "Wang Yi arrived in Moscow on Wednesday. More text.");
 *     hand_event(&h, "CONSULT visit actual CHN>RUS 2023-02-22", "arrived");      parties ',', mutual "CHN,RUS>"; no date "-"
 *     hand_put(r, &h)
 *
 * The evidence is the sentence (up to ". ") that holds the trigger, which must stand once in the text.
 */
#ifndef HAND_DOC_H
#define HAND_DOC_H

#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"
#include "format/format.h"
#include "record/record.h"
#include "story/story.h"

enum { HAND_EVENTS = 16 };

typedef struct hand_doc {
    arena mem;
    doc d;
    const char *version;
    const story_tables *tables; /* NULL: no sketch */
} hand_doc;

static inline str hand_text(hand_doc *h, const char *z) { return z ? arena_str(&h->mem, str_from(z)) : STR_NONE; }

static inline void hand_begin(hand_doc *h, const char *path, const char *url, const char *published, const char *text)
{
    arena_init(&h->mem, 0);
    doc_init(&h->d, &h->mem);
    h->version = "test 1";
    h->tables = NULL;
    doc *d = &h->d;
    d->path = hand_text(h, path);
    d->url = hand_text(h, url);
    d->text = hand_text(h, text);
    d->published = published ? cal_parse(str_from(published)) : CAL_NONE;
    d->published_text = hand_text(h, published);
    str seed = arena_printf(&h->mem, "%s\n%s", url ? url : path, text);
    char id[33] = {0};
    hash_hex(seed.s, seed.n, id);
    d->id = hand_text(h, id);
    d->events = arena_new(&h->mem, doc_event, HAND_EVENTS);
    d->sentences = arena_new(&h->mem, doc_sentence, HAND_EVENTS);
    d->actors = arena_new(&h->mem, doc_actor, HAND_EVENTS * 2 * DOC_MAX_PARTIES);
    d->places = arena_new(&h->mem, doc_place, HAND_EVENTS);
    d->tokens = arena_new(&h->mem, doc_token, HAND_EVENTS); /* one for every place */
}

static inline void hand_end(hand_doc *h) { arena_fini(&h->mem); }

static inline uint8_t hand_parties(hand_doc *h, str codes, doc_party *out)
{
    uint8_t n = 0;
    while (codes.s && codes.n && n < DOC_MAX_PARTIES) {
        str code = str_cut(&codes, ',');
        h->d.actors[h->d.n_actors] = (doc_actor){.code = code, .country = code, .name = code, .kind = ACTOR_STATE};
        out[n++] = (doc_party){.actor = h->d.n_actors++, .begin = 0, .end = 0};
    }
    return n;
}

static inline unsigned hand_status(str name)
{
    for (unsigned s = 0; s < N_STATUS; s++)
        if (str_is(name, status_name(s))) return s;
    fprintf(stderr, "no status %.*s\n", STR_ARG(name));
    abort();
}

static inline void hand_days(doc_event *e, str days)
{
    if (!days.n || str_is(days, "-")) return;
    if (days.s[0] == '~') { /* by the page's date */
        e->dated = DATED_DOCUMENT;
        days = str_sub(days, 1, days.n);
    } else {
        e->dated = DATED_EXPRESSION;
    }
    str rest = days, first = str_cut(&rest, '/');
    e->start = cal_parse(first);
    e->stop = rest.s ? cal_parse(rest) : e->start;
}

static inline doc_event *hand_event(hand_doc *h, const char *what, const char *trigger)
{
    doc *d = &h->d;
    doc_event *e = &d->events[d->n_events];
    str rest = hand_text(h, what), parties;
    *e = (doc_event){.start = CAL_NONE, .stop = CAL_NONE, .date = DOC_NONE, .place = DOC_NONE, .dead = -1, .injured = -1, .arrested = -1, .amount = -1,
                     .quad = 1, .scale_tenths = 25, .cameo = STR("042"), .rule = STR("test"), .score_thousandths = 900, .predicate = DOC_NONE};
    e->event = str_cut(&rest, ' ');
    str mode = str_cut(&rest, ' ');
    e->mode = str_is(mode, "-") ? STR_NONE : mode;
    e->status = (uint8_t)hand_status(str_cut(&rest, ' '));
    parties = str_cut(&rest, ' ');
    e->n_actors = hand_parties(h, str_cut(&parties, '>'), e->actor);
    e->n_recipients = hand_parties(h, parties, e->recipient);
    e->reciprocal = e->n_actors > 1 && !e->n_recipients;
    hand_days(e, rest);
    int64_t at = str_find(d->text, str_from(trigger), 0);
    if (at < 0) fprintf(stderr, "no '%s' in the text\n", trigger), abort();
    e->trigger_begin = (uint32_t)at;
    e->trigger_end = e->trigger_begin + (uint32_t)strlen(trigger);
    doc_sentence *s = &d->sentences[d->n_events];
    s->begin = e->trigger_begin;
    while (s->begin >= 2 && memcmp(d->text.s + s->begin - 2, ". ", 2)) s->begin--;
    if (s->begin < 2) s->begin = 0;
    int64_t end = str_find(d->text, STR(". "), e->trigger_end);
    s->end = end < 0 ? d->text.n : (uint32_t)end + 1;
    e->sent = d->n_events++;
    d->n_sentences = d->n_events;
    str seed = arena_printf(&h->mem, "%.*s %u %u %.*s %.*s %.*s", STR_ARG(d->id), s->begin, e->trigger_begin, STR_ARG(e->event), STR_ARG(mode), (int)strlen(what), what);
    hash_hex(seed.s, seed.n, e->id);
    return e;
}

static inline void hand_place(hand_doc *h, doc_event *e, const char *name, const char *kind)
{
    doc_place *p = &h->d.places[h->d.n_places];
    *p = (doc_place){.tok_begin = h->d.n_places, .tok_end = h->d.n_places + 1, .name = hand_text(h, name), .kind = hand_text(h, kind), .lat_micro = INT32_MIN, .lon_micro = INT32_MIN};
    e->place = h->d.n_places++;
    h->d.n_tokens = h->d.n_places;
}

static inline int hand_put(record *r, hand_doc *h, record_put *what, ent_error *err)
{
    char hash[32];
    buf out;
    str lines[HAND_EVENTS];
    size_t end[HAND_EVENTS + 1] = {0};
    buf_init(&out);
    for (uint32_t i = 0; i < h->d.n_events; i++) {
        format_event(&out, &h->d, &h->d.events[i], str_from(h->version));
        end[i + 1] = out.n;
    }
    for (uint32_t i = 0; i < h->d.n_events; i++) lines[i] = str_make(out.s + end[i], end[i + 1] - end[i]);
    story_text_hash(h->d.text, hash);
    int rc = record_document(r, &h->d, lines, (record_marks){str_make(hash, 32), h->tables ? story_sketch(h->tables, h->d.text, &h->mem) : STR_NONE}, str_from(h->version), what, err);
    buf_fini(&out);
    return rc;
}

/* A sink into a buffer. */
static inline int hand_write(void *ctx, const char *bytes, size_t n)
{
    buf_put(ctx, bytes, n);
    return 0;
}

#endif
