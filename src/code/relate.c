/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The relation between two given actors: which event of the text has the one as actor and the other as recipient.
 *
 * Input: a document up to station clause, and the words of the two actors. The two spans stand in for all mentions: for the
 * time of the call the document has two actors, named source and target, on the tokens of their words and on the nouns above
 * them ("the policies of [X]"). The rules then run as ever, and every hit is scored by how much of the pair it binds:
 *
 *     actor and recipient 900 · both symmetric 850 · actor alone 500 · recipient alone 300 · turned round 150, less its penalty
 *
 * Below 400 it abstains. Forced, it goes on to what holds without parties, then to the nearest word that any rule knows, then to
 * the type with most entries: a guess, and scored as one. The weights order the cases and nothing else; no set was fitted.
 */
#include "code/event.h"

enum { RELATE_SURE = 400, SIDE_SOURCE = 0, SIDE_TARGET = 1 };

typedef struct pair {
    doc_actor actor[2];
    doc_mention mention[2];
} pair;

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

static bool has_actor(const doc_party *p, uint8_t n, uint32_t actor)
{
    for (uint8_t i = 0; i < n; i++)
        if (p[i].actor == actor) return true;
    return false;
}

static uint32_t far_from(uint32_t a, uint32_t b) { return a < b ? b - a : a - b; }

/* How much of the pair the hit binds, less its doubts; of equals the one nearer to the source's words wins. */
static int32_t hit_score(const code_scan *s, uint32_t pred)
{
    const doc *d = s->d;
    const code_hit *h = &s->hit[pred];
    const code_rule *r = &s->b->rules[h->rule];
    bool source = has_actor(h->actor, h->n_actors, SIDE_SOURCE), target = has_actor(h->recipient, h->n_recipients, SIDE_TARGET);
    bool turned = has_actor(h->actor, h->n_actors, SIDE_TARGET);
    uint32_t far = d->n_mentions ? far_from(d->mentions[0].head, d->predicates[pred].tok) : 0;
    int32_t score = 100;
    if (source && target) score = 900;
    else if (r->symmetric && source && turned) score = 850;
    else if (source) score = 500;
    else if (target) score = 300;
    else if (turned) score = 150;
    return score - h->penalty / 4 - (s->used[pred] == 1 ? 250 : 0) - (h->full ? 0 : 30) - (int32_t)(far < 40 ? far : 40);
}

static void candidate_put(code_candidate *out, uint32_t max, uint32_t *n, code_candidate c)
{
    uint32_t at = 0;
    while (at < *n && !str_eq(out[at].event, c.event)) at++;
    if (at < *n && out[at].score_thousandths >= c.score_thousandths) return;
    if (at == *n) {
        if (*n == max) at = max - 1;
        else (*n)++;
        if (at == max - 1 && *n == max && out[at].event.n && out[at].score_thousandths >= c.score_thousandths) return;
    }
    while (at && out[at - 1].score_thousandths < c.score_thousandths) out[at] = out[at - 1], at--;
    out[at] = c;
}

static void candidates_of_hits(code_scan *s, int32_t least, code_candidate *out, uint32_t max, uint32_t *n)
{
    const doc *d = s->d;
    for (uint32_t p = 0; p < d->n_predicates; p++) {
        const code_hit *h = &s->hit[p];
        if (h->rule == MAP_NONE) continue;
        int32_t score = hit_score(s, p);
        if (score < least) continue;
        const code_rule *r = &s->b->rules[h->rule];
        uint8_t status = d->predicates[p].status;
        const code_type *type = &s->b->types[r->type];
        bool refusal = code_is_refusal(s, p), planned = status == STATUS_PLANNED && type->planned.n;
        str event = refusal ? type->refused : planned ? type->planned : type->name;
        candidate_put(out, max, n, (code_candidate){event, planned || refusal ? STR_NONE : r->mode, r->name, refusal ? STATUS_ACTUAL : status, (uint16_t)score});
    }
}

/* "X said it will …": a pronoun that is a subject after the source's words means the source. */
static void pair_pronouns(code_scan *s)
{
    const doc *d = s->d;
    if (!d->n_mentions || d->mentions[0].actor[0] != SIDE_SOURCE || !d->upos) return;
    for (uint32_t t = d->mentions[0].tok_end; t < d->n_tokens; t++)
        if (d->upos[t] == UPOS_PRON && d->deprel[t] == DEP_NSUBJ && d->feats && (d->feats[t] & FEAT_P3) && s->covered[t] == DOC_NONE) s->covered[t] = 0;
}

/* The nearest token to the source whose word stands in a rule. */
static void candidate_of_word(code_scan *s, uint32_t from, code_candidate *out, uint32_t max, uint32_t *n)
{
    static const char *const prefixes[] = {"v:", "n:", "s:"};
    const doc *d = s->d;
    for (uint32_t far = 0; far < d->n_tokens; far++)
        for (int side = 0; side < 2; side++) {
            if (side ? far > from || !far : from + far >= d->n_tokens) continue;
            uint32_t t = side ? from - far : from + far;
            if (s->word[t] == MAP_NONE || s->covered[t] != DOC_NONE) continue;
            for (int k = 0; k < 3; k++) {
                str key = arena_printf(d->mem, "%s%.*s", prefixes[k], STR_ARG(s->b->words.keys[s->word[t]]));
                const code_tries *l = key.s ? code_index_get(s->b, key) : NULL;
                if (!l) continue;
                const code_rule *r = &s->b->rules[l->item[0].rule];
                candidate_put(out, max, n, (code_candidate){s->b->types[r->type].name, r->mode, r->name, STATUS_ACTUAL, (uint16_t)(far < 60 ? 60 - far : 1)});
                return;
            }
        }
}

static void candidate_of_prior(const code_book *b, code_candidate *out, uint32_t max, uint32_t *n)
{
    uint32_t entries[CODE_MAX_TYPES] = {0}, best = 0;
    for (uint32_t i = 0; i < b->n_rules; i++) entries[b->rules[i].type] += b->rules[i].n_entries;
    for (uint32_t t = 1; t < b->n_types; t++)
        if (entries[t] > entries[best]) best = t;
    if (b->n_types) candidate_put(out, max, n, (code_candidate){b->types[best].name, STR_NONE, STR("prior"), STATUS_ACTUAL, 1});
}

static int relate_run(const code_book *b, doc *d, bool forced, code_candidate *out, uint32_t max, uint32_t *n, ent_error *err)
{
    code_scan s;
    int rc = code_scan_begin(&s, b, d, err);
    if (rc) return rc;
    for (uint32_t m = 0; m < d->n_mentions; m++) pair_climb(&s, m);
    pair_pronouns(&s);
    if ((rc = code_scan_run(&s))) return rc;
    candidates_of_hits(&s, forced ? 1 : RELATE_SURE, out, max, n);
    if (!forced || *n) return ENT_OK;
    candidate_of_word(&s, d->n_mentions ? d->mentions[0].head : 0, out, max, n);
    if (!*n) candidate_of_prior(b, out, max, n);
    return ENT_OK;
}

int code_relate(const code_book *b, doc *d, str source, str target, bool forced, code_candidate *out, uint32_t max, uint32_t *n, ent_error *err)
{
    static const char *const names[2] = {"source", "target"};
    str words[2] = {source, target};
    doc_actor *actors = d->actors;
    doc_mention *mentions = d->mentions;
    uint32_t *mention_at = d->mention_at, n_actors = d->n_actors, n_mentions = d->n_mentions;
    pair *p = arena_new(d->mem, pair, 1);
    uint32_t *at = arena_new(d->mem, uint32_t, d->n_tokens);
    *n = 0;
    if (!p || !at) return error_memory(err);
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
    int rc = max ? relate_run(b, d, forced, out, max, n, err) : ENT_OK;
    d->actors = actors;
    d->mentions = mentions;
    d->mention_at = mention_at;
    d->n_actors = n_actors;
    d->n_mentions = n_mentions;
    d->events = NULL;
    d->n_events = 0;
    return rc;
}
