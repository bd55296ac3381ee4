/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The formula of news, read off the words where the tree is not to be trusted:
 *
 *     CONTENT , NP said .        CONTENT , NP said , CONTENT        “CONTENT ,” said NP , who …
 *
 * Half of all attributed sentences end or break like this, and a parser that saw little news hangs the noun phrase on the object
 * before the comma, or takes the verb for the main one. The pattern is narrow: a comma or closing quotation mark, a noun phrase
 * without verb or conjunction, a verb of speech in a finite form, and punctuation (or, for "said NP", the phrase after the verb
 * and then punctuation). The verb becomes a parataxis of the content's top, the phrase its subject, and verbs that were
 * conjoined to it beyond a comma go back to the content.
 * Cost: each verb of speech looks at most SPAN words to each side for its phrase; the content's top is found in one pass over the
 * sentence, and at most MAX_SAID verbs of one sentence are treated.
 */
#include "clause/work.h"

enum { SPAN = 20, MAX_SAID = 3 };

typedef struct said_formula {
    uint32_t verb;
    uint32_t np_begin, np_end;
    uint32_t content_begin, content_end;
    uint32_t before; /* "The army, said X, has left": where the content began before the formula, else content_begin */
} said_formula;

static bool is_close(const clause_work *w, uint32_t t)
{
    return tree_word(w, t, WORD_COMMA) || tree_word(w, t, WORD_CLOSE) || tree_word(w, t, WORD_QUOTE) || tree_word(w, t, WORD_CLOSE_SINGLE);
}

static bool is_end(const clause_work *w, uint32_t t)
{
    return tree_word(w, t, WORD_END);
}

static bool is_opening(const clause_work *w, uint32_t t)
{
    return tree_word(w, t, WORD_OPEN) || tree_word(w, t, WORD_QUOTE) || tree_word(w, t, WORD_OPEN_SINGLE);
}

/* Words of a noun phrase; "of", "in", "for" only inside it. */
static bool is_phrase_word(const clause_work *w, uint32_t t)
{
    switch (w->upos[t]) {
    case UPOS_DET: case UPOS_ADJ: case UPOS_NOUN: case UPOS_PROPN: case UPOS_NUM: case UPOS_ADP: case UPOS_PRON: case UPOS_PART: case UPOS_ADV: return true;
    default: return tree_word(w, t, WORD_DASH);
    }
}

static bool is_noun(const clause_work *w, uint32_t t)
{
    uint8_t u = w->upos[t];
    return u == UPOS_NOUN || u == UPOS_PROPN || (u == UPOS_PRON && !(w->d->feats[t] & (FEAT_POSS | FEAT_REL)) && !tree_tag(w, t, "PRP$"));
}

static bool has_noun(const clause_work *w, uint32_t begin, uint32_t end)
{
    for (uint32_t t = begin; t < end; t++)
        if (is_noun(w, t) && !w->dated[t]) return true;
    return false;
}

/* What may stand between the verb and the punctuation: "told reporters", "said on Monday", "said in a statement". */
static uint32_t skip_phrase(const clause_work *w, const doc_sentence *s, uint32_t verb)
{
    uint32_t t = verb + 1;
    if (t >= s->tok_end || is_end(w, t)) return t;
    bool starts = w->upos[t] == UPOS_ADP || w->upos[t] == UPOS_ADV || w->dated[t] || tree_word(w, verb, WORD_TELL);
    while (starts && t < s->tok_end && t - verb < SPAN / 2 && is_phrase_word(w, t)) t++;
    return t;
}

/* "…, a claim Kyiv denied", "…, a step that Islamabad rejected": a word for what was said or done, and who says something of it. */
static bool is_said_of(const clause_work *w, uint32_t begin, uint32_t end)
{
    bool some = tree_tag(w, begin, "DT") && w->d->feats[begin] & FEAT_INDEF;
    for (uint32_t t = begin; t + 1 < end; t++) {
        bool name = w->upos[t + 1] == UPOS_PROPN || (w->upos[t + 1] == UPOS_PRON && !tree_tag(w, t + 1, "PRP$"));
        if (w->upos[t] == UPOS_NOUN && name && (some || w->lex[t]->speech[SPEECH_NOUN])) return true;
    }
    return false;
}

/* "CONTENT, NP said." */
static bool match_after(const clause_work *w, const doc_sentence *s, said_formula *f)
{
    uint32_t v = f->verb, t = v, end = skip_phrase(w, s, v);
    if (end < s->tok_end && !is_end(w, end)) return false;
    if (end + 1 < s->tok_end && is_opening(w, end + 1)) return false;
    while (t > s->tok_begin + 1 && w->upos[t - 1] == UPOS_AUX && tree_word(w, t - 1, WORD_HAVE)) t--; /* "officials have said" */
    v = t;
    while (t > s->tok_begin && v - t < SPAN && is_phrase_word(w, t - 1)) t--;
    if (t == v || t <= s->tok_begin + 1 || !is_close(w, t - 1) || w->upos[t] == UPOS_ADP || is_said_of(w, t, v)) return false;
    f->np_begin = t;
    f->np_end = v;
    f->content_end = t - 1;
    return has_noun(w, t, v);
}

static bool quoted(const clause_work *w, uint32_t t) { return tree_word(w, t, WORD_CLOSE) || tree_word(w, t, WORD_QUOTE) || tree_word(w, t, WORD_CLOSE_SINGLE); }

/* "The leaders, backed by X, promised Y calm": every verb before belongs to the noun. */
static bool verbs_below(const clause_work *w, uint32_t noun, uint32_t begin, uint32_t end)
{
    for (uint32_t t = begin; t < end; t++) {
        uint32_t h = t;
        for (uint32_t steps = 0; h != DOC_NONE && h != noun && steps < SPAN; steps++) h = w->head[h];
        if ((w->upos[t] == UPOS_VERB || w->upos[t] == UPOS_AUX) && h != noun) return false;
    }
    return true;
}

static bool has_left_subject(const clause_work *w, const doc_sentence *s, uint32_t verb)
{
    for (uint32_t t = verb; t-- > s->tok_begin && verb - t < SPAN;)
        if (w->head[t] == verb && w->rel[t] == DEP_NSUBJ && !(is_close(w, verb - 1) && t + 2 >= verb)) {
            bool name = w->upos[t] == UPOS_PROPN || w->upos[t] == UPOS_PRON, after_quote = quoted(w, verb - 1) || quoted(w, verb - 2);
            return name || (!after_quote && verbs_below(w, t, s->tok_begin, verb));
        }
    return false;
}

/* "Mali slams Algeria, demands a probe", "two officials, who asked not to be named, told Reuters": the object, not who says it. */
static bool has_own_object(const clause_work *w, uint32_t verb, uint32_t end)
{
    for (uint32_t t = verb + 1; t < end && (w->rel[verb] == DEP_CONJ || tree_word(w, verb, WORD_TELL)); t++)
        if (w->head[t] == verb && (w->rel[t] == DEP_OBJ || w->rel[t] == DEP_IOBJ)) return true;
    return false;
}

/* "CONTENT, said NP" */
static bool match_before(const clause_work *w, const doc_sentence *s, said_formula *f)
{
    uint32_t v = f->verb, t = v + 1;
    if (v <= s->tok_begin + 1 || !is_close(w, v - 1) || has_left_subject(w, s, v)) return false;
    while (t < s->tok_end && t - v < SPAN && is_phrase_word(w, t)) t++;
    if (t == v + 1 || (t < s->tok_end && !is_end(w, t) && !tree_tag(w, t, "WP") && w->upos[t] != UPOS_PUNCT) || w->upos[v + 1] == UPOS_ADP || w->upos[v + 1] == UPOS_PART) return false;
    f->np_begin = v + 1;
    f->np_end = t;
    f->content_end = v - 1;
    return has_noun(w, v + 1, t) && !has_own_object(w, v, t);
}

/* From the last semicolon or colon before it, or the sentence's start; it must have a verb. */
static bool find_content(const clause_work *w, const doc_sentence *s, said_formula *f)
{
    bool verb = false;
    f->content_begin = s->tok_begin;
    for (uint32_t t = s->tok_begin; t < f->content_end; t++) {
        if (tree_word(w, t, WORD_SEMICOLON) || tree_word(w, t, WORD_COLON)) {
            f->content_begin = t + 1;
            verb = false;
        }
        uint8_t u = w->upos[t];
        verb |= u == UPOS_VERB || u == UPOS_AUX;
    }
    f->before = f->content_begin;
    if (verb) return true;
    uint32_t after = f->np_end > f->verb ? f->np_end : f->verb + 1; /* "The army, said X, has left" */
    if (after >= s->tok_end || !tree_word(w, after, WORD_COMMA) || !has_noun(w, f->content_begin, f->content_end)) return false;
    f->content_begin = after + 1;
    f->content_end = s->tok_end;
    for (uint32_t t = after; t < s->tok_end; t++) verb |= w->upos[t] == UPOS_VERB || w->upos[t] == UPOS_AUX;
    return verb;
}

/* The word of the content that stands above the rest: the sentence's root if it is there, else a verb, else any. */
static uint32_t content_top(const clause_work *w, const said_formula *f)
{
    uint32_t best = DOC_NONE, rank = 0;
    for (uint32_t t = f->content_begin; t < f->content_end; t++) {
        uint32_t h = w->head[t];
        bool top = h == DOC_NONE || h < f->content_begin || h >= f->content_end;
        uint32_t r = !top || w->upos[t] == UPOS_PUNCT ? 0 : h == DOC_NONE ? 4 : w->upos[t] == UPOS_VERB ? 3 : w->rel[t] == DEP_CCOMP ? 2 : 1;
        if (r > rank) best = t, rank = r;
    }
    return best;
}

static bool in_formula(const said_formula *f, uint32_t t) { return t == f->verb || (t >= f->np_begin && t < f->np_end); }

/* Above the content's top nothing of the formula may stand. */
static void lift_content(clause_work *w, const said_formula *f, uint32_t top)
{
    uint32_t h = w->head[top], steps = 0;
    bool through = false;
    while (h != DOC_NONE && steps++ < DOC_CAP_SENTENCE_TOKENS && !through) {
        through = in_formula(f, h);
        h = through ? h : w->head[h];
    }
    if (!through) return;
    for (steps = 0; h != DOC_NONE && in_formula(f, h) && steps++ < SPAN; h = w->head[h]) {}
    bool below = h != DOC_NONE && in_formula(f, h);
    w->head[top] = below ? DOC_NONE : h;
    w->rel[top] = h == DOC_NONE ? DEP_ROOT : DEP_PARATAXIS;
    w->sub[top] = SUB_NONE;
}

static uint32_t phrase_head(const clause_work *w, const said_formula *f)
{
    uint32_t last = DOC_NONE;
    for (uint32_t t = f->np_begin; t < f->np_end; t++) {
        uint32_t h = w->head[t];
        if (is_noun(w, t) && h == f->verb && w->rel[t] == DEP_NSUBJ) return t;
        if (w->upos[t] == UPOS_ADP && last != DOC_NONE) break;
        if (w->upos[t] == UPOS_ADV && last != DOC_NONE) break;
        if (is_noun(w, t) && !(w->rel[t] == DEP_FLAT && h >= f->np_begin && h < f->np_end)) last = t;
    }
    return last;
}

/* "…, X said, if …": the condition is the content's. */
static void hand_over_condition(clause_work *w, const doc_sentence *s, const said_formula *f)
{
    uint32_t top = content_top(w, f);
    for (uint32_t t = f->verb + 1; t < s->tok_end && top != DOC_NONE; t++) {
        uint32_t clause = w->head[t];
        bool mark = w->rel[t] == DEP_MARK && w->lex[t]->modal[MODAL_MARK] == STATUS_CONDITIONAL && clause != DOC_NONE;
        if (mark && w->head[clause] == f->verb && (w->rel[clause] == DEP_CCOMP || w->rel[clause] == DEP_ADVCL)) repair_attach(w, clause, top, DEP_ADVCL);
    }
}

static bool has_case(const clause_work *w, uint32_t noun, uint32_t begin)
{
    for (uint32_t t = noun; t-- > begin;)
        if (w->head[t] == noun && w->rel[t] == DEP_CASE) return true;
    return false;
}

/* "The army, said X, has left": the phrase before the formula is the subject of the content after it. */
static void lead_subject(clause_work *w, const said_formula *f, uint32_t top)
{
    uint32_t best = DOC_NONE, end = (f->np_begin < f->verb ? f->np_begin : f->verb) - 1;
    if (f->before == f->content_begin) return;
    for (uint32_t t = f->content_begin; t < top; t++)
        if (w->head[t] == top && w->rel[t] == DEP_NSUBJ) return;
    for (uint32_t t = f->before; t < end; t++) {
        uint32_t h = w->head[t];
        bool above = h == DOC_NONE || h < f->before || h >= end;
        if (above && best == DOC_NONE && is_noun(w, t)) best = t;
    }
    for (uint32_t t = f->before; t < end && best != DOC_NONE; t++) {
        uint32_t h = w->head[t];
        if (t == best) repair_attach(w, t, top, has_case(w, t, f->before) ? DEP_OBL : DEP_NSUBJ);
        else if (h == DOC_NONE || h < f->before || h >= end) repair_attach(w, t, best, w->rel[t] == DEP_DET ? DEP_DET : DEP_DEP);
    }
}

static void restore(clause_work *w, const doc_sentence *s, const said_formula *f)
{
    uint32_t top = content_top(w, f), subject = phrase_head(w, f);
    if (top == DOC_NONE || subject == DOC_NONE) return;
    lift_content(w, f, top);
    repair_attach(w, f->verb, top, DEP_PARATAXIS);
    repair_attach(w, subject, f->verb, DEP_NSUBJ);
    for (uint32_t t = f->np_begin; t < f->np_end; t++)
        if (t != subject && (w->head[t] == DOC_NONE || w->head[t] == f->verb || w->head[t] < f->np_begin || w->head[t] >= f->np_end)) repair_attach(w, t, subject, w->rel[t] == DEP_CASE ? DEP_CASE : DEP_DEP);
    for (uint32_t t = f->content_begin; t < f->content_end; t++)
        if (t != top && w->head[t] != DOC_NONE && in_formula(f, w->head[t])) repair_attach(w, t, top, w->rel[t] == DEP_NSUBJ ? DEP_DEP : w->rel[t]);
    for (uint32_t t = s->tok_begin; t < f->content_begin && f->content_begin == f->before; t++) /* what stands before the semicolon was not said */
        if (w->head[t] != DOC_NONE && in_formula(f, w->head[t]) && t != top && w->head[top] == DOC_NONE && w->upos[t] == UPOS_VERB) {
            repair_attach(w, t, DOC_NONE, DEP_ROOT);
            repair_attach(w, top, t, DEP_PARATAXIS);
        }
    lead_subject(w, f, top);
    uint32_t after = f->np_end > f->verb ? f->np_end : f->verb + 1;
    for (uint32_t t = after; t < s->tok_end; t++)
        if (w->head[t] != DOC_NONE && in_formula(f, w->head[t]) && w->rel[t] == DEP_CONJ && w->upos[t] == UPOS_VERB && is_end(w, after)) repair_attach(w, t, top, DEP_CONJ);
}

/* "the men who, X said, had fled": the relative clause alone is what was said. */
static bool within_relative(const clause_work *w, const said_formula *f)
{
    uint32_t h = w->head[f->verb], before = f->np_begin - 2; /* match_after wants a comma and a word before the phrase */
    return f->np_begin < f->verb && tree_word(w, before, WORD_RELATIVE) && h != DOC_NONE && h > f->verb && w->sub[h] == SUB_RELCL;
}

/* One case needs nothing: the tree has the formula as the treebanks have it. */
static bool is_right(const clause_work *w, const said_formula *f)
{
    uint32_t h = w->head[f->verb], subject = phrase_head(w, f);
    if (subject == DOC_NONE || w->head[subject] != f->verb || w->rel[subject] != DEP_NSUBJ) return false;
    bool above = false, conjoined = false; /* the content as the verb's complement is as good */
    for (uint32_t t = f->content_begin; t < f->content_end; t++) above |= w->head[t] == f->verb && w->rel[t] == DEP_CCOMP;
    for (uint32_t t = f->verb + 1; t < f->verb + 1 + SPAN && t < w->d->n_tokens; t++) conjoined |= w->head[t] == f->verb && w->rel[t] == DEP_CONJ;
    for (uint32_t t = f->content_begin; t < f->content_end; t++) /* nothing else of the content may hang on the formula */
        if (w->head[t] != DOC_NONE && in_formula(f, w->head[t]) && w->rel[t] != DEP_CCOMP && w->rel[t] != DEP_PUNCT) return false;
    if (conjoined && is_end(w, f->np_end > f->verb ? f->np_end : f->verb + 1)) return false; /* "…, X said, and fired": the content goes on */
    if (above && !conjoined && h == DOC_NONE) return true;
    return w->rel[f->verb] == DEP_PARATAXIS && h != DOC_NONE && h >= f->content_begin && h < f->content_end && w->head[h] == DOC_NONE;
}

void repair_said(clause_work *w, const doc_sentence *s)
{
    uint32_t n = 0;
    for (uint32_t v = s->tok_begin; v < s->tok_end && n < MAX_SAID; v++) {
        if (w->upos[v] != UPOS_VERB || !(tree_tag(w, v, "VBD") || tree_tag(w, v, "VBZ") || tree_tag(w, v, "VBP") || tree_tag(w, v, "VBN"))) continue;
        const clause_speech *row = w->lex[v]->speech[SPEECH_VERB];
        said_formula f = {.verb = v};
        if (!row || !row->quote || !row->clause || !(match_after(w, s, &f) || match_before(w, s, &f)) || !find_content(w, s, &f)) continue;
        n++;
        if (within_relative(w, &f)) w->rel[v] = DEP_PARATAXIS, w->sub[v] = SUB_NONE;
        else if (!is_right(w, &f)) restore(w, s, &f);
        hand_over_condition(w, s, &f);
        w->xpos[v] = STR("VBD");
    }
}
