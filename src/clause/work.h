/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The working state of station clause over one document, and what its files ask of each other. Internal to src/clause.
 *
 *   trees ─repair.c, tree.c→ children, order, spans ─find.c→ predicates ─role.c, control.c, nominal.c→ roles
 *                                                     │  └─status.c→ status, tense, factuality
 *                                                     └─speech.c→ attributions
 *
 * Everything after find.c walks the predicates heads before dependents, so that what a predicate takes from the one above it
 * (a shared subject, a status) is there when it is asked for. All memory is the document's.
 */
#ifndef CLAUSE_WORK_H
#define CLAUSE_WORK_H

#include "clause/tables.h"

enum {
    WORK_MAX_FILLERS = 12, /* conjuncts of one role */
    WORK_MAX_CLIMB = 8     /* links followed upwards or along a chain before giving up */
};

typedef struct clause_filler {
    uint32_t tok;
    uint8_t basis; /* role_basis */
} clause_filler;

typedef struct clause_fillers {
    clause_filler at[WORK_MAX_FILLERS];
    uint8_t n;
} clause_fillers;

/* What a predicate needs while it is worked on, beside its doc_predicate. */
typedef struct clause_pred {
    uint32_t verb;   /* carries the clause: verb, support verb, the word of a copula, "be" of "there is"; DOC_NONE for a bare noun */
    const clause_word *lex; /* what the tables say of its lemma; NULL for a lemma of several words */
    uint32_t noun;   /* the noun that names the act; DOC_NONE for verbs and states */
    uint32_t top;    /* the token by which the predicate hangs in its tree */
    uint32_t next;   /* another predicate with the same top, or DOC_NONE */
    uint8_t light;   /* PRED_LIGHT: light_subject */
    str by;          /* the preposition whose phrase governs with the verb ("call on X to …"), or "" */
    clause_fillers subject, object; /* as on the surface: a passive's subject is its deep object */
    uint8_t context; /* doc_status that embedding gives, before own modality */
    uint8_t own;     /* doc_status of own modality */
    bool finite;
} clause_pred;

typedef struct clause_work {
    const clause_tables *t;
    doc *d;
    ent_error *err;
    str *word;                     /* [T] lemma, else form, in lower case */
    const clause_word **lex;       /* [T] what the tables say of it; of a mark, by its form */
    uint32_t *head;                /* [T] as the document's, with repairs (repair.c) */
    uint8_t *rel, *sub;            /* [T] deprel, depsub: likewise */
    str *xpos;                     /* [T] likewise */
    uint8_t *upos;                 /* [T] likewise */
    uint8_t *guessed;              /* [T] 1: its place in the tree was repaired by guess */
    uint32_t *child, *sibling;     /* [T] first child, next sibling: in token order */
    uint32_t *order;               /* [n_order] tokens reached from roots, heads before dependents */
    uint32_t n_order;
    uint32_t *sub_begin, *sub_end; /* [T] tokens covered by the subtree */
    uint32_t *named;               /* [T] predicate of which this token is the name or the verb, else DOC_NONE */
    uint32_t *topped;              /* [T] first predicate whose top this token is, else DOC_NONE */
    uint32_t *owner;               /* [T] nearest predicate at or above the token, else DOC_NONE */
    uint8_t *dated;                /* [T] 1: inside a temporal expression */
    uint32_t *said;                /* [T] innermost attribution, else DOC_NONE */
    uint32_t *quote;               /* [T] number of the quotation it stands in, from 1; 0 outside */
    uint32_t sent;                 /* of the predicate added last */
    clause_pred *p;                /* [P] */
    uint32_t cap_p, cap_predicates, cap_roles, cap_attributions;
} clause_work;

#define FOR_CHILDREN(w, c, tok) for (uint32_t c = (w)->child[tok]; c != DOC_NONE; c = (w)->sibling[c])

/* ---- repair.c */
/* Own copies of heads, relations and tags, which repairs may change. false: no memory. */
bool repair_begin(clause_work *w);
bool repair_trees(clause_work *w);
void repair_said(clause_work *w, const doc_sentence *s);    /* repair_said.c */
void repair_apposed(clause_work *w, const doc_sentence *s); /* repair_apposed.c */
void repair_links(clause_work *w, uint32_t t, const doc_sentence *s); /* repair_link.c */
enum { REPAIR_NEAR = 8 };
/* Is `upper` the word `lower` or anything it hangs below? */
bool repair_above(const clause_work *w, uint32_t upper, uint32_t lower);
/* First child with this relation in [begin, end), at most REPAIR_NEAR words away. Children are not linked yet. */
uint32_t repair_child(const clause_work *w, uint32_t tok, uint8_t rel, uint32_t begin, uint32_t end);
void repair_attach(clause_work *w, uint32_t t, uint32_t head, uint8_t rel);
/* `lower` takes the place of its head `upper`, which becomes its dependent under `rel`. */
void repair_swap(clause_work *w, uint32_t upper, uint32_t lower, uint8_t rel);
bool repair_past_or_present(const clause_work *w, uint32_t verb);
bool repair_finite(const clause_work *w, uint32_t t);

/* ---- tree.c */
bool tree_build(clause_work *w);
/* joined.c: "cease-fire" becomes one word, before its entries are looked up. */
void joined_words(clause_work *w, const doc_sentence *s);
static inline bool tree_is(const clause_work *w, uint32_t tok, uint8_t deprel) { return w->rel[tok] == deprel; }
static inline bool tree_sub(const clause_work *w, uint32_t tok, uint8_t sub) { return w->sub[tok] == sub; }
static inline bool tree_word(const clause_work *w, uint32_t tok, word_class c) { return word_is(w->lex[tok], c); }
static inline bool tree_tag(const clause_work *w, uint32_t tok, const char *xpos) { return str_is(w->xpos[tok], xpos); }
/* First child with this relation, or DOC_NONE. */
uint32_t tree_child(const clause_work *w, uint32_t tok, uint8_t deprel);
uint32_t tree_child_word(const clause_work *w, uint32_t tok, uint8_t deprel, word_class word);
bool tree_nominal(const clause_work *w, uint32_t tok); /* noun, name, pronoun, number */
/* The noun that carries the meaning: "strikes" of "a series of strikes". */
uint32_t tree_content(const clause_work *w, uint32_t tok);
/* The preposition of a phrase, complex ones whole ("on behalf of"), and in *head its noun. "" when there is none. */
str tree_prep(clause_work *w, uint32_t tok, uint32_t *head);
/* The words that open a clause: "if", "in order", "because of"; "" when none. */
uint32_t tree_mark(const clause_work *w, uint32_t tok);
/* Adds tok and its conjuncts, each by its content noun. */
void tree_fill(clause_work *w, uint32_t tok, uint8_t basis, clause_fillers *out);
/* Top of a chain of conjuncts: "expelled" for "recalled" in "expelled and recalled". */
uint32_t tree_conj_first(const clause_work *w, uint32_t tok);
/* A relative pronoun's antecedent, or DOC_NONE. */
uint32_t tree_antecedent(const clause_work *w, uint32_t tok);

/* ---- find.c */
int find_predicates(clause_work *w);
/* The preposition that makes a clause in -ing a complement ("accused of …ing"), not a circumstance ("after …ing"); "" when none. */
str find_gerund_prep(const clause_work *w, uint32_t tok);
static inline bool find_verbal(const doc_predicate *p) { return p->kind == PRED_VERB || p->kind == PRED_LIGHT; }

/* The row of verbs.tsv for the lemma of a predicate. */
static inline const clause_governor *find_governor(const clause_work *w, uint32_t pred, int kind, str prep)
{
    return tables_governor_of(w->t, w->p[pred].lex, kind, w->d->predicates[pred].lemma, prep);
}
static inline const clause_speech *find_speech(const clause_work *w, uint32_t pred)
{
    return w->p[pred].lex ? w->p[pred].lex->speech[SPEECH_VERB] : tables_speech(w->t, SPEECH_VERB, w->d->predicates[pred].lemma);
}

/* ---- role.c */
int role_run(clause_work *w);
int role_add(clause_work *w, uint32_t pred, role_kind role, uint32_t tok, role_basis basis, str prep);
int role_add_all(clause_work *w, uint32_t pred, role_kind role, const clause_fillers *f, str prep);
int role_phrase(clause_work *w, uint32_t pred, uint32_t tok, role_basis basis);

/* ---- control.c */
/* Surface subject of a predicate that has none of its own. */
void control_subject(clause_work *w, uint32_t pred);
/* Governor row of a predicate for the clause or phrase `tok` that hangs on it; NULL when the tables do not know it. */
const clause_governor *control_governor(clause_work *w, uint32_t pred, str prep);

/* ---- nominal.c */
int nominal_roles(clause_work *w, uint32_t pred);

/* ---- mode.c: what a clause's own words say */
typedef struct clause_mode {
    bool negated, planned, possible, requested, reported, would;
    bool ought; /* "should": under what is asked or agreed it adds nothing */
    bool until; /* "not … until" negates nothing */
} clause_mode;
void mode_own(const clause_work *w, uint32_t pred, clause_mode *m);
/* Does the word name nobody: "no agreement", "nobody", "neither X nor Y"? */
bool mode_nobody(const clause_work *w, uint32_t tok);
uint8_t mode_status(const clause_mode *m);
pred_tense mode_tense(const clause_work *w, uint32_t verb);
bool mode_finite(const clause_work *w, uint32_t verb);

/* ---- status.c */
void status_run(clause_work *w);
bool status_answers(const clause_work *w, const clause_governor *g, uint32_t noun);

/* ---- speech.c */
int speech_run(clause_work *w);
/* Does the passive of this verb with an infinitive report ("is said to have …"), rather than ask ("is told to …") or plan? */
bool speech_hearsay(const clause_work *w, str lemma);

#endif
