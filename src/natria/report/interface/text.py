"""A model at the scale of a layer on the terminal: numbers, refusals, assumptions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...studies.interface import InterfaceRun
from ..common.terminal import plain, say, table
from .wording import NUMBERS, bare_numbers, number_rows, tables, titled

if TYPE_CHECKING:
    from rich.console import Console


def print_interface(made: InterfaceRun, console: Console) -> None:
    """Print what was answered, where the models are valid, and what is assumed."""
    say(console, f"\n[bold]{plain(titled(made))}[/]")
    _rows(console, "Numbers", NUMBERS, number_rows(made))
    if note := bare_numbers(made):
        say(console, plain(note))
    for title, heads, rows in tables(made):
        _rows(console, title, heads, rows)


def _rows(console: Console, title: str, heads: Sequence[str], rows: Sequence[tuple[str, ...]]) -> None:
    if not rows:
        return
    shown = table(title, *heads)
    for row in rows:
        shown.add_row(*map(plain, row))
    console.print(shown)
