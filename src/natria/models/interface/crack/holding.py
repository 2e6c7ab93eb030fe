"""The largest nucleus that a layer holds down, intact or cut, and the best thickness of a cut one."""

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
    is_thin,
    radius_held_cut,
    radius_held_intact,
    stress_of_best,
)
from ....quantity import Span
from ....record import Table, numbers
from ...reading.layers import by_law, layer_asked
from ...reading.solids import span_of
from . import said
from .reading import elastic_of, ends_of, flow_pressure_of_nucleus, of_bond, stress_left

Holding = Callable[[ElasticSheet, float, float], float]
THICKNESSES = np.geomspace(1e-9, 1e-4, 101)  # m, of the course: the same for all layers, so that they can be compared
ON_MAP = np.geomspace(1e-9, 1e-4, 41)
ADHESIONS = np.geomspace(1e-2, 1e1, 31)  # J/m^2, of the map
ATOMIC = 3e-10  # m: no layer is thinner than one of atoms


def _over_ends(read: Reader, holding: Holding) -> Span:
    layer = layer_asked(read, "interphase")
    pressure, adhesion = flow_pressure_of_nucleus(read, layer), of_bond(read, layer, "adhesion_energy")
    return span_of(holding(sheet, pressure, adhesion) for sheet in ends_of(read, layer))


def _wide(sheet: ElasticSheet, radius: float) -> float:
    """Return the radius; refused where plate theory does not hold."""
    if not is_thin(sheet, radius):
        raise Refuse(
            f"plate theory does not hold: the layer of {said.length(sheet.thickness)} holds down nuclei of "
            f"{said.length(radius)} or less, narrower than three times its thickness"
        )
    return radius


def _intact(sheet: ElasticSheet, pressure: float, adhesion: float) -> float:
    return _wide(sheet, by_law(lambda *two: radius_held_intact(sheet, *two), pressure, adhesion))


def _cut(sheet: ElasticSheet, pressure: float, adhesion: float) -> float:
    left = adhesion_left(sheet, adhesion)
    if left <= 0:
        raise Refuse(
            f"a cut layer comes off by itself: its own stress of {said.stress(sheet.stress)} stores "
            f"{said.energy(adhesion - left)} and the bond costs {said.energy(adhesion)}; give a lower "
            "adhesion.residual_stress, or a thinner layer"
        )
    return _wide(sheet, radius_held_cut(sheet, pressure, adhesion))


def _best(sheet: ElasticSheet, pressure: float, adhesion: float) -> float:
    if sheet.stress == 0:
        raise Refuse(
            "without own stress a thicker layer always holds down a larger nucleus: there is no best thickness; give "
            "adhesion.residual_stress"
        )
    _cut(sheet, pressure, adhesion)
    best = best_thickness(sheet, pressure, adhesion)
    if best < ATOMIC:
        raise Refuse(
            f"the best thickness of {said.length(best)} is below one of atoms: an own stress of "
            f"{said.stress(sheet.stress)} is too large for this bond"
        )
    here = replace(sheet, thickness=best)
    _wide(here, radius_held_cut(here, pressure, adhesion))
    return best


def _stress(sheet: ElasticSheet, pressure: float, adhesion: float) -> float:
    stress = stress_of_best(sheet, pressure, adhesion)
    _wide(sheet, radius_held_cut(replace(sheet, stress=stress), pressure, adhesion))
    return stress


ANSWERS: dict[str, Holding] = {
    "nucleation_length": _intact,
    "nucleation_length_cut": _cut,
    "optimal_layer_thickness": _best,
    "stress_of_optimum": _stress,
}


def masked(holding: Holding, sheet: ElasticSheet, pressure: float, adhesion: float) -> float:
    """Return the radius held down; nan where plate theory does not hold, or a compressed layer buckles."""
    if holding is radius_held_intact and sheet.stress < 0:
        return float("nan")
    radius = holding(sheet, pressure, adhesion)
    return radius if radius == 0 or is_thin(sheet, radius) else float("nan")


def _course(read: Reader) -> Table:
    layer = layer_asked(read, "interphase")
    pressure, adhesion = flow_pressure_of_nucleus(read, layer), of_bond(read, layer, "adhesion_energy")
    bare = elastic_of(read, layer)
    sheet = replace(bare, stress=stress_left(read, layer))

    def along(holding: Holding, one: ElasticSheet) -> list[float]:
        return [masked(holding, replace(one, thickness=float(h)), pressure, adhesion) for h in THICKNESSES]

    columns = {
        "thickness": numbers("m", THICKNESSES),
        "radius_intact": numbers("m", along(radius_held_intact, sheet)),
        "radius_cut": numbers("m", along(radius_held_cut, sheet)),
        "radius_without_stress": numbers("m", along(radius_held_intact, bare)),
    }
    return Table("nucleation-length", "Largest nucleus that the layer holds down, against its thickness", columns)


def _map(read: Reader) -> Table:
    layer = layer_asked(read, "interphase")
    pressure = flow_pressure_of_nucleus(read, layer)
    sheet = replace(elastic_of(read, layer), stress=stress_left(read, layer))
    here = [(replace(sheet, thickness=float(h)), float(g)) for h in ON_MAP for g in ADHESIONS]
    columns = {
        "thickness": numbers("m", [one.thickness for one, _ in here]),
        "adhesion": numbers("J/m^2", [g for _, g in here]),
        "radius": numbers("m", [masked(radius_held_intact, one, pressure, g) for one, g in here]),
        "free_thickness": numbers("m", [free_thickness(one, g) if one.stress else np.inf for one, g in here]),
    }
    return Table("delamination-map", "Largest nucleus that the layer holds down, by thickness and adhesion", columns)


OBJECTION = (
    "An intact layer keeps its tension in the blister, holds down more the thicker it is, and has no best thickness. "
    "The best thickness is that of a layer cracked through at the rim, which gives back the elastic energy of its "
    "stress; the blister of such a layer bends, and where the answer needs it to stretch, the rim would have to hold "
    "it after all. Stress and adhesion are guesses, and the best thickness goes with their ratio Gamma/sigma^2. Sodium "
    "of nanometre size is stronger than its hardness in bulk, so thin layers hold less than the answer. The thickness "
    "also changes the resistance, the flux and what electrons cross, which are left out. To settle this, one would "
    "have to measure the stress of the layer by the curvature of a foil, and its adhesion by a blister test, both "
    "against its thickness."
)
VALID = (
    "elastic layer of at most a third of the radius, round nucleus at the hardness of its metal, energy balance, no "
    "slip; own stress as given, else none, kept (intact) or given back at a cracked rim (cut); the best thickness is "
    "that of a cut layer"
)

LAYER_HOLDING = Answerer(
    "layer_holding",
    2,
    tuple(ANSWERS),
    lambda read: _over_ends(read, ANSWERS[read.term]),
    VALID,
    ("current", "areal_capacity", "pressure"),
    widened=True,
    objection=OBJECTION,
)
NUCLEATION_LENGTH = Answerer(
    "nucleation_length_course", 2, ("nucleation_length_course",), _course, VALID, LAYER_HOLDING.ignores, cost="seconds"
)
DELAMINATION_MAP = Answerer(
    "delamination_map", 2, ("delamination_map",), _map, VALID, LAYER_HOLDING.ignores, cost="seconds"
)
