/* SPDX-License-Identifier: Apache-2.0 */
/*
 * HTML source → tokens with byte offsets.
 *
 * In: decoded source. Out: text runs, start tags with attributes, end tags; comments, doctypes and processing instructions are read over.
 * Method: the states of the WHATWG tokeniser as far as they matter to a reader: attribute quoting, self-closing, raw text elements
 * (script, style, textarea, title, …), CDATA, bogus comments, abrupt comment ends. Attributes are spans of the source, undecoded; those
 * past HTML_MAX_ATTRS are read over.
 * Departures, each for broken pages: a comment that is never closed ends at its first '>'; CDATA is text, as in XHTML; script's escaped
 * states are left out ("</script" ends it always).
 * Cost: linear; what a search did not find once ("-->", "]]>") is remembered and not searched again.
 * Source: WHATWG HTML Living Standard, 13.2.5 Tokenization.
 */
#include "page/html.h"

/* ---- elements -------------------------------------------------------------------------------------------------------------- */

static const struct {
    const char *name;
    uint8_t tag, does;
} elements[] = { /* in byte order of names */
#define B EL_BLOCK
#define P EL_CLOSES_P
    {"a", TAG_A, 0}, {"abbr", TAG_ABBR, 0}, {"address", TAG_ADDRESS, B | P}, {"area", TAG_AREA, EL_VOID}, {"article", TAG_ARTICLE, B | P}, {"aside", TAG_ASIDE, B | P | EL_FURNITURE},
    {"audio", TAG_AUDIO, EL_SKIP}, {"b", TAG_B, 0}, {"base", TAG_BASE, EL_VOID}, {"blockquote", TAG_BLOCKQUOTE, B | P}, {"body", TAG_BODY, B}, {"br", TAG_BR, EL_VOID},
    {"button", TAG_BUTTON, EL_SKIP}, {"canvas", TAG_CANVAS, EL_SKIP}, {"caption", TAG_CAPTION, B | EL_SCOPE}, {"center", TAG_CENTER, B | P}, {"cite", TAG_CITE, 0}, {"col", TAG_COL, EL_VOID},
    {"colgroup", TAG_COLGROUP, 0}, {"dd", TAG_DD, B | P}, {"details", TAG_DETAILS, B | P}, {"dialog", TAG_DIALOG, B | P | EL_FURNITURE}, {"dir", TAG_DIR, B | P}, {"div", TAG_DIV, B | P},
    {"dl", TAG_DL, B | P}, {"dt", TAG_DT, B | P}, {"em", TAG_EM, 0}, {"embed", TAG_EMBED, EL_VOID}, {"fieldset", TAG_FIELDSET, B | P}, {"figcaption", TAG_FIGCAPTION, B | P},
    {"figure", TAG_FIGURE, B | P}, {"font", TAG_FONT, 0}, {"footer", TAG_FOOTER, B | P | EL_FURNITURE}, {"form", TAG_FORM, B | P}, {"frame", TAG_FRAME, EL_VOID}, {"frameset", TAG_FRAMESET, B},
    {"h1", TAG_H1, B | P}, {"h2", TAG_H2, B | P}, {"h3", TAG_H3, B | P}, {"h4", TAG_H4, B | P}, {"h5", TAG_H5, B | P}, {"h6", TAG_H6, B | P}, {"head", TAG_HEAD, 0},
    {"header", TAG_HEADER, B | P}, {"hgroup", TAG_HGROUP, B | P}, {"hr", TAG_HR, EL_VOID | P | EL_BREAK}, {"html", TAG_HTML, B | EL_SCOPE}, {"i", TAG_I, 0}, {"iframe", TAG_IFRAME, EL_RAW | EL_SKIP},
    {"img", TAG_IMG, EL_VOID}, {"input", TAG_INPUT, EL_VOID}, {"label", TAG_LABEL, 0}, {"legend", TAG_LEGEND, B}, {"li", TAG_LI, B | P}, {"link", TAG_LINK, EL_VOID}, {"main", TAG_MAIN, B | P},
    {"map", TAG_MAP, 0}, {"marquee", TAG_MARQUEE, B | EL_SCOPE | EL_FURNITURE}, {"math", TAG_MATH, EL_SKIP}, {"menu", TAG_MENU, B | P | EL_FURNITURE}, {"meta", TAG_META, EL_VOID}, {"nav", TAG_NAV, B | P | EL_FURNITURE},
    {"noembed", TAG_NOEMBED, EL_RAW | EL_SKIP}, {"noframes", TAG_NOFRAMES, EL_RAW | EL_SKIP}, {"noscript", TAG_NOSCRIPT, EL_SKIP}, {"object", TAG_OBJECT, EL_SCOPE}, {"ol", TAG_OL, B | P},
    {"optgroup", TAG_OPTGROUP, 0}, {"option", TAG_OPTION, 0}, {"p", TAG_P, B | P}, {"param", TAG_PARAM, EL_VOID}, {"picture", TAG_PICTURE, 0}, {"plaintext", TAG_PLAINTEXT, B | P | EL_RAW}, {"pre", TAG_PRE, B | P},
    {"progress", TAG_PROGRESS, EL_SKIP}, {"s", TAG_S, 0}, {"script", TAG_SCRIPT, EL_RAW | EL_SKIP}, {"search", TAG_SEARCH, B | P | EL_FURNITURE}, {"section", TAG_SECTION, B | P}, {"select", TAG_SELECT, EL_SKIP},
    {"small", TAG_SMALL, 0}, {"source", TAG_SOURCE, EL_VOID}, {"span", TAG_SPAN, 0}, {"strike", TAG_STRIKE, 0}, {"strong", TAG_STRONG, 0}, {"style", TAG_STYLE, EL_RAW | EL_SKIP}, {"sub", TAG_SUB, 0},
    {"summary", TAG_SUMMARY, B | P}, {"sup", TAG_SUP, 0}, {"svg", TAG_SVG, EL_SKIP}, {"table", TAG_TABLE, B | P | EL_SCOPE}, {"tbody", TAG_TBODY, B}, {"td", TAG_TD, B | EL_SCOPE}, {"template", TAG_TEMPLATE, EL_SKIP},
    {"textarea", TAG_TEXTAREA, EL_RAW | EL_SKIP}, {"tfoot", TAG_TFOOT, B}, {"th", TAG_TH, B | EL_SCOPE}, {"thead", TAG_THEAD, B}, {"time", TAG_TIME, 0}, {"title", TAG_TITLE, EL_RAW}, {"tr", TAG_TR, B},
    {"track", TAG_TRACK, EL_VOID}, {"u", TAG_U, 0}, {"ul", TAG_UL, B | P}, {"video", TAG_VIDEO, EL_SKIP}, {"wbr", TAG_WBR, EL_VOID}, {"xmp", TAG_XMP, B | P | EL_RAW},
#undef B
#undef P
};
enum { N_ELEMENTS = sizeof elements / sizeof *elements };

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

static int compare_name(str name, const char *z)
{
    for (uint32_t i = 0; i < name.n; i++) {
        int c = (unsigned char)lower(name.s[i]) - (unsigned char)z[i];
        if (c) return c;
    }
    return z[name.n] ? -1 : 0;
}

static int find_element(str name)
{
    int low = 0, high = N_ELEMENTS - 1;
    while (low <= high) {
        int mid = (low + high) / 2, c = compare_name(name, elements[mid].name);
        if (!c) return mid;
        if (c < 0) high = mid - 1;
        else low = mid + 1;
    }
    return -1;
}

html_tag html_tag_find(str name)
{
    int k = find_element(name);
    return k < 0 ? TAG_OTHER : (html_tag)elements[k].tag;
}

/* elements[] is in the order of the enum as well, so a tag is its row. */
uint8_t html_tag_does(html_tag tag) { return tag == TAG_OTHER ? 0 : elements[tag - 1].does; }

/* ---- tokens ---------------------------------------------------------------------------------------------------------------- */

static bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f'; }
static bool is_letter(char c) { return (c | 32) >= 'a' && (c | 32) <= 'z'; }

void html_lex_init(html_lexer *x, str source) { *x = (html_lexer){.source = source}; }

static uint32_t find_byte(const html_lexer *x, char c, uint32_t from)
{
    const char *p = from < x->source.n ? memchr(x->source.s + from, c, x->source.n - from) : NULL;
    return p ? (uint32_t)(p - x->source.s) : x->source.n;
}

/* Past the first '>' from i on, or the end. */
static uint32_t past_bracket(const html_lexer *x, uint32_t i)
{
    uint32_t k = find_byte(x, '>', i);
    return k < x->source.n ? k + 1 : k;
}

/* Past the comment whose "<!--" is at i. */
static uint32_t past_comment(html_lexer *x, uint32_t i)
{
    str s = x->source;
    uint32_t k = i + 4;
    if (k < s.n && s.s[k] == '>') return k + 1;
    if (k + 1 < s.n && s.s[k] == '-' && s.s[k + 1] == '>') return k + 2;
    while (!x->no_comment_end) {
        const char *p = k + 2 < s.n ? memchr(s.s + k, '-', s.n - k) : NULL;
        if (!p || p + 2 >= s.s + s.n) {
            x->no_comment_end = true;
            break;
        }
        k = (uint32_t)(p - s.s);
        if (s.s[k + 1] == '-') {
            uint32_t e = k + 2;
            while (e < s.n && s.s[e] == '-') e++;
            if (e < s.n && s.s[e] == '>') return e + 1;
            if (e + 1 < s.n && s.s[e] == '!' && s.s[e + 1] == '>') return e + 2;
            k = e - 1;
        }
        k++;
    }
    return past_bracket(x, i + 4);
}

/* End of raw text: the '<' of the end tag of element `tag`, or the end. */
static uint32_t raw_end(const html_lexer *x, html_tag tag, uint32_t i)
{
    str s = x->source, name = str_from(elements[tag - 1].name);
    if (tag == TAG_PLAINTEXT) return s.n;
    for (; (i = find_byte(x, '<', i)) < s.n; i++) {
        if (i + 2 + name.n > s.n || s.s[i + 1] != '/' || !str_eq_nocase(str_sub(s, i + 2, i + 2 + name.n), name)) continue;
        char after = i + 2 + name.n < s.n ? s.s[i + 2 + name.n] : '>';
        if (is_space(after) || after == '/' || after == '>') return i;
    }
    return s.n;
}

static uint32_t read_value(const html_lexer *x, uint32_t i, str *value)
{
    str s = x->source;
    while (i < s.n && is_space(s.s[i])) i++;
    if (i < s.n && (s.s[i] == '"' || s.s[i] == '\'')) {
        uint32_t end = find_byte(x, s.s[i], i + 1);
        *value = str_sub(s, i + 1, end);
        return end < s.n ? end + 1 : end;
    }
    uint32_t begin = i;
    while (i < s.n && !is_space(s.s[i]) && s.s[i] != '>') i++;
    *value = str_sub(s, begin, i);
    return i;
}

/* Attributes from i to the tag's '>'; returns past it. */
static uint32_t read_attrs(const html_lexer *x, uint32_t i, html_token *token)
{
    str s = x->source;
    while (i < s.n) {
        while (i < s.n && (is_space(s.s[i]) || s.s[i] == '/')) i++;
        if (i >= s.n) break;
        if (s.s[i] == '>') return i + 1;
        uint32_t begin = i;
        for (i++; i < s.n && !is_space(s.s[i]) && s.s[i] != '/' && s.s[i] != '>' && s.s[i] != '='; i++) {}
        html_attr a = {str_sub(s, begin, i), str_sub(s, i, i)};
        uint32_t k = i;
        while (k < s.n && is_space(s.s[k])) k++;
        if (k < s.n && s.s[k] == '=') i = read_value(x, k + 1, &a.value);
        if (token->n_attrs < HTML_MAX_ATTRS) token->attrs[token->n_attrs++] = a;
    }
    return s.n;
}

static void read_tag(html_lexer *x, html_token *token)
{
    str s = x->source;
    bool close = s.s[x->at + 1] == '/';
    uint32_t begin = x->at + 1 + close, i = begin;
    while (i < s.n && !is_space(s.s[i]) && s.s[i] != '/' && s.s[i] != '>') i++;
    int element = find_element(str_sub(s, begin, i));
    token->kind = close ? HTML_CLOSE : HTML_START;
    token->tag = element < 0 ? TAG_OTHER : (html_tag)elements[element].tag;
    token->begin = x->at;
    token->n_attrs = 0;
    token->end = x->at = read_attrs(x, i, token);
    if (!close && element >= 0 && (elements[element].does & EL_RAW)) x->raw = token->tag;
}

static bool give_text(html_lexer *x, html_token *token, uint32_t end, bool raw)
{
    if (end <= x->at) return false;
    token->kind = HTML_TEXT;
    token->tag = x->raw;
    token->begin = x->at;
    token->end = end;
    token->raw = raw;
    x->at = end;
    return true;
}

/* <!…, <?…, </ without a name: true when a CDATA section gave text. */
static bool read_declaration(html_lexer *x, html_token *token)
{
    str s = x->source, rest = str_sub(s, x->at, s.n);
    if (str_starts(rest, STR("<!--"))) {
        x->at = past_comment(x, x->at);
        return false;
    }
    int64_t end = !x->no_cdata_end && str_starts(rest, STR("<![CDATA[")) ? str_find(s, STR("]]>"), x->at + 9) : -1;
    if (end < 0) {
        x->no_cdata_end = x->no_cdata_end || str_starts(rest, STR("<![CDATA["));
        x->at = past_bracket(x, x->at + 2);
        return false;
    }
    x->at += 9;
    bool text = give_text(x, token, (uint32_t)end, true);
    x->at = (uint32_t)end + 3;
    return text;
}

void html_lex(html_lexer *x, html_token *token)
{
    str s = x->source;
    while (x->at < s.n) {
        if (x->raw != TAG_OTHER) {
            html_tag raw = x->raw;
            bool text = give_text(x, token, raw_end(x, raw, x->at), raw != TAG_TITLE && raw != TAG_TEXTAREA);
            x->raw = TAG_OTHER;
            if (text) return;
            continue;
        }
        uint32_t i = x->at;
        for (; (i = find_byte(x, '<', i)) + 1 < s.n; i++) {
            char c = s.s[i + 1];
            if (is_letter(c) || c == '!' || c == '?' || (c == '/' && i + 2 < s.n)) break;
        }
        if (i + 1 >= s.n) i = s.n;
        if (give_text(x, token, i, false)) return;
        if (i >= s.n) break;
        bool tag = is_letter(s.s[i + 1]) || (s.s[i + 1] == '/' && is_letter(s.s[i + 2]));
        if (tag) {
            read_tag(x, token);
            return;
        }
        if (read_declaration(x, token)) return;
    }
    token->kind = HTML_END;
    token->begin = token->end = s.n;
}

static const html_attr *find_attr(const html_token *token, const char *name)
{
    str want = str_from(name);
    for (uint32_t i = 0; i < token->n_attrs; i++)
        if (str_eq_nocase(token->attrs[i].name, want)) return &token->attrs[i];
    return NULL;
}

str html_attr_get(const html_token *token, const char *name)
{
    const html_attr *a = find_attr(token, name);
    return a ? a->value : STR_NONE;
}

bool html_attr_has(const html_token *token, const char *name) { return find_attr(token, name) != NULL; }
