/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Disputed figures: what documents on one happening count differently.
 *
 * Input: for every event the figures of its documents and of those that are alike (record_figures: unit, value, bound, words around).
 * Output: disputes, each with every value and who says it.
 *
 * Figures of one unit in two documents are of one thing when no other pair of the two documents' figures fits better and they share words (of
 * whom is named, the state): three words and a third of the shorter list, or two when neither document has another figure of the unit in scale
 * that shares half as much, or then one when both have four digits. What is rarely counted twice in a text (people by what became of them,
 * votes) needs one word, or none when it is the only figure of its unit in both; what a copy tells otherwise than its source, three quarters
 * of the words. They differ when their values cannot both be: what is about a number agrees with what is near, what is at least or at most a
 * number with what lies within its last place (who says "more than 150" and knows 172 would have said "more than 170": Cummins, Sauerland,
 * Solt 2012), a round number with a number that rounds to it, two bounds of one kind only with their like. What differs TIMES_MAX times is of something else. A figure that the other
 * document has, too, wherever, is no dispute.
 * Documents that are published more than NEWS_DAYS apart are not compared: a toll that rose is no contradiction.
 *
 * Cost: figures of one unit of a story, squared, at most GROUP_MAX of them.
 */
#include "ask/figure.h"

#include "base/hash.h"

enum { GROUP_MAX = 240, NEWS_DAYS = 3, WORDS_MAX = 24, TIMES_MAX = 4, LARGE = 1000 };

typedef struct figure {
    record_figure f;
    str word[WORDS_MAX]; /* [n] */
    uint32_t n;
    uint32_t up;       /* union-find */
    bool differs;
} figure;

typedef struct figure_list {
    figure_out *to;
    arena mem, told;
    map seen; /* pairs of what two documents say, in disputes given */
    figure *group; /* [n] of one event and unit */
    uint32_t n, cap;
} figure_list;

/* ---- two figures ---------------------------------------------------------------------------------------------------- */

static bool near(int64_t a, int64_t b, int64_t percent)
{
    int64_t more = a > b ? a : b, less = a > b ? b : a;
    return (more - less) * 100 <= more * percent;
}

/* The last place that a number shows: 50 of 2,450 is 10, 31 is 1. Who says "more than 150" and knows 172 would have said "more than 170". */
static int64_t grain(int64_t v)
{
    int64_t unit = 1;
    while (v && v % (unit * 10) == 0) unit *= 10;
    return unit;
}

/* Whether b is a rounded to a digit or two that b shows: 48,000 of 47,812. */
static bool rounds_to(int64_t a, int64_t b)
{
    int64_t unit = grain(b);
    return unit >= 100 && a % unit && (a - b) * 2 <= unit && (b - a) * 2 <= unit;
}

static bool allows(const record_figure *a, int64_t v)
{
    switch (a->bound) {
    case FIGURE_ABOUT: return near(a->value, v, 15);
    case FIGURE_LEAST: return v >= a->value && v <= a->value + grain(a->value);
    case FIGURE_MOST: return v <= a->value && v >= a->value - grain(a->value);
    default: return a->value == v || rounds_to(v, a->value);
    }
}

static bool agree(const record_figure *a, const record_figure *b)
{
    if (a->value == b->value) return true;
    if (a->bound == b->bound && (a->bound == FIGURE_LEAST || a->bound == FIGURE_MOST)) return false;
    return allows(a, b->value) || allows(b, a->value);
}

static uint32_t shared(const figure *a, const figure *b)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < a->n; i++)
        for (uint32_t k = 0; k < b->n; k++)
            if (str_eq(a->word[i], b->word[k])) {
                n++;
                break;
            }
    return n;
}

/* So far apart that they are of two things. */
static bool out_of_scale(int64_t a, int64_t b) { return a > TIMES_MAX * b || b > TIMES_MAX * a; }

/* Whether no other figure of a's document that is in scale could as well be b: shares half as much with it. */
static bool is_lone(const figure_list *l, const figure *a, const figure *b, uint32_t n)
{
    for (uint32_t i = 0; i < l->n; i++) {
        const figure *x = &l->group[i];
        if (x != a && str_eq(x->f.doc, a->f.doc) && !out_of_scale(x->f.value, a->f.value) && (!n || shared(x, b) * 2 >= n)) return false;
    }
    return true;
}

/* Numbers of four digits, in scale and of one unit, are seldom of two things. */
static bool is_large(const figure *a, const figure *b) { return a->f.often != FIGURE_OFTEN && a->f.value >= LARGE && b->f.value >= LARGE; }

static bool fits(const figure_list *l, const figure *a, const figure *b)
{
    uint32_t n = shared(a, b), least = a->n < b->n ? a->n : b->n;
    bool other = a->f.value != b->f.value;
    if (other && str_eq(a->f.source, b->f.source)) return n >= 2 && n * 4 >= least * 3; /* in a copy the number was changed, or its noun spoilt */
    if (a->f.often == FIGURE_ONCE) return n >= 1 || (is_lone(l, a, b, 0) && is_lone(l, b, a, 0));
    if (n >= 3 && n * 3 >= least) return true;
    uint32_t need = is_large(a, b) ? 1 : 2;
    return n >= need && n * 4 >= least * (need - 1) && is_lone(l, a, b, n) && is_lone(l, b, a, n);
}

static bool comparable(const figure *a, const figure *b)
{
    int32_t x = a->f.published, y = b->f.published;
    if (str_eq(a->f.doc, b->f.doc)) return false;
    return x == CAL_NONE || y == CAL_NONE || (x - y <= NEWS_DAYS && y - x <= NEWS_DAYS);
}

/* ---- the figures of one unit ------------------------------------------------------------------------------------------ */

static uint32_t top(figure_list *l, uint32_t i)
{
    while (l->group[i].up != i) i = l->group[i].up;
    return i;
}

static void join(figure_list *l, uint32_t i, uint32_t k)
{
    uint32_t a = top(l, i), b = top(l, k);
    l->group[a > b ? a : b].up = a > b ? b : a;
}

/* Whether the document of figure k tells what figure i does, too. */
static bool is_told(const figure_list *l, uint32_t i, uint32_t k)
{
    for (uint32_t x = 0; x < l->n; x++)
        if (str_eq(l->group[x].f.doc, l->group[k].f.doc) && agree(&l->group[x].f, &l->group[i].f)) return true;
    return false;
}

/* The figure of k's document that fits i best among those which i's document does not tell. */
static uint32_t best(const figure_list *l, uint32_t i, uint32_t k)
{
    uint32_t found = l->n, most = 0;
    for (uint32_t x = 0; x < l->n; x++) {
        if (!str_eq(l->group[x].f.doc, l->group[k].f.doc) || is_told(l, x, i)) continue;
        uint32_t n = 1 + shared(&l->group[i], &l->group[x]);
        if (n > most) most = n, found = x;
    }
    return found;
}

static void compare(figure_list *l, uint32_t i, uint32_t k)
{
    figure *a = &l->group[i], *b = &l->group[k];
    if (!comparable(a, b) || !fits(l, a, b)) return;
    if (a->f.value == b->f.value) {
        join(l, i, k);
        return;
    }
    if (out_of_scale(a->f.value, b->f.value)) return;
    if (agree(&a->f, &b->f) || is_told(l, i, k) || is_told(l, k, i) || best(l, i, k) != k || best(l, k, i) != i) return;
    join(l, i, k);
    a->differs = b->differs = true;
}

/* Whether a dispute given sets the two apart already. */
static int note_pair(figure_list *l, const record_figure *a, const record_figure *b, bool *is_new)
{
    uint64_t x = hash_bytes(a->doc.s, a->doc.n, (uint64_t)a->value), y = hash_bytes(b->doc.s, b->doc.n, (uint64_t)b->value);
    uint64_t said[] = {x < y ? x : y, x < y ? y : x}; /* whatever the unit: "arrested 31 fishermen" stands under both */
    str name = str_make((const char *)said, sizeof said);
    if (map_get(&l->seen, name) != MAP_NONE) return ENT_OK;
    *is_new = true;
    name = arena_str(&l->told, name);
    return name.s && map_put(&l->seen, name, 1) ? ENT_OK : error_memory(l->to->err);
}

/* Gives a dispute, unless earlier ones hold all of it: the documents of one event are often those of another. */
static int give(figure_list *l, const record_figure *const *same, uint32_t n)
{
    bool is_new = false;
    int rc = ENT_OK;
    for (uint32_t i = 0; !rc && i < n; i++)
        for (uint32_t k = i + 1; !rc && k < n; k++)
            if (same[i]->value != same[k]->value) rc = note_pair(l, same[i], same[k], &is_new);
    return !rc && is_new ? l->to->dispute(l->to, same, n) : rc;
}

static int finish_group(figure_list *l)
{
    int rc = ENT_OK;
    const record_figure **same = arena_new(&l->mem, const record_figure *, l->n + 1);
    if (!same) return error_memory(l->to->err);
    for (uint32_t i = 0; i < l->n; i++)
        for (uint32_t k = i + 1; k < l->n; k++) compare(l, i, k);
    for (uint32_t i = 0; !rc && i < l->n; i++) {
        uint32_t n = 0;
        bool differs = false;
        if (top(l, i) != i) continue;
        for (uint32_t k = i; k < l->n; k++) {
            if (top(l, k) != i) continue;
            same[n++] = &l->group[k].f;
            differs |= l->group[k].differs;
        }
        if (differs) rc = give(l, same, n);
    }
    arena_reset(&l->mem);
    l->group = NULL;
    l->n = l->cap = 0;
    return rc;
}

static bool keep(figure_list *l, figure *x)
{
    record_figure *f = &x->f;
    str *const fields[] = {&f->group, &f->source, &f->story_id, &f->doc, &f->path, &f->publisher, &f->unit, &f->context, &f->quote, &f->report, &f->event_id, &f->said_by};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (fields[i]->n && !(*fields[i] = arena_str(&l->mem, *fields[i])).s) return false;
    for (str rest = f->context; rest.n && x->n < WORDS_MAX;) {
        str word = str_cut(&rest, ' ');
        uint32_t k = 0;
        while (k < x->n && !str_eq(x->word[k], word)) k++;
        if (k == x->n) x->word[x->n++] = word;
    }
    return true;
}

static int take(void *ctx, const record_figure *f)
{
    figure_list *l = ctx;
    bool other = l->n && (!str_eq(l->group[0].f.group, f->group) || !str_eq(l->group[0].f.unit, f->unit));
    int rc = other ? finish_group(l) : ENT_OK;
    if (rc || l->n == GROUP_MAX) return rc;
    figure *grown = arena_grow(&l->mem, l->group, sizeof *grown, l->n, l->n + 1, &l->cap);
    if (!grown) return error_memory(l->to->err);
    l->group = grown;
    grown[l->n] = (figure){.f = *f, .up = l->n};
    return keep(l, &grown[l->n++]) ? ENT_OK : error_memory(l->to->err);
}

int figure_disputes(record *r, const record_query *q, figure_out *to)
{
    figure_list l = {.to = to};
    arena_init(&l.mem, 0);
    arena_init(&l.told, 0);
    map_init(&l.seen, &l.told);
    int rc = record_figures(r, q, take, &l, to->err);
    if (!rc && l.n) rc = finish_group(&l);
    arena_fini(&l.mem);
    arena_fini(&l.told);
    return rc;
}
