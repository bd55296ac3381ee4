/* SPDX-License-Identifier: Apache-2.0 */
/*
 * When and where: binds a date and a place to a predicate, or abstains.
 *
 * The worst records of event coders take day and place from elsewhere in the story. Here an expression belongs to the predicate
 * nearest above it in the tree, as station clause has mended it, and to no other. Bridges let a predicate without a date of its
 * own use another's:
 *
 *     a participle          "visited Kyiv on Tuesday, promising aid"        the promise is of Tuesday
 *     a joined verb         "on Tuesday X arrested A and expelled B"        a date before the first verb; one after it when both
 *                           "freed A on Tuesday, and Y released B"          tell of the past, and with another subject only a day
 *     a controlled verb     "began on Tuesday to withdraw"
 *     a noun in a clause    "the visit took place on Tuesday"               unless that clause is an event of another type
 *     the act that is named "claimed responsibility for Friday's attack"    when it is of the event's own type
 *     a noun that is no act  "vetoed a resolution on Friday that …"
 *     what is yet to be done "threatened on …", told later: a day in the past is the verb's
 *     what is always so     "took hold along the line that divides the valley on Tuesday"
 *     a clause of time      "could reject it when it meets in May"
 *     the time it explains  "in May 2002, when X expelled Y"
 *     a measure of time     "three days after X had expelled Y": apart.c
 *
 * Weeks and seasons are given at the next coarser level (month, year). "Since", "until", "before" date something else.
 */
#include "code/scan.h"

/* "the line of 1974": the year of a thing, which is no act and no part of a time. */
static bool of_a_thing(const code_scan *s, const doc_date *t)
{
    uint32_t noun = t->tok_begin - 2;
    if (t->tok_begin < 2 || s->b->set_date_of == MAP_NONE || s->b->set_date_part == MAP_NONE || !code_word_in(s, t->tok_begin - 1, s->b->set_date_of)) return false;
    return s->d->upos[noun] == UPOS_NOUN && s->named[noun] == DOC_NONE && !code_word_in(s, noun, s->b->set_date_part);
}

/* "the first visit in seven years": how long there was none. */
static bool of_a_rank(const code_scan *s, const doc_date *t)
{
    enum { BACK = 12 };
    uint32_t begin = t->tok_begin, first = s->d->sentences[doc_sentence_of(s->d, begin)].tok_begin;
    if (s->b->set_date_rank == MAP_NONE || t->unit != UNIT_YEAR || t->tok_end < begin + 2) return false;
    for (uint32_t k = begin; k-- > first && begin - k < BACK;)
        if (code_word_in(s, k, s->b->set_date_rank)) return true;
    return false;
}

static bool date_usable(const code_scan *s, const doc_date *t)
{
    if ((t->type != DATE_DATE && t->type != DATE_TIME) || t->start == CAL_NONE || t->stop == CAL_NONE) return false;
    if (of_a_thing(s, t) || of_a_rank(s, t)) return false;
    return !t->tok_begin || s->b->set_date_away == MAP_NONE || !code_word_in(s, t->tok_begin - 1, s->b->set_date_away);
}

static uint32_t distance(uint32_t a, uint32_t b) { return a < b ? b - a : a - b; }

/* "sentenced a man for a murder in 1992": a year or month long gone, after the deed that something is done for, is the deed's. */
static bool is_of_deed(const code_scan *s, uint32_t pred, const doc_date *t)
{
    enum { LONG_GONE = 180 }; /* days */
    const doc *d = s->d;
    const doc_predicate *p = &d->predicates[pred];
    if ((t->unit != UNIT_YEAR && t->unit != UNIT_MONTH) || d->published == CAL_NONE || t->stop > d->published - LONG_GONE) return false;
    for (uint32_t i = p->role_begin; i < p->role_end; i++) {
        const doc_role *r = &d->roles[i];
        if (r->role != ROLE_OBLIQUE || r->tok == DOC_NONE || r->tok < p->tok || r->tok > t->tok_begin || d->predicate_at[r->tok] == DOC_NONE) continue;
        if (code_listed(s->b, r->prep, s->b->set_count_apart)) return true;
    }
    return false;
}

/* Nearest usable date that hangs on pred; before: only left of its word. */
static uint32_t date_on(const code_scan *s, uint32_t pred, bool before)
{
    const doc *d = s->d;
    uint32_t best = DOC_NONE, tok = d->predicates[pred].tok;
    for (uint32_t i = s->dates.first[pred]; i != DOC_NONE; i = s->dates.next[i]) {
        const doc_date *t = &d->dates[i];
        if (!date_usable(s, t) || (before && t->tok_begin > tok) || is_of_deed(s, pred, t)) continue;
        if (best == DOC_NONE || distance(t->tok_begin, tok) < distance(d->dates[best].tok_begin, tok)) best = i;
    }
    return best;
}

/* "freed", "was freed"; not "has freed", "may free". */
static bool simple_past(const doc *d, const doc_predicate *p)
{
    if (p->tense != TENSE_PAST || p->status != STATUS_ACTUAL || !d->xpos) return false;
    const uint32_t *heads = code_heads(d);
    for (uint32_t t = p->tok, steps = 0; t-- > d->sentences[p->sent].tok_begin && steps < CODE_MAX_DEPTH; steps++)
        if (heads[t] == p->tok && d->upos[t] == UPOS_AUX && str_is(d->xpos[t], "VBZ")) return false;
    return true;
}

static bool same_subject(const doc *d, const doc_predicate *a, const doc_predicate *b)
{
    for (uint32_t i = a->role_begin; i < a->role_end; i++)
        for (uint32_t k = b->role_begin; k < b->role_end; k++)
            if (d->roles[i].role <= ROLE_PATIENT && d->roles[k].role <= ROLE_PATIENT && d->roles[i].tok == d->roles[k].tok) return true;
    return false;
}

static bool day_or_less(const doc_date *t) { return t->stop == t->start; }

static bool controlled(const doc *d, const doc_predicate *p)
{
    for (uint32_t i = p->role_begin; i < p->role_end; i++)
        if (d->roles[i].role == ROLE_AGENT && d->roles[i].basis == FILL_CONTROLLED) return true;
    return false;
}

/* Joined by a conjunction or a semicolon. */
static bool joins(const doc *d, uint32_t pred)
{
    const doc_predicate *p = &d->predicates[pred];
    return p->parent != DOC_NONE && (p->relation == REL_CONJ || p->relation == REL_NONE);
}

/* A verb joined to one that has a date: both simple past and done, or the date stands before the first verb. */
static uint32_t date_joined(const code_scan *s, uint32_t pred)
{
    const doc *d = s->d;
    const doc_predicate *p = &d->predicates[pred];
    for (uint32_t q = pred, steps = 0; steps < CODE_MAX_DEPTH && joins(d, q); steps++) {
        q = d->predicates[q].parent;
        if (d->predicates[q].sent != p->sent) break;
        uint32_t date = date_on(s, q, true);
        bool told = simple_past(d, p) && simple_past(d, &d->predicates[q]);
        if (date == DOC_NONE && told) date = date_on(s, q, false);
        if (date == DOC_NONE || d->dates[date].tok_begin > p->tok) continue;
        bool after = d->dates[date].tok_begin > d->predicates[q].tok;
        return !after || same_subject(d, p, &d->predicates[q]) || day_or_less(&d->dates[date]) ? date : DOC_NONE;
    }
    return DOC_NONE;
}

/* An act that the event names and that is of its own type. */
static uint32_t date_of_act(const code_scan *s, uint32_t pred, const code_hit *h)
{
    const doc *d = s->d;
    const doc_predicate *p = &d->predicates[pred];
    for (uint32_t i = p->role_begin; i < p->role_end && h->rule != MAP_NONE; i++) {
        uint32_t q = d->roles[i].pred;
        if (q == DOC_NONE || q == pred || d->predicates[q].kind != PRED_NOUN || s->hit[q].state != 2 || s->hit[q].rule == MAP_NONE) continue;
        if (s->b->rules[s->hit[q].rule].type == s->b->rules[h->rule].type) return date_on(s, q, false);
    }
    return DOC_NONE;
}

/* A date on what is yet to be done that is over by the day of the text, or DOC_NONE. */
static uint32_t date_too_early(const code_scan *s, uint32_t q)
{
    const doc *d = s->d;
    if (d->predicates[q].status == STATUS_ACTUAL || d->predicates[q].tense != TENSE_NONE) return DOC_NONE;
    if (d->xpos && str_is(d->xpos[d->predicates[q].tok], "VBG")) return DOC_NONE; /* "accused X of ramming a boat in March" */
    uint32_t date = date_on(s, q, false);
    return date != DOC_NONE && d->dates[date].stop <= d->published ? date : DOC_NONE;
}

/* "vetoed a resolution of the Council on Friday that …": the day, over by now, of a noun that tells no act of its own. */
static uint32_t date_of_text(const code_scan *s, uint32_t q)
{
    const doc *d = s->d;
    if (d->predicates[q].kind != PRED_NOUN || s->hit[q].rule != MAP_NONE || !d->upos) return DOC_NONE;
    uint32_t date = date_on(s, q, false), before = date == DOC_NONE || !d->dates[date].tok_begin ? DOC_NONE : d->dates[date].tok_begin - 1;
    if (before == DOC_NONE || before <= d->predicates[q].tok || d->upos[before] != UPOS_ADP || code_word_in(s, before, s->b->set_date_of)) return DOC_NONE; /* "the May 3 vote", "the vote of 3 May" */
    return d->dates[date].stop <= d->published ? date : DOC_NONE;
}

/* "threatened to strike on Saturday", "ratified the bid to join on Saturday", told on Sunday: what is yet to be done has no day in the past, so the
 * day is the verb's. */
static uint32_t date_misplaced(const code_scan *s, uint32_t pred)
{
    const doc *d = s->d;
    const doc_predicate *p = &d->predicates[pred];
    if (p->tense != TENSE_PAST || d->published == CAL_NONE) return DOC_NONE;
    for (uint32_t i = p->role_begin; i < p->role_end; i++) {
        uint32_t q = d->roles[i].role == ROLE_COMPLEMENT || d->roles[i].role == ROLE_PATIENT ? d->roles[i].pred : DOC_NONE, date = DOC_NONE;
        if (q == DOC_NONE) continue;
        if (d->roles[i].role == ROLE_COMPLEMENT) return date_too_early(s, q);
        date = date_of_text(s, q);
        for (uint32_t c = s->children.first[q]; c != DOC_NONE && date == DOC_NONE; c = s->children.next[c])
            if (d->predicates[c].sent == p->sent && d->predicates[c].relation != REL_RELATIVE) date = date_too_early(s, c);
        if (date != DOC_NONE) return day_or_less(&d->dates[date]) ? date : DOC_NONE; /* "declined an invitation to visit in May": which May? */
    }
    return DOC_NONE;
}

/* "took hold along the line that divides the valley at midnight on Tuesday": what is always so has no day in the past, so the day is the verb's. */
static uint32_t date_of_habit(const code_scan *s, uint32_t pred)
{
    const doc *d = s->d;
    for (uint32_t q = s->children.first[pred]; q != DOC_NONE && d->published != CAL_NONE && d->predicates[pred].tense == TENSE_PAST; q = s->children.next[q]) {
        const doc_predicate *x = &d->predicates[q];
        if (x->relation != REL_RELATIVE || x->tense != TENSE_PRESENT || x->sent != d->predicates[pred].sent || x->status != STATUS_ACTUAL) continue;
        uint32_t date = date_on(s, q, false);
        if (date != DOC_NONE && day_or_less(&d->dates[date]) && d->dates[date].stop < d->published && d->dates[date].tok_begin > x->tok) return date;
    }
    return DOC_NONE;
}

/* "when it meets in May": a finite clause of the same time. */
static uint32_t date_of_time_clause(const code_scan *s, uint32_t pred)
{
    const doc *d = s->d;
    for (uint32_t q = s->children.first[pred]; q != DOC_NONE && s->b->set_date_with != MAP_NONE; q = s->children.next[q]) {
        const doc_predicate *x = &d->predicates[q];
        if (x->relation != REL_ADVERBIAL || x->sent != d->predicates[pred].sent) continue;
        for (uint32_t t = x->tok, steps = 0; t > d->predicates[pred].tok && steps < CODE_MAX_DEPTH; t--, steps++)
            if (code_word_in(s, t, s->b->set_date_with)) return date_on(s, q, false);
    }
    return DOC_NONE;
}

/* "in May 2002, when X expelled Y": a finite clause that says what was at the time right before it. */
static uint32_t date_explained(const code_scan *s, uint32_t pred)
{
    const doc *d = s->d;
    const doc_predicate *p = &d->predicates[pred];
    uint32_t date = date_on(s, p->parent, false), end = date == DOC_NONE ? DOC_NONE : d->dates[date].tok_end;
    if (date == DOC_NONE || s->b->set_date_with == MAP_NONE) return DOC_NONE;
    for (uint32_t t = end; t < p->tok && t <= end + 1; t++)
        if (code_word_in(s, t, s->b->set_date_with)) return date;
    return DOC_NONE;
}

/* "The attack on Monday killed twelve": noun and verb tell one act. */
static bool one_type(const code_scan *s, uint32_t a, uint32_t b)
{
    const code_hit *x = &s->hit[a], *y = &s->hit[b];
    return x->state == 2 && y->state == 2 && x->rule != MAP_NONE && y->rule != MAP_NONE && s->b->rules[x->rule].type == s->b->rules[y->rule].type;
}

static uint32_t date_borrowed(const code_scan *s, uint32_t pred)
{
    const doc *d = s->d;
    const doc_predicate *p = &d->predicates[pred];
    if (p->parent == DOC_NONE || d->predicates[p->parent].sent != p->sent) return DOC_NONE;
    bool finite = p->tense != TENSE_NONE || (d->feats && (d->feats[p->tok] & FEAT_FIN)), parent_fires = s->hit[p->parent].state == 2 && s->hit[p->parent].full;
    switch (p->relation) {
    case REL_CONJ: case REL_NONE: return date_joined(s, pred);
    case REL_ADVERBIAL: return finite ? date_explained(s, pred) : date_on(s, p->parent, false);
    case REL_COMPLEMENT: return controlled(d, p) ? date_on(s, p->parent, false) : DOC_NONE;
    case REL_ARGUMENT: return parent_fires && !one_type(s, pred, p->parent) ? DOC_NONE : date_on(s, p->parent, false);
    default: return DOC_NONE;
    }
}

bool code_date_past(const code_scan *s, uint32_t pred)
{
    const doc *d = s->d;
    for (uint32_t q = pred, steps = 0; steps < CODE_MAX_DEPTH; steps++, q = d->predicates[q].parent) {
        for (uint32_t i = s->dates.first[q]; i != DOC_NONE; i = s->dates.next[i]) {
            const doc_date *t = &d->dates[i];
            if (!str_is(t->value, "PAST_REF") || s->b->set_date_recent == MAP_NONE) continue;
            bool recent = false;
            for (uint32_t k = t->tok_begin; k < t->tok_end; k++) recent |= code_word_in(s, k, s->b->set_date_recent);
            if (!recent) return true;
        }
        if (!joins(d, q) || d->predicates[d->predicates[q].parent].sent != d->predicates[q].sent) break;
    }
    return false;
}

uint32_t code_dates_ended(const doc *d, uint32_t tok)
{
    uint32_t low = 0, high = d->n_dates;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (d->dates[middle].tok_end <= tok) low = middle + 1;
        else high = middle;
    }
    return low;
}

bool code_date_history(const code_scan *s, uint32_t pred)
{
    enum { BACK = 6 /* sentences */, LONG_GONE = 365 };
    const doc *d = s->d;
    uint32_t sent = d->predicates[pred].sent, block = d->sentences[sent].block;
    if (d->predicates[pred].tense != TENSE_PAST || d->published == CAL_NONE || block == DOC_NONE || d->predicates[pred].attribution != DOC_NONE) return false;
    uint32_t first = sent;
    while (first && sent - first < BACK && d->sentences[first - 1].block == block) first--;
    uint32_t n = code_dates_ended(d, d->sentences[sent].tok_begin);
    const doc_date *last = n ? &d->dates[n - 1] : NULL; /* the last one told before */
    return last && last->tok_begin >= d->sentences[first].tok_begin && last->type == DATE_DATE && last->stop != CAL_NONE && last->stop < d->published - LONG_GONE;
}

uint32_t code_date_of(const code_scan *s, uint32_t pred, const code_hit *h)
{
    uint32_t own = date_on(s, pred, false);
    if (own == DOC_NONE && h->noun != DOC_NONE) own = date_on(s, h->noun, false);
    if (own == DOC_NONE) own = date_of_act(s, pred, h);
    if (own == DOC_NONE) own = date_borrowed(s, pred);
    if (own == DOC_NONE) own = date_misplaced(s, pred);
    if (own == DOC_NONE) own = date_of_habit(s, pred);
    return own == DOC_NONE ? date_of_time_clause(s, pred) : own;
}

/* How a place hangs on a predicate. What is spoken of is not where one speaks: "discussed the war in Yemen in Cairo", "talks about the Aegean Sea". */
typedef enum place_use { PLACE_OF_ACT, PLACE_OF_PATIENT, PLACE_OF_TOPIC } place_use;

static place_use use_of(const code_scan *s, uint32_t pred, uint32_t place)
{
    const doc *d = s->d;
    const doc_predicate *p = &d->predicates[pred];
    const uint32_t *heads = code_heads(d);
    for (uint32_t t = d->places[place].head, steps = 0; t != DOC_NONE && t != p->tok && steps < CODE_MAX_DEPTH; t = heads[t], steps++)
        for (uint32_t i = p->role_begin; i < p->role_end; i++) {
            const doc_role *r = &d->roles[i];
            if (r->tok != t) continue;
            if (r->role == ROLE_PATIENT) return PLACE_OF_PATIENT;
            uint32_t prep = r->prep.n ? code_word_find(s->b, r->prep) : MAP_NONE;
            if (prep != MAP_NONE && s->b->set_place_topic != MAP_NONE && code_set_has(&s->b->sets[s->b->set_place_topic], prep)) return PLACE_OF_TOPIC;
        }
    return PLACE_OF_ACT;
}

/* The nearest; of words, not deeds (quad classes 1 and 3), one of what is done to or said of somebody only where there is no other. */
static uint32_t place_on(const code_scan *s, uint32_t pred, bool words)
{
    const doc *d = s->d;
    uint32_t best = DOC_NONE, tok = d->predicates[pred].tok;
    place_use best_use = PLACE_OF_TOPIC;
    for (uint32_t i = s->places.first[pred]; i != DOC_NONE; i = s->places.next[i]) {
        place_use use = words ? use_of(s, pred, i) : PLACE_OF_ACT;
        if (use == PLACE_OF_TOPIC || (best != DOC_NONE && use > best_use)) continue;
        if (best != DOC_NONE && use == best_use && distance(d->places[i].head, tok) >= distance(d->places[best].head, tok)) continue;
        best = i;
        best_use = use;
    }
    return best;
}

uint32_t code_place_of(const code_scan *s, uint32_t pred, const code_hit *h)
{
    bool words = s->b->types[s->b->rules[h->rule].type].quad & 1;
    uint32_t own = place_on(s, pred, words);
    return own == DOC_NONE && h->noun != DOC_NONE ? place_on(s, h->noun, words) : own;
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
