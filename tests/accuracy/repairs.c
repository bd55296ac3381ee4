/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Weighs each row of grammar/repairs.tsv against treebanks: `make repairs-score`.
 *
 * usage: repairs PREDICTED.conllu GOLD.conllu [PREDICTED GOLD]...     (the parser's trees on the words of the gold)
 *
 * Every row is left out once. It counts the sentences that are read otherwise then (reads: other predicates, roles or status), the words that hang
 * elsewhere (moves), of these the words that the row has brought under their head of the gold (mends) and those it has taken from it (breaks). A row that
 * changes relations or tags alone moves nothing; its sentences are looked at with `entente explain`. A row that breaks more than it mends should go, be narrowed, or bend the tree on purpose: "said" between commas, "not
 * the army but the rebels", "has yet to sign" are read otherwise here than the treebanks have them.
 */
#define _DEFAULT_SOURCE /* mkdtemp */
#include "base/buf.h"
#include "base/hash.h"
#include "doc.h"
#include "format/format.h"
#include "link/link.h"
#include "repair_rows.h"

enum { ROWS_MAX = 255, PIECE = 1 << 20 /* bytes of CoNLL-U read at once */ };

typedef struct scored_row {
    str name;
    clause_tables *rest; /* without it */
    uint32_t mends, breaks, moves, reads;
} scored_row;

static arena program;
static link_gazetteer *gazetteer;
static clause_tables *all;
static repair_rows rows;
static scored_row row[ROWS_MAX];
static uint32_t n_rows;

/* Takes whole sentences off *rest, *n of them, or about PIECE bytes when that is 0; *n: how many there were. */
static str piece(str *rest, uint32_t *n)
{
    str out = {rest->s, 0};
    uint32_t want = *n;
    *n = 0;
    while (rest->n) {
        str line = str_cut(rest, '\n');
        out.n += line.n + 1;
        *n += !line.n;
        if (!line.n && (want ? *n == want : out.n > PIECE)) break;
    }
    return out;
}

/* Mended heads, sentence by sentence as indices of the document. */
static const uint32_t *heads_of(const clause_tables *t, str predicted, arena *mem, doc *d)
{
    ent_error err = {0};
    doc_init(d, mem);
    d->published = cal_day(2024, 3, 14);
    int rc = format_conllu_read(d, STR("predicted"), predicted, true, &err);
    if (!rc) rc = link_run(gazetteer, d, &err);
    if (!rc) rc = clause_run(t, d, &err);
    if (rc) printf("%s\n", err.message);
    return rc ? NULL : d->clause_head ? d->clause_head : d->head;
}

/* What is read in each sentence, as a number. */
static uint64_t *readings(const doc *d, arena *mem)
{
    uint64_t *sum = arena_new(mem, uint64_t, d->n_sentences + 1);
    for (uint32_t i = 0; i < d->n_sentences; i++) sum[i] = 0;
    for (uint32_t p = 0; p < d->n_predicates; p++) {
        const doc_predicate *x = &d->predicates[p];
        uint32_t of[] = {x->tok, x->kind, x->status, x->role_end - x->role_begin};
        sum[x->sent] = hash_bytes(of, sizeof of, sum[x->sent]);
        for (uint32_t r = x->role_begin; r < x->role_end; r++) {
            uint32_t role[] = {d->roles[r].role, d->roles[r].tok, d->roles[r].basis};
            sum[x->sent] = hash_bytes(role, sizeof role, sum[x->sent]);
        }
    }
    return sum;
}

static bool score_piece(str predicted, str gold)
{
    arena mem, one;
    doc g, d, less;
    ent_error err = {0};
    arena_init(&mem, 0);
    doc_init(&g, &mem);
    if (format_conllu_read(&g, STR("gold"), gold, true, &err)) return printf("%s\n", err.message), false;
    const uint32_t *with = heads_of(all, predicted, &mem, &d);
    if (!with || d.n_tokens != g.n_tokens) return printf("the two have not the same words: %u and %u\n", with ? d.n_tokens : 0, g.n_tokens), false;
    const uint64_t *read = readings(&d, &mem);
    for (uint32_t r = 0; r < n_rows; r++) {
        arena_init(&one, 0);
        const uint32_t *without = heads_of(row[r].rest, predicted, &one, &less);
        if (!without) return false;
        const uint64_t *other = readings(&less, &one);
        for (uint32_t i = 0; i < d.n_sentences; i++) row[r].reads += read[i] != other[i];
        for (uint32_t t = 0; t < d.n_tokens; t++) {
            if (with[t] == without[t]) continue;
            row[r].moves++;
            row[r].mends += with[t] == g.head[t];
            row[r].breaks += without[t] == g.head[t];
        }
        arena_fini(&one);
    }
    arena_fini(&mem);
    return true;
}

static bool score_files(const char *predicted, const char *gold)
{
    arena mem;
    str p, g;
    ent_error err;
    arena_init(&mem, 0);
    bool right = !file_read(&mem, predicted, 0, &p, &err) && !file_read(&mem, gold, 0, &g, &err);
    if (!right) printf("%s\n", err.message);
    while (right && p.n && g.n) {
        uint32_t n = 0;
        str part = piece(&p, &n);
        right = n && score_piece(part, piece(&g, &n));
    }
    if (right && (p.n || g.n)) right = false, printf("%s and %s have not the same number of sentences\n", predicted, gold);
    arena_fini(&mem);
    return right;
}

int main(int argc, char **argv)
{
    ent_error err = {0};
    arena_init(&program, 0);
    if (argc < 3 || argc % 2 == 0) return printf("usage: repairs PREDICTED.conllu GOLD.conllu [PREDICTED GOLD]...\n"), 1;
    if (link_gazetteer_load(&gazetteer, &program, ".", &err) || clause_tables_load(&all, &program, ".", &err)) return printf("%s\n", err.message), 3;
    bool right = repair_rows_begin(&rows);
    for (str rest = rows.rows; right && rest.n;) {
        str name = repair_rows_name(str_cut(&rest, '\n'));
        if (!name.n) continue;
        if (n_rows == ROWS_MAX) return printf("more than %d rows\n", ROWS_MAX), 3;
        row[n_rows] = (scored_row){.name = name, .rest = repair_rows_without(&rows, &program, name)};
        right = row[n_rows++].rest != NULL;
    }
    for (int i = 1; right && i < argc; i += 2) right = score_files(argv[i], argv[i + 1]);
    repair_rows_end(&rows);
    printf("%6s %6s %6s %6s  row\n", "reads", "moves", "mends", "breaks");
    for (uint32_t r = 0; right && r < n_rows; r++)
        if (row[r].reads || row[r].moves) printf("%6u %6u %6u %6u  %.*s\n", row[r].reads, row[r].moves, row[r].mends, row[r].breaks, STR_ARG(row[r].name));
    arena_fini(&program);
    return right ? 0 : 3;
}
