/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether the clause around an expression tells of what was or of what is to come.
 *
 * in:  tree and tags where there are any, else the words before      out: -1, 0, +1
 *
 * "Friday" is the last Friday in "said Friday" and the next in "will meet Friday". With a tree, the verbs above the expression are climbed: a past
 * form decides for the past, an auxiliary of the future for the future; an infinitive takes its direction from the word that governs it
 * ("plans to meet Friday", "refused to meet Friday"), and a participle climbs on. A noun of what nobody foresees is past ("Friday's bombing"). Without a tree, the words up to the expression decide.
 *
 * Cost: at most MAX_CLIMB heads and WINDOW tokens an expression.
 */
#include "link/dates.h"

enum { MAX_CLIMB = 6, WINDOW = 12 };

/* A word of a class by its form or its lemma: "planned", "planning". */
static bool is_word(const time_run *r, uint32_t t, time_class cls)
{
    if (r->tok[t].mask & TC_BIT(TC_MONTH)) return false; /* May */
    if (r->tok[t].mask & TC_BIT(cls)) return true;
    uint32_t w = r->d->lemma ? time_word_find(r->t, r->d->lemma[t]) : TIME_NONE;
    return w != TIME_NONE && (r->t->words[w].mask & TC_BIT(cls));
}

static bool future_word(const time_run *r, uint32_t t) { return is_word(r, t, TC_FUTURE); }

/* The expression's token that hangs outside of it. */
static uint32_t outer_head(const doc *d, const time_match *m)
{
    for (uint32_t t = m->end; t-- > m->begin;) {
        uint32_t h = d->head[t];
        if (h != DOC_NONE && (h < m->begin || h >= m->end)) return h;
    }
    return DOC_NONE;
}

typedef struct verb_signs {
    bool future, infinitive, past_aux, present_aux, perfect;
} verb_signs;

static verb_signs signs_of(const time_run *r, uint32_t verb)
{
    const doc *d = r->d;
    verb_signs s = {0};
    for (uint32_t t = verb > r->begin + WINDOW ? verb - WINDOW : r->begin; t < verb; t++) {
        if (d->head[t] != verb) continue;
        if (d->upos[t] == UPOS_PART && d->deprel[t] == DEP_MARK) s.infinitive = true;
        if (d->upos[t] != UPOS_AUX && d->deprel[t] != DEP_AUX) continue;
        bool perfect = r->tok[t].mask & TC_BIT(TC_PERFECT);
        if (future_word(r, t)) s.future = true;
        else if (s.future && perfect) s.future = false, s.past_aux = true; /* "would have met" */
        else if (perfect) s.perfect = true;
        else if (d->feats[t] & FEAT_PAST) s.past_aux = true;
        else s.present_aux = true;
    }
    return s;
}

/* What was arranged lies ahead: "scheduled a hearing for Friday", "planned a march on Saturday"; not "said on Friday that it planned". */
static bool arranged(const time_run *r, uint32_t verb, uint32_t from)
{
    return from > verb && is_word(r, verb, TC_ARRANGED);
}

/* -1 and +1 decide, 0 climbs on, 2 stops undecided. from: the first token of the expression. */
static int verb_direction(const time_run *r, uint32_t verb, uint32_t from)
{
    const doc *d = r->d;
    uint32_t f = d->feats[verb];
    verb_signs s = signs_of(r, verb);
    if (s.future) return 1;
    if (s.infinitive) {
        uint32_t h = d->head[verb];
        bool be = h != DOC_NONE && (d->feats[h] & FEAT_PRES) && d->upos[h] == UPOS_AUX; /* "is to meet" */
        return s.present_aux || be || (h != DOC_NONE && future_word(r, h)) ? 1 : 0;
    }
    if (s.past_aux) return future_word(r, verb) ? 1 : -1;
    if (s.perfect) return -1;
    if (s.present_aux) return future_word(r, verb) ? 1 : 2;
    if ((f & FEAT_PAST) && (f & FEAT_FIN)) return arranged(r, verb, from) ? 1 : -1;
    if (f & FEAT_FIN) return future_word(r, verb) ? 1 : 2;
    bool done = (f & FEAT_PAST) && (f & FEAT_PART) && d->deprel[verb] == DEP_ACL; /* "the quarter ended March 31" */
    return done ? (future_word(r, verb) && !time_is(r, verb, TJ_FIXED) ? 1 : -1) : 0;
}

static int tree_direction(const time_run *r, const time_match *m)
{
    const doc *d = r->d;
    uint32_t h = outer_head(d, m);
    for (int i = 0; i < MAX_CLIMB && h != DOC_NONE && h >= r->begin && h < r->end; i++, h = d->head[h]) {
        if (d->upos[h] == UPOS_VERB || d->upos[h] == UPOS_AUX) {
            int direction = verb_direction(r, h, m->begin);
            if (direction) return direction == 2 ? 0 : direction;
        } else if ((d->upos[h] == UPOS_ADJ || d->upos[h] == UPOS_ADV) && signs_of(r, h).future) { /* "will be back in two days" */
            return 1;
        } else if (is_word(r, h, TC_HAPPENED)) { /* nobody foresees it: "Wednesday's ruling", "the attack on Friday" */
            return -1;
        } else if (future_word(r, h)) {
            return 1;
        }
    }
    return 0;
}

static int word_direction(const time_run *r, const time_match *m)
{
    uint32_t from = m->begin > r->begin + WINDOW ? m->begin - WINDOW : r->begin;
    for (uint32_t t = m->begin; t-- > from;)
        if (future_word(r, t)) return 1;
    return 0;
}

/* "as soon as Tuesday", "as early as May" */
static bool as_soon_as(const time_run *r, uint32_t t)
{
    return t >= r->begin + 3 && time_is(r, t - 1, TJ_AS) && time_is(r, t - 2, TJ_SOON);
}

int time_direction(const time_run *r, const time_match *m)
{
    const doc *d = r->d;
    if (as_soon_as(r, m->begin)) return 1;
    if (m->begin > r->begin && (r->tok[m->begin - 1].mask & TC_BIT(TC_UNTIL))) return 1;
    return d->head && d->upos && d->feats && d->deprel ? tree_direction(r, m) : word_direction(r, m);
}
