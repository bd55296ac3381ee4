# SPDX-License-Identifier: Apache-2.0
"""Best projective tree with one root for many sentences of one length (Eisner 1996, "Three New Probabilistic Models for Dependency Parsing").

    open[i][j]   an arc between i and j, everything between them done      open = max_k  right full [i][k] + left full [k+1][j] + arc
    full[i][j]   a head at one end, its side done                          full = max_k  open + full

Spans of one width are filled at once, for all places and all sentences: n steps of array work instead of n³ of Python.
"""
import numpy as np


def best_trees(arc, root):
    """arc [b][n][n]: score of head i over word j. root [b][n]: score of word j as the root. Returns heads [b][n]: 1..n, 0 for the root."""
    b, n = root.shape
    arc, root = np.moveaxis(arc, 0, -1), root.T
    full = np.full((2, n, n, b), -1e9, np.float32)  # 0: head at the left end; 1: head at the right end
    opened = np.full((2, n, n, b), -1e9, np.float32)
    full_at, open_at = np.zeros((2, n, n, b), np.int16), np.zeros((n, n, b), np.int16)
    full[:, np.arange(n), np.arange(n)] = 0
    for width in range(1, n):
        i = np.arange(n - width)
        j = i + width
        k = i[:, None] + np.arange(width)
        ends, starts = j[:, None], i[:, None]
        both = full[0, starts, k] + full[1, k + 1, ends]
        at, best = both.argmax(1), both.max(1)
        open_at[i, j] = i[:, None] + at
        opened[0, i, j], opened[1, i, j] = best + arc[i, j], best + arc[j, i]
        both = opened[0, starts, k + 1] + full[0, k + 1, ends]
        full[0, i, j], full_at[0, i, j] = both.max(1), i[:, None] + 1 + both.argmax(1)
        both = full[1, starts, k] + opened[1, k, ends]
        full[1, i, j], full_at[1, i, j] = both.max(1), i[:, None] + both.argmax(1)
    tops = (full[1, 0, :] + full[0, :, n - 1] + root).argmax(0)
    heads = np.zeros((b, n), np.int32)
    for s in range(b):
        _take(heads[s], tops[s], n, full_at[..., s], open_at[..., s])
    return heads


def _take(heads, top, n, full_at, open_at):
    spans = [("full", 1, 0, top), ("full", 0, top, n - 1)]
    while spans:
        kind, side, i, j = spans.pop()
        if i == j:
            continue
        if kind == "open":
            k = open_at[i, j]
            heads[j if side == 0 else i] = (i if side == 0 else j) + 1
            spans += [("full", 0, i, k), ("full", 1, k + 1, j)]
        else:
            k = full_at[side, i, j]
            spans += [("open", 0, i, k), ("full", 0, k, j)] if side == 0 else [("full", 1, i, k), ("open", 1, k, j)]
