/* SPDX-License-Identifier: Apache-2.0 */
/*
 * entente.h: the whole public interface of libentente.
 *
 * Entente reads news pages and keeps the record of relations between states: who did what to whom, when, where, on whose
 * word, each entry with the sentence that proves it. The header climbs from facts, through an engine, to jobs and records:
 *
 *     1  version and errors      ent_version, ent_error
 *     2  engine                  ent_engine_new: model, code book, gazetteer; loaded once, immutable, shared by threads
 *     3  jobs                    ent_run: pages in, lines out (text, parse, dates, events, dump, or a record)
 *     4  one sentence            ent_explain, ent_relate
 *     5  the code book           ent_codebook_check, _list, _show
 *     6  a record                ent_record_open, ent_ask_*, ent_export
 *
 * Laws. Text is UTF-8 and carries its length; offsets are byte offsets, end exclusive. A function that can fail returns
 * 0 (ENT_OK) or an ent_code and fills the caller's ent_error. The library never exits, never prints and keeps no mutable
 * globals; everything it writes goes through an ent_sink. Same input and same version give the same bytes, at any number
 * of threads. What _new or _open gives, the caller gives back to _free or _close; every other pointer is borrowed.
 */
#ifndef ENTENTE_H
#define ENTENTE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define ENT_API __attribute__((visibility("default")))
#else
#define ENT_API
#endif

/* ---- 1 version and errors ------------------------------------------------------------------------------------- */

#define ENT_VERSION "0.1.0"

typedef enum ent_code {
    ENT_OK = 0,
    ENT_E_MEMORY,   /* out of memory, or an arena's cap reached */
    ENT_E_IO,       /* the system refused to read or write; the message has its reason */
    ENT_E_FORMAT,   /* bytes are not what they should be: model, table, code book, record, input line */
    ENT_E_USAGE,    /* an argument makes no sense: no date, no status, no station, no type, an actor with itself */
    ENT_E_NOTFOUND, /* no such event, actor, record or data folder */
    ENT_E_CLOSED,   /* a sink said stop (closed pipe): end quietly */
    ENT_E_PARTIAL   /* the job ran to its end, but some inputs could not be used; each was named to ent_problem_fn */
} ent_code;

/* Detail of a failure. Caller-owned; `offset` is a byte position in the input or -1; `message` is one line, no newline. */
typedef struct ent_error {
    ent_code code;
    int64_t offset;
    char message[480];
} ent_error;

/* Program version, e.g. "0.1.0". Static storage. */
ENT_API const char *ent_version(void);

/* ---- sinks and reports ---------------------------------------------------------------------------------------- */

/* Takes n bytes; returns 0, or non-zero to stop the job (it then ends with ENT_E_CLOSED). Called from one thread at a time. */
typedef int (*ent_write_fn)(void *ctx, const char *bytes, size_t n);
typedef struct ent_sink {
    ent_write_fn write;
    void *ctx;
} ent_sink;

/* An input that could not be used, or was used in part: its name as given and one line that says why. */
typedef void (*ent_problem_fn)(void *ctx, const char *input, const char *reason);

typedef struct ent_totals {
    uint64_t documents, skipped, words, events;               /* read now */
    uint64_t undated;                                         /* of the documents: those that state no day of publication */
    uint64_t record_documents, record_reports, record_events; /* ENT_OUT_RECORD: in the record after the run */
} ent_totals;

/* What was done so far; called at most once per document, from one thread at a time. */
typedef void (*ent_progress_fn)(void *ctx, const ent_totals *so_far);

/* ---- 2 engine ------------------------------------------------------------------------------------------------- */

typedef struct ent_engine ent_engine;

typedef struct ent_engine_options {
    const char *data_dir; /* folder with codebook/, gazetteer/, models/; NULL: $ENTENTE_DATA, then the build tree, then the prefix */
    const char *model;    /* model name ("en") or path of a .model file; NULL: "en" */
} ent_engine_options;

/* Loads everything. On failure *out is NULL and err says which file and line. The engine may be used by many threads. */
ENT_API int ent_engine_new(ent_engine **out, const ent_engine_options *options, ent_error *err);
ENT_API void ent_engine_free(ent_engine *engine);
/* Program, code-book, gazetteer and model version in one short string. Valid as long as the engine. */
ENT_API const char *ent_engine_version(const ent_engine *engine);

/* ---- 3 jobs --------------------------------------------------------------------------------------------------- */

typedef enum ent_output {
    ENT_OUT_TEXT,      /* main text of each document, for people */
    ENT_OUT_TEXT_JSON, /* a line per document: page facts and main text */
    ENT_OUT_CONLLU,
    ENT_OUT_DATES,
    ENT_OUT_EVENTS, /* a line per event */
    ENT_OUT_DUMP,   /* the columns after `station` */
    ENT_OUT_RECORD  /* into `record`; nothing to the sink */
} ent_output;

typedef struct ent_job {
    ent_output output;
    const char *const *paths; /* files and folders; "-" is standard input */
    size_t n_paths;
    unsigned n_threads;    /* 0: as many as cores */
    const char *published; /* ISO date for documents that have none, or NULL */
    const char *url;       /* URL of the input, or NULL */
    const char *station;   /* ENT_OUT_DUMP: page, split, parse, link, clause, code */
    int pretokenised;      /* ENT_OUT_CONLLU: input is CoNLL-U; its tokens are kept */
    const char *record;    /* ENT_OUT_RECORD: path of the database */
    ent_sink sink;
    ent_problem_fn problem; /* may be NULL */
    void *problem_ctx;
    ent_progress_fn progress; /* may be NULL */
    void *progress_ctx;
} ent_job;

/* Runs a job to its end. ENT_E_PARTIAL: some inputs were named to `problem`, the rest is done. totals may be NULL. */
ENT_API int ent_run(const ent_engine *engine, const ent_job *job, ent_totals *totals, ent_error *err);

/* ---- 4 one sentence ------------------------------------------------------------------------------------------- */

/* Writes, for people, the tree, mentions, clauses, and for every predicate the rules tried and why each fired or did not. */
ENT_API int ent_explain(const ent_engine *engine, const char *text, size_t n, const char *published, ent_sink sink, ent_error *err);
/* NDJSON {"id","text","source","target"} in, one line out for each; forced: never abstains. Bad lines go to `problem`. */
ENT_API int ent_relate(const ent_engine *engine, const ent_job *job, int forced, ent_error *err);

/* ---- 5 the code book ------------------------------------------------------------------------------------------ */

/* Runs every example and counter-example of every rule; failures are written to the sink. *n_failed counts them. */
ENT_API int ent_codebook_check(const ent_engine *engine, ent_sink sink, uint64_t *n_examples, uint64_t *n_failed, ent_error *err);
ENT_API int ent_codebook_list(const ent_engine *engine, int json, ent_sink sink, ent_error *err);
ENT_API int ent_codebook_show(const ent_engine *engine, const char *type, ent_sink sink, ent_error *err);

/* ---- 6 a record ----------------------------------------------------------------------------------------------- */

typedef struct ent_record ent_record;

/* Opens an existing record for asking. ENT_E_FORMAT when the file is not a record of Entente. */
ENT_API int ent_record_open(ent_record **out, const char *path, ent_error *err);
ENT_API void ent_record_close(ent_record *record);

typedef struct ent_ask {
    const char *since, *until; /* ISO dates, inclusive, or NULL */
    const char *by;            /* "day", "month", "year" */
    const char *status;        /* comma-separated list; NULL: "actual" */
    int json;
} ent_ask;

/* Actors are codes or any name the gazetteer knows. engine may be NULL: then codes only. */
ENT_API int ent_ask_dyad(ent_record *record, const ent_engine *engine, const char *a, const char *b, const ent_ask *ask, ent_sink sink, ent_error *err);
ENT_API int ent_ask_actor(ent_record *record, const ent_engine *engine, const char *a, const ent_ask *ask, ent_sink sink, ent_error *err);
ENT_API int ent_ask_event(ent_record *record, const char *id, const ent_ask *ask, ent_sink sink, ent_error *err);
/* What reports of one event tell differently (number, amount, day, town), and what some report and others deny: who says what. */
ENT_API int ent_ask_disputes(ent_record *record, const ent_ask *ask, ent_sink sink, ent_error *err);
/* Why two reports, or two events, were or were not taken for one. Ids as for ent_ask_event. */
ENT_API int ent_ask_why(ent_record *record, const ent_engine *engine, const char *a, const char *b, const ent_ask *ask, ent_sink sink, ent_error *err);
ENT_API int ent_ask_find(ent_record *record, const char *words, const ent_ask *ask, ent_sink sink, ent_error *err);

typedef enum ent_unit { ENT_UNIT_EVENTS, ENT_UNIT_REPORTS, ENT_UNIT_DOCUMENTS } ent_unit;
/* format: "ndjson", "csv" or, tab-separated as those feeds publish them, "icews", "polecat", "gdelt" (events and reports; actual ones unless
 * ask->status widens). engine may be NULL for the first two. */
ENT_API int ent_export(ent_record *record, const ent_engine *engine, ent_unit unit, const char *format, const ent_ask *ask, ent_sink sink, ent_error *err);

#ifdef __cplusplus
}
#endif
#endif
