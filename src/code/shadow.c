/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Dead words of the code book: words of a rule that never get a turn, because another rule of the same word stands before it
 * and holds whenever this one would.
 *
 * Input: the settled index. Output: a line per dead word, for the author. Rule A hides rule B at a word when A is tried first,
 * every need of A is a need of B, every exception of A is one of B, A's nouns hold B's, and A looks for its parties at least
 * where B does. Needs are compared as written: two ways of saying one thing are not found, so what is reported is certain and
 * the list may be short. Cost: pairs of rules of one word, at load never, in `codebook check` once.
 */
#include "code/book.h"

static bool need_among(const code_need *n, const code_rule *r)
{
    for (uint32_t i = 0; i < r->n_needs; i++)
        if (r->need[i].negative == n->negative && str_eq(r->need[i].text, n->text)) return true;
    return false;
}

static bool slot_among(const code_slot *a, const code_slots *l)
{
    for (uint8_t i = 0; i < l->n; i++) {
        const code_slot *b = &l->slot[i];
        bool same = a->where == b->where && a->then == b->then && a->prep == b->prep && a->then_prep == b->then_prep && a->last == b->last && a->last_prep == b->last_prep;
        if (same && !(a->bases & ~b->bases) && (b->civil || !a->civil) && (!b->kinds || b->kinds == a->kinds)) return true;
    }
    return false;
}

static bool slots_among(const code_slots *a, const code_slots *b)
{
    for (uint8_t i = 0; i < a->n; i++)
        if (!slot_among(&a->slot[i], b)) return false;
    return true;
}

static bool set_within(const code_set *a, const code_set *b)
{
    for (uint32_t i = 0; i < a->n_words; i++)
        if (!code_set_has(b, a->word[i])) return false;
    return a->n_phrases == 0;
}

static bool nouns_within(const code_book *b, uint32_t inner, uint32_t outer)
{
    if (outer == MAP_NONE) return true;
    return inner != MAP_NONE && set_within(&b->sets[inner], &b->sets[outer]);
}

static bool rule_hides(const code_book *b, const code_try *first, const code_try *then)
{
    const code_rule *x = &b->rules[first->rule], *y = &b->rules[then->rule];
    if (first->rule == then->rule || !nouns_within(b, then->noun_set, first->noun_set)) return false;
    for (uint32_t i = 0; i < x->n_needs; i++)
        if (!need_among(&x->need[i], y)) return false;
    if (x->silent) return true;
    if (x->symmetric != y->symmetric || y->silent || !slots_among(&y->actor, &x->actor)) return false;
    if (y->domestic && !x->domestic) return false;
    return !x->recipient.n || x->recipient.optional || (!y->recipient.optional && slots_among(&y->recipient, &x->recipient));
}

int code_shadows(const code_book *b, buf *out, uint32_t *n, ent_error *err)
{
    *n = 0;
    for (uint32_t k = 0; k < b->trigger_at.n; k++) {
        const code_tries *l = &b->tries[b->trigger_at.values[k]];
        str word = b->trigger_at.keys[k];
        for (uint32_t i = 0; i < l->n; i++)
            for (uint32_t j = 0; j < l->n; j++) {
                if (l->item[j].rank >= l->item[i].rank || !rule_hides(b, &l->item[j], &l->item[i])) continue;
                const code_rule *hidden = &b->rules[l->item[i].rule];
                buf_printf(out, "%s:%u: %.*s: \"%.*s\" never gets past %.*s\n", hidden->path, hidden->line, STR_ARG(hidden->name),
                           STR_ARG(str_sub(word, 2, word.n)), STR_ARG(b->rules[l->item[j].rule].name));
                ++*n;
                break;
            }
    }
    return out->failed ? error_memory(err) : ENT_OK;
}
