/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The gazetteer's loader and matcher: the first byte picks a table, the rest are its bytes, and, cut at blanks, the words of a document. Any table
 * loads or is refused with file and line; any words give mentions whose numbers hold.
 */
#include <stdio.h>
#include <stdlib.h>

#include "link/gazetteer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

typedef struct one_table {
    const char *name;
    str bytes;
} one_table;

static bool fuzz_read(void *ctx, const char *name, str *bytes)
{
    static const char *const tables[][2] = {
        {"sectors.tsv", "code\tname\nGOV\tgovernment\n"},
        {"states.tsv", "code\tname\tcow\tgw\tfrom\tto\twikidata\tsource\nATL\tAtlantis\t\t\t\t\t\tx\n"},
        {"organisations.tsv", "code\tname\tvariants\tkind\tcountry\tsector\tfrom\tto\twikidata\tsource\nLEA\tLeague\tThe League\tigo\n"},
        {"members.tsv", "organisation\tcountry\tfrom\tto\tsource\nLEA\tATL\t1990\t\tx\n"},
        {"names.tsv", "kind\tform\tcode\tnote\nname\tAtlantis\tATL\nadjective\tAtlantic\tATL\ncapital\tDeep\tATL\n"},
        {"offices.tsv", "name\tvariants\tcountry\toffice\tsector\tfrom\tto\twikidata\tsource\nAnn Wave\tWave\tATL\tking\tGOV\t2001\n"},
        {"roles.tsv", "form\tsector\tnote\nking\tGOV\tperson\narmy\tGOV\tinstitution\n"},
        {"cues.tsv", "kind\tform\tnote\nplace\tin\ntitle\tMr\n"},
        {"topics.tsv", "topic\tform\tweight\nsport\tgoal\t1\n"},
        {"places.tsv", "name\tcountry\tadmin1\tkind\tlat\tlon\tsource\nReef\tATL\t\tcity\t1.5\t-2\n"},
        {"places_geonames.tsv", "name\tcountry\tadmin1\tkind\tlat\tlon\tsource\nFar Reef\tATL\t\tcity\t3\t-2\n"},
        {"traps.tsv", "form\tcontext\tverdict\nAtlantis\tnext:Records|@upper sent:song\tnot\n"},
    };
    const one_table *t = ctx;
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        if (strcmp(tables[i][0], name)) continue;
        *bytes = strcmp(name, t->name) ? str_from(tables[i][1]) : t->bytes;
        return true;
    }
    return false;
}

/* Words at blanks, a flat tree: each word hangs on the one before it, kinds by turns. */
static void words_of(doc *d, str text)
{
    uint32_t at = 0, cap = text.n + 1;
    d->text = text;
    d->tokens = arena_new(d->mem, doc_token, cap);
    d->sentences = arena_new(d->mem, doc_sentence, 1);
    d->upos = arena_new(d->mem, uint8_t, cap);
    d->deprel = arena_new(d->mem, uint8_t, cap);
    d->depsub = arena_new(d->mem, uint8_t, cap);
    d->feats = arena_new(d->mem, uint32_t, cap);
    d->head = arena_new(d->mem, uint32_t, cap);
    while (at < text.n && d->n_tokens < 300) {
        while (at < text.n && (unsigned char)text.s[at] <= ' ') at++;
        uint32_t begin = at, t = d->n_tokens;
        while (at < text.n && (unsigned char)text.s[at] > ' ') at++;
        if (begin == at) break;
        unsigned char seed = (unsigned char)text.s[begin];
        d->tokens[t] = (doc_token){.begin = begin, .end = at, .space_after = true};
        d->upos[t] = seed >= 'A' && seed <= 'Z' ? UPOS_PROPN : (uint8_t)(seed % N_UPOS);
        d->deprel[t] = (uint8_t)(seed * 7 % N_DEPREL);
        d->head[t] = t ? t - 1 - seed % t : DOC_NONE;
        d->n_tokens++;
    }
    d->sentences[0] = (doc_sentence){.end = text.n, .tok_end = d->n_tokens, .block = DOC_NONE};
    d->n_sentences = d->n_tokens > 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static const char *const names[] = {"sectors.tsv", "states.tsv", "organisations.tsv", "names.tsv", "offices.tsv", "roles.tsv", "cues.tsv", "topics.tsv", "places.tsv", "traps.tsv", "places_geonames.tsv", "members.tsv"};
    if (n < 1 || n > 1 << 16) return 0;
    one_table t = {names[data[0] % 12], str_make((const char *)data + 1, n - 1)};
    link_source source = {fuzz_read, &t};
    arena mem;
    ent_error err = {0};
    link_gazetteer *g;
    arena_init(&mem, 64 << 20);
    if (link_gazetteer_load_from(&g, &mem, ".", &source, &err)) {
        if (!err.message[0]) abort();
    } else {
        doc d;
        doc_init(&d, &mem);
        words_of(&d, t.bytes);
        if (link_run(g, &d, &err) == ENT_OK)
            for (uint32_t i = 0; i < d.n_mentions; i++)
                if (d.mentions[i].head >= d.n_tokens || !d.mentions[i].n_actors || d.mentions[i].actor[0] >= d.n_actors) abort();
    }
    arena_fini(&mem);
    return 0;
}
