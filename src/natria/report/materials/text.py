"""Measured material curves on the terminal: the answer, key numbers, assumptions and remarks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...lab.materials import MeasuredCurves
from ...quantity import show_value
from ..common.terminal import plain, say, table
from .wording import conditions_of, headline, key_numbers, method_of, named

if TYPE_CHECKING:
    from rich.console import Console

MOST_REMARKS = 12


def print_curves(m: MeasuredCurves, console: Console) -> None:
    """Print the answer, the key numbers and the remarks of material curves."""
    say(console, f"\n[bold]{plain(m.title)}[/]")
    say(console, f"[bold]{plain(headline(m))}[/]")
    key = key_numbers(m)
    with_method = len(set(map(method_of, key))) > 1  # one for all stands in the remarks or on the page
    shown = table("Numbers", "quantity", "value", "conditions", *(["method"] if with_method else []))
    for f in key:
        row = [named(f), show_value(f), conditions_of(f), *([method_of(f)] if with_method else [])]
        shown.add_row(*map(plain, row))
    if shown.row_count:
        console.print(shown)
    for remark in m.remarks[:MOST_REMARKS]:
        say(console, f"- {plain(remark.text)}", 2)
    if len(m.remarks) > MOST_REMARKS:
        say(console, f"- {len(m.remarks) - MOST_REMARKS} more remarks on the page", 2)
