/* SPDX-License-Identifier: Apache-2.0 */
/* Station parse: tokens → lemma, UPOS, XPOS, features, dependency tree, names; one small int8 network. */
#ifndef PARSE_H
#define PARSE_H

#include "doc.h"

typedef struct parse_model parse_model; /* mapped file, immutable, shared by threads */
/* name_or_path: "en" is DATA/models/en.model; a string with '/' is a path. Checks magic, version, sizes and checksum. */
int parse_model_open(parse_model **out, arena *mem, const char *data_dir, const char *name_or_path, ent_error *err);
void parse_model_close(parse_model *m);
/* Short version string, e.g. "en-1a2b3c4d". Valid as long as the model. */
str parse_model_version(const parse_model *m);

typedef enum parse_isa { PARSE_ISA_BEST, PARSE_ISA_SCALAR, PARSE_ISA_AVX2, PARSE_ISA_AVX512 } parse_isa;

typedef struct parse_scratch parse_scratch; /* one per worker thread */
/* isa: PARSE_ISA_BEST, or a fixed path for tests (falls back to scalar where the CPU lacks it). NULL when out of memory. */
parse_scratch *parse_scratch_new(const parse_model *m, parse_isa isa);
void parse_scratch_free(parse_scratch *s);
/* The path in use: "scalar", "avx2" or "avx512". */
const char *parse_scratch_isa(const parse_scratch *s);

/* Fills the parse columns of every sentence. */
int parse_run(const parse_model *m, parse_scratch *s, doc *d, ent_error *err);

#endif
