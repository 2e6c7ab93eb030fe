"""Tables of a layer of two phases: over seeds, over the fraction, over its interfaces."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from .....answers import Reader
from .....laws import hashin_shtrikman
from .....record import Table, numbers, words
from ....reading.conduction import ensure_above, law_band
from ..layers import layer_answer
from ..structures import PORE, fractions, microstructure
from ..sweeps import SweepSettings, over_fraction, over_interface
from .answers import FRACTIONS, MAP, SEEDS
from .reading import conductors_of, two_phase_layer

HALF = 0.5  # of each phase: where most faces lie between the two
AS_DESIGNED, MIXED = "as designed", "half of each, mixed"


def seeds_table(read: Reader) -> Table:
    """Return what each of the structures conducts, with the residual of its potential."""
    layer = two_phase_layer(read)
    conductors, temperature = conductors_of(read, layer), read("temperature")
    made = [layer.phases(seed) for seed in layer.seeds]
    rows = [layer_answer(phases, conductors, temperature, layer.zone_share) for phases in made]
    columns = {
        "seed": numbers("1", layer.seeds),
        "fraction": numbers("1", [fractions(phases)[0] * layer.zone_share for phases in made]),
        "conductivity": numbers("S/m", [row.conductivity for row in rows]),
        "energy": numbers("J/mol", [row.energy for row in rows]),
        "interface_share": numbers("1", [row.interface_share for row in rows]),
        "residual": numbers("1", [row.residual for row in rows]),
        "iterations": numbers("1", [row.iterations for row in rows]),
    }
    title = f"Conduction of {layer.host} and {layer.second} over seeds: {layer.composition(made[0])}"
    return Table(SEEDS, title, columns)


def fraction_table(read: Reader) -> Table:
    """Return conductivity and apparent energy over the fraction of the second phase, mixed.

    With the interfaces and without; bounds of Hashin and Shtrikman for the two phases and the pores, without
    interfaces.
    """
    layer = two_phase_layer(read)
    conductors, temperature = conductors_of(read, layer), read("temperature")
    points = tuple(over_fraction(layer.mixed, conductors, temperature, layer.seeds, SweepSettings()))
    phases, pores = conductors.at(temperature)[: PORE + 1], layer.mixed.porosity
    solid = np.array([(1 - point.fraction, point.fraction) for point in points])
    shares = np.column_stack((solid * (1 - pores), np.full(len(points), pores)))
    lower, upper = hashin_shtrikman(phases, shares)
    columns = {
        "fraction": numbers("1", [point.fraction for point in points]),
        "seed": numbers("1", [point.seed for point in points]),
        "conductivity": numbers("S/m", [point.interface.conductivity for point in points]),
        "energy": numbers("J/mol", [point.interface.energy for point in points]),
        "interface_share": numbers("1", [point.interface.interface_share for point in points]),
        "conductivity_without_interface": numbers("S/m", [point.plain.conductivity for point in points]),
        "energy_without_interface": numbers("J/mol", [point.plain.energy for point in points]),
        "lower_bound": numbers("S/m", np.asarray(lower)),
        "upper_bound": numbers("S/m", np.asarray(upper)),
    }
    return Table(FRACTIONS, f"{layer.host} with more and more {layer.second}, mixed", columns)


def map_table(read: Reader) -> Table:
    """Return the apparent energy over barrier and prefactor of the interfaces."""
    layer = two_phase_layer(read)
    conductors, temperature, settings = conductors_of(read, layer), read("temperature"), SweepSettings()
    half = microstructure(replace(layer.mixed, fraction=HALF), layer.seeds[0])
    names: list[str] = []
    rows: list[Iterable[float]] = []
    for name, phases, zone in (
        (AS_DESIGNED, layer.phases(layer.seeds[0]), layer.zone_share),
        (MIXED, half, 1.0),
    ):
        for one in over_interface(phases, conductors, temperature, zone, settings):
            names.append(name)
            rows.append((one.barrier, one.ratio, one.energy, one.conductivity, one.interface_share))
    energies, ratios, apparent, conductivity, share = np.array(rows).T
    band = _reported(read, layer.path, temperature)
    columns = {
        "structure": words(names),
        "interface_energy": numbers("J/mol", energies),
        "prefactor_ratio": numbers("1", ratios),
        "energy": numbers("J/mol", apparent),
        "conductivity": numbers("S/m", conductivity),
        "interface_share": numbers("1", share),
        "reported_least": numbers("J/mol", np.full(len(names), band[0])),
        "reported_most": numbers("J/mol", np.full(len(names), band[1])),
    }
    return Table(MAP, f"Apparent energy of {layer.host} and {layer.second} over their interfaces", columns)


def _reported(read: Reader, layer: str, temperature: float) -> tuple[float, float]:
    """Return the band of apparent energies E (T/(T - T0))^2 of the layer's law; nan without one."""
    if not read.has(f"{layer}.conduction.reference_temperature"):
        return np.nan, np.nan
    energy, vanishing = law_band(read, layer)
    ensure_above(max(vanishing), temperature)
    found = [energy * (temperature / (temperature - one)) ** 2 for one in vanishing]
    return min(found), max(found)
