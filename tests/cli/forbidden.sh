# SPDX-License-Identifier: Apache-2.0
# A folder and a file without permission, met in a folder that is read: each named with the reason, the rest done, status 2. Root may read
# everything, so root runs this as nobody.
mkdir -p bin share pages/closed
cp "$BUILD/entente" bin/
for d in codebook gazetteer grammar models; do [[ -d $ROOT/$d ]] && mkdir -p share/entente && cp -R "$ROOT/$d" share/entente/; done
page pages/closed/inside.html 'Hidden' 'Nobody should read that Chile attacked Peru.'
page pages/good.html 'Talks in Geneva' 'France and Germany held talks in Geneva on Monday.'
page pages/secret.html 'Secret' 'Nobody should read that Peru attacked Chile.'
chmod -R a+rX .
chmod 000 pages/closed pages/secret.html
as_nobody() { if [[ $(id -u) == 0 ]]; then setpriv --reuid=65534 --regid=65534 --clear-groups "$@"; else "$@"; fi; }
as_nobody test -x bin/entente || { echo "SKIP nobody may not enter the folder of this test" && exit 77; }
t as_nobody bin/entente text pages
t as_nobody bin/entente text pages/closed
