# SPDX-License-Identifier: Apache-2.0
# Words of the tests of the command line.
# shellcheck shell=bash

# t COMMAND...: the command, what it prints on standard output, on standard error (behind "!"), and its exit status. A line number of the
# messages that equals $last is shown as LAST, so that a test may add a line to a table that grows.
t() {
    local status=0
    printf '$ %s\n' "$*"
    "$@" >.out 2>.err || status=$?
    cat .out
    sed "s/^/! /; s/:${last:-LAST}:/:LAST:/" .err
    echo "= $status"
}

# same FILE FILE WORDS: says whether two files hold the same bytes.
same() {
    if cmp -s "$1" "$2"; then echo "same: $3"; else
        echo "DIFFERENT: $3"
        diff "$1" "$2" | head -n 5
    fi
}

# page FILE SENTENCE...: a small page whose main text is the sentences, a paragraph each.
page() {
    local file=$1 title=$2 p
    shift 2
    {
        printf '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>%s</title><meta property="article:published_time" content="2024-05-14"></head><body><article><h1>%s</h1>\n' "$title" "$title"
        for p; do printf '<p>%s</p>\n' "$p"; done
        printf '</article></body></html>\n'
    } >"$file"
}

# news N: N small documents as NDJSON, each with two or three events between many pairs of states; every tenth tells the one before again.
news() {
    awk -v n="$1" 'BEGIN {
        split("France Germany Italy Spain Poland Egypt Iran Iraq India China Japan Russia Ukraine Turkey Greece Brazil Chile Peru Kenya Ghana", s, " ")
        split("condemned|threatened|attacked|thanked|praised|accused|sanctioned|invaded", v, "|")
        for (i = 1; i <= n; i++) {
            k = i % 10 == 0 ? i - 1 : i
            a = s[1 + k % 20]; b = s[1 + (k * 7 + 3) % 20]; if (a == b) b = "Norway"
            c = s[1 + (k * 3 + 5) % 20]; if (c == a) c = "Sweden"
            printf "{\"id\":\"n%d\",\"url\":\"https://news.example/%d\",\"title\":\"Report %d\",\"published\":\"2024-%02d-%02d\",\"publisher\":\"Example\",\"text\":\"%s %s %s on Monday. The foreign minister of %s visited %s. %s and %s signed an agreement.\"}\n",
                i, i, i, 1 + k % 12, 1 + k % 28, a, v[1 + k % 8], b, a, c, b, c
        }
    }'
}

# ask SQL: the answer of SQLite over lines of JSON loaded from FILE as table lines(j).
ask() {
    sqlite3 :memory: "CREATE TABLE lines(j)" ".mode ascii" '.separator "\037" "\n"' ".import $1 lines" ".mode list" "$2"
}
