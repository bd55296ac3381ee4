/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The grammar tables in memory. Internal to src/clause; formats stand at the head of each file in grammar/.
 *
 *     verbs.tsv         governors: what "urge", "refuse", "likely", "plan" do to the act they govern
 *     light.tsv         support verb + slot + noun → what the verb's subject is to the act
 *     nominals.tsv      nouns that name acts, and how their phrases are read
 *     speech.tsv        cues of attribution
 *     modals.tsv        auxiliaries, adverbs, adjectives, conjunctions that change a status
 *     prepositions.tsv  "on behalf of" as one preposition
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

struct clause_tables {
    arena *mem;
    map governor[3]; /* verb, adj, noun: word → governors[] */
    clause_governor *governors;
    uint32_t n_governors, cap_governors;
    map light; /* "verb slot noun", "verb slot *" → light_subject; "verb" → 0 */
    map nominal; /* lemma → nominals[] */
    clause_nominal *nominals;
    uint32_t n_nominals, cap_nominals;
    map speech[2]; /* verb, noun: word → speeches[] */
    clause_speech *speeches;
    uint32_t n_speeches, cap_speeches;
    map phrase;                /* "according to", and "according", its first word */
    map modal[N_MODAL_KIND];   /* word → status */
    map preposition;           /* "on behalf of" */
};

enum { GOVERN_VERB, GOVERN_ADJ, GOVERN_NOUN };

/* NULL when the word is not in the table. `prep` may be empty; the row with it wins over the row without. */
const clause_governor *tables_governor(const clause_tables *t, int kind, str word, str prep);
const clause_nominal *tables_nominal(const clause_tables *t, str lemma);
const clause_speech *tables_speech(const clause_tables *t, bool noun, str word);
/* light_subject, or -1. slot: "obj", "subj" or a preposition. nominal: the noun is one of nominals.tsv. */
int tables_light(const clause_tables *t, str verb, str slot, str noun, bool nominal);
/* Status, MODAL_REPORTED, MODAL_WOULD, or MODAL_NONE. */
int tables_modal(const clause_tables *t, modal_kind kind, str word);
bool tables_preposition(const clause_tables *t, str before, str noun, str after);

#endif
