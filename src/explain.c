/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `entente explain`: one text through all stations, each station's columns shown for people, and at the end, for every predicate,
 * the rules tried, the one that fired and why the others did not (code_explain).
 */
#include "engine.h"
#include "format/format.h"

static void put_pad(buf *out, size_t from, size_t width)
{
    for (size_t n = out->n - from; n < width; n++) buf_char(out, ' ');
}

static void put_tree(buf *out, const doc *d, const doc_sentence *s)
{
    for (uint32_t t = s->tok_begin; t < s->tok_end; t++) {
        size_t from = out->n;
        buf_printf(out, "  %3u  %.*s", t - s->tok_begin + 1, STR_ARG(doc_form(d, t)));
        put_pad(out, from, 26);
        buf_printf(out, " %.*s", STR_ARG(d->lemma[t]));
        put_pad(out, from, 44);
        buf_printf(out, " %-6s", upos_name(d->upos[t]));
        if (d->head[t] == DOC_NONE) {
            buf_printf(out, " %s", deprel_name(d->deprel[t]));
        } else {
            const char *sub = depsub_name(d->depsub[t]);
            buf_printf(out, " %s%s%s of %u %.*s", deprel_name(d->deprel[t]), *sub ? ":" : "", sub, d->head[t] - s->tok_begin + 1, STR_ARG(doc_form(d, d->head[t])));
        }
        buf_char(out, '\n');
    }
}

static void put_actor(buf *out, const doc_actor *a)
{
    buf_printf(out, " %.*s", STR_ARG(a->name));
    if (a->code.n || a->country.n) buf_printf(out, " [%.*s]", STR_ARG(a->code.n ? a->code : a->country));
    for (int i = 0; i < a->n_sectors; i++) buf_printf(out, " %.*s", STR_ARG(a->sector[i]));
}

static void put_mentions(buf *out, const doc *d, const doc_sentence *s)
{
    for (uint32_t i = 0; i < d->n_mentions; i++) {
        const doc_mention *m = &d->mentions[i];
        if (m->head < s->tok_begin || m->head >= s->tok_end) continue;
        str words = doc_text(d, d->tokens[m->tok_begin].begin, d->tokens[m->tok_end - 1].end);
        buf_printf(out, "  \"%.*s\" (%s):", STR_ARG(words), mention_name(m->basis));
        for (int k = 0; k < m->n_actors; k++) {
            if (k) buf_z(out, " and");
            put_actor(out, &d->actors[m->actor[k]]);
        }
        buf_char(out, '\n');
    }
}

static void put_dates(buf *out, const doc *d, const doc_sentence *s)
{
    for (uint32_t i = 0; i < d->n_dates; i++) {
        const doc_date *x = &d->dates[i];
        if (x->begin < s->begin || x->end > s->end) continue;
        buf_printf(out, "  \"%.*s\": %.*s\n", STR_ARG(doc_text(d, x->begin, x->end)), STR_ARG(x->value.n ? x->value : STR("not resolved")));
    }
}

static void put_section(buf *out, const char *name, const doc *d, const doc_sentence *s, void (*put)(buf *, const doc *, const doc_sentence *))
{
    buf_printf(out, "%s\n", name);
    size_t from = out->n;
    put(out, d, s);
    if (out->n == from) buf_z(out, "  none\n");
}

int ent_explain(const ent_engine *e, const char *text, size_t n, const char *published, ent_sink sink, ent_error *err)
{
    int32_t day = CAL_NONE;
    if (published && (day = cal_parse(str_from(published))) == CAL_NONE) return error_set(err, ENT_E_USAGE, -1, "'%s' is not a date (YYYY-MM-DD)", published);
    if (!str_trim(str_make(text, n > UINT32_MAX ? 1 : n)).n) return error_set(err, ENT_E_USAGE, -1, "there is no sentence to explain");
    if (n > DOC_CAP_BYTES) return error_set(err, ENT_E_USAGE, -1, "text is longer than 16 MB");
    size_t valid = utf8_valid(text, n);
    if (valid < n) return error_set(err, ENT_E_FORMAT, (int64_t)valid, "text is not UTF-8 (byte %zu)", valid);
    arena mem;
    doc d;
    buf out;
    arena_init(&mem, DOC_CAP_ARENA);
    doc_init(&d, &mem);
    buf_init(&out);
    parse_scratch *scratch = parse_scratch_new(e->parse, PARSE_ISA_BEST);
    int rc = scratch ? pipeline_text(e, scratch, &d, str_make(text, n), day, STAGE_CLAUSE, err) : error_memory(err);
    for (uint32_t i = 0; !rc && i < d.n_sentences; i++) {
        const doc_sentence *s = &d.sentences[i];
        buf_printf(&out, "SENTENCE %u: %.*s\n", i + 1, STR_ARG(doc_text(&d, s->begin, s->end)));
        put_section(&out, "tree", &d, s, put_tree);
        put_section(&out, "actors", &d, s, put_mentions);
        put_section(&out, "dates", &d, s, put_dates);
    }
    if (!rc) rc = code_explain(e->code, &d, &out, err);
    if (!rc) rc = buf_flush(&out, sink, err);
    parse_scratch_free(scratch);
    buf_fini(&out);
    arena_fini(&mem);
    return rc;
}
