#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# All tests, part by part, and one closing line with the sum. A part says how it went by "N passed, N failed" as its last such line, or
# in the words of cmocka; a part that ends badly without saying so counts as one failure, and its log is shown.
# usage: BUILD=build tests/run.sh [PART...]      parts: law unit symbols codebook fuzz slow cli install train docs
set -u
cd "$(dirname "$0")/.." || exit
export BUILD=${BUILD:-build} ENTENTE_DATA=$PWD CMOCKA_MESSAGE_OUTPUT=stdout
export ASAN_OPTIONS=${ASAN_OPTIONS:-detect_leaks=1} UBSAN_OPTIONS=${UBSAN_OPTIONS:-print_stacktrace=1}
unset ENTENTE_RECORD
logs=$BUILD/check
mkdir -p "$logs"
passed=0 failed=0

count() { # count LOG STATUS: passed and failed of one part
    awk -v status="$2" '
        /^[0-9]+ passed, [0-9]+ failed$/ { own = 1; p = $1; f = $3 }
        /^\[==========\] Running/ { running = 1 }
        /^\[  PASSED  \]/ { done = 1; cp += $4 }
        /^\[  FAILED  \] [0-9]+ test/ { done = 1; cf += $4 }
        END {
            if (!own) { p = cp + 0; f = cf + 0 }
            if ((status != 0 || (running && !done)) && f == 0) f = 1
            if (p + f == 0) f = 1
            print p, f
        }' "$1"
}

part() { # part NAME COMMAND...
    local name=$1 log p f status=0
    shift
    log=$logs/${name//[^a-z0-9_]/_}.log
    "$@" >"$log" 2>&1 </dev/null || status=$?
    read -r p f < <(count "$log" "$status")
    passed=$((passed + p)) failed=$((failed + f))
    printf '%-22s %5d passed%s\n' "$name" "$p" "$([[ $f == 0 ]] || echo ", $f FAILED (status $status), see $log")"
    if [[ $f != 0 ]]; then grep -v '^\[ *\(RUN\|OK\) *\]' "$log" | tail -n 40 | sed 's/^/    /'; fi
}

wanted() { [[ ${#only[@]} == 0 || " ${only[*]} " == *" $1 "* ]]; }
only=("$@")

wanted law && part law tests/include_law.sh
if wanted unit; then for t in "$BUILD"/tests/test_*; do [[ -x $t && ! -d $t ]] && [[ -f tests/unit/${t##*/}.c ]] && part "unit ${t##*/test_}" "$t"; done; fi
[[ -z ${SAN:-} ]] && wanted symbols && part symbols tests/symbols.sh
wanted codebook && part codebook "$BUILD/entente" codebook check
if wanted fuzz; then for t in "$BUILD"/replay/*; do [[ -x $t && -f tests/fuzz/fuzz_${t##*/}.c ]] && part "fuzz ${t##*/}" "$t" "tests/fuzz/corpus/${t##*/}"; done; fi
[[ -z ${SAN:-} ]] && wanted slow && part slow build/steps/slow
wanted cli && part cli tests/cli/run.sh
[[ -z ${SAN:-} ]] && wanted install && part install tests/install/run.sh
[[ -z ${SAN:-} ]] && wanted train && part train tests/train/run.sh
[[ -z ${SAN:-} ]] && wanted docs && part docs tests/docs.sh
echo "$passed passed, $failed failed"
[[ $failed == 0 ]]
