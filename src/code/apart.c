/* SPDX-License-Identifier: Apache-2.0 */
/*
 * When, by a measure: a clause that a span of time parts from the one above it.
 *
 *     X expelled two envoys on Monday, three days after Y had sent home one
 *       └ Monday ──────────────────────── − 3 days ──────────┘
 *
 * Input: the predicate of the lower clause. Its mark (lists date.later, date.earlier) is the nearest to the left with no verb or comma between, and a measure
 * ends right before it. Output: the day, when the measure is in days and the upper clause has one; else the month or the year that the count
 * of months, years or weeks leads to; no date at all for "days after", which must not take the day of the text. Hours stay what they are elsewhere:
 * most often the same day. Without a measure, "on Monday after X had …", told on Wednesday, is no day of the text either.
 * An act that a noun names ("three days after the invasion of X by Y") is treated likewise. Limits: the mark is looked for among the words before the verb,
 * not in the tree, since parsers hang it on the subject as well.
 */
#include <string.h>

#include "code/scan.h"

enum { MARK_NEAR = 12 /* words between the mark and the verb */ };

typedef struct measure {
    int32_t sign;  /* -1: the clause lies earlier */
    bool measured;
    int32_t count; /* 0: unknown */
    char unit;     /* D W M Y */
    uint32_t date; /* the measure, or DOC_NONE */
} measure;

/* The expression that ends before a token. */
static uint32_t date_ending(const doc *d, uint32_t tok)
{
    uint32_t n = code_dates_ended(d, tok);
    return n && d->dates[n - 1].tok_end == tok ? n - 1 : DOC_NONE;
}

/* "P3D", "PXM", "P2.5Y": whole counts only, 0 for the others. "PT30M" is no measure of days. */
static bool measure_read(str value, measure *m)
{
    if (value.n < 3 || value.s[0] != 'P' || value.s[1] == 'T' || !strchr("DWMY", value.s[value.n - 1])) return false;
    m->unit = value.s[value.n - 1];
    m->count = 0;
    for (uint32_t i = 1; i + 1 < value.n; i++) {
        if (value.s[i] < '0' || value.s[i] > '9' || i > 4) return m->count = 0, true;
        m->count = m->count * 10 + (value.s[i] - '0');
    }
    return true;
}

/* The measure before a mark: an expression, or a bare "days". */
static bool measure_at(const code_scan *s, uint32_t mark, measure *m)
{
    const doc *d = s->d;
    m->date = date_ending(d, mark);
    if (m->date != DOC_NONE && d->dates[m->date].type == DATE_DURATION) return measure_read(d->dates[m->date].value, m);
    m->count = 0;
    m->date = DOC_NONE;
    return s->b->set_date_measure != MAP_NONE && code_word_in(s, mark - 1, s->b->set_date_measure);
}

/* Is there a mark before the verb, and a measure before the mark? */
static bool measure_of(const code_scan *s, uint32_t pred, measure *m)
{
    const doc *d = s->d;
    const doc_predicate *p = &d->predicates[pred];
    uint32_t begin = d->sentences[p->sent].tok_begin, first = p->trig_begin < p->tok ? p->trig_begin : p->tok; /* "signed a treaty" */
    for (uint32_t t = first, steps = 0; d->upos && t > begin + 1 && steps < MARK_NEAR; steps++) {
        t--;
        if (d->upos[t] == UPOS_VERB || d->upos[t] == UPOS_PUNCT) return false;
        bool later = s->b->set_date_later != MAP_NONE && code_word_in(s, t, s->b->set_date_later);
        if (!later && (s->b->set_date_earlier == MAP_NONE || !code_word_in(s, t, s->b->set_date_earlier))) continue;
        m->sign = later ? -1 : 1;
        m->measured = measure_at(s, t, m);
        return true;
    }
    return false;
}

static void whole_month(int32_t day, int32_t *start, int32_t *stop)
{
    cal_date c = cal_civil(day);
    *start = cal_day(c.year, c.month, 1);
    *stop = cal_day(c.year, c.month, cal_month_days(c.year, c.month));
}

/* The time that lies a measure away from `start`, as exactly as measure and start allow; false when it lies before the year 1. */
static bool shift(const measure *m, int32_t *start, int32_t *stop)
{
    int32_t by = m->sign * m->count, day = *start;
    bool of_day = *start == *stop;
    if (m->unit == 'D' && of_day) *start = *stop = day + by;
    else if (m->unit == 'Y') {
        int32_t year = cal_civil(day).year + by;
        *start = cal_day(year, 1, 1);
        *stop = cal_day(year, 12, 31);
    } else whole_month(m->unit == 'M' ? cal_add_months(day, by) : day + by * (m->unit == 'W' ? 7 : 1), start, stop);
    return cal_civil(*start).year > 0;
}

static void date_set(doc_event *e, const measure *m, int32_t start, int32_t stop)
{
    e->start = start;
    e->stop = stop;
    e->date = m->date;
    e->dated = DATED_EXPRESSION;
}

/* "Six weeks before X signed on June 3, Y arrested four": the upper clause has its time from the lower one, unless it may be the day of the text. */
static bool apart_from_lower(const code_scan *s, uint32_t pred, doc_event *e)
{
    const doc *d = s->d;
    for (uint32_t q = s->children.first[pred]; q != DOC_NONE; q = s->children.next[q]) {
        measure m = {0};
        int32_t start, stop;
        if (d->predicates[q].relation != REL_ADVERBIAL || d->predicates[q].sent != d->predicates[pred].sent || !measure_of(s, q, &m) || !m.count) continue;
        uint32_t lower = code_date_of(s, q, &s->hit[q]);
        if (lower == DOC_NONE) continue;
        code_date_days(&d->dates[lower], &start, &stop);
        m.sign = -m.sign;
        if (!shift(&m, &start, &stop)) return false;
        if (d->published != CAL_NONE && start <= d->published && d->published <= stop) return false;
        return date_set(e, &m, start, stop), true;
    }
    return false;
}

bool code_date_apart(const code_scan *s, uint32_t pred, uint32_t own, doc_event *e)
{
    const doc *d = s->d;
    const doc_predicate *p = &d->predicates[pred];
    measure m = {0};
    int32_t start = CAL_NONE, stop = CAL_NONE;
    uint32_t upper = DOC_NONE;
    if (!measure_of(s, pred, &m)) return own == DOC_NONE && apart_from_lower(s, pred, e);
    if (p->parent != DOC_NONE && d->predicates[p->parent].sent == p->sent) {
        upper = code_date_of(s, p->parent, &s->hit[p->parent]);
        if (upper != DOC_NONE) code_date_days(&d->dates[upper], &start, &stop);
        else if (d->predicates[p->parent].tense == TENSE_PAST) start = stop = d->published;
    }
    if (own != DOC_NONE && own != upper) return false;
    if (!m.measured) return m.sign < 0 && upper != DOC_NONE && stop < d->published && own == DOC_NONE;
    if (!m.count || start == CAL_NONE) return true;
    if (!shift(&m, &start, &stop)) return true;
    return date_set(e, &m, start, stop), true;
}
