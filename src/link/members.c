/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which states belong to which organisation, and when.
 *
 * in:  members.tsv, a row for states that joined and left together      out: for each organisation's code a list of memberships
 *
 * Membership is a fact with years, like an office: "the alliance" of 1995 has sixteen members, that of 2025 thirty-two, and Britain speaks for itself
 * beside the European Union since 2020. Asked by code and day; nothing is decided at load.
 *
 * A row is refused when its organisation or its state is unknown, when it runs on after the state's end, and when it overlaps another of the same pair.
 *
 * Cost: linear in the rows at load (organisations stand together in the table, and a list is short); a walk over one organisation's list to ask.
 */
#include "link/gazetteer.h"

static int member_check(const link_gazetteer *g, const table *t, link_member *m, ent_error *err)
{
    uint32_t state = m->state = link_body_find(g, m->country);
    if (state == MAP_NONE || g->bodies[state].kind != BODY_STATE) return table_error(t, err, "unknown country '%.*s'", STR_ARG(m->country));
    if (!link_period(t->field[2], false, &m->from)) return table_error(t, err, "'%.*s' is no date", STR_ARG(t->field[2]));
    if (!link_period(t->field[3], true, &m->to)) return table_error(t, err, "'%.*s' is no date", STR_ARG(t->field[3]));
    if (m->from != CAL_NONE && m->to != CAL_NONE && m->from > m->to) return table_error(t, err, "'from' is after 'to'");
    int32_t end = g->bodies[state].to;
    if (end != CAL_NONE && (m->to == CAL_NONE || m->to > end + 366)) return table_error(t, err, "'%.*s' ended before this membership does", STR_ARG(m->country));
    return ENT_OK;
}

/* first: the last membership of this organisation so far. */
static int member_put(link_gazetteer *g, const table *t, link_member m, uint32_t *first, ent_error *err)
{
    for (uint32_t i = *first; i != LINK_NONE; i = g->members[i].next) {
        const link_member *have = &g->members[i];
        if (have->state != m.state) continue;
        if ((have->to == CAL_NONE || m.from <= have->to) && (m.to == CAL_NONE || have->from <= m.to)) return table_error(t, err, "'%.*s' is a member at this time already", STR_ARG(m.country));
    }
    m.next = *first;
    if (!LINK_PUSH(g, members, m)) return error_memory(err);
    *first = g->n_members - 1;
    return ENT_OK;
}

static int organisation_begin(link_gazetteer *g, const table *t, uint32_t *first, ent_error *err)
{
    uint32_t organisation = link_body_find(g, t->field[0]);
    if (organisation == MAP_NONE || g->bodies[organisation].kind != BODY_IGO) return table_error(t, err, "unknown organisation '%.*s'", STR_ARG(t->field[0]));
    *first = map_get(&g->members_of, t->field[0]);
    return ENT_OK;
}

int link_members_load(link_gazetteer *g, const char *data_dir, ent_error *err)
{
    table t;
    str organisation = STR_NONE; /* whose rows these are: most stand together */
    uint32_t first = LINK_NONE;
    int rc = link_table_open(&t, g, g->mem, data_dir, "members.tsv", "organisation country from to source", err), more = 0;
    while (!rc && (more = table_next(&t, err)) > 0) {
        str countries = t.field[1];
        if (!str_eq(organisation, t.field[0])) rc = organisation_begin(g, &t, &first, err);
        organisation = t.field[0];
        do {
            link_member m = {.country = str_cut(&countries, '|')};
            if (!rc) rc = member_check(g, &t, &m, err);
            if (!rc) rc = member_put(g, &t, m, &first, err);
        } while (!rc && countries.n);
        if (!rc && !map_put(&g->members_of, organisation, first)) rc = error_memory(err);
    }
    return rc ? rc : more < 0 ? ENT_E_FORMAT : ENT_OK;
}

bool link_is_member(const link_gazetteer *g, str organisation, str country, int32_t day)
{
    for (uint32_t i = map_get(&g->members_of, organisation); i != LINK_NONE; i = g->members[i].next) {
        const link_member *m = &g->members[i];
        if (str_eq(m->country, country) && (day == CAL_NONE ? m->to == CAL_NONE : link_holds(m->from, m->to, day))) return true;
    }
    return false;
}
