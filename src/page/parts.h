/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Inside of the station page.
 *
 *     bytes ──charset──► source (UTF-8) ──plain | html──► lines ──choose──► page_out: text, map, blocks
 *                  │                                        │
 *                  map of the decoding                      title, authors, publisher, published (facts)
 *
 * Every offset inside the station is a byte of the decoded source; page_out_finish composes its map with the decoding's.
 */
#ifndef PAGE_PARTS_H
#define PAGE_PARTS_H

#include "base/hash.h"
#include "page/page.h"

/* ---- tables --------------------------------------------------------------------------------------------------------- */

typedef enum line_kind { LINE_NONE, LINE_FURNITURE, LINE_START, LINE_LIST, LINE_TAIL, LINE_CRUMB, LINE_BYLINE, LINE_READING, LINE_BIO, LINE_OFFICE, LINE_NO_AUTHOR, LINE_DEGREE, LINE_TOPIC, N_LINE_KINDS } line_kind;
typedef enum meta_field { META_NONE, META_DATE, META_TITLE, META_AUTHOR, META_SITE, META_URL, META_KEY, META_PATH, N_META_FIELDS } meta_field;
typedef struct page_meta {
    str name;
    meta_field field;
    uint16_t trust;
} page_meta;
typedef enum date_word { DATE_WORD_NONE, DATE_WORD_MONTH, DATE_WORD_WEEKDAY, DATE_WORD_CUE, DATE_WORD_CLOCK, DATE_WORD_JOINT } date_word;

struct page_tables {
    map line;      /* furniture: LINE_FURNITURE, LINE_LIST, LINE_TAIL */
    map start;     /* first word of a furniture start → index of the first of its rows in starts */
    str *starts;   /* [n_starts] forms of kind start, in order of the table */
    uint32_t *start_next; /* [n_starts] next row with the same first word, or DOC_NONE */
    uint32_t n_starts, cap_starts, cap_start_next;
    map crumb, byline, reading, office, no_author, degree, topic;
    str *bios; /* [n_bios] */
    uint32_t n_bios, cap_bios;
    map date_word; /* date_word << 8 | value */
    map mark;      /* word or words of a class, written together → MARK_… */
    page_meta *metas; /* [n_metas] in order of the table */
    uint32_t n_metas, cap_metas;
    map charset;   /* label → index in charset_names */
    str *charset_names;
    uint32_t n_charsets, cap_charsets;
};

/* Opens data_dir/grammar/name as a table. */
struct table;
/* A line for looking up: lower case, bullets before and marks after it gone, typographic apostrophes straight, runs of spaces one.
 * At most PAGE_LINE_BYTES bytes of it into `room`. */
enum { PAGE_LINE_BYTES = 160 };
str page_line_key(str line, char room[PAGE_LINE_BYTES]);
/* What a line of `n_words` is by the table of furniture: LINE_NONE, LINE_FURNITURE, LINE_LIST or LINE_TAIL. */
line_kind page_line_furniture(const page_tables *t, str line, uint32_t n_words);
uint32_t page_words(str line);
/* Author or authors when the line is a byline ("by alex"), else a str without bytes. */
str page_byline(const page_tables *t, str line);
/* Does a line near the end tell of an author: a name of at most four words, then a phrase of kind bio? */
bool page_is_bio(const page_tables *t, str line);
/* "2 min read". */
bool page_is_reading_time(const page_tables *t, str line);

/* ---- decoded source ---------------------------------------------------------------------------------------------------- */

typedef struct page_source {
    str text;       /* valid UTF-8 without NUL */
    doc_piece *map; /* text → bytes read; none: the same bytes */
    uint32_t n_map;
} page_source;

/* Decodes bytes. declared: a charset label from the document, or none. Sets d->charset, DOC_F_BADCHARSET, DOC_F_NUL. */
int page_decode(const page_tables *t, arena *mem, str bytes, str declared, bool cut, doc *d, page_source *out, ent_error *err);
/* Label named by the document itself: <meta charset>, <meta http-equiv>, XML declaration; or none. */
str page_declared_charset(str bytes);
/* UTF-8 repaired: every byte that starts no valid sequence becomes U+FFFD. */
int page_repair(arena *mem, str bytes, bool cut, doc *d, page_source *out, ent_error *err);

/* Mends what was encoded twice ("donâ€™t"). */
int page_mend(arena *mem, page_source *source, ent_error *err);

/* ---- output ------------------------------------------------------------------------------------------------------------ */

typedef struct page_out {
    arena *mem;
    char *s;
    uint32_t n, cap;
    doc_piece *map;
    uint32_t n_map, cap_map;
    doc_block *blocks;
    uint32_t n_blocks, cap_blocks;
    bool failed;
} page_out;

void page_out_init(page_out *o, arena *mem, uint32_t n_expected);
/* Appends bytes that began at byte_off of the source; linear: they stand there as they are. */
void page_out_put(page_out *o, const char *s, uint32_t n, uint32_t byte_off, bool linear);
/* A block over text [begin, end); between: a blank line is put before the next one. */
void page_out_block(page_out *o, uint32_t begin, uint32_t end, doc_block_kind kind);
void page_out_gap(page_out *o, uint32_t byte_off);
/* Makes the map, which leads to `source`, lead to the bytes read. false when memory ran out. */
bool page_out_over(page_out *o, const page_source *source);
/* Gives text, map and blocks to d, offsets turned into bytes read. */
int page_out_finish(page_out *o, const page_source *source, doc *d, ent_error *err);

/* ---- dates and facts ------------------------------------------------------------------------------------------------------ */

typedef struct page_date {
    int32_t day;         /* CAL_NONE: none */
    uint32_t begin, end; /* bytes of the string */
    bool alone;          /* nothing beside the date but weekday, clock and cue words */
    bool cued;           /* begins with "Published" or the like */
} page_date;

/* First date with a year from 1900 to 2100 in s. Linear in s. */
page_date page_date_find(const page_tables *t, str s);
/* "/2023/02/22/" in a URL. */
page_date page_date_in_url(str url);
/* Candidate for the document's date; the best by basis and trust stays, a conflict with it lowers its trust. */
void page_date_offer(const page_tables *t, doc *d, str text, doc_basis basis, uint16_t trust);
/* The day in the dateline that opens the main text ("ROME, May 3, 2019 (Agency) - Two envoys ..."), for a page that states no other. */
void page_date_in_dateline(const page_tables *t, doc *d);

/* ---- kinds ----------------------------------------------------------------------------------------------------------------- */

bool page_looks_html(str bytes);
bool page_looks_binary(str bytes);
/* Does the line parse as a JSON object with "text" or "html"? *open: it breaks off where it is cut, without an error. */
bool page_is_ndjson(str line, bool *open);

int page_plain(const page_tables *t, const page_source *source, bool news, doc *d, ent_error *err);
int page_html(const page_tables *t, const page_source *source, doc *d, ent_error *err);
/* An item of a feed whose title is `publisher`. */
int page_feed_item(const page_tables *t, const page_source *item, str publisher, doc *d, ent_error *err);
int page_ndjson(const page_tables *t, const page_input *in, const page_options *o, doc *d, ent_error *err);
/* Language, identity and what the caller gave; the last step of every kind. */
int page_finish(const page_options *o, str content, doc *d, ent_error *err);

#endif
