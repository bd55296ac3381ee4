#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Scores on the development data, a row per measure, beside the committed floors; fails below a floor. Every scorer that is there is run;
# a set that is not there is said to be missing and fails nothing.
# usage: BUILD=build SHARED=../shared tests/accuracy/run.sh [SET...]     sets: parse names dates recognizers pages langid sentences factuality attribution india quiet stories found relate
set -uo pipefail
cd "$(dirname "$0")/../.." || exit
ROOT=$PWD
BUILD=${BUILD:-build}
entente=$ROOT/$BUILD/entente
shared=${SHARED:-../shared}
data=$shared/data score=$shared/score
here=$ROOT/tests/accuracy
work=$ROOT/$BUILD/accuracy
mkdir -p "$work"
below=0 n=0
only=("$@")

wanted() { # wanted SET PATH: whether to score the set whose data is at PATH
    [[ ${#only[@]} == 0 || " ${only[*]} " == *" $1 "* ]] || return 1
    [[ -e $2 ]] && return 0
    printf '%-28s not there: %s\n' "$1" "$2"
    return 1
}

row() { # row NAME VALUE
    local floor mark=''
    floor=$(awk -F '\t' -v name="$1" '$1 == name { print $2 }' "$here/floors.tsv")
    if [[ -z $2 ]]; then mark='  NO VALUE' below=$((below + 1)); elif [[ -n $floor ]] && awk "BEGIN { exit !($2 < $floor) }"; then mark='  BELOW' below=$((below + 1)); fi
    printf '%-28s %8s   floor %6s%s\n' "$1" "$2" "${floor:--}" "$mark"
    n=$((n + 1))
}

after() { awk -v word="$1" '{ for (i = 1; i < NF; i++) if ($i == word) { print $(i + 1); exit } }' <<<"$2"; } # the value after a word of a scorer's line
unpack() { mkdir -p "$work/$2" && [[ -n $(ls -A "$work/$2") ]] || tar -xJf "$1" -C "$work/$2"; }

parse() { # parse NAME GOLD
    local out word
    out=$("$entente" parse --pretokenised "$2" >"$work/$1.gold" && python3 "$score/score_conllu.py" "$2" "$work/$1.gold")
    for word in upos lemma uas las; do row "$1.$word" "$(after "$word" "$out")"; done
    python3 "$here/prepare.py" raw "$2" >"$work/$1.txt"
    out=$("$entente" parse "$work/$1.txt" >"$work/$1.raw" && python3 "$score/score_conllu.py" "$2" "$work/$1.raw")
    for word in sentences words las; do row "$1.raw.$word" "$(after "$word" "$out")"; done
}

# News and interviews alone, which are what the program is for.
prose() { # prose NAME GOLD
    local out word
    python3 "$here/prepare.py" genre "$2" news interview >"$work/$1.prose.conllu"
    python3 "$here/prepare.py" raw "$work/$1.prose.conllu" >"$work/$1.prose.txt"
    out=$("$entente" parse "$work/$1.prose.txt" >"$work/$1.prose" && python3 "$score/score_conllu.py" "$work/$1.prose.conllu" "$work/$1.prose")
    for word in sentences words las; do row "$1.prose.raw.$word" "$(after "$word" "$out")"; done
}

noisy() { # noisy NAME GOLD: the same sentences as the web spoils them, from gold tokens
    local out word
    "$ROOT/$BUILD/entente-train" --noisy "$work/$1.noisy.conllu" --noise 1 --dev "$2" || return
    out=$("$entente" parse --pretokenised "$work/$1.noisy.conllu" >"$work/$1.noisy" && python3 "$score/score_conllu.py" "$work/$1.noisy.conllu" "$work/$1.noisy")
    for word in upos las; do row "$1.noisy.$word" "$(after "$word" "$out")"; done
}

for scorer in "$here"/score_*.py; do # on gold given back and on nothing
    grep -q selftest "$scorer" || continue
    python3 "$scorer" selftest >/dev/null || { echo "$scorer: selftest failed"; exit 1; }
done
wanted parse "$data/ud/ewt" && parse ewt "$data/ud/ewt/en_ewt-ud-dev.conllu"
wanted parse "$data/ud/ewt" && noisy ewt "$data/ud/ewt/en_ewt-ud-dev.conllu"
wanted parse "$data/ud/gumfree" && parse gum "$data/ud/gumfree/en_gumfree-ud-dev.conllu"
wanted parse "$data/ud/gumfree" && prose gum "$data/ud/gumfree/en_gumfree-ud-dev.conllu"
if wanted names "$data/ud/uner-ewt"; then
    out=$("$entente" parse --pretokenised "$data/ud/ewt/en_ewt-ud-dev.conllu" >"$work/names" && python3 "$score/score_names.py" "$data/ud/uner-ewt/en_ewt-ud-dev.iob2" "$work/names")
    for word in P R F1; do row "names.$word" "$(after "$word" "$out")"; done
fi
if wanted names "$BUILD/teach/unread.conllu"; then # marked text that the model has not read
    out=$("$BUILD/entente-train" --model models/en.model --marked "$BUILD/teach/unread.all" --marked-words "$BUILD/teach/unread.conllu" 2>/dev/null)
    row names.unread.F1 "$(after names "$out")"
fi
if wanted dates "$data/temporal/TBAQ-cleaned.tar.xz"; then
    unpack "$data/temporal/TBAQ-cleaned.tar.xz" temporal
    mkdir -p "$work/temporal/TBAQ-cleaned/both"
    cp -u "$work"/temporal/TBAQ-cleaned/{AQUAINT,TimeBank}/*.tml "$work/temporal/TBAQ-cleaned/both"
    for set in AQUAINT TimeBank both; do
        folder=$work/temporal/TBAQ-cleaned/$set
        python3 "$score/score_dates.py" --texts "$folder" >"$work/dates.in"
        "$entente" dates "$work/dates.in" >"$work/dates.out"
        out=$(python3 "$score/score_dates.py" "$folder" "$work/dates.out" | sed 's/ F1 / /g')
        for word in strict relaxed value; do row "dates.$set.$word" "$(after "$word" "$out")"; done
    done
fi
if wanted recognizers "$data/temporal/recognizers-text-datetime-specs.tar.xz"; then
    unpack "$data/temporal/recognizers-text-datetime-specs.tar.xz" recognizers
    specs=$work/recognizers/recognizers-text-specs/DateTime/English/DateTimeModel.json
    python3 "$here/score_recognizers.py" --texts "$specs" >"$work/recognizers.in"
    "$entente" dates "$work/recognizers.in" >"$work/recognizers.out"
    row recognizers.dates "$(after percent "$(python3 "$here/score_recognizers.py" "$specs" "$work/recognizers.out")")"
fi
if wanted pages "$data/pages/wcxb-dev.tar.xz"; then
    unpack "$data/pages/wcxb-dev.tar.xz" wcxb
    "$entente" text --json "$work/wcxb/dev/html" >"$work/wcxb.text" 2>/dev/null
    out=$(python3 "$here/prepare.py" wcxb "$work/wcxb/dev/ground-truth" "$work/wcxb.text" "$work")
    row pages.published "$(after published "$out")"
    row pages.title "$(after title "$out")"
    row pages.author "$(after author "$out")"
    out=$(python3 "$score/score_pages.py" "$work/gold.json" "$work/pred.json")
    for word in P R F1; do row "pages.text.$word" "$(after "$word" "$out")"; done
    unpack "$data/pages/htmldate/html.tar.xz" htmldate
    "$entente" text --json "$work/htmldate" >"$work/htmldate.text" 2>/dev/null
    out=$(python3 "$here/prepare.py" htmldate "$data/pages/htmldate/eval_default.json" "$work/htmldate.text")
    row pages.htmldate.accuracy "$(after accuracy "$out")"
    row pages.htmldate.precision "$(after precision "$out")"
fi
if wanted langid "$data/langid/langid-news-2874.tsv"; then
    python3 "$here/prepare.py" langid "$data/langid/langid-news-2874.tsv" >"$work/langid.in"
    "$entente" text --json "$work/langid.in" >"$work/langid.text"
    row langid "$(after accuracy "$(python3 "$here/prepare.py" langid-score "$data/langid/langid-news-2874.tsv" "$work/langid.text")")"
fi
if wanted sentences "$data/sentences/dev.jsonl"; then
    "$score/sentences.sh" "$entente" "$data/sentences/dev.jsonl" >"$work/sentences.txt"
    at() { awk -v words="$1" -v k="$2" 'index($0, words " ") == 1 || index($0, "  " words " ") == 1 { sub(/^ *[^0-9]*  /, ""); print $k; exit }' "$work/sentences.txt"; }
    row sentences.P "$(at event+actors 1)"
    row sentences.R "$(at event+actors 2)"
    row sentences.F1 "$(at event+actors 3)"
    row sentences.status "$(at status 1)"
    row sentences.said_by "$(at said_by 1)"
    row sentences.date "$(at date 1)"
    row sentences.quiet "$(awk '/^No-event sentences/ { n = $3; sub(/;/, "", n); f = $8; printf "%.1f", 100 * (n - f) / n }' "$work/sentences.txt")"
fi
hundred() { awk '{ printf "%.1f", 100 * $1 }' <<<"$(after "$1" "$2")"; }
if wanted factuality "$data/factuality/UW-dev.jsonl"; then
    for set in UW MEANTIME; do
        python3 "$here/score_factuality.py" prepare "$data/factuality/$set-dev.jsonl" >"$work/factuality.in"
        "$entente" dump --after clause "$work/factuality.in" >"$work/factuality.out"
        out=$(python3 "$here/score_factuality.py" score "$data/factuality/$set-dev.jsonl" "$work/factuality.out")
        row "factuality.$set.r" "$(hundred r "$out")"
        row "factuality.$set.found" "$(hundred found "$out")"
    done
fi
if wanted attribution "$data/attribution/polnear.tar.xz"; then
    unpack "$data/attribution/polnear.tar.xz" polnear
    python3 "$here/score_attribution.py" prepare "$work/polnear/data/dev" >"$work/attribution.in"
    "$entente" dump --after clause "$work/attribution.in" >"$work/attribution.out"
    out=$(python3 "$here/score_attribution.py" score "$work/polnear/data/dev" "$work/attribution.out")
    for word in P R F1 source content; do row "attribution.$word" "$(hundred "$word" "$out")"; done
fi
if wanted india "$data/india/dev.csv"; then
    python3 "$here/score_india.py" prepare "$data/india/dev.csv" >"$work/india.in"
    "$entente" code "$work/india.in" >"$work/india.out"
    out=$(python3 "$here/score_india.py" score "$data/india/dev.csv" "$work/india.out")
    row india.quiet "$(awk '{ printf "%.2f", 100 - $1 }' <<<"$(after false "$out")")"
    row india.kill "$(after kill "$out")"
    row india.arrest "$(after arrest "$out")"
fi
if wanted quiet "$data/pages/wcxb-dev.tar.xz"; then
    unpack "$data/pages/wcxb-dev.tar.xz" wcxb
    "$entente" dump --after split "$work/wcxb/dev/html" 2>/dev/null | grep -c '"column":"sentence"' >"$work/quiet.sentences"
    "$entente" code "$work/wcxb/dev/html" 2>/dev/null >"$work/quiet.out"
    row quiet.pages "$(awk -v events="$(wc -l <"$work/quiet.out")" '{ printf "%.3f", 100 - 100 * events / $1 }' "$work/quiet.sentences")"
fi
if wanted stories "$data/stories/dev/gold.jsonl"; then
    "$score/stories.sh" "$entente" "$data/stories/dev" >"$work/stories.txt"
    of() { awk -v part="$1" -v word="$2" '/^[a-z]/ { in_part = $1 } in_part == part && $1 == word { printf "%.1f", 100 * $2; exit }' "$work/stories.txt"; }
    row stories.text.F1 "$(of text F1)"
    row stories.published "$(of published accuracy)"
    row stories.events.recall "$(of events recall)"
    row stories.events.precision "$(of events precision_floor)"
    row stories.happenings.F1 "$(of clusters B3_F1)"
    rm -f "$work"/stories.db*
    "$entente" read --record "$work/stories.db" "$data/stories/dev/pages" >/dev/null 2>&1
    "$entente" disputes --record "$work/stories.db" --json >"$work/disputes.json"
    out=$(python3 "$here/score_disputes.py" "$data/stories/dev/gold-contradictions.jsonl" "$work/disputes.json")
    row stories.disputes "$(after found "$out")"
    row stories.disputes.right "$(awk '{ printf "%.1f", $8 ? 100 * $8 / $6 : 0 }' <<<"$out")"
fi
if wanted ecb "$data/copies/ecbplus/docs.jsonl"; then
    python3 "$here/score_ecb.py" prepare "$data/copies/ecbplus/docs.jsonl" >"$work/ecb.ndjson"
    rm -f "$work/ecb.db"
    "$entente" read --record "$work/ecb.db" "$work/ecb.ndjson" >/dev/null 2>&1
    "$entente" export --record "$work/ecb.db" --documents >"$work/ecb.out"
    row ecb.F1 "$(after F1 "$(python3 "$here/score_ecb.py" score "$data/copies/ecbplus/docs.jsonl" "$work/ecb.out")")"
fi
if wanted found "$data/found/expected.tsv"; then
    "$entente" code "$data"/found/*.txt >"$work/found.ndjson" 2>/dev/null
    out=$(python3 "$score/score_found.py" "$data/found/expected.tsv" "$work/found.ndjson")
    row found.right "$(sed -n 's|.*found \([0-9]*\)/\([0-9]*\),.*|\1 \2|p' <<<"$out" | awk '{ printf "%.1f", 100 * $1 / $2 }')"
    row found.avoided "$(sed -n 's|.*wrongly emitted \([0-9]*\)/\([0-9]*\),.*|\1 \2|p' <<<"$out" | awk '{ printf "%.1f", 100 * ($2 - $1) / $2 }')"
fi
if wanted relate "$data/plv/train.ndjson"; then
    "$entente" relate "$data/plv/train.ndjson" >"$work/relate" && out=$(python3 "$score/score_plv.py" "$data/plv/train.tsv" "$work/relate" | head -n 1)
    row relate.root "$(after root "$out")"
    row relate.quad "$(after quad "$out")"
    "$entente" relate --forced "$data/plv/train.ndjson" >"$work/relate" && out=$(python3 "$score/score_plv.py" "$data/plv/train.tsv" "$work/relate" | head -n 1)
    row relate.forced.root "$(after root "$out")"
fi
echo "$n measures, $below below their floor or without a value"
[[ $n -gt 0 && $below == 0 ]]
