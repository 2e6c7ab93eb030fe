"""Conductivity and apparent energy over the fraction, and over the interface's two parameters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.constants import N_A, e

from ....quantity import ModelError
from .energies import Conductors
from .layers import SeedAnswer, layer_answer
from .structures import StructureRecipe, fractions, microstructure

EV = N_A * e  # J/mol


@dataclass(frozen=True)
class SweepSettings:
    """The axes of a sweep and of a map."""

    fractions: tuple[float, ...] = (0.0, 0.025, 0.05, 0.075, 0.1, 0.125, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5)
    energies: tuple[float, ...] = tuple(float(one) * EV for one in np.linspace(0, 0.4, 9))  # J/mol, of the interface
    ratios: tuple[float, ...] = tuple(float(one) for one in np.logspace(-4, 2, 7))  # of its prefactor to the host's

    def __post_init__(self) -> None:
        if not all(0 <= one <= 1 for one in self.fractions):
            raise ModelError("a fraction of a sweep is not between 0 and 1", "give fractions of the volume")
        if any(one < 0 for one in (*self.energies, *self.ratios)):
            raise ModelError("an energy or a ratio of a map is negative", "give numbers from 0 upwards")


@dataclass(frozen=True)
class SweepPoint:
    """One structure of a sweep: what it conducts with its interfaces, and with phases in series at them."""

    fraction: float  # as it is in the voxels
    seed: int
    interface: SeedAnswer
    plain: SeedAnswer


def over_fraction(
    recipe: StructureRecipe, conductors: Conductors, temperature: float, seeds: Sequence[int], settings: SweepSettings
) -> Iterator[SweepPoint]:
    """Yield what structures of a recipe conduct at each fraction, for each seed."""
    plain = replace(conductors, interface="series")
    for fraction in settings.fractions:
        for seed in seeds:
            phases = microstructure(replace(recipe, fraction=fraction), seed)
            yield SweepPoint(
                fractions(phases)[0],
                seed,
                layer_answer(phases, conductors, temperature),
                layer_answer(phases, plain, temperature),
            )


def with_interface(conductors: Conductors, energy: float, ratio: float) -> Conductors:
    """Return the conductors with an interface of this energy (J/mol) and prefactor over the host's."""
    (host, second, pore, _), (at_host, at_second, at_pore, _) = conductors.prefactors, conductors.energies
    prefactors, energies = (host, second, pore, ratio * host), (at_host, at_second, at_pore, energy)
    return replace(conductors, prefactors=prefactors, energies=energies)


def over_interface(
    phases: np.ndarray, conductors: Conductors, temperature: float, zone_share: float, settings: SweepSettings
) -> Iterator[tuple[float, float, SeedAnswer]]:
    """Yield (energy, ratio, answer) for each barrier and prefactor of the interface."""
    for energy in settings.energies:
        for ratio in settings.ratios:
            yield (
                energy,
                ratio,
                layer_answer(phases, with_interface(conductors, energy, ratio), temperature, zone_share),
            )
