/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Export lines taken apart, and the entries of a time line laid out for people.
 *
 *     2023-02-22  CONSULT visit                                  1a2b3c4d5e6f
 *         China → Russia
 *         "Wang Yi [arrived] in Moscow on Wednesday ..."
 *         said by Tass; Northsea Press, 2023-02-23; 3 reports, 2 sources
 *
 * Lines have at most 100 columns, counted in characters; a single word longer than that (a URL) stands alone on its line. A quote is
 * the sentence of the page, white space made one blank, its trigger in brackets; of a long sentence the part around the trigger.
 */
#include "ask/line.h"

#include "base/utf8.h"

enum { QUOTE_BYTES = 420, MISDATED_DAYS = 3 };

int line_parse(json_object **out, str line, ent_error *err)
{
    json_tokener *t = json_tokener_new();
    *out = NULL;
    if (!t) return error_memory(err);
    if (line.s) *out = json_tokener_parse_ex(t, line.s, (int)line.n);
    json_tokener_free(t);
    if (*out && json_object_is_type(*out, json_type_object)) return ENT_OK;
    line_free(*out);
    *out = NULL;
    return error_set(err, ENT_E_FORMAT, -1, "the record is damaged: the line of a report is no JSON object");
}

void line_free(json_object *line) { json_object_put(line); }

json_object *line_get(json_object *o, const char *key)
{
    json_object *v = NULL;
    return o && json_object_is_type(o, json_type_object) && json_object_object_get_ex(o, key, &v) ? v : NULL;
}

str line_str(json_object *o, const char *key)
{
    json_object *v = line_get(o, key);
    if (!v) return STR_NONE;
    if (json_object_is_type(v, json_type_string)) return str_make(json_object_get_string(v), (size_t)json_object_get_string_len(v));
    return str_from(json_object_to_json_string_ext(v, JSON_C_TO_STRING_PLAIN));
}

int64_t line_int(json_object *o, const char *key, int64_t otherwise)
{
    json_object *v = line_get(o, key);
    return v && json_object_is_type(v, json_type_int) ? json_object_get_int64(v) : otherwise;
}

size_t line_count(json_object *list) { return list && json_object_is_type(list, json_type_array) ? json_object_array_length(list) : 0; }
json_object *line_at(json_object *list, size_t i) { return i < line_count(list) ? json_object_array_get_idx(list, i) : NULL; }

bool line_misses_day(const record_row *row)
{
    if (row->event_start == CAL_NONE) return false;
    if (row->dated == DATED_DOCUMENT && row->start != row->event_start) return true;
    return row->start == CAL_NONE || row->start > row->event_stop + MISDATED_DAYS || row->stop < row->event_start - MISDATED_DAYS;
}

static json_object *json_day(int32_t day)
{
    char text[16];
    cal_format(day, text);
    return json_object_new_string(text);
}

void line_day_of_story(json_object *line, const record_row *row)
{
    json_object *date = line_get(line, "date");
    if (!date) return;
    json_object_object_add(date, "start", json_day(row->event_start));
    json_object_object_add(date, "end", json_day(row->event_stop));
    json_object_object_add(date, "basis", json_object_new_string("story"));
}

/* ---- layout ---------------------------------------------------------------------------------------------------------- */

static bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

static uint32_t width_of(str s)
{
    uint32_t width = 0;
    for (uint32_t i = 0; i < s.n; i++) width += ((unsigned char)s.s[i] & 0xC0) != 0x80;
    return width;
}

static void put_blanks(buf *out, uint32_t n)
{
    while (n--) buf_char(out, ' ');
}

void show_wrapped(buf *out, uint32_t indent, str text)
{
    uint32_t column = 0;
    for (uint32_t i = 0, end; i < text.n; i = end) {
        while (i < text.n && is_blank(text.s[i])) i++;
        for (end = i; end < text.n && !is_blank(text.s[end]); end++) continue;
        if (end == i) break;
        str word = str_sub(text, i, end);
        uint32_t width = width_of(word);
        if (column && column + 1 + width > SHOW_COLUMNS) {
            buf_char(out, '\n');
            column = 0;
        }
        if (column) buf_char(out, ' ');
        else put_blanks(out, indent);
        column += (column ? 1 : indent) + width;
        buf_str(out, word);
    }
    buf_char(out, '\n');
}

static bool is_month(int32_t start, int32_t stop)
{
    cal_date a = cal_civil(start), b = cal_civil(stop);
    return a.day == 1 && a.year == b.year && a.month == b.month && b.day == cal_month_days(b.year, b.month);
}

static bool is_year(int32_t start, int32_t stop)
{
    cal_date a = cal_civil(start), b = cal_civil(stop);
    return a.year == b.year && a.month == 1 && a.day == 1 && b.month == 12 && b.day == 31;
}

void show_days(buf *out, int32_t start, int32_t stop)
{
    char a[16], b[16];
    cal_format(start, a);
    cal_format(stop, b);
    if (start == CAL_NONE) buf_z(out, "undated");
    else if (stop == CAL_NONE || stop == start) buf_z(out, a);
    else if (is_year(start, stop)) buf_put(out, a, 4);
    else if (is_month(start, stop)) buf_put(out, a, 7);
    else buf_printf(out, "%s..%s", a, !strncmp(a, b, 8) ? b + 8 : !strncmp(a, b, 5) ? b + 5 : b);
}

void show_int_padded(buf *out, int64_t v, uint32_t width) { buf_printf(out, "%*lld", (int)width, (long long)v); }

void show_padded(buf *out, str s, uint32_t width)
{
    uint32_t n = width_of(s);
    buf_str(out, s);
    if (n < width) put_blanks(out, width - n);
}

/* The resolved name; of somebody without one the words of the text, with the code they stand for. */
static void put_party(buf *out, json_object *p)
{
    str name = line_str(p, "name"), text = line_str(p, "text"), code = line_str(p, "code");
    buf_str(out, name.n ? name : text.n ? text : code);
    if (!name.n && text.n && code.n) buf_printf(out, " (%.*s)", STR_ARG(code));
}

static void put_party_list(buf *out, json_object *list)
{
    for (size_t i = 0; i < line_count(list); i++) {
        if (i) buf_z(out, i + 1 == line_count(list) ? " and " : ", ");
        put_party(out, line_at(list, i));
    }
}

void show_parties(buf *out, json_object *line)
{
    put_party_list(out, line_get(line, "actor"));
    if (!line_count(line_get(line, "recipient"))) return;
    buf_z(out, " → ");
    put_party_list(out, line_get(line, "recipient"));
}

/* Moves a cut to the nearest word boundary outwards. */
static uint32_t cut_before(str s, uint32_t at)
{
    while (at && !is_blank(s.s[at - 1])) at--;
    return at;
}

static uint32_t cut_after(str s, uint32_t at)
{
    while (at < s.n && !is_blank(s.s[at])) at++;
    return at;
}

void show_quote(buf *out, json_object *line)
{
    json_object *e = line_get(line, "evidence"), *span = line_get(e, "trigger");
    str text = line_str(e, "text");
    int64_t at = line_int(e, "begin", 0), a = 0, b = 0;
    if (line_count(span) == 2) {
        a = json_object_get_int64(line_at(span, 0)) - at;
        b = json_object_get_int64(line_at(span, 1)) - at;
    }
    if (a < 0 || b <= a || b > text.n) a = b = 0;
    uint32_t from = 0, to = text.n, ta = (uint32_t)a, tb = (uint32_t)b;
    if (text.n > QUOTE_BYTES) {
        from = ta > QUOTE_BYTES / 2 ? cut_before(text, ta - QUOTE_BYTES / 2) : 0;
        to = from + QUOTE_BYTES < text.n ? cut_after(text, from + QUOTE_BYTES > tb ? from + QUOTE_BYTES : tb) : text.n;
    }
    buf_z(out, from ? "\"… " : "\"");
    buf_str(out, str_sub(text, from, ta > from ? ta : from));
    if (tb) {
        buf_char(out, '[');
        buf_str(out, str_sub(text, ta, tb));
        buf_char(out, ']');
    }
    uint32_t rest = tb > from ? tb : from;
    buf_str(out, str_sub(text, rest, to > rest ? to : rest));
    buf_z(out, to < text.n ? " …\"" : "\"");
}

void show_said_by(buf *out, json_object *line)
{
    json_object *list = line_get(line, "said_by");
    for (size_t i = line_count(list); i-- > 0;) { /* innermost first: "said by X, according to Y" */
        buf_z(out, i + 1 == line_count(list) ? "said by " : ", according to ");
        put_party(out, line_at(list, i));
    }
}

void show_source(buf *out, const record_row *row)
{
    char day[16];
    cal_format(row->published, day);
    buf_str(out, row->publisher.n ? row->publisher : row->path.n ? row->path : row->doc_id);
    if (*day) buf_printf(out, ", %s", day);
}

str show_id(str id) { return str_sub(id, 0, id.n < 12 ? id.n : 12); }

static void put_heading(buf *out, const record_row *row)
{
    size_t begin = out->n;
    show_days(out, row->start, row->stop);
    while (out->n - begin < 12) buf_char(out, ' ');
    buf_str(out, row->event);
    if (row->mode.n) {
        buf_char(out, ' ');
        buf_str(out, row->mode);
    }
    if (row->vote.n) buf_printf(out, ", vote: %.*s", STR_ARG(row->vote));
    if (!str_is(row->status, "actual")) buf_printf(out, "  (%.*s)", STR_ARG(row->status));
    if (row->apart) buf_z(out, "  (armed group)");
    do buf_char(out, ' ');
    while (out->n - begin < SHOW_COLUMNS - 12);
    buf_str(out, show_id(row->event_id.n ? row->event_id : row->id));
    buf_char(out, '\n');
}

static void put_footing(buf *part, const record_row *row, json_object *line)
{
    show_said_by(part, line);
    if (part->n) buf_z(part, "; ");
    show_source(part, row);
    if (row->n_reports > 1) buf_printf(part, "; %d reports, %d source%s", row->n_reports, row->n_sources, row->n_sources == 1 ? "" : "s");
}

int show_entry(buf *out, const record_row *row, ent_error *err)
{
    json_object *line;
    buf part;
    int rc = line_parse(&line, row->line, err);
    if (rc) return rc;
    buf_init(&part);
    put_heading(out, row);
    show_parties(&part, line);
    show_wrapped(out, 4, str_make(part.s, part.n));
    buf_reset(&part);
    show_quote(&part, line);
    show_wrapped(out, 4, str_make(part.s, part.n));
    buf_reset(&part);
    put_footing(&part, row, line);
    show_wrapped(out, 4, str_make(part.s, part.n));
    buf_char(out, '\n');
    rc = part.failed ? error_memory(err) : ENT_OK;
    buf_fini(&part);
    line_free(line);
    return rc;
}
