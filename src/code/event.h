/* SPDX-License-Identifier: Apache-2.0 */
/* From a hit to a doc_event. Internal to src/code. */
#ifndef CODE_EVENT_H
#define CODE_EVENT_H

#include "code/scan.h"

void code_event_make(code_scan *s, uint32_t pred, uint8_t status, doc_event *e);
/* Ids of all events, unique within the document. */
int code_event_ids(doc *d, ent_error *err);

#endif
