"""The path through the Brillouin zone, with the usual points of high symmetry of the lattice."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from ...quantity import InputError, Problem
from ...record import Structure
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
    usual = cell.bandpath(npoints=0)
    try:
        text = usual.path if letters is None else cell.bandpath(letters, npoints=0).path
        parts = [re.findall(r"[A-Z]\d*'?", part) for part in text.split(",")]
        corners = [[np.asarray(usual.special_points[name]) for name in part] for part in parts]
    except (KeyError, ValueError) as bad:
        what = f"{letters!r} is no path of this lattice ({bad})"
        fix = f"write letters of: {', '.join(usual.special_points)}; a comma breaks the path"
        raise InputError("--path", [Problem("", what, fix)]) from None
    reciprocal = 2 * np.pi * np.linalg.inv(structure.cell).T  # rows, 1/m
    kpoints, distance, marks = _along(corners, parts, reciprocal, points)
    points_of = {name: np.asarray(place) for name, place in usual.special_points.items()}
    return BandPath(cell.get_bravais_lattice().longname, text, kpoints, distance, marks, points_of)


def _along(
    corners: list[list[np.ndarray]], names: list[list[str]], reciprocal: np.ndarray, points: int
) -> tuple[np.ndarray, np.ndarray, tuple[tuple[float, str], ...]]:
    """The k-points of a path, their distances, and its corners.

    Each segment has points by its length, at least one. Where the path breaks, the next part begins
    at the same distance.
    """
    total = sum(float(np.linalg.norm(np.diff(part, axis=0) @ reciprocal, axis=1).sum()) for part in corners)
    kpoints: list[np.ndarray] = []
    distance: list[float] = []
    marks: list[tuple[float, str]] = []
    at = 0.0
    for part, letters in zip(corners, names, strict=True):
        kpoints.append(part[0])
        distance.append(at)
        marks.append((at, _letter(letters[0])))
        for begin, end, letter in zip(part, part[1:], letters[1:], strict=False):
            length = float(np.linalg.norm((end - begin) @ reciprocal))
            count = max(1, round(points * length / total)) if total else 1
            for step in range(1, count + 1):
                kpoints.append(begin + (end - begin) * step / count)
                distance.append(at + length * step / count)
            at += length
            marks.append((at, _letter(letter)))
    return np.array(kpoints), np.array(distance), tuple(marks)


def _letter(name: str) -> str:
    return name.replace("G", "Γ")
