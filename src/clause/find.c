/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which words are predicates, and how they hang together.
 *
 * In: tree.c's columns. Out: predicates in token order with kind, lemma, trigger, parent and relation; named, topped, owner.
 * Method: every full verb is a predicate, whatever it means; an adjective or noun with a copula is a state; a noun is one when
 * nominals.tsv knows it as an act; a support verb with a noun that light.tsv gives it is one predicate, named by the noun
 * ("pay a visit" is a visit). Light pairs are looked for first, because they take both words out of the other kinds.
 * The noun of a light pair may stand anywhere the verb's object can: object, passive subject, the noun that a participle or a
 * relative clause modifies ("the sanctions imposed by …", "sanctions that … imposed").
 * Limits: participles before a noun ("wounded soldiers") are adjectives here and no predicates.
 */
#include "clause/work.h"

/* ---- light pairs ----------------------------------------------------------------------------------------------------------- */

typedef struct light_marks {
    uint32_t *verb;   /* [T] support verb of this noun, or DOC_NONE */
    uint8_t *subject; /* [T] light_subject */
    uint8_t *absorbed;/* [T] 1: this verb is part of a light pair or of "there is" */
    str *lemma;       /* [T] lemma of a verb with its particle or bare object */
} light_marks;

/* Verb with particle ("call off"), or with the bare object that the tables know as one word with it ("take place"). */
static str verb_lemma(clause_work *w, uint32_t verb)
{
    FOR_CHILDREN(w, c, verb) {
        bool particle = tree_is(w, c, DEP_COMPOUND) && tree_sub(w, c, SUB_PRT);
        bool idiom = w->lex[verb]->leads && tree_is(w, c, DEP_OBJ) && w->upos[c] == UPOS_NOUN && tree_child(w, c, DEP_DET) == DOC_NONE;
        if (!particle && !idiom) continue;
        str joined = arena_printf(w->d->mem, "%.*s %.*s", STR_ARG(w->word[verb]), STR_ARG(w->word[c]));
        if (particle || map_get(&w->t->light, joined) != MAP_NONE) return joined;
    }
    return w->word[verb];
}

static bool is_verb(const clause_work *w, uint32_t tok)
{
    if (w->upos[tok] != UPOS_VERB) return false;
    switch (w->rel[tok]) {
    case DEP_AMOD: case DEP_COMPOUND: case DEP_CASE: case DEP_FIXED: case DEP_FLAT: case DEP_CC: case DEP_AUX: case DEP_COP: case DEP_DET:
    case DEP_MARK: case DEP_DISCOURSE: case DEP_REPARANDUM: case DEP_GOESWITH: case DEP_PUNCT: return false;
    default: return tree_child(w, tok, DEP_COP) == DOC_NONE;
    }
}

/* A conjunct without a subject of its own is passive when the first verb is: "was arrested and sent away". A past tense counts as a
 * participle there when it lacks an object and is not known to do without: "was arrested and handed over". */
static bool is_passive(const clause_work *w, uint32_t verb);
static bool is_passive_conjunct(const clause_work *w, uint32_t verb)
{
    uint32_t first = tree_conj_first(w, verb);
    if (first == verb || tree_is(w, first, DEP_CONJ) || w->upos[first] != UPOS_VERB || tree_child(w, verb, DEP_NSUBJ) != DOC_NONE) return false;
    if (tree_tag(w, verb, "VBN")) return is_passive(w, first);
    const clause_governor *g = w->lex[verb]->governor[GOVERN_VERB];
    bool lacking = tree_tag(w, verb, "VBD") && tree_child(w, verb, DEP_OBJ) == DOC_NONE && tree_child(w, verb, DEP_CCOMP) == DOC_NONE && !(g && (g->intransitive || g->mutual));
    if (lacking && tree_child(w, verb, DEP_XCOMP) != DOC_NONE) lacking = g && g->control == CONTROL_OBJECT;
    lacking = lacking && tree_child(w, verb, DEP_ADVCL) == DOC_NONE;
    return lacking && is_passive(w, first);
}

static bool is_passive(const clause_work *w, uint32_t verb)
{
    bool aux = false, subject = false, passive_subject = false, doer = false;
    FOR_CHILDREN(w, c, verb) {
        subject |= tree_is(w, c, DEP_NSUBJ) || tree_is(w, c, DEP_CSUBJ);
        passive_subject |= tree_is(w, c, DEP_NSUBJ) && tree_sub(w, c, SUB_PASS);
        doer |= tree_is(w, c, DEP_OBL) && tree_sub(w, c, SUB_AGENT);
        if (!tree_is(w, c, DEP_AUX)) continue;
        if (tree_sub(w, c, SUB_PASS) || (tree_tag(w, verb, "VBN") && (tree_word(w, c, WORD_BE) || tree_word(w, c, WORD_GET)))) return true;
        aux = true;
    }
    if (aux) return false;
    if (tree_is(w, verb, DEP_CONJ)) return is_passive_conjunct(w, verb);
    const clause_governor *g = w->lex[verb]->governor[GOVERN_VERB];
    if (!tree_tag(w, verb, "VBN") || (subject && !doer && g && g->intransitive)) return false; /* "X traveled by train" */
    if (tree_is(w, verb, DEP_ACL) && subject && !passive_subject) return false; /* "the sanctions X imposed" */
    if (tree_is(w, verb, DEP_ACL) || tree_is(w, verb, DEP_ADVCL) || tree_is(w, verb, DEP_XCOMP)) return true;
    /* "X called off talks", tagged as a participle, is active; "Six killed in …" over an article is not, nor "X condemned by Y" */
    return !subject || passive_subject || (w->d->sentences[doc_sentence_of(w->d, verb)].headline && tree_child(w, verb, DEP_OBJ) == DOC_NONE);
}

static void try_noun(clause_work *w, light_marks *m, uint32_t verb, uint32_t noun, str slot)
{
    clause_fillers f = {.n = 0};
    if (w->upos[noun] != UPOS_NOUN && w->upos[noun] != UPOS_PROPN) return;
    tree_fill(w, noun, FILL_DIRECT, &f);
    for (uint8_t i = 0; i < f.n; i++) {
        uint32_t t = f.at[i].tok;
        const clause_nominal *nominal = w->lex[t]->nominal;
        if (nominal && nominal->class >= CLASS_MEASURE) nominal = NULL;
        int subject = w->upos[t] == UPOS_NOUN || nominal ? tables_light(w->t, m->lemma[verb], slot, w->word[t], nominal != NULL) : -1;
        if (subject < 0 || m->verb[t] != DOC_NONE) continue;
        m->verb[t] = verb;
        m->subject[t] = (uint8_t)subject;
        m->absorbed[verb] = 1;
    }
}

/* The slot of the noun that a participle or relative clause stands on: "obj", "subj", or none. */
static str gap_slot(const clause_work *w, uint32_t verb)
{
    if (!tree_sub(w, verb, SUB_RELCL)) return is_passive(w, verb) ? STR("obj") : STR("subj");
    bool subject = false, object = false;
    FOR_CHILDREN(w, c, verb) {
        bool relative = tree_antecedent(w, c) != DOC_NONE;
        if (relative && tree_is(w, c, DEP_OBJ)) return STR("obj");
        if (relative && tree_is(w, c, DEP_NSUBJ)) return is_passive(w, verb) ? STR("obj") : STR("subj");
        subject |= tree_is(w, c, DEP_NSUBJ);
        object |= tree_is(w, c, DEP_OBJ);
    }
    return subject && !object ? STR("obj") : STR_NONE;
}

static void mark_light(clause_work *w, light_marks *m, uint32_t verb)
{
    m->lemma[verb] = verb_lemma(w, verb);
    if (map_get(&w->t->light, m->lemma[verb]) == MAP_NONE) return;
    bool passive = is_passive(w, verb);
    FOR_CHILDREN(w, c, verb) {
        uint32_t head;
        if (tree_is(w, c, DEP_OBJ)) try_noun(w, m, verb, c, STR("obj"));
        else if (tree_is(w, c, DEP_NSUBJ)) try_noun(w, m, verb, c, passive ? STR("obj") : STR("subj"));
        else if (tree_is(w, c, DEP_OBL)) try_noun(w, m, verb, c, tree_prep(w, c, &head));
    }
    uint32_t h = w->head[verb];
    if (!tree_is(w, verb, DEP_ACL) || h == DOC_NONE || tree_child_word(w, verb, DEP_MARK, WORD_TO) != DOC_NONE) return;
    str slot = gap_slot(w, verb);
    if (slot.n) try_noun(w, m, verb, h, slot);
}

/* "The town is under siege", "the two are at war". */
static void mark_copular(clause_work *w, light_marks *m, uint32_t noun)
{
    uint32_t head;
    const clause_nominal *nominal = w->lex[noun]->nominal;
    if (tree_child(w, noun, DEP_COP) == DOC_NONE || m->verb[noun] != DOC_NONE) return;
    int subject = tables_light(w->t, tables_first(w->t, WORD_BE), tree_prep(w, noun, &head), w->word[noun], nominal != NULL);
    if (subject < 0) return;
    m->verb[noun] = noun;
    m->subject[noun] = (uint8_t)subject;
    m->lemma[noun] = tables_first(w->t, WORD_BE);
}

/* "There were talks": the noun is the predicate, "be" carries it. */
static void mark_existential(clause_work *w, light_marks *m, uint32_t verb)
{
    if (!tree_word(w, verb, WORD_BE) || tree_child(w, verb, DEP_EXPL) == DOC_NONE) return;
    FOR_CHILDREN(w, c, verb) {
        uint32_t noun = tree_content(w, c);
        const clause_nominal *n = tree_is(w, c, DEP_NSUBJ) ? w->lex[noun]->nominal : NULL;
        if (!n || n->class >= CLASS_MEASURE || m->verb[noun] != DOC_NONE) continue;
        m->verb[noun] = verb;
        m->absorbed[verb] = 2;
    }
}

/* ---- kinds ------------------------------------------------------------------------------------------------------------------- */

static bool is_act_noun(clause_work *w, uint32_t tok)
{
    const doc *d = w->d;
    uint32_t head;
    if (w->upos[tok] != UPOS_NOUN && !(w->upos[tok] == UPOS_PROPN && d->sentences[doc_sentence_of(d, tok)].headline)) return false;
    const clause_nominal *n = w->lex[tok]->nominal;
    if (!n || n->class >= CLASS_MEASURE || w->dated[tok]) return false;
    switch (w->rel[tok]) {
    case DEP_COMPOUND: case DEP_FLAT: case DEP_FIXED: case DEP_GOESWITH: case DEP_VOCATIVE: case DEP_CASE: case DEP_AMOD: case DEP_CC: return false;
    default: break;
    }
    if (tree_is(w, tok, DEP_NMOD) && tree_sub(w, tok, SUB_DESC)) return false;
    bool phrase = tree_prep(w, tok, &head).n != 0;
    return head == tok && !(phrase && tree_child(w, tok, DEP_COP) != DOC_NONE); /* "is in agreement": a state */
}

static bool is_state(const clause_work *w, uint32_t tok)
{
    switch (w->upos[tok]) {
    case UPOS_ADJ: case UPOS_NOUN: case UPOS_PROPN: case UPOS_ADV: case UPOS_ADP: case UPOS_NUM: break;
    default: return false;
    }
    if (tree_child(w, tok, DEP_COP) != DOC_NONE) return true;
    if (w->upos[tok] != UPOS_ADJ) return false;
    if (tree_is(w, tok, DEP_XCOMP)) return true;
    if (tree_is(w, tok, DEP_CONJ)) {
        uint32_t first = tree_conj_first(w, tok);
        return w->upos[first] == UPOS_ADJ && tree_child(w, first, DEP_COP) != DOC_NONE;
    }
    return tree_child(w, tok, DEP_NSUBJ) != DOC_NONE;
}

/* ---- predicates ------------------------------------------------------------------------------------------------------------- */

static int add(clause_work *w, doc_predicate x, clause_pred own)
{
    doc *d = w->d;
    uint32_t cap = w->cap_predicates;
    d->predicates = arena_grow(d->mem, d->predicates, sizeof x, d->n_predicates, d->n_predicates + 1, &cap);
    w->p = arena_grow(d->mem, w->p, sizeof own, d->n_predicates, d->n_predicates + 1, &w->cap_p);
    w->cap_predicates = cap;
    if (!d->predicates || !w->p) return error_memory(w->err);
    uint32_t i = d->n_predicates++;
    bool own_word = x.lemma.s == w->word[x.tok].s && x.lemma.n == w->word[x.tok].n && w->upos[x.tok] != UPOS_PUNCT;
    own.lex = own_word ? w->lex[x.tok] : memchr(x.lemma.s, ' ', x.lemma.n) ? NULL : tables_word(w->t, x.lemma);
    while (w->sent + 1 < d->n_sentences && d->sentences[w->sent].tok_end <= x.tok) w->sent++; /* tokens come in order */
    x.sent = w->sent;
    x.parent = x.attribution = DOC_NONE;
    d->predicates[i] = x;
    w->p[i] = own;
    d->predicate_at[x.tok] = i;
    w->named[x.tok] = i;
    return ENT_OK;
}

static void stretch(doc_predicate *x, uint32_t tok)
{
    if (tok < x->trig_begin) x->trig_begin = tok;
    if (tok + 1 > x->trig_end) x->trig_end = tok + 1;
}

static int add_verb(clause_work *w, const light_marks *m, uint32_t tok)
{
    doc_predicate x = {.tok = tok, .kind = PRED_VERB, .lemma = m->lemma[tok], .trig_begin = tok, .trig_end = tok + 1, .passive = is_passive(w, tok)};
    FOR_CHILDREN(w, c, tok)
        if (tree_is(w, c, DEP_COMPOUND) && tree_sub(w, c, SUB_PRT)) stretch(&x, c);
    return add(w, x, (clause_pred){.verb = tok, .noun = DOC_NONE, .top = tok, .next = DOC_NONE});
}

static int add_light(clause_work *w, const light_marks *m, uint32_t tok)
{
    uint32_t verb = m->verb[tok];
    uint32_t cop = verb == tok ? tree_child(w, tok, DEP_COP) : verb;
    bool below = verb == tok || (tok >= w->sub_begin[verb] && tok < w->sub_end[verb] && !(verb >= w->sub_begin[tok] && verb < w->sub_end[tok]));
    if (m->absorbed[verb] == 2)
        return add(w, (doc_predicate){.tok = tok, .kind = PRED_NOUN, .lemma = w->word[tok], .trig_begin = tok, .trig_end = tok + 1},
                   (clause_pred){.verb = verb, .noun = tok, .top = verb, .next = DOC_NONE});
    doc_predicate x = {.tok = tok, .kind = PRED_LIGHT, .lemma = w->word[tok], .support = m->lemma[verb], .trig_begin = tok, .trig_end = tok + 1, .passive = verb != tok && is_passive(w, verb)};
    stretch(&x, cop);
    return add(w, x, (clause_pred){.verb = verb, .noun = tok, .top = below ? verb : tok, .next = DOC_NONE, .light = m->subject[tok]});
}

static int add_state(clause_work *w, uint32_t tok)
{
    uint32_t cop = tree_child(w, tok, DEP_COP);
    doc_predicate x = {.tok = tok, .kind = PRED_STATE, .lemma = w->word[tok], .support = cop == DOC_NONE ? STR_NONE : tables_first(w->t, WORD_BE), .trig_begin = tok, .trig_end = tok + 1};
    if (cop != DOC_NONE) stretch(&x, cop);
    return add(w, x, (clause_pred){.verb = tok, .noun = DOC_NONE, .top = tok, .next = DOC_NONE});
}

static int add_token(clause_work *w, const light_marks *m, uint32_t tok)
{
    if (m->verb[tok] != DOC_NONE) return add_light(w, m, tok);
    if (is_verb(w, tok)) return m->absorbed[tok] ? ENT_OK : add_verb(w, m, tok);
    if (is_act_noun(w, tok)) {
        bool clause = tree_child(w, tok, DEP_COP) != DOC_NONE;
        return add(w, (doc_predicate){.tok = tok, .kind = PRED_NOUN, .lemma = w->word[tok], .trig_begin = tok, .trig_end = tok + 1},
                   (clause_pred){.verb = clause ? tok : DOC_NONE, .noun = tok, .top = tok, .next = DOC_NONE});
    }
    return is_state(w, tok) ? add_state(w, tok) : ENT_OK;
}

/* ---- how they hang together ------------------------------------------------------------------------------------------------- */

static void own_tokens(clause_work *w)
{
    doc *d = w->d;
    for (uint32_t i = d->n_predicates; i-- > 0;) {
        clause_pred *p = &w->p[i];
        if (p->verb != DOC_NONE) w->named[p->verb] = i;
        p->next = w->topped[p->top];
        w->topped[p->top] = i;
    }
    for (uint32_t i = 0; i < w->n_order; i++) {
        uint32_t t = w->order[i], h = w->head[t];
        w->owner[t] = w->named[t] != DOC_NONE ? w->named[t] : h == DOC_NONE ? DOC_NONE : w->owner[h];
    }
}

/* "called on X to …": verb and preposition govern together. */
static str governing_prep(clause_work *w, uint32_t pred)
{
    const doc_predicate *x = &w->d->predicates[pred];
    if (x->kind != PRED_VERB) return STR_NONE;
    FOR_CHILDREN(w, c, x->tok) {
        uint32_t head;
        if (!tree_is(w, c, DEP_OBL)) continue;
        str prep = tree_prep(w, c, &head);
        const clause_governor *g = prep.n ? find_governor(w, pred, GOVERN_VERB, prep) : NULL;
        if (g && g->control == CONTROL_PREP && str_eq(g->control_prep, prep)) return prep;
    }
    return STR_NONE;
}

str find_gerund_prep(const clause_work *w, uint32_t tok)
{
    uint32_t mark = tree_mark(w, tok), h = w->head[tok];
    if (mark == DOC_NONE || h == DOC_NONE || !tree_tag(w, tok, "VBG")) return STR_NONE;
    str prep = w->word[mark];
    if (tree_word(w, mark, WORD_GERUND)) return prep;
    bool governed = w->owner[h] != DOC_NONE && find_governor(w, w->owner[h], GOVERN_VERB, prep) != find_governor(w, w->owner[h], GOVERN_VERB, STR_NONE);
    return governed ? prep : STR_NONE;
}

/* "accusing X [of sending …]", "appealed to X [to surrender]": the tree may hang the clause on X. */
static bool governs_over(clause_work *w, uint32_t tok)
{
    uint32_t h = w->head[tok];
    if (w->d->predicate_at[h] != DOC_NONE || !(tree_is(w, h, DEP_OBJ) || tree_is(w, h, DEP_IOBJ) || tree_is(w, h, DEP_OBL) || (tree_is(w, h, DEP_NSUBJ) && tree_sub(w, h, SUB_PASS)))) return false;
    str prep = find_gerund_prep(w, tok);
    uint32_t q = w->owner[h], noun;
    if (q == DOC_NONE || w->d->predicates[q].kind != PRED_VERB) return false;
    if (!prep.n && tree_child_word(w, tok, DEP_MARK, WORD_TO) != DOC_NONE) {
        const clause_governor *g = find_governor(w, q, GOVERN_VERB, tree_is(w, h, DEP_OBL) ? tree_prep(w, h, &noun) : STR_NONE);
        return g && (tree_is(w, h, DEP_OBL) ? g->control == CONTROL_PREP : g->control == CONTROL_OBJECT && g->effect != EFFECT_FACT);
    }
    if (!prep.n) return false;
    return find_governor(w, q, GOVERN_VERB, prep) != find_governor(w, q, GOVERN_VERB, STR_NONE);
}

/* An infinitive right after a verb that governs one, or after its object, is its complement even where the tree says adverbial. */
static bool follows_governor(const clause_work *w, uint32_t q, uint32_t tok)
{
    const doc_predicate *x = &w->d->predicates[q];
    const clause_governor *g = x->kind == PRED_VERB ? find_governor(w, q, GOVERN_VERB, STR_NONE) : NULL;
    if (!g || !g->effect || g->effect == EFFECT_FACT || tree_word(w, x->tok, WORD_DEED) || tree_child(w, x->tok, DEP_XCOMP) != DOC_NONE) return false;
    if (w->sub_begin[tok] == x->trig_end) return true;
    if (g->control == CONTROL_SUBJECT && g->effect != EFFECT_ACTUAL && tree_child(w, x->tok, DEP_OBJ) == DOC_NONE && w->sub_begin[tok] > x->tok) return true; /* "refused in April to sign" */
    uint32_t object = tree_child(w, x->tok, DEP_OBJ);
    if (object == DOC_NONE) object = tree_child(w, x->tok, DEP_IOBJ);
    return g->control == CONTROL_OBJECT && object != DOC_NONE && w->sub_end[object] == w->sub_begin[tok];
}

static pred_relation adverbial(const clause_work *w, uint32_t tok)
{
    uint32_t mark = tree_mark(w, tok), h = w->named[w->head[tok]];
    if (mark == DOC_NONE) return REL_ADVERBIAL;
    if (w->lex[mark]->modal[MODAL_MARK] == STATUS_CONDITIONAL) return REL_CONDITION;
    if (find_gerund_prep(w, tok).n) return REL_COMPLEMENT;
    bool infinitive = tree_child_word(w, tok, DEP_MARK, WORD_TO) != DOC_NONE;
    if (infinitive && tree_word(w, mark, WORD_TO) && h != DOC_NONE && (w->p[h].by.n || follows_governor(w, h, tok))) return REL_COMPLEMENT;
    return infinitive && tree_word(w, mark, WORD_PURPOSE) ? REL_PURPOSE : REL_ADVERBIAL;
}

/* "X said, if …": only a verb with a row for it ("ask if") takes "if" as its complement. */
static bool is_condition(const clause_work *w, const clause_pred *p, uint32_t top)
{
    uint32_t mark = tree_mark(w, top), q = p->verb == DOC_NONE ? DOC_NONE : w->owner[w->head[top]];
    if (mark == DOC_NONE || q == DOC_NONE || w->lex[mark]->modal[MODAL_MARK] != STATUS_CONDITIONAL) return false;
    return find_governor(w, q, GOVERN_VERB, w->word[mark]) == find_governor(w, q, GOVERN_VERB, STR_NONE);
}

static pred_relation relation_of(clause_work *w, const clause_pred *p, uint32_t top)
{
    switch (w->rel[top]) {
    case DEP_CCOMP: if (is_condition(w, p, top)) return REL_CONDITION; /* fall through */
    case DEP_XCOMP: case DEP_CSUBJ: return p->verb == DOC_NONE ? REL_ARGUMENT : REL_COMPLEMENT;
    case DEP_CONJ: return REL_CONJ;
    case DEP_ADVCL: return adverbial(w, top);
    case DEP_ACL: {
        bool infinitive = !tree_sub(w, top, SUB_RELCL) && (tree_child(w, top, DEP_MARK) != DOC_NONE || tree_child(w, top, DEP_CASE) != DOC_NONE);
        bool governed = w->named[w->head[top]] != DOC_NONE;
        return (infinitive && governed) || governs_over(w, top) ? REL_COMPLEMENT : REL_RELATIVE;
    }
    case DEP_PARATAXIS: case DEP_ROOT: case DEP_DISCOURSE: case DEP_DISLOCATED: case DEP_VOCATIVE: return REL_NONE;
    default: return REL_ARGUMENT;
    }
}

static void relate(clause_work *w, uint32_t i)
{
    doc *d = w->d;
    clause_pred *p = &w->p[i];
    uint32_t top = p->verb == DOC_NONE ? tree_conj_first(w, p->top) : p->top, h = w->head[top];
    if (h == DOC_NONE) return;
    uint32_t parent = w->owner[h];
    if (parent == i || parent == DOC_NONE) return;
    d->predicates[i].parent = parent;
    d->predicates[i].relation = (uint8_t)relation_of(w, p, top);
}

int find_predicates(clause_work *w)
{
    doc *d = w->d;
    light_marks m = {arena_new(d->mem, uint32_t, d->n_tokens), arena_new(d->mem, uint8_t, d->n_tokens), arena_new(d->mem, uint8_t, d->n_tokens), arena_new(d->mem, str, d->n_tokens)};
    d->predicate_at = arena_new(d->mem, uint32_t, d->n_tokens);
    if (d->mem->failed) return error_memory(w->err);
    for (uint32_t t = 0; t < d->n_tokens; t++) m.verb[t] = d->predicate_at[t] = DOC_NONE;
    w->cap_predicates = w->cap_p = d->n_tokens / 6 + 4; /* news has one in seven words, with two roles: seldom more than once are the columns copied */
    d->predicates = arena_new(d->mem, doc_predicate, w->cap_predicates);
    w->p = arena_new(d->mem, clause_pred, w->cap_p);
    if (d->mem->failed) return error_memory(w->err);
    for (uint32_t i = 0; i < w->n_order; i++) {
        if (w->upos[w->order[i]] == UPOS_NOUN) mark_copular(w, &m, w->order[i]);
        if (!is_verb(w, w->order[i])) continue;
        mark_light(w, &m, w->order[i]);
        mark_existential(w, &m, w->order[i]);
    }
    int rc = ENT_OK;
    for (uint32_t t = 0; !rc && t < d->n_tokens; t++)
        if (w->sub_end[t]) rc = add_token(w, &m, t); /* 0: on a cycle, reached from no root */
    if (rc) return rc;
    own_tokens(w);
    for (uint32_t i = 0; i < d->n_predicates; i++) w->p[i].by = governing_prep(w, i);
    for (uint32_t i = 0; i < d->n_predicates; i++) relate(w, i);
    return ENT_OK;
}
