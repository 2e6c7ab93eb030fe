"""Small full matrices: factors with row exchange, and their solution, in place. Compiled."""

from __future__ import annotations

import numpy as np

from ..equations.compiled import compiled


@compiled
def factorise_full(matrix: np.ndarray, n: int, rows: np.ndarray) -> None:
    """Replace the first n rows and columns of a matrix by its factors L U; `rows` gets their order."""
    for k in range(n):
        best = k
        for row in range(k + 1, n):
            if abs(matrix[row, k]) > abs(matrix[best, k]):
                best = row
        rows[k] = best
        if best != k:
            for column in range(n):
                matrix[k, column], matrix[best, column] = matrix[best, column], matrix[k, column]
        for row in range(k + 1, n):
            matrix[row, k] /= matrix[k, k]
            for column in range(k + 1, n):
                matrix[row, column] -= matrix[row, k] * matrix[k, column]


@compiled
def solve_full(factors: np.ndarray, n: int, rows: np.ndarray, vector: np.ndarray, first: int) -> None:
    """Solve with the factors for n elements of a vector from `first` on, in place."""
    for k in range(n):
        best = int(rows[k])
        if best != k:
            vector[first + k], vector[first + best] = vector[first + best], vector[first + k]
    for k in range(n):
        for column in range(k):
            vector[first + k] -= factors[k, column] * vector[first + column]
    for k in range(n - 1, -1, -1):
        for column in range(k + 1, n):
            vector[first + k] -= factors[k, column] * vector[first + column]
        vector[first + k] /= factors[k, k]
