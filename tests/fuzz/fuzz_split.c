/* SPDX-License-Identifier: Apache-2.0 */
/* Any text, cut into blocks at blank lines or not: tokens in order and inside the text, sentences that cover them all. */
#include <stdlib.h>

#include "split/split.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const split_tables *tables(void)
{
    static arena mem;
    static split_tables *t;
    if (!t && split_tables_load(&t, &mem, ".", NULL)) abort();
    return t;
}

static void check(const doc *d)
{
    uint32_t end = 0, tok = 0;
    for (uint32_t i = 0; i < d->n_tokens; i++) {
        if (d->tokens[i].begin < end || d->tokens[i].end <= d->tokens[i].begin || d->tokens[i].end > d->text.n) abort();
        if (d->tokens[i].mwt && (d->tokens[i].mwt < 2 || i + d->tokens[i].mwt > d->n_tokens)) abort();
        end = d->tokens[i].end;
    }
    for (uint32_t i = 0; i < d->n_sentences; i++) {
        const doc_sentence *s = &d->sentences[i];
        if (s->tok_begin != tok || s->tok_end <= tok || s->tok_end - tok > DOC_CAP_SENTENCE_TOKENS + 1) abort();
        if (s->begin != d->tokens[tok].begin || s->end != d->tokens[s->tok_end - 1].end) abort();
        tok = s->tok_end;
    }
    if (tok != d->n_tokens) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    arena mem;
    doc d;
    if (n < 1 || n > 1 << 18) return 0;
    arena_init(&mem, 256 << 20);
    doc_init(&d, &mem);
    d.text = str_make((const char *)data + 1, n - 1);
    doc_block one = {0, d.text.n, data[0] & 2 ? BLOCK_HEADING : BLOCK_PARAGRAPH};
    d.blocks = &one;
    d.n_blocks = data[0] & 1 && d.text.n;
    if (split_run(tables(), &d, NULL) == ENT_OK) check(&d);
    arena_fini(&mem);
    return 0;
}
