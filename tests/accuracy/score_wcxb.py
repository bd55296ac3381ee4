#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Main text, title, author and date on the WCXB articles: an adapter to score_pages.py.
usage: score_wcxb.py PAGES SCORE_PAGES [PRED.ndjson] [--worst N]
PAGES is the unpacked set (html/ and ground-truth/); PRED has one line of `entente text --json` a page (standard input without it).
Prints the line of score_pages.py, then the shares of right titles, authors and dates: found, right of those found.
--worst N lists the N pages with the lowest F1."""
import json
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter


def shingles(text):
    w = re.findall(r'\w+', text or '')
    return Counter([tuple(w)]) if 0 < len(w) < 4 else Counter(tuple(w[i:i + 4]) for i in range(len(w) - 3))


def page_f1(gold, pred):
    g, p = shingles(gold), shingles(pred)
    tp = sum((g & p).values())
    return tp / max(1, sum(p.values())), tp / max(1, sum(g.values()))


def same(a, b):
    key = lambda s: re.sub(r'\W+', '', (s or '').lower())
    return key(a) == key(b)


def facts(gold, pred):
    rows = []
    for name, value in (('title', lambda r: r.get('title')), ('author', lambda r: ', '.join(r.get('author') or [])), ('date', lambda r: (r.get('published') or '')[:10])):
        have = [k for k in gold if gold[k][name]]
        found = [k for k in have if value(pred.get(k, {}))]
        right = [k for k in found if same(value(pred[k]), gold[k][name])]
        rows.append('%s gold %d found %.3f right %.3f' % (name, len(have), len(found) / max(1, len(have)), len(right) / max(1, len(found))))
    return rows


def main():
    args = sys.argv[1:]
    worst = 0
    if '--worst' in args:
        k = args.index('--worst')
        worst = int(args[k + 1])
        del args[k:k + 2]
    pages, scorer = args[0], args[1]
    gold = {}
    for name in sorted(os.listdir(os.path.join(pages, 'ground-truth'))):
        truth = json.load(open(os.path.join(pages, 'ground-truth', name), encoding='utf-8'))['ground_truth']
        gold[name[:-5]] = {'articleBody': truth.get('main_content') or '', 'title': truth.get('title'), 'author': truth.get('author'), 'date': (truth.get('publish_date') or '')[:10]}
    pred = {}
    for line in open(args[2], encoding='utf-8') if len(args) > 2 else sys.stdin:
        row = json.loads(line)
        pred[os.path.basename(row['path']).rsplit('.', 1)[0]] = row
    with tempfile.TemporaryDirectory() as folder:
        json.dump(gold, open(folder + '/gold', 'w'))
        json.dump({k: r['text'] for k, r in pred.items()}, open(folder + '/pred', 'w'))
        print(subprocess.run([sys.executable, scorer, folder + '/gold', folder + '/pred'], capture_output=True, text=True).stdout.strip())
    print('\n'.join(facts(gold, pred)))
    scored = []
    for k in gold:
        p, r = page_f1(gold[k]['articleBody'], pred.get(k, {}).get('text', ''))
        scored.append((2 * p * r / (p + r) if p + r else 0, p, r, k))
    for f, p, r, k in sorted(scored)[:worst]:
        print('%s F1 %.3f P %.3f R %.3f' % (k, f, p, r))


main()
