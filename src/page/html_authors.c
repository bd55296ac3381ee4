/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who wrote the page: names from meta data, bylines and links to authors.
 *
 * In: strings that JSON-LD and meta data give, the lines around the text, links that lead to a page of an author. Out: d->authors; and, since it often
 * stands in the same line, a visible date.
 * Order: JSON-LD, meta data, a line that a byline word opens ("By Anna Lopez"), a link (rel=author, or an address with a row `path` of page-meta.tsv),
 * a line whose class says so. What meta data gives and is no person's name, as the site's own name or a login, gives way to a person on the page.
 * A name is cut where dates, cues ("Updated") and offices ("Senior Editor") begin. Cost: the lines near the text, and the links.
 * Limits: a name in a class of its own style, without a byline word or link, is not told from any other short line.
 */
#include "base/calendar.h"
#include "page/html.h"

enum { MAX_AUTHORS = 8, NEAR_LINES = 25, HEAD_LINES = 8, LINKS_AFTER = 12, NAME_MAX_WORDS = 6, NAME_MAX_BYTES = 80 };

static bool alike(str a, str b)
{
    char x[PAGE_LINE_BYTES], y[PAGE_LINE_BYTES];
    return str_eq(page_line_key(a, x), page_line_key(b, y));
}

/* ---- names -------------------------------------------------------------------------------------------------------------------- */

static str without_byline_word(const html_tree *t, str name)
{
    str after = page_byline(t->t, name);
    return after.n ? after : name;
}

/* Where in a name a date, its cue or a number begins: "Anna Lopez Updated May 3", "Anna Lopez 59 Comments". */
static uint32_t date_begins(const html_tree *t, str s)
{
    for (uint32_t i = 0, word = 0; i < s.n; word++) {
        uint32_t end = i;
        while (end < s.n && s.s[end] != ' ') end++;
        char room[PAGE_LINE_BYTES];
        uint32_t w = map_get(&t->t->date_word, page_line_key(str_sub(s, i, end), room));
        uint32_t kind = w == MAP_NONE ? DATE_WORD_NONE : w >> 8;
        bool figure = s.s[i] >= '0' && s.s[i] <= '9', then_figure = end + 1 < s.n && s.s[end + 1] >= '0' && s.s[end + 1] <= '9';
        if (figure || kind == DATE_WORD_WEEKDAY || (kind == DATE_WORD_MONTH && then_figure) || (kind == DATE_WORD_CUE && w & 255)) return i;
        if (kind == DATE_WORD_CUE && word == 0) return 0; /* "Last updated" */
        for (i = end; i < s.n && s.s[i] == ' '; i++) {}
    }
    return s.n;
}

/* Cuts what follows a name: "Anna Lopez | Site", "Anna Lopez in Rome", "Anna Lopez - May 3". */
static str name_alone(const html_tree *t, str s)
{
    static const char *const ends[] = {" | ", " - ", " \xE2\x80\x93 ", " \xE2\x80\x94 ", " \xC2\xB7 ", " \xE2\x80\xA2 ", "(", "\xE2\x80\xA2", " in ", " on ", " for ", " at "};
    s = str_sub(s, 0, date_begins(t, s));
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        int64_t at = str_find(s, str_from(ends[i]), 1);
        bool word = i >= 8; /* "Center for Research" is one name */
        if (at > 0 && (!word || page_words(str_sub(s, 0, (uint32_t)at)) >= 2)) s = str_sub(s, 0, (uint32_t)at);
    }
    s = str_trim(s);
    if (str_ends(s, STR(" on")) || str_ends(s, STR(" at"))) s = str_sub(s, 0, s.n - 3);
    while (s.n && strchr(",;:|&", s.s[s.n - 1])) s = str_trim(str_sub(s, 0, s.n - 1));
    while (s.n && strchr(",;:|&", s.s[0])) s = str_trim(str_sub(s, 1, s.n));
    return s;
}

bool html_looks_like_url(str s) { return str_find(s, STR("://"), 0) >= 0 || str_starts(s, STR("www.")) || str_starts(s, STR("//")); }

/* A byline's word without a name, or a name of the system. */
static bool is_no_name(const html_tree *t, str name)
{
    char room[PAGE_LINE_BYTES];
    str key = page_line_key(name, room);
    return key.n < 3 || map_get(&t->t->no_author, key) != MAP_NONE || map_get(&t->t->byline, key) != MAP_NONE || html_looks_like_url(name) || str_starts(key, STR("http"));
}

void html_add_author(html_tree *t, str name)
{
    doc *d = t->d;
    if (html_looks_like_url(name)) return;
    name = name_alone(t, without_byline_word(t, str_trim(name)));
    if (!name.n || is_no_name(t, name) || name.n > NAME_MAX_BYTES || page_words(name) > NAME_MAX_WORDS || d->n_authors == MAX_AUTHORS) return;
    if (page_date_find(t->t, name).day != CAL_NONE) return;
    for (uint32_t i = 0; i < d->n_authors; i++)
        if (alike(d->authors[i], name)) return;
    if (!d->authors) d->authors = arena_new(d->mem, str, MAX_AUTHORS);
    if (d->authors) d->authors[d->n_authors++] = arena_str(d->mem, name);
}

/* Next of ", ", " and ", " & ", ";" in s, its length into *n; -1 when there is none. */
static int64_t next_joint(str s, uint32_t *n)
{
    static const char *const joints[] = {", and ", ", ", " and ", " & ", "; ", ";"};
    int64_t best = -1;
    for (size_t i = 0; i < sizeof joints / sizeof *joints; i++) {
        int64_t at = str_find(s, str_from(joints[i]), 0);
        if (at < 0 || (best >= 0 && at >= best)) continue;
        best = at;
        *n = (uint32_t)strlen(joints[i]);
    }
    return best;
}

/* Does a word of it name an office ("Senior Editor")? */
static bool names_office(const html_tree *t, str s)
{
    char room[PAGE_LINE_BYTES];
    for (str rest = page_line_key(s, room); rest.s;)
        if (map_get(&t->t->office, str_cut(&rest, ' ')) != MAP_NONE) return true;
    return false;
}

static bool is_name_like(const html_tree *t, str s)
{
    uint32_t words = page_words(s);
    return words >= 2 && words <= 4 && ((s.s[0] >= 'A' && s.s[0] <= 'Z') || (s.s[0] & 0x80)) && !names_office(t, s);
}

/* "Anna Lopez, Ben Ode and Carl Roe" is three; "Anna Lopez, Senior Editor" is one with her office after the comma. */
void html_add_authors(html_tree *t, str line)
{
    if (html_looks_like_url(line)) return;
    line = name_alone(t, without_byline_word(t, str_trim(line)));
    while (line.n) {
        uint32_t n = 0;
        int64_t at = next_joint(line, &n);
        str one = at < 0 ? line : str_sub(line, 0, (uint32_t)at), rest = at < 0 ? STR_NONE : str_sub(line, (uint32_t)at + n, line.n);
        uint32_t before = t->d->n_authors;
        if (!before || is_name_like(t, one)) html_add_author(t, one);
        bool office = n == 2 && at >= 0 && !is_name_like(t, name_alone(t, rest));
        if (office || (before == t->d->n_authors && before)) return;
        line = rest;
    }
}

/* ---- lines and links ------------------------------------------------------------------------------------------------------------ */

/* What meta data gave is the site, or no name of a person: kept only until a person is found. */
static bool author_may_change(const html_tree *t)
{
    return !t->d->n_authors || (t->d->n_authors == 1 && ((t->d->publisher.n && alike(t->d->authors[0], t->d->publisher)) || page_words(t->d->authors[0]) < 2));
}

/* What follows " by " in a line that also has a date, or the next line after a lone "Written by". */
static str byline_in(const html_tree *t, uint32_t i, bool dated)
{
    char room[PAGE_LINE_BYTES];
    str line = html_line_text(t, i), author = page_byline(t->t, line);
    if (!author.n) author = page_byline(t->t, str_sub(line, 0, date_begins(t, line))); /* "Posted by Anna Lopez at 10:00 Email this" */
    if (author.n) return author;
    int64_t at = dated ? str_find(line, STR(" by "), 0) : -1;
    if (at < 0) at = dated ? str_find(line, STR(" By "), 0) : -1;
    if (at >= 0) return str_sub(line, (uint32_t)at + 4, line.n);
    bool lone = map_get(&t->t->byline, page_line_key(line, room)) != MAP_NONE && i + 1 < t->n_lines;
    return lone && is_name_like(t, html_line_text(t, i + 1)) ? html_line_text(t, i + 1) : STR_NONE;
}

/* A person found on the page takes the place of what meta data gave instead of one; sure: a byline word says that it is one. */
static void author_from_line(html_tree *t, str line, bool sure)
{
    str site = t->d->n_authors ? t->d->authors[0] : STR_NONE, name = name_alone(t, without_byline_word(t, str_trim(line)));
    if (site.n && !is_name_like(t, name)) return;
    if (!sure && names_office(t, name)) return;
    t->d->n_authors = 0;
    html_add_authors(t, line);
    if (!t->d->n_authors && site.n) html_add_author(t, site);
}

/* "Anna Lopez, 3 May 2019": who stands beside the date. */
static str name_beside(const html_tree *t, str line, const page_date *date)
{
    str before = name_alone(t, str_sub(line, 0, date->begin)), after = name_alone(t, str_sub(line, date->end, line.n));
    return is_name_like(t, before) ? before : is_name_like(t, after) ? after : STR_NONE;
}

/* A link to an author's page names a person, if only by one word, unless it is told as an office or a call ("View all posts"). */
static bool link_names(const html_tree *t, str name)
{
    name = name_alone(t, without_byline_word(t, name));
    return name.n && page_words(name) <= NAME_MAX_WORDS && !is_no_name(t, name) && !names_office(t, name);
}

/* All links to authors in the line where the nearest one stands: above the text, else within it or soon after its end. */
static void authors_from_links(html_tree *t, uint32_t begin, uint32_t end)
{
    uint32_t best = DOC_NONE;
    for (uint32_t i = 0; i < t->n_author_links; i++) {
        const html_author_link *a = &t->author_links[i];
        bool above = a->line < begin && begin - a->line <= NEAR_LINES, after = a->line >= begin && a->line < end + LINKS_AFTER;
        bool better = best == DOC_NONE || (above && t->author_links[best].line < a->line);
        if ((above || (after && best == DOC_NONE)) && better && link_names(t, a->name)) best = i;
    }
    if (best == DOC_NONE) return;
    uint32_t line = t->author_links[best].line;
    t->d->n_authors = 0;
    for (uint32_t i = best; i < t->n_author_links && t->author_links[i].line == line; i++) html_add_authors(t, t->author_links[i].name);
}

/* A line around the article as its byline, its date or both. by_class: also a line of which only its class says that it is a byline. */
static void use_line(html_tree *t, uint32_t i, uint32_t begin, uint32_t end, bool by_class, bool *dated)
{
    const html_line *l = &t->lines[i];
    uint32_t marks = l->marks | t->nodes[l->node].marks;
    if (l->keep || l->n_words > 25 || (t->nodes[l->node].dropped && !(marks & MARK_BYLINE))) return;
    str line = html_line_text(t, i);
    page_date date = page_date_find(t->t, line);
    bool has_date = date.day != CAL_NONE, head = i < begin && begin - i <= HEAD_LINES && l->n_words <= 12 && !l->stop;
    str author = byline_in(t, i, has_date);
    if (has_date && !*dated && (date.alone || date.cued || head || marks & MARK_DATE || author.n)) {
        page_date_offer(t->t, t->d, line, BASIS_TEXT, 600);
        *dated = true;
    }
    bool after = i >= end && marks & MARK_BYLINE; /* "Posted by Anna Lopez" under the text */
    if ((i > begin + 2 && !after) || !author_may_change(t)) return;
    if (author.n) author_from_line(t, author, true);
    if (!by_class || author.n) return;
    str beside = has_date && head ? name_beside(t, line, &date) : STR_NONE;
    if (beside.n) author_from_line(t, beside, false);
    else if (marks & MARK_BYLINE && !has_date) author_from_line(t, line, false);
}

static void use_lines(html_tree *t, uint32_t begin, uint32_t end, bool by_class, bool *dated)
{
    for (uint32_t i = begin; i-- > 0 && begin - i <= NEAR_LINES;) use_line(t, i, begin, end, by_class, dated);
    for (uint32_t i = begin; i < end + 3 && i < t->n_lines; i++) use_line(t, i, begin, end, by_class, dated);
}

/* From the text upwards, since what is nearest is the article's own; then the lines after it. */
void html_lines_near(html_tree *t, uint32_t begin, uint32_t end)
{
    bool dated = false;
    use_lines(t, begin, end, false, &dated);
    if (author_may_change(t)) authors_from_links(t, begin, end);
    if (author_may_change(t)) use_lines(t, begin, end, true, &dated);
}
