/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One document under the code book: the working state of a run, and what the files of the station ask of each other.
 *
 *   predicates ─collect (match.c)→ rules to try ─match→ hit per predicate ─┬─ consumed? (run.c) ─→ events ─ doubles ─ ids
 *        roles ─fillers (slot.c)→ mentions → parties                       └─ date, place (when.c), counts, object (count.c)
 *
 * A hit is found once per predicate and kept: an act ("agreed to [send]") is looked up by its frame's rule and again by itself.
 * Everything lives in the document's arena. Internal to src/code.
 */
#ifndef CODE_SCAN_H
#define CODE_SCAN_H

#include "code/book.h"

enum { SCAN_TITLE_BACK = 6 /* words before a name among which its title is looked for */, CODE_MAX_FILLERS = 16, CODE_MAX_CONSUMED = 4, CODE_MAX_DEPTH = 12 };

typedef struct code_hit {
    uint8_t state;   /* 0 unseen, 1 being found, 2 found */
    bool full;       /* parties are complete: an event of its own */
    bool view;       /* the rule's words are there, noun and all */
    uint32_t silenced; /* silent rule that stopped the search, or MAP_NONE */
    uint32_t rule;   /* MAP_NONE: no rule */
    uint8_t n_actors, n_recipients;
    uint32_t noun_tok; /* light verb and noun: the noun's token, else DOC_NONE */
    uint32_t noun;     /* its own predicate, else DOC_NONE */
    uint32_t particle; /* as in code_view */
    uint32_t act;      /* predicate, or DOC_NONE */
    uint32_t consumed[CODE_MAX_CONSUMED]; /* predicates that this hit uses up */
    uint8_t n_consumed;
    uint16_t penalty;
    doc_party actor[DOC_MAX_PARTIES], recipient[DOC_MAX_PARTIES]; /* last: only the first n of each are ever set */
} code_hit;

/* What hangs on each predicate, as chains in order of the text: first[pred], next[item]; DOC_NONE ends. A sentence's cost stays
 * linear because no predicate looks at the items of the others. */
typedef struct code_chain {
    uint32_t *first; /* [P] */
    uint32_t *next;  /* [items] */
} code_chain;

typedef struct code_scan {
    const code_book *b;
    doc *d;
    uint8_t *read;     /* [S] 1: the words of the sentence were looked up; word, form and units of others are empty */
    uint32_t *word;    /* [T] its lemma in the code book, or MAP_NONE */
    uint32_t *form;    /* [T] its form, where that is another word of the code book; lemmatisers err */
    str *lower;        /* [T] its form in small letters, once it was asked for: code_lower */
    uint32_t *covered; /* [T] mention whose words hold this token, or DOC_NONE */
    uint32_t *named;   /* [T] predicate of which this token is a word: predicate_at, and the other words of a light verb or copula */
    uint32_t *owner;   /* [T] nearest predicate at or above the token in its tree, or DOC_NONE */
    code_chain children, mentions, dates, places, units; /* units: tokens that name money or goods */
    uint32_t *has;     /* [sets] twice the sentence last asked about, counted from 1, plus 1 when it has a word of the set */
    uint32_t block;    /* whose contexts stand in block_contexts */
    uint8_t block_contexts[DOC_MAX_CONTEXTS], n_block_contexts;
    code_hit *hit;     /* [P] */
    uint32_t *told;    /* [n_told] predicates whose hits are full, as they were found */
    uint32_t n_told;
    uint8_t *used;     /* [P] consumed by another: 1 silently, 2 as an event with used_status */
    uint8_t *used_status; /* [P] */
    uint8_t *silent;   /* [S] 0 unknown, else as context.c has it */
    uint32_t depth;
    char *why;         /* explain: the first condition that fails, in words; else NULL */
    size_t why_cap;
    ent_error *err;
} code_scan;

/* A predicate with its light noun's own predicate, seen as one. */
typedef struct code_view {
    uint32_t pred, noun, noun_tok;
    uint32_t particle; /* word that a parser may take for a preposition: "handed over the suspect"; MAP_NONE */
} code_view;

typedef struct code_filler {
    uint32_t tok, pred; /* pred: the predicate that this filler is, or DOC_NONE */
    uint8_t basis;      /* role_basis */
} code_filler;

/* ---- scan.c: the state */
/* whole: with the words of all sentences, for who asks about silences too. */
int code_scan_begin(code_scan *s, const code_book *b, doc *d, bool whole, ent_error *err);
void code_scan_words(code_scan *s, uint32_t sent);
/* The form of a token in small letters. */
str code_lower(const code_scan *s, uint32_t tok);
/* The unit of numbers.tsv that a token names, or MAP_NONE. */
uint32_t code_unit_at(const code_scan *s, uint32_t tok);
/* Does a word, or a phrase that runs over this token, belong to the set? */
bool code_word_in(const code_scan *s, uint32_t tok, uint32_t set);
/* The same, or a title before a name does: "Ambassador Ann Hall" is an ambassador. */
bool code_titled_in(const code_scan *s, uint32_t tok, uint32_t set);
bool code_sentence_has(code_scan *s, uint32_t sent, uint32_t set);

/* Heads as the roles were read from; NULL without trees. */
static inline const uint32_t *code_heads(const doc *d) { return d->clause_head ? d->clause_head : d->head; }
/* Token of a span whose head lies outside it. */
uint32_t code_span_head(const doc *d, uint32_t begin, uint32_t end);
/* The number that begins at a token and the magnitudes after it ("3.5 billion"), or -1; *last: its last token. */
int64_t code_number_run(const code_scan *s, uint32_t tok, uint32_t end, uint32_t *last);
/* Fills figures; figure.c. */
int code_figures(const code_scan *s);

/* ---- slot.c */
uint32_t code_fillers(const code_scan *s, const code_view *v, const code_slot *slot, code_filler out[CODE_MAX_FILLERS]);
/* Parties in the first slot that has any; `all`: in every slot. Adds to *penalty. false with s->why filled when there is none. */
bool code_parties(code_scan *s, const code_view *v, const code_slots *slots, bool all, const code_hit *h, doc_party *out, uint8_t *n, uint16_t *penalty, const char *name);
/* A body of several states has none. */
bool code_has_home(const doc *d, uint32_t actor);
/* Same actor to a reader: one code, else one country, else one name. */
bool code_same_actor(const doc *d, uint32_t a, uint32_t b);
/* Is the word, or the sector, on a list of lists.txt? */
bool code_listed(const code_book *b, str word, uint32_t set);
bool code_sector_in(const code_scan *s, str sector, uint32_t set);
/* "a camp near the border with X": X lies beyond it. */
bool code_is_beyond(const code_scan *s, uint32_t tok);
bool code_why(const code_scan *s, const char *format, ...) PRINTF_LIKE(2, 3);

/* ---- home.c: may the act of a hit, with no other target, have been done at home? */
bool code_at_home(code_scan *s, uint32_t pred, const code_hit *h);

/* ---- told.c: the other side, from the sentences before */
void code_told_add(code_scan *s, uint32_t pred);
/* Who alone has dealt with the one known; without anybody known, the only two who have dealt with each other. Number in out, 0 for no answer.
 * mutual: the act is one of both, and its own sentence does not count. */
uint8_t code_told_other(const code_scan *s, uint32_t pred, bool mutual, const doc_party *known, uint8_t n_known, doc_party out[2]);
/* The two between whom most of what was told happened, when `known` is neither: 2, or 0. */
uint8_t code_told_both(const code_scan *s, uint32_t pred, const doc_party *known, uint8_t n_known, doc_party out[2]);

/* ---- match.c */
/* Rules whose gate the bits open, most specific first; all bits for all rules. */
uint32_t code_candidates(const code_scan *s, uint32_t pred, uint64_t bits, code_try out[CODE_MAX_CANDIDATES]);
/* 2 fires, 1 holds but its parties are incomplete, 0 fails. */
int code_match(code_scan *s, uint32_t pred, const code_try *t, code_hit *out);
/* The recipients, named in the clause or at home, of a hit whose actor was not named beside it and is known since. */
void code_recipients(code_scan *s, uint32_t pred, code_hit *h);
/* Do the words that the rule asks for stand there, whoever is named? */
bool code_match_words(code_scan *s, uint32_t pred, const code_try *t);
const code_hit *code_resolve(code_scan *s, uint32_t pred);
/* No rule is tried: nobody stands in the sentence. */
void code_pass_over(code_scan *s, uint32_t pred);

/* ---- when.c: date and place of a predicate; DOC_NONE when the clause has none */
uint32_t code_date_of(const code_scan *s, uint32_t pred, const code_hit *h);
/* Does a past without a day stand with it, one too far back to be the day of the text ("decades ago", "during the Cold War")? */
bool code_date_past(const code_scan *s, uint32_t pred);
/* How many dates end before or at a token's begin; they stand in the order of the text. */
uint32_t code_dates_ended(const doc *d, uint32_t tok);
/* Is it told in the past, in a paragraph that tells of a time long gone ("Fifty years ago X invaded Y. Z mobilised.")? */
bool code_date_history(const code_scan *s, uint32_t pred);
uint32_t code_place_of(const code_scan *s, uint32_t pred, const code_hit *h);
/* First and last day after the coarsening of weeks and seasons. */
void code_date_days(const doc_date *t, int32_t *start, int32_t *stop);

/* ---- apart.c */
/* The date of a clause that a measure of time parts from the one above ("three days after X had …"): true when there is one, be the day known or
 * not. own: what code_date_of says of the clause, which has the first word. */
bool code_date_apart(const code_scan *s, uint32_t pred, uint32_t own, doc_event *e);

/* ---- count.c */
void code_counts(const code_scan *s, uint32_t pred, const code_hit *h, doc_event *e);
void code_amount(const code_scan *s, uint32_t pred, const code_hit *h, doc_event *e);

/* ---- context.c */
void code_contexts(code_scan *s, uint32_t sent, const code_rule *r, doc_event *e);
bool code_sentence_silent(code_scan *s, uint32_t sent);

/* ---- run.c */
int code_scan_run(code_scan *s);
/* "will not": the refusal of an act that the type's `refused` names. */
bool code_is_refusal(const code_scan *s, uint32_t pred);
/* The status that an event of the rule has when its predicate has `status`. */
uint8_t code_rule_status(const code_rule *r, uint8_t status);
/* Would this hit be an event, and with which status? false: it abstains, why says in words. */
bool code_event_status(code_scan *s, uint32_t pred, uint8_t *status);

#endif
