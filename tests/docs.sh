#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# The commands of the documentation, run. In README.md, HACKING.md, ARCHITECTURE.md and docs/*.md a block fenced with ```console holds
# lines "$ COMMAND" and under each what it prints on both streams; "..." stands for anything, also for lines. Each file is one session in a copy of
# samples/ beside it, with the built program on the path. Blocks fenced otherwise are not run. The examples of `entente COMMAND --help` are run likewise, in
# the order of the commands: each must succeed and say something.
# usage: BUILD=build tests/docs.sh [--show]      --show prints what the commands give, for writing the documents
set -u
ROOT=$(cd "$(dirname "$0")/.." && pwd)
BUILD=$(cd "$ROOT" && cd "${BUILD:-build}" && pwd)
export LC_ALL=C.UTF-8 PATH="$BUILD:$PATH"
unset ENTENTE_RECORD ENTENTE_DATA
show=${1:-}
top=$(mktemp -d)
trap 'rm -rf "$top"' EXIT
passed=0 failed=0

check() { # check FILE COMMAND EXPECTED
    local got pattern
    got=$(bash -c "$2" 2>&1 </dev/null)
    [[ $show == --show ]] && printf '$ %s\n%s\n' "$2" "$got"
    pattern=$(sed -e 's/[][*?\\]/\\&/g' -e 's/\.\.\./*/g' <<<"$3")
    # shellcheck disable=SC2053 # a pattern
    if [[ $got == $pattern ]]; then passed=$((passed + 1)); else
        failed=$((failed + 1))
        echo "not ok: $1: $2"
        diff <(echo "$3") <(echo "$got") | head -n 20
    fi
}

session() { # session FILE: runs its console blocks in order
    local line in_block='' command='' expected=''
    flush() {
        [[ -n $command ]] && check "$1" "$command" "${expected%$'\n'}"
        command='' expected=''
    }
    while IFS= read -r line; do
        if [[ -z $in_block ]]; then
            [[ $line == '```console' ]] && in_block=1
        elif [[ $line == '```' ]]; then
            flush "$1"
            in_block=
        elif [[ $line == '$ '* ]]; then
            flush "$1"
            command=${line#'$ '}
        else
            expected+=$line$'\n'
        fi
    done <"$ROOT/$1"
}

# A check that cannot fail is a defect: a document with one true and one false line.
mkdir "$top/self" && printf '```console\n$ echo a; echo b; echo c\na\n...\nc\n$ echo *\nnothing\n```\n' >"$top/self/x.md"
verdict=$(cd "$top/self" && ROOT=$top/self && session x.md >/dev/null && echo "$passed $failed")
if [[ $verdict == '1 1' ]]; then passed=1; else
    failed=1
    echo "the documents' commands are not really compared: $verdict"
fi
cd "$ROOT" || exit
for file in README.md HACKING.md ARCHITECTURE.md docs/*.md; do
    [[ -f $file ]] || continue
    mkdir -p "$top/$file"
    cp -R samples "$top/$file/samples"
    cd "$top/$file" || exit
    session "$file"
    cd "$ROOT" || exit
done
mkdir -p "$top/help/.local/share/bash-completion/completions" && cp -R samples "$top/help" && cd "$top/help" || exit
while read -r name _; do
    while IFS= read -r command; do
        [[ $show == --show ]] && echo "\$ $command"
        if ! HOME=$PWD bash -o pipefail -c "$command" >out 2>err </dev/null || [[ $name != read && $command != *'>'* && ! -s out ]] || grep -q 'nothing between\|^no document' out; then
            failed=$((failed + 1))
            echo "not ok: the help of $name: $command" && head -n 5 err out
        else passed=$((passed + 1)); fi
    done < <(entente "$name" --help | sed -e '1,/^example:$/d' -e '/^$/,$d' -e 's/^  //')
done < <(entente help | sed -n 's/^  \([a-z]\+ \)/\1/p' | grep -v '^entente ')
cd "$ROOT" || exit
echo "$passed passed, $failed failed"
[[ $failed == 0 ]]
