/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Silver trees: what the teacher (teacher/README.md) says of free text, without the words of that text.
 *
 * The file is text, one line an entry, fields parted by tabs, # a comment:
 *
 *     tag       UPOS  XPOS  FEATS                 numbered from 0 in the order of the lines
 *     relation  nsubj:pass                        numbered likewise
 *     HASH      tag,head,relation,name tag,head,relation,name,other,doubt …
 *
 * A sentence is known by the hash of its words, 16 hex digits. A head is told by its distance from the word, 0 for the root; a name is its
 * label's number in doc.h; where the teacher was not sure, other is the next best label and doubt its share of the two in percent. So the labels may travel with the project while the text stays where its licence keeps it.
 */
#ifndef TRAIN_SILVER_H
#define TRAIN_SILVER_H

#include "corpus.h"

/* Writes the sentences of 3 to 80 words, each once. Name labels come from MISC. */
int silver_write(corpus *c, const char *path, ent_error *err);
/* Appends to c the sentences of texts (CoNLL-U, of which only the words are read) that the file knows, marked silver and numbered by v; one
 * that stands there three times is appended three times. */
int silver_read(corpus *c, const char *path, const char *const *texts, uint32_t n_texts, const inventory *v, ent_error *err);

#endif
