# SPDX-License-Identifier: Apache-2.0
# The fields of docs/format.md are there, in every line; quotes and their offsets are the text's.
entente code "$ROOT/samples" >events 2>/dev/null || true
entente text --json "$ROOT/samples" >texts 2>/dev/null || true
entente read --record r.db "$ROOT/samples" 2>/dev/null || true
entente export --record r.db >happenings
entente export --record r.db --documents >documents
missing() { # missing FILE FIELD...: fields that a line of the file lacks
    local file=$1 field
    shift
    [[ -s $file ]] || echo "$file is empty"
    for field; do
        n=$(ask "$file" "SELECT count(*) FROM lines WHERE json_type(j, '\$.$field') IS NULL")
        [[ $n == 0 ]] || echo "$file: $n lines without $field"
    done
    echo "$file: looked for $# fields"
}
event='id doc doc.id doc.path doc.url doc.title doc.publisher doc.published event mode context act cameo quad scale goldstein actor recipient status said_by
    date date.start date.end date.basis date.text place object vote count amount evidence.text evidence.begin evidence.end evidence.trigger rule score version'
# shellcheck disable=SC2086 # one word per field
missing events $event
# shellcheck disable=SC2086
missing happenings $event event_id story_id reports sources first_published disputes
missing texts doc path url title author publisher published published_basis published_trust language text flags
missing documents doc path published published_true story_id copy_of independent
echo 'a party of an event has the fields of a party:'
ask events "SELECT DISTINCT (SELECT group_concat(key, ' ') FROM json_each(p.value)) FROM lines, json_each(j, '\$.actor') p"
echo 'ids that two reports share:'
ask events "SELECT count(*) - count(DISTINCT json_extract(j, '\$.id')) FROM lines"
echo 'quotes, triggers and parties that are not the text at their offsets:'
cat events texts >both
ask both "CREATE TABLE t AS SELECT json_extract(j, '\$.doc') doc, CAST(json_extract(j, '\$.text') AS BLOB) text FROM lines WHERE json_type(j, '\$.text') IS NOT NULL;
    CREATE TABLE e AS SELECT j, text FROM lines, t WHERE json_extract(j, '\$.doc.id') = t.doc;
    SELECT (SELECT count(*) FROM e) = (SELECT count(*) FROM lines WHERE json_type(j, '\$.event') IS NOT NULL);
    SELECT count(*) FROM e WHERE CAST(substr(text, json_extract(j, '\$.evidence.begin') + 1, json_extract(j, '\$.evidence.end') - json_extract(j, '\$.evidence.begin')) AS TEXT) IS NOT json_extract(j, '\$.evidence.text');
    SELECT count(*) FROM e WHERE NOT json_extract(j, '\$.evidence.begin') <= json_extract(j, '\$.evidence.trigger[0]') OR NOT json_extract(j, '\$.evidence.trigger[1]') <= json_extract(j, '\$.evidence.end');
    SELECT count(*) FROM e, json_each(j, '\$.actor') p WHERE CAST(substr(text, json_extract(p.value, '\$.begin') + 1, json_extract(p.value, '\$.end') - json_extract(p.value, '\$.begin')) AS TEXT) IS NOT json_extract(p.value, '\$.text')"
echo 'statuses other than the six:'
ask events "SELECT count(*) FROM lines WHERE json_extract(j, '\$.status') NOT IN ('actual', 'planned', 'possible', 'conditional', 'requested', 'negated')"
