/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Words that tell stories apart, and the fingerprint of a text.
 *
 * Input: text. Output: its stems with weights; or 32 hex digits.
 *
 * A stem is the first six letters of a word in lower case, or a number as it is written: crude, but it brings together "sanction",
 * "sanctions" and "sanctioned", needs no lemma, and costs nothing. Its weight is the number of bits by which it is rarer than one
 * word in 256 in general English (grammar/words.tsv; Spärck Jones, "A statistical interpretation of term specificity", 1972), so that
 * "said" and "government" say little and a name or a number says much. The table is shipped and never grows from what was read:
 * the likeness of two reports may not depend on the reports beside them.
 *
 * Limits: English; no synonyms, so a rewrite that shares no word with its source is alike by parties, date and place alone.
 */
#include "story/words.h"

#include "base/file.h"
#include "base/hash.h"
#include "base/table.h"
#include "base/utf8.h"

enum { TYPE_MUTUAL = 1, TYPE_DAILY = 2, TYPE_SINGLE = 4, TYPE_FLAGS = 8 };

struct story_tables {
    map weight; /* stem → weight */
    uint32_t rare; /* weight of a stem that is not listed */
    map families, type; /* names of families; event type → number of its family × TYPE_FLAGS + flags */
};

static int read_weights(story_tables *t, table *rows, ent_error *err)
{
    int more;
    int64_t weight;
    while ((more = table_next(rows, err)) == 1) {
        if (!str_int(rows->field[1], &weight) || weight < 0 || weight > 100) return table_error(rows, err, "weight must be 0..100");
        if (!map_put(&t->weight, rows->field[0], (uint32_t)weight)) return error_memory(err);
        if (weight >= t->rare) t->rare = (uint32_t)weight + 1;
    }
    return more < 0 ? ENT_E_FORMAT : ENT_OK;
}

static int read_flags(table *rows, uint32_t *flags, ent_error *err)
{
    str mutual = rows->field[2], rate = rows->field[3];
    if (str_is(mutual, "yes")) *flags |= TYPE_MUTUAL;
    else if (!str_is(mutual, "no")) return table_error(rows, err, "mutual is '%.*s', not yes or no", STR_ARG(mutual));
    if (str_is(rate, "daily")) *flags |= TYPE_DAILY;
    else if (str_is(rate, "single")) *flags |= TYPE_SINGLE;
    else if (rate.n) return table_error(rows, err, "rate is '%.*s', not daily, single or empty", STR_ARG(rate));
    return ENT_OK;
}

static int read_families(story_tables *t, table *rows, ent_error *err)
{
    int more;
    while ((more = table_next(rows, err)) == 1) {
        uint32_t number = map_get(&t->families, rows->field[1]), flags = 0;
        if (number == MAP_NONE) number = t->families.n + 1;
        int rc = read_flags(rows, &flags, err);
        if (rc) return rc;
        if (map_get(&t->type, rows->field[0]) != MAP_NONE) return table_error(rows, err, "type %.*s has two lines", STR_ARG(rows->field[0]));
        if (!map_put(&t->families, rows->field[1], number) || !map_put(&t->type, rows->field[0], number * TYPE_FLAGS | flags)) return error_memory(err);
    }
    return more < 0 ? ENT_E_FORMAT : ENT_OK;
}

typedef int (*read_table)(story_tables *t, table *rows, ent_error *err);

static int load(story_tables *t, arena *mem, const char *data_dir, const char *name, const char *columns, read_table read, ent_error *err)
{
    str bytes;
    table rows;
    const char *path = arena_printf(mem, "%s/%s", data_dir, name).s;
    if (!path) return error_memory(err);
    int rc = file_read(mem, path, 0, &bytes, err);
    if (!rc) rc = table_open(&rows, path, bytes, columns, err);
    return rc ? rc : read(t, &rows, err);
}

int story_tables_load(story_tables **out, arena *mem, const char *data_dir, ent_error *err)
{
    story_tables *t = arena_new(mem, story_tables, 1);
    *out = NULL;
    if (!t) return error_memory(err);
    map_init(&t->weight, mem);
    map_init(&t->families, mem);
    map_init(&t->type, mem);
    int rc = load(t, mem, data_dir, "grammar/words.tsv", "stem weight", read_weights, err);
    if (!rc) rc = load(t, mem, data_dir, "codebook/neighbours.tsv", "type family mutual rate", read_families, err);
    *out = rc ? NULL : t;
    return rc;
}

words_type words_type_of(const story_tables *t, str event)
{
    uint32_t x = map_get(&t->type, event);
    if (x == MAP_NONE) return (words_type){0};
    return (words_type){.family = x / TYPE_FLAGS, .mutual = x & TYPE_MUTUAL, .daily = x & TYPE_DAILY, .single = x & TYPE_SINGLE};
}

/* ---- stems ------------------------------------------------------------------------------------------------------- */

/* The comma of "10,000", the point of "7.2": one number, which has nothing to do with the 10th. */
static bool in_number(str text, uint32_t at)
{
    return (text.s[at] == ',' || text.s[at] == '.') && at + 1 < text.n && text.s[at + 1] >= '0' && text.s[at + 1] <= '9';
}

bool words_next(str text, uint32_t *at, words_stem *out)
{
    uint32_t n;
    *out = (words_stem){.n = 0};
    for (; *at < text.n; *at += n) {
        uint32_t cp = utf8_decode(text, *at, &n);
        bool digit = cp != UTF8_BAD && utf8_is_digit(cp), letter = cp != UTF8_BAD && utf8_is_letter(cp);
        if (out->number && in_number(text, *at)) continue;
        if (out->letters && (!(digit || letter) || digit != out->number)) return true;
        if (!digit && !letter) continue;
        if (!out->letters) out->begin = *at;
        out->number = digit;
        if (out->letters++ < WORDS_STEM_LETTERS) out->n += utf8_encode(utf8_fold_cp(cp), out->s + out->n);
    }
    return out->letters > 0;
}

uint32_t words_weight(const story_tables *t, const words_stem *s)
{
    if (s->n < 2) return 0;
    uint32_t w = map_get(&t->weight, str_make(s->s, s->n));
    return w == MAP_NONE ? t->rare : w;
}

uint32_t words_hash(const words_stem *s) { return (uint32_t)hash_bytes(s->s, s->n, 0); }

/* ---- bags -------------------------------------------------------------------------------------------------------- */

static uint32_t place_of(const words_bag *b, uint32_t hash)
{
    uint32_t lo = 0, hi = b->n;
    while (lo < hi) {
        uint32_t mid = (lo + hi) / 2;
        if (b->term[mid].hash < hash) lo = mid + 1;
        else hi = mid;
    }
    return lo;
}

static void drop(words_bag *b, uint32_t at)
{
    b->total -= b->term[at].weight;
    memmove(b->term + at, b->term + at + 1, (b->n - at - 1) * sizeof *b->term);
    b->n--;
}

static uint32_t lightest(const words_bag *b)
{
    uint32_t best = 0;
    for (uint32_t i = 1; i < b->n; i++)
        if (b->term[i].weight < b->term[best].weight) best = i;
    return best;
}

static void add(words_bag *b, words_term x)
{
    uint32_t at = place_of(b, x.hash);
    if (at < b->n && b->term[at].hash == x.hash) return;
    if (b->n == WORDS_MAX) {
        uint32_t out = lightest(b);
        if (b->term[out].weight >= x.weight) return;
        drop(b, out);
        at = place_of(b, x.hash);
    }
    memmove(b->term + at + 1, b->term + at, (b->n - at) * sizeof *b->term);
    b->term[at] = x;
    b->n++;
    b->total += x.weight;
}

void words_bag_make(const story_tables *t, str text, str leave_out, words_bag *out)
{
    words_stem s;
    out->n = out->total = 0;
    for (uint32_t at = 0; words_next(text, &at, &s);) {
        uint32_t w = words_weight(t, &s);
        if (w) add(out, (words_term){words_hash(&s), w});
    }
    for (uint32_t at = 0; words_next(leave_out, &at, &s);) {
        uint32_t hash = words_hash(&s), i = place_of(out, hash);
        if (i < out->n && out->term[i].hash == hash) drop(out, i);
    }
}

uint32_t words_shared(const words_bag *a, const words_bag *b)
{
    uint32_t sum = 0;
    for (uint32_t i = 0, j = 0; i < a->n && j < b->n;) {
        uint32_t x = a->term[i].hash, y = b->term[j].hash;
        if (x == y) sum += a->term[i].weight;
        i += x <= y;
        j += y <= x;
    }
    return sum;
}

/* ---- copies ------------------------------------------------------------------------------------------------------- */

void story_text_hash(str text, char out[32])
{
    char part[1024];
    char digest[32 + sizeof part];
    uint32_t n_part = 0, n;
    memset(digest, '0', 32);
    for (uint32_t i = 0; i <= text.n; i += n) {
        uint32_t cp = i < text.n ? utf8_decode(text, i, &n) : UTF8_BAD;
        if (cp != UTF8_BAD && (utf8_is_letter(cp) || utf8_is_digit(cp))) n_part += utf8_encode(utf8_fold_cp(cp), part + n_part);
        if (n_part > sizeof part - 4 || i == text.n) { /* chained: what was before, and this part */
            memcpy(digest + 32, part, n_part);
            hash_hex(digest, 32 + n_part, digest);
            n_part = 0;
        }
        if (i == text.n) break;
    }
    memcpy(out, digest, 32);
}
