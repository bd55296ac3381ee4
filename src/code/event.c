/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A hit becomes an event: type, mode and codes from the ontology; parties from the hit; who says it, date, place, object, counts
 * from the clause; an id.
 *
 * A planned act changes its type where ontology.tsv says so (a visit to come is AGREE, a withdrawal to come CONCEDE) and keeps
 * its own type as `act`; so does a cooperative act that somebody says he will not do (REJECT). The date is the clause's own expression; without one, the page's date stands in for an act told in the
 * past tense, with basis "document" so that nobody takes it for a stated day; else it is unknown. Ids are a hash over document
 * id, evidence, trigger, event, mode and parties, with separators, so the same page gives the same ids in every run.
 */
#include "code/event.h"

/* ---- type and codes -------------------------------------------------------------------------------------------------------- */

/* true: what somebody will not do. */
static bool event_type(const code_scan *s, uint32_t pred, const code_hit *h, uint8_t status, doc_event *e)
{
    const code_book *b = s->b;
    const code_rule *r = &b->rules[h->rule];
    uint32_t type = r->type;
    str mode = r->mode, cameo = r->cameo;
    if (h->act != DOC_NONE && s->hit[h->act].rule != MAP_NONE) {
        const code_rule *act = &b->rules[s->hit[h->act].rule];
        e->act_event = b->types[act->type].name;
        e->act_mode = act->mode;
    } else if (r->fixed_act) {
        e->act_event = b->types[r->fixed_act - 1].name;
        e->act_mode = r->fixed_act_mode;
    }
    bool refusal = status == STATUS_ACTUAL && code_is_refusal(s, pred);
    if (refusal || (status == STATUS_PLANNED && b->types[type].planned.n)) {
        e->act_event = b->types[type].name;
        e->act_mode = mode;
        cameo = refusal ? STR_NONE : b->types[type].planned_cameo;
        type = code_type_find(b, refusal ? b->types[type].refused : b->types[type].planned);
        mode = STR_NONE;
    }
    const code_mode *m = code_mode_find(b, type, mode), *plain = code_mode_find(b, type, STR_NONE);
    if (!m) m = plain;
    e->event = b->types[type].name;
    e->mode = m ? m->name : STR_NONE;
    e->quad = b->types[type].quad;
    e->scale_tenths = m ? m->scale_tenths : 0;
    e->cameo = cameo.n ? cameo : m && m->cameo.n ? m->cameo : plain ? plain->cameo : STR_NONE;
    e->goldstein_tenths = code_goldstein(b, e->cameo);
    return refusal;
}

/* "X will not meet Y": both would take part in the act, but one of them refuses it. Where all are its agents ("X and Y will not meet") it stays mutual. */
static void refusal_sides(const code_scan *s, uint32_t pred, doc_event *e)
{
    const doc *d = s->d;
    const doc_predicate *p = &d->predicates[pred];
    uint8_t n = e->n_actors;
    doc_party all[DOC_MAX_PARTIES];
    memcpy(all, e->actor, sizeof all);
    e->n_actors = e->n_recipients = 0;
    for (uint8_t k = 0; k < n; k++) {
        bool refuses = false;
        for (uint32_t i = p->role_begin; i < p->role_end; i++) {
            const doc_role *r = &d->roles[i];
            uint32_t m = r->role == ROLE_AGENT && r->tok != DOC_NONE ? s->covered[r->tok] : DOC_NONE;
            for (uint8_t a = 0; m != DOC_NONE && a < d->mentions[m].n_actors; a++) refuses |= code_same_actor(d, d->mentions[m].actor[a], all[k].actor);
        }
        if (refuses) e->actor[e->n_actors++] = all[k];
        else e->recipient[e->n_recipients++] = all[k];
    }
    e->reciprocal = !e->n_actors || !e->n_recipients;
    if (!e->reciprocal) return;
    memcpy(e->actor, all, sizeof all);
    e->n_actors = n;
    e->n_recipients = 0;
}

/* ---- who says it ----------------------------------------------------------------------------------------------------------- */

static void said_by(const code_scan *s, uint32_t pred, doc_event *e)
{
    const doc *d = s->d;
    uint32_t chain[DOC_MAX_SAID_BY], n = 0;
    for (uint32_t a = d->predicates[pred].attribution, steps = 0; a != DOC_NONE && n < DOC_MAX_SAID_BY && steps < 16; a = d->attributions[a].outer, steps++)
        if (d->attributions[a].source_end > d->attributions[a].source_begin) chain[n++] = a;
    while (n-- > 0) {
        const doc_attribution *a = &d->attributions[chain[n]];
        uint32_t m = a->source_head == DOC_NONE ? DOC_NONE : d->mention_at && d->mention_at[a->source_head] != DOC_NONE ? d->mention_at[a->source_head] : s->covered[a->source_head];
        uint32_t actor = m != DOC_NONE && d->mentions[m].n_actors ? d->mentions[m].actor[0] : DOC_NONE;
        e->said_by[e->n_said_by++] = (doc_party){actor, d->tokens[a->source_begin].begin, d->tokens[a->source_end - 1].end};
    }
}

enum { PAGE_DAYS = 7 }; /* a page may be dated some days too early */

/* ---- date, object ------------------------------------------------------------------------------------------------------------ */

/* "left in June", told in May: a past act named by a month or day without a year was a year before. */
static bool is_yet_to_come(const doc *d, const doc_predicate *p, const doc_event *e)
{
    const doc_date *t = &d->dates[e->date];
    bool told_past = e->status == STATUS_ACTUAL && p->tense == TENSE_PAST && d->published != CAL_NONE;
    return told_past && t->anchor == ANCHOR_PUBLISHED && t->type == DATE_DATE && (t->unit == UNIT_MONTH || t->unit == UNIT_DAY) && t->start > d->published + PAGE_DAYS;
}

/* "Xi visits Vietnam next month": what has a day ahead is planned, whatever its verb says. */
static bool is_ahead(const code_scan *s, uint32_t pred, const code_hit *h)
{
    const doc *d = s->d;
    if (d->predicates[pred].tense == TENSE_PAST || d->published == CAL_NONE) return false;
    uint32_t own = code_date_of(s, pred, h);
    return own != DOC_NONE && d->dates[own].type == DATE_DATE && d->dates[own].start > d->published + PAGE_DAYS;
}

static void event_date(const code_scan *s, uint32_t pred, const code_hit *h, doc_event *e)
{
    const doc *d = s->d;
    const doc_predicate *p = &d->predicates[pred];
    e->start = e->stop = CAL_NONE;
    e->dated = DATED_UNKNOWN;
    uint32_t own = code_date_of(s, pred, h);
    if (code_date_apart(s, pred, own, e)) return; /* it leaves the day unknown where it is */
    e->date = own;
    if (e->date != DOC_NONE) {
        e->dated = DATED_EXPRESSION;
        code_date_days(&d->dates[e->date], &e->start, &e->stop);
        if (is_yet_to_come(d, p, e)) {
            e->start = cal_add_months(e->start, -12);
            e->stop = cal_add_months(e->stop, -12);
        }
    } else if (d->published != CAL_NONE && e->status == STATUS_ACTUAL && p->kind != PRED_NOUN && (p->tense == TENSE_PAST || p->tense == TENSE_PRESENT) && !code_date_past(s, pred) && !code_date_history(s, pred)) {
        e->dated = DATED_DOCUMENT;
        e->start = e->stop = d->published;
    }
}

static void event_object(const code_scan *s, const code_view *v, const code_rule *r, doc_event *e)
{
    const doc *d = s->d;
    for (uint8_t i = 0; i < r->object.n; i++) {
        code_filler f[CODE_MAX_FILLERS];
        if (!code_fillers(s, v, &r->object.slot[i], f) || (d->upos && d->upos[f[0].tok] == UPOS_PRON)) continue;
        uint32_t first = f[0].tok, last = f[0].tok, sent = d->predicates[v->pred].sent;
        /* the noun with the words of its name or compound before it */
        while (first > d->sentences[sent].tok_begin && d->head && d->head[first - 1] == f[0].tok &&
               (d->deprel[first - 1] == DEP_COMPOUND || d->deprel[first - 1] == DEP_AMOD || d->deprel[first - 1] == DEP_FLAT)) first--;
        e->object_kind = r->object_kind;
        e->object_begin = d->tokens[first].begin;
        e->object_end = d->tokens[last].end;
        e->object_name = doc_text(d, e->object_begin, e->object_end);
        return;
    }
}

/* ---- event ------------------------------------------------------------------------------------------------------------------- */

static void event_trigger(const doc *d, const doc_predicate *p, const code_hit *h, doc_event *e)
{
    uint32_t first = p->trig_begin, last = p->trig_end ? p->trig_end - 1 : p->tok;
    if (h->noun != DOC_NONE && h->noun_tok != DOC_NONE) {
        if (h->noun_tok < first) first = h->noun_tok;
        if (h->noun_tok > last) last = h->noun_tok;
    }
    e->trigger_begin = d->tokens[first].begin;
    e->trigger_end = d->tokens[last].end;
}

void code_event_make(code_scan *s, uint32_t pred, uint8_t status, doc_event *e)
{
    const doc *d = s->d;
    const doc_predicate *p = &d->predicates[pred];
    const code_hit *h = &s->hit[pred];
    const code_rule *r = &s->b->rules[h->rule];
    code_view v = {pred, h->noun, h->noun_tok, MAP_NONE};
    if (status == STATUS_ACTUAL && is_ahead(s, pred, h)) status = STATUS_PLANNED;
    *e = (doc_event){.status = status, .sent = p->sent, .predicate = pred, .rule = r->name, .vote = r->vote, .place = DOC_NONE, .date = DOC_NONE};
    bool refusal = event_type(s, pred, h, status, e);
    memcpy(e->actor, h->actor, sizeof e->actor);
    memcpy(e->recipient, h->recipient, sizeof e->recipient);
    e->n_actors = h->n_actors;
    e->n_recipients = h->n_recipients;
    e->reciprocal = r->symmetric;
    if (refusal && r->symmetric) refusal_sides(s, pred, e);
    said_by(s, pred, e);
    event_date(s, pred, h, e);
    e->place = code_place_of(s, pred, h);
    event_object(s, &v, r, e);
    code_counts(s, pred, h, e);
    code_amount(s, pred, h, e);
    code_contexts(s, p->sent, r, e);
    event_trigger(d, p, h, e);
    uint32_t penalty = h->penalty + (status == STATUS_POSSIBLE ? 50u : 0u);
    e->score_thousandths = (uint16_t)(penalty < 900 ? 1000 - penalty : 100);
}

/* ---- ids --------------------------------------------------------------------------------------------------------------------- */

static void id_parties(buf *b, const doc *d, const doc_party *p, uint8_t n)
{
    for (uint8_t i = 0; i < n; i++) {
        buf_str(b, d->actors[p[i].actor].code);
        buf_char(b, '/');
        buf_str(b, d->actors[p[i].actor].name);
        buf_char(b, ',');
    }
    buf_char(b, '\n');
}

static void id_text(buf *b, const doc *d, const doc_event *e, uint32_t again)
{
    buf_reset(b);
    buf_str(b, d->id);
    buf_printf(b, "\n%u\n%u %u\n", d->sentences[e->sent].begin, e->trigger_begin, e->trigger_end);
    buf_str(b, e->event), buf_char(b, '\n');
    buf_str(b, e->mode), buf_char(b, '\n');
    id_parties(b, d, e->actor, e->n_actors);
    id_parties(b, d, e->recipient, e->n_recipients);
    if (again) buf_printf(b, "%u", again);
}

int code_event_ids(doc *d, ent_error *err)
{
    map seen;
    buf b;
    map_init(&seen, d->mem);
    buf_init(&b);
    for (uint32_t i = 0; i < d->n_events; i++) {
        doc_event *e = &d->events[i];
        uint32_t again = 0;
        do {
            id_text(&b, d, e, again++);
            hash_hex(b.s, b.n, e->id);
        } while (map_get(&seen, str_make(e->id, 32)) != MAP_NONE);
        if (!map_put(&seen, str_make(e->id, 32), i)) break;
    }
    bool failed = b.failed || d->mem->failed;
    buf_fini(&b);
    return failed ? error_memory(err) : ENT_OK;
}
