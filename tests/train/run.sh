#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# The trainer from end to end on a treebank of eight sentences: same data, same bytes; other data, other bytes; and what it learned,
# the library gives back.
# usage: BUILD=build tests/train/run.sh
set -u
cd "$(dirname "$0")/../.." || exit
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0
check() { # check WORDS COMMAND...
    local words=$1
    shift
    if "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)) && echo "not ok: $words"; fi
}
differs() { ! cmp -s "$@"; }
fit() { # fit OUT CONLLU: prints the scores on the training sentences
    "$BUILD/entente-train" --out "$1" --irregular train/irregular.tsv --epochs 140 --batch 4 --train "$2" --names tests/train/mini.iob2 --dev "$2" --dev-names tests/train/mini.iob2 --rounds 1 2>/dev/null
}
score() { grep -o " $1 [0-9.]*" "$work/scores" | cut -d' ' -f3; }
at_least() { awk -v x="$(score "$1")" -v y="$2" 'BEGIN { exit !(x >= y) }'; }

sed 's/\tNN\t/\tNNX\t/' tests/train/mini.conllu >"$work/other.conllu"
fit "$work/a.model" tests/train/mini.conllu >"$work/scores"
fit "$work/b.model" tests/train/mini.conllu >/dev/null
fit "$work/c.model" "$work/other.conllu" >/dev/null
check "same data, same bytes" cmp "$work/a.model" "$work/b.model"
check "other data, other bytes" differs "$work/a.model" "$work/c.model"
for floor in UPOS:95 LEMMA:97 UAS:90 LAS:85 names:90; do check "$floor, got $(score "${floor%:*}")" at_least "${floor%:*}" "${floor#*:}"; done
printf '1\tA\n\n' >"$work/bad.conllu"
refused() { "$BUILD/entente-train" --out "$work/x.model" --train "$work/bad.conllu" 2>&1 | grep -q 'bad.conllu:1: not a CoNLL-U line'; }
check "a bad line is named" refused
echo "$passed passed, $failed failed"
[[ $failed == 0 ]]
