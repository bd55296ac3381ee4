/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sketches: how two documents stand to each other, told from a few hundred bytes of each.
 *
 * Input: the main text. Output: two bottom-k samples, and what the text is about,
 *     names      stems of capitalised words that are rare in general English, and numbers of two digits and more
 *     runs       runs of three stems, as they follow each other
 *     topic      its heaviest stems: rare ones, names and such as come again weigh more
 *
 * Method. A bottom-k sketch (Broder, "On the resemblance and containment of documents", 1997; Cohen and Kaplan 2007) keeps the k
 * smallest hashes of a set. Of two such sketches the k smallest of the union are a fair sample of the union, and the part of it that
 * both have estimates the resemblance; with the sizes, containment in the smaller: a shortened copy is a copy.
 *
 * Why runs for copies: a copy keeps runs of words whatever is cut, renamed or replaced by a thesaurus; a second reporter, or the
 * next article of the same writer on the same matter, keeps names and figures but not runs. Why names for stories: names outlive
 * translation and rewriting. docs/methods-story.md has both distributions.
 *
 * Format: u16 size of the set, u16 kept, kept × u32 in ascending order; names, then runs; then u16 n, n × (u32 hash, u16 weight) in ascending order of
 * hash. Little-endian.
 * Cost: one pass and a heap; comparing is linear in k. Limits: 65535 as a set's size; texts of fewer than RUNS_LEAST runs are never copies.
 */
#include "story/sketch.h"

#include "base/hash.h"
#include "base/sort.h"
#include "base/utf8.h"
#include "story/words.h"

enum {
    NAMES_KEPT = 64, RUNS_KEPT = 160, RUN_WORDS = 3,
    NAME_WEIGHT = 4,  /* bits rarer than one word in 256 */
    RUNS_LEAST = 30,  /* runs in the smaller text */
    COPY_SHARE = 140, /* thousandths of the smaller text's runs that a copy keeps at least */
    STORY_SHARE = 200, STORY_NAMES = 3
};

/* ---- making ------------------------------------------------------------------------------------------------------------ */

typedef struct hashes { /* all hashes of a set, with doubles; what is kept of a word beside its hash in the lower half */
    uint64_t *h;
    uint32_t n, cap;
    arena *mem;
} hashes;

static void add(hashes *x, uint32_t hash, uint32_t beside)
{
    uint64_t *grown = arena_grow(x->mem, x->h, sizeof *grown, x->n, x->n + 1, &x->cap);
    if (!grown) return;
    x->h = grown;
    x->h[x->n++] = (uint64_t)hash << 32 | beside;
}

/* Leaves none when memory ran out. */
static void sort(hashes *x)
{
    uint64_t *spare = arena_new(x->mem, uint64_t, x->n + 1);
    if (!spare) x->n = 0;
    if (x->n) sort_numbers(x->h, spare, x->n);
}

enum { SKETCH_BYTES = 2 * 4 + 4 * (NAMES_KEPT + RUNS_KEPT) + 2 + 6 * SKETCH_TOPIC };

typedef struct written {
    unsigned char byte[SKETCH_BYTES];
    uint32_t n;
} written;

static void put_u16(written *out, uint64_t v)
{
    out->byte[out->n++] = (unsigned char)v;
    out->byte[out->n++] = (unsigned char)(v >> 8);
}

static void put_set(written *out, hashes *x, uint32_t keep)
{
    uint32_t n = 0;
    sort(x);
    for (uint32_t i = 0; i < x->n; i++)
        if (!n || x->h[n - 1] != x->h[i]) x->h[n++] = x->h[i];
    uint32_t kept = n < keep ? n : keep;
    put_u16(out, n < 0xFFFF ? n : 0xFFFF);
    put_u16(out, kept);
    for (uint32_t i = 0; i < kept; i++) {
        put_u16(out, x->h[i] >> 32 & 0xFFFF);
        put_u16(out, x->h[i] >> 48);
    }
}

static bool begins_upper(str text, const words_stem *s)
{
    uint32_t n;
    unsigned char c = (unsigned char)text.s[s->begin];
    if (c < 0x80) return c >= 'A' && c <= 'Z';
    return utf8_is_upper(utf8_decode(text, s->begin, &n));
}

static bool is_name(const words_stem *s, bool capital, uint32_t weight)
{
    if (s->number) return s->n >= 2;
    return s->letters > 2 && capital && weight >= NAME_WEIGHT;
}

/* ---- topic ------------------------------------------------------------------------------------------------------------- */

enum { TOPIC_LEAST = 2, TOPIC_NUMBER = 5, TOPIC_COUNTED = 8 }; /* a weight below the least says nothing; beyond so many times no more is said */

static void topic_add(hashes *x, const words_stem *s, bool capital, uint32_t weight, uint32_t hash)
{
    if (s->number) weight = s->n >= 2 ? TOPIC_NUMBER : 0;
    if (weight < TOPIC_LEAST) return;
    if (!s->number && capital) weight += weight / 2;
    add(x, hash, weight);
}

/* One term a stem: its greatest weight, times (2 + the bits of its count) / 2. As its weight's complement and its hash, so that the heaviest is the least. */
static void topic_gather(hashes *x)
{
    uint32_t n = 0;
    sort(x);
    for (uint32_t i = 0; i < x->n;) {
        uint32_t count = 0, weight = 0, bits = 0, hash = (uint32_t)(x->h[i] >> 32);
        for (; i < x->n && x->h[i] >> 32 == hash; i++, count++) weight = (uint32_t)x->h[i]; /* in order of weight */
        for (uint32_t c = count < TOPIC_COUNTED ? count : TOPIC_COUNTED; c; c >>= 1) bits++;
        x->h[n++] = (uint64_t)~(weight * (2 + bits) / 2) << 32 | hash;
    }
    x->n = n;
}

static void put_topic(written *out, hashes *x)
{
    topic_gather(x);
    sort(x);
    if (x->n > SKETCH_TOPIC) x->n = SKETCH_TOPIC;
    for (uint32_t i = 0; i < x->n; i++) x->h[i] = x->h[i] << 32 | (uint32_t)~(x->h[i] >> 32);
    sort(x);
    put_u16(out, x->n);
    for (uint32_t i = 0; i < x->n; i++) {
        put_u16(out, x->h[i] >> 32 & 0xFFFF);
        put_u16(out, x->h[i] >> 48);
        put_u16(out, x->h[i] & 0xFFFF);
    }
}

str story_sketch(const story_tables *t, str text, arena *mem)
{
    hashes names = {.mem = mem}, runs = {.mem = mem}, topic = {.mem = mem};
    uint32_t last[RUN_WORDS] = {0}, n = 0;
    words_stem s;
    written out = {.n = 0};
    for (uint32_t at = 0; words_next(text, &at, &s);) {
        uint32_t hash = words_hash(&s), weight = s.number ? 0 : words_weight(t, &s);
        memmove(last, last + 1, sizeof last - sizeof *last);
        last[RUN_WORDS - 1] = hash;
        if (++n >= RUN_WORDS) add(&runs, (uint32_t)hash_bytes(last, sizeof last, 0), 0);
        bool capital = begins_upper(text, &s);
        if (is_name(&s, capital, weight)) add(&names, hash, 0);
        topic_add(&topic, &s, capital, weight, hash);
    }
    put_set(&out, &names, NAMES_KEPT);
    put_set(&out, &runs, RUNS_KEPT);
    put_topic(&out, &topic);
    return mem->failed ? STR_NONE : arena_str(mem, str_make((const char *)out.byte, out.n));
}

/* ---- comparing --------------------------------------------------------------------------------------------------------------- */

typedef struct sample {
    const unsigned char *at; /* kept × u32 */
    uint32_t size, kept;
} sample;

static uint32_t u16_at(const unsigned char *p) { return p[0] | (uint32_t)p[1] << 8; }
static uint32_t hash_at(const sample *s, uint32_t i) { return u16_at(s->at + 4 * i) | u16_at(s->at + 4 * i + 2) << 16; }

/* Takes a sample off the front of the bytes; an empty one when they are no sketch. */
static sample take(str *bytes)
{
    const unsigned char *p = (const unsigned char *)bytes->s;
    if (bytes->n < 4 || bytes->n - 4 < 4 * u16_at(p + 2)) {
        bytes->n = 0;
        return (sample){.at = NULL};
    }
    sample s = {p + 4, u16_at(p), u16_at(p + 2)};
    *bytes = str_sub(*bytes, 4 + 4 * s.kept, bytes->n);
    return s;
}

/* Thousandths of the smaller set that the larger holds; *shared: how many of the union's sample both have. */
static uint32_t containment(const sample *a, const sample *b, uint32_t keep, uint32_t *shared)
{
    uint32_t i = 0, j = 0, seen = 0, least = a->size < b->size ? a->size : b->size;
    *shared = 0;
    while (seen < keep && (i < a->kept || j < b->kept)) {
        uint32_t x = i < a->kept ? hash_at(a, i) : UINT32_MAX, y = j < b->kept ? hash_at(b, j) : UINT32_MAX;
        *shared += x == y && i < a->kept && j < b->kept;
        i += x <= y;
        j += y <= x;
        seen++;
    }
    if (!seen || !least) return 0;
    /* J = shared / seen, |A ∩ B| = J (|A| + |B|) / (1 + J) */
    uint64_t share = (uint64_t)*shared * (a->size + b->size) * 1000 / (seen + *shared) / least;
    return share > 1000 ? 1000 : (uint32_t)share;
}

sketch_relation sketch_compare(const story_report *a, const story_report *b)
{
    if (str_eq(a->text_hash, b->text_hash)) return SKETCH_EXACT;
    str x = a->sketch, y = b->sketch;
    uint32_t shared;
    sample names_a = take(&x), names_b = take(&y), runs_a = take(&x), runs_b = take(&y);
    uint32_t least = runs_a.size < runs_b.size ? runs_a.size : runs_b.size;
    if (least >= RUNS_LEAST && containment(&runs_a, &runs_b, RUNS_KEPT, &shared) >= COPY_SHARE) return SKETCH_COPY;
    uint32_t share = containment(&names_a, &names_b, NAMES_KEPT, &shared);
    return share >= STORY_SHARE && shared >= STORY_NAMES ? SKETCH_STORY : SKETCH_OTHER;
}

static uint32_t least_of(const sample *x, uint32_t *out, uint32_t want)
{
    uint32_t n = x->kept < want ? x->kept : want;
    for (uint32_t i = 0; i < n; i++) out[i] = hash_at(x, i);
    return n;
}

uint32_t sketch_least_runs(const story_report *r, uint32_t *out, uint32_t want)
{
    str bytes = r->sketch;
    take(&bytes);
    sample runs = take(&bytes);
    return least_of(&runs, out, want);
}

uint32_t sketch_least_names(const story_report *r, uint32_t *out, uint32_t want)
{
    str bytes = r->sketch;
    sample names = take(&bytes);
    return least_of(&names, out, want);
}

uint32_t sketch_topic(const story_report *r, sketch_term out[SKETCH_TOPIC])
{
    str bytes = r->sketch;
    take(&bytes);
    take(&bytes);
    const unsigned char *p = (const unsigned char *)bytes.s;
    uint32_t n = bytes.n >= 2 ? u16_at(p) : 0;
    if (n > SKETCH_TOPIC || bytes.n < 2 + 6 * n) return 0;
    for (uint32_t i = 0; i < n; i++) out[i] = (sketch_term){u16_at(p + 2 + 6 * i) | u16_at(p + 4 + 6 * i) << 16, u16_at(p + 6 + 6 * i)};
    return n;
}
