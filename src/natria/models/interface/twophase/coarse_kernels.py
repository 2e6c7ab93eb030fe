"""Coarser levels: aggregates of strongly coupled places as a graph of conductances.

The operator is kept as conductances between places and from each place to the electrodes (`end`), so a constant has a
residual of exactly zero off the electrodes, at any contrast.
"""

from __future__ import annotations

import numpy as np

from .machine_code import compiled

NEVER = 1e300
Graph = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]  # start, column, weight, end
Ordered = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]  # start, middle, column, weight, inverse


@compiled
def diagonal_of_graph(graph: Graph) -> np.ndarray:
    """Return the diagonal of the operator."""
    start, _, weight, end = graph
    total = end.copy()
    for i in range(len(end)):
        for e in range(start[i], start[i + 1]):
            total[i] += weight[e]
    return total


@compiled
def residual_of_graph(graph: Graph, b: np.ndarray, u: np.ndarray, out: np.ndarray) -> None:
    """Set b - A u, by differences: a constant gives exactly zero off the electrodes."""
    start, column, weight, end = graph
    for i in range(len(b)):
        flow = end[i] * u[i]
        for e in range(start[i], start[i + 1]):
            flow += weight[e] * (u[i] - u[column[e]])
        out[i] = b[i] - flow


@compiled
def paired(graph: Graph, total: np.ndarray, most: float) -> tuple[np.ndarray, int]:
    """Return the pairs of places of best quality, and their number.

    A place that couples to nothing has the pair -1.

    The quality of a pair (i, j) is 2/(1/a_i + 1/a_j) / (g_ij + 1/(1/e_i + 1/e_j)), with a the diagonal, g the
    conductance between them and e that to the electrodes: the condition number that the pair contributes. For places
    that are pairs themselves, a is the sum over both of the diagonal that the smoother sees. A place without a partner
    up to `most` stays alone. Notay, SIAM J. Sci. Comput. 34, A2288 (2012).
    """
    start, column, weight, end = graph
    count = len(end)
    pair = np.full(count, -1, np.int32)
    pairs = 0
    for i in range(count):
        if pair[i] >= 0 or total[i] <= 0.0:
            continue
        best = -1
        quality = NEVER
        for e in range(start[i], start[i + 1]):
            j = column[e]
            if pair[j] >= 0 or j == i:
                continue
            coupling = weight[e]
            if end[i] > 0.0 and end[j] > 0.0:
                coupling += end[i] * end[j] / (end[i] + end[j])
            here = 2.0 * total[i] * total[j] / ((total[i] + total[j]) * coupling)
            if here < quality:
                best, quality = j, here
        pair[i] = pairs
        if best >= 0 and quality <= most:
            pair[best] = pairs
        pairs += 1
    return pair, pairs


@compiled
def joined(graph: Graph, aggregate: np.ndarray, count: int) -> Graph:
    """Return the conductances between aggregates: sums of those between their places (Galerkin)."""
    start, column, weight, end = graph
    first = np.zeros(count + 1, np.int64)
    for i in range(len(end)):
        if aggregate[i] >= 0:
            first[aggregate[i] + 1] += 1
    for c in range(count):
        first[c + 1] += first[c]
    place = first[:-1].copy()
    member = np.empty(first[count], np.int64)
    for i in range(len(end)):
        if aggregate[i] >= 0:
            member[place[aggregate[i]]] = i
            place[aggregate[i]] += 1
    new_start = np.zeros(count + 1, np.int64)
    new_column = np.empty(len(column), np.int32)
    new_weight = np.empty(len(column), np.float64)
    new_end = np.zeros(count, np.float64)
    where = np.full(count, -1, np.int64)
    at = 0
    for c in range(count):
        begin = at
        for m in range(first[c], first[c + 1]):
            i = member[m]
            new_end[c] += end[i]
            for e in range(start[i], start[i + 1]):
                d = aggregate[column[e]]
                if d == c:
                    continue
                if where[d] >= begin:
                    new_weight[where[d]] += weight[e]
                else:
                    where[d] = at
                    new_column[at], new_weight[at] = d, weight[e]
                    at += 1
        new_start[c + 1] = at
    return new_start, new_column[:at].copy(), new_weight[:at].copy(), new_end


@compiled
def ordered(start: np.ndarray, column: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Put the couplings to earlier places first in each row; return where the others begin."""
    middle = np.empty(len(start) - 1, np.int64)
    for i in range(len(start) - 1):
        low, high = start[i], start[i + 1] - 1
        while low <= high:
            if column[low] < i:
                low += 1
            else:
                column[low], column[high] = column[high], column[low]
                weight[low], weight[high] = weight[high], weight[low]
                high -= 1
        middle[i] = low
    return middle


@compiled
def sweep_from_zero(rows: Ordered, b: np.ndarray, u: np.ndarray, out: np.ndarray) -> None:
    """Gauss-Seidel from the first place to the last, from zero; set u and the residual.

    (D - L) u = b, so b - A u = U u with L and U the couplings to earlier and later places.
    """
    start, middle, column, weight, inverse = rows
    for i in range(len(b)):
        found = b[i]
        for e in range(start[i], middle[i]):
            found += weight[e] * u[column[e]]
        u[i] = found * inverse[i]
    for i in range(len(b)):
        found = 0.0
        for e in range(middle[i], start[i + 1]):
            found += weight[e] * u[column[e]]
        out[i] = found


@compiled
def sweep_back(rows: Ordered, b: np.ndarray, u: np.ndarray, change: np.ndarray, through: np.ndarray) -> None:
    """Gauss-Seidel from the last place to the first; set u, what it changed, and A u.

    (D - U) u = b + L u_before, so A u = b + L (u_before - u).
    """
    start, middle, column, weight, inverse = rows
    for at in range(len(b)):
        i = len(b) - 1 - at
        found = b[i]
        for e in range(start[i], start[i + 1]):
            found += weight[e] * u[column[e]]
        found *= inverse[i]
        change[i] = u[i] - found
        u[i] = found
    for i in range(len(b)):
        found = b[i]
        for e in range(start[i], middle[i]):
            found += weight[e] * change[column[e]]
        through[i] = found if inverse[i] > 0.0 else 0.0


@compiled
def summed(aggregate: np.ndarray, fine: np.ndarray, count: int) -> np.ndarray:
    """Return the sums over the aggregates."""
    found = np.zeros(count, np.float64)
    for i in range(len(fine)):
        if aggregate[i] >= 0:
            found[aggregate[i]] += fine[i]
    return found


@compiled
def composed(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Return the aggregate of each place after two steps."""
    found = np.empty(len(first), np.int32)
    for i in range(len(first)):
        found[i] = second[first[i]] if first[i] >= 0 else -1
    return found
