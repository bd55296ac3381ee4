/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Repairs of whole sentences that go by tags and the order of words: a verb that the tree did not see as the main one.
 *
 *     "Saudi warplanes bombed Yemen."                      the verb is the root, but its subject hangs on it as a compound
 *     "Belarusian police dispersed protesters."            the verb was taken for an adjective of its object
 *     "Heavy fighting between A and B closed an oil field" the noun is the root, the only finite verb a clause on it
 *     "Talks between A and B, whose …, collapsed"          likewise, after a comma
 *     "Facing a strike by …, the minister resigned"        the participle is the root, the noun phrase after the comma its object
 *     "A angered B and C, both of which had urged …"       the relative clause is the root
 *
 * Method: parsers differ in what they make of such a sentence, but the order of words leaves one verb that can be its main one: a
 * past or present tense, or a participle where nothing else is finite, that no relative pronoun, conjunction or "to" opens. The
 * sentence is split there: what stands to its left on no other word of the left becomes the subject, what stands to its right the
 * object or a phrase. Every token keeps a head on its own side, so a tree stays a tree. Headlines are left alone, for there
 * participles are passives. Cost: a few passes over the sentence.
 */
#include "clause/work.h"

static uint32_t root_of(const clause_work *w, const doc_sentence *s)
{
    for (uint32_t t = s->tok_begin; t < s->tok_end; t++)
        if (w->head[t] == DOC_NONE) return t;
    return DOC_NONE;
}

static uint32_t aux_of(const clause_work *w, uint32_t verb, const doc_sentence *s) { return repair_child(w, verb, DEP_AUX, s->tok_begin, verb); }

/* First word of the verb's own group: its auxiliaries and adverbs stand before it. */
static uint32_t group_begin(const clause_work *w, uint32_t verb, const doc_sentence *s)
{
    uint32_t t = verb;
    while (t > s->tok_begin && verb - t < REPAIR_NEAR && (w->upos[t - 1] == UPOS_AUX || w->upos[t - 1] == UPOS_ADV || w->upos[t - 1] == UPOS_PART) && !tree_tag(w, t - 1, "TO")) t--;
    return t;
}

/* Does the word open a clause that is not the main one? */
static bool opens(const clause_work *w, uint32_t t)
{
    if (tree_tag(w, t, "WDT") || tree_tag(w, t, "WP") || tree_tag(w, t, "WP$") || tree_tag(w, t, "WRB")) return true;
    if (tree_word(w, t, WORD_OPENER)) return true;
    return w->upos[t] == UPOS_SCONJ && w->rel[t] == DEP_MARK;
}

/* Is the verb in a clause of its own, as the words before it show? Back to the comma right before the verb's phrase at most. */
static bool is_opened(const clause_work *w, uint32_t verb, const doc_sentence *s)
{
    uint32_t t = group_begin(w, verb, s);
    if (t == s->tok_begin) return false;
    if (tree_tag(w, t - 1, "TO") || tree_word(w, t - 1, WORD_TO) || w->upos[t - 1] == UPOS_CCONJ) return true;
    while (t-- > s->tok_begin) {
        if (tree_word(w, t, WORD_COMMA) || tree_word(w, t, WORD_SEMICOLON) || tree_word(w, t, WORD_COLON)) return false;
        if (opens(w, t)) return true;
        if (w->upos[t] == UPOS_VERB && !tree_tag(w, t, "VBN") && !tree_tag(w, t, "VBG")) return true; /* another verb: this one may be its object's */
    }
    return false;
}

static bool is_finite(const clause_work *w, uint32_t verb, const doc_sentence *s)
{
    uint32_t aux = aux_of(w, verb, s);
    return w->upos[verb] == UPOS_VERB && repair_finite(w, aux == DOC_NONE ? verb : aux);
}

static bool any_finite(const clause_work *w, const doc_sentence *s)
{
    for (uint32_t t = s->tok_begin; t < s->tok_end; t++)
        if (repair_finite(w, t) && (w->upos[t] == UPOS_VERB || w->upos[t] == UPOS_AUX) && !is_opened(w, t, s)) return true;
    return false;
}

/* ---- the split ------------------------------------------------------------------------------------------------------------------- */

/* A phrase on the left that lost its head: "between" and "A" of "fighting between A and B". */
static void hang_left(clause_work *w, uint32_t t, uint32_t subject, uint32_t verb, uint32_t end)
{
    uint32_t next = t + 1;
    if (w->upos[t] == UPOS_ADP) {
        while (next < end && !tree_nominal(w, next)) next++;
        for (int i = 0; next < end && i < WORK_MAX_CLIMB && w->head[next] > t && w->head[next] < end && w->head[next] != next; i++) next = w->head[next];
        bool below = false;
        for (uint32_t k = next, i = 0; next < end && k != DOC_NONE && i < WORK_MAX_CLIMB; k = w->head[k], i++) below |= k == t;
        if (next < end && !below) {
            repair_attach(w, t, next, DEP_CASE);
            return;
        }
    }
    bool phrase = tree_nominal(w, t) && !w->dated[t] && subject != DOC_NONE && t > subject;
    repair_attach(w, t, phrase ? subject : verb, phrase ? DEP_NMOD : w->upos[t] == UPOS_PUNCT ? DEP_PUNCT : w->dated[t] ? DEP_OBL : DEP_DEP);
}

/* Makes `verb` the main one of its sentence; words in [from, verb) become or modify its subject, those before `from` keep `front`. */
static void split_at(clause_work *w, const doc_sentence *s, uint32_t verb, uint32_t from, uint32_t front)
{
    uint32_t b = s->tok_begin, e = s->tok_end, subject = DOC_NONE;
    for (uint32_t t = from; t < verb && subject == DOC_NONE; t++) {
        uint32_t h = w->head[t];
        bool top = h == DOC_NONE || h < from || h >= verb;
        uint32_t before = t > from && w->upos[t - 1] == UPOS_ADP ? t - 1 : DOC_NONE;
        if (top && tree_nominal(w, t) && !w->dated[t] && before == DOC_NONE) subject = t;
    }
    if (subject == DOC_NONE) return;
    bool object = repair_child(w, verb, DEP_OBJ, verb, e) != DOC_NONE;
    for (uint32_t t = b; t < e; t++) {
        uint32_t h = w->head[t];
        if (t == verb || t == subject || t == front) continue;
        if (t < from) {
            if (front != DOC_NONE && (h == DOC_NONE || h >= from)) repair_attach(w, t, front, w->upos[t] == UPOS_PUNCT ? DEP_PUNCT : DEP_DEP);
        } else if (t < verb) {
            bool own = h == verb && (w->rel[t] == DEP_AUX || w->rel[t] == DEP_ADVMOD || w->rel[t] == DEP_CC || w->rel[t] == DEP_PUNCT || (w->rel[t] == DEP_OBL && w->dated[t]));
            if (!own && (h == DOC_NONE || h < from || h >= verb)) hang_left(w, t, subject, verb, verb);
        } else if (h == DOC_NONE || h < verb) {
            bool bare = tree_nominal(w, t) && !w->dated[t] && !object && repair_child(w, t, DEP_CASE, verb, t) == DOC_NONE && w->rel[t] != DEP_OBL;
            object |= bare;
            uint8_t rel = w->rel[t];
            bool phrase = rel == DEP_NMOD || rel == DEP_OBJ || rel == DEP_NSUBJ || rel == DEP_ROOT || rel == DEP_CONJ || rel == DEP_COMPOUND;
            bool keep = w->upos[t] == UPOS_VERB || !phrase;
            repair_attach(w, t, verb, bare ? DEP_OBJ : keep ? rel == DEP_ROOT || rel == DEP_ACL ? DEP_CONJ : rel : DEP_OBL);
        }
    }
    repair_attach(w, verb, DOC_NONE, DEP_ROOT);
    repair_attach(w, subject, verb, DEP_NSUBJ);
    if (front != DOC_NONE) repair_attach(w, front, verb, DEP_ADVCL);
    w->guessed[subject] = 1;
    if (tree_tag(w, verb, "VBN") && aux_of(w, verb, s) == DOC_NONE) w->xpos[verb] = STR("VBD");
}

/* ---- patterns --------------------------------------------------------------------------------------------------------------------- */

/* A participle where nothing is finite: it stands between its subject and its object or phrase. */
static uint32_t lone_participle(const clause_work *w, const doc_sentence *s, uint32_t from, uint32_t end)
{
    for (uint32_t t = from + 1; t + 1 < end; t++) {
        if (w->upos[t] != UPOS_VERB || !tree_tag(w, t, "VBN") || aux_of(w, t, s) != DOC_NONE || is_opened(w, t, s)) continue;
        uint32_t before = group_begin(w, t, s);
        if (before > from && (tree_nominal(w, before - 1) || tree_word(w, before - 1, WORD_COMMA)) && w->upos[t + 1] != UPOS_PUNCT) return tree_word(w, t + 1, WORD_BY) ? DOC_NONE : t;
    }
    return DOC_NONE;
}

/* The finite verb of a sentence whose root is a noun. */
static uint32_t verb_after_noun(const clause_work *w, const doc_sentence *s, uint32_t root)
{
    for (uint32_t t = root + 1; t < s->tok_end; t++)
        if (w->upos[t] == UPOS_VERB && is_finite(w, t, s) && !is_opened(w, t, s)) return t;
    return DOC_NONE;
}

static void noun_root(clause_work *w, const doc_sentence *s, uint32_t root)
{
    if (!tree_nominal(w, root) || repair_child(w, root, DEP_COP, s->tok_begin, s->tok_end) != DOC_NONE) return;
    uint32_t verb = verb_after_noun(w, s, root);
    if (verb == DOC_NONE && !any_finite(w, s)) verb = lone_participle(w, s, s->tok_begin, s->tok_end);
    if (verb == DOC_NONE) return;
    uint32_t begin = group_begin(w, verb, s);
    if (begin == s->tok_begin || (!tree_nominal(w, begin - 1) && !tree_word(w, begin - 1, WORD_COMMA))) return;
    split_at(w, s, verb, s->tok_begin, DOC_NONE);
}

/* "NATO bombed Serbia", with the subject as a compound of a participle. */
static void verb_root(clause_work *w, const doc_sentence *s, uint32_t root)
{
    uint32_t b = s->tok_begin;
    if (root == b || aux_of(w, root, s) != DOC_NONE || repair_child(w, root, DEP_NSUBJ, b, s->tok_end) != DOC_NONE || is_opened(w, root, s)) return;
    if (!tree_tag(w, root, "VBN") && !tree_tag(w, root, "VBD") && !tree_tag(w, root, "VBZ") && !tree_tag(w, root, "VBP")) return;
    for (uint32_t t = b; t < root; t++)
        if (w->upos[t] == UPOS_VERB || w->upos[t] == UPOS_AUX || tree_word(w, t, WORD_COMMA)) return;
    uint32_t begin = group_begin(w, root, s);
    if (begin > b && tree_nominal(w, begin - 1)) split_at(w, s, root, b, DOC_NONE);
}

/* "Facing a strike, the minister resigned." */
static void participle_root(clause_work *w, const doc_sentence *s, uint32_t root)
{
    uint32_t b = s->tok_begin, e = s->tok_end, comma = root, main = DOC_NONE;
    if (root != b || !(tree_tag(w, root, "VBG") || tree_tag(w, root, "VBN") || tree_tag(w, root, "VBD"))) return;
    while (comma < e && !tree_word(w, comma, WORD_COMMA)) comma++;
    if (comma >= e) return;
    for (uint32_t t = comma + 2; t < e && main == DOC_NONE; t++)
        if (w->upos[t] == UPOS_VERB && is_finite(w, t, s) && !is_opened(w, t, s)) main = t;
    if (main == DOC_NONE) main = lone_participle(w, s, comma + 1, e);
    if (main == DOC_NONE || (w->head[main] == root && repair_child(w, main, DEP_NSUBJ, comma, main) != DOC_NONE)) return; /* repair_clause.c has the plain case */
    if (tree_tag(w, root, "VBD")) w->xpos[root] = STR("VBN");
    split_at(w, s, main, comma + 1, root);
}

/* "A angered B and C, both of which had urged …", with "urged" as the root. */
static void relative_root(clause_work *w, const doc_sentence *s, uint32_t root)
{
    uint32_t b = s->tok_begin, comma = root, pronoun = DOC_NONE;
    while (comma > b && root - comma < 2 * REPAIR_NEAR && !tree_word(w, comma, WORD_COMMA)) {
        comma--;
        if (tree_word(w, comma, WORD_RELATIVE)) pronoun = comma;
    }
    if (pronoun == DOC_NONE || !tree_word(w, comma, WORD_COMMA) || comma < b + 3) return;
    for (uint32_t t = b; t < comma; t++)
        if (repair_finite(w, t) && (w->upos[t] == UPOS_VERB || w->upos[t] == UPOS_AUX)) return;
    uint32_t main = lone_participle(w, s, b, comma), noun = comma - 1;
    if (main == DOC_NONE || !tree_nominal(w, noun)) return;
    for (int i = 0; i < WORK_MAX_CLIMB && w->head[noun] > main && w->head[noun] < noun; i++) noun = w->head[noun];
    for (uint32_t t = pronoun; t < root; t++) /* what the tree hung on the relative verb from before the comma goes with the main one */
        if (w->head[t] != DOC_NONE && w->head[t] < comma) repair_attach(w, t, root, w->rel[t]);
    split_at(w, s, main, b, DOC_NONE);
    w->head[root] = noun;
    w->rel[root] = DEP_ACL;
    w->sub[root] = SUB_RELCL;
}

void repair_main(clause_work *w, const doc_sentence *s)
{
    uint32_t root = root_of(w, s);
    if (root == DOC_NONE || s->headline || s->tok_end - s->tok_begin < 4 || !tree_word(w, s->tok_end - 1, WORD_STOP)) return;
    if (w->upos[root] != UPOS_VERB) {
        noun_root(w, s, root);
        return;
    }
    verb_root(w, s, root);
    participle_root(w, s, root);
    relative_root(w, s, root);
}
