# SPDX-License-Identifier: Apache-2.0
# A full disk: under standard output, and under the record. One line, status 3, and the record stays whole.
news 40 >news.ndjson
t bash -c 'entente text --json news.ndjson >/dev/full'
t bash -c 'entente help >/dev/full'
entente read --record whole.db news.ndjson 2>/dev/null
t bash -c 'ulimit -f 100; entente read --record small.db news.ndjson'
sqlite3 small.db 'PRAGMA integrity_check'
# With room again, the same command completes it.
entente read --record small.db news.ndjson 2>/dev/null
entente export --reports --record whole.db --status actual,planned,possible,conditional,requested,negated >whole
entente export --reports --record small.db --status actual,planned,possible,conditional,requested,negated >small
same whole small 'reports after a full disk'
[[ -s whole ]] && echo 'and there are some'
