/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the files directly in src/ share: the engine (program lifetime), the flow through the stations, and the keeping of a
 * record. Only they see several stations at once.
 */
#ifndef ENGINE_H
#define ENGINE_H

#include "base/buf.h"
#include "base/file.h"
#include "base/hash.h"
#include "clause/clause.h"
#include "code/code.h"
#include "doc.h"
#include "link/link.h"
#include "page/page.h"
#include "parse/parse.h"
#include "record/record.h"
#include "base/utf8.h"
#include "split/split.h"
#include "story/story.h"

struct ent_engine {
    arena mem;
    const char *data_dir;
    page_tables *page;
    split_tables *split;
    parse_model *parse;
    link_gazetteer *link;
    clause_tables *clause;
    code_book *code;
    story_tables *story;
    str version; /* ends in a NUL */
};

typedef enum stage { STAGE_PAGE, STAGE_SPLIT, STAGE_PARSE, STAGE_LINK, STAGE_CLAUSE, STAGE_CODE, N_STAGES } stage;

/* -1 when there is no such station. */
int stage_find(const char *name);

/* Runs the stations after `have` up to `upto` on d. Pure but for scratch; any thread. */
int pipeline_run(const ent_engine *e, parse_scratch *scratch, doc *d, stage have, stage upto, ent_error *err);
/* The same for several documents, station by station; what fails in one does not touch the others, and an order of them changes nothing. */
enum { PIPELINE_MANY = 16 }; /* as many as pay */
typedef struct pipeline_doc {
    doc *d;
    stage have; /* the last station it has been through */
    int rc;     /* when not ENT_OK it is passed over */
    ent_error *err;
} pipeline_doc;
void pipeline_run_many(const ent_engine *e, parse_scratch *scratch, pipeline_doc *x, uint32_t n, stage upto);
/* A doc made of one given text, through all stations up to `upto`. d->mem is set by doc_init. */
int pipeline_text(const ent_engine *e, parse_scratch *scratch, doc *d, str text, int32_t published, stage upto, ent_error *err);

/* Settles into happenings every report of the record that no run has settled yet. */
int keep_settle(const ent_engine *e, record *r, ent_error *err);
/* Its last part: tells anew what copies repeat of one another, in groups of copies where anything changed. */
int echo_settle(const ent_engine *e, record *r, ent_error *err);
/* What story sees of a report of the record; strings are borrowed from it. */
story_report keep_story_report(const record_report *r);

/* Why two reports, or two events, of a record are or are not one happening. */
int why_pair(const ent_engine *e, record *r, str a, str b, bool as_json, ent_sink sink, ent_error *err);

#endif
