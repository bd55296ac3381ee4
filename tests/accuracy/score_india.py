#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Police at home: sentences of Indian newspapers of 2002 in whole documents, every sentence labelled by hand (IndiaPoliceEvents, Halterman et al. 2021).

    score_india.py prepare DEV.csv                the documents as NDJSON for `entente code`, a sentence a paragraph, country IND
    score_india.py score DEV.csv EVENTS.ndjson
    score_india.py selftest

false: share of the sentences labelled with no action that have an ASSAULT or COERCE event (percent, less is better).
kill, arrest: of the sentences labelled KILL (ARREST) that name police, soldiers or a court as who acts, the share with an ASSAULT
(COERCE, SANCTION) event. Sentences whose police only speak, or lend their name to a station or a chief, name nobody who acts.
The texts are in small letters throughout, as published."""
import csv, json, re, sys

FORCE = re.compile(r'\b(police|policem[ae]n|cops?|army|jawans?|troops?|soldiers?|security (?:forces?|personnel|men)|constables?|commandos?|sleuths|court|magistrate|paramilitary|crpf|bsf|raf)\b'
                   r'(?! (?:said|say|says|sources|told|added|claimed|stations?|commissioner|chief|control|spokes\w+|officials?|officers?|headquarters|inspector|case|custody))')


def read(path):
    with open(path, encoding='utf-8', newline='') as f: return list(csv.DictReader(f))


def acts(row): return FORCE.search(row['sent_text'].lower()) is not None


def prepare(path):
    docs = {}
    for r in read(path): docs.setdefault(r['doc_id'], []).append(' '.join(r['sent_text'].split()))
    for name, sentences in docs.items():
        print(json.dumps({'id': name, 'text': '\n\n'.join(s for s in sentences if s), 'published': '2002-03-31', 'country': 'IND'}, ensure_ascii=False))


def score(rows, events):
    """rows: the labels; events: {(document, sentence words): types}"""
    types = lambda r: events.get((r['doc_id'], ' '.join(r['sent_text'].split())), set())
    quiet = [r for r in rows if not any(int(r[k]) for k in ('KILL', 'ARREST', 'ANY_ACTION', 'FAIL', 'FORCE'))]
    kill, arrest = ([r for r in rows if int(r[k]) and acts(r)] for k in ('KILL', 'ARREST'))
    share = lambda among, wanted: 100 * sum(bool(types(r) & wanted) for r in among) / max(len(among), 1)
    return {'false': share(quiet, {'ASSAULT', 'COERCE'}), 'kill': share(kill, {'ASSAULT'}), 'arrest': share(arrest, {'COERCE', 'SANCTION'}),
            'n': (len(quiet), len(kill), len(arrest))}


def by_sentence(rows, path):
    """An event belongs to the sentences of its document in which its evidence stands."""
    docs, found = {}, {}
    for r in rows: docs.setdefault(r['doc_id'], []).append(' '.join(r['sent_text'].split()))
    with open(path, encoding='utf-8') as f:
        for l in f:
            if not l.strip(): continue
            e = json.loads(l)
            words = ' '.join(e['evidence']['text'].split())
            for s in docs.get(e['doc']['id'], []):
                if words in s or s in words: found.setdefault((e['doc']['id'], s), set()).add(e['event'])
    return found


def selftest():
    rows = [{'doc_id': '1', 'sent_text': t, 'KILL': k, 'ARREST': a, 'ANY_ACTION': max(k, a), 'FAIL': '0', 'FORCE': '0'}
            for t, k, a in (('police shot two', '1', '0'), ('the army held three', '0', '1'), ('it rained', '0', '0'), ('ten died, police said', '1', '0'))]
    all_right = {('1', 'police shot two'): {'ASSAULT'}, ('1', 'the army held three'): {'COERCE'}}
    assert score(rows, all_right) == {'false': 0, 'kill': 100, 'arrest': 100, 'n': (1, 1, 1)}
    assert score(rows, {}) == {'false': 0, 'kill': 0, 'arrest': 0, 'n': (1, 1, 1)}
    assert score(rows, {('1', 'it rained'): {'COERCE'}})['false'] == 100


if sys.argv[1] == 'prepare': prepare(sys.argv[2])
elif sys.argv[1] == 'selftest': selftest()
else:
    rows = read(sys.argv[2])
    s = score(rows, by_sentence(rows, sys.argv[3]))
    print(f"false {s['false']:.2f} kill {s['kill']:.1f} arrest {s['arrest']:.1f} of {s['n'][0]} quiet, {s['n'][1]} kill, {s['n'][2]} arrest sentences")
