/* SPDX-License-Identifier: Apache-2.0 */
#include "silver.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/buf.h"

enum { SHORTEST = 3, LONGEST = 80, MOST_TAGS = 2048, MOST_RELATIONS = NET_LABELS };

/* Of the forms in their order: each one's hash, and its place, seed the next. */
static uint64_t words_hash(const sentence *s)
{
    uint64_t h = 0;
    for (uint32_t i = 1; i <= s->n; i++) h = hash_bytes(s->words[i].form.s, s->words[i].form.n, h + i);
    return h;
}

/* ---- writing ------------------------------------------------------------------------------------------------------------ */

static void names_take(sentence *s)
{
    const str mark = STR("Entity="), other = STR("Other=");
    for (uint32_t k = 1; k <= s->n; k++) {
        word *w = &s->words[k];
        for (str misc = w->misc, item; (item = str_cut(&misc, '|')).s;) {
            int64_t percent;
            if (str_starts(item, mark)) w->ner = ner_find(str_sub(item, mark.n, item.n));
            if (!str_starts(item, other)) continue;
            str label = str_sub(item, other.n, item.n), share = label;
            label = str_cut(&share, ',');
            if (!str_int(share, &percent) || percent < 0 || percent > 99) continue;
            w->other = ner_find(label), w->doubt = (uint8_t)percent;
        }
    }
}

/* The number of a tag or relation; a new one gets a line of its own, before the sentence that has it. */
static uint32_t entry_number(map *known, const char *kind, str text, FILE *f)
{
    uint32_t at = map_find(known, text);
    if (at != MAP_NONE) return at;
    fprintf(f, "%s\t%.*s\n", kind, STR_ARG(text));
    text = arena_str(known->mem, text);
    return text.s && map_put(known, text, 0) ? known->n - 1 : MAP_NONE;
}

static bool sentence_put(map *tags, map *relations, buf *line, const sentence *s, uint64_t hash, FILE *f)
{
    char tag[512];
    line->n = 0;
    buf_printf(line, "%016" PRIx64 "\t", hash);
    for (uint32_t i = 1; i <= s->n; i++) {
        const word *w = &s->words[i];
        int n = snprintf(tag, sizeof tag, "%s\t%.*s\t%.*s", upos_name(w->upos), STR_ARG(w->xpos), STR_ARG(w->feats_text));
        if (n >= (int)sizeof tag) return false;
        uint32_t t = entry_number(tags, "tag", str_make(tag, (size_t)n), f), r = entry_number(relations, "relation", w->relation, f);
        if (t == MAP_NONE || r == MAP_NONE) return false;
        buf_printf(line, "%s%u,%d,%u,%u", i > 1 ? " " : "", t, w->head == s->n + 1 ? 0 : (int)w->head - (int)i, r, w->ner);
        if (w->doubt) buf_printf(line, ",%u,%u", w->other, w->doubt);
    }
    fprintf(f, "%.*s\n", (int)line->n, line->s);
    return !line->failed;
}

int silver_write(corpus *c, const char *path, ent_error *err)
{
    FILE *f = fopen(path, "wb");
    if (!f) return error_io(err, path);
    map tags, relations;
    number_map seen;
    map_init(&tags, c->mem);
    map_init(&relations, c->mem);
    number_map_init(&seen, c->mem);
    buf line;
    buf_init(&line);
    bool memory = true;
    fprintf(f, "# Labels of free text by a large parser (train/teacher); format: train/silver.h\n");
    for (uint32_t i = 0; memory && i < c->n; i++) {
        sentence *s = &c->sentences[i];
        uint64_t hash = words_hash(s);
        if (s->n < SHORTEST || s->n > LONGEST || number_map_get(&seen, hash) != MAP_NONE) continue;
        names_take(s);
        memory = number_map_put(&seen, hash, 0) && sentence_put(&tags, &relations, &line, s, hash, f);
    }
    buf_fini(&line);
    bool bad = ferror(f);
    if (fclose(f) || bad) return error_io(err, path);
    return memory ? ENT_OK : error_memory(err);
}

/* ---- reading ------------------------------------------------------------------------------------------------------------ */

typedef struct silver {
    word *tags; /* [n_tags] with upos, xpos and feats */
    word *relations; /* [n_relations] */
    str *labels; /* [n] of a sentence */
    uint32_t n_tags, n_relations, n, cap;
    number_map at; /* hash → index of labels */
} silver;

static bool tag_take(silver *x, str rest)
{
    if (x->n_tags == MOST_TAGS) return false;
    word *w = &x->tags[x->n_tags++];
    int upos = upos_find(str_cut(&rest, '\t'));
    w->xpos = str_cut(&rest, '\t');
    w->feats_text = rest;
    w->feats = feats_find(rest);
    w->upos = (uint8_t)upos;
    return upos >= 0 && rest.s;
}

static bool relation_take(silver *x, str rest)
{
    if (x->n_relations == MOST_RELATIONS) return false;
    word *w = &x->relations[x->n_relations++];
    str sub = rest, universal = str_cut(&sub, ':');
    int deprel = deprel_find(universal);
    w->relation = rest;
    w->deprel = (uint8_t)deprel;
    w->depsub = (uint8_t)depsub_find(sub);
    return deprel >= 0;
}

static bool hash_take(str hex, uint64_t *out)
{
    *out = 0;
    for (uint32_t i = 0; i < hex.n; i++) {
        const char *digits = "0123456789abcdef", *at = memchr(digits, hex.s[i], 16);
        if (!at) return false;
        *out = *out << 4 | (uint64_t)(at - digits);
    }
    return hex.n == 16;
}

static bool line_take(silver *x, arena *mem, str line)
{
    if (!line.n || line.s[0] == '#') return true;
    uint64_t hash;
    str first = str_cut(&line, '\t');
    if (!line.s) return false;
    if (str_is(first, "tag")) return tag_take(x, line);
    if (str_is(first, "relation")) return relation_take(x, line);
    x->labels = arena_grow(mem, x->labels, sizeof *x->labels, x->n, x->n + 1, &x->cap);
    if (!x->labels || !hash_take(first, &hash) || !number_map_put(&x->at, hash, x->n)) return false;
    x->labels[x->n++] = line;
    return true;
}

static int file_take(silver *x, arena *mem, const char *path, ent_error *err)
{
    x->tags = arena_new(mem, word, MOST_TAGS);
    x->relations = arena_new(mem, word, MOST_RELATIONS);
    number_map_init(&x->at, mem);
    if (!x->tags || !x->relations) return error_memory(err);
    str bytes;
    int rc = file_read(mem, path, 0, &bytes, err);
    for (uint32_t line = 1; !rc && bytes.s; line++)
        if (!line_take(x, mem, str_cut(&bytes, '\n'))) rc = error_set(err, ENT_E_FORMAT, -1, "%s:%u: not a line of silver trees", path, line);
    return rc;
}

/* One word's labels; false when they are none. */
static bool word_label(const silver *x, word *w, str item, uint32_t i, uint32_t n)
{
    int64_t tag, head, relation, name, other = 0, doubt = 0;
    if (!str_int(str_cut(&item, ','), &tag) || !str_int(str_cut(&item, ','), &head) || !str_int(str_cut(&item, ','), &relation) || !str_int(str_cut(&item, ','), &name)) return false;
    if (item.s && (!str_int(str_cut(&item, ','), &other) || !str_int(item, &doubt))) return false;
    head = head ? head + i : n + 1;
    if (tag < 0 || tag >= x->n_tags || relation < 0 || relation >= x->n_relations || name < 0 || name >= N_NER || other < 0 || other >= N_NER || doubt < 0 || doubt > 99 || head < 1 || head > n + 1) return false;
    const word *t = &x->tags[tag], *r = &x->relations[relation];
    w->upos = t->upos, w->xpos = t->xpos, w->feats = t->feats, w->feats_text = t->feats_text;
    w->relation = r->relation, w->deprel = r->deprel, w->depsub = r->depsub;
    w->head = (uint16_t)head;
    w->ner = (uint8_t)name, w->other = (uint8_t)other, w->doubt = (uint8_t)doubt;
    return true;
}

static bool sentence_label(const silver *x, sentence *s, str labels)
{
    for (uint32_t i = 1; i <= s->n; i++)
        if (!labels.s || !word_label(x, &s->words[i], str_cut(&labels, ' '), i, s->n)) return false;
    s->silver = s->names = true;
    return !labels.s;
}

static bool corpus_append(corpus *c, const sentence *s)
{
    c->sentences = arena_grow(c->mem, c->sentences, sizeof *c->sentences, c->n, c->n + 1, &c->cap);
    if (!c->sentences) return false;
    c->sentences[c->n++] = *s;
    c->n_words += s->n;
    return true;
}

int silver_read(corpus *c, const char *path, const char *const *texts, uint32_t n_texts, const inventory *v, ent_error *err)
{
    silver x = {0};
    corpus text = {.mem = c->mem}, known = {.mem = c->mem};
    int rc = file_take(&x, c->mem, path, err);
    for (uint32_t i = 0; !rc && i < n_texts; i++) rc = corpus_read(&text, texts[i], err);
    for (uint32_t i = 0; !rc && i < text.n; i++) {
        sentence *s = &text.sentences[i];
        uint32_t at = number_map_get(&x.at, words_hash(s));
        if (at == MAP_NONE) continue;
        if (!sentence_label(&x, s, x.labels[at])) rc = error_set(err, ENT_E_FORMAT, -1, "%s: the labels of sentence %u do not fit its words", path, at + 1);
        else if (!corpus_append(&known, s)) rc = error_memory(err);
    }
    if (rc) return rc;
    corpus_number(&known, v);
    for (uint32_t i = 0; i < known.n; i++)
        if (!corpus_append(c, &known.sentences[i])) return error_memory(err);
    return ENT_OK;
}
