/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Temporal expressions of a document.
 *
 * in:  tokens, the day of publication, tags and tree where there are any      out: d->dates, in order, none overlapping
 *
 *     shapes of all tokens ──► best rule at each token, left to right ──► years named in the text ──► each match resolved in order
 *
 * Matching comes before resolving because the year of "Wednesday February 22" may be decided by a year named later in the text.
 * Every row keeps its symbol (anchor, unit, direction, offset) beside its value, so that a date can be re-anchored when the day of publication
 * becomes known or proves wrong. What cannot be resolved is kept with value "" and no days: an expression that is there and a day that is not known
 * are two different facts.
 *
 * Method: rules over token classes (grammar/time.tsv), in the line of HeidelTime (Strötgen and Gertz, "HeidelTime: High quality rule-based extraction
 * and normalization of temporal expressions", 2010), written anew; the values are those of TIMEX3. Why not a learned tagger: values must be computed
 * in any case, the anchors are arithmetic, and a rule can be shown to whoever doubts a date.
 *
 * Cost: one look at a table of 4,096 slots, or at a symbol that is known already, per token; rules are tried at the few tokens that may begin one. Linear in the text. Scores: docs/methods-dates.md.
 */
#include "link/dates.h"

typedef struct matches {
    time_match *item;
    uint32_t n, cap;
} matches;

static bool match_keep(arena *mem, matches *list, const time_match *m)
{
    list->item = arena_grow(mem, list->item, sizeof *list->item, list->n, list->n + 1, &list->cap);
    if (list->item) list->item[list->n++] = *m;
    return list->item != NULL;
}

static void year_keep(time_run *r, int32_t year)
{
    for (uint32_t i = 0; i < r->n_years; i++)
        if (r->years[i] == year) return;
    if (r->n_years < TIME_MAX_YEARS) r->years[r->n_years++] = year;
}

/* Years that a match names in figures or words. */
static void years_collect(time_run *r, const time_match *m)
{
    for (uint32_t i = 0; i < m->n_caps; i++) {
        const time_cap *c = &m->cap[i];
        if (c->cls == TC_SAYYEAR || (c->cls == TC_YEAR && (c->value >= 1900 && c->value < 2100))) year_keep(r, c->value);
        if (c->cls == TC_ISO) {
            int64_t n;
            if (str_int(str_sub(doc_form(r->d, c->tok), 0, 4), &n)) year_keep(r, (int32_t)n);
        }
    }
}

/* A match that asks for a word before it gives way to a longer one that does not. */
static bool match_best(const time_run *r, uint32_t t, time_match *m)
{
    time_match inner;
    if (!time_match_at(r, t, m)) return false;
    if (m->begin > t && time_match_at(r, m->begin, &inner) && inner.end - inner.begin > m->end - m->begin) *m = inner;
    return true;
}

static int match_all(time_run *r, matches *list, ent_error *err)
{
    for (r->sent = 0; r->sent < r->d->n_sentences; r->sent++) {
        const doc_sentence *s = &r->d->sentences[r->sent];
        r->begin = s->tok_begin;
        r->end = s->tok_end;
        for (uint32_t t = r->begin; t < r->end;) {
            time_match m;
            if ((!r->tok[t].mask && r->tok[t].word == TIME_NONE) || !match_best(r, t, &m) || m.end <= t) {
                t++;
                continue;
            }
            if (!match_keep(r->d->mem, list, &m)) return error_memory(err);
            t = m.end;
        }
    }
    return ENT_OK;
}

static int resolve_all(time_run *r, const matches *list, ent_error *err)
{
    doc *d = r->d;
    d->dates = arena_new(d->mem, doc_date, list->n);
    d->n_dates = 0;
    if (!d->dates) return error_memory(err);
    const time_match *before = NULL;
    for (uint32_t i = 0; i < list->n; i++) {
        const time_match *m = &list->item[i];
        if (d->n_dates && m->begin < d->dates[d->n_dates - 1].tok_end) continue; /* inside a long ISO time */
        r->sent = m->sent;
        r->begin = d->sentences[m->sent].tok_begin;
        r->end = d->sentences[m->sent].tok_end;
        r->next = i + 1 < list->n ? m + 1 : NULL;
        doc_date *x = &d->dates[d->n_dates];
        if (!time_resolve(r, m, x)) continue;
        if (d->n_dates && time_join(r, before, x - 1, x)) x[-1] = *x;
        else d->n_dates++;
        time_remember(r, &d->dates[d->n_dates - 1]);
        before = m;
    }
    return d->mem->failed ? error_memory(err) : ENT_OK;
}

int link_dates_run(const link_date_tables *t, const link_pieces *p, doc *d, ent_error *err)
{
    time_run r = {.t = t, .pieces = t->by_symbol ? p : NULL, .d = d, .published = d->published, .prev_start = CAL_NONE, .prev_stop = CAL_NONE, .quarter = CAL_NONE};
    matches list = {0};
    int rc = time_shapes(&r, err);
    if (!rc) rc = match_all(&r, &list, err);
    if (rc) return rc;
    for (uint32_t i = 0; i < list.n; i++) years_collect(&r, &list.item[i]);
    return resolve_all(&r, &list, err);
}
