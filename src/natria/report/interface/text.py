"""A model at the scale of a layer on the terminal: numbers, refusals, assumptions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...studies.interface import InterfaceRun
from ..common.terminal import plain, say, table
from .wording import (
    ASSUMED,
    NUMBERS,
    REFUSED,
    VALID,
    assumed_rows,
    bare_numbers,
    number_rows,
    refused_rows,
    titled,
    valid_rows,
)

if TYPE_CHECKING:
    from rich.console import Console


def print_interface(made: InterfaceRun, console: Console) -> None:
    """Print what was answered, where the models are valid, and what is assumed."""
    say(console, f"\n[bold]{plain(titled(made))}[/]")
    _rows(console, "Numbers", NUMBERS, number_rows(made))
    if note := bare_numbers(made):
        say(console, plain(note))
    _rows(console, "Without an answer", REFUSED, refused_rows(made))
    _rows(console, "Valid for", VALID, valid_rows(made))
    _rows(console, "Assumptions", ASSUMED, assumed_rows(made))


def _rows(console: Console, title: str, heads: Sequence[str], rows: Sequence[tuple[str, ...]]) -> None:
    if not rows:
        return
    shown = table(title, *heads)
    for row in rows:
        shown.add_row(*map(plain, row))
    console.print(shown)
