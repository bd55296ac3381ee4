/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Input: numbers. Output: the same, ascending. Method: few by insertion, many byte by byte from the lowest (radix sort), without the bytes in which
 * all agree. Cost: linear, times the bytes that differ. Why not qsort: glibc's calls a function for each of n log n comparisons.
 */
#include "base/sort.h"

#include <string.h>

enum { FEW = 24, BYTES = 8, VALUES = 256 };

static void insert_each(uint64_t *v, uint32_t n)
{
    for (uint32_t i = 1; i < n; i++) {
        uint64_t x = v[i];
        uint32_t at = i;
        for (; at && v[at - 1] > x; at--) v[at] = v[at - 1];
        v[at] = x;
    }
}

static void by_byte(const uint64_t *from, uint64_t *to, uint32_t n, int shift)
{
    uint32_t at[VALUES] = {0}, sum = 0;
    for (uint32_t i = 0; i < n; i++) at[from[i] >> shift & (VALUES - 1)]++;
    for (int b = 0; b < VALUES; b++) {
        uint32_t count = at[b];
        at[b] = sum;
        sum += count;
    }
    for (uint32_t i = 0; i < n; i++) to[at[from[i] >> shift & (VALUES - 1)]++] = from[i];
}

void sort_numbers(uint64_t *v, uint64_t *spare, uint32_t n)
{
    uint64_t differ = 0, *from = v, *to = spare;
    if (n <= FEW) {
        insert_each(v, n);
        return;
    }
    for (uint32_t i = 1; i < n; i++) differ |= v[i] ^ v[0];
    for (int b = 0; b < BYTES; b++) {
        if (!(differ >> 8 * b & (VALUES - 1))) continue;
        by_byte(from, to, n, 8 * b);
        uint64_t *swap = from;
        from = to;
        to = swap;
    }
    if (from != v) memcpy(v, from, n * sizeof *v);
}
