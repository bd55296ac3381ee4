/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every decision in words. For each predicate: its clause with roles and mentions, what gives its status, who says it; the rules
 * tried in order with the first condition that failed in each; of the rule that fired the words bound to each side and an example;
 * of a silence the nearest rule, what it lacked and an example; and why a hit is no event after all.
 *
 *     "struck" strike (verb, actual, past) · agent warplanes = TUR by role · patient positions = SYR by owned
 *         assault.attack-with    lacks what it needs: with = @weapons
 *       ✓ assault.strike         TUR > SYR   actor "Turkish warplanes" · recipient "positions"
 *           as in "American missiles struck Syria on Saturday."
 *
 * Nearest is the rule that got furthest: one whose needs held and whose parties were missing, else the first one tried that
 * has the predicate's own words. Rules that want another noun beside the verb are only counted. Works on the finished run:
 * matching is a pure function of the scan, so trying a rule again gives the same answer and, this time, its reason.
 */
#include "code/event.h"

#include <stdio.h>

/* A rule's view of a role: the word of docs/codebook.md for its slot. */
static const char *slot_word(const doc_role *r) { return r->role == ROLE_RECIPIENT ? "receiver" : role_name(r->role); }

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
    buf_printf(out, " by %s", mention_name(d->mentions[m].basis));
}

static void put_clause(const code_scan *s, const doc_predicate *p, buf *out)
{
    const doc *d = s->d;
    str words = doc_text(d, d->tokens[p->trig_begin].begin, d->tokens[p->trig_end - 1].end);
    buf_printf(out, "\"%.*s\" ", STR_ARG(words));
    if (p->support.n) buf_printf(out, "%.*s ", STR_ARG(p->support));
    buf_printf(out, "%.*s (%s, %s, %s%s%s)", STR_ARG(p->lemma), pred_name(p->kind), status_name(p->status), p->tense == TENSE_NONE ? "no tense" : tense_name(p->tense), p->passive ? ", passive" : "",
               p->question ? ", question" : "");
    for (uint32_t i = p->role_begin; i < p->role_end; i++) {
        const doc_role *r = &d->roles[i];
        if (r->tok == DOC_NONE) continue;
        str name = r->role == ROLE_OBLIQUE ? r->prep : str_from(slot_word(r));
        buf_printf(out, " · %.*s %.*s", STR_ARG(name), STR_ARG(doc_form(d, r->tok)));
        put_mention(s, r->tok, out);
    }
    buf_char(out, '\n');
}

/* The words that give a status other than actual: auxiliaries, negation and marks of the verb, or the predicate above it. */
static void put_status(const code_scan *s, const doc_predicate *p, buf *out)
{
    const doc *d = s->d;
    const doc_sentence *x = &d->sentences[p->sent];
    if (p->status == STATUS_ACTUAL) return;
    buf_printf(out, "    %s:", status_name(p->status));
    size_t from = out->n;
    for (uint32_t t = x->tok_begin; d->head && t < x->tok_end; t++) {
        bool cue = d->deprel[t] == DEP_AUX || (d->deprel[t] == DEP_MARK && !str_is(doc_form(d, t), "to")) || (d->feats && d->feats[t] & FEAT_NEG);
        if (cue && d->head[t] == p->tok) buf_printf(out, " \"%.*s\"", STR_ARG(doc_form(d, t)));
    }
    if (p->parent != DOC_NONE && p->relation != REL_CONJ) buf_printf(out, " under \"%.*s\"", STR_ARG(doc_form(d, d->predicates[p->parent].tok)));
    if (out->n == from) buf_z(out, " by the grammar of the sentence");
    buf_char(out, '\n');
}

/* Who says it, from the nearest source outwards. */
static void put_source(const doc *d, const doc_predicate *p, buf *out)
{
    for (uint32_t a = p->attribution, steps = 0; a != DOC_NONE && steps < DOC_MAX_SAID_BY; a = d->attributions[a].outer, steps++) {
        const doc_attribution *x = &d->attributions[a];
        if (x->source_begin >= x->source_end) continue;
        buf_printf(out, "    said by \"%.*s\"", STR_ARG(doc_text(d, d->tokens[x->source_begin].begin, d->tokens[x->source_end - 1].end)));
        if (x->cue_begin < x->cue_end) buf_printf(out, " (\"%.*s\")", STR_ARG(doc_text(d, d->tokens[x->cue_begin].begin, d->tokens[x->cue_end - 1].end)));
        buf_z(out, x->denial ? ", who denies it\n" : "\n");
    }
}

static void put_parties(const doc *d, const doc_party *p, uint8_t n, buf *out)
{
    for (uint8_t i = 0; i < n; i++) {
        if (i) buf_char(out, ',');
        if (p[i].actor == DOC_NONE) buf_str(out, doc_text(d, p[i].begin, p[i].end));
        else buf_str(out, d->actors[p[i].actor].code.n ? d->actors[p[i].actor].code : d->actors[p[i].actor].country);
    }
}

static void put_bound(const doc *d, const char *side, const doc_party *p, uint8_t n, buf *out)
{
    for (uint8_t i = 0; i < n; i++) buf_printf(out, "%s\"%.*s\"", i ? ", " : side, STR_ARG(doc_text(d, p[i].begin, p[i].end)));
}

static void put_fired(const code_scan *s, const code_hit *h, buf *out)
{
    put_parties(s->d, h->actor, h->n_actors, out);
    if (h->n_recipients) buf_z(out, " > ");
    put_parties(s->d, h->recipient, h->n_recipients, out);
    if (h->act != DOC_NONE) buf_printf(out, "  act: %.*s", STR_ARG(s->b->rules[s->hit[h->act].rule].name));
    put_bound(s->d, "  actor ", h->actor, h->n_actors, out);
    put_bound(s->d, " · recipient ", h->recipient, h->n_recipients, out);
    buf_char(out, '\n');
}

static void put_example(const code_book *b, str rule, bool counter, buf *out)
{
    for (uint32_t i = 0; i < b->n_examples; i++) {
        if (b->examples[i].counter != counter || !str_eq(b->examples[i].rule, rule)) continue;
        buf_printf(out, "      as in \"%.*s\"\n", STR_ARG(b->examples[i].text));
        return;
    }
}

/* The first words of a reason: some lists of words are long. */
static void put_short(buf *out, const char *why)
{
    enum { EXPLAIN_WIDTH = 110 };
    str w = str_from(why);
    uint32_t n = w.n;
    if (n > EXPLAIN_WIDTH)
        for (n = EXPLAIN_WIDTH; n && w.s[n] != ' '; n--) {}
    buf_str(out, str_sub(w, 0, n));
    buf_z(out, n < w.n ? " …\n" : "\n");
}

/* One rule, why it does not fire; 2, 1 or 0 as code_match. A rule that wants another noun is counted, not shown. */
static int put_try(code_scan *s, uint32_t pred, const code_try *t, uint32_t *n_nouns, char *why, size_t why_cap, buf *out)
{
    const code_rule *r = &s->b->rules[t->rule];
    code_hit h;
    why[0] = 0;
    s->why = why;
    s->why_cap = why_cap;
    int how = code_match(s, pred, t, &h);
    s->why = NULL;
    if (!how && !h.view) {
        ++*n_nouns;
        return how;
    }
    buf_printf(out, "  %s %-26.*s ", how == 2 ? "✓" : " ", STR_ARG(r->name));
    if (how < 2) put_short(out, why[0] ? why : "fails");
    else if (r->silent) buf_z(out, "says: no event\n");
    else put_fired(s, &h, out);
    if (how == 2) put_example(s->b, r->name, r->silent, out);
    return how;
}

static void put_tries(code_scan *s, uint32_t pred, buf *out)
{
    code_try tries[CODE_MAX_CANDIDATES];
    uint32_t n = code_candidates(s, pred, ~UINT64_C(0), tries), n_nouns = 0, nearest = MAP_NONE;
    char why[240], lacked[240] = "";
    int best = -1;
    if (!n) buf_z(out, "    no rule has this word\n");
    for (uint32_t i = 0; i < n; i++) {
        uint32_t before = n_nouns;
        int how = put_try(s, pred, &tries[i], &n_nouns, why, sizeof why, out);
        if (how == 2) return;
        if (before != n_nouns || how <= best) continue;
        best = how;
        nearest = tries[i].rule;
        snprintf(lacked, sizeof lacked, "%s", why);
    }
    if (n_nouns) buf_printf(out, "    %u more want another noun beside it\n", n_nouns);
    if (nearest == MAP_NONE) return;
    buf_printf(out, "  nearest: %.*s: %s", STR_ARG(s->b->rules[nearest].name), best ? "a party is missing, " : "");
    put_short(out, lacked);
    put_example(s->b, s->b->rules[nearest].name, false, out);
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
    int rc = code_scan_begin(&s, b, d, true, err);
    if (!rc) rc = code_scan_run(&s);
    if (rc) return rc;
    for (uint32_t p = 0; p < d->n_predicates; p++) {
        put_clause(&s, &d->predicates[p], out);
        put_status(&s, &d->predicates[p], out);
        put_source(d, &d->predicates[p], out);
        put_tries(&s, p, out);
        put_outcome(&s, p, out);
    }
    if (!d->n_events) buf_z(out, "no event\n");
    return out->failed ? error_memory(err) : ENT_OK;
}

int code_silenced(const code_book *b, doc *d, bool *by_rule, ent_error *err)
{
    code_scan s;
    int rc = code_scan_begin(&s, b, d, true, err);
    if (!rc) rc = code_scan_run(&s);
    for (uint32_t p = 0; !rc && p < d->n_predicates; p++)
        if (s.hit[p].silenced != MAP_NONE) by_rule[s.hit[p].silenced] = true;
    return rc;
}
