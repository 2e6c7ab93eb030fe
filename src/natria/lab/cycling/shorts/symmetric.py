"""Soft and hard shorts of a symmetric cell, from all evidence in its recording.

An electronic path parallel to the ionic one carries a share of the current, so |V|/|I| falls: by a step, or gradually
while the path grows. A short is reversible if most of the drop recovers suddenly. It is hard if more than 90 % of |V|
is lost, otherwise soft; a gradual fall is a possible gradual short. Not detectable: a path present from the first
reading on (this needs a resistance from another source), and what `detectable` states.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import exp

import numpy as np

from ....quantity import Finding
from ...results import Cycling, Event, Happening, Remark, Results
from ...specimen import finding_of
from ..plating import fall_event, is_unbroken
from ..symmetric.exhaustion import wear
from ..theil_sen import theil_sen
from .detectable import detectable
from .evidence import Evidence, confidence, weight
from .gradual_event import with_gradual
from .resistance import BINS, Flow, ResistanceTrace, flow, resistance
from .search import HARD, Drop, find_drops, places
from .signs import Least, beneath, collapses, least_resistances, noisier, ohmic, residual_polarisation

SURE = 0.9  # confidence above which a resistance below the ionic one is an event, not only a remark
MOST_HALF_CYCLES = 20_000  # memory limit of the windows; more half-cycles come from a current that flickers about zero
KELVIN = 273.15
THERMOMETERS = ("temperature_t1_celsius", "ambient_temperature_celsius")
SHORTS = ("hard short", "soft short", "gradual short")


def shorts(cycling: Cycling, impedance: Finding | None = None) -> Results:
    """Return shorts, exhaustion and drying of a symmetric cell.

    `impedance` is the resistance of the healthy cell from a spectrum (per cell or per area), a lower limit for direct
    current.
    """
    halves = cycling.halves
    if not len(halves):
        return Results(remarks=(Remark("no-current", "Shorts not assessed: no current flows."),))
    if len(halves) > MOST_HALF_CYCLES:
        text = f"Shorts not assessed: {len(halves)} half-cycles exceed the limit of {MOST_HALF_CYCLES}."
        return Results(remarks=(Remark("too-many-half-cycles", text),))
    recording = cycling.recording
    flowing = flow(halves, recording.voltage, recording.current)
    kelvin = temperatures(cycling)
    trace = resistance(halves, flowing, recording.current, kelvin)
    least = least_resistances(cycling.specimen, impedance)
    drops = find_drops(trace, flowing, halves.current)
    drops, gradual = with_gradual(cycling, flowing, trace, drops, kelvin)
    events = list(_events(cycling, flowing, trace, drops, least))
    events += [gradual] if gradual else []
    events += _in_plating(cycling, events)
    limits, limit = detectable(cycling, trace)
    remarks: list[Remark] = [limit]
    if not any(not e.is_reversible for e in events):
        below, remark = _below(cycling, trace, least)
        events += [below] if below else []
        remarks += [remark] if remark else []
    events += wear(cycling, trace, flowing)
    events.sort(key=lambda e: e.time)
    if not cycling.specimen.electrolyte_resistance and not impedance:
        text = (
            "Electrolyte resistance unknown: a short present from the first cycle on cannot be detected. "
            "Set it with a design."
        )
        remarks.append(Remark("no-electrolyte-resistance", text))
    findings = (*_findings(cycling, events, least), *_growth(cycling, trace, events))
    return Results(findings, (limits,) if limits else (), tuple(events), tuple(remarks))


def _in_plating(cycling: Cycling, events: list[Event]) -> list[Event]:
    """Return the fall of the voltage in a long last half-cycle, unless a lasting short is known."""
    lasting = any(e.what in SHORTS and not e.is_reversible for e in events)
    fall = fall_event(cycling) if is_unbroken(cycling.halves) and not lasting else None
    return [fall] if fall else []


def temperatures(cycling: Cycling) -> np.ndarray | None:
    """Return the temperature (K) of each half-cycle, None without a temperature column."""
    columns, halves = cycling.recording.columns, cycling.halves
    for name in THERMOMETERS:
        if name in columns and np.isfinite(columns[name]).all() and np.ptp(columns[name]) > 0:
            total = np.r_[0.0, np.cumsum(columns[name])]
            return np.asarray(KELVIN + (total[halves.stop] - total[halves.first]) / (halves.stop - halves.first))
    return None


def onset_span(cycling: Cycling, row: int) -> tuple[float, float]:
    """Return the times (s) of the last reading before an onset and of the first after it."""
    time = cycling.recording.time
    return float(time[max(row - 1, 0)]), float(time[row])


def _events(
    cycling: Cycling, flowing: Flow, trace: ResistanceTrace, drops: list[Drop], least: tuple[Least, ...]
) -> Iterator[Event]:
    left = residual_polarisation(cycling)
    for drop in drops:
        row = int(flowing.row[drop.entry])
        before, after = onset_span(cycling, row)
        start = float(cycling.halves.start[drop.half])
        time = max((before + after) / 2, start)
        until = None if drop.back is None else float(cycling.recording.time[flowing.row[drop.back]])
        seen = [*_seen(drop), *(e for e in (noisier(cycling, flowing, drop.half), collapses(left, drop.half)) if e)]
        seen += [e for each in least if (e := beneath(drop.before - drop.size, each))]
        seen += [e for e in (ohmic(trace, drop),) if e]
        yield Event(
            "hard short" if drop.size >= HARD else "soft short",
            time,
            drop.half,
            int(cycling.halves.cycle[drop.half]),
            time - start,
            confidence(tuple(seen), places(trace)),
            tuple(Remark(e.code, e.text) for e in seen),
            1 - exp(-drop.size),
            until,
        )


def _seen(drop: Drop) -> Iterator[Evidence]:
    lost = f"{1 - exp(-drop.size):.0%}"
    if drop.level_z >= 1:
        text = f"|V|/|I| is {lost} below the trend of the earlier half-cycles ({drop.level_z:.0f} sigma)"
        yield Evidence("below-trend", text, float(weight(np.array(drop.level_z))))
    if drop.inside_z >= 1:
        text = f"sudden drop of |V|/|I| by {lost} ({drop.inside_z:.0f} sigma of the typical scatter)"
        yield Evidence("sudden-drop", text, float(weight(np.array(drop.inside_z))))
    if not drop.level_z and not drop.inside_z:
        text = f"lasting loss of {lost} of |V|/|I|"
        yield Evidence("lasting-loss", text, float(weight(np.array(drop.size / 0.2))))


def _below(cycling: Cycling, trace: ResistanceTrace, least: tuple[Least, ...]) -> tuple[Event | None, Remark | None]:
    """Return an event or a remark for a resistance below the ionic one.

    The resistance stays below it from some half-cycle on.
    """
    for each in least:
        low = trace.level < each.log
        if not low[-1]:
            continue
        k = len(low) - int(np.argmax(~low[::-1])) if not low.all() else 0
        seen = beneath(float(np.median(trace.level[k:])), each)
        if seen is None:
            continue
        sure = confidence((seen,), 1.0)
        text = seen.text + (", from the first half-cycle on" if k == 0 else "")
        if sure < SURE:
            return None, Remark("below-ionic-resistance", f"{text}; the difference is too small for a short.")
        start = float(cycling.halves.start[k])
        lost = 1 - exp(float(np.median(trace.level[k:])) - each.log)
        what: Happening = "hard short" if lost >= 1 - exp(-HARD) else "soft short"
        code = f"{seen.code}-from-start" if k == 0 else seen.code
        return Event(what, start, k, int(cycling.halves.cycle[k]), 0.0, sure, (Remark(code, text),), lost), None
    return None, None


def _findings(cycling: Cycling, events: list[Event], least: tuple[Least, ...]) -> Iterator[Finding]:
    recording, specimen, halves = cycling.recording, cycling.specimen, cycling.halves
    begin = float(halves.start[0])
    for event in events:
        if event.what not in SHORTS:
            continue
        current, by_area = specimen.current(float(abs(halves.current[event.half_cycle])))
        at = {**current, "cycle": float(event.cycle)}
        uses = (*by_area, *(u for each in least for u in each.uses))
        row = int(np.searchsorted(recording.time, event.time))
        low, high = event.onset_within or onset_span(cycling, row)
        method = f"{event.what}: " + "; ".join(remark.text for remark in event.evidence)
        span = (max(low - begin, 0.0), max(high - begin, 0.0))
        if event.time > begin:
            at_time = sum(span) / 2 if event.onset_within is None else event.time - begin
            yield finding_of(recording, specimen, "short_onset_time", at_time, at, method=method, bound=span, uses=uses)
            into = max(event.into, 0.0)
            yield finding_of(recording, specimen, "short_onset_in_half_cycle", into, at, method=method, uses=uses)
        if event.size is not None:
            yield finding_of(recording, specimen, "resistance_drop", event.size, at, method=method, uses=uses)
        sure = event.confidence or 0.0
        yield finding_of(recording, specimen, "short_confidence", sure, at, method=method, uses=uses)


def _growth(cycling: Cycling, trace: ResistanceTrace, events: list[Event]) -> Iterator[Finding]:
    """Yield the relative slope of |V|/|I| over the half-cycles before the first event.

    Half-cycles from the onset of a short on, and those in the interval of its onset, are not growth of a healthy cell.
    """
    stop = min((_first_half(cycling, e) for e in events), default=len(trace))
    keep = np.flatnonzero(np.isfinite(trace.steady[:stop]))
    if stop < BINS // 2 or len(keep) < 2:
        return
    slope, spread = theil_sen(cycling.halves.start[keep], trace.steady[keep])
    current, by_area = cycling.specimen.current(float(np.median(np.abs(cycling.halves.current[:stop]))))
    at = {**current, "cycle": (float(cycling.halves.cycle[0]), float(cycling.halves.cycle[stop - 1]))}
    left_out = f"; {len(trace) - stop} half-cycles from the first event on are left out" if stop < len(trace) else ""
    method = f"Theil-Sen slope of ln |V|/|I| over {stop} half-cycles{left_out}"
    recording, specimen = cycling.recording, cycling.specimen
    yield finding_of(recording, specimen, "resistance_growth", slope, at, method=method, std=spread, uses=by_area)


def _first_half(cycling: Cycling, event: Event) -> int:
    """Return the half-cycle in which an event begins at the earliest."""
    if event.onset_within is None:
        return event.half_cycle
    return max(int(np.searchsorted(cycling.halves.start, event.onset_within[0], side="right")) - 1, 0)
