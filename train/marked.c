/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Marks onto words.
 *
 *     marked text ──letters, each with the label of its mark──► ┐
 *     words of the same text, as the pipeline cuts them ────────┴─ letter by letter ──► labels of words
 *
 * Spaces count on neither side, so that a word cut in two or "U. S." made one keeps its letters. A sentence whose letters do not come next is looked
 * for a little further on (the reader of pages may have left out what stands between), then given up.
 */
#include "marked.h"

#include "base/file.h"

enum { AHEAD = 4000 }; /* letters */

typedef struct letters {
    char *s;
    uint8_t *label; /* B- at the first letter of a name, I- at the others */
    uint32_t n;
} letters;

static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

static void letter_put(letters *x, char c, uint8_t label)
{
    if (is_space(c)) return;
    x->s[x->n] = c;
    x->label[x->n++] = label;
}

/* A mark that begins at i: its letters are put; the place after it, 0 when it is none. */
static uint32_t mark_take(letters *x, str line, uint32_t i)
{
    static const struct { str begin; uint8_t label; } kinds[] = {{STR("[PER "), NER_B_PER}, {STR("[ORG "), NER_B_ORG}, {STR("[LOC "), NER_B_LOC}};
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        if (!str_starts(str_sub(line, i, line.n), kinds[k].begin)) continue;
        uint32_t begin = x->n;
        for (i += kinds[k].begin.n; i < line.n && line.s[i] != ']'; i++) {
            if (line.s[i] == '[') return 0;
            letter_put(x, line.s[i], (uint8_t)(kinds[k].label + (x->n > begin)));
        }
        return i < line.n && x->n > begin ? i + 1 : 0;
    }
    return 0;
}

static int letters_read(letters *x, arena *mem, const char *path, ent_error *err)
{
    str bytes;
    int rc = file_read(mem, path, 0, &bytes, err);
    if (rc) return rc;
    x->s = arena_alloc(mem, bytes.n + 1);
    x->label = arena_new(mem, uint8_t, bytes.n + 1);
    if (mem->failed) return error_memory(err);
    for (uint32_t number = 1; bytes.s; number++) {
        str line = str_cut(&bytes, '\n');
        for (uint32_t i = 0; i < line.n;) {
            if (line.s[i] != '[' && line.s[i] != ']') {
                letter_put(x, line.s[i++], NER_O);
                continue;
            }
            if (!(i = line.s[i] == '[' ? mark_take(x, line, i) : 0)) return error_set(err, ENT_E_FORMAT, -1, "%s:%u: a mark is [PER …], [ORG …] or [LOC …], without another in it", path, number);
        }
    }
    return ENT_OK;
}

/* The letter after the sentence's last if it stands at `at`, 0 if not. */
static uint32_t stands_at(const letters *x, uint32_t at, const sentence *s)
{
    for (uint32_t i = 1; i <= s->n; i++) {
        str form = s->words[i].form;
        for (uint32_t k = 0; k < form.n; k++) {
            if (is_space(form.s[k])) continue;
            if (at == x->n || x->s[at] != form.s[k]) return 0;
            at++;
        }
    }
    return at;
}

/* What the trainer may look at in a sentence without tags and tree: each word hangs on the next; those of names with a capital are proper nouns. */
static void words_label(sentence *s, const letters *x, uint32_t at)
{
    uint8_t last = NER_O;
    for (uint32_t i = 1; i <= s->n; i++) {
        word *w = &s->words[i];
        uint8_t label = x->label[at];
        bool inside = label && label % 2 == 0;
        if (inside && last != label && last != label - 1) label--;
        w->ner = last = label;
        w->upos = label && w->form.s[0] >= 'A' && w->form.s[0] <= 'Z' ? UPOS_PROPN : UPOS_X;
        w->deprel = DEP_DEP, w->depsub = 0, w->head = (uint16_t)(i + 1);
        for (uint32_t k = 0; k < w->form.n; k++) at += !is_space(w->form.s[k]);
    }
    s->names = s->silver = s->names_only = true;
}

int marked_read(corpus *c, const char *text, const char *words, uint32_t *left_out, ent_error *err)
{
    letters x = {0};
    uint32_t first = c->n, kept = c->n, at = 0;
    int rc = letters_read(&x, c->mem, text, err);
    if (!rc) rc = corpus_read(c, words, err);
    if (rc) return rc;
    for (uint32_t i = first; i < c->n; i++) {
        sentence *s = &c->sentences[i];
        uint32_t begin = at, end = 0, most = at + AHEAD < x.n ? at + AHEAD : x.n;
        while (begin < most && !(end = stands_at(&x, begin, s))) begin++;
        if (!end) {
            ++*left_out;
            c->n_words -= s->n;
            continue;
        }
        words_label(s, &x, begin);
        at = end;
        c->sentences[kept++] = *s;
    }
    c->n = kept;
    return ENT_OK;
}
