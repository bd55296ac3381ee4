/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Repairs by pattern: what stands in grammar/repairs.tsv, read into steps and tried on every word.
 *
 *     t:compound h=^t h>t+1 h:obj v=^h v+1=t v/VERB n=t+1 n/NUM,DET        →  t>v:iobj t*>h
 *
 * A condition either binds a letter to a word (a head, a neighbour, a dependent, the nearest word of a tag) or tests one that is
 * bound; the first that fails ends the row. Read by rules_read.c: the letters are numbers, the words of a condition bit sets, so that a step is a few
 * instructions; what a row asks of the word itself and of the tags beside and above it is one number, so that most rows are passed over by one bit. The table's head
 * has the notation. Why a table: a pattern is seen there, and not in ten lines of C. What a table cannot say (formulas of speech, walks over a whole
 * clause) is C, in repair_*.c.
 *
 * Cost: rows of the word's relation × steps; a dependent or a tag is looked for at most REPAIR_NEAR words away, a class three times as far, what must
 * not be there in the whole sentence; whether a link would make a circle takes a walk to the root.
 */
#include "clause/rules.h"

#include "base/utf8.h"

static bool among_tags(str tag, const uint32_t *xpos, uint8_t n)
{
    uint32_t x = repair_tag(tag);
    return x == xpos[0] || (n > 1 && (x == xpos[1] || (n > 2 && x == xpos[2])));
}

static bool has_tag(const clause_work *w, const repair_step *p, uint32_t t)
{
    return p->upos >> w->upos[t] & 1 || (p->n_xpos && among_tags(w->xpos[t], p->xpos, p->n_xpos));
}

static bool is_name(const clause_work *w, uint32_t t) { return w->upos[t] == UPOS_PROPN && !w->dated[t]; }

static bool is_what(const clause_work *w, uint8_t what, uint32_t t, const doc_sentence *s)
{
    const clause_word *x = w->lex[t];
    const clause_governor *g = x->governor[GOVERN_VERB];
    switch (what) {
    case IS_FIRST: return t == s->tok_begin;
    case IS_PARTICIPIAL: return str_ends(doc_form(w->d, t), STR("ed"));
    case IS_PLAIN: return w->sub[t] == SUB_NONE;
    case IS_TELLS: return x->speech[SPEECH_VERB] && x->speech[SPEECH_VERB]->clause;
    case IS_NOMINAL: return tree_nominal(w, t);
    case IS_NAME: return is_name(w, t);
    case IS_DATED: return w->dated[t];
    case IS_ROOT: return w->head[t] == DOC_NONE;
    case IS_HEADLINE: return s->headline;
    case IS_PAST: return repair_past_or_present(w, t);
    case IS_SPEAKS: return x->speech[SPEECH_VERB] != NULL;
    case IS_SPEECH: return x->speech[SPEECH_NOUN] != NULL;
    case IS_ASKS: return x->governor[GOVERN_NOUN] != NULL;
    case IS_ACT: return x->nominal != NULL;
    case IS_GOVERNS: return g && g->effect;
    case IS_INTRANSITIVE: return g && g->intransitive;
    default: return g && g->naming;
    }
}

/* A dependent under one of the relations; children are not linked yet. */
static uint32_t child_of(const clause_work *w, const repair_step *p, uint32_t t, const doc_sentence *s)
{
    uint32_t near = p->not ? s->tok_end - s->tok_begin : REPAIR_NEAR;
    uint32_t low = p->side > 0 ? t + 1 : t > s->tok_begin + near ? t - near : s->tok_begin;
    uint32_t high = p->side < 0 ? t : t + near < s->tok_end ? t + near : s->tok_end;
    for (uint32_t c = low; c < high; c++)
        if (w->head[c] == t && p->rels >> w->rel[c] & 1 && (!p->sub || w->sub[c] == p->sub)) return c;
    return DOC_NONE;
}

/* The nearest word of a tag on one side, with no comma between. */
static uint32_t tag_beside(const clause_work *w, const repair_step *p, uint32_t t, const doc_sentence *s)
{
    for (uint32_t i = 1; i < REPAIR_NEAR; i++) {
        if (p->side < 0 ? t < s->tok_begin + i : t + i >= s->tok_end) return DOC_NONE;
        uint32_t k = p->side < 0 ? t - i : t + i;
        if (tree_word(w, k, WORD_COMMA)) return DOC_NONE;
        if (has_tag(w, p, k)) return k;
    }
    return DOC_NONE;
}

static uint32_t class_beside(const clause_work *w, const repair_step *p, uint32_t t, const doc_sentence *s)
{
    for (uint32_t i = 1; i < 3 * REPAIR_NEAR; i++) {
        if (p->side < 0 ? t < s->tok_begin + i : t + i >= s->tok_end) return DOC_NONE;
        if (tree_word(w, p->side < 0 ? t - i : t + i, (word_class)p->what)) return p->side < 0 ? t - i : t + i;
    }
    return DOC_NONE;
}

static uint32_t tag_above(const clause_work *w, const repair_step *p, uint32_t t)
{
    for (int i = 0; i < WORK_MAX_CLIMB && t != DOC_NONE && !has_tag(w, p, t); i++) t = w->head[t];
    return t != DOC_NONE && has_tag(w, p, t) ? t : DOC_NONE;
}

static uint32_t name_begin(const clause_work *w, uint32_t t, const doc_sentence *s)
{
    while (t > s->tok_begin && is_name(w, t - 1) && (w->head[t - 1] == t || w->head[t] == t - 1)) t--;
    return t;
}

static uint32_t beside(uint32_t t, int8_t by, const doc_sentence *s)
{
    int64_t k = (int64_t)t + by;
    return k < s->tok_begin || k >= s->tok_end ? DOC_NONE : (uint32_t)k;
}

static uint32_t bind(const clause_work *w, const repair_step *p, uint32_t from, const doc_sentence *s)
{
    switch (p->kind) {
    case BIND_HEAD: return w->head[from];
    case BIND_PLACE: return beside(from, p->db, s);
    case BIND_CHILD: return child_of(w, p, from, s);
    case BIND_TAG: return tag_beside(w, p, from, s);
    case BIND_CLASS: return class_beside(w, p, from, s);
    case BIND_NAME: return name_begin(w, from, s);
    default: return tag_above(w, p, from);
    }
}

static bool test(const clause_work *w, const repair_step *p, const uint32_t *at, const doc_sentence *s)
{
    uint32_t a = at[p->a];
    switch (p->kind) {
    case TEST_RELATION: return p->rels >> w->rel[a] & 1 && (!p->sub || w->sub[a] == p->sub);
    case TEST_TAG: return has_tag(w, p, a);
    case TEST_CLASS: return tree_word(w, a, (word_class)p->what);
    case TEST_IS: return is_what(w, p->what, a, s);
    case TEST_HEAD: return w->head[a] == at[p->b];
    default: {
        int64_t x = (int64_t)a + p->da, y = (int64_t)at[p->b] + p->db;
        return p->side < 0 ? x < y : p->side > 0 ? x > y : x == y;
    }
    }
}

/* false: it would make a circle of the tree, and the row ends there. */
static bool act(clause_work *w, const repair_row *r, const repair_step *p, const uint32_t *at, const doc_sentence *s)
{
    uint32_t a = at[p->a], b = p->b == REPAIR_NOBODY ? DOC_NONE : at[p->b];
    uint8_t rel = p->rels ? (uint8_t)__builtin_ctzll(p->rels) : 0;
    switch (p->kind) {
    case DO_HANG:
        if (repair_above(w, a, b)) return false;
        w->head[a] = b;
        if (!p->rels) break;
        w->rel[a] = rel;
        w->sub[a] = p->sub;
        break;
    case DO_SWAP: {
        if (!repair_above(w, b, a)) return false;
        uint8_t guessed = w->guessed[b];
        repair_swap(w, b, a, rel);
        w->guessed[b] = guessed;
        break;
    }
    case DO_HAND_OVER:
        for (uint32_t c = p->side > 0 ? a + 1 : s->tok_begin; c < s->tok_end; c++)
            if (w->head[c] == a && c != b && !repair_above(w, c, b)) w->head[c] = b;
        break;
    case DO_RELATION:
        w->rel[a] = rel;
        w->sub[a] = p->sub;
        break;
    case DO_TAG:
        if (w->upos[a] == UPOS_VERB && p->upos >> UPOS_NOUN & 1 && !str_is(r->tag, "NNS")) { /* a plural has the lemma that it had as a verb */
            w->word[a] = utf8_lower(w->d->mem, doc_form(w->d, a));
            w->lex[a] = tables_word(w->t, w->word[a]);
        }
        if (p->n_xpos) w->xpos[a] = r->tag;
        if (p->upos) w->upos[a] = (uint8_t)__builtin_ctz(p->upos);
        break;
    default: w->guessed[a] = 1;
    }
    return true;
}

static uint64_t view_of(const clause_work *w, uint32_t t, const doc_sentence *s)
{
    uint32_t h = w->head[t];
    uint64_t view = UINT64_C(1) << (VIEW_HEAD + (h == DOC_NONE ? N_UPOS : w->upos[h]));
    view |= UINT64_C(1) << (VIEW_BEFORE + (t == s->tok_begin ? N_UPOS : w->upos[t - 1]));
    view |= UINT64_C(1) << (VIEW_AFTER + (t + 1 == s->tok_end ? N_UPOS : w->upos[t + 1]));
    return view | (h == DOC_NONE ? 0 : UINT64_C(1) << (h < t ? VIEW_HEAD_LEFT : VIEW_HEAD_RIGHT));
}

/* false: a condition failed, and nothing has changed. */
static bool row_try(clause_work *w, const repair_row *r, uint32_t t, const doc_sentence *s)
{
    uint32_t at[REPAIR_LETTERS];
    const repair_step *p = &w->t->repairs->step[r->first], *end = p + r->n;
    at['t' - 'a'] = t;
    for (; p < end; p++) {
        if (p->kind >= DO_HANG) {
            if (!act(w, r, p, at, s)) return true;
        } else if (p->kind <= BIND_ABOVE) {
            uint32_t found = bind(w, p, at[p->b], s);
            if ((found == DOC_NONE) != p->not) return false;
            if (p->a != REPAIR_NOBODY) at[p->a] = found;
        } else if (test(w, p, at, s) == p->not) return false;
    }
    return true;
}

static inline bool row_may(const clause_work *w, const repair_row *r, uint32_t t)
{
    return (r->class == N_WORD_CLASS || tree_word(w, t, (word_class)r->class)) && (!r->n_xpos || among_tags(w->xpos[t], r->xpos, r->n_xpos));
}

static void word_try(clause_work *w, const repair_rules *rules, repair_pass pass, uint32_t t, const doc_sentence *s)
{
    uint8_t rel = w->rel[t], upos = w->upos[t];
    uint64_t view = view_of(w, t, s);
    for (const uint8_t *next = rules->try[pass][rel][upos]; next && *next; next++) {
        const repair_row *r = &rules->row[*next - 1];
        if (view & rules->never[*next - 1] || !row_may(w, r, t) || !row_try(w, r, t, s)) continue;
        view = view_of(w, t, s);
        if (w->rel[t] == rel && w->upos[t] == upos) continue;
        uint8_t done = *next; /* the word is another now: on with the rows of such */
        rel = w->rel[t];
        upos = w->upos[t];
        next = rules->try[pass][rel][upos];
        while (next && *next && *next <= done) next++;
        if (!next || !*next) return;
        next--;
    }
}

static inline bool word_may(const clause_work *w, const repair_rules *rules, repair_pass pass, uint32_t t) { return rules->upos[pass][w->rel[t]] >> w->upos[t] & 1; }

void repair_rules_word(clause_work *w, repair_pass pass, uint32_t t, const doc_sentence *s)
{
    if (word_may(w, w->t->repairs, pass, t)) word_try(w, w->t->repairs, pass, t, s);
}

void repair_rules_run(clause_work *w, repair_pass pass, const doc_sentence *s)
{
    const repair_rules *rules = w->t->repairs;
    for (uint32_t t = s->tok_begin; t < s->tok_end; t++)
        if (word_may(w, rules, pass, t)) word_try(w, rules, pass, t, s);
}
