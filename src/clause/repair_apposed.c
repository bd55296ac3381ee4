/* SPDX-License-Identifier: Apache-2.0 */
/*
 * "Egypt, bombed by X, broke off …", where the participle was made the main verb.
 *
 * in:  heads, relations and tags as mended so far      out: the finite verb as the root, the participle on the noun before it
 *
 * Method: the root stands behind a noun and a comma; a finite verb below it, behind the next comma and without a subject, can only be the main one.
 * Cost: a few passes over the sentence. Limits: "X, said Y, …" has its own station, repair_said.c.
 */
#include "clause/work.h"

void repair_apposed(clause_work *w, const doc_sentence *s)
{
    uint32_t b = s->tok_begin, e = s->tok_end, root = DOC_NONE, main = DOC_NONE, noun;
    for (uint32_t t = b; t < e && root == DOC_NONE; t++)
        if (w->head[t] == DOC_NONE) root = t;
    if (root == DOC_NONE || root < b + 2 || root > b + REPAIR_NEAR || !tree_word(w, root - 1, WORD_COMMA) || w->upos[root] != UPOS_VERB || repair_child(w, root, DEP_AUX, b, root) != DOC_NONE) return;
    if (!tree_tag(w, root, "VBN") && !(tree_tag(w, root, "VBD") && !w->lex[root]->speech[SPEECH_VERB])) return; /* "X, said Y, …" is no such thing */
    noun = root - 2;
    if (!tree_nominal(w, noun)) return;
    for (int i = 0; i < WORK_MAX_CLIMB && w->rel[noun] == DEP_FLAT && w->head[noun] >= b && w->head[noun] < noun; i++) noun = w->head[noun];
    for (uint32_t t = root + 1; t < e && main == DOC_NONE; t++) {
        uint32_t aux = repair_child(w, t, DEP_AUX, root, t), first = aux == DOC_NONE ? t : aux, h = w->head[t];
        bool below = h == root || (h != DOC_NONE && w->head[h] == root);
        uint32_t mark = repair_child(w, t, DEP_MARK, root, t), subject = repair_child(w, t, DEP_NSUBJ, root, t);
        bool marked = mark != DOC_NONE && !(tree_word(w, mark, WORD_THAT) && w->dated[mark + 1]); /* "bombed that August, broke off" */
        if (!below || w->upos[t] != UPOS_VERB || !repair_finite(w, first) || !tree_word(w, first - 1, WORD_COMMA) || marked) continue;
        if (subject == DOC_NONE || w->dated[subject]) main = t;
    }
    if (main == DOC_NONE) return;
    w->head[main] = DOC_NONE;
    w->rel[main] = DEP_ROOT;
    w->head[noun] = main;
    w->rel[noun] = DEP_NSUBJ;
    w->head[root] = noun;
    w->rel[root] = DEP_ACL;
    w->sub[root] = SUB_NONE;
    w->sub[main] = SUB_NONE;
    w->xpos[root] = STR("VBN");
    for (uint32_t t = main; t < e; t++)
        if (w->head[t] == root && w->rel[t] == DEP_CONJ) w->head[t] = main;
    for (uint32_t t = b; t + 1 < root; t++)
        if (w->head[t] == root && t != noun) w->head[t] = noun;
    uint32_t comma = main;
    while (comma > root && !tree_word(w, comma, WORD_COMMA)) comma--;
    for (uint32_t t = root + 1; t < comma; t++) /* what stands before its comma is the participle's */
        if (w->head[t] == main) {
            w->head[t] = root;
            if (w->rel[t] == DEP_NSUBJ || w->rel[t] == DEP_OBJ) w->rel[t] = DEP_DEP;
        }
}
