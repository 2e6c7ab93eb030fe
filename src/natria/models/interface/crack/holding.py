"""The largest nucleus that a layer holds down, and the thickness at which it is largest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from ....answers import Answerer, Reader, Refuse
from ....laws import (
    ElasticSheet,
    adhesion_left,
    best_thickness,
    free_thickness,
    held_radius,
    stress_of_best,
)
from ....quantity import Span
from ....record import Table, numbers
from ...reading.layers import layer_asked
from ...reading.solids import span_of
from .reading import ends_of, flow_pressure_of_nucleus, of_bond, sheet_of

Holding = Callable[[ElasticSheet, float, float], float]
THICKNESSES = np.geomspace(1e-9, 1e-4, 101)  # m, of the course: the same for all layers, so that they can be compared
ON_MAP = np.geomspace(1e-9, 1e-4, 41)
ADHESIONS = np.geomspace(1e-2, 1e1, 31)  # J/m^2, of the map


def _over_ends(read: Reader, holding: Holding) -> Span:
    layer = layer_asked(read, "interphase")
    pressure, adhesion = flow_pressure_of_nucleus(read, layer), of_bond(read, layer, "adhesion_energy")
    return span_of(holding(sheet, pressure, adhesion) for sheet in ends_of(read, layer))


def _held(sheet: ElasticSheet, pressure: float, adhesion: float) -> float:
    left = adhesion_left(sheet, adhesion)
    if left <= 0:
        raise Refuse(
            f"the layer comes off by itself: its own stress of {sheet.stress / 1e6:.3g} MPa stores "
            f"{adhesion - left:.3g} J/m^2 and the bond costs {adhesion:.3g}; give a stress that is left, "
            "adhesion.residual_stress, or a thinner layer"
        )
    return held_radius(sheet, pressure, adhesion)


def _best(sheet: ElasticSheet, pressure: float, adhesion: float) -> float:
    if sheet.stress == 0:
        raise Refuse(
            "without own stress a thicker layer always holds down a larger nucleus: there is no best thickness"
        )
    return best_thickness(sheet, pressure, adhesion)


ANSWERS: dict[str, Holding] = {
    "nucleation_length": _held,
    "optimal_layer_thickness": _best,
    "stress_of_optimum": stress_of_best,
}


def _course(read: Reader) -> Table:
    layer = layer_asked(read, "interphase")
    pressure, adhesion = flow_pressure_of_nucleus(read, layer), of_bond(read, layer, "adhesion_energy")
    sheets = ends_of(read, layer)
    most = max(sheets, key=lambda sheet: abs(sheet.stress))
    least = min(sheets, key=lambda sheet: abs(sheet.stress))

    def along(sheet: ElasticSheet) -> list[float]:
        return [held_radius(replace(sheet, thickness=float(h)), pressure, adhesion) for h in THICKNESSES]

    columns = {
        "thickness": numbers("m", THICKNESSES),
        "radius_least_stress": numbers("m", along(least)),
        "radius_most_stress": numbers("m", along(most)),
        "radius_without_stress": numbers("m", along(replace(least, stress=0.0))),
    }
    return Table("nucleation-length", "Largest nucleus that the layer holds down, against its thickness", columns)


def _map(read: Reader) -> Table:
    layer = layer_asked(read, "interphase")
    pressure, sheet = flow_pressure_of_nucleus(read, layer), sheet_of(read, layer)
    sheet = replace(sheet, stress=max((one.stress for one in ends_of(read, layer)), key=abs))
    here = [(float(h), float(g)) for h in ON_MAP for g in ADHESIONS]
    columns = {
        "thickness": numbers("m", [h for h, _ in here]),
        "adhesion": numbers("J/m^2", [g for _, g in here]),
        "radius": numbers("m", [held_radius(replace(sheet, thickness=h), pressure, g) for h, g in here]),
        "free_thickness": numbers("m", [free_thickness(sheet, g) if sheet.stress else np.inf for _, g in here]),
    }
    return Table("delamination-map", "Largest nucleus that the layer holds down, by thickness and adhesion", columns)


OBJECTION = (
    "The layer is taken to give back all energy of its own stress as it comes off, which is exact at a cut or a crack "
    "and an upper bound over a nucleus below an intact layer; without that energy there is no best thickness at all. "
    "Stress and adhesion are guesses, and the best thickness goes with their ratio Gamma/sigma^2. Sodium of "
    "nanometre size is stronger than its hardness in bulk, so thin layers hold less than the answer. The thickness "
    "also changes the resistance, the flux and what electrons cross, which are left out. To settle this, one would "
    "have to measure the stress of the layer by the curvature of a foil, and its adhesion by a blister test, both "
    "against its thickness."
)
VALID = "elastic layer, round nucleus at the hardness of its metal, energy balance, no slip, no mixing of modes"

LAYER_HOLDING = Answerer(
    "layer_holding",
    1,
    tuple(ANSWERS),
    lambda read: _over_ends(read, ANSWERS[read.term]),
    VALID,
    ("current", "areal_capacity", "pressure"),
    cost="seconds",
    objection=OBJECTION,
)
NUCLEATION_LENGTH = Answerer(
    "nucleation_length_course", 1, ("nucleation_length_course",), _course, VALID, LAYER_HOLDING.ignores, cost="seconds"
)
DELAMINATION_MAP = Answerer(
    "delamination_map", 1, ("delamination_map",), _map, VALID, LAYER_HOLDING.ignores, cost="seconds"
)
