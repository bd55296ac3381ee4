#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Factuality of given words, -3..+3: mean absolute error and Pearson's r, as in Stanovsky et al. (2017) and Rudinger et al. (2018).

    score_factuality.py prepare GOLD.jsonl           the sentences as NDJSON documents for `entente dump --after clause`
    score_factuality.py score GOLD.jsonl DUMP.ndjson
    score_factuality.py selftest

Gold: {"text": words parted by blanks, "targets": [{"span1": [first, last), "label": -3..3}]}. A target on which no predicate begins
counts as +3, what a reader takes a bare word for; `found` is the share of the others. Baseline: +3 everywhere."""
import json, sys


def read(path):
    with open(path, encoding='utf-8') as f: return [json.loads(l) for l in f if l.strip()]


def words(sentence): return [{'``': '“', "''": '”'}.get(w, w) for w in sentence['text'].split()]


def prepare(gold):
    for i, s in enumerate(gold): print(json.dumps({'id': str(i), 'text': ' '.join(words(s))}, ensure_ascii=False))


def offsets(sentence):
    at, out = 0, []
    for w in words(sentence):
        out.append((at, at + len(w.encode())))
        at = out[-1][1] + 1
    return out


def pairs(gold, rows):
    said = {}
    for r in rows:
        if r['column'] == 'predicate': said.setdefault(r['doc'], []).append((r['begin'], r['end'], r['factuality']))
    for i, s in enumerate(gold):
        at = offsets(s)
        for t in s['targets']:
            b, e = at[t['span1'][0]]
            hit = [f for x, y, f in said.get(str(i), []) if x < e and b < y]
            yield t['label'], hit[0] if hit else None


def measure(pair):
    n = len(pair)
    x, y = [g for g, _ in pair], [3 if p is None else p for _, p in pair]
    mae = sum(abs(a - b) for a, b in zip(x, y)) / n
    mx, my = sum(x) / n, sum(y) / n
    sx, sy = sum((a - mx) ** 2 for a in x) ** .5, sum((b - my) ** 2 for b in y) ** .5
    r = sum((a - mx) * (b - my) for a, b in zip(x, y)) / (sx * sy) if sx and sy else 0
    return {'targets': n, 'found': sum(p is not None for _, p in pair) / n, 'mae': mae, 'r': r, 'baseline': sum(abs(3 - a) for a in x) / n}


def selftest():
    gold = [{'text': 'He “ may leave', 'targets': [{'span1': [3, 4], 'label': 1}, {'span1': [0, 1], 'label': -3}]}]
    right = [{'doc': '0', 'column': 'predicate', 'begin': 11, 'end': 16, 'factuality': 1}, {'doc': '0', 'column': 'predicate', 'begin': 0, 'end': 2, 'factuality': -3}]
    m = measure(list(pairs(gold, right)))
    assert m['mae'] == 0 and abs(m['r'] - 1) < 1e-9 and m['found'] == 1, m
    m = measure(list(pairs(gold, [])))
    assert m['mae'] == m['baseline'] == 4 and m['found'] == 0 and m['r'] == 0, m
    print('selftest right')


if __name__ == '__main__':
    if sys.argv[1:2] == ['selftest']: selftest()
    elif sys.argv[1:2] == ['prepare']: prepare(read(sys.argv[2]))
    else: print(' '.join(f'{k} {v:.3f}' if isinstance(v, float) else f'{k} {v}' for k, v in measure(list(pairs(read(sys.argv[2]), read(sys.argv[3])))).items()))
