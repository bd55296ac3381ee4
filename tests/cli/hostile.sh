# SPDX-License-Identifier: Apache-2.0
# Input that means harm: bombs, bodies without an end, lies about lengths and charsets, feeds in feeds, ten million links, broken ends. What can
# be read is read, what was lost is said and counted, the run goes on, and memory stays small (address space here; not under sanitizers, which need more).
set +o pipefail # head stops yes
set +e
small='[[ -n ${SAN:-} ]] || ulimit -v 1500000'
first='France and Germany held talks in Geneva on Monday.'
last='Italy thanked Spain on Tuesday.'
body() { printf '<html><body><article><h1>News</h1><p>%s</p></article></body></html>' "$1"; }

# record URL HTTP-HEADERS FILE [LENGTH]: a response in a crawl; LENGTH instead of the true one.
record() {
    printf 'HTTP/1.1 200 OK\r\n%b\r\n' "$2" >head
    local n=$(($(wc -c <head) + $(wc -c <"$3")))
    printf 'WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: %s\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: %s\r\n\r\n' "$1" "${4:-$n}"
    cat head "$3"
    printf '\r\n\r\n'
}

# Bombs: 100 MB of blanks behind a page, packed once and twice.
{
    body "$first"
    head -c 100000000 /dev/zero | tr '\0' ' '
} | gzip -1 >bomb.html.gz
gzip -c bomb.html.gz >twice.html.gz.gz
zcat bomb.html.gz | zstd -q >bomb.html.zst
t bash -c "$small; entente text bomb.html.gz bomb.html.zst"
t bash -c "$small; entente text twice.html.gz.gz"

# The same inside a crawl, between two good pages; and bodies whose chunks have no end, or say more than there is.
body "$first" >first
body "$last" >last
gzip -dc bomb.html.gz | gzip -9 >packed
{
    printf '2000\r\n'
    head -c 8192 first
} >few_of_many
{
    printf '%x\r\n%s\r\n' "$(wc -c <first)" "$(cat first)"
    for _ in 1 2 3 4; do yes '<!-- on and on -->' | head -c 8000000 | { printf '7a1200\r\n'; cat; printf '\r\n'; }; done
} >endless
printf 'FFFFFFFFFFFFFFFFFF\r\n%s' "$(body "$last")" >giant
printf -- '-5\r\n%s\r\n0\r\n\r\n' "$(body "$last")" >negative
html='Content-Type: text/html; charset=utf-8\r\n'
{
    record https://news.example/first "$html" first
    record https://news.example/bomb "${html}Content-Encoding: gzip\r\n" packed
    for name in few_of_many endless giant negative; do record "https://news.example/$name" "${html}Transfer-Encoding: chunked\r\n" "$name"; done
    record https://news.example/last "$html" last
} >bodies.warc
t bash -c "$small; entente text --json bodies.warc | grep -o '\"url\":\"[^\"]*\"\|\"flags\":\[[^]]*]\|\"text\":\".\{0,24\}' | paste -sd ' ' | sed 's/ \"url/\n\"url/g'"

# Lies about the length of a record: too long, too short, more than any file, less than nothing, no number.
{
    record https://news.example/first "$html" first
    for length in 9999 60 99999999999999999999 -1 many; do record "https://news.example/$length" "$html" first "$length"; done
    record https://news.example/last "$html" last
} >lengths.warc
t bash -c "$small; entente text --json lengths.warc | grep -o '\"url\":\"[^\"]*\"'"

# Lies about charsets: each comes out as UTF-8, and what could not be read is said.
printf '<html><head><meta charset="%s"></head><body><article><p>%b met the envoy on Monday, and he spoke of the talks in the evening.</p></article></body></html>' utf-16 'M. N\303\251gre' >utf16.html
printf '<html><head><meta charset="%s"></head><body><article><p>%b met the envoy on Monday, and he spoke of the talks in the evening.</p></article></body></html>' koi8-r 'M. N\303\251gre' >koi.html
printf '<html><head><meta charset="%s"></head><body><article><p>%b met the envoy on Monday, and he spoke of the talks in the evening.</p></article></body></html>' utf-8 'M. N\351gre' >latin.html
printf '<html><head><meta charset="%s"></head><body><article><p>%b met the envoy on Monday, and he spoke of the talks in the evening.</p></article></body></html>' no-such-charset 'M. N\303\251gre' >none.html
t bash -c "entente text utf16.html koi.html latin.html none.html | iconv -f utf-8 -t utf-8"

# Feeds in feeds: items nested a hundred thousand deep, and a feed inside the text of an item of a feed.
{
    printf '<rss version="2.0"><channel><title>Feed</title>'
    yes '<item><title>Again</title>' | head -n 100000 | tr -d '\n'
    printf '<description>%s</description>' "$first"
    yes '</item>' | head -n 100000 | tr -d '\n'
    printf '</channel></rss>'
} >nested.xml
inner="<rss><channel><item><title>In</title><description>$last</description></item></channel></rss>"
printf '<rss version="2.0"><channel><title>Feed</title><item><title>Out</title><description><![CDATA[<p>%s</p>%s]]></description></item></channel></rss>' "$first" "$inner" >feed.xml
t bash -c "$small; entente text nested.xml feed.xml"

# Ten million links on one page.
{
    body "$first" | sed 's|</article></body></html>||'
    yes '<a href="/next">Next page</a>' | head -n 10000000 | tr '\n' ' '
    printf '</article></body></html>'
} >links.html
t bash -c "$small; entente text links.html"

# A crawl that breaks off in the middle of a packed record: what came is kept.
{
    record https://news.example/first "$html" first | gzip
    record https://news.example/last "$html" last | gzip
} >whole.warc.gz
head -c $(($(wc -c <whole.warc.gz) - 60)) whole.warc.gz >cut.warc.gz
t bash -c "entente text --json cut.warc.gz | grep -o '\"url\":\"[^\"]*\"'"

# One run over all of it: the good pages of every file are in the record.
t bash -c "$small; entente read --record r.db bomb.html.gz bodies.warc lengths.warc utf16.html koi.html latin.html none.html nested.xml feed.xml links.html cut.warc.gz 2>&1 | grep -o '^[0-9]* documents read, [0-9]* inputs skipped'"

# Killed in the middle, and run again: as if nothing had been.
news 3000 >news.ndjson
entente read --record whole.db news.ndjson 2>/dev/null
bash -c "timeout -s KILL 0.7 entente read --record killed.db news.ndjson; true" 2>/dev/null
entente read --record killed.db news.ndjson 2>/dev/null
entente export --reports --record whole.db >whole
entente export --reports --record killed.db >killed
same whole killed 'reports after a killed run'
[[ -s whole ]] && echo 'and there are some'
