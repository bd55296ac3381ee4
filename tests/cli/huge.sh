# SPDX-License-Identifier: Apache-2.0
# Pages that are too deep, too big, too long: the good part is read, what was lost is said, and neither time nor memory runs away.
set +o pipefail # head stops yes
{
    printf '<html><body><article><h1>Deep</h1><p>France and Germany held talks in Geneva on Monday.</p>'
    yes '<div>' | head -n 100000 | tr -d '\n'
    printf '<p>At the bottom Italy thanked Spain.</p></article></body></html>'
} >deep.html
t entente text deep.html
{
    printf '<html><body><article><h1>Big</h1><p>France and Germany held talks in Geneva on Monday.</p></article><script>'
    yes 'var x = "a long script that says nothing at all";' | head -c 200000000
    printf '</script></body></html>'
} >big.html
t bash -c '[[ -n ${SAN:-} ]] || ulimit -v 4000000; entente text big.html'
rm big.html
{
    printf 'France and Germany held talks in Geneva on Monday.\n\nThe minister said that'
    yes ' and then he spoke of the harvest and the weather' | head -c 5000000 | tr -d '\n'
    printf '.\n\nItaly thanked Spain.\n'
} >long.txt
t bash -c 'entente code long.txt | grep -o "\"event\":\"[A-Z]*\"" | sort'
