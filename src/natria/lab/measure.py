"""Analyse a recording: classify cell and test, detect events, return findings and tables.

`ANALYSES` lists the analyses of each kind of cell, in order. Each receives the results of the earlier ones, so that no
overpotential is taken from a shorted cell. A further analysis is a function and a line in the table.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from ..quantity import Finding
from ..record import Recording, Table
from .cycling.aurbach.cycle_by_cycle import efficiency
from .cycling.aurbach.efficiency import aurbach_efficiency
from .cycling.full_cell.capacity import pairing
from .cycling.full_cell.cycles import full_cell
from .cycling.half_cycles import HalfCycles, half_cycles
from .cycling.kind import HOST, TEST_LABELS, Kind, kind_of, recognise
from .cycling.life import life
from .cycling.plating import one_directional_plating
from .cycling.ramps.critical_current import critical_current
from .cycling.shorts.full_cell import full_cell_shorts
from .cycling.shorts.symmetric import shorts
from .cycling.symmetric.overpotentials import symmetric
from .results import Cycling, Event, Remark, Results, merged
from .specimen import Specimen
from .window import cut, remark_on

Analysis = Callable[[Cycling, Results], Results]  # the second argument: results of the analyses before it

ANALYSES: dict[str, tuple[Analysis, ...]] = {
    "symmetric": (
        lambda cycling, _: shorts(cycling),
        lambda cycling, before: life(cycling, before.events),
        lambda cycling, before: symmetric(cycling, before.events),
    ),
    "half": (lambda cycling, _: efficiency(cycling),),
    "full": (
        lambda cycling, _: full_cell_shorts(cycling),
        lambda cycling, before: (
            life(cycling, before.events) if before.events else Results()
        ),  # else: see capacity retention
        lambda cycling, before: full_cell(cycling, before.events),
    ),
}
BY_TEST: dict[str, tuple[Analysis, ...]] = {  # in addition to those of the cell
    "critical current": (lambda cycling, _: critical_current(cycling),),
    "reservoir": (lambda cycling, _: aurbach_efficiency(cycling),),
    "plating until short": (one_directional_plating,),
}
NOT_APPLICABLE = {"critical current": ("cycle_life", "cycling_time", "resistance_growth", "hysteresis_drift")}
OVERPOTENTIAL = (
    "The voltage of a symmetric cell is overpotential alone: a value this large means a high resistance or a depleted "
    "salt, and a real electrolyte decomposes there."
)
NO_FINDINGS = (
    "No number could be read from this recording. If the kind of cell is wrong, set it with --cell or --design."
)


@dataclass(frozen=True, eq=False)
class Measurement:
    """All results of one recording. `remarks` list assumptions, omissions and limits of the analysis."""

    recording: Recording
    specimen: Specimen
    kind: Kind
    halves: HalfCycles
    findings: tuple[Finding, ...]
    tables: tuple[Table, ...]
    events: tuple[Event, ...]
    remarks: tuple[Remark, ...]

    @property
    def says(self) -> str:
        """The kind of cell and of test in words: "half cell, Aurbach test"."""
        cell = "cell of unknown kind" if self.kind.cell == "unknown" else f"{self.kind.cell} cell"
        if any(reason.code == HOST for reason in self.kind.reasons):
            cell = "host electrode against metal"
        one_way = self.kind.test == "cycling" and len(self.halves) == 1
        return f"{cell}, {'current in one direction' if one_way else TEST_LABELS.get(self.kind.test, self.kind.test)}"

    def table(self, name: str) -> Table | None:
        return next((t for t in self.tables if t.id == name), None)


def measure(recording: Recording, specimen: Specimen | None = None, terms: frozenset[str] = frozenset()) -> Measurement:
    """Analyse a recording. Without a specimen, no number is given per area or per mass.

    With `terms` the findings of these terms are the same, and all others, tables and remarks may be missing: a
    prediction reads one number from each of thousands of simulated recordings.
    """
    of = specimen or Specimen(_stem(recording.file))
    halves = half_cycles(recording.time, recording.voltage, recording.current)
    kind = recognise(recording, halves, of)
    if of.cycles is not None:
        recording, halves, of, kind = _within(recording, halves, of, kind)
    cell = kind.cell if kind.cell != "unknown" else None
    cycling = Cycling(recording, halves, replace(of, kind=cell), terms)
    found, of_test = Results(), Results()
    for analysis in ANALYSES.get(kind.cell, ()):
        found = merged((found, analysis(cycling, found)))
    for analysis in BY_TEST.get(kind.test, ()):
        of_test = merged((of_test, analysis(cycling, found)))
    # The findings of the test come first.
    found = merged((of_test, replace(found, findings=_applicable(found.findings, kind.test))))
    left_out = () if of.cycles is None else (remark_on(of.cycles),)
    nothing = () if found.findings else (Remark("no-findings", NO_FINDINGS),)
    remarks = (*left_out, *_doubts(kind), *found.remarks, *nothing, *_unknown(cycling.specimen))
    return Measurement(recording, cycling.specimen, kind, halves, found.findings, found.tables, found.events, remarks)


def _within(
    recording: Recording, halves: HalfCycles, of: Specimen, kind: Kind
) -> tuple[Recording, HalfCycles, Specimen, Kind]:
    """Cut out a window of cycles.

    The kind of cell is that of the whole recording, the test that of the window.
    """
    if of.cycles is None:
        return recording, halves, of, kind
    order = of.as_assembled
    if kind.cell == "full" and order is None:  # a cycle begins as in the whole recording
        order = "discharged" if pairing(halves, of)[0] else "charged"
    recording, halves, window = cut(recording, halves, of.cycles)
    of = replace(of, cycles=window, as_assembled=order)
    stated = of if kind.cell == "unknown" else replace(of, kind=kind.cell)
    inside = recognise(recording, halves, stated)
    reasons = (kind.reasons[0], inside.reasons[1])
    cut_out = kind_of(inside.cell, inside.test, reasons, kind.plating_sign, kind.conflict)
    return recording, halves, of, replace(cut_out, doubt=kind.doubt)


def _applicable(findings: tuple[Finding, ...], test: str) -> tuple[Finding, ...]:
    """Drop findings that the test cannot provide: a ramp does not test cycle life."""
    return tuple(f for f in findings if f.question.name not in NOT_APPLICABLE.get(test, ()))


def _doubts(kind: Kind) -> tuple[Remark, ...]:
    """Remark on a simulated cell whose voltage is that of another kind of cell."""
    if kind.doubt is None:
        return ()
    text = f"The simulation states a {kind.cell} cell; {kind.doubt.text}."
    meaning = f" {OVERPOTENTIAL}" if kind.cell == "symmetric" else ""
    return (Remark("unusual-voltage", f"{text}{meaning}"),)


def _unknown(specimen: Specimen) -> tuple[Remark, ...]:
    """Remarks on missing properties of the specimen that a comparison needs."""
    text = "Electrode area unknown: currents and charges are given per cell. Set the area with --area or a design."
    return (Remark("no-area", text),) if specimen.area is None else ()


def _stem(file: str) -> str:
    """Default name of the cell: the stem of its file name."""
    return file.replace("\\", "/").rpartition("/")[2].partition(".")[0] or "cell"
