"""What a user gives with the file of a recording.

They are the options of `natria measure` and the arguments of `natria.measure`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import get_args

from ...lab import GivenCurrent, Specimen, read_current
from ...lab.specimen import CellKind
from ...lab.window import read_window
from ...quantity import Chosen, Finding, InputError, Problem, Question, UnitError, did_you_mean, parse_quantity

BY = "the command line"
CELLS: tuple[CellKind, ...] = get_args(CellKind)


@dataclass(frozen=True)
class Given:
    """Properties of a measured cell as text; an empty one is not given.

    `current` is that of a file without a current column, `columns` a column map. `cycles` is the window to evaluate
    ("3:50"), `formation` the number of formation cycles. `thickness` is that of the layer between the electrodes.
    `arcs` are parts of the cell that arcs of its spectra are ("2=interlayer"). `by` names who gave them.
    """

    area: str = ""
    mass: str = ""
    cell: str = ""
    current: str = ""
    cycles: str = ""
    formation: int | None = None
    columns: Path | None = None
    by: str = BY
    thickness: str = ""
    arcs: tuple[str, ...] = ()

    def read_current(self) -> GivenCurrent | None:
        """Return the given current."""
        return read_current(self.current, self.by) if self.current else None

    def applied(self, specimen: Specimen) -> Specimen:
        """Return a specimen with the given properties in place of its own; raises InputError for a wrong one."""
        of = specimen.of
        if self.area:
            specimen = replace(specimen, area=given_area(self.area, of, self.by))
        if self.thickness:
            thickness = _thickness(self.thickness, specimen, self.by)
            specimen = replace(specimen, thickness=thickness, thickness_from=())
        if self.mass:
            mass, _ = _above_zero("--mass", self.mass, "kg", "2.5 mg")
            specimen = replace(specimen, mass=Finding(Question("active_mass", of), mass, Chosen(self.by), 0.0))
        if self.cell:
            specimen = replace(specimen, kind=_kind(self.cell, specimen), kind_by=self.by)
        if self.cycles:
            specimen = replace(specimen, cycles=read_window(self.cycles))
        if self.formation is not None:
            specimen = replace(specimen, formation=_count(self.formation))
        if self.arcs:
            specimen = replace(specimen, arcs=read_arcs(self.arcs))
        return specimen


def given_area(area: str, of: str, by: str = BY) -> Finding:
    """Return the area of an electrode as it is given."""
    value, unit = _above_zero("--area", area, "m^2", "1.13 cm^2")
    return Finding(Question("face_area", of), value, Chosen(by), 0.0, unit=unit)


def read_arcs(given: Sequence[str]) -> Mapping[int, str]:
    """Return the parts of a cell by the number of their arc, from "2=interlayer"; one part has one arc."""
    found: dict[int, str] = {}
    for text in given:
        number, _, part = (word.strip() for word in text.partition("="))
        if not number.isdecimal() or int(number) < 1 or not part or "#" in part:
            fix = "write NUMBER=PART, for example 2=interlayer; arcs are counted from the highest frequency on"
            raise InputError("--arc", [Problem(text, "is not an arc with a part", fix)])
        if int(number) in found or part in found.values():
            raise InputError("--arc", [Problem(text, "the arc or the part is given twice", "give each once")])
        found[int(number)] = part
    return found


def _thickness(thickness: str, specimen: Specimen, by: str) -> Finding:
    """Return the thickness of the layer as it is given."""
    if specimen.area is None:
        what = "a conductivity needs the area of a face beside the thickness of the layer"
        raise InputError("--thickness", [Problem(thickness, what, "give the area too: --area '0.785 cm^2'")])
    value, _ = _above_zero("--thickness", thickness, "m", "500 um")
    return Finding(Question("layer_thickness", specimen.layer or specimen.of), value, Chosen(by), 0.0)


def _kind(word: str, specimen: Specimen) -> CellKind:
    """Return the kind of cell of a word; a design that states another kind contradicts it."""
    kind = next((k for k in CELLS if k == word), None)
    if kind is None:
        raise InputError("--cell", [Problem(word, "is not a kind of cell", did_you_mean(word, CELLS))])
    if specimen.kind not in (None, kind):
        fix = "leave out --cell, or measure without the design"
        raise InputError("--cell", [Problem(word, f"the design of {specimen.of} states a {specimen.kind} cell", fix)])
    return kind


def _count(formation: int) -> int:
    if formation < 0:
        raise InputError("--formation", [Problem(str(formation), "is not a number of cycles", "write 0 or more")])
    return formation


def _above_zero(option: str, text: str, unit: str, example: str) -> tuple[float, str]:
    """Return a given value in SI and its unit as written."""
    fix = f"write for example '{example}'"
    try:
        value, written = parse_quantity(text, unit)
    except UnitError as bad:
        raise InputError(option, [Problem("", bad.what, fix)]) from None
    if value <= 0:
        raise InputError(option, [Problem("", f"{text!r} is not above zero", fix)])
    return value, written
