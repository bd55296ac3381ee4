/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Trees as the station reads them: own copies of head and relation, with parser errors put right where grammar leaves no doubt.
 *
 *     "to …" hung on a noun or verb as a noun phrase        becomes a clause on it
 *     a participle clause with a subject of its own         is a relative clause ("the sanctions X imposed")
 *     "is to visit" with "is" as a copula                    "is" is an auxiliary
 *     a passive subject of a finite verb without "be"        is a subject
 *     "X rejected claims" read as one noun phrase            the verb is the head again and the noun its object
 *     a name that opens the sentence, loose before a verb    is its subject; marked, so that its role counts as guessed
 *     "Putin to visit Beijing" (name, infinitive)            the infinitive is the clause, the name its subject
 *     "Russia, China sign …"                                 names joined by a comma are conjuncts
 *
 * The document's own columns stay as they are. Every repair looks at a token and its neighbours in the tree, once; a change of
 * heads swaps two tokens, so a tree stays a tree. Without these, one wrong tag in a headline costs the whole event.
 */
#include "clause/work.h"

static bool is_word(const clause_work *w, uint32_t tok, const char *word) { return str_is(w->word[tok], word); }

/* Children are not linked yet: a scan to both sides, no farther than a few words. */
enum { NEAR = 8 };

static uint32_t near_child(const clause_work *w, uint32_t tok, uint8_t rel, uint32_t begin, uint32_t end)
{
    uint32_t low = tok > begin + NEAR ? tok - NEAR : begin, high = tok + NEAR < end ? tok + NEAR : end;
    for (uint32_t c = low; c < high; c++)
        if (w->head[c] == tok && w->rel[c] == rel) return c;
    return DOC_NONE;
}

static bool has_to(const clause_work *w, uint32_t tok, uint32_t begin)
{
    for (uint32_t c = tok; c-- > begin && c + 4 > tok;)
        if (w->head[c] == tok && w->rel[c] == DEP_MARK && is_word(w, c, "to")) return true;
    return false;
}

static bool is_name(const clause_work *w, uint32_t tok)
{
    str form = doc_form(w->d, tok);
    uint8_t u = w->d->upos[tok];
    return form.n && form.s[0] >= 'A' && form.s[0] <= 'Z' && (u == UPOS_PROPN || u == UPOS_INTJ || u == UPOS_X);
}

static bool is_past_or_present(const clause_work *w, uint32_t verb)
{
    return tree_tag(w, verb, "VBD") || tree_tag(w, verb, "VBZ") || tree_tag(w, verb, "VBP");
}

/* ---- relations ------------------------------------------------------------------------------------------------------------------- */

static void repair_verb(clause_work *w, uint32_t t, const doc_sentence *s)
{
    uint32_t b = s->tok_begin, e = s->tok_end, subject = near_child(w, t, DEP_NSUBJ, b, e);
    bool infinitive = tree_tag(w, t, "VB") && has_to(w, t, b);
    if (infinitive && w->rel[t] == DEP_NMOD) w->rel[t] = DEP_ACL;
    if (infinitive && w->rel[t] == DEP_OBL) w->rel[t] = DEP_ADVCL;
    if (infinitive && (w->rel[t] == DEP_OBJ || w->rel[t] == DEP_COMPOUND)) w->rel[t] = DEP_XCOMP;
    if (w->rel[t] == DEP_ACL && w->sub[t] != SUB_RELCL && subject != DOC_NONE && subject < t && !infinitive) w->sub[t] = SUB_RELCL;
    uint32_t cop = infinitive ? near_child(w, t, DEP_COP, b, t) : DOC_NONE;
    if (cop != DOC_NONE) w->rel[cop] = DEP_AUX;
    if (subject == DOC_NONE) return;
    if (w->sub[subject] == SUB_OUTER) w->sub[subject] = SUB_NONE;
    bool aux = near_child(w, t, DEP_AUX, b, t) != DOC_NONE;
    if (w->sub[subject] == SUB_PASS && !aux && !s->headline && w->rel[t] != DEP_ACL && w->rel[t] != DEP_ADVCL) w->sub[subject] = SUB_NONE;
}

static void repair_subject(clause_work *w, uint32_t t, const doc_sentence *s)
{
    uint32_t h = w->head[t];
    if (t != s->tok_begin || h == DOC_NONE || h < t || !is_name(w, t) || w->d->upos[h] != UPOS_VERB || !is_past_or_present(w, h)) return;
    switch (w->rel[t]) {
    case DEP_ADVMOD: case DEP_DISCOURSE: case DEP_VOCATIVE: case DEP_DEP: case DEP_COMPOUND: case DEP_DISLOCATED: case DEP_AMOD: case DEP_NMOD: break;
    default: return;
    }
    if (near_child(w, h, DEP_NSUBJ, s->tok_begin, s->tok_end) != DOC_NONE) return;
    w->rel[t] = DEP_NSUBJ;
    w->sub[t] = SUB_NONE;
    w->guessed[t] = 1;
}

/* ---- heads ------------------------------------------------------------------------------------------------------------------------- */

/* `lower` takes the place of its head `upper`, which becomes its dependent under `rel`. */
static void swap_heads(clause_work *w, uint32_t upper, uint32_t lower, uint8_t rel)
{
    w->head[lower] = w->head[upper];
    w->rel[lower] = w->rel[upper];
    w->sub[lower] = w->sub[upper];
    w->head[upper] = lower;
    w->rel[upper] = rel;
    w->sub[upper] = SUB_NONE;
    w->guessed[upper] = 1;
}

static void repair_head(clause_work *w, uint32_t t, const doc_sentence *s)
{
    uint32_t h = w->head[t];
    if (h == DOC_NONE || w->d->upos[t] != UPOS_VERB) return;
    if (w->rel[t] == DEP_AMOD && h > t && near_child(w, t, DEP_NSUBJ, s->tok_begin, t) != DOC_NONE) {
        swap_heads(w, h, t, DEP_OBJ);
        return;
    }
    bool name = w->d->upos[h] == UPOS_PROPN || (s->headline && !tables_governor(w->t, GOVERN_NOUN, w->word[h], STR_NONE) && !tables_nominal(w->t, w->word[h]));
    if (w->rel[t] == DEP_ACL && w->head[h] == DOC_NONE && h < t && name && tree_tag(w, t, "VB") && has_to(w, t, s->tok_begin)) swap_heads(w, h, t, DEP_NSUBJ);
}

/* "Russia, China sign …" */
static void repair_list(clause_work *w, uint32_t t, const doc_sentence *s)
{
    uint32_t h = w->head[t];
    if (!s->headline || h == DOC_NONE || w->d->upos[t] != UPOS_PROPN || w->d->upos[h] != UPOS_PROPN || w->rel[t] != DEP_APPOS) return;
    uint32_t low = t < h ? t : h, high = t < h ? h : t;
    if (low + 2 == high && is_word(w, low + 1, ",")) w->rel[t] = DEP_CONJ;
}

bool repair_trees(clause_work *w)
{
    doc *d = w->d;
    uint32_t n = d->n_tokens;
    w->head = arena_new(d->mem, uint32_t, n);
    w->rel = arena_new(d->mem, uint8_t, n);
    w->sub = arena_new(d->mem, uint8_t, n);
    w->guessed = arena_new(d->mem, uint8_t, n);
    if (d->mem->failed) return false;
    memcpy(w->head, d->head, n * sizeof *w->head);
    memcpy(w->rel, d->deprel, n);
    memcpy(w->sub, d->depsub, n);
    for (uint32_t k = 0; k < d->n_sentences; k++) {
        const doc_sentence *s = &d->sentences[k];
        for (uint32_t t = s->tok_begin; t < s->tok_end; t++) repair_head(w, t, s);
        for (uint32_t t = s->tok_begin; t < s->tok_end; t++) {
            if (d->upos[t] == UPOS_VERB) repair_verb(w, t, s);
            repair_subject(w, t, s);
            repair_list(w, t, s);
        }
    }
    return true;
}
