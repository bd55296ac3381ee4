/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Temporal expressions: the first byte tells whether a day of publication is known, the rest is text. Any text gives rows in order whose tokens, bytes
 * and days hold.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "link/dates.h"
#include "split/split.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static link_date_tables *tables;
static split_tables *cutter;

static void load(void)
{
    static arena program;
    ent_error err;
    const char *folder = getenv("ENTENTE_DATA");
    if (tables) return;
    arena_init(&program, 0);
    if (!folder) folder = ".";
    if (link_dates_load(&tables, NULL, &program, folder, &err) || split_tables_load(&cutter, &program, folder, &err)) {
        fprintf(stderr, "%s\n", err.message);
        abort();
    }
}

static void check(const doc *d)
{
    for (uint32_t i = 0; i < d->n_dates; i++) {
        const doc_date *x = &d->dates[i];
        bool tokens = x->tok_begin < x->tok_end && x->tok_end <= d->n_tokens && (i == 0 || d->dates[i - 1].tok_end <= x->tok_begin);
        bool bytes = x->begin < x->end && x->end <= d->text.n;
        bool days = (x->start == CAL_NONE) == (x->stop == CAL_NONE) && x->start <= x->stop;
        if (!tokens || !bytes || !days || (x->anchored && x->start == CAL_NONE)) abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    if (n < 1 || n > 1 << 14 || utf8_valid((const char *)data + 1, n - 1) != n - 1) return 0;
    load();
    arena mem;
    doc d;
    arena_init(&mem, 64 << 20);
    doc_init(&d, &mem);
    d.text = str_make((const char *)data + 1, n - 1);
    if (data[0] & 1) d.published = cal_day(1995 + data[0] % 64, 1 + data[0] % 12, 1 + data[0] % 28);
    doc_block block = {.end = d.text.n, .kind = BLOCK_PARAGRAPH};
    d.blocks = &block;
    d.n_blocks = 1;
    if (!split_run(cutter, &d, NULL) && !link_dates_run(tables, NULL, &d, NULL)) check(&d);
    arena_fini(&mem);
    return 0;
}
