"""The simulated cell as an answerer: run under the conditions of a question, read by `lab`.

An overpotential or an efficiency is defined once, in `lab`, for measured and computed curves alike. The provenance of
the answer is everything that the simulation read.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ...answers import ENGINE, Answered, Answerer, NoOutcome, Reader, Refuse
from ...lab import Measurement, Specimen, measure
from ...models.cell import legs, pack, prepared_from, recording_of, run
from ...models.cell.prepare import VALID, VERSION, Prepared
from ...models.cell.solvers.adaptive import SolveError
from ...quantity import Finding, NatriaError, Question, Span, term

READ_OFF = ("cell_overpotential", "hysteresis", "plating_stripping_efficiency", "aurbach_efficiency")
WHOLE = ("aurbach_efficiency",)  # of a protocol as a whole, not of a cycle
SUBJECT = "cell"
LEAST_CYCLES = 2  # numerics: `lab` tells a cycling test from a single pulse by its second cycle
MOST_CYCLES = 50  # most cycles that a study simulates for one number; more are refused, so no answer changes
SAMPLES = 20  # numerics: readings a half-cycle


def simulated(read: Reader) -> Answered:
    """Return what `lab` reads from the simulated cell in the cycle of the question."""
    prepared = prepared_from(read, SUBJECT)
    cycle = read.asked("cycle")
    measurement = _measured(prepared, _cycles(read, prepared, cycle), read)
    found = [f for f in measurement.findings if f.question.name == read.term]
    if not found:
        raise NoOutcome(f"{read.term} cannot be determined from the simulated {measurement.says}")
    if cycle is not None:
        found = [f for f in found if f.question.at.get("cycle") == cycle]
        if not found:
            raise NoOutcome("the simulated recording gives no value for that cycle")
    one = found[0]
    needed = {key: one.question.at[key] for key in term(read.term).needs if key in one.question.at}
    return Answered(one.value if not isinstance(one.bound, tuple) else one.bound, needed)


def _cycles(read: Reader, prepared: Prepared, cycle: float | Span | None) -> int:
    """Return the cycles to simulate: up to that of the question.

    Of a ramp one cycle, as each has another current.
    """
    blocks = prepared.blocks
    if any(block.raise_by for block in blocks):
        return 1
    last = _unnamed_cycles(read, prepared) if cycle is None else cycle[1] if isinstance(cycle, tuple) else cycle
    if last > MOST_CYCLES:
        raise Refuse(f"a study simulates {MOST_CYCLES} cycles at most; natria simulate runs {last:g}")
    return int(max(last, LEAST_CYCLES))


def _unnamed_cycles(read: Reader, prepared: Prepared) -> float:
    """Return the cycles for a question that names none.

    All cycles of the protocol where the term is of the whole protocol.
    """
    times = [block.times for block in prepared.blocks]
    if read.term in WHOLE and None not in times:
        return sum(n for n in times if n)
    usual = read("usual.simulated_cycles")
    return sum(n or usual for n in times) if read.term in WHOLE else usual


def _measured(prepared: Prepared, cycles: int, read: Reader) -> Measurement:
    """Return the results of `lab` for the simulated cell."""
    program = legs(prepared.blocks, prepared.cell.kind, cycles)
    try:
        done = list(run(pack(prepared.cell), program, prepared.limits, samples=SAMPLES))
    except SolveError as bad:
        raise NoOutcome(bad.what) from None
    if not done:
        raise Refuse("the protocol has no step to run")
    if ending := done[-1].ending:
        raise NoOutcome(f"the simulated cell ends after {ending.time:.3g} s: {ending.why}")
    prepared = replace(prepared, origin=read.origin)
    recording = recording_of(prepared, np.concatenate([one.rows for one in done]))
    area = Finding(Question("face_area", SUBJECT), prepared.cell.area, read.origin, 0.0)
    try:
        return measure(recording, Specimen(SUBJECT, prepared.cell.kind, area=area), frozenset({read.term}))
    except NatriaError as no:  # the curve of this run is none that can be read
        raise NoOutcome(no.what) from None


SIMULATED = Answerer(ENGINE, VERSION, READ_OFF, simulated, VALID, takes=("cycle",), cost="seconds")
