"""A determination on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...studies.identify.determine import Determination
from ...studies.identify.wording import caveats, named, stays_unknown
from ..common.terminal import plain, say, table
from .rows import ALL, FIXES_HEADS, experiment, fixes_rows, shares

if TYPE_CHECKING:
    from rich.console import Console

TITLE = "Share of the prior variance that is left, in per cent"


def print_determination(found: Determination, console: Console) -> None:
    """Print the tables; the data are numbered, so that all columns fit into a terminal."""
    say(console, f"\n[bold]{plain(found.system)}[/]: what each datum determines")
    say(console, plain(experiment(found)), 2)
    numbers = [str(k) for k in range(1, 1 + len(found.data))]
    left = table(TITLE, "input", *numbers, ALL)
    for one, row in zip(found.inputs, found.left, strict=True):
        left.add_row(plain(named(one)), *shares(row))
    console.print(left)
    told = table("What each datum fixes", "", *FIXES_HEADS)
    for number, line in zip(numbers, fixes_rows(found), strict=True):
        told.add_row(number, *map(plain, line))
    console.print(told)
    for sentence in (*stays_unknown(found), *caveats(found)):
        say(console, f"- {plain(sentence)}", 2)
