"""Warming of a constriction, a metallic neck, a cell, and an adiabatic cell.

SI in and out, scalars or arrays.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from .constants import GAS, LORENZ
from .numbers import Numbers, array


def constriction_heating(voltage: ArrayLike, conductivity: float, thermal_conductivity: float) -> Numbers:
    """Rise (K) of the hottest place of a constriction over its two ends, V^2 sigma/(8 kappa).

    Kohlrausch, Ann. Phys. 306, 132 (1900); Holm, Electric Contacts, 4th ed. (1967). Current and heat take the same
    paths between two ends of one temperature, so the shape of the constriction drops out: T - T_ends is
    sigma/(2 kappa) phi (V - phi), highest half way. V (V) is what drops over the constriction itself, not over the
    cell; sigma (S/m) and kappa (W/(m K)) are of the same material and constant. About half a millikelvin for an ionic
    conductor of 1 mS/cm under 0.2 V. For a metal, in which electrons carry both, see `metallic_neck_temperature`.
    """
    if conductivity < 0 or thermal_conductivity <= 0:
        raise ValueError("a constriction needs a thermal conductivity above zero and no negative conductivity")
    return array(array(voltage) ** 2 * conductivity / (8 * thermal_conductivity))


def metallic_neck_temperature(voltage: ArrayLike, temperature: ArrayLike, lorenz_number: ArrayLike = LORENZ) -> Numbers:
    """Temperature (K) of the hottest place of a metallic neck, sqrt(T_0^2 + V^2/(4 L)).

    Kohlrausch's relation with the law of Wiedemann and Franz, kappa = L sigma T (Holm, Electric Contacts, 4th ed.,
    1967): shape, conductivity and metal drop out. V (V) is what drops over the neck, T_0 the temperature of its two
    ends, L (V^2/K^2) the Lorenz number. 338, 437 and 706 K at 50, 100 and 200 mV from 298 K.
    """
    ends, drop = array(temperature), array(voltage)
    if not (np.all(ends > 0) and np.all(array(lorenz_number) > 0)):
        raise ValueError("an absolute temperature and a Lorenz number are above zero")
    return array(np.sqrt(ends**2 + drop**2 / (4 * array(lorenz_number))))


def metallic_neck_voltage(hottest: ArrayLike, temperature: ArrayLike, lorenz_number: ArrayLike = LORENZ) -> Numbers:
    """Voltage (V) at which a metallic neck gets as hot, 2 sqrt(L (T_max^2 - T_0^2)).

    `metallic_neck_temperature` solved for the voltage. With the melting temperature it is the voltage above which no
    solid neck carries a current.
    """
    hot, ends = array(hottest), array(temperature)
    if not (np.all(ends > 0) and np.all(hot >= ends) and np.all(array(lorenz_number) > 0)):
        raise ValueError("a neck that carries a current is no colder than its ends")
    return array(2 * np.sqrt(array(lorenz_number) * (hot**2 - ends**2)))


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
