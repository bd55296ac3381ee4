/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Name labels from GUM's entity annotation.
 *
 * Input: the Entity attribute of MISC, brackets over mentions: "(49-place-new-…(50-place-…" opens two, "50)49)" closes them (Zeldes 2017, "The GUM
 * Corpus"; wiki of the treebank for the format). Output: flat PER, ORG, LOC labels as UNER draws them.
 * Method: a mention of a person, place or organisation whose head is a proper noun holds a name: the run of proper nouns around the
 * head, over "of", "the", "and" and hyphens where a proper noun follows, without a title in front ("President" is nmod:desc). The longest
 * mention wins; a mention inside a name gives none. A person named by a plural (Americans) or by a bare title is no name.
 * Why: UNER is web text of 2005; GUM adds news, biographies and speeches of our days. The labels are a little noisy: GUM calls a
 * national team an organisation.
 */
#include <stdlib.h>

#include "corpus.h"

enum { MAX_MENTIONS = 4 * NET_TOKENS };

typedef struct mention {
    str id;
    uint32_t from, to; /* words, end exclusive; 0: open */
    uint8_t begin_label;
} mention;

static uint8_t kind_label(str kind)
{
    return str_is(kind, "person") ? NER_B_PER : str_is(kind, "organization") ? NER_B_ORG : str_is(kind, "place") ? NER_B_LOC : NER_O;
}

static str entity_of(str misc)
{
    const str mark = STR("Entity=");
    while (misc.s) {
        str one = str_cut(&misc, '|');
        if (str_starts(one, mark)) return str_sub(one, mark.n, one.n);
    }
    return STR_NONE;
}

static void mention_close(mention *m, uint32_t n, str id, uint32_t to)
{
    for (uint32_t i = n; i-- > 0;)
        if (!m[i].to && str_eq(m[i].id, id)) {
            m[i].to = to;
            return;
        }
}

/* Bracket by bracket: "(id-kind-…" opens, a part that ends in ")" closes. */
static uint32_t mentions_read(str entity, uint32_t word, mention *m, uint32_t n)
{
    for (uint32_t i = 0; i < entity.n;) {
        bool opens = entity.s[i] == '(';
        uint32_t from = i + opens, end = from;
        while (end < entity.n && entity.s[end] != '(' && entity.s[end] != ')') end++;
        bool closes = end < entity.n && entity.s[end] == ')';
        str rest = str_sub(entity, from, end), id = str_cut(&rest, '-'), kind = str_cut(&rest, '-');
        if (opens && n < MAX_MENTIONS) m[n++] = (mention){id, word, 0, kind_label(kind)};
        if (closes) mention_close(m, n, id, word + 1);
        i = end + closes;
    }
    return n;
}

static bool is_name_word(const word *w) { return w->upos == UPOS_PROPN || str_is(w->xpos, "NNP") || str_is(w->xpos, "NNPS"); }

static bool is_title(const word *w) { return w->deprel == DEP_NMOD && w->depsub == SUB_DESC; }

static bool is_link(const word *w, bool person)
{
    static const char *const links[] = {"-", "de", "van", "von", "al", "of", "the", "and", "for", "&", "'s", "’s"};
    for (size_t i = 0; i < (person ? 5 : sizeof links / sizeof *links); i++)
        if (str_is(w->form, links[i])) return true;
    return false;
}

static uint32_t head_of(const sentence *s, const mention *m)
{
    for (uint32_t i = m->from; i < m->to; i++)
        if (s->words[i].head < m->from || s->words[i].head >= m->to) return i;
    return m->from;
}

/* Narrows a mention to its name. */
static bool name_find(const sentence *s, mention *m, const map *titles)
{
    uint32_t head = head_of(s, m), from = head, to = head + 1;
    const word *w = s->words;
    bool person = m->begin_label == NER_B_PER;
    if (w[head].upos != UPOS_PROPN || (person && str_is(w[head].xpos, "NNPS"))) return false;
    while (from > m->from && (is_name_word(&w[from - 1]) || str_is(w[from - 1].form, "-")) && !is_title(&w[from - 1])) from--;
    while (to < m->to) {
        uint32_t next = to;
        while (next < m->to && next < to + 2 && is_link(&w[next], person)) next++;
        if (next == m->to || !is_name_word(&w[next])) break;
        to = next + 1;
    }
    if (person && to == from + 1 && map_get(titles, w[head].form) != MAP_NONE) return false;
    m->from = from;
    m->to = to;
    return true;
}

/* Longer first, then earlier. */
static int by_length(const void *a, const void *b)
{
    const mention *x = a, *y = b;
    uint32_t nx = x->to - x->from, ny = y->to - y->from;
    return nx != ny ? (nx < ny ? 1 : -1) : x->from != y->from ? (x->from < y->from ? -1 : 1) : 0;
}

static void sentence_names(sentence *s, const map *titles)
{
    static mention m[MAX_MENTIONS];
    uint32_t n = 0;
    for (uint32_t i = 1; i <= s->n; i++) n = mentions_read(entity_of(s->words[i].misc), i, m, n);
    qsort(m, n, sizeof *m, by_length);
    for (uint32_t i = 0; i < n; i++) {
        if (!m[i].begin_label || !m[i].to || !name_find(s, &m[i], titles)) continue;
        bool free_place = true;
        for (uint32_t k = m[i].from; k < m[i].to; k++) free_place &= s->words[k].ner == NER_O;
        for (uint32_t k = m[i].from; free_place && k < m[i].to; k++) s->words[k].ner = (uint8_t)(m[i].begin_label + (k > m[i].from));
    }
    s->names = true;
}

int corpus_derive_names(corpus *c, ent_error *err)
{
    map titles;
    map_init(&titles, c->mem);
    for (uint32_t i = 0; i < c->n; i++)
        for (uint32_t k = 1; k <= c->sentences[i].n; k++)
            if (is_title(&c->sentences[i].words[k]) && !map_put(&titles, c->sentences[i].words[k].form, 1)) return error_memory(err);
    for (uint32_t i = 0; i < c->n; i++)
        if (c->sentences[i].entities) sentence_names(&c->sentences[i], &titles);
    return ENT_OK;
}
