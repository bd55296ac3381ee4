/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reader of codebook/TYPE.rules; the format is described for its authors in docs/codebook.md.
 *
 * Input: bytes of one file. Output: rules appended to the book, their trigger words indexed. Method: a line is a key and a
 * value; a table of keys says which function reads the value. Every error names file, line and reason and stops the load: a
 * code book that is half understood codes nonsense. Cost: one pass, linear in the bytes.
 *
 *     type SANCTION
 *     rule impose
 *       light      impose, slap : sanction, embargo      support verbs : nouns
 *       actor      agent                                 where the parties stand, best place first
 *       recipient  on, against
 *       not        patient = fine                        what must (not) hold
 *       example    2023-02-24 "…" = SANCTION USA > IRN actual
 */
#include "code/book.h"

typedef struct reader {
    code_book *b;
    const char *path;
    code_lines lines;
    uint32_t type;
    code_rule *rule; /* the one being read, not yet in the book */
    ent_error *err;
} reader;

#define FAIL(r, ...) code_error((r)->err, (r)->path, (r)->lines.first, __VA_ARGS__)

static str lower_name(arena *a, str s)
{
    char *p = arena_alloc(a, s.n + 1u);
    for (uint32_t i = 0; p && i < s.n; i++) p[i] = (char)(s.s[i] >= 'A' && s.s[i] <= 'Z' ? s.s[i] + 32 : s.s[i]);
    return p ? str_make(p, s.n) : STR_NONE;
}

/* Number of `name` in a table of names, or -1. */
static int name_find(const char *const *names, int n, str name)
{
    for (int i = 0; i < n; i++)
        if (str_is(name, names[i])) return i;
    return -1;
}

/* ---- slots ------------------------------------------------------------------------------------------------------------- */

static const char *const where_names[] = {"agent", "patient", "receiver", "party", "complement", "predicate", "", "oblique", "act", "self", "speaker", "subject", "within", "parent", "shared", "purpose"};
enum { N_WHERE = sizeof where_names / sizeof *where_names };
static const char *const basis_words[] = {"name", "role", "coref", "bare", "owned", "place"};
enum { N_BASIS = 6, BASES_USUAL = 1 << MENTION_NAME | 1 << MENTION_ROLE | 1 << MENTION_COREF };

void code_slot_text(const code_book *b, const code_slot *s, buf *out)
{
    if (s->where == AT_PREP) buf_str(out, b->words.keys[s->prep]);
    else buf_z(out, where_names[s->where]);
    if (s->where == AT_ACT) buf_z(out, s->then ? ".recipient" : ".actor");
    else if (s->then == AT_PREP) buf_char(out, '.'), buf_str(out, b->words.keys[s->then_prep]);
    else if (s->then != AT_SELF) buf_printf(out, ".%s", where_names[s->then]);
}

static int slot_place(reader *r, str name, uint8_t *where, uint32_t *prep)
{
    int at = name_find(where_names, N_WHERE, name);
    *where = AT_PREP;
    if (!name.n) return FAIL(r, "a slot is missing");
    if (at >= 0) {
        *where = (uint8_t)at;
        return ENT_OK;
    }
    for (uint32_t i = 0; i < name.n; i++)
        if ((name.s[i] < 'a' || name.s[i] > 'z') && name.s[i] != ' ') return FAIL(r, "'%.*s' is no slot and no preposition", STR_ARG(name));
    *prep = code_word_intern(r->b, name);
    return *prep == MAP_NONE ? error_memory(r->err) : ENT_OK;
}

static int slot_flags(reader *r, str flags, code_slot *s)
{
    for (str rest = flags; rest.s;) {
        str f = str_trim(str_cut(&rest, ' '));
        int basis = name_find(basis_words, N_BASIS, f);
        if (!f.n) continue;
        if (basis >= 0) s->bases |= (uint8_t)(1 << basis);
        else if (str_is(f, "civil")) s->civil = true;
        else if (str_is(f, "only")) s->bases &= (uint8_t)~BASES_USUAL;
        else if (str_is(f, "state")) s->kinds |= 1 << ACTOR_STATE | 1 << ACTOR_PERSON | 1 << ACTOR_ROLE;
        else if (str_is(f, "organisation")) s->kinds |= 1 << ACTOR_ORGANISATION | 1 << ACTOR_GROUP;
        else return FAIL(r, "'%.*s' in brackets: expected bare, owned, place, civil, only, state or organisation", STR_ARG(f));
    }
    return ENT_OK;
}

static int slot_read(reader *r, str text, code_slot *s)
{
    *s = (code_slot){.then = AT_SELF, .bases = BASES_USUAL};
    int64_t bracket = str_find(text, STR("("), 0);
    if (bracket >= 0) {
        if (!str_ends(text, STR(")"))) return FAIL(r, "'%.*s': bracket not closed", STR_ARG(text));
        int rc = slot_flags(r, str_sub(text, (uint32_t)bracket + 1, text.n - 1), s);
        if (rc) return rc;
        text = str_trim(str_sub(text, 0, (uint32_t)bracket));
    }
    str then = text, first = str_trim(str_cut(&then, '.'));
    int rc = slot_place(r, first, &s->where, &s->prep);
    if (rc) return rc;
    if (s->where == AT_ACT) {
        int side = str_is(then, "recipient") ? 1 : str_is(then, "actor") ? 0 : -1;
        if (side < 0) return FAIL(r, "expected act.actor or act.recipient");
        s->then = (uint8_t)side;
        return ENT_OK;
    }
    if (s->where == AT_WITHIN) return FAIL(r, "'within' stands after a dot: patient.within");
    return then.s ? slot_place(r, str_trim(then), &s->then, &s->then_prep) : ENT_OK;
}

static int slots_read(reader *r, str text, code_slots *out)
{
    bool optional = out->optional;
    code_slot list[CODE_MAX_SLOTS];
    uint8_t n = 0;
    for (str rest = text; rest.s;) {
        str item = str_trim(str_cut(&rest, ','));
        if (!item.n) continue;
        if (n == CODE_MAX_SLOTS) return FAIL(r, "more than %d slots", CODE_MAX_SLOTS);
        int rc = slot_read(r, item, &list[n++]);
        if (rc) return rc;
    }
    if (!n) return FAIL(r, "slots are missing");
    code_slot *kept = arena_new(r->b->mem, code_slot, n);
    if (!kept) return error_memory(r->err);
    memcpy(kept, list, n * sizeof *list);
    *out = (code_slots){kept, n, optional};
    return ENT_OK;
}

/* ---- triggers ------------------------------------------------------------------------------------------------------------ */

static int trigger_word(reader *r, uint8_t kind, str word, uint32_t noun_set)
{
    static const char letters[] = "vlns";
    str key = arena_printf(r->b->mem, "%c:%.*s", letters[kind], STR_ARG(word));
    if (!key.s) return error_memory(r->err);
    r->rule->n_entries++;
    r->rule->trigger_kinds |= (uint8_t)(1 << kind);
    return code_index_add(r->b, key, (code_try){.rule = r->b->n_rules, .noun_set = noun_set, .kind = kind}) ? error_memory(r->err) : ENT_OK;
}

static int trigger_words(reader *r, uint8_t kind, str words, uint32_t noun_set)
{
    uint32_t at;
    int rc = code_set_read(r->b, words, r->path, r->lines.first, &at, r->err);
    if (rc) return rc;
    const code_set s = r->b->sets[at];
    for (uint32_t i = 0; i < s.n_words && !rc; i++) rc = trigger_word(r, kind, r->b->words.keys[s.word[i]], noun_set);
    for (uint32_t i = 0; i < s.n_phrases && !rc; i++) {
        str text = r->b->words.keys[s.phrase[i].word[0]];
        for (uint32_t k = 1; k < s.phrase[i].n; k++) text = arena_printf(r->b->mem, "%.*s %.*s", STR_ARG(text), STR_ARG(r->b->words.keys[s.phrase[i].word[k]]));
        rc = trigger_word(r, kind, text, noun_set);
    }
    return rc;
}

static int key_verb(reader *r, str v) { return trigger_words(r, TRIGGER_VERB, v, MAP_NONE); }
static int key_noun(reader *r, str v) { return trigger_words(r, TRIGGER_NOUN, v, MAP_NONE); }
static int key_state(reader *r, str v) { return trigger_words(r, TRIGGER_STATE, v, MAP_NONE); }

static int key_light(reader *r, str v)
{
    uint32_t nouns, before = r->rule->n_entries;
    str verbs = str_cut(&v, ':');
    if (!v.s) return FAIL(r, "expected 'light VERBS : NOUNS'");
    int rc = code_set_read(r->b, v, r->path, r->lines.first, &nouns, r->err);
    if (rc) return rc;
    rc = trigger_words(r, TRIGGER_LIGHT, verbs, nouns);
    r->rule->n_entries = before + r->b->sets[nouns].n_words + r->b->sets[nouns].n_phrases;
    return rc;
}

/* ---- parties and result ---------------------------------------------------------------------------------------------------- */

static int key_actor(reader *r, str v) { return slots_read(r, v, &r->rule->actor); }
static int key_recipient(reader *r, str v) { return slots_read(r, v, &r->rule->recipient); }
static int key_maybe(reader *r, str v)
{
    r->rule->recipient.optional = true;
    return slots_read(r, v, &r->rule->recipient);
}
static int key_parties(reader *r, str v)
{
    r->rule->symmetric = true;
    return slots_read(r, v, &r->rule->actor);
}

static int key_act(reader *r, str v)
{
    str mode = v, type = str_trim(str_cut(&mode, '.'));
    uint32_t t = code_type_find(r->b, type);
    if (t == MAP_NONE) return slots_read(r, v, &r->rule->act);
    if (mode.s && !code_mode_find(r->b, t, mode)) return FAIL(r, "%.*s has no mode '%.*s'", STR_ARG(type), STR_ARG(mode));
    r->rule->fixed_act = (uint8_t)(t + 1);
    r->rule->fixed_act_mode = mode;
    return ENT_OK;
}

static int status_read(reader *r, str v, uint8_t *out)
{
    for (unsigned i = 0; i < N_STATUS; i++)
        if (str_is(v, status_name(i))) {
            *out = (uint8_t)i;
            return ENT_OK;
        }
    return FAIL(r, "'%.*s' is no status", STR_ARG(v));
}

static int key_also(reader *r, str v)
{
    r->rule->act_also = true;
    return status_read(r, v, &r->rule->act_status);
}
static int key_status(reader *r, str v) { return status_read(r, v, &r->rule->status); }

static int key_mode(reader *r, str v)
{
    const code_mode *m = code_mode_find(r->b, r->type, v);
    if (!m || !v.n) return FAIL(r, "type has no mode '%.*s'", STR_ARG(v));
    r->rule->mode = m->name;
    return ENT_OK;
}

static int key_cameo(reader *r, str v)
{
    if (map_get(&r->b->cameo, v) == MAP_NONE) return FAIL(r, "'%.*s' is no CAMEO code", STR_ARG(v));
    r->rule->cameo = v;
    return ENT_OK;
}

static int key_context(reader *r, str v)
{
    for (str rest = v; rest.s;) {
        str c = str_trim(str_cut(&rest, ','));
        uint32_t at = map_find(&r->b->contexts, c);
        if (!c.n) continue;
        if (at == MAP_NONE || c.s[0] == '-') return FAIL(r, "'%.*s' is no context", STR_ARG(c));
        if (r->rule->n_contexts == DOC_MAX_CONTEXTS) return FAIL(r, "more than %d contexts", DOC_MAX_CONTEXTS);
        r->rule->context[r->rule->n_contexts++] = r->b->contexts.keys[at];
    }
    return ENT_OK;
}

static int key_vote(reader *r, str v)
{
    static const char *const votes[] = {"yes", "no", "abstain", "veto"};
    if (name_find(votes, 4, v) < 0) return FAIL(r, "vote is yes, no, abstain or veto");
    r->rule->vote = v;
    return ENT_OK;
}

static int key_object(reader *r, str v)
{
    static const char *const kinds[] = {"treaty", "organisation", "resolution", "exercise", "goods", "territory"};
    str kind = str_cut(&v, ' ');
    if (name_find(kinds, 6, kind) < 0) return FAIL(r, "object is treaty, organisation, resolution, exercise, goods or territory, then slots");
    r->rule->object_kind = kind;
    return slots_read(r, v, &r->rule->object);
}

static int key_silent(reader *r, str v) { return v.n ? FAIL(r, "'silent' takes no value") : (r->rule->silent = true, ENT_OK); }
static int key_domestic(reader *r, str v) { return v.n ? FAIL(r, "'domestic' takes no value") : (r->rule->domestic = true, ENT_OK); }
static int key_keep(reader *r, str v) { return v.n ? FAIL(r, "'keep' takes no value") : (r->rule->keep_nouns = true, ENT_OK); }

static int key_detail(reader *r, str v) { return v.n ? FAIL(r, "'detail' takes no value") : (r->rule->detail = true, ENT_OK); }

/* ---- needs --------------------------------------------------------------------------------------------------------------- */

static int need_mask(reader *r, str v, bool tense, uint16_t *mask)
{
    static const char *const tenses[] = {"none", "past", "present", "future"};
    for (str rest = v; rest.s;) {
        str w = str_trim(str_cut(&rest, ','));
        int at = tense ? name_find(tenses, 4, w) : -1;
        uint8_t status = 0;
        if (!tense && status_read(r, w, &status)) return ENT_E_FORMAT;
        if (tense && at < 0) return FAIL(r, "tense is past, present, future or none");
        *mask |= (uint16_t)(1 << (tense ? at : status));
    }
    return ENT_OK;
}

static int need_types(reader *r, str v, uint16_t *mask)
{
    for (str rest = v; rest.s;) {
        str w = str_trim(str_cut(&rest, ','));
        uint32_t t = code_type_find(r->b, w);
        if (!w.n) continue;
        if (t == MAP_NONE) return FAIL(r, "'%.*s' is no type", STR_ARG(w));
        *mask |= (uint16_t)(1 << t);
    }
    return ENT_OK;
}

/* "SLOT = words", "SLOT act TYPE, TYPE", "SLOT mention", "SLOT" */
static int need_slot(reader *r, str v, code_need *n)
{
    str words = v, left = str_trim(str_cut(&words, '='));
    int64_t act = str_find(left, STR(" act"), 0);
    n->ask = ASK_PRESENT;
    if (words.s) {
        n->ask = ASK_WORDS;
        int rc = code_set_read(r->b, words, r->path, r->lines.first, &n->set, r->err);
        if (rc) return rc;
    } else if (act > 0 && ((uint32_t)act + 4 == left.n || left.s[act + 4] == ' ')) {
        n->ask = ASK_ACT;
        int rc = need_types(r, str_sub(left, (uint32_t)act + 4, left.n), &n->mask);
        if (rc) return rc;
        left = str_trim(str_sub(left, 0, (uint32_t)act));
    } else if (str_ends(left, STR(" mention"))) {
        n->ask = ASK_MENTION;
        left = str_trim(str_sub(left, 0, left.n - 8));
    } else if (str_ends(left, STR(" open"))) {
        n->ask = ASK_OPEN;
        left = str_trim(str_sub(left, 0, left.n - 5));
    }
    return slots_read(r, left, &n->slots);
}

static int need_read(reader *r, str v, code_need *n)
{
    str rest = v, first = str_cut(&rest, ' ');
    if (str_is(v, "passive")) return n->ask = ASK_PASSIVE, ENT_OK;
    if (str_is(first, "tense")) return n->ask = ASK_TENSE, need_mask(r, rest, true, &n->mask);
    if (str_is(first, "status")) return n->ask = ASK_STATUS, need_mask(r, rest, false, &n->mask);
    if (!str_is(first, "sentence") && !str_is(first, "parent")) return need_slot(r, v, n);
    n->ask = str_is(first, "parent") ? ASK_PARENT : ASK_SENTENCE;
    str_cut(&rest, '=');
    if (!rest.s) return FAIL(r, "expected '%.*s = words'", STR_ARG(first));
    return code_set_read(r->b, rest, r->path, r->lines.first, &n->set, r->err);
}

static int need_add(reader *r, str v, bool negative)
{
    code_need n = {.negative = negative, .text = v, .set = MAP_NONE};
    int rc = need_read(r, v, &n);
    if (rc) return rc;
    code_rule *rule = r->rule;
    code_need *grown = arena_grow(r->b->mem, rule->need, sizeof n, rule->n_needs, rule->n_needs + 1, &rule->cap_needs);
    if (!grown) return error_memory(r->err);
    rule->need = grown;
    rule->need[rule->n_needs++] = n;
    return ENT_OK;
}

static int key_need(reader *r, str v) { return need_add(r, v, false); }
static int key_not(reader *r, str v) { return need_add(r, v, true); }

/* ---- examples ------------------------------------------------------------------------------------------------------------ */

static int example_add(reader *r, str v, bool counter)
{
    code_book *b = r->b;
    int64_t open = str_find(v, STR("\""), 0), close = -1;
    for (uint32_t i = v.n; i-- > 0 && close < 0;)
        if (v.s[i] == '"') close = i;
    if (open < 0 || close <= open + 1) return FAIL(r, "expected DATE \"sentence\" = what must come of it");
    str date = str_trim(str_sub(v, 0, (uint32_t)open)), expect = str_trim(str_sub(v, (uint32_t)close + 1, v.n));
    if (expect.n && expect.s[0] == '=') expect = str_trim(str_sub(expect, 1, expect.n));
    else if (!counter || expect.n) return FAIL(r, "expected '= TYPE ACTOR > RECIPIENT status date' after the sentence");
    if (date.n && cal_parse(date) == CAL_NONE) return FAIL(r, "'%.*s' is no date", STR_ARG(date));
    code_example *grown = arena_grow(b->mem, b->examples, sizeof *grown, b->n_examples, b->n_examples + 1, &b->cap_examples);
    if (!grown) return error_memory(r->err);
    b->examples = grown;
    str text = str_sub(v, (uint32_t)open + 1, (uint32_t)close);
    b->examples[b->n_examples++] = (code_example){r->rule->name, r->path, r->lines.first, counter, text, date, expect.n ? expect : STR("none")};
    return ENT_OK;
}

static int key_example(reader *r, str v) { return example_add(r, v, false); }
static int key_counter(reader *r, str v) { return example_add(r, v, true); }

/* ---- rules --------------------------------------------------------------------------------------------------------------- */

static const struct rule_key {
    const char *name;
    int (*read)(reader *, str);
} rule_keys[] = {
    {"verb", key_verb}, {"light", key_light}, {"noun", key_noun}, {"state", key_state}, {"actor", key_actor}, {"recipient", key_recipient},
    {"recipient?", key_maybe}, {"parties", key_parties}, {"act", key_act}, {"also", key_also}, {"status", key_status}, {"mode", key_mode},
    {"cameo", key_cameo}, {"context", key_context}, {"vote", key_vote}, {"object", key_object}, {"silent", key_silent}, {"domestic", key_domestic},
    {"keep", key_keep}, {"detail", key_detail}, {"need", key_need}, {"not", key_not}, {"example", key_example}, {"counter", key_counter},
};

static int rule_end(reader *r, str all, uint32_t end_off)
{
    code_rule *rule = r->rule;
    if (!rule) return ENT_OK;
    rule->last_line = r->lines.line;
    rule->source = str_trim(str_sub(all, (uint32_t)(rule->source.s - all.s), end_off));
    if (!rule->trigger_kinds) return code_error(r->err, r->path, rule->line, "rule '%.*s' has no verb, light, noun or state", STR_ARG(rule->name));
    if (!rule->silent && !rule->actor.n) return code_error(r->err, r->path, rule->line, "rule '%.*s' has no actor and no parties", STR_ARG(rule->name));
    if (rule->act_also && !rule->act.n) return code_error(r->err, r->path, rule->line, "rule '%.*s': 'also' without 'act'", STR_ARG(rule->name));
    code_rule *grown = arena_grow(r->b->mem, r->b->rules, sizeof *grown, r->b->n_rules, r->b->n_rules + 1, &r->b->cap_rules);
    if (!grown) return error_memory(r->err);
    r->b->rules = grown;
    r->b->rules[r->b->n_rules++] = *rule;
    r->rule = NULL;
    return ENT_OK;
}

static int rule_begin(reader *r, str name, code_rule *fresh)
{
    if (r->type == MAP_NONE) return FAIL(r, "'rule' before 'type'");
    if (!name.n || str_find(name, STR(" "), 0) >= 0) return FAIL(r, "a rule has a name of one word");
    str type = lower_name(r->b->mem, r->b->types[r->type].name);
    str full = arena_printf(r->b->mem, "%.*s.%.*s", STR_ARG(type), STR_ARG(name));
    uint32_t twice = full.s ? map_get(&r->b->rule_at, full) : MAP_NONE;
    if (twice != MAP_NONE) return FAIL(r, "rule '%.*s' stands twice, first at %s:%u", STR_ARG(full), r->b->rules[twice].path, r->b->rules[twice].line);
    *fresh = (code_rule){.name = full, .type = (uint8_t)r->type, .status = N_STATUS, .path = r->path, .line = r->lines.first, .source = {r->lines.begin, 0}};
    r->rule = fresh;
    return full.s && map_put(&r->b->rule_at, full, r->b->n_rules) ? ENT_OK : error_memory(r->err);
}

static int key_read(reader *r, str line)
{
    str value = line, key = str_cut(&value, ' ');
    for (size_t i = 0; i < sizeof rule_keys / sizeof *rule_keys; i++) {
        if (!str_is(key, rule_keys[i].name)) continue;
        if (!r->rule) return FAIL(r, "'%.*s' outside a rule", STR_ARG(key));
        return rule_keys[i].read(r, str_trim(value));
    }
    return FAIL(r, "'%.*s' is no key", STR_ARG(key));
}

int code_rules_read(code_book *b, const char *path, str bytes, ent_error *err)
{
    reader r = {.b = b, .path = path, .lines = {.rest = bytes}, .type = MAP_NONE, .err = err};
    code_rule fresh;
    str line;
    uint32_t end = 0;
    while (code_line_next(&r.lines, b->mem, &line)) {
        str rest = line, key = str_cut(&rest, ' ');
        int rc;
        if (str_is(key, "rule")) {
            rc = rule_end(&r, bytes, end);
            if (!rc) rc = rule_begin(&r, str_trim(rest), &fresh);
        } else if (str_is(key, "type")) {
            rc = rule_end(&r, bytes, end);
            r.type = code_type_find(b, str_trim(rest));
            if (!rc && r.type == MAP_NONE) rc = FAIL(&r, "'%.*s' is no type", STR_ARG(rest));
        } else rc = key_read(&r, line);
        if (rc) return rc;
        end = r.lines.rest.s ? (uint32_t)(r.lines.rest.s - bytes.s) : bytes.n;
    }
    if (b->mem->failed) return error_memory(err);
    return rule_end(&r, bytes, end);
}
