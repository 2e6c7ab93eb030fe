"""Measured spectra on the terminal: the answer, key numbers, remarks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...lab.impedance.measurement import MeasuredSpectra
from ...quantity import show_value
from ..common.terminal import plain, say, table
from .wording import conditions_of, headline, key_numbers, named, sentences

if TYPE_CHECKING:
    from rich.console import Console

MOST_REMARKS = 12


def print_spectra(m: MeasuredSpectra, console: Console) -> None:
    """Print the answer, the key numbers and the remarks of spectra."""
    say(console, f"\n[bold]{plain(m.title)}[/]")
    say(console, f"[bold]{plain(headline(m))}[/]")
    for sentence in sentences(m):
        say(console, plain(sentence), 2)
    shown = table("Numbers", "quantity", "value", "conditions")
    for f in key_numbers(m):
        shown.add_row(plain(named(f)), plain(show_value(f)), plain(conditions_of(f)))
    if shown.row_count:
        console.print(shown)
    for remark in m.remarks[:MOST_REMARKS]:
        say(console, f"- {plain(remark.text)}", 2)
    if len(m.remarks) > MOST_REMARKS:
        say(console, f"- {len(m.remarks) - MOST_REMARKS} more remarks on the page", 2)
