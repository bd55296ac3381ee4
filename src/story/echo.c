/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Echoes: which sentence of a copy tells what a sentence of the text beside it tells.
 *
 * Input: two sentences out of two copies of one text, told as bags of weighted stems (words.c). Output: whether one is the other, reworded.
 *
 * A machine that replaces words to hide a copy leaves names, numbers and most other words where they were, but makes nonsense of what the code
 * book looks for ("the Union imposed consequences"). So a sentence of a copy is the counterpart of one elsewhere in the group when the two share
 * a good part of their weight and no other sentence of the copy shares nearly as much; or when it stands between the counterparts of its neighbours. That it tells the same event follows from
 * the pages being copies; between pages that only tell one story nothing follows, and nothing is done.
 *
 * Limits: a copy that was given another meaning by a word or two ("did not impose") is taken for the same, unless its own reading says otherwise.
 */
#include "story/words.h"

enum { SHARE_LEAST = 400, WEIGHT_LEAST = 24, RUNNER_UP = 700, WEIGHT_BETWEEN = 8 }; /* thousandths of the lighter; bits; thousandths of the best one's; bits */

struct story_sentences {
    uint32_t n;
    words_bag of[];
};

const story_sentences *story_sentences_make(const story_tables *t, arena *mem, const str *text, uint32_t n)
{
    story_sentences *s = arena_alloc(mem, sizeof *s + n * sizeof *s->of);
    if (!s) return NULL;
    s->n = n;
    for (uint32_t i = 0; i < n; i++) words_bag_make(t, text[i], STR_NONE, &s->of[i]);
    return s;
}

/* The sentence of `in` that shares more with x than any other does, and enough. */
static uint32_t likest(const words_bag *x, const story_sentences *in)
{
    uint32_t best = 0, second = 0, at = DOC_NONE;
    for (uint32_t i = 0; i < in->n; i++) {
        const words_bag *y = &in->of[i];
        uint32_t lighter = x->total < y->total ? x->total : y->total, weight = words_shared(x, y);
        if (weight <= best) {
            if (weight > second) second = weight;
            continue;
        }
        second = best;
        best = weight;
        at = weight >= WEIGHT_LEAST && weight * 1000 >= SHARE_LEAST * lighter ? i : DOC_NONE;
    }
    return second * 1000 <= best * RUNNER_UP ? at : DOC_NONE;
}

uint32_t story_echo(const story_sentences *from, uint32_t i, const story_sentences *in)
{
    uint32_t at = likest(&from->of[i], in), before, after;
    if (at != DOC_NONE) return likest(&in->of[at], from) == i ? at : DOC_NONE; /* else it is another sentence's */
    if (!i) return DOC_NONE;
    before = likest(&from->of[i - 1], in);
    if (before == DOC_NONE) return DOC_NONE;
    after = i + 1 < from->n ? likest(&from->of[i + 1], in) : in->n; /* both texts end there */
    if (after == DOC_NONE || after != before + 2) return DOC_NONE;
    return words_shared(&from->of[i], &in->of[before + 1]) >= WEIGHT_BETWEEN ? before + 1 : DOC_NONE;
}

bool story_one_family(const story_tables *t, str event, str other)
{
    words_type a = words_type_of(t, event), b = words_type_of(t, other);
    return str_eq(event, other) || (a.family && a.family == b.family);
}
