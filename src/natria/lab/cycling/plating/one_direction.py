"""Findings and event of plating in one direction at constant current, without a design.

Until the voltage falls, the cell shows a nucleation spike and a plateau. The charge that passes until then is what the
electrolyte or layer withstands. A test that ends without a fall gives a lower bound of it.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ....quantity import Bound, Finding, Span
from ...results import Cycling, Event, Happening, Remark, Results
from ...specimen import finding_of
from ..shorts.evidence import Evidence, confidence, weight
from ..shorts.gradual import DURATIONS, SURE
from .curve import PlatingCurve, last_curve, nucleation_and_plateau
from .fall import BINS, FEWEST, VoltageFall, voltage_fall

HARD = 0.9  # share of |V| lost at a hard short
SUDDEN = 0.01  # of the time with current before it: a shorter fall is sudden
NOISIER = 2.0  # times the noise before
FEW = 8  # readings whose noise is compared
SHORTS = ("hard short", "soft short", "gradual short")
HOUR = 3600.0


def one_directional_plating(cycling: Cycling, before: Results) -> Results:
    """Return the findings of one-directional plating: plateau, nucleation, charges and fall.

    Findings: plateau, nucleation overpotential, charge to the onset and to the end, and the fall of the voltage.

    `before` are the results of the cell: an event in the last half-cycle is taken from there.
    """
    last = len(cycling.halves) - 1
    curve = last_curve(cycling)
    if not curve.duration > 0:
        return Results()
    known = next((e for e in before.events if e.what in SHORTS and e.half_cycle == last), None)
    event = known or fall_event(cycling)
    given = {f.question.name for f in before.findings}
    findings = tuple(f for f in _findings(cycling, curve, event) if f.question.name not in given)
    remarks = () if event else (Remark("no-fall", _not_seen(curve)),)
    return Results(findings, events=(event,) if event and not known else (), remarks=remarks)


def fall_event(cycling: Cycling) -> Event | None:
    """Return the fall of the voltage in the last half-cycle as an event, None if there is none."""
    curve = last_curve(cycling)
    fall = voltage_fall(curve)
    if fall is None:
        return None
    last = len(cycling.halves) - 1
    seen = tuple(_evidence(curve, fall))
    time = _clock(curve, fall)
    return Event(
        _what(fall),
        time,
        last,
        int(cycling.halves.cycle[last]),
        max(time - float(cycling.halves.start[last]), 0.0),
        confidence(seen, float(BINS * len(DURATIONS))),
        tuple(Remark(e.code, e.text) for e in seen),
        fall.size,
        onset_within=None
        if fall.within is None
        else (_clock_of(curve, fall.within[0]), _clock_of(curve, fall.within[1])),
    )


def _clock_of(curve: PlatingCurve, plated: float) -> float:
    """Return the time of the clock (s) at a time with current."""
    return float(np.interp(plated, curve.plated, curve.clock))


def _what(fall: VoltageFall) -> Happening:
    if fall.size >= HARD:
        return "hard short"
    return "soft short" if fall.duration <= SUDDEN * max(fall.onset, 1e-9) else "gradual short"


def _clock(curve: PlatingCurve, fall: VoltageFall) -> float:
    """Time of the clock (s) at the onset; one inside a rest is the end of the rest."""
    at = _clock_of(curve, fall.onset)
    before, after = curve.clock[max(fall.row - 1, 0)], curve.clock[fall.row]
    return float(min(max(at, before), after))


def _evidence(curve: PlatingCurve, fall: VoltageFall) -> Iterator[Evidence]:
    text = (
        f"|V| falls by {fall.size:.0%} within {fall.duration / HOUR:.3g} h, after {fall.onset / HOUR:.4g} h of plating "
        f"({fall.z:.0f} sigma of drift and scatter before)"
    )
    yield Evidence("voltage-falls", text, float(weight(np.array(fall.z))))
    after = curve.voltage[curve.plated > fall.end]
    if len(after) >= FEW:
        ended = float(np.median(after[-FEW:])) / max(float(np.median(after)), 1e-9)
        text = "|V| recovers in part before the end" if ended > 1 + fall.size / 4 else "|V| stays low until the end"
        yield Evidence("recovers" if ended > 1 + fall.size / 4 else "stays-low", text, 0.0)
    early, late = (
        _noise(curve, curve.plated < fall.onset),
        _noise(curve, curve.plated >= fall.onset),
    )
    if early > 0 and late > NOISIER * early:
        yield Evidence("noise", f"voltage noise {late / early:.1f} times as large as before the fall", 1.0)


def _noise(curve: PlatingCurve, part: np.ndarray) -> float:
    v = curve.voltage[part]
    if len(v) < FEW:
        return 0.0
    return float(np.median(np.abs(v[1:-1] - (v[:-2] + v[2:]) / 2)))


def _not_seen(curve: PlatingCurve) -> str:
    """Return what was looked for and could not have been seen."""
    if len(curve.plated) < FEWEST:
        return f"No fall searched: {len(curve.plated)} readings, {FEWEST} are needed."
    edges = np.linspace(0, curve.duration, min(BINS, len(curve.plated) // 2) + 1)
    level = curve.mean_log(edges)
    scatter = 1.4826 * float(np.median(np.abs(np.diff(level, 2)))) / np.sqrt(6)
    least = 1 - np.exp(-max(0.223, SURE * 2 * scatter))
    width = curve.duration / (len(edges) - 1) / HOUR
    return (
        f"No fall of |V| seen until the end of the record; the charge is a lower bound. Looked for: a lasting fall of "
        f"{least:.0%} or more, sudden or gradual. Could not have been seen: smaller falls, a fall within the first "
        f"{4 * width:.2g} h or in the last two readings, a fall that takes most of the test, and a short that is "
        "present from the start."
    )


def _findings(cycling: Cycling, curve: PlatingCurve, event: Event | None) -> Iterator[Finding]:
    recording, specimen, halves = cycling.recording, cycling.specimen, cycling.halves
    last = len(halves) - 1
    amperes = float(abs(halves.current[last]))
    current, by_area = specimen.current(amperes)
    row = len(curve.row) if event is None else int(np.searchsorted(curve.clock, event.time))
    row = min(max(row, 1), len(curve.row) - 1)
    until = curve.duration if event is None else float(np.interp(event.time, curve.clock, curve.plated))
    spike, plateau, spread = nucleation_and_plateau(curve, until)
    where = "to the onset of the fall" if event else "to the end of the record, no fall seen"
    if plateau > 0:
        how = f"plateau: median |V| from a fifth of the time {where}"
        yield finding_of(
            recording, specimen, "cell_overpotential", plateau, current, method=how, std=spread, uses=by_area
        )
    if spike is not None:
        how = "highest |V| of the first fifth less the plateau"
        yield finding_of(
            recording, specimen, "nucleation_overpotential", spike, current, method=how, std=curve.noise, uses=by_area
        )
    bound: Bound | Span = "at least"
    if event is not None and event.onset_within is not None:
        low, high = np.interp(event.onset_within, curve.clock, curve.plated)
        bound = (float(low), float(high))
    elif event is not None:
        bound = (float(curve.plated[row - 1]), float(curve.plated[row]))
    method = f"plating without a change of direction, {where}"
    yield finding_of(recording, specimen, "time_to_short", until, current, method=method, bound=bound, uses=by_area)
    ends = (("to_short", until, bound, method), ("plated", curve.duration, None, "charge to the end of the record"))
    for name, seconds, within, how in ends:
        charge = within if not isinstance(within, tuple) else (within[0] * amperes, within[1] * amperes)
        term = "capacity_to_short" if name == "to_short" else "plated_capacity"
        yield finding_of(recording, specimen, term, seconds * amperes, current, method=how, bound=charge)
        if specimen.area is not None:
            area = specimen.area.plain
            per = charge if not isinstance(charge, tuple) else (charge[0] / area, charge[1] / area)
            yield finding_of(
                recording,
                specimen,
                f"areal_{term}",
                seconds * amperes / area,
                current,
                method=how,
                bound=per,
                uses=by_area,
            )
    if event is not None:
        how = f"{event.what}: " + "; ".join(remark.text for remark in event.evidence)
        if event.size is not None:
            yield finding_of(recording, specimen, "resistance_drop", event.size, current, method=how, uses=by_area)
        sure = event.confidence or 0.0
        yield finding_of(recording, specimen, "short_confidence", sure, current, method=how, uses=by_area)
