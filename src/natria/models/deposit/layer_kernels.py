"""Kernel of a layer that covers the metal: the distance from the front."""

from __future__ import annotations

import numpy as np

from .machine_code import compiled

Rows = tuple[int, int]
FAR = 1e30
DIRECTIONS = 8  # sweeps, one in each


@compiled
def cover(_: Rows, xi: np.ndarray, out: np.ndarray, thickness: float) -> None:
    """Set the share of a layer up to a distance from the front (in cells), and in all of the metal.

    Distances solve |grad d| = 1 by fast sweeping (Zhao, Math. Comput. 74, 603 (2005)), from the cells at the front,
    where d follows from the profile of xi along its gradient. The outer end is blurred over a cell. The whole grid
    is one band.
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
                    steep = max((a * a + b * b + c * c) ** 0.5, 1e-12)
                    d[i, j, k] = min(max((0.5 - x) / steep, -1.0), 1.0)
                    fixed[i, j, k] = 1
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
                    a, b, c = _sorted(a, b, c)
                    found = a + 1.0
                    if found > b:
                        found = 0.5 * (a + b + (2.0 - (a - b) ** 2) ** 0.5)
                        if found > c:
                            total = a + b + c
                            inside = total * total - 3.0 * (a * a + b * b + c * c - 1.0)
                            found = (total + max(inside, 0.0) ** 0.5) / 3.0
                    d[i, j, k] = min(d[i, j, k], found)
    for i in range(nx):
        for j in range(ny):
            for k in range(1, width - 1):
                out[i, j, k] = min(max(thickness - d[i, j, k] + 0.5, 0.0), 1.0)


@compiled
def _sorted(a: float, b: float, c: float) -> tuple[float, float, float]:
    low, high = min(a, b, c), max(a, b, c)
    middle = max(min(a, b), min(max(a, b), c))
    return low, middle, high
