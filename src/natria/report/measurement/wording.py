"""Texts of a measurement that terminal, page and files share.

Subjects: summary, events, conditions, what was not found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from ...lab import Event, Measurement
from ...quantity import Computed, Finding, Measured, Span, number, show_condition, show_time
from ..common.labels import event_label

DIGITS = 3  # of a condition in a text: currents per area have the digits of the area
BESIDE = {"current": ("mA", 1e-3), "areal_capacity": ("mAh", 3.6)}  # condition per area -> unit of the cell, in SI
NOTHING = ("test stopped",)  # events that say that nothing was found
UNSEEN = {  # what the analysis of a kind of cell cannot see, however long the record
    "symmetric": (
        "a path that grows as slowly as the cell ages",
        "a short that was there from the first reading on, unless the resistance of the electrolyte is known",
    ),
    "full": ("a soft short that neither keeps a charge from ending nor makes the voltage fall back during a charge",),
}
NOT_LOOKED = "Shorts are not looked for in a half cell: its voltage and charge do not tell them from other losses."
FULL_CELL = (
    "No short detected (looked for: charges that do not end, voltage that falls back during a charge, self-discharge "
    "at rest)."
)


def sentences(m: Measurement) -> Iterator[str]:
    """Yield sentences on how the recording was read.

    Size and format of the recording, classification with its reason, notes of the reader.
    """
    lasts = show_time(float(m.recording.time[-1] - m.recording.time[0])) if len(m.recording) else "no time"
    simulated = "" if m.recording.is_measured else ". Simulated recording: all numbers are computed, not measured"
    halves = "1 half-cycle" if len(m.halves) == 1 else f"{len(m.halves):,} half-cycles"
    yield f"{len(m.recording):,} readings over {lasts}, {halves}, {m.recording.format}{simulated}."
    yield f"{m.kind.why[:1].upper()}{m.kind.why[1:]}."
    if m.kind.conflict:
        yield f"Conflict: {m.kind.conflict}."
    for note in m.recording.notes:
        yield f"Note on the file: {note.text}."


def nothing_found(m: Measurement) -> str:
    """Return what was looked for without being found, and what could not have been seen.

    The text is "" where something was found.
    """
    if not len(m.halves) or any(e.what not in NOTHING for e in m.events):
        return ""
    if m.kind.cell == "half":
        return NOT_LOOKED
    texts = [remark.text for e in m.events for remark in e.evidence] or [FULL_CELL]
    if m.kind.cell not in UNSEEN:
        return ""
    limits = [remark.text for remark in m.remarks if remark.code == "detection-limit"]
    unseen = limits[0] if limits else f"Not detectable: {'; '.join(UNSEEN[m.kind.cell])}."
    return f"{texts[0]} {unseen}"


def other_remarks(m: Measurement) -> tuple[str, ...]:
    """Return the remarks without the one that already stands with "nothing found"."""
    beside = nothing_found(m)
    return tuple(remark.text for remark in m.remarks if remark.text not in beside)


def happened(m: Measurement, e: Event) -> tuple[str, str, str, str, str]:
    """Return the columns of an event: name, time, size, confidence, evidence."""
    until = f", until {show_time(e.until, onset_spread(m, e.until))}" if e.until is not None else ""
    half = m.halves.skipped + e.half_cycle + 1  # of the file, not of a window of cycles
    when = f"{onset(m, e)}, cycle {e.cycle}, {show_time(e.into)} into half-cycle {half}{until}"
    size = "" if e.size is None else f"{100 * e.size:.0f} %"
    sure = "" if e.confidence is None else f"{e.confidence:.2f}"
    return event_label(e.what), when, size, sure, "; ".join(remark.text for remark in e.evidence)


def onset(m: Measurement, e: Event) -> str:
    """Return the time of an event with the digits that its interval or the readings around it allow."""
    if e.onset_within is None:
        return show_time(e.time, onset_spread(m, e.time))
    low, high = e.onset_within
    wide = (high - low) / 4  # of a normal distribution, about one standard deviation
    return f"{show_time(e.time, wide)} (95 %: {show_time(low, wide)} to {show_time(high, wide)})"


def onset_spread(m: Measurement, seconds: float) -> float:
    """Return half the interval (s) between the two readings around a time."""
    time = m.recording.time
    row = int(np.clip(np.searchsorted(time, seconds), 1, len(time) - 1)) if len(time) > 1 else 0
    return float(time[row] - time[row - 1]) / 2 if row else 0.0


def shown_at(m: Measurement, at: Mapping[str, float | Span]) -> str:
    """Return conditions as text; a current or capacity per area has that of the cell beside it."""
    return ", ".join(f"{key.replace('_', ' ')} {condition_text(m, key, value)}" for key, value in at.items())


def condition_text(m: Measurement, key: str, value: float | Span) -> str:
    """Return the value of a condition: "0.885 mA/cm^2 (1 mA)", "1 to 41"."""
    text = show_condition(key, value, DIGITS)
    if key not in BESIDE or m.specimen.area is None or isinstance(value, tuple):
        return text
    unit, size = BESIDE[key]
    return f"{text} ({number(value * m.specimen.area.plain / size)} {unit})"


def in_common(findings: Sequence[Finding]) -> dict[str, float | Span]:
    """Return the conditions shared by all findings, which are printed once."""
    if len(findings) < 2:
        return {}
    first, *others = (f.question.at for f in findings)
    return {key: value for key, value in first.items() if all(o.get(key) == value for o in others)}


def method_of(finding: Finding) -> str:
    match finding.origin:
        case Measured(method=method):
            return method
        case Computed(model=model, version=version):
            return f"from a recording simulated by {model} (version {version})"
        case other:
            return type(other).__name__.lower()
