"""A layer whose microstructure is known in a zone only: the rest is host, in series.

L/s = (L - w)/s_host + w/s_zone
E = sum over both of the share of the resistance times the energy,   d ln s/d(1/T) of the same
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .conductor import ConductorSettings
from .energies import Conductors, conduct_layer
from .structures import HOST


@dataclass(frozen=True)
class SeedAnswer:
    """What one microstructure conducts: S/m, J/mol, and shares of 1."""

    conductivity: float
    energy: float
    interface_share: float  # of the power of the whole layer
    residual: float
    iterations: int


def layer_answer(
    phases: np.ndarray,
    conductors: Conductors,
    temperature: float,
    zone_share: float = 1.0,
    settings: ConductorSettings | None = None,
) -> SeedAnswer:
    """Return what a layer conducts whose microstructure takes this share of its thickness."""
    zone = conduct_layer(phases, conductors, temperature, settings)
    done, share = zone.conduction, float(zone.shares[-1])
    if zone_share >= 1 or zone.conductivity == 0:
        return SeedAnswer(zone.conductivity, zone.energy, share, done.residual, done.iterations)
    host = float(conductors.at(temperature)[HOST])
    if host == 0:
        return SeedAnswer(0.0, np.nan, 0.0, done.residual, done.iterations)
    parts = np.array(((1 - zone_share) / host, zone_share / zone.conductivity))
    weights = parts / parts.sum()
    energy = float(weights @ (conductors.energies[HOST], zone.energy))
    return SeedAnswer(1 / float(parts.sum()), energy, share * float(weights[1]), done.residual, done.iterations)
