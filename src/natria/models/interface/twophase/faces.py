"""Conductances of the faces of voxels, from the phases on both sides.

    alike:   g = s_p                          of a cube of edge h, over h
    unlike:  g = 2 s_p s_q/(s_p + s_q)        two half voxels in series (harmonic mean), or
             g = s_pq                         a bond of the interface phase, as in a network of resistors
    end:     g = 2 s_p                        half a voxel to an electrode

In a network of bonds the centres of voxels are nodes, and the electrodes are the nodes of the first and last layers:
otherwise half a voxel of a poorly conducting phase would stand between the network and the electrode. Axis 0 is the
direction of the current, through the layer.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ....quantity import ModelError

LEAST = 2  # voxels along the current


@dataclass(frozen=True, eq=False)
class Faces:
    """Conductances of the faces behind the voxels of an array, over the edge of a voxel.

    Along axis 0 there is one more than voxels: the first and last layers lead to the electrodes. Along 1 and 2 the last
    joins the last voxel to the first; it is zero where the sides are insulating.
    """

    x: np.ndarray
    y: np.ndarray
    z: np.ndarray
    length: int  # in voxels, between the electrodes

    @property
    def sides(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The conductances along all three axes."""
        return self.x, self.y, self.z

    @property
    def shape(self) -> tuple[int, int, int]:
        layers, rows, places = self.y.shape
        return layers, rows, places


def pair_table(
    conductivities: np.ndarray, interface: float | None = None, between: tuple[int, int] = (0, 1)
) -> np.ndarray:
    """Return the conductivity of a face for each pair of phases.

    Harmonic means; with `interface`, that of the interface phase between the two phases that are named.
    """
    s = np.asarray(conductivities, float)
    if s.ndim != 1 or not np.isfinite(s).all() or (s < 0).any() or not s.any():
        what = f"the conductivities of the phases are {', '.join(f'{one:g}' for one in s.ravel())} S/m"
        raise ModelError(what, "give a finite number for each, not negative and not all zero; 0 is an insulator")
    total = s[:, None] + s[None, :]
    table: np.ndarray = 2 * s[:, None] * s[None, :] / np.where(total > 0, total, 1)
    if interface is not None:
        if not (np.isfinite(interface) and interface >= 0):
            what = f"the conductivity of the interface is {interface:g} S/m"
            raise ModelError(what, "give a finite number that is not negative")
        one, other = between
        table[one, other] = table[other, one] = interface
    return table


def faces_of(phases: np.ndarray, table: np.ndarray, *, periodic: bool = False) -> Faces:
    """Return the conductances of all faces of an array of phases, by a table of pairs of phases."""
    check_phases(phases, len(table))
    own = np.diagonal(table)
    x = np.empty((phases.shape[0] + 1, *phases.shape[1:]))
    x[1:-1] = table[phases[:-1], phases[1:]]
    x[0], x[-1] = 2 * own[phases[0]], 2 * own[phases[-1]]
    y, z = (_lateral(phases, table, axis, periodic=periodic) for axis in (1, 2))
    return Faces(x, y, z, len(phases))


def bonds_of(phases: np.ndarray, table: np.ndarray, *, periodic: bool = False) -> Faces:
    """Return the conductances of a network of voxels; its first and last layers are electrodes."""
    check_phases(phases, len(table))
    if len(phases) < LEAST + 1:
        what = f"a network of {len(phases)} layers has no node between its electrodes"
        raise ModelError(what, f"give at least {LEAST + 1} voxels along the first axis")
    x, inner = table[phases[:-1], phases[1:]], phases[1:-1]
    y, z = (_lateral(inner, table, axis, periodic=periodic) for axis in (1, 2))
    return Faces(x, y, z, len(x))


def check_phases(phases: np.ndarray, known: int) -> None:
    """Refuse what is no array of phases in three dimensions, or has a phase without properties."""
    if phases.ndim != 3 or phases.shape[0] < LEAST or 0 in phases.shape:
        what = f"the phases of a microstructure have the shape {phases.shape}"
        raise ModelError(what, f"give an array of three axes, with at least {LEAST} voxels along the first")
    if not np.issubdtype(phases.dtype, np.integer) or phases.min() < 0 or phases.max() >= known:
        what = "a voxel of a microstructure has a phase without properties"
        raise ModelError(what, f"number the phases from 0 to {known - 1}")


def _lateral(phases: np.ndarray, table: np.ndarray, axis: int, *, periodic: bool) -> np.ndarray:
    found: np.ndarray = table[phases, np.roll(phases, -1, axis)]
    if not periodic or phases.shape[axis] == 1:
        found[(slice(None),) * axis + (-1,)] = 0
    return found
