"""Measured spectra on the terminal: the answer, key numbers, remarks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...lab.impedance.measurement import MeasuredSpectra
from ...quantity import show_value
from ..common.terminal import plain, say, table
from ..study.wording import count
from .wording import conditions_of, headline, key_numbers, named, remarks_by_kind, sentences

if TYPE_CHECKING:
    from rich.console import Console

MOST_REMARKS = 12
MOST_PASSED_OVER = 5  # names; the page has all


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
    lines = [_line(texts) for texts in remarks_by_kind(m)]
    for line in lines[:MOST_REMARKS]:
        say(console, f"- {plain(line)}", 2)
    if len(lines) > MOST_REMARKS:
        say(console, f"- {count(len(lines) - MOST_REMARKS, 'more remark')} on the page", 2)
    passed = list(m.passed_over.items())
    for name, why in passed[:MOST_PASSED_OVER]:
        say(console, plain(f"passed over: {name}: {why}"), 2)
    if len(passed) > MOST_PASSED_OVER:
        say(console, f"{count(len(passed) - MOST_PASSED_OVER, 'further file')} passed over; the page names them.", 2)


def _line(texts: tuple[str, ...]) -> str:
    """The first remark of a kind, and how many others there are."""
    return texts[0] + (f" ({count(len(texts) - 1, 'more remark')} of this kind)" if len(texts) > 1 else "")
