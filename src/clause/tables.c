/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reader and look-ups of the grammar tables.
 *
 * In: the files of grammar/ that tables.h lists. Out: maps, immutable after loading, shared by threads. A word that a table does not know, a status
 * that does not exist, a row that stands twice: an error with file and line, because half a grammar gives wrong roles silently.
 * Look-ups build joined keys in a small buffer on the stack; a key that does not fit is in no table. Cost: one hash per look-up.
 */
#include "clause/tables.h"

#include "base/file.h"
#include "clause/rules.h"
#include "base/table.h"

enum { KEY_BYTES = 96 };

/* "a b c" in buf; parts that are empty are left out. STR_NONE when it does not fit. */
static str key_join(char buf[KEY_BYTES], str a, str b, str c)
{
    const str parts[] = {a, b, c};
    uint32_t n = 0;
    for (int i = 0; i < 3; i++) {
        if (!parts[i].n) continue;
        if (n + parts[i].n + 1 > KEY_BYTES) return STR_NONE;
        if (n) buf[n++] = ' ';
        memcpy(buf + n, parts[i].s, parts[i].n);
        n += parts[i].n;
    }
    return str_make(buf, n);
}

static int name_index(const char *const *names, int n, str s)
{
    for (int i = 0; i < n; i++)
        if (str_is(s, names[i])) return i;
    return -1;
}

static int open_table(table *tab, arena *mem, const char *data_dir, const char *name, const char *columns, ent_error *err)
{
    str path = arena_printf(mem, "%s/grammar/%s", data_dir, name), bytes;
    const char *z = path.s ? arena_str_c(mem, path) : NULL;
    if (!z) return error_memory(err);
    int rc = file_read(mem, z, 0, &bytes, err);
    return rc ? rc : table_open(tab, z, bytes, columns, err);
}

static int put_once(map *m, str key, uint32_t value, table *tab, ent_error *err)
{
    if (map_find(m, key) != MAP_NONE) return table_error(tab, err, "'%.*s' stands twice", STR_ARG(key));
    return map_put(m, key, value) ? ENT_OK : error_memory(err);
}

/* ---- governors ---------------------------------------------------------------------------------------------------------- */

static bool read_effect(str s, uint8_t *out)
{
    static const char *const names[N_EFFECT] = {"-", "actual", "fact", "planned", "possible", "doubtful", "requested", "negated"};
    int i = name_index(names, N_EFFECT, s);
    *out = i < 0 ? 0 : (uint8_t)i;
    return i >= 0;
}

/* A word that is no known control is a preposition. */
static void read_control(str s, uint8_t *out, str *prep)
{
    static const char *const names[] = {"none", "subject", "object", "raise", "-"};
    int i = name_index(names, 5, s);
    *out = i < 0 ? CONTROL_PREP : i == 4 ? CONTROL_NONE : (uint8_t)i;
    *prep = i < 0 ? s : STR_NONE;
}

/* Words that govern with a preposition too ("call on"): the others need not be asked about one. */
static bool mark_prepped(clause_tables *t, int kind, str key)
{
    str rest = key, word = str_cut(&rest, ' ');
    if (!rest.s) return true;
    uint32_t bits = map_get(&t->prepped, word);
    return map_put(&t->prepped, word, (bits == MAP_NONE ? 0 : bits) | 1u << kind);
}

static int load_governors(clause_tables *t, const char *data_dir, ent_error *err)
{
    static const char *const kinds[] = {"verb", "adj", "noun"};
    table tab;
    int rc = open_table(&tab, t->mem, data_dir, "verbs.tsv", "word kind control effect negated noun agent form?", err), more = 0;
    while (!rc && (more = table_next(&tab, err)) == 1) {
        clause_governor g = {0};
        int kind = name_index(kinds, 3, tab.field[1]);
        str noun = tab.field[5];
        if (kind < 0) return table_error(&tab, err, "kind '%.*s' is none of verb, adj, noun", STR_ARG(tab.field[1]));
        g.noun_indefinite = noun.n && noun.s[noun.n - 1] == '?';
        if (g.noun_indefinite) noun.n--;
        if (!read_effect(tab.field[3], &g.effect) || !read_effect(tab.field[4], &g.negated) || !read_effect(noun, &g.noun)) return table_error(&tab, err, "an effect that does not exist");
        read_control(tab.field[2], &g.control, &g.control_prep);
        read_control(tab.field[6], &g.agent, &g.agent_prep);
        g.mutual = str_is(tab.field[7], "mutual");
        g.naming = str_is(tab.field[7], "naming");
        g.intransitive = str_is(tab.field[7], "intransitive");
        if (tab.field[7].n && !g.mutual && !g.intransitive && !g.naming) return table_error(&tab, err, "form '%.*s' is none of mutual, intransitive, naming", STR_ARG(tab.field[7]));
        t->governors = arena_grow(t->mem, t->governors, sizeof g, t->n_governors, t->n_governors + 1, &t->cap_governors);
        if (!t->governors) return error_memory(err);
        t->governors[t->n_governors] = g;
        rc = put_once(&t->governor[kind], tab.field[0], t->n_governors++, &tab, err);
        if (!rc && !mark_prepped(t, kind, tab.field[0])) return error_memory(err);
    }
    return rc ? rc : more < 0 ? ENT_E_FORMAT : ENT_OK;
}

const clause_governor *tables_governor(const clause_tables *t, int kind, str word, str prep)
{
    char buf[KEY_BYTES];
    uint32_t i = MAP_NONE;
    if (prep.n) i = map_get(&t->governor[kind], key_join(buf, word, prep, STR_NONE));
    if (i == MAP_NONE) i = map_get(&t->governor[kind], word);
    return i == MAP_NONE ? NULL : &t->governors[i];
}

const clause_governor *tables_governor_of(const clause_tables *t, const clause_word *x, int kind, str word, str prep)
{
    if (!x || (prep.n && x->prepped >> kind & 1)) return tables_governor(t, kind, word, prep);
    return x->governor[kind];
}

/* ---- light verbs, nominals ------------------------------------------------------------------------------------------------ */

static int load_light(clause_tables *t, const char *data_dir, ent_error *err)
{
    static const char *const subjects[N_LIGHT_SUBJECT] = {"agent", "patient", "recipient", "host"};
    table tab;
    int rc = open_table(&tab, t->mem, data_dir, "light.tsv", "verb slot subject nouns", err), more = 0;
    while (!rc && (more = table_next(&tab, err)) == 1) {
        int subject = name_index(subjects, N_LIGHT_SUBJECT, tab.field[2]);
        if (subject < 0) return table_error(&tab, err, "subject '%.*s' is none of agent, patient, recipient, host", STR_ARG(tab.field[2]));
        str nouns = tab.field[3];
        while (!rc && nouns.s) {
            char buf[KEY_BYTES];
            str noun = str_cut(&nouns, ' '), key = arena_str(t->mem, key_join(buf, tab.field[0], tab.field[1], noun));
            if (!noun.n) continue;
            if (!key.n) return table_error(&tab, err, "'%.*s' is too long", STR_ARG(noun));
            rc = map_put(&t->light, key, (uint32_t)subject) ? ENT_OK : error_memory(err);
        }
        str rest = tab.field[0], first = str_cut(&rest, ' ');
        if (!rc && (!map_put(&t->light, tab.field[0], 0) || (rest.s && !map_put(&t->leads, first, 0)))) rc = error_memory(err);
    }
    return rc ? rc : more < 0 ? ENT_E_FORMAT : ENT_OK;
}

int tables_light(const clause_tables *t, str verb, str slot, str noun, bool nominal)
{
    char buf[KEY_BYTES];
    if (map_get(&t->light, verb) == MAP_NONE) return -1;
    uint32_t i = map_get(&t->light, key_join(buf, verb, slot, noun));
    if (i == MAP_NONE && nominal) i = map_get(&t->light, key_join(buf, verb, slot, STR("*")));
    return i == MAP_NONE ? -1 : (int)i;
}

static int load_nominals(clause_tables *t, const char *data_dir, ent_error *err)
{
    static const char *const classes[N_CLASS] = {"trans", "affect", "intrans", "mutual", "measure", "time"};
    table tab;
    int rc = open_table(&tab, t->mem, data_dir, "nominals.tsv", "noun class compound", err), more = 0;
    while (!rc && (more = table_next(&tab, err)) == 1) {
        int class = name_index(classes, N_CLASS, tab.field[1]);
        if (class < 0) return table_error(&tab, err, "class '%.*s' is none of trans, affect, intrans, mutual, measure, time", STR_ARG(tab.field[1]));
        if (!str_is(tab.field[2], "agent") && !str_is(tab.field[2], "theme") && !str_is(tab.field[2], "-")) return table_error(&tab, err, "compound '%.*s' is none of agent, theme, -", STR_ARG(tab.field[2]));
        t->nominals = arena_grow(t->mem, t->nominals, sizeof *t->nominals, t->n_nominals, t->n_nominals + 1, &t->cap_nominals);
        if (!t->nominals) return error_memory(err);
        t->nominals[t->n_nominals] = (clause_nominal){.class = (uint8_t)class, .theme = str_is(tab.field[2], "theme")};
        rc = put_once(&t->nominal, tab.field[0], t->n_nominals++, &tab, err);
    }
    return rc ? rc : more < 0 ? ENT_E_FORMAT : ENT_OK;
}

const clause_nominal *tables_nominal(const clause_tables *t, str lemma)
{
    uint32_t i = map_get(&t->nominal, lemma);
    return i == MAP_NONE ? NULL : &t->nominals[i];
}

/* ---- speech ----------------------------------------------------------------------------------------------------------------- */

static bool read_takes(str s, clause_speech *out)
{
    for (uint32_t i = 0; i < s.n; i++) {
        if (s.s[i] == 'c') out->clause = true;
        else if (s.s[i] == 'q') out->quote = true;
        else if (s.s[i] == 'o') out->object = true;
        else if (s.s[i] == 'n') out->word = true;
        else if (s.s[i] != 'p' && s.s[i] != '-') return false;
    }
    return true;
}

static int put_phrase(clause_tables *t, table *tab, ent_error *err)
{
    str rest = tab->field[0], first = str_cut(&rest, ' ');
    if (!map_put(&t->phrase, first, 0)) return error_memory(err);
    return map_put(&t->phrase, tab->field[0], 1) ? ENT_OK : error_memory(err);
}

static int load_speech(clause_tables *t, const char *data_dir, ent_error *err)
{
    static const char *const kinds[] = {"verb", "noun", "phrase"}, *const stances[N_STANCE] = {"-", "denial", "doubt"};
    table tab;
    int rc = open_table(&tab, t->mem, data_dir, "speech.tsv", "word kind takes prep stance", err), more = 0;
    while (!rc && (more = table_next(&tab, err)) == 1) {
        clause_speech s = {0};
        int kind = name_index(kinds, 3, tab.field[1]), stance = name_index(stances, N_STANCE, tab.field[4]);
        if (kind < 0) return table_error(&tab, err, "kind '%.*s' is none of verb, noun, phrase", STR_ARG(tab.field[1]));
        if (stance < 0) return table_error(&tab, err, "stance '%.*s' is none of denial, doubt, -", STR_ARG(tab.field[4]));
        if (!read_takes(tab.field[2], &s)) return table_error(&tab, err, "takes '%.*s': letters c, q, o, n, p", STR_ARG(tab.field[2]));
        if (kind == 2) {
            rc = put_phrase(t, &tab, err);
            continue;
        }
        s.stance = (uint8_t)stance;
        s.preps = str_is(tab.field[3], "-") ? STR_NONE : tab.field[3];
        t->speeches = arena_grow(t->mem, t->speeches, sizeof s, t->n_speeches, t->n_speeches + 1, &t->cap_speeches);
        if (!t->speeches) return error_memory(err);
        t->speeches[t->n_speeches] = s;
        rc = put_once(&t->speech[kind], tab.field[0], t->n_speeches++, &tab, err);
    }
    return rc ? rc : more < 0 ? ENT_E_FORMAT : ENT_OK;
}

const clause_speech *tables_speech(const clause_tables *t, int kind, str word)
{
    uint32_t i = map_get(&t->speech[kind], word);
    return i == MAP_NONE ? NULL : &t->speeches[i];
}

/* ---- modals, prepositions --------------------------------------------------------------------------------------------------- */

static int load_modals(clause_tables *t, const char *data_dir, ent_error *err)
{
    static const char *const kinds[N_MODAL_KIND] = {"aux", "adverb", "adj", "mark", "det"};
    static const char *const names[] = {"actual", "planned", "possible", "conditional", "requested", "negated", "reported", "would"};
    table tab;
    int rc = open_table(&tab, t->mem, data_dir, "modals.tsv", "word kind status", err), more = 0;
    while (!rc && (more = table_next(&tab, err)) == 1) {
        int kind = name_index(kinds, N_MODAL_KIND, tab.field[1]), status = name_index(names, MODAL_NONE, tab.field[2]);
        if (kind < 0) return table_error(&tab, err, "kind '%.*s' is none of aux, adverb, adj, mark, det", STR_ARG(tab.field[1]));
        if (status < 0) return table_error(&tab, err, "status '%.*s' does not exist", STR_ARG(tab.field[2]));
        rc = put_once(&t->modal[kind], tab.field[0], (uint32_t)status, &tab, err);
    }
    return rc ? rc : more < 0 ? ENT_E_FORMAT : ENT_OK;
}

int tables_modal(const clause_tables *t, modal_kind kind, str word)
{
    uint32_t i = map_get(&t->modal[kind], word);
    return i == MAP_NONE ? MODAL_NONE : (int)i;
}

static int load_prepositions(clause_tables *t, const char *data_dir, ent_error *err)
{
    table tab;
    int rc = open_table(&tab, t->mem, data_dir, "prepositions.tsv", "before noun after", err), more = 0;
    while (!rc && (more = table_next(&tab, err)) == 1) {
        char buf[KEY_BYTES];
        str key = arena_str(t->mem, key_join(buf, tab.field[0], tab.field[1], tab.field[2]));
        if (!key.n) return table_error(&tab, err, "an empty or too long preposition");
        rc = put_once(&t->preposition, key, 1, &tab, err);
    }
    return rc ? rc : more < 0 ? ENT_E_FORMAT : ENT_OK;
}

bool tables_preposition(const clause_tables *t, str before, str noun, str after)
{
    char buf[KEY_BYTES];
    return map_get(&t->preposition, key_join(buf, before, noun, after)) != MAP_NONE;
}

static int load_joined(clause_tables *t, const char *data_dir, ent_error *err)
{
    table tab;
    int rc = open_table(&tab, t->mem, data_dir, "joined.tsv", "form kind word", err), more = 0;
    while (!rc && (more = table_next(&tab, err)) == 1) {
        int64_t hyphen = str_find(tab.field[0], STR("-"), 0);
        bool verb = str_is(tab.field[1], "verb");
        if (hyphen <= 0 || str_find(tab.field[0], STR("-"), (uint32_t)hyphen + 1) >= 0) return table_error(&tab, err, "'%.*s' is no word with one hyphen", STR_ARG(tab.field[0]));
        if ((!verb && !str_is(tab.field[1], "noun")) || !tab.field[2].n) return table_error(&tab, err, "a form needs its kind, noun or verb, and a word");
        str *grown = arena_grow(t->mem, t->joined_words, sizeof *grown, t->n_joined, t->n_joined + 1, &t->cap_joined);
        if (!grown) return error_memory(err);
        t->joined_words = grown;
        grown[t->n_joined] = tab.field[2];
        rc = put_once(&t->joined[verb], tab.field[0], t->n_joined++, &tab, err);
    }
    return rc ? rc : more < 0 ? ENT_E_FORMAT : ENT_OK;
}

str tables_joined(const clause_tables *t, str form, bool verb)
{
    uint32_t i = map_get(&t->joined[verb], form);
    return i == MAP_NONE ? STR_NONE : t->joined_words[i];
}

/* ---- function words ---------------------------------------------------------------------------------------------------------- */

static const char *const class_names[N_WORD_CLASS] = {
    [WORD_TO] = "to", [WORD_THAT] = "that", [WORD_CONTENT] = "content", [WORD_WHETHER] = "whether",
    [WORD_RELATIVE] = "relative", [WORD_PERSONAL] = "personal", [WORD_WHICH] = "which",
    [WORD_WHOSE] = "whose", [WORD_PURPOSE] = "purpose", [WORD_WHERE] = "where", [WORD_CIRCUMSTANCE] = "circumstance", [WORD_TEMPORAL] = "temporal",
    [WORD_UNTIL] = "until", [WORD_THAN] = "than", [WORD_AS] = "as", [WORD_NOT] = "not", [WORD_NO] = "no", [WORD_DENIAL] = "denial",
    [WORD_INSTEAD] = "instead", [WORD_WITHOUT] = "without", [WORD_LONGER] = "longer", [WORD_OUT] = "out", [WORD_HURT] = "hurt", [WORD_TOO] = "too", [WORD_ONLY] = "only", [WORD_YET] = "yet", [WORD_BUT] = "but",
    [WORD_OR] = "or", [WORD_SINGLE] = "single", [WORD_ANY] = "any", [WORD_OUGHT] = "ought", [WORD_BE] = "be", [WORD_GET] = "get", [WORD_HAVE] = "have",
    [WORD_OF] = "of", [WORD_FOR] = "for", [WORD_IN] = "in", [WORD_AT] = "at", [WORD_BY] = "by", [WORD_FROM] = "from", [WORD_WITH] = "with", [WORD_AGAINST] = "against",
    [WORD_BETWEEN] = "between", [WORD_GERUND] = "gerund", [WORD_ASKED] = "asked", [WORD_GENITIVE] = "genitive", [WORD_DEFINITE] = "definite",
    [WORD_RANK] = "rank", [WORD_SPEAKER] = "speaker", [WORD_PERCENT] = "percent", [WORD_LEAD] = "lead",
    [WORD_PROMISE] = "promise", [WORD_TELL] = "tell", [WORD_EXCHANGE] = "exchange", [WORD_UTTER] = "utter",
    [WORD_COMMA] = "comma", [WORD_SEMICOLON] = "semicolon", [WORD_COLON] = "colon", [WORD_QUESTION] = "question",
    [WORD_END] = "end", [WORD_LOOSE] = "loose", [WORD_DASH] = "dash", [WORD_JOINER] = "joiner", [WORD_OPEN] = "open", [WORD_CLOSE] = "close",
    [WORD_QUOTE] = "quote", [WORD_OPEN_SINGLE] = "open_single", [WORD_CLOSE_SINGLE] = "close_single", [WORD_PHASE] = "phase", [WORD_OTHERS] = "others", [WORD_DEED] = "deed",
    [WORD_BARE] = "bare", [WORD_DEALT] = "dealt", [WORD_GIVEN] = "given", [WORD_ALLY] = "ally", [WORD_SHELVED] = "shelved", [WORD_PAST] = "past"};

int tables_class(str name) { return name_index(class_names, N_WORD_CLASS, name); }

static int put_class(clause_tables *t, str word, int class, ent_error *err)
{
    uint32_t at = map_get(&t->class_at, word);
    if (at == MAP_NONE) {
        uint64_t (*grown)[2] = arena_grow(t->mem, t->class_bits, sizeof *grown, t->n_class_bits, t->n_class_bits + 1, &t->cap_class_bits);
        if (!grown) return error_memory(err);
        t->class_bits = grown;
        at = t->n_class_bits++;
        t->class_bits[at][0] = t->class_bits[at][1] = 0;
        if (!map_put(&t->class_at, word, at)) return error_memory(err);
    }
    t->class_bits[at][class / 64] |= UINT64_C(1) << (class % 64);
    return ENT_OK;
}

static int load_function(clause_tables *t, const char *data_dir, ent_error *err)
{
    table tab;
    int rc = open_table(&tab, t->mem, data_dir, "function.tsv", "class words use?", err), more = 0;
    while (!rc && (more = table_next(&tab, err)) == 1) {
        int class = tables_class(tab.field[0]);
        if (class < 0) return table_error(&tab, err, "class '%.*s' does not exist", STR_ARG(tab.field[0]));
        if (t->words[class].n) return table_error(&tab, err, "class '%.*s' stands twice", STR_ARG(tab.field[0]));
        str *words = arena_new(t->mem, str, tab.field[1].n + 1), rest = tab.field[1];
        if (!words) return error_memory(err);
        t->words[class].word = words;
        while (!rc && rest.s) {
            str word = str_cut(&rest, ' ');
            if (!word.n) continue;
            words[t->words[class].n++] = word;
            rc = put_class(t, word, class, err);
        }
    }
    if (rc || more < 0) return rc ? rc : ENT_E_FORMAT;
    for (int i = 0; i < N_WORD_CLASS; i++)
        if (!t->words[i].n) return table_error(&tab, err, "class '%s' has no words", class_names[i]);
    return ENT_OK;
}

/* ---- one look-up for all ------------------------------------------------------------------------------------------------------ */

const clause_word *tables_word(const clause_tables *t, str word)
{
    uint32_t i = map_find(&t->lexicon, word); /* its value is its place */
    return i == MAP_NONE ? &t->unknown : &t->lexemes[i];
}

void tables_words(const clause_tables *t, const str *words, uint32_t n, const clause_word **out)
{
    uint32_t at[TABLES_MANY];
    for (uint32_t i = 0; i < n; i += TABLES_MANY) {
        uint32_t some = n - i < TABLES_MANY ? n - i : TABLES_MANY;
        map_find_many(&t->lexicon, words + i, some, at);
        for (uint32_t k = 0; k < some; k++) {
            out[i + k] = at[k] == MAP_NONE ? &t->unknown : &t->lexemes[at[k]];
            __builtin_prefetch(out[i + k]);
        }
    }
}

static clause_word word_collect(const clause_tables *t, str word)
{
    clause_word x = {.nominal = tables_nominal(t, word), .light = map_get(&t->light, word) != MAP_NONE, .leads = map_get(&t->leads, word) != MAP_NONE};
    uint32_t at = map_get(&t->class_at, word), prepped = map_get(&t->prepped, word);
    x.prepped = prepped == MAP_NONE ? 0 : (uint8_t)prepped;
    if (at != MAP_NONE) memcpy(x.is, t->class_bits[at], sizeof x.is);
    for (int i = 0; i < 3; i++) x.governor[i] = tables_governor(t, i, word, STR_NONE);
    for (int i = 0; i < 2; i++) x.speech[i] = tables_speech(t, i, word);
    for (int i = 0; i < N_MODAL_KIND; i++) x.modal[i] = (uint8_t)tables_modal(t, (modal_kind)i, word);
    return x;
}

/* Every word that is a key of a table; keys of several words are asked for by name only. */
static int load_lexicon(clause_tables *t, ent_error *err)
{
    const map *maps[] = {&t->governor[0], &t->governor[1], &t->governor[2], &t->light, &t->leads, &t->nominal, &t->speech[0], &t->speech[1], &t->modal[0], &t->modal[1], &t->modal[2],
                         &t->modal[3], &t->modal[4], &t->class_at, &t->prepped};
    for (size_t i = 0; i < sizeof maps / sizeof *maps; i++)
        for (uint32_t k = 0; k < maps[i]->n; k++)
            if (!memchr(maps[i]->keys[k].s, ' ', maps[i]->keys[k].n) && map_get(&t->lexicon, maps[i]->keys[k]) == MAP_NONE && !map_put(&t->lexicon, maps[i]->keys[k], t->lexicon.n))
                return error_memory(err);
    t->lexemes = arena_new(t->mem, clause_word, t->lexicon.n);
    if (!t->lexemes) return error_memory(err);
    for (uint32_t k = 0; k < t->lexicon.n; k++) t->lexemes[k] = word_collect(t, t->lexicon.keys[k]);
    t->unknown = word_collect(t, STR_NONE);
    return ENT_OK;
}

static int load_repairs(clause_tables *t, const char *data_dir, ent_error *err)
{
    table tab;
    int rc = open_table(&tab, t->mem, data_dir, "repairs.tsv", "pass name when then example?", err);
    return rc ? rc : repair_rules_read(t, &tab, err);
}

int clause_tables_load(clause_tables **out, arena *mem, const char *data_dir, ent_error *err)
{
    clause_tables *t = *out = arena_new(mem, clause_tables, 1);
    if (!t) return error_memory(err);
    t->mem = mem;
    for (int i = 0; i < 3; i++) map_init(&t->governor[i], mem);
    for (int i = 0; i < 2; i++) map_init(&t->speech[i], mem);
    for (int i = 0; i < N_MODAL_KIND; i++) map_init(&t->modal[i], mem);
    map_init(&t->light, mem);
    map_init(&t->leads, mem);
    map_init(&t->nominal, mem);
    map_init(&t->phrase, mem);
    map_init(&t->preposition, mem);
    for (int i = 0; i < 2; i++) map_init(&t->joined[i], mem);
    map_init(&t->class_at, mem);
    map_init(&t->lexicon, mem);
    map_init(&t->prepped, mem);
    int rc = load_governors(t, data_dir, err);
    if (!rc) rc = load_light(t, data_dir, err);
    if (!rc) rc = load_nominals(t, data_dir, err);
    if (!rc) rc = load_speech(t, data_dir, err);
    if (!rc) rc = load_modals(t, data_dir, err);
    if (!rc) rc = load_prepositions(t, data_dir, err);
    if (!rc) rc = load_joined(t, data_dir, err);
    if (!rc) rc = load_function(t, data_dir, err);
    if (!rc) rc = load_repairs(t, data_dir, err);
    return rc ? rc : load_lexicon(t, err);
}
