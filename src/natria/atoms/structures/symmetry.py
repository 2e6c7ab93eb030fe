"""Cells and symmetry: lattice vectors, operations of a space group, sites to all atoms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np

from ...quantity import ModelError
from ...record import Structure, from_angstrom

SAME = 0.05  # A; images of one site closer than this are one atom on a special position
OVERLAP = 0.5  # A; shorter than any bond (H2: 0.74 A)
NEEDS = "install it with pip install 'natria[atoms]'"

_TERM = re.compile(r"([+-]?)(?:(\d+)/(\d+)|(\d*\.?\d+)|([xyz]))")


@dataclass(frozen=True)
class CrystalSite:
    """An atom of the asymmetric unit, with fractional coordinates."""

    element: str
    position: tuple[float, float, float]


@dataclass(frozen=True)
class Symmetry:
    """Operations x -> W x + w of a space group, in its setting."""

    rotations: np.ndarray  # (n, 3, 3)
    translations: np.ndarray  # (n, 3)


def lattice(edges: Sequence[float], angles: Sequence[float]) -> np.ndarray:
    """Return the vectors of a cell as rows, in the unit of its edges a, b and c.

    Edge a lies along x, b in the plane xy. The angles alpha, beta and gamma are in degrees.
    """
    a, b, c = edges
    alpha, beta, gamma = angles
    cos_a, cos_b, cos_c = np.cos(np.radians([alpha, beta, gamma]))
    sin_c = np.sin(np.radians(gamma))
    x, y = cos_b, (cos_a - cos_b * cos_c) / sin_c
    squared = 1 - x * x - y * y
    if min(a, b, c) <= 0 or not squared > 0:
        what = f"edges {a:g}, {b:g}, {c:g} with angles {alpha:g}, {beta:g}, {gamma:g} span no cell"
        raise ModelError(what, "check the lattice parameters")
    rows = [[a, 0, 0], [b * cos_c, b * sin_c, 0], [c * x, c * y, c * np.sqrt(squared)]]
    found = np.array(rows)
    found[np.abs(found) < 1e-12 * max(a, b, c)] = 0.0
    return found


def symmetry_of(number: int, choice: str = "") -> Symmetry:
    """Return the operations of a space group by its number, in the standard setting or another one."""
    for hall, kind in enumerate(_settings(), start=1):
        if kind == (number, choice or kind[1]):
            found = load_spglib().get_symmetry_from_database(hall)
            return Symmetry(np.array(found["rotations"]), np.array(found["translations"]))
    what = f"there is no space group {number}" + (f" with the setting {choice!r}" if choice else "")
    raise ModelError(what, "give a number from 1 to 230, with a setting of spglib")


@cache
def _settings() -> tuple[tuple[int, str], ...]:
    """Return number and choice of all settings that spglib knows, in the order of their Hall numbers."""
    kinds = map(load_spglib().get_spacegroup_type, range(1, 531))
    return tuple((int(one.number), str(one.choice)) for one in kinds)


def load_spglib() -> Any:
    """Return the package spglib; raises where it is not installed."""
    try:
        import spglib
    except ImportError:
        raise ModelError("symmetry operations need the package spglib", NEEDS) from None
    return spglib


def operations_of(texts: Iterable[str]) -> Symmetry:
    """Return the operations written as in CIF: `x,y,z`, `-x+1/2,y,-z`."""
    parts = [_operation(text) for text in texts]
    return Symmetry(np.array([one[0] for one in parts]), np.array([one[1] for one in parts]))


def _operation(text: str) -> tuple[np.ndarray, np.ndarray]:
    rows = text.lower().replace(" ", "").split(",")
    rotation, translation = np.zeros((3, 3)), np.zeros(3)
    for at, row in enumerate(rows):
        place = 0
        while place < len(row) and at < 3:
            term = _TERM.match(row, place)
            if term is None or (place and not term[1]):
                break
            sign = -1 if term[1] == "-" else 1
            if term[5]:
                rotation[at, "xyz".index(term[5])] += sign
            else:
                translation[at] += sign * float(Fraction(int(term[2]), int(term[3])) if term[2] else term[4])
            place = term.end()
        if place < len(row) or not row or at > 2:
            break
    else:
        if len(rows) == 3 and abs(np.linalg.det(rotation)) > 0.5:
            return rotation, translation
    raise ModelError(f"{text!r} is no symmetry operation", "write it as in 'x,y,z' or '-x+1/2,y,-z'")


def expanded(cell: np.ndarray, sites: Sequence[CrystalSite], symmetry: Symmetry, title: str = "") -> Structure:
    """Return the structure of all atoms of a cell (vectors in angstrom) from its sites.

    Images of a site that fall together are one atom. Raises where atoms of different sites overlap.
    """
    species: list[str] = []
    positions: list[np.ndarray] = []
    owner: list[int] = []
    for number, site in enumerate(sites):
        images = symmetry.rotations @ np.array(site.position) + symmetry.translations
        own: list[np.ndarray] = []
        for image in images - np.floor(images):
            if not own or distances(cell, image, np.array(own)).min() > SAME:
                own.append(image)
        species += [site.element] * len(own)
        positions += own
        owner += [number] * len(own)
    found = np.array(positions)
    found[np.abs(found - 1) < 1e-9] = 0.0
    ensure_apart(cell, species, found, owner)
    return from_angstrom(cell, species, found, title)


def distances(cell: np.ndarray, one: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Return the shortest distance of a fractional position to each of others, images included."""
    gaps = others - one
    gaps = (gaps - np.round(gaps))[:, None, :] + _shifts()
    return np.asarray(np.linalg.norm(gaps @ cell, axis=2).min(axis=1))


@cache
def _shifts() -> np.ndarray:
    return np.array(np.meshgrid(*[(-1, 0, 1)] * 3, indexing="ij")).reshape(3, -1).T


def ensure_apart(
    cell: np.ndarray, species: Sequence[str], positions: np.ndarray, owner: Sequence[int] | None = None
) -> None:
    """Raise where two atoms are closer than any bond; `owner` names their sites, counted from 0."""
    names = owner if owner is not None else range(len(species))
    for i in range(len(species)):
        if i + 1 == len(species):
            return
        lengths = distances(cell, positions[i], positions[i + 1 :])
        near = int(lengths.argmin())
        if lengths[near] < OVERLAP:
            j = i + 1 + near
            what = (
                f"{species[i]} of site {names[i] + 1} and {species[j]} of site {names[j] + 1} are "
                f"{lengths[near]:.2f} A apart"
            )
            raise ModelError(what, "remove one of them, or order a site that is shared")
