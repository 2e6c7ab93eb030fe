"""Kernels of two elliptic fields u and v that a term c (u - v) joins in each cell.

    (A u)_i + c_i (u_i - v_i) = b_i,     (B v)_i - c_i (u_i - v_i) = d_i

A and B are the operators of `grid_kernels`.
"""

from __future__ import annotations

import numpy as np

from ..machine_code import compiled, summing

Rows = tuple[int, int]
Faces = tuple[np.ndarray, np.ndarray, np.ndarray]
Fields = tuple[np.ndarray, np.ndarray]


@compiled
def couple(rows: Rows, c: np.ndarray, fields: Fields, out: Fields) -> None:
    """Take c (u - v) from the residual of the first field and add it to that of the second."""
    u, v = fields
    one, two = out
    for i in range(rows[0], rows[1]):
        for j in range(c.shape[1]):
            for k in range(1, c.shape[2] - 1):
                flow = c[i, j, k] * (u[i, j, k] - v[i, j, k])
                one[i, j, k] -= flow
                two[i, j, k] += flow


@summing
def through_couple(rows: Rows, c: np.ndarray, fields: Fields, out: Fields, sums: np.ndarray) -> None:
    """Add the term that joins both to A u and B v; sums[i] has the c (u - v)^2 of a row."""
    u, v = fields
    one, two = out
    for i in range(rows[0], rows[1]):
        total = 0.0
        for j in range(c.shape[1]):
            for k in range(1, c.shape[2] - 1):
                apart = u[i, j, k] - v[i, j, k]
                flow = c[i, j, k] * apart
                one[i, j, k] += flow
                two[i, j, k] -= flow
                total += flow * apart
        sums[i] = total


@summing
def energy_between(rows: Rows, c: np.ndarray, fields: Fields, least: float, sums: np.ndarray) -> None:
    """Set of each row the sum of c ((u - v)^2 + least^2)."""
    u, v = fields
    for i in range(rows[0], rows[1]):
        total = 0.0
        for j in range(c.shape[1]):
            for k in range(1, c.shape[2] - 1):
                apart = u[i, j, k] - v[i, j, k]
                total += c[i, j, k] * (apart * apart + least * least)
        sums[i] = total


@compiled
def relax_pair(
    rows: Rows,
    first: tuple[Faces, np.ndarray],
    second: tuple[Faces, np.ndarray],
    c: np.ndarray,
    rest: Fields,
    fields: Fields,
    weight: float,
) -> None:
    """Add a step of Jacobi's method with blocks of both fields in a cell, from their residuals.

        a x + c (x - y) = r,   b y - c (x - y) = s   gives   x = (r + k s)/(a + k b),  y = s/(b + c) + k x,

    k = c/(b + c). It neither cancels nor overflows, however strong or weak the term is.
    """
    (x1, y1, z1), q1 = first
    (x2, y2, z2), q2 = second
    r, s = rest
    u, v = fields
    for i in range(rows[0], rows[1]):
        iy = min(i, y1.shape[0] - 1)
        for j in range(c.shape[1]):
            ya, yb = min(j, y1.shape[1] - 1), min(j + 1, y1.shape[1] - 1)
            for k in range(1, c.shape[2] - 1):
                a = q1[i, j, k] + x1[i, j, k] + x1[i + 1, j, k] + z1[i, j, k - 1] + z1[i, j, k]
                a += y1[iy, ya, k] + y1[iy, yb, k]
                b = q2[i, j, k] + x2[i, j, k] + x2[i + 1, j, k] + z2[i, j, k - 1] + z2[i, j, k]
                b += y2[iy, ya, k] + y2[iy, yb, k]
                both = b + c[i, j, k]
                part = c[i, j, k] / both
                x = (r[i, j, k] + part * s[i, j, k]) / (a + part * b)
                u[i, j, k] += weight * x
                v[i, j, k] += weight * (s[i, j, k] / both + part * x)


@compiled
def clear(rows: Rows, out: np.ndarray) -> None:
    """Set zeros."""
    for i in range(rows[0], rows[1]):
        for j in range(out.shape[1]):
            for k in range(out.shape[2]):
                out[i, j, k] = 0
