/* SPDX-License-Identifier: Apache-2.0 */
/* Inside of the station: its tables, and the two passes over one document. */
#ifndef SPLIT_TABLES_H
#define SPLIT_TABLES_H

#include "base/hash.h"
#include "split/split.h"

typedef enum abbr_kind { ABBR_NONE, ABBR_TITLE, ABBR_OPEN, ABBR_NUMBER, ABBR_MONTH, ABBR_STOP } abbr_kind;

/* Where a word written together is cut: lengths of its first parts in bytes, 0 after the last cut. */
typedef struct split_cut {
    uint8_t first, second;
} split_cut;

struct split_tables {
    map abbreviation; /* form with its stop, as written → abbr_kind */
    map suffix;       /* lower case, without apostrophe → 1; "t" → 2: the n goes with it */
    map whole;        /* lower case, straight apostrophes → index in cuts */
    map clip;
    map prefix, unit, domain, starter;
    split_cut *cuts;
    uint32_t n_cuts, cap_cuts;
    map weight;       /* feature of a gap → weight + SPLIT_WEIGHT_ZERO: boundary.h */
    int32_t bias;
};

enum { SPLIT_WEIGHT_ZERO = 1 << 20 };
/* What split_tables_load reads but the learned weights: for their trainer. */
int split_tables_load_rules(split_tables **out, arena *mem, const char *data_dir, ent_error *err);

/* Longest form any table holds; a longer word is in none. */
enum { SPLIT_MAX_FORM = 32 };

/* Value of a word in a table without regard to ASCII case, typographic apostrophes as straight ones; MAP_NONE when absent. */
uint32_t split_lookup(const map *m, str word);
abbr_kind split_abbreviation(const split_tables *t, str form);

/* Pass 1: appends the tokens of [begin, end). */
typedef struct split_tokens {
    doc *d;
    const split_tables *t;
    uint32_t cap;
    uint32_t begin, end;      /* the block */
    uint32_t no_mail_before;  /* no '@' ends a run of mail characters before this byte */
    bool single_open;         /* a single quote is open in this block */
    bool failed;
} split_tokens;
void split_words(split_tokens *s, uint32_t begin, uint32_t end);

/* Pass 2: appends the sentences of tokens [tok_begin, tok_end), one block. */
typedef struct split_gap split_gap;
typedef struct split_sentences {
    doc *d;
    const split_tables *t;
    uint32_t cap;
    bool failed;
    bool (*ends)(void *ctx, const split_gap *g); /* the trainer's answer in place of the weights; NULL: the weights */
    void *ctx;
} split_sentences;
void split_block(split_sentences *s, uint32_t block, uint32_t tok_begin, uint32_t tok_end, bool may_be_headline);

#endif
