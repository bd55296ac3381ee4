#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Brings development data into the shape that a scorer or the program reads, and scores the sets that have no scorer of their own.

    prepare.py raw GOLD.conllu                  the running text of a treebank: sentences of a paragraph on one line
    prepare.py genre GOLD.conllu GENRE...       the documents of some genres of GUM ("GUM_news_…")
    prepare.py wcxb FOLDER TEXT.ndjson OUT      gold and prediction for score_pages.py in OUT; prints accuracy of date, title and authors
    prepare.py htmldate GOLD.json TEXT.ndjson   accuracy of publication dates (share of pages whose day is right)
    prepare.py langid GOLD.tsv                  the texts as NDJSON documents
    prepare.py langid-score GOLD.tsv TEXT.ndjson
"""
import json, os, re, sys


def lines(path):
    with open(path, encoding='utf-8') as f:
        return [json.loads(l) for l in f if l.strip()]


def raw(path):
    paragraph = []
    for l in open(path, encoding='utf-8'):
        if l.startswith(('# newpar', '# newdoc')) and paragraph:
            print(' '.join(paragraph) + '\n'); paragraph = []
        elif l.startswith('# text ='): paragraph.append(l[8:].strip())
    print(' '.join(paragraph))


def genre(path, *genres):
    wanted = False
    for l in open(path, encoding='utf-8'):
        if l.startswith('# newdoc id = '): wanted = l.split('_')[1] in genres
        if wanted: print(l, end='')


def page_name(r): return os.path.splitext(os.path.basename(r['path']))[0]


def names(line):
    """The persons of a byline as it is written, folded: what stands between commas and "and"."""
    return sorted(re.sub(r'\W+', ' ', one.lower()).strip() for one in re.split(r'\band\b|[,;&]', line) if one.strip())


def wcxb(folder, text, out):
    pages, gold = {page_name(r): r for r in lines(text)}, {}
    days = titles = authors = n_days = n_titles = n_authors = 0
    for name in sorted(os.listdir(folder)):
        if not name.endswith('.json'): continue
        with open(os.path.join(folder, name), encoding='utf-8') as f: truth = json.load(f)['ground_truth']
        key, page = name[:-5], pages.get(name[:-5], {})
        if 'main_content' in truth: gold[key] = {'articleBody': truth['main_content']}
        if truth.get('publish_date'): n_days += 1; days += (page.get('published') or '')[:10] == truth['publish_date'][:10]
        if truth.get('title'): n_titles += 1; titles += ' '.join((page.get('title') or '').split()) == ' '.join(truth['title'].split())
        if truth.get('author'): n_authors += 1; authors += names(', '.join(page.get('author') or [])) == names(truth['author'])
    with open(out + '/gold.json', 'w') as f: json.dump(gold, f)
    with open(out + '/pred.json', 'w') as f: json.dump({k: p['text'] for k, p in pages.items()}, f)
    print(f'published {100 * days / max(n_days, 1):.1f} title {100 * titles / max(n_titles, 1):.1f} author {100 * authors / max(n_authors, 1):.1f}')


def htmldate(gold, text):
    with open(gold, encoding='utf-8') as f: truth = {v['file']: v['date'] for v in json.load(f).values()}
    pages = {os.path.basename(r['path']): r for r in lines(text)}
    found = {f: (r['published'] or '')[:10] for f, r in pages.items()}
    right = sum(found.get(f) == d for f, d in truth.items())
    trusted = [f for f in truth if found.get(f) and pages[f]['published_trust'] >= 0.4]  # what relative dates count from
    precise = sum(found[f] == truth[f] for f in trusted)
    print(f'accuracy {100 * right / len(truth):.1f} precision {100 * precise / max(len(trusted), 1):.1f} trusted {100 * len(trusted) / len(truth):.1f}')


def langid(gold):
    for i, l in enumerate(open(gold, encoding='utf-8')):
        print(json.dumps({'id': str(i), 'text': l.rstrip('\n').split('\t', 1)[1]}, ensure_ascii=False))


def langid_score(gold, text):
    truth = [l.split('\t', 1)[0] for l in open(gold, encoding='utf-8')]
    found = {r['doc']: r['language'] for r in lines(text)}
    print(f"accuracy {100 * sum(found.get(str(i)) == t for i, t in enumerate(truth)) / len(truth):.1f}")


{'raw': raw, 'genre': genre, 'wcxb': wcxb, 'htmldate': htmldate, 'langid': langid, 'langid-score': langid_score}[sys.argv[1]](*sys.argv[2:])
