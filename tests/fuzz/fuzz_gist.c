/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Gists from a record: any bytes. A gist that is read gives names inside its bytes and a bag of at most WORDS_MAX words whose weights sum up; what it tells
 * of a real report is an answer.
 */
#include <stdio.h>
#include <stdlib.h>

#include "story/alike.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static story_tables *tables;
static alike_view real;

static void load(void)
{
    static arena program;
    static const story_report report = {.id = STR("R"), .event = STR("SUPPORT"), .status = STR("actual"), .actors = STR("CHN"), .recipients = STR("RUS"), .names = STR("China Russia"),
                                        .text = STR("China thanked Russia for a shipment of grain on Wednesday."), .text_hash = STR("t"), .trigger = STR("thanked"), .place = STR("Harbin"),
                                        .place_kind = STR("city"), .start = 19410, .stop = 19410, .published = 19411, .dead = -1, .injured = -1};
    ent_error err;
    const char *folder = getenv("ENTENTE_DATA");
    if (tables) return;
    arena_init(&program, 0);
    if (story_tables_load(&tables, &program, folder ? folder : ".", &err)) {
        fprintf(stderr, "%s\n", err.message);
        abort();
    }
    alike_view_make(tables, &report, &real);
}

static void inside(str name, str gist)
{
    if (name.n && (name.s < gist.s || name.s + name.n > gist.s + gist.n)) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    story_report r;
    alike_view v;
    load();
    if (n > UINT32_MAX) return 0;
    str gist = str_make((const char *)data, n);
    bool read = gist_read(gist, &r, &v);
    if (!read && alike_hopeless(&real, gist)) abort();
    if (!read) return 0;
    const str names[] = {r.event, r.mode, r.actors, r.recipients, r.place};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) inside(names[i], gist);
    uint32_t total = 0;
    if (v.words.n > WORDS_MAX) abort();
    for (uint32_t i = 0; i < v.words.n; i++) total += v.words.term[i].weight;
    if (total != v.words.total) abort();
    alike_hopeless(&real, gist);
    return 0;
}
