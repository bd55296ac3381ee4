/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is wrong with the gazetteer as a whole: an alias of two actors that nothing separates.
 *
 * in:  the tables, loaded      out: ENT_OK, or an error with file and line of the later of the two rows
 *
 * A form may have several readings, and mostly something decides between them: the kind (a state's name before a seat, before an organisation …), the
 * years in which the readings or their bodies hold, a trap of the form, and for people the office they hold on the day. Where nothing decides, every
 * document that uses the form would lose the actor in silence, so whoever adds the second row is told. Surnames that need a title (READ_TITLED) are shared by
 * nature and are left to the document.
 *
 * People: two of one full name must not hold office in the same years, nor two who are called by the same surname alone; a second person of one name needs a
 * wikidata id, or he would be taken for the first.
 *
 * Cost: pairs of the readings of one form; forms have few. Some hundred thousand comparisons in all, well under a millisecond.
 */
#include "link/gazetteer.h"

typedef struct span {
    int32_t from, to; /* days; open ends are the ends of int32_t */
} span;

static span span_of(int32_t from, int32_t to) { return (span){from, to == CAL_NONE ? INT32_MAX : to}; } /* CAL_NONE is the smallest number */

/* They share more than a year: ends that are known by the year alone ("2009", "2009") make neighbours seem to overlap. */
static bool spans_meet(span a, span b)
{
    int64_t from = a.from > b.from ? a.from : b.from, to = a.to < b.to ? a.to : b.to;
    return to - from > 366;
}

static span body_span(const link_gazetteer *g, const link_reading *r)
{
    const link_body *b = &g->bodies[r->ref];
    span s = span_of(r->from, r->to), t = span_of(b->from, b->to);
    return (span){s.from > t.from ? s.from : t.from, s.to < t.to ? s.to : t.to};
}

/* Kinds that stand at one rank in match.c: nothing but years and traps decides between them. */
static uint8_t rank_of_kind(uint8_t kind) { return kind == KIND_ABBREVIATION ? KIND_NAME : kind == KIND_DEMONYM ? KIND_ADJECTIVE : kind; }

static bool bodies_clash(const link_gazetteer *g, const link_reading *a, const link_reading *b)
{
    return rank_of_kind(a->kind) == rank_of_kind(b->kind) && !str_eq(g->bodies[a->ref].code, g->bodies[b->ref].code) && spans_meet(body_span(g, a), body_span(g, b));
}

static bool persons_clash(const link_gazetteer *g, const link_reading *a, const link_reading *b)
{
    if (a->kind != b->kind || a->ref == b->ref || ((a->flags | b->flags) & READ_TITLED)) return false;
    for (uint32_t i = g->persons[a->ref].offices; i != LINK_NONE; i = g->offices[i].next)
        for (uint32_t k = g->persons[b->ref].offices; k != LINK_NONE; k = g->offices[k].next)
            if (spans_meet(span_of(g->offices[i].from, g->offices[i].to), span_of(g->offices[k].from, g->offices[k].to))) return true;
    return false;
}

static const char *file_of(const link_reading *r) { return r->kind >= KIND_PERSON ? "offices.tsv" : r->kind == KIND_ORG ? "organisations.tsv" : "names.tsv"; }

static str actor_of(const link_gazetteer *g, const link_reading *r) { return r->kind >= KIND_PERSON ? g->persons[r->ref].name : g->bodies[r->ref].code; }

/* A reading after `a` in its form's list that nothing separates from it, or LINK_NONE. */
static uint32_t rival_of(const link_gazetteer *g, const link_reading *a)
{
    for (uint32_t k = a->next; k != LINK_NONE; k = g->readings[k].next) {
        const link_reading *b = &g->readings[k];
        bool persons = a->kind >= KIND_PERSON && b->kind >= KIND_PERSON, bodies = a->kind < KIND_PERSON && b->kind < KIND_PERSON;
        if ((persons && persons_clash(g, a, b)) || (bodies && bodies_clash(g, a, b))) return k;
    }
    return LINK_NONE;
}

int link_gazetteer_check(const link_gazetteer *g, const char *data_dir, ent_error *err)
{
    for (uint32_t f = 0; f < g->n_forms; f++) {
        if (g->forms[f].traps != LINK_NONE) continue;
        for (uint32_t i = g->forms[f].readings; i != LINK_NONE; i = g->readings[i].next) {
            const link_reading *a = &g->readings[i], *b;
            uint32_t rival = rival_of(g, a);
            if (rival == LINK_NONE) continue;
            b = &g->readings[rival];
            str x = actor_of(g, a), y = actor_of(g, b);
            return error_set(err, ENT_E_FORMAT, -1, "%s/gazetteer/%s:%u: a form of %.*s names %.*s too (%s:%u), and neither years nor a trap separate them", data_dir,
                             file_of(b), b->line, STR_ARG(y), STR_ARG(x), file_of(a), a->line);
        }
    }
    return ENT_OK;
}
