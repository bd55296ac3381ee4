# SPDX-License-Identifier: Apache-2.0
"""The teacher's network: an MPNet encoder (Song et al. 2020) and four heads.

A word is the encoder's vector of its first piece. Tags and names: one matrix each. Arcs and their labels: biaffine forms over the vectors of
head and dependent (Dozat and Manning 2017). Word 0 of a sentence is the start mark and stands for ROOT.
"""
import json
import math
import os

import torch
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional as F

CASES = 6   # how a word is written: see Reader.case
LAYERS = 9  # of twelve: the upper ones are made for meaning of whole texts and cost a quarter of the time


class Layer(nn.Module):
    def __init__(self, width, heads, inner, eps):
        super().__init__()
        self.heads = heads
        self.q, self.k, self.v, self.o = (nn.Linear(width, width) for _ in range(4))
        self.up, self.down = nn.Linear(width, inner), nn.Linear(inner, width)
        self.norm1, self.norm2 = nn.LayerNorm(width, eps), nn.LayerNorm(width, eps)

    def forward(self, x, bias):
        b, n, width = x.shape
        q, k, v = (f(x).view(b, n, self.heads, -1).transpose(1, 2) for f in (self.q, self.k, self.v))
        a = F.scaled_dot_product_attention(q, k, v, attn_mask=bias.to(q.dtype))
        x = self.norm1(x + F.dropout(self.o(a.transpose(1, 2).reshape(b, n, width)), 0.1, self.training))
        return self.norm2(x + F.dropout(self.down(F.gelu(self.up(x))), 0.1, self.training))


class Encoder(nn.Module):
    """Weights and shape come from the folder of a published MPNet."""

    NAMES = {"attention.attn.q": "q", "attention.attn.k": "k", "attention.attn.v": "v", "attention.attn.o": "o", "attention.LayerNorm": "norm1",
             "intermediate.dense": "up", "output.dense": "down", "output.LayerNorm": "norm2"}

    def __init__(self, folder):
        super().__init__()
        with open(os.path.join(folder, "config.json"), encoding="utf-8") as f:
            c = json.load(f)
        self.width, eps = c["hidden_size"], c["layer_norm_eps"]
        self.buckets = c["relative_attention_num_buckets"]
        self.words = nn.Embedding(c["vocab_size"], self.width)
        self.places = nn.Embedding(c["max_position_embeddings"], self.width)
        self.cases = nn.Embedding(CASES, self.width)  # the published pieces are in lower case
        nn.init.zeros_(self.cases.weight)
        self.norm = nn.LayerNorm(self.width, eps)
        self.bias = nn.Embedding(self.buckets, c["num_attention_heads"])
        self.layers = nn.ModuleList(Layer(self.width, c["num_attention_heads"], c["intermediate_size"], eps) for _ in range(LAYERS))
        self._load(load_file(os.path.join(folder, "model.safetensors")))

    def _load(self, published):
        names = {"embeddings.word_embeddings": "words", "embeddings.position_embeddings": "places", "embeddings.LayerNorm": "norm",
                 "encoder.relative_attention_bias": "bias"}
        for i in range(LAYERS):
            names |= {f"encoder.layer.{i}.{theirs}": f"layers.{i}.{ours}" for theirs, ours in self.NAMES.items()}
        taken = {f"{ours}.{part}": published[f"{theirs}.{part}"] for theirs, ours in names.items() for part in ("weight", "bias")
                 if f"{theirs}.{part}" in published}
        self.load_state_dict(taken | {"cases.weight": self.cases.weight})

    def _distance(self, n):
        """Bucket of the distance between two places: near ones exactly, far ones by their logarithm."""
        half, exact = self.buckets // 2, self.buckets // 4
        d = torch.arange(n)[:, None] - torch.arange(n)[None, :]
        far = exact + (torch.log(d.abs().clamp(min=1).float() / exact) / math.log(128 / exact) * (half - exact)).long()
        return (d < 0).long() * half + torch.where(d.abs() < exact, d.abs(), far.clamp(max=half - 1))

    def forward(self, pieces, cases, mask):
        n = pieces.shape[1]
        places = torch.cumsum(mask, 1) * mask + 1
        x = F.dropout(self.norm(self.words(pieces) + self.places(places) + self.cases(cases)), 0.1, self.training)
        bias = self.bias(self._distance(n)).permute(2, 0, 1)[None] + (1.0 - mask[:, None, None, :].float()) * -1e4
        for layer in self.layers:
            x = layer(x, bias)
        return x


class Teacher(nn.Module):
    ARC, LABEL = 384, 128

    def __init__(self, folder, n_tags, n_labels, n_names):
        super().__init__()
        self.encoder = Encoder(folder)
        d = self.encoder.width
        self.tag, self.name = nn.Linear(d, n_tags), nn.Linear(d, n_names)
        self.arc_head, self.arc_dependent = nn.Linear(d, self.ARC), nn.Linear(d, self.ARC)
        self.label_head, self.label_dependent = nn.Linear(d, self.LABEL), nn.Linear(d, self.LABEL)
        self.arc = nn.Parameter(torch.zeros(self.ARC + 1, self.ARC))
        self.label = nn.Parameter(torch.zeros(n_labels, self.LABEL + 1, self.LABEL + 1))

    def _part(self, layer, x):
        return F.dropout(F.gelu(layer(x)), 0.3, self.training)

    def forward(self, pieces, cases, mask, first):
        """pieces, cases (Reader.case), mask [b][pieces]; first [b][n + 1]: place of each word's first piece, ROOT at 0. Returns vectors [b][n + 1][d] and arc scores [b][dependent][head]."""
        with torch.autocast("cpu", torch.bfloat16):
            x = self.encoder(pieces, cases, mask)
        x = x.float()
        x = F.dropout(torch.gather(x, 1, first[..., None].expand(-1, -1, x.shape[-1])), 0.2, self.training)
        head, dependent = self._part(self.arc_head, x), self._part(self.arc_dependent, x)
        ones = torch.ones_like(dependent[..., :1])
        return x, torch.cat([dependent, ones], -1) @ self.arc @ head.transpose(1, 2)

    def labels(self, x, heads):
        """Label scores [b][n + 1][labels] of every word under the heads given [b][n + 1]."""
        ones = torch.ones_like(x[..., :1])
        head = torch.cat([self._part(self.label_head, x), ones], -1)
        head = torch.gather(head, 1, heads[..., None].expand(-1, -1, head.shape[-1]))
        dependent = torch.cat([self._part(self.label_dependent, x), ones], -1)
        return torch.einsum("bni,lij,bnj->bnl", dependent, self.label, head)
