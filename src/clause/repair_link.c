/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Repairs of one link, each by the tags and words around it, so that they hold whatever parser made the tree:
 *
 *     "had murdered villagers" as a noun phrase              "had" is an auxiliary
 *     "is due to visit", with the subject as the head        the adjective is the head
 *     "the man who led the rebels was killed"                of two subjects the one right after the inner verb is its object
 *     "the prisoners whom the rebels released"               the pronoun is no head of its clause
 *     "prevented X from leaving", "accused of killing Y"     a form in -ing after a preposition is a clause
 *     "assured Latvia that", a name right of its verb        is its object
 *     "while X warned" on a noun                             is no relative clause
 *     "voted against it and India abstained"                 a noun cannot be joined across a verb
 *     "denies ordering attacks", a clause on a verb          is its complement or an adverbial
 *     "told X to leave" as a finite clause                   is an infinitive
 *     "recalled …, cancelled …", the first as an adverbial   a finite verb that nothing opens is joined
 *     "that August"                                          is a time, no subject
 *     "called off a strike/obl", "denied … the raid/conj"    a noun without preposition or "and" is the object
 *     "talks between A and B/nsubj failed"                   a second subject after "and" is joined to the noun before
 *     "promised Ukraine/compound 20 tanks"                   the name is the indirect object
 *     "did the army/compound attack"                         with an auxiliary before it the noun is the subject
 *     "prisoners whom the rebels released/acl were"          the clause hangs on the noun before the pronoun
 *     "If X left, Y said, Z would", all below "said"          the condition belongs to what is said
 *     "condemned Y, a day after … had ended/ccomp"           a clause after the object and a comma is no complement
 *     "killed in police firing/acl"                          the gerund is the noun, what stands before it belongs to it
 *     "reports that the police had fired"                    is what they say, no relative clause
 *     "clashes took place between"                           the phrase is the verb's
 *     "stood by its ally/ADV"                                a word with preposition and owner is a noun
 *
 * Cost: each token looks at its neighbours in the tree and a few words to each side.
 */
#include "clause/work.h"

static bool above(const clause_work *w, uint32_t upper, uint32_t lower)
{
    for (uint32_t i = 0; lower != DOC_NONE && i < DOC_CAP_PARSE_TOKENS; lower = w->head[lower], i++)
        if (lower == upper) return true;
    return false;
}

/* "had/verb murdered/amod villagers/obj" */
static void link_perfect(clause_work *w, uint32_t t, const doc_sentence *s)
{
    uint32_t object = w->head[t], have = object == DOC_NONE ? DOC_NONE : w->head[object];
    if (w->rel[t] != DEP_AMOD || !tree_tag(w, t, "VBN") || have == DOC_NONE || object < t || have + 1 != t || !tree_word(w, have, WORD_HAVE) || w->upos[have] != UPOS_VERB) return;
    repair_swap(w, have, t, DEP_AUX);
    w->upos[have] = UPOS_AUX;
    w->guessed[have] = 0;
    for (uint32_t c = s->tok_begin; c < s->tok_end; c++)
        if (w->head[c] == have && c != t) w->head[c] = t;
    repair_attach(w, object, t, DEP_OBJ);
}

/* "The minister/root is/cop due/advmod to visit" */
static void link_copula(clause_work *w, uint32_t t, const doc_sentence *s)
{
    uint32_t noun = w->head[t];
    if (noun != DOC_NONE && noun < t && w->rel[noun] == DEP_COP) noun = w->head[noun]; /* it may hang on "is" */
    if (w->upos[t] != UPOS_ADJ || noun == DOC_NONE || noun > t || !tree_nominal(w, noun) || w->rel[t] == DEP_CONJ) return;
    uint32_t cop = repair_child(w, noun, DEP_COP, noun, t);
    if (cop == DOC_NONE || cop + 2 < t) return;
    repair_swap(w, noun, t, DEP_NSUBJ);
    w->guessed[noun] = 0;
    for (uint32_t c = cop; c < s->tok_end; c++)
        if (w->head[c] == noun && w->rel[c] != DEP_ACL) w->head[c] = t;
    for (uint32_t c = t + 1; c < s->tok_end; c++) /* "due to visit" */
        if (w->head[c] == t && w->rel[c] == DEP_ADVCL && tree_tag(w, c, "VB") && tree_tag(w, c - 1, "TO")) w->rel[c] = DEP_XCOMP;
}

/* "The man who led the rebels was killed", with two subjects. */
static void link_second_subject(clause_work *w, uint32_t t, const doc_sentence *s)
{
    uint32_t verb = w->head[t], inner = DOC_NONE;
    if (w->rel[t] != DEP_NSUBJ || verb == DOC_NONE || verb < t) return;
    for (uint32_t k = t; k-- > s->tok_begin && t - k < REPAIR_NEAR && inner == DOC_NONE;) {
        if (tree_word(w, k, WORD_COMMA)) return;
        if (w->upos[k] == UPOS_VERB) inner = k;
    }
    if (inner == DOC_NONE || w->rel[inner] != DEP_ACL || w->sub[inner] != SUB_RELCL || w->head[inner] == DOC_NONE || w->head[w->head[inner]] != verb || w->rel[w->head[inner]] != DEP_NSUBJ) return;
    if (repair_child(w, inner, DEP_OBJ, inner, s->tok_end) == DOC_NONE) repair_attach(w, t, inner, DEP_OBJ);
}

/* "the prisoners [whom [the rebels released]]" */
static void link_pronoun(clause_work *w, uint32_t t, const doc_sentence *s)
{
    uint32_t pronoun = w->head[t], noun = pronoun == DOC_NONE ? DOC_NONE : w->head[pronoun];
    if (w->upos[t] != UPOS_VERB || w->rel[t] != DEP_ACL || noun == DOC_NONE || pronoun > t || noun > pronoun || !tree_nominal(w, noun)) return;
    if (!tree_word(w, pronoun, WORD_PRONOUN)) return;
    repair_attach(w, t, noun, DEP_ACL);
    w->sub[t] = SUB_RELCL;
    if (tree_tag(w, t, "VBN") && repair_child(w, t, DEP_AUX, pronoun, t) == DOC_NONE) w->xpos[t] = STR("VBD");
    repair_attach(w, pronoun, t, repair_child(w, t, DEP_NSUBJ, s->tok_begin, s->tok_end) == DOC_NONE ? DEP_NSUBJ : DEP_OBJ);
}

static bool governs_gerund(const clause_work *w, uint32_t verb, str prep)
{
    return w->upos[verb] == UPOS_VERB && tables_governor(w->t, GOVERN_VERB, w->word[verb], prep) != w->lex[verb]->governor[GOVERN_VERB];
}

/* "prevented X from leaving/obl"; "accused of killing/amod civilians"; "for inciting/fixed" */
static void link_gerund(clause_work *w, uint32_t t, const doc_sentence *s)
{
    uint32_t h = w->head[t], prep = t - 1, verb;
    if (!tree_tag(w, t, "VBG") || t <= s->tok_begin + 1 || h == DOC_NONE || w->upos[prep] != UPOS_ADP) return;
    if ((w->rel[t] == DEP_OBL || w->rel[t] == DEP_NMOD) && w->upos[t] == UPOS_VERB) {
        w->rel[t] = w->rel[t] == DEP_OBL ? DEP_ADVCL : DEP_ACL;
        if (w->head[prep] == t) w->rel[prep] = DEP_MARK;
        return;
    }
    if (w->rel[t] == DEP_AMOD && h > t && h != DOC_NONE && w->head[h] != DOC_NONE && w->head[h] < prep) {
        verb = w->head[h];
        if (!governs_gerund(w, verb, w->word[prep]) || repair_child(w, h, DEP_DET, t, h) != DOC_NONE) return;
        repair_attach(w, t, verb, DEP_ADVCL);
        repair_attach(w, h, t, DEP_OBJ);
        repair_attach(w, prep, t, DEP_MARK);
    } else if (w->rel[t] == DEP_FIXED && h == prep) {
        for (verb = prep; verb-- > s->tok_begin && w->upos[verb] != UPOS_VERB;) {}
        if (verb < s->tok_begin || verb >= prep || !governs_gerund(w, verb, w->word[prep]) || above(w, t, verb)) return;
        repair_attach(w, t, verb, DEP_ADVCL);
        repair_attach(w, prep, t, DEP_MARK);
    }
}

/* "assured Latvia/advmod that …" */
static void link_name(clause_work *w, uint32_t t, const doc_sentence *s)
{
    uint32_t h = w->head[t];
    if (w->upos[t] != UPOS_PROPN || h == DOC_NONE || h + 1 != t || w->upos[h] != UPOS_VERB || w->dated[t] || tree_tag(w, h, "VBN")) return;
    if (w->rel[t] != DEP_ADVMOD && w->rel[t] != DEP_DEP && w->rel[t] != DEP_DISCOURSE && w->rel[t] != DEP_VOCATIVE && w->rel[t] != DEP_AMOD) return;
    if (repair_child(w, h, DEP_OBJ, t, s->tok_end) == DOC_NONE) repair_attach(w, t, h, DEP_OBJ);
}

static uint32_t verb_above(const clause_work *w, uint32_t t)
{
    for (int i = 0; i < WORK_MAX_CLIMB && t != DOC_NONE && w->upos[t] != UPOS_VERB; i++) t = w->head[t];
    return t;
}

/* "received the envoy, while the minister warned": "while" opens no relative clause. */
static void link_subordinate(clause_work *w, uint32_t t)
{
    uint32_t h = w->head[t];
    if (w->upos[t] != UPOS_VERB || w->rel[t] != DEP_ACL || h == DOC_NONE || h > t || w->upos[h] == UPOS_VERB) return;
    uint32_t mark = repair_child(w, t, DEP_MARK, h, t);
    if (mark == DOC_NONE || w->upos[mark] != UPOS_SCONJ || tree_word(w, mark, WORD_CONTENT) || repair_child(w, t, DEP_NSUBJ, mark, t) == DOC_NONE || !tree_word(w, mark - 1, WORD_COMMA)) return;
    uint32_t verb = verb_above(w, h);
    if (verb != DOC_NONE && w->upos[verb] == UPOS_VERB && verb < t) repair_attach(w, t, verb, DEP_ADVCL);
}

/* "voted against it and India abstained": a verb stands between the noun and what it is joined to. */
static void link_across(clause_work *w, uint32_t t, const doc_sentence *s)
{
    uint32_t h = w->head[t], verb = t + 1;
    if (w->rel[t] != DEP_CONJ || h == DOC_NONE || h > t || !tree_nominal(w, t) || t == s->tok_begin || w->upos[t - 1] != UPOS_CCONJ) return;
    while (verb < s->tok_end && w->upos[verb] == UPOS_AUX) verb++;
    if (verb >= s->tok_end || w->upos[verb] != UPOS_VERB || !repair_finite(w, t + 1) || repair_child(w, verb, DEP_NSUBJ, s->tok_begin, s->tok_end) != DOC_NONE) return;
    bool crossed = false;
    for (uint32_t k = h; k < t; k++) crossed |= w->upos[k] == UPOS_VERB && (w->rel[k] != DEP_ACL || w->head[k] != h);
    if (crossed && !above(w, t, verb)) repair_attach(w, t, verb, DEP_NSUBJ);
}

/* A clause on a noun needs a noun; "told X to leave" is an infinitive whatever it is called. */
static void link_complement(clause_work *w, uint32_t t, const doc_sentence *s)
{
    uint32_t h = w->head[t];
    if (w->upos[t] != UPOS_VERB || h == DOC_NONE || h > t || w->upos[h] != UPOS_VERB) return;
    if (w->rel[t] == DEP_ACL) {
        const clause_governor *g = w->lex[h]->governor[GOVERN_VERB];
        w->rel[t] = tree_tag(w, t, "VBG") && h + 1 == t && g && g->effect ? DEP_XCOMP : DEP_ADVCL;
        w->sub[t] = SUB_NONE;
    }
    bool to = t > s->tok_begin && tree_tag(w, t, "VB") && tree_tag(w, t - 1, "TO") && w->head[t - 1] == t;
    if (w->rel[t] == DEP_CCOMP && to && repair_child(w, t, DEP_NSUBJ, s->tok_begin, t) == DOC_NONE && repair_child(w, t, DEP_AUX, s->tok_begin, t) == DOC_NONE) w->rel[t] = DEP_XCOMP;
}

/* "X recalled/advcl its envoy, cancelled/root talks and put …": nothing opens the first. */
static void link_first_verb(clause_work *w, uint32_t t, const doc_sentence *s)
{
    uint32_t h = w->head[t], b = s->tok_begin;
    if (w->upos[t] != UPOS_VERB || w->rel[t] != DEP_ADVCL || h == DOC_NONE || h < t || w->head[h] != DOC_NONE || w->upos[h] != UPOS_VERB) return;
    if (!repair_past_or_present(w, t) || !repair_past_or_present(w, h) || !tree_word(w, h - 1, WORD_COMMA) || repair_child(w, t, DEP_AUX, b, t) != DOC_NONE) return;
    if (repair_child(w, t, DEP_MARK, b, t) != DOC_NONE || repair_child(w, h, DEP_NSUBJ, b, h) != DOC_NONE || t == b) return;
    for (uint32_t k = b; k < t; k++)
        if (w->upos[k] == UPOS_SCONJ || tree_tag(w, k, "WRB") || tree_word(w, k, WORD_COMMA)) return;
    repair_swap(w, h, t, DEP_CONJ);
    w->guessed[h] = 0;
    for (uint32_t c = h + 1; c < s->tok_end; c++)
        if (w->head[c] == h && w->rel[c] == DEP_CONJ && w->upos[c] == UPOS_VERB && tree_tag(w, c, "VB")) w->xpos[c] = STR("VBD");
}

/* "…, bombed by X that August, broke off …" */
static void link_that_month(clause_work *w, uint32_t t, const doc_sentence *s)
{
    uint32_t time = t + 1;
    if (!tree_word(w, t, WORD_THAT) || t <= s->tok_begin + 1 || time + 1 >= s->tok_end || !w->dated[time] || w->rel[time] == DEP_NMOD) return;
    if (w->upos[time + 1] != UPOS_PUNCT && w->upos[time + 1] != UPOS_CCONJ) return;
    uint32_t verb = t;
    while (verb-- > s->tok_begin && w->upos[verb] != UPOS_VERB && !tree_word(w, verb, WORD_COMMA)) {}
    if (verb < s->tok_begin || verb >= t || w->upos[verb] != UPOS_VERB || above(w, time, verb) || above(w, t, verb)) return;
    repair_attach(w, time, verb, DEP_OBL);
    repair_attach(w, t, time, DEP_DET);
}

/* "called off a strike/obl", "neither denied nor confirmed the raid/conj" */
static void link_bare_object(clause_work *w, uint32_t t, const doc_sentence *s)
{
    uint32_t verb = w->head[t], h = verb;
    if ((w->rel[t] != DEP_OBL && w->rel[t] != DEP_CONJ) || verb == DOC_NONE || verb > t || w->upos[verb] != UPOS_VERB || w->dated[t]) return;
    if (w->upos[t] != UPOS_NOUN && w->upos[t] != UPOS_PROPN) return;
    if (w->upos[t] == UPOS_NOUN && repair_child(w, t, DEP_DET, verb, t) == DOC_NONE && repair_child(w, t, DEP_AMOD, verb, t) == DOC_NONE) return;
    if (repair_child(w, t, DEP_CASE, verb, t) != DOC_NONE || repair_child(w, t, DEP_CC, verb, t) != DOC_NONE || repair_child(w, t, DEP_NUMMOD, verb, t) != DOC_NONE) return;
    for (uint32_t k = t; --k > h;) {
        if (tree_word(w, k, WORD_COMMA) || (tree_nominal(w, k) && w->head[k] != t) || (w->upos[k] == UPOS_ADP && w->rel[k] != DEP_COMPOUND)) return;
        if (w->upos[k] == UPOS_VERB) verb = k;
    }
    if (tree_tag(w, verb, "VBN") && repair_child(w, verb, DEP_NSUBJ, s->tok_begin, verb) == DOC_NONE) return;
    for (uint32_t k = s->tok_begin; k < s->tok_end; k++)
        if (w->head[k] == verb && (w->rel[k] == DEP_OBJ || w->rel[k] == DEP_CCOMP || w->rel[k] == DEP_XCOMP)) return;
    if (!above(w, t, verb)) repair_attach(w, t, verb, DEP_OBJ);
}

/* "Talks between the rebels and the army/nsubj failed", "Not the army but the rebels/nsubj broke" */
static void link_second_after_and(clause_work *w, uint32_t t, const doc_sentence *s)
{
    uint32_t verb = w->head[t], cc = t, first = DOC_NONE;
    if (w->rel[t] != DEP_NSUBJ || verb == DOC_NONE || verb < t || !tree_nominal(w, t)) return;
    while (cc > s->tok_begin && t - cc < REPAIR_NEAR && w->upos[cc] != UPOS_CCONJ)
        if (w->head[--cc] != t && w->upos[cc] != UPOS_CCONJ) return;
    if (w->upos[cc] != UPOS_CCONJ || cc < s->tok_begin + 1 || !tree_nominal(w, cc - 1) || w->dated[cc - 1]) return;
    for (uint32_t k = s->tok_begin; k < cc && first == DOC_NONE; k++)
        if (w->head[k] == verb && w->rel[k] == DEP_NSUBJ) first = k;
    if (first == DOC_NONE) return;
    if (tree_word(w, cc, WORD_BUT)) { /* it is the second that acts */
        if (tree_word(w, s->tok_begin, WORD_NOT)) repair_attach(w, first, t, DEP_DEP);
        return;
    }
    repair_attach(w, t, cc - 1, DEP_CONJ);
    repair_attach(w, cc, t, DEP_CC);
}

/* "promised Ukraine/compound 20 tanks" */
static void link_receiver(clause_work *w, uint32_t t)
{
    uint32_t object = w->head[t], verb = object == DOC_NONE ? DOC_NONE : w->head[object];
    if (w->upos[t] != UPOS_PROPN || w->rel[t] != DEP_COMPOUND || object == DOC_NONE || object < t + 2 || w->rel[object] != DEP_OBJ) return;
    if (verb == DOC_NONE || verb + 1 != t || w->upos[verb] != UPOS_VERB || (w->upos[t + 1] != UPOS_NUM && w->upos[t + 1] != UPOS_DET)) return;
    repair_attach(w, t, verb, DEP_IOBJ);
    for (uint32_t k = t + 1; k < object; k++)
        if (w->head[k] == t) repair_attach(w, k, object, w->upos[k] == UPOS_NUM ? DEP_NUMMOD : DEP_DET);
}

/* "Not only did the army/compound attack" */
static void link_inverted(clause_work *w, uint32_t t, const doc_sentence *s)
{
    uint32_t verb = w->head[t];
    if (w->rel[t] != DEP_COMPOUND || verb != t + 1 || w->upos[verb] != UPOS_VERB || !tree_nominal(w, t) || w->dated[t]) return;
    if (repair_child(w, verb, DEP_AUX, s->tok_begin, t) != DOC_NONE && repair_child(w, verb, DEP_NSUBJ, s->tok_begin, s->tok_end) == DOC_NONE) repair_attach(w, t, verb, DEP_NSUBJ);
}

/* "the prisoners whom/obl [the rebels/nsubj released/acl] were weak": the verb belongs to the pronoun, its noun is its subject. */
static void link_whom(clause_work *w, uint32_t t, const doc_sentence *s)
{
    uint32_t verb = t + 1, main = w->head[t];
    if (w->rel[t] != DEP_NSUBJ || main == DOC_NONE || verb >= main || w->upos[verb] != UPOS_VERB || w->head[verb] != t || w->rel[verb] != DEP_ACL) return;
    uint32_t pronoun = t;
    while (pronoun > s->tok_begin && t - pronoun < REPAIR_NEAR && (pronoun == t || w->head[pronoun] == t)) pronoun--;
    if (pronoun == s->tok_begin || !tree_word(w, pronoun, WORD_GAP) || !tree_nominal(w, pronoun - 1)) return;
    uint32_t noun = pronoun - 1;
    if (w->head[main] == noun && w->rel[main] == DEP_ACL) repair_swap(w, noun, main, DEP_NSUBJ);
    repair_attach(w, verb, noun, DEP_ACL);
    w->sub[verb] = SUB_RELCL;
    w->xpos[verb] = STR("VBD");
    repair_attach(w, pronoun, verb, DEP_OBJ);
    repair_attach(w, t, verb, DEP_NSUBJ);
}

/* "reports that/SCONJ the police had fired/relcl on …" */
static void link_reported(clause_work *w, uint32_t t)
{
    uint32_t noun = w->head[t];
    if (w->rel[t] != DEP_ACL || w->sub[t] != SUB_RELCL || noun == DOC_NONE || noun + 2 >= t || !w->lex[noun]->speech[SPEECH_NOUN]) return;
    uint32_t that = noun + 1;
    if (!tree_word(w, that, WORD_THAT) || w->upos[that] != UPOS_SCONJ || w->head[that] != t || w->rel[that] != DEP_OBJ) return;
    if (repair_child(w, t, DEP_NSUBJ, that, t) == DOC_NONE) return;
    w->rel[that] = DEP_MARK;
    w->sub[t] = SUB_NONE;
}

/* "clashes took place between A and B" */
static void link_place(clause_work *w, uint32_t t)
{
    uint32_t place = w->head[t];
    if (w->rel[t] == DEP_NMOD && place != DOC_NONE && place < t && tree_word(w, place, WORD_PLACE) && w->rel[place] == DEP_OBJ && w->head[place] + 1 == place) repair_attach(w, t, w->head[place], DEP_OBL);
}

/* "stood by its ally/ADV" */
static void link_owned_adverb(clause_work *w, uint32_t t, const doc_sentence *s)
{
    if (w->upos[t] != UPOS_ADV || w->rel[t] != DEP_OBL) return;
    uint32_t owner = repair_child(w, t, DEP_NMOD, s->tok_begin, t);
    if (owner != DOC_NONE && w->sub[owner] == SUB_POSS && repair_child(w, t, DEP_CASE, s->tok_begin, t) != DOC_NONE) w->upos[t] = UPOS_NOUN;
}

/* "If Iceland left/advcl, a man said/root, Norway would follow/ccomp"; "will stay if talks fail/ccomp, the minister said/parataxis" */
static void link_condition(clause_work *w, uint32_t t, const doc_sentence *s)
{
    uint32_t said = w->head[t];
    if (w->upos[t] != UPOS_VERB || said == DOC_NONE || said < t || w->upos[said] != UPOS_VERB || !w->lex[said]->speech[SPEECH_VERB]) return;
    uint32_t mark = repair_child(w, t, DEP_MARK, s->tok_begin, t);
    if (mark == DOC_NONE || w->upos[mark] != UPOS_SCONJ || tree_word(w, mark, WORD_CONTENT)) return;
    if (w->rel[t] == DEP_CCOMP && w->rel[said] == DEP_PARATAXIS && w->head[said] != DOC_NONE && w->head[said] < mark) repair_attach(w, t, w->head[said], DEP_ADVCL);
    if (w->rel[t] != DEP_ADVCL || w->head[said] != DOC_NONE) return;
    uint32_t content = repair_child(w, said, DEP_CCOMP, said, s->tok_end);
    if (content == DOC_NONE) return;
    repair_attach(w, content, DOC_NONE, DEP_ROOT);
    repair_attach(w, said, content, DEP_PARATAXIS);
    repair_attach(w, t, content, DEP_ADVCL);
}

/* "condemned Iran on Monday, a day after the talks had ended/ccomp" */
static void link_after_object(clause_work *w, uint32_t t, const doc_sentence *s)
{
    uint32_t h = w->head[t], comma = t;
    if (w->upos[t] != UPOS_VERB || w->rel[t] != DEP_CCOMP || h == DOC_NONE || h > t || w->upos[h] != UPOS_VERB || w->lex[h]->speech[SPEECH_VERB]) return;
    uint32_t object = repair_child(w, h, DEP_OBJ, h, t);
    if (object == DOC_NONE || repair_child(w, t, DEP_MARK, object, t) != DOC_NONE) return;
    while (comma > object && !tree_word(w, comma, WORD_COMMA)) comma--;
    if (comma > object && repair_child(w, t, DEP_NSUBJ, s->tok_begin, t) == DOC_NONE) w->rel[t] = DEP_ADVCL;
}

static void gerund_noun(clause_work *w, uint32_t t)
{
    w->upos[t] = UPOS_NOUN;
    w->xpos[t] = STR("NN");
    w->word[t] = doc_form(w->d, t);
    w->lex[t] = tables_word(w->t, w->word[t]);
}

/* "killed in police firing/acl on police", "after rebel shelling": no article, nothing after it that it acts on. */
static void link_bare_gerund(clause_work *w, uint32_t t, const doc_sentence *s)
{
    uint32_t noun = w->head[t];
    bool phrase = w->rel[t] == DEP_OBL || w->rel[t] == DEP_NMOD;
    if (phrase && tree_tag(w, t, "VBG") && repair_child(w, t, DEP_COMPOUND, s->tok_begin, t) + 1 == t && repair_child(w, t, DEP_CASE, s->tok_begin, t) != DOC_NONE) {
        gerund_noun(w, t);
        return;
    }
    if (!tree_tag(w, t, "VBG") || w->rel[t] != DEP_ACL || noun == DOC_NONE || noun + 1 != t || w->upos[noun] != UPOS_NOUN) return;
    if (noun == s->tok_begin || w->upos[noun - 1] != UPOS_ADP || w->head[noun - 1] != noun || w->head[noun] == DOC_NONE) return;
    if (repair_child(w, t, DEP_OBJ, t, s->tok_end) != DOC_NONE) return;
    repair_swap(w, noun, t, DEP_COMPOUND);
    w->guessed[noun] = 0;
    for (uint32_t c = s->tok_begin; c < s->tok_end; c++)
        if (w->head[c] == noun && c != t) w->head[c] = t;
    gerund_noun(w, t);
}

void repair_links(clause_work *w, uint32_t t, const doc_sentence *s)
{
    link_perfect(w, t, s);
    link_copula(w, t, s);
    link_second_subject(w, t, s);
    link_pronoun(w, t, s);
    link_bare_gerund(w, t, s);
    link_gerund(w, t, s);
    link_name(w, t, s);
    link_subordinate(w, t);
    link_across(w, t, s);
    link_complement(w, t, s);
    link_first_verb(w, t, s);
    link_that_month(w, t, s);
    link_condition(w, t, s);
    link_after_object(w, t, s);
    link_owned_adverb(w, t, s);
    link_inverted(w, t, s);
    link_whom(w, t, s);
    link_place(w, t);
    link_reported(w, t);
    link_receiver(w, t);
    link_second_after_and(w, t, s);
    link_bare_object(w, t, s);
}
