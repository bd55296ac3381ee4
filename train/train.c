/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The training loop: threads in step.
 *
 * A batch of 16 sentences is dealt to four shards of about as many words; each sums gradients of its own, and threads take shards. After a barrier each thread
 * gathers its share of the gradients, in pieces of fixed size, then updates its share of the parameters, then its share of the transposed copies.
 * A gradient that is longer than `longest` is cut to that length (Pascanu, Mikolov and Bengio 2013). Every sentence
 * has its own random stream, seeded by epoch and place, and every sum has a fixed order, so that the weights are the same bytes for any number of
 * threads and whatever their timing.
 * Between two epochs the state can be kept (checkpoint.h), for a training that is killed.
 * Rate: linear warm-up, then linear decay to zero. Embedding rows are updated only where touched.
 * Sources: Adam; drop-out (Srivastava et al. 2014). What was tried and did not help: averaging of weights, sampling of moves.
 */
#include "train.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "checkpoint.h"

train_options train_defaults(void)
{
    return (train_options){.epochs = 16, .batch = 16, .threads = 2, .silver_weight = 1, .rate = 1.0e-3f, .longest = 40.f, .drop = .2f, .tag_weight = .8f, .name_weight = 2.f, .explore = .9f, .warm_up = 200, .explore_from = 800};
}

enum { PIECE = 4096, SILVER_PARTS = 2, TOUCHED = 1, GATHERED = 2 };
/* Sums of squares as integers, so that the order of their parts does not matter. */
enum { SQUARES_UNIT = 1 << 20, MOST_SQUARES = 1 << 30 };

typedef struct shared {
    net *n;
    const corpus *c;
    const train_options *o;
    const gazetteer_names *names;
    uint32_t *order, *frequency;
    uint32_t n_gold, n_epoch; /* sentences: annotated ones come first in the corpus; those of one epoch */
    pthread_barrier_t barrier;
    worker w[SHARDS];
    uint64_t updates, all_updates;
    uint64_t squares[SHARDS]; /* of each thread's gradients */
    const char *checkpoint_path; /* or NULL */
    checkpoint at;
    bool diverged;
} shared;

typedef struct thread {
    shared *s;
    uint32_t id;
} thread;

static void tags_train(worker *w, const sentence *s, float weight)
{
    uint32_t n = s->n;
    float *bias = w->n->tag_bias.g[w->id];
    tag_scores(w, n);
    for (uint32_t i = 1; i <= n; i++) {
        float *z = at(w->tag, i, NET_TAGS);
        softmax(z, w->n->n_tags);
        for (uint32_t k = w->n->n_tags; k < NET_TAGS; k++) z[k] = 0;
        w->loss.tag -= __builtin_logf(z[s->words[i].tag] + 1e-9f);
        z[s->words[i].tag] -= 1;
        for (uint32_t k = 0; k < NET_TAGS; k++) bias[k] += z[k] *= weight;
    }
    multiply_back(n, at(w->x[NET_LAYERS], 1, NET_D), NET_D, &w->n->tag, w->id, at(w->tag, 1, NET_TAGS), NET_TAGS, at(w->dx[NET_LAYERS], 1, NET_D), NET_D);
    w->loss.n_words += n;
}

static void sentence_train(shared *sh, worker *w, const sentence *s, float explore)
{
    const train_options *o = sh->o;
    uint32_t n = s->n;
    w->drop = o->drop;
    w->scale = s->silver ? o->silver_weight : 1;
    encode(w, s, sh->frequency);
    memset(w->dx[NET_LAYERS], 0, (size_t)(n + 3) * NET_D * sizeof(float));
    if (!s->names_only) tags_train(w, s, o->tag_weight * w->scale);
    if (s->names) names_train(w, s, o->name_weight * w->scale);
    if (!s->names_only) tree_train(w, s, explore);
    encode_back(w, s);
}

static adam optimiser(const shared *sh)
{
    const train_options *o = sh->o;
    float done = (float)sh->updates / (float)sh->all_updates, warm = sh->updates < o->warm_up ? (float)(sh->updates + 1) / (float)o->warm_up : 1;
    float c1 = 1 - __builtin_powf(.9f, (float)(sh->updates + 1)), c2 = 1 - __builtin_powf(.99f, (float)(sh->updates + 1));
    double squares = 0, most = (double)o->longest * o->longest;
    for (uint32_t i = 0; i < SHARDS; i++) squares += (double)sh->squares[i] / SQUARES_UNIT;
    return (adam){o->rate * warm * (1 - done) + 1e-6f, c1, c2, squares > most ? (float)__builtin_sqrt(most / squares) : 1};
}

/* What is done with one piece of the parameters: its gradients are gathered, or it is updated. */
typedef struct piece_work {
    const adam *step; /* NULL: gather */
    float scale;
    uint64_t squares; /* of what was gathered */
} piece_work;

static void piece_do(piece_work *p, matrix *m, size_t from, size_t n)
{
    if (p->step) {
        adam_values(p->step, m->w + from, m->g[0] + from, m->m + from, m->v + from, n);
        return;
    }
    float *g[SHARDS];
    for (int k = 0; k < SHARDS; k++) g[k] = m->g[k] + from;
    float squares = gradients_gather(p->scale, g, n);
    p->squares += squares < MOST_SQUARES ? (uint64_t)(squares * SQUARES_UNIT) : (uint64_t)MOST_SQUARES * SQUARES_UNIT;
}

static void dense_do(piece_work *p, net *n, uint32_t id, uint32_t threads)
{
    size_t turn = 0;
    for (uint32_t i = 0; i < n->n_dense; i++) {
        size_t size = (size_t)n->dense[i]->K * n->dense[i]->M;
        for (size_t from = 0; from < size; from += PIECE)
            if (turn++ % threads == id) piece_do(p, n->dense[i], from, size - from < PIECE ? size - from : PIECE);
    }
}

/* Rows are dealt by number. A row on two lists is done at the first: its marks say `before` until then and `after` from then on. */
static void rows_do(piece_work *p, net *n, uint32_t id, uint32_t threads, unsigned char before, unsigned char after)
{
    for (int list = 0; list < SHARDS; list++)
        for (uint32_t i = 0; i < n->n_list[list]; i++) {
            uint32_t row = n->list[list][i];
            if (row % threads != id || n->touched[list][row] != before) continue;
            for (int k = 0; k < SHARDS; k++) n->touched[k][row] = after;
            piece_do(p, &n->embedding, (size_t)row * NET_D, NET_D);
        }
}

/* The shard that has the fewest words of the batch takes the sentence, so that threads end together. */
static uint32_t shard_next(uint32_t words[SHARDS], uint32_t n)
{
    uint32_t least = 0;
    for (uint32_t k = 1; k < SHARDS; k++)
        if (words[k] < words[least]) least = k;
    words[least] += n;
    return least;
}

static void batch_train(shared *sh, uint32_t id, uint32_t from, uint32_t to, uint32_t epoch)
{
    uint32_t threads = sh->o->threads;
    float explore = sh->updates < sh->o->explore_from ? 0 : sh->o->explore;
    uint32_t words[SHARDS] = {0};
    for (uint32_t i = from; i < to; i++) {
        uint32_t shard = shard_next(words, sh->c->sentences[sh->order[i]].n);
        worker *w = &sh->w[shard];
        if (shard % threads != id) continue;
        random_seed(&w->r, epoch + 1 + 1000 * sh->o->seed, i);
        sentence_train(sh, w, augment(w, &sh->c->sentences[sh->order[i]], sh->names), explore);
    }
    pthread_barrier_wait(&sh->barrier);
    piece_work p = {.scale = 1.f / (float)(to - from)};
    dense_do(&p, sh->n, id, threads);
    rows_do(&p, sh->n, id, threads, TOUCHED, GATHERED);
    sh->squares[id] = p.squares;
    pthread_barrier_wait(&sh->barrier);
    adam a = optimiser(sh);
    p.step = &a;
    dense_do(&p, sh->n, id, threads);
    rows_do(&p, sh->n, id, threads, GATHERED, 0);
    pthread_barrier_wait(&sh->barrier);
    for (uint32_t i = id; i < SHARDS; i += threads) sh->n->n_list[i] = 0;
    for (uint32_t i = id; i < sh->n->n_dense; i += threads) matrix_transpose(sh->n->dense[i]);
    if (id == 0) sh->updates++;
    pthread_barrier_wait(&sh->barrier);
}

/* All annotated sentences and one of SILVER_PARTS of the others, in a new order. */
static void shuffle(shared *sh, uint32_t epoch)
{
    random_state r;
    random_seed(&r, epoch + 1000 * sh->o->seed, 77);
    uint32_t n = 0;
    for (uint32_t i = 0; i < sh->n_gold; i++) sh->order[n++] = i;
    for (uint32_t i = sh->n_gold + epoch % SILVER_PARTS; i < sh->c->n; i += SILVER_PARTS) sh->order[n++] = i;
    sh->n_epoch = n;
    for (uint32_t i = n; i-- > 1;) {
        uint32_t j = random_u32(&r) % (i + 1), x = sh->order[i];
        sh->order[i] = sh->order[j];
        sh->order[j] = x;
    }
    for (int i = 0; i < SHARDS; i++) memset(&sh->w[i].loss, 0, sizeof sh->w[i].loss);
}

static void report(const shared *sh, uint32_t epoch, time_t began)
{
    losses t = {0};
    for (int i = 0; i < SHARDS; i++) {
        const losses *l = &sh->w[i].loss;
        t.tag += l->tag, t.name += l->name, t.action += l->action, t.label += l->label;
        t.n_words += l->n_words, t.n_names += l->n_names, t.n_actions += l->n_actions, t.n_labels += l->n_labels;
    }
    fprintf(stderr, "epoch %2u/%u  loss: tag %.4f  name %.4f  move %.4f  label %.4f  (%ld s)\n", epoch + 1, sh->o->epochs, t.tag / (double)t.n_words,
            t.n_names ? t.name / (double)t.n_names : 0, t.action / (double)t.n_actions, t.n_labels ? t.label / (double)t.n_labels : 0, (long)(time(NULL) - began));
}

/* Of all that the weights depend on; the number of threads is none of it. */
static uint64_t training_key(const shared *sh)
{
    train_options o = *sh->o;
    o.threads = 0;
    uint64_t key = hash_bytes(&o, sizeof o, checkpoint_key(sh->c) + sh->names->n);
    return hash_bytes(sh->n->embedding.w, (size_t)NET_ROWS * NET_D * sizeof(float), key);
}

static void checkpoint_take_up(shared *sh)
{
    if (!sh->checkpoint_path) return;
    sh->at.key = training_key(sh);
    if (!checkpoint_read(sh->n, &sh->at, sh->checkpoint_path)) return;
    sh->updates = sh->at.updates;
    fprintf(stderr, "goes on after epoch %u, of which %s is\n", (uint32_t)sh->at.epochs, sh->checkpoint_path);
}

static void checkpoint_leave(shared *sh, uint32_t epochs)
{
    ent_error err = {0};
    if (!sh->checkpoint_path || epochs == sh->o->epochs) return;
    sh->at.epochs = epochs, sh->at.updates = sh->updates;
    if (checkpoint_write(sh->n, &sh->at, sh->checkpoint_path, &err)) fprintf(stderr, "the state of the training is not kept: %s\n", err.message);
}

/* Is the loss a number, and no huge one? Asked of its bits: this program's floats are compiled to know no others. */
static bool is_sane(double loss)
{
    enum { HUGE_EXPONENT = 1023 + 30 };
    uint64_t bits;
    memcpy(&bits, &loss, sizeof bits);
    return (bits >> 52 & 0x7FF) < HUGE_EXPONENT;
}

static bool has_diverged(const shared *sh)
{
    bool sane = true;
    for (int i = 0; i < SHARDS; i++) sane &= is_sane(sh->w[i].loss.tag) && is_sane(sh->w[i].loss.name) && is_sane(sh->w[i].loss.action) && is_sane(sh->w[i].loss.label);
    return !sane;
}

static void *work(void *arg)
{
    thread *t = arg;
    shared *sh = t->s;
    time_t began = time(NULL);
    for (uint32_t epoch = (uint32_t)sh->at.epochs; epoch < sh->o->epochs; epoch++) {
        if (t->id == 0) shuffle(sh, epoch);
        pthread_barrier_wait(&sh->barrier);
        for (uint32_t i = 0, n = sh->n_epoch; i < n; i += sh->o->batch) batch_train(sh, t->id, i, i + sh->o->batch < n ? i + sh->o->batch : n, epoch);
        if (t->id == 0) {
            report(sh, epoch, began);
            sh->diverged = has_diverged(sh);
            if (!sh->diverged) checkpoint_leave(sh, epoch + 1);
        }
        pthread_barrier_wait(&sh->barrier);
        if (sh->diverged) break;
    }
    return NULL;
}

/* The gazetteer's words count as seen, or they would never be read with the row of their own. */
static void words_count(const gazetteer_name *name, uint32_t n, uint32_t *frequency)
{
    for (uint32_t i = 0; i < n; i++) {
        parse_features f;
        parse_featurise(name->word[i], &f);
        frequency[f.word >> 12]++;
    }
}

int train_run(net *n, const corpus *c, const gazetteer_names *names, const train_options *o, const char *checkpoint_path, ent_error *err)
{
    static shared sh;
    sh = (shared){.n = n, .c = c, .o = o, .names = names, .checkpoint_path = checkpoint_path, .order = calloc(c->n, sizeof(uint32_t)), .frequency = calloc(1 << 20, sizeof(uint32_t))};
    if (!sh.order || !sh.frequency || pthread_barrier_init(&sh.barrier, NULL, o->threads)) abort();
    while (sh.n_gold < c->n && !c->sentences[sh.n_gold].silver) sh.n_gold++;
    for (uint32_t e = 0; e < o->epochs; e++) {
        shuffle(&sh, e);
        sh.all_updates += (sh.n_epoch + o->batch - 1) / o->batch;
    }
    for (uint32_t i = 0; i < c->n; i++) {
        for (uint32_t k = 1; k <= c->sentences[i].n; k++) sh.frequency[c->sentences[i].words[k].features.word >> 12]++;
    }
    for (uint32_t k = 0; k < GAZETTEER_KINDS; k++)
        for (uint32_t l = 0; l < GAZETTEER_WORDS; l++)
            for (uint32_t i = 0; i < names->list[k][l].n; i++) words_count(&names->list[k][l].name[i], l + 1, sh.frequency);
    checkpoint_take_up(&sh);
    pthread_t threads[SHARDS];
    thread args[SHARDS];
    for (int i = 0; i < SHARDS; i++) worker_init(&sh.w[i], n, i);
    for (uint32_t i = 0; i < o->threads; i++) {
        args[i] = (thread){&sh, i};
        if (i && pthread_create(&threads[i], NULL, work, &args[i])) abort();
    }
    work(&args[0]);
    for (uint32_t i = 1; i < o->threads; i++) pthread_join(threads[i], NULL);
    pthread_barrier_destroy(&sh.barrier);
    free(sh.order);
    free(sh.frequency);
    return sh.diverged ? error_set(err, ENT_E_FORMAT, -1, "the training has diverged: its losses are no numbers; a lower --rate or fewer --epochs may help") : ENT_OK;
}
