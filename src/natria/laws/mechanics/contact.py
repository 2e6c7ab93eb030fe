"""Share of a pressed composite in contact, over the stack pressure. SI in and out, scalars or arrays."""

from __future__ import annotations

from collections.abc import Callable
from math import erf, sqrt

import numpy as np
from numpy.typing import ArrayLike

from ..numbers import Numbers, array, not_negative, positive


def plastic_contact(pressure: ArrayLike, full: ArrayLike) -> Numbers:
    """Return min(P/H, 1): asperities flow until they carry the pressure at their hardness H.

    Bowden and Tabor, *The Friction and Lubrication of Solids* (1950).
    """
    return array(np.minimum(not_negative(pressure, "pressure") / positive(full, "pressure of full contact"), 1.0))


def elastic_contact(pressure: ArrayLike, full: ArrayLike) -> Numbers:
    """Return erf(sqrt(2) P/H): elastic rough faces, with H the modulus E/(1 - nu^2) times the rms slope.

    Persson, J. Chem. Phys. 115, 3840 (2001). sqrt(8/pi) P/H where the contact is small; full contact is reached slowly.
    """
    ratio = not_negative(pressure, "pressure") / positive(full, "pressure of full contact")
    return array(np.vectorize(erf, otypes=[float])(sqrt(2.0) * ratio))


CONTACT_LAWS: dict[str, Callable[[ArrayLike, ArrayLike], Numbers]] = {
    "plastic": plastic_contact,
    "elastic": elastic_contact,
}
