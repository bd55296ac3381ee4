/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Learning lemmas and lexical features from a treebank.
 *
 * Input: (form, tag, lemma, features) of every training word. Output: the lexicon that src/parse/lemma.c looks into.
 * Method:
 *   1. every (lemma class, lower-case form) gets its most frequent script;
 *   2. per class, suffixes from 0 to 6 bytes: a suffix that at least two forms share is listed when most of its forms want another
 *      script than the next shorter listed suffix gives. Forms count once each: what is asked is what an unseen word would do;
 *   3. the scripts that serve most forms of a class are its candidates;
 *   4. the finished look-up is run on every training form; a form it gets wrong is listed whole. So are frequent forms, for speed.
 *   5. irregular words of train/irregular.tsv are listed whole, as treebanks of this size have not seen them all.
 * Features that a form has beyond its tag's are listed for function words only.
 * Everything walks in order of first appearance, so the same data give the same lexicon.
 */
#include "lemma_learn.h"

#include <stdlib.h>

#include "base/table.h"
#include "parse/lemma.h"

enum { MAX_SCRIPTS = 4096, SLOT_BITS = 16, FREQUENT = 6, MIN_CANDIDATE_FORMS = 15 };

typedef struct entry { /* one form of one class */
    str low, form, lemma; /* form: one spelling with this script */
    uint8_t class, upos;
    uint32_t script, n, n_all;
} entry;

typedef struct learner {
    arena *mem;
    lexicon *x;
    const inventory *v;
    map entries; /* class, form → index */
    entry *entry;
    uint32_t n, cap;
    map counts; /* class, form, script → n */
    map suffix; /* class, suffix → listed script */
} learner;

static bool slot_put(lexicon *x, lexicon_kind kind, uint32_t group, str s, uint32_t value)
{
    uint64_t key = parse_lexicon_key(kind, group, s.s, s.n);
    uint32_t mask = (1u << x->bits) - 1, i = (uint32_t)(key >> 1) & mask;
    while (x->slots[i] && x->slots[i] >> 16 != key) i = (i + 1) & mask;
    if (!x->slots[i]) x->n++;
    x->slots[i] = key << 16 | value;
    return x->n * 4 < 3u << x->bits;
}

/* ---- scripts ------------------------------------------------------------------------------------------------------------ */

static bool script_build(const lemma_form *f, str lemma, parse_case letters, parse_script *s)
{
    const char *base = letters == CASE_KEEP ? f->as_is : f->low;
    char copy[DOC_CAP_TOKEN_BYTES];
    for (uint32_t i = 0; i < f->n; i++) {
        char c = base[i];
        copy[i] = c >= 'a' && c <= 'z' && (letters == CASE_UPPER || (letters == CASE_TITLE && i == 0)) ? (char)(c - 32) : c;
    }
    uint32_t same = 0;
    while (same < f->n && same < lemma.n && copy[same] == lemma.s[same]) same++;
    uint32_t add = lemma.n - same;
    if (add > sizeof s->add || f->n - same > 255) return false;
    *s = (parse_script){.letters = (uint8_t)letters, .cut = (uint8_t)(f->n - same), .n_add = (uint8_t)add};
    memcpy(s->add, lemma.s + same, add);
    char out[LEMMA_MAX_BYTES];
    uint32_t n = parse_script_apply(s, f, out);
    return n == lemma.n && memcmp(out, lemma.s, n) == 0;
}

/* The script that changes least; its number, or UINT32_MAX. */
static uint32_t script_of(lexicon *x, const lemma_form *f, str lemma)
{
    parse_script s, best = {.cut = 255, .n_add = 13};
    bool found = false;
    for (parse_case letters = 0; letters < N_CASE; letters++)
        if (script_build(f, lemma, letters, &s) && (!found || s.cut + s.n_add < best.cut + best.n_add)) {
            best = s;
            found = true;
        }
    if (!found) return UINT32_MAX;
    for (uint32_t i = 0; i < x->n_scripts; i++)
        if (!memcmp(&x->scripts[i], &best, sizeof best)) return i;
    if (x->n_scripts == MAX_SCRIPTS) return UINT32_MAX;
    x->scripts[x->n_scripts] = best;
    return x->n_scripts++;
}

/* ---- forms --------------------------------------------------------------------------------------------------------------- */

static str key_make(arena *mem, uint32_t class, str s, uint32_t script) { return arena_printf(mem, "%u/%u/%.*s", class, script, STR_ARG(s)); }

static uint32_t count_up(learner *l, map *m, str key)
{
    uint32_t had = map_get(m, key), n = had == MAP_NONE ? 1 : had + 1;
    map_put(m, key, n);
    (void)l;
    return n;
}

static void word_learn(learner *l, const word *w)
{
    lemma_form f;
    if (!w->form.n || w->form.n > DOC_CAP_TOKEN_BYTES || str_is(w->lemma, "_")) return;
    parse_lemma_form(w->form, &f);
    char folded[DOC_CAP_TOKEN_BYTES];
    str lemma = arena_str(l->mem, str_make(folded, parse_fold(w->lemma, false, folded)));
    uint32_t script = script_of(l->x, &f, lemma), class = l->v->tags[w->tag].lemma_class;
    if (script == UINT32_MAX) return;
    str low = arena_str(l->mem, str_make(f.low, f.n)), key = key_make(l->mem, class, low, UINT32_MAX);
    uint32_t at = map_get(&l->entries, key);
    if (at == MAP_NONE) {
        l->entry = arena_grow(l->mem, l->entry, sizeof *l->entry, l->n, l->n + 1, &l->cap);
        at = l->n++;
        l->entry[at] = (entry){.low = low, .class = (uint8_t)class, .upos = w->upos};
        map_put(&l->entries, key, at);
    }
    entry *e = &l->entry[at];
    e->n_all++;
    uint32_t n = count_up(l, &l->counts, key_make(l->mem, class, low, script));
    if (n <= e->n) return;
    e->n = n;
    e->script = script;
    e->form = w->form;
    e->lemma = lemma;
}

/* ---- suffixes ------------------------------------------------------------------------------------------------------------- */

static uint32_t suffix_decide(const learner *l, uint32_t class, str low, uint32_t longest)
{
    for (uint32_t k = low.n < longest ? low.n : longest;; k--) {
        uint32_t s = map_get(&l->suffix, key_make(l->mem, class, str_sub(low, low.n - k, low.n), UINT32_MAX));
        if (s != MAP_NONE || k == 0) return s;
    }
}

/* Lists suffixes of k bytes. Votes are counted per (suffix, script); the winner is the first to reach the largest count. */
static void suffixes_learn(learner *l, uint32_t k)
{
    map votes, forms, winner;
    map_init(&votes, l->mem);
    map_init(&forms, l->mem);
    map_init(&winner, l->mem);
    for (uint32_t i = 0; i < l->n; i++) {
        const entry *e = &l->entry[i];
        if (e->low.n < k) continue;
        str end = str_sub(e->low, e->low.n - k, e->low.n), key = key_make(l->mem, e->class, end, UINT32_MAX);
        count_up(l, &forms, key);
        uint32_t n = count_up(l, &votes, key_make(l->mem, e->class, end, e->script)), had = map_get(&winner, key);
        if (had == MAP_NONE || n > had >> 16) map_put(&winner, key, (n < 0x7FFF ? n : 0x7FFF) << 16 | e->script);
    }
    for (uint32_t i = 0; i < l->n; i++) {
        const entry *e = &l->entry[i];
        if (e->low.n < k) continue;
        str end = str_sub(e->low, e->low.n - k, e->low.n), key = key_make(l->mem, e->class, end, UINT32_MAX);
        if (map_get(&l->suffix, key) != MAP_NONE || map_get(&forms, key) < (k ? 2u : 1u)) continue;
        uint32_t best = map_get(&winner, key) & 0xFFFF;
        if (k && suffix_decide(l, e->class, end, k - 1) == best) continue;
        map_put(&l->suffix, key, best);
        slot_put(l->x, LEX_SUFFIX, e->class, end, best);
    }
}

static void candidates_learn(learner *l)
{
    uint32_t(*n)[MAX_SCRIPTS] = calloc(256, sizeof *n);
    if (!n) abort();
    for (uint32_t i = 0; i < l->n; i++) n[l->entry[i].class][l->entry[i].script]++;
    for (uint32_t class = 0; class < l->v->n_lemma_classes; class++)
        for (char rank = 0; rank < LEMMA_MAX_CANDIDATES; rank++) {
            uint32_t best = 0;
            for (uint32_t s = 1; s < l->x->n_scripts; s++)
                if (n[class][s] > n[class][best]) best = s;
            if (n[class][best] < MIN_CANDIDATE_FORMS) break;
            slot_put(l->x, LEX_CANDIDATE, class, str_make(&rank, 1), best);
            n[class][best] = 0;
        }
    free(n);
}

static void exceptions_learn(learner *l)
{
    parse_model m = {.lexicon = l->x->slots, .lexicon_bits = l->x->bits, .scripts = l->x->scripts, .n_scripts = l->x->n_scripts, .tags = l->v->tags};
    uint32_t tag_of_class[256] = {0};
    for (uint32_t t = l->v->n_tags; t-- > 0;) tag_of_class[l->v->tags[t].lemma_class] = t;
    for (uint32_t i = 0; i < l->n; i++) {
        entry *e = &l->entry[i];
        lemma_form f;
        parse_lemma_form(e->form, &f);
        str got = parse_lemma(&m, l->mem, e->form, &f, tag_of_class[e->class]);
        if (str_eq(got, e->lemma) && e->n_all < FREQUENT) continue;
        slot_put(l->x, LEX_WHOLE, e->class, e->low, e->script);
    }
}

static int irregular_learn(learner *l, const char *path, ent_error *err)
{
    str bytes;
    table t;
    int rc = file_read(l->mem, path, 0, &bytes, err), more = 0;
    if (!rc) rc = table_open(&t, path, bytes, "upos xpos form lemma", err);
    while (!rc && (more = table_next(&t, err)) == 1) {
        int upos = upos_find(t.field[0]);
        lemma_form f;
        parse_lemma_form(t.field[2], &f);
        uint32_t script = script_of(l->x, &f, t.field[3]);
        if (upos < 0 || script == UINT32_MAX) return table_error(&t, err, "no such word class, or the lemma is too far from the form");
        slot_put(l->x, LEX_KNOWN, (uint32_t)upos, t.field[3], 0);
        for (uint32_t i = 0; i < l->v->n_tags; i++) {
            const parse_tag *tag = &l->v->tags[i];
            if (tag->upos == upos && str_eq(str_make(tag->xpos, tag->n_xpos), t.field[1])) slot_put(l->x, LEX_WHOLE, tag->lemma_class, t.field[2], script);
        }
    }
    return more < 0 ? ENT_E_FORMAT : rc;
}

/* ---- features --------------------------------------------------------------------------------------------------------------- */

static bool is_function_word(uint8_t upos) { return upos == UPOS_PRON || upos == UPOS_DET || upos == UPOS_AUX || upos == UPOS_PART || upos == UPOS_ADV || upos == UPOS_CCONJ; }

static uint32_t feature_set(lexicon *x, uint32_t feats)
{
    for (uint32_t i = 0; i < x->n_feature_sets; i++)
        if (x->feature_sets[i] == feats) return i;
    x->feature_sets[x->n_feature_sets] = feats;
    return x->n_feature_sets++;
}

static void features_learn(learner *l, inventory *v, const corpus *c)
{
    map votes, winner;
    map_init(&votes, l->mem);
    map_init(&winner, l->mem);
    for (uint32_t i = 0; i < c->n; i++)
        for (uint32_t k = 1; k <= c->sentences[i].n; k++) {
            const word *w = &c->sentences[i].words[k];
            lemma_form f;
            if (!is_function_word(w->upos)) continue;
            parse_lemma_form(w->form, &f);
            str low = str_make(f.low, f.n), key = key_make(l->mem, w->tag, low, UINT32_MAX);
            uint32_t n = count_up(l, &votes, key_make(l->mem, w->tag, low, w->feats)), had = map_get(&winner, key);
            if (had != MAP_NONE && n <= had >> 16) continue;
            uint32_t set = feature_set(l->x, w->feats);
            if (n >= 2 && w->feats != v->tags[w->tag].feats) {
                slot_put(l->x, LEX_FEATURES, w->tag, low, set);
                v->tags[w->tag].lexical = 1;
            } else if (had != MAP_NONE) {
                slot_put(l->x, LEX_FEATURES, w->tag, low, set);
            }
            map_put(&winner, key, (n < 0x7FFF ? n : 0x7FFF) << 16 | set);
        }
}

int lexicon_learn(lexicon *x, inventory *v, const corpus *c, const char *irregular, ent_error *err)
{
    arena *mem = c->mem;
    *x = (lexicon){.bits = SLOT_BITS, .slots = arena_new(mem, uint64_t, 1u << SLOT_BITS), .scripts = arena_new(mem, parse_script, MAX_SCRIPTS),
                   .feature_sets = arena_new(mem, uint32_t, 1u << 16)};
    learner l = {.mem = mem, .x = x, .v = v};
    map_init(&l.entries, mem);
    map_init(&l.counts, mem);
    map_init(&l.suffix, mem);
    if (mem->failed) return error_memory(err);
    for (uint32_t i = 0; i < c->n; i++)
        for (uint32_t k = 1; k <= c->sentences[i].n; k++) word_learn(&l, &c->sentences[i].words[k]);
    for (uint32_t k = 0; k <= LEMMA_MAX_SUFFIX; k++) suffixes_learn(&l, k);
    candidates_learn(&l);
    for (uint32_t i = 0; i < l.n; i++) {
        const entry *e = &l.entry[i];
        slot_put(x, LEX_KNOWN, e->upos, e->lemma, 0);
    }
    exceptions_learn(&l);
    features_learn(&l, v, c);
    int rc = irregular ? irregular_learn(&l, irregular, err) : ENT_OK;
    if (rc) return rc;
    return mem->failed ? error_memory(err) : x->n * 4 < 3u << x->bits ? ENT_OK : error_set(err, ENT_E_FORMAT, -1, "lexicon is full: raise SLOT_BITS");
}
