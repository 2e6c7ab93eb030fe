"""Which columns of a table describe a spectrum best, one from each group, with positive coefficients."""

from __future__ import annotations

import numpy as np

from ..machine_code import compiled

Room = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]
SWEEPS = 8
RIDGE = 1e-8  # two places with the same column


@compiled
def invert(matrix: np.ndarray, room: np.ndarray) -> None:
    """Invert a small positive definite matrix in place by Gauss and Jordan; `room` is of the same size."""
    n = len(matrix)
    room[:, :] = 0.0
    for i in range(n):
        room[i, i] = 1.0
    for i in range(n):
        scale = 1.0 / matrix[i, i]
        for k in range(n):
            matrix[i, k] *= scale
            room[i, k] *= scale
        for j in range(n):
            if j != i:
                share = matrix[j, i]
                for k in range(n):
                    matrix[j, k] -= share * matrix[i, k]
                    room[j, k] -= share * room[i, k]
    matrix[:, :] = room


@compiled
def others_of(gram: np.ndarray, right: np.ndarray, chosen: np.ndarray, left_out: int, room: Room) -> int:
    """Fill `room` for all chosen columns but one: inverse Gram matrix, coefficients, places."""
    inverse, spare, coefficients, places = room
    m = 0
    for i in range(len(chosen)):
        if i != left_out:
            places[m] = chosen[i]
            m += 1
    for i in range(m):
        for j in range(m):
            inverse[i, j] = gram[places[i], places[j]] + (RIDGE if i == j else 0.0)
    invert(inverse, spare)
    for i in range(m):
        coefficients[i] = 0.0
        for j in range(m):
            coefficients[i] += inverse[i, j] * right[places[j]]
    return m


@compiled
def score(gram: np.ndarray, right: np.ndarray, column: int, m: int, room: Room, found: np.ndarray) -> float:
    """Return the sum of squares that a column explains with the others.

    Below zero where a coefficient is negative: the less, the worse. `found` gets the coefficients, the column's last.
    """
    inverse, _, coefficients, places = room
    rest = right[column]
    own = 1.0 + RIDGE
    for i in range(m):
        rest -= gram[column, places[i]] * coefficients[i]
        found[i] = 0.0
        for j in range(m):
            found[i] += inverse[i, j] * gram[column, places[j]]
        own -= found[i] * gram[column, places[i]]
    amount = rest / max(own, RIDGE)
    negative = min(amount, 0.0)
    total = amount * right[column]
    for i in range(m):
        found[i] = coefficients[i] - amount * found[i]
        negative += min(found[i], 0.0)
        total += found[i] * right[places[i]]
    found[m] = amount
    return float(negative if negative < 0 else total)


@compiled
def choose(
    gram: np.ndarray, right: np.ndarray, groups: np.ndarray, chosen: np.ndarray, coefficients: np.ndarray
) -> np.ndarray:
    """Improve rows of `chosen` by exchange of one column at a time. Return the score of each row.

    `groups` has the first column of each place and the one after its last.
    """
    n = chosen.shape[1]
    room = (np.empty((n - 1, n - 1)), np.empty((n - 1, n - 1)), np.empty(n - 1), np.empty(n - 1, np.int64))
    found = np.empty(n)
    scores = np.empty(len(chosen))
    for s in range(len(chosen)):
        row = chosen[s]
        best = -np.inf
        for _ in range(SWEEPS):
            before = best
            for i in range(n):
                m = others_of(gram, right, row, i, room)
                best, kept = score(gram, right, row[i], m, room, found), row[i]
                for column in range(groups[i, 0], groups[i, 1]):
                    gain = score(gram, right, column, m, room, found)
                    if gain > best:
                        best, kept = gain, column
                row[i] = kept
            if best <= before + 1e-12 * abs(before):
                break
        m = others_of(gram, right, row, n - 1, room)
        scores[s] = score(gram, right, row[n - 1], m, room, found)
        for i in range(n):
            coefficients[s, i] = max(found[i], 0.0)
    return scores
