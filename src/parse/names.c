/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names: the best label sequence under a linear chain (Viterbi 1967; Lafferty, McCallum and Pereira 2001 for the training in train/chain.c).
 *
 *     best[i][b] = score[i][b] + max_a (best[i-1][a] + move[a][b])
 *
 * in 32-bit integers: 400 tokens of at most 2^15 + 2^21 each stay below 2^31. Ties go to the lower label. An I- after anything but its own
 * B- or I- costs 2^21, more than scores can outweigh, so the path is always well formed. Cost: 49 n additions.
 */
#include "parse/names.h"

enum { WIDTH = 8, START = 7 };

void parse_names(const int16_t *score, const int32_t *moves, uint32_t n, uint8_t *back, uint8_t *out)
{
    if (!n) return;
    int32_t best[N_NER], next[N_NER];
    for (uint32_t b = 0; b < N_NER; b++) best[b] = score[b] + moves[START * WIDTH + b];
    for (uint32_t i = 1; i < n; i++) {
        for (uint32_t b = 0; b < N_NER; b++) {
            uint32_t from = 0;
            int32_t most = best[0] + moves[b];
            for (uint32_t a = 1; a < N_NER; a++) {
                int32_t v = best[a] + moves[a * WIDTH + b];
                if (v > most) most = v, from = a;
            }
            next[b] = most + score[(size_t)i * NET_NER + b];
            back[(size_t)i * N_NER + b] = (uint8_t)from;
        }
        memcpy(best, next, sizeof best);
    }
    uint32_t at = 0;
    for (uint32_t b = 1; b < N_NER; b++)
        if (best[b] > best[at]) at = b;
    for (uint32_t i = n; i-- > 0;) {
        out[i] = (uint8_t)at;
        if (i) at = back[(size_t)i * N_NER + at];
    }
}
