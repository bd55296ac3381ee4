/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two given actors in the place of all mentions: the document as `relate` and the trainer of its back-off see it.
 *
 * Input: a document up to station clause, and the words of two actors. For the time between open and close the document has two
 * actors, named source and target, on the tokens of their words (the first place where they stand), on the nouns above them ("the
 * policies of [X]"), and on pronouns that are subjects after the source ("X said it will"). The rules then run as ever. The
 * document's own mentions come back on close. Cost: linear in tokens.
 */
#include "code/pair.h"

static uint32_t span_head(const doc *d, uint32_t begin, uint32_t end)
{
    for (uint32_t t = begin; t < end; t++)
        if (d->head && (d->head[t] == DOC_NONE || d->head[t] < begin || d->head[t] >= end) && d->upos && d->upos[t] != UPOS_PUNCT && d->upos[t] != UPOS_DET) return t;
    return begin;
}

/* Tokens of the words; the first place where they stand. false when they do not. */
static bool pair_find(const doc *d, str words, doc_mention *m)
{
    int64_t at = words.n ? str_find(d->text, words, 0) : -1;
    if (at < 0) return false;
    uint32_t begin = DOC_NONE, end = 0, low = 0, high = d->n_tokens;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (d->tokens[mid].end <= (uint32_t)at) low = mid + 1;
        else high = mid;
    }
    for (uint32_t t = low; t < d->n_tokens && d->tokens[t].begin < (uint32_t)at + words.n; t++) {
        if (begin == DOC_NONE) begin = t;
        end = t + 1;
    }
    if (begin == DOC_NONE) return false;
    *m = (doc_mention){.tok_begin = begin, .tok_end = end, .head = span_head(d, begin, end), .n_actors = 1, .basis = MENTION_NAME, .antecedent = DOC_NONE};
    return true;
}

/* The nouns above the words up to the clause's verb count as the actor too. */
static void pair_climb(code_scan *s, uint32_t m)
{
    const doc *d = s->d;
    uint32_t t = d->mentions[m].head, steps = 0;
    while (d->head && d->head[t] != DOC_NONE && steps++ < 6) {
        t = d->head[t];
        if (d->upos[t] != UPOS_NOUN && d->upos[t] != UPOS_PROPN) return;
        if (s->covered[t] == DOC_NONE) s->covered[t] = m;
    }
}

/* "X continued its attacks": does the source stand as the subject of the verb above the word? */
static bool source_above(const code_scan *s, uint32_t t)
{
    const doc *d = s->d;
    for (uint32_t steps = 0; t != DOC_NONE && d->upos[t] != UPOS_VERB && steps < 8; steps++) t = d->head[t];
    for (uint32_t c = d->mentions[0].tok_begin; t != DOC_NONE && c < d->mentions[0].tok_end; c++)
        if (d->head[c] == t && d->deprel[c] == DEP_NSUBJ) return true;
    return false;
}

/* "X said it will …": a pronoun that is a subject after the source's words means the source, and so does the owner of what the source acts on. */
static void pair_pronouns(code_scan *s)
{
    const doc *d = s->d;
    if (!d->n_mentions || d->mentions[0].actor[0] != PAIR_SOURCE || !d->upos) return;
    for (uint32_t t = d->mentions[0].tok_end; t < d->n_tokens; t++)
        if (d->upos[t] == UPOS_PRON && d->feats && (d->feats[t] & FEAT_P3) && s->covered[t] == DOC_NONE)
            if (d->deprel[t] == DEP_NSUBJ || (d->deprel[t] == DEP_NMOD && d->depsub && d->depsub[t] == SUB_POSS && source_above(s, t))) s->covered[t] = 0;
}

/* ---- the exchange ------------------------------------------------------------------------------------------------------------ */

int pair_open(pair *p, code_scan *s, const code_book *b, doc *d, str source, str target, ent_error *err)
{
    static const char *const names[2] = {"source", "target"};
    str words[2] = {source, target};
    uint32_t *at = arena_new(d->mem, uint32_t, d->n_tokens);
    if (!at) return error_memory(err);
    p->actors = d->actors;
    p->mentions = d->mentions;
    p->mention_at = d->mention_at;
    p->n_actors = d->n_actors;
    p->n_mentions = d->n_mentions;
    for (uint32_t t = 0; t < d->n_tokens; t++) at[t] = DOC_NONE;
    d->mentions = p->mention;
    d->n_mentions = 0;
    for (uint32_t i = 0; i < 2; i++) {
        p->actor[i] = (doc_actor){.code = str_from(names[i]), .name = str_from(names[i]), .kind = ACTOR_STATE};
        doc_mention *m = &p->mention[d->n_mentions];
        if (!pair_find(d, words[i], m)) continue;
        m->actor[0] = i;
        if (at[m->head] == DOC_NONE) at[m->head] = d->n_mentions;
        d->n_mentions++;
    }
    d->actors = p->actor;
    d->n_actors = 2;
    d->mention_at = at;
    int rc = code_scan_begin(s, b, d, true, err);
    if (rc) return rc;
    for (uint32_t m = 0; m < d->n_mentions; m++) pair_climb(s, m);
    pair_pronouns(s);
    return code_scan_run(s);
}

void pair_close(pair *p, doc *d)
{
    d->actors = p->actors;
    d->mentions = p->mentions;
    d->mention_at = p->mention_at;
    d->n_actors = p->n_actors;
    d->n_mentions = p->n_mentions;
    d->events = NULL;
    d->n_events = 0;
}
