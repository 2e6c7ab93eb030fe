"""Traction between a layer and its metal against their opening: cohesive laws with damage.

    bilinear      t = K d up to d0, then a straight line to zero at d_f = 2 Gamma/sigma
    exponential   t = e sigma (d/d_c) exp(-d/d_c),  d_c = Gamma/(e sigma)

Both have the strength sigma and the energy Gamma = int t dd. Below its largest opening so far a bond unloads along the
secant to the origin, so that energy is either stored or dissipated. In contact (d < 0) the stiffness is the first one.
Camanho and Davila, NASA/TM-2002-211737 (2002); Xu and Needleman, J. Mech. Phys. Solids 42, 1397 (1994).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

Law = Literal["bilinear", "exponential"]
Array = np.ndarray
DONE = 0.99  # share of the energy at which an exponential bond counts as broken; it never ends


@dataclass(frozen=True)
class Bond:
    """Strength sigma (Pa), energy Gamma (J/m^2) and law of a bond; `rise` is d0/d_f of the bilinear law."""

    strength: float
    energy: float
    law: Law = "bilinear"
    rise: float = 0.1

    def __post_init__(self) -> None:
        if self.strength <= 0 or self.energy <= 0:
            raise ValueError("strength and energy of a bond are above zero")
        if not 0 < self.rise < 1:
            raise ValueError("the rise of a bond lies between 0 and 1")

    @property
    def scale(self) -> float:
        """Return d_f of the bilinear law, d_c of the exponential one (m)."""
        return 2 * self.energy / self.strength if self.law == "bilinear" else self.energy / (np.e * self.strength)

    @property
    def broken(self) -> float:
        """Return the opening (m) from which a bond counts as broken."""
        return self.scale * END[self.law]

    @property
    def peak(self) -> float:
        """Return the opening (m) at the strength."""
        return self.scale * (self.rise if self.law == "bilinear" else 1.0)

    @property
    def stiffness(self) -> float:
        """Return the first slope of traction over opening (Pa/m)."""
        if self.law == "bilinear":
            return self.strength / (self.rise * self.scale)
        return np.e * self.strength / self.scale


def _straight(bond: Bond, x: Array) -> tuple[Array, Array, Array]:
    """Return traction over sigma, its slope and its area over sigma d_f at x = d/d_f, of the bilinear law."""
    up, down = x < bond.rise, (x >= bond.rise) & (x < 1)
    fall = 1 / (1 - bond.rise)
    traction = np.where(up, x / bond.rise, np.where(down, (1 - x) * fall, 0.0))
    slope = np.where(up, 1 / bond.rise, np.where(down, -fall, 0.0))
    left = np.where(x < 1, 1 - x, 0.0)
    area = np.where(up, x**2 / (2 * bond.rise), (1 - fall * left**2) / 2)
    return traction, slope, area


def _smooth(_: Bond, x: Array) -> tuple[Array, Array, Array]:
    """Return the same at x = d/d_c, of the exponential law."""
    decay = np.e * np.exp(-x)
    return x * decay, (1 - x) * decay, np.e * (1 - (1 + x) * np.exp(-x))


ENVELOPES: dict[Law, Callable[[Bond, Array], tuple[Array, Array, Array]]] = {
    "bilinear": _straight,
    "exponential": _smooth,
}
END: dict[Law, float] = {"bilinear": 1.0, "exponential": 6.6384}  # (1 + x) exp(-x) = 1 - DONE


@dataclass(frozen=True)
class Pull:
    """Traction (Pa), its slope (Pa/m), stored and dissipated energy (J/m^2), and the largest opening (m)."""

    traction: Array
    slope: Array
    stored: Array
    dissipated: Array
    largest: Array


def pull(bond: Bond, opening: Array, largest: Array) -> Pull:
    """Return the state of bonds at an opening, after the largest so far; below zero is contact."""
    most = np.maximum(np.maximum(opening, largest), 0.0)
    traction, slope, area = ENVELOPES[bond.law](bond, most / bond.scale)
    with np.errstate(divide="ignore", invalid="ignore"):
        secant = np.where(most > 0, bond.strength * traction / most, bond.stiffness)
    growing = opening >= most
    stiffness = np.where(opening < 0, bond.stiffness, np.where(growing, bond.strength * slope / bond.scale, secant))
    force = np.where(opening < 0, bond.stiffness, secant) * opening
    spent = bond.strength * bond.scale * area - secant * most**2 / 2
    return Pull(force, stiffness, force * opening / 2, spent, most)
