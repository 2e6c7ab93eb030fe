"""Kernels of the ends of the box, and what is read off a row of cells.

Those of an end run over the cells of its row and take the band of rows only because all kernels do.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .constants import Numbers
from .machine_code import compiled
from .scalar_kernels import at_far_side
from .transport_kernels import Sodium

Rows = tuple[int, int]
HALF = 0.5  # of the order parameter: the front


class DriveEnds(NamedTuple):
    """The drive and the supply at the far side; booleans are 0 or 1."""

    by_current: int
    value: float  # A/m^2 or V
    counter: int  # as many ions enter as charge does; else the concentration is that of the bath
    spacing: float  # m


class FarSide(NamedTuple):
    """One row of cells: what enters the last row of the box from the far side.

    The inflow, mol/(m^3 s), does not depend on the concentration; the conductance leads to the activity outside.
    """

    conductance: np.ndarray
    activity: np.ndarray
    inflow: np.ndarray


@compiled
def potential_ends(_: Rows, cells: np.ndarray, q: np.ndarray, right: np.ndarray, p: Numbers, ends: DriveEnds) -> None:
    """Add the drive to the equation of the potential, and the metal at 0 V in the literal form."""
    nx, ny, width = q.shape
    for j in range(ny):
        for k in range(1, width - 1):
            if ends.by_current:
                right[nx - 1, j, k] += ends.value / ends.spacing
            else:
                side = 2.0 * cells[nx - 1, j, k]
                q[nx - 1, j, k] += side
                right[nx - 1, j, k] += side * ends.value
            if p.literal:
                q[0, j, k] += 2.0 * cells[0, j, k]


@compiled
def far_side(
    _: Rows,
    given: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray],
    side: FarSide,
    equation: tuple[np.ndarray, np.ndarray, np.ndarray],
    p: Numbers,
    ends: DriveEnds,
) -> None:
    """Set the far side, and add it to the balance of sodium.

    `given` are the diffusivity of the cells, the layer, S and phi; `equation` the diagonal part, the right side, and
    what the totals before leave on it.
    """
    cells, layer, scale, phi = given
    q, right, plain = equation
    nx, ny, width = q.shape
    last, last_layer = nx - 1, layer.shape[0] - 1
    for j in range(ny):
        jl = min(j, layer.shape[1] - 1)
        for k in range(1, width - 1):
            conducting = cells[last, j, k] * scale[last, j, k]
            conductance, activity, inflow = at_far_side(phi[last, j, k], layer[last_layer, jl, k], conducting, p, ends)
            side.conductance[0, j, k] = conductance
            side.activity[0, j, k] = activity
            side.inflow[0, j, k] = inflow
            right[last, j, k] += conductance * activity + inflow
            plain[last, j, k] += inflow
            q[last, j, k] += conductance


@compiled
def supplied(_: Rows, now: Sodium, side: FarSide, shift: float, sums: np.ndarray) -> None:
    """Set sums[0] to what enters from the far side, mol/(m^3 s) summed over the cells of the last row."""
    nx, ny, width = now.u.shape
    total = 0.0
    for j in range(ny):
        across = 0.0
        for k in range(1, width - 1):
            rise = side.activity[0, j, k] - now.u[nx - 1, j, k]  # first: it has the smallest rounding
            rise = rise - now.total[nx - 1, j, k] - shift
            across += side.inflow[0, j, k] + side.conductance[0, j, k] * rise
        total += across
    sums[0] = total


@compiled
def largest_change(rows: Rows, a: np.ndarray, b: np.ndarray, out: np.ndarray) -> None:
    """Set of each row the largest |a - b|."""
    for i in range(rows[0], rows[1]):
        most = 0.0
        for j in range(a.shape[1]):
            for k in range(1, a.shape[2] - 1):
                most = max(most, abs(a[i, j, k] - b[i, j, k]))
        out[i] = most


@compiled
def overdrawn(rows: Rows, xi: np.ndarray, c: np.ndarray, out: np.ndarray) -> None:
    """Set of each row the largest -c in front of the metal, -inf where all is metal."""
    for i in range(rows[0], rows[1]):
        most = -np.inf
        for j in range(c.shape[1]):
            for k in range(1, c.shape[2] - 1):
                if xi[i, j, k] < HALF:
                    most = max(most, -c[i, j, k])
        out[i] = most
