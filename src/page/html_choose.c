/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which lines are the article?
 *
 * In: nodes and lines. Out: `keep` on the lines of the main text.
 *
 *     prose ──► weight of nodes ──► furniture nodes ──► root: the node that holds the prose ──► lines of the root, filtered
 *
 * Method: prose is a line of some length, with stops or commas and few links; its words weigh. Nodes whose marks or names say furniture are
 * dropped, unless most of the page's prose is in one (then the name misleads). From the page down, the choice follows the child that holds
 * most of what its parent holds, with less of it asked of a child that says it is the article. Inside the root, lines are told by the table of
 * furniture, by link density, by repeating the title, and by standing before the first or after the last prose.
 * Why not a trained classifier of blocks: the page sets that could train one are not free to enter a weight; and a name in a table can be added
 * by whoever finds the page that needs it.
 * Cost: each step is one pass over nodes or lines. Limits: pages without prose (galleries, tables, live scores) give little.
 * Source of the ideas: Kohlschütter et al., "Boilerplate Detection using Shallow Text Features" (2010), for density; A. Barbaresi,
 * "Trafilatura" (2021), for names before scores.
 */
#include "page/html.h"

enum { PROSE_MIN_WORDS = 8, LINK_PARTS = 3 };

static bool is_node_mark(const html_node *n, uint32_t marks) { return (n->marks & marks) != 0; }

/* ---- weights ---------------------------------------------------------------------------------------------------------------- */

static bool is_linked(const html_line *l, uint32_t parts) { return l->n_link_bytes * parts > l->end - l->begin; }

static uint32_t prose_weight(const html_tree *t, const html_line *l)
{
    if (l->heading || l->n_words < PROSE_MIN_WORDS || is_linked(l, LINK_PARTS) || t->nodes[l->node].kind == BLOCK_CAPTION) return 0;
    if (!l->stop && l->n_commas == 0 && l->n_words < 20) return 0;
    return l->n_words;
}

static bool says_article(const html_node *n) { return (n->marks & MARK_BODY) || n->tag == TAG_ARTICLE || n->tag == TAG_MAIN; }

static void weigh(html_tree *t)
{
    for (uint32_t i = 0; i < t->n_nodes; i++) t->nodes[i].weight = t->nodes[i].hinted = 0;
    for (uint32_t i = 0; i < t->n_lines; i++) {
        html_node *n = &t->nodes[t->lines[i].node];
        if (!n->dropped) n->weight += prose_weight(t, &t->lines[i]);
    }
    for (uint32_t i = t->n_nodes; i-- > 1;) { /* children come after their parents */
        html_node *n = &t->nodes[i], *p = &t->nodes[n->parent];
        if (says_article(n)) n->hinted = n->weight;
        p->weight += n->weight;
        p->hinted += n->hinted;
    }
}

typedef enum verdict { ARTICLE, FURNITURE, NEVER } verdict;

static verdict verdict_of(const html_node *n, bool by_name)
{
    if (n->marks & (MARK_HIDDEN | MARK_NEVER)) return n->tag == TAG_MAIN || (n->marks & MARK_BODY) ? FURNITURE : NEVER;
    if ((n->marks & MARK_UNSEEN) && n->weight < PROSE_MIN_WORDS) return FURNITURE;
    if (n->tag >= TAG_H1 && n->tag <= TAG_H6) return ARTICLE;
    if (by_name && (n->marks & MARK_DROP) && !(n->marks & MARK_BODY) && n->tag != TAG_MAIN) return FURNITURE;
    return html_tag_does((html_tag)n->tag) & EL_FURNITURE ? FURNITURE : ARTICLE;
}

/* A node that says furniture is, unless it holds most of the prose and no article stands outside it; what is in a dropped node is
 * dropped. Comments and hidden text are dropped first, so that they do not outweigh an article. */
static void drop_furniture(html_tree *t, bool by_name)
{
    enum { ARTICLE_MIN_WORDS = 50 };
    for (uint32_t i = 1; i < t->n_nodes; i++) t->nodes[i].dropped = t->nodes[t->nodes[i].parent].dropped || verdict_of(&t->nodes[i], by_name) == NEVER;
    weigh(t);
    uint32_t total = t->nodes[0].weight, hinted = t->nodes[0].hinted;
    for (uint32_t i = 1; i < t->n_nodes; i++) {
        html_node *n = &t->nodes[i], *p = &t->nodes[n->parent];
        n->in_article = p->in_article || says_article(p);
        bool minor = n->weight * 2 <= total || hinted - (n->in_article ? n->weight : n->hinted) >= ARTICLE_MIN_WORDS;
        n->dropped = n->dropped || p->dropped || (minor && verdict_of(n, by_name) == FURNITURE);
    }
}

/* ---- the root ----------------------------------------------------------------------------------------------------------------- */

/* Share, in tenths, of its parent's prose that a child must hold for the choice to go down to it. */
static uint32_t share_wanted(const html_node *n)
{
    if (is_node_mark(n, MARK_BODY)) return 6;
    if (n->tag == TAG_ARTICLE || n->tag == TAG_MAIN) return 6;
    return 9;
}

static uint32_t find_root(const html_tree *t)
{
    uint32_t root = 0;
    for (uint32_t i = 1; i < t->n_nodes; i++) { /* document order: a child of the root comes after it */
        const html_node *n = &t->nodes[i];
        if (n->parent != root || n->dropped || n->tag == TAG_P || n->tag == TAG_LI) continue;
        if (n->weight * 10 >= t->nodes[root].weight * share_wanted(n) && n->weight) root = i;
    }
    return root;
}

/* ---- lines ------------------------------------------------------------------------------------------------------------------- */

static bool repeats_title(const html_tree *t, str line)
{
    char a[PAGE_LINE_BYTES], b[PAGE_LINE_BYTES];
    str x = page_line_key(t->d->title, a), y = page_line_key(line, b);
    return x.n >= 8 && (str_eq(x, y) || (y.n > 20 && y.n < x.n && str_starts(x, y)));
}

/* Marks that part the items of a line of links or counts: " | ", " · ", " • ". */
static uint32_t count_parters(str line)
{
    static const char *const marks[] = {" | ", " \xC2\xB7 ", " \xE2\x80\xA2 "};
    uint32_t n = 0;
    for (int i = 0; i < 3; i++)
        for (int64_t at = str_find(line, str_from(marks[i]), 0); at >= 0; at = str_find(line, str_from(marks[i]), (uint32_t)at + 2)) n++;
    return n;
}

/* "2/5 Caption": a slide. */
static bool is_slide(str line)
{
    uint32_t i = 0, k;
    while (i < line.n && i < 3 && line.s[i] >= '0' && line.s[i] <= '9') i++;
    for (k = i + 1; k < line.n && k < i + 4 && line.s[k] >= '0' && line.s[k] <= '9'; k++) {}
    return i && i < line.n && line.s[i] == '/' && k > i + 1 && k < line.n && line.s[k] == ' ';
}

/* Byline, date, reading time: what stands between a headline and its article. */
static bool is_fact_line(const html_tree *t, uint32_t i)
{
    enum { FACT_MAX_WORDS = 15 };
    const html_line *l = &t->lines[i];
    str line = html_line_text(t, i);
    if (l->n_words > 25) return false;
    if (page_byline(t->t, line).n || page_is_reading_time(t->t, line)) return true;
    page_date date = page_date_find(t->t, line);
    return date.alone || (date.day != CAL_NONE && !l->stop && l->n_words <= FACT_MAX_WORDS);
}

/* Is line i no text of the article, whatever stands around it? */
static bool is_furniture_line(const html_tree *t, uint32_t i, line_kind kind)
{
    const html_line *l = &t->lines[i];
    const html_node *n = &t->nodes[l->node];
    if (kind == LINE_FURNITURE || kind == LINE_LIST || kind == LINE_TAIL) return true;
    if (n->dropped || n->kind == BLOCK_CAPTION || is_node_mark(n, MARK_CAPTION)) return true;
    if (l->marks & (MARK_BYLINE | MARK_DATE) && l->n_words < 20) return true;
    if (is_node_mark(n, MARK_BYLINE | MARK_DATE) && l->n_words < 20) return true;
    if (is_linked(l, 2) && (l->n_words < 12 || !l->stop)) return true;
    str line = html_line_text(t, i);
    if (!l->stop && (count_parters(line) >= 2 || is_slide(line))) return true;
    if (l->n_words <= 25 && repeats_title(t, line)) return true;
    return l->heading == 1 || is_fact_line(t, i);
}

/* Prose that the page holds twice (for wide and narrow screens, or as a pull quote) is kept once. */
static bool is_second(html_tree *t, uint64_t *seen, uint32_t mask, uint32_t i)
{
    str line = html_line_text(t, i);
    uint64_t h = hash_bytes(line.s, line.n, 0) | 1;
    uint32_t k = (uint32_t)(h >> 8) & mask;
    for (; seen[k]; k = (k + 1) & mask)
        if (seen[k] == h) return true;
    seen[k] = h;
    return false;
}

/* The container of a line's paragraph. */
static uint32_t place_of(const html_tree *t, uint32_t i)
{
    const html_node *n = &t->nodes[t->lines[i].node];
    bool wrapper = n->tag == TAG_DIV || n->tag == TAG_SECTION || n->tag == TAG_ARTICLE || n->parent == DOC_NONE;
    return wrapper ? t->lines[i].node : n->parent;
}

/* The same, out of the lists and quotations that an article has inside. */
static uint32_t place_around(const html_tree *t, uint32_t i)
{
    uint32_t k = place_of(t, i);
    while (t->nodes[k].parent != DOC_NONE && (t->nodes[k].tag == TAG_UL || t->nodes[k].tag == TAG_OL || t->nodes[k].tag == TAG_LI || t->nodes[k].tag == TAG_BLOCKQUOTE)) k = t->nodes[k].parent;
    return k;
}

/* Does prose at line i stand where the article's last prose stood, rather than in a card of a list? */
static bool same_place(const html_tree *t, uint32_t i, uint32_t last)
{
    if (last == DOC_NONE) return true;
    uint32_t a = place_of(t, i), b = place_around(t, last);
    return a == b || (t->nodes[a].parent == t->nodes[b].parent && t->nodes[a].tag == t->nodes[b].tag && t->nodes[a].parent != DOC_NONE);
}

static uint32_t weight_of(const html_tree *t, uint32_t i) { return t->nodes[t->lines[i].node].dropped ? 0 : prose_weight(t, &t->lines[i]); }

/* First pass: each line by itself and by the list or tail it stands in. After the heading of a list prose is the article again only where
 * the article stood before, unless most of the prose is still to come. */
static void filter_lines(html_tree *t, uint32_t begin, uint32_t end)
{
    bool in_list = false;
    uint32_t n_slots = 64, last = DOC_NONE, total = 0, passed = 0;
    for (uint32_t i = begin; i < end; i++) total += weight_of(t, i);
    while (n_slots < (end - begin) * 2) n_slots *= 2;
    uint64_t *seen = arena_new(t->mem, uint64_t, n_slots);
    if (!seen) return;
    for (uint32_t i = begin; i < end; i++) {
        html_line *l = &t->lines[i];
        line_kind kind = page_line_furniture(t->t, html_line_text(t, i), l->n_words);
        uint32_t weight = weight_of(t, i);
        if (kind == LINE_TAIL && last != DOC_NONE) return;
        if (kind == LINE_LIST) in_list = true;
        if (weight && l->stop && (same_place(t, i, last) || passed * 2 < total)) in_list = false;
        l->keep = !in_list && !is_furniture_line(t, i, kind) && !(weight && is_second(t, seen, n_slots - 1, i));
        if (l->keep && weight) last = i;
        passed += weight;
    }
}

/* "Anna Lopez is …", "Anna Lopez covers …": of an author that the page names. */
static bool tells_of_author(const html_tree *t, str line)
{
    static const char *const verbs[] = {" is ", " was ", " has ", " writes ", " covers ", " reports ", " works ", ", a ", ", an ", ", the "};
    for (uint32_t i = 0; i < t->d->n_authors; i++) {
        str name = t->d->authors[i];
        if (page_words(name) < 2 || !str_starts(line, name)) continue;
        for (size_t k = 0; k < sizeof verbs / sizeof *verbs; k++)
            if (str_starts(str_sub(line, name.n, line.n), str_from(verbs[k]))) return true;
    }
    return false;
}

/* Lines near the end that tell of the author go, with what follows them. */
static void cut_bio(html_tree *t, uint32_t begin, uint32_t end)
{
    enum { LAST_LINES = 5 };
    uint32_t n = 0;
    for (uint32_t i = end; i-- > begin && n < LAST_LINES;) {
        n += t->lines[i].keep;
        str line = html_line_text(t, i);
        if (!t->lines[i].keep || !(page_is_bio(t->t, line) || tells_of_author(t, line))) continue;
        for (uint32_t k = i; k < end; k++) t->lines[k].keep = false;
    }
}

/* Second pass: headings that lead to nothing, and short lines before the first and after the last prose, go. */
static void trim_lines(html_tree *t, uint32_t begin, uint32_t end)
{
    uint32_t first = begin, last = end;
    while (first < end && !(t->lines[first].keep && weight_of(t, first))) t->lines[first++].keep = false;
    while (last > first && !(t->lines[last - 1].keep && (weight_of(t, last - 1) || (t->lines[last - 1].stop && t->lines[last - 1].n_words > 3)))) t->lines[--last].keep = false;
    bool led_to = false;
    for (uint32_t i = last; i-- > first;) {
        html_line *l = &t->lines[i];
        if (!l->keep) continue;
        if (l->heading && !led_to) l->keep = false;
        led_to = !l->heading || led_to;
    }
}

void html_kept_range(const html_tree *t, uint32_t *begin, uint32_t *end)
{
    *begin = 0;
    *end = t->n_lines;
    while (*begin < t->n_lines && !t->lines[*begin].keep) ++*begin;
    while (*end > *begin && !t->lines[*end - 1].keep) --*end;
}

void html_drop_title(html_tree *t)
{
    for (uint32_t i = 0; i < t->n_lines; i++) {
        html_line *l = &t->lines[i];
        if (l->keep && l->n_words <= 25 && repeats_title(t, html_line_text(t, i))) l->keep = false;
    }
}

/* First line of the article: a lead that stands between the headline and the root belongs to it. */
static uint32_t lead_begin(const html_tree *t, uint32_t root_begin)
{
    enum { LEAD_LINES = 25, LEAD_MIN_WORDS = 35 }; /* shorter: a standfirst, which repeats the text */
    uint32_t first = root_begin;
    for (uint32_t i = root_begin; i-- > 0 && root_begin - i <= LEAD_LINES;) {
        const html_line *l = &t->lines[i];
        if (l->heading == 1) return first;
        if (weight_of(t, i) >= LEAD_MIN_WORDS && l->stop) first = i;
    }
    return root_begin;
}

static uint32_t choose(html_tree *t, bool by_name)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < t->n_lines; i++) t->lines[i].keep = false;
    drop_furniture(t, by_name);
    weigh(t);
    uint32_t root = find_root(t);
    uint32_t end = t->nodes[root].line_end, begin = lead_begin(t, t->nodes[root].line_begin);
    filter_lines(t, begin, end);
    cut_bio(t, begin, end);
    trim_lines(t, begin, end);
    for (uint32_t i = 0; i < t->n_lines; i++) kept += t->lines[i].keep ? weight_of(t, i) : 0;
    return kept;
}

void html_choose(html_tree *t)
{
    uint32_t kept = choose(t, true), total = 0;
    for (uint32_t i = 0; i < t->n_nodes; i++) t->nodes[i].dropped = t->nodes[i].parent != DOC_NONE && (t->nodes[t->nodes[i].parent].dropped || verdict_of(&t->nodes[i], false) == NEVER);
    for (uint32_t i = 0; i < t->n_lines; i++) total += weight_of(t, i);
    if (kept * 4 < total) kept = choose(t, false); /* names that mislead */
    for (uint32_t i = 0; !kept && i < t->n_lines; i++) { /* a page of a few words */
        html_line *l = &t->lines[i];
        l->keep = (l->stop || l->n_words >= 4) && !l->heading && !is_furniture_line(t, i, page_line_furniture(t->t, html_line_text(t, i), l->n_words));
    }
}
