"""Symmetry operations of a structure, by spglib."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...quantity import ModelError
from ...record import Structure
from ...record.structure import ANGSTROM
from .packages import imported

TOLERANCE = 1e-3 * ANGSTROM  # m: atoms closer to their images than this count as symmetric


@dataclass(frozen=True, eq=False)
class SpaceGroup:
    """Operations x' = W x + w on fractional coordinates, with the name of the group.

    `rotations` has the matrices W (n, 3, 3), `translations` the vectors w (n, 3).
    """

    name: str
    number: int
    rotations: np.ndarray
    translations: np.ndarray

    def cartesian(self, cell: np.ndarray) -> np.ndarray:
        """The rotations as orthogonal matrices that act on Cartesian columns."""
        columns = np.asarray(cell).T
        return np.asarray(columns @ self.rotations @ np.linalg.inv(columns))


def primitive(structure: Structure, tolerance: float = TOLERANCE) -> Structure:
    """The smallest cell of a structure in its orientation; the structure itself where it has it."""
    spglib = imported("spglib")
    found = spglib.standardize_cell(_cell(structure), to_primitive=True, no_idealize=True, symprec=tolerance / ANGSTROM)
    if found is None or len(found[2]) >= len(structure):
        return structure
    vectors, fractional, numbers = found
    kinds = sorted(set(structure.species))
    species = tuple(kinds[number - 1] for number in numbers)
    return Structure(np.array(vectors) * ANGSTROM, species, fractional, structure.periodic, structure.title)


def _cell(structure: Structure) -> tuple[np.ndarray, np.ndarray, list[int]]:
    """The structure as spglib takes it."""
    kinds = sorted(set(structure.species))
    numbers = [kinds.index(one) + 1 for one in structure.species]
    return structure.cell / ANGSTROM, np.array(structure.fractional), numbers


def space_group(structure: Structure, tolerance: float = TOLERANCE) -> SpaceGroup:
    """The space group of a structure within a tolerance (m)."""
    spglib = imported("spglib")
    data = spglib.get_symmetry_dataset(_cell(structure), symprec=tolerance / ANGSTROM)
    if data is None:
        what = f"no symmetry was found for the structure {structure.title!r}"
        raise ModelError(what, "check that no two atoms stand at one place")
    return SpaceGroup(data.international, int(data.number), np.array(data.rotations), np.array(data.translations))
