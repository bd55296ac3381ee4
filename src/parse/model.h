/* SPDX-License-Identifier: Apache-2.0 */
/* The model file: what is in it and how it lies. Read by model.c, written by train/write.c. */
#ifndef PARSE_MODEL_H
#define PARSE_MODEL_H

#include "base/error.h"
#include "base/file.h"
#include "parse/kernel.h"
#include "parse/parse.h"
#include "parse/vectors.h"

/*
 * All numbers little-endian; every section begins at a multiple of 64 bytes, gaps are zero.
 *
 *   offset  size  meaning
 *        0     8  magic "ENTPARSE"
 *        8     4  format version, 4
 *       12     4  0x01020304 as the writer's machine stores it
 *       16     8  bytes of the file
 *       24     8  XXH3-64 of the bytes from 32 to the end
 *       32    64  shape: sixteen u32: D, layers, H, LH, NH, tags, labels, ner, positions, contexts, context rows, distances, word rows,
 *                 affix rows, trigram rows, trigrams per token; equal to net.h or the file is refused
 *       96    32  counts: eight u32: labels used, log2 of lexicon slots, scripts, feature sets, embed shift, log2 of vector slots,
 *                 scale of the action scores (path.h), 0
 *      128        sections, in this order, sizes by shape and counts:
 *                   embedding       i8  [rows][D]
 *                   input scales    i32 [16]      multiplier to u8 before layer 0..3, [4] before the heads, [5] before the last name layer
 *                   matrices        conv 0, 1, 2, 3, tag, names 1, names 2, U, A, B, label; each:
 *                                   i32 [8]  K, M, pre, post, low, high, 0, 0; then i32 bias[M], i32 mult[M], i8 w[K/4][M][4]
 *                   absent          i16 [P][H]    in place of U where a position is empty
 *                   context         i16 [context rows][H]
 *                   action          i16 [3][H]
 *                   distance        i16 [distances][LH]
 *                   name moves      i32 [8][8]    from (7 = start) to; an impossible move is below -2^20
 *                   tags            parse_tag [tags]
 *                   labels          parse_label [labels]
 *                   feature sets    u32 [feature sets]
 *                   scripts         parse_script [scripts]
 *                   lexicon         u64 [1 << log2]   see lemma.c
 *                   vector keys     u32 [1 << log2]   see vectors.h
 *                   vector codes    u8 [1 << log2][12]
 *                   name            64 bytes: what the model is, NUL-padded
 */
#define MODEL_MAGIC "ENTPARSE"
enum { MODEL_VERSION = 4, MODEL_ENDIAN = 0x01020304, MODEL_HEAD = 128, MODEL_ALIGN = 64, MODEL_SHAPE = 16, MODEL_COUNTS = 8 };

typedef struct parse_tag { /* 16 bytes */
    uint32_t feats;       /* feat bits that every word of this tag has */
    uint8_t upos;
    uint8_t lemma_class;  /* tags with the same UPOS and XPOS share one */
    uint8_t n_xpos;
    uint8_t lexical;      /* some forms have features of their own */
    char xpos[8];
} parse_tag;

typedef struct parse_label { /* 4 bytes */
    uint8_t deprel, depsub, zero[2];
} parse_label;

typedef enum parse_case { CASE_LOWER, CASE_KEEP, CASE_TITLE, CASE_UPPER, N_CASE } parse_case;
typedef struct parse_script { /* 16 bytes: how to turn a form into its lemma */
    uint8_t letters; /* parse_case */
    uint8_t cut;     /* bytes taken from the end */
    uint8_t n_add;
    char add[13];    /* then put there */
} parse_script;

enum model_matrix { MAT_CONV0, MAT_CONV1, MAT_CONV2, MAT_CONV3, MAT_TAG, MAT_NAME1, MAT_NAME2, MAT_STATE, MAT_HEAD, MAT_DEPENDENT, MAT_LABEL, N_MATRICES };
enum { SCALE_HEADS = NET_LAYERS, SCALE_NAMES, N_SCALES = 16, NER_START = 7, NER_WIDTH = 8, MODEL_NAME = 64 };

struct parse_model {
    file_map map;
    const int8_t *embedding;
    const int32_t *scale; /* [N_SCALES] */
    parse_matrix matrix[N_MATRICES];
    const int16_t *absent, *context, *action, *distance;
    const int32_t *name_moves; /* [NER_WIDTH][NER_WIDTH] */
    const parse_tag *tags;
    const parse_label *labels;
    const uint32_t *feature_sets;
    const parse_script *scripts;
    const uint64_t *lexicon;
    parse_vectors vectors;
    uint32_t n_labels, lexicon_bits, n_scripts, n_feature_sets, embed_shift, action_scale;
    char version[16]; /* "en-1a2b3c4d" */
};

/* K and M of every matrix, by the shape. */
extern const uint16_t parse_matrix_shape[N_MATRICES][2];
/* Smallest `pre` for which kernel.h's bounds hold. */
int32_t parse_matrix_pre(uint32_t K);
/* Fills shape as the head must have it. */
void parse_model_shape(uint32_t shape[MODEL_SHAPE]);
/* Reads a model from bytes that stay with the caller and are aligned to 8; parse_model_open maps a file and calls this. name: for messages and version. */
int parse_model_read(parse_model *m, const unsigned char *bytes, size_t n, const char *name, ent_error *err);

#endif
