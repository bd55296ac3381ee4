#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""count_words.py TEXT... > grammar/words.tsv

How much a shared word says: the table that station story weighs words with. A stem is the first six letters of a word in lower
case; its weight is how many bits rarer than one word in 256 it is, rounded. Stems that are not in the table have the greatest weight.
"""
import collections, math, re, sys, unicodedata

LETTERS, COMMON_BITS, KEEP = 6, 8, 6000

count = collections.Counter()
for path in sys.argv[1:]:
    with open(path, encoding="utf-8", errors="replace") as f:
        for line in f:
            plain = "".join(c for c in unicodedata.normalize("NFD", line.lower()) if not unicodedata.combining(c))
            count.update(w[:LETTERS] for w in re.findall(r"[^\W\d_]+", plain))
total = sum(count.values())
kept = sorted(count.items(), key=lambda x: (-x[1], x[0]))[:KEEP]
print("# Weight of a word for station story; made by tools/count_words.py from addresses to the United States Congress and inaugural")
print("# addresses (public domain) and MASC (free for any research and development); %d words. A stem that is not listed weighs as much as the last." % total)
print("stem\tweight")
for stem, n in kept:
    print("%s\t%d" % (stem, max(0, round(-math.log2(n / total)) - COMMON_BITS)))
