/* SPDX-License-Identifier: Apache-2.0 */
/* The best path of name labels. */
#ifndef PARSE_NAMES_H
#define PARSE_NAMES_H

#include "parse/net.h"

/* score [n][NET_NER], moves [8][8] as in model.h; out [n], ner of doc.h. back: scratch [n][N_NER]. */
void parse_names(const int16_t *score, const int32_t *moves, uint32_t n, uint8_t *back, uint8_t *out);

#endif
