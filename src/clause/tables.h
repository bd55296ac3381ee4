/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The grammar tables in memory. Internal to src/clause; formats stand at the head of each file in grammar/.
 *
 *     function.tsv      function words, a few verbs and marks, by class
 *     verbs.tsv         governors: what "urge", "refuse", "likely", "plan" do to the act they govern
 *     light.tsv         support verb + slot + noun → what the verb's subject is to the act
 *     nominals.tsv      nouns that name acts, and how their phrases are read
 *     speech.tsv        cues of attribution
 *     modals.tsv        auxiliaries, adverbs, adjectives, conjunctions that change a status
 *     prepositions.tsv  "on behalf of" as one preposition
 *     joined.tsv        "cease-fire" as one word
 *     repairs.tsv       patterns of wrong trees (rules.h)
 *
 * Every key is one string in one map per table; a key of several parts is joined by one blank.
 */
#ifndef CLAUSE_TABLES_H
#define CLAUSE_TABLES_H

#include "base/hash.h"
#include "clause/clause.h"

typedef enum clause_effect {
    EFFECT_NONE,
    EFFECT_ACTUAL, /* as the governor's own */
    EFFECT_FACT,   /* actual whatever the governor's */
    EFFECT_PLANNED, EFFECT_POSSIBLE, EFFECT_DOUBTFUL, EFFECT_REQUESTED, EFFECT_NEGATED, N_EFFECT
} clause_effect;

typedef enum clause_control { CONTROL_NONE, CONTROL_SUBJECT, CONTROL_OBJECT, CONTROL_RAISE, CONTROL_PREP } clause_control;

typedef struct clause_governor {
    uint8_t control, agent;       /* clause_control */
    str control_prep, agent_prep; /* CONTROL_PREP */
    uint8_t effect, negated, noun; /* clause_effect */
    bool noun_indefinite;           /* `noun` holds only for an indefinite noun */
    bool mutual;                    /* "X and Y met": each is a party */
    bool naming;                    /* "named X ambassador", "became ambassador": takes a noun as predicate */
    bool intransitive;              /* without an object it is no shortened passive: "was arrested and died" */
} clause_governor;

typedef enum clause_class { CLASS_TRANS, CLASS_AFFECT, CLASS_INTRANS, CLASS_MUTUAL, CLASS_MEASURE, CLASS_TIME, N_CLASS } clause_class;

typedef struct clause_nominal {
    uint8_t class; /* clause_class */
    bool theme;    /* a name before the noun is what the act is about */
} clause_nominal;

typedef enum light_subject { LIGHT_AGENT, LIGHT_PATIENT, LIGHT_RECIPIENT, LIGHT_HOST, N_LIGHT_SUBJECT } light_subject;

typedef enum speech_stance { STANCE_FOR, STANCE_DENIAL, STANCE_DOUBT, N_STANCE } speech_stance;

typedef struct clause_speech {
    bool clause, quote, object, word; /* word: an object only when it is a noun of speech */
    uint8_t stance; /* speech_stance */
    str preps;      /* "of|about" or "" */
} clause_speech;

/* A modal's status: a doc_status, or one of these. */
enum { MODAL_REPORTED = N_STATUS, MODAL_WOULD, MODAL_NONE };

typedef enum modal_kind { MODAL_AUX, MODAL_ADVERB, MODAL_ADJ, MODAL_MARK, MODAL_DET, N_MODAL_KIND } modal_kind;

/* Classes of function.tsv. */
typedef enum word_class {
    WORD_TO, WORD_THAT, WORD_CONTENT, WORD_WHETHER, WORD_RELATIVE, WORD_PERSONAL, WORD_WHICH, WORD_WHOSE, WORD_PURPOSE,
    WORD_WHERE, WORD_CIRCUMSTANCE, WORD_TEMPORAL, WORD_UNTIL, WORD_THAN, WORD_AS, WORD_NOT, WORD_NO, WORD_DENIAL, WORD_INSTEAD, WORD_WITHOUT,
    WORD_LONGER, WORD_OUT, WORD_HURT, WORD_TOO, WORD_ONLY, WORD_YET, WORD_BUT, WORD_OR, WORD_SINGLE, WORD_ANY, WORD_OUGHT, WORD_BE, WORD_GET, WORD_HAVE, WORD_OF, WORD_FOR, WORD_IN, WORD_AT,
    WORD_BY, WORD_FROM, WORD_WITH, WORD_AGAINST, WORD_BETWEEN, WORD_GERUND, WORD_ASKED, WORD_GENITIVE, WORD_DEFINITE, WORD_RANK, WORD_SPEAKER,
    WORD_PERCENT, WORD_LEAD, WORD_PROMISE, WORD_TELL, WORD_EXCHANGE, WORD_UTTER, WORD_COMMA, WORD_SEMICOLON,
    WORD_COLON, WORD_QUESTION, WORD_END, WORD_LOOSE, WORD_DASH, WORD_JOINER, WORD_OPEN, WORD_CLOSE, WORD_QUOTE, WORD_OPEN_SINGLE,
    WORD_CLOSE_SINGLE, WORD_PHASE, WORD_OTHERS, WORD_DEED, WORD_BARE, WORD_DEALT, WORD_GIVEN, WORD_ALLY, WORD_SHELVED, WORD_PAST, N_WORD_CLASS
} word_class;

typedef struct clause_words { /* of one class, in the order of the table */
    const str *word;
    uint32_t n;
} clause_words;

enum { GOVERN_VERB, GOVERN_ADJ, GOVERN_NOUN };
enum { SPEECH_VERB, SPEECH_NOUN };

/* All that the tables say of one word by itself, so that a token is looked up once. */
typedef struct clause_word {
    uint64_t is[2]; /* bit per word_class */
    const clause_governor *governor[3];
    const clause_nominal *nominal;
    const clause_speech *speech[2];
    uint8_t modal[N_MODAL_KIND]; /* a status, MODAL_REPORTED, MODAL_WOULD or MODAL_NONE */
    bool light;                  /* a support verb */
    bool leads;                  /* the first word of one: "take place" */
    uint8_t prepped;             /* bit per kind of governor: verbs.tsv has a row for it with a preposition */
} clause_word;

static inline bool word_is(const clause_word *x, word_class c) { return x->is[c / 64] >> (c % 64) & 1; }

typedef struct repair_rules repair_rules; /* rules.c */

struct clause_tables {
    arena *mem;
    repair_rules *repairs;
    map governor[3]; /* verb, adj, noun: word → governors[] */
    clause_governor *governors;
    uint32_t n_governors, cap_governors;
    map light; /* "verb slot noun", "verb slot *" → light_subject; "verb" → 0 */
    map leads; /* first words of support verbs of several words */
    map nominal; /* lemma → nominals[] */
    clause_nominal *nominals;
    uint32_t n_nominals, cap_nominals;
    map speech[2]; /* verb, noun: word → speeches[] */
    clause_speech *speeches;
    uint32_t n_speeches, cap_speeches;
    map phrase;                /* "according to", and "according", its first word */
    map modal[N_MODAL_KIND];   /* word → status */
    map preposition;           /* "on behalf of" */
    map joined[2];             /* noun, verb: "cease-fire" → joined_words[] */
    str *joined_words;
    uint32_t n_joined, cap_joined;
    map class_at;              /* word of function.tsv → class_bits[] */
    uint64_t (*class_bits)[2];
    uint32_t n_class_bits, cap_class_bits;
    clause_words words[N_WORD_CLASS];
    map prepped;               /* word → clause_word.prepped */
    map lexicon;               /* word → lexemes[] */
    clause_word *lexemes;
    clause_word unknown;
};

int tables_class(str name); /* word_class, or -1 */
/* Never NULL: a word of no table is `unknown`. */
const clause_word *tables_word(const clause_tables *t, str word);
/* The same for the words of a sentence. */
enum { TABLES_MANY = 64 };
void tables_words(const clause_tables *t, const str *words, uint32_t n, const clause_word **out);
static inline bool tables_is(const clause_tables *t, str word, word_class c) { return word_is(tables_word(t, word), c); }
/* The word that stands for its class. */
static inline str tables_first(const clause_tables *t, word_class c) { return t->words[c].word[0]; }

/* NULL when the word is not in the table. `prep` may be empty; the row with it wins over the row without. */
const clause_governor *tables_governor(const clause_tables *t, int kind, str word, str prep);
/* The same for who has the word's entry; NULL: a word of several parts, which has none. */
const clause_governor *tables_governor_of(const clause_tables *t, const clause_word *x, int kind, str word, str prep);
const clause_nominal *tables_nominal(const clause_tables *t, str lemma);
const clause_speech *tables_speech(const clause_tables *t, int kind, str word);
/* light_subject, or -1. slot: "obj", "subj" or a preposition. nominal: the noun is one of nominals.tsv. */
int tables_light(const clause_tables *t, str verb, str slot, str noun, bool nominal);
/* Status, MODAL_REPORTED, MODAL_WOULD, or MODAL_NONE. */
int tables_modal(const clause_tables *t, modal_kind kind, str word);
bool tables_preposition(const clause_tables *t, str before, str noun, str after);
/* What a word with a hyphen is called, or "". */
str tables_joined(const clause_tables *t, str form, bool verb);

#endif
