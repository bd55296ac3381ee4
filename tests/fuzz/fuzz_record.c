/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A record from anywhere: a real one whose bytes were changed, or any bytes at all. Whatever the file holds, every question ends with
 * an answer or an error; nothing is read outside of memory.
 *
 * Input: 'F', then the file. Or 'P' and patches of 5 bytes (u24 offset, mask, value) on a small record that is made once: SQLite's page
 * structure is reached without the fuzzer having to invent it. Or 'W', words to search for in that record.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "ask/ask.h"
#include "base/file.h"
#include "engine.h"
#include "hand_doc.h"

static char folder[] = "/tmp/entente-fuzz-XXXXXX", path[64];
static buf whole;

static void remove_file(const char *suffix)
{
    char name[80];
    snprintf(name, sizeof name, "%s%s", path, suffix);
    unlink(name);
}

static void clear(void)
{
    remove_file("");
    remove_file("-wal");
    remove_file("-shm");
    remove_file("-journal");
}

static void leave(void) { rmdir(folder); }

static void make_whole(void)
{
    arena mem;
    ent_engine engine = {0};
    ent_error err = {0};
    record *r = NULL;
    record_put what;
    str bytes;
    arena_init(&mem, 0);
    if (!mkdtemp(folder) || atexit(leave)) abort();
    snprintf(path, sizeof path, "%s/r.db", folder);
    if (story_tables_load(&engine.story, &mem, ".", &err) || split_tables_load(&engine.split, &mem, ".", &err) || record_open(&r, path, RECORD_WRITE, &err)) abort();
    for (int i = 0; i < 12; i++) {
        hand_doc h;
        char name[24], text[160];
        snprintf(name, sizeof name, "%d.html", i);
        snprintf(text, sizeof text, "China thanked Russia for shipment %d on Wednesday. Russia met China in Harbin.", i / 3);
        hand_begin(&h, name, NULL, "2023-02-23", text);
        h.tables = engine.story;
        hand_event(&h, "SUPPORT - actual CHN>RUS 2023-02-22", "thanked");
        hand_event(&h, "CONSULT - planned CHN,RUS> -", "met");
        if (hand_put(r, &h, &what, &err)) abort();
        hand_end(&h);
    }
    if (keep_settle(&engine, r, &err)) abort();
    record_close(r);
    if (file_read(&mem, path, 0, &bytes, &err)) abort();
    buf_str(&whole, bytes);
    arena_fini(&mem);
}

static int swallow(void *ctx, const char *bytes, size_t n)
{
    (void)bytes;
    size_t *left = ctx;
    if (n > *left) return 1;
    *left -= n;
    return 0;
}

static void ask_all(record *r, str words)
{
    ent_error err;
    size_t left = 1 << 20;
    ent_sink sink = {swallow, &left};
    for (int json = 0; json < 2; json++) {
        ask_options o = {.since = CAL_NONE, .until = CAL_NONE, .json = json != 0, .by = STR("month")};
        ask_dyad(r, (ask_name){STR("CHN"), STR("China")}, (ask_name){STR("RUS"), STR("Russia")}, &o, sink, &err);
        ask_actor(r, (ask_name){STR("CHN"), STR("China")}, &o, sink, &err);
        ask_find(r, words, &o, sink, &err);
        for (int unit = 0; unit < 3; unit++) ask_export(r, (ent_unit)unit, json ? STR("ndjson") : STR("csv"), &o, sink, &err);
    }
    ask_event(r, STR("00000000"), &(ask_options){.since = CAL_NONE, .until = CAL_NONE}, sink, &err);
}

static void try_file(const char *bytes, size_t n, str words)
{
    record *r = NULL;
    ent_error err = {0};
    clear();
    FILE *f = fopen(path, "wb");
    if (!f || (n && fwrite(bytes, 1, n, f) != n)) abort();
    fclose(f);
    if (record_open(&r, path, RECORD_READ, &err)) {
        if (!err.message[0]) abort(); /* refused without a word */
    } else {
        ask_all(r, words);
        record_close(r);
    }
    clear();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    if (!whole.n) make_whole();
    if (!n || n > 1 << 20) return 0;
    if (data[0] == 'P') {
        buf patched = {0};
        buf_put(&patched, whole.s, whole.n);
        for (size_t i = 1; i + 5 <= n; i += 5) {
            size_t at = (data[i] | (size_t)data[i + 1] << 8 | (size_t)data[i + 2] << 16) % patched.n;
            patched.s[at] = (char)((patched.s[at] & ~data[i + 3]) | (data[i + 4] & data[i + 3]));
        }
        try_file(patched.s, patched.n, STR("shipment"));
        buf_fini(&patched);
    } else if (data[0] == 'W') {
        try_file(whole.s, whole.n, str_make((const char *)data + 1, n - 1));
    } else {
        try_file((const char *)data + 1, n - 1, STR("shipment"));
    }
    return 0;
}
