/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Inside of the HTML reader.
 *
 *     source ──lexer──► tokens ──tree──► nodes (block elements), lines (runs of text), meta ──choose──► which lines are the article
 *                                                                                  │
 *                                                                                  facts: title, authors, publisher, published
 *
 * Lines and nodes are numbered in document order, so a node's lines are one range and a document is two flat arrays: no pointers, no
 * recursion, and nothing that grows faster than the page.
 */
#ifndef PAGE_HTML_H
#define PAGE_HTML_H

#include "page/parts.h"

/* ---- lexer -------------------------------------------------------------------------------------------------------------- */

typedef enum html_tag {
    TAG_OTHER,
    TAG_A, TAG_ABBR, TAG_ADDRESS, TAG_AREA, TAG_ARTICLE, TAG_ASIDE, TAG_AUDIO, TAG_B, TAG_BASE, TAG_BLOCKQUOTE, TAG_BODY, TAG_BR, TAG_BUTTON,
    TAG_CANVAS, TAG_CAPTION, TAG_CENTER, TAG_CITE, TAG_COL, TAG_COLGROUP, TAG_DD, TAG_DETAILS, TAG_DIALOG, TAG_DIR, TAG_DIV, TAG_DL, TAG_DT, TAG_EM,
    TAG_EMBED, TAG_FIELDSET, TAG_FIGCAPTION, TAG_FIGURE, TAG_FONT, TAG_FOOTER, TAG_FORM, TAG_FRAME, TAG_FRAMESET, TAG_H1, TAG_H2, TAG_H3, TAG_H4, TAG_H5, TAG_H6,
    TAG_HEAD, TAG_HEADER, TAG_HGROUP, TAG_HR, TAG_HTML, TAG_I, TAG_IFRAME, TAG_IMG, TAG_INPUT, TAG_LABEL, TAG_LEGEND, TAG_LI, TAG_LINK, TAG_MAIN, TAG_MAP,
    TAG_MARQUEE, TAG_MATH, TAG_MENU, TAG_META, TAG_NAV, TAG_NOEMBED, TAG_NOFRAMES, TAG_NOSCRIPT, TAG_OBJECT, TAG_OL, TAG_OPTGROUP, TAG_OPTION, TAG_P, TAG_PARAM,
    TAG_PICTURE, TAG_PLAINTEXT, TAG_PRE, TAG_PROGRESS, TAG_S, TAG_SCRIPT, TAG_SEARCH, TAG_SECTION, TAG_SELECT, TAG_SMALL, TAG_SOURCE, TAG_SPAN, TAG_STRIKE,
    TAG_STRONG, TAG_STYLE, TAG_SUB, TAG_SUMMARY, TAG_SUP, TAG_SVG, TAG_TABLE, TAG_TBODY, TAG_TD, TAG_TEMPLATE, TAG_TEXTAREA, TAG_TFOOT, TAG_TH, TAG_THEAD,
    TAG_TIME, TAG_TITLE, TAG_TR, TAG_TRACK, TAG_U, TAG_UL, TAG_VIDEO, TAG_WBR, TAG_XMP, N_TAGS
} html_tag;

/* What an element does. */
enum {
    EL_BLOCK = 1,      /* parts lines and is a node of the tree */
    EL_VOID = 2,       /* has no end tag */
    EL_RAW = 4,        /* its content is not mark-up up to its end tag */
    EL_SKIP = 8,       /* its content is no text of the page */
    EL_CLOSES_P = 16,
    EL_SCOPE = 32,     /* end tags of other elements do not reach through it */
    EL_FURNITURE = 64, /* navigation and the like by its very name */
    EL_BREAK = 128     /* parts lines, but is no node */
};
uint8_t html_tag_does(html_tag tag);
html_tag html_tag_find(str name);

typedef enum html_token_kind { HTML_END, HTML_TEXT, HTML_START, HTML_CLOSE } html_token_kind;
enum { HTML_MAX_ATTRS = 24 };
typedef struct html_attr {
    str name, value; /* as they stand in the source, entities not decoded */
} html_attr;

typedef struct html_token {
    html_token_kind kind;
    html_tag tag;
    uint32_t begin, end; /* bytes of the source: the text, or the tag */
    html_attr attrs[HTML_MAX_ATTRS];
    uint32_t n_attrs;
    bool raw;            /* HTML_TEXT: no entities in it (script, style, CDATA) */
} html_token;

typedef struct html_lexer {
    str source;
    uint32_t at;
    html_tag raw;         /* inside a raw element, else TAG_OTHER */
    bool no_comment_end;  /* "-->" does not come any more */
    bool no_cdata_end;
} html_lexer;

void html_lex_init(html_lexer *x, str source);
/* Next token; HTML_END at the end. Linear over all calls. */
void html_lex(html_lexer *x, html_token *token);
/* Value of an attribute (name in lower case), without bytes when absent; `has` tells absent from empty. */
str html_attr_get(const html_token *token, const char *name);
bool html_attr_has(const html_token *token, const char *name);

/* The character reference at s[i] == '&': bytes it takes, 0 when it is none; its text into out (room for 8), *n_out bytes. */
uint32_t html_entity(str s, uint32_t i, char out[8], uint32_t *n_out);
/* Entities decoded, white space collapsed. Arena string. */
str html_decode(arena *mem, str s);

/* ---- marks: what class, id, role and itemprop say -------------------------------------------------------------------------- */

enum {
    MARK_DROP = 1,     /* furniture: share bars, comments, related links, … */
    MARK_BODY = 2,     /* the article's text */
    MARK_TITLE = 4,
    MARK_BYLINE = 8,
    MARK_DATE = 16,
    MARK_CAPTION = 32,
    MARK_SIDE = 64,    /* perhaps furniture: sidebars, wrappers of lists */
    MARK_NEVER = 128,   /* readers' comments, consent forms: never the article */
    MARK_UNSEEN = 256,  /* named as seen by programs only */
    MARK_HIDDEN = 512   /* hidden by an attribute or a style */
};
uint32_t page_marks(const page_tables *t, str value);

/* ---- tree --------------------------------------------------------------------------------------------------------------------- */

typedef struct html_node {
    uint32_t parent;                /* node, or DOC_NONE */
    uint32_t at;                    /* byte of the source where its tag begins */
    uint32_t line_begin, line_end;  /* lines inside it */
    uint32_t marks;                 /* its own */
    uint8_t tag;                    /* html_tag */
    uint8_t kind;                   /* doc_block_kind of text in it, inherited */
    bool dropped;                   /* it, or a node around it, is furniture */
    bool in_article;                /* a node around it says it is the article */
    uint32_t weight;                /* prose inside it */
    uint32_t hinted;                /* of it, in nodes that say they are the article */
} html_node;

typedef struct html_line {
    uint32_t begin, end;   /* bytes of the tree's text */
    uint32_t node;
    uint32_t n_link_bytes;
    uint16_t n_words, n_commas;
    uint8_t heading;       /* 1 to 6, else 0 */
    uint8_t marks;         /* of inline elements inside */
    bool stop;             /* ends as prose does */
    bool keep;             /* chosen */
} html_line;

typedef struct html_meta {
    str name, content; /* name in lower case; content decoded */
} html_meta;

typedef struct html_time {
    uint32_t line;   /* line it stands in */
    str datetime;
    bool published;  /* itemprop or class says so */
} html_time;

enum { MAX_SCRIPTS = 40 };
enum { MAX_AUTHOR_LINKS = 32 };
typedef struct html_author_link {
    uint32_t line;
    str name;
} html_author_link;

enum { MAX_PICTURES = 128 };
typedef struct html_picture {
    uint32_t line; /* the line that follows it, or that it stands in */
    str alt;
} html_picture;

struct html_facts_found {
    str headline; /* of JSON-LD */
    str site;
};

typedef struct html_tree {
    const page_tables *t;
    const page_source *source;
    arena *mem;
    doc *d;
    page_out text;      /* all text of the page, lines one after the other, with its map to the source */
    html_node *nodes;   uint32_t n_nodes, cap_nodes;
    html_line *lines;   uint32_t n_lines, cap_lines;
    html_meta *metas;   uint32_t n_metas, cap_metas;
    html_time *times;   uint32_t n_times, cap_times;
    str scripts[MAX_SCRIPTS], others[MAX_SCRIPTS]; /* JSON-LD; other scripts: raw, the first ones */
    uint32_t n_scripts, n_others;
    html_author_link author_links[MAX_AUTHOR_LINKS]; /* the first ones that lead to a page of an author */
    uint32_t n_author_links;
    html_picture pictures[MAX_PICTURES]; /* the first ones that say in some words what they show */
    uint32_t n_pictures;
    str title, canonical;
    struct html_facts_found facts;
    bool failed;
} html_tree;

int html_tree_build(html_tree *tree, ent_error *err);
static inline str html_line_text(const html_tree *t, uint32_t i) { return str_make(t->text.s + t->lines[i].begin, t->lines[i].end - t->lines[i].begin); }

/* Sets `keep` on the lines of the article. Title, byline and date lines are not kept. */
void html_choose(html_tree *tree);
/* The title is known better once the text is: lines that repeat it are kept no more. */
void html_drop_title(html_tree *tree);
/* First and one past the last kept line; equal when none is. */
void html_kept_range(const html_tree *tree, uint32_t *begin, uint32_t *end);
/* title, authors, publisher, published, url. Before html_choose: the title, which the choice needs; after it: what stands around the text. */
int html_facts(html_tree *tree, ent_error *err);
int html_facts_from_lines(html_tree *tree, ent_error *err);
/* html_authors.c: an author, or the authors of a line, as far as they are names; what stands near the text, authors and date. */
void html_add_author(html_tree *tree, str name);
void html_add_authors(html_tree *tree, str line);
/* One name as an entry of its own gives it, with what stands after a comma; two when "and" joins two persons. */
void html_add_named(html_tree *t, str name);
void html_lines_near(html_tree *tree, uint32_t begin, uint32_t end);
bool html_looks_like_url(str s);
/* html_dates.c: a date of low trust for a page that tells none in the places made for it. begin, end: the kept range. */
void html_date_last_resorts(html_tree *tree, uint32_t begin, uint32_t end);

#endif
