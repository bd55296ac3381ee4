# SPDX-License-Identifier: Apache-2.0
# A closed pipe ends the program quietly.
news 3000 >news.ndjson
t bash -c 'entente text --json news.ndjson | head -n 1 | grep -c "\"doc\":\"n1\""; echo "${PIPESTATUS[@]}"'
t bash -c 'entente help man | true; echo "${PIPESTATUS[@]}"'
t bash -c 'entente text news.ndjson | head -c 10 >/dev/null; echo "${PIPESTATUS[@]}"'
