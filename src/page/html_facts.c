/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a page says of itself: title, authors, publisher, date.
 *
 * In: JSON-LD scripts, meta data, <time>, the address, lines. Out: the fields of doc, with the basis and trust of the date.
 * Order for dates: JSON-LD, meta (page-meta.tsv, by trust), <time>, address, a visible line near the headline; another basis that says
 * another day lowers the trust. The title is the h1 when <title> or og:title agree with it, since they carry the site's name; else they, without it.
 * Cost: json-c parses JSON-LD, the rest is one pass. Limits: several articles in one JSON-LD: the first counts.
 * Source: schema.org NewsArticle; Open Graph; A. Barbaresi, "htmldate" (2020), for where dates hide.
 */
#include <json.h>

#include "base/calendar.h"
#include "page/html.h"

enum { MAX_JSON_DEPTH = 8, NEAR_LINES = 25, TITLE_LINES = 40 };

typedef struct html_facts_found facts;

/* ---- small things ----------------------------------------------------------------------------------------------------------- */

static str fold(str s, char room[PAGE_LINE_BYTES]) { return page_line_key(s, room); }

static bool contains(str hay, str needle) { return needle.n && str_find(hay, needle, 0) >= 0; }

static str meta_find(const html_tree *t, meta_field field)
{
    for (uint32_t k = 0; k < t->t->n_metas; k++) {
        if (t->t->metas[k].field != field) continue;
        for (uint32_t i = 0; i < t->n_metas; i++)
            if (str_eq(t->metas[i].name, t->t->metas[k].name) && t->metas[i].content.n && !(field == META_AUTHOR && html_looks_like_url(t->metas[i].content))) return t->metas[i].content;
    }
    return STR_NONE;
}

/* ---- JSON-LD -------------------------------------------------------------------------------------------------------------------- */

static str json_text(html_tree *t, json_object *o, const char *key)
{
    json_object *v;
    if (!json_object_is_type(o, json_type_object) || !json_object_object_get_ex(o, key, &v)) return STR_NONE;
    if (json_object_is_type(v, json_type_array) && json_object_array_length(v)) v = json_object_array_get_idx(v, 0);
    if (json_object_is_type(v, json_type_object)) return json_text(t, v, strcmp(key, "name") ? "name" : "@value");
    return json_object_is_type(v, json_type_string) ? html_decode(t->mem, str_make(json_object_get_string(v), (size_t)json_object_get_string_len(v))) : STR_NONE;
}

static bool type_says(json_object *o, const char *const *types, size_t n)
{
    json_object *v;
    if (!json_object_object_get_ex(o, "@type", &v)) return false;
    size_t k = json_object_is_type(v, json_type_array) ? json_object_array_length(v) : 1;
    for (size_t i = 0; i < k; i++) {
        json_object *one = json_object_is_type(v, json_type_array) ? json_object_array_get_idx(v, i) : v;
        str name = json_object_is_type(one, json_type_string) ? str_from(json_object_get_string(one)) : STR("");
        for (size_t j = 0; j < n; j++)
            if (str_ends(name, str_from(types[j]))) return true;
    }
    return false;
}

static void json_authors(html_tree *t, json_object *o)
{
    json_object *v;
    if (!json_object_object_get_ex(o, "author", &v) && !json_object_object_get_ex(o, "creator", &v)) return;
    size_t n = json_object_is_type(v, json_type_array) ? json_object_array_length(v) : 1;
    for (size_t i = 0; i < n; i++) {
        json_object *one = json_object_is_type(v, json_type_array) ? json_object_array_get_idx(v, i) : v;
        if (json_object_is_type(one, json_type_string)) html_add_authors(t, html_decode(t->mem, str_from(json_object_get_string(one))));
        else html_add_named(t, json_text(t, one, "name"));
    }
}

typedef struct found_json {
    json_object *article, *page; /* an article; else a web page */
} found_json;

static void find_article(json_object *o, int depth, found_json *found)
{
    static const char *const articles[] = {"Article", "BlogPosting", "Report", "NewsArticle", "LiveBlogPosting", "SocialMediaPosting"}, *const pages[] = {"WebPage"};
    if (!o || depth > MAX_JSON_DEPTH || found->article) return;
    if (json_object_is_type(o, json_type_array)) {
        for (size_t i = 0; i < json_object_array_length(o); i++) find_article(json_object_array_get_idx(o, i), depth + 1, found);
        return;
    }
    if (!json_object_is_type(o, json_type_object)) return;
    if (type_says(o, articles, sizeof articles / sizeof *articles)) {
        found->article = o;
        return;
    }
    if (!found->page && type_says(o, pages, 1)) found->page = o;
    static const char *const inner[] = {"@graph", "mainEntity", "mainEntityOfPage", "hasPart"};
    for (size_t i = 0; i < sizeof inner / sizeof *inner; i++) {
        json_object *v;
        if (json_object_object_get_ex(o, inner[i], &v)) find_article(v, depth + 1, found);
    }
}

static void use_json(html_tree *t, json_object *o, bool article, facts *f)
{
    str published = json_text(t, o, "datePublished");
    if (published.n) page_date_offer(t->t, t->d, published, BASIS_JSONLD, article ? 950 : 850);
    if (!article) return;
    if (!f->headline.n) f->headline = json_text(t, o, "headline");
    if (!f->site.n) f->site = json_text(t, o, "publisher");
    if (!t->d->n_authors) json_authors(t, o);
}

static json_object *parse_script(str s)
{
    s = str_trim(s);
    int64_t at = str_find(s, STR("{"), 0), list = str_find(s, STR("["), 0);
    if (list >= 0 && (at < 0 || list < at)) at = list;
    if (at < 0) return NULL;
    json_tokener *k = json_tokener_new_ex(64);
    if (!k) return NULL;
    json_object *o = json_tokener_parse_ex(k, s.s + at, (int)(s.n - (uint32_t)at));
    json_tokener_free(k);
    return o;
}

static void read_json(html_tree *t, facts *f)
{
    for (int pass = 0; pass < 2; pass++) /* articles before pages */
        for (uint32_t i = 0; i < t->n_scripts; i++) {
            json_object *o = parse_script(t->scripts[i]);
            found_json found = {0};
            find_article(o, 0, &found);
            json_object *use = pass ? found.page : found.article;
            if (use && !(pass && f->headline.n)) use_json(t, use, !pass, f);
            json_object_put(o);
        }
}

/* ---- title ---------------------------------------------------------------------------------------------------------------------- */

/* Does the part of a title name the site? */
static bool names_site(const html_tree *t, str part, str site)
{
    char a[PAGE_LINE_BYTES], b[PAGE_LINE_BYTES];
    str p = fold(part, a), s = fold(site, b);
    if (!p.n) return true;
    if (s.n && (contains(p, s) || contains(s, p))) return true;
    char bare[PAGE_LINE_BYTES];
    uint32_t n = 0;
    for (uint32_t i = 0; i < p.n; i++)
        if (p.s[i] != ' ') bare[n++] = p.s[i];
    return n >= 3 && contains(t->d->url, str_make(bare, n));
}

/* Without the site's name at either end. */
static str without_site(const html_tree *t, str title, str site)
{
    static const char *const marks[] = {" | ", " \xE2\x80\x93 ", " \xE2\x80\x94 ", " - ", " :: ", " \xC2\xBB ", " \xC2\xAB ", " \xC2\xB7 ", " \xE2\x80\xA2 ", " \xE2\x80\xBA "};
    for (int again = 0; again < 3; again++) {
        int64_t last = -1, first = -1;
        uint32_t n_last = 0, n_first = 0;
        for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
            str mark = str_from(marks[i]);
            for (int64_t at = str_find(title, mark, 0); at >= 0; at = str_find(title, mark, (uint32_t)at + mark.n)) {
                if (first < 0 || at < first) first = at, n_first = mark.n;
                if (at > last) last = at, n_last = mark.n;
            }
        }
        if (last < 0) return title;
        str head = str_sub(title, 0, (uint32_t)last), tail = str_sub(title, (uint32_t)last + n_last, title.n);
        str front = str_sub(title, 0, (uint32_t)first), back = str_sub(title, (uint32_t)first + n_first, title.n);
        bool short_tail = page_words(tail) <= 4 && page_words(head) >= 2 * page_words(tail);
        if (names_site(t, tail, site) || short_tail) title = str_trim(head);
        else if (names_site(t, front, site)) title = str_trim(back);
        else return title;
    }
    return title;
}

/* Words of at least four letters that both have. */
static uint32_t shared_words(str a, str b)
{
    char x[PAGE_LINE_BYTES], y[PAGE_LINE_BYTES];
    str rest = fold(a, x), other = fold(b, y);
    uint32_t n = 0;
    while (rest.s) {
        str word = str_cut(&rest, ' ');
        n += word.n >= 4 && contains(other, word);
    }
    return n;
}

/* The page's one h1, unless it is the site's name. */
static str only_h1(const html_tree *t, str stripped, str site)
{
    char a[PAGE_LINE_BYTES], b[PAGE_LINE_BYTES];
    str found = STR_NONE;
    for (uint32_t i = 0; i < t->n_lines; i++) {
        if (t->lines[i].heading != 1) continue;
        if (found.n) return STR_NONE;
        found = html_line_text(t, i);
    }
    if (!found.n || page_words(found) < 2 || names_site(t, found, site)) return STR_NONE;
    bool in_tail = contains(fold(t->title, a), fold(found, b)) && !contains(fold(stripped, a), fold(found, b));
    return !in_tail && (page_words(found) >= 5 || shared_words(found, t->title) >= 2) ? found : STR_NONE;
}

/* The longest line, an h1 or one not far before the text, that one of the page's own titles holds or that holds it. A line that is
 * all link is rather the site's name. */
static str agreeing_line(const html_tree *t, str title, str whole, uint32_t text_begin, bool linked)
{
    char a[PAGE_LINE_BYTES], b[PAGE_LINE_BYTES], c[PAGE_LINE_BYTES];
    str want = fold(title, a), wide = fold(whole, c), best = STR_NONE;
    for (uint32_t i = 0; i < t->n_lines && i < text_begin + 1 && want.n >= 8; i++) {
        const html_line *l = &t->lines[i];
        bool near = i + TITLE_LINES >= text_begin && i < text_begin;
        if ((l->heading != 1 && !near) || l->n_words > 40 || (l->n_link_bytes > 0) != linked) continue;
        str line = html_line_text(t, i), have = fold(line, b);
        bool holds = contains(wide, have) || (contains(have, want) && have.n <= want.n * 2);
        if (have.n >= 8 && holds && line.n > best.n) best = line;
    }
    return best.n * 5 >= title.n * 2 ? best : STR_NONE;
}

/* The last line before the text that could be a headline. */
static str line_before(const html_tree *t, uint32_t text_begin)
{
    for (uint32_t i = text_begin; i-- > 0 && text_begin - i <= 8;) {
        const html_line *l = &t->lines[i];
        str line = html_line_text(t, i);
        if (l->n_words >= 4 && l->n_words <= 25 && !l->stop && !l->n_link_bytes && page_date_find(t->t, line).day == CAL_NONE && !page_byline(t->t, line).n) return line;
    }
    return STR_NONE;
}

static str choose_title(const html_tree *t, const facts *f, uint32_t text_begin)
{
    str og = meta_find(t, META_TITLE), whole[] = {t->title, og, f->headline};
    str short_of[] = {without_site(t, t->title, f->site), without_site(t, og, f->site), f->headline};
    for (int linked = 0; linked < 2; linked++)
        for (int i = 0; i < 3; i++) {
            str line = agreeing_line(t, short_of[i], whole[i], text_begin, linked);
            if (line.n && !(linked && names_site(t, line, f->site))) return line;
        }
    str h1 = only_h1(t, short_of[0], f->site), chosen = h1.n ? h1 : f->headline.n ? f->headline : og.n ? short_of[1] : short_of[0];
    str before = page_words(chosen) <= 4 ? line_before(t, text_begin) : STR_NONE;
    return before.n ? before : chosen;
}

static void read_metas(html_tree *t)
{
    for (uint32_t k = 0; k < t->t->n_metas; k++) {
        const page_meta *m = &t->t->metas[k];
        for (uint32_t i = 0; m->field == META_DATE && i < t->n_metas; i++)
            if (str_eq(t->metas[i].name, m->name)) page_date_offer(t->t, t->d, t->metas[i].content, BASIS_META, m->trust);
    }
    for (uint32_t k = 0; k < t->t->n_metas && !t->d->n_authors; k++) {
        const page_meta *m = &t->t->metas[k];
        for (uint32_t i = 0; m->field == META_AUTHOR && i < t->n_metas; i++)
            if (str_eq(t->metas[i].name, m->name)) html_add_authors(t, t->metas[i].content);
    }
}

static str meta_named(const html_tree *t, const char *name)
{
    for (uint32_t i = 0; i < t->n_metas; i++)
        if (str_is(t->metas[i].name, name)) return t->metas[i].content;
    return STR_NONE;
}

/* A card's own labels: "Written by", with the name beside it. */
static void read_card(html_tree *t)
{
    static const char *const labels[][2] = {{"twitter:label1", "twitter:data1"}, {"twitter:label2", "twitter:data2"}};
    char room[PAGE_LINE_BYTES];
    for (int i = 0; i < 2 && !t->d->n_authors; i++)
        if (map_get(&t->t->byline, page_line_key(meta_named(t, labels[i][0]), room)) != MAP_NONE) html_add_authors(t, meta_named(t, labels[i][1]));
}

int html_facts(html_tree *t, ent_error *err)
{
    doc *d = t->d;
    facts *f = &t->facts;
    if (!d->url.n) d->url = t->canonical.n ? t->canonical : meta_find(t, META_URL);
    read_json(t, f);
    read_metas(t);
    read_card(t);
    str site = meta_find(t, META_SITE);
    if (site.n && !html_looks_like_url(site)) f->site = site;
    d->publisher = arena_str(d->mem, f->site);
    d->title = arena_str(d->mem, choose_title(t, f, t->n_lines));
    return d->mem->failed ? error_memory(err) : ENT_OK;
}

static bool is_near(const html_tree *t, uint32_t line, uint32_t begin, uint32_t end)
{
    return line + NEAR_LINES >= begin && line < end + 5 && !(t->nodes[t->lines[line].node].marks & MARK_HIDDEN);
}

static void times_near(html_tree *t, uint32_t begin, uint32_t end)
{
    for (int pass = 0; pass < 2; pass++)
        for (uint32_t i = 0; i < t->n_times && t->d->published_basis != BASIS_TIME; i++) {
            const html_time *w = &t->times[i];
            bool near = w->line < t->n_lines && is_near(t, w->line, begin, end);
            if (pass ? near : w->published && (near || t->n_times == 1)) page_date_offer(t->t, t->d, w->datetime, BASIS_TIME, pass ? 650 : 750);
        }
}

int html_facts_from_lines(html_tree *t, ent_error *err)
{
    uint32_t begin, end;
    html_kept_range(t, &begin, &end);
    if (begin < end) t->d->title = arena_str(t->d->mem, choose_title(t, &t->facts, begin));
    html_drop_title(t);
    if (begin < end) times_near(t, begin, end);
    if (t->d->url.n) page_date_offer(t->t, t->d, t->d->url, BASIS_URL, 850);
    if (begin < end) html_lines_near(t, begin, end);
    html_date_last_resorts(t, begin, end);
    return t->d->mem->failed ? error_memory(err) : ENT_OK;
}
