/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A record of a million events, and what merging into it costs.
 *
 *     stories, from a seed ─► documents with their events ─► record_document, keep_settle ─► a JSON line per 100,000 events and one at the end
 *
 * The generator keeps nothing: event k of story s, its words and its days are drawn from numbers that s and k hash to. A day has some
 * 110 events, as a quarter of a century of world news would give a million; dyads and types are drawn with long tails, so that the
 * commonest dyad has three events a day. A story has one to five events of one dyad and is told by one to forty documents (of two thirds
 * one, mean 2), each with some three reports, as hand-counted news stories have. A document in three of a told story is a copy with a line
 * added; the others tell in words of their own and may leave events or the day out. One document in four mentions an earlier event.
 * Documents have some 250 words.
 *
 * Timed is what story and record do (sketch, record_document, settling as a job settles), not the making of documents. The last
 * N_MORE reports are timed alone: they are merged into the full record. Peak memory is of this process, tables and SQLite included.
 * usage: million WORK_FOLDER N_EVENTS N_MORE [STORY]     data folder: ENTENTE_DATA; with STORY goes on with the record that is there, from that story on
 */
#define _GNU_SOURCE
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "engine.h"
#include "hand_doc.h"

enum { STATES = 150, WORDS = 6000, PER_DAY = 37, FIRST_DAY = 8401, SETTLE_REPORTS = 16384, BATCH_DOCUMENTS = 256, FILLERS = 14, STEP = 100000, OWN_WORDS = 8 };

static _Noreturn void die(const char *what)
{
    fprintf(stderr, "million: %s\n", what);
    exit(1);
}

/* ---- numbers -------------------------------------------------------------------------------------------------------- */

static uint64_t mix(uint64_t a, uint64_t b, uint64_t c)
{
    const uint64_t key[] = {a, b, c};
    return hash_bytes(key, sizeof key, 88172645463325252u);
}

/* Marsaglia, Xorshift RNGs, 2003. */
static unsigned draw(uint64_t *state, unsigned below)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return (unsigned)(*state >> 33) % below;
}

/* With a long tail: the product of two even draws is small oftener than large. */
static unsigned draw_skewed(uint64_t *state, unsigned below)
{
    return (unsigned)((uint64_t)draw(state, below) * draw(state, below) / below);
}

/* ---- what happens ---------------------------------------------------------------------------------------------------- */

static const struct {
    const char *event, *mode, *verb;
} kinds[] = {{"CONSULT", "visit", "visited"},      {"CONSULT", "meet", "met"},        {"AGREE", "-", "agreed with"},     {"ACCUSE", "-", "accused"},
             {"SUPPORT", "-", "backed"},           {"REQUEST", "-", "called on"},     {"COOPERATE", "-", "worked with"}, {"ASSAULT", "-", "attacked"},
             {"SANCTION", "-", "imposed sanctions on"}, {"AID", "-", "sent relief to"}, {"THREATEN", "-", "threatened"},   {"REJECT", "-", "rebuffed"},
             {"COERCE", "-", "seized goods of"},   {"RETREAT", "-", "withdrew from"}, {"MOBILIZE", "-", "massed troops against"}};
enum { KINDS = sizeof kinds / sizeof *kinds };

static char words[WORDS][24];

static void read_words(const char *data)
{
    char path[4096], line[256];
    snprintf(path, sizeof path, "%s/grammar/words.tsv", data);
    FILE *in = fopen(path, "r");
    unsigned n = 0;
    if (!in) die(path);
    while (n < WORDS && fgets(line, sizeof line, in))
        if (*line != '#' && sscanf(line, "%23[a-z]", words[n]) == 1) n++;
    fclose(in);
    if (n < WORDS / 2) die("too few words in grammar/words.tsv");
    for (unsigned i = n; i < WORDS; i++) memcpy(words[i], words[i - n], sizeof *words);
}

/* Names of states and of towns, which no list has to hold. */
static void put_name(buf *b, uint64_t seed, unsigned syllables)
{
    static const char onset[] = "bdfgklmnprstvz", vowel[] = "aeiou";
    for (unsigned i = 0; i < syllables; i++) {
        char c = onset[draw(&seed, sizeof onset - 1)];
        buf_char(b, i ? c : (char)(c - 'a' + 'A'));
        buf_char(b, vowel[draw(&seed, sizeof vowel - 1)]);
    }
}

typedef struct telling { /* of a story by one document */
    uint64_t story, state; /* state: of this document's own choices */
    int32_t day;
    unsigned a, b, n_events;
    bool undated;
} telling;

static telling story_of(uint64_t s)
{
    uint64_t state = mix(s, 1, 1);
    telling t = {.story = s, .day = FIRST_DAY + (int32_t)(s / PER_DAY)};
    t.a = draw_skewed(&state, STATES);
    t.b = draw_skewed(&state, STATES - 1);
    t.b += t.b >= t.a;
    t.n_events = 1 + draw(&state, 5);
    return t;
}

static unsigned n_documents(uint64_t s)
{
    uint64_t state = mix(s, 2, 2);
    unsigned n = 1;
    while (n < 40 && draw(&state, n < 3 ? 3 : 10) < (n < 3 ? 1 : 7)) n++;
    return n;
}

static void put_own_word(buf *b, uint64_t story, unsigned event, unsigned i)
{
    uint64_t state = mix(story, 100 + event, i);
    buf_char(b, ' ');
    if (i < 2) put_name(b, state | 1, 3 + i);
    else buf_z(b, words[200 + draw_skewed(&state, WORDS - 200)]);
}

/* One sentence that tells of an event, in most of its own words and some of this document's. Returns where its verb begins. */
static size_t put_event_sentence(buf *b, telling *t, uint64_t story, unsigned event)
{
    uint64_t state = mix(story, 200, event);
    telling of = story_of(story);
    put_name(b, mix(9, of.a, 0) | 1, 3);
    buf_char(b, ' ');
    size_t verb = b->n;
    buf_z(b, kinds[draw_skewed(&state, KINDS)].verb);
    buf_char(b, ' ');
    put_name(b, mix(9, of.b, 0) | 1, 3);
    for (unsigned i = 0; i < OWN_WORDS; i++) {
        if (draw(&t->state, 100) < 72) put_own_word(b, story, event, i);
        else buf_printf(b, " %s", words[draw_skewed(&t->state, WORDS)]);
    }
    buf_z(b, ". ");
    return verb;
}

static void put_filler(buf *b, telling *t)
{
    for (unsigned i = 0, n = 9 + draw(&t->state, 9); i < n; i++) {
        unsigned pick = draw(&t->state, 10);
        if (pick < 2) put_own_word(b, t->story, draw(&t->state, t->n_events), draw(&t->state, OWN_WORDS));
        else buf_printf(b, " %s", words[draw_skewed(&t->state, WORDS)]);
    }
    buf_z(b, ". ");
}

/* ---- a document -------------------------------------------------------------------------------------------------------- */

static doc_actor state_actor(hand_doc *h, unsigned state)
{
    buf name;
    buf_init(&name);
    put_name(&name, mix(9, state, 0) | 1, 3);
    doc_actor a = {.name = arena_str(&h->mem, str_make(name.s, name.n)), .kind = ACTOR_STATE};
    a.code = a.country = arena_printf(&h->mem, "%c%c%c", 'A' + (char)(state / 26), 'A' + (char)(state % 26), 'X');
    buf_fini(&name);
    return a;
}

typedef struct pending_event {
    uint64_t story;
    unsigned event;
    size_t begin, verb, end;
    bool dated;
} pending_event;

static void add_event(hand_doc *h, telling *t, const pending_event *p)
{
    doc *d = &h->d;
    telling of = story_of(p->story);
    uint64_t state = mix(p->story, 200, p->event);
    unsigned kind = draw_skewed(&state, KINDS);
    doc_event *e = &d->events[d->n_events];
    *e = (doc_event){.start = CAL_NONE, .stop = CAL_NONE, .date = DOC_NONE, .place = DOC_NONE, .dead = -1, .injured = -1, .arrested = -1, .amount = -1, .quad = 1,
                     .scale_tenths = 25, .cameo = STR("042"), .rule = STR("million"), .score_thousandths = 900, .predicate = DOC_NONE};
    e->event = str_from(kinds[kind].event);
    e->mode = *kinds[kind].mode == '-' ? STR_NONE : str_from(kinds[kind].mode);
    d->actors[d->n_actors] = state_actor(h, of.a);
    e->actor[e->n_actors++] = (doc_party){.actor = d->n_actors++};
    d->actors[d->n_actors] = state_actor(h, of.b);
    e->recipient[e->n_recipients++] = (doc_party){.actor = d->n_actors++};
    if (p->dated) {
        e->start = e->stop = of.day;
        e->dated = draw(&t->state, 3) ? DATED_EXPRESSION : DATED_DOCUMENT;
    }
    e->trigger_begin = (uint32_t)p->verb;
    e->trigger_end = (uint32_t)p->verb + (uint32_t)strlen(kinds[kind].verb);
    d->sentences[d->n_events] = (doc_sentence){.begin = (uint32_t)p->begin, .end = (uint32_t)p->end};
    e->sent = d->n_events++;
    d->n_sentences = d->n_events;
    str seed = arena_printf(&h->mem, "%.*s %zu", STR_ARG(d->id), p->begin);
    hash_hex(seed.s, seed.n, e->id);
}

static void tell(buf *text, telling *t, uint64_t story, unsigned event, pending_event *out)
{
    *out = (pending_event){.story = story, .event = event, .begin = text->n, .dated = draw(&t->state, 8) != 0};
    out->verb = put_event_sentence(text, t, story, event);
    out->end = text->n - 1;
}

/* Document k of a story. Copies make the choices of the source's generator again, but for a paragraph. */
static void make_document(hand_doc *h, uint64_t s, unsigned k, buf *text)
{
    uint64_t own = mix(s, 300, k);
    bool copy = k && draw(&own, 3) == 0;
    telling t = story_of(s);
    pending_event told[8];
    unsigned n = 0;
    char name[64], day[16];
    t.state = mix(s, 400, copy ? 0 : k) | 1;
    buf_reset(text);
    for (unsigned i = 0; i < t.n_events; i++) {
        if (i && k && !copy && draw(&t.state, 4) == 0) continue;
        tell(text, &t, s, i, &told[n++]);
        for (unsigned f = 0; f < FILLERS / t.n_events; f++) put_filler(text, &t);
    }
    if (s > 5000 && draw(&t.state, 4) == 0) tell(text, &t, s - 1 - draw(&t.state, 5000), 0, &told[n++]);
    if (copy) buf_printf(text, "Copied by paper %u %s.", k, words[draw(&own, WORDS)]);
    buf_char(text, 0);
    snprintf(name, sizeof name, "%llu/%u.html", (unsigned long long)s, k);
    cal_format(t.day + (int32_t)draw(&own, 3) / 2, day);
    hand_begin(h, name, NULL, draw(&own, 20) ? day : NULL, text->s);
    for (unsigned i = 0; i < n; i++) add_event(h, &t, &told[i]);
}

/* ---- the measure -------------------------------------------------------------------------------------------------------- */

typedef struct meter {
    ent_engine engine;
    record *r;
    uint64_t story, events, reports, unsettled;
    double seconds;
    buf text;
} meter;

static double cpu_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static double peak_mb(void)
{
    struct rusage use;
    getrusage(RUSAGE_SELF, &use);
    return (double)use.ru_maxrss / 1024;
}

static void settle(meter *m)
{
    ent_error err;
    double begin = cpu_seconds();
    if (keep_settle(&m->engine, m->r, &err)) die(err.message);
    m->seconds += cpu_seconds() - begin;
    m->unsettled = 0;
}

static void merge_story(meter *m)
{
    ent_error err;
    for (unsigned k = 0, n = n_documents(m->story); k < n; k++) {
        hand_doc h;
        record_put what;
        make_document(&h, m->story, k, &m->text);
        h.tables = m->engine.story;
        double begin = cpu_seconds();
        if (hand_put(m->r, &h, &what, &err)) die(err.message);
        m->seconds += cpu_seconds() - begin;
        m->reports += h.d.n_events;
        m->unsettled += h.d.n_events + 1;
        hand_end(&h);
        if (m->unsettled >= SETTLE_REPORTS) settle(m);
    }
    m->events += story_of(m->story++).n_events;
}

static void say(const meter *m, const char *what, uint64_t reports, double seconds)
{
    printf("{\"bench\":\"%s\",\"stories\":%llu,\"true_events\":%llu,\"reports\":%llu,\"reports_per_s\":%.0f,\"peak_mb\":%.1f}\n", what, (unsigned long long)m->story, (unsigned long long)m->events,
           (unsigned long long)m->reports, (double)reports / seconds, peak_mb());
    fflush(stdout);
}

static void run(meter *m, uint64_t n_events, uint64_t n_more)
{
    double seconds = 0;
    uint64_t reports = 0, next = STEP;
    while (m->events < n_events) {
        merge_story(m);
        if (m->events < next) continue;
        say(m, "growing", m->reports - reports, m->seconds - seconds);
        reports = m->reports;
        seconds = m->seconds;
        next += STEP;
    }
    settle(m);
    reports = m->reports;
    seconds = m->seconds;
    while (m->reports < reports + n_more) merge_story(m);
    settle(m);
    say(m, "million", m->reports - reports, m->seconds - seconds);
}

int main(int argc, char **argv)
{
    ent_error err;
    record_counts n;
    char path[4096];
    const char *data = getenv("ENTENTE_DATA");
    if (argc != 4 && argc != 5) die("usage: million WORK_FOLDER N_EVENTS N_MORE [STORY]");
    if (!data) data = ".";
    read_words(data);
    meter m = {.engine = {.data_dir = data}, .story = argc == 5 ? strtoull(argv[4], NULL, 10) : 0};
    arena_init(&m.engine.mem, 0);
    buf_init(&m.text);
    if (story_tables_load(&m.engine.story, &m.engine.mem, data, &err) || split_tables_load(&m.engine.split, &m.engine.mem, data, &err)) die(err.message);
    snprintf(path, sizeof path, "%s/million.db", argv[1]);
    if (record_open(&m.r, path, RECORD_WRITE, &err)) die(err.message);
    record_batch(m.r, BATCH_DOCUMENTS);
    run(&m, strtoull(argv[2], NULL, 10), strtoull(argv[3], NULL, 10));
    if (record_count(m.r, &n, &err)) die(err.message);
    printf("{\"bench\":\"record\",\"documents\":%llu,\"reports\":%llu,\"events\":%llu,\"true_events\":%llu}\n", (unsigned long long)n.documents,
           (unsigned long long)n.reports, (unsigned long long)n.events, (unsigned long long)m.events);
    record_close(m.r);
    arena_fini(&m.engine.mem);
    buf_fini(&m.text);
    return 0;
}
