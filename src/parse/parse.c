/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Station parse.
 *
 * Input: sentences and tokens. Output, per token: tag (UPOS, XPOS, features), lemma, head and relation, name label.
 * Method: an encoder reads words as sums of rows, hashed ones and those of a quantised word vector, and mixes neighbours at four widening distances; small heads on it tag, parse and find
 * names (drawing in net.h). The parser is arc-hybrid, greedy but for moves that were nearly even (path.h), its hidden layer a sum of rows that were multiplied once per token
 * (Kiperwasser and Goldberg 2016 for features from an encoder; Chen and Manning 2014 for the precomputed sum), the label is a second
 * small network over the arc. All integers, see kernel.h.
 * Why no beam and why this net: LAS 85 on EWT at over 200,000 words a second on one core, 3 to 5 points above a perceptron at the same
 * speed; an LSTM or a transformer costs ten to a hundred times as much (docs/methods-parser.md has the comparison).
 * Flow: sentences are gathered into a batch of about 128 rows, so that short ones share the matrix products,
 *
 *   rows   0   s1 tokens   ROOT   0   s2 tokens   ROOT   0        0 is a row of zeros: what a convolution sees beyond the edge
 *
 * then each sentence is decoded by itself. The batch a sentence stands in does not change its result.
 * Limits: a sentence of more than DOC_CAP_PARSE_TOKENS is tagged in pieces and gets no tree. Trees are projective, one root each.
 * Cost: linear; a tree takes 2n steps of constant work.
 */
#include "parse/parse.h"

#include <stdlib.h>

#include "parse/feature.h"
#include "parse/lemma.h"
#include "parse/names.h"
#include "parse/path.h"
#include "parse/transition.h"

enum { BATCH_ROWS = 128, MAX_ROWS = NET_TOKENS + 3, MAX_PIECES = BATCH_ROWS, STATE_WIDTH = NET_POSITIONS * NET_H };

typedef struct piece { /* a sentence, or a part of one too long to parse */
    uint32_t first, n; /* tokens */
    uint32_t row;      /* of its first token */
    bool parse;
} piece;

struct parse_scratch {
    const parse_kernels *k;
    void *memory;
    /* shapes in rows of the batch */
    int16_t *x, *r;             /* [rows][D] residual stream, what a layer adds */
    uint8_t *q;                 /* [rows][D] x as u8 */
    uint8_t *window;            /* [rows][3D] what a layer of longer reach sees */
    int16_t *state;             /* [rows][P][H] */
    int16_t *head, *dependent;  /* [rows][LH] */
    int16_t *tag;               /* [rows][TAGS] */
    int16_t *hidden, *name;     /* [rows][NH], [rows][NER] */
    uint8_t *hidden_q;          /* [rows][NH] */
    uint8_t tag_of[MAX_ROWS], upos[MAX_ROWS];
    uint8_t back[MAX_ROWS * N_NER];
    piece pieces[MAX_PIECES];
    uint32_t n_pieces, n_rows;
    parse_state tree;
    parse_path path, detour;
};

static const parse_kernels *kernels_choose(parse_isa isa)
{
    const parse_kernels *wide = parse_kernels_avx512(), *half = parse_kernels_avx2();
    if (isa == PARSE_ISA_BEST) return wide ? wide : half ? half : &parse_kernels_scalar;
    if (isa == PARSE_ISA_AVX512 && wide) return wide;
    if (isa == PARSE_ISA_AVX2 && half) return half;
    return &parse_kernels_scalar;
}

/* One block, each part at a multiple of 64. */
static bool scratch_lay(parse_scratch *s)
{
    struct {
        void **at;
        size_t row_bytes;
    } part[] = {{(void **)&s->x, NET_D * 2},   {(void **)&s->r, NET_D * 2},    {(void **)&s->q, NET_D}, {(void **)&s->window, 3 * NET_D}, {(void **)&s->state, STATE_WIDTH * 2}, {(void **)&s->head, NET_LH * 2}, {(void **)&s->dependent, NET_LH * 2},
                {(void **)&s->tag, NET_TAGS * 2}, {(void **)&s->hidden, NET_NH * 2}, {(void **)&s->name, NET_NER * 2}, {(void **)&s->hidden_q, NET_NH}};
    size_t total = 0;
    for (int pass = 0; pass < 2; pass++) {
        total = 0;
        for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
            if (pass) *part[i].at = (char *)s->memory + total;
            total += (part[i].row_bytes * MAX_ROWS + 63) / 64 * 64;
        }
        if (!pass) s->memory = aligned_alloc(64, total);
        if (!s->memory) return false;
    }
    memset(s->memory, 0, total);
    return true;
}

parse_scratch *parse_scratch_new(const parse_model *m, parse_isa isa)
{
    (void)m;
    parse_scratch *s = calloc(1, sizeof *s);
    if (!s || !scratch_lay(s)) {
        free(s);
        return NULL;
    }
    s->k = kernels_choose(isa);
    return s;
}

void parse_scratch_free(parse_scratch *s)
{
    if (s) free(s->memory);
    free(s);
}

const char *parse_scratch_isa(const parse_scratch *s) { return s->k->name; }

/* ---- the encoder and what is multiplied once per token -------------------------------------------------------------- */

static void edges_clear(parse_scratch *s)
{
    for (uint32_t i = 0; i <= s->n_pieces; i++) {
        uint32_t row = i < s->n_pieces ? s->pieces[i].row - 1 : s->n_rows - 1;
        memset(s->x + (size_t)row * NET_D, 0, NET_D * sizeof *s->x);
        memset(s->q + (size_t)row * NET_D, 0, NET_D);
    }
}

/* Row i - reach, i and i + reach side by side; zero beyond the sentence. */
static void windows_fill(parse_scratch *s, uint32_t reach)
{
    memset(s->window, 0, (size_t)s->n_rows * 3 * NET_D);
    for (uint32_t p = 0; p < s->n_pieces; p++) {
        uint32_t first = s->pieces[p].row, end = first + s->pieces[p].n + 1; /* with ROOT */
        for (uint32_t i = first; i < end; i++) {
            const uint8_t *x = s->q + (size_t)i * NET_D;
            uint8_t *to = s->window + (size_t)i * 3 * NET_D;
            if (i >= first + reach) memcpy(to, x - (size_t)reach * NET_D, NET_D);
            memcpy(to + NET_D, x, NET_D);
            if (i + reach < end) memcpy(to + 2 * NET_D, x + (size_t)reach * NET_D, NET_D);
        }
    }
}

/* Neighbours lie side by side already where a layer reaches no further. */
static void layer_run(const parse_model *m, parse_scratch *s, uint32_t inner, int layer)
{
    const parse_matrix *conv = &m->matrix[MAT_CONV0 + layer];
    if (net_reach[layer] == 1) {
        s->k->multiply(inner, s->q, NET_D, conv, s->r + NET_D, NET_D);
        return;
    }
    windows_fill(s, net_reach[layer]);
    s->k->multiply(inner, s->window + 3 * NET_D, 3 * NET_D, conv, s->r + NET_D, NET_D);
}

static void encode(const parse_model *m, parse_scratch *s)
{
    uint32_t inner = s->n_rows - 2; /* rows 1 .. n_rows - 2 have a row on either side */
    s->k->residual(s->n_rows * NET_D, s->x, NULL, m->scale[0], s->q);
    edges_clear(s);
    for (int l = 0; l < NET_LAYERS; l++) {
        layer_run(m, s, inner, l);
        s->k->residual(inner * NET_D, s->x + NET_D, s->r + NET_D, m->scale[l + 1], s->q + NET_D);
        edges_clear(s);
    }
    const uint8_t *q = s->q + NET_D;
    s->k->multiply(inner, q, NET_D, &m->matrix[MAT_TAG], s->tag + NET_TAGS, NET_TAGS);
    s->k->multiply(inner, q, NET_D, &m->matrix[MAT_STATE], s->state + STATE_WIDTH, STATE_WIDTH);
    s->k->multiply(inner, q, NET_D, &m->matrix[MAT_HEAD], s->head + NET_LH, NET_LH);
    s->k->multiply(inner, q, NET_D, &m->matrix[MAT_DEPENDENT], s->dependent + NET_LH, NET_LH);
    s->k->multiply(inner, q, NET_D, &m->matrix[MAT_NAME1], s->hidden + NET_NH, NET_NH);
    s->k->residual(inner * NET_NH, s->hidden + NET_NH, NULL, m->scale[SCALE_NAMES], s->hidden_q + NET_NH);
    s->k->multiply(inner, s->hidden_q + NET_NH, NET_NH, &m->matrix[MAT_NAME2], s->name + NET_NER, NET_NER);
}

/* ---- decoding one sentence ------------------------------------------------------------------------------------------- */

/* The sentence that is being decoded. */
typedef struct decoding {
    const parse_model *m;
    parse_scratch *s;
    uint32_t before; /* token i of the tree is row before + i */
} decoding;

static void actions_score(void *ctx, const parse_state *tree, int32_t score[NET_ACTIONS])
{
    const decoding *d = ctx;
    const parse_model *m = d->m;
    uint32_t position[NET_POSITIONS], context[NET_CONTEXTS];
    const int16_t *row[NET_POSITIONS + NET_CONTEXTS];
    parse_state_view(tree, position, context);
    for (uint32_t j = 0; j < NET_POSITIONS; j++) row[j] = position[j] ? d->s->state + (size_t)(d->before + position[j]) * STATE_WIDTH + j * NET_H : m->absent + j * NET_H;
    for (uint32_t j = 0; j < NET_CONTEXTS; j++) row[NET_POSITIONS + j] = m->context + (size_t)context[j] * NET_H;
    d->s->k->actions(row, NET_POSITIONS + NET_CONTEXTS, m->action, score);
}

/* Label 0 is root; only an arc from ROOT has it. */
static uint32_t label_choose(void *ctx, const parse_state *tree, uint32_t head, uint32_t dependent)
{
    if (head == tree->n + 1) return 0;
    const decoding *d = ctx;
    const parse_scratch *s = d->s;
    uint8_t z[NET_LH];
    int16_t y[NET_LABELS];
    const int16_t *distance = d->m->distance + parse_state_distance(tree, head, dependent) * NET_LH;
    s->k->arc(s->head + (size_t)(d->before + head) * NET_LH, s->dependent + (size_t)(d->before + dependent) * NET_LH, distance, z);
    s->k->multiply(1, z, NET_LH, &d->m->matrix[MAT_LABEL], y, NET_LABELS);
    y[0] = INT16_MIN;
    return s->k->best(y, NET_LABELS);
}

static void tree_build(const parse_model *m, parse_scratch *s, const piece *p)
{
    decoding d = {m, s, p->row - 1};
    parse_scorer scorer = {actions_score, label_choose, &d, m->action_scale};
    parse_path_best(&scorer, &s->tree, p->n, s->upos + d.before, &s->path, &s->detour);
}

static void tree_put(const parse_model *m, const parse_scratch *s, const piece *p, doc *d)
{
    for (uint32_t i = 1; i <= p->n; i++) {
        uint32_t t = p->first + i - 1, h = s->tree.head[i];
        const parse_label *label = &m->labels[s->tree.label[i]];
        d->head[t] = h == p->n + 1 ? DOC_NONE : p->first + h - 1;
        d->deprel[t] = h == p->n + 1 ? DEP_ROOT : label->deprel;
        d->depsub[t] = h == p->n + 1 ? SUB_NONE : label->depsub;
    }
}

static bool tag_put(const parse_model *m, doc *d, uint32_t t, uint32_t tag)
{
    lemma_form f;
    str form = doc_form(d, t);
    parse_lemma_form(form, &f);
    d->upos[t] = m->tags[tag].upos;
    d->xpos[t] = str_make(m->tags[tag].xpos, m->tags[tag].n_xpos);
    d->feats[t] = parse_feats(m, &f, tag);
    d->lemma[t] = parse_lemma(m, d->mem, form, &f, tag);
    return !form.n || d->lemma[t].s;
}

static bool words_put(const parse_model *m, parse_scratch *s, const piece *p, doc *d)
{
    for (uint32_t i = 0; i < p->n; i++) {
        uint32_t t = p->first + i, row = p->row + i;
        if (!tag_put(m, d, t, s->k->best(s->tag + (size_t)row * NET_TAGS, NET_TAGS))) return false;
        s->upos[row] = d->upos[t];
    }
    s->upos[p->row + p->n] = NET_UPOS_ROOT;
    parse_names(s->name + (size_t)p->row * NET_NER, m->name_moves, p->n, s->back, d->ner + p->first);
    return true;
}

/* The best tag of the classes in a set of UPOS bits. */
static uint32_t tag_of_class(const parse_model *m, const int16_t *score, uint32_t classes)
{
    uint32_t best = NET_TAGS;
    for (uint32_t k = 0; k < NET_TAGS; k++)
        if (classes >> m->tags[k].upos & 1 && (best == NET_TAGS || score[k] > score[best])) best = k;
    return best;
}

/* The classes that a relation allows: what marks a clause is a subordinating conjunction or "to", what marks a noun an adposition. */
static uint32_t classes_of_relation(uint8_t upos, uint8_t deprel)
{
    if (deprel == DEP_MARK && upos == UPOS_ADP) return 1u << UPOS_SCONJ | 1u << UPOS_PART;
    if (deprel == DEP_CASE && upos == UPOS_SCONJ) return 1u << UPOS_ADP;
    if (deprel == DEP_AMOD && upos == UPOS_NOUN) return 1u << UPOS_ADJ;
    return 1u << upos;
}

enum { HAS_SUBJECT = 1, HAS_OBJECT = 2, HAS_COPULA = 4, HAS_AUXILIARY = 8, HAS_MARK = 16 };

/* What the tree gives each word of a piece, as bits. */
static void dependents_note(const piece *p, const doc *d, uint8_t *has)
{
    memset(has, 0, p->n);
    for (uint32_t i = 0; i < p->n; i++) {
        uint32_t t = p->first + i, h = d->head[t];
        if (h == DOC_NONE) continue;
        uint8_t rel = d->deprel[t];
        has[h - p->first] |= rel == DEP_NSUBJ && h > t ? HAS_SUBJECT : rel == DEP_OBJ && h < t ? HAS_OBJECT : rel == DEP_COP ? HAS_COPULA : rel == DEP_AUX ? HAS_AUXILIARY : rel == DEP_MARK && h == t + 1 ? HAS_MARK : 0;
    }
}

/* An "adjective" with an object and a subject, as in "the murder shocked the town", or with an object after "to"; a "noun" with an object and
   a subject or an auxiliary, as in "did the army attack the town". */
static bool acts_as_verb(uint8_t upos, uint8_t has)
{
    if (!(has & HAS_OBJECT) || has & HAS_COPULA) return false;
    if (upos == UPOS_ADJ) return has == (HAS_SUBJECT | HAS_OBJECT) || has == (HAS_MARK | HAS_OBJECT);
    return upos == UPOS_NOUN && has & (HAS_SUBJECT | HAS_AUXILIARY);
}

/* Tags are chosen before the tree, and the tree knows better. Where they disagree the word gets the best tag of the class that the tree asks for. */
static bool tags_agree(const parse_model *m, const parse_scratch *s, const piece *p, doc *d)
{
    uint8_t has[NET_TOKENS];
    dependents_note(p, d, has);
    for (uint32_t i = 0; i < p->n; i++) {
        uint8_t upos = d->upos[p->first + i];
        uint32_t classes = acts_as_verb(upos, has[i]) ? 1u << UPOS_VERB : classes_of_relation(upos, d->deprel[p->first + i]);
        if (classes >> upos & 1) continue;
        uint32_t tag = tag_of_class(m, s->tag + (size_t)(p->row + i) * NET_TAGS, classes);
        if (tag < NET_TAGS && !tag_put(m, d, p->first + i, tag)) return false;
    }
    return true;
}

/* ---- batches ------------------------------------------------------------------------------------------------------------ */

static bool batch_flush(const parse_model *m, parse_scratch *s, doc *d)
{
    if (!s->n_pieces) return true;
    encode(m, s);
    for (uint32_t i = 0; i < s->n_pieces; i++) {
        const piece *p = &s->pieces[i];
        if (!words_put(m, s, p, d)) return false;
        if (!p->parse) continue;
        tree_build(m, s, p);
        tree_put(m, s, p, d);
        if (!tags_agree(m, s, p, d)) return false;
    }
    s->n_pieces = 0;
    s->n_rows = 1;
    return true;
}

static void row_embed(const parse_model *m, parse_scratch *s, const parse_features *f)
{
    s->k->embed(m->embedding, f->row, f->n, m->embed_shift, s->x + (size_t)s->n_rows++ * NET_D);
}

static bool batch_add(const parse_model *m, parse_scratch *s, doc *d, uint32_t first, uint32_t n, bool parse)
{
    if (s->n_rows + n + 2 > BATCH_ROWS && !batch_flush(m, s, d)) return false;
    s->pieces[s->n_pieces++] = (piece){first, n, s->n_rows, parse};
    parse_features f;
    for (uint32_t i = 0; i < n; i++) {
        str form = doc_form(d, first + i);
        if (form.n > DOC_CAP_TOKEN_BYTES) d->flags |= DOC_F_LONGTOKEN;
        parse_featurise(form, &f);
        parse_vector_rows(&m->vectors, &f);
        row_embed(m, s, &f);
    }
    parse_featurise_root(&f);
    row_embed(m, s, &f);
    s->n_rows++; /* the edge */
    return true;
}

static bool sentence_add(const parse_model *m, parse_scratch *s, doc *d, uint32_t first, uint32_t n)
{
    bool parse = n <= NET_TOKENS;
    if (!parse) d->flags |= DOC_F_UNPARSED;
    while (n) {
        uint32_t part = n < NET_TOKENS ? n : NET_TOKENS;
        if (!batch_add(m, s, d, first, part, parse)) return false;
        first += part;
        n -= part;
    }
    return true;
}

static bool columns_new(doc *d)
{
    uint32_t n = d->n_tokens;
    d->lemma = arena_new(d->mem, str, n);
    d->xpos = arena_new(d->mem, str, n);
    d->feats = arena_new(d->mem, uint32_t, n);
    d->head = arena_new(d->mem, uint32_t, n);
    d->upos = arena_alloc(d->mem, n);
    d->deprel = arena_alloc(d->mem, n);
    d->depsub = arena_alloc(d->mem, n);
    d->ner = arena_alloc(d->mem, n);
    if (d->mem->failed) return false;
    for (uint32_t t = 0; t < n; t++) d->head[t] = DOC_NONE;
    return true;
}

int parse_run(const parse_model *m, parse_scratch *s, doc *d, ent_error *err)
{
    if (!columns_new(d)) return error_memory(err);
    s->n_pieces = 0;
    s->n_rows = 1;
    for (uint32_t i = 0; i < d->n_sentences; i++) {
        const doc_sentence *sent = &d->sentences[i];
        if (!sentence_add(m, s, d, sent->tok_begin, sent->tok_end - sent->tok_begin)) return error_memory(err);
    }
    return batch_flush(m, s, d) ? ENT_OK : error_memory(err);
}
