/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The network's arithmetic for AVX-512 with VNNI (Ice Lake, Zen 4 and later). Compiled with its own -m flags; the functions run only
 * where parse_kernels_avx512 found the instructions. Method: vpdpbusd multiplies four u8 by four s8 and adds into a 32-bit lane; a
 * tile of 4 rows × 64 columns stays in 16 registers, so a weight is loaded once per four tokens. Formulas: kernel.h.
 */
#include "parse/kernel.h"

#if defined(__AVX512VNNI__) && defined(__AVX512BW__) && defined(__AVX512VL__)
#include <immintrin.h>

#define UNROLL _Pragma("GCC unroll 8")

static inline __m256i requantise(__m512i acc, const parse_matrix *m, uint32_t o, __m512i half)
{
    __m512i y = _mm512_mullo_epi32(_mm512_sra_epi32(acc, _mm_cvtsi32_si128(m->pre)), _mm512_loadu_si512(m->mult + o));
    y = _mm512_sra_epi32(_mm512_add_epi32(y, half), _mm_cvtsi32_si128(m->post));
    y = _mm512_min_epi32(_mm512_max_epi32(y, _mm512_set1_epi32(m->low)), _mm512_set1_epi32(m->high));
    return _mm512_cvtepi32_epi16(y);
}

/* rows × (16 · width) results at column o; rows and width are constants at every call, so the tile lives in registers. */
static inline __attribute__((always_inline)) void tile(const uint32_t rows, const uint32_t width, const uint8_t *x, uint32_t ldx, const parse_matrix *m, uint32_t o,
                                                       int16_t *y, uint32_t ldy)
{
    __m512i acc[4][4];
    UNROLL
    for (uint32_t r = 0; r < rows; r++)
        UNROLL
        for (uint32_t j = 0; j < width; j++) acc[r][j] = _mm512_loadu_si512(m->bias + o + 16 * j);
    const int8_t *w = m->w + (size_t)o * 4;
    for (uint32_t k = 0; k < m->K; k += 4, w += (size_t)m->M * 4) {
        __m512i wj[4];
        UNROLL
        for (uint32_t j = 0; j < width; j++) wj[j] = _mm512_loadu_si512(w + 64 * j);
        UNROLL
        for (uint32_t r = 0; r < rows; r++) {
            int32_t four;
            memcpy(&four, x + (size_t)r * ldx + k, 4);
            __m512i v = _mm512_set1_epi32(four);
            UNROLL
            for (uint32_t j = 0; j < width; j++) acc[r][j] = _mm512_dpbusd_epi32(acc[r][j], v, wj[j]);
        }
    }
    __m512i half = _mm512_set1_epi32(1 << (m->post - 1));
    UNROLL
    for (uint32_t r = 0; r < rows; r++)
        UNROLL
        for (uint32_t j = 0; j < width; j++) _mm256_storeu_si256((__m256i *)(y + (size_t)r * ldy + o + 16 * j), requantise(acc[r][j], m, o + 16 * j, half));
}

/* All rows of 16 · width columns: their weights stay in the first-level cache. */
static inline __attribute__((always_inline)) void strip(const uint32_t width, uint32_t n, const uint8_t *x, uint32_t ldx, const parse_matrix *m, uint32_t o,
                                                        int16_t *y, uint32_t ldy)
{
    for (; n >= 4; n -= 4, x += (size_t)4 * ldx, y += (size_t)4 * ldy) tile(4, width, x, ldx, m, o, y, ldy);
    switch (n) {
    case 3: tile(3, width, x, ldx, m, o, y, ldy); break;
    case 2: tile(2, width, x, ldx, m, o, y, ldy); break;
    case 1: tile(1, width, x, ldx, m, o, y, ldy); break;
    default: break;
    }
}

static void multiply(uint32_t n, const uint8_t *x, uint32_t ldx, const parse_matrix *m, int16_t *y, uint32_t ldy)
{
    uint32_t o = 0;
    for (; o + 64 <= m->M; o += 64) strip(4, n, x, ldx, m, o, y, ldy);
    for (; o < m->M; o += 16) strip(1, n, x, ldx, m, o, y, ldy);
}

static void embed(const int8_t *table, const uint16_t *row, uint32_t n, uint32_t shift, int16_t *x)
{
    __m512i s[NET_D / 32];
    UNROLL
    for (int j = 0; j < NET_D / 32; j++) s[j] = _mm512_setzero_si512();
    for (uint32_t i = 0; i < n; i++) {
        const int8_t *e = table + (size_t)row[i] * NET_D;
        UNROLL
        for (int j = 0; j < NET_D / 32; j++) s[j] = _mm512_add_epi16(s[j], _mm512_cvtepi8_epi16(_mm256_loadu_si256((const __m256i *)(e + 32 * j))));
    }
    UNROLL
    for (int j = 0; j < NET_D / 32; j++)
        _mm512_storeu_si512(x + 32 * j, _mm512_sll_epi16(_mm512_max_epi16(s[j], _mm512_setzero_si512()), _mm_cvtsi32_si128((int)shift)));
}

static void residual(uint32_t n, int16_t *x, const int16_t *r, int32_t mult, uint8_t *q)
{
    __m512i m = _mm512_set1_epi16((int16_t)mult), top = _mm512_set1_epi16(127);
    for (uint32_t k = 0; k < n; k += 32) {
        __m512i v = _mm512_loadu_si512(x + k);
        if (r) {
            v = _mm512_adds_epi16(v, _mm512_loadu_si512(r + k));
            _mm512_storeu_si512(x + k, v);
        }
        v = _mm512_min_epi16(_mm512_mulhrs_epi16(v, m), top);
        _mm256_storeu_si256((__m256i *)(q + k), _mm512_cvtepi16_epi8(v));
    }
}

static void actions(const int16_t *const *row, uint32_t n, const int16_t *weight, int32_t score[NET_ACTIONS])
{
    __m512i z[NET_H / 32];
    UNROLL
    for (int j = 0; j < NET_H / 32; j++) z[j] = _mm512_setzero_si512();
    for (uint32_t i = 0; i < n; i++)
        UNROLL
        for (int j = 0; j < NET_H / 32; j++) z[j] = _mm512_add_epi16(z[j], _mm512_loadu_si512(row[i] + 32 * j));
    __m512i s[NET_ACTIONS];
    UNROLL
    for (int a = 0; a < NET_ACTIONS; a++) s[a] = _mm512_setzero_si512();
    UNROLL
    for (int j = 0; j < NET_H / 32; j++) {
        __m512i v = _mm512_max_epi16(z[j], _mm512_setzero_si512());
        UNROLL
        for (int a = 0; a < NET_ACTIONS; a++) s[a] = _mm512_add_epi32(s[a], _mm512_madd_epi16(v, _mm512_loadu_si512(weight + a * NET_H + 32 * j)));
    }
    UNROLL
    for (int a = 0; a < NET_ACTIONS; a++) score[a] = _mm512_reduce_add_epi32(s[a]);
}

static void arc(const int16_t *a, const int16_t *b, const int16_t *c, uint8_t *z)
{
    for (int k = 0; k < NET_LH; k += 32) {
        __m512i v = _mm512_add_epi16(_mm512_add_epi16(_mm512_loadu_si512(a + k), _mm512_loadu_si512(b + k)), _mm512_loadu_si512(c + k));
        v = _mm512_srai_epi16(_mm512_add_epi16(v, _mm512_set1_epi16(64)), 7);
        v = _mm512_min_epi16(_mm512_max_epi16(v, _mm512_setzero_si512()), _mm512_set1_epi16(127));
        _mm256_storeu_si256((__m256i *)(z + k), _mm512_cvtepi16_epi8(v));
    }
}

static uint32_t best(const int16_t *y, uint32_t n)
{
    __m512i top = _mm512_loadu_si512(y);
    for (uint32_t k = 32; k < n; k += 32) top = _mm512_max_epi16(top, _mm512_loadu_si512(y + k));
    __m256i t = _mm256_max_epi16(_mm512_castsi512_si256(top), _mm512_extracti64x4_epi64(top, 1));
    __m128i h = _mm_max_epi16(_mm256_castsi256_si128(t), _mm256_extracti128_si256(t, 1));
    /* largest of eight signed values: flipping all but the sign turns it into the smallest unsigned */
    int16_t most = (int16_t)(_mm_extract_epi16(_mm_minpos_epu16(_mm_xor_si128(h, _mm_set1_epi16(0x7FFF))), 0) ^ 0x7FFF);
    for (uint32_t k = 0; k < n; k += 32) {
        uint32_t equal = _mm512_cmpeq_epi16_mask(_mm512_loadu_si512(y + k), _mm512_set1_epi16(most));
        if (equal) return k + (uint32_t)__builtin_ctz(equal);
    }
    return 0;
}

const parse_kernels *parse_kernels_avx512(void)
{
    static const parse_kernels k = {"avx512", multiply, embed, residual, actions, arc, best};
    bool there = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vnni");
    return there ? &k : NULL;
}

#else

const parse_kernels *parse_kernels_avx512(void) { return NULL; }

#endif
