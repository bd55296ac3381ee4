/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The station's tables, and what a single line is by them.
 *
 * In: grammar/furniture.tsv, page-dates.tsv, charsets.tsv. Out: maps; the kind of a line (furniture, byline, reading time).
 * Method: a line is brought to a key (lower case, bare of bullets and end marks) and looked up whole; starts are looked up by their
 * first word, then compared. Cost: one hash per line, and one more per start with the same first word.
 */
#include "base/file.h"
#include "base/table.h"
#include "page/parts.h"

static int open_table(table *tab, arena *mem, const char *data_dir, const char *name, const char *columns, ent_error *err)
{
    str path = arena_printf(mem, "%s/grammar/%s", data_dir, name), bytes;
    const char *z = path.s ? arena_str_c(mem, path) : NULL;
    if (!z) return error_memory(err);
    int rc = file_read(mem, z, 0, &bytes, err);
    return rc ? rc : table_open(tab, z, bytes, columns, err);
}

static uint32_t name_index(const char *const *names, uint32_t n, str name)
{
    uint32_t k = 0;
    while (k < n && !str_is(name, names[k])) k++;
    return k;
}

static str first_word(str s)
{
    uint32_t n = 0;
    while (n < s.n && s.s[n] != ' ') n++;
    return str_make(s.s, n);
}

static bool add_start(page_tables *t, arena *mem, str form)
{
    uint32_t i = t->n_starts, first = map_get(&t->start, first_word(form));
    t->starts = arena_grow(mem, t->starts, sizeof *t->starts, i, i + 1, &t->cap_starts);
    t->start_next = arena_grow(mem, t->start_next, sizeof *t->start_next, i, i + 1, &t->cap_start_next);
    if (!t->starts || !t->start_next) return false;
    t->starts[i] = form;
    t->start_next[i] = first == MAP_NONE ? DOC_NONE : first;
    t->n_starts++;
    return map_put(&t->start, first_word(form), i);
}

static bool add_bio(page_tables *t, arena *mem, str form)
{
    t->bios = arena_grow(mem, t->bios, sizeof *t->bios, t->n_bios, t->n_bios + 1, &t->cap_bios);
    if (t->bios) t->bios[t->n_bios++] = form;
    return t->bios != NULL;
}

static int load_furniture(page_tables *t, arena *mem, const char *data_dir, ent_error *err)
{
    static const char *const kinds[] = {"none", "line", "start", "list", "tail", "crumb", "byline", "reading", "bio", "office", "noauthor", "degree", "topic"};
    map *const homes[N_LINE_KINDS] = {[LINE_FURNITURE] = &t->line, [LINE_LIST] = &t->line, [LINE_TAIL] = &t->line, [LINE_CRUMB] = &t->crumb, [LINE_BYLINE] = &t->byline, [LINE_READING] = &t->reading, [LINE_OFFICE] = &t->office, [LINE_NO_AUTHOR] = &t->no_author,
                                      [LINE_DEGREE] = &t->degree, [LINE_TOPIC] = &t->topic};
    char room[PAGE_LINE_BYTES];
    table tab;
    int rc = open_table(&tab, mem, data_dir, "furniture.tsv", "kind form", err), more = 0;
    while (!rc && (more = table_next(&tab, err)) == 1) {
        uint32_t k = name_index(kinds, N_LINE_KINDS, tab.field[0]);
        str form = tab.field[1];
        if (k == LINE_NONE || k == N_LINE_KINDS) rc = table_error(&tab, err, "kind '%.*s' is none of line, start, list, tail, crumb, byline, reading, bio, office, noauthor, degree, topic", STR_ARG(tab.field[0]));
        else if (!form.n || form.n > PAGE_LINE_BYTES) rc = table_error(&tab, err, "a form has 1 to %d bytes", PAGE_LINE_BYTES);
        else if (homes[k] == &t->line && !str_eq(form, page_line_key(form, room))) rc = table_error(&tab, err, "'%.*s' never matches: lines are compared as '%.*s'", STR_ARG(form), STR_ARG(page_line_key(form, room)));
        else if (homes[k] && map_get(homes[k], form) != MAP_NONE) rc = table_error(&tab, err, "'%.*s' is there twice", STR_ARG(form));
        else if (!(homes[k] ? map_put(homes[k], form, k) : k == LINE_BIO ? add_bio(t, mem, form) : add_start(t, mem, form))) rc = error_memory(err);
    }
    return rc ? rc : more < 0 ? ENT_E_FORMAT : ENT_OK;
}

static int load_dates(page_tables *t, arena *mem, const char *data_dir, ent_error *err)
{
    static const char *const kinds[] = {"none", "month", "weekday", "cue", "clock", "joint"};
    table tab;
    int rc = open_table(&tab, mem, data_dir, "page-dates.tsv", "kind form value?", err), more = 0;
    while (!rc && (more = table_next(&tab, err)) == 1) {
        uint32_t k = name_index(kinds, 6, tab.field[0]);
        int64_t value = 0;
        bool valued = k == DATE_WORD_MONTH || k == DATE_WORD_WEEKDAY;
        if (!k || k == 6) rc = table_error(&tab, err, "kind '%.*s' is none of month, weekday, cue, clock, joint", STR_ARG(tab.field[0]));
        else if ((valued || tab.field[2].n) && (!str_int(tab.field[2], &value) || value < 1 || value > 12)) rc = table_error(&tab, err, "value is not 1 to 12");
        else if (!map_put(&t->date_word, tab.field[1], k << 8 | (uint32_t)value)) rc = error_memory(err);
    }
    return rc ? rc : more < 0 ? ENT_E_FORMAT : ENT_OK;
}

static int load_marks(page_tables *t, arena *mem, const char *data_dir, ent_error *err)
{
    static const char *const names[] = {"drop", "body", "title", "byline", "date", "caption", "side", "never", "unseen"};
    table tab;
    int rc = open_table(&tab, mem, data_dir, "page-marks.tsv", "mark form", err), more = 0;
    while (!rc && (more = table_next(&tab, err)) == 1) {
        uint32_t k = name_index(names, 9, tab.field[0]);
        if (k == 9) rc = table_error(&tab, err, "mark '%.*s' is none of drop, body, title, byline, date, caption, side, never, unseen", STR_ARG(tab.field[0]));
        else if (map_get(&t->mark, tab.field[1]) != MAP_NONE) rc = table_error(&tab, err, "'%.*s' is there twice", STR_ARG(tab.field[1]));
        else if (!map_put(&t->mark, tab.field[1], 1u << k)) rc = error_memory(err);
    }
    return rc ? rc : more < 0 ? ENT_E_FORMAT : ENT_OK;
}

static int load_metas(page_tables *t, arena *mem, const char *data_dir, ent_error *err)
{
    static const char *const names[] = {"none", "date", "title", "author", "site", "url", "key", "path"};
    table tab;
    int rc = open_table(&tab, mem, data_dir, "page-meta.tsv", "field name trust", err), more = 0;
    while (!rc && (more = table_next(&tab, err)) == 1) {
        uint32_t k = name_index(names, N_META_FIELDS, tab.field[0]);
        int64_t trust;
        if (!k || k == N_META_FIELDS) rc = table_error(&tab, err, "field '%.*s' is none of date, title, author, site, url", STR_ARG(tab.field[0]));
        else if (!str_int(tab.field[2], &trust) || trust < 0 || trust > 1000) rc = table_error(&tab, err, "trust is not 0 to 1000");
        else if (k == META_PATH && (tab.field[1].n < 2 || tab.field[1].s[0] != '/')) rc = table_error(&tab, err, "a path begins with '/'");
        else if (!(t->metas = arena_grow(mem, t->metas, sizeof *t->metas, t->n_metas, t->n_metas + 1, &t->cap_metas))) rc = error_memory(err);
        else t->metas[t->n_metas++] = (page_meta){tab.field[1], (meta_field)k, (uint16_t)trust};
    }
    return rc ? rc : more < 0 ? ENT_E_FORMAT : ENT_OK;
}

static int load_charsets(page_tables *t, arena *mem, const char *data_dir, ent_error *err)
{
    table tab;
    int rc = open_table(&tab, mem, data_dir, "charsets.tsv", "label iconv", err), more = 0;
    while (!rc && (more = table_next(&tab, err)) == 1) {
        uint32_t i = t->n_charsets;
        t->charset_names = arena_grow(mem, t->charset_names, sizeof *t->charset_names, i, i + 1, &t->cap_charsets);
        if (!t->charset_names) return error_memory(err);
        t->charset_names[t->n_charsets++] = tab.field[1];
        if (!map_put(&t->charset, tab.field[0], i)) rc = error_memory(err);
    }
    return rc ? rc : more < 0 ? ENT_E_FORMAT : ENT_OK;
}

int page_tables_load(page_tables **out, arena *mem, const char *data_dir, ent_error *err)
{
    page_tables *t = arena_new(mem, page_tables, 1);
    if (!t) return error_memory(err);
    map *const maps[] = {&t->line, &t->start, &t->crumb, &t->byline, &t->reading, &t->office, &t->no_author, &t->degree, &t->topic, &t->date_word, &t->mark, &t->charset};
    for (size_t i = 0; i < sizeof maps / sizeof *maps; i++) map_init(maps[i], mem);
    int rc = load_furniture(t, mem, data_dir, err);
    if (!rc) rc = load_dates(t, mem, data_dir, err);
    if (!rc) rc = load_marks(t, mem, data_dir, err);
    if (!rc) rc = load_metas(t, mem, data_dir, err);
    if (!rc) rc = load_charsets(t, mem, data_dir, err);
    if (!rc) *out = t;
    return rc;
}

/* ---- lines ------------------------------------------------------------------------------------------------------------- */

static bool is_edge(unsigned char c, bool last) { return c <= ' ' || (c < 0x80 && strchr(last ? ":.!>*-|=_~+#<" : ">*-|=_~+#<", c)); }

/* Bytes of a bullet, arrow, ellipsis or no-break space at the edge of a line ("»", "›", "•", "→", "…"); else 0. */
static uint32_t edge_mark(const char *s, uint32_t n)
{
    static const char *const marks[] = {"\xC2\xBB", "\xC2\xAB", "\xE2\x80\xBA", "\xE2\x80\xA2", "\xC2\xB7", "\xE2\x86\x92", "\xE2\x96\xB6", "\xE2\x80\xA6", "\xC2\xA0", "\xE2\x80\x94", "\xE2\x80\x93"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        uint32_t k = (uint32_t)strlen(marks[i]);
        if (n >= k && !memcmp(s, marks[i], k)) return k;
    }
    return 0;
}

static str strip_edges(str s)
{
    for (uint32_t k; s.n && (k = is_edge((unsigned char)s.s[0], false) ? 1 : edge_mark(s.s, s.n)) > 0;) s.s += k, s.n -= k;
    while (s.n) {
        if (is_edge((unsigned char)s.s[s.n - 1], true)) s.n--;
        else if (s.n >= 3 && edge_mark(s.s + s.n - 3, 3) == 3) s.n -= 3;
        else if (s.n >= 2 && edge_mark(s.s + s.n - 2, 2) == 2) s.n -= 2;
        else break;
    }
    return s;
}

str page_line_key(str line, char room[PAGE_LINE_BYTES])
{
    uint32_t n = 0;
    str s = strip_edges(line);
    for (uint32_t i = 0; i < s.n && n < PAGE_LINE_BYTES; i++) {
        unsigned char c = (unsigned char)s.s[i];
        if (c == 0xE2 && i + 2 < s.n && (unsigned char)s.s[i + 1] == 0x80 && (unsigned char)s.s[i + 2] == 0x99) c = '\'', i += 2;
        if (c == 0xC2 && i + 1 < s.n && (unsigned char)s.s[i + 1] == 0xA0) c = ' ', i++;
        if (c <= ' ') {
            if (n && room[n - 1] != ' ') room[n++] = ' ';
        } else room[n++] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
    }
    return str_make(room, n);
}

uint32_t page_words(str line)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < line.n; i++) n += (unsigned char)line.s[i] > ' ' && (i == 0 || (unsigned char)line.s[i - 1] <= ' ');
    return n;
}

/* A form that ends in a colon names a list, which may be long. */
static bool starts_as_furniture(const page_tables *t, str key, uint32_t n_words)
{
    enum { START_MAX_WORDS = 25 };
    uint32_t i = map_get(&t->start, first_word(key));
    for (i = i == MAP_NONE ? DOC_NONE : i; i != DOC_NONE; i = t->start_next[i]) {
        str form = t->starts[i];
        if (str_starts(key, form) && (n_words <= START_MAX_WORDS || form.s[form.n - 1] == ':')) return true;
    }
    return false;
}

line_kind page_line_furniture(const page_tables *t, str line, uint32_t n_words)
{
    enum { MAX_WORDS = 70 };
    char room[PAGE_LINE_BYTES];
    if (n_words > MAX_WORDS) return LINE_NONE;
    str key = page_line_key(line, room);
    uint32_t kind = map_get(&t->line, key);
    if (kind != MAP_NONE) return (line_kind)kind;
    return starts_as_furniture(t, key, n_words) ? LINE_FURNITURE : LINE_NONE;
}

str page_byline(const page_tables *t, str line)
{
    enum { BYLINE_MAX_WORDS = 10, BYLINE_FORM_WORDS = 5 };
    char room[PAGE_LINE_BYTES];
    str bare = strip_edges(line), key = page_line_key(line, room);
    uint32_t n_words = page_words(bare);
    if (n_words < 2 || n_words > BYLINE_MAX_WORDS || key.n == PAGE_LINE_BYTES) return STR_NONE;
    if (line.n && line.s[line.n - 1] == '.' ) return STR_NONE;
    for (uint32_t k = 1, words = 0; k < key.n && words < BYLINE_FORM_WORDS; k++) {
        if (key.s[k] != ' ') continue;
        words++;
        if (map_get(&t->byline, str_make(key.s, k)) == MAP_NONE) continue;
        uint32_t skip = 0; /* as many words of the line itself */
        for (uint32_t w = 0; w < words; w++) {
            while (skip < bare.n && (unsigned char)bare.s[skip] > ' ') skip++;
            while (skip < bare.n && (unsigned char)bare.s[skip] <= ' ') skip++;
        }
        return strip_edges(str_sub(bare, skip, bare.n));
    }
    return STR_NONE;
}

bool page_is_bio(const page_tables *t, str line)
{
    enum { NAME_MAX_WORDS = 4 };
    char room[PAGE_LINE_BYTES];
    str key = page_line_key(line, room);
    for (uint32_t i = 0, words = 0; i < key.n && words < NAME_MAX_WORDS; i++) {
        if (key.s[i] != ' ' || ++words < 2) continue;
        for (uint32_t k = 0; k < t->n_bios; k++)
            if (str_starts(str_sub(key, i + 1, key.n), t->bios[k]) && line.s[0] >= 'A' && line.s[0] <= 'Z') return true;
    }
    return false;
}

bool page_is_reading_time(const page_tables *t, str line)
{
    char room[PAGE_LINE_BYTES];
    str key = page_line_key(line, room);
    uint32_t i = 0;
    while (i < key.n && key.s[i] >= '0' && key.s[i] <= '9') i++;
    if (!i || i + 1 >= key.n) return false;
    if (key.s[i] == ' ' || key.s[i] == '-') i++;
    return map_get(&t->reading, str_sub(key, i, key.n)) != MAP_NONE;
}
