/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the text has told before: the other side of an act whose clause names one side only.
 *
 *     "South Korea blamed North Korea for the attack. … On Monday it withdrew its workers."        from whom? South Korea
 *     "India and Pakistan agreed on a truce. … The two directors reached the understanding by telephone."  who? both
 *
 * News names the parties once and then tells on. Every full hit of the sentences before is a dealing between its parties; who dealt
 * with the one that is named is the other side, provided that it is one and the same in all of them: with a second candidate there is
 * no answer; who tells of the dealing is one too. Only a rule that lists the slot `story` asks, so the code book decides which acts may be told by halves, and explain
 * shows the words of the earlier sentence. Where nobody is named, both come from the text when it has told of one pair only. Who looks on
 * ("Norway welcomed the agreement") means both sides of the pair between which more happened than between all others (slot `both`).
 *
 * Cost: the last TOLD_BACK hits for each question, their pairs compared with one another. Limits: what the title says is not known here; a text about three parties gives nothing.
 */
#include "code/scan.h"

enum { TOLD_BACK = 32, TOLD_SENTENCES = 25 };

void code_told_add(code_scan *s, uint32_t pred)
{
    const code_hit *h = &s->hit[pred];
    uint8_t status = s->d->predicates[pred].status;
    if (h->rule == MAP_NONE || !h->full || (status != STATUS_ACTUAL && status != STATUS_PLANNED)) return;
    const code_slots *to = &s->b->rules[h->rule].recipient;
    for (uint8_t i = 0; i < to->n; i++)
        if (to->slot[i].where == AT_BOTH) return; /* an onlooker's word is no dealing with either */
    s->told[s->n_told++] = pred;
}

/* Number of the hits told before `pred`, newest first, in at[]: in the sentences before, or (`here`) in its own. */
static uint32_t told_before(const code_scan *s, uint32_t pred, bool here, uint32_t at[TOLD_BACK])
{
    uint32_t sent = s->d->predicates[pred].sent, n = 0;
    for (uint32_t i = s->n_told; i-- > 0 && n < TOLD_BACK;) {
        uint32_t before = s->d->predicates[s->told[i]].sent;
        if (s->told[i] >= pred || before > sent || (before == sent) != here) continue;
        if (here && s->d->predicates[s->told[i]].relation == REL_RELATIVE) continue; /* "Iran, which the US accuses of …, seized the ship": who it is, by the way */
        if (sent - before > TOLD_SENTENCES) break;
        at[n++] = s->told[i];
    }
    return n;
}

/* One side to a reader: what a state's ministry and its army do is the state's doing, what rebels do is not. */
static bool same_side(const doc *d, uint32_t a, uint32_t b)
{
    const doc_actor *x = &d->actors[a], *y = &d->actors[b];
    if (code_same_actor(d, a, b)) return true;
    return x->kind != ACTOR_GROUP && y->kind != ACTOR_GROUP && x->country.n && str_eq(x->country, y->country);
}

static bool among(const doc *d, const doc_party *p, uint8_t n, uint32_t actor)
{
    for (uint8_t i = 0; i < n; i++)
        if (same_side(d, p[i].actor, actor)) return true;
    return false;
}

/* The sides of an event, each once. More than DOC_MAX_PARTIES are cut: that many give no answer. */
static uint8_t sides_of(const code_scan *s, const code_hit *h, doc_party out[DOC_MAX_PARTIES])
{
    uint8_t n = 0;
    for (uint8_t i = 0; i < h->n_actors + h->n_recipients; i++) {
        doc_party p = i < h->n_actors ? h->actor[i] : h->recipient[i - h->n_actors];
        if (n < DOC_MAX_PARTIES && !among(s->d, out, n, p.actor)) out[n++] = p;
    }
    return n;
}

/* Whoever says what another did deals with him too: the charge that is denied is the speaker's. */
static uint8_t speaker_add(const code_scan *s, uint32_t pred, doc_party *side, uint8_t n)
{
    const doc *d = s->d;
    uint32_t said = d->predicates[pred].attribution, source = said == DOC_NONE ? DOC_NONE : d->attributions[said].source_head;
    uint32_t m = source == DOC_NONE ? DOC_NONE : s->covered[source];
    if (m == DOC_NONE || d->mentions[m].n_actors != 1 || n == DOC_MAX_PARTIES || among(d, side, n, d->mentions[m].actor[0])) return n;
    side[n] = (doc_party){d->mentions[m].actor[0], d->tokens[d->mentions[m].tok_begin].begin, d->tokens[d->mentions[m].tok_end - 1].end};
    return n + 1;
}

/* Who has dealt with the one known in these hits, or the two who have dealt with each other; 3 when they are too many. */
static uint8_t others_in(const code_scan *s, const uint32_t *at, uint32_t n_at, const doc_party *known, uint8_t n_known, doc_party out[2])
{
    uint8_t n = 0;
    for (uint32_t i = 0; i < n_at; i++) {
        doc_party side[DOC_MAX_PARTIES];
        uint8_t n_sides = speaker_add(s, at[i], side, sides_of(s, &s->hit[at[i]], side));
        bool ours = n_sides > 1 && (!n_known || among(s->d, side, n_sides, known[0].actor));
        for (uint8_t k = 0; ours && k < n_sides; k++) {
            if (among(s->d, known, n_known, side[k].actor) || among(s->d, out, n, side[k].actor)) continue;
            if (n == (n_known ? 1 : 2)) return 3;
            out[n++] = side[k];
        }
    }
    return n;
}

uint8_t code_told_other(const code_scan *s, uint32_t pred, bool mutual, const doc_party *known, uint8_t n_known, doc_party out[2])
{
    uint32_t at[TOLD_BACK];
    uint8_t n = others_in(s, at, told_before(s, pred, false, at), known, n_known, out);
    if (!n && !mutual) n = others_in(s, at, told_before(s, pred, true, at), known, n_known, out);
    return n == (n_known ? 1 : 2) ? n : 0;
}

uint8_t code_told_both(const code_scan *s, uint32_t pred, const doc_party *known, uint8_t n_known, doc_party out[2])
{
    uint32_t at[TOLD_BACK], n_at = told_before(s, pred, false, at), n_pairs = 0, best = 0;
    bool apart = true;
    doc_party pair[TOLD_BACK][DOC_MAX_PARTIES];
    for (uint32_t i = 0; i < n_at; i++)
        if (sides_of(s, &s->hit[at[i]], pair[n_pairs]) == 2) n_pairs++;
    for (uint32_t i = 0; i < n_pairs; i++) {
        uint32_t same = 0;
        for (uint32_t k = 0; k < n_pairs; k++) same += among(s->d, pair[k], 2, pair[i][0].actor) && among(s->d, pair[k], 2, pair[i][1].actor);
        if (same <= best) continue;
        best = same;
        memcpy(out, pair[i], 2 * sizeof *out);
    }
    for (uint8_t i = 0; best && i < n_known; i++) apart &= !among(s->d, out, 2, known[i].actor);
    return best * 2 > n_pairs && apart ? 2 : 0;
}
