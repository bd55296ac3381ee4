/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who says it: source, cue and content of every attribution, and which predicates stand in whose content.
 *
 *     X said [that …]            clause complement of a verb of speech
 *     […], X said, […]           the verb stands loose in the clause it reports
 *     X denied [the attack]      object; "accused Y [of …]": phrase or clause after the row's preposition
 *     a statement [that …]       noun of speech; its source is its possessor or agent, or the subject of its support verb
 *     [… ,] according to X       phrase of speech.tsv
 *     “[…]. […],” he said.       a sentence inside the quotation marks of an attributed one is the same source's
 *
 * Method: each attribution enters the tree at the top token of its content and leaves it at its own cue; walking heads before
 * dependents, every token learns its innermost attribution, and an attribution that starts inside another's content has that one
 * as its outer. Linear in tokens, whatever the nesting. Source, cue and content follow PolNeAR (Newell, Margolin & Ruths, 2018).
 * Limits: one span per content, so a parenthesis in the middle lies inside it; sources are looked for in the sentence, and for
 * quotations in the sentence beside.
 */
#include "clause/work.h"

typedef struct speech_entry { /* [A], beside doc_attribution */
    uint32_t root;   /* top token of the content */
    uint32_t escape; /* token inside the content's tree whose subtree is not content (the cue's own clause), or DOC_NONE */
    uint32_t next;   /* another attribution that enters at the same root */
} speech_entry;

typedef struct speech_run_state {
    clause_work *w;
    speech_entry *entry;
    uint32_t cap_entry;
    uint32_t *enters;  /* [T] first attribution that enters here */
    uint32_t *resumes; /* [T] root of a further sentence of its quotation: the attribution, or DOC_NONE */
    uint32_t *escapes; /* [T] attribution that is left here */
} speech_state;

/* ---- spans ---------------------------------------------------------------------------------------------------------------------- */

static bool is_loose(const clause_work *w, uint32_t tok)
{
    return tree_word(w, tok, WORD_LOOSE);
}

static void trim(const clause_work *w, uint32_t *begin, uint32_t *end)
{
    while (*begin < *end && is_loose(w, *begin)) ++*begin;
    while (*begin < *end && is_loose(w, *end - 1)) --*end;
}

/* The noun phrase of a source; a clause on it that holds the cue is cut off. */
static void source_span(const clause_work *w, uint32_t tok, uint32_t cue, uint32_t *begin, uint32_t *end)
{
    *begin = w->sub_begin[tok];
    *end = w->sub_end[tok];
    if (cue >= *begin && cue < *end) {
        if (cue > tok) *end = cue;
        else *begin = cue + 1;
    }
    for (uint32_t c = w->child[tok]; c != DOC_NONE; c = w->sibling[c]) {
        bool clause = (tree_is(w, c, DEP_ACL) && tree_sub(w, c, SUB_RELCL)) || tree_is(w, c, DEP_PARATAXIS) || tree_is(w, c, DEP_CONJ);
        if (clause && !tree_is(w, c, DEP_CONJ) && w->sub_begin[c] > tok && w->sub_begin[c] < *end && w->sub_begin[c] <= cue && cue < w->sub_end[c]) *end = w->sub_begin[c];
    }
    while (*begin < tok && w->head[*begin] == tok && tree_is(w, *begin, DEP_CASE)) (*begin)++; /* "a letter from the minister, who said …" */
    trim(w, begin, end);
    if (*begin > tok || *end <= tok) {
        *begin = tok;
        *end = tok + 1;
    }
}

static void content_span(const clause_work *w, const speech_entry *e, uint32_t *begin, uint32_t *end)
{
    *begin = w->sub_begin[e->root];
    *end = w->sub_end[e->root];
    if (e->escape != DOC_NONE) {
        uint32_t b = w->sub_begin[e->escape], x = w->sub_end[e->escape];
        if (b - *begin < *end - x) {
            if (b <= *begin + 1) *begin = x;
        } else if (x + 2 >= *end) {
            *end = b;
        }
    }
    trim(w, begin, end);
}

/* ---- sources ---------------------------------------------------------------------------------------------------------------------- */

static uint32_t role_first(const clause_work *w, uint32_t pred, role_kind role)
{
    const doc_predicate *x = &w->d->predicates[pred];
    for (uint32_t r = x->role_begin; r < x->role_end; r++)
        if (w->d->roles[r].role == role) return w->d->roles[r].tok;
    return DOC_NONE;
}

/* "X's claim", "a statement by X", "reports from X", "made a statement". */
static uint32_t noun_source(const clause_work *w, uint32_t noun)
{
    uint32_t q = w->d->predicate_at[noun], h = w->head[noun];
    if (q != DOC_NONE) {
        uint32_t agent = role_first(w, q, ROLE_AGENT);
        if (agent != DOC_NONE) return agent;
    }
    FOR_CHILDREN(w, c, noun) {
        if (!tree_is(w, c, DEP_NMOD) && !tree_is(w, c, DEP_COMPOUND)) continue;
        bool owner = tree_sub(w, c, SUB_POSS) || (tree_is(w, c, DEP_COMPOUND) && w->upos[c] == UPOS_PROPN);
        if (owner || tree_child_word(w, c, DEP_CASE, WORD_BY) != DOC_NONE || tree_child_word(w, c, DEP_CASE, WORD_FROM) != DOC_NONE) return tree_content(w, c);
    }
    bool within = h != DOC_NONE && tree_is(w, noun, DEP_OBL) && w->named[h] != DOC_NONE && tree_child_word(w, noun, DEP_CASE, WORD_IN) != DOC_NONE; /* "said in a statement that" */
    if (within && w->p[w->named[h]].subject.n && !w->d->predicates[w->named[h]].passive) return w->p[w->named[h]].subject.at[0].tok;
    bool made = h != DOC_NONE && tree_is(w, noun, DEP_OBJ) && w->named[h] != DOC_NONE && tree_word(w, h, WORD_UTTER);
    return made && w->p[w->named[h]].subject.n ? w->p[w->named[h]].subject.at[0].tok : DOC_NONE;
}

/* ---- adding ----------------------------------------------------------------------------------------------------------------------- */

typedef struct speech_case {
    uint32_t source; /* head token, or DOC_NONE */
    uint32_t cue_begin, cue_end;
    uint32_t cue;    /* head token of the cue */
    uint32_t root, escape;
    bool denial;
} speech_case;

/* "I think", "as you say": who speaks is said elsewhere or not at all. */
static bool is_speaker(const clause_work *w, uint32_t tok)
{
    return tok != DOC_NONE && w->upos[tok] == UPOS_PRON && ((w->d->feats[tok] & (FEAT_P1 | FEAT_P2)) || tree_word(w, tok, WORD_SPEAKER));
}

static int speech_add(speech_state *s, const speech_case *c)
{
    clause_work *w = s->w;
    if (is_speaker(w, c->source)) return ENT_OK;
    doc *d = w->d;
    doc_attribution a = {.source_head = c->source, .cue_begin = c->cue_begin, .cue_end = c->cue_end, .outer = DOC_NONE, .denial = c->denial};
    speech_entry e = {.root = c->root, .escape = c->escape, .next = DOC_NONE};
    if (c->source != DOC_NONE) source_span(w, c->source, c->cue, &a.source_begin, &a.source_end);
    if (c->source != DOC_NONE && w->lex[c->source]->speech[SPEECH_NOUN]) { /* "a statement by X said": X says it */
        uint32_t author = noun_source(w, c->source);
        if (author != DOC_NONE) a.source_head = author;
    }
    content_span(w, &e, &a.content_begin, &a.content_end);
    if (a.content_begin >= a.content_end) return ENT_OK;
    a.quoted = w->quote[c->root] != 0;
    uint32_t i = d->n_attributions;
    d->attributions = arena_grow(d->mem, d->attributions, sizeof a, i, i + 1, &w->cap_attributions);
    s->entry = arena_grow(d->mem, s->entry, sizeof e, i, i + 1, &s->cap_entry);
    if (!d->attributions || !s->entry) return error_memory(w->err);
    d->attributions[i] = a;
    e.next = s->enters[c->root];
    s->entry[i] = e;
    s->enters[c->root] = i;
    if (c->escape != DOC_NONE) s->escapes[c->escape] = i;
    d->n_attributions++;
    return ENT_OK;
}

/* ---- content in the surrounding clause --------------------------------------------------------------------------------------------- */

/* Nothing but punctuation between this subtree and an end of its sentence. */
static bool at_edge(const clause_work *w, uint32_t tok)
{
    const doc_sentence *s = &w->d->sentences[doc_sentence_of(w->d, tok)];
    uint32_t b = w->sub_begin[tok], e = w->sub_end[tok];
    while (b > s->tok_begin && w->upos[b - 1] == UPOS_PUNCT) b--;
    while (e < s->tok_end && w->upos[e] == UPOS_PUNCT) e++;
    return b == s->tok_begin || e == s->tok_end;
}

/* The clause around a loose "X said" or "according to X": the whole sentence when it stands at an end of it. */
static uint32_t around(const clause_work *w, uint32_t tok)
{
    uint32_t root = w->head[tok];
    if (root == DOC_NONE) return DOC_NONE;
    bool edge = at_edge(w, tok);
    for (uint32_t i = 0; i < 64 && w->head[root] != DOC_NONE; i++) {
        uint32_t q = w->named[root];
        bool clause = q != DOC_NONE && w->p[q].top == root && !tree_is(w, root, DEP_CONJ) && find_verbal(&w->d->predicates[q]);
        if (clause && !edge) break;
        if (clause && tree_is(w, root, DEP_CCOMP)) break;
        uint32_t b = w->sub_begin[root];
        if (q != DOC_NONE && w->p[q].top == root && (tree_word(w, b, WORD_SEMICOLON) || (b && tree_word(w, b - 1, WORD_SEMICOLON)))) break;
        root = w->head[root];
    }
    return root;
}

/* ---- verbs of speech ----------------------------------------------------------------------------------------------------------------- */

static bool in_bars(str list, str word)
{
    while (list.s && word.n)
        if (str_eq(str_cut(&list, '|'), word)) return true;
    return false;
}

bool speech_hearsay(const clause_work *w, str lemma)
{
    const clause_governor *g = tables_governor(w->t, GOVERN_VERB, lemma, STR_NONE);
    return tables_speech(w->t, SPEECH_VERB, lemma) && !(g && (g->effect == EFFECT_REQUESTED || g->effect == EFFECT_PLANNED));
}

/* A noun of speech that tells something: not a call, a demand, a request. */
static bool tells(const clause_work *w, uint32_t noun)
{
    const clause_governor *g = w->lex[noun]->governor[GOVERN_NOUN];
    return w->lex[noun]->speech[SPEECH_NOUN] && !(g && (g->effect == EFFECT_REQUESTED || g->effect == EFFECT_PLANNED));
}

/* Does this dependent name the content? */
static bool is_content(clause_work *w, const clause_speech *row, const doc_predicate *x, uint32_t c)
{
    uint32_t head, mark;
    switch (w->rel[c]) {
    case DEP_CCOMP: return (row->clause || row->quote) && !(w->named[c] != DOC_NONE && w->d->predicates[w->named[c]].relation == REL_CONDITION);
    case DEP_CSUBJ: return row->clause && x->passive;
    case DEP_NSUBJ: return x->passive && row->stance == STANCE_DENIAL && tells(w, c); /* "reports that … were denied" */
    case DEP_XCOMP: return (row->clause && x->passive && speech_hearsay(w, x->lemma)) || row->object;
    case DEP_OBJ: return row->object || (row->word && tells(w, c)) || (w->quote[c] && row->quote);
    case DEP_PARATAXIS: return (row->clause || row->quote) && c > x->tok && (w->quote[c] || (w->sub_begin[c] && tree_word(w, w->sub_begin[c] - 1, WORD_COLON)));
    case DEP_OBL: return w->d->predicate_at[tree_content(w, c)] != DOC_NONE && in_bars(row->preps, tree_prep(w, c, &head));
    case DEP_ADVCL: return (mark = tree_mark(w, c)) != DOC_NONE && in_bars(row->preps, w->word[mark]);
    default: return false;
    }
}

/* A finite clause that nothing joins: no conjunction, no "when". */
static bool is_bare(const clause_work *w, uint32_t verb)
{
    FOR_CHILDREN(w, c, verb)
        if (tree_is(w, c, DEP_MARK) || tree_tag(w, c, "WRB") || tree_sub(w, c, SUB_PASS)) return false;
    return mode_finite(w, verb);
}

/* "…, X said", "as X said": the verb hangs loose on what it reports. */
static bool is_parenthetical(const clause_work *w, const clause_speech *row, uint32_t verb, bool sourced)
{
    if (!row->quote || w->head[verb] == DOC_NONE || !sourced) return false;
    if (tree_is(w, verb, DEP_PARATAXIS)) return true;
    if (tree_is(w, verb, DEP_CONJ)) /* joined by a comma alone, with a speaker of its own and nothing said after it */
        return verb > w->head[verb] && tree_child(w, verb, DEP_NSUBJ) != DOC_NONE && tree_child(w, verb, DEP_CC) == DOC_NONE && tree_child(w, verb, DEP_MARK) == DOC_NONE && tree_child(w, verb, DEP_CCOMP) == DOC_NONE &&
               tree_child(w, verb, DEP_OBJ) == DOC_NONE && tree_child(w, verb, DEP_IOBJ) == DOC_NONE && tree_child(w, verb, DEP_XCOMP) == DOC_NONE;
    if (tree_is(w, verb, DEP_ADVCL)) return tree_sub(w, verb, SUB_RELCL) || (tree_child_word(w, verb, DEP_MARK, WORD_AS) != DOC_NONE && speech_hearsay(w, w->word[verb])) || is_bare(w, verb); /* "as X said", not "as X demanded" */
    return false;
}

static void reparent(clause_work *w, uint32_t say, uint32_t root)
{
    uint32_t q = w->named[root];
    doc_predicate *x = &w->d->predicates[say];
    x->parent = DOC_NONE;
    x->relation = REL_NONE;
    if (q == DOC_NONE || q == say || w->d->predicates[q].parent != DOC_NONE) return;
    w->d->predicates[q].parent = say;
    w->d->predicates[q].relation = REL_COMPLEMENT;
}

/* A quotation of the sentence that nothing attributes yet, nearest to the cue. */
static uint32_t loose_quote(const speech_state *s, uint32_t verb)
{
    const clause_work *w = s->w;
    const doc_sentence *x = &w->d->sentences[doc_sentence_of(w->d, verb)];
    uint32_t best = DOC_NONE;
    if (w->quote[verb]) return DOC_NONE;
    for (uint32_t t = x->tok_begin; t < x->tok_end; t++) {
        uint32_t h = w->head[t];
        bool top = w->quote[t] && w->named[t] != DOC_NONE && (h == DOC_NONE || !w->quote[h]) && s->enters[t] == DOC_NONE;
        if (top && (best == DOC_NONE || (t < verb ? verb - t : t - verb) < (best < verb ? verb - best : best - verb))) best = t;
    }
    return best;
}

/* "accusing X [of sending …]", where the tree hangs the clause on X. */
static uint32_t content_over(const clause_work *w, const clause_speech *row, uint32_t i)
{
    FOR_CHILDREN(w, o, w->p[i].verb) {
        if (!tree_is(w, o, DEP_OBJ) && !tree_is(w, o, DEP_NSUBJ) && !tree_is(w, o, DEP_OBL)) continue;
        FOR_CHILDREN(w, c, o)
            if (tree_is(w, c, DEP_ACL) && w->named[c] != DOC_NONE && w->d->predicates[w->named[c]].parent == i && in_bars(row->preps, find_gerund_prep(w, c))) return c;
    }
    return DOC_NONE;
}

/* "A accused B of C, which B denied", "A said that C, which B denied": what is denied is C, and that A says so stands. */
static bool tells_more(clause_work *w, uint32_t root)
{
    uint32_t q = w->named[root];
    const clause_speech *row = q == DOC_NONE || w->p[q].verb != root ? NULL : find_speech(w, q);
    if (!row) return false;
    FOR_CHILDREN(w, c, root)
        if (is_content(w, row, &w->d->predicates[q], c) || (w->named[c] != DOC_NONE && row->preps.n && in_bars(row->preps, find_gerund_prep(w, c)))) return true;
    return row->preps.n && content_over(w, row, q) != DOC_NONE;
}

static int speech_verb(speech_state *s, uint32_t i)
{
    clause_work *w = s->w;
    const doc_predicate *x = &w->d->predicates[i];
    const clause_speech *row = find_speech(w, i);
    if (!row) row = w->lex[x->tok]->speech[SPEECH_VERB];
    if (!row) return ENT_OK;
    uint32_t verb = w->p[i].verb, source = x->passive ? role_first(w, i, ROLE_AGENT) : w->p[i].subject.n ? w->p[i].subject.at[0].tok : DOC_NONE;
    if (source != DOC_NONE && mode_nobody(w, source)) source = DOC_NONE; /* "nobody said that" */
    uint32_t told = tree_child(w, verb, DEP_OBJ);
    if (told != DOC_NONE && mode_nobody(w, told)) return ENT_OK; /* "the ministry said nothing" */
    speech_case c = {.source = source, .cue = verb, .cue_begin = x->trig_begin, .cue_end = x->trig_end, .escape = DOC_NONE, .denial = row->stance == STANCE_DENIAL};
    clause_mode mode = {0};
    if (c.denial) mode_own(w, i, &mode);
    if (mode.negated) return ENT_OK; /* "did not deny": nothing is said */
    int rc = ENT_OK;
    bool found = false;
    FOR_CHILDREN(w, k, verb) {
        if (rc || !is_content(w, row, x, k)) continue;
        c.root = k;
        found = true;
        rc = speech_add(s, &c);
    }
    if (rc || found) return rc;
    c.root = row->preps.n ? content_over(w, row, i) : DOC_NONE;
    if (c.root != DOC_NONE) return speech_add(s, &c);
    if (is_parenthetical(w, row, verb, source != DOC_NONE || x->passive)) {
        c.root = around(w, verb);
        c.escape = verb;
        if (c.denial && tells_more(w, c.root)) {
            w->d->predicates[i].parent = DOC_NONE;
            w->d->predicates[i].relation = REL_NONE;
            return ENT_OK;
        }
        reparent(w, i, c.root);
        return speech_add(s, &c);
    }
    c.root = row->quote && source != DOC_NONE ? loose_quote(s, verb) : DOC_NONE;
    if (c.root == DOC_NONE || !(w->sub_begin[verb] <= c.root && c.root < w->sub_end[verb])) return ENT_OK;
    return speech_add(s, &c);
}

/* ---- nouns and phrases of speech --------------------------------------------------------------------------------------------------- */

static int speech_noun(speech_state *s, uint32_t noun)
{
    clause_work *w = s->w;
    const clause_speech *row = w->upos[noun] == UPOS_NOUN ? w->lex[noun]->speech[SPEECH_NOUN] : NULL;
    if (!row) return ENT_OK;
    uint32_t h = w->head[noun], source = noun_source(w, noun);
    const clause_speech *above = h == DOC_NONE || w->upos[h] != UPOS_VERB ? NULL : w->lex[h]->speech[SPEECH_VERB];
    if (source == DOC_NONE && above && above->stance == STANCE_DENIAL) return ENT_OK; /* "rejected claims that": the denial is all we know */
    int rc = ENT_OK;
    FOR_CHILDREN(w, c, noun) {
        uint32_t head, mark = tree_mark(w, c);
        bool that = (tree_is(w, c, DEP_ACL) || tree_is(w, c, DEP_CCOMP)) && mark != DOC_NONE && tree_word(w, mark, WORD_THAT) && !tree_sub(w, c, SUB_RELCL);
        bool phrase = tree_is(w, c, DEP_NMOD) && !tree_sub(w, c, SUB_POSS) && in_bars(row->preps, tree_prep(w, c, &head)) && w->d->predicate_at[tree_content(w, c)] != DOC_NONE;
        bool gerund = tree_is(w, c, DEP_ACL) && mark != DOC_NONE && in_bars(row->preps, w->word[mark]);
        if (rc || !(that || phrase || gerund)) continue;
        rc = speech_add(s, &(speech_case){.source = source, .cue = noun, .cue_begin = noun, .cue_end = noun + 1, .root = c, .escape = DOC_NONE, .denial = row->stance == STANCE_DENIAL});
    }
    return rc;
}

static int speech_phrase(speech_state *s, uint32_t tok)
{
    clause_work *w = s->w;
    uint32_t head, cue = tree_child(w, tok, DEP_CASE);
    if (cue == DOC_NONE) return ENT_OK;
    str prep = tree_prep(w, tok, &head);
    if (map_get(&w->t->phrase, prep) != 1) return ENT_OK;
    uint32_t end = cue + 1;
    while (end < w->sub_begin[head] && end < w->d->n_tokens) end++;
    FOR_CHILDREN(w, f, cue)
        if (f + 1 > end) end = f + 1;
    uint32_t source = tree_content(w, head);
    speech_case c = {.source = source, .cue = cue, .cue_begin = cue, .cue_end = end, .root = around(w, tok), .escape = tok};
    if (c.root == DOC_NONE) return ENT_OK;
    int rc = speech_add(s, &c);
    if (!rc && w->d->n_attributions) { /* the cue stands inside the source's own subtree */
        doc_attribution *a = &w->d->attributions[w->d->n_attributions - 1];
        if (a->source_head == source && a->source_begin < end && a->source_end > end) a->source_begin = end;
    }
    return rc;
}

/* ---- quotations ------------------------------------------------------------------------------------------------------------------------ */

static int quote_side(const clause_work *w, uint32_t t) /* 1 opens, -1 closes, 2 either, 0 none */
{
    return tree_word(w, t, WORD_OPEN) ? 1 : tree_word(w, t, WORD_CLOSE) ? -1 : tree_word(w, t, WORD_QUOTE) ? 2 : 0;
}

/* Numbers the quotations; a paragraph's end closes an open one. */
static void mark_quotes(clause_work *w)
{
    uint32_t number = 0, block = DOC_NONE;
    bool open = false;
    for (uint32_t k = 0; k < w->d->n_sentences; k++) {
        const doc_sentence *x = &w->d->sentences[k];
        if (x->block != block || block == DOC_NONE) open = open && x->block == block && k;
        block = x->block;
        for (uint32_t t = x->tok_begin; t < x->tok_end; t++) {
            int side = quote_side(w, t);
            if (side == 1 || (side == 2 && !open)) {
                open = true;
                number++;
            } else if (side) {
                open = false;
            } else if (open) {
                w->quote[t] = number;
            }
        }
    }
}

static bool is_cue_inside(const doc *d, uint32_t a, const doc_sentence *x)
{
    return d->attributions[a].cue_begin >= x->tok_begin && d->attributions[a].cue_begin < x->tok_end;
}

/* A sentence that is all quotation takes the source of the quotation it belongs to, or of the sentence before. */
static int quote_sentences(speech_state *s)
{
    clause_work *w = s->w;
    doc *d = w->d;
    uint32_t *of_quote = arena_new(d->mem, uint32_t, d->n_tokens + 1), n = d->n_attributions;
    if (!of_quote) return error_memory(w->err);
    for (uint32_t a = 0; a < n; a++) {
        uint32_t q = w->quote[s->entry[a].root];
        if (q && !of_quote[q]) of_quote[q] = a + 1;
    }
    uint32_t last = DOC_NONE, last_sentence = 0, a = 0;
    for (uint32_t k = 0; k < d->n_sentences; k++) {
        const doc_sentence *x = &d->sentences[k];
        uint32_t root = DOC_NONE;
        for (uint32_t t = x->tok_begin; t < x->tok_end && root == DOC_NONE; t++)
            if (w->head[t] == DOC_NONE && w->sub_end[t]) root = t;
        for (; a < n && d->attributions[a].cue_begin < x->tok_end; a++)
            if (d->attributions[a].quoted) last = a, last_sentence = k;
        if (root == DOC_NONE || !w->quote[root] || s->enters[root] != DOC_NONE) continue;
        uint32_t from = of_quote[w->quote[root]] ? of_quote[w->quote[root]] - 1 : DOC_NONE;
        if (from == DOC_NONE && last != DOC_NONE && last_sentence + 1 == k && d->sentences[last_sentence].block == x->block) from = last;
        if (from == DOC_NONE || is_cue_inside(d, from, x)) continue;
        doc_attribution *said = &d->attributions[from];
        uint32_t begin = w->sub_begin[root], end = w->sub_end[root];
        trim(w, &begin, &end);
        if (begin < said->content_begin) said->content_begin = begin;
        if (end > said->content_end) said->content_end = end;
        s->resumes[root] = from;
        last = from;
        last_sentence = k;
    }
    return ENT_OK;
}

/* ---- the whole -------------------------------------------------------------------------------------------------------------------------- */

static void spread(speech_state *s)
{
    clause_work *w = s->w;
    doc *d = w->d;
    for (uint32_t k = 0; k < w->n_order; k++) {
        uint32_t t = w->order[k], h = w->head[t], now = h == DOC_NONE ? DOC_NONE : w->said[h];
        if (s->escapes[t] != DOC_NONE) now = d->attributions[s->escapes[t]].outer;
        if (s->resumes[t] != DOC_NONE) now = s->resumes[t];
        for (uint32_t a = s->enters[t]; a != DOC_NONE; a = s->entry[a].next) {
            d->attributions[a].outer = now;
            now = a;
        }
        w->said[t] = now;
    }
}

static void tell_predicates(clause_work *w)
{
    for (uint32_t i = 0; i < w->d->n_predicates; i++) {
        doc_predicate *x = &w->d->predicates[i];
        x->attribution = w->said[x->tok];
        x->quoted = w->quote[x->tok] != 0;
    }
}

int speech_run(clause_work *w)
{
    doc *d = w->d;
    speech_state s = {.w = w, .enters = arena_new(d->mem, uint32_t, d->n_tokens), .escapes = arena_new(d->mem, uint32_t, d->n_tokens), .resumes = arena_new(d->mem, uint32_t, d->n_tokens)};
    if (d->mem->failed) return error_memory(w->err);
    for (uint32_t t = 0; t < d->n_tokens; t++) s.enters[t] = s.escapes[t] = s.resumes[t] = DOC_NONE;
    mark_quotes(w);
    int rc = ENT_OK;
    for (uint32_t t = 0; !rc && t < d->n_tokens; t++) {
        if (!w->sub_end[t]) continue;
        uint32_t i = d->predicate_at[t];
        if (i != DOC_NONE && d->predicates[i].kind == PRED_VERB) rc = speech_verb(&s, i);
        if (!rc) rc = speech_noun(&s, t);
        if (!rc) rc = speech_phrase(&s, t);
    }
    if (!rc) rc = quote_sentences(&s);
    if (rc) return rc;
    spread(&s);
    tell_predicates(w);
    return ENT_OK;
}
