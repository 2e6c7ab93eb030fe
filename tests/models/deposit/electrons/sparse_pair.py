"""Both potentials by another way: the equations as a sparse matrix, solved directly."""

from __future__ import annotations

import numpy as np
from scipy.sparse import block_array, coo_array, diags_array
from scipy.sparse.linalg import spsolve


def series(a, b):
    """Return the conductance of two half cells in series."""
    return 2 * a * b / (a + b)


def operator(cells, ends):
    """Return -div(g grad) of cells of conductivity g over dx^2, with what is held at the ends on the diagonal."""
    number = np.arange(cells.size).reshape(cells.shape)
    rows, columns, values = [number.ravel()], [number.ravel()], [ends.ravel()]
    for axis in range(3):
        before, after = (np.delete(number, at, axis).ravel() for at in (-1, 0))
        g = series(cells.ravel()[before], cells.ravel()[after])
        rows += [before, after, before, after]
        columns += [before, after, after, before]
        values += [g, g, -g, -g]
    size = (cells.size, cells.size)
    return coo_array((np.concatenate(values), (np.concatenate(rows), np.concatenate(columns))), size).tocsr()


def solved(ions, electrons, joined, right, voltage=None):
    """Return both potentials. `right` is that of ions; the far side is at a voltage, or nothing is held there."""
    first, last = np.zeros(ions.shape), np.zeros(ions.shape)
    first[0] = 2 * electrons[0]
    b = right.copy()
    if voltage is not None:
        last[-1] = 2 * ions[-1]
        b[-1] += last[-1] * voltage
    c = diags_array(joined.ravel())
    matrix = block_array([[operator(ions, last) + c, -c], [-c, operator(electrons, first) + c]]).tocsc()
    both = spsolve(matrix, np.concatenate([b.ravel(), -right.ravel()]))
    return both[: ions.size].reshape(ions.shape), both[ions.size :].reshape(ions.shape)
