# SPDX-License-Identifier: Apache-2.0
# The same pages give the same export: at 1 and at 4 threads, read twice, in any order, in one run or in several, killed and resumed.
news 400 >news.ndjson
mkdir pages
split -l 40 -a 2 --additional-suffix=.ndjson news.ndjson pages/
cp "$ROOT"/samples/*.html pages/
all=actual,planned,possible,conditional,requested,negated
export_all() { # export_all RECORD: everything that can be exported, without what names the order of reading
    entente export --record "$1" --status $all
    entente export --record "$1" --reports --status $all
    entente export --record "$1" --documents
}
entente read --jobs 1 --record one.db pages 2>/dev/null
export_all one.db >one
[[ $(wc -l <one) -gt 800 ]] && echo 'there is something to compare'
entente read --jobs 4 --record four.db pages 2>/dev/null
export_all four.db >four
same one four '1 thread and 4 threads'
entente code --jobs 1 pages >code1
entente code --jobs 4 pages >code4
same code1 code4 'code with 1 thread and with 4'
entente read --record one.db pages 2>/dev/null
export_all one.db >twice
same one twice 'read twice'
# shellcheck disable=SC2046 # one name a word
entente read --jobs 2 --record back.db $(find pages -type f | LC_ALL=C sort -r) 2>/dev/null
export_all back.db >back
same one back 'read in the opposite order'
for f in $(find pages -type f | LC_ALL=C sort | awk '{ print NR * 7919 % 31, $0 }' | sort -n | cut -d' ' -f2); do entente read --record parts.db "$f" 2>/dev/null; done
export_all parts.db >parts
same one parts 'read in many runs'
# Killed in the middle: at several moments, then resumed.
killed=0
for delay in 0.05 0.2 0.4 0.8; do
    rm -f killed.db*
    entente read --jobs 2 --record killed.db pages 2>/dev/null &
    job=$!
    sleep "$delay"
    kill -9 "$job" 2>/dev/null && killed=$((killed + 1))
    wait "$job" 2>/dev/null || true
    entente read --record killed.db pages 2>/dev/null
    export_all killed.db >resumed
    cmp -s one resumed || echo "DIFFERENT after a kill at $delay s"
done
[[ $killed -gt 0 ]] && echo 'killed, resumed, and the same'
