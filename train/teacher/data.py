# SPDX-License-Identifier: Apache-2.0
"""Sentences in CoNLL-U, as `entente-train --merged` and `entente parse` write them: name labels are `Entity=` in MISC."""

NER = ("O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC")


class Sentence:
    """forms [n]; tags [n] (UPOS, XPOS, FEATS); heads [n], 0 for the root; relations [n]; names [n], or None where nobody has marked them."""

    def __init__(self, rows, marked):
        self.forms = [r[1] for r in rows]
        self.tags = [(r[3], r[4], r[5]) for r in rows]
        self.heads = [int(r[6]) for r in rows]
        self.relations = [r[7] for r in rows]
        self.names = [_name(r[9]) for r in rows] if marked else None


def _name(misc):
    for item in misc.split("|"):
        if item.startswith("Entity=") and item[7:] in NER:
            return item[7:]
    return "O"


def read(path):
    """Yields the sentences of a file. Names are known where a comment says `# names = marked`."""
    rows, marked = [], False
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if line.startswith("#"):
                marked = marked or line == "# names = marked"
            elif line:
                fields = line.split("\t")
                if fields[0].isdigit():
                    rows.append(fields)
            elif rows:
                yield Sentence(rows, marked)
                rows, marked = [], False
    if rows:
        yield Sentence(rows, marked)


def write(out, sentence):
    """Writes one sentence; lemmas are left out, the pupil learns them elsewhere."""
    for i, form in enumerate(sentence.forms):
        upos, xpos, feats = sentence.tags[i]
        name, doubt = sentence.names[i], sentence.doubts[i]
        items = [] if name == "O" else ["Entity=" + name]
        if doubt:
            items.append("Other=%s,%d" % doubt)
        misc = "|".join(items) or "_"
        out.write(f"{i + 1}\t{form}\t_\t{upos}\t{xpos}\t{feats}\t{sentence.heads[i]}\t{sentence.relations[i]}\t_\t{misc}\n")
    out.write("\n")
