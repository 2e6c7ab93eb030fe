"""Questions that a simulated cell answers: it is run under their conditions, and `lab` reads its recording.

An overpotential or an efficiency is defined once, in `lab`, for a measured curve and for a computed one alike. The
answer rests on all that the simulation read. As with every model, a condition that has no place in the design, or that
the simulation did not read, refuses the question.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ...design import Design, Refuse
from ...lab import Measurement, Specimen, measure
from ...models import ENGINE
from ...quantity import Finding, NatriaError, Question, Refused, term

READ_OFF = ("cell_overpotential", "hysteresis", "plating_stripping_efficiency", "aurbach_efficiency")
WHOLE = ("aurbach_efficiency",)  # of a protocol as a whole, not of a cycle
CYCLES = 2  # where no cycle is asked about
MOST_CYCLES = 50  # that a study simulates for one number
SAMPLES = 20  # readings a half-cycle


def simulated_answer(design: Design, question: Question) -> Finding | Refused:
    """What `lab` reads off the cell of a design under the conditions of a question."""
    try:
        return _answer(design, question)
    except Refuse as no:
        return Refused(question, ENGINE, str(no))
    except NatriaError as no:
        return Refused(question, ENGINE, no.what)


def _answer(design: Design, question: Question) -> Finding:
    if question.part:
        raise Refuse(f"the simulated cell answers {question.name} of a whole cell, not of a part ({question.part})")
    conditions = {key: value for key, value in question.at.items() if key != "cycle"}
    here, placed, homeless = design.under(replace(question, at=conditions))
    if homeless:
        raise Refuse(f"{design.name} has no place for the condition {', '.join(homeless)}")
    measurement, paths = _measured(here, _cycles(question, here))
    if unread := [key for key, path in placed.items() if path not in paths]:
        raise Refuse(f"the simulated cell does not depend on the condition {', '.join(unread)}")
    found = [f for f in measurement.findings if f.question.name == question.name]
    if not found:
        raise Refuse(f"nothing like {question.name} can be read off the simulated {measurement.says}")
    return _said(question, found)


def _said(question: Question, found: list[Finding]) -> Finding:
    """Of what was read, that of the cycle that is asked about; with the conditions that its term needs."""
    if "cycle" in question.at:
        found = [f for f in found if f.question.at.get("cycle") == question.at["cycle"]]
        if not found:
            raise Refuse("what is read off the simulated cell is no number of that cycle")
    one = found[0]
    needed = {key: one.question.at[key] for key in term(question.name).needs if key in one.question.at}
    return replace(one, question=replace(question, at={**needed, **question.at}))


def _cycles(question: Question, design: Design) -> int:
    """Up to the cycle that is asked about; of a ramp one cycle, as the next has another current."""
    blocks = design.blocks()
    if any(block.raise_by for block in blocks):
        return 1
    usual = sum(block.times or CYCLES for block in blocks) if question.name in WHOLE else CYCLES
    cycle = question.at.get("cycle", float(usual))
    last = cycle[1] if isinstance(cycle, tuple) else cycle
    if last > MOST_CYCLES:
        raise Refuse(f"a study simulates {MOST_CYCLES} cycles at most; natria simulate runs {last:g}")
    return int(max(last, CYCLES))


def _measured(design: Design, cycles: int) -> tuple[Measurement, frozenset[str]]:
    """The simulated cell as `lab` sees it, and the paths of the design that the simulation read."""
    from ...models.cell import legs, pack, prepare, recording_of, run

    prepared = prepare(design).said(cycles=cycles, samples=SAMPLES)
    program = legs(prepared.blocks, prepared.cell.kind, cycles)
    done = list(run(pack(prepared.cell), program, prepared.limits, samples=SAMPLES))
    if not done:
        raise Refuse("the protocol has no step to run")
    if ending := done[-1].ending:
        raise Refuse(f"the simulated cell ends after {ending.time:.3g} s: {ending.why}")
    recording = recording_of(prepared, np.concatenate([one.rows for one in done]))
    area = Finding(Question("face_area", design.name), prepared.cell.area, prepared.origin, 0.0)
    specimen = Specimen(design.name, prepared.cell.kind, area=area)
    return measure(recording, specimen), prepared.paths
