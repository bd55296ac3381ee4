/* SPDX-License-Identifier: Apache-2.0 */
/* Names of the spine's enumerations and the few walks every station needs. Tables, in the order of the enums of doc.h. */
#include "doc.h"

static const char *const upos_names[N_UPOS] = {"X", "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM", "VERB"};
static const char *const deprel_names[N_DEPREL] = {
    "dep", "acl", "advcl", "advmod", "amod", "appos", "aux", "case", "cc", "ccomp", "clf", "compound", "conj", "cop", "csubj", "det", "discourse", "dislocated", "expl",
    "fixed", "flat", "goeswith", "iobj", "list", "mark", "nmod", "nsubj", "nummod", "obj", "obl", "orphan", "parataxis", "punct", "reparandum", "root", "vocative", "xcomp"};
static const char *const depsub_names[N_DEPSUB] = {"", "", "pass", "relcl", "poss", "agent", "prt", "tmod", "npmod", "outer", "predet", "preconj", "unmarked", "desc"};
static const char *const ner_names[N_NER] = {"O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC"};
static const char *const status_names[N_STATUS] = {"actual", "planned", "possible", "conditional", "requested", "negated"};
static const char *const basis_names[] = {"none", "jsonld", "meta", "time", "url", "text", "given"};
static const char *const block_names[] = {"paragraph", "heading", "item", "quote", "caption", "table"};
static const char *const mention_names[] = {"name", "role", "coref", "bare", "owned", "place"};
static const char *const kind_names[] = {"verb", "noun", "light verb", "state"};
static const char *const tense_names[] = {"none", "past", "present", "future"};
static const char *const role_names[] = {"agent", "patient", "recipient", "oblique", "complement", "predicate", "party"};
static const char *const flag_names[N_DOC_FLAGS] = {"toobig", "notext", "badcharset", "binary", "deep", "longsentence", "unparsed", "longtoken", "language", "manyevents", "memory", "nul"};

/* CoNLL-U features in alphabetical order of attribute, as UD orders them. */
static const struct {
    const char *text;
    uint32_t bit;
} feat_names[] = {
    {"Definite=Def", FEAT_DEF},    {"Definite=Ind", FEAT_INDEF}, {"Degree=Cmp", FEAT_CMP},    {"Degree=Sup", FEAT_SUP},     {"Gender=Fem", FEAT_FEM},
    {"Gender=Masc", FEAT_MASC},    {"Gender=Neut", FEAT_NEUT},   {"Mood=Imp", FEAT_IMP},      {"Mood=Ind", FEAT_IND},       {"Mood=Sub", FEAT_SUBJUNCTIVE},
    {"Number=Plur", FEAT_PLUR},    {"Number=Sing", FEAT_SING},   {"Person=1", FEAT_P1},       {"Person=2", FEAT_P2},        {"Person=3", FEAT_P3},
    {"Polarity=Neg", FEAT_NEG},    {"Poss=Yes", FEAT_POSS},      {"PronType=Int", FEAT_INT},  {"PronType=Rel", FEAT_REL},   {"Reflex=Yes", FEAT_REFLEX},
    {"Tense=Past", FEAT_PAST},     {"Tense=Pres", FEAT_PRES},    {"VerbForm=Fin", FEAT_FIN},  {"VerbForm=Ger", FEAT_GER},   {"VerbForm=Inf", FEAT_INF},
    {"VerbForm=Part", FEAT_PART},  {"Voice=Pass", FEAT_PASS},
};

void doc_init(doc *d, arena *mem) { *d = (doc){.mem = mem, .published = CAL_NONE}; }

uint32_t doc_sentence_of(const doc *d, uint32_t tok)
{
    uint32_t low = 0, high = d->n_sentences;
    while (high - low > 1) {
        uint32_t mid = low + (high - low) / 2;
        if (d->sentences[mid].tok_begin <= tok) low = mid;
        else high = mid;
    }
    return low;
}

uint32_t doc_source_byte(const doc *d, uint32_t text_off)
{
    if (!d->n_map) return text_off;
    uint32_t low = 0, high = d->n_map;
    while (high - low > 1) {
        uint32_t mid = low + (high - low) / 2;
        if (d->map[mid].text_off <= text_off) low = mid;
        else high = mid;
    }
    const doc_piece *p = &d->map[low];
    return p->linear && text_off >= p->text_off ? p->byte_off + (text_off - p->text_off) : p->byte_off;
}

#define NAME_OF(table, i) ((i) < sizeof table / sizeof *table ? table[i] : "")
const char *upos_name(unsigned u) { return NAME_OF(upos_names, u); }
const char *deprel_name(unsigned r) { return NAME_OF(deprel_names, r); }
const char *depsub_name(unsigned s) { return NAME_OF(depsub_names, s); }
const char *ner_name(unsigned k) { return NAME_OF(ner_names, k); }
const char *status_name(unsigned s) { return NAME_OF(status_names, s); }
const char *basis_name(unsigned b) { return NAME_OF(basis_names, b); }
const char *block_name(unsigned k) { return NAME_OF(block_names, k); }
const char *mention_name(unsigned b) { return NAME_OF(mention_names, b); }
const char *pred_name(unsigned k) { return NAME_OF(kind_names, k); }
const char *tense_name(unsigned t) { return NAME_OF(tense_names, t); }
const char *role_name(unsigned r) { return NAME_OF(role_names, r); }
const char *flag_name(unsigned i) { return i < N_DOC_FLAGS ? flag_names[i] : NULL; }

static int find_name(const char *const *names, int n, str name)
{
    for (int i = 0; i < n; i++)
        if (str_is(name, names[i])) return i;
    return -1;
}

int mention_find(str name) { return find_name(mention_names, MENTION_PLACE + 1, name); }
int tense_find(str name) { return find_name(tense_names, TENSE_FUTURE + 1, name); }
int status_find(str name) { return find_name(status_names, N_STATUS, name); }
int upos_find(str name) { return find_name(upos_names, N_UPOS, name); }
int deprel_find(str universal) { return find_name(deprel_names, N_DEPREL, universal); }

int depsub_find(str sub)
{
    int i = sub.n ? find_name(depsub_names + 2, N_DEPSUB - 2, sub) : -2;
    return i == -2 ? SUB_NONE : i < 0 ? SUB_OTHER : i + 2;
}

str feats_name(arena *a, uint32_t feats)
{
    char line[512];
    uint32_t n = 0;
    for (size_t i = 0; i < sizeof feat_names / sizeof *feat_names; i++) {
        if (!(feats & feat_names[i].bit)) continue;
        str t = str_from(feat_names[i].text);
        if (n) line[n++] = '|';
        memcpy(line + n, t.s, t.n);
        n += t.n;
    }
    return n ? arena_str(a, str_make(line, n)) : STR("_");
}

uint32_t feats_find(str column)
{
    uint32_t bits = 0;
    while (column.s) {
        str one = str_cut(&column, '|');
        for (size_t i = 0; i < sizeof feat_names / sizeof *feat_names; i++)
            if (str_is(one, feat_names[i].text)) bits |= feat_names[i].bit;
    }
    return bits;
}

bool doc_place_is_town(str kind)
{
    static const char *const kinds[] = {"city", "base", "crossing", "site", "border"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_is(kind, kinds[i])) return true;
    return false;
}
