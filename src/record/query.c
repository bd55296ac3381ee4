/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every query of the station, in the order of db_query_id. "Live" is a report whose document no newer version has superseded.
 *
 * A dyad is told by its parties: opposite sides, or two actors of something mutual; actors side by side, or against
 * a third are no dyad. A party counts by its code or its country. An undated happening meets a period by the day it was first
 * published. Time lines walk ids in order of date, then fetch each row by its id, so that sorting never holds whole lines.
 */
#include "record/db.h"

/* Columns of record_report, from reports r and marks d; settle.c: read_report. */
#define REPORT_COLUMNS                                                                                                              \
    "r.id, d.id, r.event, r.mode, r.act, r.status, r.actors, r.recipients, r.names, r.evidence, r.trigger, r.place, r.place_kind, " \
    "d.text_hash, d.sketch, r.start, r.stop, d.published, r.date_basis, r.dead, r.injured, r.evidence_begin, r.trigger_begin, r.report, r.doc"

/* The first document of the story that document d is in; story decides. */
#define STORY_OF_DOCUMENT "d.story"

/* Whether the actors of a report deal with one another, or act side by side. */
#define IS_RECIPROCAL(report_column) "(SELECT json_extract(x.line, '$.reciprocal') FROM lines x WHERE x.report = " report_column ")"

/* Whether party p may stand for the state or body ?: an armed group (sector REB of the ontology) is in a country and not that country. */
#define STANDS_FOR(p, asked) "NOT (coalesce(" p ".country = " asked ", 0) AND instr(' ' || coalesce(" p ".sector, '') || ' ', ' REB '))"

/* The finished export line of a report r. */
#define LINE_OF_REPORT "(SELECT l.line FROM lines l WHERE l.report = r.report)"

/* Columns of record_row, from reports r and documents d; read.c: read_row. */
#define ROW_COLUMNS                                                                                                                     \
    "r.id, r.event_id, " STORY_OF_DOCUMENT ", r.event, r.mode, r.status, r.actors, r.recipients, " LINE_OF_REPORT ", d.id, d.path, d.url, d.title, "\
    "d.publisher, d.text_hash, r.start, r.stop, d.published, r.date_basis, r.quad, r.scale_tenths, r.superseded, r.vote, "              \
    "d.source <> d.id, (SELECT start FROM events WHERE id = r.event_id), (SELECT stop FROM events WHERE id = r.event_id)"

/* How far from its sentence the event of a figure may be told: some three sentences. */
#define NEAR_BYTES "600"
/* ?3 since, ?4 until, ?5 status list. */
#define EVENT_FILTER                                                                                                                    \
    " (?3 IS NULL OR coalesce(e.stop, e.start, e.first_published) >= ?3) AND (?4 IS NULL OR coalesce(e.start, e.first_published) <= ?4)" \
    " AND (?5 = '' OR instr(',' || ?5 || ',', ',' || e.status || ',') > 0)"

/* The day of an undated document by its story: the first on which it was published elsewhere, when that was within three days everywhere. */
#define DAY_OF_STORY                                                                                                                    \
    "CASE WHEN d.published IS NULL AND d.story IS NOT NULL THEN (SELECT CASE WHEN julianday(max(s.published)) - julianday(min(s.published)) <= 3" \
    " THEN min(s.published) END FROM documents s WHERE s.story = d.story AND s.superseded_by IS NULL) END"

/* A document d beside o, the first of its copies (itself when it is no copy). */
#define DOCUMENT_COLUMNS                                                                                                                \
    "d.id, d.path, d.url, d.title, d.publisher, d.language, d.published, " STORY_OF_DOCUMENT ", "                                       \
    "(SELECT s.id FROM documents s WHERE s.doc = d.superseded_by), o.id, o.published, " DAY_OF_STORY
#define WITH_SOURCE                                                                                                                     \
    " LEFT JOIN documents o ON o.doc = (SELECT c.doc FROM documents c WHERE c.id = d.source AND c.superseded_by IS NULL AND d.superseded_by IS NULL" \
    " ORDER BY c.doc LIMIT 1)"

static const char *const queries[N_QUERIES] = {
    [Q_BEGIN] = "BEGIN IMMEDIATE",
    [Q_COMMIT] = "COMMIT",
    [Q_ROLLBACK] = "ROLLBACK",

    [Q_SAME_KEY] = "SELECT doc, key = ?1, path, exact_hash = ?3, reading_hash, superseded_by IS NULL, published, version FROM documents"
                   " WHERE key = ?1 OR (id = ?2 AND exact_hash = ?3) ORDER BY doc",
    [Q_DOCUMENT_PUT] = "INSERT INTO documents(id, key, path, url, title, publisher, authors, language, published, published_basis,"
                       " published_trust_thousandths, flags, version, text_hash, exact_hash, reading_hash)"
                       " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
    [Q_DOCUMENT_SET] = "UPDATE documents SET (id, key, path, url, title, publisher, authors, language, published, published_basis,"
                       " published_trust_thousandths, flags, version, text_hash, exact_hash, reading_hash)"
                       " = (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16) WHERE doc = ?17",
    [Q_TEXT_PUT] = "INSERT OR REPLACE INTO texts(doc, title, text) VALUES(?1, ?2, ?3)",
    [Q_MARKS_PUT] = "INSERT OR REPLACE INTO marks(doc, id, text_hash, published, sketch) VALUES(?1, ?2, ?3, ?4, ?5)",
    [Q_DOCUMENT_SUPERSEDE] = "UPDATE documents SET superseded_by = ?2, settled = 1, source = NULL, story = NULL WHERE doc = ?1",
    [Q_DOCUMENT_PEND] = "UPDATE documents SET settled = 0 WHERE doc = ?1",
    [Q_FTS_PUT] = "INSERT INTO fts(rowid, title, text) VALUES(?1, ?2, ?3)",
    [Q_FTS_DROP] = "INSERT INTO fts(fts, rowid, title, text) SELECT 'delete', doc, title, text FROM texts WHERE doc = ?1",

    [Q_REPORT_PEND] = "UPDATE reports SET settled = 0 WHERE report = ?1 AND superseded = 0",
    [Q_ROWS_OF] = "SELECT report FROM reports WHERE doc = ?1 ORDER BY report",
    [Q_REPORTS_TOUCH] = "INSERT OR IGNORE INTO touched SELECT event_id FROM reports WHERE doc = ?1 AND event_id IS NOT NULL",
    [Q_ALIAS_PUT] = "INSERT OR REPLACE INTO aliases SELECT r.id, h.id FROM reports r JOIN reports h ON h.report = (SELECT o.report FROM reports o"
                    " WHERE o.event_id = r.event_id AND o.doc <> r.doc AND o.superseded = 0 AND o.echo_of IS NULL ORDER BY o.id LIMIT 1) WHERE r.doc = ?1",
    [Q_HEIR] = "UPDATE aliases SET report_id = (SELECT a.report_id FROM aliases a WHERE a.old_id = aliases.report_id)"
               " WHERE report_id IN (SELECT a.old_id FROM aliases a JOIN reports r ON r.id = a.old_id WHERE r.doc = ?1)",
    [Q_ALIAS_DROP] = "DELETE FROM aliases WHERE old_id = ?1",
    [Q_REPORTS_SUPERSEDE] = "UPDATE reports SET superseded = 1, settled = 1, event_id = NULL WHERE doc = ?1",
    [Q_REPORTS_DROP] = "DELETE FROM reports WHERE doc = ?1",
    [Q_REPORT_TAKE] = "DELETE FROM reports WHERE id = ?1 AND superseded = 1",
    [Q_REPORT_PUT] = "INSERT INTO reports(id, doc, settled, superseded, event, mode, act, status, quad, scale_tenths, goldstein_tenths, cameo, actors,"
                     " recipients, names, start, stop, date_days, date_basis, place, place_kind, place_country, vote, dead, injured, arrested, rule,"
                     " score_thousandths, evidence_begin, evidence_end, trigger_begin, trigger_end, trigger, evidence)"
                     " VALUES(?1, ?2, ?3, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25,"
                     " ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33) ON CONFLICT(id) DO NOTHING",
    [Q_LINE_PUT] = "INSERT INTO lines(report, line) VALUES(?1, ?2)",
    [Q_PARTY_PUT] = "INSERT INTO parties(report, side, n, code, country, kind, sector, name, text, wikidata) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    [Q_OBJECT_PUT] = "INSERT INTO objects(report, kind, name, text) VALUES(?1, ?2, ?3, ?4)",
    [Q_FIGURE_PUT] = "INSERT INTO figures(doc, n, unit, value, bound, context, sentence_begin, sentence_end, said_by, often) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    [Q_FIGURES_DROP] = "DELETE FROM figures WHERE doc = ?1",
    [Q_FIGURE_EVENTS] = "SELECT e.id FROM events e WHERE ?1 = '' AND ?2 = '' AND" EVENT_FILTER " ORDER BY e.id",
    /* The documents that report an event, and those on one story with them. */
    [Q_FIGURE_DOCUMENTS] = "SELECT r.doc, t.doc FROM reports r JOIN documents s ON s.doc = r.doc LEFT JOIN documents t ON t.story = s.story"
                           " WHERE r.event_id = ?1 AND r.superseded = 0 ORDER BY r.doc, t.doc",
    /* Of the documents named (?2, JSON). The event of a figure is the one told in its sentence, else last before it, else first after it, if not far. */
    [Q_FIGURES] = "SELECT ?1, d.id, d.path, d.publisher, CASE WHEN d.source <> d.id THEN (SELECT s.published FROM documents s WHERE s.id = d.source LIMIT 1)"
                  " ELSE d.published END, d.source <> d.id, f.unit, f.value, f.bound, f.context,"
                  " CAST(substr(CAST((SELECT x.text FROM texts x WHERE x.doc = d.doc) AS BLOB), f.sentence_begin + 1, f.sentence_end - f.sentence_begin) AS TEXT),"
                  " n.id, n.event_id, d.story, f.said_by, f.often, coalesce(d.source, d.id)"
                  " FROM documents d CROSS JOIN figures f ON f.doc = d.doc LEFT JOIN reports n ON n.report = coalesce("
                  "(SELECT r.report FROM reports r WHERE r.doc = d.doc AND r.superseded = 0 AND r.evidence_begin <= f.sentence_begin"
                  " AND r.evidence_begin > f.sentence_begin - " NEAR_BYTES " ORDER BY r.evidence_begin DESC, r.id LIMIT 1),"
                  " (SELECT r.report FROM reports r WHERE r.doc = d.doc AND r.superseded = 0 AND r.evidence_begin > f.sentence_begin"
                  " AND r.evidence_begin < f.sentence_begin + " NEAR_BYTES " ORDER BY r.evidence_begin, r.id LIMIT 1)) WHERE d.superseded_by IS NULL"
                  " AND d.doc IN (SELECT value FROM json_each(?2)) ORDER BY f.unit, d.published IS NULL, d.published, d.id, f.n",

    [Q_KEY_RUNS] = "SELECT run, unit, bits, n FROM key_runs ORDER BY run",
    [Q_KEY_RUN_PUT] = "INSERT OR REPLACE INTO key_runs(run, unit, bits, n) VALUES(?1, ?2, ?3, ?4)",
    [Q_KEY_RUN_DROP] = "DELETE FROM key_runs WHERE run = ?1",
    [Q_KEY_PAGE] = "SELECT entries FROM key_pages WHERE page = ?1",
    [Q_KEY_PAGE_PUT] = "INSERT OR REPLACE INTO key_pages(page, entries) VALUES(?1, ?2)",
    [Q_KEY_PAGE_SET] = "UPDATE key_pages SET entries = ?2 WHERE page = ?1",
    [Q_KEY_PAGES_DROP] = "DELETE FROM key_pages WHERE page BETWEEN ?1 AND ?2",
    [Q_KEY_ROW] = "SELECT keys FROM key_rows WHERE unit = ?1 AND row = ?2",
    [Q_KEY_ROW_PUT] = "INSERT OR REPLACE INTO key_rows(unit, row, keys) VALUES(?1, ?2, ?3)",
    [Q_KEY_ROW_DROP] = "DELETE FROM key_rows WHERE unit = ?1 AND row = ?2",
    [Q_GIST] = "SELECT gist FROM gists WHERE report = ?1",
    [Q_GIST_PUT] = "INSERT OR REPLACE INTO gists(report, gist) VALUES(?1, ?2)",
    [Q_GIST_DROP] = "DELETE FROM gists WHERE report = ?1",

    [Q_DOCUMENTS_PENDING] = "SELECT doc FROM documents WHERE settled = 0 AND superseded_by IS NULL ORDER BY id",
    [Q_DOCUMENTS_SETTLED] = "UPDATE documents SET settled = 1 WHERE settled = 0",
    [Q_DOCUMENT_AT] = "SELECT id, text_hash, sketch, published, doc FROM marks WHERE doc = ?1",
    [Q_DOCUMENT_TOUCH] = "INSERT OR IGNORE INTO touched SELECT event_id FROM reports WHERE doc = ?1 AND event_id IS NOT NULL",
    [Q_DOCUMENT_ASSIGN] = "UPDATE documents SET source = ?2 WHERE doc = ?1 AND source IS NOT ?2",
    [Q_STORY_ASSIGN] = "UPDATE documents SET story = ?2, settled = 1 WHERE doc = ?1 AND (story IS NOT ?2 OR settled = 0)",

    [Q_PENDING] = "SELECT report FROM reports WHERE settled = 0 ORDER BY id",
    [Q_SETTLED] = "UPDATE reports SET settled = 1 WHERE settled = 0",
    [Q_REPORT_AT] = "SELECT " REPORT_COLUMNS " FROM reports r JOIN marks d ON d.doc = r.doc WHERE r.report = ?1",
    [Q_REPORTS_OF] = "SELECT " REPORT_COLUMNS " FROM reports r JOIN marks d ON d.doc = r.doc WHERE r.event_id = ?1 AND r.superseded = 0 AND r.echo_of IS NULL ORDER BY r.id",
    [Q_SOURCE_OF] = "SELECT source FROM documents WHERE doc = ?1",
    [Q_STORY_OF] = "SELECT story FROM documents WHERE doc = ?1",
    [Q_EVENT_OF] = "SELECT event_id FROM reports WHERE report = ?1",
    [Q_ASSIGN] = "UPDATE reports SET event_id = ?2, settled = 1 WHERE report = ?1",
    [Q_TOUCH] = "INSERT OR IGNORE INTO touched VALUES(?1)",
    [Q_TOUCHED] = "SELECT event_id FROM touched ORDER BY event_id",
    [Q_TOUCHED_CLEAR] = "DELETE FROM touched",

    [Q_REPORTS_SHORT] = "SELECT r.report, r.id, coalesce(d.source, d.id), d.published, r.start IS NULL, r.date_days, r.date_basis, r.echo_of IS NOT NULL, d.publisher IS NULL FROM reports r"
                        " JOIN documents d ON d.doc = r.doc WHERE r.event_id = ?1 AND r.superseded = 0",
    [Q_EVENT_PUT] = "INSERT OR REPLACE INTO events(id, report, event, mode, status, vote, quad, scale_tenths, actors, recipients, start, stop, n_reports,"
                    " n_sources, first_published) SELECT ?1, report, event, mode, status, vote, quad, scale_tenths, actors, recipients, start, stop, ?3, ?4, ?5"
                    " FROM reports WHERE report = ?2",
    [Q_EVENT_DROP] = "DELETE FROM events WHERE id = ?1",

    /* Echoes: what a copy tells in the words of another is told anew for every group of copies in which anything changed. */
    [Q_ECHO_PENDING] = "INSERT OR IGNORE INTO touched_documents SELECT doc FROM documents WHERE settled = 0 AND superseded_by IS NULL",
    [Q_ECHO_REGROUP] = "INSERT OR IGNORE INTO touched_documents VALUES(?1)",
    [Q_ECHO_GROUPS] = "SELECT DISTINCT d.source FROM documents d WHERE d.superseded_by IS NULL AND (d.doc IN (SELECT doc FROM touched_documents)"
                      " OR d.doc IN (SELECT r.doc FROM touched t CROSS JOIN reports r ON r.event_id = t.event_id)) AND d.source IS NOT NULL"
                      " AND (d.source <> d.id OR EXISTS (SELECT 1 FROM documents o WHERE o.source = d.source AND o.source <> o.id)"
                      " OR EXISTS (SELECT 1 FROM reports e WHERE e.doc = d.doc AND e.echo_of IS NOT NULL)) ORDER BY d.source",
    [Q_ECHO_COPIES] = "SELECT d.doc, d.id, d.path, d.url, d.title, d.publisher, d.published, t.text FROM documents d JOIN texts t ON t.doc = d.doc"
                      " WHERE d.superseded_by IS NULL AND d.doc IN (SELECT o.doc FROM documents o WHERE o.source = ?1 AND o.source <> o.id UNION ALL"
                      " SELECT s.doc FROM documents s WHERE s.id = ?1 AND s.source = ?1) ORDER BY d.id, d.doc",
    [Q_ECHO_REPORTS] = "SELECT r.report, r.id, r.event_id, r.event, r.evidence_begin, r.trigger, r.evidence, " LINE_OF_REPORT ", r.actors FROM reports r"
                       " WHERE doc = ?1 AND superseded = 0 AND echo_of IS NULL AND event_id IS NOT NULL ORDER BY id",
    [Q_ECHO_TOUCH] = "INSERT OR IGNORE INTO touched SELECT event_id FROM reports WHERE doc = ?1 AND echo_of IS NOT NULL AND event_id IS NOT NULL",
    [Q_ECHO_DROP] = "DELETE FROM reports WHERE doc = ?1 AND echo_of IS NOT NULL",
    [Q_ECHO_PUT] = "INSERT INTO reports(id, doc, event_id, settled, superseded, echo_of, event, mode, act, status, quad, scale_tenths, goldstein_tenths, cameo, actors,"
                   " recipients, names, start, stop, date_days, date_basis, place, place_kind, place_country, vote, dead, injured, arrested, rule,"
                   " score_thousandths, evidence_begin, evidence_end, trigger_begin, trigger_end, trigger, evidence)"
                   " SELECT ?2, ?3, event_id, 1, 0, id, event, mode, act, status, quad, scale_tenths, goldstein_tenths, cameo, actors,"
                   " recipients, names, start, stop, date_days, date_basis, place, place_kind, place_country, vote, dead, injured, arrested, rule,"
                   " score_thousandths, ?4, ?5, ?6, ?7, ?8, ?9 FROM reports WHERE report = ?1 ON CONFLICT(id) DO NOTHING",
    [Q_ECHO_PARTIES] = "INSERT INTO parties(report, side, n, code, country, kind, sector, name, text, wikidata)"
                       " SELECT ?2, side, n, code, country, kind, sector, name, text, wikidata FROM parties WHERE report = ?1",
    [Q_ECHO_OBJECT] = "INSERT INTO objects(report, kind, name, text) SELECT ?2, kind, name, text FROM objects WHERE report = ?1",
    [Q_ECHO_CLEAR] = "DELETE FROM touched_documents",

    [Q_COUNT] = "SELECT (SELECT count(*) FROM documents WHERE superseded_by IS NULL), (SELECT count(*) FROM documents),"
                " (SELECT count(*) FROM reports WHERE superseded = 0), (SELECT count(*) FROM events)",
    [Q_EVENT_IDS] = "SELECT e.id FROM events e WHERE (?1 = '' OR e.report IN (SELECT report FROM parties WHERE (code = ?1 OR country = ?1) AND side <> 'said_by'))"
                    " AND ?2 = '' AND" EVENT_FILTER " ORDER BY e.start IS NULL, e.start, e.id",
    [Q_DYAD_IDS] = "SELECT e.id, max(" STANDS_FOR("p", "?1") " AND " STANDS_FOR("q", "?2") ") FROM parties p JOIN parties q ON q.report = p.report"
                   " JOIN events e ON e.report = p.report WHERE (p.code = ?1 OR p.country = ?1) AND (q.code = ?2 OR q.country = ?2)"
                   " AND ((p.side = 'actor' AND q.side = 'recipient') OR (p.side = 'recipient' AND q.side = 'actor')"
                   " OR (p.side = 'actor' AND q.side = 'actor' AND p.n <> q.n AND " IS_RECIPROCAL("p.report") ")) AND" EVENT_FILTER " GROUP BY e.id"
                   " ORDER BY e.start IS NULL, e.start, e.id",
    [Q_EVENT_ROW] = "SELECT " ROW_COLUMNS ", e.n_reports, e.n_sources, e.first_published FROM events e JOIN reports r ON r.report = e.report"
                    " JOIN documents d ON d.doc = r.doc WHERE e.id = ?1",
    [Q_REPORTS] = "SELECT " ROW_COLUMNS ", 1, 1, d.published FROM documents d JOIN reports r ON r.doc = d.doc WHERE (?1 OR r.superseded = 0)"
                  " AND (?3 IS NULL OR coalesce(r.stop, r.start, d.published) >= ?3) AND (?4 IS NULL OR coalesce(r.start, d.published) <= ?4)"
                  " AND (?5 = '' OR instr(',' || ?5 || ',', ',' || r.status || ',') > 0)"
                  " ORDER BY d.id, d.doc, r.evidence_begin, r.trigger_begin, r.id",
    [Q_EVENT_REPORTS] = "SELECT " ROW_COLUMNS ", 1, 1, d.published FROM reports r JOIN documents d ON d.doc = r.doc"
                        " WHERE r.event_id = ?1 AND r.superseded = 0 ORDER BY d.published IS NULL, d.published, d.id, r.evidence_begin, r.id",
    [Q_ID_FIND] = "SELECT id, event_id, superseded FROM reports WHERE id >= ?1 AND id < ?1 || 'g' ORDER BY id LIMIT 2",
    [Q_ALIAS_FIND] = "SELECT a.old_id, r.event_id, 0 FROM aliases a JOIN reports r ON r.id = a.report_id WHERE a.old_id >= ?1 AND a.old_id < ?1 || 'g'"
                     " ORDER BY a.old_id LIMIT 2",
    [Q_PARTNERS] = "SELECT code, count(*), sum(quad = 1), sum(quad = 2), sum(quad = 3), sum(quad = 4), sum(way = 1), sum(way = 2), sum(way = 3), armed FROM"
                   " (SELECT DISTINCT e.id, e.quad AS quad, coalesce(q.code, q.country) AS code, NOT " STANDS_FOR("q", "coalesce(q.code, q.country)") " AS armed,"
                   " CASE WHEN p.side = 'recipient' THEN 2 WHEN q.side = 'recipient' THEN 1 ELSE 3 END AS way"
                   " FROM parties p JOIN events e ON e.report = p.report JOIN parties q ON q.report = p.report"
                   " WHERE (p.code = ?1 OR p.country = ?1) AND " STANDS_FOR("p", "?1") " AND coalesce(q.code, q.country) IS NOT NULL AND ((p.side = 'actor' AND q.side = 'recipient')"
                   " OR (p.side = 'recipient' AND q.side = 'actor' AND coalesce(q.code, '') <> ?1 AND coalesce(q.country, '') <> ?1)"
                   " OR (p.side = 'actor' AND q.side = 'actor' AND p.n <> q.n AND coalesce(q.code, '') <> ?1 AND coalesce(q.country, '') <> ?1"
                   " AND " IS_RECIPROCAL("p.report") ")) AND ?2 = '' AND coalesce(e.vote, '') <> 'abstain' AND" EVENT_FILTER ")"
                   " GROUP BY code, armed ORDER BY 2 DESC, 1, armed",
    /* Who denies later than three days after does so of something else, or of a background that the pages tell better. */
    [Q_DENIED] = "SELECT e.id, n.id FROM events n JOIN events e ON e.event = n.event AND e.actors = n.actors AND e.recipients = n.recipients"
                 " WHERE n.status = 'negated' AND e.status = 'actual' AND n.actors <> '' AND ?1 = '' AND ?2 = ''"
                 " AND abs(julianday(coalesce(e.start, e.first_published)) - julianday(coalesce(n.start, n.first_published))) <= 3"
                 " AND" EVENT_FILTER " ORDER BY e.start IS NULL, e.start, e.id, n.id",
    /* One deed (of force, of the same kind, to the same, in one town on one day, in pages of one story) that is laid to different doors. */
    [Q_RIVALS] = "SELECT e.id, n.id FROM events e JOIN events n ON n.event = e.event AND n.recipients = e.recipients AND n.start = e.start AND n.id > e.id"
                 " JOIN reports r ON r.report = e.report JOIN reports q ON q.report = n.report JOIN documents d ON d.doc = r.doc JOIN documents f ON f.doc = q.doc"
                 " WHERE e.quad = 4 AND e.recipients <> '' AND e.actors <> '' AND n.actors <> '' AND e.actors <> n.actors AND ?1 = '' AND ?2 = ''"
                 " AND e.status = 'actual' AND n.status = 'actual' AND e.start = e.stop AND n.start = n.stop AND e.mode IS n.mode"
                 " AND r.place = q.place AND r.place_kind NOT IN ('country', 'region', 'sea') AND d.story = f.story AND d.doc <> f.doc"
                 " AND instr(' ' || e.actors || ' ', ' ' || n.actors || ' ') = 0 AND instr(' ' || n.actors || ' ', ' ' || e.actors || ' ') = 0"
                 " AND" EVENT_FILTER " ORDER BY e.start, e.id, n.id",
    [Q_DOCUMENTS] = "SELECT " DOCUMENT_COLUMNS ", NULL FROM documents d" WITH_SOURCE " WHERE (?3 IS NULL OR d.published >= ?3) AND (?4 IS NULL OR d.published <= ?4)"
                    " ORDER BY d.id, d.doc",
    [Q_FIND] = "SELECT fts.rowid FROM fts JOIN documents d ON d.doc = fts.rowid WHERE fts MATCH ?1 ORDER BY bm25(fts, 4.0, 1.0), d.id",
    [Q_FOUND] = "SELECT " DOCUMENT_COLUMNS ", snippet(fts, 1, '[', ']', ' … ', 28) FROM fts JOIN documents d ON d.doc = fts.rowid" WITH_SOURCE
                " WHERE fts MATCH ?1 AND fts.rowid = ?2",
};

const char *db_sql(db_query_id id) { return queries[id]; }
