# SPDX-License-Identifier: Apache-2.0
# Words of the tests of the command line.
# shellcheck shell=bash

# t COMMAND...: the command, what it prints on standard output, on standard error (behind "!"), and its exit status.
t() {
    local status=0
    printf '$ %s\n' "$*"
    "$@" >.out 2>.err || status=$?
    cat .out
    sed 's/^/! /' .err
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
