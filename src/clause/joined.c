/* SPDX-License-Identifier: Apache-2.0 */
/*
 * "cease-fire": a word that the treebanks cut in three at its hyphen is one word for grammar and code book (grammar/joined.tsv).
 *
 * Input: forms, lemmas, tags and heads of three tokens side by side. Output: the one of the two words that stands above the other has the whole
 * as its lemma, the other hangs on it as a compound and names nothing by itself. Cost: one look at each hyphen.
 */
#include "base/utf8.h"
#include "clause/work.h"

enum { FORM_BYTES = 40 };

/* "cease-fire" of the tokens around the hyphen at t; "" when they do not touch it. */
static str form_at(clause_work *w, uint32_t t, char buf[FORM_BYTES])
{
    const doc *d = w->d;
    str first = utf8_lower(d->mem, doc_form(d, t - 1)), last = w->word[t + 1];
    bool touch = d->tokens[t - 1].end == d->tokens[t].begin && d->tokens[t].end == d->tokens[t + 1].begin;
    if (!touch || !first.n || !last.n || first.n + last.n + 1 > FORM_BYTES) return STR_NONE;
    memcpy(buf, first.s, first.n);
    buf[first.n] = '-';
    memcpy(buf + first.n + 1, last.s, last.n);
    return str_make(buf, first.n + 1 + last.n);
}

void joined_words(clause_work *w, const doc_sentence *s)
{
    doc *d = w->d;
    for (uint32_t t = s->tok_begin + 1; t + 1 < s->tok_end; t++) {
        char buf[FORM_BYTES];
        if (d->upos[t] != UPOS_PUNCT || !str_is(doc_form(d, t), "-")) continue;
        bool verb = d->upos[t + 1] == UPOS_VERB;
        str form = form_at(w, t, buf), word = tables_joined(w->t, form, verb);
        if (!word.n && verb) word = tables_joined(w->t, form, verb = false);
        uint32_t head = d->head[t - 1] == t + 1 ? t + 1 : d->head[t + 1] == t - 1 ? t - 1 : DOC_NONE;
        if (!word.n || head == DOC_NONE) continue;
        uint32_t other = head == t + 1 ? t - 1 : t + 1;
        w->word[head] = d->joined[head] = word;
        w->upos[head] = verb ? UPOS_VERB : UPOS_NOUN;
        if (!verb) w->xpos[head] = str_ends(d->xpos[head], STR("S")) ? STR("NNS") : STR("NN");
        w->upos[other] = UPOS_NOUN;
        w->xpos[other] = STR("NN");
        w->rel[other] = DEP_COMPOUND;
        w->sub[other] = SUB_NONE;
    }
}
