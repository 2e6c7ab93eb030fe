"""Kernels of the multigrid on cells: smoothing, residual, transfer, coarser faces.

    (A u)_c = q_c u_c + sum over faces g_f (u_c - u_neighbour)

A field has the shape (nx, ny, nz + 2): a column more at both ends of the last axis, so that a loop along it needs no
exception at its ends and runs on vectors. Faces behind a cell: x[i, j, k] joins i - 1 and i, y[i, j, k] joins j - 1
and j, z[i, j, k] joins k and k + 1. The faces at the walls are zero; the conductance to a boundary is a part of q.
With ny = 1, y has one row of zeros, which every cell reads.
"""

from __future__ import annotations

import numpy as np

from .machine_code import compiled, summing

LOST = 1e-12  # of a pivot over its diagonal
Rows = tuple[int, int]
Faces = tuple[np.ndarray, np.ndarray, np.ndarray]


@compiled
def relax_from_zero(rows: Rows, faces: Faces, q: np.ndarray, b: np.ndarray, out: np.ndarray, weight: float) -> None:
    """Set the first step of Jacobi's method from zero: weight b over the diagonal."""
    x, y, z = faces
    _, ny, width = q.shape
    for i in range(rows[0], rows[1]):
        iy = min(i, y.shape[0] - 1)
        for j in range(ny):
            ya, yb = min(j, y.shape[1] - 1), min(j + 1, y.shape[1] - 1)
            for k in range(1, width - 1):
                d = q[i, j, k] + x[i, j, k] + x[i + 1, j, k] + z[i, j, k - 1] + z[i, j, k] + y[iy, ya, k] + y[iy, yb, k]
                out[i, j, k] = weight * b[i, j, k] / d


@compiled
def relax(
    rows: Rows, faces: Faces, q: np.ndarray, b: np.ndarray, u: np.ndarray, out: np.ndarray, weight: float
) -> None:
    """Set a step of Jacobi's method, by differences: a constant is kept exactly where q is zero."""
    x, y, z = faces
    nx, ny, width = q.shape
    for i in range(rows[0], rows[1]):
        im, ip, iy = max(i - 1, 0), min(i + 1, nx - 1), min(i, y.shape[0] - 1)
        for j in range(ny):
            jm, jp = max(j - 1, 0), min(j + 1, ny - 1)
            ya, yb = min(j, y.shape[1] - 1), min(j + 1, y.shape[1] - 1)
            for k in range(1, width - 1):
                v = u[i, j, k]
                a0, a1, a2, a3 = x[i, j, k], x[i + 1, j, k], z[i, j, k - 1], z[i, j, k]
                a4, a5 = y[iy, ya, k], y[iy, yb, k]
                r = b[i, j, k] - q[i, j, k] * v - a0 * (v - u[im, j, k]) - a1 * (v - u[ip, j, k])
                r -= a2 * (v - u[i, j, k - 1]) + a3 * (v - u[i, j, k + 1])
                r -= a4 * (v - u[i, jm, k]) + a5 * (v - u[i, jp, k])
                out[i, j, k] = v + weight * r / (q[i, j, k] + a0 + a1 + a2 + a3 + a4 + a5)


@compiled
def residual(rows: Rows, faces: Faces, q: np.ndarray, b: np.ndarray, u: np.ndarray, out: np.ndarray) -> None:
    """Set b - A u, by differences."""
    x, y, z = faces
    nx, ny, width = q.shape
    for i in range(rows[0], rows[1]):
        im, ip, iy = max(i - 1, 0), min(i + 1, nx - 1), min(i, y.shape[0] - 1)
        for j in range(ny):
            jm, jp = max(j - 1, 0), min(j + 1, ny - 1)
            ya, yb = min(j, y.shape[1] - 1), min(j + 1, y.shape[1] - 1)
            for k in range(1, width - 1):
                v = u[i, j, k]
                r = b[i, j, k] - q[i, j, k] * v - x[i, j, k] * (v - u[im, j, k]) - x[i + 1, j, k] * (v - u[ip, j, k])
                r -= z[i, j, k - 1] * (v - u[i, j, k - 1]) + z[i, j, k] * (v - u[i, j, k + 1])
                r -= y[iy, ya, k] * (v - u[i, jm, k]) + y[iy, yb, k] * (v - u[i, jp, k])
                out[i, j, k] = r


@summing
def through(rows: Rows, faces: Faces, q: np.ndarray, u: np.ndarray, out: np.ndarray, sums: np.ndarray) -> None:
    """Set A u, and of each row the sum of u times A u."""
    x, y, z = faces
    nx, ny, width = q.shape
    for i in range(rows[0], rows[1]):
        im, ip, iy = max(i - 1, 0), min(i + 1, nx - 1), min(i, y.shape[0] - 1)
        for j in range(ny):
            jm, jp = max(j - 1, 0), min(j + 1, ny - 1)
            ya, yb = min(j, y.shape[1] - 1), min(j + 1, y.shape[1] - 1)
            for k in range(1, width - 1):
                v = u[i, j, k]
                r = q[i, j, k] * v + x[i, j, k] * (v - u[im, j, k]) + x[i + 1, j, k] * (v - u[ip, j, k])
                r += z[i, j, k - 1] * (v - u[i, j, k - 1]) + z[i, j, k] * (v - u[i, j, k + 1])
                r += y[iy, ya, k] * (v - u[i, jm, k]) + y[iy, yb, k] * (v - u[i, jp, k])
                out[i, j, k] = r
        total = 0.0
        for j in range(ny):
            for k in range(1, width - 1):
                total += u[i, j, k] * out[i, j, k]
        sums[i] = total


@summing
def inner(rows: Rows, a: np.ndarray, b: np.ndarray, sums: np.ndarray) -> None:
    """Set of each row the sum of a times b, without the columns at the ends."""
    _, ny, width = a.shape
    for i in range(rows[0], rows[1]):
        total = 0.0
        for j in range(ny):
            for k in range(1, width - 1):
                total += a[i, j, k] * b[i, j, k]
        sums[i] = total


@compiled
def direction(rows: Rows, z: np.ndarray, p: np.ndarray, beta: float) -> None:
    """Set p to z + beta p."""
    _, ny, width = p.shape
    for i in range(rows[0], rows[1]):
        for j in range(ny):
            for k in range(1, width - 1):
                p[i, j, k] = z[i, j, k] + beta * p[i, j, k]


@compiled
def advance(rows: Rows, u: np.ndarray, p: np.ndarray, r: np.ndarray, ap: np.ndarray, alpha: float) -> None:
    """Add alpha p to u, and take alpha A p from r."""
    _, ny, width = p.shape
    for i in range(rows[0], rows[1]):
        for j in range(ny):
            for k in range(1, width - 1):
                u[i, j, k] += alpha * p[i, j, k]
            for k in range(1, width - 1):
                r[i, j, k] -= alpha * ap[i, j, k]


@compiled
def cast_down(rows: Rows, wide: np.ndarray, out: np.ndarray) -> None:
    """Set the same values in another precision."""
    for i in range(rows[0], rows[1]):
        for j in range(out.shape[1]):
            for k in range(out.shape[2]):
                out[i, j, k] = wide[i, j, k]


@compiled
def restrict(rows: Rows, fine: np.ndarray, coarse: np.ndarray) -> None:
    """Set the sums over the cells of each coarser one."""
    nx, ny, width = coarse.shape
    fx, fy, fz = fine.shape[0] // nx, fine.shape[1] // ny, (fine.shape[2] - 2) // (width - 2)
    for i in range(rows[0], rows[1]):
        for j in range(ny):
            for k in range(width):
                coarse[i, j, k] = 0
            for a in range(fx * i, fx * i + fx):
                for b in range(fy * j, fy * j + fy):
                    if fz == 2:
                        for k in range(1, width - 1):
                            coarse[i, j, k] += fine[a, b, 2 * k - 1] + fine[a, b, 2 * k]
                    else:
                        for k in range(1, width - 1):
                            coarse[i, j, k] += fine[a, b, k]


@compiled
def prolong(rows: Rows, coarse: np.ndarray, fine: np.ndarray) -> None:
    """Add the value of its coarser cell to each cell; rows are those of the fine grid."""
    nx, ny, width = coarse.shape
    fx, fy, fz = fine.shape[0] // nx, fine.shape[1] // ny, (fine.shape[2] - 2) // (width - 2)
    for i in range(rows[0], rows[1]):
        for j in range(fine.shape[1]):
            a, b = i // fx, j // fy
            if fz == 2:
                for k in range(1, width - 1):
                    v = coarse[a, b, k]
                    fine[i, j, 2 * k - 1] += v
                    fine[i, j, 2 * k] += v
            else:
                for k in range(1, width - 1):
                    fine[i, j, k] += coarse[a, b, k]


@compiled
def _gather(fine: np.ndarray, coarse: np.ndarray, times: int, weight: float) -> None:
    """Add the values of a fine row to a coarser one, times a weight."""
    if times == 2:
        for k in range(1, len(coarse) - 1):
            coarse[k] += weight * (fine[2 * k - 1] + fine[2 * k])
    else:
        for k in range(1, len(coarse) - 1):
            coarse[k] += weight * fine[k]


@compiled
def coarsen(rows: Rows, fine: Faces, coarse: Faces, fine_q: np.ndarray, coarse_q: np.ndarray) -> None:
    """Set the conductances of a coarser grid: faces side by side add up, twice the distance halves.

    The rows are those of the coarser grid; the last band also sets the face behind its last row.
    """
    x, y, z = fine
    cx, cy, cz = coarse
    nx, ny, width = coarse_q.shape
    fx, fy, fz = fine_q.shape[0] // nx, fine_q.shape[1] // ny, (fine_q.shape[2] - 2) // (width - 2)
    restrict(rows, fine_q, coarse_q)
    end = rows[1] + 1 if rows[1] == nx else rows[1]
    for i in range(rows[0], end):
        for j in range(ny):
            cx[i, j] = 0
            for b in range(fy * j, fy * j + fy):
                _gather(x[fx * i, b], cx[i, j], fz, 1.0 / fx)
    for i in range(rows[0], rows[1]):
        for j in range(ny):
            cz[i, j] = 0
            for a in range(fx * i, fx * i + fx):
                for b in range(fy * j, fy * j + fy):
                    for k in range(1, width - 2):
                        cz[i, j, k] += z[a, b, fz * k]
            for k in range(1, width - 2):
                cz[i, j, k] *= 1.0 / fz
        if cy.shape[0] > 1:
            for j in range(1, ny):
                cy[i, j] = 0
                for a in range(fx * i, fx * i + fx):
                    _gather(y[a, fy * j], cy[i, j], fz, 1.0 / fy)


@compiled
def dense(faces: Faces, q: np.ndarray, out: np.ndarray) -> None:
    """Set the matrix of a small grid, in the order of its cells."""
    x, y, z = faces
    nx, ny, width = q.shape
    nz = width - 2
    out[:] = 0
    for i in range(nx):
        for j in range(ny):
            for k in range(1, nz + 1):
                here = (i * ny + j) * nz + k - 1
                out[here, here] += q[i, j, k]
                for axis in range(3):
                    if (axis == 0 and i == nx - 1) or (axis == 1 and j == ny - 1) or (axis == 2 and k == nz):
                        continue
                    there = here + (ny * nz if axis == 0 else nz if axis == 1 else 1)
                    g = np.float64(x[i + 1, j, k] if axis == 0 else y[i, j + 1, k] if axis == 1 else z[i, j, k])
                    out[here, here] += g
                    out[there, there] += g
                    out[here, there] -= g
                    out[there, here] -= g


@compiled
def factorise(matrix: np.ndarray) -> None:
    """Replace a symmetric positive matrix by L (below the diagonal) and 1/D of L D L^T.

    A pivot that is lost in rounding counts as one of a direction that has no solution: its 1/D is zero.
    """
    count = len(matrix)
    for n in range(count):
        scale = matrix[n, n]
        for m in range(n):
            if matrix[m, m] > 0.0:
                matrix[n, n] -= matrix[n, m] * matrix[n, m] / matrix[m, m]
        matrix[n, n] = 0.0 if matrix[n, n] <= LOST * scale else matrix[n, n]
        for k in range(n + 1, count):
            for m in range(n):
                if matrix[m, m] > 0.0:
                    matrix[k, n] -= matrix[k, m] * matrix[n, m] / matrix[m, m]
    for n in range(count):
        over = 1.0 / matrix[n, n] if matrix[n, n] > 0.0 else matrix[n, n]
        for k in range(n + 1, count):
            matrix[k, n] *= over
        matrix[n, n] = over


@compiled
def solve_small(factor: np.ndarray, b: np.ndarray, out: np.ndarray) -> None:
    """Set the solution on a small grid, in the order of its cells, by its factor."""
    nx, ny, width = b.shape
    nz = width - 2
    found = np.empty(nx * ny * nz)
    for n in range(len(found)):
        found[n] = b[n // (ny * nz), n // nz % ny, n % nz + 1]
        for m in range(n):
            found[n] -= factor[n, m] * found[m]
    for n in range(len(found) - 1, -1, -1):
        found[n] *= factor[n, n]
        for m in range(n + 1, len(found)):
            found[n] -= factor[m, n] * found[m]
    for n in range(len(found)):
        out[n // (ny * nz), n // nz % ny, n % nz + 1] = found[n]
