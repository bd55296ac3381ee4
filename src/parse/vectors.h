/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a word means, in twelve bytes.
 *
 * A treebank has seen few words, a corpus of news and encyclopaedia many. Word vectors learned from such a corpus (Pennington, Socher and
 * Manning 2014, "GloVe: Global Vectors for Word Representation") are cut down by residual quantisation (Chen, Guan and Wang 2010): the first byte
 * names the nearest of 256 centres, the next the nearest of 256 to what that leaves, and so on. Each pair of place and byte is a row of the
 * embedding table, summed with the hashed rows and trained with them: words that were used alike begin with rows they share.
 *
 * The table is open addressing with linear probing, keyed by the hash of the folded word (feature.h); 0 is an empty slot. Two words with
 * one hash of 32 bits share a code, some five among 200,000.
 */
#ifndef PARSE_VECTORS_H
#define PARSE_VECTORS_H

#include "parse/feature.h"

typedef struct parse_vectors {
    const uint32_t *key;                      /* [1 << bits] */
    const uint8_t (*code)[NET_VECTOR_LEVELS]; /* [1 << bits] */
    uint32_t bits;
} parse_vectors;

/* Slot of a word, or the empty one where it would stand. The table has an empty slot. */
static inline uint32_t parse_vector_slot(const parse_vectors *v, uint32_t word)
{
    uint32_t mask = (1u << v->bits) - 1, key = word ? word : 1, at = (key * 0x9E3779B1u) >> (32 - v->bits);
    while (v->key[at] && v->key[at] != key) at = (at + 1) & mask;
    return at;
}

/* Adds the rows of the word's code, if it has one. */
static inline void parse_vector_rows(const parse_vectors *v, parse_features *f)
{
    uint32_t at = parse_vector_slot(v, f->word);
    if (!v->key[at]) return;
    for (uint32_t l = 0; l < NET_VECTOR_LEVELS; l++) f->row[f->n++] = (uint16_t)(NET_HASHED_ROWS + l * NET_VECTOR_CENTRES + v->code[at][l]);
}

#endif
