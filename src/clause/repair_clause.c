/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Repairs of whole sentences: which verb is the main one.
 *
 *     "Summoned to the ministry, the envoy was …"      a participle that opens the sentence as its root is an adverbial
 *     "The bishop called on …", no finite verb at all  the participle is finite
 *     "Egypt, which …, opened …"                       the relative clause was made the main one
 *     "Egypt, bombed by …, broke off …"                likewise the participle
 *     "The embargo imposed on X was lifted"            a garden path: the finite verb joined to it by nothing is the main one
 *
 * Method: the root, its subject, and the finite verbs below it are compared with the commas between them; each pattern asks for
 * a verb that can only be the main one. A change of heads keeps the tree a tree: the new root had the old one above it.
 * Cost: a few passes over the sentence.
 */
#include "clause/work.h"

/* "The bishop called on …", read as a noun with a participle, in a sentence without any finite verb: the participle is finite, unless "by X" says who acts. */
static void repair_verbless(clause_work *w, const doc_sentence *s)
{
    uint32_t verb = DOC_NONE;
    if (s->headline || s->tok_end - s->tok_begin < 4 || !tree_word(w, s->tok_end - 1, WORD_STOP)) return;
    for (uint32_t t = s->tok_begin; t < s->tok_end; t++) {
        if (repair_finite(w, t)) return;
        uint32_t h = w->head[t];
        bool participle = w->upos[t] == UPOS_VERB && tree_tag(w, t, "VBN") && w->rel[t] == DEP_ACL && h != DOC_NONE && h < t && w->head[h] == DOC_NONE;
        if (participle && verb == DOC_NONE) verb = t;
        if (h != DOC_NONE && h == verb && w->rel[t] == DEP_OBL && w->sub[t] == SUB_AGENT) return;
    }
    if (verb == DOC_NONE) return;
    repair_swap(w, w->head[verb], verb, DEP_NSUBJ);
    w->xpos[verb] = STR("VBD");
}

/* "Egypt, bombed by X, broke off …", where the participle was made the main verb. */
static void repair_apposed(clause_work *w, const doc_sentence *s)
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

/* "Egypt, which …, opened …", where the relative clause was made the main one: the verb after it is. */
static void repair_inverted(clause_work *w, const doc_sentence *s)
{
    uint32_t b = s->tok_begin, e = s->tok_end, root = DOC_NONE, main = DOC_NONE, pronoun = DOC_NONE, comma = DOC_NONE;
    for (uint32_t t = b; t < e && root == DOC_NONE; t++)
        if (w->head[t] == DOC_NONE) root = t;
    if (root == DOC_NONE || w->upos[root] != UPOS_VERB) return;
    for (uint32_t t = b + 2; t < root && pronoun == DOC_NONE; t++)
        if (tree_word(w, t, WORD_PRONOUN) && (tree_word(w, t - 1, WORD_COMMA) || tree_word(w, t - 1, WORD_OF))) pronoun = t;
    if (pronoun == DOC_NONE || w->head[pronoun] == DOC_NONE || (w->head[pronoun] != root && w->head[w->head[pronoun]] != root)) return;
    comma = pronoun;
    while (comma > b && !tree_word(w, comma, WORD_COMMA)) comma--;
    uint32_t first = comma == b ? DOC_NONE : comma - 1;
    for (int i = 0; first != DOC_NONE && i < WORK_MAX_CLIMB && w->head[first] != root && w->head[first] != DOC_NONE && w->head[first] >= b && w->head[first] < comma; i++) first = w->head[first];
    for (uint32_t t = root + 1; t < e && main == DOC_NONE; t++)
        if (w->head[t] == root && w->upos[t] == UPOS_VERB && tree_word(w, t - 1, WORD_COMMA) && !tree_tag(w, t, "VBG") && !tree_tag(w, t, "VB")) main = t;
    if (first == DOC_NONE || main == DOC_NONE || w->head[first] != root || !tree_nominal(w, first)) return;
    w->head[main] = DOC_NONE;
    w->rel[main] = DEP_ROOT;
    w->sub[main] = SUB_NONE;
    if (tree_tag(w, main, "VBN") && repair_child(w, main, DEP_AUX, b, main) == DOC_NONE) w->xpos[main] = STR("VBD");
    w->head[first] = main;
    w->rel[first] = DEP_NSUBJ;
    w->head[root] = first;
    w->rel[root] = DEP_ACL;
    w->sub[root] = SUB_RELCL;
}

/* "The embargo imposed on X was lifted", with the participle as the main verb and "lifted" joined to it by nothing: the other way round. */
static void repair_garden_path(clause_work *w, const doc_sentence *s)
{
    uint32_t b = s->tok_begin, e = s->tok_end, root = DOC_NONE, main = DOC_NONE;
    for (uint32_t t = b; t < e && root == DOC_NONE; t++)
        if (w->head[t] == DOC_NONE) root = t;
    if (root == DOC_NONE || w->upos[root] != UPOS_VERB || !(tree_tag(w, root, "VBN") || tree_tag(w, root, "VBD")) || repair_child(w, root, DEP_AUX, b, root) != DOC_NONE) return;
    uint32_t subject = repair_child(w, root, DEP_NSUBJ, b, root);
    if (subject == DOC_NONE || subject + 1 != root || repair_child(w, root, DEP_OBJ, root, e) != DOC_NONE) return; /* with an object it acts itself */
    for (uint32_t t = root + 1; t < e && main == DOC_NONE; t++) {
        bool verb = w->head[t] == root && w->upos[t] == UPOS_VERB && (w->rel[t] == DEP_CONJ || w->rel[t] == DEP_CCOMP || w->rel[t] == DEP_PARATAXIS || w->rel[t] == DEP_XCOMP || w->rel[t] == DEP_ADVCL);
        uint32_t aux = verb ? repair_child(w, t, DEP_AUX, root, t) : DOC_NONE;
        if (aux == DOC_NONE || !repair_finite(w, aux) || tree_word(w, aux - 1, WORD_COMMA) || repair_child(w, t, DEP_CC, root, t) != DOC_NONE || repair_child(w, t, DEP_NSUBJ, root, e) != DOC_NONE || repair_child(w, t, DEP_MARK, root, t) != DOC_NONE) continue;
        main = t;
    }
    if (main == DOC_NONE) return;
    w->head[main] = DOC_NONE;
    w->rel[main] = DEP_ROOT;
    w->head[subject] = main;
    w->head[root] = subject;
    w->rel[root] = DEP_ACL;
    w->sub[root] = SUB_NONE;
    w->xpos[root] = STR("VBN");
}

/* "Summoned to the ministry, the envoy was …": a participle that opens the sentence is not its main verb. */
static void repair_opening(clause_work *w, const doc_sentence *s)
{
    uint32_t r = s->tok_begin, comma = DOC_NONE, main = DOC_NONE, b = s->tok_begin, e = s->tok_end;
    if (e - b < 5 || w->upos[r] != UPOS_VERB || repair_child(w, r, DEP_NSUBJ, b, e) != DOC_NONE || repair_child(w, r, DEP_AUX, b, e) != DOC_NONE) return;
    if (tree_tag(w, r, "VBD")) w->xpos[r] = STR("VBN");
    if (!tree_tag(w, r, "VBN") && !tree_tag(w, r, "VBG")) return;
    if (w->head[r] != DOC_NONE) return;
    for (uint32_t t = b; t < e && main == DOC_NONE; t++) {
        if (comma == DOC_NONE && tree_word(w, t, WORD_COMMA)) comma = t;
        bool clause = w->head[t] == r && (w->rel[t] == DEP_PARATAXIS || w->rel[t] == DEP_CONJ || w->rel[t] == DEP_CCOMP || w->rel[t] == DEP_ADVCL);
        if (comma != DOC_NONE && t > comma && clause && w->upos[t] == UPOS_VERB && !tree_tag(w, t, "VBG") && !tree_tag(w, t, "VB")) main = t;
    }
    if (main == DOC_NONE) return;
    repair_swap(w, r, main, DEP_ADVCL);
    if (tree_tag(w, main, "VBN") && repair_child(w, main, DEP_AUX, b, main) == DOC_NONE) w->xpos[main] = STR("VBD");
    for (uint32_t t = comma; t < main; t++) { /* its subject may hang on the participle */
        bool noun = w->head[t] == r && (w->rel[t] == DEP_OBL || w->rel[t] == DEP_OBJ || w->rel[t] == DEP_NSUBJ || w->rel[t] == DEP_PARATAXIS);
        if (!noun || repair_child(w, t, DEP_CASE, b, t) != DOC_NONE || repair_child(w, main, DEP_NSUBJ, b, e) != DOC_NONE) continue;
        w->head[t] = main;
        w->rel[t] = DEP_NSUBJ;
    }
}

void repair_clauses(clause_work *w, const doc_sentence *s)
{
    repair_opening(w, s);
    repair_verbless(w, s);
    repair_apposed(w, s);
    repair_garden_path(w, s);
    repair_inverted(w, s);
}
