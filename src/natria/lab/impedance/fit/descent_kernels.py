"""Levenberg-Marquardt within limits, with exact derivatives and from many starts.

Marquardt, J. Soc. Ind. Appl. Math. 11, 431 (1963), with the damping scaled by the diagonal of J^T J. A parameter at a
limit whose gradient points outwards is held for that step. Low and high limit are equal for a parameter that is held
for good. `spectrum` is (ln omega, measured impedance, weights of the real and the imaginary parts as rows).
"""

from __future__ import annotations

import numpy as np

from ..circuit.circuit_kernels import respond
from ..machine_code import compiled

Weighed = tuple[np.ndarray, np.ndarray, np.ndarray]
Room = tuple[np.ndarray, np.ndarray, np.ndarray]
LONGEST = 2.5  # a step of ln(parameter): a factor of 12
FIRST_DAMPING, MOST_DAMPING, LEAST_DAMPING = 1e-2, 1e8, 1e-12
EASED, RAISED = 0.2, 4.0  # factors of the damping after a step that helps and one that does not
EDGE = 1e-12


@compiled
def solve(matrix: np.ndarray, right: np.ndarray, held: np.ndarray) -> np.ndarray:
    """Solve a positive definite system by Cholesky; 0 for what is held. The matrix is overwritten."""
    n = len(right)
    x = np.zeros(n)
    for i in range(n):
        if held[i]:
            continue
        for j in range(i + 1):
            if held[j]:
                continue
            total = matrix[i, j]
            for k in range(j):
                if not held[k]:
                    total -= matrix[i, k] * matrix[j, k]
            if i == j:
                matrix[i, i] = np.sqrt(total) if total > 0 else np.inf
            else:
                matrix[i, j] = total / matrix[j, j]
    for i in range(n):
        if not held[i]:
            total = right[i]
            for k in range(i):
                if not held[k]:
                    total -= matrix[i, k] * x[k]
            x[i] = total / matrix[i, i]
    for i in range(n - 1, -1, -1):
        if not held[i]:
            total = x[i]
            for k in range(i + 1, n):
                if not held[k]:
                    total -= matrix[k, i] * x[k]
            x[i] = total / matrix[i, i]
    return x


@compiled
def residuals(nodes: np.ndarray, x: np.ndarray, spectrum: Weighed, room: Room, weighted: np.ndarray) -> float:
    """Fill `weighted` (row 0 residuals, below their derivatives) and return the sum of squares."""
    lw, target, weights = spectrum
    z, factors, slopes = room
    respond(nodes, x, lw, z, factors, slopes)
    many = len(lw)
    total = 0.0
    whole, real, imaginary, out = z[0], weights[0], weights[1], weighted[0]
    for k in range(many):
        a = (whole[k].real - target[k].real) * real[k]
        b = (whole[k].imag - target[k].imag) * imaginary[k]
        out[k] = a
        out[many + k] = b
        total += a * a + b * b
    for p in range(len(x)):
        slope, row = slopes[p], weighted[p + 1]
        for k in range(many):
            row[k] = slope[k].real * real[k]
            row[many + k] = slope[k].imag * imaginary[k]
    return total if np.isfinite(total) else np.inf


@compiled
def descend(
    nodes: np.ndarray, x: np.ndarray, limits: np.ndarray, spectrum: Weighed, most: int, tolerance: float
) -> tuple[float, np.ndarray]:
    """Move `x` to a minimum. Return the sum of squares and [r J]^T [r J] there."""
    n, many = len(x), len(spectrum[0])
    room = (
        np.empty((len(nodes), many), np.complex128),
        np.empty((len(nodes), many), np.complex128),
        np.zeros((n, many), np.complex128),
    )
    weighted = np.empty((n + 1, 2 * many))
    for i in range(n):
        x[i] = min(max(x[i], limits[0, i]), limits[1, i])
    chi = residuals(nodes, x, spectrum, room, weighted)
    normal = np.dot(weighted, weighted.T)
    damping, calm = FIRST_DAMPING, 0
    held = np.zeros(n, np.bool_)
    matrix = np.empty((n, n))
    trial = np.empty(n)
    for _ in range(most):
        if not np.isfinite(chi) or damping > MOST_DAMPING or calm >= 2:
            break
        for i in range(n):
            slope = normal[0, i + 1]
            at_low = x[i] <= limits[0, i] + EDGE and slope > 0
            at_high = x[i] >= limits[1, i] - EDGE and slope < 0
            held[i] = at_low or at_high or limits[0, i] == limits[1, i]
            for j in range(n):
                matrix[i, j] = normal[i + 1, j + 1]
            matrix[i, i] += damping * normal[i + 1, i + 1] + 1e-300
        step = solve(matrix, normal[0, 1:], held)
        for i in range(n):
            moved = x[i] - min(max(step[i], -LONGEST), LONGEST)
            trial[i] = min(max(moved, limits[0, i]), limits[1, i])
        found = residuals(nodes, trial, spectrum, room, weighted)
        if found < chi:
            calm = calm + 1 if chi - found < tolerance * chi else 0
            chi = found
            x[:] = trial
            normal = np.dot(weighted, weighted.T)
            damping = max(damping * EASED, LEAST_DAMPING)
        else:
            damping *= RAISED
            if damping > 1.0 and found - chi < tolerance * chi:
                calm += 1
    return chi, normal


@compiled
def race(
    nodes: np.ndarray, starts: np.ndarray, limits: np.ndarray, spectrum: Weighed, stages: np.ndarray
) -> np.ndarray:
    """Descend from all starts in stages. Return their sums of squares, best first.

    A stage: how many go on, their steps, the relative change that ends a descent.
    `starts` is sorted and changed. Most starts are given up after a few steps: they are in another valley.
    """
    chi = np.empty(len(starts))
    alive = len(starts)
    for s in range(len(stages)):
        alive = min(alive, int(stages[s, 0]))
        for i in range(alive):
            chi[i], _ = descend(nodes, starts[i], limits, spectrum, int(stages[s, 1]), stages[s, 2])
        order = np.argsort(chi[:alive])
        chi[:alive] = chi[:alive][order]
        starts[:alive] = starts[:alive][order]
    return chi


@compiled
def curvature(nodes: np.ndarray, x: np.ndarray, spectrum: Weighed) -> tuple[float, np.ndarray]:
    """Return the sum of squares and the weighted residuals with their derivatives below, at a point."""
    many = len(spectrum[0])
    room = (
        np.empty((len(nodes), many), np.complex128),
        np.empty((len(nodes), many), np.complex128),
        np.zeros((len(x), many), np.complex128),
    )
    weighted = np.empty((len(x) + 1, 2 * many))
    chi = residuals(nodes, x, spectrum, room, weighted)
    return chi, weighted
