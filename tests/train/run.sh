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
fit() { # fit OUT CONLLU OPTION...: prints the scores on the training sentences
    local out=$1 conllu=$2
    shift 2
    "$BUILD/entente-train" --out "$out" --vectors train/words.vec --irregular train/irregular.tsv --epochs 140 --batch 4 --train "$conllu" --names tests/train/mini.iob2 --dev "$conllu" --dev-names tests/train/mini.iob2 --rounds 1 "$@" 2>"$work/log"
}
score() { grep -o " $1 [0-9.]*" "$work/scores" | cut -d' ' -f3; }
at_least() { awk -v x="$(score "$1")" -v y="$2" 'BEGIN { exit !(x >= y) }'; }

sed 's/\tNN\t/\tNNX\t/' tests/train/mini.conllu >"$work/other.conllu"
fit "$work/a.model" tests/train/mini.conllu >"$work/scores"
fit "$work/b.model" tests/train/mini.conllu --threads 1 >/dev/null
fit "$work/c.model" "$work/other.conllu" >/dev/null
check "same data, same bytes, one thread or two" cmp "$work/a.model" "$work/b.model"
check "other data, other bytes" differs "$work/a.model" "$work/c.model"
for floor in UPOS:95 LEMMA:97 UAS:90 LAS:85 names:90; do check "$floor, got $(score "${floor%:*}")" at_least "${floor%:*}" "${floor#*:}"; done
printf '1\tA\n\n' >"$work/bad.conllu"
refused() { "$BUILD/entente-train" --out "$work/x.model" --vectors train/words.vec --train "$work/bad.conllu" 2>&1 | grep -q 'bad.conllu:1: not a CoNLL-U line'; }
check "a bad line is named" refused

# a training that is killed goes on after the last epoch it had done, and ends with the same bytes; the state of another training is not taken up
"$BUILD/entente-train" --out "$work/k.model" --vectors train/words.vec --train tests/train/mini.conllu --epochs 4 --batch 4 >/dev/null 2>&1
kept() { "$BUILD/entente-train" --out "$work/$1.model" --vectors train/words.vec --train tests/train/mini.conllu --epochs 4 --batch 4 --checkpoint "$work/state" "${@:2}"; }
mkfifo "$work/epochs"
kept kept 2>"$work/epochs" >/dev/null &
killed=$!
while read -r line; do [[ $line == "epoch  2"* ]] && kill -9 "$killed" && break; done <"$work/epochs"
wait "$killed" 2>/dev/null
check "a killed training leaves its state" test -s "$work/state"
cp "$work/state" "$work/state.whole"
kept other --seed 99 >/dev/null 2>"$work/log"
check "the state of another training is not taken up" test 0 = "$(grep -c 'goes on' "$work/log")"
head -c 1000000 "$work/state.whole" >"$work/state"
kept cut >/dev/null 2>"$work/log"
check "nor a state that is cut short" test 0 = "$(grep -c 'goes on' "$work/log")"
cp "$work/state.whole" "$work/state"
kept kept --threads 1 >/dev/null 2>"$work/log"
check "a killed training goes on" grep -q 'goes on after epoch' "$work/log"
check "and ends with the same bytes" cmp "$work/k.model" "$work/kept.model"
check "a finished training leaves no state" test ! -e "$work/state"
kept full --checkpoint "$work/no/state" >/dev/null 2>"$work/log"
check "a state that cannot be kept is named" grep -q "not kept: $work/no/state" "$work/log"
check "and the model is the same" cmp "$work/k.model" "$work/full.model"

diverges() { "$BUILD/entente-train" --out "$work/d.model" --vectors train/words.vec --train tests/train/mini.conllu --epochs 9 --batch 4 --rate 1e30 2>&1 | grep -q 'the training has diverged'; }
check "a training that diverges ends" diverges
check "and leaves no model" test ! -e "$work/d.model"

# silver trees: the labels of one model's reading, without its words, give trees to the same text; a sentence read otherwise gets none
"$BUILD/entente" parse --model "$work/a.model" --pretokenised tests/train/mini.conllu >"$work/read"
"$BUILD/entente-train" --silver-from "$work/read" --silver "$work/silver.tsv"
awk -F '\t' -v OFS='\t' 'NF == 10 && !done { $2 = $2 "x"; done = 1 } { print }' "$work/read" >"$work/odd"
silver() { fit "$work/s.model" tests/train/mini.conllu --epochs 1 --silver "$work/silver.tsv" "$@" >/dev/null && grep -o 'silver: [0-9]*' "$work/log" | cut -d' ' -f2; }
lines=$(grep -c '^[0-9a-f]\{16\}' "$work/silver.tsv") same=$(silver --text "$work/read") odd=$(silver --text "$work/odd") twice=$(silver --text "$work/read" --text "$work/read")
check "a silver tree for each sentence, got ${same:-none} of $lines" test "${same:-0}" -gt 1 -a "${same:-0}" -eq "$lines"
check "and one less where a word differs, got ${odd:-none}" test "${odd:-0}" -eq $((same - 1))
check "a text given twice counts twice, got ${twice:-none}" test "${twice:-0}" -eq $((2 * same))
words_of() { awk -F '\t' 'NF == 10 && length($2) > 3 { print $2 }' "$work/read" | grep -v -i -x -f <(cut -f 2- "$work/silver.tsv" | tr -c 'A-Za-z' '\n' | sort -u | grep .); }
check "no word of the text is in the file" test "$(words_of | wc -l)" -eq "$(awk -F '\t' 'NF == 10 && length($2) > 3' "$work/read" | wc -l)"
silver_refused() { "$BUILD/entente-train" --out "$work/x.model" --vectors train/words.vec --train tests/train/mini.conllu --silver "$work/bad.tsv" --text "$work/read" 2>&1 | grep -q "$1"; }
sed 's/^\([0-9a-f]\{16\}\t[^ ]*\) [^ ]*/\1/' "$work/silver.tsv" >"$work/bad.tsv"
check "labels that do not fit are refused" silver_refused 'bad.tsv: the labels of sentence 1 do not fit its words'
sed '3s/^/x/' "$work/silver.tsv" >"$work/bad.tsv"
check "a damaged line is named" silver_refused 'bad.tsv:3: not a line of silver trees'
# doubt: where a name of the text is half a place, the pupil reads names otherwise than where it is surely one
sed 's/Entity=B-LOC/Entity=B-LOC|Other=B-PER,50/' "$work/read" >"$work/doubting"
"$BUILD/entente-train" --silver-from "$work/doubting" --silver "$work/doubt.tsv"
check "doubt stands in the file" grep -q ',5,1,50' "$work/doubt.tsv"
fit "$work/s1.model" tests/train/mini.conllu --epochs 2 --silver "$work/silver.tsv" --text "$work/read" >/dev/null
fit "$work/s2.model" tests/train/mini.conllu --epochs 2 --silver "$work/doubt.tsv" --text "$work/read" >/dev/null
check "and is learned from" differs "$work/s1.model" "$work/s2.model"
sed 's/,5,1,50/,5,1,500/' "$work/doubt.tsv" >"$work/bad.tsv"
check "a doubt beyond all of it is refused" silver_refused 'bad.tsv: the labels of sentence'

# marked text: names alone, onto the words of the same text; what the marks do not cover is no name
printf '%s\n' 'In [LOC Port Vell], [PER Ana Lee]'"'"'s ferry was late.' '' 'The [ORG Harbour Board, Inc.] did not answer.' '' 'Nothing is marked here, at all.' >"$work/marked"
unmarked() { sed -E 's/\[(PER|ORG|LOC) ([^]]*)\]/\2/g' "$1" >"$work/plain.txt" && "$BUILD/entente" parse "$work/plain.txt" >"$work/plain"; }
marked() { fit "$work/m.model" tests/train/mini.conllu --marked "$work/marked" --marked-words "$work/plain" --dev "$work/plain" "$@" >"$work/scores"; }
unmarked "$work/marked"
marked --epochs 200
check "marks are found" grep -q 'names marked in 3 sentences; 0 were not' "$work/log"
for name in 'Port B-LOC' 'Vell I-LOC' 'Ana B-PER' 'Lee I-PER' 'Harbour B-ORG' 'Inc. I-ORG' "'s -" 'Nothing -'; do
    got=$("$BUILD/entente" parse --model "$work/m.model" --pretokenised "$work/plain" | awk -F '\t' -v w="${name% *}" 'NF == 10 && $2 == w { print match($10, /Entity=[BI]-[A-Z]+/) ? substr($10, RSTART + 7, RLENGTH - 7) : "-"; exit }')
    check "and learned: $name, got ${got:-none}" test "$got" = "${name#* }"
done
sed 's/late/later/' "$work/plain" >"$work/odd" && mv "$work/odd" "$work/plain" && marked --epochs 1
check "a sentence with other words is left out, and counted" grep -q 'names marked in 2 sentences; 1 were not' "$work/log"
for bad in '[PER Ana' '[PER ]' 'a ] b' '[ORG A [LOC B]]' '[MISC A]'; do
    printf 'Good.\n%s\n' "$bad" >"$work/bad.marked"
    marked_refused() { "$BUILD/entente-train" --out "$work/x.model" --vectors train/words.vec --train tests/train/mini.conllu --marked "$work/bad.marked" --marked-words "$work/plain" 2>&1 | grep -q 'bad.marked:2: a mark is'; }
    check "a bad mark is named: $bad" marked_refused
done

# word vectors: 600 words in three groups that point apart
awk 'BEGIN { srand(5); for (w = 0; w < 600; w++) { printf "w%sx", w; for (k = 0; k < 100; k++) printf " %.3f", (k % 3 == w % 3) + (rand() - .5) / 4; print "" } }' >"$work/vectors.txt"
cut_down() { "$BUILD/entente-train" --vectors-from "$1" --vectors "$2" 2>&1; }
left=$(cut_down "$work/vectors.txt" "$work/v1" | sed -n 's/^level  1: \([0-9]*\)\..*/\1/p')
check "the first centres tell the groups apart, variance left: ${left:-none}" test "${left:-100}" -lt 15
cut_down "$work/vectors.txt" "$work/v2" >/dev/null
check "same vectors, same bytes" cmp "$work/v1" "$work/v2"
sed '7s/ [^ ]*$//' "$work/vectors.txt" >"$work/short.txt"
check "a line that lacks a number is named" grep -q 'short.txt:7: not a word and 100 numbers' <(cut_down "$work/short.txt" "$work/v3")
head -c 5000 "$work/v1" >"$work/cut"
check "a file cut short is refused" grep -q 'cut: no word vectors' <("$BUILD/entente-train" --out "$work/x.model" --vectors "$work/cut" --train tests/train/mini.conllu 2>&1)

# noise
spoil() { "$BUILD/entente-train" --noisy "$1" --noise "$2" --dev tests/train/mini.conllu; }
trees() { # each sentence has numbers in order, one root, and every word reaches it
    awk -F '\t' '
        function close_tree(   i, k, steps) {
            for (i = 1; i <= n; i++) { k = i; for (steps = 0; k != 0 && steps <= n; steps++) k = head[k]; if (k != 0) bad = 1 }
            if (n > 0 && roots != 1) bad = 1
            n = roots = 0
        }
        /^#/ { next }
        NF == 10 { if ($1 != ++n) bad = 1; head[n] = $7; if ($7 == 0) roots++; words++ }
        NF == 0 { close_tree() }
        END { close_tree(); exit bad || words < 20 }' "$1"
}
spoil "$work/n1" 1 && spoil "$work/n2" 1 && spoil "$work/n3" 2
awk -F "\t" -v OFS="\t" "NR == 2 { \$7 = \$1 } { print }" "$work/n3" >"$work/broken"
not_trees() { ! trees "$1"; }
check "same seed, same noise" cmp "$work/n1" "$work/n2"
check "other seed, other noise" differs "$work/n1" "$work/n3"
check "noisy trees are trees" trees "$work/n1"
check "and a cycle would be seen" not_trees "$work/broken"
spoiled=$(join -j 1 -v 1 <(awk -v RS= '{ gsub(/[ \t\n]/, "~"); print }' tests/train/mini.conllu | sort) <(awk -v RS= '{ gsub(/[ \t\n]/, "~"); print }' "$work/n1" | sort) | wc -l)
check "every sentence is spoiled" test "$spoiled" -ge "$(grep -c '^# sent_id' tests/train/mini.conllu)"

# where sentences end
{
    for i in 1 2 3 4 5 6 7 8 9 10 11 12; do printf '# newpar\n# text = Ships %d left.\n# text = The U.S. envoy saw No. %d of them.\n# text = Nobody else did!\n' $i $i; done
} >"$work/text.conllu"
ends() { "$BUILD/entente-train" --sentences "$1" --train "$2" 2>/dev/null; }
ends "$work/s1" "$work/text.conllu" && ends "$work/s2" "$work/text.conllu" && sed 's/left\./left,/' "$work/text.conllu" >"$work/text2.conllu" && ends "$work/s3" "$work/text2.conllu"
check "same text, same weights" cmp "$work/s1" "$work/s2"
check "other text, other weights" differs "$work/s1" "$work/s3"
check "weights are learned" test "$(grep -c '^-\?[0-9]' "$work/s1")" -ge 10
no_text() { "$BUILD/entente-train" --sentences "$work/x" --train "$work/bad.conllu" 2>&1 | grep -q "no paragraphs with '# text' lines"; }
check "a treebank without text is refused" no_text
echo "$passed passed, $failed failed"
[[ $failed == 0 ]]
