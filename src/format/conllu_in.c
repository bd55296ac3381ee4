/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CoNLL-U in: tokens, sentences, comments and multi-word tokens as the file has them; trees too when asked.
 *
 * The document's text is rebuilt from FORM and SpaceAfter, sentences joined by a blank (a new line at a new document or paragraph).
 * Words of a multi-word token are cut from its surface where they spell it ("do|n't"); else the first word gets the whole
 * surface, the others none, and `forms` keeps what the file says. Empty nodes (8.1) are dropped. Errors carry the line number.
 */
#include "format/format.h"

enum { N_FIELDS = 10 };

typedef struct reader {
    doc *d;
    str path;
    uint32_t line;
    bool trees;
    char *text;
    uint32_t n_text;
    uint32_t cap_tokens, cap_sentences;
    uint32_t first;       /* first token of the sentence being read */
    str comments;         /* of this sentence, in the input's bytes */
    uint32_t mwt_words;   /* of the multi-word token being read */
    uint32_t mwt_left;    /* words of the multi-word token still to come */
    uint32_t mwt_at;      /* byte of the text where its next word begins */
    uint32_t mwt_end;
    bool mwt_spelled;     /* its words have spelled its surface so far */
    bool mwt_space;
} reader;

static int bad(const reader *r, ent_error *err, const char *what)
{
    return error_set(err, ENT_E_FORMAT, -1, "%.*s:%u: %s", STR_ARG(r->path), r->line, what);
}

#define GROW(column, n, cap, want) (column = arena_grow(d->mem, column, sizeof *column, n, want, cap))

static bool room_for_token(reader *r)
{
    doc *d = r->d;
    uint32_t n = d->n_tokens, want = n + 1, old = r->cap_tokens, cap[10];
    for (int i = 0; i < 10; i++) cap[i] = old;
    bool ok = GROW(d->tokens, n, &cap[0], want) && GROW(d->forms, n, &cap[1], want);
    if (r->trees)
        ok = ok && GROW(d->lemma, n, &cap[2], want) && GROW(d->upos, n, &cap[3], want) && GROW(d->deprel, n, &cap[4], want) && GROW(d->depsub, n, &cap[5], want) &&
             GROW(d->ner, n, &cap[6], want) && GROW(d->xpos, n, &cap[7], want) && GROW(d->feats, n, &cap[8], want) && GROW(d->head, n, &cap[9], want);
    r->cap_tokens = cap[0];
    return ok;
}

static bool has_item(str misc, str item)
{
    while (misc.s)
        if (str_eq(str_cut(&misc, '|'), item)) return true;
    return false;
}

static void put_text(reader *r, str s)
{
    if (s.n) memcpy(r->text + r->n_text, s.s, s.n);
    r->n_text += s.n;
}

static int read_range(reader *r, const str *f, ent_error *err)
{
    int64_t a, b;
    str to = f[0], from = str_cut(&to, '-');
    if (r->mwt_left || !str_int(from, &a) || !str_int(to, &b) || a != (int64_t)(r->d->n_tokens - r->first + 1) || b < a || b - a > 20) return bad(r, err, "a range that does not fit its words");
    r->mwt_words = r->mwt_left = (uint32_t)(b - a + 1);
    r->mwt_at = r->n_text;
    put_text(r, f[1]);
    r->mwt_end = r->n_text;
    r->mwt_spelled = true;
    r->mwt_space = !has_item(f[9], STR("SpaceAfter=No"));
    if (r->mwt_space) put_text(r, STR(" "));
    return ENT_OK;
}

/* Places the next word in the surface of its multi-word token. */
static void place_in_mwt(reader *r, doc_token *x, str form)
{
    bool is_first = r->mwt_left == r->mwt_words;
    str rest = {r->text + r->mwt_at, r->mwt_end - r->mwt_at};
    r->mwt_spelled = r->mwt_spelled && str_starts(rest, form) && (r->mwt_left > 1 || rest.n == form.n);
    *x = (doc_token){.begin = r->mwt_spelled || is_first ? r->mwt_at : r->mwt_end, .end = r->mwt_spelled ? r->mwt_at + form.n : r->mwt_end};
    r->mwt_at = x->end;
    x->mwt = is_first ? (uint8_t)r->mwt_words : 0;
    r->mwt_left--;
    x->space_after = !r->mwt_left && r->mwt_space;
}

static int read_tree(reader *r, const str *f, uint32_t t, ent_error *err)
{
    doc *d = r->d;
    int64_t head = 0;
    int tag = upos_find(f[3]);
    str sub = f[7], rel = str_cut(&sub, ':');
    int dep = deprel_find(rel);
    if (f[6].n && !str_is(f[6], "_") && (!str_int(f[6], &head) || head < 0 || head > 100000)) return bad(r, err, "HEAD is not a number");
    d->lemma[t] = str_is(f[2], "_") ? STR_NONE : f[2];
    d->upos[t] = (uint8_t)(tag < 0 ? UPOS_X : tag);
    d->xpos[t] = str_is(f[4], "_") ? STR_NONE : f[4];
    d->feats[t] = feats_find(f[5]);
    d->deprel[t] = (uint8_t)(dep < 0 ? DEP_DEP : dep);
    d->depsub[t] = (uint8_t)depsub_find(sub);
    d->ner[t] = NER_O;
    d->head[t] = head ? r->first + (uint32_t)head - 1 : DOC_NONE;
    return ENT_OK;
}

static int read_word(reader *r, const str *f, ent_error *err)
{
    doc *d = r->d;
    int64_t id;
    if (!str_int(f[0], &id) || id != (int64_t)(d->n_tokens - r->first + 1)) return bad(r, err, "word numbers must run 1, 2, 3 …");
    if (!room_for_token(r)) return error_memory(err);
    uint32_t t = d->n_tokens++;
    doc_token *x = &d->tokens[t];
    if (r->mwt_left) {
        place_in_mwt(r, x, f[1]);
    } else {
        *x = (doc_token){.begin = r->n_text, .space_after = !has_item(f[9], STR("SpaceAfter=No"))};
        put_text(r, f[1]);
        x->end = r->n_text;
        if (x->space_after) put_text(r, STR(" "));
    }
    d->forms[t] = x->end - x->begin == f[1].n && !memcmp(r->text + x->begin, f[1].s, f[1].n) ? STR_NONE : f[1];
    return r->trees ? read_tree(r, f, t, err) : ENT_OK;
}

static int end_sentence(reader *r, ent_error *err)
{
    doc *d = r->d;
    if (r->mwt_left) return bad(r, err, "a multi-word token lacks words");
    if (r->first == d->n_tokens) return ENT_OK; /* comments alone, or blank lines */
    uint32_t n = d->n_sentences, cap = r->cap_sentences, cap2 = cap;
    if (!GROW(d->sentences, n, &cap, n + 1) || !GROW(d->comments, n, &cap2, n + 1)) return error_memory(err);
    r->cap_sentences = cap;
    d->comments[n] = r->comments;
    d->sentences[n] = (doc_sentence){.begin = d->tokens[r->first].begin, .end = d->tokens[d->n_tokens - 1].end, .tok_begin = r->first, .tok_end = d->n_tokens, .block = DOC_NONE};
    d->n_sentences++;
    for (uint32_t t = r->first; r->trees && t < d->n_tokens; t++)
        if (d->head[t] != DOC_NONE && d->head[t] >= d->n_tokens) return bad(r, err, "HEAD is beyond the sentence");
    if (r->n_text && r->text[r->n_text - 1] != ' ') put_text(r, STR(" "));
    r->first = d->n_tokens;
    r->comments = STR_NONE;
    return ENT_OK;
}

static int read_line(reader *r, str line, ent_error *err)
{
    str f[N_FIELDS + 1];
    uint32_t n = 0;
    while (line.s && n <= N_FIELDS) f[n++] = str_cut(&line, '\t');
    if (n != N_FIELDS) return bad(r, err, "not ten columns");
    if (memchr(f[0].s, '.', f[0].n)) return ENT_OK;
    if (memchr(f[0].s, '-', f[0].n)) return read_range(r, f, err);
    return read_word(r, f, err);
}

/* Comment lines before a sentence's first word stand together in the input; `end` is where the next line begins. */
static void keep_comment(reader *r, const char *end, str line)
{
    if (!r->comments.s) r->comments.s = line.s;
    r->comments.n = (uint32_t)(end - r->comments.s);
}

int format_conllu_read(doc *d, str path, str bytes, bool keep_trees, ent_error *err)
{
    reader r = {.d = d, .path = path, .trees = keep_trees, .text = arena_alloc(d->mem, (size_t)bytes.n + 2)};
    if (!r.text) return error_memory(err);
    d->source = bytes;
    d->path = path;
    str rest = bytes;
    int rc = ENT_OK;
    while (!rc && rest.s) {
        str line = str_cut(&rest, '\n');
        r.line++;
        if (line.n && line.s[line.n - 1] == '\r') line.n--;
        if (!line.n) rc = end_sentence(&r, err);
        else if (line.s[0] != '#') rc = read_line(&r, line, err);
        else if (r.first == d->n_tokens) keep_comment(&r, rest.s ? rest.s : bytes.s + bytes.n, line);
    }
    if (!rc) rc = end_sentence(&r, err);
    d->text = (str){r.text, r.n_text};
    return rc;
}
