#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Recognizers-Text English date cases that a news reader would meet. usage:
    score_recognizers.py --texts DateTimeModel.json                  writes NDJSON documents {"id","published","text"}
    score_recognizers.py DateTimeModel.json dates.ndjson [-v]        prints: right N of N percent P; -v lists the misses

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


def cases(path):
    for i, spec in enumerate(json.load(open(path, encoding='utf-8-sig'))):
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


def main(argv):
    if argv[1] == '--texts':
        seen = set()
        for c in cases(argv[2]):
            if c['id'] not in seen: print(json.dumps({'id': c['id'], 'published': c['published'], 'text': c['input']}, ensure_ascii=False))
            seen.add(c['id'])
        return
    found = collections.defaultdict(list)
    for line in open(argv[2], encoding='utf-8'):
        if line.strip(): found[json.loads(line)['doc']].append(json.loads(line))
    out, n, ok = collections.Counter(), 0, 0
    for c in cases(argv[1]):
        kind = left_out(c)
        if kind:
            out[kind] += 1
            continue
        here = [x for x in found[c['id']] if x['begin'] < c['end'] and c['begin'] < x['end']]
        n += 1
        if right(c, here): ok += 1
        elif '-v' in argv: print(c['published'], '|', c['input'][:100], '|', c['text'], '|', sorted(c['days']), '|', [x['value'] for x in here])
    print('right', ok, 'of', n, 'percent', f'{100 * ok / max(n, 1):.1f}')
    for kind, k in out.most_common(): print(f'  left out {k:3}: {kind}')


if __name__ == '__main__': main(sys.argv)
