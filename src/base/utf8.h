/* SPDX-License-Identifier: Apache-2.0 */
/*
 * UTF-8: decoding, checking, case. Case folding and categories come from utf8proc (the one file that includes it is utf8.c).
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/arena.h"
#include "base/buf.h"

#define UTF8_BAD 0xFFFFFFFFu

/* Code point at byte i; *n gets its length. UTF8_BAD with *n = 1 for a byte that starts no valid sequence. i < s.n. */
uint32_t utf8_decode(str s, uint32_t i, uint32_t *n);
/* Length in bytes of the encoding written to out (room for 4); 0 for surrogates and beyond U+10FFFF. */
uint32_t utf8_encode(uint32_t cp, char *out);
/* Bytes of the longest valid prefix. */
size_t utf8_valid(const char *s, size_t n);
/* Letters, by Unicode category; digits are ASCII and other Nd. */
bool utf8_is_letter(uint32_t cp);
bool utf8_is_digit(uint32_t cp);
bool utf8_is_upper(uint32_t cp);
bool utf8_is_mark(uint32_t cp); /* combining marks: they belong to the letter before them */
bool utf8_is_space(uint32_t cp); /* incl. U+00A0, U+2000–200B, U+202F, U+3000 */
/* Lower case without accent. */
uint32_t utf8_fold_cp(uint32_t cp);
/* Simple lower case of every code point; same arena string when nothing changes. */
str utf8_lower(arena *a, str s);
/* Lower case without accents (é → e), for matching names. */
str utf8_fold(arena *a, str s);

#endif
