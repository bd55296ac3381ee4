/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Trees as the station reads them: own copies of head and relation, with parser errors put right where grammar leaves no doubt.
 *
 *   grammar/repairs.tsv (rules.c)     patterns of a few words, in four passes: nine tenths of all repairs
 *   repair_apposed.c                  which verb is the main one of the sentence
 *   repair_link.c, repair_said.c      links that need a walk over the clause; "CONTENT, NP said"
 *   here                              what belongs to a verb as such:
 *
 *     "to …" hung on a noun or verb as a noun phrase        becomes a clause on it
 *     a participle clause with a subject of its own         is a relative clause ("the sanctions X imposed")
 *     "is to visit" with "is" as a copula                    "is" is an auxiliary
 *     a passive subject of a finite verb without "be"        is a subject
 *     "…, accusing X" as a complement                        is an adverbial
 *     "…, both of which", hung on the verb                   stands on the noun before the comma
 *     "to ban … from travelling and to freeze"               an infinitive is joined to an infinitive
 *     "refused to criticise … and echoed"                    a finite verb to a finite verb
 *
 * The document's own columns stay as they are. Every repair looks at a token and its neighbours in the tree, once; a word that stands above another is
 * not hung below it, so a tree stays a tree. Without these, one wrong tag in a headline costs the whole event.
 */
#include "clause/rules.h"

/* ---- shared by the repairs --------------------------------------------------------------------------------------------------- */

/* Children are not linked yet: a scan to both sides, no farther than a few words. */
uint32_t repair_child(const clause_work *w, uint32_t tok, uint8_t rel, uint32_t begin, uint32_t end)
{
    uint32_t low = tok > begin + REPAIR_NEAR ? tok - REPAIR_NEAR : begin, high = tok + REPAIR_NEAR < end ? tok + REPAIR_NEAR : end;
    for (uint32_t c = low; c < high; c++)
        if (w->head[c] == tok && w->rel[c] == rel) return c;
    return DOC_NONE;
}

void repair_attach(clause_work *w, uint32_t t, uint32_t head, uint8_t rel)
{
    w->head[t] = head;
    w->rel[t] = rel;
    w->sub[t] = SUB_NONE;
}

/* `lower` takes the place of its head `upper`, which becomes its dependent under `rel`. */
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

bool repair_above(const clause_work *w, uint32_t upper, uint32_t lower)
{
    for (uint32_t i = 0; lower != DOC_NONE && i < DOC_CAP_PARSE_TOKENS; lower = w->head[lower], i++)
        if (lower == upper) return true;
    return false;
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

/* ---- relations ------------------------------------------------------------------------------------------------------------------- */

/* "X condemned by Y": as headlines, and some agencies, shorten a passive; a row of the table may have found it. */
static bool is_shortened(const clause_work *w, uint32_t t, uint32_t subject, uint32_t end)
{
    if (!tree_tag(w, t, "VBN")) return false;
    if (w->sub[subject] == SUB_PASS && w->d->depsub[subject] != SUB_PASS) return true;
    uint32_t who = t + 1 < end && tree_word(w, t + 1, WORD_BY) ? w->head[t + 1] : DOC_NONE;
    return who != DOC_NONE && w->rel[who] == DEP_OBL && w->head[who] == t;
}

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
    if (is_shortened(w, t, subject, e)) return;
    bool finite = w->rel[t] != DEP_ACL && w->rel[t] != DEP_ADVCL && w->rel[t] != DEP_XCOMP && !s->headline;
    if (!aux && w->rel[t] != DEP_XCOMP && !s->headline && tree_tag(w, t, "VBN") && subject < t && !(w->sub[subject] == SUB_PASS && !finite)) w->xpos[t] = STR("VBD"); /* a subject makes it finite */
    if (w->sub[subject] == SUB_PASS && !aux && !s->headline && w->rel[t] != DEP_ACL && w->rel[t] != DEP_ADVCL) w->sub[subject] = SUB_NONE;
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
    if (repair_above(w, t, noun)) return;
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

/* ---- heads ------------------------------------------------------------------------------------------------------------------------- */

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

bool repair_begin(clause_work *w)
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
    return true;
}

bool repair_trees(clause_work *w)
{
    doc *d = w->d;
    for (uint32_t k = 0; k < d->n_sentences; k++) {
        const doc_sentence *s = &d->sentences[k];
        if (!w->word[s->tok_begin].s) continue; /* not parsed */
        repair_rules_run(w, REPAIR_HEADS, s);
        repair_rules_run(w, REPAIR_NAMES, s);
        repair_apposed(w, s);
        for (uint32_t t = s->tok_begin; t < s->tok_end; t++) {
            repair_rules_word(w, REPAIR_LINKS, t, s);
            repair_links(w, t, s);
        }
        repair_said(w, s);
        for (uint32_t t = s->tok_begin; t < s->tok_end; t++) {
            if (w->upos[t] == UPOS_VERB) repair_verb(w, t, s);
            if (w->upos[t] == UPOS_VERB) repair_infinitive(w, t, s);
            if (w->upos[t] == UPOS_VERB) repair_joined(w, t, s);
            repair_rules_word(w, REPAIR_LAST, t, s);
            repair_relative(w, t, s);
        }
    }
    return true;
}
