/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The code book as a whole: loads codebook/, keeps the index from trigger words to rules, answers questions about rules.
 *
 * Order of loading: forms.tsv, ontology.tsv, cameo.tsv, contexts.tsv, numbers.tsv, figures.tsv, lists.txt, then every .rules file in byte order of
 * names. Within the index the rules of one word stand most specific first: a rule's rank is (needs it states, then file order).
 * A version is the first half of a hash over all files read, so two books that differ in one byte differ in version.
 */
#include "base/file.h"
#include "base/json.h"
#include "code/guess.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

int code_error(ent_error *err, const char *path, uint32_t line, const char *format, ...)
{
    char text[360];
    va_list ap;
    va_start(ap, format);
    vsnprintf(text, sizeof text, format, ap);
    va_end(ap);
    return error_set(err, ENT_E_FORMAT, -1, "%s:%u: %s", path, line, text);
}

code_book *code_book_new(arena *mem)
{
    code_book *b = arena_new(mem, code_book, 1);
    if (!b) return NULL;
    b->mem = mem;
    map *maps[] = {&b->elsewhere, &b->forms, &b->words, &b->lists, &b->cameo, &b->contexts, &b->numbers, &b->units, &b->figures, &b->rule_at, &b->trigger_at};
    for (size_t i = 0; i < sizeof maps / sizeof *maps; i++) map_init(maps[i], mem);
    b->set_dead = b->set_injured = b->set_arrested = b->set_count_apart = b->set_date_away = b->set_date_with = b->set_date_recent = b->set_date_later = b->set_date_earlier = b->set_date_measure = b->set_civil = b->set_place_topic = b->set_place_edge = b->set_story_others = b->set_either = b->set_date_of = b->set_date_part = b->set_date_rank = b->set_frame = b->set_standing = b->set_place_across = b->set_place_from = b->set_self_abroad = b->set_self_court = MAP_NONE;
    return b;
}

/* ---- index --------------------------------------------------------------------------------------------------------------- */

int code_index_add(code_book *b, str key, code_try t)
{
    uint32_t at = map_get(&b->trigger_at, key);
    if (at == MAP_NONE) {
        code_tries *grown = arena_grow(b->mem, b->tries, sizeof *grown, b->n_tries, b->n_tries + 1, &b->cap_tries);
        if (!grown) return ENT_E_MEMORY;
        b->tries = grown;
        at = b->n_tries++;
        b->tries[at] = (code_tries){0};
        if (!map_put(&b->trigger_at, key, at)) return ENT_E_MEMORY;
    }
    code_tries *l = &b->tries[at];
    code_try *grown = arena_grow(b->mem, l->item, sizeof *grown, l->n, l->n + 1, &l->cap);
    if (!grown) return ENT_E_MEMORY;
    l->item = grown;
    l->item[l->n++] = t;
    return ENT_OK;
}

const code_tries *code_index_get(const code_book *b, str key)
{
    uint32_t at = map_get(&b->trigger_at, key);
    return at == MAP_NONE ? NULL : &b->tries[at];
}

const code_tries *code_index_word(const code_book *b, uint8_t kind, uint32_t word)
{
    uint32_t at = word == MAP_NONE ? 0 : b->trigger_of[word * 4 + kind];
    return at ? &b->tries[at - 1] : NULL;
}

/* What must hold counts three, what must not one, two parties on equal footing four, a light verb's noun and a phrase one more.
 * Silent rules come first: a figure of speech is none of the others' business. */
static uint32_t rule_weight(const code_rule *r)
{
    uint32_t w = r->silent ? 100 : r->symmetric ? 4 : 0;
    for (uint32_t i = 0; i < r->n_needs; i++) w += r->need[i].negative ? 1 : 3;
    return w;
}

static str last_word(str s)
{
    uint32_t i = s.n;
    while (i && s.s[i - 1] != ' ') i--;
    return str_sub(s, i, s.n);
}

static uint8_t kind_of_key(str key)
{
    static const char letters[] = "vlns";
    return (uint8_t)(strchr(letters, key.s[0]) - letters);
}

/* May a rule find its actors outside the sentence? */
static bool acts_elsewhere(const code_rule *r)
{
    for (uint8_t i = 0; i < r->actor.n; i++) {
        uint8_t where = r->actor.slot[i].where;
        if (where == AT_STORY || where == AT_BOTH || where == AT_SPEAKER) return true;
    }
    return false;
}

/* The set of which a word must fill a role of the predicate, or of its light verb's noun; MAP_NONE when the rule asks for none. */
static uint32_t word_beside(const code_rule *r, const code_try *t)
{
    if (t->noun_set != MAP_NONE) return t->noun_set;
    for (uint32_t i = 0; i < r->n_needs; i++) {
        const code_need *n = &r->need[i];
        bool roles = n->ask == ASK_WORDS && !n->negative;
        for (uint8_t k = 0; k < n->slots.n; k++) roles &= n->slots.slot[k].where <= AT_PREDICATE && n->slots.slot[k].then == AT_SELF;
        if (roles) return n->set;
    }
    return MAP_NONE;
}

static bool mark_word(code_book *b, str word, uint8_t bit)
{
    uint32_t at = map_get(&b->elsewhere, word);
    return map_put(&b->elsewhere, word, at == MAP_NONE ? bit : at | bit);
}

static bool mark_words(code_book *b, str words, uint8_t bit)
{
    for (str rest = words; rest.s;)
        if (!mark_word(b, code_word_root(b, str_cut(&rest, ' ')), bit)) return false;
    return true;
}

static bool mark_set(code_book *b, const code_set *x, uint8_t bit)
{
    bool ok = true;
    for (uint32_t k = 0; k < x->n_words; k++) ok &= mark_word(b, b->words.keys[x->word[k]], bit);
    for (uint32_t k = 0; k < x->n_phrases; k++)
        for (uint32_t w = 0; w < x->phrase[k].n; w++) ok &= mark_word(b, b->words.keys[x->phrase[k].word[w]], bit);
    return ok;
}

/* Which words let a sentence without names give an event: "the two leaders met", "the ceasefire began". */
static bool mark_elsewhere(code_book *b, str key, const code_tries *l)
{
    bool ok = true;
    for (uint32_t i = 0; i < l->n; i++) {
        const code_rule *r = &b->rules[l->item[i].rule];
        uint32_t beside = word_beside(r, &l->item[i]);
        if (!acts_elsewhere(r)) continue;
        ok &= mark_words(b, str_sub(key, 2, key.n), beside == MAP_NONE ? ELSEWHERE_ALONE : ELSEWHERE_VERB);
        if (beside != MAP_NONE) ok &= mark_set(b, &b->sets[beside], ELSEWHERE_NOUN);
    }
    return ok;
}

static bool mark_forms(code_book *b)
{
    bool ok = true;
    for (uint32_t i = 0; i < b->forms.n; i++) {
        uint32_t bits = map_get(&b->elsewhere, code_word_root(b, b->infinitives[b->forms.values[i]]));
        if (bits != MAP_NONE) ok &= mark_word(b, b->forms.keys[i], (uint8_t)bits);
    }
    return ok;
}

/* The index by numbers of words: what is asked for every predicate and token is an array access, and only words that lead a phrase
 * are looked up as text. */
static bool index_words(code_book *b)
{
    b->trigger_of = arena_new(b->mem, uint32_t, b->words.n * 4);
    b->leads = arena_new(b->mem, uint8_t, b->words.n);
    if (b->mem->failed) return false;
    for (uint32_t k = 0; k < b->trigger_at.n; k++) {
        str key = b->trigger_at.keys[k], rest = str_sub(key, 2, key.n), first = str_cut(&rest, ' ');
        uint32_t word = map_get(&b->words, first);
        if (word == MAP_NONE) continue;
        if (rest.s) b->leads[word] |= (uint8_t)(1 << kind_of_key(key));
        else b->trigger_of[word * 4 + kind_of_key(key)] = b->trigger_at.values[k] + 1;
        if (!mark_elsewhere(b, key, &b->tries[b->trigger_at.values[k]])) return false;
    }
    for (uint32_t w = 0; w < b->n_context_words && w < b->words.n; w++) {
        str rest = b->words.keys[w], first = str_cut(&rest, ' ');
        uint32_t word = rest.s ? map_get(&b->words, first) : MAP_NONE;
        if (word != MAP_NONE && b->word_contexts[w]) b->leads[word] |= 1 << LEADS_CONTEXT;
    }
    return mark_forms(b);
}

bool code_index_settle(code_book *b)
{
    for (uint32_t k = 0; k < b->trigger_at.n; k++) {
        uint32_t words = str_find(b->trigger_at.keys[k], STR(" "), 0) >= 0;
        code_tries *l = &b->tries[b->trigger_at.values[k]];
        for (uint32_t i = 0; i < l->n; i++) {
            l->item[i].particle = words && l->item[i].kind == TRIGGER_VERB ? code_word_find(b, last_word(b->trigger_at.keys[k])) : MAP_NONE;
            uint32_t w = rule_weight(&b->rules[l->item[i].rule]) + words + (l->item[i].kind == TRIGGER_LIGHT);
            uint32_t beside = word_beside(&b->rules[l->item[i].rule], &l->item[i]);
            l->item[i].gate = beside == MAP_NONE ? ~UINT64_C(0) : b->sets[beside].some;
            l->item[i].rank = ((w < 255 ? 255 - w : 0) << 20) + (l->item[i].rule & 0xFFFFF);
        }
    }
    return index_words(b);
}

/* ---- loading ------------------------------------------------------------------------------------------------------------- */

typedef int (*read_fn)(code_book *, const char *, str, ent_error *);

static int file_load(code_book *b, const char *folder, str name, read_fn read, uint64_t *sum, ent_error *err)
{
    str path = arena_printf(b->mem, "%s/%.*s", folder, STR_ARG(name)), shown = arena_printf(b->mem, "codebook/%.*s", STR_ARG(name)), bytes;
    if (!path.s || !shown.s) return error_memory(err);
    int rc = file_read(b->mem, path.s, 0, &bytes, err);
    if (rc) return rc;
    *sum = hash_bytes(bytes.s, bytes.n, *sum);
    return read(b, shown.s, bytes, err);
}

/* The back-off of relate; a data folder without it has none. */
static int guess_load(code_book *b, const char *data_dir, uint64_t *sum, ent_error *err)
{
    str path = arena_printf(b->mem, "%s/models/relate.model", data_dir), bytes;
    if (!path.s) return error_memory(err);
    if (!file_exists(path.s)) return ENT_OK;
    int rc = file_read(b->mem, path.s, 0, &bytes, err);
    if (rc) return rc;
    *sum = hash_bytes(bytes.s, bytes.n, *sum);
    return code_guess_read(&b->guess, b, "models/relate.model", bytes, err);
}

static uint32_t list_of(const code_book *b, const char *name) { return map_get(&b->lists, str_from(name)); }

int code_book_load(code_book **out, arena *mem, const char *data_dir, ent_error *err)
{
    static const struct {
        const char *name;
        read_fn read;
    } tables[] = {{"forms.tsv", code_forms_read}, {"ontology.tsv", code_ontology_read}, {"cameo.tsv", code_cameo_read}, {"contexts.tsv", code_contexts_read},
                  {"numbers.tsv", code_numbers_read}, {"figures.tsv", code_figures_read}, {"lists.txt", code_lists_read}};
    *out = NULL;
    code_book *b = code_book_new(mem);
    str folder = arena_printf(mem, "%s/codebook", data_dir), *names;
    if (!b || !folder.s) return error_memory(err);
    uint64_t sum = 0;
    uint32_t n;
    int rc = ENT_OK;
    for (size_t i = 0; i < sizeof tables / sizeof *tables && !rc; i++) rc = file_load(b, folder.s, str_from(tables[i].name), tables[i].read, &sum, err);
    if (!rc) rc = file_list(mem, folder.s, ".rules", &names, &n, err);
    for (uint32_t i = 0; !rc && i < n; i++) rc = file_load(b, folder.s, names[i], code_rules_read, &sum, err);
    if (!rc) rc = guess_load(b, data_dir, &sum, err);
    if (rc) return rc;
    if (!code_index_settle(b)) return error_memory(err);
    b->set_dead = list_of(b, "count.dead");
    b->set_injured = list_of(b, "count.injured");
    b->set_arrested = list_of(b, "count.arrested");
    b->set_date_away = list_of(b, "date.away");
    b->set_date_with = list_of(b, "date.with");
    b->set_date_recent = list_of(b, "date.recent");
    b->set_place_topic = list_of(b, "place.topic");
    b->set_count_apart = list_of(b, "count.apart");
    b->set_place_edge = list_of(b, "place.edge");
    b->set_place_across = list_of(b, "place.across");
    b->set_place_from = list_of(b, "place.from");
    b->set_self_abroad = list_of(b, "self.abroad");
    b->set_self_court = list_of(b, "self.court");
    b->set_date_later = list_of(b, "date.later");
    b->set_date_earlier = list_of(b, "date.earlier");
    b->set_date_measure = list_of(b, "date.measure");
    b->set_civil = list_of(b, "sector.civil");
    b->set_story_others = list_of(b, "story.others");
    b->set_either = list_of(b, "either");
    b->set_date_of = list_of(b, "date.of");
    b->set_date_part = list_of(b, "date.part");
    b->set_date_rank = list_of(b, "date.rank");
    b->set_frame = list_of(b, "frame");
    b->set_standing = list_of(b, "standing");
    snprintf(b->version, sizeof b->version, "%08x", (unsigned)(sum >> 32));
    *out = b;
    return ENT_OK;
}

/* ---- questions ----------------------------------------------------------------------------------------------------------- */

str code_book_version(const code_book *b) { return str_from(b->version); }
uint32_t code_example_count(const code_book *b) { return b->n_examples; }
code_example code_example_get(const code_book *b, uint32_t i) { return b->examples[i]; }
uint32_t code_rule_count(const code_book *b) { return b->n_rules; }
str code_rule_name(const code_book *b, uint32_t i) { return b->rules[i].name; }

static void rule_line(const code_book *b, const code_rule *r, buf *out)
{
    str type = b->types[r->type].name;
    buf_printf(out, "%-10.*s %-12.*s %-28.*s %4u words  %s:%u\n", STR_ARG(type), STR_ARG(r->mode), STR_ARG(r->name), r->n_entries, r->path, r->line);
}

static void rule_json(const code_book *b, const code_rule *r, buf *out)
{
    json w = {.out = out};
    json_open(&w, '{');
    json_key(&w, "rule"), json_str(&w, r->name);
    json_key(&w, "event"), json_str(&w, b->types[r->type].name);
    json_key(&w, "mode"), json_str_or_null(&w, r->mode);
    json_key(&w, "cameo"), json_str_or_null(&w, r->cameo);
    json_key(&w, "entries"), json_int(&w, r->n_entries);
    json_key(&w, "silent"), json_raw(&w, r->silent ? STR("true") : STR("false"));
    json_key(&w, "path"), json_str(&w, str_from(r->path));
    json_key(&w, "line"), json_int(&w, r->line);
    json_close(&w, '}');
    json_line(&w);
}

int code_rule_list(const code_book *b, bool json, buf *out, ent_error *err)
{
    uint64_t entries = 0;
    for (uint32_t i = 0; i < b->n_rules; i++) {
        if (json) rule_json(b, &b->rules[i], out);
        else rule_line(b, &b->rules[i], out);
        entries += b->rules[i].n_entries;
    }
    if (!json) buf_printf(out, "%u rules, %llu trigger entries, %u examples\n", b->n_rules, (unsigned long long)entries, b->n_examples);
    return out->failed ? error_memory(err) : ENT_OK;
}

/* Heading of a type's page: what it is, its numbers, its modes, what becomes of it when planned or refused. */
static void show_type(const code_book *b, uint32_t t, buf *out)
{
    const code_type *x = &b->types[t];
    const code_mode *plain = code_mode_find(b, t, STR_NONE);
    buf_printf(out, "%.*s\n\n", STR_ARG(x->about));
    buf_printf(out, "quad %u", x->quad);
    if (plain) buf_printf(out, " · scale %s%d.%d · CAMEO %.*s", plain->scale_tenths < 0 ? "-" : "", abs(plain->scale_tenths) / 10, abs(plain->scale_tenths) % 10, STR_ARG(plain->cameo));
    if (x->planned.n) buf_printf(out, " · planned: %.*s", STR_ARG(x->planned));
    if (x->refused.n) buf_printf(out, " · \"will not\": %.*s", STR_ARG(x->refused));
    if (x->hypothetical.n) buf_printf(out, " · planned or conditional, in relate: %.*s", STR_ARG(x->hypothetical));
    buf_z(out, "\nmodes ");
    uint32_t n = 0;
    for (uint32_t i = 0; i < b->n_modes; i++) {
        const code_mode *m = &b->modes[i];
        if (m->type != t || !m->name.n) continue;
        buf_printf(out, "%s%.*s (%s%d.%d)", n++ ? ", " : "", STR_ARG(m->name), m->scale_tenths < 0 ? "-" : "", abs(m->scale_tenths) / 10, abs(m->scale_tenths) % 10);
    }
    buf_z(out, n ? "\n\n" : "none\n\n");
}

static void show_rule(const code_rule *r, buf *out)
{
    buf_printf(out, "%.*s", STR_ARG(r->name));
    if (r->silent) buf_z(out, " · no event");
    else if (r->mode.n) buf_printf(out, " · %.*s", STR_ARG(r->mode));
    buf_printf(out, " · %u word%s · %s:%u\n", r->n_entries, r->n_entries == 1 ? "" : "s", r->path, r->line);
    str rest = r->source;
    str_cut(&rest, '\n'); /* its name stands above */
    buf_printf(out, "  %.*s\n\n", STR_ARG(str_trim(rest)));
}

/* The page of a type, its rules without a mode first and then mode by mode; or one rule. */
int code_rule_show(const code_book *b, str type, buf *out, ent_error *err)
{
    uint32_t t = 0, shown = 0, entries = 0;
    while (t < b->n_types && !str_eq_nocase(b->types[t].name, type)) t++;
    if (t < b->n_types) show_type(b, t, out);
    for (uint32_t m = 0; t < b->n_types && m < b->n_modes; m++) {
        if (b->modes[m].type != t) continue;
        for (uint32_t i = 0; i < b->n_rules; i++) {
            if (b->rules[i].type != t || !str_eq(b->rules[i].mode, b->modes[m].name)) continue;
            show_rule(&b->rules[i], out);
            entries += b->rules[i].n_entries;
            shown++;
        }
    }
    if (t < b->n_types) buf_printf(out, "%u rules, %u trigger entries\n", shown, entries);
    for (uint32_t i = 0; t == b->n_types && i < b->n_rules; i++) {
        if (!str_eq(b->rules[i].name, type)) continue;
        show_rule(&b->rules[i], out);
        shown++;
    }
    if (!shown) return error_set(err, ENT_E_NOTFOUND, -1, "no type and no rule '%.*s' in the code book", STR_ARG(type));
    return out->failed ? error_memory(err) : ENT_OK;
}
