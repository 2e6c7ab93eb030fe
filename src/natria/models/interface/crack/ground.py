"""A nucleus between an elastic layer and a metal that flows, bonded by a cohesive law: elements.

The nucleus is a pressure on both faces of the gap, from the axis to the front; the gap at the axis is the control. The
layer is lifted, the metal sinks in: how the height of the nucleus divides between the two is an answer, and so is the
pressure, which the flow of the metal limits. Small strains; the bond resists opening, not sliding.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from ....laws import ElasticSheet, cohesive_length
from .body import Body, body_of
from .cohesive import Bond, Pull, pull
from .control import ControlRow
from .fine import ensure_fine
from .plastic import Metal, PlasticState

Array = np.ndarray
POINTS, WEIGHTS = np.polynomial.legendre.leggauss(3)
IN_ZONE = 1  # elements of three nodes that a cohesive zone holds at least
PARABOLAS = np.stack([POINTS * (POINTS - 1) / 2, 1 - POINTS**2, POINTS * (POINTS + 1) / 2], axis=-1)


@dataclass(frozen=True, eq=False)
class _Factors:
    """A factorised tangent and the unknowns that are held at zero."""

    lower_upper: Any
    held: Array

    def solve(self, right: Array) -> Array:
        right = right.copy()
        right[self.held] = 0.0
        return np.asarray(self.lower_upper.solve(right))


@dataclass(frozen=True, eq=False)
class LayerOnMetal:
    """A layer of elastic elements on a metal, bonded beyond the radius `start` (m)."""

    layer: Body
    metal: Body
    bond: Bond
    start: float

    @property
    def size(self) -> int:
        return self.layer.size + self.metal.size

    @cached_property
    def _edges(self) -> tuple[Array, Array]:
        """Return the axial unknowns of layer and metal on the edges of the face (edges, 3)."""
        above, below = (one.nodes_at(lambda p: p[1] == 0.0) for one in (self.layer, self.metal))
        pick = 2 * np.arange(len(above) // 2)[:, None] + np.arange(3)
        return self.layer.axial[above][pick], self.layer.size + self.metal.axial[below][pick]

    @cached_property
    def place(self) -> Array:
        """Return the radii of the points of the face (edges, 3)."""
        above = self.layer.nodes_at(lambda p: p[1] == 0.0)
        ends = self.layer.place[above[::2], 0]
        return np.asarray((ends[1:] + ends[:-1])[:, None] / 2 + np.diff(ends)[:, None] / 2 * POINTS)

    @cached_property
    def area(self) -> Array:
        """Return the area of each point of the face (m^2)."""
        above = self.layer.nodes_at(lambda p: p[1] == 0.0)
        half = np.diff(self.layer.place[above[::2], 0])[:, None] / 2
        return np.asarray(2 * np.pi * self.place * half * WEIGHTS)

    @cached_property
    def _bonded(self) -> Array:
        return self.area * (self.place > self.start)

    @cached_property
    def held(self) -> Array:
        """Return the unknowns that are zero: the axis and the far side do not move in r, the bottom not in z."""
        fixed = []
        for body, shift in ((self.layer, 0), (self.metal, self.layer.size)):
            sides = (body.place[:, 0] == 0.0) | (body.place[:, 0] == body.place[:, 0].max())
            fixed.append(shift + body.radial[sides])
        bottom = self.metal.place[:, 1] == self.metal.place[:, 1].min()
        fixed.append(self.layer.size + self.metal.axial[bottom])
        return np.concatenate(fixed)

    def opening(self, x: Array) -> Array:
        """Return the gap (m) at the points of the face."""
        above, below = self._edges
        return np.asarray((x[above] - x[below]) @ PARABOLAS.T)

    def on_both(self, traction: Array) -> Array:
        """Return the forces that do the work of a traction on the gap."""
        above, below = self._edges
        push = (self.area * traction) @ PARABOLAS
        size = self.size
        return np.bincount(above.ravel(), push.ravel(), size) - np.bincount(below.ravel(), push.ravel(), size)

    def pressed(self, front: float) -> Array:
        """Return the forces of a pressure of one in the gap up to a radius."""
        force = self.on_both(np.where(self.place <= front, 1.0, 0.0))
        force[self.held] = 0.0
        return force

    def gap_row(self) -> ControlRow:
        """Return the control that is the gap at the axis."""
        above, below = self._edges
        row = np.zeros(self.size)
        row[above[0, 0]], row[below[0, 0]] = 1.0, -1.0
        return ControlRow(row)

    def parts(self, x: Array, plastic: Array, largest: Array) -> tuple[PlasticState, PlasticState, Pull]:
        """Return the states of layer, metal and bond."""
        nothing = np.zeros((*self.layer.volume.shape, 4))
        above, below = x[: self.layer.size], x[self.layer.size :]
        bonds = pull(self.bond, self.opening(x), largest)
        return self.layer.state(above, nothing), self.metal.state(below, plastic), bonds

    def forces(self, x: Array, plastic: Array, largest: Array) -> tuple[Array, _Factors]:
        """Return internal forces and the factorised tangent."""
        from scipy.sparse import coo_matrix, diags
        from scipy.sparse.linalg import splu

        above, below, bonds = self.parts(x, plastic, largest)
        (f_above, k_above), (f_below, k_below) = self.layer.forces(above), self.metal.forces(below)
        here = self._bonded / self.area
        inner = np.concatenate([f_above, f_below]) + self.on_both(here * bonds.traction)
        both = np.concatenate(self._edges, axis=1)  # (edges, 6)
        jump = np.concatenate([PARABOLAS, -PARABOLAS], axis=1)
        block = np.einsum("qi,eq,qj->eij", jump, self._bonded * bonds.slope, jump)
        rows = np.concatenate([k_above[0], self.layer.size + k_below[0], np.repeat(both, 6, axis=1).ravel()])
        columns = np.concatenate([k_above[1], self.layer.size + k_below[1], np.tile(both, (1, 6)).ravel()])
        values = np.concatenate([k_above[2], k_below[2], block.ravel()])
        tangent = coo_matrix((values, (rows, columns)), shape=(self.size, self.size)).tocsr()
        free = np.ones(self.size)
        free[self.held] = 0.0
        inner = inner * free
        mean = float(np.mean(np.abs(k_below[2])))
        tangent = diags(free) @ tangent @ diags(free) + diags((1 - free) * mean)
        return inner, _Factors(splu(tangent.tocsc()), self.held)

    def front(self, largest: Array) -> float:
        """Return the radius (m) up to which the bond is broken."""
        broken = (self._bonded > 0) & (largest >= self.bond.broken)
        return float(self.place[broken].max()) if broken.any() else self.start

    def centre(self, x: Array) -> tuple[float, float]:
        """Return how far the layer rose and the metal sank at the axis (m)."""
        above, below = self._edges
        return float(x[above[0, 0]]), -float(x[below[0, 0]])

    def over_bond(self, density: Array) -> float:
        """Return the integral of an energy per area over the bonded face (J)."""
        return float(np.sum(self._bonded * density))


@dataclass(frozen=True)
class GroundSettings:
    """Elements over the patch, beyond it, in depth, through the layer; depth and width in patches."""

    across: int = 10
    beyond: int = 16
    deep: int = 12
    through: int = 2
    reach: float = 6.0
    steps: int = 24
    most_across: int = 60  # elements over the patch at most: the time grows with their square

    def __post_init__(self) -> None:
        least = min(self.across, self.beyond, self.deep, self.through)
        if least < 1 or self.most_across < self.across or self.reach < 2 or self.steps < 2:
            raise ValueError("the mesh needs an element in each part, and twice the patch in depth and width")


def layer_on_metal(
    thickness: float, layer: Metal, metal: Metal, bond: Bond, start: float, *, settings: GroundSettings
) -> LayerOnMetal:
    """Return the model with a mesh that is finest at the rim of the patch and at the face.

    Refused where the elements at the rim are too long for the cohesive zone there.
    """
    size = start / settings.across
    zone = cohesive_length(ElasticSheet(layer.young, layer.ratio, thickness), bond.strength, bond.energy)
    ensure_fine(size, zone, IN_ZONE)
    radii = np.concatenate(
        [
            np.linspace(0, start, settings.across + 1),
            start + _growing(size, settings.reach * start - start, settings.beyond),
        ]
    )
    depths = _growing(size, settings.reach * start, settings.deep)
    heights = np.concatenate([-depths[::-1], [0.0]])
    above = body_of(radii, np.linspace(0, thickness, settings.through + 1), layer)
    return LayerOnMetal(above, body_of(radii, heights, metal), bond, start)


def _growing(first: float, whole: float, count: int) -> Array:
    """Return the ends of elements that grow by one ratio from a first size."""
    from scipy.optimize import brentq

    if first * count >= whole:
        return np.linspace(0, whole, count + 1)[1:]
    ratio = brentq(lambda q: first * (q**count - 1) / (q - 1) - whole, 1 + 1e-9, 10)
    return np.asarray(first * (ratio ** np.arange(1, count + 1) - 1) / (ratio - 1))
