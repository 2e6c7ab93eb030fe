"""Classical nucleation of a metal on a host: critical nucleus, barrier, overpotential.

SI in and out, scalars or arrays.

Volmer and Weber; for electrodes Milchev, Electrocrystallization (2002), and Pei et al., Nano Lett. 17, 1132 (2017). The
nucleus is a cap of bulk metal with one surface energy, at the overpotential eta (V, its magnitude). A nucleus of some
atoms is none, so the numbers are orders of magnitude where the radius comes to a few atoms.
"""

from __future__ import annotations

from math import pi

import numpy as np
from numpy.typing import ArrayLike

from .constants import AVOGADRO, FARADAY, GAS
from .numbers import Numbers, array, positive


def critical_nucleus_radius(surface_energy: ArrayLike, molar_volume: ArrayLike, overpotential: ArrayLike) -> Numbers:
    """r* = 2 gamma V_m / (F eta) (m): smaller nuclei dissolve, larger ones grow.

    The curvature of the cap; it does not depend on the host.
    """
    return array(
        2 * _surface(surface_energy) * _volume(molar_volume) / (FARADAY * positive(overpotential, "an overpotential"))
    )


def cap_factor(cosine: ArrayLike) -> Numbers:
    """f = (2 + cos t)(1 - cos t)^2 / 4 of a cap with the contact angle t, over the whole sphere (0 to 1).

    0 where the metal wets the host (t = 0), a half at 90 degrees, 1 where it does not touch.
    """
    c = array(cosine)
    if not np.all((c >= -1) & (c <= 1)):
        raise ValueError("the cosine of a contact angle lies between -1 and 1")
    return array((2 + c) * (1 - c) ** 2 / 4)


def nucleation_barrier(
    surface_energy: ArrayLike, molar_volume: ArrayLike, overpotential: ArrayLike, cosine: ArrayLike
) -> Numbers:
    """Delta G* (J/mol of nuclei) = 16 pi gamma^3 V_m^2 / (3 (F eta)^2) f N_A.

    The height of 4/3 pi r^3 (-F eta/V_m) + 4 pi r^2 gamma, times f, at r*.
    """
    radius = critical_nucleus_radius(surface_energy, molar_volume, overpotential)
    return array(4 / 3 * pi * radius**2 * array(surface_energy) * cap_factor(cosine) * AVOGADRO)


def nucleation_rate_exponent(barrier: ArrayLike, temperature: ArrayLike) -> Numbers:
    """B = Delta G* / (R T) in the rate of nucleation, A exp(-B)."""
    return array(array(barrier) / (GAS * positive(temperature, "a temperature")))


def nucleation_overpotential(
    surface_energy: ArrayLike, molar_volume: ArrayLike, cosine: ArrayLike, exponent: ArrayLike, temperature: ArrayLike
) -> Numbers:
    """Overpotential (V) at which the barrier has fallen to B R T.

    sqrt(16 pi gamma^3 V_m^2 f N_A / (3 B R T)) / F.
    """
    at_one_volt = nucleation_barrier(surface_energy, molar_volume, 1.0, cosine)
    allowed = positive(exponent, "the exponent of the rate") * GAS * positive(temperature, "a temperature")
    return array(np.sqrt(at_one_volt / allowed))


def _surface(energy: ArrayLike) -> Numbers:
    return positive(energy, "a surface energy")


def _volume(volume: ArrayLike) -> Numbers:
    return positive(volume, "a molar volume")
