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
 *     "to ban … from travelling and to freeze"                an infinitive is joined to an infinitive
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
    if (w->rel[t] == DEP_ACL && subject == DOC_NONE && (tree_tag(w, t, "VBD") || tree_tag(w, t, "VBN")) && t > b && !tree_tag(w, t - 1, "WDT") && !tree_tag(w, t - 1, "WP") && w->head[t] == t - 1) {
        w->xpos[t] = STR("VBN"); /* "the embargo imposed on …" */
        w->sub[t] = SUB_NONE;
    }
    uint32_t cop = infinitive ? near_child(w, t, DEP_COP, b, t) : DOC_NONE;
    if (cop != DOC_NONE) w->rel[cop] = DEP_AUX;
    bool aux = near_child(w, t, DEP_AUX, b, t) != DOC_NONE, loose = w->rel[t] == DEP_XCOMP || w->rel[t] == DEP_CCOMP || w->rel[t] == DEP_CONJ;
    if (loose && subject == DOC_NONE && !aux && tree_tag(w, t, "VBG") && t > b && is_word(w, t - 1, ",") && w->head[t] < t) w->rel[t] = DEP_ADVCL; /* "…, accusing X" */
    if (subject == DOC_NONE) return;
    if (w->sub[subject] == SUB_OUTER) w->sub[subject] = SUB_NONE;
    bool finite = w->rel[t] != DEP_ACL && w->rel[t] != DEP_ADVCL && w->rel[t] != DEP_XCOMP && !s->headline;
    if (!aux && w->rel[t] != DEP_XCOMP && !s->headline && tree_tag(w, t, "VBN") && subject < t && !(w->sub[subject] == SUB_PASS && !finite)) w->xpos[t] = STR("VBD"); /* a subject makes it finite */
    if (w->sub[subject] == SUB_PASS && !aux && !s->headline && w->rel[t] != DEP_ACL && w->rel[t] != DEP_ADVCL) w->sub[subject] = SUB_NONE;
}

static void repair_subject(clause_work *w, uint32_t t, const doc_sentence *s)
{
    uint32_t h = w->head[t];
    if (t != s->tok_begin || h == DOC_NONE || h < t || !is_name(w, t) || w->d->upos[h] != UPOS_VERB || !is_past_or_present(w, h)) return;
    switch (w->rel[t]) {
    case DEP_ADVMOD: case DEP_DISCOURSE: case DEP_VOCATIVE: case DEP_DEP: case DEP_COMPOUND: case DEP_DISLOCATED: case DEP_AMOD: case DEP_NMOD: break;
    case DEP_OBL: if (!w->dated[t] && near_child(w, t, DEP_CASE, s->tok_begin, h) == DOC_NONE) break; /* fall through */
    default: return;
    }
    if (near_child(w, h, DEP_NSUBJ, s->tok_begin, s->tok_end) != DOC_NONE) return;
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
    while (*comma > s->tok_begin && t - *comma < 2 * NEAR && !is_word(w, *comma, ",")) {
        uint32_t k = --*comma;
        person |= is_word(w, k, "who") || is_word(w, k, "whom") || is_word(w, k, "whose");
        *quantity |= is_word(w, k, "which") && k > s->tok_begin && is_word(w, k - 1, "of") && w->d->upos[w->head[k] == DOC_NONE ? k : w->head[k]] != UPOS_VERB;
    }
    return is_word(w, *comma, ",") && *comma > s->tok_begin && (person || *quantity);
}

static void repair_relative(clause_work *w, uint32_t t, const doc_sentence *s)
{
    uint32_t comma, noun;
    bool quantity, relative = w->rel[t] == DEP_ADVCL && w->sub[t] == SUB_RELCL;
    bool loose = w->rel[t] == DEP_CONJ || w->rel[t] == DEP_PARATAXIS || w->rel[t] == DEP_CCOMP;
    if (w->d->upos[t] != UPOS_VERB || !(relative || loose) || !opens_relative(w, t, s, &comma, &quantity) || !(relative || quantity)) return;
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
            uint32_t inner = near_child(w, t, DEP_XCOMP, t, s->tok_end);
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
    if (w->rel[t] != DEP_ACL || w->sub[t] != SUB_RELCL || verb == DOC_NONE || verb > noun || noun > t || w->d->upos[verb] != UPOS_VERB) return;
    uint32_t that = near_child(w, t, DEP_MARK, noun, t);
    const clause_speech *row = tables_speech(w->t, false, w->word[verb]);
    bool told = w->rel[noun] == DEP_IOBJ || is_word(w, verb, "tell") || is_word(w, verb, "inform") || is_word(w, verb, "warn") || is_word(w, verb, "assure") || is_word(w, verb, "remind");
    if (that == DOC_NONE && told && noun + 1 < t && is_word(w, noun + 1, "that") && w->head[noun + 1] == t && w->rel[noun + 1] == DEP_OBJ) that = noun + 1;
    if (that == DOC_NONE || that != noun + 1 || !is_word(w, that, "that") || !row || !row->clause || near_child(w, t, DEP_NSUBJ, that, s->tok_end) == DOC_NONE) return;
    w->head[t] = verb;
    w->rel[t] = DEP_CCOMP;
    w->sub[t] = SUB_NONE;
    w->rel[that] = DEP_MARK;
}

/* "wants Warsaw to change": a name before an infinitive is no predicate of the verb. */
static void repair_named(clause_work *w, uint32_t t)
{
    uint32_t h = w->head[t];
    if (w->rel[t] != DEP_XCOMP || w->d->upos[t] != UPOS_PROPN || h == DOC_NONE || h > t || t + 2 >= w->d->n_tokens) return;
    if (is_word(w, t + 1, "to") && tree_tag(w, t + 2, "VB") && (w->head[t + 2] == h || w->head[t + 2] == t)) w->rel[t] = DEP_OBJ;
}

/* A participle after a comma describes the subject's doing, not the object: "signed the decree, ending the war". */
static void repair_trailing(clause_work *w, uint32_t t, const doc_sentence *s)
{
    uint32_t h = w->head[t], steps = 0;
    if (w->rel[t] != DEP_ACL || w->sub[t] == SUB_RELCL || !tree_tag(w, t, "VBG") || t == s->tok_begin || !is_word(w, t - 1, ",") || h == DOC_NONE || h > t) return;
    while (h != DOC_NONE && w->d->upos[h] != UPOS_VERB && steps++ < WORK_MAX_CLIMB) h = w->head[h];
    if (h == DOC_NONE || h > t || w->d->upos[h] != UPOS_VERB) return;
    w->head[t] = h;
    w->rel[t] = DEP_ADVCL;
}

/* A bare noun right of a verb that lacks an object. */
static void repair_object(clause_work *w, uint32_t t, const doc_sentence *s)
{
    uint32_t h = w->head[t];
    if (w->rel[t] != DEP_OBL || w->sub[t] != SUB_NONE || h == DOC_NONE || h >= t || w->d->upos[h] != UPOS_VERB || w->dated[t] || w->d->upos[t] != UPOS_NOUN) return;
    if (near_child(w, t, DEP_CASE, s->tok_begin, s->tok_end) != DOC_NONE || near_child(w, h, DEP_OBJ, s->tok_begin, s->tok_end) != DOC_NONE) return;
    uint32_t subject = near_child(w, h, DEP_NSUBJ, s->tok_begin, s->tok_end);
    if (tree_tag(w, h, "VBN") || (subject != DOC_NONE && w->sub[subject] == SUB_PASS)) return;
    w->rel[t] = DEP_OBJ;
    w->guessed[t] = 1;
}

/* ---- heads ------------------------------------------------------------------------------------------------------------------------- */

/* "…, halting fuel deliveries", read as a noun phrase. */
static void repair_participle(clause_work *w, uint32_t t, const doc_sentence *s)
{
    uint32_t h = w->head[t], up = h == DOC_NONE ? DOC_NONE : w->head[h];
    if (w->rel[t] != DEP_AMOD || h < t || up == DOC_NONE || up > t || !tree_tag(w, t, "VBG") || t == s->tok_begin || !is_word(w, t - 1, ",") || w->d->upos[up] != UPOS_VERB) return;
    w->head[t] = up;
    w->rel[t] = DEP_ADVCL;
    w->sub[t] = SUB_NONE;
    w->head[h] = t;
    w->rel[h] = DEP_OBJ;
    w->sub[h] = SUB_NONE;
}

/* A subject on an auxiliary is its verb's. */
static void repair_aux_subject(clause_work *w, uint32_t t)
{
    uint32_t h = w->head[t];
    if (w->rel[t] != DEP_NSUBJ || h == DOC_NONE || w->d->upos[h] != UPOS_AUX || (w->rel[h] != DEP_AUX && w->rel[h] != DEP_COP) || w->head[h] == DOC_NONE || w->head[h] == t) return;
    w->head[t] = w->head[h];
}

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

/* "Turkish and Greek envoys met", read as "Turkish", and "Greek envoys" below it: the noun stands for both. */
static void repair_pair(clause_work *w, uint32_t t, const doc_sentence *s)
{
    const uint8_t *tag = w->d->upos;
    uint32_t h = w->head[t];
    if (h == DOC_NONE || h + 2 >= t || w->head[h] == DOC_NONE || tag[h] != UPOS_ADJ || (tag[t] != UPOS_NOUN && tag[t] != UPOS_PROPN)) return;
    if (tag[h + 1] != UPOS_CCONJ || w->head[h + 1] != t) return;
    swap_heads(w, h, t, DEP_AMOD);
    uint32_t verb = w->head[t];
    if (verb > t && tag[verb] == UPOS_VERB && near_child(w, verb, DEP_NSUBJ, s->tok_begin, verb) == DOC_NONE) w->rel[t] = DEP_NSUBJ;
}

/* "X has yet to sign": "have" is no more than an auxiliary, and "yet" denies. */
static void repair_yet(clause_work *w, uint32_t t, const doc_sentence *s)
{
    uint32_t have = w->head[t];
    if (t < s->tok_begin + 3 || have == DOC_NONE || have + 3 != t || !is_word(w, have, "have") || !is_word(w, t - 2, "yet") || !is_word(w, t - 1, "to")) return;
    uint32_t low = have > s->tok_begin + 3 * NEAR ? have - 3 * NEAR : s->tok_begin;
    for (uint32_t c = low; c < s->tok_end; c++)
        if (w->head[c] == have && c != t) w->head[c] = t;
    swap_heads(w, have, t, DEP_AUX);
    uint32_t h = w->head[t]; /* "the two countries [acl have yet to]": the noun is the subject */
    if (h != DOC_NONE && h < t && w->rel[t] == DEP_ACL && near_child(w, t, DEP_NSUBJ, low, t) == DOC_NONE) swap_heads(w, h, t, DEP_NSUBJ);
}

static bool is_finite_word(const clause_work *w, uint32_t t) { return is_past_or_present(w, t) || tree_tag(w, t, "MD"); }

/* "The bishop called on …", read as a noun with a participle, in a sentence without any finite verb: the participle is finite. */
static void repair_verbless(clause_work *w, const doc_sentence *s)
{
    uint32_t verb = DOC_NONE;
    if (s->headline || s->tok_end - s->tok_begin < 4 || !is_word(w, s->tok_end - 1, ".")) return;
    for (uint32_t t = s->tok_begin; t < s->tok_end; t++) {
        if (is_finite_word(w, t)) return;
        uint32_t h = w->head[t];
        bool participle = w->d->upos[t] == UPOS_VERB && tree_tag(w, t, "VBN") && w->rel[t] == DEP_ACL && h != DOC_NONE && h < t && w->head[h] == DOC_NONE;
        if (participle && verb == DOC_NONE) verb = t;
    }
    if (verb == DOC_NONE) return;
    swap_heads(w, w->head[verb], verb, DEP_NSUBJ);
    w->xpos[verb] = STR("VBD");
}

/* "Egypt, which …, opened …", where the relative clause was made the main one: the verb after it is. */
static void repair_inverted(clause_work *w, const doc_sentence *s)
{
    uint32_t b = s->tok_begin, e = s->tok_end, root = DOC_NONE, main = DOC_NONE, pronoun = DOC_NONE, comma = DOC_NONE;
    for (uint32_t t = b; t < e && root == DOC_NONE; t++)
        if (w->head[t] == DOC_NONE) root = t;
    if (root == DOC_NONE || w->d->upos[root] != UPOS_VERB) return;
    for (uint32_t t = b + 2; t < root && pronoun == DOC_NONE; t++)
        if ((is_word(w, t, "which") || is_word(w, t, "who") || is_word(w, t, "whom")) && (is_word(w, t - 1, ",") || is_word(w, t - 1, "of"))) pronoun = t;
    if (pronoun == DOC_NONE) return;
    comma = pronoun;
    while (comma > b && !is_word(w, comma, ",")) comma--;
    uint32_t first = comma == b ? DOC_NONE : comma - 1;
    for (int i = 0; first != DOC_NONE && i < WORK_MAX_CLIMB && w->head[first] != root && w->head[first] != DOC_NONE && w->head[first] >= b && w->head[first] < comma; i++) first = w->head[first];
    for (uint32_t t = root + 1; t < e && main == DOC_NONE; t++)
        if (w->head[t] == root && w->d->upos[t] == UPOS_VERB && is_word(w, t - 1, ",") && !tree_tag(w, t, "VBG") && !tree_tag(w, t, "VB")) main = t;
    if (first == DOC_NONE || main == DOC_NONE || w->head[first] != root || !tree_nominal(w, first)) return;
    w->head[main] = DOC_NONE;
    w->rel[main] = DEP_ROOT;
    w->sub[main] = SUB_NONE;
    if (tree_tag(w, main, "VBN") && near_child(w, main, DEP_AUX, b, main) == DOC_NONE) w->xpos[main] = STR("VBD");
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
    if (root == DOC_NONE || w->d->upos[root] != UPOS_VERB || !(tree_tag(w, root, "VBN") || tree_tag(w, root, "VBD")) || near_child(w, root, DEP_AUX, b, root) != DOC_NONE) return;
    uint32_t subject = near_child(w, root, DEP_NSUBJ, b, root);
    if (subject == DOC_NONE || subject + 1 != root) return;
    for (uint32_t t = root + 1; t < e && main == DOC_NONE; t++) {
        bool verb = w->head[t] == root && w->d->upos[t] == UPOS_VERB && (w->rel[t] == DEP_CONJ || w->rel[t] == DEP_CCOMP || w->rel[t] == DEP_PARATAXIS || w->rel[t] == DEP_XCOMP || w->rel[t] == DEP_ADVCL);
        uint32_t aux = verb ? near_child(w, t, DEP_AUX, root, t) : DOC_NONE;
        if (aux == DOC_NONE || !is_finite_word(w, aux) || is_word(w, aux - 1, ",") || near_child(w, t, DEP_CC, root, t) != DOC_NONE || near_child(w, t, DEP_NSUBJ, root, e) != DOC_NONE || near_child(w, t, DEP_MARK, root, t) != DOC_NONE) continue;
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
    if (e - b < 5 || w->d->upos[r] != UPOS_VERB || near_child(w, r, DEP_NSUBJ, b, e) != DOC_NONE || near_child(w, r, DEP_AUX, b, e) != DOC_NONE) return;
    if (tree_tag(w, r, "VBD")) w->xpos[r] = STR("VBN");
    if (!tree_tag(w, r, "VBN") && !tree_tag(w, r, "VBG")) return;
    if (w->head[r] != DOC_NONE) return;
    for (uint32_t t = b; t < e && main == DOC_NONE; t++) {
        if (comma == DOC_NONE && is_word(w, t, ",")) comma = t;
        bool clause = w->head[t] == r && (w->rel[t] == DEP_PARATAXIS || w->rel[t] == DEP_CONJ || w->rel[t] == DEP_CCOMP || w->rel[t] == DEP_ADVCL);
        if (comma != DOC_NONE && t > comma && clause && w->d->upos[t] == UPOS_VERB && !tree_tag(w, t, "VBG") && !tree_tag(w, t, "VB")) main = t;
    }
    if (main == DOC_NONE) return;
    swap_heads(w, r, main, DEP_ADVCL);
    if (tree_tag(w, main, "VBN") && near_child(w, main, DEP_AUX, b, main) == DOC_NONE) w->xpos[main] = STR("VBD");
    for (uint32_t t = comma; t < main; t++) { /* its subject may hang on the participle */
        bool noun = w->head[t] == r && (w->rel[t] == DEP_OBL || w->rel[t] == DEP_OBJ || w->rel[t] == DEP_NSUBJ || w->rel[t] == DEP_PARATAXIS);
        if (!noun || near_child(w, t, DEP_CASE, b, t) != DOC_NONE || near_child(w, main, DEP_NSUBJ, b, e) != DOC_NONE) continue;
        w->head[t] = main;
        w->rel[t] = DEP_NSUBJ;
    }
}

/* "to ban X from travelling and to freeze Y": an infinitive is joined to an infinitive. */
static void repair_infinitive(clause_work *w, uint32_t t, const doc_sentence *s)
{
    uint32_t h = w->head[t];
    if (w->rel[t] != DEP_CONJ || !tree_tag(w, t, "VB") || !has_to(w, t, s->tok_begin) || h == DOC_NONE || h > t) return;
    for (uint32_t i = 0; i < WORK_MAX_CLIMB && h != DOC_NONE && h >= s->tok_begin && h < t; i++, h = w->head[h]) {
        if (w->d->upos[h] != UPOS_VERB || !tree_tag(w, h, "VB") || !has_to(w, h, s->tok_begin)) continue;
        w->head[t] = h;
        return;
    }
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
    w->xpos = arena_new(d->mem, str, n);
    w->guessed = arena_new(d->mem, uint8_t, n);
    if (d->mem->failed) return false;
    memcpy(w->head, d->head, n * sizeof *w->head);
    memcpy(w->rel, d->deprel, n);
    memcpy(w->sub, d->depsub, n);
    memcpy(w->xpos, d->xpos, n * sizeof *w->xpos);
    for (uint32_t k = 0; k < d->n_sentences; k++) {
        const doc_sentence *s = &d->sentences[k];
        if (!w->word[s->tok_begin].s) continue; /* not parsed */
        for (uint32_t t = s->tok_begin; t < s->tok_end; t++) repair_head(w, t, s);
        for (uint32_t t = s->tok_begin; t < s->tok_end; t++) repair_pair(w, t, s);
        repair_opening(w, s);
        repair_verbless(w, s);
        repair_garden_path(w, s);
        repair_inverted(w, s);
        repair_said(w, s);
        for (uint32_t t = s->tok_begin; t < s->tok_end; t++) {
            if (d->upos[t] == UPOS_VERB) repair_yet(w, t, s);
            if (d->upos[t] == UPOS_VERB) repair_verb(w, t, s);
            if (d->upos[t] == UPOS_VERB) repair_participle(w, t, s);
            if (d->upos[t] == UPOS_VERB) repair_infinitive(w, t, s);
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
