/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The relation between two given actors: which event of the text has the one as actor and the other as recipient.
 *
 * Input: a document up to station clause, and the words of the two actors, which stand in for all mentions (pair.c). The rules run as
 * ever, and every hit is scored by how much of the pair it binds:
 *
 *     actor and recipient 900 · both symmetric, or of a mutual type the other way round, 850 · actor alone 500 · recipient alone 300 ·
 *     turned round 150, less its penalty; told in a relative clause or one of purpose at most 480
 *
 * Below 400 it abstains. Forced, the model (guess.c) is asked: the rules that hold and whom they bind are among what it weighs, and it
 * always has an answer. The best rule stands unless the model is sure of another type (RELATE_OVERRULE); a rule that gives the type answered
 * is named, else `model:relate`.
 * The weights order the cases and nothing else; no set was fitted. Letting the rules go first and the model fill what they leave
 * was the way before: it gets fewer right (docs/methods-relate.md has the figures).
 */
#include "code/guess.h"
#include "code/pair.h"

enum {
    RELATE_HALF = 520,     /* the most that a hit gets which binds one of the pair */
    RELATE_PASSING = 480,  /* the most that a hit gets in a relative clause or one of purpose: "X, which is fighting Y, declared a truce", "X marched to demand" */
    RELATE_OVERRULE = 600, RELATE_OVERRULE_HALF = 400 /* a model less sure than this does not overrule a rule that binds both, or one of them */
};

static bool has_actor(const doc_party *p, uint8_t n, uint32_t actor)
{
    for (uint8_t i = 0; i < n; i++)
        if (p[i].actor == actor) return true;
    return false;
}

static uint32_t far_from(uint32_t a, uint32_t b) { return a < b ? b - a : a - b; }

/* How much of the pair the hit binds, less its doubts; of equals the one nearer to the source's words wins. */
int32_t code_relate_score(const code_scan *s, uint32_t pred)
{
    const doc *d = s->d;
    const code_hit *h = &s->hit[pred];
    const code_rule *r = &s->b->rules[h->rule];
    bool source = has_actor(h->actor, h->n_actors, PAIR_SOURCE), target = has_actor(h->recipient, h->n_recipients, PAIR_TARGET);
    bool turned = has_actor(h->actor, h->n_actors, PAIR_TARGET);
    uint32_t far = d->n_mentions ? far_from(d->mentions[0].head, d->predicates[pred].tok) : 0;
    int32_t score = 100;
    if (source && target) score = 900;
    else if (r->symmetric && source && turned) score = 850;
    else if (s->b->types[r->type].mutual && turned && has_actor(h->recipient, h->n_recipients, PAIR_SOURCE)) score = 850;
    else if (source) score = 500;
    else if (target) score = 300;
    else if (turned) score = 150;
    uint8_t relation = d->predicates[pred].relation;
    if ((relation == REL_RELATIVE || relation == REL_PURPOSE) && score > RELATE_PASSING) score = RELATE_PASSING;
    return score - h->penalty / 4 - (s->used[pred] == 1 ? 250 : 0) - (h->full ? 0 : 30) - (int32_t)(far < 40 ? far : 40);
}

static void candidate_put(code_candidate *out, uint32_t max, uint32_t *n, code_candidate c)
{
    uint32_t at = 0;
    while (at < *n && !str_eq(out[at].event, c.event)) at++;
    if (at == max) at = max - 1; /* full: the weakest gives way */
    if (at < *n && out[at].score_thousandths >= c.score_thousandths) return;
    if (at == *n) (*n)++;
    while (at && out[at - 1].score_thousandths < c.score_thousandths) out[at] = out[at - 1], at--;
    out[at] = c;
}

/* "may expel", "could cut": not yet done, and no rumour of what was. */
static bool may_come(const doc_predicate *p, uint8_t status) { return status == STATUS_POSSIBLE && !p->reported && p->tense != TENSE_PAST; }

/* What the hit is to relate: an act of good will that is denied or will not be is a refusal, a planned one is what the ontology makes of it, and a hostile one that
 * is planned, conditional or possible is a threat. */
str code_relate_type(const code_scan *s, uint32_t pred, uint8_t *status)
{
    const code_rule *r = &s->b->rules[s->hit[pred].rule];
    const code_type *type = &s->b->types[r->type];
    *status = code_rule_status(r, s->d->predicates[pred].status);
    if (code_is_refusal(s, pred) || (*status == STATUS_NEGATED && type->refused.n)) return *status = STATUS_ACTUAL, type->refused;
    if (*status == STATUS_PLANNED && type->planned.n) return type->planned;
    bool open = *status == STATUS_PLANNED || *status == STATUS_CONDITIONAL || may_come(&s->d->predicates[pred], *status);
    if (open && type->hypothetical.n) return type->hypothetical;
    return type->name;
}

static void candidates_of_hits(code_scan *s, int32_t least, code_candidate *out, uint32_t max, uint32_t *n)
{
    const doc *d = s->d;
    for (uint32_t p = 0; p < d->n_predicates; p++) {
        const code_hit *h = &s->hit[p];
        if (h->rule == MAP_NONE) continue;
        int32_t score = code_relate_score(s, p);
        if (score < least) continue;
        const code_rule *r = &s->b->rules[h->rule];
        uint8_t status;
        str event = code_relate_type(s, p, &status);
        bool other = !str_eq(event, s->b->types[r->type].name);
        candidate_put(out, max, n, (code_candidate){event, other ? STR_NONE : r->mode, r->name, status, (uint16_t)score});
    }
}

/* What the model makes of the words and of the rules that hold, best first. A rule that gives the same type lends its name, mode and status. */
static void candidates_of_model(code_scan *s, const code_candidate *rules, uint32_t n_rules, code_candidate *out, uint32_t max, uint32_t *n)
{
    const code_book *b = s->b;
    code_features *f = arena_new(s->d->mem, code_features, 1);
    uint16_t chance[CODE_MAX_TYPES];
    if (!f) return;
    code_guess_features(s, f);
    code_guess_chances(&b->guess, f, chance);
    for (uint32_t t = 0; t < b->n_types; t++) {
        code_candidate c = {b->types[t].name, STR_NONE, STR("model:relate"), STATUS_ACTUAL, chance[t]};
        for (uint32_t i = 0; i < n_rules; i++)
            if (str_eq(rules[i].event, c.event)) c = (code_candidate){c.event, rules[i].mode, rules[i].rule, rules[i].status, chance[t]};
        if (chance[t]) candidate_put(out, max, n, c);
    }
    uint16_t sure = n_rules && rules[0].score_thousandths < RELATE_HALF ? RELATE_OVERRULE_HALF : RELATE_OVERRULE;
    if (!n_rules || !*n || out[0].score_thousandths >= sure || str_eq(out[0].event, rules[0].event)) return;
    code_candidate first = rules[0];
    first.score_thousandths = (uint16_t)(out[0].score_thousandths + 1);
    candidate_put(out, max, n, first);
}

static int relate_run(code_scan *s, bool forced, code_candidate *out, uint32_t max, uint32_t *n)
{
    code_candidate rules[CODE_MAX_TYPES];
    uint32_t n_rules = 0;
    candidates_of_hits(s, RELATE_SURE, out, max, n);
    if (!forced || !s->b->guess.n_rows) {
        if (forced && !*n) candidate_put(out, max, n, (code_candidate){s->b->types[0].name, STR_NONE, STR("model:none"), STATUS_ACTUAL, 0});
        return ENT_OK;
    }
    candidates_of_hits(s, RELATE_SURE, rules, CODE_MAX_TYPES, &n_rules);
    *n = 0;
    candidates_of_model(s, rules, n_rules, out, max, n);
    return ENT_OK;
}

int code_relate(const code_book *b, doc *d, str source, str target, bool forced, code_candidate *out, uint32_t max, uint32_t *n, ent_error *err)
{
    pair *p = arena_new(d->mem, pair, 1);
    code_scan s;
    *n = 0;
    if (!p) return error_memory(err);
    if (!max) return ENT_OK;
    int rc = pair_open(p, &s, b, d, source, target, err);
    if (!rc) rc = relate_run(&s, forced, out, max, n);
    pair_close(p, d);
    return rc;
}
