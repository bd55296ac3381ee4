# SPDX-License-Identifier: Apache-2.0
# The same text in every shape gives the same events: HTML, plain text, NDJSON, compressed, a folder, standard input.
sentence='France condemned Iran on Monday, a day after the talks in Geneva had ended.'
page p.html 'France and Iran' "$sentence"
printf '{"id":"x","published":"2024-05-14","text":"%s"}\n' "$sentence" >n.ndjson
printf '{"id":"y","published":"2024-05-14","html":"<html><body><article><h1>France and Iran</h1><p>%s</p></article></body></html>"}\n' "$sentence" >h.ndjson
gzip -k p.html
zstd -q n.ndjson
mkdir folder folder/sub
cp p.html folder/sub/
cp n.ndjson folder/
cat >short <<'END'
#!/bin/sh
grep -o '"event":"[A-Z]*"\|"start":"[-0-9]*"\|"path":"[^"]*"' | paste -sd ' '
END
chmod +x short
t bash -c "entente code p.html | ./short"
t bash -c "entente code n.ndjson | ./short"
t bash -c "entente code h.ndjson | ./short"
t bash -c "entente code p.html.gz | ./short"
t bash -c "entente code n.ndjson.zst | ./short"
t bash -c "entente code folder | ./short"
t bash -c "entente code - <p.html | ./short"
t bash -c "echo '$sentence' | entente code --published 2024-05-14 --url https://news.example/7 - | ./short"
t bash -c "echo '$sentence' | entente code --published 2024-05-14 --url https://news.example/7 - | grep -o '\"url\":\"[^\"]*\"'"
t entente code --published yesterday p.html
# The record of the environment, and the one in the folder.
ENTENTE_RECORD=mine.db t entente read p.html
t entente read p.html
ls ./*.db
# explain takes its sentence from the command line or from standard input, up to a size.
t bash -c 'echo "France condemned Iran." | entente explain - | sed -n 1p'
t bash -c 'head -c 100000 /dev/zero | tr "\0" a | entente explain -'
