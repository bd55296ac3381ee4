/* SPDX-License-Identifier: Apache-2.0 */
/* Block keys in runs that are merged: what is found under a key is what was put there and has not gone. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <unistd.h>

#include "base/hash.h"
#include "record/keys.h"

static char folder[] = "/tmp/entente-keys-XXXXXX";
static char db[64];

static int load(void **state)
{
    (void)state;
    if (!mkdtemp(folder)) return -1;
    snprintf(db, sizeof db, "%s/r.db", folder);
    return 0;
}

static int unload(void **state)
{
    static const char *const parts[] = {"", "-wal", "-shm", ".lock"};
    (void)state;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        char path[80];
        snprintf(path, sizeof path, "%s%s", db, parts[i]);
        unlink(path);
    }
    return rmdir(folder);
}

enum { KEYS = 300, ROWS = 6000, KEYS_OF_ROW = 5 };

typedef struct key_model {
    uint64_t key[KEYS];
    bool under[KEYS][ROWS]; /* row lies under key */
    bool seen[ROWS];
} key_model;

static uint64_t key_draw(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return *state >> 20;
}

static int see_row(void *ctx, int64_t row)
{
    key_model *m = ctx;
    assert_false(m->seen[row]);
    m->seen[row] = true;
    return 0;
}

static uint32_t index_of_key(const key_model *m, uint64_t key)
{
    uint32_t k = 0;
    while (k < KEYS && m->key[k] != key) k++;
    assert_true(k < KEYS);
    return k;
}

/* What is given when rows are put: everything under the key, or that it is too much. */
static int check_block(void *ctx, const record_block *b)
{
    key_model *m = ctx;
    uint32_t k = index_of_key(m, b->key), n = 0;
    for (uint32_t r = 0; r < ROWS; r++) n += m->under[k][r];
    assert_int_equal(b->n, n);
    assert_true(b->n_before <= b->n);
    if (b->key & RECORD_CAPPED && b->n > RECORD_BLOCK_MAX) return 0;
    assert_int_equal(b->n_rows, n);
    for (uint32_t i = 0; i < b->n_rows; i++) assert_true(m->under[k][b->rows[i]]);
    return 0;
}

static void put_rows(record *r, key_model *m, uint32_t from, uint32_t n, uint64_t *state)
{
    uint64_t *keys = calloc((size_t)n * KEYS_OF_ROW, sizeof *keys);
    int64_t *rows = calloc((size_t)n * KEYS_OF_ROW, sizeof *rows);
    ent_error err;
    for (uint32_t i = 0; i < n * KEYS_OF_ROW; i++) {
        uint32_t k = (uint32_t)(key_draw(state) % KEYS), row = from + i / KEYS_OF_ROW;
        keys[i] = m->key[k];
        rows[i] = row;
        m->under[k][row] = true;
    }
    if (record_keys_put(r, RECORD_DOCUMENTS, keys, rows, n * KEYS_OF_ROW, check_block, m, &err)) fail_msg("%s", err.message);
    free(keys);
    free(rows);
}

/* Many settlings' keys in runs that are merged, and rows that go: at each time what lies under a key is what was put and has not gone. */
static void keys_are_found_however_their_runs_lie(void **state)
{
    (void)state;
    record *r;
    ent_error err;
    key_model *m = calloc(1, sizeof *m);
    uint64_t draw = 7;
    for (uint32_t k = 0; k < KEYS; k++) m->key[k] = k % 9 == 0 ? k : hash_bytes(&k, sizeof k, 1); /* some on one page */
    if (record_open(&r, db, RECORD_WRITE, &err)) fail_msg("%s", err.message);
    for (uint32_t from = 1, step = 0; from + 200 < ROWS; step++) {
        uint32_t n = step % 7 == 6 ? 180 : 1 + step % 40;
        assert_int_equal(record_settle_begin(r, &err), ENT_OK);
        put_rows(r, m, from, n, &draw);
        for (uint32_t gone = from + n / 2; step % 3 == 0 && gone < from + n && gone < from + n / 2 + 3; gone++) {
            if (keys_leave(r, RECORD_DOCUMENTS, gone, &err)) fail_msg("%s", err.message);
            for (uint32_t k = 0; k < KEYS; k++) m->under[k][gone] = false;
        }
        assert_int_equal(record_settle_end(r, ENT_OK, &err), ENT_OK);
        from += n;
        for (uint32_t k = step % 10; k < KEYS; k += 10) {
            memset(m->seen, 0, sizeof m->seen);
            assert_int_equal(record_by_key(r, RECORD_DOCUMENTS, m->key[k], UINT32_MAX, see_row, m, &err), ENT_OK);
            assert_memory_equal(m->seen, m->under[k], sizeof m->seen);
        }
    }
    record_close(r);
    free(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(keys_are_found_however_their_runs_lie)};
    return cmocka_run_group_tests_name("record keys", tests, load, unload);
}
