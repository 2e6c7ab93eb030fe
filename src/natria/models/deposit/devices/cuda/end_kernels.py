"""Kernels of the ends of the box for a GPU: one row of threads."""

from __future__ import annotations

from numba import cuda

from ...boundary_kernels import DriveEnds, FarSide
from ...constants import Numbers
from ...scalar_kernels import at_far_side
from ..device import DeviceArray
from .compiling import kernel


@kernel
def potential_ends(cells: DeviceArray, q: DeviceArray, right: DeviceArray, p: Numbers, ends: DriveEnds) -> None:
    """Add the drive to the equation of the potential, and the metal at 0 V in the literal form."""
    k0, j0, i0 = cuda.grid(3)
    dk, dj, _ = cuda.gridsize(3)
    last = q.shape[0] - 1
    if i0 == 0:
        for j in range(j0, q.shape[1], dj):
            for k in range(k0 + 1, q.shape[2] - 1, dk):
                if ends.by_current:
                    right[last, j, k] += ends.value / ends.spacing
                else:
                    side = 2.0 * cells[last, j, k]
                    q[last, j, k] += side
                    right[last, j, k] += side * ends.value
                if p.literal:
                    q[0, j, k] += 2.0 * cells[0, j, k]


@kernel
def far_side(
    given: tuple[DeviceArray, DeviceArray, DeviceArray, DeviceArray],
    side: FarSide,
    equation: tuple[DeviceArray, DeviceArray, DeviceArray],
    p: Numbers,
    ends: DriveEnds,
) -> None:
    """Set the far side, and add it to the balance of sodium."""
    cells, layer, scale, phi = given
    q, right, plain = equation
    k0, j0, i0 = cuda.grid(3)
    dk, dj, _ = cuda.gridsize(3)
    last = q.shape[0] - 1
    if i0 == 0:
        for j in range(j0, q.shape[1], dj):
            for k in range(k0 + 1, q.shape[2] - 1, dk):
                part = layer[layer.shape[0] - 1, min(j, layer.shape[1] - 1), k]
                conducting = cells[last, j, k] * scale[last, j, k]
                conductance, activity, inflow = at_far_side(phi[last, j, k], part, conducting, p, ends)
                side.conductance[0, j, k] = conductance
                side.activity[0, j, k] = activity
                side.inflow[0, j, k] = inflow
                right[last, j, k] += conductance * activity + inflow
                plain[last, j, k] += inflow
                q[last, j, k] += conductance
