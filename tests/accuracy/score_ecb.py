#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Stories of ECB+ (Cybulska and Vossen, 2014): its texts fall into 86 happenings, two alike ones in each topic; documents are scored by B-cubed
(Bagga and Baldwin, 1998). The texts have no dates.

    score_ecb.py prepare docs.jsonl               the texts as NDJSON documents for `entente read`
    score_ecb.py score docs.jsonl EXPORT.ndjson   EXPORT: `entente export --documents`; prints P, R, F1, and the number of clusters
    score_ecb.py selftest

A document that the export lacks, or that is in no story, is a cluster of its own."""
import collections, json, re, sys


def read(path):
    with open(path, encoding='utf-8') as f: return [json.loads(l) for l in f if l.strip()]


def plain(sentence):
    """A sentence as a newspaper sets it: the corpus parts its tokens by blanks."""
    s = sentence.replace('``', '“').replace("''", '”')
    s = re.sub(r' ([.,;:!?%”)\]]|n\'t\b|\'(?:s|re|ve|ll|d|m)\b|\'(?= ))', r'\1', s)
    return re.sub(r'([“(\[$]) ', r'\1', s)


def prepare(gold):
    for d in gold: print(json.dumps({'id': d['doc'], 'text': '\n\n'.join(plain(s) for s in d['sents'])}, ensure_ascii=False))


def bcubed(gold, system):
    """gold, system: document -> cluster."""
    of_gold, of_system = collections.defaultdict(set), collections.defaultdict(set)
    for d in gold: of_gold[gold[d]].add(d), of_system[system[d]].add(d)
    p = r = 0
    for d in gold:
        both = len(of_gold[gold[d]] & of_system[system[d]])
        p += both / len(of_system[system[d]])
        r += both / len(of_gold[gold[d]])
    p, r = p / max(len(gold), 1), r / max(len(gold), 1)
    return p, r, 2 * p * r / (p + r) if p + r else 0, len(of_system)


def score(gold, rows):
    story = {r['doc']: r['story_id'] for r in rows if r.get('story_id')}
    return bcubed({d['doc']: d['subtopic'] for d in gold}, {d['doc']: story.get(d['doc'], 'alone ' + d['doc']) for d in gold})


def selftest():
    gold = [{'doc': str(i), 'subtopic': 'ab'[i % 2], 'sents': []} for i in range(6)]
    given = [{'doc': d['doc'], 'story_id': d['subtopic']} for d in gold]
    assert score(gold, given)[:3] == (1, 1, 1)
    assert score(gold, [])[3] == 6 and abs(score(gold, [])[1] - 1 / 3) < 1e-9
    assert abs(score(gold, [{'doc': str(i), 'story_id': 'one'} for i in range(6)])[0] - .5) < 1e-9
    assert plain('`` They did n\'t , \'\' he said ; Reid \'s rep .') == '“They didn\'t,” he said; Reid\'s rep.'
    print('selftest passed')


def main(argv):
    if argv[1] == 'selftest': return selftest()
    if argv[1] == 'prepare': return prepare(read(argv[2]))
    p, r, f, n = score(read(argv[2]), read(argv[3]))
    print(f'P {100 * p:.1f} R {100 * r:.1f} F1 {100 * f:.1f} clusters {n}')


if __name__ == '__main__': main(sys.argv)
