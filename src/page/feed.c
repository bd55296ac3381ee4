/* SPDX-License-Identifier: Apache-2.0 */
/*
 * RSS and Atom: each item of a feed is a document.
 *
 *     <rss><channel><title>…</title> … <item>…</item> <item>…</item>      RSS 0.9x, 1.0, 2.0
 *     <feed> <title>…</title> … <entry>…</entry>                          Atom 1.0
 *
 * In: the reader's window. Out: per item its bytes, and of them (pure, any thread) title, address, author, date and main text. The text is the fullest of
 * content:encoded, content, description and summary: CDATA, escaped HTML or XHTML, read by the HTML reader, so that furniture goes here too.
 * A search for the few elements that matter and no XML parser, because feeds are broken as web pages are (bare &, entities of HTML), and a strict
 * parser would lose the rest of the file. Elements are looked for outside CDATA. What a feed holds is never read as a feed again.
 * Cost: linear. Memory: one item up to the cap; a longer one is cut and flagged. Source: RSS 2.0 (2009), RSS 1.0, RFC 4287.
 */
#include "page/reader.h"

#include "page/html.h"

static const str cdata_open = {"<![CDATA[", 9}, cdata_close = {"]]>", 3};

bool feed_starts(str bytes)
{
    static const char *const roots[] = {"<rss", "<feed", "<rdf:RDF"};
    enum { PROLOGUE_BYTES = 4096 };
    str head = str_sub(bytes, 0, bytes.n < PROLOGUE_BYTES ? bytes.n : PROLOGUE_BYTES);
    for (uint32_t i = 0; i + 8 < head.n;) { /* the root is the first tag that is no declaration, comment or instruction */
        const char *p = memchr(head.s + i, '<', head.n - i);
        if (!p) return false;
        i = (uint32_t)(p - head.s);
        str rest = str_sub(head, i, head.n);
        if (rest.n > 1 && (rest.s[1] == '?' || rest.s[1] == '!')) {
            int64_t end = str_find(head, str_starts(rest, STR("<!--")) ? STR("-->") : STR(">"), i);
            if (end < 0) return false;
            i = (uint32_t)end + 1;
            continue;
        }
        for (size_t k = 0; k < sizeof roots / sizeof *roots; k++)
            if (str_starts(rest, str_from(roots[k])) && rest.n > strlen(roots[k]) && strchr(" \t\r\n>", rest.s[strlen(roots[k])])) return true;
        return false;
    }
    return false;
}

/* ---- elements ---------------------------------------------------------------------------------------------------------------- */

/* Is there "<name" or "</name" at i, as a whole name? */
static bool tag_at(str s, uint32_t i, bool closing, const char *name)
{
    uint32_t n = (uint32_t)strlen(name), at = i + 1 + closing;
    if (at + n >= s.n || (closing && s.s[i + 1] != '/') || memcmp(s.s + at, name, n)) return false;
    return strchr(" \t\r\n>/", s.s[at + n]) != NULL;
}

/* Next tag from i outside CDATA and comments; s.n when there is none, or when what begins there does not end. */
static uint32_t next_tag(str s, uint32_t i, bool closing, const char *name)
{
    while (i < s.n) {
        const char *p = memchr(s.s + i, '<', s.n - i);
        if (!p) return s.n;
        i = (uint32_t)(p - s.s);
        str rest = str_sub(s, i, s.n);
        bool cdata = str_starts(rest, cdata_open), comment = str_starts(rest, STR("<!--"));
        if (cdata || comment) {
            int64_t end = str_find(s, cdata ? cdata_close : STR("-->"), i);
            if (end < 0) return s.n;
            i = (uint32_t)end + 3;
        } else if (tag_at(s, i, closing, name)) return i;
        else i++;
    }
    return s.n;
}

typedef struct element {
    str tag, inner; /* "<name attributes", what stands up to its end tag */
} element;

/* The first element of a name in s from *i on, which is set past it; without bytes of tag when there is none. */
static element element_find(str s, uint32_t *i, const char *name)
{
    uint32_t at = next_tag(s, *i, false, name);
    const char *end = at < s.n ? memchr(s.s + at, '>', s.n - at) : NULL;
    *i = s.n;
    if (!end) return (element){STR_NONE, STR_NONE};
    uint32_t begin = (uint32_t)(end - s.s) + 1;
    element e = {.tag = str_sub(s, at, begin - 1), .inner = str_sub(s, begin, begin)};
    *i = begin;
    if (s.s[begin - 2] == '/') return e;
    uint32_t close = next_tag(s, begin, true, name);
    e.inner = str_sub(s, begin, close);
    *i = close;
    return e;
}

static element first(str s, const char *name)
{
    uint32_t i = 0;
    return element_find(s, &i, name);
}

/* Value of an attribute of a tag, without bytes when absent. */
static str attribute(str tag, const char *name)
{
    uint32_t n = (uint32_t)strlen(name);
    for (uint32_t i = 1; i + n + 2 < tag.n; i++) {
        if ((unsigned char)tag.s[i - 1] > ' ' || memcmp(tag.s + i, name, n) || tag.s[i + n] != '=') continue;
        char quote = tag.s[i + n + 1];
        if (quote != '"' && quote != '\'') continue;
        const char *end = memchr(tag.s + i + n + 2, quote, tag.n - i - n - 2);
        return end ? str_make(tag.s + i + n + 2, (size_t)(end - tag.s) - i - n - 2) : STR_NONE;
    }
    return STR_NONE;
}

/* The content of an element as HTML, with its map to `whole`, the bytes of the item: CDATA as it is, XHTML as it is, else entities decoded once. */
static page_source content_of(arena *mem, str whole, element e, bool *failed)
{
    page_out o;
    bool xhtml = str_eq_nocase(attribute(e.tag, "type"), STR("xhtml"));
    page_out_init(&o, mem, e.inner.n);
    uint32_t base = (uint32_t)(e.inner.s - whole.s);
    for (uint32_t i = 0; i < e.inner.n;) {
        str rest = str_sub(e.inner, i, e.inner.n);
        char one[8];
        uint32_t n = 0, used = 0;
        if (str_starts(rest, cdata_open)) {
            int64_t end = str_find(e.inner, cdata_close, i);
            uint32_t stop = end < 0 ? e.inner.n : (uint32_t)end;
            page_out_put(&o, e.inner.s + i + cdata_open.n, stop - i - cdata_open.n, base + i + cdata_open.n, true);
            i = end < 0 ? stop : stop + cdata_close.n;
            continue;
        }
        if (!xhtml && rest.s[0] == '&') used = html_entity(e.inner, i, one, &n);
        if (used) {
            page_out_put(&o, one, n, base + i, false);
            i += used;
            continue;
        }
        uint32_t run = 1;
        while (i + run < e.inner.n && e.inner.s[i + run] != '&' && e.inner.s[i + run] != '<') run++;
        page_out_put(&o, e.inner.s + i, run, base + i, true);
        i += run;
    }
    *failed |= o.failed;
    return (page_source){str_make(o.s, o.n), o.map, o.n_map};
}

/* An element's words: unpacked, tags gone, white space collapsed. */
static str words_of(doc *d, str item, element e)
{
    bool failed = false;
    page_source s = content_of(d->mem, item, e, &failed);
    page_out o;
    page_out_init(&o, d->mem, s.text.n);
    for (uint32_t i = 0; i < s.text.n && !failed; i++) {
        const char *tag = s.text.s[i] == '<' ? memchr(s.text.s + i, '>', s.text.n - i) : NULL;
        if (tag) i = (uint32_t)(tag - s.text.s);
        else page_out_put(&o, s.text.s + i, 1, i, true);
    }
    return str_trim(html_decode(d->mem, str_make(o.s, o.n)));
}

/* ---- the reader's side: items one at a time ----------------------------------------------------------------------------------------- */

/* Where the next item begins in the window, reading on; the end of the window when there is none. Sets r->feed_item, the name of its element, at the
 * first: looked for later, the other name would send a search to the end of the window each time. */
static uint32_t item_begin(page_reader *r)
{
    for (size_t want = READER_STEP_BYTES;; want *= 2) {
        reader_fill(r, want);
        str s = reader_rest(r);
        uint32_t at = r->feed_item ? next_tag(s, 0, false, r->feed_item) : s.n;
        if (!r->feed_item) {
            uint32_t item = next_tag(s, 0, false, "item"), entry = next_tag(s, 0, false, "entry");
            at = item < entry ? item : entry;
            if (at < s.n) r->feed_item = item < entry ? "item" : "entry";
        }
        if (at < s.n || r->end || s.n >= DOC_CAP_BYTES) return at;
    }
}

/* Bytes of the item at the window's start up to its end tag, reading on; beyond the cap it is cut. */
static uint32_t item_length(page_reader *r, bool *cut)
{
    for (size_t want = READER_STEP_BYTES;; want *= 2) {
        reader_fill(r, want < DOC_CAP_BYTES + 1 ? want : DOC_CAP_BYTES + 1);
        str s = reader_rest(r);
        uint32_t n = next_tag(s, 0, true, r->feed_item);
        *cut = n > DOC_CAP_BYTES || (n == s.n && s.n > DOC_CAP_BYTES);
        if (*cut) return (uint32_t)DOC_CAP_BYTES;
        if (n < s.n || r->end) return n;
    }
}

int feed_next(page_reader *r, page_input *in, buf *bytes, ent_error *err)
{
    uint32_t begin = item_begin(r);
    str s = reader_rest(r);
    if (!r->line && begin) { /* the feed's own name and charset stand before the first item */
        str head = str_sub(s, 0, begin);
        uint32_t n = first(head, "title").inner.n < 4096 ? first(head, "title").inner.n : 0;
        buf_reset(&r->feed_title);
        buf_put(&r->feed_title, first(head, "title").inner.s, n);
        r->feed_charset[0] = 0;
        str charset = page_declared_charset(head);
        if (charset.n < sizeof r->feed_charset) memcpy(r->feed_charset, charset.s ? charset.s : "", charset.n), r->feed_charset[charset.n] = 0;
    }
    r->at += begin;
    if (begin == s.n) {
        if (!r->line) reader_fail(r, "a feed without items");
        return 0;
    }
    bool cut;
    uint32_t n = item_length(r, &cut);
    buf_put(bytes, r->window.s + r->at, n);
    buf_str(bytes, str_make(r->feed_title.s, r->feed_title.n));
    buf_str(bytes, str_from(r->feed_charset));
    if (bytes->failed || r->feed_title.failed) return error_memory(err), -1;
    reader_skip(r, n);
    r->line++;
    str all = str_make(bytes->s, bytes->n);
    uint32_t title_end = n + (uint32_t)r->feed_title.n;
    *in = (page_input){.kind = PAGE_FEED_ITEM, .path = str_from(r->path), .bytes = str_sub(all, 0, n), .line = r->line, .cut = cut,
                       .publisher = str_sub(all, n, title_end), .charset = str_sub(all, title_end, all.n)};
    return 1;
}

/* ---- the item as a document ------------------------------------------------------------------------------------------------------- */

/* The page that the item announces: <link>address</link>, Atom's <link href> that is no other relation, else a guid that is an address. */
static str link_of(doc *d, str item)
{
    for (uint32_t i = 0; i < item.n;) {
        element e = element_find(item, &i, "link");
        str href = attribute(e.tag, "href"), rel = attribute(e.tag, "rel");
        if (!e.tag.n) break;
        if (href.n && (!rel.n || str_eq_nocase(rel, STR("alternate")))) return html_decode(d->mem, href);
        if (!href.n && str_trim(e.inner).n) return words_of(d, item, e);
    }
    str guid = words_of(d, item, first(item, "guid"));
    return str_starts(guid, STR("http")) ? guid : STR_NONE;
}

static void date_of(const page_tables *t, doc *d, str item)
{
    static const char *const names[] = {"pubDate", "published", "dc:date", "issued", "updated", "modified"};
    for (size_t i = 0; i < sizeof names / sizeof *names && d->published == CAL_NONE; i++)
        page_date_offer(t, d, words_of(d, item, first(item, names[i])), BASIS_META, i < 4 ? 950 : 700);
}

/* "Anna Lopez", "anna@paper.example (Anna Lopez)", <author><name>. */
static void author_of(doc *d, str item)
{
    element author = first(item, "author"), name = first(author.inner, "name");
    str who = words_of(d, item, first(item, "dc:creator"));
    if (!who.n) who = words_of(d, item, name.tag.n ? name : author);
    int64_t open = who.n && who.s[who.n - 1] == ')' ? str_find(who, STR("("), 0) : -1;
    if (open >= 0) who = str_sub(who, (uint32_t)open + 1, who.n - 1);
    if (!who.n || str_find(who, STR("@"), 0) >= 0 || !(d->authors = arena_new(d->mem, str, 1))) return;
    d->authors[d->n_authors++] = who;
}

int page_feed_item(const page_tables *t, const page_source *item, str publisher, doc *d, ent_error *err)
{
    static const char *const bodies[] = {"content:encoded", "content", "description", "summary"};
    element body = {STR_NONE, STR_NONE};
    bool failed = false;
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        element e = first(item->text, bodies[i]);
        if (e.inner.n > body.inner.n) body = e;
    }
    if (!d->url.n) d->url = link_of(d, item->text);
    date_of(t, d, item->text);
    page_source content = {0};
    if (body.tag.n) content = content_of(d->mem, item->text, body, &failed);
    page_out over = {.mem = d->mem, .s = (char *)(uintptr_t)content.text.s, .n = content.text.n, .map = content.map, .n_map = content.n_map};
    if (failed || !page_out_over(&over, item)) return error_memory(err);
    content.map = over.map;
    content.n_map = over.n_map;
    int rc = content.text.n ? page_html(t, &content, d, err) : ENT_OK;
    str title = words_of(d, item->text, first(item->text, "title"));
    if (!rc && content.text.n && !d->text.n) rc = page_plain(t, &content, false, d, err); /* a line or two that the HTML reader takes for no article */
    if (title.n) d->title = title;
    d->publisher = str_trim(html_decode(d->mem, publisher));
    d->n_authors = 0;
    author_of(d, item->text);
    return d->mem->failed ? error_memory(err) : rc;
}
