"""A simulation on the terminal.

The text has the end of the run, the cell, cycles, measured quantities, failure modes and assumptions.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ...studies.simulation.outcome import Simulation
from ..common.cards import provenance
from ..common.terminal import plain, say, table
from ..measurement import print_recording
from .wording import RAMP, WATCHED, assumed, cycle_rows, layer_rows, ramp_rows, sentences, titled, unknown, watch_rows

if TYPE_CHECKING:
    from rich.console import Console

FAILURES = "Failure modes, the first to fail first (monitored only, unless the design chooses their law)"
MOST = 12  # failure modes that are listed; the page has all


def print_simulation(s: Simulation, console: Console) -> None:
    say(console, f"\n[bold]{plain(titled(s))}[/]")
    for sentence in sentences(s):
        say(console, plain(sentence), 2)
    _rows(console, "The cell, from the working to the counter electrode", LAYERS, layer_rows(s))
    heads, rows = cycle_rows(s)
    _rows(console, "Cycles, plating / stripping", heads, rows)
    quiet = replace(s.measurement, recording=replace(s.recording, notes=()))  # printed below, with the notes of the run
    print_recording(quiet, console)
    _rows(console, "Critical current by each law", RAMP, ramp_rows(s))
    _failures(s, console)
    _rests_on(s, console)


LAYERS = ("layer", "position", "thickness", "area resistance (ohm cm^2)")


def _rows(console: Console, title: str, heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    if not rows:
        return
    shown = table(title, *heads)
    for row in rows:
        shown.add_row(*map(plain, row))
    console.print(shown)


def _failures(s: Simulation, console: Console) -> None:
    rows = watch_rows(s)
    _rows(console, FAILURES, WATCHED, rows[:MOST])
    if len(rows) > MOST:
        say(console, f"and {len(rows) - MOST} more on the page", 2)
    for names, number, why in unknown(s):
        say(console, plain(f"not evaluated, {number}: {names}: {why}"), 2)


def _rests_on(s: Simulation, console: Console) -> None:
    say(console, "\n[bold]What it rests on[/]")
    say(console, plain(provenance(s.whole)), 2)
    if rows := assumed(s):
        say(console, plain(f"assumed: {', '.join(dict.fromkeys(about for about, _ in rows))}"), 2)
    for note in s.notes:
        say(console, f"- {plain(note.text)}", 2)
