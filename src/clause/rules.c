/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Repairs by pattern: what stands in grammar/repairs.tsv, read into steps and tried on every word.
 *
 *     t:compound h=^t h>t+1 h:obj v=^h v+1=t v/VERB n=t+1 n/NUM,DET        →  t>v:iobj t*>h
 *
 * A condition either binds a letter to a word (a head, a neighbour, a dependent, the nearest word of a tag) or tests one that is
 * bound; the first that fails ends the row. The letters are numbers, the words of a condition bit sets, so that a step is a few
 * instructions; what a row asks of the word itself and of the tags beside and above it is one number, so that most rows are passed over by one bit. The table's head
 * has the notation. Why a table: two dozen of these patterns were functions of ten lines each, in which the pattern could not be
 * seen; what a table cannot say (sentences split in two, formulas of speech, walks over a whole clause) is still C, in repair_*.c.
 *
 * Cost: rows of the word's relation × steps; a dependent or a tag is looked for at most REPAIR_NEAR words away.
 */
#include "clause/rules.h"

enum { LETTERS = 26, MAX_STEPS = 28, MAX_TAGS = 3, MAX_ROWS = 120, NOBODY = LETTERS };

typedef enum step_kind {
    BIND_HEAD, BIND_PLACE, BIND_CHILD, BIND_TAG, BIND_CLASS, BIND_NAME, BIND_ABOVE, /* letter a becomes … of b */
    TEST_RELATION, TEST_TAG, TEST_CLASS, TEST_IS, TEST_ORDER, TEST_HEAD, TEST_ABOVE, TEST_ROW, /* of a, or of a and b */
    DO_HANG, DO_SWAP, DO_HAND_OVER, DO_RELATION, DO_TAG, DO_GUESS
} step_kind;

typedef enum word_is {
    IS_FIRST, IS_NOMINAL, IS_CAPITAL, IS_NAME, IS_DATED, IS_ROOT, IS_HEADLINE, IS_PAST, IS_PLAIN, IS_SPEAKS, IS_TELLS, IS_SPEECH, IS_ASKS, IS_ACT, IS_GOVERNS,
    IS_INTRANSITIVE, IS_CONTROLS, IS_NAMES, IS_PARTICIPIAL, N_WORD_IS
} word_asked;
static const char *const is_names[N_WORD_IS] = {"first", "nominal", "capital", "name", "dated", "root", "headline", "past", "plain", "speaks", "tells", "speech", "asks", "act", "governs",
                                                "intransitive", "controls", "names", "participial"};

typedef struct repair_step {
    uint8_t kind;
    bool not;
    uint8_t a, b;
    int8_t da, db;   /* places beside a and b */
    int8_t side;     /* -1 left, 1 right, 0 either; TEST_ORDER: -1 before, 0 the same, 1 after */
    uint8_t sub, what; /* depsub; word_class, word_asked */
    uint8_t n_xpos;
    uint32_t upos;   /* bit per upos */
    uint32_t xpos[MAX_TAGS]; /* tags of the treebank by their letters: see tag_letters */
    uint64_t rels;   /* bit per deprel */
} repair_step;

/* What stands around a word, a bit for each fact: the tag of its head, of the word before and of the word after (or that there is none), and
 * on which side its head is. A row says which of these it never bears, so that most rows are passed over by one bit. */
enum { VIEW_HEAD, VIEW_BEFORE = N_UPOS + 1, VIEW_AFTER = 2 * (N_UPOS + 1), VIEW_HEAD_LEFT = 3 * (N_UPOS + 1), VIEW_HEAD_RIGHT, VIEW_BITS };
_Static_assert(VIEW_BITS <= 64, "a view is a number");

typedef struct repair_row {
    uint64_t never;    /* view_bits */
    uint32_t first, n; /* steps */
    uint64_t rels;     /* of its word */
    uint32_t upos;     /* likewise */
    uint32_t xpos[MAX_TAGS]; /* likewise, when n_xpos */
    uint8_t n_xpos, pass;
    uint8_t class;     /* likewise, N_WORD_CLASS: any */
    str tag;           /* last tag of the treebank that it sets */
} repair_row;

struct repair_rules {
    repair_step *step;
    repair_row *row;
    uint32_t n_steps, cap_steps, n_rows, cap_rows;
    uint32_t upos[N_REPAIR_PASS][N_DEPREL]; /* tags for which a row is there: small enough to stay near */
    uint8_t *try[N_REPAIR_PASS][N_DEPREL][N_UPOS]; /* rows for a word of that relation and tag, from 1, in order; 0 ends. NULL: none */
};

/* ---- matcher ----------------------------------------------------------------------------------------------------------------- */

/* A tag of at most four letters as a number. */
static uint32_t tag_letters(str tag)
{
    uint32_t x = 0;
    for (uint32_t i = 0; i < tag.n; i++) x = x << 8 | (unsigned char)tag.s[i];
    return x;
}

static bool among_tags(str tag, const uint32_t *xpos, uint8_t n)
{
    uint32_t x = tag_letters(tag);
    return x == xpos[0] || (n > 1 && (x == xpos[1] || (n > 2 && x == xpos[2])));
}

static bool has_tag(const clause_work *w, const repair_step *p, uint32_t t)
{
    return p->upos >> w->upos[t] & 1 || (p->n_xpos && among_tags(w->xpos[t], p->xpos, p->n_xpos));
}

static bool is_name(const clause_work *w, uint32_t t) { return w->upos[t] == UPOS_PROPN && !w->dated[t]; }

static bool is_what(const clause_work *w, uint8_t what, uint32_t t, const doc_sentence *s)
{
    const clause_word *x = w->lex[t];
    const clause_governor *g = x->governor[GOVERN_VERB];
    switch (what) {
    case IS_FIRST: return t == s->tok_begin;
    case IS_CAPITAL: return doc_form(w->d, t).s[0] >= 'A' && doc_form(w->d, t).s[0] <= 'Z';
    case IS_PARTICIPIAL: return str_ends(doc_form(w->d, t), STR("ed"));
    case IS_PLAIN: return w->sub[t] == SUB_NONE;
    case IS_TELLS: return x->speech[SPEECH_VERB] && x->speech[SPEECH_VERB]->clause;
    case IS_CONTROLS: return g && g->effect && g->control == CONTROL_SUBJECT;
    case IS_NOMINAL: return tree_nominal(w, t);
    case IS_NAME: return is_name(w, t);
    case IS_DATED: return w->dated[t];
    case IS_ROOT: return w->head[t] == DOC_NONE;
    case IS_HEADLINE: return s->headline;
    case IS_PAST: return repair_past_or_present(w, t);
    case IS_SPEAKS: return x->speech[SPEECH_VERB] != NULL;
    case IS_SPEECH: return x->speech[SPEECH_NOUN] != NULL;
    case IS_ASKS: return x->governor[GOVERN_NOUN] != NULL;
    case IS_ACT: return x->nominal != NULL;
    case IS_GOVERNS: return g && g->effect;
    case IS_INTRANSITIVE: return g && g->intransitive;
    default: return g && g->naming;
    }
}

/* A dependent under one of the relations; children are not linked yet. */
static uint32_t child_of(const clause_work *w, const repair_step *p, uint32_t t, const doc_sentence *s)
{
    uint32_t low = p->side > 0 ? t + 1 : t > s->tok_begin + REPAIR_NEAR ? t - REPAIR_NEAR : s->tok_begin;
    uint32_t high = p->side < 0 ? t : t + REPAIR_NEAR < s->tok_end ? t + REPAIR_NEAR : s->tok_end;
    for (uint32_t c = low; c < high; c++)
        if (w->head[c] == t && p->rels >> w->rel[c] & 1 && (!p->sub || w->sub[c] == p->sub)) return c;
    return DOC_NONE;
}

/* The nearest word of a tag on one side, with no comma between. */
static uint32_t tag_beside(const clause_work *w, const repair_step *p, uint32_t t, const doc_sentence *s)
{
    for (uint32_t i = 1; i < REPAIR_NEAR; i++) {
        if (p->side < 0 ? t < s->tok_begin + i : t + i >= s->tok_end) return DOC_NONE;
        uint32_t k = p->side < 0 ? t - i : t + i;
        if (tree_word(w, k, WORD_COMMA)) return DOC_NONE;
        if (has_tag(w, p, k)) return k;
    }
    return DOC_NONE;
}

static uint32_t class_beside(const clause_work *w, const repair_step *p, uint32_t t, const doc_sentence *s)
{
    for (uint32_t i = 1; i < 3 * REPAIR_NEAR; i++) {
        if (p->side < 0 ? t < s->tok_begin + i : t + i >= s->tok_end) return DOC_NONE;
        if (tree_word(w, p->side < 0 ? t - i : t + i, (word_class)p->what)) return p->side < 0 ? t - i : t + i;
    }
    return DOC_NONE;
}

static uint32_t tag_above(const clause_work *w, const repair_step *p, uint32_t t)
{
    for (int i = 0; i < WORK_MAX_CLIMB && t != DOC_NONE && !has_tag(w, p, t); i++) t = w->head[t];
    return t != DOC_NONE && has_tag(w, p, t) ? t : DOC_NONE;
}

static uint32_t name_begin(const clause_work *w, uint32_t t, const doc_sentence *s)
{
    while (t > s->tok_begin && is_name(w, t - 1) && (w->head[t - 1] == t || w->head[t] == t - 1)) t--;
    return t;
}

static bool stands_above(const clause_work *w, uint32_t upper, uint32_t lower)
{
    for (uint32_t i = 0; lower != DOC_NONE && i < DOC_CAP_PARSE_TOKENS; lower = w->head[lower], i++)
        if (lower == upper) return true;
    return false;
}

static uint32_t beside(uint32_t t, int8_t by, const doc_sentence *s)
{
    int64_t k = (int64_t)t + by;
    return k < s->tok_begin || k >= s->tok_end ? DOC_NONE : (uint32_t)k;
}

static uint32_t bind(const clause_work *w, const repair_step *p, uint32_t from, const doc_sentence *s)
{
    switch (p->kind) {
    case BIND_HEAD: return w->head[from];
    case BIND_PLACE: return beside(from, p->db, s);
    case BIND_CHILD: return child_of(w, p, from, s);
    case BIND_TAG: return tag_beside(w, p, from, s);
    case BIND_CLASS: return class_beside(w, p, from, s);
    case BIND_NAME: return name_begin(w, from, s);
    default: return tag_above(w, p, from);
    }
}

static bool test(const clause_work *w, const repair_step *p, const uint32_t *at, const doc_sentence *s)
{
    uint32_t a = at[p->a];
    switch (p->kind) {
    case TEST_RELATION: return p->rels >> w->rel[a] & 1 && (!p->sub || w->sub[a] == p->sub);
    case TEST_TAG: return has_tag(w, p, a);
    case TEST_CLASS: return tree_word(w, a, (word_class)p->what);
    case TEST_IS: return is_what(w, p->what, a, s);
    case TEST_HEAD: return w->head[a] == at[p->b];
    case TEST_ABOVE: return stands_above(w, a, at[p->b]);
    case TEST_ROW: return tables_governor_of(w->t, w->lex[a], GOVERN_VERB, w->word[a], w->word[at[p->b]]) != w->lex[a]->governor[GOVERN_VERB];
    default: {
        int64_t x = (int64_t)a + p->da, y = (int64_t)at[p->b] + p->db;
        return p->side < 0 ? x < y : p->side > 0 ? x > y : x == y;
    }
    }
}

/* false: it would make a circle of the tree, and the row ends there. */
static bool act(clause_work *w, const repair_row *r, const repair_step *p, const uint32_t *at, const doc_sentence *s)
{
    uint32_t a = at[p->a], b = p->b == NOBODY ? DOC_NONE : at[p->b];
    uint8_t rel = p->rels ? (uint8_t)__builtin_ctzll(p->rels) : 0;
    switch (p->kind) {
    case DO_HANG:
        if (stands_above(w, a, b)) return false;
        w->head[a] = b;
        if (!p->rels) break;
        w->rel[a] = rel;
        w->sub[a] = p->sub;
        break;
    case DO_SWAP: {
        if (!stands_above(w, b, a)) return false;
        uint8_t guessed = w->guessed[b];
        repair_swap(w, b, a, rel);
        w->guessed[b] = guessed;
        break;
    }
    case DO_HAND_OVER:
        for (uint32_t c = p->side > 0 ? a + 1 : s->tok_begin; c < s->tok_end; c++)
            if (w->head[c] == a && c != b) w->head[c] = b;
        break;
    case DO_RELATION:
        w->rel[a] = rel;
        w->sub[a] = p->sub;
        break;
    case DO_TAG:
        if (w->upos[a] == UPOS_VERB && p->upos >> UPOS_NOUN & 1 && !str_is(r->tag, "NNS")) { /* a plural has the lemma that it had as a verb */
            w->word[a] = doc_form(w->d, a);
            w->lex[a] = tables_word(w->t, w->word[a]);
        }
        if (p->n_xpos) w->xpos[a] = r->tag;
        if (p->upos) w->upos[a] = (uint8_t)__builtin_ctz(p->upos);
        break;
    default: w->guessed[a] = 1;
    }
    return true;
}

static uint64_t view_of(const clause_work *w, uint32_t t, const doc_sentence *s)
{
    uint32_t h = w->head[t];
    uint64_t view = UINT64_C(1) << (VIEW_HEAD + (h == DOC_NONE ? N_UPOS : w->upos[h]));
    view |= UINT64_C(1) << (VIEW_BEFORE + (t == s->tok_begin ? N_UPOS : w->upos[t - 1]));
    view |= UINT64_C(1) << (VIEW_AFTER + (t + 1 == s->tok_end ? N_UPOS : w->upos[t + 1]));
    return view | (h == DOC_NONE ? 0 : UINT64_C(1) << (h < t ? VIEW_HEAD_LEFT : VIEW_HEAD_RIGHT));
}

/* false: a condition failed, and nothing has changed. */
static bool row_try(clause_work *w, const repair_row *r, uint32_t t, const doc_sentence *s)
{
    uint32_t at[LETTERS];
    const repair_step *p = &w->t->repairs->step[r->first], *end = p + r->n;
    at['t' - 'a'] = t;
    for (; p < end; p++) {
        if (p->kind >= DO_HANG) {
            if (!act(w, r, p, at, s)) return true;
        } else if (p->kind <= BIND_ABOVE) {
            uint32_t found = bind(w, p, at[p->b], s);
            if ((found == DOC_NONE) != p->not) return false;
            if (p->a != NOBODY) at[p->a] = found;
        } else if (test(w, p, at, s) == p->not) return false;
    }
    return true;
}

static inline bool row_may(const clause_work *w, const repair_row *r, uint32_t t)
{
    return (r->class == N_WORD_CLASS || tree_word(w, t, (word_class)r->class)) && (!r->n_xpos || among_tags(w->xpos[t], r->xpos, r->n_xpos));
}

static void word_try(clause_work *w, const repair_rules *rules, repair_pass pass, uint32_t t, const doc_sentence *s)
{
    uint8_t rel = w->rel[t], upos = w->upos[t];
    uint64_t view = view_of(w, t, s);
    for (const uint8_t *next = rules->try[pass][rel][upos]; next && *next; next++) {
        const repair_row *r = &rules->row[*next - 1];
        if (view & r->never || !row_may(w, r, t) || !row_try(w, r, t, s)) continue;
        view = view_of(w, t, s);
        if (w->rel[t] == rel && w->upos[t] == upos) continue;
        uint8_t done = *next; /* the word is another now: on with the rows of such */
        rel = w->rel[t];
        upos = w->upos[t];
        next = rules->try[pass][rel][upos];
        while (next && *next && *next <= done) next++;
        if (!next || !*next) return;
        next--;
    }
}

static inline bool word_may(const clause_work *w, const repair_rules *rules, repair_pass pass, uint32_t t) { return rules->upos[pass][w->rel[t]] >> w->upos[t] & 1; }

void repair_rules_word(clause_work *w, repair_pass pass, uint32_t t, const doc_sentence *s)
{
    if (word_may(w, w->t->repairs, pass, t)) word_try(w, w->t->repairs, pass, t, s);
}

void repair_rules_run(clause_work *w, repair_pass pass, const doc_sentence *s)
{
    const repair_rules *rules = w->t->repairs;
    for (uint32_t t = s->tok_begin; t < s->tok_end; t++)
        if (word_may(w, rules, pass, t)) word_try(w, rules, pass, t, s);
}

/* ---- reader -------------------------------------------------------------------------------------------------------------------- */

typedef struct row_reader {
    table *tab;
    ent_error *err;
    str atom, tag;
    bool bound[LETTERS];
} row_reader;

static int wrong(const row_reader *r, const char *why) { return table_error(r->tab, r->err, "'%.*s': %s", STR_ARG(r->atom), why); }

static bool is_letter(char c) { return c >= 'a' && c <= 'z'; }

/* "nmod:poss", "amod,compound" → bits and subtype. */
static bool read_relations(str text, repair_step *p)
{
    str subtype = text, names = str_cut(&subtype, ':');
    int sub = subtype.s ? depsub_find(subtype) : 0;
    while (names.s) {
        int rel = deprel_find(str_cut(&names, ','));
        if (rel < 0) return false;
        p->rels |= UINT64_C(1) << rel;
    }
    p->sub = (uint8_t)(sub < 0 ? 0 : sub);
    return p->rels && sub != SUB_OTHER && sub >= 0;
}

/* "VERB,VBN": a universal tag, else one of the treebank. */
static bool read_tags(str text, repair_step *p, str *last)
{
    while (text.s) {
        str tag = str_cut(&text, ',');
        int upos = upos_find(tag);
        if (upos >= 0) p->upos |= 1u << upos;
        else if (!tag.n || tag.n > 4 || p->n_xpos == MAX_TAGS || tag.s[0] < 'A' || tag.s[0] > 'Z') return false;
        else p->xpos[p->n_xpos++] = tag_letters(*last = tag);
    }
    return p->upos || p->n_xpos;
}

/* A letter and the place beside it: "t", "h+1". Cuts it off. */
static bool read_place(const row_reader *r, str *rest, uint8_t *letter, int8_t *by)
{
    if (!rest->n || !is_letter(rest->s[0]) || !r->bound[rest->s[0] - 'a']) return false;
    *letter = (uint8_t)(rest->s[0] - 'a');
    *rest = str_sub(*rest, 1, rest->n);
    *by = 0;
    if (rest->n < 2 || (rest->s[0] != '+' && rest->s[0] != '-') || rest->s[1] < '0' || rest->s[1] > '9') return true;
    *by = (int8_t)((rest->s[1] - '0') * (rest->s[0] == '-' ? -1 : 1));
    *rest = str_sub(*rest, 2, rest->n);
    return true;
}

/* What follows a letter: ".obj", "<.obj", "<VERB", "*VERB", "'". */
static int read_path(const row_reader *r, str rest, repair_step *p)
{
    str none;
    p->side = rest.n && rest.s[0] == '<' ? -1 : rest.n && rest.s[0] == '>' ? 1 : 0;
    if (p->side) rest = str_sub(rest, 1, rest.n);
    p->kind = BIND_PLACE;
    if (str_is(rest, "'") && !p->side) p->kind = BIND_NAME;
    else if (rest.n && rest.s[0] == '*' && !p->side && read_tags(str_sub(rest, 1, rest.n), p, &none)) p->kind = BIND_ABOVE;
    else if (rest.n && rest.s[0] == '.' && read_relations(str_sub(rest, 1, rest.n), p)) p->kind = BIND_CHILD;
    else if (p->side && rest.n && rest.s[0] == '~') {
        int c = tables_class(str_sub(rest, 1, rest.n));
        if (c < 0) return wrong(r, "no class of function.tsv");
        p->kind = BIND_CLASS;
        p->what = (uint8_t)c;
    } else if (p->side && read_tags(rest, p, &none)) p->kind = BIND_TAG;
    else if (rest.n) return wrong(r, "no place, relation or tag");
    return ENT_OK;
}

static int read_bind(row_reader *r, str rest, repair_step *p)
{
    int8_t none;
    p->a = (uint8_t)(rest.s[0] - 'a');
    rest = str_sub(rest, 2, rest.n);
    p->kind = BIND_HEAD;
    if (rest.n == 2 && rest.s[0] == '^') {
        rest = str_sub(rest, 1, rest.n);
        if (!read_place(r, &rest, &p->b, &none)) return wrong(r, "a letter that is not bound");
    } else {
        if (!read_place(r, &rest, &p->b, &p->db)) return wrong(r, "a letter that is not bound");
        int rc = read_path(r, rest, p);
        if (rc) return rc;
    }
    r->bound[p->a] = true;
    return ENT_OK;
}

static int read_order(const row_reader *r, str rest, repair_step *p)
{
    p->side = rest.s[0] == '<' ? -1 : rest.s[0] == '>' ? 1 : 0;
    p->kind = TEST_ORDER;
    rest = str_sub(rest, 1, rest.n);
    return read_place(r, &rest, &p->b, &p->db) && !rest.n ? ENT_OK : wrong(r, "no letter that is bound");
}

static int read_test(const row_reader *r, str rest, repair_step *p)
{
    int8_t none;
    str tag;
    if (rest.n == 4 && rest.s[0] == '^' && rest.s[2] == '=') {
        str a = str_sub(rest, 1, 2), b = str_sub(rest, 3, 4);
        p->kind = TEST_HEAD;
        return read_place(r, &a, &p->a, &none) && read_place(r, &b, &p->b, &none) ? ENT_OK : wrong(r, "a letter that is not bound");
    }
    if (!read_place(r, &rest, &p->a, &p->da)) return wrong(r, "a letter that is not bound");
    str tail = rest.n ? str_sub(rest, 1, rest.n) : STR_NONE;
    switch (rest.n ? rest.s[0] : 0) {
    case ':': p->kind = TEST_RELATION; return read_relations(tail, p) ? ENT_OK : wrong(r, "no relation");
    case '/': p->kind = TEST_TAG; return read_tags(tail, p, &tag) ? ENT_OK : wrong(r, "no tag");
    case '~': {
        int c = tables_class(tail);
        p->kind = TEST_CLASS;
        p->what = (uint8_t)c;
        return c >= 0 ? ENT_OK : wrong(r, "no class of function.tsv");
    }
    case '@':
        p->kind = TEST_IS;
        while (p->what < N_WORD_IS && !str_is(tail, is_names[p->what])) p->what++;
        return p->what < N_WORD_IS ? ENT_OK : wrong(r, "nothing that can be asked of a word");
    case '=': return read_order(r, rest, p);
    case '&':
        p->kind = TEST_ROW;
        return read_place(r, &tail, &p->b, &none) && !tail.n ? ENT_OK : wrong(r, "a letter that is not bound");
    case '<': case '>':
        if (tail.n && is_letter(tail.s[0])) return read_order(r, rest, p);
        break;
    case '.':
        if (rest.n == 3 && rest.s[1] == '.') {
            tail = str_sub(rest, 2, 3);
            p->kind = TEST_ABOVE;
            return read_place(r, &tail, &p->b, &none) ? ENT_OK : wrong(r, "a letter that is not bound");
        }
        break;
    default: return wrong(r, "nothing is asked");
    }
    p->b = p->a; /* a dependent, or a word of a tag, is there */
    p->a = NOBODY;
    return read_path(r, rest, p);
}

static int read_when(row_reader *r, str atom, repair_step *p)
{
    if (atom.n > 1 && atom.s[0] == '!') {
        p->not = true;
        return read_test(r, str_sub(atom, 1, atom.n), p);
    }
    bool binds = atom.n > 2 && atom.s[1] == '=' && is_letter(atom.s[0]) && !r->bound[atom.s[0] - 'a'];
    return binds ? read_bind(r, atom, p) : read_test(r, atom, p);
}

static int read_then(row_reader *r, str atom, repair_step *p)
{
    int8_t none;
    bool ok = true;
    if (atom.s[0] == '?') {
        str rest = str_sub(atom, 1, atom.n);
        p->kind = DO_GUESS;
        return read_place(r, &rest, &p->a, &none) && !rest.n ? ENT_OK : wrong(r, "a letter that is not bound");
    }
    str rest = atom;
    if (!read_place(r, &rest, &p->a, &none) || !rest.n) return wrong(r, "a letter that is not bound");
    char what = rest.s[0];
    rest = str_sub(rest, 1, rest.n);
    p->kind = what == '>' ? DO_HANG : what == '^' ? DO_SWAP : what == '*' ? DO_HAND_OVER : what == ':' ? DO_RELATION : DO_TAG;
    if (what == ':') return read_relations(rest, p) ? ENT_OK : wrong(r, "no relation");
    if (what == '/') return read_tags(rest, p, &r->tag) ? ENT_OK : wrong(r, "no tag");
    if (what == '*' && rest.n && rest.s[0] == '>') {
        p->side = 1;
        rest = str_sub(rest, 1, rest.n);
    }
    if (what == '>' && rest.n && rest.s[0] == '-') {
        p->b = NOBODY;
        rest = str_sub(rest, 1, rest.n);
    } else ok = read_place(r, &rest, &p->b, &none);
    if (ok && !rest.n && (what == '*' || what == '>')) return ENT_OK;
    ok = ok && (what == '>' || what == '^') && rest.n && rest.s[0] == ':' && read_relations(str_sub(rest, 1, rest.n), p);
    return ok ? ENT_OK : wrong(r, "nothing that can be done");
}

static int read_steps(row_reader *r, repair_rules *rules, repair_row *row, arena *mem, str text, int (*read)(row_reader *, str, repair_step *))
{
    while (text.s) {
        r->atom = str_cut(&text, ' ');
        if (!r->atom.n) continue;
        if (row->n == MAX_STEPS) return wrong(r, "too many steps");
        repair_step *grown = arena_grow(mem, rules->step, sizeof *grown, rules->n_steps, rules->n_steps + 1, &rules->cap_steps);
        if (!grown) return error_memory(r->err);
        rules->step = grown;
        repair_step *p = &grown[rules->n_steps++];
        *p = (repair_step){0};
        row->n++;
        int rc = read(r, r->atom, p);
        if (rc) return rc;
    }
    return ENT_OK;
}

/* ---- what a row never bears ---- */

static uint64_t tags_at(int view, uint32_t upos) { return (uint64_t)upos << view; }

/* Of "h<t", "h+1=t": on which side the head never is. */
static uint64_t never_by_order(const repair_step *p, const int *view)
{
    bool head_first = view[p->a] == VIEW_HEAD;
    int by = head_first ? p->db - p->da : p->da - p->db; /* where the head is, seen from its word */
    if (p->side) {
        if (by) return 0;
        by = head_first ? p->side : -p->side;
    }
    return by ? UINT64_C(1) << (by < 0 ? VIEW_HEAD_RIGHT : VIEW_HEAD_LEFT) : 0;
}

/* The conditions of a row that a view answers; view[letter] is where the tags of that word stand in it, or -1. */
static uint64_t never_of(const repair_step *step, uint32_t n)
{
    const uint32_t all = (1u << N_UPOS) - 1;
    int view[LETTERS + 1];
    uint64_t never = 0;
    for (int i = 0; i <= LETTERS; i++) view[i] = -1;
    for (const repair_step *p = step; p < step + n; p++) {
        bool of_word = p->b == 't' - 'a';
        if (p->kind == BIND_HEAD && of_word && !p->not) view[p->a] = VIEW_HEAD;
        else if (p->kind == BIND_PLACE && of_word && !p->not && (p->db == 1 || p->db == -1)) view[p->a] = p->db < 0 ? VIEW_BEFORE : VIEW_AFTER;
        else if (p->kind == TEST_TAG && view[p->a] >= 0 && !p->n_xpos) never |= tags_at(view[p->a], p->not ? p->upos : all & ~p->upos);
        else if (p->kind == TEST_ORDER && !p->not && ((view[p->a] == VIEW_HEAD && of_word) || (view[p->b] == VIEW_HEAD && p->a == 't' - 'a'))) never |= never_by_order(p, view);
        if (p->kind <= BIND_PLACE && view[p->a] >= 0) never |= tags_at(view[p->a], 1u << N_UPOS);
    }
    return never;
}

/* What a row asks of its word's relation, tags and class alone is known before the row is tried: it goes into the row and is no step. */
static void row_settle(repair_rules *rules, repair_row *row, uint32_t n_when)
{
    repair_step *step = &rules->step[row->first];
    uint32_t kept = 0;
    row->never = never_of(step, n_when);
    for (uint32_t i = 0; i < row->n; i++) {
        const repair_step *p = &step[i];
        bool own = i < n_when && !p->not && p->a == 't' - 'a', relation = own && p->kind == TEST_RELATION && !p->sub, tag = own && p->kind == TEST_TAG && !p->n_xpos;
        bool treebank = own && p->kind == TEST_TAG && !p->upos && !row->n_xpos;
        bool class = own && p->kind == TEST_CLASS && row->class == N_WORD_CLASS;
        if (class) row->class = p->what;
        if (own && p->kind == TEST_RELATION) row->rels &= p->rels;
        if (tag) row->upos &= p->upos;
        if (treebank) memcpy(row->xpos, p->xpos, sizeof row->xpos), row->n_xpos = p->n_xpos;
        if (!relation && !tag && !treebank && !class) step[kept++] = *p;
    }
    rules->n_steps -= row->n - kept;
    row->n = kept;
}

static int read_row(repair_rules *rules, arena *mem, table *tab, ent_error *err)
{
    static const char *const passes[N_REPAIR_PASS] = {"heads", "pairs", "names", "links", "last"};
    row_reader r = {.tab = tab, .err = err};
    repair_row row = {.first = rules->n_steps, .rels = ~UINT64_C(0), .upos = ~0u, .class = N_WORD_CLASS};
    r.bound['t' - 'a'] = true;
    while (row.pass < N_REPAIR_PASS && !str_is(tab->field[0], passes[row.pass])) row.pass++;
    if (row.pass == N_REPAIR_PASS) return table_error(tab, err, "pass '%.*s' is none of heads, pairs, names, links, last", STR_ARG(tab->field[0]));
    if (rules->n_rows == MAX_ROWS) return table_error(tab, err, "more than %d rows", MAX_ROWS);
    int rc = read_steps(&r, rules, &row, mem, tab->field[2], read_when);
    uint32_t n_when = row.n;
    if (!rc) rc = read_steps(&r, rules, &row, mem, tab->field[3], read_then);
    if (rc) return rc;
    if (!n_when || row.n == n_when) return table_error(tab, err, "a condition and an action are wanted");
    row_settle(rules, &row, n_when);
    row.tag = r.tag;
    repair_row *grown = arena_grow(mem, rules->row, sizeof *grown, rules->n_rows, rules->n_rows + 1, &rules->cap_rows);
    if (!grown) return error_memory(err);
    rules->row = grown;
    rules->row[rules->n_rows++] = row;
    return ENT_OK;
}

static bool index_rows(repair_rules *rules, arena *mem)
{
    for (uint32_t pass = 0; pass < N_REPAIR_PASS; pass++)
        for (uint32_t rel = 0; rel < N_DEPREL; rel++)
            for (uint32_t upos = 0; upos < N_UPOS; upos++) {
                uint8_t rows[MAX_ROWS + 1] = {0}, n = 0;
                for (uint32_t i = 0; i < rules->n_rows; i++) {
                    const repair_row *r = &rules->row[i];
                    if (r->pass == pass && r->rels >> rel & 1 && r->upos >> upos & 1) rows[n++] = (uint8_t)(i + 1);
                }
                uint8_t *list = n ? arena_new(mem, uint8_t, n + 1) : NULL;
                if (list) memcpy(list, rows, n + 1u);
                if (list) rules->upos[pass][rel] |= 1u << upos;
                rules->try[pass][rel][upos] = list;
            }
    return !mem->failed;
}

int repair_rules_read(clause_tables *t, table *tab, ent_error *err)
{
    repair_rules *rules = t->repairs = arena_new(t->mem, repair_rules, 1);
    int more;
    if (!rules) return error_memory(err);
    while ((more = table_next(tab, err)) == 1) {
        int rc = read_row(rules, t->mem, tab, err);
        if (rc) return rc;
    }
    return more < 0 ? ENT_E_FORMAT : index_rows(rules, t->mem) ? ENT_OK : error_memory(err);
}
