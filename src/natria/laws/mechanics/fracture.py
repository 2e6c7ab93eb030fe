"""Fracture of a brittle layer by sodium in a crack, or by strain. SI in and out, scalars or arrays.

Linear elastic fracture; the crack is filled, open to one face and short against the layer. `length` is the depth of a
surface crack (Griffith: half the length of an inner one).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ..constants import FARADAY
from ..numbers import Numbers, array, not_negative, positive

SURFACE_CRACK = 1.12  # K_I / (stress sqrt(pi c)) of an edge crack (Tada, Paris and Irwin, Stress Analysis of Cracks)


def deposition_pressure(overpotential: ArrayLike, molar_volume: ArrayLike) -> Numbers:
    """P = F eta / V_m (Pa): pressure at which an overpotential stops plating into a closed crack.

    The work P V_m of adding a mole against the pressure equals the electrical work F eta. An upper bound: it holds for
    metal that cannot flow back out. Porz et al., Adv. Energy Mater. 7, 1701003 (2017).
    """
    return array(FARADAY * not_negative(overpotential, "overpotential") / positive(molar_volume, "molar volume"))


def crack_stress(toughness: ArrayLike, length: ArrayLike) -> Numbers:
    """Stress or inner pressure (Pa) at which a surface crack grows, K_IC / (1.12 sqrt(pi c)).

    Porz et al. (2017).
    """
    return array(positive(toughness, "toughness") / (SURFACE_CRACK * np.sqrt(np.pi * positive(length, "crack length"))))


def critical_flaw_size(toughness: ArrayLike, pressure: ArrayLike) -> Numbers:
    """Length (m) of the shortest surface crack that a pressure opens, (K_IC / 1.12 P)^2 / pi.

    `crack_stress` solved for the crack.
    """
    return array((positive(toughness, "toughness") / (SURFACE_CRACK * positive(pressure, "pressure"))) ** 2 / np.pi)


def cracking_current_density(pressure: ArrayLike, area_resistance: ArrayLike, molar_volume: ArrayLike) -> Numbers:
    """i = P V_m / (F R) (A/m^2): current at which the drop over R (ohm m^2) builds the pressure P.

    With P from `crack_stress` it is a critical current density, if the whole drop i R acts on the metal in the crack.
    """
    work = not_negative(pressure, "pressure") * positive(molar_volume, "molar volume")
    return array(work / (FARADAY * positive(area_resistance, "area resistance")))


def griffith_stress(young_modulus: ArrayLike, surface_energy: ArrayLike, length: ArrayLike) -> Numbers:
    """Stress (Pa) at which a sharp crack grows, sqrt(2 E gamma / (pi c)), plane stress.

    Two surfaces, 2 gamma, are paid from the strain energy; plastic work is not. Griffith, Phil. Trans. R. Soc. A 221,
    163 (1921). Without the free surface's factor 1.12 of `crack_stress`.
    """
    return array(griffith_toughness(young_modulus, surface_energy) / np.sqrt(np.pi * positive(length, "crack length")))


def griffith_strain(young_modulus: ArrayLike, surface_energy: ArrayLike, length: ArrayLike) -> Numbers:
    """Largest elastic strain of a layer with a flaw, sqrt(2 gamma / (pi c E)), at the Griffith stress."""
    return array(griffith_stress(young_modulus, surface_energy, length) / array(young_modulus))


def griffith_toughness(young_modulus: ArrayLike, surface_energy: ArrayLike) -> Numbers:
    """K_IC (Pa m^0.5) of an ideally brittle solid, sqrt(2 E gamma), plane stress; a lower bound."""
    return array(np.sqrt(2 * positive(young_modulus, "Young's modulus") * positive(surface_energy, "surface energy")))
