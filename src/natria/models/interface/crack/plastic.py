"""Stress of an elastic, perfectly plastic metal (J2) in axisymmetric strain, by the radial return.

Strains and stresses have the order rr, zz, tt, rz; the shear strain is the engineering one. With s the trial deviator,

    f = |s| - sqrt(2/3) sigma_y,  gamma = f/(2 G) where f > 0,  sigma = trial - 2 G gamma s/|s|

and the tangent is the derivative of this sigma, not of the rate equations (Simo and Hughes, Computational
Inelasticity, Springer 1998, box 3.2), so that Newton's method converges quadratically.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

Array = np.ndarray
ONES = np.array([1.0, 1.0, 1.0, 0.0])
HALVES = np.array([1.0, 1.0, 1.0, 0.5])  # a deviator's stress per engineering strain, over 2 G
DOUBLES = np.array([1.0, 1.0, 1.0, 2.0])  # a shear counts twice in a tensor's product


@dataclass(frozen=True)
class Metal:
    """Young's modulus (Pa), Poisson's ratio and yield strength (Pa); infinite of an elastic body."""

    young: float
    ratio: float
    strength: float = np.inf

    def __post_init__(self) -> None:
        if self.young <= 0 or self.strength <= 0 or not -1 < self.ratio < 0.5:
            raise ValueError("modulus and strength are above zero, Poisson's ratio lies between -1 and 1/2")

    @property
    def shear(self) -> float:
        return self.young / (2 * (1 + self.ratio))

    @property
    def bulk(self) -> float:
        return self.young / (3 * (1 - 2 * self.ratio))


@dataclass(frozen=True)
class PlasticState:
    """Stress (..., 4), tangent (..., 4, 4), plastic strain (..., 4) and energy per volume of points."""

    stress: Array
    tangent: Array
    plastic: Array
    stored: Array
    spent: Array  # in this step


def flow(metal: Metal, strain: Array, plastic: Array) -> PlasticState:
    """Return the stress at a strain after a plastic strain."""
    g, k = metal.shear, metal.bulk
    elastic = strain - plastic
    volume = elastic[..., :3].sum(axis=-1, keepdims=True)
    trial = 2 * g * HALVES * (elastic - volume * ONES / 3)
    size = np.sqrt((DOUBLES * trial**2).sum(axis=-1, keepdims=True))
    limit = np.sqrt(2 / 3) * metal.strength
    over = np.maximum(size - limit, 0.0)
    unit = trial / np.where(size > 0, size, 1.0)
    gamma = over / (2 * g)
    stress = k * volume * ONES + trial - over * unit
    more = gamma * unit * DOUBLES
    deviator = np.diag(HALVES) - np.outer(ONES, ONES) / 3
    left = np.where(over > 0, limit / np.where(size > 0, size, 1.0), 1.0)[..., None]
    outer = unit[..., :, None] * unit[..., None, :] * np.where(over > 0, left[..., 0], 0.0)[..., None]
    tangent = k * np.outer(ONES, ONES) + 2 * g * (left * deviator - outer)
    kept = elastic - more
    return PlasticState(
        stress,
        tangent,
        plastic + more,
        (stress * kept).sum(axis=-1) / 2,
        (stress * more).sum(axis=-1),
    )
