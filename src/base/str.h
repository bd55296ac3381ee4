/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Length-carrying strings. A `str` borrows its bytes: from an arena, the document text, a mapped table, or a literal.
 * Never NUL-terminated by contract; str_c() copies into an arena with a NUL where a library wants one (base/arena.h).
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct str {
    const char *s;
    uint32_t n;
} str;

#define STR(lit) ((str){(lit), (uint32_t)(sizeof(lit) - 1)})
#define STR_NONE ((str){0, 0})
/* For printf: printf("%.*s", STR_ARG(x)) */
#define STR_ARG(x) (int)(x).n, (x).s ? (x).s : ""

static inline str str_from(const char *z) { return (str){z, z ? (uint32_t)strlen(z) : 0}; }
static inline str str_make(const char *s, size_t n) { return (str){s, (uint32_t)n}; }
static inline bool str_eq(str a, str b) { return a.n == b.n && (a.n == 0 || memcmp(a.s, b.s, a.n) == 0); }
/* The length compared is the literal's, which the compiler knows: it compares a few words in registers and calls nothing. */
static inline bool str_is(str a, const char *z)
{
    size_t n = strlen(z);
    return a.n == n && (n == 0 || memcmp(a.s, z, n) == 0);
}
static inline str str_sub(str a, uint32_t begin, uint32_t end) { return (str){a.s ? a.s + begin : a.s, end - begin}; } /* NULL + 0 is undefined in C */
static inline bool str_starts(str a, str p) { return a.n >= p.n && (p.n == 0 || memcmp(a.s, p.s, p.n) == 0); }
static inline bool str_ends(str a, str p) { return a.n >= p.n && (p.n == 0 || memcmp(a.s + a.n - p.n, p.s, p.n) == 0); }

/* ASCII case only; for whole-Unicode folding see base/utf8.h. */
bool str_eq_nocase(str a, str b);
/* Byte order, shorter first on a tie. */
int str_cmp(str a, str b);
/* Without ASCII white space at both ends. */
str str_trim(str a);
/* Cuts *rest at the first `sep`: returns the part before, leaves the part after. At the end *rest becomes STR_NONE with s == NULL. */
str str_cut(str *rest, char sep);
/* First place of `needle` in `hay` from `from`, or -1. */
int64_t str_find(str hay, str needle, uint32_t from);
/* Decimal integer; false when empty, not a number or out of range. */
bool str_int(str a, int64_t *out);

#endif
