"""Lattice planes: the cell of a crystal with two vectors in a plane, and the planes of its atoms."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm

import numpy as np

from ...quantity import InputError, Problem
from ...record import Structure
from ...record.structure import ANGSTROM
from ..structures import primitive

PLANE = 0.1 * ANGSTROM  # m: atoms whose heights differ by less lie in one plane
HEXAGONAL = 1e-3  # deviation of the products of the vectors over a^2 up to which a cell counts as hexagonal
WHOLE = 1e-4  # deviation from an integer up to which an index counts as one
FIX = "give three integers that are not all zero, such as 0,0,1 (or four, h,k,i,l with i = -(h + k))"

Miller = tuple[int, int, int]


def read_miller(text: str, cell: np.ndarray | None = None) -> Miller:
    """The Miller indices of a text such as `1,1,0`; four indices are those of a hexagonal cell.

    Four indices are refused where a cell (vectors as rows) is given that is not hexagonal.
    """
    try:
        found = [int(part) for part in text.strip("() ").split(",")]
    except ValueError:
        raise _bad_miller(text, "are not integers") from None
    if len(found) == 4:
        if cell is not None and not _is_hexagonal(cell):
            raise _bad_miller(text, "are four, and the cell is not hexagonal")
        if found[2] != -(found[0] + found[1]):
            raise _bad_miller(text, "do not have i = -(h + k)")
        del found[2]
    if len(found) != 3 or not any(found):
        raise _bad_miller(text, "name no plane")
    h, k, l = found  # noqa: E741 - the names of the field
    common = gcd(h, k, l)
    return h // common, k // common, l // common


def _is_hexagonal(cell: np.ndarray) -> bool:
    """Whether a and b are equal at 120 degrees and c is normal to them."""
    products = cell @ cell.T / (cell[0] @ cell[0])
    wanted = np.array([[1, -0.5, 0], [-0.5, 1, 0], [0, 0, products[2, 2]]])
    return bool(np.abs(products - wanted).max() < HEXAGONAL)


def _bad_miller(text: str, what: str) -> InputError:
    return InputError("--miller", [Problem(text, f"the indices {what}", FIX)])


def miller_name(miller: Miller) -> str:
    """Indices as they are written: (001), (1-10); with commas where one has two digits."""
    wide = max(map(abs, miller)) > 9
    return f"({(',' if wide else '').join(map(str, miller))})"


def integer_basis(miller: Miller) -> np.ndarray:
    """A unimodular integer matrix U with U h = (0, 0, 1) for coprime indices h.

    The rows are lattice vectors: two in the plane and one that leads to the next plane. With d = gcd(h, k) = p h + q k
    and r d + s l = 1 the rows are (k/d, -h/d, 0), (-p l, -q l, d) and (r p, r q, s), by Euclid's algorithm.
    """
    h, k, l = miller  # noqa: E741
    if (h, k) == (0, 0):
        rows = [[1, 0, 0], [0, 1, 0], [0, 0, l]]
    else:
        d, p, q = _bezout(h, k)
        _, r, s = _bezout(d, l)
        rows = [[k // d, -h // d, 0], [-p * l, -q * l, d], [r * p, r * q, s]]
    return np.array(rows, int)


def _bezout(a: int, b: int) -> tuple[int, int, int]:
    """The greatest common divisor d > 0 of a and b, with p and q of d = p a + q b."""
    rest, p, q = (a, b), (1, 0), (0, 1)
    while rest[1]:
        whole = rest[0] // rest[1]
        rest = rest[1], rest[0] - whole * rest[1]
        p = p[1], p[0] - whole * p[1]
        q = q[1], q[0] - whole * q[1]
    sign = -1 if rest[0] < 0 else 1
    return sign * rest[0], sign * p[0], sign * q[0]


def indices_in(cell: np.ndarray, other: np.ndarray, miller: Miller) -> Miller:
    """The indices of a plane of one cell in another cell of the same lattice (vectors as rows).

    Indices are the components a_i . g of one reciprocal vector g, so h' = A' A^-1 h, as coprime integers.
    """
    found = other @ np.linalg.solve(cell, np.array(miller, float))
    parts = [Fraction(float(one)).limit_denominator(48) for one in found / np.abs(found).max()]
    common = lcm(*(one.denominator for one in parts))
    whole = [int(one * common) for one in parts]
    divisor = gcd(*whole)
    h, k, l = (one // divisor for one in whole)  # noqa: E741
    scaled = np.array([h, k, l]) * np.abs(found).max() / max(map(abs, (h, k, l)))
    if np.abs(scaled - found).max() > WHOLE * np.abs(found).max():
        raise _bad_miller(",".join(map(str, miller)), "are those of no lattice plane of the smallest cell")
    return h, k, l


def short_pair(one: np.ndarray, other: np.ndarray, u: np.ndarray, v: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The two shortest vectors of a plane lattice, as integer rows u and v, by Gauss' reduction."""
    a, b = u @ np.array([one, other]), v @ np.array([one, other])
    while True:
        if a @ a > b @ b * (1 + 1e-9):
            a, b, u, v = b, a, v, u
        turn = round(float(a @ b / (a @ a)))
        if turn == 0:
            return u, v
        b, v = b - turn * a, v - turn * u


@dataclass(frozen=True, eq=False)
class OrientedCrystal:
    """A crystal with its first two vectors in a plane, the first along x and the normal along z.

    `planes` holds the atoms of each plane, from below; `heights` (m) the height of each atom, in one piece for those of
    a plane; `levels` (m) those of the planes. The repeat distance is the height of the third vector.
    """

    structure: Structure
    miller: Miller  # in the cell that the user gave
    planes: tuple[tuple[int, ...], ...]
    heights: np.ndarray
    levels: np.ndarray

    @property
    def repeat(self) -> float:
        """The distance after which the planes repeat, m."""
        return float(self.structure.cell[2, 2])

    @property
    def area(self) -> float:
        """The area of the face of the cell, m^2."""
        return float(np.linalg.norm(np.cross(*self.structure.cell[:2])))

    def cut(self, place: int) -> float:
        """The height of the middle between the plane of this place and the next, over the repeat distance."""
        above = self.levels[(place + 1) % len(self.planes)] + (place + 1 == len(self.planes)) * self.repeat
        return float((self.levels[place] + above) / 2 / self.repeat)

    def gap(self, place: int) -> float:
        """The distance of the plane of this place from the next, m."""
        return 2 * (self.cut(place) * self.repeat - float(self.levels[place]))


def smallest(structure: Structure, tolerance: float) -> Structure:
    """The smallest cell of a crystal, with right-handed vectors."""
    found = primitive(structure, tolerance)
    if np.linalg.det(found.cell) > 0:
        return found
    order = [1, 0, 2]
    return Structure(found.cell[order], found.species, found.fractional[:, order], found.periodic, found.title)


def oriented(crystal: Structure, indices: Miller, miller: Miller) -> OrientedCrystal:
    """The crystal along a plane with these indices in its cell; `miller` are those of the user's cell."""
    basis = integer_basis(indices)
    plane = basis[:2] @ crystal.cell
    u, v = short_pair(plane[0], plane[1], np.array([1, 0]), np.array([0, 1]))
    in_plane = np.array([u, v]) @ basis[:2]
    third = basis[2]
    if np.linalg.det(np.array([*in_plane, third]) @ crystal.cell) < 0:
        in_plane = in_plane * np.array([[1], [-1]])
    third = third - _nearest(in_plane @ crystal.cell, third @ crystal.cell) @ in_plane
    rows = np.array([*in_plane, third])
    upright = _upright(rows @ crystal.cell)
    fractional = crystal.fractional @ np.linalg.inv(rows)
    fractional = fractional - np.floor(fractional + 1e-9)
    name = f"{crystal.title} {miller_name(miller)}".strip()
    structure = Structure(upright, crystal.species, fractional, crystal.periodic, name)
    planes, heights, levels = _planes(structure)
    return OrientedCrystal(structure, miller, planes, heights, levels)


def _nearest(plane: np.ndarray, vector: np.ndarray) -> np.ndarray:
    """Which whole multiples of two vectors come nearest to the part of a vector in their plane."""
    share: np.ndarray = np.linalg.lstsq(plane.T, vector, rcond=None)[0]
    return np.asarray(np.rint(share), int)


def _upright(cell: np.ndarray) -> np.ndarray:
    """The cell turned: the first vector along x, the second in the plane xy, the third above it."""
    upper = np.linalg.qr(cell.T, mode="r")
    found = (upper * np.sign(np.diag(upper))[:, None]).T
    found[np.abs(found) < 1e-12 * np.abs(found).max()] = 0.0
    return np.asarray(found)


def _planes(structure: Structure) -> tuple[tuple[tuple[int, ...], ...], np.ndarray, np.ndarray]:
    """The atoms of each plane from below, the heights of the atoms in one piece, and those of the planes."""
    repeat = structure.cell[2, 2]
    heights = structure.positions[:, 2] % repeat
    order = np.argsort(heights, kind="stable")
    groups: list[list[int]] = [[int(order[0])]]
    for atom in order[1:]:
        if heights[atom] - heights[groups[-1][-1]] <= PLANE:
            groups[-1].append(int(atom))
        else:
            groups.append([int(atom)])
    wraps = heights[groups[0][0]] + repeat - heights[groups[-1][-1]] <= PLANE
    if wraps and len(groups) > 1:  # the last plane goes on in the first
        last = groups.pop()
        heights[last] -= repeat
        groups[0] = [*last, *groups[0]]
    levels = np.array([heights[group].mean() for group in groups])
    return tuple(tuple(sorted(group)) for group in groups), heights, levels
