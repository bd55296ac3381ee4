/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every decision in words. For each predicate: its clause with roles and mentions, the rules tried in order, the first condition
 * that failed in each, the one that fired, and why a hit is no event after all.
 *
 *     "struck" strike (verb, actual, past)   agent warplanes = TUR by role · patient positions = SYR by owned
 *         assault.attack-with    lacks what it needs: with = @weapons
 *       ✓ assault.attack         TUR > SYR
 *
 * Works on the finished run: matching is a pure function of the scan, so trying a rule again gives the same answer and, this
 * time, its reason.
 */
#include "code/event.h"

#include <stdio.h>

static const char *const kind_names[] = {"verb", "noun", "light verb", "state"};
static const char *const tense_names[] = {"no tense", "past", "present", "future"};
static const char *const role_names[] = {"agent", "patient", "receiver", "", "complement", "predicate", "party"};
static const char *const basis_names[] = {"name", "role", "coref", "bare", "owned", "place"};

static void put_mention(const code_scan *s, uint32_t tok, buf *out)
{
    const doc *d = s->d;
    uint32_t m = d->mention_at && d->mention_at[tok] != DOC_NONE ? d->mention_at[tok] : s->covered[tok];
    if (m == DOC_NONE) return;
    buf_z(out, " =");
    for (uint8_t i = 0; i < d->mentions[m].n_actors; i++) {
        const doc_actor *a = &d->actors[d->mentions[m].actor[i]];
        buf_char(out, i ? '+' : ' ');
        buf_str(out, a->code.n ? a->code : a->country.n ? a->country : STR("?"));
    }
    buf_printf(out, " by %s", basis_names[d->mentions[m].basis]);
}

static void put_clause(const code_scan *s, const doc_predicate *p, buf *out)
{
    const doc *d = s->d;
    str words = doc_text(d, d->tokens[p->trig_begin].begin, d->tokens[p->trig_end - 1].end);
    buf_printf(out, "\"%.*s\" ", STR_ARG(words));
    if (p->support.n) buf_printf(out, "%.*s ", STR_ARG(p->support));
    buf_printf(out, "%.*s (%s, %s, %s%s%s)", STR_ARG(p->lemma), kind_names[p->kind], status_name(p->status), tense_names[p->tense], p->passive ? ", passive" : "",
               p->question ? ", question" : "");
    for (uint32_t i = p->role_begin; i < p->role_end; i++) {
        const doc_role *r = &d->roles[i];
        if (r->tok == DOC_NONE) continue;
        str name = r->role == ROLE_OBLIQUE ? r->prep : str_from(role_names[r->role]);
        buf_printf(out, " · %.*s %.*s", STR_ARG(name), STR_ARG(doc_form(d, r->tok)));
        put_mention(s, r->tok, out);
    }
    buf_char(out, '\n');
}

static void put_parties(const doc *d, const doc_party *p, uint8_t n, buf *out)
{
    for (uint8_t i = 0; i < n; i++) {
        if (i) buf_char(out, ',');
        if (p[i].actor == DOC_NONE) buf_str(out, doc_text(d, p[i].begin, p[i].end));
        else buf_str(out, d->actors[p[i].actor].code.n ? d->actors[p[i].actor].code : d->actors[p[i].actor].country);
    }
}

static void put_fired(const code_scan *s, const code_hit *h, buf *out)
{
    put_parties(s->d, h->actor, h->n_actors, out);
    if (h->n_recipients) buf_z(out, " > ");
    put_parties(s->d, h->recipient, h->n_recipients, out);
    if (h->act != DOC_NONE) buf_printf(out, "  act: %.*s", STR_ARG(s->b->rules[s->hit[h->act].rule].name));
    buf_char(out, '\n');
}

static void put_tries(code_scan *s, uint32_t pred, buf *out)
{
    code_try tries[CODE_MAX_CANDIDATES];
    uint32_t n = code_candidates(s, pred, tries);
    char why[240];
    if (!n) buf_z(out, "    no rule has this word\n");
    for (uint32_t i = 0; i < n; i++) {
        const code_rule *r = &s->b->rules[tries[i].rule];
        code_hit h;
        why[0] = 0;
        s->why = why;
        s->why_cap = sizeof why;
        int how = code_match(s, pred, &tries[i], &h);
        s->why = NULL;
        buf_printf(out, "  %s %-26.*s ", how == 2 ? "✓" : " ", STR_ARG(r->name));
        if (how < 2) buf_printf(out, "%s\n", why[0] ? why : "fails");
        else if (r->silent) buf_z(out, "says: no event\n");
        else put_fired(s, &h, out);
        if (how == 2) return;
    }
}

static const doc_event *event_of(const doc *d, uint32_t pred)
{
    for (uint32_t i = 0; i < d->n_events; i++)
        if (d->events[i].predicate == pred) return &d->events[i];
    return NULL;
}

static void put_outcome(code_scan *s, uint32_t pred, buf *out)
{
    const doc *d = s->d;
    const doc_event *e = event_of(d, pred);
    if (e) {
        char start[16], stop[16];
        cal_format(e->start, start);
        cal_format(e->stop, stop);
        buf_printf(out, "  => %.*s%s%.*s ", STR_ARG(e->event), e->mode.n ? "-" : "", STR_ARG(e->mode));
        put_parties(d, e->actor, e->n_actors, out);
        buf_z(out, e->n_recipients ? " > " : "");
        put_parties(d, e->recipient, e->n_recipients, out);
        buf_printf(out, " %s %s%s%s", status_name(e->status), start, e->stop != e->start ? ".." : "", e->stop != e->start ? stop : "");
        if (e->n_said_by) buf_z(out, " said by "), put_parties(d, e->said_by, e->n_said_by, out);
        buf_printf(out, " (%u.%03u)\n", e->score_thousandths / 1000, e->score_thousandths % 1000);
        return;
    }
    if (s->hit[pred].rule == MAP_NONE) return;
    char why[240] = "";
    uint8_t status;
    s->why = why;
    s->why_cap = sizeof why;
    bool told = code_event_status(s, pred, &status);
    s->why = NULL;
    buf_printf(out, "  -- no event: %s\n", told ? "another event of the sentence tells the same" : why);
}

int code_explain(const code_book *b, doc *d, buf *out, ent_error *err)
{
    code_scan s;
    int rc = code_scan_begin(&s, b, d, err);
    if (!rc) rc = code_scan_run(&s);
    if (rc) return rc;
    for (uint32_t p = 0; p < d->n_predicates; p++) {
        put_clause(&s, &d->predicates[p], out);
        put_tries(&s, p, out);
        put_outcome(&s, p, out);
    }
    return out->failed ? error_memory(err) : ENT_OK;
}
