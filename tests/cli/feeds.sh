# SPDX-License-Identifier: Apache-2.0
# The tables of other feeds: a row for each pair of parties, their columns, actual events alone unless more is asked for.
page() { printf '{"id":"%s","url":"https://%s.example/1","publisher":"The %s","published":"2024-05-14","text":"%s"}\n' "$1" "$1" "$1" "$2"; }
page alpha 'Russia and Belarus condemned Poland on Monday. French police arrested three Algerian journalists in Marseille on Sunday. The foreign ministers of Kenya and Chad met in Nairobi on Friday.' >pages.ndjson
page beta 'Japan will impose sanctions on Myanmar next week. NATO condemned Serbia on Monday. Egypt did not attack Sudan.' >>pages.ndjson
entente read --record r.db pages.ndjson 2>/dev/null
# Columns of the head by their names, since most are empty.
columns() { # columns NAME...
    awk -F '\t' -v names="$*" 'NR == 1 { n = split(names, name, ","); for (i = 1; i <= NF; i++) at[$i] = i; next }
        { for (i = 1; i <= n; i++) printf "%s%s", at[name[i]] ? $at[name[i]] : "NO COLUMN", i < n ? " | " : "\n" }'
}
echo icews:
entente export --record r.db --format icews >icews
head -n 1 icews | tr '\t' '|'
columns 'Event Date,Source Name,Source Sectors,Source Country,Event Text,CAMEO Code,Intensity,Target Name,Target Sectors,Target Country,Publisher,City,Country,Latitude' <icews
echo polecat:
entente export --record r.db --format polecat >polecat
head -n 1 polecat | tr '\t' '|'
columns 'Event Date,Event Type,Event Mode,Intensity,Quad Code,Contexts,Actor Name,Actor Country,Actor COW,Primary Actor Sector,Actor Sectors,Actor Title,Recipient Name,Recipient Country,Placename,Source,Publication Date' <polecat
echo gdelt, column by column of those with something in them:
entente export --record r.db --format gdelt >gdelt
awk -F '\t' '{ printf "%d columns:", NF; for (i = 2; i <= NF; i++) if ($i != "") printf " %d=%s", i, $i; print "" }' gdelt
echo 'numbers of events that two rows share:' "$(cut -f 1 gdelt | sort | uniq -d | wc -l)"
echo 'rows with other statuses too:' "$(entente export --record r.db --format icews --status actual,planned,negated | wc -l)"
echo 'rows of reports:' "$(entente export --record r.db --format icews --reports | wc -l)"
echo 'ids of rows that name no happening:' "$(tail -n +2 icews | cut -f 1 | while read -r id; do entente event --record r.db "$id" >/dev/null || echo "$id"; done | wc -l)"
t entente export --record r.db --format icews --documents
t entente export --record r.db --format kedsfeed
mkdir data && cp -R "$ROOT/codebook" "$ROOT/gazetteer" "$ROOT/grammar" "$ROOT/models" data/
printf 'ZZZ\n' >>data/gazetteer/iso/fips.tsv
last=$(wc -l <data/gazetteer/iso/fips.tsv) ENTENTE_DATA=$WORK/data t entente export --record r.db --format gdelt
