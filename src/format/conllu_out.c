/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CoNLL-U out: the split and parse columns in the ten columns of Universal Dependencies v2.
 *
 *     # newdoc id = …      once a document            ID FORM LEMMA UPOS XPOS FEATS HEAD DEPREL DEPS MISC
 *     # sent_id = …        number in the document     a multi-word token has a range line before its words
 *     # text = …           the sentence, white space as one blank
 *
 * MISC carries Entity=B-PER|… and SpaceAfter=No. A document that came as CoNLL-U keeps its own comment lines instead.
 */
#include "format/format.h"

static void put_flat(buf *out, str s) /* one line: runs of white space become one blank */
{
    bool space = false;
    for (uint32_t i = 0; i < s.n; i++) {
        bool blank = s.s[i] == ' ' || (s.s[i] >= '\t' && s.s[i] <= '\r');
        if (!blank) buf_char(out, s.s[i]);
        else if (!space) buf_char(out, ' ');
        space = blank;
    }
}

static void put_or_none(buf *out, str s)
{
    if (s.n) put_flat(out, s);
    else buf_char(out, '_');
}

static void put_comments(buf *out, const doc *d, uint32_t s)
{
    if (d->comments) {
        str kept = d->comments[s];
        buf_str(out, kept);
        if (kept.n && kept.s[kept.n - 1] != '\n') buf_char(out, '\n');
        return;
    }
    if (s == 0) {
        buf_z(out, "# newdoc id = ");
        put_or_none(out, d->id);
        buf_char(out, '\n');
    }
    buf_printf(out, "# sent_id = %u\n# text = ", s + 1);
    put_flat(out, doc_text(d, d->sentences[s].begin, d->sentences[s].end));
    buf_char(out, '\n');
}

static void put_misc(buf *out, const doc *d, uint32_t t, bool spaceless)
{
    bool named = d->ner && d->ner[t] != NER_O;
    if (named) buf_printf(out, "Entity=%s", ner_name(d->ner[t]));
    if (spaceless) buf_z(out, named ? "|SpaceAfter=No" : "SpaceAfter=No");
    if (!named && !spaceless) buf_char(out, '_');
    buf_char(out, '\n');
}

static void put_range(buf *out, const doc *d, uint32_t t, uint32_t number)
{
    uint32_t last = t + d->tokens[t].mwt - 1;
    buf_printf(out, "%u-%u\t", number, number + d->tokens[t].mwt - 1);
    put_flat(out, doc_text(d, d->tokens[t].begin, d->tokens[last].end > d->tokens[t].end ? d->tokens[last].end : d->tokens[t].end));
    buf_printf(out, "\t_\t_\t_\t_\t_\t_\t_\t%s\n", d->tokens[last].space_after ? "_" : "SpaceAfter=No");
}

static void put_word(buf *out, const doc *d, arena *scratch, uint32_t t, uint32_t first, bool spaceless)
{
    buf_printf(out, "%u\t", t - first + 1);
    put_or_none(out, doc_form(d, t));
    buf_char(out, '\t');
    if (!d->upos) {
        buf_z(out, "_\t_\t_\t_\t_\t_\t_\t");
    } else {
        put_or_none(out, d->lemma[t]);
        buf_printf(out, "\t%s\t", upos_name(d->upos[t]));
        put_or_none(out, d->xpos[t]);
        buf_char(out, '\t');
        buf_str(out, feats_name(scratch, d->feats[t]));
        buf_printf(out, "\t%u\t%s", d->head[t] == DOC_NONE ? 0 : d->head[t] - first + 1, deprel_name(d->deprel[t]));
        const char *sub = depsub_name(d->depsub[t]);
        if (*sub) buf_printf(out, ":%s", sub);
        buf_z(out, "\t_\t");
    }
    put_misc(out, d, t, spaceless);
}

void format_conllu(buf *out, const doc *d)
{
    arena scratch;
    arena_init(&scratch, 0);
    for (uint32_t s = 0; s < d->n_sentences; s++) {
        const doc_sentence *x = &d->sentences[s];
        if (x->tok_begin == x->tok_end) continue;
        put_comments(out, d, s);
        uint32_t inside = 0; /* words of the multi-word token still to come */
        for (uint32_t t = x->tok_begin; t < x->tok_end; t++) {
            if (!inside && d->tokens[t].mwt) {
                put_range(out, d, t, t - x->tok_begin + 1);
                inside = d->tokens[t].mwt;
            }
            put_word(out, d, &scratch, t, x->tok_begin, !inside && !d->tokens[t].space_after);
            if (inside) inside--;
        }
        buf_char(out, '\n');
        arena_reset(&scratch);
    }
    arena_fini(&scratch);
}
