/* SPDX-License-Identifier: Apache-2.0 */
/* A document for parser tests: lines of tokens separated by spaces, one sentence per line. */
#ifndef TESTS_PARSE_DOC_H
#define TESTS_PARSE_DOC_H

#include "doc.h"

static inline void test_doc(doc *d, arena *mem, str lines)
{
    doc_init(d, mem);
    d->text = lines;
    d->tokens = arena_new(mem, doc_token, lines.n + 1);
    d->sentences = arena_new(mem, doc_sentence, lines.n + 1);
    for (uint32_t i = 0; i < lines.n;) {
        uint32_t end = i;
        while (end < lines.n && lines.s[end] != '\n') end++;
        doc_sentence *s = &d->sentences[d->n_sentences++];
        *s = (doc_sentence){.begin = i, .end = end, .tok_begin = d->n_tokens, .block = DOC_NONE};
        while (i < end) {
            uint32_t to = i;
            while (to < end && lines.s[to] != ' ') to++;
            if (to > i) d->tokens[d->n_tokens++] = (doc_token){.begin = i, .end = to, .space_after = true};
            i = to + 1;
        }
        s->tok_end = d->n_tokens;
        i = end + 1;
    }
}

#endif
