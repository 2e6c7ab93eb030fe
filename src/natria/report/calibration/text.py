"""A calibration on the terminal: parameters, misfit, identifiability."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ...studies.calibration.calibrate import Calibration
from ...studies.calibration.profile import Profile
from ..common.terminal import plain, say, table
from .wording import (
    FREE_HEADS,
    IDENTIFIABILITY_HEADS,
    MISFIT_HEADS,
    followed,
    free_rows,
    identifiability_rows,
    misfit_rows,
    open_questions,
    remarks,
    what,
)

if TYPE_CHECKING:
    from rich.console import Console


def print_calibration(c: Calibration, console: Console, profiles: Sequence[Profile] = ()) -> None:
    say(console, f"\n[bold]{plain(c.name)}[/]: {plain(what(c))}")
    for why in c.why_not:
        say(console, f"[red]no result:[/] {plain(why)}", 2)
    _table(console, "Calibrated", FREE_HEADS, free_rows(c))
    _table(console, "Data", MISFIT_HEADS, misfit_rows(c))
    if len(c.free) > 1:
        _table(console, "Identifiability, best known first", IDENTIFIABILITY_HEADS, identifiability_rows(c))
    for sentence in (*open_questions(c), *followed(c, profiles), *remarks(c)):
        say(console, f"- {plain(sentence)}", 2)


def _table(console: Console, title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    shown = table(title, *heads)
    for row in rows:
        shown.add_row(*map(plain, row))
    console.print(shown)
