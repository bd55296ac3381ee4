#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Attributions (source, cue, content) against PolNeAR's stand-off annotation (Newell, Margolin & Ruths, 2018).

    score_attribution.py prepare FOLDER             FOLDER/text as NDJSON documents for `entente dump --after clause`
    score_attribution.py score FOLDER DUMP.ndjson
    score_attribution.py selftest

A predicted attribution matches a gold one when their cues and their contents overlap; one to one, best content first. Prints precision,
recall and F1 of that, and among the matched: the share whose source overlaps (or is absent on both sides) and the mean overlap (Dice, in
characters) of contents."""
import collections, glob, json, os, sys


def texts(folder):
    for path in sorted(glob.glob(os.path.join(folder, 'text', '*.txt'))):
        with open(path, encoding='utf-8') as f: yield os.path.basename(path)[:-4], f.read()


def brat(path):
    spans, events = {}, []
    with open(path, encoding='utf-8') as f:
        for line in f:
            p = line.rstrip('\n').split('\t')
            if p[0][:1] == 'T': spans[p[0]] = [tuple(map(int, s.split())) for s in p[1].split(' ', 1)[1].split(';')]
            elif p[0][:1] == 'E':
                event = collections.defaultdict(list)
                for item in p[1].split():
                    role, name = item.split(':')
                    event[role.rstrip('0123456789').lower()] += spans.get(name, [])
                events.append(event)
    return events


def gold_of(folder):
    by_text = collections.defaultdict(list)
    for path in sorted(glob.glob(os.path.join(folder, 'attributions', '*.ann'))): by_text[os.path.basename(path)[:-4].rsplit('_', 1)[0]].append(path)
    return {name: brat(paths[0]) for name, paths in by_text.items()}


def predicted(rows, text_of):
    chars = {}
    out = collections.defaultdict(list)
    for r in rows:
        if r['column'] != 'attribution' or r['doc'] not in text_of: continue
        if r['doc'] not in chars:
            at, table = 0, {}
            for i, c in enumerate(text_of[r['doc']]): table[at] = i; at += len(c.encode())
            table[at] = len(text_of[r['doc']])
            chars[r['doc']] = table
        table = chars[r['doc']]
        out[r['doc']].append({k: [(table[r[k][0]], table[r[k][1]])] if r[k][0] < r[k][1] else [] for k in ('source', 'cue', 'content')})
    return out


def covered(spans): return {i for a, b in spans for i in range(a, b)}


def match(gold, pred):
    """Pairs (gold, predicted, overlap of contents), one to one, best first."""
    found = []
    for i, g in enumerate(gold):
        cue, content = covered(g['cue']), covered(g['content'])
        for k, p in enumerate(pred):
            if not cue & covered(p['cue']): continue
            c = covered(p['content'])
            if content & c: found.append((2 * len(content & c) / (len(content) + len(c)), -i, -k))
    used_g, used_p = set(), set()
    for overlap, i, k in sorted(found, reverse=True):
        if i in used_g or k in used_p: continue
        used_g.add(i); used_p.add(k)
        yield gold[-i], pred[-k], overlap


def measure(gold, pred):
    n_gold = n_pred = 0
    pairs = []
    for name, events in gold.items():
        n_gold += len(events); n_pred += len(pred.get(name, []))
        pairs += match(events, pred.get(name, []))
    n = len(pairs)
    p, r = n / n_pred if n_pred else 0.0, n / n_gold if n_gold else 0.0
    source = sum(bool(covered(g['source']) & covered(q['source'])) or not (g['source'] or q['source']) for g, q, _ in pairs)
    return {'gold': n_gold, 'predicted': n_pred, 'P': p, 'R': r, 'F1': 2 * p * r / (p + r) if p + r else 0.0, 'source': source / n if n else 0.0, 'content': sum(o for *_, o in pairs) / n if n else 0.0}


def selftest():
    event = {'source': [(0, 2)], 'cue': [(3, 7)], 'content': [(8, 12), (20, 24)]}
    same = measure({'a': [event]}, {'a': [event]})
    assert same['P'] == same['R'] == same['source'] == same['content'] == 1, same
    nothing = measure({'a': [event]}, {})
    assert nothing['R'] == nothing['P'] == nothing['F1'] == 0, nothing
    twice = measure({'a': [event]}, {'a': [event, event]})
    assert twice['P'] == .5 and twice['R'] == 1, twice
    print('selftest right')


def main():
    if sys.argv[1:2] == ['selftest']: return selftest()
    if sys.argv[1:2] == ['prepare']:
        for name, text in texts(sys.argv[2]): print(json.dumps({'id': name, 'text': text}, ensure_ascii=False))
        return
    with open(sys.argv[3], encoding='utf-8') as f: rows = [json.loads(l) for l in f if l.strip()]
    print(' '.join(f'{k} {v:.3f}' if isinstance(v, float) else f'{k} {v}' for k, v in measure(gold_of(sys.argv[2]), predicted(rows, dict(texts(sys.argv[2])))).items()))


if __name__ == '__main__': main()
