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

static bool date_usable(const code_scan *s, const doc_date *t)
{
    if ((t->type != DATE_DATE && t->type != DATE_TIME) || t->start == CAL_NONE || t->stop == CAL_NONE) return false;
    return !t->tok_begin || s->b->set_date_away == MAP_NONE || !code_word_in(s, t->tok_begin - 1, s->b->set_date_away);
}

static uint32_t distance(uint32_t a, uint32_t b) { return a < b ? b - a : a - b; }

/* Nearest usable date that hangs on pred; before: only left of its word. */
static uint32_t date_on(const code_scan *s, uint32_t pred, bool before)
{
    const doc *d = s->d;
    uint32_t best = DOC_NONE, tok = d->predicates[pred].tok;
    for (uint32_t i = s->dates.first[pred]; i != DOC_NONE; i = s->dates.next[i]) {
        const doc_date *t = &d->dates[i];
        if (!date_usable(s, t) || (before && t->tok_begin > tok)) continue;
        if (best == DOC_NONE || distance(t->tok_begin, tok) < distance(d->dates[best].tok_begin, tok)) best = i;
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
    uint32_t own = date_on(s, pred, false);
    if (own == DOC_NONE && h->noun != DOC_NONE) own = date_on(s, h->noun, false);
    if (own != DOC_NONE || p->parent == DOC_NONE || d->predicates[p->parent].sent != p->sent) return own;
    bool finite = d->feats && (d->feats[p->tok] & FEAT_FIN), parent_fires = s->hit[p->parent].state == 2 && s->hit[p->parent].full;
    switch (p->relation) {
    case REL_CONJ: return date_on(s, p->parent, true);
    case REL_ADVERBIAL: return finite ? DOC_NONE : date_on(s, p->parent, false);
    case REL_COMPLEMENT: return controlled(d, p) ? date_on(s, p->parent, false) : DOC_NONE;
    case REL_ARGUMENT: return parent_fires ? DOC_NONE : date_on(s, p->parent, false);
    default: return DOC_NONE;
    }
}

static uint32_t place_on(const code_scan *s, uint32_t pred)
{
    const doc *d = s->d;
    uint32_t best = DOC_NONE, tok = d->predicates[pred].tok;
    for (uint32_t i = s->places.first[pred]; i != DOC_NONE; i = s->places.next[i])
        if (best == DOC_NONE || distance(d->places[i].head, tok) < distance(d->places[best].head, tok)) best = i;
    return best;
}

uint32_t code_place_of(const code_scan *s, uint32_t pred, const code_hit *h)
{
    uint32_t own = place_on(s, pred);
    return own == DOC_NONE && h->noun != DOC_NONE ? place_on(s, h->noun) : own;
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
