/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Station page: bytes → main text, title, authors, publisher, published, language, and the map text → bytes.
 *
 *     page_open ──► page_next: one document's raw bytes at a time (streaming; a 10 GB NDJSON or WARC file needs one line or record of memory)
 *                      │
 *                   page_read: HTML, plain text or an NDJSON line into the page columns of a doc (pure, any thread)
 *
 * Kind by content, never by name: HTML, plain text, NDJSON, WARC, RSS and Atom, and gzip or zstd of these.
 */
#ifndef PAGE_H
#define PAGE_H

#include "base/buf.h"
#include "doc.h"

typedef struct page_tables page_tables; /* furniture, marks, date words, meta names, charsets: the tables in grammar/. Program lifetime, immutable */
int page_tables_load(page_tables **out, arena *mem, const char *data_dir, ent_error *err);

typedef enum page_kind { PAGE_HTML, PAGE_PLAIN, PAGE_NDJSON_LINE, PAGE_FEED_ITEM, PAGE_BINARY } page_kind;

typedef struct page_input {
    page_kind kind;
    str path;       /* as given */
    str bytes;      /* owned by the buffer given to page_next */
    uint32_t line;  /* of an NDJSON file, record of a WARC file or item of a feed, from 1; else 0 */
    bool cut;       /* longer than DOC_CAP_BYTES; bytes holds the first part */
    str url;        /* of a WARC record; in the same buffer */
    str charset;    /* that HTTP or the feed named; in the same buffer */
    str publisher;  /* the feed's title, as it stands there; in the same buffer */
} page_input;

typedef struct page_reader page_reader;
/* path "-" is standard input. */
int page_open(page_reader **out, const char *path, ent_error *err);
/* Next document into *in, its bytes into *bytes (reset first). Returns 1; 0 at the end; -1 with err set when the rest of this
 * input cannot be used (I/O error, damaged gzip: what came before it was given out). */
int page_next(page_reader *r, page_input *in, buf *bytes, ent_error *err);
void page_close(page_reader *r);

typedef enum page_mode {
    PAGE_NEWS,    /* furniture goes, headline, byline and date are told from main text; NDJSON "text" stays byte for byte */
    PAGE_VERBATIM /* plain text byte for byte too (parse, dates) */
} page_mode;

typedef struct page_options {
    page_mode mode;
    int32_t published; /* for documents that have none, or CAL_NONE */
    str url;
} page_options;

/* Fills the source and page columns. ENT_E_FORMAT: this document cannot be used (broken JSON line, binary, no text), err says why
 * ("path:line: ..."); the job reports it and goes on. Doubtful input is flagged in d->flags and kept. in->bytes must live as long as d. */
int page_read(const page_tables *t, const page_input *in, const page_options *o, doc *d, ent_error *err);

#endif
