/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Numbers of a happening: dead, injured, arrested; amounts of money and goods.
 *
 * Counts come from the event's own clause and the clauses that hang on it ("struck the port, killing nine and wounding 20"):
 * a verb of one of the lists count.dead, count.injured, count.arrested (codebook/lists.txt) whose patient, or agent ("nine
 * died"), carries a number. Amounts are a number beside a unit of numbers.tsv in the event's own clause. Numbers are read
 * exactly, in integers: digits with separators, decimals times a magnitude, number words. Cost: the tokens of the sentence.
 */
#include "code/scan.h"

enum { COUNT_MAX_CHILDREN = 12 };

/* Most words are told by their first and last letter and their length, as they stand. */
static bool no_number_word(const map *numbers, str f)
{
    bool small = f.s[0] >= 'a' && f.s[0] <= 'z' && f.s[f.n - 1] >= 'a' && f.s[f.n - 1] <= 'z';
    return small && !(numbers->seen[map_shape_row(f)] & map_shape_bit(f));
}

/* Value of a token as a number × 1000, or -1. */
static int64_t number_of(const code_scan *s, uint32_t tok)
{
    str f = doc_form(s->d, tok);
    if (!f.n || !s->b->number_first[(unsigned char)f.s[0]] || no_number_word(&s->b->numbers, f)) return -1;
    f = code_lower(s, tok);
    int64_t v = 0, scale = 1000;
    bool digits = false, point = false;
    for (uint32_t i = 0; i < f.n; i++) {
        if (f.s[i] >= '0' && f.s[i] <= '9') {
            if (v > INT64_C(900000000000000)) return -1;
            digits = true;
            if (!point) v = v * 10 + (f.s[i] - '0') * 1000;
            else if (scale > 1) v += (f.s[i] - '0') * (scale /= 10);
        } else if (f.s[i] == '.' && digits && !point) point = true;
        else if (f.s[i] != ',' || !digits) digits = false, i = f.n;
    }
    if (digits) return v;
    uint32_t w = map_get(&s->b->numbers, f);
    return w == MAP_NONE ? -1 : (int64_t)w * 1000;
}

static bool is_magnitude(int64_t v)
{
    return v == 12 || v == 100 || v == 1000 || v == 1000000 || v == 1000000000 || v == INT64_C(1000000000000);
}

/* "7.200 million": nobody writes the noughts of a fraction before a magnitude, so the point parts thousands, as it does in half of Europe and Latin America. */
static bool points_thousands(const code_scan *s, uint32_t tok)
{
    str f = doc_form(s->d, tok);
    uint32_t n = f.n;
    for (uint32_t i = 0; i < n; i++)
        if ((f.s[i] < '0' || f.s[i] > '9') && !(f.s[i] == '.' && n > 4 && i + 4 == n)) return false;
    return n > 4 && n < 8 && f.s[n - 4] == '.' && f.s[n - 1] == '0' && f.s[0] != '0';
}

static bool spelled(const code_scan *s, uint32_t tok)
{
    str f = doc_form(s->d, tok);
    return f.n && (f.s[0] < '0' || f.s[0] > '9');
}

/* "twenty-five": is the token the second part, after the mark? */
static bool is_hyphened(const code_scan *s, uint32_t tok)
{
    if (tok < 2 || !str_is(doc_form(s->d, tok - 1), "-") || !spelled(s, tok) || !spelled(s, tok - 2)) return false;
    int64_t tens = number_of(s, tok - 2), ones = number_of(s, tok);
    return tens > 10000 && tens < 100000 && tens % 10000 == 0 && ones > 0 && ones < 10000;
}

/* Numbers side by side multiply when the second is a magnitude ("3.5 billion", "two dozen"), and add when it is smaller than the one before
 * ("a hundred fifty"). *last is the last token read. */
int64_t code_number_run(const code_scan *s, uint32_t tok, uint32_t end, uint32_t *last)
{
    int64_t v = number_of(s, tok);
    if (tok + 2 < end && is_hyphened(s, tok + 2)) {
        v += number_of(s, tok + 2);
        tok += 2;
    }
    if (tok + 1 < end && points_thousands(s, tok) && number_of(s, tok + 1) >= INT64_C(1000000000)) v *= 1000;
    *last = tok;
    for (uint32_t t = tok + 1; v > 0 && t < end; t++) {
        int64_t more = number_of(s, t) / 1000;
        bool adds = more > 0 && more < 100 && more != 12 && v % 100000 == 0;
        adds |= more > 0 && more < 10 && v > 10000 && v < 100000 && v % 10000 == 0 && spelled(s, t) && spelled(s, t - 1); /* "sixty two" */
        if (!adds && (!is_magnitude(more) || v > INT64_C(4000000000000000) / more)) break;
        v = adds ? v + more * 1000 : v * more;
        *last = t;
    }
    return v < 0 ? -1 : v / 1000;
}

/* The number that a noun carries, or that it is. */
static int64_t filler_number(const code_scan *s, uint32_t tok, const doc_sentence *x)
{
    const doc *d = s->d;
    uint32_t last, from = tok > x->tok_begin + 8 ? tok - 8 : x->tok_begin;
    int64_t own = code_number_run(s, tok, tok + 1, &last);
    if (own >= 0) return own;
    for (uint32_t t = from; t < tok; t++)
        if (d->head[t] == tok && d->deprel[t] == DEP_NUMMOD) {
            while (t > from && d->head[t - 1] == t && number_of(s, t - 1) >= 0) t--;
            if (t > from + 1 && is_hyphened(s, t)) t -= 2;
            return code_number_run(s, t, tok, &last);
        }
    return -1;
}

static int32_t pred_count(const code_scan *s, uint32_t pred, uint32_t set)
{
    const doc *d = s->d;
    const doc_predicate *p = &d->predicates[pred];
    bool direct = false;
    if (set == MAP_NONE || !code_word_in(s, p->tok, set)) return -1;
    for (uint8_t role = ROLE_PATIENT;; role = ROLE_AGENT) {
        for (uint32_t i = p->role_begin; i < p->role_end; i++) {
            if (d->roles[i].role != role || d->roles[i].tok == DOC_NONE) continue;
            if (direct && (d->roles[i].basis == FILL_SHARED || d->roles[i].basis == FILL_GUESSED)) continue; /* "killed a soldier and wounded three" */
            direct |= role == ROLE_PATIENT && d->roles[i].basis == FILL_DIRECT;
            int64_t v = filler_number(s, d->roles[i].tok, &d->sentences[p->sent]);
            if (v >= 0 && v < 100000000) return (int32_t)v;
        }
        if (role == ROLE_AGENT || direct) return -1; /* "two men accused of killing a consul" */
    }
}

static void count_pred(const code_scan *s, uint32_t pred, doc_event *e)
{
    if (e->dead < 0) e->dead = pred_count(s, pred, s->b->set_dead);
    if (e->injured < 0) e->injured = pred_count(s, pred, s->b->set_injured);
    if (e->arrested < 0) e->arrested = pred_count(s, pred, s->b->set_arrested);
}

/* "closed the border after gunmen had wounded three", "retaliation for the attack that killed two": of another happening. */
static bool is_apart(const code_scan *s, uint32_t pred)
{
    enum { BACK = 8 };
    const doc *d = s->d;
    const uint32_t *heads = code_heads(d);
    uint32_t tok = d->predicates[pred].tok, first = d->sentences[d->predicates[pred].sent].tok_begin;
    for (uint32_t t = tok; s->b->set_count_apart != MAP_NONE && t > first && tok - t < BACK; t--)
        if (heads[t - 1] == tok && (d->deprel[t - 1] == DEP_CASE || d->deprel[t - 1] == DEP_MARK) && code_word_in(s, t - 1, s->b->set_count_apart)) return true;
    return false;
}

static void count_below(const code_scan *s, uint32_t pred, uint32_t depth, doc_event *e)
{
    count_pred(s, pred, e);
    for (uint32_t q = s->children.first[pred], n = 0; depth && q != DOC_NONE && n < COUNT_MAX_CHILDREN; q = s->children.next[q], n++)
        if (!is_apart(s, q)) count_below(s, q, depth - 1, e);
}

void code_counts(const code_scan *s, uint32_t pred, const code_hit *h, doc_event *e)
{
    const doc_predicate *p = &s->d->predicates[pred];
    e->dead = e->injured = e->arrested = -1;
    if (!s->d->head) return;
    count_below(s, pred, 2, e);
    if (h->noun != DOC_NONE) count_below(s, h->noun, 1, e);
    if (p->kind != PRED_NOUN || p->parent == DOC_NONE) return;
    count_pred(s, p->parent, e); /* "the attack killed nine and wounded ten" */
    for (uint32_t q = s->children.first[p->parent], n = 0; q != DOC_NONE && n < COUNT_MAX_CHILDREN; q = s->children.next[q], n++)
        if (s->d->predicates[q].relation == REL_CONJ) count_pred(s, q, e);
}

static bool amount_on(const code_scan *s, uint32_t pred, doc_event *e)
{
    const doc *d = s->d;
    const doc_sentence *x = &d->sentences[d->predicates[pred].sent];
    for (uint32_t t = s->units.first[pred]; t != DOC_NONE; t = s->units.next[t]) {
        uint32_t last = t, first = t, end;
        int64_t v = t + 1 < x->tok_end ? code_number_run(s, t + 1, x->tok_end, &last) : -1; /* "$3 million" */
        if (v < 0) {
            last = t;
            while (first > x->tok_begin && t - first < 3 && number_of(s, first - 1) >= 0) first--;
            v = first < t ? code_number_run(s, first, t, &end) : -1; /* "three million dollars" */
        }
        if (v < 0) continue;
        e->amount = v;
        e->amount_unit = s->b->unit_names[code_unit_at(s, t)];
        e->amount_begin = d->tokens[first].begin;
        e->amount_end = d->tokens[last].end;
        return true;
    }
    return false;
}

void code_amount(const code_scan *s, uint32_t pred, const code_hit *h, doc_event *e)
{
    const doc *d = s->d;
    e->amount = -1;
    if (amount_on(s, pred, e) || (h->noun != DOC_NONE && amount_on(s, h->noun, e))) return;
    for (uint32_t q = s->children.first[pred], n = 0; q != DOC_NONE && n < COUNT_MAX_CHILDREN; q = s->children.next[q], n++)
        if (d->predicates[q].relation == REL_ARGUMENT && !is_apart(s, q) && amount_on(s, q, e)) return; /* "approved a loan of …" */
}
