#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# `make demo`: reads samples/ into a record and asks it for the time line of one pair of states.   usage: BUILD=build tools/demo.sh
set -euo pipefail
cd "$(dirname "$0")/.."
record=${BUILD:-build}/demo.db
entente=${BUILD:-build}/entente
unset ENTENTE_RECORD ENTENTE_DATA
rm -f "$record" "$record"-wal "$record"-shm
run() {
    echo
    echo "\$ $*"
    "$@"
}
run "$entente" read --record "$record" samples
run "$entente" dyad --record "$record" Turkey Greece
