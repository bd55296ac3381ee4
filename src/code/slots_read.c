/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The values of a rule that name places in a clause: slots, and what is asked of them.
 *
 *     patient(owned place), on, patient.agent      slots: a role or preposition, brackets, after a dot a role of what fills it
 *     patient = envoy, diplomat                    needs: one of its words, somebody, an act, a predicate without tense
 *     tense past · status planned · sentence = …   or something of the predicate, or of the sentence
 *
 * Input: the value as written. Output: slots and needs in the book's arena. Slots are read into a list of fixed length first,
 * so a rule costs one allocation per key. Words are interned here, so that matching compares numbers. docs/codebook.md has the
 * meaning of every form; an error names it as the author wrote it.
 */
#include "code/read.h"

int code_name_find(const char *const *names, int n, str name)
{
    for (int i = 0; i < n; i++)
        if (str_is(name, names[i])) return i;
    return -1;
}

/* ---- slots ------------------------------------------------------------------------------------------------------------- */

static const char *const where_names[] = {"agent", "patient", "receiver", "party", "complement", "predicate", "", "oblique", "act", "self", "speaker", "subject", "within", "parent", "shared", "story", "both", "purpose"};
enum { N_WHERE = sizeof where_names / sizeof *where_names };
enum { BASES_USUAL = 1 << MENTION_NAME | 1 << MENTION_ROLE | 1 << MENTION_COREF };

void code_slot_text(const code_book *b, const code_slot *s, buf *out)
{
    if (s->where == AT_PREP) buf_str(out, b->words.keys[s->prep]);
    else buf_z(out, where_names[s->where]);
    if (s->where == AT_ACT) buf_z(out, s->then ? ".recipient" : ".actor");
    else if (s->then == AT_PREP) buf_char(out, '.'), buf_str(out, b->words.keys[s->then_prep]);
    else if (s->then != AT_SELF) buf_printf(out, ".%s", where_names[s->then]);
    if (s->where == AT_ACT || s->last == AT_SELF) return;
    buf_char(out, '.');
    if (s->last == AT_PREP) buf_str(out, b->words.keys[s->last_prep]);
    else buf_z(out, where_names[s->last]);
}

static int slot_place(code_reader *r, str name, uint8_t *where, uint32_t *prep)
{
    int at = code_name_find(where_names, N_WHERE, name);
    *where = AT_PREP;
    if (!name.n) return FAIL(r, "a slot is missing");
    if (at >= 0) {
        *where = (uint8_t)at;
        return ENT_OK;
    }
    for (uint32_t i = 0; i < name.n; i++)
        if ((name.s[i] < 'a' || name.s[i] > 'z') && name.s[i] != ' ') return FAIL(r, "'%.*s' is no slot and no preposition", STR_ARG(name));
    static const char *const after[] = {" mention", " open", " act", " own"};
    for (size_t i = 0; i < 4; i++)
        if (str_ends(name, str_from(after[i]))) return FAIL(r, "'%.*s': what is asked stands once, after the last slot", STR_ARG(name));
    *prep = code_word_intern(r->b, name);
    return *prep == MAP_NONE ? error_memory(r->err) : ENT_OK;
}

static int slot_flags(code_reader *r, str flags, code_slot *s)
{
    for (str rest = flags; rest.s;) {
        str f = str_trim(str_cut(&rest, ' '));
        int basis = mention_find(f);
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

static int slot_read(code_reader *r, str text, code_slot *s)
{
    *s = (code_slot){.then = AT_SELF, .last = AT_SELF, .bases = BASES_USUAL};
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
    if (!then.s) return ENT_OK;
    str last = then, middle = str_trim(str_cut(&last, '.'));
    rc = slot_place(r, middle, &s->then, &s->then_prep);
    return rc || !last.s ? rc : slot_place(r, str_trim(last), &s->last, &s->last_prep);
}

int code_slots_read(code_reader *r, str text, code_slots *out)
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

/* ---- needs --------------------------------------------------------------------------------------------------------------- */

int code_status_read(code_reader *r, str v, uint8_t *out)
{
    int at = status_find(v);
    if (at < 0) return FAIL(r, "'%.*s' is no status", STR_ARG(v));
    *out = (uint8_t)at;
    return ENT_OK;
}

static int need_mask(code_reader *r, str v, bool tense, uint16_t *mask)
{
    for (str rest = v; rest.s;) {
        str w = str_trim(str_cut(&rest, ','));
        int at = tense ? tense_find(w) : -1;
        uint8_t status = 0;
        if (!tense && code_status_read(r, w, &status)) return ENT_E_FORMAT;
        if (tense && at < 0) return FAIL(r, "tense is past, present, future or none");
        *mask |= (uint16_t)(1 << (tense ? at : status));
    }
    return ENT_OK;
}

static int need_types(code_reader *r, str v, uint16_t *mask)
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
static int need_slot(code_reader *r, str v, code_need *n)
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
    } else if (str_ends(left, STR(" unreal"))) {
        n->ask = ASK_UNREAL;
        left = str_trim(str_sub(left, 0, left.n - 7));
    } else if (str_ends(left, STR(" denied"))) {
        n->ask = ASK_DENIED;
        left = str_trim(str_sub(left, 0, left.n - 7));
    } else if (str_ends(left, STR(" own"))) {
        n->ask = ASK_OWN;
        left = str_trim(str_sub(left, 0, left.n - 4));
    }
    return code_slots_read(r, left, &n->slots);
}

static int need_read(code_reader *r, str v, code_need *n)
{
    str rest = v, first = str_cut(&rest, ' ');
    if (str_is(v, "passive")) return n->ask = ASK_PASSIVE, ENT_OK;
    if (str_is(v, "adverbial")) return n->ask = ASK_ADVERBIAL, ENT_OK;
    if (str_is(first, "tense")) return n->ask = ASK_TENSE, need_mask(r, rest, true, &n->mask);
    if (str_is(first, "status")) return n->ask = ASK_STATUS, need_mask(r, rest, false, &n->mask);
    if (!str_is(first, "sentence") && !str_is(first, "parent")) return need_slot(r, v, n);
    n->ask = str_is(first, "parent") ? ASK_PARENT : ASK_SENTENCE;
    str_cut(&rest, '=');
    if (!rest.s) return FAIL(r, "expected '%.*s = words'", STR_ARG(first));
    return code_set_read(r->b, rest, r->path, r->lines.first, &n->set, r->err);
}

int code_need_read(code_reader *r, str v, bool negative)
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
