#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# `make demo`: reads samples/ into a record, asks it for the time line of one pair of states, and says where the record is and what is in it.
# usage: BUILD=build tools/demo.sh
set -euo pipefail
cd "$(dirname "$0")/.."
record=${BUILD:-build}/demo.db
entente=${BUILD:-build}/entente
unset ENTENTE_RECORD ENTENTE_DATA
rm -f "$record" "$record"-wal "$record"-shm
echo
echo "\$ $entente read --record $record samples"
summary=$("$entente" read --record "$record" samples 2>&1)
echo "$summary"
echo
echo "\$ $entente dyad --record $record Turkey Greece"
"$entente" dyad --record "$record" Turkey Greece
echo
echo "$(find samples -type f | wc -l) files were read; $(tail -n 1 <<<"$summary")"
