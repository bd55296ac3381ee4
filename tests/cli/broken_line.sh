# SPDX-License-Identifier: Apache-2.0
# NDJSON with broken lines: each is named with its number, the others are read, status 2.
{
    echo '{"id":"a","text":"France and Germany held talks in Geneva on Monday."}'
    echo '{"id":"b","text":"Italy thanked Spain'
    echo '{"id":"c","title":"no text at all"}'
    echo '{"id":"d","text":17}'
    echo ''
    echo '["a list"]'
    echo '{"id":"e","text":"Italy thanked Spain."}'
} >lines.ndjson
t entente text --json lines.ndjson
t bash -c 'entente text - <lines.ndjson'
# The questions of relate: the same.
{
    echo '{"id":1,"text":"France condemned Iran.","source":"France","target":"Iran"}'
    echo '{"id":2,"text":"France condemned Iran.","source":"France"'
    echo '{"id":3,"text":"France condemned Iran."}'
} >relate.ndjson
t bash -c 'set -o pipefail; entente relate relate.ndjson | grep -o "\"id\":[0-9]*"'
