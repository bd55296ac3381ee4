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

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* A name may begin with a figure, when that is no number of its own ("3i Group") or capitals follow ("21 Hats Media"). */
static bool figure_names(str s)
{
    uint32_t end = 0, capitals = 0;
    while (end < s.n && is_digit(s.s[end])) end++;
    if (end < s.n && s.s[end] >= 'a' && s.s[end] <= 'z') return true;
    for (uint32_t i = end; i + 1 < s.n && s.s[i] == ' '; capitals++) {
        if (s.s[i + 1] < 'A' || s.s[i + 1] > 'Z') return false;
        for (i++; i < s.n && s.s[i] != ' '; i++) {}
    }
    return capitals >= 2;
}

/* What kind of word of a date stands at i; its end. */
static uint32_t date_word_at(const html_tree *t, str s, uint32_t i, uint32_t *end)
{
    char room[PAGE_LINE_BYTES];
    for (*end = i; *end < s.n && s.s[*end] != ' ';) ++*end;
    uint32_t w = map_get(&t->t->date_word, page_line_key(str_sub(s, i, *end), room));
    return w == MAP_NONE ? DATE_WORD_NONE << 8 : w;
}

/* Where in a name a date, its cue or a number begins: "Anna Lopez Updated May 3", "Anna Lopez 59 Comments". */
static uint32_t date_begins(const html_tree *t, str s)
{
    for (uint32_t i = 0, end; i < s.n;) {
        uint32_t w = date_word_at(t, s, i, &end), kind = w >> 8, next_end;
        bool figure = is_digit(s.s[i]) && (i || page_date_find(t->t, s).day != CAL_NONE || !figure_names(s)), then_figure = end + 1 < s.n && is_digit(s.s[end + 1]);
        if (figure || kind == DATE_WORD_WEEKDAY || (kind == DATE_WORD_MONTH && then_figure) || (kind == DATE_WORD_CUE && w & 255)) return i;
        bool then_date = end < s.n && (then_figure || date_word_at(t, s, end + 1, &next_end) >> 8 != DATE_WORD_NONE);
        if (kind == DATE_WORD_CUE && !i && (then_date || end == s.n)) return 0; /* "Last updated" */
        for (i = end; i < s.n && s.s[i] == ' '; i++) {}
    }
    return s.n;
}

/* Does a word of it name an office ("Senior Editor")? */
static bool names_office(const html_tree *t, str s)
{
    char room[PAGE_LINE_BYTES];
    for (str rest = page_line_key(s, room); rest.s;)
        if (map_get(&t->t->office, str_cut(&rest, ' ')) != MAP_NONE) return true;
    return false;
}

static uint32_t last_word(str s)
{
    uint32_t i = s.n;
    while (i && s.s[i - 1] != ' ') i--;
    return i;
}

static bool last_word_is_office(const html_tree *t, str s)
{
    char room[PAGE_LINE_BYTES];
    bool capital = s.n && s.s[last_word(s)] >= 'A' && s.s[last_word(s)] <= 'Z';
    return capital && map_get(&t->t->office, page_line_key(str_sub(s, last_word(s), s.n), room)) != MAP_NONE && !names_office(t, str_sub(s, 0, last_word(s))) && page_words(s) == 3;
}

/* Cuts what follows a name: "Anna Lopez | Site", "Anna Lopez in Rome", "Anna Lopez - May 3". */
static str name_alone(const html_tree *t, str s)
{
    static const char *const ends[] = {" | ", " - ", " \xE2\x80\x93 ", " \xE2\x80\x94 ", " \xC2\xB7 ", " \xE2\x80\xA2 ", " \xE2\x8B\x85 ", "(", "\xE2\x80\xA2", " in ", " on ", " for ", " at "};
    s = str_trim(s);
    while (str_starts(s, STR("\xE2\x80\xA2")) || str_starts(s, STR("\xE2\x80\x93"))) s = str_trim(str_sub(s, 3, s.n));
    s = str_sub(s, 0, date_begins(t, s));
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        int64_t at = str_find(s, str_from(ends[i]), 1);
        bool word = i >= 9 || str_is(str_from(ends[i]), "("); /* "Center for Research" is one name */
        if (at > 0 && (!word || page_words(str_sub(s, 0, (uint32_t)at)) >= 2)) s = str_sub(s, 0, (uint32_t)at);
    }
    s = str_trim(s);
    if (str_ends(s, STR(" on")) || str_ends(s, STR(" at"))) s = str_sub(s, 0, s.n - 3);
    while (s.n && strchr(",;:|&", s.s[s.n - 1])) s = str_trim(str_sub(s, 0, s.n - 1));
    while (s.n && strchr(",;:|&-", s.s[0])) s = str_trim(str_sub(s, 1, s.n));
    return s;
}

bool html_looks_like_url(str s) { return str_find(s, STR("://"), 0) >= 0 || str_starts(s, STR("www.")) || str_starts(s, STR("//")); }

/* A byline's word without a name, or a name of the system. */
static bool is_no_name(const html_tree *t, str name)
{
    char room[PAGE_LINE_BYTES];
    str key = page_line_key(name, room);
    for (uint32_t i = 0; i < key.n; i++) /* "Fact checked by Anna Lopez" */
        if (key.s[i] == ' ' && str_ends(str_sub(key, 0, i), STR(" by")) && map_get(&t->t->no_author, str_sub(key, 0, i)) != MAP_NONE) return true;
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

static bool is_name_like(const html_tree *t, str s)
{
    uint32_t words = page_words(s);
    return words >= 2 && words <= 4 && ((s.s[0] >= 'A' && s.s[0] <= 'Z') || (s.s[0] & 0x80)) && !names_office(t, s);
}

/* Two or three words that all begin with a capital, none of an office. */
static bool is_person_like(const html_tree *t, str s)
{
    uint32_t words = page_words(s);
    for (uint32_t i = 0; i < s.n; i++)
        if ((!i || s.s[i - 1] == ' ') && s.s[i] >= 'a' && s.s[i] <= 'z') return false;
    return words >= 2 && words <= 3 && is_name_like(t, s);
}

/* The degree that follows a name after a comma and belongs to it: "MD", "Ph.D.", "CFAÂ®". Its bytes, 0 when it does not begin with one. */
static uint32_t degree_after(const html_tree *t, str s)
{
    enum { DEGREE_MAX = 8 };
    char plain[DEGREE_MAX];
    uint32_t i = 0, n = 0;
    for (; i < s.n && s.s[i] != ' ' && s.s[i] != ',' && s.s[i] != ';'; i++) {
        char c = s.s[i];
        if (c == '.' || (unsigned char)c >= 0x80) continue;
        if (n == DEGREE_MAX) return 0;
        plain[n++] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
    }
    bool ends = i == s.n || s.s[i] != ' ' || degree_after(t, str_sub(s, i + 1, s.n));
    return ends && map_get(&t->t->degree, str_make(plain, n)) != MAP_NONE ? i : 0;
}

void html_add_named(html_tree *t, str name)
{
    int64_t comma = str_find(name, STR(", "), 0);
    str persons = comma < 0 ? name : str_sub(name, 0, (uint32_t)comma);
    int64_t at = str_find(persons, STR(" and "), 0);
    bool two = at > 0 && is_person_like(t, str_sub(persons, 0, (uint32_t)at)) && is_person_like(t, str_sub(persons, (uint32_t)at + 5, persons.n));
    if (two) html_add_authors(t, persons);
    else html_add_author(t, name);
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
        for (uint32_t k; at >= 0 && n == 2 && page_words(one) >= 2 && (k = degree_after(t, rest)) > 0;) {
            one = str_make(one.s, one.n + 2 + k);
            rest = str_sub(rest, k, rest.n);
            at = next_joint(rest, &n) == 0 ? (int64_t)one.n : -1;
            rest = at < 0 ? STR_NONE : str_sub(rest, n, rest.n);
        }
        uint32_t before = t->d->n_authors;
        if (!before || is_name_like(t, one)) html_add_author(t, one);
        bool office = n == 2 && at >= 0 && !is_name_like(t, name_alone(t, rest));
        if (office || (before == t->d->n_authors && before)) return;
        line = rest;
    }
}

/* ---- lines and links ------------------------------------------------------------------------------------------------------------ */

/* "anna.lopez", "alopez_2", "page.author": what a system knows somebody by. */
static bool is_login(str s)
{
    return page_words(s) == 1 && s.n > 2 && s.s[0] >= 'a' && s.s[0] <= 'z' && (memchr(s.s, '.', s.n - 1) || memchr(s.s, '_', s.n));
}

/* Nothing but, at best, the site's own name or a login. */
static bool no_author(const html_tree *t)
{
    if (!t->d->n_authors) return true;
    return t->d->n_authors == 1 && ((t->d->publisher.n && alike(t->d->authors[0], t->d->publisher)) || is_login(t->d->authors[0]));
}

/* What meta data gave is the site, or no name of a person: kept only until a person is found. */
static bool author_may_change(const html_tree *t)
{
    return no_author(t) || (t->d->n_authors == 1 && page_words(t->d->authors[0]) < 2);
}

/* What stands before the first joint of a list of names. */
static str first_name(str s)
{
    uint32_t n;
    int64_t at = next_joint(s, &n);
    return at < 0 ? s : str_sub(s, 0, (uint32_t)at);
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
    return lone && is_name_like(t, first_name(html_line_text(t, i + 1))) ? html_line_text(t, i + 1) : STR_NONE;
}

/* A person found on the page takes the place of what meta data gave instead of one; sure: a byline word says that it is one. */
static void author_from_line(html_tree *t, str line, bool sure)
{
    str site = t->d->n_authors ? t->d->authors[0] : STR_NONE, name = name_alone(t, without_byline_word(t, str_trim(line)));
    if (!sure && last_word_is_office(t, name)) line = name = str_trim(str_sub(name, 0, last_word(name))); /* "Anna Lopez Founder" */
    if (site.n && (!is_name_like(t, name) || (!sure && !no_author(t)))) return;
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
        if (!above && !no_author(t)) continue; /* a login gives way to who stands above the text */
        bool better = best == DOC_NONE || (above && t->author_links[best].line < a->line);
        if ((above || (after && best == DOC_NONE)) && better && link_names(t, a->name)) best = i;
    }
    if (best == DOC_NONE) return;
    uint32_t line = t->author_links[best].line;
    t->d->n_authors = 0;
    for (uint32_t i = best; i < t->n_author_links && t->author_links[i].line == line; i++) html_add_authors(t, t->author_links[i].name);
}

/* Does a word of it say what pages are about ("World News")? */
static bool names_topic(const html_tree *t, str s)
{
    char room[PAGE_LINE_BYTES];
    for (str rest = page_line_key(s, room); rest.s;)
        if (map_get(&t->t->topic, str_cut(&rest, ' ')) != MAP_NONE) return true;
    return false;
}

/* "Anna Lopez", "Anna M. Lopez": of three plain words most are titles of something. */
static bool is_bare_name(const html_tree *t, str s)
{
    int64_t middle = str_find(s, STR(" "), 0), last = (int64_t)last_word(s);
    bool initial = middle > 0 && last - middle <= 4 && s.s[last - 2] == '.';
    return is_person_like(t, s) && (page_words(s) == 2 || initial) && !memchr(s.s, ':', s.n) && !memchr(s.s, '(', s.n) && !names_topic(t, s);
}

/* One word with a capital, no office. */
static bool is_word_of_name(const html_tree *t, str s) { return page_words(s) == 1 && s.s[0] >= 'A' && s.s[0] <= 'Z' && !names_office(t, s) && !is_no_name(t, s); }

/* Whom a line is about that begins with a name: two or three words with capitals. */
static str bio_name(const html_tree *t, str line)
{
    str found = STR_NONE;
    for (uint32_t i = 0, words = 0; i < line.n && words < 3; i++)
        if (line.s[i] == ' ' && ++words >= 2 && is_person_like(t, str_sub(line, 0, i))) found = str_sub(line, 0, i);
    while (found.n && strchr(",;", found.s[found.n - 1])) found.n--;
    return found;
}

/* Whether a picture says whom it shows: "Anna Lopez", "Headshot of Anna Lopez", "Anna Lopez, editor". */
static bool shows(str alt, str name)
{
    enum { OTHER_WORDS = 6 };
    char a[PAGE_LINE_BYTES], b[PAGE_LINE_BYTES];
    str whole = page_line_key(alt, a), part = page_line_key(name, b);
    int64_t at = str_find(whole, part, 0);
    if (at < 0 || page_words(whole) > page_words(part) + OTHER_WORDS) return false;
    return (!at || whole.s[at - 1] == ' ') && (at + part.n == whole.n || strchr(" ,.'|-", whole.s[at + part.n]));
}

/* The name in a line that follows a portrait of that name; or empty. */
static str name_by_picture(const html_tree *t, const html_picture *p)
{
    enum { LINES = 3 };
    for (uint32_t i = p->line; i < p->line + LINES && i < t->n_lines; i++) {
        if (t->lines[i].keep || t->lines[i].heading == 1) return STR_NONE;
        str name = name_alone(t, without_byline_word(t, html_line_text(t, i)));
        if (is_bare_name(t, name) && shows(p->alt, name)) return name;
    }
    return STR_NONE;
}

/* Who is shown above the text; else soon after it. */
static void author_from_pictures(html_tree *t, uint32_t begin, uint32_t end)
{
    str found = STR_NONE;
    for (uint32_t i = 0; i < t->n_pictures; i++) {
        const html_picture *p = &t->pictures[i];
        bool above = p->line <= begin && begin - p->line <= NEAR_LINES, after = p->line >= end && p->line < end + LINKS_AFTER;
        str name = above || (after && !found.n) ? name_by_picture(t, p) : STR_NONE;
        if (name.n) found = name;
    }
    if (found.n) author_from_line(t, found, false);
}

/* A person's name in a line of its own, next to one that is but a date, under the headline. */
static void author_by_date(html_tree *t, uint32_t begin)
{
    for (uint32_t i = begin; i-- > 0 && begin - i <= HEAD_LINES;) {
        page_date date = page_date_find(t->t, html_line_text(t, i));
        if (date.day == CAL_NONE || !date.alone) continue;
        for (int side = -1; side <= 1; side += 2) {
            uint32_t k = i + (uint32_t)side;
            if (k >= begin || t->lines[k].heading || t->lines[k].marks & MARK_TITLE || t->nodes[t->lines[k].node].marks & (MARK_TITLE | MARK_DROP)) continue;
            str name = html_line_text(t, k);
            if (!is_bare_name(t, name) || !str_eq(name, name_alone(t, name))) continue;
            author_from_line(t, name, false);
            return;
        }
    }
}

/* "Anna Lopez, Ben M. Ode": nothing but names. */
static bool is_list_of_names(const html_tree *t, str s)
{
    while (s.n) {
        uint32_t n = 0;
        int64_t at = next_joint(s, &n);
        if (!is_bare_name(t, at < 0 ? s : str_sub(s, 0, (uint32_t)at))) return false;
        s = at < 0 ? STR_NONE : str_sub(s, (uint32_t)at + n, s.n);
    }
    return true;
}

/* Under the headline: a byline, however far the text is; or names in a line of their own right under it. */
static void author_under_title(html_tree *t, uint32_t begin)
{
    enum { FAR = 60, UNDER = 6 };
    uint32_t i = begin < t->n_lines ? begin : t->n_lines;
    while (i && begin - i < FAR && t->lines[i - 1].heading != 1) i--;
    if (!i || t->lines[i - 1].heading != 1) return;
    for (uint32_t k = i; k < i + UNDER && k < begin && !t->d->n_authors; k++) {
        str name = byline_in(t, k, page_date_find(t->t, html_line_text(t, k)).day != CAL_NONE);
        if (name.n && is_name_like(t, first_name(name_alone(t, name)))) author_from_line(t, name, true);
    }
    str line = html_line_text(t, i);
    if (!t->d->n_authors && i < begin && !t->lines[i].heading && is_list_of_names(t, line)) html_add_authors(t, line);
}

/* Near the end: "Written by Anna Lopez", or a line that tells of her ("Anna Lopez is a writer and ..."). */
static void author_at_end(html_tree *t, uint32_t begin, uint32_t end)
{
    enum { BEFORE = 10, AFTER = 30 };
    for (uint32_t i = end > begin + BEFORE ? end - BEFORE : begin; i < end + AFTER && i < t->n_lines && !t->d->n_authors; i++) {
        if (t->nodes[t->lines[i].node].marks & (MARK_NEVER | MARK_HIDDEN)) continue;
        str line = html_line_text(t, i);
        bool dated = page_date_find(t->t, line).day != CAL_NONE, far = i >= end + LINKS_AFTER, lone = page_words(line) <= 3;
        str name = t->lines[i].keep || (far && !lone) ? STR_NONE : byline_in(t, i, dated);
        if (!name.n && !far && page_is_bio(t->t, line)) name = bio_name(t, line);
        str alone = first_name(name_alone(t, name));
        if (is_person_like(t, alone) || (dated && i <= end && is_word_of_name(t, alone))) author_from_line(t, name, true);
    }
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
    bool under_title = i && i < begin && t->lines[i - 1].heading == 1;
    str beside = has_date && (head || under_title || (i < begin && marks & MARK_BYLINE)) ? name_beside(t, line, &date) : STR_NONE;
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
    if (!t->d->n_authors) author_from_pictures(t, begin, end);
    if (!t->d->n_authors) author_by_date(t, begin);
    if (!t->d->n_authors) author_under_title(t, begin);
    if (!t->d->n_authors) author_at_end(t, begin, end);
}
