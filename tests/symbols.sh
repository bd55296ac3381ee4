#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Both libraries give away ent_* and nothing else, both give the same, every declared function is there, and no object of the library
# has memory that could change between calls (.data, .bss).   usage: BUILD=build tests/symbols.sh
set -euo pipefail
cd "$(dirname "$0")/.."
BUILD=${BUILD:-build}
passed=0 failed=0
check() { # check WORDS FOUND: passes when FOUND is empty
    if [[ -z $2 ]]; then passed=$((passed + 1)); else
        failed=$((failed + 1))
        echo "$1:"
        echo "$2" | head -n 20
    fi
}
shared=$(nm -D --defined-only "$BUILD/libentente.so" | awk '{ print $3 }' | sort)
static=$(nm -g --defined-only "$BUILD/libentente.a" 2>/dev/null | awk 'NF == 3 { print $3 }' | sort)
declared=$(sed -n 's/^ENT_API .*[ *]\(ent_[a-z_]*\)(.*/\1/p' include/entente.h | sort)
check 'exported by libentente.so' "$(grep -v '^ent_' <<<"$shared" || true)"
check 'exported by libentente.a' "$(grep -v '^ent_' <<<"$static" || true)"
check 'declared and not in libentente.so, or the other way round' "$(diff <(echo "$declared") <(echo "$shared") || true)"
check 'declared and not in libentente.a, or the other way round' "$(diff <(echo "$declared") <(echo "$static") || true)"
check 'no function declared in entente.h was found' "$([[ $(wc -l <<<"$declared") -gt 10 ]] || echo "$declared")"
mutable() { objdump -t "$@" | awk '/file format/ { file = $1 } / O \.(data|bss|tdata|tbss)/ && !/ \.data\.rel\.ro/ { print file, $NF }'; }
# shellcheck disable=SC2046
check 'mutable globals' "$(mutable $(find "$BUILD/obj/src" -name '*.o'))"
planted=$(mktemp --suffix=.o)
trap 'rm -f "$planted"' EXIT
echo 'static int a; static const char *b[] = {"x"}; static const char *const c[] = {"y"}; const void *f(int k) { return k ? (void *)&a : k > 1 ? (void *)b : (void *)c; }' |
    ${CC:-cc} -O0 -fPIC -x c -c - -o "$planted"
check 'mutable globals are not seen, or constants are' "$([[ $(mutable "$planted" | awk '{ print $2 }' | sort | tr '\n' ' ') == 'a b ' ]] || mutable "$planted")"
check 'no soname' "$(readelf -d "$BUILD/libentente.so" | grep -q 'SONAME.*libentente.so.0' || echo libentente.so)"
echo "$passed passed, $failed failed"
[[ $failed == 0 ]]
