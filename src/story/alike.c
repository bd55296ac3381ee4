/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Likeness: may two reports be of one happening, and how surely?
 *
 *     family, status, parties ─► must agree ─► places, weeks ─► must not speak against ─► words: how much is asked depends on
 *                                                                                       the days and on the two pages
 *
 * Method. Type (or a neighbouring one), status class and parties must agree. Then the words of the two sentences, without the names
 * of the parties, must share a part of the lighter one's weight; the less is known, the more (table `least_share`): with both
 * days told and equal, in pages on one story, nothing more is asked; with no day told and pages that have no names in common, half.
 * When one page is made from the other (sketch.c) their sentences correspond, and a date that contradicts is the page's fault. Sentences
 * of one and the same text are different happenings unless one plainly repeats the other: a writer does not tell one thing
 * twice without saying so.
 *
 * Within a rank (the enum of alike.h), what orders pairs is the share of words, the same trigger, the same mode; so that, where two
 * events of one kind stand in one sentence, each finds its counterpart before it finds the other's.
 *
 * Parties: equal on both sides; in a mutual family (meeting, agreeing) equal taken together; or one report naming only a part of
 * them, when the sentences are so alike that the rest was lost on the way, or when pages on one story tell by the same verb, on the same
 * day, or of several together, what one side did to others (tells_less).
 *
 * Why rules and not a trained measure: every merge can be explained in one line, and a wrong merge costs more than a missed one,
 * since it hides an event. Why pure: what was decided about two reports may not depend on a third (story.h).
 */
#include "story/alike.h"

#include "base/hash.h"
#include "story/sketch.h"

enum {
    DAYS_KNOWN = 31, /* a date wider than this says nothing */
    DAYS_STORY = 5,  /* undated, pages on one happening come out within so many days */
    SHARE_OTHER_TYPE = 400, SHARE_REPEATS = 700, /* thousandths of the lighter sentence */
    WEIGHT_REPEATS = 40,                         /* and at least so much in common: some five rare words */
    SHARE_UNDATED = 300,                         /* neither the days nor the pages' days can speak against it */
    PART_COPY = 350, PART_STORY = 250,
    BONUS_TRIGGER = 250, BONUS_MODE = 100
};

/* ---- parties --------------------------------------------------------------------------------------------------------- */

typedef enum party_relation { PARTIES_DIFFER, PARTIES_PART, PARTIES_SAME } party_relation;

static bool has_code(str list, str code)
{
    while (list.n)
        if (str_eq(str_cut(&list, ' '), code)) return true;
    return false;
}

/* Every code of `part` is in one of the two lists. */
static bool within(str part, str a, str b)
{
    while (part.n) {
        str code = str_cut(&part, ' ');
        if (!has_code(a, code) && !has_code(b, code)) return false;
    }
    return true;
}

static bool same_together(const story_report *a, const story_report *b)
{
    return within(a->actors, b->actors, b->recipients) && within(a->recipients, b->actors, b->recipients) && within(b->actors, a->actors, a->recipients) &&
           within(b->recipients, a->actors, a->recipients);
}

static bool one_within(str a, str b) { return within(a, b, STR_NONE) || within(b, a, STR_NONE); }

static party_relation parties_of(const alike_view *x, const alike_view *y)
{
    const story_report *a = x->report, *b = y->report;
    if (str_eq(a->actors, b->actors) && str_eq(a->recipients, b->recipients)) return PARTIES_SAME;
    if (x->type.mutual && y->type.mutual && same_together(a, b)) return PARTIES_SAME;
    if (!a->actors.n || !b->actors.n) return PARTIES_DIFFER;
    return one_within(a->actors, b->actors) && one_within(a->recipients, b->recipients) ? PARTIES_PART : PARTIES_DIFFER;
}

/* ---- days, places, words ------------------------------------------------------------------------------------------------ */

/* A page's own day says no more than that the happening was told by then: two of them are never surely equal, and within a week of each other
 * or of a told day they are as good as untold. */
typedef enum day_relation { DAYS_APART, DAYS_UNTOLD, DAYS_NEAR, DAYS_EQUAL } day_relation;

bool alike_is_dated(const story_report *r) { return r->start != CAL_NONE && r->stop != CAL_NONE && r->stop >= r->start && r->stop - r->start < DAYS_KNOWN; }

static day_relation days_of(const story_report *a, const story_report *b)
{
    if (!alike_is_dated(a) || !alike_is_dated(b)) return DAYS_UNTOLD;
    bool by_page = a->dated == DATED_DOCUMENT && b->dated == DATED_DOCUMENT, by_one = a->dated == DATED_DOCUMENT || b->dated == DATED_DOCUMENT;
    if (a->start == b->start && a->stop == b->stop && a->start == a->stop) return by_page ? DAYS_NEAR : DAYS_EQUAL;
    int32_t slack = by_one ? DAYS_STORY : 1;
    if (a->start > b->stop + slack || b->start > a->stop + slack) return DAYS_APART;
    return by_one ? DAYS_UNTOLD : DAYS_NEAR;
}

static bool published_near(const story_report *a, const story_report *b)
{
    if (a->published == CAL_NONE || b->published == CAL_NONE) return true;
    int32_t apart = a->published - b->published;
    return apart <= DAYS_STORY && apart >= -DAYS_STORY;
}

/* A place so small that a happening in another one is another happening. */
bool alike_names_town(const story_report *r) { return r->place.n && doc_place_is_town(r->place_kind); }

static bool places_differ(const story_report *a, const story_report *b) { return alike_names_town(a) && alike_names_town(b) && !str_eq(a->place, b->place); }

static bool same_trigger(const alike_view *x, const alike_view *y)
{
    for (uint32_t i = 0; i < x->n_trigger; i++)
        for (uint32_t k = 0; k < y->n_trigger; k++)
            if (x->trigger[i] == y->trigger[k]) return true;
    return false;
}

typedef struct common { /* what two sentences share */
    uint32_t share;  /* thousandths of the lighter one's weight */
    uint32_t weight;
    bool repeats;    /* one says what the other says */
} common;

static common words_of(const alike_view *x, const alike_view *y)
{
    uint32_t least = x->words.total < y->words.total ? x->words.total : y->words.total;
    common c = {.weight = words_shared(&x->words, &y->words)};
    c.share = least ? c.weight * 1000 / least : 0;
    c.repeats = c.share >= SHARE_REPEATS && c.weight >= WEIGHT_REPEATS;
    return c;
}

/* 0..999: the order of pairs within a rank. */
static uint32_t order_of(const alike_view *x, const alike_view *y, const common *c)
{
    uint32_t order = c->share * 6 / 10;
    if (same_trigger(x, y)) order += BONUS_TRIGGER;
    if (x->report->mode.n && str_eq(x->report->mode, y->report->mode)) order += BONUS_MODE;
    return order < 999 ? order : 999;
}

/* ---- verdicts ----------------------------------------------------------------------------------------------------------- */

typedef struct verdict {
    uint32_t likeness;
    const char *why;
} verdict;

/* Same act in the same mode between the same parties, told once with its day and once without, or twice with the same: a writer who comes back to it. */
static bool refers_back(const alike_view *x, const alike_view *y)
{
    const story_report *a = x->report, *b = y->report;
    bool one_told = (a->dated == DATED_EXPRESSION) != (b->dated == DATED_EXPRESSION);
    bool one_day = !one_told && a->dated == DATED_EXPRESSION && a->start == a->stop && a->start == b->start && b->start == b->stop && a->start != CAL_NONE;
    return (one_told || one_day) && !x->type.daily && x->status == 'a' && str_eq(a->event, b->event) && a->mode.n && str_eq(a->mode, b->mode) && parties_of(x, y) == PARTIES_SAME;
}

/* "Called the ambassador in and protested": one act, in one mode, of one side on the other. */
static bool in_two_verbs(const alike_view *x, const alike_view *y)
{
    const story_report *a = x->report, *b = y->report;
    bool one_mode = a->mode.n && str_eq(a->mode, b->mode) && str_eq(a->event, b->event);
    return one_mode && !x->type.daily && !x->type.mutual && a->recipients.n && parties_of(x, y) == PARTIES_SAME;
}

/* Both in one text, or in two exact copies of it. */
static verdict same_text(const alike_view *x, const alike_view *y, const common *c)
{
    const story_report *a = x->report, *b = y->report;
    bool one_document = str_eq(a->doc_id, b->doc_id), one_trigger = str_eq(a->text, b->text) && a->trigger_at == b->trigger_at && str_eq(a->event, b->event);
    if (one_document && a->text_at == b->text_at)
        return in_two_verbs(x, y) ? (verdict){ALIKE_SAME_DAY + order_of(x, y, c), "one sentence tells it in two verbs"} : (verdict){0, "two events told by one sentence"};
    if (one_trigger) return (verdict){STORY_SURE, one_document ? "the text has the sentence twice" : "the same words in two copies of one text"};
    if (str_eq(a->text, b->text)) return (verdict){0, "two events told by one sentence"};
    if (c->repeats && str_eq(a->event, b->event)) return (verdict){ALIKE_SAME_DAY + order_of(x, y, c), "one sentence of the text repeats the other"};
    if (refers_back(x, y)) return (verdict){ALIKE_NO_DAY + order_of(x, y, c), "one sentence of the text tells no other day, and nothing that the other does not"};
    return (verdict){0, "two sentences of one text, neither a repetition of the other"};
}

/* Thousandths that must be common, by how the days and how the pages stand to each other; more than 1000: never. */
static const uint16_t least_share[4][3] = {
    /*                 OTHER STORY  COPY */
    [DAYS_APART]  = {  1001, 1001,  200 },
    [DAYS_UNTOLD] = {   500,  100,  180 },
    [DAYS_NEAR]   = {   300,  120,  180 },
    [DAYS_EQUAL]  = {   120,    0,  180 },
};

static const struct {
    uint32_t rank;
    const char *yes, *no;
} by_days[4] = {
    [DAYS_APART] = {1000, "one page is made from the other, and dated wrongly", "two days"},
    [DAYS_UNTOLD] = {ALIKE_NO_DAY, "type and parties agree, the sentences are alike", "a day is not told, and the sentences are not alike"},
    [DAYS_NEAR] = {ALIKE_NEAR_DAY, "type and parties agree, the days meet, the sentences are alike", "the days only meet, and the sentences are not alike"},
    [DAYS_EQUAL] = {ALIKE_SAME_DAY, "type, parties and day agree", "the day agrees, but the sentences share too little"},
};

/* Who, whom, what and when agree, and where; or it is what two parties do once a day, and not in two ways. */
static bool all_agree(const alike_view *x, const alike_view *y)
{
    const story_report *a = x->report, *b = y->report;
    if (alike_names_town(a) && str_eq(a->place, b->place)) return true;
    return x->type.single && (!a->mode.n || !b->mode.n || str_eq(a->mode, b->mode));
}

/* In pages on one story, one side does one thing, and one page tells fewer of those to whom: "France and Germany applauded", "thanked Berlin and London"
 * beside "thanked Berlin". By the verb, by the day, or by several who act together. */
static bool tells_less(const alike_view *x, const alike_view *y, day_relation days, bool one_trigger)
{
    const story_report *a = x->report, *b = y->report;
    if (!str_eq(a->actors, b->actors)) return one_trigger && days == DAYS_EQUAL && one_within(a->actors, b->actors) && str_eq(a->recipients, b->recipients);
    if (one_trigger) return true;
    bool none_told = !a->recipients.n || !b->recipients.n, several = str_find(a->actors, STR(" "), 0) >= 0;
    return none_told && (days == DAYS_EQUAL || several);
}

static uint32_t least_of(const alike_view *x, const alike_view *y, day_relation days, sketch_relation pages, party_relation parties, bool one_trigger)
{
    const story_report *a = x->report, *b = y->report;
    bool undated = a->published == CAL_NONE || b->published == CAL_NONE, same_type = str_eq(a->event, b->event);
    uint32_t least = least_share[days][pages];
    if (days == DAYS_UNTOLD && pages == SKETCH_STORY && undated) least = SHARE_UNDATED;
    if (days == DAYS_EQUAL && same_type && all_agree(x, y)) least = 0;
    bool once = pages == SKETCH_STORY && same_type && !undated && !x->type.mutual; /* what one side does to the other: once in a story */
    bool at_home = str_eq(a->actors, a->recipients); /* marchers go out again the next day */
    if (once && a->recipients.n && !at_home) {
        bool one_mode = a->mode.n && str_eq(a->mode, b->mode);
        if (days == DAYS_UNTOLD || (days == DAYS_NEAR && one_mode)) least = 0;
    }
    bool two_modes = same_type && a->mode.n && b->mode.n && !str_eq(a->mode, b->mode) && pages != SKETCH_COPY; /* an envoy sent home, and talks put off */
    if ((!same_type || two_modes) && least < SHARE_OTHER_TYPE) least = SHARE_OTHER_TYPE;
    if (parties == PARTIES_SAME) return least;
    if (once && !at_home && days != DAYS_NEAR && days != DAYS_APART && tells_less(x, y, days, one_trigger)) return least < SHARE_OTHER_TYPE ? 0 : least;
    bool both_complete = a->recipients.n && b->recipients.n;
    uint32_t part = pages == SKETCH_COPY ? PART_COPY : pages == SKETCH_STORY && days == DAYS_EQUAL && both_complete ? PART_STORY : 1001;
    return least > part ? least : part;
}

/* What only a page made from the other is excused for. */
static const char *only_copies(const story_report *a, const story_report *b, const common *c, day_relation days)
{
    if (places_differ(a, b)) return "two places";
    if (days == DAYS_UNTOLD && !c->repeats && !published_near(a, b)) return "a day is not told, and the pages are of different weeks";
    return NULL;
}

/* The words are too few, whatever the pages are to each other; telling that of two pages costs most. one_trigger: it may be. */
static bool hopeless(const alike_view *x, const alike_view *y, const common *c, day_relation days, party_relation parties, bool one_trigger)
{
    static const sketch_relation pages[] = {SKETCH_COPY, SKETCH_STORY, SKETCH_OTHER};
    size_t n = only_copies(x->report, y->report, c, days) ? 1 : sizeof pages / sizeof *pages;
    if (x->sentence == y->sentence) return false;
    for (size_t i = 0; i < n; i++)
        if (c->share >= least_of(x, y, days, pages[i], parties, one_trigger)) return false;
    return true;
}

bool alike_hopeless(const alike_view *x, str gist)
{
    story_report r;
    alike_view y;
    if (!gist_read(gist, &r, &y) || x->page == y.page) return false;
    party_relation parties = parties_of(x, &y);
    if (x->status != y.status || parties == PARTIES_DIFFER) return true;
    common c = words_of(x, &y);
    return hopeless(x, &y, &c, days_of(x->report, &r), parties, true); /* a gist has no trigger */
}

static verdict two_texts(const alike_view *x, const alike_view *y, const common *c, party_relation parties, bool for_people)
{
    const story_report *a = x->report, *b = y->report;
    day_relation days = days_of(a, b);
    bool one_trigger = same_trigger(x, y);
    if (!for_people && hopeless(x, y, c, days, parties, one_trigger)) return (verdict){0, NULL};
    sketch_relation pages = sketch_compare(a, b);
    if (pages == SKETCH_STORY && x->type.daily) pages = SKETCH_OTHER; /* that two pages are on one war says nothing about a day's attacks */
    if (str_eq(a->text, b->text) && days != DAYS_APART && c->repeats)
        return a->trigger_at == b->trigger_at ? (verdict){ALIKE_COPY, "the same words in two texts"} : (verdict){0, "two events told by one sentence"};
    const char *excused = pages == SKETCH_COPY ? NULL : only_copies(a, b, c, days);
    if (excused) return (verdict){0, excused};
    if (c->share < least_of(x, y, days, pages, parties, one_trigger)) return (verdict){0, by_days[days].no};
    return (verdict){by_days[days].rank + order_of(x, y, c), by_days[days].yes};
}

uint32_t alike_score(const alike_view *x, const alike_view *y, const char **why)
{
    party_relation parties = parties_of(x, y);
    verdict v = {0, NULL};
    if (x->type.family != y->type.family) v.why = "two types";
    else if (x->status != y->status) v.why = "what happened, and what did not or not yet";
    else if (parties == PARTIES_DIFFER) v.why = "two sets of parties";
    if (!v.why) {
        common c = words_of(x, y);
        v = str_eq(x->report->text_hash, y->report->text_hash) ? same_text(x, y, &c) : two_texts(x, y, &c, parties, why != NULL);
    }
    if (why) *why = v.why;
    return v.likeness;
}

static char status_class(str status)
{
    if (str_is(status, "actual")) return 'a';
    return str_is(status, "negated") ? 'n' : 'o';
}

void alike_view_make(const story_tables *t, const story_report *r, alike_view *out)
{
    words_stem s;
    out->report = r;
    words_bag_make(t, r->text, r->names, &out->words);
    out->type = words_type_of(t, r->event);
    out->status = status_class(r->status);
    out->sentence = hash_bytes(r->text.s, r->text.n, 0);
    out->page = hash_bytes(r->text_hash.s, r->text_hash.n, 0);
    out->n_trigger = 0;
    for (uint32_t at = 0; out->n_trigger < ALIKE_TRIGGER_STEMS && words_next(r->trigger, &at, &s);) out->trigger[out->n_trigger++] = words_hash(&s);
}

uint32_t story_likeness(const story_tables *t, const story_report *a, const story_report *b, const char **why)
{
    alike_view x, y;
    alike_view_make(t, a, &x);
    alike_view_make(t, b, &y);
    return alike_score(&x, &y, why);
}
