/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An NDJSON line → a document.
 *
 * In: {"id","url","title","published","publisher","author","language","country","text" | "html"}, any subset with text or html. Out: the page columns;
 * `text` is the main text byte for byte, in every mode; `html` is read as a page, and what the line itself states wins.
 * Method: json-c parses; it gives no positions, so the string's own bytes are found again by a scanner that knows only strings and
 * brackets, and walked escape by escape for the map. Cost: two passes over the line.
 * Limits: a NUL written \u0000 stays in the text, since the text is the caller's; unpaired surrogates become U+FFFD (json-c).
 */
#include <json.h>

#include "base/calendar.h"
#include "base/utf8.h"
#include "page/parts.h"

/* ---- parsing -------------------------------------------------------------------------------------------------------------- */

static json_object *parse_line(str line, enum json_tokener_error *why, size_t *at)
{
    json_tokener *k = json_tokener_new_ex(64);
    if (!k) return NULL;
    json_object *o = json_tokener_parse_ex(k, line.s, (int)line.n);
    *why = json_tokener_get_error(k);
    *at = json_tokener_get_parse_end(k);
    json_tokener_free(k);
    if (*why == json_tokener_success && o && !str_trim(str_sub(line, (uint32_t)*at, line.n)).n) return o;
    if (*why == json_tokener_success) *why = json_tokener_error_parse_unexpected;
    json_object_put(o);
    return NULL;
}

static str get(json_object *o, const char *key)
{
    json_object *v;
    if (!json_object_object_get_ex(o, key, &v) || !json_object_is_type(v, json_type_string)) return STR_NONE;
    return str_make(json_object_get_string(v), (size_t)json_object_get_string_len(v));
}

static bool has_content(json_object *o) { return json_object_is_type(o, json_type_object) && (get(o, "text").s || get(o, "html").s); }

bool page_is_ndjson(str line, bool *open)
{
    enum json_tokener_error why;
    size_t at;
    *open = false;
    line = str_trim(line);
    if (!line.n || line.s[0] != '{') return false;
    json_object *o = parse_line(line, &why, &at);
    *open = !o && why == json_tokener_continue;
    bool yes = o && has_content(o);
    json_object_put(o);
    return yes;
}

/* ---- the string in the line -------------------------------------------------------------------------------------------------- */

static uint32_t string_end(str s, uint32_t i)
{
    for (i++; i < s.n && s.s[i] != '"'; i++)
        if (s.s[i] == '\\') i++;
    return i;
}

/* First byte inside the string value of the last top-level `key`, or DOC_NONE. */
static uint32_t find_value(str s, str key)
{
    uint32_t depth = 0, found = DOC_NONE;
    for (uint32_t i = 0; i < s.n; i++) {
        if (s.s[i] == '{' || s.s[i] == '[') depth++;
        if (s.s[i] == '}' || s.s[i] == ']') depth--;
        if (s.s[i] != '"') continue;
        uint32_t end = string_end(s, i), k = end + 1;
        if (end >= s.n) break;
        while (k < s.n && (unsigned char)s.s[k] <= ' ') k++;
        bool is_key = depth == 1 && k < s.n && s.s[k] == ':' && str_eq(str_sub(s, i + 1, end), key);
        for (k++; is_key && k < s.n && (unsigned char)s.s[k] <= ' '; k++) {}
        if (is_key && k < s.n && s.s[k] == '"') found = k + 1;
        i = end;
    }
    return found;
}

static uint32_t hex4(str s, uint32_t i)
{
    uint32_t v = 0;
    for (uint32_t k = i; k < i + 4 && k < s.n; k++) {
        char c = s.s[k];
        v = v << 4 | (uint32_t)(c <= '9' ? c - '0' : (c | 32) - 'a' + 10);
    }
    return v;
}

/* Bytes of the escape at i, and how many bytes of text it stands for. */
static uint32_t escape_length(str s, uint32_t i, uint32_t *n_text)
{
    char one[4];
    *n_text = 1;
    if (i + 1 < s.n && s.s[i + 1] != 'u') return 2;
    uint32_t cp = hex4(s, i + 2);
    bool pair = cp >= 0xD800 && cp < 0xDC00 && i + 11 < s.n && s.s[i + 6] == '\\' && s.s[i + 7] == 'u' && hex4(s, i + 8) >= 0xDC00 && hex4(s, i + 8) < 0xE000;
    uint32_t n = utf8_encode(cp, one);
    *n_text = pair ? 4 : n ? n : 3;
    return pair ? 12 : 6;
}

/* Map of the string's text to the bytes of the line; none of it when the two do not fit. */
static void map_string(arena *mem, str line, str key, str text, page_source *source)
{
    page_out o = {.mem = mem};
    uint32_t at = find_value(line, key), n = 0;
    while (at < line.n && line.s[at] != '"') {
        uint32_t n_text = 1, n_bytes = 1;
        bool plain = line.s[at] != '\\';
        if (plain)
            while (at + n_bytes < line.n && line.s[at + n_bytes] != '\\' && line.s[at + n_bytes] != '"') n_bytes++;
        else n_bytes = escape_length(line, at, &n_text);
        if (plain) n_text = n_bytes;
        doc_piece *grown = arena_grow(mem, o.map, sizeof *o.map, o.n_map, o.n_map + 1, &o.cap_map);
        if (!grown) return;
        o.map = grown;
        o.map[o.n_map++] = (doc_piece){n, at, plain};
        n += n_text;
        at += n_bytes;
    }
    if (n != text.n) return;
    source->map = o.map;
    source->n_map = o.n_map;
}

/* ---- the document -------------------------------------------------------------------------------------------------------------- */

/* A copy in the arena, valid UTF-8. */
static str keep(doc *d, str value)
{
    page_source repaired = {.text = value};
    if (utf8_valid(value.s, value.n) != value.n && page_repair(d->mem, value, false, d, &repaired, NULL)) return STR_NONE;
    return arena_str(d->mem, repaired.text);
}

static bool set_authors(doc *d, json_object *o)
{
    json_object *v;
    if (!json_object_object_get_ex(o, "author", &v)) return true;
    uint32_t n = json_object_is_type(v, json_type_array) ? (uint32_t)json_object_array_length(v) : 1, k = 0;
    str *authors = arena_new(d->mem, str, n + 1);
    for (uint32_t i = 0; authors && i < n; i++) {
        json_object *one = json_object_is_type(v, json_type_array) ? json_object_array_get_idx(v, i) : v;
        if (json_object_is_type(one, json_type_string)) authors[k++] = keep(d, str_make(json_object_get_string(one), (size_t)json_object_get_string_len(one)));
    }
    if (!k) return authors != NULL;
    d->authors = authors;
    d->n_authors = k;
    return true;
}

static void set_str(doc *d, str *field, str value)
{
    if (value.n) *field = keep(d, value);
}

/* What the line states stands above what its page says. */
static bool set_given(const page_tables *t, doc *d, json_object *o)
{
    set_str(d, &d->id, get(o, "id"));
    set_str(d, &d->url, get(o, "url"));
    set_str(d, &d->title, get(o, "title"));
    set_str(d, &d->publisher, get(o, "publisher"));
    set_str(d, &d->language, get(o, "language"));
    set_str(d, &d->country, get(o, "country"));
    str published = get(o, "published");
    if (page_date_find(t, published).day != CAL_NONE) {
        d->published = CAL_NONE;
        page_date_offer(t, d, published, BASIS_GIVEN, 1000);
    }
    return set_authors(d, o) && !d->mem->failed;
}

static int read_content(const page_tables *t, const page_input *in, json_object *o, doc *d, str *content, ent_error *err)
{
    bool is_text = get(o, "text").s != NULL;
    page_source source = {0};
    *content = arena_str(d->mem, get(o, is_text ? "text" : "html"));
    if (!content->s) return error_memory(err);
    source.text = *content;
    map_string(d->mem, in->bytes, is_text ? STR("text") : STR("html"), *content, &source);
    if (utf8_valid(content->s, content->n) != content->n) {
        d->flags |= DOC_F_BADCHARSET;
        int rc = page_repair(d->mem, *content, false, d, &source, err);
        if (rc) return rc;
    }
    int rc = is_text ? ENT_OK : page_mend(d->mem, &source, err);
    if (rc) return rc;
    return is_text ? page_plain(t, &source, false, d, err) : page_html(t, &source, d, err);
}

int page_ndjson(const page_tables *t, const page_input *in, const page_options *options, doc *d, ent_error *err)
{
    enum json_tokener_error why = json_tokener_success;
    size_t at = 0;
    if (in->cut) return error_set(err, ENT_E_FORMAT, -1, "%.*s:%u: line is longer than %zu bytes", STR_ARG(in->path), in->line, DOC_CAP_BYTES);
    json_object *o = parse_line(in->bytes, &why, &at);
    if (!o) return error_set(err, ENT_E_FORMAT, (int64_t)at, "%.*s:%u: not JSON: %s at byte %zu", STR_ARG(in->path), in->line, why == json_tokener_continue ? "it breaks off" : json_tokener_error_desc(why), at);
    int rc;
    if (!json_object_is_type(o, json_type_object)) rc = error_set(err, ENT_E_FORMAT, 0, "%.*s:%u: not a JSON object", STR_ARG(in->path), in->line);
    else if (!has_content(o)) rc = error_set(err, ENT_E_FORMAT, 0, "%.*s:%u: has neither \"text\" nor \"html\"", STR_ARG(in->path), in->line);
    else {
        str content = STR_NONE;
        d->charset = STR("UTF-8");
        set_str(d, &d->url, get(o, "url"));
        rc = read_content(t, in, o, d, &content, err);
        if (!rc && !set_given(t, d, o)) rc = error_memory(err);
        if (!rc) rc = page_finish(options, content, d, err);
    }
    json_object_put(o);
    return rc;
}
