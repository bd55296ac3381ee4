/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Loading grammar/time.tsv: the words and the rules of temporal expressions.
 *
 * in:  rows `kind form value`      out: words with their classes and values; rules indexed by what they may begin with
 *
 * Why a table of patterns and not code per construction: what people write about time is a long list of small idioms; whoever misses one adds a
 * row. Why not regular expressions over text, as in most taggers: tokens are there already, numbers and tags come with them, and an index by what the
 * first token is, and a glance at what the next one must be, leave a rule or two to try at a token and none at nearly all.
 *
 * Every mistake is told with file and line: an unknown class, action or value, a rule that could match nothing.
 */
#include "link/dates.h"

#include "base/file.h"
#include "link/gazetteer.h"

typedef enum value_kind { VK_INT, VK_UNIT, VK_PART, VK_MOD, VK_REF, VK_SEASON, VK_OFTEN, VK_FEAST, VK_DAY, VK_SHAPE } value_kind;

static const struct {
    const char *name;
    uint8_t kind;
} class_rows[N_TIME_CLASS] = {
    {"month", VK_INT}, {"weekday", VK_INT}, {"weekdays", VK_INT}, {"shortday", VK_INT}, {"season", VK_SEASON}, {"plainseason", VK_SEASON}, {"part", VK_PART},
    {"noon", VK_INT}, {"deictic", VK_INT}, {"tonight", VK_PART}, {"rel", VK_INT}, {"this", VK_INT}, {"current", VK_REF}, {"prev", VK_INT},
    {"earlylate", VK_MOD}, {"earlierlater", VK_MOD}, {"edge", VK_MOD}, {"approx", VK_MOD}, {"unit", VK_UNIT}, {"units", VK_UNIT}, {"number", VK_INT},
    {"times", VK_INT}, {"dozen", VK_INT}, {"half", VK_INT}, {"several", VK_INT}, {"couple", VK_INT}, {"ordinal", VK_INT}, {"decade", VK_INT}, {"quarter", VK_INT},
    {"ampm", VK_INT}, {"zone", VK_INT}, {"often", VK_OFTEN}, {"each", VK_INT}, {"vague", VK_REF}, {"vagueadj", VK_REF}, {"feast", VK_FEAST}, {"fixed", VK_DAY},
    {"future", VK_INT}, {"arranged", VK_INT}, {"happened", VK_INT}, {"figure", VK_INT}, {"perfect", VK_INT}, {"until", VK_INT}, {"counted", VK_INT}, {"yearly", VK_INT}, {"firmly", VK_INT}, {"offset", VK_INT}, {"anycase", VK_INT}, {"money", VK_INT},
    {"digit", VK_SHAPE}, {"day", VK_SHAPE}, {"dayord", VK_SHAPE}, {"year", VK_SHAPE}, {"clock", VK_SHAPE}, {"dotted", VK_SHAPE}, {"iso", VK_SHAPE}, {"slash", VK_SHAPE}, {"punct", VK_SHAPE},
    {"num", VK_SHAPE}, {"sayyear", VK_SHAPE}, {"literal", VK_SHAPE}};

static const char *const action_names[N_TIME_ACTION] = {
    "iso", "slash", "fixed", "date", "nthday", "year", "decade", "century", "quarter", "half", "season", "month", "range", "deictic", "shiftday", "tonight", "lastnight",
    "partof", "weekday", "setday", "setmonth", "unit", "theunit", "weekof", "yearend", "shift", "vaguely", "step", "nextday", "ahead", "span", "spanrel", "spanx",
    "span1", "often", "set", "clock", "ref", "feast", "none"};

static const char *const job_names[N_TIME_JOB] = {"one", "and", "of", "year", "for", "on", "the", "hyphen", "stroke", "past", "coming", "next", "last", "this", "week", "mid", "more", "less",
                                                  "at", "least", "upto", "other", "nth", "as", "soon", "fixed", "links"};

static const char *const unit_names[N_TIME_UNIT] = {"second", "minute", "hour", "day", "week", "weekend", "fortnight", "month", "quarter", "year", "decade", "century", "millennium"};

static int name_find(const char *const *names, int n, str s)
{
    for (int i = 0; i < n; i++)
        if (str_is(s, names[i])) return i;
    return -1;
}

/* ---- values ------------------------------------------------------------------------------------------------------------ */

/* "P2W" → 2 << 8 | TU_WEEK */
static bool often_read(str s, int32_t *out)
{
    static const struct {
        const char *letter;
        uint8_t unit;
    } letters[] = {{"H", TU_HOUR}, {"D", TU_DAY}, {"W", TU_WEEK}, {"M", TU_MONTH}, {"Q", TU_QUARTER}, {"Y", TU_YEAR}};
    uint32_t at = str_starts(s, STR("PT")) ? 2 : 1;
    int64_t n;
    if (s.n < at + 2 || s.s[0] != 'P' || !str_int(str_sub(s, at, s.n - 1), &n) || n < 1 || n > 99) return false;
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
        if (s.s[s.n - 1] == letters[i].letter[0] && (at == 2) == (letters[i].unit == TU_HOUR)) return *out = (int32_t)n << 8 | letters[i].unit, true;
    return false;
}

/* "12-25" → month, day; "11.4.3" → month, nth, weekday: month << 16 | nth << 8 | day or weekday; "easter-2" → days from Easter */
static bool feast_read(str s, int32_t *out)
{
    int64_t part[3] = {0, 0, 0};
    if (str_starts(s, STR("easter"))) {
        if (!str_int(str_sub(s, 6, s.n), &part[0]) || part[0] < -100 || part[0] > 100) return false;
        return *out = TIME_EASTER << 16 | (int32_t)(part[0] + 128), true;
    }
    bool nth = s.n > 2 && s.s[2] == '.';
    int n = 0;
    while (s.s && n < 3)
        if (!str_int(str_cut(&s, nth ? '.' : '-'), &part[n++])) return false;
    if (s.s || n != (nth ? 3 : 2) || part[0] < 1 || part[0] > 12) return false;
    if (nth ? part[1] < 1 || part[1] > 9 || part[2] < 0 || part[2] > 6 : part[1] < 1 || part[1] > 31) return false;
    *out = (int32_t)(part[0] << 16 | (nth ? part[1] << 8 | part[2] : part[1]));
    return true;
}

static bool index_read(const char *const *names, int n, str s, int32_t *out) { return (*out = name_find(names, n, s)) >= 0; }

static bool value_read(value_kind kind, str s, int32_t *out)
{
    int64_t n;
    switch (kind) {
    case VK_INT:
        if (!str_int(s, &n) || n < -1000000 || n > 1000000) return false;
        *out = (int32_t)n;
        return true;
    case VK_UNIT: return index_read(unit_names, N_TIME_UNIT, s, out);
    case VK_PART: return index_read(time_parts, N_TIME_PARTS, s, out);
    case VK_MOD: return index_read(time_mods, N_TIME_MODS, s, out);
    case VK_REF: return index_read(time_refs, N_TIME_REFS, s, out);
    case VK_SEASON: return index_read(time_seasons, N_TIME_SEASONS, s, out);
    case VK_OFTEN: return often_read(s, out);
    case VK_FEAST: return feast_read(s, out);
    case VK_DAY: return (*out = cal_parse(s)) != CAL_NONE;
    default: return false;
    }
}

/* A month beyond the twelfth or an eighth weekday would index past what the program knows. */
static bool value_fits(time_class cls, int32_t v)
{
    switch (cls) {
    case TC_MONTH: return v >= 1 && v <= 12;
    case TC_WEEKDAY:
    case TC_WEEKDAYS:
    case TC_SHORTDAY: return v >= 0 && v <= 6;
    case TC_QUARTER: return v >= 1 && v <= 4;
    case TC_NOON: return v == 12 || v == 24;
    case TC_DECADE: return v >= 100 && v <= 219;
    default: return true;
    }
}

/* ---- words --------------------------------------------------------------------------------------------------------------- */

/* The word, made when it is new; TIME_NONE when memory ran out. */
static uint32_t word_put(link_date_tables *t, str form)
{
    uint32_t w = time_word_find(t, form);
    if (w != TIME_NONE) return w;
    time_word new = {.text = arena_str(t->mem, form), .head = time_head(form), .values = TIME_NONE, .look_on = TIME_NONE};
    uint16_t *look = &t->by_look[time_look(form)];
    if (*look) new.look_on = *look - 1u;
    if (!new.text.s || t->n_words >= UINT16_MAX || !LINK_PUSH(t, words, new)) return TIME_NONE;
    *look = (uint16_t)t->n_words;
    return t->n_words - 1;
}

static int word_row(link_date_tables *t, const table *row, int cls, ent_error *err)
{
    str form = row->field[1];
    int32_t value;
    if (!form.n || str_find(form, STR(" "), 0) >= 0) return table_error(row, err, "'%.*s' is not one word", STR_ARG(form));
    if (!value_read(class_rows[cls].kind, row->field[2], &value) || !value_fits((time_class)cls, value))
        return table_error(row, err, "'%.*s' is no value of '%s'", STR_ARG(row->field[2]), class_rows[cls].name);
    uint32_t w = word_put(t, form);
    if (w == TIME_NONE) return error_memory(err);
    if (t->words[w].mask & TC_BIT(cls)) return table_error(row, err, "'%.*s' is given twice", STR_ARG(form));
    if (!LINK_PUSH(t, values, ((time_value){(uint8_t)cls, value, t->words[w].values}))) return error_memory(err);
    t->words[w].values = t->n_values - 1;
    t->words[w].mask |= TC_BIT(cls);
    return ENT_OK;
}

static int job_row(link_date_tables *t, const table *row, ent_error *err)
{
    if (!row->field[1].n || str_find(row->field[1], STR(" "), 0) >= 0) return table_error(row, err, "'%.*s' is not one word", STR_ARG(row->field[1]));
    int job = name_find(job_names, N_TIME_JOB, row->field[2]);
    if (job < 0) return table_error(row, err, "unknown job '%.*s'", STR_ARG(row->field[2]));
    uint32_t w = word_put(t, row->field[1]);
    if (w == TIME_NONE) return error_memory(err);
    t->words[w].jobs |= 1u << job;
    return ENT_OK;
}

/* ---- rules --------------------------------------------------------------------------------------------------------------- */

static int class_find_upper(str name)
{
    char low[24];
    if (!name.n || name.n >= sizeof low) return -1;
    for (uint32_t i = 0; i < name.n; i++) {
        if (name.s[i] < 'A' || name.s[i] > 'Z') return -1;
        low[i] = (char)(name.s[i] + 32);
    }
    for (int c = 0; c < TC_LITERAL; c++)
        if (str_is(str_make(low, name.n), class_rows[c].name)) return c;
    return -2;
}

static int element_read(link_date_tables *t, const table *row, str text, ent_error *err)
{
    time_element e = {.kind = EL_TAKE};
    if (str_is(text, "<")) e.kind = EL_OPEN;
    else if (str_is(text, ">")) e.kind = EL_CLOSE;
    else {
        e.optional = text.n > 1 && text.s[text.n - 1] == '?';
        if (e.optional) text.n--;
        while (text.s) {
            str one = str_cut(&text, '|');
            if (one.n > 1 && one.s[one.n - 1] == '?') return table_error(row, err, "'?' stands at the end of an element");
            int cls = class_find_upper(one);
            if (cls == -2) return table_error(row, err, "unknown class '%.*s'", STR_ARG(one));
            if (cls >= 0) {
                e.mask |= TC_BIT(cls);
                continue;
            }
            if (!one.n || e.n_words == TIME_MAX_WORDS) return table_error(row, err, "an element has 1 to %d words", TIME_MAX_WORDS);
            uint32_t w = word_put(t, one);
            if (w == TIME_NONE) return error_memory(err);
            e.word[e.n_words++] = w;
        }
    }
    return LINK_PUSH(t, elements, e) ? ENT_OK : error_memory(err);
}

static int action_read(const table *row, str text, time_rule *rule, ent_error *err)
{
    str name = str_cut(&text, ' ');
    int action = name_find(action_names, N_TIME_ACTION, name);
    int64_t n = 0;
    if (action < 0) return table_error(row, err, "unknown action '%.*s'", STR_ARG(name));
    rule->action = (uint8_t)action;
    if (action == TA_SHIFT) {
        str from = str_cut(&text, ' ');
        rule->previous = str_is(from, "previous");
        if (!rule->previous && !str_is(from, "published")) return table_error(row, err, "shift counts from 'published' or 'previous'");
    }
    bool ok = !text.n || (action == TA_FEAST ? feast_read(text, &rule->arg) : action == TA_VAGUELY ? index_read(time_refs, N_TIME_REFS, text, &rule->arg) : str_int(text, &n));
    if (!ok) return table_error(row, err, "'%.*s' is no argument of '%s'", STR_ARG(text), action_names[action]);
    if (action != TA_FEAST && action != TA_VAGUELY) rule->arg = (int32_t)n;
    return ENT_OK;
}

static int rule_row(link_date_tables *t, const table *row, ent_error *err)
{
    time_rule rule = {.el_begin = t->n_elements};
    str pattern = row->field[1];
    bool must = false;
    while (pattern.s) {
        str one = str_cut(&pattern, ' ');
        int rc = one.n ? element_read(t, row, one, err) : ENT_OK;
        if (rc) return rc;
    }
    rule.n_els = t->n_elements - rule.el_begin;
    if (rule.n_els > TIME_MAX_ELEMENTS) return table_error(row, err, "more than %d elements", TIME_MAX_ELEMENTS);
    for (uint32_t i = rule.el_begin; i < t->n_elements; i++) must |= t->elements[i].kind == EL_TAKE && !t->elements[i].optional;
    if (!must) return table_error(row, err, "a rule needs an element that may not be missing");
    int rc = action_read(row, row->field[2], &rule, err);
    if (rc) return rc;
    return LINK_PUSH(t, rules, rule) ? ENT_OK : error_memory(err);
}

static int row_read(link_date_tables *t, const table *row, ent_error *err)
{
    str kind = row->field[0];
    if (str_is(kind, "rule")) return rule_row(t, row, err);
    if (str_is(kind, "job")) return job_row(t, row, err);
    for (int c = 0; c < N_TIME_CLASS; c++)
        if (str_is(kind, class_rows[c].name) && class_rows[c].kind != VK_SHAPE) return word_row(t, row, c, err);
    return table_error(row, err, "unknown kind '%.*s'", STR_ARG(kind));
}

/* ---- index by beginning ---------------------------------------------------------------------------------------------------- */

static void next_join(time_next *a, time_next b)
{
    a->classes |= b.classes;
    a->words |= b.words;
    a->any |= b.any;
}

static bool list_add(link_date_tables *t, time_list *l, time_start s)
{
    next_join(&l->next, s.next);
    if (l->n && l->start[l->n - 1].rule == s.rule) {
        next_join(&l->start[l->n - 1].next, s.next);
        next_join(&l->start[l->n - 1].then, s.then);
        return true;
    }
    l->start = arena_grow(t->mem, l->start, sizeof *l->start, l->n, l->n + 1, &l->cap);
    if (!l->start) return false;
    l->start[l->n++] = s;
    return true;
}

/* Classes with which an element may begin. A number begins with any of its parts, or with "a"; a year in words with a number. */
static uint64_t begin_classes(const time_element *e)
{
    uint64_t mask = e->mask & ~(TC_BIT(TC_NUM) | TC_BIT(TC_SAYYEAR));
    if (e->mask & TC_BIT(TC_NUM)) mask |= TIME_NUM_BEGINS;
    if (e->mask & TC_BIT(TC_SAYYEAR)) mask |= TC_BIT(TC_NUMBER);
    return mask;
}

static uint64_t word_bit(uint32_t word) { return 1ull << (word % 64); }

/* What may come after element k of the rule took what it takes. */
static time_next next_after(const link_date_tables *t, const time_rule *rule, uint32_t k)
{
    time_next next = {0};
    if (t->elements[rule->el_begin + k].mask & TC_BIT(TC_SAYYEAR)) next.any = true; /* of several tokens */
    for (k++; k < rule->n_els; k++) {
        const time_element *e = &t->elements[rule->el_begin + k];
        if (e->kind != EL_TAKE) continue;
        next.classes |= begin_classes(e);
        for (uint32_t i = 0; i < e->n_words; i++) next.words |= word_bit(e->word[i]);
        if (e->mask & TC_BIT(TC_NUM)) next.words |= t->ones;
        if (!e->optional) return next;
    }
    next.any = true;
    return next;
}

/* What may come two after: after each element that may be next. */
static time_next then_after(const link_date_tables *t, const time_rule *rule, uint32_t k)
{
    time_next then = {.any = t->elements[rule->el_begin + k].mask & TC_BIT(TC_SAYYEAR)};
    for (k++; k < rule->n_els; k++) {
        const time_element *e = &t->elements[rule->el_begin + k];
        if (e->kind != EL_TAKE) continue;
        then.any |= (e->mask & TC_BIT(TC_NUM)) != 0; /* of several tokens */
        next_join(&then, next_after(t, rule, k));
        if (!e->optional) return then;
    }
    then.any = true;
    return then;
}

static bool element_index(link_date_tables *t, const time_element *e, time_start s)
{
    uint64_t mask = e->mask & ~(TC_BIT(TC_NUM) | TC_BIT(TC_SAYYEAR));
    bool ok = true;
    if (e->mask & TC_BIT(TC_SAYYEAR)) mask |= TC_BIT(TC_NUMBER);
    if (e->mask & TC_BIT(TC_NUM)) ok = list_add(t, &t->by_number, s);
    t->starts |= mask;
    for (int c = 0; c < N_TIME_CLASS; c++)
        if (mask & TC_BIT(c)) ok &= list_add(t, &t->by_class[c], s);
    for (uint32_t i = 0; i < e->n_words; i++) ok &= list_add(t, &t->by_word[e->word[i]], s);
    return ok;
}

static bool rules_index(link_date_tables *t)
{
    t->by_word = arena_new(t->mem, time_list, t->n_words);
    for (uint32_t w = 0; w < t->n_words; w++)
        if (t->words[w].jobs & (1u << TJ_ONE)) t->ones |= word_bit(w);
    for (uint32_t i = 0; t->by_word && i < t->n_rules; i++) {
        const time_rule *rule = &t->rules[i];
        for (uint32_t k = 0; k < rule->n_els; k++) {
            const time_element *e = &t->elements[rule->el_begin + k];
            if (e->kind != EL_TAKE) continue;
            if (!element_index(t, e, (time_start){i, next_after(t, rule, k), then_after(t, rule, k)})) return false;
            if (!e->optional) break;
        }
    }
    return t->by_word != NULL;
}

int link_dates_read(link_date_tables **out, arena *mem, const char *path, str bytes, ent_error *err)
{
    link_date_tables *t = *out = arena_new(mem, link_date_tables, 1);
    if (!t) return error_memory(err);
    t->mem = mem;
    table row;
    int rc = table_open(&row, path, bytes, "kind form value", err), more = 0;
    while (!rc && (more = table_next(&row, err)) > 0) rc = row_read(t, &row, err);
    if (rc || more < 0) return rc ? rc : ENT_E_FORMAT;
    return rules_index(t) ? ENT_OK : error_memory(err);
}

int link_dates_index(link_date_tables *t, link_vocab *v, ent_error *err)
{
    uint16_t *by_symbol = arena_new(t->mem, uint16_t, v->n + t->n_words + 1);
    if (!by_symbol) return error_memory(err);
    for (uint32_t w = 0; w < t->n_words; w++) {
        str text = t->words[w].text;
        uint32_t sym = text.n < TIME_WORD_ROOM ? link_symbol(v, text) : LINK_SYM_NONE; /* none: of several pieces, as "p.m." */
        if (sym) by_symbol[sym] = (uint16_t)(w + 1);
    }
    t->by_symbol = by_symbol;
    t->n_symbols = v->n;
    return ENT_OK;
}

int link_dates_load(link_date_tables **out, link_gazetteer *g, arena *mem, const char *data_dir, ent_error *err)
{
    str path = arena_printf(mem, "%s/grammar/time.tsv", data_dir), bytes;
    const char *path_z = path.s ? arena_str_c(mem, path) : NULL;
    if (!path_z) return error_memory(err);
    int rc = file_read(mem, path_z, 0, &bytes, err);
    if (rc) return rc;
    if (g) g->hash = hash_bytes(bytes.s, bytes.n, g->hash);
    return link_dates_read(out, mem, path_z, bytes, err);
}
