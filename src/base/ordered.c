/* SPDX-License-Identifier: Apache-2.0 */
#include "base/ordered.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

struct ordered {
    ordered_ops ops;
    void *ctx, **slots;
    bool *done; /* [n_slots] worked on, not yet committed */
    unsigned n_slots, n_threads;
    uint64_t given, started, committed; /* slot k of the sequence is slots[k % n_slots] */
    int stopped;
    bool closing;
    pthread_mutex_t lock;
    pthread_cond_t to_work, to_commit;
    pthread_t *threads;
};

typedef struct worker_start {
    ordered *o;
    unsigned number;
} worker_start;

static void *worker_main(void *p)
{
    worker_start start = *(worker_start *)p;
    ordered *o = start.o;
    free(p);
    pthread_mutex_lock(&o->lock);
    for (;;) {
        while (o->started == o->given && !o->closing) pthread_cond_wait(&o->to_work, &o->lock);
        if (o->started == o->given) break;
        unsigned k = (unsigned)(o->started++ % o->n_slots);
        pthread_mutex_unlock(&o->lock);
        o->ops.work(o->ctx, start.number, o->slots[k]);
        pthread_mutex_lock(&o->lock);
        o->done[k] = true;
        pthread_cond_signal(&o->to_commit);
    }
    pthread_mutex_unlock(&o->lock);
    return NULL;
}

static bool start_worker(ordered *o, unsigned i)
{
    worker_start *start = malloc(sizeof *start);
    if (!start) return false;
    *start = (worker_start){o, i};
    if (pthread_create(&o->threads[i], NULL, worker_main, start) == 0) return true;
    free(start);
    return false;
}

static void stop_workers(ordered *o, unsigned n)
{
    pthread_mutex_lock(&o->lock);
    o->closing = true;
    pthread_cond_broadcast(&o->to_work);
    pthread_mutex_unlock(&o->lock);
    for (unsigned i = 0; i < n; i++) pthread_join(o->threads[i], NULL);
}

static void ordered_free(ordered *o)
{
    if (o->n_threads > 1) {
        pthread_mutex_destroy(&o->lock);
        pthread_cond_destroy(&o->to_work);
        pthread_cond_destroy(&o->to_commit);
    }
    free(o->threads);
    free(o->done);
    free(o);
}

ordered *ordered_new(ordered_ops ops, void *ctx, void **slots, unsigned n_slots, unsigned n_threads)
{
    ordered *o = calloc(1, sizeof *o);
    if (!o) return NULL;
    *o = (ordered){.ops = ops, .ctx = ctx, .slots = slots, .n_slots = n_slots, .n_threads = n_threads};
    o->done = calloc(n_slots, sizeof *o->done);
    o->threads = calloc(n_threads, sizeof *o->threads);
    if (n_threads > 1) {
        pthread_mutex_init(&o->lock, NULL);
        pthread_cond_init(&o->to_work, NULL);
        pthread_cond_init(&o->to_commit, NULL);
    }
    bool ok = o->done && o->threads;
    for (unsigned i = 0; ok && n_threads > 1 && i < n_threads; i++) {
        ok = start_worker(o, i);
        if (!ok) stop_workers(o, i);
    }
    if (ok) return o;
    ordered_free(o);
    return NULL;
}

/* Commits the oldest slot; called without the lock, and only when that slot is done. */
static void commit_oldest(ordered *o)
{
    unsigned k = (unsigned)(o->committed % o->n_slots);
    if (!o->stopped) o->stopped = o->ops.commit(o->ctx, o->slots[k]);
    o->done[k] = false;
    o->committed++;
}

static void wait_oldest(ordered *o)
{
    unsigned k = (unsigned)(o->committed % o->n_slots);
    pthread_mutex_lock(&o->lock);
    while (!o->done[k]) pthread_cond_wait(&o->to_commit, &o->lock);
    pthread_mutex_unlock(&o->lock);
}

static bool oldest_is_done(ordered *o)
{
    pthread_mutex_lock(&o->lock);
    bool yes = o->committed < o->given && o->done[o->committed % o->n_slots];
    pthread_mutex_unlock(&o->lock);
    return yes;
}

void *ordered_take(ordered *o)
{
    if (o->n_threads > 1) {
        while (oldest_is_done(o)) commit_oldest(o);
        while (o->given - o->committed == o->n_slots) {
            wait_oldest(o);
            commit_oldest(o);
        }
    }
    return o->stopped ? NULL : o->slots[o->given % o->n_slots];
}

void ordered_give(ordered *o)
{
    if (o->n_threads == 1) {
        o->ops.work(o->ctx, 0, o->slots[o->given++ % o->n_slots]);
        commit_oldest(o);
        return;
    }
    pthread_mutex_lock(&o->lock);
    o->given++;
    pthread_cond_signal(&o->to_work);
    pthread_mutex_unlock(&o->lock);
}

int ordered_finish(ordered *o)
{
    while (o->committed < o->given) {
        wait_oldest(o);
        commit_oldest(o);
    }
    if (o->n_threads > 1) stop_workers(o, o->n_threads);
    int rc = o->stopped;
    ordered_free(o);
    return rc;
}
