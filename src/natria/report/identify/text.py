"""A determination on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...studies.identify.determine import Determination
from ...studies.identify.wording import caveats, stays_unknown
from ..common.terminal import plain, say, table
from .rows import FIXES_HEADS, experiment, fixes_rows, heads, rows

if TYPE_CHECKING:
    from rich.console import Console

TITLE = "Share of the prior variance that is left, in per cent"


def print_determination(found: Determination, console: Console) -> None:
    say(console, f"\n[bold]{plain(found.system)}[/]: what each datum determines")
    say(console, plain(experiment(found)), 2)
    for title, titles, lines in (
        (TITLE, heads(found), rows(found)),
        ("What each datum fixes", FIXES_HEADS, fixes_rows(found)),
    ):
        shown = table(title, *titles)
        for line in lines:
            shown.add_row(*map(plain, line))
        console.print(shown)
    for sentence in (*stays_unknown(found), *caveats(found)):
        say(console, f"- {plain(sentence)}", 2)
