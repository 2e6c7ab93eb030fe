"""Charge transfer at a face. SI in and out, scalars or arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ..constants import FARADAY, GAS
from ..numbers import Numbers, array


def butler_volmer_overpotential(i: ArrayLike, i0: ArrayLike, temperature: ArrayLike) -> Numbers:
    """Overpotential (V) of one face at current density i (A/m^2), symmetric Butler-Volmer (alpha = 1/2).

    i = 2 i0 sinh(F eta / 2RT), so eta = (2RT/F) asinh(i / 2 i0). Newman and Thomas-Alyea, Electrochemical Systems,
    3rd ed. (2004), ch. 8. Limits: eta -> RT i/(F i0) for i << i0; Tafel with slope 2RT/F per e-fold for i >> i0.
    """
    return array(2 * GAS * array(temperature) / FARADAY * np.arcsinh(array(i) / (2 * array(i0))))


def linear_face_resistance(i0: ArrayLike, temperature: ArrayLike) -> Numbers:
    """Area resistance (ohm m^2) of one face at low current, RT/(F i0).

    It is the slope of Butler-Volmer at the origin.
    """
    return array(GAS * array(temperature) / (FARADAY * array(i0)))
