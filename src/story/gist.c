/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Gists: a report in some hundred bytes, enough to tell most others that they are not alike (alike_hopeless).
 *
 * Input: a view. Output: bytes that the store keeps beside the keys; of them, a view again. Why: under the key of a rare word lie reports of a quarter of a
 * century, and of those that are met there eight or nine in ten share too few words, whatever their pages are. To read each of them with its page's
 * sketch, in order to learn that, is what settling spent most on.
 *
 * Format, little-endian: u64 hash of the sentence, u64 of the page's text, i32 first day told, last day, day of publication, u8 basis of the day, u8 status
 * class, u8 whether its type is mutual; event, mode, actors, recipients, the town told, each a u8 of length and bytes; u8 n, n × (u32 hash, u8 weight), the bag of
 * words. What does not fit the u8 makes a gist that tells nothing: the report is read.
 */
#include "story/alike.h"

enum { FIXED_BYTES = 8 + 8 + 4 + 4 + 4 + 1 + 1 + 1, N_NAMES = 5, TERM_BYTES = 5, MOST = UINT8_MAX, MOST_DAYS = 1 << 24 };
enum { GIST_BYTES = FIXED_BYTES + N_NAMES * (1 + MOST) + 1 + TERM_BYTES * WORDS_MAX };

typedef struct writing {
    unsigned char byte[GIST_BYTES];
    uint32_t n;
    bool too_long;
} writing;

static void put(writing *w, uint64_t x, int n)
{
    for (int k = 0; k < n; k++) w->byte[w->n++] = (unsigned char)(x >> 8 * k);
}

static void put_name(writing *w, str s)
{
    if (s.n > MOST) {
        w->too_long = true;
        return;
    }
    put(w, s.n, 1);
    if (s.n) memcpy(w->byte + w->n, s.s, s.n);
    w->n += s.n;
}

str gist_make(const alike_view *x, arena *mem)
{
    const story_report *r = x->report;
    writing w = {.n = 0};
    const str names[N_NAMES] = {r->event, r->mode, r->actors, r->recipients, alike_names_town(r) ? r->place : STR_NONE};
    put(&w, x->sentence, 8);
    put(&w, x->page, 8);
    put(&w, (uint32_t)r->start, 4);
    put(&w, (uint32_t)r->stop, 4);
    put(&w, (uint32_t)r->published, 4);
    put(&w, r->dated, 1);
    put(&w, (unsigned char)x->status, 1);
    put(&w, x->type.mutual, 1);
    for (int i = 0; i < N_NAMES; i++) put_name(&w, names[i]);
    put(&w, x->words.n, 1);
    for (uint32_t i = 0; i < x->words.n; i++) {
        w.too_long |= x->words.term[i].weight > MOST;
        put(&w, x->words.term[i].hash, 4);
        put(&w, x->words.term[i].weight, 1);
    }
    return arena_str(mem, w.too_long ? STR("?") : str_make((const char *)w.byte, w.n));
}

static uint64_t take(str *bytes, uint32_t n)
{
    uint64_t x = 0;
    for (uint32_t k = 0; k < n; k++) x |= (uint64_t)(unsigned char)bytes->s[k] << 8 * k;
    *bytes = str_sub(*bytes, n, bytes->n);
    return x;
}

static bool take_name(str *bytes, str *out)
{
    uint32_t n = bytes->n ? (unsigned char)bytes->s[0] : MOST;
    if (bytes->n < 1 + n) return false;
    *out = str_sub(*bytes, 1, 1 + n);
    *bytes = str_sub(*bytes, 1 + n, bytes->n);
    return true;
}

static bool take_words(str *bytes, words_bag *out)
{
    uint32_t n = bytes->n ? (uint32_t)take(bytes, 1) : WORDS_MAX + 1;
    if (n > WORDS_MAX || bytes->n != n * TERM_BYTES) return false;
    out->n = n;
    out->total = 0;
    for (uint32_t i = 0; i < n; i++) {
        out->term[i].hash = (uint32_t)take(bytes, 4);
        out->total += out->term[i].weight = (uint32_t)take(bytes, 1);
    }
    return true;
}

/* A day that a date of four digits can name, or none. */
static bool take_day(str *bytes, int32_t *out)
{
    *out = (int32_t)take(bytes, 4);
    return *out == CAL_NONE || (*out > -MOST_DAYS && *out < MOST_DAYS);
}

bool gist_read(str gist, story_report *report, alike_view *out)
{
    if (gist.n < FIXED_BYTES) return false;
    *report = (story_report){.dead = -1, .injured = -1};
    out->report = report;
    out->n_trigger = 0;
    out->sentence = take(&gist, 8);
    out->page = take(&gist, 8);
    if (!take_day(&gist, &report->start) || !take_day(&gist, &report->stop) || !take_day(&gist, &report->published)) return false;
    report->dated = (uint8_t)take(&gist, 1);
    out->status = (char)take(&gist, 1);
    out->type = (words_type){.mutual = take(&gist, 1) != 0};
    str *const names[N_NAMES] = {&report->event, &report->mode, &report->actors, &report->recipients, &report->place};
    for (int i = 0; i < N_NAMES; i++)
        if (!take_name(&gist, names[i])) return false;
    if (report->place.n) report->place_kind = STR("city");
    return take_words(&gist, &out->words);
}
