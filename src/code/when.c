/* SPDX-License-Identifier: Apache-2.0 */
/*
 * When and where: binds a date and a place to a predicate, or abstains.
 *
 * The worst records of event coders take day and place from elsewhere in the story. Here an expression belongs to the predicate
 * nearest above it in the tree, and to no other. Four bridges let a predicate without a date of its own use its parent's:
 *
 *     a participle          "visited Kyiv on Tuesday, promising aid"        the promise is of Tuesday
 *     a joined verb         "on Tuesday X arrested A and expelled B"        only a date before the first verb
 *     a controlled verb     "began on Tuesday to withdraw"
 *     a noun in a clause    "the visit took place on Tuesday"               unless that clause is an event itself
 *
 * Weeks and seasons are given at the next coarser level (month, year). "Since", "until", "before" date something else.
 */
#include "code/scan.h"

/* First item of an array sorted by token that begins at or after `tok`. */
#define FIRST_AT(items, n, tok, low)                              \
    do {                                                          \
        uint32_t high_ = (n);                                     \
        (low) = 0;                                                \
        while ((low) < high_) {                                   \
            uint32_t mid_ = (low) + (high_ - (low)) / 2;          \
            if ((items)[mid_].tok_begin < (tok)) (low) = mid_ + 1; \
            else high_ = mid_;                                    \
        }                                                         \
    } while (0)

/* The predicate that the span hangs on: the owner of its head, the token whose own head lies outside. */
static uint32_t span_owner(const code_scan *s, uint32_t begin, uint32_t end)
{
    const doc *d = s->d;
    for (uint32_t t = begin; t < end && d->head; t++)
        if (d->head[t] == DOC_NONE || d->head[t] < begin || d->head[t] >= end) return s->owner[t];
    return begin < d->n_tokens ? s->owner[begin] : DOC_NONE;
}

static bool date_usable(const code_scan *s, const doc_date *t)
{
    if ((t->type != DATE_DATE && t->type != DATE_TIME) || t->start == CAL_NONE || t->stop == CAL_NONE) return false;
    return !t->tok_begin || s->b->set_date_away == MAP_NONE || !code_word_in(s, t->tok_begin - 1, s->b->set_date_away);
}

static uint32_t distance(uint32_t a, uint32_t b) { return a < b ? b - a : a - b; }

/* Nearest usable date that hangs on pred; before: only left of its word. */
static uint32_t date_on(const code_scan *s, uint32_t pred, uint32_t noun, bool before)
{
    const doc *d = s->d;
    const doc_predicate *p = &d->predicates[pred];
    const doc_sentence *x = &d->sentences[p->sent];
    uint32_t i, best = DOC_NONE;
    FIRST_AT(d->dates, d->n_dates, x->tok_begin, i);
    for (; i < d->n_dates && d->dates[i].tok_begin < x->tok_end; i++) {
        const doc_date *t = &d->dates[i];
        uint32_t owner = span_owner(s, t->tok_begin, t->tok_end);
        if (owner == DOC_NONE || (owner != pred && owner != noun) || !date_usable(s, t)) continue;
        if (before && t->tok_begin > p->tok) continue;
        if (best == DOC_NONE || distance(t->tok_begin, p->tok) < distance(d->dates[best].tok_begin, p->tok)) best = i;
    }
    return best;
}

static bool controlled(const doc *d, const doc_predicate *p)
{
    for (uint32_t i = p->role_begin; i < p->role_end; i++)
        if (d->roles[i].role == ROLE_AGENT && d->roles[i].basis == FILL_CONTROLLED) return true;
    return false;
}

uint32_t code_date_of(const code_scan *s, uint32_t pred, const code_hit *h)
{
    const doc *d = s->d;
    const doc_predicate *p = &d->predicates[pred];
    uint32_t own = date_on(s, pred, h->noun, false);
    if (own != DOC_NONE || p->parent == DOC_NONE || d->predicates[p->parent].sent != p->sent) return own;
    bool finite = d->feats && (d->feats[p->tok] & FEAT_FIN), parent_fires = s->hit[p->parent].state == 2 && s->hit[p->parent].full;
    switch (p->relation) {
    case REL_CONJ: return date_on(s, p->parent, DOC_NONE, true);
    case REL_ADVERBIAL: return finite ? DOC_NONE : date_on(s, p->parent, DOC_NONE, false);
    case REL_COMPLEMENT: return controlled(d, p) ? date_on(s, p->parent, DOC_NONE, false) : DOC_NONE;
    case REL_ARGUMENT: return parent_fires ? DOC_NONE : date_on(s, p->parent, DOC_NONE, false);
    default: return DOC_NONE;
    }
}

uint32_t code_place_of(const code_scan *s, uint32_t pred, const code_hit *h)
{
    const doc *d = s->d;
    const doc_predicate *p = &d->predicates[pred];
    const doc_sentence *x = &d->sentences[p->sent];
    uint32_t i, best = DOC_NONE;
    FIRST_AT(d->places, d->n_places, x->tok_begin, i);
    for (; i < d->n_places && d->places[i].tok_begin < x->tok_end; i++) {
        const doc_place *t = &d->places[i];
        uint32_t owner = span_owner(s, t->tok_begin, t->tok_end);
        if (owner == DOC_NONE || (owner != pred && owner != h->noun)) continue;
        if (best == DOC_NONE || distance(t->head, p->tok) < distance(d->places[best].head, p->tok)) best = i;
    }
    return best;
}

void code_date_days(const doc_date *t, int32_t *start, int32_t *stop)
{
    *start = t->start;
    *stop = t->stop;
    cal_date c = cal_civil(t->start);
    bool week = t->unit == UNIT_WEEK && t->stop - t->start >= 6, season = t->unit == UNIT_SEASON && t->stop - t->start >= 30;
    if (week) {
        *start = cal_day(c.year, c.month, 1);
        *stop = cal_day(c.year, c.month, cal_month_days(c.year, c.month));
    } else if (season) {
        *start = cal_day(c.year, 1, 1);
        *stop = cal_day(c.year, 12, 31);
    }
}
