"""The finest level, on the voxels themselves: operator, sweeps, and the same as sparse rows.

    (A u)_c = sum over faces g_f (u_c - u_neighbour) + (g_end u_c at both electrodes)

`sides` are the conductances of the faces behind a voxel along the axes 0, 1, 2 of the array. Along axis 0 there is one
more, and its first and last layers are the faces to the electrodes. Along 1 and 2 the last face joins the last voxel to
the first: its conductance is zero at insulating sides.
"""

from __future__ import annotations

import numpy as np

from .machine_code import compiled

Sides = tuple[np.ndarray, np.ndarray, np.ndarray]
Rows = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]


@compiled
def diagonal(sides: Sides, inverse: np.ndarray) -> None:
    """Set the inverse of the diagonal; zero for a voxel without a conducting face."""
    x, y, z = sides
    layers, rows, places = inverse.shape
    for k in range(layers):
        for j in range(rows):
            before = j - 1 if j > 0 else rows - 1
            for i in range(places):
                left = i - 1 if i > 0 else places - 1
                total = x[k, j, i] + x[k + 1, j, i] + y[k, j, i] + y[k, before, i] + z[k, j, i] + z[k, j, left]
                inverse[k, j, i] = 1.0 / total if total > 0.0 else 0.0


@compiled
def _at(
    sides: Sides,
    inverse: np.ndarray,
    b: np.ndarray,
    u: np.ndarray,
    place: tuple[int, int, int],
    left: int,
    right: int,
) -> None:
    """Set the potential of a voxel to what balances its currents."""
    x, y, z = sides
    k, j, i = place
    layers, rows, _ = u.shape
    before = j - 1 if j > 0 else rows - 1
    behind = j + 1 if j < rows - 1 else 0
    found = b[k, j, i] + y[k, j, i] * u[k, behind, i] + y[k, before, i] * u[k, before, i]
    found += z[k, j, i] * u[k, j, right] + z[k, j, left] * u[k, j, left]
    if k > 0:
        found += x[k, j, i] * u[k - 1, j, i]
    if k < layers - 1:
        found += x[k + 1, j, i] * u[k + 1, j, i]
    u[k, j, i] = found * inverse[k, j, i]


@compiled
def first_colour(inverse: np.ndarray, b: np.ndarray, u: np.ndarray) -> None:
    """Set the voxels of the first colour from a start at zero, and the others to zero."""
    layers, rows, places = u.shape
    for k in range(layers):
        for j in range(rows):
            for i in range(places):
                u[k, j, i] = 0.0
            for i in range((k + j) % 2, places, 2):
                u[k, j, i] = b[k, j, i] * inverse[k, j, i]


@compiled
def sweep(sides: Sides, inverse: np.ndarray, b: np.ndarray, u: np.ndarray, colour: int) -> None:
    """Gauss-Seidel over the voxels of one colour of a chessboard: they do not touch each other.

    At a periodic side of an odd number of voxels two of one colour do touch; they are taken one after the other.
    """
    x, y, z = sides
    layers, rows, places = u.shape
    for k in range(layers):
        below = k - 1 if k > 0 else k
        above = k + 1 if k < layers - 1 else k
        for j in range(rows):
            before = j - 1 if j > 0 else rows - 1
            behind = j + 1 if j < rows - 1 else 0
            start = (k + j + colour) % 2
            if start == 0:
                _at(sides, inverse, b, u, (k, j, 0), places - 1, 1 if places > 1 else 0)
            if k > 0 and k < layers - 1:
                for i in range(2 - start, places - 1, 2):
                    found = b[k, j, i] + y[k, j, i] * u[k, behind, i] + y[k, before, i] * u[k, before, i]
                    found += z[k, j, i] * u[k, j, i + 1] + z[k, j, i - 1] * u[k, j, i - 1]
                    found += x[k, j, i] * u[below, j, i] + x[k + 1, j, i] * u[above, j, i]
                    u[k, j, i] = found * inverse[k, j, i]
            else:
                for i in range(2 - start, places - 1, 2):
                    _at(sides, inverse, b, u, (k, j, i), i - 1, i + 1)
            if places > 1 and (places - 1) % 2 == start:
                _at(sides, inverse, b, u, (k, j, places - 1), places - 2, 0)


@compiled
def residual(sides: Sides, b: np.ndarray, u: np.ndarray, out: np.ndarray) -> None:
    """Set b - A u, by differences: a constant gives exactly zero off the electrodes."""
    x, y, z = sides
    layers, rows, places = u.shape
    for k in range(layers):
        for j in range(rows):
            before = j - 1 if j > 0 else rows - 1
            behind = j + 1 if j < rows - 1 else 0
            for i in range(places):
                left = i - 1 if i > 0 else places - 1
                right = i + 1 if i < places - 1 else 0
                here = u[k, j, i]
                below = u[k - 1, j, i] if k > 0 else 0.0
                above = u[k + 1, j, i] if k < layers - 1 else 0.0
                flow = x[k, j, i] * (here - below) + x[k + 1, j, i] * (here - above)
                flow += y[k, j, i] * (here - u[k, behind, i]) + y[k, before, i] * (here - u[k, before, i])
                flow += z[k, j, i] * (here - u[k, j, right]) + z[k, j, left] * (here - u[k, j, left])
                out[k, j, i] = b[k, j, i] - flow


@compiled
def rows_of_matrix(sides: Sides) -> Rows:
    """Return the couplings between voxels as sparse rows, and those to the electrodes.

    (start, column, weight, end): the entries of row i are those from start[i] up to start[i + 1].
    """
    x, y, z = sides
    layers, rows, places = y.shape
    count = layers * rows * places
    start = np.zeros(count + 1, np.int64)
    column = np.empty(6 * count, np.int32)
    weight = np.empty(6 * count, np.float64)
    end = np.zeros(count, np.float64)
    at = 0
    for k in range(layers):
        for j in range(rows):
            before = j - 1 if j > 0 else rows - 1
            behind = j + 1 if j < rows - 1 else 0
            for i in range(places):
                left = i - 1 if i > 0 else places - 1
                right = i + 1 if i < places - 1 else 0
                here = (k * rows + j) * places + i
                if k > 0 and x[k, j, i] > 0.0:
                    column[at], weight[at] = here - rows * places, x[k, j, i]
                    at += 1
                if y[k, before, i] > 0.0:
                    column[at], weight[at] = (k * rows + before) * places + i, y[k, before, i]
                    at += 1
                if z[k, j, left] > 0.0:
                    column[at], weight[at] = (k * rows + j) * places + left, z[k, j, left]
                    at += 1
                if z[k, j, i] > 0.0:
                    column[at], weight[at] = (k * rows + j) * places + right, z[k, j, i]
                    at += 1
                if y[k, j, i] > 0.0:
                    column[at], weight[at] = (k * rows + behind) * places + i, y[k, j, i]
                    at += 1
                if k < layers - 1 and x[k + 1, j, i] > 0.0:
                    column[at], weight[at] = here + rows * places, x[k + 1, j, i]
                    at += 1
                if k == 0:
                    end[here] += x[0, j, i]
                if k == layers - 1:
                    end[here] += x[layers, j, i]
                start[here + 1] = at
    return start, column[:at].copy(), weight[:at].copy(), end


@compiled
def gathered(aggregate: np.ndarray, fine: np.ndarray, coarse: np.ndarray) -> None:
    """Set the sums over the aggregates: the restriction. A voxel without an aggregate has -1."""
    for c in range(len(coarse)):
        coarse[c] = 0.0
    for i in range(len(fine)):
        if aggregate[i] >= 0:
            coarse[aggregate[i]] += fine[i]


@compiled
def spread(aggregate: np.ndarray, coarse: np.ndarray, fine: np.ndarray) -> None:
    """Add the value of its aggregate to each place: the prolongation."""
    for i in range(len(fine)):
        if aggregate[i] >= 0:
            fine[i] += coarse[aggregate[i]]
