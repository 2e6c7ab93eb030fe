"""Products of vectors on the thread that asks for them.

BLAS divides even short vectors between threads and waits for all of them. On a machine whose cores are busy the wait is
longer than the product by a factor of a hundred, and a sum over threads depends on their number.
"""

from __future__ import annotations

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
    return np.sqrt(inner(one, one))


@compiled
def symmetric_product(matrix: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return the product of a symmetric matrix and a vector."""
    out = np.zeros(len(b))
    for j in range(len(b)):
        for i in range(len(b)):
            out[i] += matrix[j, i] * b[j]
    return out
