"""The current through voxels and along the sheets between their phases."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from .conductor import ConductorSettings, EndCurrents, VoxelCurrent, ensure_even, solved
from .sheets import NONE, SheetNetwork, edge_faces, graph_of
from .vector_kernels import inner

if TYPE_CHECKING:
    from scipy.sparse import csr_array


@dataclass(frozen=True, eq=False)
class SheetCurrent:
    """The potential in voxels and on faces of the interface; conductances over the edge of a voxel."""

    network: SheetNetwork
    inside: VoxelCurrent  # the potential of the voxels, with the bonds between them
    between: np.ndarray  # the potential of the faces of the interface
    residual: float
    iterations: int

    @property
    def potential(self) -> np.ndarray:
        return self.inside.potential

    @cached_property
    def half_drops(self) -> np.ndarray:
        """The potential of each face of the interface over those of the voxels before and behind it."""
        found: np.ndarray = self.between - self.potential.ravel()[self.network.beside]
        return found

    @cached_property
    def half_powers(self) -> np.ndarray:
        """The power in the halves of voxels at the interface."""
        found: np.ndarray = self.network.halves * self.half_drops**2
        return found

    @cached_property
    def sheet_power(self) -> float:
        """The power along the interface."""
        one, other, g = self.network.sheets
        first, last = self.network.ends
        found = inner(g, (self.between[one] - self.between[other]) ** 2)
        return found + inner(first, self.between**2) + inner(last, (1 - self.between) ** 2)

    @cached_property
    def conductance(self) -> float:
        """The power at a voltage of 1; its error is the square of that of the potential (variational)."""
        return self.inside.conductance + float(self.half_powers.sum()) + self.sheet_power

    @cached_property
    def ends(self) -> EndCurrents:
        """The currents at the electrodes."""
        first, last = self.network.ends
        along = inner(first, self.between), inner(last, 1 - self.between)
        return EndCurrents(self.inside.ends.first + along[0], self.inside.ends.last + along[1])

    @property
    def conductivity(self) -> float:
        """The effective conductivity along axis 0: conductance times length over cross-section."""
        layers, rows, places = self.potential.shape
        return float(self.conductance * layers / (rows * places))


def conduct_sheets(network: SheetNetwork, settings: ConductorSettings | None = None) -> SheetCurrent:
    """Return the potential in voxels and interfaces; a solve that does not converge raises.

    Only what has a path to both electrodes is solved for. What reaches one alone has its potential.
    """
    from .multigrid import graph_hierarchy

    chosen, rows, (first, last) = settings or ConductorSettings(), network.rows(), network.all_ends
    carrying, u = _wired(rows, first, last)
    if not carrying.any():
        return _current(network, u, 0.0, 0)
    inner, ends = rows[carrying][:, carrying], (first[carrying], last[carrying])
    levels = graph_hierarchy(graph_of(inner, ends[0] + ends[1]))
    u[carrying], residual, iterations = solved(levels, ends, chosen)
    done = _current(network, u, residual, iterations)
    ensure_even(done, levels, chosen)
    return done


def _current(network: SheetNetwork, u: np.ndarray, residual: float, iterations: int) -> SheetCurrent:
    inside = VoxelCurrent(network.faces, u[: network.voxels].reshape(network.faces.shape), residual, iterations)
    return SheetCurrent(network, inside, u[network.voxels :], residual, iterations)


def _wired(rows: csr_array, first: np.ndarray, last: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return what has a path to both electrodes, and the potential of all else.

    It is 1 where only the last electrode is reached.
    """
    from scipy.sparse.csgraph import connected_components

    count, part = connected_components(rows, directed=False)
    at_first, at_last = (np.bincount(part, end > 0, count) > 0 for end in (first, last))
    return (at_first & at_last)[part], (at_last & ~at_first)[part].astype(float)


def sheet_flow(done: SheetCurrent, *, periodic: bool = True) -> np.ndarray:
    """Return the current density in each voxel: the mean over its faces, and half of each sheet beside it."""
    network, u = done.network, done.between
    found = np.zeros((*done.potential.shape, 3))
    for axis, (g, drop) in enumerate(zip(network.faces.sides, done.inside.drops, strict=True)):
        flow = g * drop
        found[..., axis] = (flow[:-1] + flow[1:]) / 2 if axis == 0 else (np.roll(flow, 1, axis) + flow) / 2
    flat = found.reshape(-1, 3)
    across = network.halves * done.half_drops * np.array(((1,), (-1,))) / 2
    for axis, number in enumerate(network.numbers):
        here = number[number != NONE]
        for side in (0, 1):
            np.add.at(flat[:, axis], network.beside[side, here], across[side, here])
    along = _along_sheets(done, periodic=periodic) / 4  # half of both ends of a piece, half of it beside each voxel
    first, last = network.ends
    along[0] += (first * u + last * (1 - u)) / 4
    for axis in range(3):
        for side in (0, 1):
            np.add.at(flat[:, axis], network.beside[side], along[axis])
    return found


def _along_sheets(done: SheetCurrent, *, periodic: bool) -> np.ndarray:
    """Return the current through both edges of each face of the interface along the three axes, summed."""
    network, u = done.network, done.between
    found = np.zeros((3, len(u)))
    for axes in combinations(range(3), 2):
        four, shared = edge_faces(network.numbers, axes, periodic=periodic)
        there = four != NONE
        level = np.where(there, u[four], 0).sum(0) / np.maximum(shared, 1)  # of the edge
        for row, (along, sign) in enumerate(((axes[1], 1), (axes[1], -1), (axes[0], 1), (axes[0], -1))):
            here = there[row]
            face = four[row][here]
            np.add.at(found[along], face, sign * network.piece * (level[here] - u[face]))
    return found
