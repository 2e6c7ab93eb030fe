"""Terminations of a crystal along a plane: symmetry, stoichiometry and polarity of their slabs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import gcd
from typing import Literal

import numpy as np

from ...record import Structure
from ...record.structure import ANGSTROM
from ..migration.rates import CHARGES
from ..structures import space_group
from .planes import OrientedCrystal

NEUTRAL = 1e-6  # elementary charges
SAME = 0.05 * ANGSTROM  # m: cuts at heights closer than this are one

Tasker = Literal[1, 2, 3]


def formal_charges(species: tuple[str, ...]) -> Mapping[str, float] | None:
    """Formal charges of the elements of a neutral crystal; None where they are not known.

    An elemental crystal has none. An element without a usual ion has the charge that makes the crystal neutral.
    """
    counts = Counter(species)
    if len(counts) == 1:
        return dict.fromkeys(counts, 0.0)
    known = {name: float(CHARGES[name]) for name in counts if name in CHARGES}
    total = sum(charge * counts[name] for name, charge in known.items())
    unknown = [name for name in counts if name not in known]
    if len(unknown) == 1:
        return {**known, unknown[0]: -total / counts[unknown[0]]}
    return known if not unknown and abs(total) < NEUTRAL else None


@dataclass(frozen=True)
class Termination:
    """A way to cut the crystal: above the plane `top`, and for the other face above the plane `bottom`.

    `bottom` makes both faces of the slab equal by symmetry; where no operation does, the slab has whole repeats and two
    different faces. `excess` holds the atoms over whole formula units that a slab has in a cell of its face.
    """

    top: int
    bottom: int
    name: str  # elements of the outermost plane
    is_symmetric: bool
    excess: Mapping[str, int]
    tasker: Tasker | None
    dipole: float | None  # charge times height of a repeat, e m

    @property
    def is_stoichiometric(self) -> bool:
        return not self.excess

    @property
    def is_polar(self) -> bool | None:
        """Whether stacked repeats have a dipole; None where the charges are not known.

        A symmetric slab of whole formula units has none, whatever its charges.
        """
        if self.is_symmetric and self.is_stoichiometric:
            return False
        return None if self.tasker is None else self.tasker == 3

    @property
    def obstacle(self) -> str:
        """Why slabs of this termination give no surface energy; empty where they do."""
        reasons = []
        if self.excess:
            shown = ", ".join(f"{count:+d} {name}" for name, count in sorted(self.excess.items()))
            what = ", ".join(sorted(self.excess))
            reasons.append(f"not stoichiometric ({shown}): its energy depends on the chemical potential of {what}")
        if not self.is_symmetric:
            reasons.append("no symmetry joins the two faces, so only the mean of two different faces is defined")
        if self.is_polar:
            reasons.append("polar (Tasker type 3): it needs charge on its faces that a plain slab does not have")
        return "; ".join(reasons)


def terminations(crystal: OrientedCrystal, tolerance: float) -> tuple[Termination, ...]:
    """The terminations of a plane that differ by symmetry, those with a surface energy first."""
    up, down = _cut_maps(crystal, tolerance)
    charges = formal_charges(crystal.structure.species)
    found, seen = [], set[int]()
    for top in range(len(crystal.planes)):
        if top in seen:
            continue
        seen |= {images[top] for images in up}
        found.append(_termination(crystal, top, sorted({images[top] for images in down}), charges))
    return tuple(sorted(found, key=lambda one: (bool(one.obstacle), one.top)))


def _cut_maps(crystal: OrientedCrystal, tolerance: float) -> tuple[list[list[int]], list[list[int]]]:
    """Where operations take the cuts: those that keep the normal, and those that turn it around."""
    group = space_group(crystal.structure, tolerance)
    cuts = np.array([crystal.cut(place) for place in range(len(crystal.planes))])
    up: list[list[int]] = []
    down: list[list[int]] = []
    for rotation, shift in zip(group.rotations, group.translations, strict=True):
        sign = int(rotation[2, 2])
        if rotation[2, 0] or rotation[2, 1] or abs(sign) != 1:
            continue
        apart = (sign * cuts + shift[2])[:, None] - cuts[None, :]
        apart = np.abs(apart - np.rint(apart))
        (up if sign > 0 else down).append([int(place) for place in apart.argmin(axis=1)])
    return up, down


def _termination(
    crystal: OrientedCrystal, top: int, bottoms: list[int], charges: Mapping[str, float] | None
) -> Termination:
    """The termination of a cut, with the other face that leaves the fewest atoms in excess."""
    bulk = Counter(crystal.structure.species)
    chosen = min(bottoms or [top], key=lambda place: sum(map(abs, _excess(crystal, top, place, bulk).values())))
    names = sorted({crystal.structure.species[atom] for atom in crystal.planes[top]})
    tasker, dipole = _polarity(crystal, top, charges)
    return Termination(top, chosen, "+".join(names), bool(bottoms), _excess(crystal, top, chosen, bulk), tasker, dipole)


def between(crystal: OrientedCrystal, top: int, bottom: int, repeats: int = 0) -> list[tuple[int, int]]:
    """The planes from above the cut `bottom` to below the cut `top`, each with its repeat."""
    count = len(crystal.planes)
    last = top + count * (repeats + (top <= bottom))
    return [(place % count, place // count) for place in range(bottom + 1, last + 1)]


def _excess(crystal: OrientedCrystal, top: int, bottom: int, bulk: Counter[str]) -> dict[str, int]:
    """Atoms of the thinnest slab over whole formula units, for the number that leaves the fewest."""
    species = crystal.structure.species
    slab = Counter(species[atom] for place, _ in between(crystal, top, bottom) for atom in crystal.planes[place])
    formula = formula_counts(bulk.elements())
    units = range(sum(slab.values()) + 1)
    rests = [{name: slab[name] - n * each for name, each in formula.items()} for n in units]
    best = min(rests, key=lambda rest: (sum(count != 0 for count in rest.values()), sum(map(abs, rest.values()))))
    return {name: count for name, count in best.items() if count}


def formula_counts(species: Iterable[str]) -> dict[str, int]:
    """The atoms of each element in a formula unit, the smallest whole numbers."""
    counts = Counter(species)
    divisor = gcd(*counts.values())
    return {name: count // divisor for name, count in counts.items()}


def _polarity(
    crystal: OrientedCrystal, top: int, charges: Mapping[str, float] | None
) -> tuple[Tasker | None, float | None]:
    """Tasker's type and the dipole (e m) of the repeat below a cut.

    P. W. Tasker, J. Phys. C 12, 4977 (1979). Type 1 has neutral planes, type 2 charged planes without a dipole,
    type 3 a dipole.
    """
    if charges is None:
        return None, None
    species, count = crystal.structure.species, len(crystal.planes)
    planes = [sum(charges[species[atom]] for atom in plane) for plane in crystal.planes]
    order = [(top - k) % count for k in range(count)]
    levels = [crystal.levels[place] - crystal.repeat * (place > top) for place in order]
    dipole = float(sum(planes[place] * level for place, level in zip(order, levels, strict=True)))
    if max(map(abs, planes)) < NEUTRAL:
        return 1, dipole
    size = max(map(abs, planes)) * SAME
    return (2 if abs(dipole) < size else 3), dipole


def has_equal_faces(structure: Structure, tolerance: float) -> bool:
    """Whether a symmetry operation of a slab takes one face to the other."""
    group = space_group(structure, tolerance)
    return any(rotation[2, 2] == -1 and not rotation[2, :2].any() for rotation in group.rotations)
