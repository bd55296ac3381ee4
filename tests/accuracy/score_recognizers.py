#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Recognizers-Text English date cases that a news reader would meet. usage:
    score_recognizers.py --texts DateTimeModel.json                  writes NDJSON documents {"id","published","text"}
    score_recognizers.py DateTimeModel.json dates.ndjson [-v]        prints: right N of N percent P; -v lists the misses
    score_recognizers.py selftest

A case is one expected result of type `date`. It is right when an expression that overlaps it has one of its days as value. An expression counted in
weeks, months or years ("in two weeks") is also right when its value is the week, month or year that holds the day: TIMEX3 keeps the unit of the count,
Recognizers-Text gives a day. Left out is what news does not write; LEFT_OUT tells the kinds, and the count of each is printed."""
import collections, datetime, json, re, sys

LEFT_OUT = [  # kind, pattern of the expression in lower case
    ('day and month in figures, no year', r'(this |next |[a-z]+day )?\d{1,2}[/.-]\d{1,2}'),
    ('month glued or stroked to a day, no year', r'[a-z]{3,9}[/-]?\d{1,2}( , \d{4})?|.*[a-z]{3}-\d\d\)?'),
    ('year before day, or between day and month', r'.*(20\d\d[/-]\d\d[/-]sep|-20\d\d-).*|\d{4} \d\d \d\d'),
    ('year of two figures', r'.*( of \d\d|first 12|/40)'),
    ('day or year spelt out as in speech', r'.*(twenty|thirty|thirteen|fifteen|nineteen|seventeen|eleventh|two thousand).*'),
    ('no day of the calendar', r'feb 30( 2019)?|2/29(/2019)?'),
    ('slang', r'.*(tmrw|otd).*'),
    ('count of several units, or a weekday of a counted week', r'.*(week|month|year|day)s? .*(on )?(mon|tues|fri)day|(sunday|monday|thursday),? .*(week|year)s? .*|.*(weeks|month) (and )?\d+ days.*'),
    ('names a day by what is not told', r'the day( before| after)?|the next day'),
]


def left_out(case):
    if re.search(r'[\w/-]' + re.escape(case['text']) + r'|' + re.escape(case['text']) + r'[-\w]', case['input'].lower()): return 'in a file name or address'
    for kind, pattern in LEFT_OUT:
        if re.fullmatch(pattern, case['text']): return kind
    return None


def read(path):
    with open(path, encoding='utf-8-sig') as f: return json.load(f)


def cases(specs):
    for i, spec in enumerate(specs):
        published = spec.get('Context', {}).get('ReferenceDateTime', '')[:10] or None
        for r in spec['Results']:
            if r.get('TypeName') != 'datetimeV2.date': continue
            days = {v['value'] for v in (r.get('Resolution') or {}).get('values', []) if 'value' in v}
            begin, end = (len(spec['Input'][:n].encode()) for n in (r['Start'], r['End'] + 1))
            yield {'id': str(i), 'published': published, 'input': spec['Input'], 'text': r['Text'].lower(), 'begin': begin, 'end': end, 'days': days}


def holds(value, day):
    """Whether a TIMEX3 week, month or year holds a day."""
    try: d = datetime.date.fromisoformat(day)
    except ValueError: return False
    y, w, _ = d.isocalendar()
    return value in (day[:4], day[:7], f'{y}-W{w:02}')


def right(case, expressions):
    counted = re.search(r'\b(week|fortnight|month|year)s?\b', case['text'])
    for value in (x['value'] or '' for x in expressions):
        if value.split('T')[0] in case['days'] or (counted and any(holds(value, day) for day in case['days'])): return True
    return False


def score(specs, rows, tell=lambda line: None):
    """Cases right, cases counted, and how many of each kind were left out."""
    found, out, n, ok = collections.defaultdict(list), collections.Counter(), 0, 0
    for r in rows: found[r['doc']].append(r)
    for c in cases(specs):
        kind = left_out(c)
        if kind:
            out[kind] += 1
            continue
        here = [x for x in found[c['id']] if x['begin'] < c['end'] and c['begin'] < x['end']]
        n += 1
        if right(c, here): ok += 1
        else: tell(f"{c['published']} | {c['input'][:100]} | {c['text']} | {sorted(c['days'])} | {[x['value'] for x in here]}")
    return ok, n, out


def texts(specs):
    seen = set()
    for c in cases(specs):
        if c['id'] not in seen: print(json.dumps({'id': c['id'], 'published': c['published'], 'text': c['input']}, ensure_ascii=False))
        seen.add(c['id'])


def selftest():
    def spec(text, expression, day): # as in the specs: both ends within
        return {'Input': text, 'Context': {'ReferenceDateTime': '2020-05-04T00:00:00'},
                'Results': [{'Text': expression, 'Start': text.index(expression), 'End': text.index(expression) + len(expression) - 1,
                             'TypeName': 'datetimeV2.date', 'Resolution': {'values': [{'value': day}]}}]}
    specs = [spec('They meet on May 6.', 'May 6', '2020-05-06'), spec('It ends in two weeks.', 'two weeks', '2020-05-18'), spec('Due on 5/12.', '5/12', '2020-05-12')]
    gold = [{'doc': '0', 'begin': 13, 'end': 18, 'value': '2020-05-06'}, {'doc': '1', 'begin': 11, 'end': 20, 'value': '2020-W21'}]
    wrong = [{'doc': '0', 'begin': 13, 'end': 18, 'value': '2020-05-07'}, {'doc': '1', 'begin': 0, 'end': 2, 'value': '2020-05-18'}]
    assert score(specs, gold)[:2] == (2, 2) and score(specs, [])[:2] == (0, 2) and score(specs, wrong)[:2] == (0, 2)
    assert sum(score(specs, gold)[2].values()) == 1 and score([], [])[:2] == (0, 0)
    print('selftest passed')


def main(argv):
    if argv[1] == 'selftest': return selftest()
    if argv[1] == '--texts': return texts(read(argv[2]))
    with open(argv[2], encoding='utf-8') as f: rows = [json.loads(line) for line in f if line.strip()]
    ok, n, out = score(read(argv[1]), rows, print if '-v' in argv else lambda line: None)
    print('right', ok, 'of', n, 'percent', f'{100 * ok / max(n, 1):.1f}')
    for kind, k in out.most_common(): print(f'  left out {k:3}: {kind}')


if __name__ == '__main__': main(sys.argv)
