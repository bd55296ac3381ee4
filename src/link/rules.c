/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Words by which mentions are judged: roles, cues, topics, traps.
 *
 * in:  roles.tsv, cues.tsv, topics.tsv, traps.tsv      out: a trie of roles, bits by symbol, a trie of topics, traps on forms
 *
 * Role nouns are matched by their surface, plurals made here by rule, not by lemma: the lemma of a name-like title ("Foreign Ministers") is the
 * tagger's guess, its spelling is a fact. A cue is one word and becomes a bit at its symbol, so that asking "is this a verb of motion" is one
 * array read. A trap is a conjunction of tests on the words around a form; the words its `sent` and `doc` tests look for are numbered, and
 * one pass over the document marks which occur where, so that no test searches.
 *
 * Loaded after names and organisations, whose forms traps refer to.
 */
#include "link/gazetteer.h"

/* ---- roles --------------------------------------------------------------------------------------------------------------- */

static int role_flags(const table *t, str note, link_role *r, ent_error *err)
{
    static const struct {
        const char *name;
        uint8_t flag;
    } notes[] = {{"thing", ROLE_THING}, {"group", ROLE_GROUP}, {"institution", ROLE_INSTITUTION}, {"person", ROLE_PERSON}, {"plural", ROLE_PLURAL}};
    while (note.n) {
        str one = str_trim(str_cut(&note, ','));
        bool known = one.n == 0;
        for (size_t i = 0; i < sizeof notes / sizeof *notes; i++) {
            if (!str_is(one, notes[i].name)) continue;
            r->flags |= notes[i].flag;
            known = true;
        }
        if (!known) return table_error(t, err, "unknown note '%.*s'", STR_ARG(one));
    }
    return ENT_OK;
}

static int role_row(link_gazetteer *g, const table *t, ent_error *err)
{
    link_role r = {.form = t->field[0]};
    str sectors = t->field[1];
    int rc = role_flags(t, t->field[2], &r, err);
    while (!rc && sectors.n && r.n_sectors < 2) {
        str one = str_trim(str_cut(&sectors, '|'));
        rc = link_sector_check(g, t, one, err);
        if (!rc && one.n && !r.n_sectors) r.sector_notes = (uint8_t)map_get(&g->sectors, one);
        if (one.n) r.sector[r.n_sectors++] = one;
    }
    if (rc) return rc;
    uint32_t *slot = link_trie_put(&g->roles_trie, r.form);
    if (!slot) return table_error(t, err, "'%.*s' is no form, or memory ran out", STR_ARG(r.form));
    if (*slot != MAP_NONE) return table_error(t, err, "'%.*s' is given twice", STR_ARG(r.form));
    *slot = g->n_roles;
    return LINK_PUSH(g, roles, r) ? ENT_OK : error_memory(err);
}

/* Plural of an English noun by rule: spokesman → spokesmen, ministry → ministries, coach → coaches. */
static str plural_of(arena *mem, str w)
{
    static const char *const sibilants[] = {"s", "x", "z", "ch", "sh"};
    if (str_ends(w, STR("man"))) return arena_printf(mem, "%.*smen", (int)w.n - 3, w.s);
    if (w.n > 2 && str_ends(w, STR("y")) && !memchr("aeiou", w.s[w.n - 2], 5)) return arena_printf(mem, "%.*sies", (int)w.n - 1, w.s);
    for (size_t i = 0; i < sizeof sibilants / sizeof *sibilants; i++)
        if (str_ends(w, str_from(sibilants[i]))) return arena_printf(mem, "%.*ses", STR_ARG(w));
    return arena_printf(mem, "%.*ss", STR_ARG(w));
}

/* The noun of a phrase is its last word, or the one before "of", "for", "in", "to": "head of state" → "heads of state". */
static str phrase_plural(arena *mem, str phrase)
{
    static const char *const links[] = {" of ", " for ", " in ", " to "};
    uint32_t end = phrase.n;
    for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
        int64_t at = str_find(phrase, str_from(links[i]), 0);
        if (at > 0 && (uint32_t)at < end) end = (uint32_t)at;
    }
    str head = plural_of(mem, str_sub(phrase, 0, end));
    return end == phrase.n ? head : arena_printf(mem, "%.*s%.*s", STR_ARG(head), STR_ARG(str_sub(phrase, end, phrase.n)));
}

static int plurals_make(link_gazetteer *g, ent_error *err)
{
    uint32_t n = g->n_roles;
    for (uint32_t i = 0; i < n; i++) {
        link_role r = g->roles[i];
        if (r.flags & ROLE_PLURAL) continue;
        r.flags |= ROLE_PLURAL;
        r.form = phrase_plural(g->mem, r.form);
        uint32_t *slot = r.form.s ? link_trie_put(&g->roles_trie, r.form) : NULL;
        if (!slot) return error_memory(err);
        if (*slot != MAP_NONE) continue;
        *slot = g->n_roles;
        if (!LINK_PUSH(g, roles, r)) return error_memory(err);
    }
    return ENT_OK;
}

static int roles_load(link_gazetteer *g, const char *data_dir, ent_error *err)
{
    table t;
    int rc = link_table_open(&t, g, g->mem, data_dir, "roles.tsv", "form sector note?", err), more = 0;
    while (!rc && (more = table_next(&t, err)) > 0) rc = role_row(g, &t, err);
    if (rc || more < 0) return rc ? rc : ENT_E_FORMAT;
    return plurals_make(g, err);
}

/* ---- cues ---------------------------------------------------------------------------------------------------------------- */

static const char *const cue_names[] = {"place", "motion", "goal", "speech", "title", "first", "part", "former", "location", "counterpart",
                                        "company", "pair", "state", "igo", "armed", "leader", "side", "event", "ethnic", "affix", "led", "calendar", "particle", "abroad", "other",
                                        "owner", "the", "it", "person", "they", "whose", "related", "self", "will", "genitive", "toward", "away", "reason", "seated", "upon", "article", "joining", "twice",
                                        "reflexive", "yonder", "neuter", "doer", "somebody", "occasion", "while", "helps"};

static int cue_row(link_gazetteer *g, const table *t, ent_error *err)
{
    uint32_t bit = 0;
    while (bit < sizeof cue_names / sizeof *cue_names && !str_is(t->field[0], cue_names[bit])) bit++;
    if (bit == sizeof cue_names / sizeof *cue_names) return table_error(t, err, "unknown kind '%.*s'", STR_ARG(t->field[0]));
    uint32_t sym = link_symbol(&g->vocab, t->field[1]);
    if (!sym) return table_error(t, err, "'%.*s' is not one word", STR_ARG(t->field[1]));
    cue_set *cue = &g->vocab.words[sym].cue;
    if (*cue >> bit & 1) return table_error(t, err, "'%.*s' is given twice", STR_ARG(t->field[1]));
    *cue |= (cue_set)1 << bit;
    return ENT_OK;
}

static int cues_load(link_gazetteer *g, const char *data_dir, ent_error *err)
{
    table t;
    int rc = link_table_open(&t, g, g->mem, data_dir, "cues.tsv", "kind form note?", err), more = 0;
    while (!rc && (more = table_next(&t, err)) > 0) rc = cue_row(g, &t, err);
    return rc ? rc : more < 0 ? ENT_E_FORMAT : ENT_OK;
}

/* ---- topics -------------------------------------------------------------------------------------------------------------- */

static int topic_row(link_gazetteer *g, const table *t, ent_error *err)
{
    int64_t weight;
    uint32_t topic = map_get(&g->topic_names, t->field[0]);
    if (!str_int(t->field[2], &weight) || weight < 1 || weight > 9) return table_error(t, err, "'%.*s' is no weight from 1 to 9", STR_ARG(t->field[2]));
    if (topic == MAP_NONE) {
        topic = g->topic_names.n;
        if (topic >= LINK_MAX_TOPICS) return table_error(t, err, "more than %d topics", LINK_MAX_TOPICS);
        if (!map_put(&g->topic_names, t->field[0], topic)) return error_memory(err);
    }
    uint32_t *slot = link_trie_put(&g->topics_trie, t->field[1]);
    if (!slot) return table_error(t, err, "'%.*s' is no form, or memory ran out", STR_ARG(t->field[1]));
    if (*slot != MAP_NONE) return table_error(t, err, "'%.*s' is given twice", STR_ARG(t->field[1]));
    *slot = g->n_topics;
    return LINK_PUSH(g, topics, ((link_topic){topic, (uint8_t)weight})) ? ENT_OK : error_memory(err);
}

static int topics_load(link_gazetteer *g, const char *data_dir, ent_error *err)
{
    table t;
    int rc = link_table_open(&t, g, g->mem, data_dir, "topics.tsv", "topic form weight", err), more = 0;
    while (!rc && (more = table_next(&t, err)) > 0) rc = topic_row(g, &t, err);
    return rc ? rc : more < 0 ? ENT_E_FORMAT : ENT_OK;
}

/* ---- traps --------------------------------------------------------------------------------------------------------------- */

static const char *const test_names[] = {"next", "prev", "next2", "prev2", "sent", "doc", "head", "topic"};

static int test_word(link_gazetteer *g, const table *t, link_test *x, str word, ent_error *err)
{
    uint32_t value = 0;
    if (str_is(word, "@upper")) return x->special |= TEST_UPPER, ENT_OK;
    if (str_is(word, "@lower")) return x->special |= TEST_LOWER, ENT_OK;
    if (str_is(word, "@first")) return x->special |= TEST_FIRST, ENT_OK;
    if (str_is(word, "@adjective")) return x->special |= TEST_ADJECTIVE, ENT_OK;
    if (str_is(word, "@genitive")) return x->special |= TEST_GENITIVE, ENT_OK;
    if (x->kind == TEST_TOPIC) {
        value = map_get(&g->topic_names, word);
        if (value == MAP_NONE) return table_error(t, err, "unknown topic '%.*s'", STR_ARG(word));
    } else if (!(value = link_symbol(&g->vocab, word))) {
        return table_error(t, err, "'%.*s' is not one word", STR_ARG(word));
    }
    if (x->kind == TEST_SENT || x->kind == TEST_DOC) {
        uint16_t *watch = &g->vocab.words[value].watch;
        if (!*watch && g->n_watch > UINT16_MAX) return table_error(t, err, "more than %d words to look for", UINT16_MAX);
        if (!*watch) *watch = (uint16_t)g->n_watch++;
        value = *watch;
    } else if (x->kind != TEST_TOPIC && word.s[0] >= 'A' && word.s[0] <= 'Z') {
        value |= LINK_CAPITAL;
    }
    x->n_words++;
    return LINK_PUSH(g, words, value) ? ENT_OK : error_memory(err);
}

static int test_read(link_gazetteer *g, const table *t, str text, ent_error *err)
{
    link_test x = {.word_begin = g->n_words};
    str rest = text, name = str_cut(&rest, ':');
    uint32_t kind = 0;
    while (kind < sizeof test_names / sizeof *test_names && !str_is(name, test_names[kind])) kind++;
    x.kind = (uint8_t)kind;
    if (str_is(text, "start")) x.kind = TEST_START;
    else if (str_is(text, "always")) x.kind = TEST_ALWAYS;
    else if (kind == sizeof test_names / sizeof *test_names || !rest.n) return table_error(t, err, "unknown test '%.*s'", STR_ARG(text));
    int rc = ENT_OK;
    while (!rc && x.kind < TEST_START && rest.s) rc = test_word(g, t, &x, str_cut(&rest, '|'), err);
    if (rc) return rc;
    return LINK_PUSH(g, tests, x) ? ENT_OK : error_memory(err);
}

static int verdict_read(link_gazetteer *g, const table *t, str word, link_trap *trap, ent_error *err)
{
    trap->verdict = str_is(word, "not") ? VERDICT_NOT : str_is(word, "place") ? VERDICT_PLACE : str_is(word, "owned") ? VERDICT_OWNED : VERDICT_BODY;
    if (trap->verdict != VERDICT_BODY) return ENT_OK;
    trap->body = link_body_find(g, word);
    return trap->body == MAP_NONE ? table_error(t, err, "unknown verdict or code '%.*s'", STR_ARG(word)) : ENT_OK;
}

static int trap_hang(link_gazetteer *g, uint32_t *list, link_trap trap, ent_error *err)
{
    trap.next = *list;
    *list = g->n_traps;
    return LINK_PUSH(g, traps, trap) ? ENT_OK : error_memory(err);
}

/* "@name" hangs the trap on a kind of reading, "@any" on every kind, anything else on one form. */
static int trap_place(link_gazetteer *g, const table *t, str form, link_trap trap, ent_error *err)
{
    static const char *const classes[N_LINK_KIND] = {"@name", "@abbreviation", "@seat", "@org", "@adjective", "@demonym", "@capital", "@prefix", "@person", "@surname"};
    bool any = str_is(form, "@any"), placed = false;
    int rc = ENT_OK;
    for (int k = 0; k < N_LINK_KIND && !rc; k++) {
        if (!any && !str_is(form, classes[k])) continue;
        rc = trap_hang(g, &g->class_traps[k], trap, err);
        placed = true;
    }
    if (rc || placed) return rc;
    if (form.n && form.s[0] == '@') return table_error(t, err, "unknown class '%.*s'", STR_ARG(form));
    link_form *f = link_form_put(g, form);
    return f ? trap_hang(g, &f->traps, trap, err) : table_error(t, err, "'%.*s' is no form, or memory ran out", STR_ARG(form));
}

static int trap_row(link_gazetteer *g, const table *t, ent_error *err)
{
    link_trap trap = {.test_begin = g->n_tests};
    str context = t->field[1];
    int rc = verdict_read(g, t, t->field[2], &trap, err);
    while (!rc && context.s) {
        str one = str_trim(str_cut(&context, ' '));
        if (one.n) rc = test_read(g, t, one, err);
    }
    trap.n_tests = g->n_tests - trap.test_begin;
    if (!rc && !trap.n_tests) return table_error(t, err, "a trap without a context");
    return rc ? rc : trap_place(g, t, t->field[0], trap, err);
}

static int traps_load(link_gazetteer *g, const char *data_dir, ent_error *err)
{
    table t;
    int rc = link_table_open(&t, g, g->mem, data_dir, "traps.tsv", "form context verdict", err), more = 0;
    while (!rc && (more = table_next(&t, err)) > 0) rc = trap_row(g, &t, err);
    return rc ? rc : more < 0 ? ENT_E_FORMAT : ENT_OK;
}

/* ---- the whole ----------------------------------------------------------------------------------------------------------- */

int link_rules_load(link_gazetteer *g, const char *data_dir, ent_error *err)
{
    g->n_watch = 1;
    int rc = roles_load(g, data_dir, err);
    if (!rc) rc = cues_load(g, data_dir, err);
    if (!rc) rc = topics_load(g, data_dir, err);
    return rc ? rc : traps_load(g, data_dir, err);
}
