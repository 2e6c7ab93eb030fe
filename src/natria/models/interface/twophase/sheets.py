"""Interfaces between host and second phase as sheets that conduct along themselves.

An interface of width w and conductivity s_i has the sheet conductance w s_i. Each face between the two phases is a
piece of it with a potential of its own. Over the edge h of a voxel the conductances are

    half voxel - face:        2 s_p               both sides, so that a sheet of zero gives the harmonic mean
    face - edge of the face:  2 w s_i/h           half a piece
    face - electrode:         2 w s_i/h           where the edge lies in the electrode

and at an edge that k faces share (2, or 4 where the phases alternate) the potential of the edge is eliminated: each two
of the faces are joined by 2 w s_i/(h k). A flat interface carries w s_i per length at any h, and one that turns a
corner of voxels goes on. The interface takes no volume, and a current across it meets the two half voxels alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from .coarse_kernels import Graph
from .faces import Faces, faces_of, pair_table
from .structures import HOST, SECOND
from .voxel_kernels import rows_of_matrix

if TYPE_CHECKING:
    from scipy.sparse import csr_array

NONE = -1


@dataclass(frozen=True, eq=False)
class SheetNetwork:
    """Bonds between voxels, halves of voxels to the faces of the interface, and bonds along it."""

    faces: Faces  # between voxels; zero where an interface is
    numbers: tuple[np.ndarray, np.ndarray, np.ndarray]  # of the interface faces behind each voxel, or NONE
    beside: np.ndarray  # the voxels before and behind each face of the interface
    halves: np.ndarray  # conductances from these to the face
    sheets: tuple[np.ndarray, np.ndarray, np.ndarray]  # face, face, conductance
    ends: tuple[np.ndarray, np.ndarray]  # conductance of each face to the first and to the last electrode
    piece: float  # conductance from a face to its edge

    @property
    def voxels(self) -> int:
        return int(np.prod(self.faces.shape))

    @property
    def all_ends(self) -> tuple[np.ndarray, np.ndarray]:
        """The conductances of voxels, then faces, to the first and the last electrode."""
        first, last = np.zeros((2, *self.faces.shape))
        first[0], last[-1] = self.faces.x[0], self.faces.x[-1]
        return np.concatenate((first.ravel(), self.ends[0])), np.concatenate((last.ravel(), self.ends[1]))

    def rows(self) -> csr_array:
        """Return all conductances between places as a symmetric matrix: voxels first, then the faces."""
        from scipy.sparse import coo_array

        start, column, weight, _ = rows_of_matrix(self.faces.sides)
        first = np.repeat(np.arange(self.voxels), np.diff(start))
        voxel, half, (one, other, along) = self.beside.ravel(), self.halves.ravel(), self.sheets
        face, one, other = (each + self.voxels for each in (np.tile(np.arange(len(self.ends[0])), 2), one, other))
        row = np.concatenate((first, voxel, face, one, other))
        to = np.concatenate((column, face, voxel, other, one))
        size = self.voxels + len(self.ends[0])
        found = coo_array((np.concatenate((weight, half, half, along, along)), (row, to)), shape=(size, size)).tocsr()
        found.eliminate_zeros()
        return found


def graph_of(rows: csr_array, end: np.ndarray) -> Graph:
    """Return a matrix of conductances between places, and those to the electrodes, as a graph."""
    return rows.indptr.astype(np.int64), rows.indices.astype(np.int32), rows.data, end


def sheets_of(phases: np.ndarray, s: np.ndarray, sheet: float, *, periodic: bool = False) -> SheetNetwork:
    """Return the conductances of a structure whose interfaces are sheets.

    `sheet` is the sheet conductance over the edge of a voxel; `s` are the conductivities of host, second phase, pore.
    """
    faces = faces_of(phases, pair_table(s, 0.0, (HOST, SECOND)), periodic=periodic)
    numbers, count = _numbered(phases, periodic=periodic)
    index = np.arange(phases.size).reshape(phases.shape)
    beside, ends = np.empty((2, count), np.int64), np.zeros((2, count))
    for axis, number in enumerate(numbers):
        there = number != NONE
        beside[:, number[there]] = index[there], np.roll(index, -1, axis)[there]
        for end, layer in zip(ends, (number[0], number[-1]), strict=True):
            end[layer[layer != NONE]] = 2 * sheet if axis else 0
    halves = 2 * s[phases.ravel()[beside]]
    along = _along(numbers, sheet, periodic=periodic)
    return SheetNetwork(faces, numbers, beside, halves, along, (ends[0], ends[1]), 2 * sheet)


def edge_faces(
    numbers: tuple[np.ndarray, ...], axes: tuple[int, int], *, periodic: bool
) -> tuple[np.ndarray, np.ndarray]:
    """Return the numbers of the four faces at the edge behind each voxel along two axes, and their count."""
    a, b = axes
    first, other = numbers[a], numbers[b]
    four = np.stack((first, _behind(first, b, periodic=periodic), other, _behind(other, a, periodic=periodic)))
    return four, (four != NONE).sum(0)


def _along(
    numbers: tuple[np.ndarray, ...], sheet: float, *, periodic: bool
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    found: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
    for axes in combinations(range(3), 2):
        four, count = edge_faces(numbers, axes, periodic=periodic)
        for one, other in combinations(four, 2):
            both = (one != NONE) & (other != NONE) & (one != other)
            found.append((one[both], other[both], 2 * sheet / count[both]))
    one, other, weight = (np.concatenate(part) for part in zip(*found, strict=True))
    return one, other, weight


def _numbered(phases: np.ndarray, *, periodic: bool) -> tuple[tuple[np.ndarray, np.ndarray, np.ndarray], int]:
    """Return the number of the interface face behind each voxel along each axis, and their count."""
    found, count = [], 0
    for axis in range(3):
        other = np.roll(phases, -1, axis)
        there = ((phases == HOST) & (other == SECOND)) | ((phases == SECOND) & (other == HOST))
        if axis == 0 or not periodic:
            there[(slice(None),) * axis + (-1,)] = False
        number = np.full(phases.shape, NONE, np.int64)
        number[there] = count + np.arange(there.sum())
        count += int(there.sum())
        found.append(number)
    x, y, z = found
    return (x, y, z), count


def _behind(number: np.ndarray, axis: int, *, periodic: bool) -> np.ndarray:
    """Return the numbers one voxel further; NONE beyond an electrode or an insulating side."""
    found = np.roll(number, -1, axis)
    if axis == 0 or not periodic:
        found[(slice(None),) * axis + (-1,)] = NONE
    return found
