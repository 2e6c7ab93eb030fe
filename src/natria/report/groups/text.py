"""Groups of cells on the terminal.

The text has the answers, a line for each cell, the comparison, and what was not measured.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...quantity import show_value
from ...studies.groups import CellGroups
from ..common.labels import label
from ..common.terminal import plain, say, table
from ..study.wording import count
from .wording import (
    MAIN,
    MAIN_LABELS,
    contrast_interval,
    contrast_words,
    life_words,
    main_first,
    main_number,
    p_value,
    sentences,
    verdict_of,
)

if TYPE_CHECKING:
    from rich.console import Console

MOST = 40  # cells on a terminal; the page has all
MOST_COLUMNS = 4  # of numbers
MOST_ROWS = 12  # numbers of groups
MOST_PASSED_OVER = 5  # names; the page has all


def print_groups(result: CellGroups, console: Console) -> None:
    for sentence in sentences(result):
        say(console, plain(sentence))
    _cells(result, console)
    _contrasts(result, console)
    _lives(result, console)
    for remark in result.remarks:
        say(console, f"- {plain(remark.text)}", 2)
    passed = list(result.passed_over.items())
    for name, why in passed[:MOST_PASSED_OVER]:
        say(console, plain(f"passed over: {name}: {why}"), 2)
    if rest := len(passed) - MOST_PASSED_OVER if len(passed) > MOST_PASSED_OVER else 0:
        say(console, f"{count(rest, 'further file')} passed over; the page names them.", 2)


def _cells(result: CellGroups, console: Console) -> None:
    used = [names for names in MAIN if any(main_number(c, names) for c in result.cells)][:MOST_COLUMNS]
    group = ["group"] if result.groups else []
    shown = table("Cells", "cell", *group, "verdict", *(MAIN_LABELS[names[0]] for names in used))
    for cell in result.cells[:MOST]:
        numbers = [main_number(cell, names) for names in used]
        own = [plain(result.group_of(cell.name))] if result.groups else []
        values = ["" if f is None else show_value(f) for f in numbers]
        shown.add_row(plain(cell.name), *own, plain(verdict_of(cell).text), *values)
    if result.cells:
        console.print(shown)
    if rest := max(len(result.cells) - MOST, 0):
        say(console, f"{count(rest, 'further cell')} on the page.", 2)


def _contrasts(result: CellGroups, console: Console) -> None:
    main, _ = main_first(result.numbers)
    rows = [(n, c) for n in main for c in n.contrasts][:MOST_ROWS]
    if not rows:
        return
    shown = table("Groups compared", "quantity", "groups", "ratio or difference", "95 % interval", "p")
    for n, c in rows:
        name = n.question.name
        groups = plain(f"{c.second} against {c.first}")
        shown.add_row(label(n.question), groups, contrast_words(name, c), contrast_interval(name, c), p_value(c.p))
    console.print(shown)


def _lives(result: CellGroups, console: Console) -> None:
    if not result.lives:
        return
    shown = table("Lives", "quantity", "group", "failed", "median (95 %)")
    for lives in result.lives:
        for g in lives.groups:
            shown.add_row(label(lives.question), plain(g.group), f"{g.failures} of {g.n}", life_words(g))
    console.print(shown)
