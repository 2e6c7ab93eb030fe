"""Kernels of electrons: conductivity, the voltage that drives the reaction, what the reaction takes."""

from __future__ import annotations

import numpy as np

from ..machine_code import compiled
from ..scalar_kernels import between, share
from .inputs import ElectronNumbers

Rows = tuple[int, int]


@compiled
def conduct_electrons(rows: Rows, xi: np.ndarray, layer: np.ndarray, out: np.ndarray, p: ElectronNumbers) -> None:
    """Set h^2 sigma_metal + (1 - h) (psi sigma_layer + floor), over dx^2.

    The square keeps metal from conducting far ahead of its front: two pieces are parted by a gap of some 1.3 widths
    of the front, and in the front electrons still reach all of the reaction.
    """
    for i in range(rows[0], rows[1]):
        il = min(i, layer.shape[0] - 1)
        for j in range(xi.shape[1]):
            jl = min(j, layer.shape[1] - 1)
            for k in range(1, xi.shape[2] - 1):
                h = share(xi[i, j, k])
                out[i, j, k] = between(p.layer * layer[il, jl, k] + p.floor, 0.0, h) + p.metal * h * h


@compiled
def apart(rows: Rows, ions: np.ndarray, electrons: np.ndarray, out: np.ndarray) -> None:
    """Set phi - phi_e, the columns at the ends included."""
    for i in range(rows[0], rows[1]):
        for j in range(out.shape[1]):
            for k in range(out.shape[2]):
                out[i, j, k] = ions[i, j, k] - electrons[i, j, k]


@compiled
def take(rows: Rows, q: np.ndarray, right: np.ndarray, coupling: np.ndarray, other: np.ndarray) -> None:
    """Move what the reaction takes per volt from the equation of ions to what joins both.

    The charge that leaves the ions enters the equation of electrons with the opposite sign.
    """
    for i in range(rows[0], rows[1]):
        for j in range(q.shape[1]):
            for k in range(q.shape[2]):
                coupling[i, j, k] = q[i, j, k]
                q[i, j, k] = 0.0
                other[i, j, k] = -right[i, j, k]


@compiled
def hold(_: Rows, cells: np.ndarray, q: np.ndarray) -> None:
    """Set the conductance to the contact of the metal at the bottom of the box, 0 elsewhere."""
    for i in range(q.shape[0]):
        for j in range(q.shape[1]):
            for k in range(1, q.shape[2] - 1):
                q[i, j, k] = 2.0 * cells[i, j, k] if i == 0 else 0.0
