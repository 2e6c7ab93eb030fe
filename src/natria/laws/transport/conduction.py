"""Resistance of a layer and its conductivity over temperature. SI in and out, scalars or arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ..constants import GAS
from ..numbers import Numbers, array


def layer_area_resistance(thickness: ArrayLike, conductivity: ArrayLike) -> Numbers:
    """Area resistance (ohm m^2) of a layer, h / sigma (Ohm)."""
    return array(array(thickness) / array(conductivity))


def arrhenius_factor(energy: ArrayLike, temperature: ArrayLike, reference: ArrayLike) -> Numbers:
    """sigma(T)/sigma(T_ref) = exp(-E/R (1/T - 1/T_ref)); E in J/mol, 1 at the reference temperature."""
    return vft_factor(energy, 0.0, temperature, reference)


def vft_factor(energy: ArrayLike, vanishing: ArrayLike, temperature: ArrayLike, reference: ArrayLike) -> Numbers:
    """sigma(T)/sigma(T_ref) = exp(-E/R (1/(T - T0) - 1/(T_ref - T0))), Vogel-Fulcher-Tammann.

    E (J/mol) is a parameter of this form, not an Arrhenius energy; see `vft_apparent_energy`. T0 = 0 gives Arrhenius.
    """
    above = _above(temperature, vanishing)
    reference_above = _above(reference, vanishing)
    return array(np.exp(-array(energy) / GAS * (1 / above - 1 / reference_above)))


def vft_apparent_energy(energy: ArrayLike, vanishing: ArrayLike, temperature: ArrayLike) -> Numbers:
    """The Arrhenius energy that a VFT law shows at T: -R d(ln sigma)/d(1/T) = E (T/(T - T0))^2 (J/mol)."""
    return array(array(energy) * (array(temperature) / _above(temperature, vanishing)) ** 2)


def _above(temperature: ArrayLike, vanishing: ArrayLike) -> Numbers:
    above = array(array(temperature) - array(vanishing))
    if np.any(above <= 0):
        raise ValueError("VFT holds only above its vanishing temperature T0")
    return above


def casteel_amis(concentration: ArrayLike, peak: ArrayLike, exponent: ArrayLike, curvature: ArrayLike) -> Numbers:
    """kappa/kappa_max = x^a exp(b (x - 1)^2 - a (x - 1)), x = c/c_max, of an electrolyte over its salt.

    Casteel and Amis, J. Chem. Eng. Data 17, 55 (1972), with their b in units of 1/c_max^2. a > 0 (`exponent`) decides
    the rise, kappa ~ c^a in dilute solution, and a with b (`curvature`) the width of the maximum; 2 b < a keeps it one.
    """
    x = array(concentration) / array(peak)
    return array(x ** array(exponent) * np.exp(array(curvature) * (x - 1) ** 2 - array(exponent) * (x - 1)))
