# SPDX-License-Identifier: Apache-2.0
# The same address with changed text is a new version: the old one's reports no longer count.
first='{"url":"https://news.example/1","published":"2024-05-14","text":"France condemned Iran on Monday."}'
second='{"url":"https://news.example/1","published":"2024-05-14","text":"France praised Iran on Monday."}'
events() { entente export --record r.db | grep -o '"event":"[A-Z]*"'; }
echo "$first" | entente read --record r.db - 2>/dev/null
t events
echo "$second" | entente read --record r.db - 2>/dev/null
t events
echo "$second" | entente read --record r.db - 2>/dev/null
t events
