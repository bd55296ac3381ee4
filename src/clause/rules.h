/* SPDX-License-Identifier: Apache-2.0 */
/* Repairs by pattern: grammar/repairs.tsv in memory (rules_read.c reads it), and its matcher (rules.c). Internal to src/clause. */
#ifndef CLAUSE_RULES_H
#define CLAUSE_RULES_H

#include "base/table.h"
#include "clause/work.h"

typedef enum repair_pass { REPAIR_HEADS, REPAIR_NAMES, REPAIR_LINKS, REPAIR_LAST, N_REPAIR_PASS } repair_pass;

enum { REPAIR_LETTERS = 26, REPAIR_TAGS = 3, REPAIR_ROWS = 128, REPAIR_NOBODY = REPAIR_LETTERS };

typedef enum step_kind {
    BIND_HEAD, BIND_PLACE, BIND_CHILD, BIND_TAG, BIND_CLASS, BIND_NAME, BIND_ABOVE, /* letter a becomes … of b */
    TEST_RELATION, TEST_TAG, TEST_CLASS, TEST_IS, TEST_ORDER, TEST_HEAD, /* of a, or of a and b */
    DO_HANG, DO_SWAP, DO_HAND_OVER, DO_RELATION, DO_TAG, DO_GUESS
} step_kind;

typedef enum word_asked {
    IS_FIRST, IS_NOMINAL, IS_NAME, IS_DATED, IS_ROOT, IS_HEADLINE, IS_PAST, IS_PLAIN, IS_SPEAKS, IS_TELLS, IS_SPEECH, IS_ASKS, IS_ACT, IS_GOVERNS,
    IS_INTRANSITIVE, IS_NAMES, IS_PARTICIPIAL, N_WORD_IS
} word_asked;

typedef struct repair_step {
    uint8_t kind;
    bool not;
    uint8_t a, b;
    int8_t da, db;   /* places beside a and b */
    int8_t side;     /* -1 left, 1 right, 0 either; TEST_ORDER: -1 before, 0 the same, 1 after */
    uint8_t sub, what; /* depsub; word_class, word_asked */
    uint8_t n_xpos;
    uint32_t upos;   /* bit per upos */
    uint32_t xpos[REPAIR_TAGS]; /* tags of the treebank by their letters: see repair_tag */
    uint64_t rels;   /* bit per deprel */
} repair_step;

/* What stands around a word, a bit for each fact: the tag of its head, of the word before and of the word after (or that there is none), and
 * on which side its head is. A row says which of these it never bears, so that most rows are passed over by one bit. */
enum { VIEW_HEAD, VIEW_BEFORE = N_UPOS + 1, VIEW_AFTER = 2 * (N_UPOS + 1), VIEW_HEAD_LEFT = 3 * (N_UPOS + 1), VIEW_HEAD_RIGHT, VIEW_BITS };
_Static_assert(VIEW_BITS <= 64, "a view is a number");

typedef struct repair_row {
    uint32_t first, n; /* steps */
    uint64_t rels;     /* of its word */
    uint32_t upos;     /* likewise */
    uint32_t xpos[REPAIR_TAGS]; /* likewise, when n_xpos */
    uint8_t n_xpos, pass;
    uint8_t class;     /* likewise, N_WORD_CLASS: any */
    str tag;           /* last tag of the treebank that it sets */
} repair_row;

struct repair_rules {
    repair_step *step;
    repair_row *row;
    uint32_t n_steps, cap_steps, n_rows, cap_rows;
    uint64_t never[REPAIR_ROWS]; /* of each row, what a view of its word never has: beside the rows, to stay near */
    uint32_t upos[N_REPAIR_PASS][N_DEPREL]; /* tags for which a row is there: small enough to stay near */
    uint8_t *try[N_REPAIR_PASS][N_DEPREL][N_UPOS]; /* rows for a word of that relation and tag, from 1, in order; 0 ends. NULL: none */
};

/* A tag of at most four letters as a number. */
static inline uint32_t repair_tag(str tag)
{
    uint32_t x = 0;
    for (uint32_t i = 0; i < tag.n; i++) x = x << 8 | (unsigned char)tag.s[i];
    return x;
}

/* Reads the table; every row of it must be understood. */
int repair_rules_read(clause_tables *t, table *tab, ent_error *err);
/* Tries the rows of a pass on one word, on every word of a sentence. */
void repair_rules_word(clause_work *w, repair_pass pass, uint32_t t, const doc_sentence *s);
void repair_rules_run(clause_work *w, repair_pass pass, const doc_sentence *s);

#endif
