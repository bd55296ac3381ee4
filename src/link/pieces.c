/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pieces, and tries of pieces.
 *
 * in:  the forms of all tables; the tokens of a document
 * out: forms as paths in hash tries; a document as two rows of symbols (as written, lower case); longest matches
 *
 * Why pieces and not tokens: a table is cut by one rule and the text by another (contractions, hyphens, abbreviations, "U. S."), and
 * every disagreement would be a name not found. Cut once more, finely and alike, the two always agree; asking that a match ends with a
 * token keeps "Oman" out of "Omani". Why a hash trie and not an automaton: 20–40 thousand forms load in milliseconds, most tokens
 * fail at the first probe, and longest match from each token is linear, the longest form being short.
 *
 * The trie is one open-addressed table keyed by (parent node, symbol), as in Morrison's PATRICIA turned flat; symbols are numbers of
 * distinct pieces, shared by all tries, so that a document is looked up once and walks every trie by number.
 *
 * All-caps text: a piece of capitals that no table holds is tried as "Title" and as "lower". That finds RUSSIA and UNITED NATIONS without a
 * second form, and leaves US, UN and WHO what they are.
 *
 * Cost: two hash probes per piece for the symbols, one per piece and trie for matching. Limits: a piece longer than 64 bytes is in no
 * table; accents are undone for letters that decompose, by utf8_fold (ł, ø, đ stay and need a variant in the table).
 */
#include "base/utf8.h"
#include "link/internal.h"

typedef struct piece {
    str text; /* normalised, in `room` or in the text itself */
    char room[LINK_PIECE_MAX];
} piece;

/* Letters and figures of ASCII. */
static const bool alnum[256] = {['0'] = 1, ['1'] = 1, ['2'] = 1, ['3'] = 1, ['4'] = 1, ['5'] = 1, ['6'] = 1, ['7'] = 1, ['8'] = 1, ['9'] = 1,
    ['A'] = 1, ['B'] = 1, ['C'] = 1, ['D'] = 1, ['E'] = 1, ['F'] = 1, ['G'] = 1, ['H'] = 1, ['I'] = 1, ['J'] = 1, ['K'] = 1, ['L'] = 1, ['M'] = 1,
    ['N'] = 1, ['O'] = 1, ['P'] = 1, ['Q'] = 1, ['R'] = 1, ['S'] = 1, ['T'] = 1, ['U'] = 1, ['V'] = 1, ['W'] = 1, ['X'] = 1, ['Y'] = 1, ['Z'] = 1,
    ['a'] = 1, ['b'] = 1, ['c'] = 1, ['d'] = 1, ['e'] = 1, ['f'] = 1, ['g'] = 1, ['h'] = 1, ['i'] = 1, ['j'] = 1, ['k'] = 1, ['l'] = 1, ['m'] = 1,
    ['n'] = 1, ['o'] = 1, ['p'] = 1, ['q'] = 1, ['r'] = 1, ['s'] = 1, ['t'] = 1, ['u'] = 1, ['v'] = 1, ['w'] = 1, ['x'] = 1, ['y'] = 1, ['z'] = 1};

static bool ascii_alnum(char c) { return alnum[(unsigned char)c]; }

/* One character that is no ASCII: its plain form in out; word says whether it belongs to a run. */
static uint32_t plain_character(arena *scratch, str s, uint32_t at, uint32_t n, uint32_t cp, char out[8], bool *word)
{
    *word = false;
    if (cp == 0x2018 || cp == 0x2019 || cp == 0x02BC) return out[0] = '\'', 1;
    if (cp >= 0x2010 && cp <= 0x2015) return out[0] = '-', 1;
    *word = cp != UTF8_BAD && (utf8_is_letter(cp) || utf8_is_digit(cp) || (cp >= 0x300 && cp < 0x370));
    str folded = *word ? utf8_fold(scratch, str_sub(s, at, at + n)) : STR_NONE;
    if (!*word || folded.n > 8 || (folded.n && (unsigned char)folded.s[0] >= 0x80)) {
        memcpy(out, s.s + at, n);
        return n;
    }
    for (uint32_t i = 0; i < folded.n; i++) out[i] = folded.s[i];
    if (folded.n && utf8_is_upper(cp)) out[0] = (char)(out[0] & ~32);
    return folded.n;
}

/* The run from `at` holds something beyond ASCII: copies it, normalised. */
static uint32_t run_copy(arena *scratch, str s, uint32_t at, piece *p)
{
    uint32_t fill = 0, begin = at;
    while (at < s.n) {
        char one[8] = {s.s[at]};
        uint32_t n = 1, n_out = 1;
        bool word = ascii_alnum(s.s[at]);
        if ((unsigned char)s.s[at] >= 0x80) {
            uint32_t cp = utf8_decode(s, at, &n);
            n_out = plain_character(scratch, s, at, n, cp, one, &word);
        }
        if (!word && at > begin) break;
        for (uint32_t i = 0; i < n_out && fill < LINK_PIECE_MAX; i++) p->room[fill++] = one[i];
        at += n;
        if (!word) break;
    }
    p->text = str_make(p->room, fill);
    return at;
}

/* A token that is one piece as it stands: nearly all are. */
static bool plain(str s)
{
    uint32_t i = 0;
    while (i < s.n && ascii_alnum(s.s[i])) i++;
    return i == s.n && i > 0 && i <= LINK_PIECE_MAX;
}

/* The piece at or after *at; false at the end. */
static bool piece_next(arena *scratch, str s, uint32_t *at, piece *p)
{
    uint32_t i = *at;
    while (i < s.n && (s.s[i] == ' ' || s.s[i] == '\t' || s.s[i] == '\n')) i++;
    if (i >= s.n) return false;
    uint32_t begin = i;
    while (i < s.n && ascii_alnum(s.s[i])) i++;
    if (i < s.n && (unsigned char)s.s[i] >= 0x80) {
        /* A run, or a mark after a run: the copy stops before a mark. */
        *at = run_copy(scratch, s, begin, p);
        return true;
    }
    if (i == begin) i++;
    p->text = str_sub(s, begin, i < begin + LINK_PIECE_MAX ? i : begin + LINK_PIECE_MAX);
    *at = i;
    return true;
}

str link_piece_lower(str s, char room[LINK_PIECE_MAX])
{
    for (uint32_t i = 0; i < s.n; i++) room[i] = s.s[i] >= 'A' && s.s[i] <= 'Z' ? (char)(s.s[i] | 32) : s.s[i];
    return str_make(room, s.n);
}

/* ---- symbols ------------------------------------------------------------------------------------------------------- */

uint32_t link_symbol(link_vocab *v, str word)
{
    char room[LINK_PIECE_MAX];
    piece p;
    uint32_t at = 0;
    if (!piece_next(v->mem, word, &at, &p) || at != word.n) return LINK_SYM_NONE;
    return link_vocab_put(v, link_piece_lower(p.text, room));
}

/* ---- tries ----------------------------------------------------------------------------------------------------------- */

void link_trie_init(link_trie *t, link_vocab *v, arena *mem, bool nocase)
{
    *t = (link_trie){.mem = mem, .vocab = v, .nocase = nocase, .bit = (uint8_t)(1u << v->n_tries)};
    v->tries[v->n_tries++] = t;
    if (nocase) v->nocase |= (uint8_t)(t->bit | t->bit << LINK_GOES_ON);
}

/* Fibonacci hashing: the high bits of key × 2^64/φ. */
static uint32_t slot_of(uint64_t key, uint32_t n_slots) { return (uint32_t)((key * 0x9E3779B97F4A7C15u) >> 32) & (n_slots - 1); }

static uint64_t node_key(uint32_t parent, uint32_t sym) { return (uint64_t)parent << 32 | sym; }

/* NULL when there is none. */
static link_node *node_get(const link_trie *t, uint32_t parent, uint32_t sym)
{
    uint64_t key = node_key(parent, sym);
    if (!t->n_slots) return NULL;
    for (uint32_t i = slot_of(key, t->n_slots);; i = (i + 1) & (t->n_slots - 1)) {
        if (t->slots[i].key == key) return &t->slots[i];
        if (!t->slots[i].key) return NULL;
    }
}

static link_node *node_place(link_node *slots, uint32_t n_slots, link_node node)
{
    uint32_t i = slot_of(node.key, n_slots);
    while (slots[i].key) i = (i + 1) & (n_slots - 1);
    slots[i] = node;
    return &slots[i];
}

static bool slots_set(link_trie *t, uint32_t n)
{
    link_node *slots = arena_new(t->mem, link_node, n);
    if (!slots) return false;
    for (uint32_t i = 0; i < t->n_slots; i++)
        if (t->slots[i].key) node_place(slots, n, t->slots[i]);
    t->slots = slots;
    t->n_slots = n;
    return true;
}

bool link_trie_reserve(link_trie *t, uint32_t n) { return slots_set(t, n * 2); }

/* The child, made when there is none; NULL when memory ran out. */
static link_node *node_put(link_trie *t, uint32_t parent, uint32_t sym)
{
    link_node *have = node_get(t, parent, sym);
    if (have) return have;
    if ((t->n_nodes + 2) * 2 > t->n_slots && !slots_set(t, t->n_slots ? t->n_slots * 2 : 256)) return NULL;
    t->vocab->words[sym].tries |= (uint8_t)(parent ? t->bit << LINK_GOES_ON : t->bit);
    t->n_nodes++;
    return node_place(t->slots, t->n_slots, (link_node){node_key(parent, sym), parent ? LINK_NODE_DEEP | t->n_nodes : sym, MAP_NONE});
}

uint32_t *link_trie_put(link_trie *t, str form)
{
    link_node *node = NULL;
    uint32_t at = 0;
    piece p;
    char room[LINK_PIECE_MAX];
    while (piece_next(t->mem, form, &at, &p)) {
        uint32_t sym = link_vocab_put(t->vocab, t->nocase ? link_piece_lower(p.text, room) : p.text);
        node = sym ? node_put(t, node ? node->node : 0, sym) : NULL;
        if (!node) return NULL;
    }
    if (node && !(node->key >> 32)) t->vocab->words[(uint32_t)node->key].whole |= t->bit;
    return node ? &node->value : NULL;
}

uint32_t link_trie_get(const link_trie *t, arena *scratch, str form)
{
    link_node *node = NULL;
    uint32_t at = 0;
    piece p;
    char room[LINK_PIECE_MAX];
    while (piece_next(scratch, form, &at, &p)) {
        uint32_t sym = link_vocab_get(t->vocab, t->nocase ? link_piece_lower(p.text, room) : p.text);
        node = sym ? node_get(t, node ? node->node : 0, sym) : NULL;
        if (!node) return MAP_NONE;
    }
    return node ? node->value : MAP_NONE;
}

static void node_fetch(const link_trie *t, uint32_t parent, uint32_t sym) { __builtin_prefetch(&t->slots[slot_of(node_key(parent, sym), t->n_slots)]); }

/* The second node's place is known without the first, whose number is its symbol: both lines are on their way at once. */
static void token_fetch(const link_trie *t, const link_pieces *p, uint32_t tok, uint32_t next)
{
    const uint32_t *sym = (t->nocase ? p->low : p->sym) + p->begin[tok];
    uint32_t n = p->begin[tok + 1] - p->begin[tok];
    if (p->tries[tok] & t->bit << LINK_WHOLE) node_fetch(t, 0, sym[0]);
    if (n > 1 || next & t->bit << LINK_GOES_ON) node_fetch(t, sym[0], sym[1]);
}

void link_tries_fetch(const link_vocab *v, const link_pieces *p, uint32_t begin, uint32_t end)
{
    for (uint32_t tok = begin; tok < end; tok++) {
        unsigned bits = p->tries[tok] & LINK_STARTS, next = p->begin[tok + 1] < p->n ? p->tries[tok + 1] : 0;
        if (p->begin[tok] < p->begin[tok + 1])
            for (; bits; bits &= bits - 1) token_fetch(v->tries[__builtin_ctz(bits)], p, tok, next);
    }
}

/* Value of a form of one piece, or MAP_NONE. */
static uint32_t root_value(const link_trie *t, uint32_t sym)
{
    const link_node *node = sym ? node_get(t, 0, sym) : NULL;
    return node ? node->value : MAP_NONE;
}

/* The longest form of more than one piece. *first: the first piece, which is looked at only when no longer form is there; *first_end: the token
 * after it, or 0 when it ends within one. */
static uint32_t walk_deep(const link_trie *t, const link_pieces *p, uint32_t tok, uint32_t limit, uint32_t *first, uint32_t *first_end, uint32_t *end)
{
    const uint32_t *sym = t->nocase ? p->low : p->sym;
    const link_node *node = NULL;
    uint32_t found = MAP_NONE;
    for (; tok < limit; tok++) {
        if (*first && !(p->tries[tok] & t->bit << LINK_GOES_ON)) return found; /* nearly always, and from memory at hand */
        for (uint32_t i = p->begin[tok]; i < p->begin[tok + 1]; i++) {
            if (!sym[i] || (*first && !(node = node_get(t, node ? node->node : *first, sym[i])))) return found;
            if (!*first) *first = sym[i];
        }
        if (*first && !node) *first_end = tok + 1;
        if (!node || node->value == MAP_NONE) continue;
        found = node->value;
        *end = tok + 1;
    }
    return found;
}

uint32_t link_trie_walk(const link_trie *t, const link_pieces *p, uint32_t tok, uint32_t limit, uint32_t *end)
{
    uint32_t first = LINK_SYM_NONE, first_end = 0, begin = tok, found = walk_deep(t, p, tok, limit, &first, &first_end, end);
    if (!(p->tries[begin] & t->bit << LINK_WHOLE)) return found;
    if (found != MAP_NONE || !first_end || (found = root_value(t, first)) == MAP_NONE) return found;
    *end = first_end;
    return found;
}

/* ---- a document ---------------------------------------------------------------------------------------------------- */

static uint32_t symbol_of_caps(const link_vocab *v, str s)
{
    char room[LINK_PIECE_MAX];
    for (uint32_t i = 0; i < s.n; i++)
        if (s.s[i] < 'A' || s.s[i] > 'Z') return LINK_SYM_NONE;
    link_piece_lower(s, room);
    room[0] = s.s[0];
    uint32_t sym = link_vocab_get(v, str_make(room, s.n));
    if (sym) return sym;
    room[0] = (char)(s.s[0] | 32);
    return link_vocab_get(v, str_make(room, s.n));
}

static bool pieces_grow(arena *mem, link_pieces *p, uint32_t more, uint32_t *cap)
{
    uint32_t same = *cap;
    p->sym = arena_grow(mem, p->sym, sizeof *p->sym, p->n, p->n + more, cap);
    p->low = arena_grow(mem, p->low, sizeof *p->low, p->n, p->n + more, &same);
    return p->sym && p->low;
}

/* Pieces wait in a batch, so that the cache lines of their symbols are fetched side by side and not one after the other. */
enum { BATCH = 64 };
typedef struct batch {
    piece piece[BATCH];
    uint64_t hash[BATCH];
    uint32_t n;
} batch;

/* Pieces that no table holds as written, in lower case: what begins a sentence, most of all. */
static void batch_lower(const link_vocab *v, const batch *b, const uint32_t *at, uint32_t n, uint32_t *sym, uint32_t *low)
{
    char room[BATCH][LINK_PIECE_MAX];
    str lower[BATCH];
    uint64_t hash[BATCH];
    for (uint32_t i = 0; i < n; i++) {
        lower[i] = link_piece_lower(b->piece[at[i]].text, room[i]);
        hash[i] = link_vocab_hash(lower[i]);
    }
    if (n) link_vocab_fetch(v, hash, n);
    for (uint32_t i = 0; i < n; i++) {
        low[at[i]] = link_vocab_find(v, lower[i], hash[i]);
        sym[at[i]] = symbol_of_caps(v, b->piece[at[i]].text);
    }
}

static bool has_upper(str s)
{
    for (uint32_t i = 0; i < s.n; i++)
        if (s.s[i] >= 'A' && s.s[i] <= 'Z') return true;
    return false;
}

static bool batch_flush(const link_vocab *v, arena *mem, batch *b, link_pieces *out, uint32_t *cap)
{
    uint32_t at[BATCH], n = 0;
    if (out->n + b->n > *cap && !pieces_grow(mem, out, b->n, cap)) return false;
    uint32_t *sym = out->sym + out->n, *low = out->low + out->n;
    link_vocab_fetch(v, b->hash, b->n);
    for (uint32_t i = 0; i < b->n; i++) {
        sym[i] = link_vocab_find(v, b->piece[i].text, b->hash[i]);
        low[i] = v->words[sym[i]].low;
        if (low[i] != sym[i]) __builtin_prefetch(&v->words[low[i]]);
        if (!sym[i] && has_upper(b->piece[i].text)) at[n++] = i;
    }
    batch_lower(v, b, at, n, sym, low);
    out->n += b->n;
    b->n = 0;
    return true;
}

/* A token without a piece may be anywhere in anything. What must go on, and does not with the next token, has not begun: half of all walks. */
static void tries_mark(const link_vocab *v, uint32_t n_tokens, link_pieces *out)
{
    unsigned next = 0;
    for (uint32_t t = n_tokens; t-- > 0; next = out->tries[t]) {
        uint32_t first = out->begin[t], n = out->begin[t + 1] - first;
        out->tries[t] = 0xFFFF;
        if (!n) continue;
        const link_word *sym = &v->words[out->sym[first]], *low = &v->words[out->low[first]];
        unsigned tries = (sym->tries & ~(unsigned)v->nocase) | (low->tries & (unsigned)v->nocase);
        unsigned whole = (sym->whole & ~(unsigned)v->nocase) | (low->whole & (unsigned)v->nocase);
        if (n == 1) tries &= whole | (next >> LINK_GOES_ON & LINK_STARTS) | LINK_STARTS << LINK_GOES_ON;
        out->tries[t] = (uint16_t)(tries | whole << LINK_WHOLE | (n > 1 || low->watch ? LINK_WATCHED : 0));
    }
}

int link_pieces_make(const link_vocab *v, doc *d, link_pieces *out, ent_error *err)
{
    *out = (link_pieces){0};
    uint32_t cap = d->n_tokens + d->n_tokens / 4 + 16;
    out->begin = arena_new(d->mem, uint32_t, d->n_tokens + 1);
    out->tries = arena_new(d->mem, uint16_t, d->n_tokens + 1);
    out->sym = arena_new(d->mem, uint32_t, cap);
    out->low = arena_new(d->mem, uint32_t, cap);
    if (!out->begin || !out->tries || !out->sym || !out->low) return error_memory(err);
    batch b;
    b.n = 0;
    for (uint32_t t = 0; t < d->n_tokens; t++) {
        str form = doc_form(d, t);
        uint32_t at = 0;
        out->begin[t] = out->n + b.n;
        while (at < form.n) {
            if (!at && plain(form)) b.piece[b.n].text = form, at = form.n;
            else if (!piece_next(d->mem, form, &at, &b.piece[b.n])) break;
            b.hash[b.n] = link_vocab_hash(b.piece[b.n].text);
            if (++b.n == BATCH && !batch_flush(v, d->mem, &b, out, &cap)) return error_memory(err);
        }
    }
    if (!batch_flush(v, d->mem, &b, out, &cap)) return error_memory(err);
    out->begin[d->n_tokens] = out->n;
    tries_mark(v, d->n_tokens, out);
    return ENT_OK;
}
