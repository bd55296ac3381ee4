/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Settling: from likeness of pairs to happenings.
 *
 *     component of "may be one" ─► edges, surest first ─► happenings within hard limits ─► assign: event_id is the smallest id
 *
 * Method. Within a component (component.c) the pairs are taken surest first (then by the ids, so that the order of reading does not
 * show) and joined as Kruskal joins trees, unless the two happenings so far cannot be one:
 *     - the days they are told to be on are more than two apart, or they name two towns (when one page is made from the
 *       other and dated wrongly, that is excused: the page published first is believed),
 *     - one text tells both, in sentences that do not repeat each other; unless another text tells both as well and is known to mean one act.
 * Taking the surest first and refusing the impossible stops the chains that plain components make of a war's daily attacks.
 *
 * The result is a function of the component's reports alone, and a component one of the set of all reports: so any order of reading
 * gives the same happenings, and so do several runs.
 *
 * Cost: O(E log E) for E pairs; the limits are checked from the smaller side, that exception among TWICE_MAX reports at most. Source: agglomeration with constraints (Wagstaff and
 * Cardie, "Clustering with instance-level constraints", 2000).
 */
#include <stdlib.h>

#include "base/hash.h"
#include "story/component.h"

enum { DAYS_OF_HAPPENING = 2, TWICE_MAX = 12, NONE = 0xFFFFFFFF };

typedef struct node { /* a report while its component is joined */
    uint32_t up, size, next; /* parent; at a root: members; ring of members */
    int32_t first, last;     /* at a root: days told, or CAL_NONE */
    int32_t published;       /* at a root: the earliest */
    str place;               /* at a root: the town told, or empty */
    uint32_t text_head;      /* first member of the component in the same text */
    uint32_t same_text;      /* next one, NONE at the end */
} node;

typedef struct joining {
    component *c;
    node *nodes; /* [c->n] */
} joining;

static uint32_t root_of(joining *j, uint32_t m)
{
    node *n = j->nodes;
    while (n[m].up != m) m = n[m].up = n[n[m].up].up;
    return m;
}

static void start_alone(joining *j, uint32_t m)
{
    const story_report *r = &j->c->member[m]->report;
    bool tells_day = r->start != CAL_NONE && r->stop == r->start && r->dated != DATED_DOCUMENT;
    j->nodes[m] = (node){.up = m, .next = m, .size = 1, .first = tells_day ? r->start : CAL_NONE, .last = tells_day ? r->start : CAL_NONE, .published = r->published,
                         .place = alike_names_town(r) ? r->place : STR_NONE, .text_head = m, .same_text = NONE};
}

/* Chains the members that stand in one text. */
static int chain_texts(joining *j)
{
    map heads;
    map_init(&heads, j->c->mem);
    for (uint32_t m = 0; m < j->c->n; m++) {
        str text = j->c->member[m]->report.text_hash;
        uint32_t head = map_get(&heads, text);
        if (head == MAP_NONE) {
            if (!map_put(&heads, text, m)) return error_memory(j->c->err);
            continue;
        }
        j->nodes[m].text_head = head;
        j->nodes[m].same_text = j->nodes[head].same_text;
        j->nodes[head].same_text = m;
    }
    return ENT_OK;
}

/* ---- hard limits ---------------------------------------------------------------------------------------------------------- */

static bool days_allow(const node *a, const node *b, uint32_t likeness)
{
    if (a->first == CAL_NONE || b->first == CAL_NONE || likeness < ALIKE_MISDATED) return true;
    int32_t first = a->first < b->first ? a->first : b->first, last = a->last > b->last ? a->last : b->last;
    return last - first <= DAYS_OF_HAPPENING;
}

static bool places_allow(const node *a, const node *b, uint32_t likeness)
{
    return likeness >= ALIKE_COPY || !a->place.n || !b->place.n || str_eq(a->place, b->place);
}

static bool are_alike(joining *j, uint32_t m, uint32_t o)
{
    component_count(j->c);
    return alike_score(&j->c->member[m]->view, &j->c->member[o]->view, NULL);
}

/* One page's lead and its fourth paragraph tell one act, and its day or a word they share shows it; a copy in other words has lost that day. m of happening a
 * and o of happening b are two of one text: whether another text, in either happening, tells what each of them tells and is alike in the two. */
static bool told_twice(joining *j, uint32_t m, uint32_t o, uint32_t a, uint32_t b)
{
    const uint32_t happening[] = {a, b};
    if (j->c->member[m]->view.type.daily || j->nodes[a].size + j->nodes[b].size > TWICE_MAX) return false; /* a war's attacks, and what everybody tells */
    for (int k = 0; k < 2; k++) {
        uint32_t u = happening[k];
        do {
            bool other = j->nodes[u].text_head != j->nodes[m].text_head;
            for (uint32_t v = other && are_alike(j, u, m) ? j->nodes[u].text_head : NONE; v != NONE; v = j->nodes[v].same_text) {
                uint32_t root = root_of(j, v);
                if (v != u && (root == a || root == b) && are_alike(j, v, o) && are_alike(j, u, v)) return true;
            }
            u = j->nodes[u].next;
        } while (u != happening[k]);
    }
    return false;
}

/* Whether no text tells a member of each in sentences that do not repeat each other. a is the smaller. */
static bool texts_allow(joining *j, uint32_t a, uint32_t b)
{
    uint32_t m = a;
    do {
        for (uint32_t o = j->nodes[m].text_head; o != NONE; o = j->nodes[o].same_text) {
            if (o == m || root_of(j, o) != b) continue;
            if (!are_alike(j, m, o) && !told_twice(j, m, o, a, b)) return false;
        }
        m = j->nodes[m].next;
    } while (m != a);
    return true;
}

/* The limits of two whole happenings, for people: as they stand, without the order in which their pairs came and without what excuses two of one text. */
const char *story_apart(const story_tables *t, const story_report *a, uint32_t n_a, const story_report *b, uint32_t n_b)
{
    for (uint32_t i = 0; i < n_a; i++)
        for (uint32_t k = 0; k < n_b; k++) {
            bool days = a[i].dated == DATED_EXPRESSION && b[k].dated == DATED_EXPRESSION && a[i].start == a[i].stop && b[k].start == b[k].stop;
            int32_t apart = a[i].start > b[k].start ? a[i].start - b[k].start : b[k].start - a[i].start;
            if (days && a[i].start != CAL_NONE && b[k].start != CAL_NONE && apart > DAYS_OF_HAPPENING) return "the reports of the two tell days that are more than two apart";
            if (alike_names_town(&a[i]) && alike_names_town(&b[k]) && !str_eq(a[i].place, b[k].place)) return "the reports of the two tell two towns";
            if (str_eq(a[i].text_hash, b[k].text_hash) && !story_likeness(t, &a[i], &b[k], NULL)) return "one text tells both, in sentences that do not repeat each other";
        }
    return NULL;
}

/* ---- joining --------------------------------------------------------------------------------------------------------------- */

/* The days of two happenings that become one. Of two pages with different dates, one made from the other, the earlier is believed. */
static void join_days(const node *from, node *into, uint32_t likeness)
{
    if (from->first == CAL_NONE) return;
    bool earlier = from->published != CAL_NONE && (into->published == CAL_NONE || from->published < into->published);
    if (into->first == CAL_NONE || (likeness < ALIKE_MISDATED && earlier)) {
        into->first = from->first;
        into->last = from->last;
    } else if (likeness >= ALIKE_MISDATED) {
        if (from->first < into->first) into->first = from->first;
        if (from->last > into->last) into->last = from->last;
    }
}

static void join(node *nodes, uint32_t a, uint32_t b, uint32_t likeness) /* a into b */
{
    node *x = &nodes[a], *y = &nodes[b];
    uint32_t next = x->next;
    x->next = y->next;
    y->next = next;
    x->up = b;
    y->size += x->size;
    join_days(x, y, likeness);
    if (x->published != CAL_NONE && (y->published == CAL_NONE || x->published < y->published)) y->published = x->published;
    if (!y->place.n) y->place = x->place;
}

static void try_edge(joining *j, const component_edge *e)
{
    uint32_t a = root_of(j, e->a), b = root_of(j, e->b);
    if (a == b) return;
    if (j->nodes[a].size > j->nodes[b].size) {
        uint32_t swap = a;
        a = b;
        b = swap;
    }
    const node *x = &j->nodes[a], *y = &j->nodes[b];
    if (days_allow(x, y, e->likeness) && places_allow(x, y, e->likeness) && texts_allow(j, a, b)) join(j->nodes, a, b, e->likeness);
}

typedef struct ranked { /* an edge, from the smaller id to the larger, with what orders it */
    component_edge e;
    str low, high;
} ranked;

static int by_rank(const void *p, const void *q)
{
    const ranked *a = p, *b = q;
    if (a->e.likeness != b->e.likeness) return a->e.likeness > b->e.likeness ? -1 : 1;
    int c = str_cmp(a->low, b->low);
    return c ? c : str_cmp(a->high, b->high);
}

static int join_all(joining *j)
{
    ranked *r = arena_new(j->c->mem, ranked, j->c->n_edges + 1);
    if (!r) return error_memory(j->c->err);
    for (uint32_t i = 0; i < j->c->n_edges; i++) {
        const component_edge *e = &j->c->edge[i];
        str a = j->c->member[e->a]->report.id, b = j->c->member[e->b]->report.id;
        bool ordered = str_cmp(a, b) < 0;
        r[i] = ordered ? (ranked){*e, a, b} : (ranked){{e->b, e->a, e->likeness}, b, a};
    }
    qsort(r, j->c->n_edges, sizeof *r, by_rank);
    for (uint32_t i = 0; i < j->c->n_edges; i++) try_edge(j, &r[i].e);
    return ENT_OK;
}

/* Every member of a happening gets the smallest id of it. */
static int assign_happening(joining *j, uint32_t root)
{
    component *c = j->c;
    str least = c->member[root]->report.id;
    for (uint32_t m = j->nodes[root].next; m != root; m = j->nodes[m].next)
        if (str_cmp(c->member[m]->report.id, least) < 0) least = c->member[m]->report.id;
    uint32_t m = root;
    do {
        int rc = c->store->assign(c->store->ctx, &c->member[m]->report, least, c->err);
        if (rc) return rc;
        m = j->nodes[m].next;
    } while (m != root);
    return ENT_OK;
}

static int settle(component *c)
{
    joining j = {c, arena_new(c->mem, node, c->n)};
    if (!j.nodes) return error_memory(c->err);
    for (uint32_t m = 0; m < c->n; m++) start_alone(&j, m);
    int rc = chain_texts(&j);
    if (!rc) rc = join_all(&j);
    for (uint32_t m = 0; !rc && m < c->n; m++)
        if (root_of(&j, m) == m) rc = assign_happening(&j, m);
    return rc;
}

static uint32_t likeness(const alike_view *a, const alike_view *b) { return alike_score(a, b, NULL); }

int story_settle(const story_tables *t, const story_store *store, arena *scratch, const int64_t *rows, uint32_t n, ent_error *err)
{
    static const component_kind reports = {.keys = story_keys, .likeness = likeness, .gist = gist_make, .hopeless = alike_hopeless, .settle = settle, .by_edges = true, .has_views = true};
    return component_each(&reports, t, store, scratch, rows, n, err);
}
