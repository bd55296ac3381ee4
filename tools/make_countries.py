#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes gazetteer/iso/countries.tsv from the ISO 3166-1 list of Debian's iso-codes.

usage: tools/make_countries.py [/usr/share/iso-codes/json/iso_3166-1.json] > gazetteer/iso/countries.tsv

One row per country, in order of the alpha-3 code. The output depends on the input alone, so that a new edition of iso-codes shows up as a
readable difference. Names are those of ISO ("Iran, Islamic Republic of"); the names of the news are in gazetteer/names.tsv.
"""
import json
import sys

DEFAULT = "/usr/share/iso-codes/json/iso_3166-1.json"


def main() -> None:
    path = sys.argv[1] if len(sys.argv) > 1 else DEFAULT
    with open(path, encoding="utf-8") as source:
        countries = json.load(source)["3166-1"]
    out = ["# ISO 3166-1 countries. Made by tools/make_countries.py from iso-codes (LGPL-2.1-or-later, see README.md); do not edit.",
           "code3\tcode2\tnumeric\tname"]
    for c in sorted(countries, key=lambda c: c["alpha_3"]):
        out.append("\t".join((c["alpha_3"], c["alpha_2"], c["numeric"], c.get("common_name", c["name"]))))
    sys.stdout.buffer.write(("\n".join(out) + "\n").encode("utf-8"))


main()
