"""Results of a finished run: its recording as measured by `lab`, failure modes, tables and JSON.

Overpotentials, efficiencies and critical currents are defined once, in `lab`, for simulated and measured curves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from math import isfinite
from typing import Any

import numpy as np

from ...lab import Measurement, Specimen, measure
from ...models.cell.analysis.layers import LayerResistance, layer_resistances
from ...models.cell.failure.critical_current import Critical, critical_currents, is_ramp
from ...models.cell.failure.monitors import monitors_of
from ...models.cell.failure.utilisation import Watch, Watching, first_to_fail, ranked, verdict
from ...models.cell.prepare import Prepared
from ...models.cell.solvers.checkpoint import RunFolder
from ...models.cell.solvers.run import Ending
from ...quantity import Chosen, Finding, Question, number
from ...record import Note, Recording, Table
from ..document import digest_of_document, measurement_document
from ..own_data import specimen_of
from .plan import Plan
from .readings import RunReadings

INCOMPLETE = "incomplete: the run is not finished"
UNUSUAL = 1.0  # V: no symmetric cell of the papers in the library has an overpotential above it
STOPPED = ("cycle_life", "cycling_time", "time_to_short")
CRITICAL = (
    "critical_current_density",
    "critical_current_density_plating",
    "critical_current_density_stripping",
    "cumulative_areal_capacity",
    "cumulative_areal_capacity_plated",
)


@dataclass(frozen=True, eq=False)
class Simulation:
    """Results of a simulation.

    `limiting` is the limiting current density of the salt, where the design has one; `highest` (A/m^2) the largest
    current that was run; `utilisation` the largest utilisation of each monitor in each leg.
    """

    plan: Plan
    layers: tuple[LayerResistance, ...]
    measurement: Measurement
    inside: Table
    utilisation: Table
    watches: tuple[Watch, ...]  # first what comes first
    failures: Table
    critical: Critical | None  # of a ramp: the critical current by each law
    cycles: int  # that were begun
    highest: float
    limiting: Finding | None
    ending: Ending | None
    notes: tuple[Note, ...]
    is_incomplete: bool = False  # an unfinished run as far as it came

    @property
    def prepared(self) -> Prepared:
        return self.plan.prepared

    @property
    def recording(self) -> Recording:
        return self.measurement.recording

    @property
    def tables(self) -> tuple[Table, ...]:
        ramp = (self.critical.table,) if self.critical else ()
        return (*self.measurement.tables, *ramp, self.failures, self.utilisation, self.inside)

    @property
    def lasts(self) -> float:
        """Return the simulated time in s."""
        return float(self.recording.time[-1]) if len(self.recording) else 0.0

    @cached_property
    def whole(self) -> Finding:
        """Return a finding that represents the run in an ancestry: its duration, with all that the run read."""
        return Finding(Question("recorded_time", self.plan.system), self.lasts, self.recording.origin, 0.0)

    @property
    def first(self) -> Watch | None:
        return first_to_fail(self.watches)

    @property
    def over_limit(self) -> float | None:
        """Return J/J_lim of the current that ended the run, or the largest that was run.

        None without a limiting current.
        """
        if self.limiting is None or self.limiting.bound is not None:
            return None
        current = abs(self.ending.leg.current) if self.ending and self.ending.leg.current else self.highest
        return current / self.limiting.plain


def finish(plan: Plan, store: RunFolder, ending: Ending | None, *, incomplete: bool = False) -> Simulation:
    """Return the results of a run.

    `ending` is why the run ended before its protocol did. An incomplete run says so in its notes and its recording, and
    gives none of the numbers that say how long a cell lasts.
    """
    monitors, record = monitors_of(plan.design)
    readings = RunReadings(
        plan.prepared, store.position.readings, store.position.cycle, Watching(monitors), columns=plan.columns
    )
    readings.take(store.chunks())
    watches = ranked(readings.watching.watches())
    legs_run = store.position.state.leg if store.position.state else 0
    critical = _critical(plan, legs_run)
    judged = record.added_to(plan.prepared.origin)
    thinned = (
        (Note("thinned", f"the table of internal states has {readings.which}; the recording has all cycles"),)
        if readings.which
        else ()
    )
    recording = readings.recording()
    layers = layer_resistances(plan.prepared.cell)
    begun = f"{INCOMPLETE}; these are the first {store.position.cycle:,} of {plan.cycles:,} cycles"
    unfinished = (Note("incomplete", begun),) if incomplete else ()
    recording = replace(recording, notes=(*unfinished, *recording.notes))
    open_end = incomplete or ending is not None
    return Simulation(
        plan,
        layers,
        _as_ended(measure(recording, _specimen(plan)), critical, open_end=open_end),
        readings.inside(),
        readings.utilisation(judged),
        watches,
        verdict(watches, judged),
        critical,
        store.position.cycle,
        readings.highest,
        _limiting(plan),
        ending,
        (*unfinished, *plan.prepared.notes, *plan.notes, *thinned, *_unusual(plan, recording, layers)),
        incomplete,
    )


def _unusual(plan: Plan, recording: Recording, layers: tuple[LayerResistance, ...]) -> Iterator[Note]:
    """Yield a note where a symmetric cell reaches voltages at which real ones decompose."""
    if plan.prepared.cell.kind != "symmetric" or not len(recording) or not layers:
        return
    highest = float(np.abs(recording.voltage).max())
    if highest > UNUSUAL:
        most = max(layers, key=lambda layer: layer.area_resistance)
        text = (
            f"the voltage reaches {number(highest)} V: symmetric sodium cells stay below {UNUSUAL:g} V, and what "
            f"decomposes above is not in the model; the largest resistance before the first cycle is that of "
            f"{most.name}, {number(1e4 * most.area_resistance)} ohm cm^2"
        )
        yield Note("unusual-voltage", text)


def _critical(plan: Plan, legs_run: int) -> Critical | None:
    """Return the critical currents of a ramp by every law, from the steps that were run.

    A recording that stops cannot show by which law the cell failed.
    """
    if not is_ramp(plan.prepared.blocks) or not legs_run:
        return None
    return critical_currents(plan.design, most=legs_run)


def _as_ended(measurement: Measurement, critical: Critical | None, *, open_end: bool) -> Measurement:
    """Return the results of `lab` without its conclusions on how the test ended; a simulation knows why.

    Its critical currents are those of the laws.
    """
    left_out = {*(STOPPED if open_end else ()), *(CRITICAL if critical else ())}
    findings = tuple(f for f in measurement.findings if f.question.name not in left_out)
    events = tuple(e for e in measurement.events if not (open_end and e.what == "test stopped"))
    return replace(measurement, findings=(*findings, *(critical.findings() if critical else ())), events=events)


def _specimen(plan: Plan) -> Specimen:
    """Return the specimen of the recording; without an area in the design, with the area that was run."""
    specimen = specimen_of(plan.studio, plan.system)
    if specimen.area is not None:
        return specimen
    question = Question("face_area", plan.system)
    return replace(specimen, area=Finding(question, plan.prepared.cell.area, Chosen("natria"), 0.0, unit="cm^2"))


def _limiting(plan: Plan) -> Finding | None:
    answers = plan.studio.answers(Question("limiting_current_density", plan.system))
    return next((a for a in answers if isinstance(a, Finding)), None)


# --- as JSON


def simulation_document(s: Simulation, version: str) -> dict[str, Any]:
    """Return the JSON of a measurement (natria.study/1) with the simulation under `simulation`."""
    measurement = replace(s.measurement, tables=s.tables)
    document = measurement_document(measurement, (), version, s.plan.studio.case.name, papers=s.plan.studio.library)
    document |= {"title": f"{s.plan.system}: simulated", "simulation": _simulation(s)}
    del document["digest"]
    return {**document, "digest": digest_of_document(document)}


def _simulation(s: Simulation) -> Mapping[str, Any]:
    first, end = s.first, s.ending
    return {
        "of": s.plan.system,
        "cell": s.prepared.cell.kind,
        "model": s.prepared.origin.model,
        "version": s.prepared.origin.version,
        "made_with": s.plan.made_with,
        "cycles": s.cycles,
        "planned_cycles": s.plan.planned,
        "time": s.lasts,
        "readings": len(s.recording),
        "ended": None
        if end is None
        else {
            "event": end.event,
            "why": end.why,
            "time": end.time,
            "cycle": end.leg.cycle,
            "current": end.leg.current,
        },
        "incomplete": s.is_incomplete,
        "limiting_current_ratio": s.over_limit,
        "layers": [
            {"name": x.name, "where": x.where, "thickness": x.thickness, "area_resistance": x.area_resistance}
            for x in s.layers
        ],
        "first_to_fail": None
        if first is None
        else {"way": first.name, "law": first.law, "margin": first.margin if isfinite(first.margin) else None},
        "notes": [note.text for note in s.notes],
        "note_codes": [note.code for note in s.notes],
    }
