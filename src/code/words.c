/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Words as numbers, lists of words as sorted arrays of numbers.
 *
 * Input: "sanction, embargo, export ban, @weapons". Output: a set of single words (sorted, for binary search) and of phrases
 * (few; compared word by word where they stand). Words are lemmas in lower case; forms.tsv says how plurals and lemmas that went
 * wrong reach them. A list is spliced where it is named, so a set
 * never points at another. Named lists live in codebook/lists.txt:
 *
 *     list weapons = weapon, arms, missile, tank,      a line that ends with a comma goes on in the next
 *                    shell, drone
 *
 * A list must stand before its first use. Sets are not shared between rules: a few kilobytes are cheaper than a second map.
 */
#include "base/table.h"
#include "code/book.h"

#include <stdlib.h>

/* Longest text that is tried with another ending. */
enum { WORD_MAX = 64 };

str code_word_root(const code_book *b, str w)
{
    if (w.n < 4 || !b->plural_last[(unsigned char)w.s[w.n - 1]]) return w;
    for (uint32_t i = 0; i < b->n_endings; i++)
        if (b->endings[i].kind == ENDING_KEEP && str_ends(w, b->endings[i].from)) return w;
    for (uint32_t i = 0; i < b->n_endings; i++)
        if (b->endings[i].kind == ENDING_PLURAL && str_ends(w, b->endings[i].from)) return str_sub(w, 0, w.n - b->endings[i].from.n);
    return w;
}

/* A word's number is its place in the map. */
uint32_t code_word_find(const code_book *b, str word) { return map_find(&b->words, code_word_root(b, word)); }

uint32_t code_form_find(const code_book *b, str form)
{
    uint32_t at = map_get(&b->forms, form);
    return at == MAP_NONE ? MAP_NONE : code_word_find(b, b->infinitives[at]);
}

/* The word with another ending, in `text`; STR_NONE when it does not fit. */
static str with_ending(const code_ending *e, str word, char text[WORD_MAX])
{
    if (!str_ends(word, e->from) || word.n - e->from.n + e->to.n + 1 >= WORD_MAX) return STR_NONE;
    uint32_t n = word.n - e->from.n;
    if (!n) return STR_NONE;
    memcpy(text, word.s, n);
    if (str_is(e->to, "=")) text[n] = text[n - 1];
    else if (e->to.n) memcpy(text + n, e->to.s, e->to.n);
    return str_make(text, n + e->to.n);
}

uint32_t code_word_guess(const code_book *b, str word)
{
    char text[WORD_MAX];
    uint32_t w = code_word_find(b, word);
    if (w == MAP_NONE) w = code_form_find(b, word);
    if (word.n < 4) return w;
    for (uint32_t i = 0; w == MAP_NONE && i < b->n_endings; i++) {
        if (b->endings[i].kind != ENDING_REPAIR) continue;
        str tried = with_ending(&b->endings[i], word, text);
        if (tried.n) w = code_word_find(b, tried);
    }
    return w;
}

/* One row of forms.tsv: "-" is nothing. */
static int form_keep(code_book *b, const table *t, ent_error *err)
{
    static const char *const kinds[] = {"keep", "plural", "repair"};
    str kind = t->field[0], from = str_is(t->field[1], "-") ? STR_NONE : t->field[1], to = str_is(t->field[2], "-") ? STR_NONE : t->field[2];
    if (str_is(kind, "form")) {
        if (!from.n || !to.n) return table_error(t, err, "a form and its infinitive are wanted");
        str *grown = arena_grow(b->mem, b->infinitives, sizeof *grown, b->n_infinitives, b->n_infinitives + 1, &b->cap_infinitives);
        if (!grown) return error_memory(err);
        b->infinitives = grown;
        b->infinitives[b->n_infinitives] = to;
        return map_put(&b->forms, from, b->n_infinitives++) ? ENT_OK : error_memory(err);
    }
    for (uint8_t k = 0; k < 3; k++) {
        if (!str_is(kind, kinds[k])) continue;
        if (b->n_endings == CODE_MAX_ENDINGS) return table_error(t, err, "more than %d endings", CODE_MAX_ENDINGS);
        b->endings[b->n_endings++] = (code_ending){k, from, to};
        if (k == ENDING_PLURAL && from.n) b->plural_last[(unsigned char)from.s[from.n - 1]] = true;
        return ENT_OK;
    }
    return table_error(t, err, "'%.*s' is no kind: keep, plural, repair or form", STR_ARG(kind));
}

int code_forms_read(code_book *b, const char *path, str bytes, ent_error *err)
{
    table t;
    int rc = table_open(&t, path, bytes, "kind from to", err), more;
    if (rc) return rc;
    while ((more = table_next(&t, err)) > 0)
        if ((rc = form_keep(b, &t, err))) return rc;
    return more < 0 ? ENT_E_FORMAT : ENT_OK;
}

uint32_t code_word_intern(code_book *b, str word)
{
    word = code_word_root(b, word);
    uint32_t w = map_get(&b->words, word);
    if (w != MAP_NONE) return w;
    w = b->words.n;
    return map_put(&b->words, word, w) ? w : MAP_NONE;
}

bool code_set_has(const code_set *s, uint32_t word)
{
    uint32_t low = 0, high = code_set_may(s, word) ? s->n_words : 0;
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
    code_set *x = &b->sets[b->n_sets];
    *x = (code_set){f->word, f->n_words, f->phrase, f->n_phrases, 0};
    for (uint32_t i = 0; i < x->n_words; i++) x->some |= 1ull << (x->word[i] & 63);
    for (uint32_t i = 0; i < x->n_phrases; i++)
        for (uint32_t k = 0; k < x->phrase[i].n; k++) x->some |= 1ull << (x->phrase[i].word[k] & 63);
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
