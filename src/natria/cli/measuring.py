"""Options of natria measure that describe the measured cell, collected into one value."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import click

CELLS = ("symmetric", "half", "full")
OPTIONS = (
    click.option(
        "--current",
        default="",
        metavar="'0.25 mA'",
        help="Current of a file without a current column. The direction is that of the voltage; or '0.25 mA every 1 h', "
        "or 'plate 0.25 mA for 1 h; rest 10 min; strip 0.25 mA for 1 h; repeat'.",
    ),
    click.option("--cell", default="", type=click.Choice(("", *CELLS)), metavar="|".join(CELLS), help="Kind of cell."),
    click.option("--mass", default="", metavar="'2.5 mg'", help="Active mass, for capacities per mass."),
    click.option("--cycles", default="", metavar="3:50", help="First and last cycle to evaluate: 3:50, 3: or :50."),
    click.option("--formation", type=click.IntRange(min=0), help="Number of formation cycles, left out of all means."),
)


def measuring(command: Callable[..., None]) -> Callable[..., None]:
    """Return a command with these options, which it gets as one keyword, `given`."""

    @wraps(command)
    def with_given(*args: Any, formation: int | None, **options: Any) -> None:
        from ..studies import Given

        texts = {name: options.pop(name) for name in ("current", "cell", "mass", "cycles")}
        command(*args, given=Given(formation=formation, **texts), **options)

    for option in reversed(OPTIONS):
        with_given = option(with_given)
    return with_given
