/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a class, id, role or itemprop says: bits of the table of marks.
 *
 * A value is a list of names; a name is cut into words at marks and at capitals after small letters, and every run of one to three of its
 * words, written together, is looked up. Names that publishing systems make from a page's own tags and categories ("tag-newsletter") say
 * nothing of the element and are passed over, as are names that begin with a screen size ("md:hidden") and slugs of headings used as ids.
 * Cost: three look-ups a word.
 */
#include "page/html.h"

enum { MAX_WORDS = 8, MAX_NAME = 80, SLUG_WORDS = 5 }; /* a longer name is a heading made into an id */

static bool is_small(char c) { return c >= 'a' && c <= 'z'; }
static bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* A name in lower case without its marks, and where its words begin and end. */
typedef struct name_words {
    char s[MAX_NAME];
    uint32_t n;
    uint8_t begin[MAX_WORDS + 1];
    uint32_t n_words;
} name_words;

static void cut_name(str name, name_words *w)
{
    bool fresh = true;
    w->n = w->n_words = 0;
    for (uint32_t i = 0; i < name.n && w->n < MAX_NAME; i++) {
        char c = name.s[i];
        if (!is_small(c) && !is_capital(c) && !is_digit(c)) {
            fresh = true;
            continue;
        }
        if (is_capital(c) && i && is_small(name.s[i - 1])) fresh = true;
        if (fresh) {
            if (w->n_words == MAX_WORDS) break;
            w->begin[w->n_words++] = (uint8_t)w->n;
        }
        fresh = false;
        w->s[w->n++] = (char)(is_capital(c) ? c + 32 : c);
    }
    w->begin[w->n_words] = (uint8_t)w->n;
}

static bool is_passed_over(str name)
{
    static const char *const starts[] = {"tag-", "category-", "cat-", "postid-", "has-", "no-", "not-", "is-", "js-", "wp-theme", "page-template"};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (str_starts(name, str_from(starts[i]))) return true;
    return memchr(name.s, ':', name.n < 8 ? name.n : 8) != NULL;
}

static uint32_t marks_of_name(const page_tables *t, str name)
{
    name_words w;
    uint32_t marks = 0;
    if (is_passed_over(name)) return 0;
    cut_name(name, &w);
    if (w.n_words > SLUG_WORDS) return 0;
    for (uint32_t i = 0; i < w.n_words; i++)
        for (uint32_t k = i + 1; k <= i + 3 && k <= w.n_words; k++) {
            uint32_t bits = map_get(&t->mark, str_make(w.s + w.begin[i], (size_t)(w.begin[k] - w.begin[i])));
            if (bits != MAP_NONE) marks |= bits;
        }
    return marks;
}

uint32_t page_marks(const page_tables *t, str value)
{
    uint32_t marks = 0;
    while (value.s && value.n) {
        str name = str_trim(str_cut(&value, ' '));
        if (name.n) marks |= marks_of_name(t, name);
    }
    return marks;
}
