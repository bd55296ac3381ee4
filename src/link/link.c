/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The station: a document through matching, mentions, roles, coreference, dates and places.
 *
 * in:  tokens, tags, trees (each may be missing)      out: actors, mentions, mention_at, dates, places
 *
 * Sentence by sentence, and within one always the same steps, each building on the last:
 *
 *   names and role nouns ─► verdicts ─► roles with owners ─► plain names ─► known surnames ─► appositions ─► pronouns … ─► things owned
 *
 * Coreference looks back over two sentences only, so one pass is enough. Mentions are put in the order of their first token at the end.
 *
 * Cost: linear in tokens; about a tenth of the parser's time (docs/methods-link.md has the figure).
 */
#include "link/work.h"

static bool fill(arena *mem, uint32_t **column, uint32_t n)
{
    *column = arena_new(mem, uint32_t, n);
    if (*column) memset(*column, 0xFF, sizeof **column * n);
    return *column != NULL;
}

/* Children in token order: walking down from the last token and pushing each in front of its head's list. */
static void tree_down(link_work *w)
{
    for (uint32_t t = w->d->n_tokens; t-- > 0;) {
        uint32_t h = link_head_of(w, t);
        if (h == DOC_NONE || h >= w->d->n_tokens) continue;
        w->sibling[t] = w->child[h];
        w->child[h] = t;
    }
}

/* Words that tests look for, in the document or, later, in a sentence. */
static bool words_seen(link_work *w)
{
    for (uint32_t t = 0; t < w->d->n_tokens; t++) {
        if (!(w->p.tries[t] & LINK_WATCHED)) continue; /* nearly every token */
        for (uint32_t i = w->p.begin[t]; i < w->p.begin[t + 1]; i++) {
            uint32_t watch = w->g->vocab.words[w->p.low[i]].watch;
            if (!watch) continue;
            w->seen[watch] = true;
            if (!LINK_PUSH(w, watched, ((link_watched){i, watch}))) return false;
        }
    }
    return true;
}

static int work_init(link_work *w, const link_gazetteer *g, doc *d, ent_error *err)
{
    *w = (link_work){.g = g, .d = d, .mem = d->mem, .err = err};
    uint32_t n = d->n_tokens;
    map_init(&w->actor_keys, d->mem);
    map_init(&w->surnames, d->mem);
    map_init(&w->tally, d->mem);
    map_init(&w->echoes, d->mem);
    w->stamp = arena_new(d->mem, uint32_t, g->n_watch);
    w->seen = arena_new(d->mem, bool, g->n_watch);
    w->named = arena_new(d->mem, uint8_t, g->n_persons / 8 + 1);
    bool ok = w->stamp && w->seen && w->named && fill(d->mem, &w->child, n) && fill(d->mem, &w->sibling, n) && fill(d->mem, &w->match_at, n) &&
              fill(d->mem, &w->hit_at, n) && fill(d->mem, &d->mention_at, n);
    if (!ok) return error_memory(err);
    d->actors = NULL;
    d->mentions = NULL;
    d->n_actors = d->n_mentions = 0;
    int rc = link_pieces_make(&g->vocab, d, &w->p, err);
    if (rc) return rc;
    if (!words_seen(w)) return error_memory(err);
    tree_down(w);
    return link_cues_mark(w) ? ENT_OK : error_memory(err);
}

static int sentence_run(link_work *w, uint32_t s)
{
    static int (*const steps[])(link_work *) = {link_roles_sentence, link_mentions_sentence, link_persons_again, link_appositions_sentence, link_coref_sentence, link_owned_sentence};
    w->sent = s;
    w->begin = w->d->sentences[s].tok_begin;
    w->end = w->d->sentences[s].tok_end;
    w->mention_begin[2] = w->mention_begin[1];
    w->mention_begin[1] = w->mention_begin[0];
    w->mention_begin[0] = w->d->n_mentions;
    int rc = link_match_sentence(w);
    if (rc) return rc;
    link_verdicts_settle(w);
    for (size_t i = 0; i < sizeof steps / sizeof *steps && !rc; i++) rc = steps[i](w);
    return !rc && w->failed ? error_memory(w->err) : rc;
}

/* ---- order ---------------------------------------------------------------------------------------------------------------------- */

/* order[i]: the mention that comes i-th. Counting sort by first token; the few that share one are put in order by hand. */
static bool mentions_order(const link_work *w, uint32_t *order)
{
    const doc *d = w->d;
    uint32_t *start = arena_new(w->mem, uint32_t, d->n_tokens + 1), *used = arena_new(w->mem, uint32_t, d->n_tokens + 1);
    if (!start || !used) return false;
    for (uint32_t i = 0; i < d->n_mentions; i++) start[d->mentions[i].tok_begin + 1]++;
    for (uint32_t t = 0; t < d->n_tokens; t++) start[t + 1] += start[t];
    for (uint32_t i = 0; i < d->n_mentions; i++) {
        uint32_t t = d->mentions[i].tok_begin, at = start[t] + used[t]++;
        for (; at > start[t] && d->mentions[order[at - 1]].tok_end > d->mentions[i].tok_end; at--) order[at] = order[at - 1];
        order[at] = i;
    }
    return true;
}

static int mentions_sort(link_work *w)
{
    doc *d = w->d;
    uint32_t n = d->n_mentions, *order = arena_new(w->mem, uint32_t, n), *place = arena_new(w->mem, uint32_t, n);
    doc_mention *sorted = arena_new(w->mem, doc_mention, n);
    if (!order || !place || !sorted || !mentions_order(w, order)) return error_memory(w->err);
    for (uint32_t i = 0; i < n; i++) place[order[i]] = i;
    for (uint32_t i = 0; i < n; i++) {
        sorted[i] = d->mentions[order[i]];
        if (sorted[i].antecedent != DOC_NONE) sorted[i].antecedent = place[sorted[i].antecedent];
    }
    for (uint32_t t = 0; t < d->n_tokens; t++)
        if (d->mention_at[t] != DOC_NONE) d->mention_at[t] = place[d->mention_at[t]];
    d->mentions = sorted;
    return ENT_OK;
}

/* A town no mention has yet names its country as a place: "a mosque in Kandahar". */
static int towns_mention(link_work *w)
{
    doc *d = w->d;
    for (uint32_t i = 0; i < d->n_places; i++) {
        const doc_place *p = &d->places[i];
        uint32_t body = p->country.n ? link_body_find(w->g, p->country) : MAP_NONE;
        bool taken = body == MAP_NONE || p->head >= d->n_tokens;
        for (uint32_t t = p->tok_begin; t < p->tok_end && !taken; t++) taken = d->mention_at[t] != DOC_NONE || w->match_at[t] != DOC_NONE || w->hit_at[t] != DOC_NONE;
        if (taken) continue;
        uint32_t actor = link_actor_of_body(w, body);
        if (actor == DOC_NONE || link_mention_add(w, p->tok_begin, p->tok_end, p->head, &actor, 1, MENTION_PLACE) == DOC_NONE) return error_memory(w->err);
    }
    return ENT_OK;
}

/* The state of each actor is an actor too, named or not: the one an act at home is done to. */
static int homes_add(link_work *w)
{
    for (uint32_t i = 0, n = w->d->n_actors; i < n; i++) {
        str country = w->d->actors[i].country;
        uint32_t body = country.n ? link_body_find(w->g, country) : MAP_NONE;
        if (body != MAP_NONE && link_actor_of_body(w, body) == DOC_NONE) return error_memory(w->err);
    }
    return ENT_OK;
}

int link_run(const link_gazetteer *g, doc *d, ent_error *err)
{
    link_work w;
    int rc = work_init(&w, g, d, err);
    for (uint32_t s = 0; s < d->n_sentences && !rc; s++) rc = sentence_run(&w, s);
    if (!rc) rc = link_dates_run(g->dates, &w.p, d, err);
    if (!rc) rc = link_places_run(g->places, g, &w.p, d, err);
    if (!rc) rc = towns_mention(&w);
    if (!rc) rc = homes_add(&w);
    return rc ? rc : mentions_sort(&w);
}

int link_dates(const link_gazetteer *g, doc *d, ent_error *err) { return link_dates_run(g->dates, NULL, d, err); }
