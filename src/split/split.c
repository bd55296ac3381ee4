/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The station: tables from disk, then two passes over a document.
 *
 * In: text and blocks. Out: tokens (words.c) and sentences (sentences.c).
 * Method: a hand-written scanner whose word lists are tables, then rules for candidate boundaries and learned weights that choose among them.
 * Why no learned scanner: it gains about half a point of words on mail and reviews and nothing on edited news, but cannot say why it cut; a
 * wrong cut here is repaired by one table row.
 * Tokens are laid down for the whole document first, so that the one growing column of each pass grows in place in the arena.
 * Cost: one pass over the bytes, one hash look-up per word. Limits: English only; a sentence longer than DOC_CAP_SENTENCE_TOKENS
 * is cut there and flagged, a token longer than DOC_CAP_TOKEN_BYTES is kept whole and flagged.
 * Source: the tokenisation of UD English-EWT and UD English-GUM, release 2.16, read from their training parts.
 */
#include "split/split.h"

#include "base/file.h"
#include "base/table.h"
#include "base/utf8.h"
#include "split/tables.h"

/* ---- tables --------------------------------------------------------------------------------------------------------- */

static int open_table(table *tab, arena *mem, const char *data_dir, const char *name, const char *columns, ent_error *err)
{
    str path = arena_printf(mem, "%s/%s", data_dir, name), bytes;
    const char *z = path.s ? arena_str_c(mem, path) : NULL;
    if (!z) return error_memory(err);
    int rc = file_read(mem, z, 0, &bytes, err);
    return rc ? rc : table_open(tab, z, bytes, columns, err);
}

static int load_abbreviations(split_tables *t, arena *mem, const char *data_dir, ent_error *err)
{
    static const char *const kinds[] = {"title", "open", "number", "month", "stop"};
    table tab;
    int rc = open_table(&tab, mem, data_dir, "grammar/abbreviations.tsv", "form kind", err), more = 0;
    while (!rc && (more = table_next(&tab, err)) == 1) {
        uint32_t k = 0;
        while (k < 5 && !str_is(tab.field[1], kinds[k])) k++;
        if (k == 5) rc = table_error(&tab, err, "kind '%.*s' is none of title, open, number, month, stop", STR_ARG(tab.field[1]));
        else if (!str_ends(tab.field[0], STR(".")) && !str_starts(tab.field[0], STR("Ph")))
            rc = table_error(&tab, err, "form '%.*s' does not end in a stop", STR_ARG(tab.field[0]));
        else if (!map_put(&t->abbreviation, tab.field[0], k + ABBR_TITLE)) rc = error_memory(err);
    }
    return rc ? rc : more < 0 ? ENT_E_FORMAT : ENT_OK;
}

static int add_whole(split_tables *t, arena *mem, table *tab, ent_error *err)
{
    str rest = tab->field[2], first = str_cut(&rest, '|'), second = rest.s ? str_cut(&rest, '|') : STR_NONE;
    uint32_t total = first.n + second.n + (rest.s ? rest.n : 0);
    if (!first.n || !second.n || total != tab->field[1].n) return table_error(tab, err, "parts '%.*s' do not make up '%.*s'", STR_ARG(tab->field[2]), STR_ARG(tab->field[1]));
    t->cuts = arena_grow(mem, t->cuts, sizeof *t->cuts, t->n_cuts, t->n_cuts + 1, &t->cap_cuts);
    if (!t->cuts) return error_memory(err);
    t->cuts[t->n_cuts] = (split_cut){(uint8_t)first.n, rest.s ? (uint8_t)second.n : 0};
    return map_put(&t->whole, tab->field[1], t->n_cuts++) ? ENT_OK : error_memory(err);
}

static int load_contractions(split_tables *t, arena *mem, const char *data_dir, ent_error *err)
{
    table tab;
    int rc = open_table(&tab, mem, data_dir, "grammar/contractions.tsv", "kind form parts?", err), more = 0;
    while (!rc && (more = table_next(&tab, err)) == 1) {
        str kind = tab.field[0], form = tab.field[1];
        bool ok = true;
        if (form.n > SPLIT_MAX_FORM) rc = table_error(&tab, err, "form is longer than %d bytes", SPLIT_MAX_FORM);
        else if (str_is(kind, "suffix")) ok = map_put(&t->suffix, form, 1);
        else if (str_is(kind, "n't")) ok = map_put(&t->suffix, form, 2);
        else if (str_is(kind, "clip")) ok = map_put(&t->clip, form, 1);
        else if (str_is(kind, "whole")) rc = add_whole(t, mem, &tab, err);
        else rc = table_error(&tab, err, "kind '%.*s' is none of suffix, n't, whole, clip", STR_ARG(kind));
        if (!ok) rc = error_memory(err);
    }
    return rc ? rc : more < 0 ? ENT_E_FORMAT : ENT_OK;
}

static int load_lists(split_tables *t, arena *mem, const char *data_dir, ent_error *err)
{
    const struct {
        const char *kind;
        map *list;
    } lists[] = {{"prefix", &t->prefix}, {"unit", &t->unit}, {"domain", &t->domain}, {"starter", &t->starter}};
    table tab;
    int rc = open_table(&tab, mem, data_dir, "grammar/tokens.tsv", "kind form", err), more = 0;
    while (!rc && (more = table_next(&tab, err)) == 1) {
        uint32_t k = 0;
        while (k < 4 && !str_is(tab.field[0], lists[k].kind)) k++;
        if (k == 4) rc = table_error(&tab, err, "kind '%.*s' is none of prefix, unit, domain, starter", STR_ARG(tab.field[0]));
        else if (tab.field[1].n > SPLIT_MAX_FORM) rc = table_error(&tab, err, "form is longer than %d bytes", SPLIT_MAX_FORM);
        else if (!map_put(lists[k].list, tab.field[1], 1)) rc = error_memory(err);
    }
    return rc ? rc : more < 0 ? ENT_E_FORMAT : ENT_OK;
}

static int load_weights(split_tables *t, arena *mem, const char *data_dir, ent_error *err)
{
    table tab;
    int rc = open_table(&tab, mem, data_dir, "models/sentences.tsv", "weight feature", err), more = 0;
    while (!rc && (more = table_next(&tab, err)) == 1) {
        int64_t weight;
        if (!str_int(tab.field[0], &weight) || weight <= -SPLIT_WEIGHT_ZERO || weight >= SPLIT_WEIGHT_ZERO) rc = table_error(&tab, err, "'%.*s' is no weight", STR_ARG(tab.field[0]));
        else if (str_is(tab.field[1], "bias")) t->bias = (int32_t)weight;
        else if (!map_put(&t->weight, tab.field[1], (uint32_t)(weight + SPLIT_WEIGHT_ZERO))) rc = error_memory(err);
    }
    return rc ? rc : more < 0 ? ENT_E_FORMAT : ENT_OK;
}

int split_tables_load_rules(split_tables **out, arena *mem, const char *data_dir, ent_error *err)
{
    split_tables *t = arena_new(mem, split_tables, 1);
    if (!t) return error_memory(err);
    map *const maps[] = {&t->abbreviation, &t->suffix, &t->whole, &t->clip, &t->prefix, &t->unit, &t->domain, &t->starter, &t->weight};
    for (size_t i = 0; i < sizeof maps / sizeof *maps; i++) map_init(maps[i], mem);
    int rc = load_abbreviations(t, mem, data_dir, err);
    if (!rc) rc = load_contractions(t, mem, data_dir, err);
    if (!rc) rc = load_lists(t, mem, data_dir, err);
    if (!rc) *out = t;
    return rc;
}

int split_tables_load(split_tables **out, arena *mem, const char *data_dir, ent_error *err)
{
    split_tables *t;
    int rc = split_tables_load_rules(&t, mem, data_dir, err);
    if (!rc) rc = load_weights(t, mem, data_dir, err);
    if (!rc) *out = t;
    return rc;
}

uint32_t split_lookup(const map *m, str word)
{
    char low[SPLIT_MAX_FORM];
    uint32_t n = 0;
    for (uint32_t i = 0; i < word.n; i++) {
        unsigned char c = (unsigned char)word.s[i];
        if (n == SPLIT_MAX_FORM) return MAP_NONE;
        if (c == 0xE2 && i + 2 < word.n && (unsigned char)word.s[i + 1] == 0x80 && (unsigned char)word.s[i + 2] == 0x99) c = '\'', i += 2;
        low[n++] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
    }
    return map_get(m, str_make(low, n));
}

abbr_kind split_abbreviation(const split_tables *t, str form)
{
    uint32_t k = form.n <= SPLIT_MAX_FORM ? map_get(&t->abbreviation, form) : MAP_NONE;
    return k == MAP_NONE ? ABBR_NONE : (abbr_kind)k;
}

/* ---- a document ------------------------------------------------------------------------------------------------------ */

/* End of the paragraph that starts at `at`: the next line of white space alone, or the end of the text. */
static uint32_t paragraph_end(str text, uint32_t at)
{
    bool blank = false;
    for (uint32_t i = at; i < text.n; i++) {
        if (text.s[i] == '\n' && blank) return i;
        if (text.s[i] == '\n') blank = true;
        else if (text.s[i] != ' ' && text.s[i] != '\t' && text.s[i] != '\r') blank = false;
    }
    return text.n;
}

static void words_of_paragraphs(split_tokens *s, str text)
{
    for (uint32_t at = 0; at < text.n && !s->failed;) {
        uint32_t end = paragraph_end(text, at);
        split_words(s, at, end);
        at = end + (end < text.n);
    }
}

static void sentences_of_paragraphs(split_sentences *s, str text)
{
    uint32_t tok = 0, n_tokens = s->d->n_tokens;
    for (uint32_t at = 0; at < text.n && !s->failed;) {
        uint32_t end = paragraph_end(text, at), first = tok;
        while (tok < n_tokens && s->d->tokens[tok].begin < end) tok++;
        split_block(s, DOC_NONE, first, tok, first > 0 || tok < n_tokens);
        at = end + (end < text.n);
    }
}

static void sentences_of_blocks(split_sentences *s)
{
    doc *d = s->d;
    uint32_t tok = 0;
    for (uint32_t b = 0; b < d->n_blocks && !s->failed; b++) {
        uint32_t first = tok;
        while (tok < d->n_tokens && d->tokens[tok].begin < d->blocks[b].end) tok++;
        split_block(s, b, first, tok, d->n_blocks > 1);
    }
}

int split_run(const split_tables *t, doc *d, ent_error *err)
{
    split_tokens words = {.d = d, .t = t};
    d->tokens = NULL;
    d->sentences = NULL;
    d->n_tokens = d->n_sentences = 0;
    for (uint32_t b = 0; b < d->n_blocks && !words.failed; b++) split_words(&words, d->blocks[b].begin, d->blocks[b].end);
    if (!d->n_blocks) words_of_paragraphs(&words, d->text);
    if (words.failed) return error_memory(err);

    split_sentences sentences = {.d = d, .t = t};
    if (d->n_blocks) sentences_of_blocks(&sentences);
    else sentences_of_paragraphs(&sentences, d->text);
    return sentences.failed ? error_memory(err) : ENT_OK;
}
