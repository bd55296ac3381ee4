# SPDX-License-Identifier: Apache-2.0
"""python -m teacher train|score|read: see README.md beside this file."""
import argparse
import itertools
import random
import sys
import time

import numpy as np
import torch
from tokenizers import Tokenizer
from torch.nn import functional as F

from . import data, trees
from .net import Teacher

BATCH_WORDS = 700
LONGEST = 120  # words of a sentence; longer ones are not read
HIDE_CASE = 0.1  # of the sentences of training: free text is not always written well
LEAST_DOUBT = 3  # percent
NONE = -100    # a label that counts for nothing


class Reader:
    """Sentences as arrays for the net. tags and labels: what the training data has, in the order it came."""

    def __init__(self, folder, tags, labels):
        self.tokenizer = Tokenizer.from_file(folder + "/tokenizer.json")
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        self.tags, self.labels = tags, labels
        self.tag_of = {t: i for i, t in enumerate(tags)}
        self.label_of = {l: i for i, l in enumerate(labels)}
        self.pieces_of = {}

    def pieces(self, form):
        if form not in self.pieces_of:
            self.pieces_of[form] = (self.tokenizer.encode(form, add_special_tokens=False).ids or [104])[:12]  # 104: unknown
        return self.pieces_of[form]

    @staticmethod
    def case(form):
        """0: not known or no letters; 1 lower case; 2 one capital before small letters; 3 one capital alone; 4 all capitals; 5 mixed."""
        letters = "".join(c for c in form if c.isalpha())
        if not letters:
            return 0
        if letters.islower():
            return 1
        if letters.isupper():
            return 3 if len(letters) == 1 else 4
        return 2 if form[0].isupper() and letters[1:].islower() else 5

    def batch(self, sentences, hidden=()):
        """pieces, cases, mask [b][pieces] and first [b][n + 1], padded. hidden: the sentences (by place) whose case is not told."""
        rows = []
        for i, s in enumerate(sentences):
            ids, cases, first = [0], [0], [0]
            for form in s.forms:
                first.append(len(ids))
                ids += self.pieces(form)
                cases += [0 if i in hidden else self.case(form)] * (len(ids) - len(cases))
            rows.append((ids + [2], cases + [0], first))
        width, n = rounded(max(len(r[0]) for r in rows)), rounded(max(len(r[1]) for r in rows))
        pieces, cases, mask = np.ones((len(rows), width), np.int64), *np.zeros((2, len(rows), width), np.int64)
        first = np.zeros((len(rows), n), np.int64)
        for i, (ids, c, f) in enumerate(rows):
            pieces[i, :len(ids)], cases[i, :len(ids)], mask[i, :len(ids)], first[i, :len(f)] = ids, c, 1, f
        return tuple(torch.from_numpy(x) for x in (pieces, cases, mask, first))

    def gold(self, sentences, n):
        """tags, names, heads, labels [b][n]; NONE where nothing is to be learned."""
        out = np.full((4, len(sentences), n), NONE, np.int64)
        for i, s in enumerate(sentences):
            k = len(s.forms) + 1
            out[0, i, 1:k] = [self.tag_of.get(t, NONE) for t in s.tags]
            if s.names:
                out[1, i, 1:k] = [data.NER.index(x) for x in s.names]
            out[2, i, 1:k] = s.heads
            out[3, i, 1:k] = [self.label_of.get(x, NONE) for x in s.relations]
        return torch.from_numpy(out)


def rounded(n):
    """Few shapes: the matrix kernels are compiled anew for each."""
    return -(-n // 8) * 8


def batches(sentences):
    """Lists of sentences of like length."""
    group, longest = [], 0
    for s in sorted(sentences, key=lambda s: len(s.forms)):
        if group and (rounded(len(s.forms) + 1) > longest or longest * (len(group) + 1) > BATCH_WORDS):
            yield group
            group = []
        longest = rounded(len(s.forms) + 1)
        group.append(s)
    if group:
        yield group


def usable(path):
    return [s for s in data.read(path) if len(s.forms) <= LONGEST]


def loss_of(net, reader, group, hidden):
    pieces, cases, mask, first = reader.batch(group, hidden)
    tags, names, heads, labels = reader.gold(group, first.shape[1])
    x, arcs = net(pieces, cases, mask, first)
    arcs = arcs.masked_fill((first == 0)[:, None, :] & (torch.arange(first.shape[1]) > 0), -1e9)
    loss = F.cross_entropy(net.tag(x).flatten(0, 1), tags.flatten(), ignore_index=NONE)
    loss = loss + F.cross_entropy(arcs.flatten(0, 1), heads.flatten(), ignore_index=NONE)
    loss = loss + F.cross_entropy(net.labels(x, heads.clamp(min=0)).flatten(0, 1), labels.flatten(), ignore_index=NONE)
    if (names != NONE).any():
        loss = loss + F.cross_entropy(net.name(x).flatten(0, 1), names.flatten(), ignore_index=NONE)
    return loss


def train(a):
    torch.manual_seed(a.seed)
    torch.set_flush_denormal(True)
    rng = random.Random(a.seed)
    sentences = list(itertools.chain.from_iterable(usable(p) for p in a.files))
    tags = list(dict.fromkeys(t for s in sentences for t in s.tags))
    labels = list(dict.fromkeys(r for s in sentences for r in s.relations))
    reader, net = Reader(a.encoder, tags, labels), Teacher(a.encoder, len(tags), len(labels), len(data.NER))
    for p in net.encoder.words.parameters():
        p.requires_grad = False  # thirty thousand rows of which the treebanks touch half
    encoder = [p for p in net.encoder.parameters() if p.requires_grad]
    heads = [p for name, p in net.named_parameters() if not name.startswith("encoder.")]
    optimiser = torch.optim.AdamW([{"params": encoder, "lr": a.rate}, {"params": heads, "lr": 20 * a.rate}], betas=(0.9, 0.98), weight_decay=0.01, fused=True)
    steps = a.epochs * sum(1 for _ in batches(sentences))
    rate = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda i: min(1, (i + 1) / (0.1 * steps)) * max(0, 1 - i / steps))
    began, done, mean = time.time(), 0, 0
    net.train()
    for epoch in range(a.epochs):
        groups = list(batches(rng.sample(sentences, len(sentences))))
        rng.shuffle(groups)
        for group in groups:
            loss = loss_of(net, reader, group, {i for i in range(len(group)) if rng.random() < HIDE_CASE})
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 5.0)
            optimiser.step()
            rate.step()
            done, mean = done + 1, 0.98 * mean + 0.02 * loss.item()
            if done % 50 == 0:
                print(f"epoch {epoch + 1}/{a.epochs}  batch {done}/{steps}  loss {mean:.3f}  ({time.time() - began:.0f} s)", file=sys.stderr, flush=True)
    weights = {k: v for k, v in net.state_dict().items() if k != "encoder.words.weight"}
    torch.save({"tags": tags, "labels": labels, "weights": weights}, a.model)


def load(a):
    saved = torch.load(a.model, weights_only=True)
    net = Teacher(a.encoder, len(saved["tags"]), len(saved["labels"]), len(data.NER))
    net.load_state_dict(saved["weights"], strict=False)
    return Reader(a.encoder, [tuple(t) for t in saved["tags"]], saved["labels"]), net.eval()


@torch.no_grad()
def label(net, reader, group):
    """Sets tags, heads, relations and names of sentences."""
    pieces, cases, mask, first = reader.batch(group)
    x, arcs = net(pieces, cases, mask, first)
    tags, names = net.tag(x).argmax(-1).numpy(), F.log_softmax(net.name(x), -1).numpy()
    arcs = F.log_softmax(arcs, -1).numpy()
    heads = torch.zeros_like(first)
    by_length = {}
    for i, s in enumerate(group):
        by_length.setdefault(len(s.forms), []).append(i)
    for n, rows in by_length.items():
        found = trees.best_trees(arcs[rows, 1:n + 1, 1:n + 1].transpose(0, 2, 1), arcs[rows, 1:n + 1, 0])
        heads[rows, 1:n + 1] = torch.from_numpy(found).long()
    labels = net.labels(x, heads)
    root = reader.label_of["root"]
    labels[..., root] = torch.where(heads == 0, 1e9, -1e9)
    labels = labels.argmax(-1).numpy()
    for i, s in enumerate(group):
        n = len(s.forms)
        s.tags = [reader.tags[t] for t in tags[i, 1:n + 1]]
        s.heads = heads[i, 1:n + 1].tolist()
        s.relations = [reader.labels[k] for k in labels[i, 1:n + 1]]
        s.names = best_names(names[i, 1:n + 1])
        s.doubts = [doubt(data.NER.index(x), p) for x, p in zip(s.names, np.exp(names[i, 1:n + 1]))]


def doubt(best, p):
    """The most probable label beside the one chosen and its share of the two in percent; None where that is small."""
    other = max((k for k in range(len(p)) if k != best), key=lambda k: p[k])
    share = min(99, round(100 * float(p[other] / (p[other] + p[best]))))
    return (data.NER[other], share) if share >= LEAST_DOUBT else None


def best_names(scores):
    """The best sequence in which I-X follows B-X or I-X (Viterbi)."""
    n = len(data.NER)
    barred = np.array([[-1e9 if k and k % 2 == 0 and j not in (k - 1, k) else 0 for k in range(n)] for j in range(n)])
    v, back = np.where(np.arange(n) % 2 == 0, np.where(np.arange(n) > 0, -1e9, 0), 0) + scores[0], []
    for row in scores[1:]:
        both = v[:, None] + barred
        back.append(both.argmax(0))
        v = both.max(0) + row
    at = [int(v.argmax())]
    for b in reversed(back):
        at.append(int(b[at[-1]]))
    return [data.NER[k] for k in reversed(at)]


def read(a):
    reader, net = load(a)
    sentences = [s for path in a.files for s in usable(path)]
    words, done, began = sum(len(s.forms) for s in sentences), 0, time.time()
    for k, group in enumerate(batches(sentences)):
        label(net, reader, group)
        done += sum(len(s.forms) for s in group)
        if k % 50 == 0:
            print(f"{done} of {words} words  ({time.time() - began:.0f} s)", file=sys.stderr, flush=True)
    for s in sentences:
        data.write(sys.stdout, s)


def spans(names):
    """(kind, first, end) of each name."""
    found, begun = set(), None
    for i, x in enumerate(names + ["O"]):
        if begun is not None and not x.startswith("I-"):
            found.add((names[begun][2:], begun, i))
            begun = None
        if x.startswith("B-"):
            begun = i
    return found


def score(a):
    reader, net = load(a)
    for path in a.files:
        total = dict.fromkeys(("words", "upos", "uas", "las", "right", "found", "gold"), 0)
        for group in batches(usable(path)):
            gold = [(s.tags, s.heads, s.relations, s.names) for s in group]
            label(net, reader, group)
            for s, (tags, heads, relations, names) in zip(group, gold):
                for i in range(len(s.forms)):
                    total["words"] += 1
                    total["upos"] += s.tags[i][0] == tags[i][0]
                    total["uas"] += s.heads[i] == heads[i]
                    total["las"] += s.heads[i] == heads[i] and s.relations[i].split(":")[0] == relations[i].split(":")[0]
                if names:
                    ours, theirs = spans(s.names), spans(names)
                    total["right"], total["found"], total["gold"] = total["right"] + len(ours & theirs), total["found"] + len(ours), total["gold"] + len(theirs)
        per = {k: 100 * total[k] / total["words"] for k in ("upos", "uas", "las")}
        f1 = 200 * total["right"] / max(1, total["found"] + total["gold"])
        print(f"{path}: UPOS {per['upos']:.2f}  UAS {per['uas']:.2f}  LAS {per['las']:.2f}  names F1 {f1:.2f}")


def main():
    p = argparse.ArgumentParser(prog="teacher", description="A large parser that labels text for the small one.", epilog="example: python -m teacher train mpnet teacher.pt merged.conllu")
    p.add_argument("command", choices=("train", "score", "read"))
    p.add_argument("encoder", help="folder of an MPNet: config.json, model.safetensors, tokenizer.json")
    p.add_argument("model", help="the teacher's weights: written by train, read by score and read")
    p.add_argument("files", nargs="+", help="CoNLL-U; names as Entity= in MISC")
    p.add_argument("--epochs", type=int, default=2)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--rate", type=float, default=7e-5)
    a = p.parse_args()
    {"train": train, "score": score, "read": read}[a.command](a)


main()
