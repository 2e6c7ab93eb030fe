"""A design placed on a map: its values by its protocol, its answerers, and the cards of its phases.

A quantity of the cell is answered as in a study, by every cheap answerer; a setting is read where it stands in the
design; a property of a layer or of its phases is read there. Each combination of the values is a point. Where the
design has one of the two quantities alone, it is a line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import inf

from ...design import Case, Design, Unanswerable, materials, phase_design
from ...design.document import BIND
from ...quantity import TERMS, Finding, NatriaError, Question, Refused
from ...studies.opening.overrides import read_given, with_given
from ...studies.studio import Studio, answer_of
from .axes import MapAxis
from .points import MapValue, ReportedPoint

CARD, ALL = "material card", "all"
MOST = 40  # points of one design
WIDTH = 1.96  # standard deviations on each side of a 95 % interval


@dataclass(frozen=True)
class PlacedDesign:
    """Points and lines of a system of a design; `refused` is why an axis has no value."""

    system: str
    points: tuple[ReportedPoint, ...]
    refused: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Found:
    of: str  # the cell, a layer, or a phase
    value: MapValue


def place_design(studio: Studio, system: str, x: MapAxis, y: MapAxis, design: Design | None = None) -> PlacedDesign:
    """Return where a system of a studio stands on a map."""
    design = studio.design(system) if design is None else design
    found = [_values(studio, design, axis) for axis in (x, y)]
    pairs = [(a, b) for a in found[0][0] for b in found[1][0] if _same(a.of, b.of, system)]
    points = [ReportedPoint(_name(a.of, b.of, system), system, "design", a.value, b.value) for a, b in pairs]
    if not points:
        points += [ReportedPoint(_name(a.of, a.of, system), system, "design", a.value, None) for a in found[0][0]]
        points += [ReportedPoint(_name(b.of, b.of, system), system, "design", None, b.value) for b in found[1][0]]
    return PlacedDesign(system, tuple(points[:MOST]), (*found[0][1], *found[1][1]))


def place_systems(case: Case, system: str, x: MapAxis, y: MapAxis, given: Sequence[str] = ()) -> Iterator[PlacedDesign]:
    """Yield a system of a case (the first one without a name), or of "all" each that has both values.

    `given` are changes of numbers, as in "interphase.film.thickness=5 um".
    """
    studio = Studio(case)
    for one in tuple(case.systems) if system == ALL else (system or case.base.name,):
        design = studio.design(one)
        placed = place_design(studio, one, x, y, with_given(design, read_given(tuple(given))) if given else design)
        if system != ALL or any(point.is_pair for point in placed.points):
            yield placed


def card_points(x: MapAxis, y: MapAxis) -> tuple[ReportedPoint, ...]:
    """Return the materials of natria's cards that have both quantities."""
    found = []
    for name in materials():
        design = Design(name, {"phase": {"material": name}})
        values = [list(_of_phase(design, name, axis)) for axis in (x, y)]
        found += [ReportedPoint(name, CARD, CARD, a, b) for a in values[0] for b in values[1]]
    return tuple(found)


def _same(a: str, b: str, system: str) -> bool:
    """Whether two values are about one thing; a value of the cell goes with any of its layers and phases."""
    return a == b or system in {a, b}


def _name(a: str, b: str, system: str) -> str:
    part = a if a != system else b
    return system if part == system else f"{part} of {system}"


def _values(studio: Studio, design: Design, axis: MapAxis) -> tuple[list[_Found], list[str]]:
    """Return the values that a design has of an axis, and why not where it has none."""
    found: list[_Found] = []
    refused: list[str] = []
    for name in axis.names:
        if name in BIND and (value := _read(design, BIND[name], name)) is not None:
            found.append(_Found(design.name, value))
            continue
        if name in TERMS:
            found += _of_layers(design, name)
            answers = _answers(studio, design, name)
            found += [_Found(design.name, _of(one, name)) for one in answers if isinstance(one, Finding)]
            refused += [f"{name}: {one.why}" for one in answers if isinstance(one, Refused)]
    found += [_Found(phase, value) for phase, value in _of_phases(design, axis)]
    return found, [] if found else refused or [f"the design has no {' or '.join(axis.names)}"]


def _answers(studio: Studio, design: Design, name: str) -> list[Finding | Refused]:
    asked = [one for one in studio.answerers_for(name) if one.cost == "cheap" and not one.of_artefact]
    return [answer_of(one, design, Question(name, design.name)) for one in asked if not one.of_phase]


def _of_layers(design: Design, name: str) -> list[_Found]:
    layers = [f"interphase.{layer}" for layer in design.names("interphase")]
    return [
        _Found(path.rpartition(".")[2], value) for path in layers if (value := _read(design, f"{path}.{name}", name))
    ]


def _of_phases(design: Design, axis: MapAxis) -> Iterator[tuple[str, MapValue]]:
    """Yield the values of the phases of the layers, by their material cards."""
    phases = {p for layer in design.names("interphase") for p in design.names(f"interphase.{layer}.phases")}
    for phase in sorted(phases):
        card = phase_design(design, phase)
        if card is not None:
            yield from ((phase, value) for value in _of_phase(card, phase, axis))


def _of_phase(design: Design, phase: str, axis: MapAxis) -> Iterator[MapValue]:
    for name in axis.names:
        if name in TERMS and (value := _read(design, f"phase.{name}", name)) is not None:
            yield replace(value, ids=(phase, *value.ids))


def _read(design: Design, path: str, name: str) -> MapValue | None:
    try:
        return _of(design.finding(path), name)
    except (NatriaError, Unanswerable):
        return None


def _of(finding: Finding, name: str) -> MapValue:
    """Return a value with its 95 % interval as its ends, or the ends of its bound."""
    match finding.bound:
        case (low, high):
            return MapValue((low + high) / 2, low, high, (finding.id,), name)
        case "at least" | "over":
            return MapValue(finding.value, finding.value, inf, (finding.id,), name)
        case "at most" | "under":
            return MapValue(finding.value, -inf, finding.value, (finding.id,), name)
    value, half = finding.value, WIDTH * (finding.std or 0.0)
    if 0 < value < 2 * half:  # wide: an interval of the logarithm, which stays above zero
        return MapValue(value, value / (1 + half / value), value + half, (finding.id,), name)
    return MapValue(value, value - half, value + half, (finding.id,), name)
