"""A layer as a von Karman plate, or strip, bonded to a stiff base: forces, tangent, energies.

    e_r = u' + w'^2/2,  e_t = u/r,  k_r = w'',  k_t = w'/r        a disc, dA = 2 pi r dr
    e   = u' + w'^2/2,  k = w''                                    a strip, plane strain, per width

Elastic energy: (A/2)(e_r^2 + 2 nu e_r e_t + e_t^2) + N (e_r + e_t) + (D/2)(k_r^2 + 2 nu k_r k_t + k_t^2) per area, with
A = E h/(1 - nu^2) and N the layer's own tension. The base pulls on it by a cohesive law of the opening w.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from ....laws import ElasticSheet, plane_strain_modulus
from .cohesive import Bond, Pull, pull
from .operators import BandedMatrix, HermiteLine, banded, hermite_line

Shape = Literal["disc", "strip"]
Array = np.ndarray
W, U = 0, 1  # the fields


@dataclass(frozen=True, eq=False)
class BondedFilm:
    """A layer on a line of nodes from the centre, or the lifted end, outwards; bonded beyond `start` (m)."""

    sheet: ElasticSheet
    bond: Bond
    nodes: Array
    start: float
    shape: Shape = "disc"
    large: bool = True  # whether slopes stretch the layer

    @cached_property
    def line(self) -> HermiteLine:
        return hermite_line(self.nodes)

    @cached_property
    def area(self) -> Array:
        """Return the area of each quadrature point (m^2; m per width of a strip)."""
        around = 2 * np.pi * self.line.place if self.shape == "disc" else 1.0
        return np.asarray(self.line.weight * around)

    @cached_property
    def _bonded(self) -> Array:
        """Return the bonded area of each quadrature point."""
        return self.area * (self.line.place > self.start)

    @cached_property
    def held(self) -> Array:
        """Return the unknowns that are zero: the far end is clamped, the centre of a disc is even."""
        end = self.line.size - 4
        return np.array([*([1, 2] if self.shape == "disc" else []), end, end + 1, end + 2])

    @cached_property
    def _hoop(self) -> Array:
        """Return 1/r, or zero of a strip, which has no hoop."""
        return 1 / self.line.place if self.shape == "disc" else np.zeros_like(self.line.place)

    @cached_property
    def stiffness(self) -> float:
        """Return A (N/m), force in the plane over strain."""
        return float(plane_strain_modulus(self.sheet.young, self.sheet.ratio)) * self.sheet.thickness

    @cached_property
    def _bending(self) -> Array:
        curved, turned = self.line.second, self._hoop[..., None] * self.line.slope
        return self._quadratic(self.sheet.rigidity * self.area, curved, turned)

    @cached_property
    def _stretching(self) -> Array:
        return self._quadratic(self.stiffness * self.area, self.line.slope, self._hoop[..., None] * self.line.value)

    def _quadratic(self, weight: Array, one: Array, other: Array) -> Array:
        """Return element matrices of weight (a^2 + 2 nu a b + b^2)."""
        cross = _product(self.sheet.ratio * weight, one, other)
        both = _product(weight, one, one) + _product(weight, other, other)
        return np.asarray(both + cross + cross.transpose(0, 2, 1))

    def opening(self, x: Array) -> Array:
        """Return w (m) at the quadrature points."""
        return self.line.at(self.line.value, x, W)

    def slopes(self, x: Array) -> Array:
        """Return w' at the quadrature points."""
        return self.line.at(self.line.slope, x, W)

    def strains(self, x: Array) -> tuple[Array, Array]:
        """Return e_r and e_t at the quadrature points."""
        radial = self.line.at(self.line.slope, x, U)
        if self.large:
            radial = radial + self.slopes(x) ** 2 / 2
        return radial, self._hoop * self.line.at(self.line.value, x, U)

    def tensions(self, x: Array) -> tuple[Array, Array]:
        """Return the forces in the plane (N/m), radial and hoop."""
        radial, hoop = self.strains(x)
        a, nu, own = self.stiffness, self.sheet.ratio, self.sheet.tension
        return a * (radial + nu * hoop) + own, a * (hoop + nu * radial) + own

    def pulls(self, x: Array, largest: Array) -> Pull:
        """Return the bonds at the quadrature points."""
        return pull(self.bond, self.opening(x), largest)

    def forces(self, x: Array, largest: Array) -> tuple[Array, BandedMatrix]:
        """Return internal forces and tangent of all unknowns."""
        line, g, a = self.line, self.area, self.stiffness
        radial, hoop = self.tensions(x)
        bonds = self.pulls(x, largest)
        w = x[line.unknowns(W)]
        on_w = np.einsum("eij,ej->ei", self._bending, w) + _load(self._bonded * bonds.traction, line.value)
        on_u = _load(g * radial, line.slope) + _load(g * hoop * self._hoop, line.value)
        blocks = {
            (W, W): self._bending + _product(self._bonded * bonds.slope, line.value, line.value),
            (U, U): self._stretching,
        }
        if self.large:
            slope = self.slopes(x)
            on_w = on_w + _load(g * radial * slope, line.slope)
            blocks[W, W] = blocks[W, W] + _product(g * (a * slope**2 + radial), line.slope, line.slope)
            both = line.slope + self.sheet.ratio * self._hoop[..., None] * line.value
            blocks[W, U] = _product(g * a * slope, line.slope, both)
            blocks[U, W] = blocks[W, U].transpose(0, 2, 1)
        inner = line.gather(on_w, W) + line.gather(on_u, U)
        inner[self.held] = 0.0
        return inner, banded(line, blocks, self.held)

    def energies(self, x: Array, largest: Array) -> dict[str, float]:
        """Return bending, stretching, stored and dissipated energy of the bond (J; J/m of a strip)."""
        w = x[self.line.unknowns(W)]
        radial, hoop = self.strains(x)
        stretched = self.stiffness / 2 * (radial**2 + 2 * self.sheet.ratio * radial * hoop + hoop**2)
        bonds = self.pulls(x, largest)
        return {
            "bending": float(np.einsum("ei,eij,ej->", w, self._bending, w) / 2),
            "stretching": float(np.sum(self.area * (stretched + self.sheet.tension * (radial + hoop)))),
            "bond": float(np.sum(self._bonded * bonds.stored)),
            "dissipated": float(np.sum(self._bonded * bonds.dissipated)),
        }

    def pressed(self, front: float) -> Array:
        """Return the forces of a pressure of one below the layer up to a radius."""
        return self.line.gather(_load(self.area * (self.line.place <= front), self.line.value), W)

    def lifted_end(self) -> Array:
        """Return the row that picks w at the centre or the lifted end: a control, or a force of one there."""
        row = np.zeros(self.line.size)
        row[0] = 1.0
        return row

    def front(self, largest: Array) -> float:
        """Return the radius (m) up to which the bond is broken."""
        broken = (self._bonded > 0) & (largest >= self.bond.broken)
        return float(self.line.place[broken].max()) if broken.any() else self.start

    def zone(self, largest: Array) -> float:
        """Return the length (m) of the cohesive zone: past its strength and not yet broken."""
        damaged = (self._bonded > 0) & (largest > self.bond.peak) & (largest < self.bond.broken)
        return float(self.line.place[damaged].max() - self.front(largest)) if damaged.any() else 0.0


def _product(weight: Array, one: Array, other: Array) -> Array:
    return np.asarray(np.einsum("eqi,eq,eqj->eij", one, weight, other, optimize=True))


def _load(weight: Array, functions: Array) -> Array:
    return np.asarray(np.einsum("eqi,eq->ei", functions, weight))
