/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Features of a token.
 *
 * Input: the bytes of a word. Output: up to 18 row numbers of the embedding table, which the encoder sums with those of the word's vector
 * (vectors.h).
 * Method: hashed embeddings (Weinberger et al. 2009, "Feature Hashing for Large Scale Multitask Learning"; the bag of affixes and shape
 * follows spaCy's MultiHashEmbed, the trigrams Bojanowski et al. 2017, "Enriching Word Vectors with Subword Information").
 *   word       lower case, digits as 0                    32768 rows
 *   suffixes   of 2, 3 and 4 bytes, prefix of 3 bytes      4096 rows each
 *   shape      Xx, dd, runs of three at most               4096 rows
 *   trigrams   of ^word$, the first twelve                 8192 rows
 * Why a sum of hashed rows and not a vocabulary: no unknown words, no dictionary to ship, and a look-up costs one cache line pair.
 * Why typographic quotes are folded: news uses them throughout, the treebanks seldom.
 * Limits: bytes, not characters, so a suffix may cut a UTF-8 sequence; that is harmless because it is only hashed.
 * Cost: linear in the bytes of the word, which are capped.
 */
#include "parse/feature.h"

/* Typographic signs that stand for ASCII ones. All are three bytes that begin E2 80. */
static char fold_sign(unsigned char last)
{
    switch (last) {
    case 0x98: case 0x99: case 0x9B: return '\'';
    case 0x9C: case 0x9D: case 0x9E: return '"';
    case 0x90: case 0x91: case 0x93: case 0x94: return '-';
    default: return 0;
    }
}

uint32_t parse_fold(str form, bool lower, char *out)
{
    uint32_t n = form.n < DOC_CAP_TOKEN_BYTES ? form.n : DOC_CAP_TOKEN_BYTES, m = 0;
    for (uint32_t i = 0; i < n; i++) {
        char c = form.s[i], sign = 0;
        if (c == '\xE2' && i + 2 < n && form.s[i + 1] == '\x80') sign = fold_sign((unsigned char)form.s[i + 2]);
        if (sign) {
            out[m++] = sign;
            i += 2;
        } else {
            out[m++] = lower && c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
        }
    }
    return m;
}

static uint32_t mix(uint32_t h)
{
    h ^= h >> 15;
    h *= 0x85ebca6bu;
    h ^= h >> 13;
    h *= 0xc2b2ae35u;
    return h ^ h >> 16;
}

/* FNV-1a, then mixed; short strings only. */
static uint32_t hash_short(const char *s, uint32_t n, uint32_t seed)
{
    uint32_t h = seed * 0x9E3779B1u ^ 2166136261u;
    for (uint32_t i = 0; i < n; i++) h = (h ^ (unsigned char)s[i]) * 16777619u;
    return mix(h);
}

static uint32_t shape_of(const char *s, uint32_t n, char out[10])
{
    uint32_t k = 0, run = 0;
    char last = 0;
    for (uint32_t i = 0; i < n && k < 10; i++) {
        char c = s[i];
        if (c >= 'A' && c <= 'Z') c = 'X';
        else if (c >= 'a' && c <= 'z') c = 'x';
        else if (c >= '0' && c <= '9') c = 'd';
        else if ((unsigned char)c >= 0x80) c = 'u';
        run = c == last ? run + 1 : 0;
        last = c;
        if (run < 3) out[k++] = c;
    }
    return k;
}

static void put_affix(parse_features *f, const char *s, uint32_t n)
{
    uint32_t kind = f->n - 1u; /* the word row came first */
    f->row[f->n++] = (uint16_t)(NET_WORD_ROWS + kind * NET_AFFIX_ROWS + (hash_short(s, n, 2 + kind) & (NET_AFFIX_ROWS - 1)));
}

static uint32_t least(uint32_t a, uint32_t b) { return a < b ? a : b; }

void parse_featurise(str form, parse_features *f)
{
    char raw[DOC_CAP_TOKEN_BYTES], framed[DOC_CAP_TOKEN_BYTES + 2], shape[10], *low = framed + 1;
    uint32_t n = parse_fold(form, false, raw), n_shape = shape_of(raw, n, shape);
    framed[0] = '^';
    for (uint32_t i = 0; i < n; i++) {
        char c = raw[i];
        low[i] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c >= '0' && c <= '9' ? '0' : c;
    }
    low[n] = '$';
    f->word = hash_short(low, n, 1);
    f->n = 0;
    f->row[f->n++] = (uint16_t)(f->word & (NET_WORD_ROWS - 1));
    uint32_t s2 = least(n, 2), s3 = least(n, 3), s4 = least(n, 4);
    put_affix(f, low + n - s3, s3);
    put_affix(f, low + n - s2, s2);
    put_affix(f, low, s3);
    put_affix(f, shape, n_shape);
    put_affix(f, low + n - s4, s4);
    for (uint32_t i = 0; i + 3 <= n + 2 && f->n < NET_FEATURES; i++)
        f->row[f->n++] = (uint16_t)(NET_WORD_ROWS + NET_AFFIXES * NET_AFFIX_ROWS + (hash_short(framed + i, 3, 90) & (NET_TRIGRAM_ROWS - 1)));
}

void parse_featurise_root(parse_features *f) { parse_featurise(STR("\001root\001"), f); }
