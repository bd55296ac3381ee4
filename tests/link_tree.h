/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sentences with their trees on one line, so that tests of link do not move with the parser's model:
 *
 *     @2023-02-22 Turkish/ADJ/2/amod warplanes/NOUN/3/nsubj struck/VERB/0/root || It/PRON/2/nsubj ended/VERB/0/root
 *
 * A word is form/UPOS/head/relation, or form/UPOS/head/relation/lemma; heads count from 1 in each sentence, 0 is the root; "||" parts sentences,
 * "#" before a sentence makes it a headline, "@DATE" first gives the day of the document, "_" at the end of a form: no space after it.
 */
#ifndef LINK_TREE_H
#define LINK_TREE_H

#include <stdlib.h>

#include "doc.h"

typedef struct tree_reader {
    doc *d;
    char *text;
    uint32_t n_text;
    uint32_t first; /* token of the sentence */
} tree_reader;

static inline void tree_word(tree_reader *r, str word)
{
    doc *d = r->d;
    str form = str_cut(&word, '/'), tag = str_cut(&word, '/'), head = str_cut(&word, '/'), rel = str_cut(&word, '/');
    uint32_t t = d->n_tokens++;
    int64_t h = 0;
    bool joined = form.n > 1 && form.s[form.n - 1] == '_';
    form.n -= joined;
    memcpy(r->text + r->n_text, form.s, form.n);
    d->tokens[t] = (doc_token){.begin = r->n_text, .end = r->n_text + form.n, .space_after = !joined};
    r->n_text += form.n;
    if (!joined) r->text[r->n_text++] = ' ';
    str_int(head, &h);
    d->head[t] = h ? r->first + (uint32_t)h - 1 : DOC_NONE;
    str relation = str_cut(&rel, ':');
    int u = upos_find(tag), x = deprel_find(relation);
    if (u < 0 || x < 0) {
        printf("bad word: %.*s/%.*s/%.*s\n", STR_ARG(form), STR_ARG(tag), STR_ARG(relation));
        abort();
    }
    d->upos[t] = (uint8_t)u;
    d->deprel[t] = (uint8_t)x;
    d->depsub[t] = rel.s ? (uint8_t)depsub_find(rel) : SUB_NONE;
    d->lemma[t] = word.n ? word : str_make(r->text + d->tokens[t].begin, form.n);
}

static inline void tree_read(arena *mem, doc *d, str line)
{
    uint32_t n = line.n / 2 + 2;
    doc_init(d, mem);
    *d = (doc){.mem = mem, .published = CAL_NONE};
    d->tokens = arena_new(mem, doc_token, n);
    d->sentences = arena_new(mem, doc_sentence, n);
    d->upos = arena_new(mem, uint8_t, n);
    d->deprel = arena_new(mem, uint8_t, n);
    d->depsub = arena_new(mem, uint8_t, n);
    d->ner = arena_new(mem, uint8_t, n);
    d->feats = arena_new(mem, uint32_t, n);
    d->head = arena_new(mem, uint32_t, n);
    d->lemma = arena_new(mem, str, n);
    d->xpos = arena_new(mem, str, n);
    tree_reader r = {.d = d, .text = arena_alloc(mem, line.n + 1)};
    doc_sentence s = {.block = DOC_NONE};
    while (line.s) {
        str word = str_cut(&line, ' ');
        if (word.n && word.s[0] == '@' && !d->n_tokens) d->published = cal_parse(str_sub(word, 1, word.n));
        else if (str_is(word, "#")) s.headline = true;
        else if (word.n && !str_is(word, "||")) tree_word(&r, word);
        if ((str_is(word, "||") || !line.s) && d->n_tokens > r.first) {
            s.tok_begin = r.first;
            s.tok_end = r.first = d->n_tokens;
            s.begin = d->tokens[s.tok_begin].begin;
            s.end = d->tokens[s.tok_end - 1].end;
            d->sentences[d->n_sentences++] = s;
            s = (doc_sentence){.block = DOC_NONE};
        }
    }
    d->text = str_make(r.text, r.n_text);
}

#endif
