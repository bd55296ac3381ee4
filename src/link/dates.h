/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the files of link's dates share.
 *
 *   tokens ──shape──► time_tok [T] ──rules──► time_match ──resolve──► doc_date
 *              │                      │                     │
 *          words of time.tsv     rules of time.tsv     day of publication, dates before, tense
 *
 * A token has a mask of classes (a word of the table, or a shape such as 22nd or 10:30) and for each class a value. A rule is a row of elements
 * that ask for classes or words; what an element took is a capture. An action makes a date of the captures.
 */
#ifndef LINK_DATES_H
#define LINK_DATES_H

#include "link/internal.h"

typedef enum time_class { /* in the order of class_rows in dates_table.c */
    TC_MONTH, TC_WEEKDAY, TC_WEEKDAYS, TC_SHORTDAY, TC_SEASON, TC_PLAINSEASON, TC_PART, TC_NOON, TC_DEICTIC, TC_TONIGHT, TC_REL, TC_THIS, TC_CURRENT,
    TC_PREV, TC_EARLYLATE, TC_EARLIERLATER, TC_EDGE, TC_APPROX, TC_UNIT, TC_UNITS, TC_NUMBER, TC_TIMES, TC_DOZEN, TC_HALF, TC_SEVERAL, TC_COUPLE,
    TC_ORDINAL, TC_DECADE, TC_QUARTER, TC_AMPM, TC_ZONE, TC_OFTEN, TC_EACH, TC_VAGUE, TC_VAGUEADJ, TC_FEAST, TC_FIXED, TC_FUTURE, TC_ARRANGED, TC_HAPPENED, TC_FIGURE, TC_PERFECT, TC_UNTIL, TC_COUNTED, TC_YEARLY, TC_FIRMLY, TC_OFFSET, TC_ANYCASE, TC_MONEY,
    TC_DIGIT, TC_DAY, TC_DAYORD, TC_YEAR, TC_CLOCK, TC_DOTTED, TC_ISO, TC_SLASH, TC_PUNCT, /* shapes */
    TC_NUM, TC_SAYYEAR,                                                         /* of several tokens */
    TC_LITERAL, N_TIME_CLASS
} time_class;
_Static_assert(N_TIME_CLASS <= 64, "a mask has 64 bits");
#define TC_BIT(c) (1ull << (c))

typedef enum time_unit {
    TU_SECOND, TU_MINUTE, TU_HOUR, TU_DAY, TU_WEEK, TU_WEEKEND, TU_FORTNIGHT, TU_MONTH, TU_QUARTER, TU_YEAR, TU_DECADE, TU_CENTURY, TU_MILLENNIUM, N_TIME_UNIT
} time_unit;

typedef enum time_action { /* in the order of action_names in dates_table.c */
    TA_ISO, TA_SLASH, TA_FIXED, TA_DATE, TA_NTHDAY, TA_YEAR, TA_DECADE, TA_CENTURY, TA_QUARTER, TA_HALF, TA_SEASON, TA_MONTH, TA_RANGE, TA_DEICTIC, TA_SHIFTDAY,
    TA_TONIGHT, TA_LASTNIGHT, TA_PARTOF, TA_WEEKDAY, TA_SETDAY, TA_SETMONTH, TA_UNIT, TA_THEUNIT, TA_WEEKOF, TA_YEAREND, TA_SHIFT, TA_VAGUELY,
    TA_STEP, TA_NEXTDAY, TA_AHEAD, TA_SPAN, TA_SPANREL, TA_SPANX, TA_SPAN1, TA_OFTEN, TA_SET, TA_CLOCK, TA_REF, TA_FEAST, TA_NONE, N_TIME_ACTION
} time_action;

#define TIME_NONE 0xFFFFFFFFu
enum { TIME_MAX_WORDS = 16, TIME_MAX_ELEMENTS = 16, TIME_MAX_YEARS = 32 };
enum { TIME_LOOKS = 4096, TIME_WORD_ROOM = 24 }; /* a longer word is none of the table's */
enum { TIME_EASTER = 13 }; /* in the place of a feast's month: so many days from Easter, plus 128, in its lowest byte */
enum { TIME_SEVERAL = INT32_MAX }; /* value of a number that is not told: "several" */

typedef enum time_job { /* in the order of job_names in dates_table.c: what the program itself looks for, beyond what rules name */
    TJ_ONE, TJ_AND, TJ_OF, TJ_YEAR, TJ_FOR, TJ_ON, TJ_THE, TJ_HYPHEN, TJ_STROKE, TJ_PAST, TJ_COMING, TJ_NEXT, TJ_LAST, TJ_THIS, TJ_WEEK, TJ_MID, TJ_MORE, TJ_LESS,
    TJ_AT, TJ_LEAST, TJ_UPTO, TJ_OTHER, TJ_NTH, TJ_AS, TJ_SOON, TJ_FIXED, TJ_LINKS, N_TIME_JOB
} time_job;
_Static_assert(N_TIME_JOB <= 32, "a word's jobs have 32 bits");

typedef struct time_value { /* one class of a word */
    uint8_t cls;
    int32_t value;
    uint32_t next; /* in values[], or TIME_NONE */
} time_value;

typedef struct time_word {
    str text;      /* in lower case */
    uint64_t head; /* time_head of it */
    uint64_t mask;
    uint32_t values;  /* first, or TIME_NONE */
    uint32_t jobs;    /* bits of time_job */
    uint32_t look_on; /* the next word that looks like it, or TIME_NONE */
} time_word;

typedef enum element_kind { EL_TAKE, EL_OPEN, EL_CLOSE } element_kind;
typedef struct time_element {
    uint8_t kind;
    bool optional;
    uint8_t n_words;
    uint64_t mask;
    uint32_t word[TIME_MAX_WORDS]; /* in words[] */
} time_element;

typedef struct time_rule {
    uint32_t el_begin, n_els; /* in elements[] */
    uint8_t action;
    bool previous; /* shift: counted from the date before, not from the day of publication */
    int32_t arg;
} time_rule;

typedef struct time_next { /* what a token must be to go on with a rule: one of these classes or words; words are folded to 64 bits */
    uint64_t classes, words;
    bool any; /* anything, or nothing: the rule may be at its end */
} time_next;

typedef struct time_start { /* a rule, by one of the elements it may begin with */
    uint32_t rule;
    time_next next, then; /* then: the token after that, where next takes one */
} time_start;

typedef struct time_list { /* rules that may begin with a class, a word or a number */
    time_start *start;
    uint32_t n, cap;
    time_next next; /* of any of them */
} time_list;

struct link_date_tables {
    arena *mem;
    time_word *words;       uint32_t n_words, cap_words;
    time_value *values;     uint32_t n_values, cap_values;
    time_element *elements; uint32_t n_elements, cap_elements;
    time_rule *rules;       uint32_t n_rules, cap_rules;
    time_list by_class[N_TIME_CLASS];
    time_list by_number; /* what begins with a number, of however many tokens */
    time_list *by_word;  /* [n_words] */
    uint64_t starts;     /* classes with which some rule may begin */
    uint64_t ones;       /* the words with which a number may begin though they are none: "a", folded as in time_next */
    uint16_t by_look[TIME_LOOKS]; /* by time_look: 1 + the first word that looks so, or 0 */
    uint16_t *by_symbol; uint32_t n_symbols; /* by symbol of a vocabulary, below n_symbols: 1 + the word, or 0; small when these words came first into it */
};

typedef struct time_tok {
    uint64_t mask;
    uint32_t word; /* in words[], or TIME_NONE */
    uint32_t jobs; /* of that word */
    int32_t num;   /* of a shape that is a number */
    int32_t count; /* of the number in words or figures that begins here: thousandths, or TIME_SEVERAL */
    uint16_t counted; /* 1 + tokens of that number; 0: not asked yet */
    bool mid;      /* "mid-1990s": the class is that of what follows */
} time_tok;

typedef struct time_cap {
    uint8_t cls;
    uint32_t tok;
    int32_t value; /* TC_NUM: thousandths, or TIME_SEVERAL; TC_LITERAL: in words[] */
} time_cap;

typedef struct time_match {
    const time_rule *rule;
    uint32_t begin, end; /* tokens of the expression */
    uint32_t sent;
    uint32_t n_caps;
    time_cap cap[TIME_MAX_ELEMENTS];
} time_match;

typedef struct time_run { /* one document */
    const link_date_tables *t;
    const link_pieces *pieces; /* cut by the vocabulary that the tables know, or NULL: then each word is looked up by its letters */
    doc *d;
    time_tok *tok;             /* [T] */
    uint32_t begin, end, sent; /* tokens of the sentence at hand */
    const time_match *next;    /* the match after the one at hand, or NULL */
    int32_t published;
    int32_t years[TIME_MAX_YEARS]; /* named in full anywhere in the text */
    uint32_t n_years;
    /* the last date of the calendar before the one at hand */
    int32_t prev_start, prev_stop;
    uint32_t prev_sent;
    uint8_t prev_unit; /* time_unit */
    int32_t quarter;   /* first day of the quarter spoken of last, or CAL_NONE */
    uint32_t quarter_sent;
} time_run;

/* dates_table.c: the tables from bytes in memory, which must outlive them; `path` is for messages. */
int link_dates_read(link_date_tables **out, arena *mem, const char *path, str bytes, ent_error *err);

/* dates_match.c */
int time_shapes(time_run *r, ent_error *err);
/* Best rule at token t; false when there is none. */
bool time_match_at(const time_run *r, uint32_t t, time_match *out);
/* Value of a class of a token. */
int32_t time_value_of(const time_run *r, uint32_t tok, time_class cls);

/* dates_resolve.c: false when the match is no expression after all. */
bool time_resolve(time_run *r, const time_match *m, doc_date *out);
void time_remember(time_run *r, const doc_date *x); /* as the date before, for the next expression */
bool time_count_of(const time_match *m, int32_t *n);
time_unit time_unit_of(const time_match *m);
uint8_t time_grain(const doc_date *x); /* time_unit */

/* dates_join.c: makes one date of a date and the duration before it that is counted from it; false when they are two. */
bool time_join(time_run *r, const time_match *counted, const doc_date *span, doc_date *date);

/* for the files of actions: the modifier that a match names; the symbol of a relative date; whether a literal word of that job was taken */
void time_put_mod(const time_run *r, const time_match *m, doc_date *out);
void time_relative(doc_date *out, date_anchor anchor, time_unit unit, int32_t offset, bool anchored);
void time_add_part(time_run *r, doc_date *out, int32_t part); /* "T" and the part of the day, to a value that is there */
bool time_literal(const time_run *r, const time_match *m, time_job job);
/* Whether the token, of the sentence at hand, is a word of that job. */
static inline bool time_is(const time_run *r, uint32_t t, time_job job) { return t >= r->begin && t < r->end && (r->tok[t].jobs & (1u << job)); }

/* dates_calendar.c: actions up to TA_RANGE. time_pick: which of two days is meant, by nearness and tense. */
bool time_resolve_calendar(time_run *r, const time_match *m, doc_date *out);
bool time_act_date(time_run *r, const time_match *m, doc_date *out);
void time_named(doc_date *out, bool open_year);
int32_t time_named_year(const time_match *m);
void time_spoke_of_quarter(time_run *r, const doc_date *quarter); /* what "the quarter" and "a year earlier" then mean */
int32_t time_pick(int32_t before, int32_t after, int32_t published, int direction);

/* dates_span.c: the actions of durations, sets and clocks, for dates_resolve.c */
bool time_resolve_span(time_run *r, const time_match *m, doc_date *out);
bool time_act_span(time_run *r, const time_match *m, doc_date *out);
bool time_resolve_clock(time_run *r, const time_match *m, doc_date *out);

/* dates_tense.c: -1 past, +1 future, 0 not told, for the clause that holds the expression. */
int time_direction(const time_run *r, const time_match *m);

/* dates_value.c: values and days of calendar units */
extern const char *const time_parts[];
extern const char *const time_mods[];
extern const char *const time_refs[];
extern const char *const time_seasons[];
enum { N_TIME_PARTS = 6, N_TIME_MODS = 6, N_TIME_REFS = 3, N_TIME_SEASONS = 4 };
/* First day of the unit that holds `day`; of the unit n further on. */
int32_t time_floor(time_unit unit, int32_t day);
int32_t time_step(time_unit unit, int32_t day, int32_t n);
/* Sets value, start, stop and unit for the calendar unit that holds `day`. */
void time_put_unit(time_run *r, doc_date *out, time_unit unit, int32_t day);
void time_put_season(time_run *r, doc_date *out, int32_t season, int32_t year);
/* "P3M", "PT1H30M", "PXD" */
str time_duration(arena *mem, int32_t thousandths, time_unit unit);
uint8_t time_doc_unit(time_unit unit);

/* Length, first and last letter in either case: most words of a text look like none of the table, and few of the table look alike. Not for "". */
static inline uint32_t time_look(str s)
{
    return ((uint32_t)((unsigned char)s.s[0] | 32) * 31 + (uint32_t)((unsigned char)s.s[s.n - 1] | 32) * 131 + s.n * 7) % TIME_LOOKS;
}

/* What tells a word from nearly any other: all of it up to eight bytes, else its beginning. */
static inline uint64_t time_head(str s) { return link_bytes_load(s.s, s.n); }

/* In words[], of a lower-case word; TIME_NONE when the table has it not. */
static inline uint32_t time_word_find(const link_date_tables *t, str low)
{
    uint32_t w = low.n ? t->by_look[time_look(low)] : 0;
    if (!w) return TIME_NONE;
    uint64_t head = time_head(low);
    for (w--; w != TIME_NONE; w = t->words[w].look_on) {
        const time_word *x = &t->words[w];
        if (x->head == head && x->text.n == low.n && (low.n <= 8 || !memcmp(x->text.s + 8, low.s + 8, low.n - 8))) break;
    }
    return w;
}

/* Classes and words a number may begin with. */
#define TIME_NUM_BEGINS (TC_BIT(TC_DIGIT) | TC_BIT(TC_NUMBER) | TC_BIT(TC_TIMES) | TC_BIT(TC_DOZEN) | TC_BIT(TC_HALF) | TC_BIT(TC_SEVERAL) | TC_BIT(TC_COUPLE))

static inline const time_cap *time_get(const time_match *m, time_class cls, uint32_t nth)
{
    for (uint32_t i = 0; i < m->n_caps; i++)
        if (m->cap[i].cls == cls && nth-- == 0) return &m->cap[i];
    return NULL;
}

static inline int32_t time_cap_value(const time_match *m, time_class cls, int32_t otherwise)
{
    const time_cap *c = time_get(m, cls, 0);
    return c ? c->value : otherwise;
}

#endif
