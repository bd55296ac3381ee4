/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Block keys: the names under which a report meets those that it may be one happening with, so that nobody compares all with all.
 *
 *     family, status class, two parties, week of the day told        both weeks within three days of its ends
 *     family, status class, two parties, week of publication         and the week after
 *     family, status class, the first two parties,
 *         two of the sentence's four rarest stems                    near copies, whatever their dates
 *         the first actor, one or two of the page's names            copies of which one is dated wrongly
 *         every actor, four of the page's names                      when it is not told to whom
 *
 * "Two parties" are every actor with every recipient, or with every other actor of something mutual, without order, at most
 * PAIRS of them; so reports that name only a part of the parties still meet; and the first two who act together. A lone actor is paired with nobody.
 *
 * A block of the last two kinds knows no time and would grow with the record; one of more than STORY_BLOCK_MAX reports says nothing and is
 * not used (settle.c sees to it that the order of reading still does not show).
 *
 * Likeness may hold between reports that share no key: undated ones of unknown pages with other rare words. They stay two
 * happenings. What counts is that meeting is, like likeness, a property of the two alone.
 */
#include "base/hash.h"
#include "story/component.h"
#include "story/sketch.h"

enum { WEEK = 7, SLACK_DAYS = 5, PAIRS = 4, PAIRS_AND_ACTORS, RAREST = 4, NAMES = 2, NAMES_ALONE = 4, ACTORS_ALONE = 3 };

typedef struct key_list {
    story_key *keys;
    uint32_t n;
    uint64_t base; /* family, status class */
    uint64_t pair[PAIRS_AND_ACTORS];
    uint32_t n_pairs;
} key_list;

static void put_key(key_list *k, char kind, uint64_t x, int64_t y)
{
    const uint64_t name[] = {k->base, x};
    if (k->n < STORY_MAX_KEYS) k->keys[k->n++] = component_key(kind, kind == 'w' || kind == 'n', hash_bytes(name, sizeof name, 3), (uint64_t)y);
}

static void put_pair(key_list *k, str a, str b, uint32_t most)
{
    uint64_t x = hash_bytes(a.s, a.n, 1), y = hash_bytes(b.s, b.n, 1), pair = x ^ y; /* without order */
    for (uint32_t i = 0; i < k->n_pairs; i++)
        if (k->pair[i] == pair) return;
    if (k->n_pairs < most) k->pair[k->n_pairs++] = pair;
}

static void make_pairs(key_list *k, const story_report *r)
{
    for (str left = r->actors; left.n;) {
        str a = str_cut(&left, ' ');
        str others = r->recipients.n ? r->recipients : left;
        while (others.n) put_pair(k, a, str_cut(&others, ' '), PAIRS);
    }
    str left = r->actors, a = str_cut(&left, ' ');
    if (r->recipients.n && left.n) put_pair(k, a, str_cut(&left, ' '), PAIRS_AND_ACTORS); /* another page may not tell to whom */
    if (!k->n_pairs) put_pair(k, r->actors, STR_NONE, PAIRS);
}

static int32_t week_of(int32_t day) { return day >= 0 ? day / WEEK : -((WEEK - 1 - day) / WEEK); }

static void put_weeks(key_list *k, char kind, int32_t first, int32_t last)
{
    for (uint32_t i = 0; i < k->n_pairs; i++)
        for (int32_t w = first; w <= last; w++) put_key(k, kind, k->pair[i], w);
}

/* So that sums, which have no order, hardly meet by chance. */
static uint64_t scatter(uint32_t hash) { return hash_bytes(&hash, sizeof hash, 2); }

/* Places of the heaviest terms, heaviest first, in order of hash among equals. */
static uint32_t rarest(const words_bag *b, uint32_t *out, uint32_t want)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < b->n; i++) {
        uint32_t at = n;
        while (at && b->term[out[at - 1]].weight < b->term[i].weight) at--;
        if (at == want) continue;
        uint32_t last = n < want ? n++ : want - 1;
        memmove(out + at + 1, out + at, (last - at) * sizeof *out);
        out[at] = i;
    }
    return n;
}

static void put_words(key_list *k, const words_bag *words)
{
    uint32_t top[RAREST], n = rarest(words, top, RAREST);
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t j = i + 1; j < n; j++) put_key(k, 'w', k->pair[0] + scatter(words->term[top[i]].hash) + scatter(words->term[top[j]].hash), 0);
}

/* A day that is told counts from the page's, so it is as wrong as that. By the first actor alone, since a spoilt copy may have lost the others.
 * alone: to whom is not told, so that no pair of parties can meet; by more names, and by each who acts. */
static void put_names(key_list *k, const story_report *r, bool alone)
{
    uint32_t name[NAMES_ALONE], n = sketch_least_names(r, name, alone ? NAMES_ALONE : r->dated == DATED_EXPRESSION ? 1 : NAMES);
    str left = r->actors;
    for (uint32_t a = 0; (!a || left.n) && a < (alone ? ACTORS_ALONE : 1); a++) {
        str actor = str_cut(&left, ' ');
        for (uint32_t i = 0; i < n; i++) put_key(k, 'n', hash_bytes(actor.s, actor.n, 1) + scatter(name[i]), 0);
    }
}

uint32_t story_keys(const story_tables *t, arena *mem, const story_report *r, story_key keys[STORY_MAX_KEYS])
{
    alike_view x;
    key_list k = {.keys = keys};
    (void)mem;
    alike_view_make(t, r, &x);
    k.base = (uint64_t)x.type.family << 8 | (uint8_t)x.status;
    make_pairs(&k, r);
    words_bag_make(t, r->text, STR_NONE, &x.words); /* names too: another coder may find other parties in the same words */
    put_words(&k, &x.words);
    put_names(&k, r, !r->recipients.n && !x.type.mutual);
    if (alike_is_dated(r)) put_weeks(&k, 'd', week_of(r->start - SLACK_DAYS), week_of(r->stop + SLACK_DAYS));
    if (r->published != CAL_NONE) put_weeks(&k, 'p', week_of(r->published), week_of(r->published) + 1);
    if (!k.n) put_key(&k, 'u', k.pair[0], 0);
    return k.n;
}
