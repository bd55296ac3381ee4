#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# The program as a user meets it. A test is a script NAME.sh and what it prints, NAME.out. It runs in an empty folder of its own with the
# words of lib.sh, the built program first on the path, and no settings of the caller's. --bless rewrites the expected files: review the diff.
# A test that cannot run here prints "SKIP why" and ends with status 77; it is named and not counted.
# usage: BUILD=build tests/cli/run.sh [--bless] [NAME...]
set -u
here=$(cd "$(dirname "$0")" && pwd)
ROOT=$(cd "$here/../.." && pwd)
BUILD=$(cd "$ROOT" && cd "${BUILD:-build}" && pwd)
export ROOT BUILD LC_ALL=C.UTF-8 PATH="$BUILD:$PATH"
unset ENTENTE_RECORD ENTENTE_DATA
bless=
if [[ ${1:-} == --bless ]]; then
    bless=1
    shift
fi
names=("$@")
[[ $# == 0 ]] && for f in "$here"/*.sh; do case ${f##*/} in run.sh | lib.sh) ;; *) names+=("$(basename "$f" .sh)") ;; esac; done
top=$(mktemp -d)
trap 'chmod -R u+rwx "$top" 2>/dev/null; rm -rf "$top"' EXIT
chmod 755 "$top"
passed=0 failed=0
for name in "${names[@]}"; do
    mkdir -p "$top/$name"
    status=0
    (cd "$top/$name" && WORK=$PWD timeout 300 bash -euo pipefail -c "source '$here/lib.sh'; source '$here/$name.sh'" </dev/null) >"$top/$name.raw" 2>&1 || status=$?
    sed -e "s|$top/$name|WORK|g; s|$BUILD|BUILD|g; s|$ROOT|ROOT|g" "$top/$name.raw" >"$top/$name.got"
    if [[ $status == 77 ]]; then
        echo "skipped $name: $(sed -n 's/^SKIP //p' "$top/$name.got")"
    elif [[ $status != 0 ]]; then
        failed=$((failed + 1))
        echo "not ok $name: the script ended with status $status"
        tail -n 15 "$top/$name.got"
    elif [[ -n $bless ]]; then
        cmp -s "$top/$name.got" "$here/$name.out" || echo "blessed $name"
        cp "$top/$name.got" "$here/$name.out"
    elif diff -u "$here/$name.out" "$top/$name.got" >"$top/$name.diff" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "not ok $name"
        head -n 40 "$top/$name.diff"
    fi
done
echo "$passed passed, $failed failed"
[[ $failed == 0 ]]
