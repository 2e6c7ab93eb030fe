"""Electron tunnelling through an insulating layer and the thickness that stops it. SI in and out.

One electron, one rectangular barrier, no image force, no field, no defects: the least that a perfect layer needs, and
pores and traps only add to it. Once the voltage over the layer exceeds the barrier, the barrier is a triangle with a
smaller effective width (Fowler-Nordheim), and this no longer holds.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import lambertw

from ..constants import ELECTRON_MASS, ELEMENTARY_CHARGE, REDUCED_PLANCK
from ..numbers import Numbers, array


def tunnelling_decay(barrier: ArrayLike, mass: float = ELECTRON_MASS) -> Numbers:
    """kappa = sqrt(2 m phi)/hbar (1/m), the decay of the wave function in a barrier phi (J), WKB.

    Simmons, J. Appl. Phys. 34, 1793 (1963). `mass` (kg) is the effective mass in the barrier. 5.12 per nm at 1 eV.
    """
    if mass <= 0 or not np.all(array(barrier) > 0):
        raise ValueError("tunnelling needs a barrier and a mass above zero")
    return array(np.sqrt(2 * mass * array(barrier)) / REDUCED_PLANCK)


def tunnelling_exponent(thickness: ArrayLike, decay: ArrayLike) -> Numbers:
    """2 kappa d: the transmitted share of the current is exp(-2 kappa d), as |psi|^2.

    The WKB form without its prefactor, good for 2 kappa d well above one.
    """
    return array(2 * array(decay) * array(thickness))


def tunnelling_thickness(attenuation: ArrayLike, decay: ArrayLike) -> Numbers:
    """Thickness (m) that lets one part in `attenuation` through, ln(attenuation)/(2 kappa)."""
    if not (np.all(array(attenuation) >= 1) and np.all(array(decay) > 0)):
        raise ValueError("a barrier attenuates: an attenuation is 1 or more, a decay above zero")
    return array(np.log(array(attenuation)) / (2 * array(decay)))


def leakage_thickness(attempt: ArrayLike, leakage: ArrayLike, decay: ArrayLike) -> Numbers:
    """Thickness (m) at which tunnelling equals a leakage current, d = ln(i_attempt/i)/(2 kappa).

    i_attempt (A/m^2) is what would flow without the barrier. It is hardly known and hardly matters: a factor of ten
    is 0.22 nm at 1 eV.
    """
    if not np.all(array(leakage) > 0):
        raise ValueError("no finite layer brings a tunnelling current to zero: name a leakage above zero")
    return tunnelling_thickness(array(attempt) / array(leakage), decay)


def simmons_current(
    thickness: ArrayLike, voltage: ArrayLike, barrier: ArrayLike, mass: float = ELECTRON_MASS
) -> Numbers:
    """Current density (A/m^2) through a layer (m) at a voltage (V) far below its barrier (J).

    i = (e/h)^2 sqrt(2 m phi)/d V exp(-2 kappa d): Simmons, J. Appl. Phys. 34, 1793 (1963), the low-voltage range of a
    rectangular barrier between equal electrodes. It is the integral of the WKB transmission exp(-2 kappa d) over the
    electrons of a free-electron metal, for kappa d above 1.
    """
    decay = tunnelling_decay(barrier, mass)
    return array(_conductance(decay) * array(voltage) / array(thickness) * np.exp(-2 * decay * array(thickness)))


def simmons_thickness(
    current: ArrayLike, voltage: ArrayLike, barrier: ArrayLike, mass: float = ELECTRON_MASS
) -> Numbers:
    """Thickness (m) at which the current of `simmons_current` falls to a value (A/m^2).

    2 kappa d = W(2 kappa c V/i), with the current i = c V/d exp(-2 kappa d) and Lambert's function W.
    """
    if not (np.all(array(current) > 0) and np.all(array(voltage) > 0)):
        raise ValueError("no finite layer brings a tunnelling current to zero: name a current and a voltage above zero")
    decay = tunnelling_decay(barrier, mass)
    return array(np.real(lambertw(2 * decay * _conductance(decay) * array(voltage) / array(current))) / (2 * decay))


def _conductance(decay: Numbers) -> Numbers:
    """(e/h)^2 hbar kappa (S/m): what stands before V/d exp(-2 kappa d)."""
    return array((ELEMENTARY_CHARGE / (2 * np.pi * REDUCED_PLANCK)) ** 2 * REDUCED_PLANCK * decay)
