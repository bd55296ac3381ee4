/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Likeness: may two reports be of one happening, and how surely? And the block keys under which such reports meet.
 *
 *     type ─┐
 *   parties ─┼─► must agree ──► days apart?  ──► words in common? ──► 0 … STORY_SURE
 *    status ─┘                   place apart?
 *
 * Method. Two reports are of one happening when the type (or a neighbour of it), the status, the parties on each side, the day and
 * the place agree as far as both tell them, and the words of the two sentences do not speak against it. The less is told,
 * the more the words must agree: with both days told and equal little is asked; with no day on one side the sentences must share
 * half of their weight; across pages published at other times they must be near copies. Sentences of one and the same text are
 * different happenings unless one is plainly a recap of the other: a writer does not tell one thing twice without saying so.
 *
 * Why rules and not a trained measure: every merge can be explained in one line, and a wrong merge costs more than a missed
 * one, since it hides an event. Why pure: what was decided about two reports may not depend on the third (story.h).
 *
 * Neighbouring types are those which coders, people too, give to one act: a joint signing is AGREE, SUPPORT or COOPERATE; a
 * freeze of assets is SANCTION or COERCE. They count as one only when the sentences are alike.
 *
 * Keys: whatever may merge shares at least one. All begin with family, status class and the parties of both sides together;
 * then the week of the day told (both weeks within a day of its ends), the week of publication (and the next), or two of the
 * sentence's four rarest stems, which bring near copies together whatever their dates.
 */
#include "story/alike.h"

#include <stdio.h>

#include "base/hash.h"

enum {
    DAYS_KNOWN = 31,  /* a date wider than this says nothing */
    DAYS_STORY = 7,   /* pages on one happening come out within a week */
    WEEK = 7,
    SHARE_SAME_DAY = 120, SHARE_NEAR_DAY = 300, SHARE_NO_DAY = 500, SHARE_COPY = 700, /* thousandths of the lighter sentence */
    WEIGHT_COPY = 40  /* and at least so much in common: some five rare words */
};

/* ---- type, status, parties ------------------------------------------------------------------------------------------- */

static char status_class(str status)
{
    if (str_is(status, "actual")) return 'a';
    return str_is(status, "negated") ? 'n' : 'o';
}

static bool is_reciprocal(const story_report *r) { return !r->recipients.n; }

static bool same_parties(const story_report *a, const story_report *b)
{
    if (is_reciprocal(a) != is_reciprocal(b)) return false;
    return str_eq(a->actors, b->actors) && str_eq(a->recipients, b->recipients);
}

/* ---- days and places -------------------------------------------------------------------------------------------------- */

typedef enum day_relation { DAYS_APART, DAYS_UNTOLD, DAYS_NEAR, DAYS_EQUAL } day_relation;

static bool is_dated(const story_report *r) { return r->start != CAL_NONE && r->stop != CAL_NONE && r->stop >= r->start && r->stop - r->start < DAYS_KNOWN; }

static day_relation days_of(const story_report *a, const story_report *b)
{
    if (!is_dated(a) || !is_dated(b)) return DAYS_UNTOLD;
    if (a->start == b->start && a->stop == b->stop && a->start == a->stop) return DAYS_EQUAL;
    bool by_page = a->dated == DATED_DOCUMENT || b->dated == DATED_DOCUMENT;
    int32_t slack = by_page ? 3 : 1;
    return a->start <= b->stop + slack && b->start <= a->stop + slack ? DAYS_NEAR : DAYS_APART;
}

static bool published_near(const story_report *a, const story_report *b)
{
    if (a->published == CAL_NONE || b->published == CAL_NONE) return true;
    int32_t apart = a->published - b->published;
    return apart <= DAYS_STORY && apart >= -DAYS_STORY;
}

/* Two towns that both sentences name are two places; a country beside a town is none. */
static bool places_differ(const story_report *a, const story_report *b)
{
    if (!a->place.n || !b->place.n || !str_eq(a->place_kind, b->place_kind)) return false;
    return !str_is(a->place_kind, "country") && !str_eq(a->place, b->place);
}

/* ---- likeness ----------------------------------------------------------------------------------------------------------- */

void alike_view_make(const story_tables *t, const story_report *r, alike_view *out)
{
    out->report = r;
    words_bag_make(t, r->text, r->names, &out->words);
    out->family = words_family(t, r->event);
    out->status = status_class(r->status);
}

bool alike_same_text(const story_report *a, const story_report *b) { return str_eq(a->text_hash, b->text_hash); }

typedef struct verdict {
    uint32_t likeness;
    const char *why;
} verdict;

static verdict same_text(const story_report *a, const story_report *b, uint32_t share, uint32_t weight)
{
    bool same_words = str_eq(a->text, b->text) && str_eq(a->trigger, b->trigger);
    if (!str_eq(a->doc_id, b->doc_id) && same_words && str_eq(a->event, b->event)) return (verdict){STORY_SURE, "the same sentence in two copies of one text"};
    if (same_words) return (verdict){0, "two events told by one sentence"};
    if (str_eq(a->event, b->event) && share >= SHARE_COPY && weight >= WEIGHT_COPY) return (verdict){ALIKE_SAME_DAY + share, "one sentence of the text repeats the other"};
    return (verdict){0, "two sentences of one text, neither a repetition of the other"};
}

static verdict other_text(const alike_view *x, const alike_view *y, uint32_t share, uint32_t weight)
{
    const story_report *a = x->report, *b = y->report;
    bool copy = share >= SHARE_COPY && weight >= WEIGHT_COPY, same_type = str_eq(a->event, b->event);
    day_relation days = days_of(a, b);
    if (copy && days != DAYS_APART && str_eq(a->text, b->text)) return (verdict){ALIKE_COPY, "the same sentence"};
    if (places_differ(a, b) && !copy) return (verdict){0, "two places"};
    if (!same_type && share < SHARE_NO_DAY) return (verdict){0, "two types, and the sentences are not alike"};
    switch (days) {
    case DAYS_EQUAL:
        if (share >= SHARE_SAME_DAY || (a->place.n && str_eq(a->place, b->place) && !str_is(a->place_kind, "country")))
            return (verdict){ALIKE_SAME_DAY + share, "type, parties and day agree"};
        return (verdict){0, "the day agrees, but the sentences share too little"};
    case DAYS_NEAR:
        if (share >= SHARE_NEAR_DAY) return (verdict){ALIKE_NEAR_DAY + share / 4, "type and parties agree, the days meet, the sentences are alike"};
        return (verdict){0, "the days only meet, and the sentences share too little"};
    case DAYS_UNTOLD:
        if (published_near(a, b) ? share >= SHARE_NO_DAY : copy) return (verdict){ALIKE_NO_DAY + share / 4, "type and parties agree, the sentences are alike"};
        return (verdict){0, "a day is not told, and the sentences are not alike"};
    default: return copy ? (verdict){ALIKE_MISDATED - 1001 + share, "near copies; one of the pages is dated wrongly"} : (verdict){0, "two days"};
    }
}

uint32_t alike_score(const alike_view *x, const alike_view *y, const char **why)
{
    const story_report *a = x->report, *b = y->report;
    verdict v = {0, NULL};
    if (x->family != y->family) v.why = "two types";
    else if (x->status != y->status) v.why = "what happened and what did not, or not yet";
    else if (!same_parties(a, b)) v.why = "two sets of parties";
    if (!v.why) {
        uint32_t weight = words_shared(&x->words, &y->words), least = x->words.total < y->words.total ? x->words.total : y->words.total;
        uint32_t share = least ? weight * 1000 / least : 0;
        v = alike_same_text(a, b) ? same_text(a, b, share, weight) : other_text(x, y, share, weight);
    }
    if (why) *why = v.why;
    return v.likeness;
}

uint32_t story_likeness(const story_tables *t, const story_report *a, const story_report *b, const char **why)
{
    alike_view x, y;
    alike_view_make(t, a, &x);
    alike_view_make(t, b, &y);
    return alike_score(&x, &y, why);
}

/* ---- keys --------------------------------------------------------------------------------------------------------------- */

typedef struct key_list {
    arena *mem;
    str *keys;
    uint32_t n;
    char base[40]; /* family, status class, parties */
} key_list;

static void put_key(key_list *k, char kind, int64_t x, int64_t y)
{
    str key = arena_printf(k->mem, "%s%c%lld.%lld", k->base, kind, (long long)x, (long long)y);
    if (key.s && k->n < STORY_MAX_KEYS) k->keys[k->n++] = key;
}

static int32_t week_of(int32_t day) { return day >= 0 ? day / WEEK : -((WEEK - 1 - day) / WEEK); }

/* The heaviest terms of the bag, heaviest first, in order of hash among equals. */
static uint32_t rarest(const words_bag *b, uint32_t *out, uint32_t want)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < b->n; i++) {
        uint32_t at = n < want ? n : want;
        while (at && b->term[out[at - 1]].weight < b->term[i].weight) at--;
        if (at >= want) continue;
        uint32_t last = n < want ? n++ : want - 1;
        memmove(out + at + 1, out + at, (last - at) * sizeof *out);
        out[at] = i;
    }
    for (uint32_t i = 0; i < n; i++) out[i] = b->term[out[i]].hash;
    return n;
}

static void put_word_keys(key_list *k, const words_bag *words)
{
    uint32_t top[4], n = rarest(words, top, 4);
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t j = i + 1; j < n; j++) put_key(k, 'w', top[i] < top[j] ? top[i] : top[j], top[i] < top[j] ? top[j] : top[i]);
}

uint32_t story_keys(const story_tables *t, arena *mem, const story_report *r, str keys[STORY_MAX_KEYS])
{
    alike_view x;
    key_list k = {.mem = mem, .keys = keys};
    alike_view_make(t, r, &x);
    buf parties;
    buf_init(&parties);
    buf_printf(&parties, "%.*s>%.*s", STR_ARG(r->actors), STR_ARG(r->recipients));
    char digest[33] = {0};
    if (parties.failed) mem->failed = true;
    else hash_hex(parties.s, parties.n, digest);
    buf_fini(&parties);
    snprintf(k.base, sizeof k.base, "%u%c%.16s", x.family, x.status, digest);
    if (is_dated(r))
        for (int32_t w = week_of(r->start - 3); w <= week_of(r->stop + 3); w++) put_key(&k, 'd', w, 0);
    if (r->published != CAL_NONE)
        for (int32_t w = 0; w < 2; w++) put_key(&k, 'p', week_of(r->published) + w, 0);
    put_word_keys(&k, &x.words);
    if (!k.n) put_key(&k, 'u', 0, 0);
    return mem->failed ? 0 : k.n;
}
