/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Repairs by pattern: grammar/repairs.tsv, whose head has the notation, read into steps (rules.h).
 *
 *     h=^t h/VERB h<t   ─►  BIND_HEAD, TEST_TAG, TEST_ORDER        the letters become numbers, the words of a condition bit sets
 *                       └►  a row's relation, tags, class and what its word's view never has: known before a step is taken
 *
 * Every row is checked: an atom that is not understood, a letter that is not bound, a row without condition or action is an error with file and line.
 */
#include "clause/rules.h"

enum { MAX_STEPS = 28 };

static const char *const is_names[N_WORD_IS] = {"first", "nominal", "name", "dated", "root", "headline", "past", "plain", "speaks", "tells", "speech", "asks", "act", "governs",
                                                "intransitive", "names", "participial"};

typedef struct row_reader {
    table *tab;
    ent_error *err;
    str atom, tag;
    bool bound[REPAIR_LETTERS];
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
        else if (!tag.n || tag.n > 4 || p->n_xpos == REPAIR_TAGS || tag.s[0] < 'A' || tag.s[0] > 'Z') return false;
        else p->xpos[p->n_xpos++] = repair_tag(*last = tag);
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
    case '<': case '>':
        if (tail.n && is_letter(tail.s[0])) return read_order(r, rest, p);
        break;
    case '.': break;
    default: return wrong(r, "nothing is asked");
    }
    p->b = p->a; /* a dependent, or a word of a tag, is there */
    p->a = REPAIR_NOBODY;
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
        p->b = REPAIR_NOBODY;
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
    int view[REPAIR_LETTERS + 1];
    uint64_t never = 0;
    for (int i = 0; i <= REPAIR_LETTERS; i++) view[i] = -1;
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
    rules->never[rules->n_rows] = never_of(step, n_when);
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
    static const char *const passes[N_REPAIR_PASS] = {"heads", "names", "links", "last"};
    row_reader r = {.tab = tab, .err = err};
    repair_row row = {.first = rules->n_steps, .rels = ~UINT64_C(0), .upos = ~0u, .class = N_WORD_CLASS};
    r.bound['t' - 'a'] = true;
    while (row.pass < N_REPAIR_PASS && !str_is(tab->field[0], passes[row.pass])) row.pass++;
    if (row.pass == N_REPAIR_PASS) return table_error(tab, err, "pass '%.*s' is none of heads, names, links, last", STR_ARG(tab->field[0]));
    if (rules->n_rows == REPAIR_ROWS) return table_error(tab, err, "more than %d rows", REPAIR_ROWS);
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
                uint8_t rows[REPAIR_ROWS + 1] = {0}, n = 0;
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
