# SPDX-License-Identifier: Apache-2.0
# A record that is none: said in one line, nothing written over, status 3.
page good.html 'Talks in Geneva' 'France and Germany held talks in Geneva on Monday.'
echo 'this is not a database, but my diary' >diary.db
cp diary.db before
t entente read --record diary.db good.html
same diary.db before 'the diary'
t entente dyad --record diary.db France Germany
sqlite3 other.db 'CREATE TABLE mine(x); INSERT INTO mine VALUES (1)'
cp other.db before
t entente read --record other.db good.html
same other.db before 'the other database'
t entente export --record other.db
t entente export --record nothing.db
ls nothing.db 2>/dev/null || echo 'and none was made'
mkdir folder.db
t entente read --record folder.db good.html
t entente read --record no/such/folder.db good.html
entente read --record r.db good.html 2>/dev/null
head -c 20000 r.db >cut.db
t bash -c 'entente export --record cut.db >/dev/null'
