/* SPDX-License-Identifier: Apache-2.0 */
/* Inside of ask: counts of happenings by quad class, by type and by period, with mean scale, first and last day. */
#ifndef ASK_TALLY_H
#define ASK_TALLY_H

#include "ask/line.h"

enum { TALLY_TYPES = 32 };

/* Why a happening counts in no total. */
typedef enum tally_reason { TALLY_COUNTS, TALLY_NOT_ACTUAL, TALLY_ABSTAINED, TALLY_APART, TALLY_REASONS } tally_reason;

typedef struct tally_type {
    char event[16];
    int quad;
    int64_t n, scale_tenths; /* sum */
} tally_type;

typedef struct tally_period {
    int32_t first_day; /* of the period; CAL_NONE: of the undated, the last */
    int64_t n, by_quad[5], scale_tenths;
} tally_period;

typedef struct tally {
    arena *mem;
    char unit; /* 'd', 'm', 'y', or 0: no periods */
    int64_t n, n_undated, by_quad[5], scale_tenths;
    int64_t n_left_out[TALLY_REASONS];
    int32_t first, first_stop, last, last_stop; /* days of the earliest and of the latest, or CAL_NONE */
    tally_type type[TALLY_TYPES];
    uint32_t n_types;
    tally_period *period; /* [n_periods] in order of day */
    uint32_t n_periods, cap_periods;
} tally;

void tally_init(tally *t, arena *mem, str by);
/* A happening counts when it is actual, or when the asker named statuses; an abstention counts in no total, nor does what armed groups within a state did. */
int tally_add(tally *t, const record_row *row, const ask_options *o, ent_error *err);
void tally_show(const tally *t, buf *out);
/* The keys of a summary, into an open object. */
void tally_json(const tally *t, json *w);

#endif
