/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Predicates and attributions in a line each, for golden tests:
 *
 *     visit LIGHT(pay) planned agent=Putin to=Beijing | said_by=ministry
 *     LEMMA KIND       STATUS  ROLE=FILLER+FILLER …   | said_by=INNERMOST < OUTER
 *
 * VERB is left out as the usual kind, "actual" as the usual status. Fillers are the head words as written; "~" before one: guessed.
 * An oblique is written by its preposition. A complement is written by the lemma of its predicate.
 */
#ifndef CLAUSE_RENDER_H
#define CLAUSE_RENDER_H

#include "base/buf.h"
#include "doc.h"

static inline void render_filler(const doc *d, const doc_role *r, buf *out)
{
    if (r->basis == FILL_GUESSED) buf_char(out, '~');
    if (r->role == ROLE_COMPLEMENT && r->pred != DOC_NONE) buf_str(out, d->predicates[r->pred].lemma);
    else buf_str(out, doc_form(d, r->tok));
}

static inline void render_roles(const doc *d, const doc_predicate *p, buf *out)
{
    static const char *const names[] = {"agent", "patient", "recipient", "", "complement", "predicate", "party"};
    for (uint32_t r = p->role_begin; r < p->role_end; r++) {
        const doc_role *x = &d->roles[r], *before = x - 1;
        if (r > p->role_begin && before->role == x->role && str_eq(before->prep, x->prep)) {
            buf_char(out, '+');
        } else if (x->role == ROLE_OBLIQUE) {
            buf_printf(out, " %.*s=", STR_ARG(x->prep));
        } else {
            buf_printf(out, " %s%s%.*s=", names[x->role], x->prep.n ? "." : "", STR_ARG(x->prep));
        }
        render_filler(d, x, out);
    }
}

static inline void render_predicate(const doc *d, const doc_predicate *p, buf *out)
{
    static const char *const kinds[] = {"", " NOUN", " LIGHT", " STATE"};
    buf_printf(out, "%.*s%s", STR_ARG(p->lemma), kinds[p->kind]);
    if (p->kind == PRED_LIGHT) buf_printf(out, "(%.*s)", STR_ARG(p->support));
    if (p->status != STATUS_ACTUAL) buf_printf(out, " %s", status_name(p->status));
    if (p->status != STATUS_NEGATED && p->factuality < 0) buf_z(out, " not");
    if (p->reported) buf_z(out, " reported");
    if (p->question) buf_z(out, " question");
    if (p->quoted) buf_z(out, " quoted");
    render_roles(d, p, out);
    for (uint32_t a = p->attribution, k = 0; a != DOC_NONE && k < 8; a = d->attributions[a].outer, k++) {
        buf_z(out, k ? " < " : " | said_by=");
        if (d->attributions[a].denial) buf_z(out, "not:");
        if (d->attributions[a].source_head == DOC_NONE) buf_char(out, '-');
        else buf_str(out, doc_form(d, d->attributions[a].source_head));
    }
    buf_char(out, '\n');
}

static inline void render_clauses(const doc *d, buf *out)
{
    for (uint32_t i = 0; i < d->n_predicates; i++) render_predicate(d, &d->predicates[i], out);
}

#endif
