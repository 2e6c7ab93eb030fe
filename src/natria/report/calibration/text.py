"""A calibration on the terminal: what was found, how the data are met, what they leave open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ...studies.calibration.calibrate import Calibration
from ...studies.calibration.profile import Profile
from ..common.terminal import plain, say, table
from .wording import (
    FREE_HEADS,
    MET_HEADS,
    TOLD_HEADS,
    followed,
    free_rows,
    met_rows,
    open_questions,
    remarks,
    told_rows,
    what,
)

if TYPE_CHECKING:
    from rich.console import Console


def print_calibration(c: Calibration, console: Console, profiles: Sequence[Profile] = ()) -> None:
    say(console, f"\n[bold]{plain(c.name)}[/]: {plain(what(c))}")
    for why in c.why_not:
        say(console, f"[red]no result:[/] {plain(why)}", 2)
    _table(console, "Calibrated", FREE_HEADS, free_rows(c))
    _table(console, "Data", MET_HEADS, met_rows(c))
    if len(c.free) > 1:
        _table(console, "What the data tell, best known first", TOLD_HEADS, told_rows(c))
    for sentence in (*open_questions(c), *followed(c, profiles), *remarks(c)):
        say(console, f"- {plain(sentence)}", 2)


def _table(console: Console, title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    shown = table(title, *heads)
    for row in rows:
        shown.add_row(*map(plain, row))
    console.print(shown)
