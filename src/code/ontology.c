/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tables beside the rules: types and modes (ontology.tsv), CAMEO codes with their Goldstein scores (cameo.tsv), words that
 * tell a paragraph's context (contexts.tsv), number words and units (numbers.tsv).
 *
 * ontology.tsv: a row with an empty mode is the type itself; its modes follow it. Scales are tenths in memory, decimals in the
 * file. contexts.tsv may also name silences: a context written "-sport" (one word of it is a hint, two silence a sentence) or
 * "--sport" (one word silences; "---fiction": and the rest of its paragraph). Sources: the PLOVER manual of 2024 (types, modes, scales, quads), the CAMEO code list with
 * Goldstein scores as ICEWS publishes them.
 */
#include "base/table.h"
#include "code/book.h"

/* "-6.5" → -65 */
static bool tenths(str s, int16_t *out)
{
    bool minus = s.n && s.s[0] == '-';
    if (minus) s = str_sub(s, 1, s.n);
    str whole = str_cut(&s, '.');
    int64_t w, f = 0;
    if (!str_int(whole, &w) || w < 0 || w > 99) return false;
    if (s.s && (s.n != 1 || !str_int(s, &f))) return false;
    *out = (int16_t)((w * 10 + f) * (minus ? -1 : 1));
    return true;
}

uint32_t code_type_find(const code_book *b, str name)
{
    for (uint32_t i = 0; i < b->n_types; i++)
        if (str_eq(b->types[i].name, name)) return i;
    return MAP_NONE;
}

const code_mode *code_mode_find(const code_book *b, uint32_t type, str name)
{
    for (uint32_t i = 0; i < b->n_modes; i++)
        if (b->modes[i].type == type && str_eq(b->modes[i].name, name)) return &b->modes[i];
    return NULL;
}

int16_t code_goldstein(const code_book *b, str cameo)
{
    uint32_t v = map_get(&b->cameo, cameo);
    return v == MAP_NONE ? 0 : (int16_t)((int32_t)v - 1000);
}

static int type_add(code_book *b, const table *t, ent_error *err)
{
    if (b->n_types == CODE_MAX_TYPES) return table_error(t, err, "more than %d types", CODE_MAX_TYPES);
    if (code_type_find(b, t->field[0]) != MAP_NONE) return table_error(t, err, "type '%.*s' stands twice", STR_ARG(t->field[0]));
    int64_t quad;
    if (!str_int(t->field[2], &quad) || quad < 1 || quad > 4) return table_error(t, err, "quad must be 1 to 4");
    b->types[b->n_types++] = (code_type){.name = t->field[0], .quad = (uint8_t)quad, .planned = t->field[5], .planned_cameo = t->field[6], .refused = t->field[7], .hypothetical = t->field[8],
                                           .mutual = str_is(t->field[9], "yes")};
    return ENT_OK;
}

static int mode_add(code_book *b, const table *t, ent_error *err)
{
    if (!t->field[1].n) {
        int rc = type_add(b, t, err);
        if (rc) return rc;
    }
    uint32_t type = code_type_find(b, t->field[0]);
    if (type == MAP_NONE) return table_error(t, err, "mode before its type '%.*s'", STR_ARG(t->field[0]));
    code_mode m = {.type = (uint8_t)type, .name = t->field[1], .cameo = t->field[4]};
    if (!tenths(t->field[3], &m.scale_tenths)) return table_error(t, err, "scale '%.*s' is no number like -6.5", STR_ARG(t->field[3]));
    code_mode *grown = arena_grow(b->mem, b->modes, sizeof *b->modes, b->n_modes, b->n_modes + 1, &b->cap_modes);
    if (!grown) return error_memory(err);
    b->modes = grown;
    b->modes[b->n_modes++] = m;
    return ENT_OK;
}

int code_ontology_read(code_book *b, const char *path, str bytes, ent_error *err)
{
    table t;
    int rc = table_open(&t, path, bytes, "type mode quad scale cameo planned planned_cameo refused hypothetical mutual", err), more;
    if (rc) return rc;
    while ((more = table_next(&t, err)) > 0)
        if ((rc = mode_add(b, &t, err))) return rc;
    if (more < 0) return ENT_E_FORMAT;
    for (uint32_t i = 0; i < b->n_types; i++) {
        const code_type *x = &b->types[i];
        if ((x->planned.n && code_type_find(b, x->planned) == MAP_NONE) || (x->refused.n && code_type_find(b, x->refused) == MAP_NONE) ||
            (x->hypothetical.n && code_type_find(b, x->hypothetical) == MAP_NONE))
            return code_error(err, path, 0, "'%.*s' is planned, refused or hypothetical as an unknown type", STR_ARG(x->name));
    }
    return ENT_OK;
}

int code_cameo_read(code_book *b, const char *path, str bytes, ent_error *err)
{
    table t;
    int rc = table_open(&t, path, bytes, "code name goldstein", err), more;
    if (rc) return rc;
    while ((more = table_next(&t, err)) > 0) {
        int16_t g = 0;
        if (!tenths(t.field[2], &g)) return table_error(&t, err, "Goldstein score '%.*s' is no number", STR_ARG(t.field[2]));
        if (!map_put(&b->cameo, t.field[0], (uint32_t)(g + 1000))) return error_memory(err);
    }
    return more < 0 ? ENT_E_FORMAT : ENT_OK;
}

/* The words of a phrase are words of the book too, or it would never be found. */
static bool context_parts(code_book *b, str phrase, uint32_t *n)
{
    for (*n = 0; phrase.s; ++*n)
        if (code_word_intern(b, str_cut(&phrase, ' ')) == MAP_NONE) return false;
    return true;
}

static int context_words(code_book *b, const table *t, uint32_t context, ent_error *err)
{
    for (str rest = t->field[1]; rest.s;) {
        str word = str_trim(str_cut(&rest, ','));
        if (!word.n) continue;
        uint32_t parts, w = context_parts(b, word, &parts) ? code_word_intern(b, word) : MAP_NONE;
        if (w == MAP_NONE) return error_memory(err);
        if (parts > CODE_CONTEXT_WORDS || word.n > CODE_CONTEXT_BYTES) return table_error(t, err, "'%.*s' has more than %d words", STR_ARG(word), CODE_CONTEXT_WORDS);
        uint64_t *grown = arena_grow(b->mem, b->word_contexts, sizeof *grown, b->n_context_words, w + 1, &b->n_context_words);
        if (!grown) return error_memory(err);
        b->word_contexts = grown;
        b->word_contexts[w] |= 1ull << context;
    }
    return ENT_OK;
}

int code_contexts_read(code_book *b, const char *path, str bytes, ent_error *err)
{
    table t;
    int rc = table_open(&t, path, bytes, "context words", err), more;
    if (rc) return rc;
    while ((more = table_next(&t, err)) > 0) {
        uint32_t c = map_get(&b->contexts, t.field[0]);
        if (c == MAP_NONE) {
            c = b->contexts.n;
            if (c == 64) return table_error(&t, err, "more than 64 contexts");
            if (!map_put(&b->contexts, t.field[0], c)) return error_memory(err);
        }
        if (str_starts(t.field[0], STR("---"))) b->silent_block |= 1ull << c;
        if (str_starts(t.field[0], STR("--"))) b->silent_strong |= 1ull << c;
        else if (str_starts(t.field[0], STR("-"))) b->silent_weak |= 1ull << c;
        if ((rc = context_words(b, &t, c, err))) return rc;
    }
    return more < 0 ? ENT_E_FORMAT : ENT_OK;
}

static int unit_add(code_book *b, const table *t, ent_error *err)
{
    str *grown = arena_grow(b->mem, b->unit_names, sizeof *grown, b->n_unit_names, b->n_unit_names + 1, &b->cap_unit_names);
    if (!grown) return error_memory(err);
    b->unit_names = grown;
    b->unit_names[b->n_unit_names] = t->field[2];
    return map_put(&b->units, t->field[1], b->n_unit_names++) ? ENT_OK : error_memory(err);
}

int code_numbers_read(code_book *b, const char *path, str bytes, ent_error *err)
{
    for (unsigned c = '0'; c <= '9'; c++) b->number_first[c] = true;
    table t;
    int rc = table_open(&t, path, bytes, "kind word value", err), more;
    if (rc) return rc;
    while ((more = table_next(&t, err)) > 0) {
        int64_t v;
        if (str_is(t.field[0], "unit")) {
            if ((rc = unit_add(b, &t, err))) return rc;
            continue;
        }
        if (!str_is(t.field[0], "number")) return table_error(&t, err, "kind is 'number' or 'unit'");
        if (!str_int(t.field[2], &v) || v < 0 || v > 4000000000) return table_error(&t, err, "'%.*s' is no number", STR_ARG(t.field[2]));
        if (!map_put(&b->numbers, t.field[1], (uint32_t)v)) return error_memory(err);
        unsigned char first = (unsigned char)t.field[1].s[0];
        b->number_first[first] = b->number_first[first ^ 32] = true;
    }
    return more < 0 ? ENT_E_FORMAT : ENT_OK;
}
