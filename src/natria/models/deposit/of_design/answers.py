"""Deposition of a design as answerers: its course, its last state, what is read off."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from ....answers import Answered, Answerer, NoOutcome, Reader, Refuse
from ....quantity import ModelError
from ....record import Field, FieldArray, Grid, Table, numbers, words
from ....store import Unfinished
from .case import silent
from .reading import deposition_case

if TYPE_CHECKING:
    from ..settings import DepositGrid
    from .case import DepositionCase, Tell
    from .course import Deposition

COURSE, STATE = "deposition_course", "deposition_state"
FIELDS, SPECTRUM = "deposition_fields", "deposition_spectrum"
VERSION = 2


def _course(read: Reader) -> Table:
    return told_course(read, silent, Unfinished())


def told_course(read: Reader, tell: Tell, place: Unfinished) -> Table:
    """Return the course of a deposition as a table; an unfinished run is kept in a folder."""
    from .book import UNITS

    case = deposition_case(read)
    found, _, grid = _brief(case, tell, place)
    columns = {name: numbers(UNITS[name], values) for name, values in found.items()}
    columns["drive"] = words([case.stages[int(one)].drive for one in found["stage"]])
    columns["cycle"] = numbers("1", [case.stages[int(one)].cycle for one in found["stage"]])
    cells = " x ".join(str(n) for n in grid.shape if n > 1)
    return Table(COURSE, f"Deposition on {cells} cells, {_layer(case)}", columns)


def _state(read: Reader) -> Field:
    """Return the last state as a field: x leads from the metal to the electrolyte."""
    case = deposition_case(read)
    made = _made(case)
    last, grid = made.last, made.grid
    arrays = _arrays(np.stack([last.xi, last.concentration, last.potential, last.layer]), grid)
    return Field(Grid(_axes(grid, 1)), arrays, f"Deposit after {last.time:.4g} s, {_layer(case)}")


def _fields(read: Reader) -> Field:
    """Return the fields that were kept over time."""
    from .frames import stacked

    case = deposition_case(read)
    made = _made(case)
    times, fields = stacked(made.frames)
    coarse = made.grid.shape[0] // fields.shape[2]
    title = f"Deposit over {times[-1]:.4g} s, {_layer(case)}"
    return Field(Grid(_axes(made.grid, coarse)), _arrays(fields, made.grid), title, times=times)


def _axes(grid: DepositGrid, coarse: int) -> tuple[np.ndarray, ...]:
    shape = grid.shape[::2] if grid.shape[1] == 1 else grid.shape
    return tuple(grid.spacing * coarse * np.arange(n // coarse + 1) for n in shape)


def _arrays(fields: np.ndarray, grid: DepositGrid) -> tuple[FieldArray, ...]:
    """Return the fields by name; what has no meaning in metal is nan there, and a layer is none."""
    from .frames import NAMES, UNITS

    metal = fields[0] >= 0.5
    inside = (fields[0], *(np.where(metal, np.nan, one) for one in fields[1:3]), np.where(metal, 0, fields[3]))
    if grid.shape[1] == 1:
        inside = tuple(one[..., 0, :] for one in inside)
    of = zip(NAMES, UNITS, inside, strict=True)
    return tuple(FieldArray(name, unit, one.astype(fields.dtype), "cells") for name, unit, one in of)


def _spectrum(read: Reader) -> Table:
    """Return the waves of the front over the first plating."""
    from .waves import growth_of

    course, waves, grid = _brief(deposition_case(read), silent, Unfinished())
    plating = course["stage"] == 0
    found = growth_of(course["time"][plating], waves[plating], grid.shape[2] * grid.spacing, grid.spacing)
    columns = {
        "wavelength": numbers("m", found.wavelength),
        "first_amplitude": numbers("m", found.first),
        "last_amplitude": numbers("m", found.last),
        "growth_rate": numbers("1/s", found.rate),
        "growth_rate_error": numbers("1/s", found.error),
    }
    return Table(SPECTRUM, "Waves of the front over the first plating", columns)


def _made(case: DepositionCase) -> Deposition:
    from .course import DepositionOrder, deposition_of

    try:
        return deposition_of(DepositionOrder(case))
    except ModelError as bad:
        raise NoOutcome(f"{bad.what}; {bad.fix}") from None


def _brief(case: DepositionCase, tell: Tell, place: Unfinished) -> tuple[Columns, np.ndarray, DepositGrid]:
    from .course import DepositionOrder, brief_of

    try:
        return brief_of(DepositionOrder(case, tell, place))
    except ModelError as bad:
        raise NoOutcome(f"{bad.what}; {bad.fix}") from None


def _layer(case: DepositionCase) -> str:
    return f"with a layer that {case.layer.law}" if case.layer else "without a layer in the electrolyte"


Columns = Mapping[str, np.ndarray]


def _brought(found: Columns, drive: str) -> float:
    """Return the charge of all stages with a drive, C/m^2: positive deposits."""
    charge, stage = found["plated_charge"], found["stage"]
    starts = np.concatenate([[0], np.flatnonzero(np.diff(stage)) + 1])
    ends = np.append(starts[1:], len(stage)) - 1
    before = np.concatenate([[0.0], charge[ends[:-1]]])
    return float((charge[ends] - before)[found["drive"][ends] == drive].sum())


def _plated(found: Columns) -> float:
    return max(0.0, _brought(found, "plate"))


def _lost(found: Columns) -> float:
    """Return the lost sodium over all that was plated."""
    from ..inputs import FARADAY

    plated = _plated(found) / FARADAY
    return float(found["lost_sodium"][-1] / plated) if plated > 0 else 0.0


def _velocity(found: Columns) -> float:
    """Return the mean velocity of the tip over the first plating."""
    last = np.flatnonzero(found["stage"] == 0)[-1]
    time, tip = found["time"], found["tip_height"]
    return float((tip[last] - tip[0]) / (time[last] - time[0]))


def _shape(name: str) -> Callable[[Columns], float]:
    """Return what reads a column at the end of the last plating."""
    return lambda found: float(found[name][np.flatnonzero(found["drive"] == "plate")[-1]])


NUMBERS: Mapping[str, Callable[[Columns], float]] = {
    "plated_charge": _plated,
    "deposit_tip_height": _shape("tip_height"),
    "deposit_tip_velocity": _velocity,
    "deposit_roughness_factor": _shape("roughness_factor"),
    "deposit_arc_length_ratio": _shape("arc_length_ratio"),
    "deposit_roughness": _shape("roughness"),
    "dendrite_share": _shape("dendrite_share"),
    "deposit_density_ratio": _shape("density"),
    "lost_sodium_share": _lost,
}


def _efficiency(found: Columns) -> float:
    if not (plated := _plated(found)):
        raise Refuse("nothing was plated: no efficiency")
    return _stripped(found) / plated


def _stripped(found: Columns) -> float:
    return max(0.0, -_brought(found, "strip"))


STRIPPED: Mapping[str, Callable[[Columns], float]] = {
    "stripped_charge": _stripped,
    "deposit_strip_efficiency": _efficiency,
}


def _columns(read: Reader) -> Columns:
    found = read.artefact()
    if not isinstance(found, Table):
        raise Refuse(f"{read.term} is read off a table")
    return {name: np.array(one.values) for name, one in found.columns.items()}


def _number(read: Reader) -> float:
    """Return the number that is asked, at the end of the course."""
    return {**NUMBERS, **STRIPPED}[read.term](_columns(read))


def _fastest(read: Reader) -> float:
    """Return the wave that grows fastest: its length, or its rate."""
    found = _columns(read)
    rate = found["growth_rate"]
    if not np.isfinite(rate).any():
        raise Refuse("the front is flat to a thousandth of a cell: give it nuclei, a pattern or noise")
    return float(found["wavelength" if read.term == "fastest_wavelength" else "growth_rate"][np.nanargmax(rate)])


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
DEPOSITION_FIELDS = replace(DEPOSITION_COURSE, name="deposition_fields", answers=(FIELDS,), run=_fields)
DEPOSITION_SPECTRUM = replace(DEPOSITION_COURSE, name="deposition_spectrum", answers=(SPECTRUM,), run=_spectrum)
DEPOSITION_READINGS = Answerer(
    "deposition_readings",
    VERSION,
    tuple(NUMBERS),
    _number,
    f"as {DEPOSITION_COURSE.name}; shapes at the end of the last plating, sodium at the end of the run",
    IGNORES,
    of_artefact=COURSE,
)
DEPOSITION_STRIPPING = replace(DEPOSITION_READINGS, name="deposition_stripping", answers=tuple(STRIPPED))
DEPOSITION_WAVES = Answerer(
    "deposition_waves",
    1,
    ("fastest_wavelength", "fastest_growth_rate"),
    _fastest,
    f"as {DEPOSITION_COURSE.name}; waves of two fronts or longer, over the first plating, nuclei and noise included",
    IGNORES,
    of_artefact=SPECTRUM,
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
