/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The model of relate: which type for these two actors, when an answer is asked for whatever the rules say.
 *
 * Input: a document whose scan has run, with the source as mention 0 and the target as mention 1. Output: a chance per type.
 * Method: a multinomial linear model over hashed features, each present or not:
 *
 *     roles     the predicates of which source or target fills a role, with the role: voice, control and sharing are undone by then
 *     triggers  the types that the code book gives to those predicates, to the words between the two, and to all others; so a verb
 *               that the training sentences lack still counts when any rule has it
 *     hits      rules that hold, which of the two they bind, and in what status; what the rules alone would answer
 *     asks      the first rule of each predicate whose words are there, whoever is named: trees err about who, seldom about what
 *     objects   what those predicates act on ("provide" with "aid"), and with which preposition
 *     meeting   the word where the ways up the tree from the two meet, and by which word the target hangs there
 *     status    negated, planned, requested, together with the type it changes ("will not" + CONSULT)
 *     words     lemmas between, before and after the two, pairs of neighbours, first letters (condemn- for condemnation)
 *     actors    common words inside the two ("police", "court"), never names
 *
 * Why not a bigger model: the training sentences are some 5,000, all written for the project; a sum of weights can be read, and what
 * no rule says too is marked `model:`. Why hashed features and no vocabulary: the file is half as large, and a collision
 * among some twenty thousand of 2^32 does not happen.
 *
 * Integers only: a weight is 1/32 of a doubling of the odds, the chance comes from shifts. Cost: linear in tokens and roles.
 * Limits: a wrong tree misleads it less than it does the rules, but it knows no grammar of its own; it never abstains.
 *
 *   offset  size  meaning (little-endian)
 *        0     8  magic "ENTRELAT"
 *        8     4  format version, 1
 *       12     4  types, at most 16
 *       16     4  rows n
 *       20     4  zero
 *       24     8  XXH3-64 of the bytes from 32 to the end
 *       32   256  names of the types, 16 bytes each, NUL-padded
 *      288    4n  feature of the row: u32, ascending
 *  288+4n    16n  weights of the row: i8, one per type
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "code/guess.h"

/* ---- collecting -------------------------------------------------------------------------------------------------------------- */

static const char *const zones[] = {"before", "between", "after", "in-source", "in-target"};
enum { ZONE_BEFORE, ZONE_BETWEEN, ZONE_AFTER, ZONE_SOURCE, ZONE_TARGET };

/* A feature is the hash of its kind and up to three words. */
static void feature_put(code_features *f, const char *kind, str a, str b, str c)
{
    uint64_t h = hash_bytes(kind, strlen(kind), 0);
    if (f->n == GUESS_MAX_FEATURES) return;
    h = hash_bytes(a.s, a.n, h);
    h = hash_bytes(b.s, b.n, h);
    f->id[f->n++] = (uint32_t)hash_bytes(c.s, c.n, h);
}

static str z(const char *name) { return str_from(name); }

/* The word of a token as a feature; "" for names, numbers and punctuation. */
static str word_of(const code_scan *s, uint32_t t)
{
    const doc *d = s->d;
    uint8_t tag = d->upos[t];
    if (tag == UPOS_PUNCT || tag == UPOS_NUM || tag == UPOS_SYM || tag == UPOS_X) return STR_NONE;
    if (tag == UPOS_PROPN && s->word[t] == MAP_NONE) return STR_NONE;
    if (s->word[t] != MAP_NONE && tag == UPOS_PROPN) return s->b->words.keys[s->word[t]];
    return utf8_lower(s->d->mem, d->lemma[t]);
}

static bool content(const doc *d, uint32_t t)
{
    uint8_t tag = d->upos[t];
    return tag == UPOS_VERB || tag == UPOS_NOUN || tag == UPOS_ADJ || tag == UPOS_PROPN;
}

static int zone_of(const code_scan *s, uint32_t t)
{
    const doc_mention *a = &s->d->mentions[0], *b = s->d->n_mentions > 1 ? &s->d->mentions[1] : a;
    if (t >= a->tok_begin && t < a->tok_end) return ZONE_SOURCE;
    if (t >= b->tok_begin && t < b->tok_end) return ZONE_TARGET;
    uint32_t low = a->tok_begin < b->tok_begin ? a->tok_begin : b->tok_begin, high = a->tok_begin < b->tok_begin ? b->tok_begin : a->tok_begin;
    return t < low ? ZONE_BEFORE : t < high ? ZONE_BETWEEN : ZONE_AFTER;
}

/* Types that the code book gives to a predicate: that of the rule that holds, else of all rules of its word. */
static uint32_t types_of(code_scan *s, uint32_t pred)
{
    uint32_t mask = 0;
    if (s->hit[pred].rule != MAP_NONE) return 1u << s->b->rules[s->hit[pred].rule].type;
    code_try tries[CODE_MAX_CANDIDATES];
    uint32_t n = code_candidates(s, pred, ~UINT64_C(0), tries);
    for (uint32_t i = 0; i < n; i++)
        if (tries[i].noun_set == MAP_NONE) mask |= 1u << s->b->rules[tries[i].rule].type;
    return mask;
}

static void types_put(const code_scan *s, code_features *f, const char *kind, str where, uint32_t mask)
{
    for (uint32_t t = 0; t < s->b->n_types; t++)
        if (mask >> t & 1) feature_put(f, kind, s->b->types[t].name, where, mask & (mask - 1) ? STR("some") : STR("sole"));
}

/* ---- roles ------------------------------------------------------------------------------------------------------------------- */

/* The role that a mention fills in a predicate, as a word; NULL when none. */
static const char *role_in(const code_scan *s, const doc_predicate *p, uint32_t mention, str *prep)
{
    static const char *const names[] = {[ROLE_AGENT] = "agent", [ROLE_PATIENT] = "patient", [ROLE_RECIPIENT] = "receiver", [ROLE_OBLIQUE] = "oblique",
                                        [ROLE_COMPLEMENT] = "complement", [ROLE_PREDICATE] = "predicate", [ROLE_PARTY] = "party"};
    const doc *d = s->d;
    *prep = STR_NONE;
    for (uint32_t i = p->role_begin; i < p->role_end; i++) {
        const doc_role *r = &d->roles[i];
        if (r->tok >= d->n_tokens || s->covered[r->tok] != mention) continue;
        *prep = r->prep;
        return names[r->role];
    }
    return NULL;
}

/* What a predicate acts on and with which prepositions: "provide" with "aid" is not "provide" with "cover". */
static void object_features(const code_scan *s, const doc_predicate *p, str who, code_features *f)
{
    const doc *d = s->d;
    for (uint32_t i = p->role_begin; i < p->role_end; i++) {
        const doc_role *r = &d->roles[i];
        if (r->tok >= d->n_tokens || s->covered[r->tok] != DOC_NONE) continue;
        str w = word_of(s, r->tok);
        if (!w.n) continue;
        feature_put(f, "object", p->lemma, w, r->role == ROLE_OBLIQUE ? r->prep : STR_NONE);
        feature_put(f, "object-noun", w, who, STR_NONE);
        if (w.n > 5) feature_put(f, "object-stem", str_sub(w, 0, 5), who, STR_NONE);
    }
}

/* A predicate with the source or the target in a role: its word, its types, its status, what it governs. */
static void role_features(code_scan *s, uint32_t pred, code_features *f)
{
    const doc *d = s->d;
    const doc_predicate *p = &d->predicates[pred];
    str source_prep, target_prep;
    const char *source = role_in(s, p, 0, &source_prep), *target = d->n_mentions > 1 ? role_in(s, p, 1, &target_prep) : NULL;
    uint32_t types = types_of(s, pred);
    str status = z(status_name(p->status));
    if (source) {
        feature_put(f, "source-role", p->lemma, z(source), STR_NONE);
        feature_put(f, "source-light", p->lemma, p->support, STR_NONE);
        types_put(s, f, "source-type", z(source), types);
        types_put(s, f, "source-status", status, types);
        feature_put(f, "status", status, z(p->tense == TENSE_FUTURE ? "future" : "now"), STR_NONE);
    }
    if (target) {
        feature_put(f, "target-role", p->lemma, z(target), target_prep);
        types_put(s, f, "target-type", target_prep.n ? target_prep : z(target), types);
    }
    if (source || target) object_features(s, p, z(source && target ? "both" : source ? "source" : "target"), f);
    if (source && target) {
        feature_put(f, "both", p->lemma, STR_NONE, STR_NONE);
        types_put(s, f, "both-type", STR_NONE, types);
    }
    if (p->parent == DOC_NONE || !(source || target)) return;
    const doc_predicate *up = &d->predicates[p->parent];
    feature_put(f, "above", up->lemma, z(source ? "source" : "target"), STR_NONE);
    if (p->relation != REL_COMPLEMENT && p->relation != REL_ARGUMENT) return;
    feature_put(f, "governed", up->lemma, p->lemma, STR_NONE);
    types_put(s, f, "governed-type", up->lemma, types);
}

/* The first rule whose words are there, whoever is named: what a wrong tree hides is who does it to whom, seldom what is done. */
static void words_features(code_scan *s, uint32_t pred, code_features *f)
{
    const doc_predicate *p = &s->d->predicates[pred];
    code_try tries[CODE_MAX_CANDIDATES];
    uint32_t n = code_candidates(s, pred, ~UINT64_C(0), tries), i = 0;
    str prep;
    bool source = role_in(s, p, 0, &prep) != NULL, target = s->d->n_mentions > 1 && role_in(s, p, 1, &prep);
    while (i < n && !code_match_words(s, pred, &tries[i])) i++;
    if (i == n) return;
    const code_rule *r = &s->b->rules[tries[i].rule];
    feature_put(f, "words-rule", r->name, STR_NONE, STR_NONE);
    feature_put(f, "words-type", s->b->types[r->type].name, z(source && target ? "both" : source ? "source" : target ? "target" : ""), z(status_name(p->status)));
    feature_put(f, "words-asks", s->b->types[r->type].name, z(r->n_needs ? "asks" : ""), STR_NONE);
}

/* Rules that hold, and whom they bind. */
static void hit_features(const code_scan *s, uint32_t pred, code_features *f)
{
    const code_hit *h = &s->hit[pred];
    if (h->rule == MAP_NONE) return;
    const code_rule *r = &s->b->rules[h->rule];
    char bound[4] = "...";
    for (uint8_t i = 0; i < h->n_actors; i++) bound[0] = h->actor[i].actor == 0 ? 's' : bound[0] == 's' ? 's' : 't';
    for (uint8_t i = 0; i < h->n_recipients; i++) bound[1] = h->recipient[i].actor == 1 ? 't' : bound[1] == 't' ? 't' : 's';
    uint8_t status;
    str event = code_relate_type(s, pred, &status);
    feature_put(f, "hit", event, z(bound), z(s->used[pred] == 1 ? "used" : ""));
    feature_put(f, "hit-status", s->b->types[r->type].name, z(status_name(status)), event);
    feature_put(f, "rule", r->name, STR_NONE, STR_NONE);
}

/* What the rules alone would answer, and how sure of the pair they are. */
static void best_features(const code_scan *s, uint32_t sent, code_features *f)
{
    int32_t best = INT32_MIN;
    uint32_t pred = DOC_NONE;
    for (uint32_t p = 0; p < s->d->n_predicates; p++) {
        if (s->d->predicates[p].sent != sent || s->hit[p].rule == MAP_NONE) continue;
        int32_t score = code_relate_score(s, p);
        if (score > best) best = score, pred = p;
    }
    if (pred == DOC_NONE) return feature_put(f, "best", STR_NONE, STR_NONE, STR_NONE);
    uint8_t status;
    str event = code_relate_type(s, pred, &status);
    feature_put(f, "best", event, z(best > RELATE_BOTH ? "both" : best > RELATE_SURE ? "one" : "none"), STR_NONE);
    feature_put(f, "best-status", event, z(status_name(status)), z(status_name(s->d->predicates[pred].status)));
}

/* ---- words ------------------------------------------------------------------------------------------------------------------- */

/* Types of the rules that a word sets off by itself, as verb, noun or state. */
static uint32_t trigger_types(const code_scan *s, uint32_t t)
{
    static const char *const prefixes[] = {"v:", "n:", "s:"};
    uint32_t mask = 0;
    char key[96];
    if (s->word[t] == MAP_NONE) return 0;
    str w = s->b->words.keys[s->word[t]];
    for (int k = 0; k < 3; k++) {
        int n = snprintf(key, sizeof key, "%s%.*s", prefixes[k], STR_ARG(w));
        const code_tries *l = n > 0 && (size_t)n < sizeof key ? code_index_get(s->b, str_make(key, (size_t)n)) : NULL;
        for (uint32_t i = 0; l && i < l->n; i++) mask |= 1u << s->b->rules[l->item[i].rule].type;
    }
    return mask;
}

static void word_features(const code_scan *s, uint32_t t, str before, code_features *f)
{
    const doc *d = s->d;
    int zone = zone_of(s, t);
    str w = word_of(s, t);
    if (!w.n) return;
    if (zone >= ZONE_SOURCE) {
        if (content(d, t)) feature_put(f, "inside", w, z(zones[zone]), STR_NONE);
        return;
    }
    if (zone == ZONE_BETWEEN && before.n) feature_put(f, "pair", before, w, STR_NONE);
    if (zone == ZONE_BETWEEN && !content(d, t)) feature_put(f, "small", w, STR_NONE, STR_NONE);
    if (!content(d, t)) return;
    feature_put(f, "word", w, z(zones[zone]), STR_NONE);
    feature_put(f, "any", w, STR_NONE, STR_NONE);
    if (w.n > 5) feature_put(f, "stem", str_sub(w, 0, 5), z(zone == ZONE_BETWEEN ? "between" : ""), STR_NONE);
    uint32_t types = trigger_types(s, t);
    if (types) types_put(s, f, "trigger", z(zones[zone]), types);
}

/* Words on the way up the tree from an actor to the root: at most four. */
static void path_features(const code_scan *s, uint32_t mention, code_features *f)
{
    const doc *d = s->d;
    uint32_t t = d->mentions[mention].head, seen = 0;
    for (uint32_t steps = 0; d->head && d->head[t] != DOC_NONE && steps < 12 && seen < 3; steps++) {
        t = d->head[t];
        str w = s->covered[t] == mention ? STR_NONE : word_of(s, t);
        if (!w.n) continue;
        feature_put(f, mention ? "over-target" : "over-source", w, z(seen == 0 ? "next" : "far"), STR_NONE);
        types_put(s, f, mention ? "over-target-type" : "over-source-type", z(seen == 0 ? "next" : "far"), trigger_types(s, t));
        seen++;
    }
}

/* Where the ways up from the two meet, and by which words the target hangs there. */
static void meeting_features(const code_scan *s, code_features *f)
{
    enum { UP = 24 };
    const doc *d = s->d;
    uint32_t up[UP], n = 0, t, last = DOC_NONE, seen = 0;
    if (d->n_mentions < 2 || !d->head) return;
    for (t = d->mentions[0].head; t != DOC_NONE && n < UP; t = d->head[t]) up[n++] = t;
    for (t = d->mentions[1].head; t != DOC_NONE && seen < UP; t = d->head[t], seen++) {
        bool meets = false;
        for (uint32_t i = 0; i < n; i++) meets |= up[i] == t;
        if (meets) break;
        last = t;
        if (s->covered[t] == 1 || !content(d, t)) continue;
        feature_put(f, "way", word_of(s, t), STR_NONE, STR_NONE);
        types_put(s, f, "way-type", STR_NONE, trigger_types(s, t));
    }
    if (t == DOC_NONE || s->covered[t] < 2) return;
    str w = word_of(s, t);
    feature_put(f, "meet", w, STR_NONE, STR_NONE);
    if (w.n > 5) feature_put(f, "meet-stem", str_sub(w, 0, 5), STR_NONE, STR_NONE);
    types_put(s, f, "meet-type", STR_NONE, trigger_types(s, t));
    if (last == DOC_NONE) return;
    char rel[8];
    int k = snprintf(rel, sizeof rel, "%u", d->deprel[last]);
    feature_put(f, "meet-by", w, str_make(rel, (size_t)k), word_of(s, last));
    types_put(s, f, "meet-by-type", str_make(rel, (size_t)k), trigger_types(s, t));
}

static int by_id(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

void code_guess_features(code_scan *s, code_features *out)
{
    const doc *d = s->d;
    out->n = 0;
    feature_put(out, "bias", STR_NONE, STR_NONE, STR_NONE);
    if (!d->n_mentions || !d->upos || !d->lemma) return;
    uint32_t sent = doc_sentence_of(d, d->mentions[0].head);
    for (uint32_t p = 0; p < d->n_predicates; p++) {
        if (d->predicates[p].sent != sent) continue;
        role_features(s, p, out);
        hit_features(s, p, out);
        words_features(s, p, out);
    }
    best_features(s, sent, out);
    for (uint32_t m = 0; m < d->n_mentions && m < 2; m++) path_features(s, m, out);
    meeting_features(s, out);
    str before = STR_NONE;
    for (uint32_t t = d->sentences[sent].tok_begin; t < d->sentences[sent].tok_end; t++) {
        word_features(s, t, before, out);
        str w = word_of(s, t);
        if (w.n) before = w;
    }
    qsort(out->id, out->n, sizeof *out->id, by_id);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < out->n; i++)
        if (!kept || out->id[i] != out->id[kept - 1]) out->id[kept++] = out->id[i];
    out->n = kept;
}

/* ---- the model --------------------------------------------------------------------------------------------------------------- */

static uint32_t get_u32(const char *p)
{
    const unsigned char *u = (const unsigned char *)p;
    return (uint32_t)u[0] | (uint32_t)u[1] << 8 | (uint32_t)u[2] << 16 | (uint32_t)u[3] << 24;
}

static int refused(ent_error *err, const char *path, const char *why) { return error_set(err, ENT_E_FORMAT, -1, "%s: %s", path, why); }

int code_guess_read(code_guess *g, const code_book *b, const char *path, str bytes, ent_error *err)
{
    *g = (code_guess){0};
    if (bytes.n < GUESS_HEAD_BYTES || memcmp(bytes.s, GUESS_MAGIC, 8)) return refused(err, path, "no model of relations");
    uint32_t types = get_u32(bytes.s + 12), rows = get_u32(bytes.s + 16);
    if (get_u32(bytes.s + 8) != GUESS_VERSION) return refused(err, path, "another version of the format");
    if (types > GUESS_TYPES || bytes.n != GUESS_HEAD_BYTES + (uint64_t)rows * (4 + GUESS_TYPES)) return refused(err, path, "its size is not what its head says");
    uint64_t sum = hash_bytes(bytes.s + 32, bytes.n - 32, 0);
    if (get_u32(bytes.s + 24) != (uint32_t)sum || get_u32(bytes.s + 28) != (uint32_t)(sum >> 32)) return refused(err, path, "damaged: checksum differs");
    for (uint32_t t = 0; t < types; t++) {
        const char *name = bytes.s + 32 + t * GUESS_NAME_BYTES;
        const char *end = memchr(name, 0, GUESS_NAME_BYTES);
        g->type[t] = code_type_find(b, str_make(name, end ? (size_t)(end - name) : GUESS_NAME_BYTES));
        if (g->type[t] == MAP_NONE) return refused(err, path, "names a type that the code book lacks");
    }
    g->n_types = types;
    g->n_rows = rows;
    g->row = bytes.s + GUESS_HEAD_BYTES;
    g->weight = (const int8_t *)bytes.s + GUESS_HEAD_BYTES + (size_t)rows * 4;
    return ENT_OK;
}

static const int8_t *row_of(const code_guess *g, uint32_t feature)
{
    uint32_t low = 0, high = g->n_rows;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2, at = get_u32(g->row + (size_t)mid * 4);
        if (at == feature) return g->weight + (size_t)mid * GUESS_TYPES;
        if (at < feature) low = mid + 1;
        else high = mid;
    }
    return NULL;
}

/* 65536 · 2^(−d/32), linear between powers of two. */
static uint32_t odds(int32_t d)
{
    uint32_t whole = (uint32_t)d / GUESS_UNIT, part = (uint32_t)d % GUESS_UNIT;
    return whole > 16 ? 0 : (65536u >> whole) * (2 * GUESS_UNIT - part) / (2 * GUESS_UNIT);
}

void code_guess_chances(const code_guess *g, const code_features *f, uint16_t chance[CODE_MAX_TYPES])
{
    int32_t sum[GUESS_TYPES] = {0}, best = INT32_MIN;
    uint32_t total = 0;
    memset(chance, 0, CODE_MAX_TYPES * sizeof *chance);
    for (uint32_t i = 0; i < f->n; i++) {
        const int8_t *w = row_of(g, f->id[i]);
        for (uint32_t t = 0; w && t < g->n_types; t++) sum[t] += w[t];
    }
    for (uint32_t t = 0; t < g->n_types; t++)
        if (sum[t] > best) best = sum[t];
    for (uint32_t t = 0; t < g->n_types; t++) total += odds(best - sum[t]);
    for (uint32_t t = 0; t < g->n_types; t++) chance[g->type[t]] = (uint16_t)((uint64_t)odds(best - sum[t]) * 1000 / total);
}
