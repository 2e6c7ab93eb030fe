"""A cycle of multigrid in two passes over each grid, and conjugate gradients around it.

Each pass does several steps of Jacobi's method at once: while a plane of cells takes its last step, the plane ahead
takes the one before. The planes between are kept in rings, which stay in the cache of a core; a band repeats the first
steps of the planes beside it, so the result does not depend on the number of threads. All levels lie in one array,
`store`: a row of `places` has the shape of a level and where its arrays begin.
"""

from __future__ import annotations

import numpy as np

from .grid_kernels import Faces, Rows, coarsen, dense, factorise, solve_small
from .machine_code import compiled, summing
from .team_kernels import shared

NX, NY, WIDTH, X, Y, Z, Q, B, U, SPARE = range(10)  # columns of `places`
ONE, TWO = 0.5620, 1.3893  # over the diagonal: the Chebyshev polynomial of degree 2 on 0.5 to 2
RING = 3  # planes
Level = tuple[Faces, np.ndarray, np.ndarray, np.ndarray, np.ndarray]


@compiled
def _part(store: np.ndarray, begin: int, shape: tuple[int, int, int]) -> np.ndarray:
    return store[begin : begin + shape[0] * shape[1] * shape[2]].reshape(shape)


@compiled
def level(store: np.ndarray, place: np.ndarray) -> Level:
    """Return faces, diagonal part, right side, solution and spare field of a level."""
    nx, ny, width = place[NX], place[NY], place[WIDTH]
    cells = (nx, ny, width)
    across = (nx, ny + 1, width) if ny > 1 else (1, 1, width)
    faces = (_part(store, place[X], (nx + 1, ny, width)), _part(store, place[Y], across), _part(store, place[Z], cells))
    return (
        faces,
        _part(store, place[Q], cells),
        _part(store, place[B], cells),
        _part(store, place[U], cells),
        _part(store, place[SPARE], cells),
    )


@compiled
def _begin_plane(
    i: int, faces: Faces, q: np.ndarray, b: np.ndarray, out: np.ndarray, at: int, weight: np.float32
) -> None:
    """Set the first step of Jacobi's method from zero in a plane, at a place of `out`."""
    x, y, z = faces
    ny, width = q.shape[1:]
    if ny == 1:
        for k in range(1, width - 1):
            d = q[i, 0, k] + x[i, 0, k] + x[i + 1, 0, k] + z[i, 0, k - 1] + z[i, 0, k]
            out[at, 0, k] = weight * b[i, 0, k] / d
        return
    for j in range(ny):
        for k in range(1, width - 1):
            across = z[i, j, k - 1] + z[i, j, k] + (y[i, j, k] + y[i, j + 1, k])  # in this order y and z are alike
            d = q[i, j, k] + x[i, j, k] + x[i + 1, j, k] + across
            out[at, j, k] = weight * b[i, j, k] / d


@compiled
def _relax_plane(
    i: int,
    faces: Faces,
    q: np.ndarray,
    b: np.ndarray,
    ring: np.ndarray,
    out: tuple[np.ndarray, int],
    weight: np.float32,
) -> None:
    """Set a step of Jacobi's method in a plane, by differences; `ring` has this plane and those beside it."""
    x, y, z = faces
    v, at = out
    nx, ny, width = q.shape
    below, here, above = max(i - 1, 0) % RING, i % RING, min(i + 1, nx - 1) % RING
    if ny == 1:
        for k in range(1, width - 1):
            u = ring[here, 0, k]
            a0, a1, a2, a3 = x[i, 0, k], x[i + 1, 0, k], z[i, 0, k - 1], z[i, 0, k]
            r = b[i, 0, k] - q[i, 0, k] * u - a0 * (u - ring[below, 0, k]) - a1 * (u - ring[above, 0, k])
            r -= a2 * (u - ring[here, 0, k - 1]) + a3 * (u - ring[here, 0, k + 1])
            v[at, 0, k] = u + weight * r / (q[i, 0, k] + a0 + a1 + a2 + a3)
        return
    for j in range(ny):
        jm, jp = max(j - 1, 0), min(j + 1, ny - 1)
        for k in range(1, width - 1):
            u = ring[here, j, k]
            a0, a1, a2, a3 = x[i, j, k], x[i + 1, j, k], z[i, j, k - 1], z[i, j, k]
            a4, a5 = y[i, j, k], y[i, j + 1, k]
            r = b[i, j, k] - q[i, j, k] * u - a0 * (u - ring[below, j, k]) - a1 * (u - ring[above, j, k])
            across = a2 * (u - ring[here, j, k - 1]) + a3 * (u - ring[here, j, k + 1])
            across += a4 * (u - ring[here, jm, k]) + a5 * (u - ring[here, jp, k])
            v[at, j, k] = u + weight * (r - across) / (q[i, j, k] + a0 + a1 + (a2 + a3 + (a4 + a5)))


@compiled
def _residual_plane(i: int, faces: Faces, q: np.ndarray, b: np.ndarray, ring: np.ndarray, out: np.ndarray) -> None:
    x, y, z = faces
    nx, ny, width = q.shape
    below, here, above = max(i - 1, 0) % RING, i % RING, min(i + 1, nx - 1) % RING
    if ny == 1:
        for k in range(1, width - 1):
            u = ring[here, 0, k]
            r = b[i, 0, k] - q[i, 0, k] * u - x[i, 0, k] * (u - ring[below, 0, k])
            r -= x[i + 1, 0, k] * (u - ring[above, 0, k])
            r -= z[i, 0, k - 1] * (u - ring[here, 0, k - 1]) + z[i, 0, k] * (u - ring[here, 0, k + 1])
            out[0, k] = r
        return
    for j in range(ny):
        jm, jp = max(j - 1, 0), min(j + 1, ny - 1)
        for k in range(1, width - 1):
            u = ring[here, j, k]
            r = b[i, j, k] - q[i, j, k] * u - x[i, j, k] * (u - ring[below, j, k])
            r -= x[i + 1, j, k] * (u - ring[above, j, k])
            across = z[i, j, k - 1] * (u - ring[here, j, k - 1]) + z[i, j, k] * (u - ring[here, j, k + 1])
            across += y[i, j, k] * (u - ring[here, jm, k]) + y[i, j + 1, k] * (u - ring[here, jp, k])
            out[j, k] = r - across


@compiled
def _gather(rest: np.ndarray, coarse: np.ndarray, a: int, begin: bool, times: tuple[int, int]) -> None:
    """Add a plane to a coarser one."""
    ny, width = coarse.shape[1:]
    fy, fz = times
    for j in range(ny):
        if begin:
            for k in range(width):
                coarse[a, j, k] = 0
        for n in range(fy * j, fy * j + fy):
            if fz == 2:
                for k in range(1, width - 1):
                    coarse[a, j, k] += rest[n, 2 * k - 1] + rest[n, 2 * k]
            else:
                for k in range(1, width - 1):
                    coarse[a, j, k] += rest[n, k]


@compiled
def _spread(coarse: np.ndarray, u: np.ndarray, out: np.ndarray, at: tuple[int, int], times: tuple[int, int]) -> None:
    """Set a plane of u and the values of its coarser plane."""
    a, i = at
    fy, fz = times
    for j in range(out.shape[1]):
        if fz == 2:
            for k in range(1, coarse.shape[2] - 1):
                v = coarse[a, j // fy, k]
                out[i % RING, j, 2 * k - 1] = u[i, j, 2 * k - 1] + v
                out[i % RING, j, 2 * k] = u[i, j, 2 * k] + v
        else:
            for k in range(1, coarse.shape[2] - 1):
                out[i % RING, j, k] = u[i, j, k] + coarse[a, j // fy, k]


@compiled
def down(rows: Rows, faces: Faces, q: np.ndarray, b: np.ndarray, u: np.ndarray, coarse: np.ndarray) -> None:
    """Set u by two steps from zero, and the residual summed over coarser cells, whose rows are given."""
    nx, ny, width = q.shape
    cx, cy, cw = coarse.shape
    fx, fy, fz = nx // cx, ny // cy, (width - 2) // (cw - 2)
    first, end = fx * rows[0], fx * rows[1]
    one, two = np.float32(ONE), np.float32(TWO)
    once, twice = np.zeros((RING, ny, width), q.dtype), np.zeros((RING, ny, width), q.dtype)
    rest = np.zeros((ny, width), q.dtype)
    for i in range(max(first - 2, 0), end + 2):
        if i < nx:
            _begin_plane(i, faces, q, b, once, i % RING, one)
        n = i - 1
        if max(first - 1, 0) <= n < min(end + 1, nx):
            _relax_plane(n, faces, q, b, once, (twice, n % RING), two)
            if first <= n < end:
                for j in range(ny):
                    for k in range(width):
                        u[n, j, k] = twice[n % RING, j, k]
        n = i - 2
        if first <= n < end:
            _residual_plane(n, faces, q, b, twice, rest)
            _gather(rest, coarse, n // fx, n % fx == 0, (fy, fz))


@summing
def _product(a: np.ndarray, b: np.ndarray, i: int) -> float:
    total = 0.0
    for j in range(a.shape[1]):
        for k in range(1, a.shape[2] - 1):
            total += np.float64(a[i, j, k]) * np.float64(b[i, j, k])
    return total


@compiled
def up(
    rows: Rows,
    faces: Faces,
    given: tuple[np.ndarray, np.ndarray, np.ndarray],
    coarse: np.ndarray,
    out: np.ndarray,
    sums: np.ndarray,
) -> None:
    """Set `out` to u and the coarser correction after two steps; sums[i] is b times it in a plane.

    `given` are q, b and u.
    """
    q, b, u = given
    nx, ny, width = q.shape
    cx, cy, cw = coarse.shape
    fx, fy, fz = nx // cx, ny // cy, (width - 2) // (cw - 2)
    first, end = rows
    one, two = np.float32(ONE), np.float32(TWO)
    start, once = np.zeros((RING, ny, width), q.dtype), np.zeros((RING, ny, width), q.dtype)
    for i in range(max(first - 2, 0), end + 2):
        if i < nx:
            _spread(coarse, u, start, (i // fx, i), (fy, fz))
        n = i - 1
        if max(first - 1, 0) <= n < min(end + 1, nx):
            _relax_plane(n, faces, q, b, start, (once, n % RING), two)
        n = i - 2
        if first <= n < end:
            _relax_plane(n, faces, q, b, once, (out, n), one)
            sums[n] = _product(b, out, n)


@summing
def rest(
    rows: Rows, faces: Faces, q: np.ndarray, b: np.ndarray, u: np.ndarray, out: np.ndarray, sums: np.ndarray
) -> None:
    """Set b - A u, by differences, and of each row the sum of u times A u."""
    x, y, z = faces
    nx, ny, width = q.shape
    for i in range(rows[0], rows[1]):
        im, ip, iy = max(i - 1, 0), min(i + 1, nx - 1), min(i, y.shape[0] - 1)
        total = 0.0
        for j in range(ny):
            jm, jp = max(j - 1, 0), min(j + 1, ny - 1)
            ya, yb = min(j, y.shape[1] - 1), min(j + 1, y.shape[1] - 1)
            for k in range(1, width - 1):
                v = u[i, j, k]
                r = q[i, j, k] * v + x[i, j, k] * (v - u[im, j, k]) + x[i + 1, j, k] * (v - u[ip, j, k])
                r += z[i, j, k - 1] * (v - u[i, j, k - 1]) + z[i, j, k] * (v - u[i, j, k + 1])
                r += y[iy, ya, k] * (v - u[i, jm, k]) + y[iy, yb, k] * (v - u[i, jp, k])
                out[i, j, k] = b[i, j, k] - r
                total += v * r
        sums[i] = total


@summing
def energy(rows: Rows, faces: Faces, q: np.ndarray, u: np.ndarray, sums: np.ndarray) -> None:
    """Set of each row the sum of u times A u, from each face once."""
    x, y, z = faces
    ny, width = q.shape[1:]
    for i in range(rows[0], rows[1]):
        im, iy = max(i - 1, 0), min(i, y.shape[0] - 1)
        total = 0.0
        for j in range(ny):
            jm, ya = max(j - 1, 0), min(j, y.shape[1] - 1)
            for k in range(1, width - 1):
                v = np.float64(u[i, j, k])
                a, b, c = v - u[im, j, k], v - u[i, jm, k], v - u[i, j, k + 1]
                total += q[i, j, k] * v * v + x[i, j, k] * a * a + y[iy, ya, k] * b * b + z[i, j, k] * c * c
        sums[i] = total


@compiled
def turn(rows: Rows, z: np.ndarray, p: np.ndarray, beta: float) -> None:
    """Set p to z + beta p."""
    for i in range(rows[0], rows[1]):
        for j in range(p.shape[1]):
            for k in range(1, p.shape[2] - 1):
                p[i, j, k] = z[i, j, k] + beta * p[i, j, k]


@compiled
def add(rows: Rows, u: np.ndarray, p: np.ndarray, alpha: float) -> None:
    """Add alpha p to u."""
    for i in range(rows[0], rows[1]):
        for j in range(p.shape[1]):
            for k in range(1, p.shape[2] - 1):
                u[i, j, k] += alpha * p[i, j, k]


coarsen_on_all, down_on_all, up_on_all = shared(coarsen), shared(down), shared(up)
rest_on_all, energy_on_all, turn_on_all, add_on_all = shared(rest), shared(energy), shared(turn), shared(add)


@compiled
def coarsen_levels(mail: np.ndarray, store: np.ndarray, places: np.ndarray, factor: np.ndarray) -> None:
    """Set all levels from the finest, and the factor of the coarsest matrix."""
    for at in range(len(places) - 1):
        fine, fine_q, _, _, _ = level(store, places[at])
        coarse, coarse_q, _, _, _ = level(store, places[at + 1])
        coarsen_on_all(mail, coarse_q.shape[0], fine_q.size, (fine, coarse, fine_q, coarse_q))
    faces, q, _, _, _ = level(store, places[-1])
    dense(faces, q, factor)
    factorise(factor)


@compiled
def _cycle(mail: np.ndarray, store: np.ndarray, places: np.ndarray, factor: np.ndarray, sums: np.ndarray) -> None:
    """Set the finest spare field to an approximate solution; `sums` is its right side times it."""
    last = len(places) - 1
    for at in range(last):
        faces, q, b, u, _ = level(store, places[at])
        below = level(store, places[at + 1])[2]
        down_on_all(mail, below.shape[0], q.size, (faces, q, b, u, below))
    _, _, b, _, out = level(store, places[last])
    solve_small(factor, b, out)
    nx = b.shape[0]
    if last == 0:
        for i in range(nx):
            sums[i] = _product(b, out, i)
    for at in range(last - 1, -1, -1):
        faces, q, b, u, out = level(store, places[at])
        up_on_all(mail, q.shape[0], q.size, (faces, (q, b, u), level(store, places[at + 1])[4], out, sums))


@compiled
def solve(
    mail: np.ndarray,
    levels: tuple[np.ndarray, np.ndarray, np.ndarray],
    u: np.ndarray,
    b: np.ndarray,
    p: np.ndarray,
    sums: np.ndarray,
    limits: tuple[float, int],
) -> int:
    """Improve u; return the iterations, 0 where they were too few, -1 where a number is none.

    The residual is formed anew in each iteration, since its kernel is as quick as one that updates it.
    """
    store, places, factor = levels
    tolerance, most = limits
    faces, q, right, _, z = level(store, places[0])
    rows, cells = q.shape[0], q.size
    before = 0.0
    for iteration in range(1, most + 1):
        rest_on_all(mail, rows, cells, (faces, q, b, u, right, sums))
        size = sums[:rows].sum()
        _cycle(mail, store, places, factor, sums)
        product = sums[:rows].sum()
        along = z
        if iteration > 1:
            turn_on_all(mail, rows, cells, (z, p, product / before))
            along = p
        energy_on_all(mail, rows, cells, (faces, q, along, sums))
        total = sums[:rows].sum()
        if not np.isfinite(total + product):
            return -1
        if total <= 0 or product <= 0:
            return iteration
        alpha = product / total
        add_on_all(mail, rows, cells, (u, along, alpha))
        taken = alpha * product
        if taken <= tolerance**2 * max(size, taken):
            return iteration
        if iteration == 1:
            p[:] = z
        before = product
    return 0
