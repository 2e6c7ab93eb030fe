"""Conductivity and apparent energy over the fraction, and over the interface's two parameters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from scipy.constants import N_A, e

from ....quantity import ModelError
from .conductor import ConductorSettings
from .energies import INTERFACE, Conductors, conduct_layer
from .layers import SeedAnswer, host_below, in_series, layer_answer
from .scan import scanned
from .structures import StructureRecipe, fractions, microstructure

EV = N_A * e  # J/mol
MOST_APART = 0.1  # of ln s and of shares


@dataclass(frozen=True)
class SweepSettings:
    """The axes of a sweep and of a map."""

    fractions: tuple[float, ...] = (0.0, 0.025, 0.05, 0.075, 0.1, 0.125, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5)
    energies: tuple[float, ...] = tuple(float(one) * EV for one in np.linspace(0, 0.4, 9))  # J/mol, of the interface
    ratios: tuple[float, ...] = tuple(float(one) for one in np.logspace(-4, 2, 7))  # of its prefactor to the host's
    close: float = 5e-3  # how well a spline meets ln s and the shares of the power, before a solve is added to it
    tolerance: float = 1e-7  # of the residual; the error of a conductivity is of the order of its square

    def __post_init__(self) -> None:
        if not all(0 <= one <= 1 for one in self.fractions):
            raise ModelError("a fraction of a sweep is not between 0 and 1", "give fractions of the volume")
        if any(one < 0 for one in self.energies) or any(one <= 0 for one in self.ratios):
            raise ModelError("an energy or a ratio of a map is negative", "give energies from 0 and ratios above it")
        if not 0 < self.close <= MOST_APART:
            raise ModelError(f"a map may be {self.close:g} off between its solves", f"give up to {MOST_APART:g}")


@dataclass(frozen=True)
class MapPoint:
    """One point of a map: barrier (J/mol) and prefactor of the interfaces, and conduction with them."""

    barrier: float
    ratio: float
    conductivity: float
    energy: float
    interface_share: float


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
    solved = ConductorSettings(settings.tolerance)
    for fraction in settings.fractions:
        for seed in seeds:
            phases = microstructure(replace(recipe, fraction=fraction), seed)
            yield SweepPoint(
                fractions(phases)[0],
                seed,
                layer_answer(phases, conductors, temperature, settings=solved),
                layer_answer(phases, plain, temperature, settings=solved),
            )


def with_interface(conductors: Conductors, energy: float, ratio: float) -> Conductors:
    """Return the conductors with an interface of this energy (J/mol) and prefactor over the host's."""
    (host, second, pore, _), (at_host, at_second, at_pore, _) = conductors.prefactors, conductors.energies
    prefactors, energies = (host, second, pore, ratio * host), (at_host, at_second, at_pore, energy)
    return replace(conductors, prefactors=prefactors, energies=energies)


def over_interface(
    phases: np.ndarray, conductors: Conductors, temperature: float, zone_share: float, settings: SweepSettings
) -> Iterator[MapPoint]:
    """Yield what a structure conducts for each barrier and prefactor of the interface.

    At one temperature both act through the conductivity of the interface alone, so ln s and the shares of the power are
    smooth functions of its logarithm. They are solved where a spline through them does not meet them yet.
    """
    pairs = [(energy, ratio) for energy in settings.energies for ratio in settings.ratios]
    laws = [with_interface(conductors, *pair) for pair in pairs]
    rest = host_below(phases, conductors, temperature) if zone_share < 1 else (np.inf, 0.0)
    for pair, law, (conductivity, shares) in zip(
        pairs, laws, _over_laws(phases, laws, temperature, settings), strict=True
    ):
        energy = float(shares @ np.array(law.energies)) if conductivity > 0 else np.nan
        yield MapPoint(*pair, *in_series((conductivity, energy, float(shares[INTERFACE])), rest, zone_share))


def _over_laws(
    phases: np.ndarray, laws: Sequence[Conductors], temperature: float, settings: SweepSettings
) -> list[tuple[float, np.ndarray]]:
    """Return the conductivity of a structure, and the shares of the power, for each law of its interfaces."""
    values = np.array([law.at(temperature)[INTERFACE] for law in laws])
    places, at, back = np.unique(values, return_index=True, return_inverse=True)
    solved = ConductorSettings(settings.tolerance)

    @cache
    def row(number: int) -> np.ndarray:
        found = conduct_layer(phases, laws[at[number]], temperature, solved)
        return np.append(np.log(found.conductivity) if found.conductivity > 0 else -np.inf, found.shares)

    first = row(0)
    if len(places) == 1 or np.isinf(first[0]):  # a path through the interfaces is there at all of them or at none
        rows = np.tile(first, (len(places), 1))
    else:
        rows, _ = scanned(np.log(places), row, settings.close)
    return [(float(np.exp(one[0])), one[1:]) for one in rows[back]]
