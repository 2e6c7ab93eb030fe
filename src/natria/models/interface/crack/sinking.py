"""A nucleus that sinks into its metal, as answerers: the course, and what is read off it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ....answers import Answerer, Reader, Refuse
from ....laws import cohesive_length
from ....record import Table, numbers
from ...reading.layers import layer_asked, own_or_usual
from .ground import GroundSettings, layer_on_metal
from .plastic import Metal
from .reading import bond_of, flow_pressure_of_nucleus, of_bond, sheet_of
from .sunk import sink

SETTINGS = GroundSettings()
FINE = 2  # elements in a cohesive zone


def _course(read: Reader) -> Table:
    layer = layer_asked(read, "interphase")
    hardness = flow_pressure_of_nucleus(read, layer)
    sheet = sheet_of(read, layer)
    strength = read("working.yield_strength")
    ground = Metal(read("working.young_modulus"), own_or_usual(read, "working", "poisson_ratio"), strength)
    start, height = of_bond(read, layer, "nucleus_radius"), of_bond(read, layer, "nucleus_height")
    if sheet.thickness > start:
        raise Refuse(
            f"the mesh is too coarse for its layer: the layer of {sheet.thickness:.3g} m is thicker than the patch of "
            f"{start:.3g} m is wide; give adhesion.nucleus_radius of at least {sheet.thickness:.3g} m"
        )
    if height > sheet.thickness:
        raise Refuse(
            f"small strains: the layer of {sheet.thickness:.3g} m would be stretched by a nucleus of {height:.3g} m; "
            f"give adhesion.nucleus_height of at most {sheet.thickness:.3g} m"
        )
    bond = bond_of(read, layer)
    zone = cohesive_length(sheet, bond.strength, bond.energy)
    finer = replace(SETTINGS, across=max(SETTINGS.across, int(np.ceil(FINE * start / zone))))
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
    1,
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
