/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one table of commands. Help, manual page and completions are made from it, so what is not here does not exist and what
 * is here is documented. Order is the order of the help: the main job, the looks at single stations, the questions.
 */
#include <string.h>

#include "cli.h"

#define O(id) (1u << OPT_##id)
#define READING (O(JOBS) | O(PUBLISHED) | O(URL))
#define ASKING (O(RECORD) | O(STATUS) | O(JSON))
enum { MANY = 1u << 30 };

const command commands[] = {
    {"read", "PATH...", OPERAND_PATHS, 1, MANY, READING | O(RECORD), "read pages into a record",
     "The main job: reads pages, finds the events they report, and keeps both in a record, an SQLite file that is made when there is none. "
     "A page read again unchanged changes nothing; the same address with changed text becomes a new version. A run that was stopped is resumed by the same "
     "command: nothing is lost and nothing doubled.",
     "entente read samples\nentente read --record news.db --jobs 4 samples/06-aegean-wire.ndjson samples/13-horn-accord.txt", cmd_read},
    {"code", "PATH...", OPERAND_PATHS, 1, MANY, READING, "events of pages as NDJSON, no record",
     "Writes one line of JSON for every event the pages report, with its actor, recipient, status, date, who says so, and the sentence that proves it. "
     "The same happening told twice is two lines; a record brings them together.",
     "entente code samples/01-ankara-visit.html", cmd_code},
    {"text", "PATH...", OPERAND_PATHS, 1, MANY, READING | O(JSON), "main text and facts of pages",
     "Writes the main text of each page without menus, captions, links and other furniture. With --json, a line per page with title, authors, publisher, date "
     "and what the date rests on, language, and flags for what was wrong with the page.",
     "entente text --json samples/02-athens-declaration.html", cmd_text},
    {"parse", "PATH...", OPERAND_PATHS, 1, MANY, O(JOBS) | O(PRETOKENISED) | O(MODEL), "sentences, words and trees as CoNLL-U",
     "Writes sentences, words, lemmas, tags, features, dependency trees (Universal Dependencies) and names as CoNLL-U. With --pretokenised the input is "
     "CoNLL-U, and its words, sentences, comments and multi-word tokens are kept.",
     "echo 'France recalled its ambassador.' | entente parse -", cmd_parse},
    {"dates", "PATH...", OPERAND_PATHS, 1, MANY, READING, "temporal expressions as NDJSON",
     "Writes a line for every date, time, duration and set of times, with its TIMEX3 value. What cannot be resolved stays null; it is never guessed.",
     "echo 'They met on Monday.' | entente dates --published 2024-05-17 -", cmd_dates},
    {"relate", "PATH...", OPERAND_PATHS, 1, MANY, O(JOBS) | O(FORCED), "the relation between two given actors",
     "Reads lines {\"id\",\"text\",\"source\",\"target\"} and writes for each the relation that the text reports from source to target, or null when it is not sure. "
     "With --forced it always answers.",
     "echo '{\"id\":1,\"text\":\"France condemned Iran.\",\"source\":\"France\",\"target\":\"Iran\"}' | entente relate -", cmd_relate},
    {"explain", "SENTENCE", OPERAND_WORDS, 1, 1, O(PUBLISHED), "why a sentence gives the events it gives",
     "Shows, for one sentence (its words, or - for standard input), the tree, the actors, the clauses, and for every predicate the rules that were tried, the one that fired, and why the others did not.",
     "entente explain \"Turkey's foreign minister will visit Athens on Friday.\"", cmd_explain},
    {"dump", "PATH...", OPERAND_PATHS, 1, MANY, READING | O(AFTER), "what a station has written",
     "Writes the columns of the document after a station as NDJSON: page, split, parse, link, clause or code.",
     "entente dump --after clause samples/05-earthquake.txt", cmd_dump},
    {"codebook", "check|list|show [TYPE]", OPERAND_WORDS, 1, 2, O(JSON), "check, list or show the rules",
     "check runs every example and counter-example of every rule and names those that fail. list names all rules. show prints the rules of one event type.",
     "entente codebook check\nentente codebook show SANCTION", cmd_codebook},
    {"dyad", "A B", OPERAND_WORDS, 2, 2, ASKING | O(SINCE) | O(UNTIL) | O(BY), "time line of two actors",
     "What two actors did to and with each other, in order of time, each entry with its evidence; then the totals. Actors are codes (TUR, NATO) or names (Turkey).",
     "entente dyad Turkey Greece --since 2022-01-01 --by month", cmd_dyad},
    {"actor", "A", OPERAND_WORDS, 1, 1, ASKING | O(SINCE) | O(UNTIL), "whom an actor dealt with, and how",
     "The partners of one actor, from most to least, with what passed between them.", "entente actor Turkey", cmd_actor},
    {"event", "ID", OPERAND_WORDS, 1, 1, O(RECORD) | O(JSON), "one event with all its reports",
     "One event of the record: all reports of it, their quotes, who says so, and where they differ.", "entente event 2f06df218fcc", cmd_event},
    {"why", "ID ID", OPERAND_WORDS, 2, 2, O(RECORD) | O(JSON), "why two reports are or are not one event",
     "Tells why two reports, or two events, were or were not taken for one: what agrees, what stands between them, and over which other reports they hang together.",
     "entente why 8ff61976fa6d 2f06df218fcc", cmd_why},
    {"disputes", "", OPERAND_NONE, 0, 0, ASKING | O(SINCE) | O(UNTIL), "what reports of one event tell differently",
     "Numbers of dead, injured and arrested, amounts, days and towns that reports of one event tell differently, and what some report and others deny, side by side "
     "with who says what.",
     "entente disputes\nentente disputes --json --since 2023-01-01", cmd_disputes},
    {"find", "WORDS...", OPERAND_WORDS, 1, MANY, O(RECORD) | O(JSON), "full-text search of the documents",
     "Documents of the record that hold all the words, best first, with the passage. Words match their other endings; \"words in quotes\" stand together; begin* finds all words that begin so.",
     "entente find border talks\nentente find '\"prime minister\" earth*'", cmd_find},
    {"export", "", OPERAND_NONE, 0, 0, O(RECORD) | O(REPORTS) | O(DOCUMENTS) | O(FORMAT) | O(STATUS) | O(SINCE) | O(UNTIL), "the record as NDJSON, CSV, or a table as ICEWS, POLECAT or GDELT have it",
     "Writes one line per happening, its reports merged; with --reports one line per report, with --documents one line per document. The same pages give the same "
     "export, whatever the order and the number of runs and threads. The formats icews, polecat and gdelt are the tab-separated tables that these feeds publish, with a row for each pair "
     "of parties (polecat: one for each happening); they hold actual events only, unless --status widens.",
     "entente export --format csv > events.csv\nentente export --reports --status actual,planned\nentente export --format polecat > events.txt", cmd_export},
    {"version", "", OPERAND_NONE, 0, 0, 0, "versions of the program and its data",
     "Prints the version of the program, and in one string those of program, code book, gazetteer and model that every event carries.", "entente version", cmd_version},
    {"help", "[COMMAND]", OPERAND_WORDS, 0, 1, 0, "this help, or that of a command",
     "Without a command, all commands in one list. `man`, `bash`, `zsh` and `fish` in place of a command print the manual page and the completions for a shell.",
     "entente help read\nentente help bash > ~/.local/share/bash-completion/completions/entente", cmd_help},
};
const size_t n_commands = sizeof commands / sizeof *commands;

const command *command_find(const char *name)
{
    for (size_t i = 0; i < n_commands; i++)
        if (!strcmp(commands[i].name, name)) return &commands[i];
    return NULL;
}

/* Edit distance (Levenshtein 1966) of two short words, in one row; anything long is far. */
static unsigned distance(const char *a, const char *b)
{
    enum { LONGEST = 24 };
    size_t n = strlen(a), m = strlen(b);
    if (n > LONGEST || m > LONGEST) return LONGEST;
    unsigned row[LONGEST + 1];
    for (size_t j = 0; j <= m; j++) row[j] = (unsigned)j;
    for (size_t i = 1; i <= n; i++) {
        unsigned corner = row[0];
        row[0] = (unsigned)i;
        for (size_t j = 1; j <= m; j++) {
            unsigned change = corner + (a[i - 1] != b[j - 1]), gap = (row[j] < row[j - 1] ? row[j] : row[j - 1]) + 1;
            corner = row[j];
            row[j] = change < gap ? change : gap;
        }
    }
    return row[m];
}

const command *command_near(const char *name)
{
    const command *best = NULL;
    unsigned least = 3;
    for (size_t i = 0; i < n_commands; i++) {
        unsigned d = distance(name, commands[i].name);
        if (d < least && d < strlen(name)) {
            least = d;
            best = &commands[i];
        }
    }
    return best;
}
