/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Figures: every number of a document with what it counts, so that what pages on one happening say can be compared (ask/figure.c).
 *
 * Input: tokens, lemmas, trees. Output: doc.figures, in order of the text. A number has a unit when it modifies a noun ("18 battle tanks":
 * tank), when money stands beside it ("$7.5 billion": USD), or when the word after it is one of figures.tsv ("36 dead"). Nouns that count alike
 * have one unit; people whose fate the verb tells are counted under it ("31 people were killed": dead). A number without a unit, a year,
 * a day of the month and the number 1 are no figures. What is said of it: the lemmas of the content words around it.
 *
 * Why by tree and not by the next word: "35 Ukrainian sailors and prisoners" counts sailors. One person and others are one more ("the
 * minister and six others"). Who says it is told by the attribution that the number's clause is in.
 * Cost: the numbers, each with CONTEXT words to both sides. Limits: no anaphora ("sixteen of them", "the number was 33"); spelled numbers beyond numbers.tsv are not read.
 */
#include "base/buf.h"
#include "base/table.h"
#include "base/utf8.h"
#include "code/scan.h"

#include <stdio.h>
#include <string.h>

enum { CONTEXT = 26, WINDOW = 12, BEFORE = 3, PARTICLE_MAX = 7, FIGURE_MAX = 96, LISTED_MAX = 128 };

int code_figures_read(code_book *b, const char *path, str bytes, ent_error *err)
{
    static const char *const kinds[] = {"word", "person", "verb", "count", "before", "since", "first", "span", "part", "toll", "put", "once", "often", "other", "with", "like", "empty", "who"};
    table t;
    int rc = table_open(&t, path, bytes, "kind word value", err), more;
    if (rc) return rc;
    while ((more = table_next(&t, err)) > 0) {
        bool known = false;
        for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) known |= str_is(t.field[0], kinds[i]);
        if (!known) return table_error(&t, err, "unknown kind '%.*s'", STR_ARG(t.field[0]));
        str key = arena_printf(b->mem, "%.*s %.*s", STR_ARG(t.field[0]), STR_ARG(t.field[1]));
        str *grown = arena_grow(b->mem, b->figure_values, sizeof *grown, b->figures.n, b->figures.n + 1, &b->cap_figures);
        if (!key.s || !grown) return error_memory(err);
        if (key.n > LISTED_MAX) return table_error(&t, err, "the word is too long");
        b->figure_values = grown;
        grown[b->figures.n] = t.field[2];
        if (map_get(&b->figures, key) == MAP_NONE && !map_put(&b->figures, key, b->figures.n)) return error_memory(err);
    }
    return more < 0 ? ENT_E_FORMAT : ENT_OK;
}

/* The value of a word of a kind; s NULL when it is not listed. */
static str listed(const code_scan *s, const char *kind, str word)
{
    char key[LISTED_MAX];
    size_t n = strlen(kind);
    if (n + 1 + word.n > sizeof key) return STR_NONE; /* no listed word is that long */
    memcpy(key, kind, n);
    key[n] = ' ';
    if (word.n) memcpy(key + n + 1, word.s, word.n);
    uint32_t i = map_get(&s->b->figures, str_make(key, n + 1 + word.n));
    return i == MAP_NONE ? STR_NONE : s->b->figure_values[i].n ? s->b->figure_values[i] : word;
}

static str lower_lemma(const code_scan *s, uint32_t tok) { return utf8_lower(s->d->mem, s->d->lemma[tok]); }

/* What a verb makes of people, whatever noun names them. */
static bool is_toll(const code_scan *s, str unit) { return unit.n && listed(s, "toll", unit).n; }

/* What a verb makes of people, with its particle ("picked up") or without. */
static str unit_of_verb(const code_scan *s, uint32_t verb)
{
    const doc *d = s->d;
    char two[LISTED_MAX];
    str lemma = lower_lemma(s, verb), unit = STR_NONE;
    for (uint32_t t = verb + 1; t < d->n_tokens && t < verb + PARTICLE_MAX; t++) {
        if (code_heads(d)[t] != verb || d->deprel[t] != DEP_COMPOUND || d->upos[t] == UPOS_NOUN) continue;
        int n = snprintf(two, sizeof two, "%.*s %.*s", STR_ARG(lemma), STR_ARG(code_lower(s, t)));
        if (n > 0 && (size_t)n < sizeof two) unit = listed(s, "verb", str_make(two, (size_t)n));
        break;
    }
    return unit.n ? unit : listed(s, "verb", lemma);
}

/* "31 people were killed", "killed 31 people", "31 lost their lives": what became of them, else STR_NONE. */
static str fate_of(const code_scan *s, uint32_t noun)
{
    const doc *d = s->d;
    uint32_t verb = code_heads(d)[noun];
    bool subject = d->deprel[noun] == DEP_NSUBJ;
    if (d->deprel[noun] == DEP_NMOD && verb != DOC_NONE) return unit_of_verb(s, verb); /* "the release of 35 prisoners" */
    if ((!subject && d->deprel[noun] != DEP_OBJ) || verb == DOC_NONE || d->upos[verb] != UPOS_VERB) return STR_NONE;
    str fate = unit_of_verb(s, verb);
    for (uint32_t t = verb + 1; subject && t < d->n_tokens && t < verb + WINDOW; t++) {
        if (code_heads(d)[t] != verb || d->deprel[t] != DEP_OBJ) continue;
        str object = listed(s, "word", lower_lemma(s, t));
        return is_toll(s, object) ? object : STR_NONE; /* who kills is not killed */
    }
    return fate;
}

/* "the number of victims", "the death toll": what is counted under a noun for a count, else STR_NONE. */
static str counted_under(const code_scan *s, uint32_t count, uint32_t end)
{
    const doc *d = s->d;
    if (!listed(s, "count", lower_lemma(s, count)).n) return STR_NONE;
    for (uint32_t of = count > BEFORE ? count - BEFORE : 0; of < end; of++) {
        if (code_heads(d)[of] != count || (d->deprel[of] != DEP_NMOD && d->deprel[of] != DEP_COMPOUND)) continue;
        str lemma = lower_lemma(s, of), unit = listed(s, "word", lemma);
        if (!unit.n) unit = listed(s, "verb", lemma);
        if (unit.n || d->upos[of] == UPOS_NOUN) return unit.n ? unit : lemma;
    }
    return STR_NONE;
}

/* "the number of victims grew to 33 people", "the death toll was 36": what the subject says is counted, else STR_NONE. at: the noun that has
 * the number, or the number. */
static str counted_by_subject(const code_scan *s, uint32_t at, const doc_sentence *x)
{
    const doc *d = s->d;
    for (uint32_t t = x->tok_begin; t < at; t++) {
        bool subject = d->deprel[t] == DEP_NSUBJ && (code_heads(d)[t] == at || code_heads(d)[t] == code_heads(d)[at]);
        str unit = subject ? counted_under(s, t, at) : STR_NONE;
        if (unit.n) return unit;
    }
    return STR_NONE;
}

/* "put the crowd at 5,000", "put the number of dead at 36", "a crowd of 5,000", "a toll of 36": the unit of a number that stands after what it
 * counts, else STR_NONE. */
static str counted_before(const code_scan *s, uint32_t number)
{
    const doc *d = s->d;
    uint32_t head = code_heads(d)[number], noun = DOC_NONE;
    if (head == DOC_NONE || head >= number) return STR_NONE;
    if (d->deprel[number] == DEP_NMOD && listed(s, "part", code_lower(s, number - 1)).n) noun = head;
    bool put = d->deprel[number] == DEP_OBL && listed(s, "put", lower_lemma(s, head)).n;
    for (uint32_t t = head + 1; put && t < number; t++)
        if (code_heads(d)[t] == head && d->deprel[t] == DEP_OBJ) noun = t;
    if (noun == DOC_NONE) return STR_NONE;
    str unit = counted_under(s, noun, number);
    return unit.n ? unit : listed(s, "word", lower_lemma(s, noun));
}

static str unit_of_noun(const code_scan *s, uint32_t noun)
{
    str lemma = lower_lemma(s, noun), unit = listed(s, "word", lemma);
    if (!unit.n) unit = lemma;
    str fate = fate_of(s, noun);
    return is_toll(s, fate) || (fate.n && listed(s, "person", unit).n) ? fate : unit; /* who is killed or hurt is somebody, whatever the noun */
}

/* "Eleven of the 15 members voted", "sixteen of the tanks": the unit of a number that a noun is added to with "of". Where the verb was read as
 * one that tells of the noun, it tells what became of them all the same. */
static str unit_of_part(const code_scan *s, uint32_t number, const doc_sentence *x)
{
    const doc *d = s->d;
    uint32_t noun = DOC_NONE, near = number + 1 + WINDOW;
    if (number + 1 >= x->tok_end || !listed(s, "part", code_lower(s, number + 1)).n) return STR_NONE;
    for (uint32_t t = number + 2; t < x->tok_end && t < near && noun == DOC_NONE; t++)
        if (code_heads(d)[t] == number && d->deprel[t] == DEP_NMOD && d->upos[t] == UPOS_NOUN) noun = t;
    if (noun == DOC_NONE) return STR_NONE;
    for (uint32_t t = noun + 1; t < x->tok_end && t < near; t++) {
        bool tells = d->deprel[t] == DEP_ACL && (code_heads(d)[t] == noun || code_heads(d)[t] == number);
        str fate = tells ? listed(s, "verb", lower_lemma(s, t)) : STR_NONE;
        if (fate.n) return fate;
    }
    return unit_of_noun(s, noun);
}

/* "the first truce in sixteen years", "for the first time since 2003, in 20 years": how long ago what is told came last; else STR_NONE. */
static str since_last(const code_scan *s, uint32_t first, uint32_t last, const doc_sentence *x)
{
    const doc *d = s->d;
    if (last + 1 >= x->tok_end || first == x->tok_begin || !listed(s, "span", lower_lemma(s, last + 1)).n) return STR_NONE;
    str unit = listed(s, "since", code_lower(s, first - 1));
    for (uint32_t t = first; unit.n && t > x->tok_begin && first - t < WINDOW; t--)
        if (listed(s, "first", code_lower(s, t - 1)).n && d->upos[t - 1] != UPOS_ADV) return unit;
    return STR_NONE;
}

/* "tanks", or a name that the table has for a kind: "Leopards". */
static bool is_kind(const code_scan *s, uint32_t tok)
{
    return s->d->upos[tok] == UPOS_NOUN || (s->d->upos[tok] == UPOS_PROPN && listed(s, "word", lower_lemma(s, tok)).n);
}

/* "Leopards, sixteen from Germany and three from Portugal": the noun that a number without one says how many of, else DOC_NONE. */
static uint32_t noun_before(const code_scan *s, uint32_t number)
{
    const doc *d = s->d;
    for (uint32_t t = number, steps = 0; steps < BEFORE && code_heads(d)[t] != DOC_NONE && code_heads(d)[t] < t; steps++) {
        uint32_t up = code_heads(d)[t];
        bool joined = d->deprel[t] == DEP_CONJ && is_kind(s, up) && d->upos[t] == UPOS_NUM; /* as some trees have it */
        if (joined || d->deprel[t] == DEP_APPOS || (d->deprel[t] == DEP_NMOD && d->depsub[t] == SUB_UNMARKED)) return is_kind(s, up) && d->feats && (d->feats[up] & FEAT_PLUR) ? up : DOC_NONE;
        if (d->deprel[t] != DEP_CONJ || d->upos[up] != UPOS_NUM) return DOC_NONE;
        t = up;
    }
    return DOC_NONE;
}

/* "Sixty Chileans": people of a state. */
static bool names_people(const code_scan *s, uint32_t noun)
{
    const doc *d = s->d;
    uint32_t m = s->covered[noun];
    bool plural = d->feats && (d->feats[noun] & FEAT_PLUR);
    return plural && m != DOC_NONE && d->mentions[m].n_actors && d->actors[d->mentions[m].actor[0]].country.n;
}

/* What a number counts by the tree. "18 Leopard 2 tanks": where it was read as the name's, what the name stands before. */
static uint32_t counted(const doc *d, uint32_t number)
{
    uint32_t head = code_heads(d)[number];
    if (head == DOC_NONE || d->deprel[number] != DEP_NUMMOD || d->deprel[head] != DEP_COMPOUND || !d->feats || (d->feats[head] & FEAT_PLUR)) return head;
    char first = doc_form(d, head).s[0];
    uint32_t up = code_heads(d)[head];
    bool named = first >= 'A' && first <= 'Z', before = up != DOC_NONE && up > head;
    return named && before && d->upos[up] == UPOS_NOUN && (d->feats[up] & FEAT_PLUR) ? up : head;
}

/* The second number of "18 Leopard 2 tanks" belongs to the name. */
static bool is_name_part(const doc *d, uint32_t number, const doc_sentence *x)
{
    uint32_t name = number - 1;
    return number >= x->tok_begin + 2 && d->upos[name] == UPOS_PROPN && d->deprel[name] == DEP_COMPOUND && code_heads(d)[name] == code_heads(d)[number] && d->upos[number - 2] == UPOS_NUM;
}

/* [first, last] is the number. */
static str unit_of(const code_scan *s, uint32_t first, uint32_t last, const doc_sentence *x)
{
    const doc *d = s->d;
    if (is_name_part(d, first, x)) return STR_NONE;
    uint32_t money = first > x->tok_begin ? code_unit_at(s, first - 1) : MAP_NONE;
    if (money == MAP_NONE && last + 1 < x->tok_end) money = code_unit_at(s, last + 1);
    if (money != MAP_NONE && !listed(s, "person", s->b->unit_names[money]).n) return s->b->unit_names[money];
    if (last + 1 < x->tok_end) {
        str next = listed(s, "word", code_lower(s, last + 1));
        bool noun = d->upos[last + 1] == UPOS_NOUN;
        if (next.n && (!noun || is_toll(s, next))) return next;
    }
    str since = since_last(s, first, last, x);
    if (since.n) return since;
    for (uint32_t t = first; t <= last; t++) {
        uint32_t head = counted(d, t);
        str fate = fate_of(s, t); /* "eleven voted for it" */
        if (!fate.n) fate = counted_by_subject(s, head != DOC_NONE && d->deprel[t] == DEP_NUMMOD ? head : t, x);
        if (fate.n) return fate;
        if (d->deprel[t] != DEP_NUMMOD || head == DOC_NONE || (head >= first && head <= last)) continue;
        if (d->upos[head] == UPOS_NOUN) return unit_of_noun(s, head);
        fate = fate_of(s, head); /* "sixty Chileans were arrested" */
        return fate.n || !names_people(s, head) ? fate : listed(s, "who", STR("state"));
    }
    str before = counted_before(s, first);
    if (before.n) return before;
    str part = unit_of_part(s, last, x);
    uint32_t noun = part.n ? DOC_NONE : noun_before(s, first);
    return noun == DOC_NONE ? part : unit_of_noun(s, noun);
}

/* Who is named as the source of what the number stands in. */
static str sayer_of(const code_scan *s, uint32_t tok)
{
    const doc *d = s->d;
    uint32_t pred = s->owner[tok], steps = 0;
    for (uint32_t a = pred == DOC_NONE ? DOC_NONE : d->predicates[pred].attribution; a != DOC_NONE && steps < 16; a = d->attributions[a].outer, steps++) {
        const doc_attribution *x = &d->attributions[a];
        if (x->source_end <= x->source_begin || tok < x->content_begin || tok >= x->content_end) continue;
        uint32_t m = x->source_head != DOC_NONE && d->mention_at ? d->mention_at[x->source_head] : DOC_NONE;
        uint32_t actor = m != DOC_NONE && d->mentions[m].n_actors ? d->mentions[m].actor[0] : DOC_NONE;
        if (actor != DOC_NONE && d->actors[actor].name.n) return d->actors[actor].name;
        return doc_text(d, d->tokens[x->source_begin].begin, d->tokens[x->source_end - 1].end);
    }
    return STR_NONE;
}

/* "up to", "less than": what two words make of the number after them. */
static str listed_pair(const code_scan *s, str a, str b)
{
    char pair[LISTED_MAX];
    int n = snprintf(pair, sizeof pair, "%.*s %.*s", STR_ARG(a), STR_ARG(b));
    return n > 0 && (size_t)n < sizeof pair ? listed(s, "before", str_make(pair, (size_t)n)) : STR_NONE;
}

static uint8_t bound_before(const code_scan *s, uint32_t first, const doc_sentence *x)
{
    static const char *const names[] = {"", "about", "least", "most"};
    for (uint32_t t = first; t > x->tok_begin && first - t < BEFORE;) {
        t--;
        str word = code_lower(s, t), bound = STR_NONE;
        if (t > x->tok_begin) bound = listed_pair(s, code_lower(s, t - 1), word);
        if (!bound.n) bound = listed(s, "before", word);
        for (uint8_t i = 1; i < 4; i++)
            if (str_is(bound, names[i])) return i;
    }
    return FIGURE_EXACT;
}

/* Puts whoever a word names, as the code of the state or organisation: "Hanoi", "the Vietnamese" and "Vietnam" are one. false: nobody known. */
static bool put_party(const code_scan *s, uint32_t tok, buf *out)
{
    const doc *d = s->d;
    uint32_t m = s->covered[tok];
    if (m == DOC_NONE || !d->mentions[m].n_actors) return false;
    for (uint32_t i = 0; i < d->mentions[m].n_actors; i++) {
        const doc_actor *a = &d->actors[d->mentions[m].actor[i]];
        str code = a->country.n ? a->country : a->code;
        if (code.n) buf_printf(out, "%s%.*s", out->n ? " " : "", STR_ARG(code));
    }
    uint8_t kind = d->actors[d->mentions[m].actor[0]].kind;
    return (kind == ACTOR_STATE || kind == ACTOR_ORGANISATION) && d->upos[tok] != UPOS_NOUN;
}

/* What says nothing of what is counted: that somebody says it, and the verb that makes the unit ("31 people were killed": dead). */
static bool is_empty(const code_scan *s, str lemma, str unit)
{
    if (lemma.n < 3 || str_eq(lemma, unit) || listed(s, "empty", lemma).n) return true;
    return str_eq(listed(s, "verb", lemma), unit) || str_eq(listed(s, "word", lemma), unit);
}

static void put_context(const code_scan *s, uint32_t first, uint32_t last, const doc_sentence *x, doc_figure *f)
{
    const doc *d = s->d;
    uint32_t begin = first > x->tok_begin + CONTEXT ? first - CONTEXT : x->tok_begin, end = last + CONTEXT < x->tok_end ? last + CONTEXT + 1 : x->tok_end;
    buf out;
    buf_init(&out);
    for (uint32_t t = begin; t < end; t++) {
        bool content = d->upos[t] == UPOS_NOUN || d->upos[t] == UPOS_PROPN || d->upos[t] == UPOS_VERB || d->upos[t] == UPOS_ADJ;
        if ((t >= first && t <= last) || put_party(s, t, &out) || !content) continue;
        str lemma = lower_lemma(s, t);
        bool name = t > x->tok_begin && doc_form(d, t).s[0] >= 'A' && doc_form(d, t).s[0] <= 'Z'; /* "Leopards": what is counted says much itself */
        if (is_empty(s, lemma, f->unit) && (!name || lemma.n < 3)) continue;
        if (out.n) buf_char(&out, ' ');
        str like = listed(s, "like", lemma);
        buf_str(&out, like.n ? like : lemma);
    }
    f->context = out.n ? arena_str(d->mem, str_make(out.s, out.n)) : STR_NONE;
    buf_fini(&out);
}

static bool in_date(const doc *d, uint32_t tok, uint32_t *date)
{
    while (*date < d->n_dates && d->dates[*date].tok_end <= tok) ++*date;
    return *date < d->n_dates && d->dates[*date].tok_begin <= tok && d->dates[*date].type != DATE_DURATION;
}

/* Adds what is counted under one unit. f: all but unit and words around. */
static int put_figure(const code_scan *s, doc_figure f, str unit, uint32_t first, uint32_t last, const doc_sentence *x, uint32_t *cap)
{
    doc *d = s->d;
    if (!unit.n || listed(s, "other", unit).n || d->n_figures == FIGURE_MAX) return ENT_OK; /* "six others": of what? */
    f.unit = unit;
    f.often = listed(s, "once", unit).n ? FIGURE_ONCE : listed(s, "often", unit).n ? FIGURE_OFTEN : FIGURE_SOMETIMES;
    put_context(s, first, last, x, &f);
    doc_figure *grown = arena_grow(d->mem, d->figures, sizeof *grown, d->n_figures, d->n_figures + 1, cap);
    if (!grown) return error_memory(s->err);
    d->figures = grown;
    d->figures[d->n_figures++] = f;
    return ENT_OK;
}

/* "Arrested 31 fishermen": who they are, beside what became of them, since another page may tell only one of the two. */
static str second_unit(const code_scan *s, uint32_t last, str unit)
{
    const doc *d = s->d;
    uint32_t head = code_heads(d)[last];
    if (!unit.n || is_toll(s, unit) || d->deprel[last] != DEP_NUMMOD || head == DOC_NONE || d->upos[head] != UPOS_NOUN) return STR_NONE;
    str lemma = lower_lemma(s, head), noun = listed(s, "word", lemma);
    if (!noun.n) noun = lemma;
    bool general = listed(s, "often", noun).n > 0;
    return general || str_eq(noun, unit) || !listed(s, "person", noun).n ? STR_NONE : noun;
}

/* Whether a word between a number and its noun, or its noun, sets who is counted apart from somebody named: "six others", "nine of his aides". */
static bool counts_others(const code_scan *s, uint32_t number, uint32_t noun, const doc_sentence *x)
{
    const doc *d = s->d;
    for (uint32_t t = number + 1; t <= noun; t++)
        if (listed(s, "other", lower_lemma(s, t)).n) return true;
    return noun == number && number + 2 < x->tok_end && listed(s, "part", code_lower(s, number + 1)).n && (d->feats[number + 2] & FEAT_POSS);
}

/* One person, named or by office, else DOC_NONE. */
static uint32_t one_person(const code_scan *s, uint32_t tok)
{
    const doc *d = s->d;
    uint32_t m = tok == DOC_NONE ? DOC_NONE : s->covered[tok];
    if (m == DOC_NONE || d->mentions[m].n_actors != 1 || (d->feats[tok] & FEAT_PLUR)) return DOC_NONE;
    uint8_t kind = d->actors[d->mentions[m].actor[0]].kind;
    return kind == ACTOR_PERSON || kind == ACTOR_ROLE ? tok : DOC_NONE;
}

/* "Diaz and nine of his aides", "her husband, with eight other members": the one who is counted on top of a number, else DOC_NONE. */
static uint32_t one_more(const code_scan *s, uint32_t number, const doc_sentence *x)
{
    const doc *d = s->d;
    if (!d->feats) return DOC_NONE;
    uint32_t noun = d->deprel[number] == DEP_NUMMOD && code_heads(d)[number] != DOC_NONE && code_heads(d)[number] > number ? code_heads(d)[number] : number, head = code_heads(d)[noun];
    if (head == DOC_NONE || head >= number || !counts_others(s, number, noun, x)) return DOC_NONE;
    if (d->deprel[noun] == DEP_CONJ) return one_person(s, head);
    bool with = false;
    for (uint32_t t = head + 1; t < number; t++) with |= code_heads(d)[t] == noun && listed(s, "with", code_lower(s, t)).n;
    if (!with) return DOC_NONE;
    for (uint32_t t = head; t > x->tok_begin && d->upos[head] == UPOS_VERB; t--) /* "was killed with six others": who was */
        if (code_heads(d)[t - 1] == head && d->deprel[t - 1] == DEP_NSUBJ) return one_person(s, t - 1);
    return one_person(s, head);
}

/* All of "Diaz and nine of his aides", as people or as what became of them. */
static int put_all(const code_scan *s, doc_figure f, uint32_t first, uint32_t last, const doc_sentence *x, uint32_t *cap)
{
    uint32_t one = one_more(s, last, x);
    if (one == DOC_NONE) return ENT_OK;
    str fate = fate_of(s, one);
    f.value++;
    return put_figure(s, f, fate.n ? fate : listed(s, "who", STR("others")), first, last, x, cap);
}

int code_figures(const code_scan *s)
{
    doc *d = s->d;
    uint32_t cap = 0, date = 0;
    int rc = ENT_OK;
    for (uint32_t i = 0; d->head && i < d->n_sentences && d->n_figures < FIGURE_MAX; i++) {
        const doc_sentence *x = &d->sentences[i];
        for (uint32_t t = x->tok_begin, last; !rc && t < x->tok_end; t = last + 1) {
            int64_t v = code_number_run(s, t, x->tok_end, &last);
            if (v < 2 || in_date(d, t, &date)) continue;
            str unit = unit_of(s, t, last, x);
            doc_figure f = {.sent = i, .begin = d->tokens[t].begin, .end = d->tokens[last].end, .value = v, .bound = bound_before(s, t, x), .said_by = sayer_of(s, t)};
            rc = put_figure(s, f, unit, t, last, x, &cap);
            if (!rc) rc = put_figure(s, f, second_unit(s, last, unit), t, last, x, &cap);
            if (!rc) rc = put_all(s, f, t, last, x, &cap);
        }
        if (rc) return rc;
    }
    return rc;
}
