/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The spine: one struct per document, parallel columns. A station fills its own columns and rewrites nobody else's.
 *
 *   bytes ──page──► text ──split──► S sentences, T tokens ──parse──► lemma upos feats head deprel ner [T]
 *                                                                      │
 *   E events ◄──code── P predicates, R roles, A attributions ◄──clause── M mentions, N actors, D dates, L places ◄──link
 *
 * Every column lives in the document's arena and dies with arena_reset. Strings are borrowed from the arena or from
 * program-lifetime tables. Tokens are numbered through the whole document; a head is such a number. DOC_NONE means "none".
 * Spans of text are [begin, end) bytes of `text`; spans of tokens are [begin, end) token numbers.
 */
#ifndef DOC_H
#define DOC_H

#include "base/arena.h"
#include "base/calendar.h"
#include "base/error.h"

#define DOC_NONE 0xFFFFFFFFu

/* ---- caps: all in one place, each reported as a flag when hit ---------------------------------------------------- */

#define DOC_CAP_BYTES ((size_t)16 << 20)      /* bytes of one page that are read; the rest is cut: "toobig" */
#define DOC_CAP_ARENA ((size_t)1536 << 20)    /* memory of one document: "memory" */
#define DOC_CAP_NESTING 512u                  /* open elements; deeper ones are read as if flat: "deep" */
#define DOC_CAP_SENTENCE_TOKENS 1000u         /* a longer sentence is cut into pieces: "longsentence" */
#define DOC_CAP_PARSE_TOKENS 400u             /* a longer sentence is not parsed, so nothing is coded from it: "unparsed" */
#define DOC_CAP_TOKEN_BYTES 255u              /* a longer token counts as its first bytes in features: "longtoken" */
#define DOC_CAP_EVENTS 4096u                  /* events of one document: "manyevents" */

typedef enum doc_flag {
    DOC_F_TOOBIG = 1 << 0,
    DOC_F_NOTEXT = 1 << 1,
    DOC_F_BADCHARSET = 1 << 2, /* bytes that the charset does not allow were replaced by U+FFFD */
    DOC_F_BINARY = 1 << 3,
    DOC_F_DEEP = 1 << 4,
    DOC_F_LONGSENTENCE = 1 << 5,
    DOC_F_UNPARSED = 1 << 6,
    DOC_F_LONGTOKEN = 1 << 7,
    DOC_F_LANGUAGE = 1 << 8, /* not English: kept, not coded */
    DOC_F_MANYEVENTS = 1 << 9,
    DOC_F_MEMORY = 1 << 10,
    DOC_F_NUL = 1 << 11, /* NUL bytes were replaced by U+FFFD */
} doc_flag;

/* ---- page -------------------------------------------------------------------------------------------------------- */

/* Piece of the map text → source bytes: text[text_off .. next piece) began at source[byte_off]; `linear` when both run in step. */
typedef struct doc_piece {
    uint32_t text_off, byte_off;
    bool linear;
} doc_piece;

typedef enum doc_block_kind { BLOCK_PARAGRAPH, BLOCK_HEADING, BLOCK_ITEM, BLOCK_QUOTE, BLOCK_CAPTION, BLOCK_TABLE } doc_block_kind;
typedef struct doc_block { /* a paragraph of the main text; blocks are separated by one blank line */
    uint32_t begin, end;
    uint8_t kind; /* doc_block_kind */
} doc_block;

typedef enum doc_basis { BASIS_NONE, BASIS_JSONLD, BASIS_META, BASIS_TIME, BASIS_URL, BASIS_TEXT, BASIS_GIVEN } doc_basis;

/* ---- split ------------------------------------------------------------------------------------------------------- */

typedef struct doc_sentence {
    uint32_t begin, end;         /* bytes of text */
    uint32_t tok_begin, tok_end; /* tokens */
    uint32_t block;              /* in blocks[], or DOC_NONE */
    bool headline;               /* a heading or verbless title line, not prose */
} doc_sentence;

typedef struct doc_token { /* a syntactic word */
    uint32_t begin, end;   /* bytes of text; words of one multi-word token share no bytes in English ("do|n't") */
    bool space_after;
    uint8_t mwt; /* words in the multi-word token that starts here (2, 3), else 0 */
} doc_token;

/* ---- parse: Universal Dependencies v2 ------------------------------------------------------------------------------ */

typedef enum upos {
    UPOS_X, UPOS_ADJ, UPOS_ADP, UPOS_ADV, UPOS_AUX, UPOS_CCONJ, UPOS_DET, UPOS_INTJ, UPOS_NOUN, UPOS_NUM, UPOS_PART, UPOS_PRON,
    UPOS_PROPN, UPOS_PUNCT, UPOS_SCONJ, UPOS_SYM, UPOS_VERB, N_UPOS
} upos;

typedef enum deprel {
    DEP_DEP, DEP_ACL, DEP_ADVCL, DEP_ADVMOD, DEP_AMOD, DEP_APPOS, DEP_AUX, DEP_CASE, DEP_CC, DEP_CCOMP, DEP_CLF, DEP_COMPOUND,
    DEP_CONJ, DEP_COP, DEP_CSUBJ, DEP_DET, DEP_DISCOURSE, DEP_DISLOCATED, DEP_EXPL, DEP_FIXED, DEP_FLAT, DEP_GOESWITH, DEP_IOBJ,
    DEP_LIST, DEP_MARK, DEP_NMOD, DEP_NSUBJ, DEP_NUMMOD, DEP_OBJ, DEP_OBL, DEP_ORPHAN, DEP_PARATAXIS, DEP_PUNCT, DEP_REPARANDUM,
    DEP_ROOT, DEP_VOCATIVE, DEP_XCOMP, N_DEPREL
} deprel;

typedef enum depsub { /* the subtypes of English UD that later stations ask for; others are SUB_OTHER */
    SUB_NONE, SUB_OTHER, SUB_PASS, SUB_RELCL, SUB_POSS, SUB_AGENT, SUB_PRT, SUB_TMOD, SUB_NPMOD, SUB_OUTER, SUB_PREDET, SUB_PRECONJ,
    SUB_UNMARKED, SUB_DESC, N_DEPSUB
} depsub;

/* Features, one bit each; FEATS column of CoNLL-U. */
typedef enum feat {
    FEAT_PAST = 1 << 0, FEAT_PRES = 1 << 1,                                             /* Tense */
    FEAT_FIN = 1 << 2, FEAT_INF = 1 << 3, FEAT_PART = 1 << 4, FEAT_GER = 1 << 5,        /* VerbForm */
    FEAT_IND = 1 << 6, FEAT_IMP = 1 << 7, FEAT_SUBJUNCTIVE = 1 << 8,                    /* Mood */
    FEAT_PASS = 1 << 9,                                                                 /* Voice=Pass */
    FEAT_SING = 1 << 10, FEAT_PLUR = 1 << 11,                                           /* Number */
    FEAT_P1 = 1 << 12, FEAT_P2 = 1 << 13, FEAT_P3 = 1 << 14,                            /* Person */
    FEAT_NEG = 1 << 15,                                                                 /* Polarity=Neg */
    FEAT_MASC = 1 << 16, FEAT_FEM = 1 << 17, FEAT_NEUT = 1 << 18,                       /* Gender of pronouns */
    FEAT_POSS = 1 << 19, FEAT_REFLEX = 1 << 20, FEAT_REL = 1 << 21, FEAT_INT = 1 << 22, /* PronType, Poss */
    FEAT_DEF = 1 << 23, FEAT_INDEF = 1 << 24, FEAT_CMP = 1 << 25, FEAT_SUP = 1 << 26
} feat;

typedef enum ner { NER_O, NER_B_PER, NER_I_PER, NER_B_ORG, NER_I_ORG, NER_B_LOC, NER_I_LOC, N_NER } ner;

/* ---- link -------------------------------------------------------------------------------------------------------- */

enum { DOC_MAX_SECTORS = 3, DOC_MAX_MENTION_ACTORS = 4 };

typedef enum actor_kind { ACTOR_STATE, ACTOR_PERSON, ACTOR_ORGANISATION, ACTOR_GROUP, ACTOR_ROLE } actor_kind;

/* What a mention stands for, as of the document's date. One row per distinct reading in the document. */
typedef struct doc_actor {
    str code;    /* ISO alpha-3 for a state and those who act for it, else the organisation's own short code; "" unknown */
    str country; /* ISO alpha-3 where known, else "" */
    str cow;     /* Correlates of War number as text, else "" */
    str sector[DOC_MAX_SECTORS];
    uint8_t n_sectors;
    uint8_t kind;  /* actor_kind */
    str name;      /* resolved name: "Wang Yi", "Russia", "NATO" */
    str wikidata;  /* "Q..." or "" */
} doc_actor;

/* How sure the words name the actor as an actor, best first. `code` takes the first four as parties by themselves. */
typedef enum mention_basis {
    MENTION_NAME,    /* the name itself: Russia, NATO, Lavrov, Moscow as a seat of power */
    MENTION_ROLE,    /* role noun with its country: "Russian troops", "the foreign minister of China", "Turkish warplanes" */
    MENTION_COREF,   /* a pronoun or description resolved in the document: "he", "the alliance", "both leaders" */
    MENTION_BARE,    /* a role noun alone, resolved to the one country the sentence allows: "the army", "protesters" */
    MENTION_OWNED,   /* a thing or act of the actor: "Iran's nuclear sites", "Russian ships", "the Chinese position" */
    MENTION_PLACE    /* the country as a place: "in Ukraine", "a hotel in Geneva" */
} mention_basis;

typedef struct doc_mention {
    uint32_t tok_begin, tok_end; /* the whole phrase's name part: "Russian Foreign Minister Sergei Lavrov" */
    uint32_t head;               /* the token that fills a grammatical role */
    uint32_t actor[DOC_MAX_MENTION_ACTORS]; /* in actors[]; several for "both leaders", "the two countries" */
    uint8_t n_actors;
    uint8_t basis;               /* mention_basis */
    uint32_t antecedent;         /* MENTION_COREF: the mention it was resolved to (the first of them), else DOC_NONE */
} doc_mention;

typedef enum date_type { DATE_DATE, DATE_TIME, DATE_DURATION, DATE_SET } date_type;
typedef enum date_anchor { ANCHOR_ABSOLUTE, ANCHOR_PUBLISHED, ANCHOR_PREVIOUS, ANCHOR_NONE } date_anchor;
typedef enum date_unit { UNIT_DAY, UNIT_WEEK, UNIT_WEEKEND, UNIT_MONTH, UNIT_QUARTER, UNIT_SEASON, UNIT_YEAR, UNIT_DECADE, UNIT_CENTURY, UNIT_HOUR, UNIT_MINUTE } date_unit;

/* A temporal expression: symbolic, so that it can be re-anchored, beside its value under the document's date. */
typedef struct doc_date {
    uint32_t tok_begin, tok_end;
    uint32_t begin, end; /* bytes of text */
    uint8_t type;        /* date_type */
    uint8_t anchor;      /* date_anchor */
    uint8_t unit;        /* date_unit */
    int8_t direction;    /* -1 past, +1 future, 0 the anchor's own unit */
    int32_t offset;      /* units from the anchor */
    str value;           /* TIMEX3 value ("2023-02-22", "P2D", "PRESENT_REF"); "" when unresolved */
    str mod;             /* TIMEX3 mod (START, MID, END, APPROX …) or "" */
    int32_t start, stop; /* days, inclusive; CAL_NONE when unresolved */
    bool anchored;       /* value holds without guessing */
} doc_date;

typedef struct doc_place {
    uint32_t tok_begin, tok_end;
    uint32_t head;
    str name, country, admin1, kind; /* kind: country, region, city, strait, base, crossing, … */
    int32_t lat_micro, lon_micro;    /* degrees × 10^6; INT32_MIN unknown */
} doc_place;

/* ---- clause: grammar, no politics ---------------------------------------------------------------------------------- */

typedef enum pred_kind {
    PRED_VERB,
    PRED_NOUN,   /* nominal event: "the invasion of X by Y", "talks between X and Y" */
    PRED_LIGHT,  /* light verb and its noun: "paid a visit", "imposed sanctions"; lemma is the noun, support the verb */
    PRED_STATE   /* copula with adjective, noun or phrase: "is ready", "was ambassador", "is under siege" */
} pred_kind;

typedef enum doc_status { STATUS_ACTUAL, STATUS_PLANNED, STATUS_POSSIBLE, STATUS_CONDITIONAL, STATUS_REQUESTED, STATUS_NEGATED, N_STATUS } doc_status;
typedef enum pred_tense { TENSE_NONE, TENSE_PAST, TENSE_PRESENT, TENSE_FUTURE } pred_tense;

/* How a predicate hangs on its parent predicate. */
typedef enum pred_relation {
    REL_NONE,       /* main clause, or a noun inside none */
    REL_COMPLEMENT, /* xcomp, ccomp, infinitive of a noun: what is agreed, refused, urged, said */
    REL_CONJ,       /* joined by and/or/but to the parent */
    REL_ADVERBIAL,  /* advcl: participial, temporal, causal */
    REL_PURPOSE,    /* "to …", "in order to …" */
    REL_CONDITION,  /* "if …", "unless …" */
    REL_RELATIVE,   /* acl:relcl and participles on a noun of the parent */
    REL_ARGUMENT    /* a nominal predicate that fills a role of the parent: "condemned [the invasion]" */
} pred_relation;

typedef struct doc_predicate {
    uint32_t tok;                  /* the word that names it */
    uint32_t trig_begin, trig_end; /* tokens of the trigger: verb, particle, light verb … noun */
    uint32_t sent;
    str lemma;                     /* "visit", "call off" (particle verb), lower case */
    str support;                   /* PRED_LIGHT: the verb ("pay"); PRED_STATE: "be"; else "" */
    uint8_t kind;                  /* pred_kind */
    uint8_t status;                /* doc_status, by grammar: negation, modals, controlling verbs, conditions */
    uint8_t tense;                 /* pred_tense */
    int8_t factuality;             /* -3 certainly not … +3 certainly, as the writer presents it */
    bool passive, quoted, question, reported; /* reported: "reportedly", "allegedly" */
    uint32_t parent;               /* predicate that embeds it, or DOC_NONE */
    uint8_t relation;              /* pred_relation */
    uint32_t attribution;          /* innermost attribution whose content holds it, or DOC_NONE */
    uint32_t role_begin, role_end; /* in roles[] */
} doc_predicate;

typedef enum role_kind {
    ROLE_AGENT,      /* deep subject: voice undone, control and sharing filled in; a noun's "by X", possessor or adjective */
    ROLE_PATIENT,    /* deep object: passive subject, "of X" of a transitive noun */
    ROLE_RECIPIENT,  /* indirect object */
    ROLE_OBLIQUE,    /* prepositional: `prep` says which */
    ROLE_COMPLEMENT, /* clause: `pred` says which */
    ROLE_PREDICATE,  /* PRED_STATE: the adjective or noun; also secondary predicates ("named X ambassador") */
    ROLE_PARTY       /* one of several symmetric parties: "talks between X and Y", "X and Y met", "Sino-Russian talks" */
} role_kind;

/* Where a filler comes from, most certain first. */
typedef enum role_basis { FILL_DIRECT, FILL_SHARED /* conjoined verb */, FILL_CONTROLLED /* xcomp, participle */, FILL_RELATIVE, FILL_MODIFIER /* possessor, adjective, compound of a noun */, FILL_GUESSED } role_basis;

typedef struct doc_role {
    uint8_t role;  /* role_kind */
    uint8_t basis; /* role_basis */
    uint32_t tok;  /* head token of the filler; conjuncts have rows of their own */
    uint32_t pred; /* ROLE_COMPLEMENT, or a filler that is itself a predicate; else DOC_NONE */
    str prep;      /* preposition or case marker, lower case ("with", "on behalf of"), else "" */
} doc_role;

/* Who says it: source, cue and content, as in PolNeAR. outer: the attribution whose content holds this one. */
typedef struct doc_attribution {
    uint32_t source_begin, source_end; /* tokens; equal when the text names none */
    uint32_t source_head;              /* or DOC_NONE */
    uint32_t cue_begin, cue_end;
    uint32_t content_begin, content_end;
    uint32_t outer; /* or DOC_NONE */
    bool quoted, denial; /* denial: "denied" */
} doc_attribution;

/* ---- code -------------------------------------------------------------------------------------------------------- */

enum { DOC_MAX_PARTIES = 12, DOC_MAX_SAID_BY = 4, DOC_MAX_CONTEXTS = 6 };

typedef struct doc_party {
    uint32_t actor;      /* in actors[], or DOC_NONE when only words are known (said_by) */
    uint32_t begin, end; /* bytes of text: the words */
} doc_party;

typedef enum date_basis { DATED_UNKNOWN, DATED_EXPRESSION, DATED_DOCUMENT, DATED_STORY } date_basis;

typedef struct doc_event {
    str event, mode;         /* PLOVER type; mode or "" */
    str act_event, act_mode; /* the act that is planned, requested or threatened; or "" */
    str context[DOC_MAX_CONTEXTS];
    uint8_t n_contexts;
    str cameo;
    uint8_t quad;
    int16_t scale_tenths, goldstein_tenths;
    uint8_t status; /* doc_status */
    doc_party actor[DOC_MAX_PARTIES], recipient[DOC_MAX_PARTIES], said_by[DOC_MAX_SAID_BY];
    uint8_t n_actors, n_recipients, n_said_by;
    bool reciprocal; /* the actors deal with one another: a meeting, a clash; else several actors act side by side */
    int32_t start, stop; /* days; CAL_NONE unknown */
    uint8_t dated;       /* date_basis */
    uint32_t date;       /* in dates[], or DOC_NONE */
    uint32_t place;      /* in places[], or DOC_NONE */
    str object_kind, object_name;
    uint32_t object_begin, object_end; /* bytes; equal when there is no object */
    str vote;                          /* yes, no, abstain, veto or "" */
    int32_t dead, injured, arrested;   /* -1 not stated */
    int64_t amount;                    /* -1 not stated */
    str amount_unit;
    uint32_t amount_begin, amount_end;
    uint32_t sent;
    uint32_t trigger_begin, trigger_end; /* bytes of text */
    uint32_t predicate;
    str rule;
    uint16_t score_thousandths;
    char id[33];
} doc_event;

/* A number and what it counts. */
typedef enum figure_bound { FIGURE_EXACT, FIGURE_ABOUT, FIGURE_LEAST, FIGURE_MOST } figure_bound;
typedef enum figure_often { FIGURE_SOMETIMES, FIGURE_ONCE, FIGURE_OFTEN } figure_often;
typedef struct doc_figure {
    uint32_t sent, begin, end; /* bytes of text */
    int64_t value;
    uint8_t bound;             /* figure_bound */
    uint8_t often;             /* figure_often: how often a text counts such a unit */
    str unit;                  /* lemma of what is counted, or the unit of codebook/figures.tsv or numbers.tsv */
    str context;               /* lemmas of the content words around it, joined by ' ' */
    str said_by;               /* who is named as the source: an actor's name, else the words; or empty */
} doc_figure;

/* ---- the document -------------------------------------------------------------------------------------------------- */

enum { DOC_ANCHOR_TRUST = 400 }; /* thousandths: what a date of publication must have for dates to count from it */

typedef struct doc {
    arena *mem;
    uint32_t flags; /* doc_flag bits */

    /* source, set by page (and by the job's options) */
    str id, path, url;
    uint32_t line; /* of an NDJSON input, from 1; 0: the path holds this document alone */
    str source; /* the bytes read */

    /* page */
    str text, title, publisher, language, charset;
    str country; /* ISO alpha-3 of the country that the giver of the text says it is about, else "": whose police "police" are */
    str *authors;
    uint32_t n_authors;
    int32_t published;   /* the day that relative dates count from, or CAL_NONE: none is known, or none with DOC_ANCHOR_TRUST */
    str published_text;  /* ISO date or date-time as found, "" */
    uint8_t published_basis;   /* doc_basis */
    uint16_t published_trust;  /* thousandths */
    doc_piece *map;   uint32_t n_map;
    doc_block *blocks; uint32_t n_blocks;

    /* split */
    doc_sentence *sentences; uint32_t n_sentences; /* [S] */
    doc_token *tokens;       uint32_t n_tokens;    /* [T] */
    str *forms;    /* [T] or NULL: words of a CoNLL-U input that its text does not spell ("" elsewhere) */
    str *comments; /* [S] or NULL: comment lines of a CoNLL-U input */

    /* parse, each [T] */
    str *lemma;
    uint8_t *upos, *deprel, *depsub, *ner;
    str *xpos;
    uint32_t *feats;
    uint32_t *head; /* token number; DOC_NONE for a root or an unparsed token */

    /* link */
    doc_actor *actors;     uint32_t n_actors;
    doc_mention *mentions; uint32_t n_mentions; /* in order of tok_begin */
    uint32_t *mention_at;  /* [T] mention whose head this token is, or DOC_NONE */
    doc_date *dates;       uint32_t n_dates;
    doc_place *places;     uint32_t n_places;

    /* clause */
    doc_predicate *predicates;     uint32_t n_predicates;
    doc_role *roles;               uint32_t n_roles;
    doc_attribution *attributions; uint32_t n_attributions;
    uint32_t *predicate_at; /* [T] predicate named by this token, or DOC_NONE */
    str *joined;            /* [T] "ceasefire" at the head of "cease-fire", which is three tokens; "" elsewhere */
    uint32_t *clause_head;  /* [T] head, with the parser's errors mended where grammar leaves no doubt; what roles were read from */

    /* code */
    doc_event *events; uint32_t n_events;
    doc_figure *figures; uint32_t n_figures;
} doc;

/* ---- helpers that every station uses -------------------------------------------------------------------------------- */

void doc_init(doc *d, arena *mem);
/* The words of a token. */
static inline str doc_form(const doc *d, uint32_t tok)
{
    if (d->forms && d->forms[tok].n) return d->forms[tok];
    return str_sub(d->text, d->tokens[tok].begin, d->tokens[tok].end);
}
static inline str doc_text(const doc *d, uint32_t begin, uint32_t end) { return str_sub(d->text, begin, end); }
/* Sentence that holds a token. */
uint32_t doc_sentence_of(const doc *d, uint32_t tok);
/* Is a kind of place one that holds no other: a city, base, crossing, site, border? A country, a region, a sea may hold the town that another names. */
bool doc_place_is_town(str kind);
/* Byte of the source at which a byte of the text began. */
uint32_t doc_source_byte(const doc *d, uint32_t text_off);
/* Names for output; static storage. */
const char *upos_name(unsigned u);
const char *deprel_name(unsigned r);
const char *depsub_name(unsigned s); /* "" for none and other */
const char *ner_name(unsigned k);    /* "O", "B-PER" … */
const char *status_name(unsigned s);
const char *basis_name(unsigned b); /* of published */
const char *block_name(unsigned k);
const char *mention_name(unsigned b); /* of mention_basis */
const char *pred_name(unsigned k);    /* of pred_kind */
const char *tense_name(unsigned t);
const char *role_name(unsigned r);
const char *flag_name(unsigned bit_index); /* NULL past the last */
enum { N_DOC_FLAGS = 12 };
/* Inverse; -1 when unknown. */
int mention_find(str name);
int tense_find(str name);
int status_find(str name);
int upos_find(str name);
int deprel_find(str universal);
int depsub_find(str sub);
/* "Tense=Past|VerbForm=Fin" in the order of CoNLL-U, "_" for none; and back. */
str feats_name(arena *a, uint32_t feats);
uint32_t feats_find(str column);

#endif
