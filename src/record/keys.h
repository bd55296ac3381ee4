/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Inside of record: what shares a block key with a row that goes, or with one that is asked about. Putting keys and looking them up is in
 * record.h, since story does it.
 */
#ifndef RECORD_KEYS_H
#define RECORD_KEYS_H

#include "record/db.h"

/* Takes a row out of its blocks. What shares one with it becomes pending, so that a happening it held together may fall apart. */
int keys_leave(record *r, record_unit unit, int64_t row, ent_error *err);
/* The documents, in order, that share two keys or more with this one (itself among them), keys of more than `most` not counted. */
int keys_beside(record *r, int64_t doc, uint32_t most, arena *mem, uint32_t **docs, uint32_t *n, ent_error *err);

#endif
