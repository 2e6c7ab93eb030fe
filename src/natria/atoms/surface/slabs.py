"""Slabs: planes of a crystal with a vacuum between their periodic images."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import ceil

import numpy as np

from ...quantity import InputError, Problem
from ...record import Structure
from ...record.structure import ANGSTROM
from .planes import OrientedCrystal, miller_name
from .terminations import Termination, between, formula_counts

LEAST = 5  # planes: a plane in the middle whose neighbours are no surface planes
TOO_MANY = 400  # atoms of one cell of a slab


@dataclass(frozen=True, eq=False)
class Slab:
    """A slab of a termination.

    `planes` has the atoms of each plane from below, `units` is the number of formula units (with `excess` atoms
    beside), `thickness` (m) is the height of the outermost plane over the lowest.
    """

    structure: Structure
    termination: Termination
    planes: tuple[tuple[int, ...], ...]
    units: int
    thickness: float
    vacuum: float

    @property
    def area(self) -> float:
        """The area of one face, m^2."""
        return float(np.linalg.norm(np.cross(*self.structure.cell[:2])))

    @property
    def levels(self) -> np.ndarray:
        """The mean height of each plane, m."""
        heights = self.structure.positions[:, 2]
        return np.array([heights[list(plane)].mean() for plane in self.planes])


def build_slab(crystal: OrientedCrystal, termination: Termination, repeats: int, vacuum: float) -> Slab:
    """The slab with so many repeats over the thinnest one of a termination, in the middle of its cell."""
    species: list[str] = []
    positions: list[np.ndarray] = []
    planes: list[tuple[int, ...]] = []
    whole = crystal.structure
    flat = whole.fractional @ whole.cell
    flat[:, 2] = crystal.heights
    # an atom whose height is counted from below the cell stands one third vector lower
    sunk = np.rint((crystal.heights - whole.positions[:, 2]) / crystal.repeat)[:, None] * whole.cell[2]
    flat[:, :2] += sunk[:, :2]
    for place, turn in between(crystal, termination.top, termination.bottom, repeats):
        atoms = crystal.planes[place]
        planes.append(tuple(range(len(species), len(species) + len(atoms))))
        species += [whole.species[atom] for atom in atoms]
        positions += [flat[atom] + turn * whole.cell[2] for atom in atoms]
    placed = np.array(positions)
    low, high = placed[:, 2].min(), placed[:, 2].max()
    cell = np.array(whole.cell)
    cell[2] = [0.0, 0.0, high - low + vacuum]
    placed[:, 2] += vacuum / 2 - low
    fractional = placed @ np.linalg.inv(cell)
    fractional[:, :2] -= np.floor(fractional[:, :2] + 1e-9)
    units = _units(Counter(species), termination, whole.species)
    title = f"{whole.title}, {len(planes)} planes"
    structure = Structure(cell, tuple(species), fractional, title=title)
    return Slab(structure, termination, tuple(planes), units, float(high - low), vacuum)


def _units(slab: Counter[str], termination: Termination, bulk: tuple[str, ...]) -> int:
    name, count = next(iter(formula_counts(bulk).items()))
    return (slab[name] - termination.excess.get(name, 0)) // count


def slabs_of(
    crystal: OrientedCrystal, termination: Termination, thicknesses: tuple[float, ...], vacuum: float
) -> tuple[Slab, ...]:
    """Slabs of at least these thicknesses (m), each with more repeats than the one before."""
    thin, count = build_slab(crystal, termination, 0, vacuum), len(crystal.planes)
    found: list[Slab] = []
    least = 0
    for wanted in sorted(thicknesses):
        rise = (wanted - 1e-3 * ANGSTROM - thin.thickness) / crystal.repeat
        least = max(least, ceil(rise), ceil((LEAST - len(thin.planes)) / count))
        if len(thin.structure) + least * len(crystal.structure) > TOO_MANY:
            what = (
                f"a slab of {miller_name(crystal.miller)} of {wanted / ANGSTROM:g} angstrom has over {TOO_MANY} atoms"
            )
            fix = "give smaller thicknesses, in angstrom, or a simpler plane"
            raise InputError("--thickness", [Problem("", what, fix)])
        found.append(build_slab(crystal, termination, least, vacuum))
        least += 1
    return tuple(found)


def with_vacuum(slab: Structure, more: float) -> Structure:
    """The slab with more vacuum (m), its atoms as they are."""
    cell = np.array(slab.cell)
    cell[2, 2] += more
    fractional = slab.positions @ np.linalg.inv(cell)
    return Structure(cell, slab.species, fractional, slab.periodic, slab.title)


def upper_planes(slab: Slab, free: int) -> list[int]:
    """The atoms of the uppermost planes that move; raises where no plane is left to be held."""
    if not 0 < free < len(slab.planes):
        what = f"{free} of {len(slab.planes)} planes would move, and no plane would be held"
        raise InputError("--free-planes", [Problem(str(free), what, "move fewer planes, or give a thicker slab")])
    return sorted(atom for plane in slab.planes[-free:] for atom in plane)
