"""Electron tunnelling through an insulating layer and the thickness that stops it. SI in and out.

One electron, one rectangular barrier, no image force, no field, no defects: the least that a perfect layer needs, and
pores and traps only add to it. A voltage lowers the mean barrier by half of it (`simmons_current`); the other functions
are those of no voltage. Once the voltage over the layer exceeds the barrier, the barrier is a triangle with a smaller
effective width (Fowler-Nordheim), and this no longer holds.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

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
    """Current density (A/m^2) through a layer (m) at a voltage (V) below its barrier (J).

    i = e/(2 pi h d^2) [phi1 exp(-A sqrt(phi1)) - phi2 exp(-A sqrt(phi2))], with phi1 = phi - eV/2, phi2 = phi + eV/2
    and A = 2 d sqrt(2 m)/hbar: Simmons, J. Appl. Phys. 34, 1793 (1963), the intermediate range of a rectangular barrier
    between equal electrodes, for kappa d above 1.
    """
    return array(np.exp(_log_current(array(thickness), array(voltage), array(barrier), mass)))


def simmons_low_voltage_current(
    thickness: ArrayLike, voltage: ArrayLike, barrier: ArrayLike, mass: float = ELECTRON_MASS
) -> Numbers:
    """Current density (A/m^2) through a layer (m) at a voltage (V) far below its barrier (J).

    i = (e/h)^2 sqrt(2 m phi)/d V exp(-2 kappa d): Simmons, J. Appl. Phys. 34, 1793 (1963), the low-voltage range of a
    rectangular barrier. It is the limit of `simmons_current` at low voltage but for the factor 1 - 1/(kappa d), and
    the integral of the WKB transmission exp(-2 kappa d) over the electrons of a free-electron metal but for
    1 + 1/(2 kappa d); both go to one for a thick layer.
    """
    decay, d = tunnelling_decay(barrier, mass), array(thickness)
    conductance = (ELEMENTARY_CHARGE / (2 * np.pi * REDUCED_PLANCK)) ** 2 * REDUCED_PLANCK * decay
    return array(conductance * array(voltage) / d * np.exp(-2 * decay * d))


def simmons_thickness(current: float, voltage: float, barrier: float, mass: float = ELECTRON_MASS) -> float:
    """Thickness (m) at which `simmons_current` falls to a value (A/m^2), by Brent's method.

    The current is an integral of (x/2 - 1) exp(-x)/x^2 over the barriers from phi1 to phi2, with x = 2 kappa d of each.
    That falls with x from x^2 - x - 4 = 0 on, so the law gives a thickness with x(phi1) above (1 + sqrt(17))/2 = 2.56.
    A current that would flow through a thinner layer raises ValueError.
    """
    from scipy.optimize import brentq  # heavy: only a layer needs it

    if not (current > 0 and voltage > 0):
        raise ValueError("no finite layer brings a tunnelling current to zero: name a current and a voltage above zero")
    if not ELEMENTARY_CHARGE * voltage < barrier:
        raise ValueError("the law of Simmons for intermediate voltages needs a voltage below the barrier")

    def excess(thickness: float) -> float:
        return float(_log_current(array(thickness), array(voltage), array(barrier), mass)) - float(np.log(current))

    lowest = tunnelling_decay(barrier - ELEMENTARY_CHARGE * voltage / 2, mass)
    thin = (1 + np.sqrt(17)) / 2 / (2 * float(lowest))
    if excess(thin) < 0:
        raise ValueError("the current is above that of the thinnest layer for which the law of Simmons holds")
    thick = 2 * thin
    while excess(thick) > 0:
        thick *= 2
    return float(brentq(excess, thin, thick, xtol=np.finfo(float).eps * thin))


def _log_current(thickness: Numbers, voltage: Numbers, barrier: Numbers, mass: float) -> Numbers:
    """The logarithm of `simmons_current`; the difference is written with expm1, which low voltages need."""
    charge = ELEMENTARY_CHARGE * voltage
    first, second = tunnelling_decay(barrier - charge / 2, mass), tunnelling_decay(barrier + charge / 2, mass)
    apart = 2 * mass * charge / REDUCED_PLANCK**2 / (first + second)  # second - first
    rest = -(barrier + charge / 2) * np.expm1(-2 * thickness * apart) - charge
    before = ELEMENTARY_CHARGE / (2 * np.pi * (2 * np.pi * REDUCED_PLANCK) * thickness**2)
    return array(np.log(before * rest) - 2 * first * thickness)
