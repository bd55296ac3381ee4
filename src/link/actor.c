/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rows of d->actors: who a mention stands for on the document's day. One row per distinct reading: the same code, sectors and name share a
 * row, found by a key, so that later stations compare actors by number. Groups without a code of their own count as their country.
 */
#include "link/work.h"

enum { KEY_MAX = 256 };

/* code|country|kind|sector|name, cut at the room's end: a name that long is told apart by its first 200 bytes. */
static str actor_key(const doc_actor *a, char room[KEY_MAX])
{
    const str part[] = {a->code, a->country, a->sector[0], a->name};
    uint32_t n = 0;
    room[n++] = (char)('0' + a->kind);
    for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
        uint32_t take = part[i].n < KEY_MAX - 1 - n ? part[i].n : KEY_MAX - 1 - n;
        if (take) memcpy(room + n, part[i].s, take);
        n += take;
        if (n < KEY_MAX - 1) room[n++] = '|';
    }
    return str_make(room, n);
}

uint32_t link_actor_add(link_work *w, doc_actor a)
{
    doc *d = w->d;
    char room[KEY_MAX];
    str key = actor_key(&a, room);
    uint32_t at = map_get(&w->actor_keys, key);
    if (at != MAP_NONE) return at;
    doc_actor *rows = arena_grow(w->mem, d->actors, sizeof *rows, d->n_actors, d->n_actors + 1, &w->cap_actors);
    key = arena_str(w->mem, key);
    if (!key.s || !rows || !map_put(&w->actor_keys, key, d->n_actors)) {
        w->failed = true;
        return DOC_NONE;
    }
    d->actors = rows;
    rows[d->n_actors] = a;
    return d->n_actors++;
}

uint32_t link_actor_of_body(link_work *w, uint32_t body)
{
    uint32_t slot = body % LINK_RECENT;
    if (w->recent[slot].body == body + 1) return w->recent[slot].actor;
    const link_body *b = &w->g->bodies[body];
    doc_actor a = {.code = b->code, .country = b->country, .cow = b->cow, .name = b->name, .wikidata = b->wikidata};
    a.kind = b->kind == BODY_STATE ? ACTOR_STATE : b->kind == BODY_ARMED ? ACTOR_GROUP : ACTOR_ORGANISATION;
    if (b->sector.n) a.sector[a.n_sectors++] = b->sector;
    uint32_t actor = link_actor_add(w, a);
    if (actor != DOC_NONE) w->recent[slot].body = body + 1, w->recent[slot].actor = actor;
    return actor;
}

uint32_t link_body_of_code(link_work *w, str code)
{
    if (code.n != 3) return link_body_find(w->g, code);
    uint32_t key = (uint32_t)(unsigned char)code.s[0] << 16 | (uint32_t)(unsigned char)code.s[1] << 8 | (unsigned char)code.s[2];
    uint32_t slot = (key ^ key >> 8 ^ key >> 16) % LINK_RECENT;
    if (w->codes[slot].key != key) w->codes[slot].body = link_body_find(w->g, code), w->codes[slot].key = key;
    return w->codes[slot].body;
}

/* The country's rows of a code, for a person or a role. */
static void actor_country(link_work *w, doc_actor *a, str code)
{
    uint32_t body = link_body_of_code(w, code);
    a->code = code;
    if (body == MAP_NONE) return;
    a->country = w->g->bodies[body].country;
    a->cow = w->g->bodies[body].cow;
}

uint32_t link_actor_of_person(link_work *w, uint32_t person)
{
    const link_person *p = &w->g->persons[person];
    doc_actor a = {.kind = ACTOR_PERSON, .name = p->name, .wikidata = p->wikidata};
    uint32_t office = link_office_at(w->g, person, w->d->published);
    uint32_t any = office != LINK_NONE ? office : p->offices;
    actor_country(w, &a, any != LINK_NONE ? w->g->offices[any].country : p->country);
    if (office != LINK_NONE && w->g->offices[office].sector.n) a.sector[a.n_sectors++] = w->g->offices[office].sector;
    return link_actor_add(w, a);
}

uint32_t link_actor_of_match(link_work *w, const link_match *m, bool place)
{
    if (m->kind == KIND_PERSON || m->kind == KIND_SURNAME) return link_actor_of_person(w, m->ref);
    return link_actor_of_body(w, place ? m->place : m->ref);
}

uint32_t link_actor_of_role(link_work *w, uint32_t owner, const link_role *role, bool former, str name, uint8_t kind)
{
    const doc_actor *o = &w->d->actors[owner];
    doc_actor a = {.code = o->code, .country = o->country, .cow = o->cow, .kind = kind, .name = name};
    for (uint8_t i = 0; role && !former && i < role->n_sectors; i++) a.sector[a.n_sectors++] = role->sector[i];
    return link_actor_add(w, a);
}

uint32_t link_mention_add(link_work *w, uint32_t begin, uint32_t end, uint32_t head, const uint32_t *actors, uint32_t n, mention_basis basis)
{
    doc *d = w->d;
    doc_mention *rows = arena_grow(w->mem, d->mentions, sizeof *rows, d->n_mentions, d->n_mentions + 1, &w->cap_mentions);
    if (!rows) {
        w->failed = true;
        return DOC_NONE;
    }
    d->mentions = rows;
    doc_mention *m = &rows[d->n_mentions];
    *m = (doc_mention){.tok_begin = begin, .tok_end = end, .head = head, .basis = (uint8_t)basis, .antecedent = DOC_NONE};
    for (uint32_t i = 0; i < n && m->n_actors < DOC_MAX_MENTION_ACTORS; i++) {
        bool have = actors[i] == DOC_NONE;
        for (uint8_t k = 0; k < m->n_actors; k++) have |= m->actor[k] == actors[i];
        if (!have) m->actor[m->n_actors++] = actors[i];
    }
    if (d->mention_at[head] == DOC_NONE) d->mention_at[head] = d->n_mentions;
    return d->n_mentions++;
}
