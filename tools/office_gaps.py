#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How complete gazetteer/offices.tsv is: for each state the share of the days since SINCE (or since its beginning) on which somebody holds
the office of head of state, head of government, foreign and defence minister; with --gaps the days on which nobody does.

usage: tools/office_gaps.py [--since YYYY] [--until YYYY-MM-DD] [--gaps] [CODE...]

An office counts by its title (the words of CLASSES); acting and interim holders count. Of a president who heads the government himself, no
head of government is asked for (NO_PREMIER), nor a head of state where it is the king of the United Kingdom (NO_STATE), nor ministers of the
states that have none (NO_DEFENCE).
"""
import argparse
import datetime
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parent.parent
CLASSES = {
    "state": r"president( of .*)?|leader|king|queen|emperor|emir|sultan|supreme leader|head of state|pope|grand duke|prince|governor-general|head of the junta|chairman of the presidium|"
             r"presidency member|transitional president|president of the presidential leadership council|head of the military council|co-prince|captain regent|chairman of the presidency|"
             r"chairman of the transitional sovereignty council|state council chairman|chairman of the state council|o le ao o le malo",
    "government": r"prime minister( of .*)?|first prime minister|premier|chancellor|taoiseach|chief minister|chairman of the council of ministers|head of government|minister of state|chief adviser|chief executive|"
                  r"prime minister of .*|crown prince and prime minister|secretary of state|president of the government|cabinet secretary|premier of the state council",
    "foreign": r"foreign minister( of .*)?|[A-Z]\w+ foreign minister|secretary of state|foreign secretary|external affairs minister|minister of foreign affairs|foreign affairs minister|external relations minister|"
               r"international relations minister|secretary for relations with states|foreign affairs secretary|minister of external affairs|foreign affairs adviser",
    "defence": r"defen[cs]e minister( of .*)?|[A-Z]\w+ defen[cs]e (minister|secretary)|defen[cs]e secretary|minister of defen[cs]e|national defen[cs]e minister|armed forces minister|minister of war|director-general of the defence agency|defence adviser",
}
NO_PREMIER = set("USA BRA ARG CHL COL MEX VEN BOL ECU PRY URY CRI PAN GTM HND SLV NIC DOM CYP AFG IDN PHL KEN NGA GHA ZMB MWI LBR SLE GMB BWA ZAF AGO IRN SYC MDV TKM KIR MHL FSM PLW NRU "
                 "MMR UZB SSD SOM BDI BEN COM GIN PSE CHE SMR AND VAT USA BLR".split()) - set("MMR UZB SOM BDI BEN GIN PSE BLR".split())
NO_DEFENCE = set("AND LIE MCO SMR VAT ISL PAN CRI KIR NRU TUV WSM PLW MHL FSM DMA GRD KNA LCA VCT ATG BRB MUS SLB VUT HTI BHS".split())
NO_STATE = set("AUS BHS BLZ CAN GRD JAM KNA LCA NZL PNG SLB TUV VCT ATG".split())  # the king of the United Kingdom


def day(text: str, last: bool) -> datetime.date:
    parts = [int(x) for x in text.split("-")]
    y, m = parts[0], parts[1] if len(parts) > 1 else (12 if last else 1)
    if len(parts) == 3:
        return datetime.date(y, m, parts[2])
    if not last:
        return datetime.date(y, m, 1)
    return (datetime.date(y + (m == 12), m % 12 + 1, 1)) - datetime.timedelta(days=1)


def rows_of(name: str) -> list:
    lines = [x for x in (ROOT / "gazetteer" / name).read_text(encoding="utf-8").split("\n") if x and not x.startswith("#")]
    head = lines[0].split("\t")
    return [dict(zip(head, x.split("\t") + [""] * len(head))) for x in lines[1:]]


def gaps_of(spans: list, begin: datetime.date, end: datetime.date) -> list:
    out, at = [], begin
    for a, b in sorted(spans):
        if a > at + datetime.timedelta(days=31):
            out.append((at, a))
        at = max(at, b)
    if end > at + datetime.timedelta(days=31):
        out.append((at, end))
    return out


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--since", type=int, default=1990)
    ap.add_argument("--until", default="2025-12-31")
    ap.add_argument("--gaps", action="store_true")
    ap.add_argument("code", nargs="*")
    args = ap.parse_args()
    end = day(args.until, True)
    spans = {}
    for r in rows_of("offices.tsv"):
        title = re.sub(r"^(acting|interim|caretaker|transitional|de facto|first|provisional) ", "", r["office"])
        for name, words in CLASSES.items():
            if re.fullmatch(words, title):
                span = (day(r["from"], False) if r["from"] else datetime.date(1900, 1, 1), day(r["to"], True) if r["to"] and r["to"][-1] != "+" else end)
                spans.setdefault((r["country"], name), []).append(span)
    total = {k: [0, 0] for k in CLASSES}
    for s in rows_of("states.tsv"):
        code = s["code"]
        if not s["cow"] and code not in ("VAT", "PSE") or (s["to"] and s["to"] < f"{args.since}-06") or (args.code and code not in args.code):
            continue
        begin = max(datetime.date(args.since, 1, 1), day(s["from"], False) if s["from"] else datetime.date(1900, 1, 1))
        last = min(end, day(s["to"], True)) if s["to"] else end
        line = []
        for name in CLASSES:
            if (name == "government" and code in NO_PREMIER) or (name == "state" and code in NO_STATE) or (name == "defence" and code in NO_DEFENCE):
                line.append(f"{name} -")
                continue
            gaps = gaps_of(spans.get((code, name), []), begin, last)
            open_days, all_days = sum((b - a).days for a, b in gaps), (last - begin).days
            total[name][0] += all_days - open_days
            total[name][1] += all_days
            line.append(f"{name} {100 * (all_days - open_days) // all_days}%" + ("".join(f" {a:%Y-%m}..{b:%Y-%m}" for a, b in gaps) if args.gaps else ""))
        print(code, "; ".join(line))
    print("all:", "; ".join(f"{k} {100 * a / b:.1f}%" for k, (a, b) in total.items() if b))


main()
