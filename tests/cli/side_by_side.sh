# SPDX-License-Identifier: Apache-2.0
# Who acts side by side has not acted on one another; who meets has.
page both.html "Two happenings" "Japan and South Korea condemned the launch on Monday." "Japan and South Korea held talks on Tuesday."
t entente read --record both.db both.html
t bash -c 'entente dyad --record both.db JPN KOR | grep -o "^20.*[A-Z]  "'
t bash -c 'entente export --record both.db --format ndjson | grep -o "\"event\":\"[A-Z]*\"\|\"reciprocal\":[a-z]*"'
