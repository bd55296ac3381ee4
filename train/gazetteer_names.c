/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names for training, to swap in (mention replacement: Dai and Adel 2020, "An Analysis of Simple Data Augmentation for Named Entity Recognition").
 *
 * Input: the tables of gazetteer/ and labelled sentences. Output: lists of names of one to four words that all begin with a letter that is no small one, so that
 * "Bank of England", whose parts of speech differ from word to word, is left out. People also give their last word alone, as news does.
 */
#include "gazetteer_names.h"

#include "base/file.h"
#include "base/table.h"

static int list_put(gazetteer_names *g, arena *mem, uint32_t kind, const str *words, uint32_t n)
{
    struct gazetteer_list *l = &g->list[kind][n - 1];
    l->name = arena_grow(mem, l->name, sizeof *l->name, l->n, l->n + 1, &l->cap);
    if (!l->name) return 0;
    gazetteer_name *to = &l->name[l->n++];
    memset(to, 0, sizeof *to);
    memcpy(to->word, words, n * sizeof *words);
    g->n++;
    return 1;
}

static bool is_large(str word) { return word.n > 1 && ((word.s[0] >= 'A' && word.s[0] <= 'Z') || (unsigned char)word.s[0] >= 0xC3); }

static int name_put(gazetteer_names *g, arena *mem, uint32_t kind, str name)
{
    str word[GAZETTEER_WORDS];
    uint32_t n = 0;
    while (name.s && name.n) {
        if (n == GAZETTEER_WORDS) return 1;
        str one = word[n++] = str_cut(&name, ' ');
        if (!is_large(one) || str_find(one, STR("("), 0) >= 0 || str_find(one, STR(","), 0) >= 0) return 1;
    }
    if (!n) return 1;
    if (kind == 0 && n > 1 && !list_put(g, mem, kind, &word[n - 1], 1)) return 0;
    return list_put(g, mem, kind, word, n);
}

static int table_read(gazetteer_names *g, arena *mem, const char *folder, const char *file, uint32_t kind, ent_error *err)
{
    str path = arena_printf(mem, "%s/%s", folder, file), bytes;
    if (!path.s) return error_memory(err);
    int rc = file_read(mem, path.s, 0, &bytes, err);
    table t;
    if (!rc) rc = table_open(&t, path.s, bytes, "name", err);
    int row = 0;
    while (!rc && (row = table_next(&t, err)) > 0)
        if (!name_put(g, mem, kind, t.field[0])) return error_memory(err);
    return rc ? rc : row < 0 ? ENT_E_FORMAT : ENT_OK;
}

int gazetteer_names_read(gazetteer_names *g, arena *mem, const char *folder, ent_error *err)
{
    static const struct { const char *file; uint32_t kind; } tables[] = {
        {"offices.tsv", 0}, {"organisations.tsv", 1}, {"states.tsv", 2}, {"states.tsv", 2}, {"states.tsv", 2}, {"places.tsv", 2}, {"places_geonames.tsv", 2}};
    int rc = ENT_OK;
    for (size_t i = 0; !rc && i < sizeof tables / sizeof *tables; i++) rc = table_read(g, mem, folder, tables[i].file, tables[i].kind, err);
    return rc;
}

/* The number of words of the name that begins at i; 0 when it is not one to swap in. */
static uint32_t name_words(const sentence *s, uint32_t i)
{
    uint32_t n = 0;
    do {
        const word *w = &s->words[i + n];
        if (n++ == GAZETTEER_WORDS || w->upos != UPOS_PROPN || w->doubt || !is_large(w->form)) return 0;
    } while (i + n <= s->n && s->words[i + n].ner == s->words[i].ner + 1);
    return n;
}

int gazetteer_names_add(gazetteer_names *g, const corpus *c, ent_error *err)
{
    number_map seen;
    number_map_init(&seen, c->mem);
    for (uint32_t k = 0; k < c->n; k++)
        for (uint32_t i = 1; i <= c->sentences[k].n; i++) {
            const sentence *s = &c->sentences[k];
            uint32_t n = s->names && s->words[i].ner % 2 ? name_words(s, i) : 0;
            if (!n) continue;
            str word[GAZETTEER_WORDS];
            uint64_t hash = s->words[i].ner;
            for (uint32_t j = 0; j < n; j++) {
                word[j] = s->words[i + j].form;
                hash = hash_bytes(word[j].s, word[j].n, hash);
            }
            if (number_map_get(&seen, hash) != MAP_NONE) continue;
            if (!number_map_put(&seen, hash, 0) || !list_put(g, c->mem, s->words[i].ner / 2, word, n)) return error_memory(err);
        }
    return ENT_OK;
}

const gazetteer_name *gazetteer_draw(const gazetteer_names *g, uint32_t kind, uint32_t words, uint32_t number)
{
    if (kind >= GAZETTEER_KINDS || words < 1 || words > GAZETTEER_WORDS) return NULL;
    const struct gazetteer_list *l = &g->list[kind][words - 1];
    return l->n ? &l->name[number % l->n] : NULL;
}
