"""Measured kinetics on the terminal: the answer, key numbers, remarks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...lab.kinetics.measurement import MeasuredKinetics
from ...quantity import show_value
from ..common.terminal import plain, say, table
from .wording import conditions_of, headline, key_numbers, method_of, named, sentences

if TYPE_CHECKING:
    from rich.console import Console

MOST_REMARKS = 12
MOST_PASSED_OVER = 5  # names; the page has all


def print_kinetics(m: MeasuredKinetics, console: Console) -> None:
    """Print the answer, the key numbers and the remarks of kinetics."""
    say(console, f"\n[bold]{plain(m.title)}[/]")
    say(console, f"[bold]{plain(headline(m))}[/]")
    told = sentences(m)
    for sentence in told:
        say(console, plain(sentence), 2)
    key = key_numbers(m)
    with_method = any(map(method_of, key))  # a simulated recording has none
    shown = table("Numbers", "quantity", "value", "conditions", *(["method"] if with_method else []))
    for f in key:
        row = [named(f), show_value(f), conditions_of(f), *([method_of(f)] if with_method else [])]
        shown.add_row(*map(plain, row))
    if shown.row_count:
        console.print(shown)
    others = [remark for remark in m.remarks if remark.text not in told]
    for remark in others[:MOST_REMARKS]:
        say(console, f"- {plain(remark.text)}", 2)
    for name, why in list(m.passed_over.items())[:MOST_PASSED_OVER]:
        say(console, plain(f"passed over: {name}: {why}"), 2)
    if len(others) > MOST_REMARKS:
        say(console, f"- {len(others) - MOST_REMARKS} more remarks on the page", 2)
