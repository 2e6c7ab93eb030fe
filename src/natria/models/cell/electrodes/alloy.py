"""An alloy with plenty of sodium: what `metal` does, at a constant potential against sodium."""

from __future__ import annotations

import numpy as np

from ..equations.compiled import compiled
from ..equations.layout import POTENTIAL
from .metal import metal_current, metal_potential


@compiled
def alloy_potential(plating: float, temperature: float, salt: float, y: np.ndarray, p: np.ndarray) -> float:
    """Return the potential (V) of the electrode at a plating current density."""
    return p[POTENTIAL] + metal_potential(plating, temperature, salt, y, p)


@compiled
def alloy_equilibrium(temperature: float, y: np.ndarray, p: np.ndarray) -> float:
    """Return the potential (V) of the alloy against sodium."""
    return p[POTENTIAL]


@compiled
def alloy_current(potential: float, temperature: float, salt: float, y: np.ndarray, p: np.ndarray) -> float:
    """Return the plating current density (A/m^2) at a potential."""
    return metal_current(potential - p[POTENTIAL], temperature, salt, y, p)
