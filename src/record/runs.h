/* SPDX-License-Identifier: Apache-2.0 */
/* Inside of record: sorted runs of entries (key, row) and their pages. Only keys.c uses them. */
#ifndef RECORD_RUNS_H
#define RECORD_RUNS_H

#include "record/db.h"

enum { RUNS_KEY_BYTES = 8, RUNS_ENTRY_BYTES = 12 };

typedef struct runs_leaf { /* a page: borrowed until runs_page_done, or the next one is read */
    const unsigned char *bytes;
    uint32_t n; /* entries */
} runs_leaf;

typedef struct runs_entry {
    uint64_t key;
    uint32_t row;
    bool known; /* there already */
} runs_entry;

static inline uint64_t runs_get(const unsigned char *b, int n)
{
    uint64_t x = 0;
    for (int k = 0; k < n; k++) x |= (uint64_t)b[k] << 8 * k;
    return x;
}
static inline uint64_t runs_key_at(const runs_leaf *p, uint32_t i) { return runs_get(p->bytes + (size_t)i * RUNS_ENTRY_BYTES, RUNS_KEY_BYTES); }
static inline uint32_t runs_row_at(const runs_leaf *p, uint32_t i)
{
    return (uint32_t)runs_get(p->bytes + (size_t)i * RUNS_ENTRY_BYTES + RUNS_KEY_BYTES, RUNS_ENTRY_BYTES - RUNS_KEY_BYTES);
}
/* The page of a run on which a key lies. */
static inline uint32_t runs_page_of(uint64_t key, uint32_t bits) { return bits ? (uint32_t)(key >> (64 - bits)) : 0; }

/* Fills in r->runs, once a transaction. */
int runs_load(record *r, ent_error *err);
/* An empty leaf where the run has no such page. */
int runs_page(record *r, const db_key_run *run, uint32_t at, runs_leaf *out, ent_error *err);
void runs_page_done(record *r);
/* The first entry that is not before (key, row). */
uint32_t runs_lower(const runs_leaf *p, uint64_t key, uint32_t row);
/* The first entry after those of the key, which begin at `from`. */
uint32_t runs_after(const runs_leaf *p, uint32_t from, uint64_t key);
/* Writes the entries, in order, that are not known as a run, and merges runs that are alike in size. */
int runs_put(record *r, record_unit unit, const runs_entry *e, uint32_t n, ent_error *err);
/* Cuts an entry out of the page that has it. */
int runs_cut(record *r, record_unit unit, uint64_t key, uint32_t row, ent_error *err);

#endif
