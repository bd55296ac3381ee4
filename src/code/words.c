/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Words as numbers, lists of words as sorted arrays of numbers.
 *
 * Input: "sanction, embargo, export ban, @weapons". Output: a set of single words (sorted, for binary search) and of phrases
 * (few; compared word by word where they stand). Words are lemmas in lower case. A list is spliced where it is named, so a set
 * never points at another. Named lists live in codebook/lists.txt:
 *
 *     list weapons = weapon, arms, missile, tank,      a line that ends with a comma goes on in the next
 *                    shell, drone
 *
 * A list must stand before its first use. Sets are not shared between rules: a few kilobytes are cheaper than a second map.
 */
#include "code/book.h"

#include <stdlib.h>

str code_word_root(str w)
{
    if (w.n < 4 || w.s[w.n - 1] != 's' || w.s[w.n - 2] == 's' || w.s[w.n - 2] == 'u' || w.s[w.n - 2] == 'i') return w;
    return str_sub(w, 0, w.n - 1);
}

uint32_t code_word_find(const code_book *b, str word) { return map_get(&b->words, code_word_root(word)); }

uint32_t code_word_guess(const code_book *b, str word)
{
    char text[64];
    uint32_t w = code_word_find(b, word);
    if (w != MAP_NONE || word.n < 4 || word.n + 1 >= sizeof text) return w;
    memcpy(text, word.s, word.n);
    if (str_ends(word, STR("ies"))) {
        text[word.n - 3] = 'y';
        return code_word_find(b, str_make(text, word.n - 2));
    }
    if (word.s[word.n - 1] == 'e') return code_word_find(b, str_sub(word, 0, word.n - 1));
    text[word.n] = 'e';
    w = code_word_find(b, str_make(text, word.n + 1));
    text[word.n] = word.s[word.n - 1];
    return w != MAP_NONE ? w : code_word_find(b, str_make(text, word.n + 1));
}

uint32_t code_word_intern(code_book *b, str word)
{
    word = code_word_root(word);
    uint32_t w = map_get(&b->words, word);
    if (w != MAP_NONE) return w;
    w = b->words.n;
    return map_put(&b->words, word, w) ? w : MAP_NONE;
}

bool code_set_has(const code_set *s, uint32_t word)
{
    uint32_t low = 0, high = s->n_words;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (s->word[mid] == word) return true;
        if (s->word[mid] < word) low = mid + 1;
        else high = mid;
    }
    return false;
}

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

typedef struct set_draft {
    uint32_t *word;
    uint32_t n_words, cap_words;
    code_phrase *phrase;
    uint32_t n_phrases, cap_phrases;
} set_draft;

static bool draft_word(code_book *b, set_draft *f, uint32_t word)
{
    uint32_t *grown = arena_grow(b->mem, f->word, sizeof *f->word, f->n_words, f->n_words + 1, &f->cap_words);
    if (!grown || word == MAP_NONE) return false;
    f->word = grown;
    f->word[f->n_words++] = word;
    return true;
}

static bool draft_phrase(code_book *b, set_draft *f, code_phrase p)
{
    code_phrase *grown = arena_grow(b->mem, f->phrase, sizeof *f->phrase, f->n_phrases, f->n_phrases + 1, &f->cap_phrases);
    if (!grown) return false;
    f->phrase = grown;
    f->phrase[f->n_phrases++] = p;
    return true;
}

static bool draft_words(code_book *b, set_draft *f, str item)
{
    uint32_t n = 1;
    for (uint32_t i = 0; i < item.n; i++) n += item.s[i] == ' ';
    if (n == 1) return draft_word(b, f, code_word_intern(b, item));
    code_phrase p = {arena_new(b->mem, uint32_t, n), 0};
    if (!p.word) return false;
    for (str rest = item; rest.s;) {
        str word = str_trim(str_cut(&rest, ' '));
        if (word.n && (p.word[p.n++] = code_word_intern(b, word)) == MAP_NONE) return false;
    }
    return draft_phrase(b, f, p);
}

static int draft_list(code_book *b, set_draft *f, str name, const char *path, uint32_t line, ent_error *err)
{
    uint32_t at = map_get(&b->lists, name);
    if (at == MAP_NONE) return code_error(err, path, line, "no list named '%.*s' (lists.txt names them, before their use)", STR_ARG(name));
    for (uint32_t i = 0; i < b->sets[at].n_words; i++)
        if (!draft_word(b, f, b->sets[at].word[i])) return error_memory(err);
    for (uint32_t i = 0; i < b->sets[at].n_phrases; i++)
        if (!draft_phrase(b, f, b->sets[at].phrase[i])) return error_memory(err);
    return ENT_OK;
}

static bool is_lower(str s)
{
    for (uint32_t i = 0; i < s.n; i++)
        if (s.s[i] >= 'A' && s.s[i] <= 'Z') return false;
    return true;
}

static int set_keep(code_book *b, set_draft *f, uint32_t *set, ent_error *err)
{
    code_set *grown = arena_grow(b->mem, b->sets, sizeof *b->sets, b->n_sets, b->n_sets + 1, &b->cap_sets);
    if (!grown) return error_memory(err);
    b->sets = grown;
    if (f->n_words) qsort(f->word, f->n_words, sizeof *f->word, by_number);
    b->sets[b->n_sets] = (code_set){f->word, f->n_words, f->phrase, f->n_phrases};
    *set = b->n_sets++;
    return ENT_OK;
}

int code_set_read(code_book *b, str text, const char *path, uint32_t line, uint32_t *set, ent_error *err)
{
    set_draft f = {0};
    if (!str_trim(text).n) return code_error(err, path, line, "words are missing");
    for (str rest = text; rest.s;) {
        str item = str_trim(str_cut(&rest, ','));
        if (!item.n) continue;
        if (item.s[0] == '@') {
            int rc = draft_list(b, &f, str_sub(item, 1, item.n), path, line, err);
            if (rc) return rc;
            continue;
        }
        if (!is_lower(item)) return code_error(err, path, line, "'%.*s': words are written in lower case", STR_ARG(item));
        if (!draft_words(b, &f, item)) return error_memory(err);
    }
    return set_keep(b, &f, set, err);
}

/* One `list name = words`. */
static int list_keep(code_book *b, str text, const char *path, uint32_t line, ent_error *err)
{
    str rest = text, name = str_trim(str_cut(&rest, '='));
    if (!str_starts(name, STR("list ")) || !rest.s) return code_error(err, path, line, "expected 'list NAME = words'");
    name = str_trim(str_sub(name, 5, name.n));
    if (!name.n || map_get(&b->lists, name) != MAP_NONE) return code_error(err, path, line, "list '%.*s' has no name or stands twice", STR_ARG(name));
    uint32_t set;
    int rc = code_set_read(b, rest, path, line, &set, err);
    if (rc) return rc;
    return map_put(&b->lists, name, set) ? ENT_OK : error_memory(err);
}

bool code_line_next(code_lines *r, arena *mem, str *out)
{
    *out = STR_NONE;
    while (r->rest.s) {
        str l = str_trim(str_cut(&r->rest, '\n'));
        r->line++;
        if (!l.n || l.s[0] == '#') continue;
        if (!out->s) r->first = r->line, r->begin = l.s;
        *out = out->s ? arena_printf(mem, "%.*s %.*s", STR_ARG(*out), STR_ARG(l)) : l;
        if (!out->s || l.s[l.n - 1] != ',') break;
    }
    return out->s != NULL;
}

int code_lists_read(code_book *b, const char *path, str bytes, ent_error *err)
{
    code_lines r = {.rest = bytes};
    str line;
    while (code_line_next(&r, b->mem, &line)) {
        int rc = list_keep(b, line, path, r.first, err);
        if (rc) return rc;
    }
    return b->mem->failed ? error_memory(err) : ENT_OK;
}
