#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The gazetteer beside the actor dictionaries of data/actors (Phoenix, MIT, 2015 and earlier): what they know and it lacks, what it dates differently.

    compare_actors.py SHARED GAZETTEER [--list KIND]     counts; with --list the rows of one kind: lacking, dated, cabinet, alias, organisation
    compare_actors.py --sample N --seed S GAZETTEER      N random rows of offices.tsv, the same for the same seed and table, to be checked by hand
    compare_actors.py selftest

The dictionaries give no office, only spans of days in government. A span whose ends are not both the first or last day of a month, a person's whole time,
was taken from lists of heads of state and government; the others, by the month, from lists of cabinets. Heads are compared by the day (31 days allowed),
cabinets only by whether the person is known in the same years: most are ministers of portfolios the gazetteer does not hold. A person is the same when
one state has both and the spellings share surname and initial, or the same words in any order, or differ by a few letters."""
import csv, datetime, difflib, pathlib, random, re, sys, unicodedata

SLACK = datetime.timedelta(31)
FIRST, LAST = datetime.date(1990, 1, 1), datetime.date(2014, 1, 30) # what is compared: the gazetteer's offices begin, the dictionary's end
ENDLESS = datetime.date(9999, 12, 31)
CODES = {'ROM': 'ROU', 'ZAR': 'COD', 'TMP': 'TLS', 'GER': 'DEU', 'KSV': 'KOS', 'WBG': 'PSE', 'PAL': 'PSE'} # codes of the dictionaries that ISO 3166 has changed
SPAN = re.compile(r'\[([A-Z]{3})([A-Z]*)\s*([<>]?)(\d{6,8})?(?:-(\d{6,8}))?\s*\]')


def fold(name):
    """The words of a name without accents, marks and case."""
    plain = ''.join(c for c in unicodedata.normalize('NFKD', name) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9 ]", '', re.sub(r'[-_./,]', ' ', plain.lower())).split()


def table(path):
    with open(path, encoding='utf-8') as f:
        return list(csv.DictReader((l for l in f if l.strip() and l[0] != '#'), delimiter='\t', quoting=csv.QUOTE_NONE))


def day(text, last=False):
    """A date of the dictionaries (YYMMDD, YYYYMMDD) or of the gazetteer (YYYY, YYYY-MM, YYYY-MM-DD); a part of one is its first or last day."""
    digits = text.replace('-', '')
    if '-' not in text and len(digits) == 6: digits = ('20' if digits < '16' else '19') + digits
    year, month, date = int(digits[:4]), int(digits[4:6] or (12 if last else 1)), int(digits[6:8] or 0)
    if date: return datetime.date(year, max(1, month), min(date, 28 if month == 2 else 30) if date > 28 else date)
    return datetime.date(year + month // 12, month % 12 + 1, 1) - datetime.timedelta(1) if last else datetime.date(year, month, 1)


def joined(spans):
    """Spans of time in order, those that meet or overlap as one."""
    out = []
    for begin, end in sorted(spans):
        if out and (begin - out[-1][1]).days <= SLACK.days: out[-1] = (out[-1][0], max(end, out[-1][1]))
        else: out.append((begin, end))
    return out


def entries(path):
    """(names, codes) of a dictionary: lines that name, then lines in brackets; a code is (country, rest, begin or None, end or None)."""
    names, codes = [], []
    for line in open(path, encoding='utf-8', errors='replace'):
        line = re.split(r'[;#]', line)[0].rstrip()
        if not line.strip(): continue
        found = SPAN.findall(line)
        name = line.split('[')[0].strip().lstrip('+').strip('_ ')
        if name:
            if codes and line[0] != '+': # a synonym goes on with the entry even after its code
                yield names, codes
                names, codes = [], []
            names.append(name)
        for country, rest, sign, begin, end in found:
            begin, end = (None, begin) if sign == '<' else (begin, end)
            try: codes.append((CODES.get(country, country), rest, begin and day(begin), end and day(end)))
            except ValueError: pass # a day that no calendar has
    if codes: yield names, codes


def same(a, b):
    """Whether two folded names are one person's, given that both served one state."""
    if a == b or sorted(a) == sorted(b): return True
    if len(a) < 2 or len(b) < 2: return False
    if a[-1] == b[-1] and (a[0][0] == b[0][0] or set(a[:-1]) & set(b[:-1])): return True
    if len(set(a) & set(b)) >= 2: return True
    near = difflib.SequenceMatcher(None, ' '.join(sorted(a)), ' '.join(sorted(b)))
    return near.real_quick_ratio() >= 0.82 and near.quick_ratio() >= 0.82 and near.ratio() >= 0.82


def holders(offices):
    """country -> [(folded spellings of a person, spans, name)] of the gazetteer."""
    people = {}
    for row in offices:
        spellings, spans = people.setdefault((row['country'], row['name']), ([], []))
        for name in [row['name']] + row['variants'].split('|'):
            if len(fold(name)) > 1 or name == row['name']: spellings.append(fold(name))
        if row['from'] or row['to']: spans.append((day(row['from']) if row['from'] else FIRST, day(row['to'], True) if row['to'] and row['to'][-1] != '+' else ENDLESS))
    of = {}
    for (country, name), (spellings, spans) in people.items(): of.setdefault(country, []).append((spellings, spans, name))
    return of


def government(codes):
    """country -> spans in government."""
    of = {}
    for country, rest, begin, end in codes:
        if rest.startswith('GOV') and begin: of.setdefault(country, []).append((begin, end or ENDLESS))
    return of


def by_month(span):
    return span[0].day == 1 and (span[1] == ENDLESS or span[1].day >= 28)


def judge(spans, ours):
    """None where begin and end of each span within the years compared are those of some of our spans; else the first that is not."""
    merged = joined(ours) + list(ours)
    for begin, end in joined(spans):
        if end < FIRST or begin > LAST: continue
        begins = begin < FIRST or any(abs(b - begin) <= SLACK for b, _ in merged)
        ends = end > LAST - SLACK * 2 or any(abs(e - end) <= SLACK for _, e in merged if e != ENDLESS)
        if not begins or not ends: return begin, end
    return None


def shown(spans):
    return ', '.join(f"{b} to {'now' if e == ENDLESS else e}" for b, e in sorted(spans))


def compare_people(path, offices, states):
    of, kinds = holders(offices), {'agree': [], 'dated': [], 'lacking': [], 'cabinet': [], 'cabinet known': []}
    for names, codes in entries(path):
        for country, spans in government(codes).items():
            spans = [s for s in spans if s[1] >= FIRST and s[0] <= LAST]
            if not spans or country not in states: continue
            theirs = [fold(n) for n in names]
            known = next((p for p in of.get(country, ()) if any(same(a, b) for a in theirs for b in p[0])), None)
            line = (country, names[0].replace('_', ' '), shown(spans))
            if all(by_month(s) for s in spans): kinds['cabinet known' if known else 'cabinet'].append(line)
            elif not known: kinds['lacking'].append(line)
            elif judge(spans, known[1]): kinds['dated'].append(line + ('ours: ' + known[2] + ' ' + shown(known[1]),))
            else: kinds['agree'].append(line)
    return kinds


def compare_aliases(path, names, places, states):
    """The plain names of states: (known, lacking)."""
    ours = {}
    for row in names: ours.setdefault(tuple(fold(row['form'])), set()).add(row['code'])
    for row in places: ours.setdefault(tuple(fold(row['name'])), set()).add(row['country'])
    known, lacking = set(), set()
    for aliases, codes in entries(path):
        if len(codes) != 1 or codes[0][1] or codes[0][0] not in states: continue
        for alias in aliases:
            words = tuple(fold(alias))
            (known if codes[0][0] in ours.get(words, ()) or codes[0][0] in ours.get(words[1:] if words[:1] == ('the',) else words, ()) else lacking).add((codes[0][0], ' '.join(words)))
    return sorted(known), sorted(lacking)


def compare_organisations(paths, organisations):
    ours = {tuple(w for w in fold(n) if w != 'the') for row in organisations for n in [row['name']] + row['variants'].split('|')}
    known, lacking = [], []
    for path in paths:
        for names, codes in entries(path):
            hit = any(tuple(w for w in fold(re.sub(r'\(.*?\)', '', n)) if w != 'the') in ours for n in names)
            (known if hit else lacking).append((codes[0][0] + codes[0][1], names[0].replace('_', ' ')))
    return known, lacking


def compare(shared, folder, wanted):
    actors, folder = pathlib.Path(shared) / 'data/actors', pathlib.Path(folder)
    states = {row['code'] for row in table(folder / 'states.tsv')}
    countries = actors / 'Phoenix.Countries.actors.txt'
    people = compare_people(countries, table(folder / 'offices.tsv'), states)
    places = table(folder / 'places.tsv') + table(folder / 'places_geonames.tsv')
    alias_known, alias = compare_aliases(countries, table(folder / 'names.tsv'), places, states)
    org_known, org = compare_organisations([actors / 'Phoenix.MilNonState.actors.txt', actors / 'Phoenix.International.actors.txt'], table(folder / 'organisations.tsv'))
    heads = len(people['agree']) + len(people['dated']) + len(people['lacking'])
    print(f"heads of state and government, {FIRST} to {LAST}: {heads}; agree {len(people['agree'])}, dated differently {len(people['dated'])}, lacking {len(people['lacking'])}")
    print(f"members of cabinets: {len(people['cabinet']) + len(people['cabinet known'])}; known {len(people['cabinet known'])}, lacking {len(people['cabinet'])}")
    print(f'names of states and of their places: {len(alias_known) + len(alias)}; known {len(alias_known)}, lacking {len(alias)}')
    print(f'organisations and armed groups: {len(org_known) + len(org)}; known {len(org_known)}, lacking {len(org)}')
    kinds = {'lacking': people['lacking'], 'dated': people['dated'], 'cabinet': people['cabinet'], 'alias': alias, 'organisation': org}
    for line in kinds.get(wanted, ()): print('\t'.join(line))


def sample(folder, count, seed):
    rows = table(pathlib.Path(folder) / 'offices.tsv')
    for row in sorted(random.Random(seed).sample(rows, min(count, len(rows))), key=lambda r: (r['country'], r['office'], r['from'])):
        print('\t'.join(row[k] for k in ('country', 'office', 'name', 'from', 'to')))


def selftest():
    d = datetime.date
    assert day('070723') == d(2007, 7, 23) and day('320101') == d(1932, 1, 1) and day('1999-02', True) == d(1999, 2, 28) and day('1999-12', True) == d(1999, 12, 31)
    assert same(fold('Boris N. Yeltsin'), fold('BORIS_YELTSIN_')) and same(fold('Roh Moo-hyun'), fold('MOO_HYUN_ROH'))
    assert not same(fold('George Bush'), fold('Bill Clinton')) and not same(fold('Kim Jong-il'), fold('Lee Hoi-chang'))
    assert judge([(d(1991, 7, 10), d(1999, 12, 31))], [(d(1991, 7, 1), d(1999, 12, 31))]) is None
    assert judge([(d(1991, 7, 10), d(1999, 12, 31))], [(d(1991, 7, 1), d(1998, 12, 31))]) is not None
    assert judge([(d(1991, 7, 10), d(1999, 12, 31))], []) is not None
    assert joined([(d(1991, 1, 1), d(1992, 1, 1)), (d(1992, 1, 5), d(1993, 1, 1))]) == [(d(1991, 1, 1), d(1993, 1, 1))]


def main(words):
    if words[:1] == ['selftest']: return selftest()
    if words[:1] == ['--sample'] and len(words) == 5 and words[2] == '--seed': return sample(words[4], int(words[1]), int(words[3]))
    if len(words) not in (2, 4): sys.exit(__doc__)
    compare(words[0], words[1], words[3] if len(words) == 4 else '')


main(sys.argv[1:])
