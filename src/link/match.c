/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names and role nouns of a sentence, as they stand.
 *
 * in:  the pieces, tags and tree of one sentence; the tries      out: matches[] and hits[], in order, none overlapping its own kind
 *
 * Names: longest match from the left. A form may have several readings; which one holds is decided in this order: the document's date, the kind
 * (a state's name before a seat, an organisation, an adjective, a capital, a person), a title or first name before it (then the person), and when two
 * remain, none: an ambiguous name is no actor. Then the traps of the form and of its kind are tried, and the first whose tests all hold decides.
 *
 * Initials before a surname are read with it: they must fit the person's given names, or the name is somebody else's.
 *
 * Why traps as a table and not more grammar: "Georgia's governor", "Paris Hilton", "Air France" and "Michael Jordan" are facts about words, they
 * grow with every newspaper read, and whoever finds one should need no C.
 *
 * Roles: longest match in lower case; a role inside a name ("Security Council") is no role.
 *
 * Cost: one trie walk per token and trie; tests touch neighbours and stamped words only. Linear.
 */
#include "link/work.h"

/* ---- tests --------------------------------------------------------------------------------------------------------------- */

/* A capitalised word that begins no role and no name but a person's: "Chad [Smith]". In headlines there is none. */
static bool unknown_upper(const link_work *w, uint32_t t)
{
    uint32_t end, form;
    if (w->capitals || !link_upper(w, t) || (link_cue(w, t) & CUE_CALENDAR) || link_trie_match(&w->g->roles_trie, &w->p, t, w->end, &end) != MAP_NONE) return false;
    form = link_trie_match(&w->g->names, &w->p, t, w->end, &end);
    uint32_t r = form == MAP_NONE ? LINK_NONE : w->g->forms[form].readings;
    return r == LINK_NONE || w->g->readings[r].kind >= KIND_PERSON;
}

/* "[Pakistani] Foreign Office" */
static bool state_adjective(const link_work *w, uint32_t t)
{
    uint32_t end, form = link_trie_match(&w->g->names, &w->p, t, t + 1, &end);
    for (uint32_t r = form == MAP_NONE ? LINK_NONE : w->g->forms[form].readings; r != LINK_NONE; r = w->g->readings[r].next)
        if (w->g->readings[r].kind == KIND_ADJECTIVE) return true;
    return false;
}

static bool word_in(const link_work *w, const link_test *x, uint32_t t)
{
    uint32_t first = w->p.begin[t];
    if ((x->special & TEST_LOWER) && !link_upper(w, t)) return true;
    if ((x->special & TEST_GENITIVE) && link_rel(w, t) == DEP_CASE && w->d->upos[t] == UPOS_PART) return true;
    if (w->p.begin[t + 1] - first != 1) return false;
    if ((x->special & TEST_UPPER) && unknown_upper(w, t)) return true;
    if ((x->special & TEST_ADJECTIVE) && state_adjective(w, t)) return true;
    if ((x->special & TEST_FIRST) && link_upper(w, t) && (link_cue(w, t) & CUE_FIRST)) return true;
    for (uint32_t i = 0; i < x->n_words; i++) {
        uint32_t word = w->g->words[x->word_begin + i];
        if ((word & ~LINK_CAPITAL) == w->p.low[first] && (!(word & LINK_CAPITAL) || link_upper(w, t))) return true;
    }
    return false;
}

static bool near(const link_work *w, const link_test *x, int64_t t) { return t >= w->begin && t < w->end && word_in(w, x, (uint32_t)t); }

static bool watched(const link_work *w, const link_test *x)
{
    for (uint32_t i = 0; i < x->n_words; i++) {
        uint32_t word = w->g->words[x->word_begin + i];
        if (x->kind == TEST_DOC ? w->seen[word] : w->stamp[word] == w->sent + 1) return true;
    }
    return false;
}

static bool topical(const link_work *w, const link_test *x)
{
    for (uint32_t i = 0; i < x->n_words; i++)
        if (w->topic_weight[w->g->words[x->word_begin + i]] >= 2) return true;
    return false;
}

static bool test_holds(const link_work *w, const link_test *x, const link_match *m)
{
    uint32_t head = link_head_of(w, m->head);
    switch (x->kind) {
    case TEST_NEXT: return near(w, x, m->end);
    case TEST_NEXT2: return near(w, x, (int64_t)m->end + 1);
    case TEST_PREV: return near(w, x, (int64_t)m->begin - 1);
    case TEST_PREV2: return near(w, x, (int64_t)m->begin - 2);
    case TEST_SENT:
    case TEST_DOC: return watched(w, x);
    case TEST_HEAD: return head != DOC_NONE && word_in(w, x, head);
    case TEST_TOPIC: return topical(w, x);
    case TEST_START: return m->begin == w->begin;
    default: return true;
    }
}

static const link_trap *trap_find(const link_work *w, uint32_t list, const link_match *m)
{
    for (; list != LINK_NONE; list = w->g->traps[list].next) {
        const link_trap *trap = &w->g->traps[list];
        uint32_t i = 0;
        while (i < trap->n_tests && test_holds(w, &w->g->tests[trap->test_begin + i], m)) i++;
        if (i == trap->n_tests) return trap;
    }
    return NULL;
}

/* "pro-Russian", "non-Turkish": what stands after the affix is not the actor. */
static bool after_affix(const link_work *w, uint32_t begin)
{
    if (begin < w->begin + 2 || !link_word_is(w, begin - 1, "-")) return false;
    return link_cue(w, begin - 2) & CUE_AFFIX;
}

static void trap_apply(const link_work *w, uint32_t form, link_match *m)
{
    if (after_affix(w, m->begin)) m->verdict = VERDICT_NOT;
    const link_trap *trap = trap_find(w, w->g->forms[form].traps, m);
    if (!trap) trap = trap_find(w, w->g->class_traps[m->kind], m);
    if (!trap || m->verdict) return;
    m->verdict = trap->verdict;
    if (trap->verdict != VERDICT_BODY) return;
    m->ref = m->place = trap->body;
    m->kind = w->g->bodies[trap->body].kind == BODY_STATE ? KIND_NAME : KIND_ORG;
}

/* ---- readings ------------------------------------------------------------------------------------------------------------- */

static const uint8_t rank_of[N_LINK_KIND] = {
    [KIND_NAME] = 0, [KIND_ABBREVIATION] = 0, [KIND_SEAT] = 1, [KIND_ORG] = 2, [KIND_ADJECTIVE] = 3, [KIND_DEMONYM] = 3, [KIND_CAPITAL] = 4, [KIND_PREFIX] = 5, [KIND_PERSON] = 6, [KIND_SURNAME] = 6};

static bool same_kind_wins(const link_work *w, uint32_t t, uint8_t kind) { return (kind == KIND_ADJECTIVE) == (link_tag(w, t) == UPOS_ADJ || link_rel(w, t) == DEP_AMOD); }

static bool lasts(const link_work *w, const link_reading *r) { return r->to == CAL_NONE && w->g->bodies[r->ref].to == CAL_NONE; }

/* Two readings of one form: the one whose body exists on the document's day; in a document without a date, the one that has no end. */
static bool outlives(const link_work *w, const link_reading *a, const link_reading *b)
{
    const link_body *x = &w->g->bodies[a->ref], *y = &w->g->bodies[b->ref];
    int32_t day = w->d->published;
    if (day == CAL_NONE) return lasts(w, a) && !lasts(w, b);
    return link_holds(x->from, x->to, day) && !link_holds(y->from, y->to, day);
}

/* Best reading that is no person; false when there is none or two tie. */
static bool body_reading(const link_work *w, uint32_t form, link_match *m)
{
    const link_reading *best = NULL, *capital = NULL;
    bool tie = false;
    for (uint32_t i = w->g->forms[form].readings; i != LINK_NONE; i = w->g->readings[i].next) {
        const link_reading *r = &w->g->readings[i];
        if (r->kind >= KIND_PERSON || !link_holds(r->from, r->to, w->d->published)) continue;
        if (r->kind == KIND_PREFIX && !(m->end < w->end && link_word_is(w, m->end, "-"))) continue;
        if (r->kind == KIND_CAPITAL && (!capital || outlives(w, r, capital))) capital = r;
        int better = best ? (int)rank_of[best->kind] - (int)rank_of[r->kind] : 1;
        if (!better && best->ref != r->ref) {
            bool newer = outlives(w, r, best), older = outlives(w, best, r);
            tie |= !newer && !older;
            better = newer ? 1 : -1;
        } else if (!better) {
            better = same_kind_wins(w, m->head, r->kind) ? 1 : -1;
        }
        if (better <= 0) continue;
        if (best && rank_of[best->kind] != rank_of[r->kind]) tie = false;
        best = r;
    }
    if (!best || tie) return false;
    m->kind = best->kind;
    m->flags = best->flags;
    m->ref = best->ref;
    m->place = capital ? capital->ref : m->ref;
    return true;
}

static bool has_person(const link_work *w, uint32_t form)
{
    for (uint32_t i = w->g->forms[form].readings; i != LINK_NONE; i = w->g->readings[i].next)
        if (w->g->readings[i].kind >= KIND_PERSON) return true;
    return false;
}

static bool mister_before(const link_work *w, uint32_t begin)
{
    if (begin > w->begin + 1 && link_word_is(w, begin - 1, ".")) begin--;
    return begin > w->begin && (link_cue(w, begin - 1) & CUE_TITLE);
}

/* The word before calls for a person: a title, or a role like "President". A first name does not: with his own the longer form would match. */
static link_address person_due(const link_work *w, uint32_t begin)
{
    if (begin == w->begin) return ADDRESS_NONE;
    if (mister_before(w, begin)) return ADDRESS_MISTER;
    uint32_t before = begin - 1;
    if (link_word_is(w, before, ".") && before > w->begin) before--;
    uint32_t end, role = MAP_NONE;
    for (uint32_t back = 1; back <= 2 && role == MAP_NONE && before + 1 >= w->begin + back; back++) {
        role = link_trie_match(&w->g->roles_trie, &w->p, before + 1 - back, begin, &end);
        if (role != MAP_NONE && end != begin) role = MAP_NONE;
    }
    return role != MAP_NONE && (w->g->roles[role].flags & ROLE_PERSON) ? ADDRESS_TITLE : ADDRESS_NONE;
}

/* "Minister Jonathan [Moyo]": the surname of somebody known is here the first name of another. Not "King Abdullah II". */
static bool name_goes_on(const link_work *w, const link_match *m)
{
    uint32_t next = m->end;
    if (m->end - m->begin > 1 || next >= w->end || w->capitals || !link_upper(w, next) || link_tag(w, next) != UPOS_PROPN || link_rel(w, next) != DEP_FLAT) return false;
    str form = doc_form(w->d, next);
    return form.n > 2 && form.s[1] >= 'a' && form.s[1] <= 'z' && !(link_cue(w, next) & CUE_CALENDAR);
}

static bool person_reading(const link_work *w, uint32_t form, link_match *m, link_address due)
{
    if (due == ADDRESS_TITLE && name_goes_on(w, m)) return false;
    uint32_t person = link_person_choose(w, form, due, STR_NONE);
    if (person == LINK_NONE || (m->end - m->begin == 1 && link_surname_taken(w, doc_form(w->d, m->begin), person))) return false;
    m->kind = m->end - m->begin > 1 ? KIND_PERSON : KIND_SURNAME;
    m->ref = m->place = person;
    m->flags = 0;
    return true;
}

static bool reading_choose(const link_work *w, uint32_t form, link_match *m)
{
    bool person = has_person(w, form);
    link_address due = person || mister_before(w, m->begin) ? person_due(w, m->begin) : ADDRESS_NONE;
    if (due == ADDRESS_MISTER) return person && person_reading(w, form, m, due); /* "Mr. Jordan" is no country */
    if (due && person_reading(w, form, m, due)) return true;
    if (body_reading(w, form, m)) return true;
    return person && person_reading(w, form, m, ADDRESS_NONE);
}

/* The letter of "S." or "V.V."; 0 for a word, a title ("M. Lavrov"), a name ("U.S."). */
static char initial_of(const link_work *w, uint32_t t)
{
    str s = doc_form(w->d, t);
    if (s.n < 2 || s.n > 4 || w->match_at[t] != DOC_NONE || (link_cue(w, t) & CUE_TITLE)) return 0;
    for (uint32_t i = 0; i < s.n; i++)
        if (i % 2 ? s.s[i] != '.' : s.s[i] < 'A' || s.s[i] > 'Z') return 0;
    return s.s[s.n - 1] == '.' ? s.s[0] : 0;
}

/* A word of the name, other than the surname, begins with that letter or is that word. */
static bool given_fits(str name, str surname, char letter, str word)
{
    while (name.s && name.n) {
        str given = str_cut(&name, ' ');
        if (given.n && !str_eq_nocase(given, surname) && (given.s[0] == letter || str_eq_nocase(given, word))) return true;
    }
    return false;
}

/* "S. Lavrov", "Mikhail S. Gorbachev": initials are part of the name; another's letter makes somebody else of it. */
static void initials_take(const link_work *w, link_match *m)
{
    uint32_t first = m->begin;
    if (m->kind != KIND_SURNAME) return;
    while (first > w->begin && initial_of(w, first - 1)) first--;
    if (first == m->begin) return;
    str name = w->g->persons[m->ref].name, surname = doc_form(w->d, m->begin);
    if (first > w->begin && given_fits(name, surname, 0, doc_form(w->d, first - 1)))
        first = w->match_at[first - 1] == DOC_NONE ? first - 1 : m->begin;
    else if (!given_fits(name, surname, initial_of(w, first), STR_NONE)) {
        m->verdict = VERDICT_NOT;
        return;
    }
    m->begin = first;
    m->head = link_span_head(w, m->begin, m->end);
}

/* ---- a sentence ------------------------------------------------------------------------------------------------------------ */

/* The forms at every token of the sentence, all before one is read, so that the lines of their rows are fetched side by side. */
static bool starts_find(link_work *w, const link_trie *t, const void *rows, size_t size)
{
    w->n_starts = 0;
    for (uint32_t tok = w->begin, end; tok < w->end; tok++) {
        uint32_t value = link_trie_match(t, &w->p, tok, w->end, &end);
        if (value == MAP_NONE) continue;
        __builtin_prefetch((const char *)rows + size * value);
        if (!LINK_PUSH(w, starts, ((link_start){tok, end, value}))) return false;
    }
    return true;
}

static void readings_fetch(const link_work *w)
{
    for (uint32_t i = 0; i < w->n_starts; i++) {
        uint32_t r = w->g->forms[w->starts[i].value].readings;
        if (r != LINK_NONE) __builtin_prefetch(&w->g->readings[r]);
    }
}

static int names_find(link_work *w)
{
    if (!starts_find(w, &w->g->names, w->g->forms, sizeof *w->g->forms)) return error_memory(w->err);
    readings_fetch(w);
    uint32_t from = w->begin; /* what begins before it is part of a form already taken */
    for (uint32_t k = 0; k < w->n_starts; k++) {
        uint32_t t = w->starts[k].begin, end = w->starts[k].end, form = w->starts[k].value;
        if (t < from) continue;
        link_match m = {.begin = t, .end = end, .form = form, .head = link_span_head(w, t, end), .mention = DOC_NONE};
        bool known = reading_choose(w, form, &m);
        if (!known && w->g->forms[form].traps == LINK_NONE) continue;
        if (known) initials_take(w, &m);
        trap_apply(w, form, &m);
        if (!known && m.verdict != VERDICT_BODY) { /* a form that only blocks: "Georgia Tech" */
            if (m.verdict) from = end;
            continue;
        }
        for (uint32_t i = m.begin; i < end; i++) w->match_at[i] = w->n_matches;
        if (!LINK_PUSH(w, matches, m)) return error_memory(w->err);
        from = end;
    }
    return ENT_OK;
}

static bool inside_name(const link_work *w, uint32_t begin, uint32_t end)
{
    uint32_t m = w->match_at[begin];
    return m != DOC_NONE && w->matches[m].begin <= begin && w->matches[m].end >= end && w->matches[m].verdict != VERDICT_NOT;
}

static int roles_find(link_work *w)
{
    if (!starts_find(w, &w->g->roles_trie, w->g->roles, sizeof *w->g->roles)) return error_memory(w->err);
    uint32_t from = w->begin;
    for (uint32_t k = 0; k < w->n_starts; k++) {
        uint32_t t = w->starts[k].begin, end = w->starts[k].end, role = w->starts[k].value;
        if (t < from || inside_name(w, t, end)) continue;
        link_hit h = {.begin = t, .end = end, .head = link_span_head(w, t, end), .role = role, .pronoun = DOC_NONE, .mention = DOC_NONE};
        unsigned tag = link_tag(w, h.head);
        if (tag == UPOS_VERB || tag == UPOS_AUX || tag == UPOS_ADV || tag == UPOS_ADP || tag == UPOS_ADJ) continue; /* "to police", "general" */
        for (uint32_t i = t; i < end; i++) w->hit_at[i] = w->n_hits;
        if (!LINK_PUSH(w, hits, h)) return error_memory(w->err);
        from = end;
    }
    return ENT_OK;
}

static void words_stamp(link_work *w)
{
    const link_gazetteer *g = w->g;
    memset(w->topic_weight, 0, sizeof w->topic_weight);
    uint32_t n_upper = 0, n_word = 0;
    bool plain_verb = false;
    for (; w->next_watched < w->n_watched && w->watched[w->next_watched].piece < w->p.begin[w->end]; w->next_watched++)
        w->stamp[w->watched[w->next_watched].watch] = w->sent + 1;
    for (uint32_t t = w->begin, end; t < w->end; t++) {
        uint32_t topic = link_trie_match(&g->topics_trie, &w->p, t, w->end, &end);
        if (topic != MAP_NONE) w->topic_weight[g->topics[topic].topic] += g->topics[topic].weight;
        bool upper = link_upper(w, t);
        plain_verb |= link_tag(w, t) == UPOS_VERB && !upper;
        if (doc_form(w->d, t).n < 4) continue;
        n_word++;
        n_upper += upper;
    }
    w->capitals = n_word >= 3 && n_upper * 4 >= n_word * 3 && !plain_verb;
    w->small = n_word >= 3 && !n_upper;
}

int link_match_sentence(link_work *w)
{
    link_tries_fetch(&w->g->vocab, &w->p, w->begin, w->end);
    words_stamp(w);
    w->match_begin = w->n_matches;
    w->hit_begin = w->n_hits;
    int rc = names_find(w);
    return rc ? rc : roles_find(w);
}
