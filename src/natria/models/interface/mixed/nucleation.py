"""The thickness of a dense mixed conductor from which on sodium nucleates on top of it."""

from __future__ import annotations

import numpy as np

from ....quantity import ModelError
from .kinetics import rate_over_exchange
from .layer import MixedLayer, PlatingSite


def top_nucleation_thickness(layer: MixedLayer, current: float) -> float:
    """Return h = sigma_i (n_top - eta_under)/i (m), from which on sodium nucleates on top.

    eta_under is the overpotential at which all of the current plates below the layer. Until sodium nucleates on top all
    of the current crosses as ions, so eta on top is eta_under + i h/sigma_i. Zero where the face below costs more than
    nucleation on top. Electrons do not enter: they move only once they are used.
    """
    if layer.under.exchange <= 0:
        raise ModelError("no sodium plates under the layer", "give its exchange current")
    return max(layer.ionic * (layer.top.nucleation - under_overpotential(layer, layer.under, current)) / current, 0.0)


def under_overpotential(layer: MixedLayer, site: PlatingSite, current: float) -> float:
    """Return the overpotential (V) at which the face under the layer takes all of a current, by bisection."""
    covered = 1.0 if layer.is_sodium else 0.0

    def plated(eta: float) -> float:
        one = rate_over_exchange(layer.law, np.array([eta]), np.array([site.nucleation]), np.array([covered]))
        return float(site.exchange * one[0])

    low, high = 0.0, layer.law.thermal
    while plated(high) < current:
        low, high = high, 2 * high
    while high - low > 1e-14 * high:
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (low, middle) if plated(middle) > current else (middle, high)
    return high
