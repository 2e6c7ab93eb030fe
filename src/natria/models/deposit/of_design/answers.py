"""Deposition of a design as answerers: its course, its last state, what is read off."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ....answers import Answered, Answerer, NoOutcome, Reader, Refuse
from ....quantity import ModelError
from ....record import Field, FieldArray, Grid, Table, numbers
from .case import silent
from .reading import deposition_case

if TYPE_CHECKING:
    from .case import DepositionCase, Tell
    from .course import Deposition

COURSE, STATE = "deposition_course", "deposition_state"
VERSION = 1


def _course(read: Reader) -> Table:
    return told_course(read, silent, None)


def told_course(read: Reader, tell: Tell, folder: Path | None) -> Table:
    """Return the course of a deposition as a table; an unfinished run is kept in a folder."""
    from .course import UNITS

    case = deposition_case(read)
    made = _made(case, tell, folder)
    columns = {name: numbers(UNITS[name], values) for name, values in made.columns.items()}
    return Table(COURSE, f"Deposition on {_cells(made)} cells, {_layer(case)}", columns)


def _state(read: Reader) -> Field:
    """Return the last state as a field: x leads from the metal to the electrolyte."""
    case = deposition_case(read)
    made = _made(case, silent, None)
    last, grid = made.last, made.grid
    flat = grid.dimensions == 2
    shape = grid.shape[::2] if flat else grid.shape
    axes = tuple(grid.spacing * np.arange(n + 1) for n in shape)
    metal = last.xi >= 0.5
    arrays = (
        ("order_parameter", "1", last.xi),
        ("concentration", "mol/m^3", np.where(metal, np.nan, last.concentration)),
        ("potential", "V", np.where(metal, np.nan, last.potential)),
        ("layer", "1", np.where(metal, 0.0, last.layer)),
    )
    title = f"Deposit after {last.time:.4g} s, {_layer(case)}"
    return Field(
        Grid(axes), tuple(FieldArray(name, unit, one.reshape(shape), "cells") for name, unit, one in arrays), title
    )


def _made(case: DepositionCase, tell: Tell, folder: Path | None) -> Deposition:
    from .course import DepositionOrder, deposition_of

    try:
        return deposition_of(DepositionOrder(case, tell, folder))
    except ModelError as bad:
        raise NoOutcome(f"{bad.what}; {bad.fix}") from None


def _cells(made: Deposition) -> str:
    return " x ".join(str(n) for n in made.grid.shape if n > 1)


def _layer(case: DepositionCase) -> str:
    return f"with a layer that {case.layer.law}" if case.layer else "without a layer in the electrolyte"


Columns = Mapping[str, np.ndarray]


def _lost(found: Columns) -> float:
    """Return the lost sodium over that of the whole deposit."""
    from ..inputs import FARADAY

    plated = found["plated_charge"][-1] / FARADAY
    return float(found["lost_sodium"][-1] / plated) if plated > 0 else 0.0


def _velocity(found: Columns) -> float:
    time, tip = found["time"], found["tip_height"]
    return float((tip[-1] - tip[0]) / (time[-1] - time[0]))


NUMBERS: Mapping[str, Callable[[Columns], float]] = {
    "plated_charge": lambda found: max(0.0, float(found["plated_charge"][-1])),
    "deposit_tip_velocity": _velocity,
    "deposit_roughness_factor": lambda found: float(found["roughness_factor"][-1]),
    "deposit_arc_length_ratio": lambda found: float(found["arc_length_ratio"][-1]),
    "deposit_roughness": lambda found: float(found["roughness"][-1]),
    "dendrite_share": lambda found: float(found["dendrite_share"][-1]),
    "deposit_density_ratio": lambda found: float(found["density"][-1]),
    "lost_sodium_share": _lost,
}


def _columns(read: Reader) -> Columns:
    found = read.artefact()
    if not isinstance(found, Table):
        raise Refuse(f"{COURSE} is no table")
    return {name: one.numbers for name, one in found.columns.items()}


def _number(read: Reader) -> float:
    """Return the number that is asked, at the end of the course."""
    return NUMBERS[read.term](_columns(read))


def _touch(read: Reader) -> Answered:
    """Return the time to touch; at least the time of the run where the far side was not reached."""
    from ..measures import touched_at

    found = _columns(read)
    at = touched_at(found["time"], found["room"])
    return Answered(float(found["time"][-1]), bound="at least") if at is None else Answered(at)


OBJECTION = (
    "The front is thousands of times wider than that of a crystal, so its surface energy and its mobility are "
    "effective numbers that nobody measured, and they set how much curvature slows a tip. Nuclei and sites are placed "
    "by hand; unless electrons are a field all metal conducts and a layer has none; the layer has no stress. What "
    "diffuses slowly depends on the "
    "height of the box. To settle this, one would have to watch deposits on the anodes in one cell under a "
    "microscope, at a known current and charge, and compare their height and area over time."
)
VALID = (
    "a diffuse front far narrower than nuclei and layers; metal at one potential, or electrons as a field; constant "
    "conductivity; the limiting "
    "current of the salt; a layer whose current is carried by its cations; no convection, stress or side reaction"
)
IGNORES = ("areal_capacity", "pressure")

DEPOSITION_COURSE = Answerer(
    "deposition_course", VERSION, (COURSE,), _course, VALID, IGNORES, cost="minutes", objection=OBJECTION
)
DEPOSITION_STATE = replace(DEPOSITION_COURSE, name="deposition_state", answers=(STATE,), run=_state)
DEPOSITION_READINGS = Answerer(
    "deposition_readings",
    VERSION,
    tuple(NUMBERS),
    _number,
    f"as {DEPOSITION_COURSE.name}; at the end of the run",
    IGNORES,
    of_artefact=COURSE,
)
DEPOSITION_TOUCH = Answerer(
    "deposition_touch",
    VERSION,
    ("touch_time",),
    _touch,
    f"as {DEPOSITION_COURSE.name}; at least the time of the run where nothing touched",
    IGNORES,
    of_artefact=COURSE,
)
