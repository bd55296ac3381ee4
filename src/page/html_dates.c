/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The last resorts for a page's date, when neither meta data, <time>, address nor a line near the headline has told one.
 *
 * In: the tree after the choice of its text. Out: d->published with a trust that says how weak the sign is; nothing when there is none.
 * In this order: a key of dates in any script (trust 700 in JSON-LD, 400 elsewhere), a day-first date in the address (450), a date that opens the text
 * ("Bonn, 12.11.2021 - …", 350), the title (400), a <time> or a line of class "date" anywhere (350), a line that is a date (300), the first date in any
 * line (200). A consumer that counts from the date asks for DOC_ANCHOR_TRUST; what is weaker only tells the reader.
 * Why at all: archives and forecasters sort pages by any sign of a date, and a date with its trust is better than none. Cost: one pass over lines and
 * scripts, only for pages without a date. Source: A. Barbaresi, "htmldate" (2020), for where dates hide.
 */
#include "base/calendar.h"
#include "page/html.h"

enum { OPENING_BYTES = 60, KEY_VALUE_BYTES = 40 };

static bool dated(const html_tree *t) { return t->d->published != CAL_NONE; }

static void offer(html_tree *t, str text, doc_basis basis, uint16_t trust)
{
    if (!dated(t)) page_date_offer(t->t, t->d, text, basis, trust);
}

/* "datePublished":"2016-10-10…" as it stands in the script, whatever is around it; keys of page-meta.tsv's rows `key`, the first row first. */
static void from_script(html_tree *t, str script, uint16_t trust)
{
    for (uint32_t k = 0; k < t->t->n_metas && !dated(t); k++) {
        if (t->t->metas[k].field != META_KEY) continue;
        str key = t->t->metas[k].name;
        for (int64_t at = str_find(script, key, 0); at >= 0 && !dated(t); at = str_find(script, key, (uint32_t)at + key.n)) {
            uint32_t i = (uint32_t)at + key.n, quote = i;
            if (!at || (script.s[at - 1] != '"' && script.s[at - 1] != '\'')) continue;
            while (i < script.n && i < quote + 6 && strchr("\"'\\: ", script.s[i])) i++;
            if (i > quote + 1) offer(t, str_sub(script, i, i + KEY_VALUE_BYTES < script.n ? i + KEY_VALUE_BYTES : script.n), BASIS_JSONLD, trust);
        }
    }
}

static void from_scripts(html_tree *t)
{
    for (uint32_t i = 0; i < t->n_scripts; i++) from_script(t, t->scripts[i], 700);
    for (uint32_t i = 0; i < t->n_others; i++) from_script(t, t->others[i], 400);
}

/* A date in the first bytes of the first kept line. */
static void from_opening(html_tree *t, uint32_t begin, uint32_t end)
{
    if (begin == end) return;
    str line = html_line_text(t, begin);
    offer(t, str_sub(line, 0, line.n < OPENING_BYTES ? line.n : OPENING_BYTES), BASIS_TEXT, 350);
}

static bool hidden(const html_tree *t, uint32_t line) { return t->nodes[t->lines[line].node].marks & MARK_HIDDEN; }

typedef enum line_sign { LINE_OF_CLASS_DATE, LINE_IS_DATE, LINE_HAS_DATE } line_sign;

static void from_lines(html_tree *t, line_sign sign, uint16_t trust)
{
    for (uint32_t i = 0; i < t->n_lines && !dated(t); i++) {
        const html_line *l = &t->lines[i];
        if (hidden(t, i)) continue;
        str line = html_line_text(t, i);
        bool marked = (l->marks | t->nodes[l->node].marks) & MARK_DATE;
        if (sign == LINE_OF_CLASS_DATE && !marked) continue;
        page_date at = page_date_find(t->t, line);
        if (at.day == CAL_NONE || (sign == LINE_IS_DATE && !at.alone && !at.cued)) continue;
        offer(t, line, BASIS_TEXT, trust);
    }
}

void html_date_last_resorts(html_tree *t, uint32_t begin, uint32_t end)
{
    from_scripts(t);
    if (!dated(t) && t->d->url.n) offer(t, t->d->url, BASIS_URL, 450);
    from_opening(t, begin, end);
    offer(t, t->title, BASIS_TEXT, 400);
    for (uint32_t i = 0; i < t->n_times; i++) offer(t, t->times[i].datetime, BASIS_TIME, 350);
    from_lines(t, LINE_OF_CLASS_DATE, 350);
    from_lines(t, LINE_IS_DATE, 300);
    from_lines(t, LINE_HAS_DATE, 200);
}
