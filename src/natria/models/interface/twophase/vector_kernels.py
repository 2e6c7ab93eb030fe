"""Products of vectors and small inverses on the thread that asks for them.

BLAS divides even short vectors between threads and waits for all of them. On a machine whose cores are busy the wait is
longer than the product by a factor of a hundred, and a sum over threads depends on their number.
"""

from __future__ import annotations

import math

import numpy as np

from .machine_code import compiled


@compiled
def inner(one: np.ndarray, other: np.ndarray) -> float:
    """Return the sum of the products of all entries, in a fixed order; both arrays are contiguous."""
    a, b = one.reshape(-1), other.reshape(-1)
    first = second = third = fourth = 0.0
    whole = len(a) // 4 * 4
    for i in range(0, whole, 4):
        first += a[i] * b[i]
        second += a[i + 1] * b[i + 1]
        third += a[i + 2] * b[i + 2]
        fourth += a[i + 3] * b[i + 3]
    for i in range(whole, len(a)):
        first += a[i] * b[i]
    return (first + second) + (third + fourth)


@compiled
def length(one: np.ndarray) -> float:
    """Return the 2-norm of all entries of an array."""
    return math.sqrt(inner(one, one))


@compiled
def symmetric_product(matrix: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return the product of a symmetric matrix and a vector."""
    out = np.zeros(len(b))
    for j in range(len(b)):
        for i in range(len(b)):
            out[i] += matrix[j, i] * b[j]
    return out


@compiled
def inverted(matrix: np.ndarray, least: float) -> np.ndarray:
    """Return the inverse of a symmetric matrix without a negative eigenvalue, by Gauss-Jordan elimination.

    A row whose pivot is below `least` of its diagonal stays at zero: a part that touches no electrode.
    """
    out, count = matrix.copy(), len(matrix)
    kept = np.zeros(count, np.bool_)
    for k in range(count):
        pivot = out[k, k]
        if pivot <= least * matrix[k, k]:
            continue
        kept[k] = True
        out[k, k] = 1.0
        for j in range(count):
            out[k, j] /= pivot
        for i in range(count):
            share = out[i, k]
            if i != k and share != 0.0:
                out[i, k] = 0.0
                for j in range(count):
                    out[i, j] -= share * out[k, j]
    for i in range(count):
        for j in range(count):
            if not (kept[i] and kept[j]):
                out[i, j] = 0.0
    return out
