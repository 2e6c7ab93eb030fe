"""All steps of Jacobi's method for the order parameter, in one pass and on the change alone.

The predicted order parameter solves its equation up to a residual of third order in the step. The change that is left
is small, so single precision gives it to more digits than a step in time has. While a plane takes its last step, the
planes ahead take those before; a band repeats steps of the planes beside it.
"""

from __future__ import annotations

import numpy as np

from .constants import Numbers
from .machine_code import compiled
from .scalar_kernels import between

Rows = tuple[int, int]
RING = 3  # planes
STILL = 1e-10  # residual over w0 of a cell that is left: xi is as near to its solution, and sodium is counted with it


@compiled
def _residual_plane(
    at: tuple[int, int],
    given: tuple[np.ndarray, np.ndarray, np.ndarray],
    p: Numbers,
    w: tuple[float, ...],
    rest: np.ndarray,
    mobile: np.ndarray,
) -> bool:
    """Set the residual and L_sigma kappa/dx^2, both over the diagonal; return whether the residual counts."""
    i, m = at
    right, layer, xi = given
    nx, ny, width = xi.shape
    w0, sides = w[0], w[4]
    im, ip, il = max(i - 1, 0), min(i + 1, nx - 1), min(i, layer.shape[0] - 1)
    for j in range(ny):
        jm, jp, jl = max(j - 1, 0), min(j + 1, ny - 1), min(j, layer.shape[1] - 1)
        over = 1.0 / (w0 + sides * p.spread)
        for k in range(1, width - 1):
            x = xi[i, j, k]
            across = xi[i, j, k - 1] + xi[i, j, k + 1] + (xi[i, jm, k] + xi[i, jp, k])
            near = xi[im, j, k] + xi[ip, j, k] + across
            rest[m, j, k] = over * (right[i, j, k] - w0 * x + p.spread * (near - 6.0 * x))
        if p.mobility_factor != 1.0:  # else `mobile` has been set
            for k in range(1, width - 1):
                mobile[m, j, k] = p.spread * between(1.0, p.mobility_factor, layer[il, jl, k])
            for k in range(1, width - 1):
                x = xi[i, j, k]
                across = xi[i, j, k - 1] + xi[i, j, k + 1] + (xi[i, jm, k] + xi[i, jp, k])
                near = xi[im, j, k] + xi[ip, j, k] + across
                rest[m, j, k] = right[i, j, k] - w0 * x + mobile[m, j, k] * (near - 6.0 * x)
            for k in range(1, width - 1):
                over_cell = np.float32(1.0) / (np.float32(w0) + np.float32(sides) * mobile[m, j, k])
                rest[m, j, k] *= over_cell
                mobile[m, j, k] *= over_cell
    still, most = np.float32(STILL * w0 * over), np.float32(0.0)
    if p.mobility_factor > 1.0:
        still = np.float32(STILL * w0 / (w0 + sides * p.spread * p.mobility_factor))
    for j in range(ny):
        for k in range(1, width - 1):
            v = abs(rest[m, j, k])
            most = v if v > most else most  # noqa: FURB136 - runs on vectors
            rest[m, j, k] = rest[m, j, k] if v > still else np.float32(0.0)
    return bool(most > still)


@compiled
def _sweep_plane(
    change: np.ndarray,
    rest: np.ndarray,
    mobile: np.ndarray,
    at: tuple[int, int, int, int, int],
    sides: np.float32,
    weight: np.float32,
) -> None:
    """Set a step of a plane; `at` has the step before, places in its ring, and that of the residual."""
    step, below, here, above, m = at
    ny, width = change.shape[2:]
    one, four, six = np.float32(1.0), np.float32(4.0), np.float32(6.0)
    if ny == 1:
        for k in range(1, width - 1):
            d, g = change[step, here, 0, k], mobile[m, 0, k]
            near = change[step, below, 0, k] + change[step, above, 0, k]
            near += change[step, here, 0, k - 1] + change[step, here, 0, k + 1]
            one_step = rest[m, 0, k] - (one - sides * g) * d + g * (near - four * d)
            change[step + 1, here, 0, k] = d + weight * one_step
    else:
        for j in range(ny):
            jm, jp = max(j - 1, 0), min(j + 1, ny - 1)
            for k in range(1, width - 1):
                d, g = change[step, here, j, k], mobile[m, j, k]
                across = change[step, here, jm, k] + change[step, here, jp, k]  # in this order y and z are alike
                across += change[step, here, j, k - 1] + change[step, here, j, k + 1]
                near = change[step, below, j, k] + change[step, above, j, k] + across
                one_step = rest[m, j, k] - (one - sides * g) * d + g * (near - six * d)
                change[step + 1, here, j, k] = d + weight * one_step
    for j in range(ny):
        change[step + 1, here, j, 0] = change[step + 1, here, j, 1]
        change[step + 1, here, j, width - 1] = change[step + 1, here, j, width - 2]


@compiled
def front_sweeps(
    rows: Rows,
    right: np.ndarray,
    layer: np.ndarray,
    fields: tuple[np.ndarray, np.ndarray],
    p: Numbers,
    w: tuple[float, ...],
    weights: np.ndarray,
) -> None:
    """Set steps of (w0 - L_sigma kappa lap) xi = right, each with its weight, from the xi that is given.

    `fields` are xi and where the result goes. Planes in which nothing changes are passed by.
    """
    xi, out = fields
    nx, ny, width = xi.shape
    first, end = rows
    count = len(weights)
    rest, mobile = np.zeros((count + 1, ny, width), np.float32), np.zeros((count + 1, ny, width), np.float32)
    change = np.zeros((count, RING, ny, width), np.float32)
    moves = np.zeros((count + 1, nx + 2), np.uint8)  # of each step, and before the first, in which planes; 1 ahead
    sides = np.float32(w[4])
    mobile[:] = p.spread / (w[0] + w[4] * p.spread)
    for i in range(max(first - count + 1, 0), end + count - 1):
        if i < nx:
            m = i % (count + 1)
            if _residual_plane((i, m), (right, layer, xi), p, w, rest, mobile):
                moves[0, i + 1] = moves[1, i + 1] = 1
                for j in range(ny):
                    for k in range(1, width - 1):
                        change[0, i % RING, j, k] = np.float32(weights[0]) * rest[m, j, k]
                    change[0, i % RING, j, 0] = change[0, i % RING, j, 1]
                    change[0, i % RING, j, width - 1] = change[0, i % RING, j, width - 2]
            else:
                change[0, i % RING] = 0
        for step in range(1, count):
            n = i - step
            reach = count - 1 - step
            if not max(first - reach, 0) <= n < min(end + reach, nx):
                continue
            if moves[0, n + 1] or moves[step, n] or moves[step, n + 1] or moves[step, n + 2]:
                moves[step + 1, n + 1] = 1
                below, above = max(n - 1, 0) % RING, min(n + 1, nx - 1) % RING
                at = (step - 1, below, n % RING, above, n % (count + 1))
                _sweep_plane(change, rest, mobile, at, sides, np.float32(weights[step]))
            else:
                change[step, n % RING] = 0
        n = i - (count - 1)
        if first <= n < end:
            for j in range(ny):
                for k in range(width):
                    out[n, j, k] = xi[n, j, k] + change[count - 1, n % RING, j, k]
