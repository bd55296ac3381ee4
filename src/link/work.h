/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One document on its way through link: scratch columns beside the spine's, all in the document's arena.
 *
 *   match.c    matches[], hits[]                names and role nouns as they stand, traps taken out
 *   actor.c    d->actors                        one row per reading, found again by key
 *   person.c   surnames                         who was named before in this document
 *   mention.c  d->mentions of names and things  slot of the tree → basis
 *   role.c     d->mentions of roles             owners of a role noun: adjective, possessor, of-phrase
 *   coref.c    d->mentions of pronouns          candidates of this and the two sentences before
 *   pair.c, describe.c, bare.c                  "both sides"; "the country", "its neighbour"; "the army"
 */
#ifndef LINK_WORK_H
#define LINK_WORK_H

#include "link/gazetteer.h"

typedef struct link_match { /* a name */
    uint32_t begin, end, head; /* tokens; head: the one that hangs outside */
    uint8_t kind;              /* link_kind of the reading chosen */
    uint8_t flags;             /* of the reading */
    uint8_t verdict;           /* of the traps */
    bool taken;                /* part of a longer mention: has none of its own */
    uint32_t form, ref;        /* ref: body or person */
    uint32_t place;            /* body as a place, where it differs ("Brussels"), else ref */
    uint32_t mention;          /* in mentions, or DOC_NONE */
} link_match;

typedef struct link_hit { /* a role noun */
    uint32_t begin, end, head;
    uint32_t role;
    uint32_t pronoun; /* possessive pronoun on it, or DOC_NONE */
    uint32_t mention; /* in mentions, or DOC_NONE: nobody's yet */
    bool ethnic, former;
    uint32_t name_begin, name_end; /* the name after it, not known to the tables; equal when there is none */
} link_hit;

enum { LINK_RECENT = 16 };
typedef struct link_watched { /* a word that tests look for */
    uint32_t piece, watch;
} link_watched;

typedef struct link_work {
    const link_gazetteer *g;
    doc *d;
    arena *mem; /* d->mem */
    ent_error *err;
    link_pieces p;
    uint32_t *child, *sibling; /* [T] tree downwards, in token order; DOC_NONE ends */
    uint32_t *match_at, *hit_at; /* [T] which covers the token, or DOC_NONE */
    cue_set *cue;                /* [T] of the word as written, else of its lemma */
    link_match *matches; uint32_t n_matches, cap_matches;
    link_hit *hits;      uint32_t n_hits, cap_hits;
    link_start *starts;  uint32_t n_starts, cap_starts; /* of one trie in the sentence at work */
    uint32_t cap_actors, cap_mentions;
    map actor_keys;
    struct { uint32_t body, actor; } recent[LINK_RECENT]; /* 1 + body, by its last bits: the states a text is about come again and again */
    struct { uint32_t key, body; } codes[LINK_RECENT]; /* the same by their codes, of three letters */
    map surnames;        /* last name → actor, or LINK_AMBIGUOUS */
    map tally;           /* code → how often it acted so far */
    uint32_t *tally_actor, cap_tally; /* [tally.n] its actor */
    map echoes;          /* last word of an organisation's name → actor, or LINK_AMBIGUOUS */
    uint32_t *stamp;     /* [n_watch] 1 + last sentence that held the word */
    bool *seen;          /* [n_watch] document holds the word */
    link_watched *watched; uint32_t n_watched, cap_watched, next_watched; /* such words in the order of the text; next: of the sentence at hand */
    uint8_t *named;      /* a bit per person: named in full or with his title before */
    /* the sentence at work */
    uint32_t sent, begin, end;
    uint32_t match_begin, hit_begin;
    uint32_t mention_begin[3]; /* of this sentence, the one before, and the one before that */
    uint32_t topic_weight[LINK_MAX_TOPICS];
    bool capitals; /* a headline: most words begin with a capital, so that capitals say nothing */
    bool small;    /* no word of four letters and more does: a text set in small letters */
    bool failed;   /* memory ran out */
} link_work;

enum { LINK_AMBIGUOUS = 0xFFFFFFFEu };

/* ---- match.c ---- */
int link_match_sentence(link_work *w);

/* ---- actor.c ---- */
uint32_t link_actor_add(link_work *w, doc_actor a);
uint32_t link_actor_of_body(link_work *w, uint32_t body);
/* link_body_find, which is asked for the same few codes again and again. */
uint32_t link_body_of_code(link_work *w, str code);
uint32_t link_actor_of_person(link_work *w, uint32_t person);
/* The actor a match stands for. */
uint32_t link_actor_of_match(link_work *w, const link_match *m, bool place);
/* A role of the owner: its code, the role's sectors, the words of [begin, end) as name. */
uint32_t link_actor_of_role(link_work *w, uint32_t owner, const link_role *role, bool former, str name, uint8_t kind);
/* Appends a mention and sets mention_at when the head is free; DOC_NONE when memory ran out. actors: n of them. */
uint32_t link_mention_add(link_work *w, uint32_t begin, uint32_t end, uint32_t head, const uint32_t *actors, uint32_t n, mention_basis basis);

/* ---- person.c ---- */
/* From now on the document knows this actor by the surname of `name`. */
void link_surname_keep(link_work *w, str name, uint32_t actor);
/* True when the surname `form` is somebody else's in this document. */
bool link_surname_taken(const link_work *w, str form, uint32_t person);
/* What stands before a name: nothing, "Mr", an office. */
typedef enum link_address { ADDRESS_NONE, ADDRESS_MISTER, ADDRESS_TITLE } link_address;
/* The one person a form may name here, or LINK_NONE. country: "" or what the title says. */
uint32_t link_person_choose(const link_work *w, uint32_t form, link_address address, str country);
/* Names of this sentence that only the document knows: "Petkov" after "Defence Minister Todor Petkov". */
int link_persons_again(link_work *w);
/* The run of capitalised words that no table knows from `t` on: its end (t itself when there is none). */
uint32_t link_run_end(const link_work *w, uint32_t t);
/* A capitalised word that no table knows. */
bool link_stranger(const link_work *w, uint32_t t);

/* ---- mention.c, role.c, coref.c: each for the sentence at work ---- */
void link_verdicts_settle(link_work *w);
int link_mentions_sentence(link_work *w);
/* "Saudi-led": 1, the match owns what follows; "Iran-backed": -1, it does not; else 0. */
int link_hyphen(const link_work *w, const link_match *m);
/* The things that mentions own and the groups they are counted in. */
int link_owned_sentence(link_work *w);
int link_roles_sentence(link_work *w);
/* "Indian and Chinese army commanders" are two actors of one phrase: each is named by its own country. */
str link_role_name(const link_work *w, const link_hit *h, uint32_t owner);
int link_appositions_sentence(link_work *w);
int link_coref_sentence(link_work *w);

/* ---- coref.c, pair.c, describe.c and bare.c between themselves ---- */
enum { LINK_CANDIDATES_MAX = 96 };
#define LINK_DESCRIBES (CUE_STATE | CUE_IGO | CUE_ARMED | CUE_LEADER | CUE_SIDE)
enum { FIT_THING = 1, FIT_PERSON = 2, FIT_PLURAL = 4, FIT_STATE = 8, FIT_IGO = 16, FIT_ARMED = 32 };
/* What a mention can be referred to as: bits of FIT_; 0: not at all. */
unsigned link_fits(const link_work *w, const doc_mention *m);
const doc_actor *link_first_actor(const link_work *w, const doc_mention *m);
/* Two mentions mean the same for the purpose: the same code; for people the same name. */
bool link_same(const link_work *w, uint32_t a, uint32_t b, unsigned want);
/* True when t and `other` are arguments of one verb, so that t cannot mean it. */
bool link_beside(const link_work *w, uint32_t t, uint32_t other);
/* The only mention of [from, to) that fits t and stands before it: DOC_NONE for none, LINK_AMBIGUOUS for several. */
uint32_t link_only(const link_work *w, uint32_t from, uint32_t to, uint32_t t, unsigned want, bool subjects);
uint32_t link_clear(uint32_t mention);
bool link_modifier(const link_work *w, uint32_t t);
/* Adds a mention of tokens [begin, t] that means what mention m means. */
int link_refer(link_work *w, uint32_t begin, uint32_t t, uint32_t m, bool plural, mention_basis basis);
/* Resolves the token when it is a pronoun or a description and nobody's yet. */
int link_token_resolve(link_work *w, uint32_t t);
int link_description(link_work *w, uint32_t t, cue_set cues);
/* The pair of actors that "the two …" at t stands for, when there is exactly one such pair. */
int link_pair(link_work *w, uint32_t t, bool people);
bool link_pair_alone(const link_work *w, uint32_t t);
int link_counterpart(link_work *w, uint32_t t);
int link_related(link_work *w, uint32_t t);
/* The other of the two that the document, or the sentence before, is about; DOC_NONE when `actor` is neither. */
uint32_t link_pair_other(const link_work *w, uint32_t t, uint32_t actor);
int link_echo(link_work *w, uint32_t t);
int link_echoes_keep(link_work *w);
int link_hit_resolve(link_work *w, link_hit *h);
int link_tally(link_work *w);
/* "the two governments", "both armies": the role, twice. */
int link_pair_role(link_work *w, link_hit *h);
enum { LINK_PAIR = 2 };
/* Distinct codes among mentions [from, to) of basis at most `worst` before token `limit`; more than two give 3. first: where the first was found. */
uint32_t link_codes_in(const link_work *w, uint32_t from, uint32_t to, uint32_t limit, uint8_t worst, bool people, uint32_t pair[LINK_PAIR], uint32_t *first);

/* ---- tree and words ---- */
static inline uint32_t link_head_of(const link_work *w, uint32_t t) { return w->d->head ? w->d->head[t] : DOC_NONE; }
static inline unsigned link_rel(const link_work *w, uint32_t t) { return w->d->deprel ? w->d->deprel[t] : DEP_DEP; }
static inline unsigned link_sub(const link_work *w, uint32_t t) { return w->d->depsub ? w->d->depsub[t] : SUB_NONE; }
static inline unsigned link_tag(const link_work *w, uint32_t t) { return w->d->upos ? w->d->upos[t] : UPOS_X; }
/* The token of [begin, end) that hangs outside; the last one when there is no tree. */
uint32_t link_span_head(const link_work *w, uint32_t begin, uint32_t end);
/* Cue bits of the word as written, or, when it has none, of its lemma. */
static inline cue_set link_cue(const link_work *w, uint32_t t) { return w->cue[t]; }
/* Fills w->cue; false when memory ran out. */
bool link_cues_mark(link_work *w);
/* First preposition on t (its own, or that of the first conjunct), or DOC_NONE. */
uint32_t link_case_of(const link_work *w, uint32_t t);
/* True when the token is exactly this lower-case word. */
bool link_word_is(const link_work *w, uint32_t t, const char *word);
/* Starts with a capital letter; link_upper_other: beyond ASCII. */
bool link_upper_other(str form);
static inline bool link_upper(const link_work *w, uint32_t t)
{
    str form = doc_form(w->d, t);
    return form.n && (unsigned char)form.s[0] < 0x80 ? form.s[0] >= 'A' && form.s[0] <= 'Z' : link_upper_other(form);
}
/* The words on the noun t: bits of FRAME_. FRAME_AFTER: a phrase follows it that is no of-phrase. */
enum { FRAME_THE = 1, FRAME_PAIR = 2, FRAME_OTHER = 4, FRAME_AFTER = 8 };
unsigned link_noun_frame(const link_work *w, uint32_t t);
/* Up through conjuncts to the first one. */
uint32_t link_first_conjunct(const link_work *w, uint32_t t);

#endif
