#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# An installed Entente works from any folder, and other programs build against it, in C and C++, with either library; uninstalling
# leaves nothing behind.   usage: BUILD=build tests/install/run.sh
set -u
ROOT=$(cd "$(dirname "$0")/../.." && pwd)
top=$(mktemp -d)
trap 'rm -rf "$top"' EXIT
passed=0 failed=0
check() { # check WORDS COMMAND...
    local words=$1
    shift
    if "$@" >"$top/log" 2>&1; then passed=$((passed + 1)); else
        failed=$((failed + 1))
        echo "not ok: $words"
        tail -n 10 "$top/log"
    fi
}
cd "$ROOT" || exit
BUILD=${BUILD:-build}
prefix=$(cat "$BUILD/prefix")
p=$top$prefix
check 'make install' make -s install BUILD="$BUILD" DESTDIR="$top" PREFIX="$prefix"
unset ENTENTE_DATA
export LD_LIBRARY_PATH=$p/lib PKG_CONFIG_LIBDIR=$p/lib/pkgconfig:$(pkg-config --variable pc_path pkg-config) PKG_CONFIG_SYSROOT_DIR=
cd "$top" || exit
check 'the installed program finds its data' sh -c "'$p/bin/entente' version | grep -q 'model:'"
check 'the manual page is there' test -s "$p/share/man/man1/entente.1"
for f in bash-completion/completions/entente zsh/site-functions/_entente fish/vendor_completions.d/entente.fish entente/codebook/ontology.tsv; do check "share/$f" test -s "$p/share/$f"; done
check 'pkg-config knows it' pkg-config --define-variable=prefix="$p" --exists entente
read -r -a cflags <<<"$(pkg-config --define-variable=prefix="$p" --cflags entente)"
read -r -a libs <<<"$(pkg-config --define-variable=prefix="$p" --libs entente)"
read -r -a static <<<"$(pkg-config --define-variable=prefix="$p" --static --libs entente)"
use=$ROOT/tests/install/use.c
check 'C, shared library' ${CC:-cc} -std=c17 -Wall -Wextra -Werror "${cflags[@]}" "$use" "${libs[@]}" -o shared
check 'C, static library' ${CC:-cc} -std=c17 -Wall -Wextra -Werror "${cflags[@]}" "$use" -Wl,-Bstatic "${libs[@]}" -Wl,-Bdynamic "${static[@]}" -o static
check 'C++' ${CXX:-c++} -x c++ -std=c++17 -Wall -Wextra -Werror "${cflags[@]}" "$use" -x none "${libs[@]}" -o cxx
for program in shared static cxx; do check "$program runs" sh -c "ENTENTE_DATA='$p/share/entente' ./$program | grep -q '42 explained'"; done
check 'the static one needs no libentente.so' sh -c '! ldd ./static | grep -q libentente'
cd "$ROOT" || exit
check 'make uninstall' make -s uninstall BUILD="$BUILD" DESTDIR="$top" PREFIX="$prefix"
check 'nothing is left' sh -c "[ -z \"\$(find '$p' -type f -o -type l)\" ]"
echo "$passed passed, $failed failed"
[[ $failed == 0 ]]
