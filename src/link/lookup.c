/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The actor a user means: a code, a name, a seat, a person, an organisation.
 *
 * in:  words typed by a person      out: one actor, or none
 *
 * Codes first, exactly; then forms as written; then forms in any case ("russia", "nato"), one after the other: a question is asked once, a trie for it would be built at every start. A form with several readings gives
 * its best: a state's name before a seat, an organisation, an adjective, a capital; persons last, the one in office last of all times. A name of two is nobody.
 */
#include "link/gazetteer.h"

static doc_actor lookup_body(const link_gazetteer *g, uint32_t body)
{
    const link_body *b = &g->bodies[body];
    doc_actor a = {.code = b->code, .country = b->country, .cow = b->cow, .name = b->name, .wikidata = b->wikidata};
    a.kind = b->kind == BODY_STATE ? ACTOR_STATE : b->kind == BODY_ARMED ? ACTOR_GROUP : ACTOR_ORGANISATION;
    if (b->sector.n) a.sector[a.n_sectors++] = b->sector;
    return a;
}

static doc_actor lookup_person(const link_gazetteer *g, uint32_t person)
{
    const link_person *p = &g->persons[person];
    uint32_t office = link_office_at(g, person, CAL_NONE);
    doc_actor a = {.code = p->country, .name = p->name, .wikidata = p->wikidata, .kind = ACTOR_PERSON};
    if (office != LINK_NONE && g->offices[office].country.n) a.code = g->offices[office].country;
    if (office != LINK_NONE && g->offices[office].to == CAL_NONE && g->offices[office].sector.n) a.sector[a.n_sectors++] = g->offices[office].sector;
    uint32_t body = link_body_find(g, a.code);
    if (body != MAP_NONE) {
        a.country = g->bodies[body].country;
        a.cow = g->bodies[body].cow;
    }
    return a;
}

/* Readings that hold today before those that are over, then by kind. */
static int lookup_rank(const link_reading *r) { return r->kind + (r->to != CAL_NONE ? N_LINK_KIND : 0); }

static bool lookup_form(const link_gazetteer *g, uint32_t form, doc_actor *out)
{
    const link_reading *best = NULL;
    bool tie = false;
    for (uint32_t i = g->forms[form].readings; i != LINK_NONE; i = g->readings[i].next) {
        const link_reading *r = &g->readings[i];
        if (!best || lookup_rank(r) < lookup_rank(best)) {
            best = r;
            tie = false;
        } else if (lookup_rank(r) == lookup_rank(best) && r->ref != best->ref) {
            tie = true;
        }
    }
    if (!best || tie) return false;
    *out = best->kind >= KIND_PERSON ? lookup_person(g, best->ref) : lookup_body(g, best->ref);
    return true;
}

static uint32_t form_any_case(const link_gazetteer *g, str name)
{
    for (uint32_t f = 0; f < g->n_forms; f++)
        if (str_eq_nocase(g->forms[f].text, name)) return f;
    return MAP_NONE;
}

bool link_actor_find(const link_gazetteer *g, str name, doc_actor *out)
{
    name = str_trim(name);
    if (name.n > 4 && str_eq_nocase(str_sub(name, 0, 4), STR("the "))) name = str_trim(str_sub(name, 4, name.n));
    uint32_t body = link_body_find(g, name);
    if (body != MAP_NONE) {
        *out = lookup_body(g, body);
        return true;
    }
    arena scratch;
    arena_init(&scratch, 1 << 20);
    uint32_t form = link_trie_get(&g->names, &scratch, name);
    if (form == MAP_NONE) form = form_any_case(g, name);
    bool found = form != MAP_NONE && lookup_form(g, form, out);
    arena_fini(&scratch);
    return found;
}

str link_code_name(const link_gazetteer *g, str code)
{
    uint32_t body = link_body_find(g, code);
    return body == MAP_NONE ? code : g->bodies[body].name;
}
