# SPDX-License-Identifier: Apache-2.0
# Bytes that are no page, or not quite one.
sentence='France and Germany held talks in Geneva on Monday.'
: >empty.html
printf '\n \n\t\n' >blank.txt
printf '\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\0\1\0\x08\x06\0\0\0\\r\xa8f\0\1\2\3\4\5\6\7\x80\x90\xff\xfe\0\0\0' >picture.html
head -c 3000 "$BUILD/entente" >program.txt
page good.html 'Talks in Geneva' "$sentence"
t entente text empty.html blank.txt picture.html program.txt good.html
t entente text empty.html
printf '%s The minister said: \xe2\x80' "$sentence" >cut.txt
t entente text cut.txt
printf '<html><head><meta charset="utf-8"></head><body><article><h1>Talks</h1><p>%s It was \0 cold\0, caf\xe9 owners \xc3 said.</p></article></body></html>' "$sentence" >nul.html
t entente text nul.html
# The charset that the page declares is not the one it is in.
printf '<html><head><meta charset="utf-8"><title>Caf\xe9</title></head><body><article><h1>Caf\xe9</h1><p>%s The owner of a caf\xe9 in Gen\xe8ve served the envoys, and the na\xefve ones paid twice; fa\xe7ades were lit.</p></article></body></html>' "$sentence" >declared-utf8.html
printf '<html><head><meta charset="iso-8859-1"><title>Caf\xc3\xa9</title></head><body><article><h1>Caf\xc3\xa9</h1><p>%s The owner of a caf\xc3\xa9 in Gen\xc3\xa8ve served the envoys, and the na\xc3\xafve ones paid twice.</p></article></body></html>' "$sentence" >declared-latin1.html
printf '<html><head><meta charset="klingon-8"></head><body><article><h1>Talks</h1><p>%s The caf\xc3\xa9 was open.</p></article></body></html>' "$sentence" >declared-unknown.html
t entente text declared-utf8.html declared-latin1.html declared-unknown.html
# windows-1252, declared so and truly so.
t entente text "$ROOT/samples/04-niamey-1252.html"
