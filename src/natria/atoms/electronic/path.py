"""The path through the Brillouin zone, with the usual points of high symmetry of the lattice."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...quantity import InputError, Problem
from ...record import Structure
from ...record.structure import ANGSTROM
from ..calculators import to_ase
from ..structures import SpaceGroup

SAME = 1e-6  # of a k-point, in units of the reciprocal vectors


@dataclass(frozen=True, eq=False)
class BandPath:
    """K-points along a path, their distance along it (1/m), and the names of corners with their distances.

    `lattice` is the Bravais lattice of the cell, `text` the path in its usual letters, `points` the letters with their
    k-points in units of the reciprocal vectors.
    """

    lattice: str
    text: str
    kpoints: np.ndarray
    distance: np.ndarray
    corners: tuple[tuple[float, str], ...]
    points: dict[str, np.ndarray]

    def name(self, kpoint: np.ndarray, group: SpaceGroup) -> str:
        """The letter of a k-point or of one that symmetry makes equal, else its coordinates."""
        turned = np.concatenate([[kpoint @ turn, -kpoint @ turn] for turn in group.rotations])
        for letter, place in self.points.items():
            away = turned - place
            if (np.abs(away - np.round(away)).max(axis=1) < SAME).any():
                return "Γ" if letter == "G" else letter
        return "(" + ", ".join(f"{part:.3f}" for part in kpoint) + ")"


def band_path(structure: Structure, points: int, letters: str | None = None) -> BandPath:
    """The path of the lattice of a primitive cell, or the given letters of it.

    The points are those of Setyawan and Curtarolo, Comput. Mater. Sci. 49, 299 (2010), as ASE has them. They follow
    from the cell alone and belong to it in the orientation that it has.
    """
    cell = to_ase(structure).cell
    try:
        found = cell.bandpath(letters, npoints=points)
    except (KeyError, ValueError) as bad:
        known = ", ".join(cell.bandpath(npoints=0).special_points)
        what = f"{letters!r} is no path of this lattice ({bad})"
        raise InputError("--path", [Problem("", what, f"write letters of: {known}; a comma breaks the path")]) from None
    axis, places, names = found.get_linear_kpoint_axis()
    corners = tuple((2 * np.pi * float(x) / ANGSTROM, _letter(name)) for x, name in zip(places, names, strict=True))
    lattice = cell.get_bravais_lattice().longname
    return BandPath(
        lattice,
        found.path,
        np.asarray(found.kpts),
        2 * np.pi * np.asarray(axis) / ANGSTROM,
        corners,
        {name: np.asarray(place) for name, place in found.special_points.items()},
    )


def _letter(name: str) -> str:
    return name.replace("G", "Γ")
