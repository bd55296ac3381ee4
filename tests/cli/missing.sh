# SPDX-License-Identifier: Apache-2.0
# A file that is not there: named with the reason, the rest done, status 2.
page good.html 'Talks in Geneva' 'France and Germany held talks in Geneva on Monday.'
t entente text nothing.html good.html
t entente text nothing.html
t entente read --record r.db nothing.html good.html
t entente text good.html/below good.html
ln -s nowhere dangling
t entente text dangling good.html
