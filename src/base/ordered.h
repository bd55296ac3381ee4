/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Work in parallel, results in order. One thread (the caller's) takes a free slot, fills it and gives it; workers work on
 * given slots; the caller's thread commits finished slots in the order they were given.
 *
 *     take ─► fill ─► give ──► [ring of slots] ──► work (n threads) ──► commit, in order of giving
 *
 * Commits happen inside take and finish, so memory is bounded by the ring, and 1 thread and 16 give the same sequence of
 * commits. With one thread everything runs in the caller's thread.
 */
#ifndef BASE_ORDERED_H
#define BASE_ORDERED_H

#include "base/error.h"

typedef struct ordered ordered;

typedef struct ordered_ops {
    void (*work)(void *ctx, unsigned worker, void *slot); /* any worker thread; worker < n_threads */
    int (*commit)(void *ctx, void *slot);                 /* caller's thread; non-zero stops: later slots are worked on but not committed */
} ordered_ops;

/* slots: n_slots pointers owned by the caller; n_slots > n_threads. NULL when threads or memory cannot be had. */
ordered *ordered_new(ordered_ops ops, void *ctx, void **slots, unsigned n_slots, unsigned n_threads);
/* A free slot, or NULL when a commit has stopped the run. A taken slot must be given. */
void *ordered_take(ordered *o);
void ordered_give(ordered *o);
/* Commits what is left; returns what the stopping commit returned, else 0. Frees o. */
int ordered_finish(ordered *o);

#endif
