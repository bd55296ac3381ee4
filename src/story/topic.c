/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stories: which documents tell of the same happening.
 *
 * Input: the sketches of documents (sketch.c), as story_report with id, text_hash, sketch and published alone. Output: for every document the first of
 * its story: published first (unknown last), then by id; its own id when it stands alone.
 *
 *     two of the heaviest stems ──► blocks, without time and by week ──► pairs: cosine of topics ──► component ──► groups by average likeness
 *
 * Likeness of two documents is the cosine of their topics, the weighted stems that a text is about; copies are sure. Documents published more than
 * WINDOW_DAYS apart are of two stories unless one is a copy of the other: what happens again next month is told in the same words.
 * Within a component, groups are joined while the mean likeness of their members is LINK or more. The mean, and not the nearest pair, because
 * in a war each day's story is like the next one's. Groups are joined by chains of nearest neighbours (Murtagh 1983), which gives what joining the
 * surest pair first gives, in the square of the component's size. A component beyond PART_MOST is first parted at surer edges.
 *
 * Everything depends on the set of documents alone: members are put in order of id before anything is chosen among equals.
 * Why no dates and places read from the text: they are in the stems. Figures: docs/methods-story.md. Source of the blocks: component.c.
 */
#include <stdio.h>
#include <stdlib.h>

#include "story/component.h"
#include "story/sketch.h"

enum { KEY_STEMS = 5, WEEK = 7, WINDOW_DAYS = 15, EDGE = 350, LINK = 260, PART_MOST = 600, PART_STEP = 60, SURE = 1000 };

/* ---- blocks ------------------------------------------------------------------------------------------------------------- */

/* The heaviest stems of a topic, in order of hash; how many. */
static uint32_t heaviest(const sketch_term *t, uint32_t n, uint32_t out[KEY_STEMS])
{
    uint32_t at[KEY_STEMS], k = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t place = k;
        while (place && t[at[place - 1]].weight < t[i].weight) place--;
        if (place == KEY_STEMS) continue;
        uint32_t last = k < KEY_STEMS ? k++ : KEY_STEMS - 1;
        memmove(at + place + 1, at + place, (last - place) * sizeof *at);
        at[place] = i;
    }
    for (uint32_t i = 0; i < k; i++) { /* in order of hash, so that a pair has one name */
        uint32_t place = i;
        while (place && out[place - 1] > t[at[i]].hash) out[place] = out[place - 1], place--;
        out[place] = t[at[i]].hash;
    }
    return k;
}

static int32_t week_of(int32_t day) { return day >= 0 ? day / WEEK : -((WEEK - 1 - day) / WEEK); }

static uint32_t keys_of(const story_tables *t, arena *mem, const story_report *r, story_key keys[STORY_MAX_KEYS])
{
    sketch_term topic[SKETCH_TOPIC];
    uint32_t stem[KEY_STEMS], k = heaviest(topic, sketch_topic(r, topic), stem), n = 0;
    (void)t, (void)mem;
    for (uint32_t i = 0; i < k; i++)
        for (uint32_t j = i + 1; j < k; j++) {
            uint64_t pair = (uint64_t)stem[i] << 32 | stem[j];
            keys[n++] = component_key('t', true, pair, 0);
            for (int32_t w = 0; r->published != CAL_NONE && w < 2; w++) keys[n++] = component_key('T', true, pair, (uint64_t)(week_of(r->published) + w));
        }
    return n;
}

/* ---- pairs ---------------------------------------------------------------------------------------------------------------- */

static uint64_t root_of(uint64_t x)
{
    uint64_t r = 0;
    for (uint64_t bit = 1ull << 31; bit; bit >>= 1)
        if ((r | bit) * (r | bit) <= x) r |= bit;
    return r;
}

static uint32_t cosine(const story_report *a, const story_report *b)
{
    sketch_term x[SKETCH_TOPIC], y[SKETCH_TOPIC];
    uint32_t n = sketch_topic(a, x), m = sketch_topic(b, y);
    uint64_t dot = 0, xx = 0, yy = 0;
    for (uint32_t i = 0; i < n; i++) xx += (uint64_t)x[i].weight * x[i].weight;
    for (uint32_t j = 0; j < m; j++) yy += (uint64_t)y[j].weight * y[j].weight;
    for (uint32_t i = 0, j = 0; i < n && j < m;) {
        uint32_t p = x[i].hash, q = y[j].hash;
        if (p == q) dot += (uint64_t)x[i].weight * y[j].weight;
        i += p <= q;
        j += q <= p;
    }
    uint64_t norm = root_of(xx * yy);
    return norm ? (uint32_t)(dot * SURE / norm) : 0;
}

/* Thousandths. */
static uint32_t alike(const story_report *a, const story_report *b)
{
    if (sketch_compare(a, b) >= SKETCH_COPY) return SURE;
    int32_t apart = a->published == CAL_NONE || b->published == CAL_NONE ? 0 : a->published - b->published;
    return apart > WINDOW_DAYS || apart < -WINDOW_DAYS ? 0 : cosine(a, b);
}

static uint32_t likeness(const alike_view *a, const alike_view *b)
{
    uint32_t x = alike(a->report, b->report);
    return x >= EDGE ? x : 0;
}

/* ---- groups ----------------------------------------------------------------------------------------------------------------- */

typedef struct group_set {
    const story_report **report; /* [n] in order of id */
    uint32_t *sum;               /* [n × n] sums of likeness between the members of two groups, at the places of their first members */
    uint32_t *size, *group;      /* [n] members of the group that is led by i, 0 once it was joined to another or can grow no more; leader of i's group */
    bool *done;                  /* [n] can grow no more */
    uint32_t n;
} group_set;

static uint32_t *sum_of(const group_set *g, uint32_t i, uint32_t j) { return &g->sum[(size_t)i * g->n + j]; }

/* The group most like i; g->n when there is none left. *mean: in thousandths. */
static uint32_t nearest(const group_set *g, uint32_t i, uint32_t *mean)
{
    uint32_t best = g->n;
    uint64_t most = 0, of = 1;
    for (uint32_t j = 0; j < g->n; j++) {
        if (j == i || !g->size[j] || g->done[j]) continue;
        uint64_t sum = *sum_of(g, i, j), pairs = (uint64_t)g->size[i] * g->size[j];
        if (best == g->n || sum * of > most * pairs) best = j, most = sum, of = pairs;
    }
    *mean = best == g->n ? 0 : (uint32_t)(most / of);
    return best;
}

static void join(group_set *g, uint32_t a, uint32_t b)
{
    for (uint32_t k = 0; k < g->n; k++) {
        if (k == a || k == b || !g->size[k]) continue;
        *sum_of(g, a, k) += *sum_of(g, b, k);
        *sum_of(g, k, a) = *sum_of(g, a, k);
    }
    g->size[a] += g->size[b];
    g->size[b] = 0;
    for (uint32_t k = 0; k < g->n; k++)
        if (g->group[k] == b) g->group[k] = a;
}

/* From a group to its nearest, to that one's nearest, until two are each other's: they are joined, or neither can grow any more. */
static void join_all(group_set *g, uint32_t *chain)
{
    for (uint32_t from = 0; from < g->n; from++) {
        uint32_t length = 0, mean;
        while (g->size[from] && !g->done[from]) {
            if (!length) chain[length++] = from;
            uint32_t top = chain[length - 1], next = nearest(g, top, &mean);
            bool mutual = length > 1 && next < g->n && (uint64_t)*sum_of(g, top, chain[length - 2]) * g->size[next] >= (uint64_t)*sum_of(g, top, next) * g->size[chain[length - 2]];
            if (next == g->n || mean < LINK) { /* nobody is near enough, and nobody will be: means only fall */
                g->done[top] = true;
                length--;
            } else if (mutual) {
                uint32_t a = chain[length - 2] < top ? chain[length - 2] : top, b = chain[length - 2] < top ? top : chain[length - 2];
                join(g, a, b);
                length -= 2;
            } else {
                chain[length++] = next;
            }
        }
    }
}

static int by_id(const void *a, const void *b) { return str_cmp((*(const story_report *const *)a)->id, (*(const story_report *const *)b)->id); }

static int settle_part(const component *c, const story_report **report, uint32_t n)
{
    group_set g = {.report = report, .n = n};
    g.sum = arena_new(c->mem, uint32_t, (size_t)n * n);
    g.size = arena_new(c->mem, uint32_t, n);
    g.group = arena_new(c->mem, uint32_t, n);
    g.done = arena_new(c->mem, bool, n);
    uint32_t *chain = arena_new(c->mem, uint32_t, n + 1), *first = arena_new(c->mem, uint32_t, n);
    if (c->mem->failed) return error_memory(c->err);
    qsort(report, n, sizeof *report, by_id);
    for (uint32_t i = 0; i < n; i++) {
        g.size[i] = 1;
        g.group[i] = first[i] = i;
        for (uint32_t j = 0; j < i; j++) {
            component_count(c);
            *sum_of(&g, i, j) = *sum_of(&g, j, i) = alike(report[i], report[j]);
        }
    }
    join_all(&g, chain);
    for (uint32_t i = 0; i < n; i++)
        if (component_comes_before(report[i], report[first[g.group[i]]])) first[g.group[i]] = i;
    int rc = ENT_OK;
    for (uint32_t i = 0; !rc && i < n; i++) rc = c->store->assign(c->store->ctx, report[i], report[first[g.group[i]]]->id, c->err);
    return rc;
}

static uint32_t leader(uint32_t *up, uint32_t i)
{
    while (up[i] != i) i = up[i] = up[up[i]];
    return i;
}

/* Parts the members at edges of `least` and more: up[i] leads to one member of i's part. Size of the largest part. */
static uint32_t part(const component *c, uint32_t least, uint32_t *up, uint32_t *size)
{
    uint32_t most = 0;
    for (uint32_t i = 0; i < c->n; i++) up[i] = i, size[i] = 0;
    for (uint32_t e = 0; e < c->n_edges; e++)
        if (c->edge[e].likeness >= least) up[leader(up, c->edge[e].a)] = leader(up, c->edge[e].b);
    for (uint32_t i = 0; i < c->n; i++)
        if (++size[leader(up, i)] > most) most = size[leader(up, i)];
    return most;
}

static int settle(component *c)
{
    uint32_t *up = arena_new(c->mem, uint32_t, c->n), *size = arena_new(c->mem, uint32_t, c->n);
    const story_report **report = arena_new(c->mem, const story_report *, c->n);
    if (c->mem->failed) return error_memory(c->err);
    for (uint32_t least = EDGE; part(c, least, up, size) > PART_MOST && least < SURE; least += PART_STEP) {}
    int rc = ENT_OK;
    for (uint32_t i = 0; !rc && i < c->n; i++) {
        if (leader(up, i) != i) continue;
        uint32_t n = 0;
        for (uint32_t k = 0; k < c->n; k++)
            if (leader(up, k) == i) report[n++] = &c->member[k]->report;
        rc = settle_part(c, report, n);
    }
    return rc;
}

int story_topics(const story_tables *t, const story_store *store, arena *scratch, const int64_t *rows, uint32_t n, ent_error *err)
{
    static const component_kind documents = {.keys = keys_of, .likeness = likeness, .settle = settle};
    return component_each(&documents, t, store, scratch, rows, n, err);
}
