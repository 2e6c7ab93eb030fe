"""Steps of a deposition in series: resistance over temperature, and shares of the whole.

Steps are transport, transfer, desolvation and others. SI in and out, scalars or arrays; energies in J/mol.

Two forms are fitted to resistances over temperature, and their energies differ by R T, 2.5 kJ/mol (26 meV) at 298 K:
T/R = A exp(-E_T/RT), the Arrhenius law of the exchange current or of a conductivity times T, and the plain
1/R = A exp(-E/RT). An energy goes with its form.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from .constants import FARADAY, GAS
from .numbers import Numbers, array
from .transport.conduction import arrhenius_factor


def plain_step_resistance(
    resistance: ArrayLike, energy: ArrayLike, temperature: ArrayLike, reference: ArrayLike
) -> Numbers:
    """R(T) (ohm m^2) = R_ref exp(E/R (1/T - 1/T_ref)), of the plain form 1/R = A exp(-E/RT)."""
    return array(array(resistance) / arrhenius_factor(energy, _kelvin(temperature), _kelvin(reference)))


def step_resistance(resistance: ArrayLike, energy: ArrayLike, temperature: ArrayLike, reference: ArrayLike) -> Numbers:
    """R(T) (ohm m^2) = R_ref (T/T_ref) exp(E/R (1/T - 1/T_ref)), of the form T/R = A exp(-E/RT)."""
    ratio = _kelvin(temperature) / _kelvin(reference)
    return array(ratio * plain_step_resistance(resistance, energy, temperature, reference))


def prefactor_resistance(prefactor: ArrayLike, energy: ArrayLike, temperature: ArrayLike) -> Numbers:
    """R(T) (ohm m^2) = B T exp(E/RT), the form T/R = A exp(-E/RT) with B = 1/A (ohm m^2/K)."""
    kelvin = _kelvin(temperature)
    return array(array(prefactor) * kelvin * np.exp(array(energy) / (GAS * kelvin)))


def plain_energy(energy: ArrayLike, temperature: ArrayLike) -> Numbers:
    """The energy E that the plain form shows at T for a step of E_T in the form T/R: E_T - R T (J/mol).

    The slope -R d ln(1/R)/d(1/T), exact at T; over a range of temperatures take a T inside of it.
    """
    return array(array(energy) - GAS * _kelvin(temperature))


def series_shares(resistances: ArrayLike) -> Numbers:
    """Shares R_k / sum(R) of the steps: their parts of the overpotential while every step is ohmic."""
    steps = array(resistances)
    if not (np.all(steps >= 0) and np.sum(steps) > 0):
        raise ValueError("the resistances of steps are not negative, and together above zero")
    return array(steps / np.sum(steps))


def exchange_current(resistance: ArrayLike, temperature: ArrayLike) -> Numbers:
    """Exchange current density (A/m^2) of a charge transfer resistance (ohm m^2), RT/(F R).

    One electron, low current; `linear_face_resistance` the other way round. Only a resistance of one face that is
    charge transfer alone stands for an exchange current; a film's resistance in the same arc does not.
    """
    if not np.all(array(resistance) > 0):
        raise ValueError("a charge transfer resistance is above zero")
    return array(GAS * _kelvin(temperature) / (FARADAY * array(resistance)))


def _kelvin(temperature: ArrayLike) -> Numbers:
    kelvin = array(temperature)
    if not np.all(kelvin > 0):
        raise ValueError("an absolute temperature is above zero")
    return kelvin
