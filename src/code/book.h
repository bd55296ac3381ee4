/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The code book in memory: what the reader (read.c) fills and the matcher (match.c) walks. Internal to src/code.
 *
 *   codebook/TYPE.rules ──read.c──► rules ──┬─ triggers ──index──► trigger_at: "v:strike" "n:talk" "l:impose:sanction" … → rules
 *   codebook/lists.txt  ──words.c─► sets    ├─ slots     who is actor, who recipient: in order of preference
 *   codebook tables     ──ontology.c        └─ needs     what must (not) hold of the clause
 *
 * Every word of every rule is interned once: a word is a number, a named or inline list is a sorted array of numbers plus a
 * few phrases, so that at run time a token is looked up once and everything after is integer comparison. Rules of one trigger
 * stand most specific first (most needs; ties in file order), and the first that holds fires.
 *
 * All of it lives in the arena given at load and is never written again: threads share it.
 */
#ifndef CODE_BOOK_H
#define CODE_BOOK_H

#include "base/hash.h"
#include "code/code.h"

enum {
    CODE_MAX_TYPES = 16,     /* bits of a type mask */
    CODE_MAX_SLOTS = 24,     /* of one list */
    CODE_MAX_CANDIDATES = 96 /* rules tried for one predicate */
};

/* ---- words ---------------------------------------------------------------------------------------------------------- */

typedef struct code_phrase { /* several words in a row, lemmas */
    uint32_t *word;
    uint32_t n;
} code_phrase;

enum { LEADS_CONTEXT = 4 }; /* beside the kinds of triggers */
enum { CODE_CONTEXT_WORDS = 4, CODE_CONTEXT_BYTES = 96 }; /* a phrase of contexts.tsv, at most */
/* A rule whose actors may stand in other sentences is set off by the word alone; by the word beside another; by that other. */
enum { ELSEWHERE_ALONE = 1, ELSEWHERE_VERB = 2, ELSEWHERE_NOUN = 4 };
enum { ENDING_KEEP, ENDING_PLURAL, ENDING_REPAIR, CODE_MAX_ENDINGS = 16 };
typedef struct code_ending { /* of forms.tsv */
    uint8_t kind;
    str from, to;
} code_ending;

typedef struct code_set {
    uint32_t *word; /* [n_words] sorted */
    uint32_t n_words;
    code_phrase *phrase;
    uint32_t n_phrases;
    uint64_t some; /* bit (word % 64) of every word, also of those in phrases: most words are seen to be none of them at a glance */
} code_set;

/* ---- slots: where a party, an object or an act stands in the clause ----------------------------------------------------- */

typedef enum code_where {
    AT_AGENT, AT_PATIENT, AT_RECEIVER, AT_PARTY, AT_COMPLEMENT, AT_PREDICATE, AT_PREP,
    AT_OBLIQUE,  /* any preposition */
    AT_ACT,      /* the act's own actor or recipient: act.actor, act.recipient */
    AT_SELF,     /* the actor's own country */
    AT_SPEAKER,  /* who the clause is attributed to */
    AT_SUBJECT,  /* the predicate's own word: a mention on the noun itself ("Russian drills") */
    AT_WITHIN,   /* after a dot: any mention inside the filler's noun phrase ("positions in northern Syria") */
    AT_PARENT,   /* before a dot: the predicate that this one hangs on: "[turned down] a request from X" */
    AT_SHARED,   /* the recipients of the event whose agent this one shares */
    AT_STORY,    /* the other side of what the text has told before (told.c) */
    AT_BOTH,     /* both sides of it, for who looks on */
    AT_PURPOSE   /* the clause that says what for: "sent soldiers [to help it]" */
} code_where;

typedef struct code_slot {
    uint8_t where;
    uint8_t then;      /* after a dot: the role of the predicate that fills `where`; AT_SELF when none; AT_ACT: 0 actor, 1 recipient */
    uint8_t bases;     /* bit per mention_basis that counts */
    bool civil;        /* as an actor: those who hold no public office count too */
    uint8_t kinds;     /* bit per actor_kind; 0 any */
    uint8_t last;      /* after a second dot: likewise of what fills `then` */
    uint32_t prep;     /* AT_PREP: word of the preposition */
    uint32_t then_prep, last_prep;
} code_slot;

typedef struct code_slots {
    const code_slot *slot;
    uint8_t n;
    bool optional;
} code_slots;

/* ---- rules ------------------------------------------------------------------------------------------------------------- */

typedef enum code_ask { ASK_PRESENT, ASK_WORDS, ASK_ACT, ASK_TENSE, ASK_STATUS, ASK_SENTENCE, ASK_PARENT, ASK_MENTION, ASK_PASSIVE, ASK_ADVERBIAL, ASK_OPEN, ASK_UNREAL, ASK_OWN, ASK_DENIED } code_ask;

typedef struct code_need { /* a condition on the clause */
    uint8_t ask; /* code_ask */
    bool negative;
    uint16_t mask; /* ASK_ACT: types, 0 any; ASK_TENSE, ASK_STATUS: bits */
    code_slots slots; /* one of them suffices */
    uint32_t set;
    str text; /* as written, for explain */
} code_need;

typedef enum code_trigger_kind { TRIGGER_VERB, TRIGGER_LIGHT, TRIGGER_NOUN, TRIGGER_STATE } code_trigger_kind;

typedef struct code_rule {
    str name, mode, cameo, vote, object_kind;
    uint8_t type; /* in types */
    uint8_t trigger_kinds;
    bool silent;    /* matches and says: no event */
    bool domestic;  /* actor and recipient may be one country */
    bool symmetric; /* `parties`: everyone is actor */
    bool act_also;  /* the act is an event of its own, with status act_status */
    bool keep_nouns;/* nominal fillers that a need names stay events of their own */
    bool detail;    /* tells how another event of the sentence went: no happening of its own beside one of its type and parties */
    uint8_t act_status;
    uint8_t status; /* N_STATUS: as the clause has it */
    uint8_t fixed_act; /* type + 1: act TYPE, not read from the clause */
    str fixed_act_mode;
    uint8_t n_contexts;
    str context[DOC_MAX_CONTEXTS];
    code_slots actor, recipient, act, object;
    code_need *need;
    uint32_t n_needs, cap_needs;
    uint32_t n_entries; /* trigger words */
    const char *path;
    uint32_t line, last_line;
    str source; /* its lines in the file */
} code_rule;

/* A list of rules to try for one key of the index. */
typedef struct code_try {
    uint32_t rule;
    uint32_t noun_set; /* a light trigger keyed by verb alone: nouns it wants; else MAP_NONE */
    uint32_t particle; /* last word of a verb of several words ("hand over"), else MAP_NONE */
    uint32_t rank;     /* order of trial, smaller first */
    uint8_t kind;      /* code_trigger_kind */
    uint64_t gate;     /* bit (word % 64) of the words of which one must stand in a role; all bits when the rule asks for none */
} code_try;
typedef struct code_tries {
    code_try *item;
    uint32_t n, cap;
} code_tries;

/* ---- ontology ------------------------------------------------------------------------------------------------------------ */

typedef struct code_type {
    str name;
    str about;         /* the comment that opens its rule file */
    uint8_t quad;
    str planned;       /* the type a planned act of this type becomes, or "" */
    str planned_cameo;
    str refused;       /* the type that "will not" makes of it, or "" */
    str hypothetical;  /* the type by which relate answers when it is only planned or conditional, or "" */
    bool mutual;       /* both take part, whoever is named first: for relate the parties may stand either way */
} code_type;

typedef struct code_mode {
    uint8_t type;
    str name; /* "" is the type itself */
    int16_t scale_tenths;
    str cameo;
} code_mode;

/* The back-off of `relate` (guess.c): rows of weights by feature. */
typedef struct code_guess {
    uint32_t type[CODE_MAX_TYPES]; /* [n_types] column → type of the book */
    uint32_t n_types, n_rows;
    const char *row;      /* [n_rows] u32 little-endian, ascending: the feature */
    const int8_t *weight; /* [n_rows][16] */
} code_guess;

struct code_book {
    arena *mem;
    code_guess guess; /* no rows when the data folder has no model */
    code_ending endings[CODE_MAX_ENDINGS]; uint32_t n_endings;
    map forms; /* irregular form → infinitive */
    str *infinitives; uint32_t n_infinitives, cap_infinitives;
    map words; /* lemma or preposition → word */
    map lists; /* name of a list → set */
    code_set *sets;     uint32_t n_sets, cap_sets;
    code_type types[CODE_MAX_TYPES]; uint32_t n_types;
    code_mode *modes;   uint32_t n_modes, cap_modes;
    map cameo;          /* code → Goldstein in tenths + 1000 */
    map contexts;       /* name → number */
    uint64_t *word_contexts; /* [words at load] bit per context of contexts.tsv */
    uint32_t n_context_words;
    uint64_t silent_weak, silent_strong, silent_block; /* bits of contexts that silence a sentence; block: and the rest of its paragraph */
    map numbers;        /* number word → value */
    bool number_first[256]; /* first bytes of numbers: digits, and of number words, small and capital */
    map units;          /* currency or measure word → index into unit_names */
    str *unit_names;    uint32_t n_unit_names, cap_unit_names;
    map figures;        /* "kind word" of figures.tsv → index into figure_values */
    str *figure_values; uint32_t cap_figures;
    uint32_t set_dead, set_injured, set_arrested, set_count_apart, set_date_away, set_date_with, set_date_recent, set_date_later, set_date_earlier, set_date_measure, set_civil, set_place_topic, set_place_edge, set_story_others, set_either, set_date_of, set_date_part, set_date_rank, set_frame, set_standing, set_place_across, set_place_from, set_self_abroad, set_self_court; /* lists that the engine itself reads; MAP_NONE when lists.txt has none */
    code_rule *rules;   uint32_t n_rules, cap_rules;
    map rule_at;        /* full name → rule */
    map trigger_at;     /* key → index into tries */
    uint32_t *trigger_of; /* [words][4 kinds] index into tries + 1 of the word by itself; 0 none */
    uint8_t *leads;     /* [words] bit per kind: a trigger of several words begins with it; bit 4: a context word of several */
    map elsewhere;      /* root of a word, or an irregular form → ELSEWHERE_… bits: few words, most of which are told by their shape */
    bool plural_last[256]; /* last bytes of the endings that are cut off */
    code_tries *tries;  uint32_t n_tries, cap_tries;
    code_example *examples; uint32_t n_examples, cap_examples;
    char version[24];
};

/* ---- words.c */
/* forms.tsv: endings and irregular forms. Read before any word is interned. */
int code_forms_read(code_book *b, const char *path, str bytes, ent_error *err);
/* The word without its plural: talks → talk, but not crisis, status, press. */
str code_word_root(const code_book *b, str w);
/* The number of a word, or MAP_NONE. */
uint32_t code_word_find(const code_book *b, str word);
/* The infinitive of an irregular form ("froze"), or MAP_NONE. */
uint32_t code_form_find(const code_book *b, str form);
/* The same as code_word_find, and when it is unknown as an irregular form or with another ending: "froze", "riote", "supplies". */
uint32_t code_word_guess(const code_book *b, str word);
/* The number of a word; made when new. MAP_NONE when memory ran out. */
uint32_t code_word_intern(code_book *b, str word);
/* Lines of a rule file: comments and empty lines skipped, a line that ends with a comma joined to the next. */
typedef struct code_lines {
    str rest;
    uint32_t line;  /* last line read, from 1 */
    uint32_t first; /* first line of the joined one */
    const char *begin; /* its first byte in the file */
} code_lines;
bool code_line_next(code_lines *r, arena *mem, str *out);
/* A set from "a, b c, @list". */
int code_set_read(code_book *b, str text, const char *path, uint32_t line, uint32_t *set, ent_error *err);
/* lists.txt: `list name = words`. */
int code_lists_read(code_book *b, const char *path, str bytes, ent_error *err);
bool code_set_has(const code_set *s, uint32_t word);
/* Can the word be one of the set, or stand in one of its phrases? */
static inline bool code_set_may(const code_set *s, uint32_t word) { return word != MAP_NONE && s->some >> (word & 63) & 1; }

/* ---- ontology.c */
int code_ontology_read(code_book *b, const char *path, str bytes, ent_error *err);
int code_cameo_read(code_book *b, const char *path, str bytes, ent_error *err);
int code_contexts_read(code_book *b, const char *path, str bytes, ent_error *err);
int code_numbers_read(code_book *b, const char *path, str bytes, ent_error *err);
int code_figures_read(code_book *b, const char *path, str bytes, ent_error *err);
uint32_t code_type_find(const code_book *b, str name); /* MAP_NONE */
const code_mode *code_mode_find(const code_book *b, uint32_t type, str name);
/* Goldstein score of a CAMEO code in tenths; 0 when the code has none. */
int16_t code_goldstein(const code_book *b, str cameo);

/* ---- read.c */
int code_rules_read(code_book *b, const char *path, str bytes, ent_error *err);

/* ---- book.c */
int code_index_add(code_book *b, str key, code_try t);
/* Gives every entry of the index its rank, and words their entries: called once, after the last rule. false: no memory. */
bool code_index_settle(code_book *b);
const code_tries *code_index_get(const code_book *b, str key);
/* The rules of one word by its number; NULL when there are none. */
const code_tries *code_index_word(const code_book *b, uint8_t kind, uint32_t word);
/* Can a trigger of this kind, or a context (kind 4), of several words begin with the word? */
static inline bool code_leads(const code_book *b, uint8_t kind, uint32_t word) { return word != MAP_NONE && b->leads[word] >> kind & 1; }
code_book *code_book_new(arena *mem);
int code_error(ent_error *err, const char *path, uint32_t line, const char *format, ...) PRINTF_LIKE(4, 5);
/* Words for people: "patient(owned)", "on". */
void code_slot_text(const code_book *b, const code_slot *s, buf *out);

#endif
