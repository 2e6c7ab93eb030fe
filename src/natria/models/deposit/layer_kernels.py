"""Kernel of a layer that covers the metal: the distance from the front."""

from __future__ import annotations

import numpy as np

from .machine_code import compiled, inlined

Rows = tuple[int, int]
FAR = 1e30
DIRECTIONS = 8  # sweeps, one in each
ROUNDS = 100  # of all sweeps


@inlined
def steepness_of(a: float, b: float, c: float) -> float:
    """Return the length of the gradient of the order parameter, not below a small number."""
    return max((a * a + b * b + c * c) ** 0.5, 1e-12)


@inlined
def front_within(x: float, steep: float) -> float:
    """Return the distance from the front of a cell beside it, in cells: the profile along its gradient."""
    return min(max((0.5 - x) / steep, -1.0), 1.0)


@inlined
def by_neighbours(a: float, b: float, c: float) -> float:
    """Return the distance of a cell by the nearer neighbours along three axes: the root of |grad d| = 1."""
    low, high = min(a, b, c), max(a, b, c)
    middle = max(min(a, b), min(max(a, b), c))
    found = low + 1.0
    if found > middle:
        found = 0.5 * (low + middle + (2.0 - (low - middle) ** 2) ** 0.5)
        if found > high:
            total = low + middle + high
            inside = total * total - 3.0 * (low * low + middle * middle + high * high - 1.0)
            found = (total + max(inside, 0.0) ** 0.5) / 3.0
    return found


@compiled
def cover(_: Rows, xi: np.ndarray, out: np.ndarray, thickness: float) -> None:
    """Set the share of a layer up to a distance from the front (in cells), and in all of the metal.

    Distances solve |grad d| = 1 by fast sweeping (Zhao, Math. Comput. 74, 603 (2005)), from the cells at the front,
    where d follows from the profile of xi along its gradient. Sweeps end where none changes. The outer end is blurred
    over a cell. The whole grid is one band.
    """
    nx, ny, width = xi.shape
    d = np.full((nx, ny, width), FAR)
    fixed = np.zeros((nx, ny, width), np.uint8)
    for i in range(nx):
        im, ip = max(i - 1, 0), min(i + 1, nx - 1)
        for j in range(ny):
            jm, jp = max(j - 1, 0), min(j + 1, ny - 1)
            for k in range(1, width - 1):
                x = xi[i, j, k]
                low = min(xi[im, j, k], xi[ip, j, k], xi[i, jm, k], xi[i, jp, k], xi[i, j, k - 1], xi[i, j, k + 1])
                high = max(xi[im, j, k], xi[ip, j, k], xi[i, jm, k], xi[i, jp, k], xi[i, j, k - 1], xi[i, j, k + 1])
                if x >= 0.5:
                    d[i, j, k] = 0.0
                    fixed[i, j, k] = 1
                if (x < 0.5) != (low < 0.5) or (x < 0.5) != (high < 0.5):
                    a = (xi[ip, j, k] - xi[im, j, k]) / max(ip - im, 1)
                    b = (xi[i, jp, k] - xi[i, jm, k]) / max(jp - jm, 1)
                    c = (xi[i, j, k + 1] - xi[i, j, k - 1]) / 2
                    d[i, j, k] = front_within(x, steepness_of(a, b, c))
                    fixed[i, j, k] = 1
    for _round in range(ROUNDS):
        if not _sweep(d, fixed, thickness + 1.0):
            break
    for i in range(nx):
        for j in range(ny):
            for k in range(1, width - 1):
                out[i, j, k] = min(max(thickness - d[i, j, k] + 0.5, 0.0), 1.0)


@compiled
def _sweep(d: np.ndarray, fixed: np.ndarray, within: float) -> bool:
    """Improve the distances by a sweep in each direction; return whether one changed.

    Cells whose neighbours are farther than `within` stay as they are: nothing asks for their distance.
    """
    nx, ny, width = d.shape
    changed = False
    for sweep in range(DIRECTIONS):
        for ii in range(nx):
            i = ii if sweep % 2 == 0 else nx - 1 - ii
            for jj in range(ny):
                j = jj if sweep // 2 % 2 == 0 else ny - 1 - jj
                for kk in range(1, width - 1):
                    k = kk if sweep // 4 % 2 == 0 else width - 1 - kk
                    if fixed[i, j, k]:
                        continue
                    a = min(d[max(i - 1, 0), j, k], d[min(i + 1, nx - 1), j, k])
                    b = FAR
                    if ny > 1:
                        b = min(d[i, max(j - 1, 0), k], d[i, min(j + 1, ny - 1), k])
                    c = min(d[i, j, max(k - 1, 1)], d[i, j, min(k + 1, width - 2)])
                    if min(a, b, c) < within:
                        found = by_neighbours(a, b, c)
                        if found < d[i, j, k]:
                            d[i, j, k] = found
                            changed = True
    return changed
