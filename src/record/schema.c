/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The layout of a record, as SQL. docs/record.md explains it to those who open the file with other tools.
 *
 *     documents 1 ──► n reports 1 ──► n parties, keys        events 1 ──► n reports (event_id), 1 canonical report
 *
 * Days are ISO text, so that the file reads well in any tool and sorts as it should. Numbers with decimals are integers of tenths or thousandths, as
 * everywhere. The text of a document is kept plain, not compressed: zstd takes 40 to 60 % off the texts of news pages, but less than a tenth off a record
 * with several reports a page (lines and index outweigh the texts), and nobody could read or search it from R or Python.
 *
 * What is long and asked for alone has a table of its own, so that the rows that settling reads and writes again are narrow: `texts`, `lines`, and `marks`,
 * which is all that story reads of a document. A title stands in `texts` too, because FTS5 wants both columns of its index in one table.
 *
 * `key_runs`, `key_pages` and `key_rows` hold block keys (keys.c, runs.c): two that collide cost a comparison, never a wrong merge.
 * `gists` holds what story tells most pairs apart by: narrow rows, so that what lies under a common key is told of without reading reports and sketches.
 * `touched` names happenings whose row must be made again, `touched_documents` the documents whose copies may echo others now; they are tables and not memory, so that a killed run is mended by the next.
 */
#include "record/db.h"

#define TEXT_OF(x) #x
#define VALUE_OF(x) TEXT_OF(x)

const char db_schema[] =
    "CREATE TABLE documents(\n"
    "  doc INTEGER PRIMARY KEY,\n"
    "  id TEXT NOT NULL,\n"
    "  key TEXT NOT NULL,\n"
    "  superseded_by INTEGER REFERENCES documents(doc),\n"
    "  settled INTEGER NOT NULL DEFAULT 0,\n"
    "  source TEXT,\n"
    "  story TEXT,\n"
    "  path TEXT, url TEXT, title TEXT, publisher TEXT, authors TEXT, language TEXT,\n"
    "  published TEXT, published_basis TEXT, published_trust_thousandths INTEGER,\n"
    "  flags TEXT,\n"
    "  version TEXT NOT NULL,\n"
    "  text_hash TEXT NOT NULL,\n"
    "  exact_hash TEXT NOT NULL,\n"
    "  reading_hash TEXT NOT NULL\n"
    ") STRICT;\n"
    "CREATE INDEX documents_id ON documents(id);\n"
    "CREATE INDEX documents_key ON documents(key);\n"
    "CREATE INDEX documents_story ON documents(story) WHERE story IS NOT NULL;\n"
    "CREATE INDEX documents_source ON documents(source) WHERE source <> id;\n"
    "CREATE INDEX documents_pending ON documents(id) WHERE settled = 0;\n"
    "CREATE TABLE texts(doc INTEGER PRIMARY KEY, title TEXT, text TEXT NOT NULL) STRICT;\n"
    "CREATE TABLE marks(doc INTEGER PRIMARY KEY, id TEXT NOT NULL, text_hash TEXT NOT NULL, published TEXT, sketch BLOB) STRICT;\n"

    "CREATE TABLE reports(\n"
    "  report INTEGER PRIMARY KEY,\n"
    "  id TEXT NOT NULL UNIQUE,\n"
    "  doc INTEGER NOT NULL REFERENCES documents(doc),\n"
    "  event_id TEXT,\n"
    "  settled INTEGER NOT NULL DEFAULT 0,\n"
    "  superseded INTEGER NOT NULL DEFAULT 0,\n"
    "  echo_of TEXT,\n"
    "  event TEXT NOT NULL, mode TEXT, act TEXT, status TEXT NOT NULL,\n"
    "  quad INTEGER NOT NULL, scale_tenths INTEGER NOT NULL, goldstein_tenths INTEGER NOT NULL, cameo TEXT,\n"
    "  actors TEXT NOT NULL, recipients TEXT NOT NULL, names TEXT NOT NULL,\n"
    "  start TEXT, stop TEXT, date_days INTEGER, date_basis INTEGER NOT NULL,\n"
    "  place TEXT, place_kind TEXT, place_country TEXT,\n"
    "  vote TEXT, dead INTEGER, injured INTEGER, arrested INTEGER,\n"
    "  rule TEXT NOT NULL, score_thousandths INTEGER NOT NULL,\n"
    "  evidence_begin INTEGER NOT NULL, evidence_end INTEGER NOT NULL, trigger_begin INTEGER NOT NULL, trigger_end INTEGER NOT NULL,\n"
    "  trigger TEXT NOT NULL, evidence TEXT NOT NULL\n"
    ") STRICT;\n"
    "CREATE INDEX reports_doc ON reports(doc, evidence_begin, trigger_begin, id);\n"
    "CREATE INDEX reports_event ON reports(event_id) WHERE event_id IS NOT NULL;\n"
    "CREATE INDEX reports_echo ON reports(doc) WHERE echo_of IS NOT NULL;\n"
    "CREATE INDEX reports_pending ON reports(id) WHERE settled = 0;\n"
    "CREATE TABLE lines(report INTEGER PRIMARY KEY REFERENCES reports(report) ON DELETE CASCADE, line TEXT NOT NULL) STRICT;\n"

    "CREATE TABLE parties(\n"
    "  report INTEGER NOT NULL REFERENCES reports(report) ON DELETE CASCADE,\n"
    "  side TEXT NOT NULL,\n"
    "  n INTEGER NOT NULL,\n"
    "  code TEXT, country TEXT, kind TEXT, sector TEXT, name TEXT, text TEXT, wikidata TEXT,\n"
    "  PRIMARY KEY(report, side, n)\n"
    ") STRICT, WITHOUT ROWID;\n"
    "CREATE INDEX parties_code ON parties(code);\n"
    "CREATE INDEX parties_country ON parties(country);\n"

    "CREATE TABLE objects(\n"
    "  report INTEGER PRIMARY KEY REFERENCES reports(report) ON DELETE CASCADE,\n"
    "  kind TEXT NOT NULL, name TEXT, text TEXT\n"
    ") STRICT;\n"
    "CREATE INDEX objects_name ON objects(name);\n"

    "CREATE TABLE figures(\n"
    "  doc INTEGER NOT NULL,\n"
    "  n INTEGER NOT NULL,\n"
    "  unit TEXT NOT NULL, value INTEGER NOT NULL, bound INTEGER NOT NULL, often INTEGER NOT NULL, context TEXT NOT NULL, said_by TEXT,\n"
    "  sentence_begin INTEGER NOT NULL, sentence_end INTEGER NOT NULL,\n"
    "  PRIMARY KEY(doc, n)\n"
    ") STRICT, WITHOUT ROWID;\n"

    "CREATE TABLE key_runs(run INTEGER PRIMARY KEY, unit INTEGER NOT NULL, bits INTEGER NOT NULL, n INTEGER NOT NULL) STRICT;\n"
    "CREATE TABLE key_pages(page INTEGER PRIMARY KEY, entries BLOB NOT NULL) STRICT;\n"
    "CREATE TABLE key_rows(unit INTEGER NOT NULL, row INTEGER NOT NULL, keys BLOB NOT NULL, PRIMARY KEY(unit, row)) STRICT, WITHOUT ROWID;\n"

    "CREATE TABLE gists(report INTEGER PRIMARY KEY, gist BLOB NOT NULL) STRICT;\n"

    "CREATE TABLE events(\n"
    "  id TEXT PRIMARY KEY,\n"
    "  report INTEGER NOT NULL,\n"
    "  event TEXT NOT NULL, mode TEXT, status TEXT NOT NULL, vote TEXT, quad INTEGER NOT NULL, scale_tenths INTEGER NOT NULL,\n"
    "  actors TEXT NOT NULL, recipients TEXT NOT NULL,\n"
    "  start TEXT, stop TEXT,\n"
    "  n_reports INTEGER NOT NULL, n_sources INTEGER NOT NULL, first_published TEXT\n"
    ") STRICT, WITHOUT ROWID;\n"
    "CREATE INDEX events_report ON events(report);\n"

    "CREATE TABLE aliases(old_id TEXT PRIMARY KEY, report_id TEXT NOT NULL) STRICT, WITHOUT ROWID;\n"
    "CREATE TABLE touched(event_id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;\n"
    "CREATE TABLE touched_documents(doc INTEGER PRIMARY KEY) STRICT;\n"
    "CREATE VIRTUAL TABLE fts USING fts5(title, text, content='texts', content_rowid='doc', tokenize='porter unicode61 remove_diacritics 2');\n"
    "PRAGMA application_id = " VALUE_OF(0x456E7465) ";\n"
    "PRAGMA user_version = 11;\n";
