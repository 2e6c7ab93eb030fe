"""Output of a measurement on the terminal: summary, events, numbers, comparison with other numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ...lab import Event, Measurement
from ...quantity import Computed, Finding, Measured, Reported, Span, show_conditions, show_value
from ...studies import Comparison
from ..common.labels import event_label, label
from ..common.terminal import STYLE, WIDE, plain, say, table
from ..study.wording import agreement, count, why_briefly

if TYPE_CHECKING:
    from rich.console import Console

HOUR = 3600.0
# Shown only on the page if there are many numbers: alternative definitions for the same cycles.
DETAIL = (
    *("hysteresis", "hysteresis_mean", "hysteresis_end", "nucleation_overpotential", "arc_ratio"),
    *("discharge_energy", "charge_energy", "voltage_efficiency", "energy_efficiency", "switching_resistance"),
)
MANY = 12
MOST = 30  # rows on a terminal


def print_measurement(m: Measurement, comparisons: Sequence[Comparison], console: Console) -> None:
    print_recording(m, console)
    print_beside(comparisons, console)


def print_recording(m: Measurement, console: Console) -> None:
    """Print the summary, events, numbers and remarks of a recording."""
    say(console, f"\n[bold]{plain(m.recording.file)}[/]: {plain(m.says)}")
    for sentence in sentences(m):
        say(console, plain(sentence), 2)
    _happened(m, console)
    _found(m, console)
    for remark in m.remarks:
        say(console, f"- {plain(remark.text)}", 2)


def sentences(m: Measurement) -> Iterator[str]:
    """Yield the summary: size and format of the recording, classification with its reason, notes of the reader."""
    hours = (m.recording.time[-1] - m.recording.time[0]) / HOUR if len(m.recording) else 0.0
    yield (
        f"{len(m.recording):,} readings over {hours:.1f} h in {len(m.halves)} half-cycles, read as {m.recording.format}"
        f"{'' if m.recording.is_measured else '. Simulated recording: all numbers are computed, not measured'}."
    )
    yield f"{m.kind.why[:1].upper()}{m.kind.why[1:]}."
    if m.kind.conflict:
        yield f"Conflict with the design: {m.kind.conflict}."
    for note in m.recording.notes:
        yield f"Note on the file: {note}."


def happened(e: Event) -> tuple[str, str, str, str, str]:
    """Return the columns of an event: name, time, size, confidence, evidence."""
    until = f", until {e.until / HOUR:.2f} h" if e.until is not None else ""
    when = f"{e.time / HOUR:.2f} h, cycle {e.cycle}, {e.into:.0f} s into half-cycle {e.half_cycle + 1}{until}"
    size = "" if e.size is None else f"{100 * e.size:.0f} %"
    sure = "" if e.confidence is None else f"{e.confidence:.2f}"
    return event_label(e.what), when, size, sure, "; ".join(remark.text for remark in e.evidence)


def method_of(finding: Finding) -> str:
    match finding.origin:
        case Measured(method=method):
            return method
        case Computed(model=model, version=version):
            return f"from a recording simulated by {model} (version {version})"
        case other:
            return type(other).__name__.lower()


def _happened(m: Measurement, console: Console) -> None:
    if not m.events:
        return
    shown = table("Events", "event", "time", "size", "confidence", "evidence")
    for event in m.events:
        shown.add_row(*(plain(w) for w in happened(event)))
    console.print(shown)


def _found(m: Measurement, console: Console) -> None:
    if not m.findings:
        return
    wide = console.width >= WIDE
    shown = table(
        "Measured" if m.recording.is_measured else "From the simulated recording",
        *("quantity", "value", "conditions", *(["method"] if wide else [])),
    )
    main = [f for f in m.findings if len(m.findings) <= MANY or f.question.name not in DETAIL][:MOST]
    common = in_common(m.findings)
    above = ""
    for f in main:
        at = {key: value for key, value in f.question.at.items() if key not in common}
        where = show_conditions(at)
        conditions = "" if where == above else plain(where)
        shown.add_row(label(f.question), show_value(f), conditions, *([plain(method_of(f))] if wide else []))
        above = where
    console.print(shown)
    if common:
        say(console, f"All at {plain(show_conditions(common))}.", 2)
    if rest := len(m.findings) - len(main):
        say(console, f"{count(rest, 'further number')} on the page and in the JSON.", 2)


def in_common(findings: Sequence[Finding]) -> dict[str, float | Span]:
    """Return the conditions shared by all findings, which are printed once."""
    if len(findings) < 2:
        return {}
    first, *others = (f.question.at for f in findings)
    return {key: value for key, value in first.items() if all(o.get(key) == value for o in others)}


def print_beside(comparisons: Sequence[Comparison], console: Console) -> None:
    answered = [c for c in comparisons if isinstance(c.answer, Finding) and c.verdict != "not comparable"]
    if elsewhere := [c for c in comparisons if c.verdict == "not comparable"]:
        first = f"{named(elsewhere[0].target)}: {elsewhere[0].why}"
        counted = count(len(elsewhere), "number")
        say(console, plain(f"{counted} under other conditions, not compared; for example {first}."), 2)
    if answered:
        wide = console.width >= WIDE
        rows = table(
            "Comparison with other numbers",
            *("quantity", "target", "answer", "agreement", "verdict", *(["reason"] if wide else [])),
        )
        for c in answered:
            answer = show_value(c.answer) if isinstance(c.answer, Finding) else "-"
            verdict = f"[{STYLE[c.verdict]}]{c.verdict}[/]"
            why = [plain(_why(c))] if wide else []
            rows.add_row(plain(named(c.target)), show_value(c.target), answer, agreement(c), verdict, *why)
        console.print(rows)
        if not wide:
            for c in answered:
                say(console, f"{plain(named(c.target))}: {c.verdict}, {plain(_why(c))}", 2)
    refused = {(c.target.question.name, c.why) for c in comparisons if not isinstance(c.answer, Finding)}
    for name, reason in sorted(refused):
        say(console, f"refused: {name.replace('_', ' ')}: {plain(reason)}", 2)


def _why(c: Comparison) -> str:
    simulated = isinstance(c.answer, Finding) and isinstance(c.answer.origin, Computed) and not c.answer.origin.valid
    return "from a simulated recording" if simulated else why_briefly(c.why, c.rests_on)


def named(target: Finding) -> str:
    """Return the id of a reported fact, or "own" and the name of a measured quantity."""
    return target.id if isinstance(target.origin, Reported) else f"own {label(target.question)}"
