#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Contradictions between pages on one happening that `entente disputes --json` lists.

    score_disputes.py gold-contradictions.jsonl DISPUTES.json [-v]      prints found (percent), n, listed (disputes in all), gold-like (share of
                                                                        them that set pages apart as a gold contradiction does)
    score_disputes.py selftest

A gold contradiction is found when one dispute sets two of its pages apart by two of its values: reports on page P tell one value and reports on
page Q another, both as gold has them. Days are compared as ISO text, numbers as numbers ("more than 2,400": 2400); so a dispute about something
else that happens to lie between the same pages does not count."""
import json, os, re, sys


def plain(value):
    """A value as what is compared: an ISO day, else its number, else its words."""
    value = str(value)
    if re.fullmatch(r'\d{4}-\d\d-\d\d', value): return value
    m = re.search(r'\d[\d,]*(?:\.\d+)?', value)
    if not m: return value.lower()
    number = float(m.group().replace(',', ''))
    for word, size in (('thousand', 1e3), ('million', 1e6), ('billion', 1e9)):
        if word in value[m.end():]: number *= size
    return number


def told(dispute):
    """{page: values} of a dispute."""
    pages = {}
    for v in dispute['values']:
        for r in v['reports']: pages.setdefault(os.path.basename(r.get('path') or r['doc']), set()).add(plain(v['value']))
    return pages


def same(gold, value, about):
    if gold == value: return True
    return 'billion' in about and isinstance(value, float) and gold * 1e9 == value


def finds(gold, dispute):
    pages = told(dispute)
    hit = {plain(v['value']) for v in gold['values'] if any(same(plain(v['value']), x, gold['about']) for x in pages.get(v['page'], ()))}
    return len(hit) > 1


def score(gold, disputes):
    found = [any(finds(g, d) for d in disputes) for g in gold]
    like = sum(any(finds(g, d) for g in gold) for d in disputes)
    return found, like


def selftest():
    gold = [{'about': 'dead', 'values': [{'page': 'a.html', 'value': '31'}, {'page': 'b.html', 'value': 'more than 2,400'}]},
            {'about': 'trade (billion dollars)', 'values': [{'page': 'a.html', 'value': '7.5'}, {'page': 'b.html', 'value': '7.2'}]}]
    def made(x, y): return {'values': [{'value': x, 'reports': [{'doc': '1', 'path': 'p/a.html'}]}, {'value': y, 'reports': [{'doc': '2', 'path': 'p/b.html'}]}]}
    assert score(gold, [made(31, 'more than 2400')]) == ([True, False], 1)
    assert score(gold, [made(31, 32)])[0] == [False, False]
    assert score(gold, [made(7500000000, '7.2 billion')])[0] == [False, True]
    assert score(gold, [])[0] == [False, False]
    assert plain('2003-11-25') == '2003-11-25' and plain('more than 150') == 150
    print('selftest passed')


def main(argv):
    if argv[1] == 'selftest': return selftest()
    with open(argv[1], encoding='utf-8') as f: gold = [json.loads(l) for l in f if l.strip()]
    with open(argv[2], encoding='utf-8') as f: disputes = json.load(f)['disputes']
    found, like = score(gold, disputes)
    if '-v' in argv:
        for g, ok in zip(gold, found): print('found ' if ok else 'MISSED', g['happening'], g['about'], [(v['page'], v['value']) for v in g['values']])
        for d in disputes: print(any(finds(g, d) for g in gold), d['about'], [(v['value'], sorted({os.path.basename(r.get('path') or '') for r in v['reports']})) for v in d['values']])
    print(f'found {100 * sum(found) / max(len(gold), 1):.1f} n {len(gold)} listed {len(disputes)} gold-like {like}')


main(sys.argv)
