/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Trees made walkable: children in token order, an order with heads before dependents, the span of every subtree; and the small
 * questions that every other file asks of a tree.
 *
 * In: head, deprel, lemma, xpos of the document. Method: one pass backwards links each token in front of its head's children, so
 * lists come out in token order; a stack from the roots gives the order; the order backwards gives spans. Tokens on a cycle of
 * heads (a broken input) are reached from no root, get no order and so no predicate. Cost: linear; every walk upwards or along a
 * chain stops after WORK_MAX_CLIMB links.
 */
#include "base/utf8.h"
#include "clause/work.h"

static bool allocate(clause_work *w)
{
    arena *mem = w->d->mem;
    uint32_t n = w->d->n_tokens;
    w->word = arena_new(mem, str, n);
    w->lex = arena_new(mem, const clause_word *, n);
    w->child = arena_new(mem, uint32_t, n);
    w->sibling = arena_new(mem, uint32_t, n);
    w->order = arena_new(mem, uint32_t, n);
    w->sub_begin = arena_new(mem, uint32_t, n);
    w->sub_end = arena_new(mem, uint32_t, n);
    w->named = arena_new(mem, uint32_t, n);
    w->topped = arena_new(mem, uint32_t, n);
    w->owner = arena_new(mem, uint32_t, n);
    w->dated = arena_new(mem, uint8_t, n);
    w->said = arena_new(mem, uint32_t, n);
    w->quote = arena_new(mem, uint32_t, n);
    w->d->joined = arena_new(mem, str, n);
    return !mem->failed;
}

static void order_from(clause_work *w, uint32_t root)
{
    uint32_t done = w->n_order;
    w->order[w->n_order++] = root;
    for (; done < w->n_order; done++) {
        uint32_t t = w->order[done];
        w->sub_begin[t] = t;
        w->sub_end[t] = t + 1;
        FOR_CHILDREN(w, c, t) w->order[w->n_order++] = c;
    }
}

static void span_subtrees(clause_work *w)
{
    for (uint32_t i = w->n_order; i-- > 0;) {
        uint32_t t = w->order[i], h = w->head[t];
        if (h == DOC_NONE) continue;
        if (w->sub_begin[t] < w->sub_begin[h]) w->sub_begin[h] = w->sub_begin[t];
        if (w->sub_end[t] > w->sub_end[h]) w->sub_end[h] = w->sub_end[t];
    }
}

static void mark_dates(clause_work *w)
{
    for (uint32_t i = 0; i < w->d->n_dates; i++)
        for (uint32_t t = w->d->dates[i].tok_begin; t < w->d->dates[i].tok_end && t < w->d->n_tokens; t++) w->dated[t] = 1;
}

/* A sentence that was not parsed has no head at all: its words stay empty, and nothing is read from it. */
static void begin_sentence(clause_work *w, const doc_sentence *s)
{
    const doc *d = w->d;
    bool parsed = s->tok_end - s->tok_begin == 1;
    for (uint32_t t = s->tok_begin; t < s->tok_end && !parsed; t++) parsed = d->head[t] != DOC_NONE;
    for (uint32_t t = s->tok_begin; t < s->tok_end; t++) {
        w->child[t] = w->sibling[t] = w->named[t] = w->topped[t] = w->owner[t] = w->said[t] = DOC_NONE;
        w->lex[t] = &w->t->unknown;
        w->word[t] = parsed ? utf8_lower(d->mem, d->lemma[t].n ? d->lemma[t] : doc_form(d, t)) : STR_NONE;
    }
    if (parsed) joined_words(w, s);
    for (uint32_t t = s->tok_begin; parsed && t < s->tok_end; t += TABLES_MANY) {
        str key[TABLES_MANY];
        uint32_t n = 0;
        for (; n < TABLES_MANY && t + n < s->tok_end; n++) key[n] = d->upos[t + n] == UPOS_PUNCT ? doc_form(d, t + n) : w->word[t + n];
        tables_words(w->t, key, n, &w->lex[t]);
    }
}

bool tree_build(clause_work *w)
{
    doc *d = w->d;
    if (!allocate(w) || !repair_begin(w)) return false;
    for (uint32_t k = 0; k < d->n_sentences; k++) begin_sentence(w, &d->sentences[k]);
    mark_dates(w);
    if (d->mem->failed || !repair_trees(w)) return false;
    for (uint32_t t = d->n_tokens; t-- > 0;) {
        uint32_t h = w->head[t];
        if (h >= d->n_tokens || h == t) continue;
        w->sibling[t] = w->child[h];
        w->child[h] = t;
    }
    for (uint32_t t = 0; t < d->n_tokens; t++)
        if (w->head[t] == DOC_NONE && w->word[t].s) order_from(w, t);
    span_subtrees(w);
    return !d->mem->failed;
}

/* ---- questions ---------------------------------------------------------------------------------------------------------- */

uint32_t tree_child(const clause_work *w, uint32_t tok, uint8_t deprel)
{
    FOR_CHILDREN(w, c, tok)
        if (w->rel[c] == deprel) return c;
    return DOC_NONE;
}

uint32_t tree_child_word(const clause_work *w, uint32_t tok, uint8_t deprel, word_class word)
{
    FOR_CHILDREN(w, c, tok)
        if (w->rel[c] == deprel && tree_word(w, c, word)) return c;
    return DOC_NONE;
}

bool tree_nominal(const clause_work *w, uint32_t tok)
{
    switch (w->upos[tok]) {
    case UPOS_NOUN: case UPOS_PROPN: case UPOS_PRON: case UPOS_NUM: case UPOS_SYM: case UPOS_X: return true;
    default: return false;
    }
}

static bool is_measure(const clause_work *w, uint32_t tok)
{
    const clause_nominal *n = w->lex[tok]->nominal;
    return (n && n->class == CLASS_MEASURE) || w->upos[tok] == UPOS_NUM;
}

uint32_t tree_content(const clause_work *w, uint32_t tok)
{
    for (int i = 0; i < WORK_MAX_CLIMB && is_measure(w, tok); i++) {
        uint32_t of = DOC_NONE;
        FOR_CHILDREN(w, c, tok)
            if ((tree_is(w, c, DEP_NMOD) || tree_is(w, c, DEP_OBL)) && tree_nominal(w, c) && tree_child_word(w, c, DEP_CASE, WORD_OF) != DOC_NONE) of = c;
        if (of == DOC_NONE) break;
        tok = of;
    }
    return tok;
}

/* The preposition proper: its words in order, with what is fixed to it. */
static str case_words(clause_work *w, uint32_t tok)
{
    str out = STR_NONE;
    FOR_CHILDREN(w, c, tok) {
        if (!tree_is(w, c, DEP_CASE) || tree_word(w, c, WORD_GENITIVE)) continue;
        str word = utf8_lower(w->d->mem, doc_form(w->d, c));
        out = out.n ? arena_printf(w->d->mem, "%.*s %.*s", STR_ARG(out), STR_ARG(word)) : word;
        FOR_CHILDREN(w, f, c)
            if (tree_is(w, f, DEP_FIXED)) out = arena_printf(w->d->mem, "%.*s %.*s", STR_ARG(out), STR_ARG(utf8_lower(w->d->mem, doc_form(w->d, f))));
    }
    return out;
}

str tree_prep(clause_work *w, uint32_t tok, uint32_t *head)
{
    str before = case_words(w, tok);
    *head = tok;
    if (!before.n || w->upos[tok] != UPOS_NOUN) return before;
    FOR_CHILDREN(w, c, tok) {
        if (!tree_is(w, c, DEP_NMOD) || tree_sub(w, c, SUB_POSS)) continue;
        str after = case_words(w, c);
        if (!after.n || !tables_preposition(w->t, before, w->word[tok], after)) continue;
        *head = c;
        return arena_printf(w->d->mem, "%.*s %.*s %.*s", STR_ARG(before), STR_ARG(w->word[tok]), STR_ARG(after));
    }
    return before;
}

uint32_t tree_mark(const clause_work *w, uint32_t tok)
{
    FOR_CHILDREN(w, c, tok)
        if ((tree_is(w, c, DEP_MARK) || tree_is(w, c, DEP_CASE)) && !tree_word(w, c, WORD_TO)) return c;
    return tree_child(w, tok, DEP_MARK);
}

/* ---- conjuncts ------------------------------------------------------------------------------------------------------------- */

/* "not X but Y", "Y rather than X", "Y, but not X": X is out. */
static bool is_denied(const clause_work *w, uint32_t tok)
{
    FOR_CHILDREN(w, c, tok) {
        if (tree_is(w, tok, DEP_CONJ) && tree_is(w, c, DEP_ADVMOD) && tree_word(w, c, WORD_NOT) && c < tok && !tree_word(w, c + 1, WORD_ONLY)) return true;
        if (tree_is(w, c, DEP_CC) && tree_word(w, c, WORD_DENIAL)) return true;
        if (tree_is(w, c, DEP_ADVMOD) && tree_word(w, c, WORD_NOT) && c == w->sub_begin[tok]) return !tree_word(w, c + 1, WORD_ONLY) && tree_child(w, tok, DEP_CONJ) != DOC_NONE;
    }
    return false;
}

static void fill_one(const clause_work *w, uint32_t tok, uint8_t basis, clause_fillers *out)
{
    tok = tree_content(w, tok);
    for (uint8_t i = 0; i < out->n; i++)
        if (out->at[i].tok == tok) return;
    const clause_nominal *n = w->lex[tok]->nominal;
    if (out->n < WORK_MAX_FILLERS && !w->dated[tok] && !(n && n->class == CLASS_TIME)) out->at[out->n++] = (clause_filler){tok, basis};
}

/* "two states, Chad and Niger": names set beside a plural stand for it. */
static bool is_list(const clause_work *w, uint32_t tok, uint32_t appos)
{
    return w->upos[tok] == UPOS_NOUN && (w->d->feats[tok] & FEAT_PLUR) && w->upos[appos] == UPOS_PROPN;
}

void tree_fill(clause_work *w, uint32_t tok, uint8_t basis, clause_fillers *out)
{
    uint32_t stack[WORK_MAX_FILLERS], n = 0;
    stack[n++] = tok;
    while (n) {
        uint32_t t = stack[--n], content = tree_content(w, t), pending[WORK_MAX_FILLERS], n_pending = 0;
        if (!is_denied(w, t)) fill_one(w, t, basis, out);
        for (int pass = 0; pass < (content == t ? 1 : 2); pass++)
            FOR_CHILDREN(w, c, pass ? content : t) {
                bool joined = tree_is(w, c, DEP_CONJ) && (tree_nominal(w, c) || w->upos[c] == UPOS_ADJ) && tree_child(w, c, DEP_NSUBJ) == DOC_NONE;
                bool listed = tree_is(w, c, DEP_APPOS) && is_list(w, pass ? content : t, c);
                if ((joined || listed) && n_pending < WORK_MAX_FILLERS) pending[n_pending++] = c;
            }
        while (n_pending && n < WORK_MAX_FILLERS) stack[n++] = pending[--n_pending];
    }
}

uint32_t tree_conj_first(const clause_work *w, uint32_t tok)
{
    for (int i = 0; i < WORK_MAX_CLIMB && tree_is(w, tok, DEP_CONJ) && w->head[tok] < w->d->n_tokens; i++) tok = w->head[tok];
    return tok;
}

uint32_t tree_antecedent(const clause_work *w, uint32_t tok)
{
    bool relative = (w->d->feats[tok] & FEAT_REL) || ((tree_tag(w, tok, "WDT") || tree_tag(w, tok, "WP")) && !(w->d->feats[tok] & FEAT_INT));
    uint32_t clause = w->head[tok]; /* "that", whatever its tag, before the verb of a clause on a noun */
    relative |= clause != DOC_NONE && tok < clause && tree_word(w, tok, WORD_THAT) && tree_is(w, clause, DEP_ACL) && (tree_is(w, tok, DEP_OBJ) || tree_is(w, tok, DEP_NSUBJ)) && w->head[clause] + 1 == tok;
    if (!relative) return DOC_NONE;
    for (int i = 0; i < WORK_MAX_CLIMB && w->head[tok] < w->d->n_tokens; i++) {
        bool found = tree_is(w, tok, DEP_ACL) && tree_sub(w, tok, SUB_RELCL);
        tok = w->head[tok];
        if (found) return tok;
    }
    return DOC_NONE;
}
