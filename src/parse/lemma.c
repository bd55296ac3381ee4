/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lemmas.
 *
 * Input: a form and its tag. Output: the dictionary form ("imposed" VBD → "impose", "was" → "be", "Russia" → "Russia").
 * Method: an edit script says how many bytes to cut from the end and what to put there, and what to do with capitals. Which script, is
 * looked up by lemma class (UPOS and XPOS):
 *   1. the whole form: irregular words and frequent ones, one look-up;
 *   2. else the longest known suffix of at most six bytes, learned by the trainer as a decision list: a suffix is listed only
 *      where it decides otherwise than the next shorter one;
 *   3. its result is checked against the lemmas seen in training; when it is not among them, the class's other regular scripts are tried,
 *      and the first that gives a known lemma wins ("deploying": "deploy" is known from "deployed").
 * Why not the network: lemmas of English are nearly a function of form and tag; a table is exact, small, and can be looked into.
 * Source: suffix decision lists as in Mikheev 1997, "Automatic Rule Induction for Unknown-Word Guessing"; scripts as in Chrupała 2006.
 * Lexicon: one open-addressing table of 64-bit slots, 48 bits of hash and 16 of value; no keys are stored, so a word that was never
 * seen meets a false entry about once in 10^13 look-ups. Cost: at most 15 look-ups per token, 1 for most.
 */
#include "parse/lemma.h"

#include "base/hash.h"
#include "parse/feature.h"

/* The seed is spread over 64 bits: XXH3 of very short strings only adds it, and small seeds would meet other strings. */
uint64_t parse_lexicon_key(lexicon_kind kind, uint32_t group, const char *s, uint32_t n)
{
    return hash_bytes(s, n, ((uint64_t)kind << 32 | (group + 1)) * 0x9E3779B97F4A7C15ull) >> 16 | 1;
}

uint32_t parse_lexicon_get(const parse_model *m, lexicon_kind kind, uint32_t group, const char *s, uint32_t n)
{
    uint64_t key = parse_lexicon_key(kind, group, s, n);
    uint32_t mask = (1u << m->lexicon_bits) - 1;
    for (uint32_t i = (uint32_t)(key >> 1) & mask;; i = (i + 1) & mask) {
        if (!m->lexicon[i]) return LEXICON_NONE;
        if (m->lexicon[i] >> 16 == key) return (uint32_t)(m->lexicon[i] & 0xFFFF);
    }
}

void parse_lemma_form(str form, lemma_form *f)
{
    f->n = parse_fold(form, false, f->as_is);
    parse_fold(form, true, f->low);
}

static char upper(char c) { return c >= 'a' && c <= 'z' ? (char)(c - 32) : c; }

uint32_t parse_script_apply(const parse_script *s, const lemma_form *f, char out[LEMMA_MAX_BYTES])
{
    if (s->cut > f->n || f->n - s->cut + s->n_add == 0) return 0;
    uint32_t n = f->n - s->cut;
    if (s->cut && (f->low[n] & 0xC0) == 0x80) return 0; /* the cut would halve a character */
    memcpy(out, s->letters == CASE_KEEP ? f->as_is : f->low, n);
    memcpy(out + n, s->add, s->n_add);
    n += s->n_add;
    if (s->letters == CASE_TITLE) out[0] = upper(out[0]);
    if (s->letters == CASE_UPPER)
        for (uint32_t i = 0; i < n; i++) out[i] = upper(out[i]);
    return n;
}

static uint32_t apply(const parse_model *m, uint32_t script, const lemma_form *f, char *out)
{
    return script < m->n_scripts ? parse_script_apply(&m->scripts[script], f, out) : 0;
}

static bool known(const parse_model *m, uint32_t upos, const char *lemma, uint32_t n)
{
    return n && parse_lexicon_get(m, LEX_KNOWN, upos, lemma, n) != LEXICON_NONE;
}

static uint32_t by_suffix(const parse_model *m, uint32_t class, const lemma_form *f)
{
    for (uint32_t k = f->n < LEMMA_MAX_SUFFIX ? f->n : LEMMA_MAX_SUFFIX;; k--) {
        uint32_t script = parse_lexicon_get(m, LEX_SUFFIX, class, f->low + f->n - k, k);
        if (script != LEXICON_NONE || k == 0) return script;
    }
}

/* 1,200 → 1200 */
static uint32_t number(const lemma_form *f, char *out)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < f->n; i++)
        if (f->as_is[i] != ',') out[n++] = f->as_is[i];
    return n;
}

static uint32_t lemma_find(const parse_model *m, const lemma_form *f, const parse_tag *tag, char *out)
{
    if (tag->upos == UPOS_NUM && f->n && f->low[0] >= '0' && f->low[0] <= '9') return number(f, out);
    uint32_t class = tag->lemma_class, script = parse_lexicon_get(m, LEX_WHOLE, class, f->low, f->n);
    if (script != LEXICON_NONE) return apply(m, script, f, out);
    script = by_suffix(m, class, f);
    uint32_t n = apply(m, script, f, out);
    if (known(m, tag->upos, out, n)) return n;
    for (char i = 0; i < LEMMA_MAX_CANDIDATES; i++) {
        char other[LEMMA_MAX_BYTES];
        uint32_t s = parse_lexicon_get(m, LEX_CANDIDATE, class, &i, 1);
        if (s == LEXICON_NONE) break;
        uint32_t k = apply(m, s, f, other);
        if (!known(m, tag->upos, other, k)) continue;
        memcpy(out, other, k);
        return k;
    }
    return n;
}

str parse_lemma(const parse_model *m, arena *mem, str form, const lemma_form *f, uint32_t tag)
{
    char out[LEMMA_MAX_BYTES];
    uint32_t n = form.n > DOC_CAP_TOKEN_BYTES ? 0 : lemma_find(m, f, &m->tags[tag], out);
    str lemma = {out, n};
    return n == 0 || str_eq(lemma, form) ? form : arena_str(mem, lemma);
}

uint32_t parse_feats(const parse_model *m, const lemma_form *f, uint32_t tag)
{
    if (m->tags[tag].lexical) {
        uint32_t set = parse_lexicon_get(m, LEX_FEATURES, tag, f->low, f->n);
        if (set < m->n_feature_sets) return m->feature_sets[set];
    }
    return m->tags[tag].feats;
}
