"""Dominance of points with several objectives that are minimised.

A point dominates another one if it is no worse in any objective and better in at least one. Points that no other point
dominates are the front. With constraints (K. Deb et al., IEEE Trans. Evol. Comput. 6, 182 (2002)) a feasible point
dominates one that is not, and of two that are not the one with the smaller violation.
"""

from __future__ import annotations

import numpy as np


def front_of(values: np.ndarray) -> np.ndarray:
    """Return which rows no other row dominates; the first of equal rows, none with a NaN."""
    found = np.zeros(len(values), bool)
    there = np.flatnonzero(np.isfinite(values).all(axis=1))
    if not len(there):
        return found
    each, first = np.unique(values[there], axis=0, return_index=True)
    front: list[int] = []
    kept = np.empty_like(each)
    for n, row in enumerate(each):  # in lexical order: nothing later dominates an earlier row
        some = kept[: len(front)]
        if not front or not (some <= row).all(axis=1).any():
            kept[len(front)] = row
            front.append(n)
    found[there[first[front]]] = True
    return found


def constrained_ranks(values: np.ndarray, violation: np.ndarray) -> np.ndarray:
    """Return the rank of each row: 0 for the front, 1 for the front without it, and so on.

    `violation` is zero where a row is feasible. Rows that are not feasible come after all others, one rank each size.
    """
    better = (values[:, None] <= values[None]).all(axis=2) & (values[:, None] < values[None]).any(axis=2)
    good = violation <= 0
    both = good[:, None] & good[None]
    dominates = (both & better) | (~both & (violation[:, None] < violation[None]))
    count = dominates.sum(axis=0)
    ranks = np.full(len(values), -1)
    rank = 0
    while (ranks < 0).any():
        here = (ranks < 0) & (count <= 0)
        if not here.any():  # NaN: rows that compare with nothing
            here = ranks < 0
        ranks[here] = rank
        count = count - dominates[here].sum(axis=0)
        rank += 1
    return ranks


def crowding(values: np.ndarray) -> np.ndarray:
    """Return the crowding distance of each row: the box between its neighbours (Deb 2002)."""
    found = np.zeros(len(values))
    for column in values.T:
        order = np.argsort(column, kind="stable")
        wide = column[order[-1]] - column[order[0]]
        found[order[[0, -1]]] = np.inf
        if wide > 0:
            found[order[1:-1]] += (column[order[2:]] - column[order[:-2]]) / wide
    return found
