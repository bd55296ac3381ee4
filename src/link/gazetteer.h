/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The gazetteer in memory: what the tables say, as columns that the matcher can walk. Loaded once, immutable, shared by threads.
 *
 *   names trie ──► form ──► reading ──► reading …        a form has one or more readings: who it may stand for, and as what
 *                   │          └─ ref ──► body (state or organisation) or person ──► offices, newest first
 *                   └──────► traps …                       contexts in which it stands for nobody, or for somebody else
 *   roles trie ──► role     cues[] by symbol     anaphors, topics
 */
#ifndef LINK_GAZETTEER_H
#define LINK_GAZETTEER_H

#include "link/internal.h"

#define LINK_NONE 0xFFFFFFFFu

typedef enum link_kind {
    KIND_NAME, KIND_ABBREVIATION, KIND_SEAT, KIND_ORG, KIND_ADJECTIVE, KIND_DEMONYM, KIND_CAPITAL, KIND_PREFIX, KIND_PERSON, KIND_SURNAME, N_LINK_KIND
} link_kind;

typedef enum body_kind { BODY_STATE, BODY_IGO, BODY_ARMED, BODY_PARTY, BODY_AGENCY, BODY_COMPANY, BODY_MEDIA, BODY_NGO, N_BODY_KIND } body_kind;

typedef struct link_body { /* a state, or an organisation */
    str code, name, cow, wikidata, sector;
    str country;      /* alpha-3 or "" */
    int32_t from, to; /* days; CAL_NONE open */
    uint8_t kind;     /* body_kind */
} link_body;

typedef struct link_office {
    str title, sector;
    str country;
    int32_t from, to;
    uint32_t next; /* earlier office of the same person, or LINK_NONE */
    uint32_t line; /* of offices.tsv */
} link_office;

typedef struct link_person {
    str name, wikidata, country;
    uint32_t offices;  /* newest first */
    uint32_t namesake; /* another person of exactly this name, or LINK_NONE */
} link_person;

typedef struct link_member {
    str country;
    uint32_t state; /* body of the country */
    int32_t from, to;
    uint32_t next; /* another membership of the same organisation, or LINK_NONE */
} link_member;

enum { READ_PLACE = 1, READ_WEAK = 2, READ_TITLED = 4 /* a surname that needs a title or the full name before */ };
typedef struct link_reading {
    uint8_t kind;     /* link_kind */
    uint8_t flags;
    int32_t from, to; /* documents for which it holds; CAL_NONE open */
    uint32_t ref;     /* in bodies, or in persons for KIND_PERSON and KIND_SURNAME */
    uint32_t next;    /* in readings, or LINK_NONE */
    uint32_t line;    /* of the kind's table; for what is wrong */
} link_reading;

typedef struct link_form {
    str text;                 /* as first written in a table */
    uint32_t readings, traps; /* first of each list, or LINK_NONE */
} link_form;

typedef enum test_kind { TEST_NEXT, TEST_PREV, TEST_NEXT2, TEST_PREV2, TEST_SENT, TEST_DOC, TEST_HEAD, TEST_TOPIC, TEST_START, TEST_ALWAYS } test_kind;
enum { TEST_UPPER = 1, TEST_FIRST = 2, TEST_LOWER = 4, TEST_GENITIVE = 8, TEST_ADJECTIVE = 16 };
#define LINK_CAPITAL 0x80000000u /* the word of a test is written with a capital, and must be in the text */
enum { LINK_MAX_TOPICS = 8 };
typedef struct link_test {
    uint8_t kind, special;
    uint32_t word_begin, n_words; /* in words[]: symbols, or for TEST_TOPIC the topic's number */
} link_test;

typedef enum verdict { VERDICT_NONE, VERDICT_NOT, VERDICT_PLACE, VERDICT_OWNED, VERDICT_BODY } verdict;
typedef struct link_trap {
    uint32_t test_begin, n_tests;
    uint8_t verdict;
    uint32_t body; /* VERDICT_BODY */
    uint32_t next; /* of the same form */
} link_trap;

enum { ROLE_THING = 1, ROLE_GROUP = 2, ROLE_INSTITUTION = 4, ROLE_PERSON = 8, ROLE_PLURAL = 16 };
/* Notes of sectors.tsv: what a role of this sector may be taken for when nothing says whose it is. */
enum { SECTOR_ALONE = 1, SECTOR_FOREIGN = 2, SECTOR_CROWD = 4, SECTOR_FIELD = 8 };
typedef struct link_role {
    str form;
    str sector[2];
    uint8_t n_sectors, flags;
    uint8_t sector_notes; /* of the first sector */
} link_role;

/* The classes of cues.tsv (link_word.cue); the names are in rules.c. */
#define CUE_PLACE       ((cue_set)1 << 0)  /* prepositions under which a country is a place */
#define CUE_MOTION      ((cue_set)1 << 1)  /* verbs and nouns after which "to" and "from" lead to a place */
#define CUE_GOAL        ((cue_set)1 << 2)  /* verbs whose object, when it is a city, is a place */
#define CUE_SPEECH      ((cue_set)1 << 3)  /* verbs only an actor does: says, urges, agrees */
#define CUE_TITLE       ((cue_set)1 << 4)  /* Mr, Mme */
#define CUE_FIRST       ((cue_set)1 << 5)  /* first names */
#define CUE_PART        ((cue_set)1 << 6)  /* tens, group, member: the actor is what follows "of" */
#define CUE_FORMER      ((cue_set)1 << 7)  /* former, ousted */
#define CUE_LOCATION    ((cue_set)1 << 8)  /* nouns of places: city, suburb, outskirts */
#define CUE_COUNTERPART ((cue_set)1 << 9)  /* counterpart, homologue */
#define CUE_COMPANY     ((cue_set)1 << 10) /* Airlines, University: a name that ends so is no state */
#define CUE_PAIR        ((cue_set)1 << 11) /* two, both */
#define CUE_STATE       ((cue_set)1 << 12) /* descriptions: country, regime, neighbour */
#define CUE_IGO         ((cue_set)1 << 13) /* alliance, bloc */
#define CUE_ARMED       ((cue_set)1 << 14) /* militia, movement */
#define CUE_LEADER      ((cue_set)1 << 15) /* leader, statesman */
#define CUE_SIDE        ((cue_set)1 << 16) /* side, party: whoever */
#define CUE_EVENT       ((cue_set)1 << 17) /* nouns of acts, whose "of" need not be an owner */
#define CUE_ETHNIC      ((cue_set)1 << 18) /* Kurdish, Arab, Shia: people of no one state */
#define CUE_AFFIX       ((cue_set)1 << 19) /* pro, anti, non: what follows the hyphen is not the actor */
#define CUE_LED         ((cue_set)1 << 20) /* led, owned: "US-led" is the actor's, "US-backed" is not */
#define CUE_CALENDAR    ((cue_set)1 << 21) /* Tuesday, March: no names of people */
#define CUE_PARTICLE    ((cue_set)1 << 22) /* al, bin, von: inside names of people */
#define CUE_ABROAD      ((cue_set)1 << 23) /* ambassador, embassy, base: stand in a country that is not theirs */
#define CUE_OTHER       ((cue_set)1 << 24) /* other, foreign: not the one that is named */
#define CUE_OWNER       ((cue_set)1 << 25) /* of, for, from: the owner of a role stands after it */
#define CUE_THE         ((cue_set)1 << 26) /* the, this: words that make a noun definite */
#define CUE_WHOSE       ((cue_set)1 << 30) /* whose: the owner is the noun that its clause hangs on */
#define CUE_RELATED     ((cue_set)1 << 31) /* neighbour, ally: a possessor's is somebody else */
#define CUE_SELF        ((cue_set)1 << 32) /* side: a state's side is the state */
#define CUE_WILL        ((cue_set)1 << 33) /* decision, demand: a capital's are its government's */
#define CUE_GENITIVE    ((cue_set)1 << 34) /* of */
#define CUE_TOWARD      ((cue_set)1 << 35) /* to */
#define CUE_AWAY        ((cue_set)1 << 36) /* from */
#define CUE_REASON      ((cue_set)1 << 37) /* for, over: what somebody is praised or blamed for is his */
#define CUE_SEATED      ((cue_set)1 << 38) /* in, at: an institution's, and its people's, in their capital */
#define CUE_UPON        ((cue_set)1 << 39) /* on */
#define CUE_ARTICLE     ((cue_set)1 << 40) /* the */
#define CUE_JOINING     ((cue_set)1 << 41) /* and */
#define CUE_TWICE       ((cue_set)1 << 42) /* both */
#define CUE_REFLEXIVE   ((cue_set)1 << 43) /* own: points back to the subject */
#define CUE_YONDER      ((cue_set)1 << 44) /* there */
#define CUE_NEUTER      ((cue_set)1 << 45) /* it: as an object mostly a thing */
#define CUE_DOER        ((cue_set)1 << 46) /* by: with a passive, who does it */
#define CUE_SOMEBODY    ((cue_set)1 << 47) /* accuse, warn: verbs whose object is somebody, "it" too */
#define CUE_OCCASION    ((cue_set)1 << 48) /* after, since: open what may have led to the act: a deed of either side */
#define CUE_WHILE       ((cue_set)1 << 49) /* when, as: the same, of a clause alone ("as its envoy" is none) */
#define CUE_HELPS       ((cue_set)1 << 50) /* help, back: verbs whose object does what he is helped in */
#define CUE_IT          ((cue_set)1 << 27) /* it, its: pronouns for states and bodies */
#define CUE_PERSON      ((cue_set)1 << 28) /* he, her: for a person */
#define CUE_THEY        ((cue_set)1 << 29) /* they, their: for several */

typedef struct link_topic {
    uint32_t topic;
    uint8_t weight;
} link_topic;

/* Tables in place of the folder's, for tests and the fuzzer: read gives the bytes of "names.tsv", or false for the folder's own. */
typedef struct link_source {
    bool (*read)(void *ctx, const char *name, str *bytes);
    void *ctx;
} link_source;

struct link_gazetteer {
    arena *mem;
    const link_source *source; /* NULL: the folder; used while loading only */
    link_vocab vocab;
    link_trie names, roles_trie, topics_trie;
    link_body *bodies;      uint32_t n_bodies, cap_bodies;
    link_person *persons;   uint32_t n_persons, cap_persons;
    link_office *offices;   uint32_t n_offices, cap_offices;
    link_member *members;   uint32_t n_members, cap_members;
    link_form *forms;       uint32_t n_forms, cap_forms;
    link_reading *readings; uint32_t n_readings, cap_readings;
    link_trap *traps;       uint32_t n_traps, cap_traps;
    link_test *tests;       uint32_t n_tests, cap_tests;
    uint32_t *words;        uint32_t n_words, cap_words;
    link_role *roles;       uint32_t n_roles, cap_roles;
    link_topic *topics;     uint32_t n_topics, cap_topics;
    map body_by_code, members_of, person_by_name, sectors, topic_names;
    uint32_t class_traps[N_LINK_KIND]; /* traps of "@name" and the like */
    uint32_t n_watch; /* words that traps look for, and 0 */
    link_date_tables *dates;
    link_place_tables *places;
    uint64_t hash;
    str version;
};

/* As link_gazetteer_load, from any source. */
int link_gazetteer_load_from(link_gazetteer **out, arena *mem, const char *data_dir, const link_source *source, ent_error *err);

/* ---- loading: each reads its tables into g and returns an ent_code ------------------------------------------------- */

int link_bodies_load(link_gazetteer *g, const char *data_dir, ent_error *err);  /* states, organisations, names */
int link_members_load(link_gazetteer *g, const char *data_dir, ent_error *err); /* memberships */
int link_people_load(link_gazetteer *g, const char *data_dir, ent_error *err);  /* offices */
int link_rules_load(link_gazetteer *g, const char *data_dir, ent_error *err);   /* roles, traps, cues, topics */

/* Adds a reading to a form; false when memory ran out, *twice set when the form has it already. */
bool link_reading_add(link_gazetteer *g, str form, link_reading r, bool *twice);
/* The form, made when new; NULL when memory ran out. */
link_form *link_form_put(link_gazetteer *g, str form);
/* Body of a state's or an organisation's code, or LINK_NONE. */
uint32_t link_body_find(const link_gazetteer *g, str code);
/* First and last day of "2008", "2008-05", "2008-05-07"; "" is CAL_NONE. false when it is no date. */
bool link_period(str text, bool last, int32_t *day);
/* Error at the row unless `id` is "" or a Q and digits. */
int link_wikidata_check(const table *t, str id, ent_error *err);
/* What only the whole can show: an alias of two actors that nothing separates (check.c). */
int link_gazetteer_check(const link_gazetteer *g, const char *data_dir, ent_error *err);
/* Error at the row unless `sector` is "" or known. */
int link_sector_check(const link_gazetteer *g, const table *t, str sector, ent_error *err);

/* The family's name: the last word; the first in China, Korea and Taiwan. */
str link_surname(str name, str country);

/* ---- asking ---------------------------------------------------------------------------------------------------------- */

/* Office of a person on a day (CAL_NONE: the latest): LINK_NONE when he held none then. */
uint32_t link_office_at(const link_gazetteer *g, uint32_t person, int32_t day);
/* Whether the state belongs to the organisation on a day (CAL_NONE: now). Both by code. */
bool link_is_member(const link_gazetteer *g, str organisation, str country, int32_t day);
static inline bool link_holds(int32_t from, int32_t to, int32_t day)
{
    return day == CAL_NONE || ((from == CAL_NONE || from <= day) && (to == CAL_NONE || day <= to));
}

/* Room for n more rows of a column at once; false when memory ran out. */
#define LINK_RESERVE(g, column, n)                                                                                                       \
    (((g)->column = arena_grow((g)->mem, (g)->column, sizeof *(g)->column, (g)->n_##column, (g)->n_##column + (n), &(g)->cap_##column)) != NULL)
#define LINK_PUSH(g, column, item)                                                                                                       \
    (((g)->column = arena_grow((g)->mem, (g)->column, sizeof *(g)->column, (g)->n_##column, (g)->n_##column + 1, &(g)->cap_##column))   \
         ? ((g)->column[(g)->n_##column++] = (item), true)                                                                               \
         : false)

#endif
