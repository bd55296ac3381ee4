/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The network's arithmetic for AVX2. Compiled with its own -m flags; the functions run only where parse_kernels_avx2 found the
 * instructions. Method: vpmaddubsw multiplies u8 by s8 and adds pairs in 16 bits, which cannot saturate because activations are at
 * most 127 (2 · 127 · 127 < 32768); vpmaddwd by ones brings two pairs into a 32-bit lane. Formulas: kernel.h.
 */
#include "parse/kernel.h"

#if defined(__AVX2__)
#include <immintrin.h>

#define UNROLL _Pragma("GCC unroll 8")

static inline __m256i requantise(__m256i acc, const parse_matrix *m, uint32_t o, __m256i half)
{
    __m256i y = _mm256_mullo_epi32(_mm256_sra_epi32(acc, _mm_cvtsi32_si128(m->pre)), _mm256_loadu_si256((const __m256i *)(m->mult + o)));
    y = _mm256_sra_epi32(_mm256_add_epi32(y, half), _mm_cvtsi32_si128(m->post));
    return _mm256_min_epi32(_mm256_max_epi32(y, _mm256_set1_epi32(m->low)), _mm256_set1_epi32(m->high));
}

/* rows × 16 results at column o; rows is a constant at every call, so the tile lives in registers. */
static inline __attribute__((always_inline)) void tile(const uint32_t rows, const uint8_t *x, uint32_t ldx, const parse_matrix *m, uint32_t o, int16_t *y, uint32_t ldy)
{
    __m256i acc[4][2], ones = _mm256_set1_epi16(1);
    UNROLL
    for (uint32_t r = 0; r < rows; r++)
        UNROLL
        for (uint32_t j = 0; j < 2; j++) acc[r][j] = _mm256_loadu_si256((const __m256i *)(m->bias + o + 8 * j));
    const int8_t *w = m->w + (size_t)o * 4;
    for (uint32_t k = 0; k < m->K; k += 4, w += (size_t)m->M * 4) {
        __m256i w0 = _mm256_loadu_si256((const __m256i *)w), w1 = _mm256_loadu_si256((const __m256i *)(w + 32));
        UNROLL
        for (uint32_t r = 0; r < rows; r++) {
            int32_t four;
            memcpy(&four, x + (size_t)r * ldx + k, 4);
            __m256i v = _mm256_set1_epi32(four);
            acc[r][0] = _mm256_add_epi32(acc[r][0], _mm256_madd_epi16(_mm256_maddubs_epi16(v, w0), ones));
            acc[r][1] = _mm256_add_epi32(acc[r][1], _mm256_madd_epi16(_mm256_maddubs_epi16(v, w1), ones));
        }
    }
    __m256i half = _mm256_set1_epi32(1 << (m->post - 1));
    UNROLL
    for (uint32_t r = 0; r < rows; r++) {
        __m256i pair = _mm256_packs_epi32(requantise(acc[r][0], m, o, half), requantise(acc[r][1], m, o + 8, half));
        _mm256_storeu_si256((__m256i *)(y + (size_t)r * ldy + o), _mm256_permute4x64_epi64(pair, 0xD8));
    }
}

static void multiply(uint32_t n, const uint8_t *x, uint32_t ldx, const parse_matrix *m, int16_t *y, uint32_t ldy)
{
    for (uint32_t o = 0; o < m->M; o += 16) {
        uint32_t i = 0;
        for (; i + 4 <= n; i += 4) tile(4, x + (size_t)i * ldx, ldx, m, o, y + (size_t)i * ldy, ldy);
        for (; i < n; i++) tile(1, x + (size_t)i * ldx, ldx, m, o, y + (size_t)i * ldy, ldy);
    }
}

static void embed(const int8_t *table, const uint16_t *row, uint32_t n, uint32_t shift, int16_t *x)
{
    __m256i s[NET_D / 16], zero = _mm256_setzero_si256();
    UNROLL
    for (int j = 0; j < NET_D / 16; j++) s[j] = zero;
    for (uint32_t i = 0; i < n; i++) {
        const int8_t *e = table + (size_t)row[i] * NET_D;
        UNROLL
        for (int j = 0; j < NET_D / 16; j++) s[j] = _mm256_add_epi16(s[j], _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(e + 16 * j))));
    }
    UNROLL
    for (int j = 0; j < NET_D / 16; j++)
        _mm256_storeu_si256((__m256i *)(x + 16 * j), _mm256_sll_epi16(_mm256_max_epi16(s[j], zero), _mm_cvtsi32_si128((int)shift)));
}

static void residual(uint32_t n, int16_t *x, const int16_t *r, int32_t mult, uint8_t *q)
{
    __m256i m = _mm256_set1_epi16((int16_t)mult), top = _mm256_set1_epi16(127);
    for (uint32_t k = 0; k < n; k += 32) {
        __m256i v[2];
        UNROLL
        for (int j = 0; j < 2; j++) {
            v[j] = _mm256_loadu_si256((const __m256i *)(x + k + 16 * j));
            if (r) {
                v[j] = _mm256_adds_epi16(v[j], _mm256_loadu_si256((const __m256i *)(r + k + 16 * j)));
                _mm256_storeu_si256((__m256i *)(x + k + 16 * j), v[j]);
            }
            v[j] = _mm256_min_epi16(_mm256_mulhrs_epi16(v[j], m), top);
        }
        _mm256_storeu_si256((__m256i *)(q + k), _mm256_permute4x64_epi64(_mm256_packus_epi16(v[0], v[1]), 0xD8));
    }
}

static int32_t sum8(__m256i v)
{
    __m128i s = _mm_add_epi32(_mm256_castsi256_si128(v), _mm256_extracti128_si256(v, 1));
    s = _mm_add_epi32(s, _mm_shuffle_epi32(s, 0x4E));
    s = _mm_add_epi32(s, _mm_shuffle_epi32(s, 0xB1));
    return _mm_cvtsi128_si32(s);
}

static void actions(const int16_t *const *row, uint32_t n, const int16_t *weight, int32_t score[NET_ACTIONS])
{
    __m256i z[NET_H / 16], zero = _mm256_setzero_si256();
    UNROLL
    for (int j = 0; j < NET_H / 16; j++) z[j] = zero;
    for (uint32_t i = 0; i < n; i++)
        UNROLL
        for (int j = 0; j < NET_H / 16; j++) z[j] = _mm256_add_epi16(z[j], _mm256_loadu_si256((const __m256i *)(row[i] + 16 * j)));
    UNROLL
    for (int a = 0; a < NET_ACTIONS; a++) {
        __m256i s = zero;
        UNROLL
        for (int j = 0; j < NET_H / 16; j++)
            s = _mm256_add_epi32(s, _mm256_madd_epi16(_mm256_max_epi16(z[j], zero), _mm256_loadu_si256((const __m256i *)(weight + a * NET_H + 16 * j))));
        score[a] = sum8(s);
    }
}

static void arc(const int16_t *a, const int16_t *b, const int16_t *c, uint8_t *z)
{
    for (int k = 0; k < NET_LH; k += 32) {
        __m256i v[2];
        UNROLL
        for (int j = 0; j < 2; j++) {
            int at = k + 16 * j;
            v[j] = _mm256_add_epi16(_mm256_loadu_si256((const __m256i *)(a + at)), _mm256_loadu_si256((const __m256i *)(b + at)));
            v[j] = _mm256_add_epi16(_mm256_add_epi16(v[j], _mm256_loadu_si256((const __m256i *)(c + at))), _mm256_set1_epi16(64));
            v[j] = _mm256_min_epi16(_mm256_srai_epi16(v[j], 7), _mm256_set1_epi16(127));
        }
        _mm256_storeu_si256((__m256i *)(z + k), _mm256_permute4x64_epi64(_mm256_packus_epi16(v[0], v[1]), 0xD8)); /* packus: below 0 becomes 0 */
    }
}

static uint32_t best(const int16_t *y, uint32_t n)
{
    __m256i top = _mm256_loadu_si256((const __m256i *)y);
    for (uint32_t k = 16; k < n; k += 16) top = _mm256_max_epi16(top, _mm256_loadu_si256((const __m256i *)(y + k)));
    __m128i h = _mm_max_epi16(_mm256_castsi256_si128(top), _mm256_extracti128_si256(top, 1));
    /* largest of eight signed values: flipping all but the sign turns it into the smallest unsigned */
    int16_t most = (int16_t)(_mm_extract_epi16(_mm_minpos_epu16(_mm_xor_si128(h, _mm_set1_epi16(0x7FFF))), 0) ^ 0x7FFF);
    for (uint32_t k = 0; k < n; k += 16) {
        uint32_t equal = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi16(_mm256_loadu_si256((const __m256i *)(y + k)), _mm256_set1_epi16(most)));
        if (equal) return k + (uint32_t)__builtin_ctz(equal) / 2;
    }
    return 0;
}

const parse_kernels *parse_kernels_avx2(void)
{
    static const parse_kernels k = {"avx2", multiply, embed, residual, actions, arc, best};
    return __builtin_cpu_supports("avx2") ? &k : NULL;
}

#else

const parse_kernels *parse_kernels_avx2(void) { return NULL; }

#endif
