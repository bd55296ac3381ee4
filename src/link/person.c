/* SPDX-License-Identifier: Apache-2.0 */
/*
 * People within one document: which of several namesakes, and who is meant by a surname later on.
 *
 * in:  forms with readings KIND_PERSON or KIND_SURNAME; names already seen      out: a person, or nobody; mentions of names known from before
 *
 * Of several persons with one name the first that applies: the one this document has named already; the one in office on its day; the only one. Two
 * left: nobody, for a wrong actor costs more than a missing one. A surname that needs support (READ_TITLED) has it after a title or after
 * the full name.
 *
 * A person no table knows ("Defence Minister Todor Petkov") is remembered by his last name; two different people of one name cancel each other.
 *
 * Cost: constant per name; one map probe per capitalised unknown word.
 */
#include "link/work.h"

enum { RANK_NO, RANK_KNOWN, RANK_OFFICE, RANK_NAMED };

/* "Mr. Jordan" whom nobody has introduced is the one of the tables only where his country is spoken of. */
static bool country_spoken_of(const link_work *w, str code)
{
    if (map_find(&w->tally, code) != MAP_NONE) return true;
    for (uint32_t i = w->match_begin; i < w->n_matches; i++)
        if (w->matches[i].kind < KIND_PERSON && str_eq(w->g->bodies[w->matches[i].ref].code, code)) return true;
    return false;
}

static int person_rank(const link_work *w, const link_reading *r, link_address address, str country)
{
    bool named = w->named[r->ref / 8] >> (r->ref % 8) & 1;
    if (country.n && !str_eq(w->g->persons[r->ref].country, country)) return RANK_NO;
    if (named) return RANK_NAMED;
    if ((r->flags & READ_TITLED) && !(address == ADDRESS_TITLE || (address == ADDRESS_MISTER && country_spoken_of(w, w->g->persons[r->ref].country)))) return RANK_NO;
    if (!link_holds(r->from, r->to, w->d->published)) return RANK_NO;
    return link_office_at(w->g, r->ref, w->d->published) != LINK_NONE ? RANK_OFFICE : RANK_KNOWN;
}

bool link_surname_taken(const link_work *w, str form, uint32_t person)
{
    uint32_t actor = map_get(&w->surnames, form);
    return actor != MAP_NONE && (actor >= w->d->n_actors || !str_eq(w->d->actors[actor].name, w->g->persons[person].name));
}

uint32_t link_person_choose(const link_work *w, uint32_t form, link_address address, str country)
{
    uint32_t best = LINK_NONE;
    int best_rank = RANK_NO;
    bool tie = false;
    for (uint32_t i = w->g->forms[form].readings; i != LINK_NONE; i = w->g->readings[i].next) {
        const link_reading *r = &w->g->readings[i];
        int rank = r->kind >= KIND_PERSON ? person_rank(w, r, address, country) : RANK_NO;
        if (rank == RANK_NO || rank < best_rank || r->ref == best) continue;
        tie = rank == best_rank;
        best = r->ref;
        best_rank = rank;
    }
    return tie ? LINK_NONE : best;
}

void link_surname_keep(link_work *w, str name, uint32_t actor)
{
    str key = link_surname(name, w->d->actors[actor].country);
    if (key.n < 2) return;
    uint32_t have = map_get(&w->surnames, key);
    if (have == actor || (have < w->d->n_actors && str_eq(w->d->actors[have].name, name))) return;
    if (!map_put(&w->surnames, key, have == MAP_NONE ? actor : LINK_AMBIGUOUS)) w->failed = true;
}

uint32_t link_run_end(const link_work *w, uint32_t t)
{
    uint32_t end = t;
    for (uint32_t i = t; i < w->end && i < t + 6; i++) {
        if (link_stranger(w, i)) end = i + 1;
        else if (i == t || !(link_cue(w, i) & CUE_PARTICLE)) break;
    }
    return end;
}

/* "Mr. Petkov", "Todor Petkov": where the mention of a known surname begins; DOC_NONE when a stranger's first name stands before it. */
static uint32_t known_begin(const link_work *w, uint32_t t, str name)
{
    if (t == w->begin) return t;
    uint32_t before = t - 1;
    if (link_word_is(w, before, ".") && before > w->begin && (link_cue(w, before - 1) & CUE_TITLE)) return before - 1;
    if (link_cue(w, before) & CUE_TITLE) return before;
    if (!link_stranger(w, before)) return t;
    return str_find(name, doc_form(w->d, before), 0) >= 0 ? before : DOC_NONE;
}

int link_persons_again(link_work *w)
{
    if (!w->surnames.n) return ENT_OK;
    for (uint32_t t = w->begin; t < w->end; t++) {
        if (!link_stranger(w, t) || w->d->mention_at[t] != DOC_NONE) continue;
        uint32_t actor = map_get(&w->surnames, doc_form(w->d, t));
        if (actor >= w->d->n_actors) continue;
        uint32_t begin = known_begin(w, t, w->d->actors[actor].name), end = t + 1;
        if (begin == DOC_NONE || (end < w->end && link_stranger(w, end) && link_head_of(w, end) == t)) continue;
        uint32_t head = link_span_head(w, begin, end);
        if (w->d->mention_at[head] != DOC_NONE) continue;
        if (link_mention_add(w, begin, end, head, &actor, 1, MENTION_NAME) == DOC_NONE) return error_memory(w->err);
    }
    return ENT_OK;
}
