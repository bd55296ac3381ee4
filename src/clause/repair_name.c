/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A name with a participle beside it as the root of its sentence:
 *
 *     "Egypt, bombed by X, broke off …"                the finite verb after the comma is the main one, the name its subject
 *
 * Asked for are words side by side and a gap in the tree that only this fills, so that it does not matter which parser left it.
 * Cost: one pass, a few words to each side.
 */
#include "clause/work.h"

static bool is_proper(const clause_work *w, uint32_t t) { return w->upos[t] == UPOS_PROPN && !w->dated[t]; }

static uint32_t subject_of(const clause_work *w, uint32_t verb, const doc_sentence *s) { return repair_child(w, verb, DEP_NSUBJ, s->tok_begin, s->tok_end); }

static void put(clause_work *w, uint32_t t, uint32_t head, uint8_t rel)
{
    repair_attach(w, t, head, rel);
    w->guessed[t] = 1;
}

/* The finite verb after the comma that closes what stands beside the root, below it in the tree; DOC_NONE when there is none. */
static uint32_t main_verb(const clause_work *w, uint32_t root, uint32_t from, const doc_sentence *s)
{
    for (uint32_t t = from; t < s->tok_end; t++) {
        uint32_t aux = repair_child(w, t, DEP_AUX, root, t), first = aux == DOC_NONE ? t : aux, up = w->head[t], subject = subject_of(w, t, s);
        if (w->upos[t] != UPOS_VERB || !repair_finite(w, first) || !tree_word(w, first - 1, WORD_COMMA) || repair_child(w, t, DEP_MARK, root, t) != DOC_NONE) continue;
        for (int i = 0; i < WORK_MAX_CLIMB && up != DOC_NONE && up != root; i++) up = w->head[up];
        if (up == root && (subject == DOC_NONE || w->dated[subject])) return t;
    }
    return DOC_NONE;
}

void repair_named_root(clause_work *w, const doc_sentence *s)
{
    uint32_t root = s->tok_begin, participle;
    while (root < s->tok_end && w->head[root] != DOC_NONE) root++;
    if (root + 4 >= s->tok_end || root > s->tok_begin + REPAIR_NEAR || !is_proper(w, root) || !tree_word(w, root + 1, WORD_COMMA)) return;
    participle = root + 2 + (w->upos[root + 2] == UPOS_ADV);
    if (w->head[participle] != root || w->upos[participle] != UPOS_VERB || subject_of(w, participle, s) != DOC_NONE || repair_child(w, participle, DEP_AUX, root, participle) != DOC_NONE) return;
    uint32_t verb = main_verb(w, root, participle + 1, s);
    if (verb == DOC_NONE) return;
    uint32_t subject = subject_of(w, verb, s);
    if (subject != DOC_NONE) put(w, subject, participle, DEP_OBL);
    for (uint32_t t = participle + 1; t < verb; t++)
        if (w->head[t] == verb && w->upos[t] != UPOS_PUNCT && w->rel[t] != DEP_AUX) put(w, t, participle, w->rel[t]);
    put(w, participle, root, DEP_ACL);
    if (tree_tag(w, participle, "VBD")) w->xpos[participle] = STR("VBN");
    w->head[verb] = DOC_NONE;
    w->rel[verb] = DEP_ROOT;
    w->sub[verb] = SUB_NONE;
    put(w, root, verb, DEP_NSUBJ);
}
