/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The lines of docs/format.md, written from the spine's columns, and CoNLL-U read back into them. Not a station of the flow: a window
 * on the spine, so that text, parse, dates, code, dump and the record all say the same thing in the same words.
 */
#ifndef FORMAT_H
#define FORMAT_H

#include "base/json.h"
#include "doc.h"

void format_document(buf *out, const doc *d);
void format_event(buf *out, const doc *d, const doc_event *e, str version); /* one line, no newline */
void format_dates(buf *out, const doc *d);
void format_conllu(buf *out, const doc *d);
/* station: page, split, parse, link, clause, code. false when there is no such station. */
bool format_dump(buf *out, const doc *d, str station);

/* CoNLL-U into d: text from '# text =' comments (else forms), sentences, tokens; parse columns where the file has them (keep_trees).
 * ENT_E_FORMAT with line number. */
int format_conllu_read(doc *d, str path, str bytes, bool keep_trees, ent_error *err);

#endif
