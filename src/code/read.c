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
#include "code/read.h"

static str lower_name(arena *a, str s)
{
    char *p = arena_alloc(a, s.n + 1u);
    for (uint32_t i = 0; p && i < s.n; i++) p[i] = (char)(s.s[i] >= 'A' && s.s[i] <= 'Z' ? s.s[i] + 32 : s.s[i]);
    return p ? str_make(p, s.n) : STR_NONE;
}

/* ---- triggers ------------------------------------------------------------------------------------------------------------ */

static int trigger_word(code_reader *r, uint8_t kind, str word, uint32_t noun_set)
{
    static const char letters[] = "vlns";
    str key = arena_printf(r->b->mem, "%c:%.*s", letters[kind], STR_ARG(word));
    if (!key.s) return error_memory(r->err);
    r->rule->n_entries++;
    r->rule->trigger_kinds |= (uint8_t)(1 << kind);
    return code_index_add(r->b, key, (code_try){.rule = r->b->n_rules, .noun_set = noun_set, .kind = kind}) ? error_memory(r->err) : ENT_OK;
}

static int trigger_words(code_reader *r, uint8_t kind, str words, uint32_t noun_set)
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

static int key_verb(code_reader *r, str v) { return trigger_words(r, TRIGGER_VERB, v, MAP_NONE); }
static int key_noun(code_reader *r, str v) { return trigger_words(r, TRIGGER_NOUN, v, MAP_NONE); }
static int key_state(code_reader *r, str v) { return trigger_words(r, TRIGGER_STATE, v, MAP_NONE); }

static int key_light(code_reader *r, str v)
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

static int key_actor(code_reader *r, str v) { return code_slots_read(r, v, &r->rule->actor); }
static int key_recipient(code_reader *r, str v) { return code_slots_read(r, v, &r->rule->recipient); }
static int key_maybe(code_reader *r, str v)
{
    r->rule->recipient.optional = true;
    return code_slots_read(r, v, &r->rule->recipient);
}
static int key_parties(code_reader *r, str v)
{
    r->rule->symmetric = true;
    return code_slots_read(r, v, &r->rule->actor);
}

static int key_act(code_reader *r, str v)
{
    str mode = v, type = str_trim(str_cut(&mode, '.'));
    uint32_t t = code_type_find(r->b, type);
    if (t == MAP_NONE) return code_slots_read(r, v, &r->rule->act);
    if (mode.s && !code_mode_find(r->b, t, mode)) return FAIL(r, "%.*s has no mode '%.*s'", STR_ARG(type), STR_ARG(mode));
    r->rule->fixed_act = (uint8_t)(t + 1);
    r->rule->fixed_act_mode = mode;
    return ENT_OK;
}

static int key_also(code_reader *r, str v)
{
    r->rule->act_also = true;
    return code_status_read(r, v, &r->rule->act_status);
}
static int key_status(code_reader *r, str v) { return code_status_read(r, v, &r->rule->status); }

static int key_mode(code_reader *r, str v)
{
    const code_mode *m = code_mode_find(r->b, r->type, v);
    if (!m || !v.n) return FAIL(r, "type has no mode '%.*s'", STR_ARG(v));
    r->rule->mode = m->name;
    return ENT_OK;
}

static int key_cameo(code_reader *r, str v)
{
    if (map_get(&r->b->cameo, v) == MAP_NONE) return FAIL(r, "'%.*s' is no CAMEO code", STR_ARG(v));
    r->rule->cameo = v;
    return ENT_OK;
}

static int key_context(code_reader *r, str v)
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

static int key_vote(code_reader *r, str v)
{
    static const char *const votes[] = {"yes", "no", "abstain", "veto"};
    if (code_name_find(votes, 4, v) < 0) return FAIL(r, "vote is yes, no, abstain or veto");
    r->rule->vote = v;
    return ENT_OK;
}

static int key_object(code_reader *r, str v)
{
    static const char *const kinds[] = {"treaty", "organisation", "resolution", "exercise", "goods", "territory"};
    str kind = str_cut(&v, ' ');
    if (code_name_find(kinds, 6, kind) < 0) return FAIL(r, "object is treaty, organisation, resolution, exercise, goods or territory, then slots");
    r->rule->object_kind = kind;
    return code_slots_read(r, v, &r->rule->object);
}

static int key_silent(code_reader *r, str v) { return v.n ? FAIL(r, "'silent' takes no value") : (r->rule->silent = true, ENT_OK); }
static int key_domestic(code_reader *r, str v) { return v.n ? FAIL(r, "'domestic' takes no value") : (r->rule->domestic = true, ENT_OK); }
static int key_keep(code_reader *r, str v) { return v.n ? FAIL(r, "'keep' takes no value") : (r->rule->keep_nouns = true, ENT_OK); }

static int key_detail(code_reader *r, str v) { return v.n ? FAIL(r, "'detail' takes no value") : (r->rule->detail = true, ENT_OK); }

/* ---- needs, examples -------------------------------------------------------------------------------------------------- */

static int key_need(code_reader *r, str v) { return code_need_read(r, v, false); }
static int key_not(code_reader *r, str v) { return code_need_read(r, v, true); }
static int key_example(code_reader *r, str v) { return code_example_read(r, v, false); }
static int key_counter(code_reader *r, str v) { return code_example_read(r, v, true); }

/* ---- rules --------------------------------------------------------------------------------------------------------------- */

static const struct rule_key {
    const char *name;
    int (*read)(code_reader *, str);
} rule_keys[] = {
    {"verb", key_verb}, {"light", key_light}, {"noun", key_noun}, {"state", key_state}, {"actor", key_actor}, {"recipient", key_recipient},
    {"recipient?", key_maybe}, {"parties", key_parties}, {"act", key_act}, {"also", key_also}, {"status", key_status}, {"mode", key_mode},
    {"cameo", key_cameo}, {"context", key_context}, {"vote", key_vote}, {"object", key_object}, {"silent", key_silent}, {"domestic", key_domestic},
    {"keep", key_keep}, {"detail", key_detail}, {"need", key_need}, {"not", key_not}, {"example", key_example}, {"counter", key_counter},
};

static int rule_end(code_reader *r, str all, uint32_t end_off)
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

static int rule_begin(code_reader *r, str name, code_rule *fresh)
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

static int key_read(code_reader *r, str line)
{
    str value = line, key = str_cut(&value, ' ');
    for (size_t i = 0; i < sizeof rule_keys / sizeof *rule_keys; i++) {
        if (!str_is(key, rule_keys[i].name)) continue;
        if (!r->rule) return FAIL(r, "'%.*s' outside a rule", STR_ARG(key));
        return rule_keys[i].read(r, str_trim(value));
    }
    return FAIL(r, "'%.*s' is no key", STR_ARG(key));
}

/* The comment that opens the file, without its mark: what the type is. */
static str opening(str bytes)
{
    str rest = bytes, line = str_trim(str_cut(&rest, '\n'));
    return line.n && line.s[0] == '#' ? str_trim(str_sub(line, 1, line.n)) : STR_NONE;
}

int code_rules_read(code_book *b, const char *path, str bytes, ent_error *err)
{
    code_reader r = {.b = b, .path = path, .lines = {.rest = bytes}, .type = MAP_NONE, .err = err};
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
            if (!rc) b->types[r.type].about = opening(bytes);
        } else rc = key_read(&r, line);
        if (rc) return rc;
        end = r.lines.rest.s ? (uint32_t)(r.lines.rest.s - bytes.s) : bytes.n;
    }
    if (b->mem->failed) return error_memory(err);
    return rule_end(&r, bytes, end);
}
