"""Elastic moduli of flat sheets on each other, exactly. SI in and out.

A stack of isotropic sheets, thin against its extent, is stiffer in its plane than through it, and isotropic bounds do
not hold for it. Backus, J. Geophys. Res. 67, 4427 (1962). Shear along the sheets is the harmonic mean of the sheets'
(Reuss), shear in their plane the arithmetic one (Voigt); Young's moduli are near to the two means, and the same as the
arithmetic mean in the plane where the sheets have one Poisson's ratio.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..numbers import positive


@dataclass(frozen=True)
class LaminateModuli:
    """Young's and shear modulus (Pa) of a stack through its sheets and in their plane."""

    young_through: float
    young_in_plane: float
    shear_through: float
    shear_in_plane: float


def laminate_moduli(bulk: Sequence[float], shear: Sequence[float], fractions: Sequence[float]) -> LaminateModuli:
    """Moduli of a stack of isotropic sheets with bulk and shear moduli (Pa) and shares of the thickness.

    With <x> the mean over the thickness and M = K + 4 G / 3, r = 1 - 2 G / M:
        C33 = 1 / <1/M>,  C13 = C33 <r>,  C11 = <4 G (1 - G/M)> + C33 <r>^2,  C66 = <G>,  C44 = 1 / <1/G>
        E_through = C33 - 2 C13^2 / (C11 + C12),  C12 = C11 - 2 C66
        E_in_plane = from the compliance, 1 / S11
    """
    k, g = positive(bulk, "a bulk modulus"), positive(shear, "a shear modulus")
    f = positive(fractions, "the share of a sheet")
    if abs(float(np.sum(f)) - 1) > 1e-9:
        raise ValueError("the shares of the sheets sum to one")
    m = k + 4 * g / 3
    lateral = float(np.sum(f * (1 - 2 * g / m)))
    c33 = 1 / float(np.sum(f / m))
    c13 = c33 * lateral
    c11 = float(np.sum(f * 4 * g * (1 - g / m))) + c33 * lateral**2
    c66, c44 = float(np.sum(f * g)), 1 / float(np.sum(f / g))
    c12 = c11 - 2 * c66
    compliance = np.linalg.inv(np.array([[c11, c12, c13], [c12, c11, c13], [c13, c13, c33]]))
    return LaminateModuli(1 / float(compliance[2, 2]), 1 / float(compliance[0, 0]), c44, c66)
