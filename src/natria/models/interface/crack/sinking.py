"""A nucleus that sinks into its metal, as answerers: the course, and what is read off it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ....answers import Answerer, Reader, Refuse
from ....laws import cohesive_length
from ....record import Table, numbers
from ...reading.layers import layer_asked, own_or_usual
from . import said
from .ground import GroundSettings, layer_on_metal
from .plastic import Metal
from .reading import bond_of, elastic_of, flow_pressure_of_nucleus, of_bond
from .sunk import sink

SETTINGS = GroundSettings()
FINE = 2  # elements in a cohesive zone


def _across(start: float, zone: float) -> int:
    """Return how many elements over the patch the cohesive zone needs; refused above the limit."""
    across = int(np.ceil(FINE * start / zone))
    if across > SETTINGS.most_across:
        raise Refuse(
            f"the cohesive zone of {said.length(zone)} needs {across} elements over the patch of {said.length(start)}, "
            f"and at most {SETTINGS.most_across} are taken; give a weaker bond (adhesion.cohesive_strength), whose "
            f"zone is longer, or adhesion.nucleus_radius of at most "
            f"{said.length(SETTINGS.most_across * zone / FINE)}"
        )
    return across


def _course(read: Reader) -> Table:
    layer = layer_asked(read, "interphase")
    hardness = flow_pressure_of_nucleus(read, layer)
    sheet = elastic_of(read, layer)
    strength = read("working.yield_strength")
    ground = Metal(read("working.young_modulus"), own_or_usual(read, "working", "poisson_ratio"), strength)
    start, height = of_bond(read, layer, "nucleus_radius"), of_bond(read, layer, "nucleus_height")
    if sheet.thickness > start:
        raise Refuse(
            f"the patch is narrower than the layer is thick: a radius of {said.length(start)} below "
            f"{said.length(sheet.thickness)}; give adhesion.nucleus_radius of at least {said.length(sheet.thickness)}"
        )
    if height > sheet.thickness:
        raise Refuse(
            f"strains are not small: the layer of {said.length(sheet.thickness)} would be stretched by a nucleus of "
            f"{said.length(height)}; give adhesion.nucleus_height of at most {said.length(sheet.thickness)}"
        )
    bond = bond_of(read, layer)
    zone = cohesive_length(sheet, bond.strength, bond.energy)
    finer = replace(SETTINGS, across=max(SETTINGS.across, _across(start, zone)))
    above = Metal(sheet.young, sheet.ratio)
    model = layer_on_metal(sheet.thickness, above, ground, bond, start, settings=finer)
    course = sink(model, height * (np.arange(1, SETTINGS.steps + 1) / SETTINGS.steps) ** 1.5)
    columns = {
        "height": numbers("m", course.height),
        "pressure": numbers("Pa", course.pressure),
        "radius": numbers("m", course.front),
        "sunk": numbers("m", course.sunk),
        "raised": numbers("m", course.raised),
        "work": numbers("J", course.work),
        "stored": numbers("J", course.stored),
        "plastic": numbers("J", course.plastic),
        "dissipated": numbers("J", course.broken),
        "hardness": numbers("Pa", np.full(len(course.height), hardness)),
    }
    return Table("sunk-nucleus", "A nucleus between the layer and a metal that flows", columns)


def _read_off(read: Reader) -> float:
    table = read.artefact()
    if not isinstance(table, Table):
        raise Refuse("sunk_course is no table")
    last = {name: float(column.numbers[-1]) for name, column in table.columns.items()}
    return last["sunk"] / last["height"] if read.term == "sunk_share" else last["pressure"]


OBJECTION = (
    "The metal is perfectly plastic at one yield strength, whatever the rate, and strains are small; sodium creeps at "
    "room temperature, so that a slow nucleus sinks in at less pressure, and a fast one at more. The bond resists "
    "opening and not sliding. The nucleus is a pressure and grows nowhere: where sodium is deposited within it is left "
    "out. To settle this, one would have to image the cross-section of a nucleus below a layer, and see whether the "
    "layer has risen or the foil has sunk."
)

SUNK_NUCLEUS = Answerer(
    "sunk_nucleus",
    2,
    ("sunk_course",),
    _course,
    "small strains, perfectly plastic metal (J2), elastic layer without own stress, round nucleus of even pressure",
    ("current", "areal_capacity", "pressure"),
    cost="minutes",
    objection=OBJECTION,
)
SUNK_READINGS = Answerer(
    "sunk_readings",
    1,
    ("sunk_share", "nucleus_pressure"),
    _read_off,
    "as the course",
    cost="seconds",
    of_artefact="sunk_course",
    objection=OBJECTION,
)
