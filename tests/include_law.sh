#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Who may include whom, and what the library may not do. One violation is one line "FILE: why"; a file without one has passed.
#
#   src/base      the C library; utf8proc and xxhash in one file each; the operating system's headers here alone
#   src/STATION   base/, doc.h, entente.h, its own folder; never another station; ask also record/record.h
#   src/*.c       everything (the flow and the public interface)
#   cli           cli.h and entente.h
#   SQLite in record alone; compression, charsets, json-c and language detection in page alone; nothing in src includes train/
#   nothing in src exits, aborts or prints; every source file begins with its licence
#
# The law is first tried on a tree with one planted violation of every kind: a check that cannot fail is a defect.
# usage: tests/include_law.sh
set -euo pipefail

sources() { # the source files below the current folder
    find . -regex '\./\(src\|cli\|include\|train\|tests\|tools\|packaging\|samples\)/.*\.\(c\|h\|cc\|sh\|mk\)' -printf '%P\n' | LC_ALL=C sort
}

law() { # law ROOT: violations in src/, cli/ and the tests of ROOT, one a line
    (
        cd "$1"
        sources | while read -r f; do
            awk -v file="$f" '
                function bad(why) { print file ": line " FNR ": " why }
                function station(path,   p) { return split(path, p, "/") > 1 && p[1] != "base" ? p[1] : "" }
                BEGIN {
                    n = split(file, part, "/")
                    top = part[1]; folder = n > 2 ? part[2] : ""
                    at["xxhash.h"] = "src/base/hash.c"; at["utf8proc.h"] = "src/base/utf8.c"
                    at["sqlite3.h"] = "src/record/"; at["json.h"] = at["zlib.h"] = at["zstd.h"] = at["iconv.h"] = at["uchardet.h"] = at["uchardet/uchardet.h"] = "src/page/"
                    at["unistd.h"] = at["fcntl.h"] = at["dirent.h"] = at["pthread.h"] = at["signal.h"] = at["sys/stat.h"] = at["sys/mman.h"] = at["sys/types.h"] = "src/base/"
                }
                FNR <= 2 && /SPDX-License-Identifier: Apache-2.0/ { licensed = 1 }
                FNR == 2 && !licensed { bad("no SPDX line at the head") }
                top == "src" && folder != "" && /^[ \t]*#[ \t]*include[ \t]*</ {
                    h = $0; sub(/^[^<]*</, "", h); sub(/>.*/, "", h)
                    if (h in at && index(file, at[h]) != 1) bad("<" h "> belongs to " at[h])
                    if (h ~ /cld2/ && folder != "page") bad("<" h "> belongs to src/page/")
                }
                /^[ \t]*#[ \t]*include[ \t]*"/ {
                    h = $0; sub(/^[^"]*"/, "", h); sub(/".*/, "", h); s = station(h)
                    if (top == "cli" && h != "cli.h" && h != "entente.h") bad("cli includes cli.h and entente.h only, not " h)
                    if (top == "src" && h ~ /^(\.\.|train|tests|cli)/) bad("src does not include " h)
                    if (top != "src" || folder == "" || h == "entente.h") next
                    if (folder == "base" && h !~ /^base\//) bad("base includes base only, not " h)
                    if (folder == "base" || h ~ /^base\// || h == "doc.h" || s == folder) next
                    if (folder == "ask" && h == "record/record.h") next
                    if (s == "" && h ~ /\// == 0 && folder != "" && system("test -e src/" folder "/" h) == 0) next
                    bad("station " folder " does not include " h)
                }
                { sub(/\/\*.*/, "") }
                top == "src" && !/^[ \t]*\*/ && !/format\(printf/ && /(^|[^A-Za-z0-9_>.])(exit|_exit|abort|printf|puts|putchar|fprintf|perror|vprintf)[ ]*\(/ { bad("the library never exits and never prints") }
                END { if (FNR < 2 && !licensed) bad("no SPDX line at the head") }
            ' "$f" || echo "$f: not read"
        done
    )
}

# ---- the law on itself ----
passed=0 failed=0
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
verdict() { # verdict STATUS WORDS
    if [[ $1 == 0 ]]; then passed=$((passed + 1)); else failed=$((failed + 1)) && echo "$2"; fi
}
planted() { # planted FILE LINE: what the law says of a tree with that one line
    mkdir -p "$tree/$(dirname "$1")"
    printf '/* SPDX-License-Identifier: Apache-2.0 */\n%s\n' "$2" >"$tree/$1"
    law "$tree"
    rm -r "${tree:?}"/*
}
forbids() { verdict "$(planted "$1" "$2" | grep -q -F "$3"; echo $?)" "the law does not see: $1: $2"; }
allows() { verdict "$(planted "$1" "$2" | grep -q .; echo $((1 - $?)))" "the law forbids what is allowed: $1: $2"; }
forbids src/base/x.c '#include "doc.h"' 'base includes base only'
forbids src/base/x.c '#include <xxhash.h>' 'belongs to src/base/hash.c'
forbids src/clause/x.c '#include "link/link.h"' 'station clause does not include link/link.h'
forbids src/record/x.c '#include "ask/ask.h"' 'station record does not include'
forbids src/ask/x.c '#include "record/tables.h"' 'station ask does not include'
forbids src/ask/x.c '#include <sqlite3.h>' 'belongs to src/record/'
forbids src/parse/x.c '#include <unistd.h>' 'belongs to src/base/'
forbids src/code/x.c '#include "../link/link.h"' 'src does not include'
forbids src/x.c '#include "train/corpus.h"' 'src does not include'
forbids src/split/x.c '    printf("hello");' 'never prints'
forbids src/split/x.c '    if (bad) exit(1);' 'never exits'
forbids cli/x.c '#include "doc.h"' 'cli includes cli.h and entente.h only'
allows src/ask/x.c '#include "record/record.h"'
allows src/ask/x.c '    n = snprintf(s, 9, "x"); /* no exit(1) here */'
allows src/x.c '#include "link/link.h"'
mkdir -p "$tree/src/split"
printf '#include "doc.h"\nint x;\n' >"$tree/src/split/x.c"
verdict "$(law "$tree" | grep -q 'no SPDX line'; echo $?)" "the law does not see a file without a licence"

# ---- the law on the house ----
cd "$(dirname "$0")/.."
violations=$(law .)
files=$(sources | wc -l)
guilty=0
if [[ -n $violations ]]; then
    echo "$violations"
    guilty=$(cut -d: -f1 <<<"$violations" | sort -u | wc -l)
fi
echo "$((passed + files - guilty)) passed, $((failed + guilty)) failed"
[[ $((failed + guilty)) == 0 ]]
