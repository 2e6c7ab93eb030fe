"""A layer whose microstructure is known in a zone only: the rest is host in series.

The host has the pores of the zone.

L/s = (L - w)/s_rest + w/s_zone
E = sum over both of the share of the resistance times the energy,   d ln s/d(1/T) of the same
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .conductor import ConductorSettings
from .energies import Conductors, LayerAnswer, conduct_layer
from .structures import HOST, PORE, SECOND


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
    rest = host_below(phases, conductors, temperature) if zone_share < 1 else (np.inf, 0.0)
    found = in_series((zone.conductivity, zone.energy, float(zone.shares[-1])), rest, zone_share)
    return SeedAnswer(*found, zone.conduction.residual, zone.conduction.iterations)


def host_below(phases: np.ndarray, conductors: Conductors, temperature: float) -> tuple[float, float]:
    """Return conductivity (S/m) and apparent energy (J/mol) of the host with the pores of these voxels."""
    host = float(conductors.at(temperature)[HOST])
    if host > 0 and not (phases == PORE).any():
        return host, conductors.energies[HOST]
    if not conductors.at(temperature)[[HOST, PORE]].any():
        return 0.0, np.nan
    found: LayerAnswer = conduct_layer(np.where(phases == SECOND, HOST, phases), conductors, temperature)
    return found.conductivity, found.energy


def in_series(
    zone: tuple[float, float, float], rest: tuple[float, float], zone_share: float
) -> tuple[float, float, float]:
    """Return conductivity, energy and interface share of a zone over the rest of the layer."""
    conductivity, energy, interface = zone
    if zone_share >= 1 or conductivity == 0:
        return zone
    if rest[0] == 0:
        return 0.0, np.nan, 0.0
    parts = np.array(((1 - zone_share) / rest[0], zone_share / conductivity))
    weights = parts / parts.sum()
    return 1 / float(parts.sum()), float(weights @ (rest[1], energy)), interface * float(weights[1])
