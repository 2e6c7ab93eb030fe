"""Output of a measurement on the terminal.

Contents: the answer, key numbers, events, comparison with other numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...lab import Measurement
from ...quantity import Computed, Finding, Reported, show_value
from ...studies import Comparison
from ..common.labels import label
from ..common.limits import TERMINAL_BRIEF, TERMINAL_NUMBERS, TERMINAL_SAME_QUANTITY
from ..common.terminal import STYLE, WIDE, plain, say, table
from ..study.wording import agreement, count, why_briefly
from .headline import headline, key_numbers
from .resolved import shown_text
from .wording import NOTHING, happened, in_common, method_of, nothing_found, other_remarks, sentences, shown_at

if TYPE_CHECKING:
    from rich.console import Console

# Shown only on the page if there are many numbers: alternative definitions for the same cycles.
DETAIL = (
    *("hysteresis", "hysteresis_mean", "hysteresis_end", "nucleation_overpotential", "arc_ratio"),
    *("discharge_energy", "charge_energy", "voltage_efficiency", "energy_efficiency", "switching_resistance"),
)


def print_measurement(m: Measurement, comparisons: Sequence[Comparison], console: Console) -> None:
    print_recording(m, console)
    print_beside(comparisons, console)


def print_recording(m: Measurement, console: Console) -> None:
    """Print the answer, the key numbers, events, further numbers, and remarks of a recording."""
    say(console, f"\n[bold]{plain(m.recording.file)}[/]")
    say(console, f"[bold]{plain(headline(m))}[/]")
    for sentence in sentences(m):
        say(console, plain(sentence), 2)
    key = key_numbers(m)
    _numbers(m, "Key numbers", key, console)
    _happened(m, console)
    others = [f for f in m.findings if f not in key]
    _numbers(m, "Further numbers", _main(others), console, len(others))
    for text in other_remarks(m):
        say(console, f"- {plain(text)}", 2)


def _happened(m: Measurement, console: Console) -> None:
    events = [e for e in m.events if e.what not in NOTHING]
    if quiet := nothing_found(m):
        say(console, f"\n{plain(quiet)}", 2)
    if not events:
        return
    shown = table("Events", "event", "time", "size", "confidence", "evidence")
    for event in events:
        shown.add_row(*(plain(w) for w in happened(m, event)))
    console.print(shown)


def _main(findings: Sequence[Finding]) -> list[Finding]:
    """The numbers for a terminal, few of each quantity.

    Where there are many numbers, alternative definitions are left out.
    """
    many = len(findings) > TERMINAL_BRIEF
    kept: list[Finding] = []
    for f in findings:
        name = f.question.name
        if (many and name in DETAIL) or sum(k.question.name == name for k in kept) >= TERMINAL_SAME_QUANTITY:
            continue
        kept.append(f)
    return kept[:TERMINAL_NUMBERS]


def _numbers(
    m: Measurement, title: str, findings: Sequence[Finding], console: Console, total: int | None = None
) -> None:
    if not findings:
        return
    wide = console.width >= WIDE
    simulated = "" if m.recording.is_measured else " (from the simulated recording)"
    shown = table(title + simulated, *("quantity", "value", "conditions", *(["method"] if wide else [])))
    common = in_common(findings)
    above = ""
    for f in findings:
        at = {key: value for key, value in f.question.at.items() if key not in common}
        where = shown_at(m, at)
        conditions = "" if where == above else plain(where)
        shown.add_row(label(f.question), shown_text(f), conditions, *([plain(method_of(f))] if wide else []))
        above = where
    console.print(shown)
    if common:
        say(console, f"All at {plain(shown_at(m, common))}.", 2)
    if (rest := (total or 0) - len(findings)) > 0:
        say(console, f"{count(rest, 'further number')} on the page and in the files.", 2)


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
