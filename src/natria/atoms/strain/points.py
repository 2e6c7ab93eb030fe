"""What is known of a crystal at one strain: stresses, energy, symmetry and coordination."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...quantity import ModelError
from ...record import Structure
from ..structures import nearest_distance, space_group
from .stretch import Stretched

REACH = 2.0  # neighbours are counted up to this many nearest distances; farther ones weigh below e^-63
NO_GROUP = "none found"


@dataclass(frozen=True, eq=False)
class StrainPoint:
    """A relaxed crystal at the engineering strain e along a direction.

    `nominal` is the force over the unloaded area, V s/(V0 (1 + e)) for the Cauchy stress s. `energy` is the gain over
    the unloaded crystal per unloaded volume (J/m^3). `operations` counts the symmetry operations of the cell,
    `coordination` is the mean effective coordination number.
    """

    stretched: Stretched
    nominal: float
    energy: float
    group: str
    operations: int
    coordination: float

    @property
    def strain(self) -> float:
        """The engineering strain."""
        return self.stretched.strain

    @property
    def stress(self) -> float:
        """The Cauchy stress along the direction, Pa."""
        return self.stretched.stress


def strain_point(stretched: Stretched, volume: float, energy: float, symmetry: float) -> StrainPoint:
    """The point of a stretched crystal; `volume` (m^3) and `energy` (J) are those of the unloaded one.

    `symmetry` is the tolerance (m) of the space group.
    """
    structure = stretched.structure
    try:
        group = space_group(structure, symmetry)
        name, operations = group.name, len(group.rotations)
    except ModelError:
        name, operations = NO_GROUP, 0
    return StrainPoint(
        stretched=stretched,
        nominal=stretched.stress * structure.volume / (volume * (1 + stretched.strain)),
        energy=(stretched.evaluation.energy - energy) / volume,
        group=name,
        operations=operations,
        coordination=coordination(structure),
    )


def coordination(structure: Structure) -> float:
    """The mean effective coordination number: sum of exp(1 - (d/m)^6) over the neighbours at distances d.

    m is the mean of d with the weights exp(1 - (d/d1)^6), d1 the nearest distance. R. Hoppe, Z. Kristallogr. 150, 23
    (1979). It changes without steps as distances do.
    """
    reach = REACH * max(_nearest(structure))
    widths = np.linalg.norm(np.linalg.inv(structure.cell), axis=0)
    counts = [int(np.ceil(reach * width)) for width in widths]
    grid = np.meshgrid(*[np.arange(-n - 1, n + 2) for n in counts], indexing="ij")
    shifts = np.array(grid).reshape(3, -1).T
    found = []
    for place in structure.fractional:
        gaps = (structure.fractional - place)[:, None, :]
        far = np.linalg.norm((gaps - np.rint(gaps) + shifts) @ structure.cell, axis=2).ravel()
        near = np.sort(far[far > 1e-6 * reach])
        first = np.exp(1 - (near / near[0]) ** 6)
        mean = float(near @ first / first.sum())
        found.append(float(np.exp(1 - (near / mean) ** 6).sum()))
    return float(np.mean(found))


def _nearest(structure: Structure) -> list[float]:
    """The nearest distance of the structure, and the shortest vector of its cell.

    No atom is farther from its next image than that vector.
    """
    shortest_vector = float(np.linalg.norm(structure.cell, axis=1).min())
    return [nearest_distance(structure), shortest_vector]
