/* SPDX-License-Identifier: Apache-2.0 */
/* C face of the language guesser, CLD2 (C++, Apache-2.0). */
#ifndef PAGE_LANG_H
#define PAGE_LANG_H

#ifdef __cplusplus
extern "C" {
#endif

/* ISO 639 code of the main language of n bytes of plain UTF-8 text; static storage. *reliable: CLD2's own word for it.
 * "un" when it cannot tell. Thread-safe, deterministic. */
const char *page_lang_guess(const char *text, int n, int *reliable);

#ifdef __cplusplus
}
#endif
#endif
