/* SPDX-License-Identifier: Apache-2.0 */
/* Inside of the reader: the window over an unpacked stream, which the readers of files, lines and WARC records share. */
#ifndef PAGE_READER_H
#define PAGE_READER_H

#include "page/parts.h"
#include "page/unpack.h"

typedef enum reader_state { READ_NEW, READ_WHOLE, READ_LINES, READ_WARC, READ_FEED, READ_DONE } reader_state;

struct page_reader {
    unpack *in;
    const char *path;
    buf window;
    size_t at; /* window[at ..] is not given out yet */
    bool end, failed, damaged;
    int rc;
    ent_error failure; /* kept until what came before it is given out */
    reader_state state;
    uint32_t line;     /* or record, or item */
    const char *feed_item; /* name of a feed's items, once the first is seen */
    buf feed_title;
    char feed_charset[40];
};

enum { READER_STEP_BYTES = 1 << 18 };

/* Reads until the window holds `want` bytes or the input ends. */
void reader_fill(page_reader *r, size_t want);
static inline str reader_rest(const page_reader *r) { return str_make(r->window.s + r->at, r->window.n - r->at); }
/* Reads over n bytes, which may be more than the window holds. */
void reader_skip(page_reader *r, uint64_t n);
/* Notes damage that reading goes on behind; told at the end of the input, once. */
void reader_damage(page_reader *r, const char *what);
/* Ends the reading with an error at the window's start. */
void reader_fail(page_reader *r, const char *what);

bool warc_starts(str bytes);
/* Next page of a WARC file, as page_next. */
int warc_next(page_reader *r, page_input *in, buf *bytes, ent_error *err);

bool feed_starts(str bytes);
/* Next item of a feed, as page_next. */
int feed_next(page_reader *r, page_input *in, buf *bytes, ent_error *err);

#endif
