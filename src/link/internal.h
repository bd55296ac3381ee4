/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the files of station link share. Nothing outside src/link includes this.
 *
 *   tokens ──pieces.c──► pieces [P] ──forms──► matches ──match.c──► readings, traps taken out
 *                                                 │
 *                    mention.c, person.c, role.c ◄┘──► mentions ──coref.c──► mentions of pronouns and descriptions
 *   dates.c, places.c: their own columns, the same pieces
 *
 * Pieces. A form of a table and the text are cut into the same pieces, whatever split made of them: runs of letters and digits, and
 * every other character by itself; white space is nothing. "N'Djamena" is three pieces, "U.S." and "U. S." four. A match begins at the
 * first piece of a token and ends with the last piece of one. Curly apostrophes and dashes count as straight, accents as absent, so
 * that "Bogotá" and "Bogota" are one form. Each distinct piece of the tables is a number (a symbol); all tries share the numbers.
 *
 * A trie is one hash table from (node, symbol) to node. Longest match costs one probe for each piece; a piece that no table holds ends it.
 */
#ifndef LINK_INTERNAL_H
#define LINK_INTERNAL_H

#include "base/hash.h"
#include "base/table.h"
#include "link/link.h"

/* ---- pieces and tries (pieces.c) --------------------------------------------------------------------------------- */

enum { LINK_SYM_NONE = 0 }; /* a piece that stands in no table */

enum { LINK_PIECE_MAX = 64, LINK_WORD_ROOM = 16 };
/* Room taken at the start, so that the shipped tables fit: growing would copy and touch all memory twice, while fresh memory costs nothing until it is
 * used. A power of two. */
enum { LINK_ROOM = 1 << 15 };

/* Word classes of cues.tsv, one bit each; gazetteer.h says which. */
typedef uint64_t cue_set;

typedef struct link_word { /* a symbol */
    union {
        char room[LINK_WORD_ROOM]; /* the text, when it fits */
        const char *text;
    };
    uint32_t low : 28;  /* symbol of its lower case, or LINK_SYM_NONE */
    uint32_t whole : 4; /* bits of the tries in which it is a form by itself */
    uint16_t watch;   /* 1.. when a trap looks for it in sentence or document, else 0 */
    uint8_t n_bytes;
    uint8_t tries;    /* bits of the tries that have a form beginning with it; << LINK_GOES_ON: of those that have it later in a form */
    cue_set cue;
} link_word;

typedef struct link_symbol_slot {
    uint32_t tag, sym; /* the hash's upper half; 0: empty */
} link_symbol_slot;

enum { LINK_MAX_TRIES = 4, LINK_GOES_ON = 4, LINK_WHOLE = 8, LINK_WATCHED = 1 << 12, LINK_STARTS = (1 << LINK_MAX_TRIES) - 1 };

/* Symbols of the pieces of all tables (vocab.c). Program lifetime. */
typedef struct link_vocab {
    arena *mem;
    link_word *words; /* [n] words[0] is no symbol's and all zero */
    link_symbol_slot *slots; /* [n_slots] open addressing, at most half full */
    const struct link_trie *tries[LINK_MAX_TRIES];
    uint32_t n, cap, n_slots, n_tries;
    uint8_t nocase; /* bits of the tries in lower case, as in link_word.tries */
} link_vocab;

/* false when memory ran out. */
bool link_vocab_init(link_vocab *v, arena *mem);
/* Symbol of a piece, or LINK_SYM_NONE. */
uint32_t link_vocab_get(const link_vocab *v, str piece);
/* The same in steps, for whoever has many: hashes, fetches of slots and rows that overlap, answers. */
/* Up to eight bytes, in any order that is always the same; of a longer string its beginning. */
static inline uint64_t link_bytes_load(const char *s, uint32_t n)
{
    uint64_t a = 0;
    uint32_t low, high;
    if (n >= 8) return memcpy(&a, s, 8), a;
    if (n >= 4) return memcpy(&low, s, 4), memcpy(&high, s + n - 4, 4), (uint64_t)high << 32 | low;
    return (uint64_t)(unsigned char)s[0] | (uint64_t)(unsigned char)s[n / 2] << 8 | (uint64_t)(unsigned char)s[n - 1] << 16;
}

/* Two multiplications for all but long pieces. The keys are those of our own tables, so that nobody can choose them to collide. */
static inline uint64_t link_vocab_hash(str s)
{
    if (s.n > 16) return hash_bytes(s.s, s.n, 0);
    uint64_t a = link_bytes_load(s.s, s.n), b = s.n > 8 ? link_bytes_load(s.s + s.n - 8, 8) : s.n;
    a = (a ^ 0x9E3779B97F4A7C15u) * 0xD6E8FEB86659FD93u;
    a = (a ^ a >> 32 ^ b) * 0x9E3779B97F4A7C15u;
    return a ^ a >> 32;
}
void link_vocab_fetch(const link_vocab *v, const uint64_t *hash, uint32_t n);
uint32_t link_vocab_find(const link_vocab *v, str piece, uint64_t hash);
/* The same, made when it is new; LINK_SYM_NONE when it is too long or memory ran out. */
uint32_t link_vocab_put(link_vocab *v, str piece);
/* After the last put: lower cases are looked up once and for all. */
void link_vocab_close(link_vocab *v);

typedef struct link_node {
    uint64_t key;   /* parent << 32 | symbol; 0 empty */
    uint32_t node;  /* its number: of a child of the root its symbol, of others with LINK_NODE_DEEP; the root is 0 */
    uint32_t value; /* of the form that ends here, or MAP_NONE */
} link_node;

#define LINK_NODE_DEEP 0x80000000u

typedef struct link_trie {
    arena *mem;
    link_vocab *vocab;
    link_node *slots; /* [n_slots] open addressing, at most half full */
    uint32_t n_slots, n_nodes;
    uint8_t bit;      /* its bit in link_word.tries */
    bool nocase; /* forms and text are compared in lower case */
} link_trie;

/* A piece in lower-case letters; room is where. */
str link_piece_lower(str s, char room[LINK_PIECE_MAX]);
/* Symbol of a word of one piece, in lower case, made when it is new; 0 when it has more pieces or memory ran out. Loading only. */
uint32_t link_symbol(link_vocab *v, str word);
/* A vocabulary has at most LINK_MAX_TRIES tries; they stay where they are. */
void link_trie_init(link_trie *t, link_vocab *v, arena *mem, bool nocase);
/* Room for n nodes, a power of two, before the first form; false when memory ran out. */
bool link_trie_reserve(link_trie *t, uint32_t n);
/* The place of the form's value: *slot is MAP_NONE when the form is new. Valid until the next call. NULL when memory ran out
 * or the form has no piece. */
uint32_t *link_trie_put(link_trie *t, str form);
/* The value of exactly this form, or MAP_NONE. scratch: any arena. */
uint32_t link_trie_get(const link_trie *t, arena *scratch, str form);

/* The pieces of a document. d->mem lifetime. */
typedef struct link_pieces {
    uint32_t *begin; /* [T+1] first piece of a token */
    uint32_t *sym;   /* [P] as written (accents and curly marks undone) */
    uint32_t *low;   /* [P] in lower case */
    uint16_t *tries; /* [T] link_word.tries of the token's first piece, as the tries see it; without the tries in which it begins a form that the next token
                        cannot go on with; << LINK_WHOLE: of the tries in which it is a form by itself; LINK_WATCHED: a trap may look for a piece of it */
    uint32_t n;
} link_pieces;
/* ENT_E_MEMORY, or ENT_OK. Linear in the text. */
int link_pieces_make(const link_vocab *v, doc *d, link_pieces *out, ent_error *err);
/* Asks for the cache lines in which walks through any trie from these tokens begin: for soon before them. */
void link_tries_fetch(const link_vocab *v, const link_pieces *p, uint32_t begin, uint32_t end);
/* Longest form that starts at token `tok` and ends within tokens [tok, limit): its value, and the token after it in *end.
 * MAP_NONE when there is none. */
uint32_t link_trie_walk(const link_trie *t, const link_pieces *p, uint32_t tok, uint32_t limit, uint32_t *end);
static inline uint32_t link_trie_match(const link_trie *t, const link_pieces *p, uint32_t tok, uint32_t limit, uint32_t *end)
{
    return tok < limit && (p->tries[tok] & t->bit) ? link_trie_walk(t, p, tok, limit, end) : MAP_NONE;
}

typedef struct link_start { /* a form of a trie: tokens and value */
    uint32_t begin, end, value;
} link_start;

/* ---- reading tables (gazetteer.c) -------------------------------------------------------------------------------- */

/* Opens DATA/gazetteer/NAME over bytes in `mem`; adds them to the version hash of `g` (NULL: does not). Columns as for table_open. */
int link_table_open(table *t, link_gazetteer *g, arena *mem, const char *data_dir, const char *name, const char *columns, ent_error *err);

/* ---- dates (dates*.c) ---------------------------------------------------------------------------------------------- */

typedef struct link_date_tables link_date_tables; /* immutable */
/* g is given for the version hash and for nothing else; tables of dates are read by link_table_open. */
int link_dates_load(link_date_tables **out, link_gazetteer *g, arena *mem, const char *data_dir, ent_error *err);
/* Afterwards the words of dates are known by their symbols. Small when they are the first of the vocabulary. */
int link_dates_index(link_date_tables *t, link_vocab *v, ent_error *err);
/* Fills d->dates, in order of tok_begin. Needs tokens; uses tags where there are any. link_dates (link.h) is this. p: pieces cut by the
 * vocabulary of link_dates_index, which save looking words up again; or NULL, with the same result. */
int link_dates_run(const link_date_tables *t, const link_pieces *p, doc *d, ent_error *err);

/* ---- places (places.c) --------------------------------------------------------------------------------------------- */

typedef struct link_place_tables link_place_tables; /* immutable */
/* Reads places.tsv into a trie over vocab, which is the gazetteer's own and still open. Countries are checked with link_state_exists. */
int link_places_load(link_place_tables **out, link_gazetteer *g, link_vocab *vocab, arena *mem, const char *data_dir, ent_error *err);
/* Fills d->places, in order of tok_begin. Runs after the mentions are there (MENTION_PLACE names countries and capitals); the mentions are not
 * yet in order. A town without a mention gets one afterwards, MENTION_PLACE with the country of its doc_place. */
int link_places_run(const link_place_tables *t, const link_gazetteer *g, const link_pieces *p, doc *d, ent_error *err);
/* True when the tables know this ISO alpha-3 code. */
bool link_state_exists(const link_gazetteer *g, str code);
/* True when tokens [begin, end) are the name of a place of that country. */
bool link_place_known(const link_place_tables *t, const link_pieces *p, uint32_t begin, uint32_t end, str country);
/* Country of an exact place name, when all places of that name lie in one country; else "". For user queries. */
str link_place_country(const link_place_tables *t, arena *scratch, str name);

#endif
