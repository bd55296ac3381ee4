/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Arc-hybrid transitions (Kuhlmann, Gómez-Rodríguez and Satta 2011, "Dynamic programming algorithms for transition-based dependency
 * parsers"), with ROOT at the end of the buffer.
 *
 *   SHIFT  σ | b β, A      ⇒  σ b | β, A
 *   LEFT   σ s0 | b β, A   ⇒  σ | b β, A ∪ (b → s0)
 *   RIGHT  σ s1 s0 | β, A  ⇒  σ s1 | β, A ∪ (s1 → s0)
 *
 * Why arc-hybrid: each token is shifted once and popped once, so a sentence takes exactly 2n steps, and a dynamic oracle is a count
 * (train/oracle.c). LEFT from ROOT is legal only when one word is left on the stack, so a tree has exactly one root.
 * Trees are projective; about 1 % of English arcs cannot be built.
 *
 * Positions (rows of U): S0 S1 S2, N0 N1 N2, the last two left and right dependents of S0 (the second ones at the end), the last left
 * and right of S1, the last left of N0.
 * Contexts (rows of a small table each): two distances, valencies, labels of the five dependents seen, stack depth and buffer end,
 * adjacency, a constant, and six pairs of predicted tags.
 */
#include "parse/transition.h"

const uint16_t parse_context_first[NET_CONTEXTS + 1] = {0,   16,  32,  64,  96,  128,  144,  160,  512,  576,
                                                        640, 704, 768, 832, 1232, 1632, 2032, 2432, 2832, NET_CONTEXT_ROWS};

void parse_state_init(parse_state *s, uint32_t n, const uint8_t *upos)
{
    s->n = n;
    s->front = 1;
    s->depth = 0;
    s->upos = upos;
    size_t wide = (n + 2) * sizeof s->head[0], narrow = n + 2;
    memset(s->head, 0, wide);
    memset(s->left, 0, wide);
    memset(s->left2, 0, wide);
    memset(s->right, 0, wide);
    memset(s->right2, 0, wide);
    memset(s->label, 0, narrow);
    memset(s->n_left, 0, narrow);
    memset(s->n_right, 0, narrow);
}

unsigned parse_state_legal(const parse_state *s)
{
    unsigned legal = 0;
    bool words = s->front <= s->n;
    if (words) legal |= 1u << ACTION_SHIFT;
    if (s->depth >= 1 && (words || s->depth == 1)) legal |= 1u << ACTION_LEFT;
    if (s->depth >= 2) legal |= 1u << ACTION_RIGHT;
    return legal;
}

/* Distances 0..4, 5..7, 8..14, more. */
static uint32_t bin(uint32_t d) { return d < 5 ? d : d < 8 ? 5 : d < 15 ? 6 : 7; }

uint32_t parse_state_distance(const parse_state *s, uint32_t head, uint32_t dependent)
{
    if (head == s->n + 1) return 16;
    return head > dependent ? bin(head - dependent) : 8 + bin(dependent - head);
}

static uint32_t label_row(const parse_state *s, uint32_t tok) { return tok ? s->label[tok] + 1u : 0; }
static uint32_t upos_or(const parse_state *s, uint32_t tok, uint32_t none) { return tok ? s->upos[tok] : none; }

void parse_state_view(const parse_state *s, uint32_t p[NET_POSITIONS], uint32_t x[NET_CONTEXTS])
{
    uint32_t d = s->depth, n0 = s->front, n1 = n0 <= s->n ? n0 + 1 : 0, n2 = n0 + 1 < s->n ? n0 + 2 : 0;
    uint32_t s0 = d ? s->stack[d - 1] : 0, s1 = d > 1 ? s->stack[d - 2] : 0, s2 = d > 2 ? s->stack[d - 3] : 0;
    /* entry 0 of the dependency arrays is 0, so an empty place has no dependents */
    uint32_t place[NET_POSITIONS] = {s0, s1, s2, n0, n1, s->left[s0], s->right[s0], s->left[s1], s->right[s1], s->left[n0], n2, s->left2[s0], s->right2[s0]};
    memcpy(p, place, sizeof place);

    const uint16_t *first = parse_context_first;
    x[0] = first[0] + (s0 ? bin(n0 - s0) : 8);
    x[1] = first[1] + (s1 ? bin(s0 - s1) : 8);
    x[2] = first[2] + (s0 ? s->n_left[s0] * 4u + s->n_right[s0] : 16);
    x[3] = first[3] + (s1 ? s->n_left[s1] * 4u + s->n_right[s1] : 16);
    x[4] = first[4] + s->n_left[n0];
    x[5] = first[5] + (d > 3 ? 3 : d) + 4u * (n0 > s->n);
    x[6] = first[6] + 2u * (s0 && s0 + 1 == n0) + (s1 && s1 + 1 == s0);
    x[7] = first[7];
    for (uint32_t i = 0; i < 5; i++) x[8 + i] = first[8 + i] + label_row(s, place[5 + i]);

    uint32_t t0 = upos_or(s, s0, NET_UPOS_NONE), t1 = upos_or(s, s1, NET_UPOS_NONE), t2 = upos_or(s, s2, NET_UPOS_NONE);
    uint32_t tn = n0 <= s->n ? s->upos[n0] : NET_UPOS_END, tn1 = n0 < s->n ? s->upos[n0 + 1] : NET_UPOS_END;
    uint32_t pair[6] = {t0 * NET_N_UPOS + tn, t1 * NET_N_UPOS + t0, t1 * NET_N_UPOS + tn, tn * NET_N_UPOS + tn1, t2 * NET_N_UPOS + t1,
                        upos_or(s, place[6], NET_UPOS_NONE) * NET_N_UPOS + t0};
    for (uint32_t i = 0; i < 6; i++) x[13 + i] = first[13 + i] + pair[i];
}

void parse_state_shift(parse_state *s) { s->stack[s->depth++] = (uint16_t)s->front++; }

void parse_state_attach(parse_state *s, uint32_t h, uint32_t label)
{
    uint32_t m = s->stack[--s->depth];
    s->head[m] = (uint16_t)h;
    s->label[m] = (uint8_t)label;
    if (m < h) {
        s->left2[h] = s->left[h];
        s->left[h] = (uint16_t)m;
        if (s->n_left[h] < 3) s->n_left[h]++;
    } else {
        s->right2[h] = s->right[h];
        s->right[h] = (uint16_t)m;
        if (s->n_right[h] < 3) s->n_right[h]++;
    }
}
