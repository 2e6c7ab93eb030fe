"""Directions of a crystal: named axes and [uvw], and which of them its symmetry makes equal."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import gcd

import numpy as np

from ...quantity import InputError, Problem
from ...record import Structure
from ..structures import SpaceGroup

AXES = {"a": (1, 0, 0), "b": (0, 1, 0), "c": (0, 0, 1)}
SAME = 1e-3  # largest distance of two unit vectors that count as one direction
EXPECTED = "give a, b, c, or [uvw] such as [110] or '[1 -1 0]'"


@dataclass(frozen=True)
class CrystalDirection:
    """The direction u a + v b + w c of the cell that is given."""

    name: str
    indices: tuple[int, int, int]

    def vector(self, cell: np.ndarray) -> np.ndarray:
        """The lattice vector of the direction in a cell of the same crystal axes."""
        return np.asarray(np.array(self.indices, float) @ cell)


@dataclass(frozen=True)
class DirectionClass:
    """A direction that is computed, with the names of those that symmetry makes equal to it."""

    direction: CrystalDirection
    equivalent: tuple[str, ...] = ()


def crystal_direction(text: str) -> CrystalDirection:
    """The direction of an axis name or of [uvw]; raises where the text is neither."""
    word = text.strip()
    if word.lower() in AXES:
        return CrystalDirection(word.lower(), AXES[word.lower()])
    inner = word.removeprefix("[").removesuffix("]").strip()
    parts = re.split(r"[\s,]+", inner) if re.search(r"[\s,]", inner) else re.findall(r"-?\d", inner)
    whole = all(re.fullmatch(r"-?\d+", part) for part in parts)
    if not whole or len(parts) != 3 or not re.fullmatch(r"[-\d\s,]+", inner):
        raise InputError("--direction", [Problem("", f"{text!r} is no direction of a crystal", EXPECTED)])
    u, v, w = map(int, parts)
    if (divisor := gcd(u, v, w)) == 0:
        raise InputError("--direction", [Problem("", f"{text!r} has no length", EXPECTED)])
    u, v, w = u // divisor, v // divisor, w // divisor
    between = " " if min(u, v, w) < 0 or max(u, v, w) > 9 else ""
    return CrystalDirection(f"[{between.join(map(str, (u, v, w)))}]", (u, v, w))


def direction_classes(
    directions: Sequence[CrystalDirection], cell: np.ndarray, rotations: np.ndarray
) -> tuple[DirectionClass, ...]:
    """The directions that differ by symmetry, each with those equal to it; each name counts once.

    `cell` is the one that the indices refer to, `rotations` are the Cartesian ones of the point group.
    """
    found: list[DirectionClass] = []
    for one in directions:
        vector = unit(one.vector(cell))
        for place, kind in enumerate(found):
            if one.name in (kind.direction.name, *kind.equivalent):
                break
            if _are_equal(unit(kind.direction.vector(cell)), vector, rotations):
                found[place] = DirectionClass(kind.direction, (*kind.equivalent, one.name))
                break
        else:
            found.append(DirectionClass(one))
    return tuple(found)


def unit(vector: np.ndarray) -> np.ndarray:
    """The vector over its length."""
    return np.asarray(vector / np.linalg.norm(vector))


def _are_equal(one: np.ndarray, other: np.ndarray, rotations: np.ndarray) -> bool:
    turned = rotations @ one
    return bool(min(np.linalg.norm(turned - sign * other, axis=1).min() for sign in (1, -1)) < SAME)


def line_in(direction: CrystalDirection, given: Structure, smallest: Structure) -> np.ndarray:
    """The fractional coordinates of the direction in the smallest cell of the crystal that is given."""
    return np.asarray(np.linalg.solve(smallest.cell.T, direction.vector(given.cell)))


def operations_kept(group: SpaceGroup, cell: np.ndarray, along: np.ndarray) -> int:
    """The number of operations of a group that map the line of a unit vector onto itself."""
    turned = group.cartesian(cell) @ along
    off = np.minimum(np.linalg.norm(turned - along, axis=1), np.linalg.norm(turned + along, axis=1))
    return int((off < SAME).sum())
