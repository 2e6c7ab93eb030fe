"""Cells and symmetry: lattice vectors, operations of a space group, sites to all atoms, images."""

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
from ...record.structure import ANGSTROM

SAME = 0.05  # A; images of one site closer than this are one atom on a special position
SYMMETRIC = 1e-3 * ANGSTROM  # m: atoms closer to their images than this count as symmetric
METRIC = 1e-3  # relative change of the metric up to which an operation keeps a cell
SKEW = np.radians(40.0)  # GPAW warns of smaller angles, and of their supplements
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
    for hall, kind in enumerate(_types(), start=1):
        if (int(kind.number), str(kind.choice)) == (number, choice or str(kind.choice)):
            return _operations_of_hall(hall)
    what = f"there is no space group {number}" + (f" with the setting {choice!r}" if choice else "")
    raise ModelError(what, "give a number from 1 to 230, with a setting of spglib")


def symmetry_named(cell: np.ndarray, number: int | None, symbol: str) -> Symmetry:
    """Return the operations of a space group by its number, its Hermann-Mauguin symbol, or both.

    A group has several settings, of axes and of origin. Those that the symbol excludes and those that would change the
    cell are left out; raises unless one is left.
    """
    base, _, choice = symbol.replace(" ", "").replace("_", "").partition(":")
    kinds = [(hall, one) for hall, one in enumerate(_types(), start=1) if number in (None, int(one.number))]
    if base and (number is None or len(kinds) > 1):
        kinds = [(hall, one) for hall, one in kinds if base in _names(one)]
    if choice:
        kinds = [(hall, one) for hall, one in kinds if choice.lower() in (str(one.choice).lower(), "")]
    fitting = [made for hall, _ in kinds if _keeps(cell, made := _operations_of_hall(hall))]
    if len(fitting) == 1:
        return fitting[0]
    what = f"the space group {number or ''} {symbol}".rstrip() + (
        " has more than one setting for this cell" if fitting else " is not known, or does not fit the cell"
    )
    raise ModelError(what, "export the structure with its symmetry operations")


def _names(kind: Any) -> set[str]:
    """Return the symbols of one setting: full, short, and short monoclinic along b."""
    full = str(kind.international_full)
    names = {full, str(kind.international)}  # the latter is a list of names where it has an equals sign, and fits none
    parts = full.split()
    if len(parts) == 4 and parts[1] == parts[3] == "1":
        names.add(parts[0] + parts[2])
    return {name.replace(" ", "").replace("_", "") for name in names}


def _keeps(cell: np.ndarray, symmetry: Symmetry) -> bool:
    """Whether the operations leave the lengths and angles of a cell (vectors as rows) as they are."""
    metric = cell @ cell.T
    turned = np.swapaxes(symmetry.rotations, 1, 2) @ metric @ symmetry.rotations
    return bool(np.abs(turned - metric).max() < METRIC * np.abs(metric).max())


@cache
def _types() -> tuple[Any, ...]:
    """Return all settings that spglib knows, in the order of their Hall numbers."""
    return tuple(map(load_spglib().get_spacegroup_type, range(1, 531)))


@cache
def _operations_of_hall(hall: int) -> Symmetry:
    found = load_spglib().get_symmetry_from_database(hall)
    return Symmetry(np.array(found["rotations"]), np.array(found["translations"]))


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


def shortest(cell: np.ndarray, gaps: np.ndarray) -> np.ndarray:
    """Return the shortest of all images of fractional differences (a row each), as Cartesian vectors.

    Rounding to the nearest cell is not enough where the cell is skewed. A vector g with |g| <= R has components up to R
    over the width of the cell, so the images within that reach hold the shortest.
    """
    gaps = np.atleast_2d(gaps)
    near = gaps - np.rint(gaps)
    longest = float(np.linalg.norm(near @ cell, axis=1).max())
    images = near[:, None, :] + _shifts(*(int(longest * width + 0.5) for width in _inverse_widths(cell)))
    vectors = images @ cell
    best = np.linalg.norm(vectors, axis=2).argmin(axis=1)
    return np.asarray(vectors[np.arange(len(best)), best])


def distances(cell: np.ndarray, one: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Return the shortest distance of a fractional position to each of others, images included."""
    return np.asarray(np.linalg.norm(shortest(cell, others - one), axis=1))


def _inverse_widths(cell: np.ndarray) -> np.ndarray:
    return np.asarray(np.linalg.norm(np.linalg.inv(cell), axis=0))


@cache
def _shifts(*reach: int) -> np.ndarray:
    return np.array(np.meshgrid(*[range(-n, n + 1) for n in reach], indexing="ij")).reshape(3, -1).T


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


# --- the space group of a structure


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


def primitive(structure: Structure, tolerance: float = SYMMETRIC) -> Structure:
    """The smallest cell of a structure in its orientation; the structure itself where it has it.

    A skew cell is reduced (Niggli), as plane waves on the grid of a skew cell are inaccurate.
    """
    spglib = load_spglib()
    found = spglib.standardize_cell(
        _for_spglib(structure), to_primitive=True, no_idealize=True, symprec=tolerance / ANGSTROM
    )
    if found is None or len(found[2]) >= len(structure):
        return structure
    vectors, fractional, numbers = found
    kinds = sorted(set(structure.species))
    species = tuple(kinds[number - 1] for number in numbers)
    smallest = Structure(np.array(vectors) * ANGSTROM, species, fractional, structure.periodic, structure.title)
    return _reduced(smallest) if _is_skew(smallest.cell) else smallest


def _is_skew(cell: np.ndarray) -> bool:
    """Whether two vectors of a cell are nearer to parallel than the angle SKEW."""
    along = cell / np.linalg.norm(cell, axis=1)[:, None]
    return bool(np.abs(np.triu(along @ along.T, 1)).max() > np.cos(SKEW))


def compact(structure: Structure) -> Structure:
    """The primitive cell of a structure with its shortest lattice vectors (Niggli)."""
    return _reduced(primitive(structure))


def _reduced(whole: Structure) -> Structure:
    cell = load_spglib().niggli_reduce(whole.cell / ANGSTROM)
    if cell is None:
        return whole
    fractional = np.linalg.solve(np.array(cell).T, (whole.positions / ANGSTROM).T).T
    return from_angstrom(cell, whole.species, fractional - np.floor(fractional), whole.title)


def _for_spglib(structure: Structure) -> tuple[np.ndarray, np.ndarray, list[int]]:
    """The structure as spglib takes it."""
    kinds = sorted(set(structure.species))
    numbers = [kinds.index(one) + 1 for one in structure.species]
    return structure.cell / ANGSTROM, np.array(structure.fractional), numbers


def space_group(structure: Structure, tolerance: float = SYMMETRIC) -> SpaceGroup:
    """The space group of a structure within a tolerance (m)."""
    spglib = load_spglib()
    data = spglib.get_symmetry_dataset(_for_spglib(structure), symprec=tolerance / ANGSTROM)
    if data is None:
        what = f"no symmetry was found for the structure {structure.title!r}"
        raise ModelError(what, "check that no two atoms stand at one place")
    return SpaceGroup(data.international, int(data.number), np.array(data.rotations), np.array(data.translations))


def reciprocal_mesh(
    structure: Structure, mesh: tuple[int, int, int], tolerance: float = SYMMETRIC
) -> tuple[np.ndarray, np.ndarray]:
    """The irreducible k-points of a mesh about the origin, and for each of its points the place there.

    The points are fractional. The second array has the shape of the mesh; its element i, j, k belongs to the
    point (i/n1, j/n2, k/n3). Symmetry is that of the structure and of time reversal.
    """
    spglib = load_spglib()
    found = spglib.get_ir_reciprocal_mesh(mesh, _for_spglib(structure), symprec=tolerance / ANGSTROM)
    if found is None:
        what = f"no symmetry was found for the structure {structure.title!r}"
        raise ModelError(what, "check that no two atoms stand at one place")
    owner, address = found
    first, places = np.unique(np.asarray(owner), return_inverse=True)
    whole = np.empty(mesh, int)
    whole[tuple((np.asarray(address) % mesh).T)] = places.ravel()
    return np.asarray(address)[first] / np.array(mesh), whole


def conventional_edges(structure: Structure, tolerance: float = SYMMETRIC) -> tuple[float, float, float]:
    """The edges (m) of the conventional cell of the space group."""
    spglib = load_spglib()
    found = spglib.standardize_cell(_for_spglib(structure), no_idealize=True, symprec=tolerance / ANGSTROM)
    vectors = structure.cell if found is None else np.array(found[0]) * ANGSTROM
    a, b, c = map(float, np.linalg.norm(vectors, axis=1))
    return a, b, c
