/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading treebanks: CoNLL-U (universaldependencies.org/format.html) and IOB2 names (UNER). Multi-word token lines and empty nodes are
 * passed over; only syntactic words are kept. The reader trusts its files: they are the trainer's own input, and a malformed line
 * ends the run with its number.
 */
#include "corpus.h"

#include <stdlib.h>

static word *words_new(arena *mem, const word *from, uint32_t n)
{
    word *w = arena_new(mem, word, n + 2);
    if (w) memcpy(w + 1, from + 1, n * sizeof *w);
    return w;
}

static bool sentence_put(corpus *c, str id, bool entities, const word *words, uint32_t n)
{
    if (!n || n > NET_TOKENS) return true;
    c->sentences = arena_grow(c->mem, c->sentences, sizeof *c->sentences, c->n, c->n + 1, &c->cap);
    word *w = words_new(c->mem, words, n);
    if (!c->sentences || !w) return false;
    for (uint32_t i = 1; i <= n; i++)
        if (w[i].head == 0) w[i].head = (uint16_t)(n + 1);
    parse_featurise_root(&w[n + 1].features);
    c->sentences[c->n++] = (sentence){.id = id, .words = w, .n = n, .entities = entities};
    c->n_words += n;
    return true;
}

static bool word_read(word *w, str line, uint32_t *id)
{
    str field[10];
    for (int i = 0; i < 10; i++) field[i] = str_cut(&line, '\t');
    int64_t number, head;
    if (!field[9].s || !str_int(field[0], &number) || !str_int(field[6], &head)) return false;
    int upos = upos_find(field[3]);
    str sub = field[7], universal = str_cut(&sub, ':');
    int deprel = deprel_find(universal);
    *w = (word){.form = field[1], .lemma = field[2], .xpos = field[4], .misc = field[9], .feats_text = field[5], .feats = feats_find(field[5]), .relation = field[7], .head = (uint16_t)head,
                .tag = TRAIN_NO_TAG, .label = TRAIN_NO_TAG};
    w->upos = (uint8_t)(upos < 0 ? UPOS_X : upos);
    w->deprel = (uint8_t)(deprel < 0 ? DEP_DEP : deprel);
    w->depsub = (uint8_t)depsub_find(sub);
    parse_featurise(w->form, &w->features);
    *id = (uint32_t)number;
    return true;
}

/* A line "7-8" or "7.1". */
static bool is_word_line(str line)
{
    for (uint32_t i = 0; i < line.n && line.s[i] != '\t'; i++)
        if (line.s[i] == '-' || line.s[i] == '.') return false;
    return true;
}

static bool comment_id(str line, str *id)
{
    const str mark = STR("# sent_id = ");
    if (!str_starts(line, mark)) return false;
    *id = str_trim(str_sub(line, mark.n, line.n));
    return true;
}

int corpus_read(corpus *c, const char *path, ent_error *err)
{
    str bytes, id = STR_NONE;
    int rc = file_read(c->mem, path, 0, &bytes, err);
    if (rc) return rc;
    static word words[DOC_CAP_SENTENCE_TOKENS + 2];
    uint32_t n = 0, number, line_no = 0;
    bool entities = false;
    while (bytes.s) {
        str line = str_cut(&bytes, '\n');
        line_no++;
        if (!line.n) {
            if (!sentence_put(c, id, entities, words, n)) return error_memory(err);
            n = 0;
        } else if (line.s[0] == '#') {
            comment_id(line, &id);
            entities |= str_starts(line, STR("# global.Entity"));
        } else if (is_word_line(line) && n < DOC_CAP_SENTENCE_TOKENS) {
            if (!word_read(&words[++n], line, &number) || number != n) return error_set(err, ENT_E_FORMAT, -1, "%s:%u: not a CoNLL-U line", path, line_no);
        }
    }
    return sentence_put(c, id, entities, words, n) ? ENT_OK : error_memory(err);
}

/* ---- names ------------------------------------------------------------------------------------------------------------ */

uint8_t ner_find(str label)
{
    for (unsigned k = 1; k < N_NER; k++)
        if (str_is(label, ner_name(k))) return (uint8_t)k;
    return NER_O; /* also B-OTH and the stray B-O of the early revision */
}

/* Labels of one sentence onto the words with the same forms; an I- after anything but its own kind becomes a B-. */
static void names_put(sentence *s, const str *forms, const uint8_t *ner, uint32_t n)
{
    if (n != s->n) return;
    for (uint32_t i = 0; i < n; i++)
        if (!str_eq(forms[i], s->words[i + 1].form)) return;
    uint8_t last = NER_O;
    for (uint32_t i = 0; i < n; i++) {
        uint8_t k = ner[i];
        bool inside = k && k % 2 == 0;
        if (inside && last != k && last != k - 1) k--;
        s->words[i + 1].ner = last = k;
    }
    s->names = true;
}

int corpus_read_names(corpus *c, const char *path, ent_error *err)
{
    map by_id;
    map_init(&by_id, c->mem);
    for (uint32_t i = 0; i < c->n; i++)
        if (!map_put(&by_id, c->sentences[i].id, i)) return error_memory(err);
    str bytes, id = STR_NONE;
    int rc = file_read(c->mem, path, 0, &bytes, err);
    if (rc) return rc;
    static str forms[DOC_CAP_SENTENCE_TOKENS];
    static uint8_t ner[DOC_CAP_SENTENCE_TOKENS];
    for (uint32_t n = 0; bytes.s || n;) {
        str line = bytes.s ? str_cut(&bytes, '\n') : STR_NONE;
        if (!line.n) {
            uint32_t at = n ? map_get(&by_id, id) : MAP_NONE;
            if (at != MAP_NONE) names_put(&c->sentences[at], forms, ner, n);
            n = 0;
        } else if (!comment_id(line, &id) && line.s[0] >= '0' && line.s[0] <= '9' && n < DOC_CAP_SENTENCE_TOKENS) {
            str_cut(&line, '\t');
            forms[n] = str_cut(&line, '\t');
            ner[n++] = ner_find(str_cut(&line, '\t'));
        }
    }
    return ENT_OK;
}
