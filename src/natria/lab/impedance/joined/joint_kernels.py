"""Sums of squares of the spectra of a series with derivatives, and fits that are tied to a point."""

from __future__ import annotations

import numpy as np

from ..fit.descent_kernels import LONGEST, Weighed, curvature, solve
from ..machine_code import compiled


@compiled
def normal_of(nodes: np.ndarray, x: np.ndarray, spectrum: Weighed) -> tuple[float, np.ndarray]:
    """Return the sum of squares and [r J]^T [r J] of one spectrum at a point."""
    chi, weighted = curvature(nodes, x, spectrum)
    return chi, np.dot(weighted, weighted.T)


@compiled
def normals_of(
    nodes: np.ndarray, logs: np.ndarray, series: Weighed, edges: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return sums of squares and [r J]^T [r J] of all spectra; `edges` is where each begins in `series`."""
    count, many = logs.shape
    chi = np.empty(count)
    normal = np.empty((count, many + 1, many + 1))
    lw, target, weights = series
    for k in range(count):
        a, b = edges[k], edges[k + 1]
        one = (lw[a:b].copy(), target[a:b].copy(), weights[:, a:b].copy())
        chi[k], normal[k] = normal_of(nodes, logs[k], one)
    return chi, normal


@compiled
def tied(
    nodes: np.ndarray, expected: np.ndarray, hold: np.ndarray, box: np.ndarray, spectrum: Weighed, ask: np.ndarray
) -> np.ndarray:
    """Return the parameters with the least chi^2/s^2 + sum of `hold` (x - expected)^2.

    `ask` is s^2, the most steps and the fall that ends them. What is held has equal limits in `box`.
    """
    n = len(expected)
    x = expected.copy()
    held = box[0] == box[1]
    damping, variance = 1e-3, ask[0]
    chi, normal = normal_of(nodes, x, spectrum)
    value = chi / variance
    matrix, right = np.empty((n, n)), np.empty(n)
    for _ in range(int(ask[1])):
        for i in range(n):
            right[i] = normal[0, i + 1] / variance + hold[i] * (x[i] - expected[i])
            for j in range(n):
                matrix[i, j] = normal[i + 1, j + 1] / variance
            matrix[i, i] = (matrix[i, i] + hold[i]) * (1.0 + damping)
        change = solve(matrix, right, held)
        trial = x.copy()
        for i in range(n):
            moved = x[i] - min(max(change[i], -LONGEST), LONGEST)
            trial[i] = min(max(moved, box[0, i]), box[1, i])
        chi, found = normal_of(nodes, trial, spectrum)
        then = chi / variance + (hold * (trial - expected) ** 2).sum()
        if then < value:
            fall = value - then
            x, normal, value = trial, found, then
            damping = max(0.1 * damping, 1e-9)
            if fall < ask[2]:
                break
        else:
            damping = max(10.0 * damping, 1e-3)
    return x
