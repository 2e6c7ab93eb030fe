"""Sodium pressed between two plates: friction, squeezing, and the closing of voids.

SI in and out, scalars or arrays. A foil is far wider than thick. Plates that hold it by friction keep it from flowing
sideways, so most of the stack pressure is hydrostatic and drives no flow. Two ways in which a pressed metal still
moves: the whole disc is squeezed thinner, and a void fills from around.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ..constants import FARADAY
from ..numbers import Numbers, array, not_negative, positive
from .voids import PowerLawCreep, creep_limited_current


def flow_pressure(yield_strength: ArrayLike, radius: ArrayLike, thickness: ArrayLike) -> Numbers:
    """Mean pressure (Pa) at which a disc of rigid-plastic metal flows, sigma_y (1 + 2 R/(3 sqrt(3) h)).

    Slab method with the shear yield strength sigma_y/sqrt(3) as friction at both faces (Siebel; Hill, The Mathematical
    Theory of Plasticity, 1950): dp/dr = -2 tau/h, averaged over the disc. Below this pressure the foil keeps its shape,
    however far the pressure is above the yield strength.
    """
    wide = positive(radius, "radius") / positive(thickness, "thickness")
    return array(positive(yield_strength, "yield strength") * (1 + 2 * wide / (3 * np.sqrt(3))))


def confinement_factor(exponent: ArrayLike, radius: ArrayLike, thickness: ArrayLike) -> Numbers:
    """C: pressure that squeezes a disc between sticking plates, over that without friction.

    Norton's law in von Mises form: a lubrication flow between plates that stick, and the stress that stretches the
    disc, added. With m = 1/n,
        C = 1 + 2/(3 + m) ((1 + 2 m)/m)^m 3^(-(1 + m)/2) (R/h)^(1 + m).
    Scott, Trans. Inst. Rubber Ind. 7, 169 (1931) for the flow. n = 1 gives Stefan's 1 + (R/h)^2/2, n without end the
    plastic 1 + 2 R/(3 sqrt(3) h) of `flow_pressure`.
    """
    wide = positive(radius, "radius") / positive(thickness, "thickness")
    m = 1 / positive(exponent, "creep exponent")
    return array(1 + _friction(m) * wide ** (1 + m))


def squeeze_limited_current(
    creep: PowerLawCreep, pressure: ArrayLike, thickness: ArrayLike, molar_volume: ArrayLike, radius: ArrayLike
) -> Numbers:
    """i = (F h/V_m) e0 (P/(C P0))^n (A/m^2): stripping current that a squeezed disc keeps up with.

    The whole disc is squeezed thinner as fast as it is stripped. `creep_limited_current` with the friction of the
    plates; 0 for a foil of no thickness.
    """
    height, m = not_negative(thickness, "thickness"), 1 / creep.exponent
    free = creep_limited_current(creep, pressure, 1.0, molar_volume)
    held = height ** (1 + m) / (height ** (1 + m) + _friction(array(m)) * positive(radius, "radius") ** (1 + m))
    return array(free * height * held**creep.exponent)


def squeeze_pressure(
    creep: PowerLawCreep, current: ArrayLike, thickness: ArrayLike, molar_volume: ArrayLike, radius: ArrayLike
) -> Numbers:
    """Pressure (Pa) that a stripping current needs; grows as i^(1/n).

    `squeeze_limited_current` solved for the pressure.
    """
    at_stress = squeeze_limited_current(creep, creep.stress, positive(thickness, "thickness"), molar_volume, radius)
    return array(creep.stress * (not_negative(current, "current") / at_stress) ** (1 / creep.exponent))


def void_closing_current(
    creep: PowerLawCreep, pressure: ArrayLike, void_radius: ArrayLike, molar_volume: ArrayLike
) -> Numbers:
    """i = (F a/V_m) (e0/2) (3 P/(2 n P0))^n (A/m^2): current that a void of radius a fills up against.

    da/dt = -a (e0/2) (3 P/(2 n P0))^n for a sphere in an infinite Norton metal under the pressure P (Wilkinson and
    Ashby, Acta Metall. 23, 1277 (1975)); half of it, at a face without friction, closes alike. The metal around the
    void is hydrostatically pressed, so P may be far above the yield strength.
    """
    driving = 3 * not_negative(pressure, "pressure") / (2 * creep.exponent * creep.stress)
    speed = positive(void_radius, "void radius") * creep.rate / 2 * driving**creep.exponent
    return array(FARADAY * speed / positive(molar_volume, "molar volume"))


def void_closing_pressure(
    creep: PowerLawCreep, current: ArrayLike, void_radius: ArrayLike, molar_volume: ArrayLike
) -> Numbers:
    """Pressure (Pa) that closes voids as fast as a stripping current opens them.

    `void_closing_current` solved for the pressure.
    """
    at_stress = void_closing_current(creep, creep.stress, void_radius, molar_volume)
    return array(creep.stress * (not_negative(current, "current") / at_stress) ** (1 / creep.exponent))


def void_stress(exponent: ArrayLike, pressure: ArrayLike) -> Numbers:
    """Return 3 P/(2 n) (Pa), the von Mises stress at the wall of a void in a Norton metal at pressure P.

    The metal flows in as 1/r^2, so the stress falls as r^(-3/n); equilibrium with P far away sets its value at the
    wall, where it is largest (Wilkinson and Ashby, Acta Metall. 23, 1277 (1975)).
    """
    return array(3 * not_negative(pressure, "pressure") / (2 * positive(exponent, "creep exponent")))


def _friction(m: Numbers) -> Numbers:
    """What friction adds to the confinement factor, over (R/h)^(1 + m)."""
    return array(2 / (3 + m) * ((1 + 2 * m) / m) ** m * 3 ** (-(1 + m) / 2))
