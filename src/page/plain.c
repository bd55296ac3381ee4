/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Plain text → main text.
 *
 * In: decoded text. Out: paragraphs. As news also: title, byline and date told from the text, and page furniture left out;
 * else the text byte for byte, with its paragraphs as blocks.
 *
 *     lines ──units──► paragraphs ──head──► title, crumb, byline, date, "2 min read" │ body: prose and headings │ tail: furniture
 *
 * Method: a unit is a line, or lines that a hard wrap broke (a line was wrapped when the first word of the next would not have fitted).
 * Units are head matter until the first prose; each is told by the tables (furniture, byline), by a date that stands alone, by repeating
 * the title, or as the title: the first unit without a closing stop, of at most 25 words. Nothing is told from meaning.
 * Cost: linear. Limits: a text that opens with two or more titles keeps the first; the rest stay as headings.
 */
#include "page/parts.h"

enum { TITLE_MAX_WORDS = 25, WRAP_MIN = 40, WRAP_MAX = 110 };

typedef struct unit {
    uint32_t begin, end; /* bytes of the source, without white space at both ends */
    uint32_t n_words;
    bool stop;           /* ends as prose does */
    bool gap;            /* a blank line stands before it */
} unit;

typedef struct plain {
    const page_tables *t;
    const page_source *source;
    doc *d;
    arena *mem;
    unit *units;
    uint32_t n_units, cap_units;
    bool failed;
} plain;

/* ---- units ------------------------------------------------------------------------------------------------------------- */

/* Does the text end in a sentence mark, perhaps with quotes, brackets or note marks after it? */
static bool ends_in_stop(str s)
{
    while (s.n) {
        unsigned char c = (unsigned char)s.s[s.n - 1];
        if (c == '.' || c == '!' || c == '?' || c == ':' || c == ';' || c == ',') return true;
        if (s.n >= 3 && !memcmp(s.s + s.n - 3, "\xE2\x80\xA6", 3)) return true;
        if (c == '"' || c == '\'' || c == ')' || c == ']' || c <= ' ') s.n--;
        else if (s.n >= 3 && (!memcmp(s.s + s.n - 3, "\xE2\x80\x9D", 3) || !memcmp(s.s + s.n - 3, "\xE2\x80\x99", 3) || !memcmp(s.s + s.n - 3, "\xE2\x80\x9C", 3))) s.n -= 3;
        else return false;
    }
    return false;
}

static void put_unit(plain *p, uint32_t begin, uint32_t end, bool gap)
{
    str line = str_trim(str_sub(p->source->text, begin, end));
    if (!line.n) return;
    p->units = arena_grow(p->mem, p->units, sizeof *p->units, p->n_units, p->n_units + 1, &p->cap_units);
    if (!p->units) {
        p->failed = true;
        return;
    }
    uint32_t at = (uint32_t)(line.s - p->source->text.s);
    p->units[p->n_units++] = (unit){at, at + line.n, page_words(line), ends_in_stop(line), gap};
}

static uint32_t line_end(str s, uint32_t at)
{
    const char *p = at < s.n ? memchr(s.s + at, '\n', s.n - at) : NULL;
    return p ? (uint32_t)(p - s.s) : s.n;
}

static str line_at(str s, uint32_t at) { return str_trim(str_sub(s, at, line_end(s, at))); }

static uint32_t first_word_bytes(str line)
{
    uint32_t n = 0;
    while (n < line.n && (unsigned char)line.s[n] > ' ') n++;
    return n;
}

/* Longest line of the paragraph [begin, end). */
static uint32_t paragraph_width(str s, uint32_t begin, uint32_t end)
{
    uint32_t width = 0;
    for (uint32_t at = begin; at < end; at = line_end(s, at) + 1) {
        uint32_t n = line_at(s, at).n;
        if (n > width) width = n;
    }
    return width;
}

/* Was the line broken before `next` only because the paragraph is wrapped at `width`? */
static bool is_wrapped(str line, str next, uint32_t width, uint32_t n_lines)
{
    if (width > WRAP_MAX || width < WRAP_MIN || str_eq(line, next)) return false;
    bool small = next.n && next.s[0] >= 'a' && next.s[0] <= 'z';
    if (line.n + 1 + first_word_bytes(next) + 6 <= width) return false;
    return n_lines > 2 || small;
}

static void units_of_paragraph(plain *p, uint32_t begin, uint32_t end)
{
    str s = p->source->text;
    uint32_t n_lines = 0, width = paragraph_width(s, begin, end), from = begin;
    for (uint32_t at = begin; at < end; at = line_end(s, at) + 1) n_lines++;
    bool gap = true;
    for (uint32_t at = begin; at < end;) {
        uint32_t stop = line_end(s, at), next = stop + 1;
        if (next >= end || !is_wrapped(line_at(s, at), line_at(s, next), width, n_lines)) {
            put_unit(p, from, stop < end ? stop : end, gap);
            gap = false;
            from = next;
        }
        at = next;
    }
}

static bool read_units(plain *p)
{
    str s = p->source->text;
    uint32_t begin = 0, at = 0;
    while (at < s.n && !p->failed) {
        uint32_t next = line_end(s, at) + 1;
        if (!line_at(s, at).n) {
            if (at > begin) units_of_paragraph(p, begin, at);
            begin = next;
        }
        at = next;
    }
    if (begin < s.n && !p->failed) units_of_paragraph(p, begin, s.n);
    return !p->failed;
}

/* ---- head ---------------------------------------------------------------------------------------------------------------- */

static str unit_text(const plain *p, uint32_t i) { return str_sub(p->source->text, p->units[i].begin, p->units[i].end); }

/* "Home » World » Title": last part, or none. */
static str crumb_last(const page_tables *t, str line)
{
    static const char *const marks[] = {"\xC2\xBB", "\xE2\x80\xBA", " > ", " / "};
    char room[PAGE_LINE_BYTES];
    for (size_t m = 0; m < sizeof marks / sizeof *marks; m++) {
        str mark = str_from(marks[m]);
        int64_t at = str_find(line, mark, 0);
        if (at <= 0 || map_get(&t->crumb, page_line_key(str_sub(line, 0, (uint32_t)at), room)) == MAP_NONE) continue;
        for (int64_t next = at; next >= 0; next = str_find(line, mark, (uint32_t)at + mark.n)) at = next;
        str last = str_trim(str_sub(line, (uint32_t)at + mark.n, line.n));
        return last.n ? last : str_trim(line);
    }
    return STR_NONE;
}

/* Does a line only repeat the title, perhaps with a few words more (a credit, the site's name)? */
static bool repeats(str title, str line)
{
    char a[PAGE_LINE_BYTES], b[PAGE_LINE_BYTES];
    str x = page_line_key(title, a), y = page_line_key(line, b);
    if (!x.n || !y.n) return false;
    str head = x.n < y.n ? x : y, longer = x.n < y.n ? y : x;
    return str_starts(longer, head) && (longer.n == head.n || (longer.n - head.n <= 40 && head.n >= 20 && page_words(longer) <= page_words(head) + 5));
}

static bool add_author(plain *p, str name)
{
    doc *d = p->d;
    if (d->n_authors) return true;
    d->authors = arena_new(d->mem, str, 1);
    if (!d->authors) return false;
    d->authors[0] = arena_str(d->mem, name);
    d->n_authors = 1;
    return true;
}

static bool is_title_like(const plain *p, uint32_t i) { return !p->units[i].stop && p->units[i].n_words <= TITLE_MAX_WORDS; }

static str without_label(str line)
{
    const char *colon = line.n > 6 ? memchr(line.s, ':', 10 < line.n ? 10 : line.n) : NULL;
    return colon ? str_trim(str_make(colon + 1, line.n - (size_t)(colon + 1 - line.s))) : line;
}

/* "Kabul, 3 May 2024": names alone and a day after them. */
static bool is_place_and_day(str line, const page_date *date)
{
    enum { MOST_WORDS = 4 };
    if (date->day == CAL_NONE || date->end != line.n) return false;
    str before = str_trim(str_sub(line, 0, date->begin));
    bool apart = before.n && (before.s[before.n - 1] == ',' || str_ends(before, STR("\xE2\x80\x93")) || str_ends(before, STR("\xE2\x80\x94")));
    if (!apart || page_words(before) > MOST_WORDS) return false;
    for (uint32_t i = 0; i < before.n; i++)
        if ((!i || before.s[i - 1] == ' ') && before.s[i] >= 'a' && before.s[i] <= 'z') return false;
    return true;
}

/* Takes unit i as head matter; false when it is the article. */
static bool take_head(plain *p, uint32_t i)
{
    doc *d = p->d;
    str line = unit_text(p, i), crumb = crumb_last(p->t, line), author = page_byline(p->t, line);
    page_date date = page_date_find(p->t, line);
    if (crumb.n) return true;
    if (date.alone) {
        page_date_offer(p->t, d, line, BASIS_TEXT, date.cued || d->title.n ? 450 : 300); /* above the title it may be the day of the copy */
        return true;
    }
    if (is_place_and_day(line, &date)) {
        page_date_offer(p->t, d, line, BASIS_TEXT, 450);
        return true;
    }
    if (author.n) {
        date = page_date_find(p->t, author);
        if (date.day != CAL_NONE) page_date_offer(p->t, d, author, BASIS_TEXT, 450);
        return date.day != CAL_NONE ? true : add_author(p, author);
    }
    if (page_is_reading_time(p->t, line)) return true;
    if (d->title.n && repeats(d->title, line)) return true;
    if (page_line_furniture(p->t, line, p->units[i].n_words) != LINE_NONE) {
        if (!d->title.n && is_title_like(p, i) && p->units[i].n_words > 3) d->title = arena_str(d->mem, without_label(line));
        return true;
    }
    if (d->title.n || !is_title_like(p, i) || i + 1 == p->n_units) return false;
    d->title = arena_str(d->mem, line);
    return true;
}

/* ---- body ---------------------------------------------------------------------------------------------------------------- */

static bool is_prose(const unit *u) { return u->stop && u->n_words >= 8; }

static void put_paragraph(plain *p, page_out *o, const unit *u)
{
    page_out_gap(o, u->begin);
    uint32_t begin = o->n;
    str s = p->source->text;
    for (uint32_t i = u->begin; i < u->end;) { /* the line breaks of a hard wrap become spaces */
        uint32_t stop = line_end(s, i);
        if (stop > u->end) stop = u->end;
        uint32_t end = stop;
        if (stop < u->end && stop > i && s.s[stop - 1] == '\r') end--;
        page_out_put(o, s.s + i, end - i, i, true);
        if (stop < u->end) page_out_put(o, " ", 1, stop, true);
        i = stop + 1;
    }
    page_out_block(o, begin, o->n, !u->stop && u->n_words <= TITLE_MAX_WORDS ? BLOCK_HEADING : BLOCK_PARAGRAPH);
}

static void put_body(plain *p, page_out *o, uint32_t first)
{
    bool in_list = false, prose_seen = false;
    for (uint32_t i = first; i < p->n_units; i++) {
        const unit *u = &p->units[i];
        str line = unit_text(p, i);
        line_kind kind = page_line_furniture(p->t, line, u->n_words);
        if (kind == LINE_TAIL && prose_seen) return;
        if (kind == LINE_LIST) in_list = true;
        if (is_prose(u)) in_list = false;
        if (kind != LINE_NONE || in_list || page_is_reading_time(p->t, line)) continue;
        if (!u->stop && (repeats(p->d->title, line) || page_date_find(p->t, line).alone)) continue;
        prose_seen |= is_prose(u);
        put_paragraph(p, o, u);
    }
}

/* Headings that lead to nothing, at the end, are links. */
static void drop_last_headings(page_out *o)
{
    uint32_t n = o->n_blocks;
    while (n && o->blocks[n - 1].kind == BLOCK_HEADING) n--;
    if (!n || n == o->n_blocks) return;
    o->n_blocks = n;
    o->n = o->blocks[n - 1].end;
    while (o->n_map && o->map[o->n_map - 1].text_off >= o->n) o->n_map--;
}

static int as_news(plain *p, ent_error *err)
{
    uint32_t first = 0;
    while (p->n_units > 1 && first < p->n_units && take_head(p, first)) first++;
    page_out o;
    page_out_init(&o, p->mem, p->source->text.n);
    put_body(p, &o, first);
    drop_last_headings(&o);
    return page_out_finish(&o, p->source, p->d, err);
}

static int as_it_is(plain *p, ent_error *err)
{
    page_out o;
    page_out_init(&o, p->mem, 0);
    str s = p->source->text;
    for (uint32_t i = 0; i < p->n_units; i++) page_out_block(&o, p->units[i].begin, p->units[i].end, BLOCK_PARAGRAPH);
    o.s = (char *)(uintptr_t)s.s; /* read only from here on */
    o.n = s.n;
    doc_piece whole = {0, 0, true};
    o.map = &whole;
    o.n_map = p->source->n_map ? 1 : 0;
    return page_out_finish(&o, p->source, p->d, err);
}

int page_plain(const page_tables *t, const page_source *source, bool news, doc *d, ent_error *err)
{
    plain p = {.t = t, .source = source, .d = d, .mem = d->mem};
    if (!read_units(&p)) return error_memory(err);
    return news ? as_news(&p, err) : as_it_is(&p, err);
}
