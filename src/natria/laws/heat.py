"""Warming of a constriction, a cell, and an adiabatic cell. SI in and out, scalars or arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from .constants import GAS
from .numbers import Numbers, array


def constriction_heating(voltage: ArrayLike, conductivity: float, thermal_conductivity: float) -> Numbers:
    """Rise (K) of the hottest place of a constriction over its two ends, V^2 sigma/(8 kappa).

    Kohlrausch, Ann. Phys. 306, 132 (1900); Holm, Electric Contacts, 4th ed. (1967). Current and heat take the same
    paths between two ends of one temperature, so the shape of the constriction drops out: T - T_ends is
    sigma/(2 kappa) phi (V - phi), highest half way. V (V) is what drops over the constriction itself, not over the
    cell; sigma (S/m) and kappa (W/(m K)) are of the same material and constant. About 1 mK for an ionic conductor of
    1 mS/cm under 0.2 V; hundreds of kelvin for a neck of sodium metal if all of the 0.2 V dropped there.
    """
    if conductivity < 0 or thermal_conductivity <= 0:
        raise ValueError("a constriction needs a thermal conductivity above zero and no negative conductivity")
    return array(array(voltage) ** 2 * conductivity / (8 * thermal_conductivity))


def steady_temperature_rise(
    current: ArrayLike, voltage: ArrayLike, transfer_coefficient: float, cooled_faces: float = 2.0
) -> Numbers:
    """Rise (K) of a whole cell over its surroundings, i V/(n h).

    Newton's law of cooling for a cell of one temperature: the work i V (W/m^2 of electrode) leaves through n = cooled
    area over electrode area, 2 for the two faces of a wide flat cell, about 7 for a coin cell around a 12 mm electrode.
    h (W/(m^2 K)) counts convection and radiation: about 10 in still air. V is the overpotential alone; heat of reaction
    (its entropy) is left out, and cancels in a symmetric cell.
    """
    if transfer_coefficient <= 0 or cooled_faces <= 0:
        raise ValueError("a cell without heat loss has no steady temperature; see `adiabatic_heating_rate`")
    return array(array(current) * array(voltage) / (cooled_faces * transfer_coefficient))


def adiabatic_heating_rate(current: ArrayLike, voltage: ArrayLike, areal_heat_capacity: float) -> Numbers:
    """dT/dt (K/s) of a cell that loses no heat, i V/C (C in J/(m^2 K) of electrode)."""
    if areal_heat_capacity <= 0:
        raise ValueError("a heat capacity is above zero")
    return array(array(current) * array(voltage) / areal_heat_capacity)


def temperature_of_lower_resistance(energy: float, reference: float, factor: float) -> float:
    """Temperature (K) at which a resistance is `factor` times lower, 1/(1/T_ref - R ln f/E).

    The plain Arrhenius form 1/R = A exp(-E/RT) turned round, E in J/mol above zero. An Arrhenius resistance never falls
    below exp(-E/(R T_ref)) of its reference, so a factor of exp(E/(R T_ref)) or more belongs to no temperature.
    """
    if energy <= 0 or reference <= 0 or factor <= 0:
        raise ValueError("the energy, the reference temperature and the factor are above zero")
    inverse = 1 / reference - GAS * float(np.log(factor)) / energy
    if inverse <= 0:
        raise ValueError(f"with this energy no temperature makes the resistance {factor:g} times lower")
    return 1 / inverse
