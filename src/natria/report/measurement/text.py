"""A measurement on the terminal: what the file is, what happened, what was found, how it stands to other numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ...lab import Event, Measurement
from ...quantity import Computed, Finding, Measured, Reported, Span, show_conditions, show_value
from ...studies import Comparison
from ..study.text import STYLE, WIDE, plain, say, table
from ..study.wording import agreement, count, why_briefly

if TYPE_CHECKING:
    from rich.console import Console

HOUR = 3600.0
# Left to the page where there are many numbers: other ways to say the same of each block of cycles.
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
    """What it is, what happened, what was found."""
    say(console, f"\n[bold]{plain(m.recording.file)}[/]: {plain(m.says)}")
    for sentence in sentences(m):
        say(console, plain(sentence), 2)
    _happened(m, console)
    _found(m, console)
    for remark in m.remarks:
        say(console, f"- {plain(remark)}", 2)


def sentences(m: Measurement) -> Iterator[str]:
    """What was read, how it was read, and why it is taken for this kind of test."""
    hours = (m.recording.time[-1] - m.recording.time[0]) / HOUR if len(m.recording) else 0.0
    yield (
        f"{len(m.recording):,} readings over {hours:.1f} h in {len(m.halves)} half-cycles, read as {m.recording.format}"
        f"{'' if m.recording.is_measured else '; simulated, so every number stays computed'}."
    )
    yield f"{m.kind.why[:1].upper()}{m.kind.why[1:]}."
    if m.kind.conflict:
        yield f"Against the design: {m.kind.conflict}."
    for note in m.recording.notes:
        yield f"Reading: {note}."


def happened(e: Event) -> tuple[str, str, str, str, str]:
    """What, when, how much, how sure, on which evidence."""
    until = f", until {e.until / HOUR:.2f} h" if e.until is not None else ""
    when = f"{e.time / HOUR:.2f} h, cycle {e.cycle}, {e.into:.0f} s into half-cycle {e.half_cycle + 1}{until}"
    size = "" if e.size is None else f"{100 * e.size:.0f} %"
    return e.what, when, size, f"{e.confidence:.2f}", "; ".join(e.evidence)


def method_of(finding: Finding) -> str:
    match finding.origin:
        case Measured(method=method):
            return method
        case Computed(model=model, version=version):
            return f"off a recording that {model} {version} simulated"
        case other:
            return type(other).__name__.lower()


def _happened(m: Measurement, console: Console) -> None:
    if not m.events:
        return
    shown = table("What happened", "what", "when", "size", "confidence", "evidence")
    for event in m.events:
        shown.add_row(*(plain(w) for w in happened(event)))
    console.print(shown)


def _found(m: Measurement, console: Console) -> None:
    if not m.findings:
        return
    wide = console.width >= WIDE
    shown = table(
        "Measured" if m.recording.is_measured else "Read off the simulation",
        *("number", "value", "at", *(["how"] if wide else [])),
    )
    main = [f for f in m.findings if len(m.findings) <= MANY or f.question.name not in DETAIL][:MOST]
    common = in_common(m.findings)
    said = ""
    for f in main:
        name = f.question.name.replace("_", " ") + (f" of {f.question.part}" if f.question.part else "")
        at = {key: value for key, value in f.question.at.items() if key not in common}
        where = show_conditions(at)
        shown.add_row(
            name, show_value(f), "" if where == said else plain(where), *([plain(method_of(f))] if wide else [])
        )
        said = where
    console.print(shown)
    if common:
        say(console, f"All at {plain(show_conditions(common))}.", 2)
    if rest := len(m.findings) - len(main):
        say(console, f"and {rest} numbers more, on the page and in the JSON", 2)


def in_common(findings: Sequence[Finding]) -> dict[str, float | Span]:
    """The conditions that all of several numbers share: said once."""
    if len(findings) < 2:
        return {}
    first, *others = (f.question.at for f in findings)
    return {key: value for key, value in first.items() if all(o.get(key) == value for o in others)}


def print_beside(comparisons: Sequence[Comparison], console: Console) -> None:
    answered = [c for c in comparisons if isinstance(c.answer, Finding) and c.verdict != "not comparable"]
    if elsewhere := [c for c in comparisons if c.verdict == "not comparable"]:
        first = f"{named(elsewhere[0].target)}: {elsewhere[0].why}"
        say(console, plain(f"{count(len(elsewhere), 'number')} under other conditions, such as {first}."), 2)
    if answered:
        wide = console.width >= WIDE
        rows = table(
            "Beside other numbers", "number", "is", "answer", "agreement", "verdict", *(["why"] if wide else [])
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
    return "read off a simulated recording" if simulated else why_briefly(c.why, c.rests_on)


def named(target: Finding) -> str:
    """A fact by its id, an own number by what it is."""
    return target.id if isinstance(target.origin, Reported) else f"own {target.question.name.replace('_', ' ')}"
