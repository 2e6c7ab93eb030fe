"""Sizes of the numbers of a design: what cannot be is refused, what is unusual is a caution.

The limits are wide on purpose. The usual range covers what is found in work on sodium cells; outside the possible range
lies a slip of a unit or of the power of ten, not a cell.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from typing import Protocol

from ...quantity import Chosen, Finding, NatriaError, Problem, Question, parse_quantity, show_value, term
from ..numbers import NumberedCell, numbers_of
from ..protocol import Block
from ..values import Unanswerable

STEPS = "protocol.step_voltage"  # stands for the voltages in the sentences of a protocol


@dataclass(frozen=True)
class Size:
    """The range that is usual at a path, and the range that is possible, both ends included."""

    path: str
    usual: tuple[str, str]
    possible: tuple[str, str]
    cell: str = ""  # the kind of cell for which it holds; empty for all


SIZES: tuple[Size, ...] = (  # the first pattern that fits a path holds
    Size("interphase.*.growth.initial_thickness", ("0.2 nm", "50 um"), ("0 nm", "1 cm")),
    Size("interphase.*.thickness", ("0.5 nm", "300 um"), ("0 nm", "1 cm")),  # a layer of zero is a bare electrode
    Size("*.microstructure.voxels_per_edge", ("8", "128"), ("2", "512")),
    Size("*.microstructure.microstructure_seeds", ("1", "50"), ("1", "1000")),
    Size("*.microstructure.voxel_size", ("0.1 nm", "1 um"), ("0.01 nm", "1 mm")),
    Size("*.microstructure.grain_size", ("0.3 nm", "100 um"), ("0.01 nm", "1 cm")),
    Size("*.microstructure.interface_width", ("0.2 nm", "20 nm"), ("0.01 nm", "1 um")),
    Size("*.microstructure.interface_prefactor_ratio", ("0", "1e4"), ("0", "1e12")),
    Size("electrolyte.*.thickness", ("1 um", "5 mm"), ("10 nm", "10 cm")),
    Size("inactive.*.thickness", ("0 um", "5 mm"), ("0 um", "10 cm")),
    Size("working.thickness", ("0 um", "3 mm"), ("0 um", "10 cm")),  # 0: no sodium of its own
    Size("counter.thickness", ("0 um", "3 mm"), ("0 um", "10 cm")),
    Size("*reference_temperature", ("230 K", "370 K"), ("100 K", "1500 K")),
    Size("temperature", ("230 K", "370 K"), ("100 K", "1500 K")),  # sodium melts at 371 K
    Size("area", ("0.01 cm^2", "1000 cm^2"), ("1 um^2", "100 m^2")),
    Size("stack_pressure", ("1 kPa", "600 MPa"), ("1 Pa", "20 GPa")),
    Size("reference_pressure", ("1 kPa", "600 MPa"), ("1 Pa", "20 GPa")),
    Size(
        "*.ionic_conductivity", ("1e-13 S/cm", "0.1 S/cm"), ("1e-25 S/cm", "1e5 S/cm")
    ),  # above: an ideal conductor, as a limit
    Size("*.electronic_conductivity", ("1e-16 S/cm", "1e6 S/cm"), ("1e-30 S/cm", "1e7 S/cm")),
    Size("*.exchange_current_density", ("1e-5 mA/cm^2", "200 mA/cm^2"), ("1e-12 mA/cm^2", "1e6 mA/cm^2")),
    Size("*.salt_concentration", ("0.01 mol/L", "6 mol/L"), ("1e-7 mol/L", "30 mol/L")),
    Size("*.salt_diffusivity", ("1e-9 cm^2/s", "3e-5 cm^2/s"), ("1e-16 cm^2/s", "1e-2 cm^2/s")),
    Size("*.microstructure.porosity", ("0 %", "60 %"), ("0 %", "99 %")),
    Size("interphase.*.porosity", ("0.1 %", "98 %"), ("0.0001 %", "100 %")),
    Size("interphase.*.macmullin_number", ("1", "1e4"), ("1", "1e9")),
    Size("electronic_conductance", ("0 S/m^2", "1e4 S/m^2"), ("0 S/m^2", "1e9 S/m^2")),
    Size("*.porosity", ("5 %", "98 %"), ("0.01 %", "100 %")),
    Size("*.macmullin_number", ("1", "50"), ("1", "1e5")),
    Size("*.mass_loading", ("0.05 mg/cm^2", "60 mg/cm^2"), ("1e-6 mg/cm^2", "1e4 mg/cm^2")),
    Size("*.mass", ("1 ug", "10 g"), ("1 pg", "10 kg")),
    Size("protocol.current", ("0.001 mA/cm^2", "100 mA/cm^2"), ("1e-9 mA/cm^2", "1e5 mA/cm^2")),
    Size("protocol.areal_capacity", ("0.001 mAh/cm^2", "50 mAh/cm^2"), ("1e-9 mAh/cm^2", "1e4 mAh/cm^2")),
    Size("protocol.half_cycle_time", ("1 s", "1000 h"), ("1 ms", "100000 h")),
    Size("protocol.rate", ("0.01 C", "50 C"), ("1e-6 C", "1e4 C")),
    Size("protocol.*_voltage", ("-2 V", "2 V"), ("-10 V", "10 V"), "symmetric"),
    Size("protocol.lower_voltage", ("-2 V", "5 V"), ("-10 V", "10 V")),
    Size("protocol.upper_voltage", ("-2 V", "5 V"), ("-10 V", "10 V")),
    Size("reaction.*.reaction_voltage", ("0.5 V", "5 V"), ("0 V", "10 V")),
)


class SizedCell(NumberedCell, Protocol):
    """The part of a design that is read here."""

    @property
    def name(self) -> str: ...
    def word(self, path: str) -> str: ...
    def blocks(self) -> tuple[Block, ...]: ...
    def finding(self, path: str) -> Finding: ...


@dataclass(frozen=True)
class Caution:
    """A number that is unusual, though possible."""

    path: str
    what: str
    fix: str


def size_at(path: str, cell: str) -> Size | None:
    """Return the usual and the possible range at a path, in a kind of cell; None where there is none."""
    return next((one for one in SIZES if fnmatchcase(path, one.path) and one.cell in ("", cell)), None)


def impossible_sizes(design: SizedCell) -> Iterator[Problem]:
    """Return the numbers of a design that no cell can have."""
    for path, finding, size in _sized(design):
        if not _within(finding, size.possible):
            what = f"{show_value(finding)} is not possible here"
            yield Problem(path, what, f"{_span(size.usual)} is usual; check the unit and the power of ten")


def unusual_sizes(design: SizedCell) -> Iterator[Caution]:
    """Return the numbers of a design that are possible and outside what is usual."""
    for path, finding, size in _sized(design):
        if _within(finding, size.possible) and not _within(finding, size.usual):
            yield Caution(path, f"{show_value(finding)} is unusual", f"usual: {_span(size.usual)}")


def _sized(design: SizedCell) -> Iterator[tuple[str, Finding, Size]]:
    """Return each number with its size; a number that is wrong in itself is reported elsewhere."""
    cell = design.word("cell")
    for path, finding in (*_numbers(design), *_step_voltages(design)):
        size = size_at(path, cell)
        if size is not None:
            yield path.replace(STEPS, "protocol.steps"), finding, size


def _numbers(design: SizedCell) -> Iterator[tuple[str, Finding]]:
    for path, _ in numbers_of(design):
        with suppress(NatriaError, Unanswerable):
            yield path, design.finding(path)


def _step_voltages(design: SizedCell) -> Iterator[tuple[str, Finding]]:
    """Return the voltages that the sentences of the protocol name, as if they were a limit of it."""
    try:
        blocks = design.blocks()
    except (NatriaError, Unanswerable):
        return
    amounts = [one for block in blocks for step in block.steps for one in (step.drive, step.until)]
    for value in dict.fromkeys(one.value for one in amounts if one and one.kind == "volts" and not one.name):
        yield STEPS, Finding(Question("voltage", design.name), value, Chosen(design.name), 0.0)


def _within(finding: Finding, span: tuple[str, str]) -> bool:
    low, high = (_si(text, term(finding.question.name).unit) for text in span)
    return low <= finding.value <= high


@cache
def _si(text: str, unit: str) -> float:
    return parse_quantity(text, unit)[0]


def _span(span: tuple[str, str]) -> str:
    return f"{span[0]} to {span[1]}"
