/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Noise.
 *
 * Input: a sentence of a treebank. Output: the same sentence as a headline, a careless typist, a broken converter or a translating
 * machine would give it, with its tree.
 * Method: five kinds, each a small edit of words or of their order.
 *
 *     words 1..n ──edit forms──►  words ──order[]: which old word stands where──► words, heads renumbered
 *
 * What is dropped is always a leaf, and an adjective moves with all that hangs on it to the place right behind its noun, so a tree stays a
 * tree, and a projective one projective. A name that loses its first word begins at the next.
 * Why this and not noise on characters: spelling is seldom what is wrong with news on the web; case, stops, quotes and order are.
 * Random numbers: splitmix64 (Steele, Lea and Flood 2014), seeded by the seed and the sentence's id and text, so that a sentence is spoiled
 * alike in whatever file it stands.
 * Cost: linear, but n · depth for adjectives. Limits: only ASCII letters change case.
 */
#include "noise.h"

#include <stdio.h>

static uint64_t scatter(uint64_t z)
{
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ z >> 27) * 0x94D049BB133111EBull;
    return z ^ z >> 31;
}

uint32_t noise_draw(noise *x, uint32_t n)
{
    x->random += 0x9E3779B97F4A7C15ull;
    return (uint32_t)((scatter(x->random) >> 32) * n >> 32);
}

void noise_begin(noise *x, uint64_t seed, const sentence *s)
{
    x->random = hash_bytes(s->id.s, s->id.n, scatter(seed + 1));
    x->s = *s;
    x->s.words = x->words;
    x->n_bytes = 0;
    memcpy(x->words, s->words, (s->n + 2) * sizeof *s->words);
    for (uint32_t i = 1; i <= s->n; i++) x->random = hash_bytes(s->words[i].form.s, s->words[i].form.n, x->random);
}

/* ---- forms ------------------------------------------------------------------------------------------------------------ */

static void form_set(noise *x, word *w, const char *s, uint32_t n)
{
    if (x->n_bytes + n > NOISE_BYTES) return;
    char *to = x->bytes + x->n_bytes;
    memmove(to, s, n);
    x->n_bytes += n;
    w->form = str_make(to, n);
    parse_featurise(w->form, &w->features);
}

static bool recase(noise *x, word *w, char first, char last, int step)
{
    char form[DOC_CAP_TOKEN_BYTES];
    bool changed = false;
    if (w->form.n > sizeof form) return false;
    for (uint32_t i = 0; i < w->form.n; i++) {
        bool hit = w->form.s[i] >= first && w->form.s[i] <= last;
        form[i] = (char)(w->form.s[i] + (hit ? step : 0));
        changed |= hit;
    }
    if (changed) form_set(x, w, form, w->form.n);
    return changed;
}

static bool recase_all(noise *x, char first, char last, int step)
{
    bool changed = false;
    for (uint32_t i = 1; i <= x->s.n; i++) changed |= recase(x, &x->words[i], first, last, step);
    return changed;
}

/* ---- order ------------------------------------------------------------------------------------------------------------ */

/* order[1..n]: old numbers of the words that stay, in their new order. What is left out must be a leaf. */
static void reorder(noise *x, const uint16_t *order, uint32_t n)
{
    static _Thread_local word old[NET_TOKENS + 2];
    uint16_t to[NET_TOKENS + 2];
    uint32_t was = x->s.n;
    memcpy(old, x->words, (was + 2) * sizeof *old);
    for (uint32_t i = 1; i <= n; i++) to[order[i]] = (uint16_t)i;
    to[was + 1] = (uint16_t)(n + 1);
    for (uint32_t i = 1; i <= n; i++) {
        x->words[i] = old[order[i]];
        x->words[i].head = to[x->words[i].head];
    }
    x->words[n + 1] = old[was + 1];
    x->s.n = n;
    for (uint32_t i = 1; i <= n; i++) { /* a name that lost its beginning */
        uint8_t k = x->words[i].ner, before = i > 1 ? x->words[i - 1].ner : (uint8_t)NER_O;
        if (k && k % 2 == 0 && before != k && before != k - 1) x->words[i].ner = (uint8_t)(k - 1);
    }
}

static bool is_leaf(const noise *x, uint32_t at)
{
    for (uint32_t i = 1; i <= x->s.n; i++)
        if (x->words[i].head == at) return false;
    return x->words[at].head != x->s.n + 1;
}

static bool drop(noise *x, uint32_t at)
{
    uint16_t order[NET_TOKENS + 2];
    uint32_t n = 0;
    if (x->s.n < 2 || !is_leaf(x, at)) return false;
    for (uint32_t i = 1; i <= x->s.n; i++)
        if (i != at) order[++n] = (uint16_t)i;
    reorder(x, order, n);
    return true;
}

static bool is_stop(str form)
{
    for (uint32_t i = 0; i < form.n; i++)
        if (form.s[i] != '.' && form.s[i] != '!' && form.s[i] != '?') return false;
    return form.n > 0;
}

static bool is_quote(str form)
{
    static const char *const marks[] = {"\"", "``", "''", "'", "\xE2\x80\x9C", "\xE2\x80\x9D", "\xE2\x80\x98", "\xE2\x80\x99"};
    for (uint32_t k = 0; k < sizeof marks / sizeof *marks; k++)
        if (str_is(form, marks[k])) return true;
    return false;
}

static bool stop_drop(noise *x)
{
    uint32_t at = x->s.n;
    while (at > 1 && is_quote(x->words[at].form)) at--;
    return is_stop(x->words[at].form) && drop(x, at);
}

/* ---- quotes ----------------------------------------------------------------------------------------------------------- */

static bool quote_break(noise *x, uint32_t at)
{
    static const char *const odd[] = {"''", "\xC3\xA2\xE2\x82\xAC\xC5\x93", ",,", "\xE2\x80\x9D", "\xE2\x80\x9C", "\xC2\xB4", "?"};
    uint32_t k = noise_draw(x, 3 * sizeof odd / sizeof *odd / 2);
    if (k >= sizeof odd / sizeof *odd && drop(x, at)) return true;
    k %= sizeof odd / sizeof *odd;
    form_set(x, &x->words[at], odd[k], (uint32_t)strlen(odd[k]));
    return true;
}

/* 's, n't, o'clock: the apostrophe as another sign, or none. */
static bool apostrophe_break(noise *x, word *w)
{
    static const char *const odd[] = {"\xE2\x80\x99", "\xE2\x80\x98", "\xC2\xB4", "`", "\xC3\xA2\xE2\x82\xAC\xE2\x84\xA2", ""};
    char form[DOC_CAP_TOKEN_BYTES];
    const char *quote = w->form.n + 8 < sizeof form && w->form.n > 1 ? memchr(w->form.s, '\'', w->form.n) : NULL;
    if (!quote) return false;
    const char *by = odd[noise_draw(x, sizeof odd / sizeof *odd)];
    uint32_t before = (uint32_t)(quote - w->form.s), n_by = (uint32_t)strlen(by), after = w->form.n - before - 1;
    memcpy(form, w->form.s, before);
    memcpy(form + before, by, n_by);
    memcpy(form + before + n_by, quote + 1, after);
    form_set(x, w, form, before + n_by + after);
    return true;
}

/* Each mark one time in two, one at least. */
static bool quotes_break(noise *x)
{
    bool changed = false;
    for (int must = 0; must < 2 && !changed; must++)
        for (uint32_t i = x->s.n; i >= 1; i--) {
            if (i > x->s.n || (changed && must)) break;
            bool mark = is_quote(x->words[i].form) && x->words[i].upos == UPOS_PUNCT;
            if (!mark && !(x->words[i].form.n > 1 && memchr(x->words[i].form.s, '\'', x->words[i].form.n))) continue;
            if (!must && noise_draw(x, 2)) continue;
            changed |= mark ? quote_break(x, i) : apostrophe_break(x, &x->words[i]);
        }
    return changed;
}

/* ---- a translator's order ---------------------------------------------------------------------------------------------- */

static bool form_is_article(str form) { return str_eq_nocase(form, STR("the")) || str_eq_nocase(form, STR("a")) || str_eq_nocase(form, STR("an")); }

static bool is_article(const noise *x, uint32_t i)
{
    const word *w = &x->words[i];
    return w->upos == UPOS_DET && w->deprel == DEP_DET && form_is_article(w->form) && is_leaf(x, i);
}

/* Does word i hang on `top`, at whatever depth? */
static bool is_below(const noise *x, uint32_t i, uint32_t top)
{
    for (uint32_t steps = 0; i <= x->s.n && steps <= x->s.n; i = x->words[i].head, steps++)
        if (i == top) return true;
    return false;
}

/* First and last word of what the adjective at `at` brings along; false when it is no adjective in front of its noun, or not in one piece. */
static bool adjective_span(const noise *x, uint32_t at, uint32_t *first, uint32_t *last)
{
    const word *w = &x->words[at];
    if (w->deprel != DEP_AMOD || w->head <= at || w->head > x->s.n) return false;
    uint32_t n = 0;
    *first = *last = at;
    for (uint32_t i = 1; i <= x->s.n; i++)
        if (is_below(x, i, at)) {
            if (i < *first) *first = i;
            *last = i;
            n++;
        }
    return *last - *first + 1 == n && *last < w->head;
}

static bool adjective_move(noise *x, uint32_t at)
{
    uint16_t order[NET_TOKENS + 2];
    uint32_t first, last, n = 0, noun = x->words[at].head;
    if (!adjective_span(x, at, &first, &last)) return false;
    for (uint32_t i = 1; i <= x->s.n; i++) {
        if (i < first || i > last) order[++n] = (uint16_t)i;
        for (uint32_t k = first; i == noun && k <= last; k++) order[++n] = (uint16_t)k;
    }
    reorder(x, order, n);
    return true;
}

/* Each article and adjective one time in two, one at least. Right to left, so that what is still to come keeps its number. */
static bool order_break(noise *x)
{
    bool changed = false;
    for (int must = 0; must < 2 && !changed; must++)
        for (uint32_t i = x->s.n; i >= 1 && !(changed && must); i--) {
            uint32_t first, last;
            if (is_article(x, i)) {
                if (must || noise_draw(x, 2)) changed |= drop(x, i);
            } else if (adjective_span(x, i, &first, &last) && (must || noise_draw(x, 2))) {
                changed |= adjective_move(x, i);
            }
        }
    return changed;
}

/* ---- kinds ------------------------------------------------------------------------------------------------------------- */

bool noise_apply(noise *x, noise_kind kind)
{
    switch (kind) {
    case NOISE_CAPITALS:
        if (!recase_all(x, 'a', 'z', 'A' - 'a')) return false;
        stop_drop(x);
        return true;
    case NOISE_NO_STOP: return stop_drop(x);
    case NOISE_SMALL: return recase_all(x, 'A', 'Z', 'a' - 'A');
    case NOISE_QUOTES: return quotes_break(x);
    case NOISE_ORDER: return order_break(x);
    default: return false;
    }
}

void noise_any(noise *x)
{
    noise_kind kinds[N_NOISE];
    for (uint32_t k = 0; k < N_NOISE; k++) { /* shuffled: the first that applies is drawn evenly */
        uint32_t at = noise_draw(x, k + 1);
        kinds[k] = kinds[at];
        kinds[at] = (noise_kind)k;
    }
    bool changed = false, cased = false;
    for (uint32_t k = 0; k < N_NOISE; k++) {
        bool one_case = kinds[k] == NOISE_CAPITALS || kinds[k] == NOISE_SMALL;
        if ((changed && noise_draw(x, 4)) || (one_case && cased)) continue;
        bool done = noise_apply(x, kinds[k]);
        changed |= done;
        cased |= one_case && done;
    }
}

/* ---- a treebank --------------------------------------------------------------------------------------------------------- */

static void sentence_write(FILE *f, const sentence *s)
{
    fprintf(f, "# sent_id = %.*s\n%s", STR_ARG(s->id), s->names ? "# names = marked\n" : "");
    for (uint32_t i = 1; i <= s->n; i++) {
        const word *w = &s->words[i];
        bool glued = str_find(w->misc, STR("SpaceAfter=No"), 0) >= 0;
        fprintf(f, "%u\t%.*s\t%.*s\t%s\t%.*s\t%.*s\t%u\t%.*s\t_\t", i, STR_ARG(w->form), STR_ARG(w->lemma), upos_name(w->upos), STR_ARG(w->xpos), STR_ARG(w->feats_text),
                w->head == s->n + 1 ? 0u : w->head, STR_ARG(w->relation));
        if (w->ner) fprintf(f, "Entity=%s%s", ner_name(w->ner), glued ? "|" : "");
        fprintf(f, "%s\n", glued ? "SpaceAfter=No" : w->ner ? "" : "_");
    }
    fputc('\n', f);
}

int corpus_spoil(corpus *c, uint64_t seed, ent_error *err)
{
    static noise x;
    for (uint32_t i = 0; i < c->n; i++) {
        sentence *s = &c->sentences[i];
        noise_begin(&x, seed, s);
        noise_any(&x);
        for (uint32_t k = 1; k <= x.s.n; k++) {
            x.words[k].form = arena_str(c->mem, x.words[k].form);
            if (!x.words[k].form.s) return error_memory(err);
        }
        c->n_words -= s->n - x.s.n;
        memcpy(s->words, x.words, (x.s.n + 2) * sizeof *s->words);
        s->n = x.s.n;
    }
    return ENT_OK;
}

int corpus_write(const corpus *c, const char *path, ent_error *err)
{
    FILE *f = fopen(path, "wb");
    if (!f) return error_io(err, path);
    for (uint32_t i = 0; i < c->n; i++) sentence_write(f, &c->sentences[i]);
    bool bad = ferror(f);
    return fclose(f) || bad ? error_io(err, path) : ENT_OK;
}
