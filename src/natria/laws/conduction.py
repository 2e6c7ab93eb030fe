"""Resistance of a layer and how conductivity changes with temperature. SI floats or arrays in and out."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from .constants import GAS


def layer_area_resistance(thickness: ArrayLike, conductivity: ArrayLike) -> np.ndarray | np.float64:
    """Area resistance (ohm m^2) of a layer, h / sigma (Ohm)."""
    return np.asarray(thickness, float) / np.asarray(conductivity, float)


def arrhenius_factor(energy: ArrayLike, temperature: ArrayLike, reference: ArrayLike) -> np.ndarray | np.float64:
    """sigma(T)/sigma(T_ref) = exp(-E/R (1/T - 1/T_ref)); E in J/mol, 1 at the reference temperature."""
    t, t_ref = np.asarray(temperature, float), np.asarray(reference, float)
    return np.exp(-np.asarray(energy, float) / GAS * (1 / t - 1 / t_ref))


def vft_factor(energy: ArrayLike, vanishing: ArrayLike, temperature: ArrayLike, reference: ArrayLike) -> np.ndarray | np.float64:
    """sigma(T)/sigma(T_ref) = exp(-E/R (1/(T - T0) - 1/(T_ref - T0))), Vogel-Fulcher-Tammann.

    E (J/mol) is a parameter of this form, not an Arrhenius energy; see `vft_apparent_energy`. T0 = 0 gives Arrhenius.
    """
    t, t_ref, t0 = (np.asarray(x, float) for x in (temperature, reference, vanishing))
    if np.any(t <= t0) or np.any(t_ref <= t0):
        raise ValueError("VFT holds only above its vanishing temperature T0")
    return np.exp(-np.asarray(energy, float) / GAS * (1 / (t - t0) - 1 / (t_ref - t0)))


def vft_apparent_energy(energy: ArrayLike, vanishing: ArrayLike, temperature: ArrayLike) -> np.ndarray | np.float64:
    """The Arrhenius energy that a VFT law shows at T: -R d(ln sigma)/d(1/T) = E (T/(T - T0))^2 (J/mol)."""
    t, t0 = np.asarray(temperature, float), np.asarray(vanishing, float)
    if np.any(t <= t0):
        raise ValueError("VFT holds only above its vanishing temperature T0")
    return np.asarray(energy, float) * (t / (t - t0)) ** 2
