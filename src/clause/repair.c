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
 *     a participle that opens the sentence as its root       is an adverbial of the finite clause after the comma
 *     "…, accusing X" as a complement                        is an adverbial
 *     "X has yet to sign"                                    is "sign", denied
 *     "…, both of which", hung on the verb                   stands on the noun before the comma
 *     "to ban … from travelling and to freeze"               an infinitive is joined to an infinitive
 *     "refused to criticise … and echoed"                    a finite verb to a finite verb
 *     "denies ordering attacks" as a noun phrase             the clause in -ing is the complement
 *     "Ecuador last week signed", "… detainees hours later"  the time is no head of the noun before it
 *     "said in the letter that …" on the letter              is what is said
 *     a bare noun right of a verb without object             is its object
 *     "Turkish and Greek envoys", hung on the adjective       hangs on the noun
 *     "Putin to visit Beijing" (name, infinitive)            the infinitive is the clause, the name its subject
 *     "Russia, China sign …"                                 names joined by a comma are conjuncts
 *
 * The document's own columns stay as they are. Every repair looks at a token and its neighbours in the tree, once; a change of
 * heads swaps two tokens, so a tree stays a tree. Without these, one wrong tag in a headline costs the whole event.
 */
#include "clause/work.h"

/* ---- shared by the repairs --------------------------------------------------------------------------------------------------- */

/* Children are not linked yet: a scan to both sides, no farther than a few words. */
uint32_t repair_child(const clause_work *w, uint32_t tok, uint8_t rel, uint32_t begin, uint32_t end)
{
    uint32_t low = tok > begin + REPAIR_NEAR ? tok - REPAIR_NEAR : begin, high = tok + REPAIR_NEAR < end ? tok + REPAIR_NEAR : end;
    for (uint32_t c = low; c < high; c++)
        if (w->head[c] == tok && w->rel[c] == rel) return c;
    return DOC_NONE;
}

/* `lower` takes the place of its head `upper`, which becomes its dependent under `rel`. */
void repair_attach(clause_work *w, uint32_t t, uint32_t head, uint8_t rel)
{
    w->head[t] = head;
    w->rel[t] = rel;
    w->sub[t] = SUB_NONE;
}

void repair_swap(clause_work *w, uint32_t upper, uint32_t lower, uint8_t rel)
{
    w->head[lower] = w->head[upper];
    w->rel[lower] = w->rel[upper];
    w->sub[lower] = w->sub[upper];
    w->head[upper] = lower;
    w->rel[upper] = rel;
    w->sub[upper] = SUB_NONE;
    w->guessed[upper] = 1;
}

bool repair_past_or_present(const clause_work *w, uint32_t verb)
{
    return tree_tag(w, verb, "VBD") || tree_tag(w, verb, "VBZ") || tree_tag(w, verb, "VBP");
}

bool repair_finite(const clause_work *w, uint32_t t) { return repair_past_or_present(w, t) || tree_tag(w, t, "MD"); }

static bool has_to(const clause_work *w, uint32_t tok, uint32_t begin)
{
    for (uint32_t c = tok; c-- > begin && c + 4 > tok;)
        if (w->head[c] == tok && w->rel[c] == DEP_MARK && tree_word(w, c, WORD_TO)) return true;
    return false;
}

static bool is_name(const clause_work *w, uint32_t tok)
{
    str form = doc_form(w->d, tok);
    uint8_t u = w->upos[tok];
    return form.n && form.s[0] >= 'A' && form.s[0] <= 'Z' && (u == UPOS_PROPN || u == UPOS_INTJ || u == UPOS_X);
}

/* ---- relations ------------------------------------------------------------------------------------------------------------------- */

static void repair_verb(clause_work *w, uint32_t t, const doc_sentence *s)
{
    uint32_t b = s->tok_begin, e = s->tok_end, subject = repair_child(w, t, DEP_NSUBJ, b, e);
    bool infinitive = tree_tag(w, t, "VB") && has_to(w, t, b);
    if (infinitive && w->rel[t] == DEP_NMOD) w->rel[t] = DEP_ACL;
    if (infinitive && w->rel[t] == DEP_OBL) w->rel[t] = DEP_ADVCL;
    if (infinitive && (w->rel[t] == DEP_OBJ || w->rel[t] == DEP_COMPOUND)) w->rel[t] = DEP_XCOMP;
    if (w->rel[t] == DEP_ACL && w->sub[t] != SUB_RELCL && subject != DOC_NONE && subject < t && !infinitive) w->sub[t] = SUB_RELCL;
    if (w->rel[t] == DEP_ACL && subject == DOC_NONE && (tree_tag(w, t, "VBD") || tree_tag(w, t, "VBN")) && t > b && !tree_tag(w, t - 1, "WDT") && !tree_tag(w, t - 1, "WP") && w->head[t] == t - 1) {
        w->xpos[t] = STR("VBN"); /* "the embargo imposed on …" */
        w->sub[t] = SUB_NONE;
    }
    if (w->rel[t] == DEP_ACL && w->sub[t] == SUB_RELCL && subject != DOC_NONE && w->head[t] != DOC_NONE && w->head[t] < t) { /* "a demand that X leave": no pronoun, no relative clause */
        uint32_t that = repair_child(w, t, DEP_MARK, w->head[t], t);
        if (that != DOC_NONE && tree_word(w, that, WORD_THAT) && (w->lex[w->head[t]]->speech[SPEECH_NOUN] || w->lex[w->head[t]]->governor[GOVERN_NOUN])) w->sub[t] = SUB_NONE;
    }
    uint32_t cop = infinitive ? repair_child(w, t, DEP_COP, b, t) : DOC_NONE;
    if (cop != DOC_NONE) w->rel[cop] = DEP_AUX;
    bool aux = repair_child(w, t, DEP_AUX, b, t) != DOC_NONE, loose = w->rel[t] == DEP_XCOMP || w->rel[t] == DEP_CCOMP || w->rel[t] == DEP_CONJ;
    if (loose && subject == DOC_NONE && !aux && tree_tag(w, t, "VBG") && t > b && tree_word(w, t - 1, WORD_COMMA) && w->head[t] < t) w->rel[t] = DEP_ADVCL; /* "…, accusing X" */
    if (subject == DOC_NONE) return;
    if (w->sub[subject] == SUB_OUTER) w->sub[subject] = SUB_NONE;
    bool finite = w->rel[t] != DEP_ACL && w->rel[t] != DEP_ADVCL && w->rel[t] != DEP_XCOMP && !s->headline;
    if (!aux && w->rel[t] != DEP_XCOMP && !s->headline && tree_tag(w, t, "VBN") && subject < t && !(w->sub[subject] == SUB_PASS && !finite)) w->xpos[t] = STR("VBD"); /* a subject makes it finite */
    if (w->sub[subject] == SUB_PASS && !aux && !s->headline && w->rel[t] != DEP_ACL && w->rel[t] != DEP_ADVCL) w->sub[subject] = SUB_NONE;
}

static void repair_subject(clause_work *w, uint32_t t, const doc_sentence *s)
{
    uint32_t h = w->head[t];
    if (t != s->tok_begin || h == DOC_NONE || h < t || !is_name(w, t) || w->upos[h] != UPOS_VERB || !repair_past_or_present(w, h)) return;
    switch (w->rel[t]) {
    case DEP_ADVMOD: case DEP_DISCOURSE: case DEP_VOCATIVE: case DEP_DEP: case DEP_COMPOUND: case DEP_DISLOCATED: case DEP_AMOD: case DEP_NMOD: break;
    case DEP_OBL: if (!w->dated[t] && repair_child(w, t, DEP_CASE, s->tok_begin, h) == DOC_NONE) break; /* fall through */
    default: return;
    }
    if (repair_child(w, h, DEP_NSUBJ, s->tok_begin, s->tok_end) != DOC_NONE) return;
    w->rel[t] = DEP_NSUBJ;
    w->sub[t] = SUB_NONE;
    w->guessed[t] = 1;
}

/* "… X and Y, both of which had …", hung on a verb: it means the noun before the comma. */
static bool opens_relative(const clause_work *w, uint32_t t, const doc_sentence *s, uint32_t *comma, bool *quantity)
{
    bool person = false;
    *quantity = false;
    *comma = t;
    while (*comma > s->tok_begin && t - *comma < 2 * REPAIR_NEAR && !tree_word(w, *comma, WORD_COMMA)) {
        uint32_t k = --*comma;
        person |= tree_word(w, k, WORD_PERSONAL);
        *quantity |= tree_word(w, k, WORD_WHICH) && k > s->tok_begin && tree_word(w, k - 1, WORD_OF) && w->upos[w->head[k] == DOC_NONE ? k : w->head[k]] != UPOS_VERB;
    }
    return tree_word(w, *comma, WORD_COMMA) && *comma > s->tok_begin && (person || *quantity);
}

static void repair_relative(clause_work *w, uint32_t t, const doc_sentence *s)
{
    uint32_t comma, noun;
    bool quantity, relative = w->rel[t] == DEP_ADVCL && w->sub[t] == SUB_RELCL;
    bool loose = w->rel[t] == DEP_CONJ || w->rel[t] == DEP_PARATAXIS || w->rel[t] == DEP_CCOMP;
    if (w->upos[t] != UPOS_VERB || !(relative || loose || w->rel[t] == DEP_ADVCL) || !opens_relative(w, t, s, &comma, &quantity) || !(relative || quantity)) return;
    noun = comma - 1;
    for (int i = 0; i < WORK_MAX_CLIMB; i++) {
        uint32_t h = w->head[noun];
        bool up = h != DOC_NONE && h >= s->tok_begin && h < noun && (w->rel[noun] == DEP_FLAT || (quantity && w->rel[noun] == DEP_CONJ));
        if (!up) break;
        noun = h;
    }
    if (!tree_nominal(w, noun)) return;
    for (uint32_t k = noun, i = 0; k != DOC_NONE && i < DOC_CAP_PARSE_TOKENS; k = w->head[k], i++)
        if (k == t) return;
    w->head[t] = noun;
    w->rel[t] = DEP_ACL;
    w->sub[t] = SUB_RELCL;
    uint32_t first = DOC_NONE; /* "both of which it offered to host": of two subjects the first is an object, the infinitive's if there is one */
    for (uint32_t c = comma; c < t; c++) {
        if (w->head[c] != t || w->rel[c] != DEP_NSUBJ) continue;
        if (first != DOC_NONE) {
            uint32_t inner = repair_child(w, t, DEP_XCOMP, t, s->tok_end);
            w->rel[first] = DEP_OBJ;
            if (inner != DOC_NONE) w->head[first] = inner;
        }
        first = c;
    }
}

/* "said in the letter that X suggests …": a full clause after "that" is what is said, no relative clause on the letter. */
static void repair_that(clause_work *w, uint32_t t, const doc_sentence *s)
{
    uint32_t noun = w->head[t], verb = noun == DOC_NONE ? DOC_NONE : w->head[noun];
    if (w->rel[t] != DEP_ACL || w->sub[t] != SUB_RELCL || verb == DOC_NONE || verb > noun || noun > t || w->upos[verb] != UPOS_VERB) return;
    uint32_t that = repair_child(w, t, DEP_MARK, noun, t);
    const clause_speech *row = w->lex[verb]->speech[SPEECH_VERB];
    bool told = w->rel[noun] == DEP_IOBJ || tree_word(w, verb, WORD_TELL_THAT);
    if (that == DOC_NONE && told && noun + 1 < t && tree_word(w, noun + 1, WORD_THAT) && w->head[noun + 1] == t && w->rel[noun + 1] == DEP_OBJ) that = noun + 1;
    if (that == DOC_NONE || that != noun + 1 || !tree_word(w, that, WORD_THAT) || !row || !row->clause || repair_child(w, t, DEP_NSUBJ, that, s->tok_end) == DOC_NONE) return;
    w->head[t] = verb;
    w->rel[t] = DEP_CCOMP;
    w->sub[t] = SUB_NONE;
    w->rel[that] = DEP_MARK;
}

/* "wants Warsaw to change": a name before an infinitive is no predicate of the verb. */
static void repair_named(clause_work *w, uint32_t t)
{
    uint32_t h = w->head[t];
    if (w->rel[t] != DEP_XCOMP || w->upos[t] != UPOS_PROPN || h == DOC_NONE || h > t || t + 1 >= w->d->n_tokens) return;
    const clause_governor *g = w->lex[h]->governor[GOVERN_VERB];
    if (!(g && g->naming) && h + 1 == t && w->upos[h] == UPOS_VERB && !tree_tag(w, h, "VBN")) { /* "supply X with" */
        w->rel[t] = DEP_OBJ;
        return;
    }
    if (t + 2 < w->d->n_tokens && tree_word(w, t + 1, WORD_TO) && tree_tag(w, t + 2, "VB") && (w->head[t + 2] == h || w->head[t + 2] == t)) w->rel[t] = DEP_OBJ;
}

/* A participle after a comma describes the subject's doing, not the object: "signed the decree, ending the war". */
static void repair_trailing(clause_work *w, uint32_t t, const doc_sentence *s)
{
    uint32_t h = w->head[t], steps = 0;
    if (w->rel[t] != DEP_ACL || w->sub[t] == SUB_RELCL || !tree_tag(w, t, "VBG") || t == s->tok_begin || !tree_word(w, t - 1, WORD_COMMA) || h == DOC_NONE || h > t) return;
    while (h != DOC_NONE && w->upos[h] != UPOS_VERB && steps++ < WORK_MAX_CLIMB) h = w->head[h];
    if (h == DOC_NONE || h > t || w->upos[h] != UPOS_VERB) return;
    w->head[t] = h;
    w->rel[t] = DEP_ADVCL;
}

/* A bare noun right of a verb that lacks an object. */
static void repair_object(clause_work *w, uint32_t t, const doc_sentence *s)
{
    uint32_t h = w->head[t];
    if (w->rel[t] != DEP_OBL || w->sub[t] != SUB_NONE || h == DOC_NONE || h >= t || w->upos[h] != UPOS_VERB || w->dated[t] || w->upos[t] != UPOS_NOUN) return;
    if (repair_child(w, t, DEP_CASE, s->tok_begin, s->tok_end) != DOC_NONE || repair_child(w, h, DEP_OBJ, s->tok_begin, s->tok_end) != DOC_NONE) return;
    uint32_t subject = repair_child(w, h, DEP_NSUBJ, s->tok_begin, s->tok_end);
    if (tree_tag(w, h, "VBN") || (subject != DOC_NONE && w->sub[subject] == SUB_PASS)) return;
    w->rel[t] = DEP_OBJ;
    w->guessed[t] = 1;
}

/* ---- heads ------------------------------------------------------------------------------------------------------------------------- */

/* "…, halting fuel deliveries", read as a noun phrase. */
static void repair_participle(clause_work *w, uint32_t t, const doc_sentence *s)
{
    uint32_t h = w->head[t], up = h == DOC_NONE ? DOC_NONE : w->head[h];
    if (w->rel[t] != DEP_AMOD || h < t || up == DOC_NONE || up > t || !tree_tag(w, t, "VBG") || t == s->tok_begin || !tree_word(w, t - 1, WORD_COMMA) || w->upos[up] != UPOS_VERB) return;
    w->head[t] = up;
    w->rel[t] = DEP_ADVCL;
    w->sub[t] = SUB_NONE;
    w->head[h] = t;
    w->rel[h] = DEP_OBJ;
    w->sub[h] = SUB_NONE;
}

/* "denies ordering attacks", read as a noun phrase: a verb that governs takes the clause in -ing. */
static void repair_gerund(clause_work *w, uint32_t t)
{
    uint32_t h = w->head[t], verb = t ? t - 1 : DOC_NONE;
    if ((w->rel[t] != DEP_AMOD && w->rel[t] != DEP_COMPOUND) || !tree_tag(w, t, "VBG") || h == DOC_NONE || h < t || verb == DOC_NONE || w->head[h] != verb || w->rel[h] != DEP_OBJ) return;
    const clause_governor *g = w->upos[verb] == UPOS_VERB ? w->lex[verb]->governor[GOVERN_VERB] : NULL;
    if (!g || !g->effect || g->control != CONTROL_SUBJECT) return;
    w->head[t] = verb;
    w->rel[t] = DEP_XCOMP;
    w->sub[t] = SUB_NONE;
    w->head[h] = t;
    w->rel[h] = DEP_OBJ;
}

/* "released the detainees hours later", "Ecuador last week signed": a time is no head of the noun before it. */
static void repair_time(clause_work *w, uint32_t t, const doc_sentence *s)
{
    uint32_t time = w->head[t], verb = time;
    if (w->rel[t] != DEP_COMPOUND || time == DOC_NONE || time < t || (w->upos[t] != UPOS_NOUN && w->upos[t] != UPOS_PROPN) || w->dated[t]) return;
    const clause_nominal *n = w->lex[time]->nominal;
    if (!n || n->class != CLASS_TIME || w->lex[t]->nominal) return;
    for (int i = 0; i < WORK_MAX_CLIMB && verb != DOC_NONE && w->upos[verb] != UPOS_VERB; i++) verb = w->head[verb];
    if (verb == DOC_NONE || w->upos[verb] != UPOS_VERB) return;
    uint8_t rel = verb < t ? DEP_OBJ : DEP_NSUBJ;
    if (repair_child(w, verb, rel, s->tok_begin, s->tok_end) != DOC_NONE || (rel == DEP_OBJ && !tree_tag(w, t, "NNS") && w->upos[t] != UPOS_PROPN)) return;
    if (rel == DEP_NSUBJ && t != s->tok_begin) return;
    for (uint32_t c = rel == DEP_OBJ ? verb + 1 : s->tok_begin; c < t; c++)
        if (w->head[c] == time) w->head[c] = t;
    w->head[t] = verb;
    w->rel[t] = rel;
    w->guessed[t] = 1;
}

/* A subject on an auxiliary is its verb's. */
static void repair_aux_subject(clause_work *w, uint32_t t)
{
    uint32_t h = w->head[t];
    if (w->rel[t] != DEP_NSUBJ || h == DOC_NONE || w->upos[h] != UPOS_AUX || (w->rel[h] != DEP_AUX && w->rel[h] != DEP_COP) || w->head[h] == DOC_NONE || w->head[h] == t) return;
    w->head[t] = w->head[h];
}

static void repair_head(clause_work *w, uint32_t t, const doc_sentence *s)
{
    uint32_t h = w->head[t];
    if (h == DOC_NONE || w->upos[t] != UPOS_VERB) return;
    if (w->rel[t] == DEP_AMOD && h > t && repair_child(w, t, DEP_NSUBJ, s->tok_begin, t) != DOC_NONE) {
        repair_swap(w, h, t, DEP_OBJ);
        return;
    }
    bool name = w->upos[h] == UPOS_PROPN || (s->headline && !w->lex[h]->governor[GOVERN_NOUN] && !w->lex[h]->nominal);
    if (w->rel[t] == DEP_ACL && w->head[h] == DOC_NONE && h < t && name && tree_tag(w, t, "VB") && has_to(w, t, s->tok_begin)) repair_swap(w, h, t, DEP_NSUBJ);
}

/* "Turkish and Greek envoys met", read as "Turkish", and "Greek envoys" below it: the noun stands for both. */
static void repair_pair(clause_work *w, uint32_t t, const doc_sentence *s)
{
    const uint8_t *tag = w->upos;
    uint32_t h = w->head[t];
    if (h == DOC_NONE || h + 2 >= t || w->head[h] == DOC_NONE || tag[h] != UPOS_ADJ || (tag[t] != UPOS_NOUN && tag[t] != UPOS_PROPN)) return;
    if (tag[h + 1] != UPOS_CCONJ || w->head[h + 1] != t) return;
    repair_swap(w, h, t, DEP_AMOD);
    uint32_t verb = w->head[t];
    if (verb > t && tag[verb] == UPOS_VERB && repair_child(w, verb, DEP_NSUBJ, s->tok_begin, verb) == DOC_NONE) w->rel[t] = DEP_NSUBJ;
}

/* "X has yet to sign": "have" is no more than an auxiliary, and "yet" denies. */
static void repair_yet(clause_work *w, uint32_t t, const doc_sentence *s)
{
    uint32_t have = w->head[t];
    if (t < s->tok_begin + 3 || have == DOC_NONE || have + 3 != t || !tree_word(w, have, WORD_HAVE) || !tree_word(w, t - 2, WORD_YET) || !tree_word(w, t - 1, WORD_TO)) return;
    uint32_t low = have > s->tok_begin + 3 * REPAIR_NEAR ? have - 3 * REPAIR_NEAR : s->tok_begin;
    for (uint32_t c = low; c < s->tok_end; c++)
        if (w->head[c] == have && c != t) w->head[c] = t;
    repair_swap(w, have, t, DEP_AUX);
    uint32_t h = w->head[t]; /* "the two countries [acl have yet to]": the noun is the subject */
    if (h != DOC_NONE && h < t && w->rel[t] == DEP_ACL && repair_child(w, t, DEP_NSUBJ, low, t) == DOC_NONE) repair_swap(w, h, t, DEP_NSUBJ);
}

/* "to ban X from travelling and to freeze Y": an infinitive is joined to an infinitive. */
static void repair_infinitive(clause_work *w, uint32_t t, const doc_sentence *s)
{
    uint32_t h = w->head[t];
    if (w->rel[t] != DEP_CONJ || !tree_tag(w, t, "VB") || !has_to(w, t, s->tok_begin) || h == DOC_NONE || h > t) return;
    for (uint32_t i = 0; i < WORK_MAX_CLIMB && h != DOC_NONE && h >= s->tok_begin && h < t; i++, h = w->head[h]) {
        if (w->upos[h] != UPOS_VERB || !tree_tag(w, h, "VB") || !has_to(w, h, s->tok_begin)) continue;
        w->head[t] = h;
        return;
    }
}

/* "refused to criticise X and echoed Y": a finite verb is joined to a finite one. */
static void repair_joined(clause_work *w, uint32_t t, const doc_sentence *s)
{
    uint32_t b = s->tok_begin, h = w->head[t], aux = repair_child(w, t, DEP_AUX, b, t);
    bool acts = aux == DOC_NONE && tree_tag(w, t, "VBN") && repair_child(w, t, DEP_OBJ, t, s->tok_end) != DOC_NONE; /* a participle with an object, joined to none */
    if (w->rel[t] == DEP_CONJ && acts && h != DOC_NONE && !tree_tag(w, h, "VBN")) w->xpos[t] = STR("VBD");
    if (w->rel[t] != DEP_CONJ || h == DOC_NONE || h > t || !repair_finite(w, aux == DOC_NONE ? t : aux) || repair_child(w, t, DEP_NSUBJ, h, t) != DOC_NONE) return;
    bool first = true;
    for (uint32_t i = 0; i < WORK_MAX_CLIMB && h != DOC_NONE && h >= b && h < t; i++, h = w->head[h], first = false) {
        uint32_t own = w->upos[h] == UPOS_VERB ? repair_child(w, h, DEP_AUX, b, h) : DOC_NONE;
        bool bare = w->upos[h] == UPOS_VERB && own == DOC_NONE && ((tree_tag(w, h, "VB") && has_to(w, h, b)) || tree_tag(w, h, "VBG"));
        if (first && !bare && w->upos[h] != UPOS_NOUN && w->upos[h] != UPOS_PROPN) return;
        if (w->upos[h] != UPOS_VERB || bare || !(repair_past_or_present(w, h) || (own != DOC_NONE && repair_finite(w, own)))) continue;
        w->head[t] = h;
        return;
    }
}

/* "Russia, China sign …" */
static void repair_list(clause_work *w, uint32_t t, const doc_sentence *s)
{
    uint32_t h = w->head[t];
    if (!s->headline || h == DOC_NONE || w->upos[t] != UPOS_PROPN || w->upos[h] != UPOS_PROPN || w->rel[t] != DEP_APPOS) return;
    uint32_t low = t < h ? t : h, high = t < h ? h : t;
    if (low + 2 == high && tree_word(w, low + 1, WORD_COMMA)) w->rel[t] = DEP_CONJ;
}

bool repair_trees(clause_work *w)
{
    doc *d = w->d;
    uint32_t n = d->n_tokens;
    w->head = arena_new(d->mem, uint32_t, n);
    w->rel = arena_new(d->mem, uint8_t, n);
    w->sub = arena_new(d->mem, uint8_t, n);
    w->xpos = arena_new(d->mem, str, n);
    w->upos = arena_new(d->mem, uint8_t, n);
    w->guessed = arena_new(d->mem, uint8_t, n);
    if (d->mem->failed) return false;
    memcpy(w->head, d->head, n * sizeof *w->head);
    memcpy(w->rel, d->deprel, n);
    memcpy(w->sub, d->depsub, n);
    memcpy(w->upos, d->upos, n);
    memcpy(w->xpos, d->xpos, n * sizeof *w->xpos);
    for (uint32_t k = 0; k < d->n_sentences; k++) {
        const doc_sentence *s = &d->sentences[k];
        if (!w->word[s->tok_begin].s) continue; /* not parsed */
        for (uint32_t t = s->tok_begin; t < s->tok_end; t++) repair_head(w, t, s);
        for (uint32_t t = s->tok_begin; t < s->tok_end; t++) repair_pair(w, t, s);
        repair_names(w, s);
        repair_main(w, s);
        repair_clauses(w, s);
        for (uint32_t t = s->tok_begin; t < s->tok_end; t++) repair_links(w, t, s);
        repair_said(w, s);
        for (uint32_t t = s->tok_begin; t < s->tok_end; t++) {
            if (w->upos[t] == UPOS_VERB) repair_yet(w, t, s);
            if (w->upos[t] == UPOS_VERB) repair_verb(w, t, s);
            if (w->upos[t] == UPOS_VERB) repair_participle(w, t, s);
            if (w->upos[t] == UPOS_VERB) repair_infinitive(w, t, s);
            if (w->upos[t] == UPOS_VERB) repair_joined(w, t, s);
            if (w->upos[t] == UPOS_VERB) repair_gerund(w, t);
            repair_time(w, t, s);
            repair_aux_subject(w, t);
            repair_subject(w, t, s);
            repair_relative(w, t, s);
            repair_that(w, t, s);
            repair_named(w, t);
            repair_trailing(w, t, s);
            repair_object(w, t, s);
            repair_list(w, t, s);
        }
    }
    return true;
}
