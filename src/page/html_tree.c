/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tokens → nodes and lines.
 *
 * In: the token stream. Out: block elements as nodes, runs of text between their borders as lines, meta data as it passes by.
 * Method: a stack of open block elements, closed by the rules that matter for text: a block start closes an open p, li closes li, td closes td;
 * an end tag closes down to its element unless a table cell stands between. Inline elements are no nodes; links are counted, hidden and
 * furniture ones read over. One <br> parts lines when the text before it has ended or is short, two always do.
 * Why not the standard's tree construction: its repairs (foster parents, adoption agency) move elements about, but rarely change which text
 * stands in which block, which is all that the choice of the main text looks at; and it keeps pointers and attributes of everything.
 * Cost: linear. The stack is DOC_CAP_NESTING deep; deeper elements are read as if flat, and the document is flagged. Finding the element
 * that an end tag closes is one step (last_of, prev_same).
 */
#include "base/utf8.h"
#include "page/html.h"

enum { MARK_CACHE = 256, MAX_METAS = 400, MAX_TIMES = 200, SHORT_LINE_BYTES = 80 };

typedef struct open_element {
    uint32_t node;
    uint8_t tag;
    uint16_t prev_same; /* stack depth of the next element out with this tag, 0 none */
} open_element;

typedef struct builder {
    html_tree *t;
    const page_tables *tables;
    html_lexer lexer;
    html_token token;
    open_element stack[DOC_CAP_NESTING];
    uint32_t depth;
    uint16_t last_of[N_TAGS]; /* depth (from 1) of the innermost open element of a tag */
    uint32_t flat[N_TAGS];    /* elements of a tag beyond the cap, whose end tags close nothing */
    uint32_t scope;           /* depth of the innermost scope element */
    html_tag skip;            /* reading over this element */
    uint32_t skip_depth, skip_blocks;
    bool skip_soft;           /* only its name says so: a block inside ends it */
    uint32_t n_links;         /* open links */
    uint32_t line_begin, line_link_bytes, line_marks;
    bool space;               /* white space is due before the next text */
    bool edge;                /* a span, link or time began or ended since the last text */
    uint32_t n_breaks, n_newlines; /* <br>, and line ends inside <pre>, since the last text */
    bool in_title;
    bool to_author;           /* the open link leads to a page of an author; its text begins at author_begin */
    uint32_t author_begin;
    struct {
        uint64_t hash;
        uint32_t marks;
    } cache[MARK_CACHE];
} builder;

/* ---- lines ----------------------------------------------------------------------------------------------------------------- */

static bool ends_in_stop(const char *s, uint32_t n)
{
    static const char *const closers[] = {"\xE2\x80\x9D", "\xE2\x80\x99", "\xE2\x80\x9C"};
    while (n) {
        char c = s[n - 1];
        if (c == '.' || c == '!' || c == '?' || c == ':' || c == ';' || c == ',') return true;
        if (n >= 3 && !memcmp(s + n - 3, "\xE2\x80\xA6", 3)) return true;
        bool quote = c == '"' || c == '\'' || c == ')' || c == ']' || c == ' ';
        for (int i = 0; i < 3 && !quote; i++) quote = n >= 3 && !memcmp(s + n - 3, closers[i], 3);
        if (!quote) return false;
        n -= (c & 0x80) ? 3 : 1;
    }
    return false;
}

static void count_words(html_line *line, const char *s, uint32_t n)
{
    uint32_t words = 0, commas = 0;
    for (uint32_t i = 0; i < n; i++) {
        words += s[i] != ' ' && (i == 0 || s[i - 1] == ' ');
        commas += s[i] == ',';
    }
    line->n_words = (uint16_t)(words > UINT16_MAX ? UINT16_MAX : words);
    line->n_commas = (uint16_t)(commas > UINT16_MAX ? UINT16_MAX : commas);
    line->stop = ends_in_stop(s, n);
}

static void end_line(builder *b)
{
    html_tree *t = b->t;
    uint32_t begin = b->line_begin, end = t->text.n;
    b->space = false;
    b->n_breaks = b->n_newlines = 0;
    b->line_begin = end;
    if (begin == end || t->failed) return;
    html_line *grown = arena_grow(t->mem, t->lines, sizeof *t->lines, t->n_lines, t->n_lines + 1, &t->cap_lines);
    if (!grown) {
        t->failed = true;
        return;
    }
    t->lines = grown;
    uint32_t node = b->stack[b->depth - 1].node;
    uint8_t tag = t->nodes[node].tag;
    html_line *line = &t->lines[t->n_lines++];
    *line = (html_line){.begin = begin, .end = end, .node = node, .n_link_bytes = b->line_link_bytes, .marks = (uint8_t)b->line_marks, .heading = tag >= TAG_H1 && tag <= TAG_H6 ? (uint8_t)(tag - TAG_H1 + 1) : 0};
    count_words(line, t->text.s + begin, end - begin);
    b->line_link_bytes = b->line_marks = 0;
}

/* ---- text ------------------------------------------------------------------------------------------------------------------ */

/* "Anna Lopez" and "May 3" in spans of their own, which style sets apart. */
static bool reads_as_two(char before, char after)
{
    bool small = before >= 'a' && before <= 'z', digit = before >= '0' && before <= '9', capital = after >= 'A' && after <= 'Z', number = after >= '0' && after <= '9';
    return (small && (capital || number)) || (digit && capital);
}

static void put(builder *b, const char *s, uint32_t n, uint32_t at, bool linear)
{
    html_tree *t = b->t;
    uint32_t before = t->text.n;
    if (b->n_breaks || b->n_newlines > 1) {
        uint32_t line = before - b->line_begin;
        if (b->n_breaks != 1 || line < SHORT_LINE_BYTES || ends_in_stop(t->text.s + b->line_begin, line)) end_line(b);
        else b->space = true;
    }
    b->n_breaks = b->n_newlines = 0;
    if (b->edge && t->text.n > b->line_begin && reads_as_two(t->text.s[t->text.n - 1], s[0])) b->space = true;
    b->edge = false;
    if (b->space && t->text.n > b->line_begin) page_out_put(&t->text, " ", 1, at ? at - 1 : 0, at != 0);
    b->space = false;
    page_out_put(&t->text, s, n, at, linear);
    if (b->n_links) b->line_link_bytes += t->text.n - before;
}

/* Length of a run of bytes that go to the text as they are: no entity, no white space but single spaces, no blank or invisible character. */
static uint32_t plain_run(str s, uint32_t i, uint32_t end)
{
    uint32_t begin = i;
    for (; i < end; i++) {
        unsigned char c = (unsigned char)s.s[i];
        if (c > ' ' && c != '&' && c != 0xC2 && c != 0xE2 && c != 0xEF) continue;
        if (c == ' ' && i > begin && i + 1 < end && (unsigned char)s.s[i + 1] > ' ' && s.s[i - 1] != ' ') continue;
        if ((c == 0xE2 || c == 0xC2 || c == 0xEF) && i + 2 < end) {
            unsigned char d = (unsigned char)s.s[i + 1], e = (unsigned char)s.s[i + 2];
            bool odd = (c == 0xC2 && (d == 0xA0 || d == 0xAD)) || (c == 0xE2 && d == 0x80 && (e <= 0x8F || e == 0xAF)) || (c == 0xE2 && d == 0x81 && e == 0xA0) || (c == 0xEF && d == 0xBB && e == 0xBF);
            if (!odd) continue;
        }
        break;
    }
    return i - begin;
}

/* Invisible characters vanish, blanks of any kind become a space. */
static void put_character(builder *b, const char *s, uint32_t n, uint32_t at, bool linear)
{
    uint32_t k, cp = utf8_decode(str_make(s, n), 0, &k);
    if (cp == 0xAD || (cp >= 0x200B && cp <= 0x200F) || cp == 0x2060 || cp == 0xFEFF) return;
    if (utf8_is_space(cp)) b->space = true;
    else put(b, s, n, at, linear);
}

static void put_text(builder *b, uint32_t i, uint32_t end, bool raw, bool keep_breaks)
{
    str s = str_make(b->t->source->text.s, end);
    while (i < end && !b->t->text.failed) {
        unsigned char c = (unsigned char)s.s[i];
        if (c <= ' ') {
            if (keep_breaks && c == '\n') b->n_newlines++;
            b->space = true;
            i++;
            continue;
        }
        uint32_t n = plain_run(s, i, end), n_out = 0;
        if (n) {
            while (s.s[i + n - 1] == ' ') n--; /* a space at the end waits for what follows */
            put(b, s.s + i, n, i, true);
            i += n;
            continue;
        }
        char out[8];
        uint32_t used = c == '&' && !raw ? html_entity(s, i, out, &n_out) : 0;
        if (used) put_character(b, out, n_out, i, false);
        else {
            utf8_decode(s, i, &used);
            put_character(b, s.s + i, used, i, true);
        }
        i += used;
    }
}

/* ---- marks ------------------------------------------------------------------------------------------------------------------- */

static uint32_t marks_of_value(builder *b, str value)
{
    uint64_t h = hash_bytes(value.s, value.n, 1);
    uint32_t k = h % MARK_CACHE;
    if (b->cache[k].hash != h) {
        b->cache[k].hash = h;
        b->cache[k].marks = page_marks(b->tables, value);
    }
    return b->cache[k].marks;
}

/* "display:none", "visibility: hidden", with or without spaces. */
static bool style_hides(str style)
{
    for (uint32_t i = 0; i + 10 < style.n; i++) {
        bool display = (style.s[i] | 32) == 'd' && str_eq_nocase(str_sub(style, i, i + 7), STR("display"));
        bool visibility = (style.s[i] | 32) == 'v' && i + 16 < style.n && str_eq_nocase(str_sub(style, i, i + 10), STR("visibility"));
        uint32_t k = i + (display ? 7 : 10);
        if (!display && !visibility) continue;
        while (k < style.n && (style.s[k] == ' ' || style.s[k] == ':')) k++;
        str want = display ? STR("none") : STR("hidden");
        if (k + want.n <= style.n && str_eq_nocase(str_sub(style, k, k + want.n), want)) return true;
    }
    return false;
}

/* <div hidden id="S:1f">: a piece of the page that its script is to put in place. */
static bool is_streamed(const builder *b)
{
    str id = html_attr_get(&b->token, "id");
    return id.n >= 3 && id.s[0] == 'S' && id.s[1] == ':';
}

static uint32_t marks_of(builder *b)
{
    uint32_t marks = 0;
    for (uint32_t i = 0; i < b->token.n_attrs; i++) {
        str name = b->token.attrs[i].name, value = b->token.attrs[i].value;
        if (!name.n) continue;
        switch (name.s[0] | 32) {
        case 'c':
            if (str_eq_nocase(name, STR("class"))) marks |= marks_of_value(b, value);
            break;
        case 'i':
            if (str_eq_nocase(name, STR("id")) || str_eq_nocase(name, STR("itemprop"))) marks |= marks_of_value(b, value);
            break;
        case 'r':
            if (str_eq_nocase(name, STR("role")) || str_eq_nocase(name, STR("rel"))) marks |= marks_of_value(b, value);
            break;
        case 'd':
            if (str_eq_nocase(name, STR("data-testid")) || str_eq_nocase(name, STR("data-component"))) marks |= marks_of_value(b, value);
            break;
        case 'h':
            if (str_eq_nocase(name, STR("hidden")) && !is_streamed(b)) marks |= MARK_HIDDEN;
            break;
        case 's':
            if (str_eq_nocase(name, STR("style")) && style_hides(value)) marks |= MARK_HIDDEN;
            break;
        default: break;
        }
    }
    return marks;
}

/* ---- nodes --------------------------------------------------------------------------------------------------------------------- */

static doc_block_kind kind_inside(html_tag tag, doc_block_kind around)
{
    switch (tag) {
    case TAG_FIGCAPTION:
    case TAG_CAPTION: return BLOCK_CAPTION;
    case TAG_BLOCKQUOTE: return BLOCK_QUOTE;
    case TAG_LI:
    case TAG_DD:
    case TAG_DT: return around == BLOCK_CAPTION ? around : BLOCK_ITEM;
    case TAG_TD:
    case TAG_TH: return BLOCK_TABLE;
    case TAG_DIV:
    case TAG_SECTION:
    case TAG_ARTICLE: return around == BLOCK_TABLE ? BLOCK_PARAGRAPH : around;
    default: return around;
    }
}

static void pop(builder *b)
{
    open_element *e = &b->stack[--b->depth];
    b->last_of[e->tag] = e->prev_same;
    b->t->nodes[e->node].line_end = b->t->n_lines;
    if (b->scope == b->depth + 1) {
        b->scope = b->depth;
        while (b->scope > 1 && !(html_tag_does((html_tag)b->stack[b->scope - 1].tag) & EL_SCOPE)) b->scope--;
    }
}

static void pop_to(builder *b, uint32_t depth)
{
    end_line(b);
    while (b->depth > depth) pop(b);
}

static void push(builder *b, html_tag tag, uint32_t marks)
{
    html_tree *t = b->t;
    if (b->depth == DOC_CAP_NESTING) {
        t->d->flags |= DOC_F_DEEP;
        b->flat[tag]++;
        return;
    }
    html_node *grown = arena_grow(t->mem, t->nodes, sizeof *t->nodes, t->n_nodes, t->n_nodes + 1, &t->cap_nodes);
    if (!grown) {
        t->failed = true;
        return;
    }
    t->nodes = grown;
    uint32_t parent = b->depth ? b->stack[b->depth - 1].node : DOC_NONE;
    doc_block_kind around = parent == DOC_NONE ? BLOCK_PARAGRAPH : (doc_block_kind)t->nodes[parent].kind;
    t->nodes[t->n_nodes] = (html_node){.parent = parent, .at = b->token.begin, .line_begin = t->n_lines, .line_end = t->n_lines, .marks = marks, .tag = (uint8_t)tag, .kind = (uint8_t)kind_inside(tag, around)};
    b->stack[b->depth++] = (open_element){t->n_nodes++, (uint8_t)tag, b->last_of[tag]};
    b->last_of[tag] = (uint16_t)b->depth;
    if (html_tag_does(tag) & EL_SCOPE) b->scope = b->depth;
}

/* Closes the innermost open `tag`, if one is open inside the scope (table parts reach through cells to their table). */
static void close_element(builder *b, html_tag tag)
{
    uint32_t target = b->last_of[tag];
    bool table_part = tag == TAG_TABLE || tag == TAG_TR || tag == TAG_TBODY || tag == TAG_THEAD || tag == TAG_TFOOT || tag == TAG_TD || tag == TAG_TH;
    if (!target || (target < b->scope && !table_part) || target <= 1) return;
    if (table_part && tag != TAG_TABLE && target < b->last_of[TAG_TABLE]) return;
    pop_to(b, target - 1);
}

/* End tags that the start of `tag` implies. */
static void close_implied(builder *b, html_tag tag)
{
    if (html_tag_does(tag) & EL_CLOSES_P && b->last_of[TAG_P] > b->scope) close_element(b, TAG_P);
    if (tag == TAG_LI) {
        uint32_t list = b->last_of[TAG_UL] > b->last_of[TAG_OL] ? b->last_of[TAG_UL] : b->last_of[TAG_OL];
        if (b->last_of[TAG_LI] > list) close_element(b, TAG_LI);
    }
    if (tag == TAG_DD || tag == TAG_DT) {
        html_tag open = b->last_of[TAG_DD] > b->last_of[TAG_DT] ? TAG_DD : TAG_DT;
        if (b->last_of[open] > b->last_of[TAG_DL]) close_element(b, open);
    }
    if (tag == TAG_TD || tag == TAG_TH || tag == TAG_TR || tag == TAG_TBODY || tag == TAG_TFOOT) {
        uint32_t table = b->last_of[TAG_TABLE];
        html_tag cell = b->last_of[TAG_TD] > b->last_of[TAG_TH] ? TAG_TD : TAG_TH;
        if (b->last_of[cell] > table && (tag == TAG_TR || b->last_of[cell] > b->last_of[TAG_TR] || tag == TAG_TBODY)) close_element(b, cell);
        if ((tag == TAG_TR || tag == TAG_TBODY || tag == TAG_TFOOT) && b->last_of[TAG_TR] > table) close_element(b, TAG_TR);
    }
}

/* ---- meta data ------------------------------------------------------------------------------------------------------------------ */

static str lower_ascii(arena *mem, str s)
{
    char *out = arena_alloc(mem, s.n + 1u);
    for (uint32_t i = 0; out && i < s.n; i++) out[i] = (char)(s.s[i] >= 'A' && s.s[i] <= 'Z' ? s.s[i] + 32 : s.s[i]);
    return str_make(out, out ? s.n : 0);
}

static void add_meta(html_tree *t, str name, str content)
{
    if (!name.n || !content.n || name.n > 100 || t->n_metas == MAX_METAS) return;
    html_meta *grown = arena_grow(t->mem, t->metas, sizeof *t->metas, t->n_metas, t->n_metas + 1, &t->cap_metas);
    if (!grown) {
        t->failed = true;
        return;
    }
    t->metas = grown;
    t->metas[t->n_metas++] = (html_meta){lower_ascii(t->mem, name), html_decode(t->mem, content)};
}

static void add_time(builder *b, uint32_t marks)
{
    html_tree *t = b->t;
    str when = html_attr_get(&b->token, "datetime"), prop = html_attr_get(&b->token, "itemprop");
    if (!when.n || t->n_times == MAX_TIMES) return;
    html_time *grown = arena_grow(t->mem, t->times, sizeof *t->times, t->n_times, t->n_times + 1, &t->cap_times);
    if (!grown) {
        t->failed = true;
        return;
    }
    t->times = grown;
    bool published = str_eq_nocase(prop, STR("datePublished")) || html_attr_has(&b->token, "pubdate") || (marks & MARK_DATE);
    t->times[t->n_times++] = (html_time){t->n_lines, html_decode(t->mem, when), published};
}

static void see_meta(builder *b, html_tag tag)
{
    html_tree *t = b->t;
    str content = html_attr_get(&b->token, "content");
    if (tag == TAG_META) {
        add_meta(t, html_attr_get(&b->token, "property"), content);
        add_meta(t, html_attr_get(&b->token, "name"), content);
        add_meta(t, html_attr_get(&b->token, "itemprop"), content);
    } else if (content.n && html_attr_has(&b->token, "itemprop")) add_meta(t, html_attr_get(&b->token, "itemprop"), content);
    if (tag == TAG_LINK && !t->canonical.n && str_eq_nocase(html_attr_get(&b->token, "rel"), STR("canonical"))) t->canonical = html_decode(t->mem, html_attr_get(&b->token, "href"));
}

static void see_script(builder *b)
{
    html_tree *t = b->t;
    str type = html_attr_get(&b->token, "type");
    html_token content;
    html_lexer ahead = b->lexer;
    bool ld = str_eq_nocase(type, STR("application/ld+json"));
    if (ld ? t->n_scripts == MAX_SCRIPTS : t->n_others == MAX_SCRIPTS) return;
    html_lex(&ahead, &content);
    if (content.kind != HTML_TEXT) return;
    b->lexer = ahead;
    str inside = str_sub(t->source->text, content.begin, content.end);
    if (ld) t->scripts[t->n_scripts++] = inside;
    else t->others[t->n_others++] = inside;
}

/* What follows a slash; the table's paths begin with one. */
static bool is_author_path(const page_tables *t, str path)
{
    for (uint32_t k = 0; k < t->n_metas; k++) {
        const page_meta *m = &t->metas[k];
        if (m->field == META_PATH && path.n > 1 && m->name.s[1] == path.s[1] && str_starts(path, m->name)) return true;
    }
    return false;
}

static bool leads_to_author(const builder *b)
{
    if (str_eq_nocase(html_attr_get(&b->token, "rel"), STR("author"))) return true;
    str href = html_attr_get(&b->token, "href");
    for (const char *p = href.s, *end = href.s + href.n; href.n && (p = memchr(p, '/', (size_t)(end - p))); p++)
        if (is_author_path(b->tables, str_make(p, (size_t)(end - p)))) return true;
    return false;
}

static void begin_author(builder *b)
{
    b->to_author = b->t->n_author_links < MAX_AUTHOR_LINKS && leads_to_author(b);
    b->author_begin = b->t->text.n;
}

/* The link's text is a name when it stands in one line. */
static void end_author(builder *b)
{
    html_tree *t = b->t;
    if (b->to_author && b->author_begin >= b->line_begin && t->text.n > b->author_begin && t->n_author_links < MAX_AUTHOR_LINKS)
        t->author_links[t->n_author_links++] = (html_author_link){t->n_lines, str_trim(arena_str(t->mem, str_make(t->text.s + b->author_begin, t->text.n - b->author_begin)))};
    b->to_author = false;
}

/* What a portrait says beside a byline: its person's name. */
static void see_picture(builder *b)
{
    enum { ALT_BYTES_MIN = 5, ALT_BYTES_MAX = 90 };
    html_tree *t = b->t;
    str alt = html_attr_get(&b->token, "alt");
    if (alt.n < ALT_BYTES_MIN || alt.n > ALT_BYTES_MAX || t->n_pictures == MAX_PICTURES) return;
    t->pictures[t->n_pictures++] = (html_picture){t->n_lines, html_decode(t->mem, alt)};
}

/* ---- tokens -------------------------------------------------------------------------------------------------------------------- */

static void begin_skip(builder *b, html_tag tag, bool soft)
{
    b->skip_soft = soft;
    b->skip = tag;
    b->skip_depth = 1;
    b->skip_blocks = 0;
}

/* Reads over an element until it is closed, or until something comes that cannot be in it: then the token is to be used. */
static bool go_on_skipping(builder *b)
{
    const html_token *k = &b->token;
    bool open = k->kind == HTML_START, close = k->kind == HTML_CLOSE, block = html_tag_does(k->tag) & EL_BLOCK;
    if (k->kind == HTML_TEXT) return false;
    bool broken = k->tag == TAG_BODY || k->tag == TAG_MAIN || k->tag == TAG_ARTICLE || (close && block && !b->skip_blocks) || (open && block && b->skip_soft);
    if (block) b->skip_blocks += open ? 1 : close && b->skip_blocks ? -1u : 0;
    if (open && k->tag == b->skip) b->skip_depth++;
    if (close && k->tag == b->skip) b->skip_depth--;
    if (broken || !b->skip_depth) b->skip = TAG_OTHER;
    return broken;
}

static bool is_edge(html_tag tag) { return tag == TAG_SPAN || tag == TAG_A || tag == TAG_TIME || tag == TAG_LABEL; }

static void start_inline(builder *b, html_tag tag, uint8_t does)
{
    uint32_t marks = b->token.n_attrs ? marks_of(b) : 0;
    if (tag == TAG_TIME) add_time(b, marks);
    if (b->token.n_attrs && (tag == TAG_META || tag == TAG_LINK || html_attr_has(&b->token, "itemprop"))) see_meta(b, tag);
    if (does & EL_VOID) {
        if (tag == TAG_BR) b->n_breaks++;
        if (tag == TAG_IMG) see_picture(b);
        if (does & EL_BREAK) end_line(b);
        return;
    }
    if (tag == TAG_SCRIPT) see_script(b);
    if (tag == TAG_TITLE) b->in_title = true;
    if (does & EL_SKIP) {
        if (!(does & EL_RAW)) begin_skip(b, tag, false);
        return;
    }
    if (tag == TAG_OTHER || tag == TAG_HEAD) return;
    b->edge |= is_edge(tag);
    bool first = b->line_begin == b->t->text.n; /* inside a sentence a name in a class is no reason to tear it */
    if (marks & (MARK_HIDDEN | MARK_UNSEEN | MARK_CAPTION) || (marks & (MARK_NEVER | MARK_DROP) && first && tag != TAG_A && !(marks & MARK_BYLINE))) begin_skip(b, tag, !(marks & MARK_HIDDEN));
    else if (tag == TAG_A) { /* links do not nest: a new one ends the old */
        b->n_links = 1;
        begin_author(b);
    }
    b->line_marks |= marks & (MARK_BYLINE | MARK_DATE | MARK_TITLE);
}

static void start(builder *b)
{
    html_tag tag = b->token.tag;
    uint8_t does = html_tag_does(tag);
    if (!(does & EL_BLOCK)) {
        start_inline(b, tag, does);
        return;
    }
    if (tag == TAG_BODY || tag == TAG_HTML) { /* once open, they stay */
        if (tag == TAG_BODY) end_line(b);
        return;
    }
    end_line(b);
    close_implied(b, tag);
    uint32_t marks = b->token.n_attrs ? marks_of(b) : 0;
    if (b->token.n_attrs && html_attr_has(&b->token, "itemprop")) see_meta(b, tag);
    push(b, tag, marks);
}

static void close_tag(builder *b)
{
    html_tag tag = b->token.tag;
    uint8_t does = html_tag_does(tag);
    b->edge |= is_edge(tag);
    if (tag == TAG_A) {
        b->n_links = 0;
        end_author(b);
    }
    if (tag == TAG_BR) b->n_breaks++;
    if (!(does & EL_BLOCK)) return;
    end_line(b);
    if (tag == TAG_BODY || tag == TAG_HTML) return;
    if (b->flat[tag]) b->flat[tag]--;
    else close_element(b, tag);
}

static void text(builder *b)
{
    html_token *k = &b->token;
    if (k->tag == TAG_TITLE) {
        if (!b->t->title.n) b->t->title = html_decode(b->t->mem, str_sub(b->t->source->text, k->begin, k->end));
        return;
    }
    if (k->tag != TAG_OTHER && (html_tag_does(k->tag) & EL_SKIP)) return;
    put_text(b, k->begin, k->end, k->raw, b->last_of[TAG_PRE] > 0);
}

int html_tree_build(html_tree *t, ent_error *err)
{
    builder *b = arena_new(t->mem, builder, 1);
    if (!b) return error_memory(err);
    b->t = t;
    b->tables = t->t;
    page_out_init(&t->text, t->mem, t->source->text.n / 4);
    html_lex_init(&b->lexer, t->source->text);
    push(b, TAG_HTML, 0);
    for (html_lex(&b->lexer, &b->token); b->token.kind != HTML_END && !t->failed && !t->text.failed; html_lex(&b->lexer, &b->token)) {
        if (b->skip != TAG_OTHER && !go_on_skipping(b)) continue;
        if (b->token.kind == HTML_TEXT) text(b);
        else if (b->token.kind == HTML_START) start(b);
        else close_tag(b);
    }
    if (t->failed || t->text.failed) return error_memory(err);
    pop_to(b, 0);
    return t->failed ? error_memory(err) : ENT_OK;
}
