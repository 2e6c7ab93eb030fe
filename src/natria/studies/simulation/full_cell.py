"""The simulated full cell as an answerer: capacities, voltages, peaks, retention, as measured.

A question about a later cycle is answered where the design says what ages, by `run_ahead`: slow states are carried
forward over most cycles. `lab` reads that cycle and the one after it as it reads the first two. Where nothing ages, a
later cycle is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from typing import Literal

import numpy as np

from ...answers import Answered, Answerer, NoOutcome, Reader, Refuse
from ...design import Block
from ...lab import Measurement, Specimen, measure
from ...models.cell import Done, cycles_of, legs, pack, prepared_from, recording_of, run
from ...models.cell.cell import Cell
from ...models.cell.equations.layout import Packed
from ...models.cell.equations.observe import COLUMNS, PLACE
from ...models.cell.failure.limits import Limits
from ...models.cell.prepare import VALID, VERSION, Prepared
from ...models.cell.solvers.adaptive import ATOL, Adaptive, SolveError
from ...models.cell.solvers.ahead import run_ahead
from ...models.cell.solvers.legs import Leg
from ...models.reading.contact import at_reference_pressure
from ...models.reading.sulfur import ACTIVE, sulfur_loading
from ...quantity import Finding, NatriaError, Question, Span, term
from .halves import HalfCycleLegs, first_discharge

SUBJECT = "cell"
AREAL = "discharge_areal_capacity"
READ_OFF = {  # term -> that of the finding of `lab`
    "specific_capacity": "specific_capacity",
    "areal_capacity": AREAL,
    "average_discharge_voltage": "average_discharge_voltage",
    "plateau_voltage": "plateau_voltage",
    "reduction_peak_voltage": "reduction_peak_voltage",
    "oxidation_peak_voltage": "oxidation_peak_voltage",
    "coulombic_efficiency": "coulombic_efficiency",
    "coulombic_efficiency_as_assembled": "coulombic_efficiency_as_assembled",
    "capacity_retention": AREAL,
}
CHARGES = ("specific_capacity", "areal_capacity")
RETENTION = "capacity_retention"
LOST = (*CHARGES, RETENTION, "coulombic_efficiency")  # what a growing layer that takes no sodium does not decide
SPLIT = "electrolyte_capacity_share"
TERMS = (*READ_OFF, SPLIT)
CATHODES = 2  # versions of the cathodes beside those of the engine; 2: a cycle before the end of a cell is answered
CYCLES = 2  # numerics: `lab` tells a cycling test from a single discharge by its second cycle
FINE = 1e-9  # numerics: relative tolerance of the cell that a calibration takes derivatives of
SAMPLES = 100  # numerics: readings a half-cycle, for peaks of dQ/dV
OF_ELECTROLYTE = "electrolyte_current_counter"  # column of a conversion electrode


def full_cell(read: Reader, tolerance: float | None = None) -> Answered:
    """Return what `lab` reads from a cycle of the simulated full cell, of the first where none is named."""
    if read.word("cell") != "full":
        raise Refuse("this is about full cells")
    cycle = _cycle(read)
    at_reference_pressure(read)
    prepared = prepared_from(read, SUBJECT)
    if cycle > CYCLES:
        _can_be_reached(prepared, cycle, read.term)
    first, columns, stopped = first_cycles(prepared, tolerance)
    if stopped and read.term in CHARGES and cycle == 1:
        return Answered(_first_charge(read, first_discharge(prepared, first, stopped)))
    if stopped:
        raise NoOutcome(stopped)
    if read.term == SPLIT:
        return Answered(_electrolyte_share(first_discharge(prepared, first, stopped), columns))
    value = _read_off(read, prepared, first, cycle, tolerance)
    if read.term != RETENTION:
        return Answered(value)
    fresh = _read_off(read, prepared, first, 1, tolerance)
    if isinstance(value, tuple) or isinstance(fresh, tuple):
        raise NoOutcome("the capacity of the simulated recording is a range, so its retention is not known")
    return Answered(value / fresh)


def _cycle(read: Reader) -> int:
    """Return the cycle of the question."""
    cycle = read.asked("cycle")
    if isinstance(cycle, tuple):
        raise Refuse("the simulated cell answers about one cycle, not about a range of cycles")
    if read.term == RETENTION and cycle is None:
        raise Refuse("a retention is of a cycle: name one")
    if cycle is not None and (cycle < 1 or cycle % 1.0 != 0.0):
        raise Refuse(f"cycles are counted 1, 2, 3 and so on, and this is about cycle {cycle:g}")
    return 1 if cycle is None else round(cycle)


def _can_be_reached(prepared: Prepared, cycle: int, name: str) -> None:
    """Refuse a cycle of a cell in which nothing ages, and one that the protocol does not have."""
    if not prepared.cell.ages:
        raise Refuse(
            "nothing ages in the simulated cell, so a later cycle is not known: give [counter.ageing], a layer that "
            "grows in the cell, or dead sodium"
        )
    if name in LOST and not prepared.cell.loses:
        raise Refuse(
            "nothing is lost in the simulated cell, so a later capacity is not known: give [counter.ageing], dead "
            "sodium, or a growing layer that takes sodium"
        )
    planned = cycles_of(prepared.blocks)
    if planned is not None and cycle > planned:
        raise Refuse(f"the protocol has {planned} cycles, and this is about cycle {cycle}")


def _read_off(read: Reader, prepared: Prepared, first: np.ndarray, cycle: int, tolerance: float | None) -> float | Span:
    """Return what `lab` reads from a cycle; of a later one as of a recording that starts with it."""
    rows = first if cycle == 1 else _later(prepared, cycle, tolerance)
    measurement, peak = _measured(read, prepared, rows), read.asked("peak")
    asked = {"cycle": 1, **({"peak": peak} if peak is not None else {})}
    found = [f for f in measurement.findings if f.question.name == READ_OFF[read.term]]
    found = [f for f in found if all(f.question.at.get(key) == value for key, value in asked.items())]
    if not found:
        raise NoOutcome(f"the simulated recording shows no {term(read.term).name.replace('_', ' ')} of that number")
    one = found[0]
    return one.bound if isinstance(one.bound, tuple) else one.value


def first_cycles(prepared: Prepared, tolerance: float | None = None) -> tuple[np.ndarray, dict[str, int], str]:
    """Return the first cycles, where each column stands, and why the first cycle is not complete."""
    from ...models.cell.electrodes.dispatch import columns_of

    names = [*COLUMNS, *columns_of(pack(prepared.cell).shape)]
    rows, stopped = _rows(prepared.cell, prepared.blocks, prepared.limits, tolerance)
    return rows, {name: k for k, name in enumerate(names)}, stopped


@lru_cache(maxsize=128)
def _rows(cell: Cell, blocks: tuple[Block, ...], limits: Limits, tolerance: float | None) -> tuple[np.ndarray, str]:
    """Return the readings of whole legs, and why the first cycle is not complete; kept for a cell."""
    packed = pack(cell)
    solver, program = _solver(packed, tolerance), list(legs(blocks, cell.kind, CYCLES))
    return _kept(run(packed, program, limits, samples=SAMPLES, solver=solver), program, range(1, CYCLES + 1))


def _later(prepared: Prepared, cycle: int, tolerance: float | None) -> np.ndarray:
    rows, stopped = _later_rows(prepared.cell, prepared.blocks, prepared.limits, cycle, tolerance)
    if stopped:
        raise NoOutcome(stopped)
    return rows


@lru_cache(maxsize=32)
def _later_rows(
    cell: Cell, blocks: tuple[Block, ...], limits: Limits, cycle: int, tolerance: float | None
) -> tuple[np.ndarray, str]:
    """Return the readings of a later cycle and the one after it, which the protocol need not have."""
    wanted = (cycle, cycle + CYCLES - 1)
    last = blocks[-1] if blocks[-1].times is None else replace(blocks[-1], times=blocks[-1].times + CYCLES - 1)
    program = list(legs((*blocks[:-1], last), cell.kind, wanted[-1]))
    packed = pack(cell)
    solver = _solver(packed, tolerance)
    return _kept(run_ahead(packed, program, wanted, limits, samples=SAMPLES, solver=solver), program, wanted)


def _solver(packed: Packed, tolerance: float | None) -> Adaptive:
    return Adaptive(packed, tolerance, ATOL if tolerance is None else min(ATOL, tolerance))


def _kept(done: Iterable[Done], program: Sequence[Leg], cycles: Sequence[int]) -> tuple[np.ndarray, str]:
    """Return the readings of some cycles, and why the run stopped before the first was complete.

    A run that stops later has the first of these cycles once more in place of the others: what `lab` reads of a cycle
    follows from that cycle alone. A cycle with a half that ended at once is not complete: the same half before and
    after it would be read as one.
    """
    kept, stopped = [], ""
    try:
        for one in done:
            if one.ending:
                stopped = f"the simulated cell ends after {one.ending.time:.3g} s: {one.ending.why}"
                break
            if one.leg.cycle in cycles:
                kept.append(one.rows)
    except SolveError as bad:
        stopped = bad.what
    if not kept:
        raise NoOutcome(stopped) if stopped else Refuse("the protocol has no step to run")
    own = [rows for rows in kept if rows[0, PLACE["cycle"]] == cycles[0]]
    is_complete = len(own) == sum(leg.cycle == cycles[0] for leg in program) and all(map(_has_lasted, own))
    if not stopped or not is_complete:
        return np.concatenate(kept), stopped
    return np.concatenate([*own, _again(np.concatenate(own))]), ""


def _has_lasted(rows: np.ndarray) -> bool:
    return bool(rows[-1, PLACE["time"]] > rows[0, PLACE["time"]])


def _again(rows: np.ndarray) -> np.ndarray:
    """Return the readings of a cycle as those of the next one."""
    later = rows.copy()
    later[:, PLACE["time"]] += rows[-1, PLACE["time"]] - rows[0, PLACE["time"]]
    later[:, PLACE["cycle"]] += 1
    return later


def _first_charge(read: Reader, first: HalfCycleLegs) -> float:
    """Return the charge of a whole first discharge, of a cell that stops later.

    Without it, cells of much polarisation would have no capacity at all, and those that are left too much of it.
    """
    return first.charge if read.term == "areal_capacity" else first.charge / active_loading(read)


def _measured(read: Reader, prepared: Prepared, rows: np.ndarray) -> Measurement:
    recording = recording_of(replace(prepared, origin=read.origin), rows)
    area = Finding(Question("face_area", SUBJECT), prepared.cell.area, read.origin, 0.0)
    known = Specimen(SUBJECT, "full", area=area, as_assembled=_as_assembled(read))
    if READ_OFF[read.term] == "specific_capacity":
        mass, basis = active_loading(read) * prepared.cell.area, read.word("reporting.mass_basis")
        known = replace(known, mass=Finding(Question("active_mass", SUBJECT), mass, read.origin, 0.0), mass_basis=basis)
    try:
        return measure(recording, known, frozenset({READ_OFF[read.term]}))
    except NatriaError as no:  # the curve of this run is none that can be read
        raise NoOutcome(no.what) from None


def active_loading(read: Reader) -> float:
    """Return the active mass per area (kg/m^2) of the electrode: sulfur by the composite's mass.

    A loading that the design states beside would be moved apart from that mass, and the capacity with it.
    """
    is_sulfur = read.word("counter.material") == ACTIVE and read.has("counter.conversion")
    return sulfur_loading(read) if is_sulfur else read("counter.mass_loading")


def _as_assembled(read: Reader) -> Literal["charged", "discharged"] | None:
    word = read.word("reporting.as_assembled")
    return word if word in ("charged", "discharged") else None  # type: ignore[return-value]


def _electrolyte_share(first: HalfCycleLegs, columns: dict[str, int]) -> float:
    """Return the charge of the electrolyte's couple over that of the first discharge."""
    if OF_ELECTROLYTE not in columns:
        raise Refuse("the counter electrode has no electrolyte that reacts")
    return first.integral(lambda rows: rows[:, columns[OF_ELECTROLYTE]]) / first.charge


OBJECTION = (
    "Exchange currents and the film of product are guesses, the sulfur is taken to react in full, and the potentials "
    "are those of crystals. A capacity that comes out near the theoretical one says only that no resistance of the "
    "model stops the discharge. To settle this, one would have to measure the voltage at rest along the discharge "
    "and the impedance there."
)

FULL_CELL = Answerer(
    "full_cell",
    VERSION + CATHODES,
    TERMS,
    full_cell,
    f"{VALID}; of a later cycle the slow states are carried forward over the cycles before it",
    ("mass_loading",),
    takes=("cycle", "peak"),
    cost="seconds",
    objection=OBJECTION,
)

# for derivatives: at the usual tolerance, voltages where a couple runs out jump by more than a small step moves them
SMOOTH_FULL_CELL = replace(FULL_CELL, run=partial(full_cell, tolerance=FINE))
