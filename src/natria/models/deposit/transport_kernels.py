"""Kernels of the electrolyte: conductances for the potential, and the balance of sodium.

The concentration is solved for in Slotboom's variable u = c exp(F phi/RT), in which the fluxes of Scharfetter and
Gummel are differences:

    N = -(D/dx) (y/sinh y) S_i S_k (u_k - u_i),   S = exp(-F phi/2RT),   y = F (phi_k - phi_i)/2RT

so the matrix is symmetric, and the same solver serves potential and concentration. Its right side is not scaled: the
sum of its residual over the cells is the sodium that is missing.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .constants import Numbers
from .machine_code import compiled, summing
from .scalar_kernels import activity_face, between, exponential, harmonic, share

Rows = tuple[int, int]
Faces = tuple[np.ndarray, np.ndarray, np.ndarray]


class Sodium(NamedTuple):
    """Fields of the balance of sodium in a step."""

    xi: np.ndarray
    c: np.ndarray  # at first as predicted, then as solved
    u: np.ndarray
    scale: np.ndarray  # S
    total: np.ndarray  # (1 - h) c + c_s h at the end of the step
    uptake: np.ndarray  # d(xi)/dc over a step


@compiled
def conduct(rows: Rows, xi: np.ndarray, layer: np.ndarray, out: np.ndarray, p: Numbers) -> None:
    """Set the conductivity of the cells, over dx^2."""
    for i in range(rows[0], rows[1]):
        il = min(i, layer.shape[0] - 1)
        for j in range(xi.shape[1]):
            jl = min(j, layer.shape[1] - 1)
            for k in range(1, xi.shape[2] - 1):
                h = share(xi[i, j, k])
                ions = between(p.conductivity, p.layer_conductivity, layer[il, jl, k])
                metal = p.metal_conductivity if p.literal else p.floor * p.conductivity
                out[i, j, k] = between(ions, metal, h)


@compiled
def diffuse(
    rows: Rows, xi: np.ndarray, layer: np.ndarray, phi: np.ndarray, out: np.ndarray, scale: np.ndarray, p: Numbers
) -> None:
    """Set the diffusivity of the cells, over dx^2, and S = exp(-F phi/2RT)."""
    for i in range(rows[0], rows[1]):
        il = min(i, layer.shape[0] - 1)
        for j in range(xi.shape[1]):
            jl = min(j, layer.shape[1] - 1)
            for k in range(1, xi.shape[2] - 1):
                h = share(xi[i, j, k])
                ions = between(p.diffusivity, p.layer_diffusivity, layer[il, jl, k])
                out[i, j, k] = between(ions, p.floor * p.diffusivity, h)
                scale[i, j, k] = exponential(-0.5 * p.factor * phi[i, j, k])


@compiled
def join(rows: Rows, cells: np.ndarray, faces: Faces) -> None:
    """Set the conductances of the faces: two halves in series."""
    x, y, z = faces
    _, ny, width = cells.shape
    for i in range(rows[0], rows[1]):
        for j in range(ny):
            if i > 0:
                for k in range(1, width - 1):
                    x[i, j, k] = harmonic(cells[i - 1, j, k], cells[i, j, k])
            for k in range(1, width - 2):
                z[i, j, k] = harmonic(cells[i, j, k], cells[i, j, k + 1])
            if j > 0:
                for k in range(1, width - 1):
                    y[i, j, k] = harmonic(cells[i, j - 1, k], cells[i, j, k])


@compiled
def join_activities(
    rows: Rows, cells: np.ndarray, scale: np.ndarray, phi: np.ndarray, faces: Faces, factor: float
) -> None:
    """Set the conductances of the faces between activities u, after Scharfetter and Gummel."""
    x, y, z = faces
    _, ny, width = cells.shape
    half = 0.5 * factor
    for i in range(rows[0], rows[1]):
        for j in range(ny):
            if i > 0:
                for k in range(1, width - 1):
                    a, b = scale[i - 1, j, k], scale[i, j, k]
                    jump = half * (phi[i, j, k] - phi[i - 1, j, k])
                    x[i, j, k] = activity_face((cells[i - 1, j, k], cells[i, j, k]), a, b, jump)
            for k in range(1, width - 2):
                a, b = scale[i, j, k], scale[i, j, k + 1]
                jump = half * (phi[i, j, k + 1] - phi[i, j, k])
                z[i, j, k] = activity_face((cells[i, j, k], cells[i, j, k + 1]), a, b, jump)
            if j > 0:
                for k in range(1, width - 1):
                    a, b = scale[i, j - 1, k], scale[i, j, k]
                    jump = half * (phi[i, j, k] - phi[i, j - 1, k])
                    y[i, j, k] = activity_face((cells[i, j - 1, k], cells[i, j, k]), a, b, jump)


@compiled
def sodium_right(
    rows: Rows,
    now: Sodium,
    olds: tuple[np.ndarray, np.ndarray, np.ndarray],
    q: np.ndarray,
    right: np.ndarray,
    p: Numbers,
    w: tuple[float, ...],
) -> None:
    """Set the balance of sodium with the uptake linear in c, and u of the predicted concentration.

    The third of `olds` is set to what both totals before leave on the right side. In the literal form `uptake` becomes
    d(xi)/dc over the step, the derivative of the rate over w[5] = w0; otherwise nothing is taken up by c.
    """
    one, two, plain = olds
    xi, predicted, u, scale, _, uptake = now
    w0, w1, w2 = w[0], w[1], w[2]
    slower = 1.0 / w[5]
    for i in range(rows[0], rows[1]):
        for j in range(q.shape[1]):
            for k in range(1, q.shape[2] - 1):  # loops with few arrays run on vectors
                plain[i, j, k] = -w1 * one[i, j, k] - w2 * two[i, j, k]
            if p.literal:
                for k in range(1, q.shape[2] - 1):
                    uptake[i, j, k] *= slower
                    taken = p.uptake * uptake[i, j, k]
                    q[i, j, k] = w0 * (1.0 + taken)
                    right[i, j, k] = plain[i, j, k] - w0 * (p.uptake * xi[i, j, k] - taken * predicted[i, j, k])
            else:
                for k in range(1, q.shape[2] - 1):
                    h = share(xi[i, j, k])
                    q[i, j, k] = w0 * (1.0 - h + p.room)
                    right[i, j, k] = plain[i, j, k] - w0 * p.uptake * h
            for k in range(1, q.shape[2] - 1):
                s = scale[i, j, k] * scale[i, j, k]
                q[i, j, k] *= s
                u[i, j, k] = predicted[i, j, k] / s


@summing
def sodium_rest(
    rows: Rows,
    now: Sodium,
    faces: Faces,
    given: tuple[np.ndarray, np.ndarray, np.ndarray],
    p: Numbers,
    w: tuple[float, ...],
    sums: np.ndarray,
) -> None:
    """Set the final order parameter, and in `total` the correction of u that the balance still needs.

    `given` are -w1 A_n - w2 A_(n-1), the conductances to the far side, and its activities, one row of each. One step
    of Jacobi's method corrects each cell; sums[i] has then what is missing in a row, and sums[nx + i] the diagonal.
    """
    x, y, z = faces
    right, far, outside = given
    nx, ny, width = now.xi.shape
    w0 = w[0]
    for i in range(rows[0], rows[1]):
        im, ip, iy = max(i - 1, 0), min(i + 1, nx - 1), min(i, y.shape[0] - 1)
        missing = 0.0
        diagonal = 0.0
        for j in range(ny):
            jm, jp = max(j - 1, 0), min(j + 1, ny - 1)
            ya, yb = min(j, y.shape[1] - 1), min(j + 1, y.shape[1] - 1)
            for k in range(1, width - 1):
                u, s = now.u[i, j, k], now.scale[i, j, k]
                c = u * s * s
                new = now.xi[i, j, k]
                if p.literal:
                    new += now.uptake[i, j, k] * (c - now.c[i, j, k])
                new = min(max(new, 0.0), 1.0)
                now.xi[i, j, k] = new
                if p.literal:
                    room, held = 1.0, p.uptake * new
                else:
                    h = share(new)
                    room, held = 1.0 - h + p.room, p.uptake * h
                end = far[0, j, k] if i == nx - 1 else 0.0
                q = w0 * room * s * s + end
                sides = x[i, j, k] + x[i + 1, j, k] + z[i, j, k - 1] + z[i, j, k] + y[iy, ya, k] + y[iy, yb, k]
                rest = right[i, j, k] - w0 * (room * c + held)
                if i == nx - 1:
                    rest += end * (outside[0, j, k] - u)
                rest -= x[i, j, k] * (u - now.u[im, j, k]) + x[i + 1, j, k] * (u - now.u[ip, j, k])
                rest -= z[i, j, k - 1] * (u - now.u[i, j, k - 1]) + z[i, j, k] * (u - now.u[i, j, k + 1])
                rest -= y[iy, ya, k] * (u - now.u[i, jm, k]) + y[iy, yb, k] * (u - now.u[i, jp, k])
                step = rest / (q + sides)
                now.total[i, j, k] = step
                missing += rest - q * step
                diagonal += q
        sums[i] = missing
        sums[nx + i] = diagonal


@summing
def sodium_done(rows: Rows, now: Sodium, p: Numbers, shift: float, sums: np.ndarray) -> None:
    """Set u, c and the total of sodium; sums[i] has that of a row, sums[nx + i] the part in the metal."""
    nx, ny, width = now.xi.shape
    for i in range(rows[0], rows[1]):
        everything = 0.0
        metal = 0.0
        for j in range(ny):
            for k in range(1, width - 1):
                s, x = now.scale[i, j, k], now.xi[i, j, k]
                u = now.u[i, j, k] + now.total[i, j, k] + shift
                c = u * s * s
                h = share(x)
                room = 1.0 if p.literal else 1.0 - h + p.room
                held = p.uptake * x if p.literal else p.uptake * h
                now.u[i, j, k] = u
                now.c[i, j, k] = c
                now.total[i, j, k] = room * c + held
                everything += room * c + held
                metal += held
        sums[i] = everything
        sums[nx + i] = metal
        for j in range(ny):
            now.xi[i, j, 0], now.xi[i, j, width - 1] = now.xi[i, j, 1], now.xi[i, j, width - 2]
            now.c[i, j, 0], now.c[i, j, width - 1] = now.c[i, j, 1], now.c[i, j, width - 2]
